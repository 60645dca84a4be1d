"""The reference of all kinds of changes, printed from the table of judgements."""

from ..judgements import JUDGEMENTS
from .markdown import plain

_HEADER = (
    "| Kind | When | Level | Breaks | Bump | Evidence |",
    "|---|---|---|---|---|---|",
)


def render_kinds() -> str:
    """Render every judgement as a row of a Markdown table, in the order of the kinds' names."""
    rows = sorted(JUDGEMENTS.values(), key=lambda row: row.kind)
    breaks = {"both": "wire and sdk", "nobody": "-"}
    lines = (
        f"| `{row.kind}` | {plain(row.when)} | {row.level} | {breaks.get(row.breaks, row.breaks)} "
        f"| {row.bump} | {row.evidence.replace('_', ' ')} |"
        for row in rows
    )
    return "\n".join((*_HEADER, *lines))
