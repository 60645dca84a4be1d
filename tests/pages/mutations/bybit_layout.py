"""Bybit's MDX pages: where a row stands, how it is written, and other layouts of the same facts."""

import random
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from attrs import frozen

from venuespec.pages.draft import Draft
from venuespec.pages.formats.bybit_mdx import read_text
from venuespec.pages.parts.folder import PageFolder
from venuespec.pages.parts.page import seen_text

_HEAD = re.compile(r"\| ?Parameter ?\| ?Required ?\| ?Type ?\| ?Comments ?\|\s*")
_ROW = re.compile(
    r"\|(?P<name>[a-zA-Z]\w*) ?\|(?P<required>\*\*true\*\*|false) ?\|(?P<type>string) ?\|(?P<text>[^|]*)\|\s*"
)
ENUMS = "# Shared values\n### species\n* `oak`\n* `ash`&emsp;a tall one\n"


@frozen
class Site:
    """A row of a request on a page."""

    text: str
    line: int
    name: str
    file: Path
    folder: PageFolder

    def with_cells(self, kind: str | None = None, required: str | None = None, said: str | None = None) -> str:
        """The page with other cells in this row."""
        lines = self.text.split("\n")
        match = _ROW.fullmatch(lines[self.line])
        assert match is not None
        cells = (match["required"] if required is None else required, match["type"] if kind is None else kind)
        described = (match["text"] if said is None else said).replace("|", "&#124;")
        lines[self.line] = f"|{match['name']} |{' |'.join(cell.replace('|', '&#124;') for cell in cells)} |{described}|"
        return "\n".join(lines)

    def read(self, text: str) -> list[Draft]:
        """The drafts of another text at the page's place."""
        return _read(text, self.file, self.folder)


@lru_cache(maxsize=16)
def _read(text: str, file: Path, folder: PageFolder) -> list[Draft]:
    """The drafts of a page's text; the pages before a rewrite are asked for again and again."""
    return list(read_text(seen_text(text), file, folder))


def sites(text: str, file: Path, folder: PageFolder) -> Iterator[Site]:
    """The rows of a page's request that no link or mark makes special."""
    inside = False
    for index, line in enumerate(text.split("\n")):
        inside = _HEAD.fullmatch(line) is not None or (inside and line.startswith("|"))
        match = _ROW.fullmatch(line) if inside else None
        if match:
            yield Site(_unshown(text, match["name"]), index, match["name"], file, folder)


def _unshown(text: str, name: str) -> str:
    """The page with another name in its examples: a value there that a list does not have opens the list."""
    return re.sub(rf'"{name}"(?=\s*:)|(?<=[?&]){name}(?==)', lambda found: found[0].replace(name, f"{name}Other"), text)


def frozen_sites(folder: Path) -> list[Site]:
    """Rows of a page of our own, beside a page of shared values."""
    (folder / "garden").mkdir(exist_ok=True)
    (folder / "enum.mdx").write_text(ENUMS, encoding="utf-8")
    text = (Path(__file__).parent / "frozen_bybit.mdx").read_text(encoding="utf-8")
    return list(sites(text, folder / "garden" / "plant.mdx", PageFolder(folder)))


def real_sites(docs: Path, count: int, seed: int) -> list[Site]:
    """Rows of real pages, drawn with a seed."""
    drawn = random.Random(seed)
    folder = PageFolder(docs / "bybit_v5" / "2026-06-26")
    files = [file for file in folder.pages(".mdx") if "abandon" not in file.parts]
    found: list[Site] = []
    while len(found) < count:
        file = drawn.choice(files)
        text = file.read_text(encoding="utf-8")
        rows = list(sites(text, file, folder)) if text.count("<APIEndpoint") == 1 else []
        if rows:
            found.append(drawn.choice(rows))
    return found


@frozen
class Layout:
    """Another layout of a page's facts: ``rewrite`` makes it, None where the page has no place for it."""

    name: str
    rewrite: Callable[[str], str | None]


def _replaced(pattern: str, with_: str, flags: int = re.MULTILINE) -> Callable[[str], str | None]:
    def rewrite(text: str) -> str | None:
        changed, count = re.subn(pattern, with_, text, count=1, flags=flags)
        return changed if count else None

    return rewrite


def _indented(text: str) -> str | None:
    return re.sub(r"^\|", "  |", text, flags=re.MULTILINE)


