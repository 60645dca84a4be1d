"""The common part of the clients, and the blocking client: the request loop with a transport."""

import logging
import os
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from random import SystemRandom
from types import TracebackType
from typing import Any, ClassVar, Generic, NoReturn, Self, TypedDict, TypeVar, Unpack, cast

from attrs import evolve

from .client_ids import ClientIds
from .clock import Clock, ClockOffset, SystemClock, seconds
from .contexts import Learning, following
from .core import Core
from .endpoint import Endpoint
from .errors import ConfigurationError, RequestError, VenueError
from .exchange import Response, exchange, exchange_raw, learn_clock
from .increments import Quantized, quantize
from .interrupts import forget_locals, from_outside
from .limits.costs import CallCosts
from .limits.limiter import RateLimiter
from .observe import Hook, Stats, Watch
from .outgoing import check, raw_wire
from .paging import OnProgress, Pager, watcher_of
from .reconcile import SETTLE, Verdict, reconcile
from .reporting import log_unreported_write, report_limiter_failure
from .request import PagedRequest, Param, Request
from .retry import Retry, RetryQuota
from .rows import Row
from .secret import Secret
from .sign import Signer, with_window
from .steps import (
    Close,
    Correct,
    GiveBack,
    Interrupted,
    Returned,
    Send,
    Settle,
    Sleep,
    Step,
    Steps,
    Take,
    next_step,
)
from .transport.base import HttpResponse, Transport, check_url
from .transport.curl import CurlTransport
from .values import Number
from .venue import Venue

C = TypeVar("C")
E = TypeVar("E", bound=str)
R = TypeVar("R", bound=str)
T = TypeVar("T")
X = TypeVar("X")

logging.getLogger("venues").addHandler(logging.NullHandler())  # nothing is printed where logging is not set up

_ENV_OPTIONS = ("environment", "region", "base_url")


