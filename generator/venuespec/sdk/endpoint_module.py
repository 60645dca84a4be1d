"""The module of one endpoint: its request, its rows, its rules."""

import textwrap
from typing import Any

from attrs import evolve

from ..naming import constant
from ..python_text import PyName, Python, joined, literals
from ..rules.queries import reads, speaks_of
from ..rules.to_english import says
from ..rules.to_python import Names, RuleSource, render_rules
from ..rules.tree import Rule
from ..spec.model import Ask, Endpoint
from ..spec.problem import Problem, SpecError
from .columns import decoding, reads_json_numbers
from .layout import TEMPLATE_IMPORTS, import_lines
from .plan import Module, RequestClass, RowClass, Sdk
from .proof import made_id, proof
from .sentences import GENERATED, deprecation_says, endpoint_says, notes_say, rules_say
from .templating import keywords, template
from .text import docstring

_CONTEXT = PyName("Context", "sdk.context")
_VIOLATION = PyName("Violation", "runtime.rules")
_OPEN = PyName("Undecided", "runtime.rules")
_RULE = PyName("Rule", "runtime.rules")
_ITEM = PyName("Item", "runtime.request")
_BROKEN = """
    def broken(self, context: {}) -> Iterator[{}]:
        {}
{}
"""
_UNDECIDED = """
    def undecided(self, context: {}) -> Iterator[{}]:
        {}
{}
"""


def endpoint_module(module: Module, sdk: Sdk) -> Python:
    """Render the module of an endpoint."""
    endpoint = module.endpoint
    summary = endpoint.summary or endpoint.title
    rules = endpoint.rules
    scope = endpoint.scope(sdk.venue)
    constants = {rule.id: PyName(constant(rule.id)) for rule in rules}
    names = Names(
        attributes=module.names(),
        classes={each.path: each.name for each in module.items if each.path},
        context=sdk.context_names(),
        constants=constants,
        required=frozenset(
            (each.path, attribute.field.name)
            for each in (module.request, *module.items)
            for attribute in each.attributes
            if attribute.required
        ),
    )
    source = render_rules(rules, scope, names)
    ruled = module.items[-1].name if endpoint.batch else module.request.name
    doc = docstring(
        [
            summary,
            *deprecation_says(endpoint),
            *endpoint_says(endpoint, sdk.venue),
            *rules_say(rules),
            *notes_say(endpoint),
        ]
    )
    methods = _methods(source)
    classes = [
        *(_item_class(item, module, methods if item.name == ruled else Python()) for item in module.items),
        *(_row_class(row, sdk) for row in module.rows),
        _request_class(module, sdk, doc, methods if module.request.name == ruled else Python()),
    ]
    body = template(
        "module_body.py.jinja",
        endpoint=endpoint,
        limits=sdk.venue.charged(endpoint),
        exact=reads_json_numbers(module),
        rules=[_rule(rule, constants[rule.id]) for rule in rules],
        patterns={PyName(name): pattern for name, pattern in source.patterns.items()},
        classes=classes,
        paging=_paging(module),
        reconcile=_asks(module, sdk),
        proof=_proof(endpoint, sdk),
        made_id=made_id(endpoint),
    )
    imports = body.imports | TEMPLATE_IMPORTS
    return template(
        "module.py.jinja",
        doc=docstring([summary, f"{endpoint.key}", f"{endpoint.source}", GENERATED], 0),
        patterns=bool(source.patterns),
        imports=import_lines(imports, runtime="..._runtime", sdk=".."),
        body=body,
    )


def _item_class(item: RequestClass, module: Module, methods: Python) -> Python:
    doc = docstring([_item_says(item, module)])
    return template("request_class.jinja", cls=item, base=_ITEM, doc=doc, methods=methods, decode=None, item_class=None)


def _row_class(row: RowClass, sdk: Sdk) -> Python:
    careful = row.positional or any(each.fast for each in row.columns)
    successes = literals(sorted(sdk.venue.envelope.success))
    doc = docstring([row.title])
    indent = Python("    " if careful else "")
    return template("row_class.jinja", cls=row, doc=doc, careful=careful, indent=indent, successes=successes)


def _request_class(module: Module, sdk: Sdk, doc: Python, methods: Python) -> Python:
    batch = module.endpoint.batch
    return template(
        "request_class.jinja",
        cls=module.request,
        base=Python.of("BatchRequest[{}]" if batch else "Request[{}]", module.result),
        doc=doc,
        methods=methods,
        decode=decoding(module, sdk),
        item_class=module.items[-1].name if batch else None,
        max_items=module.endpoint.max_items,
    )


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
    return keywords({name: value for name, value in values.items() if value is not None})


def _proof(endpoint: Endpoint, sdk: Sdk) -> Python | None:
    """The arguments of ``Proof``; None for an endpoint whose page shows no proof."""
    shown = proof(endpoint, sdk.venue)
    names = ("each", "items", "listed", "echo", "ids")
    return None if shown is None else keywords({name: value for name in names if (value := getattr(shown, name))})


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


def _rule(rule: Rule, name: PyName) -> dict[str, Any]:
    return {
        "constant": name,
        "class_name": _RULE,
        "id": rule.id,
        "says": says(rule),
        "because": rule.because,
        "params": speaks_of(rule),
        "level": rule.level,
        "needs": reads(rule),
    }


def _methods(source: RuleSource) -> Python:
    """The methods that rules give a request class, indented."""
    parts: list[Python] = []
    if source.broken:
        doc = docstring(["The rules that this request certainly breaks."], 8)
        parts.append(Python.of(_BROKEN, _CONTEXT, _VIOLATION, doc, _indented(source.broken)))
    if source.undecided:
        doc = docstring(["The rules that depend on more of the context than is known."], 8)
        parts.append(Python.of(_UNDECIDED, _CONTEXT, _OPEN, doc, _indented(source.undecided)))
    return joined(parts)


def _indented(source: Python) -> Python:
    return Python(textwrap.indent(source, " " * 8), source.imports)
