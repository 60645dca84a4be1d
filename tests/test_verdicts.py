"""A remembered verdict is that of the rules: of every request that is held against it, and under its own context."""

import pickle
from copy import copy, deepcopy
from importlib import import_module
from random import Random
from typing import Any

import pytest
from attrs import asdict, evolve, fields, frozen
from attrs.exceptions import FrozenInstanceError

import venues.binance_usdm as binance
import venues.bybit_v5 as bybit
import venues.okx_v5 as okx
from venues._runtime.request import BatchRequest
from venues._runtime.verdicts import Verdicts
from venues.okx_v5.account.set_leverage import SetLeverage
from venues.okx_v5.trade.place_order import PlaceOrder
from venuespec.rules.values_read import ValuesRead, values_read

TEXTS = ("BTC-USDT", "BTC-USDT-SWAP", "BTC-USD-260101-1-C", "BTCUSDT", "", "1", "2.50", "-1", "b15", "no id!", "x" * 40)
OTHERS: dict[type, tuple[Any, ...]] = {bool: (True, False), int: (0, 1, 7, True), tuple: ((), ("a",), ("a", "b"))}
ORDER: dict[str, Any] = {"inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit"}


def random_request(cls: Any, random: Random) -> Any:
    """A request with a few of its parameters, of values that rules tell apart and of some that they do not."""
    given: dict[str, Any] = {}
    for name, row in cls.params:
        if row.required or random.random() < 0.25:
            pool: tuple[Any, ...] = row.values or OTHERS.get(row.holds, TEXTS)
            given[name] = random.choice(pool if random.random() < 0.9 else TEXTS)
    return cls(**given)


def contexts(of: Any) -> list[Any]:
    found = [of.Context()]
    for name, (_, values) in of.Context.documented.items():
        found += [of.Context(**{name: value}) for value in values]
    return found


@pytest.mark.parametrize("of", [okx, bybit, binance], ids=["okx", "bybit", "binance"])
def test_a_remembered_verdict_is_that_of_the_rules(of: Any) -> None:
    random, sound, again = Random(17), 0, 0
    index = list(import_module(f"{of.__name__}.index").REQUESTS.values())
    chosen = random.sample(index, min(len(index), 40))
    kinds: list[Any] = [getattr(import_module(f"{of.__name__}.{group}.{name}"), cls) for group, name, cls in chosen]
    verdicts = Verdicts()
    for cls in (cls for cls in kinds if not issubclass(cls, BatchRequest)):
        for context in random.sample(contexts(of), 3):
            for _ in range(60):
                request = random_request(cls, random)
                expected = request.sound(context)
                assert verdicts.sound(request, context) == expected, request
                sound += expected is not None
                again += expected is not None and verdicts.sound(request, context) == expected
    assert again == sound > 200


def test_only_what_rules_read_is_compared() -> None:
    verdicts, context = Verdicts(), okx.Context(acct_lv="2", pos_mode="net_mode")
    for number in range(20):
        order = PlaceOrder(**ORDER, px=60_000 + number, sz=number + 1, cl_ord_id=f"b{number}")
        assert verdicts.sound(order, context) == {
            "instId": "BTC-USDT",
            "tdMode": "cash",
            "clOrdId": f"b{number}",
            "side": "buy",
            "ordType": "limit",
            "sz": f"{number + 1}",
            "px": f"{60_000 + number}",
        }
    assert len(verdicts._known[1]) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"cl_ord_id": "not an id"},
        {"px": ""},
        {"px": None},
        {"sz": ""},
        {"ccy": "USDT"},
        {"tag": "no!"},
    ],
    ids=str,
)
def test_a_request_that_differs_where_a_rule_looks_has_a_verdict_of_its_own(changed: dict[str, Any]) -> None:
    verdicts, context = Verdicts(), okx.Context(acct_lv="2")
    good: dict[str, Any] = {**ORDER, "px": "60000", "sz": "1", "cl_ord_id": "b15", "tag": "a"}
    assert verdicts.sound(PlaceOrder(**good), context) is not None
    assert verdicts.sound(PlaceOrder(**{**good, **changed}), context) is None


