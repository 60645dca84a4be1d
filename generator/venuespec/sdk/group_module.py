"""The module of a group: a method for each of its endpoints, blocking and asyncio."""

from collections import Counter
from collections.abc import Iterator, Mapping

from attrs import frozen

from ..spec.model import Venue
from .layout import module_of, origins
from .method_docs import method_doc, pages_doc
from .plan import GroupPlan, Module, Sdk
from .sentences import GENERATED, spaced
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
    places = {(module.name, name): _home(module, name) for module in group.modules for name in _imported(module)}
    uses = Counter(name for name, _ in {(name, home) for (_, name), home in places.items()})
    aliases: dict[tuple[str, str], str] = {}
    imported: dict[tuple[str, str], str] = {}
    for module in group.modules:
        for name in sorted(_imported(module)):
            home = places[module.name, name]
            alias = name if uses[name] == 1 else f"{module.request.name}{name}"
            aliases[module.name, name] = imported.setdefault((home, name), alias)
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
        imported=[(home, name, alias) for (home, name), alias in imported.items()],
    )


def _home(module: Module, name: str) -> str:
    """The module that has a class which a group's methods name, as the group's module imports it."""
    return module_of(module.imported.get(name, module.endpoint.id), module.endpoint.group)


def _imported(module: Module) -> set[str]:
    """The classes of a module that its group's methods name."""
    needed = {each.items for each in module.request.attributes if each.items}
    needed |= {module.row.name} if module.row and module.row.name in module.result else set()
    needed |= {module.record} if module.record else set()
    return needed | ({module.items[-1].name} if module.endpoint.batch else set())


def _methods_of(module: Module, aliases: Mapping[tuple[str, str], str], venue: Venue) -> Iterator[Method]:
    """The method that sends one request, and the one that walks through pages where there are any."""
    endpoint = module.endpoint

    def aliased(text: str, name: str | None) -> str:
        return text if name is None else text.replace(name, aliases[module.name, name])

    if endpoint.batch:
        item = module.items[-1].name
        parameters = [Argument(name="items", annotation=aliased(f"Iterable[{item}]", item), required=True)]
    else:
        parameters = []
    ordered = sorted(module.request.attributes, key=lambda each: not each.required)
    parameters += [
        Argument(name=each.name, annotation=aliased(each.accepts, each.items), required=each.required)
        for each in ordered
    ]
    yield Method(
        name=module.name,
        module=module.name,
        request=module.request.name,
        parameters=tuple(parameters),
        result=aliased(module.result, module.row.name if module.row else None),
        doc=method_doc(module, venue),
    )
    if module.record is not None:
        yield Method(
            name=f"iterate_{module.name.removeprefix('get_')}",
            module=module.name,
            request=module.request.name,
            parameters=tuple(parameters),
            result=f"Iterator[{aliased(module.record, module.record)}]",
            doc=pages_doc(module),
            iterates=True,
        )
