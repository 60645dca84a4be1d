"""Read lists of values in sentences whose words are all known: what announces the list, its values, the rest.

The forms of ``values`` know whole phrases. Here the words before the first value and behind the last one are each in a
table, in any order, or a label before a colon or bracket says what the list is about.
"""

import re
from functools import lru_cache

from attrs import frozen

from .sieve import Sieve
from .words import words_of

_MARKED = r"(?:`[^`\s]+`|\"[\w.+-]+\"|'[\w.+-]+'|“[\w.+-]+”)"
_BARE = r"(?:(?=[\w.+-]*[A-Za-z])[A-Za-z0-9][\w.+-]*[\w+-]|[A-Z])"
_BETWEEN = r"(?:\s*[,，、;；/|┃&]\s*(?:or\s+|and\s+)?|\s+(?:or|and)(?:\s+else)?\s+|\s+(?=[`\"'“]))"
_BETWEEN_BARE = r"(?:\s*[,，、;；/|┃&]\s*(?:or\s+|and\s+)?|\s+(?:or|and)(?:\s+else)?\s+)"
_MARKED_LIST = rf"(?P<list>{_MARKED}(?:{_BETWEEN}{_MARKED})+)"
_BARE_LIST = rf"(?P<list>{_BARE}(?:{_BETWEEN_BARE}{_BARE})+)"
_OPENS, _CLOSES = r"[\[(（{<]?\s*", r"\s*[\])）}>]?"
_WORDS = (
    r"(?:(?:possible|valid|allowed|available|supported|accepted|permitted)\s+[a-z]+s|(?:divided|split)\s+into|"
    r"there|sides|strategies|types|modes|states|directions|allowable|match(?:es)?|must|"
    r"should|shall|may|can|could|will|has|have|to|be|is|are|being|equal|equals|one|any|either|both|each|"
    r"of|from|"
    r"the|a|an|following|these|this|it|field|parameter|param|value|values|option|options|choice|choices|enum|enums|"
    r"enumeration|string|strings|literal|literals|word|words|code|codes|allowed|valid|accepted|acceptable|permitted|"
    r"permissible|possible|supported|available|legal|known|recogni[sz]ed|expected|eligible|currently|only|"
    r"exactly|just|takes?|accepts?|supports?|allows?|"
    r"uses?|sets?|specif(?:y|ies)|indicates?|denotes?|chooses?|picks?|selects?|sends?|pass|passes|between|two|"
    r"three|four|"
    r"five|several|here|as|in|includes?|including|contains?|contain|exist|please|you|which|that|consist|consists|"
    r"among|set|list|other\s+than\s+that)"
)
_ANNOUNCES = rf"(?:{_WORDS}\s+)*{_WORDS}(?![\w-])"
_STRONG = re.compile(
    r"\b(?:sides|strategies|types|modes|states|directions|allowable|match(?:es)?|sends?|values?|options?|"
    r"choices?|enum\w*|one|either|any|allowed|valid|accepted|"
    r"acceptable|permitted|"
    r"permissible|possible|"
    r"supported|available|legal|recogni[sz]ed|expected|eligible|takes?|accepts?|supports?|allows?|must|can|may|"
    r"should|uses?|choose|pick|select|specif\w+|"
    r"literals?|only|sets?|equal\w*)\b",
    re.IGNORECASE,
)
_BEHIND = (
    r"(?:\s+(?:(?:is|are|can|may|be|only|currently)\s+)*(?:allowed|valid|accepted|permitted|possible|supported|"
    r"available|legal|"
    r"only|used|sent|values?|options?))?"
)
_NOUN = (
    r"(?:side|type|direction|mode|status|state|trade|trades|order|orders|kind|method|role|action|sort|sorting|"
    r"period|interval|"
    r"category|option|flag|class|scope|level|strategy|policy|format|unit|language|network|chain|reason|product|"
    r"account|"
    r"margin|position|force|behaviou?r|source|target|purpose|operation|event|stage|phase|result|variant)s?"
)


@frozen
class ListWording:
    """A way to list ``buy`` and ``sell``, with an example."""

    pattern: Sieve
    example: str
    needs_announcement: bool = True


def _form(pattern: str, example: str, *, needs_announcement: bool = True) -> ListWording:
    return ListWording(Sieve(pattern), example, needs_announcement)


