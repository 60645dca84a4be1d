"""The guides for those who come from another client: both columns run against the sandbox, and the tables are right."""

import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from venues.bybit_v5 import Client as BybitClient
from venues.okx_v5 import Client as OkxClient
from venuespec.sandbox.admission import Account
from venuespec.sandbox.server import RunningSandbox, make
from venuespec.spec.clients import OtherClient
from venuespec.spec.model import VenueSpec
from venuespec.spec.moving import moving_page

# python-okx leaves its connections to the collector and gives httpx a deprecated argument.
pytestmark = pytest.mark.filterwarnings("ignore")

DOCS = Path(__file__).parent.parent / "docs"
KEYS = {"api_key": "key", "secret_key": "secret", "passphrase": "phrase"}
NAMES = {"KEY": "key", "SECRET": "secret", "PHRASE": "phrase"}


def rows(page: str) -> Iterator[list[str]]:
    """Each task of a guide: its name, their code, ours."""
    for line in (DOCS / page).read_text().splitlines():
        if cells := re.fullmatch(r"\| ([^`|]+) \| `([^`]+)` \| `([^`]+)` \|", line):
            yield list(cells.groups())


def run(page: str, box: RunningSandbox, names: dict[str, Any]) -> None:
    """Run both columns, task by task. What is refused raises, or is told by the code of an answer."""
    tasks = list(rows(page))
    assert len(tasks) == 11
    names |= {**NAMES, "URL": box.url}
    for task, *columns in tasks:
        for code in columns:
            before = len(box.calls)
            *statements, last = code.split("; ")
            exec("; ".join(statements), names)
            if task.startswith("connect"):
                exec(last, names)
                continue
            assigned = re.match(r"(\w+) = ", last)
            result = eval(last.removeprefix(assigned[0]) if assigned else last, names)
            if assigned:
                names[assigned[1]] = result
            if isinstance(result, dict) and ("code" in result or "retCode" in result):
                assert result.get("code", result.get("retCode")) in ("0", 0), (task, result)
            assert result not in (None, "") or "set_leverage" in code, (task, code)
            assert len(box.calls) > before, (task, code)


@pytest.fixture
def okx(venue: Callable[[str], VenueSpec]) -> Iterator[RunningSandbox]:
    account = Account(credentials=KEYS, context={"acctLv": "2", "posMode": "net_mode"}, environment="demo")
    with RunningSandbox(make(venue("okx_v5"), account)) as running:
        yield running


def test_from_python_okx(okx: RunningSandbox) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from okx.Account import AccountAPI
        from okx.MarketData import MarketAPI
        from okx.PublicData import PublicAPI
        from okx.Trade import TradeAPI

    theirs = {"AccountAPI": AccountAPI, "MarketAPI": MarketAPI, "PublicAPI": PublicAPI, "TradeAPI": TradeAPI}
    run("moving-from-python-okx.md", okx, {"Client": OkxClient, **theirs})


def test_from_ccxt(okx: RunningSandbox) -> None:
    ccxt = pytest.importorskip("ccxt")
    run("moving-from-ccxt.md", okx, {"Client": OkxClient, "ccxt": ccxt})


def test_from_pybit(venue: Callable[[str], VenueSpec]) -> None:
    from pybit.unified_trading import HTTP

    account = Account(credentials={"api_key": "key", "secret_key": "secret"}, context={"positionMode": "one_way"})
    with RunningSandbox(make(venue("bybit_v5"), account)) as box:
        run("moving-from-pybit.md", box, {"Client": BybitClient, "HTTP": HTTP})


def test_a_table_has_each_method_of_another_client_with_ours(frozen: Callable[[str], VenueSpec]) -> None:
    clients = {
        "zz": OtherClient(
            version="2.0",
            imports="zz",
            methods={"HTTP.get": "GET /api/v5/account/leverage-info", "HTTP.old": "GET /gone"},
        ),
        "aa": OtherClient(
            version="1.0",
            imports="aa",
            unified={"both": ("GET /api/v5/account/leverage-info", "GET /gone", "POST /api/v5/account/set-leverage")},
        ),
    }
    page = moving_page(evolve(frozen("okx_v5"), clients=clients))
    assert page.index("## aa") < page.index("## zz")
    assert (
        "| `both` | `account.get_leverage`<br>`account.set_leverage` "
        "| `GET /api/v5/account/leverage-info`<br>`POST /api/v5/account/set-leverage` |" in page
    )
    assert "| `get` | `account.get_leverage` | `GET /api/v5/account/leverage-info` |" in page
    assert "| `old` | none: the endpoint is not in the documentation | `GET /gone` |" in page
    assert moving_page(evolve(frozen("okx_v5"), clients={})) == ""


def test_the_tables_are_fresh(root: Path, venue: Callable[[str], VenueSpec]) -> None:
    for name in ("okx_v5", "bybit_v5", "binance_usdm"):
        page = root / "docs" / "reference" / f"moving-{name}.md"
        assert page.read_text(encoding="utf-8") == moving_page(venue(name)), "run: venuespec reference"
