"""The lock of a venue's public names: every name that a program can use, and what it stands for.

    spec/VENUE/names.yaml

``venuespec generate`` writes it and never changes a name that is in it: a thing keeps its name, and a new thing gets a
name beside those. A thing that is gone keeps its entry, so that its name is not given to another thing. Apart from
``lock.yaml``, which other commands write: a name is reviewed in a pull request, a digest is not.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar
from urllib.parse import quote, unquote

from attrs import evolve, frozen

from .yaml import scalar

FILE = "names.yaml"
_HEADING = (
    "# Written by venuespec generate: the public names of the SDK. A name stays with its thing; to give one up, run\n"
    "# venuespec names VENUE --drop NAME. Commit this file with the change that it came from.\n"
)
_PLAIN_WIRE = "_-.~[]$/:@*(),;+"
_GONE = "!"
_N = TypeVar("_N", bound=str)
_T = TypeVar("_T")


@frozen(kw_only=True)
class TypeName:
    """The values of a type, and the field that it was first made for."""

    wire: str
    home: str
    values: tuple[str, ...]


@frozen(kw_only=True)
class Renamed:
    """The present wire name of a renamed parameter or field, and until when the older one is accepted."""

    use: str
    until: str | None = None


@frozen(kw_only=True, slots=False)
class EndpointNames:
    """The names of one endpoint.

    ``added`` is its place in the order of additions; one that is ``gone`` is not in the SDK any more.
    ``classes`` has the classes that its module defines by name, ``shared`` those that it offers and another defines,
    ``older`` former names of either; each with the path of its object: ``request``, ``item`` for that of a batch,
    ``response.details``. ``attributes`` has the wire names of each object, as ``NAME=WIRE`` where the attribute is not
    the wire name in snake case and with ``!`` where the object has no such row any more. ``renamed`` has older rows by
    path, ``former`` has former attributes of rows that are there, as ``attributes`` has the present ones, ``moved`` the
    class of the request by former places of the endpoint, and ``annotated`` what the annotations of
    its group call a class where another class there has that name.
    """

    name: str
    iterate: str | None = None
    added: int = 0
    gone: bool = False
    classes: Mapping[str, str] = {}
    shared: Mapping[str, str] = {}
    older: Mapping[str, str] = {}
    attributes: Mapping[str, str] = {}
    renamed: Mapping[str, Renamed] = {}
    former: Mapping[str, str] = {}
    moved: Mapping[str, str] = {}
    annotated: Mapping[str, str] = {}

    @cached_property
    def by_path(self) -> Mapping[str, str]:
        """Return the class of each object."""
        return {path: name for names in (self.shared, self.classes) for name, path in names.items()}

    @property
    def iterator(self) -> str:
        """The method that walks through the pages, with its group."""
        return f"{self.name.partition('.')[0]}.{self.iterate}"

    @cached_property
    def taken(self) -> frozenset[str]:
        """Every class name that the module has or had."""
        return frozenset((*self.classes, *self.shared, *self.older))

    def taken_at(self, path: str) -> set[str]:
        """Return the class names that only this object has or had."""
        every = [*self.classes.items(), *self.shared.items(), *self.older.items()]
        return {name for name, place in every if place == path} - {name for name, place in every if place != path}

    def had(self, wire: str) -> bool:
        """Tell whether an object of the endpoint has or had a row of this wire name."""
        return any(wire in self.attributes_at(path) for path in self.attributes) or any(
            path.rpartition(".")[2] == wire for path in self.renamed
        )

    def attributes_at(self, path: str) -> dict[str, str | None]:
        """Return the attributes that an object has or had, by wire name; None for the wire name in snake case."""
        return {wire: name for name, wire in _entries(self.attributes.get(path, ""))}

    def former_at(self, path: str) -> dict[str, str]:
        """Return the wire names of an object's rows by their former attributes."""
        return {name: wire for name, wire in _entries(self.former.get(path, "")) if name is not None}


NO_NAMES = EndpointNames(name="")
"""The names of an endpoint that is new."""


