"""Requests that OKX accepts, by its own words: the documented examples, and unusual ones taken from the pages' prose.

A wrong rejection is the worst bug, so each is judged alone, in the context that it assumes, and by both judges: the
reference evaluator and the generated SDK. A test of the spec, and of the rules that people wrote in it.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from venues._runtime.only_row import OnlyRow
from venues.okx_v5 import Context
from venues.okx_v5.endpoints import request_class
from venuespec.checks.examples import against_table
from venuespec.rules.evaluate import evaluate
from venuespec.spec.load import read_names
from venuespec.spec.model import Alias, EndpointSpec, VenueSpec
from venuespec.spec.names import EndpointNames, PublicNames
from venuespec.spec.yaml import read

VALID = Path(__file__).parent / "valid"
FILES = sorted(VALID.rglob("*.yaml"))
ATTRIBUTES = {"acctLv": "acct_lv", "posMode": "pos_mode", "keyType": "key_type", "instType": "inst_type"}


@pytest.fixture(scope="module")
def okx(venue: Callable[[str], VenueSpec]) -> VenueSpec:
    loaded = venue("okx_v5")
    names = read_names(loaded.folder)
    return evolve(loaded, names=names, endpoints=tuple(each for each in loaded.endpoints if each.gone_since is None))


def refused(endpoint: EndpointSpec, okx: VenueSpec, wire: Any, context: dict[str, str]) -> Iterator[str]:
    """Everything that the two judges have against a request."""
    scope = endpoint.scope(okx)
    for item in wire if isinstance(wire, list) else [wire]:
        for rule in endpoint.rules:
            if rule.level == "error" and evaluate(rule, item, context, scope).state == "broken":
                yield f"evaluator: {rule.id}"
        yield from (
            message for _, subject, message in against_table(endpoint.request, item, query=endpoint.method == "GET")
        )
    request = request_class(endpoint.method, endpoint.path).from_wire(wire)
    known = Context(**{ATTRIBUTES[name]: value for name, value in context.items()})
    yield from (f"sdk: {each.rule} {each.message}" for each in request.violations(known) if each.level == "error")


@pytest.mark.parametrize("file", FILES, ids=[str(each.relative_to(VALID).with_suffix("")) for each in FILES])
def test_what_the_page_allows_is_accepted(file: Path, okx: VenueSpec, root: Path) -> None:
    endpoint = next((each for each in okx.endpoints if each.id == f"{file.parent.name}.{file.stem}"), None)
    if endpoint is None:
        assert (root / "spec" / "okx_v5" / file.parent.name / file.name).is_file()
        pytest.skip("the endpoint has left the docs")
    for entry in read(file).data:
        wire = followed(endpoint, entry["request"], okx)
        for context in ({}, entry.get("context", {})) if wire is not None else ():
            assert list(refused(endpoint, okx, wire, context)) == [], entry["why"]


def followed(endpoint: EndpointSpec, wire: Any, okx: VenueSpec) -> Any:
    """A request on the page of today: with the present names of renamed parameters, None if one has left the page."""
    rows = {row.name: row for row in endpoint.request}
    present = {row.alias.was: name for name, row in rows.items() if row.alias and row.alias.was}
    names = okx.names.of(endpoint.key)
    for item in wire if isinstance(wire, list) else [wire]:
        if any(name not in rows and name not in present and names.had(name) for name in item):
            return None
    renamed = [
        {(name if name in rows else present.get(name, name)): value for name, value in item.items()}
        for item in (wire if isinstance(wire, list) else [wire])
    ]
    return renamed if isinstance(wire, list) else renamed[0]


def test_requests_follow_a_page_that_renames_or_drops_a_parameter(frozen: Callable[[str], VenueSpec]) -> None:
    okx = frozen("okx_v5")
    place = next(each for each in okx.endpoints if each.id == "trade.place_order")
    had = EndpointNames(name="trade.place_order", attributes={"request": "instId tag isElpTakerAccess"})
    okx = evolve(okx, names=PublicNames(endpoints={place.key: had}))
    older = Alias(was="isElpTakerAccess")
    rows = (
        evolve(row, name="rpiTakerAccess", alias=older) if row.name == "isElpTakerAccess" else row
        for row in place.request
        if row.name != "tag"
    )
    place = evolve(place, request=tuple(rows))
    assert followed(place, {"instId": "a", "isElpTakerAccess": True}, okx) == {"instId": "a", "rpiTakerAccess": True}
    assert followed(place, {"instId": "a", "tag": "b"}, okx) is None
    # What no page has had is a slip of this suite, which the judges refuse.
    assert followed(place, [{"instld": "a"}], okx) == [{"instld": "a"}]


def test_every_endpoint_with_rules_and_conditional_parameters_has_three_unusual_requests(okx: VenueSpec) -> None:
    def conditional(rows: Any) -> bool:
        return any(row.required == "conditional" or conditional(row.fields) for row in rows)

    without = {
        each.id
        for each in okx.endpoints
        if each.rules
        and conditional(each.request)
        and not (
            (VALID / each.group / f"{each.name}.yaml").is_file()
            and len(read(VALID / each.group / f"{each.name}.yaml").data) >= 3
        )
    }
    assert without == set()


def sent(endpoint: EndpointSpec, wire: Any) -> Any:
    """A documented request without what its page's table does not have, as sdk.decided says."""
    if isinstance(wire, list):
        return [sent(endpoint, each) for each in wire]
    return {name: value for name, value in wire.items() if f"request.{name}" not in endpoint.decided}


def test_every_documented_request_is_built_and_accepted(okx: VenueSpec) -> None:
    built = 0
    for endpoint in okx.endpoints:
        for example in endpoint.examples:
            if example.request is None:
                continue
            wire = sent(endpoint, example.request)
            made = request_class(endpoint.method, endpoint.path).from_wire(wire).to_wire()
            assert as_text(made) == as_text(wire), endpoint.key
            for context in ({}, dict(example.context)):
                assert list(refused(endpoint, okx, wire, context)) == [], endpoint.key
            built += 1
    assert built > 100


def as_text(value: Any) -> Any:
    """JSON with the lists of a request as lists, and the numbers of a query as the text that they travel as."""
    if isinstance(value, dict):
        return {name: as_text(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_text(each) for each in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def test_every_documented_answer_decodes_and_encodes_back_without_loss(okx: VenueSpec) -> None:
    decoded = 0
    for endpoint in okx.endpoints:
        for example in endpoint.examples:
            assert example.broken is None or "example-unread" in endpoint.decided
            if example.response is None or ("response.envelope" in endpoint.decided and "data" not in example.response):
                continue
            if endpoint.shape == "binary":
                continue  # the page shows the error's JSON; what the data is, it cannot show
            if example.response.get("code", "0") != "0" and not example.response["data"]:
                continue  # an error, which has no row
            data = request_class(endpoint.method, endpoint.path).decode(example.response["data"])
            if endpoint.shape in ("strings", "string_lists"):
                assert data == example.response["data"]
            else:
                listed = isinstance(data, (list, OnlyRow))  # the row of a write is in a list of the answer
                rows = [each.to_wire() for each in data] if listed else data.to_wire()
                assert rows == example.response["data"], endpoint.key
            decoded += 1
    assert decoded > 100
