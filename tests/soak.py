"""The soak that ``make soak`` runs: thousands of calls from eight threads against a sandbox on which everything fails at
random, and the sandbox's own ledger to prove that no order was placed twice, lost or misreported.

    python tests/soak.py [--calls N] [--seed N] [--rate SHARE]

Exits with 1 when anything is not as it must be.
"""

import argparse
import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any
from urllib.request import Request as HttpCall
from urllib.request import urlopen

from attrs import define, field

from venues._runtime.errors import AlreadyDoneError, APIError, VenueError
from venues._runtime.limits.charges import Charge
from venues._runtime.limits.limiter import RateLimiter
from venues._runtime.reconcile import Verdict
from venues._runtime.request import Item
from venues.okx_v5 import Client
from venues.okx_v5.account.get_leverage import GetLeverage
from venues.okx_v5.trade.cancel_order import CancelOrder
from venues.okx_v5.trade.get_order import GetOrder
from venues.okx_v5.trade.place_order import PlaceOrder
from venues.okx_v5.trade.place_orders import PlaceOrders, PlaceOrdersItem
from venuespec.sandbox.faults import Fault

ROOT = Path(__file__).parent.parent
KEYS = {"api_key": "soak-key", "secret_key": "soak-secret", "passphrase": "soak-passphrase"}
THREADS = 8
DEADLINE = 1.2
"""Seconds for each call with all its attempts."""
SETTLE = 2.0
"""Longer than any call is late, as reconcile needs, on a machine that is busy with other things too."""
SLACK = 3.0
"""Seconds that a busy machine may be late itself."""
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


class Unlimited(RateLimiter):
    """The soak is to be stopped by faults and not by limits."""

    def take(self, charges: Sequence[Charge], now: float, ticket: int = 0, longest: float = 0.0) -> float:
        return 0.0


@define
class Order:
    """What the client says of one order that it placed: the outcome, and what reconcile made of an unknown one."""

    claim: str
    verdict: str | None = None


@define
class Soak:
    """What the threads found."""

    orders: dict[str, Order] = field(factory=dict[str, Order])
    calls: "Counter[str]" = field(factory=Counter[str])
    failed: "Counter[str]" = field(factory=Counter[str])
    breaches: list[str] = field(factory=list[str])
    asked: list[tuple[list[str], Future[tuple[Verdict, ...]]]] = field(factory=list)
    """What is unknown is asked for at once, while everything goes on failing, beside the threads that trade."""
    askers: ThreadPoolExecutor = field(factory=lambda: ThreadPoolExecutor(5 * THREADS))
    cancels: "dict[str, str]" = field(factory=dict[str, str])
    repeated: int = 0
    slowest_read: float = 0.0
    lock: threading.Lock = field(factory=threading.Lock)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=24_000)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--rate", type=float, default=0.08, help="share of calls that something happens to")
    options = parser.parse_args()
    command = [sys.executable, "-m", "venuespec", "sandbox", "okx_v5", "--port", "0", "--no-limits"]
    command += ["--api-key", KEYS["api_key"]]
    environment = {**os.environ, "SANDBOX_SECRET_KEY": KEYS["secret_key"], "SANDBOX_PASSPHRASE": KEYS["passphrase"]}
    # Each unknown outcome is a warning, and here there are to be a thousand.
    logging.getLogger("venues").setLevel(logging.ERROR)
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            url = server.stdout.readline().split()[0]
            breaches = soak(url, calls=options.calls, seed=options.seed, rate=options.rate)
        finally:
            server.terminate()
    return 1 if breaches else 0


