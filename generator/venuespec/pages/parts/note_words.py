"""Read which row of a table a sentence outside it speaks of: '`limit` defaults to 100', 'The maximum of `limit` is 5'.

A name in marks, or one that begins the sentence exactly as the row has it, is the row's; a word that is only like a
name is nobody's. What the sentence then says is what a cell of the row would say.
"""

import re
from collections.abc import Collection, Iterator

from attrs import frozen

from .bounds import speaks_of_bounds
from .defaults import speaks_of_default
from .statements import at_most

_NAME = (
    r"(?:`(?P<code>[A-Za-z][\w.]*)`|\*\*`?(?P<bold>[A-Za-z][\w.]*)`?\*\*|"
    r"(?P<bare>(?<![\w`*./-])[A-Za-z][A-Za-z0-9_.]*(?![A-Za-z0-9_`*/])))"
)
_NOUN = r"(?P<noun> (?:field|parameter|param|argument|property|参数|字段))?(?: value)?"
# What stands in front of a note: marks of quotes and lists, an icon, a word for it.
_QUOTE = re.compile(r"^\s*(?:>\s*)+")
_BULLET = re.compile(r"^\s*(?:[-*•+·]|\\-|\d{1,2}\\?[.)])\s+")
_IN_FRONT = re.compile(
    r"\s*(?:\[![A-Za-z]+\]\s*)?(?:</?[A-Za-z]\w*>\s*)?(?:[⚠ℹ❗❕💡📝🔔👉☝✏]\ufe0f?\s*)*"
    r"(?:[*_]{0,2}(?:(?:please |be aware |kindly )?note(?:[*_]{0,2}[:：][*_]{0,2}| that,?)|be aware that|"
    r"(?:please note|notes?|nb|n\.b\.|important|attention|warning|caution|tips?|info|hint|remarks?|"
    r"注意?|说明|備註|备注|提示|請注意|请注意)[*_]{0,2}[:：!！][*_]{0,2})\s*)?",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"</[A-Za-z]\w*>$")
