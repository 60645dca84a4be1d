"""Read a list of values by the whole structure of a text: a head, codes each with or without a meaning, and an end.

Other readers know phrases. Here a text is cut at its codes, and what stands between them must all have one shape:
nothing but separators, a sign with a meaning, a meaning in brackets, or the meaning before a code in brackets. A head
or an end with a word that could turn the list around means that nothing is read.

A code is a text in marks. Without marks, codes are those of one style: capitals, figures with letters such as ``15m``,
figures, or words that venues send as values.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from attrs import frozen

from .value_words import VALUE_WORDS

_MARKED = r"(?:`[^`\s]+`|\"[\w.+-]+\"|'[\w.+-]+'|“[\w.+-]+”|\*\*[\w.+-]+\*\*)"
_SEPARATORS = r"(?:\s*[,，、;；/|&]\s*(?:(?:or|and|或|和)\s+)?|\s+(?:or|and|或|和)\s+|\s*\n\s*)"
# What a code means: a few words without another code, figure at its beginning, or sentence.
_MEANING = r"[^\W\d_][^`\"“*,，;；、\n]{0,80}?"
_SIGN = r"(?:[:：=]|[-–—]|→|->|=>|\b(?:means|for|is|stands for|to)\b)"
_MARKED_SPLIT = re.compile(rf"({_MARKED})")
_STRIPPED = "`\"'“”*"


@frozen
class Between:
    """A shape of what stands behind each code but the last, and behind the last, with a list of ``A`` and ``B``."""

    between: re.Pattern[str]
    last: re.Pattern[str]
    example: str
    opens: re.Pattern[str] = re.compile(r"")
    least: int = 2
    lines: bool = False


def _shape(between: str, last: str, example: str, *, opens: str = "", lines: bool = False) -> Between:
    return Between(
        re.compile(between, re.IGNORECASE),
        re.compile(last, re.IGNORECASE),
        example,
        re.compile(opens, re.IGNORECASE),
        lines=lines,
    )


_CLOSES = r"\s*[\])）}>]?"
_DEFAULT = r"(?:\s*[,，;；(（\[]\s*(?:the )?(?:default|默认)\b[^\n]{0,40})?"
SHAPES: tuple[Between, ...] = (
    _shape(
        _SEPARATORS,
        rf"{_CLOSES}(?:\s+(?:is|are|supported|allowed|accepted|available|valid))*{_DEFAULT}",
        "`A`/`B`",
    ),
    _shape(
        rf"\s*{_SIGN}\s*{_MEANING}{_SEPARATORS}", rf"\s*{_SIGN}\s*{_MEANING}{_CLOSES}{_DEFAULT}", "`A`: up, `B`: down"
    ),
    _shape(
        rf"\s*[(（]{_MEANING}[)）](?:{_SEPARATORS}|\s+)", rf"\s*[(（]{_MEANING}[)）]{_CLOSES}", "`A` (up), `B` (down)"
    ),
    _shape(
        rf"\s*[)）\]]{_SEPARATORS}{_MEANING}[(（\[]\s*",
        r"\s*[)）\]]",
        "up (`A`) or down (`B`)",
        opens=r".*[^\W\d_]\s*[(（\[]\s*$",
    ),
    _shape(rf"\s+{_MEANING}\s*[\n;；]\s*", rf"\s+{_MEANING}", "`A` up\n`B` down", lines=True),
)
"""Shapes, the first that fits is taken."""
_TURNS = re.compile(
    r"\b(?:not?|appl(?:y|ies|icable)|only|never|n't|cannot|without|except|unless|if|when|whenever|while|than|like|"
    r"see|refer|same|similar|e\.?g|i\.e|"
    r"example|such|typical\w*|usual\w*|common\w*|popular|often|most|some|other|recommend\w*|prefer\w*|suggest\w*|"
    r"instead|"
    r"depend\w*|was|were|former\w*|previous\w*|until|required|mandatory|optional|together|combin\w*|with|"
    r"max\w*|min\w*|limit(?:ed)? (?:to|of)|up to|at (?:most|least)|between|from|range|default\w*|deprecat\w*|fields?|"
    r"parameters?|returns?|returned)\b|[<>≤≥]|不|范围|如[:：]?$|例如",
    re.IGNORECASE,
)
# Words that cannot end a head, but in these phrases.
_WANTING = re.compile(r"\b(?:for|of|the|to|in|on|by|with|and|or|an?|each|per|from|as|at|under)$", re.IGNORECASE)
_LEADS = re.compile(
    r"\b(?:(?:one|any|either) of(?: the)?|(?:set|equals?) to|(?:choose|pick|select) (?:one of|from))$", re.IGNORECASE
)
_HEAD_WORDS = 10
_ANNOUNCES = re.compile(
    r"\b(?:values?|options?|enum\w*|choices|one of|any of|either|available|supported|allowed|accepted|valid|permitted|"
    r"possible|supports?|accepts|can be|must be|should be|be used|following|divided into|strateg(?:y|ies))\b|可选|"
    r"枚举|取值",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"\b(?:sides?|types?|directions?|modes?|status(?:es)?|states?|kinds?|methods?|periods?|intervals?|resolutions?|"
    r"widths?|"
    r"granularit(?:y|ies)|precisions?|frames?|timeframes?|filters?|roles?|sort(?:ing)?|order|category|categories|level|"
    r"strateg(?:y|ies)|policy|scopes?|in force)(?: of (?:the |an? )?\w+| in \w+)?$|(?:类型|方向|状态|方式|模式|周期|"
    r"粒度)$",
    re.IGNORECASE,
)
# What the ends of a range mean.
_EXTREME = re.compile(r"\b(?:lowest|highest|smallest|largest|least|greatest|minimum|maximum)\b", re.IGNORECASE)
_SENT = re.compile(r"[\w.+-]*\w[\w.+-]*")
_PARAMETER = re.compile(r"[a-z]+(?:[A-Z]\w*|(?:_\w+)*_ids?)")
_ONE = (
    re.compile(
        rf"(?:[A-Za-z][\w ]{{0,40}}[.:,;]\s*)?(?:(?:it |this |the value |currently )*"
        rf"(?:only supports?|supports? only|only accepts?|must (?:always )?be(?: set to)?|must equal|should be set to|"
        rf"(?:is )?always|fixed (?:to|at|as|value)|is fixed(?: to| at)?|constant|set (?:it |this )?(?:always )?to|"
        rf"(?:the )?only (?:(?:valid|allowed|possible|supported|accepted) )?value(?: is)?)\s*[:：]?\s*)"
        rf"(?P<code>{_MARKED})\s*(?:for now|at present|currently|at the moment)?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:[A-Za-z][\w ]{{0,40}}[.:,;]\s*)?(?:currently |now |at present )?,?\s*only (?P<code>{_MARKED})"
        rf"(?: (?:is|can|be|currently|now|supported|allowed|accepted|available|valid|possible|used|sent))*",
        re.IGNORECASE,
    ),
    re.compile(rf"(?:目前)?(?:仅支持|只支持|固定(?:为|值)?|只能(?:为|是|填))\s*[:：]?\s*(?P<code>{_MARKED})"),
)
"""Texts with the only value that there is."""

# Codes without marks, by style; a list has one of them.
_WORD = "|".join(sorted({*VALUE_WORDS, *(word.title() for word in VALUE_WORDS)}, key=len, reverse=True))
_STYLES: tuple[tuple[str, bool], ...] = (
    # A style, and whether such codes need no head that announces a list.
    (rf"(?:{_WORD}|{_WORD.upper()})", True),
    (r"\d{1,3}[A-Za-z]{1,6}", True),
    (r"[A-Z]{1,4}\d{1,3}", False),
    (r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*", False),
    (r"(?:\d{1,6}|[A-Z])", False),
)
_CODES = tuple((re.compile(rf"(?<![\w.+`-])({code})(?![\w+`-]|\.\w)"), alone) for code, alone in _STYLES)
# Without one of these, and without two words that are values, no text is such a list.
_SEPARATED = re.compile(r"[,，、;；/|\n&或和]| or | and ")
_WORDS = re.compile(r"\w+")
_LONGEST = 600
_LONGEST_HEAD = 80
# What stands between explained codes without marks, and what explains them.
_ITEM = re.compile(
    r"\s*[,，、;；/|\n](?![^()（）]*[)）])\s*(?:(?:or|and|或|和)\s+)?|\s+(?:or|and)\s+(?=\S+\s*[:：=(（-])"
)
_MEANT = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\s*{_SIGN}\s*[^\W\d_][^`\n]{{0,80}}?[.)）]?",
        r"\s*[(（][^\W\d_][^`()（）\n]{0,80}[)）][.)）]?",
        r"\s*[\u4e00-\u9fff]+",
    )
)
# What may be sent beside the codes, behind the last.
_AND_MORE = re.compile(
    r"(?<!\s)\s*+[,，]?\s*+(?:(?:or|and)\s+(?:an? |any )?(?:null|empty|none|nothing|blank|others?|more|so on|number|"
    r"text|"
    r"custom \w+)|"
    r"etc\.?|\.{3}|…|等)\s*\.?$",
    re.IGNORECASE,
)
_DEFAULT_REMARK = re.compile(
    rf"\s*[(（\[](?:the |is )?(?:default|默认)[^()（）\[\]\n]{{0,30}}[)）\]]|"
    rf"\s*[,，;；]\s*(?:the )?(?:default|默认)(?: value)?(?: is|为|[:：=])?\s*(?:{_MARKED}|[\w.]+)\W*$",
    re.IGNORECASE,
)
_LIST_TAGS = re.compile(r"</?(?:ul|ol|li|p|div)>", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•·●▪◦]|\d+\\?[.)])\s+")
# Bullets in one line: 'Order type - limit : Limit order - market : Market order'.
_INLINE = re.compile(r"\s+[-*•·]\s+(?=[`\"'*]*[\w.]+[`\"'*]*\s*[:：=])")


def lines_of_list(lines: Iterable[str]) -> list[str]:
    """Return lines with the items of lists in HTML, and bullets inside a line, each in a line of its own."""
    text = "\n".join(lines)
    if "<" in text:
        text = _LIST_TAGS.sub("\n", text)
    if len(_INLINE.findall(text)) > 1:
        text = _INLINE.sub("\n", text)
    return [line.strip() for line in text.split("\n") if line.strip()]


def whole_list(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the values of the first line, sentence or run of lines that is a list as a whole."""
    return _whole_list(tuple(map(_without_remarks, lines)))


