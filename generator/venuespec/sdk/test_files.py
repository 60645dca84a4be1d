"""The tests that go with a generated SDK: made from documented examples and from rules, with literal expectations.

What a test expects comes from the documentation, or from the reference meaning of the rules; never from the code
that it tests.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from attrs import frozen

from ..checks.counterexample import UnbreakableError, negative
from ..checks.lint import against_table
from ..rules.to_english import says
from ..rules.tree import RuleTree
from ..runtime.json_types import is_array, is_object
from ..spec.model import Field
from .plan import Attribute, Column, Module, RequestClass, RowClass, Sdk
from .sentences import GENERATED
from .templating import template
from .text import Python, clean, docstring, literal


@frozen(kw_only=True)
class RequestTest:
    """A documented request: the call in Python, and what must go out."""

    name: str
    title: str
    call: Python
    context: Python
    target: str
    body: bytes


@frozen(kw_only=True)
class ResponseTest:
    """A documented answer, and what its payload decodes to."""

    name: str
    body: Python
    expected: tuple[tuple[Python, Python], ...]
    payload: Python


@frozen(kw_only=True)
class RuleTest:
    """A request that breaks a rule, and what is said of it."""

    name: str
    rule: str
    params: Python
    context: Python
    level: str
    message: str


def render_tests(sdk: Sdk) -> dict[str, str]:
    """The test files of a venue, by path below ``tests/generated``."""
    files: dict[str, str] = {}
    for group in sdk.groups:
        for module in group.modules:
            text = _file(module, sdk)
            files[f"{sdk.venue.name}/{group.name}/test_{module.name}.py"] = text
    return files


def _file(module: Module, sdk: Sdk) -> str:
    endpoint = module.endpoint
    venue = sdk.venue.name
    contexts = {wire: attribute for wire, attribute, _ in sdk.context}
    return template(
        "test.py.jinja",
        doc=docstring([f"{endpoint.key} of {sdk.venue.title}.", f"{endpoint.source}", GENERATED], 0),
        venue=venue,
        package=f"venues.{venue}",
        module=f"venues.{venue}.{endpoint.group}.{endpoint.name}",
        endpoint=endpoint,
        cls=module.request.name,
        classes=sorted({each.name for each in module.items} | {module.request.name}),
        credentials=sdk.venue.auth.credentials,
        envelope=sdk.venue.envelope,
        requests=list(_requests(module, contexts)),
        responses=list(_responses(module, sdk)),
        rules=list(_rule_tests(module, sdk, contexts)),
    )


def _requests(module: Module, contexts: Mapping[str, str]) -> Iterator[RequestTest]:
    number = 0
    for example in module.endpoint.examples:
        if example.request is None:
            continue
        number += 1
        items = example.request if is_array(example.request) else [example.request]
        query = module.endpoint.method == "GET"
        if any(True for item in items for _ in against_table(module.endpoint.request, item, query=query)):
            continue  # the page contradicts itself, which lint reports
        wire = _in_order(example.request, module.endpoint.request)
        target = module.endpoint.path
        if query and wire:
            target += "?" + "&".join(f"{name}={_query_text(value)}" for name, value in wire.items())
        yield RequestTest(
            name=f"documented_request_{number}",
            title=clean(example.title),
            call=_construction(module.request, wire, module),
            context=_context(example.context, contexts),
            target=target,
            body=b"" if query else orjson.dumps(wire),
        )


def _query_text(value: Any) -> str:
    return "true" if value is True else "false" if value is False else str(value)


def _in_order(wire: Any, rows: tuple[Field, ...]) -> Any:
    """The documented JSON as the SDK sends it: keys in the order of the table, and none that is null."""
    if is_array(wire):
        return [_in_order(each, rows) for each in wire]
    if not is_object(wire):
        return wire
    known = {row.name: row for row in rows}
    ordered = {name: _in_order(wire[name], row.fields) for name, row in known.items() if wire.get(name) is not None}
    return ordered | {name: value for name, value in wire.items() if name not in known}


def _construction(cls: RequestClass, wire: Any, module: Module) -> Python:
    """The Python that makes a request of a class from wire values."""
    if is_array(wire):
        item = module.items[-1]
        return Python(f"{cls.name}(items=[{', '.join(_construction(item, each, module) for each in wire)}])")
    arguments = [
        f"{each.name}={_argument(each, wire[each.field.name], module)}"
        for each in cls.attributes
        if each.field.name in wire
    ]
    return Python(f"{cls.name}({', '.join(arguments)})")


def _argument(attribute: Attribute, value: Any, module: Module) -> Python:
    if attribute.items is None:
        return literal(value)
    cls = next(each for each in module.items if each.name == attribute.items)
    if is_array(value):
        return Python(f"[{', '.join(_construction(cls, each, module) for each in value)}]")
    return _construction(cls, value, module)


def _context(context: Mapping[str, str], attributes: Mapping[str, str]) -> Python:
    arguments = ", ".join(f"{attributes[name]}={literal(value)}" for name, value in context.items())
    return Python(f"Context({arguments})")


def _responses(module: Module, sdk: Sdk) -> Iterator[ResponseTest]:
    number = 0
    envelope = sdk.venue.envelope
    for example in module.endpoint.examples:
        body = example.response
        if body is None or module.row is None:
            continue
        if not is_object(body) or str(body.get(envelope.code)) not in envelope.success:
            continue
        number += 1
        data = body.get(envelope.data)
        many = module.endpoint.shape in ("objects", "arrays")
        items = data if many and is_array(data) else [data]
        expected: list[tuple[Python, Python]] = []
        for index, item in enumerate(items):
            where = f"data[{index}]" if many else "data"
            expected.extend(_expected(module.row, item, where, module))
        yield ResponseTest(
            name=f"documented_response_{number}",
            body=literal(body),
            expected=tuple(expected),
            payload=Python("[row.to_wire() for row in data]" if many else "data.to_wire()"),
        )


def _expected(cls: RowClass, item: Any, where: str, module: Module) -> Iterator[tuple[Python, Python]]:
    """Each attribute and the literal it must have."""
    for column in cls.columns:
        key = column.field.name if column.position is None else column.position
        value = _at(item, key)
        path = f"{where}.{column.name}"
        if column.codec in ("rows", "row"):
            inner = next(each for each in module.rows if each.name == column.items)
            if column.codec == "row" and is_object(value):
                yield from _expected(inner, value, path, module)
            elif is_array(value):
                yield Python(f"len({path})"), literal(len(value))
                for index, each in enumerate(value):
                    yield from _expected(inner, each, f"{path}[{index}]", module)
            continue
        yield Python(path), _literal_value(column, value)


def _at(item: Any, key: str | int) -> Any:
    if isinstance(key, int):
        return item[key] if is_array(item) and key < len(item) else None
    return item.get(key) if is_object(item) else None


_UNITS = {"seconds": 1, "milliseconds": 1_000, "microseconds": 1_000_000}


def _literal_value(column: Column, value: Any) -> Python:
    """The literal that a wire value decodes to."""
    codec = column.codec
    if codec == "json":
        return literal(value)
    if codec == "values":
        items = value if is_array(value) else []
        return Python(f"[{', '.join(_scalar(_CODECS.get(column.items or '', 'text'), each) for each in items)}]")
    if column.reader == "prose":
        return literal(value)
    return _scalar(codec, value)


_CODECS = {"decimal": "decimal", "integer": "integer", "boolean": "boolean", "milliseconds": "milliseconds"}


def _scalar(codec: str, value: Any) -> Python:
    if value is None or value == "":
        return literal(None)
    if codec == "decimal":
        return Python(f"Decimal({literal(str(value))})")
    if codec == "integer":
        return literal(int(value))
    if codec == "boolean":
        return literal(value in (True, "true"))
    if codec in _UNITS:
        whole, part = divmod(int(value), _UNITS[codec])
        extra = f" + timedelta(microseconds={part * (1_000_000 // _UNITS[codec])})" if part else ""
        return Python(f"datetime.fromtimestamp({whole}, UTC){extra}")
    return literal(value if isinstance(value, str) else str(value))


def _rule_tests(module: Module, sdk: Sdk, contexts: Mapping[str, str]) -> Iterator[RuleTest]:
    for rule in module.endpoint.rules:
        found = negative(rule, module.endpoint, sdk.venue)
        if found is None:
            place = module.endpoint.rule_places.get(rule.id, module.endpoint.place)
            if rule.level == "error":
                raise UnbreakableError(f"{place}: no request was found that breaks the rule {rule.id}; is it as meant?")
            continue
        params, context = found
        yield RuleTest(
            name=f"rule_{rule.id}",
            rule=rule.id,
            params=literal(params),
            context=_context(context, contexts),
            level=rule.level,
            message=message(rule),
        )


def message(rule: RuleTree) -> str:
    """What a broken rule says."""
    return says(rule) + (f" {rule.because}" if rule.because else "")
