"""Tables and lists around an endpoint: parameters, an answer, values, or neither."""

from pathlib import Path

import pytest

from .page_frames import PageLayout, outcome_of_page
from .seventh_tables import BROKEN, NEITHER, NESTED_ANSWERS, STATUS, VALUES


@pytest.mark.parametrize(
    "layout", [*BROKEN, *NESTED_ANSWERS, *NEITHER, *STATUS, *VALUES], ids=lambda layout: layout.name
)
def test_what_stands_around_an_endpoint_is_read_right_or_reported(layout: PageLayout, tmp_path: Path) -> None:
    outcomes = {format_: outcome_of_page(layout, format_, tmp_path) for format_ in layout.formats}
    assert {*outcomes.values()} <= {"right", "reported"}, outcomes


def test_most_of_it_is_read_right(tmp_path: Path) -> None:
    layouts = [*BROKEN, *NESTED_ANSWERS, *NEITHER, *STATUS, *VALUES]
    found = [outcome_of_page(layout, format_, tmp_path) for layout in layouts for format_ in layout.formats]
    assert found.count("right") >= 0.95 * len(found)
