"""One change of a page each, with the kinds and the least level at which a diff is to report it.

``SEEN`` are changes of what the venue does; ``NOISE`` are changes that say nothing new, which must stay below INFO.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from .pages import Page, Row


@dataclass(frozen=True)
class Mutated:
    """A changed page, and the place of the change: the beginning of its pointer."""

    text: str
    pointer: str = ""


Mutation = Callable[[Page, Random], Mutated | None]


@dataclass(frozen=True)
class Expected:
    """A mutation with the kinds that stand for it, and the levels that are right."""

    make: Mutation
    kinds: tuple[str, ...]
    levels: tuple[str, ...]


WARN = ("WARN", "ERR")
INFO = ("INFO", "WARN", "ERR")
_NUMBER = re.compile(
    r"(?<![\w`./#-])(\d{1,3})(?= (?:days?|months?|hours?|minutes?|seconds?|orders?|requests?|records?|decimals?|years?)\b)"
)
_ONLY = re.compile(r"[Oo]nly applicable to")
_PARTIES = re.compile(r"([Oo]nly applicable to )((?:`\w+`/)+)`\w+`")


def _pick(found: list[Row], order: Random) -> Row | None:
    return order.choice(found) if found else None


def said_of_row(side: str, sentence: str, keep: Callable[[Row, str], bool] = lambda row, text: True) -> Mutation:
    def make(page: Page, order: Random) -> Mutated | None:
        row = _pick([each for each in page.of(side) if keep(each, "\n".join(page.lines[each.first : each.end]))], order)
        return None if row is None else Mutated(page.with_more(row, sentence), row.pointer)

    return make


def one_of(sentences: tuple[str, ...], said: Callable[[str], Mutation]) -> Mutation:
    """One of several wordings, chosen anew for each page."""
    return lambda page, order: said(order.choice(sentences))(page, order)


def said_of_page(sentence: str) -> Mutation:
    def make(page: Page, order: Random) -> Mutated | None:
        at = next(page.prose(), None)
        if at is None:
            return None
        line = page.lines[at].rstrip()
        return Mutated(page.with_line(at, f"{line}{'' if line.endswith('.') else '.'} {sentence}  "))

    return make


def value_line(side: str, change: Callable[[re.Match[str]], str]) -> Mutation:
    def make(page: Page, order: Random) -> Mutated | None:
        found = [each for each in page.values(side) if len(each[2]["meaning"]) < 120]
        if not found:
            return None
        row, at, value = order.choice(found)
        return Mutated(page.with_line(at, change(value) + "  "), row.pointer)

    return make


def another_number(page: Page, order: Random) -> Mutated | None:
    for at in page.prose():
        if number := _NUMBER.search(page.lines[at]):
            line = page.lines[at]
            return Mutated(page.with_line(at, f"{line[: number.start()]}{int(number[1]) + 3}{line[number.end() :]}"))
    return None


def fewer_parties(side: str) -> Mutation:
    def make(page: Page, order: Random) -> Mutated | None:
        for row in page.of(side):
            for at in range(row.first, row.end):
                changed = _PARTIES.sub(lambda found: f"{found[1]}{found[2].rstrip('/')}", page.lines[at], count=1)
                if changed != page.lines[at]:
                    return Mutated(page.with_line(at, changed), row.pointer)
        return None

    return make


def another_label(was: str, now: str, table: int = 0) -> Mutation:
    """Another word in the column Required; of the second of several tables for ``table`` 1, the last for -1."""

    def make(page: Page, order: Random) -> Mutated | None:
        tables = sorted({row.table for row in page.of("request")})
        if table and len(tables) < 2:
            return None
        rows = [row for row in page.of("request") if row.required == was and not row.marks]
        rows = [row for row in rows if not table or row.table == tables[table]]
        # A row that says 'Either A or B is required' is conditional, whatever its column says.
        rows = [row for row in rows if now != "Yes" or "ither `" not in page.lines[row.first + 1]]
        row = _pick(rows, order)
        if row is None:
            return None
        line = page.lines[row.first].replace(f"| {was} |", f"| {now} |", 1)
        return Mutated(page.with_line(row.first, line), row.pointer)

    return make


def row_added(side: str, table: int = 0) -> Mutation:
    def make(page: Page, order: Random) -> Mutated | None:
        tables = sorted({row.table for row in page.of(side)})
        if not tables or (table and len(tables) < 2):
            return None
        row = (
            next(each for each in page.of(side) if each.table == tables[table] and not each.marks)
            if side == "request"
            else page.of(side)[0]
        )
        cells = "String | No | Its zone" if side == "request" else "String | Its zone"
        new = f"{row.marks}zoneName | {cells}  "
        pointer = f"{row.pointer.rpartition('.')[0]}.zoneName"
        return Mutated("\n".join([*page.lines[: row.first], new, *page.lines[row.first :]]), pointer)

    return make


def row_removed(side: str, table: int = 0) -> Mutation:
    def make(page: Page, order: Random) -> Mutated | None:
        tables = sorted({row.table for row in page.of(side)})
        if not tables or (table and len(tables) < 2):
            return None
        plain = [row for row in page.of(side) if row.table == tables[table] and not row.marks]
        leaves = [row for row in plain if not page.lines[row.end].startswith(">")] if plain else []
        if len(plain) < 3 or not leaves:
            return None
        row = order.choice(leaves)
        return Mutated(page.without(row), row.pointer)

    return make


def another_type(table: int) -> Mutation:
    def make(page: Page, order: Random) -> Mutated | None:
        tables = sorted({row.table for row in page.of("request")})
        if len(tables) < 2:
            return None
        rows = [
            row for row in page.of("request") if row.table == tables[table] and "| String |" in page.lines[row.first]
        ]
        row = _pick([each for each in rows if not each.marks], order)
        if row is None:
            return None
        return Mutated(
            page.with_line(row.first, page.lines[row.first].replace("| String |", "| Integer |", 1)), row.pointer
        )

    return make


def _is_optional(row: Row, text: str) -> bool:
    return row.required == "No" and not row.marks and "equired" not in text and row.name != "tdMode"


def _is_open(row: Row, text: str) -> bool:
    return "pplicable" not in text and "eprecated" not in text and "only" not in text.lower()


ONLY_FOR = (
    *("Only `OPTION` is supported.", "This field is only returned for `OPTION`.", "Exclusively for `OPTION`."),
    *("Restricted to `OPTION`.", "Limited to `OPTION`.", "Does not apply to `OPTION`.", "Unavailable for `OPTION`."),
    *("Ignored for `OPTION`.", "It only takes effect when `instType` is `OPTION`.", "Applicable to `OPTION` only."),
)
NEEDED = (
    *("This parameter must be specified if `tdMode` is `cross`.", "Required only for `cross`."),
    *("Need to be passed when `tdMode` is `cross`.", "Cannot be empty when `tdMode` is `cross`."),
    *("If `tdMode` is `cross`, it must be sent.", "Mandatory when `tdMode` is `cross`."),
)
ROW_ENDS = (
    *("(To be removed on 2026.12.31)", "This field will no longer be returned after 2026-12-31."),
    *("Will be offline on 31-Dec-2026.", "Obsolete, use `other`.", "No longer recommended, use `other` instead."),
    *("Deprecating on Oct 31, 2026.", "Discontinued from October 31, 2026; use `other`.", "[Deprecated] use `other`."),
)
PAGE_ENDS = (
    *("This API is scheduled for removal on 2026-12-31.", "This interface will be discontinued after 2026/12/31."),
    *("The endpoint is no longer supported.", "This endpoint will be sunset on 1 Dec 2026; use `/api/v5/other`."),
)
PAGE_DOES = (
    *("Requests without it fail.", "You must enable trading first.", "Only master accounts can call this endpoint."),
    *("It is not possible to amend filled orders.", "The remaining amount will be refunded."),
    *("Unfilled orders expire after one day.", "The older quote is replaced; a fee is charged."),
)

SEEN: dict[str, Expected] = {
    **{
        f"row only for something, in other words: {side}": Expected(
            one_of(ONLY_FOR, lambda sentence, side=side: said_of_row(side, sentence, _is_open)),
            ("applicability_narrowed",),
            INFO,
        )
        for side in ("request", "response")
    },
    **{
        f"row ends, in other words: {side}": Expected(
            one_of(ROW_ENDS, lambda sentence, side=side: said_of_row(side, sentence, _is_open)), ("deprecated",), WARN
        )
        for side in ("request", "response")
    },
    "row required when, in other words": Expected(
        one_of(NEEDED, lambda sentence: said_of_row("request", sentence, _is_optional)), ("requiredness_changed",), WARN
    ),
    "page ends, in other words": Expected(one_of(PAGE_ENDS, said_of_page), ("deprecated",), WARN),
    "page does something, in other words": Expected(
        one_of(PAGE_DOES, said_of_page), ("behaviour_changed", "applicability_narrowed"), WARN
    ),
    **{
        f"value means something else: {side}": Expected(
            value_line(side, lambda line: f"{line['start']}something else entirely"), ("meaning_changed",), WARN
        )
        for side in ("request", "response")
    },
    **{
        f"value deprecated: {side}": Expected(
            value_line(side, lambda line: f"{line['start']}{line['meaning']} (Deprecated)"), ("deprecated",), WARN
        )
        for side in ("request", "response")
    },
    **{
        f"value deprecated with a day: {side}": Expected(
            value_line(
                side,
                lambda line: (
                    f"{line['start']}{line['meaning']} (Deprecated; use `other`. Accepted until October 31, 2026.)"
                ),
            ),
            ("deprecated",),
            WARN,
        )
        for side in ("request", "response")
    },
    **{
        f"row to be removed: {side}": Expected(
            said_of_row(side, "This field will be removed on 2026-12-31.", _is_open), ("deprecated",), WARN
        )
        for side in ("request", "response")
    },
    **{
        f"row to be removed, without a subject: {side}": Expected(
            said_of_row(side, "Will be removed on 2026-12-31.", _is_open), ("deprecated",), WARN
        )
        for side in ("request", "response")
    },
    **{
        f"row deprecated: {side}": Expected(said_of_row(side, "(Deprecated)", _is_open), ("deprecated",), WARN)
        for side in ("request", "response")
    },
    "page deprecated": Expected(
        said_of_page("This endpoint is deprecated and will be removed on 2026-12-31."), ("deprecated",), WARN
    ),
    "page: another number": Expected(
        another_number, ("meaning_changed", "constraint_tightened", "constraint_loosened"), INFO
    ),
    "page: side effect": Expected(
        said_of_page("A new order will automatically cancel the existing order."), ("behaviour_changed",), WARN
    ),
    "page: only one": Expected(said_of_page("Only one active quote per RFQ."), ("behaviour_changed",), WARN),
    "page: not for sub-accounts": Expected(
        said_of_page("This endpoint is not supported for sub-accounts."),
        ("applicability_narrowed", "behaviour_changed"),
        WARN,
    ),
    **{
        f"one party fewer: {side}": Expected(
            fewer_parties(side), ("applicability_narrowed", "applicability_changed"), WARN
        )
        for side in ("request", "response")
    },
    **{
        f"row only applicable: {side}": Expected(
            said_of_row(side, "Only applicable to `OPTION`.", _is_open), ("applicability_narrowed",), INFO
        )
        for side in ("request", "response")
    },
    "row required when": Expected(
        said_of_row("request", "Required when `tdMode` is `cross`.", _is_optional), ("requiredness_changed",), WARN
    ),
    "required": Expected(another_label("No", "Yes"), ("requiredness_changed",), ("ERR",)),
    "no longer required": Expected(another_label("Yes", "No"), ("requiredness_changed",), ("INFO",)),
    "param added": Expected(row_added("request"), ("request_param_added",), ("INFO",)),
    "field added": Expected(row_added("response"), ("response_field_added",), ("INFO",)),
    "param removed": Expected(row_removed("request"), ("request_param_removed", "variants_changed"), WARN),
    **{
        f"several tables, {place}: {name}": expected
        for place, table in (("second", 1), ("last", -1))
        for name, expected in {
            "no longer always required": Expected(
                another_label("Yes", "Conditional", table), ("requiredness_changed",), INFO
            ),
            "required": Expected(another_label("No", "Yes", table), ("requiredness_changed",), ("ERR",)),
            "required, not only in some cases": Expected(
                another_label("Conditional", "Yes", table), ("requiredness_changed",), ("ERR",)
            ),
            "type": Expected(another_type(table), ("type_changed", "type_label_changed"), WARN),
            "row added": Expected(row_added("request", table), ("request_param_added", "variants_changed"), INFO),
            "row removed": Expected(row_removed("request", table), ("request_param_removed", "variants_changed"), WARN),
        }.items()
    },
}


def everywhere(change: Callable[[str], str]) -> Mutation:
    def make(page: Page, order: Random) -> Mutated | None:
        lines = [line if line.startswith(("    ", "---")) else change(line) for line in page.lines]
        changed = "\n".join(lines)
        return None if changed == page.text else Mutated(changed)

    return make


def _curly(line: str) -> str:
    line = re.sub(r"(?<=\w)'(?=\w)", "\u2019", line)
    return re.sub(r'(?<!`)"([A-Za-z][^"`|]*)"(?!`)', "\u201c\\1\u201d", line)


def swapped_values(page: Page, order: Random) -> Mutated | None:
    lines = {at for side in ("request", "response") for _, at, _ in page.values(side)}
    last = {row.end - 1 for row in page.rows}
    pairs = [at for at in lines if at + 1 in lines and not {at, at + 1} & last]
    if not pairs:
        return None
    at = order.choice(sorted(pairs))
    swapped = [*page.lines[:at], page.lines[at + 1], page.lines[at], *page.lines[at + 2 :]]
    return Mutated("\n".join(swapped))


NOISE: dict[str, Mutation] = {
    "spaces at the ends of lines": everywhere(lambda line: f"{line} " if line.strip() else line),
    "double spaces": everywhere(lambda line: re.sub(r"(?<=\w) (?=\w)", "  ", line)),
    "links": everywhere(lambda line: re.sub(r"\]\(/docs-v5/", "](/docs-v6/", line)),
    "lower case of types": everywhere(lambda line: re.sub(r"^((?:> ?)*\w+ \| )String \|", r"\1string |", line)),
    "curly quotation marks": everywhere(_curly),
    "values in another order": swapped_values,
    "applies only to": everywhere(lambda line: _ONLY.sub("Applies only to", line)),
    "applicable only to": everywhere(lambda line: _ONLY.sub("Applicable only to", line)),
    "available only to": everywhere(lambda line: _ONLY.sub("Available only to", line)),
}
