"""The public names of a planned SDK: known ones stay, new things get a name."""

from collections.abc import Iterable, Mapping

from attrs import evolve

from ..naming import snake
from ..spec.names import EndpointNames, PublicNames, TypeName, attributes_text, former_text
from .annotations import AnnotationNames, annotated
from .older import former_attributes, former_places, renamed_in
from .planned import Attribute, Column, Module, Sdk


def names_after(sdk: Sdk) -> PublicNames:
    """Return every public name of a planned SDK, and the known ones that are no longer in use.

    An endpoint that nobody has given a summary yet is a draft, whose names people may still change.
    """
    known = sdk.known
    drafts: set[str] = {
        module.endpoint.key
        for group in sdk.groups
        for module in group.modules
        if not module.endpoint.summary and module.endpoint.key not in known.endpoints
    }
    if len(drafts) == sum(len(group.modules) for group in sdk.groups):
        drafts = set()  # a spec without any summary is one of somebody who does not write them
    groups: dict[str, str] = {
        str(group.name): str(group.class_name)
        for group in sdk.groups
        if str(group.name) in known.groups or any(module.endpoint.key not in drafts for module in group.modules)
    }
    types: dict[str, TypeName] = {
        str(enum.name): TypeName(wire=enum.wire, home=enum.home, values=enum.values)
        for enum in (*sdk.enums, *sdk.kept_types)
        if str(enum.name) in known.types or not enum.home.startswith(tuple(f"{key} " for key in drafts))
    }
    endpoints: dict[str, EndpointNames] = {}
    for group in sdk.groups:
        called = annotated(group)
        for module in group.modules:
            key = module.endpoint.key
            if key in drafts:
                continue
            endpoints[key] = _names_of(module, known.endpoints.get(key), called, known.next)
    unused = {key: evolve(names, gone=True) for key, names in known.endpoints.items() if key not in endpoints}
    return PublicNames(
        groups={**known.groups, **groups},
        types=types,
        older_types=sdk.older_types,
        endpoints={**unused, **endpoints},
    )


def _names_of(module: Module, known: EndpointNames | None, called: AnnotationNames, place: int) -> EndpointNames:
    before = known or evolve(module.known, added=place)
    endpoint = module.endpoint
    classes = {str(cls.name): cls.place for cls in (module.request, *module.items)}
    classes |= {str(row.name): row.place for row in module.own_rows}
    offered = module.offered()
    shared = {str(row.name): row.place for row in module.rows if row.name in offered}
    now = {*classes.values(), *shared.values()}
    older = {str(name): _place_of(module, name_now) for name, name_now in module.older_classes().items()}
    if endpoint.row_alias:
        older[endpoint.row_alias] = "response"
    return EndpointNames(
        name=endpoint.id,
        iterate=module.iterate or before.iterate,
        added=before.added,
        classes=_of_missing_objects(before.classes, now) | classes,
        shared=_of_missing_objects(before.shared, now) | shared,
        older={**before.older, **older},
        attributes=_attributes(module, before),
        former=_former(module, before),
        renamed=renamed_in(endpoint, before),
        moved=former_places(endpoint, known),
        annotated={
            **before.annotated,
            **{
                name: str(annotated)
                for (of, name), annotated in called.items()
                if of == endpoint.id and name != annotated
            },
        },
    )


def _place_of(module: Module, name: str) -> str:
    return next(row.place for row in module.rows if row.name == name)


def _of_missing_objects(names: Mapping[str, str], now: Iterable[str]) -> dict[str, str]:
    """Return the classes of objects that no longer exist."""
    places = frozenset(now)
    return {name: place for name, place in names.items() if place not in places}


def _attributes(module: Module, before: EndpointNames) -> dict[str, str]:
    """Return the attributes of all objects that the module defines or once defined."""
    texts: dict[str, str] = dict(before.attributes)
    for place, present in _objects(module).items():
        known, names = before.attributes_at(place), _plain(present)
        if all_names := {**known, **names}:
            texts[place] = attributes_text(all_names, gone=known.keys() - names.keys())
    return texts


def _former(module: Module, before: EndpointNames) -> dict[str, str]:
    """Return the former attributes of all objects that the module defines or once defined."""
    texts: dict[str, str] = dict(before.former)
    for place, names in _objects(module).items():
        if former := former_attributes(names, place, before):
            texts[place] = former_text(former)
        else:
            texts.pop(place, None)
    return texts


def _objects(module: Module) -> dict[str, dict[str, str]]:
    """Return the attributes of each object that the module defines, by wire name."""
    objects = {
        "request" if cls.place == "item" else cls.place: _named(cls.attributes)
        for cls in (module.request, *module.items)
    }
    objects |= {row.place: _named(row.columns) for row in module.own_rows}
    headers = _named([attribute for attribute in module.request.attributes if attribute.header])
    objects["request"] = {wire: name for wire, name in objects["request"].items() if wire not in headers}
    return {**objects, "headers": headers}


def _named(attributes: Iterable[Attribute | Column]) -> dict[str, str]:
    return {attribute.field.name: str(attribute.name) for attribute in attributes}


def _plain(names: Mapping[str, str]) -> dict[str, str | None]:
    """Return attribute names by wire name; None for the wire name in snake case."""
    return {wire: None if name == snake(wire) else name for wire, name in names.items()}
