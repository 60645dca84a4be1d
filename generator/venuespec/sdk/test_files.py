"""The tests of a generated SDK: from documented examples and from rules, with literal expectations.

Expectations come from the documentation or from the reference evaluator of the rules, never from the code under test.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from attrs import frozen

from ..checks.counterexample import UnbreakableError, least_request, negative
from ..checks.examples import against_table, can_be_sent
from ..checks.shown import rows_in
from ..kinds.registry import KINDS
from ..python_text import PyName, Python, comma_separated, joined, literal
from ..rules.to_english import says
from ..rules.tree import RuleTree
from ..runtime.envelopes import kept, key_of, payload_of, succeeds, with_payload
from ..runtime.json_types import is_array, is_object, json_text
from ..runtime.routes import names_in
from ..runtime.venue import Envelope
from ..spec.model import Example, Field, Shape, VenueSpec
from .columns import reads_json_numbers
from .planned import Attribute, Column, GroupPlan, Module, RequestClass, RowClass, Sdk
from .sentences import GENERATED
from .templating import keywords, template
from .text import clean, docstring


@frozen(kw_only=True)
class RequestTest:
    """A request: the call in Python, and the bytes that must be sent.

    Where the page shows none, it is the least that the page and the rules require.
    """

    name: PyName
    title: str
    call: Python
    context: Python
    target: str
    body: bytes


@frozen(kw_only=True)
class ResponseTest:
    """A documented answer, and the values that its payload decodes to."""

    name: PyName
    body: Python
    expected: tuple[tuple[Python, Python], ...]
    payload: Python


@frozen(kw_only=True)
class RuleTest:
    """A request that breaks a rule, and the message about it."""

    name: PyName
    rule: str
    params: Python
    context: Python
    level: str
    message: str


def render_tests(sdk: Sdk) -> dict[str, Python]:
    """Render the test files of a venue: {path below ``tests/generated``: source}."""
    return {path: text for group in sdk.groups for path, text in render_group_tests(group, sdk).items()}


def render_group_tests(group: GroupPlan, sdk: Sdk) -> dict[str, Python]:
    """Render the test files of a group: {path below ``tests/generated``: source}."""
    return {f"{sdk.venue.name}/{group.name}/test_{module.name}.py": _file(module, sdk) for module in group.modules}


def _file(module: Module, sdk: Sdk) -> Python:
    endpoint = module.endpoint
    package = Python.of("venues.{}", PyName(sdk.venue.name))
    contexts, envelope = sdk.context_names(), sdk.venue.envelope_of(endpoint)
    return template(
        "test.py.jinja",
        doc=docstring([f"{endpoint.key} of {sdk.venue.title}.", f"{endpoint.source} {GENERATED}"], 0),
        package=package,
        module=Python.of("{}.{}.{}", package, PyName(endpoint.group), module.name),
        endpoint=endpoint,
        cls=module.request.name,
        classes=comma_separated(sorted({item.name for item in module.items} | {module.request.name})),
        credentials=list(map(PyName, sdk.venue.auth.credentials)),
        payload=Python.of("answer{}", _way(envelope)),
        read=_way(envelope),
        answer=_success(envelope),
        environment=_environment(sdk.venue),
        requests=list(_requests(module, contexts, sdk.venue)),
        documented=any(example.request is not None for example in endpoint.examples),
        signer="|".join(map(re.escape, sdk.venue.auth.params)) if endpoint.access in ("signed", "optional") else "",
        responses=list(_responses(module, sdk)),
        rules=list(_rule_tests(module, sdk, contexts)),
        exact=reads_json_numbers(module),
    )


def _way(envelope: Envelope) -> Python:
    """Return the subscripts that lead to the payload of a body."""
    steps = envelope.data.split(".") if envelope.data is not None else []
    return joined([Python.of("[{}]", literal(step)) for step in steps])


def _environment(venue: VenueSpec) -> str:
    """Return a client's default environment, or else the first that the venue has."""
    names = list(venue.environments)
    return "production" if "production" in names else names[0]


