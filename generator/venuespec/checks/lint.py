"""Checks of a loaded spec that no single file can make. Each has a stable id.

reference-unknown     venue.yaml names an endpoint, field or parameter that there is not
source-missing        an endpoint does not say which page it is from
summary-missing       an endpoint has no summary of our own
example-param         a documented request has a parameter that the table does not have
example-required      a documented request lacks a required parameter
example-value         a documented request has a value that the table does not list
example-type          a documented request has a value of another JSON type than its table
example-rule          a documented request breaks an error-level rule, in its own context or in none
example-field         a documented response has a field that the table does not have
example-missing       an endpoint has no documented request, or no response
note-unknown          a note speaks of a parameter that the tables do not have
rule-value            a rule speaks of a value that the table does not list
word-missing          a field has no entry in the vocabulary
word-unused           an entry of the vocabulary that no field uses
refusal-unknown       a refusal has a code that errors.yaml does not have
unread                import could not read a part of the page, and sdk.decided does not say why that does not matter
required-unknown      a page's word for whether a parameter must be sent was not understood; sdk.fields can say it
scope-unknown         a rate limit holds for a part of the traffic in words that limits.scopes does not explain
rule-due              rules rest on what the page no longer says, or nobody confirmed them; see venuespec review
text-control          a text holds control characters
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from ..rules.evaluate import evaluate
from ..rules.queries import leaves
from ..rules.tree import Is, JsonType, Restrict
from ..runtime.json_types import is_array, is_object
from ..spec.alphabets import ALPHABETS, Name
from ..spec.model import EndpointSpec, Field, VenueSpec, walk
from ..spec.place import Place
from ..spec.problem import Problem, Severity
from ..spec.settings import Learn
from ..spec.shared_rows import shared_row_problems
from .due import due

# A noun for each Python type of a JSON value, and the types of the table that it fits; bool before int.
_JSON_TYPES: tuple[tuple[type, tuple[str, ...]], ...] = (
    (bool, ("true or false", "boolean")),
    (str, ("text", "string")),
    (int, ("a number", "integer", "number")),
    (float, ("a number", "number")),
    (Decimal, ("a number", "number")),
    (list, ("a list", "array")),
    (object, ("an object", "object")),
)
_AS_WRITTEN: Mapping[JsonType, str] = {
    "string": "write it in quotes",
    "boolean": "write true or false",
    "integer": "write it without quotes",
    "number": "write it without quotes",
    "array": "write a list",
    "object": "write an object",
}


def lint(venue: VenueSpec) -> tuple[Problem, ...]:
    """Everything questionable in a venue's spec, by file and line."""
    found = [*_venue(venue), *_words(venue)]
    for endpoint in venue.endpoints:
        found += _endpoint(endpoint, venue)
    return tuple(sorted(found, key=lambda each: (str(each.place.file), each.place.line, each.check, each.message)))


def _problem(check: str, place: Place, message: str, severity: Severity = "error") -> Problem:
    return Problem(check=check, place=place, message=message, severity=severity)


def _venue(venue: VenueSpec) -> Iterator[Problem]:
    here = Place(venue.folder / "venue.yaml", 1)
    ids = {each.id: each for each in venue.endpoints}
    if venue.clock is not None and venue.current:
        endpoint = ids.get(venue.clock.endpoint)
        if endpoint is None:
            yield _problem("reference-unknown", here, f"the clock endpoint {venue.clock.endpoint} is not in the spec")
        elif venue.clock.field not in {row.name for row in endpoint.response}:
            yield _problem("reference-unknown", here, f"{venue.clock.endpoint} answers no field {venue.clock.field}")
    if venue.learn is not None and venue.current:
        yield from _learn(venue.learn, ids.get(venue.learn.endpoint), here)
    if venue.current and (fault := ALPHABETS[Name].fault(venue.name)):
        yield _problem("name", here, f"the folder's name is that of a Python package: {fault}")
    parameters = {row.name for each in venue.endpoints for _, row in walk(each.request)}
    for name in (*venue.instruments.ids, venue.instruments.type_name):
        if name is not None and venue.endpoints and name not in parameters | {each.name for each in venue.context}:
            yield _problem("reference-unknown", here, f"no endpoint has the parameter {name} that tells instruments")
    if venue.current:
        yield from _limits(venue, ids, here)
    for reason, refusal in venue.refusals.items():
        if venue.errors and refusal.code not in venue.errors and refusal.code != str(refusal.status):
            yield _problem("refusal-unknown", here, f"the code {refusal.code} of {reason} is not in errors.yaml")


