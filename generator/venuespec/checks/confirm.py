"""What somebody confirmed, into spec files: one line below the summary, and every other byte stays."""

import re
from pathlib import Path
from typing import Any

from ..spec.model import Endpoint, Reviewed
from ..spec.problem import Problem, SpecError
from ..spec.yaml import parse, scalar
from ..textfiles import write_atomically
from .due import current


def confirm(endpoint: Endpoint) -> None:
    """Record in an endpoint's file that its rules were held against the page as it is now.

    Raises ``SpecError`` where that would touch anything else; nothing is written then.
    """
    file = endpoint.place.file
    text = file.read_bytes().decode("utf-8")
    write_atomically(file, confirmed(text, file, current(endpoint)))


def confirmed(text: str, file: Path, reviewed: Reviewed) -> str:
    """The text of a spec file with the ``reviewed`` entry of its ``sdk:`` section made or replaced."""
    document = parse(text, file)
    sdk: dict[str, Any] = document.data.get("sdk") or {}
    known = next((each for each in ("reviewed", "summary", *sdk) if each in sdk), None)
    span = document.span(("sdk", known)) if known else range(0)
    lines = re.split(r"(?<=\n)", text)
    start = span.start if known == "reviewed" else span.stop
    margin = lines[span.start][: -len(lines[span.start].lstrip())] if span else ""
    end = "\r\n" if "\r\n" in lines[span.start] else "\n"
    if start and not lines[start - 1].endswith("\n"):
        lines[start - 1] += end
    lines[start : span.stop] = [f"{margin}reviewed: {_entry(reviewed)}{end}"]
    new = "".join(lines)
    expected = sdk | {"reviewed": {"page": reviewed.page, "rows": dict(reviewed.rows)}}
    try:
        fits = parse(new, file).data == document.data | {"sdk": expected}
    except SpecError:
        fits = False
    if not fits:
        message = "the line 'reviewed' has no place here; write the sdk: section in block style, the summary first"
        raise SpecError([Problem(check="review", place=document.place(["sdk"]), message=message)])
    return new


def _entry(reviewed: Reviewed) -> str:
    rows = ", ".join(f"{scalar(path)}: {digest}" for path, digest in reviewed.rows.items())
    return f"{{page: {reviewed.page}, rows: {{{rows}}}}}"
