"""Decide whether the sandbox accepts a call: by its credentials, its signature and the rate limits."""

import hmac
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from attrs import evolve, field, frozen

from ..runtime.endpoint import Endpoint as Costs
from ..runtime.limits.charges import Charge
from ..runtime.limits.costs import CallCosts
from ..runtime.limits.limiter import RateLimiter
from ..runtime.rules import Instruments
from ..runtime.secret import Secret
from ..runtime.sign import Signer
from ..runtime.venue import Auth, LimitTerms
from ..spec.model import EndpointSpec, VenueSpec
from .bans import Banned


@frozen(kw_only=True)
class ReceivedCall:
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


class RefusedError(Exception):
    def __init__(
        self,
        reason: str,
        message: str,
        code: str | None = None,
        headers: Mapping[str, str] | None = None,
        wait: float = 0.0,
    ) -> None:
        super().__init__(message)
        self.wait = wait
        self.reason = reason
        self.code = code
        self.headers = headers


@frozen(kw_only=True)
class Account:
    """The account that the sandbox knows, with its settings.

    Without credentials the sandbox accepts every signature, and without ``limits`` any number of calls.
    """

    limits: bool = True
    credentials: Mapping[str, str] = field(factory=dict[str, str], repr=False)
    context: Mapping[str, str] = field(factory=dict[str, str])
    environment: str | None = None


class Admission:
    """Admission to one venue: raises ``RefusedError`` for a call that is not accepted."""

    def __init__(
        self, venue: VenueSpec, account: Account, now: Callable[[], float], monotonic: Callable[[], float]
    ) -> None:
        self.venue = venue
        self.account = account
        self._now = now
        self._monotonic = monotonic
        secrets = {name: Secret(value) for name, value in account.credentials.items()}
        self._signer = Signer(venue.auth, secrets) if account.credentials else None
        # The venue's own window, without the slack that a client keeps.
        self._limiter = RateLimiter(slack=0.0)
        self._banned = Banned(venue.sandbox.bans, monotonic)
        self._costs = {endpoint.id: _costs(endpoint, venue) for endpoint in venue.endpoints}
        self._tariff = lru_cache(maxsize=256)(self._costs_of)

    def welcome(self, call: ReceivedCall) -> None:
        """Raise ``RefusedError`` for a call from a banned address, whatever it asks."""
        if left := self._banned.left(call.client):
            raise RefusedError("banned", "the address is banned", wait=left)

    def authenticate(self, call: ReceivedCall) -> None:
        """Raise ``RefusedError`` for a call that is not signed as the venue requires."""
        auth = self.venue.auth
        header = {source: f"the header {name}" for name, source in auth.headers.items()}
        header |= {source: f"the parameter {name}" for name, source in auth.params.items()}
        sent = {source: call.headers.get(name.lower(), "") for name, source in auth.headers.items()}
        unsigned, given = _without_signature(call, auth)
        sent |= {source: given.get(name, "") for name, source in auth.params.items()}
        for source in ("api_key", "signature", "timestamp", "passphrase"):
            if source in sent and not sent[source]:
                raise RefusedError(f"missing_{source.removeprefix('api_')}", f"{header[source]} is missing")
        moment = _moment(sent["timestamp"], auth.timestamp)
        if moment is None:
            raise RefusedError("wrong_timestamp", f"{header['timestamp']} is not in the documented format")
        ahead = moment - self._now()
        if ahead > (auth.tolerance if auth.ahead is None else auth.ahead) or -ahead > _window(sent, auth):
            raise RefusedError("clock", "the timestamp is too far from the server's clock")
        environment = self.venue.environments.get(self.account.environment or "")
        for name in environment.headers if environment else ():
            if environment is not None and call.headers.get(name.lower()) != environment.headers[name]:
                raise RefusedError("wrong_environment", "the key belongs to another environment")
        if self._signer is None:
            return
        known = self.account.credentials
        if not _same(sent["api_key"], known["api_key"]):
            raise RefusedError("wrong_key", "the key is not known")
        expected = self._signer.signature(
            call.method, unsigned.target, unsigned.body, sent["timestamp"], sent.get("recv_window")
        )
        if not _same(sent["signature"], expected):
            raise RefusedError("wrong_signature", "the signature does not match")
        if "passphrase" in sent and not _same(sent["passphrase"], known["passphrase"]):
            raise RefusedError("wrong_passphrase", "the passphrase does not match")

    def identify(self, call: ReceivedCall) -> None:
        """Raise ``RefusedError`` for a call without the key that it must carry."""
        key = call.headers.get(_header(self.venue, "api_key"), "")
        if not key:
            raise RefusedError("missing_key", "the key is missing")
        if self._signer is not None and not _same(key, self.account.credentials["api_key"]):
            raise RefusedError("wrong_key", "the key is not known")

    def admit(self, endpoint: EndpointSpec, wire: Any, call: ReceivedCall) -> dict[str, str]:
        """Return the rate-limit headers of the answer. Raises ``RefusedError`` if a limit is used up."""
        key = call.headers.get(_header(self.venue, "api_key"), "")
        if not self.account.limits:
            return {}
        charges = self._tariff(key, call.client).charges(self._costs[endpoint.id], wire)
        now = self._monotonic()
        wait = self._limiter.take(charges, now) if charges else 0.0
        headers = self._limit_headers(charges, now, wait)
        if wait == 0:
            self._banned.admitted(call.client)
            return headers
        if banned := self._banned.refused(call.client):
            raise RefusedError("banned", "too many requests: the address is banned now", headers=headers, wait=banned)
        used = self._limiter.usage(now)
        full = {charge.bucket[1] for charge in charges if used.get(charge.bucket, 0) + charge.units > charge.limit}
        code = next((limit.code for name, limit in self.venue.limits.shared.items() if name in full), None)
        raise RefusedError("rate_limited", "too many requests", code, headers, wait)

    def _limit_headers(self, charges: Sequence[Charge], now: float, wait: float) -> dict[str, str]:
        """Return the endpoint's remaining units as headers; the reset is now unless the limit is used up."""
        feedback = self.venue.feedback
        if feedback is None:
            return {}
        counted = self._limiter.usage(now)
        told: dict[str, str] = {}
        for count in feedback.counts:
            for charge in charges:
                if charge.bucket[1] == count.budget:
                    used = counted.get(charge.bucket, 0)
                    told[count.header] = str(used if count.tells == "used" else max(charge.limit - used, 0))
        if not charges or "." not in charges[0].bucket[1] or feedback.remaining is None:
            return told
        left = max(charges[0].limit - self._limiter.usage(now).get(charges[0].bucket, 0), 0)
        reset = int((self._now() + wait) * 1000)
        names = {feedback.remaining: left, feedback.limit: charges[0].limit, feedback.reset: reset}
        return told | {name: str(value) for name, value in names.items() if name is not None}

    def _costs_of(self, key: str, address: str) -> CallCosts:
        identity = {"user_id": key, "master_user_id": key, "ip": address}
        return CallCosts(self.venue.name, lambda: _terms(self.venue), identity, self.account.context.get)


