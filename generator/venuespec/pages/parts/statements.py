"""Read the figures and names that a text states, its unit, and its limits in words with a direction.

They are facts, not sentences: `20 days`, `ordType`, `at most 3 months`. Figures in examples do not count.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .sieve import Sieve
from .traditional import simplified

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven"),
    *("eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"),
)
_NUMBERS = {
    **{word: str(number) for number, word in enumerate(_SMALL)},
    "twenty": "20",
    "thirty": "30",
    "sixty": "60",
    "ninety": "90",
    "hundred": "100",
}
_UNITS = {
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), "ms"),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), "min"),
    **dict.fromkeys(("h", "hour", "hours"), "h"),
    **dict.fromkeys(("d", "day", "days"), "days"),
    **dict.fromkeys(("week", "weeks"), "weeks"),
    **dict.fromkeys(("month", "months"), "months"),
    **dict.fromkeys(("year", "years"), "years"),
    **dict.fromkeys(("%", "percent"), "%"),
    **dict.fromkeys(("record", "records"), "records"),
    **dict.fromkeys(("order", "orders"), "orders"),
    **dict.fromkeys(("request", "requests", "times"), "requests"),
    **dict.fromkeys(("character", "characters", "chars"), "characters"),
    **dict.fromkeys(("item", "items", "entries", "pieces"), "items"),
    **dict.fromkeys(("level", "levels"), "levels"),
    **dict.fromkeys(("digit", "digits"), "digits"),
    **dict.fromkeys(("decimals", "decimal places"), "decimals"),
    **dict.fromkeys(("instruments", "symbols"), "instruments"),
    **dict.fromkeys(("currencies", "coins"), "currencies"),
    **dict.fromkeys(("sub-accounts", "subaccounts", "sub-account"), "sub-accounts"),
}
"""Words for units, and how a figure with one is written."""

_SPANS = frozenset(("ms", "s", "min", "h", "days", "weeks", "months", "years"))
_UNIT_WORDS = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_CURRENCY = r"USD[A-Z]?|BTC|ETH|EUR"
_FIGURE = (
    rf"(?P<number>(?<![\w.`#/@:+-])\d[\d,]*(?:\.\d+)?(?!\d*:\d)|\b(?:{'|'.join(_NUMBERS)})\b)"
    rf"(?:[ -]?(?P<unit>(?:{_UNIT_WORDS})(?![\w/])|(?:{_CURRENCY})\b))?"
)
_FIGURES = re.compile(_FIGURE, re.IGNORECASE)
_SPAN = _FIGURE.replace("?P<number>", "?P<most>").replace("?P<unit>", "?P<of>").removesuffix("?")

_DATA = (
    r"(?:data|records?|history|orders?|transactions?|trades?|fills?|bills?|positions?|details?|information|candles?"
    r"|status|info)"
)
_MOST = (
    (
        rf"\b(?:maximum|max|largest|longest|greatest)(?: supported| allowed| query| time| data| date){{0,2}}"
        rf" (?:range|interval|period|span|window|duration|length)(?: between .{{3,40}}?)?"
        rf"(?: is|:| of| can(?:not| not)? (?:be|exceed))? {_SPAN}",
        "Maximum range: 20 days",
        "20 days",
    ),
    (
        r"\b(?:up to|at most|no more than|not more than|not exceed|cannot exceed|within|less than or equal to)"
        rf" (?:the )?(?:last |past |latest |recent |most recent )?{_SPAN}",
        "supports up to 3 months of data",
        "3 months",
    ),
    (
        rf"\b(?:can ?not|can't|must not|may not|should not|shall not) be (?:longer|more|greater|larger|wider|bigger) "
        rf"than {_SPAN}",
        "The range can't be longer than 30 days",
        "30 days",
    ),
    (rf"(?:不能|不得|不可|不可以|不应|不)(?:大于|超过|长于|超出) {_SPAN}", "时间间隔不能超过 7 days", "7 days"),
    # Only of a whole page: in a row 'the last 24 hours' is what its figure is about.
    (
        rf"\b{_DATA}\b[^.;]*? (?:from|in|for|of|within|during|over) (?:the |your )?"
        rf"(?:last|past|latest|recent|most recent) {_SPAN}",
        "Retrieve the order data for the last 7 days",
        "7 days",
    ),
    (rf"\b(?:last|past|recent) {_SPAN}(?: of)? {_DATA}", "the last 3 months of data", "3 months"),
    (
        rf"(?:最近|近|过去|最长) {_SPAN} ?(?:以?内)?的?(?:数据|记录|历史|订单|账单|成交)",
        "仅支持查询最近 3 months 的数据",
        "3 months",
    ),
)
AT_MOST = tuple((Sieve(form), example, figure) for form, example, figure in _MOST)
"""Limits in words that say how much there is at most, an example, and the figure with its unit."""

_OF_ROWS = 4

_HAN_SPAN = Sieve(
    r"(?P<number>(?<!\d)\d{1,4}|[一二三四五六七八九十两半])\s*(?:个|個)?\s*(?P<unit>天|日|小时|月|周|年|分钟|"
    r"秒)(?![\d-])"
)
_HAN_NUMBERS = dict(
    zip("一二两三四五六七八九十", ("1", "2", "2", "3", "4", "5", "6", "7", "8", "9", "10"), strict=True)
)
_HAN_UNITS = {
    "天": "days", "日": "days", "小时": "hours", "月": "months", "周": "weeks", "年": "years", "分钟": "minutes",
    "秒": "seconds",
}  # fmt: skip
_CONDITION = Sieve(
    r"^\W*(?:if|when|in case|unless|once|after|before)\b"
    r"|\b(?:if|has been no|have not|has not|will be (?:canceled|cancelled)|delays?|delayed|takes?|wait|expires?)\b"
)
_RETRIEVES = re.compile(
    r"\b(?:retriev|get|quer|return|support|availab|provid|view|list|fetch|show|apply)\w*", re.IGNORECASE
)
_UNIT_FORMS = (
    (
        r"\b(?:unix )?(?:timestamp|time|format|unit|clock|epoch)s?[\w ,]*? (?:in|of|is|:|as) (?:unix )?"
        r"(?P<unit>milliseconds?|seconds?|nanoseconds?|microseconds?)\b",
        "Unix timestamp format in milliseconds",
        "ms",
    ),
    (
        r"[(（](?:in |unit:? ?)?(?P<unit>ms|milliseconds?|seconds?|minutes?|hours?|days?|nanoseconds?|%)[)）]",
        "Frozen period (ms)",
        "ms",
    ),
    (r"\bunix (?P<unit>ms|milliseconds?|seconds?)\b", "Unix ms String", "ms"),
    (
        r"\b(?:in units? of|the unit is|unit:|unit is)"
        r" `?(?P<unit>ms|milliseconds?|seconds?|minutes?|hours?|days?|USD[A-Z]?|BTC)\b`?",
        "The unit is USD",
        "USD",
    ),
    (
        r"\bin (?P<unit>milliseconds|seconds|minutes|hours|nanoseconds|USDT?|BTC)\s*(?=$|[,.;)])",
        "Liability in USD",
        "USD",
    ),
)
UNITS = tuple((Sieve(form), example, unit) for form, example, unit in _UNIT_FORMS)
"""How a text says the unit of its value, an example, and the unit."""

_TIMES = frozenset(("ms", "s", "min", "h", "ns", "us"))
_CASE = re.compile(r"\b(?:for|if|when|default|depends?|otherwise)\b", re.IGNORECASE)
_MORE_UNITS = {"nanosecond": "ns", "nanoseconds": "ns", "microsecond": "us", "microseconds": "us"}
_LINK = re.compile(r"\[([^\]\n]+)\]\([^)\s]*\)")
_CODE = re.compile(r"`[^`]*`")
_URL = re.compile(r"https?://\S+")
_NAME = re.compile(
    r"(?P<path>/api/[\w{}/.-]+|/v\d+/[\w{}/.-]+)|`(?P<code>[^`\n]{1,40})`|"
    r"(?<![\w`])(?P<caps>[A-Z]{3,}[A-Z0-9_]*)(?![\w`])"
    r"|(?<![\w`])(?P<camel>[a-z]+[A-Z][A-Za-z0-9]*)(?![\w`])|\[(?P<link>[^\]\n]{2,60})\]\([^)\s]*\)"
)
_MOST_WORDS = 5
# Words that any page may have in capitals, such as the label of a note: a venue gives no thing such a name.
_LEFT_OUT = frozenset(("UTC", "URL", "API", "HTTP", "JSON", "UNIX", "NOTE", "REST", "GET", "POST", "PUT", "DELETE"))


def unit_of(sentences: Iterable[str]) -> str | None:
    """Return the unit that sentences state for their value; None for none, or for several."""
    found = {
        unit
        for sentence in sentences
        for form, _, _ in UNITS
        for match in form.finditer(sentence)
        if (unit := _unit(match["unit"])) in _TIMES or not _CASE.search(sentence)
    }
    return found.pop() if len(found) == 1 else None


def at_most(sentences: Iterable[str], *, of_row: bool) -> tuple[str, ...]:
    """Return the spans of time that sentences without a condition call the most there is, as '20 days'."""
    return tuple(dict.fromkeys(span for sentence in sentences for span in _spans(sentence, of_row)))


@lru_cache(maxsize=1 << 14)
def _spans(sentence: str, of_row: bool) -> tuple[str, ...]:
    """Return the spans of ``at_most`` in one sentence, which several readers read."""
    if _CONDITION.found(sentence):
        return ()
    if not sentence.isascii():
        sentence = " ".join(_HAN_SPAN.sub(_in_english, simplified(sentence)).split())
    forms = AT_MOST if not of_row and (_RETRIEVES.search(sentence) or "查" in sentence) else AT_MOST[:_OF_ROWS]
    found = ((match["most"], _unit(match["of"])) for form, _, _ in forms for match in form.finditer(sentence))
    return tuple(f"{_number(most)} {unit}" for most, unit in found if unit in _SPANS)


def _in_english(match: re.Match[str]) -> str:
    """Return a span of time in Chinese as one in English: ' 3 months ' for '三个月'."""
    number = _HAN_NUMBERS.get(match["number"], match["number"])
    return f" {number} {_HAN_UNITS[match['unit']]} " if number.isdigit() else match[0]


def figures_of(sentences: Iterable[str]) -> tuple[str, ...]:
    """Return the figures in sentences with their units, each once, as '30 min' or '51000'."""
    return tuple(dict.fromkeys(figure for sentence in sentences for figure in _figures(sentence)))


@lru_cache(maxsize=1 << 14)
def _figures(sentence: str) -> tuple[str, ...]:
    plain = _URL.sub("", _LINK.sub("", _CODE.sub("", sentence)))
    found: list[str] = []
    for match in _FIGURES.finditer(plain):
        alone = match["number"][0].isdigit() and not plain[match.end() : match.end() + 1].isalpha()
        if match["unit"] or alone:
            unit = f" {_unit(match['unit'])}" if match["unit"] else ""
            found.append(f"{_number(match['number'])}{unit}")
    return tuple(found)


def names_of(sentences: Iterable[str]) -> tuple[str, ...]:
    """Return the names in sentences, each once: code, capitals, identifiers, paths, titles of linked pages."""
    return tuple(dict.fromkeys(name for sentence in sentences for name in _names(sentence)))


def _names(sentence: str) -> Iterator[str]:
    for match in _NAME.finditer(sentence):
        name = next(part for part in match.groups() if part).strip(" .,;:'\"*_")
        if name and name not in _LEFT_OUT and len(name.split()) <= _MOST_WORDS and name.isprintable():
            yield name


def _unit(word: str) -> str:
    return _UNITS.get(word.lower()) or _MORE_UNITS.get(word.lower()) or word


def _number(word: str) -> str:
    return _NUMBERS.get(word.lower(), word.replace(",", ""))
