"""The module of a group: a method for each of its endpoints, blocking and asyncio."""

from collections.abc import Iterator

from attrs import evolve, frozen

from ..python_text import Import, PyName, Python
from ..spec.model import VenueSpec
from .annotations import AnnotationNames, annotated
from .layout import import_lines, origin_of
from .method_docs import method_doc, pages_doc
from .planned import ITERABLE, Attribute, GroupPlan, Module, Moved, Sdk, request_form, result_form
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
    """One method of a group. One that ``iterates`` goes on to the endpoint's further pages.

    ``home`` is the module of its request, and ``advice`` what its caller is told where the endpoint is called
    otherwise now.
    """

    name: PyName
    home: Python
    request: PyName
    parameters: tuple[Argument, ...]
    result: Python
    doc: Python
    iterates: bool = False
    advice: str | None = None

    @property
    def awaited_result(self) -> Python:
        """What the method returns where it is not awaited but iterates: ``AsyncIterator[Fill]``."""
        return Python.of("Async{}", self.result)

    def imports(self) -> frozenset[Import]:
        """What the method's annotations import."""
        return self.result.imports.union(*(each.annotation.imports for each in self.parameters))


def group_module(group: GroupPlan, sdk: Sdk) -> Python:
    """Render the module of a group."""
    aliases = annotated(group)
    methods = [each for module in group.modules for each in _methods_of(module, aliases, sdk.venue)]
    former = [each for moved in group.moved for each in _former(moved, group, aliases, sdk.venue)]
    imports = frozenset(name for method in (*methods, *former) for name in method.imports())
    if any(each.iterates for each in former):
        imports |= {("collections.abc", "AsyncIterator")}
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
        former=former,
        deprecated=PyName("deprecated", "runtime.renamed"),
        iterates=any(each.iterates for each in methods),
        imports=import_lines(imports, runtime="..._runtime", sdk=".."),
    )


def _former(moved: Moved, group: GroupPlan, aliases: AnnotationNames, venue: VenueSpec) -> Iterator[Method]:
    """The methods of an endpoint under the name that it had in this group."""
    names = {each.name for each in group.modules} | {each.iterate for each in group.modules}
    endpoint = moved.module.endpoint
    home = Python("." if endpoint.group == group.name else f"..{endpoint.group}.")
    for method in _methods_of(moved.module, aliases, venue):
        name = moved.iterate if method.iterates else moved.name
        if name is not None and name not in names:
            advice = f"{venue.name}.{group.name}.{name} is called {endpoint.group}.{method.name} now"
            doc = docstring([f"The older name of ``{endpoint.group}.{method.name}``."], 8)
            yield evolve(method, name=name, home=Python(f"{home}{endpoint.name}"), doc=doc, advice=advice)


def _methods_of(module: Module, aliases: AnnotationNames, venue: VenueSpec) -> Iterator[Method]:
    """The method that sends one request, and the one that walks through pages where there are any."""
    endpoint = module.endpoint

    def accepts(attribute: Attribute) -> Python:
        if attribute.items is None:
            return attribute.form.accepts
        return request_form(attribute.field, aliases[module.endpoint.id, attribute.items]).accepts

    if endpoint.batch:
        item = aliases[module.endpoint.id, module.items[-1].name]
        items = Python.of("{}[{}]", ITERABLE, item)
        parameters = [Argument(name=PyName("items"), annotation=items, required=True)]
    else:
        parameters = []
    ordered = sorted(module.request.attributes, key=lambda each: not each.required)
    older = module.request.older
    either = {each.now for each in older}
    parameters += [
        Argument(name=each.name, annotation=accepts(each), required=each.required and each.name not in either)
        for each in ordered
    ]
    parameters += [
        Argument(name=each.name, annotation=accepts(module.request.attribute(each.now)), required=False)
        for each in older
    ]
    yield Method(
        name=module.name,
        home=Python(f".{module.name}"),
        request=module.request.name,
        parameters=tuple(parameters),
        result=result_form(endpoint.shape, aliases[module.endpoint.id, module.row.name] if module.row else None),
        doc=method_doc(module, venue),
    )
    if module.record is not None and module.iterate is not None:
        yield Method(
            name=module.iterate,
            home=Python(f".{module.name}"),
            request=module.request.name,
            parameters=tuple(parameters),
            result=Python.of("{}[{}]", ITERATOR, aliases[module.endpoint.id, module.record]),
            doc=pages_doc(module),
            iterates=True,
        )


def former_module(moved: Moved, group: GroupPlan) -> Python:
    """Render the module that an endpoint had at a former place: the classes from where they are now."""
    module = moved.module
    place = origin_of(module.endpoint.id, group.name)
    rows = {*(each.name for each in module.own_rows), *module.offered(), *module.older_classes()}
    names = {PyName(each): PyName(each) for each in (*(item.name for item in module.items), *sorted(rows))}
    names[moved.request] = module.request.name
    imports = frozenset((place, f"{now} as {name}") for name, now in names.items())
    doc = docstring([f"The former place of ``{module.endpoint.group}.{module.name}``, {BY_US}."], 0)
    lines = import_lines(imports, runtime="..._runtime", sdk="..")
    return template("former.py.jinja", doc=doc, imports=lines, names=sorted(names))
