"""What Bybit's SDK does that others do not: cursors beside the records, verdicts beside the items, signing by the key."""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import orjson
import pytest
from attrs import evolve

from venues._runtime.errors import (
    APIError,
    AuthenticationError,
    ConfigurationError,
    DuplicateIdError,
    HTTPError,
    RateLimitExceeded,
    RequestError,
)
from venues._runtime.transport.stub import StubTransport
from venues.bybit_v5 import Client, Context
from venues.bybit_v5.order.place_orders import PlaceOrdersItem
from venues.bybit_v5.rfq.create_rfq import CreateRfq
from venuespec.sandbox.admission import Account, Admission, ReceivedCall, RefusedError
from venuespec.sandbox.server import RunningSandbox, make
from venuespec.spec.model import VenueSpec


@pytest.fixture
def stub() -> StubTransport:
    return StubTransport()


@pytest.fixture
def bybit(stub: StubTransport) -> Iterator[Client]:
    with Client(api_key="key", secret_key="secret", transport=stub) as client:
        yield client


def answer(stub: StubTransport, method: str, path: str, result: Any, **beside: Any) -> None:
    stub.answer(method, path, {"retCode": 0, "retMsg": "OK", "result": result, "time": 1700000000000, **beside})


def test_pages_are_turned_by_the_cursor_of_the_answer(bybit: Client, stub: StubTransport) -> None:
    path = "/v5/execution/list"
    answer(stub, "GET", path, {"nextPageCursor": "1%3A2%2C3", "list": [{"execId": "a"}, {"execId": "b"}]})
    answer(stub, "GET", path, {"nextPageCursor": "9", "list": []})
    answer(stub, "GET", path, {"nextPageCursor": "", "list": [{"execId": "c"}]})
    assert [row.exec_id for row in bybit.order.iterate_executions(category="linear")] == ["a", "b", "c"]
    # The token goes back as the venue wrote it.
    assert [urlsplit(each.url).query for each in stub.calls] == [
        "category=linear&limit=100",
        "category=linear&limit=100&cursor=1%3A2,3",
        "category=linear&limit=100&cursor=9",
    ]


def test_candles_are_walked_back_through_a_range_of_time(bybit: Client, stub: StubTransport) -> None:
    path = "/v5/market/kline"
    answer(stub, "GET", path, {"list": [["1670608800000", "3"], ["1670605200000", "2"]]})
    answer(stub, "GET", path, {"list": [["1670605200000", "2"], ["1670601600000", "1"]]})
    answer(stub, "GET", path, {"list": [["1670601600000", "1"]]})
    start = datetime(2022, 12, 9, 16, tzinfo=UTC)
    rows = list(bybit.market.iterate_candles(symbol="BTCUSD", interval="60", start=start, limit=2))
    assert [row.open_price for row in rows] == [3, 2, 1]
    first, *others = [urlsplit(call.url).query.partition("60&")[2] for call in stub.calls]
    assert re.fullmatch(r"start=1670601600000&end=\d{13}&limit=2", first)  # it ends at the present
    assert others == [
        "start=1670601600000&end=1670605200000&limit=2",
        "start=1670601600000&end=1670601600000&limit=2",
    ]


def test_a_cursor_that_stays_ends_the_pages(bybit: Client, stub: StubTransport) -> None:
    answer(stub, "GET", "/v5/position/list", {"nextPageCursor": "x", "list": [{"symbol": "A"}]})
    rows = list(bybit.position.iterate_positions(category="inverse"))
    assert (len(rows), len(stub.calls)) == (1, 2)


def test_each_item_of_a_batch_has_its_verdict(bybit: Client, stub: StubTransport) -> None:
    answer(
        stub,
        "POST",
        "/v5/order/create-batch",
        {"list": [{"symbol": "BTCUSDT", "orderId": "1"}, {"symbol": "ETHUSDT", "orderId": ""}]},
        retExtInfo={"list": [{"code": 0, "msg": "OK"}, {"code": 170131, "msg": "Insufficient balance."}]},
    )
    item = {"side": "Buy", "order_type": "Limit", "qty": 1, "price": 2}
    placed = bybit.order.place_orders(
        category="spot",
        request=[PlaceOrdersItem(symbol="BTCUSDT", **item), PlaceOrdersItem(symbol="ETHUSDT", **item)],
    )
    assert [(row.order_id, row.failed, row.code, row.msg) for row in placed.list] == [
        ("1", False, "0", "OK"),
        (None, True, "170131", "Insufficient balance."),
    ]


