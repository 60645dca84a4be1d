"""One asyncio client and one call, in a process of its own: prints what was measured as JSON. Run by ``run.py``.

async_clients.py CLIENT CASE URL AT_ONCE COUNT    CPU seconds of a call, calls a second, seconds that each took
"""

import asyncio
import json
import sys
import time
import warnings
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

from clients import ORDER, bytes_of, ticking

Call = Callable[[], Awaitable[object]]
WARM_UP = 300


async def venues(case: str, url: str, stack: AsyncExitStack) -> Call:
    """Ours, with everything on: signed, validated, rate-limited, typed."""
    from venues.okx_v5 import AsyncClient, Context

    context = Context(pos_mode="net_mode", acct_lv="2")
    client = await stack.enter_async_context(
        AsyncClient(
            api_key="k", secret_key="s", passphrase="p", base_url=url, context=context, clock=ticking(), timeout=3600.0
        )
    )
    calls: dict[str, Call] = {
        "set_leverage": lambda: client.account.set_leverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="isolated"),
        "place_order": lambda: client.trade.place_order(
            inst_id="BTC-USDT-SWAP", td_mode="cross", side="buy", ord_type="limit", sz="1", px="60000"
        ),
        "positions": lambda: client.account.get_positions(inst_type="SWAP"),
    }
    return calls[case]


async def ccxt(case: str, url: str, stack: AsyncExitStack) -> Call:
    """Its raw calls, which answer with dicts."""
    import ccxt.async_support

    api = ccxt.async_support.okx({"apiKey": "k", "secret": "s", "password": "p", "enableRateLimit": False})
    stack.push_async_callback(api.close)
    api.urls["api"] = {"rest": url}
    swap = {"instId": "BTC-USDT-SWAP"}
    calls: dict[str, Call] = {
        "set_leverage": lambda: api.privatePostAccountSetLeverage({**swap, "lever": "5", "mgnMode": "isolated"}),
        "place_order": lambda: api.privatePostTradeOrder({**swap, **ORDER}),
        "positions": lambda: api.privateGetAccountPositions({"instType": "SWAP"}),
    }
    return calls[case]


def _parts(case: str, url: str) -> tuple[str, dict[str, str], bytes]:
    head, _, body = bytes_of(case, url).partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines if not line.startswith(("Host", "Accept", "Content-Length")))
    return url + first.split()[1], headers, body


async def aiohttp(case: str, url: str, stack: AsyncExitStack) -> Call:
    """The same call by aiohttp, its answer read and not looked at."""
    import aiohttp

    target, headers, body = _parts(case, url)
    session = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()))

    async def call() -> bytes:
        async with session.post(target, data=body, headers=headers) as answer:
            return await answer.read()

    return call


async def transport(case: str, url: str, stack: AsyncExitStack) -> Call:
    """The same call by our transport alone."""
    from venues import AsyncCurlTransport, HttpRequest

    target, headers, body = _parts(case, url)
    carrier = AsyncCurlTransport()
    stack.push_async_callback(carrier.close)

    def departing() -> None:
        pass

    return lambda: carrier.send(HttpRequest(method="POST", url=target, headers=headers, body=body), departing)


CLIENTS = {"venues": venues, "venues, uvloop": venues, "ccxt": ccxt, "aiohttp": aiohttp, "our transport": transport}


async def measured(client: str, case: str, url: str, at_once: int, count: int) -> dict[str, Any]:
    async with AsyncExitStack() as stack:
        call = await CLIENTS[client](case, url, stack)
        took: list[float] = []

        async def work(calls: int) -> None:
            for _ in range(calls):
                started = time.perf_counter()
                await call()
                took.append(time.perf_counter() - started)

        async def all_of(calls: int) -> None:
            await asyncio.gather(*(work(max(calls // at_once, 1)) for _ in range(at_once)))

        await all_of(WARM_UP)
        took.clear()
        wall, cpu = time.perf_counter(), time.process_time()
        await all_of(count)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        return {"cpu": cpu / len(took), "rate": len(took) / wall, "took": took}


def main() -> None:
    client, case, url, at_once, count = sys.argv[1:]
    warnings.simplefilter("ignore")
    factory = asyncio.new_event_loop
    if client.endswith("uvloop"):
        import uvloop

        factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        print(json.dumps(runner.run(measured(client, case, url, int(at_once), int(count)))))


if __name__ == "__main__":
    main()
