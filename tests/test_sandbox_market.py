"""The market and the account of the sandbox: prices by seed, fills, and what follows from them, told by every endpoint."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest

from venuespec.sandbox.admission import Account, ReceivedCall
from venuespec.sandbox.server import make
from venuespec.sandbox.venue import VenueSide

START = 1_800_000_000.0
SWAP = {"instId": "BTC-USDT-SWAP", "tdMode": "cross", "side": "buy", "ordType": "market", "sz": "2"}
SPOT = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "sz": "0.1", "px": "50000"}
LINEAR = {"category": "linear", "symbol": "BTCUSDT", "side": "Buy", "orderType": "Market", "qty": "0.01"}


class Bot:
    """Calls a sandbox without HTTP, at a moment of its own."""

    def __init__(self, spec: Any, seed: int = 1, **context: str) -> None:
        self.now = START
        account = Account(limits=False, context=context)
        self.side: VenueSide = make(spec, account, now=lambda: self.now, seed=seed).side
        self._auth = spec.auth

    def call(self, method: str, path: str, params: Any = None) -> Any:
        moment = datetime.fromtimestamp(self.now, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        if self._auth.timestamp == "milliseconds":
            moment = str(int(self.now * 1000))
        values = {"timestamp": moment, "recv_window": "5000"}
        headers = {name.lower(): values.get(source, "x") for name, source in self._auth.headers.items()}
        query = urlencode(params or {}) if method == "GET" else ""
        body = b"" if method == "GET" else orjson.dumps(params)
        return self.side.answer(
            ReceivedCall(method=method, path=path, query=query, headers=headers, body=body, client="c")
        ).payload

    def get(self, path: str, **params: str) -> Any:
        return self.call("GET", f"/api/v5/{path}", params)["data"]

    def post(self, path: str, params: Any) -> Any:
        return self.call("POST", f"/api/v5/{path}", params)

    def order(self, **changes: str) -> tuple[str, str]:
        """Place an order: its code and its state."""
        answer = self.post("trade/order", {**SPOT, **changes})["data"][0]
        if answer["sCode"] != "0":
            return answer["sCode"], ""
        return "0", self.get("trade/order", instId=changes.get("instId", "BTC-USDT"), ordId=answer["ordId"])[0]["state"]


@pytest.fixture
def okx(venue: Callable[[str], Any]) -> Bot:
    bot = Bot(venue("okx_v5"))
    bot.side.move("BTC-USDT", "50000")
    return bot


@pytest.fixture
def bybit(venue: Callable[[str], Any]) -> Bot:
    bot = Bot(venue("bybit_v5"))
    bot.side.move("BTCUSDT", "50000")
    return bot


def test_prices_begin_as_the_spec_says_and_go_on_as_the_seed_says(venue: Callable[[str], Any]) -> None:
    one, same, other = (Bot(venue("okx_v5"), seed) for seed in (7, 7, 8))
    first = one.get("market/ticker", instId="ETH-USDT")[0]
    assert (first["bidPx"], first["askPx"], first["instType"]) == ("3000", "3000.01", "SPOT")
    for bot in (one, same, other):
        bot.now += 3600
    asked = [bot.get("market/books", instId="ETH-USDT", sz="3") for bot in (one, same, other)]
    assert asked[0] == asked[1] != asked[2]
    assert len(asked[0][0]["asks"]) == len(asked[0][0]["bids"]) == 3


def test_candles_are_one_path_and_stay_what_they_were(okx: Bot) -> None:
    candles = okx.get("market/candles", instId="SOL-USDT-SWAP", bar="1m", limit="5")
    assert [int(candle[0]) // 1000 for candle in candles] == [1799999980 + 20 - 60 * index for index in range(5)]
    assert [newer[1] for newer in candles[:-1]] == [older[4] for older in candles[1:]]
    okx.now += 600
    after = str(int(candles[0][0]))
    assert okx.get("market/history-candles", instId="SOL-USDT-SWAP", bar="1m", limit="4", after=after) == candles[1:]


@pytest.mark.parametrize(
    ("params", "ids"),
    [
        ({"instType": "SWAP", "instId": "BTC-USDT-SWAP"}, ["BTC-USDT-SWAP"]),
        ({"instType": "SWAP", "instFamily": "SOL-USD"}, ["SOL-USD-SWAP"]),
        ({"instType": "SWAP", "uly": "SOL-USD"}, ["SOL-USD-SWAP"]),
        ({"instType": "SPOT", "instId": "WIF-USDT"}, ["WIF-USDT"]),
        ({"instType": "OPTION", "uly": "BTC-USD"}, []),
    ],
)
def test_instruments_are_those_that_were_asked_for(okx: Bot, params: dict[str, str], ids: list[str]) -> None:
    rows = okx.get("public/instruments", **params)
    assert [row["instId"] for row in rows] == ids
    assert {row["instType"] for row in rows} <= {params["instType"]}


def test_a_position_is_opened_marked_and_closed(okx: Bot) -> None:
    assert okx.post("trade/order", SWAP)["data"][0]["sCode"] == "0"
    [fill] = okx.get("trade/fills", instId="BTC-USDT-SWAP")
    # Two contracts of 0.01 BTC, and a taker's 0.05 %.
    assert (fill["fillPx"], fill["fillSz"], fill["fee"], fill["execType"]) == ("50000.1", "2", "-0.500001", "T")
    okx.side.move("BTC-USDT", "51000")
    [position] = okx.get("account/positions", instType="SWAP")
    assert (position["pos"], position["avgPx"], position["markPx"]) == ("2", "50000.1", "51000")
    assert (position["upl"], position["imr"], position["lever"]) == ("19.998", "340", "3")
    assert okx.get("account/positions", instType="FUTURES") == []
    assert okx.post("trade/close-position", {"instId": "BTC-USDT-SWAP", "mgnMode": "cross"})["code"] == "0"
    assert okx.get("account/positions") == []
    bills = okx.get("account/bills", ccy="USDT")
    assert [(bill["balChg"], bill["pnl"], bill["bal"]) for bill in bills] == [
        ("19.488", "19.998", "1000018.987999"),
        ("-0.500001", "0", "999999.499999"),
    ]
    [usdt] = okx.get("account/balance", ccy="USDT")[0]["details"]
    assert (usdt["ccy"], usdt["eq"], usdt["frozenBal"]) == ("USDT", "1000018.987999", "0")


def test_a_limit_order_waits_until_the_price_comes(okx: Bot) -> None:
    assert okx.order(px="49000") == ("0", "live")
    assert okx.get("account/balance", ccy="USDT")[0]["details"][0]["frozenBal"] == "4900"
    okx.side.move("BTC-USDT", "48999")
    [done] = okx.get("trade/orders-history", instType="SPOT")
    assert (done["state"], done["avgPx"], done["accFillSz"]) == ("filled", "49000", "0.1")
    # A maker pays 0.08 %, in what was bought.
    assert (done["fee"], done["feeCcy"]) == ("-0.00008", "BTC")
    details = {row["ccy"]: row for row in okx.get("account/balance", ccy="USDT,BTC")[0]["details"]}
    assert (details["USDT"]["cashBal"], details["BTC"]["cashBal"]) == ("995100", "100.09992")
    assert okx.get("trade/orders-pending") == []


def test_time_alone_fills_what_the_price_passes(okx: Bot) -> None:
    assert okx.order(px="49990") == ("0", "live")
    for _ in range(600):
        okx.now += 60
        if okx.get("trade/fills"):
            break
    assert okx.get("trade/fills")[0]["fillPx"] == "49990"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"px": "60000"}, ("0", "filled")),
        ({"ordType": "post_only", "px": "60000"}, ("0", "canceled")),
        ({"ordType": "post_only", "px": "40000"}, ("0", "live")),
        ({"ordType": "ioc", "px": "40000"}, ("0", "canceled")),
        ({"ordType": "fok", "px": "50000.1", "sz": "15"}, ("0", "canceled")),
        ({"ordType": "fok", "px": "50100", "sz": "1"}, ("0", "filled")),
        ({"px": "50000.1", "sz": "15"}, ("0", "partially_filled")),
        ({"sz": "0"}, ("51000", "")),
        ({"sz": "1000000"}, ("51008", "")),
        ({"sz": "0.000000001"}, ("51121", "")),
        ({"sz": "0.000001"}, ("51020", "")),
        ({"px": "-1"}, ("51000", "")),
        ({"instId": "nothing"}, ("51001", "")),
        ({"instId": "BTC-USDT-SWAP", "tdMode": "cross", "sz": "1", "reduceOnly": "true"}, ("51169", "")),
    ],
)
def test_an_order_ends_as_its_type_says(okx: Bot, changes: dict[str, str], expected: tuple[str, str]) -> None:
    assert okx.order(**changes) == expected


def test_a_market_order_of_a_pair_spends_an_amount(okx: Bot) -> None:
    del (order := {**SPOT, "ordType": "market", "sz": "5000.01"})["px"]
    okx.post("trade/order", order)
    [fill] = okx.get("trade/fills")
    assert (fill["fillSz"], fill["fillPx"]) == ("0.1", "50000.1")


@pytest.mark.parametrize("wrong", [{"sz": "abc"}, {"sz": "1e-05"}, {"side": "buy,sell"}, {"px": ""}])
def test_each_item_of_a_batch_is_judged_by_itself(okx: Bot, wrong: dict[str, str]) -> None:
    answer = okx.post("trade/batch-orders", [{**SPOT, **wrong}, SPOT])
    assert (answer["code"], [row["sCode"] for row in answer["data"]]) == ("2", ["51000", "0"])
    assert len(okx.get("trade/fills") + okx.get("trade/orders-pending")) == 1


def test_modes_are_one_state_for_rules_settings_and_config(venue: Callable[[str], Any]) -> None:
    okx = Bot(venue("okx_v5"), posMode="long_short_mode")
    assert okx.get("account/config")[0]["posMode"] == "long_short_mode"
    assert okx.post("trade/order", SWAP)["code"] == "51000"
    assert okx.post("trade/order", SWAP | {"posSide": "long"})["code"] == "0"
    assert okx.post("trade/order", SWAP | {"posSide": "short", "side": "sell", "sz": "1"})["code"] == "0"
    assert [(row["posSide"], row["pos"]) for row in okx.get("account/positions")] == [("long", "2"), ("short", "1")]
    assert okx.post("account/set-position-mode", {"posMode": "net_mode"})["code"] == "0"
    assert okx.get("account/config")[0]["posMode"] == "net_mode"
    assert okx.post("trade/order", SWAP)["data"][0]["sCode"] == "0"


def test_leverage_is_that_of_positions(okx: Bot) -> None:
    okx.post("account/set-leverage", {"instId": "BTC-USDT-SWAP", "lever": "10", "mgnMode": "cross"})
    okx.post("trade/order", SWAP)
    [position] = okx.get("account/positions")
    assert (position["lever"], position["imr"]) == ("10", "100")


def test_records_are_paged_by_limit_cursor_and_time(okx: Bot) -> None:
    for index in range(5):
        okx.now = START + index
        okx.post("trade/order", SWAP | {"sz": str(index + 1)})
    fills = okx.get("trade/fills", limit="2")
    assert [row["fillSz"] for row in fills] == ["5", "4"]
    assert [row["fillSz"] for row in okx.get("trade/fills", limit="2", after=fills[-1]["billId"])] == ["3", "2"]
    assert [row["fillSz"] for row in okx.get("trade/fills", before=fills[-1]["billId"])] == ["5"]
    begin, end = (str(int((START + seconds) * 1000)) for seconds in (1, 2))
    assert [row["fillSz"] for row in okx.get("trade/fills", begin=begin, end=end)] == ["3", "2"]
    assert [row["sz"] for row in okx.get("trade/orders-history", instType="SWAP", limit="1")] == ["5"]
    assert okx.get("trade/orders-history", instType="SPOT") == []


def test_an_example_speaks_of_what_was_asked(okx: Bot) -> None:
    assert okx.get("public/funding-rate", instId="SOL-USD-SWAP")[0]["instId"] == "SOL-USD-SWAP"


def test_another_venue_fills_and_tells_in_its_own_words(bybit: Bot) -> None:
    assert bybit.call("POST", "/v5/order/create", LINEAR)["retCode"] == 0
    [fill] = bybit.call("GET", "/v5/execution/list", {"category": "linear"})["result"]["list"]
    assert (fill["execPrice"], fill["side"], fill["isMaker"], fill["execFee"]) == (
        "50000.1",
        "Buy",
        False,
        "0.27500055",
    )
    [position] = bybit.call("GET", "/v5/position/list", {"category": "linear", "symbol": "BTCUSDT"})["result"]["list"]
    assert (position["side"], position["size"], position["positionIdx"], position["leverage"]) == (
        "Buy",
        "0.01",
        0,
        "10",
    )
    assert bybit.call("GET", "/v5/execution/list", {"category": "spot"})["result"]["list"] == []
    wallet = bybit.call("GET", "/v5/account/wallet-balance", {"accountType": "UNIFIED", "coin": "USDT"})["result"][
        "list"
    ]
    assert [(coin["coin"], coin["walletBalance"]) for coin in wallet[0]["coin"]] == [("USDT", "999999.72499945")]


def test_leverage_that_is_so_already_is_refused(bybit: Bot) -> None:
    def lever(value: str) -> int:
        params = {"category": "linear", "symbol": "BTCUSDT", "buyLeverage": value, "sellLeverage": value}
        return int(bybit.call("POST", "/v5/position/set-leverage", params)["retCode"])

    assert [lever("10"), lever("5"), lever("5.0"), lever("10")] == [110043, 0, 110043, 0]


def test_pages_by_token_end(bybit: Bot) -> None:
    for _ in range(3):
        bybit.call("POST", "/v5/order/create", LINEAR)
    cursor, seen = "", []
    for _ in range(5):
        query = {"category": "linear", "limit": "2", "cursor": cursor}
        result = bybit.call("GET", "/v5/order/history", query)["result"]
        seen += [row["orderId"] for row in result["list"]]
        cursor = result["nextPageCursor"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 3


def test_all_open_orders_of_a_symbol_are_cancelled(bybit: Bot) -> None:
    for symbol in ("BTCUSDT", "ETHUSDT"):
        limit = {**LINEAR, "symbol": symbol, "orderType": "Limit", "price": "100", "qty": "0.1"}
        assert bybit.call("POST", "/v5/order/create", limit)["retCode"] == 0
    all_open = {"category": "linear", "settleCoin": "USDT"}
    assert len(bybit.call("GET", "/v5/order/realtime", all_open)["result"]["list"]) == 2
    done = bybit.call("POST", "/v5/order/cancel-all", {"category": "linear", "symbol": "BTCUSDT"})["result"]
    assert (len(done["list"]), done["success"]) == (1, "1")
    left = bybit.call("GET", "/v5/order/realtime", all_open)["result"]["list"]
    assert [row["symbol"] for row in left] == ["ETHUSDT"]


def test_each_item_of_a_batch_is_judged_beside_it(bybit: Bot) -> None:
    item = {name: value for name, value in LINEAR.items() if name != "category"}
    answer = bybit.call(
        "POST", "/v5/order/create-batch", {"category": "linear", "request": [{**item, "qty": "abc"}, item]}
    )
    assert [row["code"] for row in answer["retExtInfo"]["list"]] == [10001, 0]
    assert [bool(row["orderId"]) for row in answer["result"]["list"]] == [False, True]


def test_coins_that_are_money_do_not_move(okx: Bot) -> None:
    with pytest.raises(ValueError, match="the price of USDC does not move"):
        okx.side.move("USDC-USDT", "2")
    with pytest.raises(ValueError, match="a positive price"):
        okx.side.move("BTC-USDT", "-2")
