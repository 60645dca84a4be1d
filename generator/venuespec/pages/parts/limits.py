"""Parse rate limits from a page's words: count, window, and the key that they are counted on."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from attrs import evolve, frozen

from ..draft import DraftLimit
from .limit_words import around, keys
from .sieve import Sieve
from .traditional import simplified
from .turned import is_turned

_UNIT = (
    r"(?:api\s+)?(?:requests?|reqs?\.?|rqs?\.?|rqsts?|calls?|times?|queries|hits?|orders?|operations?|ops|messages?|"
    r"msgs?|invocations?|"
    r"submissions?|actions?|attempts?|executions?|accesses|次|个|筆|笔|[rcx](?=\s*/))"
)
_SPAN = (
    r"(?:milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|hours?|hrs?|h|days?|d|months?|毫秒|秒钟?|分钟|分|"
    r"小时|天|日|月|m)"
)
_COUNT = r"(?<![\d.,])(?P<count>\d{1,3}(?:,\d{3})+|\d{1,9})(?![\d.])"
_PER = r"(?:per|/|每|in|within|every|each|for|an|a|any|during|over)"
_WINDOW = r"(?:time )?(?:windows?|periods?|intervals?|spans?|time ?frames?)"
_CALLS = r"(?:two |2 |consecutive |successive |your |the |next )*(?:api )?(?:calls?|requests?)"
_FORMS = (
    re.compile(
        r"(?:(?P<scope>[A-Z][a-z]+) [—–-] )?" + _COUNT + rf"\s*(?:\(?(?P<unit>{_UNIT})(?:\(s\))?\)?)?\s*"
        rf"(?P<user>per user )?(?:(?:may|can|are|will)? ?be (?:sent|made|accepted|allowed|handled|served|processed) |"
        rf"(?:is|are) (?:allowed|"
        rf"accepted|permitted|handled|served|processed|possible) |possible |allowed |permitted )?\(?{_PER}\s*(?:any\s+|"
        rf"each\s+|an?\s+|one\s+)?(?:rolling |sliding |moving |calendar |"
        rf"single )?(?:{_WINDOW} of )?(?P<number>\d{{1,9}}(?:\.\d+)?)?[\s-]*(?P<span>{_SPAN})(?![a-z])",
        re.IGNORECASE,
    ),
    # A word for the window: '45 times daily'.
    re.compile(_COUNT + rf"\s*(?P<unit>{_UNIT})\s+(?P<span>hourly|daily)\b", re.IGNORECASE),
    # The window in brackets: '20 requests (2 s)'.
    re.compile(
        _COUNT + rf"\s*(?P<unit>{_UNIT})\s*[(\[](?P<number>\d{{1,9}}(?:\.\d+)?)\s*(?P<span>{_SPAN})[)\]]", re.IGNORECASE
    ),
    # The window first: 'every 2 seconds: 20 requests', '2s/20'.
    re.compile(
        rf"(?:every|per|each|in|"
        rf"within)\s+(?P<number>\d{{1,9}}(?:\.\d+)?)?\s*(?P<span>{_SPAN})\s*[:,]?\s*(?:up to|at most|"
        rf"maximum(?: of)?|max\.?)?\s*" + _COUNT + rf"\s*(?P<unit>{_UNIT})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:(?<![\d.])(?=\d)|[每\s]|^)\s*(?P<number>\d{{1,9}}(?:\.\d+)?)?\s*(?P<span>{_SPAN})\s*(?:内|钟)?(?:最多|"
        rf"不超过|限|请求|调用|访问|[:：,，])*\s*" + _COUNT + r"\s*(?P<unit>次|个|笔)",
        re.IGNORECASE,
    ),
    re.compile(
        _COUNT + r"\s*(?P<unit>[rqt]?)(?P<span>p[sm]|hz)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?P<unit>[RQT])(?P<span>PS)(?: limit)?\s*(?:[:：=]|is|of)?\s*" + _COUNT + r""),
    # The count last: 'Calls per second: 10'.
    re.compile(
        rf"(?P<unit>{_UNIT})\s*(?:per|/|a|in a|every) ?(?P<number>\d{{1,9}}(?:\.\d+)?)?\s*(?P<span>{_SPAN})\s*[:：=]\s*"
        + _COUNT,
        re.IGNORECASE,
    ),
    # The time between two calls: 'Minimum interval: 200 ms'.
    re.compile(
        rf"\b(?:wait (?:at least )?|(?:minimum |min\. )?(?:interval|gap|pause|time)(?: of| is|[:：])? (?:at least )?)"
        rf"(?P<number>\d{{1,9}}(?:\.\d+)?)\s*(?P<span>{_SPAN})(?![a-z]) (?:between|before) {_CALLS}|"
        rf"\b(?:minimum |min\. )?(?:interval|gap|pause|time) between {_CALLS}(?: is| of|[:：])? (?:at least )?"
        rf"(?P<number2>\d{{1,9}}(?:\.\d+)?)\s*(?P<span2>{_SPAN})(?![a-z])",
        re.IGNORECASE,
    ),
)
_ONE = Sieve(r"\b(?:one|a single)(?= (?:request|call|time|query|order)\b)|\bonce(?= (?:per|every|each|in|a)\b)")
# Most lines have no word for a span of time beside a figure, and state no limit.
_SPANS = Sieve(
    r"(?:\d|per|each|every|an?|any|one|two|five|ten|in|within|/)[\s)(-]*(?:rolling |sliding |moving |calendar |"
    r"single )?(?:(?:time )?(?:window|period|interval|span|time ?frame)s? of (?=\d)|ms|milli|s\b|sec|m\b|m(?:in|"
    r"onth)|h(?:ou)?r|"
    r"h\b|d\b|day)|"
    r"[rqt]p[sm]|hz|hourly|daily|[毫秒分时天日月]"
)
_NUMBER_WORD = re.compile(
    r"\b(?P<word>one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundred)"
    rf"(?=[ -](?:{_SPAN}\b|(?:api )?(?:requests?|calls?|times|queries|orders?)\b|per\b))",
    re.IGNORECASE,
)
_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50",
    "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90", "hundred": "100",
}  # fmt: skip
_TENS = re.compile(
    r"\b(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[- ](one|two|three|four|five|six|seven|eight|nine)\b",
    re.IGNORECASE,
)
_ONE_HAN = re.compile(r"(?<![\u4e00-\u9fff])一(?=秒|分|小时|天)")
_MAY_RESTRICT = re.compile(
    r"\d|\b(?:once|twice|one|single|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty|"
    r"hundred)\b",
    re.IGNORECASE,
)
_RESTRICTS = re.compile(
    r"\b(?:limit(?:ed|s)?|rate|quota|throttl\w*|maximum|max|at most|up to|no more than|not exceed|can (?:be )"
    r"?call\w*|allow(?:s|ed)|(?:can|may|must not|cannot) (?:only )?(?:be )?(?:call|request|send|use|quer)\w*)\b"
    r"[^.;]*\b(?:requests?|calls?|times|queries|per|/)|\b(?:requests?|calls?|queries)\b[^.;]*\b(?:limited|"
    r"restricted|allowed|capped|"
    r"throttled)\b|[限][速频流]|频率|\b(?:wait|interval|gap|pause)\b",
    re.IGNORECASE,
)
_NO_LIMIT = re.compile(r"(?:\b[A-Z][a-z]+ [—–-] )?\b(?:no|without) (?:rate )?limits?\b", re.IGNORECASE)
_TWICE = re.compile(r"\btwice(?= (?:per|every|each|in|a)\b)", re.IGNORECASE)
_SECONDS = {
    "ms": Decimal("0.001"), "millisecond": Decimal("0.001"), "毫秒": Decimal("0.001"), "s": Decimal(1),
    "sec": Decimal(1),
    "second": Decimal(1), "秒": Decimal(1), "秒钟": Decimal(1), "ps": Decimal(1), "hz": Decimal(1),
    "pm": Decimal(60), "m": Decimal(60), "min": Decimal(60),
    "minute": Decimal(60), "分": Decimal(60), "分钟": Decimal(60), "h": Decimal(3600), "hr": Decimal(3600),
    "hour": Decimal(3600), "小时": Decimal(3600), "d": Decimal(86_400), "day": Decimal(86_400), "天": Decimal(86_400),
    "日": Decimal(86_400), "hourly": Decimal(3600), "daily": Decimal(86_400), "month": Decimal(2_592_000),
    "月": Decimal(2_592_000),
}  # fmt: skip

_CLOCK = re.compile(
    r"(?:\bresets? (?:daily |hourly )?at )?(?:\b(?:UTC|GMT) )?\b\d{1,2}:\d{2}\b(?: (?:UTC|GMT)\b)?|"
    r"\b(?:UTC|GMT) ?[+-] ?\d{1,2}\b",
    re.IGNORECASE,
)


_MARKS = re.compile(r"[*`]|\[\d{1,2}\]|\^\d|</?[A-Za-z][^<>\n]{0,80}>")
_BREAKS = re.compile(r"<br\s*/?>", re.IGNORECASE)
_PART = re.compile(r"\s*(?:[,;，；。]|\.\s|\band\b|\bbut\b|\n)\s*", re.IGNORECASE)


@frozen
class LimitLine:
    """The limits in a text, and what is left of it: figures, words and cases that are not understood."""

    limits: tuple[DraftLimit, ...] = ()
    left: str = ""


# What divides clauses, and badges; what makes one depend on another, or is a figure of its own.
_CLAUSES = re.compile(r"[，；]|\s[·|]\s")
_HINGE = re.compile(
    r"\d|除|但|若|如果|仅|只|每|按|\b(?:only|except|unless|vip|per|when|if|for|each|every|by|depend\w*|weight)\b",
    re.IGNORECASE,
)


def limits(text: str) -> list[DraftLimit]:
    """Return the limits in a text: two for '5 requests per 2 seconds; 80 requests per 12 hours'.

    One that holds until a day is none, and so is one that allows no call. ``unread_limit`` tells whether the words
    around them are understood.
    """
    return list(_line(text).limits)


@lru_cache(maxsize=1 << 14)
def _line(text: str) -> LimitLine:
    text = _NO_LIMIT.sub("", _MARKS.sub("", _BREAKS.sub("; ", simplified(text))))
    if not _SPANS.found(text) or is_turned(text):
        return LimitLine()
    plain = _in_figures(_CLOCK.sub("", text))
    matches = next(filter(None, (list(form.finditer(plain)) for form in _FORMS)), list[re.Match[str]]())
    found = [_limit(match) for match in matches]
    if not found or not all(limit.limit and limit.window for limit in found):
        return LimitLine()
    ends = [0, *(place for match in matches for place in match.span()), len(plain)]
    beside = [plain[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True)]
    # The words of a limit stand behind it, or before it.
    lines = [_with_words(found, beside, behind=behind) for behind in (True, False)]
    return min(lines, key=lambda line: len(line.left))


def _with_words(found: Sequence[DraftLimit], beside: Sequence[str], *, behind: bool) -> LimitLine:
    """Return limits with what the texts before, between and behind them say."""
    several = len(found) > 1
    heads, tails = [beside[0]], list[str]()
    for between in beside[1:-1]:
        places = [match.span() for match in _PART.finditer(between)] or [
            (len(between), len(between)) if behind else (0, 0)
        ]
        start, end = places[-1 if behind else 0]
        tails.append(between[:start])
        heads.append(between[end:])
    tails.append(beside[-1])
    before = [around(text, of_several=several and not behind) for text in heads]
    after = [around(text, of_several=several and behind) for text in tails]
    named = [*before, *after]
    left = " ".join(word for part in named for word in part.left)
    keyed = {part.key: None for part in named if part.key}
    shared = next(iter(keyed)) if len(keyed) == 1 else before[0].key
    read = [
        evolve(
            limit,
            key=limit.key or tail.key or head.key or shared,
            scope=limit.scope or tail.case or head.case or None,
        )
        for limit, head, tail in zip(found, before, after, strict=True)
    ]
    return LimitLine(tuple(read), left or _contradiction(read))


def _contradiction(read: Sequence[DraftLimit]) -> str:
    """Return words for limits of which one replaces another, or holds in a case that is not told; '' for others."""
    cases = [limit.scope for limit in read if limit.scope]
    places = {(limit.scope, limit.key, limit.counts, limit.window) for limit in read}
    if len(places) < len(read) or (cases and len(cases) < len(read)):
        return "the limits contradict each other"
    return ""


def _in_figures(text: str) -> str:
    text = _TENS.sub(lambda match: str(int(_NUMBERS[match[1].lower()]) + int(_NUMBERS[match[2].lower()])), text)
    text = _TWICE.sub("2 times", _ONE.sub("1", _ONE_HAN.sub("1", text)))
    return _NUMBER_WORD.sub(lambda match: _NUMBERS[match["word"].lower()], text)


def _limit(match: re.Match[str]) -> DraftLimit:
    groups = match.groupdict()
    span = (groups["span"] or groups["span2"]).lower()
    seconds = _SECONDS.get(span) or _SECONDS[span.rstrip("s") or "s"]
    return DraftLimit(
        limit=int((groups.get("count") or "1").replace(",", "")),
        window=Decimal(groups.get("number") or groups.get("number2") or 1) * seconds,
        counts="order" if (groups.get("unit") or "").lower().startswith("order") else "request",
        key=("user_id",) if groups.get("user") else (),
        scope=groups.get("scope"),
    )


def restricts_calls(line: str) -> bool:
    """Tell whether a sentence states how many calls there may be in a time: 'Maximum 10 calls per second.'."""
    if _MAY_RESTRICT.search(line) is None or not limits(line):
        return False
    return _RESTRICTS.search(line) is not None or not _line(line).left


def limits_of_prose(prose: str) -> tuple[tuple[DraftLimit, ...], tuple[str, ...]]:
    """Return the limits that the sentences of a page state, and the lines of which a word or figure is not understood.

    Such a line states no limit: for whom its figures hold is not known.
    """
    stated = [limiting_clause(line) for line in prose.splitlines() if restricts_calls(line)]
    unread = tuple(line for line in stated if unread_limit(line))
    found = [
        evolve(limit, key=limit.key or key_behind(line))
        for line in stated
        if line not in unread
        for limit in limits(line)
    ]
    return tuple(dict.fromkeys(found)), unread


def limiting_clause(line: str) -> str:
    """Return the clause of a line that states a limit, where the others say nothing of it; otherwise the line.

    '需要签名，限频为每秒 40 次', 'Signed · 5 requests/s'
    """
    clauses = [clause.strip(" `*_。.") for clause in _CLAUSES.split(line)]
    telling = [clause for clause in clauses if restricts_calls(clause)]
    if len(telling) != 1 or len(clauses) == 1 or unread_limit(telling[0]) or not unread_limit(line):
        return line
    others = (clause for clause in clauses if clause is not telling[0])
    return line if any(_HINGE.search(clause) for clause in others) else telling[0]


def unread_limit(text: str) -> str:
    """Return what is left of a text with limits if it has figures, words or a case that are not understood; else ''.

    'Limit: 10/s (VIP: 20)' has a further figure, '10/s for spot' holds in one case.
    """
    return _line(text).left


def key_behind(text: str) -> tuple[str, ...]:
    """Return the key in the words around a limit: ('ip',) for '20 requests per 2 seconds per IP'."""
    match = re.search(
        r"(?:\bper|\bby|\bfor each|[(/])\s*(?P<key>(?:user ?id|uid|user|ip|account|api key)\b[^;.]*)",
        text,
        re.IGNORECASE,
    )
    return keys(match["key"]).parts if match else ()
