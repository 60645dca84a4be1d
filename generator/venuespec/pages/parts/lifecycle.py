"""Read what a text says of the life of a thing: deprecated, replaced, accepted until a day, an alias of another name.

Only wordings of the tables below count. Another sentence about a deprecation states nothing here; its digest stays.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ...spec.model import Alias, Deprecation
from .dates import DATE, SOME_TIME, iso
from .end_wordings import ALIASES, BEGINS, DEPRECATED, ENDS, REPLACEMENTS, Wording
from .end_words import NAME as _NAME
from .endings import ending_of
from .sentences import sentences_of
from .sieve import Sieve, Sieves

_DEPRECATED = Sieves(wording.regex.source for wording in DEPRECATED)
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
    rf"deprecated\?|\b(?:now|is) back\b|\breinstated\b|\bby mistake\b|"
    rf"\b(?:not|never|\w+n't|may|might|could|would|no longer) (?:\w+ ){{0,2}}(?:be )?deprecated\b|"
    rf"\b(?:not|never|may|might|could|would) (?:be )?(?:removed|retired|discontinued|replaced|superseded)\b|"
    rf"[,;] (?:except|unless|other than|but (?:not|only|still|is)|is (?:supported|available|back)\b)|"
    rf"{DATE},? (?:for|in|under|on|except|unless) (?!favou?r)"
)
"""What holds a deprecation off: 'deprecated for spot', 'may be removed', 'is not deprecated'."""

_USE = re.compile(
    rf"(?:please |kindly )?use (?:the |new |parameter |field |endpoint )*(?P<use>{_NAME})(?: instead)?", re.IGNORECASE
)
_KEPT_UNTIL = re.compile(
    rf"(?:still )?(?:supported|works|working|maintained)(?: only)? (?:until|till|through|"
    rf"up to) (?P<date>{DATE})",
    re.IGNORECASE,
)
_LISTED = re.compile(r"`[^`\s]+`\s*(?:[:：=]|\s[-–—]\s)")
_SOME_DAY = Sieve(rf"{DATE}|(?<![\w.]){SOME_TIME}")
_SPEAKS = re.compile(
    r"deprecat|\b(?:retired|discontinued|decommissioned|sunset|phased out|no longer|offline|removed|shut down"
    r"|unsupported|taken offline|obsolete|took over|takes over|any ?more|prefer|vanish|legacy|recommended|"
    r"replaced|superseded|instead|scheduled)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"[a-z]|See [`/\"][^\s]+$|(?i:(?:please |you can )?(?:use|refer to|switch to|migrate to)\b)")


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
        return _kept_until(sentences) if not known else Deprecation()
    if at and (before := _USE.fullmatch(sentences[at - 1])):
        use[_bare(before["use"])] = None
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


def _kept_until(sentences: Sequence[str]) -> Deprecation | None:
    """Return the end of a thing that is said to work until a day, unless an older name of it is meant."""
    days = {day for sentence in sentences if (match := _KEPT_UNTIL.fullmatch(sentence)) and (day := iso(match["date"]))}
    return Deprecation(until=days.pop()) if len(days) == 1 and alias(sentences) is None else None


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
    if len(_LISTED.findall(line)) > 1:  # of one of its values
        return False
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
