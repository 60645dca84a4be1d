"""What client.reconcile finds out after a write of unknown outcome: over real HTTP, and from answers given by hand."""

import asyncio
import pickle
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from attrs import field, frozen

from clocks import Clock
from venues import bybit_v5
from venues._runtime.endpoint import Ask, Endpoint, Reconcile
from venues._runtime.errors import (
    ConfigurationError,
    DuplicateIdError,
    HTTPError,
    OutcomeUnknownError,
    RequestError,
    VenueError,
)
from venues._runtime.reconcile import Verdict
from venues._runtime.request import Item, Request, param
from venues._runtime.transport.stub import StubTransport
from venues.okx_v5 import AsyncClient, Client
from venues.okx_v5.account.set_leverage import SetLeverage
from venues.okx_v5.algo_trading.place_algo_order import PlaceAlgoOrder
from venues.okx_v5.funding.transfer import Transfer
from venues.okx_v5.funding.withdraw import Withdraw
from venues.okx_v5.trade.get_order import Order
from venues.okx_v5.trade.place_order import PlaceOrder
from venues.okx_v5.trade.place_orders import PlaceOrders, PlaceOrdersItem
from venuespec.sandbox.admission import Account
from venuespec.sandbox.faults import Fault
from venuespec.sandbox.server import RunningSandbox, make

KEYS = {"api_key": "the-key", "secret_key": "the-secret", "passphrase": "the-passphrase"}
PATH = "/api/v5/trade/order"
NOW = 1_700_000_000.0
GONE = {"code": "51603", "msg": "Order does not exist", "data": []}


def order(name: str | None = "b15", **more: Any) -> PlaceOrder:
    return PlaceOrder(
        inst_id="BTC-USDT", td_mode="cash", cl_ord_id=name, side="buy", ord_type="limit", px="2.15", sz="2", **more
    )


def batch(*names: str | None) -> PlaceOrders:
    return PlaceOrders(
        items=tuple(
            PlaceOrdersItem(
                inst_id="BTC-USDT", td_mode="cash", cl_ord_id=name, side="buy", ord_type="limit", px="2.15", sz="2"
            )
            for name in names
        )
    )


@pytest.fixture
def box(venue: Callable[[str], Any]) -> Iterator[RunningSandbox]:
    with RunningSandbox(make(venue("okx_v5"), Account(credentials=KEYS))) as running:
        yield running


@pytest.fixture
def okx(box: RunningSandbox) -> Iterator[Client]:
    with Client(**KEYS, base_url=box.url, auto_client_id=False) as client:
        yield client


@pytest.fixture
def stub() -> StubTransport:
    return StubTransport()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(stub: StubTransport, clock: Clock) -> Client:
    return Client(**KEYS, transport=stub, clock=clock, auto_client_id=False)


def failed(client: Client, request: Any, **options: Any) -> VenueError:
    with pytest.raises(VenueError) as caught:
        client.send(request, **options)
    return caught.value


def timed_out(client: Client, stub: StubTransport, request: Any) -> VenueError:
    stub.fail("POST", request.endpoint.path, OutcomeUnknownError("timed out"))
    return failed(client, request)


def found(name: str, created: float = NOW) -> dict[str, Any]:
    row = {"instId": "BTC-USDT", "ordId": "77", "clOrdId": name, "state": "live", "cTime": str(int(created * 1000))}
    return {"code": "0", "msg": "", "data": [row]}


def outcomes(verdicts: tuple[Verdict, ...]) -> list[str]:
    return [each.outcome for each in verdicts]


@pytest.mark.parametrize(
    "kind", ["drop_after", "half", "malformed", "gateway_page", "truncated_gzip", "wrong_envelope"]
)
def test_an_order_whose_answer_is_lost_is_found(okx: Client, box: RunningSandbox, kind: Any) -> None:
    box.faults.add(Fault(kind=kind, path=PATH))
    error = failed(okx, order())
    assert error.outcome == "unknown"
    assert "client.reconcile(error) asks the venue for clOrdId='b15'" in str(error)
    [verdict] = okx.reconcile(error)
    assert (verdict.outcome, verdict.client_id, verdict.item) == ("executed", "b15", order())
    assert isinstance(verdict.row, Order)
    assert (verdict.row.state, verdict.row.px, verdict.row.ord_id) == ("live", Decimal("2.15"), "100000000000000000")


