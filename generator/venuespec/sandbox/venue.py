"""The venue's side of a call, without HTTP: who is calling, is the request right, what is the answer."""

import copy
import hmac
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl

import orjson
from attrs import evolve, field, frozen

from ..rules.evaluate import evaluate
from ..rules.to_english import says
from ..runtime.endpoint import Endpoint as Costs
from ..runtime.endpoint import RateLimit
from ..runtime.json_types import is_array, is_object
from ..runtime.limits.charges import Charge
from ..runtime.limits.costs import CallCosts
from ..runtime.limits.limiter import RateLimiter
from ..runtime.rules import Instruments
from ..runtime.secret import Secret
from ..runtime.sign import Signer
from ..runtime.venue import LimitTerms
from ..spec.model import Endpoint, Field, Refusal, Stateful, Venue
from .orders import Ledger, RefusedOrderError, Tally, as_text

Payload = Any
MAX_BODY = 1024 * 1024
MAX_DEPTH = 32


@frozen(kw_only=True)
class Call:
    """A call as it came in: ``target`` is path and query as sent, header names are in lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    client: str

    @property
    def target(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


@frozen
class Reply:
    """An answer: HTTP status, JSON, and what the venue tells in headers of its own."""

    status: int
    payload: Payload
    headers: Mapping[str, str] = {}


class _RefusedError(Exception):
    def __init__(
        self, reason: str, message: str, code: str | None = None, told: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.code = code
        self.told = told


@frozen(kw_only=True)
class Account:
    """Whom the sandbox knows, and what is set on the account. Without credentials every signature is taken, and
    without ``limits`` any number of calls."""

    limits: bool = True
    credentials: Mapping[str, str] = field(factory=dict[str, str], repr=False)
    context: Mapping[str, str] = field(factory=dict[str, str])
    environment: str | None = None


class VenueSide:
    """One venue, answering calls as its spec says.

    Called from one thread at a time for each call; state is shared.
    """

    def __init__(
        self, venue: Venue, account: Account, now: Callable[[], float], monotonic: Callable[[], float]
    ) -> None:
        self.venue = venue
        self.account = account
        self._now = now
        self._monotonic = monotonic
        self._endpoints = {each.key: each for each in venue.endpoints if each.gone_since is None}
        self._paths = {each.path for each in self._endpoints.values()}
        secrets = {name: Secret(value) for name, value in account.credentials.items()}
        self._signer = Signer(venue.auth, secrets) if account.credentials else None
        # The venue's own window, without the slack that a client keeps.
        self._limiter = RateLimiter(slack=0.0)
        self._costs = {each.id: _costs(each, venue) for each in self._endpoints.values()}
        self._call_costs = lru_cache(maxsize=256)(self._call_costs_of)
        self._tables: dict[str, dict[tuple[str, ...], dict[str, str]]] = {}
        self._ledgers = {name: Ledger(table, now) for name, table in venue.orders.items()}
        self._scopes = {each.key: each.scope(venue) for each in venue.endpoints}
        documented = (each.response for endpoint in venue.endpoints for each in endpoint.examples)
        codes = (each[venue.envelope.code] for each in documented if is_object(each) and venue.envelope.code in each)
        self._numeric = isinstance(next(codes, ""), int)
        self._lock = Lock()

    def answer(self, call: Call) -> Reply:
        """The answer to a call; what the call changes is changed."""
        told: dict[str, str] = {}
        try:
            endpoint = self._endpoint(call)
            if endpoint.access == "signed":
                self._authenticate(call)
            wire = self._parameters(endpoint, call)
            told = self._admit(endpoint, wire, call)
            self._check(endpoint, wire)
            self._in_time(endpoint, call)
            with self._lock:
                return Reply(200, self._result(endpoint, wire), told)
        except _RefusedError as refused:
            return evolve(self.refuse(refused.reason, str(refused), refused.code), headers=refused.told or told)

    def refuse(self, reason: str, message: str, code: str | None = None) -> Reply:
        """The venue's refusal for a reason, in its envelope; with a code of its own where it has one."""
        refusal = self.venue.refusals.get(reason) or Refusal(code="1", status=400)
        if code is not None:
            known = self.venue.errors.get(code)
            refusal = Refusal(code=code, status=known.status if known else refusal.status)
        return self.refuse_with(refusal.code, message, refusal.status)

    def refuse_with(self, code: str, message: str, status: int) -> Reply:
        """A refusal with any code, in the venue's envelope."""
        return Reply(status, self._envelope(code, message, []))

    def orders(self) -> dict[str, dict[str, Tally]]:
        """How often each client id was placed, by table; calls without one are counted under an empty text."""
        with self._lock:
            return {name: dict(ledger.tallies) for name, ledger in self._ledgers.items()}

    def _endpoint(self, call: Call) -> Endpoint:
        found = self._endpoints.get(f"{call.method} {call.path}")
        if found is None:
            if call.path in self._paths:
                raise _RefusedError("wrong_method", f"{call.path} is not called with {call.method}")
            raise _RefusedError("unknown_path", f"the spec has no {call.path}")
        return found

    def _authenticate(self, call: Call) -> None:
        auth = self.venue.auth
        header = {source: name for name, source in auth.headers.items()}
        sent = {source: call.headers.get(name.lower(), "") for source, name in header.items()}
        for source in ("api_key", "signature", "timestamp", "passphrase"):
            if source in sent and not sent[source]:
                raise _RefusedError(f"missing_{source.removeprefix('api_')}", f"the header {header[source]} is missing")
        moment = _moment(sent["timestamp"], auth.timestamp)
        if moment is None:
            raise _RefusedError("wrong_timestamp", f"{header['timestamp']} is not in the documented format")
        if abs(moment - self._now()) > auth.tolerance:
            raise _RefusedError("clock", "the timestamp is too far from the server's clock")
        environment = self.venue.environments.get(self.account.environment or "")
        for name in environment.headers if environment else ():
            if environment is not None and call.headers.get(name.lower()) != environment.headers[name]:
                raise _RefusedError("wrong_environment", "the key belongs to another environment")
        if self._signer is None:
            return
        known = self.account.credentials
        if not _same(sent["api_key"], known["api_key"]):
            raise _RefusedError("wrong_key", "there is no such key")
        expected = self._signer.signature(
            call.method, call.target, call.body, sent["timestamp"], sent.get("recv_window")
        )
        if not _same(sent["signature"], expected):
            raise _RefusedError("wrong_signature", "the signature does not match")
        if "passphrase" in sent and not _same(sent["passphrase"], known["passphrase"]):
            raise _RefusedError("wrong_passphrase", "the passphrase does not match")

    def _parameters(self, endpoint: Endpoint, call: Call) -> Any:
        try:
            if endpoint.method == "GET":
                return dict(parse_qsl(call.query, keep_blank_values=True, strict_parsing=bool(call.query)))
            wire: Any = orjson.loads(call.body or b"{}")
        except (ValueError, UnicodeDecodeError):
            raise _RefusedError("wrong_body", "the parameters cannot be read") from None
        if _is_deeper(wire, MAX_DEPTH):
            raise _RefusedError("wrong_body", f"the body is nested in more than {MAX_DEPTH} levels")
        if is_array(wire) if endpoint.batch else is_object(wire):
            return wire
        raise _RefusedError("wrong_body", f"the body is no JSON {'array' if endpoint.batch else 'object'}")

    def _admit(self, endpoint: Endpoint, wire: Any, call: Call) -> dict[str, str]:
        """What the headers tell of the limits. Raises ``_RefusedError`` where one is used up."""
        key = call.headers.get(_header(self.venue, "api_key"), "")
        if not self.account.limits:
            return {}
        charges = self._call_costs(key, call.client).charges(self._costs[endpoint.id], wire)
        now = self._monotonic()
        wait = self._limiter.take(charges, now) if charges else 0.0
        told = self._told(charges, now, wait)
        if wait == 0:
            return told
        used = self._limiter.usage(now)
        full = {each.bucket[1] for each in charges if used.get(each.bucket, 0) + each.units > each.limit}
        code = next((each.code for each in self.venue.limits.shared if each.limit.of in full), None)
        raise _RefusedError("rate_limited", "too many requests", code, told)

    def _told(self, charges: Sequence[Charge], now: float, wait: float) -> dict[str, str]:
        """What is left of the endpoint's own limit, as headers; the moment of the reset is now unless it is used up."""
        feedback = self.venue.feedback
        if feedback is None or not charges or "." not in charges[0].bucket[1]:
            return {}
        left = max(charges[0].limit - self._limiter.usage(now).get(charges[0].bucket, 0), 0)
        reset = int((self._now() + wait) * 1000)
        names = {feedback.remaining: left, feedback.limit: charges[0].limit, feedback.reset: reset}
        return {name: str(value) for name, value in names.items() if name is not None}

    def _call_costs_of(self, key: str, address: str) -> CallCosts:
        identity = {"user_id": key, "master_user_id": key, "ip": address}
        return CallCosts(self.venue.name, lambda: _terms(self.venue), identity, self.account.context.get)

    def _check(self, endpoint: Endpoint, wire: Any) -> None:
        scope = self._scopes[endpoint.key]
        for item in wire if endpoint.batch else [wire]:
            if not is_object(item):
                raise _RefusedError("wrong_body", "an item is no JSON object")
            self._check_rows(endpoint.request, item)
            for rule in endpoint.rules:
                if rule.level == "error" and evaluate(rule, item, self.account.context, scope).state == "broken":
                    raise _RefusedError("rule", says(rule))

    def _in_time(self, endpoint: Endpoint, call: Call) -> None:
        expires = endpoint.reconcile.expires if endpoint.reconcile else None
        moment = call.headers.get(expires.lower(), "") if expires else ""
        if moment.isdecimal() and len(moment) < 20 and int(moment) < self._now() * 1000:
            raise _RefusedError("expired", f"{expires} has passed")

    def _check_rows(self, rows: tuple[Field, ...], item: Mapping[str, Any]) -> None:
        for row in rows:
            value = item.get(row.name)
            if value is None or value == "":
                if row.required == "yes":
                    raise _RefusedError("missing_parameter", f"the parameter {row.name} is missing")
                continue
            if row.listed and not set(str(value).split(",")) <= set(row.listed):
                raise _RefusedError("wrong_value", f"the parameter {row.name} is none of {', '.join(row.values)}")
            for inner in value if is_array(value) else [value]:
                if row.fields and is_object(inner):
                    self._check_rows(row.fields, inner)

    def _result(self, endpoint: Endpoint, wire: Any) -> Payload:
        if self.venue.clock is not None and endpoint.id == self.venue.clock.endpoint:
            scale = {"seconds": 1, "milliseconds": 1_000, "nanoseconds": 1_000_000_000}[self.venue.clock.unit]
            row = {self.venue.clock.field: str(int(self._now() * scale))}
            return self._success(row if endpoint.shape == "object" else [row])
        if endpoint.sandbox is not None and endpoint.sandbox.does is not None:
            return self._ordered(endpoint, endpoint.sandbox, wire)
        if endpoint.sandbox is not None and is_object(wire):
            return self._success(
                self._written(endpoint, wire) if endpoint.sandbox.writes else self._read(endpoint, wire)
            )
        documented = next((each.response for each in endpoint.examples if self._is_success(each.response)), None)
        if documented is not None:
            answer = copy.deepcopy(documented)
            if self.venue.envelope.time is not None:
                answer[self.venue.envelope.time] = int(self._now() * 1000)
            return answer
        return self._success({} if endpoint.shape in ("object", "none") else [])

    def _written(self, endpoint: Endpoint, wire: dict[str, Any]) -> list[dict[str, str]]:
        state = endpoint.sandbox
        assert state is not None
        row = dict(state.defaults) | {name: as_text(value) for name, value in wire.items() if value not in (None, "")}
        key = tuple(row.get(name, "") for name in state.key)
        self._tables.setdefault(state.table, {})[key] = row
        return [{each.name: row.get(each.name, "") for each in endpoint.response}]

    def _read(self, endpoint: Endpoint, wire: dict[str, Any]) -> list[dict[str, str]]:
        state = endpoint.sandbox
        assert state is not None
        found: list[dict[str, str]] = []
        for row in self._tables.get(state.table, {}).values():
            for each in endpoint.request:
                sent = wire.get(each.name)
                if (
                    each.name in state.key
                    and sent not in (None, "")
                    and row.get(each.name, "") not in str(sent).split(",")
                ):
                    break
            else:
                filled = dict(state.defaults) | row
                found.append({each.name: filled.get(each.name, "") for each in endpoint.response})
        return found

    def _ordered(self, endpoint: Endpoint, state: Stateful, wire: Any) -> Payload:
        """The answer to a call about orders: refusals stand in the rows where those have a code of their own."""
        ledger, envelope = self._ledgers[state.table], self.venue.envelope
        columns = endpoint.response
        if state.rows is not None:
            columns = next(each.fields for each in endpoint.response if each.name == state.rows)
        if state.does == "read":
            try:
                return self._listed(endpoint, state, [_filled(columns, row) for row in ledger.read(state, wire)])
            except RefusedOrderError as refused:
                return self._envelope(refused.code, self._meaning(refused.code), [])
        items: Any = wire if is_array(wire) else wire.get(state.items) if state.items else [wire]
        if not is_array(items) or not items or not all(is_object(each) for each in items):
            raise _RefusedError("wrong_body", "there are no orders")
        code_name, message_name = envelope.item_code or "", envelope.item_message or ""
        codes: list[str] = []
        rows: list[dict[str, Any]] = []
        for item in items:
            code, row = min(envelope.success), dict(item)
            try:
                row = ledger.do(state, item)
            except RefusedOrderError as refused:
                code = refused.code
            codes.append(code)
            rows.append(_filled(columns, {**row, code_name: code, message_name: self._meaning(code)}))
        if envelope.verdicts and state.rows and code_name in {each.name for each in columns}:
            return self._judged(rows, state.rows)
        failed = [each for each in codes if each not in envelope.success]
        if not failed:
            return self._listed(endpoint, state, rows)
        if code_name not in {each.name for each in columns}:
            answer = self._listed(endpoint, state, rows)
            return self._envelope(failed[0], self._meaning(failed[0]), answer[envelope.data])
        whole = self.venue.refusals.get("all_failed" if len(failed) == len(rows) else "some_failed")
        return self._envelope(whole.code if whole else failed[0], "", rows)

    def _judged(self, rows: list[dict[str, Any]], name: str) -> Payload:
        """The answer to a batch whose verdicts stand beside its items."""
        envelope = self.venue.envelope
        said = (envelope.item_code or "", envelope.item_message or "")
        answer = self._success({name: [{key: row[key] for key in row if key not in said} for row in rows]})
        beside, (*way, last) = answer, envelope.verdicts
        for step in way:
            beside = beside.setdefault(step, {})
        beside[last] = [
            {said[0]: int(row[said[0]]) if self._numeric else row[said[0]], said[1]: row[said[1]]} for row in rows
        ]
        return answer

    def _listed(self, endpoint: Endpoint, state: Stateful, rows: list[dict[str, Any]]) -> Payload:
        if endpoint.shape != "object":
            return self._success(rows)
        return self._success({state.rows: rows} if state.rows else rows[0] if rows else {})

    def _meaning(self, code: str) -> str:
        known = self.venue.errors.get(code)
        return known.meaning if known is not None and code not in self.venue.envelope.success else ""

    def _is_success(self, response: Any) -> bool:
        envelope = self.venue.envelope
        return is_object(response) and str(response.get(envelope.code)) in envelope.success

    def _success(self, data: Payload) -> Payload:
        return self._envelope(min(self.venue.envelope.success), "", data)

    def _envelope(self, code: str, message: str, data: Payload) -> Payload:
        """The envelope; the code is a number where the documented ones are."""
        envelope = self.venue.envelope
        payload: dict[str, Any] = {envelope.code: int(code) if self._numeric else code, envelope.message: message}
        payload[envelope.data] = data
        if envelope.time is not None:
            payload[envelope.time] = int(self._now() * 1000)
        return payload


