"""An endpoint, a table or a row in two states: the subject of a comparison."""

from typing import Any, Literal

from attrs import frozen

from ..runtime.json_types import is_array, is_object
from ..spec.model import EndpointSpec, Field, VenueSpec
from .finding import Finding, finding
from .judgements import Judgement
from .new_parameters import Known

TableSide = Literal["request", "response"]


@frozen
class EndpointPair:
    """An endpoint in two states of its venue, and what both states know together."""

    old: EndpointSpec
    new: EndpointSpec
    before: VenueSpec
    after: VenueSpec
    states: Known

    @property
    def key(self) -> str:
        """Method and path in the newer state."""
        return self.new.key

    def finding(self, judgement: Judgement, pointer: str, old: Any, new: Any, **words: Any) -> Finding:
        """Make a finding about a place inside the endpoint."""
        return finding(judgement, self.key, pointer, old, new, title=self.new.title, **words)


@frozen
class TablePair:
    """The request table or the response table of an endpoint in two states."""

    endpoint: EndpointPair
    side: TableSide

    @property
    def old(self) -> tuple[Field, ...]:
        """The rows of the older state."""
        return self._rows(self.endpoint.old)

    @property
    def new(self) -> tuple[Field, ...]:
        """The rows of the newer state."""
        return self._rows(self.endpoint.new)

    def _rows(self, endpoint: EndpointSpec) -> tuple[Field, ...]:
        return endpoint.request if self.side == "request" else endpoint.response

    def by_side(self, request: Judgement, response: Judgement) -> Judgement:
        """Choose between the judgement of a request parameter and that of a response field."""
        return request if self.side == "request" else response

    def words_for(self, pointer: str) -> str:
        """Name a row in a message: 'request parameter attachAlgoOrds.px'."""
        noun = "request parameter" if self.side == "request" else "response field"
        return f"{noun} {pointer.removeprefix(f'{self.side}.')}"

    def finding(self, judgement: Judgement, pointer: str, old: Any, new: Any, **words: Any) -> Finding:
        """Make a finding about a row of the table."""
        row = self.words_for(pointer)
        return self.endpoint.finding(judgement, pointer, old, new, **{"row": row, **words})

    def shown_alike(self, name: str) -> bool:
        """Tell whether the examples of both states show a name in the same objects, with the same type."""
        old = _shown(self.endpoint.old, self.side, name)
        return bool(old) and old == _shown(self.endpoint.new, self.side, name)

    def shown_as_one_type(self, old: str, new: str) -> bool:
        """Tell whether the examples show a row, by its name in each state, as the same JSON types."""
        types = {json for _, json in _shown(self.endpoint.old, self.side, old)}
        return bool(types) and types == {json for _, json in _shown(self.endpoint.new, self.side, new)}


@frozen
class RowPair:
    """A row in two states; ``pointer`` is its place in the newer one, ``earlier`` that in the older one."""

    table: TablePair
    pointer: str
    old: Field
    new: Field
    earlier: str

    @property
    def words(self) -> str:
        """The row as a message names it."""
        return self.table.words_for(self.pointer)

    def finding(self, judgement: Judgement, part: str, old: Any, new: Any, **words: Any) -> Finding:
        """Make a finding about a part of the row, such as ``values``; about all of it for an empty part."""
        pointer = f"{self.pointer}.{part}" if part else self.pointer
        return self.table.finding(judgement, pointer, old, new, row=self.words, **words)


def _shown(endpoint: EndpointSpec, side: TableSide, name: str) -> frozenset[tuple[str, str]]:
    """Collect where the examples show a name: (names of the objects around it, JSON type of its value)."""
    shown: set[tuple[str, str]] = set()

    def visit(value: Any, around: str) -> None:
        if is_object(value):
            for key, inner in value.items():
                if key == name:
                    shown.add((around, type(inner).__name__))
                visit(inner, f"{around}.{key}")
        elif is_array(value):
            for item in value:
                visit(item, around)

    for example in endpoint.examples:
        visit(example.request if side == "request" else example.response, "")
    return frozenset(shown)
