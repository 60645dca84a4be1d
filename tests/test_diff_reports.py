"""What ``diff`` writes for people and machines, and what a policy makes of it."""

import json
import re
import shlex
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
import yaml
from attrs import evolve
from markdown_it import MarkdownIt

from changes import change
from command_line import venuespec
from venuespec.diff import judgements
from venuespec.diff.change import Change
from venuespec.diff.policy import judge, load_policy
from venuespec.diff.report import FORMATS, IgnoredChange, LocatedChange, Report, Selection, render
from venuespec.diff.report.json import SCHEMA
from venuespec.diff.report.markdown import plain
from venuespec.diff.used_by import Caller
from venuespec.spec.place import Place
from venuespec.spec.problem import Problem, SpecError

SET_LEVERAGE = "POST /api/v5/account/set-leverage"
BALANCE = "GET /api/v5/account/balance"
LOST = change(
    judgements.PARAM_VALUE_REMOVED, SET_LEVERAGE, "request.posSide.values", "net", None, "posSide loses the value net"
)
CODE = change(judgements.ERROR_CODE_ADDED, "*", "errors.51000", None, "51000", "error code 51000 is new")
GAINED = change(
    judgements.FIELD_VALUE_ADDED, BALANCE, "response.details.type.values", None, "x", "type gains the value x"
)
PAGE = "https://www.okx.com/docs-v5/en/#trading-account-rest-api-set-leverage"
LOST_AT = LocatedChange(
    change=LOST, title="Set leverage", group="account", sdk="account.set_leverage", docs=PAGE, place=Place(Path("spec/okx_v5/account/set_leverage.yaml"), 18)
)  # fmt: skip
REPORT = Report(
    old="old",
    new="new",
    entries=(LocatedChange(change=CODE, title="OKX v5", group="venue"), LOST_AT),
    ignored=(
        IgnoredChange(
            entry=LocatedChange(change=GAINED, title="Balance", group="account"), reason="Seen.", expires="2026-12-31"
        ),
    ),
    notices=(
        Problem(check="policy-unused", place=Place(Path("p.yaml"), 3), message="matches no change", severity="warning"),
    ),
    bump="major",
)
EVIL = "</script><script>alert(1)</script>\x1b[31m\u202e%0A::error::`*_x_*`|\n[a](javascript:alert(1)) & \ufffe"
BOT = Caller(file="src/bot.py", line=7, call="okx.account.set_leverage(...)")
SELECTED = Report(
    old="old",
    new="new",
    entries=(evolve(LOST_AT, callers=(BOT, evolve(BOT, line=9))),),
    bump="major",
    selection=Selection(asked=("--used-by src",), left_out=(CODE, GAINED), used="2 uses of 1 endpoint in 1 file"),
)
CHOSEN = "--used-by src: 2 changes left out (1 WARN, 1 INFO); 2 uses of 1 endpoint in 1 file"
EVIL_REPORT = Report(
    old=EVIL,
    new=EVIL,
    entries=(
        LocatedChange(
            change=change(judgements.PARAM_VALUE_ADDED, f"GET /{EVIL}", EVIL, EVIL, [EVIL], EVIL),
            title=EVIL,
            group=EVIL,
            docs=f"https://x/{EVIL}",
            callers=(Caller(file=EVIL, line=1, call=EVIL),),
        ),
    ),
    selection=Selection(asked=(EVIL,)),
)
NOTHING = Report(old="old", new="new", entries=())


@pytest.mark.parametrize("form", ["text", "markdown", "github"])
def test_what_people_read_is_empty_where_nothing_changed(form: str) -> None:
    assert render(NOTHING, form) == ""


def test_a_level_hides_changes_and_not_the_bump() -> None:
    quiet = Report(old="old", new="new", entries=(LocatedChange(change=CODE),), bump="minor")
    assert render(quiet, "text", level="ERR") == ""
    loud = Report(
        old="old", new="new", entries=(LocatedChange(change=GAINED), LocatedChange(change=CODE)), bump="major"
    )
    assert render(loud, "text", level="WARN").splitlines()[-1] == "1 change: 1 WARN; version bump: major"


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_passes_control_codes_on(form: str) -> None:
    text = render(EVIL_REPORT, form)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert text


