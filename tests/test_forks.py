"""A client in a forked child: nothing of its parent's is in its hands."""

import json
import os
import threading
import warnings
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from venues import RateLimiter
from venues.okx_v5 import Client

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here")


class Venue(BaseHTTPRequestHandler):
    """Tells the time, and on which connection it was asked."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = json.dumps({"code": "0", "msg": "", "data": [{"ts": "1700000000000", "port": self.client_address[1]}]})
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def okx() -> Iterator[Client]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Venue)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with Client(base_url=f"http://127.0.0.1:{server.server_address[1]}") as client:
        yield client
    server.shutdown()
    server.server_close()


def forked(story: Callable[[], object]) -> Any:
    """What a function returns in a forked child, which has five seconds for it."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that a process with threads is forked is the point
        child = os.fork()
    if child == 0:
        try:
            threading.Timer(5.0, os._exit, (1,)).start()
            os.write(writing, json.dumps(story()).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        told = answer.read()
    os.waitpid(child, 0)
    return json.loads(told) if told else None


def connection(okx: Client) -> int:
    port: int = okx.public.get_system_time()[0].extra["port"]
    return port


def test_a_child_opens_a_connection_of_its_own_and_leaves_its_parents_open(okx: Client) -> None:
    parents = connection(okx)
    childs = forked(lambda: [connection(okx), connection(okx)])
    assert childs[0] == childs[1] != parents
    assert connection(okx) == parents


def test_a_child_gives_its_calls_ids_of_its_own(okx: Client) -> None:
    def request_id() -> str:
        return okx.call("GET", "/api/v5/public/time", signed=False).request_id

    assert forked(request_id) != request_id()


def test_a_lock_that_another_thread_held_does_not_hold_up_a_child(okx: Client) -> None:
    limiter: RateLimiter = okx._core.limiter
    with limiter._local._lock, okx._core.watch._lock:  # as if another thread were at work
        assert forked(lambda: okx.public.get_system_time()[0].ts.year) == 2023