@frozen(kw_only=True)
class PublicNames:
    """The public names of one venue: classes of groups, types of values, and of each endpoint by method and path.

    ``older_types`` has the present names of types by former ones.
    """

    groups: Mapping[str, str] = {}
    types: Mapping[str, TypeName] = {}
    older_types: Mapping[str, str] = {}
    endpoints: Mapping[str, EndpointNames] = {}

    def of(self, key: str) -> EndpointNames:
        """Return the names of an endpoint; none for one that is new."""
        return self.endpoints.get(key, NO_NAMES)

    @property
    def next(self) -> int:
        """The place in the order of additions for endpoints that are added now."""
        return max((names.added + 1 for names in self.endpoints.values()), default=0)

    def without(self, name: str) -> "PublicNames":
        """Return the names without one that is given up; unchanged if that is not there.

        The name is a group, ``types.Type``, ``group.method``, ``group.method.Class``, or
        ``group.method.request.parameter`` for an older name of a parameter.
        """
        endpoints: dict[str, EndpointNames] = {}
        for key, names in self.endpoints.items():
            if name == names.name:
                continue
            inside = name.removeprefix(f"{names.name}.")
            endpoints[key] = evolve(
                names,
                iterate=None if name == names.iterator else names.iterate,
                moved=_others(names.moved, name),
                classes=_others(names.classes, inside),
                shared=_others(names.shared, inside),
                older=_others(names.older, inside),
                renamed=_others(names.renamed, inside),
                attributes=_attributes_without(names, inside),
                former=_former_without(names, inside),
            )
        return PublicNames(
            groups=_others(self.groups, name),
            types=_others(self.types, name.removeprefix("types.")),
            older_types=_others(self.older_types, name.removeprefix("types.")),
            endpoints=endpoints,
        )

    def to_yaml(self) -> str:
        """Write the lock: sorted, and a line for each name."""
        return "".join([_HEADING, *_lines(self)])


NOTHING_KNOWN = PublicNames()
"""The public names of a venue that has no lock of them yet."""


def _entries(text: str) -> Iterator[tuple[str | None, str]]:
    """Yield the attributes of an object with their wire names; None for a wire name in snake case."""
    for token in text.split():
        name, equals, wire = token.removeprefix(_GONE).rpartition("=")
        yield name if equals else None, unquote(wire)


def _attributes_without(names: EndpointNames, path: str) -> Mapping[str, str]:
    """Return the attributes of the objects without a renamed row that is given up."""
    place, _, older = path.rpartition(".")
    if path not in names.renamed or place not in names.attributes:
        return names.attributes
    token = f"{_GONE}{quote(older, safe=_PLAIN_WIRE)}"
    kept = (entry for entry in names.attributes[place].split() if entry != token and not entry.endswith(f"={older}"))
    return {**names.attributes, place: " ".join(kept)}


def _former_without(names: EndpointNames, path: str) -> Mapping[str, str]:
    """Return the former attributes of the objects without one that is given up."""
    place, _, given_up = path.rpartition(".")
    kept = {name: wire for name, wire in names.former_at(place).items() if name != given_up}
    return {**_others(names.former, place), **({place: former_text(kept)} if kept else {})}


def _others(names: Mapping[_N, _T], name: str) -> dict[_N, _T]:
    return {key: value for key, value in names.items() if key != name}


def attributes_text(names: Mapping[str, str | None], gone: Iterable[str]) -> str:
    """Write the attributes of an object as ``EndpointNames.attributes`` has them."""
    known = frozenset(gone)
    return " ".join(
        f"{_GONE if wire in known else ''}{f'{name}=' if name else ''}{quote(wire, safe=_PLAIN_WIRE)}"
        for wire, name in sorted(names.items())
    )


def former_text(names: Mapping[str, str]) -> str:
    """Write former attributes, with their wire names, as ``EndpointNames.former`` has them."""
    return " ".join(f"{name}={quote(wire, safe=_PLAIN_WIRE)}" for name, wire in sorted(names.items()))


def _lines(names: PublicNames) -> Iterator[str]:
    yield from _section("groups", names.groups, 0)
    yield "types:\n" if names.types else "types: {}\n"
    for name, type_name in sorted(names.types.items()):
        listed = ", ".join(map(scalar, type_name.values))
        yield f"  {name}: {{wire: {scalar(type_name.wire)}, home: {scalar(type_name.home)}, values: [{listed}]}}\n"
    yield from _section("older_types", names.older_types, 0)
    yield "endpoints:\n" if names.endpoints else "endpoints: {}\n"
    for key, entry in sorted(names.endpoints.items()):
        yield f"  {scalar(key)}:\n    name: {entry.name}\n"
        if entry.iterate:
            yield f"    iterate: {entry.iterate}\n"
        if entry.gone:
            yield "    gone: true\n"
        if entry.added:
            yield f"    added: {entry.added}\n"
        yield from _section("moved", entry.moved, 4)
        yield from _section("classes", entry.classes, 4)
        yield from _section("shared", entry.shared, 4)
        yield from _section("older", entry.older, 4)
        yield from _section("annotated", entry.annotated, 4)
        yield from _section("attributes", entry.attributes, 4)
        yield from _section("former", entry.former, 4)
        if entry.renamed:
            yield "    renamed:\n"
        for path, renamed in sorted(entry.renamed.items()):
            until = f", until: {scalar(renamed.until)}" if renamed.until else ""
            yield f"      {scalar(path)}: {{use: {scalar(renamed.use)}{until}}}\n"


def _section(title: str, items: Mapping[str, str], margin: int) -> Iterator[str]:
    if items:
        yield f"{' ' * margin}{title}:\n"
    for name, value in sorted(items.items()):
        yield f"{' ' * margin}  {scalar(name)}: {scalar(value)}\n"
