"""The page's own examples: a documented request must not be refused, and a documented answer must be read.

Where one is, the page was read wrongly, or it contradicts itself, which a person settles in ``sdk.decided``.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from ..kinds.inference import FieldWords, fitting
from ..kinds.registry import ValueKind
from ..rules.evaluate import evaluate
from ..rules.tree import JsonType
from ..runtime.envelopes import code_of, key_of, payload_of, without_code
from ..runtime.json_types import is_array, is_object
from ..runtime.values import shown as abridged
from ..spec.model import EndpointSpec, Example, Field, VenueSpec
from ..spec.problem import Problem, Severity
from .beyond import beyond
from .shown import Shown, answered, answers, rows_in, shown_by

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


@frozen(kw_only=True)
class Contradiction:
    """One thing that is wrong with an example; ``subject`` is the key of ``sdk.decided`` that settles it.

    ``kind`` reads all values that the examples show of the row, where its own kind does not.
    """

    example: int
    check: str
    subject: str
    message: str
    mend: str
    severity: Severity = "error"
    kind: ValueKind | None = None


def example_problems(endpoint: EndpointSpec, venue: VenueSpec) -> Iterator[Problem]:
    """Yield what the examples of an endpoint's page say against its spec, each thing once.

    What the SDK would refuse or could not read is an error, with the change that mends it; until somebody makes it the
    SDK does without the fact (``opened``), so that one stale example stops nothing.
    """
    shows = [example.request is not None for example in endpoint.examples]
    if not any(shows) or all(example.response is None for example in endpoint.examples):
        shown = (any(shows), any(example.response is not None for example in endpoint.examples))
        lacking = " and no ".join(name for name, there in zip(("request", "answer"), shown, strict=True) if not there)
        message = f"there is no documented {lacking}, so that nothing checks the table; add one if the page has it"
        yield Problem(check="example-missing", place=endpoint.place, message=message, severity="warning")
    for fault in contradictions(endpoint, venue):
        example = endpoint.examples[fault.example - 1]
        where = f"{endpoint.key}, {_named(example, fault.example)}"
        mend = f"; {fault.mend}, or say why not in sdk.decided: {{{fault.subject}: ...}}" if fault.mend else ""
        yield Problem(
            check=fault.check,
            place=example.place,
            message=f"{where}: {fault.message}{mend}",
            severity=fault.severity,
            stale=fault.severity == "error",
        )


def contradictions(endpoint: EndpointSpec, venue: VenueSpec) -> Iterator[Contradiction]:
    """Yield what the examples of an endpoint's page say against its spec and nobody has decided, each thing once."""
    told: set[tuple[str, str]] = set()
    faults = (_refused(endpoint, venue), _unread(endpoint, venue), _undocumented(endpoint, venue), _beyond(endpoint))
    for fault in chain.from_iterable(faults):
        if fault.subject not in endpoint.decided and (fault.check, fault.subject) not in told:
            told.add((fault.check, fault.subject))
            yield fault


def answered_by_decisions(venue: VenueSpec) -> frozenset[tuple[Path, str]]:
    """Return the file and the subject of each decision of ``sdk.decided`` that an example asks for."""
    return frozenset(
        (endpoint.place.file, fault.subject)
        for endpoint in venue.endpoints
        if endpoint.decided
        for fault in contradictions(evolve(endpoint, decided={}), venue)
        if fault.subject in endpoint.decided
    )


def can_be_sent(endpoint: EndpointSpec, request: Any) -> bool:
    """Whether a documented request has the outer form of what the SDK sends: an object, or a list of them."""
    if not endpoint.batch:
        return is_object(request)
    return is_array(request) and all(is_object(item) for item in request)


def _named(example: Example, number: int) -> str:
    return f"example {number} ({example.title[:60]})" if example.title else f"example {number}"


def _requests(endpoint: EndpointSpec) -> Iterator[tuple[int, int, Example, Mapping[str, Any]]]:
    """Yield every object of every documented request, with the number of its example, and that among requests."""
    order = 0
    for number, example in enumerate(endpoint.examples, 1):
        order += example.request is not None
        for wire in example.request if is_array(example.request) else [example.request]:
            if is_object(wire):
                yield number, order, example, wire


