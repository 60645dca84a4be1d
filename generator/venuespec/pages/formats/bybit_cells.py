"""Bring the cells of Bybit's tables into the form that all readers share, and read what only Bybit's cells say.

A list of values is closed only where every word in code marks of its cell is accounted for: a list that is wrongly
taken as complete refuses valid requests.
"""

import html
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from attrs import evolve

from ..draft import DraftRow
from ..parts.columns import ColumnHeads, cells_of, is_ruler, line_of
from ..parts.type_words import type_of
from ..parts.words import column_of, required_of

_MARKED = re.compile(r"[<*_\[&\xa0]|default|Valid for", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BLANKS_IN_CODE = re.compile(r"^`\s+(?=\w)")
_FOOTNOTE = re.compile(r"<sup>[^<>]*</sup>", re.IGNORECASE)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_CODE = re.compile(r"<code>\s*(.*?)\s*</code>", re.IGNORECASE)
_LIST = re.compile(r"</?(?:ul|ol|li|br|p)\b[^<>]*>", re.IGNORECASE)
_STRONG = re.compile(r"\*\*|</?(?:b|strong)>", re.IGNORECASE)
# One of several values in bold, each with its meaning behind it: '**on**: ...'; a note has another word there.
_BOLD_VALUE = re.compile(
    r"(?:(?<=^)|(?<=<br>)|(?<=[;,] ))(?!\W+(?i:note|required|default|important|tip|warning)\b)"
    r"(?:\*\*([a-z0-9_.-]+|[A-Z0-9_]+)\*\*|<b>([a-z0-9_.-]+|[A-Z0-9_]+)</b>)(?=\s*(?:[:：=]|[-–—] ))"
)
_ITALIC = re.compile(r"(?<![\w`])_(?=\S)([^_`|]*[^_`|\s])_(?!\w)")
_DEFAULT = re.compile(r"(`[^`]+`)\(default\)")
_VALID_FOR = re.compile(r"(?<!\s)\s*+(?:<br>)?\s*+(?=Valid for )")
_DEFAULT_LAST = re.compile(r"(?<=`),?\s*default:\s*(`[^`]+`)", re.IGNORECASE)
_POSITION = re.compile(r"(?P<list>[A-Za-z]\w*)\[\d+\](?:\.(?P<name>\w+))?")
# Names of numbered items that a page describes and other pages name, by the words that their descriptions begin with.
_CANDLE = {
    "start time": "startTime",  # |> list[0] |string |Start time of the candle (ms) |
    "open price": "openPrice",
    "highest price": "highPrice",
    "lowest price": "lowPrice",
    "close price": "closePrice",  # Close price. _Is the last traded price when the candle is not closed_
    "trade volume": "volume",  # Trade volume
    "turnover": "turnover",
}
# A row that stands for the items of the list above it: '(element)', '[item]'.
_ITEM_ROW = re.compile(r"[(\[<](?:element|item|items|array item|value|\d+)?[)\]>]", re.IGNORECASE)
_RANGE = re.compile(r"\[`?[\d.]+`?, ?`?[\d.]+`?\]")
_NAME_LINK = re.compile(
    r"\[[^\]]*\]\((?P<target>[^)\s]+)[^)]*\)|<a\b[^>]*\bhref=[\"'](?P<href>[^\"']+)[\"']", re.IGNORECASE
)

# Spaces that stay before a name: '&nbsp;&nbsp;orderId', '&emsp;orderId'.
_INDENT = re.compile(r"(?:&nbsp;|&emsp;|&ensp;|&#160;|[\xa0\u2000-\u2003])+(?=[\s*`_\[<]*[A-Za-z])")

# Other spellings of a type.
_TYPES = {"arraylist": "array", "int64": "long", "datetime": "string", "null": "string"}
_TYPOS = {"ture": "true", "ture**": "true", "fasle": "false"}
# Words that make an optional row one that a condition can require, each with an example.
_REQUIRED = re.compile(
    # coin is mandatory when ...
    r"\b(?:is|are|be|becomes?|also) (?:required|mandatory|needed|compulsory)\b"
    # Required when ...
    r"|\b(?:required|mandatory|needed|compulsory) (?:param(?:eter)?|field|when|if|for|in|unless|either)\b"
    # must be passed; you must pass symbol
    r"|\bmust (?:also )?be (?:passed|sent|provided|filled|given|specified|supplied|set)\b"
    r"|\b(?:must|needs? to|has to|have to) (?:pass|send|provide|fill|specify|supply)\b(?! it as)"
    # at least one of orderId and orderLinkId
    r"|\bat least one of\b|\bone of (?:the )?(?:below|following|them|these|two)\b",
    re.IGNORECASE,
)
# Also of something else: 'the margin required for', 'whether `x` is required', 'orders that are needed to'.
_NOT_REQUIRED = re.compile(
    r"\b(?:not|isn't|n't|never|no longer|was|were|the \w+) (?:be )?(?:required|mandatory|needed)\b|"
    r"\bwhether [^.;]*?(?:required|mandatory|needed)\b|\b(?:that|which) (?:is|are) (?:required|needed) to\b",
    re.IGNORECASE,
)
_EITHER = re.compile(r"\beither\b(?P<names>[^.;]*\bor\b[^.;]*)", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]\w*")

# Cells begin their cases with a category; it is not a value of the row, except in the row of categories.
_CATEGORIES = frozenset({"linear", "inverse", "spot", "option"})
_TOKEN = re.compile(r"`([^`]+)`")
_RUN = re.compile(r"`[^`\s]+`(?:[\s,，、/]*(?:(?:and|or)\s+)?`[^`\s]+`)+")
_OTHERS = re.compile(r"\betc\b|\band so on\b|\band more\b|\.\.\.|…", re.IGNORECASE)
# Words before a value that make it an example.
_DOUBT = re.compile(
    r"\b(?:e\.?g|for example|such as|like|common(?:ly)?|typical(?:ly)?|usually|for instance)\b[^`\n]{0,20}`"
    r"|\b(?:mainly|pass through)\b",
    re.IGNORECASE,
)
# A word in code marks at a place where lists have their values.
_LISTED = re.compile(r"(?:^|[\n;；,，.:：/])\s*`([^`\s]+)`\s*(?=$|[;；,，.:：/\n(])", re.MULTILINE)
# The cases that a cell tells apart: 'For `Mint`: ...', and an amount or a range for each: '`BTC`: "15"'.
_FOR_CASE = re.compile(r"\bfor ((?:`[^`]+`[\s,/&]*(?:(?:and|or) )?)+)\s*[:：,]", re.IGNORECASE)
_MEASURED = re.compile(
    r"`([^`]+)`\s*[:：]\s*(?:\"[\d.,]+\"|[\d.,]+|(?:the )?range\b[^`]*)\s*(?=$|[;；,\n])", re.IGNORECASE | re.MULTILINE
)
_ONLY_ONE = re.compile(
    r"(?:[^`]*\b(?:fixed|only|must be|always|value)\b.*"
    r"|(?:[A-Z][^`.:]{0,40}[.:]?\s*)?`[^`]+`\s*[.,;]?(?:\s*$|\s*\n.*))",
    re.IGNORECASE | re.DOTALL,
)
_MONTH = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"
_DATED = re.compile(rf"\d{{1,2}}(?:{_MONTH})\d{{2}}")
_ARRAY = re.compile(r"\[\s*\"?[\w-]+\"?(?:\s*,\s*\"?[\w-]+\"?)*\s*\]")


_SCALARS = frozenset({"string", "integer", "int", "long", "number", "decimal", "float", "double", "boolean", "bool"})
# A figure with a meaning of its own, which a range beside it does not hold for: '"0": one time execution'.
_EXPLAINED_FIGURE = re.compile(r"[\"“`](-?\d+(?:\.\d+)?)[\"”`]\s*[:：]")


def name_link(line: str) -> str | None:
    """Return what the name of a table's row links to, or where another cell links to a heading of that name."""
    name, *others = cells_of(line)
    match = _NAME_LINK.search(name)
    if match is not None:
        return str(match["target"] or match["href"])
    targets = [str(match["target"] or match["href"]) for cell in others for match in _NAME_LINK.finditer(cell)]
    named = _letters(name)
    return next((target for target in targets if named and _letters(target.partition("#")[2]) == named), None)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).lower()


