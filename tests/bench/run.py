"""Speed, side by side with other clients, in one run: only the ratios mean anything on another machine.

run.py [PART ...]    calls, loop, threads, tls, first, imports, memory, runtime, tool, diff; all of them without a name
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from answers import CASES, bybit, okx
from server import answering

HERE = Path(__file__).parent
ROUNDS = 5
CALLS = {"set_leverage": 800, "place_order": 800, "positions": 60, "positions_as_shown": 60, "candles": 100}
ROWS = ("positions", "positions_as_shown", "candles")
"""The cases that are mostly rows, which ours also reads without the compiled module."""
RIVALS = ("venues", "python-okx", "pybit", "ccxt")
AWAITED = ("venues", "ccxt", "aiohttp", "venues, uvloop", "our transport")
FLOOR = ("raw socket", "bare libcurl")
SAYS = {
    "set_leverage": "set_leverage",
    "place_order": "place_order",
    "positions": "get 100 positions of 50 fields, all of them filled (ours typed, the others dicts of text)",
    "positions_as_shown": "the same with 18 of them empty, as on OKX's page",
    "candles": "get 300 candles (ours typed, the others lists of text)",
}
CONSTRUCTED = {
    "venues": "from venues.okx_v5 import Client; c = Client(api_key='k', secret_key='s', passphrase='p')",
    "python-okx": "import okx.Account; c = okx.Account.AccountAPI('k', 's', 'p', flag='1')",
    "pybit": "from pybit.unified_trading import HTTP; c = HTTP(api_key='k', api_secret='s')",
    "ccxt": "import ccxt; c = ccxt.okx({'apiKey': 'k', 'secret': 's', 'password': 'p'})",
}


def calls() -> None:
    """Client CPU of one call over a kept-alive connection, each client in fresh processes in turn."""
    print(
        "\nclient CPU of one call over a kept-alive loopback connection, everything on; median of", ROUNDS, "processes"
    )
    for case in CASES:
        rows = ("venues, pure",) if case in ROWS else ()
        found = _in_turn(("venues", *rows, *RIVALS[1:], *FLOOR), case, "cpu", str(CALLS[case]), rounds=ROUNDS)
        seconds = {name: median(each) for name, each in found.items()}
        print(f" {SAYS[case]}")
        for name, each in seconds.items():
            said = f"venues is {_of(found, name)} of it" if name in RIVALS[1:] else ""
            if said and rows:
                said += f", {_of(found, name, 'venues, pure')} without the compiled rows"
            said = "the floor: the same bytes, sent, received and not looked at" if name in FLOOR else said
            print(f"  {name:<13}{each * 1e6:9.1f} us   {said}")


def _of(found: dict[str, list[Any]], name: str, ours: str = "venues") -> str:
    """Write what ours takes of another client's CPU time, round by round."""
    return _spread([mine / theirs for mine, theirs in zip(found[ours], found[name], strict=True)])


def loop() -> None:
    """Client CPU of one call in an event loop, one call at a time and a hundred at once."""
    try:
        import uvloop  # noqa: F401  # whether it is there

        clients = AWAITED
    except ImportError:
        clients = tuple(name for name in AWAITED if not name.endswith("uvloop"))
    print("\nasyncio, set_leverage over kept-alive loopback connections; median of", ROUNDS, "processes")
    for at_once in (1, 100):
        found: dict[str, list[Any]] = {name: [] for name in clients}
        with _one_processor(), answering(okx("set_leverage")) as url:
            for _ in range(ROUNDS):
                for name in clients:
                    arguments = (name, "set_leverage", url, str(at_once), "2000")
                    found[name].append(json.loads(_output(str(HERE / "async_clients.py"), *arguments)))
        cpu = {name: median(each["cpu"] for each in runs) for name, runs in found.items()}
        print(f" {'one call at a time' if at_once == 1 else f'{at_once} calls at once'}")
        for name, runs in found.items():
            points = quantiles([value for each in runs for value in each["took"]], n=100)
            said = f"   venues is {cpu['venues'] / cpu[name]:.2f} of it" if not name.startswith("venues") else ""
            rate = median(each["rate"] for each in runs)
            print(
                f"  {name:<15}{cpu[name] * 1e6:7.1f} us   {rate:7.0f} calls/s   "
                f"p50 {points[49] * 1e3:5.2f} ms   p99 {points[98] * 1e3:5.2f} ms{said}"
            )


