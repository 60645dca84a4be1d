"""Bans in the sandbox: an address that keeps calling above its limit is refused every call for some time."""

from attrs import define

from venuespec.sandbox.bans import Banned
from venuespec.spec.simulation import Bans
from venuespec.spec.spans import Span

MINUTE = 60.0


@define
class _Time:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def banned(time: _Time, longest: float | None = None) -> Banned:
    return Banned(Bans(after=3, lasts=Span(2 * MINUTE), longest=None if longest is None else Span(longest)), time)


def test_the_third_early_call_in_a_row_is_one_too_many() -> None:
    time = _Time()
    known = banned(time)
    assert [known.refused("a"), known.refused("a"), known.left("a"), known.refused("a")] == [0, 0, 0, 2 * MINUTE]
    time.now = MINUTE
    assert (known.left("a"), known.left("b")) == (MINUTE, 0)
    time.now = 2 * MINUTE
    assert known.left("a") == 0


def test_whoever_waits_begins_anew() -> None:
    known = banned(_Time())
    for _ in range(5):
        assert [known.refused("a"), known.refused("a")] == [0, 0]
        known.admitted("a")


def test_each_further_ban_is_twice_as_long_up_to_the_longest() -> None:
    known = banned(_Time(), longest=5 * MINUTE)
    lengths = [known.refused("a") for _ in range(12)]
    assert lengths == [0, 0, 2 * MINUTE, 0, 0, 4 * MINUTE, 0, 0, 5 * MINUTE, 0, 0, 5 * MINUTE]


def test_without_terms_nobody_is_banned() -> None:
    known = Banned(None, _Time())
    assert [known.refused("a") for _ in range(100)] == [0.0] * 100
    assert known.left("a") == 0