def test_a_verdict_counts_under_its_own_context_only() -> None:
    verdicts = Verdicts()
    order = SetLeverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="isolated")
    for _ in range(2):
        assert verdicts.sound(order, okx.Context(pos_mode="net_mode")) is not None
        assert verdicts.sound(order, okx.Context(pos_mode="long_short_mode")) is None  # the side is missing


def test_values_that_are_equal_but_of_other_types_are_judged_anew() -> None:
    class Spelt(str):
        pass

    verdicts, context = Verdicts(), okx.Context(pos_mode="net_mode")
    assert verdicts.sound(SetLeverage(inst_id="BTC-USDT", lever=5, mgn_mode="cross"), context) is not None
    assert verdicts.sound(SetLeverage(inst_id=Spelt("BTC-USDT"), lever=5, mgn_mode="cross"), context) is None


def test_rules_of_the_users_own_are_asked_each_time() -> None:
    asked: list[str] = []

    @frozen(kw_only=True)
    class Careful(SetLeverage):
        def broken(self, context: Any) -> Any:
            asked.append(self.lever)
            return super().broken(context)

    class Plain(SetLeverage):
        def broken(self, context: Any) -> Any:
            asked.append(self.lever)
            return super().broken(context)

    verdicts, context = Verdicts(), okx.Context()
    for cls in (Careful, Plain):
        for lever in (5, 6):
            assert verdicts.sound(cls(inst_id="BTC-USDT", lever=lever, mgn_mode="cross"), context) is not None
    assert asked == ["5", "6", "5", "6"]


def test_the_memory_is_bounded() -> None:
    verdicts, context = Verdicts(), okx.Context()
    for number in range(1200):
        assert verdicts.sound(SetLeverage(inst_id=f"A{number}-USDT", lever=5, mgn_mode="cross"), context) is not None
    assert len(verdicts._known[1]) <= 500


@pytest.mark.parametrize(
    ("body", "read"),
    [
        ("if self.a is None and self.b:\n    yield 1", ValuesRead()),
        ("if self.a is not None and not (self.b or self.c):\n    yield 1", ValuesRead()),
        ("if missing(self.a) or sum(map(bool, (self.b, self.c and self.d))) > 1:\n    yield 1", ValuesRead()),
        ("if self.a == 'x' and self.b:\n    yield 1", ValuesRead(by_value=("a",))),
        ("if unlike(FORM, self.a):\n    yield 1", ValuesRead(alone=("a",), tests=("self.a is not None and unlike(FORM, self.a)",))),
        ("if unlike(FORM, self.a):\n    yield 1\nif self.a == self.b:\n    yield 2", ValuesRead(by_value=("a", "b"))),
        ("if context.a == '1' and gt(self.b, 2):\n    yield 1", ValuesRead(by_value=("b",))),
        ("types = INSTRUMENTS.types(ids=self.a or self.b)\nif only(types, 'X') and self.c:\n    yield 1",
         ValuesRead(by_value=("a", "b"))),
        ("if any(each.x and self.a for _, each in placed('i', self.i, Item)):\n    yield 1", ValuesRead(by_value=("a", "i"))),
        ("for where, item in placed('i', self.i, Item):\n    if self.a == 'x':\n        yield 1", ValuesRead()),
    ],
)  # fmt: skip
def test_what_rules_read_by_value_is_read_off_their_code(body: str, read: ValuesRead) -> None:
    found = values_read(body)
    assert (set(found.by_value), found.alone, found.tests) == (set(read.by_value), read.alone, read.tests)


def test_a_request_is_copied_and_pickled_whole_and_stays_frozen() -> None:
    order = PlaceOrder(**ORDER, px="60000", sz=1)
    for same in (copy(order), deepcopy(order), pickle.loads(pickle.dumps(order)), evolve(order)):
        assert same == order
        assert hash(same) == hash(order)
        assert same.to_wire() == {**order.to_wire(), "sz": "1"}
    with pytest.raises(FrozenInstanceError):
        order.px = "1"  # type: ignore[misc]  # that is what it refuses
    assert asdict(order)["ord_type"] == "limit"
    assert [each.name for each in fields(PlaceOrder)][:2] == ["inst_id", "td_mode"]
