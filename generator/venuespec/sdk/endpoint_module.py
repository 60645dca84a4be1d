"""The module of one endpoint: its request, its rows, its rules."""

from collections.abc import Container
from typing import Any

from attrs import evolve, frozen

from ..naming import constant
from ..rules.queries import reads, speaks_of
from ..rules.to_english import says
from ..rules.to_python import Names, render_rules
from ..rules.tree import Rule
from ..spec.model import Ask, Endpoint
from ..spec.problem import Problem, SpecError
from .columns import payload
from .layout import module_of, origins
from .method_docs import is_cut
from .plan import Module, RequestClass, Sdk
from .sentences import GENERATED, deprecation_says, endpoint_says, notes_say
from .templating import template
from .text import Python, docstring, literal, literals


@frozen(kw_only=True)
class Body:
    """The methods that rules give a request class, indented."""

    source: Python


def endpoint_module(module: Module, sdk: Sdk) -> str:
    endpoint = module.endpoint
    summary = endpoint.summary or endpoint.title
    rules = endpoint.rules
    scope = endpoint.scope(sdk.venue)
    constants = {rule.id: constant(rule.id) for rule in rules}
    names = Names(
        attributes=module.names(),
        classes={each.path: each.name for each in module.items if each.path},
        context={wire: attribute for wire, attribute, _ in sdk.context},
        constants=constants,
        required=frozenset(
            (each.path, attribute.field.name)
            for each in (module.request, *module.items)
            for attribute in each.attributes
            if attribute.required
        ),
    )
    ruling = render_rules(rules, scope, names)
    ruled = module.items[-1].name if endpoint.batch else module.request.name
    known = origins("..._runtime")
    known |= {each.name: "..types" for each in sdk.enums}
    shared = {name: module_of(home, endpoint.group) for name, home in module.imported.items()}
    known |= shared
    known |= {constants[name]: module_of(home, endpoint.group) for name, home in module.imported_rules.items()}
    known |= {"Context": "..context", "INSTRUMENTS": "..instruments"}
    _check_alias(module, known)
    return template(
        "module.py.jinja",
        known=known,
        shared=frozenset(shared),
        docs={
            "module": docstring([summary, f"{endpoint.key}, {endpoint.source} {GENERATED}"], 0),
            "request": docstring(
                [
                    summary,
                    *deprecation_says(endpoint),
                    *([*endpoint_says(endpoint, sdk.venue), *notes_say(endpoint)] if is_cut(module, sdk.venue) else []),
                ]
            ),
            "item_classes": {each.name: docstring([_item_says(each, module)]) for each in module.items},
            "row_classes": {each.name: docstring([each.title]) for each in module.own_rows},
        },
        endpoint=endpoint,
        limits=sdk.venue.charged(endpoint),
        module=module,
        rules=[_rule(rule, constants[rule.id]) for rule in rules if rule.id not in module.imported_rules],
        patterns=ruling.patterns,
        bodies={
            each.name: Body(source=_methods(ruling.broken, ruling.undecided) if each.name == ruled else Python())
            for each in (*module.items, module.request)
        },
        base=_base(module),
        item_class=module.items[-1].name if endpoint.batch else None,
        decode=payload(module, sdk),
        paging=_paging(module),
        reconcile=_asks(module, sdk),
        successes=literals(sorted(sdk.venue.envelope.success)),
    )


def _check_alias(module: Module, known: Container[str]) -> None:
    """Refuse an older name of a row class that another name in the module has, or that no row class has."""
    alias = module.endpoint.row_alias
    taken = (
        {module.request.name, "ENDPOINT"} | {each.name for each in module.items} | {each.name for each in module.rows}
    )
    if alias is not None and (alias in known or alias in taken or module.row is None):
        message = f"row_alias {alias} is not free in the module, or there is no row; take another name or leave it out"
        raise SpecError([Problem(check="name", place=module.endpoint.place, message=message)])


def _base(module: Module) -> str:
    """The class that the request's class extends."""
    if module.endpoint.batch:
        return f"BatchRequest[{module.result}]"
    return f"PagedRequest[{module.result}, {module.record}]" if module.record else f"Request[{module.result}]"


def _paging(module: Module) -> Python:
    """The arguments of ``Paging``; empty for an endpoint without pages."""
    pages = module.endpoint.pages
    if pages is None or module.row is None:
        return Python()
    sent = {each.field.name: each.name for each in module.request.attributes}
    columns = {each.field.name: each for each in module.row.columns}
    field: tuple[str | int, ...] = ()
    if pages.field is not None:
        steps = pages.field.split(".")[1:] if pages.rows else pages.field.split(".")
        position = columns[steps[0]].position if not pages.rows else None
        field = (position,) if position is not None else tuple(steps)
    values: dict[str, object] = {
        "cursor": sent.get(pages.cursor or ""),
        "field": field or None,
        "repeats": pages.inclusive or None,
        "ties": pages.ties or None,
        "number": sent.get(pages.number or ""),
        "first": None if pages.first == 1 else pages.first,
        "total": pages.total,
        "rows": columns[pages.rows].name if pages.rows else None,
        "keep": (sent[pages.keep], columns[pages.keep].name) if pages.keep else None,
        "token": pages.token,
    }
    return Python(", ".join(f"{name}={literal(value)}" for name, value in values.items() if value is not None))


def _asks(module: Module, sdk: Sdk) -> list[tuple[Ask, Endpoint]]:
    """The questions that find out the outcome of a call, with what each asks; ``rows`` as the answer's attribute.

    Nothing where one of them is not in the SDK: the others would find less than there is.
    """
    reconcile = module.endpoint.reconcile
    modules = {each.endpoint.id: each for group in sdk.groups for each in group.modules}
    found: list[tuple[Ask, Endpoint]] = []
    for ask in reconcile.ask if reconcile else ():
        asked = modules.get(ask.endpoint)
        if asked is None:
            return []
        columns = {each.field.name: each.name for each in asked.row.columns} if asked.row else {}
        if ask.rows and ask.rows not in columns:
            message = f"reconcile asks {ask.endpoint}, which answers no field {ask.rows}"
            raise SpecError([Problem(check="reconcile", place=module.endpoint.place, message=message)])
        found.append((evolve(ask, rows=columns[ask.rows] if ask.rows else None), asked.endpoint))
    return found


def _item_says(item: RequestClass, module: Module) -> str:
    if not item.path:
        return f"One item of {module.request.name}."
    within = next((each for each in module.items if each.path == item.path[:-1]), module.request)
    field = next(each.field for each in within.attributes if each.field.name == item.path[-1])
    what = "One item of" if field.json == "array" else "The object"
    return f"{what} {'.'.join(item.path)} in {module.request.name}."


def _rule(rule: Rule, name: str) -> dict[str, Any]:
    return {
        "constant": name,
        "id": rule.id,
        "says": says(rule),
        "because": rule.because,
        "params": speaks_of(rule),
        "level": rule.level,
        "needs": reads(rule),
    }


def _methods(broken: str, undecided: str) -> Python:
    lines: list[str] = []
    for name, body, result in (("broken", broken, "Violation"), ("undecided", undecided, "Undecided")):
        if body:
            lines += ["", f"    def {name}(self, context: Context) -> Iterator[{result}]:"]
            lines += [f"        {line}" for line in body.splitlines()]
    return Python("\n".join(lines))
