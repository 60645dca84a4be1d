"""Signs in tables: circles and crosses for requiredness, figures of footnotes behind names, the place of a parameter."""

import pytest

from venuespec.pages.draft import DraftRow
from venuespec.pages.parts.below import with_notes
from venuespec.pages.parts.columns import header
from venuespec.pages.parts.table import rows


def read(text: str) -> tuple[dict[str, DraftRow], list[str]]:
    lines = with_notes(list(enumerate(text.splitlines(), 1)))
    columns = header(lines[0][1], lines[1][1])
    assert columns is not None
    said: list[str] = []
    table = rows(lines[2:], columns, lambda _line, code, message: said.append(f"{code}: {message}"))
    return {row.name: row for row in table}, said


@pytest.mark.parametrize(
    ("one", "other", "required"),
    [
        ("O", "X", ("yes", "no")),
        ("○", "×", ("yes", "no")),
        ("M", "O", ("yes", "no")),
        ("O", "O", ("unknown", "unknown")),
    ],
)
def test_what_a_circle_says_depends_on_its_neighbours(one: str, other: str, required: tuple[str, str]) -> None:
    table, _ = read(
        f"| Name | Type | Required | Note |\n|---|---|---|---|\n| bed | String | {one} | a |\n| pot | String | {other} | b |"
    )
    assert (table["bed"].required, table["pot"].required) == required


def test_figures_behind_names_are_footnotes() -> None:
    table, _ = read(
        "| Name | Type | Mandatory | Description |\n|---|---|---|---|\n| limit¹ | INT | NO | Number of beds |\n"
        "| fromId<sup>2</sup> | LONG | NO | Bed to begin with |\n| k8s | STRING | YES | Key |\n\n¹ Default 500; max 1000."
    )
    assert table.keys() == {"limit", "fromId", "k8s"}
    assert (table["limit"].default, str(table["limit"].max)) == ("500", "1000")


def test_what_is_sent_as_a_header_is_told_and_is_no_parameter() -> None:
    table, said = read(
        "| Name | In | Type | Required | Description |\n|---|---|---|---|---|\n| bed | query | string | Yes | Bed |\n"
        "| Accept-Language | header | string | No | Language |"
    )
    assert table.keys() == {"bed"}
    assert said == ["fact-unread: Accept-Language is sent as a header, which calls of the SDK cannot set"]
