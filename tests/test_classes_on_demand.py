"""The SDK's classes are attrs classes for everybody who asks attrs, and cost an import of attrs to nobody else."""

import copy
import inspect
import pickle
import subprocess
import sys
from decimal import Decimal
from typing import Any, get_type_hints

import attrs
import pytest
from cattrs import Converter

from venues import Retry
from venues._runtime import records
from venues._runtime.endpoint import RateLimit
from venues._runtime.request import Item
from venues._runtime.rows import Row
from venues._runtime.rules import Violation
from venues.okx_v5 import Context
from venues.okx_v5.account.get_config import GetConfig
from venues.okx_v5.account.get_positions import Position
from venues.okx_v5.account.set_leverage import LeverageSetting, SetLeverage
from venues.okx_v5.trade.place_orders import PlaceOrders

RAW: dict[str, Any] = {"lever": "5", "mgnMode": "cross", "instId": "BTC-USDT", "posSide": "net"}


def made() -> SetLeverage:
    return SetLeverage(inst_id="BTC-USDT", lever=5, mgn_mode="cross")


def test_a_call_imports_no_attrs() -> None:
    code = """
import sys
from venues import APIError, RequestError, StubTransport
from venues.okx_v5 import Client, Context
transport = StubTransport()
answer = {"code": "0", "msg": "", "data": [{"instId": "BTC-USDT", "lever": "5"}]}
transport.answer("POST", "/api/v5/account/set-leverage", answer)
transport.answer("POST", "/api/v5/account/set-leverage", {"code": "51000", "msg": "no", "data": []})
client = Client(
    api_key="k", secret_key="s", passphrase="p", transport=transport, context=Context(acct_lv="2", pos_mode="net_mode")
)
row = client.account.set_leverage(inst_id="BTC-USDT", lever=5, mgn_mode="isolated")
assert row == row and repr(row) == "LeverageSetting(lever=Decimal('5'), inst_id='BTC-USDT')"
try:
    client.account.set_leverage(lever=5, mgn_mode="isolated")
except RequestError as error:
    assert "instId" in str(error)
try:
    client.account.set_leverage(inst_id="BTC-USDT", lever=5, mgn_mode="isolated")
except APIError as error:
    assert error.code == "51000" and error.answer.status == 200
print(sorted({"attr", "attrs"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[]\n", "")


@pytest.mark.parametrize("cls", [Position, SetLeverage, PlaceOrders, Context, Retry, RateLimit, Violation])
def test_attrs_has_the_class(cls: Any) -> None:
    assert attrs.has(cls)
    assert all(isinstance(each, attrs.Attribute) for each in attrs.fields(cls))


def test_fields_are_as_declared() -> None:
    names = [each.name for each in attrs.fields(LeverageSetting)]
    assert names == ["raw", "lever", "mgn_mode", "inst_id", "pos_side"]
    lever = attrs.fields(LeverageSetting).lever
    assert (lever.type, lever.kw_only, lever.inherited) == (Decimal, True, False)
    assert lever.metadata["wire"] == ("lever", "decimal", None)
    assert attrs.fields(LeverageSetting).raw.inherited
    assert attrs.fields(SetLeverage).lever.converter.__name__ == "number"
    assert attrs.fields_dict(SetLeverage)["ccy"].default is None
    required: Any = attrs.fields(SetLeverage).lever
    assert required.default is attrs.NOTHING


def test_values_go_through_attrs() -> None:
    expected = {"inst_id": "BTC-USDT", "ccy": None, "lever": "5", "mgn_mode": "cross", "pos_side": None}
    assert attrs.asdict(made()) == expected
    assert attrs.astuple(made()) == ("BTC-USDT", None, "5", "cross", None)
    assert attrs.evolve(made(), lever=7).lever == "7"
    attrs.validate(made())
    row = LeverageSetting(lever=Decimal(5), mgn_mode="cross", inst_id="BTC-USDT", pos_side="net", raw=RAW)
    assert attrs.asdict(row) == {
        "raw": RAW,
        "lever": Decimal(5),
        "mgn_mode": "cross",
        "inst_id": "BTC-USDT",
        "pos_side": "net",
    }
    assert attrs.evolve(row, lever=Decimal(6)).lever == 6
    assert row == LeverageSetting.from_wire(RAW)
    assert attrs.resolve_types(LeverageSetting) is LeverageSetting


def test_methods_are_those_of_attrs() -> None:
    assert repr(made()) == "SetLeverage(inst_id='BTC-USDT', ccy=None, lever='5', mgn_mode='cross', pos_side=None)"
    assert made() == made()
    assert made() != attrs.evolve(made(), lever=6)
    assert hash(made()) == hash(made())
    assert SetLeverage.__eq__ is not object.__eq__
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        made().lever = "6"  # type: ignore[misc]  # what is tested
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del made().lever
    with pytest.raises(TypeError, match="unhashable type: 'LeverageSetting'"):
        hash(LeverageSetting.from_wire(RAW))
    assert str(inspect.signature(Retry)) == (
        "(*, attempts: int = 3, base: float = 0.2, cap: float = 5.0, budget: int | None = 100) -> None"
    )


def test_a_row_takes_no_attribute_of_another_name() -> None:
    row = LeverageSetting.from_wire(RAW)
    with pytest.raises(AttributeError):
        row.leverage = 5  # type: ignore[attr-defined]  # what is tested
    with pytest.raises(TypeError, match="unexpected keyword argument 'leverage'"):
        LeverageSetting(leverage=5)  # type: ignore[call-arg]  # what is tested
    assert not hasattr(row, "__dict__")
    assert [*LeverageSetting.__slots__] == ["lever", "mgn_mode", "inst_id", "pos_side"]


@pytest.mark.parametrize("value", [made(), LeverageSetting.from_wire(RAW), Context(acct_lv="2"), Retry(attempts=5)])
def test_values_are_copied_and_pickled(value: Any) -> None:
    assert copy.copy(value) == copy.deepcopy(value) == pickle.loads(pickle.dumps(value)) == value


def test_signatures_and_hints_are_those_of_the_declarations() -> None:
    taken = inspect.signature(LeverageSetting).parameters
    assert list(taken) == ["raw", "lever", "mgn_mode", "inst_id", "pos_side"]
    assert {each.kind for each in taken.values()} == {inspect.Parameter.KEYWORD_ONLY}
    assert get_type_hints(LeverageSetting)["lever"] is Decimal
    assert list(inspect.signature(PlaceOrders).parameters) == ["items", "exp_time"]
    assert not inspect.signature(GetConfig).parameters
    with pytest.raises(TypeError, match=r"GetConfig\.__init__"):
        GetConfig(ccy="BTC")  # type: ignore[call-arg]  # what is tested


def test_patterns_match_by_keyword() -> None:
    match LeverageSetting.from_wire(RAW):
        case LeverageSetting(lever=lever, inst_id="BTC-USDT"):
            assert lever == 5
        case _:
            raise AssertionError
    assert (LeverageSetting.__match_args__, SetLeverage.__match_args__) == ((), ())


def test_a_plain_subclass_is_read_and_described() -> None:
    class Mine(LeverageSetting):
        def double(self) -> Decimal:
            return self.lever * 2

    mine = Mine.from_wire(RAW)
    assert mine.double() == 10
    assert repr(mine).startswith("Mine(lever=Decimal('5')")
    assert mine != LeverageSetting.from_wire(RAW)
    assert [each.name for each in attrs.fields(Mine)] == [each.name for each in attrs.fields(LeverageSetting)]
    assert Mine(lever=Decimal(1)).lever == 1


def test_a_subclass_of_attrs_adds_its_fields() -> None:
    @attrs.define(kw_only=True, eq=False, repr=False)
    class Noted(LeverageSetting):
        note: str = ""

    class Further(Noted):
        pass

    noted = Further(lever=Decimal(5), note="mine")
    assert (noted.lever, noted.note) == (Decimal(5), "mine")
    assert [each.name for each in attrs.fields(Further)][-1] == "note"
    assert Noted.known == LeverageSetting.known
    assert noted != Further(lever=Decimal(5), note="other")

    @attrs.frozen(kw_only=True)
    class Labelled(SetLeverage):
        label: str = ""

    labelled = Labelled(inst_id="BTC-USDT", lever=5, mgn_mode="cross", label="a")
    assert (labelled.lever, labelled.label) == ("5", "a")
    assert labelled.to_wire() == {"instId": "BTC-USDT", "lever": "5", "mgnMode": "cross"}
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        labelled.label = "b"  # type: ignore[misc]  # what is tested

    @attrs.define(kw_only=True)
    class Plain(SetLeverage):
        label: str = ""

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Plain(lever=5, mgn_mode="cross").label = "b"  # type: ignore[misc]  # frozen as its base


def test_cattrs_reads_and_writes_the_classes() -> None:
    converter = Converter()
    assert converter.unstructure(Retry(attempts=2)) == {"attempts": 2, "base": 0.2, "cap": 5.0, "budget": 100}
    assert converter.structure({"attempts": 2}, Retry) == Retry(attempts=2)
    assert converter.structure({"acct_lv": "2"}, Context) == Context(acct_lv="2")
    assert converter.unstructure(made())["lever"] == "5"


def test_help_shows_the_fields(capsys: pytest.CaptureFixture[str]) -> None:
    help(LeverageSetting)
    shown = capsys.readouterr().out
    assert "class LeverageSetting(" in shown
    assert "lever" in shown


def test_no_class_that_is_laid_out_anew_speaks_of_itself() -> None:
    """Methods with ``super()`` hold the class that the slots replaced."""

    def all_below(cls: type) -> set[type]:
        below: list[type] = cls.__subclasses__()
        return {cls}.union(*map(all_below, below))

    for cls in all_below(Row) | all_below(Item):
        if "_declared" in cls.__dict__ and "__slots__" in cls.__dict__:
            names = {name for name, part in cls.__dict__.items() if "__class__" in _free_names(part)}
            assert not names, cls


def _free_names(part: Any) -> tuple[str, ...]:
    function = getattr(part, "__func__", part)
    return function.__code__.co_freevars if inspect.isfunction(function) else ()


def test_defaults_and_own_methods_are_kept() -> None:
    """What a class declares goes to attrs unchanged: defaults, factories, own methods, positional arguments."""

    @records.define
    class Pair:
        first: int
        second: list[int] = records.field(factory=list)

        def __repr__(self) -> str:
            return "a pair"

    @attrs.define
    class Same:
        first: int
        second: list[int] = attrs.field(factory=list)

        def __repr__(self) -> str:
            return "a pair"

    assert (Pair(1), Pair(1).second, repr(Pair(1))) == (Pair(1, []), [], "a pair")
    assert getattr(Pair, "__match_args__", None) == getattr(Same, "__match_args__", None) == ("first", "second")
    assert getattr(Pair, "__slots__", None) == getattr(Same, "__slots__", None) == ("first", "second", "__weakref__")
    assert str(inspect.signature(Pair)) == str(inspect.signature(Same))
    with pytest.raises(TypeError, match="unhashable"):
        hash(Pair(1))
