"""Calls in straight lines do what the request loop does: the same bytes, results, errors, counters and limits."""

import json
import logging
from asyncio import CancelledError, Runner
from collections.abc import Callable, Iterator
from inspect import iscoroutinefunction
from random import Random
from typing import Any

import pytest
from attrs import frozen

import venues.binance_usdm as binance
import venues.bybit_v5 as bybit
import venues.okx_v5 as okx
from usual_stories import CUT, Answer, Log, Venue, fixed, http, json_of, open_venue, outcome, state
from venues._runtime.limits.limiter import RateLimiter
from venues._runtime.retry import Retry
from venues.okx_v5.trade.place_order import PlaceOrder

CALLS = 250
"""Calls of each venue and client, made in both ways."""
Call = Callable[[Any], Any]
ORDER: dict[str, Any] = {"inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit"}


@frozen
class House:
    """A venue: its clients, calls of all kinds, its usual answers, refusals, and headers that report limits."""

    of: Any
    keys: dict[str, str]
    limits: dict[str, int]
    calls: tuple[Call, ...]
    good: Answer
    refusals: tuple[tuple[int, Any], ...]
    headers: tuple[tuple[str, ...], ...] = ((),)
    contexts: tuple[Any, ...] = ()


def okx_answer(request: bytes) -> bytes:
    sent = json_of(request)
    rows: list[Any]
    if isinstance(sent, list):
        rows = [{"ordId": "7", "clOrdId": each.get("clOrdId", ""), "sCode": "0", "sMsg": ""} for each in sent]
    elif b"trade/" in request:
        rows = [{"ordId": "7", "clOrdId": sent.get("clOrdId", ""), "ts": "1695190491421", "sCode": "0", "sMsg": ""}]
    elif b"positions" in request:
        rows = [{"instId": "BTC-USDT-SWAP", "pos": "1.5", "avgPx": "", "cTime": "1695190491421", "added": 1}] * 2
    elif b"candles" in request:
        rows = [["1695190491421", "1", "2", "3", "4", "5", "6", "7", "1"]]
    elif b"public/time" in request:
        rows = [{"ts": "1760001000250"}]
    else:
        rows = [{"lever": "5", "mgnMode": "isolated", "instId": "BTC-USDT-SWAP", "posSide": "net"}]
    return json.dumps({"code": "0", "msg": "", "data": rows}).encode()


def bybit_answer(request: bytes) -> bytes:
    sent = json_of(request)
    result: Any = {"orderId": "7", "orderLinkId": sent.get("orderLinkId", "")} if b"order/create" in request else {}
    if b"position/list" in request:
        result = {"category": "linear", "list": [{"symbol": "BTCUSDT", "size": "0.5", "avgPrice": "1e3"}]}
    said = {"retCode": 0, "retMsg": "OK", "result": result, "retExtInfo": {}, "time": 1760001000250}
    return json.dumps(said).encode()


def binance_answer(request: bytes) -> bytes:
    if b"/leverage" in request:
        return b'{"symbol":"BTCUSDT","leverage":5,"maxNotionalValue":"1000000"}'
    if b"klines" in request:
        return b'[[1695190491421,"1","2","3","4","5",1695190551420,"7",8,"9","10","0"]]'
    return b'[{"symbol":"BTCUSDT","positionAmt":"0.5","entryPrice":"1.0","markPrice":"2"}]'


