"""How long an answer asks to wait: by a ``Retry-After`` header, or by a ban."""

from datetime import UTC

from .core import Core
from .errors import Answer, VenueError
from .patterns import pattern

_SECONDS = pattern(r"[0-9]{1,20}(?:\.[0-9]{1,9})?")
_LONGEST_PAUSE = 3600.0
"""Longest ``Retry-After`` in seconds; a longer one counts as a mistake."""
_AFTER_NONSENSE = 60.0
_LONGEST_PAGE = 4096


def retry_after(core: Core, error: VenueError) -> float | None:
    """Return the seconds that an answer asks to wait: status 429 or 503, or the venue's ban page."""
    answer = error.answer
    ban = core.venue.feedback.ban if core.venue.feedback else None
    if answer is not None and ban is not None and answer.status == ban.status:
        if ban.says.encode() not in answer.body[:_LONGEST_PAGE].lower():
            return None
        asked = _asked_pause(core, answer)
        # A ban may be long, so a long wait is not a mistake of the server.
        return ban.seconds if asked is None else min(asked, _LONGEST_PAUSE)
    if answer is None or answer.status not in (429, 503):
        return None
    seconds = _asked_pause(core, answer)
    return None if seconds is None else seconds if seconds <= _LONGEST_PAUSE else _AFTER_NONSENSE


def _asked_pause(core: Core, answer: Answer) -> float | None:
    """Return the seconds that a ``Retry-After`` header asks for; None without one that can be read."""
    text = answer.headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(text):
        seconds = float(text)
    else:
        until = _http_date(text)
        if until is None:
            return None
        # Measured on the clock that set the date, if the answer has a Date header.
        now = _http_date(answer.headers.get("Date", ""))
        seconds = max(until - (core.clock.now() if now is None else now), 0.0)
    return seconds


def _http_date(date: str) -> float | None:
    """Parse an HTTP date to Unix seconds; None if it is not a date."""
    # Here, because the modules of e-mail take a tenth of the time to import the SDK, and dates are rare.
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(date[:64])
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
