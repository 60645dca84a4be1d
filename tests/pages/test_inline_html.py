"""Inline HTML in a page's text: written as the markdown of the same before a reader sees it."""

from pathlib import Path

import pytest

from venuespec.pages.parts.page import page_text, seen_text


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("| side | <code>buy</code>, <code class='x'>sell</code> |", "| side | `buy`, `sell` |"),
        ("**Where<code>beds</code> is a list**", "**Where`beds` is a list**"),
        ("Replaced by <code>GET /v2/beds</code>. Gone in May.", "Replaced by `GET /v2/beds`. Gone in May."),
        ("<strong>Only</strong> in <b> spring </b>", "**Only** in  **spring** "),
        ("<strong><code>bed</code></strong>", "**`bed`**"),
        ("<b>one <i>two</i></b>", "**one _two_**"),
        ("<em>late</em> and <i>a_b</i>", "_late_ and *a_b*"),
        ("<del>old</del> new", "~~old~~ new"),
        ('| <a href="#beds" target="_blank">bed</a> |', "| [bed](#beds) |"),
        ("| &gt; bed | at most &lt;= 5 &amp; more |", "| > bed | at most <= 5 & more |"),
        ("| a&#124;b |", "| a\\|b |"),
        ("a&#124;b", "a|b"),
        ("<code>beds_<id></code>", "`beds_<id>`"),
        ("GET /beds/&lt;bed&gt;/rows/<row>", "GET /beds/{bed}/rows/{row}"),
        ('<Endpoint method="GET" url="/beds/<bed>" />', '<Endpoint method="GET" url="/beds/{bed}" />'),
        ("`GET /beds/<bed>`", "`GET /beds/{bed}`"),
        ("## Path [#](#path)", "## Path"),
        ('## Path [¶](#path "Permalink") ', "## Path"),
        ("## [Path](#path)", "## Path"),
        ("## **Path**", "## Path"),
        ('## <a id="path"></a>Path', "## Path"),
        ('<h3 id="path"><a href="#path">Path</a></h3>', "### Path"),
        ('<a name="path"></a>', " "),
        ("~~~json\n{}\n~~~", "```json\n{}\n```"),
        ("<pre>\n<span>&quot;a&quot;</span>: 1 &lt; 2\n</pre>", '<pre>\n"a": 1 < 2\n</pre>'),
        ("```GET /beds```\n<b>x</b>", "```GET /beds```\n**x**"),
        ("| one\u00a0bed | two&nbsp;beds&nbsp; |", "| one bed | two beds  |"),
    ],
)
def test_inline_html_is_markdown(html: str, markdown: str) -> None:
    assert seen_text(html) == markdown


@pytest.mark.parametrize(
    "line",
    [
        "| name | `<code>x</code>` |",
        "    <code>indented</code>",
        "```\n<b>fenced</b> &gt;\n```",
        "one<br>two<br/>three",
        "GET /beds/&lt;bed&gt",
        "and/<br> or a/<b>x",
        "| &nbsp;&nbsp;nested | \u00a0\u00a0deeper |",
        "* `GTC`\u00a0Until cancelled",
        "&lt;b&gt",
        "<b>never closed",
        "&amp;lt;",
        "## [Old](#old) and [new](#new)",
        "## Path {#path}",
    ],
)
def test_code_breaks_and_depth_stay(line: str) -> None:
    assert seen_text(line) == line


def test_pages_of_html_stay(tmp_path: Path) -> None:
    html = "<p><code>x</code> &lt; <b>5</b></p>"
    for name, text in (("page.html", html), ("page.md", "<p>`x` < **5**</p>")):
        (tmp_path / name).write_text(html.replace("&lt; ", "&lt; "), encoding="utf-8")
        assert page_text(tmp_path / name) == text
