"""Answers without a wrapper, without a code, or with another wrapper on one endpoint; errors told by the HTTP status."""

from typing import Any, ClassVar

import pytest
from attrs import frozen

from venues._runtime.endpoint import Endpoint
from venues._runtime.errors import APIError, HTTPError, InvalidRequestError, RateLimitedError, VenueError
from venues._runtime.request import Request
from venues._runtime.transport.stub import StubTransport
from venues._runtime.venue import Envelope, ErrorCode
from venues.okx_v5 import Client

BARE = Envelope(code="code", message="msg")
BY_STATUS = Envelope(message="message", data="data", statuses={422: "invalid", 429: "rate_limited"})


def as_is(value: Any) -> Any:
    return value


def request_of(envelope: Envelope, method: str = "GET") -> Request[Any]:
    @frozen(kw_only=True)
    class Call(Request[Any]):
        endpoint: ClassVar[Endpoint] = Endpoint(
            name="some.call", method=method, path="/some/call", docs="", signed=False, envelope=envelope
        )
        payload = staticmethod(as_is)

    return Call()


def sent(envelope: Envelope, body: Any, status: int = 200, method: str = "GET") -> Any:
    stub = StubTransport()
    stub.answer(method, "/some/call", body, status=status)
    client = Client(transport=stub)
    table = {"-1121": ErrorCode(meaning="Invalid symbol.", kind="invalid")}
    client._core.venue = client.venue._replace(errors=lambda: table)
    return client.send(request_of(envelope, method)).data


@pytest.mark.parametrize(
    "body", [[{"id": 1}], [], {"serverTime": 1}, {}, "SUCCESS", 7, False, {"code": "0", "rows": []}], ids=repr
)
def test_a_body_without_a_wrapper_is_the_payload(body: Any) -> None:
    envelope = evolve_success(BARE, "0")
    assert sent(envelope, body) == body


def evolve_success(envelope: Envelope, *codes: str) -> Envelope:
    return envelope._replace(success=frozenset(codes))


@pytest.mark.parametrize("status", [200, 400], ids=["with a status of success", "with one of failure"])
def test_a_code_that_is_none_of_success_is_a_refusal_without_a_wrapper_too(status: int) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        sent(BARE, {"code": -1121, "msg": "Invalid symbol."}, status, "POST")
    assert (caught.value.code, caught.value.reason, caught.value.outcome) == (
        "-1121",
        "Invalid symbol.",
        "not_executed",
    )


def test_a_code_in_no_table_leaves_the_outcome_of_a_write_unknown() -> None:
    with pytest.raises(APIError) as caught:
        sent(BARE, {"code": -9999, "msg": "?"}, 400, "POST")
    assert caught.value.outcome == "unknown"


@pytest.mark.parametrize("body", [b"<html>busy</html>", b"", {"data": None}], ids=["a page", "nothing", "an object"])
def test_a_status_of_failure_is_none_of_success_whatever_the_body(body: Any) -> None:
    with pytest.raises(HTTPError) as caught:
        sent(BARE, body, 502, "POST")
    assert caught.value.outcome == "unknown"


@pytest.mark.parametrize("body", [b"<html>", b"", b"{", b"NaN"])
def test_what_is_no_json_is_no_payload(body: bytes) -> None:
    with pytest.raises(HTTPError):
        sent(BARE, body)


def test_the_status_alone_tells_success_where_there_is_no_code() -> None:
    assert sent(BY_STATUS, {"data": {"order_id": "7"}}) == {"order_id": "7"}
    assert sent(BY_STATUS, {"data": [], "message": "done"}) == []


@pytest.mark.parametrize(
    ("status", "kind", "outcome"),
    [
        (422, InvalidRequestError, "not_executed"),
        (429, RateLimitedError, "not_executed"),
        (404, HTTPError, "not_executed"),
        (500, HTTPError, "unknown"),
        (307, HTTPError, "unknown"),
    ],
)
def test_the_status_alone_tells_the_failure(status: int, kind: type[VenueError], outcome: str) -> None:
    with pytest.raises(kind) as caught:
        sent(BY_STATUS, {"message": "quantity is not valid"}, status, "POST")
    assert caught.value.outcome == outcome
    if isinstance(caught.value, APIError):
        assert caught.value.reason == "quantity is not valid"


def test_an_answer_of_success_without_the_payload_proves_nothing() -> None:
    with pytest.raises(HTTPError) as caught:
        sent(BY_STATUS, {"message": "queued"}, 200, "POST")
    assert caught.value.outcome == "unknown"


def test_a_truth_value_is_the_code_where_one_of_them_tells_success() -> None:
    envelope = Envelope(code="ok", message="why", data="data", success=("true",))
    assert sent(envelope, {"ok": True, "data": [1]}) == [1]
    with pytest.raises(APIError, match="no such pair"):
        sent(envelope, {"ok": False, "why": "no such pair", "data": None})
    with pytest.raises(VenueError):
        sent(evolve_success(envelope, "0"), {"ok": True, "data": [1]})
