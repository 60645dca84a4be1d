"""Who makes the soak's calls, with both clients: eight threads and eight tasks, and the signals that interrupt them."""

import asyncio
import math
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from random import Random
from typing import Any

from attrs import define, field

from venues._runtime.errors import AlreadyDoneError, APIError, VenueError
from venues._runtime.limits.charges import Charge
from venues._runtime.limits.limiter import RateLimiter
from venues._runtime.reconcile import Verdict
from venues.okx_v5 import AsyncClient, Client
from venues.okx_v5.account.get_leverage import GetLeverage
from venues.okx_v5.account.set_leverage import SetLeverage
from venues.okx_v5.trade.cancel_order import CancelOrder
from venues.okx_v5.trade.get_order import GetOrder
from venues.okx_v5.trade.place_order import PlaceOrder
from venues.okx_v5.trade.place_orders import PlaceOrders, PlaceOrdersItem

KEYS = {"api_key": "soak-key", "secret_key": "soak-secret", "passphrase": "soak-passphrase"}
THREADS = 8
DEADLINE = 1.2
"""Seconds for each call with all its attempts."""
SETTLE = 2.0
"""Longer than any call is late, as reconcile needs, on a machine that is busy with other things too."""
LATE = 0.05
"""Seconds by which a call may overrun its deadline, beside those by which the machine is late itself: see Metronome."""
PAUSE = 0.02
"""Seconds that a caller waits now and then, so that connections are idle for a while."""
INTERRUPTED = 0.03
"""Share of the calls that a signal meets; ten times as many of the main thread's, which alone has signals."""


class Unlimited(RateLimiter):
    """The soak is to be stopped by faults and not by limits."""

    def take(
        self, charges: Sequence[Charge], now: float, ticket: int = 0, longest: float = 0.0, within: float = math.inf
    ) -> float:
        return 0.0


class AlarmError(Exception):
    """What the handler of an alarm raises, as task queues do when a job has had its time."""


class Metronome:
    """How late this process is itself: a thread that wants to wake every few milliseconds."""

    def __init__(self) -> None:
        self._late: list[tuple[float, float]] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._tick, daemon=True)
        self._thread.start()

    def late(self, since: float) -> float:
        """The most that it was late after this moment, which is of ``time.monotonic``."""
        # Whoever asks may have been woken before it.
        time.sleep(0.01)
        return max((late for moment, late in self._late[-500:] if moment >= since), default=0.0)

    def note(self, wanted: float) -> None:
        """Something that was to happen at that moment happens now."""
        now = time.monotonic()
        if now - wanted > 0.005:
            self._late.append((now, now - wanted))

    def end(self) -> None:
        self._ended.set()
        self._thread.join()

    def _tick(self) -> None:
        while not self._ended.is_set():
            wanted = time.monotonic() + 0.005
            self._ended.wait(0.005)
            self.note(wanted)


@define
class Order:
    """What the client says of one order that it placed: the outcome, and what reconcile made of an unknown one."""

    claim: str
    verdict: str | None = None


@define
class Soak:
    """What the callers found."""

    metronome: Metronome = field(factory=Metronome)
    orders: dict[str, Order] = field(factory=dict[str, Order])
    calls: "Counter[str]" = field(factory=Counter[str])
    failed: "Counter[str]" = field(factory=Counter[str])
    breaches: list[str] = field(factory=list[str])
    wrong_reads: list[str] = field(factory=list[str])
    asked: list[tuple[list[str], Any]] = field(factory=list)
    """What is unknown is asked for at once, while everything goes on failing, beside the calls that trade."""
    cancels: "dict[str, str]" = field(factory=dict[str, str])
    signals: "Counter[str]" = field(factory=Counter[str])
    repeated: int = 0
    overruns: int = 0
    excused: int = 0
    """Overruns while the process as a whole was late by as much."""
    slowest: float = 0.0
    megabytes: list[float] = field(factory=list)
    leaks: dict[str, float] = field(factory=dict)
    wire: dict[str, int] = field(factory=dict)
    lock: Any = field(factory=threading.RLock)


