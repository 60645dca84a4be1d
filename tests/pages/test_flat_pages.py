"""The reader of flattened pages, on the founding page of CoinSwitch."""

from pathlib import Path

from venuespec.pages.formats.flat_text import read_page

ANSWER = {"retCode": 0, "retMsg": "OK", "result": {}, "retExtInfo": {}, "time": 1756460695432}


def test_the_founding_page_gives_its_facts(pages: Path) -> None:
    [draft] = read_page(pages / "seeds" / "003_c604924386931039.txt")
    assert (draft.key, draft.title, draft.diagnostics) == ("POST /v5/position/set-leverage", "Set Leverage", ())
    assert [(row.name, row.type, row.required, row.label, tuple(row.values)) for row in draft.request] == [
        ("category", "string", "yes", "", ("linear",)),
        ("symbol", "string", "yes", "Symbol", ()),
        ("buyLeverage", "string", "yes", "Leverage for long-side orders", ()),
        ("sellLeverage", "string", "yes", "Leverage for short-side orders", ()),
    ]
    assert draft.error_codes == (("110043", "leverage not modified"),)
    sent = {"category": "linear", "symbol": "BTCUSDT", "buyLeverage": "2", "sellLeverage": "2"}
    assert [(each.request, each.response) for each in draft.examples] == [(sent, None), (None, ANSWER)]


def test_a_page_that_documents_no_endpoint_gives_none(pages: Path) -> None:
    assert read_page(pages / "coinswitch_hft" / "hft-concepts-overview.md") == []