def _refused(endpoint: EndpointSpec, venue: VenueSpec) -> Iterator[Contradiction]:
    """Yield why the SDK would refuse a documented request."""
    scope = endpoint.scope(venue)
    for number, example in enumerate(endpoint.examples, 1):
        if example.request is not None and not can_be_sent(endpoint, example.request):
            wanted = "a list of objects" if endpoint.batch else "an object"
            yield Contradiction(
                example=number,
                check="example-shape",
                subject="request.type",
                message=f"the request is {abridged(example.request)}, where {wanted} is sent",
                mend="see whether import read the method and the body right",
            )
    for number, order, example, wire in _requests(endpoint):
        for check, subject, message in against_table(endpoint.request, wire, query=endpoint.in_query):
            yield Contradiction(
                example=number,
                check=check,
                subject=f"request.{subject}",
                message=message,
                mend=_mend(check, subject),
                # The SDK has no such parameter, so that it cannot refuse it either.
                severity="warning" if check == "example-param" else "error",
            )
        contexts: list[Mapping[str, str]] = [{}, example.context]
        for rule in endpoint.rules:
            verdicts = [evaluate(rule, wire, context, scope).state for context in contexts]
            if rule.level == "error" and "broken" in verdicts:
                place = endpoint.rule_places.get(rule.id, endpoint.place)
                yield Contradiction(
                    example=number,
                    check="example-rule",
                    subject=f"rules.{rule.id}",
                    message=f"this documented request breaks the rule {rule.id} ({place})",
                    mend=f"correct the rule, or say what the request assumes in sdk.context: {{{order}: ...}}",
                )


def _mend(check: str, subject: str) -> str:
    """Name the change of the spec that lets a documented request pass."""
    row, _, fact = subject.rpartition(".")
    match check:
        case "example-value":
            return f"write sdk.fields: {{request.{row}: {{open: true}}}}"
        case "example-required":
            return f"write sdk.fields: {{request.{row}: {{required: conditional}}}}"
        case "example-type":
            return f"or write sdk.fields: {{request.{row}: {{{fact}: ...}}}}"
        case _:
            return "see whether import lost the row"


def _unread(endpoint: EndpointSpec, venue: VenueSpec) -> Iterator[Contradiction]:
    """Yield the documented values that the SDK could not read, or would take for something else."""
    sides: list[tuple[str, int, list[Shown]]] = []
    for number, _, _, wire in _requests(endpoint):
        sides.append(("request", number, shown_by(endpoint.request, wire)))
    for number, data in answers(endpoint, venue):
        sides.append(("response", number, answered(endpoint, data, key_of(venue.envelope_of(endpoint)))))
    yield from _unwrapped(endpoint, venue)
    for side, number, values in sides:
        for value in values:
            if value.expected is None or (value.shape and side == "request"):
                continue  # another JSON type in a request is told by the table
            subject = ".".join(filter(None, (side, value.name)))
            fact = "type" if value.shape else "kind"
            shown = f"{value.path} is {abridged(value.value)}, where {value.expected} is expected"
            alike = (shown for other, _, found in sides if other == side for shown in found if shown.name == value.name)
            words = FieldWords(name=value.row.name, label=value.row.label)
            kind = None if value.shape else fitting((shown.value for shown in alike), words)
            yield Contradiction(
                example=number,
                check="example-shape" if value.shape else "example-kind",
                subject=f"{subject}.{fact}",
                message=f"{shown}{_because(value, venue)}",
                mend=_other_shape(value, subject) if value.shape else _other_kind(value, subject, kind),
                kind=kind,
            )


def _unwrapped(endpoint: EndpointSpec, venue: VenueSpec) -> Iterator[Contradiction]:
    """Yield the documented answers that do not have the venue's envelope, so that nothing else of them is checked."""
    envelope = venue.envelope_of(endpoint)
    for number, example in enumerate(endpoint.examples, 1):
        lacks = is_object(example.response) and code_of(envelope, example.response) is None
        if lacks and not without_code(envelope, example.response):
            yield Contradiction(
                example=number,
                check="example-envelope",
                subject="response.envelope",
                message=f"this answer has no {envelope.code or envelope.data}, so that it was not checked",
                mend=f"write the whole answer, with {_listed(envelope.code, envelope.message, envelope.data)}, "
                "or correct envelope in venue.yaml, if no answer of the venue has these",
                severity="warning",
            )