def threads() -> None:
    """What a call takes when eight threads share a client."""
    print("\nlatency of one set_leverage under 8 threads of one client, ms; of all calls of 3 processes")
    found = _in_turn(RIVALS, "set_leverage", "latency", "1600", rounds=3)
    for name, each in found.items():
        points = quantiles([value for process in each for value in process], n=1000)
        p50, p99, p999 = (points[at - 1] * 1e3 for at in (500, 990, 999))
        print(f"  {name:<13} p50 {p50:6.2f}   p99 {p99:6.2f}   p99.9 {p999:6.2f}")


def tls() -> None:
    """What a new connection costs over TLS 1.3 with certifi's authorities, and a call on one that is open."""
    print("\nCPU over TLS on loopback, certifi's authorities and the server's own; median of", ROUNDS, "processes")
    with tempfile.TemporaryDirectory() as folder:
        found = [json.loads(_output(str(HERE / "tls.py"), folder)) for _ in range(ROUNDS)]
        for name in found[0]:
            print(f"  {name:<44}{median(each[name] for each in found) * 1e3:7.3f} ms")
        _calls_over_tls(Path(folder))


def _calls_over_tls(folder: Path) -> None:
    """Print the client CPU of one call over a kept-alive connection with TLS 1.3; the certificate is in the folder."""
    os.environ["SSL_CERT_FILE"] = str(folder / "bundle.pem")
    rivals = RIVALS[:3]
    for case in ("set_leverage", "place_order"):
        found: dict[str, list[float]] = {name: [] for name in rivals}
        with ExitStack() as stack:
            stack.enter_context(_one_processor())
            urls = [stack.enter_context(answering(each(case), folder / "server.pem")) for each in (okx, bybit)]
            for _ in range(ROUNDS):
                for name in rivals:
                    arguments = (name, case, urls[name == "pybit"], "cpu", str(CALLS[case]))
                    found[name].append(json.loads(_output(str(HERE / "clients.py"), *arguments)))
        print(f" {case}, over a kept-alive connection")
        for name, each in found.items():
            ratios = [ours / theirs for ours, theirs in zip(found["venues"], each, strict=True)]
            said = f"   venues is {_spread(ratios)} of it" if name != "venues" else ""
            print(f"  {name:<13}{median(each) * 1e6:9.1f} us{said}")
    del os.environ["SSL_CERT_FILE"]


def _spread(ratios: Sequence[float]) -> str:
    """Write the median of some rounds' ratios, with the least and the greatest."""
    return f"{median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f})"


def first() -> None:
    """What the first call costs: modules, classes and the connection are made."""
    print("\nCPU of the first set_leverage of a constructed client, median of", ROUNDS, "processes")
    for name, each in _in_turn(RIVALS, "set_leverage", "first", rounds=ROUNDS).items():
        print(f"  {name:<13} {median(each) * 1e3:6.2f} ms")


def imports() -> None:
    """CPU from the start of a process, over bare Python, in turn."""
    print("\nCPU of the import, whole process, over bare Python; median of 15 (ccxt: of 3)")
    codes = {
        "bare Python": "pass",
        "venues": "from venues.okx_v5 import Client",
        "python-okx": "import okx.Account",
        "pybit": "from pybit.unified_trading import HTTP",
        "ccxt": "import ccxt",
    }
    codes |= {f"{name}, constructed": code for name, code in CONSTRUCTED.items()}
    seconds: dict[str, list[float]] = {name: [] for name in codes}
    for turn in range(15):
        for name, code in codes.items():
            if turn < 3 or "ccxt" not in name:
                seconds[name].append(float(_output("-c", f"{code}\nimport time; print(time.process_time())")))
    over = {name: median(found) - median(seconds["bare Python"]) for name, found in seconds.items()}
    for name, each in over.items():
        same = "python-okx, constructed" if "constructed" in name else "python-okx"
        print(f"  {name:<24}{each * 1e3:7.1f} ms   {each / over[same]:.2f} of {same}")


