"""Paging: the next request follows from the last answer, whatever JSON type a cursor or a page number has."""

import warnings
from typing import Any, ClassVar

import pytest
from attrs import define, field, frozen

from venues._runtime.endpoint import Endpoint, Paging
from venues._runtime.errors import DecodeError
from venues._runtime.paging import Pager, PagesWarning, Progress
from venues._runtime.request import Request, param
from venues._runtime.rows import Row, wire
from venues._runtime.values import whole


@define(kw_only=True)
class Trade(Row):
    id: str | None = field(default=None, metadata=wire("id", "text"))


@define(kw_only=True)
class Listed(Row):
    rows: list[Trade] | None = field(default=None, metadata=wire("rows", "rows", Trade))
    next: str | None = field(default=None, metadata=wire("next", "text"))


@frozen(kw_only=True)
class GetTrades(Request[list[Trade]]):
    endpoint: ClassVar[Endpoint] = Endpoint(
        name="public.get_trades", method="GET", path="/trades", docs="", signed=False
    )
    page: int | None = field(default=None, converter=whole, metadata=param("page", "integer"))
    from_id: int | None = field(default=None, converter=whole, metadata=param("fromId", "integer"))
    cursor: str | None = field(default=None, metadata=param("cursor"))
    limit: str | None = field(default=None, metadata=param("limit"))


def rows(*ids: int) -> list[Trade]:
    return [Trade.from_wire({"id": number}) for number in ids]


def sent(pager: Pager) -> dict[str, Any] | None:
    return None if pager.request is None else pager.request.to_wire()


def test_a_page_number_may_be_a_json_integer() -> None:
    pager = Pager(GetTrades(), Paging(number="page", total="pages"))
    assert sent(pager) == {"page": 1}
    pager.take(rows(1, 2), {"pages": 2})
    assert sent(pager) == {"page": 2}
    pager.take(rows(3), {"pages": 2})
    assert pager.request is None


@pytest.mark.parametrize("repeats", [False, True])
def test_a_cursor_may_be_a_json_integer(repeats: bool) -> None:
    pager = Pager(GetTrades(), Paging(cursor="from_id", field=("id",), repeats=repeats))
    pager.take(rows(9, 8), {})
    assert sent(pager) == {"fromId": 8}
    pager.take(rows(8), {})
    assert pager.request is None


def page(token: str, *ids: int) -> Listed:
    return Listed.from_wire({"rows": [{"id": number} for number in ids], "next": token})


def test_the_largest_page_is_asked_for_unless_the_caller_says_another() -> None:
    paging = Paging(number="page", size="limit", largest=300)
    assert sent(Pager(GetTrades(), paging)) == {"page": 1, "limit": "300"}
    assert sent(Pager(GetTrades(limit="5"), paging)) == {"page": 1, "limit": "5"}


def test_tokens_that_go_in_circles_are_an_error() -> None:
    pager = Pager(GetTrades(), Paging(cursor="cursor", token="next", rows="rows"))
    assert len(pager.take(page("A", 1), {})) == 1
    pager.take(page("B", 2), {})
    with pytest.raises(DecodeError, match="next page is 'A', which was read before; the pages go in circles"):
        pager.take(page("A", 3), {})


def test_a_token_that_means_no_more_is_the_end() -> None:
    pager = Pager(GetTrades(), Paging(cursor="cursor", token="next", last="0", rows="rows"))
    pager.take(page("344", 1), {})
    assert pager.request is not None
    pager.take(page("0", 2), {})
    assert pager.request is None


def test_a_token_that_stays_is_the_end() -> None:
    pager = Pager(GetTrades(), Paging(cursor="cursor", token="next", rows="rows"))
    pager.take(page("A", 1), {})
    pager.take(page("A", 2), {})
    assert pager.request is None


def test_a_token_of_a_page_that_leads_to_itself_repeats_no_record() -> None:
    pager = Pager(GetTrades(), Paging(cursor="cursor", token="next", rows="rows"))
    assert len(pager.take(page("A", 1), {})) == 1
    assert pager.take(page("A", 1), {}) == []
    assert pager.request is None


def test_a_page_number_that_the_venue_ignores_is_an_error() -> None:
    pager = Pager(GetTrades(), Paging(number="page"))
    pager.take(rows(1, 2), {})
    with pytest.raises(DecodeError, match="page='2': it shows the same records again"):
        pager.take(rows(1, 2), {})


def test_the_last_page_again_is_the_end_and_no_record_comes_twice() -> None:
    pager = Pager(GetTrades(), Paging(number="page"))
    pager.take(rows(1, 2), {})
    pager.take(rows(3), {})
    assert pager.take(rows(3), {}) == []
    assert pager.request is None


def test_an_instant_that_fills_a_page_is_passed_with_a_warning() -> None:
    pager = Pager(GetTrades(limit="2"), Paging(cursor="from_id", field=("id",), repeats=True, size="limit", largest=9))
    pager.take(rows(9, 9), {})
    assert sent(pager) == {"fromId": 9, "limit": "2"}
    with pytest.warns(PagesWarning, match="a page holds 2 records, and there may be more at 9"):
        assert pager.take(rows(9, 9), {}) == []
    assert sent(pager) == {"fromId": 8, "limit": "2"}


def test_the_end_of_the_records_is_not_an_instant_that_fills_a_page() -> None:
    pager = Pager(GetTrades(limit="5"), Paging(cursor="from_id", field=("id",), repeats=True, size="limit", largest=9))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pager.take(rows(9, 8, 8), {})
        pager.take(rows(8, 8), {})
        pager.take([], {})
    assert pager.request is None


