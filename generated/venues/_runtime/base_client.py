"""The common part of a venue's clients: options, checks before a call, what is learnt of the account."""

import logging
import os
from abc import ABC, abstractmethod
from random import SystemRandom
from typing import Any, ClassVar, Generic, NoReturn, Self, TypeVar, Unpack

from .client_ids import ClientIds
from .clock import Clock, ClockOffset, SystemClock, seconds
from .contexts import Learning, following, in_time
from .core import Core
from .errors import ConfigurationError, RequestError
from .exchange import Begun, Response, exchange, exchange_raw
from .increments import Quantized, quantize
from .interrupts import forget_locals
from .limits.costs import CallCosts
from .limits.limiter import RateLimiter
from .observe import Hook, Stats, Watch
from .options import (
    C,
    ClientOptions,
    E,
    R,
    X,
    check_carrier,
    check_types,
    from_environment,
    place_of,
    sealed,
    signer_of,
)
from .outgoing import check, need_credentials, raw_endpoint, raw_wire
from .paging import OnProgress, Pager, watcher_of
from .request import Request
from .retry import Retry, RetryQuota
from .rows import Row
from .secret import Secret
from .steps import Steps
from .values import Number
from .venue import Venue
from .verdicts import Verdicts

T = TypeVar("T")

logging.getLogger("venues").addHandler(logging.NullHandler())  # nothing is printed where logging is not set up


_PRODUCTION: Any = "production"  # of any type, for checkers compare a default with the venue's own environments


