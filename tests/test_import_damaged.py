"""Damaged pages in further forms: what is no longer understood stays as it was, and a race loses nothing of anybody's."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve

from site_of_docs import changed, endpoints, leaf, site
from site_trees import KEY, NEXT, Tree, first_tree
from venuespec.cli import pages as command
from venuespec.pages.merge import ImportPlan

COUNT = 20
HEAD = "Parameter | Type | Required | Description"


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return first_tree(tmp_path_factory.mktemp("many"), COUNT).root


@pytest.fixture
def tree(many: Path, tmp_path: Path) -> Tree:
    shutil.copytree(many / "spec", tmp_path / "spec")
    return Tree(tmp_path)


@pytest.fixture
def day(tmp_path: Path) -> Path:
    return site(tmp_path / "pages", NEXT, endpoints(COUNT))


def rewrite(pages: Path, change: Callable[[str], str], *, only: str = "") -> None:
    """Change all pages of a site, or those of one endpoint: its own, and its part of the section's page."""
    for file in sorted(pages.rglob("*.md")):
        text = file.read_text()
        if not only or file.stem == only:
            file.write_bytes(change(text).encode())
        else:
            parts = re.split(rf"(?s)(# {only.capitalize().replace('-', ' ')}\n.*?(?=\n# |\Z))", text)
            file.write_bytes(
                "".join(change(each) if number % 2 else each for number, each in enumerate(parts)).encode()
            )


def alone(pages: Path) -> None:
    """Leave no copy of any endpoint but its own page."""
    for section in ("account", "trade"):
        (pages / f"{section}.md").unlink()


# --- signs that nobody sees


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\r\n"),
        lambda text: text.replace("instId |", "inst\u200dId |").replace("lever |", "le\u200cver |"),
        lambda text: text.replace("instId |", "inst\u061cId |").replace("lever |", "lev\u2061er\ufe0f |"),
        lambda text: text.replace("/api/v5", "\u2063/api/\u200cv5").replace("ordId |", "\u3164ordId |"),
        lambda text: text.replace("|", "&amp;#124;"),
    ],
    ids=["line ends twice", "joiners", "marks", "marks in paths", "entities of entities"],
)
def test_a_site_in_another_form_of_the_same_signs_changes_nothing(
    tree: Tree, day: Path, change: Callable[[str], str]
) -> None:
    rewrite(day, change)
    assert tree.run(day, "--check")[:2] == (0, "")


# --- rows that are not understood any more


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(HEAD, "Description | Type | Required | Parameter"),
        lambda text: text.replace("instId | String", "(the instrument) | String"),
    ],
    ids=["columns swapped in the heading", "a name that is none"],
)
def test_rows_that_many_pages_lose_to_what_is_not_understood_are_refused(
    tree: Tree, day: Path, change: Callable[[str], str]
) -> None:
    rewrite(day, change)
    error = tree.refused(day)
    assert "endpoints are in doubt" in error
    assert re.search(r"no longer has \w+\.instId, and what stands here is not understood", error)


@pytest.mark.parametrize(
    "row", ["(the instrument) | String | Yes | Instrument ID", "Instrument ID | String | Yes | Id"]
)
def test_an_endpoint_that_loses_a_row_to_what_is_not_understood_stays(tree: Tree, day: Path, row: str) -> None:
    rewrite(day, lambda text: text.replace("instId | String | Yes | Instrument ID", row), only="set-thing-1")
    before = tree.file().read_text()
    code, out, _ = tree.run(day)
    assert code == 0
    assert f"not taken over: {leaf(day, endpoints()[1])}:" in out
    assert "say so in sdk.decided: {row-unread: ...}" in out
    assert tree.file().read_text() == before
    tree.file().write_text(before + "  decided: {row-unread: The venue took it out.}\n")
    tree.run(day)
    assert [row.name for row in tree.endpoint().request] == ["lever"]


def test_a_small_table_that_is_not_understood_any_more_stays(tree: Tree, day: Path) -> None:
    rewrite(day, lambda text: text.replace(" | ", " :: "), only="set-thing-1")
    assert "no longer has request.instId" in tree.run(day)[1]
    assert [row.name for row in tree.endpoint().request] == ["instId", "lever"]


@pytest.mark.parametrize(
    "head", ["Parameter | Required | Type | Description", "Parameter | Description | Required | Type"]
)
def test_types_that_many_tables_no_longer_say_stay_and_are_reported(tree: Tree, day: Path, head: str) -> None:
    rewrite(day, lambda text: text.replace(HEAD, head))
    code, out, _ = tree.run(day)
    assert (code, "[type-unread]" in out) == (0, True)
    rows = {row.name: (row.type, row.required) for row in tree.endpoint().request}
    assert rows == {"instId": ("String", "yes"), "lever": ("String", "no")}


