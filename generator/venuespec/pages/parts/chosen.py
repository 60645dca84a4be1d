"""Tell lists of values from what looks like them: choices between parameters, several values at once, parties.

'Send either `size` or `funds`' names parameters, 'Any combination of `a`, `b`' the parts of a value, and
'`perp`/`future` only' says for whom a parameter is.
"""

import re
from collections.abc import Callable, Collection, Sequence

from attrs import evolve

from ...spec.row_types import json_type
from ..draft import DraftRow
from .sieve import Sieve
from .words import words_of

_CODE = re.compile(r"[`\"“]([^`\"“”\s]+)[`\"”]")
_CAMEL_OR_SNAKE = re.compile(r"[a-z]+[A-Z]\w*|[a-z]+(?:_[a-z0-9]+)+")
PARAMETER_WORDS = words_of(
    """
    price size qty quantity amount volume funds notional px sz id uid symbol symbols instrument instruments coin coins
    currency ccy asset address tag memo cursor timestamp ts count leverage cost total start end from to before after
    since until begin offset page email phone nickname account subaccount quote_qty base_qty
    """
)
"""Words that name parameters as a rule, each in lower case: what they say is sent in a value beside them."""
_SEND = (
    r"(?:sen[dt]|pass(?:ed)?|provided?|specif(?:y|ied)|fill(?:ed)?|give|given|submit(?:ted)?|suppl(?:y|ied)|"
    r"enter(?:ed)?|us(?:e|ed))"
)
CHOICES: tuple[tuple[str, str], ...] = (
    (
        rf"^\W*(?:please |you (?:can|may|must|should) )?(?:choose|select|pick|set|{_SEND})\b(?: in)?"
        r"(?:(?! to\b)[^:`]){0,40}:?\s*[`\"“]",
        "Choose either `size` or `funds`",
    ),
    (
        r"^\W*(?:[\w ]+: )?(?:(?:exactly|only|just|at (?:most|least)) )?(?:either(?: of)?|(?:any )?(?:one|"
        r"1)(?: out)? of|"
        r"any of)(?: the)?\s*[`\"“]",
        "At most one of `size`, `funds`",
    ),
    (
        rf"\b(?:can|may|must|should|is|are|needs? to|has to|have to)(?: only| both| either)?(?: be)?"
        rf"(?: {_SEND}| set| required| mandatory| present)\b",
        "One of `size`, `funds` may be sent",
    ),
    (
        r"至少(?:传|填|选)?一|二选一|任选其一|不能同时|不可同时|必[传填]其一|(?:只能|仅)[传填选]",
        "`size`、`funds` 至少传一个",
    ),
    (r"\bxor\b|\b(?:but )?(?:not|never) both\b|\bmutually exclusive\b|\bout of two\b", "`size` or `funds`, not both"),
)
"""Words of a choice between the codes of a sentence, each with an example."""
_CHOICE = tuple(Sieve(pattern) for pattern, _ in CHOICES)
# Values of such rows can be names of parameters: the column to sort by, the coin that an amount is in.
NAMED_BY = re.compile(r"sort|order_?by|field|column|by$|types?$|unit|kind|mode|key", re.IGNORECASE)
"""Names of rows whose values can be names of parameters."""
_OF_VALUES = re.compile(r"\b(?:values?|options?|enum\w*)\b", re.IGNORECASE)


def _chooses_parameters(sentence: str, name: str) -> bool:
    """Tell whether the codes of a sentence of the row ``name`` are parameters, of which it says which to send."""
    codes = _CODE.findall(sentence)
    if len(codes) < 2 or not all(_is_parameter(code) for code in codes) or NAMED_BY.search(name):
        return False
    return _OF_VALUES.search(sentence) is None and any(choice.found(sentence) for choice in _CHOICE)


def _is_parameter(code: str) -> bool:
    return code in PARAMETER_WORDS or _CAMEL_OR_SNAKE.fullmatch(code) is not None


PARTY = (
    r"(?:spot|margin|perps?|perpetuals?|futures?|swaps?|options?|linear|inverse|delivery|isolated|cross(?:ed)?|hedged?|"
    r"uta|portfolio|vip\w*)"
)
"""Products and accounts for which a parameter can be."""
_PARTIES = Sieve(
    rf"\W*(?:(?:only )?(?:[`\"]{PARTY}[`\"](?:\s*[,/|&、]\s*|\s+)?(?:(?:and|or)\s+)?){{2,}}\s*(?:only|alone|"
    rf"exclusively)|"
    rf"only (?:[`\"]{PARTY}[`\"](?:\s*[,/|&、]\s*|\s+)?(?:(?:and|or)\s+)?)+)\W*"
)
# Values of such rows are parties themselves.
_IS_A_PARTY = re.compile(
    r"categor|types?$|mode|product|kind|market|business|biz|account|wallet|class|line|segment|venue|source|target|"
    r"scope|^from|^to|contract|instrument|margin|position",
    re.IGNORECASE,
)


def _names_parties(sentence: str, name: str) -> bool:
    """Tell whether a sentence says for which products the row ``name`` is, and is none of the row that chooses one."""
    return _PARTIES.fullmatch(sentence) is not None and _IS_A_PARTY.search(name) is None


# '`dir` can be `in` or `out`', in the row of another parameter.
_OF_ANOTHER = re.compile(
    r"\W*(?:(?:the|field|parameter|param|property) )*`([a-z]\w*)`(?: (?:parameter|field|param))?"
    r"(?: (?:of|in) (?:the |each |its )?\w+)? (?:(?:can|may|must|should|has to|needs to) (?:only )?be |(?:is|are) )"
    r"(?:set to |one of |either )*`[^`]+`(?:,| or |/)",
    re.IGNORECASE,
)


