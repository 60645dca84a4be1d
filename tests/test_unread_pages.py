"""A page that is not understood is told on the day when it comes, even if nothing else changes; later it is known."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from site_of_docs import site
from update_site import FIRST, NEXT, first_day, make
from venuespec.cli.app import app
from venuespec.spec.yaml import read

FROZEN = Path(__file__).parent / "fixtures" / "spec" / "okx_v5"
STRANGE = """# Beds

<div><span>get</span> <span>https://www.okx.com</span><span>/api/v5/beds</span></div>

| Name | Type | Required | Description |
|---|---|---|---|
| bed | String | Yes | Bed |
"""


def run(*arguments: str, root: Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*arguments, "--root", str(root)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("unread")
    make(root, read(FROZEN / "venue.yaml").data)
    assert run("import", "okx_v5", str(root / "pages" / FIRST), root=root)[0] == 0
    return root


@pytest.fixture
def root(imported: Path, tmp_path: Path) -> Path:
    shutil.copytree(imported, tmp_path, dirs_exist_ok=True)
    site(tmp_path / "pages", NEXT, first_day())
    (tmp_path / "pages" / NEXT / "trade" / "beds.md").write_text(STRANGE)
    return tmp_path


@pytest.mark.parametrize("command", [("import", "--check"), ("update", "--check")])
def test_a_page_that_is_not_understood_is_no_quiet_day(command: tuple[str, str], root: Path) -> None:
    code, out = run(*command, "okx_v5", str(root / "pages" / NEXT), root=root)
    assert code == 1
    assert "GET /api/v5/beds looks like an endpoint, and nothing of it is understood" in out
    assert "beds.md:3" in out


def test_a_page_that_was_told_is_known_until_it_changes(root: Path) -> None:
    pages = root / "pages" / NEXT
    assert run("import", "okx_v5", str(pages), root=root)[0] == 0
    assert run("import", "--check", "okx_v5", str(pages), root=root) == (0, "")
    (pages / "trade" / "beds.md").write_text(STRANGE.replace("/beds", "/plots"))
    code, out = run("import", "--check", "okx_v5", str(pages), root=root)
    assert (code, "GET /api/v5/plots" in out) == (1, True)
    (pages / "trade" / "beds.md").unlink()
    assert run("import", "okx_v5", str(pages), root=root)[0] == 0
    assert "unread:" not in (root / "spec" / "okx_v5" / "lock.yaml").read_text()
