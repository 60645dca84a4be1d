"""The proof of the shared rate limiter: processes that share a key and a Redis to which bad things happen.

    python tests/soak_limits.py [--only TEXT] [--at-once 2]      make soak-limits

Six processes of three threads call as fast as they may. A venue on loopback notes when each call truly arrives and
refuses nothing; what it would have seen in any rolling window, without slack, is worked out from its notes. A proxy
stands between the processes and Redis, for delays and losses. Prints a line for each scenario, and fails if any window
held more than the limit, or 1.05 of it where Redis lost its state.
"""

import argparse
import asyncio
import contextlib
import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import redis
from attrs import field, frozen

LIMIT, WINDOW = 60, 2.0
"""Of setting the leverage, as the scenarios' limiters are told."""
PROCESSES, THREADS = 6, 3
KEYS = {"api_key": "the-key", "secret_key": "the-secret", "passphrase": "the-passphrase"}
SKEWS = (0.0, 1.0, -1.0, 0.5, 3600.0, -0.25)
"""How far the clocks of the processes are off."""


def redis_server() -> str | None:
    """Where redis-server is; None where it is not installed."""
    return shutil.which("redis-server")


class RedisServer:
    """A Redis of one's own on a free port, that keeps nothing: ``with RedisServer() as redis: redis.url``."""

    def __init__(self, *options: str) -> None:
        self._options = options
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def __enter__(self) -> "RedisServer":
        self._folder = tempfile.TemporaryDirectory()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.signal(signal.SIGCONT)
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

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(10)

    def signal(self, number: int) -> None:
        self._process.send_signal(number)

    def do(self, *command: Any) -> Any:
        """Run one command."""
        with redis.Redis(port=self.port) as client:
            return client.execute_command(*command)


@frozen(kw_only=True)
class Scenario:
    """What happens to Redis while the processes call.

    ``events`` are actions by the second at which they begin. ``delay`` is how much later every reply comes, ``far``
    the same for half of the processes only, ``lost`` the part of the replies that never comes.
    """

    name: str
    events: tuple[tuple[float, str], ...] = ()
    delay: float = 0.0
    far: float = 0.0
    lost: float = 0.0
    limiter: dict[str, Any] = field(factory=dict[str, Any])
    server: tuple[str, ...] = ()
    bound: float = 1.0
    least: float = 0.0
    seconds: float = 10.0
    processes: int = PROCESSES
    load: str = "greedy"


_THIRDS = (2.0, 4.5, 7.0)
_REFUSE = {"outage": "refuse"}
_SHARE = {"share": 1 / PROCESSES, "processes": None}
SCENARIOS = (
    Scenario(name="nothing", least=0.5),
    Scenario(name="nothing, in bursts", load="bursty", least=0.4),
    Scenario(name="50 ms slower", delay=0.05, least=0.5),
    Scenario(name="200 ms slower", delay=0.2, least=0.45),
    Scenario(name="300 ms slower", delay=0.3, least=0.35),
    Scenario(name="300 ms slower, share=1/6", delay=0.3, limiter=_SHARE, least=0.35),
    Scenario(name="600 ms slower", delay=0.6, least=0.1),
    Scenario(name="stopped for 0.7 s x 4", events=tuple((1 + 2.2 * n, "stop 0.7") for n in range(4)), least=0.3),
    Scenario(name="stopped for 0.7 s x 4, share=1/6", events=tuple((1 + 2.2 * n, "stop 0.7") for n in range(4)), limiter=_SHARE),
    Scenario(name="stopped for 1.5 s", events=((3, "stop 1.5"),), least=0.4),
    Scenario(name="stopped for 1.5 s, refuse", events=((3, "stop 1.5"),), limiter=_REFUSE, least=0.35),
    Scenario(name="stopped for 2.5 s x 2", events=((2, "stop 2.5"), (6, "stop 2.5")), least=0.2, seconds=11),
    Scenario(name="stopped for 2.5 s x 2, share=1/6", events=((2, "stop 2.5"), (6, "stop 2.5")), limiter=_SHARE, seconds=11),
    Scenario(name="stopped for 9 s", events=((2, "stop 9"),), seconds=15, least=0.3),
    Scenario(name="10 % of replies lost", lost=0.1, least=0.3),
    Scenario(name="10 % of replies lost, share=1/6", lost=0.1, limiter=_SHARE, least=0.3),
    Scenario(name="read-only replica for good", events=((2, "replica"),), processes=3, seconds=14, least=0.3),
    Scenario(name="read-only replica for 2 s", events=((2, "replica"), (4, "master")), least=0.3),
    Scenario(name="half of them 300 ms away", far=0.3, least=0.4),
    Scenario(name="half of them 300 ms away, share=1/6", far=0.3, limiter=_SHARE, least=0.4),
    Scenario(name="half of them cut off", events=((2, "cut"),), seconds=14, least=0.3),
    Scenario(name="half of them cut off and back", events=((2, "cut"), (10, "mend")), seconds=14, least=0.3),
    Scenario(name="FLUSHALL x 3", events=tuple((at, "flush") for at in _THIRDS), bound=1.05, least=0.35),
    Scenario(name="kill -9, empty restart at once", events=((3, "kill 0"),), bound=1.05, least=0.35),
    Scenario(name="kill -9, empty restart after 1 s", events=((3, "kill 1"),), bound=1.05, least=0.3),
    Scenario(name="kill -9, restart after 1 s, share=1/6", events=((3, "kill 1"),), limiter=_SHARE, bound=1.05),
    Scenario(name="kill -9, restart after 1 s, refuse", events=((3, "kill 1"),), limiter=_REFUSE, bound=1.05),
    Scenario(name="kill -9, restart after 8 s", events=((2, "kill 8"),), seconds=14, bound=1.05),
    Scenario(name="allkeys-lru under pressure", events=tuple((at, "fill") for at in _THIRDS), bound=1.05, server=("--maxmemory", "3mb", "--maxmemory-policy", "allkeys-lru"), least=0.2),
    Scenario(name="counts evicted one by one", events=tuple((at, "evict") for at in _THIRDS), bound=1.05, least=0.35),
    Scenario(name="server's clock +5 s twice", events=((3, "clock 5"), (6, "clock 10")), least=0.3),
    Scenario(name="server's clock -5 s", events=((3, "clock -5"),), least=0.35),
    Scenario(name="server's clock -1 h", events=((3, "clock -3600"),), least=0.35),
    Scenario(name="server's clock +1 h", events=((3, "clock 3600"),), least=0.35),
    Scenario(name="cluster mode, one node", server=("--cluster-enabled", "yes"), events=((-1, "slots"),), least=0.4),
    Scenario(name="a process dies", events=((3, "murder"),), least=0.35),
)  # fmt: skip


