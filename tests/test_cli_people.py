"""The command line in the hands of people: the first screen, tables, calls, completion, progress."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from command_line import venuespec
from venuespec.cli.app import app
from venuespec.cli.call import value_of
from venuespec.cli.progress import shown_progress
from venuespec.cli.tables import print_counts, print_table
from venuespec.sandbox.faults import Fault
from venuespec.sandbox.server import RunningSandbox, make
from venuespec.spec.model import VenueSpec

ORDER = ["inst_id=BTC-USDT", "td_mode=cash", "side=buy", "ord_type=market", "sz=100"]


@pytest.fixture(scope="module")
def box(venue: Callable[[str], VenueSpec]) -> Iterator[RunningSandbox]:
    with RunningSandbox(make(venue("okx_v5"))) as running:
        yield running


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of 80 columns."""
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "dumb")


@pytest.fixture
def call(box: RunningSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    """Call an endpoint from a folder that has no spec, at the sandbox."""
    for name in ("API_KEY", "SECRET_KEY", "PASSPHRASE", "BASE_URL", "ENVIRONMENT", "REGION"):
        monkeypatch.delenv(f"OKX_{name}", raising=False)

    def run(*arguments: str, host: str = "--sandbox") -> tuple[int, str, str]:
        done = venuespec("call", "okx_v5", *arguments, host, box.url, cwd=tmp_path)
        return done.returncode, done.stdout, done.stderr

    return run


def test_without_arguments_it_shows_what_people_do_first(tmp_path: Path) -> None:
    done = venuespec(cwd=tmp_path)
    assert done.returncode == 0
    commands = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("    venuespec ")]
    assert commands == ["show", "call", "sandbox", "diff", "calendar"]
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_the_version_is_that_of_pyproject(root: Path, tmp_path: Path) -> None:
    [line] = [line for line in (root / "pyproject.toml").read_text().splitlines() if line.startswith("version = ")]
    assert venuespec("--version", cwd=tmp_path).stdout == f"venuespec {line.split(chr(34))[1]}\n"


