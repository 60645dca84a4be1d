"""Connections to the Redis that keeps shared limits, for blocking use and for each event loop.

The pool takes no locks, so a signal handler may ask in the middle of another request, and every request has a time
limit of its own, connecting included.
"""

import asyncio
import time
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager
from hashlib import sha1
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import redis
import redis.asyncio
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.exceptions import (
    AuthenticationError,
    MovedError,
    NoPermissionError,
    NoScriptError,
    RedisError,
    ResponseError,
)
from redis.exceptions import TimeoutError as RedisTimeoutError
from redis.retry import Retry

from ..errors import ConfigurationError
from ..logs import logger
from ..secret import Secret
from .commands import Asking, Failure, StorageCall, T

# What redis-py says of these is partly untyped.
_Pool: Any = redis.ConnectionPool
_AsyncPool: Any = redis.asyncio.ConnectionPool
_logger = logger("limits")
_PROGRAMS = ("close", "correct", "give_back", "join", "leave", "probe", "settle", "take", "usage")


def _programs() -> dict[str, tuple[str, str]]:
    """Load the Lua programs with their digests, by name."""
    folder = files(__package__ or __name__.rpartition(".")[0]).joinpath("lua")
    prelude = folder.joinpath("prelude.lua").read_text("utf-8")
    texts = {name: prelude + folder.joinpath(f"{name}.lua").read_text("utf-8") for name in _PROGRAMS}
    return {name: (text, sha1(text.encode(), usedforsecurity=False).hexdigest()) for name, text in texts.items()}


def _silent(connection: Any) -> Any:
    """Keep a connection from sending its library's name, which costs two round trips on connecting."""
    for name in ("driver_info", "lib_name", "lib_version"):
        if hasattr(connection, name):
            setattr(connection, name, None)
    return connection


