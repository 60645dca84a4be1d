"""Report a timeline as a page that needs no network: charts, and the stories of every day with filters."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from attrs import evolve, frozen

from ..change import LEVELS, ChangeLevel
from ..history import Size, TimelineDay
from .html import page, told
from .stories import stories_of
from .summary import bump, from_level
from .timeline import Gap, Timeline, counts

_WIDTH, _HEIGHT = 1000, 210
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 14, 22, 26
_BARS: tuple[ChangeLevel, ...] = ("ERR", "WARN")


@frozen(kw_only=True)
class Tick:
    """A labelled tick of an axis, in units of the drawing."""

    at: float
    label: str


@frozen(kw_only=True)
class Mark:
    """A dot or bar of a chart, with its label and the day that it leads to; ``cut`` labels a bar that is cut off."""

    x: float
    y: float
    width: float = 0
    height: float = 0
    level: str = ""
    says: str = ""
    day: str = ""
    cut: str = ""


@frozen(kw_only=True)
class Band:
    """A time without states, from x for a width."""

    x: float
    width: float
    says: str


@frozen(kw_only=True)
class Chart:
    """A chart over the days: a line through its marks, or bars."""

    title: str
    days: tuple[Tick, ...]
    values: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    gaps: tuple[Band, ...]
    line: str = ""


def render_timeline_html(timeline: Timeline) -> str:
    """Render charts of endpoints, parameters and grave changes, and the stories from the level up by day."""
    steps = timeline.steps
    first, last = steps[0], steps[-1]
    days = [
        (step, counts(step), [told(story) for story in stories_of(from_level(step.entries, timeline.level))])
        for step in reversed(timeline.listed)
    ]
    entries = [entry for step in steps for entry in from_level(step.entries, timeline.level)]
    return page(
        "history.html.jinja",
        script="diff.js" if entries else "",
        title=f"{timeline.venue}, {first.snapshot.day} to {last.snapshot.day}",
        timeline=timeline,
        snapshots=len(steps),
        skipped=[step for step in steps if step.is_older],
        first=first.size,
        last=last.size,
        charts=(
            _line("Endpoints", timeline, lambda size: size.endpoints),
            _line("Request parameters", timeline, lambda size: size.parameters),
            _bars("Changes that break somebody (ERR) or may (WARN)", timeline),
        ),
        width=_WIDTH,
        height=_HEIGHT,
        left=_LEFT,
        right=_WIDTH - _RIGHT,
        top=_TOP,
        bottom=_HEIGHT - _BOTTOM,
        totals={level: sum(counts(step)[level] for step in steps) for level in LEVELS},
        days=days,
        bump=bump,
        entries=entries,
        levels=LEVELS,
        kinds=sorted({entry.change.kind for entry in entries}),
        groups=sorted({entry.group for entry in entries}),
        endpoints=sorted({entry.change.endpoint for entry in entries} - {"*"}),
        rows=sorted({entry.leaf for entry in entries if entry.row}),
    )


def _line(title: str, timeline: Timeline, value: Callable[[Size], int]) -> Chart:
    steps = timeline.steps
    numbers = [value(step.size) for step in steps]
    values = _values(min(numbers), max(numbers))
    y = _scale(values)
    places = [(_x(step, steps), y(number)) for step, number in zip(steps, numbers, strict=True)]
    # Between two days the older state held.
    path = f"M{places[0][0]:.1f},{places[0][1]:.1f}" + "".join(f"H{x:.1f}V{y:.1f}" for x, y in places[1:])
    marked = {id(step) for step in timeline.listed if not step.is_older}
    return Chart(
        title=title,
        days=_days(steps),
        values=tuple(Tick(at=y(value), label=str(value)) for value in values),
        marks=tuple(
            Mark(x=x, y=y, says=f"{step.snapshot.name}: {number}", day=step.snapshot.anchor)
            for step, number, (x, y) in zip(steps, numbers, places, strict=True)
            if id(step) in marked
        ),
        gaps=_gaps(timeline),
        line=path,
    )


def _bars(title: str, timeline: Timeline) -> Chart:
    """Draw a bar a day; one that counts the changes of a long gap is cut off where it would flatten the others."""
    steps = timeline.steps
    totals = {id(step): sum(counts(step)[level] for level in _BARS) for step in steps}
    usual = [totals[id(step)] for step in steps if timeline.gap_before(step) is None]
    values = _values(0, max(max(usual, default=0), 1) if any(usual) else max(totals.values()))
    y = _scale(values)
    width = max(5.0, min(18.0, 0.8 * (_at(1, steps) - _at(0, steps))))
    marks: list[Mark] = []
    for step in steps:
        height = 0
        for level in _BARS:
            count = counts(step)[level]
            if count and height < values[-1]:
                left = min(max(_x(step, steps) - width / 2, _LEFT), _WIDTH - _RIGHT - width)
                shown = min(height + count, values[-1])
                gap = timeline.gap_before(step)
                says = f"{step.snapshot.name}: {count} {level}{f', found after {gap.days} days' if gap else ''}"
                cut = str(totals[id(step)]) if height + count > values[-1] else ""
                mark = Mark(x=left, y=y(shown), width=width, height=y(height) - y(shown), level=level, says=says)
                marks.append(evolve(mark, day=step.snapshot.anchor, cut=cut))
                height = shown
    return Chart(
        title=title,
        days=_days(steps),
        values=tuple(Tick(at=y(value), label=str(value)) for value in values),
        marks=tuple(marks),
        gaps=_gaps(timeline),
    )


def _gaps(timeline: Timeline) -> tuple[Band, ...]:
    start = timeline.steps[0].snapshot.day

    def band(gap: Gap) -> Band:
        left, right = (_at((day - start).days, timeline.steps) for day in (gap.start, gap.end))
        return Band(x=left, width=right - left, says=f"no state from {gap.start} to {gap.end}, {gap.days} days")

    return tuple(map(band, timeline.gaps))


def _values(least: int, most: int) -> list[int]:
    """Choose three to six round numbers from below the least to above the most."""
    step = next(size * 10**power for power in range(12) for size in (1, 2, 5) if (most - least) <= 4 * size * 10**power)
    start = least // step * step
    return list(range(start, max(most, start + 2 * step) + step, step))


def _scale(values: Sequence[int]) -> Callable[[int], float]:
    low, high = values[0], values[-1]
    return lambda value: _HEIGHT - _BOTTOM - (value - low) / (high - low) * (_HEIGHT - _TOP - _BOTTOM)


def _x(step: TimelineDay, steps: Sequence[TimelineDay]) -> float:
    return _at((step.snapshot.day - steps[0].snapshot.day).days, steps)


def _at(days: int, steps: Sequence[TimelineDay]) -> float:
    span = (steps[-1].snapshot.day - steps[0].snapshot.day).days
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * (days / span if span else 0.5)


def _days(steps: Sequence[TimelineDay]) -> tuple[Tick, ...]:
    """Choose up to seven days, evenly spread, with the first and the last."""
    span = (steps[-1].snapshot.day - steps[0].snapshot.day).days
    offsets = sorted({round(span * part / 6) for part in range(7)})
    return tuple(
        Tick(at=_at(offset, steps), label=(steps[0].snapshot.day + timedelta(days=offset)).isoformat())
        for offset in offsets
    )