@lru_cache(maxsize=1 << 14)
def _without_remarks(line: str) -> str:
    return _AND_MORE.sub("", _DEFAULT_REMARK.sub("", _BULLET.sub("", line)))


@lru_cache(maxsize=1 << 14)
def _whole_list(lines: tuple[str, ...]) -> tuple[str, ...]:
    for text in _texts(lines):
        if not 2 < len(text) < _LONGEST:
            continue
        for one in _ONE:
            if match := one.fullmatch(text):
                code = match["code"].strip(_STRIPPED)
                return (code,) if _SENT.fullmatch(code) and not _PARAMETER.fullmatch(code) else ()
        if found := _marked_list(text) or _bare_list(text):
            return found
    return ()


def _texts(lines: Sequence[str]) -> Iterator[str]:
    if len(lines) > 1:
        yield "\n".join(lines)
        yield "\n".join(lines[1:])
    for line in lines:
        yield line.strip(" .。")
        sentences = re.split(r"(?<=[.;；。!])(?<![Mm](?:ax|in)\.)\s+", line)
        if len(sentences) > 1:
            yield from (sentence.strip(" .;；。") for sentence in sentences)


def _marked_list(text: str) -> tuple[str, ...]:
    pieces = _MARKED_SPLIT.split(text)
    codes = tuple(code.strip(_STRIPPED) for code in pieces[1::2])
    if len(codes) < 2 or len({*codes}) < len(codes) or any(map(_PARAMETER.fullmatch, codes)):
        return ()
    if (
        any(map(_EXTREME.search, pieces))
        or not all(map(_SENT.fullmatch, codes))
        or (_is_range(codes) and "".join(pieces[2::2]).strip(" []()") in (",", "-"))
    ):
        return ()
    return codes if _fits(pieces[0], pieces[2::2], alone=True) else ()


