"""Python source as a type: what the generator wrote itself, apart from what came from a page or a spec file.

Text from outside reaches generated code only through ``literal`` or a docstring. Source carries the imports that it
needs, so that a module's imports are collected from what is written into it.
"""

import keyword
import textwrap
from collections.abc import Iterable
from typing import LiteralString, Self

from .runtime.json_types import is_array, is_items, is_object

WIDTH = 116

Import = tuple[str, str]
"""A module and a name in it, or ``name as other``: ``("runtime.values", "Moment")``.

``runtime.`` stands for the SDK's copy of the runtime, ``sdk.`` for the venue's package and ``group.`` for the package
of a group.
"""


class UnsafeTextError(Exception):
    """Text that is not Python source, on its way into a generated module."""


class Python(str):
    """Python source that the generator made, with the imports that it needs."""

    imports: frozenset[Import]

    def __new__(cls, source: str = "", imports: Iterable[Import] = ()) -> Self:
        """Take text for Python source: the caller vouches that nothing in it comes from outside."""
        made = super().__new__(cls, source)
        made.imports = frozenset(imports)
        return made

    @classmethod
    def of(cls, form: LiteralString, *parts: "Python") -> "Python":
        """Fill in a form of ours, whose imports are those of its parts: ``Python.of("list[{}]", row)``."""
        imports = frozenset(name for part in parts for name in part.imports)
        return Python(form.format(*map(str, parts)), imports)

    def using(self, *imports: Import) -> "Python":
        """Return the same source, which needs further imports."""
        return Python(self, self.imports | frozenset(imports))


class PyName(Python):
    """A name of Python's, imported from a module or the module's own. Raises ``UnsafeTextError`` for other text."""

    def __new__(cls, name: str, origin: str | None = None, *, imported: str | None = None) -> Self:
        """Check the name; one with an ``origin`` is imported from there, where it may have another name."""
        if not name.isidentifier() or keyword.iskeyword(name) or not name.isascii():
            raise UnsafeTextError(f"{name[:80]!r} is not a Python name")
        found = name if imported is None else f"{PyName(imported)} as {name}"
        return super().__new__(cls, name, () if origin is None else ((origin, found),))


def joined(parts: Iterable[Python], between: LiteralString = "") -> Python:
    """Join source, with its imports."""
    known = tuple(parts)
    return Python(between.join(known), frozenset(name for part in known for name in part.imports))


def comma_separated(parts: Iterable[Python]) -> Python:
    """Join source with commas."""
    return joined(parts, ", ")


def literal(value: object, indent: int = 0) -> Python:
    """Write a value as Python source. Long text is broken over lines, in parentheses."""
    if isinstance(value, str) and len(value) + indent > WIDTH:
        parts = textwrap.wrap(
            value,
            WIDTH - 12,
            drop_whitespace=False,
            break_on_hyphens=False,
            replace_whitespace=False,
            expand_tabs=False,
        )
        if len(parts) > 1 and "".join(parts) == value:
            return Python("(" + " ".join(repr(part) for part in parts) + ")")
    if is_array(value) or is_items(value):
        inner = literals(value)
        return Python(f"[{inner}]" if is_array(value) else f"({inner}{',' if len(value) == 1 else ''})")
    if is_object(value):
        return Python("{" + ", ".join(f"{literal(key)}: {literal(inner)}" for key, inner in value.items()) + "}")
    # A subclass of a text, such as Python itself, is a literal of its text all the same.
    return Python(str.__repr__(value) if isinstance(value, str) else repr(value))


def literals(values: Iterable[object]) -> Python:
    """Write several values, separated by commas."""
    return Python(", ".join(map(literal, values)))
