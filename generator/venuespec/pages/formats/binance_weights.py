"""What a call costs, as the pages say: below the heading of the weight, behind a label, in a sentence or in a table."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial

from attrs import define, field

from ..draft import DraftCosts, DraftLimit
from ..parts.columns import NumberedLines, cells_of, end_of_bars
from ..parts.sentences import sentences_of
from ..parts.sieve import Sieve
from ..parts.words import words_of
from .binance_weight_cases import WeightCase, case_of, costs_of_cases

# '**5**', '**50(IP)**', 'Weight: 30 per call' ...
_PLAIN = re.compile(
    r"(?:(?:the |request |ip |api )*weight(?: is| of [\w ]{1,20} is)?\s*[:=]?\s*)?(\d+)(?:\s*\((?:IP|"
    r"UID)\))?(?: units?|"
    r" points?)?"
    r"(?:,? (?:per|for (?:each|every|any|a)|each|every|a) (?:call|request))?\W*",
    re.IGNORECASE,
)
_SHARE = re.compile(r"share (?P<rate>\d+/\d+min)/IP rate limit with `?(?P<with>[A-Z]+ /[\w/]+)`?")
_OF_BUDGET = re.compile(r"(\d+) on [\w ]*?rate limit\s*\((?P<header>[\w-]+)\)")
_BUDGETS = {
    "x-mbx-used-weight-1m": "weight",
    "x-mbx-order-count-10s": "orders_10s",
    "x-mbx-order-count-1m": "orders_1m",
}
_RATE = re.compile(r"(\d+)/(hour|day)")
SECONDS = {"hour": 3600, "day": 86_400, "month": 2_592_000}
_Complaint = Callable[[str], None]
Parameters = Mapping[str, bool]
"""The names of a request's parameters, and whether each is a number."""

_OF_WHAT = r"(?:the |api |request |call |endpoint |ip |uid |rate[- ]limit(?:ing)? )*"
_KEY = r"(?:\s*[(（](?:ip|uid)[)）])?"
_LABEL = rf"{_OF_WHAT}(?:weights?|请求权重|权重)(?: cost| value)?{_KEY}"
# 'Weight: 1', '- **Request weight (IP)** - 5', '权重：1', 'Weight 5'.
_LABELLED = Sieve(
    rf"[\s>*_`•·#|-]*{_LABEL}[*_`\s]*(?:[:：=]|\s[-–—]+\s|(?<=\s)(?=[*_`]*\d)|(?<=[*])\s*(?=\d))(?P<words>.*\d.*)"
)
# 'GET /fapi/v1/depth (Weight: 5)', '... | Weight 5'.
_BEHIND = Sieve(rf"(?:[\s([（|,;–—-]+){_LABEL}[*_`\s]*[:：=]?[*_`\s]*(?P<words>\d[^()（）\[\]|]*)[)\]）|\s]*")
_IN_WORDS = re.compile(r"[a-z]+|\d+|[^\sa-z\d]")
# What a sentence on a weight may say beside the figure.
_BESIDE = words_of(
    """
    the a an this that each every any api request requests call calls endpoint method query ip uid weight weights of
    for is has have costs cost takes consumes uses carries counts as it to with per one single unit units point points
    its equals ( ) * ` : = . ,
    """
)
# A further line: '**40** when the symbol parameter is omitted'.
_GOES_ON = re.compile(r"[\s*•>-]*\d+\b[^|]*$")
_MARKS = re.compile(r"[*]{1,2}|`")
_SPEAKS = Sieve(r"\bweights?\b|权重")
OF_WEIGHTS = re.compile(rf"{_LABEL}|request weigh\w*", re.IGNORECASE)
"""A heading, or the head of a column, of weights."""


def limit(number: int, seconds: int, key: tuple[str, ...], scope: str | None = None) -> DraftLimit:
    """Return a limit of requests."""
    return DraftLimit(limit=number, window=Decimal(seconds), key=key, scope=scope)


