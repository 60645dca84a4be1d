"""Ids that the client makes for writes whose caller gave none."""

import asyncio
import re
import time
from typing import Any

import orjson
import pytest

from venues._runtime.client_ids import ClientIds
from venues._runtime.endpoint import MadeId
from venues._runtime.errors import OutcomeUnknownError, RequestError
from venues._runtime.transport.base import Headers, HttpRequest, HttpResponse
from venues._runtime.transport.stub import StubTransport
from venues.bybit_v5 import Client as Bybit
from venues.bybit_v5.order.place_order import PlaceOrder as BybitOrder
from venues.okx_v5 import AsyncClient, Client
from venues.okx_v5.algo_trading.place_algo_order import PlaceAlgoOrder
from venues.okx_v5.funding.create_fiat_withdrawal import CreateFiatWithdrawal
from venues.okx_v5.funding.transfer import Transfer
from venues.okx_v5.trade.place_order import PlaceOrder
from venues.okx_v5.trade.place_orders import PlaceOrders, PlaceOrdersItem
from venuespec.runtime.endpoint import MadeId as Made
from venuespec.sdk.proof import made_id
from venuespec.spec.model import EndpointSpec, Field, Limits

KEYS = {"api_key": "the-key", "secret_key": "the-secret", "passphrase": "the-passphrase"}
SPOT = {"inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit", "px": "2.15", "sz": "2"}
ORDER = PlaceOrder(**SPOT)


class Echo:
    """A venue that repeats the ids that it gets."""

    def __init__(self) -> None:
        self.bodies: list[Any] = []

    def send(self, request: HttpRequest) -> HttpResponse:
        body = orjson.loads(request.body)
        self.bodies.append(body)
        ids = ("clOrdId", "algoClOrdId", "orderLinkId", "clientId")
        rows = [
            {"ordId": "7", "sCode": "0"} | {name: item[name] for name in ids if name in item}
            for item in (body if isinstance(body, list) else [body])
        ]
        if "/v5/order" in request.url and "/api/" not in request.url:
            answer: Any = {"retCode": 0, "retMsg": "OK", "result": rows[0]}
        else:
            answer = {"code": "0", "msg": "", "data": rows}
        return HttpResponse(200, Headers({}), orjson.dumps(answer))

    async def awaited(self, request: HttpRequest, departing: Any) -> HttpResponse:
        departing()
        return self.send(request)

    def close(self) -> None:
        pass


class AwaitedEcho:
    def __init__(self, echo: Echo) -> None:
        self.send = echo.awaited

    async def close(self) -> None:
        pass


def test_an_order_without_an_id_gets_one_that_the_venue_takes() -> None:
    echo = Echo()
    client = Client(**KEYS, transport=echo)
    ids = []
    for _ in range(3):
        response = client.send(ORDER)
        ids.append(echo.bodies[-1]["clOrdId"])
        assert response.request.cl_ord_id == ids[-1] == response.data[0].cl_ord_id
    assert len(set(ids)) == 3
    assert all(re.fullmatch("[A-Za-z0-9]{1,32}", each) for each in ids)
    assert ORDER.cl_ord_id is None  # what the caller made stays as it is
    other = Client(**KEYS, transport=echo)
    other.send(ORDER)
    assert echo.bodies[-1]["clOrdId"][:10] != ids[0][:10]


def test_the_asyncio_client_makes_ids_too() -> None:
    async def story() -> Any:
        return await AsyncClient(**KEYS, transport=AwaitedEcho(Echo())).send(ORDER)

    response = asyncio.run(story())
    assert response.request.cl_ord_id == response.data[0].cl_ord_id


def test_each_item_of_a_batch_gets_an_id_of_its_own_and_keeps_the_one_that_it_has() -> None:
    echo = Echo()
    items = [PlaceOrdersItem(**SPOT), PlaceOrdersItem(**SPOT, cl_ord_id="mine"), PlaceOrdersItem(**SPOT)]
    response = Client(**KEYS, transport=echo).send(PlaceOrders(items=items))
    [body] = echo.bodies
    assert body[1]["clOrdId"] == "mine"
    assert len({each["clOrdId"] for each in body}) == 3
    assert [each.cl_ord_id for each in response.request.items] == [each["clOrdId"] for each in body]