def _is_range(codes: tuple[str, ...]) -> bool:
    return len(codes) == 2 and all(code.replace(".", "").lstrip("-").isdigit() for code in codes)


def _bare_list(text: str) -> tuple[str, ...]:
    if "`" in text or _SEPARATED.search(text) is None:
        return ()
    has_words = sum(word.lower() in VALUE_WORDS for word in _WORDS.findall(text)) > 1
    for code, alone in _CODES if has_words else _CODES[1:]:
        pieces = code.split(text)
        found = tuple(pieces[1::2])
        if len(found) < 2:
            continue
        if explained := _explained(text, code):
            return explained
        for first in range(max(0, len(found) - 1)):
            # A word of the head can look like a code: 'Limit of it: ...'.
            head, codes = "".join(pieces[: 2 * first + 1]), found[first:]
            is_range = _is_range(codes) and ("[" in head or not _ANNOUNCES.search(head))
            if len({*codes}) == len(codes) and not is_range and _fits(head, pieces[2 * first + 2 :: 2], alone=alone):
                return codes
    return ()


# 'Spot defaults to 10; futures to 20'.
_OF_CASES = re.compile(r"\W*(?:defaults?|is limited|is capped|up to|max\w*|min\w*)\b", re.IGNORECASE)


def _explained(text: str, code: re.Pattern[str]) -> tuple[str, ...]:
    """Return the codes of a list without marks that each have a meaning, which may repeat the code."""
    for head, items in _headed_items(text):
        for meant in _MEANT:
            found = [
                match[1] if (match := code.match(item)) and meant.fullmatch(item[match.end() :]) else ""
                for item in items
            ]
            if len(found) > 1 and all(found) and len({*found}) == len(found):
                is_of_cases = _OF_CASES.match(items[0][len(found[0]) :]) is not None
                return tuple(found) if not is_of_cases and _is_head(head, alone=True) else ()
    return ()


