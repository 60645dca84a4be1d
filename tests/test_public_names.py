"""Public names of the SDK: what has a name keeps it, whatever else the documentation adds, renames or drops."""

import warnings
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import pytest
from attrs import evolve, fields, frozen
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from venues._runtime.literal_types import literal_types
from venuespec.sdk.plan import plan
from venuespec.sdk.planned import Sdk
from venuespec.sdk.public_names import names_after
from venuespec.sdk.render import render
from venuespec.spec.load import load_venue
from venuespec.spec.model import EndpointSpec, Field, OlderRow, VenueSpec
from venuespec.spec.names import PublicNames
from venuespec.spec.problem import SpecError

FIXTURES = Path(__file__).parent / "fixtures"


# Made for the first test that asks: each worker imports this module, and few of them run its tests.
@cache
def okx() -> VenueSpec:
    return load_venue(FIXTURES / "spec" / "okx_v5")


@cache
def seed() -> PublicNames:
    return names_after(plan(okx()))


@cache
def modules() -> frozenset[str]:
    return frozenset(f"okx_v5/{each.group}/{each.name}.py" for each in okx().endpoints)


@cache
def before() -> dict[str, str]:
    return render(plan(okx(), seed()))


def text(name: str, *values: str, **options: Any) -> Field:
    return Field(name=name, kind="enum" if values else "text", type="String", json="string", values=values, **options)


def nested(name: str, *fields: Field) -> Field:
    return Field(name=name, kind="array", type="Array of objects", json="array", fields=fields)


def endpoint(group: str, name: str, path: str, **options: Any) -> EndpointSpec:
    return EndpointSpec(
        venue="okx_v5", group=group, name=name, method="GET", path=path, title="New", source="https://x.test", **options
    )


def of(name: str) -> EndpointSpec:
    return next(each for each in okx().endpoints if each.id == name)


def with_endpoints(*changed: EndpointSpec) -> VenueSpec:
    by_key = {each.key: each for each in (*okx().endpoints, *changed)}
    return evolve(okx(), endpoints=tuple(sorted(by_key.values(), key=lambda each: each.id)))


def names_of(venue: VenueSpec, known: PublicNames | None = None) -> PublicNames:
    return names_after(plan(venue, seed() if known is None else known))


def changed_lines(before: str, after: str) -> list[str]:
    return [line for line in before.splitlines() if line not in after.splitlines()]


def test_the_names_of_a_spec_are_the_same_the_next_time() -> None:
    assert names_of(okx()) == seed()
    assert render(plan(okx())) == before()


def test_the_lock_is_written_a_name_a_line_and_read_as_it_was(tmp_path: Path) -> None:
    from venuespec.spec.load import read_names

    (tmp_path / "names.yaml").write_text(seed().to_yaml())
    assert read_names(tmp_path) == seed()
    lines = seed().to_yaml().splitlines()
    assert "  account: Account" in lines
    assert "      Position: response" in lines
    assert "      CloseOrderAlgo: response.closeOrderAlgo" in lines
    assert "  Side: {wire: side, home: POST /api/v5/trade/order-algo request.side, values: [buy, sell]}" in lines
    assert "      request: instId instType posId" in lines


ADDITIONS: dict[str, Callable[[], EndpointSpec]] = {
    "a row called as its group": lambda: endpoint(
        "account", "get_a", "/api/v5/a", response=(nested("account", text("ccy")), nested("asyncAccount", text("c")))
    ),
    "a row class called as its group": lambda: endpoint(
        "account", "get_a", "/api/v5/a", row="Account", response=(text("x"),)
    ),
    "a class that a type is called": lambda: endpoint(
        "trade", "side", "/api/v5/a", request=(text("side", "buy", "sell"),)
    ),
    "a row class that a type is called": lambda: endpoint(
        "trade", "get_a", "/api/v5/a", row="Side", response=(text("x"),)
    ),
    "the same name in another group": lambda: endpoint(
        "trade", "get_bills", "/api/v5/a", request=(text("mgnMode", "a", "b"),)
    ),
    "a wider set of values": lambda: endpoint(
        "account",
        "get_a",
        "/api/v5/a",
        request=(text("side", "buy", "sell", "both"), text("state", "live", "filled", "gone", "x", "y", "z", "w")),
        response=(text("side", "buy", "sell", "both"), text("mgnMode", "isolated", "cross", "cash")),
    ),
    "a set that others have, in another order": lambda: endpoint(
        "account", "aaa", "/api/v5/a", request=(text("side", "sell", "buy"), text("keyType", "sub", "master"))
    ),
    "an object that another endpoint has too": lambda: endpoint(
        "account", "aaa", "/api/v5/a", response=of("account.get_positions").response
    ),
    "the rules and items of another endpoint": lambda: evolve(
        of("trade.place_order"), name="a_place_order", path="/api/v5/a", examples=()
    ),
    "a method for pages that another has": lambda: evolve(
        of("account.get_bills"), name="bills", path="/api/v5/a", examples=(), rules=()
    ),
    "a new group": lambda: endpoint("aaa", "get_bills", "/api/v5/a", row="Aaa", response=(text("x"),)),
}


