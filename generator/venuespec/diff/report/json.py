"""Report changes as JSON for programs.

``changes.schema.json`` beside this file is its published schema.
"""

import json
from pathlib import Path
from typing import Any

from ..change import LEVELS
from .located import LocatedChange, source_json
from .stories import Story
from .summary import Report, Selection

SCHEMA = Path(__file__).parent / "changes.schema.json"


def render_json(report: Report) -> str:
    """Render a report as one JSON object."""
    return json.dumps(
        {
            "version": 1,
            "title": report.title,
            "old": report.old,
            "new": report.new,
            "old_day": report.old_day,
            "new_day": report.new_day,
            "bump": report.bump,
            "counts": report.counts,
            "selection": _selection(report.selection),
            "stories": [story_json(story) for story in report.stories],
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


def story_json(story: Story) -> dict[str, Any]:
    """Return a story as JSON, with the fingerprints of its changes."""
    return {
        "fingerprint": story.fingerprint,
        "level": story.level,
        "kind": story.lead.change.kind,
        "message": story.message,
        "wire": story.verdict.wire,
        "sdk": story.verdict.sdk,
        "bump": story.bump,
        "until": story.until,
        "use": list(story.use),
        "endpoints": list(story.endpoints),
        "changes": [entry.change.fingerprint for entry in story.entries],
    }


def entry_json(entry: LocatedChange) -> dict[str, Any]:
    """Return a change as JSON, with what is known of its endpoint, its names in the SDK, its sentences and lines."""
    return {
        **entry.change.to_json(),
        "title": entry.title,
        "group": entry.group,
        "sdk": entry.sdk,
        "sdk_row": entry.sdk_row,
        "docs": entry.docs,
        "archived": entry.archived,
        "file": entry.place.file.as_posix() if entry.place else None,
        "line": entry.place.line if entry.place else None,
        "old_source": source_json(entry.old_source),
        "new_source": source_json(entry.new_source),
        "sentences": [{"old": each.old_text or None, "new": each.new_text or None} for each in entry.passages],
        "until": entry.until,
        "use": list(entry.use),
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
