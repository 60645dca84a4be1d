"""The module of a group: a method for each of its endpoints, blocking and asyncio."""

from collections import Counter
from collections.abc import Iterator, Mapping

from attrs import frozen

from ..python_text import Import, PyName, Python
from ..spec.model import VenueSpec
from .layout import import_lines, origin_of
from .method_docs import method_doc, pages_doc
from .planned import ITERABLE, Attribute, GroupPlan, Module, Sdk, request_form, result_form
from .sentences import BY_US, spaced
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
    places = {(module.name, name): _home(module, name) for module in group.modules for name in _imported(module)}
    uses = Counter(name for name, _ in {(name, home) for (_, name), home in places.items()})
    aliases: dict[tuple[str, str], PyName] = {}
    imported: dict[tuple[str, str], PyName] = {}
    for module in group.modules:
        for name in sorted(_imported(module)):
            home = places[module.name, name]
            alias = PyName(name, home)
            if uses[name] > 1:
                alias = PyName(f"{module.request.name}{name}", home, imported=name)
            aliases[module.name, name] = imported.setdefault((home, name), alias)
    methods = [each for module in group.modules for each in _methods_of(module, aliases, sdk.venue)]
    imports = frozenset(name for method in methods for name in method.imports())
    return template(
        "group.py.jinja",
        docs={
            "module": docstring([f"The {spaced(group.name)} endpoints of {sdk.venue.title}, {BY_US}."], 0),
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


def _home(module: Module, name: str) -> str:
    """Where the group's module imports a class from that its methods name."""
    return origin_of(module.imported.get(name, module.endpoint.id), module.endpoint.group)


def _imported(module: Module) -> set[PyName]:
    """The classes of a module that its group's methods name."""
    needed = {each.items for each in module.request.attributes if each.items}
    needed |= {module.row.name} if module.row and module.row.name in module.result else set()
    needed |= {module.record} if module.record else set()
    return needed | ({module.items[-1].name} if module.endpoint.batch else set())


def _methods_of(module: Module, aliases: Mapping[tuple[str, str], PyName], venue: VenueSpec) -> Iterator[Method]:
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
    else:
        parameters = []
    ordered = sorted(module.request.attributes, key=lambda each: not each.required)
    parameters += [Argument(name=each.name, annotation=accepts(each), required=each.required) for each in ordered]
    yield Method(
        name=module.name,
        module=module.name,
        request=module.request.name,
        parameters=tuple(parameters),
        result=result_form(endpoint.shape, aliases[module.name, module.row.name] if module.row else None),
        doc=method_doc(module, venue),
    )
    if module.record is not None:
        yield Method(
            name=PyName(f"iterate_{module.name.removeprefix('get_')}"),
            module=module.name,
            request=module.request.name,
            parameters=tuple(parameters),
            result=Python.of("{}[{}]", ITERATOR, aliases[module.name, module.record]),
            doc=pages_doc(module),
            iterates=True,
        )
