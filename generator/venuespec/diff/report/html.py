"""Report changes as one HTML file that needs no network: whom they break, by when, and stories with filters."""

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from attrs import frozen
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ...runtime.errors import readable
from ..change import LEVELS, Change
from ..passages import Passage
from .located import LocatedChange
from .stories import Story, StoryPart
from .summary import Report, shown
from .verdicts import HOW, Breakage, verdict

_MOST_NOW = 8
# Between the names of an attribute, as diff.js splits them: a character that no name has and every page may hold.
_BETWEEN = " \u241f "


@frozen(kw_only=True)
class ReportLine:
    """A change below its story, formatted; ``names`` and ``rows`` are what the filters compare.

    ``message`` and ``passages`` are those that the story does not tell.
    """

    entry: LocatedChange
    endpoint: str
    names: str
    rows: str
    breaks: str
    words: str
    old: str
    new: str
    message: str = ""
    passages: tuple[Passage, ...] = ()
    reason: str = ""


@frozen(kw_only=True)
class PartLines:
    """A part of a story with the sentences that its changes have in common."""

    lead: LocatedChange
    passages: tuple[Passage, ...]
    lines: tuple[ReportLine, ...]


@frozen(kw_only=True)
class ToldStory:
    """A story, formatted; ``where`` counts or names its endpoints."""

    story: Story
    where: str
    parts: tuple[PartLines, ...]


@frozen
class Concerned:
    """The number of stories that break somebody, and on how many endpoints."""

    stories: int
    where: str


@frozen
class Sides:
    """The stories that break somebody for certain, and those that may."""

    breaks: Concerned
    may: Concerned


@frozen
class Whom:
    """Whom the changes break: users of the wire, users of the SDK; ``other`` are grave changes that break neither."""

    wire: Sides
    sdk: Sides
    other: Sides


def render_html(report: Report) -> str:
    """Render a report as a page, also where nothing changed."""
    stories = [told(story) for story in report.stories]
    breaking = [each for each in stories if each.story.level == "ERR"]
    lines = [line for each in stories for part in each.parts for line in part.lines]
    return page(
        "diff.html.jinja",
        script="diff.js",
        report=report,
        old=report.old_day or report.old,
        new=report.new_day or report.new,
        stories=stories,
        whom=_whom([each.story for each in stories]),
        since=f"since {report.new_day}" if report.new_day else "now",
        now=breaking[:_MOST_NOW],
        more_now=len(breaking[_MOST_NOW:]),
        dates=sorted((each for each in stories if each.story.until), key=lambda each: each.story.until or ""),
        ignored=[
            _line(ignored.entry, None, f"Until {ignored.expires}: {ignored.reason}") for ignored in report.ignored
        ],
        levels=LEVELS,
        kinds=sorted({line.entry.change.kind for line in lines}),
        groups=sorted({line.entry.group for line in lines}),
        endpoints=sorted({line.endpoint for line in lines}),
        rows=sorted({line.entry.leaf for line in lines if line.entry.row}),
    )


def told(story: Story) -> ToldStory:
    """Format a story."""
    parts = tuple(_part(part, story.message if part is story.parts[0] else "") for part in story.parts)
    return ToldStory(story=story, where=_where(story.endpoints), parts=parts)


def _part(part: StoryPart, message: str) -> PartLines:
    lead = part.lead
    # Sentences of one endpoint among several stand at that endpoint.
    is_common = len(part.entries) == 1 or sum(entry.passages == lead.passages for entry in part.entries) > 1
    common = lead.passages if is_common else ()
    return PartLines(
        lead=lead,
        passages=common,
        lines=tuple(_line(entry, part, message=message, common=common) for entry in part.entries),
    )