def test_an_order_that_never_arrived_is_not_executed(okx: Client, box: RunningSandbox) -> None:
    box.faults.add(Fault(kind="drop_before", path=PATH))
    [verdict] = okx.reconcile(failed(okx, order()), settle=0.2)
    assert (verdict.outcome, verdict.row) == ("not_executed", None)
    assert verdict.reason == "the venue has none, 0.2 s after it was first asked"


def test_an_order_that_arrives_late_is_found_all_the_same(okx: Client, box: RunningSandbox) -> None:
    box.faults.add(Fault(kind="late", seconds=0.3, path=PATH))
    [verdict] = okx.reconcile(failed(okx, order()), settle=1.0)
    assert verdict.outcome == "executed"


def test_each_order_of_a_batch_has_its_verdict(okx: Client, box: RunningSandbox) -> None:
    okx.send(order("b2"))
    box.faults.add(Fault(kind="drop_after", path="/api/v5/trade/batch-orders"))
    error = failed(okx, batch("b1", None, "b3"))
    verdicts = okx.reconcile(error, settle=0.2, timeout=0.5)
    assert [(each.client_id, each.outcome) for each in verdicts] == [
        ("b1", "executed"),
        (None, "unknown"),
        ("b3", "executed"),
    ]
    assert verdicts[1].reason == "it was sent without clOrdId"


def test_a_call_that_something_sends_twice_is_no_second_order(okx: Client, box: RunningSandbox) -> None:
    box.faults.add(Fault(kind="replay", path=PATH))
    error = failed(okx, order())
    assert isinstance(error, DuplicateIdError)
    assert error.outcome == "unknown"
    assert outcomes(okx.reconcile(error)) == ["executed"]
    assert box.orders()["orders"]["b15"].placed == 1


def test_the_asyncio_client_asks_too(box: RunningSandbox) -> None:
    async def trade() -> tuple[Verdict, ...]:
        async with AsyncClient(**KEYS, base_url=box.url) as okx:
            with pytest.raises(OutcomeUnknownError) as caught:
                await okx.send(order())
            return await okx.reconcile(caught.value)

    box.faults.add(Fault(kind="drop_after", path=PATH))
    assert outcomes(asyncio.run(trade())) == ["executed"]


def test_that_there_is_none_counts_only_when_the_call_had_time_to_arrive(
    client: Client, stub: StubTransport, clock: Clock
) -> None:
    error = timed_out(client, stub, order())
    for _ in range(3):
        stub.answer("GET", PATH, GONE)
    stub.answer("GET", PATH, found("b15"))
    assert outcomes(client.reconcile(error)) == ["executed"]
    assert sum(clock.slept) == pytest.approx(5.0)


def test_without_an_answer_it_stays_unknown(client: Client, stub: StubTransport, clock: Clock) -> None:
    error = timed_out(client, stub, order())
    stub.answer("GET", PATH, b"<html>", status=502)
    [verdict] = client.reconcile(error)
    assert verdict.outcome == "unknown"
    assert verdict.reason.startswith(
        "the venue did not tell: trade.get_order: the answer is not the venue's error envelope"
    )
    assert sum(clock.slept) <= 16.0  # the last question has a second at least


def test_when_time_is_up_before_it_is_certain_the_verdict_is_unknown(client: Client, stub: StubTransport) -> None:
    error = timed_out(client, stub, order())
    stub.answer("GET", PATH, GONE)
    [verdict] = client.reconcile(error, settle=60.0, timeout=0.0)
    assert (verdict.outcome, verdict.reason) == ("unknown", "the venue has none yet; ask again in 60.0 s")


