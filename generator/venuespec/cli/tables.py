"""Print tables that fit: on a terminal without cutting a name, elsewhere plain and whole."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

# Columns of text that prose needs to be readable.
_PROSE = 32
# Blanks between two columns.
_GAP = 2


def terminal() -> Console | None:
    """Return the terminal that stdout is; None for a file or another program."""
    console = Console(highlight=False)
    return console if console.is_terminal else None


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, prose: bool = False) -> None:
    """Print rows of cells as a table or, where a terminal is too narrow for it, as one list for each row.

    The last column is prose with ``prose``: it may be wrapped, the others may not. What is not a terminal gets a line
    for each row, with tabs between the cells and the columns' names on top.
    """
    console = terminal()
    if console is None:
        for row in (columns, *rows):
            print("\t".join(row))
        return
    last = _widths(columns, rows)[-1]
    if _needed(columns, rows) - (last - min(last, _PROSE) if prose else 0) > console.width:
        print_lists(console, columns, rows)
        return
    table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False)
    for name in columns:
        wraps = prose and name == columns[-1]
        table.add_column(Text(name), no_wrap=not wraps, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)


def print_counts(label: str, groups: Mapping[str, Mapping[str, int]]) -> None:
    """Print counts by name, a row for each group; a narrow terminal gets a line for each group without its zeros."""
    names = list(dict.fromkeys(name.replace("_", " ") for counts in groups.values() for name in counts))
    columns = [*filter(None, [label]), *names]
    rows = [[*filter(None, [group]), *map(str, counts.values())] for group, counts in groups.items()]
    console = terminal()
    if console is None or _needed(columns, rows) <= console.width:
        print_table(columns, rows)
        return
    for group, counts in groups.items():
        said = ", ".join(f"{count} {name}" for name, count in zip(names, counts.values(), strict=True) if count)
        console.print(Text(f"{group}: {said}" if group else said, overflow="fold"))


def _needed(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Return the columns of text that a table takes."""
    return sum(_widths(columns, rows)) + _GAP * (len(columns) - 1)


def _widths(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(cell_len, cells)) for cells in zip(columns, *rows, strict=True)]


def print_lists(console: Console, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print each row as a heading, its first cell, with its other cells that are not empty below."""
    for row in rows:
        console.print(Text(row[0], style="bold"), soft_wrap=True)
        for name, cell in zip(columns[1:], row[1:], strict=True):
            if cell.strip():
                console.print(Padding(Text(f"{name}: {cell}", overflow="fold"), (0, 0, 0, 4)))
