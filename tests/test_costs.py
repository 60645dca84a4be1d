"""What calls of OKX cost, as its pages say: by instrument, by the number of orders, by what several endpoints share."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import orjson
import pytest

from venues._runtime.endpoint import Endpoint
from venues._runtime.errors import ConfigurationError
from venues._runtime.limits.costs import CallCosts
from venues._runtime.limits.limiter import RateLimiter
from venues.bybit_v5.endpoints import request_class as bybit_request
from venues.bybit_v5.venue import VENUE as BYBIT
from venues.okx_v5.endpoints import request_class
from venues.okx_v5.venue import VENUE
from venuespec.sandbox.admission import Account, ReceivedCall
from venuespec.sandbox.venue import VenueSide

SWAP, OPTION, SPOT = {"instId": "BTC-USDT-SWAP"}, {"instId": "BTC-USD-240329-50000-C"}, {"instId": "BTC-USDT"}
ORDERS = ("sub_account_orders", "0", "u")


def endpoint(path: str) -> Endpoint:
    return request_class("POST", f"/api/v5/trade/{path}").endpoint


def cost(
    path: str, wire: Any, context: dict[str, str] | None = None, **limits: int
) -> dict[tuple[str, ...], tuple[int, int]]:
    """Units and limit of each bucket."""
    numbers = RateLimiter(limits=limits).limits
    known = context or {}
    call_costs = CallCosts("okx", VENUE.limits, {"user_id": "u", "ip": "a"}, known.get, lambda: numbers)
    return {each.bucket[1:]: (each.units, each.limit) for each in call_costs.charges(endpoint(path), wire)}


@pytest.mark.parametrize(
    ("wire", "bucket", "others"),
    [
        (SWAP, ("trade.place_order", "0", "u", "BTC-USDT-SWAP"), {ORDERS: (1, 1000)}),
        (OPTION, ("trade.place_order", "1", "u", "BTC-USD"), {ORDERS: (1, 1000)}),  # options count by their family
        (OPTION | {"ordType": "mmp"}, ("trade.place_order", "1", "u", "BTC-USD"), {}),
        (SPOT, ("trade.place_order", "0", "u", "BTC-USDT"), {}),  # pairs do not count for the sub-account
        ({"instId": "what?"}, ("trade.place_order", "0", "u", "what?"), {ORDERS: (1, 1000)}),
    ],
)
def test_an_order_counts_by_its_instrument(wire: Any, bucket: Any, others: Any) -> None:
    assert cost("order", wire) == {bucket: (1, 60), **others}


def test_amending_and_placing_share_the_sub_accounts_orders() -> None:
    assert cost("amend-order", SWAP) == {("trade.amend_order", "0", "u", "BTC-USDT-SWAP"): (1, 60), ORDERS: (1, 1000)}


def test_cancels_have_a_budget_of_their_own() -> None:
    assert cost("cancel-order", SWAP) == {("trade.cancel_order", "0", "u", "BTC-USDT-SWAP"): (1, 60)}
    assert not cost("cancel-order", SWAP).keys() & cost("order", SWAP).keys()
    assert not cost("cancel-batch-orders", [SWAP, SWAP]).keys() & cost("batch-orders", [SWAP, SWAP]).keys()


def test_a_batch_counts_its_orders_for_each_instrument() -> None:
    assert cost("batch-orders", [SWAP, OPTION, SWAP, SPOT]) == {
        ("trade.place_orders", "0", "u", "BTC-USDT-SWAP"): (2, 300),
        ("trade.place_orders", "1", "u", "BTC-USD"): (1, 300),
        ("trade.place_orders", "0", "u", "BTC-USDT"): (1, 300),
        ORDERS: (3, 1000),
    }


def test_a_batch_of_one_order_counts_as_a_single_one() -> None:
    assert cost("batch-orders", [OPTION]) == cost("order", OPTION)
    assert cost("cancel-batch-orders", [SWAP]) == cost("cancel-order", SWAP)


def test_a_lead_traders_limits_hold_for_lead_traders() -> None:
    assert cost("order", SPOT, {"context.role_type": "2", "role_type": "2"}) == cost("order", SPOT)
    assert cost("order", SPOT, {"role_type": "1"}) == {
        ("trade.place_order", "0", "u", "BTC-USDT"): (1, 60),
        ("trade.place_order", "2", "u", "BTC-USDT"): (1, 4),
    }


def test_the_context_tells_what_an_instrument_does_not() -> None:
    assert ("trade.place_order", "1", "u", "odd") in cost("order", {"instId": "odd"}, {"inst_type": "OPTION"})


def test_limits_are_set_at_run_time() -> None:
    limiter = RateLimiter(limits={"trade.place_order": 120})
    call_costs = CallCosts("okx", VENUE.limits, {"user_id": "u"}, lambda _: None, lambda: limiter.limits)
    assert [each.limit for each in call_costs.charges(endpoint("order"), SWAP)] == [120, 1000]
    limiter.set_limits({"sub_account_orders": 3000, "trade.place_order#0": 90})
    assert [each.limit for each in call_costs.charges(endpoint("order"), SWAP)] == [90, 3000]


@pytest.mark.parametrize("wire", [[], [1, None], {"instId": ["a"]}, {"instId": {"a": 1}}, [{}] * 3, None, 7])
def test_whatever_a_caller_sends_has_a_cost(wire: Any) -> None:
    cost("batch-orders", wire)
    cost("order", wire)


def test_the_sandbox_refuses_the_thousand_and_first_order_of_a_sub_account(venue: Callable[[str], Any]) -> None:
    side = VenueSide(venue("okx_v5"), Account(), lambda: 1e9, lambda: 1000.0)
    order = {"tdMode": "cross", "side": "buy", "ordType": "limit", "px": "1", "sz": "1"}
    moment = "2001-09-09T01:46:40.000Z"
    headers = {"ok-access-key": "k", "ok-access-sign": "s", "ok-access-timestamp": moment, "ok-access-passphrase": "p"}

    def send(path: str, wire: Any) -> str:
        call = ReceivedCall(
            method="POST", path=f"/api/v5/trade/{path}", query="", headers=headers, body=orjson.dumps(wire), client="a"
        )
        code: str = side.answer(call).payload["code"]
        return code

    for number in range(50):
        assert send("batch-orders", [order | {"instId": f"A{number % 5}-USDT-SWAP"}] * 20) == "0"
    assert send("order", order | {"instId": "B-USDT-SWAP"}) == "50061"
    assert send("order", order | {"instId": "BTC-USDT"}) == "0"
    assert send("cancel-order", {"instId": "B-USDT-SWAP", "ordId": "1"}) == "1"  # not there, but let through
    for number in range(61):
        code = send("cancel-order", {"instId": "C-USDT-SWAP", "ordId": str(number)})
    assert code == "50011"


def test_a_batch_that_stands_in_a_parameter_counts_its_orders_by_category() -> None:
    from venues.bybit_v5 import Client as Bybit
    from venues.bybit_v5.order.place_orders import ENDPOINT

    call_costs = CallCosts("bybit_v5", Bybit.venue.limits, {"user_id": "me"})
    orders = [{"symbol": "BTCUSDT"}] * 7

    def costs(category: str) -> list[tuple[int, int, float]]:
        charged = call_costs.charges(ENDPOINT, {"category": category, "request": orders})
        own, address = charged
        assert (address.units, address.limit, address.window) == (1, 600, 5.0)
        return [(own.units, own.limit, own.window)]

    assert costs("linear") == [(7, 10, 1.0)]
    assert costs("spot") == [(7, 20, 1.0)]
    assert costs("option") == [(1, 10, 1.0)]


@pytest.mark.parametrize(
    ("venue", "path", "code", "closed"),
    [
        # An order too many closes the lane of orders; cancels, which share the address with them, go on.
        ("bybit_v5", "order.place_order", "10006", ["order.place_order"]),
        ("okx_v5", "trade.place_order", "50011", ["trade.place_order"]),
        # This code speaks of all orders of the sub-account together.
        ("okx_v5", "trade.place_order", "50061", ["sub_account_orders"]),
        # Nothing says which of its limits a call without one of its own has hit.
        ("bybit_v5", "market.get_tickers", "10006", ["address"]),
    ],
)
def test_a_refusal_closes_the_budget_that_it_speaks_of(venue: str, path: str, code: str, closed: list[str]) -> None:
    package = import_module(f"venues.{venue}")
    endpoint = import_module(f"venues.{venue}.{path}").ENDPOINT
    call_costs = CallCosts(venue, package.Client.venue.limits, {"user_id": "me", "ip": ""})
    charges = call_costs.charges(endpoint, {"category": "linear", "instId": "BTC-USDT-SWAP", "symbol": "BTCUSDT"})
    assert [each.bucket[1] for each in call_costs.refused(charges, code)] == closed


def bybit_limits(granted: dict[str, int], *categories: str) -> list[int]:
    """The limit of an order of each category, with numbers granted to the account."""
    placed = bybit_request("POST", "/v5/order/create").endpoint
    numbers = RateLimiter(limits=granted).limits
    costs = CallCosts("bybit", BYBIT.limits, {"user_id": "u", "ip": "a"}, numbers=lambda: numbers)
    return [costs.charges(placed, {"category": category})[0].limit for category in categories]


@pytest.mark.parametrize(
    ("granted", "limits"),
    [
        ({}, [10, 10, 20]),
        ({"order.place_order": 200}, [200, 200, 200]),
        ({"order.place_order@spot": 200}, [10, 10, 200]),
        ({"order.place_order@option": 50, "order.place_order": 100}, [100, 50, 100]),
        ({"order.place_order@inverse and linear": 30}, [30, 10, 20]),
    ],
)
def test_a_granted_limit_is_of_one_scope_where_it_names_one(granted: dict[str, int], limits: list[int]) -> None:
    assert bybit_limits(granted, "linear", "option", "spot") == limits


def test_a_granted_limit_of_a_scope_that_does_not_exist_is_not_lost() -> None:
    with pytest.raises(
        ConfigurationError, match=r"there are: order.place_order@inverse and linear, .*@option, .*@spot"
    ):
        bybit_limits({"order.place_order@linear": 200}, "linear")
