"""Clients that are not ours, unmodified, against the sandbox over real HTTP: what they sign and send is taken as the venues take it."""

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from venuespec.sandbox.admission import Account
from venuespec.sandbox.server import RunningSandbox, make

# python-okx leaves its connections to the collector and gives httpx a deprecated argument.
pytestmark = pytest.mark.filterwarnings("ignore")

OKX_KEYS = {"api_key": "key", "secret_key": "secret", "passphrase": "phrase"}
SWAP = {"instId": "BTC-USDT-SWAP", "tdMode": "cross", "side": "buy", "ordType": "limit", "sz": "1", "px": "20000"}


@pytest.fixture
def okx(venue: Callable[[str], Any]) -> Iterator[RunningSandbox]:
    account = Account(credentials=OKX_KEYS, context={"acctLv": "2", "posMode": "net_mode"}, environment="demo")
    with RunningSandbox(make(venue("okx_v5"), account)) as running:
        yield running


def python_okx(box: RunningSandbox, kind: str, secret: str = "secret") -> Any:
    """An API object of python-okx: Account, Trade, MarketData or PublicData."""
    from importlib import import_module

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = import_module(f"okx.{kind}")
        name = {"MarketData": "MarketAPI", "PublicData": "PublicAPI"}.get(kind, f"{kind}API")
        return getattr(module, name)("key", secret, "phrase", flag="1", domain=box.url)


PYTHON_OKX: list[tuple[str, str, dict[str, Any], str]] = [
    ("Account", "set_leverage", {"lever": "9", "mgnMode": "cross", "instId": "ETH-USDT-SWAP"}, "set-leverage"),
    ("Account", "get_leverage", {"mgnMode": "cross", "instId": "ETH-USDT-SWAP"}, "leverage-info"),
    ("Account", "get_positions", {}, "positions"),
    ("Account", "get_account_balance", {}, "balance"),
    ("Trade", "get_order_list", {}, "orders-pending"),
    ("Trade", "place_multiple_orders", {"orders_data": [SWAP]}, "batch-orders"),
    ("MarketData", "get_candlesticks", {"instId": "BTC-USDT", "bar": "1m", "limit": "3"}, "candles"),
    ("MarketData", "get_ticker", {"instId": "BTC-USDT"}, "ticker"),
    ("MarketData", "get_orderbook", {"instId": "BTC-USDT", "sz": "5"}, "books"),
    ("PublicData", "get_instruments", {"instType": "SWAP"}, "instruments"),
    ("PublicData", "get_system_time", {}, "time"),
]


@pytest.mark.parametrize(("kind", "method", "arguments", "path"), PYTHON_OKX, ids=[each[1] for each in PYTHON_OKX])
def test_python_okx(okx: RunningSandbox, kind: str, method: str, arguments: dict[str, Any], path: str) -> None:
    api = python_okx(okx, kind)
    answer = getattr(api, method)(**arguments)
    api.close()
    assert (answer["code"], okx.calls[-1]["target"].partition("?")[0].rsplit("/", 1)[1]) == ("0", path)


def test_python_okx_places_asks_and_cancels(okx: RunningSandbox) -> None:
    api = python_okx(okx, "Trade")
    placed = api.place_order(**SWAP, clOrdId="mine1")
    asked = api.get_order("BTC-USDT-SWAP", clOrdId="mine1")
    cancelled = api.cancel_order("BTC-USDT-SWAP", clOrdId="mine1")
    api.close()
    assert [placed["code"], asked["code"], cancelled["code"]] == ["0", "0", "0"]
    # What python-okx has no value for it sends as empty text; that means: not sent.
    assert '"tgtCcy": ""' in okx.calls[0]["body"]


@pytest.mark.parametrize(("kind", "method"), [("Account", "get_positions"), ("Trade", "get_order_list")])
def test_python_okx_with_a_wrong_secret_is_refused(okx: RunningSandbox, kind: str, method: str) -> None:
    api = python_okx(okx, kind, secret="wrong")
    assert getattr(api, method)()["code"] == "50113"
    api.close()


