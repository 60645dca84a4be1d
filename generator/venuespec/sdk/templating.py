"""Templates: their environment, their filters, and the guard on what they write."""

import math
from collections.abc import Mapping
from typing import Any, cast

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from ..python_text import Import, PyName, Python, UnsafeTextError, comma_separated, literal, literals
from ..spec.keys import attributes_of, is_mapping
from ..spec.model import Field
from .columns import given, reading, wire_items
from .sentences import field_says
from .text import docstring


def described(row: Field, *, answer: bool = False) -> Python:
    """Return the docstring of an attribute."""
    return docstring([field_says(row, answer=answer)])


def keywords(values: Mapping[str, object]) -> Python:
    """Render the keyword arguments of a call from our own names and literal values."""
    return comma_separated(Python.of("{}={}", PyName(name), literal(value)) for name, value in values.items())


def source(value: object) -> object:
    """Return a value that a template may write: Python, or a number.

    Raises ``UnsafeTextError`` for other text, which has to become a name, a literal or a docstring first.
    """
    if isinstance(value, Python | StrictUndefined) or type(value) is int:
        return value
    if type(value) is float and math.isfinite(value):
        return value
    raise UnsafeTextError(f"{str(value)[:80]!r} is written where Python is expected; use a literal or a docstring")


def arguments(value: object) -> Python:
    """Render the keyword arguments that construct a runtime object; defaults are left out."""
    given = {
        name: getattr(value, name)
        for name, default in attributes_of(type(value)).items()
        if getattr(value, name) != default
    }
    return comma_separated(Python.of("{}={}", PyName(name), _made(given[name])) for name in given)


def _made(value: object) -> Python:
    """Render an argument as Python: a set, a runtime object, or a literal."""
    if isinstance(value, frozenset):
        return Python.of("frozenset({})", literal(sorted(cast("frozenset[str]", value))))
    if is_mapping(type(value)):
        return Python.of("{}({})", PyName(type(value).__name__), arguments(value))
    if isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        if any(is_mapping(type(item)) for item in items):
            return Python.of("({},)", comma_separated(map(_made, items)))
        return literal(items)
    return literal(value)


@pass_context
def _written(context: Context, value: object) -> object:
    """Let a template write Python and numbers, and remember what they import."""
    if isinstance(value, Python):
        imports: set[Import] = context["imported"]
        imports.update(value.imports)
    return source(value)


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("venuespec.sdk"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # Python, not HTML
        finalize=_written,
    )
    environment.filters["literal"] = literal
    environment.filters["literals"] = literals
    environment.filters["arguments"] = arguments
    environment.filters["reading"] = reading
    environment.filters["given"] = given
    environment.filters["wire_items"] = wire_items
    environment.filters["described"] = described
    return environment


_TEMPLATES = _environment()


def template(name: str, **values: Any) -> Python:
    """Fill in a template, and collect the imports of everything that it wrote."""
    imported: set[Import] = set()
    text = _TEMPLATES.get_template(name).render(**values, imported=imported)
    return Python(text, imported)
