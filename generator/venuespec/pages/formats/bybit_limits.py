"""Read Bybit's rate limits: tables of many endpoints, on whatever page they stand, and what an endpoint's page says.

A row of such a table names its endpoint by path or by a link to its page. Limits are counted by user unless the words
beside them say otherwise. Where two places name different limits the lower one is taken, which keeps both.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from attrs import evolve, field, frozen

from ..draft import Diagnostic, DraftLimit
from ..parts.folder import PageFolder
from ..parts.grid import Cell, grid
from ..parts.limits import limits
from ..parts.page import page_text
from .bybit_links import follow

# A cell of a table with a method.
_HAS_ROWS = re.compile(r"[|>]\s*[`*]*(?:GET|POST|PUT|DELETE|PATCH)\b", re.IGNORECASE)
_METHOD = re.compile(r"(GET|POST|PUT|DELETE|PATCH)", re.IGNORECASE)
_METHOD_AND_NAME = re.compile(rf"(?P<method>{_METHOD.pattern[1:-1]})[\s:]+(?P<name>[/\[<].+)", re.IGNORECASE)
_PATH = re.compile(r"/?(v\d+/[\w./{}-]+|(?<=/)[\w-]+/[\w./{}-]+)")
_LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)[^)]*\)|<a\b[^>]*\bhref=[\"'](?P<href>[^\"']+)[\"']")
_MARKS = re.compile(r"[*`]|</?(?:b|strong|code|nobr|span)\b[^>]*>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TABLE = re.compile(r"<table\b.*?(?:</table>|\Z)", re.DOTALL | re.IGNORECASE)
_RULER = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*")
# The categories in which a batch counts as many orders as it has; in the others it counts as one request.
_BY_ORDER = re.compile(r"instructions for batch endpoints.*?when category = ([a-z ]+)", re.DOTALL | re.IGNORECASE)
_BATCH = re.compile(r"/v5/order/\w+-batch")
_CATEGORIES = frozenset({"linear", "inverse", "option", "spot"})
_NO_LIMIT = re.compile(r"[-–—]?|n/?a|none|no limit", re.IGNORECASE)
_LIMIT_HEAD = re.compile(r"limit|rate|frequency|quota", re.IGNORECASE)
_BESIDE_LIMIT = re.compile(r"upgrad|adjust|custom", re.IGNORECASE)

# Other spellings of '10 requests per second', each with an example.
_SPELLINGS = (
    (re.compile(r"\breqs?\b\.?", re.IGNORECASE), "requests"),  # 10 reqs / sec
    (re.compile(r"\b(?:calls?|queries|query)\b", re.IGNORECASE), "requests"),  # 10 calls per second
    (re.compile(r"\bsecs?\b\.?", re.IGNORECASE), "second"),  # 10 req / sec
    (re.compile(r"\bmins?\b\.?", re.IGNORECASE), "minute"),  # 300 req / min
    (
        re.compile(r"\b(?:every|each)\s+(?=\d|second|minute|hour|day)", re.IGNORECASE),
        "per ",
    ),  # 2 requests every 5 seconds
    (re.compile(r"(?<=\d)\s+requests?\s+an?\s+(?=second|minute|hour|day)", re.IGNORECASE), " requests per "),
    (re.compile(r"\bwithin\s+(?:an?\s+)?(?=\d|second|minute)", re.IGNORECASE), "in "),  # 10 times within 5 minutes
    (re.compile(r"(?<=\d)-(?=second|minute|hour)", re.IGNORECASE), " "),  # a 5-second window
    (re.compile(r"\bonce (?=per|in)", re.IGNORECASE), "1 requests "),  # once every 10 seconds
    (re.compile(r"(?<=\d)\s*/\s*(?=second|minute|hour|s\b)", re.IGNORECASE), " requests per "),  # 10 / s
    (re.compile(r"(?<=requests)\s*/\s*", re.IGNORECASE), " per "),  # 10 requests / second
    (re.compile(r"\bQPS\s*(?:[:=]\s*)?(\d+)", re.IGNORECASE), r"\1 requests per second"),  # QPS: 10
)
_CLAUSE = re.compile(r"[,;，；]\s+|(?<=[a-z)])\.\s+|\band (?=\d)|<br\s*/?>|\n")
_KEYS = (
    (re.compile(r"\bIP\b|\bIP address|\bper address", re.IGNORECASE), ("ip",)),
    (re.compile(r"\bglobal(?:ly)?\b|\ball users\b", re.IGNORECASE), ()),
    (re.compile(r"\bUID\b|\bper user\b|\buser id\b|\bper account\b", re.IGNORECASE), ("user_id",)),
)
_BY_NAMES = re.compile(r"\bper (?P<names>\w+(?:\s*(?:/|\+|and)\s*\w+)*) combination", re.IGNORECASE)
_STATES = re.compile(
    r"rate[ -]?lim\w*|frequency|\bup to\b|\bat most\b|\bno more than\b|\bmaximum\b|\bonly .* once\b"
    r"|\bthrottl|\bcan (?:be )?call|\blimited to\b",
    re.IGNORECASE,
)
# A figure that can only be a limit, in whatever sentence.
_UNIT = re.compile(r"\d\s*(?:req|call|quer|times)", re.IGNORECASE)
_LABEL = re.compile(r"\W*(?:[\w-]+ ){0,3}(?:rate|frequency|request)[ -]?lim\w*\W*(?:<br\s*/?>)?\W*", re.IGNORECASE)
_ELSEWHERE = re.compile(r"rate[-_ ]limit[\w/.#-]*\)|\brefer\b|\bhere\b", re.IGNORECASE)
# A figure that is computed from a limit: 'up to 20 * 10 = 200 orders in one second'.
_COMPUTED = re.compile(r"(?<!\d)\d++(?:(?: ?[*x×] ?| )\d++)? = \d+ \w+")
_EXAMPLE = re.compile(r"\be\.g|\bfor example\b|\bby default\b|\bdefault\b|\bexceed|\bwhen you\b", re.IGNORECASE)

DraftLimits = tuple[DraftLimit, ...]


@frozen
class _Entry:
    """A row of a table of limits; ``unread`` is the text of a cell that is not understood."""

    file: Path
    line: int
    limits: DraftLimits
    unread: str = ""


@frozen
class EndpointLimits:
    """The limits of an endpoint, and what was not understood of them."""

    limits: DraftLimits = ()
    diagnostics: tuple[Diagnostic, ...] = field(factory=tuple)


def limits_of(page: Path, folder: PageFolder, method: str, path: str, prose: str = "", line: int = 1) -> EndpointLimits:
    """Return an endpoint's limits, from the tables of the folder and from the prose of its own page.

    Some rows of the tables stand under another method, so that a path is also looked up without its method.
    """
    own, doubtful = _stated(prose)
    entries = _entries(page, folder, method, path)
    diagnostics = [
        Diagnostic(
            file=entry.file, line=entry.line, code="limit-unread", message=f"a limit is not understood: {entry.unread}"
        )
        for entry in entries
        if entry.unread
    ]
    tables = list(dict.fromkeys(entry.limits for entry in entries if entry.limits))
    known = {(limit.limit, limit.window) for table in (own, *tables) for limit in table}
    for text, rates in doubtful:
        if not rates or not rates <= known:
            message = f"the page speaks of a rate limit in words that are not understood: {text[:80]}"
            diagnostics.append(Diagnostic(file=page, line=line, code="limit-unread", message=message))
    chosen, differ = _lowest([table for table in (own, *tables) if table])
    if differ:
        message = f"the pages name different limits, of which the lowest is taken: {differ}"
        diagnostics.append(Diagnostic(file=page, line=line, code="limits-differ", message=message))
    return EndpointLimits(chosen, tuple(diagnostics))


def _lowest(places: list[DraftLimits]) -> tuple[DraftLimits, str]:
    """Return the limits of the first place, each no higher than at the others; and how they differ, if they do."""
    if not places:
        return (), ""
    scoped = next((place for place in places if any(limit.scope for limit in place)), None)
    base = scoped or places[0]
    single = [place for place in places if place is not base and all(limit.scope is None for limit in place)]
    if scoped is not None or not single:
        return base, ""
    first = base[0]
    rates = {(limit.limit, limit.window) for place in (base, *single) for limit in place[:1]}
    if len(rates) == 1:
        return base, ""
    count, window = min(rates, key=lambda rate: rate[0] / rate[1])
    told = " and ".join(f"{one} in {span} s" for one, span in sorted(rates))
    return (evolve(first, limit=count, window=window), *base[1:]), told


def _entries(page: Path, folder: PageFolder, method: str, path: str) -> tuple[_Entry, ...]:
    table = _table(folder)
    by_page = table.get((method, page.resolve().as_posix()), ())
    own = table.get((method, path), ())
    if own or by_page:
        return (*own, *by_page)
    return next((entries for (_, known), entries in table.items() if known == path), ())


@lru_cache(maxsize=4)
def _table(folder: PageFolder) -> Mapping[tuple[str, str], tuple[_Entry, ...]]:
    """Return the rows of all tables of limits, by method and by path or by the page that they link to."""
    table: dict[tuple[str, str], tuple[_Entry, ...]] = {}
    for file in folder.pages(".mdx", ".md"):
        if not folder.holds(file):
            continue
        text = page_text(file)
        if _HAS_ROWS.search(text) and "limit" in text.lower():
            for key, entry in _rows_of(file, text, folder):
                if entry.limits or entry.unread:
                    table[key] = (*table.get(key, ()), entry)
    return table


def _rows_of(file: Path, text: str, folder: PageFolder) -> Iterator[tuple[tuple[str, str], _Entry]]:
    by_order = _BY_ORDER.search(text)
    counted = frozenset(by_order[1].split()) & _CATEGORIES if by_order else frozenset[str]()
    for table in _tables(text):
        heads: list[str] = []
        for row in table:
            texts = [_MARKS.sub("", cell.html).strip() for cell in row]
            if any(cell.heading for cell in row):
                heads = texts
                continue
            both = [(at, match) for at, cell in enumerate(texts[:3]) if (match := _METHOD_AND_NAME.fullmatch(cell))]
            texts = [dict(both)[at]["name"] if at in dict(both) else cell for at, cell in enumerate(texts)]
            method = next((cell.upper() for cell in texts[:3] if _METHOD.fullmatch(cell)), None)
            method = method or next((match["method"].upper() for _, match in both), None)
            named = [at for at, cell in enumerate(texts[:4]) if _path(_BREAK.split(cell)[0]) or _LINK.search(cell)]
            if method is None or not named:
                continue
            rest = [
                (cell, head)
                for cell, head in zip(row[named[0] + 1 :], heads[named[0] + 1 :], strict=False)
                if not _BESIDE_LIMIT.search(head)
            ]
            for part in _BREAK.split(texts[named[0]]):
                for key in _names(part, file, folder):
                    batch = counted if _BATCH.fullmatch(key) else frozenset[str]()
                    yield (method, key), _entry(file, row[0].line, rest, batch)


def _tables(text: str) -> Iterator[list[list[Cell]]]:
    """Yield the tables of a page, written as HTML or with bars, as rows of cells."""
    for match in _TABLE.finditer(text):
        yield grid(match[0], text.count("\n", 0, match.start()) + 1)
    rows: list[list[Cell]] = []
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if _RULER.fullmatch(line) and rows:
            for cell in rows[-1]:
                cell.heading = True
        elif line.lstrip().startswith("|"):
            rows.append([Cell(html=cell.strip(), line=number) for cell in line.strip().strip("|").split("|")])
        elif rows:
            yield rows
            rows = []


def _path(text: str) -> str | None:
    match = _PATH.fullmatch(text.partition("?")[0].strip())
    return f"/{match[1]}" if match else None


def _names(text: str, file: Path, folder: PageFolder) -> Iterator[str]:
    """Yield what a cell names an endpoint by: its path, or the page that it links to."""
    path = _path(_LINK.sub("", text).strip() or re.sub(r"\[([^\]]*)\].*", r"\1", text).strip())
    if path:
        yield path
        return
    link = _LINK.search(text)
    target = follow(link["target"] or link["href"], file, folder).page if link else None
    if link and target is None:
        # Such a link can be written from the top of the tree.
        target = follow("/" + (link["target"] or link["href"]).lstrip("./"), file, folder).page
    if target is not None:
        yield target.resolve().as_posix()


def _entry(file: Path, line: int, cells: list[tuple[Cell, str]], by_order: frozenset[str]) -> _Entry:
    """Return the limits of a row; a cell that spans columns is one budget.

    Categories in ``by_order`` count orders, all others count requests.
    """
    budgets: dict[int, tuple[DraftLimits, list[str]]] = {}
    unread = ""
    for cell, head in cells:
        text = _MARKS.sub("", cell.html)
        rates = _rates(text, head)
        if rates:
            budgets.setdefault(id(cell), (rates, []))[1].append(head)
        elif not _NO_LIMIT.fullmatch(text.strip()) and (_LIMIT_HEAD.search(head) or head in _CATEGORIES):
            unread = unread or text.strip()
    several = len(budgets) > 1
    by_category = all(set(heads) <= _CATEGORIES for _, heads in budgets.values())
    return _Entry(
        file,
        line,
        tuple(
            evolve(
                limit,
                scope=" and ".join(sorted(heads)) if several and by_category else None,
                counts="order" if by_category and set(heads) <= by_order else "request",
            )
            for rates, heads in budgets.values()
            for limit in rates
        ),
        unread,
    )


def _canonical(text: str) -> str:
    plain = re.sub(r"(?<=\d),(?=\d{3}\b)", "", _MARKS.sub("", text))
    for pattern, spelled in _SPELLINGS:
        plain = pattern.sub(spelled, plain)
    return re.sub(r"\s+", " ", plain)


def _rates(text: str, label: str = "") -> DraftLimits:
    """Return the limits in a text, each counted by what stands in its own clause or, if nothing does, in the label."""
    found: list[DraftLimit] = []
    for clause in _CLAUSE.split(text):
        for limit in limits(_canonical(clause)):
            found.append(evolve(limit, key=_key(clause, label), scope=None))
    return tuple(dict.fromkeys(found))


def _key(clause: str, label: str) -> tuple[str, ...]:
    """Return what a limit is counted by: 'per chain/coin combination', 'per IP'; the user if nothing is said."""
    if by_names := _BY_NAMES.search(clause):
        return ("user_id", *sorted(re.split(r"\s*(?:/|\+|\band\b)\s*", by_names["names"])))
    said = (key for text in (clause, label) for words, key in _KEYS if words.search(text))
    return next(said, ("user_id",))


def _stated(prose: str) -> tuple[DraftLimits, list[tuple[str, set[tuple[int, Decimal]]]]]:
    """Return the limits that a page's prose states, and the lines about limits that may state others."""
    stated: dict[DraftLimit, None] = {}
    doubtful: list[tuple[str, set[tuple[int, Decimal]]]] = []
    for line in _joined(prose.splitlines()):
        text = _COMPUTED.sub("", re.sub(r"^[\s>*+-]+", "", _MARKS.sub("", line)))
        named = _LABEL.match(text) is not None
        rates = _rates(text, text.partition(":")[0] if named else "")
        if rates and _STATES.search(text) and not _EXAMPLE.search(text):
            stated.update(dict.fromkeys(rates))
        elif (rates and (_STATES.search(text) or _UNIT.search(text))) or (named and not _ELSEWHERE.search(text)):
            doubtful.append((text, {(limit.limit, limit.window) for limit in rates}))
    return tuple(stated), doubtful


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines; one that is only a label ('Rate limit:') together with the line below it."""
    label = ""
    for line in lines:
        if not label and _LABEL.fullmatch(_MARKS.sub("", line)):
            label = f"{line} "
            continue
        yield label + line
        label = ""
    if label:
        yield label
