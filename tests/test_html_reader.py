"""A page of OKX's site as a browser saves it: what is read, where it stands, and what is no documentation."""

import time
from decimal import Decimal
from pathlib import Path

import pytest

from venuespec.pages.draft import Draft, DraftExample, DraftLimit, DraftRow
from venuespec.pages.formats.okx_html import read_page, read_text
from venuespec.pages.parts.codes import codes_of_page
from venuespec.pages.snapshot import read_snapshot
from venuespec.spec.problem import SpecError

PAGE = """<!DOCTYPE html>
<!-- saved from url=(0035)https://www.okx.com/docs-v5/en/ -->
<html class="js"><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<title>OKX API guide</title>
<style>.content h3::before { content: "<h3>"; }</style>
<script>window.toc = "<h3 id='no'>GET /api/v5/no</h3>";</script>
</head>
<body class="index" data-languages="[&quot;shell&quot;,&quot;python&quot;]">
<nav><ul id="toc"><li><a href="https://www.okx.com/docs-v5/en/#overview" data-title="Overview">Overview</a></li></ul></nav>
<div class="page-wrapper"><div class="dark-box"></div><div class="content">
<h1 id="trading-account">Trading Account</h1>
<h2 id="trading-account-rest-api">REST API</h2>
<h3 id="trading-account-rest-api-set-cap">Set cap</h3>
<p>Sets the cap &amp; the floor.&nbsp;See <a href="https://www.okx.com/docs-v5/en/#overview">the overview</a>.</p>
<h4 id="trading-account-rest-api-set-cap-rate-limit">Rate Limit: 5 requests per 2 seconds</h4>
<h4 id="trading-account-rest-api-set-cap-rule">Rate limit rule: User ID + Instrument ID</h4>
<h4 id="trading-account-rest-api-set-cap-permission">Permission: Trade</h4>
<h4 id="trading-account-rest-api-set-cap-http-request">HTTP Request</h4>
<p><code>POST /api/v5/account/set-cap</code></p>

<blockquote>
<p>Request Example</p>
</blockquote>
<div class="highlight"><pre class="highlight shell tab-shell"><code><span class="c"># Cap of a pair</span>
POST /api/v5/account/set-cap
body
<span class="o">{</span>
    <span class="s2">"instId"</span>:<span class="s2">&quot;BTC-USDT&quot;</span>,
    <span class="s2">"note"</span>:<span class="s2">"a &lt; b &amp;&amp; “c”"</span>
<span class="o">}</span>
</code><button class="copy">Copy</button></pre></div>
<div class="highlight"><pre class="highlight python tab-python" style="display: none;"><code><span class="kn">import</span> <span class="nn">okx.Account</span>
</code></pre></div>
<h4 id="trading-account-rest-api-set-cap-request-parameters">Request Parameters</h4>
<table><thead>
<tr>
<th style="text-align: left">Parameter</th>
<th style="text-align: left">Type</th>
<th style="text-align: left">Required</th>
<th style="text-align: left">Description</th>
</tr>
</thead><tbody>
<tr>
<td style="text-align: left">instId</td>
<td style="text-align: left">String</td>
<td style="text-align: left">Yes</td>
<td style="text-align: left">Instrument ID, e.g. <code>BTC-USDT</code></td>
</tr>
<tr>
<td style="text-align: left">side</td>
<td style="text-align: left">String</td>
<td style="text-align: left">Conditional</td>
<td style="text-align: left">Side<br>
<code>long</code> <code>short</code><br>
The default is <code>long</code></td>
</tr>
<tr>
<td style="text-align: left">legs</td>
<td style="text-align: left">Array of objects</td>
<td style="text-align: left">No</td>
<td style="text-align: left">Legs</td>
</tr>
<tr>
<td style="text-align: left">&gt; sz</td>
<td style="text-align: left">String</td>
<td style="text-align: left">No</td>
<td style="text-align: left"><del>Size</del></td>
</tr>
</tbody></table>
<aside class="notice">The cap is <code>10</code> by default.</aside>

<blockquote>
<p>Response Example</p>
</blockquote>
<div class="highlight"><pre class="highlight json tab-json"><code><span class="p">{</span><span class="w">
  </span><span class="nl">"code"</span><span class="p">:</span><span class="s2">"0"</span><span class="p">,</span><span class="w">
  </span><span class="nl">"data"</span><span class="p">:[{</span><span class="nl">"cap"</span><span class="p">:</span><span class="s2">"3"</span><span class="p">}]}</span>
</code></pre></div>
<h4 id="trading-account-rest-api-set-cap-response-parameters">Response Parameters</h4>
<table><thead><tr><th>Parameter</th><th>Type</th><th>Description</th></tr></thead>
<tbody><tr><td>cap</td><td>String</td><td>Cap</td></tr></tbody></table>
<h3 id="trading-account-rest-api-get-cap">Get cap</h3>
<h4 id="rate-limit-2">Rate limit: as many as you like</h4>
<h4 id="http-request-2">HTTP Request</h4>
<p><code>GET /api/v5/account/cap</code></p>
<h2 id="trading-account-websocket">WebSocket</h2>
<h3 id="trading-account-websocket-cap-channel">Cap channel</h3>
<p>URL Path <code>/ws/v5/private</code></p>
</div></div>
<script src="OKX%20API%20guide_files/all.js"></script>
</body></html>
"""


