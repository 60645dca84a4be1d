"""Draft rules from the sentences of a page, for a person to take over, to correct or to leave.

A sentence gives a rule only if it has one of the forms below and all its names and values are known in the endpoint.
The rule refuses no request that the page documents, and no rule of the endpoint speaks of the same already. Nothing of
a draft is written anywhere: ``venuespec propose`` prints it, and the review page shows it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from ..checks.examples import can_be_sent
from ..naming import snake
from ..rules.evaluate import evaluate
from ..rules.parse import RulesError, parse_rules
from ..rules.queries import paths_of
from ..rules.to_english import says
from ..rules.tree import RuleTree, Scope
from ..runtime.json_types import is_array, is_object
from ..spec.model import EndpointSpec, Field, VenueSpec
from ..spec.yaml import scalar
from .draft import Draft, DraftRow
from .rule_words import NAME, RuleData, RuleNames, condition_of, known_names, names_of

_END = re.compile(r"(?<=[.;；。])(?<!e\.g\.)(?<!i\.e\.)\s+|\n|<br\s*/?>|(?<=passed), (?=if )|(?<=required), (?=if )")
_LINK = re.compile(r"\[([^\]\n]*)\]\([^)\s]*\)")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LONGEST = 400
_CONDITIONAL = re.compile(r"\b(?:if|when|for|in|unless|where|either|one|of|and|or|must|only)\b|`", re.IGNORECASE)
_THIS = r"(?:it|this (?:param(?:eter)?|field)|the param(?:eter)?|this)"
_SENT = r"(?:sent|passed|provided|specified|supplied|filled(?: in)?|given|input|entered|used|set)"
_NAMES = r"(?P<names>[`\"'\w/, ]+?(?:,? (?:and|or|/) |/|, ?)[`\"'\w/, ]+?)"
_BOTH = re.compile(
    rf"if (?:both|all|several|more than one)(?: {NAME} and {NAME})? (?:of them )?are {_SENT}, (?P<used>.+?)"
    r" (?:will be used|takes precedence|is used|prevails|will prevail)",
    re.IGNORECASE,
)


@frozen
class _Subject:
    """The row that a sentence describes, None for the prose around the tables, with the names it can speak of."""

    row: Field | None
    names: RuleNames

    @property
    def name(self) -> str:
        return self.row.name if self.row is not None else ""


_Read = Callable[[re.Match[str], _Subject], "RuleData | None"]


@frozen(kw_only=True)
class RuleForm:
    """A way to state a rule in a sentence: the beginning of the drafted rule's id, and how to read it.

    ``example`` is a sentence on the row ``px`` of the endpoint of the tests, ``drafts`` the rule that it gives.
    """

    name: str
    pattern: re.Pattern[str]
    read: _Read
    example: str
    drafts: str


@frozen(kw_only=True)
class DraftedRule:
    """A rule that a page seems to state: its tree, its YAML, and the ``sentence`` at a ``row`` that states it."""

    rule: RuleTree
    text: str
    row: str
    sentence: str
    form: str

    @property
    def english(self) -> str:
        return says(self.rule)


# --- what the forms mean


def _required(match: re.Match[str], of: _Subject) -> RuleData | None:
    """A condition makes a parameter required: the one that the sentence names, or the row's own."""
    named = match.groupdict().get("what")
    names = known_names(named, of.names) if named else [of.name] if of.row else []
    when = condition_of(match["when"], of.names, but=of.name)
    own = of.row is not None and of.row.required == "yes" and names == [of.name]
    return {"when": when, "require": names} if when and names and not own else None


def _only_when(match: re.Match[str], of: _Subject) -> RuleData | None:
    when = condition_of(match["when"], of.names, but=of.name) if of.row else None
    return {"when": {"not": when}, "ignore": [of.name]} if when else None


def _not_sent_unless(match: re.Match[str], of: _Subject) -> RuleData | None:
    when = condition_of(match["when"], of.names, but=of.name) if of.row else None
    return {"when": {"not": when}, "forbid": [of.name], "level": "warn"} if when else None


def _together(match: re.Match[str], of: _Subject) -> RuleData | None:
    names = known_names(match["names"], of.names)
    return {"all_or_none": names} if len(names) > 1 else None


def _sent_with(match: re.Match[str], of: _Subject) -> RuleData | None:
    names = known_names(match["names"], of.names)
    return {"when": {"present": of.name}, "require": names} if of.row and names and of.name not in names else None


def _choice(key: str) -> _Read:
    def read(match: re.Match[str], of: _Subject) -> RuleData | None:
        names = known_names(match["names"], of.names)
        when = condition_of(match["when"], of.names) if match.groupdict().get("when") else None
        if len(set(names)) < 2 or (match.groupdict().get("when") and when is None):
            return None
        return {"when": when, key: names} if when else {key: names}

    return read


