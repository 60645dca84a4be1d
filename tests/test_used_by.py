"""What `venuespec diff --used-by` finds in a Python code base, and which changes can touch it."""

import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from subprocess import CompletedProcess, run

import pytest
from attrs import evolve

from changes import change
from other_client_methods import SPECS, facts, text_of_file
from venuespec.diff import judgements
from venuespec.diff import used_by as used_by_module
from venuespec.diff.change import Change
from venuespec.diff.compare import diff
from venuespec.diff.judgements import Judgement
from venuespec.diff.known_calls import KnownCalls, known_calls, moved_keys
from venuespec.diff.used_by import CodeUse, used_by
from venuespec.spec.load import load_venue
from venuespec.spec.model import EndpointSpec, VenueSpec
from venuespec.spec.problem import SpecError
from venuespec.spec.venue import read_clients

Venue = Callable[[str], VenueSpec]

ORDER = "POST /api/v5/trade/order"
ORDERS = "POST /api/v5/trade/batch-orders"
READ = "GET /api/v5/trade/order"
POSITIONS = "GET /api/v5/account/positions"
LEVERAGE = "POST /api/v5/account/set-leverage"
LEVERAGE_NOW = "GET /api/v5/account/leverage-info"
BILLS = "GET /api/v5/account/bills"
ALGO = "POST /api/v5/trade/order-algo"

