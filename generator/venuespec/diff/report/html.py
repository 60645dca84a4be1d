"""Report changes as one HTML file that needs no network: counts, and a table with filters."""

import hashlib
from base64 import b64encode
from functools import cache
from typing import Any

from attrs import frozen
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ...runtime.errors import readable
from ..change import LEVELS
from .summary import LocatedChange, Report, breaks, shown


@frozen(kw_only=True)
class ReportLine:
    """A line of the table, formatted."""

    entry: LocatedChange
    endpoint: str
    search: str
    breaks: str
    old: str
    new: str
    reason: str = ""


def render_html(report: Report) -> str:
    """Render a report as a page, also where nothing changed."""
    rows = [_row(entry) for entry in sorted(report.entries, key=lambda entry: LEVELS.index(entry.change.level))]
    return page(
        "diff.html.jinja",
        script="diff.js",
        report=report,
        rows=rows,
        ignored=[_row(ignored.entry, f"Until {ignored.expires}: {ignored.reason}") for ignored in report.ignored],
        levels=LEVELS,
        wire=sum(entry.change.wire_breaking for entry in report.entries),
        sdk=sum(entry.change.sdk_breaking for entry in report.entries),
        kinds=sorted({row.entry.change.kind for row in rows}),
        groups=sorted({row.entry.group for row in rows}),
        endpoints=sorted({row.endpoint for row in rows}),
    )


def _row(entry: LocatedChange, reason: str = "") -> ReportLine:
    change = entry.change
    endpoint = "the venue" if change.endpoint == "*" else change.endpoint
    return ReportLine(
        entry=entry,
        endpoint=endpoint,
        search=f"{endpoint} {entry.title}".lower(),
        breaks=breaks(change),
        old=shown(change.old),
        new=shown(change.new),
        reason=reason,
    )


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
