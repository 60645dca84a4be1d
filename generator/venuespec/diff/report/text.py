"""Report changes as text for a terminal: one entry a story, with its sentences and the endpoints below."""

from collections.abc import Iterable, Iterator

from ...runtime.errors import readable
from ..change import Bump, Change, ChangeLevel
from ..passages import Passage
from .located import LocatedChange
from .stories import Story, StoryPart, stories_of
from .summary import Selection, bump, counted
from .verdicts import verdict

_COLOURS: dict[ChangeLevel, str] = {"ERR": "\x1b[31m", "WARN": "\x1b[33m", "INFO": "\x1b[36m", "NONE": "\x1b[2m"}
_PLAIN = "\x1b[0m"
_MOST_PASSAGES = 3
_LONGEST = 400


def render_text(changes: Iterable[Change], *, asked: Bump | None = None, colour: bool = False) -> str:
    """Render the changes by story, and a line that counts them; '' where nothing changed.

    ``asked`` is the version bump where changes that are not shown count as well.
    """
    return render_entries((LocatedChange(change=change) for change in changes), asked=asked, colour=colour)


def render_entries(
    entries: Iterable[LocatedChange],
    *,
    asked: Bump | None = None,
    selection: Selection | None = None,
    colour: bool = False,
) -> str:
    """Render changes with the lines of code that they can touch, and the selection by which they were taken."""
    entries = tuple(entries)
    changes = [entry.change for entry in entries]
    chosen = [readable(selection.words, 2000)] if selection else []
    if not changes:
        return "\n".join(chosen)
    stories = stories_of(entries)
    lines = [line for story in stories for line in (*story_lines(story, colour=colour), "")]
    told = f" in {_count(len(stories), 'story', 'stories')}" if len(stories) < len(changes) else ""
    number = _count(len(changes), "change", "changes")
    lines.append(f"{number}{told}: {counted(changes)}; version bump: {asked or bump(changes)}")
    return "\n".join([*lines, *chosen])


def story_lines(story: Story, *, colour: bool = False) -> Iterator[str]:
    """Yield the lines of a story: what happened, the sentences, and each endpoint with its place and fingerprint."""
    for part in story.parts:
        change = part.lead.change
        level = f"{_COLOURS[change.level]}{change.level:<4}{_PLAIN}" if colour else f"{change.level:<4}"
        message = story.message if part is story.parts[0] else change.message
        broken = verdict(change).words
        yield f"{level} {change.kind:<26} {readable(message)}{f' ({broken})' if broken else ''}"
        yield from _sentences(part)
        for entry in part.entries:
            yield f"     {where(entry)}  {entry.change.fingerprint}"
            yield from (f"       {readable(f'{each.file}:{each.line} {each.call}')}" for each in entry.callers)


def where(entry: LocatedChange) -> str:
    """Name the endpoint of a change, its place in the SDK and the place inside it."""
    change = entry.change
    sdk = f" {entry.sdk}()" if entry.sdk else ""
    pointer = f" {change.pointer}" if change.pointer else ""
    return readable(f"{'the venue' if change.endpoint == '*' else change.endpoint}{sdk}{pointer}")


def unsaid(part: StoryPart) -> tuple[Passage, ...]:
    """Return the sentences of a part that its message does not quote already."""
    said = part.lead.change.message
    return tuple(
        each
        for each in part.lead.passages
        if not all(text[:60] in said for text in (each.old_text, each.new_text) if text)
    )


def _sentences(part: StoryPart) -> Iterator[str]:
    passages = unsaid(part)
    for each in passages[:_MOST_PASSAGES]:
        yield from (f"     - {readable(each.old_text, _LONGEST)}",) if each.old_text else ()
        yield from (f"     + {readable(each.new_text, _LONGEST)}",) if each.new_text else ()
    if len(passages) > _MOST_PASSAGES:
        yield f"     ... and {_count(len(passages) - _MOST_PASSAGES, 'sentence', 'sentences')} more"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
