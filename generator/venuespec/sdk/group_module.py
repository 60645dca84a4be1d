"""The module of a group: a method for each of its endpoints, blocking and asyncio."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from ..python_text import Import, PyName, Python
from ..rules.tree import AllOrNone, Choice, Require, Rule
from ..spec.model import Venue
from .layout import import_lines
from .plan import ITERABLE, Attribute, GroupPlan, Module, Sdk, request_form, result_form
from .sentences import GENERATED, deprecation_says, endpoint_says, field_says, notes_say, rules_say, spaced
from .templating import template
from .text import docstring

ITERATOR = PyName("Iterator", "collections.abc")


@frozen(kw_only=True)
class Argument:
    """One argument of a method."""

    name: PyName
    annotation: Python
    required: bool


@frozen(kw_only=True)
class Method:
    """One method of a group. One that ``iterates`` goes on to the endpoint's further pages."""

    name: PyName
    module: PyName
    request: PyName
    parameters: tuple[Argument, ...]
    result: Python
    doc: Python
    iterates: bool = False

    def imports(self) -> frozenset[Import]:
        """What the method's annotations import."""
        return self.result.imports.union(*(each.annotation.imports for each in self.parameters))


def group_module(group: GroupPlan, sdk: Sdk) -> Python:
    """Render the module of a group."""
    uses = Counter(name for module in group.modules for name in _imported(module))
    aliases: dict[tuple[str, str], PyName] = {}
    for module in group.modules:
        for name in _imported(module):
            origin = f"group.{module.name}"
            aliases[module.name, name] = (
                PyName(name, origin)
                if uses[name] == 1
                else PyName(f"{module.request.name}{name}", origin, imported=name)
            )
    methods = [each for module in group.modules for each in _methods_of(module, aliases, sdk.venue)]
    imports = frozenset(name for method in methods for name in method.imports())
    return template(
        "group.py.jinja",
        docs={
            "module": docstring([f"The {spaced(group.name)} endpoints of {sdk.venue.title}.", GENERATED], 0),
            "group": docstring(
                [f"The {spaced(group.name)} endpoints. Every method sends one request and returns its payload."]
            ),
            "async_group": docstring(
                [f"The {spaced(group.name)} endpoints, to be awaited: what {group.class_name} says."]
            ),
        },
        group=group,
        methods=methods,
        iterates=any(each.iterates for each in methods),
        imports=import_lines(imports, runtime="..._runtime", sdk=".."),
    )


def _imported(module: Module) -> set[PyName]:
    """The classes of a module that its group's methods name."""
    needed = {each.items for each in module.request.attributes if each.items}
    needed |= {module.row.name} if module.row and module.row.name in module.result else set()
    needed |= {module.record} if module.record else set()
    return needed | ({module.items[-1].name} if module.endpoint.batch else set())


def _methods_of(module: Module, aliases: Mapping[tuple[str, str], PyName], venue: Venue) -> Iterator[Method]:
    """The method that sends one request, and the one that walks through pages where there are any."""
    endpoint = module.endpoint

    def accepts(attribute: Attribute) -> Python:
        if attribute.items is None:
            return attribute.form.accepts
        return request_form(attribute.field, aliases[module.name, attribute.items]).accepts

    if endpoint.batch:
        item = aliases[module.name, module.items[-1].name]
        items = Python.of("{}[{}]", ITERABLE, item)
        parameters = [Argument(name=PyName("items"), annotation=items, required=True)]
        most = f", {endpoint.max_items} at most" if endpoint.max_items else ""
        described = [f"items: The items{most}, in the order in which the answer reports them."]
    else:
        parameters, described = [], []
    ordered = sorted(module.request.attributes, key=lambda each: not each.required)
    parameters += [Argument(name=each.name, annotation=accepts(each), required=each.required) for each in ordered]
    ruled = _required_by_rules(endpoint.rules)
    described += [f"{each.name}: {field_says(each.field)}{_conditional(each, ruled)}" for each in ordered]
    paragraphs = [
        endpoint.summary or endpoint.title,
        *deprecation_says(endpoint),
        *(["Args:", *(f"    {each}" for each in described)] if described else []),
        *endpoint_says(endpoint, venue),
        endpoint.key,
        endpoint.source,
        *rules_say(endpoint.rules),
        *notes_say(endpoint),
    ]
    yield Method(
        name=module.name,
        module=module.name,
        request=module.request.name,
        parameters=tuple(parameters),
        result=result_form(endpoint.shape, aliases[module.name, module.row.name] if module.row else None),
        doc=docstring(paragraphs, 8),
    )
    if module.record is not None:
        yield Method(
            name=PyName(f"iterate_{module.name.removeprefix('get_')}"),
            module=module.name,
            request=module.request.name,
            parameters=tuple(parameters),
            result=Python.of("{}[{}]", ITERATOR, aliases[module.name, module.record]),
            doc=docstring(_iterates(module), 8),
            iterates=True,
        )


def _iterates(module: Module) -> list[str]:
    """What the method says that walks through the pages."""
    pages = module.endpoint.pages
    assert pages is not None
    turned = pages.cursor or pages.number or ""
    name = next(each.name for each in module.request.attributes if each.field.name == turned)
    towards = "from newer to older records" if pages.cursor else "page after page"
    said = [f"Walk through everything that ``{module.name}`` finds, {towards}."]
    said.append(f"Each page is a call with its rate limit. ``{name}`` says where to begin; the rest is as there.")
    if pages.ties:
        said.append("Records of the same millisecond are kept apart; more than fill a page cannot be.")
    return said


def _conditional(attribute: Attribute, ruled: frozenset[str]) -> str:
    name = attribute.field.name
    header = f" Sent as the header {name}." if attribute.header else ""
    rules = " Required or not: see the rules." if attribute.field.required == "conditional" and name in ruled else ""
    return header + rules


def _required_by_rules(rules: Iterable[Rule]) -> frozenset[str]:
    """The parameters that some rule requires, alone or as a choice."""
    required = (each for rule in rules for each in rule.asserts)
    return frozenset(
        name
        for each in required
        for name in (
            each.names
            if isinstance(each, Require | AllOrNone)
            else [name for group in each.of for name in group]
            if isinstance(each, Choice)
            else ()
        )
    )
