"""Commands on damaged files and odd names: one clear error, no control character on a terminal, no traceback."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from site_trees import first_tree
from venuespec.__main__ import main
from venuespec.cli import app as command_app
from venuespec.cli.app import app

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return first_tree(tmp_path_factory.mktemp("cli")).root


@pytest.fixture
def root(first: Path, tmp_path: Path) -> Path:
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    return tmp_path


def run(*arguments: str, root: Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, [*arguments, "--root", str(root)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize(
    "file", ["fields.yaml", "errors.yaml", "clients.yaml", "lock.yaml", "account/set_thing_0.yaml"]
)
@pytest.mark.parametrize("text", ["- a\n- b\n", "hello\n", "7\n"])
def test_a_file_of_the_spec_that_is_no_mapping_is_one_clear_error(root: Path, file: str, text: str) -> None:
    (root / "spec" / "okx_v5" / file).write_text(text)
    code, _, errors = run("coverage", "okx_v5", root=root)
    assert code in (0, 2)
    assert re.search(rf"{file}:1: (?:must be a mapping of keys to values, got|expected a mapping)", errors), errors
    assert len(errors.splitlines()) == 1


@pytest.mark.parametrize("text", ["- a\n", "hello\n", "7\n"])
def test_a_policy_that_is_no_mapping_is_one_clear_error(root: Path, text: str) -> None:
    policy = root / "policy.yaml"
    policy.write_text(text)
    code, out, errors = run("diff", "spec/okx_v5", "spec/okx_v5", "--policy", str(policy), root=root)
    assert (code, out) == (2, "")
    assert re.fullmatch(r"error: \S+policy\.yaml:1: must be a mapping .*\n", errors)


@pytest.mark.parametrize(
    "command", [["diff", "spec/okx_v5", "spec/okx_v5"], ["calendar", "okx_v5"], ["openapi", "okx_v5"]]
)
def test_an_output_file_without_a_name_is_one_clear_error(root: Path, command: list[str]) -> None:
    code, _, errors = run(*command, "-o", "", root=root)
    assert (code, errors) == (2, "error: . cannot be written: Is a directory\n")


def test_names_are_given_up_where_the_settings_are_no_text(root: Path) -> None:
    assert run("generate", root=root)[0] == 0
    (root / "spec" / "okx_v5" / "venue.yaml").write_bytes(bytes(range(256)))
    code, out, errors = run("names", "okx_v5", "--drop", "account.set_thing_0", root=root)
    assert (code, errors) == (0, "")
    assert out.startswith("dropped: account.set_thing_0")


EVIL = '"\\e[31mEVIL\\x07\\u202e\\u009b31m"'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("path: /api/v5/account/set-thing-0", f"path: {EVIL}"),
        ("title: Set thing 0", f"title: {EVIL}"),
        ("label: Leverage", f"label: {EVIL}"),
        ("summary: ''", f"summary: {EVIL}"),
        ("section: account", f"section: {EVIL}"),
    ],
)
@pytest.mark.parametrize(
    "command", [["show", "okx_v5"], ["show", "okx_v5", "set_thing_0"], ["openapi", "okx_v5"], ["lint"]]
)
def test_no_text_of_a_spec_reaches_the_terminal_as_it_is(root: Path, old: str, new: str, command: list[str]) -> None:
    file = root / "spec" / "okx_v5" / "account" / "set_thing_0.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    code, out, errors = run(*command, root=root)
    assert code in (0, 1, 2)
    assert CONTROL.findall(out + errors) == []
    if command[0] == "openapi" and code == 0 and "title" in new:
        assert "\x9b" in json.dumps(json.loads(out), ensure_ascii=False)


# --- names of files


def test_a_folder_with_a_new_line_and_colours_in_its_name_is_no_trouble(tmp_path: Path) -> None:
    place = tmp_path / "new\nline \x1b[31m"
    place.mkdir()
    code, out, errors = run("new", "venue", "acme", root=place)
    assert (code, errors) == (0, "")
    assert CONTROL.findall(out) == []
    code, _, errors = run("import", "acme", str(place / "nowhere"), root=place)
    assert code == 2
    assert CONTROL.findall(errors) == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
@pytest.mark.parametrize(
    "command", [["import", "okx_v5", "{}"], ["diff", "{}", "spec/okx_v5"], ["check", "okx_v5", "--batch", "{}"]]
)
def test_a_name_that_is_no_text_is_named_in_one_clear_error(root: Path, command: list[str]) -> None:
    name = os.fsdecode(os.fsencode(root) + b"/\xff\xfe")
    os.mkdir(name)
    arguments = [sys.executable, "-m", "venuespec", *(each.format(name) for each in command)]
    done = subprocess.run(arguments, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("error: ")
    assert "\\udcff\\udcfe" in done.stderr


def test_ctrl_c_before_a_command_begins_is_quiet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command_app, "app", interrupted)
    monkeypatch.setattr(sys, "argv", ["venuespec", "import", "acme", "pages"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130
    assert "Traceback" not in capsys.readouterr().err
