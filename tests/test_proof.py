"""When an answer is a success: an HTTP status, an envelope, and for a write the rows that the page documents."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import pytest

from clocks import Clock
from venues._runtime.errors import APIError, DecodeError, HTTPError, VenueError
from venues._runtime.retry import Retry
from venues._runtime.transport.stub import StubTransport
from venues.bybit_v5 import Client as Bybit
from venues.bybit_v5.order.place_order import PlaceOrder as BybitOrder
from venues.bybit_v5.order.place_orders import PlaceOrders as BybitOrders
from venues.bybit_v5.order.place_orders import PlaceOrdersItem as BybitItem
from venues.okx_v5 import AsyncClient, Client
from venues.okx_v5.account.get_leverage import GetLeverage
from venues.okx_v5.account.set_leverage import SetLeverage
from venues.okx_v5.eth_staking.purchase import Purchase
from venues.okx_v5.trade.amend_order import AmendOrder
from venues.okx_v5.trade.cancel_order import CancelOrder
from venues.okx_v5.trade.place_order import PlaceOrder
from venues.okx_v5.trade.place_orders import PlaceOrders, PlaceOrdersItem

KEYS = {"api_key": "the-key", "secret_key": "the-secret", "passphrase": "the-passphrase"}
SPOT = {"inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit", "px": "2.15", "sz": "2"}
ORDER = PlaceOrder(**SPOT, cl_ord_id="b15")
BATCH = PlaceOrders(items=tuple(PlaceOrdersItem(**SPOT, cl_ord_id=name) for name in ("b15", "b16")))
LEVERAGE = SetLeverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="cross")
LINEAR = {"symbol": "BTCUSDT", "side": "Buy", "order_type": "Market", "qty": "1"}


def sent(request: Any, body: Any, status: int = 200, **options: Any) -> list[Any]:
    """What an answer leads to, blocking and awaited."""
    stub = StubTransport()
    stub.answer(request.endpoint.method, request.endpoint.path, body, status=status)
    once = Retry(attempts=1)
    if request.endpoint.path.startswith("/v5"):
        client: Any = Bybit(api_key="k", secret_key="s", transport=stub, retry=once)
        return [caught(lambda: client.send(request))]

    async def awaited() -> Any:
        okx = AsyncClient(**KEYS, transport=stub.awaited(), retry=once, **options)
        try:
            return (await okx.send(request)).data
        except VenueError as error:
            return error

    blocking = Client(**KEYS, transport=stub, retry=once, **options)
    return [caught(lambda: blocking.send(request)), asyncio.run(awaited())]


def caught(call: Callable[[], Any]) -> Any:
    try:
        return call().data
    except VenueError as error:
        return error


def row(name: str, code: str = "0") -> dict[str, str]:
    return {"ordId": "7", "clOrdId": name, "tag": "", "ts": "1695190491421", "sCode": code, "sMsg": ""}


def okx(*rows: Any, code: Any = "0") -> dict[str, Any]:
    return {"code": code, "msg": "", "data": list(rows)}


def bybit(result: Any) -> dict[str, Any]:
    return {"retCode": 0, "retMsg": "OK", "result": result, "retExtInfo": {}, "time": 1700000000000}


@pytest.mark.parametrize(
    ("request_", "answer", "path"),
    [
        (ORDER, okx(), "data"),
        (ORDER, {"code": "0", "msg": ""}, "data"),
        (ORDER, {"code": 0, "message": "fine"}, "data"),
        (ORDER, okx(None), "data"),
        (ORDER, okx({}), "data"),
        (ORDER, okx(row("somebody-elses")), "data[0].clOrdId"),
        (BATCH, okx(), "data"),
        (BATCH, okx(row("b15")), "data"),
        (BATCH, okx(row("b15"), row("b17")), "data[1].clOrdId"),
        (LEVERAGE, okx(), "data"),
        (CancelOrder(inst_id="BTC-USDT", cl_ord_id="b15"), okx(row("b16")), "data[0].clOrdId"),
        (BybitOrder(category="linear", **LINEAR, order_link_id="b15"), bybit({}), "data"),
        (BybitOrder(category="linear", **LINEAR, order_link_id="b15"), bybit(None), "data"),
        (
            BybitOrder(category="linear", **LINEAR, order_link_id="b15"),
            bybit({"orderId": "7", "orderLinkId": "b16"}),
            "data[0].orderLinkId",
        ),
        (
            BybitOrders(category="linear", request=[BybitItem(**LINEAR), BybitItem(**LINEAR)]),
            bybit({"list": [{"orderId": "7", "orderLinkId": ""}]}),
            "data.list",
        ),
    ],
)
def test_a_write_whose_answer_does_not_show_it_is_of_unknown_outcome(request_: Any, answer: Any, path: str) -> None:
    for error in sent(request_, answer):
        assert isinstance(error, DecodeError)
        assert (error.outcome, error.path) == ("unknown", path)
        assert "does not show that this call was executed" in str(error)
        if request_.endpoint.reconcile is not None:
            assert error.request.endpoint.name == request_.endpoint.name


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        (ORDER, okx(row("b15"))),
        (ORDER, okx(row(""))),  # not every answer repeats the id
        (ORDER, okx({"ordId": "7"})),
        (BATCH, okx(row("b16"), row("b15"))),
        (BATCH, okx(row("b15"), row("b16", "51008"), code="2")),
        (LEVERAGE, okx({"lever": "5"})),
        (Purchase(amt="1"), okx()),  # whose page shows an empty list
        # A venue that was sent two ids goes by one of them.
        (AmendOrder(inst_id="BTC-USDT", ord_id="7", cl_ord_id="b15", new_sz="1"), okx(row("b99"))),
        (BybitOrder(category="linear", **LINEAR, order_link_id="b15"), bybit({"orderId": "7", "orderLinkId": "b15"})),
        (
            BybitOrders(category="linear", request=[BybitItem(**LINEAR, order_link_id="b15")]),
            bybit({"list": [{"orderId": "7", "orderLinkId": "b15"}]}),
        ),
    ],
)
def test_an_answer_that_shows_what_its_page_shows_is_a_success(request_: Any, answer: Any) -> None:
    for data in sent(request_, answer):
        assert not isinstance(data, VenueError), data


@pytest.mark.parametrize("status", [404, 429, 500, 503])
@pytest.mark.parametrize("answer", [{"code": 0, "message": "no route"}, okx(row("b15"))])
def test_no_status_but_2xx_is_a_success_whatever_the_code(status: int, answer: Any) -> None:
    for error in sent(ORDER, answer, status):
        assert isinstance(error, HTTPError)
        assert (error.outcome, error.status, error.request) == ("unknown", status, ORDER)
    for error in sent(GetLeverage(inst_id="BTC-USDT-SWAP", mgn_mode="cross"), okx(), status):
        assert isinstance(error, HTTPError)
        assert error.outcome == "not_executed"


def test_201_is_a_success() -> None:
    for data in sent(ORDER, okx(row("b15")), 201):
        assert data[0].ord_id == "7"


@pytest.mark.parametrize("code", [True, False, None, [], {}, 0.0])
def test_what_is_no_code_is_no_envelope(code: Any) -> None:
    for error in sent(ORDER, okx(row("b15"), code=code)):
        assert isinstance(error, HTTPError)
        assert error.outcome == "unknown"


def test_a_code_that_is_in_no_table_leaves_a_writes_outcome_unknown() -> None:
    for body in (okx(code="50099"), okx({"sCode": "59999", "sMsg": "?"}, code="1")):
        for error in sent(ORDER, body):
            assert isinstance(error, APIError)
            assert (error.outcome, error.request) == ("unknown", ORDER)
    for error in sent(GetLeverage(inst_id="BTC-USDT-SWAP", mgn_mode="cross"), okx(code="50099")):
        assert (type(error), error.outcome) == (APIError, "not_executed")


def test_a_code_of_which_only_sub_codes_are_documented_is_as_they_are() -> None:
    for error in sent(ORDER, okx({"sCode": "51008", "sMsg": "Insufficient balance"}, code="1")):
        assert (error.code, error.outcome) == ("51008", "not_executed")


def date(moment: float) -> str:
    return format_datetime(datetime.fromtimestamp(moment, UTC), usegmt=True)


@pytest.mark.parametrize(
    ("headers", "closed"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "1.5"}, 1.5),
        ({"Retry-After": date(1_700_000_007)}, 7.0),
        # By the clock of who names the moment.
        ({"Retry-After": date(1_700_003_607), "Date": date(1_700_003_600)}, 7.0),
        ({"Retry-After": date(1_600_000_000)}, 0.0),
        ({"Retry-After": "3600"}, 3600.0),
        # Nobody means thirty years.
        ({"Retry-After": "1000000000"}, 60.0),
        ({"Retry-After": "Sat, 01 Jan 2050 00:00:00 GMT"}, 60.0),
        ({"Retry-After": "soon"}, 0.0),
        ({}, 0.0),
    ],
)
def test_a_venue_says_for_how_long_to_wait(headers: dict[str, str], closed: float) -> None:
    clock = Clock()
    stub = StubTransport()
    stub.answer("POST", LEVERAGE.endpoint.path, b"busy", status=503, headers=headers)
    stub.answer("POST", LEVERAGE.endpoint.path, okx({"lever": "5"}))
    client = Client(**KEYS, transport=stub, clock=clock)
    with pytest.raises(HTTPError):
        client.send(LEVERAGE)
    assert client.send(LEVERAGE, timeout=5000).waited == pytest.approx(closed, abs=0.1)