class Connections:
    """Connections to one Redis, opened on demand.

    Raises ``ConfigurationError`` if the storage is not a URL of a Redis.
    """

    def __init__(self, storage: str) -> None:
        try:
            place, port = urlsplit(storage), urlsplit(storage).port
        except (ValueError, AttributeError, TypeError):
            place, port = urlsplit(""), None
        if place.scheme not in ("redis", "rediss", "unix"):
            message = "storage must be a URL like redis://HOST:6379/0, rediss://... or unix://..."
            raise ConfigurationError(message)
        # Never the URL itself: it may hold a password.
        self.place = place.path if place.scheme == "unix" else f"{place.hostname}:{port or 6379}"
        self.password = Secret(place.password or "")
        self._storage = Secret(storage)
        self._programs = _programs()
        self._pool: Any = None
        self._idle: deque[Any] = deque()
        # Connections belong to an event loop.
        self._looped: WeakKeyDictionary[asyncio.AbstractEventLoop, tuple[Any, deque[Any]]] = WeakKeyDictionary()

    def run(self, asking: Asking[T]) -> T:
        """Carry out all requests of a generator and return its result."""
        try:
            ask = next(asking)
            while True:
                ask = asking.send(self._ask(ask))
        except StopIteration as stop:
            result: T = stop.value
            return result

    async def run_async(self, asking: Asking[T]) -> T:
        """Do the same as ``run``, for asyncio."""
        try:
            ask = next(asking)
            while True:
                ask = asking.send(await self._ask_async(ask))
        except StopIteration as stop:
            result: T = stop.value
            return result

    def tell(self, asking: Asking[None]) -> None:
        """Run an update after a call; an error is logged and never replaces the call's result."""
        try:
            self.run(asking)
        except Exception:
            _logger.exception("the shared limits could not be updated after a call")

    async def tell_async(self, asking: Asking[None]) -> None:
        """Do the same as ``tell``, for asyncio."""
        try:
            await self.run_async(asking)
        except Exception:
            _logger.exception("the shared limits could not be updated after a call")

    def _ask(self, ask: StorageCall) -> Any:
        end = time.monotonic() + ask.within
        with self._failures() as failure:
            for fresh in (False, True):
                try:
                    return self._checked(self._exchange(ask, end, fresh=fresh))
                except redis.ConnectionError as error:
                    # The server may have closed a connection that was idle; a new one tells whether it is there.
                    if fresh or isinstance(error, AuthenticationError):
                        raise
        return failure[0]

    @staticmethod
    def _checked(reply: Any) -> list[str]:
        if not isinstance(reply, list) or len(reply) < 3:  # pyright: ignore[reportUnknownArgumentType]  # from anywhere
            raise redis.InvalidResponse("not what the program answers")
        return reply  # pyright: ignore[reportUnknownVariableType]  # the programs answer with texts

    def _exchange(self, ask: StorageCall, end: float, *, fresh: bool) -> Any:
        connection = None if fresh or not self._idle else self._pop_idle(self._idle)
        if connection is None:
            connection = self._connection(min(ask.timeout, max(end - time.monotonic(), 0.001)))
        try:
            connection.connect()
            try:
                reply = self._command(connection, self._call(ask), ask, end)
            except NoScriptError:
                reply = self._command(connection, self._call(ask, whole=True), ask, end)
        except ResponseError:
            self._idle.append(connection)
            raise
        except BaseException:
            connection.disconnect()
            raise
        self._idle.append(connection)
        return reply

    @staticmethod
    def _command(connection: Any, command: tuple[Any, ...], ask: StorageCall, end: float) -> Any:
        connection.send_command(*command, check_health=False)
        if not connection.can_read(min(ask.timeout, max(end - time.monotonic(), 0.0))):
            raise RedisTimeoutError("no reply in time")
        return connection.read_response()

    async def _ask_async(self, ask: StorageCall) -> Any:
        with self._failures() as failure:
            async with asyncio.timeout(ask.within):
                for fresh in (False, True):
                    try:
                        return self._checked(await self._exchange_async(ask, fresh=fresh))
                    except redis.ConnectionError as error:
                        if fresh or isinstance(error, AuthenticationError):
                            raise
        return failure[0]

    async def _exchange_async(self, ask: StorageCall, *, fresh: bool) -> Any:
        loop = asyncio.get_running_loop()
        if loop not in self._looped:
            options: dict[str, Any] = {"decode_responses": True, "protocol": 2, "retry": AsyncRetry(NoBackoff(), 0)}
            self._looped[loop] = _AsyncPool.from_url(self._storage.reveal(), **options), deque()
        pool, idle = self._looped[loop]
        connection = None if fresh else self._pop_idle(idle)
        if connection is None:
            connection = _silent(pool.connection_class(**pool.connection_kwargs))
        try:
            await connection.connect()
            try:
                reply = await self._command_async(connection, self._call(ask), ask)
            except NoScriptError:
                reply = await self._command_async(connection, self._call(ask, whole=True), ask)
        except ResponseError:
            idle.append(connection)
            raise
        except BaseException:
            await connection.disconnect(nowait=True)
            raise
        idle.append(connection)
        return reply

    @staticmethod
    async def _command_async(connection: Any, command: tuple[Any, ...], ask: StorageCall) -> Any:
        async with asyncio.timeout(ask.timeout):
            await connection.send_command(*command, check_health=False)
            return await connection.read_response()

    def _call(self, ask: StorageCall, *, whole: bool = False) -> tuple[Any, ...]:
        text, digest = self._programs[ask.program]
        return ("EVAL" if whole else "EVALSHA", text if whole else digest, len(ask.keys), *ask.keys, *ask.arguments)

    def _connection(self, timeout: float) -> Any:
        if self._pool is None:
            options: dict[str, Any] = {"decode_responses": True, "protocol": 2, "retry": Retry(NoBackoff(), 0)}
            self._pool = _Pool.from_url(self._storage.reveal(), **options)
        settings = {**self._pool.connection_kwargs, "socket_timeout": timeout, "socket_connect_timeout": timeout}
        return _silent(self._pool.connection_class(**settings))

    @staticmethod
    def _pop_idle(idle: deque[Any]) -> Any:
        try:
            return idle.pop()
        except IndexError:  # another thread was faster
            return None

    @contextmanager
    def _failures(self) -> Generator[list[Failure]]:
        failures: list[Failure] = []
        try:
            yield failures
        except (AuthenticationError, NoPermissionError):
            reason = f"the Redis at {self.place} does not accept the storage's credentials"
            failures.append(Failure(reason, "lasting"))
        except MovedError:
            message = "is a node of a cluster that does not hold the namespace's keys: name the node that does"
            failures.append(Failure(f"the Redis at {self.place} {message}, or another namespace", "lasting"))
        except (TimeoutError, RedisTimeoutError):
            failures.append(Failure("no reply in time", "timeout"))
        except ResponseError as error:
            failures.append(Failure(str(error)[:80], "refused"))
        except (RedisError, OSError) as error:
            failures.append(Failure(type(error).__name__, "away"))

    def shut(self) -> None:
        """Close the idle blocking connections."""
        while (connection := self._pop_idle(self._idle)) is not None:
            connection.disconnect()

    async def shut_async(self) -> None:
        """Close the idle connections of the running event loop."""
        looped = self._looped.pop(asyncio.get_running_loop(), None)
        while looped is not None and (connection := self._pop_idle(looped[1])) is not None:
            await connection.disconnect()

    def forked(self) -> None:
        """Give the child connections of its own; the parent's stay open."""
        self._pool, self._idle = None, deque()
        self._looped = WeakKeyDictionary()
