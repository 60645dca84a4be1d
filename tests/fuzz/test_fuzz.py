"""Hypothesis against everything that reads what others wrote. Bounded and repeatable; ``make fuzz`` goes further.

Bytes choose what is tried (``targets``), so that a failing case is a line of bytes to paste into a test.
"""

import http.client
import itertools
import logging
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import targets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from venuespec.pages.crosscheck import disagreements
from venuespec.pages.formats import bybit_mdx, flat_text, okx_html, okx_markdown
from venuespec.pages.parts.folder import PageFolder
from venuespec.pages.write_docs import docs_section
from venuespec.sandbox.server import RunningSandbox, make
from venuespec.spec.load import load_venue
from venuespec.spec.problem import SpecError
from venuespec.spec.yaml import parse


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Thousands of unknown outcomes are no news here."""
    caplog.set_level(logging.CRITICAL, "venues")


ODD = (
    "|", "\n", "```", "{", "}", "[", "]", '"', "'", "\\", "\0", "\x1b[31m", "- ", "#", "> ", "---|---|---", "&nbsp;", "<td>",
    "</pre>", "<!--", "\u202e", "*", "`", "(", ": ", "&a ", "*a", "!!python/object:os.system ", "0x1", "1e5", "no", "~", "\t",
    "Parameter | Type | Required | Description", "Rate Limit: 99999999999 requests per 0 seconds", "#### ", "GET /api/v5/../x",
)  # fmt: skip
LONG = ("9", " ", "*", "a,", "[", "[1,", "(", "<div>", "> ", "`", "- ", "{", "&lt;", "| ")


def bounded(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
    )


choices = st.binary(min_size=8, max_size=300)
# A place in a text, what is put there, and how many characters it replaces.
edits = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.sampled_from(ODD) | st.sampled_from(LONG).map(lambda each: each * (3000 // len(each))) | st.text(max_size=8),
        st.integers(0, 60),
    ),
    min_size=1,
    max_size=5,
)


def edited(text: str, changes: list[tuple[float, str, int]]) -> str:
    for place, put, gone in changes:
        at = int(place * len(text))
        text = text[:at] + put + text[at + gone :]
    return text


@pytest.mark.parametrize(
    ("name", "examples"), [("decoder", 250), ("envelope", 300), ("requests", 300), ("sandbox", 120)]
)
def test_target(name: str, examples: int) -> None:
    @bounded(examples)
    @given(choices)
    def run(data: bytes) -> None:
        targets.TARGETS[name](data)

    run()


@bounded(80)
@given(edits)
def test_yaml_is_read_or_refused_with_a_line(changes: list[tuple[float, str, int]]) -> None:
    text = (targets.ROOT / "spec" / "okx_v5" / "account" / "set_leverage.yaml").read_text(encoding="utf-8")
    try:
        parse(edited(text, changes), Path("x.yaml"))
    except SpecError as error:
        assert all(problem.place.line >= 1 for problem in error.problems)


def test_a_spec_is_loaded_or_refused_with_its_problems(founding: Path) -> None:
    file = founding / "account" / "set_leverage.yaml"
    text = file.read_text(encoding="utf-8")

    @bounded(15)
    @given(edits)
    def run(changes: list[tuple[float, str, int]]) -> None:
        file.write_text(edited(text, changes).encode("utf-8", "replace").decode(), encoding="utf-8")
        try:
            load_venue(founding)
        except SpecError as error:
            assert error.problems

    run()


PAGE = """---
source_url: https://www.okx.com/docs-v5/en/#trading-account-rest-api-set-it
updated_at: 2026-06-27T23:27:50
---

# Set it

#### Rate Limit: 5 requests per 2 seconds

#### Rate limit rule: User ID

#### Permission: Trade

#### HTTP Request

`POST /api/v5/account/set-it`

> Request Example


    POST /api/v5/account/set-it
    body
    {
        "ccy":"BTC", // the currency
        "uly":"BTC-USD"
    }


#### Request Parameters

Parameter | Type | Required | Description
---|---|---|---
ccy | String | Yes | Currency, e.g. `BTC`
> after | String | Conditional | Cursor. Default is `1`

> Response Example


    {"code": "0", "msg": "", "data": [{"ccy": ["BTC"]}]}


#### Response Parameters