def _requests(module: Module, contexts: Mapping[str, PyName], venue: VenueSpec) -> Iterator[RequestTest]:
    number = 0
    for example in _shown_requests(module, venue):
        number += 1
        if not can_be_sent(module.endpoint, example.request):
            continue  # which lint reports
        items = example.request if is_array(example.request) else [example.request]
        query = module.endpoint.in_query
        if any(True for item in items for _ in against_table(module.endpoint.request, item, query=query)):
            continue  # the page contradicts itself, which lint reports
        signer = {row.name for row in module.endpoint.request if row.signer}
        wire = _in_order(example.request, module.endpoint.request)
        if signer and is_object(wire):
            wire = {name: value for name, value in wire.items() if name not in signer}
        named = names_in(module.endpoint.path)
        target = module.endpoint.path
        for name in named:
            target = target.replace(f"{{{name}}}", quote(str(wire[name]), safe="-_.~"))
        rest = {name: value for name, value in wire.items() if name not in named} if named else wire
        form = module.endpoint.form
        written = rest.items() if query or form else ()
        pairs = "&".join(f"{_query_text(name, venue)}={_query_text(value, venue)}" for name, value in written)
        if query and rest:
            target += f"?{pairs}"
        yield RequestTest(
            name=PyName(f"documented_request_{number}"),
            title=clean(example.title),
            call=_construction(module.request, wire, module),
            context=_context(example.context, contexts),
            target=target,
            body=(b"" if query else pairs.encode()) if query or form else json_text(with_numbers(rest, exact=True)),
        )


def _shown_requests(module: Module, venue: VenueSpec) -> list[Example]:
    """Return the documented requests, or one of the least that is required where there is none."""
    shown = [example for example in module.endpoint.examples if example.request is not None]
    if shown or (params := least_request(module.endpoint, venue)) is None:
        return shown
    return [Example(title="the least that is required", request=[params] if module.endpoint.batch else params)]


def with_numbers(value: Any, *, exact: bool) -> Any:
    """Convert all numbers with a fraction in JSON to Decimals, or all to floats."""
    if is_array(value):
        return [with_numbers(item, exact=exact) for item in value]
    if is_object(value):
        return {name: with_numbers(entry, exact=exact) for name, entry in value.items()}
    if isinstance(value, float | Decimal):
        return Decimal(str(value)) if exact else float(value)
    return value


def _query_text(value: Any, venue: VenueSpec) -> str:
    if is_array(value):
        value = json_text(value).decode() if venue.lists == "json" else ",".join(map(str, value))
    text = "true" if value is True else "false" if value is False else str(value)
    return quote(text, safe="-_.~,")


def _in_order(wire: Any, rows: tuple[Field, ...]) -> Any:
    """Return the documented JSON as the SDK sends it: keys in the order of the table, without nulls."""
    if is_array(wire):
        return [_in_order(item, rows) for item in wire]
    if not is_object(wire):
        return wire
    known = {row.name: row for row in rows}
    ordered = {name: _in_order(wire[name], row.fields) for name, row in known.items() if wire.get(name) is not None}
    return ordered | {name: value for name, value in wire.items() if name not in known}


def _construction(cls: RequestClass, wire: Any, module: Module) -> Python:
    """Render the Python that creates a request of a class from wire values."""
    return Python.of("{}({})", cls.name, comma_separated(arguments_of(cls, wire, module)))


def arguments_of(cls: RequestClass, wire: Any, module: Module) -> Iterator[Python]:
    """Render the arguments with which a request of a class is created from wire values; a list becomes ``items``."""
    if is_array(wire):
        item = module.items[-1]
        yield Python.of("items=[{}]", comma_separated(_construction(item, entry, module) for entry in wire))
        return
    for attribute in cls.attributes:
        if attribute.field.name in wire:
            yield Python.of("{}={}", attribute.name, _argument(attribute, wire[attribute.field.name], module))


def _argument(attribute: Attribute, value: Any, module: Module) -> Python:
    if attribute.items is None:
        return literal(value)
    cls = next(item for item in module.items if item.name == attribute.items)
    if is_array(value):
        return Python.of("[{}]", comma_separated(_construction(cls, entry, module) for entry in value))
    return _construction(cls, value, module)


def _context(context: Mapping[str, str], attributes: Mapping[str, PyName]) -> Python:
    return Python.of("Context({})", keywords({attributes[name]: value for name, value in context.items()}))


def _responses(module: Module, sdk: Sdk) -> Iterator[ResponseTest]:
    number = 0
    envelope = sdk.venue.envelope_of(module.endpoint)
    for example in module.endpoint.examples:
        body = example.response
        if body is None or module.row is None:
            continue
        if not succeeds(envelope, body) or (is_object(body) and key_of(envelope) not in kept(envelope, body)):
            continue
        data = payload_of(envelope, body)
        if not _is_shaped(module, data):
            continue  # lint reports it
        number += 1
        shape = module.endpoint.shape
        many = shape in ("objects", "one_or_objects", "arrays")
        expected: list[tuple[Python, Python]] = []
        for way, item in rows_in("objects" if many else shape, data if is_array(data) or not many else [data]):
            steps = () if module.one_row else way
            where = joined([Python("data"), *(Python.of("[{}]", literal(step)) for step in steps)])
            expected.extend(_expected(module.row, item, where, module))
        yield ResponseTest(
            name=PyName(f"documented_response_{number}"),
            body=literal(with_numbers(body, exact=reads_json_numbers(module))),
            expected=tuple(expected),
            payload=_as_sent(shape, single=not is_array(data)),
        )


