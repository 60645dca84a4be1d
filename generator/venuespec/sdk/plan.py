"""What to generate: every class, attribute, type and name decided, before any text is written.

A plan holds names and annotations; the templates arrange them and decide nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain, count

from attrs import evolve

from ..kinds.kind import ANY_TYPE, STR, WireForm, from_rows
from ..kinds.registry import KINDS
from ..naming import pascal, singular, snakes
from ..python_text import PyName, Python
from ..runtime.venue import Envelope
from ..spec.alphabets import ALPHABETS, Name
from ..spec.model import EndpointSpec, Field, VenueSpec, walk
from ..spec.place import Place
from ..spec.problem import Problem, SpecError
from ..spec.shared_rows import row_name
from .layout import RESERVED
from .planned import (
    Attribute,
    Column,
    ContextAttribute,
    Enum,
    GroupPlan,
    Module,
    RequestClass,
    RowClass,
    Sdk,
    Values,
    item_reader,
    request_form,
    result_form,
)
from .shared import in_order, share

_SAID_VALUES = 3
# Names of lists that say nothing of their items, which are named after what holds the list.
_LISTS = frozenset({"list", "request", "result"})
_VAGUE = frozenset({"Data", "Datum", "Detail", "From", "Info", "Item", "Order", "Param", "Result", "To"})


def plan(venue: VenueSpec) -> Sdk:
    """The plan of a venue's SDK. Endpoints that are gone from the docs are left out.

    Raises ``SpecError`` for a venue whose name is not that of a package.
    """
    if fault := ALPHABETS[Name].fault(venue.name):
        message = f"the folder's name is that of a Python package: {fault}"
        raise SpecError([Problem(check="name", place=Place(venue.folder / "venue.yaml", 1), message=message)])
    live = [each for each in venue.endpoints if each.gone_since is None]
    enums = _Enums(live)
    groups: dict[str, list[Module]] = defaultdict(list)
    planned = (_Planner(endpoint, enums, venue.envelope).module() for endpoint in in_order(live, venue))
    modules = {each.endpoint.id: each for each in share(planned, venue)}
    for endpoint in live:
        groups[endpoint.group].append(modules[endpoint.id])
    attributes = snakes([each.name for each in venue.context])
    context = tuple(
        ContextAttribute(
            wire=each.name,
            name=PyName(attributes[each.name]),
            annotation=enums.add(each.name, tuple(each.values), pascal(each.name)),
        )
        for each in venue.context
    )
    return Sdk(
        venue=venue,
        groups=tuple(
            GroupPlan(name=PyName(name), class_name=_group_class(name, modules), modules=tuple(modules))
            for name, modules in sorted(groups.items())
        ),
        enums=enums.all(),
        context=context,
    )


def _group_class(name: str, modules: list[Module]) -> PyName:
    """The class of a group's methods; the group's module imports the classes of rows, which come first."""
    wanted = pascal(name)
    return PyName(f"{wanted}Group" if any(wanted == row.name for each in modules for row in each.rows) else wanted)


class _Enums:
    """The names of the ``Literal`` types, one for each set of values that a wire name has.

    The widest set that several endpoints share has the plain name.
    """

    def __init__(self, endpoints: list[EndpointSpec]) -> None:
        uses: dict[str, dict[frozenset[str], list[tuple[EndpointSpec, Values]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for endpoint in endpoints:
            for _, row in (*walk(endpoint.request), *walk(endpoint.response)):
                if is_enum(row):
                    uses[row.name][frozenset(row.values)].append((endpoint, row.values))
        self._known: dict[tuple[str, frozenset[str]], Enum] = {}
        self.names: set[str] = set()
        # A module imports the types of its fields beside its own classes.
        rows = {name for each in endpoints if (name := row_name(each))}
        classes = {pascal(each.name) for each in endpoints} | rows
        self._taken = classes | RESERVED
        titles = Counter(each.name for each in endpoints)
        for wire in sorted(uses):
            by_use = sorted(uses[wire].items(), key=lambda each: (len(each[1]) == 1, -len(each[0]), sorted(each[0])))
            widest = by_use[0][0]
            for found, places in by_use:
                endpoint, values = places[0]
                group, own = pascal(endpoint.group), pascal(endpoint.name.removeprefix("get_"))
                prefixes = [own, group + own] if titles[endpoint.name] == 1 else [group + own]
                if len({each.id for each, _ in places}) > 1:
                    prefixes = [group] if len({each.group for each, _ in places}) == 1 else []
                names = [f"{prefix}{pascal(wire)}" for prefix in prefixes]
                self.add(wire, values, pascal(wire), *names, *_by_values(wire, found, widest))

    def add(self, wire: str, values: Values, *names: str) -> PyName:
        """The alias of these values, under the first of the names that is free."""
        key = (wire, frozenset(values))
        if key not in self._known:
            name = next(each for each in _numbered(*names) if each not in self.names | self._taken)
            self.names.add(name)
            self._known[key] = Enum(name=PyName(name, "sdk.types"), wire=wire, values=values)
        return self._known[key].name

    def of(self, row: Field) -> PyName:
        return self._known[row.name, frozenset(row.values)].name

    def all(self) -> tuple[Enum, ...]:
        return tuple(sorted(self._known.values(), key=lambda each: each.name))


def _numbered(*names: str) -> Iterator[str]:
    """The names as they are, then the last of them with numbers from 2 on."""
    yield from names
    yield from (f"{names[-1]}{number}" for number in count(2))


def _by_values(wire: str, values: frozenset[str], widest: frozenset[str]) -> Iterator[str]:
    """Names that say what is in a set, or what it lacks of the widest one."""
    lacks = widest - values
    if len(values) <= _SAID_VALUES:
        yield f"{''.join(_capital(each) for each in sorted(values))}{pascal(wire)}"
    if values < widest and len(lacks) <= _SAID_VALUES:
        yield f"{pascal(wire)}Without{''.join(_capital(each) for each in sorted(lacks))}"
    yield pascal(wire)


def _capital(value: str) -> str:
    return pascal(value.lower() if value.isupper() else value)


def is_enum(row: Field) -> bool:
    """Whether the docs list values of the field, which is text."""
    return bool(row.values) and row.json == "string" and KINDS[row.kind].enumerable


class _Planner:
    """One endpoint on its way to a module."""

    def __init__(self, endpoint: EndpointSpec, enums: _Enums, envelope: Envelope) -> None:
        self.endpoint = endpoint
        self.envelope = envelope
        self.enums = enums
        self.class_name = PyName(pascal(endpoint.name))
        self._taken: set[str] = {self.class_name, *RESERVED}
        self._items: list[RequestClass] = []
        self._rows: list[RowClass] = []

    def module(self) -> Module:
        endpoint = self.endpoint
        attributes = self._attributes(endpoint.request, ())
        headers = tuple(evolve(each, header=True) for each in self._attributes(endpoint.headers, ()))
        request = RequestClass(name=self.class_name, attributes=(*attributes, *headers))
        if endpoint.batch:
            item = RequestClass(name=self._class(f"{self.class_name}Item"), attributes=attributes)
            self._items.append(item)
            request = RequestClass(name=self.class_name, attributes=headers)
        row = None
        if endpoint.shape in ("objects", "object", "arrays", "array"):
            row = self._row_class(row_name(endpoint) or f"{self.class_name}Row", endpoint.response)
        return Module(
            endpoint=endpoint,
            request=request,
            items=tuple(self._items),
            row=row,
            rows=tuple(self._rows),
            result=result_form(endpoint.shape, row.name if row else None),
            record=self._record(row),
        )

    def _record(self, row: RowClass | None) -> PyName | None:
        pages = self.endpoint.pages
        if pages is None or row is None:
            return None
        return row.name if pages.rows is None else next(c.items for c in row.columns if c.field.name == pages.rows)

    def _attributes(self, rows: tuple[Field, ...], path: tuple[str, ...]) -> tuple[Attribute, ...]:
        names = snakes([row.name for row in rows])
        return tuple(self._attribute(row, PyName(names[row.name]), path) for row in rows)

    def _attribute(self, row: Field, name: PyName, path: tuple[str, ...]) -> Attribute:
        if row.fields:
            inside = (*path, row.name)
            wanted = singular(pascal(row.name)) if row.json == "array" else pascal(row.name)
            wanted = "Item" if row.json == "array" and row.name in _LISTS else wanted
            parent = singular(pascal(path[-1])) if path else self.class_name
            name_ = self._class(wanted, parent)
            cls = RequestClass(name=name_, attributes=self._attributes(row.fields, inside), path=inside)
            self._items.append(cls)
            return Attribute(name=name, field=row, form=request_form(row, cls.name), items=cls.name)
        form = request_form(row)
        if row.json == "string" and row.separator is None and is_enum(row):
            enum: Python = self.enums.of(row)
            enum = enum if row.closed else Python.of("{} | str", enum)
            form = WireForm(holds=enum, accepts=enum)
        return Attribute(name=name, field=row, form=form)

    def _row_class(
        self, wanted: str, rows: tuple[Field, ...], title: str = "", parent: str = "", *, listed: bool = False
    ) -> RowClass:
        positional = listed or (not title and self.endpoint.shape in ("arrays", "array"))
        name = self._class(wanted, parent)
        names = snakes([row.name for row in rows], [each for row in rows if (each := item_reader(row))])
        columns = tuple(
            self._column(row, PyName(names[row.name]), name, index if positional else None)
            for index, row in enumerate(rows)
        )
        one = "One row of the answer to" if self.endpoint.shape in ("objects", "arrays") else "The answer to"
        title = title or f"{one} {self.endpoint.id}."
        cls = RowClass(name=name, columns=columns, title=title, positional=positional, verdict=self._verdict(columns))
        self._rows.append(cls)
        return cls

    def _verdict(self, columns: tuple[Column, ...]) -> tuple[PyName, PyName] | None:
        known = {each.field.name: each.name for each in columns}
        code, reason = self.envelope.item_code, self.envelope.item_message
        if not self.endpoint.write or code not in known or reason not in known:
            return None
        return known[code], known[reason]

    def _column(self, row: Field, name: PyName, parent: str, position: int | None) -> Column:
        plain = Column(name=name, field=row, annotation=ANY_TYPE, position=position)
        lists = row.type.lower().startswith("array of array")
        if row.fields:
            wanted = singular(pascal(row.name)) if row.json == "array" else pascal(row.name)
            if row.json == "array" and row.name in _LISTS:
                wanted = singular(parent.removesuffix("List"))
            title = row.description or row.label or row.name
            cls = self._row_class(wanted, row.fields, title, parent, listed=lists)
            if row.json == "array":
                held, codec = Python.of("list[{}]", cls.name), "rows"
            else:
                held, codec = Python.of("{} | None", cls.name), "row"
            return evolve(plain, annotation=held, codec=codec, reader=from_rows(codec), items=cls.name)
        if row.kind == "array":
            reading, items = KINDS[row.item or "text"].reading, item_reader(row)
            if reading is None or items is None:
                return plain
            held = Python.of("list[{} | None]", reading.holds)
            return evolve(plain, annotation=held, codec="values", reader=from_rows("values"), items=items)
        if lists:
            return evolve(plain, annotation=Python("list[list[str]]"), reader=from_rows("text_lists"))
        kind = KINDS[row.kind]
        if kind.reading is None:
            return plain
        if row.inferred:
            held = Python.of("{} | {} | None", kind.reading.holds, STR)
            reader = item_reader(row)
            return evolve(plain, annotation=held, codec="guessed", reader=from_rows("guessed"), items=reader, kind=kind)
        held = Python.of("{} | str", self.enums.of(row)) if is_enum(row) else kind.reading.holds
        return evolve(
            plain,
            annotation=Python.of("{} | None", held),
            codec=kind.reading.reader,
            reader=from_rows(kind.reading.reader),
            kind=kind,
        )

    def _class(self, wanted: str, parent: str = "") -> PyName:
        """A class name that is free in the module; one that says little begins with what it is part of."""
        own = () if wanted in _VAGUE else (wanted,)
        numbered = (f"{wanted}{number}" for number in count(2))
        names = chain(own, (f"{parent}{wanted}", f"{wanted}Row"), numbered)
        name = next(each for each in names if each not in self._taken and each not in self.enums.names)
        self._taken.add(name)
        return PyName(name)
