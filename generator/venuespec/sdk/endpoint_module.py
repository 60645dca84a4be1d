"""The module of one endpoint: its request, its rows, its rules."""

import textwrap
from collections.abc import Iterator
from typing import Any

from attrs import evolve, fields

from ..naming import constant
from ..python_text import Import, PyName, Python, joined, literals
from ..rules.python_terms import Names
from ..rules.queries import reads, reads_now, speaks_of
from ..rules.to_english import says
from ..rules.to_python import RuleSource, render_rules
from ..rules.tree import RuleTree
from ..runtime.endpoint import Paging, RateLimit
from ..spec.model import EndpointSpec
from ..spec.orders import AskSpec
from ..spec.problem import Problem, SpecError
from .columns import payload, reads_json_numbers
from .layout import TEMPLATE_IMPORTS, import_lines, origin_of
from .method_docs import is_cut
from .planned import Module, RequestClass, RowClass, Sdk, dict_of
from .proof import made_id, proof
from .sentences import BY_US, as_sentence, deprecation_says, endpoint_says, notes_say
from .templating import template
from .text import docstring

_CONTEXT = PyName("Context", "sdk.context")
_VIOLATION = PyName("Violation", "runtime.rules")
_OPEN = PyName("Undecided", "runtime.rules")
_RULE = PyName("Rule", "runtime.rules")
_EITHER = PyName("either", "runtime.renamed")
_DEPRECATED = PyName("deprecated", "runtime.renamed")
_ITEM = PyName("Item", "runtime.request")
_ABSENT = PyName("ABSENT", "runtime.rows")
_BROKEN = """
    def broken(self, context: {}) -> Iterator[{}]:
{}
"""
_FITS = """
    def fits_alone(self) -> bool:
        \"\"\"Return whether each value in ``judged_alone`` that is sent keeps the rules on itself.\"\"\"
        return not ({})
"""
_UNDECIDED = """
    def undecided(self, context: {}) -> Iterator[{}]:
{}
"""


def endpoint_module(module: Module, sdk: Sdk) -> Python:
    """Render the module of an endpoint."""
    endpoint = module.endpoint
    summary = endpoint.summary or as_sentence(endpoint.title)
    rules = endpoint.rules
    scope = endpoint.scope(sdk.venue)
    constants = {rule.id: _constant(rule, module) for rule in rules}
    names = Names(
        attributes=module.names(),
        classes={item.path: item.name for item in module.items if item.path},
        context=sdk.context_names(),
        constants=constants,
        required=frozenset(
            (cls.path, attribute.field.name)
            for cls in (module.request, *module.items)
            for attribute in cls.attributes
            if attribute.required
        ),
    )
    source = render_rules(rules, scope, names)
    ruled = module.items[-1].name if endpoint.batch else module.request.name
    doc = docstring(
        [
            summary,
            *deprecation_says(endpoint),
            *([*endpoint_says(endpoint, sdk.venue), *notes_say(endpoint)] if is_cut(module, sdk.venue) else []),
        ]
    )
    methods = _methods(source)
    classes = [
        *(_item_class(item, module, methods if item.name == ruled else Python()) for item in module.items),
        *(_row_class(row, sdk, listed=endpoint.shape == "object") for row in module.own_rows),
        *_older_names(module),
        _request_class(module, sdk, doc, source if module.request.name == ruled else None),
    ]
    body = template(
        "module_body.py.jinja",
        endpoint=endpoint,
        limits=[_plain(limit) for limit in sdk.venue.charged(endpoint)],
        exact=reads_json_numbers(module),
        rules=[_rule(rule, constants[rule.id]) for rule in rules if rule.id not in module.imported_rules],
        patterns={PyName(name): pattern for name, pattern in source.patterns.items()},
        classes=classes,
        paging=_paging(module),
        reconcile=_asks(module, sdk),
        proof=proof(endpoint, sdk.venue),
        made_id=made_id(endpoint),
    )
    shared_rules = {imported for name in module.imported_rules for imported in constants[name].imports}
    imports = body.imports | TEMPLATE_IMPORTS | _shared_rows(module) | shared_rules
    _check_alias(module, imports)
    return template(
        "module.py.jinja",
        doc=docstring([summary, f"{endpoint.key}, {endpoint.source} ({BY_US})"], 0),
        patterns=bool(source.patterns),
        imports=import_lines(imports, runtime="..._runtime", sdk=".."),
        body=body,
    )


