"""Read Bybit's table of rate limits, which one page holds for the endpoints of all others."""

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
# The categories in which a batch counts as many orders as it has; in the others it counts as one request.
_BY_ORDER = re.compile(r"instructions for batch endpoints.*?when category = ([a-z ]+)", re.DOTALL | re.IGNORECASE)
_BATCH = re.compile(r"/v5/order/\w+-batch")
_CATEGORIES = frozenset({"linear", "inverse", "option", "spot"})

DraftLimits = tuple[DraftLimit, ...]


def limits_of(page: Path, method: str, path: str) -> DraftLimits:
    """Return an endpoint's limits from the table beside its page.

    Each is counted by user, and has a scope where categories differ. The table prints some rows under another method,
    so a path is also looked up without its method.
    """
    folder = next((parent for parent in page.parents if (parent / _PAGE).is_file()), None)
    if folder is None:
        return ()
    table = _table(folder / _PAGE)
    known_limits = table.get((method, path))
    if known_limits is None:
        known_limits = next((row for (_, known), row in table.items() if known == path), ())
    return known_limits


@lru_cache(maxsize=4)
def _table(file: Path) -> Mapping[tuple[str, str], DraftLimits]:
    limits_by_endpoint: dict[tuple[str, str], DraftLimits] = {}
    text = page_text(file)
    by_order = _BY_ORDER.search(text)
    counted = frozenset(by_order[1].split()) & _CATEGORIES if by_order else frozenset[str]()
    for match in _TABLE.finditer(text):
        heads: list[str] = []
        for row in grid(match[0]):
            texts = [cell.html.strip() for cell in row]
            if any(cell.heading for cell in row):
                heads = texts
            elif len(texts) > 2 and texts[0] in ("GET", "POST") and texts[1].startswith("/"):
                limits_by_endpoint[texts[0], texts[1]] = _limits_of_row(
                    row[2:], heads[2:], counted if _BATCH.fullmatch(texts[1]) else frozenset()
                )
    return limits_by_endpoint


def _limits_of_row(cells: list[Cell], heads: list[str], by_order: frozenset[str]) -> DraftLimits:
    """Return the limits of a row; a cell that spans columns is one budget.

    Categories in ``by_order`` count orders, all others count requests.
    """
    budgets: dict[int, tuple[str, list[str]]] = {}
    for cell, head in zip(cells, heads, strict=False):
        text = _REQUESTS.sub("", cell.html)
        if limits(text):
            budgets.setdefault(id(cell), (text, []))[1].append(head)
    several = len(budgets) > 1
    return tuple(
        evolve(
            limit,
            key=("user_id",),
            scope=" and ".join(sorted(heads)) if several else None,
            counts="order" if set(heads) <= by_order else "request",
        )
        for text, heads in budgets.values()
        if not several or set(heads) <= _CATEGORIES
        for limit in limits(text)
    )
