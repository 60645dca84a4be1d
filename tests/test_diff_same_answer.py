"""A small site of two days: its pages, the specs imported from them, the documents of these, and any two of them."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from venuespec.diff.change import Change
from venuespec.diff.compare import diff
from venuespec.diff.inputs import State, load_state, load_states, reader_of
from venuespec.openapi.document import openapi
from venuespec.openapi.text import as_text
from venuespec.pages.merge import plan_import
from venuespec.pages.plausible import Allowed
from venuespec.spec.load import load_settings
from venuespec.spec.model import VenueSpec

OLD = """---
source_url: https://www.okx.com/docs-v5/en/#trading-account-rest-api-set-leverage
updated_at: {day}
---

# POST / Set leverage

Sets the leverage; older orders stay. Retrieve the data of the last 3 months.

#### Rate Limit: 20 requests per 2 seconds

#### Rate limit rule: User ID

#### HTTP Request

`POST /api/v5/account/set-leverage`

#### Request Parameters

Parameter | Type | Required | Description
---|---|---|---
instId | String | No | Instrument ID. Only applicable to `SWAP` and `FUTURES`; see the list
lever | String | Yes | Leverage. The value is in contracts; at most 20 orders
mgnMode | String | Yes | Margin mode
`isolated`: a mode of its own for each of the positions that an account has at a time, in `SPOT`
`cross`: a mode of all

#### Response Parameters

Parameter | Type | Description
---|---|---
lever | String | Leverage. Sorted in descending order
posSide | String | Position side
"""
EDITS = [
    ("the last 3 months", "the last month"),
    ("older orders stay", "older orders will be cancelled"),
    ("`SWAP` and `FUTURES`", "`SWAP`"),
    ("in contracts; at most 20 orders", "in coins; at most 10 orders"),
    ("at a time, in `SPOT`", "at a time, in `MARGIN` and `OPTION` under a portfolio that is set up"),
    ("a mode of all", "all of them (Deprecated; accepted until 2026-12-31)"),
    ("descending", "ascending"),
    ("| Position side", "| Position side. Discontinued from October 31, 2026; use `side`."),
    ("| Instrument ID", "| Instrument ID. Required when `mgnMode` is `isolated`"),
]
EXPECTED = {
    ("WARN", "behaviour_changed", "notes"),
    ("ERR", "constraint_tightened", "notes"),
    ("WARN", "applicability_narrowed", "request.instId"),
    ("WARN", "requiredness_changed", "request.instId.required"),
    ("WARN", "meaning_changed", "request.lever"),
    ("ERR", "constraint_tightened", "request.lever"),
    ("WARN", "meaning_changed", "request.mgnMode.values"),
    ("WARN", "deprecated", "request.mgnMode.values"),
    ("WARN", "meaning_changed", "response.lever"),
    ("WARN", "deprecated", "response.posSide"),
}
FORMS = ("pages", "spec", "document")
SIDES = [(old, new) for old in FORMS for new in FORMS]
Answers = dict[tuple[str, str], tuple[Change, ...]]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory, frozen_root: Path) -> Answers:
    root = tmp_path_factory.mktemp("same")
    spec = root / "spec" / "okx_v5"
    spec.mkdir(parents=True)
    shutil.copyfile(frozen_root / "spec" / "okx_v5" / "venue.yaml", spec / "venue.yaml")
    text, states = OLD.format(day="2026-08-01"), dict[tuple[str, int], State]()
    reader = reader_of(root, "okx_v5")
    for number in range(2):
        folder = root / f"2026-08-0{number + 1}"
        folder.mkdir()
        (folder / "page.md").write_text(text)
        states["pages", number] = load_state(str(folder), root, reader)
        plan_import(load_settings(spec), folder, allowed=Allowed(older=True), date=folder.name).write()
        kept = (spec / "texts.yaml").read_text()
        assert not any(sentence in kept for sentence in ("older orders", "Sorted in", "positions that"))
        shutil.copytree(spec, root / "kept" / folder.name)
        states["spec", number] = load_state(str(root / "kept" / folder.name), root, None)
        for was, now in EDITS:
            text = text.replace(was, now)
        text = text.replace("2026-08-01", "2026-08-02")
    for number in range(2):
        text = as_text(openapi(states["spec", number].venue), is_yaml=False)
        (root / f"{number}.json").write_text(text)
    names = {"pages": "2026-08-0{}", "spec": "kept/2026-08-0{}", "document": "{}.json"}
    days = {"document": (0, 1)}

    def states_of(old: str, new: str) -> tuple[VenueSpec, VenueSpec]:
        first, second = days.get(old, (1, 2))[0], days.get(new, (1, 2))[1]
        sides = (str(root / names[old].format(first)), str(root / names[new].format(second)))
        return load_states(*sides, root, "okx_v5" if "pages" in (old, new) else None)

    return {(old, new): diff(*states_of(old, new)) for old, new in SIDES}


@pytest.mark.parametrize("sides", SIDES)
def test_pages_and_specs_give_the_same_lines(answers: Answers, sides: tuple[str, str]) -> None:
    found = [each for each in answers[sides] if each.level != "NONE"]
    assert {(each.level, each.kind, each.pointer) for each in found} == EXPECTED
    prints = Counter(each.fingerprint for each in found)
    assert max(prints.values()) == 1
    assert prints == Counter(each.fingerprint for each in answers["pages", "pages"] if each.level != "NONE")


def test_pages_show_the_sentence_and_specs_what_it_states(answers: Answers) -> None:
    def shown(sides: tuple[str, str]) -> list[tuple[str, str]]:
        return [(each.old, each.new) for each in answers[sides] if each.kind == "applicability_narrowed"]

    sentence = "Only applicable to `SWAP` and `FUTURES`", "Only applicable to `SWAP`"
    facts = "[only applicable to FUTURES, SWAP]", "[only applicable to SWAP]"
    assert shown(("pages", "pages")) == [sentence]
    assert shown(("spec", "spec")) == [facts]
    assert shown(("spec", "pages")) == [(facts[0], sentence[1])]