@pytest.mark.parametrize("added", ADDITIONS.values(), ids=ADDITIONS)
def test_an_added_endpoint_changes_nothing_of_the_others(added: Callable[[], EndpointSpec]) -> None:
    check_files(added())


WIRES = ["instType", "side", "state", "account", "order", "bills", "ordType", "posSide", "positions", "trade", "x"]
VALUES = st.lists(st.sampled_from(["SPOT", "SWAP", "MARGIN", "buy", "sell", "live", "1", "2"]), unique=True, max_size=4)
PLAIN = st.builds(lambda name, values: text(name, *values), st.sampled_from(WIRES), VALUES)
ROWS = st.lists(
    st.one_of(PLAIN, st.builds(lambda name, inner: nested(name, inner), st.sampled_from(WIRES), PLAIN)),
    unique_by=lambda each: each.name,
    min_size=1,
    max_size=4,
).map(tuple)


@settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(
    group=st.sampled_from(["account", "aaa", "trade", "zzz"]),
    name=st.sampled_from(["account", "a", "side", "orders", "get_positions_2", "position", "inst_type", "zz"]),
    row=st.sampled_from([None, "Account", "Side", "Position", "Order", "OrderResult"]),
    request=ROWS,
    response=ROWS,
)
def test_no_added_endpoint_changes_the_others(
    group: str, name: str, row: str | None, request: tuple[Field, ...], response: tuple[Field, ...]
) -> None:
    check_names(endpoint(group, name, "/api/v5/a", row=row, request=request, response=response))


def check_names(added: EndpointSpec) -> tuple[Sdk, Sdk]:
    """The names of all others are as before, and the next plan keeps the new ones; both plans."""
    venue = with_endpoints(added)
    sdk = plan(venue, seed())
    names = names_after(sdk)
    assert {key: names.endpoints[key] for key in seed().endpoints} == seed().endpoints
    assert {name: names.types[name] for name in seed().types} == seed().types
    assert {name: names.groups[name] for name in seed().groups} == seed().groups
    again = plan(venue, names)
    assert names_after(again) == names
    return sdk, again


def check_files(added: EndpointSpec) -> None:
    """What is generated for all others is as before to the byte, apart from lines that are added."""
    sdk, again = check_names(added)
    files = render(sdk)
    assert {path: files[path] for path in modules()} == {path: before()[path] for path in modules()}
    shared = ("types.py", "index.py", "client.py", "async_client.py", "account/__init__.py", "trade/__init__.py")
    for path in (f"okx_v5/{each}" for each in shared):
        lost = [line for line in changed_lines(before()[path], files[path]) if " import " not in line]
        assert lost == [], path
    for path, source in files.items():
        compile(source, path, "exec")
    if added.rules:  # which are shared, too
        assert render(again) == files


def test_a_type_keeps_its_meaning_when_the_values_of_another_endpoint_change() -> None:
    """Of the set that is left behind, and of the set that another field comes to have."""
    estimate = of("account.get_leverage_estimate")
    narrower = tuple(evolve(each, values=("SWAP",)) if each.name == "instType" else each for each in estimate.request)
    names = names_of(with_endpoints(evolve(estimate, request=narrower)))
    assert {name: names.types[name] for name in seed().types} == seed().types
    assert names.types["AccountLeverageEstimateInstType"].values == ("SWAP",)
    files = render(plan(with_endpoints(evolve(estimate, request=narrower)), seed()))
    assert "LeverageEstimateInstType = Literal['MARGIN', 'SWAP', 'FUTURES']" in files["okx_v5/types.py"]


