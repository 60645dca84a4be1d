"""Dicts in place of the objects in requests have types of their own; mocks and hints know every method and name."""

import asyncio
import inspect
from pathlib import Path
from typing import Any, get_type_hints
from unittest.mock import AsyncMock, create_autospec

import pytest

import venues
from venues import StubTransport
from venues.bybit_v5 import Client as Bybit
from venues.okx_v5 import AsyncClient, Client
from venues.okx_v5.trade.place_order import PlaceOrder
from venues.okx_v5.trade.place_orders import PlaceOrders, PlaceOrdersItemDict


def test_a_dict_has_the_names_of_its_class() -> None:
    assert PlaceOrdersItemDict.__required_keys__ == {"inst_id", "td_mode", "side", "ord_type", "sz"}
    assert "px" in PlaceOrdersItemDict.__optional_keys__
    assert get_type_hints(PlaceOrdersItemDict)["reduce_only"] == (bool | None)
    item: PlaceOrdersItemDict = {
        "inst_id": "BTC-USDT",
        "td_mode": "cash",
        "side": "buy",
        "ord_type": "limit",
        "px": 100,
        "sz": 1,
    }
    assert PlaceOrders(items=[item]).to_wire() == [
        {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "100", "sz": "1"}
    ]


def test_a_request_made_by_hand_is_told_which_name_was_meant() -> None:
    given: dict[str, Any] = {"inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit", "sz": 1}
    misspelt, unknown = {"instId": "BTC-USDT"}, {"px_usdd": 1}
    with pytest.raises(TypeError, match=r"'instId' \(instId: did you mean inst_id\?\)"):
        PlaceOrder(**given, **misspelt)
    with pytest.raises(TypeError, match=r"prise: did you mean price\?|px_usdd: did you mean px_usd\?"):
        PlaceOrder(**given, **unknown)
    assert PlaceOrder(**given).inst_id == "BTC-USDT"


def test_a_mock_of_a_client_has_the_methods_of_its_groups() -> None:
    okx = create_autospec(Client, instance=True)
    okx.market_data.get_candles.return_value = ["candle"]
    assert okx.market_data.get_candles(inst_id="BTC-USDT") == ["candle"]
    okx.market_data.get_candles.assert_called_once_with(inst_id="BTC-USDT")
    with pytest.raises(TypeError, match="unexpected keyword argument 'instid'"):
        okx.market_data.get_candles(inst_id="BTC-USDT", instid="BTC-USDT")
    with pytest.raises(AttributeError, match="get_candle"):
        okx.market_data.get_candle(inst_id="BTC-USDT")
    made = create_autospec(Client)
    assert made().trade.place_order is not None
    bybit = create_autospec(Bybit, instance=True)
    bybit.order.place_order(category="spot", symbol="BTCUSDT", side="Buy", order_type="Market", qty=1)


def test_a_mock_of_an_asyncio_client_is_awaited() -> None:
    okx = create_autospec(AsyncClient, instance=True)
    assert isinstance(okx.trade.place_order, AsyncMock) or inspect.iscoroutinefunction(okx.trade.place_order)
    okx.trade.place_order.return_value = "order"
    given: dict[str, Any] = {"inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit", "sz": 1}
    assert asyncio.run(okx.trade.place_order(**given)) == "order"


def test_a_group_is_made_once_and_the_class_tells_its_class() -> None:
    from venues.okx_v5.trade import AsyncTrade, Trade

    with Client(transport=StubTransport()) as okx:
        assert okx.trade is okx.trade
        assert isinstance(okx.trade, Trade)
    assert (Client.trade, AsyncClient.trade) == (Trade, AsyncTrade)


def test_completion_shows_the_names_to_choose_from() -> None:
    names = dir(venues)
    assert {"okx_v5", "bybit_v5", "StubTransport", "frame", "RequestError"} <= set(names)
    assert not {"Any", "TYPE_CHECKING", "import_module", "annotations"} & set(names)
    assert {"Client", "AsyncClient", "Context"} <= set(dir(venues.okx_v5))
    assert {"trade", "account", "send", "iterate"} <= set(dir(Client(transport=StubTransport())))
    assert "place_orders" in dir(Client(transport=StubTransport()).trade)


def test_a_list_of_plain_values_takes_no_dicts() -> None:
    for venue in ("okx_v5", "bybit_v5", "binance_usdm"):
        for module in (Path(venues.__file__).parent / venue).rglob("*.py"):
            assert "strDict" not in (text := module.read_text()), module
            assert "AnyDict" not in text, module