def _limits(venue: VenueSpec, ids: Mapping[str, EndpointSpec], here: Place) -> Iterator[Problem]:
    """Words of limits that mean nothing, and what ``limits`` names that there is not."""
    facts = venue.limits
    scopes = {limit.scope for endpoint in venue.endpoints for limit in venue.charged(endpoint) if limit.scope}
    for each in sorted({words for scope in scopes for words in scope.split("; ")} - facts.scopes.keys()):
        yield _problem("scope-unknown", here, f"limits.scopes does not say what is meant by a limit for {each!r}")
    named = {each.name for each in venue.context}
    for scope in facts.scopes.values():
        for name in (*scope.only, *scope.unless):
            if name.startswith("context.") and name.removeprefix("context.") not in named:
                yield _problem("reference-unknown", here, f"limits.scopes speaks of {name}, which the context has not")
    endpoints = {each for shared in facts.shared.values() for each in shared.endpoints} | {
        *facts.singles,
        *facts.singles.values(),
    }
    for each in sorted(endpoints - ids.keys()):
        yield _problem("reference-unknown", here, f"limits speaks of the endpoint {each}, which is not in the spec")
    for name, shared in facts.shared.items():
        if shared.code is not None and venue.errors and shared.code not in venue.errors:
            yield _problem("refusal-unknown", here, f"the code {shared.code} of {name} is not in errors.yaml")


def _learn(learn: Learn, endpoint: EndpointSpec | None, here: Place) -> Iterator[Problem]:
    if endpoint is None:
        yield _problem("reference-unknown", here, f"the endpoint {learn.endpoint} is not in the spec")
        return
    answered = {row.name for row in endpoint.response}
    for name in {*learn.fields.values(), *(each for pair in learn.same.values() for each in pair)} - answered:
        yield _problem("reference-unknown", here, f"{learn.endpoint} answers no field {name}")


def _words(venue: VenueSpec) -> Iterator[Problem]:
    used = {row.name for each in venue.endpoints for _, row in (*walk(each.request), *walk(each.response))}
    for name, word in venue.words.items():
        if name not in used and word.place.file.parent == venue.folder:
            yield _problem("word-unused", word.place, f"no endpoint has a field {name}", "warning")


def _endpoint(endpoint: EndpointSpec, venue: VenueSpec) -> Iterator[Problem]:
    if not endpoint.source.startswith("https://"):
        yield _problem("source-missing", endpoint.place, "the source must be an https link to the page")
    if not endpoint.summary:
        yield _problem("summary-missing", endpoint.place, "there is no summary", "warning")
    for text in _texts(endpoint):
        if any(ord(each) < 32 and each != "\n" for each in text):
            yield _problem("text-control", endpoint.place, f"a text holds control characters: {text!r}")
    for _, row in (*walk(endpoint.request), *walk(endpoint.response)):
        if row.name not in venue.words:
            yield _problem("word-missing", row.place, f"fields.yaml does not say what {row.name} means", "warning")
    for name, row in walk(endpoint.request):
        if row.required == "unknown":
            message = f"whether {name} must be sent is not understood; say it as required under sdk.fields.{name}"
            yield _problem("required-unknown", row.place, message, "warning")
    for code in endpoint.unread:
        if code not in endpoint.decided:
            message = f"import could not read a part of the page ({code}); see venuespec import --report"
            yield _problem("unread", endpoint.place, message, "warning")
    names = {name for path, row in (*walk(endpoint.request), *walk(endpoint.response)) for name in (path, row.name)}
    for note in endpoint.notes:
        for name in note.params:
            if name not in names:
                yield _problem("note-unknown", note.place, f"the tables of {endpoint.place} have no {name}")
    awaiting = due(endpoint)
    if awaiting and venue.current and endpoint.gone_since is None:
        message = f"{len(awaiting)} of {len(endpoint.rules)} rules await review; see venuespec review {venue.name}"
        place = endpoint.rule_places.get(awaiting[0].rule.id, endpoint.place)
        yield _problem("rule-due", place, f"{message} {endpoint.id}", "warning")
    yield from shared_row_problems(endpoint, venue)
    yield from _asks(endpoint, venue)
    yield from _examples(endpoint, venue)
    yield from _rules(endpoint)


def _asks(endpoint: EndpointSpec, venue: VenueSpec) -> Iterator[Problem]:
    """Questions after an unknown outcome that name what there is not."""
    for ask in endpoint.reconcile.ask if endpoint.reconcile and venue.current else ():
        asked = next((each for each in venue.endpoints if each.id == ask.endpoint), None)
        if asked is None or asked.write:
            message = f"reconcile asks {ask.endpoint}, which is not a reading endpoint of the spec"
            yield _problem("reference-unknown", endpoint.place, message)
            continue
        for name in sorted(ask.params.keys() - {row.name for row in asked.request}):
            yield _problem("reference-unknown", endpoint.place, f"{ask.endpoint} has no parameter {name}")
        answered = {row.name for _, row in walk(asked.response)}
        key = next((name for name, source in ask.params.items() if source == endpoint.dedup_key), None)
        reconcile = endpoint.reconcile
        assert reconcile is not None
        for field in (key, ask.rows, reconcile.created, *reconcile.refused):
            if field is not None and field not in answered:
                yield _problem("reference-unknown", endpoint.place, f"{ask.endpoint} answers no field {field}")
        for code in ask.absent:
            if venue.errors and code not in venue.errors:
                yield _problem("reference-unknown", endpoint.place, f"errors.yaml has no code {code}")