# A piece of code, and each line on which it uses an endpoint.
FOUND: dict[str, tuple[str, list[tuple[int, str]]]] = {
    "a call": ("okx.trade.place_order(inst_id='X')", [(1, ORDER)]),
    "on an attribute": ("self.client.trade.place_order()", [(1, ORDER)]),
    "on a subscript": ("clients['okx'].trade.place_order()", [(1, ORDER)]),
    "on the result of a call": ("make().trade.place_order()", [(1, ORDER)]),
    "awaited": ("async def f(okx):\n    await okx.trade.place_order()", [(2, ORDER)]),
    "over several lines": ("x = 1\n(\n    okx\n    .trade\n    .place_order()\n)", [(3, ORDER)]),
    "two calls": ("okx.trade.place_order()\nokx.account.get_positions()", [(1, ORDER), (2, POSITIONS)]),
    "alias of a group": ("t = okx.trade\nt.place_order()", [(2, ORDER)]),
    "alias of an alias": ("t = okx.trade\nu = t\nu.place_order()", [(3, ORDER)]),
    "alias on self": ("class A:\n    def __init__(self, okx):\n        self.t = okx.trade\n    def f(self):\n        self.t.place_order()", [(5, ORDER)]),
    "aliases of a tuple": ("t, a = okx.trade, okx.account\na.get_positions()", [(2, POSITIONS)]),
    "walrus": ("(t := okx.trade).place_order()\nt.get_order()", [(1, ORDER), (2, READ)]),
    "one of two groups": ("t = okx.trade if live else paper\nt.place_order()", [(2, ORDER)]),
    "a group handed to a function": ("from venues.okx_v5 import Client\ndef f(api):\n    api.place_order()\nf(Client().trade)", [(3, ORDER)]),
    "a group handed on by a parameter": ("import venues.okx_v5\ndef g(client):\n    return Bot(client.trade)\nclass Bot:\n    def go(self):\n        self.api.place_order()", [(6, ORDER)]),
    "an annotated group": ("from venues.okx_v5.trade import Trade\ndef f(api: Trade):\n    api.place_order()", [(3, ORDER)]),
    "an annotated group that may be None": ("from venues.okx_v5.trade import Trade\ndef f(api: 'Trade | None'):\n    api.place_order()", [(3, ORDER)]),
    "getattr of a method": ("getattr(okx.trade, 'place_order')(inst_id='X')", [(1, ORDER)]),
    "getattr of a group": ("getattr(okx, 'trade').place_order()", [(1, ORDER)]),
    "getattr by a computed name": ("t = okx.trade\ngetattr(t, name)()", [(2, READ), (2, ORDERS), (2, ORDER)]),
    "partial": ("from functools import partial\nf = partial(okx.trade.place_order, inst_id='X')", [(2, ORDER)]),
    "a reference": ("submit(okx.trade.place_order)", [(1, ORDER)]),
    "a reference in a table": ("TABLE = {'o': okx.trade.place_order}", [(1, ORDER)]),
    "a decorator's argument": ("@retry(okx.trade.place_order)\ndef f(): ...", [(1, ORDER)]),
    "in a comprehension": ("[p.upl for p in okx.account.get_positions()]", [(1, POSITIONS)]),
    "in a lambda": ("f = lambda: okx.trade.place_order()", [(1, ORDER)]),
    "in an f-string": ("print(f'{okx.account.get_positions()}')", [(1, POSITIONS)]),
    "in match": ("match x:\n    case 1:\n        okx.trade.place_order()", [(3, ORDER)]),
    "iterate": ("for b in okx.account.iterate_bills():\n    pass", [(1, BILLS)]),
    "a request class": ("from venues.okx_v5.trade.place_order import PlaceOrder\nPlaceOrder(inst_id='X')", [(1, ORDER), (2, ORDER)]),
    "a request class by another name": ("from venues.okx_v5.trade.place_order import PlaceOrder as P\nclient.send(P())", [(1, ORDER), (2, ORDER)]),
    "a module": ("from venues.okx_v5.trade import place_order\nplace_order.PlaceOrder()", [(1, ORDER), (2, ORDER)]),
    "a module by another name": ("import venues.okx_v5.trade.place_order as po\npo.PlaceOrder()", [(1, ORDER), (2, ORDER)]),
    "the whole package": ("import venues.okx_v5\nvenues.okx_v5.trade.place_order.PlaceOrder()", [(2, ORDER)]),
    "a vendored package": ("from bot.venues.okx_v5.trade.place_order import PlaceOrder\nPlaceOrder()", [(1, ORDER), (2, ORDER)]),
    "items of a batch": ("from venues.okx_v5.trade.place_orders import PlaceOrdersItem\nPlaceOrdersItem()", [(1, ORDERS), (2, ORDERS)]),
    "a raw call": ("client.call('POST', '/api/v5/trade/order', {'instId': 'X'})", [(1, ORDER)]),
    "a path alone": ("PATH = '/api/v5/trade/order'", [(1, READ), (1, ORDER)]),
    "a path with a query": ("get('/api/v5/account/positions?instType=SWAP')", [(1, POSITIONS)]),
    "an address": ("requests.post('https://www.okx.com/api/v5/account/set-leverage', json=body)", [(1, LEVERAGE)]),
    "a method and path": ("LIMITS = {'POST /api/v5/trade/order': 60}", [(1, ORDER)]),
    "an f-string": ("get(f'{BASE}/api/v5/account/positions?instId={x}')", [(1, POSITIONS)]),
    "an f-string with a hole in the path": ("get(f'{BASE}/api/v5/account/{what}')", [(1, BILLS), (1, LEVERAGE_NOW), (1, POSITIONS), (1, LEVERAGE), (1, "GET /api/v5/account/adjust-leverage-info")]),
    "a template": ("get('{}/api/v5/account/positions'.format(BASE))", [(1, POSITIONS)]),
    "a path behind a common part": ("BASE = 'https://www.okx.com/api/v5'\nget(BASE + '/account/positions')", [(2, POSITIONS)]),
    "python-okx": ("from okx.Trade import TradeAPI\napi = TradeAPI('k', 's', 'p')\napi.place_order(instId='X')", [(3, ORDER)]),
    "python-okx by its module": ("import okx.Account as Account\na = Account.AccountAPI()\na.set_leverage(lever='1')", [(3, LEVERAGE)]),
    "python-okx on self": ("import okx.Trade as Trade\nclass A:\n    def __init__(self):\n        self.api = Trade.TradeAPI()\n    def f(self):\n        self.api.place_multiple_orders([])", [(6, ORDERS)]),
    "python-okx at once": ("from okx.Trade import TradeAPI\nTradeAPI().place_order()", [(2, ORDER)]),
    "ccxt": ("exchange.private_post_trade_order({'instId': 'X'})", [(1, ORDER)]),
    "ccxt in camel case": ("exchange.privatePostTradeOrder({'instId': 'X'})", [(1, ORDER)]),
    "ccxt by name": ("getattr(exchange, 'privatePostTradeBatchOrders')([])", [(1, ORDERS)]),
    "ccxt's request": ("exchange.request('trade/order', 'private', 'POST', params)", [(1, ORDER)]),
    "the name of the SDK as text": ("CALLS = ['trade.place_order']", [(1, ORDER)]),
    # --- what is not there
    "another method": ("okx.trade.place_everything()", []),
    "another group": ("okx.trading.place_order()", []),
    "a method without its group": ("broker.place_order()", []),
    "another venue's client": ("from venues.bybit_v5 import Client\nc = Client()\nc.account.get_positions()", []),
    "another venue's client on self": ("from venues.bybit_v5 import Client\nclass A:\n    def __init__(self):\n        self.by = Client()\n    def f(self):\n        self.by.account.get_positions()", []),
    "an alias of another venue's group": ("from venues.bybit_v5 import Client\naccount = Client().account\naccount.get_positions()", []),
    "a docstring": ("def f():\n    '/api/v5/trade/order'", []),
    "a comment": ("# okx.trade.place_order()\nx = 1", []),
    "a log message": ("log('sent to /api/v5/trade/order just now')", []),
    "a longer path": ("get('/api/v5/trade/order-things')", []),
    "an end of a path in other code": ("redirect('/account/positions')", []),
    "a method of python-okx without its import": ("api.place_multiple_orders([])", []),
    "another class of python-okx": ("from okx.Account import AccountAPI\na = AccountAPI()\na.place_order()", []),
    "a call of pybit": ("from pybit.unified_trading import HTTP\ns = HTTP()\ns.set_leverage()", []),
    "ccxt of another path": ("exchange.private_post_trade_unknown()", []),
    "ccxt with another method": ("exchange.private_delete_trade_order()", []),
    "a row named like a group": ("fill.trade.price", []),
    "the module of a group": ("from venues.okx_v5 import trade", []),
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def collected_once() -> Iterator[None]:
    """The names of two states, which most tests ask of the same specs, are collected once."""
    known: dict[tuple[object, ...], tuple[VenueSpec, VenueSpec, KnownCalls]] = {}

    def collected(old: VenueSpec, new: VenueSpec, changes: Iterable[Change] = ()) -> KnownCalls:
        changes = tuple(changes)
        key = (id(old), id(new), *sorted(moved_keys(changes).items()))
        if key not in known:
            known[key] = old, new, known_calls(old, new, changes)
        return known[key][2]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(used_by_module, "known_calls", collected)
        yield


def use_of(code: str | dict[str, str], folder: Path, venue: VenueSpec, changes: tuple[Change, ...] = ()) -> CodeUse:
    for name, text in ({"bot.py": code} if isinstance(code, str) else code).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text))
    return used_by([folder], venue, venue, changes)


