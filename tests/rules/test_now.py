"""Rules that compare a time with the present: the clock is a range, and what lies within it is not refused."""

from datetime import UTC, datetime
from typing import Any

import pytest

from venues import SystemClock
from venues._runtime.clock import ClockOffset
from venues._runtime.errors import ConfigurationError
from venues._runtime.now import Now, compares_with_now, now_of
from venuespec.rules.evaluate import evaluate
from venuespec.rules.parse import RulesError, parse_rules
from venuespec.rules.to_schema import rules_schema
from venuespec.rules.tree import Parameter, Scope

UNITS: tuple[Any, ...] = ("s", "ms", "us", "ns")
SCOPE = Scope(parameters=(Parameter(name="until"), *(Parameter(name=f"at_{unit}", unit=unit) for unit in UNITS)))
AHEAD = {"id": "ahead", "restrict": {"until": {"gt": "now + 10m"}}}
EXACT, RANGE = "1700000000000", "1700000000000..1700000015000"


@pytest.mark.parametrize(
    ("until", "now", "state"),
    [
        ("1700000600001", EXACT, "holds"),
        ("1700000600000", EXACT, "broken"),
        ("1700000600000", RANGE, "broken"),
        ("1700000600001", RANGE, "undecided"),
        ("1700000615000", RANGE, "undecided"),
        ("1700000615001", RANGE, "holds"),
        ("1", None, "undecided"),
        ("soon", EXACT, "holds"),
        ("", EXACT, "holds"),
        (None, None, "holds"),
    ],
)
def test_a_time_is_refused_only_if_it_is_wrong_at_every_possible_present(
    until: str | None, now: str | None, state: str
) -> None:
    [rule] = parse_rules([AHEAD], SCOPE)
    request = {} if until is None else {"until": until}
    verdict = evaluate(rule, request, {} if now is None else {"now": now}, SCOPE)
    assert (verdict.state, verdict.needs) == (state, ("now",) if state == "undecided" else ())


@pytest.mark.parametrize(
    ("unit", "holds", "broken"),
    [
        ("s", "1699913600", "1699913599"),
        ("ms", "1699913600000", "1699913599999"),
        ("us", "1699913600000000", "1699913599999999"),
        ("ns", "1699913600000000000", "1699913599999999999"),
    ],
)
def test_the_present_counts_in_the_unit_of_the_time(unit: str, holds: str, broken: str) -> None:
    [rule] = parse_rules([{"id": "r", "restrict": {f"at_{unit}": {"gte": "now - 1d"}}}], SCOPE)
    states = [evaluate(rule, {f"at_{unit}": value}, {"now": EXACT}, SCOPE).state for value in (holds, broken)]
    assert states == ["holds", "broken"]


def test_a_schema_tells_the_rule_in_words_and_that_it_needs_the_time() -> None:
    for data in (AHEAD, {"id": "r", "when": {"lt": {"until": "now"}}, "require": ["at_s"]}):
        schema = rules_schema(parse_rules([data], SCOPE), SCOPE)
        assert "allOf" not in schema
        [entry] = schema["x-venuespec-rules"]
        assert entry["needs"] == ["now"]
    assert rules_schema(parse_rules([AHEAD], SCOPE), SCOPE)["x-venuespec-rules"] == [
        {"id": "ahead", "level": "error", "says": "until must be later than 10 minutes from now.", "needs": ["now"]}
    ]


@pytest.mark.parametrize("bound", ["now + 10", "now+-5m", "then", "now + 1month", "now - d", "NOW"])
def test_a_time_that_is_not_one_is_told_with_its_path(bound: str) -> None:
    with pytest.raises(RulesError) as caught:
        parse_rules([{"id": "r", "restrict": {"until": {"gt": bound}}}], SCOPE)
    [problem] = caught.value.errors
    assert problem.path == (0, "restrict", "until", "gt")
    assert problem.message == f"expected a number, or a time such as now + 10m or now - 30d, found {bound!r}"


@pytest.mark.parametrize("value", ["1e999999999", "-1e999999999", "Infinity", "NaN", "x" * 99, True, None])
def test_a_value_of_any_size_is_compared_or_is_not_a_time(value: object) -> None:
    for now in (None, Now(0, 1)):
        for sure in (True, False):
            assert compares_with_now(value, "lt", now, 0, "s", sure=sure) in (True, False)


def test_the_context_takes_the_present_in_the_forms_that_a_program_has() -> None:
    moment = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert [now_of(value) for value in (moment, 1700000000000, "1700000000000", RANGE, None)] == [
        Now(1700000000000, 1700000000000),
        Now(1700000000000, 1700000000000),
        Now(1700000000000, 1700000000000),
        Now(1700000000000, 1700000015000),
        None,
    ]


@pytest.mark.parametrize("value", [datetime(2023, 11, 14), "2..1", "tomorrow", 1.5, True, -1])
def test_the_context_refuses_what_is_not_a_time(value: object) -> None:
    with pytest.raises(ConfigurationError, match="now must be Unix milliseconds or a datetime with a zone"):
        now_of(value)


class _Clock(SystemClock):
    """Two clocks that stand still."""

    def __init__(self, wall: float, steady: float) -> None:
        self.wall, self.steady = wall, steady

    def now(self) -> float:
        return self.wall

    def monotonic(self) -> float:
        return self.steady


def test_a_clock_that_was_never_compared_with_the_venues_tells_nothing() -> None:
    offset = ClockOffset()
    assert offset.present(_Clock(1700000000.0, 5.0), 10.0) is None
    offset.learn(1700000000000, 1699999999.0, 1700000001.0)  # a sample without a steady clock
    assert offset.present(_Clock(1700000000.0, 5.0), 10.0) is None


def test_the_present_has_a_margin_for_the_clock_and_for_the_length_of_the_call() -> None:
    offset = ClockOffset()
    # This machine is an hour late, and the venue took two seconds to answer.
    offset.learn(1700003600000, 1699999999.0, 1700000001.0, steady=50.0)
    now = offset.present(_Clock(1700000001.0, 50.0), 10.0)
    assert now is not None
    assert now.earliest <= 1700003600000
    assert 1700003611000 <= now.latest <= 1700003620000
    tomorrow = offset.present(_Clock(1700086401.0, 86450.0), 10.0)
    assert tomorrow is not None
    assert 40_000 < tomorrow.latest - tomorrow.earliest < 120_000


@pytest.mark.parametrize(("wall", "steady"), [(1700003600.0, 60.0), (1699990000.0, 60.0), (1700000001.0, 9050.0)])
def test_a_clock_that_was_set_since_tells_nothing_until_it_is_learnt_again(wall: float, steady: float) -> None:
    offset = ClockOffset()
    offset.learn(1700000000000, 1700000000.0, 1700000001.0, steady=50.0)
    assert offset.present(_Clock(wall, steady), 10.0) is None
    offset.forget()
    assert offset.present(_Clock(1700000001.0, 50.0), 10.0) is None
