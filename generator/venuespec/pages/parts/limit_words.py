"""Read the words around the figures of a rate limit: what it is counted on, and the case in which it holds.

Every word must be known; what is left over is for the caller to report.

    per UID and instrument       -> key user_id, instId
    for spot                     -> case spot
    (shared with `POST /order`)  -> case shared with POST /order
    except for market makers     -> left over
"""

import re
from functools import lru_cache

from attrs import frozen

from .traditional import simplified
from .words import Vocabulary

KEYS: tuple[Vocabulary[str], ...] = (
    Vocabulary("master_user_id", "master account, 母账户, parent account", "Master account User ID"),
    Vocabulary(
        "user_id",
        "user id, userid, user_id, uid, user, 用户id, 账户, 账号, account, sub-account, subaccount, api key, "
        "apikey, 用户",
        "per UID",
    ),
    Vocabulary("ip", "ip, ip address", "IP"),
    Vocabulary("instIdCode", "instrument id code, instidcode", "instIdCode"),
    Vocabulary("instId", "instrument id, instid, instrument, 产品id", "Instrument ID"),
    Vocabulary("instFamily", "instrument family, instfamily", "Instrument Family"),
    Vocabulary("instType", "instrument type, insttype", "Instrument Type"),
    Vocabulary("ccy", "currency, ccy, coin, 币种", "Currency"),
    Vocabulary("symbol", "symbol", "per symbol"),
    Vocabulary("tag", "tag", "User ID + tag"),
)
"""What limits are counted on."""
# The longest words first: an instrument's type is not the instrument.
_WORDS = sorted(((word, table.meaning) for table in KEYS for word in table.all), key=lambda pair: -len(pair[0]))
_FILLER = frozenset({
    *("per", "by", "on", "based", "rate", "limit", "limited", "the", "each"),
    *("same", "and", "of", "for", "a", "an", "counted", "is", "single", "id"),
})  # fmt: skip

_KEY = rf"(?<![a-z])(?:{'|'.join(re.escape(word) for word, _ in _WORDS)})s?(?![a-z])"
_ONE = r"(?:(?:the|an?|each|every|one|any|single|same|unique|your|given|individual|whole|entire) )*"
_COUNTED = re.compile(
    rf"(?:\b(?:per|by|(?:for|from)(?= (?:each|every|one|an?|the|your|any)\b)|on|across|rule:?|key:?|dimension:?|"
    rf"each|every|"
    rf"(?:counted|measured|tracked|enforced|applied|calculated|limited|based|keyed) (?:per|by|on|for))\s+|/\s*|按|"
    rf"每个?|基于|同一)?"
    rf"{_ONE}(?P<key>{_KEY}(?:(?:\s*[+&/、,]\s*|\s+(?:and|plus|per|\+)\s+)(?:per )?{_ONE}{_KEY})*)"
    rf"(?:[ -](?:basis|based|level|dimension|limit|only))?",
    re.IGNORECASE,
)
_OR = re.compile(rf"{_KEY}\s+or\s+(?:per )?{_KEY}|\bnot\b|n't\b", re.IGNORECASE)
_AT_MOST = re.compile(
    r"\b(?:not (?:more|over|faster|oftener) than|not more often than|(?:must |may |can|should |"
    r"shall )?not (?:be )?exceed(?:ed)?)\b",
    re.IGNORECASE,
)
_NOT_A_CASE = re.compile(
    r"\b(?:not|other|others|otherwise|rest|except|unless|until|up|from|before|after|since|most|more|less|than|both|all|"
    r"any|every|each|may|can|on|normal\w*|default|usual\w*|burst\w*|sustained|average|peak|respectively|higher|lower|"
    r"request\w*|calls?|raised|was|previously|formerly|currently|now|temporar\w*|depend\w*|single|points?|weights?)\b",
    re.IGNORECASE,
)
_NAMED_CASE = (
    r"(?:(?:the )?[A-Za-z][\w-]*(?:[ /][A-Za-z][\w-]*){0,3}(?: (?:and|&) [A-Za-z][\w-]*)?|(?:vip|tier|level|"
    r"lv\.?)[ -]?\d{1,2}"
    r"(?: (?:users?|accounts?|traders?|clients?))?|[\u4e00-\u9fff]{2,6})"
)
_CASES = (
    re.compile(
        rf"^\W*\b(?:for|in case of|in the case of|when|if it is|when trading|with|in)\s+(?P<case>{_NAMED_CASE})\W*$",
        re.IGNORECASE,
    ),
    re.compile(rf"^\s*[(（\[]\s*(?:for |in )?(?P<case>{_NAMED_CASE})\s*[)）\]][\s.,;]*$", re.IGNORECASE),
    re.compile(rf"^\W*(?:for )?(?P<case>{_NAMED_CASE})\s*[:：=]\s*$", re.IGNORECASE),
    re.compile(rf"^\W*(?P<case>{_NAMED_CASE})\s+(?:[–—-]\s*)?$", re.IGNORECASE),
)
"""The case of one limit beside others: 'for spot', '(spot)', 'Spot:', 'spot'."""
_SHARED = re.compile(
    r"[(（,]?\s*(?:the |a |this )?(?:limit|quota|pool|budget|it|rate limit|which)?\s*(?:is |are )?(?:shared|combined|"
    r"counted together|common|joint)"
    r"(?: limit| pool| quota)?(?: (?:with|across|between|among|by))\s+(?:the |endpoint |endpoints )*"
    r"(?P<with>(?:(?:GET|POST|PUT|DELETE) ?)?/[\w{}/.-]*\w|[a-z]+(?:[A-Z_-]\w*)+|"
    r"[A-Z][\w-]+(?: [\w-]+){0,3})(?: endpoint)?s?\s*[)）]?",
)
_AROUND = frozenset({
    *("rate", "limit", "limits", "limited", "ratelimit", "api", "request", "requests", "req", "reqs", "call"),
    *("calls", "this", "the", "endpoint", "interface", "max", "maximum", "at", "most", "up", "to", "no"),
    *("more", "than", "only", "be", "can", "are", "frequency", "you", "may", "it", "in", "any", "window", "or"),
    *("of", "is", "for", "a", "an", "and", "per", "within", "each", "one", "s", "rule", "rules", "note"),
    *("please", "times", "time", "that", "there", "has", "have", "allowed", "permitted", "accepted", "sent"),
    *("served", "handled", "processed"),
    *("made", "called", "number", "we", "every", "second", "query", "queries", "quota", "throttled"),
    *("throttle", "throttling", "capped", "cap", "restricted", "exceed", "must", "not", "should", "your"),
    *("counted", "subject", "general", "total", "overall", "route", "http", "rest", "client", "clients"),
    *("hard", "period", "rolling", "sliding", "fixed", "interval", "using", "use", "by", "with", "on"),
    *("allows", "allow", "less", "accepts", "accept", "serves", "handles", "allowance", "default", "basis", "speed"),
    *("tier", "limiting", "applies", "apply", "applied", "send", "sending", "make", "making", "submit"),
    *("perform", "issue", "issued", "do", "possible", "window", "windows", "time", "throughput", "capacity"),
})  # fmt: skip
_AROUND_CHINESE = re.compile(
    r"请求|接口|次数|限制|频率|限速|限频|限流|规则|调用|单个|维度|同一|不超过|最多|最大|访问|速率|每个|用户级|"
    r"[每个按为的是内]"
)
_SEPARATORS = re.compile(r"[\s()（）\[\]·•,;:，；：。.|/+&*`'\"!<>=-]+|[–—]")


