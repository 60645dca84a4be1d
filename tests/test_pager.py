"""Paging: the next request follows from the last answer, whatever JSON type a cursor or a page number has."""

from typing import Any, ClassVar

import pytest
from attrs import define, field, frozen

from venues._runtime.endpoint import Endpoint, Paging
from venues._runtime.paging import Pager
from venues._runtime.request import Request, param
from venues._runtime.rows import Row, wire
from venues._runtime.values import whole


@define(kw_only=True)
class Trade(Row):
    id: str | None = field(default=None, metadata=wire("id", "text"))


@frozen(kw_only=True)
class GetTrades(Request[list[Trade]]):
    endpoint: ClassVar[Endpoint] = Endpoint(
        name="public.get_trades", method="GET", path="/trades", docs="", signed=False
    )
    page: int | None = field(default=None, converter=whole, metadata=param("page", "integer"))
    from_id: int | None = field(default=None, converter=whole, metadata=param("fromId", "integer"))


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
