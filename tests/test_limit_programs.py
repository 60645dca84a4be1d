"""The Lua programs of the shared limits: they compile, cost little, and count as the windows in the process do."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import redis
from attrs import define, field

from soak_limits import RedisServer, redis_server
from venues._runtime.limits.charges import Charge
from venues._runtime.limits.local import LocalWindows
from venues._runtime.limits.redis import _programs

needs_redis = pytest.mark.skipif(redis_server() is None, reason="no redis-server: apt-get install redis-server")
FOLDERS = [
    Path(__file__).parent.parent / folder / "limits" / "lua"
    for folder in ("generator/venuespec/runtime", "generated/venues/_runtime")
]


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    with RedisServer() as running:
        yield running


@pytest.fixture(scope="module")
def client(server: RedisServer) -> Iterator[Any]:
    with redis.Redis.from_url(server.url, decode_responses=True) as opened:
        yield opened


def test_the_programs_are_shipped_and_compile() -> None:
    names = ["close", "correct", "give_back", "join", "leave", "prelude", "probe", "settle", "take", "usage"]
    for folder in FOLDERS:
        assert sorted(file.stem for file in folder.iterdir()) == names
    assert sorted(_programs()) == [name for name in names if name != "prelude"]
    compiler = shutil.which("luac5.1") or shutil.which("luac")
    if compiler is None:
        pytest.skip("no luac: apt-get install lua5.1; Redis compiles the programs in the next test")
    for text, _ in _programs().values():
        subprocess.run([compiler, "-p", "-"], input=text, text=True, check=True)


@needs_redis
def test_redis_compiles_the_programs_and_gives_them_our_digests(client: Any) -> None:
    for text, digest in _programs().values():
        assert client.script_load(text) == digest


ME = "one|1.000000"


@define
class Lua:
    """The programs on a clock of the test's own, called as the storage calls them."""

    client: Any
    now: float = 0.0
    texts: dict[str, Any] = field(factory=dict[str, Any])
    entries: int = 0

    def begin(self) -> None:
        self.client.flushall()
        for name, (text, _) in _programs().items():
            changed = text.replace("redis.call('TIME')", "{0, redis.call('GET', 'now')}")
            assert changed != text
            self.texts[name] = self.client.register_script(changed)
        self.at(self.now)
        self.run("join", [], ["E", micro(self.now), 0, 10**12, ME, ""])

    def at(self, now: float) -> None:
        self.now = now
        self.client.set("now", micro(now))

    def run(self, name: str, charges: list[Charge], arguments: list[Any]) -> list[str]:
        buckets = [f"{{t}}:{charge.bucket[0]}" for charge in charges]
        keys = ["{t}", "{t}&", *(key for bucket in buckets for key in (bucket, bucket + "?"))]
        reply: list[str] = self.texts[name](keys, arguments)
        return reply

    def take(self, charges: list[Charge], ticket: int, longest: float) -> float:
        arguments: list[Any] = ["E", micro(self.now), 0, 10**12, ME, 10**12, 0, "F", ticket, micro(longest), 0, 32, 0]
        for each in charges:
            arguments += [each.limit, micro(each.window), each.units, 0, 0]
        return int(self.run("take", charges, arguments)[3]) / 1e6

    def settle(self, charges: list[Charge], ticket: int) -> None:
        parts = [part for each in charges for part in (f"{each.units}:{ticket}", micro(each.window))]
        self.run("settle", charges, [0, *parts])

    def give_back(self, charges: list[Charge], ticket: int) -> None:
        self.run("give_back", charges, [ticket, *(p for each in charges for p in (each.units, micro(each.window)))])

    def close(self, charges: list[Charge], seconds: float) -> None:
        self.run("close", charges, [part for each in charges for part in (micro(each.window), micro(seconds))])

    def correct(self, charge: Charge, limit: int | None, remaining: int, reset: float, ago: float) -> None:
        self.entries += 1
        figures = [micro(charge.window), limit or 0, remaining, micro(reset), micro(ago), charge.limit]
        self.run("correct", [charge], [f"told{self.entries}", *figures])

    def usage(self, charges: list[Charge]) -> list[int]:
        return [int(used) for used in self.run("usage", charges, [])[3:]]


