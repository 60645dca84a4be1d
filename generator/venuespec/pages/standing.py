"""Tell where the method and path of an endpoint still stand on pages from which no reader has read it."""

from collections.abc import Iterable
from pathlib import Path

from .parts.columns import NumberedLines
from .parts.declared import with_request_lines
from .parts.page import raw_text
from .parts.plain import plain_lines
from .parts.request_lines import request_line


def declared_in(key: str, files: Iterable[Path]) -> tuple[Path, int] | None:
    """Return the first file and line that declares an endpoint, 'POST /v1/orders'; None where no line does.

    A line that only lists the endpoint, or speaks of it, declares none.
    """
    path = key.partition(" ")[2]
    for file in files:
        text = raw_text(file)
        if path not in text:
            continue
        lines: NumberedLines = plain_lines(list(enumerate(text.splitlines(), 1)))
        for number, line in with_request_lines(lines):
            found = request_line(line) if path in line and line.lstrip()[:1] not in "-*+|" else None
            if found is not None and f"{found.method} {found.path}" == key:
                return file, number
    return None