OKX = House(
    okx,
    {"api_key": "k", "secret_key": "s", "passphrase": "50%pass"},
    {"account.set_leverage": 6, "trade.place_order": 6, "sub_account_orders": 12},
    (
        lambda client: client.account.set_leverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="isolated"),
        lambda client: client.account.set_leverage(inst_id="BTC-USDT-SWAP", lever="5", mgn_mode="cross"),
        lambda client: client.account.set_leverage(lever=5, mgn_mode="isolated"),
        lambda client: client.account.set_leverage(inst_id="BTC-USDT-SWAP", lever="1e5", mgn_mode="isolated"),
        lambda client: client.trade.place_order(**ORDER, px="60000", sz="1"),
        lambda client: client.trade.place_order(**ORDER, px=60000.5, sz=1, cl_ord_id="b15", timeout=3.0),
        lambda client: client.trade.place_order(**ORDER, px="60000", sz="1", exp_time=1_760_009_000_000),
        lambda client: client.trade.place_order(**ORDER, sz="1"),
        lambda client: client.trade.place_orders(items=[{**ORDER, "px": "1", "sz": "1"}, {**ORDER, "px": 2, "sz": 2}]),
        lambda client: client.send(PlaceOrder(**ORDER, px="60000", sz="1", tag="x")),
        lambda client: client.trade.cancel_order(inst_id="BTC-USDT", ord_id="7"),
        lambda client: client.account.get_positions(inst_type="SWAP"),
        lambda client: client.account.get_positions(inst_id="BTC-USDT-SWAP,ETH-USDT-SWAP", pos_id="ä &?"),
        lambda client: client.market_data.get_candles(inst_id="BTC-USDT-SWAP", limit=300),
        lambda client: client.call("GET", "/api/v5/account/positions", {"instType": "SWAP"}),
        lambda client: client.account.set_position_mode(pos_mode="net_mode"),
        lambda client: client.learn_clock(),
    ),
    okx_answer,
    (
        (200, {"code": "51000", "msg": "Parameter error k", "data": []}),
        (200, {"code": "1", "msg": "", "data": [{"ordId": "", "clOrdId": "b15", "sCode": "51008", "sMsg": "no"}]}),
        (200, {"code": "0", "msg": "", "data": [{"ordId": "", "clOrdId": "b15", "sCode": "51008", "sMsg": "no"}]}),
        (200, {"code": "0", "msg": "", "data": []}),
        (200, {"code": "0", "msg": "", "data": [{"ordId": "7", "clOrdId": "another"}]}),
        (429, {"code": "50011", "msg": "Too many", "data": []}),
        (200, {"code": "50011", "msg": "Too many", "data": []}),
        (401, {"code": "50102", "msg": "Timestamp request expired", "data": []}),
        (200, {"code": "50004", "msg": "Endpoint timeout", "data": []}),
        (400, {"code": "0", "msg": "", "data": []}),
        (200, {"code": 0, "msg": "", "data": [{"lever": "NaN", "pos": "-Infinity", "ordId": "7"}]}),
        (200, {"code": "0", "msg": "", "data": [{"lever": 5.25, "pos": 1.5, "ordId": 7, "cTime": "soon"}]}),
        (200, {"code": "0", "msg": "", "data": {"lever": "5"}}),
        (200, {"code": True, "data": []}),
        (200, {"code": None, "data": [1]}),
        (200, ["0"]),
    ),
    contexts=(okx.Context(), okx.Context(acct_lv="2", pos_mode="net_mode"), okx.Context(pos_mode="long_short_mode")),
)
BYBIT = House(
    bybit,
    {"api_key": "k", "secret_key": "s"},
    {"position.set_leverage": 6, "order.place_order": 6, "trade.place_order": 6},
    (
        lambda client: client.position.set_leverage(
            category="linear", symbol="BTCUSDT", buy_leverage=5, sell_leverage=5
        ),
        lambda client: client.order.place_order(
            category="linear", symbol="BTCUSDT", side="Buy", order_type="Limit", qty="1", price="60000"
        ),
        lambda client: client.order.place_order(
            category="linear", symbol="BTCUSDT", side="Buy", order_type="Limit", qty="1"
        ),
        lambda client: client.position.get_positions(category="linear", symbol="BTCUSDT"),
    ),
    bybit_answer,
    (
        (200, {"retCode": 10001, "retMsg": "params error", "result": {}, "time": 1760001000250}),
        (200, {"retCode": 10006, "retMsg": "Too many visits", "result": {}, "time": 1760001000250}),
        (200, {"retCode": 110043, "retMsg": "leverage not modified", "result": {}, "time": 1760001000250}),
        (200, {"retCode": False, "retMsg": "OK", "result": {}, "time": 1760001000250}),
        (200, {"retCode": 0, "retMsg": "OK", "result": {}, "time": "soon"}),
        (200, {"retCode": "0", "retMsg": "OK", "result": {"list": [{"size": "nan"}]}, "time": 1760001000250}),
        (403, "access too frequent"),
        (200, {"retCode": 10002, "retMsg": "timestamp", "result": {}, "time": 1760001000250}),
    ),
    (
        (),
        ("X-Bapi-Limit: 20", "X-Bapi-Limit-Status: 7", "X-Bapi-Limit-Reset-Timestamp: 1760001000900"),
        ("X-Bapi-Limit: 20", "X-Bapi-Limit-Status: 0", "X-Bapi-Limit-Reset-Timestamp: 1760001002250"),
        ("X-Bapi-Limit: many", "X-Bapi-Limit-Status: -1"),
    ),
    contexts=(bybit.Context(),),
)
BINANCE = House(
    binance,
    {"api_key": "k", "secret_key": "s"},
    {"weight": 60, "orders_10s": 6},
    (
        lambda client: client.trade.set_leverage(symbol="BTCUSDT", leverage=5),
        lambda client: client.trade.get_positions(symbol="BTCUSDT"),
        lambda client: client.market.get_candles(symbol="BTCUSDT", interval="1m", limit=1000),
    ),
    binance_answer,
    (
        (400, {"code": -1102, "msg": "Mandatory parameter"}),
        (400, {"code": -1021, "msg": "Timestamp outside of recvWindow"}),
        (418, {"code": -1003, "msg": "banned"}),
        (429, {"code": -1003, "msg": "Too many requests"}),
        (503, "Unknown error"),
        (200, {"code": 200, "msg": "done"}),
        (200, {"code": -5, "msg": "odd"}),
    ),
    ((), ("X-MBX-USED-WEIGHT-1M: 30", "X-MBX-ORDER-COUNT-10S: 2"), ("X-MBX-USED-WEIGHT-1M: 59",)),
    contexts=(binance.Context(),),
)


