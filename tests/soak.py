"""The soak that ``make soak`` runs: thousands of calls of both clients, from eight threads and from eight tasks, against
a sandbox on which everything fails at random, over a wire that adds answers nobody asked for, while signals interrupt
them; and the sandbox's own ledger to prove that no order was placed twice, lost or misreported.

    python tests/soak.py [--calls N] [--seed N] [--rate SHARE] [--client blocking|asyncio]

Prints a table, and exits with 1 when anything in it is not as it must be.
"""

import argparse
import faulthandler
import gc
import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request as HttpCall
from urllib.request import urlopen

from soak_callers import CALLERS, DEADLINE, KEYS, LATE, THREADS, Soak
from venues._runtime.reconcile import Verdict
from venues._runtime.request import Item
from venuespec.sandbox.faults import Fault

ROOT = Path(__file__).parent.parent
GROWTH = 16.0
"""Megabytes by which the second half of the calls may grow the process, which keeps a record of each order."""
REFUSED_AT_MOST = 10.0
"""Seconds for which the sandbox's own paths may refuse a connection."""
LONGEST = 900
"""Seconds after which a soak that hangs says where, and ends."""
FAULTS: list[dict[str, Any]] = [
    {"kind": "refused", "seconds": 0.05},
    {"kind": "drop_before"},
    {"kind": "drop_after"},
    {"kind": "late", "seconds": 0.3},
    # Only where ids protect from it: nobody can help it if something on the way sends a market order twice.
    {"kind": "replay", "path": "/api/v5/trade/order"},
    {"kind": "half"},
    {"kind": "slow", "seconds": 0.2},
    {"kind": "slow", "seconds": 1.5},
    {"kind": "slow_headers", "seconds": 1.5},
    {"kind": "slow_body", "seconds": 1.5},
    {"kind": "status", "status": 500},
    {"kind": "status", "status": 503},
    {"kind": "status", "status": 429},
    {"kind": "malformed"},
    {"kind": "gateway_page"},
    {"kind": "truncated_gzip"},
    {"kind": "wrong_envelope"},
    {"kind": "clock"},
    {"kind": "rate_limited"},
    {"kind": "refuse", "code": "50061"},
    {"kind": "refuse", "code": "50004", "status": 400},
    {"kind": "refuse", "code": "77777"},
    {"kind": "refuse", "code": "51016"},
]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=24_000)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--rate", type=float, default=0.08, help="share of calls that something happens to")
    parser.add_argument("--client", choices=list(CALLERS), help="only this one")
    options = parser.parse_args()
    command = [sys.executable, "-m", "venuespec", "sandbox", "okx_v5", "--port", "0", "--no-limits"]
    command += ["--api-key", KEYS["api_key"]]
    environment = {**os.environ, "SANDBOX_SECRET_KEY": KEYS["secret_key"], "SANDBOX_PASSPHRASE": KEYS["passphrase"]}
    # Each unknown outcome is a warning, and here there are to be a thousand.
    logging.getLogger("venues").setLevel(logging.CRITICAL)
    faulthandler.dump_traceback_later(LONGEST, exit=True)
    breaches: list[str] = []
    for name in [options.client] if options.client else CALLERS:
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout is not None
                url = server.stdout.readline().split()[0]
                breaches += soak(url, calls=options.calls, seed=options.seed, rate=options.rate, client=name)
            finally:
                server.terminate()
    return 1 if breaches else 0