def test_a_type_takes_the_values_that_the_page_adds_to_its_own_field() -> None:
    estimate = of("account.get_leverage_estimate")
    wider = tuple(
        evolve(each, values=(*each.values, "OPTION")) if each.name == "instType" else each for each in estimate.request
    )
    names = names_of(with_endpoints(evolve(estimate, request=wider)))
    assert names.types["LeverageEstimateInstType"].values == ("MARGIN", "SWAP", "FUTURES", "OPTION")
    assert names.types.keys() == seed().types.keys()


def test_a_shared_type_stays_with_those_that_still_have_its_values() -> None:
    order = of("trade.place_order")
    wider = tuple(evolve(each, values=("buy", "sell", "x")) if each.name == "side" else each for each in order.request)
    names = names_of(with_endpoints(evolve(order, request=wider)))
    assert names.types["Side"] == seed().types["Side"]
    assert [name for name, each in names.types.items() if each.values == ("buy", "sell", "x")] == ["PlaceOrderSide"]


def test_a_row_that_comes_first_takes_no_name_of_another() -> None:
    """Attributes and classes inside of an endpoint are not numbered by the order of the table."""
    positions = of("account.get_positions")
    rows = (text("pos_id"), nested("close_order_algo", text("x")), *positions.response)
    [request, response] = [(text("inst_id"), *positions.request), rows]
    sdk = plan(with_endpoints(evolve(positions, request=request, response=response)), seed())
    [module] = [each for group in sdk.groups for each in group.modules if each.endpoint.id == "account.get_positions"]
    assert module.row is not None
    attributes = {each.field.name: str(each.name) for each in (*module.request.attributes, *module.row.columns)}
    assert (attributes["instId"], attributes["inst_id"]) == ("inst_id", "inst_id_")
    assert (attributes["posId"], attributes["pos_id"]) == ("pos_id", "pos_id_")
    assert {each.place: str(each.name) for each in module.rows} == {
        "response": "Position",
        "response.closeOrderAlgo": "CloseOrderAlgo",
        "response.close_order_algo": "PositionCloseOrderAlgo",
    }


def test_the_name_of_an_endpoint_that_is_gone_is_not_given_to_another() -> None:
    gone = with_endpoints(evolve(of("account.get_leverage"), gone_since="2026-08-22"))
    names = names_of(gone)
    key = "GET /api/v5/account/leverage-info"
    assert names.endpoints[key] == evolve(seed().endpoints[key], gone=True)
    other = endpoint("account", "get_leverage", "/api/v5/other", response=(text("x"),))
    others = [each for each in okx().endpoints if each.name != "get_leverage"]
    with pytest.raises(SpecError, match=r"account\.get_leverage is the name of GET /api/v5/account/leverage-info"):
        plan(evolve(okx(), endpoints=(*others, other)), names)
    dropped = names.without("account.get_leverage")
    assert plan(evolve(okx(), endpoints=(*others, other)), dropped).groups


def test_an_endpoint_that_moves_to_another_path_in_its_file_keeps_its_names() -> None:
    estimate = of("account.get_leverage_estimate")
    others = [each for each in okx().endpoints if each is not estimate]
    names = names_of(evolve(okx(), endpoints=(*others, evolve(estimate, path="/api/v6/estimate"))))
    assert names.endpoints["GET /api/v6/estimate"] == seed().endpoints[estimate.key]
    assert estimate.key not in names.endpoints
    assert names.types["LeverageEstimateInstType"].home == "GET /api/v6/estimate request.instType"


def test_an_endpoint_that_comes_back_has_its_names() -> None:
    names = names_of(with_endpoints(evolve(of("account.get_positions"), gone_since="2026-08-22")))
    assert names_of(okx(), names).endpoints == seed().endpoints


@pytest.fixture
def generated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[VenueSpec, PublicNames], Any]:
    """Imports a module of an SDK that is made of a spec in memory."""
    import sys
    from importlib import import_module

    from venuespec.sdk.generate import files_of

    made: list[str] = []

    def load(venue: VenueSpec, known: PublicNames) -> Callable[[str], Any]:
        package = f"made_{len(made)}"
        made.append(package)
        for path, source in files_of([plan(venue, known)]).items():
            if path.startswith("generated/venues/"):
                target = tmp_path / path.replace("generated/venues", package)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(source)
        monkeypatch.syspath_prepend(str(tmp_path))
        return lambda module: import_module(f"{package}.okx_v5.{module}")

    yield load
    for name in [each for each in sys.modules if each.startswith("made_")]:
        del sys.modules[name]