# --- a selection


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_says_what_was_selected_and_how_much_was_left_out(form: str) -> None:
    said = '"left_out": 2' if form == "json" else CHOSEN
    assert said in render(SELECTED, form, level="NONE")
    nothing = render(evolve(SELECTED, entries=()), form, level="NONE")
    assert said in nothing


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_names_the_lines_that_a_change_can_touch(form: str) -> None:
    text = render(SELECTED, form)
    assert "src/bot.py" in text
    assert "7" in text


def test_what_is_left_out_is_counted_from_the_level_that_is_shown() -> None:
    assert render(SELECTED, "text", level="WARN").splitlines() == [
        "ERR  enum_removed               posSide loses the value net (breaks wire and sdk)",
        "     POST /api/v5/account/set-leverage account.set_leverage() request.posSide.values  994022d744c0",
        "       src/bot.py:7 okx.account.set_leverage(...)",
        "       src/bot.py:9 okx.account.set_leverage(...)",
        "",
        "1 change: 1 ERR; version bump: major",
        "--used-by src: 1 change left out (1 WARN); 2 uses of 1 endpoint in 1 file",
    ]


def test_an_annotation_stands_at_the_line_of_the_caller() -> None:
    assert render(SELECTED, "github").splitlines()[0] == (
        "::error file=src/bot.py,line=7,title=ERR enum_removed::POST /api/v5/account/set-leverage: "
        "posSide loses the value net (breaks wire and sdk); also src/bot.py:9 [994022d744c0]"
    )


def test_the_json_has_callers_and_the_selection() -> None:
    report = json.loads(render(SELECTED, "json"))
    assert report["changes"][0]["callers"] == [
        {"file": "src/bot.py", "line": 7, "call": "okx.account.set_leverage(...)"},
        {"file": "src/bot.py", "line": 9, "call": "okx.account.set_leverage(...)"},
    ]
    assert report["selection"] == {
        "options": ["--used-by src"],
        "left_out": 2,
        "left_out_counts": {"ERR": 0, "WARN": 1, "INFO": 1, "NONE": 0},
        "used": "2 uses of 1 endpoint in 1 file",
    }


# --- Markdown


def test_markdown_is_a_section_for_a_changelog() -> None:
    assert render(REPORT, "markdown").splitlines() == [
        "## old to new",
        "",
        "2 changes: 1 ERR, 1 INFO; version bump: major.",
        "",
        "### Breaks somebody",
        "",
        "- **ERR** `enum_removed`: posSide loses the value net. Breaks wire and sdk.",
        "  - `POST /api/v5/account/set-leverage` `account.set_leverage()` `request.posSide.values` "
        f"([Set leverage]({PAGE})) `994022d744c0`",
        "",
        "### News",
        "",
        "- **INFO** `error_code_added`: error code 51000 is new.",
        f"  - the venue `errors.51000` `{CODE.fingerprint}`",
        "",
        "### Ignored",
        "",
        "- **WARN** `enum_added`: type gains the value x. Until 2026-12-31: Seen.",
        f"  - `GET /api/v5/account/balance` `response.details.type.values` `{GAINED.fingerprint}`",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "ask @everyone", "cc @org/team", "see #1", "see org/repo#12", "see GH-1", "gh-7", "https://github.com/org/repo/issues/1",
        "HTTP://evil.example/x", "www.evil.example", "a@b.example", "in 0a1b2c3d4e", "0123456789abcdef0123456789abcdef01234567", "@@x #1#2",
    ],
)  # fmt: skip
def test_markdown_that_is_posted_names_nobody_and_links_nothing(text: str) -> None:
    live = re.compile(r"@\w|#\d|\bGH-\d|://|www\.\w|\b[0-9a-f]{7,40}\b", re.IGNORECASE)
    [_, inline, _] = MarkdownIt("commonmark").parse(plain(text))
    shown = "".join(each.content for each in inline.children or ())
    assert live.search(text)
    assert not live.search(shown)
    assert shown.replace("\u200b", "") == text