def _constant(rule: RuleTree, module: Module) -> PyName:
    """Return the constant of a rule, which another module may have."""
    home = module.imported_rules.get(rule.id)
    return PyName(constant(rule.id), None if home is None else origin_of(home, module.endpoint.group))


def _check_alias(module: Module, imports: frozenset[Import]) -> None:
    """Refuse an older name of a row class that is taken in the module, or that refers to no row class."""
    alias = module.endpoint.row_alias
    taken = {str(row.name) for row in module.rows} | {str(cls.name) for cls in (module.request, *module.items)}
    taken |= {name for _, name in imports}
    if alias is not None and (alias in taken or alias == "ENDPOINT" or module.row is None):
        message = f"row_alias {alias} is not free in the module, or there is no row; take another name or leave it out"
        raise SpecError([Problem(check="name", place=module.endpoint.place, message=message)])


def _item_class(item: RequestClass, module: Module, methods: Python) -> Python:
    doc = docstring([_item_says(item, module)])
    dict_name = dict_of(item.name)
    return _class_of(item, base=_ITEM, doc=doc, methods=methods, payload=None, item_class=None, dict_name=dict_name)


def _class_of(cls: RequestClass, **values: Any) -> Python:
    """Render a request class; a renamed parameter can be given by its older name too."""
    renamed = {older.now for older in cls.older}
    arguments = [
        evolve(attribute, optional=True) if attribute.name in renamed else attribute for attribute in cls.attributes
    ]
    names = {"either": _EITHER, "deprecated": _DEPRECATED}
    return template("request_class.jinja", cls=cls, arguments=arguments, **names, **values)


def _row_class(row: RowClass, sdk: Sdk, *, listed: bool) -> Python:
    careful = row.positional or any(column.reader for column in row.columns)
    successes = literals(sorted(sdk.venue.envelope.success))
    doc = docstring([row.title])
    indent = Python("    " if careful else "")
    return template(
        "row_class.jinja",
        cls=row,
        doc=doc,
        careful=careful,
        indent=indent,
        absent=_ABSENT,
        successes=successes,
        listed=row.listed if listed else None,
        deprecated=_DEPRECATED,
        verdict=_verdict(row),
        bare=sdk.venue.envelope.data is None,
    )


def _verdict(row: RowClass) -> Python:
    """Return the expression of an item's code as text."""
    column = next((column for column in row.columns if row.verdict and column.name == row.verdict[0]), None)
    is_number = column is not None and column.kind is not None and column.kind.name == "integer"
    return Python("str(code)" if is_number else "code")


def _request_class(module: Module, sdk: Sdk, doc: Python, source: RuleSource | None) -> Python:
    batch, timed = module.endpoint.batch, any(map(reads_now, module.endpoint.rules))
    methods = Python() if source is None else _methods(source)
    if source is not None and source.reads.tests and not timed:
        tests = " or ".join(f"({test})" for test in source.reads.tests)
        methods = joined([Python(_FITS.format(tests)), methods])
    return _class_of(
        module.request,
        base=_base(module),
        doc=doc,
        methods=methods,
        payload=payload(module, sdk),
        item_class=module.items[-1].name if batch else None,
        max_items=module.endpoint.max_items,
        reads_now=timed,
        dict_name=None,
        reads=None if source is None or not source.broken or timed else source.reads,
    )


def _base(module: Module) -> Python:
    """Return the base class of the request's class."""
    if module.record is not None and not module.endpoint.batch:
        return Python.of("PagedRequest[{}, {}]", module.result, module.record)
    return Python.of("BatchRequest[{}]" if module.endpoint.batch else "Request[{}]", module.result)


