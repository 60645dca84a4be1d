"""One client and one call, in a process of its own: prints what was measured as JSON. Run by ``run.py``.

    clients.py CLIENT CASE URL cpu COUNT       CPU seconds of one call
    clients.py CLIENT CASE URL latency COUNT   seconds that each call took, under eight threads
    clients.py CLIENT CASE URL first           CPU seconds from the constructed client to the first answer

Two of the clients are no clients but the floor: the bytes of our call, sent and received and not looked at, by a
blocking socket and by libcurl.
"""

import contextlib
import io
import json
import os
import socket
import sys
import threading
import time
import warnings
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from answers import okx
from server import head

Call = Callable[[], object]
WARM_UP = 50
THREADS = 8
ORDER = {"tdMode": "cross", "side": "buy", "ordType": "limit", "sz": "1", "px": "60000"}


def ticking() -> Any:
    """Time on which the documented rate limit, 20 calls in 2 s, never makes a call wait."""
    from venues._runtime.clock import SystemClock

    class Ticking(SystemClock):
        moment = 0.0

        def monotonic(self) -> float:
            self.moment += 0.5
            return self.moment

    return Ticking()


def venues(case: str, url: str) -> Call:
    """Ours, with everything on: signed, validated, rate-limited, typed."""
    from venues.okx_v5 import Client, Context

    context = Context(pos_mode="net_mode", acct_lv="2")
    client = Client(
        api_key="k", secret_key="s", passphrase="p", base_url=url, context=context, clock=ticking(), timeout=3600.0
    )
    calls: dict[str, Call] = {
        "set_leverage": lambda: client.account.set_leverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="isolated"),
        "place_order": lambda: client.trade.place_order(
            inst_id="BTC-USDT-SWAP", td_mode="cross", side="buy", ord_type="limit", sz="1", px="60000"
        ),
        "positions": lambda: client.account.get_positions(inst_type="SWAP"),
        "candles": lambda: client.market_data.get_candles(inst_id="BTC-USDT-SWAP", limit=300),
    }
    return calls["positions" if case == "positions_as_shown" else case]


def pure(case: str, url: str) -> Call:
    """Ours without the compiled rows."""
    os.environ["VENUES_PURE"] = "1"
    return venues(case, url)


def python_okx(case: str, url: str) -> Call:
    from okx.Account import AccountAPI
    from okx.MarketData import MarketAPI
    from okx.Trade import TradeAPI

    api = {"place_order": TradeAPI, "candles": MarketAPI}.get(case, AccountAPI)("k", "s", "p", flag="1", domain=url)
    calls: dict[str, Call] = {
        "set_leverage": lambda: api.set_leverage(instId="BTC-USDT-SWAP", lever="5", mgnMode="isolated"),
        "place_order": lambda: api.place_order(instId="BTC-USDT-SWAP", **ORDER),
        "positions": lambda: api.get_positions(instType="SWAP"),
        "candles": lambda: api.get_candlesticks(instId="BTC-USDT-SWAP", limit="300"),
    }
    return calls["positions" if case == "positions_as_shown" else case]


def pybit(case: str, url: str) -> Call:
    from pybit.unified_trading import HTTP

    session = HTTP(api_key="k", api_secret="s")
    session.endpoint = url
    if url.startswith("https"):
        session.client.verify = os.environ["SSL_CERT_FILE"]  # it does not look for one
    market = {"category": "linear", "symbol": "BTCUSDT"}
    calls: dict[str, Call] = {
        "set_leverage": lambda: session.set_leverage(**market, buyLeverage="5", sellLeverage="5"),
        "place_order": lambda: session.place_order(**market, side="Buy", orderType="Limit", qty="1", price="60000"),
        "positions": lambda: session.get_positions(category="linear", settleCoin="USDT"),
        "candles": lambda: session.get_kline(**market, interval="1", limit=300),
    }
    return calls["positions" if case == "positions_as_shown" else case]


def ccxt(case: str, url: str) -> Call:
    """Its raw calls, which answer with dicts as well."""
    import ccxt

    api = ccxt.okx({"apiKey": "k", "secret": "s", "password": "p", "enableRateLimit": False})
    api.urls["api"] = {"rest": url}
    swap = {"instId": "BTC-USDT-SWAP"}
    calls: dict[str, Call] = {
        "set_leverage": lambda: api.privatePostAccountSetLeverage({**swap, "lever": "5", "mgnMode": "isolated"}),
        "place_order": lambda: api.privatePostTradeOrder({**swap, **ORDER}),
        "positions": lambda: api.privateGetAccountPositions({"instType": "SWAP"}),
        "candles": lambda: api.publicGetMarketCandles({**swap, "limit": "300"}),
    }
    return calls["positions" if case == "positions_as_shown" else case]


