"""Names that people can say: no marks against clashes, no numbers, no single letters; and their older names."""

import shutil
import warnings
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from venuespec.checks.lint import lint_folder
from venuespec.naming import Wish, attributes
from venuespec.sdk.plan import plan
from venuespec.sdk.public_names import names_after
from venuespec.spec.load import load_venue
from venuespec.spec.model import EndpointSpec, Field, VenueSpec
from venuespec.spec.names import NOTHING_KNOWN, PublicNames
from venuespec.spec.problem import SpecError

TINY = Path(__file__).parent / "hostile" / "tiny"


def text(name: str, *values: str, **options: Any) -> Field:
    return Field(name=name, kind="enum" if values else "text", type="String", json="string", values=values, **options)


def venue(*endpoints: EndpointSpec) -> VenueSpec:
    return evolve(load_venue(TINY), endpoints=endpoints, clock=None, learn=None, context=())


def endpoint(name: str, *response: Field, request: tuple[Field, ...] = (), **options: Any) -> EndpointSpec:
    return EndpointSpec(
        venue="tiny",
        group="trade",
        name=name,
        method="GET",
        path=f"/{name}",
        title=name,
        source="https://x.test",
        summary="Get it.",
        request=request,
        response=response,
        **options,
    )


@pytest.mark.parametrize(
    ("wire", "texts", "side", "name"),
    [
        ("l", ("Lowest price",), "row", "lowest_price"),
        ("l", ("The low price. In quote currency.",), "row", "low_price"),
        ("l", ("How far the price went down since the beginning",), "row", "l"),
        ("1d", ("Daily volume",), "row", "daily_volume"),
        ("list", ("Entries",), "row", "list"),
        ("items", (), "row", "items"),
        ("param", (), "row", "param"),
        ("flag", (), "row", "flag"),
        ("request", (), "request", "request"),
        ("yield", ("Yield rate",), "row", "yield_"),
        ("from", (), "request", "from_"),
        ("raw", ("Raw text",), "row", "raw_text"),
        ("raw", (), "row", "raw_"),
        ("list", ("Coins",), "request", "list"),
        ("tuple", ("Coins",), "request", "coins"),
        ("instId", ("Instrument",), "request", "inst_id"),
    ],
)
def test_an_attribute_has_the_wire_name_or_the_words_of_its_text(
    wire: str, texts: tuple[str, ...], side: Any, name: str
) -> None:
    assert attributes([Wish(wire=wire, texts=texts)], side) == {wire: name}


def test_wire_names_that_differ_in_case_are_told_apart_by_their_texts() -> None:
    wishes = [Wish(wire="E", texts=("Event time",)), Wish(wire="e", texts=("Event type",)), Wish(wire="T")]
    assert attributes(wishes, "row") == {"E": "event_time", "e": "event_type", "T": "t"}


def test_a_locked_name_stays_and_a_stated_one_goes_before_it() -> None:
    locked = {"l": "l_", "list": None}
    assert attributes([Wish(wire="l", texts=("Low",)), Wish(wire="list")], "row", (), locked) == {
        "l": "l_",
        "list": "list_",
    }
    stated = [Wish(wire="l", stated="low"), Wish(wire="low"), Wish(wire="list", stated="list")]
    assert attributes(stated, "row", (), locked) == {"l": "low", "low": "low_", "list": "list"}
    with pytest.raises(ValueError, match="raw cannot be the attribute of l: the name is taken"):
        attributes([Wish(wire="l", stated="raw")], "row")


def names_of_types(*endpoints: EndpointSpec, known: PublicNames = NOTHING_KNOWN) -> list[str]:
    return [str(enum.name) for enum in plan(venue(*endpoints), known).enums]


def test_types_of_one_name_are_told_apart_in_words() -> None:
    assert names_of_types(
        endpoint("get_a", request=(text("bar", "1m", "1H", "1D", "1W"),)),
        endpoint("get_b", request=(text("bar", "1m", "1H"),)),
        endpoint("get_c", request=(text("bar", "1m", "1H"),)),
    ) == ["ABar", "Bar"]


def test_a_type_is_named_after_the_field_that_it_is_made_for_before_it_gets_a_number() -> None:
    def inside(name: str, *values: str) -> Field:
        return Field(name=name, kind="array", type="Array", json="array", fields=(text("state", *values),))

    response = (text("state", "1", "2"), inside("legs", "5", "6"), inside("parts", "7", "8"), inside("rest", "3", "9"))
    many = endpoint("get_orders", *response, request=(text("state", "3", "4"),))
    assert names_of_types(many) == ["LegsState", "OrdersState", "PartsState", "State", "TradeOrdersState"]


