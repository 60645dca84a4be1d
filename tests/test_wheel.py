"""The wheel: the SDK and the tool, on one copy of the runtime."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like the site-packages of somebody who installed the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    (wheel,) = (folder / "dist").iterdir()
    with ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(site: Path, *arguments: str, cwd: Path | None = None, path: str = "") -> subprocess.CompletedProcess[str]:
    """Run Python with the unpacked wheel before everything else that is installed."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (path, str(site))))}
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd or site, env=environment, capture_output=True, text=True
    )


def test_the_wheel_has_the_runtime_once(site: Path) -> None:
    assert [file.relative_to(site).as_posix() for file in site.rglob("fork_safety.py")] == [
        "venues/_runtime/fork_safety.py"
    ]
    assert sorted(file.name for file in (site / "venues" / "_runtime" / "limits" / "lua").glob("*.lua"))
    assert [file.name for file in (site / "venuespec" / "runtime").iterdir()] == ["__init__.py"]
    assert sorted(each.name for each in site.iterdir() if each.suffix != ".dist-info") == ["venues", "venuespec"]


def test_the_sdk_and_the_tool_of_the_wheel_work(site: Path) -> None:
    code = (
        "import venues.okx_v5, venuespec.runtime.errors as tools, venues._runtime.errors as own;"
        "print(venues.okx_v5.Client.__name__, tools.__file__ == own.__file__, own.__file__)"
    )
    done = run(site, "-c", code)
    assert (done.stdout, done.stderr) == (f"Client True {site}/venues/_runtime/errors.py\n", "")
    helped = run(site, "-m", "venuespec", "--help")
    assert helped.returncode == 0
    assert "generate" in helped.stdout


def test_the_tool_of_the_wheel_generates_what_the_repository_generates(
    site: Path, frozen_root: Path, root: Path, tmp_path: Path
) -> None:
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec" / "ku").symlink_to(frozen_root / "spec" / "ku")
    # An SDK that an older version made, on the path before the wheel, is not where the runtime comes from.
    older = tmp_path / "generated" / "venues" / "_runtime"
    older.mkdir(parents=True)
    (older.parent / "__init__.py").touch()
    (older / "__init__.py").write_text("raise AssertionError('the runtime of an older SDK')")
    code = (
        "from pathlib import Path; from venuespec.sdk.generate import generate;"
        "from venuespec.spec.load import load_venue;"
        "files = generate([load_venue(Path('spec/ku'))]);"
        "[print(name) for name, text in files.items() if name.startswith('generated/venues/_runtime/')"
        " and text == (Path(SOURCE) / name.removeprefix('generated/venues/_runtime/')).read_text()]"
    )
    source = root / "generator" / "venuespec" / "runtime"
    done = run(site, "-c", f"SOURCE = {str(source)!r}; {code}", cwd=tmp_path, path=str(tmp_path / "generated"))
    names = sorted(file.relative_to(source).as_posix() for kind in ("*.py", "*.lua") for file in source.rglob(kind))
    assert done.stderr == ""
    assert sorted(done.stdout.split()) == [f"generated/venues/_runtime/{name}" for name in names]