@lru_cache(maxsize=1 << 6)
def _headed_items(text: str) -> tuple[tuple[str, list[str]], ...]:
    """Return each head that a list in a text can have, with the items behind it."""
    return tuple((head, _ITEM.split(text[len(head) :])) for head in _heads(text))


def _heads(text: str) -> Iterator[str]:
    """Yield what the head of a list in a text can be: nothing, or what stands before a colon, comma or line's end."""
    yield ""
    yield from (text[: match.end()] for match in re.finditer(r"[:：,，.(（]\s+|\s[-–—=]\s|\n", text[:_LONGEST_HEAD]))


def _fits(head: str, between: list[str], *, alone: bool) -> bool:
    """Tell whether all that stands between and behind the codes has one shape, and the head is one of a list."""
    for shape in SHAPES:
        opens = shape.opens.pattern != ""
        if shape.lines and any(map(_OF_CASES.match, between)):
            continue
        if opens and not shape.opens.match(head):
            continue
        if shape.lines and head.strip() and not head.rstrip(" ").endswith("\n"):
            continue
        if not all(map(shape.between.fullmatch, between[:-1])) or not shape.last.fullmatch(between[-1]):
            continue
        return _is_head(head, alone=alone or opens)
    return False


def _is_head(head: str, *, alone: bool) -> bool:
    words = head.strip(" \n.,:：;(（[{-–—<")
    if not words:
        return alone
    if head.rstrip().endswith("=") and re.search(r"[\d/|,]", head):
        return False  # '0/1 = off/on'
    if _TURNS.search(head) or len(words.split()) > _HEAD_WORDS:
        return False
    if _WANTING.search(words) and not _LEADS.search(words):
        return False
    if _ANNOUNCES.search(head):
        return True
    if re.search(r"(?:[:：,，.;；(（\[{\n]|\s[-–—=])\s*$", head) is not None and alone:
        return True
    return _NOUN.search(words) is not None