def _shared_rows(module: Module) -> frozenset[Import]:
    """Return the row classes that this module imports from others and re-exports."""
    offered = module.offered()
    places = {name: origin_of(home, module.endpoint.group) for name, home in module.imported.items() if name in offered}
    return frozenset((place, f"{name} as {name}") for name, place in places.items())


def _older_names(module: Module) -> Iterator[Python]:
    """Yield the aliases that keep older names of row classes."""
    names = dict(module.older_classes())
    if module.endpoint.row_alias and module.row:
        names[PyName(module.endpoint.row_alias)] = module.row.name
    for name, now in sorted(names.items()):
        yield Python.of("{} = {}\n{}\n", name, now, docstring([f"The older name of ``{now}``."], 0))


def _paging(module: Module) -> Paging | None:
    """Return the endpoint's paging by attributes of the SDK; None for an endpoint without pages."""
    pages = module.endpoint.pages
    if pages is None or module.row is None:
        return None
    sent = {attribute.field.name: attribute.name for attribute in module.request.attributes}
    columns = {column.field.name: column for column in module.row.columns}
    field, owner = (pages.field[1:], module.record) if pages.rows else (pages.field, module.row.name)
    named = next((row.columns for row in module.rows if row.name == owner), ())
    position = next((column.position for column in named if field and column.field.name == field[0]), None)
    field = field if position is None else (position,)
    return evolve(
        pages,
        cursor=_text(sent.get(pages.cursor or "")),
        field=field,
        number=_text(sent.get(pages.number or "")),
        size=_text(sent.get(pages.size or "")) if pages.largest else None,
        rows=str(columns[pages.rows].name) if pages.rows else None,
        begin=_text(sent.get(pages.begin or "")),
        keep=(str(sent[pages.keep[0]]), str(columns[pages.keep[1]].name)) if pages.keep else None,
    )


def _text(name: PyName | None) -> str | None:
    return None if name is None else str(name)


def _plain(limit: RateLimit) -> RateLimit:
    """Return a limit as an endpoint has it, without the other endpoints that share it."""
    return RateLimit(**{attribute.name: getattr(limit, attribute.name) for attribute in fields(RateLimit)})


def _asks(module: Module, sdk: Sdk) -> list[tuple[AskSpec, EndpointSpec]]:
    """Return the questions that find out a call's outcome, each with its endpoint.

    There are none if the SDK lacks one of their endpoints: the others alone could miss an order.
    """
    reconcile = module.endpoint.reconcile
    modules = {module.endpoint.id: module for group in sdk.groups for module in group.modules}
    questions: list[tuple[AskSpec, EndpointSpec]] = []
    for ask in reconcile.ask if reconcile else ():
        asked = modules.get(ask.endpoint)
        if asked is None:
            return []
        columns = {column.field.name: column.name for column in asked.row.columns} if asked.row else {}
        if ask.rows and ask.rows not in columns:
            message = f"reconcile asks {ask.endpoint}, which answers no field {ask.rows}"
            raise SpecError([Problem(check="reconcile", place=module.endpoint.place, message=message)])
        questions.append((evolve(ask, rows=columns[ask.rows] if ask.rows else None), asked.endpoint))
    return questions


def _item_says(item: RequestClass, module: Module) -> str:
    if not item.path:
        return f"One item of {module.request.name}."
    within = next((cls for cls in module.items if cls.path == item.path[:-1]), module.request)
    field = next(attribute.field for attribute in within.attributes if attribute.field.name == item.path[-1])
    lead = "One item of" if field.json == "array" else "The object"
    return f"{lead} {'.'.join(item.path)} in {module.request.name}."


def _rule(rule: RuleTree, name: PyName) -> dict[str, Any]:
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
    """Return the methods that rules add to a request class, indented."""
    parts: list[Python] = []
    if source.broken:
        parts.append(Python.of(_BROKEN, _CONTEXT, _VIOLATION, _indented(source.broken)))
    if source.undecided:
        parts.append(Python.of(_UNDECIDED, _CONTEXT, _OPEN, _indented(source.undecided)))
    return joined(parts)


def _indented(source: Python) -> Python:
    return Python(textwrap.indent(source, " " * 8), source.imports)