def costs_of_words(
    text: str, complain: _Complaint, parameters: Parameters
) -> tuple[dict[str, DraftCosts], list[DraftLimit]]:
    """Return the costs by budget, and the limits beside them, of the words below the heading."""
    limits: list[DraftLimit] = []
    if shared := _SHARE.search(text):
        count, minutes = re.findall(r"\d+", shared["rate"])
        limits.append(limit(int(count), int(minutes) * 60, ("ip",), f"shared with {shared['with']}"))
        text = text.replace(shared[0], "").strip()
    limits += [limit(int(count), SECONDS[span], ()) for count, span in _RATE.findall(text)]
    text = _RATE.sub("", text).strip(" ,，")
    if not text:
        return {}, limits
    if match := _PLAIN.fullmatch(text):
        return {"weight": int(match[1])}, limits
    costs: dict[str, DraftCosts] = {}
    for units, told in _OF_BUDGET.findall(text):
        if (budget := _BUDGETS.get(told.lower())) is None:
            complain(f"the budget of {told} is not known")
        else:
            costs[budget] = int(units)
    by_case = None if costs else costs_in_words(text, parameters)
    if by_case is not None:
        return {"weight": by_case}, limits
    if not costs:
        complain(f"the weight is not understood: {text[:80]}")
    return costs, limits


def costs_in_words(text: str, parameters: Parameters | None) -> DraftCosts | None:
    """Return the weight that a text states, for every call or by case; None where a word is not understood.

    Without ``parameters`` any word can be the name of one.
    """
    words = _IN_WORDS.findall(text.lower())
    figures = [word for word in words if word.isdigit()]
    if len(figures) == 1 and {*words} - {*figures} <= _BESIDE:
        return int(figures[0])
    return costs_of_cases(text, parameters)


def _speaks_of_weight(line: str) -> bool:
    return _SPEAKS.found(line) and any(map(str.isdigit, line))


