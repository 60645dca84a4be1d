"""Requests that ccxt's own tests record for its clients: the SDK refuses none, and leaves nothing out."""

import json
import re
import shutil
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from other_wire import Wire, read, through_the_sdk
from venues._runtime.json_types import is_array, is_object
from venues._runtime.transport.stub import StubTransport
from venuespec.checks.lint import lint
from venuespec.spec.load import load_venue

pytestmark = pytest.mark.filterwarnings("ignore::venues._runtime.errors.RuleWarning")

HERE = Path(__file__).parent / "fixtures" / "ccxt"
VENUES: dict[str, tuple[dict[str, str], Any]] = {
    "okx_v5": (
        {"api_key": "key", "secret_key": "secret", "passphrase": "phrase"},
        {"code": "0", "msg": "", "data": []},
    ),
    "bybit_v5": ({"api_key": "key", "secret_key": "secret"}, {"retCode": 0, "retMsg": "OK", "result": {}}),
}
# What ccxt sends and the pages do not have, or have no longer, so that the SDK has no parameter of the name.
NOT_DOCUMENTED = {
    "/api/v5/trade/order-algo": {"clOrdId", "instId"},  # an algo order's id is algoClOrdId; it is asked for by algoId
    "/api/v5/trade/amend-order": {  # these stand in attachAlgoOrds now
        *("newSlTriggerPx", "newSlOrdPx", "newSlTriggerPxType", "newTpTriggerPx", "newTpOrdPx", "newTpTriggerPxType"),
        *("newTpOrdKind", "posSide"),
    },
    "/api/v5/asset/bills": {"instType"},
    "/api/v5/asset/withdrawal": {"fee"},
    "/api/v5/account/bills-archive": {"startTime"},  # the page says begin
    "/api/v5/market/tickers": {"uly"},  # instFamily took its place
    "/api/v5/public/opt-summary": {"uly"},
    "/v5/order/create-batch": {"category"},  # in each item; it stands beside the items
    "/v5/execution/list": {"size"},  # the page says limit
}


def cases() -> list[Any]:
    return [
        pytest.param(venue, *json.loads(line), id=f"{venue}-{number}")
        for venue in VENUES
        for number, line in enumerate((HERE / f"{venue}.jsonl").read_text().splitlines(), 1)
    ]


def in_text(values: Any) -> Any:
    """The values with numbers as the text that they are written as: which of the two the page wants, ccxt leaves open."""
    if is_array(values):
        return [in_text(each) for each in values]
    if is_object(values):
        return {name: in_text(each) for name, each in values.items()}
    return values if isinstance(values, bool) else str(values)


def documented(method: str, path: str, values: Any) -> Any:
    """What of a recorded request the pages have."""
    if is_array(values):
        return [documented(method, path, each) for each in values]
    if not is_object(values):
        return values
    unknown = NOT_DOCUMENTED.get(path, set[str]())
    if "request" in values:
        return {**values, "request": documented(method, path, values["request"])}
    if path.endswith("order-algo"):
        unknown = unknown - {"instId"} if method == "POST" else unknown - {"clOrdId"}
    return {name: documented(method, path, each) for name, each in values.items() if name not in unknown}


@pytest.mark.parametrize(("venue", "method", "path", "values"), cases())
def test_the_sdk_sends_the_recorded_request(venue: str, method: str, path: str, values: Any) -> None:
    sent, target, body, headers = through_the_sdk(venue, Wire(method, path, values), *VENUES[venue])
    ours = read(sent, target, body, headers, "")
    assert (ours.method, ours.path) == (method, path)
    assert in_text(ours.values) == in_text(documented(method, path, values))


@pytest.mark.parametrize(
    ("venue", "method", "path", "values"),
    [
        (
            "bybit_v5",
            "POST",
            "/v5/position/trading-stop",
            {"category": "linear", "symbol": "BTCUSDT", "trailingStop": "1000"},
        ),
        ("bybit_v5", "GET", "/v5/account/fee-rate", {"symbol": "ETHUSDT"}),
        ("okx_v5", "GET", "/api/v5/public/mark-price", {"instId": "BTC-USDT"}),
    ],
)
def test_what_others_were_seen_to_leave_out_is_not_required(venue: str, method: str, path: str, values: Any) -> None:
    sent, target, body, headers = through_the_sdk(venue, Wire(method, path, values), *VENUES[venue])
    assert read(sent, target, body, headers, "").values == values


@pytest.mark.parametrize(
    ("venue", "path", "values"),
    [
        ("okx_v5", "/api/v5/public/instruments", {"instType": "OPTION", "uly": "BTC-USD"}),  # ccxt's load_markets
        ("okx_v5", "/api/v5/market/tickers", {"instType": "OPTION", "uly": "BTC-USD"}),
        ("bybit_v5", "/v5/execution/list", {"category": "linear", "size": "3"}),
    ],
)
def test_what_no_page_names_is_sent_by_call(venue: str, path: str, values: dict[str, str]) -> None:
    keys, envelope = VENUES[venue]
    stub = StubTransport()
    stub.answer("GET", path, envelope)
    with import_module(f"venues.{venue}").Client(**keys, transport=stub) as client:
        client.call("GET", path, values)
    sent = read("GET", stub.calls[-1].url, stub.calls[-1].body, {}, "")
    assert (sent.path, sent.values) == (path, values)


def test_evidence_overrules_the_page_but_is_not_a_fact_of_it() -> None:
    folder = Path(__file__).parent / "hostile" / "tiny"
    ours, pages = (load_venue(folder, documented=documented) for documented in (False, True))
    orders = [each for venue in (ours, pages) for each in venue.endpoints if each.name == "place_orders"]
    assert [row.required for each in orders for row in each.request if row.name == "tags"] == ["no", "unknown"]


@pytest.mark.parametrize(
    ("row", "evidence", "words"),
    [
        ("request.tags", "ccxt", "say who sends requests without it and where that is seen, got 'ccxt'"),
        ("response.ordId", "ccxt's recorded request leaves it out", "only of a parameter is it evidence"),
        ("request.tags", "ccxt's recorded request leaves it out", ""),
    ],
)
def test_evidence_names_its_source_and_speaks_of_a_parameter(
    tmp_path: Path, row: str, evidence: str, words: str
) -> None:
    folder = tmp_path / "tiny"
    shutil.copytree(Path(__file__).parent / "hostile" / "tiny", folder)
    orders = folder / "trade" / "place_orders.yaml"
    text = orders.read_text()
    assert "evidence:" in text
    stated = re.sub(r"\n    (request\.)?tags: \{[^\n]*evidence:[^\n]*", "", text)
    assert stated != text
    orders.write_text(stated.replace("\n  fields:\n", f'\n  fields:\n    {row}: {{evidence: "{evidence}"}}\n', 1))
    found = [each.message for each in lint(load_venue(folder)) if each.check == "evidence"]
    assert len(found) == bool(words)
    assert all(words in each for each in found)