def test_a_saved_page_gives_the_facts_of_its_endpoints() -> None:
    file = Path("guide.html")
    set_cap, get_cap = read_text(PAGE, file)
    row = DraftRow(name="sz", type="String", label="Size", deprecated=True, text="~~Size~~")
    assert set_cap == Draft(
        method="POST",
        path="/api/v5/account/set-cap",
        title="Set cap",
        source="https://www.okx.com/docs-v5/en/#trading-account-rest-api-set-cap",
        section="trading-account",
        permissions=("trade",),
        rate_limits=(DraftLimit(limit=5, window=Decimal(2), key=("user_id", "instId")),),
        request=(
            DraftRow(
                name="instId",
                type="String",
                required="yes",
                label="Instrument ID",
                text="Instrument ID, e.g. `BTC-USDT`",
            ),
            DraftRow(
                name="side",
                type="String",
                required="conditional",
                label="Side",
                values=("long", "short"),
                default="long",
                text="Side\n`long` `short`  \nThe default is `long`",
            ),
            DraftRow(name="legs", type="Array of objects", label="Legs", text="Legs", fields=(row,)),
        ),
        response=(DraftRow(name="cap", type="String", label="Cap", text="Cap"),),
        examples=(
            DraftExample(title="Cap of a pair", request={"instId": "BTC-USDT", "note": "a < b && “c”"}),
            DraftExample(response={"code": "0", "data": [{"cap": "3"}]}),
        ),
        prose=set_cap.prose,
    )
    assert set_cap.prose.split("\n") == [
        "Sets the cap & the floor. See [the overview](/docs-v5/en/#overview).",
        "The cap is `10` by default.",
    ]
    assert (get_cap.key, get_cap.title) == ("GET /api/v5/account/cap", "Get cap")
    assert get_cap.source == "https://www.okx.com/docs-v5/en/#trading-account-rest-api-get-cap"


def test_lines_are_lines_of_the_page() -> None:
    set_cap, get_cap = read_text(PAGE, Path("guide.html"))
    lines = PAGE.splitlines()
    assert [lines[row.line - 1] for row in (*set_cap.request, *set_cap.request[2].fields)] == [
        f'<td style="text-align: left">{name}</td>' for name in ("instId", "side", "legs", "&gt; sz")
    ]
    assert lines[set_cap.line - 1] == '<h3 id="trading-account-rest-api-set-cap">Set cap</h3>'
    [diagnostic, cut] = get_cap.diagnostics
    assert str(cut).startswith("guide.html:85: ")
    assert str(diagnostic) == "guide.html:83: the rate limit is not understood: as many as you like [limit-unread]"
    assert lines[82] == '<h4 id="rate-limit-2">Rate limit: as many as you like</h4>'