ONLY = {"instId": "String | Yes | Instrument ID"}
BOTH = ONLY | {"lever": "String | Yes | Leverage"}


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"request": ONLY, "example": None}, "8 of 20 endpoints lose rows at once, POST /api/v5/account/set-thing-0 "),
        ({"request": BOTH}, "8 of 20 endpoints require rows that they did not at once, "),
        ({"permission": "Read"}, "8 of 20 endpoints change their permissions at once, "),
    ],
)
def test_a_change_of_many_endpoints_at_once_is_told(
    tree: Tree, tmp_path: Path, facts: dict[str, object], says: str
) -> None:
    few = [evolve(each, **facts) if number < 2 else each for number, each in enumerate(endpoints(COUNT))]
    assert "at once" not in tree.run(site(tmp_path / "few", NEXT, few), "--check")[1]
    listed = [evolve(each, **facts) if number < 8 else each for number, each in enumerate(endpoints(COUNT))]
    assert says in tree.run(site(tmp_path / "pages", NEXT, listed))[1]


def test_rows_that_leave_many_pages_at_once_are_refused(tree: Tree, tmp_path: Path) -> None:
    """So a crawl looks whose tool drops lines, and so no venue changes its endpoints."""
    listed = [evolve(each, request=ONLY, example=None) for each in endpoints(COUNT) if each.request]
    pages = site(tmp_path / "pages", NEXT, [*listed, endpoints(COUNT)[-1]])
    error = tree.refused(pages)
    assert "19 endpoints lose rows of their tables at once, POST /api/v5/account/set-thing-0 request.lever fi" in error
    assert "if the venue took the rows out, use --gone 19" in error
    tree.refused(pages, "--gone", "18")
    assert tree.run(pages, "--gone", "19")[0] == 0
    assert [row.name for row in tree.endpoint().request] == ["instId"]
    assert tree.gone() == []


def test_a_title_that_all_pages_lose_stays(tree: Tree, tmp_path: Path) -> None:
    listed = [evolve(each, title="Endpoint") for each in endpoints(COUNT)]
    tree.run(site(tmp_path / "pages", NEXT, listed, sections=False))
    assert tree.endpoint().title == "Set thing 1"


# --- pages that end within an example, and examples that are none


def test_a_site_whose_pages_end_within_an_example_is_refused(tree: Tree, day: Path) -> None:
    alone(day)
    rewrite(day, lambda text: text[: text.find('"code":"0"') + 8] if '"code":"0"' in text else text)
    assert "the page ends within POST /api/v5/account/set-thing-0" in tree.refused(day)


def test_an_answer_that_leaves_one_page_is_told(tree: Tree, day: Path) -> None:
    answer = '{"code":"0","msg":"","data":[{"ordId":"7"}]}'
    rewrite(day, lambda text: text.replace(answer, "<html>502 Bad Gateway</html>"), only="set-thing-1")
    assert f"{KEY} no longer has its examples; was its page cut?" in tree.run(day)[1]


@pytest.mark.parametrize(
    ("body", "repaired"),
    [
        ("{“instId”:“BTC-USDT”,“lever”:“5”}", "quotes"),
        ('{"instId":"BTC-USDT","lever":"5", …}', "ellipsis"),
        ('{"instId":\u00a0"BTC-USDT",\u3000"lever":\u00a0"5"}', "spaces"),
        ("{&quot;instId&quot;:&quot;BTC-USDT&quot;,&quot;lever&quot;:&quot;5&quot;}", "entities"),
    ],
)
def test_an_example_in_other_signs_is_mended_and_says_so(tree: Tree, tmp_path: Path, body: str, repaired: str) -> None:
    assert tree.run(site(tmp_path / "pages", NEXT, changed(endpoints(COUNT), "set-thing-1", example=body)))[0] == 0
    first = tree.endpoint().examples[0]
    assert (first.request, first.repaired) == ({"instId": "BTC-USDT", "lever": "5"}, repaired)


@pytest.mark.parametrize(
    "body",
    [
        '{"instId":"BTC-USDT","lever":NaN}',
        '{"instId":"BTC-USDT","lever":-Infinity}',
        '{"instId":"BTC-USDT\\ud800","lever":"5"}',
    ],
)
def test_an_example_that_no_file_can_hold_is_reported_and_left_out(tree: Tree, tmp_path: Path, body: str) -> None:
    code, out, err = tree.run(site(tmp_path / "pages", NEXT, changed(endpoints(COUNT), "set-thing-1", example=body)))
    assert (code, err) == (0, "")
    assert "the request example is not JSON and cannot be mended without guessing [example-unread]" in out
    assert tree.endpoint().examples[0].request is None


