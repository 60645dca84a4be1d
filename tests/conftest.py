"""What several test modules share: where the repository is, and the specs that it holds."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from compileall import compile_dir
from contextlib import suppress
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from command_line import venuespec
from loopback import carrier, certificate, server
from venuespec.spec.load import load_venue
from venuespec.spec.model import VenueSpec

__all__ = ["carrier", "certificate", "server"]

ROOT = Path(__file__).parent.parent
GENERATED = ROOT / "tests" / "generated"
# Specs as they were once: tests of the tool read these, so that a change of the docs never means editing such a test.
FROZEN = Path(__file__).parent / "fixtures"

FOUNDING = ("account/set_leverage.yaml", "account/get_leverage.yaml", "public/get_system_time.yaml")


_WRITES_NOTHING = sys.dont_write_bytecode
# What the tests import is compiled once and kept, also where nothing that runs later may leave compiled files anywhere.
sys.dont_write_bytecode = False


def pytest_configure(config: pytest.Config) -> None:
    """Compile all that is imported by the workers and by the many processes that tests start, before there are any."""
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        for folder in ("generator", "generated"):
            compile_dir(ROOT / folder, quiet=2, workers=os.cpu_count() or 1)


def pytest_collection_finish() -> None:
    sys.dont_write_bytecode = _WRITES_NOTHING


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> None:
    """Imports a generated test as it is: to rewrite the asserts of hundreds of files takes longer than to run them.

    One that is named on the command line is rewritten like any other, so that it shows what its values were.
    """
    if module_path.is_relative_to(GENERATED) and not parent.session.isinitpath(module_path):
        name = ".".join(module_path.relative_to(ROOT).with_suffix("").parts)
        spec = spec_from_file_location(name, module_path)
        if name not in sys.modules and spec and spec.loader:
            module = module_from_spec(spec)
            with suppress(Exception):  # pytest meets it again, and reports it
                spec.loader.exec_module(module)
                sys.modules[name] = module


@pytest.fixture(scope="session")
def of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run of the tests have together."""
    run = tmp_path_factory.getbasetemp()
    return run.parent if "PYTEST_XDIST_WORKER" in os.environ else run


@pytest.fixture(scope="session", autouse=True)
def own_cache(of_the_run: Path) -> None:
    """Keeps the user's cache out of the tests, and the tests out of it; processes of one run share theirs."""
    os.environ["VENUESPEC_CACHE"] = str(of_the_run / "cache")


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
