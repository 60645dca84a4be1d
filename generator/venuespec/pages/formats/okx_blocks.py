"""Cut the lines of an OKX page into the parts that document an endpoint each."""

import re
from collections.abc import Iterable, Iterator, Sequence

from ..parts.columns import NumberedLines
from ..parts.headings import heading_of
from ..parts.request_lines import path_alone, request_line

Block = tuple[str, NumberedLines]
"""A title with its line and those below it."""

# The example of a part: 'Response Example'; an endpoint may be called 'Sample rates'.
_OF_A_CALL = re.compile(r"\b(?:request|response|answer|return)|请求|返回|响应", re.IGNORECASE)
_LONGEST_DECLARED = 300


def endpoints(lines: NumberedLines, *, joined: bool = True) -> Iterator[Block]:
    """Yield the parts of a page; with ``joined`` what stands below a deeper heading is of the endpoint above it."""
    blocks = _blocks(lines)
    return (part for whole in (_joined(blocks) if joined else blocks) for part in _endpoints(*whole))


def _blocks(lines: NumberedLines) -> Iterator[Block]:
    """Yield every title with the lines below it."""
    title, block = "", NumberedLines()
    is_fenced = False
    for place in lines:
        line = place[1]
        mark = line[:1]
        if mark == "`" and line.startswith("```"):
            is_fenced = not is_fenced
        text = _title(line) if mark == "#" and not is_fenced else None
        if text is not None:
            if block:
                yield title, block
            title, block = text, []
        block.append(place)
    if block:
        yield title, block


def _joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks, with those below a deeper heading that declare no endpoint as parts of the endpoint above."""
    title, whole, level = "", NumberedLines(), 0
    for name, block in blocks:
        own = len(block[0][1]) - len(block[0][1].lstrip("#"))
        declares = _declares(block)
        if level and own > level and not declares:
            whole = [*whole, *block]
            continue
        if whole:
            yield title, whole
        title, whole, level = name, block, own if declares else 0
    if whole:
        yield title, whole


def _declares(block: Sequence[tuple[int, str]]) -> bool:
    """Tell whether a block has the method and path of an endpoint, or a heading that announces them."""
    return any(
        request_line(line) is not None or path_alone(line) is not None
        if "/" in line
        else line[:1] == "#" and _is_of_call(line)
        for _, line in block
        if ("/" in line or line[:1] == "#") and line[:4] != "    " and len(line) < _LONGEST_DECLARED
    )


def _is_of_call(line: str) -> bool:
    heading = heading_of(line)
    return heading is not None and heading.subject == "http"


def _endpoints(title: str, block: NumberedLines) -> Iterator[Block]:
    """Yield the parts of a block that has several endpoints below headings of a deeper level than titles have."""
    found = [(at, heading_of(line)) for at, (_, line) in enumerate(block) if line[:1] == "#"]
    declared = [(at, heading) for at, heading in found if heading and heading.subject == "http"]
    if len(declared) < 2:
        yield title, block
        return
    starts: list[int] = []
    for at, declaration in declared:
        titles = [n for n, above in found if n < at and above and not above.subject and above.level < declaration.level]
        starts.append(titles[-1] if titles else 0)
    if len(set(starts)) < len(starts):
        yield title, block
        return
    starts[0] = 0
    for start, end in zip(starts, [*starts[1:], len(block)], strict=True):
        heading = heading_of(block[start][1])
        yield (heading.text if start and heading else title), block[start:end]


def _title(line: str) -> str | None:
    """The text of a heading of the first three levels, unless it is the heading of a fact."""
    heading = heading_of(line)
    if heading is None or heading.level > 3 or heading.subject not in (None, "example"):
        return None
    return None if heading.subject and _OF_A_CALL.search(heading.text) else heading.text
