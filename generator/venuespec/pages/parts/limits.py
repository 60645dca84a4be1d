"""Parse rate limits from a page's words: count, window, and the key that they are counted on."""

import re
from decimal import Decimal
from functools import lru_cache

from attrs import evolve, frozen

from ..draft import DraftLimit
from .sieve import Sieve
from .turned import is_turned
from .words import Vocabulary

_UNIT = r"(?:api\s+)?(?:requests?|reqs?\.?|calls?|times?|queries|hits?|orders?|次|个|筆|笔|[rc](?=\s*/))"
_SPAN = (
    r"(?:milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|hours?|hrs?|h|days?|d|months?|毫秒|秒钟?|分钟|分|"
    r"小时|天|日|月)"
)
_COUNT = r"(?<![\d.,])(?P<count>\d{1,3}(?:,\d{3})+|\d{1,9})(?![\d.])"
_PER = r"(?:per|/|in|within|every|each|for|a|any|during|over)"
_FORMS = (
    re.compile(
        r"(?:(?P<scope>[A-Z][a-z]+) [—–-] )?" + _COUNT + rf"\s*(?:\(?(?P<unit>{_UNIT})(?:\(s\))?\)?)?\s*"
        rf"(?P<user>per user )?{_PER}\s*(?:any\s+|"
        rf"each\s+|an?\s+|one\s+)?(?P<number>\d{{1,9}}(?:\.\d+)?)?[\s-]*(?P<span>{_SPAN})(?![a-z])",
        re.IGNORECASE,
    ),
    # The window first: 'every 2 seconds: 20 requests', '2s/20'.
    re.compile(
        rf"(?:every|per|each|in|"
        rf"within)\s+(?P<number>\d{{1,9}}(?:\.\d+)?)?\s*(?P<span>{_SPAN})\s*[:,]?\s*(?:up to|at most|"
        rf"maximum(?: of)?|max\.?)?\s*" + _COUNT + rf"\s*(?P<unit>{_UNIT})(?P<scope>\b(?=a)b)?(?P<user>\b(?=a)b)?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"[每\s]\s*(?P<number>\d{{1,9}}(?:\.\d+)?)?\s*(?P<span>{_SPAN})\s*(?:内|钟)?(?:最多|不超过|限|[:：,，])*\s*"
        + _COUNT
        + r"\s*(?P<unit>次|个|笔)(?P<scope>\b(?=a)b)?(?P<user>\b(?=a)b)?",
        re.IGNORECASE,
    ),
    re.compile(
        _COUNT + r"\s*(?P<unit>[rqt]?)(?P<span>p[sm]|hz)\b(?P<number>\b(?=a)b)?(?P<scope>\b(?=a)b)?(?P<user>\b(?=a)b)?",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?P<unit>[RQT])(?P<span>PS)(?: limit)?\s*(?:[:：=]|is|of)?\s*"
        + _COUNT
        + r"(?P<number>\b(?=a)b)?(?P<scope>\b(?=a)b)?(?P<user>\b(?=a)b)?"
    ),
)
_ONE = Sieve(r"\b(?:one|a single)(?= (?:request|call|time|query|order)\b)|\bonce(?= (?:per|every|each|in|a)\b)")
# Most lines have no word for a span of time beside a figure, and state no limit.
_SPANS = Sieve(
    r"(?:\d|per|each|every|an?|any|one|two|five|ten|in|within|/)[\s)(-]*(?:ms|milli|s\b|sec|m(?:in|onth)|h(?:ou)?r|"
    r"h\b|d\b|day)|"
    r"[rqt]p[sm]|hz|[毫秒分时天日月]"
)
_NUMBER_WORD = re.compile(
    r"\b(?P<word>one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty|hundred)"
    rf"(?=[ -](?:{_SPAN}\b|(?:api )?(?:requests?|calls?|times|queries|orders?)\b))",
    re.IGNORECASE,
)
_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30", "sixty": "60", "hundred": "100",
}  # fmt: skip
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
    r"throttled)\b|[限][速频流]|频率",
    re.IGNORECASE,
)
_NO_LIMIT = Sieve(r"\b(?:no|without) (?:rate )?limits?\b")
_TWICE = re.compile(r"\btwice(?= (?:per|every|each|in|a)\b)", re.IGNORECASE)
_SECONDS = {
    "ms": Decimal("0.001"), "millisecond": Decimal("0.001"), "毫秒": Decimal("0.001"), "s": Decimal(1),
    "sec": Decimal(1),
    "second": Decimal(1), "秒": Decimal(1), "秒钟": Decimal(1), "ps": Decimal(1), "hz": Decimal(1),
    "pm": Decimal(60), "min": Decimal(60),
    "minute": Decimal(60), "分": Decimal(60), "分钟": Decimal(60), "h": Decimal(3600), "hr": Decimal(3600),
    "hour": Decimal(3600), "小时": Decimal(3600), "d": Decimal(86_400), "day": Decimal(86_400), "天": Decimal(86_400),
    "日": Decimal(86_400), "month": Decimal(2_592_000), "月": Decimal(2_592_000),
}  # fmt: skip