@frozen(kw_only=True)
class Result:
    """What the venue saw: the most calls in any window, how many it would have refused, how much of the budget went."""

    scenario: Scenario
    most: int
    refused: int
    used: float
    failed: dict[str, int]

    @property
    def good(self) -> bool:
        """Whether the bounds were kept."""
        return self.most <= LIMIT * self.scenario.bound and self.used >= self.scenario.least


def judge(scenario: Scenario, arrivals: Sequence[float], failed: dict[str, int]) -> Result:
    """Count in every window that ends with a call."""
    window: deque[float] = deque()
    accepted: deque[float] = deque()
    most = refused = 0
    for moment in sorted(arrivals):
        for counted in (window, accepted):
            while counted and counted[0] <= moment - WINDOW:
                counted.popleft()
        window.append(moment)
        most = max(most, len(window))
        if len(accepted) < LIMIT:
            accepted.append(moment)
        else:
            refused += 1
    # The first window is left out: it fills at once.
    began = min(arrivals, default=0.0)
    steady = [moment for moment in arrivals if began + WINDOW <= moment < began + scenario.seconds]
    used = len(steady) / (LIMIT * (scenario.seconds - WINDOW) / WINDOW)
    return Result(scenario=scenario, most=most, refused=refused, used=used, failed=failed)


def table(results: Sequence[Result]) -> str:
    """The results, a line each."""
    lines = [f"{'what happens to Redis':<40} {'most in any ' + f'{WINDOW:g} s':>18} {'refused':>8} {'budget':>7}"]
    for each in results:
        verdict = "" if each.good else "  FAILED"
        most = f"{each.most} ({each.most / LIMIT:.2f}x)"
        lines.append(f"{each.scenario.name:<40} {most:>18} {each.refused:>8} {each.used:>7.0%}{verdict}")
    return "\n".join(lines)


