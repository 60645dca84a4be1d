"""The context of a client: its values are checked, it follows the client's own writes, and what was learnt has an age."""

import asyncio
import copy
import enum
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from venues import APIError, ConfigurationError, HTTPError, RequestError, RuleWarning, StubTransport
from venues.bybit_v5 import Client as Bybit
from venues.bybit_v5 import Context as BybitContext
from venues.okx_v5 import AsyncClient, Client, Context
from venues.okx_v5.trade.place_order import PlaceOrder
from venuespec.sandbox.server import RunningSandbox, make

KEYS: Any = {"api_key": "k", "secret_key": "s", "passphrase": "p"}
SWAP: Any = {"inst_id": "BTC-USDT-SWAP", "td_mode": "cross", "side": "buy", "ord_type": "limit", "px": 100, "sz": 1}
DONE = {"code": "0", "msg": "", "data": [{"ordId": "1", "sCode": "0", "sMsg": ""}]}


class Level(enum.IntEnum):
    MULTI = 3


class Ticking:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.at = 1000.0

    def monotonic(self) -> float:
        return self.at

    def now(self) -> float:
        return 1_700_000_000.0

    def sleep(self, seconds: float) -> None:
        self.at += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.at += seconds


def stub(*answers: tuple[str, str, Any]) -> StubTransport:
    made = StubTransport()
    for method, path, answer in answers:
        made.answer(method, path, answer)
    return made


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"pos_mode": "long_short"}, "the context's pos_mode/posMode must be one of long_short_mode, net_mode, got 'long_short'; did you mean 'long_short_mode'?"),
        ({"pos_mode": "LONG_SHORT_MODE"}, "did you mean 'long_short_mode'?"),
        ({"acct_lv": 9}, "must be one of 1, 2, 3, 4, got 9; None says that it is unknown."),
        ({"acct_lv": ["3"]}, r"must be one of 1, 2, 3, 4, got \['3'\]"),
        ({"acct_lv": True}, "must be one of 1, 2, 3, 4, got True"),
    ],
)  # fmt: skip
def test_a_value_that_the_context_does_not_have_is_refused(values: Any, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        Context(**values)


@pytest.mark.parametrize("value", ["3", 3, Level.MULTI])
def test_a_number_is_taken_as_its_text(value: Any) -> None:
    assert Context(acct_lv=value) == Context(acct_lv="3")


def test_the_context_follows_the_clients_own_writes() -> None:
    transport = stub(
        ("POST", "/api/v5/account/set-position-mode", {"code": "0", "msg": "", "data": [{"posMode": "net_mode"}]}),
        ("POST", "/api/v5/account/set-account-level", {"code": "0", "msg": "", "data": [{"acctLv": "2"}]}),
        ("POST", "/api/v5/trade/order", DONE),
    )
    with Client(**KEYS, transport=transport, context=Context(pos_mode="long_short_mode", acct_lv="3")) as okx:
        okx.account.set_position_mode(pos_mode="net_mode")
        okx.account.set_account_mode(acct_lv="2")
        assert okx.context == Context(pos_mode="net_mode", acct_lv="2")
        assert okx.trade.place_order(**SWAP)[0].ord_id == "1"


def test_a_call_past_the_rules_is_followed_too_and_so_is_asyncio() -> None:
    answer = ("POST", "/api/v5/account/set-position-mode", {"code": "0", "msg": "", "data": [{"posMode": "net_mode"}]})
    with Client(**KEYS, transport=stub(answer), context=Context(pos_mode="long_short_mode")) as okx:
        okx.call("POST", "/api/v5/account/set-position-mode", {"posMode": "net_mode"})
        assert okx.context.pos_mode == "net_mode"

    async def awaited() -> str | None:
        async with AsyncClient(
            **KEYS, transport=stub(answer).awaited(), context=Context(pos_mode="long_short_mode")
        ) as client:
            await client.account.set_position_mode(pos_mode="net_mode")
            return client.context.pos_mode

    assert asyncio.run(awaited()) == "net_mode"


def test_a_write_of_unknown_outcome_makes_the_value_unknown_and_a_refused_one_changes_nothing() -> None:
    path = "/api/v5/account/set-position-mode"
    unknown = StubTransport()
    unknown.answer("POST", path, "<html>", status=502)
    with Client(**KEYS, transport=unknown, context=Context(pos_mode="long_short_mode", acct_lv="3")) as okx:
        with pytest.raises(HTTPError):
            okx.account.set_position_mode(pos_mode="net_mode")
        assert okx.context == Context(acct_lv="3")
    refused = stub(("POST", path, {"code": "51000", "msg": "no", "data": []}))
    with Client(**KEYS, transport=refused, context=Context(pos_mode="long_short_mode")) as okx:
        with pytest.raises(Exception, match="51000"):
            okx.account.set_position_mode(pos_mode="net_mode")
        assert okx.context == Context(pos_mode="long_short_mode")


SWITCH = "/v5/position/switch-mode"
SWITCHED: dict[str, Any] = {"retCode": 0, "retMsg": "OK", "result": {}, "time": 1}
PLACED: dict[str, Any] = {
    "retCode": 0,
    "retMsg": "OK",
    "result": {"orderId": "1", "orderLinkId": ""},
    "retExtInfo": {},
    "time": 1,
}
BUY: Any = {"category": "linear", "side": "Buy", "order_type": "Market", "qty": 1}


def bybit_of(context: BybitContext, *answers: tuple[str, str, Any], **options: Any) -> Bybit:
    made = stub(*answers)
    for _ in range(8):
        made.answer("POST", "/v5/order/create", PLACED)
    return Bybit(api_key="k", secret_key="s", transport=made, context=context, **options)


def test_what_was_set_for_one_symbol_is_known_of_that_symbol() -> None:
    context = BybitContext(position_mode="one_way", margin_mode="REGULAR_MARGIN")
    with bybit_of(context, ("POST", SWITCH, SWITCHED)) as bybit:
        bybit.position.set_position_mode(category="linear", symbol="BTCUSDT", mode=3)
        assert bybit.context == BybitContext(
            position_mode="one_way", margin_mode="REGULAR_MARGIN", position_mode_of={"BTCUSDT": "hedge"}
        )
        with pytest.raises(RequestError, match="position_idx"):
            bybit.order.place_order(**BUY, symbol="BTCUSDT")
        bybit.order.place_order(**BUY, symbol="BTCUSDT", position_idx=1)
        bybit.order.place_order(**BUY, symbol="ETHUSDT")
        with pytest.raises(RequestError, match="position_idx"):
            bybit.order.place_order(**BUY, symbol="ETHUSDT", position_idx=1)


def test_each_item_of_a_batch_is_judged_by_what_is_known_of_its_symbol() -> None:
    context = BybitContext(position_mode="one_way", position_mode_of={"BTCUSDT": "hedge", "SOLUSDT": None})
    items: Any = [
        {"symbol": symbol, "side": "Buy", "order_type": "Market", "qty": 1, "position_idx": side}
        for symbol, side in (("BTCUSDT", 0), ("ETHUSDT", 0), ("SOLUSDT", 1), ("ETHUSDT", 2))
    ]
    with bybit_of(context) as bybit, pytest.raises(RequestError) as refused:
        bybit.order.place_orders(category="linear", request=items)
    assert [(each.rule, each.where) for each in refused.value.violations] == [
        ("hedge_needs_index", "request[0]"),
        ("one_way_has_one_index", "request[3]"),
    ]


@pytest.mark.parametrize("symbol", ["BTCPERP", "BTCUSDT-26DEC25", "ETH-26DEC25", "BTCUSD", "BTCUSDZ25"])
def test_a_contract_that_is_one_way_only_is_not_refused_for_the_mode_of_others(symbol: str) -> None:
    context = BybitContext(position_mode="hedge", margin_mode="REGULAR_MARGIN")
    leverage = ("POST", "/v5/position/set-leverage", SWITCHED)
    with bybit_of(context, leverage) as bybit:
        category: Any = "inverse" if symbol.startswith("BTCUSD") and "T" not in symbol[1:5] else "linear"
        bybit.position.set_leverage(category=category, symbol=symbol, buy_leverage=3, sell_leverage=2)
        bybit.order.place_order(**{**BUY, "category": category}, symbol=symbol, position_idx=0)
        bybit.order.place_order(**{**BUY, "category": category}, symbol=symbol)


def test_a_switch_of_a_coin_leaves_every_symbol_unknown_and_so_does_one_of_unknown_outcome_for_its_own() -> None:
    context = BybitContext(position_mode="one_way", position_mode_of={"BTCUSDT": "hedge"})
    with bybit_of(context, ("POST", SWITCH, SWITCHED)) as bybit:
        bybit.position.set_position_mode(category="linear", coin="USDT", mode=3)
        assert bybit.context == BybitContext()
    unknown = StubTransport()
    unknown.answer("POST", SWITCH, "<html>", status=502)
    with Bybit(api_key="k", secret_key="s", transport=unknown, context=context) as bybit:
        with pytest.raises(HTTPError):
            bybit.position.set_position_mode(category="linear", symbol="ETHUSDT", mode=3)
        assert bybit.context == BybitContext(
            position_mode="one_way", position_mode_of={"BTCUSDT": "hedge", "ETHUSDT": None}
        )


def test_a_refusal_says_how_old_the_mode_of_the_symbol_is() -> None:
    clock = Ticking()
    with bybit_of(BybitContext(), ("POST", SWITCH, SWITCHED), clock=clock) as bybit:
        bybit.position.set_position_mode(category="linear", symbol="BTCUSDT", mode=3)
        clock.at += 120
        with pytest.raises(RequestError, match=r"positionMode\[BTCUSDT\] was learnt 2 min ago"):
            bybit.order.place_order(**BUY, symbol="BTCUSDT")
        bybit.context = BybitContext(position_mode="hedge", position_mode_of=bybit.context.position_mode_of)
        with pytest.raises(RequestError) as refused:
            bybit.order.place_order(**BUY, symbol="ETHUSDT")
        assert "learnt" not in str(refused.value)


def test_the_values_of_symbols_are_checked_and_can_be_copied() -> None:
    with pytest.raises(
        ConfigurationError, match=r"position_mode_of\['BTCUSDT'\]/positionMode must be one of one_way, hedge"
    ):
        BybitContext(position_mode_of={"BTCUSDT": "both"})  # type: ignore[dict-item]  # the mistake under test
    with pytest.raises(ConfigurationError, match="position_mode_of maps a symbol to a value"):
        BybitContext(position_mode_of="hedge")  # type: ignore[arg-type]  # the mistake under test
    given: Any = {"BTCUSDT": "hedge"}
    context = BybitContext(position_mode_of=given)
    given.clear()
    assert context.position_mode_of == {"BTCUSDT": "hedge"}
    assert copy.deepcopy(context) == pickle.loads(pickle.dumps(context)) == context
    assert hash(context) == hash(BybitContext())
    assert BybitContext.from_wire({"positionMode[BTCUSDT]": "hedge", "positionMode": "one_way"}) == BybitContext(
        position_mode="one_way", position_mode_of={"BTCUSDT": "hedge"}
    )


def test_the_sandbox_keeps_the_mode_of_each_symbol(venue: Callable[[str], Any]) -> None:
    buy: Any = {**BUY, "qty": "0.01"}
    with (
        RunningSandbox(make(venue("bybit_v5"))) as box,
        Bybit(api_key="k", secret_key="s", base_url=box.url) as bybit,
    ):
        bybit.position.set_position_mode(category="linear", symbol="BTCUSDT", mode=3)
        bybit.context = BybitContext()
        with pytest.raises(APIError, match="10001"):
            bybit.order.place_order(**buy, symbol="BTCUSDT")
        assert bybit.order.place_order(**buy, symbol="BTCUSDT", position_idx=1).order_id
        assert bybit.order.place_order(**buy, symbol="ETHUSDT").order_id


def test_a_refusal_says_how_old_the_learnt_value_is() -> None:
    config = {
        "code": "0",
        "msg": "",
        "data": [{"acctLv": "2", "posMode": "long_short_mode", "uid": "1", "mainUid": "1"}],
    }
    clock = Ticking()
    with Client(**KEYS, transport=stub(("GET", "/api/v5/account/config", config)), clock=clock) as okx:
        okx.learn_context()
        clock.at += 3 * 3600
        with pytest.raises(RequestError, match=r"posMode was learnt 3 h ago; client\.learn_context\(\) asks again"):
            okx.trade.place_order(**SWAP)
        okx.context = Context(pos_mode="long_short_mode")
        with pytest.raises(RequestError) as refused:
            okx.trade.place_order(**SWAP)
        assert "learnt" not in str(refused.value)


def test_a_learnt_value_that_nobody_documented_is_unknown() -> None:
    config = {"code": "0", "msg": "", "data": [{"acctLv": "7", "posMode": "net_mode"}]}
    transport = stub(("GET", "/api/v5/account/config", config))
    with Client(**KEYS, transport=transport, context=Context(acct_lv="2")) as okx:
        with pytest.warns(RuleWarning, match="the venue reports acctLv '7'"):
            okx.learn_context()
        assert okx.context == Context(pos_mode="net_mode")


def test_a_context_for_one_call() -> None:
    with Client(**KEYS, transport=stub(("POST", "/api/v5/trade/order", DONE))) as okx:
        with pytest.raises(RequestError, match="posSide"):
            okx.send(PlaceOrder(**SWAP), context=Context(pos_mode="long_short_mode"))
        assert okx.send(PlaceOrder(**SWAP), context=Context(pos_mode="net_mode")).data[0].ord_id == "1"
        assert okx.context == Context()
        with pytest.raises(
            ConfigurationError, match=r"context takes a venues\.okx_v5\.context\.Context, not venues\.bybit_v5"
        ):
            okx.send(PlaceOrder(**SWAP), context=BybitContext())  # type: ignore[arg-type]  # the mistake under test
