"""Parse what the prose of a table cell states about a value: its default, range, length and number of items.

A sentence that begins with a condition ('When the period is ...', 'If ...') states nothing that holds for every call,
and a default that depends on something ('for buy', 'in net mode') does not count; both are left to the rules. Where two
sentences state different figures neither counts, and the cell is reported.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TypedDict

from ...spec.row_types import json_type
from .bounds import Bound, bounds, excludes_an_end, is_of_several, speaks_of_bounds
from .character_words import speaks_of_characters, with_lengths
from .chinese import facts_in_english
from .conditions import excludes
from .defaults import defaults, is_default_for, speaks_of_default
from .number_words import with_figures, without_commas
from .plain_defaults import plain_default
from .sentences import facts_apart
from .separators import separator_of
from .sieve import Sieve
from .subjects import is_of_case, of_another
from .turned import apart_from_case, figures_of_cases, is_default_of_cases, is_held_off, is_turned
from .usual_words import in_usual_words

_SENTENCE = re.compile(
    r"(?<=[.;；。])(?<!\.\.)(?<!e\.g\.)(?<!i\.e\.)(?<!\beg\.)(?<!\b[Ee]x\.)(?<!max\.)(?<!min\.)(?<!Max\.)(?<!Min\.)(?<![Dd]ef\.)(?<!\bno\.)\s+"
    r"(?!-?[\d.]+\s*[\])])|\n|(?<=\d max\.)\s+(?=[A-Z][a-z])|"
    r"(?<=[a-z)])\.(?=[A-Z][a-z]* )"
)
_OMITTED = (
    r"(?:not |un)(?:specified|provided|passed|given|set|sent|filled(?: in)?|supplied|"
    r"present|stated)|omitted|absent|missing|"
    r"missing|empty|blank|left (?:out|empty|blank)|null"
)
_UNSENT = Sieve(
    rf"\s*\(?(?:if|when|where|in case|unless)\s+(?:(?:it|this|the|value|field|parameter|param|this field|is|are|was|"
    rf"it's|`\w+`)\s+)*(?:{_OMITTED}|you (?:leave (?:it|this) out|omit (?:it|this)|do not (?:send|set|give) "
    rf"(?:it|this)))(?:\s+or (?:omitted|empty|null|set to `[^`]*`|not provided))?\)?\s*[,:]?\s*"
)
_UNLESS_SENT = Sieve(
    r"\s*\(?\b(?:if|when|where|whenever) (?:no|nothing) ?(?:selection|value|input|choice)?(?: (?:is|was|has been))? ?"
    r"(?:made|given|sent|set|passed|provided|specified|supplied|chosen)\)?\s*,?\s*|"
    r"\s*\(?\bunless (?:it is |this is )?(?:otherwise )?(?:specified|provided|given|set|passed|stated|"
    r"sent|told|said|changed|you (?:say|specify|set|state|tell us|change it))(?: otherwise)?\)?\s*,?\s*"
    r"|^\W*(?:in (?:its|the) absence|without (?:it|this(?: parameter| field)?|a value|value|input))\s*[,:]?\s*"
    r"|^\W*(?:not (?:sending|passing|giving|setting) (?:it|this)|omitting (?:it|this)) (?:means|is|gives)\s+"
    r"|^\W*(?:in case of|with|on|given) no (?:input|value),?\s+|未填写?时"
    r"|^\W*(?:omitted|not (?:sent|set|specified|given)|nothing (?:sent|given|passed|set)|empty|blank|"
    r"unspecified|unset)"
    r"(?: (?:means|is|=)\s+|\s*[:：=]\s*)|^\W*(?:leave "
    r"(?:it )?(?:blank|empty|out)|"
    r"omit(?: it)?) (?:for|to use|means)\s+"
)
_CONDITION = re.compile(
    r"\W*(?:in|under|on|with)\b[^,`]{0,30}\b(?:mode|account|case|market|margin|orders?|trading)s?\b|"
    r"\W*with(?:out)? `[^`]+`,|"
    r"\W*(?:if|when|whenever|for|in case|unless|spot|contract|except|while)\b(?! (?:omitted|absent))|.*\bfor "
    r"example\b",
    re.IGNORECASE,
)
_ALPHANUMERIC = re.compile(r"combination of case-sensitive alpha-?numerics?, all numbers, or all letters of up to")
_LONGEST = 700
_LONGEST_CLAUSE = 160
_EMPHASIS = re.compile(r"(?<![\w*`])\*{1,3}(?=\w)|(?<=[\w:])\*{1,3}(?![\w*`])")
_SPEAKS_OF_DEFAULT = Sieve(
    r"\bdefault|\bomit|\bmissing\b|\babsen|\bempty\b|\bblank\b|\bunset\b|\bunspecified\b|\bimplicit|\bnothing\b|"
    r"\bnone\b|\bstandard\b|\bskip|\bfalls? back|\bfallback|\binitial value|\bpre-?set|\bdef[.:]|\bdflt\b|\bnull\b|"
    r"\black|"
    r"\bleav|\bleft\b|\bunless\b|"
    r"(?:\b(?:not|unless|no)|n't) (?:\w+ ){0,2}(?:sent|send|given|give|pass|passed|set|provided?|specif\w+|"
    r"sending|passing|setting|giving|providing|"
    r"chosen|say|said|"
    r"supplied|filled|value|input)\b|默认|缺省|不填|不传|未填|未传|为空|留空|省略"
)
# Another parameter is to be sent in its place: 'Provide `orderId` if this is not given'.
_OTHER_IS_SENT = re.compile(r"\W*(?:please )?(?:provide|send|pass|specify|supply) (?:the )?[`\"]", re.IGNORECASE)
_FIGURES = re.compile(r"\b(?:default|max|min|range|at least|at most)", re.IGNORECASE)
_ARRAY = re.compile(r"\W*(?:array|list)", re.IGNORECASE)


class Stated(TypedDict, total=False):
    """The attributes of a row that its prose states; others are missing."""

    default: str
    min: Decimal
    max: Decimal
    min_length: int
    max_length: int
    max_items: int
    pattern: str
    separator: str


def stated(text: str, kind: str, values: Collection[str]) -> Stated:
    """Return what a cell states about the value of a row of type ``kind`` with the listed ``values``."""
    return stated_and_left(text, kind, values)[0]


def stated_and_left(text: str, kind: str, values: Iterable[str], name: str = "") -> tuple[Stated, tuple[str, ...]]:
    """Return what a cell states, and the sentences with a default or figure that holds, and is not understood.

    With the ``name`` of the row, a bound in a sentence whose subject is another parameter is left.
    """
    facts = Stated()
    text = with_lengths(facts_apart(in_usual_words(text)))
    text = text.replace(" | ", "\n") if " | " in text and "`" not in text else text
    text = _EMPHASIS.sub("", text) if "*" in text else text
    left = [part for part in _SENTENCE.split(text) if len(part.strip()) >= _LONGEST and _FIGURES.search(part)]
    plain = list(_plain(text))
    listed = frozenset(values)
    default, unclear = _default([each for each in plain if is_default_for(each[0], name)], listed)
    is_figure = default is not None and default.lstrip("-")[:1].isdigit()
    if default is not None and is_default_of_cases(_SENTENCE.split(text), of_figure=is_figure):
        unclear = [*unclear, *(sentence for sentence, _ in plain if default in sentence)]
    elif default is not None:
        facts["default"] = default
    elif plainly := _plain_default(text):
        facts["default"], unclear = plainly, []
    left += unclear
    is_array = _ARRAY.match(kind) is not None
    if not is_array and (separator := separator_of(facts_in_english(text))):
        facts["separator"] = separator
    of_items = is_array or "separator" in facts or is_of_several(text)
    stated_bounds: dict[Bound, dict[Decimal, str]] = {}
    known = {facts["default"]} if "default" in facts else set[str]()
    held: set[tuple[Bound, Decimal]] = set()
    for written, _ in plain or ([(text.replace("\n", " ")[:_LONGEST], False)] if of_items else []):
        sentence = with_figures(written)
        found = bounds(sentence, of_items=of_items)
        if case := apart_from_case(sentence):
            # A smaller figure for some calls leaves the greatest one for all of them.
            rest, least = case
            outer = bounds(rest, of_items=of_items)
            is_most = all(bound.startswith("max") and number >= least for bound, number in outer)
            if outer and is_most and not _is_held(rest, {str(number) for _, number in outer}, of_items=of_items):
                left.append(written)
                sentence, found = rest, outer
        figures = {str(abs(number)) for _, number in found}
        if found and (of_another(sentence, name, listed) or _is_held(sentence, figures | known, of_items=of_items)):
            left += () if is_of_case(sentence, name) else (written,)  # the residue of the cell tells what holds by case
            held.update(found)
            continue
        for bound, number in found:
            stated_bounds.setdefault(bound, {}).setdefault(number, written)
        if excludes_an_end(sentence) if found else speaks_of_bounds(sentence):
            left.append(written)
        if any(bound == "max_length" for bound, _ in found) and _ALPHANUMERIC.search(sentence):
            facts["pattern"] = "[A-Za-z0-9]*"
    of_cases = figures_of_cases(_SENTENCE.split(text)) if stated_bounds else ()
    is_text = bool(stated_bounds.keys() & {"min", "max"}) and json_type(kind) == "string" and speaks_of_characters(text)
    for bound, numbers in stated_bounds.items():
        others = {number for of, number in held if of == bound} - numbers.keys()
        is_unsure = bound == "unclear" or (is_text and bound in ("min", "max"))
        if len(numbers) > 1 or is_unsure or others or _is_passed(bound, min(numbers), of_cases):
            left += numbers.values()
        else:
            _add(facts, bound, next(iter(numbers)))
    return _consistent(facts), tuple(dict.fromkeys(left))


def _is_passed(bound: Bound, number: Decimal, of_cases: Iterable[Decimal]) -> bool:
    """Tell whether some calls may pass a bound: 'Max 500; 1000 for brokers'."""
    return any(other < number if bound.startswith("min") else other > number for other in of_cases)


def _add(facts: Stated, bound: Bound, number: Decimal) -> None:
    if bound == "min" or bound == "max":
        facts[bound] = number
    elif bound != "unclear" and number == number.to_integral_value():
        facts[bound] = int(number)


def _consistent(facts: Stated) -> Stated:
    """Drop bounds that contradict each other."""
    if "min" in facts and "max" in facts and facts["min"] > facts["max"]:
        del facts["min"], facts["max"]
    return facts


def _plain(text: str) -> Iterator[tuple[str, bool]]:
    """The sentences that hold for every call, and whether they speak of a call without the parameter.

    The words for that are left out of the sentence.
    """
    for part in _SENTENCE.split(text):
        whole = facts_in_english(part.strip().strip("~"))
        # No page has such a sentence; a search in it could take minutes.
        sentence = _UNLESS_SENT.sub(" ", _UNSENT.sub(" ", whole)).strip() if len(whole) < _LONGEST else ""
        if sentence and not _CONDITION.match(sentence) and not (sentence != whole and _OTHER_IS_SENT.match(sentence)):
            yield sentence, len(sentence) < len(whole.strip())


def _plain_default(text: str) -> str | None:
    """The default that the only sentence on it states, if every word of that is understood."""
    if not _SPEAKS_OF_DEFAULT.found(text):
        return None
    parts = [
        with_figures(facts_in_english(part.strip())) for part in _SENTENCE.split(text) if _SPEAKS_OF_DEFAULT.found(part)
    ]
    if len(parts) != 1 or len(parts[0]) > _LONGEST_CLAUSE or _OTHER_IS_SENT.match(parts[0]):
        return None
    found = plain_default(parts[0])
    if found is not None and excludes((parts[0],)):  # 'Don't send it for `spot`'
        return None
    return None if found is None or _is_held(_UNLESS_SENT.sub(" ", parts[0]), {found}) else found


def _is_held(sentence: str, figures: Iterable[str], *, of_items: bool = False) -> bool:
    """Tell whether a sentence with facts of these figures does not state them for every call."""
    return is_turned(sentence) or is_held_off(sentence, frozenset(figures), of_items=of_items)


def _without_values(sentence: str, values: frozenset[str]) -> str:
    """Return a sentence without the other values, which say nothing of the default beside them."""
    words = [value for value in values if re.fullmatch(r"[A-Za-z]\w*", value)]
    return re.sub(rf"(?<![\w`\"'])(?:{'|'.join(words)})(?![\w`\"'])", " ", sentence) if words else sentence


def _default(sentences: Sequence[tuple[str, bool]], values: frozenset[str]) -> tuple[str | None, list[str]]:
    """The default that the sentences agree on, and the sentences with one that is not clear."""
    found: dict[str, str] = {}
    unclear: list[str] = []
    turned = False
    of_unsent = {sentence: set(defaults(sentence, values, unsent=True)) for sentence, unsent in sentences if unsent}
    # Several sentences on a call without the parameter speak of several cases.
    several = len(of_unsent) > 1 and not all(of_unsent.values())
    for written, unsent in sentences:
        sentence = with_figures(without_commas(written))
        said: set[str] = set()
        if not (unsent and several):
            said.update(defaults(sentence, values, unsent=unsent))
        if said and _is_held(_without_values(sentence, values - said), said):
            unclear.append(sentence)
            turned = True
            continue
        found.update(dict.fromkeys(said, sentence))
        if not said and speaks_of_default(sentence):
            unclear.append(sentence)
    if len(found) > 1:
        return None, [*unclear, *found.values()]
    return next(iter(found), None), [] if found and not turned else unclear
