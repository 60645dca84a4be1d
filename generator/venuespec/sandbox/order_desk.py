"""Answer calls about orders: return their outcome, with refusals where the venue puts them."""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ..runtime.json_types import is_array, is_object
from ..spec.model import EndpointSpec, Field
from ..spec.orders import Stateful
from .admission import RefusedError
from .orders import Ledger, RefusedOrderError
from .payloads import AnswerPayload, Payloads


@frozen
class OrderDesk:
    """Takes calls about the orders of one ledger; not thread-safe, as the ledger is not."""

    ledger: Ledger
    payloads: Payloads

    def answer(self, endpoint: EndpointSpec, state: Stateful, wire: Any) -> AnswerPayload:
        """Return the answer to a call; refusals stand in the rows where those have a code of their own."""
        columns = endpoint.response
        if state.rows is not None:
            columns = next(row.fields for row in endpoint.response if row.name == state.rows)
        if state.does == "read":
            return self._read(endpoint, state, columns, wire)
        items: Any = wire if is_array(wire) else wire.get(state.items) if state.items else [wire]
        if not is_array(items) or not items or not all(is_object(item) for item in items):
            raise RefusedError("wrong_body", "there are no orders")
        codes, rows = self._done(state, columns, items)
        envelope = self.payloads.envelope
        has_codes = (envelope.item_code or "") in {column.name for column in columns}
        if envelope.verdicts and state.rows and has_codes:
            return self._judged(endpoint, rows, state.rows)
        failed = [code for code in codes if code not in envelope.success]
        if not failed:
            return self._listed(endpoint, state, rows)
        if not has_codes:
            answer = self._listed(endpoint, state, rows)
            return self._failed(failed[0], answer[envelope.data])
        return self.payloads.refused("all_failed" if len(failed) == len(rows) else "some_failed", failed[0], rows)

    def _read(self, endpoint: EndpointSpec, state: Stateful, columns: tuple[Field, ...], wire: Any) -> AnswerPayload:
        try:
            return self._listed(endpoint, state, [_filled(columns, row) for row in self.ledger.read(state, wire)])
        except RefusedOrderError as refused:
            return self._failed(refused.code, [])

    def _done(
        self, state: Stateful, columns: tuple[Field, ...], items: list[dict[str, Any]]
    ) -> tuple[list[str], list[dict[str, Any]]]:
        """Do what the call asks for each of its orders, and return the codes and the rows of the answer."""
        envelope = self.payloads.envelope
        code_name, message_name = envelope.item_code or "", envelope.item_message or ""
        codes: list[str] = []
        rows: list[dict[str, Any]] = []
        for item in items:
            code, row = min(envelope.success), dict(item)
            try:
                row = self.ledger.do(state, item)
            except RefusedOrderError as refused:
                code = refused.code
            codes.append(code)
            rows.append(_filled(columns, {**row, code_name: code, message_name: self.payloads.meaning(code)}))
        return codes, rows

    def _failed(self, code: str, data: AnswerPayload) -> AnswerPayload:
        return self.payloads.enveloped(code, self.payloads.meaning(code), data)

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

    def _listed(self, endpoint: EndpointSpec, state: Stateful, rows: list[dict[str, Any]]) -> AnswerPayload:
        if endpoint.shape != "object":
            return self.payloads.success(endpoint, rows)
        return self.payloads.success(endpoint, {state.rows: rows} if state.rows else rows[0] if rows else {})


def _filled(columns: tuple[Field, ...], row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with every documented column; an unknown value is empty."""
    empty: dict[str, Any] = {"array": [], "object": {}}
    return {column.name: row.get(column.name, empty.get(column.json, "")) for column in columns}
