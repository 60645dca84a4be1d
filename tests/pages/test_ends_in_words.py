"""Ends and older names in unusual words: active voice, brackets, short words, dates in other forms."""

import pytest

from venuespec.pages.draft import Draft, DraftRow
from venuespec.pages.parts.endings import ending_of
from venuespec.pages.stated import page_deprecation, row_deprecation, row_statements
from venuespec.spec.model import Alias, Deprecation


def _row(text: str) -> DraftRow:
    return DraftRow(name="rows", type="String", required="no", text=text)


def _page(text: str) -> Draft:
    return Draft(method="GET", path="/a", title="A", prose=text)


@pytest.mark.parametrize(
    ("text", "alias"),
    [
        ("It was named `size` before, which is still accepted until 2027-03-12", Alias(was="size", until="2027-03-12")),
        ("Formerly `size` (accepted until 2027-03-12)", Alias(was="size", until="2027-03-12")),
        ("Previously `size`, which still works until March 12, 2027.", Alias(was="size", until="2027-03-12")),
        ("Was called `size`. The old spelling is supported till 2027-03-12.", Alias(was="size", until="2027-03-12")),
        ("New name of `size`, which can be used until 2027-03-12", Alias(was="size", until="2027-03-12")),
        ("`size` is its old name and will be accepted until 12 March 2027", Alias(was="size", until="2027-03-12")),
        ("Used to be `size`, still ok until 2027-03-12", Alias(was="size", until="2027-03-12")),
        ("Before it was `size`. That name still works until 2027-03-12", Alias(was="size", until="2027-03-12")),
        ("原名`size`，旧名可用至2027-03-12", Alias(was="size", until="2027-03-12")),
        ("Previously named `size` (still supported)", Alias(was="size")),
    ],
)
def test_an_older_name_that_is_still_taken(text: str, alias: Alias) -> None:
    assert row_statements(_row(text), request=True).alias == alias
    assert row_deprecation(_row(text)) is None


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("已被`size`取代", Deprecation(use=("size",))),
        ("Deprecated; the new parameter is `size`", Deprecation(use=("size",))),
        ("use `size` since this is deprecated", Deprecation(use=("size",))),
        ("We stop accepting it on 2027-03-12", Deprecation(until="2027-03-12")),
        ("Depr., use `size`", Deprecation(use=("size",))),
        ("We deprecated this field. Use `size`.", Deprecation(use=("size",))),
        ("deprecated → `size`", Deprecation(use=("size",))),
        ("Deprecated / use `size`", Deprecation(use=("size",))),
        ("Deprecated (`size` is the replacement)", Deprecation(use=("size",))),
        ("已過時，請使用 `size`", Deprecation(use=("size",))),
        ("It'll be removed 2027-03-12 08:00 UTC", Deprecation(until="2027-03-12")),
        ("Works until March 12, 2027 only", Deprecation(until="2027-03-12")),
        ("Last day of support: 2027-03-12", Deprecation(until="2027-03-12")),
        ("Discontinuation planned for 12/Mar/2027", Deprecation(until="2027-03-12")),
        ("将在 2027-03-12 停止支持", Deprecation(until="2027-03-12")),
        ("將於2027-03-12移除", Deprecation(until="2027-03-12")),
        ("Deprecation starts 2027-03-12", Deprecation(since="2027-03-12")),
        ("deprecated @ 2027-03-12", Deprecation(since="2027-03-12")),
        ("将在2027-03-12被移除，替换为`size`", Deprecation(use=("size",), until="2027-03-12")),
        ("Use `size`; this is gone on 2027-03-12", Deprecation(use=("size",), until="2027-03-12")),
        ("Deprecated. `size` takes over on 2027-03-12.", Deprecation(use=("size",), until="2027-03-12")),
        (
            "Please switch to `size` before 2027-03-12, when this parameter is removed",
            Deprecation(use=("size",), until="2027-03-12"),
        ),
    ],
)
def test_ends_of_a_parameter(text: str, end: Deprecation) -> None:
    assert row_deprecation(_row(text)) == end


@pytest.mark.parametrize(
    "text",
    [
        "We will turn off this endpoint on 2027-03-12.",
        "We are going to retire this endpoint on 2027-03-12.",
        "We'll sunset this on 2027-03-12.",
        "We plan to shut this endpoint down on 2027-03-12.",
    ],
)
def test_the_venue_ends_an_endpoint(text: str) -> None:
    assert page_deprecation(_page(text)) == Deprecation(until="2027-03-12")


@pytest.mark.parametrize(
    "text",
    [
        "That name still works until 2027-03-12",
        "We remove orders that expire on 2027-03-12.",
        "We may retire this endpoint on 2027-03-12.",
        "Was `size`",
        "No longer required",
        "`a` → `b`",
        "Orders that are turned off on 2027-03-12",
        "Deprecated for spot",
    ],
)
def test_no_end(text: str) -> None:
    assert page_deprecation(_page(text)) is None
    assert row_deprecation(_row(text)) is None


def test_a_state_in_brackets_is_no_end() -> None:
    assert row_deprecation(_row("Plan status: `Active` (running) / `Closed` (closed)")) is None


def test_a_link_with_a_path_as_its_text_is_what_to_use() -> None:
    ending = ending_of("Use [GET /v5/garden/beds](beds) instead.")
    assert ending is not None
    assert ending.use == ("GET /v5/garden/beds",)
