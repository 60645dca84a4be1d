"""Binance USDS-M futures on the sandbox: batches, changes, refusals for too many calls, by our SDK and other clients.

ccxt and the venue's own SDK are unmodified; the sandbox takes what they sign and send as the venue does.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from attrs import evolve

from venues._runtime.errors import APIError, NotFoundError, RateLimitedError, RateLimitExceeded, RequestError
from venues._runtime.group import AsyncGroup, Group
from venues._runtime.retry import Retry
from venues.binance_usdm import Client
from venues.binance_usdm.trade.amend_orders import BatchOrder as Change
from venues.binance_usdm.trade.check_order import TestedOrder
from venues.binance_usdm.trade.place_algo_order import PlaceAlgoOrder
from venues.binance_usdm.trade.place_orders import BatchOrder, PlaceOrders
from venuespec.sandbox.admission import Account
from venuespec.sandbox.server import RunningSandbox, make
from venuespec.spec.model import VenueSpec

KEYS = {"api_key": "key", "secret_key": "secret"}
SYMBOL = "BTC/USDT:USDT"


@pytest.fixture(scope="module")
def box(venue: Callable[[str], VenueSpec]) -> Iterator[RunningSandbox]:
    with RunningSandbox(make(venue("binance_usdm"), Account(credentials=KEYS))) as running:
        yield running


@pytest.fixture
def strict(venue: Callable[[str], VenueSpec]) -> Iterator[RunningSandbox]:
    """A sandbox that takes calls of the weight 50 in a minute."""
    spec = venue("binance_usdm")
    weight = evolve(spec.limits.shared["weight"], limit=50)
    limits = evolve(spec.limits, shared={**spec.limits.shared, "weight": weight})
    with RunningSandbox(make(evolve(spec, limits=limits), Account(credentials=KEYS))) as running:
        yield running


def ours(box: RunningSandbox, **options: Any) -> Client:
    return Client(**KEYS, base_url=box.url, **options)


def order(client_id: str, quantity: str = "0.01") -> BatchOrder:
    return BatchOrder(
        symbol="BTCUSDT",
        side="BUY",
        type="LIMIT",
        time_in_force="GTC",
        quantity=quantity,
        price="50000",
        new_client_order_id=client_id,
    )


def test_a_batch_is_placed_changed_and_cancelled_with_its_failed_items_in_a_bare_list(box: RunningSandbox) -> None:
    with ours(box) as made:
        placed = made.trade.place_orders(batch_orders=[order("batch1"), order("batch2", "9000000"), order("batch3")])
        assert [(row.client_order_id, row.code) for row in placed] == [
            ("batch1", None),
            (None, -2019),
            ("batch3", None),
        ]
        changes = [
            Change(symbol="BTCUSDT", side="BUY", quantity="0.03", price="50001", orig_client_order_id=name)
            for name in ("batch1", "nobody")
        ]
        amended, unknown = made.trade.amend_orders(batch_orders=changes)
        assert (amended.client_order_id, amended.orig_qty, amended.price) == ("batch1", Decimal("0.03"), Decimal(50001))
        assert (unknown.code, unknown.order_id) == (-2013, None)
        ids = [int(placed[2].order_id or 0), 1]
        cancelled, unknown_id = made.trade.cancel_orders(symbol="BTCUSDT", order_id_list=ids)
        assert (cancelled.client_order_id, cancelled.status, unknown_id.code) == ("batch3", "CANCELED", -2011)
        [gone] = made.trade.cancel_orders(symbol="BTCUSDT", orig_client_order_id_list=["batch1"])
        assert gone.status == "CANCELED"
        assert made.trade.cancel_all_orders(symbol="BTCUSDT").code == 200


def test_too_many_calls_are_refused_with_the_time_to_wait(strict: RunningSandbox) -> None:
    with ours(strict, retry=Retry(attempts=1)) as made:
        for _ in range(2):
            made.market.get_order_book(symbol="BTCUSDT", limit=1000)
        with pytest.raises(RateLimitedError) as caught:
            made.market.get_order_book(symbol="BTCUSDT", limit=1000)
    error = caught.value
    assert isinstance(error, APIError)
    assert error.code == "-1003"
    assert error.answer is not None
    assert error.answer.status == 429
    assert error.answer.headers["X-MBX-USED-WEIGHT-1M"] == "40"
    assert 1 <= int(error.answer.headers["Retry-After"]) <= 60


def answered(url: str) -> tuple[int, str | None]:
    """The status of a bare call, and the seconds to wait that its answer tells."""
    try:
        with urlopen(url) as answer:
            return answer.status, answer.headers["Retry-After"]
    except HTTPError as error:
        with error:
            return error.code, error.headers["Retry-After"]


def test_an_address_that_does_not_wait_is_banned_and_the_client_keeps_to_that(strict: RunningSandbox) -> None:
    url = f"{strict.url}/fapi/v1/depth?symbol=BTCUSDT&limit=1000"
    answers = [answered(url) for _ in range(12)]  # 20 each of 50, the rest too early: banned at the tenth of them
    assert [status for status, _ in answers] == [200] * 2 + [429] * 9 + [418]
    assert answers[-1] == (418, "120")
    with ours(strict, retry=Retry(attempts=1), timeout=1.0) as made:
        with pytest.raises(RateLimitedError) as caught:
            made.market.get_server_time()
        assert caught.value.answer is not None
        assert (caught.value.answer.status, caught.value.answer.headers["Retry-After"]) == (418, "120")
        with pytest.raises(RateLimitExceeded, match="was not sent"):
            made.market.get_server_time()


def test_a_conditional_order_waits_until_it_is_cancelled(box: RunningSandbox) -> None:
    with ours(box, strict=True) as made:
        placed = made.trade.place_algo_order(
            algo_type="CONDITIONAL",
            symbol="BTCUSDT",
            side="SELL",
            type="TAKE_PROFIT",
            quantity="0.01",
            price="75000",
            trigger_price="74000",
            client_algo_id="mine",
        )
        assert (placed.order_type, placed.algo_status, str(placed.trigger_price)) == ("TAKE_PROFIT", "NEW", "74000")
        assert made.trade.get_algo_order(client_algo_id="mine").algo_id == placed.algo_id
        assert [order.client_algo_id for order in made.trade.get_open_algo_orders()] == ["mine"]
        [verdict] = made.reconcile(PlaceAlgoOrder.from_wire({"clientAlgoId": "mine", "symbol": "BTCUSDT"}), settle=0)
        assert verdict.outcome == "executed"
        assert made.trade.cancel_algo_order(algo_id=placed.algo_id).code == 200
        assert made.trade.get_open_algo_orders() == []
        assert [order.algo_status for order in made.trade.get_algo_orders(symbol="BTCUSDT")] == ["CANCELED"]
        with pytest.raises(NotFoundError):
            made.trade.cancel_algo_order(client_algo_id="mine")


def test_a_time_is_compared_with_the_venues_clock_once_that_is_learnt(box: RunningSandbox) -> None:
    def place(made: Client, minutes: int) -> object:
        return made.trade.place_order(
            symbol="SOLUSDT",
            side="BUY",
            type="LIMIT",
            time_in_force="GTD",
            quantity="1",
            price="100",
            good_till_date=datetime.now(UTC) + timedelta(minutes=minutes),
        )

    with ours(box) as made:
        with pytest.raises(APIError):  # which the venue refuses: this client knows its own clock only
            place(made, 5)
        made.learn_clock()
        with pytest.raises(RequestError, match="goodTillDate must be later than 10 minutes from now"):
            place(made, 5)
        assert place(made, 20)
        assert made.trade.cancel_all_orders(symbol="SOLUSDT").code == 200


def test_pytest_takes_no_class_of_the_sdk_for_tests() -> None:
    # A warning is an error in this suite: TestedOrder, imported above, would have ended it.
    assert [cls.__test__ for cls in (TestedOrder, BatchOrder, PlaceOrders, Group, AsyncGroup)] == [False] * 5


# --- ccxt


def ccxt_client(box: RunningSandbox) -> Any:
    """ccxt's client of USDS-M futures, with its hosts overridden by its own option."""
    ccxt = pytest.importorskip("ccxt")
    options = {"fetchMarkets": {"types": ["linear"]}, "fetchCurrencies": False}
    client = ccxt.binanceusdm({"apiKey": "key", "secret": "secret", "enableRateLimit": False, "options": options})
    for name, address in client.urls["api"].items():
        if isinstance(address, str) and address.startswith("https://fapi."):
            client.urls["api"][name] = f"{box.url}/{address.split('/', 3)[3]}"
    return client