@contextmanager
def wired(url: str, rate: float, seed: int, found: Soak) -> Iterator[str]:
    """The URL of a wire to there; what it did is noted at the end."""
    command = [sys.executable, str(ROOT / "tests" / "soak_wire.py"), url, str(rate), str(seed)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as wire:
        assert wire.stdin is not None
        assert wire.stdout is not None
        try:
            yield f"http://127.0.0.1:{wire.stdout.readline().strip()}"
            wire.stdin.write("\n")
            wire.stdin.flush()
            found.wire = json.loads(wire.stdout.readline())
        finally:
            wire.kill()


def soak(
    url: str, *, calls: int, seed: int, rate: float, client: str = "blocking", say: Callable[[str], None] = print
) -> list[str]:
    """Make so many calls, hold what was claimed against the ledger, print the table; everything that is wrong."""
    started = time.monotonic()
    gc.collect()
    before = {"descriptors": descriptors(), "threads": threading.active_count()}
    found = Soak()
    sandbox(url, "faults", {"rate": rate, "seed": seed, "faults": FAULTS})
    with wired(url, rate / 2, seed, found) as wire:
        caller = CALLERS[client](wire, found)
        caller.run(calls, seed)
        lasted = time.monotonic() - started
        counts: dict[str, int] = sandbox(url, "faults")["counts"]
        caller.settle()
    sandbox(url, "faults", method="DELETE")
    found.metronome.end()
    for names, verdicts in found.asked:
        for name, verdict in zip(names, verdicts, strict=False):
            note(found, name, verdict)
    del caller
    gc.collect()
    found.leaks |= {
        "descriptors": descriptors() - before["descriptors"],
        "threads": threading.active_count() - before["threads"],
        "megabytes": max(0, round(grown(found) - GROWTH)),
    }
    ledger = sandbox(url, "orders")["orders"]
    breaches = [*found.breaches, *against_ledger(found, ledger), *unlike_itself(found)]
    if calls >= 20_000:
        labels = {Fault.from_json(each).label for each in FAULTS}
        breaches += [f"the fault {each} never happened" for each in sorted(labels - counts.keys())]
    who = "threads" if client == "blocking" else "tasks"
    say(f"{client}: {sum(found.calls.values())} calls from {THREADS} {who} in {lasted:.0f} s: {listed(found.calls)}")
    table(found, counts, ledger, say)
    for each in breaches[:20]:
        say(f"WRONG: {each}")
    say(f"{len(breaches)} breaches")
    return breaches


def grown(found: Soak) -> float:
    """Megabytes by which the second half of the calls grew the process."""
    return found.megabytes[-1] - found.megabytes[len(found.megabytes) // 2]


def unlike_itself(found: Soak) -> list[str]:
    """What is wrong whatever the ledger says: strays that were taken, signals that were swallowed, leaks, overruns."""
    wrong: list[str] = []
    strays = sum(number for kind, number in found.wire.items() if kind.startswith(("stray", "doubled")))
    collided, reused = found.wire.get("collided", 0), found.wire.get("reused", 0)
    if reused:
        wrong.append(f"{reused} calls went out on a connection that had brought an answer too many")
    if collided > 3 + strays // 10:
        wrong.append(f"{collided} of {strays} connections with a stray answer were used again: more than by accident")
    if len(found.wrong_reads) > collided:
        wrong += found.wrong_reads
    raised, came = found.signals["raised"], found.signals["came through"]
    if raised != came:
        wrong.append(f"the handler of a signal raised {raised} times, and {came} came through")
    wrong += [f"leaked {name}: {number}" for name, number in found.leaks.items() if number > 0]
    if found.overruns:
        wrong.append(f"{found.overruns} calls overran their deadline by more than {LATE} s")
    return wrong


def table(found: Soak, counts: dict[str, int], ledger: dict[str, Any], say: Callable[[str], None]) -> None:
    unknown = [each for each in found.orders.values() if each.verdict is not None]
    collided, reused = found.wire.get("collided", 0), found.wire.get("reused", 0)
    kinds = {kind: number for kind, number in found.wire.items() if kind not in ("collided", "reused", "under way")}
    say(f"{sum(counts.values())} faults: {listed(counts)}")
    say(f"{sum(kinds.values())} more on the wire: {listed(kinds)}")
    say(f"orders: {len(found.orders)}, claimed {listed(Counter(each.claim for each in found.orders.values()))}")
    say(f"  unknown, then reconciled: {len(unknown)}: {listed(Counter(each.verdict or '' for each in unknown))}")
    say(f"cancels: {listed(Counter(found.cancels.values()))}")
    say(f"reads: {found.calls['read']}, recovered by repeating {found.repeated}")
    say(f"  failed: {found.failed['refused read']} refused by the venue, {found.failed['read']} after all attempts")
    say(f"signals: {listed(found.signals)}")
    say(f"  placed twice: {sum(each['placed'] > 1 for each in ledger.values())}")
    say(f"  lost (said to be placed, and not in the ledger): {sum(lost(found, ledger))}")
    say(f"  wrong answers: {len(found.breaches) + max(0, len(found.wrong_reads) - collided)}")
    say(
        f"  overruns of the deadline above {LATE * 1000:.0f} ms: {found.overruns} (slowest {found.slowest:.2f} of {DEADLINE} s)"
    )
    say(f"    late with the whole process: {found.excused}")
    say(
        f"  leaks: {listed(found.leaks)} (the second half grew by {grown(found):.0f} MB, of {GROWTH:.0f} for the records)"
    )
    say(f"  used again after an answer too many: {reused}")
    say("  inherent to HTTP/1.1, a stray that comes while a call is under way is taken for its answer:")
    say(f"    sent to an order: {found.wire.get('under way', 0)}, given away by the id; reads by accident: {collided}")


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd")) if os.path.exists("/proc/self/fd") else 0


def note(found: Soak, name: str, verdict: Verdict) -> None:
    if verdict.client_id != name or not isinstance(verdict.item, Item):
        found.breaches.append(f"the verdict on {name} is about {verdict.client_id}")
    if verdict.outcome == "executed" and verdict.row.cl_ord_id != name:
        found.breaches.append(f"the verdict on {name} shows {verdict.row}")
    if found.orders[name].claim == "unknown":
        found.orders[name].verdict = verdict.outcome


def lost(found: Soak, ledger: dict[str, Any]) -> list[bool]:
    return [(each.verdict or each.claim) == "executed" and name not in ledger for name, each in found.orders.items()]


def against_ledger(found: Soak, ledger: dict[str, Any]) -> list[str]:
    """Every order of which the client claims what did not happen."""
    wrong: list[str] = []
    for name, each in found.orders.items():
        times = ledger.get(name, {"placed": 0})["placed"]
        claim = each.claim if each.verdict is None else each.verdict
        if times > 1:
            wrong.append(f"{name} was placed {times} times")
        if claim != ("executed" if times else "not_executed"):
            wrong.append(f"{name} is said to be {claim} ({each.claim} at first), and was placed {times} times")
    for name, claim in found.cancels.items():
        times = ledger.get(name, {"cancelled": 0})["cancelled"]
        if (claim, times) not in {
            ("executed", 1),
            ("done before", 1),
            ("not_executed", 0),
            ("unknown", 0),
            ("unknown", 1),
        }:
            wrong.append(f"the cancel of {name} is said to be {claim}, and there were {times}")
    wrong += [f"{name} was placed, and nobody sent it" for name in ledger if name not in found.orders]
    return wrong


def listed(counts: Any) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counts.items())) or "none"


def sandbox(url: str, what: str, body: Any = None, method: str | None = None) -> Any:
    """A call of the sandbox's own; while it accepts no connection, for a fault that it plays, the call waits."""
    data = None if body is None else json.dumps(body).encode()
    until = time.monotonic() + REFUSED_AT_MOST
    while True:
        try:
            with urlopen(HttpCall(f"{url}/_sandbox/{what}", data=data, method=method), timeout=30) as answer:
                return json.loads(answer.read())
        except URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError) or time.monotonic() > until:
                raise
            time.sleep(0.02)


if __name__ == "__main__":
    sys.exit(main())