def test_what_has_expired_cannot_arrive(client: Client, stub: StubTransport, clock: Clock) -> None:
    error = timed_out(client, stub, order(exp_time=int(NOW * 1000) + 500))
    stub.answer("GET", "/api/v5/public/time", {"code": "0", "data": [{"ts": str(int(NOW * 1000) + 4000)}]})
    stub.answer("GET", PATH, GONE)
    [verdict] = client.reconcile(error)
    assert verdict.outcome == "not_executed"
    assert verdict.reason == "the venue has none, and has dropped what came after expTime 1700000000500"
    assert clock.slept == []  # by the venue's clock it expired 3.5 seconds ago


def test_an_expiry_that_is_no_time_is_none(client: Client, stub: StubTransport) -> None:
    stub.answer("GET", PATH, GONE)
    [verdict] = client.reconcile(order(exp_time="soon"))
    assert verdict.reason == "the venue has none, 5 s after it was first asked"


def test_what_has_not_expired_may_still_arrive(client: Client, stub: StubTransport, clock: Clock) -> None:
    error = timed_out(client, stub, order(exp_time=int(NOW * 1000) + 60_000))
    stub.answer("GET", "/api/v5/public/time", {"code": "0", "data": [{"ts": str(int(NOW * 1000))}]})
    stub.answer("GET", PATH, GONE)
    [verdict] = client.reconcile(error)
    assert verdict.outcome == "unknown"
    assert "ask again in" in verdict.reason
    assert outcomes(client.reconcile(error, timeout=100.0)) == ["not_executed"]
    assert clock.time >= NOW + 61.0


def test_an_older_order_with_the_same_id_is_another(client: Client, stub: StubTransport) -> None:
    error = timed_out(client, stub, order())
    stub.answer("GET", PATH, found("b15", created=NOW - 3600))
    assert outcomes(client.reconcile(error)) == ["not_executed"]
    stub.answer("GET", PATH, found("b15", created=NOW - 3600))
    stub.answer("GET", PATH, found("b15", created=NOW - 2))
    assert outcomes(client.reconcile(error)) == ["executed"]


def test_an_answer_about_another_order_proves_nothing(client: Client, stub: StubTransport) -> None:
    error = timed_out(client, stub, order())
    stub.answer("GET", PATH, found("b99"))
    assert outcomes(client.reconcile(error)) == ["not_executed"]


@frozen(kw_only=True)
class Renamed(Request[list[Order]]):
    """A write whose id has another name in the record that the venue keeps of it."""

    endpoint: ClassVar[Endpoint] = Endpoint(
        name="trade.renamed",
        method="POST",
        path="/renamed",
        docs="",
        signed=True,
        dedup_key="newId",
        reconcile=Reconcile(
            ask=(Ask(method="GET", path=PATH, params={"clOrdId": "newId"}, match={"algoClOrdId": "newId"}),),
            created="uTime",
        ),
    )
    new_id: str = field(metadata=param("newId"))


@pytest.mark.parametrize(
    ("record", "outcome"),
    [
        ({"algoClOrdId": "17", "uTime": "1700000000000"}, "executed"),
        ({"algoClOrdId": 17, "uTime": 1700000000000}, "executed"),
        ({"algoClOrdId": 17, "uTime": 1500000000000}, "not_executed"),
        ({"algoClOrdId": 17}, "unknown"),
        ({"algoClOrdId": "", "clOrdId": "17", "uTime": 1700000000000}, "not_executed"),
        ({"clOrdId": "17", "uTime": 1700000000000}, "unknown"),
        # A venue may put words of its own around the id: then it is no proof that there is none.
        ({"algoClOrdId": "transfer_17_533285", "uTime": 1700000000000}, "unknown"),
        ({"algoClOrdId": "a17", "uTime": 1700000000000}, "not_executed"),
    ],
)
def test_a_record_is_told_by_the_field_and_the_time_that_the_spec_names(
    client: Client, stub: StubTransport, record: dict[str, Any], outcome: str
) -> None:
    error = timed_out(client, stub, Renamed(new_id="17"))
    for _ in range(4):
        stub.answer("GET", PATH, {"code": "0", "data": [record]})
    assert outcomes(client.reconcile(error)) == [outcome]


