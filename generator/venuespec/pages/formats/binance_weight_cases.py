"""Read the cases of a weight: whether a parameter is sent, and the range that its value is in.

Each word of a case must be known. Otherwise nothing is read, and the caller reports the words.

    5 with symbol, 40 without             -> absent symbol: 40, else 5
    limit 1-100: 1; 101-500: 5; >500: 10  -> limit <= 100: 1, limit <= 500: 5, else 10
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Literal

from attrs import evolve, frozen

from ..draft import DraftCosts
from ..parts.words import words_of

CaseKind = Literal["every", "rest", "present", "absent", "range"]


@frozen
class WeightCase:
    """The units that a call takes in one case; of a range, its ends."""

    units: int
    kind: CaseKind
    name: str = ""
    least: int | None = None
    most: int | None = None
    is_open: bool = False


_SPLIT = re.compile(
    r"\s*(?:[;；。\n，]|\.(?=\s|$)|(?<![\d\s]),|,(?!\s*\d)|,(?=\s*\d+ [a-z])|\b(?:and|but)\b(?! \d+\b))\s*"
)
_UNITS = r"(?P<units>\d+)(?:\s*\((?:ip|uid)\))?(?: (?:request )?(?:weights?|units?|points?))*"
_WEIGHT_IS = r"(?:(?:it |the |request |ip )*(?:weights?|costs?|takes|权重)(?: is| are|为)?\s*[:：=]?\s*)"
_FIRST = re.compile(rf"\W*{_WEIGHT_IS}?{_UNITS}(?P<case>(?:\s*[-–—:：=]\s|[\s(（,]|$).*)", re.IGNORECASE)
_LAST = re.compile(
    rf"(?P<case>.*?\S)\s*(?:->|=>|[:：→=,-]|(?<=[a-z\s])(?=\s*\d))\s*{_WEIGHT_IS}?{_UNITS}\W*", re.IGNORECASE
)
_WORDS = re.compile(r"[A-Za-z_][A-Za-z_\d]*|\d+|<=|>=|[<>≤≥\[\](),~+-]|[\u4e00-\u9fff]+|\S")
_LONGEST = 400
_FILLER = words_of(
    """
    the a an parameter param field query argument is are was were be been has value for if when where in case of
    calls call requests request any it its this that only ( ) , -
    """
)
_SENT = words_of("with given sent passed provided specified set present supplied included single one using used 传 带")
_LACKING = words_of("without omitted missing absent no all left out empty null unset blank")
_NOT = frozenset(("not", "t", "isn", "isnt"))
_REST = words_of("otherwise else other others default cases remaining rest")
_RANGE = re.compile(
    r"[\[(]?\s*(?P<least>\d+)\s*(?:,|-|–|—|~|to|and|\.{2,3})\s*(?P<most>\d+)\s*(?P<end>[\])]?)", re.IGNORECASE
)
_MOST = re.compile(
    r"(?:(?P<closed><=|≤|=<|up to|at most|not more than|no more than|max\.?)|(?P<open><|less than|below|under))\s*"
    r"(?P<most>\d+)",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"(?:>=|≥|>|more than|greater than|above|over|at least|from)\s*(?P<least>\d+)|(?P<least2>\d+)\s*\+|"
    r"(?P<least3>\d+) (?:and|or) (?:more|above|over)",
    re.IGNORECASE,
)
_LIST = re.compile(r"=?\s*(?:\d+\s*(?:[,/]|\bor\b)\s*)*\d+", re.IGNORECASE)


def case_of(text: str, units: int, parameters: Mapping[str, bool] | None, head: str = "") -> WeightCase | None:
    """Return a case in words; None where one is not known. ``head`` is the name that a table gives for all its cases.

    ``parameters`` has the names of the request, with whether each is a number; None where they are not known.
    """
    text = text.replace("`", "").replace("*", "").strip(" :：,;.")
    words = [word for word in _WORDS.findall(text) if word.lower() not in _FILLER]
    lower = [word.lower() for word in words]
    if not words:
        return WeightCase(units, "every") if not text else None
    if {*lower} <= _REST | {"all"}:
        return WeightCase(units, "rest")
    if any(map(str.isdigit, words)):
        return _of_value(text, units, parameters, head)
    named = dict.fromkeys(name for word in words if (name := _name(word, parameters)))
    other = [word.lower() for word in words if not _name(word, parameters)]
    known = {*other} <= _SENT | _LACKING | _NOT
    name = next(iter(named), "") or _name(head, parameters) or ""
    if not known or not other or len(named) > 1 or not name or f"{name}s" in (parameters or ()):
        return None
    lacking, denied = _LACKING.intersection(other), _NOT.intersection(other)
    if denied and lacking:
        return None
    return WeightCase(units, "absent" if lacking or denied else "present", name)


def costs_of_cases(
    stated: str | Sequence[WeightCase], parameters: Mapping[str, bool] | None = None
) -> DraftCosts | None:
    """Return the weight of cases, or of a text with some; None where they do not make a whole."""
    cases = _cases(stated, parameters) if isinstance(stated, str) else stated
    if not cases:
        return None
    names = {case.name for case in cases if case.name}
    kinds = [case.kind for case in cases]
    if kinds == ["every"]:
        return cases[0].units
    if "every" in kinds or len(names) != 1 or kinds.count("rest") > 1:
        return None
    [name] = names
    if len(cases) == 2 and {*kinds} in ({"present", "absent"}, {"present", "rest"}, {"absent", "rest"}):
        absent = next((case for case in cases if case.kind == "absent"), None)
        absent = absent or next(case for case in cases if case.kind == "rest")
        other = next(case for case in cases if case is not absent)
        return ({"when": {"absent": name}, "is": absent.units}, {"is": other.units})
    return _of_ranges(name, cases) if {*kinds} <= {"range", "rest"} else None


def _cases(text: str, parameters: Mapping[str, bool] | None) -> list[WeightCase]:
    """Return the cases of a text, in which the name of one may stand in another; nothing where one is not read."""
    if len(text) > _LONGEST:
        return []
    found: list[WeightCase] = []
    name = ""
    for clause in filter(None, _SPLIT.split(text)):
        if not any(map(str.isdigit, clause)):
            continue  # 'Careful when accessing this with no symbol'
        matches = filter(None, (_FIRST.fullmatch(clause), _LAST.fullmatch(clause)))
        read = (case_of(match["case"], int(match["units"]), parameters, name) for match in matches)
        case = next(filter(None, read), None)
        if case is None:
            return []
        name = case.name or name
        found.append(case)
    return found


def _name(word: str, parameters: Mapping[str, bool] | None) -> str:
    """Return the parameter that a word names, as the request spells it; '' for other words."""
    lower = word.lower()
    if parameters is None:
        return lower.removesuffix("s") if lower not in _SENT | _LACKING | _NOT and lower.isidentifier() else ""
    spelled = {name.lower(): name for name in parameters}
    return spelled.get(lower) or spelled.get(lower.removesuffix("s"), "")


def _of_value(text: str, units: int, parameters: Mapping[str, bool] | None, head: str) -> WeightCase | None:
    first = re.match(
        r"(?:(?:if|when|for|with|the) )*(?P<name>[A-Za-z_]\w*)\s*(?:is |of |in |between |from |[:=]\s*)?", text
    )
    name = _name(first["name"], parameters) if first else ""
    rest = text[first.end() :] if first and name else text
    name = name or _name(head, parameters)
    if not name or (parameters is not None and not parameters[name]):
        return None
    rest = rest.strip()
    case = WeightCase(units, "range", name)
    if match := _RANGE.fullmatch(rest):
        return evolve(case, least=int(match["least"]), most=int(match["most"]), is_open=match["end"] == ")")
    if match := _MOST.fullmatch(rest):
        return evolve(case, most=int(match["most"]), is_open=match["open"] is not None)
    if match := _ABOVE.fullmatch(rest):
        return evolve(case, least=int(match["least"] or match["least2"] or match["least3"]))
    if _LIST.fullmatch(rest):
        return evolve(case, most=max(map(int, re.findall(r"\d+", rest))))
    return None


def _of_ranges(name: str, cases: Sequence[WeightCase]) -> DraftCosts | None:
    """Return the weights of ranges that follow each other without a gap; the last holds for all above it."""
    rest = [case for case in cases if case.kind == "rest" or case.most is None]
    bounded = sorted((case for case in cases if case not in rest), key=lambda case: case.most or 0)
    if len(rest) > 1 or not bounded:
        return None
    steps = [*bounded, *(case for case in rest if case.kind == "range")]
    for before, after in pairwise(steps):
        end = before.most or 0
        if after.most == before.most or not (after.least is None or end <= after.least <= end + 1):
            return None
    last = rest[0] if rest else bounded.pop()
    if not bounded:
        return last.units
    whens: list[Mapping[str, Any]] = [
        {"when": {"lt" if case.is_open else "lte": {name: case.most}}, "is": case.units} for case in bounded
    ]
    return (*whens, {"is": last.units})
