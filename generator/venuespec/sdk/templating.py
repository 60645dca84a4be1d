"""Templates: the environment that they are filled in by, and its filters."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from ..spec.model import Field
from .columns import reading
from .sentences import field_says
from .text import docstring, literal


def described(row: Field, *, answer: bool = False) -> str:
    """The docstring below an attribute."""
    return docstring([field_says(row, answer=answer)])


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("venuespec.sdk"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # Python, not HTML; text goes through `literal` and `docstring`
    )
    environment.filters["literal"] = literal
    environment.filters["reading"] = reading
    environment.filters["described"] = described
    return environment


_TEMPLATES = _environment()


def template(name: str, **values: Any) -> str:
    """A template filled in."""
    return _TEMPLATES.get_template(name).render(**values)
