"""Bybit's orders in the sandbox's ledger, seen by pybit and by the SDK; what became of an order is found out."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from clocks import FastClock
from venues._runtime.errors import OutcomeUnknownError
from venues.bybit_v5 import Client
from venues.bybit_v5.order.cancel_orders import CancelOrdersItem
from venues.bybit_v5.order.place_orders import PlaceOrders, PlaceOrdersItem
from venuespec.sandbox.admission import Account
from venuespec.sandbox.faults import Fault
from venuespec.sandbox.server import RunningSandbox, make

KEYS = {"api_key": "key", "secret_key": "secret"}
LIMIT = {
    "category": "linear",
    "symbol": "BTCUSDT",
    "side": "Buy",
    "orderType": "Limit",
    "qty": "0.01",
    "price": "20000",
}
ORDER: dict[str, Any] = {"symbol": "BTCUSDT", "side": "Buy", "order_type": "Limit", "qty": 1, "price": 2}


@pytest.fixture
def box(venue: Callable[[str], Any]) -> Iterator[RunningSandbox]:
    with RunningSandbox(make(venue("bybit_v5"), Account(credentials=KEYS))) as running:
        yield running


@pytest.fixture
def bybit(box: RunningSandbox) -> Iterator[Client]:
    with Client(**KEYS, base_url=box.url, clock=FastClock()) as client:
        yield client


def test_pybit_places_asks_amends_and_cancels(box: RunningSandbox) -> None:
    from pybit.exceptions import InvalidRequestError
    from pybit.unified_trading import HTTP

    session = HTTP(api_key="key", api_secret="secret")
    session.endpoint = box.url
    named = {"category": "linear", "symbol": "BTCUSDT", "orderLinkId": "mine"}

    def seen() -> tuple[str, str]:
        [row] = session.get_open_orders(**named)["result"]["list"]
        return row["orderStatus"], row["price"]

    placed = session.place_order(**LIMIT, orderLinkId="mine")["result"]
    assert placed["orderLinkId"] == "mine"
    assert seen() == ("New", "20000")
    assert session.amend_order(**named, price="19000")["result"]["orderId"] == placed["orderId"]
    assert seen() == ("New", "19000")
    with pytest.raises(InvalidRequestError, match="110072"):
        session.place_order(**LIMIT, orderLinkId="mine")
    session.cancel_order(**named)
    assert seen() == ("Cancelled", "19000")
    with pytest.raises(InvalidRequestError, match="110001"):
        session.cancel_order(**named)


def test_each_item_of_a_batch_is_judged_alone(box: RunningSandbox, bybit: Client) -> None:
    twice = [PlaceOrdersItem(**ORDER, order_link_id="x"), PlaceOrdersItem(**ORDER, order_link_id="x")]
    placed = bybit.order.place_orders(category="linear", request=twice)
    assert [(row.failed, row.code) for row in placed.list] == [(False, "0"), (True, "110072")]
    assert [row.failed for row in PlaceOrders.decode({"list": [{"orderId": ""}]}).list] == [None]
    both = [CancelOrdersItem(symbol="BTCUSDT", order_link_id=each) for each in ("x", "never")]
    cancelled = bybit.order.cancel_orders(category="linear", request=both)
    assert [(row.failed, row.code) for row in cancelled.list] == [(False, "0"), (True, "110001")]


@pytest.mark.parametrize(("kind", "outcome"), [("drop_after", "executed"), ("drop_before", "not_executed")])
def test_the_outcome_of_an_order_is_found_out(box: RunningSandbox, bybit: Client, kind: Any, outcome: str) -> None:
    box.faults.add(Fault(kind=kind))
    with pytest.raises(OutcomeUnknownError, match="orderLinkId='mine'") as caught:
        bybit.order.place_order(category="linear", **ORDER, order_link_id="mine")
    [verdict] = bybit.reconcile(caught.value, settle=0.2)
    assert verdict.outcome == outcome


def test_the_venues_headers_are_taken_for_our_count(box: RunningSandbox, bybit: Client) -> None:
    with Client(**KEYS, base_url=box.url) as other:  # the same key elsewhere, of which we know nothing
        for _ in range(7):
            other.order.place_order(category="linear", **ORDER)
    response = bybit.call("POST", "/v5/order/create", LIMIT)
    assert (response.headers["X-Bapi-Limit"], response.headers["X-Bapi-Limit-Status"]) == ("10", "2")
    bybit.order.place_order(category="linear", **ORDER)
    assert {name[1:3]: used for name, used in bybit.usage().items()} == {
        ("order.place_order", "0"): 9,
        ("address", "0"): 2,
    }
