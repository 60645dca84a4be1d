"""Dated states on a timeline: what changed when, results that are kept, and the page with its charts."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from command_line import venuespec
from venuespec.diff import crawls
from venuespec.diff import history as module
from venuespec.diff.crawls import dated
from venuespec.diff.history import TimelineDay, history
from venuespec.diff.inputs import load_state
from venuespec.diff.lives import followed
from venuespec.diff.report.timeline import Timeline
from venuespec.diff.report.timelines import TIMELINES
from venuespec.diff.results import Results
from venuespec.diff.revisions import InputError
from venuespec.diff.selection import Wanted


@pytest.fixture
def days(founding: Path, tmp_path: Path) -> list[Path]:
    """Three spec folders: the second is a copy of the first, the third lost an endpoint and a value."""
    folders = [tmp_path / name for name in ("okx-2026-01-01", "okx-2026-01-02", "okx-2026-02-01")]
    for folder in folders:
        subprocess.run(["cp", "-r", str(founding), str(folder)], check=True)
    (folders[2] / "account" / "get_leverage.yaml").unlink()
    file = folders[2] / "public" / "get_system_time.yaml"
    file.write_text(file.read_text().replace("  title: ", "  permissions: [read]\n  title: ", 1))
    return folders


def timeline(folders: list[Path], tmp_path: Path, cache: Path | None = None) -> tuple[TimelineDay, ...]:
    return history(dated(folders, tmp_path, None), tmp_path, None, Results(cache))


def test_days_come_in_order_with_what_changed(days: list[Path], tmp_path: Path) -> None:
    steps = timeline(days[::-1], tmp_path)
    assert [(str(step.snapshot.day), step.size.endpoints) for step in steps] == [
        ("2026-01-01", 3),
        ("2026-01-02", 3),
        ("2026-02-01", 2),
    ]
    assert [sorted(each.kind for each in step.changes) for step in steps] == [
        [],
        [],
        ["endpoint_removed", "permission_changed"],
    ]


def test_a_kept_result_is_not_computed_again(days: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = timeline(days, tmp_path, tmp_path / "cache")
    monkeypatch.setattr(module, "load_state", lambda *_: pytest.fail("computed again"))
    assert timeline(days, tmp_path, tmp_path / "cache") == first


def test_a_state_is_loaded_once(days: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second day says what the first one does, and is not loaded at all."""
    loaded: list[str] = []
    monkeypatch.setattr(module, "load_state", lambda name, *rest: loaded.append(name) or load_state(name, *rest))
    fourth = tmp_path / "okx-2026-02-02"
    subprocess.run(["cp", "-r", str(days[0]), str(fourth)], check=True)
    timeline([*days, fourth], tmp_path)
    assert loaded == [str(days[0]), str(days[2]), str(fourth)]


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: text.replace("endpoint_removed", "endpoint_added"),
        lambda text: "[]",
        lambda text: '{"digest": 1}',
    ],
    ids=["empty", "cut", "forged", "list", "no value"],
)
def test_a_damaged_result_is_computed_again(days: list[Path], tmp_path: Path, damage: Callable[[str], str]) -> None:
    first = timeline(days, tmp_path, tmp_path / "cache")
    files = list((tmp_path / "cache").rglob("*.json"))
    assert len(files) == 2
    whole = {file: file.read_text() for file in files}
    for file in files:
        file.write_text(damage(file.read_text()))
    assert timeline(days, tmp_path, tmp_path / "cache") == first
    assert {file: file.read_text() for file in files} == whole