@pytest.mark.parametrize("name", FOUND)
def test_a_use_is_found_or_not(name: str, tmp_path: Path, frozen: Venue) -> None:
    code, expected = FOUND[name]
    sites = use_of(code, tmp_path, frozen("okx_v5")).sites.calls
    assert {(site.line, key) for site in sites for key in site.endpoints} == set(expected)


@pytest.mark.parametrize(
    "code",
    [
        "from pybit.unified_trading import HTTP\nsession = HTTP()\nsession.place_order(category='spot')",
        "import pybit\nclass A:\n    def f(self): self.session.place_order(**x)",
        "exchange.private_post_v5_order_create(x)",
        "exchange.privatePostV5OrderCreate(x)",
        "from venues.bybit_v5 import AsyncClient\nAsyncClient().order.place_order()",
        "session.post(f'{url}/v5/order/create', json=x)",
    ],
)
def test_the_same_order_by_six_clients(code: str, tmp_path: Path, venue: Venue) -> None:
    assert use_of(code, tmp_path, venue("bybit_v5")).endpoints == {"POST /v5/order/create"}


def test_a_group_is_followed_from_file_to_file(tmp_path: Path, frozen: Venue) -> None:
    code = {
        "start.py": "from venues.okx_v5 import Client\nclass Base:\n    def __init__(self):\n        self._t = Client().trade\n",
        "pkg/bot.py": "class Bot(Base):\n    def go(self):\n        self._t.place_order()\n",
    }
    sites = use_of(code, tmp_path, frozen("okx_v5")).sites.calls
    assert [(Path(site.file).name, site.line, site.call) for site in sites] == [
        ("bot.py", 3, "self._t.place_order(...)")
    ]