def memory() -> None:
    """Resident memory over bare Python."""
    print("\nresident memory over bare Python; median of 5")
    codes = {"bare Python": "pass", "venues, imported": "from venues.okx_v5 import Client"}
    codes |= {f"{name}, constructed": code for name, code in CONSTRUCTED.items()}
    sizes = {
        name: median(
            float(_output("-c", f"{code}\nprint(open('/proc/self/statm').read().split()[1])")) for _ in range(5)
        )
        for name, code in codes.items()
    }
    for name, pages in sizes.items():
        print(f"  {name:<24}{(pages - sizes['bare Python']) * os.sysconf('SC_PAGESIZE') / 1e6:6.1f} MB")


def runtime() -> None:
    """What the parts of a call cost without the network."""
    import timeit

    from venues._runtime.limits.charges import Charge
    from venues._runtime.limits.limiter import RateLimiter
    from venues.okx_v5 import Context
    from venues.okx_v5.account.set_leverage import SetLeverage
    from venues.okx_v5.trade.place_order import PlaceOrder

    context = Context(pos_mode="net_mode", acct_lv="2")
    request = SetLeverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="isolated")
    limiter = RateLimiter()
    moments = iter(range(10**9))
    charge = [Charge(("bucket",), 20, 2.0)]
    order = {
        "inst_id": "BTC-USDT-SWAP",
        "td_mode": "cross",
        "side": "buy",
        "ord_type": "limit",
        "px": "60000",
        "sz": "1",
    }
    placed = PlaceOrder(**order)
    number = 20_000
    _read_afterwards()
    print("\nin process, best of 3")
    for name, code in (
        ("build a request", lambda: SetLeverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="isolated")),
        ("check it against table and rules", lambda: list(request.violations(context))),
        ("build a place_order", lambda: PlaceOrder(**order)),
        ("check it against 67 rules", lambda: list(placed.violations(context))),
        ("reserve one bucket", lambda: limiter.take(charge, next(moments))),
    ):
        best = min(timeit.repeat(code, number=number, repeat=3)) / number
        print(f"  {name:<33} {best * 1e6:5.2f} us")


def _read_afterwards() -> None:
    """Print what it costs to decode 100 positions, and to read every attribute of their rows afterwards."""
    import timeit

    from attrs import fields

    from venues.okx_v5.account.get_positions import Position

    rows = json.loads(okx("positions"))["data"]
    names = [attribute.name for attribute in fields(Position) if not attribute.name.startswith("_")]
    decoded = [Position.from_wire(row) for row in rows]
    print("\n100 positions of 50 fields, best of 3")
    for name, code in (
        ("decode the rows", lambda: [Position.from_wire(row) for row in rows]),
        ("read all attributes afterwards", lambda: [[getattr(row, name) for name in names] for row in decoded]),
    ):
        best = min(timeit.repeat(code, number=20, repeat=3)) / 20
        print(f"  {name:<33} {best * 1e6:7.1f} us")


def tool() -> None:
    """Importing pages and generating, against the number of endpoints: whole processes, once each."""
    root = HERE.parent.parent
    docs = os.environ.get("VENUESPEC_DOCS")
    spec = root / "spec" / "okx_v5"
    endpoints = sorted(each for each in spec.glob("*/*.yaml"))
    print("\ngenerate, whole process: from cold, then with nothing changed; import of as many pages")
    for count in (50, 100, 200, len(endpoints)):
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "spec" / "okx_v5"
            for file in (*spec.glob("*.yaml"), *endpoints[:count]):
                copy = target / file.relative_to(spec)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, copy)
            cold = _seconds("generate", "--root", folder, VENUESPEC_CACHE=f"{folder}/cache")
            warm = _seconds("generate", "--root", folder, VENUESPEC_CACHE=f"{folder}/cache")
            said = (
                f"  {count:>4} endpoints: {cold:5.2f} s cold, {cold / count * 1e3:5.1f} ms each; {warm:.2f} s unchanged"
            )
            if docs:
                pages = Path(folder) / "pages"
                leaves = sorted((Path(docs) / "okx_v5" / "2026-06-27").rglob("*rest-api-*.md"))
                leaves += (
                    sorted((Path(docs) / "okx_v5" / "2026-06-27").rglob("*.md")) if count == len(endpoints) else []
                )
                for number, page in enumerate(leaves[: None if count == len(endpoints) else count]):
                    pages.mkdir(exist_ok=True)
                    shutil.copy(page, pages / f"{number}-{page.name}")
                said += f"; import {_seconds('import', 'okx_v5', str(pages), '--root', folder, '--check'):5.2f} s"
            print(said)


