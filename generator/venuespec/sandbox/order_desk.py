"""Answer calls about orders: return their outcome, with refusals where the venue puts them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from ..runtime.envelopes import payload_of
from ..runtime.json_types import is_array, is_object
from ..spec.model import EndpointSpec, Field
from ..spec.orders import Stateful
from .admission import RefusedError
from .facts import empty, typed
from .orders import Ledger, RefusedOrderError
from .payloads import AnswerPayload, Payloads
from .queries import FactRow, Query, columns_of, listed
from .simulation import SimulatedVenue
from .working import instrument_of, key_of

RefusedItems = Mapping[int, RefusedError]
"""What is wrong with items of a call, by their place, before anything is done."""


@frozen
class OrderDesk:
    """Takes calls about the orders of one table; not thread-safe, as the ledger is not."""

    name: str
    ledger: Ledger
    payloads: Payloads
    simulated: SimulatedVenue

    def answer(self, endpoint: EndpointSpec, state: Stateful, wire: Any, refused: RefusedItems) -> AnswerPayload:
        """Return the answer to a call; refusals stand in the rows where those have a code of their own."""
        columns = columns_of(endpoint, state)
        if state.does == "read":
            return self._read(endpoint, state, columns, wire)
        if state.does == "close":
            return self._close(endpoint, state, wire)
        items = self._named(endpoint, state, wire) if state.does == "cancel_all" else items_of(state, wire)
        codes, rows = self._done(state, columns, items, refused)
        envelope = self.payloads.envelope
        has_codes = (envelope.item_code or "") in {column.name for column in columns}
        if envelope.verdicts and state.items and state.rows and has_codes:
            return self._judged(endpoint, rows, state.rows)
        query = Query(self.simulated.venue.sandbox, endpoint, wire if is_object(wire) else {})
        if envelope.data is None and (state.items or state.ids or state.does == "cancel_all"):
            return self._bare(endpoint, state, codes, rows)
        failed = [code for code in codes if code not in (envelope.success or {""})]
        if not failed:
            return self._listed(endpoint, state, query, rows)
        if not has_codes or envelope.data is None:
            answer = self._listed(endpoint, state, query, rows)
            return self._failed(failed[0], payload_of(envelope, answer))
        return self.payloads.refused("all_failed" if len(failed) == len(rows) else "some_failed", failed[0], rows)

    def _read(self, endpoint: EndpointSpec, state: Stateful, columns: tuple[Field, ...], wire: Any) -> AnswerPayload:
        query = Query(self.simulated.venue.sandbox, endpoint, wire)
        page, has_more = query.select(self._rows(columns, self.ledger.read(state, wire)))
        if not page and state.missing is not None:
            return self._failed(state.missing, [])
        return self.payloads.success(endpoint, listed(endpoint, state, query, page, has_more))

    def _rows(self, columns: tuple[Field, ...], orders: Iterable[dict[str, Any]]) -> Iterator[FactRow]:
        for order in orders:
            yield self.simulated.facts_of_order(self.name, order), _filled(columns, order)

    def _named(self, endpoint: EndpointSpec, state: Stateful, wire: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the open orders that a call speaks of as a whole, by the venue's ids."""
        query = Query(self.simulated.venue.sandbox, endpoint, wire)
        name = self.ledger.table.id
        orders = [
            order for order in self.ledger.read(state, {}) if order[self.ledger.table.state] in self.ledger.table.open
        ]
        return [
            {name: order[name]}
            for order in orders
            if query.matches(self.simulated.facts_of_order(self.name, order), order)
        ]

    def _close(self, endpoint: EndpointSpec, state: Stateful, wire: Mapping[str, Any]) -> AnswerPayload:
        """Close a position at the market."""
        matching = self.simulated.matching[self.name]
        row = dict(matching.table.defaults) | {
            state.changes.get(name, name): str(value) for name, value in wire.items()
        }
        instrument = instrument_of(matching.market.instruments, matching.trading, row)
        key = key_of(matching.facts, matching.trading, instrument, row) if instrument is not None else None
        order = matching.close(key) if key is not None else None
        if order is None:
            return self._failed(state.missing or "", [])
        buying = order.side == "buy"
        words = matching.facts.words.get("side", {})
        placed = {
            **{name: value for name, value in row.items() if name != matching.trading.reduce_only},
            matching.trading.side: words.get("buy" if buying else "sell", order.side),
            matching.trading.size: f"{order.amount:f}",
            **{name: values[0] for name, values in matching.trading.market.items()},
        }
        try:
            done = self.ledger.do(Stateful(table=state.table, does="place"), placed)
        except RefusedOrderError as refused:
            return self._failed(refused.code, [])
        return self.payloads.success(endpoint, [_filled(endpoint.response, {**done, **wire})])

    def _done(
        self, state: Stateful, columns: tuple[Field, ...], items: list[dict[str, Any]], refused: RefusedItems
    ) -> tuple[list[str], list[dict[str, Any]]]:
        """Do what the call asks for each of its orders, and return the codes and the rows of the answer."""
        envelope = self.payloads.envelope
        code_name, message_name = envelope.item_code or "", envelope.item_message or ""
        codes: list[str] = []
        rows: list[dict[str, Any]] = []
        for index, item in enumerate(items):
            code, row = min(envelope.success, default=""), dict(item)
            message: str | None = None
            try:
                if index in refused:
                    code, message = self.payloads.code_of(refused[index].reason), str(refused[index])
                else:
                    row = self.ledger.do(state, item)
            except RefusedOrderError as wrong:
                code = wrong.code
            codes.append(code)
            shown = self.payloads.meaning(code) if message is None else message
            told = str(row.get(self.ledger.table.state, ""))
            row = row | ({self.ledger.table.state: state.means[told]} if told in state.means else {})
            rows.append(_filled(columns, {**row, code_name: code, message_name: shown}))
        return codes, rows

    def _failed(self, code: str, data: AnswerPayload) -> AnswerPayload:
        return self.payloads.enveloped(code, self.payloads.meaning(code), data)

    def _bare(
        self, endpoint: EndpointSpec, state: Stateful, codes: list[str], rows: list[dict[str, Any]]
    ) -> AnswerPayload:
        """Return the answer to a call without a wrapper: a list in which a refused item is its code and message.

        A call about all orders is answered by a code alone.
        """
        envelope = self.payloads.envelope
        if state.does == "cancel_all":
            return self._failed(min(envelope.success, default=""), [])
        beside = (envelope.item_code, envelope.item_message)
        answer = [
            {name: value for name, value in row.items() if (name in beside) != (code in envelope.success)}
            for code, row in zip(codes, rows, strict=True)
        ]
        return answer if endpoint.shape != "object" else answer[0]

    def _judged(self, endpoint: EndpointSpec, rows: list[dict[str, Any]], name: str) -> AnswerPayload:
        """Return the answer to a batch whose verdicts stand beside its items."""
        envelope = self.payloads.envelope
        code, message = envelope.item_code or "", envelope.item_message or ""
        answer = self.payloads.success(
            endpoint, {name: [{key: row[key] for key in row if key not in (code, message)} for row in rows]}
        )
        beside, (*way, last) = answer, envelope.verdicts
        for step in way:
            beside = beside.setdefault(step, {})
        beside[last] = [{code: self.payloads.code(row[code]), message: row[message]} for row in rows]
        return answer

    def _listed(
        self, endpoint: EndpointSpec, state: Stateful, query: Query, rows: list[dict[str, Any]]
    ) -> dict[str, Any]:
        return dict(self.payloads.success(endpoint, listed(endpoint, state, query, rows, False)))


def items_of(state: Stateful, wire: Any) -> list[dict[str, Any]]:
    """Return the orders of a call, each with what the call says of all of them. Raises ``RefusedError``."""
    named = next(((name, id_of) for name, id_of in state.ids.items() if is_object(wire) and wire.get(name)), None)
    if named is not None and is_array(ids := wire[named[0]]):
        common = {name: value for name, value in wire.items() if name not in state.ids}
        return [{**common, named[1]: each} for each in ids]
    items: Any = wire if is_array(wire) else wire.get(state.items) if state.items else [wire]
    if not is_array(items) or not items or not all(is_object(item) for item in items):
        raise RefusedError("wrong_body", "there are no orders")
    common = {}
    if state.items and is_object(wire):
        common = {str(name): value for name, value in wire.items() if name != state.items}
    return [{**common, **item} for item in items]


def _filled(columns: tuple[Field, ...], row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with every documented column; an unknown value is empty."""
    return {column.name: typed(column, row.get(column.name, empty(column))) for column in columns}
