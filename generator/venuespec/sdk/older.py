"""Older names of parameters, fields, methods and classes that a page has renamed."""

from collections.abc import Iterable, Mapping

from attrs import evolve

from ..naming import snake
from ..python_text import PyName
from ..spec.model import Alias, Deprecation, EndpointSpec, Field
from ..spec.names import EndpointNames, PublicNames, Renamed
from ..spec.problem import Problem, SpecError
from .planned import Module, Moved, OlderName

# Attributes that must be equal for two rows to be one row with two names.
_FORM = ("json", "kind", "item", "values", "closed", "separator", "limits", "fields")


def renamed_in(endpoint: EndpointSpec, known: EndpointNames) -> dict[str, Renamed]:
    """Return every renamed row by its older path: {"request.isElpTakerAccess": Renamed(...)}.

    The lock, the page and the endpoint's file can each state it; the file overrules the others.
    """
    renamed = dict(known.renamed)
    for side, rows in (("request", endpoint.request), ("response", endpoint.response)):
        renamed |= _renamed_by_page(rows, side, known)
    for path, own in endpoint.renamed.items():
        parent, _, name = path.rpartition(".")
        renamed[f"{parent}.{own.former}"] = Renamed(use=name, until=own.until)
    return renamed


def _renamed_by_page(rows: tuple[Field, ...], place: str, known: EndpointNames) -> dict[str, Renamed]:
    """Return the renamed rows that the page states for an object.

    A name that the SDK never had needs no alias. A replacement counts as a rename only if everything else is equal.
    """
    renamed: dict[str, Renamed] = {}
    named = {row.name: row for row in rows}
    for row in rows:
        alias, deprecation = row.alias or Alias(), row.deprecation or Deprecation()
        until = alias.until or deprecation.until
        if alias.was is not None and alias.was in known.attributes_at(place):
            renamed[f"{place}.{alias.was}"] = Renamed(use=row.name, until=until)
        if alias.of is not None and alias.of in named:
            renamed[f"{place}.{row.name}"] = Renamed(use=alias.of, until=until)
        use = deprecation.use
        if len(use) == 1 and use[0] in named and _alike(row, named[use[0]]):
            renamed[f"{place}.{row.name}"] = Renamed(use=use[0], until=until)
        renamed |= _renamed_by_page(row.fields, f"{place}.{row.name}", known)
    return renamed


def _alike(row: Field, other: Field) -> bool:
    """Tell whether two rows take the same values, so that either can be sent under the other's name."""
    return row is not other and all(getattr(row, name) == getattr(other, name) for name in _FORM)


def older_names(
    names: Mapping[str, PyName], place: str, renamed: Mapping[str, Renamed], known: EndpointNames
) -> tuple[OlderName, ...]:
    """Return the older names of an object's attributes: of rows that left its table under a new name."""
    locked = known.attributes_at(place)
    older_by_name: dict[str, OlderName] = {}
    for name, wire in former_attributes(names, place, known).items():
        now = _present_name(wire, place, renamed, names)
        if now is not None and name not in names.values():
            older_by_name[name] = OlderName(name=PyName(name), now=names[now])
    for path in renamed:
        parent, _, older = path.rpartition(".")
        now = _present_name(older, parent, renamed, names) if parent == place else None
        name = locked.get(older) or snake(older)
        if now is not None and older not in names and name not in names.values():
            older_by_name[name] = OlderName(name=PyName(name), now=names[now], until=renamed[path].until)
    return tuple(older_by_name[name] for name in sorted(older_by_name))


def former_attributes(names: Mapping[str, str], place: str, known: EndpointNames) -> dict[str, str]:
    """Return the wire names of an object's rows by the attributes that they had, and have no longer."""
    locked = {wire: name or snake(wire) for wire, name in known.attributes_at(place).items()}
    changed = {name: wire for wire, name in locked.items() if names.get(wire, name) != name}
    return {name: wire for name, wire in {**known.former_at(place), **changed}.items() if names.get(wire) != name}


def _present_name(older: str, parent: str, renamed: Mapping[str, Renamed], names: Mapping[str, PyName]) -> str | None:
    """Return the present name of an older row, after any number of renamings."""
    seen: set[str] = set()
    while older not in names:
        step = renamed.get(f"{parent}.{older}")
        if step is None or older in seen:
            return None
        seen.add(older)
        older = step.use
    return older


