"""OKX's crawled pages: where a row stands, how it is written, and other layouts of the same facts."""

import random
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from attrs import frozen

from venuespec.pages.draft import Draft
from venuespec.pages.formats.okx_markdown import read_text
from venuespec.pages.parts.page import seen_text

from .judge import walk

_HEAD = re.compile(r"\**Parameters?(?: name)?\** \| \**Types?\** \| \**Required\** \| \**Description\**\s*")
_ROW = re.compile(r"(?P<name>[a-zA-Z]\w*) \| (?P<type>String) \| (?P<required>Yes|No) \| (?P<text>[^|]*?)\s*")
_END = "  "


@frozen
class Site:
    """A row of a request on a page, whose description is one line."""

    text: str
    line: int
    name: str
    file: Path

    def with_cells(self, kind: str | None = None, required: str | None = None, said: str | None = None) -> str:
        """The page with other cells in this row; ``<br>`` begins a line as a crawl does."""
        lines = self.text.split("\n")
        match = _ROW.fullmatch(lines[self.line])
        assert match is not None
        described = (said if said is not None else match["text"]).replace("<br>", "  \n")
        cells = (
            match["name"],
            match["type"] if kind is None else kind,
            match["required"] if required is None else required,
            described,
        )
        lines[self.line] = " | ".join(cells) + "  "
        return "\n".join(lines)


@lru_cache(maxsize=16)
def read(text: str, file: Path) -> list[Draft]:
    """The drafts of a page's text; the pages before a rewrite are asked for again and again."""
    return list(read_text(seen_text(text), file))


def sites(text: str, file: Path) -> Iterator[Site]:
    """The rows of a page's English half that one line holds, next to other rows."""
    lines = text.split("\n")
    english = next((index for index, line in enumerate(lines) if index > 10 and line.strip() == "---"), len(lines))
    in_request = False
    for index, line in enumerate(lines[: english - 1]):
        if _HEAD.fullmatch(line):
            in_request = True
        elif line.startswith("#"):
            in_request = False
        match = _ROW.fullmatch(line) if in_request else None
        following = lines[index + 1]
        if match and (following == _END or _ROW.fullmatch(following)):
            yield Site(text, index, match["name"], file)


def sample(docs: Path | None, count: int, seed: int) -> list[Site]:
    """Rows of real pages with one endpoint each, drawn with a seed; without pages, those of the frozen page."""
    if docs is None:
        frozen_page = Path(__file__).parent / "frozen_okx.md"
        return list(sites(frozen_page.read_text(encoding="utf-8"), frozen_page))
    drawn = random.Random(seed)
    files = sorted((docs / "okx_v5" / "2026-06-27").rglob("*.md"))
    drawn.shuffle(files)
    found: list[Site] = []
    for file in files:
        text = file.read_text(encoding="utf-8")
        rows = [site for site in sites(text, file) if _is_alone(site)] if text.count("\n#### HTTP") <= 2 else []
        if rows:
            found.append(drawn.choice(rows))
        if len(found) == count:
            break
    return found


def _is_alone(site: Site) -> bool:
    """Whether the row is the only one of its name, on a page of one endpoint."""
    drafts = read(site.text, site.file)
    return len(drafts) == 1 and [row.name for row in walk(drafts[0].request)].count(site.name) == 1


@frozen
class Layout:
    """Another layout of a page's facts: ``rewrite`` makes it, None where the page has no place for it.

    ``changes`` says which facts the page then states otherwise: the limit, the path, or nothing.
    """

    name: str
    rewrite: Callable[[str], str | None]
    reportable: bool = False


def _replaced(pattern: str, with_: str, flags: int = re.MULTILINE) -> Callable[[str], str | None]:
    def rewrite(text: str) -> str | None:
        changed, count = re.subn(pattern, with_, text, count=1, flags=flags)
        return changed if count else None

    return rewrite


_HTTP = r"^#### HTTP [Rr]equest\s*\n+`(GET|POST) ?(/api/v5/[^`\n]+)`"
_LIMIT = r"^#### Rate [Ll]imit: \d+ requests? per \d+ seconds?\s*$"
_REQUEST = r"^#### Request [Pp]arameters\s*$"
_TABLE_HEAD = r"^(?:\**)Parameters?(?:\**) \| (?:\**)Types?(?:\**) \| (?:\**)Required(?:\**) \| (?:\**)Description(?:\**)\s*\n---\|---\|---\|---\s*$"