_TAG = r'^### HTTP Request\s*\n<APIEndpoint method="(\w+)" url="([^"]+)" />'
_LIMIT = r"^> API rate limit: 10 req / sec$"
_PERMISSION = r"^\* API key permission: `Garden`$"
_REQUEST = r"^### Request Parameters$"
_ANSWER = r"^### Response Parameters$"
_TABLE_HEAD = r"^\| ?Parameter ?\| ?Required ?\| ?Type ?\| ?Comments ?\|\s*\n\|[-:| ]+\|$"

DECLARATIONS: tuple[Layout, ...] = tuple(
    Layout(name, _replaced(_TAG, with_))
    for name, with_ in (
        ("attributes the other way", r'### HTTP Request\n<APIEndpoint url="\2" method="\1" />'),
        ("single quotes", r"### HTTP Request\n<APIEndpoint method='\1' url='\2'/>"),
        ("braces", r'### HTTP Request\n<APIEndpoint method={"\1"} url={`\2`} />'),
        ("several lines", r'### HTTP Request\n<APIEndpoint\n  url="\2"\n\n  method="\1"\n/>'),
        ("spaces around the equals signs", r'### HTTP Request\n<APIEndpoint method = "\1"  url = "\2" />'),
        ("an end tag", r'### HTTP Request\n<APIEndpoint method="\1" url="\2"></APIEndpoint>'),
        ("another attribute", r'### HTTP Request\n<APIEndpoint id="x" method="\1" auth={true} url="\2" />'),
        ("other names", r'### HTTP Request\n<ApiEndPoint verb="\1" path="\2" />'),
        ("the path inside", r'### HTTP Request\n<HttpEndpoint type="\1">\2</HttpEndpoint>'),
        ("with a host", r'### HTTP Request\n<APIEndpoint method="\1" url="https://api.bybit.com\2" />'),
        ("a closing slash", r'### HTTP Request\n<APIEndpoint method="\1" url="\2/" />'),
        ("in a box", r'### HTTP Request\n<div><APIEndpoint method="\1" url="\2" /></div>'),
        ("two marks", r"### HTTP Request\n`\1` `\2`"),
        ("one mark", r"### HTTP Request\n`\1 \2`"),
        ("method without marks", r"### HTTP Request\n\1 `\2`"),
        ("no marks", r"### HTTP Request\n\1 \2"),
        ("bold", r"### HTTP Request\n**\1** `\2`"),
        ("a bullet", r"### HTTP Request\n- \1 \2"),
        ("a colon", r"### HTTP Request\n\1: \2"),
        ("a version of HTTP", r"### HTTP Request\n\1 \2 HTTP/1.1"),
        ("a list of facts", r"### HTTP Request\n- Method: \1\n- URL: \2"),
        ("facts in bold", r"### HTTP Request\n**Method**: `\1`\n\n**Path**: `\2`"),
        ("another heading", r'### Endpoint\n\n<APIEndpoint method="\1" url="\2" />'),
        ("no heading", r'<APIEndpoint method="\1" url="\2" />'),
        ("a slip in the heading", r"### HTTP Reqeust\n\n\1 `\2`"),
        ("four marks", r'#### HTTP Request\n<APIEndpoint method="\1" url="\2" />'),
        ("no space", r'###HTTP Request\n<APIEndpoint method="\1" url="\2" />'),
        ("bold heading", r'**HTTP Request**\n<APIEndpoint method="\1" url="\2" />'),
        ("heading in HTML", r'<h3 id="x">HTTP Request</h3>\n<APIEndpoint method="\1" url="\2" />'),
        ("in a fence", r"### HTTP Request\n```\n\1 \2\n```"),
        ("in a table", r"### HTTP Request\n| Method | Path |\n|---|---|\n| \1 | `\2` |\n"),
    )
)
LIMITS: tuple[Layout, ...] = tuple(
    Layout(name, _replaced(_LIMIT, with_))
    for name, with_ in (
        ("words", "> API rate limit: 40 requests per 2 seconds"),
        ("a bullet", "* Rate limit: 40 req/2s"),
        ("bold", "**Rate Limit:** 40 requests / 2 seconds"),
        ("bold bullet", "- **Rate limit**: 40 req per 2 sec"),
        ("below its label", "- **Rate limit:**<br/>\n40 requests per 2 seconds per UID."),
        ("by user", "> UID rate limit: 40 req / 2 seconds"),
        ("up to", "Needs care. **Up to 40 requests** per 2 seconds per UID."),
        ("at most", "At most 40 requests every 2 seconds are served."),
        ("no more than", "Send no more than 40 requests per 2 seconds."),
        ("a maximum", "There is a maximum of 40 calls within 2 seconds."),
        ("frequency", "Request frequency: 40 times per 2 seconds"),
        ("this endpoint", "The rate limit of this endpoint is 40 requests per 2 seconds per user."),
        ("limited to", "This endpoint is rate limited to 40 requests per 2 seconds."),
        ("in code", "* API rate limit: `40 req / 2s`"),
        ("a table", "| Rate limit |\n|---|\n| 40 req / 2s |"),
        ("a heading", "### Rate limit\n40 requests per 2 seconds"),
        ("a heading with the figures", "#### Rate limit: 40 requests per 2 seconds"),
        ("a dash", "Rate limit – 40 requests per 2 seconds"),
        ("hyphen", "Rate-limit: 40 requests per 2 seconds"),
        ("in a note", ":::note\nRate limit: 40 requests per 2 seconds\n:::"),
        ("window", "Rate limit: 40 requests in any 2-second window"),
        ("capitals", "RATE LIMIT: 40 REQUESTS PER 2 SECONDS"),
        ("throttled", "Calls are throttled at 40 requests per 2 seconds."),
        ("you can call", "You can call this endpoint 40 times in 2 seconds."),
    )
)
PERMISSIONS: tuple[Layout, ...] = tuple(
    Layout(name, _replaced(_PERMISSION, with_))
    for name, with_ in (
        ("a sentence", "The API key must have the Garden permission."),
        ("in quotes", 'API key needs "Garden" permission'),
        ("requires", "* Requires `Garden` permission on the API key."),
        ("required", "Required permission: Garden"),
        ("bold", "**Permission:** Garden"),
        ("bold in the words", "> **Permission**: `Garden`<br/>"),
        ("a list below", 'The API key must have one of the below permissions to call this.\n* master key: "Garden"'),
        ("following", "The key must have one of the following permissions: `Garden`."),
        ("plural", "API key permissions: Garden"),
        ("with", "Use an API key with Garden permission."),
        ("a scope", "The `Garden` permission is required."),
        ("must be enabled", "Garden permission must be enabled for the API key."),
    )
)
TABLES: tuple[Layout, ...] = (
    *(
        Layout(f"heads {words}", _replaced(_TABLE_HEAD, f"{words}\n|---|---|---|---|"))
        for words in (
            "| Field | Required | Type | Description |",
            "| Name | Mandatory | Type | Comment |",
            "| **Parameter** | **Required** | **Type** | **Comments** |",
            "| Param | Required? | Data type | Notes |",
            "| parameter | required | type | comments |",
            "| Attribute | Is required | Value type | Explanation |",
            "| Argument | Req. | Type | Remarks |",
            "Parameter | Required | Type | Comments",
            "| `Parameter` | `Required` | `Type` | `Comments` |",
        )
    ),
    Layout("short ruler", _replaced(_TABLE_HEAD, "| Parameter | Required | Type | Comments |\n|-|-|-|-|")),
    Layout("aligned ruler", _replaced(_TABLE_HEAD, "| Parameter | Required | Type | Comments |\n|:-:|:-|-:|:---|")),
    Layout("an indented table", _indented),
    Layout("query parameters", _replaced(_REQUEST, "### Query Parameters")),
    Layout("body parameters", _replaced(_REQUEST, "### Body Parameters")),
    Layout("parameters", _replaced(_REQUEST, "### Parameters")),
    Layout("a heading with a slip", _replaced(_REQUEST, "### Request Paramters")),
    Layout("a bold heading", _replaced(_REQUEST, "**Request Parameters**")),
    Layout("a heading in HTML", _replaced(_REQUEST, "<h3>Request Parameters</h3>")),
    Layout("a heading without a space", _replaced(_REQUEST, "###Request Parameters")),
    Layout("no heading", _replaced(_REQUEST, "")),
    Layout("a title in the heading", _replaced(_REQUEST, "### Request Parameters (body)")),
    Layout("response fields", _replaced(_ANSWER, "### Response Fields")),
    Layout("returns", _replaced(_ANSWER, "### Returns")),
    Layout("response with a colon", _replaced(_ANSWER, "### Response Parameters:")),
    Layout("a bold heading of the answer", _replaced(_ANSWER, "**Response Parameters**")),
)
