"""The plan of an SDK: classes, attributes, types and names, all decided."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property

from attrs import evolve, field, frozen

from ..kinds.kind import ANY_TYPE, INT, STR, WIRE_TEXT, Kind, WireForm, from_rows, from_values
from ..kinds.registry import KINDS
from ..python_text import PyName, Python
from ..rules.queries import NOW, reads_now
from ..spec.model import EndpointSpec, Field, Shape, VenueSpec
from ..spec.names import NO_NAMES, EndpointNames, PublicNames

Values = tuple[str, ...]


_LIST = PyName("ListOf", "builtins", imported="list")


def list_type(attributes: Iterable[str]) -> Python:
    """Return the type of lists in a class with these attributes; one of them can be called ``list``."""
    return _LIST if "list" in attributes else Python("list")


@frozen(kw_only=True)
class Enum:
    """A ``Literal`` alias shared by every field that has these values."""

    name: PyName
    wire: str
    values: Values
    home: str = ""
    """The field that the type was first made for."""


@frozen(kw_only=True)
class Attribute:
    """One attribute of a request class and its wire form; ``items`` is the class of the objects inside."""

    name: PyName
    field: Field
    form: WireForm = WIRE_TEXT
    items: PyName | None = None
    header: bool = False
    optional: bool = False
    """Whether a call may leave it out although it is required, because it has an older name too."""
    several: bool = False
    """Whether an example of the page sends several of its values with commas between."""
    empty: bool = False
    """Whether empty text in place of a number has a meaning, as an example of the page shows."""

    @property
    def values(self) -> Values:
        """The documented values that a text is held against: it is one of them or, of an open list, most likely is."""
        row = self.field
        if row.closed:
            return row.listed
        counts = row.json == "string" and row.separator is None and row.kind in ("enum", "text")
        return row.values if counts else ()

    @property
    def required(self) -> bool:
        return self.field.required == "yes" and not self.optional


@frozen(kw_only=True)
class Column:
    """One attribute of a response class.

    ``held`` is the type of its value, which may be None where it is ``nullable``; ``codec`` names the conversion from
    and to the wire, ``reader`` the checked reader; a plain value has a ``kind``. ``items`` is the class of the objects
    inside, or the reader of an array's values or of a value of inferred kind; ``position`` is the place in a row that
    is an array.
    """

    name: PyName
    field: Field
    held: Python
    nullable: bool = False
    always: bool = False
    """Whether all documented answers fill it, so that it is not Optional."""
    codec: str = "json"
    reader: PyName | None = None
    kind: Kind | None = None
    items: PyName | None = None
    position: int | None = None
    keyed: "Column | None" = None
    """The values of a map."""
    unpacked: bool = False
    """Whether the constructor of its row has taken its value out of the answer, with those of all other columns."""

    @property
    def annotation(self) -> Python:
        """The type of the attribute."""
        return Python.of("{} | None", self.held) if self.nullable and not self.always else self.held

    @property
    def fast(self) -> Callable[[Python], Python] | None:
        """Write the expression that reads the usual form of a value without calling the reader."""
        unread = ("json", "values", "text_lists", "guessed", "by_key")
        if self.codec in unread or self.kind is None or self.kind.reading is None:
            return None
        return self.kind.reading.fast


@frozen(kw_only=True)
class OlderName:
    """A former name of an attribute, which is accepted until somebody drops it."""

    name: PyName
    now: PyName
    until: str | None = None

    @property
    def advice(self) -> str:
        """The advice to a program that uses the older name."""
        return f"{self.name} is called {self.now} now{f', and goes after {self.until}' if self.until else ''}"


@frozen(kw_only=True)
class RequestClass:
    """A class of requests, or of objects inside them.

    ``path`` is where the object is inside the request, in wire names, empty for the request itself; ``place`` its
    place in the lock of public names.
    """

    name: PyName
    attributes: tuple[Attribute, ...]
    path: tuple[str, ...] = ()
    place: str = "request"
    older: tuple[OlderName, ...] = ()

    def attribute(self, name: PyName) -> Attribute:
        """Return the attribute with this name."""
        return next(attribute for attribute in self.attributes if attribute.name == name)


@frozen(kw_only=True)
class RowClass:
    """A class of rows of an answer."""

    name: PyName
    columns: tuple[Column, ...]
    title: str
    positional: bool = False
    only: bool = False
    """Whether the answer of a write is one such row, in a list of its own."""
    alone: bool = False
    """Whether all its answers are such: a refused row is then an error, and no program sees it."""
    verdict: tuple[PyName, PyName] | None = None
    """The attributes with the venue's code for the row itself, and the reason; None where rows have none."""
    place: str = "response"
    """The place in the lock of public names."""
    older: tuple[OlderName, ...] = ()

    @property
    def lists(self) -> Python:
        """The type of lists in the body of the class."""
        return list_type(column.name for column in self.columns)

    @property
    def listed(self) -> Column | None:
        """The only list of rows in the answer of a call, over which the answer iterates."""
        lists = [column for column in self.columns if column.codec == "rows"]
        return lists[0] if self.place == "response" and len(lists) == 1 and not self.positional else None

    def column(self, name: PyName) -> Column:
        """Return the column with this name."""
        return next(column for column in self.columns if column.name == name)


