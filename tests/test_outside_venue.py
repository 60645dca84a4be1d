"""A made-up venue that breaks every habit and lives outside of the repository: its reader, its spec, its SDK."""

import hashlib
import hmac
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import orjson
import pytest
from attrs import define, evolve

import venues
from clocks import FastClock
from command_line import venuespec
from venues._runtime.errors import (
    APIError,
    AuthenticationError,
    ConfigurationError,
    OutcomeUnknownError,
    RateLimitedError,
    RateLimitExceeded,
    RequestError,
    UnavailableError,
)
from venues._runtime.limits.conditions import Cost, units
from venues._runtime.limits.limiter import RateLimiter
from venues._runtime.retry import Retry
from venues._runtime.transport.base import Headers, HttpRequest, HttpResponse
from venues._runtime.transport.stub import StubTransport
from venuespec.diff.compare import diff
from venuespec.pages.merge import plan_import
from venuespec.pages.plausible import Allowed
from venuespec.pages.readers import reader_of
from venuespec.rules.evaluate import evaluate
from venuespec.rules.parse import parse_rules
from venuespec.rules.tree import Parameter, Scope
from venuespec.sandbox.admission import Account, ReceivedCall
from venuespec.sandbox.venue import VenueSide
from venuespec.sdk.generate import generate
from venuespec.spec.costs import costs_of
from venuespec.spec.load import load_venue
from venuespec.spec.problem import SpecError

