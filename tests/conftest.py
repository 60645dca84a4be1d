"""What several test modules share: where the repository is, and the specs that it holds."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from venuespec.spec.load import load_venue
from venuespec.spec.model import VenueSpec

ROOT = Path(__file__).parent.parent


FOUNDING = ("account/set_leverage.yaml", "account/get_leverage.yaml", "public/get_system_time.yaml")


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def command() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs venuespec in a process of its own, in the repository unless told where."""

    def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "venuespec", *arguments], cwd=cwd, capture_output=True, text=True)

    return run


@pytest.fixture(scope="session")
def founded() -> Callable[[Path], Path]:
    """Copies OKX's spec, with the three endpoints that the project began with, below a folder ``spec``."""

    def copy(root: Path) -> Path:
        folder = root / "spec" / "okx_v5"
        for name in ("venue.yaml", "fields.yaml", "errors.yaml", "lock.yaml", *FOUNDING):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / "spec" / "okx_v5" / name, folder / name)
        return folder

    return copy


@pytest.fixture
def founding(founded: Callable[[Path], Path], tmp_path: Path) -> Path:
    """OKX's spec with the three endpoints that the project began with."""
    return founded(tmp_path)


@pytest.fixture(scope="session")
def venue() -> Callable[[str], VenueSpec]:
    loaded: dict[str, VenueSpec] = {}

    def load(name: str) -> VenueSpec:
        if name not in loaded:
            loaded[name] = load_venue(ROOT / "spec" / name)
        return loaded[name]

    return load