@pytest.mark.parametrize("name", ["guide.html", "guide.htm"])
def test_saved_pages_need_no_other_reader_than_crawled_ones(name: str, tmp_path: Path) -> None:
    (tmp_path / "2026-06-27").mkdir()
    (tmp_path / "2026-06-27" / name).write_text(PAGE)
    found = read_snapshot(tmp_path / "2026-06-27", "okx_markdown", "data", {})
    assert [
        (each.group, each.name, each.draft.section, each.draft.source, each.draft.as_of) for each in found.placed
    ] == [
        (
            "trading_account",
            "get_cap",
            "trading account",
            "https://www.okx.com/docs-v5/en/#trading-account-rest-api-get-cap",
            "2026-06-27",
        ),
        (
            "trading_account",
            "set_cap",
            "trading account",
            "https://www.okx.com/docs-v5/en/#trading-account-rest-api-set-cap",
            "2026-06-27",
        ),
    ]


ENDPOINT = '<h3 id="a">Get a</h3><h4>HTTP Request</h4><p><code>GET /api/v5/a</code></p>'
TABLE = "<h4>Request Parameters</h4><table><tr><th>Parameter<th>Type<th>Required<th>Description</tr><tr><td>x<td>String<td>Yes<td>X"


@pytest.mark.parametrize(
    "broken",
    [
        "<blockquote><p>Note",
        "<ul><li>one<ul><li>two",
        "<pre><code>{",
        "<div><nav><a href='x'>",
        "<table><tr><td><code>",
        "</blockquote></ul></script></nav></pre>",
        "<![foo[ ]]>",
        "<a href='http://[x'>x</a><ol start><li>x</ol><img alt>",
        f"&#{'9' * 5000};&#xD800;&#0;&nosuch;&",
        "\x00\ufffd\x1b[31m",
        "<abbr title='x'>x",
    ],
)
def test_what_a_broken_tag_does_ends_with_its_section(broken: str) -> None:
    other = f'<h3 id="b">Get b</h3>{broken}'
    drafts = read_text(other + ENDPOINT + TABLE, Path("broken.html"))
    assert [(each.key, each.source, [row.name for row in each.request]) for each in drafts] == [
        ("GET /api/v5/a", "https://www.okx.com/docs-v5/en/#a", ["x"])
    ]


@pytest.mark.parametrize("end", ["", "<!-- cut", "<td", '<td style="', "</t", "&am", "<script>"])
def test_a_page_that_is_cut_short_gives_what_is_there(end: str) -> None:
    [draft] = read_text(ENDPOINT + TABLE + end, Path("cut.html"))
    assert [row.name for row in draft.request] == ["x"]


def test_a_section_without_an_id_is_linked_to_the_site() -> None:
    [draft] = read_text(ENDPOINT.replace(' id="a"', ""), Path("page.html"))
    assert draft.source == "https://www.okx.com/docs-v5/en/"


