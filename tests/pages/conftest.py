"""Tests on real documentation pages, which the repository does not hold: VENUESPEC_DOCS says where they are."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def pages() -> Path:
    folder = os.environ.get("VENUESPEC_DOCS")
    if not folder:
        pytest.skip("VENUESPEC_DOCS is not set: the readers are NOT tested on real pages")
    return Path(folder)
