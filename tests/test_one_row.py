"""The only row of a write's answer is the result of the call, and can still be used as the list of one."""

import asyncio
from typing import Any

import pytest

from venues._runtime.errors import AnswerWarning, DecodeError
from venues._runtime.transport.stub import StubTransport
from venues.okx_v5 import AsyncClient, Client
from venues.okx_v5.trade.cancel_order import CancelledOrder
from venues.okx_v5.trade.place_order import OrderResult, PlaceOrder
from venuespec.sdk.one_row import has_one_row
from venuespec.spec.model import EndpointSpec, Example, Field

KEYS = {"api_key": "k", "secret_key": "s", "passphrase": "p"}
ORDER = {"inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit", "px": 1, "sz": 1}
PLACED = {"clOrdId": "", "ordId": "312269865356374016", "tag": "", "ts": "1695190491421", "sCode": "0", "sMsg": ""}


def okx_that_answers(path: str, *rows: dict[str, str], **options: Any) -> Client:
    stub = StubTransport()
    stub.answer("POST", path, {"code": "0", "msg": "", "data": list(rows)})
    return Client(**KEYS, transport=stub, **options)


def test_the_only_row_is_the_result() -> None:
    placed = okx_that_answers("/api/v5/trade/order", PLACED).trade.place_order(**ORDER)
    assert isinstance(placed, OrderResult)
    assert placed.ord_id == "312269865356374016"
    assert placed == OrderResult.from_wire(PLACED)
    assert placed.to_dict()["s_code"] == "0"


def test_programs_that_read_every_answer_as_a_list_go_on_working() -> None:
    placed = okx_that_answers("/api/v5/trade/order", PLACED).trade.place_order(**ORDER)
    [only] = placed
    assert only is placed[0] is placed[-1] is placed
    assert placed[:5] == [placed]
    assert [row.ord_id for row in placed] == ["312269865356374016"]
    assert len(placed) == 1
    with pytest.raises(IndexError):
        placed[1]


def test_send_gives_the_row_too() -> None:
    okx = okx_that_answers("/api/v5/trade/order", PLACED)
    assert okx.send(PlaceOrder(**ORDER)).data.ord_id == "312269865356374016"


async def awaited(path: str, row: dict[str, str]) -> CancelledOrder:
    stub = StubTransport()
    stub.answer("POST", path, {"code": "0", "msg": "", "data": [row]})
    async with AsyncClient(**KEYS, transport=stub.awaited()) as okx:
        return await okx.trade.cancel_order(inst_id="BTC-USDT", ord_id="12")


def test_the_asyncio_client_gives_the_row() -> None:
    cancelled = asyncio.run(awaited("/api/v5/trade/cancel-order", {"ordId": "12", "sCode": "0", "sMsg": ""}))
    assert cancelled.ord_id == "12"


def test_what_comes_beside_the_row_is_reported_and_kept() -> None:
    leverages = [{"lever": "5", "posSide": "long"}, {"lever": "5", "posSide": "short"}]
    okx = okx_that_answers("/api/v5/account/set-leverage", *leverages)
    with pytest.warns(AnswerWarning, match="one row"):
        result = okx.account.set_leverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="isolated")
    assert result.pos_side == "long"
    assert [row.pos_side for row in result] == ["long", "short"]
    assert okx.stats.total.unreadable == 1


def test_a_strict_client_refuses_what_comes_beside_the_row() -> None:
    okx = okx_that_answers("/api/v5/account/set-leverage", {"lever": "5"}, {"lever": "6"}, strict=True)
    with pytest.raises(DecodeError, match="one row"):
        okx.account.set_leverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="isolated")


def test_an_answer_without_rows_is_a_row_without_fields() -> None:
    result = PlaceOrder(**ORDER).decode([])
    assert result.get("ord_id") is None
    assert len(result) == 1


def endpoint(
    *request: Field, shown: list[tuple[Any, int]], response: tuple[str, ...] = ("ordId",), **facts: Any
) -> EndpointSpec:
    rows = tuple(
        Field(name=name, type="String", json="string", kind="id" if name.endswith("Id") else "text")
        for name in response
    )
    return EndpointSpec(
        venue="v", group="trade", name=facts.pop("name", "sell"), method="POST", path="/sell", source="", title="",
        request=request, response=rows,
        examples=tuple(
            Example(title="", request=sent, response={"code": "0", "msg": "", "data": [{"ordId": "1"}] * count}) for sent, count in shown
        ),
        **facts,
    )  # fmt: skip


PLAIN = Field(name="ccy", type="String", json="string", kind="text")
LISTED = Field(name="ordIds", type="Array", json="array", kind="array", item="id")


@pytest.mark.parametrize(
    ("given", "one"),
    [
        (endpoint(PLAIN, shown=[({"ccy": "BTC"}, 1)]), True),
        (endpoint(PLAIN, shown=[]), False),
        (endpoint(PLAIN, shown=[({"ccy": "BTC"}, 1), ({"ccy": "ETH"}, 2)]), False),
        (endpoint(PLAIN, shown=[({"ccy": "BTC"}, 0)]), False),
        (endpoint(LISTED, shown=[({"ordIds": ["1"]}, 1)]), False),
        (endpoint(LISTED, shown=[({"ordIds": ["1", "2"]}, 1)]), True),
        (endpoint(LISTED, shown=[({"ordIds": ["1"]}, 1)], response=("result",)), True),
        (endpoint(PLAIN, shown=[({"ccy": "BTC"}, 1)], write=False), False),
        (endpoint(PLAIN, shown=[({"ccy": "BTC"}, 1)], batch=True), False),
        (endpoint(shown=[(None, 1)]), False),
        (endpoint(shown=[(None, 1)], response=("result",)), True),
        (endpoint(PLAIN, shown=[({"ccy": "BTC"}, 1)], name="sell_all"), False),
        (endpoint(PLAIN, shown=[({"ccy": "BTC"}, 1)], name="sell_alloy"), True),
        (endpoint(PLAIN, shown=[], one_row=True), True),
        (endpoint(PLAIN, shown=[({"ccy": "BTC"}, 1)], one_row=False), False),
        (endpoint(PLAIN, shown=[({"ccy": "BTC"}, 1)], shape="object"), False),
    ],
)
def test_what_the_page_shows_decides(frozen: Any, given: EndpointSpec, one: bool) -> None:
    assert has_one_row(given, frozen("okx_v5")) is one
