"""What to generate: every class, attribute, type and name decided, before any text is written.

A plan holds names and annotations; the templates arrange them and decide nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from attrs import evolve, frozen

from ..naming import pascal, singular, snakes
from ..runtime.venue import Envelope
from ..spec.alphabets import ALPHABETS, Name
from ..spec.model import EndpointSpec, Field, ValueKind, VenueSpec, walk
from ..spec.place import Place
from ..spec.problem import Problem, SpecError

Values = tuple[str, ...]
_SAID_VALUES = 3
# Names of lists that say nothing of their items, which are named after what holds the list.
_LISTS = frozenset({"list", "request", "result"})
_VAGUE = frozenset({"Data", "Datum", "Detail", "From", "Info", "Item", "Order", "Param", "Result", "To"})


@frozen(kw_only=True)
class Enum:
    """A ``Literal`` alias shared by every field that has these values."""

    name: str
    wire: str
    values: Values


@frozen(kw_only=True)
class Attribute:
    """One attribute of a request class.

    ``annotation`` is what it holds, ``accepts`` what a caller may give, both without ``None``; ``converter`` turns
    the one into the other. ``items`` is the class of what is inside.
    """

    name: str
    field: Field
    annotation: str
    accepts: str
    converter: str | None = None
    items: str | None = None
    header: bool = False

    @property
    def required(self) -> bool:
        return self.field.required == "yes"


@frozen(kw_only=True)
class Column:
    """One attribute of a response class.

    ``reader`` reads its value; ``position`` is its place in a row that is an array.
    """

    name: str
    field: Field
    annotation: str
    codec: str
    reader: str | None
    items: str | None = None
    position: int | None = None

    @property
    def straight(self) -> bool:
        """Whether it is read without its reader, which then only sees what is odd."""
        return self.reader in ("decimal", "seconds", "milliseconds", "microseconds")


@frozen(kw_only=True)
class RequestClass:
    name: str
    attributes: tuple[Attribute, ...]
    path: tuple[str, ...] = ()
    """Where the object is inside the request: wire names; empty for the request itself."""


@frozen(kw_only=True)
class RowClass:
    name: str
    columns: tuple[Column, ...]
    title: str
    positional: bool = False
    verdict: tuple[str, str] | None = None
    """The attributes with the venue's code for the row itself, and the reason; None where rows have none."""


@frozen(kw_only=True)
class Module:
    """One endpoint: its request classes and row classes, what is nested before what nests it."""

    endpoint: EndpointSpec
    request: RequestClass
    items: tuple[RequestClass, ...]
    row: RowClass | None
    rows: tuple[RowClass, ...]
    result: str
    record: str | None = None
    """The class of one record of a paged endpoint."""

    @property
    def name(self) -> str:
        return self.endpoint.name

    def names(self) -> dict[tuple[str, ...], dict[str, str]]:
        """Wire to attribute names of every object inside the request, by its path."""
        return {
            each.path: {attribute.field.name: attribute.name for attribute in each.attributes}
            for each in (self.request, *self.items)
        }


@frozen(kw_only=True)
class GroupPlan:
    """A group of endpoints: one attribute of the client, one package of the SDK."""

    name: str
    class_name: str
    modules: tuple[Module, ...]


@frozen(kw_only=True)
class Sdk:
    """Everything that is generated for one venue."""

    venue: VenueSpec
    groups: tuple[GroupPlan, ...]
    enums: tuple[Enum, ...]
    context: tuple[tuple[str, str, str], ...]
    """Of each context value its wire name, attribute and annotation."""


def plan(venue: VenueSpec) -> Sdk:
    """The plan of a venue's SDK. Endpoints that are gone from the docs are left out.

    Raises ``SpecError`` for a venue whose name is that of no package.
    """
    if fault := ALPHABETS[Name].fault(venue.name):
        message = f"the folder's name is that of a Python package: {fault}"
        raise SpecError([Problem(check="name", place=Place(venue.folder / "venue.yaml", 1), message=message)])
    live = [each for each in venue.endpoints if each.gone_since is None]
    enums = _Enums(live)
    groups: dict[str, list[Module]] = defaultdict(list)
    for endpoint in live:
        groups[endpoint.group].append(_Planner(endpoint, enums, venue.envelope).module())
    attributes = snakes([each.name for each in venue.context])
    context = tuple(
        (each.name, attributes[each.name], enums.add(each.name, tuple(each.values), pascal(each.name)))
        for each in venue.context
    )
    return Sdk(
        venue=venue,
        groups=tuple(
            GroupPlan(name=name, class_name=_group_class(name, modules), modules=tuple(modules))
            for name, modules in sorted(groups.items())
        ),
        enums=enums.all(),
        context=context,
    )