# --- the files


def test_what_cannot_be_read_is_told_and_the_rest_is_read(tmp_path: Path, frozen: Venue) -> None:
    (tmp_path / "py2.py").write_text("print 'trade'\n")
    (tmp_path / "zero.py").write_bytes(b"x = 1\x00")
    (tmp_path / "latin.py").write_bytes(b"x = 'caf\xe9'\n")
    (tmp_path / "cookie.py").write_bytes(b"# coding: latin-1\nx = '\xe9'; okx.account.get_positions()\n")
    (tmp_path / "deep.py").write_text("x = " + "(" * 3000 + ")" * 3000)
    (tmp_path / "book.ipynb").write_text("{}")
    (tmp_path / "notes.txt").write_text("okx.trade.get_order()")
    (tmp_path / "gone.py").symlink_to(tmp_path / "nowhere.py")
    use = use_of("okx.trade.place_order()", tmp_path, frozen("okx_v5"))
    assert use.endpoints == {ORDER, POSITIONS}
    assert sorted(notice.place.file.name for notice in use.notices) == [
        "book.ipynb", "deep.py", "gone.py", "latin.py", "py2.py", "zero.py"
    ]  # fmt: skip
    assert all(str(notice).endswith("calls in it are not seen [used-by]") for notice in use.notices)


def test_folders_of_other_people_and_generated_code_are_passed_over(tmp_path: Path, frozen: Venue) -> None:
    call = "okx.trade.place_order()\n"
    skipped = [
        ".venv/a.py",
        "node_modules/a.py",
        "lib/site-packages/a.py",
        ".git/a.py",
        "__pycache__/a.py",
        "env/bin/a.py",
    ]
    code = dict.fromkeys(skipped, call) | {
        "env/pyvenv.cfg": "",
        "venues/x.py": f'"""Generated by venuespec."""\n{call}',
    }
    assert use_of({**code, "src/a.py": "x = 1\n"}, tmp_path, frozen("okx_v5")).sites.calls == ()


def test_links_in_a_circle_end_and_no_file_is_read_twice(tmp_path: Path, frozen: Venue) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "loop").symlink_to(tmp_path)
    (tmp_path / "src" / "same.py").symlink_to(tmp_path / "bot.py")
    use = use_of("okx.trade.place_order()", tmp_path, frozen("okx_v5"))
    assert (use.read, len(use.sites.calls)) == (1, 1)


def test_a_file_of_any_name_can_be_named(tmp_path: Path, frozen: Venue) -> None:
    file = tmp_path / "bot"
    file.write_text("okx.trade.place_order()")
    assert used_by([file], frozen("okx_v5"), frozen("okx_v5"), ()).endpoints == {ORDER}


def test_nothing_is_executed(tmp_path: Path, frozen: Venue) -> None:
    use_of("import os\nos.environ['RAN'] = 'yes'\nokx.trade.place_order()", tmp_path, frozen("okx_v5"))
    assert "RAN" not in os.environ
    assert "bot" not in sys.modules


