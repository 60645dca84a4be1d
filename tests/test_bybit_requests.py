"""Requests that Bybit accepts, by its own words: the documented examples, and unusual ones taken from the pages' prose.

A wrong rejection is the worst bug, so each is judged alone, without a context and in the one that it assumes, and by
both judges: the reference evaluator and the generated SDK.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from venues.bybit_v5 import Context
from venues.bybit_v5.endpoints import request_class
from venuespec.checks.examples import against_table
from venuespec.rules.evaluate import evaluate
from venuespec.spec.model import EndpointSpec, VenueSpec, walk
from venuespec.spec.yaml import read

VALID = Path(__file__).parent / "bybit_v5" / "valid"
FILES = sorted(VALID.rglob("*.yaml"))
# The only examples that send what no table has, leave out what it requires, or write it as another type.
AGAINST_THE_TABLE = {
    "GET /v5/account/fee-rate": "category",
    "GET /v5/market/rpi_orderbook": "limit",
    "POST /v5/asset/travel-rule/deposit/submit": "_id",
    "POST /v5/crypto-loan-fixed/borrow": "collateralList",
    "POST /v5/crypto-loan-fixed/renew": "collateralList",
    "POST /v5/dca/create-bot": "frequency_in_second",
    "POST /v5/fmartingalebot/getlimit": "auto_cycle_toggle",
    "POST /v5/grid/close-grid": "bot_id",
    "POST /v5/grid/query-grid-detail": "grid_id",
    "POST /v5/position/set-auto-add-margin": "autoAddMargin",
    "POST /v5/strategy/create": "chasePrice",
    # Kinds of permission that the pages call deprecated, or not open to sub-accounts.
    "POST /v5/user/update-api": "the request table has no permissions.",
    "POST /v5/user/update-sub-api": "the request table has no permissions.",
}


@pytest.fixture(scope="module")
def bybit(venue: Callable[[str], VenueSpec]) -> VenueSpec:
    return venue("bybit_v5")


def refused(endpoint: EndpointSpec, bybit: VenueSpec, wire: Any, context: dict[str, str]) -> Iterator[str]:
    """Everything that the two judges have against a request."""
    for rule in endpoint.rules:
        if rule.level == "error" and evaluate(rule, wire, context, endpoint.scope(bybit)).state == "broken":
            yield f"evaluator: {rule.id}"
    yield from (message for _, _, message in against_table(endpoint.request, wire, query=endpoint.in_query))
    request = request_class(endpoint.method, endpoint.path).from_wire(wire)
    known = Context.from_wire(context)
    yield from (f"sdk: {each.rule} {each.message}" for each in request.violations(known) if each.level == "error")


@pytest.mark.parametrize("file", FILES, ids=[str(each.relative_to(VALID).with_suffix("")) for each in FILES])
def test_what_the_page_allows_is_accepted(file: Path, bybit: VenueSpec) -> None:
    endpoint = next(each for each in bybit.endpoints if each.id == f"{file.parent.name}.{file.stem}")
    for entry in read(file).data:
        for context in ({}, entry.get("context", {})):
            assert list(refused(endpoint, bybit, entry["request"], context)) == [], entry["why"]


def written(venue: VenueSpec) -> list[EndpointSpec]:
    """Return the endpoints that people have written; one without a summary is a draft, with questions open."""
    return [each for each in venue.endpoints if each.summary]


def test_every_endpoint_with_conditions_or_rules_has_three_unusual_requests(bybit: VenueSpec) -> None:
    conditional = {each.id for each in written(bybit) for _, row in walk(each.request) if row.required == "conditional"}
    ruled = {each.id for each in written(bybit) if each.rules}
    covered = {f"{each.parent.name}.{each.stem}" for each in FILES if len(read(each).data) >= 3}
    assert (conditional | ruled) - covered == set()


def settled(endpoint: EndpointSpec) -> set[str]:
    """Return, in lower case, what an example may contradict: what is listed, and parameters that the spec decides on."""
    decided = {key.split(".")[1].lower() for key in endpoint.decided if key.startswith("request.")}
    return decided | {AGAINST_THE_TABLE[key].lower() for key in (endpoint.key,) if key in AGAINST_THE_TABLE}


def test_every_documented_request_is_accepted(bybit: VenueSpec) -> None:
    accepted = 0
    for endpoint in written(bybit):
        for example in endpoint.examples:
            if example.request is None:
                continue
            for context in ({}, dict(example.context)):
                found = list(refused(endpoint, bybit, example.request, context))
                about = settled(endpoint)
                assert all(any(each in message.lower() for each in about) for message in found), (endpoint.key, found)
            accepted += 1
    assert accepted > 20


def test_every_documented_answer_decodes_and_encodes_back_without_loss(bybit: VenueSpec) -> None:
    decoded = 0
    for endpoint in written(bybit):
        for example in endpoint.examples:
            if example.response is None or endpoint.shape == "none" or "result" not in example.response:
                continue  # An answer without its envelope is a slip of the page, and lint names it.
            payload: Any = example.response
            for step in ((endpoint.envelope and endpoint.envelope.data) or "result").split("."):
                payload = payload[step]
            data = request_class(endpoint.method, endpoint.path).decode(payload)
            rows = [each.to_wire() for each in data] if isinstance(data, list) else data.to_wire()
            assert rows == payload, endpoint.key
            decoded += 1
    assert decoded > 20


@pytest.mark.parametrize("symbol", ["BTCUSD", "BTCPERP", "BTCUSDZ26", "BTCUSDT-26DEC25"])
@pytest.mark.parametrize("index", [None, 0])
def test_a_contract_that_is_one_way_only_is_never_refused_in_an_account_with_hedge_mode(
    symbol: str, index: int | None
) -> None:
    category = "inverse" if "USD" in symbol and "USDT" not in symbol else "linear"
    hedge = Context(position_mode="hedge")
    order = {"symbol": symbol, "side": "Buy", "orderType": "Market", "qty": "1", "positionIdx": index}
    stop = {"category": category, "symbol": symbol, "positionIdx": index, "takeProfit": "5", "tpslMode": "Full"}
    for request in (
        request_class("POST", "/v5/order/create").from_wire({**order, "category": category}),
        request_class("POST", "/v5/order/create-batch").from_wire({"category": category, "request": [order]}),
        request_class("POST", "/v5/position/trading-stop").from_wire(stop),
        request_class("POST", "/v5/position/add-margin").from_wire(
            {"category": category, "symbol": symbol, "margin": "1", "positionIdx": index}
        ),
    ):
        broken = [each.rule for each in request.judged(hedge)[1] if each.level == "error"]
        assert [rule for rule in broken if rule != "required"] == []
    perpetual = request_class("POST", "/v5/order/create").from_wire(
        {**order, "symbol": "BTCUSDT", "category": "linear"}
    )
    assert "hedge_needs_index" in [each.rule for each in perpetual.judged(hedge)[1]]
