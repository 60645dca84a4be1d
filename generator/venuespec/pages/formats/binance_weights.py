"""What a call costs, as the pages say below the heading of the weight."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from ..draft import DraftCosts, DraftLimit

# '**5**', '**50(IP)**', '1 for a single symbol; 40 when the symbol parameter is omitted', 'Weight: 30 per call' ...
_PLAIN = re.compile(
    r"(?:(?:the |request |ip |api )*weight(?: is| of [\w ]{1,20} is)?\s*[:=]?\s*)?(\d+)(?:\s*\(IP\))?(?: units?|"
    r" points?)?"
    r"(?:,? (?:per|for (?:each|every|any|a)|each|every|a) (?:call|request))?\W*",
    re.IGNORECASE,
)
_SHARE = re.compile(r"share (?P<rate>\d+/\d+min)/IP rate limit with `?(?P<with>[A-Z]+ /[\w/]+)`?")
_BY_PRESENCE = re.compile(
    r"\W*(?P<one>\d+) (?:for a single (?P<name>\w+)|with (?P<name2>\w+))\W+"
    r"(?P<all>\d+) (?:when the (?P<name3>\w+) parameter is omitted|without (?P<name4>\w+)).*"
)
_OF_BUDGET = re.compile(r"(\d+) on [\w ]*?rate limit\s*\((?P<header>[\w-]+)\)")
_BUDGETS = {
    "x-mbx-used-weight-1m": "weight",
    "x-mbx-order-count-10s": "orders_10s",
    "x-mbx-order-count-1m": "orders_1m",
}
_RANGE = re.compile(r"\[\s*(?P<least>\d+)\s*,\s*(?P<most>\d+)\s*(?P<end>[\])])")
_ABOVE = re.compile(r">\s*(\d+)")
_RATE = re.compile(r"(\d+)/(hour|day)")
SECONDS = {"hour": 3600, "day": 86_400, "month": 2_592_000}
_Complaint = Callable[[str], None]


def limit(number: int, seconds: int, key: tuple[str, ...], scope: str | None = None) -> DraftLimit:
    """Return a limit of requests."""
    return DraftLimit(limit=number, window=Decimal(seconds), key=key, scope=scope)


def costs_of_words(text: str, complain: _Complaint) -> tuple[dict[str, DraftCosts], list[DraftLimit]]:
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
    if match := _BY_PRESENCE.fullmatch(text.replace("* ", "")):
        name = match["name"] or match["name2"] or match["name3"]
        return {"weight": ({"when": {"absent": name}, "is": int(match["all"])}, {"is": int(match["one"])})}, limits
    costs: dict[str, DraftCosts] = {}
    for units, told in _OF_BUDGET.findall(text):
        if (budget := _BUDGETS.get(told.lower())) is None:
            complain(f"the budget of {told} is not known")
        else:
            costs[budget] = int(units)
    if not costs:
        complain(f"the weight is not understood: {text[:80]}")
    return costs, limits


def costs_by_value(name: str, rows: Sequence[list[str]], complain: _Complaint) -> DraftCosts | None:
    """Return the weights of a table by the value of a parameter, which rises; None where nothing is understood."""
    cases: list[Mapping[str, Any]] = []
    for row in rows:
        values, weight = row[0], row[-1]
        units = int(weight) if weight.isdigit() else None
        listed = [value.strip() for value in values.split(",")]
        if units is None:
            complain(f"a weight is not understood: {' | '.join(row)[:60]}")
        elif match := _RANGE.fullmatch(values):
            op = "lt" if match["end"] == ")" else "lte"
            cases.append({"when": {op: {name: int(match["most"])}}, "is": units})
        elif _ABOVE.fullmatch(values):
            cases.append({"is": units})
        elif all(value.isdigit() for value in listed):
            cases.append({"when": {"lte": {name: max(map(int, listed))}}, "is": units})
        else:
            complain(f"a weight is not understood: {' | '.join(row)[:60]}")
    if not cases:
        return None
    last: Mapping[str, Any] = {"is": cases[-1]["is"]}
    return int(last["is"]) if len(cases) == 1 else (*cases[:-1], last)
