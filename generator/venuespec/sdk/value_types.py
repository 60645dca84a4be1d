"""Name the ``Literal`` types: one for each set of values that a wire name has.

A locked name keeps its values, even if no field has them any more, with one exception: if the field that the type was
made for gains values and no other field has the former ones, the name moves to the larger set.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from attrs import evolve

from ..kinds.registry import KINDS
from ..naming import pascal
from ..python_text import PyName, Python
from ..spec.model import EndpointSpec, Field, walk
from ..spec.names import PublicNames, TypeName
from ..spec.problem import Problem, SpecError
from ..spec.shared_rows import row_name
from .layout import RESERVED
from .planned import Enum, Values

_SAID_VALUES = 3
_CONTEXT = "context."
_Key = tuple[str, frozenset[str]]
_Use = tuple[EndpointSpec, Values, str]


def is_enum(row: Field) -> bool:
    """Tell whether the docs list the values of a text field."""
    return bool(row.values) and row.json == "string" and KINDS[row.kind].enumerable


class ValueTypes:
    """The ``Literal`` types of all values of a venue.

    The widest set that several endpoints share has the plain name.
    """

    def __init__(self, endpoints: Sequence[EndpointSpec], known: PublicNames) -> None:
        self._uses: dict[str, dict[frozenset[str], list[_Use]]] = defaultdict(lambda: defaultdict(list))
        self._sent: dict[str, set[frozenset[str]]] = defaultdict(set)
        homes: dict[str, tuple[_Key, Values]] = {}
        for endpoint in endpoints:
            for side, rows in (("request", endpoint.request), ("response", endpoint.response)):
                for path, row in walk(rows):
                    if is_enum(row):
                        home = f"{endpoint.key} {side}.{path}"
                        self._uses[row.name][frozenset(row.values)].append((endpoint, row.values, home))
                        homes[home] = ((row.name, frozenset(row.values)), row.values)
                        if side == "request" and row.closed and row.separator is None:
                            self._sent[row.name].add(frozenset(row.values))
        self._stated = _stated(endpoints)
        self._known: dict[_Key, Enum] = {}
        self._kept: list[Enum] = []
        self._locked = known.types
        self._older: dict[str, str] = dict(known.older_types)
        self.names: set[str] = {*known.older_types}
        # A module imports the types of its fields beside its own classes.
        rows_of = {name for endpoint in endpoints if (name := row_name(endpoint))}
        classes = {pascal(endpoint.name) for endpoint in endpoints} | rows_of
        classes.update(*(names.taken for names in known.endpoints.values()))
        self._taken = classes | RESERVED
        self._keep(homes)
        self._rename()
        self._titles = Counter(endpoint.name for endpoint in endpoints)
        for wire in sorted(self._uses):
            by_use = sorted(self._uses[wire].items(), key=lambda use: (len(use[1]) == 1, -len(use[0]), sorted(use[0])))
            widest = by_use[0][0]
            for values, places in by_use:
                if (wire, values) not in self._known:
                    names = [*self._by_place(wire, places), *_by_values(wire, values, widest), *_by_home(places[0])]
                    self.add(wire, places[0][1], places[0][2], pascal(wire), *names)

    def _keep(self, homes: Mapping[str, tuple[_Key, Values]]) -> None:
        """Give the locked names to their values."""
        grown: list[tuple[str, TypeName]] = []
        for name, locked in self._locked.items():
            self.names.add(name)
            if (listed := frozenset(locked.values)) in self._uses.get(locked.wire, {}):
                self._known[locked.wire, listed] = _enum(name, locked.wire, locked.values, self._home(locked, listed))
            else:
                grown.append((name, locked))
        for name, locked in grown:
            key, values = homes.get(locked.home, (None, ()))
            if key is not None and key not in self._known and set(locked.values) < set(values):
                self._known[key] = _enum(name, locked.wire, values, locked.home)
            else:
                self._kept.append(_enum(name, locked.wire, locked.values, locked.home))

    def _rename(self) -> None:
        """Give types the names that spec files state; a former name becomes an older one.

        A name that keeps older values of its field, which others still have, is not given to the newer ones.
        """
        for key, (name, endpoint) in [*self._stated.items()]:
            former = self._known.get(key)
            if former is not None and former.name == name:
                continue
            owner = self._locked.get(name)
            if owner is not None and owner.wire == key[0]:
                del self._stated[key]
                continue
            if name in self._taken or (name in self.names and (former is None or self._older.get(name) != former.name)):
                message = f"type_name {name} of {key[0]} is the name of another type or class"
                raise SpecError([Problem(check="name", place=endpoint.place, message=message)])
            self.names.add(name)
            if former is not None:
                self._known[key] = evolve(former, name=PyName(name, "sdk.types"))
                self._supersede(former.name, name)

    def _supersede(self, former: str, name: str) -> None:
        """Remember a type's former name, and that still older ones mean the present one."""
        self._older = {older: name if now == former else now for older, now in self._older.items() if older != name}
        self._older[former] = name

    def of_context(self, wire: str, values: Values, stated: str | None) -> PyName:
        """Return the type of the values of a property of the account, whose name ``venue.yaml`` can state."""
        home = f"{_CONTEXT}{wire}"
        name = self.add(wire, values, home, pascal(wire), f"Account{pascal(wire)}", f"Context{pascal(wire)}")
        if stated is None or stated == name:
            return name
        key = (wire, frozenset(values))
        self._known[key] = evolve(self._known[key], name=PyName(stated, "sdk.types"))
        if name in self._locked:
            self._supersede(name, stated)
        return self._known[key].name

    def _home(self, locked: TypeName, values: frozenset[str]) -> str:
        """Return the field that a type was made for or, if that has other values now, the first that has these."""
        places = [home for _, _, home in self._uses[locked.wire][values]]
        return locked.home if locked.home in places or locked.home.startswith(_CONTEXT) else places[0]

    def _by_place(self, wire: str, places: Sequence[_Use]) -> list[str]:
        """Return names that state where a set is used, if it is used in one endpoint or one group."""
        endpoint = places[0][0]
        group, own = pascal(endpoint.group), pascal(endpoint.name.removeprefix("get_"))
        prefixes = [own, group + own] if self._titles[endpoint.name] == 1 else [group + own]
        if len({user.id for user, _, _ in places}) > 1:
            prefixes = [group] if len({user.group for user, _, _ in places}) == 1 else []
        return [f"{prefix}{pascal(wire)}" for prefix in prefixes]

    def add(self, wire: str, values: Values, home: str, *names: str) -> PyName:
        """Return the type of these values, under its own name or the first of these that is free."""
        key = (wire, frozenset(values))
        if key not in self._known:
            for enum in self._kept:
                had = frozenset(enum.values)
                if enum.wire == wire and (had == key[1] or (enum.home == home and had < key[1])):
                    self._kept.remove(enum)
                    self._known[key] = enum if had == key[1] else evolve(enum, values=values)
                    break
        if key not in self._known and key in self._stated:
            self._known[key] = _enum(self._stated[key][0], wire, values, home)
        if key not in self._known:
            name = next(candidate for candidate in _numbered(*names) if candidate not in self.names | self._taken)
            self.names.add(name)
            self._known[key] = _enum(name, wire, values, home)
        return self._known[key].name

    def of(self, row: Field) -> PyName:
        """Return the type of a field's values."""
        return self._known[row.name, frozenset(row.values)].name

    def held(self, row: Field) -> Python:
        """Return the type of a field of an answer, which may hold a value that the page does not list.

        Where a parameter of that name takes all listed values and no others, a program can pass the field on to it: its
        type is that of the values. A value that is not listed comes as text all the same.
        """
        return self.of(row) if self.is_sent(row) else Python.of("{} | str", self.of(row))

    def is_sent(self, row: Field) -> bool:
        """Tell whether a parameter of the name of a field takes all values that the field lists, and no others."""
        reading = KINDS[row.kind].reading
        if not is_enum(row) or not row.closed or reading is None or reading.reader != "text":
            return False
        return any(frozenset(row.values) <= sent for sent in self._sent[row.name])

    def all(self) -> tuple[Enum, ...]:
        """Return the types that the SDK uses, by name."""
        return tuple(sorted(self._known.values(), key=lambda enum: enum.name))

    def older(self) -> dict[str, str]:
        """Return the present names of types by former ones."""
        present = {enum.name for enum in (*self._known.values(), *self._kept)}
        return {older: now for older, now in sorted(self._older.items()) if now in present}

    def kept(self) -> tuple[Enum, ...]:
        """Return the types that nothing in the SDK uses any more, by name."""
        return tuple(sorted(self._kept, key=lambda enum: enum.name))