def _without_signature(call: ReceivedCall, auth: Auth) -> tuple[ReceivedCall, Mapping[str, str]]:
    """Return a call as it was signed, and its parameters as text, where the signature is one of them."""
    if not auth.params:
        return call, {}
    is_form = call.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    body = call.body.decode("utf-8", "replace") if is_form else ""
    given = dict(parse_qsl(body, keep_blank_values=True)) | dict(parse_qsl(call.query, keep_blank_values=True))
    name = next((name for name, source in auth.params.items() if source == "signature"), "")

    def rest(text: str) -> str:
        return "&".join(pair for pair in text.split("&") if pair.partition("=")[0] != name)

    return evolve(call, query=rest(call.query), body=rest(body).encode() if is_form else call.body), given


def _window(sent: Mapping[str, str], auth: Auth) -> float:
    """Return the seconds that a timestamp may be behind: the window that the call names, or the venue's."""
    text = sent.get("recv_window", "")
    return int(text) / 1000 if text.isascii() and text.isdigit() and len(text) < 10 else auth.tolerance


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())


def _header(venue: VenueSpec, source: str) -> str:
    return next((name.lower() for name, named in venue.auth.headers.items() if named == source), "")


def _moment(text: str, form: str) -> float | None:
    """Parse a timestamp to seconds since the epoch; None for a text that is not in the venue's format."""
    try:
        if form == "iso_milliseconds":
            return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC).timestamp()
        return int(text) / 1000
    except (ValueError, OverflowError):
        return None


def _terms(venue: VenueSpec) -> LimitTerms:
    """Return the terms of the venue's limits, as an SDK has them."""
    known, facts = venue.instruments, venue.limits
    return LimitTerms(
        scopes=facts.scopes,
        derived=facts.derived,
        instruments=Instruments(*((pattern.types, pattern.pattern) for pattern in known.patterns))
        if known.patterns
        else None,
        type_name=known.type_name or "",
        ids=known.ids,
        shared={name: limit.code for name, limit in facts.shared.items()},
    )


def _costs(endpoint: EndpointSpec, venue: VenueSpec) -> Costs:
    """Return the endpoint as the limiter sees it."""
    return Costs(
        name=endpoint.id,
        method=endpoint.method,
        path=endpoint.path,
        docs=endpoint.source,
        signed=endpoint.access == "signed",
        costs=endpoint.costs,
        write=endpoint.write,
        query=endpoint.in_query,
        rate_limits=venue.charged(endpoint),
    )
