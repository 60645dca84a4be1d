"""Draft rules from the sentences of a page, for a person to take over, to correct or to leave.

A sentence gives a rule only if it has one of the forms of ``rule_forms`` and all its names and values are known in the
endpoint. The rule refuses no request that the page documents, and no rule of the endpoint speaks of the same already.
Nothing of a draft is written anywhere: ``venuespec propose`` prints it, and the review page shows it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from .parts.sentences import sentences_of
from .rule_forms import FORMS, SENT, RuleSubject
from .rule_words import NAME, RuleData, names_of

_BEHIND = re.compile(r"(?<=passed), (?=if )|(?<=required), (?=if )")
_LINK = re.compile(r"\[([^\]\n]*)\]\([^)\s]*\)")
_CONDITIONAL = re.compile(r"\b(?:if|when|for|in|unless|where|either|one|of|and|or|must|only)\b|`", re.IGNORECASE)
_BOTH = re.compile(
    rf"if (?:both|all|several|more than one)(?: {NAME} and {NAME})? (?:of them )?are {SENT}, (?P<used>.+?)"
    r" (?:will be used|takes precedence|is used|prevails|will prevail)",
    re.IGNORECASE,
)


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


def draft_rules(
    endpoint: EndpointSpec, venue: VenueSpec, page: Draft, rows: frozenset[str] | None = None
) -> tuple[DraftedRule, ...]:
    """Draft rules from an endpoint's page; ``rows`` are the dotted names to look at, '' for the prose, or all."""
    texts = dict(_texts(page))
    scope = endpoint.scope(venue)
    found: list[DraftedRule] = []
    places: list[tuple[str, RuleSubject, Field | None]] = [("", RuleSubject(None, names_of(endpoint, venue)), None)]
    for row in endpoint.request:
        places.append((row.name, RuleSubject(row, names_of(endpoint, venue)), None))
        inside = names_of(endpoint, venue, row)
        places += [(f"{row.name}.{inner.name}", RuleSubject(inner, inside), row) for inner in row.fields]
    for path, subject, outer in places:
        partial = subject.row is not None and bool(subject.row.variants)
        if partial or (rows is not None and path not in rows):
            continue
        for sentence, form, data in _read(texts.get(path, ""), subject):
            drafted = _drafted(data, form, sentence, path, subject.row, outer, scope, [each.rule for each in found])
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


def _read(text: str, subject: RuleSubject) -> Iterator[tuple[str, str, RuleData]]:
    """Yield each sentence that has a form, with the form's name and the rule's data."""
    prefer: str | None = None
    found: list[tuple[str, str, dict[str, Any]]] = []
    for sentence in _sentences(text):
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


def _by_form(sentence: str, subject: RuleSubject) -> tuple[str, dict[str, Any]] | None:
    for form in FORMS:
        match = form.pattern.fullmatch(sentence)
        data = form.read(match, subject) if match else None
        if data is not None:
            return form.name, dict(data)
    return None


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text without markup, and what some of them have behind a comma."""
    plain = _LINK.sub(r"\1", text.replace("**", "").replace("\\", ""))
    for sentence in sentences_of(plain):
        yield from _BEHIND.split(sentence)


def _drafted(
    data: RuleData,
    form: str,
    sentence: str,
    path: str,
    row: Field | None,
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
    because = _because(path, form, row)
    written = {"id": rule_id, **placed, **data, "because": because}
    try:
        (rule,) = parse_rules([written], scope)
    except RulesError:
        return None
    return DraftedRule(rule=rule, text=yaml_of(written), row=path, sentence=sentence, form=form)


def _because(path: str, form: str, row: Field | None) -> str:
    """Name the place on the page, and the facts of the spec that the rule rests on."""
    facts = {"required": row.required_when, "only_when": row.applies_to}.get(form, ()) if row is not None else ()
    verb = "is required for" if form == "required" else "applies to"
    if facts:
        return f"The page says that {path} {verb} {', '.join(facts)}."
    return f"The page says so at {path}." if path else "The page says so above its tables."


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
    if is_array(value):
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