@pytest.mark.parametrize(
    ("request_", "name"),
    [
        (
            PlaceAlgoOrder(
                inst_id="BTC-USDT",
                td_mode="cash",
                side="buy",
                ord_type="trigger",
                sz="1",
                trigger_px="1",
                order_px="-1",
            ),
            "algoClOrdId",
        ),
        (Transfer(ccy="USDT", amt="1", from_="6", to="18"), "clientId"),
    ],
)
def test_whatever_takes_an_id_gets_one(request_: Any, name: str) -> None:
    echo = Echo()
    Client(**KEYS, transport=echo).send(request_)
    assert re.fullmatch("[A-Za-z0-9]{1,32}", echo.bodies[0][name])


def test_another_venues_orders_get_ids_under_its_name() -> None:
    echo = Echo()
    client = Bybit(api_key="k", secret_key="s", transport=echo)
    client.send(BybitOrder(category="linear", symbol="BTCUSDT", side="Buy", order_type="Market", qty="1"))
    assert re.fullmatch("[A-Za-z0-9]{1,36}", echo.bodies[0]["orderLinkId"])


def test_nothing_is_added_where_that_is_turned_off() -> None:
    echo = Echo()
    response = Client(**KEYS, transport=echo, auto_client_id=False).send(ORDER)
    assert "clOrdId" not in echo.bodies[0]
    assert response.request is ORDER


def test_the_escape_hatch_sends_what_it_is_given() -> None:
    echo = Echo()
    Client(**KEYS, transport=echo).call("POST", "/api/v5/trade/order", {"instId": "BTC-USDT"})
    assert echo.bodies == [{"instId": "BTC-USDT"}]


def test_an_id_that_must_be_given_is_not_made() -> None:
    with pytest.raises(RequestError, match="clientId is required"):
        Client(**KEYS, transport=Echo()).send(CreateFiatWithdrawal.from_wire({"paymentAcctId": "1", "ccy": "EUR"}))


def test_an_id_that_breaks_a_rule_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ClientIds, "new", lambda *_: "not-an-id!")
    echo = Echo()
    Client(**KEYS, transport=echo).send(ORDER)
    assert "clOrdId" not in echo.bodies[0]


def test_an_unknown_outcome_can_be_asked_for_by_the_id_that_was_made() -> None:
    stub = StubTransport()
    stub.fail("POST", "/api/v5/trade/order", OutcomeUnknownError("timed out"))
    client = Client(**KEYS, transport=stub)
    with pytest.raises(OutcomeUnknownError, match=r"client\.reconcile") as caught:
        client.send(ORDER)
    made = orjson.loads(stub.calls[0].body)["clOrdId"]
    assert caught.value.request.cl_ord_id == made
    row = {"instId": "BTC-USDT", "ordId": "77", "clOrdId": made, "state": "live", "cTime": str(int(time.time() * 1000))}
    stub.answer("GET", "/api/v5/trade/order", {"code": "0", "msg": "", "data": [row]})
    [verdict] = client.reconcile(caught.value)
    assert (verdict.outcome, verdict.client_id) == ("executed", made)


@pytest.mark.parametrize(
    ("row", "made"),
    [
        ({}, Made(length=32)),
        ({"limits": Limits(max_length=20, pattern="[A-Za-z0-9]*")}, Made(length=20)),
        ({"limits": Limits(pattern="[0-9]{1,18}", max_length=18)}, Made(length=18, form="digits")),
        ({"limits": Limits(pattern="[0-9a-f]{8}-[0-9a-f-]{27}")}, Made(length=36, form="uuid")),
        ({"limits": Limits(pattern="x-[a-z]+")}, None),
        ({"limits": Limits(max_length=8)}, None),
        ({"required": "yes"}, None),
        ({"json": "integer"}, None),
        ({"kind": "integer"}, None),
        ({"values": ("a", "b")}, None),
    ],
)
def test_the_form_of_an_id_is_one_that_its_page_takes(row: dict[str, Any], made: Made | None) -> None:
    field = Field(**{"name": "id", "type": "String", "json": "string", "kind": "id", **row})
    base = {"venue": "v", "group": "g", "name": "n", "method": "POST", "path": "/p", "title": "", "source": ""}
    assert made_id(EndpointSpec(**base, summary="", dedup_key="id", request=(field,))) == made


def test_ids_are_as_long_as_their_form_allows() -> None:
    ids = ClientIds()
    for form, pattern in (("letters_and_digits", "[a-z][a-z0-9]{10,15}"), ("digits", "[1-9][0-9]{10,15}")):
        made = [ids.new(MadeId(length=16, form=form)) for _ in range(2000)]  # type: ignore[arg-type]
        assert len(set(made)) == 2000
        assert all(re.fullmatch(pattern, each) for each in made)
