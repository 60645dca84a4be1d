"""The days that `venuespec calendar` lists, and that its formats are valid whatever the documentation says."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from attrs import evolve
from typer.testing import CliRunner

from venuespec.cli.app import app
from venuespec.diff.calendar import Calendar, calendar
from venuespec.diff.report.calendar import CALENDARS
from venuespec.spec.model import Alias, Deprecation, EndpointSpec, Field, VenueSpec

ORDER = "POST /api/v5/trade/order"
READ = "GET /api/v5/trade/order"
TIME = "GET /api/v5/public/time"
LEVERAGE = "POST /api/v5/account/set-leverage"
HOSTILE = "x\r\nEND:VCALENDAR\x00]]></title><script>;,\\\ud83d\U0001f600" + "\u4e2d" * 60


def with_row(endpoint: EndpointSpec, side: str, name: str, change: Callable[[Field], Field]) -> EndpointSpec:
    rows = tuple(change(row) if row.name == name else row for row in getattr(endpoint, side))
    return evolve(endpoint, request=rows) if side == "request" else evolve(endpoint, response=rows)


@pytest.fixture
def ending(frozen: Callable[[str], VenueSpec]) -> VenueSpec:
    """OKX where an endpoint, a parameter, a value and an older name end."""
    venue = frozen("okx_v5")
    changed: dict[str, EndpointSpec] = {each.key: each for each in venue.endpoints}
    changed[TIME] = evolve(changed[TIME], deprecated=Deprecation(until="2027-03-31", use=("/api/v5/trade/order",)))
    elp = {"fok": Deprecation(use=("ioc",), until="2026-10-31")}
    for key, side in ((ORDER, "request"), (READ, "response")):
        changed[key] = with_row(changed[key], side, "ordType", lambda row: evolve(row, deprecated_values=elp))
    changed[ORDER] = with_row(changed[ORDER], "request", "clOrdId", lambda row: evolve(row, alias=Alias(was="orderTag", until="2026-12-31")))  # fmt: skip
    changed[LEVERAGE] = with_row(
        changed[LEVERAGE],
        "request",
        "posSide",
        lambda row: evolve(row, deprecated=True, deprecation=Deprecation(since="2027-01-01", until="soon")),
    )
    return evolve(venue, endpoints=tuple(changed.values()))


def listed(found: Calendar) -> list[tuple[str, str, list[str]]]:
    return [(each.day, each.words, [place.sdk for place in each.places]) for each in found.deadlines]


def test_the_days_ahead_in_their_order(ending: VenueSpec) -> None:
    assert listed(calendar(ending, "2026-10-31")) == [
        ("2026-10-31", "value fok of ordType works until this day; use ioc", ["trade.get_order().ord_type == 'fok'", "trade.place_order(ord_type='fok')"]),
        ("2026-12-31", "older name orderTag works until this day; use clOrdId", ["trade.place_order(order_tag)"]),
        ("2027-01-01", "parameter posSide is deprecated from this day", ["account.set_leverage(pos_side)"]),
        ("2027-03-31", "endpoint GET /api/v5/public/time works until this day; use /api/v5/trade/order", ["public.get_system_time()"]),
    ]  # fmt: skip


def test_days_before_today_are_counted_or_listed(ending: VenueSpec) -> None:
    later = calendar(ending, "2026-11-01")
    assert (len(later.deadlines), later.past) == (3, 1)
    assert len(calendar(ending, "2026-11-01", with_past=True).deadlines) == 4


def test_the_sdk_names_of_the_replacement(ending: VenueSpec) -> None:
    value, older, *_ = calendar(ending, "2026-10-31").deadlines
    assert value.places[1].sdk_use == ("trade.place_order(ord_type='ioc')",)
    assert older.places[0].sdk_use == ("trade.place_order(cl_ord_id)",)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("okx.trade.place_order(ord_type='fok', order_tag='x')", {"fok": 1, "orderTag": 1}),
        ("okx.trade.place_order(ord_type='limit', cl_ord_id='x')", {}),
        ("okx.trade.place_order(ord_type='ioc', order_tag='')\nokx.public.get_system_time()", {"orderTag": 1, TIME: 2}),
        ("kind = input()\nokx.trade.place_order(ord_type=kind)", {"fok": 2}),
        ("for row in okx.trade.get_order(ord_id='1'):\n    print(row.ord_type)", {"fok": 2}),
    ],
)
def test_days_that_touch_a_code_base(ending: VenueSpec, tmp_path: Path, code: str, expected: dict[str, int]) -> None:
    (tmp_path / "bot.py").write_text(code)
    found = calendar(ending, "2026-01-01", [tmp_path])
    assert {each.name: each.places[0].callers[0].line for each in found.deadlines} == expected


# --- formats


@pytest.fixture
def hostile(ending: VenueSpec) -> Calendar:
    """Deadlines of which each text is the documentation's, which says what it likes."""
    [value, *_] = calendar(ending, "2026-10-31").deadlines
    place = evolve(
        value.places[0], title=HOSTILE, endpoint=HOSTILE, sdk=HOSTILE, sdk_use=(HOSTILE,), docs=f"https://x/{HOSTILE}"
    )
    other = evolve(place, docs="javascript:alert(1)")
    worded = evolve(value, name=HOSTILE, of=HOSTILE, use=(HOSTILE,))
    deadlines = (evolve(worded, places=(place,)), evolve(worded, thing="field", places=(other, place)))
    return evolve(calendar(ending, "2026-10-31"), title=HOSTILE, venue=HOSTILE, deadlines=deadlines)


