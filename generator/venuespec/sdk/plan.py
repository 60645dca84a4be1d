"""Plan what to generate: decide every class, attribute, type and name before any text is written.

A plan holds names and annotations; the templates arrange them and decide nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import chain, count
from typing import Any

from attrs import evolve

from ..kinds.kind import ANY_TYPE, STR, WireForm, from_rows
from ..kinds.registry import KINDS
from ..naming import ClassKind, Wish, attributes, pascal, singular, snake
from ..python_text import PyName, Python
from ..runtime.json_types import is_array, is_object
from ..spec.alphabets import ALPHABETS, Name
from ..spec.model import EndpointSpec, Field, ValueKind, VenueSpec
from ..spec.names import NOTHING_KNOWN, PublicNames
from ..spec.place import Place
from ..spec.problem import Problem, SpecError
from ..spec.shared_rows import row_name
from .columns import CHOICE
from .evidence import with_evidence
from .layout import RESERVED
from .older import carried_over, check_places, iterators, moved_modules, older_names, place_before, renamed_in
from .one_row import has_one_row, with_only_rows
from .planned import (
    Attribute,
    Column,
    ContextAttribute,
    GroupPlan,
    Module,
    OlderName,
    RequestClass,
    RowClass,
    Sdk,
    item_reader,
    list_type,
    request_form,
    result_form,
)
from .sentences import as_sentence, spaced
from .shared import in_order, share
from .value_types import ValueTypes, is_enum

# Vague names of lists: their items are named after the object that holds the list.
_LISTS = frozenset({"list", "request", "result"})
_REQUESTS = ("request", "moved")
_VAGUE = frozenset({"Data", "Datum", "Detail", "From", "Info", "Item", "Order", "Param", "Result", "To"})


def plan(venue: VenueSpec, known: PublicNames = NOTHING_KNOWN) -> Sdk:
    """Plan a venue's SDK; everything that is ``known`` keeps its name.

    Endpoints that are gone from the docs are left out. Raises ``SpecError`` for a venue whose name cannot be a package
    name, and for names that are taken.
    """
    if fault := ALPHABETS[Name].fault(venue.name):
        message = f"the folder's name is that of a Python package: {fault}"
        raise SpecError([Problem(check="name", place=Place(venue.folder / "venue.yaml", 1), message=message)])
    live = [endpoint for endpoint in venue.endpoints if endpoint.gone_since is None]
    known = carried_over(known, venue.endpoints)
    check_places(live, known)
    types = ValueTypes(live, known)
    planned = (_Planner(endpoint, types, venue, known).module() for endpoint in in_order(live, venue, known))
    shared = with_evidence(with_only_rows(share(planned, venue, known)), venue)
    modules = {module.endpoint.id: module for module in shared}
    named = attributes([Wish(wire=entry.name) for entry in venue.context], "request")
    context = tuple(
        ContextAttribute(
            wire=entry.name,
            name=PyName(named[entry.name]),
            annotation=types.of_context(entry.name, tuple(entry.values), entry.type_name),
        )
        for entry in venue.context
    )
    return Sdk(
        venue=venue,
        groups=_groups([modules[endpoint.id] for endpoint in live], known),
        enums=types.all(),
        context=context,
        known=known,
        kept_types=types.kept(),
        older_types=types.older(),
    )


def _groups(modules: list[Module], known: PublicNames) -> tuple[GroupPlan, ...]:
    groups: dict[str, list[Module]] = defaultdict(list)
    for module in modules:
        groups[module.endpoint.group].append(module)
    named: dict[str, Module] = {}
    for group in groups.values():
        iterates = iterators(group, known)
        named |= {module.endpoint.id: evolve(module, iterate=iterates.get(module.endpoint.key)) for module in group}
    moved = moved_modules(named, known)
    return tuple(
        GroupPlan(
            name=PyName(name),
            class_name=_group_class(name, groups.get(name, []), known),
            modules=tuple(named[module.endpoint.id] for module in groups.get(name, [])),
            moved=tuple(moved.get(name, ())),
        )
        for name in sorted({*groups, *moved})
    )


def _group_class(name: str, modules: list[Module], known: PublicNames) -> PyName:
    """Return the class name of a group's methods, which must differ from the row classes that its module imports."""
    wanted = pascal(name)
    taken = any(wanted == row.name for module in modules for row in module.rows)
    return PyName(known.groups.get(name) or (f"{wanted}Group" if taken else wanted))