_SENTENCE = re.compile(
    r"(?<=[.;。；])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\betc\.)(?<!\bmax\.)(?<!\bmin\.)(?:\s+|(?<=[。；]))|"
    # Another name with what is said of it.
    r"(?<=[.;,])\s+(?=`[A-Za-z][\w.]*`\s*[:：=])",
    re.IGNORECASE,
)
_VERB = (
    r"(?:(?:is|are|must|can|cannot|can't|may|might|should|shall|has|needs|accepts|takes|supports|allows|defaults?|"
    r"ranges|only|max\w*|min\w*|at most|at least|up to|won't|will|also)\b|"
    r"默认|缺省|最[大小多少长高低]|不[超得能可少多大小]|取值|为|必[须填]|只能|范围|可选|可以|支持|长度|[上下]限|"
    r"的(?=[默最取长上下]))"
)
# Behind an equals sign there is a case, 'side=`buy`, size=1', unless nothing but a range follows: 'limit = 1-500'.
_SIGN = (
    r"(?:[:：]|=(?=\s*\d[\d\s,.~–-]*(?:to\s+\d+)?[\s.]*$)|→|(?=[(（])|(?=<=|>=|[<>≤≥⩽⩾])|[-–—]\s(?!\s*`)|"
    r",(?= (?:default|max|min|up to|at most)))"
)
_SUBJECT = re.compile(
    rf"(?P<the>the )?(?:(?:param(?:eter)?|field|参数|字段) ?)?{_NAME}{_NOUN}\s*(?P<said>(?:{_SIGN}|{_VERB}).*)",
    re.IGNORECASE,
)
_OF_IT = re.compile(
    r"(?:the )?(?P<what>(?:default|maximum|minimum|max|min|range|length|"
    r"(?:(?:valid|allowed|possible|accepted|supported|available) )?values?)\.?"
    r"(?: (?:allowed )?(?:value|length|number|size|range))?)"
    rf"(?P<of> (?:of|for|in))? (?:the )?{_NAME}{_NOUN}(?P<said>\s*(?:is|are|[:：=]).*)",
    re.IGNORECASE,
)
_UNSENT = re.compile(
    rf"(?:if|when|where) (?P<the>the )?{_NAME}{_NOUN} (?P<said>(?:(?:is|was|has|are) )?(?:been )?"
    r"(?:not |omitted|absent|missing|empty|unset|blank|unspecified|left (?:out|blank|empty)).*)",
    re.IGNORECASE,
)
_FOR_IT = re.compile(rf"(?:for|in|with) (?P<the>the )?{_NAME}{_NOUN}\s*[,，]\s*(?P<said>.*)", re.IGNORECASE)
_CODE = re.compile(r"`([A-Za-z][\w.]*)`|\*\*([A-Za-z][\w.]*)\*\*")
_WORD = re.compile(r"(?<![\w.-])[A-Za-z][\w.]*(?![\w-])")
# A statement on several rows, or on calls and not on a row.
_OF_CALLS = re.compile(
    r"\b(?:(?:per|every|each|a) (?:\d+ )?(?:second|minute|hour|day)s?|rate limit\w*|weights?|frequency)\b|"
    r"/ ?(?:s|sec|min)\b",
    re.IGNORECASE,
)
_OF_SEVERAL = re.compile(
    r"\b(?:either|both|together|each other|one of (?:them|these|the two)|at least one of|respectively|sum|combined|"
    r"(?:per|every|each|a) (?:second|minute|hour|day))\b|/s\b|同时|二选一",
    re.IGNORECASE,
)
_OF_THE_SAME = re.compile(
    r"(?:and |but )?(?:its (?P<its>(?:default|max|min|length|values?)\w*\b.*)|it (?P<it>(?:defaults|must|can|is|"
    r"may)\b.*))",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"\d|\bdefaults?\b|\b(?:required|mandatory|one of|can only be|must be one)\b|默认|缺省|最[大小多少]|"
    r"必[填须传]|取值|(?<!\()`[^`]+`(?:\s*[,/、|]|,? or\b) *`[^`]+`",
    re.IGNORECASE,
)
_HINGES = re.compile(r"\b(?:if|when|unless|only|except|for|with|depend\w*|before|after)\b", re.IGNORECASE)
_WITHOUT = re.compile(r"\b(?:without|omitting) (?:the )?`[^`]*`(?=.*\d)", re.IGNORECASE)
_VALUES = re.compile(r"\b(?:values?|one of|only|either|options|choices|enum)\b|取值|可选|只能", re.IGNORECASE)
_LIST = re.compile(r"`[^`]+`.*`[^`]+`|\d+\s*(?:,|/|、|\bor\b)\s*\d+")
_LABEL = re.compile(r"(?:[:：]|=(?!=)|→|[-–—](?=\s))\s*")
_INSIDE = re.compile(r"[(（]([^()（）]*)[)）][.;。；]?")
_MARKS = re.compile(r"`([^`\s]+)`")
# A further name with what is said of it.
_FURTHER = re.compile(rf"(?<=\W)`(?P<name>[A-Za-z][\w.]*)`\s*(?:[:：=]|{_VERB})", re.IGNORECASE)
_IN_A_CASE = re.compile(r"\b(?:if|when\w*|where|unless|while|for|in case)\b[^.;]*$|[当如若][^。；]*$", re.IGNORECASE)
LONGEST = 400
"""The longest line that is read."""


@frozen
class RowNote:
    """The row that a sentence outside a table names, and what it says as a cell of that row would."""

    name: str
    said: str
    is_label: bool = False

    @property
    def states_a_fact(self) -> bool:
        """Whether what is said can be a fact of the row, and not only words on it."""
        return _STATES.search(self.said) is not None

    @property
    def hangs(self) -> bool:
        """Whether what is said hangs on a case."""
        return _HINGES.search(self.said) is not None


def without_front(line: str) -> str:
    """Return a line without the marks of quotes and lists, and words as 'Note:', in front of it."""
    text = _BEHIND.sub("", _BULLET.sub("", _QUOTE.sub("", line, count=1), count=1)).strip()
    found = _IN_FRONT.match(text)
    return text[found.end() :].strip() if found else text


def sentences_of_note(line: str) -> tuple[str, ...]:
    """Return the sentences of a line without what stands in front of it."""
    return tuple(part.strip() for part in _SENTENCE.split(without_front(line)) if part.strip())


