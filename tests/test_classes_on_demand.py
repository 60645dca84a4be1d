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
from venues._runtime import patterns, records
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
    described: Any = attrs.fields(LeverageSetting)
    lever = described.lever
    assert (lever.type, lever.kw_only, lever.inherited) == (Decimal, True, False)
    assert lever.metadata["wire"] == ("lever", "decimal", None)
    assert described.raw.inherited
    assert attrs.fields_dict(SetLeverage)["ccy"].default is None
    required: Any = attrs.fields(SetLeverage).lever
    assert (required.default, required.converter.__name__) == (attrs.NOTHING, "number")


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
        delattr(made(), "lever")
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

    parts = {"__annotations__": {"label": str}, "label": ""}
    mutable: Any = attrs.define(kw_only=True)(type("Mutable", (SetLeverage,), parts))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        mutable(lever=5, mgn_mode="cross").label = "b"  # frozen as its base


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
        second: list[int] = records.field(factory=list[int])

        def __repr__(self) -> str:
            return "a pair"

    @attrs.define
    class Same:
        first: int
        second: list[int] = attrs.field(factory=list[int])

        def __repr__(self) -> str:
            return "a pair"

    assert (Pair(1), Pair(1).second, repr(Pair(1))) == (Pair(1, []), [], "a pair")
    assert getattr(Pair, "__match_args__", None) == getattr(Same, "__match_args__", None) == ("first", "second")
    assert getattr(Pair, "__slots__", None) == getattr(Same, "__slots__", None) == ("first", "second", "__weakref__")
    assert str(inspect.signature(Pair)) == str(inspect.signature(Same))
    with pytest.raises(TypeError, match="unhashable"):
        hash(Pair(1))


def test_methods_of_groups_are_made_on_use() -> None:
    from venues.okx_v5.account import Account, AsyncAccount

    assert str(inspect.signature(AsyncAccount.iterate_bills)).endswith("-> 'AsyncIterator[Bill]'")
    assert inspect.iscoroutinefunction(AsyncAccount.get_config)
    assert AsyncAccount.get_config.__qualname__ == "AsyncAccount.get_config"
    assert AsyncAccount.__dict__["get_config"] is AsyncAccount.get_config

    class Mine(Account):
        def twice(self, number: int) -> int:
            return number * 2

    client: Any = None
    assert Mine(client).twice(number=2) == 4
    with pytest.raises(TypeError, match=r"Account\.set_leverage\(\) .*inst_idd: did you mean inst_id\?"):
        Mine(client).set_leverage(inst_idd="BTC-USDT")  # type: ignore[call-arg]  # what is tested


def test_a_client_imports_no_logging_and_its_loggers_are_silent_unless_set_up() -> None:
    code = """
import sys
from venues import StubTransport
from venues.okx_v5 import Client
transport = StubTransport()
transport.answer("GET", "/api/v5/public/time", {"code": "50001", "msg": "busy", "data": []}, status=503)
client = Client(transport=transport, timeout=0.05)
print("logging" in sys.modules)
import logging
try:
    client.public.get_system_time()
except Exception as error:
    print(type(error).__name__)
print(logging.getLogger("venues").handlers)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("False\nUnavailableError\n[<NullHandler (NOTSET)>]\n", "")


def test_a_regular_expression_is_compiled_on_its_first_use() -> None:
    form = patterns.pattern(r"[0-9]+")
    assert form.fullmatch("12")
    assert form.search("a1")
    assert form.sub("", "a1b2") == "ab"
    assert form.pattern == "[0-9]+"
    assert patterns.pattern(rb"[0-9]+").findall(b"1 2") == [b"1", b"2"]