def _is_of_another(sentence: str, name: str) -> bool:
    """Tell whether a sentence gives the values of another parameter than that of the row."""
    match = _OF_ANOTHER.match(sentence)
    return match is not None and name != "" and match[1] != name


def without_choices(sentences: Sequence[str], name: str) -> str:
    """Join sentences but those whose codes are other parameters, or say for whom the row ``name`` is.

    The text is empty where all are kept, so that a line stays as it is written.
    """
    if not any(mark in sentence for sentence in sentences for mark in '`"“'):
        return ""
    kept = [
        each
        for each in sentences
        if not (_chooses_parameters(each, name) or _names_parties(each, name) or _is_of_another(each, name))
    ]
    return "" if len(kept) == len(sentences) else " ".join(kept) or " "


_COUNT = r"(?:[2-9]|\d{2,}|two|three|four|five|six|seven|eight|nine|ten)"
SEVERAL: tuple[tuple[str, str], ...] = (
    (
        rf"\b(?:{_COUNT}|several|some|many|multiple|multiples|(?:one|1|zero|0|none)(?: \w+)? or "
        r"(?:more|several|both|many|all)|(?:at least|more than) (?:one|1)|any number|(?:sub)?sets?|combinations?|"
        r"selections?|mix(?:ture)?|lists?|arrays?)(?: values?| options?| elements?| items?)? (?:out )?(?:of|from|among)"
        r"(?: |(?=:))(?:the |these |those |following |values |options |listed )*:?\s*[`\"'“\[(]",
        "At least 2 of `a`, `b`, `c`",
    ),
    (
        r"\b(?:multiple|several|many|more than one|any number of)(?: of them| values?| options?)?"
        r"(?:[:：]|,? (?:can|may) be|,? (?:are )?(?:allowed|accepted|supported|possible)|(?: |-)(?:choices?|"
        r"selections?))|"
        r"\bmulti-?(?:select\w*|choice)\b|[`\"”] ?and/or ?[`\"“]|[`\"”],? or both\b|"
        r"\b(?:can|may) be combined\b|[`\"”][,;]? combined (?:with|by)\b",
        "`a`, `b`; multiple can be selected",
    ),
    (r"可多选|多选[:：（(]|一个或多个[:：]?\s*`", "可多选：`a`，`b`"),
)
"""Words by which a text holds several of its values at once, each with an example."""
_SEVERAL = tuple(Sieve(pattern) for pattern, _ in SEVERAL)


def holds_several(text: str, values: Collection[str], kind: str) -> bool:
    """Tell whether a text says that several of its values are sent at once, and not 'a multiple of `lotSz`'."""
    for several in _SEVERAL if values and json_type(kind) != "array" else ():
        for match in several.finditer(text):
            behind = _FIRST_CODE.match(text, match.end() - 1)
            if behind is None or behind[1] in values:
                return True
    return False


_FIRST_CODE = re.compile(r"[`\"'“\[(]+([\w.+-]*\w)")


# How many of the values: no bound of the value itself.
_HOW_MANY = Sieve(
    r"(?:\b(?:at (?:the )?(?:least|most)|up to|(?:no |not )?(?:more|less|fewer) than|max(?:imum)?(?: of)?|"
    r"min(?:imum)?(?: of)?|exactly|only|any|between)\s+)*\b\d+(?:\s*(?:-|–|to|and|or)\s*(?:\d+|more|several|both|"
    r"fewer|less))?"
    r"(?: (?:values?|options?|elements?|items?))? (?:out )?(?:of|from|among)"
    r"(?= (?:the |these |those |following |values |options |listed |below )*:?\s*[`\"'“\[(]| (?:the |these |those )?"
    r"(?:following|values|options|listed|below|them)\b)"
)


def without_how_many(sentence: str) -> str:
    """Return a sentence without the number of values that are sent at once: 'Up to 3 of `a`, `b`, `c`, `d`'."""
    return _HOW_MANY.sub("some of", sentence)


# What stands before a list in bold, and is none of it: '**Required.** One of "a", "b"'.
_LABEL_IN_BOLD = re.compile(
    r"^\W{0,3}\*\*(?:[A-Z][\w -]{0,30}[.:!]|(?:required|optional|mandatory|conditional|note|notice|important|attention|"
    r"warning|caution|new|beta|info|tip))\*\*[.:,;!]?\s+(?=\S)",
    re.IGNORECASE,
)


def without_label_in_bold(line: str) -> str:
    """Return a line without the word in bold before what it says; a line with more in bold has a list there."""
    return _LABEL_IN_BOLD.sub("", line) if line.count("**") == 2 else line


def without_names(rows: Sequence[DraftRow], report: Callable[[int, str, str], None] | None) -> tuple[DraftRow, ...]:
    """Drop and report the values of rows that are all names of other rows: a choice between parameters, as a rule.

    Without ``report``, as in an answer, the rows stay as they are.
    """
    known = {row.name for row in rows}
    kept: list[DraftRow] = []
    if report is None:
        return tuple(rows)
    for row in rows:
        fields = without_names(row.fields, report) if row.fields else row.fields
        row = row if fields == row.fields else evolve(row, fields=fields)
        if len(row.values) > 1 and {*row.values} <= known - {row.name} and not NAMED_BY.search(row.name):
            named = ", ".join(row.values)
            report(row.line, "cell-unread", f"{row.name}: {named} are names of parameters, and may be no values")
            row = evolve(row, values=(), open=False)
        kept.append(row)
    return tuple(kept)
