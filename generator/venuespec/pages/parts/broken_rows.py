"""Join the rows of tables that the ends of lines inside a cell have broken apart."""

from .columns import NumberedLines, cells_of, is_ruler

_REACH = 40
_OTHERS = ("#", "```", "~~~", "    ", ">", ":::", "---")


def with_whole_rows(lines: NumberedLines) -> NumberedLines:
    """Return lines with each row of a table that has bars at both ends on one line; the numbers of the others stay.

    As '| limit | INT | Records.' above 'At most `100`. |'. A row that stays apart is left as it is.
    """
    written: NumberedLines = []
    done = index = 0
    while index + 1 < len(lines):
        if not (is_ruler(lines[index + 1][1]) and _is_closed(lines[index][1])):
            index += 1
            continue
        width = len(cells_of(lines[index][1]))
        index += 2
        while index < len(lines) and lines[index][1].lstrip().startswith("|"):
            end = _end(lines, index, width)
            if end > index + 1:
                words = [line.strip() for _, line in lines[index:end] if line.strip()]
                written += [*lines[done:index], (lines[index][0], "<br>".join(words))]
                done = end
            index = end
    return [*written, *lines[done:]] if done else lines


def _is_closed(line: str) -> bool:
    text = line.strip()
    return len(text) > 1 and text[0] == "|" and text[-1] == "|" and text[-2] != "\\"


def _is_row(line: str, width: int) -> bool:
    return line.count("|") > width or is_ruler(line)


def _end(lines: NumberedLines, start: int, width: int) -> int:
    """Return the index behind a row; behind its first line where what follows makes no row of this width."""
    row = lines[start][1].strip()
    if _is_closed(row) and len(cells_of(row)) >= width:
        return start + 1
    for at in range(start + 1, min(start + _REACH, len(lines))):
        line = lines[at][1].strip()
        if lines[at][1].startswith(_OTHERS) or (line.startswith("|") and (_is_closed(row) or _is_row(line, width))):
            break
        row = f"{row} {line}"
        if _is_closed(row) and (cells := len(cells_of(row))) >= width:
            return at + 1 if cells == width else start + 1
    return start + 1