def _as_sent(shape: Shape, *, single: bool) -> Python:
    """Return the expression of the payload's JSON, made of the rows in ``data``."""
    if shape in ("objects", "one_or_objects", "arrays"):
        return Python("data[0].to_wire()" if single else "[row.to_wire() for row in data]")
    if shape == "map":
        return Python("{name: row.to_wire() for name, row in data.items()}")
    if shape == "maps":
        return Python("{name: {key: row.to_wire() for key, row in rows.items()} for name, rows in data.items()}")
    return Python("data.to_wire()")


def _success(envelope: Envelope) -> dict[str, Any]:
    """Return an answer that tells a success and holds nothing."""
    if envelope.code is not None:
        return {envelope.code: min(envelope.success, default="0")}
    return {} if envelope.data is None else with_payload(envelope, {}, None)


def _is_shaped(module: Module, data: Any) -> bool:
    """Tell whether a payload has the shape that the endpoint's answers have."""
    if data is None or data == "":
        return True
    if module.endpoint.shape == "one_or_objects":
        return is_object(data) or is_array(data)
    return is_object(data) if module.endpoint.shape in ("object", "map", "maps") else is_array(data)


def _expected(cls: RowClass, item: Any, where: Python, module: Module) -> Iterator[tuple[Python, Python]]:
    """Yield each attribute with the literal that it must equal."""
    for column in cls.columns:
        key = column.field.name if column.position is None else column.position
        value = _at(item, key)
        path = Python.of("{}.{}", where, column.name)
        if column.keyed is not None and column.items is not None and is_object(value):
            inner = next(row for row in module.rows if row.name == column.items)
            for name, entry in value.items():
                yield from _expected(inner, entry, Python.of("{}[{}]", path, literal(name)), module)
            continue
        if column.codec in ("rows", "row"):
            inner = next(row for row in module.rows if row.name == column.items)
            if column.codec == "row" and is_object(value):
                yield from _expected(inner, value, path, module)
            elif is_array(value):
                yield Python.of("len({})", path), literal(len(value))
                for index, entry in enumerate(value):
                    yield from _expected(inner, entry, Python.of("{}[{}]", path, literal(index)), module)
            continue
        yield path, _literal_value(column, value)


def _at(item: Any, key: str | int) -> Any:
    if isinstance(key, int):
        return item[key] if is_array(item) and key < len(item) else None
    return item.get(key) if is_object(item) else None


def _literal_value(column: Column, value: Any) -> Python:
    """Return the literal for the decoded form of a wire value."""
    if column.keyed is not None:
        values = value.items() if is_object(value) else ()
        held = ((literal(name), _literal_value(column.keyed, each)) for name, each in values)
        return Python.of("{{{}}}", comma_separated(Python.of("{}: {}", *pair) for pair in held if pair[1] != "None"))
    if column.codec == "values":
        expects = KINDS[column.field.item or "text"].expects
        return Python.of("[{}]", comma_separated(map(expects, value if is_array(value) else [])))
    return literal(value) if column.kind is None else column.kind.expects(value)


def _rule_tests(module: Module, sdk: Sdk, contexts: Mapping[str, PyName]) -> Iterator[RuleTest]:
    """Yield a test for each rule. Raises ``UnbreakableError`` with every rule that nothing breaks."""
    unbreakable: list[str] = []
    for rule in module.endpoint.rules:
        broken = negative(rule, module.endpoint, sdk.venue)
        if broken is None:
            if rule.level == "error":
                place = module.endpoint.rule_places.get(rule.id, module.endpoint.place)
                unbreakable.append(f"{place}: no request was found that breaks the rule {rule.id}; is it as meant?")
            continue
        params, context = broken
        yield RuleTest(
            name=PyName(f"rule_{rule.id}"),
            rule=rule.id,
            params=literal([params] if module.endpoint.batch else params),
            context=_context(context, contexts),
            level=rule.level,
            message=message(rule),
        )
    if unbreakable:
        raise UnbreakableError("; ".join(unbreakable))


def message(rule: RuleTree) -> str:
    """Return the message of a broken rule."""
    return says(rule) + (f" {rule.because}" if rule.because else "")