# --- other hands and other runs


def test_what_a_person_writes_while_pages_are_read_is_not_lost(
    tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = changed(endpoints(COUNT), "set-thing-1", limit="7 requests per 2 seconds")
    judged = command._state_after  # type: ignore[attr-defined]

    def edited(plan: ImportPlan) -> object:
        tree.file().write_text(tree.file().read_text() + "  notes: [{text: Mine.}]\n")
        return judged(plan)

    monkeypatch.setattr(command, "_state_after", edited)
    code, out, err = tree.run(site(tmp_path / "pages", NEXT, listed))
    assert (code, out) == (2, "")
    assert "set_thing_1.yaml was changed while the pages were read; nothing was written; run this again" in err
    assert tree.file().read_text().endswith("  notes: [{text: Mine.}]\n")
    assert tree.endpoint().rate_limits[0].limit == 20


def test_the_number_of_vanished_endpoints_to_allow_does_not_grow(tree: Tree, tmp_path: Path) -> None:
    """Two are on no page, and the page of a third is there and not understood."""
    day = site(tmp_path / "pages", NEXT, endpoints(COUNT)[:-1])
    for name in ("set-thing-2", "set-thing-3"):
        leaf(day, next(each for each in endpoints(COUNT) if each.name == name)).unlink()
    (day / "account.md").unlink()
    hidden = leaf(day, endpoints(COUNT)[1])
    hidden.write_text(hidden.read_text().replace("`POST /api", "`DO /api").replace("    POST /api", "    DO /api"))
    error = tree.refused(day)
    [advised] = re.findall(r"use --gone (\d+)", error)
    code, out, _ = tree.run(day, "--gone", advised)
    assert code == 0
    assert len(tree.gone()) == int(advised)
    assert KEY not in tree.gone()
    assert f"not taken over: {hidden}:" in out


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "26-01-01"])
def test_a_day_that_no_calendar_has_is_refused(tree: Tree, tmp_path: Path, day: str) -> None:
    pages = site(tmp_path / "pages", NEXT, endpoints(COUNT))
    assert tree.refused(pages, "--date", day) == f"error: --date must be a day like 2026-06-27, got {day}"


# --- translations in Latin letters

GERMAN = {
    "Sets a thing of the account.": "Setzt eine Einstellung des Kontos und gilt für das Konto, das angegeben wird.",
    "Instrument ID": "Kennung des Instruments",
    "Leverage": "Hebel der Position",
    "Order ID": "Kennung der Order",
    "| Time": "| Zeit der Order",
    "# Set thing": "# Einstellung setzen",
}


def in_german(text: str) -> str:
    text = text.partition("\n\n---\n\n#")[0]
    for english, german in GERMAN.items():
        text = text.replace(english, german)
    return text


def test_a_translation_in_place_of_a_page_is_not_taken_over(tree: Tree, day: Path) -> None:
    before = tree.file().read_text()
    alone(day)
    rewrite(day, in_german, only="set-thing-1")
    code, out, _ = tree.run(day)
    assert code == 0
    assert f"{KEY} is in another language than the spec; its facts stay as they are [page-language]" in out
    assert tree.file().read_text() == before
    assert tree.gone() == []


def test_a_site_in_a_translation_is_refused(tree: Tree, day: Path) -> None:
    rewrite(day, in_german)
    assert "is in another language than the spec" in tree.refused(day)


def test_a_translation_beside_the_original_gives_way_to_it(tree: Tree, day: Path) -> None:
    place = next(day.rglob("set-thing-1.md"))
    place.with_name("set-thing-1-de.md").write_text(in_german(place.read_text()))
    before = tree.file().read_text()
    code, out, _ = tree.run(day)
    assert (code, "another language" in out, "copies-differ" in out) == (0, False, False)
    assert tree.file().read_text() == before


def test_a_spec_in_that_language_goes_on(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.spec.mkdir(parents=True)
    shutil.copy(first_tree(tmp_path / "other", COUNT).spec / "venue.yaml", tree.spec / "venue.yaml")
    first = site(tmp_path / "pages", "2026-06-27", endpoints(COUNT))
    rewrite(first, in_german)
    assert tree.run(first)[0] == 0
    later = site(tmp_path / "pages", NEXT, changed(endpoints(COUNT), "set-thing-1", limit="7 requests per 2 seconds"))
    rewrite(later, in_german)
    code, out, _ = tree.run(later)
    assert (code, "another language" in out) == (0, False)
    assert tree.endpoint().rate_limits[0].limit == 7
