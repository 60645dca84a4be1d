"""The guides for people who change the spec: what they show is taken by the tool, and they name every key."""

import re
import shutil
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import venues
from command_line import venuespec
from rules.test_to_english import rule
from venuespec.checks.lint import lint
from venuespec.pages.readers import Page, reader_of
from venuespec.rules.to_english import says
from venuespec.runtime.endpoint import RateLimit
from venuespec.runtime.venue import Auth, Envelope, ErrorCode, LimitScope
from venuespec.sandbox.server import RunningSandbox, make
from venuespec.sdk.generate import generate
from venuespec.spec.files import DocsFile, EndpointFile, ExampleFile, FieldFile, RowFile, SdkFile, VenueFile
from venuespec.spec.keys import keys_of
from venuespec.spec.load import load_venue
from venuespec.spec.model import Word
from venuespec.spec.settings import LimitFacts, SharedLimit

ROOT = Path(__file__).parent.parent
ENDPOINT = (ROOT / "docs" / "adding-an-endpoint.md").read_text()
VENUE = (ROOT / "docs" / "adding-a-venue.md").read_text()
_YAML = re.compile(r"^```yaml\n(.*?)^```\n", re.M | re.S)
_ROW = re.compile(r"^\| `(.+)` \| (.+\.) \|$", re.M)


def test_the_endpoint_that_the_guide_shows_passes_lint(founding: Path) -> None:
    endpoint, words = _YAML.findall(ENDPOINT)
    (founding / "account" / "set_price_alert.yaml").write_text(endpoint)
    with (founding / "fields.yaml").open("a") as file:
        file.write(words)
    mine = [each for each in lint(load_venue(founding)) if each.place.file.name == "set_price_alert.yaml"]
    assert [each.check for each in mine] == ["rule-due"]


@pytest.mark.parametrize(("text", "sentence"), _ROW.findall(ENDPOINT))
def test_a_rule_reads_as_the_guide_says(text: str, sentence: str) -> None:
    assert says(rule(text)) == sentence


def test_the_venue_that_the_guide_shows_loads_with_the_endpoint_of_the_other(tmp_path: Path) -> None:
    venue, words, errors = _YAML.findall(VENUE)
    endpoint, more_words = _YAML.findall(ENDPOINT)
    files = {
        "venue.yaml": venue,
        "fields.yaml": words + "\n".join(set(more_words.splitlines()) - set(words.splitlines())),
        "errors.yaml": errors,
        "account/set_price_alert.yaml": endpoint,
    }
    for name, text in files.items():
        file = tmp_path / "acme" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    assert [each for each in lint(load_venue(tmp_path / "acme")) if each.severity == "error"] == []


@pytest.mark.parametrize(
    ("page", "classes"),
    [
        (ENDPOINT, (EndpointFile, DocsFile, RowFile, RateLimit, ExampleFile, SdkFile, FieldFile)),
        (VENUE, (VenueFile, Auth, Envelope, LimitFacts, SharedLimit, LimitScope, Word, ErrorCode)),
    ],
    ids=["adding-an-endpoint", "adding-a-venue"],
)
def test_a_guide_names_every_key(page: str, classes: tuple[type, ...]) -> None:
    keys = {key.name for cls in classes for key in keys_of(cls)}
    assert sorted(key for key in keys if not re.search(rf"\b{key}\b", page)) == []


@pytest.fixture
def ferry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The example of the guide in a folder of its own, with its generated package beside those of the repository."""
    folder = tmp_path / "ferry"
    shutil.copytree(ROOT / "docs" / "examples" / "ferry", folder)
    for path, text in generate([load_venue(folder / "spec" / "ferry")]).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr(venues, "__path__", [*venues.__path__, str(folder / "generated" / "venues")])
    yield folder
    for name in [each for each in sys.modules if each.split(".")[:2] == ["venues", "ferry"]]:
        del sys.modules[name]


def test_the_example_venue_of_the_guide_is_what_its_pages_say(ferry: Path) -> None:
    before = {file: file.read_text() for file in (ferry / "spec").rglob("*.yaml")}
    done = venuespec("import", "ferry", "pages/ferry/2026-11-30", "--report", cwd=ferry)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].split("\t") == ["5", *["0"] * 8]
    assert {file: file.read_text() for file in (ferry / "spec").rglob("*.yaml")} == before
    assert [each.check for each in lint(load_venue(ferry / "spec" / "ferry"))] == ["example-missing"] * 3


def test_the_program_of_the_guide_trades_with_the_example_venue(
    ferry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with RunningSandbox(make(load_venue(ferry / "spec" / "ferry"))) as box:
        program = (ferry / "bot.py").read_text().replace("sys.argv[1]", repr(box.url))
        exec(compile(program, "bot.py", "exec"), {})
    assert capsys.readouterr().out.splitlines() == ["120", "open ['B1']", "gone"]


def test_the_vector_of_the_example_is_signed_as_its_page_prints_it(
    ferry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [snippet] = re.findall(r"^    from venues.*?^    print.*?$", VENUE, re.M | re.S)
    exec(compile(textwrap.dedent(snippet), "guide", "exec"), {})
    page = (ferry / "pages" / "ferry" / "2026-11-30" / "intro.md").read_text()
    assert f"`{capsys.readouterr().out.strip()}`" in page


def test_a_reader_is_found_by_the_entry_point_of_an_installed_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tomllib.loads((ROOT / "docs" / "examples" / "ferry" / "pyproject.toml").read_text())["project"]
    installed = tmp_path / "ferry_venue-1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: ferry-venue\nVersion: 1.0\n")
    [(group, entries)] = project["entry-points"].items()
    (installed / "entry_points.txt").write_text(
        f"[{group}]\n" + "".join(f"{name} = {place}\n" for name, place in entries.items())
    )
    shutil.copy(ROOT / "docs" / "examples" / "ferry" / "ferry_pages.py", tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    page = Page(file=Path("boats.md"), text="# Boats\n\n`GET /v2/boats` · public · 20 per second per address\n")
    [draft] = reader_of("ferry").drafts(page)
    assert (draft.key, draft.access, draft.rate_limits[0].limit) == ("GET /v2/boats", "public", 20)
