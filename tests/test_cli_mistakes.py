"""Mistakes at the command line: each gets one error that says what is there and what to write instead."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import venuespec
from venuespec.__main__ import main
from venuespec.cli import app as command_app

PAGE = """# Orders

## Place an order

`POST /v1/order`

| Name | Type | Required | Description |
|---|---|---|---|
| symbol | string | yes | The market |
| size | string | yes | How much |

## Get an order

`GET /v1/order`

| Name | Type | Required | Description |
|---|---|---|---|
| symbol | string | yes | The market |
| id | string | yes | Which order |
"""


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    """A folder with a new venue and its pages."""
    assert venuespec("new", "venue", "acme", cwd=tmp_path).returncode == 0
    pages = tmp_path / "pages" / "acme" / "2026-11-29"
    pages.mkdir(parents=True)
    (pages / "orders.md").write_text(PAGE, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        ["lint", "okx_v6"],
        ["generate", "okx_v6"],
        ["import", "okx_v6", "."],
        ["update", "okx_v6", "."],
        ["fetch", "okx_v6"],
        ["review", "okx_v6"],
        ["propose", "okx_v6"],
        ["names", "okx_v6"],
        ["openapi", "okx_v6"],
        ["calendar", "okx_v6"],
        ["new", "endpoint", "okx_v6", "GET", "/v1/x"],
    ],
    ids=lambda arguments: str(arguments[0]),
)
def test_a_wrong_name_of_a_venue_gets_those_that_there_are(frozen_root: Path, arguments: list[str]) -> None:
    done = venuespec(*arguments, cwd=frozen_root)
    assert done.returncode == 2
    assert done.stderr.startswith("error: spec has no venue 'okx_v6'; did you mean okx_v5; there are: ")


@pytest.mark.parametrize(
    "arguments",
    [["show", "okx_v6"], ["call", "okx_v6", "trade.get_order"], ["check", "okx_v6", "--batch", "requests.json"]],
    ids=lambda arguments: str(arguments[0]),
)
def test_a_wrong_name_gets_the_nearest_installed_one(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "requests.json").write_text("[]")
    done = venuespec(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert "'okx_v6'; did you mean okx_v5; " in done.stderr


def test_a_batch_that_is_not_there_is_told_in_plain_words(tmp_path: Path) -> None:
    done = venuespec("check", "okx_v5", "--batch", "nowhere.json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        2,
        "error: nowhere.json cannot be read as JSON: No such file or directory\n",
    )


def test_pages_before_the_venue_are_told(acme: Path) -> None:
    done = venuespec("update", "pages/acme/2026-11-29", "acme", cwd=acme)
    assert (done.returncode, done.stderr) == (
        2,
        "error: pages/acme/2026-11-29 is not a spec folder; the venue comes first, then its pages; venues: acme\n",
    )


def test_a_folder_without_specs_is_told_as_such(tmp_path: Path) -> None:
    done = venuespec("update", "okx_v5", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        2,
        "error: there is no spec in spec; run this where spec/ is, or give --root\n",
    )


def test_a_mistyped_endpoint_gets_the_nearest_ones(frozen_root: Path) -> None:
    done = venuespec("review", "okx_v5", "acount.set_leverag", cwd=frozen_root)
    assert done.returncode == 2
    assert "okx_v5 has no endpoint 'acount.set_leverag'; did you mean account.set_leverage" in done.stderr
    assert done.stderr.endswith("; list all: venuespec show okx_v5\n")


def test_a_path_before_the_method_is_told(acme: Path) -> None:
    done = venuespec("new", "endpoint", "acme", "/v1/x", "GET", cwd=acme)
    assert done.returncode == 2
    assert done.stderr.endswith("got /V1/X; the method comes before the path\n")


def test_propose_refuses_pages_without_an_endpoint(acme: Path) -> None:
    (acme / "README.md").write_text("# Nothing\n\nNo endpoint here.\n", encoding="utf-8")
    done = venuespec("propose", "acme", "--pages", "README.md", cwd=acme)
    assert (done.returncode, done.stderr) == (
        2,
        "error: README.md: no page of it documents an endpoint of acme; give the folder of its pages\n",
    )


def test_lint_says_once_that_a_word_is_missing(acme: Path) -> None:
    assert venuespec("import", "acme", "pages/acme/2026-11-29", cwd=acme).returncode == 0
    lines = venuespec("lint", "acme", cwd=acme).stdout.splitlines()
    [line] = [line for line in lines if "what symbol means" in line]
    assert line.endswith("; see venuespec coverage acme --propose [word-missing], and in 1 more place")
    [line] = [line for line in lines if "what id means" in line]
    assert line.endswith("[word-missing]")


def test_lint_tells_of_the_address_that_a_new_venue_begins_with(acme: Path) -> None:
    printed = venuespec("lint", "acme", cwd=acme).stdout
    assert "docs is still https://api.acme.example/docs/, as venuespec new wrote it" in printed
    settings = acme / "spec" / "acme" / "venue.yaml"
    settings.write_text(settings.read_text().replace("api.acme.example", "api.acme.test"))
    assert "[fill-in]" not in venuespec("lint", "acme", cwd=acme).stdout


def test_a_key_written_as_a_path_is_told_how_to_write_it(acme: Path) -> None:
    assert venuespec("import", "acme", "pages/acme/2026-11-29", cwd=acme).returncode == 0
    file = next((acme / "spec" / "acme").glob("*/*.yaml"))
    file.write_text(file.read_text() + "sdk.fields: {request.size: {kind: decimal}}\n")
    done = venuespec("lint", "acme", cwd=acme)
    assert done.returncode == 1
    assert (
        "unknown key sdk.fields; write sdk: {fields: ...}, or fields below sdk:; known keys: docs, sdk" in done.stdout
    )


def test_pages_below_a_path_with_umlauts_are_read_where_the_locale_is_ascii(acme: Path) -> None:
    moved = shutil.move(acme / "pages", acme / "Bücher und Börsen")
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "venuespec", "import", "acme", str(Path(moved).relative_to(acme) / "acme/2026-11-29")],
        cwd=acme,
        env=environment,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_what_an_import_did_not_read_is_settled_as_it_advises(acme: Path) -> None:
    page = acme / "pages" / "acme" / "2026-11-29" / "orders.md"
    page.write_text(PAGE.replace("| id | string | yes |", "| id | quantum | perhaps |"), encoding="utf-8")
    report = venuespec("import", "acme", "pages/acme/2026-11-29", "--report", cwd=acme).stdout
    assert "to settle it: sdk: fields: {request.NAME: {required: true}} says it" in report
    assert "to settle it: sdk: fields: {request.NAME: {type: TYPE, kind: KIND}} says it" in report
    [file] = [file for file in (acme / "spec" / "acme").glob("*/*.yaml") if "quantum" in file.read_text()]
    settled = "  fields: {request.id: {required: true, type: String, kind: id}}\n"
    file.write_text(file.read_text() + settled)
    report = venuespec("import", "acme", "pages/acme/2026-11-29", "--report", cwd=acme).stdout
    assert "unread:" not in report
    assert "unread" not in venuespec("lint", "acme", cwd=acme).stdout


def test_an_import_says_where_it_assumes_that_calls_are_signed(acme: Path) -> None:
    silent = "say nothing on whether a call is signed, and are taken as signed; sdk: access: public says otherwise"
    first = venuespec("import", "acme", "pages/acme/2026-11-29", cwd=acme).stdout
    [line] = [line for line in first.splitlines() if line.startswith("assumed: ")]
    assert line.startswith("assumed: the pages of order/")
    assert line.endswith(silent)
    assert "assumed" not in venuespec("import", "acme", "pages/acme/2026-11-29", cwd=acme).stdout


def test_an_import_assumes_nothing_where_the_page_says_that_a_call_is_public(acme: Path) -> None:
    page = acme / "pages" / "acme" / "2026-11-29" / "orders.md"
    page.write_text(PAGE.replace("`\n\n|", "`\n\nNo authentication is required.\n\n|"), encoding="utf-8")
    assert "assumed" not in venuespec("import", "acme", "pages/acme/2026-11-29", cwd=acme).stdout


@pytest.mark.parametrize(("command", "told"), [("update", True), ("show", False)])
def test_an_interrupted_command_that_writes_says_what_is_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str, told: bool
) -> None:
    def interrupted() -> None:
        raise SystemExit(130)

    monkeypatch.setattr(command_app, "app", interrupted)
    monkeypatch.setattr(sys, "argv", ["venuespec", command])
    with pytest.raises(SystemExit):
        main()
    expected = "interrupted; no file is half written, and git status shows what was done; run it again\n"
    assert capsys.readouterr().err == (expected if told else "")


def test_a_folder_that_is_not_there_is_named_as_it_was_given(tmp_path: Path) -> None:
    (tmp_path / "spec").mkdir()
    for name in ("nothere", "spec/nothere"):
        done = venuespec("diff", name, name, cwd=tmp_path)
        assert done.returncode == 2
        assert f"{name} is neither a spec folder nor a venue in spec" in done.stderr


def test_one_page_that_documents_nothing_is_spoken_of_as_one(acme: Path) -> None:
    page = acme / "pages" / "only.md"
    page.parent.mkdir(exist_ok=True)
    page.write_text("# Welcome\n\nWe trade.\n")
    done = venuespec("import", "acme", str(page), cwd=acme)
    assert done.returncode == 2
    assert "its only page documents no endpoint" in done.stderr


@pytest.mark.parametrize("arguments", [["new", "venue", "other"], ["new", "endpoint", "acme", "GET", "/v1/things"]])
def test_a_place_that_cannot_be_written_is_one_clear_error(acme: Path, arguments: list[str]) -> None:
    """A file stands where a folder has to be made; it holds for every user."""
    if arguments[1] == "venue":
        (acme / "spec" / "other").symlink_to(acme / "spec" / "acme" / "venue.yaml" / "below")
    else:
        (acme / "spec" / "acme" / "v1").write_text("not a folder")
        arguments = [*arguments, "--group", "v1"]
    command = [sys.executable, "-m", "venuespec", *arguments]
    done = subprocess.run(command, cwd=acme, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of a file's size")
def test_a_full_folder_of_temporary_files_is_one_clear_error(acme: Path) -> None:
    import resource

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    root = shutil.copytree(
        Path(__file__).parent / "fixtures" / "spec" / "okx_v5", acme / "spec" / "okx_v5"
    ).parent.parent
    command = [sys.executable, "-m", "venuespec", "generate", "okx_v5"]
    environment = {**os.environ, "VENUESPEC_CACHE": "off", "VENUESPEC_PROCESSES": "1"}
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False, preexec_fn=limited
    )
    assert done.returncode == 2, done.stderr
    assert "the folder for temporary files, cannot be written: File too large; nothing was changed" in done.stderr
    assert not (root / "generated").exists()
