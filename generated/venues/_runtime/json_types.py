"""JSON: type guards for values, and reading and writing with exact numbers."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any, TypeGuard

from .values import is_sendable


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Return whether a JSON value is an object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Return whether a JSON value is an array."""
    return isinstance(value, list)


def is_header_text(value: object) -> bool:
    """Return whether a value can travel in a header: printable ASCII."""
    return isinstance(value, str) and value.isascii() and value.isprintable()


def is_items(value: object) -> TypeGuard[tuple[Any, ...]]:
    """Return whether a request's value is a sequence of items."""
    return isinstance(value, tuple)


def json_text(value: object) -> bytes:
    """Write JSON; a Decimal becomes a number with all its digits, in positional notation.

    Raises ``TypeError`` for a value without a JSON form.
    """
    import orjson  # here and below: a program that only makes a client does not wait for it

    return orjson.dumps(value, default=_json_number)


def parser() -> Callable[[bytes], Any]:
    """Return the function that ``parsed_json`` reads JSON with where exact numbers are not asked for."""
    import orjson

    return orjson.loads


def writer() -> Callable[[object], bytes]:
    """Return a function that does what ``json_text`` does."""
    import orjson

    return partial(orjson.dumps, default=_json_number)


def _json_number(value: object) -> Any:
    import orjson

    if isinstance(value, Decimal) and is_sendable(value):
        return orjson.Fragment(format(value, "f").encode())
    raise TypeError(f"a {type(value).__name__} has no form in JSON")


def parsed_json(text: bytes, *, exact: bool = False) -> Any:
    """Read JSON; with ``exact``, numbers with a fraction or an exponent become Decimals, not floats.

    Raises ``ValueError`` for text that is not JSON.
    """
    import orjson

    parsed = orjson.loads(text)
    if not exact:
        return parsed
    import json

    # What is JSON was judged above: the standard library takes NaN, lone surrogates and more encodings for it, too.
    try:
        return json.loads(text, parse_float=Decimal)
    except RecursionError:
        raise ValueError("JSON that is nested too deep") from None