def test_a_code_base_without_a_use_is_told(tmp_path: Path, frozen: Venue) -> None:
    [told] = use_of("x = 1", tmp_path, frozen("okx_v5")).notices
    assert told.message == "no use of OKX v5 was found here, so no change is shown; is this the right folder?"


def test_an_sdk_of_another_name_than_the_states_is_told(tmp_path: Path, frozen: Venue) -> None:
    june = evolve(frozen("okx_v5"), name="june")
    code = "from venues.okx_v5 import Client\nClient().trade.place_order()"
    [told, _] = use_of(code, tmp_path, june).notices
    assert (told.place.line, told.message) == (
        1,
        "venues.okx_v5 is not followed: the compared states are june; give their folders its name",
    )


@pytest.mark.parametrize(
    ("code", "notice"),
    [
        ("import ccxt\nccxt.okx().create_order('BTC/USDT')", "create_order of ccxt stands for several endpoints"),
        ("get(f'/api/v5/{path}')", "a path is put together here"),
    ],
)
def test_what_cannot_be_followed_is_told(code: str, notice: str, tmp_path: Path, frozen: Venue) -> None:
    told = use_of(code, tmp_path, frozen("okx_v5")).notices
    assert told[0].message.startswith(notice)


# --- what a change can touch

FULL = "okx.trade.place_order(inst_id='X', td_mode='cross', side='buy', ord_type='limit', sz=size, px='1')"
OPEN = "okx.trade.place_order(**order)"
SENT: list[tuple[str, Judgement, str, str, object, object, bool]] = [
    # code, judgement, endpoint, pointer, old, new, does it touch
    (FULL, judgements.PARAM_VALUE_REMOVED, ORDER, "request.ordType.values", "fok", None, False),
    (FULL, judgements.PARAM_VALUE_REMOVED, ORDER, "request.ordType.values", "limit", None, True),
    (OPEN, judgements.PARAM_VALUE_REMOVED, ORDER, "request.ordType.values", "fok", None, True),
    (FULL.replace("'limit'", "kind"), judgements.PARAM_VALUE_REMOVED, ORDER, "request.ordType.values", "fok", None, True),
    (FULL.replace("'limit'", "'fok' if x else 'ioc'"), judgements.PARAM_VALUE_REMOVED, ORDER, "request.ordType.values", "fok", None, True),
    (FULL.replace("'limit'", "'fok' if x else 'ioc'"), judgements.PARAM_VALUE_REMOVED, ORDER, "request.ordType.values", "elp", None, False),
    ("KIND = 'limit'\n" + FULL.replace("'limit'", "KIND"), judgements.PARAM_VALUE_REMOVED, ORDER, "request.ordType.values", "fok", None, False),
    ("KIND = 'limit'\nKIND = other\n" + FULL.replace("'limit'", "KIND"), judgements.PARAM_VALUE_REMOVED, ORDER, "request.ordType.values", "fok", None, True),
    (f"{FULL}\n{OPEN}", judgements.PARAM_VALUE_REMOVED, ORDER, "request.ordType.values", "fok", None, True),
    (FULL, judgements.PARAM_VALUE_DEPRECATED if hasattr(judgements, "PARAM_VALUE_DEPRECATED") else judgements.VALUE_DEPRECATED, ORDER, "request.ordType.values", "elp", "elp", False),
    (FULL, judgements.PARAM_DEPRECATED if hasattr(judgements, "PARAM_DEPRECATED") else judgements.MEANING_CHANGED, ORDER, "request.tgtCcy", None, None, False),
    (FULL, judgements.MEANING_CHANGED, ORDER, "request.sz", "a", "b", True),
    (FULL, judgements.MEANING_CHANGED, ORDER, "request.attachAlgoOrds.sz", "a", "b", False),
    (FULL.replace(")", ", attach_algo_ords=[x])"), judgements.MEANING_CHANGED, ORDER, "request.attachAlgoOrds.sz", "a", "b", True),
    (FULL.replace(")", ", tgt_ccy=None)"), judgements.MEANING_CHANGED, ORDER, "request.tgtCcy", "a", "b", False),
    (FULL, judgements.MEANING_CHANGED, ORDER, "request.clOrdId", "a", "b", True),  # The SDK makes one.
    (f"f({FULL.partition('(')[0]})", judgements.MEANING_CHANGED, ORDER, "request.tgtCcy", "a", "b", True),
    ("partial(okx.trade.place_order, side='buy')", judgements.PARAM_VALUE_REMOVED, ORDER, "request.side.values", "sell", None, False),
    ("partial(okx.trade.place_order, side='buy')", judgements.MEANING_CHANGED, ORDER, "request.tgtCcy", "a", "b", True),
    ("client.call('POST', '/api/v5/trade/order', {'side': 'buy'})", judgements.MEANING_CHANGED, ORDER, "request.tgtCcy", "a", "b", False),
    ("client.call('POST', '/api/v5/trade/order', body)", judgements.MEANING_CHANGED, ORDER, "request.tgtCcy", "a", "b", True),
    ("requests.post('/api/v5/trade/order', {'side': 'buy'})", judgements.MEANING_CHANGED, ORDER, "request.tgtCcy", "a", "b", True),
    ("exchange.private_post_trade_order({'side': 'buy'})", judgements.MEANING_CHANGED, ORDER, "request.tgtCcy", "a", "b", False),
    ("exchange.private_post_trade_order({'side': 'buy', **x})", judgements.MEANING_CHANGED, ORDER, "request.tgtCcy", "a", "b", True),
    ("from okx.Trade import TradeAPI\nTradeAPI().place_order(side='buy')", judgements.MEANING_CHANGED, ORDER, "request.tgtCcy", "a", "b", True),
    ("from venues.okx_v5.trade.place_order import PlaceOrder\nPlaceOrder(side='buy')", judgements.MEANING_CHANGED, ORDER, "request.tgtCcy", "a", "b", False),
    ("from attrs import evolve\nfrom venues.okx_v5.trade.place_order import PlaceOrder\nPlaceOrder(side='buy')", judgements.MEANING_CHANGED, ORDER, "request.tgtCcy", "a", "b", True),
    ("from venues.okx_v5.trade.place_order import PlaceOrder\ndef f(x: PlaceOrder): ...\nPlaceOrder(side='buy')", judgements.MEANING_CHANGED, ORDER, "request.tgtCcy", "a", "b", False),
    (FULL, judgements.PATH_CHANGED, "POST /api/v6/trade/order", "path", "/api/v5/trade/order", "/api/v6/trade/order", True),
    (FULL, judgements.ENDPOINT_REMOVED, ORDER, "", ORDER, None, True),
    (FULL, judgements.ENDPOINT_REMOVED, READ, "", READ, None, False),
    (FULL, judgements.BASE_URL_CHANGED, "*", "environments.production.global", "a", "b", True),
    ("x = 1", judgements.BASE_URL_CHANGED, "*", "environments.production.global", "a", "b", False),
    (FULL, judgements.SDK_NAME_CHANGED, ORDER, "name", "a", "b", True),
    ("PATH = '/api/v5/trade/order'", judgements.SDK_NAME_CHANGED, ORDER, "name", "a", "b", False),
]  # fmt: skip


