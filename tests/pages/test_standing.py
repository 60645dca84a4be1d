"""An endpoint whose method and path still stand on a page is not gone, however little of the page is understood."""

from pathlib import Path

import pytest

from venuespec.pages.standing import declared_in

PAGES = {
    "on a line": ("# A\n\n`POST /v1/orders`\n", 3),
    "in a heading": ("# A\n\nWords.\n\n## POST /v1/orders\n", 5),
    "on two lines": ("# A\n\n**POST**\n\n`https://api.venue.example/v1/orders`\n", 3),
    "in a table": ("# A\n\n| Method | Path |\n|---|---|\n| POST | /v1/orders |\n", 3),
    "another method": ("# A\n\n`GET /v1/orders`\n", None),
    "a longer path": ("# A\n\n`POST /v1/orders/batch`\n", None),
    "in a list of endpoints": ("# A\n\n- `POST /v1/orders`\n- `GET /v1/orders`\n", None),
    "in a sentence": ("# A\n\nIn 2026 we removed `POST /v1/orders` from the API.\n", None),
}


@pytest.mark.parametrize(("text", "line"), PAGES.values(), ids=PAGES)
def test_where_an_endpoint_stands(text: str, line: int | None, tmp_path: Path) -> None:
    file = tmp_path / "orders.md"
    file.write_text(text)
    assert declared_in("POST /v1/orders", [file]) == (None if line is None else (file, line))
