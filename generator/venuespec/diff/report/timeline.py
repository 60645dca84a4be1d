"""Report a timeline as text, as JSON, and as a page with charts that needs no network."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from attrs import frozen

from ...runtime.errors import readable
from ..change import LEVELS, ChangeLevel
from ..history import Size, TimelineDay
from .html import page
from .summary import at_least, bump

_WIDTH, _HEIGHT = 1000, 210
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 14, 10, 26
_BARS: tuple[ChangeLevel, ...] = ("ERR", "WARN")


@frozen(kw_only=True)
class Tick:
    """A labelled tick of an axis, in units of the drawing."""

    at: float
    label: str


@frozen(kw_only=True)
class Mark:
    """A dot or bar of a chart, with its label."""

    x: float
    y: float
    width: float = 0
    height: float = 0
    level: str = ""
    says: str = ""


@frozen(kw_only=True)
class Chart:
    """A chart over the days: a line through its marks, or bars."""

    title: str
    days: tuple[Tick, ...]
    values: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    line: str = ""


def render_timeline_text(steps: Sequence[TimelineDay]) -> str:
    """Render a line for every day with changes, and for the first and last day."""
    lines = [f"{'day':<10} {'endpoints':>9} {'parameters':>10} {'ERR':>5} {'WARN':>5} {'INFO':>5}  bump"]
    for step in _days_to_list(steps):
        counts = _counts(step)
        numbers = f"{step.size.endpoints:>9} {step.size.parameters:>10}"
        numbers += "".join(f" {counts[level]:>5}" for level in ("ERR", "WARN", "INFO"))
        lines.append(f"{step.snapshot.day} {numbers}  {bump(step.changes)}")
    return "\n".join(lines)


def render_timeline_json(steps: Sequence[TimelineDay], level: ChangeLevel) -> str:
    """Render every day with its size, its counts of changes, and the changes from a level up."""
    days = [
        {
            "day": step.snapshot.day.isoformat(),
            "state": str(step.snapshot.folder),
            "endpoints": step.size.endpoints,
            "parameters": step.size.parameters,
            "fields": step.size.fields,
            "counts": _counts(step),
            "wire_breaking": sum(change.wire_breaking for change in step.changes),
            "sdk_breaking": sum(change.sdk_breaking for change in step.changes),
            "bump": bump(step.changes),
            "changes": [change.to_json() for change in at_least(step.changes, level)],
        }
        for step in steps
    ]
    return json.dumps({"version": 1, "venue": _venue(steps), "days": days}, indent=2, ensure_ascii=True)


def render_timeline_html(steps: Sequence[TimelineDay], level: ChangeLevel) -> str:
    """Render charts of endpoints, parameters and grave changes, and the changes from a level up by day."""
    first, last = steps[0], steps[-1]
    return page(
        "history.html.jinja",
        title=f"{_venue(steps)}, {first.snapshot.day} to {last.snapshot.day}",
        snapshots=len(steps),
        first=first.size,
        last=last.size,
        charts=(
            _line("Endpoints", steps, lambda size: size.endpoints),
            _line("Request parameters", steps, lambda size: size.parameters),
            _bars("Changes that break somebody (ERR) or may (WARN)", steps),
        ),
        width=_WIDTH,
        height=_HEIGHT,
        left=_LEFT,
        right=_WIDTH - _RIGHT,
        bottom=_HEIGHT - _BOTTOM,
        totals={level: sum(_counts(step)[level] for step in steps) for level in LEVELS},
        days=[(step, _counts(step), at_least(step.changes, level)) for step in reversed(_days_to_list(steps))],
        bump=bump,
    )


def _venue(steps: Sequence[TimelineDay]) -> str:
    return readable(steps[-1].size.venue)


def _days_to_list(steps: Sequence[TimelineDay]) -> list[TimelineDay]:
    return [step for step in steps if step.changes or step in (steps[0], steps[-1])]


def _counts(step: TimelineDay) -> Mapping[ChangeLevel, int]:
    return {level: sum(change.level == level for change in step.changes) for level in LEVELS}


# --- drawing


def _line(title: str, steps: Sequence[TimelineDay], value: Callable[[Size], int]) -> Chart:
    numbers = [value(step.size) for step in steps]
    values = _values(min(numbers), max(numbers))
    y = _scale(values)
    places = [(_x(step, steps), y(number)) for step, number in zip(steps, numbers, strict=True)]
    # Between two days the older state held.
    path = f"M{places[0][0]:.1f},{places[0][1]:.1f}" + "".join(f"H{x:.1f}V{y:.1f}" for x, y in places[1:])
    return Chart(
        title=title,
        days=_days(steps),
        values=tuple(Tick(at=y(value), label=str(value)) for value in values),
        marks=tuple(
            Mark(x=x, y=y, says=f"{step.snapshot.day}: {number}")
            for step, number, (x, y) in zip(steps, numbers, places, strict=True)
            if step.changes or step in (steps[0], steps[-1])
        ),
        line=path,
    )


def _bars(title: str, steps: Sequence[TimelineDay]) -> Chart:
    values = _values(0, max(sum(_counts(step)[level] for level in _BARS) for step in steps))
    y = _scale(values)
    width = max(2.0, min(18.0, 0.8 * (_at(1, steps) - _at(0, steps))))
    marks: list[Mark] = []
    for step in steps:
        height = 0
        for level in _BARS:
            count = _counts(step)[level]
            if count:
                left = min(max(_x(step, steps) - width / 2, _LEFT), _WIDTH - _RIGHT - width)
                top, bottom = y(height + count), y(height)
                says = f"{step.snapshot.day}: {count} {level}"
                marks.append(Mark(x=left, y=top, width=width, height=bottom - top, level=level, says=says))
                height += count
    return Chart(
        title=title,
        days=_days(steps),
        values=tuple(Tick(at=y(value), label=str(value)) for value in values),
        marks=tuple(marks),
    )


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


TIMELINES: Mapping[str, Callable[[Sequence[TimelineDay], ChangeLevel], str]] = {
    "text": lambda steps, _: render_timeline_text(steps),
    "json": render_timeline_json,
    "html": render_timeline_html,
}