def _at_most(match: re.Match[str], of: _Subject) -> RuleData | None:
    row = of.row
    number = int(match["number"].replace(",", ""))
    unit = (match.groupdict().get("unit") or "").lower()
    if row is None or not number:
        return None
    if unit.startswith(("char", "digit", "letter")):
        return {"restrict": {row.name: {"max_length": number}}} if row.json == "string" else None
    if row.json == "array" or row.separator:
        return {"restrict": {row.name: {"max_items": number}}}
    # More than a page of records is often answered with a page, not with a refusal.
    return {"restrict": {row.name: {"lte": number}}, "level": "warn"} if not unit else None


def _form(name: str, pattern: str, read: _Read, example: str, drafts: str) -> RuleForm:
    return RuleForm(name=name, pattern=re.compile(pattern, re.IGNORECASE), read=read, example=example, drafts=drafts)


_WHEN = r"(?:when|if|in case(?: of)?|where)"
FORMS: Sequence[RuleForm] = (
    _form(
        "required",
        rf"(?:{_THIS} is |only )?(?:also )?(?:required|mandatory) (?:{_WHEN}|for) (?P<when>.+)",
        _required,
        "Required when `ordType` is `limit`.",
        "{when: {ordType: limit}, require: [px]}",
    ),
    _form(
        "required",
        rf"(?:{_THIS} )?must be {_SENT} (?:{_WHEN}|for) (?P<when>.+)",
        _required,
        "Must be sent if ordType=limit",
        "{when: {ordType: limit}, require: [px]}",
    ),
    _form(
        "required",
        rf"{_WHEN} (?P<when>.+?), {_THIS} (?:is (?:also )?(?:required|mandatory)|must be {_SENT})",
        _required,
        "If `side` is sent, this parameter is required",
        "{when: {present: side}, require: [px]}",
    ),
    _form(
        "required",
        rf"{_WHEN} (?P<when>.+?), (?:supply both |both )?(?P<what>[`\"\w]+(?:(?:, | and |/)[`\"\w]+)*)"
        rf"(?: (?:is|are) (?:also )?(?:required|mandatory)| must be {_SENT}|(?<=`))",
        _required,
        "When `ordType` is `limit`, `px` and `sz` are required.",
        "{when: {ordType: limit}, require: [px, sz]}",
    ),
    _form(
        "required",
        rf"(?P<what>`\w+`|[a-z]+[A-Z]\w*) (?:is|are) (?:also )?(?:required|mandatory) {_WHEN} (?P<when>.+)",
        _required,
        "`sz` is required when `ordType` is `market`",
        "{when: {ordType: market}, require: [sz]}",
    ),
    _form(
        "only_when",
        rf"(?:{_THIS} is |takes effect )?(?:only )?(?:applicable|valid|effective|works?|supported|used)(?: only)?"
        rf" (?:{_WHEN}|for|to|on|in) (?P<when>.+?)(?: only)?",
        _only_when,
        "Only applicable when `ordType` is `limit`",
        "{when: {not: {ordType: limit}}, ignore: [px]}",
    ),
    _form(
        "only_when",
        rf"(?:{_THIS} )?(?:only applies|applies only|is only|only) (?:to|for|{_WHEN}) (?P<when>.+)",
        _only_when,
        "Only for `SPOT`/`SWAP`",
        "{when: {not: {instrument.type: [SPOT, SWAP]}}, ignore: [px]}",
    ),
    _form(
        "sent_only_when",
        rf"(?:{_THIS} )?can (?:only be {_SENT}|be {_SENT} only) (?:{_WHEN}|for) (?P<when>.+)",
        _not_sent_unless,
        "Can only be sent when `ordType` is `limit`",
        "{when: {not: {ordType: limit}}, forbid: [px], level: warn}",
    ),
    _form(
        "sent_with",
        rf"(?:{_THIS} )?(?:must|should|needs? to|has to|can only) be {_SENT} (?:together )?with"
        r" (?P<names>[`\"'\w/, ]+)",
        _sent_with,
        "Must be sent together with `sz`",
        "{when: {present: px}, require: [sz]}",
    ),
    _form(
        "together",
        rf"(?:both )?{_NAMES} (?:must|should|need to|have to) be {_SENT} (?:together|at the same time|in pairs?)"
        r"(?: or none of them| or neither)?",
        _together,
        "`begin` and `end` must be sent together.",
        "{all_or_none: [begin, end]}",
    ),
    _form(
        "exactly_one",
        rf"(?:{_WHEN} (?P<when>.+?), )?(?:exactly one|one and only one|only one and at least one) of"
        rf" (?:the following: )?{_NAMES} (?:is required|must be {_SENT}|should be {_SENT}|can be {_SENT})",
        _choice("exactly_one"),
        "Exactly one of `px`, `sz` must be sent",
        "{exactly_one: [px, sz]}",
    ),
    _form(
        "exactly_one",
        rf"(?:required to input|please {_SENT}) one and only one of {_NAMES}",
        _choice("exactly_one"),
        "Required to input one and only one of `px` and `sz`",
        "{exactly_one: [px, sz]}",
    ),
    _form(
        "exactly_one",
        rf"(?:{_WHEN} (?P<when>.+?), )?(?:either )?one of {_NAMES} must be {_SENT},? and only one(?: can be {_SENT})?",
        _choice("exactly_one"),
        "One of px/sz must be filled in, and only one can be filled in",
        "{exactly_one: [px, sz]}",
    ),
    _form(
        "at_least_one",
        rf"(?:{_WHEN} (?P<when>.+?), )?(?:either|at least one of|one of)? ?{_NAMES}"
        rf" (?:is required|must be {_SENT}|is mandatory|should be {_SENT})(?: at least)?",
        _choice("at_least_one"),
        "Either `px` or `sz` is required.",
        "{at_least_one: [px, sz]}",
    ),
    _form(
        "at_most_one",
        rf"(?:{_WHEN} (?P<when>.+?), )?(?:only one of (?:the following: )?|either ){_NAMES} can be {_SENT}",
        _choice("at_most_one"),
        "Only one of `px` and `sz` can be passed",
        "{at_most_one: [px, sz]}",
    ),
    _form(
        "at_most_one",
        rf"{_NAMES} (?:cannot|can not|can't|must not) (?:both )?be {_SENT}"
        r" (?:together|at the same time|simultaneously)",
        _choice("at_most_one"),
        "`px` and `sz` cannot be sent at the same time",
        "{at_most_one: [px, sz]}",
    ),
    _form(
        "at_most",
        r"(?:the )?max(?:imum)?(?: value| number| length)?(?: is|:| of)? [`\"]*(?P<number>\d[\d,]*)[`\"]*"
        r"(?: (?P<unit>characters?|digits?|letters?|items?|\w*[a-z]s))?",
        _at_most,
        "The maximum is `100`",
        "{restrict: {px: {lte: 100}}, level: warn}",
    ),
    _form(
        "at_most",
        r"(?:supports? )?(?:up to|at most|no more than|not more than|a maximum of|maximum of) (?:the )?"
        r"[`\"]*(?P<number>\d[\d,]*)[`\"]*(?: (?P<unit>characters?|digits?|letters?|[\w -]*?[a-z]s))"
        r"(?: (?:per|in (?:a|one)|for each) request)?"
        r"(?:(?:, | )(?:use comma to separate|separated (?:by|with) commas?))?",
        _at_most,
        "Up to 32 characters",
        "{restrict: {px: {max_length: 32}}}",
    ),
)
"""The forms, each with an example and what it gives; the first one that fits a sentence counts."""