def soak(url: str, *, calls: int, seed: int, rate: float, say: Callable[[str], None] = print) -> list[str]:
    """Make so many calls, hold what was claimed against the ledger, print the table; everything that is wrong."""
    started = time.monotonic()
    found = Soak()
    sandbox(url, "faults", {"rate": rate, "seed": seed, "faults": FAULTS})
    with Client(**KEYS, base_url=url, limiter=Unlimited(), timeout=DEADLINE, connect_timeout=0.5) as okx:
        threads = [
            threading.Thread(
                target=work, args=(okx, found, Random(seed * 1000 + number), calls // THREADS, f"s{number}x")
            )
            for number in range(THREADS)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        lasted = time.monotonic() - started
        counts: dict[str, int] = sandbox(url, "faults")["counts"]
        for names, verdicts in found.asked:
            for name, verdict in zip(names, verdicts.result(), strict=True):
                note(found, name, verdict)
        found.askers.shutdown()
    sandbox(url, "faults", method="DELETE")
    ledger = sandbox(url, "orders")["orders"]
    unknown = [each for each in found.orders.values() if each.verdict is not None]
    breaches = [*found.breaches, *against_ledger(found, ledger)]
    if calls >= 20_000:
        labels = {Fault.from_json(each).label for each in FAULTS}
        breaches += [f"the fault {each} never happened" for each in sorted(labels - counts.keys())]
    say(f"{sum(found.calls.values())} calls from {THREADS} threads in {lasted:.0f} s: {listed(found.calls)}")
    say(f"{sum(counts.values())} faults: {listed(counts)}")
    say(f"orders: {len(found.orders)}, claimed {listed(Counter(each.claim for each in found.orders.values()))}")
    say(f"  placed twice: {sum(each['placed'] > 1 for each in ledger.values())}")
    say(f"  lost (said to be placed, and not in the ledger): {sum(lost(found, ledger))}")
    say(f"  unknown, then reconciled: {len(unknown)}: {listed(Counter(each.verdict or '' for each in unknown))}")
    say(f"cancels: {listed(Counter(found.cancels.values()))}")
    say(f"reads: {found.calls['read']}, recovered by repeating {found.repeated}")
    say(f"  failed: {found.failed['refused read']} refused by the venue, {found.failed['read']} after all attempts")
    say(f"  slowest {found.slowest_read:.2f} s of {DEADLINE} s")
    for each in breaches[:20]:
        say(f"WRONG: {each}")
    say(f"{len(breaches)} breaches")
    return breaches


def work(okx: Client, found: Soak, random: Random, calls: int, prefix: str) -> None:
    """One thread: reads, settings, orders and cancels, in a random mixture."""
    open_orders: list[str] = []
    try:
        for number in range(calls):
            name = f"{prefix}{number}"
            kind = random.choices(("read", "leverage", "place", "batch", "cancel"), (40, 15, 25, 10, 10))[0]
            if kind == "cancel" and not open_orders:
                kind = "read"
            with found.lock:
                found.calls[kind] += 1
            if kind == "read":
                read(okx, found, random, open_orders)
            elif kind == "leverage":
                leverage(okx, found, random)
            elif kind == "cancel":
                cancelled(okx, found, open_orders.pop(random.randrange(len(open_orders))))
            elif kind == "place":
                placed(okx, found, [order(PlaceOrder, name)], open_orders)
            else:
                # Filled at once, so that the id is free again: whoever sent them twice would have twice as many.
                names = [f"{name}b{each}" for each in range(random.randint(2, 5))]
                placed(okx, found, [order(PlaceOrdersItem, each, "market") for each in names], [])
    except Exception as error:
        with found.lock:
            found.breaches.append(f"a thread died: {error!r}")


def order(cls: Any, name: str, kind: str = "limit") -> Any:
    price = "2.15" if kind == "limit" else None
    return cls(inst_id="BTC-USDT", td_mode="cash", cl_ord_id=name, side="buy", ord_type=kind, px=price, sz="2")


def read(okx: Client, found: Soak, random: Random, names: Sequence[str]) -> None:
    """A read must end within its deadline, and say what is there."""
    name = random.choice(names) if names else None
    began = time.monotonic()
    try:
        if name is not None and random.random() < 0.5:
            response: Any = okx.send(GetOrder(inst_id="BTC-USDT", cl_ord_id=name))
            right = [each.cl_ord_id for each in response.data] == [name]
        else:
            response = okx.send(GetLeverage(inst_id="BTC-USDT-SWAP", mgn_mode="cross"))
            right = all(each.lever in range(1, 10) for each in response.data)
        with found.lock:
            found.repeated += response.attempts > 1
            if not right:
                found.breaches.append(f"a read says {response.data}")
    except VenueError as error:
        refused = isinstance(error, APIError) and error.attempts == 1
        with found.lock:
            found.failed["refused read" if refused else "read"] += 1
            if error.outcome != "not_executed":
                found.breaches.append(f"a read of unknown outcome: {error!r}")
    lasted = time.monotonic() - began
    with found.lock:
        found.slowest_read = max(found.slowest_read, lasted)
        if lasted > DEADLINE + SLACK:
            found.breaches.append(f"a read took {lasted:.2f} s, and was to take {DEADLINE} s at most")


def leverage(okx: Client, found: Soak, random: Random) -> None:
    try:
        okx.account.set_leverage(inst_id="BTC-USDT-SWAP", lever=random.randint(1, 9), mgn_mode="cross")
    except VenueError:
        with found.lock:
            found.failed["leverage"] += 1


def cancelled(okx: Client, found: Soak, name: str) -> None:
    claim = "executed"
    try:
        okx.send(CancelOrder(inst_id="BTC-USDT", cl_ord_id=name))
    except AlreadyDoneError:
        claim = "done before"  # whoever did that: something on the way sends calls twice
    except VenueError as error:
        claim = error.outcome
    with found.lock:
        found.failed["cancel"] += claim != "executed"
        found.cancels[name] = claim


def placed(okx: Client, found: Soak, items: list[Any], open_orders: list[str]) -> None:
    """Place orders, and note for each what the client may claim of it."""
    names = [each.cl_ord_id for each in items]
    request = items[0] if isinstance(items[0], PlaceOrder) else PlaceOrders(items=tuple(items))
    try:
        rows = okx.send(request).data
        claims = ["not_executed" if row.failed else "executed" for row in rows]
        if [row.cl_ord_id for row in rows] != names:
            found.breaches.append(f"{names} were answered with {rows}")
    except VenueError as error:
        claims = [error.outcome] * len(names)
        if error.outcome == "unknown":
            if "client.reconcile" not in str(error):
                found.breaches.append(f"an unknown outcome that does not say how to find out: {error}")
            asked = found.askers.submit(okx.reconcile, error, settle=SETTLE, timeout=30.0)
            found.asked.append((names, asked))
        elif error.outcome == "executed":
            found.breaches.append(f"an answer that cannot be decoded: {error}")
    with found.lock:
        for name, claim in zip(names, claims, strict=True):
            found.orders[name] = Order(claim)
    open_orders += [name for name, claim in zip(names, claims, strict=True) if claim == "executed"]


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


def listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counts.items())) or "none"


def sandbox(url: str, what: str, body: Any = None, method: str | None = None) -> Any:
    """A call of the sandbox's own."""
    data = None if body is None else json.dumps(body).encode()
    with urlopen(HttpCall(f"{url}/_sandbox/{what}", data=data, method=method), timeout=30) as answer:
        return json.loads(answer.read())


if __name__ == "__main__":
    sys.exit(main())
