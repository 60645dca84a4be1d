"""JSON values told apart, in a way that type checkers follow."""

from typing import Any, TypeGuard


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a JSON value is an object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Whether a JSON value is an array."""
    return isinstance(value, list)


def is_header_text(value: object) -> bool:
    """Whether a value can travel in a header: printable ASCII."""
    return isinstance(value, str) and value.isascii() and value.isprintable()


def is_items(value: object) -> TypeGuard[tuple[Any, ...]]:
    """Whether a request's value is a sequence of items."""
    return isinstance(value, tuple)
