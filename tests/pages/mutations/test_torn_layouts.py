"""Tables that are torn or stand beside others, on a page of each format: read right, with nothing from elsewhere."""

from pathlib import Path

import pytest

from .page_frames import PageLayout, outcome_of_page
from .torn_layouts import BESIDE, NESTED_LISTS, TORN, VALUES_ELSEWHERE


@pytest.mark.parametrize("layout", [*TORN, *BESIDE, *NESTED_LISTS, *VALUES_ELSEWHERE], ids=lambda layout: layout.name)
def test_rows_are_those_of_the_endpoint(layout: PageLayout, tmp_path: Path) -> None:
    outcomes = {format_: outcome_of_page(layout, format_, tmp_path) for format_ in layout.formats}
    assert outcomes == dict.fromkeys(layout.formats, "right")
