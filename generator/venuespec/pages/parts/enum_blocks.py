"""Read the values of a parameter below a title that names it, and in enumerations of code.

    **Order types (orderTypes, type):**   above '* LIMIT', '* `MARKET`', a block of code, 'LIMIT, MARKET' or a table
    enum PosMode { Net = 'net_mode' }     for the row of posMode, or a row of the type PosMode

Each line must be a code, with or without a meaning. A block with any other line gives no values.
"""

import re
from collections.abc import Iterator

from .columns import NumberedLines, cells_of, end_of_bars, is_ruler
from .words import column_of

_BRACKETED = re.compile(
    r"(?P<label>[A-Z\u4e00-\u9fff][\w /&-]{0,40}?) "
    r"?[(（](?P<names>[A-Za-z][\w.]*(?:\s*[,，、/]\s*[A-Za-z][\w.]*){0,4})[)）]"
)
# A title of something else than the values of a parameter.
_OF_OTHERS = re.compile(
    r"\b(?:examples?|samples?|responses?|requests?|required|mandatory|optional|errors?|codes?|notes?|defaults?|"
    r"deprecated|"
    r"recommended|popular|common|restricted|unsupported|removed|forbidden|limits?|headers?|body|query|path|fields?|get|"
    r"post|put|delete)\b",
    re.IGNORECASE,
)
_FENCE = re.compile(r"\s*(?P<mark>`{3,}|~{3,})")
_CODE = r"(?=[^\s]*\w)[\w.+/-]+"
# '- `LIMIT`: a limit order', '* **LIMIT**', '1. LIMIT - ...', 'LIMIT // a limit order', '"LIMIT",'.
_ITEM = re.compile(
    rf"\s*(?:[-*•+·]\s+|\d{{1,2}}\\?[.)]\s+)?(?P<mark>[`\"'*_]{{0,3}})(?P<value>{_CODE})(?P=mark)[,;]?"
    r"(?:\s*(?:[:：=]|\s[-–—]|//|#|->|→)\s*(?P<rest>\S.*)|\s+[(（](?P<inside>[^()（）]+)[)）])?"
)
_BULLET = re.compile(r"\s*(?:[-*•+·]|\d{1,2}\\?[.)])\s+")
_INLINE = re.compile(
    rf"[\[\s]*[`\"'*]{{0,3}}{_CODE}[`\"'*]{{0,3}}(?:(?:\s*[,，、|/]\s*|"
    rf"(?<=`)\s+(?=`))[`\"'*]{{0,3}}{_CODE}[`\"'*]{{0,3}})+[\]\s.;]*"
)
_MEMBER = re.compile(
    r"\s*(?P<name>[A-Za-z_]\w*)\s*(?:=\s*(?P<value>[\"'][\w.+/-]+[\"']|-?\d+))?\s*[,;]?\s*(?://.*|"
    r"#.*)?"
)
_ENUM = re.compile(
    r"\s*(?:export |public |const )*enum (?:class )?(?P<name>[A-Za-z]\w*)[^{]*\{(?P<body>[^{}]*)\}", re.DOTALL
)
_UNION = re.compile(
    r"\s*(?:export )?type "
    r"(?P<name>[A-Za-z]\w*)\s*=\s*(?P<body>\|?\s*[\"'][\w.+/-]+[\"'](?:\s*\|\s*[\"'][\w.+/-]+[\"'])+)\s*;?"
)
_CLASS = re.compile(
    r"\s*class (?P<name>[A-Za-z]\w*)\((?:\w+, ?)?(?:\w+\.)?\w*Enum\):\s*\n(?P<body>(?:[ "
    r"\t]+[^\n]*\n?)+)"
)
_QUOTES = "\"'"
_LEAST = 2
_MOST_LINES = 60


def names_in_title(text: str) -> list[str]:
    """Return the names in the brackets of a title above values: 'Order types (orderTypes, type)'."""
    title = _BRACKETED.fullmatch(text.strip())
    if title is None or _OF_OTHERS.search(title["label"]):
        return []
    return re.findall(r"[A-Za-z][\w.]*", title["names"])


def values_below(lines: NumberedLines, start: int) -> tuple[list[str], int]:
    """Return the values of the list, code, line or table at a line, with their meanings, and the index behind it."""
    line = lines[start][1]
    if fence := _FENCE.match(line):
        end = next((at for at in range(start + 1, len(lines)) if lines[at][1].strip() == fence["mark"]), start)
        inside = [text for _, text in lines[start + 1 : end] if text.strip()]
        return _values(inside), end + 1
    if "|" in line and start + 1 < len(lines) and is_ruler(lines[start + 1][1]):
        return _of_table(lines, start)
    end = start
    while end < len(lines) and end - start < _MOST_LINES and lines[end][1].strip() and lines[end][1][:1] != "#":
        end += 1
    block = [text for _, text in lines[start:end]]
    are_items = all(map(_BULLET.match, block)) or all(text[:4] == "    " for text in block)
    if are_items and end + 1 < len(lines) and _BULLET.match(lines[end + 1][1]):
        return _loose(lines, start)
    return (_values(block) if are_items or len(block) == 1 else []), end


