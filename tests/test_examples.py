"""The page's own examples are the gate: what the SDK would refuse or could not read is an error with its mending."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest
from attrs import evolve
from typer.testing import CliRunner

from venuespec.checks.examples import example_problems
from venuespec.checks.lint import lint, lint_folder
from venuespec.checks.opened import opened
from venuespec.cli.app import app
from venuespec.python_text import UnsafeTextError
from venuespec.runtime.json_types import is_array, is_object
from venuespec.sdk.plan import plan
from venuespec.sdk.test_files import render_tests
from venuespec.spec.load import load_venue
from venuespec.spec.model import VenueSpec
from venuespec.spec.problem import Problem

PAGE = """\
docs:
  source: https://example.org/redeem
  title: Redeem
  method: POST
  path: /api/redeem
  request:
  - {name: amt, type: String, required: true}
  - {name: redeemType, type: String, required: true, values: ['"1"', '"2"']}
  - {name: until, type: String}
  response:
  - {name: ordId, type: String}
  - {name: date, type: String, label: Day of the redemption}
  - {name: details, type: Array, fields: [{name: ratio, type: String}]}
  examples:
  - title: Fast
    request: '{"amt":"100","redeemType":"1","until":"1700000000000"}'
  - response: '{"code":"0","msg":"","data":[{"ordId":"1","date":"2026-07-13","details":[{"ratio":"0.5"}]}]}'
  - response: '{"code":"51000","msg":"wrong","data":[{"ordId":[]}]}'
sdk:
  summary: Redeem.
