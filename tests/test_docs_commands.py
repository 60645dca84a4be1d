"""Every command of README and guides: it exists with its options, and those that only read run and print what is shown."""

import os
import re
import shlex
import shutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer import Context
from typer.main import get_command

from command_line import venuespec
from venuespec.cli.app import app
from venuespec.sandbox.server import RunningSandbox, make
from venuespec.spec.model import VenueSpec

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
_LINE = re.compile(r"^ {4,}(?:\$ )?(.*)$")
_COMMAND = re.compile(r"(?:\.venv/bin/)?(venuespec|make|pip|python -m pip) ")
BOT = """\
from venues.okx_v5 import Client

okx = Client()
okx.trade.place_order(inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="limit", sz=1, is_elp_taker_access=True)
"""
# These only read, or write where they are told to; what the others do is tested where they are.
READING = ("show", "call", "calendar", "diff", "explain", "openapi", "schema", "vendor")
# Pages that the reader has, and earlier commits.
ELSEWHERE = re.compile(r"snapshots/|HEAD~|--pages|--docs|\.\.\.")


def blocks(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Each command of a page, with the lines that are shown below it."""
    block: tuple[str, list[str]] | None = None
    in_code = False
    for line in page.read_text(encoding="utf-8").splitlines():
        in_code = in_code != line.startswith("```")
        found = None if in_code else _LINE.match(line)
        text = found[1] if found else ""
        if _COMMAND.match(text):
            for single in re.sub(r"\s+#.*", "", text).split(" && "):
                if block:
                    yield block
                block = (single.removeprefix(".venv/bin/").removesuffix("&").strip(), [])
        elif found and block:
            block[1].append(text.strip())
        elif block:
            yield block
            block = None
    if block:
        yield block


COMMANDS = [(page, *block) for page in PAGES for block in blocks(page)]


def words(command: str, name: str) -> list[str]:
    return shlex.split(command)[1:] if command.startswith(f"{name} ") else []


def test_every_command_of_the_pages_exists() -> None:
    group: Any = get_command(app)
    tried = [(page, words(command, "venuespec")) for page, command, _ in COMMANDS if command.startswith("venuespec ")]
    assert len(tried) > 40
    for page, arguments in tried:
        if arguments[0].startswith("--"):
            assert arguments[0] in {option for each in group.params for option in each.opts}, page
            continue
        name, command, rest = group.resolve_command(Context(group), arguments)
        while hasattr(command, "commands"):
            name, command, rest = command.resolve_command(Context(command), rest)
        command.make_context(name, list(rest))  # raises UsageError for an option or argument that there is not


def test_what_make_and_pip_are_asked_for_exists() -> None:
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.M)
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    for page, command, _ in COMMANDS:
        for word in words(command, "make"):
            assert word in targets, page.name
        for extra in re.findall(r"\[(\w+)\]", command) if " install " in command else ():
            assert extra in extras, page.name


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a reader follows a guide: the repository's files, and room for what is written."""
    place = tmp_path_factory.mktemp("reader")
    for name in ("spec", "docs", "generated"):
        (place / name).symlink_to(ROOT / name)
    (place / "src").mkdir()
    (place / "src" / "bot.py").write_text(BOT)
    return place


@pytest.fixture(scope="module")
def dated(folder: Path, frozen_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same folder on a day of its own, with the rename that the guide shows: the pages of another day have other dates."""
    place = tmp_path_factory.mktemp("dated")
    (place / "src").symlink_to(folder / "src")
    spec = shutil.copytree(frozen_root / "spec" / "okx_v5", place / "spec" / "okx_v5")
    lock, order = spec / "lock.yaml", spec / "trade" / "place_order.yaml"
    lock.write_text(lock.read_text().replace("as_of: 2026-06-27", "as_of: 2026-08-22"))
    renamed = "- {name: rpiTakerAccess, alias: {was: isElpTakerAccess, until: 2026-10-31}, "
    order.write_text(order.read_text().replace("- {name: isElpTakerAccess, ", renamed))
    return place


def test_commands_that_read_run_and_print_what_is_shown(
    venue: Callable[[str], VenueSpec], folder: Path, dated: Path
) -> None:
    ran = 0
    with RunningSandbox(make(venue("okx_v5"))) as box:
        for page, command, shown in COMMANDS:
            arguments = words(command, "venuespec")
            if (
                page.stem == "adding-an-endpoint"
            ):  # of an endpoint that is not there; test_contributor_guides follows it
                continue
            if not arguments or arguments[0] not in READING or ELSEWHERE.search(command) or {"OLD", "E"} & {*arguments}:
                continue
            if arguments[0] == "call" and "--sandbox" not in arguments:
                arguments += ["--sandbox", box.url]
            done = venuespec(*arguments, cwd=dated if arguments[0] == "calendar" else folder)
            assert done.returncode == 0, (page.name, command, done.stderr)
            printed = " ".join(done.stdout.split())
            missing = [line for line in shown if " ".join(line.removesuffix("...").split()) not in printed]
            assert missing == [], (page.name, command)
            ran += 1
    assert ran > 12
    assert os.listdir(folder / "src") == ["bot.py"]
