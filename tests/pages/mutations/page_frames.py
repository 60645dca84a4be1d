"""One endpoint on a page of each markdown format, with places for another title, path, table, heading, limit or permission."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import frozen

from venuespec.pages.draft import Draft, DraftRow
from venuespec.pages.formats import binance_markdown, bybit_mdx, flat_text, okx_markdown
from venuespec.pages.parts.folder import PageFolder
from venuespec.pages.parts.page import seen_text
from venuespec.pages.readers import Page
from venuespec.pages.stated import row_deprecation
from venuespec.spec.row_types import json_type

from .judge import Outcome, complaints

FORMATS = ("okx", "bybit", "binance", "flat")
PATHS = {"okx": "/api/v5/trade/order", "bybit": "/v5/order/create", "binance": "/fapi/v1/order", "flat": "/v1/orders"}
_ASKED = {
    "okx": "#### Request Parameters",
    "bybit": "### Request Parameters",
    "binance": "## Request Parameters",
    "flat": "## Request Parameters",
}
_ANSWERED = {
    "okx": "#### Response Parameters",
    "bybit": "### Response Parameters",
    "binance": "## Response Example",
    "flat": "## Response Parameters",
}
_DECLARED = {"okx": "#### HTTP Request", "bybit": "### HTTP Request", "binance": "## HTTP Request", "flat": ""}
REQUEST = (
    "| Parameter | Type | Required | Description |\n|---|---|---|---|\n"
    "| symbol | string | Yes | Symbol |\n| limit | integer | No | Number of rows |\n"
)
_RESPONSE = "| Parameter | Type | Description |\n|---|---|---|\n| ordId | string | Order ID |\n| ts | string | Time |\n"
Rows = Mapping[str, tuple[str | None, str]]
TWO: Rows = {"symbol": ("string", "yes"), "limit": ("integer", "no")}


@frozen(kw_only=True)
class PageLayout:
    """An endpoint in another layout: what differs from the frame, and the facts that the page then states.

    ``{p}`` in a text is the path. ``formats`` are those that the layout is for.
    """

    name: str
    title: str = "Place order"
    declared: str | None = None
    below: str = "`POST {p}`"
    asked: str | None = None
    request: str = REQUEST
    answered: str | None = None
    response: str = _RESPONSE
    limit: str = ""
    permission: str = ""
    formats: tuple[str, ...] = FORMATS
    path: str = "{p}"
    rows: Rows = TWO
    # The fields of the answer, by path.
    fields: tuple[str, ...] = ("ordId", "ts")
    facts: Mapping[str, Mapping[str, object]] = {}
    limit_is: tuple[int, int] | None = None
    permission_is: str | None = None
    is_deprecated: bool = False

    def text(self, format_: str) -> str:
        """The page in a format."""
        http = _DECLARED[format_] if self.declared is None else self.declared
        asked = _ASKED[format_] if self.asked is None else self.asked
        answered = _ANSWERED[format_] if self.answered is None else self.answered
        request, response = f"{asked}\n\n{self.request}\n", f"{answered}\n\n{self.response}\n"
        front = "---\nexchange: venue\nsource_url: https://docs.venue.example/docs/derivatives/a/trade/rest-api/x\nupdated_at: 2026-06-01\n---\n\n"
        if format_ == "okx":
            limit = self.limit or "#### Rate Limit: 20 requests per 2 seconds"
            permission = self.permission or "#### Permission: Trade"
            answer = '```json\n{"code": "0", "msg": "", "data": [{"ordId": "7", "ts": "1"}]}\n```\n'
            page = f"{front}# {self.title}\n\nPlaces an order.\n\n{limit}\n\n{permission}\n\n{http}\n\n{self.below}\n\n{request}\n> Response Example\n\n{answer}\n{response}"
        elif format_ == "bybit":
            limit = self.limit or "> API rate limit: 20 req / 2s"
            permission = self.permission or "* API key permission: `Trade`"
            answer = '### Response Example\n```json\n{"retCode": 0, "retMsg": "OK", "result": {"ordId": "7", "ts": "1"}}\n```\n'
            page = f"---\ntitle: {self.title}\n---\n\nPlaces an order.\n\n{limit}\n\n{permission}\n\n{http}\n{self.below}\n\n{request}\n{response}\n{answer}"
        elif format_ == "binance":
            page = f'{front}# {self.title} (TRADE)\n\n## API Description\n\nPlaces an order.\n\n{http}\n\n{self.below}\n\n## Request Weight\n\n**1**\n\n{request}\n{answered}\n\n\n    {{"ordId": "7", "ts": "1"}}\n'
        else:
            answer = '## Response example\n\n```json\n{"ok": true, "result": {"ordId": "7", "ts": "1"}}\n```\n'
            page = f"# {self.title}\n\nPlaces an order.\n\n{http}\n\n{self.below}\n\n{self.limit}\n\n{self.permission}\n\n{request}\n{response}\n{answer}"
        return page.replace("{p}", PATHS[format_])


PLAIN = PageLayout(name="plain")


def drafts(format_: str, text: str, folder: Path) -> list[Draft]:
    """The endpoints of a page in a format."""
    file = folder / ("page.mdx" if format_ == "bybit" else "page.md")
    file.write_text(text, encoding="utf-8")
    text = seen_text(text)
    if format_ == "okx":
        return list(okx_markdown.read_text(text, file))
    if format_ == "bybit":
        return bybit_mdx.read_text(text, file, PageFolder(folder))
    if format_ == "binance":
        return list(binance_markdown.READER.drafts(Page(file=file, text=text)))
    return flat_text.read_page(file)


def outcome_of_page(layout: PageLayout, format_: str, folder: Path) -> Outcome:
    """How a page in another layout is read."""
    plain = drafts(format_, PLAIN.text(format_), folder)
    read = drafts(format_, layout.text(format_), folder)
    is_reported = bool(complaints(read) - complaints(plain))
    declared = [draft for draft in read if draft.path]
    key = f"POST {layout.path.replace('{p}', PATHS[format_])}"
    if [draft.key for draft in declared] != [key]:
        return "reported" if is_reported else "wrong" if declared else "lost"
    [draft] = declared
    found = dict(paths(draft.request))
    fields = {path for path, _ in paths(draft.response)}
    missing = bool(layout.rows.keys() - found.keys()) or bool({*layout.fields} - fields)
    is_right = (
        found == dict(layout.rows)
        and fields == {*layout.fields}
        and not draft.variants
        and all(facts_hold(draft, name, facts) for name, facts in layout.facts.items())
        and layout.limit_is in (None, *((each.limit, int(each.window)) for each in draft.rate_limits))
        and layout.permission_is in (None, *(name.capitalize() for name in draft.permissions))
        and layout.is_deprecated == ("deprecated" in draft.prose)
    )
    return "right" if is_right else "reported" if is_reported else "lost" if missing else "wrong"


def facts_hold(draft: Draft, name: str, facts: Mapping[str, object]) -> bool:
    """Whether a row of the request has the facts."""
    row = next((row for row in draft.request if row.name == name), None)
    return row is not None and all(_fact(row, fact) == value for fact, value in facts.items())


def _fact(row: DraftRow, fact: str) -> object:
    """A fact that a row states, as a mark of its own or in its description."""
    return row_deprecation(row) is not None if fact == "deprecated" else getattr(row, fact)


def paths(rows: tuple[DraftRow, ...], under: str = "") -> Iterator[tuple[str, tuple[str | None, str]]]:
    """Each row by its path: its JSON type, and whether it is required."""
    for row in rows:
        yield under + row.name, (json_type(row.type), row.required)
        yield from paths(row.fields, f"{under}{row.name}.")