@pytest.mark.parametrize(
    "content",
    [b"", b"# Set leverage\n\n`POST /api/v5/x`\n", b"{}"],
)
def test_a_file_that_is_something_else_has_no_endpoints(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(content)
    assert read_page(file) == []


@pytest.mark.parametrize(
    ("content", "is_said"),
    [
        (b"\xff\xfe<\x00h\x003\x00", "is not UTF-8"),
        (b"<h3>\xc4\xe3\xba\xc3</h3>", "is not UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00<h3", "is a picture, not a page"),
    ],
)
def test_a_file_that_is_no_text_is_an_error(content: bytes, is_said: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(content)
    with pytest.raises(SpecError, match=rf"page\.html:1: {is_said}.* \[page-unreadable\]"):
        read_page(tmp_path / "page.html")


@pytest.mark.parametrize(
    "piece",
    [
        "<abbr title=x>x",
        "<style>@import",
        "<!--",
        "<![x[",
        "<a href='",
        "</b ",
        "\n",
        "x",
        "<h3>",
        "&lt;",
        "<br>1 ",
        "<p><b>",
        "<span ",
        "<span>x",
        "<tr><td rowspan=999>x",
        "<pre>x</pre>",
        "<p> </p>",
        "<b>x</b>",
        "<li>",
        "<td>|",
    ],
)
def test_the_time_grows_with_the_page_and_no_faster(piece: str) -> None:
    """A megabyte would take minutes if something went over the page again for every piece of it."""
    hostile = ENDPOINT + TABLE + piece * (120_000 // len(piece))
    start = time.process_time()
    assert [draft.key for draft in read_text(hostile, Path("hostile.html"))] == ["GET /api/v5/a"]
    assert time.process_time() - start < 10


@pytest.mark.parametrize("piece", ["<blockquote>x", "<ul><li>x", "<table><tr><td>", "<pre><div>"])
def test_a_page_that_is_nested_too_deep_is_an_error_and_not_read_in_part(piece: str) -> None:
    hostile = ENDPOINT + TABLE + piece * (120_000 // len(piece))
    with pytest.raises(SpecError, match=r"hostile\.html:1: the parser of HTML gave up: .*depth.* \[page-unreadable\]"):
        read_text(hostile, Path("hostile.html"))


def rows_of(table: str) -> list[tuple[str, str, str]]:
    """The request table of a page that has this one."""
    [draft] = read_text(f"{ENDPOINT}<h4>Request Parameters</h4>{table}", Path("page.html"))
    return [(row.name, row.required, row.text) for row in draft.request]


HEAD = "<tr><th>Parameter</th><th>Type</th><th>Required</th><th>Description</th></tr>"


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (
            f"<table>{HEAD}<tr><td>a<td>String<td>Yes<td>A<tr><td>b<td>String<td>No<td>B</table>",
            [("a", "yes", "A"), ("b", "no", "B")],
        ),
        (
            f"<table>{HEAD}<tr><td>a</td><td>String</td><td>Yes</td><td>One<br>two<br/><br>three</td></tr></table>",
            [("a", "yes", "One\ntwo\n\nthree")],
        ),
        (
            f"<table>{HEAD}<tr><td>a</td><td>String</td><td>Yes</td><td><p>One</p>\n<p>two</p></td></tr></table>",
            [("a", "yes", "One\ntwo")],
        ),
        (
            f"<table>{HEAD}<tr><td>a</td><td>String</td><td>Yes</td><td>One<ul><li>x<li>y</ul></td></tr></table>",
            [("a", "yes", "One\nx\ny")],
        ),
        (
            f"<table>{HEAD}<tr><td>a</td><td>String</td><td>Yes</td><td>Modes<table><tr><th>Mode</th><th>Type</th></tr>"
            "<tr><td>b</td><td>String</td></tr></table>end</td></tr><tr><td>c</td><td>String</td><td>No</td><td>C</td></tr></table>",
            [("a", "yes", "Modes\nMode Type\nb String\nend"), ("c", "no", "C")],
        ),
        (
            f"<table>{HEAD}<tr><td>a</td><td>String</td><td rowspan=2>Yes</td><td>A</td></tr>"
            "<tr><td>b</td><td>String</td><td>B</td></tr></table>",
            [("a", "yes", "A"), ("b", "yes", "B")],
        ),
        (
            f"<table>{HEAD}<tr><td>a&nbsp;</td><td>String</td><td>Yes</td><td>&lt;b&gt; &amp;amp; 5&#37; &#x2265; 1&nbsp;&nbsp;x</td></tr></table>",
            [("a", "yes", "<b> &amp; 5% ≥ 1 x")],
        ),
        (
            f"<table>{HEAD}<tr><td>a</td><td>String</td><td>Yes</td><td>A<script>alert('<td>')</script><!-- <td>no --></td></tr></table>",
            [("a", "yes", "A")],
        ),
        (
            f"<TABLE><THEAD>{HEAD}</THEAD><TBODY><TR><TD><CODE>a</CODE></TD><TD>String</TD><TD>Yes</TD><TD>A</TD></TR></TBODY></TABLE>"
            "<p>Not of the table</p>",
            [("a", "yes", "A")],
        ),
        (
            f"<table>{HEAD}<tr><td>a</td><td>String | Array</td><td>Yes</td><td>A | B</td></tr></table>",
            [("a", "yes", "A | B")],
        ),
    ],
)
def test_cells_are_read_whatever_is_in_them(table: str, rows: list[tuple[str, str, str]]) -> None:
    found = [
        (name, required, "\n".join(line.strip().removeprefix("* ") for line in text.split("\n")))
        for name, required, text in rows_of(table)
    ]
    assert found == rows


def test_what_is_commented_out_is_not_documented() -> None:
    hidden = "<!-- <h3 id='old'>Get old</h3><h4>HTTP Request</h4><p><code>GET /api/v5/old</code></p> -->"
    assert [draft.key for draft in read_text(hidden + ENDPOINT + TABLE + hidden, Path("page.html"))] == [
        "GET /api/v5/a"
    ]


def test_the_section_of_an_endpoint_is_the_heading_around_it() -> None:
    page = '<h1 id="order-book">Order Book</h1><h2 id="order-book-recurring-buy">Recurring buy</h2>' + ENDPOINT.replace(
        'id="a"', 'id="order-book-recurring-buy-pause"'
    )
    other = '<h2 id="order-book-grid">Grid</h2>' + ENDPOINT.replace('id="a"', 'id="elsewhere-rest-api-get-a"')
    found = read_text(page + other, Path("page.html"))
    assert [(draft.source, draft.section) for draft in found] == [
        ("https://www.okx.com/docs-v5/en/#order-book-recurring-buy-pause", "order-book-recurring-buy"),
        ("https://www.okx.com/docs-v5/en/#elsewhere-rest-api-get-a", "elsewhere"),
    ]


def test_code_is_code_wherever_it_stands() -> None:
    label = '<blockquote><p>Response Example</p><pre><code>{<br>  "code": "0", "data": [{"a": "1"}]\n}</code></pre></blockquote>'
    [draft] = read_text(ENDPOINT + label, Path("page.html"))
    assert [example.response for example in draft.examples] == [{"code": "0", "data": [{"a": "1"}]}]


def test_error_codes_are_read_from_html(tmp_path: Path) -> None:
    file = tmp_path / "errors.html"
    file.write_text(
        '<h1 id="error-code">Error Code</h1><h3>General</h3><table><thead><tr><th>Error Code</th><th>HTTP Status Code</th>'
        "<th>Error Message</th></tr></thead><tbody><tr><td>50011</td><td>429</td><td>Rate limit reached</td></tr></tbody></table>"
    )
    assert codes_of_page(file) == {"50011": ("Rate limit reached",)}


def test_a_page_in_another_language_is_the_witness(tmp_path: Path) -> None:
    english = PAGE
    chinese = PAGE
    for word, translation in (
        ("Set cap", "设置上限"),
        ("Get cap", "获取上限"),
        ("Trading Account", "交易账户"),
        ("REST API", "接口"),
        ("WebSocket", "频道"),
        ("Cap channel", "上限频道"),
        ('<td style="text-align: left">Yes<', '<td style="text-align: left">否<'),
    ):
        chinese = chinese.replace(word, translation)
    (tmp_path / "en.html").write_text(english)
    (tmp_path / "zh.html").write_text(chinese)
    found = read_snapshot(tmp_path, "okx_html", "data", {})
    assert [page.draft.title for page in found.placed] == ["Get cap", "Set cap"]
    assert [(question.endpoint, question.subject) for question in found.disagreements] == [
        ("POST /api/v5/account/set-cap", "request.instId.required"),
        ("POST /api/v5/account/set-cap", "request.note"),
    ]
    (tmp_path / "en.html").unlink()
    assert [page.draft.title for page in read_snapshot(tmp_path, "okx_html", "data", {}).placed] == [
        "获取上限",
        "设置上限",
    ]


def test_text_keeps_its_order_in_marks_that_are_never_closed() -> None:
    [draft] = read_text(ENDPOINT + "<div>Sets <b>the <div>cap</div> once.</div><p>Not <i>twice", Path("page.html"))
    assert draft.prose.split("\n") == ["Sets the", "cap", "once.", "Not _twice_"]
