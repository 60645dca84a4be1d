"""Requests of strategies, bots, on-chain trading and cards that Bybit refuses, by the words of its pages."""

from typing import Any

import pytest

from venues._runtime.errors import AlreadyDoneError
from venues._runtime.transport.stub import StubTransport
from venues.bybit_v5 import Client, Context
from venues.bybit_v5.endpoints import request_class

STRATEGY = {"category": "UTA_USDT", "symbol": "BTCUSDT", "side": "Buy", "size": "1"}
SPOT_GRID = {"symbol": "MNTUSDT", "max_price": "1", "min_price": "0.3", "cell_number": 4, "quote_investment": "200"}
COMBO = {
    "leverage": "5",
    "init_margin": "500",
    "symbol_settings": [{"symbol": "A", "target_position_percent": "1", "side": 1}],
}
STAKE = {"positionId": 0, "poolAddress": "0x1", "payTokenAmount": "1", "payTokenCode": "CEX_1"}


@pytest.mark.parametrize(
    ("path", "wire", "rule"),
    [
        ("/v5/strategy/create", {**STRATEGY, "strategyType": "twap"}, "twap_needs_duration"),
        ("/v5/strategy/create", {**STRATEGY, "strategyType": "twap", "duration": 299}, "twap_needs_duration"),
        ("/v5/strategy/create", {**STRATEGY, "strategyType": "pov"}, "pov_needs_settings"),
        ("/v5/strategy/create", {**STRATEGY, "strategyType": "iceberg", "chasePercentE4": 101}, "iceberg_offset_range"),
        ("/v5/grid/create-grid", {**SPOT_GRID, "enable_trailing": True}, "trailing_needs_intervals"),
        ("/v5/grid/create-grid", {**SPOT_GRID, "invest_mode": 2}, "base_pays"),
        ("/v5/grid/create-grid", {**SPOT_GRID, "cell_number": 1}, "two_intervals"),
        ("/v5/fcombobot/create", {**COMBO, "adjust_position_mode": 2}, "drift_needs_threshold"),
        ("/v5/fcombobot/create", {**COMBO, "adjust_position_mode": 1}, "time_needs_interval"),
        ("/v5/fcombobot/create", {**COMBO, "adjust_position_mode": 7}, "values"),
        ("/v5/alpha/lp/stake", {**STAKE, "rangeUpper": "2", "priceLower": "1"}, "ranges_or_prices"),
        ("/v5/alpha/lp/stake", {**STAKE, "payTokenAmount": "0"}, "amount_is_positive"),
        ("/v5/alpha/trade/order-list", {"limit": 101, "pageIndex": 1}, "page_size"),
        ("/v5/card/transaction/query-asset-records", {"type": "SIDE_QUERY_AUTH", "limit": 501}, "page_size"),
    ],
)
def test_what_the_page_forbids_is_refused(path: str, wire: dict[str, Any], rule: str) -> None:
    found = request_class("POST", path).from_wire(wire).violations(Context())
    assert [each.rule for each in found if each.level == "error"] == [rule]


@pytest.mark.parametrize(
    ("path", "wire"),
    [
        ("/v5/grid/validate-input", {**SPOT_GRID, "enable_trailing": True, "cell_number": 1}),
        ("/v5/grid/close-grid", {"grid_id": "1"}),
        ("/v5/card/transaction/query-asset-records", {"limit": 10, "page": 1}),
    ],
)
def test_what_the_pages_contradict_or_the_service_answers_itself_only_warns(path: str, wire: dict[str, Any]) -> None:
    found = list(request_class("POST", path).from_wire(wire).violations(Context()))
    assert {each.level for each in found} == {"warn"}


def test_a_bot_that_is_closed_already_says_so() -> None:
    stub = StubTransport()
    refusal = {"status_code": 405, "debug_msg": "grid cannot be cancelled"}
    stub.answer("POST", "/v5/grid/close-grid", {"retCode": 0, "retMsg": "", "result": refusal})
    with (
        Client(api_key="key", secret_key="secret", transport=stub) as client,
        pytest.raises(AlreadyDoneError) as caught,
    ):
        client.bot_spot_grid.close_grid_bot(grid_id="1", close_mode="3")
    assert (caught.value.code, caught.value.outcome) == ("405", "not_executed")