class Group:
    """Worker processes and their world; runs one scenario after the other."""

    def __init__(self, processes: int = PROCESSES) -> None:
        self._start = [sys.executable, __file__]
        self._world = self._process("--world")
        self._workers = [self._process("--worker", str(number)) for number in range(processes)]

    def __enter__(self) -> "Group":
        for each in self._workers:
            each.stdout.readline()  # it has imported everything
        return self

    def __exit__(self, *_: object) -> None:
        for each in (self._world, *self._workers):
            each.stdin.close()
            each.wait(10)
            each.stdout.close()

    def _process(self, *arguments: str) -> Any:
        return subprocess.Popen([*self._start, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, scenario: Scenario) -> Result:
        with RedisServer(*scenario.server) as server:
            for _, action in (event for event in scenario.events if event[0] < 0):
                self._do(server, action)
            near = {"delay": scenario.delay, "lost": scenario.lost, "cut": False}
            far = evolve_far(near, scenario)
            ports = _ask(self._world, {"redis": server.port, "near": near, "far": far})
            start = time.time() + 0.8
            workers = self._workers[: scenario.processes]
            for number, worker in enumerate(workers):
                proxy = ports["far"] if number % 2 else ports["near"]
                limiter = {"processes": scenario.processes, **scenario.limiter}
                job = {"storage": f"redis://127.0.0.1:{proxy}/0", "venue": f"http://127.0.0.1:{ports['venue']}"}
                _tell(
                    worker,
                    {**job, "limiter": limiter, "start": start, "seconds": scenario.seconds, "load": scenario.load},
                )
            threads: list[threading.Thread] = []
            for at, action in (event for event in scenario.events if event[0] >= 0):
                time.sleep(max(start + at - time.time(), 0.0))
                threads.append(threading.Thread(target=self._do, args=(server, action)))
                threads[-1].start()
            failed: dict[str, int] = {}
            for number, worker in enumerate(workers):
                answer = worker.stdout.readline()
                if not answer:  # it was killed
                    worker.stdin.close()
                    worker.wait()
                    worker.stdout.close()
                    self._workers[number] = self._process("--worker", str(number))
                    self._workers[number].stdout.readline()
                    continue
                for kind, count in json.loads(answer).items():
                    failed[kind] = failed.get(kind, 0) + count
            for each in threads:
                each.join()
            return judge(scenario, _ask(self._world, {"arrivals": True}), failed)

    def _do(self, server: RedisServer, action: str) -> None:
        name, _, value = action.partition(" ")
        if name == "stop":
            server.signal(signal.SIGSTOP)
            time.sleep(float(value))
            server.signal(signal.SIGCONT)
        elif name == "kill":
            server.kill()
            time.sleep(float(value))
            server.start()
        elif name == "flush":
            server.do("FLUSHALL")
        elif name == "replica":
            server.do("REPLICAOF", "127.0.0.1", "1")
        elif name == "master":
            server.do("REPLICAOF", "NO", "ONE")
        elif name == "fill":
            for number in range(40):
                server.do("SET", f"filler{number}", "x" * 100_000)
        elif name == "evict":
            keys = sorted(each for each in server.do("KEYS", "*:account*") if not each.endswith(b"?"))
            for key in keys:
                server.do("DEL", key)
        elif name == "clock":
            server.do("SET", "clock", value)
        elif name == "slots":
            server.do("CLUSTER", "ADDSLOTSRANGE", "0", "16383")
            time.sleep(2.5)
        elif name in ("cut", "mend"):
            _ask(self._world, {"cut": name == "cut"})
        elif name == "murder":
            self._workers[0].kill()


def evolve_far(near: dict[str, Any], scenario: Scenario) -> dict[str, Any]:
    """How the half of the processes reaches Redis that is far away."""
    return {**near, "delay": near["delay"] + scenario.far}


def _tell(process: Any, message: Any) -> None:
    process.stdin.write(json.dumps(message) + "\n")
    process.stdin.flush()


def _ask(process: Any, message: Any) -> Any:
    _tell(process, message)
    return json.loads(process.stdout.readline())


# --- the world: a venue, and two proxies before Redis


class World:
    """The venue's notes and the proxies' faults."""

    def __init__(self) -> None:
        self.arrivals: list[float] = []
        self.redis = 0
        self.ways: dict[str, dict[str, Any]] = {"near": {}, "far": {}}
        self.random = Random(7)

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        venue = await asyncio.start_server(self.venue, "127.0.0.1", 0)
        ports = {"venue": venue.sockets[0].getsockname()[1]}
        for name in self.ways:
            proxy = await asyncio.start_server(lambda r, w, name=name: self.proxy(r, w, name), "127.0.0.1", 0)
            ports[name] = proxy.sockets[0].getsockname()[1]
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            message, answer = json.loads(line), None
            if "redis" in message:
                self.redis, self.ways, self.arrivals, answer = message["redis"], message, [], ports
            elif "cut" in message:
                self.ways["far"]["cut"] = message["cut"]
            else:
                answer = self.arrivals
            print(json.dumps(answer), flush=True)

    async def venue(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        body = (
            b'{"code":"0","msg":"","data":[{"instId":"BTC-USDT-SWAP","lever":"5","mgnMode":"cross","posSide":"net"}]}'
        )
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
            len(body),
            body,
        )
        with contextlib.suppress(asyncio.IncompleteReadError, OSError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                self.arrivals.append(time.monotonic())
                length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
                await reader.readexactly(length)
                writer.write(answer)
        writer.close()

    async def proxy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, name: str) -> None:
        way = self.ways[name]
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self.redis)
        except OSError:
            writer.close()
            return
        pumps = (self.pump(reader, back, way, 0.5, lossy=False), self.pump(there, writer, way, 0.5, lossy=True))
        tasks = [asyncio.ensure_future(each) for each in pumps]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for each in (writer, back):
            each.close()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def pump(
        self,
        source: asyncio.StreamReader,
        target: asyncio.StreamWriter,
        way: dict[str, Any],
        part: float,
        *,
        lossy: bool,
    ) -> None:
        loop = asyncio.get_running_loop()
        with contextlib.suppress(OSError):
            while data := await source.read(65536):
                if way["cut"] or (lossy and self.random.random() < way["lost"]):
                    continue
                if way["delay"]:
                    loop.call_later(way["delay"] * part, target.write, data)
                else:
                    target.write(data)


