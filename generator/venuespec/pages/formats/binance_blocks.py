"""Divide a page of Binance's products: its part in English, and in that the lines of each endpoint."""

from collections.abc import Iterator

from ..parts.columns import NumberedLines
from ..parts.sections import marked_heading, sections

_REACH = 40


def end_of_english(lines: NumberedLines) -> int | None:
    """Return the index of the line before the part in Chinese; None for a page without one."""
    return next(
        (
            index
            for index, (_, line) in enumerate(lines)
            if index and line.rstrip().endswith("---") and _is_end(line) and _is_chinese(lines[index + 1 :])
        ),
        None,
    )


def _is_end(line: str) -> bool:
    return line.strip() == "---" or line.rstrip().endswith(("]---", "}---"))


def _is_chinese(lines: NumberedLines) -> bool:
    """Tell whether what stands below the end of a part is that part in Chinese, or nothing."""
    return not any(line.startswith("# ") for _, line in lines) or any(
        "\u4e00" <= letter <= "\u9fff" for _, line in lines[:_REACH] for letter in line
    )


def blocks(lines: NumberedLines) -> Iterator[NumberedLines]:
    """Yield the lines of each endpoint: a heading of the first level begins one, or one of several below that."""
    starts = [index for index, (_, line) in enumerate(lines) if line.startswith("# ")] or [0][: len(lines)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        block = lines[start:end]
        cuts = [0, *_starts(block)]
        for first, last in zip(cuts, [*cuts[1:], len(block)], strict=True):
            yield block[first:last]


def _starts(block: NumberedLines) -> list[int]:
    """Return where the endpoints of a block begin that has several, each below a heading of one level."""
    starts = [part.start for part in sections(block) if part.declared is not None]
    headings = [marked_heading(block[start][1]) for start in starts]
    is_several = len(starts) == len(set(starts)) > 1 and len({heading and heading[0] for heading in headings}) == 1
    return sorted(starts) if is_several and all(headings) and min(starts) > 0 else []
