"""Test the spec of OKX as its SDK carries it out: pages, batches, headers, answers that are not JSON.

They rest on what people wrote under ``sdk:``, such as the sizes of pages, which an import of new pages keeps.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, get_args, get_type_hints
from urllib.parse import parse_qs, urlsplit

import pytest

from venues._runtime.client import BlockingClient
from venues._runtime.errors import APIError, ConfigurationError, DecodeError, HTTPError, RequestError
from venues._runtime.request import PagedRequest
from venues._runtime.retry import Retry
from venues._runtime.transport.stub import StubTransport
from venues.okx_v5 import Client, Context
from venues.okx_v5.account.get_bills import Bill, GetBills
from venues.okx_v5.account.get_config import GetConfig
from venues.okx_v5.trade.cancel_orders import CancelOrdersItem
from venues.okx_v5.trade.place_orders import PlaceOrdersItem

ORDER = PlaceOrdersItem(inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="market", sz="1")


@pytest.fixture
def stub() -> StubTransport:
    return StubTransport()


@pytest.fixture
def okx(stub: StubTransport) -> Iterator[Client]:
    with Client(api_key="k", secret_key="s", passphrase="p", transport=stub) as client:
        yield client


def answer(stub: StubTransport, path: str, *pages: Any, method: str = "GET", **envelope: Any) -> None:
    for page in pages:
        stub.answer(method, path, {"code": "0", "msg": "", "data": page, **envelope})


def queries(stub: StubTransport) -> list[dict[str, str]]:
    return [{name: value[0] for name, value in parse_qs(urlsplit(each.url).query).items()} for each in stub.calls]


class TestPages:
    def test_a_cursor_walks_to_older_records_until_there_are_none(self, okx: Client, stub: StubTransport) -> None:
        answer(stub, "/api/v5/account/bills", [{"billId": "30"}, {"billId": "20"}], [{"billId": "10"}], [])
        assert [bill.bill_id for bill in okx.account.iterate_bills(ccy="BTC", limit=2)] == ["30", "20", "10"]
        assert queries(stub) == [
            {"ccy": "BTC", "limit": "2"},
            {"ccy": "BTC", "limit": "2", "after": "20"},
            {"ccy": "BTC", "limit": "2", "after": "10"},
        ]

    def test_a_page_that_comes_again_is_an_error(self, okx: Client, stub: StubTransport) -> None:
        answer(stub, "/api/v5/account/bills", [{"billId": "30"}])
        with pytest.raises(DecodeError, match="after='30': it shows the same records again"):
            list(okx.account.iterate_bills())
        assert len(stub.calls) == 2

    def test_records_of_one_millisecond_are_neither_lost_nor_doubled(self, okx: Client, stub: StubTransport) -> None:
        first = [{"ts": "1700000000002", "ccy": "BTC"}, {"ts": "1700000000001", "ccy": "BTC"}]
        second = [{"ts": "1700000000001", "ccy": "BTC"}, {"ts": "1700000000001", "ccy": "ETH"}]
        answer(stub, "/api/v5/account/interest-accrued", first, second, [])
        rows = list(okx.account.iterate_interest_accrued())
        assert [row.ccy for row in rows] == ["BTC", "BTC", "ETH"]
        assert [each.get("after") for each in queries(stub)] == [None, "1700000000002", "1700000000001"]

    def test_an_instant_that_fills_a_page_does_not_end_it(self, okx: Client, stub: StubTransport) -> None:
        full = [{"ts": "1700000000001", "ccy": "BTC"}, {"ts": "1700000000001", "ccy": "ETH"}]
        answer(stub, "/api/v5/account/interest-accrued", full, full, [{"ts": "1600000000000", "ccy": "OKB"}], [])
        assert [row.ccy for row in okx.account.iterate_interest_accrued()] == ["BTC", "ETH", "OKB"]

    def test_the_fiat_histories_go_back_by_the_end_of_their_window(self, okx: Client, stub: StubTransport) -> None:
        full = [{"ordId": "3", "cTime": "1707429385000"}, {"ordId": "2", "cTime": "1707429385000"}]
        path = "/api/v5/fiat/deposit-order-history"
        answer(stub, path, full, full, [{"ordId": "1", "cTime": "1707429380000"}], [])
        assert [row.ord_id for row in okx.funding.iterate_fiat_deposit_history()] == ["3", "2", "1"]
        asked = [each.get("before") for each in queries(stub)]
        assert asked == [None, "1707429385000", "1707429384999", "1707429380000"]

    def test_numbered_pages_end_at_the_total_beside_the_payload(self, okx: Client, stub: StubTransport) -> None:
        answer(stub, "/api/v5/affiliate/invitee/list", [{"uid": "1"}], [{"uid": "2"}], totalPage="2")
        assert [row.uid for row in okx.affiliate.iterate_invitees()] == ["1", "2"]
        assert queries(stub) == [{"page": "1", "limit": "100"}, {"page": "2", "limit": "100"}]

    def test_records_inside_of_the_only_row_and_a_version_that_later_pages_keep(
        self, okx: Client, stub: StubTransport
    ) -> None:
        ranks = [{"uniqueCode": "A"}, {"uniqueCode": "B"}], [{"uniqueCode": "C"}]
        pages = ([{"dataVer": "20231010182400", "totalPage": "2", "ranks": page}] for page in ranks)
        answer(stub, "/api/v5/copytrading/public-lead-traders", *pages)
        codes = [row.unique_code for row in okx.copy_trading.iterate_lead_trader_ranks()]
        assert codes == ["A", "B", "C"]
        assert queries(stub) == [
            {"page": "1", "limit": "20"},
            {"page": "2", "limit": "20", "dataVer": "20231010182400"},
        ]

    def test_rows_by_position_page_by_their_first_column(self, okx: Client, stub: StubTransport) -> None:
        answer(stub, "/api/v5/market/candles", [["1700000060000", "2"], ["1700000000000", "1"]], [])
        rows = list(okx.market_data.iterate_candles(inst_id="BTC-USDT"))
        assert rows[0].ts == datetime(2023, 11, 14, 22, 14, 20, tzinfo=UTC)
        assert queries(stub)[1] == {"instId": "BTC-USDT", "after": "1700000000000", "limit": "300"}

    def test_a_page_that_fails_raises_after_what_came_before_it(self, okx: Client, stub: StubTransport) -> None:
        answer(stub, "/api/v5/account/bills", [{"billId": "30"}])
        stub.answer("GET", "/api/v5/account/bills", {"code": "51000", "msg": "no", "data": []})
        bills = okx.account.iterate_bills()
        assert next(bills).bill_id == "30"
        with pytest.raises(APIError, match="51000"):
            next(bills)

    def test_nothing_is_sent_before_the_first_record_is_asked_for(self, okx: Client, stub: StubTransport) -> None:
        okx.account.iterate_bills()
        assert stub.calls == []

    def test_an_endpoint_without_pages_says_so(self, okx: Client) -> None:
        with pytest.raises(ConfigurationError, match=r"account\.get_config documents no pages"):
            next(okx.iterate(GetConfig()))  # type: ignore[arg-type]  # as a caller without a type checker would

    def test_a_request_with_pages_says_of_which_records(self) -> None:
        assert vars(GetBills)["__orig_bases__"] == (PagedRequest[list[Bill], Bill],)
        hints = get_type_hints(BlockingClient.iterate)
        assert get_args(hints["request"])[1:] == get_args(hints["return"])


class TestBatches:
    def test_a_partly_failed_batch_loses_nothing_and_says_which(self, okx: Client, stub: StubTransport) -> None:
        data = [
            {"ordId": "1", "sCode": "0", "sMsg": "Order placed"},
            {"ordId": "", "sCode": "51008", "sMsg": "Order failed. Insufficient USDT balance in account."},
        ]
        stub.answer(
            "POST",
            "/api/v5/trade/batch-orders",
            {"code": "2", "msg": "Bulk operation partially succeeded.", "data": data},
        )
        rows = okx.trade.place_orders(items=[ORDER, ORDER])
        assert [(row.ord_id, row.failed, row.s_code) for row in rows] == [("1", False, "0"), (None, True, "51008")]

    def test_a_batch_that_failed_as_a_whole_still_says_why_for_each(self, okx: Client, stub: StubTransport) -> None:
        data = [{"ordId": "1", "sCode": "51400", "sMsg": "gone"}, {"ordId": "2", "sCode": "51603", "sMsg": "no such"}]
        stub.answer("POST", "/api/v5/trade/cancel-batch-orders", {"code": "1", "msg": "", "data": data})
        items = [CancelOrdersItem(inst_id="BTC-USDT", ord_id=each) for each in ("1", "2")]
        assert [row.s_code for row in okx.trade.cancel_orders(items=items)] == ["51400", "51603"]

    def test_lists_of_ids_report_each_too(self, okx: Client, stub: StubTransport) -> None:
        data = [{"quoteId": "1", "sCode": "0", "sMsg": ""}, {"quoteId": "2", "sCode": "70001", "sMsg": "gone"}]
        stub.answer("POST", "/api/v5/rfq/cancel-batch-quotes", {"code": "2", "msg": "", "data": data})
        assert [row.failed for row in okx.block_trading.cancel_quotes(quote_ids=["1", "2"])] == [False, True]

    def test_too_many_items_are_refused_before_anything_is_sent(self, okx: Client, stub: StubTransport) -> None:
        with pytest.raises(RequestError, match="one call takes at most 20 items, and here are 21"):
            okx.trade.place_orders(items=[ORDER] * 21)
        assert stub.calls == []

    def test_the_item_decides_where_the_envelope_says_that_all_is_well(self, okx: Client, stub: StubTransport) -> None:
        data = [{"ordId": "", "sCode": "51008", "sMsg": "Insufficient balance"}]
        answer(stub, "/api/v5/trade/order", data, method="POST")
        with pytest.raises(APIError, match="51008: Insufficient balance"):
            okx.trade.place_order(inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="market", sz="1")


class TestHeaders:
    def test_a_deadline_travels_as_a_header(self, okx: Client, stub: StubTransport) -> None:
        answer(stub, "/api/v5/trade/order", [{"ordId": "1", "sCode": "0"}], method="POST")
        moment = datetime(2020, 8, 10, 4, 59, 46, 85_000, tzinfo=UTC)
        okx.trade.place_order(
            inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="market", sz="1", exp_time=moment
        )
        [call] = stub.calls
        assert call.headers["expTime"] == "1597035586085"
        assert b"expTime" not in call.body

    def test_a_batch_has_one_for_all_items(self, okx: Client, stub: StubTransport) -> None:
        answer(stub, "/api/v5/trade/batch-orders", [{"ordId": "1", "sCode": "0"}], method="POST")
        okx.trade.place_orders(items=[ORDER], exp_time=1597026383085)
        assert stub.calls[0].headers["expTime"] == "1597026383085"
        assert stub.calls[0].body.startswith(b"[{")


class TestContext:
    def test_it_is_learnt_from_the_venue(self, okx: Client, stub: StubTransport) -> None:
        config = {
            "acctLv": "2",
            "posMode": "long_short_mode",
            "uid": "44705892343619584",
            "mainUid": "44705892343619584",
        }
        answer(stub, "/api/v5/account/config", [config])
        assert okx.learn_context() == Context(acct_lv="2", pos_mode="long_short_mode", key_type="master")
        with pytest.raises(RequestError, match="posSide is required"):
            okx.account.set_leverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="isolated")

    def test_what_the_venue_does_not_tell_stays(self, okx: Client, stub: StubTransport) -> None:
        okx.context = Context(acct_lv="3", inst_type="SWAP")
        answer(stub, "/api/v5/account/config", [{"posMode": "net_mode", "acctLv": "", "uid": "2", "mainUid": "1"}])
        learnt = Context(acct_lv="3", pos_mode="net_mode", key_type="sub", inst_type="SWAP")
        assert okx.learn_context() == okx.context == learnt

    def test_an_empty_answer_is_no_context(self, okx: Client, stub: StubTransport) -> None:
        answer(stub, "/api/v5/account/config", [])
        with pytest.raises(DecodeError, match="the answer about the account is empty"):
            okx.learn_context()


def test_what_is_no_json_comes_as_it_is(okx: Client, stub: StubTransport) -> None:
    stub.answer("GET", "/api/v5/market/books-sbe", b"\x00\x01book")
    assert okx.market_data.get_sbe_order_book(inst_id_code=10, source=0) == b"\x00\x01book"


def test_a_key_is_used_where_it_is_optional_and_there_is_one(okx: Client, stub: StubTransport) -> None:
    answer(stub, "/api/v5/support/announcements", [])
    okx.announcement.get_announcements()
    Client(transport=stub).announcement.get_announcements()
    assert ["OK-ACCESS-KEY" in each.headers for each in stub.calls] == [True, False]


def test_what_stands_beside_the_payload_is_kept(okx: Client, stub: StubTransport) -> None:
    answer(stub, "/api/v5/account/config", [], inTime="1695190491421339")
    assert okx.send(GetConfig()).envelope["inTime"] == "1695190491421339"


def test_a_gateways_page_is_no_book(stub: StubTransport) -> None:
    stub.answer("GET", "/api/v5/market/books-sbe", b"<html>", status=503)
    with pytest.raises(HTTPError, match="HTTP 503"):
        Client(transport=stub, retry=Retry(attempts=1)).market_data.get_sbe_order_book(inst_id_code=10, source=0)