@pytest.mark.parametrize("beside", [{}, {"retExtInfo": {}}, {"retExtInfo": {"list": []}}, {"retExtInfo": None}])
def test_an_answer_without_verdicts_is_taken_as_it_is(bybit: Client, stub: StubTransport, beside: Any) -> None:
    answer(stub, "POST", "/v5/order/cancel-batch", {"list": [{"orderId": "1"}]}, **beside)
    raw = bybit.call("POST", "/v5/order/cancel-batch", {"category": "spot", "request": []})
    assert raw.data == {"list": [{"orderId": "1"}]}


def test_candles_are_typed_by_position(bybit: Client, stub: StubTransport) -> None:
    rows = [["1670608800000", "17071", "17073", "17027", "17055.5", "268611", "15.74462667"]]
    answer(stub, "GET", "/v5/market/kline", {"category": "inverse", "symbol": "BTCUSD", "list": rows})
    [candle] = bybit.market.get_candles(symbol="BTCUSD", interval="60", category="inverse").list
    assert (candle.start_time, candle.high_price, candle.turnover) == (
        datetime(2022, 12, 9, 18, tzinfo=UTC),
        Decimal("17073"),
        Decimal("15.74462667"),
    )


def test_what_is_as_asked_for_already_is_no_error(bybit: Client, stub: StubTransport) -> None:
    stub.answer(
        "POST", "/v5/position/set-leverage", {"retCode": 110043, "retMsg": "leverage not modified", "result": {}}
    )
    bybit.position.set_leverage(category="linear", symbol="BTCUSDT", buy_leverage=5, sell_leverage=5)
    stub.answer("POST", "/v5/position/trading-stop", {"retCode": 34040, "retMsg": "not modified", "result": {}})
    with pytest.raises(APIError, match="34040"):
        bybit.position.set_trading_stop(category="linear", symbol="BTCUSDT", tpsl_mode="Full", position_idx=0)


def test_the_signature_is_the_documented_one(bybit: Client, stub: StubTransport) -> None:
    answer(stub, "GET", "/v5/position/list", {"list": []})
    answer(stub, "POST", "/v5/order/cancel", {"orderId": "1", "orderLinkId": ""})
    bybit.position.get_positions(category="linear", symbol="BTCUSDT")
    bybit.order.cancel_order(category="linear", symbol="BTCUSDT", order_id="1")
    payloads = ["category=linear&symbol=BTCUSDT", '{"category":"linear","symbol":"BTCUSDT","orderId":"1"}']
    for call, payload in zip(stub.calls, payloads, strict=True):
        said = call.headers
        text = f"{said['X-BAPI-TIMESTAMP']}key5000{payload}"
        assert said["X-BAPI-SIGN"] == hmac.new(b"secret", text.encode(), hashlib.sha256).hexdigest()
        assert (said["X-BAPI-API-KEY"], said["X-BAPI-RECV-WINDOW"]) == ("key", "5000")


def test_the_client_against_the_sandbox(venue: Any) -> None:
    account = Account(credentials={"api_key": "key", "secret_key": "secret"}, context={"positionMode": "one_way"})
    with RunningSandbox(make(venue("bybit_v5"), account)) as box:
        with Client(api_key="key", secret_key="secret", base_url=box.url, context=Context()) as client:
            assert abs(client.learn_clock()) < 1000
            assert client.position.set_leverage(category="linear", symbol="X", buy_leverage=5, sell_leverage=5) is None
            assert client.learn_context().margin_mode == "REGULAR_MARGIN"
            with pytest.raises(RequestError, match="price is required"):
                client.order.place_order(category="linear", symbol="X", side="Buy", order_type="Limit", qty=1)
        with (
            Client(api_key="key", secret_key="wrong", base_url=box.url) as client,
            pytest.raises(AuthenticationError, match="10004"),
        ):
            client.position.get_positions(category="inverse")


