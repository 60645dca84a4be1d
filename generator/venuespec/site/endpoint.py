"""Put together the contents of the pages of endpoints and of row classes from the spec and the plan of the SDK."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from ..rules.queries import paths_of
from ..rules.to_english import says
from ..rules.tree import Require, RuleTree
from ..runtime.venue import ErrorCode
from ..sdk.planned import Attribute, Column, Module, RequestClass, RowClass
from ..sdk.sentences import field_says, limits_say, permission_says
from ..spec.model import Deprecation, EndpointSpec, VenueSpec, walk
from .calls import Calls, calls_of

_NEEDED = {"yes": "required", "no": "", "conditional": "conditional", "unknown": "unknown"}


@frozen(kw_only=True)
class TableLine:
    """A line of a table of parameters or fields; ``name`` is that on the wire, ``own`` the SDK's.

    ``when`` has the rules that require the parameter, as sentences, and ``rules`` the numbers of all rules about it.
    """

    name: str
    depth: int
    own: str
    type: str
    says: str
    needed: str = ""
    when: tuple[str, ...] = ()
    rules: tuple[int, ...] = ()


@frozen(kw_only=True)
class RuleLine:
    """A rule as a sentence, with its reason; ``warns`` where a request that breaks it is sent all the same."""

    says: str
    because: str
    warns: bool


@frozen(kw_only=True)
class FailureLine:
    """An error code that the page of an endpoint names."""

    code: str
    known: ErrorCode


@frozen(kw_only=True)
class EndpointPage:
    """Everything that the page of one endpoint shows.

    ``elsewhere`` has the names of the endpoint in other clients, by client; ``tails`` are the ends of its path, for the
    search; ``ends`` is what the documentation says of its end; ``changes`` are lines of its history, newest first, each
    with its day.
    """

    module: Module
    endpoint: EndpointSpec
    about: tuple[str, ...]
    limits: str
    calls: Calls
    parameters: tuple[TableLine, ...]
    answer: tuple[TableLine, ...]
    rules: tuple[RuleLine, ...]
    ends: str
    requests: tuple[str, ...]
    responses: tuple[str, ...]
    failures: tuple[FailureLine, ...]
    elsewhere: Mapping[str, tuple[str, ...]]
    tails: tuple[str, ...]
    changes: tuple[tuple[str, str], ...] = ()


@frozen(kw_only=True)
class RowPage:
    """The page of a row class: its fields, and the endpoints whose answers have such rows, by id and title."""

    row: RowClass
    home: Module
    lines: tuple[TableLine, ...]
    used: tuple[tuple[str, str], ...]


def endpoint_page(
    module: Module, venue: VenueSpec, elsewhere: Mapping[str, tuple[str, ...]], changes: Sequence[tuple[str, str]]
) -> EndpointPage:
    """Put together the page of one endpoint."""
    endpoint = module.endpoint
    examples = [each for each in endpoint.examples if not each.broken]
    return EndpointPage(
        module=module,
        endpoint=endpoint,
        about=tuple(permission_says(endpoint)),
        limits=limits_say(endpoint, venue),
        calls=calls_of(module, venue),
        parameters=tuple(_parameters(module)),
        answer=tuple(_fields(module)),
        rules=tuple(
            RuleLine(says=says(rule), because=rule.because, warns=rule.level == "warn") for rule in endpoint.rules
        ),
        ends=_ends(endpoint, venue),
        requests=tuple(_json(each.request) for each in examples if each.request is not None),
        responses=tuple(_json(each.response) for each in examples if each.response is not None),
        failures=tuple(
            FailureLine(code=code, known=venue.errors.get(code, ErrorCode())) for code in endpoint.error_codes
        ),
        elsewhere=elsewhere,
        tails=tuple(_tails(endpoint.path)),
        changes=tuple(changes),
    )


def row_pages(modules: Sequence[Module]) -> Iterator[RowPage]:
    """Yield the page of every row class, from the module that defines it."""
    users: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for module in modules:
        for row in module.rows:
            home = module.imported.get(row.name, module.endpoint.id)
            users.setdefault((home, row.name), []).append((module.endpoint.id, module.endpoint.title))
    for module in modules:
        for row in module.own_rows:
            yield RowPage(
                row=row,
                home=module,
                lines=tuple(_column(column, 0) for column in row.columns),
                used=tuple(users[module.endpoint.id, row.name]),
            )


def _tails(path: str) -> Iterator[str]:
    """Yield the ends of a path, longest first, because people search for any of them: v5/trade/order, trade/order.

    The last part alone counts where it is not a plain word, as batch-orders.
    """
    parts = path.strip("/").split("/")
    for first in range(len(parts) - (parts[-1].isalpha() and parts[-1].islower())):
        yield "/".join(parts[first:])


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    short = json.dumps(value, ensure_ascii=False)
    return short if len(short) <= 80 else text


def _ends(endpoint: EndpointSpec, venue: VenueSpec) -> str:
    """Describe the end of an endpoint that is deprecated: since when, until when, and what to use in its place."""
    if endpoint.gone_since is not None:
        return f"The documentation does not have this endpoint any more, since {endpoint.gone_since}."
    if not endpoint.deprecated:
        return ""
    end = endpoint.deprecated if isinstance(endpoint.deprecated, Deprecation) else Deprecation()
    by_path = {other.path: other.id for other in venue.endpoints}
    use = " or ".join(by_path.get(path, path) for path in end.use)
    parts = [f"since {end.since}" if end.since else "", f"works until {end.until}" if end.until else ""]
    return "; ".join(filter(None, ("The documentation calls this endpoint deprecated", *parts, use and f"use {use}")))


def _parameters(module: Module) -> Iterator[TableLine]:
    classes = {cls.path: cls for cls in (module.request, *module.items)}
    numbered = [(number, rule, paths_of(rule)) for number, rule in enumerate(module.endpoint.rules, 1)]
    yield from _attributes(module.request, classes, numbered, 0)


def _attributes(
    cls: RequestClass,
    classes: Mapping[tuple[str, ...], RequestClass],
    numbered: Sequence[tuple[int, RuleTree, tuple[str, ...]]],
    depth: int,
) -> Iterator[TableLine]:
    for attribute in cls.attributes:
        path = ".".join((*cls.path, attribute.field.name))
        rules = [(number, rule) for number, rule, paths in numbered if path in paths]
        yield _attribute(attribute, depth, rules)
        inner = classes.get((*cls.path, attribute.field.name))
        if inner is not None and attribute.items is not None:
            yield from _attributes(inner, classes, numbered, depth + 1)


def _attribute(attribute: Attribute, depth: int, rules: Sequence[tuple[int, RuleTree]]) -> TableLine:
    row = attribute.field
    needing = [
        rule for _, rule in rules if any(row.name in each.names for each in rule.asserts if isinstance(each, Require))
    ]
    return TableLine(
        name=row.name,
        depth=depth,
        own=str(attribute.name),
        type=str(attribute.form.accepts),
        says=field_says(row) + (f" Sent as the header {row.name}." if attribute.header else ""),
        needed=_NEEDED[row.required],
        when=tuple(says(rule) for rule in needing) if row.required != "yes" else (),
        rules=tuple(number for number, _ in rules),
    )


def _fields(module: Module) -> Iterator[TableLine]:
    if module.row is None:
        for path, row in walk(module.endpoint.response):
            yield TableLine(name=row.name, depth=path.count("."), own="", type=row.type, says=field_says(row))
        return
    rows: dict[str, RowClass] = {row.name: row for row in module.rows}
    yield from _columns(module.row, rows, 0)


def _columns(cls: RowClass, rows: Mapping[str, RowClass], depth: int) -> Iterator[TableLine]:
    for column in cls.columns:
        yield _column(column, depth)
        inner = rows.get(column.items) if column.items is not None else None
        if inner is not None and depth < 6:
            yield from _columns(inner, rows, depth + 1)


def _column(column: Column, depth: int) -> TableLine:
    return TableLine(
        name=column.field.name,
        depth=depth,
        own=str(column.name),
        type=str(column.annotation),
        says=field_says(column.field, answer=True),
    )
