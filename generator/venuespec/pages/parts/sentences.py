"""Split the prose of a page into sentences, apart from the lines that say what a value means."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from .sieve import Sieve

_END = re.compile(
    r"(?<=[.;；。])(?<!e\.g\.)(?<!i\.e\.)(?<!etc\.)(?<!Jan\.)(?<!Feb\.)(?<!Mar\.)(?<!Apr\.)(?<!Jun\.)"
    r"(?<!Jul\.)(?<!Aug\.)(?<!Sep\.)(?<!Sept\.)(?<!Oct\.)(?<!Nov\.)(?<!Dec\.)"
    # Behind a word that may be cut short only a capital letter begins a sentence.
    r"(?:(?=\s+[A-Z])|(?<!\b[Rr]eq\.)(?<!\b[Mm]and\.)(?<!\b[Oo]pt\.)(?<!\b[Mm]ax\.)(?<!\b[Mm]in\.)(?<!\b[Dd]ef\.)"
    r"(?<!\b[Aa]pprox\.)(?<!\b[Ii]ncl\.)(?<!\b[Ee]xcl\.)(?<!\b[Rr]esp\.)(?<!\b[Nn]o\.)(?<!\bvs\.)(?<!\b[Dd]epr\.)"
    r"(?<!\b[Pp]erp\.)(?<!\b[Aa]ppl\.)(?<!\bpls\.)(?<!\b[Ss]ec\.)(?<!\bcf\.))"
    r"\s+|\n|<br\s*/?>"
)
_EXAMPLE = Sieve(r"(?:\be\.g\.?|\bfor example\b|\bsuch as\b|\bi\.e\.|\bfor instance\b)[^;\n]*?(?=[.;]\s|\)|\n|$)")
_BULLET = r"\s*(?:[-*•]\s+|\\- ?|\d+\\?\.\s+)?"
_VALUE = r"(?:`(?P<code>[^`\s]+)`|\"(?P<quoted>[^\"\s]+)\"|(?P<bare>[A-Za-z0-9_.-]+))"
_MEANING = re.compile(rf"^{_BULLET}(?:~~)?{_VALUE}(?:~~)?\s*(?:[:：]|\s[-–—]\s|=(?!=)|(?=[(（])|$)\s*(?P<meaning>.*)$")
_LONGEST = 600
# A label of a fact behind another fact, without a mark between the two.
_LABELLED = re.compile(
    r"(?<=[^\s.,:;(|])[ \t]+(?=(?:Enum|Default|Allowed values|Possible values|Available options|Required range|"
    r"Range|Pattern|"
    r"Example|Format)\s*[:：])(?!Default: [^\n]*\bis\b)"
)
_OF_AN_END = re.compile(
    r"deprecat|obsolete|retired|removed|no longer|discontinued|offline|sunset|legacy|废弃|弃用|"
    r"下线",
    re.IGNORECASE,
)
_ENDED_VALUE = re.compile(
    rf"(?P<item>{_VALUE})\s*[(（](?P<words>[^()（）]*?(?:{_OF_AN_END.pattern})[^()（）]*)[)）]", re.IGNORECASE
)
_META = re.compile(r"^(?:title|sidebar_\w+|slug|description|keywords|id|hide_\w+): .*$", re.MULTILINE)
_TAG = re.compile(r"</?[A-Za-z][\w.:-]*(?:\s[^<>]*)?/?>")
_NUMBERED = re.compile(r"^[ \t]*(?:\d{1,2}\\?\.|[-*•])[ \t]+", re.MULTILINE)
_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]+)+(?=[A-Z*`\u4e00-\u9fff])", re.MULTILINE)
# Bold type around a whole sentence, whose first marks a reader may have taken off: '**Deprecated.** Use `b`.'
_BOLD_SENTENCE = re.compile(r"(?:^[ \t]*|(?<=[.!?]\s))(?:\*\*)?(?P<said>[A-Z][^*\n]*[.!?])\*\*(?=\s|$)", re.MULTILINE)
_STRUCK = re.compile(r"~~(.+?)~~", re.DOTALL)
_NEXT = re.compile(r"(?:(?:^|[,，;；。.]\s*|\s)(?:~~)?`([^`\s]+)`|[,，;；]\s*(\w+))\s*[:：]\s*")


def facts_apart(text: str) -> str:
    """Return a text with a line for each fact that a label begins: 'Default: "a" Enum: "a" "b"'."""
    return _LABELLED.sub("\n", text) if ":" in text or "：" in text else text


@lru_cache(maxsize=1 << 15)
def sentences_of(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, single-spaced, without marks for struck-out text and without examples.

    A longer sentence than people write is left out: patterns over it would take too long.
    """
    plain = _EXAMPLE.sub(
        "", _NUMBERED.sub("", _QUOTED.sub("", _TAG.sub("\n", _META.sub("", text.replace("~~", "\n")))))
    )
    plain = _BOLD_SENTENCE.sub(r"\g<said>", plain) if "**" in plain else plain
    parts = (" ".join(part.split()).strip(" .;；。") for part in _END.split(plain))
    return tuple(part for part in parts if 0 < len(part) <= _LONGEST)


@lru_cache(maxsize=1 << 15)
def apart(text: str, values: tuple[str, ...]) -> tuple[str, Mapping[str, str]]:
    """Return a text without the lines on its values, and what each of those says: {value: words}."""
    others: list[str] = []
    meanings: dict[str, str] = {}
    for line in re.split(r"\n|<br\s*/?>", text):
        line = _without_ends(line, values, meanings)
        found = dict(_meanings(line, values))
        for value, words in found.items():
            meanings.setdefault(value, words)
        if not found:
            others.append(line)
    return "\n".join(others), meanings


def _without_ends(line: str, values: tuple[str, ...], meanings: dict[str, str]) -> str:
    """Take out of a line what brackets behind a value say of its end: '`price`, `news` (deprecated)'."""

    def end(match: re.Match[str]) -> str:
        value = match["code"] or match["quoted"] or match["bare"]
        if value not in values:
            return match[0]
        meanings.setdefault(value, match["words"])
        return match["item"]

    return _ENDED_VALUE.sub(end, line) if len(values) > 1 and _OF_AN_END.search(line) else line


def _meanings(line: str, values: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield what a line says of values: one that it begins with, and further ones behind it."""
    first = _MEANING.match(line)
    if first is None:
        return
    value = next(each for each in (first["code"], first["quoted"], first["bare"]) if each)
    if value not in values:
        return
    rest, at = first["meaning"], 0
    for further in _NEXT.finditer(rest):
        if (code := further[1] or further[2]) in values:
            yield value, rest[at : further.start()]
            value, at = code, further.end()
    yield value, rest[at:]


def struck_out(text: str) -> frozenset[str]:
    """Return the code words that a text strikes out."""
    return frozenset(value for part in _STRUCK.findall(text) for value in re.findall(r"`([^`\s]+)`", part))
