"""Read a page whose HTML was flattened to text: a title, fact rows, a table with bars, samples."""

import re
from collections.abc import Iterator
from pathlib import Path

from attrs import evolve

from ..draft import Diagnostic, Draft, DraftExample, DraftRow
from ..parts.examples import parsed
from ..parts.page import page_text
from ..parts.table import ColumnHeads, cells_of, header, rows, starts_row

_FACT = re.compile(r"\|\s*(?P<name>Method|Path|Auth)\s*\|\s*(?P<value>[^|]+?)\s*\|?")
_PARAMETERS = re.compile(r"(?:Body|Query) parameters", re.IGNORECASE)
_ONE_VALUE = re.compile(r"([a-z][a-z0-9_]*)\.?")
_CODE = re.compile(r'retCode: (\d+) with retMsg: "([^"]+)"')


def read_page(file: Path) -> list[Draft]:
    """Return the endpoint that a page documents; nothing for a page without method and path."""
    lines = list(enumerate(page_text(file).splitlines(), 1))
    matches = (_FACT.fullmatch(line.strip()) for _, line in lines)
    facts = {match["name"]: match["value"] for match in matches if match}
    if "Method" not in facts or "Path" not in facts:
        return []
    diagnostics: list[Diagnostic] = []
    examples: list[DraftExample] = []
    for number, kind, text in _samples(lines):
        try:
            data, repaired = parsed(text)
        except ValueError as error:
            diagnostics.append(Diagnostic(file=file, line=number, code="example-unread", message=f"the {kind} {error}"))
            continue
        request = data if kind == "request" else None
        examples.append(DraftExample(request=request, response=None if kind == "request" else data, repaired=repaired))
    draft = Draft(
        method=facts["Method"].upper(),
        path=facts["Path"],
        title=lines[0][1].strip(),
        request=_table(lines),
        examples=tuple(examples),
        error_codes=tuple((code, label) for _, line in lines for code, label in _CODE.findall(line)),
        diagnostics=tuple(diagnostics),
        file=file,
        line=1,
    )
    return [draft]


def _table(lines: list[tuple[int, str]]) -> tuple[DraftRow, ...]:
    """Return the rows of the parameter table, which stand directly below one another."""
    for index, (_, line) in enumerate(lines[:-2]):
        if _PARAMETERS.fullmatch(line.strip()):
            columns = header(lines[index + 1][1], lines[index + 2][1])
            if columns is not None:
                return tuple(_with_value(row) for row in rows(_rows_below(lines[index + 3 :], columns), columns))
    return ()


def _rows_below(lines: list[tuple[int, str]], table: ColumnHeads) -> Iterator[tuple[int, str]]:
    for number, line in lines:
        if not starts_row(line, table):
            return
        yield number, " | ".join(cells_of(line))


def _with_value(row: DraftRow) -> DraftRow:
    """Take a description of one code word as the row's only value."""
    match = _ONE_VALUE.fullmatch(row.text)
    return evolve(row, label="", values=(match[1],)) if match else row


def _samples(lines: list[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
    """Yield the first object literal below 'Request', valid as Python and JSON, and below 'Response'."""
    for kind in ("request", "response"):
        heading = next((index for index, (_, line) in enumerate(lines) if line.strip().lower() == kind), None)
        if heading is None:
            continue
        text, depth, started = "", 0, 0
        for number, line in lines[heading + 1 :]:
            start = line.find("{") if depth == 0 else 0
            if start < 0 or (depth == 0 and not (line.strip() == "{" or line.rstrip().endswith("= {"))):
                continue
            started = started or number
            text += line[start:] + "\n"
            depth += line.count("{") - line.count("}")
            if depth == 0:
                break
        if text and depth == 0:
            yield started, kind, text