def _filled(columns: tuple[Field, ...], row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with every documented column; what nothing is known of is empty."""
    empty: dict[str, Any] = {"array": [], "object": {}}
    return {each.name: row.get(each.name, empty.get(each.json, "")) for each in columns}


def _is_deeper(value: Payload, levels: int) -> bool:
    inner = value.values() if is_object(value) else value if is_array(value) else None
    return inner is not None and (levels == 0 or any(_is_deeper(each, levels - 1) for each in inner))


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _header(venue: Venue, source: str) -> str:
    return next((name.lower() for name, each in venue.auth.headers.items() if each == source), "")


def _moment(text: str, form: str) -> float | None:
    """Seconds since the epoch; None for a text that is not in the venue's format."""
    try:
        if form == "iso_milliseconds":
            return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC).timestamp()
        return int(text) / 1000
    except (ValueError, OverflowError):
        return None


def _terms(venue: Venue) -> LimitTerms:
    """What the venue's limits mean, as an SDK knows it."""
    known, facts = venue.instruments, venue.limits
    return LimitTerms(
        scopes=facts.scopes,
        derived=facts.derived,
        instruments=Instruments(*((each.types, each.pattern) for each in known.patterns)) if known.patterns else None,
        type_name=known.type_name or "",
        ids=known.ids,
        shared={each.limit.of or "": each.code for each in facts.shared},
    )


def _costs(endpoint: Endpoint, venue: Venue) -> Costs:
    """The endpoint as the limiter knows it."""
    return Costs(
        name=endpoint.id,
        method=endpoint.method,
        path=endpoint.path,
        docs=endpoint.source,
        signed=endpoint.access == "signed",
        write=endpoint.write,
        query=endpoint.method == "GET",
        rate_limits=tuple(
            RateLimit(
                limit=each.limit,
                window=float(each.window),
                key=each.key,
                counts=each.counts,
                scope=each.scope,
                of=each.of,
                items=each.items,
            )
            for each in venue.charged(endpoint)
        ),
    )