def renamed_venue() -> VenueSpec:
    """The page of place order calls two parameters otherwise, that of positions a field, and says so."""
    order = of("trade.place_order")
    request = tuple(
        evolve(each, name={"tag": "label", "instId": "symbol"}.get(each.name, each.name)) for each in order.request
    )
    positions = of("account.get_positions")
    response = tuple(
        evolve(each, name="liquidationPx") if each.name == "liqPx" else each for each in positions.response
    )
    small = evolve(
        okx(),
        clock=None,
        learn=None,
        endpoints=(
            evolve(
                positions,
                response=response,
                examples=(),
                rules=(),
                renamed={"response.liquidationPx": OlderRow(former="liqPx")},
            ),
            evolve(
                order,
                request=request,
                examples=(),
                rules=(),
                reconcile=None,
                dedup_key=None,
                sandbox=None,
                renamed={
                    "request.label": OlderRow(former="tag", until="2026-10-31"),
                    "request.symbol": OlderRow(former="instId"),
                },
            ),
        ),
    )
    return small


def test_a_renamed_parameter_is_taken_by_its_older_name_with_a_warning(generated: Any) -> None:
    module = generated(renamed_venue(), seed())("trade.place_order")
    given = {"td_mode": "cash", "side": "buy", "ord_type": "market", "sz": "1"}
    with pytest.warns(DeprecationWarning, match="tag is called label now, and goes after 2026-10-31") as caught:
        request = module.PlaceOrder(symbol="BTC-USDT", tag="b1", **given)
    assert caught[0].filename == __file__
    assert request.to_wire()["label"] == "b1"
    assert "tag" not in request.to_wire()
    with pytest.warns(DeprecationWarning, match="inst_id is called symbol now"):
        assert module.PlaceOrder(inst_id="BTC-USDT", **given) == module.PlaceOrder(symbol="BTC-USDT", **given)
    with pytest.warns(DeprecationWarning, match="tag is called label now"):
        assert request.tag == "b1"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert evolve(request, sz="2").label == "b1"
        assert module.PlaceOrder.from_wire({"symbol": "X", "label": "c"}).label == "c"


def test_both_names_of_a_parameter_are_an_error(generated: Any) -> None:
    load = generated(renamed_venue(), seed())
    module = load("trade.place_order")
    with (
        pytest.warns(DeprecationWarning, match="tag is called label"),
        pytest.raises(Exception, match="label is given twice") as caught,
    ):
        module.PlaceOrder(symbol="BTC-USDT", td_mode="cash", side="buy", ord_type="market", sz="1", tag="a", label="b")
    assert type(caught.value).__name__ == "RequestError"


def test_a_method_takes_the_older_name_of_a_parameter(generated: Any) -> None:
    load = generated(renamed_venue(), seed())
    client = load("client").Client(api_key="a", secret_key="b", passphrase="c", transport=(stub := stub_of(load)))
    stub.answer("POST", "/api/v5/trade/order", {"code": "0", "data": [{"ordId": "1", "sCode": "0", "label": "b1"}]})
    with client, pytest.warns(DeprecationWarning, match="tag is called label now") as caught:
        client.trade.place_order(symbol="BTC-USDT", td_mode="cash", side="buy", ord_type="market", sz="1", tag="b1")
    assert caught[0].filename == __file__
    assert b'"label":"b1"' in stub.calls[0].body


def stub_of(load: Callable[[str], Any]) -> Any:
    from importlib import import_module

    package = load("client").__name__.split(".")[0]
    return import_module(f"{package}._runtime.transport.stub").StubTransport()


def test_a_renamed_field_is_read_by_its_older_name_with_a_warning(generated: Any) -> None:
    module = generated(renamed_venue(), seed())("account.get_positions")
    row = module.Position.from_wire({"liquidationPx": "7.5"})
    with pytest.warns(DeprecationWarning, match="liq_px is called liquidation_px now") as caught:
        assert row.liq_px == row.liquidation_px
    assert caught[0].filename == __file__
    assert str(row.liquidation_px) == "7.5"


def test_an_older_name_stays_until_it_is_dropped() -> None:
    venue = renamed_venue()
    names = names_of(venue)
    silent = evolve(venue, endpoints=tuple(evolve(each, renamed={}) for each in venue.endpoints))
    assert list(older(silent, names)) == ["inst_id", "liq_px", "tag"]
    assert list(older(silent, names.without("trade.place_order.request.tag"))) == ["inst_id", "liq_px"]