# --- a worker: one of the processes that share the limits


def work(number: int) -> None:
    """Call as often as the limiter lets, for as long as each job says."""
    from venues._runtime.clock import SystemClock
    from venues._runtime.errors import VenueError
    from venues._runtime.limits import redis as limits_redis
    from venues._runtime.limits.limiter import RateLimiter
    from venues._runtime.retry import Retry
    from venues.okx_v5 import Client

    class Skewed(SystemClock):
        def now(self) -> float:
            return super().now() + SKEWS[number % len(SKEWS)]

        def monotonic(self) -> float:
            return super().monotonic() + SKEWS[number % len(SKEWS)]

    # The server's own clock cannot be set: the programs add a number of seconds that is kept in Redis.
    programs: Any = limits_redis._programs
    limits_redis._programs = lambda: {name: _on_a_false_clock(text) for name, (text, _) in programs().items()}

    logging.getLogger("venues").setLevel(logging.CRITICAL)
    print("ready", flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        failed: dict[str, int] = {}
        end = job["start"] + job["seconds"]
        limiter = RateLimiter(storage=job["storage"], limits={"account.set_leverage": LIMIT}, **job["limiter"])

        def call(thread: int, job: Any = job, failed: Any = failed, end: float = end) -> None:
            random = Random(100 * number + thread)
            time.sleep(max(job["start"] - time.time(), 0.0))
            while time.time() < end:
                try:
                    client.account.set_leverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="cross")
                except VenueError as error:
                    failed[type(error).__name__] = failed.get(type(error).__name__, 0) + 1
                    time.sleep(0.05)
                if job["load"] == "bursty" and random.random() < 0.1:
                    time.sleep(random.random())

        options: Any = {"limiter": limiter, "clock": Skewed(), "retry": Retry(attempts=1)}
        with Client(**KEYS, base_url=job["venue"], timeout=10.0, **options) as client:
            threads = [threading.Thread(target=call, args=(thread,)) for thread in range(THREADS)]
            for each in threads:
                each.start()
            for each in threads:
                each.join()
        limiter.shut()
        print(json.dumps(failed), flush=True)


def _on_a_false_clock(text: str) -> tuple[str, str]:
    from hashlib import sha1

    false = "local time = redis.call('TIME')\ntime[1] = time[1] + (redis.call('GET', 'clock') or 0)\n"
    text = text.replace("local time = redis.call('TIME')\n", false)
    return text, sha1(text.encode()).hexdigest()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    for _ in range(400):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"nothing listens on port {port}")


def run_all(scenarios: Sequence[Scenario], at_once: int) -> list[Result]:
    """All scenarios, some of them at the same time."""
    groups = [Group() for _ in range(at_once)]
    idle = deque(groups)

    def run(scenario: Scenario) -> Result:
        group = idle.popleft()
        try:
            result = group.run(scenario)
            print(table([result]).partition("\n")[2], result.failed, file=sys.stderr, flush=True)
            return result
        finally:
            idle.append(group)

    with contextlib.ExitStack() as stack, ThreadPoolExecutor(at_once) as pool:
        for group in groups:
            stack.enter_context(group)
        return list(pool.map(run, scenarios))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="", help="only scenarios whose name holds this text")
    parser.add_argument("--at-once", type=int, default=2, help="how many scenarios run at the same time")
    chosen = parser.parse_args()
    if redis_server() is None:
        print("there is no redis-server: apt-get install redis-server", file=sys.stderr)
        return 2
    scenarios = [each for each in SCENARIOS if chosen.only in each.name]
    results = run_all(scenarios, chosen.at_once)
    print(
        f"{LIMIT} calls per {WINDOW:g} s shared by {PROCESSES} processes of {THREADS} threads, clocks up to an hour off\n"
    )
    print(table(results))
    return 0 if all(each.good for each in results) else 1


if __name__ == "__main__":
    root = Path(__file__).parent.parent
    sys.path[:0] = [str(root / "generated")]
    if sys.argv[1:2] == ["--worker"]:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        work(int(sys.argv[2]))
    elif sys.argv[1:2] == ["--world"]:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with contextlib.suppress(BrokenPipeError):
            asyncio.run(World().run())
        os._exit(0)
    else:
        sys.exit(main())
