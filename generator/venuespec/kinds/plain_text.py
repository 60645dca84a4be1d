"""Text: words of a list, ids, currencies, instruments, prose."""

from typing import Any
from urllib.parse import unquote

from attrs import evolve

from ..python_text import Python, literal
from .kind import STR, Kind, Reading, expects_unless_empty


def _text(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _expects(value: Any) -> Python:
    return literal(None if value is None else _text(value))


ID = Kind(
    name="id",
    means="an id, a name, a code: text that is never empty",
    reading=Reading(holds=STR, reader="text"),
    enumerable=True,
    expects=expects_unless_empty(_expects),
)
ENUM = evolve(ID, name="enum", means="one of the values that the page lists")
CURRENCY = evolve(ID, name="currency", means="a currency")
INSTRUMENT = evolve(ID, name="instrument", means="the id of an instrument", enumerable=False)
CURSOR = evolve(
    ID,
    name="cursor",
    means="the percent-encoded name of the next page, which is decoded, as the request takes it",
    reading=Reading(holds=STR, reader="cursor"),
    enumerable=False,
    expects=expects_unless_empty(lambda value: literal(unquote(_text(value)))),
)
TEXT = Kind(
    name="text",
    means="text that may be empty",
    reading=Reading(holds=STR, reader="prose"),
    enumerable=True,
    expects=_expects,
)
