"""Report changes as annotations of a GitHub workflow, which GitHub shows beside the files concerned."""

from pathlib import Path

from ...runtime.errors import readable
from ...spec.place import Place
from ..change import ChangeLevel
from .summary import Report, breaks

_COMMANDS: dict[ChangeLevel, str] = {"ERR": "error", "WARN": "warning", "INFO": "notice", "NONE": "notice"}


def render_github(report: Report) -> str:
    """Render one workflow command a line; '' where nothing changed."""
    lines: list[str] = []
    for entry in report.entries:
        change = entry.change
        where = "the venue" if change.endpoint == "*" else change.endpoint
        broken = f" (breaks {breaks(change)})" if breaks(change) else ""
        text = f"{where}: {change.message}{broken}"
        # The first line of code that it can touch; GitHub shows only ten annotations of a kind.
        place = Place(Path(entry.callers[0].file), entry.callers[0].line) if entry.callers else entry.place
        if len(entry.callers) > 1:
            text += f"; also {', '.join(f'{caller.file}:{caller.line}' for caller in entry.callers[1:])}"
        lines.append(_command(_COMMANDS[change.level], place, f"{change.level} {change.kind}", text))
    if report.selection:
        lines.append(_command("notice", None, "selection", report.selection.words))
    lines += [_command("warning", notice.place, notice.check, notice.message) for notice in report.notices]
    return "\n".join(lines)


def _command(name: str, place: Place | None, title: str, message: str) -> str:
    properties = {"title": title}
    if place is not None:
        properties = {"file": place.file.as_posix(), "line": str(max(place.line, 1)), **properties}
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {listed}::{_data(message)}"


def _data(text: str) -> str:
    """Escape a message for the runner: percent signs and line ends are written in hexadecimal."""
    return readable(text, 1000).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
