"""Speed, side by side with other clients, in one run: only the ratios mean anything on another machine."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from server import answering

HERE = Path(__file__).parent
ROUNDS = 5
CALLS = 1000
OKX_ANSWER = (
    b'{"code":"0","msg":"","data":[{"lever":"5","mgnMode":"isolated","instId":"BTC-USDT-SWAP","posSide":"net"}]}'
)
BYBIT_ANSWER = b'{"retCode":0,"retMsg":"OK","result":{},"retExtInfo":{},"time":1756460695432}'


def cpu() -> None:
    """Client CPU of one set_leverage over a kept-alive connection."""
    seconds: dict[str, list[float]] = {"venues": [], "python-okx": [], "pybit": []}
    with answering(OKX_ANSWER) as okx, answering(BYBIT_ANSWER) as bybit:
        for _ in range(ROUNDS):
            for name, found in seconds.items():
                url = bybit if name == "pybit" else okx
                command = [sys.executable, str(HERE / "clients.py"), name, url, str(CALLS)]
                found.append(float(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
    print(f"\nclient CPU of one set_leverage, {CALLS} calls, median of {ROUNDS} rounds")
    ours = median(seconds["venues"])
    for name, found in seconds.items():
        print(f"  {name:<11} {median(found) * 1e6:7.1f} us   venues / {name}: {ours / median(found):.3f}")


def imports() -> None:
    """Import time over bare Python, whole processes in turn."""
    codes = {
        "bare Python": "pass",
        "venues": "from venues.okx_v5 import Client",
        "venues, constructed": "from venues.okx_v5 import Client; Client(api_key='k', secret_key='s', passphrase='p')",
        "python-okx": "import okx.Account",
    }
    seconds: dict[str, list[float]] = {name: [] for name in codes}
    for _ in range(15):
        for name, code in codes.items():
            started = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            seconds[name].append(time.perf_counter() - started)
    bare, okx = median(seconds["bare Python"]), median(seconds["python-okx"])
    print("\nimport, whole process, median of 15")
    for name, found in seconds.items():
        over = median(found) - bare
        print(
            f"  {name:<20} {median(found) * 1e3:6.1f} ms, {over * 1e3:6.1f} ms over bare   {over / (okx - bare):.2f} of python-okx"
        )


def rules() -> None:
    """What checking a request's rules adds to building it, and what the limiter costs."""
    import timeit

    from venues._runtime.limits import Charge, RateLimiter
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
    for name, code in (
        ("build a request", lambda: SetLeverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="isolated")),
        ("check it against table and rules", lambda: list(request.violations(context))),
        ("build a place_order", lambda: PlaceOrder(**order)),
        ("check it against 67 rules", lambda: list(placed.violations(context))),
        ("reserve one bucket", lambda: limiter.take(charge, next(moments))),
    ):
        best = min(timeit.repeat(code, number=number, repeat=3)) / number
        print(f"  {name:<33} {best * 1e6:5.2f} us")


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
            cold = _seconds("generate", "--root", folder)
            warm = _seconds("generate", "--root", folder)
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
            seconds = _seconds("diff", str(states[0]), str(states[1]))
            print(f"  {count or 'all':>4} endpoints from specs: {seconds:5.2f} s")
    docs = os.environ.get("VENUESPEC_DOCS")
    if docs:
        old, new = (Path(docs) / "okx_v5" / day for day in ("2026-01-16", "2026-06-27"))
        seconds = _seconds("diff", "--docs", "okx_v5", str(old), str(new), "--root", str(root))
        print(f"   all endpoints from pages: {seconds:5.2f} s")


def _seconds(*arguments: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "venuespec", *arguments], capture_output=True, check=False)
    return time.perf_counter() - started


if __name__ == "__main__":
    cpu()
    imports()
    print("\nin process, best of 3")
    rules()
    tool()
    diff()