@frozen(kw_only=True)
class Module:
    """One endpoint: its request classes and row classes, inner ones first."""

    endpoint: EndpointSpec
    request: RequestClass
    items: tuple[RequestClass, ...]
    row: RowClass | None
    rows: tuple[RowClass, ...]
    result: Python
    one_row: bool = False
    """Whether the only row of the answer's list is the result."""
    record: PyName | None = None
    """The class of one record of a paged endpoint."""
    imported: Mapping[str, str] = {}
    """The row classes that another module has, with the id of that module's endpoint."""
    imported_rules: Mapping[str, str] = {}
    """The rules that another module has, by id, with the id of that module's endpoint."""
    known: EndpointNames = NO_NAMES
    """The names that the endpoint had before."""
    iterate: PyName | None = None
    """The name of the method that walks through the pages of a paged endpoint."""

    @property
    def name(self) -> PyName:
        """The name of the module, and of the method that sends the request."""
        return PyName(self.endpoint.name)

    def older_classes(self) -> dict[PyName, PyName]:
        """Map former names of the module's row classes to present ones."""
        now = {row.place: row.name for row in self.rows}
        names = {row.name for row in self.rows} | {cls.name for cls in (self.request, *self.items)}
        former = (*self.known.classes.items(), *self.known.shared.items(), *self.known.older.items())
        return {PyName(name): now[place] for name, place in sorted(former) if place in now and name not in names}

    def offered(self) -> frozenset[PyName]:
        """Return the row classes that this module imports from others and re-exports."""
        named: set[str | None] = {self.record, self.row.name if self.row else None, *self.older_classes().values()}
        named |= {column.items for row in self.own_rows for column in row.columns}
        named |= self.known.taken
        return frozenset(PyName(name) for name in self.imported if name in named)

    @property
    def own_rows(self) -> tuple[RowClass, ...]:
        """The row classes that this module itself defines."""
        return tuple(row for row in self.rows if row.name not in self.imported)

    def names(self) -> dict[tuple[str, ...], dict[str, str]]:
        """Map wire names to attribute names for every object inside the request, by its path."""
        return {
            cls.path: {attribute.field.name: attribute.name for attribute in cls.attributes}
            for cls in (self.request, *self.items)
        }


@frozen(kw_only=True)
class GroupPlan:
    """A group of endpoints: one attribute of the client, one package of the SDK."""

    name: PyName
    class_name: PyName
    modules: tuple[Module, ...]
    moved: tuple["Moved", ...] = ()


@frozen(kw_only=True)
class Moved:
    """A former place of an endpoint: its name in that group, and the class name of its request there."""

    name: PyName
    request: PyName
    module: Module
    iterate: PyName | None = None


@frozen(kw_only=True)
class ContextAttribute:
    """A value of the context: its wire name, and its attribute of the ``Context`` class with the type."""

    wire: str
    name: PyName
    annotation: PyName


@frozen(kw_only=True)
class Sdk:
    """Everything that is generated for one venue."""

    venue: VenueSpec
    groups: tuple[GroupPlan, ...]
    enums: tuple[Enum, ...]
    context: tuple[ContextAttribute, ...]
    known: PublicNames = field(factory=PublicNames)
    """The public names that the venue had before."""
    kept_types: tuple[Enum, ...] = ()
    """The types that nothing uses any more, which stay importable."""
    older_types: Mapping[str, str] = {}
    """The present names of types by former ones."""

    def context_names(self) -> dict[str, PyName]:
        """Map the wire names of the context to attributes."""
        return {entry.wire: entry.name for entry in self.context} | ({NOW: PyName(NOW)} if self.reads_now else {})

    @cached_property
    def reads_now(self) -> bool:
        """Whether a rule compares a time with the present; the modules of all endpoints ask it."""
        return any(
            reads_now(rule) for group in self.groups for module in group.modules for rule in module.endpoint.rules
        )