def raw_socket(case: str, url: str) -> Call:
    """The floor: our request's bytes over a blocking socket, the answer's bytes read and thrown away."""
    target = urlsplit(url)
    request = bytes_of(case, url)
    local = threading.local()
    answer = okx(case)
    expected = len(answer) + len(head(answer))

    def call() -> None:
        if not hasattr(local, "socket"):
            local.socket = socket.create_connection((target.hostname, target.port), timeout=10)
            local.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        local.socket.sendall(request)
        left = expected - len(local.socket.recv(65_536))
        while left > 0:
            left -= len(local.socket.recv(65_536))

    return call


def pycurl_bare(case: str, url: str) -> Call:
    """libcurl alone: one handle, set up once, the same request again and again."""
    import pycurl

    head, _, body = bytes_of(case, url).partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    curl = pycurl.Curl()
    curl.setopt(pycurl.URL, url + first.split()[1])
    curl.setopt(pycurl.NOSIGNAL, 1)
    curl.setopt(pycurl.HTTPHEADER, [each for each in lines if not each.startswith(("Host", "Content-Length"))])
    if body:
        curl.setopt(pycurl.POSTFIELDS, body)
    chunks: list[bytes] = []
    curl.setopt(pycurl.WRITEFUNCTION, chunks.append)

    def call() -> bytes:
        chunks.clear()
        curl.perform()
        return b"".join(chunks)

    return call


def bytes_of(case: str, url: str) -> bytes:
    """What our client sends for a call."""
    host = urlsplit(url).netloc
    target, body = {
        "set_leverage": ("account/set-leverage", '{"instId":"BTC-USDT-SWAP","lever":"5","mgnMode":"isolated"}'),
        "place_order": ("trade/order", json.dumps({"instId": "BTC-USDT-SWAP", **ORDER}, separators=(",", ":"))),
        "positions": ("account/positions?instType=SWAP", ""),
        "positions_as_shown": ("account/positions?instType=SWAP", ""),
        "candles": ("market/candles?instId=BTC-USDT-SWAP&limit=300", ""),
    }[case]
    lines = [
        f"{'POST' if body else 'GET'} /api/v5/{target} HTTP/1.1",
        f"Host: {host}",
        "Accept: */*",
        "Accept-Encoding: gzip, deflate",
        "User-Agent: venuespec",
        "OK-ACCESS-KEY: k",
        f"OK-ACCESS-SIGN: {'a' * 44}",
        "OK-ACCESS-TIMESTAMP: 2025-10-09T08:53:20.000Z",
        "OK-ACCESS-PASSPHRASE: p",
        *(["Content-Type: application/json", f"Content-Length: {len(body)}"] if body else []),
    ]
    return "\r\n".join([*lines, "", body]).encode()


CLIENTS = {
    "venues": venues,
    "venues, pure": pure,
    "python-okx": python_okx,
    "pybit": pybit,
    "ccxt": ccxt,
    "raw socket": raw_socket,
    "bare libcurl": pycurl_bare,
}


def cpu(call: Call, count: int) -> float:
    for _ in range(WARM_UP):
        call()
    started = time.process_time()
    for _ in range(count):
        call()
    return (time.process_time() - started) / count


def latency(call: Call, count: int) -> list[float]:
    found: list[float] = []

    def work() -> None:
        mine: list[float] = []
        for index in range(WARM_UP + count // THREADS):
            started = time.perf_counter()
            call()
            if index >= WARM_UP:
                mine.append(time.perf_counter() - started)
        found.extend(mine)

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return found


def first(call: Call) -> float:
    started = time.process_time()
    call()
    return time.process_time() - started


def main() -> None:
    client, case, url, what, *count = sys.argv[1:]
    warnings.simplefilter("ignore")
    call = CLIENTS[client](case, url)
    with contextlib.redirect_stdout(io.StringIO()):
        measured = {"cpu": cpu, "latency": latency, "first": first}[what](call, *map(int, count))
    print(json.dumps(measured))


if __name__ == "__main__":
    main()
