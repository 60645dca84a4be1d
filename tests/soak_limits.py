"""The proof of the shared rate limiter: processes that share a key and a Redis, against the sandbox on its own clock.

    python tests/soak_limits.py [--seconds 20] [--processes 4]      make soak-limits

Each process has its own client, its own threads and a clock that is up to a second off; the sandbox, in a process of
its own, keeps the venue's window without any slack. Nothing may be rejected, and what the venue grants must be used.
"""

import argparse
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import mean
from typing import Any

from attrs import frozen

from venues._runtime.clock import SystemClock
from venues._runtime.errors import RateLimitedError, VenueError
from venues._runtime.limits.limiter import RateLimiter
from venues._runtime.retry import Retry
from venues.okx_v5 import Client

LIMIT, WINDOW = 60, 2.0
"""Of placing orders of one instrument."""
LOADS = ("greedy", "bursty", "window edge")
KEYS = {"api_key": "the-key", "secret_key": "the-secret", "passphrase": "the-passphrase"}
ORDER = {"inst_id": "BTC-USDT-SWAP", "td_mode": "cross", "side": "buy", "ord_type": "limit", "px": "1", "sz": "1"}
SKEWS = (0.0, 1.0, -1.0, 0.5)


def redis_server() -> str | None:
    """Where redis-server is; None where it is not installed."""
    return shutil.which("redis-server")


class RedisServer:
    """A Redis of one's own on a free port, that keeps nothing: ``with RedisServer() as redis: redis.url``."""

    def __init__(self, *options: str) -> None:
        self._options = options
        self.port = _free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def __enter__(self) -> "RedisServer":
        self._folder = tempfile.TemporaryDirectory()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._folder.cleanup()

    def start(self) -> None:
        settings = ("--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
        command = [redis_server() or "redis-server", *settings, "--dir", self._folder.name, *self._options]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _wait_for(self.port)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)


@frozen(kw_only=True)
class Result:
    """What came of one load: calls answered, rejected by the venue, failed otherwise; moments of the answers."""

    load: str
    seconds: float
    answered: tuple[float, ...]
    rejected: int
    failed: int
    questions: int

    @property
    def used(self) -> float:
        """How much of the budget was used: the window, against the time in which so many calls were answered."""
        spans = [later - moment for moment, later in zip(self.answered, self.answered[LIMIT:], strict=False)]
        return WINDOW / mean(spans)


def run(load: str, seconds: float, processes: int, redis_url: str) -> Result:
    """One load; ``mixed`` gives each process another one."""
    with _sandbox() as url:
        start = time.monotonic() + 1.5
        workers = [
            subprocess.Popen(
                [
                    *(sys.executable, __file__, "--worker", url, redis_url, f"{load} {start}"),
                    *(LOADS[number % 3] if load == "mixed" else load, str(number), str(start), str(seconds)),
                ],
                stdout=subprocess.PIPE,
                text=True,
            )
            for number in range(processes)
        ]
        found = [json.loads(each.communicate(timeout=seconds + 60)[0]) for each in workers]
    return Result(
        load=load,
        seconds=seconds,
        answered=tuple(sorted(moment for each in found for moment in each["answered"])),
        rejected=sum(each["rejected"] for each in found),
        failed=sum(each["failed"] for each in found),
        questions=sum(each["questions"] for each in found),
    )


def table(results: Sequence[Result], processes: int) -> str:
    """The results, a line each."""
    lines = [
        f"{LIMIT} orders per {WINDOW:g} s shared by {processes} processes of 4 threads, clocks up to 1 s off",
        f"  {'load':<12} {'seconds':>7} {'answered':>8} {'rejected':>8} {'failed':>6} {'used':>7} {'asked':>6}",
    ]
    for each in results:
        lines.append(
            f"  {each.load:<12} {each.seconds:>7.0f} {len(each.answered):>8} {each.rejected:>8} {each.failed:>6}"
            f" {each.used:>7.1%} {each.questions:>6}"
        )
    return "\n".join(lines)


class _SkewedClock(SystemClock):
    """The machine's clock, off by some seconds."""

    def __init__(self, off: float) -> None:
        self._off = off

    def now(self) -> float:
        return super().now() + self._off

    def monotonic(self) -> float:
        return super().monotonic() + self._off


class _CountingLimiter(RateLimiter):
    """Counts what it is asked."""

    questions = 0

    def take(self, *arguments: Any, **named: Any) -> float:
        self.questions += 1
        return super().take(*arguments, **named)


def _work(url: str, redis_url: str, namespace: str, load: str, number: int, start: float, seconds: float) -> None:
    """One process: four threads that place orders as the load says."""
    limiter = _CountingLimiter(storage=redis_url, namespace=namespace.replace(" ", "-"))
    answered: list[float] = []
    problems: list[VenueError] = []
    end = start + seconds

    def place(thread: int) -> None:
        for pause in _pauses(load, Random(number * 100 + thread), start, end):
            time.sleep(max(pause, 0.0))
            try:
                client.trade.place_order(**ORDER)
                answered.append(time.monotonic())
            except VenueError as error:
                problems.append(error)

    clock = _SkewedClock(SKEWS[number % len(SKEWS)])
    with Client(**KEYS, base_url=url, limiter=limiter, clock=clock, retry=Retry(attempts=1), timeout=30.0) as client:
        threads = [threading.Thread(target=place, args=(thread,)) for thread in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    rejected = sum(isinstance(each, RateLimitedError) for each in problems)
    for each in problems[:1]:
        print(each, file=sys.stderr)
    failed = len(problems) - rejected
    print(json.dumps({"answered": answered, "rejected": rejected, "failed": failed, "questions": limiter.questions}))


def _pauses(load: str, random: Random, start: float, end: float) -> Iterator[float]:
    """Seconds before each call, until the end."""
    yield start - time.monotonic()
    while time.monotonic() < end:
        if load == "greedy":
            yield 0.0
        elif load == "bursty":
            # Together a third more than the budget, in bursts of up to fifteen after pauses of up to half a second.
            for _ in range(random.randrange(1, 16)):
                yield 0.0
            yield random.random() / 2
        else:
            # All at the moment at which a window ends, a few calls more than it has; who is late goes on at once.
            into = (time.monotonic() - start) % WINDOW
            yield 0.0 if into < WINDOW / 2 else WINDOW - into
            for _ in range(LIMIT // 16):
                yield 0.0


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nothing listens on port {port}")


@contextmanager
def _sandbox() -> Iterator[str]:
    port = _free_port()
    command = [sys.executable, "-m", "venuespec", "sandbox", "okx_v5", "--port", str(port)]
    root = Path(__file__).parent.parent
    process = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--processes", type=int, default=4)
    chosen = parser.parse_args()
    if redis_server() is None:
        print("there is no redis-server: apt-get install redis-server", file=sys.stderr)
        return 2
    with RedisServer() as redis:
        results = [run(load, chosen.seconds, chosen.processes, redis.url) for load in LOADS]
    print(table(results, chosen.processes))
    return 0 if all(each.rejected == each.failed == 0 and each.used >= 0.95 for each in results) else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        url, redis_url, namespace, load, number, start, seconds = sys.argv[2:]
        _work(url, redis_url, namespace, load, int(number), float(start), float(seconds))
    else:
        sys.exit(main())
