"""Read dates in the wordings of pages: ISO, slashes, dots, Chinese, English with the month as a word."""

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
    # 31 October 2026, 9 Jan, 2025, 31-Dec-2026, 31/Dec/2026
    rf"{_DAY.format(3)}(?: of)?[ /-]{_MONTH.format(3)},?[ /-]{_YEAR.format(3)}",
    # the end of April 2026
    rf"(?:the )?end of {_MONTH.format(4)},? {_YEAR.format(4)}",
    # 2027年3月12日
    r"(?P<year5>20[0-9]{2}) ?年 ?(?P<month5>[0-9]{1,2}) ?月 ?(?P<day5>[0-9]{1,2}) ?[日号]",
    # 2027-Mar-12, 2027 March 12
    rf"{_YEAR.format(6)}[ -]{_MONTH.format(6)}[ -]{_DAY.format(6)}(?![0-9])",
    # 31.12.2026: with dots the day comes first
    r"(?<![0-9.])(?P<day7>[0-9]{1,2})\.(?P<month7>[0-9]{1,2})\.(?P<year7>20[0-9]{2})(?![0-9.]?[0-9])",
    # the end of 2027, the end of Q1 2027
    rf"(?:the )?end of (?:the )?(?:year|q(?P<quarter8>[1-4]))?,? ?{_YEAR.format(8)}(?![-/.]?[0-9])",
)
DATE = re.sub(r"\(\?P<\w+>", "(?:", rf"(?:{'|'.join(_FORMS)})")
"""A date as a pattern without names of its own; ``iso`` reads what it matches."""
_CLOCK = (
    r"(?:[0-9]{1,2}(?::[0-9]{2}){1,2}(?:\.[0-9]+)?(?: ?[ap]\.?m\b\.?)?|[0-9]{1,2} ?[ap]\.?m\b\.?|midnight|noon)"
    r"(?: ?Z\b| ?\(?\b(?:UTC|GMT|HKT|SGT|CET|EST|EDT|local time)\b(?: ?[+-] ?[0-9]{1,2}(?::?[0-9]{2})?)?(?: time)?\)?)?"
)
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? (?:the )?)"
DATED = rf"(?:(?:{_CLOCK})(?:,? (?:on|of))? )?{_WEEKDAY}?(?:the )?(?P<day>{DATE})(?:(?:T|,? (?:at )?){_CLOCK})?"
"""A date with the time of the day and the weekday around it, of which only the ``day`` is read."""
SOME_TIME = re.sub(
    r"\(\?P<\w+>",
    "(?:",
    rf"(?:(?:the )?(?:end|beginning|start|middle|first half|second half|course) of |mid[ -]|early |late )?(?:the )?"
    rf"(?:(?:{_MONTH.format(9)}|[qh][1-4]|[0-9]{{1,2}}/[0-9]{{1,2}}(?=/)|(?:first|second|third|fourth|last) quarter"
    rf"(?: of)?|spring|summer|autumn|winter)[ ,/-]{{1,2}}20[0-9]{{2}}|20[0-9]{{2}}[-/ ]?(?:Q[1-4]|"
    rf"年(?:[0-9]{{1,2}}月)?|"
    rf"-?[0-9]{{2}})?(?![0-9-])|(?:the )?(?:end|beginning|middle) of (?:{_MONTH.format(9)}|(?:this|the|next) (?:year|"
    rf"month|"
    rf"quarter))|(?=(?-i:[A-Z]))(?:{_MONTH.format(9)}) [0-9]{{1,2}}(?:st|nd|rd|th)?\b|[0-9]{{1,2}}(?:st|nd|rd|"
    rf"th)? (?:{_MONTH.format(9)})|"
    rf"(?=(?-i:[A-Z]))(?!(?-i:May [a-z]))(?:{_MONTH.format(9)})\b)",
)
"""A time that is not a day, such as 'Q1 2027', 'March' or '03/12/2027', as a pattern."""
_READ = tuple(re.compile(form, re.IGNORECASE) for form in _FORMS)

DATES = (
    ("2026-10-31", "2026-10-31"),
    ("2026/1/5", "2026-01-05"),
    ("2026.12.31", "2026-12-31"),
    ("31-Dec-2026", "2026-12-31"),
    ("31/Dec/2026", "2026-12-31"),
    ("October 31, 2026", "2026-10-31"),
    ("Sept 1 2026", "2026-09-01"),
    ("9 Jan, 2025", "2025-01-09"),
    ("31st of October 2026", "2026-10-31"),
    ("the end of February 2028", "2028-02-29"),
    ("2027年3月12日", "2027-03-12"),
    ("2027-Mar-12", "2027-03-12"),
    ("2027 March 12th", "2027-03-12"),
    ("12.03.2027", "2027-03-12"),
    ("the end of 2027", "2027-12-31"),
    ("end of Q1 2027", "2027-03-31"),
    ("03/12/2027", None),
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
        parts = {name.rstrip("12345678"): part for name, part in match.groupdict().items() if part}
        month = _month(parts["month"]) if "month" in parts else 3 * int(parts.get("quarter", 4))
        year = int(parts["year"])
        try:
            day = int(parts["day"]) if "day" in parts else monthrange(year, month)[1]
            return date(year, month, day).isoformat()
        except ValueError:
            return None
    return None


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    return next(number for number, name in enumerate(_MONTHS, 1) if name.startswith(word.lower()[:3]))