def test_ccxt_loads_the_markets_and_trades_by_its_own_names(box: RunningSandbox) -> None:
    client = ccxt_client(box)
    market = client.load_markets()[SYMBOL]
    assert (market["precision"]["amount"], market["precision"]["price"]) == (0.001, 0.1)
    assert (market["limits"]["amount"]["min"], market["limits"]["cost"]["min"]) == (0.001, 5)
    waiting = client.create_order(SYMBOL, "limit", "buy", 0.01, 40000)
    assert [each["id"] for each in client.fetch_open_orders(SYMBOL)] == [waiting["id"]]
    changed = client.edit_order(waiting["id"], SYMBOL, "limit", "buy", 0.02, 41000)
    assert (changed["id"], changed["amount"], changed["price"]) == (waiting["id"], 0.02, 41000)
    assert client.cancel_order(waiting["id"], SYMBOL)["status"] == "canceled"
    with pytest.raises(pytest.importorskip("ccxt").OrderNotFound):
        client.cancel_order(waiting["id"], SYMBOL)
    both = [
        {"symbol": SYMBOL, "type": "limit", "side": "buy", "amount": amount, "price": 40000}
        for amount in (0.01, 9000000)
    ]
    assert sorted(each["status"] for each in client.create_orders(both)) == ["open", "rejected"]
    client.cancel_all_orders(SYMBOL)
    assert client.fetch_open_orders(SYMBOL) == []
    client.create_order(SYMBOL, "market", "buy", 0.01)
    [position] = client.fetch_positions([SYMBOL])
    assert (position["contracts"], position["side"]) == (0.01, "long")
    [trade] = client.fetch_my_trades(SYMBOL)
    assert (trade["amount"], trade["takerOrMaker"], trade["fee"]["currency"], trade["side"]) == (
        0.01,
        "taker",
        "USDT",
        "buy",
    )
    assert client.fetch_balance()["USDC"]["free"] == 100000
    client.create_order(SYMBOL, "market", "sell", 0.01, params={"reduceOnly": True})
    assert client.fetch_positions([SYMBOL]) == []