def _enum(name: str, wire: str, values: Values, home: str) -> Enum:
    return Enum(name=PyName(name, "sdk.types"), wire=wire, values=values, home=home)


def _numbered(*names: str) -> Iterator[str]:
    """Yield the names, then the last of them with numbers from 2 on."""
    yield from names
    yield from (f"{names[-1]}{number}" for number in count(2))


def _by_values(wire: str, values: frozenset[str], widest: frozenset[str]) -> Iterator[str]:
    """Yield names that state the values of a set, or the values it lacks of the widest one; numbers are no words."""
    lacks = widest - values
    if len(values) <= _SAID_VALUES and all(map(_is_word, values)):
        yield f"{''.join(_capital(value) for value in sorted(values))}{pascal(wire)}"
    if values < widest and len(lacks) <= _SAID_VALUES and all(map(_is_word, lacks)):
        yield f"{pascal(wire)}Without{''.join(_capital(value) for value in sorted(lacks))}"


def _by_home(use: _Use) -> Iterator[str]:
    """Yield names that state the field that a type is made for, the shortest first."""
    endpoint, _, home = use
    side, *steps = home.removeprefix(f"{endpoint.key} ").split(".")
    path = [pascal(step) for step in steps]
    own = pascal(endpoint.name.removeprefix("get_"))
    yield f"{own}{path[-1]}"
    yield from ("".join(path[index:]) for index in reversed(range(len(path) - 1)))
    in_group = f"{pascal(endpoint.group)}{own}"
    yield from (f"{prefix}{''.join(path)}" for prefix in (own, in_group, f"{in_group}{pascal(side)}"))


def _is_word(value: str) -> bool:
    return re.match("[A-Za-z]", value) is not None


def _stated(endpoints: Sequence[EndpointSpec]) -> dict[_Key, tuple[str, EndpointSpec]]:
    """Return the names that spec files state for the values of a wire name. Raises ``SpecError`` for two of them."""
    stated: dict[_Key, tuple[str, EndpointSpec]] = {}
    keys: dict[str, _Key] = {}
    for endpoint in endpoints:
        for _, row in (*walk(endpoint.request), *walk(endpoint.response)):
            if row.type_name is None or not is_enum(row):
                continue
            key = (row.name, frozenset(row.values))
            if stated.setdefault(key, (row.type_name, endpoint))[0] != row.type_name:
                message = (
                    f"type_name {row.type_name} of {row.name}: {stated[key][1].id} calls these values {stated[key][0]}"
                )
                raise SpecError([Problem(check="name", place=endpoint.place, message=message)])
            if keys.setdefault(row.type_name, key) != key:
                message = f"type_name {row.type_name} is stated for two sets of values; the SDK needs a name for each"
                raise SpecError([Problem(check="name", place=endpoint.place, message=message)])
    return stated


def _capital(value: str) -> str:
    return pascal(value.lower() if value.isupper() else value)
