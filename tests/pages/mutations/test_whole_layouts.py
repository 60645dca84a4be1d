"""One endpoint in other markups, site generators' layouts and as careless copies leave it, on a page of each format."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from .judge import complaints
from .page_frames import FORMATS, PATHS, PLAIN, PageLayout, drafts, outcome_of_page, paths
from .whole_layouts import COMPONENTS, ENDPOINTS, FLATTENED, MARKUPS, UNSURE, UNSURE_ENDPOINTS

_ANSWER = re.compile(r"```json\n(.*)\n```\n|^ {4}(\{.*)\n", re.MULTILINE)
_HEADINGS = re.compile(r"^(#+) (.*)$", re.MULTILINE)
_PARTS = re.compile(r"^(#+) ((?!Place)[^:\n]*)$", re.MULTILINE)


@pytest.mark.parametrize("layout", [*MARKUPS, *FLATTENED, *COMPONENTS, *ENDPOINTS], ids=lambda layout: layout.name)
def test_a_whole_layout_is_read_right(layout: PageLayout, tmp_path: Path) -> None:
    outcomes = {format_: outcome_of_page(layout, format_, tmp_path) for format_ in layout.formats}
    assert outcomes == dict.fromkeys(layout.formats, "right")


@pytest.mark.parametrize("layout", [*UNSURE, *UNSURE_ENDPOINTS], ids=lambda layout: layout.name)
def test_a_layout_that_is_unsure_is_reported(layout: PageLayout, tmp_path: Path) -> None:
    outcomes = {format_: outcome_of_page(layout, format_, tmp_path) for format_ in layout.formats}
    assert outcomes == dict.fromkeys(layout.formats, "reported")


def _ruled(match: re.Match[str]) -> str:
    return f"{match[2]}\n{'=~^~~'[len(match[1]) - 1] * len(match[2])}"


HEADINGS: Mapping[str, Callable[[str], str]] = {
    "without marks": lambda text: _PARTS.sub(r"\2", text),
    "in capitals": lambda text: _PARTS.sub(lambda match: match[2].upper(), text),
    "with colons": lambda text: _PARTS.sub(r"\2:", text),
    "in a tag": lambda text: _PARTS.sub(r"<u>\2</u>", text),
    "in a block": lambda text: _PARTS.sub(r'<div class="h4">\2</div>', text),
    "with a sign before": lambda text: _PARTS.sub(r"\1 📌 \2", text),
    "underlined": lambda text: _HEADINGS.sub(_ruled, text),
    "AsciiDoc": lambda text: _HEADINGS.sub(lambda match: f"{'=' * len(match[1])} {match[2]}", text),
    "MediaWiki": lambda text: _HEADINGS.sub(lambda match: f"{'=' * len(match[1])} {match[2]} {'=' * len(match[1])}", text),
    "Jira": lambda text: _HEADINGS.sub(lambda match: f"h{len(match[1])}. {match[2]}", text),
    "org": lambda text: _PARTS.sub(lambda match: f"{'*' * len(match[1])} {match[2]}", text),
}  # fmt: skip


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("change", HEADINGS.values(), ids=HEADINGS.keys())
def test_headings_of_another_kind(change: Callable[[str], str], format_: str, tmp_path: Path) -> None:
    plain = PLAIN.text(format_)
    _assert_same(format_, plain, change(plain), tmp_path)


def _margin(text: str, blanks: str) -> str:
    return "".join(f"{blanks}{line}\n" for line in text.split("\n"))


def _fenced(text: str, language: str = "json") -> str:
    return f"```{language}\n{text}\n```\n"


EXAMPLES: Mapping[str, Callable[[str], str]] = {
    "without fences": lambda text: f"{text}\n",
    "on one line": lambda text: json.dumps(json.loads(text)) + "\n",
    "indented by four": lambda text: f"\n{_margin(text, '    ')}\n",
    "indented by two": lambda text: f"\n{_margin(text, '  ')}\n",
    "indented by a tab": lambda text: f"\n{_margin(text, chr(9))}\n",
    "with tildes": lambda text: f"~~~json\n{text}\n~~~\n",
    "in tags": lambda text: f"<pre><code>{text}</code></pre>\n",
    "below a button": lambda text: f"Copy\n\n{_fenced(text)}",
    "with numbers": lambda text: _fenced("\n".join(f"{at} {line}" for at, line in enumerate(text.split("\n"), 1))),
    "with curly marks": lambda text: _fenced(re.sub(r'"([^"]*)"', r"“\1”", text)),
    "with odd blanks": lambda text: _fenced(text.replace("  ", "\u00a0 ")),
    "with entities": lambda text: _fenced(text.replace('"', "&quot;")),
    "with its head": lambda text: _fenced(f"HTTP/1.1 200 OK\nContent-Type: application/json\n\n{text}", "http"),
    "quoted": lambda text: _margin(_fenced(text).rstrip("\n"), "> "),
    "in a list": lambda text: f"- 200\n\n{_margin(_fenced(text), '  ')}",
    "AsciiDoc": lambda text: f"[source,json]\n----\n{text}\n----\n",
    "reStructuredText": lambda text: f".. code-block:: json\n\n{_margin(text, '   ')}\n",
    "ReadMe": lambda text: f'[block:code]\n{json.dumps({"codes": [{"code": text, "language": "json"}]})}\n[/block]\n',
    "MkDocs": lambda text: f'=== "200"\n\n{_margin(_fenced(text), "    ")}',
    "Jira": lambda text: f"{{code:json}}\n{text}\n{{code}}\n",
}  # fmt: skip


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("change", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_an_answer_in_another_layout(change: Callable[[str], str], format_: str, tmp_path: Path) -> None:
    plain = PLAIN.text(format_)
    shown = _ANSWER.search(plain)
    assert shown is not None
    text = json.dumps(json.loads(shown[1] or shown[2]), indent=4)
    _assert_same(format_, plain, plain[: shown.start()] + change(text) + plain[shown.end() :], tmp_path)


CURL = 'curl -X POST "https://api.venue.example{p}" \\\n  -H "X-KEY: k" \\\n  -d \'{"symbol": "BTC", "limit": 5}\''
MESSAGE = 'POST {p} HTTP/1.1\nHost: api.venue.example\n\n{\n  "symbol": "BTC",\n  "limit": 5\n}'


@pytest.mark.parametrize("format_", ["okx", "bybit", "flat"])
@pytest.mark.parametrize("layout", ["{}\n", "    {}\n", "```\n{}\n```\n"], ids=["bare", "indented", "fenced"])
@pytest.mark.parametrize("message", [CURL, MESSAGE], ids=["curl", "HTTP"])
def test_a_request_example_in_another_layout(message: str, layout: str, format_: str, tmp_path: Path) -> None:
    plain, answered = (
        PLAIN.text(format_),
        {"okx": "> Response", "bybit": "### Response", "flat": "## Response"}[format_],
    )
    block = message.replace("{p}", PATHS[format_]).replace("\n", "\n    " if layout.startswith(" ") else "\n")
    label = f"{answered.split()[0]} Request Example"
    text = plain.replace(f"{answered} ", f"{label}\n\n{layout.replace('{}', block)}\n{answered} ", 1)
    [draft] = drafts(format_, text, tmp_path)
    assert [each.request for each in draft.examples if each.request] == [{"symbol": "BTC", "limit": 5}]


@pytest.mark.parametrize("format_", ["okx", "bybit", "binance"])
@pytest.mark.parametrize(
    "badge",
    [
        '<Badge type="danger" text="Deprecated"/>',
        '<span class="badge">deprecated</span>',
        '{% badge text="Deprecated" %}',
        "![Deprecated](https://img.example/deprecated.svg)",
    ],
)
def test_a_badge_behind_a_heading(badge: str, format_: str, tmp_path: Path) -> None:
    text = re.sub(r"^(#+ HTTP Request)$", rf"\1 {badge}", PLAIN.text(format_), flags=re.MULTILINE)
    [draft] = drafts(format_, text, tmp_path)
    assert "This endpoint is deprecated." in draft.prose


def _assert_same(format_: str, plain: str, changed: str, folder: Path) -> None:
    """Assert that a page in another layout states the facts of the plain one, and that nothing is reported."""
    [expected], [draft] = drafts(format_, plain, folder), drafts(format_, changed, folder)
    assert draft.key == expected.key
    assert dict(paths(draft.request)) == dict(paths(expected.request))
    assert [row.name for row in draft.response] == [row.name for row in expected.response]
    assert [each.response for each in draft.examples] == [each.response for each in expected.examples]
    assert (draft.rate_limits, draft.permissions, draft.costs) == (
        expected.rate_limits,
        expected.permissions,
        expected.costs,
    )
    assert not complaints([draft]) - complaints([expected])