@pytest.mark.parametrize(
    ("page", "waits"), [(b"403, access too frequent", [599, 600]), (b"<html>Access Denied</html>", [])]
)
def test_an_address_that_is_shut_out_makes_no_call_for_ten_minutes(
    bybit: Client, stub: StubTransport, page: bytes, waits: list[int]
) -> None:
    stub.answer("GET", "/v5/account/info", page, status=403)
    answer(stub, "GET", "/v5/market/time", {"timeNano": "1700000000000000000"})
    with pytest.raises(HTTPError) as banned:
        bybit.account.get_account_info()
    assert (banned.value.status, banned.value.attempts) == (403, 1)
    if not waits:
        bybit.market.get_server_time()
        return
    with pytest.raises(RateLimitExceeded, match="600 in 5 s for address") as caught:
        bybit.market.get_server_time()
    assert waits[0] < caught.value.wait <= waits[1]


TRANSFER = "42c0cfb0-6bca-4242-bc76-4e6df6cbcb16"


@pytest.mark.parametrize(
    ("records", "outcome"),
    [
        ([{"transferId": TRANSFER, "timestamp": "1667283263000", "status": "SUCCESS"}], "executed"),
        ([{"transferId": TRANSFER, "status": "PENDING"}], "executed"),
        ([{"transferId": TRANSFER, "status": "FAILED"}], "not_executed"),
        # The pages show ids with words of the venue before them.
        ([{"transferId": f"selfTransfer_{TRANSFER}", "status": "SUCCESS"}], "unknown"),
        # The call can still arrive while its window is open.
        ([], "unknown"),
    ],
)
def test_a_transfer_that_was_sent_twice_is_asked_for_by_its_id(
    bybit: Client, stub: StubTransport, records: list[Any], outcome: str
) -> None:
    stub.answer("POST", "/v5/asset/transfer/inter-transfer", {"retCode": 131214, "retMsg": "TransferId exist"})
    with pytest.raises(DuplicateIdError) as caught:
        bybit.asset_transfer.create_internal_transfer(
            transfer_id=TRANSFER, coin="BTC", amount="0.05", from_account_type="UNIFIED", to_account_type="FUND"
        )
    answer(stub, "GET", "/v5/asset/transfer/query-inter-transfer-list", {"list": records, "nextPageCursor": ""})
    [verdict] = bybit.reconcile(caught.value, settle=0, timeout=0)
    assert verdict.outcome == outcome
    assert urlsplit(stub.calls[-1].url).query == f"transferId={TRANSFER}"


@pytest.mark.parametrize("status", ["FAILED", "STATUS_UNKNOWN", "A_NEW_ONE"])
def test_a_transfer_that_did_not_succeed_is_an_error_and_asked_for(
    bybit: Client, stub: StubTransport, status: str
) -> None:
    answer(stub, "POST", "/v5/asset/transfer/inter-transfer", {"transferId": TRANSFER, "status": status})
    with pytest.raises(APIError, match=status) as caught:
        bybit.asset_transfer.create_internal_transfer(
            transfer_id=TRANSFER, coin="BTC", amount="0.05", from_account_type="UNIFIED", to_account_type="FUND"
        )
    assert caught.value.outcome == "unknown"
    record = {"transferId": TRANSFER, "status": "FAILED"}
    answer(stub, "GET", "/v5/asset/transfer/query-inter-transfer-list", {"list": [record], "nextPageCursor": ""})
    [verdict] = bybit.reconcile(caught.value, settle=0, timeout=0)
    assert verdict.outcome == "not_executed"


def test_a_withdrawal_that_was_not_cancelled_is_an_error(bybit: Client, stub: StubTransport) -> None:
    answer(stub, "POST", "/v5/asset/withdraw/cancel", {"status": 0})
    with pytest.raises(APIError) as caught:
        bybit.asset_withdraw.cancel_withdrawal(id="10197")
    assert caught.value.outcome == "not_executed"


def test_a_withdrawal_has_an_id_of_its_own(bybit: Client, stub: StubTransport) -> None:
    for coin in ("USDT", "USDC"):
        answer(stub, "POST", "/v5/asset/withdraw/create", {"id": "10195"})
        now = datetime(2022, 12, 28, 3, 2, 41, 407000, tzinfo=UTC)
        bybit.asset_withdraw.withdraw(
            coin=coin, chain="ETH", address="0x99", amount="24", timestamp=now, account_type="FUND"
        )
    first, second = (orjson.loads(call.body or b"") for call in stub.calls)
    assert first["timestamp"] == 1672196561407
    assert first["requestId"] != second["requestId"]
    assert first["requestId"].isalnum()