def note_behind(sentence: str, before: RowNote, names: Collection[str]) -> RowNote | None:
    """Return what a sentence behind a note says of the same row: 'its maximum is 100'; None for another subject."""
    match = _OF_THE_SAME.fullmatch(sentence)
    if match is None or _names_in(sentence, names):
        return None
    note = RowNote(before.name, f"The {match['its']}" if match["its"] else f"It {match['it']}")
    return note if note.states_a_fact and not note.hangs else None


def note_on(sentence: str, names: Collection[str]) -> RowNote | None:
    """Return what a sentence says of one of the rows called ``names``; None where it speaks of several or of none."""
    if _OF_SEVERAL.search(sentence):
        return None
    note = _of_it(sentence, names) or _of_unsent(sentence, names) or _of_subject(sentence, names)
    if note is None or any(
        each["name"] != note.name and each["name"] in names and not _IN_A_CASE.search(sentence, 0, each.start())
        for each in _FURTHER.finditer(sentence)
    ):
        return None
    return note


def _named(match: re.Match[str] | None, names: Collection[str]) -> str | None:
    name = (match["code"] or match["bold"] or match["bare"]) if match is not None else None
    return name if name in names else None


def _of_it(sentence: str, names: Collection[str]) -> RowNote | None:
    match = _OF_IT.fullmatch(sentence)
    name = _named(match, names)
    # 'Length limit: 32' speaks of no row called `limit`.
    if match is None or name is None or (match["bare"] and not match["of"]):
        return None
    return RowNote(name, f"The {match['what']}{match['said']}")


def _of_unsent(sentence: str, names: Collection[str]) -> RowNote | None:
    for pattern, said in ((_UNSENT, "If it {}"), (_FOR_IT, "{}")):
        match = pattern.fullmatch(sentence)
        name = _named(match, names)
        if match is None or name is None or _is_word(match):
            continue
        if _STATES.search(match["said"]) and not _names_in(match["said"], names):
            return RowNote(name, said.format(match["said"]))
    return None


def _of_subject(sentence: str, names: Collection[str]) -> RowNote | None:
    match = _SUBJECT.fullmatch(sentence)
    name = _named(match, names)
    if match is None or name is None or _is_word(match):
        return None
    said = match["said"]
    if (label := _LABEL.match(said)) is not None:
        return RowNote(name, said[label.end() :], is_label=True)
    if said[0] in "(（":
        inside = _INSIDE.fullmatch(said)
        return RowNote(name, inside[1]) if inside else None
    return RowNote(name, said.lstrip(", ") if said[0] == "," or not said[0].isascii() else f"It {said}")


def _is_word(match: re.Match[str]) -> bool:
    """Tell whether a name is only a word of its sentence: 'The limit is 100 orders'."""
    return bool(match["bare"] and match["the"] and not match["noun"])


def _names_in(text: str, names: Collection[str]) -> set[str]:
    """Return the names that stand in a text in marks."""
    return {code or bold for code, bold in _CODE.findall(text)}.intersection(names)


def unread_notes(prose: str, names: Collection[str]) -> Iterator[str]:
    """Yield the sentences of a prose with a figure, a default or values of a row, by its name or its word."""
    for line in prose.splitlines():
        if "|" in line or len(line) > LONGEST or (not any(map(str.isdigit, line)) and "`" not in line):
            continue
        yield from (sentence for sentence in sentences_of_note(line) if _is_of_a_row(sentence, names))


def _is_of_a_row(sentence: str, names: Collection[str]) -> bool:
    marked = _names_in(sentence, names)
    if not marked and {word.lower() for word in _WORD.findall(sentence)}.isdisjoint({name.lower() for name in names}):
        return False
    if speaks_of_bounds(sentence) or speaks_of_default(sentence):
        return not _OF_CALLS.search(sentence) and not at_most((sentence,), of_row=False)
    if marked and _WITHOUT.search(sentence):
        return True
    others = {*_MARKS.findall(sentence)}.difference(names)
    return bool(marked and others and _VALUES.search(sentence) and _LIST.search(sentence))
