"""Bybit's table of rate limits, which one page holds for the endpoints of all others."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from attrs import evolve

from ..draft import DraftLimit
from ..parts.grid import Cell, grid
from ..parts.limits import limits
from ..parts.page import page_text

_PAGE = Path("rate-limit/rate-limit.mdx")
_TABLE = re.compile(r"<table.*?</table>", re.DOTALL | re.IGNORECASE)
_REQUESTS = re.compile(r"\s*req(?=\s*/)", re.IGNORECASE)
# Of which categories a batch of orders counts as so many orders; of the others it is one request.
_BY_ORDER = re.compile(r"instructions for batch endpoints.*?when category = ([a-z ]+)", re.DOTALL | re.IGNORECASE)
_BATCH = re.compile(r"/v5/order/\w+-batch")
_CATEGORIES = frozenset({"linear", "inverse", "option", "spot"})

DraftLimits = tuple[DraftLimit, ...]


def limits_of(page: Path, method: str, path: str) -> DraftLimits:
    """What the table beside a page says of an endpoint: counted by user, in a scope where categories differ.

    The table prints some rows under another method; a path that it has once is found all the same.
    """
    folder = next((each for each in page.parents if (each / _PAGE).is_file()), None)
    if folder is None:
        return ()
    table = _table(folder / _PAGE)
    found = table.get((method, path))
    if found is None:
        found = next((each for (_, known), each in table.items() if known == path), ())
    return found


@lru_cache(maxsize=4)
def _table(file: Path) -> Mapping[tuple[str, str], DraftLimits]:
    found: dict[tuple[str, str], DraftLimits] = {}
    text = page_text(file)
    by_order = _BY_ORDER.search(text)
    counted = frozenset(by_order[1].split()) & _CATEGORIES if by_order else frozenset[str]()
    for match in _TABLE.finditer(text):
        heads: list[str] = []
        for row in grid(match[0]):
            texts = [each.html.strip() for each in row]
            if any(each.heading for each in row):
                heads = texts
            elif len(texts) > 2 and texts[0] in ("GET", "POST") and texts[1].startswith("/"):
                found[texts[0], texts[1]] = _of(
                    row[2:], heads[2:], counted if _BATCH.fullmatch(texts[1]) else frozenset()
                )
    return found


def _of(cells: list[Cell], heads: list[str], by_order: frozenset[str]) -> DraftLimits:
    """The limits of a row, in categories ``by_order`` counted by orders. A cell that spans columns is one budget."""
    budgets: dict[int, tuple[str, list[str]]] = {}
    for cell, head in zip(cells, heads, strict=False):
        text = _REQUESTS.sub("", cell.html)
        if limits(text):
            budgets.setdefault(id(cell), (text, []))[1].append(head)
    several = len(budgets) > 1
    return tuple(
        evolve(
            each,
            key=("user_id",),
            scope=" and ".join(sorted(heads)) if several else None,
            counts="order" if set(heads) <= by_order else "request",
        )
        for text, heads in budgets.values()
        if not several or set(heads) <= _CATEGORIES
        for each in limits(text)
    )
