"""The calls of pybit that Bybit's pages print: unmodified pybit and the SDK put the same request on the wire."""

import ast
import hashlib
import hmac
import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import requests
from attrs import frozen
from requests.adapters import BaseAdapter

from other_wire import Wire, read, through_the_sdk
from venues._runtime.errors import RequestError
from venuespec.sandbox.admission import Account
from venuespec.sandbox.server import RunningSandbox, make
from venuespec.spec.model import VenueSpec

pytestmark = pytest.mark.filterwarnings("ignore")
KEYS = {"api_key": "key", "secret_key": "secret"}
HTTP: Any = import_module("pybit.unified_trading").HTTP
Refused: type[Exception] = import_module("pybit.exceptions").InvalidRequestError
_PYTHON = re.compile(r"```python[^\n]*\n(.*?)```", re.S | re.I)

# What no client can send: pybit's own faults, and methods that pybit does not have.
NOT_IN_PYBIT = {
    "account/no-convert-repay.mdx": "pybit 5.17 has no such method",
    "asset/deposit/submit-info.mdx": "pybit 5.17 has no such method",
    **{
        f"spot-margin-uta/{page}.mdx": "pybit 5.17 has no such method"
        for page in (
            *("fixedborrow", "fixedborrow-contract-info", "fixedborrow-order-info", "fixedborrow-order-quote"),
            *("fixedborrow-renew", "liability"),
        )
    },
}
WITHDRAWN = "crypto-loan/"
"""The pages whose methods fail in pybit itself: it calls an attribute that it does not have."""
ABANDONED = "abandon/"
"""The pages of endpoints that Bybit took away."""

# Requests that the SDK refuses, and rightly: the page's call has a mistake in it.
REFUSED = {
    "broker/reward/get-issue-voucher.mdx": "the call is that of another page, get-voucher",
    "market/premium-index-kline.mdx": "typo: inverval",
    "new-crypto-loan/fixed/borrow.mdx": "older names: loanCurrency, loanAmount; an object where the table has a list",
    "new-crypto-loan/fixed/cancel-borrow.mdx": "the call is that of another page, supply",
    "new-crypto-loan/fixed/renew.mdx": "an object where the table has a list of them",
    "new-crypto-loan/flexible/repay.mdx": "older name: loanAmount; over HTTP the page sends amount",
    "new-crypto-loan/reduce-max-collateral-amt.mdx": "older name: collateralCurrency; over HTTP the page sends currency",
    "position/auto-add-margin.mdx": "typo: autoAddmargin",
}

# Requests that the SDK sends otherwise: parameters that the pages do not document are not sent, by name.
NOT_SENT = {
    "asset/fund-history.mdx": {"limit"},  # the call is that of another page, asset-overview
    "lt/purchase.mdx": {"amount"},  # the table says ltAmount
    "new-crypto-loan/collateral-coin.mdx": {"amount", "direction"},  # of adjust-collateral
    "new-crypto-loan/fixed/borrow-contract.mdx": {"collateralCurrency"},  # the table says orderCurrency
    "position/trading-stop.mdx": {"slTriggerB"},  # typo
}
OTHERWISE = {
    "affiliate/affiliate-user-list.mdx": "pybit writes True in a query where the venue reads true",
    "order/batch-amend.mdx": "category once more in each item; the table has it beside the items only",
    "user/modify-master-apikey.mdx": "CopyTrading and NFT, deprecated, are always empty",
    "user/modify-sub-apikey.mdx": "empty lists of permissions that a key of a sub-account cannot have",
}
# pybit signs what the pages call public.
PUBLIC = {
    "new-crypto-loan/collateral-coin.mdx",
    "new-crypto-loan/fixed/borrow-market.mdx",
    "new-crypto-loan/fixed/supply-market.mdx",
    "new-crypto-loan/loan-coin.mdx",
}
# pybit does not sign what takes calls without a key, too: the SDK signs if there is a key.
OPTIONAL = {
    "otc/margin-coin-convert-info.mdx",
    "otc/margin-product-info.mdx",
    "rfq/trade/public-trades.mdx",
    "spot-margin-uta/coinstate.mdx",
    "spot-margin-uta/currency-data.mdx",
    "spot-margin-uta/position-tiers.mdx",
}


@frozen
class PageCall:
    """One call on a page: its file, the method of pybit, and the arguments by name."""

    page: str
    method: str
    arguments: dict[str, Any]

    def to(self, session: Any) -> Any:
        return getattr(session, self.method)(**deepcopy(self.arguments))


class Intercepted(BaseAdapter):
    """Stands where a connection would be, and keeps the request."""

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        self.request = request
        answer = requests.Response()
        answer.status_code, answer._content = 200, b'{"retCode":0,"result":{}}'
        return answer

    def close(self) -> None:
        pass


