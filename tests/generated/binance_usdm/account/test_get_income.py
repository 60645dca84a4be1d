"""GET /fapi/v1/income of Binance USDⓈ-M Futures.

https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Get-Income-History Generated
by venuespec from the spec; edit that instead.
"""

import re
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal

import orjson
import pytest

from venues._runtime.errors import DecodeError
from venues._runtime.transport.stub import StubTransport
from venues.binance_usdm import Client, Context
from venues.binance_usdm.account.get_income import GetIncome


def sent(request: GetIncome, context: Context) -> tuple[str, str, bytes]:
    """The method, path with query, and body that go out for a request."""
    stub = StubTransport()
    stub.answer("GET", "/fapi/v1/income", {"code": "200"})
    with (
        Client(
            api_key="key",
            secret_key="0000000000000000000000000000000000000000000000000000000000000000",
            base_url="https://venue.test",
            context=context,
            transport=stub,
            auto_client_id=False,
        ) as client,
        suppress(DecodeError),
    ):
        client.send(request)  # the answer of this test shows nothing
    [call] = stub.calls
    # What the signature adds is tested elsewhere.
    target, body = (
        re.sub("[?&](?:recvWindow|timestamp|signature)=[^&]*", "", call.url),
        re.sub("&?(?:recvWindow|timestamp|signature)=[^&]*", "", call.body.decode()),
    )
    return call.method, target.removeprefix("https://venue.test"), body.encode()


@pytest.mark.filterwarnings("ignore::venues._runtime.errors.RuleWarning")
@pytest.mark.parametrize(
    ("request_", "context", "target", "body"),
    [
        pytest.param(
            GetIncome(),
            Context(),
            "/fapi/v1/income",
            b"",
            id="the least that is required",
        ),
    ],
)
def test_least_request(request_: GetIncome, context: Context, target: str, body: bytes) -> None:
    assert sent(request_, context) == ("GET", target, body)
    assert sent(request_, Context()) == ("GET", target, body)


def test_documented_response_1() -> None:
    answer = [
        {
            "symbol": "",
            "incomeType": "TRANSFER",
            "income": "-0.37500000",
            "asset": "USDT",
            "info": "TRANSFER",
            "time": 1570608000000,
            "tranId": 9689322392,
            "tradeId": "",
        },
        {
            "symbol": "BTCUSDT",
            "incomeType": "COMMISSION",
            "income": "-0.01000000",
            "asset": "USDT",
            "info": "COMMISSION",
            "time": 1570636800000,
            "tranId": 9689322392,
            "tradeId": "2059192",
        },
    ]
    data = GetIncome.decode(orjson.loads(orjson.dumps(answer)))
    assert data[0].symbol == ""
    assert data[0].income_type == "TRANSFER"
    assert data[0].income == Decimal("-0.37500000")
    assert data[0].asset == "USDT"
    assert data[0].info == "TRANSFER"
    assert data[0].time == datetime.fromtimestamp(1570608000, UTC)
    assert data[0].tran_id == "9689322392"
    assert data[0].trade_id is None
    assert data[1].symbol == "BTCUSDT"
    assert data[1].income_type == "COMMISSION"
    assert data[1].income == Decimal("-0.01000000")
    assert data[1].asset == "USDT"
    assert data[1].info == "COMMISSION"
    assert data[1].time == datetime.fromtimestamp(1570636800, UTC)
    assert data[1].tran_id == "9689322392"
    assert data[1].trade_id == "2059192"
    assert [row.to_wire() for row in data] == answer


def test_rule_limit_range() -> None:
    request = GetIncome.from_wire({"timestamp": 1700000000000, "limit": 0})
    found = {each.rule: each for each in request.violations(Context())}
    assert found["limit_range"].message == "limit must be from 1 to 1000. The page allows 1000 records at most."
    assert found["limit_range"].level == "error"


def test_rule_period() -> None:
    request = GetIncome.from_wire({"timestamp": 1700000000000, "startTime": 1700000000000, "endTime": 1600000000000})
    found = {each.rule: each for each in request.violations(Context())}
    assert found["period"].message == "startTime must not be greater than endTime. Time runs forward."
    assert found["period"].level == "error"


def test_rule_history() -> None:
    request = GetIncome.from_wire({"timestamp": 1700000000000, "startTime": 1692051199999})
    found = {each.rule: each for each in request.violations(Context(now="1700000000000"))}
    assert (
        found["history"].message
        == "startTime must not be earlier than 92 days ago. The page offers the last three months."
    )
    assert found["history"].level == "warn"
