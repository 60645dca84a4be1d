"""What several test modules share: where the repository is, and the specs that it holds."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from command_line import venuespec
from loopback import carrier, certificate, server
from venuespec.spec.load import load_venue
from venuespec.spec.model import VenueSpec

__all__ = ["carrier", "certificate", "server"]

ROOT = Path(__file__).parent.parent
# Specs as they were once: tests of the tool read these, so that a change of the docs never means editing such a test.
FROZEN = Path(__file__).parent / "fixtures"

FOUNDING = ("account/set_leverage.yaml", "account/get_leverage.yaml", "public/get_system_time.yaml")


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def command() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a command of venuespec, on the frozen specs unless told where."""

    def run(*arguments: str, cwd: Path = FROZEN) -> subprocess.CompletedProcess[str]:
        return venuespec(*arguments, cwd=cwd)

    return run


@pytest.fixture(scope="session")
def founded() -> Callable[[Path], Path]:
    """Copies the frozen spec of OKX, with the three endpoints that the project began with, below ``spec``."""

    def copy(root: Path) -> Path:
        folder = root / "spec" / "okx_v5"
        for name in ("venue.yaml", "fields.yaml", "errors.yaml", "lock.yaml", *FOUNDING):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(FROZEN / "spec" / "okx_v5" / name, folder / name)
        return folder

    return copy


@pytest.fixture
def founding(founded: Callable[[Path], Path], tmp_path: Path) -> Path:
    """The frozen spec of OKX with the three endpoints that the project began with."""
    return founded(tmp_path)


@pytest.fixture(scope="session")
def frozen_root() -> Path:
    """A folder with ``spec/``: a few endpoints of OKX, an archived page of it, and a venue that is not like the others."""
    return FROZEN


@pytest.fixture(scope="session")
def venue() -> Callable[[str], VenueSpec]:
    """Loads a spec of the repository: for tests of its SDK, and of what must hold for every spec."""
    return _loader(ROOT)


@pytest.fixture(scope="session")
def frozen() -> Callable[[str], VenueSpec]:
    """Loads a frozen spec: for tests of the tool."""
    return _loader(FROZEN)


def _loader(root: Path) -> Callable[[str], VenueSpec]:
    loaded: dict[str, VenueSpec] = {}

    def load(name: str) -> VenueSpec:
        if name not in loaded:
            loaded[name] = load_venue(root / "spec" / name)
        return loaded[name]

    return load
