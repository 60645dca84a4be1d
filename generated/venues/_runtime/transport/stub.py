"""A transport for tests: it gives prepared answers and records the calls.

::

    stub = StubTransport()
    stub.answer("POST", "/api/v5/account/set-leverage", {"code": "0", "msg": "", "data": [{"lever": "5"}]})
    client = Client(api_key="k", secret_key="s", passphrase="p", transport=stub)
    client.account.set_leverage(...)
    assert stub.calls[0].body == b'...'
"""

from collections import deque
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import orjson

from ..errors import VenueError
from ..routes import matched
from .base import Headers, HttpRequest, HttpResponse


class StubTransport:
    """Answers calls from memory; ``calls`` lists the requests in order.

    Answers to one method and path are given in the order in which they were queued, the last one again and again. A
    call without a queued answer is an ``AssertionError``.
    """

    def __init__(self) -> None:
        self.calls: list[HttpRequest] = []
        self._answers: dict[tuple[str, str], deque[HttpResponse | VenueError]] = {}

    def answer(
        self, method: str, path: str, body: Any, *, status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        """Queue an answer: bytes as they are, anything else as JSON."""
        content = body if isinstance(body, bytes) else orjson.dumps(body)
        response = HttpResponse(status=status, headers=Headers(headers or {}), body=content)
        self._queue(method, path).append(response)

    def fail(self, method: str, path: str, error: VenueError) -> None:
        """Queue an error, such as ``OutcomeUnknownError("time-out")``."""
        self._queue(method, path).append(error)

    def send(self, request: HttpRequest) -> HttpResponse:
        self.calls.append(request)
        path = urlsplit(request.url).path
        queue = self._answers.get((request.method, path)) or next(
            (
                answers
                for (method, template), answers in self._answers.items()
                if method == request.method and matched(template, path) is not None
            ),
            None,
        )
        if not queue:
            raise AssertionError(f"no answer was queued for {request.method} {urlsplit(request.url).path}")
        answer = queue.popleft() if len(queue) > 1 else queue[0]
        if isinstance(answer, VenueError):
            raise answer
        return answer

    def close(self) -> None:
        pass

    def awaited(self) -> "AwaitedStub":
        """Return the same stub as a transport of an ``AsyncClient``."""
        return AwaitedStub(self)

    def _queue(self, method: str, path: str) -> "deque[HttpResponse | VenueError]":
        return self._answers.setdefault((method, path), deque())


class AwaitedStub:
    """A ``StubTransport`` for the asyncio client."""

    def __init__(self, stub: StubTransport) -> None:
        self._stub = stub

    async def send(self, request: HttpRequest, departing: Callable[[], None]) -> HttpResponse:
        departing()
        return self._stub.send(request)

    async def close(self) -> None:
        self._stub.close()