def test_markdown_takes_no_markup_from_the_docs() -> None:
    tokens = MarkdownIt("commonmark").parse(render(EVIL_REPORT, "markdown"))
    inline = [child for each in tokens for child in each.children or ()]
    assert "html_block" not in {each.type for each in tokens}
    assert not {each.type for each in inline} & {"html_inline", "em_open", "image"}
    assert [each.markup for each in inline if each.type == "strong_open"] == ["**"]
    [link] = [str(each.attrs["href"]) for each in inline if each.type == "link_open"]
    assert link.startswith("https://x/%3C/script%3E%3Cscript%3Ealert%281%29")


# --- JSON


def published() -> Any:
    done = subprocess.run([sys.executable, "-m", "venuespec", "diff", "--json-schema"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_the_json_is_as_published() -> None:
    schema = published()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for report in (REPORT, NOTHING, SELECTED):
        validator.validate(json.loads(render(report, "json")))


@pytest.mark.parametrize(
    ("key", "value"), [("level", "FATAL"), ("bump", None), ("fingerprint", "xyz"), ("docs", "javascript:alert(1)")]
)
def test_the_schema_refuses_what_is_not_so(key: str, value: Any) -> None:
    report = json.loads(render(REPORT, "json"))
    report["changes"][0][key] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, json.loads(SCHEMA.read_text()))


def test_the_schema_describes_every_key_there_is() -> None:
    report, schema = json.loads(render(REPORT, "json")), json.loads(SCHEMA.read_text())
    assert report.keys() == schema["properties"].keys() == set(schema["required"])
    described = schema["$defs"]["change"]
    assert all(
        each.keys() == described["properties"].keys() == set(described["required"]) for each in report["changes"]
    )


def test_the_json_has_the_documented_keys() -> None:
    report = json.loads(render(REPORT, "json"))
    assert report["counts"] == {"ERR": 1, "WARN": 0, "INFO": 1, "NONE": 0}
    assert report["changes"][1] == {
        "kind": "enum_removed",
        "endpoint": SET_LEVERAGE,
        "pointer": "request.posSide.values",
        "old": "net",
        "new": None,
        "level": "ERR",
        "evidence": "changed",
        "wire_breaking": True,
        "sdk_breaking": True,
        "bump": "major",
        "message": "posSide loses the value net",
        "variants": [],
        "fingerprint": "994022d744c0",
        "title": "Set leverage",
        "group": "account",
        "sdk": "account.set_leverage",
        "sdk_row": "",
        "docs": PAGE,
        "archived": None,
        "file": "spec/okx_v5/account/set_leverage.yaml",
        "line": 18,
        "old_source": None,
        "new_source": None,
        "sentences": [],
        "until": None,
        "use": [],
        "callers": [],
    }
    assert report["selection"] is None
    assert report["ignored"][0]["reason"] == "Seen."
    assert report["notices"] == [
        {"file": "p.yaml", "line": 3, "check": "policy-unused", "message": "matches no change"}
    ]


# --- GitHub


def test_annotations_name_file_and_line() -> None:
    assert render(REPORT, "github").splitlines() == [
        "::error file=spec/okx_v5/account/set_leverage.yaml,line=18,title=ERR enum_removed::"
        "POST /api/v5/account/set-leverage: posSide loses the value net (breaks wire and sdk) [994022d744c0]",
        f"::notice title=INFO error_code_added::the venue: error code 51000 is new [{CODE.fingerprint}]",
        "::warning file=p.yaml,line=3,title=policy-unused::matches no change",
    ]


def test_an_annotation_cannot_be_broken_out_of() -> None:
    entry = LocatedChange(
        change=change(judgements.PARAM_VALUE_ADDED, "GET /a", "p", None, "x", "50%\r\n::error::gained"),
        place=Place(Path("a,b:c%.yaml"), 7),
    )
    [line] = render(Report(old="", new="", entries=(entry,)), "github").splitlines()
    said = f"GET /a: 50%25  ::error::gained [{entry.change.fingerprint}]"
    assert line == f"::notice file=a%2Cb%3Ac%25.yaml,line=7,title=INFO enum_added::{said}"


# --- JUnit


def test_junit_fails_skips_and_passes() -> None:
    root = ElementTree.fromstring(render(REPORT, "junit"))
    assert (root.tag, root.get("tests"), root.get("failures"), root.get("skipped")) == ("testsuites", "3", "1", "1")
    assert [each.get("name") for each in root] == ["the venue", BALANCE, SET_LEVERAGE]
    [failure] = root.findall(".//failure")
    assert (failure.get("type"), failure.get("message")) == ("ERR", "posSide loses the value net")
    [skipped] = root.findall(".//skipped")
    assert skipped.get("message") == "until 2026-12-31: Seen."
    [failed] = root.findall(".//testcase[failure]")
    assert (failed.get("file"), failed.get("line")) == ("spec/okx_v5/account/set_leverage.yaml", "18")


def test_junit_without_changes_has_a_case_that_passes() -> None:
    root = ElementTree.fromstring(render(NOTHING, "junit"))
    assert (root.get("tests"), root.get("failures")) == ("1", "0")


def test_junit_takes_any_text() -> None:
    root = ElementTree.fromstring(render(EVIL_REPORT, "junit"))
    assert [each.tag for each in root.iter()] == [
        "testsuites", "testsuite", "properties", "property", "testcase", "system-out"
    ]  # fmt: skip


# --- the policy


def policy_of(tmp_path: Path, text: str) -> Any:
    file = tmp_path / "venuespec-diff.yaml"
    file.write_text(text)
    return load_policy(file)


CHANGES: tuple[Change, ...] = (LOST, CODE, GAINED)


@pytest.mark.parametrize(
    ("entry", "matched"),
    [
        ("kind: enum_added", [GAINED]),
        ("endpoint: GET /api/v5/account/balance", [GAINED]),
        ("endpoint: '* /api/v5/account/*'", [LOST, GAINED]),
        ("pointer: request.*.values", [LOST]),
        ("pointer: posSide", []),
        ("pointer: errors.51000", [CODE]),
        ("pointer: errors.5100?", []),
        ("endpoint: '*'", [LOST, CODE, GAINED]),
        ("{kind: enum_added, pointer: request.*}", []),
    ],
)
def test_a_change_is_matched_by_what_it_is_and_where(tmp_path: Path, entry: str, matched: list[Change]) -> None:
    entry = entry if entry.startswith("{") else f"{{{entry}}}"
    policy = policy_of(tmp_path, f"ignore:\n- {entry[:-1]}, reason: Seen., expires: 2026-12-31}}\n")
    judged = judge(CHANGES, policy, date(2026, 12, 31))
    assert [each for each, _ in judged.ignored] == matched
    assert [each for each in CHANGES if each not in judged.changes] == matched
    assert [each.check for each in judged.notices] == ([] if matched else ["policy-unused"])


def test_the_last_level_that_matches_counts(tmp_path: Path) -> None:
    text = "levels:\n- {endpoint: '*', level: NONE}\n- {kind: enum_added, level: ERR}\n"
    judged = judge(CHANGES, policy_of(tmp_path, text), date(2026, 1, 1))
    assert [each.level for each in judged.changes] == ["NONE", "NONE", "ERR"]
    assert [each.fingerprint for each in judged.changes] == [each.fingerprint for each in CHANGES]


def test_what_expired_counts_again_and_says_so(tmp_path: Path) -> None:
    text = "ignore:\n- kind: enum_removed\n  reason: Not used here.\n  expires: 2026-06-30\n"
    judged = judge(CHANGES, policy_of(tmp_path, text), date(2026, 7, 1))
    assert judged.changes == CHANGES
    assert [str(each) for each in judged.notices] == [
        f"{tmp_path}/venuespec-diff.yaml:2: expired after 2026-06-30, 1 change counts again (Not used here.) [policy-expired]"
    ]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("ignore:\n- {kind: enum_added, reason: Seen.}\n", 2, "the key expires is missing"),
        ("ignore:\n- {kind: enum_added, expires: 2026-12-31}\n", 2, "the key reason is missing"),
        ("ignore:\n- {reason: Seen., expires: 2026-12-31}\n", 2, "names no kind, endpoint or pointer"),
        ("ignore:\n- kind: enum_added\n  reason: ' '\n  expires: 2026-12-31\n", 3, "say why"),
        ("ignore:\n- kind: enum_added\n  reason: Seen.\n  expires: tomorrow\n", 4, "'tomorrow' is not a date"),
        ("ignore:\n- kind: enum_added\n  reason: Seen.\n  expires: '2026-02-30'\n", 4, "'2026-02-30' is not a date"),
        ("ignore:\n- message: gone\n  reason: Seen.\n  expires: 2026-12-31\n", 2, "unknown key message"),
        ("levels:\n- kind: enum_aded\n  level: INFO\n", 2, "'enum_aded' is not a kind of change"),
        ("levels:\n- kind: enum_added\n  level: FATAL\n", 3, "'FATAL' is none of ERR, WARN, INFO, NONE"),
        ("levels:\n- kind: no\n  level: INFO\n", 2, "can be read as true or false"),
    ],
)
def test_a_bad_policy_is_refused_with_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(SpecError) as raised:
        policy_of(tmp_path, text)
    [problem] = raised.value.problems
    assert problem.place.line == line
    assert message in problem.message