Parameter | Type | Description
---|---|---
ccy | String | Currency
"""
SAVED = """<html><body><h3 id="trading-account-rest-api-set-cap">Set cap</h3><p>Sets the cap.</p>
<h4>Rate Limit: 5 requests per 2 seconds</h4><h4>HTTP Request</h4><p><code>POST /api/v5/account/set-cap</code></p>
<blockquote><p>Request Example</p></blockquote><pre class="highlight shell"><code>POST /api/v5/account/set-cap
body
{"instId":"BTC-USDT"}
</code></pre><h4>Request Parameters</h4><table><thead><tr><th>Parameter</th><th>Type</th><th>Required</th>
<th>Description</th></tr></thead><tbody><tr><td>instId</td><td>String</td><td>Yes</td><td>Instrument ID</td></tr>
</tbody></table></body></html>"""
FLAT = """Set leverage
| Method | POST |
| Path | /v5/position/set-leverage |
Body parameters
| Parameter | Required | Type | Comments |
|---|---|---|---|
| category | true | string | linear |
Response
{"retCode": 0, "retMsg": "OK", "result": {}}
"""


MDX = """---
title: Set cap
---
> API rate limit: 10 req / sec
* API key permission: `Trade`

### HTTP Request
<APIEndpoint method="POST" url="/v5/account/set-cap" />

### Request Parameters
| Parameter | Required | Type | Comments|
|:--|:--|:--|:--|
|[category](../enum#category) |**true** |string |Kind `a`, `b`<br/>either `category` or `cap`|
|> cap |false |array&lt;object&gt; |Cap [`1`, `50`]|

### Response Parameters
<table><tr><th>Parameter</th><th>Type</th><th>Comments</th></tr><tr><td>cap</td><td>string</td><td>Cap</td></tr></table>

### Request Example
```http
POST /v5/account/set-cap HTTP/1.1

{"category": "a"}
```
"""


@pytest.mark.parametrize("form", ["okx_markdown", "okx_html", "flat_text", "bybit_mdx"])
def test_a_page_is_read_or_says_what_is_unread(form: str, tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    read: dict[str, tuple[str, Callable[[str], Any]]] = {
        "okx_markdown": (PAGE, lambda text: list(okx_markdown.read_text(text, file))),
        "okx_html": (SAVED, lambda text: okx_html.read_text(text, file)),
        "flat_text": (FLAT, lambda text: _flat(file, text)),
        "bybit_mdx": (MDX, lambda text: bybit_mdx.read_text(text, file, PageFolder(tmp_path))),
    }
    page, reader = read[form]
    assert len(reader(page)) == 1

    @bounded(150)
    @given(edits)
    def run(changes: list[tuple[float, str, int]]) -> None:
        started = time.process_time()
        for draft in reader(edited(page, changes)):
            disagreements(draft, "data")
            docs_section(draft, "signed", "", "list")
        assert time.process_time() - started < 2

    run()


def _flat(file: Path, text: str) -> Any:
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    return flat_text.read_page(file)


@pytest.fixture(scope="module")
def box(venue: Callable[[str], Any]) -> Iterator[RunningSandbox]:
    clock = itertools.count(0.0, 10.0)  # ten seconds a call: no rate limit is reached
    with RunningSandbox(make(venue("okx_v5"), monotonic=clock.__next__)) as running:
        yield running


GOOD = b'POST /api/v5/account/set-leverage HTTP/1.1\r\nHost: localhost\r\nContent-Length: 17\r\n\r\n{"instId": "BTC"}'


@bounded(120)
@given(
    data=st.binary(max_size=300)
    | st.tuples(edits, st.just(GOOD)).map(
        lambda each: edited(each[1].decode("latin-1"), each[0]).encode("latin-1", "replace")
    ),
)
def test_the_sandbox_outlives_any_bytes(box: RunningSandbox, data: bytes) -> None:
    host, port = urlsplit(box.url).hostname, urlsplit(box.url).port
    with socket.create_connection((host, port), timeout=3) as peer:
        try:
            peer.sendall(data)
            peer.shutdown(socket.SHUT_WR)
            while peer.recv(65536):
                pass
        except ConnectionError:
            pass
    connection = http.client.HTTPConnection(f"{host}:{port}", timeout=3)
    try:
        connection.request("GET", "/api/v5/public/time")
        assert connection.getresponse().status == 200
    finally:
        connection.close()