def ccxt_okx(box: RunningSandbox, secret: str = "secret") -> Any:
    """ccxt's client of OKX in demo trading, with the host overridden by its own option."""
    ccxt = pytest.importorskip("ccxt")
    options = {"apiKey": "key", "secret": secret, "password": "phrase", "enableRateLimit": False}
    client = ccxt.okx(options)
    client.set_sandbox_mode(True)
    client.urls["api"]["rest"] = box.url
    return client


CCXT: list[tuple[str, dict[str, Any]]] = [
    ("privatePostAccountSetLeverage", {"instId": "BTC-USDT-SWAP", "lever": "5", "mgnMode": "cross"}),
    ("privatePostAccountSetLeverage", {"instId": "BTC-USDT-SWAP", "lever": 5, "mgnMode": "cross"}),
    ("privatePostTradeOrder", SWAP),
    ("privatePostTradeOrder", SWAP | {"sz": 1, "px": 20000.5, "reduceOnly": False}),
    ("privatePostTradeBatchOrders", [SWAP]),  # type: ignore[list-item]  # the body is a list
    ("privateGetTradeOrdersPending", {}),
    ("privateGetAccountPositions", {}),
    ("privateGetAccountPositions", {"instType": "SWAP"}),
    ("publicGetMarketCandles", {"instId": "BTC-USDT", "bar": "1m", "limit": 3}),
    ("publicGetPublicTime", {}),
]


@pytest.mark.parametrize(("method", "params"), CCXT)
def test_ccxt(okx: RunningSandbox, method: str, params: Any) -> None:
    assert getattr(ccxt_okx(okx), method)(params)["code"] == "0"


def test_ccxt_loads_the_markets_and_trades_by_its_own_names(okx: RunningSandbox) -> None:
    client = ccxt_okx(okx)
    assert {"BTC/USDT", "BTC/USDT:USDT", "BTC/USD:BTC"} <= client.load_markets().keys()
    okx.move("BTC-USDT", "50000")
    assert [level[0] for level in client.fetch_order_book("BTC/USDT", 1)["asks"]] == pytest.approx([50000], rel=0.001)
    assert len(client.fetch_ohlcv("BTC/USDT:USDT", "1m", limit=3)) == 3
    client.create_order("BTC/USDT:USDT", "market", "buy", 2)
    [position] = client.fetch_positions()
    assert (position["symbol"], position["contracts"], position["side"]) == ("BTC/USDT:USDT", 2, "long")
    [trade] = client.fetch_my_trades("BTC/USDT:USDT")
    assert (trade["amount"], trade["takerOrMaker"], trade["fee"]["currency"]) == (2, "taker", "USDT")
    waiting = client.create_order("BTC/USDT", "limit", "buy", 0.1, 40000)
    assert [order["id"] for order in client.fetch_open_orders()] == [waiting["id"]]
    assert client.fetch_balance()["USDT"]["used"] > 4000
    client.cancel_order(waiting["id"], "BTC/USDT")
    client.close_position("BTC/USDT:USDT")
    assert client.fetch_positions() == []


UNIFIED: list[tuple[str, tuple[Any, ...]]] = [
    *((name, ("BTC/USDT:USDT",)) for name in ("fetch_ticker", "fetch_order_book", "fetch_ohlcv", "fetch_trades")),
    *((name, ("BTC/USDT:USDT",)) for name in ("fetch_leverage", "fetch_funding_rate", "fetch_trading_fee")),
    *((name, ("BTC/USDT:USDT",)) for name in ("fetch_my_trades", "fetch_open_orders", "fetch_closed_orders")),
    ("fetch_canceled_orders", ("BTC/USDT:USDT",)),
    *((name, (["BTC/USDT:USDT"],)) for name in ("fetch_tickers", "fetch_positions")),
    *((name, ()) for name in ("fetch_balance", "fetch_time")),
    *((name, ("USDT",)) for name in ("fetch_deposits", "fetch_withdrawals", "fetch_ledger")),
    ("set_leverage", (7, "BTC/USDT:USDT")),
    ("set_margin_mode", ("cross", "BTC/USDT:USDT", {"leverage": 6})),
    ("set_position_mode", (False, "BTC/USDT:USDT")),
    ("transfer", ("USDT", 1, "funding", "spot")),
    ("withdraw", ("USDT", 5, "TTsY9uu2Y3aXXXXXscA4v", {"network": "TRC20", "fee": 1})),
]


