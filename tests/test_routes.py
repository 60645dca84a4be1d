"""Parameters in a path: filled in so that no value can change the route, recognised by the stub and the sandbox."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import httpx
import orjson
import pytest
from attrs import field, frozen

from venues._runtime.endpoint import Endpoint
from venues._runtime.errors import ConfigurationError, RequestError
from venues._runtime.request import Request, param
from venues._runtime.transport.stub import StubTransport
from venues.okx_v5 import Client
from venuespec.checks.lint import lint_folder
from venuespec.sandbox.server import RunningSandbox, make
from venuespec.spec.load import load_venue

KEYS: dict[str, Any] = {"api_key": "k", "secret_key": "s", "passphrase": "p"}


def as_is(value: Any) -> Any:
    return value


@frozen(kw_only=True)
class Amend(Request[Any]):
    endpoint: ClassVar[Endpoint] = Endpoint(
        name="orders.amend", method="PUT", path="/orders/{orderId}/legs/{leg}", docs="", signed=True
    )
    payload = staticmethod(as_is)
    order_id: Any = field(default=None, metadata=param("orderId", required=True))
    leg: Any = field(default=None, metadata=param("leg", "integer", required=True))
    size: Any = field(default=None, metadata=param("size", "number"))


@pytest.fixture
def stub() -> StubTransport:
    stub = StubTransport()
    for method in ("PUT", "GET"):
        stub.answer(method, "/orders/{orderId}/legs/{leg}", {"code": "0", "data": []})
    return stub


@pytest.mark.parametrize(
    ("order_id", "segment"),
    [
        ("17", "17"),
        ("a/b", "a%2Fb"),
        ("../../withdraw", "..%2F..%2Fwithdraw"),
        ("a?x=1#y", "a%3Fx%3D1%23y"),
        ("%2e%2e", "%252e%252e"),
        ("a b+c,d", "a%20b%2Bc%2Cd"),
        ("é", "%C3%A9"),
        ("{leg}", "%7Bleg%7D"),
        ("...", "..."),
    ],
)
def test_a_value_stays_within_its_segment(stub: StubTransport, order_id: str, segment: str) -> None:
    Client(**KEYS, transport=stub).send(Amend(order_id=order_id, leg=2, size=Decimal("0.10")))
    [call] = stub.calls
    assert call.url == f"https://openapi.okx.com/orders/{segment}/legs/2"
    assert call.body == b'{"size":0.10}'


@pytest.mark.parametrize("order_id", ["", ".", "..", "\ud800"])
def test_a_value_that_is_a_step_of_a_path_is_not_sent(stub: StubTransport, order_id: str) -> None:
    with pytest.raises(RequestError):
        Client(**KEYS, transport=stub).send(Amend(order_id=order_id, leg=2))
    assert stub.calls == []


def test_wire_values_fill_a_path_too(stub: StubTransport) -> None:
    client = Client(**KEYS, transport=stub)
    client.call("GET", "/orders/{orderId}/legs/{leg}", {"leg": Decimal("2"), "orderId": "x/y", "limit": 5})
    assert stub.calls[0].url == "https://openapi.okx.com/orders/x%2Fy/legs/2?limit=5"
    with pytest.raises(RequestError, match="leg is a part of the path"):
        client.call("GET", "/orders/{orderId}/legs/{leg}", {"orderId": "x"})
    with pytest.raises(ConfigurationError):
        client.call("GET", "/orders/{order/Id}", {"orderId": "x"})


GET_ORDER = """\
docs:
  source: https://tiny.example/docs/#order
  title: Get order
  method: GET
  path: /orders/{orderId}
  auth: public
  request:
  - {name: orderId, type: String, required: true, label: Order ID}
  data: object
  response:
  - {name: orderId, type: String, label: Order ID}
  examples:
  - request: '{"orderId":"a/b"}'
  - response: '{"code":"0","msg":"","data":{"orderId":"a/b"}}'
sdk:
  summary: Get an order.
  row: Order
"""
VENUE = """\
title: Tiny
docs: https://tiny.example/docs/
pages: flat_text
environments: {production: {hosts: {global: 'https://api.tiny.example'}}}
auth:
  credentials: [api_key, secret_key]
  algorithm: hmac_sha256
  encoding: hex
  signs: [timestamp, method, target, body]
  timestamp: milliseconds
  tolerance: 5s
  headers: {X-KEY: api_key, X-SIGN: signature, X-TIME: timestamp}
envelope: {code: code, message: msg, data: data, success: ['0']}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[str], Path]:
    def write(endpoint: str) -> Path:
        root = tmp_path / "spec" / "tiny"
        (root / "orders").mkdir(parents=True)
        (root / "venue.yaml").write_text(VENUE)
        (root / "fields.yaml").write_text("orderId: {kind: id, description: Id of the order.}\n")
        (root / "orders" / "get_order.yaml").write_text(endpoint)
        return root

    return write


def test_the_sandbox_knows_a_filled_path(folder: Callable[[str], Path]) -> None:
    with RunningSandbox(make(load_venue(folder(GET_ORDER)))) as box:
        answer = httpx.get(f"{box.url}/orders/a%2Fb")
        assert orjson.loads(answer.content)["data"] == {"orderId": "a/b"}
        assert httpx.post(f"{box.url}/orders/7").status_code == 400
        assert httpx.get(f"{box.url}/orders/7/legs").status_code == 400


@pytest.mark.parametrize("change", [("required: true", "required: false"), ("{name: orderId", "{name: ordId")])
def test_a_parameter_of_a_path_is_a_required_row(folder: Callable[[str], Path], change: tuple[str, str]) -> None:
    root = folder(GET_ORDER.replace(*change, 1))
    assert [each.message for each in lint_folder(root) if each.check == "path"] == [
        "the path has the parameter orderId, which must be a required row of the request with a plain value"
    ]
