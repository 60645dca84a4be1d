"""POST /fapi/v1/positionSide/dual of Binance USDⓈ-M Futures.

https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Change-Position-Mode Generated
by venuespec from the spec; edit that instead.
"""

import re
from contextlib import suppress

import orjson
import pytest

from venues._runtime.errors import DecodeError
from venues._runtime.transport.stub import StubTransport
from venues.binance_usdm import Client, Context
from venues.binance_usdm.trade.set_position_mode import SetPositionMode


def sent(request: SetPositionMode, context: Context) -> tuple[str, str, bytes]:
    """The method, path with query, and body that go out for a request."""
    stub = StubTransport()
    stub.answer("POST", "/fapi/v1/positionSide/dual", {"code": "200"})
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
            SetPositionMode(dual_side_position="true"),
            Context(),
            "/fapi/v1/positionSide/dual?dualSidePosition=true",
            b"",
            id="the least that is required",
        ),
    ],
)
def test_least_request(request_: SetPositionMode, context: Context, target: str, body: bytes) -> None:
    assert sent(request_, context) == ("POST", target, body)
    assert sent(request_, Context()) == ("POST", target, body)


def test_documented_response_1() -> None:
    answer = {"code": 200, "msg": "success"}
    data = SetPositionMode.decode(orjson.loads(orjson.dumps(answer)))
    assert data.code == 200
    assert data.msg == "success"
    assert data.to_wire() == answer