def _group_class(name: str, modules: list[Module]) -> str:
    """The class of a group's methods; the group's module imports the classes of rows, which come first."""
    wanted = pascal(name)
    return f"{wanted}Group" if any(wanted == row.name for each in modules for row in each.rows) else wanted


class _Enums:
    """The names of the ``Literal`` types:

    one for each set of values that a wire name has, the widest set that several endpoints share the plain name.
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
        self._taken = {pascal(each.name) for each in endpoints} | {each.row for each in endpoints if each.row}
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

    def add(self, wire: str, values: Values, *names: str) -> str:
        """The alias of these values, under the first of the names that is free."""
        key = (wire, frozenset(values))
        if key not in self._known:
            numbered = (f"{names[-1]}{number}" for number in range(2, 1000))
            name = next(each for each in (*names, *numbered) if each not in self.names | self._taken)
            self.names.add(name)
            self._known[key] = Enum(name=name, wire=wire, values=values)
        return self._known[key].name

    def of(self, row: Field) -> str:
        return self._known[row.name, frozenset(row.values)].name

    def all(self) -> tuple[Enum, ...]:
        return tuple(sorted(self._known.values(), key=lambda each: each.name))


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
    return bool(row.values) and row.json == "string" and row.kind in ("enum", "text", "id", "currency")


# By kind: what the caller may give for a string parameter, and the converter that makes it one.
_STRING_PARAMETERS: dict[ValueKind, tuple[str, str | None]] = {
    "decimal": ("Number", "number"),
    "integer": ("int | str", "number"),
    "timestamp_ms": ("Moment", "unix_milliseconds"),
    "timestamp_s": ("Moment", "unix_seconds"),
    "timestamp_us": ("Moment", "number"),
    "boolean": ("bool | str", "flag_text"),
}
# By kind: what a row holds, its codec and reader.
_COLUMNS: dict[ValueKind, tuple[str, str, str]] = {
    "decimal": ("Decimal", "decimal", "decimal"),
    "integer": ("int", "integer", "integer"),
    "timestamp_ms": ("datetime", "milliseconds", "milliseconds"),
    "timestamp_s": ("datetime", "seconds", "seconds"),
    "timestamp_us": ("datetime", "microseconds", "microseconds"),
    "boolean": ("bool", "boolean", "boolean"),
    "enum": ("str", "text", "text"),
    "id": ("str", "text", "text"),
    "currency": ("str", "text", "text"),
    "instrument": ("str", "text", "text"),
    "text": ("str", "text", "prose"),
}


class _Planner:
    """One endpoint on its way to a module."""

    def __init__(self, endpoint: EndpointSpec, enums: _Enums, envelope: Envelope) -> None:
        self.endpoint = endpoint
        self.envelope = envelope
        self.enums = enums
        self.class_name = pascal(endpoint.name)
        self._taken: set[str] = {
            self.class_name,
            "ENDPOINT",
            "Any",
            "Context",
            "Decimal",
            "Request",
            "Row",
            "Item",
            "Rule",
        }
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
            row = self._row_class(endpoint.row or f"{self.class_name}Row", endpoint.response)
        result = {
            "objects": f"list[{row.name}]" if row else "",
            "arrays": f"list[{row.name}]" if row else "",
            "object": row.name if row else "",
            "array": row.name if row else "",
            "strings": "list[str]",
            "string_lists": "list[list[str]]",
            "none": "None",
            "binary": "bytes",
        }[endpoint.shape]
        return Module(
            endpoint=endpoint,
            request=request,
            items=tuple(self._items),
            row=row,
            rows=tuple(self._rows),
            result=result,
            record=self._record(row),
        )

    def _record(self, row: RowClass | None) -> str | None:
        pages = self.endpoint.pages
        if pages is None or row is None:
            return None
        return row.name if pages.rows is None else next(c.items for c in row.columns if c.field.name == pages.rows)

    def _attributes(self, rows: tuple[Field, ...], path: tuple[str, ...]) -> tuple[Attribute, ...]:
        names = snakes([row.name for row in rows])
        return tuple(self._attribute(row, names[row.name], path) for row in rows)

    def _attribute(self, row: Field, name: str, path: tuple[str, ...]) -> Attribute:
        plain = Attribute(name=name, field=row, annotation="str", accepts="str")
        if row.fields:
            inside = (*path, row.name)
            wanted = singular(pascal(row.name)) if row.json == "array" else pascal(row.name)
            wanted = "Item" if row.json == "array" and row.name in _LISTS else wanted
            parent = singular(pascal(path[-1])) if path else self.class_name
            name_ = self._class(wanted, parent)
            cls = RequestClass(name=name_, attributes=self._attributes(row.fields, inside), path=inside)
            self._items.append(cls)
            if row.json == "array":
                return evolve(
                    plain,
                    annotation=f"tuple[{cls.name}, ...]",
                    accepts=f"Iterable[{cls.name}]",
                    converter="listed",
                    items=cls.name,
                )
            return evolve(plain, annotation=cls.name, accepts=cls.name, items=cls.name)
        if row.json == "array":
            return evolve(plain, annotation="tuple[str, ...]", accepts="Iterable[str]", converter="listed")
        if row.json == "object":
            return evolve(plain, annotation="dict[str, Any]", accepts="dict[str, Any]")
        if row.json == "boolean":
            return evolve(plain, annotation="bool", accepts="bool", converter="flag")
        if row.json == "integer":
            return evolve(plain, annotation="int", accepts="int | str", converter="whole")
        if row.separator is not None:
            return evolve(plain, accepts="Texts", converter="joined")
        if is_enum(row):
            alias = self.enums.of(row) if row.closed else f"{self.enums.of(row)} | str"
            return evolve(plain, annotation=alias, accepts=alias)
        accepts, converter = _STRING_PARAMETERS.get(row.kind, ("str", None))
        return evolve(plain, accepts=accepts, converter=converter)

    def _row_class(
        self, wanted: str, rows: tuple[Field, ...], title: str = "", parent: str = "", *, listed: bool = False
    ) -> RowClass:
        positional = listed or (not title and self.endpoint.shape in ("arrays", "array"))
        name = self._class(wanted, parent)
        names = snakes([row.name for row in rows])
        columns = tuple(
            self._column(row, names[row.name], name, index if positional else None) for index, row in enumerate(rows)
        )
        one = "One row of the answer to" if self.endpoint.shape in ("objects", "arrays") else "The answer to"
        title = title or f"{one} {self.endpoint.id}."
        cls = RowClass(name=name, columns=columns, title=title, positional=positional, verdict=self._verdict(columns))
        self._rows.append(cls)
        return cls

    def _verdict(self, columns: tuple[Column, ...]) -> tuple[str, str] | None:
        known = {each.field.name: each.name for each in columns}
        code, reason = self.envelope.item_code, self.envelope.item_message
        if not self.endpoint.write or code not in known or reason not in known:
            return None
        return known[code], known[reason]

    def _column(self, row: Field, name: str, parent: str, position: int | None) -> Column:
        plain = Column(name=name, field=row, annotation="Any", codec="json", reader=None, position=position)
        if row.fields:
            wanted = singular(pascal(row.name)) if row.json == "array" else pascal(row.name)
            if row.json == "array" and row.name in _LISTS:
                wanted = singular(parent.removesuffix("List"))
            listed = row.type.lower().startswith("array of array")
            cls = self._row_class(wanted, row.fields, row.description or row.label or row.name, parent, listed=listed)
            if row.json == "array":
                return evolve(plain, annotation=f"list[{cls.name}]", codec="rows", reader="rows", items=cls.name)
            return evolve(plain, annotation=f"{cls.name} | None", codec="row", reader="row", items=cls.name)
        if row.kind == "array":
            held, _, reader = _COLUMNS.get(row.item or "text", ("Any", "json", ""))
            if not reader:
                return plain
            return evolve(plain, annotation=f"list[{held} | None]", codec="values", reader="values", items=reader)
        if row.type.lower().startswith("array of array") and not row.fields:
            return evolve(plain, annotation="list[list[str]]", reader="text_lists")
        if row.kind not in _COLUMNS:
            return plain
        held, codec, reader = _COLUMNS[row.kind]
        if is_enum(row):
            held = f"{self.enums.of(row)} | str"
        return evolve(plain, annotation=f"{held} | None", codec=codec, reader=reader)

    def _class(self, wanted: str, parent: str = "") -> str:
        """A class name that is free in the module; one that says little begins with what it is part of."""
        own = () if wanted in _VAGUE else (wanted,)
        names = (*own, f"{parent}{wanted}", f"{wanted}Row", *(f"{wanted}{number}" for number in range(2, 1000)))
        name: str = next(each for each in names if each not in self._taken and each not in self.enums.names)
        self._taken.add(name)
        return name