@pytest.mark.parametrize(("code", "judgement", "endpoint", "pointer", "old", "new", "touches"), SENT)
def test_what_is_never_sent_is_not_touched(
    code: str, judgement: Judgement, endpoint: str, pointer: str, old: object, new: object, touches: bool, tmp_path: Path, frozen: Venue
) -> None:  # fmt: skip
    it = change(judgement, endpoint, pointer, old, new, "it")
    callers = use_of(code, tmp_path, frozen("okx_v5"), (it,)).callers(it)
    assert (callers is not None) == touches


@pytest.mark.parametrize(
    "judgement", [each for each in judgements.JUDGEMENTS.values() if each.kind in ("requiredness_changed", "default_changed")]
)  # fmt: skip
def test_what_concerns_who_does_not_send_touches(judgement: Judgement, tmp_path: Path, frozen: Venue) -> None:
    it = change(judgement, ORDER, "request.tgtCcy", None, None, "it")
    assert use_of(FULL, tmp_path, frozen("okx_v5"), (it,)).callers(it) is not None


def test_a_changed_field_names_the_lines_that_read_it(tmp_path: Path, frozen: Venue) -> None:
    code = """\
    rows = okx.account.get_positions()
    for p in rows:
        print(p.upl, p.adl)
    first = rows[0]
    first.upl
    def other(p):
        p.upl
    """
    it = change(judgements.FIELD_VALUE_ADDED, POSITIONS, "response.upl.values", None, "x", "it")
    callers = use_of(code, tmp_path, frozen("okx_v5"), (it,)).callers(it)
    assert [(each.line, each.call) for each in callers or ()] == [(3, "p.upl"), (5, "first.upl")]


