"""The command of the day: import, lint, generate and test, with one page that shows a person what changed.

The site is a small one of our own, on two days.
"""

import re
import shutil
from pathlib import Path

import pytest
from attrs import evolve
from typer.testing import CliRunner

from site_of_docs import changed, page, site
from update_site import CLIENTS, FIRST, NEXT, NEXT_PLACE, RULES, first_day, make, next_day
from venuespec.cli.app import app
from venuespec.rules.to_english import says
from venuespec.spec.load import load_venue
from venuespec.spec.yaml import read

FROZEN = Path(__file__).parent / "fixtures" / "spec" / "okx_v5"


def run(*arguments: str, root: Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, [*arguments, "--root", str(root)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def texts(root: Path) -> dict[str, str]:
    folders = (root / "spec", root / "generated", root / "tests")
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file() and file.suffix != ".pyc"]
    return {file.relative_to(root).as_posix(): file.read_text() for file in files}


@pytest.fixture(scope="session")
def spec_of_first_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root with both days' pages, and the spec of the first with rules that a person confirmed."""
    root = tmp_path_factory.mktemp("day")
    spec = make(root, read(FROZEN / "venue.yaml").data)
    code, out, err = run("import", "okx_v5", str(root / "pages" / FIRST), root=root)
    assert code == 0, out + err
    place = spec / "trade" / "place_order.yaml"
    place.write_text(place.read_text() + RULES)
    (spec / "clients.yaml").write_text(CLIENTS)
    table = root / "docs" / "reference" / "moving-okx_v5.md"
    table.parent.mkdir(parents=True)
    table.write_text("The table of the first day\n")
    names = ["limit_needs_price", "pool_is_for_limits", "tag_is_short"]
    assert run("review", "okx_v5", "trade.place_order", "--confirm", *names, root=root)[0] == 0
    return root


@pytest.fixture
def root(spec_of_first_day: Path, tmp_path: Path) -> Path:
    shutil.copytree(spec_of_first_day, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture(scope="session")
def updated(spec_of_first_day: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The root after the update to the second day, without tests, and what the command printed."""
    root = tmp_path_factory.mktemp("updated")
    shutil.copytree(spec_of_first_day, root, dirs_exist_ok=True)
    code, out, err = run("update", "okx_v5", str(root / "pages" / NEXT), "--no-tests", root=root)
    assert (code, err) == (1, "")
    return root, out


def section(root: Path, name: str) -> str:
    """The part of the Markdown review on one endpoint."""
    text = (root / "review" / f"okx_v5-{NEXT}" / "review.md").read_text()
    parts = re.split(r"^### ", text, flags=re.MULTILINE)
    [found] = [part for part in parts if part.startswith(name)]
    return found


# --- the day


def test_the_day_is_imported_and_the_sdk_is_generated(updated: tuple[Path, str]) -> None:
    root, out = updated
    assert out.startswith("okx_v5: 1 changed, 1 new, 0 gone; ")
    venue = load_venue(root / "spec" / "okx_v5")
    assert venue.endpoint("POST", "/api/v5/chasing/amend-chase") is not None
    module = (root / "generated" / "venues" / "okx_v5" / "trade" / "place_order.py").read_text()
    assert "rpi" in module
    assert f"review: {root}/review/okx_v5-{NEXT}/review.html" in out
    table = (root / "docs" / "reference" / "moving-okx_v5.md").read_text()
    assert "| `amend_chase` | `chasing.amend_chase_order` | `POST /api/v5/chasing/amend-chase` |" in table


def test_the_command_names_what_lint_will_refuse(updated: tuple[Path, str]) -> None:
    [line] = [line for line in updated[1].splitlines() if line.startswith("to correct before lint passes: ")]
    assert "there is no parameter tag" in line
    assert "place_order.yaml:" in line


def test_the_page_shows_what_changed_word_by_word(updated: tuple[Path, str]) -> None:
    place = section(updated[0], "trade.place_order")
    assert "- old: Required when \\`ordType\\` is \\`limit\\`." in place
    assert "- new: Required when \\`ordType\\` is \\`limit\\` **or \\`fok\\`**." in place
    html = (updated[0] / "review" / f"okx_v5-{NEXT}" / "review.html").read_text()
    assert "Required when `ordType` is `limit`<ins> or `fok`</ins>." in html


def test_a_condition_in_other_words_makes_its_rule_due(updated: tuple[Path, str]) -> None:
    place = section(updated[0], "trade.place_order")
    assert "`limit_needs_price`: When ordType is limit, px is required. (changed: px, ordType)" in place


def test_a_rule_on_a_removed_row_is_left_out_and_one_on_a_renamed_row_holds(updated: tuple[Path, str]) -> None:
    place = section(updated[0], "trade.place_order")
    assert "the page calls elp rpi now; write rpi" in place
    assert "there is no parameter tag" in place
    loaded = load_venue(updated[0] / "spec" / "okx_v5").endpoint("POST", "/api/v5/trade/place")
    assert loaded is not None
    assert [rule.id for rule in loaded.rules] == ["limit_needs_price", "pool_is_for_limits"]
    assert "When rpi is true, ordType must be limit" in says(loaded.rules[1])


def test_a_word_that_is_not_understood_is_shown_with_its_line(updated: tuple[Path, str]) -> None:
    place = section(updated[0], "trade.place_order")
    assert re.search(r"\*\*Not read\*\*\n\n- .*place.md:[0-9]+: .*Perhaps.* \\\[required-unread\\\]", place), place


def test_a_new_sentence_without_a_fact_is_noted_and_an_old_one_is_not(updated: tuple[Path, str]) -> None:
    root, _ = updated
    place = section(root, "trade.place_order")
    assert re.search(
        r"\*\*New sentences that no fact .*\*\*\n\n- .*place.md:[0-9]+: mode: .*: Only odd numbers ", place
    ), place
    assert "multiple of 5" not in place
    code, out, _ = run("import", "okx_v5", str(root / "pages" / NEXT), "--report", root=root)
    assert code == 0
    assert re.search(r"fact unread: .*place.md:[0-9]+: sz: no fact is read from: Must be a multiple of 5 ", out)


def test_what_is_not_understood_is_on_the_page_by_form(updated: tuple[Path, str]) -> None:
    root, out = updated
    folder = root / "review" / f"okx_v5-{NEXT}"
    assert re.search(r"not understood: .*place.md:\d+: whether mode is required is not understood: Perhaps ", out)
    text = (folder / "review.md").read_text().replace("\\", "")
    forms = text[text.index("**Not understood, by form**") : text.index("### ")]
    assert re.search(
        r"- the required word `Perhaps` is not known: 1 place .*place.md:\d+. To settle it: sdk: fields", forms
    )
    assert "<summary>the required word `Perhaps` is not known: 1 place" in (folder / "review.html").read_text()


def test_what_one_page_has_of_many_endpoints_stands_at_each_of_them(root: Path) -> None:
    pages = root / "pages" / "2026-06-29"
    pages.mkdir()
    rows = {"instId": "String | Perhaps | Instrument ID", "lever": "String | No | Leverage, at most 5 or so"}
    listed = changed(changed(first_day(), "place", request=NEXT_PLACE), "set-thing-1", request=rows)
    (pages / "all.md").write_text(page("rest-api", listed, "2026-06-29"))
    assert run("update", "okx_v5", str(pages), "--check", "--no-tests", root=root)[0] == 1
    text = (root / "review" / "okx_v5-2026-06-29" / "review.md").read_text()
    parts = {part.split(" ")[0]: part for part in re.split(r"^### ", text, flags=re.MULTILINE)}
    assert "whether instId is required is not understood: Perhaps" in parts["account.set_thing_1"]
    assert "whether mode is required is not understood: Perhaps" in parts["trade.place_order"]


def test_a_new_value_is_a_change(updated: tuple[Path, str]) -> None:
    place = section(updated[0], "trade.place_order")
    assert re.search(r"\*\*INFO\*\* .*fok", place)


def test_a_new_endpoint_has_a_proposed_name_a_new_group_and_drafted_rules(updated: tuple[Path, str]) -> None:
    chase = section(updated[0], "chasing.amend_chase_order")
    assert (
        "Proposed name `client.chasing.amend_chase_order()` in `chasing/amend_chase_order.yaml`, in a new group"
        in chase
    )
    assert "- id: algo_id_at_least_one\n    at_least_one: [algoId, algoClOrdId]\n" in chase
    assert "- id: chase_limit_at_most\n    restrict: {chaseLimit: {max_length: 32}}\n" in chase


def test_unread_words_are_proposed_for_the_vocabulary(updated: tuple[Path, str]) -> None:
    text = (updated[0] / "review" / f"okx_v5-{NEXT}" / "review.md").read_text()
    assert "chaseLimit: {kind: text, description: Chase limit.}" in text or "chaseLimit: {kind: text" in text
    # A word that was missing before is not news.
    assert "sz: {" not in text


def test_the_second_run_is_quiet(updated: tuple[Path, str]) -> None:
    root, _ = updated
    before = texts(root)
    assert run("update", "okx_v5", str(root / "pages" / NEXT), "--no-tests", root=root) == (
        0,
        "okx_v5: nothing changed\n",
        "",
    )
    assert texts(root) == before


def test_the_tests_of_what_changed_are_run_on_the_sdk_that_was_written(root: Path) -> None:
    code, out, err = run("update", "okx_v5", str(root / "pages" / NEXT), root=root)
    assert (code, err) == (1, "")
    assert re.search(r"Tests of what changed: [1-9][0-9]* passed", out), out
    # The installed SDK has no such endpoint.
    assert (root / "tests" / "generated" / "okx_v5" / "chasing" / "test_amend_chase_order.py").is_file()


# --- other days


def test_a_quiet_day_changes_the_date_only(root: Path) -> None:
    pages = site(root / "pages", "2026-07-01", first_day())
    before = texts(root)
    assert run("update", "okx_v5", str(pages), root=root) == (0, "okx_v5: nothing changed\n", "")
    after = texts(root)
    assert {name for name in after if after[name] != before.get(name)} == {"spec/okx_v5/lock.yaml"}
    assert not (root / "review").exists()


def test_check_writes_the_review_page_only(root: Path) -> None:
    before = texts(root)
    out_folder = root / "elsewhere"
    code, _, err = run("update", "okx_v5", str(root / "pages" / NEXT), "--check", "--out", str(out_folder), root=root)
    assert (code, err) == (1, "")
    assert texts(root) == before
    assert sorted(file.name for file in out_folder.iterdir()) == ["review.html", "review.md"]


def test_a_foreign_folder_is_refused_and_nothing_is_written(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    foreign = tmp_path_factory.mktemp("foreign")
    (foreign / "page.md").write_text("# Another exchange\n\nNothing here.\n")
    before = texts(root)
    code, out, err = run("update", "okx_v5", str(foreign), root=root)
    assert (code, out) == (2, "")
    assert err.startswith("error: ")
    assert texts(root) == before
    assert not (root / "review").exists()


def test_without_the_old_pages_the_review_has_facts_only(root: Path) -> None:
    shutil.rmtree(root / "pages" / FIRST)
    assert run("update", "okx_v5", str(root / "pages" / NEXT), "--no-tests", root=root)[0] == 1
    place = section(root, "trade.place_order")
    assert "- old:" not in place
    assert "`limit_needs_price`" in place
    text = (root / "review" / f"okx_v5-{NEXT}" / "review.md").read_text()
    assert "The old pages were not at hand" in text


def test_an_example_that_lags_behind_its_table_stops_nothing_and_is_to_be_settled(root: Path) -> None:
    rows = {
        "algoId": "String | Yes | Algo ID",
        "kind": "String | Yes | Kind <br>`1`: one <br>`2`: two",
        "tag": "String | Yes | Tag",
    }
    wrong = changed(next_day(), "amend-chase", request=rows, example='{"algoId":"1","kind":"3"}')
    pages = site(root / "pages", "2026-06-29", wrong)
    code, out, errors = run("update", "okx_v5", str(pages), "--no-tests", root=root)
    assert (code, errors) == (1, "")
    assert re.search("to correct before lint passes: .*tag is required, and this request does not send it", out)
    assert re.search("to correct before lint passes: .*kind is '3' here, which the table does not list", out)
    spec = next((root / "spec" / "okx_v5").glob("*/amend_chase_order.yaml")).read_text()
    assert "name: tag, type: String, required: true" in spec
    module = next((root / "generated" / "venues" / "okx_v5").glob("*/amend_chase_order.py")).read_text()
    assert "tag: str | None = None" in module
    tests = next((root / "tests" / "generated" / "okx_v5").glob("*/test_amend_chase_order.py")).read_text()
    assert 'id="documented_request_1"' in tests
    text = (root / "review" / "okx_v5-2026-06-29" / "review.md").read_text()
    [part] = [part for part in text.split("\n### ") if "amend_chase_order" in part.partition("\n")[0]]
    assert "kind is '3' here, which the table does not list" in part
    assert "sdk.fields: {request.tag: {required: conditional}}" in part.replace("\\", "")
    assert run("lint", "okx_v5", root=root)[0] == 1


def test_a_rule_that_a_documented_request_breaks_is_left_out_and_stops_nothing(root: Path) -> None:
    file = root / "spec" / "okx_v5" / "trade" / "place_order.yaml"
    wrong = "  - id: price_always\n    require: [px]\n    because: Wrong, as the page's own example shows.\n"
    file.write_text(file.read_text() + wrong)
    code, out, errors = run("update", "okx_v5", str(root / "pages" / NEXT), "--no-tests", root=root)
    assert (code, errors) == (1, "")
    assert "to correct before lint passes" in out
    assert "this documented request breaks the rule price_always" in out
    module = (root / "generated" / "venues" / "okx_v5" / "trade" / "place_order.py").read_text()
    assert "limit_needs_price" in module
    assert "price_always" not in module


def test_an_endpoint_that_is_only_read_more_closely_is_not_called_changed(root: Path) -> None:
    """The spec of the first day is by a version that did not read a bound; the page has had it all along."""
    thing = next((root / "spec" / "okx_v5").glob("*/set_thing_0.yaml"))
    read = re.sub(r"label: Leverage[^}]*", "label: Leverage", thing.read_text())
    rows = {"instId": "String | Yes | Instrument ID", "lever": "String | Yes | Leverage, at most 20 characters"}
    for day, listed in ((FIRST, first_day()), (NEXT, next_day())):
        site(root / "pages", day, changed(listed, "set-thing-0", request=rows))
    thing.write_text(read)
    out = run("update", "okx_v5", str(root / "pages" / NEXT), "--no-tests", root=root)[1]
    assert out.startswith("okx_v5: 1 changed, 1 new, 0 gone, 1 reread; ")
    assert "max_length: 20" in thing.read_text()
    text = (root / "review" / f"okx_v5-{NEXT}" / "review.md").read_text()
    last = text.split("\n### ")[-1]
    assert last.startswith("account.set_thing_0 (reread)\n")
    assert "\nThe page says what it said on the day before: " in last


def test_error_codes_are_shown_word_by_word(root: Path) -> None:
    """A person chooses the kind of a new code, and whether that of a changed one still fits, by what the page says."""
    table = "# Errors\n\nError Code | HTTP Status Code | Error Message\n---|---|---\n"
    (root / "pages" / FIRST / "error.md").write_text(
        f"{table}51000 | 400 | Parameter error, retry\n51001 | 200 | No ID\n"
    )
    assert run("import", "okx_v5", str(root / "pages" / FIRST), root=root)[0] == 0
    (root / "pages" / NEXT / "error.md").write_text(
        f"{table}51000 | 400 | Parameter error, do not retry\n51000 | 400 | 参数有误\n51001 | 200 | No ID\n51002 | 200 | Your level <b> is too low\n"
    )
    assert run("update", "okx_v5", str(root / "pages" / NEXT), "--no-tests", root=root)[0] == 1
    folder = root / "review" / f"okx_v5-{NEXT}"
    text = (folder / "review.md").read_text()
    assert "- 51002: Your level\n  - new: Your level \\<b\\> is too low\n" in text
    assert (
        "- 51000: Parameter error\n  - old: Parameter error, retry\n  - new: Parameter error, **do not** retry\n"
        in text
    )
    assert "51001" not in text
    assert "参数" not in text
    html = (folder / "review.html").read_text()
    assert "Your level &lt;b&gt; is too low" in html
    assert "Parameter error, <ins>do not </ins>retry" in html


def test_untrusted_texts_are_escaped(root: Path) -> None:
    nasty = "Price <br>Required when `ordType` is <script>alert(1)</script> @everyone [x](javascript:alert(1))"
    rows = {**NEXT_PLACE, "px": f"String | Conditional | {nasty}"}
    pages = site(root / "pages", "2026-06-29", changed(next_day(), "place", request=rows))
    assert run("update", "okx_v5", str(pages), "--no-tests", root=root)[0] == 1
    folder = root / "review" / "okx_v5-2026-06-29"
    html = (folder / "review.html").read_text()
    assert "<script>" not in html
    assert 'href="javascript' not in html
    assert "@everyone" not in (folder / "review.md").read_text()


def test_a_spec_that_was_corrected_after_the_day_is_taken_up(updated: tuple[Path, str], tmp_path: Path) -> None:
    root = Path(shutil.copytree(updated[0], tmp_path / "corrected"))
    review = (root / "review" / f"okx_v5-{NEXT}" / "review.md").read_text()
    place = root / "spec" / "okx_v5" / "trade" / "place_order.yaml"
    place.write_text(place.read_text().replace("require: [px]", "require: [pxx, ]").replace("tag: {max_", "tag: {mx_"))
    code, out, err = run("update", "okx_v5", str(root / "pages" / NEXT), "--no-tests", root=root)
    assert (code, "unknown key mx_length" in err, "then run this command again" in out) == (1, True, True)
    place.write_text(place.read_text().replace("[pxx, ]", "[px]").replace("tag: {mx_", "tag: {max_"))
    place.write_text(place.read_text().replace("summary: ''", "summary: Place one order."))
    code, out, err = run("update", "okx_v5", str(root / "pages" / NEXT), "--no-tests", root=root)
    assert (code, err) == (1, "")
    assert out.startswith("okx_v5: nothing changed on the pages; the spec was corrected\nThe SDK: ")
    module = (root / "generated" / "venues" / "okx_v5" / "trade" / "place_order.py").read_text()
    assert "Place one order." in module
    assert (root / "review" / f"okx_v5-{NEXT}" / "review.md").read_text() == review
    assert run("update", "okx_v5", str(root / "pages" / NEXT), root=root)[1] == "okx_v5: nothing changed\n"


def test_the_review_of_a_day_with_errors_says_later_that_the_sdk_is_generated(root: Path) -> None:
    file = root / "spec" / "okx_v5" / "trade" / "place_order.yaml"
    wrong = "  - id: price_always\n    demand: [px]\n    because: Wrong.\n"
    file.write_text(file.read_text() + wrong)
    folder = root / "review" / f"okx_v5-{NEXT}"
    run("update", "okx_v5", str(root / "pages" / NEXT), root=root)
    before = {name: (folder / name).read_text() for name in ("review.md", "review.html")}
    assert all("The SDK was not generated: the spec has an error" in text for text in before.values())
    file.write_text(file.read_text().replace(wrong, ""))
    assert run("update", "okx_v5", str(root / "pages" / NEXT), "--no-tests", root=root)[0] == 1
    for name, text in before.items():
        after = (folder / name).read_text()
        [line] = [line for line in after.splitlines() if line not in text.splitlines()]
        assert re.fullmatch(r"(?:<p>)?The SDK: \d+ files written, 0 deleted; no tests were run\.(?:</p>)?", line)


def test_a_rule_that_nothing_breaks_any_more_stops_the_sdk_and_not_the_day(root: Path) -> None:
    """The page no longer says that a parameter is a list, so that no request is too long for the rule."""
    file = root / "spec" / "okx_v5" / "trade" / "place_order.yaml"
    never = "  - id: never\n    when: {ordType: limit, present: px}\n    require: [px]\n    because: It has it.\n"
    file.write_text(file.read_text() + never + never.replace("never", "nor_this"))
    code, out, errors = run("update", "okx_v5", str(root / "pages" / NEXT), "--no-tests", root=root)
    assert (code, errors) == (1, "")
    assert "The SDK was not generated: " in out
    assert "no request was found that breaks the rule never; is it as meant?" in out
    assert "no request was found that breaks the rule nor_this; is it as meant?" in out
    assert (
        "Correct or remove it, then run this command again" in section(root, "trade.place_order")
        or (root / "review" / f"okx_v5-{NEXT}" / "review.md")
        .read_text()
        .count("Correct or remove it, then run this command again")
        == 1
    )
    assert "rpi" in file.read_text()
    assert not (root / "generated" / "venues" / "okx_v5" / "trade" / "place_order.py").exists()


# --- the page at three in the morning


def test_the_decisions_come_first_with_their_places_and_the_gravest_before_the_others(
    updated: tuple[Path, str],
) -> None:
    root, _ = updated
    text = (root / "review" / f"okx_v5-{NEXT}" / "review.md").read_text().replace("\\", "")
    listed = text[text.index("**Decisions wanted, in this order**") : text.index("**Not understood, by form**")]
    place, chase = [line for line in listed.splitlines() if line.startswith("- ")]
    assert re.fullmatch(
        r"- trade\.place_order \(changed\), `.*/spec/okx_v5/trade/place_order\.yaml:\d+`: "
        r"left out: 1, to settle: 1, rules to confirm: 2, not read: 1",
        place,
    ), place
    assert re.fullmatch(r"- chasing\.amend_chase_order \(new\), `.*yaml:\d+`: a name to check: 1", chase), chase


def test_places_on_pages_are_named_from_their_folder_which_is_said_once(updated: tuple[Path, str]) -> None:
    root, _ = updated
    folder = root / "review" / f"okx_v5-{NEXT}"
    for name in ("review.md", "review.html"):
        text = (folder / name).read_text().replace("\\", "")
        assert text.count(str(root / "pages" / NEXT)) == 1, name
        assert re.search(r"[^/]trade/place\.md:\d+: .*Perhaps", text), name


def test_the_command_that_confirms_is_ready_to_be_copied(updated: tuple[Path, str]) -> None:
    place = section(updated[0], "trade.place_order")
    assert "`venuespec review okx_v5 trade.place_order --confirm limit_needs_price pool_is_for_limits`" in place


def test_a_page_in_another_layout_shows_no_words(root: Path) -> None:
    """Another formatter numbers the items of lists."""
    prose = "Places one order, which\nis matched at once.\n\n* It may be refused.\n* It has an id."
    again = "Places one order,\nwhich is matched\nat once.\n\n1. It may be refused.\n2. It has an id."
    for day, text in (("2026-06-29", prose), ("2026-06-30", again)):
        pages = site(root / "pages", day, changed(first_day(), "place", prose=text))
        code, out, _ = run("update", "okx_v5", str(pages), "--no-tests", root=root)
        assert code == 1, out
        names = ["limit_needs_price", "pool_is_for_limits", "tag_is_short"]
        if day == "2026-06-29":
            assert run("review", "okx_v5", "trade.place_order", "--confirm", *names, root=root)[0] == 0
    review = (root / "review" / "okx_v5-2026-06-30" / "review.md").read_text()
    assert "old: " not in review
    assert review.count("(changed: the text around the tables, whose words are the same in another layout)") == 3


def test_other_marks_of_lists_and_wrapped_lines_make_no_rule_due(root: Path) -> None:
    prose = "Places one order, which\nis matched at once.\n\n* It may be refused.\n* It has an id."
    again = "Places one order,\nwhich is matched\nat once.\n\n- It may be refused.\n+ It has an id."
    for day, text in (("2026-06-29", prose), ("2026-06-30", again)):
        pages = site(root / "pages", day, changed(first_day(), "place", prose=text))
        code, out, _ = run("update", "okx_v5", str(pages), "--no-tests", root=root)
    assert (code, out) == (0, "okx_v5: nothing changed\n")


def test_a_limit_in_words_is_judged_as_diff_judges_it_in_the_words_of_the_page(root: Path) -> None:
    for day, days in (("2026-06-29", 7), ("2026-06-30", 3)):
        prose = f"Places one order. If both times are sent, the longest range is {days} days."
        pages = site(root / "pages", day, changed(first_day(), "place", prose=prose))
        assert run("update", "okx_v5", str(pages), "--no-tests", root=root)[0] == 1
    review = (root / "review" / "okx_v5-2026-06-30" / "review.md").read_text()
    assert (
        "**ERR** the endpoint allows less: “If both times are sent, the longest range is 3 days”, was “If both times are sent, the longest range is 7 days”."
        in review
    )


def test_without_the_old_pages_a_limit_in_words_is_judged_alike(root: Path) -> None:
    for day, days in (("2026-06-29", 7), ("2026-06-30", 3)):
        prose = f"Places one order. If both times are sent, the longest range is {days} days."
        pages = site(root / "pages", day, changed(first_day(), "place", prose=prose))
        assert run("update", "okx_v5", str(pages), "--no-tests", root=root)[0] == 1
        shutil.rmtree(pages)
    review = (root / "review" / "okx_v5-2026-06-30" / "review.md").read_text()
    assert "**ERR** the endpoint allows less: “\\[at most 3 days\\]”, was “\\[at most 7 days\\]”." in review


def test_another_version_of_a_path_keeps_the_name_and_what_people_wrote(root: Path) -> None:
    pages = site(root / "pages", "2026-06-29", changed(first_day(), "place", path="/api/v6/trade/place"))
    code, out, _ = run("update", "okx_v5", str(pages), "--no-tests", root=root)
    assert (code, out.splitlines()[0].partition(";")[0]) == (1, "okx_v5: 1 changed, 0 new, 0 gone")
    place = load_venue(root / "spec" / "okx_v5").endpoint("POST", "/api/v6/trade/place")
    assert place is not None
    assert place.id == "trade.place_order"
    assert [rule.id for rule in place.rules] == ["limit_needs_price", "pool_is_for_limits", "tag_is_short"]
    review = (root / "review" / "okx_v5-2026-06-29" / "review.md").read_text()
    assert "**ERR** Place order moved from /api/v5/trade/place." in review
    assert "Rules to confirm" not in review
    assert run("update", "okx_v5", str(pages), "--no-tests", root=root)[:2] == (0, "okx_v5: nothing changed\n")


def test_other_examples_are_told_as_such(root: Path) -> None:
    example = '{"instId":"ETH-USDT","ordType":"market","sz":"5"}'
    pages = site(root / "pages", "2026-06-29", changed(first_day(), "place", example=example))
    assert run("update", "okx_v5", str(pages), "--no-tests", root=root)[0] == 1
    review = (root / "review" / "okx_v5-2026-06-29" / "review.md").read_text()
    assert "Only the examples of the page are others." in review


def test_a_page_in_another_section_is_called_moved_and_not_reread(root: Path) -> None:
    pages = site(
        root / "pages", "2026-06-29", changed(first_day(), "place", section="spot", path="/api/v5/trade/place")
    )
    code, out, _ = run("update", "okx_v5", str(pages), "--no-tests", root=root)
    assert (code, out.splitlines()[0].partition(";")[0]) == (1, "okx_v5: 0 changed, 0 new, 0 gone, 1 moved")
    review = (root / "review" / "okx_v5-2026-06-29" / "review.md").read_text()
    assert "The page says what it said on the day before, at another place; it was " in review


def test_the_row_that_is_new_is_proposed_for_a_missing_name(root: Path) -> None:
    """Also where another row, which was there before, mentions the missing name."""
    rows = {name: cells for name, cells in first_day()[-1].request.items() if name != "tag"}
    rows["sz"] = "String | Yes | Size. Sent with `tag` or label."
    rows["label"] = "String | No | A word of your own, in the place of `tag`"
    older = {**first_day()[-1].request, "sz": rows["sz"]}
    run(
        "update",
        "okx_v5",
        str(site(root / "pages", "2026-06-29", changed(first_day(), "place", request=older))),
        "--no-tests",
        root=root,
    )
    run(
        "update",
        "okx_v5",
        str(site(root / "pages", "2026-06-30", changed(first_day(), "place", request=rows))),
        "--no-tests",
        root=root,
    )
    review = (root / "review" / "okx_v5-2026-06-30" / "review.md").read_text()
    assert "request.label mentions tag: try label" in review


def test_a_doubt_on_one_endpoint_is_none_on_those_with_a_shorter_path(root: Path) -> None:
    doubted = evolve(first_day()[0], name="place-later", section="trade", title="Place later")
    known = [*first_day(), doubted]
    assert run("update", "okx_v5", str(site(root / "pages", "2026-06-29", known)), "--no-tests", root=root)[0] == 1
    pages = site(root / "pages", "2026-06-30", [each for each in known if each is not doubted])
    (pages / "trade" / "place-later.md").write_text(
        "# Place later\n\nupdated_at: 2026-06-30\n\nNothing is read here.\n"
    )
    run("update", "okx_v5", str(pages), "--no-tests", root=root)
    review = (root / "review" / "okx_v5-2026-06-30" / "review.md").read_text()
    assert "### trade.place_later (waiting)" in review.replace("\\", "")
    assert "### trade.place_order" not in review.replace("\\", "")


def test_a_spec_that_cannot_be_written_is_told_with_what_became_of_the_sdk(root: Path) -> None:
    lock = root / "spec" / "okx_v5" / "lock.yaml"
    lock.unlink()
    lock.mkdir()
    before = (root / "spec" / "okx_v5" / "trade" / "place_order.yaml").read_text()
    code, _, errors = run("update", "okx_v5", str(root / "pages" / NEXT), "--no-tests", root=root)
    assert code == 2
    assert re.fullmatch(
        r"error: writing failed: \S+/lock.yaml: Is a directory; the SDK is written and the spec is not; mend this, "
        r"then run the command again\n",
        errors,
    )
    assert (root / "spec" / "okx_v5" / "trade" / "place_order.yaml").read_text() == before


# --- a change of many pages


@pytest.fixture(scope="module")
def reworded(spec_of_first_day: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The Markdown review of a day that changes the same row on seven pages, and one more row of one of them."""
    root = tmp_path_factory.mktemp("reworded")
    shutil.copytree(spec_of_first_day, root, dirs_exist_ok=True)
    rows = {"instId": "String | Yes | Instrument ID, without blanks", "lever": "String | Yes | Leverage"}
    listed = [
        evolve(each, request=rows | ({"tag": "String | No | Order tag"} if each.name == "set-thing-1" else {}))
        if each.name.startswith(("set-thing", "make-part"))
        else each
        for each in first_day()
    ]
    site(root / "pages", NEXT, listed)
    assert run("update", "okx_v5", str(root / "pages" / NEXT), "--no-tests", root=root)[0] == 1
    html = (root / "review" / f"okx_v5-{NEXT}" / "review.html").read_text()
    assert "Alike on several endpoints" in html
    return (root / "review" / f"okx_v5-{NEXT}" / "review.md").read_text()


def test_what_many_pages_change_alike_is_said_once(reworded: str) -> None:
    head, *sections = reworded.split("\n### ")
    assert (
        "- request.instId. On 7 endpoints: account.set_thing_0, account.set_thing_1, account.set_thing_2 "
        "and 4 more.\n  - old: Instrument ID\n  - new: Instrument ID**, without blanks**\n"
    ) in head
    assert "- **ERR** request parameter lever is required, was optional. On 7 endpoints: " in head
    sections = [each for each in sections if "(changed)" in each]
    assert len(sections) == 7
    assert all("Instrument ID" not in section.partition("**Changes**")[0] for section in sections)
    assert all("as on other pages: request.instId" in section for section in sections)


def test_what_one_of_many_pages_changes_alone_stands_at_its_endpoint(reworded: str) -> None:
    [section] = [each for each in reworded.split("\n### ") if each.startswith("account.set_thing_1 ")]
    assert "**request.tag**\n\n- new: String Order tag" in section
