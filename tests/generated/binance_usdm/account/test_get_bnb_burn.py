"""GET /fapi/v1/feeBurn of Binance USDⓈ-M Futures.

https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Get-BNB-Burn-Status Generated
by venuespec from the spec; edit that instead.
"""

import re
from contextlib import suppress

import orjson
import pytest

from venues._runtime.errors import DecodeError
from venues._runtime.transport.stub import StubTransport
from venues.binance_usdm import Client, Context
from venues.binance_usdm.account.get_bnb_burn import GetBnbBurn


def sent(request: GetBnbBurn, context: Context) -> tuple[str, str, bytes]:
    """The method, path with query, and body that go out for a request."""
    stub = StubTransport()
    stub.answer("GET", "/fapi/v1/feeBurn", {"code": "200"})
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
            GetBnbBurn(),
            Context(),
            "/fapi/v1/feeBurn",
            b"",
            id="the least that is required",
        ),
    ],
)
def test_least_request(request_: GetBnbBurn, context: Context, target: str, body: bytes) -> None:
    assert sent(request_, context) == ("GET", target, body)
    assert sent(request_, Context()) == ("GET", target, body)


def test_documented_response_1() -> None:
    answer = {"feeBurn": True}
    data = GetBnbBurn.decode(orjson.loads(orjson.dumps(answer)))
    assert data.fee_burn is True
    assert data.to_wire() == answer