def test_the_policy_in_the_guide_is_one(root: Path, tmp_path: Path) -> None:
    policy, workflow = re.findall(r"```yaml\n(# .*?)```", (root / "docs" / "diff.md").read_text(), re.DOTALL)
    found = policy_of(tmp_path, policy)
    assert (len(found.overrides), len(found.ignores)) == (1, 1)
    steps = yaml.safe_load(workflow)["jobs"]["diff"]["steps"]
    runs = [shlex.split(each["run"]) for each in steps if each.get("run", "").startswith("venuespec")]
    assert [run[run.index("--format") + 1] for run in runs] == ["html", "github"]


# --- the command

STATES = ("spec/archive/okx_v5_legacy", "spec/okx_v5")


def diff(frozen_root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return venuespec("diff", *STATES, *arguments, cwd=frozen_root)


def test_a_policy_decides_whether_a_run_fails(frozen_root: Path, tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text("ignore:\n- {kind: enum_removed, pointer: request.posSide.*, reason: Seen., expires: 9999-12-31}\n")
    done = diff(frozen_root, "--fail-on", "ERR", "--policy", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert "ERR" not in done.stdout
    file.write_text(file.read_text().replace("9999-12-31", "2020-01-01"))
    done = diff(frozen_root, "--fail-on", "ERR", "--policy", str(file))
    assert done.returncode == 1
    assert (
        done.stderr == f"warning: {file}:2: expired after 2020-01-01, 1 change counts again (Seen.) [policy-expired]\n"
    )
    file.write_text("ignore: {}\n")
    done = diff(frozen_root, "--policy", str(file))
    assert (done.returncode, done.stdout) == (2, "")
    assert f"error: {file}:1: ignore: expected a list" in done.stderr


def test_output_goes_to_a_file_that_is_replaced(frozen_root: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.md"
    file.write_text("an older report")
    done = diff(frozen_root, "--format", "markdown", "--level", "ERR", "--output", str(file))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert file.read_text().startswith("## spec/archive/okx_v5_legacy to spec/okx_v5 (2026-06-27)\n")
    assert [each.name for each in tmp_path.iterdir()] == ["report.md"]
    done = diff(frozen_root, "--output", str(tmp_path))
    assert done.returncode == 2
    assert "cannot be written" in done.stderr


def test_the_line_of_the_row_is_found(frozen_root: Path) -> None:
    report = json.loads(diff(frozen_root, "--format", "json", "--level", "ERR").stdout)
    [lost] = report["changes"]
    lines = (frozen_root / lost["file"]).read_text().splitlines()
    assert "name: posSide" in lines[lost["line"] - 1]