def _listed(*keys: str | None) -> str:
    *first, last = [key for key in keys if key is not None]
    return f"{', '.join(first)} and {last}" if first else last


def _because(value: Shown, venue: VenueSpec) -> str:
    word = venue.words.get(value.row.name)
    if value.shape or word is None or value.kind not in (word.kind, word.item):
        return ""
    return f", and fields.yaml says that {value.row.name} is {value.kind}"


def _other_kind(value: Shown, subject: str, kind: ValueKind | None) -> str:
    facts = f"kind: array, item: {kind}" if value.row.kind == "array" else f"kind: {kind}"
    return f"write sdk.fields: {{{subject}: {{{facts}}}}}"


def _other_shape(value: Shown, subject: str) -> str:
    shape = "Array" if is_array(value.value) else "Object" if is_object(value.value) else "String"
    if not value.name:
        return "write sdk.data: object" if shape == "Object" else "write sdk.data with the shape that comes"
    return f"write sdk.fields: {{{subject}: {{type: {shape}}}}}"


def _undocumented(endpoint: EndpointSpec, venue: VenueSpec) -> Iterator[Contradiction]:
    """Yield the fields of documented answers that the response table does not have; they stay reachable."""
    known = {row.name for row in endpoint.response}
    for number, example in enumerate(endpoint.examples, 1):
        data = payload_of(venue.envelope_of(endpoint), example.response)
        shape = endpoint.shape if endpoint.shape in ("map", "maps") else "one_or_objects"
        for _, item in rows_in(shape, data):
            for name in item if is_object(item) and known else ():
                if name not in known:
                    message = f"the response table has no {name}, which this answer shows"
                    yield Contradiction(
                        example=number,
                        check="example-field",
                        subject=f"response.{name}",
                        message=message,
                        mend="see whether import lost the row",
                        severity="warning",
                    )


def _beyond(endpoint: EndpointSpec) -> Iterator[Contradiction]:
    """Yield the statements of the table that a documented request does not keep; none of them refuses it."""
    for number, _, _, wire in _requests(endpoint):
        for path, row, value in _sent(endpoint.request, wire, ""):
            several = row.values if row.closed else ()
            for fact, message in beyond(value, row.limits, row.separator, several):
                yield Contradiction(
                    example=number,
                    check="example-bound",
                    subject=f"request.{path}.{fact}",
                    message=f"{path}: {message}",
                    mend=_mend("example-value", f"{path}.{fact}")
                    if fact == "values"
                    else f"see whether import read the {fact} of {path} right",
                    severity="warning",
                )


def _sent(rows: Iterable[Field], wire: Mapping[str, Any], where: str) -> Iterator[tuple[str, Field, Any]]:
    for row in rows:
        value = wire.get(row.name)
        if value is not None and not row.signer:
            yield f"{where}{row.name}", row, value
        for item in value if is_array(value) else [value]:
            if row.fields and is_object(item):
                yield from _sent(row.fields, item, f"{where}{row.name}.")


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
        if value is None or row.signer:
            if row.required == "yes" and not row.signer:
                message = f"{where}{name} is required, and this request does not send it"
                yield "example-required", f"{where}{name}.required", message
            continue
        if not query and (came := _other_type(value, row)) is not None:
            message = f"{where}{name} is {came} here, and the table says {row.type}; {_AS_WRITTEN[row.json]}"
            yield "example-type", f"{where}{name}.type", message
        texts = value.split(",") if isinstance(value, str) else [value]
        for text in texts if row.listed else ():
            is_value = isinstance(text, str | int) and not isinstance(text, bool)
            if is_value and text != "" and str(text) not in row.listed:
                message = f"{where}{name} is {text!r} here, which the table does not list"
                yield "example-value", f"{where}{name}.values", message
        for item in value if is_array(value) else [value]:
            if row.fields and is_object(item):
                yield from against_table(row.fields, item, f"{where}{name}.", query=query)
            elif row.fields:
                message = f"{where}{name} holds {abridged(item)} here, and the table has rows of an object inside it"
                yield "example-type", f"{where}{name}.type", message


def _other_type(value: object, row: Field) -> str | None:
    """The JSON type of a value, as a noun, if it is not that of its row."""
    found = next(types for kind, types in _JSON_TYPES if isinstance(value, kind))
    return None if row.json in found[1:] else found[0]