@frozen(kw_only=True)
class AskedTwice(Request[list[Order]]):
    """A write that two endpoints know of, of which one needs a role and names the time otherwise."""

    endpoint: ClassVar[Endpoint] = Endpoint(
        name="trade.asked_twice",
        method="POST",
        path="/asked-twice",
        docs="",
        signed=True,
        dedup_key="newId",
        reconcile=Reconcile(
            ask=(
                Ask(method="GET", path=PATH, params={"clOrdId": "newId"}, absent=frozenset({"51603"})),
                Ask(method="GET", path=PATH, params={"clOrdId": "newId"}, given={"instId": "X-Y"}, created="cTime"),
            ),
            created="uTime",
        ),
    )
    new_id: str = field(metadata=param("newId"))


@pytest.mark.parametrize(
    ("made", "outcome"), [("1700000000000", "executed"), ("1500000000000", "not_executed"), (None, "unknown")]
)
def test_a_question_can_have_values_and_a_time_of_its_own(
    client: Client, stub: StubTransport, made: str | None, outcome: str
) -> None:
    error = timed_out(client, stub, AskedTwice(new_id="17"))
    for _ in range(4):
        stub.answer("GET", PATH, GONE)
        stub.answer(
            "GET", PATH, {"code": "0", "data": [{"clOrdId": "17", "cTime": made} if made else {"clOrdId": "17"}]}
        )
    assert outcomes(client.reconcile(error)) == [outcome]
    assert stub.calls[2].url.endswith(f"{PATH}?instId=X-Y&clOrdId=17")


def test_a_record_without_its_id_does_not_hide_the_one_that_has_it(client: Client, stub: StubTransport) -> None:
    error = timed_out(client, stub, Renamed(new_id="17"))
    rows = [{"instId": "BTC-USDT"}, {"algoClOrdId": 17, "uTime": 1700000000000}]
    stub.answer("GET", PATH, {"code": "0", "data": rows})
    assert outcomes(client.reconcile(error)) == ["executed"]


@frozen(kw_only=True)
class Confirmed(Request[list[Order]]):
    """The confirmation of a quote; the venue has a record of the quote before it is confirmed."""

    endpoint: ClassVar[Endpoint] = Endpoint(
        name="trade.confirmed",
        method="POST",
        path="/confirmed",
        docs="",
        signed=True,
        dedup_key="clOrdId",
        reconcile=Reconcile(
            ask=(Ask(method="GET", path=PATH, params={"clOrdId": "clOrdId"}),),
            refused={"state": ("failure",)},
            undecided={"state": ("init",)},
        ),
    )
    client_id: str = field(metadata=param("clOrdId"))


@pytest.mark.parametrize(
    ("states", "outcome"),
    [
        (["init", "success"], "executed"),
        (["init", "failure"], "not_executed"),
        (["init", "init", "init", "init", "init"], "unknown"),
    ],
)
def test_a_record_that_was_there_before_the_call_is_asked_for_again(
    client: Client, stub: StubTransport, states: list[str], outcome: str
) -> None:
    error = timed_out(client, stub, Confirmed(client_id="17"))
    for state in states:
        stub.answer("GET", PATH, {"code": "0", "data": [{"clOrdId": "17", "state": state}]})
    [verdict] = client.reconcile(error, timeout=5.0)
    assert verdict.outcome == outcome


def test_an_algo_order_that_the_venue_refused_later_was_not_executed(client: Client, stub: StubTransport) -> None:
    request = PlaceAlgoOrder(
        inst_id="BTC-USDT",
        td_mode="cash",
        side="buy",
        ord_type="trigger",
        sz="1",
        trigger_px="9",
        order_px="9",
        algo_cl_ord_id="a1",
    )
    error = timed_out(client, stub, request)
    row = {"algoClOrdId": "a1", "algoId": "5", "state": "order_failed", "cTime": str(int(NOW * 1000))}
    stub.answer("GET", "/api/v5/trade/order-algo", {"code": "0", "data": [row]})
    [verdict] = client.reconcile(error)
    assert (verdict.outcome, verdict.reason, verdict.row.algo_id) == ("not_executed", "state is order_failed", "5")