def test_the_name_of_a_type_can_be_stated_for_its_values_everywhere() -> None:
    bars = ("1m", "1H")
    first = endpoint("get_b", request=(text("bar", *bars, type_name="CandleBar"),))
    other = endpoint("get_c", text("bar", *bars))
    assert names_of_types(first, other) == ["CandleBar"]
    with pytest.raises(SpecError, match=r"trade\.get_b calls these values CandleBar"):
        plan(venue(first, endpoint("get_c", text("bar", *bars, type_name="Bar"))))
    with pytest.raises(SpecError, match="Bar is stated for two sets of values"):
        plan(venue(endpoint("a", text("x", "1", type_name="Bar"), text("y", "1", type_name="Bar"))))


def older_and_newer() -> tuple[VenueSpec, PublicNames]:
    """A venue whose spec states better names than its lock has."""
    order = text("list", "a", "b")
    before = endpoint("get_a", text("l"), text("list"), request=(order, text("side", "1", "2")))
    named = names_after(plan(venue(before)))
    lock = evolve(
        named,
        endpoints={
            key: evolve(names, attributes={"request": "list_=list side", "response": "l_=l list_=list"})
            for key, names in named.endpoints.items()
        },
        types={name.replace("Side", "Side2"): meant for name, meant in named.types.items()},
    )
    after = endpoint(
        "get_a",
        text("l", attribute="low"),
        text("list", attribute="list"),
        request=(text("list", "a", "b", attribute="order"), text("side", "1", "2", type_name="Side")),
    )
    return venue(after), lock


def test_a_name_that_the_spec_changes_lives_on_as_an_older_one() -> None:
    stated, lock = older_and_newer()
    sdk = plan(stated, lock)
    (module,) = sdk.groups[0].modules
    assert [column.name for column in module.rows[0].columns] == ["low", "list"]
    assert [(older.name, older.now) for older in module.rows[0].older] == [("l_", "low"), ("list_", "list")]
    assert [(older.name, older.now) for older in module.request.older] == [("list_", "order")]
    assert sdk.older_types == {"Side2": "Side"}
    names = names_after(sdk)
    assert "former:\n      request: 'list_=list'\n      response: 'l_=l list_=list'\n" in names.to_yaml()
    assert "older_types:\n  Side2: Side\n" in names.to_yaml()
    assert names_after(plan(stated, names)) == names
    # What the lock remembers needs no statement any more; a name goes when somebody drops it.
    dropped = names.without("trade.get_a.response.l_").without("types.Side2")
    (module,) = plan(stated, dropped).groups[0].modules
    assert [older.name for older in module.rows[0].older] == ["list_"]
    assert plan(stated, dropped).older_types == {}


def test_older_names_work_with_a_warning_at_the_line_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys
    from importlib import import_module

    from venuespec.sdk.generate import files_of

    for path, source in files_of([plan(*older_and_newer())]).items():
        if path.startswith("generated/venues/"):
            target = tmp_path / path.replace("generated/venues", "spoken")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(source)
    monkeypatch.syspath_prepend(str(tmp_path))
    try:
        module, types = (import_module(f"spoken.tiny.{name}") for name in ("trade.get_a", "types"))
        row = next(value for name, value in vars(module).items() if name.endswith("Row") and name != "Row")
        read = row.from_wire({"l": "1", "list": "2"})
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert (read.low, read.list, types.Side.__args__) == ("1", "2", ("1", "2"))
        with pytest.warns(DeprecationWarning, match="^l_ is called low now$") as caught:
            assert read.l_ == "1"
        with pytest.warns(DeprecationWarning, match="^list_ is called order now$") as sent:
            assert module.GetA(list_="a") == module.GetA(order="a")
        with pytest.warns(DeprecationWarning, match="^Side2 is called Side now$") as named:
            assert types.Side2 is types.Side
        assert {warning[0].filename for warning in (caught, sent, named)} == {__file__}
        with pytest.raises(AttributeError, match="has no attribute 'Side3'"):
            types.Side3  # noqa: B018 - reading it is the test
    finally:
        for name in [name for name in sys.modules if name.startswith("spoken")]:
            del sys.modules[name]


def test_lint_reports_the_names_that_nobody_can_say(tmp_path: Path) -> None:
    tiny = tmp_path / "tiny"
    shutil.copytree(TINY, tiny)
    names = names_after(plan(load_venue(tiny))).to_yaml()
    locked = names.replace("labels=tags", "tags_=tags").replace("  Product: {", "  InstType2: {")
    (tiny / "names.yaml").write_text(locked)
    found = [problem for problem in lint_folder(tiny) if problem.check == "name-unspeakable"]
    assert [problem.severity for problem in found] == ["warning", "warning"]
    assert [problem.message for problem in found] == [
        "InstType2 is the type of instType, which nobody can say; state another with "
        "sdk.fields: {request.instType: {type_name: NAME}}",
        "tags_ is the attribute of tags, which nobody can say; state another with "
        "sdk.fields: {request.tags: {attribute: NAME}}",
    ]
