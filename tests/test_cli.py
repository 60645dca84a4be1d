"""The commands as a shell sees them: what they print, and their exit codes."""

import json
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer import Context
from typer.main import get_command

from command_line import venuespec
from venuespec.checks.lint import lint
from venuespec.cli.app import app
from venuespec.spec.model import VenueSpec


@pytest.fixture(scope="module")
def small(frozen_root: Path, founded: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of two venues and a few endpoints, generated."""
    folder = tmp_path_factory.mktemp("small")
    founded(folder)
    shutil.copytree(frozen_root / "spec" / "ku", folder / "spec" / "ku")
    assert venuespec("generate", cwd=folder).returncode == 0
    return folder


@pytest.fixture
def tree(small: Path, tmp_path: Path) -> Path:
    """A working copy of spec/ and generated/."""
    return shutil.copytree(small, tmp_path / "tree")


def test_lint_of_the_repository_is_clean(root: Path, venue: Callable[[str], VenueSpec]) -> None:
    names = {each.parent.name for each in (root / "spec").glob("*/venue.yaml")}
    assert names >= {"bybit_v5", "coinswitch_hft", "okx_v5"}
    assert [str(each) for name in names for each in lint(venue(name)) if each.severity == "error"] == []


def test_lint_names_file_and_line(tree: Path) -> None:
    file = tree / "spec" / "okx_v5" / "public" / "get_system_time.yaml"
    file.write_text(file.read_text().replace("title: Get", "titel: Get"))
    done = venuespec("lint", cwd=tree)
    assert done.returncode == 1
    assert "get_system_time.yaml:3: docs: unknown key titel; did you mean title; known keys: " in done.stdout


def test_generate_check_tells_what_is_stale_and_changes_nothing(tree: Path) -> None:
    file = tree / "spec" / "okx_v5" / "public" / "get_system_time.yaml"
    file.write_text(file.read_text().replace("summary: Read the venue's clock.", "summary: Read the clock."))
    before = {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()}
    done = venuespec("generate", "--check", cwd=tree)
    assert done.returncode == 1
    assert "would be written: generated/venues/okx_v5/public/get_system_time.py" in done.stdout
    assert {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()} == before
    assert venuespec("generate", cwd=tree).returncode == 0
    assert venuespec("generate", "--check", cwd=tree).returncode == 0


def test_generate_does_nothing_twice_and_notices_every_edit(tree: Path) -> None:
    assert venuespec("generate", cwd=tree).returncode == 0
    assert re.fullmatch(r"0 written, 0 deleted, [0-9]+ unchanged\n", venuespec("generate", cwd=tree).stdout)
    file = tree / "generated" / "venues" / "okx_v5" / "client.py"
    text = file.read_text()
    file.unlink()
    assert "written: generated/venues/okx_v5/client.py" in venuespec("generate", cwd=tree).stdout
    assert file.read_text() == text
    spec = tree / "spec" / "okx_v5" / "account" / "get_leverage.yaml"
    spec.write_text(spec.read_text().replace("summary: Read the leverage", "summary: Read all leverage"))
    assert "generated/venues/okx_v5/account/get_leverage.py" in venuespec("generate", cwd=tree).stdout


def test_generate_leaves_an_edited_file_alone(tree: Path) -> None:
    file = tree / "generated" / "venues" / "okx_v5" / "client.py"
    file.write_text(file.read_text() + "# mine\n")
    done = venuespec("generate", cwd=tree)
    assert done.returncode == 2
    assert "generated/venues/okx_v5/client.py" in done.stderr
    assert file.read_text().endswith("# mine\n")


def test_a_broken_spec_leaves_the_tree_as_it_was(tree: Path) -> None:
    (tree / "spec" / "okx_v5" / "account" / "new.yaml").write_text("docs: {")
    before = {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()}
    done = venuespec("generate", cwd=tree)
    assert done.returncode == 2
    assert "new.yaml:2: is not YAML" in done.stderr
    assert {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()} == before


def test_diff_prints_what_changed_and_fails_on_demand(frozen_root: Path) -> None:
    legacy, now = "spec/archive/okx_v5_legacy", "spec/okx_v5"
    assert "ERR  enum_removed" in venuespec("diff", legacy, now, cwd=frozen_root).stdout
    assert venuespec("diff", legacy, now, cwd=frozen_root).returncode == 0
    assert venuespec("diff", legacy, now, "--fail-on", "ERR", cwd=frozen_root).returncode == 1
    same = venuespec("diff", now, now, "--fail-on", "INFO", cwd=frozen_root)
    assert (same.returncode, same.stdout) == (0, "")
    report = json.loads(venuespec("diff", legacy, now, "--format", "json", "--level", "ERR", cwd=frozen_root).stdout)
    assert [each["pointer"] for each in report["changes"]] == ["request.posSide.values"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["diff", "spec/nowhere", "spec/okx_v5"], "spec/nowhere is neither a spec folder nor a venue in spec"),
        (
            ["diff", "spec/okx_v5", "spec/okx_v5", "--format", "pdf"],
            "--format must be one of text, markdown, json, github, junit, html, got 'pdf'",
        ),
        (
            ["diff", "spec/okx_v5", "spec/okx_v5", "--level", "BAD"],
            "a level must be one of ERR, WARN, INFO, NONE, got 'BAD'",
        ),
        (
            ["schema", "okx_v5", "leverage"],
            "did you mean account.get_leverage, account.get_leverage_estimate, account.set_leverage",
        ),
        (["check", "nobody", "--batch", "spec/okx_v5/venue.yaml"], "cannot be read as JSON"),
        (["sandbox", "okx_v5", "--api-key", "k"], "signed calls need the credentials secret_key, passphrase"),
    ],
)
def test_bad_input_gets_one_clear_error(frozen_root: Path, arguments: list[str], message: str) -> None:
    done = venuespec(*arguments, cwd=frozen_root)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def checked(tmp_path: Path, frozen_root: Path, requests: Any) -> tuple[int, Any]:
    file = tmp_path / "batch.json"
    file.write_text(json.dumps(requests))
    done = venuespec("check", "okx_v5", "--batch", str(file), cwd=frozen_root)
    return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr


def request(number: int, params: Any, **context: str) -> dict[str, Any]:
    return {
        "id": number,
        "method": "POST",
        "path": "/api/v5/account/set-leverage",
        "params": params,
        "context": context,
    }


def test_check_judges_by_wire_names(frozen_root: Path, tmp_path: Path) -> None:
    swap = {"instId": "BTC-USDT-SWAP", "lever": "5", "mgnMode": "isolated"}
    status, verdicts = checked(
        tmp_path,
        frozen_root,
        [
            request(1, swap),
            request(2, swap, posMode="long_short_mode"),
            request(3, {"ccy": "BTC", "mgnMode": "isolate"}),
            request(4, {**swap, "lever": 5.5, "unheard_of": [1]}, posMode="net_mode"),
        ],
    )
    assert status == 1
    assert [(each["id"], each["verdict"]) for each in verdicts] == [
        (1, "accept"),
        (2, "reject"),
        (3, "reject"),
        (4, "accept"),
    ]
    assert verdicts[0]["undecided"] == [{"rule": "side_for_long_short", "needs": ["posMode"]}]
    assert verdicts[1]["violations"] == [
        {
            "rule": "side_for_long_short",
            "level": "error",
            "params": ["posSide", "mgnMode"],
            "message": "When mgnMode is isolated and the instrument type is FUTURES or SWAP and the context's posMode is long_short_mode, posSide is "
            "required and must be long or short. In long/short mode each side of an isolated position has its own leverage.",
        }
    ]
    assert [each["rule"] for each in verdicts[2]["violations"]] == ["required", "values", "ccy_means_cross"]
    assert [each["unknown"] for each in verdicts] == [[], [], [], ["unheard_of is not a parameter"]]
    assert checked(tmp_path, frozen_root, [request(1, swap)])[0] == 0
    # A name that no table has is no reason for the venue to refuse, but the caller means something by it.
    status, [verdict] = checked(tmp_path, frozen_root, [request(1, swap | {"possSide": "long"})])
    assert (status, verdict["verdict"]) == (1, "accept")
    assert verdict["unknown"] == ["possSide is not a parameter; did you mean posSide"]


@pytest.mark.parametrize(
    ("requests", "message"),
    [
        ({"id": 1}, "must hold a JSON list of requests"),
        ([{"id": 1}], "request 0 has no method and path"),
        ([{"id": 7, "method": "GET", "path": "/x"}], "request 7: the SDK has no GET /x"),
        ([request(7, [])], ""),
        ([request(7, {}, nothing="x")], "request 7: the context has no 'nothing'"),
    ],
)
def test_check_says_which_request_it_cannot_read(
    frozen_root: Path, tmp_path: Path, requests: Any, message: str
) -> None:
    status, output = checked(tmp_path, frozen_root, requests)
    assert message in str(output)
    assert status == (2 if message else 1)


def test_a_rule_that_nothing_breaks_is_no_rule(tree: Path) -> None:
    file = tree / "spec" / "okx_v5" / "account" / "set_leverage.yaml"
    never = "{all: [{mgnMode: cross}, {mgnMode: isolated}]}"
    file.write_text(file.read_text().replace("when: {present: ccy}", f"when: {never}"))
    done = venuespec("generate", cwd=tree)
    assert done.returncode == 2
    assert "no request was found that breaks the rule ccy_means_cross" in done.stderr


def test_without_the_tools_libraries_it_says_what_to_install(root: Path) -> None:
    code = "import sys; sys.modules['typer'] = None; sys.argv = ['venuespec', 'lint']; from venuespec.__main__ import main; main()"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (
        2,
        "error: typer is not installed; run: pip install 'venuespec[generator]', or make setup in a checkout\n",
    )


def test_the_sandbox_says_where_it_listens_and_refuses_a_port_that_is_taken(frozen_root: Path) -> None:
    command = [sys.executable, "-m", "venuespec", "sandbox", "okx_v5", "--port", "0"]
    with subprocess.Popen(command, cwd=frozen_root, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            url = running.stdout.readline().split()[0]
            with urllib.request.urlopen(f"{url}/api/v5/public/time", timeout=5) as answer:
                assert json.load(answer)["code"] == "0"
            taken = venuespec("sandbox", "okx_v5", "--port", url.rpartition(":")[2], cwd=frozen_root)
            assert taken.returncode == 2
            assert "take another with --port" in taken.stderr
        finally:
            running.terminate()


def test_show_finds_by_a_part_and_prints_the_call_that_exists(frozen_root: Path) -> None:
    def shown(*arguments: str) -> str:
        return venuespec("show", "okx_v5", *arguments, cwd=frozen_root).stdout

    batch = shown("batch-orders")
    assert "from venues.okx_v5.trade.place_orders import PlaceOrdersItem" in batch
    assert (
        "client.trade.place_orders(items=[PlaceOrdersItem(inst_id=..., td_mode=..., side=..., ord_type=..., sz=...)])"
        in batch
    )
    assert "attachAlgoClOrdId" in batch  # lines of a file are not cut
    assert shown("place multiple") == batch
    assert shown("get_order", "--root", ".").splitlines()[0].startswith("GET /api/v5/trade/order ")
    assert [line.split()[0] for line in shown("bills").splitlines()] == ["account.get_bills", "funding.get_bills"]
    assert len(shown().splitlines()) == 13


def test_show_is_safe_and_complete(frozen_root: Path) -> None:
    shown = venuespec("show", "okx_v5", "account.set_leverage", cwd=frozen_root).stdout
    for text in (
        "POST /api/v5/account/set-leverage",
        "posSide",
        "20 requests per 2 s",
        "client.account.set_leverage(",
        "https://www.okx.com",
    ):
        assert text in shown


def test_the_summary_of_a_command_is_the_beginning_of_its_own_help() -> None:
    group: Any = get_command(app)
    context = Context(group)
    for name, summary in group.commands.items():
        command = group.resolve_command(context, [name])[1]
        assert " ".join(command.help.split("\n\n")[0].split()) == summary.help
    assert len(group.commands) == 24


def test_help_imports_no_command() -> None:
    """What a command needs is imported when it is run."""
    code = "import sys; from venuespec.cli.app import app\ntry: app(['--help'])\nexcept SystemExit: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Keep a spec" in done.stdout
    assert not {"yaml", "jinja2", "lxml", "venuespec.spec.load"} & set(done.stdout.split())
