"""Read what a text says of the life of a thing: deprecated, replaced, accepted until a day, an alias of another name.

Only wordings of the tables below count. Another sentence about a deprecation states nothing here; its digest stays.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from attrs import frozen

from ...spec.model import Alias, Deprecation
from .dates import DATE, SOME_TIME, iso
from .endings import NAME as _NAME
from .endings import ending_of
from .sentences import sentences_of
from .sieve import AnyOf, Sieve

_NAMES = rf"(?P<use>{_NAME}(?:(?:\s*,\s*|\s*/\s*|\s+and\s+|\s+or\s+){_NAME})*)"
_WHAT = r"(?:module = |the |new |parameter |field |endpoint )*"
_ON = rf"(?:on|from|after|by|as of|since|effective|starting(?: on| from)?|before|at|in)\s+(?P<date>{DATE})"


@frozen
class Wording:
    """A pattern of a sentence, with an example and the name or day that it states; nothing in ``other``."""

    regex: Sieve
    example: str
    states: str
    other: str


def _wording(pattern: str, *, example: str, states: str, other: str) -> Wording:
    return Wording(Sieve(pattern), example, states, other)


REPLACEMENTS = (
    _wording(
        rf"\b(?:(?:please |you can )?use|refer to|switch to|migrate to) {_WHAT}{_NAMES}",
        example="deprecated, please use `rpi` instead",
        states="rpi",
        other="it is used by `rpi`",
    ),
    _wording(
        rf"^(?:please )?(?:see|check) {_WHAT}{_NAMES}$",
        example="see `other`",
        states="other",
        other="see `other` for the rest",
    ),
    _wording(
        rf"\b(?:send|pass|set|choose|take|try|call|provide|supply|specify) {_WHAT}{_NAMES} instead\b",
        example="No longer supported, send `other` instead",
        states="other",
        other="send `other` and the rest",
    ),
    _wording(
        rf"\b(?:check|query|see|read) {_WHAT}{_NAMES} instead\b",
        example="deprecated, no longer check `maxOrderAmt`, check `maxLimitOrderQty` instead",
        states="maxLimitOrderQty",
        other="no longer check `maxOrderAmt`",
    ),
    _wording(
        rf"\b(?:replaced|superseded|succeeded) (?:by|with) {_WHAT}{_NAMES}",
        example="Deprecated and replaced by `colRes`",
        states="colRes",
        other="replaced by a new one",
    ),
    _wording(
        rf"\bin favou?r of {_WHAT}{_NAMES}",
        example="Deprecated in favour of contTdSwTime",
        states="contTdSwTime",
        other="in favour of both",
    ),
    _wording(
        rf"\bprefer {_WHAT}{_NAMES}",
        example="Kept for compatibility, prefer `other`",
        states="other",
        other="we prefer a new one",
    ),
    _wording(
        rf"\bany ?more\b[,;]? (?:please )?see {_WHAT}{_NAMES}",
        example="Do not use any more, see `other`",
        states="other",
        other="see `other`",
    ),
    _wording(
        rf"{_NAMES} (?:took over|takes over|takes its place|has taken its place)\b",
        example="Retired, `other` took over",
        states="other",
        other="the venue took over",
    ),
    _wording(
        rf"请?(?:使用|改用|用) ?{_NAMES}",
        example="已废弃，请使用 `other`",
        states="other",
        other="请使用新的",
    ),
    _wording(
        rf"{_NAMES} (?:should|must|can|is to) be used instead\b",
        example="Deprecated: `newPx` should be used instead",
        states="newPx",
        other="another should be used instead",
    ),
)
"""What takes the place of a deprecated thing."""

ENDS = (
    _wording(
        rf"\b(?:accepted|supported|available|valid|works?|working|usable|kept|effective|maintained)"
        rf"(?: only)? (?:until|till|through|up to) (?P<date>{DATE})",
        example="Accepted until October 31, 2026.",
        states="2026-10-31",
        other="Accepted until it is full",
    ),
    _wording(
        r"\b(?:will be|to be|is|are|be) (?:fully |completely |officially )?"
        r"(?:removed|retired|discontinued|decommissioned|delisted|disabled|deleted|unavailable|offline|taken offline"
        rf"|brought offline|shut down|sunset|sunsetted|withdrawn|phased out|unsupported) {_ON}",
        example="will be removed by the end of April 2026",
        states="2026-04-30",
        other="will be removed in a future update",
    ),
    _wording(
        rf"\bno longer (?:be )?(?:supported|available|accepted|valid|work|returned|accurate|maintained) {_ON}",
        example="no longer supported from 2026-10-31",
        states="2026-10-31",
        other="no longer supported from the start",
    ),
    _wording(
        rf"\b(?:removal|retirement|sunset|shutdown|offline|discontinued)(?: date)?(?: is|:| on| from| after)"
        rf" (?P<date>{DATE})",
        example="Sunset date: 1 May 2027",
        states="2027-05-01",
        other="Sunset date: unknown",
    ),
)
"""When a deprecated thing stops to work."""

BEGINS = (
    _wording(
        rf"\bdeprecated (?:since|from|as of|on) (?P<date>{DATE})",
        example="Deprecated since 9 Jan, 2025",
        states="2025-01-09",
        other="Deprecated since there is no such wallet",
    ),
    _wording(
        rf"\b(?:(?:will|to) be deprecated|deprecating) {_ON}",
        example="This endpoint will be deprecated on 2026-12-31",
        states="2026-12-31",
        other="It will be deprecated soon",
    ),
)
"""When a thing becomes deprecated."""

_SELF = r"(?:this|the) (?:parameter|field|endpoint|interface|api|value|method|option|property|request)"
DEPRECATED = (
    _wording(
        rf"^(?:\W*note:?\s*)?(?:{_SELF}|it) (?:is|has been|was|will be)(?: now| already| gradually)? deprecated\b",
        example="Note: this parameter is already deprecated",
        states="deprecated",
        other="This parameter is not deprecated",
    ),
    _wording(
        r"^\W*(?:already |now )?deprecated\b(?! for\b)",
        example="(Deprecated; use `rpi`",
        states="Deprecated",
        other="Deprecated for spot",
    ),
    _wording(
        r"^[\w /()-]{3,60}, (?:now |already )?deprecated(?=$|[,;])",
        example="Maximum amount, deprecated, check `other` instead",
        states="deprecated",
        other="Fee of a leg, deprecated for spot",
    ),
    _wording(
        r"[([（]\s*(?:gradually |will gradually be |will be )?deprecated\b(?! for\b)",
        example="ELP order (deprecated, use `rpi`)",
        states="deprecated",
        other="ELP order (deprecated for spot)",
    ),
    _wording(
        rf"^(?:\W*note:?\s*)?(?:{_SELF}|it) (?:will|is going to|is to) be (?:fully |completely |officially )?"
        r"(?:removed|retired|discontinued|decommissioned|offline|taken offline|brought offline|shut down|sunset"
        r"|phased out|unsupported)\b",
        example="This endpoint will be retired on 1 May 2027",
        states="will be retired",
        other="The order will be removed",
    ),
    _wording(
        r"^(?:\W*note:?\s*)?(?:will|is going to|to) be (?:fully |completely |officially )?"
        rf"(?:removed|retired|discontinued|decommissioned|taken offline|sunset|phased out) {_ON}",
        example="Will be removed on 2026-12-31",
        states="Will be removed on",
        other="Will be removed when it is filled",
    ),
    _wording(
        rf"^\W*(?:(?:{_SELF}|it) (?:is|will be) |will be |to be )?(?:offline|discontinued|removed|retired|deprecated"
        rf"|scheduled for (?:removal|deprecation|retirement)) {_ON}",
        example="(To be removed on 2026.12.31)",
        states="To be removed on",
        other="The order is removed on 2026-12-31",
    ),
    _wording(
        rf"^\W*(?:(?:{_SELF}|it) will )?no longer be (?:returned|accepted|available|supported|maintained) {_ON}",
        example="This field will no longer be returned after 2026-12-31",
        states="no longer be returned",
        other="A cancelled order will no longer be returned",
    ),
    _wording(
        rf"^\W*(?:(?:{_SELF}|it) is )?(?:obsolete|legacy|no longer recommended|not recommended)"
        rf"(?:,|;|:|\.)? (?:please )?use {_NAME}",
        example="No longer recommended, use `other` instead",
        states="No longer recommended",
        other="Not recommended for large orders",
    ),
    _wording(
        r"^\W*(?:retired|obsolete|kept (?:only )?for (?:backwards? )?compatibility)(?=$|[,;.:]| as of\b| since\b)",
        example="Retired; use another",
        states="Retired",
        other="Retired accounts",
    ),
    _wording(
        r"^\W*(?:please )?(?:do not|don't) use (?:it |this |this (?:field|parameter) )?any ?more\b",
        example="Do not use any more",
        states="Do not use any more",
        other="Do not use more than one",
    ),
    _wording(
        r"^\W*(?:it is |(?:this|the) (?:field|parameter|endpoint) is )?scheduled to (?:vanish|be (?:removed|"
        r"retired|dropped))\b",
        example="Scheduled to vanish on 2026-12-31",
        states="Scheduled to vanish",
        other="Scheduled to run",
    ),
    _wording(
        r"^\W*(?:(?:it is |(?:this|the) (?:field|parameter|endpoint) is )?(?:marked|planned|slated|due) for "
        r"(?:removal|deprecation|"
        r"retirement)|(?:该(?:字段|参数|接口))?将(?:于|在)?[\d年月日./ -]*(?:下线|废弃|停用|弃用|移除))",
        example="Marked for removal",
        states="Marked for removal",
        other="Marked for the venue",
    ),
    _wording(
        r"^\W*(?:该(?:字段|参数|接口))?(?:已|即将|将)?(?:废弃|弃用|停用|废止|下线)",
        example="已废弃，请使用 `other`",
        states="已废弃",
        other="下单",
    ),
    _wording(
        rf"^\W*deprecating {_ON}",
        example="Deprecating on Oct 31, 2026",
        states="Deprecating",
        other="Deprecating costs",
    ),
    _wording(
        rf"^\W*(?:(?:{_SELF}|it) is )?no longer (?:used|supported|available|maintained|valid|in use|working|"
        rf"recommended|"
        r"effective)\b(?=$|[,;.:—–-]| and\b)",
        example="No longer used",
        states="No longer used",
        other="No longer used for options",
    ),
    _wording(
        rf"^\W*(?:(?:{_SELF}|it) )?(?:has been |was |is (?:being )?|being |will be |to be |has |going to be )"
        rf"*(?:replaced|superseded|"
        rf"phased out|sunset|obsoleted|removed|retired|discontinued|dropped)\b (?:by {_NAME}|with {_NAME}|in "
        rf"favou?r of\b|"
        r"in (?:a|the) (?:future|next|coming|later|upcoming)\b|soon\b)",
        example="Superseded by `other`",
        states="Superseded by `other`",
        other="Orders replaced by `other`",
    ),
    _wording(
        r"^\W*(?:an? |this is an? )?(?:legacy|obsolete|outdated) (?:field|parameter|name|alias|option|value|"
        r"endpoint|version)\b",
        example="Legacy field",
        states="Legacy field",
        other="Legacy accounts",
    ),
    _wording(
        rf"^(?:\W*note:?\s*)?(?:{_SELF}) (?:is|are) no longer (?:supported|available|maintained)\b",
        example="This endpoint is no longer supported",
        states="no longer supported",
        other="A mode is no longer supported",
    ),
)
"""Sentences that call their own subject deprecated."""

ALIASES = (
    _wording(
        rf"(?P<was>{_NAME}) (?:remains|is|will be|stays|continues to be)(?: still)?"
        r" (?:accepted|supported|available|valid)"
        rf" as an? (?:deprecated )?alias(?: (?:for|of) (?P<of>{_NAME}))?"
        rf"(?:,? (?:until|till|through|up to) (?P<date>{DATE}))?",
        example="`isElpTakerAccess` remains accepted as an alias until October 31, 2026.",
        states="isElpTakerAccess",
        other="The name remains accepted as an alias",
    ),
    _wording(
        rf"^\W*(?:an? )?(?:deprecated )?alias (?:of|for) (?P<of>{_NAME})",
        example="Alias of `rpiTakerAccess`",
        states="rpiTakerAccess",
        other="Contract alias",
    ),
    _wording(
        rf"\b(?:formerly|previously)(?: known as| called| named)? (?P<was>{_NAME}),?(?: and| which| that)?"
        r" (?:remains|is|will be|stays)(?: still)? (?:accepted|supported|available|valid|usable)"
        rf"(?:,? (?:until|till|through|up to) (?P<date>{DATE}))?",
        example="Formerly `isElpTakerAccess`, which is still supported until 31 October 2026.",
        states="isElpTakerAccess",
        other="Formerly `isElpTakerAccess`",
    ),
)
"""Another name that the venue takes for the same thing."""

_DEPRECATED = AnyOf(wording.regex.source for wording in DEPRECATED)
_ENDED = (
    r"(?:deprecated|removed|retired|discontinued|sunset|phased out|offline|supported|available|replaced|superseded)"
)
_NO_CASE = (
    rf"(?!favou?r|compat|v\.?\s?\d|versions?\b|releases?\b|api\b|the (?:next|near|future|coming)|an? |{DATE}|"
    rf"{SOME_TIME})"
)
_HELD_OFF = Sieve(
    rf"\b{_ENDED} (?:now |only )?(?:(?:for|under|with|on|in|at) {_NO_CASE}|when\b|if\b|unless\b|until (?!{DATE})|"
    rf"till\b|only\b|"
    rf"except\b|where\b|while\b|once\b|again\b|(?:values?|orders?|accounts?|modes?|types?)\b)|\bdeprecated until\b|"
    rf"deprecated\?|"
    rf"\b(?:not|never|\w+n't|may|might|could|would|no longer) (?:\w+ ){{0,2}}(?:be )?deprecated\b|"
    rf"\b(?:not|never|may|might|could|would) (?:be )?(?:removed|retired|discontinued|replaced|superseded)\b|"
    rf"[,;] (?:except|unless|other than|but (?:not|only|still|is)|is (?:supported|available|back)\b)|"
    rf"{DATE},? (?:for|in|under|on|except|unless) (?!favou?r)"
)
"""What holds a deprecation off: 'deprecated for spot', 'may be removed', 'is not deprecated'."""

_SOME_DAY = Sieve(rf"{DATE}|(?<![\w.]){SOME_TIME}")
_SPEAKS = re.compile(
    r"deprecat|\b(?:retired|discontinued|decommissioned|sunset|phased out|no longer|offline|removed|shut down"
    r"|unsupported|taken offline|obsolete|took over|takes over|any ?more|prefer|vanish|legacy|recommended|"
    r"replaced|superseded|instead|scheduled)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"[a-z]|(?i:(?:please |you can )?(?:use|refer to|switch to|migrate to)\b)")


def deprecation(sentences: Sequence[str], *, known: bool = False) -> Deprecation | None:
    """Return what sentences say of the end of their own subject; None where none calls it deprecated.

    The replacement and the days stand in the sentence itself or in those that go on about it. With ``known`` the
    subject is deprecated, and any sentence with that word speaks of it.
    """
    use: dict[str, None] = {}
    until: dict[str, None] = {}
    since: dict[str, None] = {}
    at = next((n for n, text in enumerate(sentences) if _deprecates(text, known)), None)
    if at is None:
        return Deprecation() if known else None
    for sentence in _about(sentences, at):
        ending = ending_of(sentence)
        if ending is not None:
            use.update(dict.fromkeys(ending.use))
            until.update(dict.fromkeys(ending.days.get("until", ())))
            since.update(dict.fromkeys(ending.days.get("since", ())))
            continue
        for match in _matches(REPLACEMENTS, sentence):
            use.update(dict.fromkeys(map(_bare, re.findall(_NAME, match["use"]))))
        until.update(dict.fromkeys(_days(ENDS, sentence)))
        since.update(dict.fromkeys(_days(BEGINS, sentence)))
    return Deprecation(use=tuple(use), until=_only(until), since=_only(since))


def alias(sentences: Sequence[str]) -> Alias | None:
    """Return the other name that sentences say of their subject; None for none, or for several."""
    found = [each for sentence in sentences if (each := _alias(sentence)) is not None]
    if not found:
        return next(filter(None, map(_accepted_name, sentences, (*sentences[1:], ""))), None)
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=1 << 14)
def _accepted_name(sentence: str, following: str) -> Alias | None:
    """Return an older name that the venue goes on to take, as a sentence and the one behind it say clause by clause."""
    named = ending_of(sentence)
    if named is None or named.was is None or named.deprecates:
        return None
    taken = named if named.accepted else ending_of(following)
    if taken is None or not taken.accepted or taken.deprecates or taken.was not in (None, named.was):
        return None
    return Alias(was=named.was, until=_only(dict.fromkeys(taken.days.get("until", ()))))


@lru_cache(maxsize=1 << 14)
def _alias(sentence: str) -> Alias | None:
    match = next(_matches(ALIASES, sentence), None)
    if match is None:
        return None
    groups = match.groupdict()
    was, of, day = groups.get("was"), groups.get("of"), groups.get("date")
    until = iso(day) if day else _only(dict.fromkeys(_days(ENDS, sentence)))
    return Alias(was=_bare(was) if was else None, of=_bare(of) if of else None, until=until)


@lru_cache(maxsize=1 << 14)
def _deprecates(sentence: str, known: bool) -> bool:
    ending = ending_of(sentence)
    if ending is not None and ending.deprecates:
        return True
    if _HELD_OFF.found(sentence):
        return False
    return _DEPRECATED.found(sentence) or (known and "deprecat" in sentence.lower())


def unread_end(sentence: str) -> bool:
    """Tell whether a sentence that states an end or an older name has a time or a word on it that is not taken."""
    ending = ending_of(sentence)
    if ending is not None and (ending.deprecates or ending.accepted):
        return ending.is_vague or any(len(days) > 1 for days in ending.days.values())
    stated, other = deprecation((sentence,)), alias((sentence,))
    if stated is None and other is None:
        return True
    has_day = (stated is not None and bool(stated.until or stated.since)) or (other is not None and bool(other.until))
    return not has_day and _SOME_DAY.found(sentence)


def is_ended(line: str) -> bool:
    """Tell whether the first line of a description strikes itself out, or calls its subject deprecated."""
    if line.startswith("~~"):
        return True
    return "deprecat" in line.lower() and any(_deprecates(sentence, False) for sentence in sentences_of(line))


def _about(sentences: Sequence[str], at: int) -> Iterator[str]:
    """Yield the sentence that deprecates, those before it and those that go on about it: a bracket's rest, an end."""
    yield sentences[at]
    for text in sentences[at + 1 :]:
        goes_on = _GOES_ON.match(text) or _SPEAKS.search(text) or any(_matches(ENDS, text))
        if not goes_on and ending_of(text) is None:
            return
        yield text


def _matches(wordings: tuple[Wording, ...], sentence: str) -> Iterator[re.Match[str]]:
    yield from (match for wording in wordings if (match := wording.regex.search(sentence)))


def _days(wordings: tuple[Wording, ...], sentence: str) -> Iterator[str]:
    yield from (day for match in _matches(wordings, sentence) if (day := iso(match["date"])))


def _bare(name: str) -> str:
    return name.strip('`"')


def _only(days: dict[str, None]) -> str | None:
    """Return a day that is stated alone."""
    return next(iter(days)) if len(days) == 1 else None
