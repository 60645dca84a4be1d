"""Report a timeline as text and as JSON: what changed when, the lives of single things, and gaps between the states."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from statistics import median_low
from typing import Any

from attrs import frozen

from ...runtime.errors import readable
from ..change import LEVELS, ChangeLevel
from ..history import TimelineDay
from ..lives import Life
from .json import entry_json, story_json
from .stories import stories_of
from .summary import bump, from_level
from .text import story_lines

_LEAST_GAP = 3


@frozen(kw_only=True)
class Gap:
    """A time without a state that is much longer than usual: the days of the states around it."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days


@frozen(kw_only=True)
class Timeline:
    """A timeline: the level from which it lists changes, the options that selected them, and its own address."""

    steps: Sequence[TimelineDay]
    level: ChangeLevel = "INFO"
    lives: Sequence[Life] = ()
    asked: Sequence[str] = ()
    address: str = ""

    @property
    def venue(self) -> str:
        return readable(self.steps[-1].size.venue)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Return the times between states of more than three days and of more than twice the usual."""
        days = [step.snapshot.day for step in self.steps]
        spans = [Gap(start=start, end=end) for start, end in pairwise(days) if start != end]
        usual = median_low(span.days for span in spans) if spans else 0
        return tuple(span for span in spans if span.days >= max(_LEAST_GAP, 2 * usual + 1))

    def gap_before(self, step: TimelineDay) -> Gap | None:
        """Return the gap that ends with the first state of a day."""
        ending = (gap for gap in self.gaps if gap.end == step.snapshot.day)
        return next(ending, None) if step.snapshot.number == 1 else None

    @property
    def listed(self) -> list[TimelineDay]:
        """The states with changes of any level, those that were skipped, and the first and last state."""
        ends = (self.steps[0], self.steps[-1])
        return [step for step in self.steps if step.entries or step.is_older or step in ends]


def counts(step: TimelineDay) -> Mapping[ChangeLevel, int]:
    """Count the changes of a state by level."""
    return {level: sum(change.level == level for change in step.changes) for level in LEVELS}


def render_timeline_text(timeline: Timeline) -> str:
    """Render a line for every state with changes, with the stories from the timeline's level up below it."""
    lines = [readable(f"selected by {' '.join(timeline.asked)}"), ""] if timeline.asked else []
    for life in timeline.lives:
        lines += [*_life(life), ""]
    lines.append(
        f"{'day':<14} {'endpoints':>9} {'parameters':>10} {'ERR':>5} {'WARN':>5} {'INFO':>5} {'NONE':>5}  bump"
    )
    for step in timeline.listed:
        gap = timeline.gap_before(step)
        lines += [f"... no state for {gap.days} days"] if gap else []
        if step.is_older:
            lines.append(
                f"{step.snapshot.name:<14} skipped: its pages are of {step.snapshot.usual_day}, older than before"
            )
            continue
        numbers = f"{step.size.endpoints:>9} {step.size.parameters:>10}"
        numbers += "".join(f" {count:>5}" for count in counts(step).values())
        lines.append(f"{step.snapshot.name:<14} {numbers}  {bump(step.changes)}")
        for story in stories_of(from_level(step.entries, timeline.level)):
            lines += [f"    {line}" for line in story_lines(story)]
    return "\n".join(lines)


def _life(life: Life) -> Iterator[str]:
    row = f" {life.row}" if life.row else ""
    older = f", before: {', '.join(life.older)}" if life.older else ""
    yield readable(f"{life.endpoint} {life.sdk}(){row}{older}")
    for event in life.events:
        level = f"{event.entry.change.level:<4} " if event.entry else ""
        fingerprint = f"  {event.entry.change.fingerprint}" if event.entry else ""
        yield f"  {event.state:<14} {level}{readable(event.what)}{fingerprint}"


def render_timeline_json(timeline: Timeline) -> str:
    """Render every state with its size, its counts of changes, and stories and changes from the level up."""
    days = [_day(timeline, step) for step in timeline.steps]
    gaps = [{"start": f"{gap.start}", "end": f"{gap.end}", "days": gap.days} for gap in timeline.gaps]
    lives = [
        {
            "endpoint": life.endpoint,
            "title": life.title,
            "sdk": life.sdk,
            "row": life.row,
            "older": list(life.older),
            "events": [
                {
                    "state": event.state,
                    "what": event.what,
                    "fingerprint": event.entry.change.fingerprint if event.entry else None,
                }
                for event in life.events
            ],
        }
        for life in timeline.lives
    ]
    report = {"version": 1, "venue": timeline.venue, "options": list(timeline.asked), "days": days, "gaps": gaps}
    return json.dumps({**report, "lives": lives}, indent=2, ensure_ascii=True)


def _day(timeline: Timeline, step: TimelineDay) -> dict[str, Any]:
    entries = from_level(step.entries, timeline.level)
    return {
        "day": step.snapshot.day.isoformat(),
        "number": step.snapshot.number,
        "state": str(step.snapshot.folder),
        "skipped": f"its pages are of {step.snapshot.usual_day}, older than before" if step.is_older else None,
        "endpoints": step.size.endpoints,
        "parameters": step.size.parameters,
        "fields": step.size.fields,
        "counts": counts(step),
        "wire_breaking": sum(change.wire_breaking for change in step.changes),
        "sdk_breaking": sum(change.sdk_breaking for change in step.changes),
        "bump": bump(step.changes),
        "stories": [story_json(story) for story in stories_of(entries)],
        "changes": [entry_json(entry) for entry in entries],
    }