KEYS: tuple[Vocabulary[str], ...] = (
    Vocabulary("master_user_id", "master account, 母账户, parent account", "Master account User ID"),
    Vocabulary(
        "user_id",
        "user id, userid, user_id, uid, user, account, sub-account, subaccount, api key, apikey, 用户",
        "per UID",
    ),
    Vocabulary("ip", "ip, ip address", "IP"),
    Vocabulary("instIdCode", "instrument id code, instidcode", "instIdCode"),
    Vocabulary("instId", "instrument id, instid, instrument, 产品id", "Instrument ID"),
    Vocabulary("instFamily", "instrument family, instfamily", "Instrument Family"),
    Vocabulary("instType", "instrument type, insttype", "Instrument Type"),
    Vocabulary("ccy", "currency, ccy, coin, 币种", "Currency"),
    Vocabulary("tag", "tag", "User ID + tag"),
)
# The longest words first: an instrument's type is not the instrument.
_WORDS = sorted(((word, table.meaning) for table in KEYS for word in table.all), key=lambda pair: -len(pair[0]))
_FILLER = frozenset(
    [
        "per",
        "by",
        "on",
        "based",
        "rate",
        "limit",
        "limited",
        "the",
        "each",
        "same",
        "and",
        "of",
        "for",
        "a",
        "an",
        "counted",
        "is",
        "single",
        "id",
    ]
)