class Stopped(Exception):  # noqa: N818  # as of a task queue
    """What a signal's handler raises."""


def answers(house: House, random: Random) -> list[tuple[Answer, float]]:
    """What the venue says to a call, and how long that takes: mostly its usual answer, else any kind of trouble."""
    took = random.choice((0.0, 0.001, 0.02, 0.4, 1.5))
    headers = random.choice(house.headers)
    kind = random.random()
    usual: tuple[Answer, float] = (lambda request: http(200, house.good(request), *headers), took)
    if kind < 0.55:
        return [usual]
    if kind < 0.8:
        status, body = random.choice(house.refusals)
        said = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        return [(lambda request: http(status, said, *headers), took), usual]
    odd: tuple[Answer, ...] = (
        lambda request: b"",
        lambda request: http(200, house.good(request) + b" " * 20)[:-20] + CUT,
        lambda request: http(200, house.good(request), "Connection: close"),
        lambda request: http(302, house.good(request), "Location: https://venue.example/"),
        lambda request: http(204, b""),
        lambda request: http(500, b"<html>oops</html>", "Retry-After: 2"),
        lambda request: http(200, b"{"),
        lambda request: http(201, house.good(request)),
        lambda request: b"HTTP/1.1 100 Continue\r\n\r\n" + http(200, house.good(request)),
        lambda request: http(200, house.good(request)) + b"stray",
        lambda request: (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n"
            % (len(house.good(request)), house.good(request))
        ),
        lambda request: b"not HTTP\r\n\r\n",
    )
    return [(random.choice(odd), took), usual, usual]