def test_an_instant_with_more_records_than_a_page_is_passed_with_a_warning_where_a_cursor_excludes_its_own() -> None:
    pager = Pager(GetTrades(limit="3"), Paging(cursor="from_id", field=("id",), ties=True, size="limit", largest=9))
    first, second, third = (Trade.from_wire({"id": 8, "n": n}) for n in range(3))
    assert pager.take([*rows(9), first, second], {}) != []
    assert sent(pager) == {"fromId": 9, "limit": "3"}
    with pytest.warns(PagesWarning, match="a page holds 3 records, and there may be more at 8"):
        assert pager.take([first, second, third], {}) == [third]
    assert sent(pager) == {"fromId": 8, "limit": "3"}


def test_a_full_page_of_an_instant_counts_with_the_records_that_it_shows_again() -> None:
    pager = Pager(GetTrades(limit="2"), Paging(cursor="from_id", field=("id",), repeats=True, size="limit", largest=9))
    old, new = Trade.from_wire({"id": 8, "n": 1}), Trade.from_wire({"id": 8, "n": 2})
    pager.take([*rows(9), old], {})
    with pytest.warns(PagesWarning, match="a page holds 2 records, and there may be more at 8"):
        assert pager.take([old, new], {}) == [new]


@pytest.mark.parametrize(("repeats", "ties"), [(False, False), (False, True), (True, False)])
def test_a_cursor_that_the_venue_ignores_is_an_error(repeats: bool, ties: bool) -> None:
    pager = Pager(GetTrades(), Paging(cursor="from_id", field=("id",), repeats=repeats, ties=ties))
    pager.take(rows(9, 8, 7), {})
    with pytest.raises(DecodeError, match="it shows the same records again; the pages go in circles"):
        pager.take(rows(9, 8, 7), {})


def test_page_numbers_that_go_in_circles_are_an_error() -> None:
    pager = Pager(GetTrades(), Paging(number="page"))
    pager.take(rows(1, 2), {})
    pager.take(rows(3, 4), {})
    with pytest.raises(DecodeError, match="page='3': it shows records of an earlier page again"):
        pager.take(rows(1, 2), {})


def test_the_last_page_in_another_order_is_the_end() -> None:
    pager = Pager(GetTrades(), Paging(number="page"))
    pager.take(rows(1, 2), {})
    pager.take(rows(3, 4), {})
    assert pager.take(rows(4, 3), {}) == []
    assert pager.request is None


@pytest.mark.parametrize("ids", [(), (1, 2)])
def test_new_cursors_without_a_new_record_come_to_an_end(ids: tuple[int, ...]) -> None:
    pager = Pager(GetTrades(), Paging(cursor="cursor", token="next", rows="rows"))
    pager.take(page("A", 1, 2), {})
    for number in range(100):
        assert pager.take(page(f"B{number}", *ids), {}) == []
    with pytest.raises(DecodeError, match="100 pages in a row have no new record; the pages go in circles"):
        pager.take(page("C", *ids), {})


def test_new_cursors_around_the_same_pages_come_to_an_end() -> None:
    pager = Pager(GetTrades(), Paging(cursor="cursor", token="next", rows="rows"))
    for number in range(102):
        pager.take(page(f"B{number}", number % 2), {})
    with pytest.raises(DecodeError, match="100 pages in a row have no new record; the pages go in circles"):
        pager.take(page("C", 0), {})


def test_pages_without_records_may_come_between_those_with_some() -> None:
    pager = Pager(GetTrades(), Paging(cursor="cursor", token="next", rows="rows"))
    for number in range(150):
        pager.take(page(f"A{number}", *([number] if number % 50 == 0 else [])), {})
    assert pager.request is not None


def test_progress_is_told_after_each_page_and_can_be_gone_on_from() -> None:
    told: list[Progress] = []
    paging = Paging(cursor="cursor", token="next", rows="rows")
    pager = Pager(GetTrades(), paging, told.append)
    pager.take(page("A", 1, 2), {})
    pager.take(page("B", 3), {})
    assert [(progress.pages, progress.records) for progress in told] == [(1, 2), (2, 3)]
    assert told[-1].request == GetTrades(cursor="B")
    again = Pager(GetTrades(cursor="B"), paging)
    again.take(page("", 4), {})
    assert again.request is None


@frozen(kw_only=True)
class GetCandles(Request[list[Trade]]):
    endpoint: ClassVar[Endpoint] = Endpoint(
        name="market.get_candles", method="GET", path="/candles", docs="", signed=False
    )
    start: int | None = field(default=None, converter=whole, metadata=param("start", "integer"))
    end: int | None = field(default=None, converter=whole, metadata=param("end", "integer"))


def candles_of_a_venue(request: dict[str, Any]) -> list[Trade]:
    """Two candles of 1000 to 1006: the first of them behind ``start`` where no end is sent, else the last before it."""
    if "end" not in request:
        return rows(*range(request["start"] + 1, request["start"] - 1, -1))
    inside = [at for at in range(1000, 1007) if request.get("start", 0) <= at <= request["end"]]
    return rows(*reversed(inside[-2:]))


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (GetCandles(start=1001), ["1006", "1005", "1004", "1003", "1002", "1001"]),
        (GetCandles(start=1001, end=1004), ["1004", "1003", "1002", "1001"]),
        (GetCandles(end=1002), ["1002", "1001", "1000"]),
    ],
)
def test_a_range_of_time_is_read_whole_without_gaps_at_its_edges(request_: GetCandles, expected: list[str]) -> None:
    pager = Pager(request_, Paging(cursor="end", field=("id",), repeats=True, begin="start"))
    read: list[str | None] = []
    while (wire_request := sent(pager)) is not None:
        read += [record.id for record in pager.take(candles_of_a_venue(wire_request), {})]
    assert read == expected