def test_pages_of_conversions_are_turned_by_their_number(bybit: Client, stub: StubTransport) -> None:
    path = "/v5/asset/covert/small-balance-history"
    answer(stub, "GET", path, {"cursor": "1", "size": "100", "lastPage": "2", "records": [{"exchangeTxId": "1"}]})
    answer(stub, "GET", path, {"cursor": "2", "size": "100", "lastPage": "2", "records": [{"exchangeTxId": "2"}]})
    assert [row.exchange_tx_id for row in bybit.small_balance.iterate_exchange_history()] == ["1", "2"]
    assert [urlsplit(call.url).query for call in stub.calls] == ["cursor=1&size=100", "cursor=2&size=100"]


def test_a_cursor_of_an_answer_can_be_passed_on_by_hand(bybit: Client, stub: StubTransport) -> None:
    path = "/v5/order/history"
    answer(stub, "GET", path, {"nextPageCursor": "page_token%3D39380%26", "list": []})
    answer(stub, "GET", path, {"nextPageCursor": "", "list": []})
    first = bybit.order.get_order_history(category="linear")
    assert first.next_page_cursor == "page_token=39380&"
    assert first.to_wire() == {"nextPageCursor": "page_token%3D39380%26", "list": []}
    assert bybit.order.get_order_history(category="linear", cursor=first.next_page_cursor).next_page_cursor is None
    assert urlsplit(stub.calls[1].url).query == "category=linear&cursor=page_token%3D39380%26"


def test_the_window_of_a_call_can_be_chosen(stub: StubTransport) -> None:
    answer(stub, "GET", "/v5/account/info", {})
    with Client(api_key="key", secret_key="secret", transport=stub, recv_window=20_000) as client:
        client.call("GET", "/v5/account/info")
    assert stub.calls[0].headers["X-BAPI-RECV-WINDOW"] == "20000"
    for wrong in (0, 60_001, 5.5, True):
        with pytest.raises(ConfigurationError, match="recv_window must be a whole number of milliseconds"):
            Client(api_key="key", secret_key="secret", transport=stub, recv_window=wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ahead", "window", "refused"),
    [(0.9, 5000, False), (1.1, 5000, True), (-4.9, 5000, False), (-5.1, 5000, True), (-5.1, 20_000, False)],
)
def test_the_sandbox_judges_a_timestamp_by_its_direction(
    venue: Callable[[str], VenueSpec], ahead: float, window: int, refused: bool
) -> None:
    account = Account(credentials={"api_key": "key", "secret_key": "secret"})
    bybit = venue("bybit_v5")
    admission = Admission(
        evolve(bybit, auth=bybit.auth._replace(ahead=1.0)), account, now=lambda: 1_700_000_000.0, monotonic=lambda: 0.0
    )
    text = str(int((1_700_000_000.0 + ahead) * 1000))
    headers = {
        "x-bapi-api-key": "key",
        "x-bapi-timestamp": text,
        "x-bapi-sign": hmac.new(b"secret", f"{text}key{window}".encode(), hashlib.sha256).hexdigest(),
        "x-bapi-recv-window": str(window),
    }
    call = ReceivedCall(method="GET", path="/v5/account/info", query="", headers=headers, body=b"", client="")
    with pytest.raises(RefusedError, match="too far") if refused else nullcontext():
        admission.authenticate(call)


def test_the_outcome_of_an_rfq_is_asked_for_as_the_party_that_made_it(stub: StubTransport) -> None:
    rfq = {"rfqId": "9", "rfqLinkId": "a1", "createdAt": "1700000000000"}
    answer(stub, "GET", "/v5/rfq/rfq-realtime", {"list": []})
    answer(stub, "GET", "/v5/rfq/rfq-list", {"cursor": "", "list": [rfq]})
    legs = [{"category": "spot", "symbol": "BTCUSDT", "side": "Buy", "qty": "1"}]
    asked = CreateRfq.from_wire({"counterparties": ["LP1"], "rfqLinkId": "a1", "list": legs})
    with Client(api_key="key", secret_key="secret", transport=stub) as client:
        [verdict] = client.reconcile(asked)
    assert (verdict.outcome, verdict.row.rfq_id) == ("executed", "9")
    assert {urlsplit(each.url).query for each in stub.calls} == {"rfqLinkId=a1&traderType=request"}
