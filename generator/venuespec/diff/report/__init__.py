"""Report changes: one module for each format, and the table of formats."""

from collections.abc import Callable, Mapping

from ..change import ChangeLevel
from .github import render_github
from .html import render_html
from .json import render_json
from .junit import render_junit
from .located import LocatedChange, located
from .markdown import render_markdown
from .summary import IgnoredChange, Report, Selection, at_least, bump, reaches, worst
from .text import render_entries, render_text

__all__ = [
    "FORMATS",
    "IgnoredChange",
    "LocatedChange",
    "Report",
    "Selection",
    "at_least",
    "bump",
    "located",
    "reaches",
    "render",
    "render_text",
    "worst",
]

FORMATS: Mapping[str, Callable[[Report], str]] = {
    "text": lambda report: render_entries(report.entries, asked=report.bump, selection=report.selection),
    "markdown": render_markdown,
    "json": render_json,
    "github": render_github,
    "junit": render_junit,
    "html": render_html,
}


def render(report: Report, output: str, *, level: ChangeLevel = "INFO", colour: bool = False) -> str:
    """Render a report with the changes from ``level`` up; '' where there are none and none were left out.

    Counts cover the shown changes, the version bump covers all. Only text has colours.
    """
    seen = report.from_level(level)
    if output == "text" and colour:
        return render_entries(seen.entries, asked=report.bump, selection=seen.selection, colour=True)
    return FORMATS[output](seen)
