"""Names from before a page called a thing otherwise: of parameters, fields, methods and classes."""

from collections.abc import Iterable, Mapping

from attrs import evolve

from ..naming import snake
from ..python_text import PyName
from ..spec.model import Alias, Deprecation, EndpointSpec, Field
from ..spec.names import EndpointNames, PublicNames, Renamed
from ..spec.problem import Problem, SpecError
from .planned import Module, Moved, OlderName

# What two names of one thing have in common.
_FORM = ("json", "kind", "item", "values", "closed", "separator", "limits", "fields")


def renamed_in(endpoint: EndpointSpec, known: EndpointNames) -> dict[str, Renamed]:
    """Return every statement that a row is called otherwise now, by the older row's path: request.isElpTakerAccess.

    Of the lock, of the page where it still makes the statement, and of the endpoint's file, which overrules both.
    """
    found = dict(known.renamed)
    for side, rows in (("request", endpoint.request), ("response", endpoint.response)):
        found |= _stated(rows, side, known)
    for path, each in endpoint.renamed.items():
        parent, _, name = path.rpartition(".")
        found[f"{parent}.{each.former}"] = Renamed(use=name, until=each.until)
    return found


def _stated(rows: tuple[Field, ...], place: str, known: EndpointNames) -> dict[str, Renamed]:
    """Return what the page states of the rows of an object: that one is called otherwise now, or was before.

    A name that the SDK never had needs no alias. A replacement is a rename only if it is alike in all else.
    """
    found: dict[str, Renamed] = {}
    named = {row.name: row for row in rows}
    for row in rows:
        alias, deprecation = row.alias or Alias(), row.deprecation or Deprecation()
        until = alias.until or deprecation.until
        if alias.was is not None and alias.was in known.attributes_at(place):
            found[f"{place}.{alias.was}"] = Renamed(use=row.name, until=until)
        if alias.of is not None and alias.of in named:
            found[f"{place}.{row.name}"] = Renamed(use=alias.of, until=until)
        use = deprecation.use
        if len(use) == 1 and use[0] in named and _alike(row, named[use[0]]):
            found[f"{place}.{row.name}"] = Renamed(use=use[0], until=until)
        found |= _stated(row.fields, f"{place}.{row.name}", known)
    return found


def _alike(row: Field, other: Field) -> bool:
    """Whether two rows take the same values, so that one can be sent under the name of the other."""
    return row is not other and all(getattr(row, name) == getattr(other, name) for name in _FORM)


def older_names(
    names: Mapping[str, PyName], place: str, renamed: Mapping[str, Renamed], known: EndpointNames
) -> tuple[OlderName, ...]:
    """Return the older names of an object's attributes: of rows that left its table and are called otherwise now."""
    locked = known.attributes_at(place)
    found: dict[str, OlderName] = {}
    for path in renamed:
        parent, _, older = path.rpartition(".")
        now = _now(older, parent, renamed, names) if parent == place else None
        name = locked.get(older) or snake(older)
        if now is not None and older not in names and name not in names.values():
            found[name] = OlderName(name=PyName(name), now=names[now], until=renamed[path].until)
    return tuple(found[name] for name in sorted(found))


def _now(older: str, parent: str, renamed: Mapping[str, Renamed], names: Mapping[str, PyName]) -> str | None:
    """The row that an older one became, over several steps where it was renamed several times."""
    seen: set[str] = set()
    while older not in names:
        step = renamed.get(f"{parent}.{older}")
        if step is None or older in seen:
            return None
        seen.add(older)
        older = step.use
    return older


def place_before(place: str, renamed: Mapping[str, Renamed]) -> str | None:
    """Return the place of an object before its row was called otherwise."""
    parent, _, name = place.rpartition(".")
    befores = (path for path, each in renamed.items() if each.use == name and path.rpartition(".")[0] == parent)
    return next(befores, None)


def moved_modules(modules: Mapping[str, Module], known: PublicNames) -> dict[str, list[Moved]]:
    """Return the former places of endpoints by group. Raises ``SpecError`` for one that is another endpoint's now."""
    found: dict[str, list[Moved]] = {}
    for module in modules.values():
        endpoint, locked = module.endpoint, known.endpoints.get(module.endpoint.key)
        for place, request in former_places(endpoint, locked).items():
            group, _, name = place.partition(".")
            iterate = PyName(f"iterate_{name.removeprefix('get_')}") if module.iterate else None
            moved = Moved(name=PyName(name), request=PyName(request), module=module, iterate=iterate)
            found.setdefault(group, []).append(moved)
    return found


def former_places(endpoint: EndpointSpec, locked: EndpointNames | None) -> dict[str, str]:
    """Return the former places of an endpoint in the SDK, with the names that its request's class had there."""
    if locked is None:
        return {}
    places = dict[str, str](locked.moved)
    if locked.name != endpoint.id and (request := locked.by_path.get("request")):
        places[locked.name] = request
    places.pop(endpoint.id, None)
    return dict(sorted(places.items()))


def carried_over(known: PublicNames, endpoints: Iterable[EndpointSpec]) -> PublicNames:
    """Return the names with those of an endpoint whose file has another method or path than before, under that.

    An import writes an endpoint that moved to another path into its file.
    """
    present = {each.key: each for each in endpoints}
    places = {each.name: key for key, each in known.endpoints.items() if key not in present and not each.gone}
    keys = {places[each.id]: key for key, each in present.items() if key not in known.endpoints and each.id in places}
    if not keys:
        return known
    homes = {name: each.home.rpartition(" ") for name, each in known.types.items()}
    types = {
        name: evolve(each, home=f"{keys[homes[name][0]]} {homes[name][2]}") if homes[name][0] in keys else each
        for name, each in known.types.items()
    }
    return evolve(known, types=types, endpoints={keys.get(key, key): each for key, each in known.endpoints.items()})


def check_places(endpoints: list[EndpointSpec], known: PublicNames) -> None:
    """Refuse a place in the SDK that another endpoint has or had. Raises ``SpecError`` with every such endpoint."""
    owners = {place: key for key, each in known.endpoints.items() for place in (each.name, *each.moved)}
    owners |= {each.iterator: key for key, each in known.endpoints.items() if each.iterate}
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
    """Return the methods of a group that walk through pages, by endpoint; a new one is named around the others."""
    paged = [each for each in modules if each.record is not None]
    found = {each.endpoint.key: known for each in paged if (known := names.of(each.endpoint.key).iterate)}
    taken = {each.endpoint.name for each in modules} | set(found.values())
    for module in paged:
        key, name = module.endpoint.key, module.endpoint.name
        if key not in found:
            wanted = (f"iterate_{name.removeprefix('get_')}", f"iterate_{name}", f"iterate_{name}_pages")
            found[key] = next(each for each in wanted if each not in taken)
            taken.add(found[key])
    return {key: PyName(name) for key, name in found.items()}