ENDPOINT_LINES: tuple[Layout, ...] = tuple(
    Layout(name, _replaced(_HTTP, with_))
    for name, with_ in (
        ("equals sign before the heading", r"=#### HTTP Request\n\n`\1 \2`"),
        ("no space behind the marks", r"####HTTP Request\n\n`\1 \2`"),
        ("three marks, no space", r"###HTTP request\n\n`\1 \2`"),
        ("heading of the third level", r"### HTTP Request\n\n`\1 \2`"),
        ("five marks", r"##### HTTP Request\n\n`\1 \2`"),
        ("bold instead of a heading", r"**HTTP Request**\n\n`\1 \2`"),
        ("a slip in the heading", r"#### HTTP Reqeust\n\n`\1 \2`"),
        ("another heading", r"#### Request URL\n\n`\1 \2`"),
        ("a heading of one word", r"#### Endpoint\n\n`\1 \2`"),
        ("no heading", r"`\1 \2`"),
        ("no backticks", r"#### HTTP Request\n\n\1 \2"),
        ("bold method", r"#### HTTP Request\n\n**\1** `\2`"),
        ("method and path in two marks", r"#### HTTP Request\n\n`\1` `\2`"),
        ("in a bullet", r"#### HTTP Request\n\n- `\1 \2`"),
        ("in a table", r"#### HTTP Request\n\nMethod | Path\n---|---\n\1 | `\2`\n"),
        ("in a table with bars", r"#### HTTP Request\n\n| Method | URL |\n|---|---|\n| \1 | \2 |\n"),
        ("in a list", r"#### HTTP Request\n\n- Method: \1\n- Path: `\2`\n"),
        ("in a fence", r"#### HTTP Request\n\n```\n\1 \2\n```\n"),
        ("in indented code", r"#### HTTP Request\n\n    \1 \2\n"),
        ("with a host", r"#### HTTP Request\n\n`\1 https://www.okx.com\2`"),
        ("with a variable for the host", r"#### HTTP Request\n\n`\1 {{baseUrl}}\2`"),
        ("in the heading itself", r"#### HTTP Request: `\1 \2`"),
        ("in a sentence", r"#### HTTP Request\n\nSend a `\1 \2` request.\n"),
    )
)
LIMITS: tuple[Layout, ...] = tuple(
    Layout(name, _replaced(_LIMIT, with_))
    for name, with_ in (
        ("a bullet", "- Rate limit: 40 requests/ 2s"),
        ("a star", "* Rate Limit: 40 requests per 2 seconds"),
        ("a plain line", "Rate limit: 40/2s"),
        ("bold", "**Rate limit:** 40 requests per 2 seconds"),
        ("a bold bullet", "- **Rate limit**: 40 req/2s"),
        ("times", "#### Rate Limit: 40 times per 2 seconds"),
        ("slash", "#### Rate limit: 40/2s"),
        ("slash and spaces", "#### Rate limit: 40 requests / 2 s"),
        ("every", "#### Rate limit: 40 requests every 2 seconds"),
        ("within", "#### Rate limit: 40 calls within 2 seconds"),
        ("speed limit", "#### Speed limit: 40 requests per 2 seconds"),
        ("hyphen in the name", "#### Rate-limit: 40 requests per 2 seconds"),
        ("a dash for the colon", "- Rate limit – 40 requests per 2 seconds"),
        ("five marks", "##### Rate Limit: 40 requests per 2 seconds"),
        ("no space", "####Rate Limit: 40 requests per 2 seconds"),
        ("below the heading", "#### Rate limit\n\n40 requests per 2 seconds"),
        ("a table", "| Rate limit | 40 requests per 2 seconds |\n"),
        ("a slip", "#### Rate Limt: 40 requests per 2 seconds"),
        ("capitals", "#### RATE LIMIT: 40 REQUESTS PER 2 SECONDS"),
        ("wide colon", "#### Rate Limit：40 requests per 2 seconds"),
        ("window", "#### Rate Limit: 40 requests in any 2-second window"),
        ("Chinese", "#### 限速：40次/2s"),
    )
)
TABLES: tuple[Layout, ...] = (
    *(
        Layout(f"head {words}", _replaced(_TABLE_HEAD, f"{words}\n---|---|---|---"))
        for words in (
            "Field | Type | Required | Description",
            "Param | Data type | Mandatory | Comment",
            "Name | Type | Required? | Desc",
            "Attribute | Type | Mandatory? | Explanation",
            "Parameter name | Data Type | Is required | Details",
            "FIELD | TYPE | REQUIRED | DESCRIPTION",
            "`Parameter` | `Type` | `Required` | `Description`",
            "__Parameter__ | __Type__ | __Required__ | __Description__",
            "字段 | 类型 | 是否必填 | 说明",
            "Key | Value type | Obligatory | Meaning",
            "Request parameter | Type | Req. | Notes",
            "~~Parameter~~ | ~~Type~~ | ~~Required~~ | ~~Description~~",
            "Argument | Type | Compulsory | Remarks",
        )
    ),
    Layout("no ruler", _replaced(_TABLE_HEAD, "Parameter | Type | Required | Description")),
    Layout("short ruler", _replaced(_TABLE_HEAD, "Parameter | Type | Required | Description\n--|--|--|--")),
    Layout("aligned ruler", _replaced(_TABLE_HEAD, "Parameter | Type | Required | Description\n:---|:---:|:---|---:")),
    Layout("bars outside", _replaced(_TABLE_HEAD, "| Parameter | Type | Required | Description |\n|---|---|---|---|")),
    Layout("heading of the body", _replaced(_REQUEST, "#### Body parameters")),
    Layout("heading with a slip", _replaced(_REQUEST, "#### Request Paramters")),
    Layout("bold heading", _replaced(_REQUEST, "**Request Parameters**")),
    Layout("no heading", _replaced(_REQUEST, "")),
    Layout("heading without space", _replaced(_REQUEST, "####Request Parameters")),
    Layout(
        "sentence before the head",
        _replaced(_TABLE_HEAD, "Send these. Parameter | Type | Required | Description\n---|---|---|---"),
    ),
)
