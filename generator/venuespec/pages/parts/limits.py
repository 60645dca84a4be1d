"""Parse rate limits from a page's words: count, window, and the key that they are counted on."""

import re
from decimal import Decimal

from ..draft import DraftLimit

_LIMIT = re.compile(
    r"(?:(?P<scope>[A-Z][a-z]+) [—–-] )?"
    r"(?<!\d)(?P<count>\d{1,9})\s*(?P<unit>requests?|orders?|times?)?\s*(?P<user>per user )?"
    r"(?:per|/|in)\s*(?P<number>\d{1,9})?\s*(?P<span>seconds?|s|minutes?|mins?|hours?|days?|months?)\b",
    re.IGNORECASE,
)
_SECONDS = {"s": 1, "second": 1, "min": 60, "minute": 60, "hour": 3600, "day": 86_400, "month": 2_592_000}
_KEY_PARTS = (
    ("master account", "master_user_id"),
    ("user id", "user_id"),
    ("userid", "user_id"),
    ("ip", "ip"),
    ("instrument id code", "instIdCode"),
    ("instidcode", "instIdCode"),
    ("instrument id", "instId"),
    ("instrument family", "instFamily"),
    ("instfamily", "instFamily"),
    ("instrument type", "instType"),
    ("currency", "ccy"),
    ("tag", "tag"),
)


def limits(text: str) -> list[DraftLimit]:
    """Return the limits in a text: two for '5 requests per 2 seconds; 80 requests per 12 hours'."""
    parsed: list[DraftLimit] = []
    for match in _LIMIT.finditer(text):
        seconds = _SECONDS[match["span"].lower().rstrip("s") or "s"]
        orders = (match["unit"] or "").lower().startswith("order")
        parsed.append(
            DraftLimit(
                limit=int(match["count"]),
                window=Decimal(int(match["number"] or 1) * seconds),
                counts="order" if orders else "request",
                key=("user_id",) if match["user"] else (),
                scope=match["scope"],
            )
        )
    return parsed


def key(text: str) -> tuple[str, ...]:
    """Return the key of a limit: ('user_id', 'instId') for 'User ID + Instrument ID'."""
    parts: list[str] = []
    for piece in re.split(r"\s*\+\s*|\s+and\s+", text.lower().replace("(", "").replace(")", "")):
        known = next((part for words, part in _KEY_PARTS if words in piece), None)
        if known is not None and known not in parts:
            parts.append(known)
    return tuple(parts)
