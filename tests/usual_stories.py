"""A venue in a thread that answers as its script says, and clients on which everything is fixed: for comparing two ways
of making the same calls."""

import contextlib
import json
import logging
import re
import socket
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from attrs import define, field

from venues._runtime.errors import VenueError
from venues._runtime.limits.limiter import RateLimiter

Answer = Callable[[bytes], bytes]
"""Makes the answer to a request's bytes. The connection is closed after one that is empty, cut off or says so."""
NOW = 1_760_000_000.25
CUT = b"cut off"


@define
class Time:
    """A clock that goes on only where the venue or a pause lets it."""

    moment: float = 1000.0

    def now(self) -> float:
        return NOW + self.moment

    def monotonic(self) -> float:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.moment += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.moment += seconds


@define
class Venue:
    """Answers each request with the next of the answers, after as many seconds of the client's clock."""

    time: Time = field(factory=Time)
    script: deque[tuple[Answer, float]] = field(factory=deque[tuple[Answer, float]])
    came: list[bytes] = field(factory=list[bytes], repr=False)
    connections: int = 0
    url: str = ""

    def serve(self, listening: socket.socket) -> None:
        while True:
            try:
                peer, _ = listening.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(peer,), daemon=True).start()

    def _talk(self, peer: socket.socket) -> None:
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        held = b""
        with contextlib.suppress(OSError), peer:
            while data := peer.recv(65536):
                held += data
                head, found, body = held.partition(b"\r\n\r\n")
                length = re.search(rb"(?i)content-length: (\d+)", head)
                if not found or len(body) < (int(length[1]) if length else 0):
                    continue
                request, held = held, b""
                self.came.append(request)
                answer, took = self.script.popleft()
                self.time.moment += took
                said = answer(request)
                peer.sendall(said)
                if not said or said.endswith(CUT) or b"Connection: close" in said:
                    return


@contextlib.contextmanager
def open_venue() -> Iterator[Venue]:
    venue = Venue()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        venue.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        threading.Thread(target=venue.serve, args=(listening,), daemon=True).start()
        yield venue
        with contextlib.suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)


def http(status: int, body: bytes, *headers: str) -> bytes:
    lines = "".join(f"{each}\r\n" for each in (f"Content-Length: {len(body)}", *headers))
    return f"HTTP/1.1 {status} Said\r\n{lines}\r\n".encode() + body


def fixed(client: Any) -> Any:
    """Take out of a client what differs from one to the next: its random numbers and its ids."""
    core = client._core
    core.random = Random(7)
    core.watch._prefix = "client"
    client._ids._letters, client._ids._digits = "abcdefghij", "1234567890"
    return client


class Log(logging.Handler):
    """Keeps the words of what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.words: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.words.append(f"{record.levelname} {record.getMessage()} {getattr(record, 'outcome', '')}")


def outcome(made: Callable[[], Any]) -> dict[str, Any]:
    """What a call gives: its result or its error, with all that they carry, and its warnings."""
    found: dict[str, Any] = {}
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            found["result"] = made()
        except VenueError as error:
            found["error"] = type(error), str(error)
            found |= {name: value for name, value in vars(error).items() if name not in ("answer", "endpoint")}
            answer = getattr(error, "answer", None)
            found["answer"] = None if answer is None else (answer.status, dict(answer.headers), answer.body)
        except BaseException as error:
            found["stopped"] = type(error), str(error)
    found["warned"] = [str(each.message) for each in warned]
    return found


def state(client: Any) -> dict[str, Any]:
    """What a client remembers: counters, the limiter's windows, the budget for retries, clock and context."""
    core = client._core
    limiter: RateLimiter = core.limiter
    tickets: dict[int, int] = {}

    def entries(found: Any) -> list[Any]:
        # The request loop draws another ticket for a call that could not go at once.
        return [(at, units, tickets.setdefault(ticket, len(tickets))) for at, units, ticket in found]

    windows = {
        name: (entries(window.taken), window.used, window.closed_until, window.limit, entries(window.turns))
        for name, window in sorted(limiter._local.buckets.windows.items())
    }
    return {
        "stats": client.stats,
        "windows": windows,
        "budget": core.quota._left,
        "offset": core.offset.milliseconds,
        "context": client.context,
        "owed": core.owed,
    }


def json_of(request: bytes) -> Any:
    """The body of a request."""
    body = request.partition(b"\r\n\r\n")[2]
    return json.loads(body) if body.startswith((b"{", b"[")) else {}
