"""The module of one endpoint: its request, its rows, its rules."""

from typing import Any

from attrs import evolve, fields, frozen

from ..naming import constant
from ..rules.queries import reads, speaks_of
from ..rules.to_english import says
from ..rules.to_python import Names, render_rules
from ..rules.tree import RuleTree
from ..runtime.endpoint import Paging, RateLimit
from ..spec.model import EndpointSpec
from ..spec.orders import AskSpec
from ..spec.problem import Problem, SpecError
from .columns import decoding
from .layout import origins
from .plan import Module, RequestClass, Sdk
from .sentences import GENERATED, deprecation_says, endpoint_says, notes_say, rules_say
from .templating import template
from .text import Python, docstring, literals


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
    known |= {"Context": "..context", "INSTRUMENTS": "..instruments"}
    return template(
        "module.py.jinja",
        known=known,
        docs={
            "module": docstring([summary, f"{endpoint.key}", f"{endpoint.source}", GENERATED], 0),
            "request": docstring(
                [
                    summary,
                    *deprecation_says(endpoint),
                    *endpoint_says(endpoint, sdk.venue),
                    *rules_say(rules),
                    *notes_say(endpoint),
                ]
            ),
            "item_classes": {each.name: docstring([_item_says(each, module)]) for each in module.items},
            "row_classes": {each.name: docstring([each.title]) for each in module.rows},
        },
        endpoint=endpoint,
        limits=[_plain(limit) for limit in sdk.venue.charged(endpoint)],
        module=module,
        rules=[_rule(rule, constants[rule.id]) for rule in rules],
        patterns=ruling.patterns,
        bodies={
            each.name: Body(source=_methods(ruling.broken, ruling.undecided) if each.name == ruled else Python())
            for each in (*module.items, module.request)
        },
        base=f"BatchRequest[{module.result}]" if endpoint.batch else f"Request[{module.result}]",
        item_class=module.items[-1].name if endpoint.batch else None,
        decode=decoding(module, sdk),
        paging=_paging(module),
        reconcile=_asks(module, sdk),
        successes=literals(sorted(sdk.venue.envelope.success)),
    )


def _paging(module: Module) -> Paging | None:
    """How the endpoint pages, by attributes of the SDK; None for an endpoint without pages."""
    pages = module.endpoint.pages
    if pages is None or module.row is None:
        return None
    sent = {each.field.name: each.name for each in module.request.attributes}
    columns = {each.field.name: each for each in module.row.columns}
    field = pages.field[1:] if pages.rows else pages.field
    if field and not pages.rows and (position := columns[str(field[0])].position) is not None:
        field = (position,)
    return evolve(
        pages,
        cursor=sent.get(pages.cursor or ""),
        field=field,
        number=sent.get(pages.number or ""),
        rows=columns[pages.rows].name if pages.rows else None,
        keep=(sent[pages.keep[0]], columns[pages.keep[1]].name) if pages.keep else None,
    )


def _plain(limit: RateLimit) -> RateLimit:
    """A limit as an endpoint has it, without the other endpoints that share it."""
    return RateLimit(**{each.name: getattr(limit, each.name) for each in fields(RateLimit)})


def _asks(module: Module, sdk: Sdk) -> list[tuple[AskSpec, EndpointSpec]]:
    """The questions that find out the outcome of a call, with what each asks; ``rows`` as the answer's attribute.

    Nothing where one of them is not in the SDK: the others would find less than there is.
    """
    reconcile = module.endpoint.reconcile
    modules = {each.endpoint.id: each for group in sdk.groups for each in group.modules}
    found: list[tuple[AskSpec, EndpointSpec]] = []
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


def _rule(rule: RuleTree, name: str) -> dict[str, Any]:
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
    for name, body, result, doc in (
        ("broken", broken, "Violation", "The rules that this request certainly breaks."),
        ("undecided", undecided, "Undecided", "The rules that depend on more of the context than is known."),
    ):
        if body:
            lines += ["", f"    def {name}(self, context: Context) -> Iterator[{result}]:", f'        """{doc}"""']
            lines += [f"        {line}" for line in body.splitlines()]
    return Python("\n".join(lines))
