"""Report changes as annotations of a GitHub workflow, which GitHub shows beside the files concerned."""

from pathlib import Path

from ...runtime.errors import readable
from ...spec.place import Place
from ..change import ChangeLevel
from .stories import Story
from .summary import Report

_COMMANDS: dict[ChangeLevel, str] = {"ERR": "error", "WARN": "warning", "INFO": "notice", "NONE": "notice"}
_MOST_NAMED = 8


def render_github(report: Report) -> str:
    """Render one workflow command a line, for each story; '' where nothing changed.

    GitHub shows only ten annotations of a kind, so the same change of many endpoints is one.
    """
    lines = [_annotation(story) for story in report.stories]
    if report.selection:
        lines.append(_command("notice", None, "selection", report.selection.words))
    lines += [_command("warning", notice.place, notice.check, notice.message) for notice in report.notices]
    return "\n".join(lines)


def _annotation(story: Story) -> str:
    change, callers = story.lead.change, [caller for entry in story.entries for caller in entry.callers]
    first, *others = ("the venue" if endpoint == "*" else endpoint for endpoint in story.endpoints)
    text = f"{first}{f' and {len(others)} more' if others else ''}: {story.message}"
    text += f" ({story.verdict.words})" if story.verdict.words else ""
    places = [Place(Path(caller.file), caller.line) for caller in callers]
    places += [entry.place for entry in story.entries if entry.place is not None]
    if len(callers) > 1:
        text += f"; also {_listed([f'{caller.file}:{caller.line}' for caller in callers[1:]])}"
    if others:
        text += f"; also {_listed(others)}"
    text += f" [{_listed([entry.change.fingerprint for entry in story.entries])}]"
    return _command(_COMMANDS[story.level], places[0] if places else None, f"{story.level} {change.kind}", text)


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"{', '.join(names[:_MOST_NAMED])}{more}"


def _command(name: str, place: Place | None, title: str, message: str) -> str:
    properties = {"title": title}
    if place is not None:
        properties = {"file": place.file.as_posix(), "line": str(max(place.line, 1)), **properties}
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {listed}::{_data(message)}"


def _data(text: str) -> str:
    """Escape a message for the runner: percent signs and line ends are written in hexadecimal."""
    return readable(text, 2000).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