UNIFIED: list[tuple[str, tuple[Any, ...]]] = [
    *((name, (SYMBOL,)) for name in ("fetch_ticker", "fetch_order_book", "fetch_ohlcv", "fetch_trades")),
    *((name, (SYMBOL,)) for name in ("fetch_funding_rate", "fetch_trading_fee", "fetch_closed_orders")),
    ("fetch_time", ()),
    ("fetch_tickers", ()),
    ("set_leverage", (7, SYMBOL)),
    ("set_margin_mode", ("cross", SYMBOL)),
    ("set_position_mode", (False,)),
]


def test_the_unified_methods_of_ccxt_are_answered(box: RunningSandbox) -> None:
    client = ccxt_client(box)
    for name, arguments in UNIFIED:
        getattr(client, name)(*arguments)


def test_ccxt_is_told_that_its_calls_are_too_many(strict: RunningSandbox) -> None:
    client = ccxt_client(strict)
    client.load_markets()
    client.fetch_order_book(SYMBOL, 1000)
    client.fetch_order_book(SYMBOL, 1000)
    with pytest.raises(pytest.importorskip("ccxt").DDoSProtection, match="429"):
        client.fetch_order_book(SYMBOL, 1000)


# --- the venue's own SDK


def official(box: RunningSandbox) -> Any:
    name = "binance_sdk_derivatives_trading_usds_futures"
    package = pytest.importorskip(f"{name}.{name.removeprefix('binance_sdk_')}", reason=f"{name} is not installed")
    config = package.ConfigurationRestAPI(api_key="key", api_secret="secret", base_path=box.url, timeout=10_000)
    return package.DerivativesTradingUsdsFutures(config_rest_api=config).rest_api


def test_the_sdk_of_the_venue_places_changes_and_cancels(box: RunningSandbox) -> None:
    client = official(box)
    client.new_order(
        symbol="BTCUSDT", side="BUY", type="LIMIT", time_in_force="GTC", quantity=0.01, price=50000,
        new_client_order_id="official",
    )  # fmt: skip
    changed = client.modify_order(
        symbol="BTCUSDT", side="BUY", quantity=0.02, price=51000, orig_client_order_id="official"
    ).data()
    assert (changed.orig_qty, changed.price) == ("0.02", "51000")
    assert client.query_order(symbol="BTCUSDT", orig_client_order_id="official").data().status == "NEW"
    batch = [
        {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "timeInForce": "GTC", "quantity": size, "price": "50000"}
        for size in ("0.01", "9000000")
    ]
    answer = client.place_multiple_orders(batch_orders=batch)
    assert [row.status for row in answer.data()] == ["NEW", None]
    assert {(each.rateLimitType, each.intervalNum) for each in answer.rate_limits} == {
        ("REQUEST_WEIGHT", 1), ("ORDERS", 10), ("ORDERS", 1),
    }  # fmt: skip
    cancelled = client.cancel_order(symbol="BTCUSDT", orig_client_order_id="official").data()
    assert cancelled.status == "CANCELED"
    client.cancel_all_open_orders(symbol="BTCUSDT")
    info = client.exchange_information().data()
    assert info.symbols[0].filters[0].tick_size == "0.1"
    assert [limit.limit for limit in info.rate_limits] == [2400, 1200]


def test_the_sdk_of_the_venue_is_told_how_long_to_wait(strict: RunningSandbox) -> None:
    client = official(strict)
    client.order_book(symbol="BTCUSDT", limit=1000)
    client.order_book(symbol="BTCUSDT", limit=1000)
    with pytest.raises(Exception, match="-1003") as caught:
        client.order_book(symbol="BTCUSDT", limit=1000)
    assert type(caught.value).__name__ == "TooManyRequestsError"
    assert 1 <= int(caught.value.retry_after) <= 60
