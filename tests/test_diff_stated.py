"""A diff of two specs, which have no texts of pages: it compares what those stated."""

import pytest

from diff_pairs import request
from venuespec.diff.stated import (
    applicability_of,
    figure_changed,
    longest_span,
    mentions_changed,
)
from venuespec.spec.model import EndpointSpec, Field


def row(**facts: object) -> Field:
    return request(**facts).request[0]


@pytest.mark.parametrize(
    ("was", "now", "direction"),
    [
        (("SPOT",), ("SPOT", "MARGIN"), "widened"),
        (("SPOT", "MARGIN"), ("SPOT",), "narrowed"),
        ((), ("SPOT",), "narrowed"),
        (("SPOT",), (), "widened"),
        (("SPOT",), ("OPTION",), "narrowed"),
    ],
)
def test_restrictions(was: tuple[str, ...], now: tuple[str, ...], direction: str) -> None:
    [change] = applicability_of(row(applies_to=was), row(applies_to=now))
    assert change.direction == direction


def test_the_same_restriction_in_another_order_is_no_change() -> None:
    assert list(applicability_of(row(applies_to=("A", "B")), row(applies_to=("B", "A")))) == []


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        (("20 days",), ("10 days",), ("20 days", "10 days", True)),
        (("1 h",), ("90 min",), ("1 h", "90 min", False)),
        (("7 days",), ("1 weeks",), None),
        (("7 days", "1 h"), ("8 days",), None),
        ((), ("8 days",), None),
    ],
)
def test_spans(was: tuple[str, ...], now: tuple[str, ...], expected: object) -> None:
    assert longest_span(row(at_most=was), row(at_most=now)) == expected


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        (("1 h", "5"), ("30 min", "5"), ("1 h", "30 min")),
        (("2 decimals",), ("3 decimals",), ("2 decimals", "3 decimals")),
        (("2 decimals",), ("3 days",), None),
        (("1 h",), (), None),
        (("51000",), ("51001",), None),
        (("16 characters",), ("16", "18 characters"), None),
    ],
)
def test_figures(was: tuple[str, ...], now: tuple[str, ...], expected: object) -> None:
    assert figure_changed(was, now) == expected


def test_names_that_another_fact_has_are_no_change() -> None:
    endpoint: EndpointSpec = request()
    old, new = row(mentions=("posSide",)), row(mentions=("tdMode", "SPOT"), applies_to=("SPOT",))
    assert (
        mentions_changed(old, new, endpoint, endpoint, frozenset({"SPOT"}))
        == "now names tdMode and no longer names posSide"
    )
