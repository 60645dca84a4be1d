"""Rows that several endpoints share: one class in the SDK, an older name where there was one, lint where pages differ."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from venues.okx_v5.trade import get_open_orders, get_order, get_orders_history, get_orders_history_archive
from venues.okx_v5.trade.get_order import Order
from venuespec.checks.lint import lint
from venuespec.sdk.plan import plan
from venuespec.spec.load import load_venue
from venuespec.spec.model import EndpointSpec, Field, VenueSpec
from venuespec.spec.problem import SpecError

FIXTURES = Path(__file__).parent / "fixtures"


def field(name: str, kind: Any = "text", **options: Any) -> Field:
    return Field(name=name, kind=kind, type="String", json="string", **options)


@pytest.fixture
def ku(venue: Callable[[str], VenueSpec]) -> VenueSpec:
    """A venue with an order and a list of orders."""
    return load_venue(FIXTURES / "spec" / "ku")


def with_orders(venue: VenueSpec, *rows: tuple[str, tuple[Field, ...]]) -> VenueSpec:
    [base] = venue.endpoints
    added: tuple[EndpointSpec, ...] = tuple(
        evolve(base, name=f"get_{number}", path=f"/orders/{number}", method="GET", write=False, row=row)
        for number, (row, _) in enumerate(rows)
    )
    plain = [
        evolve(each, response=fields, shape="objects", examples=(), rules=(), request=())
        for each, (_, fields) in zip(added, rows, strict=True)
    ]
    return evolve(venue, endpoints=(*venue.endpoints, *plain))


FIELDS = (field("ordId"), field("px", "decimal"))


def test_one_class_is_the_order_of_every_endpoint_that_answers_orders() -> None:
    assert get_orders_history_archive.Order is Order
    assert get_open_orders.GetOpenOrders.decode([{"ordId": "1"}])[0] == Order.from_wire({"ordId": "1"})
    assert type(get_orders_history.GetOrdersHistory.decode([{"ordId": "1"}])[0]) is Order
    assert (Order.__doc__ or "").startswith("One row of the responses to trade.get_open_orders and 3 further endpoints")


def test_the_older_name_of_a_shared_class_stays() -> None:
    assert get_orders_history_archive.ArchivedOrder is Order
    assert get_open_orders.OpenOrder is Order
    assert get_order.AttachAlgoOrd.__module__ == "venues.okx_v5.trade.get_order"


def test_pages_that_agree_share(ku: VenueSpec) -> None:
    sdk = plan(with_orders(ku, ("position.Order", FIELDS), ("Order", FIELDS[::-1])))
    [first, second] = [each for group in sdk.groups for each in group.modules if each.name.startswith("get_")]
    assert first.row is second.row or first.row == evolve(second.row, title=first.row.title)
    assert first.imported == {"Order": "position.get_1"}
    assert (first.own_rows, len(second.own_rows)) == ((), 1)


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ((*FIELDS, field("fee", "decimal")), "not position.Order: position.get_0 has no fee"),
        (FIELDS[:1], "not position.Order: only position.get_0 has px"),
        ((FIELDS[0], field("px")), "not position.Order: px is text here and decimal in position.get_0"),
    ],
)
def test_pages_that_diverge_are_an_error_that_names_the_difference(
    ku: VenueSpec, own: tuple[Field, ...], said: str
) -> None:
    venue = with_orders(ku, ("Order", FIELDS), ("position.Order", own))
    [problem] = [each for each in lint(venue) if each.check == "shared-row"]
    assert problem.severity == "error"
    assert problem.message.startswith(said)
    with pytest.raises(SpecError, match="shared-row"):
        plan(venue)


def test_a_row_that_nobody_has_is_an_error(ku: VenueSpec) -> None:
    [problem] = [each for each in lint(with_orders(ku, ("trade.Order", FIELDS))) if each.check == "shared-row"]
    assert problem.message == "no endpoint has the row trade.Order; write row: with a name of its own"