def test_a_withdrawal_is_looked_for_in_the_history(client: Client, stub: StubTransport) -> None:
    request = Withdraw(ccy="BTC", amt="1", dest="4", to_addr="17DKe3kkkkiiiiTvAKKi2vMPbm1Bz3CMKw", client_id="w1")
    error = timed_out(client, stub, request)
    row = {"clientId": "w1", "wdId": "9", "ts": str(int(NOW * 1000)), "state": "0"}
    stub.answer("GET", "/api/v5/asset/withdrawal-history", {"code": "0", "data": [row]})
    [verdict] = client.reconcile(error)
    assert (verdict.outcome, verdict.row.wd_id) == ("executed", "9")
    assert stub.calls[-1].url.endswith("/api/v5/asset/withdrawal-history?clientId=w1")


def test_a_code_that_does_not_say_that_there_is_none_leaves_it_unknown(client: Client, stub: StubTransport) -> None:
    error = timed_out(client, stub, Transfer(ccy="BTC", amt="1", from_="6", to="18", client_id="t1"))
    stub.answer("GET", "/api/v5/asset/transfer-state", {"code": "58129", "msg": "incorrect", "data": []})
    assert outcomes(client.reconcile(error)) == ["unknown"]


def test_the_request_will_do_where_the_error_is_gone(client: Client, stub: StubTransport) -> None:
    stub.answer("GET", PATH, found("b15", created=NOW - 3600))
    assert outcomes(client.reconcile(order())) == ["executed"]


def test_an_error_can_be_kept_and_asked_about_later(client: Client, stub: StubTransport) -> None:
    error = pickle.loads(pickle.dumps(timed_out(client, stub, order())))
    assert (error.request, error.began) == (order(), NOW)
    stub.answer("GET", PATH, found("b15"))
    assert outcomes(client.reconcile(error)) == ["executed"]


def test_nobody_is_asked_about_what_was_not_executed(client: Client, stub: StubTransport) -> None:
    stub.answer("POST", PATH, {"code": "1", "msg": "", "data": [{"sCode": "51008", "sMsg": "Insufficient balance"}]})
    [verdict] = client.reconcile(failed(client, order()))
    assert verdict.outcome == "not_executed"
    assert len(stub.calls) == 1


def test_without_a_client_id_there_is_nothing_to_ask_by(client: Client, stub: StubTransport) -> None:
    error = timed_out(client, stub, order(None))
    assert "It had no clOrdId, by which client.reconcile could ask for it." in str(error)
    with pytest.raises(ConfigurationError, match=r"trade\.place_order was sent without clOrdId"):
        client.reconcile(error)
    assert len(stub.calls) == 1


@pytest.mark.parametrize(
    "subject",
    [
        SetLeverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="cross"),
        RequestError(order().endpoint, ()),
        HTTPError("x", status=500),
    ],
)
def test_what_cannot_be_asked_for_is_said_to_be_so(client: Client, subject: Any) -> None:
    with pytest.raises(ConfigurationError, match="the venue documents no query by id for this call"):
        client.reconcile(subject)


def test_what_is_neither_an_error_of_ours_nor_a_request_is_said_to_be_so(client: Client) -> None:
    wrong: Any = ValueError("x")
    with pytest.raises(ConfigurationError, match="the error of a write or its request, got a ValueError"):
        client.reconcile(wrong)


def test_an_expired_order_is_refused_by_the_sandbox(okx: Client) -> None:
    error = failed(okx, order(exp_time=datetime(2020, 1, 1, tzinfo=UTC)))
    assert (error.outcome, error.code) == ("not_executed", "50036")  # type: ignore[attr-defined]  # an APIError