def test_runs_share_a_folder(days: list[Path], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "venuespec", "history", *map(str, days), "--cache", str(tmp_path / "cache")]
    command += ["--format", "json"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    outputs = [each.communicate()[0] for each in running]
    assert [each.returncode for each in running] == [0, 0, 0]
    assert len(set(outputs)) == 1
    assert not [each for each in (tmp_path / "cache").rglob("*") if each.is_file() and each.suffix != ".json"]


def test_another_content_is_another_result(days: list[Path], tmp_path: Path) -> None:
    timeline(days, tmp_path, tmp_path / "cache")
    (days[2] / "public" / "get_system_time.yaml").unlink()
    assert timeline(days, tmp_path, tmp_path / "cache")[2].size.endpoints == 1


def test_pages_that_only_were_crawled_again_are_not_compared(tmp_path: Path, founding: Path) -> None:
    for day in ("2026-01-01", "2026-01-02"):
        (tmp_path / day).mkdir()
        (tmp_path / day / "page.md").write_text(f"---\nupdated_at: {day} 10:00:00\n---\n# A page\n")
    first, second = dated([tmp_path / "2026-01-01", tmp_path / "2026-01-02"], tmp_path, str(founding))
    assert first.content == second.content
    assert first.digest != second.digest


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["okx"], "okx must have a day such as 2026-01-31 in its name"),
        (["2026-02-30"], "2026-02-30 must have a day such as 2026-01-31 in its name"),
    ],
)
def test_folders_without_a_day_of_their_own_are_refused(tmp_path: Path, names: list[str], message: str) -> None:
    for name in names:
        (tmp_path / name).mkdir()
    with pytest.raises(InputError, match=message):
        dated([tmp_path / name for name in names], tmp_path, None)


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "2026-01-01").mkdir()
    for arguments, message in (
        (["2026-01-02"], "error: 2026-01-02 is not a folder"),
        (
            ["2026-01-01"],
            "error: 2026-01-01 is not a spec folder; to compare pages, say whose they are with --docs VENUE",
        ),
        (["2026-01-01", "--format", "pdf"], "error: --format must be one of text, json, html, atom, got 'pdf'"),
    ):
        done = venuespec("history", *arguments, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert message in done.stderr


# --- what is shown


@pytest.fixture
def steps(days: list[Path], tmp_path: Path) -> tuple[TimelineDay, ...]:
    return timeline(days, tmp_path)


def test_text_has_the_days_that_matter_with_their_stories(steps: tuple[TimelineDay, ...]) -> None:
    lines = TIMELINES["text"](Timeline(steps=steps, level="ERR")).splitlines()
    assert [line for line in lines if not line.startswith("     ")] == [
        "day            endpoints parameters   ERR  WARN  INFO  NONE  bump",
        "2026-01-01             3          8     0     0     0     0  none",
        "... no state for 30 days",
        "2026-02-01             2          5     1     0     1     0  major",
        "    ERR  endpoint_removed           Get leverage is gone (breaks wire and sdk)",
    ]


def test_json_has_every_day(steps: tuple[TimelineDay, ...]) -> None:
    found = json.loads(TIMELINES["json"](Timeline(steps=steps, level="ERR")))
    assert (found["venue"], [each["day"] for each in found["days"]]) == (
        "OKX v5",
        ["2026-01-01", "2026-01-02", "2026-02-01"],
    )
    last = found["days"][2]
    assert (last["counts"], last["wire_breaking"], last["sdk_breaking"], last["bump"]) == (
        {"ERR": 1, "WARN": 0, "INFO": 1, "NONE": 0},
        1,
        1,
        "major",
    )
    assert [each["kind"] for each in last["changes"]] == ["endpoint_removed"]
    assert found["gaps"] == [{"start": "2026-01-02", "end": "2026-02-01", "days": 30}]


def test_the_page_draws_charts_and_gaps_and_each_day_leads_to_its_changes(steps: tuple[TimelineDay, ...]) -> None:
    html = TIMELINES["html"](Timeline(steps=steps))
    charts: list[Any] = [
        ElementTree.fromstring(f"<svg {each.split('</svg>')[0]}</svg>") for each in html.split("<svg ")[1:]
    ]
    assert [len(each.findall("path")) for each in charts] == [1, 1, 0]
    assert [[gap.find("title").text for gap in chart.findall("rect[@class='gap']")] for chart in charts] == (
        [["no state from 2026-01-02 to 2026-02-01, 30 days"]] * 3
    )
    assert [bar.find("title").text for bar in charts[2].iter("rect") if bar.get("class") != "gap"] == [
        "2026-02-01: 1 ERR, found after 30 days"
    ]
    assert html.count('href="#day-2026-02-01"') >= 2
    assert html.count('id="day-2026-02-01"') == 1


def test_the_feed_is_atom_and_keeps_its_identifiers(steps: tuple[TimelineDay, ...]) -> None:
    atom = {"a": "http://www.w3.org/2005/Atom"}
    feed = ElementTree.fromstring(TIMELINES["atom"](Timeline(steps=steps)))
    entries = feed.findall("a:entry", atom)
    assert [entry.findtext("a:title", None, atom) for entry in entries] == [
        "ERR: Get leverage is gone",
        "INFO: the permission is now documented: read",
    ]
    assert {entry.findtext("a:updated", None, atom) for entry in entries} == {"2026-02-01T00:00:00Z"}
    identifiers = [each.text for each in feed.iter("{http://www.w3.org/2005/Atom}id")]
    assert len(set(identifiers)) == 3
    again = ElementTree.fromstring(TIMELINES["atom"](Timeline(steps=steps, level="ERR")))
    assert [each.text for each in again.iter("{http://www.w3.org/2005/Atom}id")] == identifiers[:2]


def test_every_day_that_a_chart_links_to_is_on_the_page(steps: tuple[TimelineDay, ...]) -> None:
    html = TIMELINES["html"](Timeline(steps=steps, level="ERR"))
    linked = set(re.findall(r'href="#(day-[^"]+)"', html))
    assert linked == {"day-2026-01-01", "day-2026-02-01"}
    assert sorted(re.findall(r'id="(day-[^"]+)"', html)) == sorted(linked)


def test_a_feed_says_where_it_stands(steps: tuple[TimelineDay, ...]) -> None:
    feed = ElementTree.fromstring(TIMELINES["atom"](Timeline(steps=steps, address="https://example.com/a?b=1&c")))
    (own,) = feed.findall("{http://www.w3.org/2005/Atom}link")
    assert own.attrib == {"rel": "self", "href": "https://example.com/a?b=1&c"}


def test_two_states_of_a_day_come_in_the_order_of_their_names(days: list[Path], tmp_path: Path) -> None:
    for name in ("2026-02-01-10", "2026-02-01-9"):
        (tmp_path / name).mkdir()
    states = dated([tmp_path / "2026-02-01-10", days[2], tmp_path / "2026-02-01-9"], tmp_path, None)
    assert [(state.name, state.folder.name) for state in states] == [
        ("2026-02-01", "okx-2026-02-01"),
        ("2026-02-01 (2)", "2026-02-01-9"),
        ("2026-02-01 (3)", "2026-02-01-10"),
    ]


def test_a_state_of_older_pages_is_skipped(days: list[Path], tmp_path: Path) -> None:
    """Ten of twelve pages say that they are older than those of the day before: a mirror served an old crawl."""
    crawled = [["2026-01-01"] * 12, ["2026-01-02"] * 12, [*["2025-12-01"] * 10, "2026-02-01", "2026-02-01"]]
    for folder, times in zip(days, crawled, strict=True):
        for number, time in enumerate(times):
            (folder / f"page{number}.md").write_text(f"---\nupdated_at: {time} 10:00:00\n---\n")
    steps = timeline(days, tmp_path)
    assert [step.is_older for step in steps] == [False, False, True]
    assert steps[2].changes == ()
    assert "2026-02-01     skipped: its pages are of 2025-12-01" in TIMELINES["text"](Timeline(steps=steps))


def test_the_life_of_an_endpoint_and_of_a_parameter(days: list[Path], tmp_path: Path) -> None:
    steps = history(dated(days, tmp_path, None), tmp_path, None, Results(), with_names=True)
    chosen, [life] = followed(steps, Wanted(endpoints=["account.get_leverage"]))
    assert [(event.state, event.what) for event in life.events] == [
        ("2026-01-01", "is there in the first state"),
        ("2026-02-01", "Get leverage is gone"),
        ("2026-02-01", "is gone"),
    ]
    assert [[change.kind for change in step.changes] for step in chosen] == [[], [], ["endpoint_removed"]]
    _, lives = followed(steps, Wanted(endpoints=["account.get_leverage"], params=["mgn_mode"]))
    assert [life.row for life in lives] == ["request.mgnMode", "response.mgnMode"]
    with pytest.raises(InputError, match="--param nothing matches no parameter or field of any state"):
        followed(steps, Wanted(params=["nothing"]))


@pytest.fixture
def renamed(days: list[Path]) -> list[Path]:
    """A field that changes on the second day, has another name on the third, and is gone on the fourth."""
    file = Path("account/get_leverage.yaml")
    fourth = days[0].parent / "okx-2026-02-02"
    subprocess.run(["cp", "-r", str(days[0]), str(fourth)], check=True)
    text = (days[0] / file).read_text()
    side = "- {name: posSide, type: String, label: Position side, values: [long, short, net]}"
    assert side in text
    (days[1] / file).write_text(text.replace("values: [long, short, net]", "values: [long, short]"))
    (days[2] / file).write_text(
        text.replace(side, side.replace("posSide", "positionSide").replace(", net]", "]")).replace(
            '"posSide"', '"positionSide"'
        )
    )
    (fourth / file).write_text(text.replace(f"  {side}\n", "").replace('"posSide"', '"other"'))
    return [*days, fourth]


@pytest.mark.parametrize("asked", ["posSide", "position_side"])
def test_a_life_goes_on_under_another_name(renamed: list[Path], tmp_path: Path, asked: str) -> None:
    steps = history(dated(renamed, tmp_path, None), tmp_path, None, Results(), with_names=True)
    chosen, [life] = followed(steps, Wanted(endpoints=["account.get_leverage"], params=[asked]))
    assert (life.row, life.older) == ("response.positionSide", ("response.posSide",))
    told = [event for event in life.events if event.entry is None or event.entry.change.level != "NONE"]
    assert [(event.state, event.what) for event in told] == [
        ("2026-01-01", "is there in the first state, as response.posSide"),
        ("2026-01-02", "response field posSide loses the value net"),
        ("2026-02-01", "response field posSide is now called positionSide"),
        ("2026-02-02", "response field positionSide is gone"),
        ("2026-02-02", "is gone"),
    ]
    for text in (TIMELINES[form](Timeline(steps=chosen, lives=[life])) for form in ("text", "json", "html")):
        assert "posSide is now called positionSide" in text


def test_the_life_of_an_endpoint_goes_on_at_another_path(days: list[Path], tmp_path: Path) -> None:
    file = days[1] / "account" / "get_leverage.yaml"
    file.write_text(file.read_text().replace("/account/leverage-info", "/account/leverages"))
    states = dated(days[:2], tmp_path, None)
    steps = history(states, tmp_path, None, Results(), with_names=True)
    for asked in ("GET /api/v5/account/leverage-info", "GET /api/v5/account/leverages"):
        _, [life] = followed(steps, Wanted(endpoints=[asked]))
        assert (life.endpoint, life.older) == (
            "GET /api/v5/account/leverages",
            ("GET /api/v5/account/leverage-info",),
        )
        assert [event.what for event in life.events][:2] == [
            "is there in the first state, as GET /api/v5/account/leverage-info",
            "Get leverage moved from /api/v5/account/leverage-info",
        ]
        assert "is gone" not in [event.what for event in life.events]


@pytest.mark.parametrize(("level", "kinds"), [
    ("ERR", ["endpoint_removed"]),
    ("WARN", ["endpoint_removed"]),
    ("INFO", ["endpoint_removed", "permission_changed"]),
])  # fmt: skip
def test_each_format_lists_the_same_changes_from_a_level_up(
    steps: tuple[TimelineDay, ...], level: Any, kinds: list[str]
) -> None:
    told = {form: render(Timeline(steps=steps, level=level)) for form, render in TIMELINES.items()}
    assert set(told) == {"text", "json", "html", "atom"}
    assert sorted(each["kind"] for day in json.loads(told["json"])["days"] for each in day["changes"]) == kinds
    assert sorted(re.findall(r'class="entry".*? data-kind="(\w+)"', told["html"])) == kinds
    assert sorted(re.findall(r"^    [A-Z]+ +(\w+) ", told["text"], re.MULTILINE)) == kinds
    feed = ElementTree.fromstring(told["atom"])
    terms = [each.attrib["term"] for each in feed.iter("{http://www.w3.org/2005/Atom}category")]
    assert sorted(term for term in terms if term.islower()) == kinds


def test_files_that_were_not_written_since_are_not_read_again(
    days: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The digests of a folder are kept only once its newest file is older than a clock's tick."""
    file = days[0] / "account" / "get_leverage.yaml"
    results = Results(tmp_path / "cache")
    fresh = dated(days, tmp_path, None, results)
    assert not (tmp_path / "cache").exists()
    monkeypatch.setattr("venuespec.diff.crawls.time.time", lambda: file.stat().st_ctime + 3600)
    assert dated(days, tmp_path, None, results) == fresh == dated(days, tmp_path, None)
    monkeypatch.setattr(crawls, "_contents", lambda _: pytest.fail("read again"))
    assert dated(days, tmp_path, None, results) == fresh
    monkeypatch.undo()
    text = file.read_text()
    file.write_text(text.replace("cross", "crosz"))
    monkeypatch.setattr("venuespec.diff.crawls.time.time", lambda: file.stat().st_ctime + 3600)
    assert [
        was.content == now.content for was, now in zip(fresh, dated(days, tmp_path, None, results), strict=True)
    ] == [
        False,
        True,
        True,
    ]
