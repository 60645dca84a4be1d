"""``make release-check``: whether what is committed can be released. ``--tagged`` also wants its tag and its changelog.

A clean tree; one version; the address of the repository; two builds that are the same bit for bit; metadata that the index takes; the wheel in an
empty environment of each Python at hand, where the demo runs. ``--notes`` prints the changelog's section of the version.

Exit codes: 0 all holds, 1 something does not, 2 a tool is missing.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


class CheckError(Exception):
    """Raised where something stands in the way of a release."""


def project(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return found


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout.strip()


def clean(root: Path) -> str:
    """Every file that is built is committed."""
    if changed := git(root, "status", "--porcelain"):
        raise CheckError(f"commit or remove these first:\n{changed}")
    return f"at {git(root, 'rev-parse', '--short', 'HEAD')}"


def addressed(root: Path) -> str:
    """The repository has an address, from which every link of the package is made."""
    tool = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    address = tool["hatch"]["metadata"]["hooks"]["custom"]["repository"]
    if not re.fullmatch(r"https://github\.com/[\w.-]+/[\w.-]+", address):
        raise CheckError(
            "pyproject.toml does not say where the repository is, so the package would have no links; write "
            f'repository = "https://github.com/OWNER/NAME" under [tool.hatch.metadata.hooks.custom], got {address!r}'
        )
    return str(address)


def one_version(root: Path, *, tagged: bool) -> str:
    """The tag, where there is one, and the changelog speak of the version in pyproject.toml, which nobody else does."""
    version = project(root)["version"]
    tag, head = f"v{version}", git(root, "rev-parse", "HEAD")
    there = git(root, "tag", "--list", tag)
    if there and git(root, "rev-list", "-n1", tag) != head:
        raise CheckError(f"{tag} is another commit: raise the version in pyproject.toml")
    if tagged and not there:
        raise CheckError(f"the commit has no tag {tag}")
    if others := [name for name in git(root, "tag", "--points-at", "HEAD", "--list", "v*").split() if name != tag]:
        raise CheckError(f"the commit is tagged {', '.join(others)}, and its version is {version}")
    if (tagged or there) and not notes(root):
        raise CheckError(f"CHANGELOG.md has no section {version} with its date")
    return f"{version}, {'tagged' if there else f'not tagged yet: git tag {tag}'}"


def notes(root: Path) -> str:
    """Return what the changelog says of the version, without its heading; nothing where it says nothing."""
    version = re.escape(project(root)["version"])
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    found = re.search(rf"^## \[?{version}\]? - \d{{4}}-\d\d-\d\d\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    return found[1].strip() if found else ""


def built(root: Path, folder: Path) -> Mapping[str, Path]:
    """Build the commit in a folder of its own; return its files by name."""
    source, dist = folder / "source", folder / "dist"
    source.mkdir(parents=True)
    archive = folder / "source.tar"
    git(root, "archive", "--output", str(archive), "HEAD")
    with tarfile.open(archive) as packed:
        packed.extractall(source, filter="data")
    # One wheel for all: without what a compiler would add for this interpreter.
    environment = {**os.environ, "VENUES_PURE": "1", "SOURCE_DATE_EPOCH": git(root, "log", "-1", "--format=%ct")}
    ran([sys.executable, "-m", "build", "--no-isolation", "--outdir", str(dist)], cwd=source, env=environment)
    return {file.name: file for file in sorted(dist.iterdir())}


def same(first: Mapping[str, Path], second: Mapping[str, Path]) -> str:
    """Two builds, in two folders, are the same files."""
    if first.keys() != second.keys():
        raise CheckError(f"two builds have other files: {', '.join(first)}; {', '.join(second)}")
    for name, file in first.items():
        if file.read_bytes() != second[name].read_bytes():
            raise CheckError(f"{name} is another file when it is built again")
    return "\n".join(
        f"{name}  {file.stat().st_size / 1e6:.1f} MB  sha256 {hashlib.sha256(file.read_bytes()).hexdigest()}"
        for name, file in first.items()
    )


def pythons() -> dict[str, str]:
    """Return the Pythons at hand that are supported, by version: those of PATH, of pyenv, and of ``PYTHONS``."""
    places = [sys.executable, *os.environ.get("PYTHONS", "").split()]
    places += [found for minor in range(11, 20) if (found := shutil.which(f"python3.{minor}"))]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    places += map(str, sorted(pyenv.glob("versions/3.1[1-9]*/bin/python")))
    found: dict[str, str] = {}
    for place in places:
        asked = [place, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        done = subprocess.run(asked, capture_output=True, text=True)
        if done.returncode == 0:
            found.setdefault(done.stdout.strip(), place)
    return dict(sorted(found.items()))


def tried(root: Path, wheel: Path, python: str, folder: Path) -> str:
    """Install a wheel in an empty environment: the SDK alone, then with the sandbox, from which the demo runs."""
    ran([python, "-m", "venv", str(folder / "venv")])
    inside = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [str(inside), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    ran([*pip, str(wheel)])
    code = (
        "import importlib, pkgutil, venues;"
        "names = [each.name for each in pkgutil.iter_modules(venues.__path__) if not each.name.startswith('_')];"
        "[importlib.import_module(f'venues.{name}').Client().close() for name in names]; assert names"
    )
    ran([str(inside), "-W", "error", "-c", code], cwd=folder)
    told = subprocess.run([str(inside), "-m", "venuespec", "show"], cwd=folder, capture_output=True, text=True)
    if told.returncode != 2 or "pip install 'venuespec[sandbox]'" not in told.stderr:
        raise CheckError(f"without its extra the command says {told.stderr or told.stdout}")
    ran([*pip, f"{wheel}[sandbox]"])
    said = ran([str(inside), "-m", "venuespec", "--version"], cwd=folder).strip()
    if said != f"venuespec {project(root)['version']}":
        raise CheckError(f"the installed command says {said}")
    # Beside the demo are the older spec that it compares with and the one which that mirrors, and nothing of the SDK.
    (folder / "tests").mkdir()
    shutil.copy(root / "tests" / "demo.py", folder / "tests")
    for name in ("archive/okx_v5_legacy", "okx_v5"):
        shutil.copytree(root / "spec" / name, folder / "spec" / name)
    shown = ran([str(inside), "-W", "error", str(folder / "tests" / "demo.py")], cwd=folder)
    if "enum_removed" not in shown:
        raise CheckError(f"the demo ends with {shown[-500:]}")
    return f"installed, {shown.count('== ')} parts of the demo"


def ran(command: list[str], *, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)
    if done.returncode:
        raise CheckError(f"{' '.join(command)} ends with {done.returncode}:\n{(done.stdout + done.stderr)[-3000:]}")
    return done.stdout


def steps(root: Path, folder: Path, *, tagged: bool, rehearsal: bool) -> Iterator[tuple[str, Callable[[], str]]]:
    """Yield each check with what it is about; the later ones use what the earlier ones built."""
    yield "tree", lambda: clean(root)
    yield "version", lambda: one_version(root, tagged=tagged)
    if not rehearsal:
        yield "address", lambda: addressed(root)
    first: dict[str, Path] = {}

    def build() -> str:
        first.update(built(root, folder / "first"))
        return same(first, built(root, folder / "second"))

    yield "built twice", build
    yield "metadata", lambda: ran([sys.executable, "-m", "twine", "check", "--strict", *map(str, first.values())])
    for version, python in pythons().items():
        place = folder / f"python{version}"
        place.mkdir()
        wheel = next((file for name, file in first.items() if name.endswith(".whl")), Path())
        yield (
            f"Python {version}",
            lambda wheel=wheel, python=python, place=place: tried(folder / "first" / "source", wheel, python, place),
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tagged", action="store_true", help="the commit must have the tag of its version")
    parser.add_argument("--rehearsal", action="store_true", help="try everything, also while the address is unknown")
    parser.add_argument("--notes", action="store_true", help="print the changelog's section of the version, and end")
    parser.add_argument("--keep", type=Path, help="put the built files into this folder")
    options = parser.parse_args()
    if options.notes:
        print(notes(ROOT))
        return 0
    for module in ("build", "twine"):
        if subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True).returncode:
            print(f"{module} is not installed; run: pip install -e '.[release]'", file=sys.stderr)
            return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for what, check in steps(ROOT, folder, tagged=options.tagged, rehearsal=options.rehearsal):
            try:
                print(f"{what}: {check().strip()}", flush=True)
            except CheckError as error:
                print(f"{what}: {error}", file=sys.stderr)
                return 1
        if options.keep:
            shutil.copytree(folder / "first" / "dist", options.keep, dirs_exist_ok=True)
    claimed = {each.rpartition(" ")[2] for each in project(ROOT)["classifiers"] if re.search(r":: 3\.\d+$", each)}
    if missing := sorted(claimed - pythons().keys()):
        print(f"not at hand, so not tried: Python {', '.join(missing)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
