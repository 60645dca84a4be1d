"""Parameter tables, in the two spellings that pages use: crawled markdown and pipes with ``<br>``.

A cell of a crawled table runs over lines, a blank line among them does not end it, and on some pages nothing marks
the table's end: a row is what looks like a row, and every other line belongs to the cell before it. A line with the
cells of a row that is not understood is reported; its row is kept as far as it can be read.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from attrs import evolve

from ...spec.model import Required
from ...spec.row_types import json_type
from ..draft import FACT_UNREAD, DraftRow
from .annotations import annotations_of
from .chosen import holds_several, without_names
from .clauses import EXAMPLE
from .columns import ColumnHeads, cells_of, is_ruler
from .columns import header as heads_of
from .eased import eased
from .label import label_of
from .listed import parameters, rows_of
from .meanings import is_row_ended
from .other_rows import without_other_rows
from .prose import Stated, stated, stated_and_left
from .required_signs import required_by, required_of_row, with_signs
from .residue import residue
from .row_names import by_paths, name_of, says_none
from .type_words import literals_of, type_of, type_remark
from .values import listed
from .words import ColumnRole, bare, remark_of, required_of, words_of

Complaint = Callable[[int, str, str], None]
"""Takes a line, the code of a diagnostic, and its message."""

_NAME = re.compile(
    r"(?P<depth>(?:[>└├│─↳∟»›▸▶→•·+\s-]|&gt;|&[ne][bmn]sp;)*)(?P<struck>~~)?[*`_]{0,3}"
    r"(?P<name>[A-Za-z][\w.\-\[\]]*?)[*`]{0,3}_?(?:~~)?(?P<more>\s*\(?deprecated\)?)?"
    r"(?:\s*[(\[](?:required|mandatory|optional|必填|必须|选填|可选)[)\]])?[*†]*",
    re.IGNORECASE,
)
_STEP = re.compile(r"[-=]?>|&gt;|[└├↳∟»›▸▶→•·+]|&nbsp;&nbsp;|&e[mn]sp;|\u3000+|-(?![->])")
_BREAK = re.compile(r"<br\s*/?>")
# '**Default value:** `100`'
_BOLD_LABEL = re.compile(r"\*\*(?P<label>[^\W\d_][^*:|]{1,40}):\*\*")
_NOTHING = frozenset({"", "-", "--", "–", "—", "/", "n/a", "na", "none", "null", "nil", "无"})
_LONGEST_SENTENCE = 160
_NO_PARAMETERS = frozenset({"header", "headers", "http header", "request header", "cookie", "请求头", "头部"})
# A name with a mark of its depth, and nothing behind it.
_CUT_NAME = re.compile(r"\s*[>└↳-][>└↳\s-]*[A-Za-z]\w*\s*")
_BULLETS = frozenset("-*•+")
# The word of requiredness in front of a description: '**Required.** The symbol', '*[Optional]* A remark'.
_NEED_FIRST = re.compile(
    r"^(?:[*_]{1,2}\s*[\[(（]?|[\[(（])(?:required|mandatory|optional|必填|必须|选填|"
    r"可选)[\])）]?[.:：]?\s*[*_]{0,2}[\])）.:：]?\s*",
    re.IGNORECASE,
)
_ITEMS = re.compile(r"(?:^|<br\s*/?>)\s*[-*•+]\s.*$", re.DOTALL)
_LISTS = re.compile(r"(?:^|<br\s*/?>)\s*[-*•+]\s")


def _row_cells(line: str, header: ColumnHeads) -> list[str]:
    """The cells of a row; a bar at its end alone stands before an empty last cell."""
    cells = cells_of(line)
    text = line.strip()
    return [*cells, ""] if len(cells) < header.columns and text.endswith("|") and text[0] != "|" else cells


@lru_cache(maxsize=1 << 15)
def starts_row(line: str, header: ColumnHeads) -> bool:
    """Whether a line begins a row: a name, and a type or as many cells as the header has."""
    if "|" not in line or is_ruler(line) or says_none(line):
        return False
    cells = _row_cells(line, header)
    if len(cells) < (header.columns - 1 if header.described_last else _least(header)):
        return False
    if _NAME.fullmatch(name_of(cells[header.name])) is None:
        return False
    if header.type is not None and header.type < len(cells) and type_of(cells[header.type]) is not None:
        return True
    if len(cells) == header.columns:
        return True
    return (
        header.required is not None
        and header.required < len(cells)
        and required_of(cells[header.required]) != "unknown"
    )


def _least(header: ColumnHeads) -> int:
    """The number of cells on the first line of a row whose description runs on over lines."""
    return max(header.name, header.type or 0, header.required or 0) + 1


def is_unread_row(line: str, header: ColumnHeads) -> bool:
    """Whether a line has the cells of a row, or its name and type, and yet is none that can be read."""
    if "|" not in line or is_ruler(line) or says_none(line) or starts_row(line, header):
        return False
    cells = cells_of(line)
    if len(cells) == header.columns:
        return True
    if len(cells) > header.columns and header.required is not None and _NAME.fullmatch(name_of(cells[header.name])):
        return True
    typed = header.type is not None and header.type < len(cells) and type_of(cells[header.type]) is not None
    is_named = header.name < len(cells) and _NAME.fullmatch(name_of(cells[header.name])) is not None
    return typed and (is_named or len(cells) >= header.columns - 1)


def is_cut_row(line: str, header: ColumnHeads) -> bool:
    """Whether the last line of a page can be the beginning of a row."""
    if "|" not in line:
        return _CUT_NAME.fullmatch(line) is not None
    if "|" not in line or is_ruler(line) or starts_row(line, header) or is_unread_row(line, header):
        return False
    return _NAME.fullmatch(name_of(cells_of(line)[0])) is not None


def _ignored(line: int, code: str, message: str) -> None:
    """Report to nobody."""


def rows(
    lines: Iterable[tuple[int, str]],
    header: ColumnHeads,
    report: Complaint = _ignored,
    *,
    described: bool = True,
    of_request: bool = False,
) -> tuple[DraftRow, ...]:
    """The rows of a table, nested as their ``>`` marks say. ``lines`` are line numbers and texts.

    ``report`` is told of every row, word and cell that is not understood. Without ``described`` the rows have what the
    other columns say. A table ``of_request`` that has no column for requiredness says it in other cells, or not at all.
    """
    flat: list[tuple[int, int, DraftRow]] = []
    open_row: list[tuple[int, str]] = []
    lines = list(lines)
    header = with_signs(header, _words(lines, header))

    def close() -> None:
        if open_row:
            number = open_row[0][0]
            depth, row, unread = _row(tuple(text for _, text in open_row), header, described, of_request)
            place = _place(open_row[0][1], header)
            if place in _NO_PARAMETERS:
                unread = ((FACT_UNREAD, f"{row.name} is sent as a {place}, which calls of the SDK cannot set"),)
            else:
                flat.append((depth, number, row))
            for code, message in unread:
                report(number, code, message)
        open_row.clear()

    foreign = False
    for index, (number, line) in enumerate(lines):
        # The rows of another table, inside a cell or below the last one, are not rows of this one.
        foreign = foreign or (index + 1 < len(lines) and is_ruler(lines[index + 1][1]))
        if starts_row(line, header) and (not foreign or _has_type(line, header)):
            foreign = False
            close()
            open_row.append((number, line))
            continue
        if not foreign and is_unread_row(line, header):
            report(number, "row-unread", f"this row of the table is not understood: {line.strip()[:60]}")
            continue
        if open_row:
            open_row.append((number, line))
    close()
    is_asked = of_request or header.required is not None
    table = without_names(by_paths(_nested(flat), of_request=is_asked), report if is_asked else None)
    for row in table if is_asked else ():
        if row.required == "unknown" and row.fields and all(row.name != each.name for _, _, each in flat):
            report(row.line, "required-unread", f"{row.name} has no row, and nothing says whether it is required")
    return table


def _place(line: str, header: ColumnHeads) -> str:
    """Return where a row says that its parameter is sent, in lower case; '' in a table that does not say it."""
    place = next((at for column, at in header.others if column == "place"), None)
    return _cell(_row_cells(line, header), place).strip(" `*_()").lower()


def _words(lines: Sequence[tuple[int, str]], header: ColumnHeads) -> set[str]:
    """Return what stands in the column of requiredness."""
    return {_cell(_row_cells(line, header), header.required) for _, line in lines if starts_row(line, header)}


def _has_type(line: str, header: ColumnHeads) -> bool:
    cells = cells_of(line)
    return header.type is not None and header.type < len(cells) and type_of(cells[header.type]) is not None


@lru_cache(maxsize=1 << 16)
def _row(
    lines: tuple[str, ...], header: ColumnHeads, is_described: bool, of_request: bool
) -> tuple[int, DraftRow, tuple[tuple[str, str], ...]]:
    """A row from its lines, with the number of its ``>`` marks, and what is not understood of it: code and message.

    Pages repeat most rows: those of a section, of another endpoint with the same parameter, of an earlier crawl.
    """
    unread: list[tuple[str, str]] = []

    def report(_: int, code: str, message: str) -> None:
        unread.append((code, message))

    cells, described = _split(lines[0], lines[1:], header)
    notes = [annotations_of(_cell(cells, place)) for column, place in header.others if column == "notes"]
    notes = [note for note in notes if bare(note).lower() not in _NOTHING]
    match = _NAME.fullmatch(name_of(cells[header.name]))
    assert match is not None
    written = _cell(cells, header.type)
    kind = type_of(written)
    name = match["name"]
    if kind is None:
        report(0, "type-unread", f"the type of {name} is not understood: {written[:40] or 'no word'}")
    row = DraftRow(
        name=name,
        type=kind or bare(written) or "unknown",
        required=_required(name, cells, header, report, of_request=of_request, described=described, notes=notes),
        deprecated=match["struck"] is not None or match["more"] is not None,
    )
    depth = len(_STEP.findall(match["depth"]))
    if json_type(row.type) in ("object", "array") and any(_LISTS.search(line) for line in described):
        row = evolve(row, fields=_fields(described, of_request or header.required is not None))
        described = [_ITEMS.sub("", line) for line in described] if row.fields else described
    if not is_described:
        return depth, row, tuple(unread)
    if of_request and header.required is None and described:
        described = [_NEED_FIRST.sub("", described[0]), *described[1:]]
    texts: dict[ColumnRole, str] = {column: _cell(cells, place) for column, place in header.others}
    of_request = of_request or header.required is not None
    complaint = report if of_request else _ignored
    described = [*described, *notes]
    described = [*described, *filter(None, (remark_of(_cell(cells, header.required)), type_remark(written)))]
    if values := literals_of(written):
        described.append(f"One of: {', '.join(f'`{value}`' for value in values)}")
    described = [_BOLD_LABEL.sub(r"\g<label>:", line) if ":**" in line else line for line in described]
    row = _described(row, "\n".join(part for line in described for part in _BREAK.split(line)), complaint)
    for sentence in residue(row.text, row.type, row.values, name, of_answer=not of_request):
        report(0, FACT_UNREAD, f"{name}: no fact is read from: {sentence[:_LONGEST_SENTENCE]}")
    return depth, _with_columns(row, texts, complaint), tuple(unread)


def _fields(described: Sequence[str], of_request: bool) -> tuple[DraftRow, ...]:
    """The fields of an object that its description lists: '- `px` (String, required): Price'."""
    lines = [(0, part) for line in described for part in _BREAK.split(line)]
    start = next((at for at, (_, line) in enumerate(lines) if line.lstrip()[:1] in _BULLETS and line.strip()), 0)
    items, _ = parameters(lines, start, 0)
    if not items or not all(item.kind for item in items):
        return ()
    table = rows_of(items, of_answer=not of_request)
    columns = heads_of(table[0][1], table[1][1])
    return rows(table[2:], columns, of_request=of_request) if columns else ()


def _required(
    name: str,
    cells: Sequence[str],
    header: ColumnHeads,
    report: Complaint,
    *,
    of_request: bool,
    described: Sequence[str],
    notes: Sequence[str],
) -> Required:
    if header.required is None and not of_request:
        return "no"
    if header.required is None:
        said = required_of_row(cells[header.name], _cell(cells, header.type), [*described[:1], *notes])
        if said == "unknown":
            report(0, "required-unread", f"no column and no word says whether {name} is required")
        return said
    word = _cell(cells, header.required)
    said = required_by(word, header)
    if said == "unknown":
        report(0, "required-unread", f"whether {name} is required is not understood: {word[:40] or 'no word'}")
    return eased(said, [*described, *notes], name, report)


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


def _split(first: str, more: Sequence[str], header: ColumnHeads) -> tuple[list[str], list[str]]:
    """The cells of a row, and the lines of its description, which is the cell that can run over lines."""
    if header.described_last or header.description is None:
        cells = _row_cells(first, header)
        described = " | ".join(cells[header.columns - 1 :]) if header.description is not None else ""
        return cells, [described, *more]
    text = first
    rest = list(more)
    while rest and text.count("|") < header.columns - 1 + text.strip().startswith("|"):
        text += "\n" + rest.pop(0)
    cells = _row_cells(text, header)
    behind = header.columns - 1 - header.description
    inner = cells[header.description : max(len(cells) - behind, header.description + 1)]
    cells = [*cells[: header.description], " | ".join(inner), *cells[len(cells) - behind :]]
    return cells, [*cells[header.description].splitlines(), *rest]


def _nested(flat: list[tuple[int, int, DraftRow]]) -> tuple[DraftRow, ...]:
    """Rows at their lines, under the row that they are marked as part of; a jump in depth counts as one step."""
    top: list[DraftRow] = []
    index = 0
    while index < len(flat):
        depth, number, row = flat[index]
        end = index + 1
        while end < len(flat) and flat[end][0] > depth:
            end += 1
        inside = _nested(flat[index + 1 : end]) or tuple(field.at(number, field.fields) for field in row.fields)
        if inside and any(field.name.startswith(f"{row.name}.") for field in inside):
            # A path as the name of a row that its place nests already.
            inside = tuple(evolve(field, name=field.name.removeprefix(f"{row.name}.")) for field in inside)
        top.append(row.at(number, inside))
        index = end
    return tuple(top)


def _described(row: DraftRow, text: str, report: Complaint) -> DraftRow:
    """A row with what its description cell says: label, values, limits."""
    lines = [line.strip() for line in text.splitlines()]
    values, more, said, left = _read_cell(text, row.type, row.name)
    for sentence in left:
        report(row.line, "cell-unread", f"{row.name}: a figure or default is not understood: {sentence[:80]}")
    return evolve(
        row,
        label=label_of(lines[0] if lines else ""),
        values=values,
        open=more,
        deprecated=row.deprecated or is_row_ended(lines[0] if lines else "", values),
        text=text.strip(),
        **said,
    )


@lru_cache(maxsize=1 << 16)
def _read_cell(text: str, kind: str, name: str) -> tuple[tuple[str, ...], bool, Stated, tuple[str, ...]]:
    """What a description states. Section pages repeat cells, and snapshots share most of theirs."""
    text, others = without_other_rows(text, name)
    values, more = listed((line.strip() for line in text.splitlines()), name)
    said, left = stated_and_left(text, kind, values, name)
    return values, more or ("separator" not in said and holds_several(text, values, kind)), said, (*left, *others)


def _with_columns(row: DraftRow, texts: Mapping[ColumnRole, str], report: Complaint) -> DraftRow:
    """A row with what further columns say of it."""
    for column, cell in texts.items():
        text = bare(cell)
        if text.lower() in _NOTHING or column in ("example", "place", "name", "type", "required", "optional", "notes"):
            continue
        if column == "default" and row.default is None and (said := _default_of(cell, row)) is not None:
            row = evolve(row, **said)
        elif column in ("min", "max") and (number := _decimal(text)) is not None:
            row = evolve(row, min=number) if column == "min" else evolve(row, max=number)
        elif column == "length" and text.isdigit():
            row = evolve(row, max_length=int(text))
        elif column == "values" and (values := _column_values(cell, row.name)):
            row = evolve(row, values=values, default=row.default or _marked_default(cell, values))
        elif column == "range" and (bounds := _range_of(cell, row)):
            row = evolve(row, **bounds)
        elif (
            column == "range"
            and not row.values
            and not _PATTERN.search(cell)
            and (values := listed([cell], row.name)[0])
        ):
            row = evolve(row, values=values, open=True)
        else:
            report(row.line, "cell-unread", f"{row.name}: the cell of {column} is not understood: {cell[:60]}")
    return row


# What stands in a column of defaults and is none.
_NO_LITERALS = words_of(
    """
    optional required mandatory varies variable dynamic unset unlimited auto-generated generated now today current
    conditional depends yes/no see note notes description undefined unspecified empty blank any
    """
)
_MOST = re.compile(r"(?:up to|at most|not more than|max(?:imum)?\.?:?|<=|≤)\s*(?P<number>\d[\d,.]*)", re.IGNORECASE)
_NO_DEFAULT = re.compile(r"no default(?: value)?|not set|unset|none|not applicable|no|empty", re.IGNORECASE)
_LITERAL = re.compile(r"[-+]?[\w.]+(?:[-/:+][\w.]+)*")
_LITERAL_AND_MORE = re.compile(r"`?(?P<literal>[-+]?[\w.]+)`?\s*[(,;]\s*(?P<more>[^()]+?)\)?")
_DURATION = re.compile(
    r"\d\s*(?:days?|hours?|hrs?|min(?:ute)?s?|months?|weeks?|years?|天|小时|分钟|月|年)\b", re.IGNORECASE
)
_PATTERN = re.compile(r"[\^$\\{}+?]|\[[^\[\]]*-[^\[\]]*\]|^`/.*/`$")
_HINGES = re.compile(r"\b(?:if|when|for|unless|except|only|depend\w*|otherwise)\b", re.IGNORECASE)


def _default_of(cell: str, row: DraftRow) -> Stated | None:
    """Return what a cell of a column of defaults says; None for words that are no literal."""
    text = bare(cell)
    if _NO_DEFAULT.fullmatch(text):
        return {}
    is_marked = cell.strip()[:1] in "`\"'" and cell.count(cell.strip()[0]) == 2 and cell.strip()[-1] == cell.strip()[0]
    if is_marked or (_LITERAL.fullmatch(text) and text.lower() not in _NO_LITERALS):
        return {"default": text}
    more = _LITERAL_AND_MORE.fullmatch(cell.strip())
    if more is None or _HINGES.search(cell) or more["literal"].lower() in _NO_LITERALS:
        return None
    said = stated(more["more"], row.type, row.values)
    if not said or "default" in said:
        return None
    said["default"] = more["literal"]
    return said


def _range_of(cell: str, row: DraftRow) -> Stated:
    """Return the bounds that a cell of a column of ranges says; nothing for times and patterns."""
    if _DURATION.search(cell) or _PATTERN.search(cell) or _HINGES.search(cell):
        return Stated()
    most = _MOST.fullmatch(bare(cell))
    forms = (f"Range: {cell}", f"Must be {cell}", f"Maximum: {most['number']}" if most else cell)
    return next((said for form in forms if (said := stated(form, row.type, row.values))), Stated())


def _marked_default(cell: str, values: Sequence[str]) -> str | None:
    """Return the value of a list that is marked as the default: 'BUY (default), SELL'."""
    marked = [match["value"] for match in _DEFAULT_VALUE.finditer(cell) if match["value"] in values]
    return marked[0] if len(marked) == 1 else None


# Some of the values, not all of them.
_NOT_ALL = re.compile(r"\betc\b|\.\.\.|…|\band (?:so on|more|others)\b|\blike\b|等", re.IGNORECASE)
_DEFAULT_VALUE = re.compile(r"`?(?P<value>[\w.-]+)`?\s*\((?:the )?default\)", re.IGNORECASE)


def _column_values(cell: str, name: str) -> tuple[str, ...]:
    """The values in a column of values; words without marks are values there, if nothing else stands in the cell."""
    cell = re.sub(r"\s*\((?:the )?default\)", "", cell)
    if _PATTERN.search(cell) or bare(cell).lower() in ("yes", "no", "true", "false", "any", "all"):
        return ()
    if EXAMPLE.search(cell) or _NOT_ALL.search(cell):
        return ()
    marked, _ = listed([line.strip() for line in _BREAK.split(cell)], name)
    plain = [bare(word) for word in re.split(r"\s*(?:[,/;，、]|\bor\b)\s*|<br\s*/?>", cell) if word.strip()]
    return marked or (tuple(plain) if all(re.fullmatch(r"[\w.-]+", word) for word in plain) else ())


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