@frozen
class Keys:
    """The parts of a limit's key, and the words that name none."""

    parts: tuple[str, ...]
    unknown: tuple[str, ...]


@frozen
class Around:
    """What the words beside the figures of a limit state: its key, its case, and the words that are not understood."""

    key: tuple[str, ...] = ()
    case: str = ""
    left: tuple[str, ...] = ()


def key(text: str) -> tuple[str, ...]:
    """Return the key of a limit: ('user_id', 'instId') for 'User ID + Instrument ID'."""
    return keys(text).parts


@lru_cache(maxsize=1 << 12)
def keys(text: str) -> Keys:
    """Return the parts of the key that a text names, and the words in it that name none."""
    text = simplified(text)
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


@lru_cache(maxsize=1 << 12)
def around(text: str, *, of_several: bool) -> Around:
    """Return what words beside a limit state; a case counts only where the text has several limits."""
    text = simplified(text)
    text = _AT_MOST.sub(" ", text)
    if _OR.search(text):
        return Around(left=tuple(text.split()))
    parts: dict[str, None] = {}

    def counted(match: re.Match[str]) -> str:
        parts.update(dict.fromkeys(keys(match["key"]).parts))
        return " "

    shared = _SHARED.search(text)
    rest = _SHARED.sub(" ", text) if shared else text
    rest = _COUNTED.sub(counted, rest)
    words = _left(rest)
    case = f"shared with {' '.join(shared['with'].split())}" if shared else ""
    if words and of_several and not case:
        named = next((match for form in _CASES if (match := form.match(rest))), None)
        if named is not None and not _NOT_A_CASE.search(named["case"]):
            case, words = named["case"].removeprefix("the "), ()
    return Around(tuple(parts), case, words)


def _left(text: str) -> tuple[str, ...]:
    words = _SEPARATORS.split(_AROUND_CHINESE.sub(" ", text.lower()))
    return tuple(word for word in words if word and word not in _AROUND)


def _names(word: str, text: str) -> bool:
    return re.search(rf"(?<![a-z]){re.escape(word)}s?(?![a-z])", text) is not None