@frozen(kw_only=True)
class NestedItem(Item):
    name: str = field(metadata=param("name", required=True))


@frozen(kw_only=True)
class Nested(Request[list[Order]]):
    """A batch whose orders stand in a parameter of the body, as some venues have it."""

    endpoint: ClassVar[Endpoint] = Endpoint(
        name="trade.nested",
        method="POST",
        path="/nested",
        docs="",
        signed=True,
        write=True,
        query=False,
        dedup_key="name",
        reconcile=Reconcile(
            ask=(Ask(method="GET", path=PATH, params={"instId": "pair", "clOrdId": "name"}),), items="request"
        ),
    )
    pair: str = field(metadata=param("pair"))
    orders: tuple[NestedItem, ...] = field(metadata=param("request", "array", items=NestedItem))


def test_the_items_of_a_batch_may_stand_in_a_parameter(client: Client, stub: StubTransport) -> None:
    error = timed_out(client, stub, Nested(pair="BTC-USDT", orders=(NestedItem(name="n1"), NestedItem(name="n2"))))
    assert "client.reconcile(error) asks the venue for name='n1'" in str(error)
    stub.answer("GET", PATH, found("n1"))
    stub.answer("GET", PATH, found("n2"))
    verdicts = client.reconcile(error)
    assert [(each.client_id, each.outcome) for each in verdicts] == [("n1", "executed"), ("n2", "executed")]
    assert stub.calls[-1].url.endswith("/api/v5/trade/order?instId=BTC-USDT&clOrdId=n2")


BYBIT_KEYS: dict[str, Any] = {"api_key": "key", "secret_key": "secret"}
NO_ORDER: dict[str, Any] = {"retCode": 0, "retMsg": "OK", "result": {"list": []}, "time": int(NOW * 1000)}


def bybit_failure(window: int | None) -> VenueError:
    """The time-out of an order on a venue whose calls carry the window in which it takes them."""
    stub = StubTransport()
    client = bybit_v5.Client(**BYBIT_KEYS, transport=stub, clock=Clock(), recv_window=window)
    stub.fail("POST", "/v5/order/create", OutcomeUnknownError("timed out"))
    with pytest.raises(VenueError) as caught:
        client.order.place_order(category="spot", symbol="BTCUSDT", side="Buy", order_type="Market", qty=1)
    return caught.value


@pytest.mark.parametrize(
    ("window", "settle", "least"),
    [(None, 0.2, 6.0), (60_000, 5.0, 61.0), (60_000, 90.0, 90.0), (1_000, 5.0, 5.0)],
    ids=["the usual window", "a longer one", "shorter than settle", "a short one"],
)
def test_nothing_counts_before_the_window_that_the_call_was_signed_with_is_over(
    window: int | None, settle: float, least: float
) -> None:
    error = pickle.loads(pickle.dumps(bybit_failure(window)))
    stub, clock = StubTransport(), Clock()
    for path in ("/v5/order/realtime", "/v5/order/history"):
        stub.answer("GET", path, NO_ORDER)
    client = bybit_v5.Client(**BYBIT_KEYS, transport=stub, clock=clock)  # another one, whose window is the usual
    [verdict] = client.reconcile(error, settle=settle)
    assert verdict.outcome == "not_executed"
    assert sum(clock.slept) == pytest.approx(least)
    assert f"{least:g} s after it was first asked" in verdict.reason


def test_a_time_out_that_ends_before_the_window_leaves_the_outcome_unknown() -> None:
    error = bybit_failure(60_000)
    stub = StubTransport()
    for path in ("/v5/order/realtime", "/v5/order/history"):
        stub.answer("GET", path, NO_ORDER)
    client = bybit_v5.Client(**BYBIT_KEYS, transport=stub, clock=Clock(), recv_window=60_000)
    [verdict] = client.reconcile(error, timeout=20.0)
    assert verdict.outcome == "unknown"
    [verdict] = client.reconcile(error.request, timeout=20.0)
    assert verdict.outcome == "unknown"
