"""A refusal inside the payload of a successful answer is an error, as one that the envelope states."""

from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from attrs import field, frozen

from venues._runtime.endpoint import Endpoint, PayloadVerdict
from venues._runtime.errors import APIError
from venues._runtime.request import Request, param
from venues._runtime.transport.stub import StubTransport
from venues.bybit_v5 import Client

PATH = "/v5/robot/close"


@frozen(kw_only=True)
class Close(Request[Any]):
    endpoint: ClassVar[Endpoint] = Endpoint(
        name="robot.close",
        method="POST",
        path=PATH,
        docs="",
        signed=True,
        verdict=PayloadVerdict(code="status_code", success=("0", "200"), message="debug_msg"),
    )
    payload = staticmethod(lambda value: value)
    mode: int | None = field(default=None, metadata=param("mode", "integer", values=("0", "3")))


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
    assert (error.code, error.reason, error.outcome) == ("421", "user is banned", "not_executed")
    assert len(stub.calls) == 1


@pytest.mark.parametrize("payload", [{"status_code": 0}, {"status_code": "200", "debug_msg": ""}, {"other": 1}, None])
def test_a_payload_without_a_refusal_is_a_success(client: Client, stub: StubTransport, payload: Any) -> None:
    answered(stub, payload)
    assert client.send(Close()).data == payload


def test_a_closed_list_of_integers_is_enforced() -> None:
    assert [each.message for each in Close(mode=1).violations(None)] == ["mode is 1; the documentation lists 0, 3."]
    assert list(Close(mode=3).violations(None)) == []
    assert [each.rule for each in Close(mode=True).violations(None)] == ["type"]