def test_call_prints_an_answer_as_a_list(call: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = call("market_data.get_ticker", "inst_id=BTC-USDT")
    assert (code, err) == (0, "")
    lines = dict(line.split(None, 1) for line in out.splitlines())
    assert (lines["inst_type"], lines["inst_id"]) == ("SPOT", "BTC-USDT")
    assert lines["ts"].endswith("Z")


@pytest.mark.parametrize(
    "endpoint", ["market_data.get_candles", "GET /api/v5/market/candles", "/api/v5/market/candles"]
)
def test_call_takes_names_of_the_wire_and_prints_a_table(
    call: Callable[..., tuple[int, str, str]], endpoint: str
) -> None:
    code, out, err = call(endpoint, "instId=BTC-USDT", "limit=2")
    assert (code, err) == (0, "")
    names, *rows = (line.split("\t") for line in out.splitlines())
    assert (names[0], names[-1]) == ("ts", "confirm")
    assert [len(row) for row in rows] == [9, 9]


def test_call_prints_json_as_it_came(call: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = call("market_data.get_ticker", "inst_id=BTC-USDT", "--json")
    [row] = json.loads(out)
    assert (code, row["instId"], row["instType"]) == (0, "BTC-USDT", "SPOT")


def test_call_prints_what_the_sdk_refuses(call: Callable[..., tuple[int, str, str]], box: RunningSandbox) -> None:
    sent = len(box.calls)
    code, out, err = call("trade.place_order", *ORDER[:3], "ord_type=limit", "sz=1")
    assert (code, out, len(box.calls)) == (1, "", sent)
    assert err.startswith("error: trade.place_order was not sent:\n  - When ordType is limit, at least one of px")
    code, _, err = call("trade.place_orders", 'items=[{"inst_id": "BTC-USDT"}]')
    assert (code, "tdMode is required" in err) == (1, True)
    code, _, err = call("account.get_bills", "begin=2026-01-01")
    assert (code, "naive" in err) == (1, True)
    code, _, err = call("trade.get_order", "inst_id=BTC-USDT", "ord_id=1")
    assert (code, "51603" in err) == (1, True)


def test_call_says_which_name_it_does_not_know(call: Callable[..., tuple[int, str, str]]) -> None:
    code, _, err = call("account.get_bills", "limt=3")
    assert (code, "has no parameter 'limt'; did you mean limit" in err) == (2, True)
    code, _, err = call("market_data.get_tiker")
    assert (code, "did you mean market_data.get_ticker" in err) == (2, True)
    code, _, err = call("account.get_bills", "limit")
    assert (code, "'limit' is not NAME=VALUE" in err) == (2, True)


def test_call_tells_a_write_of_unknown_outcome_by_its_exit_code(
    call: Callable[..., tuple[int, str, str]], box: RunningSandbox
) -> None:
    box.faults.add(Fault(kind="drop_after", path="/api/v5/trade/order"))
    code, _, err = call("trade.place_order", *ORDER, "--timeout", "1")
    assert (code, "Whether it was executed is unknown" in err) == (3, True)


def test_call_sends_a_write_elsewhere_only_after_a_yes(
    call: Callable[..., tuple[int, str, str]], box: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = len(box.calls)
    code, _, err = call("trade.place_order", *ORDER, host="--base-url")
    assert (code, err) == (1, "error: set OKX_API_KEY, OKX_SECRET_KEY, OKX_PASSPHRASE in the environment\n")
    for name in ("API_KEY", "SECRET_KEY", "PASSPHRASE"):
        monkeypatch.setenv(f"OKX_{name}", "mine")
    code, _, err = call("trade.place_order", *ORDER, host="--base-url")
    assert (code, len(box.calls)) == (2, sent)
    assert f"POST {box.url}/api/v5/trade/order (production)" in err
    assert '"sz":"100"' in err
    assert "give --yes to send it" in err
    code, out, _ = call("trade.place_order", *ORDER, "--yes", host="--base-url")
    assert (code, out.split()[0]) == (0, "ord_id")
    # A sandbox is asked without the credentials of the environment, and has no question to ask.
    monkeypatch.setenv("OKX_API_KEY", " not a key ")
    assert call("account.get_balance", host="--base-url")[0] == 1
    assert call("trade.place_order", *ORDER)[0] == 0


def test_a_number_inside_json_keeps_every_digit() -> None:
    [item] = value_of('[{"px": 0.00001, "sz": 1.2345678901234567890}]', "Iterable[dict]")
    assert (str(item["px"]), str(item["sz"])) == ("0.00001", "1.2345678901234567890")


def test_call_can_serve_its_own_sandbox_for_any_way_to_sign(tmp_path: Path) -> None:
    done = venuespec("call", "coinswitch_spot_v2", "account.get_tds", "--sandbox", "local", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_table_that_does_not_fit_becomes_lists(narrow: None, capsys: pytest.CaptureFixture[str]) -> None:
    name = "a_name_that_is_" + "long_" * 12
    print_table(("name", "value"), [(name, "1" * 30), ("b", "")])
    assert capsys.readouterr().out.splitlines() == [name, f"    value: {'1' * 30}".ljust(80), "b"]
    print_table(("name", "value"), [("a", "1"), ("b", "22")])
    assert [line.rstrip() for line in capsys.readouterr().out.splitlines()] == ["name  value", "a     1", "b     22"]
    print_table(("name", "meaning"), [("n" * 40, "word " * 20)], prose=True)
    out = capsys.readouterr().out.splitlines()
    assert out[1].split()[0] == "n" * 40
    assert max(map(len, out)) <= 80
    print_counts("group", {"a": {f"number_of_{letter * 20}": number for number, letter in enumerate("abcd")}})
    lists = capsys.readouterr().out
    assert "0 number" not in lists
    assert "1 number of " + "b" * 20 in lists


def test_a_table_for_a_program_is_plain_and_whole(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("name", "value"), [("n" * 200, "v " * 200)])
    assert capsys.readouterr().out == f"name\tvalue\n{'n' * 200}\t{'v ' * 200}\n"


def test_show_cuts_no_name_on_a_terminal(narrow: None, root: Path, tmp_path: Path) -> None:
    out = venuespec("show", "bybit_v5", "order.place_order", cwd=tmp_path).stdout
    for name in ("slippageToleranceType", "rpiTakerAccess", "orderLinkId"):
        assert name in out
    assert "…" not in out


def completions(text: str, shell: str = "_VENUESPEC_COMPLETE") -> list[str]:
    environment = {shell: "complete_bash", "COMP_WORDS": text, "COMP_CWORD": str(len(text.split(" ")) - 1)}
    return CliRunner().invoke(app, prog_name="venuespec", env=environment).output.split()


def test_a_shell_completes_commands_venues_endpoints_and_parameters(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert {"call", "calendar"} <= set(completions("venuespec ca"))
    assert completions("venuespec call okx") == ["okx_v5"]
    assert completions("venuespec call okx_v5 market_data.get_tick") == [
        "market_data.get_ticker",
        "market_data.get_tickers",
    ]
    assert completions("venuespec call okx_v5 trade.get_order inst") == ["inst_id="]
    assert completions("venuespec call okx_v5 trade.get_order inst_id=A inst") == []


@pytest.mark.parametrize(
    "command",
    [
        "calendar",
        "changelog",
        "coverage",
        "explain",
        "fetch",
        "generate",
        "import",
        "lint",
        "openapi",
        "review",
        "sandbox",
        "schema",
        "show",
        "update",
    ],
)
def test_every_command_completes_the_venue(command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert completions(f"venuespec {command} okx") == ["okx_v5"]


def test_progress_is_drawn_on_a_terminal_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def work() -> str:
        with shown_progress("reading pages") as progress:
            progress(1, 2)
        return capsys.readouterr().err

    assert work() == ""
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("TTY_INTERACTIVE", "1")
    monkeypatch.setenv("TERM", "xterm")
    assert "reading pages" in work()
    assert "threading" in sys.modules
