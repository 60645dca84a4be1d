"""Spans of time as specs write them: 2s, 500ms, 30d, month."""

import re
from datetime import timedelta
from typing import NewType

Span = NewType("Span", float)
"""Seconds, which a spec file writes as a span of time."""

_SPAN = re.compile(r"([0-9]+(?:\.[0-9]+)?)?(ms|s|m|h|d|month)")
_UNITS = {
    "ms": timedelta(milliseconds=1),
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "month": timedelta(days=30),
}


def span_of(text: str) -> timedelta:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a time span; write it like 2s, 500ms, 12h or 30d")
    try:
        return float(match[1] or 1) * _UNITS[match[2]]
    except OverflowError:
        raise ValueError(f"{text[:40]!r} is longer than any time span that a venue means") from None
