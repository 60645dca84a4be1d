"""The options of a client: where its calls go, whom it trusts, and what it is given by hand."""

import json
import logging
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import venues
import venues.okx_v5
from venues import ConfigurationError, CurlTransport, NotSentError, RequestError, StubTransport
from venues._runtime.endpoint import Endpoint
from venues._runtime.observe import OTHER_PATHS
from venues._runtime.transport.base import HttpRequest
from venues.okx_v5 import AsyncClient, Client, Context
from venues.okx_v5.public.get_instruments import Instrument

KEYS = {"api_key": "the-key", "secret_key": "the-secret", "passphrase": "the-passphrase"}
BUNDLES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


@pytest.fixture
def stub() -> StubTransport:
    return StubTransport()


@pytest.fixture
def okx(stub: StubTransport) -> Client:
    stub.answer("POST", "/api/v5/trade/order", {"code": "0", "data": [{"ordId": "1", "sCode": "0"}]})
    stub.answer("GET", "/api/v5/account/bills", {"code": "0", "data": []})
    return Client(**KEYS, transport=stub)


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_client_says_where_its_calls_go_and_whether_they_are_signed(kind: Any) -> None:
    client = kind(**KEYS, environment="demo", region="eea")
    assert (client.environment, client.region, client.base_url) == ("demo", "eea", "https://eea.okx.com")
    assert client.signs
    assert "'https://eea.okx.com', environment='demo', region='eea', signed" in repr(client)
    assert repr(kind()).endswith("Client('https://openapi.okx.com', environment='production', region='global', public)")


def test_the_environment_and_its_options_have_types(monkeypatch: pytest.MonkeyPatch) -> None:
    # The type checkers see each mistake too: an unneeded "type: ignore" is an error for them.
    for name, value in KEYS.items():
        monkeypatch.setenv(f"OKX_{name.upper()}", value)
    assert Client.from_env(environment="demo", timeout=2.0).environment == "demo"
    with pytest.raises(ConfigurationError, match="has no environment 'demos'; there are: production, demo"):
        Client(environment="demos")  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match="has no environment 'demos'"):
        Client.from_env(environment="demos")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="enviroment"):
        Client.from_env(enviroment="demo")  # type: ignore[call-arg]


@pytest.mark.parametrize("name", ["api_key", "secret_key", "passphrase"])
@pytest.mark.parametrize("padding", ["\n", " ", "\r\n", "\t"])
def test_white_space_around_a_credential_is_refused(name: str, padding: str) -> None:
    for padded in (f"{KEYS[name]}{padding}", f"{padding}{KEYS[name]}"):
        with pytest.raises(ConfigurationError, match=f"{name} begins or ends with white space") as refused:
            Client(**{**KEYS, name: padded})
        assert KEYS[name] not in str(refused.value)
    assert Client(**{**KEYS, "passphrase": "with a space"}).signs


def test_a_file_of_authorities_is_checked_when_it_is_given(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"ca_file names 'nowhere\.pem', which is not a file"):
        Client(ca_file="nowhere.pem")
    with pytest.raises(ConfigurationError, match="ca_file takes the path of a file, not int"):
        Client(ca_file=5)  # type: ignore[arg-type]  # as a caller without a type checker would
    with pytest.raises(ConfigurationError, match="for the client's own transport"):
        Client(ca_file=tmp_path, transport=StubTransport())


def request() -> HttpRequest:
    return HttpRequest(method="GET", url="https://localhost:9/", headers={}, connect_timeout=1.0, timeout=1.0)


