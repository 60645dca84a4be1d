"""Transfers, withdrawals and sub-accounts of the sandbox: an id is good for one of them, and tells what became of it."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest

from venues import APIError, DuplicateIdError, VenueError
from venues.bybit_v5 import Client as Bybit
from venues.okx_v5 import Client as Okx
from venuespec.sandbox.faults import Fault
from venuespec.sandbox.server import RunningSandbox, make


@pytest.fixture(scope="module")
def bybit_box(venue: Callable[[str], Any]) -> Iterator[RunningSandbox]:
    with RunningSandbox(make(venue("bybit_v5"))) as box:
        yield box


@pytest.fixture(scope="module")
def okx_box(venue: Callable[[str], Any]) -> Iterator[RunningSandbox]:
    with RunningSandbox(make(venue("okx_v5"))) as box:
        yield box


@pytest.fixture(scope="module")
def bybit(bybit_box: RunningSandbox) -> Iterator[Bybit]:
    with Bybit(api_key="k", secret_key="s", base_url=bybit_box.url) as client:
        yield client


@pytest.fixture(scope="module")
def okx(okx_box: RunningSandbox) -> Iterator[Okx]:
    with Okx(api_key="k", secret_key="s", passphrase="p", base_url=okx_box.url) as client:
        yield client


def held(bybit: Bybit, coin: str) -> Decimal:
    [account] = bybit.account.get_wallet_balance(account_type="UNIFIED").list
    return next(each.wallet_balance for each in account.coin if each.coin == coin)


def traded(okx: Okx, ccy: str) -> Decimal:
    return next(each.cash_bal for each in okx.account.get_balance()[0].details if each.ccy == ccy)


def to_funding(**more: Any) -> Any:
    return {"coin": "USDT", "amount": "100", "from_account_type": "UNIFIED", "to_account_type": "FUND", **more}


def test_a_transfer_id_moves_a_coin_once(bybit: Bybit) -> None:
    before, name = held(bybit, "USDT"), str(uuid.uuid4())
    assert bybit.asset_transfer.create_internal_transfer(transfer_id=name, **to_funding()).status == "SUCCESS"
    with pytest.raises(DuplicateIdError):
        bybit.asset_transfer.create_internal_transfer(transfer_id=name, **to_funding())
    assert held(bybit, "USDT") == before - 100
    [record] = bybit.asset_transfer.get_internal_transfer_records(transfer_id=name)
    assert (record.transfer_id, record.amount, record.status) == (name, Decimal(100), "SUCCESS")
    back = to_funding(amount="40.5", from_account_type="FUND", to_account_type="UNIFIED")
    bybit.asset_transfer.create_internal_transfer(transfer_id=str(uuid.uuid4()), **back)
    assert held(bybit, "USDT") == before - Decimal("59.5")


def test_what_is_not_there_cannot_be_moved(bybit: Bybit) -> None:
    name = str(uuid.uuid4())
    with pytest.raises(APIError, match="131212"):
        bybit.asset_transfer.create_internal_transfer(transfer_id=name, **to_funding(amount="99999999"))
    assert list(bybit.asset_transfer.get_internal_transfer_records(transfer_id=name)) == []


@pytest.mark.parametrize(("kind", "outcome"), [("drop_after", "executed"), ("drop_before", "not_executed")])
def test_a_lost_answer_to_a_transfer_is_reconciled(
    bybit: Bybit, bybit_box: RunningSandbox, kind: Any, outcome: str
) -> None:
    before, name = held(bybit, "USDT"), str(uuid.uuid4())
    bybit_box.faults.add(Fault(kind=kind, path="/v5/asset/transfer/inter-transfer"))
    with pytest.raises(VenueError) as lost:
        bybit.asset_transfer.create_internal_transfer(transfer_id=name, **to_funding())
    assert lost.value.outcome == "unknown"
    [verdict] = bybit.reconcile(lost.value, settle=0.01, timeout=0.05)
    assert (verdict.outcome, verdict.client_id) == (outcome if outcome == "executed" else "unknown", name)
    assert held(bybit, "USDT") == before - (100 if outcome == "executed" else 0)


def test_universal_transfers_are_found_by_their_id(bybit: Bybit, bybit_box: RunningSandbox) -> None:
    bybit_box.faults.add(Fault(kind="drop_after", path="/v5/asset/transfer/universal-transfer"))
    with pytest.raises(VenueError) as lost:
        bybit.asset_transfer.create_universal_transfer(
            transfer_id=str(uuid.uuid4()), from_member_id=1, to_member_id=2, **to_funding()
        )
    [verdict] = bybit.reconcile(lost.value, settle=0.01)
    assert verdict.outcome == "executed"


def test_a_request_id_withdraws_once_and_a_pending_withdrawal_can_be_cancelled(bybit: Bybit) -> None:
    before = held(bybit, "BTC")
    sent: Any = {"coin": "BTC", "chain": "BTC", "address": "bc1qw508d6", "amount": "0.5", "account_type": "UTA"}
    made = bybit.asset_withdraw.withdraw(**sent, timestamp=1672196561407, request_id="w1")
    other: Any = {**sent, "coin": "ETH", "chain": "ETH"}  # one call in ten seconds for each coin and chain
    with pytest.raises(APIError):
        bybit.asset_withdraw.withdraw(**other, timestamp=1672196561407, request_id="w1")
    assert held(bybit, "BTC") == before - Decimal("0.5")
    [record] = bybit.asset_withdraw.get_withdrawal_records(withdraw_type=2, coin="BTC")
    assert (record.withdraw_id, record.to_address, record.status) == (made.id, "bc1qw508d6", "Pending")
    assert bybit.asset_withdraw.cancel_withdrawal(id=made.id).status == 1
    [record] = bybit.asset_withdraw.get_withdrawal_records(withdraw_id=made.id)
    assert record.status == "CancelByUser"
    with pytest.raises(APIError):
        bybit.asset_withdraw.cancel_withdrawal(id=made.id)


def test_a_username_makes_one_sub_account(bybit: Bybit) -> None:
    made = bybit.user.create_sub_account(username="trader01", member_type=1, note="first")
    with pytest.raises(APIError):
        bybit.user.create_sub_account(username="trader01", member_type=1)
    listed = [each for each in bybit.user.iterate_sub_accounts() if each.username == "trader01"]
    assert [(each.uid, each.remark, each.status) for each in listed] == [(made.uid, "first", "1")]


def test_a_deposit_arrives_once_and_is_listed_page_by_page(bybit: Bybit, bybit_box: RunningSandbox) -> None:
    before = held(bybit, "USDT")
    for number in range(1, 6):
        bybit_box.arrive("deposits", coin="USDT", chain="ETH", amount=f"{number}.5", txID=f"0xa{number}")
    with pytest.raises(ValueError, match="deposits has a record whose txID is '0xa5'"):
        bybit_box.arrive("deposits", coin="USDT", chain="ETH", amount="5.5", txID="0xa5")
    bybit_box.arrive("deposits", coin="SOL", chain="SOL", amount="3", txID="0xb1")
    assert held(bybit, "USDT") == before + Decimal("17.5")
    listed = list(bybit.asset_deposit.iterate_deposit_records(coin="USDT", limit=2))
    assert [(each.tx_id, each.amount, each.status) for each in listed] == [
        ("0xa5", Decimal("5.5"), 3),
        ("0xa4", Decimal("4.5"), 3),
        ("0xa3", Decimal("3.5"), 3),
        ("0xa2", Decimal("2.5"), 3),
        ("0xa1", Decimal("1.5"), 3),
    ]
    [found] = bybit.asset_deposit.get_deposit_records(tx_id="0xb1").rows
    assert (found.coin, found.chain, found.amount) == ("SOL", "SOL", Decimal(3))
    [same] = bybit.asset_deposit.get_deposit_records(id=found.id).rows
    assert same.tx_id == "0xb1"
    assert bybit.asset_deposit.get_deposit_records(tx_id="0xc1").rows == []
    made = found.success_at
    assert made is not None
    assert bybit.asset_deposit.get_deposit_records(coin="SOL", end_time=made - timedelta(days=1)).rows == []
    assert len(bybit.asset_deposit.get_deposit_records(coin="SOL", start_time=made - timedelta(days=1)).rows) == 1


def test_deposits_of_a_sub_account_and_from_other_users_are_apart(bybit: Bybit, bybit_box: RunningSandbox) -> None:
    before = held(bybit, "ETH")
    bybit_box.arrive("sub_deposits", subMemberId="592334", coin="ETH", amount="1", txID="0xd1")
    bybit_box.arrive("internal_deposits", coin="ETH", amount="2", txID="77", fromMemberId="1")
    assert held(bybit, "ETH") == before + 2
    assert bybit.asset_deposit.get_deposit_records(coin="ETH").rows == []
    [of_sub] = bybit.asset_deposit.get_sub_deposit_records(sub_member_id="592334", coin="ETH").rows
    [internal] = bybit.asset_deposit.get_internal_deposit_records(coin="ETH").rows
    assert (of_sub.tx_id, internal.tx_id, internal.status) == ("0xd1", "77", 2)


def test_only_what_comes_from_outside_arrives(bybit_box: RunningSandbox) -> None:
    with pytest.raises(ValueError, match="nothing arrives in 'orders'; the tables are transfers, "):
        bybit_box.arrive("orders", symbol="BTCUSDT")
    with httpx.Client(base_url=bybit_box.url) as http:
        told = http.post("/_sandbox/records", json={"deposits": {"coin": "XRP", "amount": "9", "txID": "0xe1"}})
        again = http.post("/_sandbox/records", json={"deposits": {"coin": "XRP", "amount": "9", "txID": "0xe1"}})
        wrong = http.post("/_sandbox/records", json={"deposits": 7})
    assert (told.status_code, told.json()["deposits"]["status"]) == (200, "3")
    assert (again.status_code, again.json()) == (400, {"error": "deposits has a record whose txID is '0xe1'"})
    assert wrong.status_code == 400


def test_an_order_of_a_spread_is_amended_and_cancelled(bybit: Bybit) -> None:
    symbol = "SOLUSDT_SOL/USDT"
    made = bybit.spread.place_order(symbol=symbol, side="Buy", order_type="Limit", qty=1, price=20, order_link_id="s1")
    bybit.spread.amend_order(symbol=symbol, order_link_id="s1", price=21)
    [order] = bybit.spread.get_open_orders(symbol=symbol, order_link_id="s1").list
    assert (order.order_id, order.price, order.order_status) == (made.order_id, Decimal(21), "New")
    bybit.spread.cancel_order(order_id=made.order_id)
    [order] = bybit.spread.get_order_history(order_id=made.order_id).list
    assert order.order_status == "Cancelled"
    with pytest.raises(APIError, match="110001"):
        bybit.spread.cancel_order(order_id=made.order_id)


def test_a_request_for_quotes_and_a_quote_live_until_they_are_cancelled(bybit: Bybit) -> None:
    leg: Any = {"category": "linear", "symbol": "BTCUSDT", "side": "Buy", "qty": 2}
    asked = bybit.rfq.create_rfq(counterparties=["LP4"], list=[leg], rfq_link_id="r1")
    [shown] = bybit.rfq.get_realtime_rfqs(rfq_link_id="r1", trader_type="request").list
    assert (shown.rfq_id, shown.status, shown.counterparties) == (asked.rfq_id, "Active", ["LP4"])
    assert [(each.symbol, each.qty) for each in shown.legs] == [("BTCUSDT", Decimal(2))]
    price: Any = {"category": "linear", "symbol": "BTCUSDT", "price": 106000}
    quoted = bybit.rfq.create_quote(rfq_id=asked.rfq_id, quote_buy_list=[price], quote_link_id="q1")
    [quote] = bybit.rfq.get_realtime_quotes(rfq_id=asked.rfq_id, trader_type="quote").list
    assert (quote.quote_id, quote.status) == (quoted.quote_id, "Active")
    bybit.rfq.cancel_quote(quote_id=quoted.quote_id)
    [cancelled] = bybit.rfq.cancel_all_rfqs()
    assert (cancelled.rfq_id, cancelled.code) == (asked.rfq_id, "0")
    assert [each.status for each in bybit.rfq.get_rfqs(rfq_id=asked.rfq_id).list] == ["Canceled"]
    assert [each.status for each in bybit.rfq.get_quotes(quote_id=quoted.quote_id).list] == ["Canceled"]


def test_okx_moves_once_for_a_client_id(okx: Okx, okx_box: RunningSandbox) -> None:
    before = traded(okx, "USDT")
    sent: Any = {"ccy": "USDT", "amt": "250", "from_": "18", "to": "6"}
    [made] = okx.funding.transfer(**sent, client_id="t1")
    assert traded(okx, "USDT") == before - 250
    with pytest.raises(DuplicateIdError):
        okx.funding.transfer(**sent, client_id="t1")
    [state] = okx.funding.get_transfer_state(client_id="t1")
    assert (state.trans_id, state.state, state.amt) == (made.trans_id, "success", Decimal(250))
    okx_box.faults.add(Fault(kind="drop_after", path="/api/v5/asset/transfer"))
    with pytest.raises(VenueError) as lost:
        okx.funding.transfer(**sent, client_id="t2")
    [verdict] = okx.reconcile(lost.value, settle=0.01)
    assert verdict.outcome == "executed"
    assert traded(okx, "USDT") == before - 500
    with pytest.raises(APIError, match="58350"):
        okx.funding.transfer(ccy="USDT", amt="99999999", from_="18", to="6", client_id="t3")


def test_okx_withdraws_once_for_a_client_id(okx: Okx, okx_box: RunningSandbox) -> None:
    sent: Any = {
        "ccy": "BTC",
        "amt": "1",
        "dest": "4",
        "chain": "BTC-Bitcoin",
        "to_addr": "17DKe3kkkkiiiiTvAKKi2vMPbm1Bz3CMKw",
    }
    okx_box.faults.add(Fault(kind="drop_after", path="/api/v5/asset/withdrawal"))
    with pytest.raises(VenueError) as lost:
        okx.funding.withdraw(**sent, client_id="w1")
    [verdict] = okx.reconcile(lost.value, settle=0.01)
    assert (verdict.outcome, verdict.row.state, verdict.row.to) == ("executed", "0", sent["to_addr"])
    with pytest.raises(DuplicateIdError):
        okx.funding.withdraw(**sent, client_id="w1")
    okx.funding.cancel_withdrawal(wd_id=verdict.row.wd_id)
    [record] = okx.funding.get_withdrawal_history(client_id="w1")
    assert record.state == "-2"
