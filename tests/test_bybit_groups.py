"""What the smaller groups of Bybit's SDK refuse, page through, and find out after a lost answer."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from venues._runtime.errors import APIError, OutcomeUnknownError
from venues._runtime.transport.stub import StubTransport
from venues.bybit_v5 import Client
from venues.bybit_v5.broker.issue_voucher import IssueVoucher
from venues.bybit_v5.endpoints import request_class
from venues.bybit_v5.rate_limit.set_rate_limits import SetRateLimitsItem


@pytest.fixture
def stub() -> StubTransport:
    return StubTransport()


@pytest.fixture
def bybit(stub: StubTransport) -> Iterator[Client]:
    with Client(api_key="k", secret_key="s", transport=stub) as client:
        yield client


def answer(stub: StubTransport, method: str, path: str, *results: Any) -> None:
    for result in results:
        stub.answer(method, path, {"retCode": 0, "retMsg": "", "result": result})


@pytest.mark.parametrize(
    ("endpoint", "wire", "rule"),
    [
        ("POST /v5/user/agreement", {"agree": True}, "some_category"),
        ("POST /v5/user/create-sub-member", {"username": "abc123", "memberType": 2}, "values"),
        ("POST /v5/user/create-sub-api", {"subuid": 1, "readOnly": 0, "permissions": {}}, "some_permission"),
        ("GET /v5/spot-margin-trade/interest-rate-history", {"currency": "BTC", "endTime": "1"}, "both_times_or_none"),
        (
            "GET /v5/spot-margin-trade/interest-rate-history",
            {"currency": "BTC", "startTime": "1721458800000", "endTime": "1724050800001"},
            "window",
        ),
        ("POST /v5/spot-margin-trade/set-leverage", {"leverage": "11"}, "leverage_range"),
        (
            "POST /v5/spot-margin-trade/fixedborrow",
            {"orderCurrency": "BTC", "orderAmount": "1", "annualRate": "0.1", "term": "7", "strategyType": "full"},
            "values",
        ),
        ("GET /v5/pre-upgrade/order/history", {"category": "spot", "startTime": "1"}, "both_times_or_none"),
        (
            "GET /v5/pre-upgrade/execution/list",
            {"category": "spot", "startTime": "1682222400000", "endTime": "1682827200001"},
            "window",
        ),
        ("GET /v5/affiliate/affiliate-sub-list", {"endDate": "2024-01-31"}, "both_dates_or_none"),
        ("GET /v5/affiliate/aff-user-list", {"startDate": "20240131"}, "form_of_dates"),
        ("GET /v5/broker/earnings-info", {"begin": "2023-11-29", "end": "2023-11-29"}, "form_of_days"),
        (
            "GET /v5/broker/asset/query-sub-member-deposit-record",
            {"startTime": "1669600441742", "endTime": "1672192441743"},
            "window",
        ),
    ],
)
def test_what_the_pages_rule_out_is_refused(endpoint: str, wire: dict[str, Any], rule: str) -> None:
    found = request_class(*endpoint.split(" ")).from_wire(wire).violations(None)
    assert [each.rule for each in found if each.level == "error"] == [rule]


def test_the_list_of_sub_accounts_ends_at_the_cursor_0(bybit: Client, stub: StubTransport) -> None:
    path = "/v5/user/submembers"
    answer(stub, "GET", path, {"subMembers": [{"uid": "2"}], "nextCursor": "344"})
    answer(stub, "GET", path, {"subMembers": [{"uid": "1"}], "nextCursor": "0"})
    assert [each.uid for each in bybit.user.iterate_sub_accounts()] == ["2", "1"]
    asked = [parse_qs(urlsplit(call.url).query) for call in stub.calls]
    assert asked == [{"pageSize": ["100"]}, {"pageSize": ["100"], "nextCursor": ["344"]}]


def test_a_loan_that_is_not_renewed_is_an_error(bybit: Client, stub: StubTransport) -> None:
    answer(stub, "POST", "/v5/spot-margin-trade/fixedborrow-renew", "Success", "Failure")
    assert bybit.spot_margin.renew_fixed_rate_loan(loan_id="1") is None
    with pytest.raises(APIError) as caught:
        bybit.spot_margin.renew_fixed_rate_loan(loan_id="1")
    assert (caught.value.code, caught.value.outcome) == ("Failure", "unknown")


def test_a_voucher_whose_answer_was_lost_is_found_by_its_code(bybit: Client, stub: StubTransport) -> None:
    request = IssueVoucher(account_id="7", award_id="9", spec_code="demo000", amount="1", broker_id="v-1")
    stub.fail("POST", "/v5/broker/award/distribute-award", OutcomeUnknownError("time-out"))
    found = {"accountId": "7", "awardId": "9", "specCode": "demo000", "amount": "1"}
    answer(stub, "POST", "/v5/broker/award/distribution-record", found)
    with pytest.raises(OutcomeUnknownError) as caught:
        bybit.send(request)
    [verdict] = bybit.reconcile(caught.value)
    assert (verdict.outcome, verdict.client_id) == ("executed", "demo000")
    assert [call.url.rpartition("/")[2] for call in stub.calls] == ["distribute-award", "distribution-record"]


def test_each_change_of_a_rate_limit_says_whether_it_was_made(bybit: Client, stub: StubTransport) -> None:
    row = {"uids": "1", "bizType": "SPOT", "rate": 600, "success": False, "msg": "no"}
    answer(stub, "POST", "/v5/apilimit/set", {"result": [row]})
    changed = bybit.rate_limit.set_rate_limits(list=[SetRateLimitsItem(uids="1", biz_type="SPOT", rate=600)])
    assert [(each.success, each.msg) for each in changed.result] == [(False, "no")]