@frozen(kw_only=True)
class Stated(Field):
    """A row with what its page states in words."""

    alias: Any = None
    deprecation: Any = None


def stated(row: Field, **facts: Any) -> Stated:
    plain = {each.name: getattr(row, each.name) for each in fields(Field)}
    return Stated(**(plain | {name: SimpleNamespace(**fact) for name, fact in facts.items()}))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # The page says it of the row as it is called now, when the older row is gone.
        ([], [stated(text("label"), alias={"was": "tag", "of": None, "until": "2026-10-31"})]),
        # Or of the older row, as long as that is there.
        (
            [stated(text("tag"), alias={"was": None, "of": "label", "until": "2026-10-31"}), text("label")],
            [text("label")],
        ),
        ([stated(text("tag"), deprecation={"use": ("label",), "until": "2026-10-31"}), text("label")], [text("label")]),
    ],
)
def test_what_a_page_says_of_a_name_is_remembered(first: list[Field], second: list[Field]) -> None:
    def page(*rows: Field) -> VenueSpec:
        return evolve(okx(), endpoints=(endpoint("trade", "get_a", "/a", request=rows),))

    known = names_of(page(*first or [text("tag")]))
    [module] = plan(page(*second), known).groups[0].modules
    assert [(each.name, each.now, each.until) for each in module.request.older] == [("tag", "label", "2026-10-31")]
    assert [str(each.name) for each in module.request.attributes] == ["label"]


def test_a_replacement_of_another_form_is_no_older_name() -> None:
    """What was sent under the one name would mean something else under the other."""

    def page(*rows: Field) -> VenueSpec:
        return evolve(okx(), endpoints=(endpoint("trade", "get_a", "/a", request=rows),))

    side = text("side", "buy", "sell")
    known = names_of(
        page(stated(text("posSide", "long", "short"), deprecation={"use": ("side",), "until": None}), side)
    )
    [module] = plan(page(side), known).groups[0].modules
    assert module.request.older == ()


def test_an_older_name_that_the_sdk_never_had_is_none() -> None:
    row = stated(text("label"), alias={"was": "mark", "of": None, "until": None})
    venue = evolve(okx(), endpoints=(endpoint("trade", "get_a", "/a", request=(row,)),))
    [module] = plan(venue, names_of(venue)).groups[0].modules
    assert module.request.older == ()


def older(venue: VenueSpec, names: PublicNames) -> Iterator[str]:
    modules = [each for group in plan(venue, names).groups for each in group.modules]
    found = [each.name for module in modules for cls in (module.request, *module.rows) for each in cls.older]
    yield from sorted(map(str, found))


def test_a_renamed_object_keeps_its_class() -> None:
    order = of("trade.place_order")
    request = tuple(evolve(each, name="attached") if each.name == "attachAlgoOrds" else each for each in order.request)
    venue = with_endpoints(
        evolve(order, request=request, rules=(), renamed={"request.attached": OlderRow(former="attachAlgoOrds")})
    )
    [module] = [
        each for group in plan(venue, seed()).groups for each in group.modules if each.endpoint.key == order.key
    ]
    assert [str(each.name) for each in module.items] == ["AttachAlgoOrd"]
    assert [(each.name, each.now) for each in module.request.older] == [("attach_algo_ords", "attached")]


def moved_venue() -> VenueSpec:
    endpoints = (
        evolve(of("account.set_leverage"), name="change_leverage", examples=(), rules=(), reconcile=None),
        evolve(of("account.get_bills"), group="trade", name="get_ledger", examples=(), rules=()),
    )
    return evolve(okx(), clock=None, learn=None, endpoints=endpoints)


def test_an_endpoint_with_another_name_keeps_its_method_and_its_module(generated: Any) -> None:
    load = generated(moved_venue(), seed())
    assert load("account.set_leverage").SetLeverage is load("account.change_leverage").ChangeLeverage
    assert load("account.set_leverage").LeverageSetting is load("account.change_leverage").LeverageSetting
    assert load("account.get_bills").Bill is load("trade.get_ledger").Bill
    stub = stub_of(load)
    stub.answer("POST", "/api/v5/account/set-leverage", {"code": "0", "data": [{"lever": "3"}]})
    stub.answer("GET", "/api/v5/account/bills", {"code": "0", "data": []})
    with load("client").Client(api_key="a", secret_key="b", passphrase="c", transport=stub) as client:
        with pytest.warns(
            DeprecationWarning, match=r"account\.set_leverage is called account\.change_leverage"
        ) as caught:
            [row] = client.account.set_leverage(inst_id="BTC-USDT", lever=3, mgn_mode="cross")
        assert str(row.lever) == "3"
        assert caught[0].filename == __file__
        with pytest.warns(DeprecationWarning, match=r"account\.get_bills is called trade\.get_ledger"):
            assert client.account.get_bills() == []
        with pytest.warns(DeprecationWarning, match=r"account\.iterate_bills is called trade\.iterate_"):
            assert list(client.account.iterate_bills()) == []