class ClientOptions(TypedDict, Generic[C, X, E, R], total=False):
    """The options of a client, as ``from_env`` takes them; ``BaseClient`` says what each is."""

    api_key: str | Secret | None
    secret_key: str | Secret | None
    passphrase: str | Secret | None
    environment: E
    region: R | None
    base_url: str | None
    context: C | None
    transport: X | None
    limiter: RateLimiter | None
    retry: Retry | None
    timeout: float
    connect_timeout: float
    proxy: str | Secret | None
    ca_file: str | os.PathLike[str] | None
    clock: Clock | None
    recv_window: int | None
    on_request: Hook | None
    on_response: Hook | None
    auto_client_id: bool
    strict: bool


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
        environment: E = cast(E, "production"),  # noqa: B008  # a cast is no call that makes anything
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
            credentials = _sealed(api_key=api_key, secret_key=secret_key, passphrase=passphrase)
            hidden = Secret(proxy) if proxy else None
            api_key = secret_key = passphrase = proxy = None
            _check_types(
                ("context", context, self.context_class), ("limiter", limiter, RateLimiter), ("retry", retry, Retry)
            )
            limiter, retry = limiter or RateLimiter(), retry or Retry()
            self.context: C = self.context_class() if context is None else context
            self.learning = Learning(self.venue.context)
            place = _place(self.venue, environment, region, base_url, allow_http=transport is not None)
            self._environment, self._region, host, headers = place
            self._ids = ClientIds() if auto_client_id else None
            self._core = Core(
                venue=self.venue,
                base_url=host,
                headers={"User-Agent": "venuespec", **headers},
                signer=self._signer(credentials, recv_window),
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
            if transport is not None and (hidden is not None or ca_file is not None):
                raise ConfigurationError("proxy and ca_file are for the client's own transport: give them to yours")
            self._transport: X = self._carrier(hidden, ca_file) if transport is None else transport
        except BaseException as error:
            # Wherever it was raised, a traceback that shows local variables shows no credential.
            api_key = secret_key = passphrase = proxy = None
            forget_locals(error)
            raise

    def _signer(self, credentials: Mapping[str, Secret], recv_window: int | None) -> Signer | None:
        unknown = sorted(credentials.keys() - set(self.venue.auth.credentials))
        if unknown:
            raise ConfigurationError(f"{self.venue.title} knows no {', '.join(unknown)}")
        auth = with_window(self.venue.auth, recv_window, self.venue.title)
        return Signer(auth, credentials) if credentials else None

    def _costs(self, key: Secret | None, limiter: RateLimiter) -> CallCosts:
        """Return the rate-limit costs of calls by the account behind the key and the address."""
        user = key.fingerprint() if key else ""
        return CallCosts(
            self.venue.name,
            self.venue.limits,
            {"user_id": user, "master_user_id": user, "ip": limiter.address},
            lambda name: getattr(self.context, name, None),
            lambda: limiter.limits,
        )

    @classmethod
    def from_env(cls, **options: Unpack[ClientOptions[C, X, E, R]]) -> Self:
        """Create a client with credentials from the environment, such as ``PREFIX_API_KEY`` with the venue's prefix.

        ``PREFIX_ENVIRONMENT``, ``PREFIX_REGION`` and ``PREFIX_BASE_URL`` are read too; arguments given here count
        first.
        """
        names = {name: f"{cls.env_prefix}_{name.upper()}" for name in cls.venue.auth.credentials}
        hidden = {*names, "proxy"}
        given: dict[str, Any] = {
            name: Secret(cast(Any, value)) if value and name in hidden else value for name, value in options.items()
        }
        del options
        missing = [variable for name, variable in names.items() if name not in given and not os.environ.get(variable)]
        if missing:
            raise ConfigurationError(f"set {', '.join(missing)} in the environment")
        given |= {name: Secret(os.environ[variable]) for name, variable in names.items() if name not in given}
        for name in _ENV_OPTIONS:
            value = os.environ.get(f"{cls.env_prefix}_{name.upper()}")
            if value and name not in given:
                given[name] = value
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

    def quantize(self, instrument: Row, *, px: Number | None = None, sz: Number | None = None) -> Quantized:
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

    def _checked(self, request: Request[T], timeout: float | None, context: C | None = None) -> Steps[Response[T]]:
        """Return the steps of a call whose request breaks no rule."""
        given, endpoint = request, request.endpoint
        if context is None:
            context = self.context
        else:
            _check_types(("context", context, self.context_class))
        if self._ids is not None and endpoint.made_id is not None:
            request = self._ids.identified(request)
        try:
            request = check(request, context, given, self._ages)
        except RequestError:
            self._core.watch.refused(endpoint)
            raise
        self._need_credentials(endpoint)
        steps = exchange(self._core, request, None if timeout is None else seconds("timeout", timeout))
        return following(steps, self, endpoint, request.to_wire()) if self.learning.changes(endpoint) else steps

    def now(self) -> float:
        """Return the time of the client's clock, in seconds that only differences mean anything of."""
        return self._core.clock.monotonic()

    def _ages(self, context: Any) -> dict[str, str]:
        return self.learning.ages(context, self.now())

    def _raw(self, method: str, path: str, params: Any, signed: bool, timeout: float | None) -> Steps[Response[Any]]:
        """Return the steps of a call with wire values, under the limits of its endpoint if the SDK has it."""
        rows: Mapping[str, Param] = {}
        try:
            known = self.venue.requests(method, path)
            endpoint = evolve(known.endpoint, signed=signed, optional=False, reconcile=None)
            rows = {row.wire: row for _, row in known.params}
        except KeyError:
            endpoint = Endpoint(
                name=f"{method} {path}",
                method=method,
                path=path,
                docs="",
                signed=signed,
                write=method != "GET",
                query=method in ("GET", "DELETE"),
            )
        self._need_credentials(endpoint)
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

    def _need_credentials(self, endpoint: Endpoint) -> None:
        if endpoint.signed and not endpoint.optional and self._core.signer is None:
            names = ", ".join(self.venue.auth.credentials)
            raise ConfigurationError(f"{endpoint.name} is signed: give the client {names}", endpoint=endpoint)


class BlockingClient(BaseClient[C, Transport, E, R]):
    """A client of one venue, for any number of threads."""

    def send(self, request: Request[T], *, timeout: float | None = None, context: C | None = None) -> Response[T]:
        """Check a request, send it and decode the answer.

        ``timeout`` is for this call, with all its attempts and waits; ``context`` is what its rules see, instead of the
        client's. Raises ``RequestError`` for a request that the venue would refuse; any other ``VenueError`` tells what
        happened, and the outcome of a write.
        """
        return self._run(self._checked(request, timeout, context))

    def call(
        self, method: str, path: str, params: Any = None, *, signed: bool = True, timeout: float | None = None
    ) -> Response[Any]:
        """Send wire values to an endpoint that the SDK does not have, or past its rules: the payload comes as JSON.

        ``method`` is GET, POST, PUT, PATCH or DELETE, and a write unless it is GET; ``path`` begins with a slash and
        is signed and sent as it stands. In ``params`` None is not sent, and numbers are written out with all digits, as
        text where the SDK knows the parameter as text. Nothing else is checked: ``RequestError`` only for what cannot
        be written. The rate limits of an endpoint that the SDK has are kept.
        """
        return self._run(self._raw(method, path, params, signed, timeout))

    def reconcile(
        self, failed: VenueError | Request[Any], *, settle: float = SETTLE, timeout: float | None = None
    ) -> tuple[Verdict, ...]:
        """Find out the outcome of a write by its client ids: a verdict for each of its items.

        ``failed`` is the error, or the request itself. A call that timed out may still arrive, so "there is no such
        order" counts only from ``settle`` seconds after the first question, or the ``recv_window`` that the call was
        signed with if that is longer; if the request had an expiry such as ``exp_time``, from that time on. ``timeout``
        limits all questions together; without it they continue for the client's time-out after that moment.

        Raises ``ConfigurationError`` if asking is impossible: no id was sent, or the venue documents no such query.
        """
        return self._run(reconcile(self._core, failed, settle, timeout))

    def iterate(
        self,
        request: PagedRequest[Any, T],
        *,
        progress: OnProgress | None = None,
        timeout: float | None = None,
    ) -> Iterator[T]:
        """Iterate over the records of a paged endpoint; each page is one call, for which ``timeout`` is.

        ``progress`` is told after each page: a function that takes a ``Progress``, or a ``rich.progress.Progress``. A
        page that fails raises, after the records before it were returned; ``progress.request`` asks for that page.
        Raises ``ConfigurationError`` for an endpoint without documented pages.
        """
        pager = self._pager(request, progress)
        while (page := pager.request) is not None:
            response = self.send(page, timeout=timeout)
            yield from pager.take(response.data, response.envelope)

    def learn_clock(self) -> float:
        """Ask the venue for its time; return how many milliseconds its clock is ahead of this machine's."""
        self._run(learn_clock(self._core))
        return self._core.offset.milliseconds

    def learn_context(self) -> C:
        """Ask the venue about the account, such as its mode, and keep it as the context of later calls.

        Values that the venue does not report stay. Raises ``ConfigurationError`` where no endpoint reports them, and
        the errors of any call.
        """
        return self._learn(self._run(self._context_steps()).data)

    def usage(self) -> Mapping[tuple[str, ...], int]:
        """Return the units of each rate limit in use, by endpoint, limit and key."""
        return self._core.limiter.usage(self._core.clock.monotonic())

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _carrier(self, proxy: Secret | None, ca_file: str | os.PathLike[str] | None) -> Transport:
        return CurlTransport(proxy=proxy, ca_file=ca_file)

    def _run(self, steps: Steps[T]) -> T:
        """Drive the request loop."""
        result: Any = None
        step: Step | Returned | None = None
        sent: Send | None = None
        try:
            while True:
                step = next_step(steps, result)
                if isinstance(step, Send):  # a match statement takes three times as long
                    sent = step
                    result = self._sent(step)
                elif isinstance(step, Returned):
                    value: T = step.value
                    return value
                elif isinstance(step, Take):
                    result = self._taken(step)
                elif isinstance(step, Sleep):
                    self._core.clock.sleep(*step)
                else:
                    self._note(step)
        except BaseException as error:
            result = step = None  # an answer may echo credentials, and a crash reporter shows this frame
            if not isinstance(error, VenueError):
                self._stopped(steps, sent)
            forget_locals(error)
            raise

    def _sent(self, step: Send) -> HttpResponse | VenueError:
        try:
            step.departed = True
            return self._transport.send(step.request)
        except VenueError as error:
            return error

    def _taken(self, step: Take) -> float | VenueError:
        try:
            return self._core.limiter.take(*step)
        except VenueError as error:
            return error

    def _note(self, step: Settle | GiveBack | Close | Correct) -> None:
        """Tell the limiter the outcome of a call; an error of the limiter does not replace it."""
        limiter = self._core.limiter
        if isinstance(step, Settle):
            called: Any = limiter.settle
        elif isinstance(step, GiveBack):
            called = limiter.give_back
        elif isinstance(step, Close):
            called = limiter.close
        else:
            called = limiter.correct
        try:
            called(*step)
        except Exception as error:
            if from_outside(error, called):
                raise
            report_limiter_failure(self._core, error)

    def _stopped(self, steps: Steps[Any], sent: Send | None) -> None:
        """Release the units of a call stopped from outside; log a write that may have been executed."""
        try:
            step = steps.throw(Interrupted())
            while True:
                if isinstance(step, GiveBack | Settle):
                    self._note(step)
                step = steps.send(None)
        except (Interrupted, StopIteration):
            return
        finally:
            log_unreported_write(self._core, sent)


def _check_types(*options: tuple[str, object, type]) -> None:
    for name, value, kind in options:
        if value is not None and not isinstance(value, kind):
            raise ConfigurationError(f"{name} takes a {kind.__name__}, not {type(value).__name__}")


def _sealed(**credentials: str | Secret | None) -> dict[str, Secret]:
    """Return the given credentials as secrets. Raises ``ConfigurationError`` for white space around one."""
    secrets = {name: Secret(value) for name, value in credentials.items() if value}
    for name, secret in secrets.items():
        if _is_padded(secret.reveal()):
            raise ConfigurationError(f"{name} begins or ends with white space, which is no part of it: strip() it")
    return secrets


def _is_padded(credential: object) -> bool:
    # A key file in PEM ends with a line break.
    return isinstance(credential, str) and credential != credential.strip() and "-----BEGIN" not in credential


def _place(
    venue: Venue, environment: E, region: R | None, base_url: str | None, *, allow_http: bool
) -> tuple[E, R, str, Mapping[str, str]]:
    """Return the environment and region, the URL that calls go to, and the headers that every call has there."""
    chosen = venue.environments.get(environment)
    if chosen is None:
        known = ", ".join(venue.environments)
        raise ConfigurationError(f"{venue.title} has no environment {environment!r}; there are: {known}")
    name = region or cast(R, next(iter(chosen.hosts)))
    if name not in chosen.hosts:
        known = ", ".join(chosen.hosts)
        raise ConfigurationError(f"{venue.title} has no region {name!r}; there are: {known}")
    if base_url is None:
        return environment, name, chosen.hosts[name], chosen.headers
    host = base_url.rstrip("/")
    check_url(host, allow_http=allow_http)
    if "?" in host:
        raise ConfigurationError("a base_url ends with its path; it has no query")
    return environment, name, host, chosen.headers
