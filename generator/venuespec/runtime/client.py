"""The clients' common part, and the blocking one: the request loop driven with a transport and a clock."""

import logging
import os
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from random import SystemRandom
from types import TracebackType
from typing import Any, ClassVar, Generic, NoReturn, Self, TypeVar, cast

from attrs import evolve

from .clock import Clock, ClockOffset, SystemClock
from .endpoint import Endpoint
from .errors import ConfigurationError, DecodeError, RequestError, VenueError
from .exchange import Core, Response, check, exchange, exchange_raw, learn_clock
from .json_types import is_array, is_object
from .limits.costs import Tariff
from .limits.limiter import RateLimiter
from .observe import Hook, Stats, Watch
from .paging import Pager
from .reconcile import SETTLE, Verdict, reconcile
from .request import PagedRequest, Request
from .retry import Retry
from .secret import Secret
from .sign import Signer
from .steps import Close, GiveBack, Interrupted, Send, Settle, Sleep, Step, Steps, Take
from .transport.base import Transport, check_url
from .transport.curl import CurlTransport
from .venue import Venue

C = TypeVar("C")
T = TypeVar("T")
X = TypeVar("X")

_ENV_OPTIONS = ("environment", "region", "base_url")


class BaseClient(ABC, Generic[C, X]):
    """What the blocking client and the asyncio client of a venue have in common.

    Args:
        api_key, secret_key, passphrase: The credentials that the venue issued; none are needed for public endpoints.
        environment: ``production`` or another of the venue's environments.
        region: Which of the environment's hosts; a key belongs to the region of its account.
        base_url: A host of your own, such as a sandbox, instead.
        context: What rules may depend on; what is unknown is never held against a request.
        transport: What carries calls, instead of the client's own.
        limiter: A ``RateLimiter`` to share with clients of the same key or address.
        retry: How often, and how soon, what may be repeated is.
        timeout: Seconds for a call with all its attempts and waits.
        connect_timeout: Seconds for one connection.
        proxy: URL of a proxy; without one the usual environment variables count.
        clock: Where time comes from.
        on_request, on_response: Hooks before and after each attempt; see ``Attempt`` for what they are told.
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
        environment: str = "production",
        region: str | None = None,
        base_url: str | None = None,
        context: C | None = None,
        transport: X | None = None,
        limiter: RateLimiter | None = None,
        retry: Retry | None = None,
        timeout: float = 10.0,
        connect_timeout: float = 5.0,
        proxy: str | Secret | None = None,
        clock: Clock | None = None,
        on_request: Hook | None = None,
        on_response: Hook | None = None,
    ) -> None:
        venue = self.venue
        given = (("api_key", api_key), ("secret_key", secret_key), ("passphrase", passphrase))
        credentials = {name: Secret(value) for name, value in given if value}
        proxy = Secret(proxy) if proxy else None
        # Whatever is raised from here on, a traceback that shows local variables shows no credential.
        del given, api_key, secret_key, passphrase
        unknown = sorted(credentials.keys() - set(venue.auth.credentials))
        if unknown:
            raise ConfigurationError(f"{venue.title} knows no {', '.join(unknown)}")
        for name, value, kind in (
            ("context", context, self.context_class),
            ("limiter", limiter, RateLimiter),
            ("retry", retry, Retry),
        ):
            if value is not None and not isinstance(value, kind):
                raise ConfigurationError(f"{name} takes a {kind.__name__}, not {type(value).__name__}")
        for name, seconds in (("timeout", timeout), ("connect_timeout", connect_timeout)):
            if not isinstance(seconds, int | float) or seconds <= 0:
                raise ConfigurationError(f"{name} is a number of seconds above 0, not {seconds!r}")
        self.context: C = self.context_class() if context is None else context
        host, headers = _host(venue, environment, region)
        if base_url is not None:
            host = base_url.rstrip("/")
            check_url(host, allow_http=transport is not None)
            if "?" in host:
                raise ConfigurationError("a base_url ends with its path; it has no query")
        signer = Signer(venue.auth, credentials) if credentials else None
        self._transport: X = self._carrier(proxy) if transport is None else transport
        key = credentials.get("api_key")
        user = key.fingerprint() if key else ""
        limiter = limiter or RateLimiter()
        self._core = Core(
            venue=venue,
            base_url=host,
            headers={"User-Agent": "venuespec", **headers},
            signer=signer,
            limiter=limiter,
            tariff=Tariff(
                venue.name,
                venue.limits,
                {"user_id": user, "master_user_id": user, "ip": limiter.address},
                lambda name: getattr(self.context, name, None),
                lambda: limiter.limits,
            ),
            retry=retry or Retry(),
            clock=clock or SystemClock(),
            offset=ClockOffset(),
            random=SystemRandom(),  # a forked child draws numbers of its own
            logger=logging.getLogger(f"venues.{venue.name}"),
            watch=Watch(on_request, on_response),
            timeout=timeout,
            connect_timeout=connect_timeout,
        )

    @classmethod
    def from_env(cls, **options: Any) -> Self:
        """A client with credentials from the environment: ``PREFIX_API_KEY`` and its like, by the venue's prefix.

        ``PREFIX_ENVIRONMENT``, ``PREFIX_REGION`` and ``PREFIX_BASE_URL`` are read too; arguments given here count
        first.
        """
        names = {name: f"{cls.env_prefix}_{name.upper()}" for name in cls.venue.auth.credentials}
        missing = [variable for name, variable in names.items() if name not in options and not os.environ.get(variable)]
        if missing:
            raise ConfigurationError(f"set {', '.join(missing)} in the environment")
        found: dict[str, Any] = {
            name: Secret(os.environ[variable]) for name, variable in names.items() if name not in options
        }
        hidden = {*names, "proxy"}
        options = {name: Secret(value) if value and name in hidden else value for name, value in options.items()}
        for name in _ENV_OPTIONS:
            value = os.environ.get(f"{cls.env_prefix}_{name.upper()}")
            if value and name not in options:
                found[name] = value
        return cls(**found, **options)

    @property
    def stats(self) -> Stats:
        """What became of this client's calls so far, in all and by endpoint."""
        return self._core.watch.stats()

    def __repr__(self) -> str:
        core = self.__dict__.get("_core")  # a client whose making failed has none, and a traceback may show it
        return f"{type(self).__module__}.{type(self).__name__}({core.base_url!r})" if core else object.__repr__(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client holds credentials and connections; it is neither copied nor pickled")

    @abstractmethod
    def _carrier(self, proxy: Secret | None) -> X:
        """The transport of a client that was given none."""

    def _checked(self, request: Request[T], timeout: float | None) -> Steps[Response[T]]:
        """The steps of a call that breaks no rule."""
        try:
            check(request, self.context)
        except RequestError:
            self._core.watch.refused(request.endpoint)
            raise
        self._need_credentials(request.endpoint)
        return exchange(self._core, request, timeout)

    def _raw(self, method: str, path: str, params: Any, signed: bool, timeout: float | None) -> Steps[Response[Any]]:
        """The steps of a call with wire values. What the SDK knows of the endpoint counts, such as its rate limits."""
        try:
            known = self.venue.requests(method, path).endpoint
            endpoint = evolve(known, signed=signed, optional=False, reconcile=None)
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
        return exchange_raw(self._core, endpoint, params or {}, timeout)

    def _pager(self, request: Request[Any]) -> Pager:
        if request.endpoint.paging is None:
            raise ConfigurationError(f"{request.endpoint.name} documents no pages", endpoint=request.endpoint)
        return Pager(request, request.endpoint.paging)

    def _context_steps(self) -> Steps[Response[Any]]:
        source = self.venue.context
        if source is None:
            raise ConfigurationError(f"{self.venue.title} documents no endpoint that tells about the account")
        return self._raw(source.method, source.path, None, True, None)

    def _learn(self, data: Any) -> C:
        """Keep what an answer says of the account."""
        source = self.venue.context
        row: Any = data[0] if is_array(data) and data else data
        if source is None or not is_object(row):
            raise DecodeError("the answer about the account is empty", path="data[0]")
        learnt = {attribute: row.get(key) for attribute, key in source.fields.items()}
        for attribute, (one, other, equal, different) in source.same.items():
            if row.get(one) and row.get(other):
                learnt[attribute] = equal if row[one] == row[other] else different
        found: Any = evolve(cast(Any, self.context), **{name: value for name, value in learnt.items() if value})
        self.context = found
        return self.context

    def _need_credentials(self, endpoint: Endpoint) -> None:
        if endpoint.signed and not endpoint.optional and self._core.signer is None:
            names = ", ".join(self.venue.auth.credentials)
            raise ConfigurationError(f"{endpoint.name} is signed: give the client {names}", endpoint=endpoint)


class BlockingClient(BaseClient[C, Transport]):
    """A client of one venue, for any number of threads."""

    def send(self, request: Request[T], *, timeout: float | None = None) -> Response[T]:
        """Check a request, send it, decode the answer. ``timeout`` is for this call, with all its attempts and
        waits.

        Raises ``RequestError`` for a request that the venue would refuse, and ``VenueError`` of the kind that says
        what happened, and what became of a write, for everything else.
        """
        return self._run(self._checked(request, timeout))

    def call(
        self, method: str, path: str, params: Any = None, *, signed: bool = True, timeout: float | None = None
    ) -> Response[Any]:
        """Send wire values to an endpoint that the SDK does not have, or past its rules: the payload comes as JSON.

        ``method`` is GET, POST, PUT, PATCH or DELETE, and a write unless it is GET; ``path`` begins with a slash and
        is signed and sent as it stands. Nothing else is checked: ``RequestError`` only for what cannot be written. The
        rate limits of an endpoint that the SDK has are kept.
        """
        return self._run(self._raw(method, path, params, signed, timeout))

    def reconcile(
        self, failed: VenueError | Request[Any], *, settle: float = SETTLE, timeout: float | None = None
    ) -> tuple[Verdict, ...]:
        """Find out what became of a write: a verdict for each of its items, by the client's ids.

        ``failed`` is the error, or the request itself. A call that timed out may still arrive, so that "there is no
        such order" counts ``settle`` seconds after the first question and not before; where the request had a time
        after which the venue drops it, such as ``exp_time``, it counts from then on. ``timeout`` is for all questions
        together; without it they go on for the client's time-out after ``settle``.

        Raises ``ConfigurationError`` where nothing can be asked: no id was sent, or the venue documents no such query.
        """
        return self._run(reconcile(self._core, failed, settle, timeout))

    def iterate(self, request: PagedRequest[Any, T]) -> Iterator[T]:
        """The records of a paged endpoint, page by page, from where the request begins; each page is one call.

        A page that fails raises, and what came before it has been handed out. Raises ``ConfigurationError`` for an
        endpoint that documents no pages.
        """
        pager = self._pager(request)
        while (page := pager.request) is not None:
            response = self.send(page)
            yield from pager.take(response.data, response.envelope)

    def learn_clock(self) -> float:
        """Ask the venue for its time; how many milliseconds its clock is ahead of this machine's."""
        self._run(learn_clock(self._core))
        return self._core.offset.milliseconds

    def learn_context(self) -> C:
        """Ask the venue what it knows of the account, such as its mode, and keep it as the context of later calls.

        What the venue does not tell stays as it was. Raises ``ConfigurationError`` where no endpoint tells, and what
        any call raises.
        """
        return self._learn(self._run(self._context_steps()).data)

    def usage(self) -> Mapping[tuple[str, ...], int]:
        """The units of each rate limit that are in use, by endpoint, limit and key."""
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

    def _carrier(self, proxy: Secret | None) -> Transport:
        return CurlTransport(proxy=proxy)

    def _run(self, steps: Steps[T]) -> T:
        """Do what the loop says."""
        transport, clock, limiter = self._transport, self._core.clock, self._core.limiter
        result: Any = None
        step: Step | None = None
        try:
            while True:
                try:
                    step = steps.send(result)
                except StopIteration as stop:
                    value: T = stop.value
                    return value
                if isinstance(step, Send):  # a match statement takes three times as long
                    try:
                        result = transport.send(step.request)
                    except VenueError as error:
                        result = error
                elif isinstance(step, Take):
                    result = limiter.take(*step)
                elif isinstance(step, Settle):
                    limiter.settle(*step)
                elif isinstance(step, Sleep):
                    clock.sleep(*step)
                elif isinstance(step, GiveBack):
                    limiter.give_back(*step)
                elif isinstance(step, Close):
                    limiter.close(*step)
                else:
                    limiter.correct(*step)
        except KeyboardInterrupt:
            self._interrupted(steps, step)
            raise

    def _interrupted(self, steps: Steps[Any], step: Step | None) -> None:
        """Let a call that somebody stopped give back what it holds, and log a write that may have been executed."""
        limiter = self._core.limiter
        if isinstance(step, Send):
            step.departed = True
        try:
            step = steps.throw(Interrupted())
            while True:
                if isinstance(step, GiveBack):
                    limiter.give_back(*step)
                elif isinstance(step, Settle):
                    limiter.settle(*step)
                step = steps.send(None)
        except Interrupted:
            return


def _host(venue: Venue, environment: str, region: str | None) -> tuple[str, Mapping[str, str]]:
    found = venue.environments.get(environment)
    if found is None:
        raise ConfigurationError(
            f"{venue.title} has no environment {environment!r}; there are: {', '.join(venue.environments)}"
        )
    name = region or next(iter(found.hosts))
    if name not in found.hosts:
        raise ConfigurationError(f"{venue.title} has no region {name!r}; there are: {', '.join(found.hosts)}")
    return found.hosts[name], found.headers
