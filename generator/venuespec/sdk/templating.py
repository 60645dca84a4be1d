"""Templates: the environment that they are filled in by, and its filters."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from ..spec.model import Field
from .columns import reading
from .layout import imports
from .sentences import field_says
from .text import Python, arguments, docstring, literal, literals, source


def described(row: Field, *, answer: bool = False) -> Python:
    """The docstring below an attribute."""
    return docstring([field_says(row, answer=answer)])


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("venuespec.sdk"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # Python, not HTML
        finalize=source,  # whatever is neither a literal, a docstring nor a name is refused
    )
    environment.filters["literal"] = literal
    environment.filters["literals"] = literals
    environment.filters["arguments"] = arguments
    environment.filters["python"] = Python  # for what a template itself has put together
    added: dict[str, Any] = {"imports": imports}  # a filter of two arguments is none to the library's types
    environment.filters.update(added)
    environment.filters["reading"] = reading
    environment.filters["described"] = described
    return environment


_TEMPLATES = _environment()


def template(name: str, **values: Any) -> str:
    """A template filled in."""
    return _TEMPLATES.get_template(name).render(**values)