@define
class StatedWeights:
    """What a page says of the weight of one endpoint: lines in groups, and tables, each with its first line."""

    groups: list[tuple[int, str]] = field(factory=list[tuple[int, str]])
    tables: list[tuple[int, list[str], list[list[str]]]] = field(factory=list[tuple[int, list[str], list[list[str]]]])
    below: list[tuple[int, str]] = field(factory=list[tuple[int, str]])

    def read_below(self, number: int, line: str) -> None:
        """Take a line below the heading of the weight."""
        self.below.append((number, line))

    def read_label(self, lines: NumberedLines, index: int) -> int:
        """Take a line that begins with the label of a weight, with those that go on; return how many there are."""
        number, line = lines[index]
        match = _LABELLED.fullmatch(line.strip()) if _speaks_of_weight(line) else None
        if match is None:
            return 0
        words = [match["words"]]
        for _, further in lines[index + 1 :]:
            if _GOES_ON.match(further) is None:
                break
            words.append(further)
        stated = _joined(words)
        if costs_in_words(stated, None) is None and len(sentences_of(stated)) > 1:
            return 0
        self.groups.append((number, stated))
        return len(words)

    def read_behind(self, number: int, line: str) -> None:
        """Take the weight behind a method and path: 'GET /depth (Weight: 5)'."""
        match = _BEHIND.search(line) if _speaks_of_weight(line) else None
        if match is not None:
            self.groups.append((number, _joined([match["words"]])))

    def without(self, number: int, line: str) -> str:
        """Take the sentences of a line that state a weight and no more; return the line without them."""
        if not _speaks_of_weight(line):
            return line
        for sentence in sentences_of(line):
            if not _SPEAKS.found(sentence) or sentence not in line:
                continue
            labelled, plain = _LABELLED.fullmatch(sentence), _joined([sentence])
            if labelled is not None or costs_in_words(plain, None) is not None:
                self.groups.append((number, _joined([labelled["words"]]) if labelled else plain))
                line = line.replace(sentence, "", 1)
        return line if any(map(str.isalpha, line)) else ""

    def read_table(self, lines: NumberedLines, index: int, *, is_said: bool) -> int | None:
        """Take a table of weights, by its heads or, where it ``is_said`` above, any; return the index behind it.

        Returns None for another table.
        """
        end = index + 2
        if not is_said and not any(_SPEAKS.found(line) for _, line in (lines[index], *lines[end : end + 1])):
            return None
        end = end_of_bars(lines, end)
        heads, *rows = (cells_of(line) for _, line in (lines[index], *lines[index + 2 : end]))
        is_headed = any(OF_WEIGHTS.fullmatch(_plain(head)) for head in heads)
        is_row = len(rows) == 1 and bool(rows[0]) and OF_WEIGHTS.fullmatch(_plain(rows[0][0])) is not None
        if not (is_said or is_headed or is_row):
            return None
        self.tables.append((lines[index][0], heads, rows))
        return end

    def costs(
        self, parameters: Parameters, complain: Callable[[int, str], None]
    ) -> tuple[dict[str, DraftCosts], list[DraftLimit]]:
        """Return the costs by budget, and the limits beside them, for a request with parameters."""
        found: list[tuple[dict[str, DraftCosts], int]] = []
        limits: list[DraftLimit] = []
        for number, heads, rows in self.tables:
            if (weight := costs_of_table(heads, rows, parameters)) is None:
                complain(number, f"the weights of this table are not understood: {' | '.join(heads)[:60]}")
            else:
                found.append(({"weight": weight}, number))
        below = _joined(line for _, line in self.below)
        is_text = below and (not self.tables or any(map(str.isdigit, below)))
        groups = [(self.below[0][0], below), *self.groups] if is_text else self.groups
        for number, words in groups:
            costs, beside = costs_of_words(words, partial(complain, number), parameters)
            limits += beside
            found += [(costs, number)] if costs else []
        costs = found[0][0] if found else {}
        for other, number in found[1:]:
            if other != costs:
                complain(number, "the page states another weight before")
                costs = {}
        return costs, limits


def costs_of_table(heads: Sequence[str], rows: Sequence[Sequence[str]], parameters: Parameters) -> DraftCosts | None:
    """Return the weights of a table: one for every call, or by the value or presence of a parameter."""
    if len(rows) == 1 and len(rows[0]) == len(heads) and OF_WEIGHTS.fullmatch(_plain(rows[0][0])):
        heads, rows = (heads[0], rows[0][0]), list(zip(heads[1:], rows[0][1:], strict=True))
    heads = [_plain(head) for head in heads]
    places = [at for at, head in enumerate(heads) if OF_WEIGHTS.fullmatch(head)]
    place = places[0] if places else len(heads) - 1
    cases: list[WeightCase] = []
    above = ""
    for row in rows:
        cells = [_plain(cell) for cell in row]
        units = _PLAIN.fullmatch(cells[place]) if len(cells) == len(heads) else None
        if len(places) > 1 or units is None:
            return None
        others = [cell for at, cell in enumerate(cells) if at != place]
        if len(rows) == 1 and not any(map(str.isdigit, "".join(others))):
            return int(units[1])  # 'IP' above '30', 'USER_DATA' beside '5'
        above = others[0] or above
        said = " ".join(filter(None, (above, *others[1:])))
        case = case_of(said, int(units[1]), parameters, heads[1 - place] if len(heads) == _BOTH else "")
        if case is None:
            return None
        cases.append(case)
    return costs_of_cases(cases, parameters)


_BOTH = 2


def _plain(cell: str) -> str:
    return " ".join(cell.replace("*", "").replace("`", "").replace("\\", "").split())


def _joined(lines: Iterable[str]) -> str:
    """Return lines without marks and more than one blank in a row."""
    return "\n".join(" ".join(_MARKS.sub("", line).split()) for line in lines).strip()