def unfolded(text: str) -> list[str]:
    assert text.endswith("\r\n")
    physical = text[:-2].split("\r\n")
    assert all("\n" not in line and "\r" not in line and len(line.encode()) <= 75 for line in physical)
    return text[:-2].replace("\r\n ", "").split("\r\n")


def test_a_calendar_file_has_events_of_whole_days(ending: VenueSpec) -> None:
    lines = unfolded(CALENDARS["ics"](calendar(ending, "2026-10-31")))
    first = lines[lines.index("BEGIN:VEVENT") : lines.index("END:VEVENT")]
    assert "DTSTART;VALUE=DATE:20261031" in first
    assert "DTEND;VALUE=DATE:20261101" in first
    assert "SUMMARY:OKX v5: value fok of ordType works until this day\\; use ioc" in first
    assert [line.partition(":")[0].partition(";")[0] for line in first] == [
        "BEGIN", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "CATEGORIES", "TRANSP",
    ]  # fmt: skip
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(set(uids)) == len(uids) == 4


def test_a_calendar_file_without_a_day_ahead_has_a_component(ending: VenueSpec) -> None:
    lines = unfolded(CALENDARS["ics"](calendar(ending, "2099-01-01")))
    assert [line for line in lines if line.startswith("BEGIN:")] == [
        "BEGIN:VCALENDAR", "BEGIN:VTIMEZONE", "BEGIN:STANDARD",
    ]  # fmt: skip
    assert "BEGIN:VTIMEZONE" not in unfolded(CALENDARS["ics"](calendar(ending, "2026-10-31")))


def test_another_day_of_the_same_end_moves_the_event(ending: VenueSpec) -> None:
    def uid(day: str) -> str:
        [value, *_] = calendar(ending, "2026-10-31").deadlines
        moved = evolve(calendar(ending, "2026-10-31"), deadlines=(evolve(value, day=day),))
        return next(line for line in unfolded(CALENDARS["ics"](moved)) if line.startswith("UID:"))

    assert uid("2026-10-31") == uid("2026-12-31")


def test_hostile_texts_in_a_calendar_file(hostile: Calendar) -> None:
    lines = unfolded(CALENDARS["ics"](hostile))
    assert [line for line in lines if line.startswith(("BEGIN", "END"))] == [
        "BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    assert all(re.match(r"[A-Z-]+(;VALUE=DATE)?:", line) for line in lines)
    summary = next(line for line in lines if line.startswith("SUMMARY:"))
    assert re.search(r"(?<!\\)[;,]|(?<!\\)(?:\\\\)*\\(?![\\;,n])", summary) is None
    assert [line for line in lines if line.startswith("URL:") and not re.fullmatch(r"URL:https://[!-~]+", line)] == []
    assert sum(line.startswith("URL:") for line in lines) == 1


def test_hostile_texts_in_a_feed(hostile: Calendar) -> None:
    text = CALENDARS["atom"](hostile)
    assert "<script>" not in text
    feed = ElementTree.fromstring(text)
    atom = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{atom}entry")
    assert len({each.findtext(f"{atom}id") for each in (feed, *entries)}) == 3
    for each in (feed, *entries):
        assert each.findtext(f"{atom}title")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", each.findtext(f"{atom}updated") or "")
    assert [each.get("href", "")[:10] for each in feed.iter(f"{atom}link")] == ["https://x/"]
    assert feed.find(f"{atom}author/{atom}name") is not None


def test_hostile_texts_in_text_and_json(hostile: Calendar) -> None:
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", CALENDARS["text"](hostile))
    assert json.loads(CALENDARS["json"](hostile))["deadlines"][0]["name"] == HOSTILE


# --- the command


def test_the_command(frozen_root: Path, tmp_path: Path) -> None:
    arguments = ["calendar", "okx_v5", "--root", str(frozen_root), "--today", "2026-01-01"]
    done = CliRunner().invoke(app, arguments)
    assert (done.exit_code, done.stdout.count("\n")) == (0, 1)
    assert done.stdout.startswith("OKX v5: 0 dates on 2026-01-01 or later (pages of ")
    file = tmp_path / "okx.ics"
    assert CliRunner().invoke(app, [*arguments, "--format", "ics", "-o", str(file)]).exit_code == 0
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert CliRunner().invoke(app, [*arguments, "--format", "pdf"]).exit_code == 2
    assert CliRunner().invoke(app, [*arguments, "--used-by", str(tmp_path / "nowhere")]).exit_code == 2
