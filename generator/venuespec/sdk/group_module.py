"""The module of a group: a method for each of its endpoints, blocking and asyncio."""

from collections.abc import Iterator

from attrs import evolve, frozen

from ..python_text import Import, PyName, Python
from ..spec.model import VenueSpec
from .annotations import AnnotationNames, annotated
from .layout import import_lines, origin_of
from .method_docs import method_doc, pages_doc
from .planned import (
    Attribute,
    GroupPlan,
    Module,
    Moved,
    Option,
    Sdk,
    dict_of,
    objects,
    options,
    request_form,
    result_form,
)
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
    """One method of a group; a method that ``iterates`` walks through the endpoint's pages.

    ``options`` are arguments of the call itself, behind the parameters of the endpoint. ``home`` is the module of its
    request, ``advice`` the deprecation message of a former name.
    """

    name: PyName
    home: Python
    request: PyName
    parameters: tuple[Argument, ...]
    options: tuple[Option, ...]
    result: Python
    doc: Python
    iterates: bool = False
    advice: str | None = None

    @property
    def awaited_result(self) -> Python:
        """The type of an iterating method in its asyncio form: ``AsyncIterator[Fill]``."""
        return Python.of("Async{}", self.result)

    def imports(self) -> frozenset[Import]:
        """The imports of the method's annotations."""
        annotations = [parameter.annotation for parameter in self.parameters]
        annotations += [option.annotation for option in self.options]
        return self.result.imports.union(*(annotation.imports for annotation in annotations))


def group_module(group: GroupPlan, sdk: Sdk) -> Python:
    """Render the module of a group."""
    aliases = annotated(group)
    methods = [method for module in group.modules for method in _methods_of(module, aliases, sdk.venue)]
    former = [method for moved in group.moved for method in _former(moved, group, aliases, sdk.venue)]
    imports = frozenset(name for method in (*methods, *former) for name in method.imports())
    if any(method.iterates for method in former):
        imports |= {("collections.abc", "AsyncIterator")}
    return template(
        "group.py.jinja",
        docs={
            "module": docstring([f"The {spaced(group.name)} endpoints of {sdk.venue.title}, {BY_US}."], 0),
            "group": docstring(
                [f"The {spaced(group.name)} endpoints. Each method sends a request and returns its payload."]
            ),
            "async_group": docstring(
                [f"The {spaced(group.name)} endpoints for asyncio; {group.class_name} documents each method."]
            ),
        },
        group=group,
        methods=methods,
        former=former,
        deprecated=PyName("deprecated", "runtime.renamed"),
        iterates=any(method.iterates for method in methods),
        imports=import_lines(imports, runtime="..._runtime", sdk=".."),
    )


def _former(moved: Moved, group: GroupPlan, aliases: AnnotationNames, venue: VenueSpec) -> Iterator[Method]:
    """Yield the methods of an endpoint under its former name in this group."""
    names = {module.name for module in group.modules} | {module.iterate for module in group.modules}
    endpoint = moved.module.endpoint
    home = Python("." if endpoint.group == group.name else f"..{endpoint.group}.")
    for method in _methods_of(moved.module, aliases, venue):
        name = moved.iterate if method.iterates else moved.name
        if name is not None and name not in names:
            advice = f"{venue.name}.{group.name}.{name} is called {endpoint.group}.{method.name} now"
            doc = docstring([f"The older name of ``{endpoint.group}.{method.name}``."], 8)
            yield evolve(method, name=name, home=Python(f"{home}{endpoint.name}"), doc=doc, advice=advice)


def _methods_of(module: Module, aliases: AnnotationNames, venue: VenueSpec) -> Iterator[Method]:
    """Yield the method that sends one request and, for a paged endpoint, the one that walks through pages."""
    endpoint = module.endpoint

    def accepts(attribute: Attribute) -> Python:
        if attribute.items is None:
            return attribute.form.accepts
        return request_form(attribute.field, aliases[module.endpoint.id, attribute.items]).accepts

    if endpoint.batch:
        item = aliases[module.endpoint.id, module.items[-1].name]
        parameters = [Argument(name=PyName("items"), annotation=objects(item), required=True)]
    else:
        parameters = []
    ordered = sorted(module.request.attributes, key=lambda attribute: not attribute.required)
    older = module.request.older
    either = {older_name.now for older_name in older}
    parameters += [
        Argument(
            name=attribute.name,
            annotation=accepts(attribute),
            required=attribute.required and attribute.name not in either,
        )
        for attribute in ordered
    ]
    parameters += [
        Argument(name=older_name.name, annotation=accepts(module.request.attribute(older_name.now)), required=False)
        for older_name in older
    ]
    yield Method(
        name=module.name,
        home=Python(f".{module.name}"),
        request=module.request.name,
        parameters=tuple(parameters),
        result=result_form(
            endpoint.shape,
            aliases[module.endpoint.id, module.row.name] if module.row else None,
            one_row=module.one_row,
        ),
        options=options(module),
        doc=method_doc(module, venue),
    )
    if module.record is not None and module.iterate is not None:
        yield Method(
            name=module.iterate,
            home=Python(f".{module.name}"),
            request=module.request.name,
            parameters=tuple(parameters),
            result=Python.of("{}[{}]", ITERATOR, aliases[module.endpoint.id, module.record]),
            options=options(module, iterates=True),
            doc=pages_doc(module),
            iterates=True,
        )


def former_module(moved: Moved, group: GroupPlan) -> Python:
    """Render the module at an endpoint's former place, which re-exports the classes from their present one."""
    module = moved.module
    place = origin_of(module.endpoint.id, group.name)
    rows = {*(row.name for row in module.own_rows), *module.offered(), *module.older_classes()}
    items = [name for item in module.items for name in (item.name, dict_of(item.name))]
    names = {PyName(name): PyName(name) for name in (*items, *sorted(rows))}
    names[moved.request] = module.request.name
    imports = frozenset((place, f"{now} as {name}") for name, now in names.items())
    doc = docstring([f"The former place of ``{module.endpoint.group}.{module.name}``, {BY_US}."], 0)
    lines = import_lines(imports, runtime="..._runtime", sdk="..")
    return template("former.py.jinja", doc=doc, imports=lines, names=sorted(names))
