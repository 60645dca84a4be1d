"""Endpoints whose pages have another path now, and those that only look so."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from venuespec.pages.draft import Draft, DraftRow
from venuespec.pages.known import KnownEndpoint
from venuespec.pages.moved import at_new_paths, moved
from venuespec.pages.snapshot import Placed
from venuespec.spec.lock import EndpointLock, Lock

OLD = "GET /v5/account/fee"


def known(
    key: str = OLD, title: str = "Fee rate", request: Sequence[str] = ("symbol", "limit"), **docs: Any
) -> KnownEndpoint:
    rows = [{"name": name, "type": "String"} for name in request]
    answer = [{"name": name, "type": "String"} for name in ("maker", "taker")]
    method, _, path = key.partition(" ")
    stated = {"method": method, "path": path, "title": title, "request": rows, "response": answer, **docs}
    return KnownEndpoint(file=Path(f"account/{path.rpartition('/')[2]}.yaml"), docs=stated, sdk={})


def draft(key: str, title: str = "Fee rate", request: Sequence[str] = ("symbol", "limit")) -> Draft:
    method, _, path = key.partition(" ")
    rows, answer = ([DraftRow(name=name, type="String") for name in side] for side in (request, ("maker", "taker")))
    return Draft(
        title=title,
        method=method,
        path=path,
        source="",
        file=Path("page.md"),
        request=tuple(rows),
        response=tuple(answer),
    )


@pytest.mark.parametrize("key", ["GET /v6/account/fee", "GET /v5/asset/fee"])
def test_another_version_or_folder_of_a_path_is_the_same_endpoint(key: str) -> None:
    assert moved([draft(key)], {OLD: known()}) == {key: OLD}


@pytest.mark.parametrize(
    "page",
    [
        draft("POST /v6/account/fee"),
        draft("GET /v6/account/fees"),
        draft("GET /v6/account/fee", title="Fee rates of all"),
        draft("GET /v6/account/fee", request=("coin", "page", "symbol")),
        draft("GET /v5/asset/fee", request=("symbol",)),
    ],
)
def test_another_method_title_or_table_is_another_endpoint(page: Draft) -> None:
    assert moved([page], {OLD: known()}) == {}


def test_an_older_version_that_is_still_there_stays() -> None:
    assert moved([draft(OLD), draft("GET /v6/account/fee")], {OLD: known()}) == {}


def test_one_that_was_gone_already_does_not_come_back_elsewhere() -> None:
    assert moved([draft("GET /v6/account/fee")], {OLD: known(gone_since="2026-01-01")}) == {}


def test_of_two_that_it_may_be_none_is_taken() -> None:
    pages = [draft("GET /v6/account/fee"), draft("GET /v7/account/fee")]
    assert moved(pages, {OLD: known()}) == {}


def test_its_file_and_its_lock_go_with_it() -> None:
    lock = Lock(endpoints={OLD: EndpointLock(prose="12345678")})
    files, moved_lock = at_new_paths(
        [
            Placed(
                draft=draft("GET /v6/account/fee"),
                group="account",
                name="fee",
                access="public",
                evidence="",
                shape="objects",
            )
        ],
        {OLD: known()},
        lock,
    )
    assert {key: each.file.name for key, each in files.items()} == {"GET /v6/account/fee": "fee.yaml"}
    assert moved_lock.endpoints == {"GET /v6/account/fee": EndpointLock(prose="12345678")}
