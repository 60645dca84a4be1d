"""Read dates in the wordings of pages: ISO, slashes, English with the month as a word."""

import re
from calendar import monthrange
from datetime import date

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_MONTH = (
    r"(?P<month{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day{0}>[0-9]{{1,2}})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year{0}>20[0-9]{{2}})"
_FORMS = (
    # 2026-10-31, 2026/10/31, 2026.10.31
    r"(?P<year1>20[0-9]{2})[-/.](?P<month1>[0-9]{1,2})[-/.](?P<day1>[0-9]{1,2})(?![0-9])",
    # October 31, 2026
    rf"{_MONTH.format(2)} {_DAY.format(2)},? {_YEAR.format(2)}",
    # 31 October 2026, 9 Jan, 2025, 31-Dec-2026
    rf"{_DAY.format(3)}(?: of)?[ -]{_MONTH.format(3)},?[ -]{_YEAR.format(3)}",
    # the end of April 2026
    rf"(?:the )?end of {_MONTH.format(4)},? {_YEAR.format(4)}",
)
DATE = re.sub(r"\(\?P<\w+>", "(?:", rf"(?:{'|'.join(_FORMS)})")
"""A date as a pattern without names of its own; ``iso`` reads what it matches."""
_READ = tuple(re.compile(form, re.IGNORECASE) for form in _FORMS)

DATES = (
    ("2026-10-31", "2026-10-31"),
    ("2026/1/5", "2026-01-05"),
    ("2026.12.31", "2026-12-31"),
    ("31-Dec-2026", "2026-12-31"),
    ("October 31, 2026", "2026-10-31"),
    ("Sept 1 2026", "2026-09-01"),
    ("9 Jan, 2025", "2025-01-09"),
    ("31st of October 2026", "2026-10-31"),
    ("the end of February 2028", "2028-02-29"),
    ("31 April 2026", None),
    ("12 June", None),
)
"""Examples of dates with what they stand for; None for no date."""


def iso(text: str) -> str | None:
    """Return a date as YYYY-MM-DD; None for a text that is not a whole date that exists."""
    for pattern in _READ:
        match = pattern.fullmatch(text.strip())
        if match is None:
            continue
        parts = {name.rstrip("1234"): part for name, part in match.groupdict().items() if part}
        month = int(parts["month"]) if parts["month"].isdigit() else _month(parts["month"])
        year = int(parts["year"])
        try:
            day = int(parts["day"]) if "day" in parts else monthrange(year, month)[1]
            return date(year, month, day).isoformat()
        except ValueError:
            return None
    return None


def _month(word: str) -> int:
    return next(number for number, name in enumerate(_MONTHS, 1) if name.startswith(word.lower()[:3]))