_LABEL = r"(?:[A-Za-z][\w ,-]{0,60}?(?:[.:：,-]|\s[–—])\s+)?"
FORMS: tuple[ListWording, ...] = (
    _form(
        rf"{_LABEL}(?P<says>{_ANNOUNCES})\s*[:：]?\s*{_OPENS}{_MARKED_LIST}{_CLOSES}{_BEHIND}",
        "Can take the values `buy` and `sell`",
    ),
    _form(
        rf"{_LABEL}(?P<says>{_ANNOUNCES})\s*[:：]\s*{_OPENS}{_BARE_LIST}{_CLOSES}{_BEHIND}",
        "Takes one of two values: buy or sell",
    ),
    _form(rf"{_LABEL}(?P<says>{_ANNOUNCES})\s*{_OPENS}{_BARE_LIST}{_CLOSES}{_BEHIND}", "Any of [buy, sell]"),
    _form(
        rf"(?!.*\b(?:if|when|for|like|see|with|as|not|required|only|use|than)\b)[A-Za-z][\w ]{{0,40}}[,"
        rf":：]\s+{_MARKED_LIST}",
        "The direction, `buy` or `sell`",
        needs_announcement=False,
    ),
    _form(
        rf"(?:[\w-]+\s+){{0,4}}{_NOUN}(?:\s+(?:of|for|in)\s+(?:the\s+|an?\s+)?\w+)?\s*(?:[:：,-]|[–—]|"
        rf"\s(?=[(（\[]))\s*"
        rf"{_OPENS}{_BARE_LIST}{_CLOSES}",
        "Side (buy or sell)",
        needs_announcement=False,
    ),
    _form(
        rf"(?:direction|side|type|kind|status|state) of (?:the |an? )?\w+\s*[:：,]\s*{_BARE_LIST}",
        "Direction of trade: buy, sell",
        needs_announcement=False,
    ),
    _form(
        rf"(?P<says>(?=)){_MARKED_LIST}\s+(?:is|are)\s+(?:the\s+)?(?:only\s+)?(?:possible|valid|allowed|accepted|"
        rf"supported)(?:\s+\w+)?",
        "`buy` and `sell` are the only possible values",
        needs_announcement=False,
    ),
)
"""Lists of values with all words around them."""
# Codes in marks, each with a few words behind it; from the second on the verb may be left out.
_MEANS = r"(?:for|to|means?|is|are|is\s+for|stands?\s+for|denotes?|represents?|indicates?|if|when|=|->|→|an?|the)"
_EACH = re.compile(
    rf"(?:[\w ,-]{{0,40}}[:：]\s*)?(?:(?:please\s+)?(?:use|send|set|pass|specify|choose)\s+(?:(?:it\s+|"
    rf"this\s+)?to\s+)?)?"
    rf"{_MARKED}\s+{_MEANS}\s+[\w -]{{1,40}}?(?:\s*(?:[,;，；]\s*(?:and\s+|or\s+)?|\s(?:and|or)\s+)"
    rf"{_MARKED}\s+(?:{_MEANS}\s+)?"
    rf"[\w -]{{1,40}}?)+",
    re.IGNORECASE,
)
_BARE_NO_VALUES = words_of(
    """
    price size qty quantity amount volume timestamp time ts count id ids the a an it this be is are not all any
    other etc min max default e.g eg i.e see note and/or and or of to in for with by on as at from optional
    required
    """
)
_PARAMETER = re.compile(r"[a-z]+[A-Z]\w*|[a-z]+(?:_[a-z]+)+")
_EXAMPLE = Sieve(r"\be\.?g\b|\bexample|\bsuch as\b|\blike\b|\bsame as\b|例如|如[:：]")
_REMARK = Sieve(
    r"[,;，；]?\s*[(（]?(?:(?:and )?nothing else|case[- ](?:in)?sensitive|(?:in )?(?:upper|lower)[- ]?case|"
    r"respectively|"
    r"(?:the )?default(?: value)?\s*(?:is|:|=)?\s*[`\"']?[\w.-]+[`\"']?)\s*[)）]?$"
)
_CODE = re.compile(r"[`\"'“](?P<code>[^`\"'“”\s]+)[`\"'”]")
_LONGEST = 300
_SEPARATORS = (",", "|", "/", ";", " or ", " and ", "、", "，", "；", "┃", "`")
_SUPPORTS = re.compile(r"\b(?:only|supports?|allows?|accepts?(?= only)|available)\b", re.IGNORECASE)
_ENDS = re.compile(r"\b(?:between|among|from|range|within)\b", re.IGNORECASE)
# 'buy → a bid; sell → an ask': the arrows and dashes that explain bare words.
_ARROW = re.compile(rf"({_BARE})\s*(?:→|->|=>|=|:|：|\s[-–—]\s)\s*[^\W\d_][^,;，；]{{0,60}}")


_OF_DEFAULT = re.compile(r"\W*(?:the )?default\s*[:：=]", re.IGNORECASE)


@lru_cache(maxsize=1 << 14)
def plain_list(sentence: str) -> tuple[str, ...]:
    """Return the values that a sentence lists, if every word of it is understood; none for any other."""
    if not any(mark in sentence for mark in _SEPARATORS):
        return ()
    text = _REMARK.sub("", sentence.strip().rstrip(".。!"))
    if not 3 < len(text) < _LONGEST or _EXAMPLE.found(text) or _OF_DEFAULT.match(text):
        return ()
    for form in FORMS:
        match = form.pattern.fullmatch(text)
        if match is None or (form.needs_announcement and not _STRONG.search(match["says"])):
            continue
        marked = _CODE.findall(match["list"])
        if not marked and form.needs_announcement and not _STRONG.search(_SUPPORTS.sub("", match["says"])):
            continue  # of what is sent, such as the formats of a file
        if all(word.replace(".", "").lstrip("-").isdigit() for word in marked or "x") and _ENDS.search(text):
            continue
        words: list[str] = marked or re.findall(_BARE, re.sub(r"\b(?:or|and)\b", ",", match["list"]))
        if _is_list(words, bare=not marked):
            return tuple(words)
    if _EACH.fullmatch(text):
        codes: list[str] = _CODE.findall(text)
        return tuple(codes) if _is_list(codes, bare=False) else ()
    clauses = [clause for clause in re.split(r"\s*[;；]\s*", text) if clause]
    explained = [_ARROW.fullmatch(clause) for clause in clauses]
    if len(clauses) > 1 and all(explained):
        words = [match[1] for match in explained if match]
        return tuple(words) if _is_list(words, bare=True) else ()
    return ()


def _is_list(words: list[str], *, bare: bool) -> bool:
    if len(words) < 2 or len(set(words)) < len(words) or any(map(_PARAMETER.fullmatch, words)):
        return False
    if not bare:
        return True
    styles = {
        ("upper" if word.isupper() else "title" if word[:1].isupper() else "lower")
        for word in words
        if not word.isdigit()
    }
    return len(styles) <= 1 and not any(word.lower() in _BARE_NO_VALUES for word in words)
