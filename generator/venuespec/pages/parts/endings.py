"""Read sentences on the end of a thing clause by clause: each clause must be known in all its words.

    To be retired on 2027-03-12, switch to `x`     -> ends 2027-03-12; use x
    Superseded by `x` and stops working after D    -> use x; ends D
    Renamed from `x`; the old name works until D   -> was x, which works until D

Names and dates stand as one sign each while a clause is compared, so that a form speaks of words only. A sentence
with a
clause that no form knows states nothing here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from attrs import field, frozen

from .dates import DATED, SOME_TIME, iso
from .end_clauses import ACCEPTED, FORMS, RENAMED, EndForm
from .end_words import BY_SELF, DAY, FIRST_DAY, FIRST_NAME, FIRST_TIME, MOST, NAME, NAMED, NOW, TIME, WHEN, WILL
from .short_words import in_full
from .sieve import Sieve
from .traditional import simplified

_NAMES = re.compile(rf"{NAME}(?:(?:\s*,\s*(?:and |or )?|\s*/\s*|\s+(?:and|or|&)\s+){NAME})*", re.IGNORECASE)
_DAY = re.compile(DATED, re.IGNORECASE)
_TIME = Sieve(rf"(?<![\w.]){SOME_TIME}")
_DAY_IN_BRACKETS = re.compile(rf"[(（]\s*((?:on |from |since |by )?(?:{DAY}|{TIME}))\s*[)）]")
_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")
_CLAUSE = re.compile(
    r"\s*[,;:，；：。!]+\s*(?:(?:and|but|so|then|or)\s+)?|\s+[–—-]+\s+|\.\s+|\s+(?:and then|and|but|so|after which|"
    r"whereupon|where|which|who|that|then)\s+|\s*→\s*|\s+/\s+|\s+(?=(?:since|because|as) (?:this|it)\b)"
)
_SPEAKS = Sieve(
    r"deprecat|obsolet|retir|remov|discontinu|decommission|sunset|supersed|succeed|replac|renam|withdraw|phas(?:ed|"
    r"ing) "
    r"out|offline|shut|switch|turned off|cease|stop|expir|vanish|disappear|dropp|no longer|any ?(?:more|longer)|legacy|"
    r"outdated|abandon|end[ -]?of|\bends?\b|ending|\beo[ls]\b|unsupported|unavailable|not (?:be )?(?:supported|"
    r"available|accepted|valid)|going away|goes? away|instead|"
    r"alias|former|previous|earlier|old |moved|migrat|last day|final|discourag|not recommended|compatib|do not use|"
    r"don't use|takes? |took |successor|until|till|through|new name|now (?:called|named|known)|accept|prefer|"
    r"disabl|delet|terminat|clos|abolish|eliminat|recommend|\bgone\b|\boff\b|was (?:called|named)|known as|"
    r"before (?:it|this)|changed from|"
    r"废弃|弃用|停用|停止|废止|过时|下线|移除|不再|改名|更名|旧|原名|原称|曾用|取代|替代|替换|new (?:parameter|field|"
    r"endpoint)"
)

_CALL_OUT = re.compile(
    r"^\W*(?:warning|note|notice|important|caution|attention|info|tip|danger)\b[\W]*(?=[A-Z`])", re.IGNORECASE
)
_WILL = re.compile(r"(?<=[a-z])['’]ll\b")
_ARROW = re.compile(rf"\s*(?:→|->|=>)\s*(?={NAMED})")
_AT = re.compile(rf"@ ?(?={DAY})")
_BESIDE_HAN = re.compile("(?<=[\u4e00-\u9fff]) (?=[\ue000-\ue2ff])|(?<=[\ue000-\ue2ff]) (?=[\u4e00-\u9fff])")
_LONGEST = 400
_LABEL_WORDS = 6
_NO_LABEL = re.compile(
    rf"\b(?:not?|never|only|for|if|when|unless|was|were|may|might|could|would|except|isn't|aren't|once|until|before|"
    rf"some|"
    rf"partly|partially)\b|\d|{NAMED}|{DAY}|{TIME}",
    re.IGNORECASE,
)
_PREPOSITIONS = frozenset(
    {"at", "by", "in", "on", "of", "from", "for", "with", "to", "after", "before", "since", "about"}
)
# Not a label, but what ends: 'Orders that expire on 2027-03-12'.
_RELATIVE = re.compile(r"[^,;:，；：。.!–—-]+? (?:that|which|who|where) ")
_MARKS = re.compile(r"[`*~]|__")
_SINCE_A_SPAN = re.compile(r"\b(?:since|as of|from|after) (?:the )?end of [^,;]*$", re.IGNORECASE)
_BEFORE_SIGN = re.compile(rf"\s*[:：]\s*(?={NAMED}|{DAY}|{TIME})")
_ONLY_WHEN = re.compile(rf"(?!by {NAMED}){WHEN}", re.IGNORECASE)
_IS_TO_COME = re.compile(rf"{BY_SELF}{WILL}{NOW}(?:repl|supers|succ|subst|ren|mov|reloc)", re.IGNORECASE)
# A link whose text is a path says what to use: '[GET /v1/seeds](seeds)'.
_LINKED_PATH = re.compile(r"\[`?((?:(?:GET|POST|PUT|DELETE|PATCH) )?/[\w/{}.-]+)`?\]\([^()\s]*\)")
# Words in brackets beside a known clause that may turn it.
_STATES = re.compile(r"\b(?:for|if|when|unless|except|only|not|until|in|on)\b", re.IGNORECASE)


@frozen(kw_only=True)
class StatedEnd:
    """What the clauses of a sentence state of an end or of an older name.

    ``days`` are the stated ones, by what each of them is of; ``is_vague`` says that a time is named without a day.
    """

    deprecates: bool = False
    use: tuple[str, ...] = ()
    days: Mapping[str, tuple[str, ...]] = field(factory=dict[str, tuple[str, ...]])
    is_vague: bool = False
    was: str | None = None
    accepted: bool = False


@frozen
class _Coded:
    """A text in which each list of names, each day and each other time is one character."""

    text: str
    names: tuple[tuple[str, ...], ...]
    days: tuple[str, ...]


@lru_cache(maxsize=1 << 14)
def ending_of(sentence: str) -> StatedEnd | None:
    """Return what a sentence states of an end or an older name; None if it has a clause that is not known.

    A part in brackets, and what stands behind a label ('Order price, deprecated since ...'), count as sentences.
    """
    sentence = simplified(sentence)
    if len(sentence) > _LONGEST:
        return None
    sentence = in_full(sentence)
    if not _SPEAKS.found(sentence):
        return None
    sentence = _LINKED_PATH.sub(r"`\1`", sentence) if "](" in sentence else sentence
    coded = _coded(_WILL.sub(" will", _CALL_OUT.sub("", sentence)))
    inside = [match[1] for match in _BRACKETS.finditer(coded.text)]
    if not inside:
        return _ending(coded.text, coded)
    outside = _ending(_BRACKETS.sub(" ", coded.text), coded)
    parts = [_ending(text, coded) or _kept(text, coded) for text in inside]
    if outside is None:
        ended = [part for part in parts if part is not None and part.deprecates]
        return ended[0] if len(ended) == 1 else None
    if any(part is None and _STATES.search(text) for text, part in zip(inside, parts, strict=True)):
        return None
    whole: StatedEnd | None = outside
    for part in filter(None, parts):
        whole = _joined(whole, part)
    return whole


def _kept(text: str, coded: _Coded) -> StatedEnd | None:
    """Return what a bracket says of a name that the venue goes on to take: '(still supported)'."""
    ending = _ending(f"it is {text}", coded)
    return ending if ending is not None and ending.accepted and not ending.deprecates else None


def _joined(one: StatedEnd | None, other: StatedEnd) -> StatedEnd | None:
    """Return what a sentence and a bracket in it state together; None where they contradict each other."""
    if one is None or (one.was and other.was) or ((one.was or other.was) and (one.deprecates or other.deprecates)):
        return None
    days = {kind: (*one.days.get(kind, ()), *other.days.get(kind, ())) for kind in {**one.days, **other.days}}
    return StatedEnd(
        deprecates=one.deprecates or other.deprecates,
        use=tuple(dict.fromkeys((*one.use, *other.use))),
        days=days,
        is_vague=one.is_vague or other.is_vague,
        was=one.was or other.was,
        accepted=one.accepted or other.accepted,
    )


def _ending(text: str, coded: _Coded) -> StatedEnd | None:
    text = _BEFORE_SIGN.sub(" ", text.strip(" .*_~\"'“”"))
    clauses = list(_dated_together(clause.strip(" .*_~") for clause in _CLAUSE.split(text)))
    if len(clauses) > 1 and _is_label(clauses[0]) and not _RELATIVE.match(text):
        clauses = clauses[1:]
    return _read(clauses, coded) if clauses else None


def _dated_together(clauses: Iterable[str]) -> Iterator[str]:
    """Yield clauses; a day in front goes behind what happens on it: 'From 2027-03-12, it is removed'."""
    day = ""
    for clause in filter(None, clauses):
        alone = _ONLY_WHEN.match(clause)
        if alone is None:
            yield clause + day
            day = ""
        elif alone.end() == len(clause):
            day = f" {clause}"
        elif not clause[alone.end() :].strip().isascii():
            yield clause
        else:
            yield f"{clause[alone.end() :].lstrip()} {alone[0].strip()}"
    if day:
        yield day.strip()


def _is_label(clause: str) -> bool:
    """Tell whether a clause is a few words for the subject: 'Order price, deprecated'."""
    known = _form_of(clause) is not None
    words = clause.lower().split()
    is_whole = len(words) <= _LABEL_WORDS and words[-1] not in _PREPOSITIONS
    return not known and is_whole and _NO_LABEL.search(clause) is None


def _read(clauses: Iterable[str], coded: _Coded) -> StatedEnd | None:
    use: dict[str, None] = {}
    days: dict[str, dict[str, None]] = {}
    was: dict[str, None] = {}
    deprecates = is_vague = accepted = False
    for clause in clauses:
        # Behind an older name 'which' is that name.
        form = _form_of(clause, of_name=bool(was))
        if form is None:
            return None
        names = [name for letter in clause for name in _at(coded.names, FIRST_NAME, letter)]
        stated = [coded.days[ord(letter) - FIRST_DAY] for letter in re.findall(DAY, clause)]
        is_vague = is_vague or re.search(TIME, clause) is not None
        accepted = accepted or form.states == "kept"
        deprecates = deprecates or form.deprecates
        (use if form in FORMS else was).update(dict.fromkeys(names))
        kind = "until" if form.states == "kept" or _IS_TO_COME.match(clause) else form.states
        days.setdefault(kind, {}).update(dict.fromkeys(stated))
    if len(was) > 1 or (was and deprecates):
        return None
    return StatedEnd(
        deprecates=deprecates,
        use=tuple(use),
        days={kind: tuple(found) for kind, found in days.items()},
        is_vague=is_vague,
        was=next(iter(was), None),
        accepted=accepted,
    )


def _at(lists: Sequence[tuple[str, ...]], first: int, letter: str) -> tuple[str, ...]:
    return lists[ord(letter) - first] if first <= ord(letter) < first + MOST else ()


@lru_cache(maxsize=1 << 12)
def _form_of(clause: str, *, of_name: bool = False) -> EndForm | None:
    forms = (*ACCEPTED, *FORMS, *RENAMED) if of_name else (*FORMS, *RENAMED, *ACCEPTED)
    return next((form for form in forms if form.regex.fullmatch(clause)), None)


def _coded(sentence: str) -> _Coded:
    names: list[tuple[str, ...]] = []
    days: list[str] = []

    def name(match: re.Match[str]) -> str:
        names.append(tuple(word.strip('`"') for word in re.findall(NAME, match[0])))
        return chr(FIRST_NAME + len(names) - 1)

    def day(match: re.Match[str]) -> str:
        found = iso(match["day"])
        # 'Since the end of 2027' is since some day of a span.
        if found is None or _SINCE_A_SPAN.search(match.string[: match.end()]):
            return chr(FIRST_TIME)
        days.append(found)
        return chr(FIRST_DAY + len(days) - 1)

    text = _AT.sub("on ", _ARROW.sub(", use ", _DAY.sub(day, _NAMES.sub(name, sentence))))
    text = _DAY_IN_BRACKETS.sub(r" \1", _TIME.sub(chr(FIRST_TIME), text))
    plain = " ".join(_MARKS.sub(" ", text).split())
    return _Coded(plain if plain.isascii() else _BESIDE_HAN.sub("", plain), tuple(names), tuple(days))
