"""Every write of Bybit and CoinSwitch that has a reconcile finds its outcome in the sandbox, and its id is good once."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from venues import APIError, VenueError
from venues.bybit_v5 import Client as Bybit
from venues.coinswitch_hft import Client as CoinSwitch
from venuespec.sandbox.faults import Fault
from venuespec.sandbox.server import RunningSandbox, make

KEYS: Any = {"api_key": "key", "secret_key": "00" * 32}
LEGS = [{"category": "linear", "symbol": "BTCUSDT", "side": "Buy", "qty": "2"}]
PRICES = [{"category": "linear", "symbol": "BTCUSDT", "price": "106000"}]
LIQUIDITY = {"productId": "5", "positionId": "1498"}
UUIDS = ("2f7c0a3e-9d3c-4a5e-8f52-6d1c6f1f0b01", "2f7c0a3e-9d3c-4a5e-8f52-6d1c6f1f0b02")
MORE_UUIDS = ("2f7c0a3e-9d3c-4a5e-8f52-6d1c6f1f0b03", "2f7c0a3e-9d3c-4a5e-8f52-6d1c6f1f0b04")
STAKE = {"orderType": "Stake", "accountType": "FUND"}
# The values of one call of each write, without its id, and two ids.
WRITES: dict[str, tuple[dict[str, Any], tuple[str, str]]] = {
    "order.place_order": (
        {"category": "linear", "symbol": "BTCUSDT", "side": "Buy", "orderType": "Limit", "qty": "1", "price": "20000"},
        ("linear1", "linear2"),
    ),
    "asset_transfer.create_internal_transfer": (
        {"coin": "USDT", "amount": "1", "fromAccountType": "UNIFIED", "toAccountType": "FUND"},
        UUIDS,
    ),
    "asset_transfer.create_universal_transfer": (
        {
            "coin": "USDT",
            "amount": "1",
            "fromMemberId": 1,
            "toMemberId": 2,
            "fromAccountType": "UNIFIED",
            "toAccountType": "FUND",
        },
        MORE_UUIDS,
    ),
    "asset_convert.confirm_quote": ({}, ("10100108106409343501030232064", "10100108106409343501030232065")),
    "small_balance.confirm_quote": ({}, ("1010075157602517596339322880", "1010075157602517596339322881")),
    "spread.place_order": (
        {"symbol": "SOLUSDT_SOL/USDT", "side": "Buy", "orderType": "Limit", "qty": "0.1", "price": "21"},
        ("1744072052193428479", "1744072052193428480"),
    ),
    "rfq.create_rfq": ({"counterparties": ["LP4", "LP5"], "list": LEGS}, ("rfq00993", "rfq00994")),
    "rfq.create_quote": ({"rfqId": "1754364447601610516653123084412812", "quoteBuyList": PRICES}, ("q1", "q2")),
    "earn.place_order": (
        {**STAKE, "category": "FlexibleSaving", "amount": "0.35", "coin": "BTC", "productId": "430"},
        ("btcearn1", "btcearn2"),
    ),
    "earn_byusdt.place_order": (
        {"coin": "BYUSDT", "orderType": "Mint", "amount": "100", "accountType": "FlexibleSaving"},
        ("byusdt1", "byusdt2"),
    ),
    "advanced_earn.place_order": (
        {
            **STAKE,
            "category": "DualAssets",
            "productId": "3018",
            "amount": "20",
            "coin": "USDT",
            "dualAssetsExtra": {"orderDirection": "BuyLow", "selectPrice": "74000", "apyE8": 122000000},
        },
        ("dual1", "dual2"),
    ),
    "rwa.place_order": ({**STAKE, "productId": 1001, "coin": "USDC", "stakeAmount": "100"}, ("rwa1", "rwa2")),
    "liquidity_mining.add_liquidity": (
        {"productId": "36", "quoteAmount": "200", "quoteAccountType": "FUND", "leverage": "2"},
        ("lm1", "lm2"),
    ),
    "liquidity_mining.remove_liquidity": ({**LIQUIDITY, "removeRate": 50, "removeType": "Normal"}, ("lm3", "lm4")),
    "liquidity_mining.add_margin": ({**LIQUIDITY, "amount": "1000", "quoteAccountType": "FUND"}, ("lm5", "lm6")),
    "liquidity_mining.reinvest": (LIQUIDITY, ("lm7", "lm8")),
    "leveraged_tokens.purchase": ({"ltCoin": "EOS3L", "ltAmount": "200"}, ("lt1", "lt2")),
    "leveraged_tokens.redeem": ({"ltCoin": "EOS3L", "quantity": "150"}, ("lt3", "lt4")),
    "pwm.transfer": ({"fromUserId": 800001, "toUserId": 800002, "amount": "1", "coin": "BTC"}, ("pwm1", "pwm2")),
    "broker.issue_voucher": (
        {"accountId": "2846381", "awardId": "123456", "amount": "100", "brokerId": "v-28478"},
        ("award1", "award2"),
    ),
}
# Writes whose id keeps them from being done twice, and that no documented question finds by it.
NOT_FOUND = {
    "asset_withdraw.withdraw": "a withdrawal's record does not show requestId, and is not asked for by it",
    "earn_fixed_term.place_order": "its orders are not asked for by orderLinkId, and do not show it",
    "fiat_convert.confirm_quote": "the record that is asked for by the id does not show it",
    "pwm.claim_withdrawable_funds": "no list has claims",
    "pwm.invest_more": "rows of orders do not repeat the id",
    "pwm.redeem": "rows of orders do not repeat the id",
    "pwm.subscribe_plan": "a plan's state tells, not an id",
    "pwm_asset_manager.create_fund": "funds do not show reqLinkId",
    "pwm_asset_manager.create_fund_sub_account": "accounts do not show reqLinkId",
    "pwm_asset_manager.create_plan": "plans do not show reqLinkId",
    "pwm_asset_manager.review_order": "the same id again tells what became of it",
    "pwm_asset_manager.settle_fund_profit": "funds do not show reqLinkId",
    "pwm_asset_manager.update_plan": "plans do not show reqLinkId",
}


@pytest.fixture(scope="module")
def writes(venue: Callable[[str], Any]) -> dict[str, Any]:
    return {each.id: each for each in venue("bybit_v5").endpoints if each.write and each.dedup_key}


@pytest.fixture(scope="module")
def box(venue: Callable[[str], Any]) -> Iterator[RunningSandbox]:
    with RunningSandbox(make(venue("bybit_v5"))) as box:
        yield box


@pytest.fixture(scope="module")
def bybit(box: RunningSandbox) -> Iterator[Bybit]:
    with Bybit(api_key="k", secret_key="s", base_url=box.url) as client:
        yield client


def test_every_write_with_an_id_is_tried_or_has_a_reason(writes: dict[str, Any]) -> None:
    found = {name for name, endpoint in writes.items() if endpoint.reconcile}
    assert found == set(WRITES)
    assert set(writes) - found == set(NOT_FOUND)


@pytest.mark.parametrize("name", WRITES)
def test_a_write_is_found_by_its_id_and_not_done_again(
    bybit: Bybit, box: RunningSandbox, writes: dict[str, Any], name: str
) -> None:
    endpoint, (values, (arrived, vanished)) = writes[name], WRITES[name]

    def request(client_id: str) -> Any:
        made = bybit.venue.requests(endpoint.method, endpoint.path)
        return made.from_wire({**values, endpoint.dedup_key: client_id})

    assert fate(bybit, box, "drop_after", request(arrived)) == (arrived, "executed")
    assert fate(bybit, box, "drop_before", request(vanished)) == (vanished, "unknown")
    with pytest.raises(APIError):
        bybit.send(request(arrived))
    tallies = [each[arrived] for each in box.orders().values() if arrived in each]
    assert [(tally.placed, tally.refused) for tally in tallies] == [(1, 1)]
    assert not any(vanished in each for each in box.orders().values())


def fate(client: Any, box: RunningSandbox, fault: Any, request: Any, timeout: float = 0.02) -> tuple[str, str]:
    """Lose the answer of a call, before or after it is executed, and return what becomes known of it."""
    box.faults.add(Fault(kind=fault, path=request.endpoint.path))
    with pytest.raises(VenueError) as lost:
        client.send(request)
    assert lost.value.outcome == "unknown"
    [verdict] = client.reconcile(lost.value, settle=0.01, timeout=timeout)
    return verdict.client_id, verdict.outcome


def test_an_order_of_coinswitch_is_found_by_its_id(venue: Callable[[str], Any]) -> None:
    sent = {"category": "linear", "symbol": "BTCUSDT", "side": "Buy", "orderType": "Limit", "qty": "1", "price": "5"}
    with RunningSandbox(make(venue("coinswitch_hft"))) as box, CoinSwitch(**KEYS, base_url=box.url) as client:
        made = client.venue.requests("POST", "/v5/order/create")
        assert fate(client, box, "drop_after", made.from_wire({**sent, "orderLinkId": "a1"})) == ("a1", "executed")
        never = made.from_wire({**sent, "orderLinkId": "a2"})
        assert fate(client, box, "drop_before", never, timeout=5.0) == ("a2", "not_executed")
        with pytest.raises(APIError):
            client.send(made.from_wire({**sent, "orderLinkId": "a1"}))
        assert box.orders()["orders"]["a1"].placed == 1