def place_before(place: str, renamed: Mapping[str, Renamed]) -> str | None:
    """Return the place of an object before its row was renamed."""
    parent, _, name = place.rpartition(".")
    befores = (path for path, row in renamed.items() if row.use == name and path.rpartition(".")[0] == parent)
    return next(befores, None)


def moved_modules(modules: Mapping[str, Module], known: PublicNames) -> dict[str, list[Moved]]:
    """Return the former places of endpoints by group. Raises ``SpecError`` for a place taken by another endpoint."""
    moved_by_group: dict[str, list[Moved]] = {}
    for module in modules.values():
        endpoint, locked = module.endpoint, known.endpoints.get(module.endpoint.key)
        for place, request in former_places(endpoint, locked).items():
            group, _, name = place.partition(".")
            iterate = PyName(f"iterate_{name.removeprefix('get_')}") if module.iterate else None
            moved = Moved(name=PyName(name), request=PyName(request), module=module, iterate=iterate)
            moved_by_group.setdefault(group, []).append(moved)
    return moved_by_group


def former_places(endpoint: EndpointSpec, locked: EndpointNames | None) -> dict[str, str]:
    """Return the former places of an endpoint in the SDK, with the class names of its request there."""
    if locked is None:
        return {}
    places = dict[str, str](locked.moved)
    if locked.name != endpoint.id and (request := locked.by_path.get("request")):
        places[locked.name] = request
    places.pop(endpoint.id, None)
    return dict(sorted(places.items()))


def carried_over(known: PublicNames, endpoints: Iterable[EndpointSpec]) -> PublicNames:
    """Move the names of an endpoint to its new method and path if its file changed them.

    An import writes an endpoint that moved to another path into its file.
    """
    present = {endpoint.key: endpoint for endpoint in endpoints}
    places = {names.name: key for key, names in known.endpoints.items() if key not in present and not names.gone}
    keys = {
        places[endpoint.id]: key
        for key, endpoint in present.items()
        if key not in known.endpoints and endpoint.id in places
    }
    if not keys:
        return known
    homes = {name: type_name.home.rpartition(" ") for name, type_name in known.types.items()}
    types = {
        name: evolve(type_name, home=f"{keys[homes[name][0]]} {homes[name][2]}")
        if homes[name][0] in keys
        else type_name
        for name, type_name in known.types.items()
    }
    return evolve(known, types=types, endpoints={keys.get(key, key): names for key, names in known.endpoints.items()})


def check_places(endpoints: list[EndpointSpec], known: PublicNames) -> None:
    """Refuse places in the SDK that belong or belonged to another endpoint. Raises ``SpecError`` with all of them."""
    owners = {place: key for key, names in known.endpoints.items() for place in (names.name, *names.moved)}
    owners |= {names.iterator: key for key, names in known.endpoints.items() if names.iterate}
    problems = [
        Problem(
            check="name",
            place=endpoint.place,
            message=f"{endpoint.id} is the name of {owner}, which programs may use; name the file otherwise, or run: "
            f"venuespec names {endpoint.venue} --drop {endpoint.id}",
        )
        for endpoint in endpoints
        if (owner := owners.get(endpoint.id)) not in (None, endpoint.key)
    ]
    if problems:
        raise SpecError(problems)


def iterators(modules: list[Module], names: PublicNames) -> dict[str, PyName]:
    """Name the methods of a group that walk through pages, by endpoint; existing names stay."""
    paged = [module for module in modules if module.record is not None]
    methods = {module.endpoint.key: known for module in paged if (known := names.of(module.endpoint.key).iterate)}
    taken = {module.endpoint.name for module in modules} | set(methods.values())
    for module in paged:
        key, name = module.endpoint.key, module.endpoint.name
        if key not in methods:
            wanted = (f"iterate_{name.removeprefix('get_')}", f"iterate_{name}", f"iterate_{name}_pages")
            methods[key] = next(candidate for candidate in wanted if candidate not in taken)
            taken.add(methods[key])
    return {key: PyName(name) for key, name in methods.items()}