def _shown(endpoint: EndpointSpec, path: tuple[str, ...]) -> Iterator[Any]:
    """Yield the values that the page's request examples have at a path."""
    for example in endpoint.examples:
        objects: list[Any] = [example.request]
        for step in path:
            objects = [each for value in objects for each in (value if is_array(value) else [value])]
            objects = [value[step] for value in objects if is_object(value) and step in value]
        yield from objects


class _Planner:
    """Plans the module of one endpoint."""

    def __init__(self, endpoint: EndpointSpec, types: ValueTypes, venue: VenueSpec, known: PublicNames) -> None:
        self.endpoint = endpoint
        self.venue = venue
        self.types = types
        self.known = known.of(endpoint.key)
        self.renamed = renamed_in(endpoint, self.known)
        group = known.groups.get(endpoint.group)
        own = set[str]() if group is None else {group, f"Async{group}"}
        self._taken: set[str] = {*RESERVED, *self.known.taken, *own}
        # A file that a person moved gives the class of the request another name; all else keeps what it has.
        moved = self.known.name not in ("", endpoint.id)
        self.class_name = self._class(pascal(endpoint.name), place="moved" if moved else "request")
        self._items: list[RequestClass] = []
        self._rows: list[RowClass] = []

    def module(self) -> Module:
        endpoint = self.endpoint
        own = "item" if endpoint.batch else "request"
        attributes, older = self._attributes(endpoint.request, ())
        headers, _ = self._attributes(endpoint.headers, (), "headers")
        headers = tuple(evolve(header, header=True) for header in headers)
        request = RequestClass(name=self.class_name, attributes=(*attributes, *headers), older=older)
        if endpoint.batch:
            name = self._class(f"{self.class_name}Item", place=own)
            self._items.append(RequestClass(name=name, attributes=attributes, place=own, older=older))
            request = RequestClass(name=self.class_name, attributes=headers)
        row, one_row = None, has_one_row(endpoint, self.venue)
        if endpoint.shape in ("objects", "object", "one_or_objects", "map", "maps", "arrays", "array"):
            row = self._row_class(row_name(endpoint) or f"{self.class_name}Row", endpoint.response)
        return Module(
            endpoint=endpoint,
            request=request,
            items=tuple(self._items),
            row=row,
            rows=tuple(self._rows),
            result=result_form(endpoint.shape, row.name if row else None, one_row=one_row),
            one_row=one_row,
            record=self._record(row),
            known=self.known,
        )

    def _record(self, row: RowClass | None) -> PyName | None:
        pages = self.endpoint.pages
        if pages is None or row is None:
            return None
        return row.name if pages.rows is None else next(c.items for c in row.columns if c.field.name == pages.rows)

    def _attributes(
        self, rows: tuple[Field, ...], path: tuple[str, ...], side: str = "request"
    ) -> tuple[tuple[Attribute, ...], tuple[OlderName, ...]]:
        rows = tuple(row for row in rows if not row.signer)
        place = ".".join((side, *path))
        names = self._names(rows, "request", place)
        planned = tuple(self._attribute(row, names[row.name], path) for row in rows)
        return planned, older_names(names, place, self.renamed, self.known)

    def _names(
        self, rows: tuple[Field, ...], side: ClassKind, place: str, taken: Collection[str] = ()
    ) -> dict[str, PyName]:
        """Name the attributes of an object, by wire name. Raises ``SpecError`` for a stated name that is taken."""
        wishes = [Wish(wire=row.name, stated=row.attribute, texts=(row.description, row.label)) for row in rows]
        former = {name for name, wire in self.known.former_at(place).items() if wire not in {row.name for row in rows}}
        try:
            named = attributes(wishes, side, {*taken, *former}, self.known.attributes_at(place))
        except ValueError as error:
            raise SpecError([Problem(check="name", place=self.endpoint.place, message=str(error))]) from None
        return {wire: PyName(name) for wire, name in named.items()}

    def _attribute(self, row: Field, name: PyName, path: tuple[str, ...]) -> Attribute:
        if row.fields:
            inside = (*path, row.name)
            wanted = singular(pascal(row.name)) if row.json == "array" else pascal(row.name)
            wanted = "Item" if row.json == "array" and row.name in _LISTS else wanted
            parent = singular(pascal(path[-1])) if path else self.class_name
            place = ".".join(("request", *inside))
            name_ = self._class(wanted, parent, place=place)
            attributes, older = self._attributes(row.fields, inside)
            cls = RequestClass(name=name_, attributes=attributes, path=inside, place=place, older=older)
            self._items.append(cls)
            return Attribute(name=name, field=row, form=request_form(row, cls.name), items=cls.name)
        form = request_form(row)
        if row.json == "string" and row.separator is None and is_enum(row):
            enum: Python = self.types.of(row)
            enum = enum if row.closed else Python.of("{} | str", enum)
            form = WireForm(holds=enum, accepts=enum)
        shown = list(_shown(self.endpoint, (*path, row.name)))
        several = any(isinstance(value, str) and "," in value for value in shown)
        return Attribute(name=name, field=row, form=form, several=several, empty=row.empty or "" in shown)

    def _row_class(
        self,
        wanted: str,
        rows: tuple[Field, ...],
        title: str = "",
        parent: str = "",
        *,
        place: str = "response",
        listed: bool = False,
    ) -> RowClass:
        positional = listed or (not title and self.endpoint.shape in ("arrays", "array"))
        name = self._class(wanted, parent, place=place)
        readers = [reader for row in rows if (reader := item_reader(row))]
        names = self._names(rows, "row", place, readers)
        lists = list_type(names.values())
        columns = tuple(
            self._column(row, names[row.name], name, index if positional else None, f"{place}.{row.name}", lists)
            for index, row in enumerate(rows)
        )
        many = self.endpoint.shape in ("objects", "one_or_objects", "arrays")
        lead = "One row of the response to" if many else "The response to"
        lead = "One value of the response to" if self.endpoint.shape in ("map", "maps") else lead
        cls = RowClass(
            name=name,
            columns=columns,
            title=title or f"{lead} {self.endpoint.id}.",
            positional=positional,
            verdict=self._verdict(columns),
            place=place,
            older=older_names(names, place, self.renamed, self.known),
        )
        self._rows.append(cls)
        return cls

    def _named_row(self, row: Field, name: str, place: str) -> RowClass:
        """Return the class of a list's items that has a stated name: fields with the same columns share it."""
        known = next((cls for cls in self._rows if cls.name == name), None)
        if known is not None and [column.field for column in known.columns] == [*row.fields]:
            return known
        title = f"One {spaced(snake(name))}: {', '.join(spaced(column.name) for column in row.fields)}."
        return self._row_class(name, row.fields, title, name, place=place, listed=True)

    def _verdict(self, columns: tuple[Column, ...]) -> tuple[PyName, PyName] | None:
        known = {column.field.name: column.name for column in columns}
        code, reason = self.venue.envelope.item_code, self.venue.envelope.item_message
        if not self.endpoint.write or code not in known or reason not in known:
            return None
        return known[code], known[reason]

    def _column(self, row: Field, name: PyName, parent: str, position: int | None, place: str, lists: Python) -> Column:
        plain = Column(name=name, field=row, held=ANY_TYPE, position=position)
        if row.kind == "map":
            return self._map_column(plain, parent, place, lists)
        if row.fields:
            wanted = singular(pascal(row.name)) if row.json == "array" else pascal(row.name)
            if row.json == "array" and row.name in _LISTS:
                wanted = singular(parent.removesuffix("List"))
            title = row.description or as_sentence(row.label) or as_sentence(row.name)
            if row.row is not None:
                cls = self._named_row(row, row.row, place)
            else:
                cls = self._row_class(wanted, row.fields, title, parent, place=place, listed=row.by_position)
            if row.json == "array":
                held = Python.of("{}[{}]", lists, cls.name)
                return evolve(plain, held=held, codec="rows", reader=from_rows("rows"), items=cls.name)
            return evolve(plain, held=cls.name, nullable=True, codec="row", reader=from_rows("row"), items=cls.name)
        if row.kind == "array":
            reading, items = KINDS[row.item or "text"].reading, item_reader(row)
            if reading is None or items is None:
                return plain
            held = Python.of("{}[{} | None]", lists, reading.holds)
            return evolve(plain, held=held, codec="values", reader=from_rows("values"), items=items)
        if row.by_position:
            return evolve(
                plain, held=Python.of("{}[{}[str]]", lists, lists), codec="text_lists", reader=from_rows("text_lists")
            )
        kind = KINDS[row.kind]
        if kind.reading is None:
            return plain
        if row.inferred and kind.reading.holds != STR:
            held = Python.of("{} | {}", kind.reading.holds, STR)
            inferred = evolve(plain, codec="guessed", reader=from_rows("guessed"), items=item_reader(row), kind=kind)
            return evolve(inferred, held=held, nullable=True)
        reader, held = kind.reading.reader, self.types.held(row) if is_enum(row) else kind.reading.holds
        return evolve(
            plain,
            held=held,
            nullable=True,
            codec=reader,
            reader=CHOICE if reader == "text" and self.types.is_sent(row) else from_rows(reader),
            kind=kind,
        )

    def _map_column(self, plain: Column, parent: str, place: str, lists: Python) -> Column:
        """Plan the map of a row: its rows are those of each value, else its item is the kind of each."""
        row = plain.field
        kind: ValueKind = "object" if row.fields else row.item or "any"
        value = evolve(row, kind=kind, item=None, json="object" if row.fields else "string", values=())
        keyed = evolve(self._column(value, plain.name, parent, None, place, lists), nullable=False)
        held = Python.of("dict[str, {}]", keyed.held)
        return evolve(plain, held=held, codec="by_key", reader=from_rows("by_key"), items=keyed.items, keyed=keyed)

    def _class(self, wanted: str, parent: str = "", *, place: str) -> PyName:
        """Return the class name of an object: the one it has, or one that is free in the module.

        A vague name gets the name of the enclosing object in front. The class of an answer's rows has the name in the
        endpoint's file, whatever its name was before.
        """
        before = place_before(place, self.renamed)
        locked = self.known.by_path.get(place) or (self.known.by_path.get(before) if before else None)
        chosen = row_name(self.endpoint) if place == "response" else None
        taken = (self._taken - ({chosen} & self.known.taken_at(place))) | self.types.names
        if locked is not None and (chosen == locked or chosen is None or chosen in taken):
            return PyName(locked)
        own = () if wanted in _VAGUE else (wanted,)
        # Objects around it, the nearest first, and the endpoint say which one it is.
        around = [pascal(step) for step in place.split(".")[1:-1]]
        longer = ("".join((*around[index:], wanted)) for index in reversed(range(len(around))))
        further = (
            *longer,
            *(f"{pascal(name)}{wanted}" for name in (self.endpoint.name.removeprefix("get_"), self.endpoint.name)),
        )
        numbered = (f"{wanted}{number}" for number in count(2))
        suffix = "Request" if place in _REQUESTS else "Row"
        names = chain(own, (f"{parent}{wanted}", f"{wanted}{suffix}"), further, numbered)
        name = next(name for name in names if name not in taken)
        self._taken |= {name, f"{name}Dict"}
        return PyName(name)