def test_a_field_that_no_line_clearly_reads_names_the_call(tmp_path: Path, frozen: Venue) -> None:
    it = change(judgements.FIELD_VALUE_ADDED, POSITIONS, "response.upl.values", None, "x", "it")
    callers = use_of("save(okx.account.get_positions())", tmp_path, frozen("okx_v5"), (it,)).callers(it)
    assert [(each.line, each.call) for each in callers or ()] == [(1, "okx.account.get_positions(...)")]


def test_no_err_on_an_endpoint_is_lost_whose_arguments_are_not_written_out(tmp_path: Path, frozen: Venue) -> None:
    old = frozen("okx_v5")
    new = evolve(old, endpoints=tuple(map(_broken, old.endpoints)))
    changes = diff(old, new)
    code = "".join(f"okx.{each.id}(**arguments)\n" for each in old.endpoints)
    use = use_of(code, tmp_path, old)
    errors = [each for each in changes if each.level == "ERR"]
    assert len(errors) > 100
    for index, each in enumerate(old.endpoints, 1):
        for error in (error for error in errors if error.endpoint == each.key):
            assert index in {caller.line for caller in use.callers(error) or ()}, error.message


def _broken(endpoint: EndpointSpec) -> EndpointSpec:
    """The endpoint with another type and no values in each row, every parameter required and another permission."""
    request = tuple(evolve(row, required="yes", values=row.values[:1]) for row in endpoint.request)
    response = tuple(evolve(row, json="boolean", type="Boolean") for row in endpoint.response)
    return evolve(endpoint, request=request, response=response, permissions=("withdraw",))


# --- facts about other clients


def test_the_methods_of_other_clients_are_those_of_the_installed_packages() -> None:
    for package in ("okx", "pybit"):
        pytest.importorskip(package)
    for venue, clients in facts().items():
        kept = read_clients(SPECS / venue)
        assert {name: each.version for name, each in kept.items()} == {name: version(name) for name in clients}
        assert (SPECS / venue / "clients.yaml").read_text(encoding="utf-8") == text_of_file(clients)


@pytest.mark.parametrize(
    ("venue", "client", "method", "key"),
    [
        ("okx_v5", "python-okx", "TradeAPI.place_order", ORDER),
        ("okx_v5", "python-okx", "TradeAPI.get_order", READ),
        ("okx_v5", "python-okx", "AccountAPI.get_positions", POSITIONS),
        ("okx_v5", "python-okx", "MarketAPI.get_candlesticks", "GET /api/v5/market/candles"),
        ("bybit_v5", "pybit", "HTTP.place_order", "POST /v5/order/create"),
        ("bybit_v5", "pybit", "HTTP.get_open_orders", "GET /v5/order/realtime"),
        ("bybit_v5", "pybit", "HTTP.set_leverage", "POST /v5/position/set-leverage"),
    ],
)
def test_a_method_of_another_client_stands_for_its_endpoint(venue: str, client: str, method: str, key: str) -> None:
    assert read_clients(SPECS / venue)[client].methods[method] == key


