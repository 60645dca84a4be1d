"""The reader of flattened pages, on the founding page of CoinSwitch."""

from pathlib import Path

from venuespec.pages.formats.flat_text import read_page
from venuespec.spec.load import load_venue

SPEC = Path(__file__).parent.parent.parent / "spec"


def test_the_founding_page_gives_the_facts_of_the_spec(pages: Path) -> None:
    [draft] = read_page(pages / "seeds" / "003_c604924386931039.txt")
    [endpoint] = load_venue(SPEC / "coinswitch_hft").endpoints
    assert (draft.key, draft.title, draft.diagnostics) == (endpoint.key, endpoint.title, ())
    assert [(row.name, row.type, row.required, row.label, row.values) for row in draft.request] == [
        (row.name, row.type, row.required, row.label, row.values) for row in endpoint.request
    ]
    assert draft.error_codes == (("110043", "leverage not modified"),)
    assert [(each.request, each.response) for each in draft.examples] == [
        (each.request, each.response) for each in endpoint.examples
    ]


def test_a_page_that_documents_no_endpoint_gives_none(pages: Path) -> None:
    assert read_page(pages / "coinswitch_hft" / "hft-concepts-overview.md") == []
