"""Every table row of the pages is in the spec, or in the list of omissions; counted by a reader that shares no code."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from row_counter import count

from venuespec.pages.merge import plan_import
from venuespec.spec.load import load_venue
from venuespec.spec.sources import DISK
from venuespec.spec.yaml import read

OMITTED = {
    "code": "the envelope's, which venue.yaml describes once",
    "msg": "the envelope's",
    "data": "the envelope's; its rows stand at the top of the spec's table",
    "inTime": "beside the payload: Response.envelope has it",
    "outTime": "beside the payload: Response.envelope has it",
}
ENVELOPED_ENDPOINTS = 26


def written(rows: Iterable[dict[str, Any]], parent: str = "") -> Iterator[str]:
    for row in rows:
        yield f"{parent}{row['name']}"
        yield from written(row.get("fields", []), f"{parent}{row['name']}.")


def spec_rows(folder: Path) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for file in DISK.endpoint_files(folder):
        docs = read(file).data["docs"]
        tables = [docs.get("request", []), *(each["request"] for each in docs.get("variants", []))]
        found[f"{docs['method']} {docs['path']}"] = Counter(
            [f"request.{name}" for table in tables for name in written(table)]
            + [f"response.{name}" for name in written(docs.get("response", []))]
        )
    return found


def test_no_row_of_any_page_is_lost(pages: Path, founding: Path) -> None:
    snapshot, venue = pages / "okx_v5" / "2026-06-27", load_venue(founding)
    plan_import(venue, snapshot).write()
    spec, counted = spec_rows(founding), count(snapshot)
    lost: dict[str, list[str]] = {}
    enveloped = 0
    total = 0
    for key, rows in counted.items():
        response = list(rows.response)
        if {"code", "msg"} <= set(response):
            enveloped += 1
            response = [name.removeprefix("data.") for name in response if name not in OMITTED]
        on_page = Counter([f"request.{name}" for name in rows.request] + [f"response.{name}" for name in response])
        total += on_page.total()
        missing = on_page - spec[key]
        if missing:
            lost[key] = sorted(missing.elements())
    assert lost == {}
    assert (len(counted), enveloped, total) == (379, ENVELOPED_ENDPOINTS, 1712 + 4156 - 26 - 26 - 24 - 12)
