"""The table of the formats of a timeline."""

from collections.abc import Callable, Mapping

from .atom import render_atom
from .timeline import Timeline, render_timeline_json, render_timeline_text
from .timeline_html import render_timeline_html

TIMELINES: Mapping[str, Callable[[Timeline], str]] = {
    "text": render_timeline_text,
    "json": render_timeline_json,
    "html": render_timeline_html,
    "atom": render_atom,
}
