"""What several test modules share: where the repository is, and the specs that it holds."""

from collections.abc import Callable
from pathlib import Path

import pytest

from venuespec.spec.load import load_venue
from venuespec.spec.model import Venue

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def venue() -> Callable[[str], Venue]:
    loaded: dict[str, Venue] = {}

    def load(name: str) -> Venue:
        if name not in loaded:
            loaded[name] = load_venue(ROOT / "spec" / name)
        return loaded[name]

    return load