def trap(client: Any, where: str, error: BaseException) -> Callable[[], None]:
    """Have an exception raised at a place of the next call; return what takes the trap away."""
    holder, name = {
        "signed": (client._core.signer, "stamp"),
        "take": (client._core.limiter, "take"),
        "settle": (client._core.limiter._local, "settle"),
        "before": (client._transport, "carry"),
        "after": (client._transport, "carry"),
        "ended": (client._core.quota, "succeeded"),
    }[where]
    usual = getattr(holder, name)

    left = [error]

    def raising(*arguments: Any, **named: Any) -> Any:
        result = None if where == "before" and left else usual(*arguments, **named)
        while left:
            raise left.pop()
        return result

    async def awaited(*arguments: Any, **named: Any) -> Any:
        result = None if where == "before" and left else await usual(*arguments, **named)
        while left:
            raise left.pop()
        return result

    setattr(holder, name, awaited if iscoroutinefunction(usual) else raising)
    return lambda: delattr(holder, name)


def story(
    house: House, venue: Venue, run: Callable[[Any], Any] | None, *, straight: bool, seed: int
) -> Iterator[tuple[str, Any]]:
    """Make calls of all kinds; yield what each of them gives, and what the client remembers then."""
    random = Random(seed)
    venue.time.moment = 1000.0
    client = fixed(
        (house.of.AsyncClient if run else house.of.Client)(
            **house.keys,
            base_url=venue.url,
            clock=venue.time,
            limiter=RateLimiter(limits=house.limits, max_wait=1.0),
            retry=Retry(attempts=3, budget=20),
            timeout=4.0,
        )
    )
    usual, left = client._usual, 0
    assert usual is not None
    if not straight:
        client._usual = None
    else:

        def leaves(call: Any, leaves: Callable[[Any], bool] = usual.leaves) -> bool:
            nonlocal left
            left += 1
            return leaves(call)

        usual.leaves = leaves
    log = Log()
    logger = logging.getLogger(f"venues.{client.venue.name}")
    logger.addHandler(log)
    for number in range(CALLS):
        call = random.choice(house.calls)
        venue.came.clear()
        venue.script.clear()
        venue.script.extend(answers(house, random))
        venue.script.extend([(lambda request: http(500, b""), 0.3)] * 6)
        venue.time.moment += random.choice((0.0, 0.0, 0.01, 0.3, 1.0))
        client.context = random.choice(house.contexts)
        where = random.choice(("signed", "take", "settle", "before", "after", "ended")) if random.random() < 0.1 else ""
        error = random.choice((Stopped("now"), CancelledError("now")))
        free = trap(client, where, error) if where else lambda: None
        given = outcome(lambda call=call: run(call(client)) if run else call(client))
        free()
        yield (
            f"call {number}, {where}",
            {**given, "bytes": list(venue.came), "logged": list(log.words), **state(client)},
        )
        log.words.clear()
    assert left > CALLS / 2 or not straight
    logger.removeHandler(log)
    run(client.close()) if run else client.close()
    yield "connections", venue.connections


@pytest.mark.parametrize("client", ["blocking", "asyncio"])
@pytest.mark.parametrize("house", [OKX, BYBIT, BINANCE], ids=["okx", "bybit", "binance"])
def test_straight_lines_and_the_request_loop_do_the_same(house: House, client: str) -> None:
    with open_venue() as one, open_venue() as other, Runner() as runner:
        host, port = one.url[7:].encode(), other.url[7:].encode()
        run = runner.run if client == "asyncio" else None
        pairs = zip(
            story(house, one, run, straight=True, seed=11),
            story(house, other, run, straight=False, seed=11),
            strict=True,
        )
        kinds = set[str]()
        for (where, straight), (_, looped) in pairs:
            if isinstance(looped, dict):
                looped["bytes"] = [each.replace(port, host) for each in looped["bytes"]]
                kinds |= {name for name in ("result", "error", "stopped", "warned") if looped.get(name)}
                for name in looped.keys() | straight.keys():
                    assert straight.get(name) == looped.get(name), f"{where}: {name}"
            assert straight == looped, where
        assert kinds >= {"result", "error", "stopped"}