def _line(
    entry: LocatedChange,
    part: StoryPart | None,
    reason: str = "",
    message: str = "",
    common: tuple[Passage, ...] = (),
) -> ReportLine:
    change = entry.change
    said = verdict(change)
    passages = entry.passages if entry.passages != common else ()
    told_already = part is not None and (
        change.message in (message, part.lead.change.message) or (change.pointer == "" and entry.title in message)
    )
    facts = tuple("" if value == change.endpoint else shown(value) for value in (change.old, change.new))
    is_sentence = bool(entry.passages) and any(
        text and text == each
        for text in facts
        for passage in entry.passages
        for each in (passage.old_text, passage.new_text)
    )
    return ReportLine(
        entry=entry,
        endpoint=_named(change),
        names=_BETWEEN.join(filter(None, (_named(change), change.endpoint.partition(" ")[2], entry.sdk, entry.title))),
        rows=_BETWEEN.join(_row_names(entry)),
        breaks=" ".join(name for name, how in (("wire", said.wire), ("sdk", said.sdk)) if how != "no"),
        words=said.words,
        old="" if is_sentence else facts[0],
        new="" if is_sentence else facts[1],
        message="" if told_already else change.message,
        passages=passages,
        reason=reason,
    )


def _named(change: Change) -> str:
    return "the venue" if change.endpoint == "*" else change.endpoint


def _row_names(entry: LocatedChange) -> Iterable[str]:
    """Return every name of the row of a change: alone and with its path, on the wire and in Python, older and newer."""
    if not entry.row:
        return ()
    path = entry.row.partition(".")[2]
    older = str(entry.change.old) if entry.change.kind.endswith("_renamed") else entry.older
    names = (entry.leaf, path, entry.sdk_row.rpartition(".")[2], entry.sdk_row, older)
    return dict.fromkeys(filter(None, (*names, *path.split("."), *entry.sdk_row.split("."))))


def _where(endpoints: Sequence[str]) -> str:
    named = [endpoint for endpoint in endpoints if endpoint != "*"]
    if len(named) == 1 and len(endpoints) == 1:
        return named[0]
    return f"{len(named)} endpoints" if named else "the venue"


def _whom(stories: Sequence[Story]) -> Whom:
    return Whom(
        wire=_sides(stories, lambda change: verdict(change).wire),
        sdk=_sides(stories, lambda change: verdict(change).sdk),
        other=_sides(stories, _on_nobody),
    )


def _on_nobody(change: Change) -> Breakage:
    """Return how grave a change is that breaks neither users of the wire nor users of the SDK."""
    return "no" if verdict(change).words else HOW[change.level]


def _sides(stories: Sequence[Story], judged: Callable[[Change], Breakage]) -> Sides:
    return Sides(
        _concerned(stories, lambda change: judged(change) == "breaks"),
        _concerned(stories, lambda change: judged(change) == "may"),
    )


def _concerned(stories: Sequence[Story], is_one: Callable[[Change], bool]) -> Concerned:
    found = [[entry.change.endpoint for entry in story.entries if is_one(entry.change)] for story in stories]
    endpoints = {endpoint for each in found for endpoint in each}
    where = "the venue" if endpoints == {"*"} else _count_endpoints(len(endpoints - {"*"}))
    return Concerned(sum(map(bool, found)), where)


def _count_endpoints(number: int) -> str:
    return f"{number} endpoint{'s' * (number != 1)}"


def page(template: str, *, script: str = "", **values: Any) -> str:
    """Render a template with its style and script inline, and a content policy that allows nothing else.

    ``script`` is a file beside the template.
    """
    environment = _environment()
    style, code = _source("page.css"), _source(script) if script else ""
    return environment.get_template(template).render(
        style=Markup(style),
        script=Markup(code),
        policy=f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(code)}; "
        "base-uri 'none'; form-action 'none'",
        **values,
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("venuespec.diff"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.finalize = _readable
    return environment


def _readable(value: object) -> object:
    """Make every shown text readable: escaping makes it safe for HTML, and not yet for its reader."""
    return readable(value, 4000) if type(value) is str else value


def _source(name: str) -> str:
    loader = _environment().loader
    assert loader is not None
    return loader.get_source(_environment(), name)[0]


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
