"""A diff reports what a page says anew, at its level, and is silent about what says nothing new.

A seeded sample of the endpoints is changed; VENUESPEC_ALL_ENDPOINTS=1 changes all of them, which takes minutes.
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from venuespec.diff.change import Change
from venuespec.diff.compare import diff
from venuespec.diff.inputs import Reader, State, beside, load_state, reader_of

from .mutations import NOISE, SEEN, Mutated
from .pages import Page

ROOT = Path(__file__).parent.parent.parent.parent
_SEED = 20260627
_SAMPLE = 8
_ALL = bool(os.environ.get("VENUESPEC_ALL_ENDPOINTS"))
_LEAST = 0.9


class Endpoints:
    """Pages of one endpoint each, read once, and the changes that a diff finds in a rewritten one."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        # The venue's settings only: its lock has a line for each row of each endpoint.
        (scratch / "spec" / "okx_v5").mkdir(parents=True)
        for file in (ROOT / "spec" / "okx_v5").glob("*.yaml"):
            if file.name != "lock.yaml":
                shutil.copyfile(file, scratch / "spec" / "okx_v5" / file.name)
        self.reader: Reader = reader_of(scratch, "okx_v5")
        self.scratch = scratch
        self.states: dict[Path, State] = {}
        own = [file for file in sorted(folder.rglob("*.md")) if self._has_one_endpoint(file)]
        several = [file for file in own if len({row.table for row in Page(file.read_text()).of("request")}) > 1]
        rest = [file for file in own if file not in several]
        self.several = several
        self.files = [*several, *(rest if _ALL else Random(_SEED).sample(rest, _SAMPLE))]

    @staticmethod
    def _has_one_endpoint(file: Path) -> bool:
        text = file.read_text()
        # Each stands twice, in English and in Chinese; a WebSocket channel on the same page has tables of its own.
        endpoints = set(re.findall(r"^`((?:GET|POST) /api/v5/[^`]*)`", text, re.MULTILINE))
        return len(endpoints) == 1 and "\nop | String" not in text

    def changes(self, file: Path, mutated: Mutated) -> tuple[Change, ...]:
        if file not in self.states:
            self.states[file] = load_state(str(file), self.scratch, self.reader)
        page = self.scratch / "page.md"
        page.write_text(mutated.text)
        return diff(*beside(self.states[file], load_state(str(page), self.scratch, self.reader), self.reader))

    def __iter__(self) -> Iterator[tuple[Path, Page, Random]]:
        for file in self.files:
            yield file, Page(file.read_text()), Random(f"{_SEED} {file.name}")


@pytest.fixture(scope="module")
def endpoints(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Endpoints:
    return Endpoints(pages / "okx_v5" / "2026-06-27", tmp_path_factory.mktemp("page"))


@pytest.mark.parametrize("name", SEEN)
def test_a_change_is_reported_at_its_level(endpoints: Endpoints, name: str) -> None:
    expected = SEEN[name]
    tried, missed = 0, list[str]()
    for file, page, order in endpoints:
        mutated = expected.make(page, order)
        if mutated is None:
            continue
        tried += 1
        found = endpoints.changes(file, mutated)
        fits = (
            each.kind in expected.kinds and each.level in expected.levels and each.pointer.startswith(mutated.pointer)
            for each in found
        )
        if not any(fits):
            got = sorted({f"{each.level} {each.kind} {each.pointer}" for each in found})
            missed.append(f"{file.stem} {mutated.pointer}: {'; '.join(got)}")
    print(f"{name}: {tried - len(missed)}/{tried}")
    assert len(missed) <= (1 - _LEAST) * tried, "\n".join([f"{len(missed)} of {tried}", *missed])


@pytest.mark.parametrize("name", NOISE)
def test_what_says_nothing_new_is_silent(endpoints: Endpoints, name: str) -> None:
    wrong: list[str] = []
    for file, page, order in endpoints:
        mutated = NOISE[name](page, order)
        found = endpoints.changes(file, mutated) if mutated is not None else ()
        wrong += [f"{file.stem}: {each.level} {each.message}" for each in found if each.level != "NONE"]
    assert wrong == []


def test_the_tables_of_an_endpoint_are_named_in_the_change(endpoints: Endpoints) -> None:
    """The finding's example: pxLimit becomes required for iceberg orders only."""
    [file] = [file for file in endpoints.several if file.stem.endswith("post-place-algo-order")]
    text = file.read_text()
    text = re.sub(r"^(pxLimit \| String \| )No \|", r"\1Yes |", text, count=1, flags=re.MULTILINE)
    [change] = [each for each in endpoints.changes(file, Mutated(text)) if each.level != "NONE"]
    assert (change.level, change.kind, change.pointer) == ("ERR", "requiredness_changed", "request.pxLimit.required")
    assert len(change.variants) == 1
    assert change.message.endswith(f", in the table {change.variants[0]}")
