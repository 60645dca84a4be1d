"""The page on codes has each one that a person can meet, and none that is gone."""

import re
from pathlib import Path

from venuespec.checks import lint
from venuespec.pages import forms

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8")
CODES = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", PAGE)) | {"upload", "evidence"}
SOURCES = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "generator" / "venuespec").rglob("*.py"))


def test_each_check_of_lint_has_a_line() -> None:
    checks = set(re.findall(r"^([a-z]+(?:-[a-z]+)+) {2,}", lint.__doc__ or "", re.MULTILINE))
    assert len(checks) > 25
    assert checks - CODES == set()


def test_each_code_with_an_advice_of_its_own_has_a_line() -> None:
    known = {*forms._SETTLED, *forms._NOTICED, *forms._WHOLE, *forms._WORDS}  # pyright: ignore[reportPrivateUsage]
    assert known - CODES == set()


def test_each_code_of_the_page_is_in_use() -> None:
    assert [code for code in sorted(CODES) if f'"{code}"' not in SOURCES] == []