def diff() -> None:
    """Comparing two states, from specs and from pages: whole processes."""
    root = HERE.parent.parent
    print("\ndiff, whole process")
    with tempfile.TemporaryDirectory() as folder:
        for count in (50, 100, 200, None):
            states = [Path(folder) / f"{count}-{side}" / "okx_v5" for side in ("old", "new")]
            for state in states:
                spec = root / "spec" / "okx_v5"
                for file in (*spec.glob("*.yaml"), *sorted(spec.glob("*/*.yaml"))[:count]):
                    copy = state / file.relative_to(spec)
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    text = file.read_text()
                    copy.write_text(text.replace("limit: 5,", "limit: 4,") if state == states[1] else text)
            said = _cold_and_kept("diff", str(states[0]), str(states[1]))
            print(f"  {count or 'all':>4} endpoints from specs: {said}")
    print(f"   lint of all specs: {_cold_and_kept('lint', '--root', str(root))}")
    docs = os.environ.get("VENUESPEC_DOCS")
    if docs:
        old, new = (str(Path(docs) / "okx_v5" / day) for day in ("2026-01-16", "2026-06-27"))
        said = _cold_and_kept("diff", "--docs", "okx_v5", old, new, "--root", str(root))
        print(f"   all endpoints from pages: {said}")
        said = _cold_and_kept("import", "okx_v5", new, "--check", "--root", str(root))
        print(f"   import of all pages: {said}")


def _cold_and_kept(*arguments: str) -> str:
    """Time a command in one process, in as many as it takes, and again with what the cache has then; three rounds."""
    found: dict[str, list[float]] = {"one": [], "many": [], "kept": []}
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            found["one"].append(_seconds(*arguments, VENUESPEC_CACHE="off", VENUESPEC_PROCESSES="1"))
            found["many"].append(_seconds(*arguments, VENUESPEC_CACHE=folder))
            found["kept"].append(_seconds(*arguments, VENUESPEC_CACHE=folder))
    one = median(found["one"])
    many, kept = (
        median(after / before for before, after in zip(found["one"], found[name], strict=True))
        for name in ("many", "kept")
    )
    return f"{one:5.2f} s in one process, {many:.2f} of it in several, {kept:.2f} with the cache"


def _in_turn(clients: Sequence[str], case: str, *arguments: str, rounds: int) -> dict[str, list[Any]]:
    """What each client measured, in fresh processes: A B C A B C."""
    found: dict[str, list[Any]] = {name: [] for name in clients}
    with ExitStack() as stack:
        if arguments[0] == "cpu":
            stack.enter_context(_one_processor())
        urls = [stack.enter_context(answering(answer(case))) for answer in (okx, bybit)]
        for _ in range(rounds):
            for name in clients:
                url = urls[name == "pybit"]
                found[name].append(json.loads(_output(str(HERE / "clients.py"), name, case, url, *arguments)))
    return found


@contextmanager
def _one_processor() -> Iterator[None]:
    """Keep this process, and those that it starts, on one processor, where the system can."""
    if sys.platform != "linux":
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _output(*arguments: str) -> str:
    # Every client comes as bytecode, as installed packages do: where none is kept, only ours would be compiled anew.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True, env=kept).stdout


def _seconds(*arguments: str, **environment: str) -> float:
    command = [sys.executable, "-m", "venuespec", *arguments]
    started = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False, env=os.environ | environment)
    return time.perf_counter() - started


PARTS: dict[str, Callable[[], None]] = {
    each.__name__: each for each in (calls, loop, threads, tls, first, imports, memory, runtime, tool, diff)
}


def _build() -> str:
    """Return how the interpreter was built: it decides about a third of all figures, and about ratios too."""
    options = sysconfig.get_config_var("CONFIG_ARGS") or ""
    optimized = "with" if "--enable-optimizations" in options else "without"
    linked = "with" if "--with-lto" in options else "without"
    return f"{platform.python_implementation()} {platform.python_version()}, {optimized} PGO, {linked} LTO"


if __name__ == "__main__":
    chosen = sys.argv[1:] or list(PARTS)
    if unknown := sorted(set(chosen) - set(PARTS)):
        sys.exit(f"run.py: no part {', '.join(unknown)}; there are: {', '.join(PARTS)}")
    print(f"{_build()}; {os.cpu_count()} processors")
    for name in chosen:
        PARTS[name]()