def values_of_line(text: str) -> list[str]:
    """Return the codes of a line that lists some and no more: 'LIMIT, MARKET'."""
    return [f"`{code}`" for code in re.findall(_CODE, text.replace("/", ","))] if _INLINE.fullmatch(text) else []


def looks_like_values(lines: NumberedLines, start: int) -> bool:
    """Tell whether what begins at a line can be a list of values: items, code that is no JSON, or codes in marks."""
    line, below = lines[start][1], lines[start + 1][1] if start + 1 < len(lines) else ""
    if _FENCE.match(line):
        return "{" not in below
    return _BULLET.match(line) is not None or line.lstrip()[:1] == "`" or _INLINE.fullmatch(line.strip()) is not None


def _loose(lines: NumberedLines, start: int) -> tuple[list[str], int]:
    """Read a list with empty lines between its items."""
    block: list[str] = []
    end = start
    for at in range(start, min(start + _MOST_LINES, len(lines))):
        text = lines[at][1]
        if text.strip() and not _BULLET.match(text):
            break
        block += [text] if text.strip() else []
        end = at + 1 if text.strip() else end
    return _values(block), end


def _values(block: list[str]) -> list[str]:
    """Return what lines list if each of them is a code, or the only one lists several."""
    if len(block) == 1:
        return values_of_line(_BULLET.sub("", block[0]))
    items = [_ITEM.fullmatch(line) for line in block if line.strip(" []{},")]
    if None in items or len(items) < _LEAST:
        return []
    found = [(item["value"], item["rest"] or item["inside"] or "") for item in items if item]
    return [f"`{value}`{_meaning(said)}" for value, said in found] if len({*dict(found)}) == len(found) else []


def _of_table(lines: NumberedLines, start: int) -> tuple[list[str], int]:
    """Return the values in the first column of a table whose other columns say what they mean."""
    end = end_of_bars(lines, start + 2)
    _, *others = cells_of(lines[start][1])
    rows = [cells_of(line) for _, line in lines[start + 2 : end]]
    values = [row[0].strip(' `*"') for row in rows if row]
    are_meanings = bool(others) and all(column_of(head) in ("description", "notes") for head in others)
    is_list = are_meanings and len(values) >= _LEAST and all(re.fullmatch(_CODE, value) for value in values)
    return ([f"`{value}`{_meaning(row[-1])}" for value, row in zip(values, rows, strict=True)] if is_list else []), end


def _meaning(said: str) -> str:
    words = said.strip(" :：-–—=.,;()`*").replace(",", "")
    return f" ({words})" if words and "`" not in words and "(" not in words else ""


def enumerations(lines: NumberedLines) -> Iterator[tuple[int, int, str, list[str]]]:
    """Yield the enumerations in blocks of code: where each begins and ends, its name, and its values."""
    index = 0
    while index < len(lines):
        fence = _FENCE.match(lines[index][1])
        if fence is None:
            index += 1
            continue
        ends = range(index + 1, len(lines))
        end = next((at for at in ends if lines[at][1].strip() == fence["mark"]), len(lines))
        text = "\n".join(line for _, line in lines[index + 1 : end]) + "\n"
        if "num" in text or "type " in text:
            written = text.strip()
            read = _CLASS.fullmatch(f"{written}\n") or _ENUM.fullmatch(written) or _UNION.fullmatch(written)
            if read is not None:
                yield index, end + 1, read["name"], _members(read["body"])
        index = end + 1


def _members(body: str) -> list[str]:
    """Return the values of the members of an enumeration; nothing where one has none, as its name need not be sent."""
    parts = [part for part in re.split(r"[,;\n|]", body) if part.strip() and not part.strip().startswith(("//", "#"))]
    if all(re.fullmatch(r"\s*[\"'][\w.+/-]+[\"']\s*", part) for part in parts):
        return [f"`{part.strip().strip(_QUOTES)}`" for part in parts]
    members = [_MEMBER.fullmatch(part) for part in parts]
    if None in members or len(members) < _LEAST:
        return []
    given = [(member["value"], member["name"]) for member in members if member]
    return [f"`{value.strip(_QUOTES)}` ({name})" for value, name in given] if all(value for value, _ in given) else []