def plain(text: str) -> str:
    """Strip markup from a text: code stays in backticks, list items become lines."""
    if not _MARKED.search(text):
        return text
    text = _LIST.sub("<br>", _CODE.sub(r"`\1`", text))
    if len(_BOLD_VALUE.findall(text)) > 1:
        text = _BOLD_VALUE.sub(r"`\1\2`", text)
    text = _STRONG.sub("", _LINK.sub(r"\1", text))
    text = _ITALIC.sub(r"\1", _TAG.sub(lambda match: match[0] if match[0] == "<br>" else "", text))
    text = re.sub(r"(?:\s*<br>\s*)+", "<br>", text)
    text = _DEFAULT_LAST.sub(r", \1 (default)", _DEFAULT.sub(r"\1 (default)", html.unescape(text)))
    return _VALID_FOR.sub("<br>", text.replace("\xa0", " "))


def with_name_first(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return a table with the column of names in front, whatever stands before it, such as a number."""
    heads = [column_of(plain(cell)) for cell in cells_of(lines[0][1])] if len(lines) > 1 else []
    place = heads.index("name") if "name" in heads else 0
    if place == 0:
        return lines
    rows = ((number, cells_of(line)) for number, line in lines)
    return [
        (number, line_of([cells[place], *cells[:place], *cells[place + 1 :]]) if place < len(cells) else "")
        for number, cells in rows
    ]


def with_marked_depth(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return a table whose nested names have marks of depth where the page indents them by spaces that stay."""
    body = [line for _, line in lines[1:] if line.strip() and not is_ruler(line)]
    widths = sorted({_width(line) for line in body})
    if len(widths) < 2:
        return lines
    depths = {width: depth for depth, width in enumerate(widths)}
    return [
        (number, f"| {'>' * depths.get(_width(line), 0)} {_INDENT.sub('', line.strip().lstrip('| '), count=1)}")
        if line.strip() and not is_ruler(line)
        else (number, line)
        for number, line in lines
    ]


def _width(line: str) -> int:
    """Return how many spaces the name of a row is indented by."""
    indent = _INDENT.match(line.strip().lstrip("| "))
    text = html.unescape(indent[0]) if indent else ""
    return len(text) + sum(text.count(wide) for wide in "\u2003\u2001")


def cleaned(line: str) -> str:
    """Return a table's line with plain cells."""
    cells = cells_of(line)
    first = _BLANKS_IN_CODE.sub("> `", _FOOTNOTE.sub("", cells[0]))
    cells = [plain(cell).strip() for cell in (first, *cells[1:])]
    name = re.sub(r"^([>\s]*)", lambda marks: ">" * marks[1].count(">") + " ", cells[0]).strip().replace("`", "")
    # The first item of a list names its position in the list: 'list[0]: startTime'.
    cells[0] = re.sub(r"\]:\s*", "].", name)
    return line_of(cell.removeprefix("<br>").removesuffix("<br>") for cell in cells)


def with_common_terms(line: str, columns: ColumnHeads) -> str:
    """Spell the type and the requiredness of a row as other pages do; a cell that is missing is empty."""
    cells = cells_of(line)
    kind, required = columns.type, columns.required
    short = len(cells) == columns.columns - 1 and required is not None and kind is not None and required < kind
    if short and required is not None and required_of(cells[required]) == "unknown" and type_of(cells[required]):
        # A row of a table of answers, below the heads of a request.
        cells.insert(required, "")
    if kind is not None and len(cells) > kind:
        cells[kind] = _TYPES.get(cells[kind].lower(), cells[kind].replace("srings", "strings"))
        cells[kind] = re.sub(r"^array\s*[\[<](\w+)[\]>]$", r"array of \1s", cells[kind], flags=re.IGNORECASE)
    if required is not None and len(cells) > required:
        word = cells[required].strip("*_ ").lower()
        cells[required] = _TYPOS.get(word, word)
    return line_of(cells)


def with_items(lines: list[tuple[int, str]], columns: ColumnHeads) -> Iterator[tuple[int, str]]:
    """Yield the rows of a table; one for the items of the list above it becomes that list's type."""
    kind = columns.type
    kept: list[tuple[int, str]] = []
    for number, line in lines:
        cells = cells_of(line)
        if kept and kind is not None and len(cells) > kind and _ITEM_ROW.fullmatch(cells[0].strip("> ")):
            above = cells_of(kept[-1][1])
            if above[0].count(">") == cells[0].count(">") - 1 and above[kind].lower().startswith("array"):
                above[kind] = f"array of {cells[kind].rstrip('s')}s"
                kept[-1] = (kept[-1][0], line_of(above))
                continue
        kept.append((number, line))
    yield from kept


def request_rows(table: Iterable[DraftRow]) -> tuple[DraftRow, ...]:
    """Complete the rows of a request: the description of an optional one can say when it is required."""
    rows = tuple(table)
    names = frozenset(_all_names(rows))
    return tuple(_request_row(row, rows, names) for row in rows)


def _all_names(rows: Iterable[DraftRow]) -> Iterator[str]:
    for row in rows:
        yield row.name
        yield from _all_names(row.fields)


def _request_row(row: DraftRow, beside: tuple[DraftRow, ...], names: frozenset[str]) -> DraftRow:
    own = _with_sure_values(without_cases(row), beside, names)
    own = evolve(own, fields=tuple(_request_row(field, row.fields, names) for field in row.fields))
    return evolve(own, required="conditional") if row.required == "no" and _is_conditional(row, names) else own


def _is_conditional(row: DraftRow, names: frozenset[str]) -> bool:
    text = _NOT_REQUIRED.sub("", row.text)
    either = (set(_WORD.findall(match["names"])) & (names - {row.name}) for match in _EITHER.finditer(text))
    return _REQUIRED.search(text) is not None or any(either)


def without_cases(row: DraftRow) -> DraftRow:
    """Drop values and limits that the description of a row gives for one case only, or as an example."""
    cases = frozenset[str]() if row.name == "category" else _CATEGORIES
    values = tuple(value for value in row.values if value != '""' and "," not in value and value not in cases)
    bounded = row.min is not None or row.max is not None
    several = bounded and (len(set(_RANGE.findall(row.text))) > 1 or _has_value_outside(row))
    label = row.label if re.search(r"\w", row.label) else ""
    if row.fields or values != row.values or several or label != row.label:
        row = evolve(
            row,
            values=values,
            open=bool(values) and (row.open or any("," in value for value in row.values)),
            min=None if several else row.min,
            max=None if several else row.max,
            label=label,
            fields=tuple(map(without_cases, row.fields)),
        )
    return row


def _has_value_outside(row: DraftRow) -> bool:
    """Tell whether a cell explains a figure that its range leaves out."""
    figures = map(Decimal, _EXPLAINED_FIGURE.findall(row.text))
    return any(
        (row.min is not None and figure < row.min) or (row.max is not None and figure > row.max) for figure in figures
    )


def _with_sure_values(row: DraftRow, beside: tuple[DraftRow, ...], names: frozenset[str]) -> DraftRow:
    """Keep the values that are values of this row, and open a list that may have more."""
    if not row.values:
        return row
    if all(map(_ARRAY.fullmatch, row.values)):
        # The whole list is shown: '`["Earn"]`'.
        items = dict.fromkeys(word for value in row.values for word in re.findall(r"[\w-]+", value))
        return evolve(row, values=tuple(items), open=True)
    cases = {token for match in _FOR_CASE.finditer(row.text) for token in _TOKEN.findall(match[1])}
    cases |= set(_MEASURED.findall(row.text))
    # A cell can name only other parameters: 'cannot be sent with ...'.
    others = names - {row.name} if set(row.values) <= names - {row.name} else frozenset[str]()
    runs = (list[str](_TOKEN.findall(match[0])) for match in _RUN.finditer(row.text) if row.values[0] in match[0])
    run = next(runs, list[str]())
    # A run of which only the first word was read.
    listed = tuple(dict.fromkeys((*row.values, *run))) if len(row.values) == 1 and len(run) > 1 else row.values
    values = tuple(dict.fromkeys(value.strip("\"'") for value in listed if value not in cases and value not in others))
    if any(_DATED.search(value) for value in values) or (len(values) == 1 and _OTHERS.search(row.text)):
        return evolve(row, values=(), open=False)
    if row.type.lower() in ("integer", "int", "long") and any(re.search(r"[^\d-]", value) for value in values):
        return evolve(row, values=(), open=False)
    known = {*row.values, *values, *names, *cases, *_CATEGORIES, *(value for other in beside for value in other.values)}
    unexplained = {token.strip("\"'") for token in _LISTED.findall(row.text)} - {word.strip("\"'") for word in known}
    doubtful = (
        bool(unexplained - {row.default, ""})
        or len(values) != len(row.values)
        or _OTHERS.search(row.text) is not None
        or _DOUBT.search(row.text) is not None
        or (len(values) == 1 and _ONLY_ONE.fullmatch(row.text) is None)
    )
    return evolve(row, values=values, open=bool(values) and (row.open or doubtful))


def with_shared_values(row: DraftRow, values: tuple[str, ...], is_open: bool) -> DraftRow:
    """Give a row the values of a list that its name links to, unless its own cell lists some."""
    if row.values or not values:
        return row
    doubtful = _DOUBT.search(row.text) or _OTHERS.search(row.text) or len(values) == 1
    return evolve(row, values=values, open=is_open or bool(doubtful))


def without_fields_of_scalars(rows: Iterable[DraftRow]) -> tuple[DraftRow, ...]:
    """Give rows that stand one level too deep, below a row that is no object, to the object or list above it.

    They are fields of the list before that row, or stand beside it where there is none.
    """
    placed: list[DraftRow] = []
    for row in rows:
        inside = without_fields_of_scalars(row.fields)
        if not inside or row.type.lower() not in _SCALARS:
            placed.append(evolve(row, fields=inside))
            continue
        above = placed[-1] if placed and placed[-1].fields else None
        placed.append(evolve(row, fields=()))
        if above is None:
            placed += inside
        else:
            placed[-2] = evolve(above, fields=(*above.fields, *inside))
    return tuple(placed)


def with_known_fields(rows: tuple[DraftRow, ...]) -> tuple[DraftRow, ...]:
    """Give a list without fields those of the only other list of its name: 'same structure as above'."""
    known: dict[str, set[tuple[DraftRow, ...]]] = {}

    def collect(some: Iterable[DraftRow]) -> None:
        for row in some:
            if row.fields:
                known.setdefault(row.name, set()).add(row.fields)
                collect(row.fields)

    def completed(row: DraftRow) -> DraftRow:
        if row.fields:
            return evolve(row, fields=tuple(map(completed, row.fields)))
        others = known.get(row.name, set())
        same = len(others) == 1 and row.type.lower() in ("array", "object") and not row.values
        return evolve(row, fields=next(iter(others))) if same else row

    collect(rows)
    return tuple(map(completed, rows)) if known else rows


def with_positions(row: DraftRow) -> DraftRow:
    """Turn a list of numbered items into an array of arrays, whose fields not all pages name."""
    inside = tuple(map(with_positions, row.fields))
    places = [_POSITION.fullmatch(item.name) for item in inside]
    if not inside or not all(places):
        return evolve(row, fields=inside)
    names = [(match and match["name"]) or _described(item) for match, item in zip(places, inside, strict=True)]
    named = tuple(evolve(item, name=name) for item, name in zip(inside, names, strict=True) if name)
    return evolve(row, type="array of arrays", fields=named if len(named) == len(inside) else ())


def _described(item: DraftRow) -> str | None:
    """Return the name of an item that a page describes without one; None where the description does not tell it."""
    words = (item.label or item.text).lower()
    return next((name for start, name in _CANDLE.items() if words.startswith(start)), None)
