"""The lock of public names after a plan: what was known, and a name for each thing that is new."""

from collections.abc import Iterable, Mapping

from attrs import evolve

from ..naming import snake
from ..spec.names import EndpointNames, PublicNames, TypeName, attributes_text
from .annotations import AnnotationNames, annotated
from .older import former_places, renamed_in
from .planned import Attribute, Column, Module, Sdk


def names_after(sdk: Sdk) -> PublicNames:
    """Return every public name of a planned SDK, and those that were known before and are not in use any more."""
    known = sdk.known
    groups: dict[str, str] = {str(each.name): str(each.class_name) for each in sdk.groups}
    types: dict[str, TypeName] = {
        str(each.name): TypeName(wire=each.wire, home=each.home, values=each.values)
        for each in (*sdk.enums, *sdk.kept_types)
    }
    endpoints: dict[str, EndpointNames] = {}
    for group in sdk.groups:
        called = annotated(group)
        for module in group.modules:
            key = module.endpoint.key
            endpoints[key] = _names_of(module, known.endpoints.get(key), called, known.next)
    gone = {key: evolve(each, gone=True) for key, each in known.endpoints.items() if key not in endpoints}
    return PublicNames(groups={**known.groups, **groups}, types=types, endpoints={**gone, **endpoints})


def _names_of(module: Module, known: EndpointNames | None, called: AnnotationNames, place: int) -> EndpointNames:
    before = known or evolve(module.known, added=place)
    endpoint = module.endpoint
    classes = {str(each.name): each.place for each in (module.request, *module.items)}
    classes |= {str(each.name): each.place for each in module.own_rows}
    offered = module.offered()
    shared = {str(each.name): each.place for each in module.rows if each.name in offered}
    now = {*classes.values(), *shared.values()}
    older = {str(name): _place_of(module, name_now) for name, name_now in module.older_classes().items()}
    if endpoint.row_alias:
        older[endpoint.row_alias] = "response"
    return EndpointNames(
        name=endpoint.id,
        iterate=module.iterate or before.iterate,
        added=before.added,
        classes=_gone(before.classes, now) | classes,
        shared=_gone(before.shared, now) | shared,
        older={**before.older, **older},
        attributes=_attributes(module, before),
        renamed=renamed_in(endpoint, before),
        moved=former_places(endpoint, known),
        annotated={
            **before.annotated,
            **{name: str(other) for (of, name), other in called.items() if of == endpoint.id and name != other},
        },
    )


def _place_of(module: Module, name: str) -> str:
    return next(each.place for each in module.rows if each.name == name)


def _gone(names: Mapping[str, str], now: Iterable[str]) -> dict[str, str]:
    """The classes of objects that there are not any more."""
    places = frozenset(now)
    return {name: place for name, place in names.items() if place not in places}


def _attributes(module: Module, before: EndpointNames) -> dict[str, str]:
    """The attributes of the objects that the module itself defines, and of those that there were."""
    objects: dict[str, dict[str, str | None]] = {
        "request" if each.place == "item" else each.place: _plain(each.attributes)
        for each in (module.request, *module.items)
    }
    objects |= {each.place: _plain(each.columns) for each in module.own_rows}
    headers = _plain([each for each in module.request.attributes if each.header])
    objects["request"] = {wire: name for wire, name in objects["request"].items() if wire not in headers}
    objects["headers"] = headers
    found: dict[str, str] = dict(before.attributes)
    for place, names in objects.items():
        known = before.attributes_at(place)
        if all_names := {**known, **names}:
            found[place] = attributes_text(all_names, gone=known.keys() - names.keys())
    return found


def _plain(attributes: Iterable[Attribute | Column]) -> dict[str, str | None]:
    """The names of attributes by wire name; None for those in snake case."""
    return {each.field.name: None if each.name == snake(each.field.name) else str(each.name) for each in attributes}