# --- drafting


def draft_rules(
    endpoint: EndpointSpec, venue: VenueSpec, page: Draft, rows: frozenset[str] | None = None
) -> tuple[DraftedRule, ...]:
    """Draft rules from an endpoint's page; ``rows`` are the dotted names to look at, '' for the prose, or all."""
    texts = dict(_texts(page))
    scope = endpoint.scope(venue)
    found: list[DraftedRule] = []
    places: list[tuple[str, _Subject, Field | None]] = [("", _Subject(None, names_of(endpoint, venue)), None)]
    for row in endpoint.request:
        places.append((row.name, _Subject(row, names_of(endpoint, venue)), None))
        inside = names_of(endpoint, venue, row)
        places += [(f"{row.name}.{inner.name}", _Subject(inner, inside), row) for inner in row.fields]
    for path, subject, outer in places:
        partial = subject.row is not None and bool(subject.row.variants)
        if partial or (rows is not None and path not in rows):
            continue
        for sentence, form, data in _read(texts.get(path, ""), subject):
            drafted = _drafted(data, form, sentence, path, outer, scope, [each.rule for each in found])
            if drafted is not None and not _known(drafted.rule, [*endpoint.rules, *(each.rule for each in found)]):
                found += [drafted] if _passes_examples(drafted.rule, endpoint, scope) else []
    return tuple(found)


def _texts(page: Draft) -> Iterator[tuple[str, str]]:
    """Yield the prose, under '', and the description of each request row by dotted name; of variants the first."""
    seen: set[str] = set()

    def walk(rows: Iterable[DraftRow], parent: str) -> Iterator[tuple[str, str]]:
        for row in rows:
            path = f"{parent}{row.name}"
            if path not in seen:
                seen.add(path)
                yield path, row.text
            yield from walk(row.fields, f"{path}.")

    yield "", page.prose
    yield from walk(page.request, "")
    for table in page.variants:
        yield from walk(table.rows, "")


