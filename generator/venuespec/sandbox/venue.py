"""The venue's side of a call, without HTTP: authenticate it, check the request, answer it."""

import copy
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl

import orjson
from attrs import evolve, frozen

from ..rules.evaluate import evaluate
from ..rules.to_english import says
from ..runtime.json_types import is_array, is_object
from ..spec.model import EndpointSpec, Field, VenueSpec
from ..spec.settings import Refusal
from .admission import Account, Admission, ReceivedCall, RefusedError
from .order_desk import OrderDesk
from .orders import Ledger, Tally, as_text
from .payloads import AnswerPayload, Payloads

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

    Called from one thread at a time for each call; state is shared.
    """

    def __init__(
        self, venue: VenueSpec, account: Account, now: Callable[[], float], monotonic: Callable[[], float]
    ) -> None:
        self.venue = venue
        self.account = account
        self._now = now
        self._endpoints = {endpoint.key: endpoint for endpoint in venue.endpoints if endpoint.gone_since is None}
        self._paths = {endpoint.path for endpoint in self._endpoints.values()}
        self._admission = Admission(venue, account, now, monotonic)
        self._tables: dict[str, dict[tuple[str, ...], dict[str, str]]] = {}
        self._payloads = Payloads(venue, now)
        self._desks = {name: OrderDesk(Ledger(table, now), self._payloads) for name, table in venue.orders.items()}
        self._scopes = {endpoint.key: endpoint.scope(venue) for endpoint in venue.endpoints}
        self._lock = Lock()

    def answer(self, call: ReceivedCall) -> Reply:
        """Answer a call, and make the changes that it asks for."""
        headers: dict[str, str] = {}
        try:
            endpoint = self._endpoint(call)
            if endpoint.access == "signed":
                self._admission.authenticate(call)
            wire = self._parameters(endpoint, call)
            headers = self._admission.admit(endpoint, wire, call)
            self._check(endpoint, wire)
            self._in_time(endpoint, call)
            with self._lock:
                return Reply(200, self._result(endpoint, wire), headers)
        except RefusedError as refused:
            return evolve(self.refuse(refused.reason, str(refused), refused.code), headers=refused.headers or headers)

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
            if call.path in self._paths:
                raise RefusedError("wrong_method", f"{call.path} is not called with {call.method}")
            raise RefusedError("unknown_path", f"the spec has no {call.path}")
        return endpoint

    def _parameters(self, endpoint: EndpointSpec, call: ReceivedCall) -> Any:
        try:
            if endpoint.in_query:
                return dict(parse_qsl(call.query, keep_blank_values=True, strict_parsing=bool(call.query)))
            wire: Any = orjson.loads(call.body or b"{}")
        except (ValueError, UnicodeDecodeError):
            raise RefusedError("wrong_body", "the parameters cannot be read") from None
        if _is_deeper(wire, MAX_DEPTH):
            raise RefusedError("wrong_body", f"the body is nested in more than {MAX_DEPTH} levels")
        if is_array(wire) if endpoint.batch else is_object(wire):
            return wire
        raise RefusedError("wrong_body", f"the body must be a JSON {'array' if endpoint.batch else 'object'}")

    def _check(self, endpoint: EndpointSpec, wire: Any) -> None:
        scope = self._scopes[endpoint.key]
        for item in wire if endpoint.batch else [wire]:
            if not is_object(item):
                raise RefusedError("wrong_body", "every item must be a JSON object")
            self._check_rows(endpoint.request, item)
            for rule in endpoint.rules:
                if rule.level == "error" and evaluate(rule, item, self.account.context, scope).state == "broken":
                    raise RefusedError("rule", says(rule))

    def _in_time(self, endpoint: EndpointSpec, call: ReceivedCall) -> None:
        expires = endpoint.reconcile.expires if endpoint.reconcile else None
        moment = call.headers.get(expires.lower(), "") if expires else ""
        if moment.isdecimal() and len(moment) < 20 and int(moment) < self._now() * 1000:
            raise RefusedError("expired", f"{expires} has passed")

    def _check_rows(self, rows: tuple[Field, ...], item: Mapping[str, Any]) -> None:
        for row in rows:
            value = item.get(row.name)
            if value is None or value == "":
                if row.required == "yes":
                    raise RefusedError("missing_parameter", f"the parameter {row.name} is missing")
                continue
            if row.listed and not set(str(value).split(",")) <= set(row.listed):
                raise RefusedError("wrong_value", f"the parameter {row.name} must be one of {', '.join(row.values)}")
            for inner in value if is_array(value) else [value]:
                if row.fields and is_object(inner):
                    self._check_rows(row.fields, inner)

    def _result(self, endpoint: EndpointSpec, wire: Any) -> AnswerPayload:
        if self.venue.clock is not None and endpoint.id == self.venue.clock.endpoint:
            scale = {"seconds": 1, "milliseconds": 1_000, "nanoseconds": 1_000_000_000}[self.venue.clock.unit]
            row = {self.venue.clock.field: str(int(self._now() * scale))}
            return self._payloads.success(endpoint, row if endpoint.shape == "object" else [row])
        if endpoint.sandbox is not None and endpoint.sandbox.does is not None:
            return self._desks[endpoint.sandbox.table].answer(endpoint, endpoint.sandbox, wire)
        if endpoint.sandbox is not None and is_object(wire):
            return self._payloads.success(
                endpoint,
                self._written(endpoint, wire) if endpoint.sandbox.writes else self._read(endpoint, wire),
            )
        documented = next(
            (
                example.response
                for example in endpoint.examples
                if self._payloads.is_success(endpoint, example.response)
            ),
            None,
        )
        if documented is not None:
            answer = copy.deepcopy(documented)
            envelope = self.venue.envelope_of(endpoint)
            if envelope.time is not None:
                answer[envelope.time] = int(self._now() * 1000)
            return answer
        return self._payloads.success(endpoint, {} if endpoint.shape in ("object", "none") else [])

    def _written(self, endpoint: EndpointSpec, wire: dict[str, Any]) -> list[dict[str, str]]:
        state = endpoint.sandbox
        assert state is not None
        row = dict(state.defaults) | {name: as_text(value) for name, value in wire.items() if value not in (None, "")}
        key = tuple(row.get(name, "") for name in state.key)
        self._tables.setdefault(state.table, {})[key] = row
        return [{column.name: row.get(column.name, "") for column in endpoint.response}]

    def _read(self, endpoint: EndpointSpec, wire: dict[str, Any]) -> list[dict[str, str]]:
        state = endpoint.sandbox
        assert state is not None
        answered: list[dict[str, str]] = []
        for row in self._tables.get(state.table, {}).values():
            for parameter in endpoint.request:
                sent = wire.get(parameter.name)
                if (
                    parameter.name in state.key
                    and sent not in (None, "")
                    and row.get(parameter.name, "") not in str(sent).split(",")
                ):
                    break
            else:
                filled = dict(state.defaults) | row
                answered.append({column.name: filled.get(column.name, "") for column in endpoint.response})
        return answered


def _is_deeper(value: AnswerPayload, levels: int) -> bool:
    inner = value.values() if is_object(value) else value if is_array(value) else None
    return inner is not None and (levels == 0 or any(_is_deeper(inner_value, levels - 1) for inner_value in inner))
