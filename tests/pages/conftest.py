"""Tests on real documentation pages, which the repository does not hold: VENUESPEC_DOCS says where they are."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from venuespec.spec.model import VenueSpec


@pytest.fixture(scope="session")
def pages() -> Path:
    folder = os.environ.get("VENUESPEC_DOCS")
    if not folder:
        pytest.skip("VENUESPEC_DOCS is not set: the readers are NOT tested on real pages")
    return Path(folder)


@pytest.fixture
def okx_today(pages: Path, venue: Callable[[str], VenueSpec]) -> Path:
    """The pages of the day that the live spec of OKX is of."""
    day = max(each.as_of or "" for each in venue("okx_v5").endpoints)
    if not (pages / "okx_v5" / day).is_dir():
        pytest.skip(f"there are no pages of {day}")
    return pages / "okx_v5" / day