def test_a_moved_endpoint_keeps_every_former_place() -> None:
    names = names_of(moved_venue())
    [again] = [each for each in moved_venue().endpoints if each.name == "change_leverage"]
    venue = evolve(okx(), endpoints=(evolve(again, name="put_leverage"),), clock=None)
    sdk = plan(venue, names)
    [group] = [each for each in sdk.groups if each.name == "account"]
    assert [str(each.name) for each in group.moved] == ["change_leverage", "set_leverage"]
    assert names_after(sdk).endpoints[again.key].moved == {
        "account.change_leverage": "ChangeLeverage",
        "account.set_leverage": "SetLeverage",
    }
    dropped = names_after(sdk).without("account.set_leverage")
    [group] = [each for each in plan(venue, dropped).groups if each.name == "account"]
    assert [str(each.name) for each in group.moved] == ["change_leverage"]


def test_a_place_that_another_endpoint_had_is_refused() -> None:
    names = names_of(moved_venue())
    other = endpoint("account", "set_leverage", "/api/v5/other", response=(text("x"),))
    with pytest.raises(SpecError, match=r"account\.set_leverage is the name of POST /api/v5/account/set-leverage"):
        plan(evolve(moved_venue(), endpoints=(*moved_venue().endpoints, other)), names)


def test_a_row_class_with_another_name_keeps_its_older_one(generated: Any) -> None:
    positions = evolve(of("account.get_positions"), row="OpenPosition", examples=(), rules=())
    module = generated(evolve(okx(), endpoints=(positions,), clock=None, learn=None), seed())("account.get_positions")
    assert module.Position is module.OpenPosition
    assert module.Position.__name__ == "OpenPosition"
    assert names_of(with_endpoints(positions)).endpoints[positions.key].older == {"Position": "response"}


def test_generate_writes_the_lock_and_says_when_it_is_stale(founding: Path, command: Any) -> None:
    root, lock = founding.parent.parent, founding / "names.yaml"
    assert "names.yaml" in command("generate", cwd=root).stdout
    written = lock.read_text()
    assert "      SetLeverage: request\n" in written
    assert command("generate", "--check", cwd=root).returncode == 0
    lock.write_text(written.replace("      SetLeverage: request\n", ""))
    stale = command("generate", "--check", cwd=root)
    assert stale.returncode == 1
    assert "would be written: spec/okx_v5/names.yaml" in stale.stdout
    assert "1 would be written, 0 would be deleted" in stale.stdout
    command("generate", cwd=root)
    assert lock.read_text() == written


def test_a_name_is_given_up_by_a_command(founding: Path, command: Any) -> None:
    root, lock = founding.parent.parent, founding / "names.yaml"
    command("generate", cwd=root)
    listed = command("names", "okx_v5", cwd=root).stdout
    assert "account.get_leverage.GetLeverage.inst_id: str | None\n" in listed
    unknown = command("names", "okx_v5", "--drop", "account.nothing", cwd=root)
    assert (unknown.returncode, "has no 'account.nothing'" in unknown.stderr) == (2, True)
    assert command("names", "okx_v5", "--drop", "account.get_leverage", cwd=root).returncode == 0
    assert "account.get_leverage" not in lock.read_text()


def test_types_of_values_are_made_when_they_are_asked_for() -> None:
    module: dict[str, Any] = {"__name__": "acme.types"}
    find, names = literal_types(module, {"Side": ("buy", "sell"), "State": ("live",)}, older={"Way": "Side"})
    assert names() == ["Side", "State", "__name__"]
    assert get_args(find("Side")) == ("buy", "sell")
    assert module["Side"] is find("Side")
    assert "State" not in module
    with pytest.warns(DeprecationWarning, match="Way is called Side now"):
        assert find("Way") is module["Side"]
    with pytest.raises(AttributeError, match=r"module 'acme\.types' has no attribute 'Sides'"):
        find("Sides")