def calls_of(folder: Path) -> Iterator[PageCall]:
    for file in sorted(folder.rglob("*.mdx")):
        for block in _PYTHON.findall(file.read_text()):
            for node in ast.walk(ast.parse(block)) if "from pybit" in block else ():
                if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("session."):
                    assert isinstance(node.func, ast.Attribute)
                    arguments = {each.arg: ast.literal_eval(each.value) for each in node.keywords if each.arg}
                    yield PageCall(file.relative_to(folder).as_posix(), node.func.attr, arguments)


@pytest.fixture(scope="module")
def calls(pages: Path) -> list[PageCall]:
    every = calls_of(pages / "bybit_v5" / "2026-06-26")
    return [call for call in every if not call.page.startswith(ABANDONED)]


@pytest.fixture(scope="module")
def can_be_sent(calls: list[PageCall]) -> list[PageCall]:
    return [call for call in calls if call.page not in NOT_IN_PYBIT and not call.page.startswith(WITHDRAWN)]


def signed_text(wire: Wire, content: str, headers: Mapping[str, str]) -> None:
    """Check that the signature is that of the bytes that were sent."""
    text = f"{headers['X-BAPI-TIMESTAMP']}key{headers['X-BAPI-RECV-WINDOW']}{content}"
    assert headers["X-BAPI-SIGN"] == hmac.new(b"secret", text.encode(), hashlib.sha256).hexdigest(), wire


def by_pybit(call: PageCall, session: Any, line: Intercepted) -> Wire:
    call.to(session)
    body: Any = line.request.body or b""
    headers = {name: str(value) for name, value in line.request.headers.items()}
    assert line.request.method
    assert line.request.url
    wire = read(line.request.method, line.request.url, body, headers, "X-BAPI-SIGN")
    if wire.signed:
        content = body if isinstance(body, str) else body.decode()
        signed_text(wire, content or line.request.url.partition("?")[2], headers)
    return wire


def by_us(wire: Wire) -> Wire:
    method, target, body, headers = through_the_sdk("bybit_v5", wire, KEYS, {"retCode": 0, "result": {}})
    ours = read(method, target, body, headers, "X-BAPI-SIGN")
    if ours.signed:
        signed_text(ours, body.decode() or target.partition("?")[2], headers)
    return ours


def difference(page: str, theirs: Wire, ours: Wire) -> str | None:
    """What tells the two requests apart, beyond what is known of the page."""
    left_out = NOT_SENT.get(page, set[str]())
    values = theirs.values if not left_out else {k: v for k, v in theirs.values.items() if k not in left_out}
    expected = Wire(theirs.method, theirs.path, values, (theirs.signed or page in OPTIONAL) and page not in PUBLIC)
    return None if ours == expected else f"{expected} != {ours}"


def test_pybit_and_the_sdk_send_the_same(can_be_sent: list[PageCall]) -> None:
    session, line = HTTP(api_key="key", api_secret="secret"), Intercepted()
    session.client.mount("https://", line)
    refused: set[str] = set()
    unequal: dict[str, str] = {}
    for call in can_be_sent:
        theirs = by_pybit(call, session, line)
        try:
            if found := difference(call.page, theirs, by_us(theirs)):
                unequal[call.page] = found
        except RequestError:
            refused.add(call.page)
    assert {page: found for page, found in unequal.items() if page not in OTHERWISE} == {}
    assert unequal.keys() == OTHERWISE.keys()
    assert refused == REFUSED.keys()


# The sandbox refuses what the SDK refuses, but a list that is none; and it has no orders with the pages' ids.
REFUSED_THERE = {
    **{page: "10001" for page in REFUSED if page != "new-crypto-loan/fixed/renew.mdx"},
    **dict.fromkeys(("order/amend-order.mdx", "order/cancel-order.mdx"), "110001"),
    **dict.fromkeys(("spread/trade/amend-order.mdx", "spread/trade/cancel-order.mdx"), "110001"),
    # Nor has it the withdrawal, the RFQ, the quotes.
    "asset/withdraw/cancel-withdraw.mdx": "10001",
    "rfq/trade/cancel-rfq.mdx": "110300",
    "rfq/trade/cancel-quote.mdx": "110301",
    "asset/convert/get-convert-result.mdx": "700004",
}


def test_pybit_runs_the_calls_on_the_sandbox(can_be_sent: list[PageCall], venue: Callable[[str], VenueSpec]) -> None:
    bybit = venue("bybit_v5")
    account = Account(credentials=KEYS, context={"positionMode": "one_way", "marginMode": "REGULAR_MARGIN"})
    refusals: dict[str, str] = {}
    each_a_minute_later = count(0, 60).__next__
    with RunningSandbox(make(bybit, account, monotonic=each_a_minute_later)) as box:
        session = HTTP(api_key="key", api_secret="secret", max_retries=1)
        session.endpoint = box.url
        for call in can_be_sent:
            try:
                assert call.to(session)["retCode"] == 0, call
            except Refused as error:
                refusals[call.page] = str(vars(error)["status_code"])
    assert refusals == REFUSED_THERE