def unified_calls(client: Any) -> None:
    """Call what a bot calls: ccxt raises an error for each answer that is a refusal, or that it cannot read."""
    client.load_markets()
    for name, arguments in UNIFIED:
        getattr(client, name)(*arguments)
    order = client.create_order("BTC/USDT", "limit", "buy", 0.1, 20000)
    client.edit_order(order["id"], "BTC/USDT", "limit", "buy", 0.1, 19000)
    assert [each["price"] for each in client.fetch_open_orders("BTC/USDT")] == [19000]
    client.cancel_order(order["id"], "BTC/USDT")
    client.create_orders([{"symbol": "BTC/USDT:USDT", "type": "limit", "side": "buy", "amount": 1, "price": 20000}])


def test_ccxt_runs_its_unified_calls(okx: RunningSandbox) -> None:
    unified_calls(ccxt_okx(okx))


def test_ccxt_with_a_wrong_secret_is_refused(okx: RunningSandbox) -> None:
    from ccxt import AuthenticationError

    with pytest.raises(AuthenticationError, match="50113"):
        ccxt_okx(okx, secret="wrong").privateGetAccountPositions()


@pytest.fixture
def bybit(venue: Callable[[str], Any]) -> Iterator[RunningSandbox]:
    account = Account(
        credentials={"api_key": "key", "secret_key": "secret"},
        context={"positionMode": "one_way", "marginMode": "REGULAR_MARGIN"},
    )
    with RunningSandbox(make(venue("bybit_v5"), account)) as running:
        yield running


def ccxt_bybit(box: RunningSandbox) -> Any:
    ccxt = pytest.importorskip("ccxt")
    options = {
        "enableUnifiedAccount": True,
        "enableUnifiedMargin": False,
        "fetchMarkets": {"types": ["spot", "linear", "inverse"]},
    }
    client = ccxt.bybit({"apiKey": "key", "secret": "secret", "enableRateLimit": False, "options": options})
    client.urls["api"] = dict.fromkeys(client.urls["api"], box.url)
    client.has["fetchCurrencies"] = False
    return client


def test_ccxt_runs_its_unified_calls_at_another_venue(bybit: RunningSandbox) -> None:
    unified_calls(ccxt_bybit(bybit))


def test_ccxt_trades_at_another_venue(bybit: RunningSandbox) -> None:
    ccxt = pytest.importorskip("ccxt")
    client = ccxt_bybit(bybit)
    assert {"BTC/USDT", "BTC/USDT:USDT", "BTC/USD:BTC"} <= client.load_markets().keys()
    client.create_order("BTC/USDT:USDT", "market", "sell", 0.01)
    [position] = client.fetch_positions(["BTC/USDT:USDT"])
    assert (position["contracts"], position["side"]) == (0.01, "short")
    [trade] = client.fetch_my_trades("BTC/USDT:USDT")
    assert (trade["amount"], trade["side"], trade["fee"]["currency"]) == (0.01, "sell", "USDT")
    client.set_leverage(5, "BTC/USDT:USDT")
    with pytest.raises(ccxt.BadRequest, match="110043"):
        client.set_leverage(5, "BTC/USDT:USDT")


def pybit_http(box: RunningSandbox, key: str = "key", secret: str = "secret") -> Any:
    """pybit's session, whose host is told as pybit itself tells it."""
    from pybit.unified_trading import HTTP

    session = HTTP(api_key=key, api_secret=secret)
    session.endpoint = box.url
    return session


