"""GET /api/v5/rfq/public-trades of OKX v5.

https://www.okx.com/docs-v5/en/#block-trading-rest-api-get-public-multi-leg-transactions-of-block-trades Generated
by venuespec from the spec; edit that instead.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import orjson
import pytest

from venues._runtime.errors import DecodeError
from venues._runtime.transport.stub import StubTransport
from venues.okx_v5 import Client, Context
from venues.okx_v5.block_trading.get_public_trades import GetPublicTrades


def sent(request: GetPublicTrades, context: Context) -> tuple[str, str, bytes]:
    """The method, path with query, and body that go out for a request."""
    stub = StubTransport()
    stub.answer("GET", "/api/v5/rfq/public-trades", {"code": "0"})
    with (
        Client(
            api_key="key",
            secret_key="0000000000000000000000000000000000000000000000000000000000000000",
            passphrase="key",
            base_url="https://venue.test",
            context=context,
            transport=stub,
            auto_client_id=False,
        ) as client,
        suppress(DecodeError),
    ):
        client.send(request)  # the answer of this test shows nothing
    [call] = stub.calls
    return call.method, call.url.removeprefix("https://venue.test"), call.body


@pytest.mark.filterwarnings("ignore::venues._runtime.errors.RuleWarning")
@pytest.mark.parametrize(
    ("request_", "context", "target", "body"),
    [
        pytest.param(
            GetPublicTrades(),
            Context(),
            "/api/v5/rfq/public-trades",
            b"",
            id="documented_request_1",
        ),
    ],
)
def test_documented_request(request_: GetPublicTrades, context: Context, target: str, body: bytes) -> None:
    assert sent(request_, context) == ("GET", target, body)
    assert sent(request_, Context()) == ("GET", target, body)


def test_documented_response_1() -> None:
    answer = {
        "code": "0",
        "msg": "",
        "data": [
            {
                "blockTdId": "439161457415012352",
                "groupId": "",
                "legs": [
                    {
                        "instId": "BTC-USD-210826",
                        "side": "sell",
                        "sz": "100",
                        "px": "11000",
                        "tradeId": "439161457415012354",
                    },
                    {
                        "instId": "BTC-USD-SWAP",
                        "side": "sell",
                        "sz": "100",
                        "px": "50",
                        "tradeId": "439161457415012355",
                    },
                    {"instId": "BTC-USDT", "side": "buy", "sz": "0.1", "px": "10.1", "tradeId": "439161457415012356"},
                    {
                        "instId": "BTC-USD-210326-60000-C",
                        "side": "buy",
                        "sz": "200",
                        "px": "0.008",
                        "tradeId": "439161457415012357",
                    },
                    {
                        "instId": "BTC-USD-220930-5000-P",
                        "side": "sell",
                        "sz": "200",
                        "px": "0.008",
                        "tradeId": "439161457415012360",
                    },
                    {
                        "instId": "BTC-USD-220930-10000-C",
                        "side": "sell",
                        "sz": "200",
                        "px": "0.008",
                        "tradeId": "439161457415012361",
                    },
                    {
                        "instId": "BTC-USD-220930-10000-P",
                        "side": "sell",
                        "sz": "200",
                        "px": "0.008",
                        "tradeId": "439161457415012362",
                    },
                    {
                        "instId": "ETH-USD-220624-100100-C",
                        "side": "sell",
                        "sz": "100",
                        "px": "0.008",
                        "tradeId": "439161457415012363",
                    },
                ],
                "strategy": "CALL_CALENDAR_SPREAD",
                "cTime": "1650976251241",
            }
        ],
    }
    data = GetPublicTrades.decode(orjson.loads(orjson.dumps(answer))["data"])
    assert data[0].strategy == "CALL_CALENDAR_SPREAD"
    assert data[0].c_time == datetime.fromtimestamp(1650976251, UTC) + timedelta(microseconds=241000)
    assert data[0].block_td_id == "439161457415012352"
    assert data[0].group_id is None
    assert len(data[0].legs) == 8
    assert data[0].legs[0].inst_id == "BTC-USD-210826"
    assert data[0].legs[0].px == Decimal("11000")
    assert data[0].legs[0].sz == Decimal("100")
    assert data[0].legs[0].side == "sell"
    assert data[0].legs[0].trade_id == "439161457415012354"
    assert data[0].legs[1].inst_id == "BTC-USD-SWAP"
    assert data[0].legs[1].px == Decimal("50")
    assert data[0].legs[1].sz == Decimal("100")
    assert data[0].legs[1].side == "sell"
    assert data[0].legs[1].trade_id == "439161457415012355"
    assert data[0].legs[2].inst_id == "BTC-USDT"
    assert data[0].legs[2].px == Decimal("10.1")
    assert data[0].legs[2].sz == Decimal("0.1")
    assert data[0].legs[2].side == "buy"
    assert data[0].legs[2].trade_id == "439161457415012356"
    assert data[0].legs[3].inst_id == "BTC-USD-210326-60000-C"
    assert data[0].legs[3].px == Decimal("0.008")
    assert data[0].legs[3].sz == Decimal("200")
    assert data[0].legs[3].side == "buy"
    assert data[0].legs[3].trade_id == "439161457415012357"
    assert data[0].legs[4].inst_id == "BTC-USD-220930-5000-P"
    assert data[0].legs[4].px == Decimal("0.008")
    assert data[0].legs[4].sz == Decimal("200")
    assert data[0].legs[4].side == "sell"
    assert data[0].legs[4].trade_id == "439161457415012360"
    assert data[0].legs[5].inst_id == "BTC-USD-220930-10000-C"
    assert data[0].legs[5].px == Decimal("0.008")
    assert data[0].legs[5].sz == Decimal("200")
    assert data[0].legs[5].side == "sell"
    assert data[0].legs[5].trade_id == "439161457415012361"
    assert data[0].legs[6].inst_id == "BTC-USD-220930-10000-P"
    assert data[0].legs[6].px == Decimal("0.008")
    assert data[0].legs[6].sz == Decimal("200")
    assert data[0].legs[6].side == "sell"
    assert data[0].legs[6].trade_id == "439161457415012362"
    assert data[0].legs[7].inst_id == "ETH-USD-220624-100100-C"
    assert data[0].legs[7].px == Decimal("0.008")
    assert data[0].legs[7].sz == Decimal("100")
    assert data[0].legs[7].side == "sell"
    assert data[0].legs[7].trade_id == "439161457415012363"
    assert [row.to_wire() for row in data] == answer["data"]


def test_rule_at_most_100() -> None:
    request = GetPublicTrades.from_wire({"limit": "0"})
    found = {each.rule: each for each in request.violations(Context())}
    assert found["at_most_100"].message == "limit must be from 1 to 100. A page has 100 trades at most."
    assert found["at_most_100"].level == "warn"