"""
WORDS = """\
amt: {kind: decimal}
redeemType: {kind: enum}
until: {kind: timestamp_ms}
ordId: {kind: id}
date: {kind: timestamp_ms}
details: {kind: array}
ratio: {kind: decimal}
"""


@pytest.fixture
def shop(founding: Path) -> Callable[..., Path]:
    """A venue with one endpoint of its own, whose text is changed."""

    def make(*changes: tuple[str, str]) -> Path:
        text = PAGE
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        (founding / "shop").mkdir(exist_ok=True)
        (founding / "shop" / "redeem.yaml").write_text(text)
        words = (founding / "fields.yaml").read_text()
        known = {line.partition(":")[0] for line in WORDS.splitlines()}
        kept = "\n".join(line for line in words.splitlines() if line.partition(":")[0] not in known)
        (founding / "fields.yaml").write_text(f"{kept}\n{WORDS}")
        return founding

    return make


OPENED = ("'\"1\"', '\"2\"'", "'1', '2'")
TEXT = ("summary: Redeem.\n", "summary: Redeem.\n  fields:\n    response.date: {kind: text}\n")


def errors(folder: Path) -> dict[str, Problem]:
    found = [each for each in lint_folder(folder) if each.place.file.name == "redeem.yaml" and each.severity == "error"]
    return {each.check: each for each in found}


def test_a_request_of_the_page_that_its_own_list_refuses_is_an_error_that_opens_the_list(
    shop: Callable[..., Path],
) -> None:
    found = errors(shop(TEXT))
    assert found.keys() == {"example-value"}
    message = found["example-value"].message
    assert message.startswith(
        "POST /api/redeem, example 1 (Fast): redeemType is '1' here, which the table does not list"
    )
    assert "write sdk.fields: {request.redeemType: {open: true}}" in message
    assert "sdk.decided: {request.redeemType.values: ...}" in message


def test_an_answer_that_its_kind_cannot_read_is_an_error_that_names_another_kind(shop: Callable[..., Path]) -> None:
    found = errors(shop(OPENED))
    assert found.keys() == {"example-kind"}
    message = found["example-kind"].message
    assert message.startswith(
        "POST /api/redeem, example 2: data[0].date is '2026-07-13', where a Unix time is expected"
    )
    assert "fields.yaml says that date is timestamp_ms" in message
    assert "write sdk.fields: {response.date: {kind: text}}" in message


@pytest.mark.parametrize(
    ("change", "check", "mend"),
    [
        (('"amt":"100",', ""), "example-required", "{request.amt: {required: conditional}}"),
        (('"1700000000000"', '"2026-07-13"'), "example-kind", "{request.until: {kind: text}}"),
        (('"1700000000000"', '"1700000000"'), "example-kind", "{request.until: {kind: timestamp_s}}"),
        (('"ratio":"0.5"', '"ratio":"half"'), "example-kind", "{response.details.ratio: {kind: text}}"),
        (('[{"ratio":"0.5"}]', '{"ratio":"0.5"}'), "example-shape", "{response.details: {type: Object}}"),
        (('"data":[{"ordId":"1"', '"data":{"a":[{"ordId":"1"'), "example-json", ""),
        (('[{"ratio":"0.5"}]}]', '[]}, "none"]'), "example-shape", ""),
    ],
)
def test_each_kind_of_contradiction_is_an_error_with_its_mending(
    shop: Callable[..., Path], change: tuple[str, str], check: str, mend: str
) -> None:
    found = errors(shop(OPENED, TEXT, change))
    assert found.keys() == {check}
    assert mend in found[check].message


def test_a_parameter_that_only_an_example_has_is_a_warning(shop: Callable[..., Path]) -> None:
    folder = shop(OPENED, TEXT, ('"amt":"100"', '"amt":"100","uly":"BTC"'))
    assert not errors(folder)
    [found] = [each for each in lint_folder(folder) if each.check == "example-param"]
    assert "the request table has no uly, which this request sends" in found.message
    assert "sdk.decided: {request.uly: ...}" in found.message


def test_an_answer_without_the_envelope_of_the_venue_is_a_warning(shop: Callable[..., Path]) -> None:
    bare = ('{"code":"0","msg":"","data":[{"ordId":"1"', '{"retCode":0,"result":[{"ordId":"1"')
    folder = shop(OPENED, TEXT, bare)
    assert not errors(folder)
    [found] = [each for each in lint_folder(folder) if each.check == "example-envelope"]
    assert found.severity == "warning"
    assert found.message == (
        "POST /api/redeem, example 2: this answer has no code, so that it was not checked; write the whole answer, "
        "with code, msg and data, or correct envelope in venue.yaml, if no answer of the venue has these, or say why "
        "not in sdk.decided: {response.envelope: ...}"
    )


def test_a_person_decides_where_the_page_contradicts_itself(shop: Callable[..., Path]) -> None:
    decided = "summary: Redeem.\n  decided: {request.redeemType.values: A slip., response.date.kind: A slip.}\n"
    assert not errors(shop(("summary: Redeem.\n", decided)))


def test_a_refusal_by_the_venue_is_not_decoded(shop: Callable[..., Path]) -> None:
    assert not errors(shop(OPENED, TEXT))


def test_generate_does_without_what_the_examples_contradict_and_says_so(
    shop: Callable[..., Path], tmp_path: Path
) -> None:
    shop(OPENED, ('"amt":"100",', ""))
    done = CliRunner().invoke(app, ["generate", "--root", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "warning: " in done.output
    assert "data[0].date is '2026-07-13'" in done.output
    assert "amt is required, and this request does not send it" in done.output
    module = (tmp_path / "generated" / "venues" / "okx_v5" / "shop" / "redeem.py").read_text()
    assert re.search(r"amt: .* \| None = None", module)


@pytest.mark.parametrize(
    "change",
    [
        ('"amt":"100",', ""),
        ('"1700000000000"', '"2026-07-13"'),
        ('"amt":"100"', '"amt":100'),
        ('"ratio":"0.5"', '"ratio":"half"'),
        ('[{"ratio":"0.5"}]', '{"ratio":"0.5"}'),
        ('[{"ratio":"0.5"}]}]', '[]}, "none"]'),
        ('"data":[{"ordId":"1"', '"data":[{"ordId":{"a":1}'),
    ],
)
def test_the_sdk_that_does_without_passes_the_tests_of_its_examples(
    shop: Callable[..., Path], tmp_path: Path, change: tuple[str, str]
) -> None:
    shop(OPENED, change)
    assert CliRunner().invoke(app, ["generate", "--root", str(tmp_path)]).exit_code == 0
    tests = tmp_path / "tests" / "generated" / "okx_v5" / "shop"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tests)]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "generated")}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "name", ["okx_v5", "bybit_v5", "coinswitch_hft", "coinswitch_spot_v2", "coinswitch_futures_v2"]
)
def test_the_examples_of_the_live_specs_pass(root: Path, name: str) -> None:
    venue = load_venue(root / "spec" / name)
    # What the pages of a draft leave open is decided by whoever gives it a summary.
    drafts = {each.place.file for each in venue.endpoints if not each.summary}
    found = [each for each in lint(venue) if each.check.startswith("example-")]
    asked = [each for each in found if each.severity == "error" or each.place.file not in drafts]
    assert [str(each) for each in asked if each.check != "example-missing"] == []


ODD: tuple[Any, ...] = (
    *("1.5", 1.5, True, None, "", [], {}, ["a"], [None], {"a": 1}, -1, "NaN", "2026-07-13", "1700000000.5", "１２"),
    *("1e999999999", 10**400, "x\x00y", "1_000", "99999999999999999"),
)


def test_whatever_an_example_shows_generate_has_a_clear_error_or_none(frozen: Callable[[str], VenueSpec]) -> None:
    venue = frozen("okx_v5")
    alone = evolve(venue, limits=evolve(venue.limits, singles={}, shared={}))
    random = Random(13)
    passed = 0
    for endpoint in venue.endpoints * 8:
        example = random.choice([each for each in endpoint.examples if each.request or each.response])
        odd = evolve(example, request=mutated(example.request, random), response=answer(example.response, random))
        changed = evolve(endpoint, examples=(odd,), rules=(), row=None, reconcile=None)
        passed += all(each.severity != "error" for each in example_problems(changed, alone))
        with suppress(UnsafeTextError):  # a control character, which is told with its text
            render_tests(plan(opened(evolve(alone, endpoints=(changed,)))))
    assert passed > 20


def answer(body: Any, random: Random) -> Any:
    return body and {name: mutated(value, random) if name == "data" else value for name, value in body.items()}


def mutated(value: Any, random: Random) -> Any:
    """JSON with a few values replaced by odd ones."""
    if random.random() < 0.05:
        return random.choice(ODD)
    if is_object(value):
        return {name: mutated(inner, random) for name, inner in value.items()}
    return [mutated(inner, random) for inner in value] if is_array(value) else value


@pytest.mark.parametrize(
    ("rows", "reused"),
    [
        ("{name: lev, type: String, alias: {was: lvr}}, {name: lvr, type: Integer}", ["lvr"]),
        ("{name: lev, type: String, alias: {was: lvr}}, {name: lvr, type: String, alias: {was: lev}}", ["lvr", "lev"]),
        ("{name: lev, type: String, alias: {was: lvr}}, {name: lvr, type: String}", []),
        ("{name: lev, type: String, alias: {was: lvr}}", []),
    ],
    ids=["another kind", "two swapped", "the older name itself", "gone"],
)
def test_an_older_name_that_means_another_row_now_is_told(
    rows: str, reused: list[str], shop: Callable[..., Path]
) -> None:
    """A program that knows the name of before would send something else, and nothing would refuse it."""
    table = "".join(f"  - {{name: {each}\n" for each in rows.removeprefix("{name: ").split(", {name: "))
    folder = shop(("  - {name: until, type: String}\n", table))
    found = [each.message for each in lint_folder(folder) if each.check == "name-reused"]
    assert sorted(message.split()[4] for message in found) == sorted(reused)