def test_the_clients_of_a_venue_outside_of_the_repository_are_known_from_its_spec(tmp_path: Path) -> None:
    spec = tmp_path / "spec" / "quay"
    shutil.copytree(Path(__file__).parent / "fixtures" / "outside" / "spec" / "quay", spec)
    (spec / "clients.yaml").write_text(
        "quaypy: {version: '1.2', imports: quay, methods: {Orders.put: POST /v1/order, Orders.look: GET /v1/order}}\n"
    )
    code = "from quay import Orders\nOrders('k').put(pair='X')\nfrom pybit import HTTP\nHTTP().put()"
    calls = use_of(code, tmp_path / "bot", load_venue(spec)).sites.calls
    assert [(each.line, *each.endpoints) for each in calls] == [(2, "POST /v1/order")]


def test_a_wrong_file_of_other_clients_is_refused_with_its_line(tmp_path: Path) -> None:
    spec = tmp_path / "spec" / "quay"
    shutil.copytree(Path(__file__).parent / "fixtures" / "outside" / "spec" / "quay", spec)
    (spec / "clients.yaml").write_text("quaypy:\n  version: '1.2'\n  imports: quay\n  method: {}\n")
    with pytest.raises(SpecError) as caught:
        load_venue(spec)
    assert "clients.yaml:" in str(caught.value)
    assert "unknown key method" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("privatePostTradeOrder", ORDER),
        ("private_get_trade_order", READ),
        ("privatePostAccountSetLeverage", LEVERAGE),
        ("private_post_account_set_leverage", LEVERAGE),
        ("publicGetPublicTime", "GET /api/v5/public/time"),
    ],
)
def test_an_implicit_method_of_ccxt_is_there_and_stands_for_its_endpoint(name: str, key: str, frozen: Venue) -> None:
    ccxt = pytest.importorskip("ccxt")
    assert hasattr(ccxt.okx(), name)
    assert known_calls(frozen("okx_v5"), frozen("okx_v5")).of_implicit(name) == {key}


# --- the command


Command = Callable[..., CompletedProcess[str]]
STATES = ("spec/archive/okx_v5_legacy", "spec/okx_v5")


def test_the_guide_shows_what_the_command_says(frozen_root: Path, root: Path) -> None:
    page = (root / "docs" / "what-breaks-my-code.md").read_text()
    shown = page.partition("```text\n")[2].partition("```")[0]
    bot = "docs/examples/leverage_bot.py"
    assert (root / bot).read_text() == page.partition("```python\n")[2].partition("```")[0]
    command = [
        sys.executable,
        "-m",
        "venuespec",
        "diff",
        *(str(frozen_root / each) for each in STATES),
        "--level",
        "WARN",
    ]
    done = run([*command, "--used-by", bot], cwd=root, capture_output=True, text=True)
    assert done.stdout == shown


def test_the_command_counts_only_what_is_used(command: Command, tmp_path: Path) -> None:
    (tmp_path / "bot.py").write_text("okx.account.set_leverage(**options)\n")
    (tmp_path / "other.py").write_text("okx.account.get_positions()\n")
    used = command("diff", *STATES, "--level", "ERR", "--fail-on", "ERR", "--used-by", str(tmp_path / "bot.py"))
    assert used.returncode == 1
    assert f"       {tmp_path}/bot.py:1 okx.account.set_leverage(...)" in used.stdout.splitlines()
    other = command("diff", *STATES, "--level", "ERR", "--fail-on", "ERR", "--used-by", str(tmp_path / "other.py"))
    assert other.returncode == 0
    assert other.stdout.startswith(
        f"--used-by {tmp_path}/other.py: 1 change left out (1 ERR); 1 use of 1 endpoint in 1 file"
    )