class Blocking:
    """The blocking client, as if it were awaited: its coroutines run to their end without a loop."""

    name = "blocking"

    def __init__(self, url: str, found: Soak) -> None:
        self.found = found
        self.client: Any = Client(**KEYS, base_url=url, limiter=Unlimited(), timeout=DEADLINE, connect_timeout=0.5)
        self._askers: list[threading.Thread] = []

    async def send(self, request: Any) -> Any:
        return self.client.send(request)

    async def pause(self) -> None:
        time.sleep(PAUSE)

    def ask(self, failed: Any, names: list[str]) -> None:
        """Reconcile beside the calls."""
        verdicts: list[Verdict] = []
        self.found.asked.append((names, verdicts))

        def reconcile() -> None:
            with suppress(VenueError):
                verdicts.extend(self.client.reconcile(failed, settle=SETTLE, timeout=30.0))

        thread = threading.Thread(target=reconcile)
        self._askers.append(thread)
        thread.start()

    def run(self, calls: int, seed: int) -> None:
        """All calls: of eight threads, and of the main thread, which signals interrupt."""
        shares = [calls // THREADS] * THREADS
        interrupted = threading.current_thread() is threading.main_thread()
        threads = [
            threading.Thread(target=done, args=(work(self, Random(seed * 1000 + number), share, f"s{number}x"),))
            for number, share in enumerate(shares[interrupted:], start=int(interrupted))
        ]
        for each in threads:
            each.start()
        if interrupted:
            with signals(self) as interrupt:
                done(work(self, Random(seed * 1000), shares[0], "s0x", interrupt))
        for each in threads:
            each.join()

    def settle(self) -> None:
        while self._askers:
            self._askers.pop().join()
        self.client.close()


class Awaited:
    """The asyncio client, called from eight tasks of one loop."""

    name = "asyncio"

    def __init__(self, url: str, found: Soak) -> None:
        self.found = found
        self._runner = asyncio.Runner()
        self.client: Any = AsyncClient(**KEYS, base_url=url, limiter=Unlimited(), timeout=DEADLINE, connect_timeout=0.5)
        self._askers: set[asyncio.Task[None]] = set()

    async def send(self, request: Any) -> Any:
        call = asyncio.ensure_future(self.client.send(request))
        if self.interrupts.random() < INTERRUPTED:
            asyncio.get_running_loop().call_later(moment(self.interrupts), self._interrupt, call)
        return await call

    async def pause(self) -> None:
        await asyncio.sleep(PAUSE)

    def ask(self, failed: Any, names: list[str]) -> None:
        """Reconcile beside the calls."""
        verdicts: list[Verdict] = []
        self.found.asked.append((names, verdicts))

        async def reconcile() -> None:
            with suppress(VenueError):
                verdicts.extend(await self.client.reconcile(failed, settle=SETTLE, timeout=30.0))

        task = asyncio.ensure_future(reconcile())
        self._askers.add(task)
        task.add_done_callback(self._askers.discard)

    def run(self, calls: int, seed: int) -> None:
        self.interrupts = Random(seed)
        self._victims: list[asyncio.Future[Any]] = []
        self._runner.run(self._all(calls, seed))

    def settle(self) -> None:
        self._runner.run(self._settled())
        self._runner.close()

    def _interrupt(self, call: "asyncio.Future[Any]") -> None:
        """A signal comes, whose handler cancels a call; where signals cannot be had it is cancelled without."""
        if call.done():
            return
        self.found.signals["cancelled a call"] += 1
        self._victims.append(call)
        if threading.current_thread() is threading.main_thread() and hasattr(signal, "SIGUSR1"):
            signal.raise_signal(signal.SIGUSR1)
        else:
            self._cancel()

    def _cancel(self) -> None:
        while self._victims:
            self._victims.pop().cancel()

    async def _all(self, calls: int, seed: int) -> None:
        loop = asyncio.get_running_loop()
        if threading.current_thread() is threading.main_thread() and hasattr(signal, "SIGUSR1"):
            loop.add_signal_handler(signal.SIGUSR1, self._cancel)
        workers = [
            work(self, Random(seed * 1000 + number), calls // THREADS, f"s{number}x") for number in range(THREADS)
        ]
        self._tick(loop, time.monotonic())
        await asyncio.gather(*workers)

    def _tick(self, loop: asyncio.AbstractEventLoop, wanted: float) -> None:
        """The event loop's own metronome: the system may let its thread wait, and not the other."""
        self.found.metronome.note(wanted)
        loop.call_later(0.005, self._tick, loop, time.monotonic() + 0.005)

    async def _settled(self) -> None:
        if self._askers:
            await asyncio.wait(self._askers)
        await self.client.close()
        await asyncio.sleep(0.05)
        self.found.leaks["tasks"] = len(asyncio.all_tasks()) - 1


def moment(random: Random) -> float:
    """Seconds into a call, most of which take few milliseconds, and some a second."""
    return float(0.0002 * 500 ** random.random())


def done(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine that waits for nothing."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    raise AssertionError("the blocking client waited")


Interrupt = Callable[[Random], None]


@contextmanager
def signals(caller: Blocking) -> Iterator[Interrupt]:
    """An alarm's handler, which raises an exception, or uses the client and goes on.

    Yields what sets the alarm before a call.
    """
    found = caller.found
    raises = True

    def handler(*_: Any) -> None:
        if raises:
            found.signals["raised"] += 1
            raise AlarmError
        found.signals["used the client"] += 1
        assert caller.client.stats is not None
        caller.client.usage()
        with suppress(VenueError):
            caller.client.send(GetLeverage(inst_id="BTC-USDT-SWAP", mgn_mode="cross"), timeout=0.5)

    def interrupt(random: Random) -> None:
        nonlocal raises
        raises = random.random() < 0.6
        if random.random() < 10 * INTERRUPTED:
            signal.setitimer(signal.ITIMER_REAL, moment(random))

    before = signal.signal(signal.SIGALRM, handler)
    try:
        yield interrupt
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


async def work(caller: Any, random: Random, calls: int, prefix: str, interrupt: Interrupt | None = None) -> None:
    """One caller: reads, settings, orders and cancels, in a random mixture."""
    open_orders: list[str] = []
    found: Soak = caller.found
    for number in range(calls):
        name = f"{prefix}{number}"
        if random.random() < 0.05:
            await caller.pause()
        kind = random.choices(("read", "leverage", "place", "batch", "cancel"), (40, 15, 25, 10, 10))[0]
        if kind == "cancel" and not open_orders:
            kind = "read"
        with found.lock:
            found.calls[kind] += 1
            if not number % 100:
                found.megabytes.append(resident())
        try:
            if kind == "read":
                await read(caller, random, open_orders, interrupt)
            elif kind == "leverage":
                lever = SetLeverage(inst_id="BTC-USDT-SWAP", lever=random.randint(1, 9), mgn_mode="cross")
                if isinstance(await sent(caller, lever, random, interrupt), Exception):
                    found.failed["leverage"] += 1
            elif kind == "cancel":
                await cancelled(caller, open_orders.pop(random.randrange(len(open_orders))), random, interrupt)
            elif kind == "place":
                await placed(caller, [order(PlaceOrder, name)], open_orders, random, interrupt)
            else:
                # Filled at once, so that the id is free again: whoever sent them twice would have twice as many.
                names = [f"{name}b{each}" for each in range(random.randint(2, 5))]
                await placed(caller, [order(PlaceOrdersItem, each, "market") for each in names], [], random, interrupt)
        except Exception as error:
            with found.lock:
                found.breaches.append(f"a {kind} died: {error!r}")


async def sent(caller: Any, request: Any, random: Random, interrupt: Interrupt | None) -> Any:
    """A response, or the error that came instead: of the venue, or of a signal's handler, or a cancellation."""
    found: Soak = caller.found
    began = time.monotonic()
    result: Any = None
    try:
        try:
            if interrupt is not None:
                interrupt(random)
            result = await caller.send(request)
        finally:
            if interrupt is not None:
                signal.setitimer(signal.ITIMER_REAL, 0)
    except VenueError as error:
        result = error
    except AlarmError as error:
        found.signals["came through"] += 1
        result = error
    except asyncio.CancelledError:
        result = AlarmError()
    ended = time.monotonic()
    with found.lock:
        found.slowest = max(found.slowest, ended - began)
        if (overrun := ended - began - DEADLINE) > LATE:
            if overrun - found.metronome.late(began + DEADLINE - 0.1) > LATE:
                found.overruns += 1
            else:
                found.excused += 1
    return result


def order(cls: Any, name: str, kind: str = "limit") -> Any:
    price = "2.15" if kind == "limit" else None
    return cls(inst_id="BTC-USDT", td_mode="cash", cl_ord_id=name, side="buy", ord_type=kind, px=price, sz="2")


async def read(caller: Any, random: Random, names: Sequence[str], interrupt: Interrupt | None) -> None:
    """A read must end within its deadline, and say what is there."""
    found: Soak = caller.found
    name = random.choice(names) if names and random.random() < 0.5 else None
    if name is not None:
        result = await sent(caller, GetOrder(inst_id="BTC-USDT", cl_ord_id=name), random, interrupt)
    else:
        result = await sent(caller, GetLeverage(inst_id="BTC-USDT-SWAP", mgn_mode="cross"), random, interrupt)
    with found.lock:
        if isinstance(result, AlarmError):
            found.failed["interrupted read"] += 1
        elif isinstance(result, VenueError):
            refused = isinstance(result, APIError) and result.attempts == 1
            found.failed["refused read" if refused else "read"] += 1
            if result.outcome != "not_executed":
                found.breaches.append(f"a read of unknown outcome: {result!r}")
        else:
            found.repeated += result.attempts > 1
            rows = result.data
            right = (
                [each.get("cl_ord_id") for each in rows] == [name]
                if name
                else all(each.get("lever") in range(1, 10) for each in rows)
            )
            if not right:
                found.wrong_reads.append(f"a read of {name or 'leverage'} says {rows}")


async def cancelled(caller: Any, name: str, random: Random, interrupt: Interrupt | None) -> None:
    found: Soak = caller.found
    result = await sent(caller, CancelOrder(inst_id="BTC-USDT", cl_ord_id=name), random, interrupt)
    if isinstance(result, AlreadyDoneError):
        claim = "done before"  # whoever did that: something on the way sends calls twice
    elif isinstance(result, AlarmError):
        claim = "unknown"
    else:
        claim = result.outcome if isinstance(result, VenueError) else "executed"
    with found.lock:
        found.failed["cancel"] += claim != "executed"
        found.cancels[name] = claim


async def placed(
    caller: Any, items: list[Any], open_orders: list[str], random: Random, interrupt: Interrupt | None
) -> None:
    """Place orders, and note for each what the client may claim of it."""
    found: Soak = caller.found
    names = [each.cl_ord_id for each in items]
    request = items[0] if isinstance(items[0], PlaceOrder) else PlaceOrders(items=tuple(items))
    result = await sent(caller, request, random, interrupt)
    if isinstance(result, AlarmError):
        claims = ["unknown"] * len(names)
    elif isinstance(result, VenueError):
        claims = [result.outcome] * len(names)
        if result.outcome == "unknown" and "client.reconcile" not in str(result):
            found.breaches.append(f"an unknown outcome that does not say how to find out: {result}")
        elif result.outcome == "executed":
            found.breaches.append(f"an answer that cannot be decoded: {result}")
    else:
        claims = ["not_executed" if row.failed else "executed" for row in result.data]
        if [row.cl_ord_id for row in result.data] != names:
            found.breaches.append(f"{names} were answered with {result.data}")
            claims = ["unknown"] * len(names)
    with found.lock:
        for name, claim in zip(names, claims, strict=True):
            found.orders[name] = Order(claim)
    if "unknown" in claims:
        caller.ask(result if isinstance(result, VenueError) else request, names)
    open_orders += [name for name, claim in zip(names, claims, strict=True) if claim == "executed"]


def resident() -> float:
    """Megabytes that the process holds; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except OSError:
        return 0.0


CALLERS: dict[str, Any] = {each.name: each for each in (Blocking, Awaited)}