_AROUND = _FILLER | {
    *("rate", "limits", "api", "request", "requests", "call", "calls", "user", "users", "ip", "uid", "account", "key"),
    *("endpoint", "this", "max", "maximum", "at", "most", "up", "to", "no", "more", "than", "only", "be", "can", "are"),
    *("address", "interface", "frequency", "you", "may", "it", "in", "any", "window", "or", "apikey", "userid", "all"),
}
_CASE = re.compile(
    r"\b(?:for (?!(?:each|every|any|this|all|one|a|the|api|user|ip|uid|sub-?accounts? and|your)\b)|if\b|when\b|while\b|"
    r"tiers?\b|vip\b|levels?\b|depend\w*|otherwise\b|others?\b|respectively\b)|[(（][\w -]+[:：]",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b|\b(?:UTC|GMT) ?[+-] ?\d{1,2}\b", re.IGNORECASE)


@frozen
class Keys:
    """The parts of a limit's key, and the words that name none."""

    parts: tuple[str, ...]
    unknown: tuple[str, ...]


def limits(text: str) -> list[DraftLimit]:
    """Return the limits in a text: two for '5 requests per 2 seconds; 80 requests per 12 hours'.

    One that holds for some callers only, or until a day, is none, and so is one that allows no call.
    """
    if not _SPANS.found(text) or is_turned(_NO_LIMIT.sub("", text)):
        return []
    text = _in_figures(text)
    for form in _FORMS:
        matches = list(form.finditer(text))
        if matches:
            ends = [*(match.start() for match in matches[1:]), len(text)]
            behind = [key_behind(text[match.end() : end]) for match, end in zip(matches, ends, strict=True)]
            several = len(matches) > 1 and any(behind)
            found = [
                evolve(limit, key=limit.key or own) if several else limit
                for limit, own in zip(map(_limit, matches), behind, strict=True)
            ]
            return found if all(limit.limit and limit.window for limit in found) else []
    return []


def _in_figures(text: str) -> str:
    text = _TWICE.sub("2 times", _ONE.sub("1", text))
    return _NUMBER_WORD.sub(lambda match: _NUMBERS[match["word"].lower()], text)


def _limit(match: re.Match[str]) -> DraftLimit:
    span = match["span"].lower()
    seconds = _SECONDS.get(span) or _SECONDS[span.rstrip("s") or "s"]
    return DraftLimit(
        limit=int(match["count"].replace(",", "")),
        window=Decimal(match["number"] or 1) * seconds,
        counts="order" if (match["unit"] or "").lower().startswith("order") else "request",
        key=("user_id",) if match["user"] else (),
        scope=match["scope"],
    )


def restricts_calls(line: str) -> bool:
    """Tell whether a sentence states how many calls there may be in a time: 'Maximum 10 calls per second.'."""
    if _MAY_RESTRICT.search(line) is None or not limits(line):
        return False
    return _RESTRICTS.search(line) is not None or not _left(line)


def limits_of_prose(prose: str) -> tuple[tuple[DraftLimit, ...], tuple[str, ...]]:
    """Return the limits that the sentences of a page state, and the lines of which a word or figure is not understood.

    Such a line states no limit: for whom its figures hold is not known.
    """
    stated = [line for line in prose.splitlines() if restricts_calls(line)]
    unread = tuple(line for line in stated if unread_limit(line))
    found = [
        evolve(limit, key=limit.key or key_behind(line))
        for line in stated
        if line not in unread
        for limit in limits(line)
    ]
    return tuple(dict.fromkeys(found)), unread


@lru_cache(maxsize=1 << 12)
def unread_limit(text: str) -> str:
    """Return what is left of a text with limits if it has further figures, or a case in which they hold; else ''.

    'Limit: 10/s (VIP: 20)' has a further figure, '10/s for spot and 20/s for futures' has cases.
    """
    rest = _CLOCK.sub("", _without_limits(text))
    is_unread = re.search(r"\d", rest) or (_CASE.search(rest) and limits(text))
    return rest.strip() if is_unread else ""


def _without_limits(text: str) -> str:
    rest = _in_figures(text)
    for form in _FORMS:
        rest = form.sub(" ", rest)
    return rest


def _left(text: str) -> set[str]:
    """Return the words of a text with limits that are neither in one of them nor those around one."""
    words = re.findall(r"[^\W_]+(?:[-'][^\W_]+)*", _without_limits(text).lower())
    return {word for word in words if word not in _AROUND}


def key(text: str) -> tuple[str, ...]:
    """Return the key of a limit: ('user_id', 'instId') for 'User ID + Instrument ID'."""
    return keys(text).parts


@lru_cache(maxsize=1 << 12)
def keys(text: str) -> Keys:
    """Return the parts of the key that a text names, and the words in it that name none."""
    parts: list[str] = []
    unknown: list[str] = []
    for piece in re.split(r"\s*[+&,/、]\s*|\s+and\s+|\s+per\s+|\)\s*or\s*", re.sub(r"[()（）]", " ", text.lower())):
        words = " ".join(piece.split())
        known = next((part for word, part in _WORDS if _names(word, words)), None)
        if known is None:
            unknown += [words] if words and not set(words.split()) <= _FILLER else []
        elif known not in parts:
            parts.append(known)
    return Keys(tuple(parts), tuple(unknown))


def key_behind(text: str) -> tuple[str, ...]:
    """Return the key in the words around a limit: ('ip',) for '20 requests per 2 seconds per IP'."""
    match = re.search(
        r"(?:\bper|\bby|\bfor each|[(/])\s*(?P<key>(?:user ?id|uid|user|ip|account|api key)\b[^;.]*)",
        text,
        re.IGNORECASE,
    )
    return keys(match["key"]).parts if match else ()


def _names(word: str, text: str) -> bool:
    return re.search(rf"(?<![a-z]){re.escape(word)}s?(?![a-z])", text) is not None
