"""Every kind by its name, which is the word that spec files use."""

from collections.abc import Mapping
from typing import Literal

from .flag import BOOLEAN
from .iso_time import ISO
from .kind import Kind
from .plain_text import CURRENCY, CURSOR, ENUM, ID, INSTRUMENT, TEXT
from .quantity import DECIMAL, NUMBER
from .structure import ANY, ARRAY, MAP, OBJECT
from .unix_time import MICROSECONDS, MILLISECONDS, NANOSECONDS, SECONDS
from .whole import INTEGER

ValueKind = Literal[
    "decimal",
    "number",
    "integer",
    "timestamp_ms",
    "timestamp_s",
    "timestamp_us",
    "timestamp_ns",
    "timestamp_iso",
    "boolean",
    "enum",
    "id",
    "currency",
    "instrument",
    "cursor",
    "text",
    "object",
    "map",
    "array",
    "any",
]
"""The meaning of a wire name, whatever its JSON type: see ``means`` of the kind."""

KINDS: Mapping[ValueKind, Kind] = {
    "decimal": DECIMAL,
    "number": NUMBER,
    "integer": INTEGER,
    "timestamp_ms": MILLISECONDS,
    "timestamp_s": SECONDS,
    "timestamp_us": MICROSECONDS,
    "timestamp_ns": NANOSECONDS,
    "timestamp_iso": ISO,
    "boolean": BOOLEAN,
    "enum": ENUM,
    "id": ID,
    "currency": CURRENCY,
    "instrument": INSTRUMENT,
    "cursor": CURSOR,
    "text": TEXT,
    "object": OBJECT,
    "map": MAP,
    "array": ARRAY,
    "any": ANY,
}