_RESULTS: dict[Shape, Python] = {
    "strings": Python("list[str]"),
    "string_lists": Python("list[list[str]]"),
    "binary": Python("bytes"),
}
_LISTED = from_values("listed")
_OBJECT = from_values("one_object")
_TEXTS = from_values("Texts")
ITERABLE = PyName("Iterable", "collections.abc")


def item_reader(row: Field) -> PyName | None:
    """Return the reader that the row's class calls for the items of an array, or for a value of inferred kind."""
    if row.inferred:
        guess = KINDS[row.kind].reading
        return from_rows(guess.reader) if guess else None
    reading = KINDS[row.item or "text"].reading
    return from_rows(reading.reader) if row.kind == "array" and not row.fields and reading else None


def result_form(shape: Shape, row: PyName | None, *, one_row: bool) -> Python:
    """Return the type of a call's result, given the annotation name of the row class."""
    if row is not None and one_row:
        return Python.of("{}", row)
    if row is None:
        return _RESULTS.get(shape, Python("None"))
    if shape in ("objects", "one_or_objects", "arrays"):
        return Python.of("list[{}]", row)
    if shape == "map":
        return Python.of("dict[str, {}]", row)
    return Python.of("dict[str, dict[str, {}]]", row) if shape == "maps" else Python.of("{}", row)


@frozen(kw_only=True)
class Option:
    """An argument of a method that is about the call itself and is not sent."""

    name: PyName
    annotation: Python
    says: str


def options(module: Module, *, iterates: bool = False) -> tuple[Option, ...]:
    """Return the options of a method; a parameter of the endpoint that has such a name keeps it."""
    taken = {str(attribute.name) for attribute in module.request.attributes}
    known = [
        Option(
            name=_option("timeout", taken),
            annotation=PyName("float"),
            says="Seconds for the call with all its attempts and waits; those of the client by default.",
        )
    ]
    if iterates:
        progress = Option(
            name=_option("progress", taken),
            annotation=PyName("OnProgress", "runtime.paging"),
            says="Called with a ``Progress`` after each page, or a ``rich.progress.Progress``.",
        )
        known = [progress, evolve(known[0], says="Seconds for each page; those of the client by default.")]
    return tuple(known)


def _option(name: str, taken: Collection[str]) -> PyName:
    return PyName(f"call_{name}" if name in taken else name)


def dict_of(cls: PyName) -> PyName:
    """Return the type of a dict in place of an object of a class, from the same module."""
    for origin, found in cls.imports:
        name = f"{found.partition(' as ')[0]}Dict"
        return PyName(f"{cls}Dict", origin, imported=None if name == f"{cls}Dict" else name)
    return PyName(f"{cls}Dict")


def objects(cls: PyName) -> Python:
    """Return what a parameter takes that is an array of objects: those of the class, or dicts with its names."""
    return Python.of("{}[{} | {}]", ITERABLE, cls, dict_of(cls))


def _listed(held: Python, accepts: Python) -> WireForm:
    return WireForm(holds=Python.of("tuple[{}, ...]", held), accepts=accepts, converter=_LISTED)


def request_form(row: Field, items: PyName | None = None) -> WireForm:
    """Return the declaration of a parameter, given the annotation name of the class inside it."""
    if items is not None:
        if row.json != "array":
            return WireForm(holds=items, accepts=Python.of("{} | {}", items, dict_of(items)), converter=_OBJECT)
        return _listed(items, objects(items))
    if row.json == "array":
        plain = ANY_TYPE if row.untyped else INT if row.item == "integer" else STR
        return _listed(plain, Python.of("{}[{}]", ITERABLE, plain))
    if row.json == "object":
        held = Python.of("dict[str, {}]", ANY_TYPE)
        return WireForm(holds=held, accepts=held)
    if row.json == "string" and row.separator is not None:
        return WireForm(holds=STR, accepts=_TEXTS, converter=from_values("joined"))
    form = KINDS[row.kind].wire_form(row.json)
    if row.inferred and row.json == "string" and row.kind in ("decimal", "integer", "any"):
        return evolve(form, accepts=from_values("Number"), converter=from_values("number_or_text"))
    return form
