"""Where a page has the method, the path and the base address of an endpoint, and which tables and titles are its own."""

from pathlib import Path

import pytest

from venuespec.pages.draft import Draft
from venuespec.pages.formats.flat_text import read_page

TABLE = "| Parameter | Type | Required | Description |\n|---|---|---|---|\n| {} | string | yes | Text |\n"


def _read(text: str, folder: Path) -> dict[str, Draft]:
    (folder / "page.md").write_text(text)
    return {draft.key: draft for draft in read_page(folder / "page.md")}


def _endpoint(line: str, name: str = "pair") -> str:
    return f"{line}\n\n{TABLE.format(name)}\n"


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("`GET /{pair}/ticker`", "GET /{pair}/ticker"),
        ("```\nGET /{pair}/ticker\n```", "GET /{pair}/ticker"),
        ("GET https://api.venue.example/{pair}/ticker", "GET /{pair}/ticker"),
        ("`GET {{host}}/:pair/ticker`", "GET /:pair/ticker"),
        ('```\n# Request\nPOST https://api.venue.example/v1/order.do\n{"pair": "a"}\n```', "POST /v1/order.do"),
        ('```\n// Request\nPOST /v1/order.do\n{"pair": "a"}\n```', "POST /v1/order.do"),
    ],
)
def test_a_line_that_declares_an_endpoint(line: str, key: str, tmp_path: Path) -> None:
    assert list(_read(f"# Ticker\n\n{_endpoint(line)}", tmp_path)) == [key]


@pytest.mark.parametrize(
    ("base", "path"),
    [
        ("Base URL: `https://api.venue.example/public`", "/public/v1/pairs"),
        ("**Base URL**: https://api.venue.example/public/", "/public/v1/pairs"),
        ("- The base endpoint is: **https://api.venue.example/public**", "/public/v1/pairs"),
        ("Base path: `/public`", "/public/v1/pairs"),
        ("Base URL: https://api.venue.example", "/v1/pairs"),
        ("Base URL: wss://stream.venue.example/public", "/v1/pairs"),
        ("The host is https://api.venue.example/public, see `GET /time`.", "/v1/pairs"),
        ("## Rate limits [Edit](https://git.example/venue/docs)", "/v1/pairs"),
    ],
)
def test_a_base_address_that_stands_apart(base: str, path: str, tmp_path: Path) -> None:
    text = (
        f"# Pairs\n\n{base}\n\n## All pairs\n\n{_endpoint('`GET /v1/pairs`')}\n## One\n\n{_endpoint('`GET /v1/one`')}"
    )
    assert next(iter(_read(text, tmp_path))) == f"GET {path}"


def test_each_section_has_its_own_base_address(tmp_path: Path) -> None:
    spot = f"## Spot (https://api.venue.example/spot)\n\n### Pairs\n\n{_endpoint('`GET /pairs`')}"
    swap = f"## Swap\n\nBase URL: https://api.venue.example/swap\n\n### Pairs\n\n{_endpoint('`GET /pairs`')}"
    whole = f"### Orders\n\n{_endpoint('`GET https://api.venue.example/orders`')}"
    text = f"# API\n\n{spot}{swap}{whole}## Time\n\n{_endpoint('`GET /time`')}"
    assert list(_read(text, tmp_path)) == ["GET /spot/pairs", "GET /swap/pairs", "GET /orders", "GET /time"]


def test_a_base_with_a_version_before_a_path_with_a_version_is_reported(tmp_path: Path) -> None:
    text = f"# Pairs\n\nBase URL: https://api.venue.example/api/v1\n\n{_endpoint('`GET /v2/pairs`')}"
    read = _read(text, tmp_path)
    assert list(read) == ["GET /v2/pairs"]
    assert "path-unread" in [each.code for each in read["GET /v2/pairs"].diagnostics]


@pytest.mark.parametrize(
    ("group", "heading", "title"),
    [
        ("Account API", "Get balance", "Get balance"),
        ("Account endpoints", "Get balance", "Get balance"),
        ("Get balance", "Details", "Get balance"),
        ("Get balance", "Only of the account", "Get balance"),
        ("Account API", "REST", "Account API"),
    ],
)
def test_the_title_of_the_only_endpoint_of_a_page(group: str, heading: str, title: str, tmp_path: Path) -> None:
    [draft] = _read(f"# {group}\n\n## {heading}\n\n{_endpoint('`GET /v1/balance`')}", tmp_path).values()
    assert draft.title == title


@pytest.mark.parametrize("title", ["{}. {}", "{}) {}", "**{1}**"])
@pytest.mark.parametrize("label", ["", "Example\n\n"])
def test_a_table_above_the_line_is_the_next_endpoints(title: str, label: str, tmp_path: Path) -> None:
    parts = [
        f"{title.format(at, name)}\n\nParameters\n\n{TABLE.format(row)}\n{label}`POST https://api.venue.example/v1/{path}`\n"
        for at, (name, row, path) in enumerate((("Place order", "amount", "place"), ("Cancel it", "id", "cancel")), 1)
    ]
    read = _read("# Trading\n\n" + "\n".join(parts), tmp_path)
    assert [(key, one.title, [row.name for row in one.request]) for key, one in read.items()] == [
        ("POST /v1/place", "Place order", ["amount"]),
        ("POST /v1/cancel", "Cancel it", ["id"]),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "WebSocket subscription",
        "Subscribe via WebSocket",
        "Subscription",
        "Push data",
        "WS channel",
        "Subscribe request",
    ],
)
def test_the_arguments_of_a_subscription_are_not_parameters(heading: str, tmp_path: Path) -> None:
    stream = f'## {heading}\n\n```json\n{{"op": "subscribe"}}\n```\n\n{TABLE.format("op")}'
    [draft] = _read(f"# Depth\n\n## REST\n\n{_endpoint('`GET /v1/depth`')}\n{stream}", tmp_path).values()
    assert [row.name for row in draft.request] == ["pair"]
    assert not draft.variants


@pytest.mark.parametrize("heading", ["Subscribe", "WebSocket token"])
def test_an_endpoint_that_only_sounds_like_a_stream(heading: str, tmp_path: Path) -> None:
    text = (
        f"# Earn\n\n## Products\n\n{_endpoint('`GET /v1/products`')}## {heading}\n\n{_endpoint('`POST /v1/a`', 'id')}"
    )
    assert [row.name for row in _read(text, tmp_path)["POST /v1/a"].request] == ["id"]


@pytest.mark.parametrize(
    ("heading", "access"),
    [
        ("Market data (no authentication)", "public"),
        ("Prices [no API key required]", "public"),
        ("Public endpoints (no API key is needed)", "public"),
        ("Market data", None),
        ("Public endpoints", None),
    ],
)
def test_a_heading_of_all_endpoints_says_how_calls_are_authorized(
    heading: str, access: str | None, tmp_path: Path
) -> None:
    parts = f"### Pairs\n\n{_endpoint('`GET /v1/pairs`')}\n### One\n\n{_endpoint('`GET /v1/one`')}"
    read = _read(f"# API\n\n## {heading}\n\n{parts}", tmp_path)
    assert [draft.access for draft in read.values()] == [access, access]