def _read(text: str, subject: _Subject) -> Iterator[tuple[str, str, RuleData]]:
    """Yield each sentence that has a form, with the form's name and the rule's data."""
    prefer: str | None = None
    found: list[tuple[str, str, dict[str, Any]]] = []
    for sentence in sentences(text):
        both = _BOTH.search(sentence)
        if both and (name := subject.names.key(both["used"].strip("`\"' "))):
            prefer = name
        for part in _parts(sentence):
            drafted = _by_form(part, subject)
            if drafted is not None:
                found.append((sentence, *drafted))
                break
    for sentence, form_name, data in found:
        choice = next((data[key] for key in ("at_least_one", "at_most_one") if key in data), ())
        yield sentence, form_name, {**data, "prefer": prefer} if prefer in choice else data


def _parts(sentence: str) -> Iterator[str]:
    """Yield a sentence, and what is behind its label: 'Order tag, at most 16 characters'."""
    yield sentence
    label, comma, rest = sentence.partition(", ")
    if comma and not _CONDITIONAL.search(label):
        yield rest


def _by_form(sentence: str, subject: _Subject) -> tuple[str, dict[str, Any]] | None:
    for form in FORMS:
        match = form.pattern.fullmatch(sentence)
        data = form.read(match, subject) if match else None
        if data is not None:
            return form.name, dict(data)
    return None


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, single-spaced, without markup; longer ones than people write are left out."""
    plain = _LINK.sub(r"\1", _TAG.sub("\n", text.replace("**", "").replace("\\", "")))
    parts = (" ".join(part.split()).strip(" .;；。-*•") for part in _END.split(plain) if part)
    return tuple(part for part in parts if 0 < len(part) <= _LONGEST)


def _drafted(
    data: RuleData,
    form: str,
    sentence: str,
    path: str,
    outer: Field | None,
    scope: Scope,
    others: Sequence[RuleTree],
) -> DraftedRule | None:
    """Parse a rule's data with an id of its own; None where the rule language does not take it."""
    placed: dict[str, Any] = {}
    if outer is not None:
        placed = {"each" if outer.json == "array" else "in": outer.name}
    first = path.rpartition(".")[2] or str(next(iter(_named(data)), "request"))
    stem = re.sub(r"[^a-z0-9_]", "", snake(first.removeprefix("$."))).strip("_") or "row"
    name = f"{stem if stem[0].isalpha() else f'row_{stem}'}_{form}"
    taken = {rule.id for rule in others}
    rule_id = next(each for each in (name, *(f"{name}_{number}" for number in range(2, 999))) if each not in taken)
    because = f"The page says so at {path}." if path else "The page says so above its tables."
    written = {"id": rule_id, **placed, **data, "because": because}
    try:
        (rule,) = parse_rules([written], scope)
    except RulesError:
        return None
    return DraftedRule(rule=rule, text=yaml_of(written), row=path, sentence=sentence, form=form)


def _named(data: RuleData) -> Iterator[str]:
    for value in data.values():
        if is_array(value):
            yield from (name for name in value if isinstance(name, str))
        elif is_object(value):
            yield from value


def yaml_of(rule: RuleData) -> str:
    """Render a rule as an item of ``sdk.rules``, ready to be copied."""
    lines = [f"{key}: {_flow(value)}" for key, value in rule.items()]
    return "".join(f"  {'- ' if not number else '  '}{line}\n" for number, line in enumerate(lines))


def _flow(value: Any) -> str:
    if is_object(value):
        return f"{{{', '.join(f'{key}: {_flow(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_flow, value))}]"
    return str(value) if isinstance(value, int) else scalar(str(value))


def _known(rule: RuleTree, others: Iterable[RuleTree]) -> bool:
    """Tell whether another rule asserts the same kind of thing of the same rows."""
    mine = (set(paths_of(rule)), {type(each) for each in rule.asserts})
    return any(mine[0] <= set(paths_of(other)) and mine[1] & {type(each) for each in other.asserts} for other in others)


def _passes_examples(rule: RuleTree, endpoint: EndpointSpec, scope: Scope) -> bool:
    """Tell whether no documented request breaks a rule, in its own context or in none."""
    strict = evolve(rule, level="error")
    for example in endpoint.examples:
        if example.request is None or not can_be_sent(endpoint, example.request):
            continue
        for wire in example.request if is_array(example.request) else [example.request]:
            contexts: list[Mapping[str, str]] = [{}, example.context]
            if any(evaluate(strict, wire, context, scope).state == "broken" for context in contexts):
                return False
    return True
