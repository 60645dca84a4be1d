"""Report changes as Markdown, to keep in a repository or to post on a pull request."""

import re
from itertools import groupby
from urllib.parse import quote

from ...runtime.errors import readable
from .summary import LocatedChange, Report, breaks, counted

# Characters that are markup in Markdown or HTML; an underscore inside a word is not.
_MARKUP = re.compile(r"[\\`*\[\]<>&|~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
# Places inside texts that a forge turns into a mention, reference or link: @org/team, #1, GH-1, a bare address.
_LIVE = re.compile(r"(?<=@)(?=\S)|(?<=#)(?=\d)|(?<=\bGH)(?=-\d)|(?<=:)(?=//)|(?<=\bwww)(?=\.)", re.IGNORECASE)
_COMMIT = re.compile(r"\b[0-9a-f]{7,}\b", re.IGNORECASE)
_NOTHING = "&#8203;"
"""A space without width: it splits a word in two without changing its looks."""


def render_markdown(report: Report) -> str:
    """Render the changes under one heading for each endpoint; '' where nothing changed or was left out."""
    chosen = [f"Selected by {plain(report.selection.words)}."] if report.selection else []
    if not report.entries:
        return "\n".join(chosen)
    changes = "1 change" if len(report.entries) == 1 else f"{len(report.entries)} changes"
    total = f"{changes}: {counted(report.changes)}; version bump: {report.bump}."
    lines = [f"## {plain(report.old)} to {plain(report.new)}", "", total]
    lines += ["", *chosen] if chosen else []
    for endpoint, group in groupby(report.entries, key=lambda entry: entry.change.endpoint):
        entries = tuple(group)
        lines += ["", f"### {'The venue' if endpoint == '*' else plain(endpoint)}", ""]
        lines += [f"{linked(entries[0].title, entries[0].docs)}", ""] if entries[0].title else []
        lines += [_item(entry) for entry in entries]
    if report.ignored:
        lines += ["", "### Ignored", ""]
        lines += [
            f"{_item(ignored.entry)} Until {ignored.expires}: {plain(ignored.reason)}" for ignored in report.ignored
        ]
    return "\n".join(lines)


def _item(entry: LocatedChange) -> str:
    change = entry.change
    broken = f" Breaks {breaks(change)}." if breaks(change) else ""
    where = f" {code(change.pointer)}" if change.pointer else ""
    callers = [f"  - {code(f'{each.file}:{each.line}')} {code(each.call)}" for each in entry.callers]
    return "\n".join([f"- **{change.level}** {code(change.kind)}{where}: {sentence(change.message)}{broken}", *callers])


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
