"""GET /api/v5/public/block-trades of OKX v5.

https://www.okx.com/docs-v5/en/#block-trading-rest-api-get-public-single-leg-transactions-of-block-trades Generated
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
from venues.okx_v5.block_trading.get_public_block_trades import GetPublicBlockTrades


def sent(request: GetPublicBlockTrades, context: Context) -> tuple[str, str, bytes]:
    """The method, path with query, and body that go out for a request."""
    stub = StubTransport()
    stub.answer("GET", "/api/v5/public/block-trades", {"code": "0"})
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
            GetPublicBlockTrades(inst_id="BTC-USDT"),
            Context(),
            "/api/v5/public/block-trades?instId=BTC-USDT",
            b"",
            id="documented_request_1",
        ),
    ],
)
def test_documented_request(request_: GetPublicBlockTrades, context: Context, target: str, body: bytes) -> None:
    assert sent(request_, context) == ("GET", target, body)
    assert sent(request_, Context()) == ("GET", target, body)


def test_documented_response_1() -> None:
    answer = {
        "code": "0",
        "msg": "",
        "data": [
            {
                "fillVol": "5",
                "fwdPx": "26857.86591585",
                "groupId": "",
                "idxPx": "26889.7",
                "instId": "BTC-USD-231013-22000-P",
                "markPx": "0.0000000000000001",
                "px": "0.0026",
                "side": "buy",
                "sz": "1",
                "tradeId": "632960608383700997",
                "ts": "1697181568974",
            }
        ],
    }
    data = GetPublicBlockTrades.decode(orjson.loads(orjson.dumps(answer))["data"])
    assert data[0].inst_id == "BTC-USD-231013-22000-P"
    assert data[0].trade_id == "632960608383700997"
    assert data[0].px == Decimal("0.0026")
    assert data[0].sz == Decimal("1")
    assert data[0].side == "buy"
    assert data[0].fill_vol == Decimal("5")
    assert data[0].fwd_px == Decimal("26857.86591585")
    assert data[0].idx_px == Decimal("26889.7")
    assert data[0].mark_px == Decimal("0.0000000000000001")
    assert data[0].group_id is None
    assert data[0].ts == datetime.fromtimestamp(1697181568, UTC) + timedelta(microseconds=974000)
    assert [row.to_wire() for row in data] == answer["data"]
