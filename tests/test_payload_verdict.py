"""What single endpoints have of their own: refusals inside the payload, another envelope, errors by HTTP status."""

from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from attrs import field, frozen

from venues._runtime.endpoint import Endpoint, PayloadVerdict
from venues._runtime.errors import AlreadyDoneError, APIError, AuthenticationError, HTTPError, RateLimitedError
from venues._runtime.payloads import nothing
from venues._runtime.request import Request, param
from venues._runtime.transport.stub import StubTransport
from venues._runtime.venue import Envelope
from venues.bybit_v5 import Client

PATH = "/v5/robot/close"


def as_is(value: Any) -> Any:
    return value


@frozen(kw_only=True)
class Close(Request[Any]):
    endpoint: ClassVar[Endpoint] = Endpoint(
        name="robot.close",
        method="POST",
        path=PATH,
        docs="",
        signed=True,
        verdict=PayloadVerdict(
            code="status_code", success=("0", "200"), message="debug_msg", kinds={"405": "already_done"}
        ),
    )
    payload = staticmethod(as_is)
    mode: int | None = field(default=None, metadata=param("mode", "integer", values=("0", "3")))


@frozen(kw_only=True)
class Ads(Request[Any]):
    endpoint: ClassVar[Endpoint] = Endpoint(
        name="p2p.ads",
        method="GET",
        path="/v5/p2p/ads",
        docs="",
        signed=True,
        envelope=Envelope(
            code="ret_code",
            message="ret_msg",
            data="result",
            success=frozenset({"0"}),
            statuses={401: "auth", 429: "rate_limited"},
        ),
    )
    payload = staticmethod(as_is)


@pytest.fixture
def stub() -> StubTransport:
    return StubTransport()


@pytest.fixture
def client(stub: StubTransport) -> Iterator[Client]:
    with Client(api_key="key", secret_key="secret", transport=stub) as client:
        yield client


def answered(stub: StubTransport, result: Any) -> None:
    stub.answer("POST", PATH, {"retCode": 0, "retMsg": "", "result": result})


def test_a_refusal_below_a_code_of_success_is_an_error(client: Client, stub: StubTransport) -> None:
    answered(stub, {"status_code": 421, "debug_msg": "user is banned"})
    with pytest.raises(APIError) as caught:
        client.send(Close())
    error = caught.value
    assert (error.code, error.reason, error.outcome) == ("421", "user is banned", "unknown")
    assert len(stub.calls) == 1


def test_the_code_of_a_refusal_tells_its_kind(client: Client, stub: StubTransport) -> None:
    answered(stub, {"status_code": 405, "debug_msg": "already closed"})
    with pytest.raises(AlreadyDoneError) as caught:
        client.send(Close())
    assert (caught.value.code, caught.value.outcome) == ("405", "not_executed")


@pytest.mark.parametrize("payload", [{"status_code": 0}, {"status_code": "200", "debug_msg": ""}, {"other": 1}, None])
def test_a_payload_without_a_refusal_is_a_success(client: Client, stub: StubTransport, payload: Any) -> None:
    answered(stub, payload)
    assert client.send(Close()).data == payload


class Renew(Request[None]):
    endpoint: ClassVar[Endpoint] = Endpoint(
        name="loans.renew",
        method="POST",
        path=PATH,
        docs="",
        signed=True,
        verdict=PayloadVerdict(success=("Success",), outcome="unknown"),
    )
    payload = staticmethod(nothing)


def test_a_payload_can_be_the_code_itself(client: Client, stub: StubTransport) -> None:
    payloads: list[Any] = ["Success", {}, "Failure"]
    for payload in payloads:
        answered(stub, payload)
    assert client.send(Renew()).data is None
    assert client.send(Renew()).data is None
    with pytest.raises(APIError) as caught:
        client.send(Renew())
    assert (caught.value.code, caught.value.outcome) == ("Failure", "unknown")


def test_a_closed_list_of_integers_is_enforced() -> None:
    assert [each.message for each in Close(mode=1).violations(None)] == ["mode is 1; the documentation lists 0, 3."]
    assert list(Close(mode=3).violations(None)) == []
    assert [each.rule for each in Close(mode=True).violations(None)] == ["type"]


def test_an_endpoint_can_have_an_envelope_of_its_own(client: Client, stub: StubTransport) -> None:
    stub.answer("GET", "/v5/p2p/ads", {"ret_code": 0, "ret_msg": "SUCCESS", "result": {"count": 1}})
    stub.answer("GET", "/v5/p2p/ads", {"ret_code": 912000001, "ret_msg": "no such ad", "result": None})
    assert client.send(Ads()).data == {"count": 1}
    with pytest.raises(APIError) as caught:
        client.send(Ads())
    assert (caught.value.code, caught.value.reason) == ("912000001", "no such ad")


@pytest.mark.parametrize("body", [{"message": "who are you"}, [], "<html>"])
def test_an_http_status_alone_tells_the_kind_of_an_error(client: Client, stub: StubTransport, body: Any) -> None:
    stub.answer("GET", "/v5/p2p/ads", body, status=401)
    stub.answer("GET", "/v5/p2p/ads", body, status=404)
    with pytest.raises(AuthenticationError) as caught:
        client.send(Ads())
    assert caught.value.code == "401"
    with pytest.raises(HTTPError):
        client.send(Ads())


def test_a_status_of_too_many_requests_is_one(client: Client, stub: StubTransport) -> None:
    for _ in range(3):
        stub.answer("GET", "/v5/p2p/ads", {}, status=429)
    with pytest.raises(RateLimitedError):
        client.send(Ads(), timeout=0.01)
