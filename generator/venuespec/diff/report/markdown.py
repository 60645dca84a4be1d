"""Report changes as Markdown, to keep in a repository or to post on a pull request."""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from urllib.parse import quote

from ...runtime.errors import readable
from ..change import ChangeLevel
from .located import LocatedChange
from .stories import Story
from .summary import Report, counted
from .text import unsaid
from .verdicts import verdict

_HEADINGS: Mapping[ChangeLevel, str] = {
    "ERR": "Breaks somebody",
    "WARN": "May break somebody",
    "INFO": "News",
    "NONE": "Wording",
}
_MOST_PASSAGES = 3

# Characters that are markup in Markdown or HTML; an underscore inside a word is not.
_MARKUP = re.compile(r"[\\`*\[\]<>&|~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
# Places inside texts that a forge turns into a mention, reference or link: @org/team, #1, GH-1, a bare address.
_LIVE = re.compile(r"(?<=@)(?=\S)|(?<=#)(?=\d)|(?<=\bGH)(?=-\d)|(?<=:)(?=//)|(?<=\bwww)(?=\.)", re.IGNORECASE)
_COMMIT = re.compile(r"\b[0-9a-f]{7,}\b", re.IGNORECASE)
_NOTHING = "&#8203;"
"""A space without width: it splits a word in two without changing its looks."""


def render_markdown(report: Report) -> str:
    """Render one item for each story, with its sentences and endpoints; '' where nothing changed or was left out."""
    chosen = [f"Selected by {plain(report.selection.words)}."] if report.selection else []
    if not report.entries:
        return "\n".join(chosen)
    stories = report.stories
    changes = "1 change" if len(report.entries) == 1 else f"{len(report.entries)} changes"
    told = (
        f" in {len(stories)} {'story' if len(stories) == 1 else 'stories'}"
        if len(stories) < len(report.entries)
        else ""
    )
    total = f"{changes}{told}: {counted(report.changes)}; version bump: {report.bump}."
    lines = [
        f"## {plain(_state(report.old, report.old_day))} to {plain(_state(report.new, report.new_day))}",
        "",
        total,
    ]
    lines += ["", *chosen] if chosen else []
    for level, group in groupby(stories, key=_level_of):
        lines += ["", f"### {_HEADINGS[level]}", ""]
        lines += [line for story in group for line in _story(story)]
    if report.ignored:
        lines += ["", "### Ignored", ""]
        for ignored in report.ignored:
            item = _head(ignored.entry, ignored.entry.change.message)
            lines += [f"{item} Until {ignored.expires}: {plain(ignored.reason)}", _place(ignored.entry)]
    return "\n".join(lines)


def _level_of(story: Story) -> ChangeLevel:
    return story.level


def _state(name: str, day: str | None) -> str:
    return f"{name} ({day})" if day and day not in name else name


def _story(story: Story) -> Iterator[str]:
    for part in story.parts:
        yield _head(part.lead, story.message if part is story.parts[0] else part.lead.change.message)
        for each in unsaid(part)[:_MOST_PASSAGES]:
            yield from (f"  - was: {plain(each.old_text)}",) if each.old_text else ()
            yield from (f"  - now: {plain(each.new_text)}",) if each.new_text else ()
        for entry in part.entries:
            yield _place(entry)
            yield from (f"    - {code(f'{each.file}:{each.line}')} {code(each.call)}" for each in entry.callers)


def _head(entry: LocatedChange, message: str) -> str:
    words = verdict(entry.change).words
    broken = f" {words[0].upper()}{words[1:]}." if words else ""
    return f"- **{entry.change.level}** {code(entry.change.kind)}: {sentence(message)}{broken}"


def _place(entry: LocatedChange) -> str:
    change = entry.change
    page = f" ({linked(entry.title or 'documentation', entry.docs)})" if entry.docs else ""
    parts = [plain("the venue") if change.endpoint == "*" else code(change.endpoint)]
    parts += [code(f"{entry.sdk}()")] if entry.sdk else []
    parts += [code(change.pointer)] if change.pointer else []
    return f"  - {' '.join(parts)}{page} {code(change.fingerprint)}"


def sentence(text: str) -> str:
    """Escape untrusted text and end it with one full stop."""
    return f"{plain(text.rstrip('.'))}."


def plain(text: str) -> str:
    """Escape untrusted text so that Markdown shows it as text and a forge mentions and links nothing."""
    quiet = _LIVE.sub(_NOTHING, _MARKUP.sub(lambda match: f"\\{match[0]}", readable(text, 1000)))
    return _COMMIT.sub(lambda match: _NOTHING.join(re.findall(".{1,6}", match[0])), quiet)


def code(text: str) -> str:
    """Escape untrusted text as a span of code."""
    return f"`{readable(text).replace('`', chr(39))}`"


def linked(text: str, url: str | None) -> str:
    """Link a text to a page, where there is a page."""
    return f"[{plain(text)}]({quote(readable(url, 2000), safe='/:?#&=%+,;@!~-._')})" if url else plain(text)
