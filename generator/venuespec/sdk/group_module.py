"""The module of a group: a method for each of its endpoints, blocking and asyncio."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from ..rules.tree import AllOrNone, Choice, Require, RuleTree
from ..spec.model import VenueSpec
from .layout import origins
from .plan import Attribute, GroupPlan, Module, Sdk
from .sentences import GENERATED, deprecation_says, endpoint_says, field_says, notes_say, rules_say, spaced
from .templating import template
from .text import Python, docstring


@frozen(kw_only=True)
class Argument:
    """One argument of a method."""

    name: str
    annotation: str
    required: bool


@frozen(kw_only=True)
class Method:
    """One method of a group. One that ``iterates`` goes on to the endpoint's further pages."""

    name: str
    module: str
    request: str
    parameters: tuple[Argument, ...]
    result: str
    doc: Python
    iterates: bool = False


def group_module(group: GroupPlan, sdk: Sdk) -> str:
    uses = Counter(name for module in group.modules for name in _imported(module))
    aliases: dict[tuple[str, str], str] = {}
    imported: list[tuple[str, str, str]] = []
    for module in group.modules:
        for name in sorted(_imported(module)):
            alias = name if uses[name] == 1 else f"{module.request.name}{name}"
            aliases[module.name, name] = alias
            imported.append((module.name, name, alias))
    methods = [each for module in group.modules for each in _methods_of(module, aliases, sdk.venue)]
    return template(
        "group.py.jinja",
        known=origins("..._runtime") | {each.name: "..types" for each in sdk.enums},
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
        imported=imported,
    )


def _imported(module: Module) -> set[str]:
    """The classes of a module that its group's methods name."""
    needed = {each.items for each in module.request.attributes if each.items}
    needed |= {module.row.name} if module.row and module.row.name in module.result else set()
    needed |= {module.record} if module.record else set()
    return needed | ({module.items[-1].name} if module.endpoint.batch else set())


def _methods_of(module: Module, aliases: Mapping[tuple[str, str], str], venue: VenueSpec) -> Iterator[Method]:
    """The method that sends one request, and the one that walks through pages where there are any."""
    endpoint = module.endpoint

    def aliased(text: str, name: str | None) -> str:
        return text if name is None else text.replace(name, aliases[module.name, name])

    if endpoint.batch:
        item = module.items[-1].name
        parameters = [Argument(name="items", annotation=aliased(f"Iterable[{item}]", item), required=True)]
        most = f", {endpoint.max_items} at most" if endpoint.max_items else ""
        described = [f"items: The items{most}, in the order in which the answer reports them."]
    else:
        parameters, described = [], []
    ordered = sorted(module.request.attributes, key=lambda each: not each.required)
    parameters += [
        Argument(name=each.name, annotation=aliased(each.accepts, each.items), required=each.required)
        for each in ordered
    ]
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
        result=aliased(module.result, module.row.name if module.row else None),
        doc=docstring(paragraphs, 8),
    )
    if module.record is not None:
        yield Method(
            name=f"iterate_{module.name.removeprefix('get_')}",
            module=module.name,
            request=module.request.name,
            parameters=tuple(parameters),
            result=f"Iterator[{aliased(module.record, module.record)}]",
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


def _required_by_rules(rules: Iterable[RuleTree]) -> frozenset[str]:
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