OUTSIDE = Path(__file__).parent / "fixtures" / "outside"
KEYS = {"api_key": "key", "secret_key": "secret"}
ORDER = {"id": 7, "clientId": "mine", "symbol": "AB", "status": "NEW", "time": 1_700_000_000_000}


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The generated package of the venue, beside those of the repository."""
    folder = tmp_path_factory.mktemp("quay")
    for path, text in generate([load_venue(OUTSIDE / "spec" / "quay")]).items():
        if path.startswith("generated/venues/quay/"):
            target = folder / path.removeprefix("generated/venues/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
    venues.__path__.append(str(folder))
    yield import_module("venues.quay")
    venues.__path__.remove(str(folder))


@pytest.fixture(autouse=True)
def readers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(OUTSIDE))


@define
class InMemory:
    """The sandbox as a transport."""

    side: VenueSide

    def send(self, request: HttpRequest) -> HttpResponse:
        parts = urlsplit(request.url)
        headers = {name.lower(): value for name, value in request.headers.items()}
        call = ReceivedCall(
            method=request.method, path=parts.path, query=parts.query, headers=headers, body=request.body, client="a"
        )
        reply = self.side.answer(call)
        return HttpResponse(reply.status, Headers(reply.headers), orjson.dumps(reply.payload))

    def close(self) -> None: ...


def side(now: Any = None, **account: Any) -> VenueSide:
    from time import monotonic, time

    return VenueSide(
        load_venue(OUTSIDE / "spec" / "quay"), Account(credentials=KEYS, **account), now or time, monotonic
    )


def client(quay: Any, transport: Any = None, **options: Any) -> Any:
    options = {"retry": Retry(attempts=1), **options}
    return quay.Client(**KEYS, transport=transport or InMemory(side()), **options)


# --- its pages


def test_a_reader_is_found_by_its_path(tmp_path: Path) -> None:
    shutil.copytree(OUTSIDE / "spec", tmp_path / "spec")
    settings = load_venue(tmp_path / "spec" / "quay")
    plan = plan_import(settings, OUTSIDE / "pages" / "2026-01-31", date="2026-01-31", allowed=Allowed(partial=True))
    assert plan.endpoints == 1
    changed = plan.texts["market/get_prices.yaml"]
    assert "costs: {weight: 2}" in changed
    assert "one_or_objects" in changed  # what people wrote stays


@pytest.mark.parametrize("name", ["nobody_reads", "no_such_module:READER", "quay_pages:NOTHING", "../okx"])
def test_a_reader_that_there_is_not_is_an_error_with_the_names_of_those_that_there_are(name: str) -> None:
    with pytest.raises(SpecError, match="flat_text"):
        reader_of(name)


# --- how it is called


def test_what_signs_is_in_the_query_and_comes_last(quay: Any) -> None:
    stub = StubTransport()
    stub.answer("POST", "/v1/order", ORDER)
    client(quay, stub).trade.place_order(symbol="ÄB", size="2", client_id="mine", tags=["x", "y z"], protect=True)
    [call] = stub.calls
    signed, _, signature = urlsplit(call.url).query.rpartition("&signature=")
    assert signature == hmac.new(b"secret", signed.encode(), hashlib.sha256).hexdigest()
    told = parse_qs(signed)
    assert {name: values[0] for name, values in told.items() if name != "timestamp"} == {
        "symbol": "ÄB", "size": "2", "clientId": "mine", "protect": "TRUE", "tags": '["x","y z"]', "recvWindow": "5000",
    }  # fmt: skip
    assert (call.body, call.headers["X-KEY"]) == (b"", "key")
    assert "signature" not in repr(call)
    assert "secret" not in unquote(call.url)


def test_a_form_carries_the_signature_in_its_body(quay: Any) -> None:
    stub = StubTransport()
    stub.answer("POST", "/v1/orders", [{"id": 7, "symbol": "AB"}, {"code": -2, "msg": "no"}])
    placed = client(quay, stub).trade.place_orders(orders=[{"symbol": "AB", "size": "2"}, {"symbol": "?", "size": "1"}])
    [call] = stub.calls
    body, _, signature = call.body.decode().rpartition("&signature=")
    assert signature == hmac.new(b"secret", body.encode(), hashlib.sha256).hexdigest()
    assert body.startswith("orders=%5B%7B%22symbol%22%3A%22AB%22")
    assert (call.url, call.headers["Content-Type"]) == (
        "https://api.quay.example/v1/orders",
        "application/x-www-form-urlencoded",
    )
    assert [row.code for row in placed] == [None, -2]


def test_a_refused_single_item_of_a_bare_list_is_an_error(quay: Any) -> None:
    stub = StubTransport()
    stub.answer("POST", "/v1/orders", [{"code": -2, "msg": "no"}])
    with pytest.raises(APIError) as caught:
        client(quay, stub).trade.place_orders(orders=[{"symbol": "AB", "size": "2"}])
    assert (caught.value.code, caught.value.reason, caught.value.outcome) == ("-2", "no", "not_executed")


def test_a_key_without_a_signature(quay: Any) -> None:
    stub = StubTransport()
    stub.answer("POST", "/v1/stream", {"listenKey": "abc"})
    assert client(quay, stub).key.start_stream().listen_key == "abc"
    [call] = stub.calls
    assert (call.url, call.headers["X-KEY"]) == ("https://api.quay.example/v1/stream", "key")
    with pytest.raises(ConfigurationError, match="carries the key"):
        quay.Client(transport=stub).key.start_stream()


@pytest.mark.parametrize(
    ("body", "prices"),
    [({"symbol": "AB", "price": "1.5"}, ["1.5"]), ([{"symbol": "AB", "price": "1.5"}, {"price": "2"}], ["1.5", "2"])],
)
def test_one_object_or_a_list_of_them_is_read_as_a_list(quay: Any, body: Any, prices: list[str]) -> None:
    stub = StubTransport()
    stub.answer("GET", "/v1/price", body)
    assert [str(row.price) for row in client(quay, stub).market.get_prices(symbol="AB")] == prices


def test_the_context_has_words_of_its_own_for_what_an_answer_tells(quay: Any) -> None:
    stub = StubTransport()
    stub.answer("GET", "/v1/mode", {"dual": True})
    stub.answer("POST", "/v1/mode", {"code": 200, "msg": "success"})
    made = client(quay, stub)
    assert made.learn_context().mode == "hedge"
    made.trade.set_mode(dual=False)
    assert made.context.mode == "one_way"


def test_a_raw_call_travels_as_the_venue_wants_it(quay: Any) -> None:
    stub = StubTransport()
    stub.answer("DELETE", "/v1/order", {"code": 200, "msg": "success"})
    client(quay, stub).call("DELETE", "/v1/order", {"symbol": "AB", "ids": [1, 2]})
    [call] = stub.calls
    query = parse_qs(urlsplit(call.url).query)
    assert (call.body, query["symbol"], query["ids"], "signature" in query) == (b"", ["AB"], ["[1,2]"], True)


@pytest.mark.parametrize("lists", ["joined", "json"])
def test_an_object_in_a_query_is_json_or_an_error_and_never_a_text_of_python(quay: Any, lists: str) -> None:
    stub = StubTransport()
    stub.answer("GET", "/v1/unknown", {})
    made = client(quay, stub)
    made._core.venue = made._core.venue._replace(lists=lists)
    if lists == "joined":
        with pytest.raises(RequestError):
            made.call("GET", "/v1/unknown", {"filter": {"side": "buy"}})
        assert stub.calls == []
    else:
        made.call("GET", "/v1/unknown", {"filter": {"side": "buy"}})
        assert parse_qs(urlsplit(stub.calls[0].url).query)["filter"] == ['{"side":"buy"}']


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "timestamp: timestamp, signature: signature",
            "timestamp: timestamp",
            "no header or parameter carries signature",
        ),
        ("timestamp: timestamp, signature", "signature", "no header or parameter carries timestamp"),
        ("headers: {X-KEY: api_key}", "headers: {}", "no header or parameter carries api_key"),
        ("signature: signature", "signature: sign", "nothing is called sign"),
        ("recv_window: 5000", "", "recv_window has no value"),
    ],
)
def test_what_signs_a_call_has_a_place(tmp_path: Path, old: str, new: str, message: str) -> None:
    shutil.copytree(OUTSIDE / "spec", tmp_path / "spec")
    file = tmp_path / "spec" / "quay" / "venue.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    with pytest.raises(SpecError, match=message) as caught:
        load_venue(file.parent)
    assert "venue.yaml:10" in str(caught.value)


def test_words_for_types_are_those_of_the_tool_and_those_that_the_venue_explains(tmp_path: Path) -> None:
    shutil.copytree(OUTSIDE / "spec", tmp_path / "spec")
    file = tmp_path / "spec" / "quay" / "market" / "get_depth.yaml"
    file.write_text(file.read_text().replace("type: String", "type: WORD").replace("type: Integer", "type: WORDS", 1))
    with pytest.raises(SpecError) as caught:
        load_venue(tmp_path / "spec" / "quay")
    assert "unknown type label 'WORDS'" in str(caught.value)
    assert "'WORD'" not in str(caught.value)


@pytest.mark.parametrize(("seconds", "outcome"), [(-3600, "not_executed"), (1, "executed")])
def test_the_time_of_a_record_may_be_a_json_integer(quay: Any, seconds: int, outcome: str) -> None:
    lost, found = StubTransport(), StubTransport()
    lost.fail("POST", "/v1/order", OutcomeUnknownError("time-out"))
    with pytest.raises(OutcomeUnknownError) as caught:
        client(quay, lost).trade.place_order(symbol="AB", size="1", client_id="mine")
    caught.value.began -= 600
    found.answer("GET", "/v1/order", ORDER | {"time": int((caught.value.began + seconds) * 1000)})
    [verdict] = client(quay, found, clock=FastClock()).reconcile(caught.value, settle=0)
    assert verdict.outcome == outcome


def test_a_record_is_not_asked_for_by_a_name_that_it_lacks(tmp_path: Path) -> None:
    shutil.copytree(OUTSIDE / "spec", tmp_path / "spec")
    file = tmp_path / "spec" / "quay" / "trade" / "place_order.yaml"
    file.write_text(file.read_text().replace(", match: {symbol: symbol, clientId: clientId}", ""))
    done = venuespec("generate", "quay", "--root", ".", cwd=tmp_path)
    assert "trade.get_order answers no field origClientId" in done.stdout + done.stderr
    assert "reconcile is left out" in done.stdout + done.stderr
    written = tmp_path / "generated" / "venues" / "quay" / "trade" / "place_order.py"
    assert "reconcile=" not in written.read_text()


def test_a_group_whose_endpoints_all_moved_keeps_its_older_names_and_no_more(tmp_path: Path) -> None:
    shutil.copytree(OUTSIDE / "spec", tmp_path / "spec")
    venuespec("generate", "quay", "--root", ".", cwd=tmp_path)
    (tmp_path / "spec" / "quay" / "key").rename(tmp_path / "spec" / "quay" / "keys")
    done = venuespec("generate", "quay", "--root", ".", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    written = (tmp_path / "generated" / "venues" / "quay" / "key" / "__init__.py").read_text()
    assert "def start_stream" in written
    assert "awaited" not in written


# --- what it costs


@pytest.mark.parametrize(
    ("call", "weight"),
    [
        (lambda made: made.market.get_prices(symbol="AB"), 1),
        (lambda made: made.market.get_prices(), 40),
        (lambda made: made.market.get_depth(symbol="AB"), 5),
        (lambda made: made.market.get_depth(symbol="AB", limit=50), 2),
        (lambda made: made.market.get_depth(symbol="AB", limit=500), 20),
    ],
)
def test_a_call_costs_what_its_parameters_say_here_and_at_the_venue(quay: Any, call: Any, weight: int) -> None:
    limiter, there = RateLimiter(), side()
    made = client(quay, InMemory(there), limiter=limiter)
    with suppress(APIError):  # the venue has no example of an answer
        call(made)
    used = {bucket[1]: count for bucket, count in limiter.usage(made.now()).items()}
    assert used == {"weight": weight}


def test_several_budgets_and_none(quay: Any) -> None:
    limiter = RateLimiter()
    made = client(quay, limiter=limiter)
    made.trade.place_order(symbol="AB", size="1")
    assert {bucket[1]: count for bucket, count in limiter.usage(made.now()).items()} == {"orders": 1}


def test_our_limiter_waits_before_the_venue_refuses(quay: Any) -> None:
    made = client(quay, limiter=RateLimiter(max_wait=0))
    made.market.get_prices()
    made.market.get_prices()
    with pytest.raises(RateLimitExceeded):
        made.market.get_prices()


def test_headers_tell_what_other_programs_used(quay: Any) -> None:
    stub, limiter = StubTransport(), RateLimiter(max_wait=0)
    stub.answer("GET", "/v1/price", [], headers={"X-USED": "98"})
    stub.answer("GET", "/v1/time", {"time": 1_700_000_000_000}, headers={"X-USED": "3"})
    made = client(quay, stub, limiter=limiter)
    made.market.get_prices(symbol="AB")
    made.market.get_time()  # whose header is not accurate
    made.market.get_prices(symbol="AB")
    with pytest.raises(RateLimitExceeded):
        made.market.get_prices()


def test_the_sandbox_reports_what_it_counts(quay: Any) -> None:
    made = client(quay)
    response = made.send(import_module("venues.quay.market.get_prices").GetPrices(symbol=None))
    assert response.headers["X-USED"] == "40"


@pytest.mark.parametrize(("headers", "seconds"), [({"Retry-After": "90"}, 90), ({}, 120)])
def test_a_ban_lasts_as_long_as_its_header_says(quay: Any, headers: dict[str, str], seconds: float) -> None:
    stub, limiter = StubTransport(), RateLimiter(max_wait=0)
    stub.answer("GET", "/v1/price", {"code": -3, "msg": "banned"}, status=418, headers=headers)
    made = client(quay, stub, limiter=limiter)
    with pytest.raises(RateLimitedError):
        made.market.get_prices(symbol="AB")
    with pytest.raises(RateLimitExceeded) as caught:
        made.market.get_prices(symbol="AB")
    assert seconds - 5 < caught.value.wait <= seconds


@pytest.mark.parametrize(
    ("when", "sent", "expected"),
    [
        ({"absent": "symbol"}, {}, True),
        ({"absent": "symbol"}, {"symbol": "AB"}, False),
        ({"symbol": ["AB", "CD"]}, {"symbol": "CD"}, True),
        ({"gte": {"limit": 100}}, {}, True),
        ({"gt": {"limit": 100}}, {}, False),
        ({"lt": {"limit": 5}}, {"limit": 4}, True),
        ({"lt": {"limit": 5}}, {"limit": "many"}, False),
        ({"any": [{"symbol": "AB"}, {"not": {"present": "limit"}}]}, {"limit": 1}, False),
        ({"matches": {"symbol": "A.*"}}, {"symbol": "AB"}, True),
        ({"count": {"of": "ids", "gte": 2}}, {"ids": ["1", "2"]}, True),
        ({"all": [{"present": "symbol"}, {"lte": {"limit": 100}}]}, {"symbol": "AB"}, True),
    ],
)
def test_costs_and_rules_agree_on_conditions(when: Any, sent: dict[str, Any], expected: bool) -> None:
    scope = Scope(
        parameters=(
            Parameter(name="symbol"),
            Parameter(name="limit", json="integer", default="100"),
            Parameter(name="ids", json="array"),
        )
    )
    venue = load_venue(OUTSIDE / "spec" / "quay")

    class Endpoint:
        def scope(self, _: Any) -> Scope:
            return scope

    made: Any = Endpoint()
    costs, problems = costs_of({"weight": [{"when": when, "is": 2}, {"is": 1}]}, made, venue)
    assert problems == ()
    [rule] = parse_rules([{"id": "x", "when": when, "refuse": True}], scope)
    assert (evaluate(rule, sent, {}, scope).state == "broken") is expected
    assert units(costs["weight"], sent) == (2 if expected else 1)


def test_of_costs_that_none_holds_the_greatest_counts() -> None:
    assert units((Cost(3, ("present", "a")), Cost(7, ("present", "b"))), {}) == 7


@pytest.mark.parametrize(
    ("costs", "message"),
    [
        ({"nothing": 1}, "limits.shared has no budget nothing; there are: weight, orders"),
        ({"weight": -1}, "a cost is a whole number from 0"),
        ({"weight": [{"when": {"context.mode": "hedge"}, "is": 1}]}, "depends on the parameters of the call alone"),
        ({"weight": [{"when": {"absent": "symbols"}, "is": 1}]}, "symbols"),
        ({"weight": [{"units": 1}]}, "a cost is written"),
    ],
)
def test_costs_that_cannot_be_are_named(costs: Any, message: str) -> None:
    venue = load_venue(OUTSIDE / "spec" / "quay")
    endpoint = next(each for each in venue.endpoints if each.id == "market.get_prices")
    found, [(_, told)] = costs_of(costs, endpoint, venue)
    assert found == {}
    assert message in told


@pytest.mark.parametrize(
    ("changed", "kind", "old", "new"),
    [
        (
            {"costs": {"weight": (Cost(50),)}},
            "rate_limit_tightened",
            "40 or 1 of the budget weight",
            "50 of the budget weight",
        ),
        (
            {"costs": {"weight": (Cost(2),)}},
            "rate_limit_loosened",
            "40 or 1 of the budget weight",
            "2 of the budget weight",
        ),
        ({"access": "keyed"}, "permission_changed", "public", "keyed"),
    ],
)
def test_the_diff_knows_costs_and_keys(changed: Any, kind: str, old: str, new: str) -> None:
    before = load_venue(OUTSIDE / "spec" / "quay")
    after = evolve(
        before,
        endpoints=tuple(evolve(each, **changed) if each.name == "get_prices" else each for each in before.endpoints),
    )
    [found] = diff(before, after)
    assert (found.kind, found.old, found.new) == (kind, old, new)


# --- what its refusals mean


@pytest.mark.parametrize(
    ("text", "outcome", "calls"),
    [
        ("Unknown error, please check your request or try again later.", "unknown", 1),
        ("Service Unavailable.", "not_executed", 2),
    ],
)
def test_texts_tell_refusals_of_one_status_apart(quay: Any, text: str, outcome: str, calls: int) -> None:
    stub = StubTransport()
    stub.answer("POST", "/v1/order", {"code": -1, "msg": text}, status=503)
    made = client(quay, stub, retry=Retry(attempts=2, base=0.0, cap=0.0))
    with pytest.raises(UnavailableError) as caught:
        made.trade.place_order(symbol="AB", size="1")
    assert (caught.value.outcome, len(stub.calls)) == (outcome, calls)


def test_a_match_needs_no_json(quay: Any) -> None:
    stub = StubTransport()
    stub.answer("POST", "/v1/order", b"<html>Service Unavailable.</html>", status=503)
    with pytest.raises(UnavailableError) as caught:
        client(quay, stub).trade.place_order(symbol="AB", size="1")
    assert caught.value.outcome == "not_executed"


# --- its sandbox


def test_the_sandbox_checks_a_signature_in_the_query(quay: Any) -> None:
    there = side()
    assert client(quay, InMemory(there)).trade.place_order(symbol="AB", size="1").symbol == "AB"
    assert client(quay, InMemory(there)).trade.place_orders(orders=[{"symbol": "AB", "size": "2"}]) is not None
    other = quay.Client(api_key="key", secret_key="other", transport=InMemory(there), retry=Retry(attempts=1))
    with pytest.raises(AuthenticationError) as caught:
        other.trade.place_order(symbol="AB", size="1")
    assert caught.value.code == "-22"
    with pytest.raises(AuthenticationError):
        quay.Client(api_key="no", secret_key="secret", transport=InMemory(there)).key.start_stream()


def test_the_sandbox_answers_a_batch_with_a_bare_list_in_which_a_refused_item_is_its_code(quay: Any) -> None:
    made = client(quay)
    made.trade.place_order(symbol="AB", size="1", client_id="taken")
    orders = [{"symbol": "AB", "size": "2", "client_id": name} for name in ("taken", "free")]
    refused, placed = made.trade.place_orders(orders=orders)
    assert (refused.code, refused.id, placed.code, placed.symbol) == (-2, None, None, "AB")


def test_a_row_of_an_item_that_repeats_what_the_signature_adds_is_no_argument(quay: Any) -> None:
    [name] = [each for each in dir(import_module("venues.quay.trade.place_orders")) if each in ("Order", "Item")]
    assert not hasattr(getattr(import_module("venues.quay.trade.place_orders"), name), "timestamp")


def test_a_call_too_many_is_refused_with_the_time_to_wait(quay: Any) -> None:
    made = client(quay, limiter=RateLimiter(limits={"weight": 1000}))
    made.market.get_prices()
    made.market.get_prices()
    with pytest.raises(RateLimitedError) as caught:
        made.market.get_prices()
    answer = caught.value.answer
    assert (caught.value.code, answer.status, answer.headers["X-USED"]) == ("-3", 429, "80")
    assert 55 <= int(answer.headers["Retry-After"]) <= 60


def test_the_clock_is_part_of_what_the_sandbox_checks(quay: Any) -> None:
    late = side(lambda: 1_700_000_000.0)
    with pytest.raises(APIError) as caught:
        client(quay, InMemory(late)).trade.place_order(symbol="AB", size="1")
    assert caught.value.code == "-21"


def test_its_name_is_nowhere_in_the_tool() -> None:
    assert not any("quay" in name for name in sys.modules if name.startswith("venuespec"))
