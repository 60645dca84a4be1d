"""Report changes as JSON for programs.

``changes.schema.json`` beside this file is its published schema.
"""

import json
from pathlib import Path
from typing import Any

from ..change import LEVELS
from .summary import LocatedChange, Report, Selection

SCHEMA = Path(__file__).parent / "changes.schema.json"


def render_json(report: Report) -> str:
    """Render a report as one JSON object."""
    return json.dumps(
        {
            "version": 1,
            "old": report.old,
            "new": report.new,
            "bump": report.bump,
            "counts": report.counts,
            "selection": _selection(report.selection),
            "changes": [entry_json(entry) for entry in report.entries],
            "ignored": [
                {**entry_json(ignored.entry), "reason": ignored.reason, "expires": ignored.expires}
                for ignored in report.ignored
            ],
            "notices": [
                {
                    "file": str(notice.place.file),
                    "line": notice.place.line,
                    "check": notice.check,
                    "message": notice.message,
                }
                for notice in report.notices
            ],
        },
        indent=2,
        ensure_ascii=True,
    )


def entry_json(entry: LocatedChange) -> dict[str, Any]:
    """Return a change as JSON, with its endpoint's title, group, SDK name and docs link."""
    return {
        **entry.change.to_json(),
        "title": entry.title,
        "group": entry.group,
        "sdk": entry.sdk,
        "docs": entry.docs,
        "file": entry.place.file.as_posix() if entry.place else None,
        "line": entry.place.line if entry.place else None,
        "callers": [{"file": each.file, "line": each.line, "call": each.call} for each in entry.callers],
    }


def _selection(selection: Selection | None) -> dict[str, Any] | None:
    if selection is None:
        return None
    levels = [change.level for change in selection.left_out]
    return {
        "options": list(selection.asked),
        "left_out": len(levels),
        "left_out_counts": {level: levels.count(level) for level in LEVELS},
        "used": selection.used,
    }
