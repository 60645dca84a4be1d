"""Every case on every carrier: what a hostile network may send, and what must come of it."""

import shutil
import ssl
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import pytest

from conformance import (
    cases_broken,
    cases_codings,
    cases_connections,
    cases_floods,
    cases_heads,
    cases_proxies,
    cases_tls,
    cases_whole,
)
from conformance.carriers import CARRIERS, LOOPS
from conformance.case import Case, LateError, play
from conformance.cases_whole import SIZED
from conformance.certificates import contexts
from venues._runtime.errors import OutcomeUnknownError
from venues._runtime.transport.base import Headers, HttpRequest, HttpResponse

MODULES = (
    cases_whole,
    cases_broken,
    cases_heads,
    cases_codings,
    cases_floods,
    cases_connections,
    cases_tls,
    cases_proxies,
)
CASES: tuple[Case, ...] = tuple(case for module in MODULES for case in module.CASES)
# uvloop does not tell who watches a socket that it was reset: such calls end with their deadline.
SOME = tuple(case for case in CASES if "reset" not in case.name)[::5]
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, ssl.SSLContext]]:
    folder = tmp_path_factory.mktemp("tls")
    return folder, contexts(folder)


@pytest.mark.parametrize("carrier", CARRIERS.values(), ids=CARRIERS)
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_script(
    case: Case, carrier: Any, tls: tuple[Path, dict[str, ssl.SSLContext]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
    if case.max_body is not None:
        for name, module in list(sys.modules.items()):
            if name.startswith("venues._runtime.transport.") and hasattr(module, "MAX_BODY"):
                monkeypatch.setattr(module, "MAX_BODY", case.max_body)
    folder, served = tls
    for play_number in (1, 2, 3):
        try:
            return play(case, carrier, folder, served, monkeypatch.setenv)
        except LateError:
            # A call that is late three times in a row is not late because the machine is busy.
            if play_number == 3:
                raise


@pytest.mark.parametrize("case", SOME, ids=[case.name for case in SOME])
def test_a_script_in_another_event_loop(
    case: Case, tls: tuple[Path, dict[str, ssl.SSLContext]], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("uvloop")
    test_a_script(case, LOOPS["uvloop"], tls, monkeypatch)


def test_the_cases_are_many_and_each_has_a_name_of_its_own() -> None:
    assert len(CASES) >= 220
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="the server that changes keys is OpenSSL's")
@pytest.mark.parametrize("carrier", CARRIERS.values(), ids=CARRIERS)
@pytest.mark.parametrize("when", ["before the answer", "after the answer"])
def test_keys_that_change_in_a_tls_session_change_nothing(
    when: str, carrier: Any, tls: tuple[Path, dict[str, ssl.SSLContext]]
) -> None:
    folder, _ = tls
    command = ["openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", "good.pem", "-key", "good.pem", "-tls1_3"]
    with subprocess.Popen(
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        while not (line := server.stdout.readline()).startswith(b"ACCEPT"):
            assert line
        changed = b"K\n"
        steps = [changed, SIZED] if when == "before the answer" else [SIZED, changed]

        def answer(ins: IO[bytes], outs: IO[bytes]) -> None:
            seen = b""
            while data := outs.read1():  # type: ignore[attr-defined]  # it is buffered
                seen += data
                if b"X-Secret" in seen and seen.endswith(b"\r\n\r\n"):
                    seen = b""
                    for each in steps:
                        ins.write(each)
                        ins.flush()
                        # What begins a line of its input is a command, and a line is what it reads at once.
                        time.sleep(0.03)

        thread = threading.Thread(target=answer, args=(server.stdin, server.stdout))
        thread.start()
        sending = carrier(ca_file=str(folder / "ca.pem"))
        try:
            url = f"https://{line.split()[-1].decode()}/x"
            for _ in range(3):
                response = sending.send(HttpRequest(method="GET", url=url, headers={"X-Secret": "1"}, timeout=2.0))
                assert (response.status, response.body) == (200, b'{"code":"0"}')
                sending.pause(0.05, False)
        finally:
            sending.close()
            server.kill()
            thread.join()


class Naive:
    """A carrier that trusts the network: the standard library's client, its connection kept alive."""

    departures = None

    def __init__(self, **_: object) -> None:
        self._connection: HTTPConnection | None = None

    def send(self, request: HttpRequest) -> HttpResponse:
        url = urlsplit(request.url)
        if self._connection is None:
            self._connection = HTTPConnection(url.netloc, timeout=request.timeout)
        try:
            self._connection.request(request.method, url.path, request.body or None, dict(request.headers.items()))
            answer = self._connection.getresponse()
            return HttpResponse(answer.status, Headers(dict(answer.getheaders())), answer.read())
        except (OSError, HTTPException) as error:
            self.close()
            raise OutcomeUnknownError(str(error)) from None

    def pause(self, seconds: float, asleep: bool) -> None:
        time.sleep(seconds)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("stray: a success later, then a write", "call 1: expected 200 .*healthy.*, got 200 .*evil"),
        ("stale: close on the idle connection, then a write", "got OutcomeUnknownError"),
        ("broken: drips past the deadline, body", "expected OutcomeUnknownError, got 200|took [01]"),
        ("coding: gzip", "got 200 b'.x1f.x8b"),
        ("lengths: two different", "expected OutcomeUnknownError, got 200"),
        ("headers: 100 headers", "got OutcomeUnknownError"),
    ],
)
def test_a_carrier_that_trusts_the_network_is_found_out(
    name: str, message: str, tls: tuple[Path, dict[str, ssl.SSLContext]], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = next(case for case in CASES if case.name == name)
    with pytest.raises(AssertionError, match=message):
        test_a_script(case, Naive, tls, monkeypatch)