class BaseClient(ABC, Generic[C, X, E, R]):
    """The common part of a venue's blocking client and asyncio client.

    Args:
        api_key, secret_key, passphrase: The credentials that the venue issued; none are needed for public endpoints.
        environment: ``production`` or another of the venue's environments.
        region: The region of the account, which selects one of the environment's hosts.
        base_url: A host of your own, such as a sandbox, instead.
        context: Facts about the account that rules depend on; an unknown fact breaks no rule.
        transport: The transport for calls, instead of the client's own.
        limiter: A ``RateLimiter`` to share with clients of the same key or address.
        retry: The policy for repeating calls that may be repeated.
        timeout: Seconds for a call with all its attempts and waits.
        connect_timeout: Seconds for one connection.
        proxy: URL of a proxy; without one the usual environment variables count.
        ca_file: File with the authorities to trust, for a network that inspects TLS; without it ``SSL_CERT_FILE``,
            ``REQUESTS_CA_BUNDLE`` and ``CURL_CA_BUNDLE`` count, then certifi's.
        clock: The source of time.
        recv_window: Milliseconds for which the venue accepts a signed call after its timestamp, where it knows such a
            window; the venue's usual one by default.
        on_request, on_response: Hooks before and after each attempt, called with an ``Attempt``.
        auto_client_id: Give every order (and similar write) an id if the venue accepts one and the caller gave none,
            so that ``reconcile`` can find out its outcome. ``Response.request`` and ``error.request`` have it.
        strict: Raise ``DecodeError`` for a value that is not as documented, instead of None and a warning.
    """

    venue: ClassVar[Venue]
    env_prefix: ClassVar[str]
    context_class: ClassVar[type[Any]]

    def __init__(
        self,
        *,
        api_key: str | Secret | None = None,
        secret_key: str | Secret | None = None,
        passphrase: str | Secret | None = None,
        environment: E = _PRODUCTION,
        region: R | None = None,
        base_url: str | None = None,
        context: C | None = None,
        transport: X | None = None,
        limiter: RateLimiter | None = None,
        retry: Retry | None = None,
        timeout: float = 10.0,
        connect_timeout: float = 5.0,
        proxy: str | Secret | None = None,
        ca_file: str | os.PathLike[str] | None = None,
        clock: Clock | None = None,
        recv_window: int | None = None,
        on_request: Hook | None = None,
        on_response: Hook | None = None,
        auto_client_id: bool = True,
        strict: bool = False,
    ) -> None:
        try:
            credentials = sealed(api_key=api_key, secret_key=secret_key, passphrase=passphrase)
            hidden = Secret(proxy) if proxy else None
            api_key = secret_key = passphrase = proxy = None
            check_types(context=(context, self.context_class), limiter=(limiter, RateLimiter), retry=(retry, Retry))
            check_carrier(transport, hidden, ca_file)
            self.context: C = self.context_class() if context is None else context
            self.learning = Learning(self.venue.context)
            place = place_of(self.venue, environment, region, base_url, allow_http=transport is not None)
            self._environment, self._region, host, headers = place
            self._ids, self._verdicts = ClientIds() if auto_client_id else None, Verdicts()
            limiter, retry = limiter or RateLimiter(), retry or Retry()
            self._core = Core(
                venue=self.venue,
                base_url=host,
                headers={"User-Agent": "venuespec", **headers},
                signer=signer_of(self.venue, credentials, recv_window),
                limiter=limiter,
                costs=self._costs(credentials.get("api_key"), limiter),
                retry=retry,
                quota=RetryQuota(retry.budget),
                clock=clock or SystemClock(),
                offset=ClockOffset(),
                random=SystemRandom(),  # a forked child draws numbers of its own
                logger=logging.getLogger(f"venues.{self.venue.name}"),
                watch=Watch(on_request, on_response),
                timeout=seconds("timeout", timeout),
                connect_timeout=seconds("connect_timeout", connect_timeout),
                strict=strict,
            )
            self._transport: X = self._carrier(hidden, ca_file) if transport is None else transport
        except BaseException as error:
            # Wherever it was raised, a traceback that shows local variables shows no credential.
            api_key = secret_key = passphrase = proxy = None
            forget_locals(error)
            raise

    def _costs(self, key: Secret | None, limiter: RateLimiter) -> CallCosts:
        """Return the rate-limit costs of calls by the account behind the key and the address."""
        user = key.fingerprint() if key else ""
        return CallCosts(
            self.venue.name,
            self.venue.limits,
            {"user_id": user, "master_user_id": user, "ip": limiter.address},
            lambda name: getattr(self.context, name, None),
            lambda: limiter.limits,
            lambda: self.context,
        )

    @classmethod
    def from_env(cls, **options: Unpack[ClientOptions[C, X, E, R]]) -> Self:
        """Create a client with credentials from the environment, such as ``PREFIX_API_KEY`` with the venue's prefix.

        ``PREFIX_ENVIRONMENT``, ``PREFIX_REGION`` and ``PREFIX_BASE_URL`` are read too; arguments given here count
        first.
        """
        given = from_environment(cls.env_prefix, cls.venue.auth.credentials, {**options})
        del options
        return cls(**given)

    @property
    def environment(self) -> E:
        """The environment that calls go to, such as ``production`` or a demo."""
        return self._environment

    @property
    def region(self) -> R:
        """The region of the account, which has hosts of its own."""
        return self._region

    @property
    def base_url(self) -> str:
        """The address that calls go to."""
        return self._core.base_url

    @property
    def signs(self) -> bool:
        """Whether the client has credentials; without any it reaches public endpoints only."""
        return self._core.signer is not None

    def quantize(self, instrument: Row, px: Number | None = None, sz: Number | None = None) -> Quantized:
        """Round a price to the instrument's nearest tick, and a size down to whole lots.

        ``instrument`` is a row of the venue's instruments. Nothing is asked and nothing is sent. Raises
        ``ConfigurationError`` for a row without steps, or for what is not a number.
        """
        return quantize(self.venue.increments, instrument, px, sz)

    @property
    def stats(self) -> Stats:
        """Return the counters of this client's calls so far, in total and by endpoint."""
        return self._core.watch.stats()

    def __repr__(self) -> str:
        core = self.__dict__.get("_core")  # a client whose making failed has none, and a traceback may show it
        if core is None:
            return object.__repr__(self)
        keys = "signed" if self.signs else "public"
        name = f"{type(self).__module__}.{type(self).__name__}"
        return f"{name}({core.base_url!r}, environment={self.environment!r}, region={self.region!r}, {keys})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client holds credentials and connections; it is neither copied nor pickled")

    @abstractmethod
    def _carrier(self, proxy: Secret | None, ca_file: str | os.PathLike[str] | None) -> X:
        """Return the transport to use if the caller gave none."""

    def _checked(self, request: Request[T], context: C | None, timeout: float) -> tuple[Request[T], Any]:
        """Return a request that breaks no rule, with ids, and what it sends where known. Raises ``RequestError``."""
        given, endpoint = request, request.endpoint
        if context is None:
            context = self.context
        else:
            check_types(context=(context, self.context_class))
        if self._ids is not None and endpoint.made_id is not None:
            request = given = given.with_objects()
            request = self._ids.identified(request)
        seen = in_time(context, self._core, timeout) if request.reads_now else context
        wire = self._verdicts.sound(request, seen)
        if wire is None:
            try:
                request = check(request, seen, given, lambda: self.learning.ages(context, self.now()))
            except RequestError:
                self._core.watch.refused(endpoint)
                raise
        if self._core.signer is None:
            need_credentials(self.venue, endpoint)
        return request, wire

    def _steps(self, request: Request[T], timeout: float, begun: Begun | None = None) -> Steps[Response[T]]:
        """Return the steps of a call, or of what is left of one that has begun."""
        endpoint = request.endpoint
        steps = exchange(self._core, request, timeout, begun)
        return following(steps, self, endpoint, request.to_wire()) if self.learning.changes(endpoint) else steps

    def now(self) -> float:
        """Return the time of the client's clock, in seconds that only differences mean anything of."""
        return self._core.clock.monotonic()

    def _raw(self, method: str, path: str, params: Any, signed: bool, timeout: float | None) -> Steps[Response[Any]]:
        """Return the steps of a call with wire values, under the limits of its endpoint if the SDK has it."""
        endpoint, rows = raw_endpoint(self.venue, method, path, signed)
        if self._core.signer is None:
            need_credentials(self.venue, endpoint)
        timeout = None if timeout is None else seconds("timeout", timeout)
        wire = raw_wire(endpoint, params or {}, rows)
        steps = exchange_raw(self._core, endpoint, wire, timeout)
        return following(steps, self, endpoint, wire) if self.learning.changes(endpoint) else steps

    def _pager(self, request: Request[Any], progress: OnProgress | None) -> Pager:
        if request.endpoint.paging is None:
            raise ConfigurationError(f"{request.endpoint.name} documents no pages", endpoint=request.endpoint)
        return Pager(request, request.endpoint.paging, watcher_of(progress, request.endpoint.name))

    def _context_steps(self) -> Steps[Response[Any]]:
        source = self.venue.context
        if source is None:
            raise ConfigurationError(f"{self.venue.title} documents no endpoint that tells about the account")
        return self._raw(source.method, source.path, None, True, None)

    def _learn(self, data: Any) -> C:
        """Store the account's values from an answer in the context."""
        self.context = self.learning.learnt(self.context, data, self.now())
        return self.context
