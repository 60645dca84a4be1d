"""The venue's side of a call, without HTTP: authenticate it, check the request, answer it."""

from collections.abc import Callable, Mapping
from math import ceil
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl

import orjson
from attrs import evolve, frozen

from ..runtime.envelopes import code_of, payload_of, with_payload
from ..runtime.json_types import is_array, is_object
from ..runtime.routes import matched
from ..spec.model import EndpointSpec, VenueSpec
from ..spec.orders import Stateful
from ..spec.settings import Refusal
from .admission import Account, Admission, ReceivedCall, RefusedError
from .documented import as_asked
from .facts import typed
from .order_desk import OrderDesk, RefusedItems
from .orders import Ledger, RefusedOrderError, Tally
from .payloads import AnswerPayload, Payloads
from .queries import names_one
from .requests import RequestCheck
from .settings import AccountSettings
from .simulation import SimulatedVenue

MAX_BODY = 1024 * 1024
MAX_DEPTH = 32


@frozen
class Reply:
    """An answer: HTTP status, JSON, and the venue's own headers."""

    status: int
    payload: AnswerPayload
    headers: Mapping[str, str] = {}


class VenueSide:
    """One venue that answers calls as its spec says.

    Called from one thread at a time for each call; state is shared. ``seed`` and ``speed`` are those of its prices.
    """

    def __init__(
        self,
        venue: VenueSpec,
        account: Account,
        now: Callable[[], float],
        monotonic: Callable[[], float],
        seed: int = 0,
        speed: float = 1.0,
    ) -> None:
        self.venue = venue
        self._settings = AccountSettings(
            {**venue.sandbox.context, **account.context},
            {entry.name: entry.per for entry in venue.context if entry.per},
        )
        self.account = evolve(account, context=self._settings.context)
        self._now = now
        self._endpoints = {endpoint.key: endpoint for endpoint in venue.endpoints if endpoint.gone_since is None}
        self._paths = {endpoint.path for endpoint in self._endpoints.values()}
        self._admission = Admission(venue, self.account, now, monotonic)
        self._payloads = Payloads(venue, now)
        self._simulated = SimulatedVenue(venue, now, self._settings.rows, seed, speed)
        self._desks = {
            name: OrderDesk(
                name,
                Ledger(table, now, self._simulated.matching.get(name), self._simulated.mover(table.moves)),
                self._payloads,
                self._simulated,
            )
            for name, table in venue.orders.items()
        }
        context = self._settings.context
        self._checks = {
            endpoint.key: RequestCheck(endpoint, context, endpoint.scope(venue), now) for endpoint in venue.endpoints
        }
        self._lock = Lock()

    def answer(self, call: ReceivedCall) -> Reply:
        """Answer a call, and make the changes that it asks for."""
        headers: dict[str, str] = {}
        try:
            self._admission.welcome(call)
            endpoint = self._endpoint(call)
            if endpoint.access == "signed":
                self._admission.authenticate(call)
            elif endpoint.access == "keyed":
                self._admission.identify(call)
            wire = self._parameters(endpoint, call)
            headers = self._admission.admit(endpoint, wire, call)
            with self._lock:
                refused = self._checks[endpoint.key].refused_items(wire)
                self._in_time(endpoint, call)
                self._simulated.advance()
                answer = self._result(endpoint, wire, refused)
                return Reply(self._status(endpoint, answer), answer, headers)
        except RefusedError as refusal:
            headers = {**headers, **(refusal.headers or {}), **self._pause(refusal)}
            return evolve(self.refuse(refusal.reason, str(refusal), refusal.code), headers=headers)
        except RefusedOrderError as refusal:
            answer = self._payloads.enveloped(refusal.code, self._payloads.meaning(refusal.code), [])
            return Reply(self._status(None, answer), answer, headers)

    def _status(self, endpoint: EndpointSpec | None, answer: AnswerPayload) -> int:
        """Return the HTTP status of an answer; without a wrapper that of a refusal's code tells it."""
        envelope = self.venue.envelope if endpoint is None else self.venue.envelope_of(endpoint)
        code = code_of(envelope, answer) if envelope.data is None else None
        known = self.venue.errors.get(code) if code is not None and code not in envelope.success else None
        return known.status if known is not None else 200

    def _pause(self, refusal: RefusedError) -> dict[str, str]:
        """Return the header that says in how many seconds a call will be taken, where the venue sends it."""
        known = self.venue.refusals.get(refusal.reason)
        return {known.wait: str(ceil(refusal.wait))} if known and known.wait and refusal.wait else {}

    def move(self, instrument: str, price: str) -> None:
        """Set the price of an instrument from now on; raises ``ValueError``."""
        with self._lock:
            self._simulated.move(instrument, price)

    def arrive(self, table: str, row: Mapping[str, Any]) -> dict[str, Any]:
        """Add a record that no call of the account makes, such as a deposit, and return it; raises ``ValueError``."""
        desk = self._desks.get(table)
        if desk is None or table in self._simulated.matching:
            known = ", ".join(name for name in self._desks if name not in self._simulated.matching)
            raise ValueError(f"nothing arrives in {table!r}; the tables are {known or 'none'}")
        with self._lock:
            try:
                return dict(desk.ledger.do(Stateful(table=table, does="place", duplicate="known"), row))
            except RefusedOrderError:
                key = desk.ledger.table.client_id
                raise ValueError(f"{table} has a record whose {key} is {row.get(key)!r}") from None

    def refuse(self, reason: str, message: str, code: str | None = None) -> Reply:
        """Return the venue's refusal for a reason, in its envelope, or with a given code."""
        refusal = self.venue.refusals.get(reason) or Refusal(code="1", status=400)
        if code is not None:
            known = self.venue.errors.get(code)
            refusal = Refusal(code=code, status=known.status if known else refusal.status)
        return self.refuse_with(refusal.code, message, refusal.status)

    def refuse_with(self, code: str, message: str, status: int) -> Reply:
        """Return a refusal with any code, in the venue's envelope."""
        return Reply(status, self._payloads.enveloped(code, message, []))

    def orders(self) -> dict[str, dict[str, Tally]]:
        """Return the tallies of client ids, by table; calls without an id count under the empty text."""
        with self._lock:
            return {name: dict(desk.ledger.tallies) for name, desk in self._desks.items()}

    def _endpoint(self, call: ReceivedCall) -> EndpointSpec:
        endpoint = self._endpoints.get(f"{call.method} {call.path}")
        if endpoint is None:
            filled = [each for each in self._endpoints.values() if matched(each.path, call.path) is not None]
            endpoint = next((each for each in filled if each.method == call.method), None)
            if endpoint is None and (filled or call.path in self._paths):
                raise RefusedError("wrong_method", f"{call.path} is not called with {call.method}")
        if endpoint is None:
            raise RefusedError("unknown_path", f"the spec has no {call.path}")
        return endpoint

    def _parameters(self, endpoint: EndpointSpec, call: ReceivedCall) -> Any:
        in_path = matched(endpoint.path, call.path) or {}
        try:
            if endpoint.in_query or endpoint.form:
                return self._pairs(endpoint, call) | in_path
            wire: Any = orjson.loads(call.body or b"{}")
        except (ValueError, UnicodeDecodeError):
            raise RefusedError("wrong_body", "the parameters cannot be read") from None
        if _is_deeper(wire, MAX_DEPTH):
            raise RefusedError("wrong_body", f"the body is nested in more than {MAX_DEPTH} levels")
        if is_array(wire) if endpoint.batch else is_object(wire):
            return {**wire, **in_path} if in_path and is_object(wire) else wire
        raise RefusedError("wrong_body", f"the body must be a JSON {'array' if endpoint.batch else 'object'}")

    def _pairs(self, endpoint: EndpointSpec, call: ReceivedCall) -> dict[str, Any]:
        """Return the parameters of a query, and of a form; lists that are written as JSON are read."""
        pairs = parse_qsl(call.query, keep_blank_values=True, strict_parsing=bool(call.query))
        if self.venue.transport != "json" and call.body and endpoint.method != "GET":
            text = call.body.decode()
            pairs = [*parse_qsl(text, keep_blank_values=True, strict_parsing=True), *pairs]
        signed = set(self.venue.auth.params) if endpoint.access in ("signed", "optional") else set[str]()
        aliases = self.venue.sandbox.aliases
        sent: dict[str, Any] = {aliases.get(name, name): value for name, value in pairs if name not in signed}
        if self.venue.lists == "json":
            for row in endpoint.request:
                if row.json in ("array", "object") and row.name in sent:
                    sent[row.name] = orjson.loads(sent[row.name])
        return sent

    def _in_time(self, endpoint: EndpointSpec, call: ReceivedCall) -> None:
        expires = endpoint.reconcile.expires if endpoint.reconcile else None
        moment = call.headers.get(expires.lower(), "") if expires else ""
        if moment.isdecimal() and len(moment) < 20 and int(moment) < self._now() * 1000:
            raise RefusedError("expired", f"{expires} has passed")

    def _result(self, endpoint: EndpointSpec, wire: Any, refused: RefusedItems) -> AnswerPayload:
        state, learn = endpoint.sandbox, self.venue.learn
        if self.venue.clock is not None and endpoint.id == self.venue.clock.endpoint:
            scale = {"seconds": 1, "milliseconds": 1_000, "nanoseconds": 1_000_000_000}[self.venue.clock.unit]
            moment, name = str(int(self._now() * scale)), self.venue.clock.field
            column = next((column for column in endpoint.response if column.name == name), None)
            row = {name: moment if column is None else typed(column, moment)}
            return self._payloads.success(endpoint, row if endpoint.shape == "object" else [row])
        if state is not None and state.does is not None and state.table in self._desks:
            return self._desks[state.table].answer(endpoint, state, wire, refused)
        if state is not None and is_object(wire):
            self._settings.take(state, wire)
            if state.does == "read":
                return self._payloads.success(endpoint, self._simulated.read(endpoint, state, wire))
            if state.table:
                rows = (self._settings.write if state.writes else self._settings.read)(endpoint, state, wire)
                if endpoint.shape == "object" and rows and self.venue.envelope_of(endpoint).data is None:
                    columns = {column.name: column for column in endpoint.response}
                    return {name: typed(columns[name], text) for name, text in rows[0].items()}
                return self._payloads.success(endpoint, {} if endpoint.shape in ("object", "none") else rows)
        answer = self._documented(endpoint, wire)
        if learn is not None and endpoint.id == learn.endpoint:
            values = {value.name: tuple(value.values) for value in self.venue.context}
            envelope = self.venue.envelope_of(endpoint)
            data = payload_of(envelope, answer)
            rows = [self._settings.told(learn, values, row) for row in (data if is_array(data) else [data])]
            told = rows if is_array(data) else rows[0]
            return with_payload(envelope, answer, told)
        return answer

    def _documented(self, endpoint: EndpointSpec, wire: Any) -> AnswerPayload:
        """Return the answer of the page's example, made to agree with the call."""
        envelope = self.venue.envelope_of(endpoint)
        documented = next(
            (
                example.response
                for example in endpoint.examples
                if self._payloads.is_success(endpoint, example.response)
            ),
            None,
        )
        if documented is None:
            return self._payloads.success(endpoint, {} if endpoint.shape in ("object", "none") else [])
        data: AnswerPayload = as_asked(payload_of(envelope, documented), endpoint, wire, self.venue.sandbox.filters)
        if endpoint.shape == "one_or_objects" and names_one(endpoint, wire) == is_array(data):
            data = next(iter(data), None) or {} if is_array(data) else [data]
        if envelope.data is None:
            return data
        answer: dict[str, Any] = with_payload(envelope, documented, data)
        if envelope.time is not None:
            answer[envelope.time] = int(self._now() * 1000)
        return answer


def _is_deeper(value: AnswerPayload, levels: int) -> bool:
    inner = value.values() if is_object(value) else value if is_array(value) else None
    return inner is not None and (levels == 0 or any(_is_deeper(inner_value, levels - 1) for inner_value in inner))