def micro(seconds: float) -> int:
    return round(seconds * 1e6)


A, B = Charge(("a",), 3, 1.0), Charge(("b",), 5, 2.5)


def charges_of(random: Random) -> list[Charge]:
    chosen = random.choice([[A], [B], [A, B], [B, A]])
    units = random.choice([1, 1, 1, 2, 3, 4])
    return [Charge(each.bucket, each.limit, each.window, units) for each in chosen]


@needs_redis
@pytest.mark.parametrize("seed", range(40))
def test_the_window_in_the_process_and_the_window_in_redis_agree(client: Any, seed: int) -> None:
    """The same random history, at the same moments: the same waits, turns and sums."""
    random = Random(seed)
    lua, local = Lua(client, now=1000.0), LocalWindows(0.0)
    lua.begin()
    now, ticket = 1000.0, 0
    waiting: dict[int, tuple[list[Charge], float]] = {}
    granted: dict[int, tuple[list[Charge], float]] = {}
    history: list[Any] = []
    for _ in range(60):
        now = round(now + random.choice([0.001, 0.02, 0.1, 0.3, 0.7]), 3)
        deed = random.choices(["take", "again", "settle", "give back", "close", "correct"], [9, 6, 2, 2, 2, 2])[0]
        lua.at(now)
        if deed == "again" and waiting:
            number, (charges, due) = min(waiting.items(), key=lambda item: item[1][1])
            now = max(now, round(due + random.choice([0.0, 0.0, 0.013]), 6))
            lua.at(now)
        elif deed in ("take", "again"):
            ticket += 1
            number, charges = ticket, charges_of(random)
        longest = random.choice([0.0, 0.5, 9.0])
        history.append((deed, now))
        if deed in ("take", "again"):
            waiting.pop(number, None)
            waits = local.take(charges, now, number, longest), lua.take(charges, number, longest)
            history.append((number, charges, longest, waits))
            assert waits[0] == pytest.approx(waits[1], abs=2e-6), history
            if waits[0] == 0:
                granted[number] = charges, now
            elif waits[0] <= longest:
                waiting[number] = charges, now + waits[1]
        elif deed == "settle" and granted:
            number, (charges, _) = random.choice(list(granted.items()))
            local.settle(charges, now, number)
            lua.settle(charges, number)
        elif deed == "give back" and (waiting or granted):
            number = random.choice([*waiting, *granted])
            charges, _ = waiting.pop(number, None) or granted.pop(number)
            local.give_back(charges, number)
            lua.give_back(charges, number)
        elif deed == "close":
            charges, seconds = charges_of(random), random.choice([0.1, 1.5, 3.0])
            local.close(charges, now, seconds)
            lua.close(charges, seconds)
        elif deed == "correct":
            charge, limit = random.choice([A, B]), random.choice([None, None, 4])
            remaining, reset, ago = (
                random.choice([0, 0, 1, 2, 4]),
                random.choice([0.0, 0.4]),
                random.choice([0.0, 0.25]),
            )
            local.correct(charge, now, limit, remaining, reset, now - ago)
            lua.correct(charge, limit, remaining, reset, ago)
        used = local.buckets.usage(now)
        assert [used.get(each.bucket, 0) for each in (A, B)] == lua.usage([A, B]), history


@needs_redis
def test_a_take_costs_little_however_many_wait(client: Any) -> None:
    lua = Lua(client, now=1000.0)
    lua.begin()
    charge = [Charge(("crowded",), 60, 2.0)]
    for number in range(60):
        assert lua.take(charge, number, 9e3) == 0

    def cost(first: int, count: int) -> float:
        client.config_resetstat()
        for number in range(first, first + count):
            assert lua.take(charge, number, 9e3) > 0
        return float(client.info("commandstats")["cmdstat_evalsha"]["usec_per_call"])

    few = cost(100, 40)
    cost(200, 1900)
    many = min(cost(2000 + 100 * index, 100) for index in range(5))
    print(f"a take costs {few:.0f} us with up to 40 who wait, {many:.0f} us with 2000")
    assert many < 2000
    assert lua.usage(charge) == [60 + 32]
    assert sum(client.memory_usage(key) for key in client.keys("*crowded*")) < 16_000