LIMIT = {
    "category": "linear",
    "symbol": "BTCUSDT",
    "side": "Buy",
    "orderType": "Limit",
    "qty": "0.01",
    "price": "20000",
}
MARKET = {"category": "spot", "symbol": "BTCUSDT", "side": "Buy", "orderType": "Market", "qty": "10"}
LEVERAGE = {"category": "linear", "symbol": "BTCUSDT", "buyLeverage": "5", "sellLeverage": "5"}
ITEM = {name: value for name, value in LIMIT.items() if name != "category"}
PYBIT: list[tuple[str, dict[str, Any], str]] = [
    ("get_server_time", {}, "/v5/market/time"),
    ("set_leverage", LEVERAGE, "/v5/position/set-leverage"),
    ("set_leverage", LEVERAGE | {"buyLeverage": 5, "sellLeverage": 5}, "/v5/position/set-leverage"),
    ("place_order", LIMIT | {"orderLinkId": "mine-1"}, "/v5/order/create"),
    ("place_order", LIMIT | {"qty": 0.01, "price": 20000, "positionIdx": 0, "reduceOnly": False}, "/v5/order/create"),
    ("place_order", MARKET | {"isLeverage": 0, "orderFilter": "Order"}, "/v5/order/create"),
    ("get_open_orders", {"category": "linear", "symbol": "BTCUSDT", "orderLinkId": "mine-1"}, "/v5/order/realtime"),
    ("cancel_all_orders", {"category": "linear", "settleCoin": "USDT"}, "/v5/order/cancel-all"),
    ("place_batch_order", {"category": "linear", "request": [ITEM, ITEM]}, "/v5/order/create-batch"),
    ("get_positions", {"category": "linear", "symbol": "BTCUSDT"}, "/v5/position/list"),
    ("switch_position_mode", {"category": "linear", "symbol": "BTCUSDT", "mode": 0}, "/v5/position/switch-mode"),
    (
        "set_trading_stop",
        {"category": "linear", "symbol": "BTCUSDT", "takeProfit": "30000", "tpslMode": "Full", "positionIdx": 0},
        "/v5/position/trading-stop",
    ),
    ("get_wallet_balance", {"accountType": "UNIFIED", "coin": "BTC,USDT"}, "/v5/account/wallet-balance"),
    ("get_kline", {"category": "inverse", "symbol": "BTCUSD", "interval": 60, "limit": 3}, "/v5/market/kline"),
    ("get_orderbook", {"category": "linear", "symbol": "BTCUSDT"}, "/v5/market/orderbook"),
    ("get_tickers", {"category": "linear", "symbol": "BTCUSDT"}, "/v5/market/tickers"),
]


@pytest.mark.parametrize(("method", "arguments", "path"), PYBIT)
def test_pybit(bybit: RunningSandbox, method: str, arguments: dict[str, Any], path: str) -> None:
    answer = getattr(pybit_http(bybit), method)(**arguments)
    assert (answer["retCode"], bybit.calls[-1]["target"].partition("?")[0]) == (0, path)


def test_pybit_places_asks_amends_and_cancels(bybit: RunningSandbox) -> None:
    session = pybit_http(bybit)
    named = {"category": "linear", "symbol": "BTCUSDT", "orderLinkId": "mine-2"}
    answers = [
        session.place_order(**LIMIT, orderLinkId="mine-2"),
        session.get_open_orders(**named),
        session.amend_order(**named, price="19000"),
        session.cancel_order(**named),
    ]
    assert [each["retCode"] for each in answers] == [0, 0, 0, 0]


@pytest.mark.parametrize(("key", "secret", "code"), [("key", "wrong", 10004), ("other", "secret", 10003)])
def test_pybit_with_wrong_credentials_is_refused(bybit: RunningSandbox, key: str, secret: str, code: int) -> None:
    from pybit.exceptions import InvalidRequestError

    with pytest.raises(InvalidRequestError) as caught:
        pybit_http(bybit, key, secret).get_positions(category="linear", symbol="BTCUSDT")
    assert caught.value.status_code == code


def test_pybit_learns_which_rule_its_request_breaks(bybit: RunningSandbox) -> None:
    from pybit.exceptions import InvalidRequestError

    with pytest.raises(InvalidRequestError, match="buyLeverage must equal sellLeverage"):
        pybit_http(bybit).set_leverage(**LEVERAGE | {"sellLeverage": "6"})