@pytest.mark.parametrize("how", ["ca_file", *BUNDLES])
def test_authorities_may_stand_in_a_folder_of_any_alphabet(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "目录" / "ca é.pem"
    file.parent.mkdir()
    file.write_text("")
    for name in BUNDLES:
        monkeypatch.delenv(name, raising=False)
    if how != "ca_file":
        monkeypatch.setenv(how, str(file))
    transport = CurlTransport(ca_file=file if how == "ca_file" else None)
    with pytest.raises(NotSentError):
        transport.send(request())


def test_a_variable_that_names_no_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/no/such/file")
    with pytest.raises(ConfigurationError, match="SSL_CERT_FILE names '/no/such/file', which is not a file"):
        CurlTransport().send(request())


def test_raw_calls_write_values_as_typed_ones_do(okx: Client, stub: StubTransport) -> None:
    okx.call("GET", "/api/v5/account/bills", {"ccy": None, "limit": Decimal("1E+1"), "begin": 1e22})
    assert stub.calls[-1].url.endswith("/api/v5/account/bills?limit=10&begin=10000000000000000000000")
    order = {"px": Decimal("1E-7"), "sz": 1e-05, "ccy": None, "attachAlgoOrds": [{"tpOrdPx": 0.1, "slOrdPx": None}]}
    okx.call("POST", "/api/v5/trade/order", order)
    sent = json.loads(stub.calls[-1].body)
    assert sent == {"px": "0.0000001", "sz": "0.00001", "attachAlgoOrds": [{"tpOrdPx": "0.1"}]}
    stub.answer("POST", "/api/v5/new", {"code": "0", "data": []})
    okx.call("POST", "/api/v5/new", {"px": Decimal("1E-7"), "sz": [1e-05, 2]})
    assert stub.calls[-1].body == b'{"px":0.0000001,"sz":[0.00001,2]}'


@pytest.mark.parametrize(
    ("method", "value", "message"),
    [
        ("GET", datetime(2026, 1, 1, tzinfo=UTC), "px: datetime.datetime.* has no wire form; give the venue's own form"),
        ("POST", datetime(2026, 1, 1, tzinfo=UTC), "px: datetime.datetime.* has no wire form; give the venue's own form"),
        ("POST", {"a": [{"b": object()}]}, "px.a.b: <object object at .*> has no wire form"),
        ("GET", object(), "px: <object object at .*> has no wire form"),
        ("GET", b"1", "px: b'1' has no wire form"),
        ("GET", [1, None], "None has no form there"),
        ("GET", float("nan"), "px: nan is not a number"),
    ],
)  # fmt: skip
def test_raw_calls_name_what_has_no_wire_form(
    okx: Client, stub: StubTransport, method: str, value: object, message: str
) -> None:
    with pytest.raises(RequestError, match=message):
        okx.call(method, "/api/v5/new", {"px": value})
    assert stub.calls == []


def test_a_misspelt_option_is_named_and_one_of_the_context_has_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in KEYS.items():
        monkeypatch.setenv(f"OKX_{name.upper()}", value)
    options: dict[str, Any] = {"enviroment": "demo"}
    with pytest.raises(TypeError, match="'enviroment'"):
        Client(**options)
    with pytest.raises(TypeError, match="'enviroment'"):
        Client.from_env(**options)
    context: dict[str, Any] = {"posMode": "net_mode"}
    with pytest.raises(TypeError, match="posMode: did you mean pos_mode"):
        Context(**context)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), [float("nan")], {"a": float("-inf")}])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_raw_calls_refuse_what_is_not_a_number(okx: Client, stub: StubTransport, value: object, method: str) -> None:
    with pytest.raises(RequestError, match="is not a number that can be written out"):
        okx.call(method, "/api/v5/new", {"px": value})
    assert stub.calls == []


def test_counters_of_ever_more_paths_do_not_grow_without_bound(okx: Client, stub: StubTransport) -> None:
    watch = okx._core.watch
    for number in range(1500):
        watch.refused(Endpoint(name=f"GET /x/{number}", method="GET", path="", docs="", signed=False))
    stats = okx.stats
    assert len(stats.endpoints) == 1001
    assert (stats.endpoints[OTHER_PATHS].refused, stats.total.refused) == (500, 1500)


def test_nothing_is_printed_where_logging_is_not_set_up() -> None:
    assert any(isinstance(handler, logging.NullHandler) for handler in logging.getLogger("venues").handlers)


def test_dir_shows_what_there_is_to_choose_from() -> None:
    names = dir(venues)
    assert {"RequestError", "Progress", "okx_v5", "bybit_v5"} <= set(names)
    assert not {"Any", "TYPE_CHECKING", "import_module", "_runtime"} & set(names)
    assert dir(venues.okx_v5) == ["AsyncClient", "Client", "Context", "endpoints"]


@pytest.mark.parametrize(
    ("row", "px", "sz", "rounded"),
    [
        ({"tickSz": "0.1", "lotSz": "0.01", "minSz": "0.01"}, 100.06, "1.239", ("100.1", "1.23", True)),
        ({"tickSz": "0.5", "lotSz": "10", "minSz": "10"}, "99.80", 9, ("100.0", "0", False)),
        ({"tickSz": "1E-8", "lotSz": "1", "minSz": "1"}, "0.000000123", Decimal(12345678901234567890), ("1.2E-7", "12345678901234567890", True)),
    ],
)  # fmt: skip
def test_prices_and_sizes_are_rounded_to_the_steps_of_an_instrument(
    okx: Client, row: dict[str, str], px: Any, sz: Any, rounded: tuple[str, str, bool]
) -> None:
    found = okx.quantize(Instrument.from_wire(row), px=px, sz=sz)
    assert (found.px, found.sz, found.enough) == (Decimal(rounded[0]), Decimal(rounded[1]), rounded[2])


@pytest.mark.parametrize(
    ("px", "message"), [("abc", "px must be a finite number, got 'abc'"), (1, "no step for a price")]
)
def test_what_cannot_be_rounded_is_said(okx: Client, px: Any, message: str) -> None:
    row = Instrument.from_wire({"tickSz": "0.1"} if px == "abc" else {"tickSz": ""})
    with pytest.raises(ConfigurationError, match=message):
        okx.quantize(row, px=px)