def _examples(endpoint: EndpointSpec, venue: VenueSpec) -> Iterator[Problem]:
    requests = [each for each in endpoint.examples if each.request is not None]
    if not requests or not any(each.response is not None for each in endpoint.examples):
        yield _problem("example-missing", endpoint.place, "there is no documented request or no response", "warning")
    scope = endpoint.scope(venue)
    for example in requests:
        for wire in example.request if is_array(example.request) else [example.request]:
            if not is_object(wire):
                continue
            for check, subject, message in against_table(endpoint.request, wire, query=endpoint.method == "GET"):
                if f"request.{subject}" in endpoint.decided:
                    continue
                # Documentation contradicts itself; that is worth knowing and no reason to stop. Another JSON type is
                # most likely a slip in writing the example down.
                yield _problem(check, example.place, message, "error" if check == "example-type" else "warning")
            for rule in endpoint.rules:
                contexts: list[Mapping[str, str]] = [{}, example.context]
                for context in contexts:
                    if rule.level == "error" and evaluate(rule, wire, context, scope).state == "broken":
                        message = f"this documented request breaks the rule {rule.id}"
                        place = endpoint.rule_places.get(rule.id, endpoint.place)
                        yield _problem("example-rule", example.place, f"{message} ({place})")
                        break
    known = {row.name for row in endpoint.response}
    for example in endpoint.examples:
        data = example.response.get(venue.envelope.data) if is_object(example.response) else None
        for item in data if is_array(data) else [data]:
            for name in item if is_object(item) and known else ():
                if name not in known and f"response.{name}" not in endpoint.decided:
                    message = f"the response table has no {name}, which this answer shows"
                    yield _problem("example-field", example.place, message, "warning")


def against_table(
    rows: Iterable[Field], wire: Mapping[str, Any], where: str = "", *, query: bool = False
) -> Iterator[tuple[str, str, str]]:
    """Where a documented request does not fit its own page's table.

    The check that finds it, its subject as ``sdk.decided`` names it, and what is wrong. All values of a ``query`` are
    text, whatever their type in the table.
    """
    known = {row.name: row for row in rows}
    for name in wire:
        if name not in known:
            yield "example-param", f"{where}{name}", f"the request table has no {where}{name}, which this request sends"
    for name, row in known.items():
        value = wire.get(name)
        if value is None:
            if row.required == "yes":
                message = f"{where}{name} is required, and this request does not send it"
                yield "example-required", f"{where}{name}.required", message
            continue
        if not query and (came := _other_type(value, row)) is not None:
            message = f"{where}{name} is {came} here, and the table says {row.type}; {_AS_WRITTEN[row.json]}"
            yield "example-type", f"{where}{name}.type", message
        texts = value.split(",") if isinstance(value, str) else [value]
        for text in texts if row.listed else ():
            if isinstance(text, str) and text and text not in row.listed:
                message = f"{where}{name} is {text!r} here, which the table does not list"
                yield "example-value", f"{where}{name}.values", message
        for item in value if is_array(value) else [value]:
            if row.fields and is_object(item):
                yield from against_table(row.fields, item, f"{where}{name}.", query=query)


def _other_type(value: object, row: Field) -> str | None:
    """The JSON type of a value, as a noun, if it is not that of its row."""
    found = next(types for kind, types in _JSON_TYPES if isinstance(value, kind))
    return None if row.json in found[1:] else found[0]


def _rules(endpoint: EndpointSpec) -> Iterator[Problem]:
    """Values that a rule names and the table does not list: a slip of the pen, or a page that changed."""
    for rule in endpoint.rules:
        inner = rule.each or rule.inside
        rows: tuple[Field, ...] = endpoint.request
        if inner is not None:
            rows = next((row.fields for row in endpoint.request if row.name == inner), ())
        named = [(leaf.name, leaf.values) for leaf in leaves(rule.when) if isinstance(leaf, Is)]
        restricted = [each for each in rule.asserts if isinstance(each, Restrict)]
        named += [(each.name, (*(each.one_of or ()), *(each.none_of or ()))) for each in restricted]
        for name, values in named:
            table = endpoint.request if name.startswith("$.") else rows
            row = next((each for each in table if each.name == name.removeprefix("$.")), None)
            if row is None or not row.listed:
                continue
            for value in values:
                if value not in row.listed:
                    place = endpoint.rule_places.get(rule.id, endpoint.place)
                    message = f"the rule {rule.id} names {value!r}, which the table of {row.name} does not list"
                    yield _problem("rule-value", place, message)


def _texts(endpoint: EndpointSpec) -> Iterator[str]:
    yield from (endpoint.title, endpoint.summary, endpoint.source)
    for _, row in (*walk(endpoint.request), *walk(endpoint.response)):
        yield from (row.name, row.label, row.description, *row.values)
    for rule in endpoint.rules:
        yield rule.because
