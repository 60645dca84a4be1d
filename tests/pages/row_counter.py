"""Counts the parameter rows of every REST endpoint in a folder of crawled documentation pages.

An independent witness for the reader of the documentation: it shares no code with it and works on whole lines.
A line that looks like `name | type | ...` is a row; the nearest table header above it says which table it is in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
END_OF_ENGLISH = re.compile(r"^---[ \t]*$", re.MULTILINE)
BLOCK_TITLE = re.compile(r"^(?=#{1,3} )", re.MULTILINE)
ENDPOINT = re.compile(
    r"^#{4,6} +\**HTTP +Requests?\b.*\n(?:[ \t]*\n)*[ \t]*`?(GET|POST|PUT|DELETE) *(/api/v5/[^\s?`]+)",
    re.MULTILINE | re.IGNORECASE,
)
SUBHEADING = re.compile(r"#{4,6} +(?P<text>.*)")
RULER = re.compile(r" *:?-{3,}:? *(\| *:?-{3,}:? *)+")
ROW = re.compile(
    r" {0,3}(?P<marks>(?:> ?)*)(?:~~)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?:~~)? *\|"
    r" *(?P<type>strings?|int|integers?|booleans?|bool|numbers?|(?:array|object)s?(?: of [a-z]+)?)\b\.? *(?:\||$)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Counted:
    """The rows of one endpoint as dotted paths in page order, repeated names included."""

    request: tuple[str, ...]
    response: tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """The part of a page that describes one endpoint."""

    endpoint: str
    text: str
    has_own_page: bool


@dataclass(frozen=True)
class Header:
    """A table header: the subheading it stands under and whether the table has a column "Required"."""

    subheading: str
    is_parameter_table: bool
    has_required: bool


def english_half(page: str) -> str:
    """The page without its front matter, up to the line that separates the English text from the Chinese text."""
    body = FRONT_MATTER.sub("", page, count=1)
    return END_OF_ENGLISH.split(body, maxsplit=1)[0]


def blocks_of_page(page: str) -> list[Block]:
    """The endpoint blocks of the English half of a page; titles without an HTTP request are left out."""
    parts = [(ENDPOINT.search(part), part) for part in BLOCK_TITLE.split(english_half(page))]
    found = [(match[1].upper() + " " + match[2], part) for match, part in parts if match]
    return [Block(endpoint, part, len(found) == 1) for endpoint, part in found]


def endpoint_blocks(folder: Path) -> dict[str, Block]:
    """One block for every endpoint of the folder: the page of its own if there is one, else a section page."""
    chosen: dict[str, Block] = {}
    for path in sorted(folder.rglob("*.md")):
        for block in blocks_of_page(path.read_text(encoding="utf-8")):
            known = chosen.get(block.endpoint)
            if known is None or (block.has_own_page and not known.has_own_page):
                chosen[block.endpoint] = block
    return chosen


def read_header(line: str, subheading: str) -> Header:
    """Judge the line above a table's ruler."""
    cells = [cell.strip(" *").lower() for cell in line.split("|")]
    is_parameter_table = cells[0].startswith("parameter") and any(cell in ("type", "types") for cell in cells[1:])
    return Header(subheading, is_parameter_table, "required" in cells)


def rows_with_header(text: str) -> Iterator[tuple[Header, int, re.Match[str]]]:
    """Every line that looks like a row, with the nearest table header above and the number of that table."""
    subheading = previous = ""
    header: Header | None = None
    table_number = 0
    for line in text.splitlines():
        if heading := SUBHEADING.match(line):
            subheading, header = heading["text"].strip(" *").lower(), None
        elif RULER.fullmatch(line.rstrip()):
            header, table_number = read_header(previous, subheading), table_number + 1
        elif header and header.is_parameter_table and (row := ROW.match(line)):
            yield header, table_number, row
        previous = line


def side_of_table(header: Header) -> str:
    """Say "request", "response" or "" (neither) for a table; a column "Required" outweighs the subheading."""
    if header.has_required:
        return "request"
    if header.subheading.startswith("request"):
        return "request"
    return "response" if header.subheading.startswith("response") else ""


def count_block(text: str) -> Counted:
    """The dotted paths of all rows of one endpoint block.

    Nesting starts anew in every table. The parent of a row is the nearest row above with fewer marks `>`,
    so rows that skip a level become brothers below the same parent.
    """
    paths: dict[str, list[str]] = {"request": [], "response": [], "": []}  # "" collects what is neither
    ancestors: list[tuple[int, str]] = []
    current_table = 0
    for header, table_number, row in rows_with_header(text):
        depth = row["marks"].count(">")
        if table_number != current_table:
            ancestors, current_table = [], table_number
        ancestors = [(level, name) for level, name in ancestors if level < depth]
        ancestors.append((depth, row["name"]))
        paths[side_of_table(header)].append(".".join(name for _, name in ancestors))
    return Counted(tuple(paths["request"]), tuple(paths["response"]))


def count(folder: Path) -> dict[str, Counted]:
    """The rows of every REST endpoint of the folder, by "METHOD /path"."""
    return {endpoint: count_block(block.text) for endpoint, block in sorted(endpoint_blocks(folder).items())}
