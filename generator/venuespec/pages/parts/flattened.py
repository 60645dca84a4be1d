"""Read parameters whose tables a copy has flattened: a cell a line, or a name with its type and text in lines below.

As Swagger UI, Redoc, ReadMe and Mintlify look when only their text is copied. What stands below a name belongs to it up
to the next name. Where an object's fields may follow, or a name has no type that is understood, nothing is read, so
that no parameter gets the words of another one.
"""

import re
from collections.abc import Iterator, Sequence

from attrs import define, field, frozen

from .columns import NumberedLines, cells_of, is_ruler, line_of
from .headings import heading_of, subject_of
from .listed import ListedParameter, qualified, with_optional
from .type_words import type_of
from .words import ColumnRole, column_of, required_of

_NAME = re.compile(
    r"(?P<mark>\*\*|__|`|\*\*`)?(?P<name>[A-Za-z_][\w.\[\]-]*)(?:`\*\*|\*\*|__|`)?\s*(?P<star>\\?\*)?(?P<more>\?)?"
)
_NAME_AND_MORE = re.compile(
    r"(?P<mark>\*\*|__|`)?(?P<name>[A-Za-z_][\w.\[\]-]*)(?(mark)(?:\*\*|__|`))\s+(?P<rest>\S.*)"
)
_PLACE = re.compile(r"[*_(]*\(?(?:in )?(?:query|body|path|header|formdata|form)(?: param\w*)?\)?[*_)]*", re.IGNORECASE)
_PLAIN_NAME = re.compile(r"[a-z_][\w.]*|[A-Z]+[a-z]+[A-Z]\w*")
_ENDS = re.compile(r"#|```|~~~|</?[A-Za-z!]|:::|---|\{| {4}|>(?!=)")
_MOST_HEADS = 8
_FEWEST_HEADS = 3
_LONGEST = 2000
_MOST_FACTS = 3
_CONTAINERS = re.compile(r"object|\barray\b(?! of (?:string|integer|number|boolean))|\[\]|\{\}", re.IGNORECASE)
_SCALAR_ITEMS = re.compile(r"string|integer|number|bool|decimal|\bint", re.IGNORECASE)
# 'Enum: "buy" "sell"', 'Available values : buy, sell', '[ 1 .. 500 ]', '<= 500', 'Default value : 50'.
_ENUM = re.compile(r"(?:enum|(?:available|allowed|possible) values?)\s*:\s*(?P<values>\S.*)", re.IGNORECASE)
_QUOTED = re.compile(r"[\"'`]([^\"'`]+)[\"'`]")
_RANGE = re.compile(
    r"\[\s*(?P<low>-?[\d.]+?)\s*\.\.\s*(?P<high>-?[\d.]+)\s*\](?P<unit>\s*(?:characters?|chars?|items?))?"
)
_BOUND = re.compile(r"(?P<sign>[<>]=)\s*(?P<figure>-?\d[\d.]*)(?P<unit>\s*(?:characters?|chars?|items?))?")
_DEFAULT = re.compile(r"(?:default(?: value)?\s*:|defaults to\s)\s*(?P<value>\S+)\s*", re.IGNORECASE)
_EXAMPLE = re.compile(r"examples?\s*:\s*(?P<value>\S.*)", re.IGNORECASE)
_MARKS = "`\"' "
# Behind a type: 'enum', 'Defaults to 100', 'length between 1 and 32'.
_MORE = re.compile(r"(?:enum\b[\s,;:]*)?(?P<facts>(?:(?:defaults?\b|length\b|[<>]=|≤|≥|\[)[^.]*)?)", re.IGNORECASE)
# A label with a value on each of the lines below it.
_LABEL_OF_VALUES = re.compile(r"(?:allowed|(?:available|allowed|possible) values|enum)\s*:", re.IGNORECASE)
_VALUE_ALONE = re.compile(r"[\"'`]?[\w.+-]+[\"'`]?")
_FORMAT = re.compile(r"<[a-z][\w-]*>")


@define
class _Entry:
    """A name and what stands in the lines below it."""

    line: int
    name: str
    kind: str = ""
    required: str = ""
    texts: list[str] = field(factory=list[str])


def is_flattened(lines: NumberedLines, start: int) -> bool:
    """Tell whether parameters in lines begin at a line: the heads of a table, or a name above a type."""
    texts = _near(lines, start)
    return _heads(texts) > 0 or _opens(texts, 0) is not None


def _near(lines: NumberedLines, start: int) -> list[str]:
    return [line.strip() for _, line in lines[start : start + 2 * _MOST_HEADS] if line.strip()]


def flattened(lines: NumberedLines, start: int, *, of_answer: bool) -> tuple[list[ListedParameter], int]:
    """Return the parameters in the lines below a heading, and the index behind them.

    Nothing is returned for lines that cannot be told apart, with the index behind all of them.
    """
    end = next((at for at in range(start, len(lines)) if _is_end(lines, at)), len(lines))
    places = [at for at in range(start, end) if lines[at][1].strip()]
    texts = [lines[at][1].strip() for at in places]
    texts, places = _with_values(texts, places)
    if not texts or sum(map(len, texts)) > _LONGEST * len(texts):
        return [], end
    width = _heads(texts)
    if width:
        found = _of_cells(texts, width)
    else:
        is_apart = [at == start or not lines[at - 1][1].strip() for at in places]
        found = _of_names(texts, is_apart)
    if found is None:
        return [], end
    entries, used = found
    numbers = [lines[at][0] for at in places]
    items = [
        ListedParameter(
            numbers[entry.line], 0, entry.name, entry.kind, entry.required, "<br>".join(_facts(entry.texts))
        )
        for entry in entries
    ]
    return items if of_answer else with_optional(items), places[used] if used < len(places) else end


def _with_values(texts: Sequence[str], places: Sequence[int]) -> tuple[list[str], list[int]]:
    """Return the lines with the values below a label such as 'Allowed:' beside it, and without the word 'enum'."""
    kept: list[str] = []
    at_lines: list[int] = []
    index = 0
    while index < len(texts):
        text = texts[index]
        end = index + 1
        if _LABEL_OF_VALUES.fullmatch(text):
            while end < len(texts) and _VALUE_ALONE.fullmatch(texts[end]) and _opens(texts, end) is None:
                end += 1
        values = [value.strip("\"'`") for value in texts[index + 1 : end]]
        if text.lower() != "enum":
            kept.append(f"Allowed values: {', '.join(values)}" if values else text)
            at_lines.append(places[index])
        index = end
    return kept, at_lines


def _is_end(lines: NumberedLines, index: int) -> bool:
    line = lines[index][1]
    if _ENDS.match(line):
        return True
    if "|" in line and index + 1 < len(lines) and is_ruler(lines[index + 1][1]):
        return True
    if not line.strip() or _opens(_near(lines, index), 0) is not None:
        return False
    heading = heading_of(line)
    is_lone = not lines[index - 1][1].strip() if index else True
    return (heading is not None and heading.subject is not None) or (
        is_lone and subject_of(line, slips=False) in ("request", "response", "example", "http")
    )


def _heads(texts: Sequence[str]) -> int:
    """Return how many heads of a table the first lines are; nought where they are none."""
    roles: list[ColumnRole] = []
    for text in texts[:_MOST_HEADS]:
        role = column_of(text) if len(text) < 40 else None
        if role is None or role in roles:
            break
        roles.append(role)
    is_table = "name" in roles and ("type" in roles or "required" in roles)
    return len(roles) if is_table and len(roles) >= _FEWEST_HEADS else 0


def _of_cells(texts: Sequence[str], width: int) -> tuple[list[_Entry], int] | None:
    """Return the rows of a table with a cell a line; the description alone may be missing or have several lines."""
    roles = [column_of(text) for text in texts[:width]]
    described = roles.index("description") if "description" in roles else width
    if described != width - 1 and (len(texts) % width or described != width):
        return None
    fixed = min(described, width)

    def begins(at: int) -> bool:
        return at + fixed <= len(texts) and all(
            _is_cell(role, text) for role, text in zip(roles[:fixed], texts[at : at + fixed], strict=True)
        )

    entries: list[_Entry] = []
    at = width
    while at < len(texts):
        if not begins(at):
            return None
        cells = dict(zip(roles[:fixed], texts[at : at + fixed], strict=True))
        named = _NAME.fullmatch(cells["name"])
        entry = _Entry(at, named["name"] if named else "", cells.get("type", ""), cells.get("required", ""), [])
        at += fixed
        while at < len(texts) and not begins(at):
            entry.texts.append(texts[at])
            at += 1
        entries.append(entry)
    return (entries, len(texts)) if entries and not _may_nest(entries) else None


def _is_cell(role: str | None, text: str) -> bool:
    if role == "name":
        return _NAME.fullmatch(text) is not None
    if role == "type":
        return type_of(text) is not None
    return required_of(text) != "unknown" if role == "required" else True


@frozen
class _Opened:
    """The name, type and requiredness that lines begin with, and how many lines say so."""

    name: str
    kind: str
    required: str
    more: str
    count: int
    mark: str


def _opens(texts: Sequence[str], at: int) -> _Opened | None:
    """Return the parameter that begins at a line; None where none with a type does."""
    if at >= len(texts) or "|" in texts[at] or required_of(texts[at].strip("*_` ")) != "unknown":
        return None
    named = _NAME.fullmatch(texts[at])
    if named is None:
        whole = _NAME_AND_MORE.fullmatch(texts[at]) if len(texts[at]) < 80 else None
        said = qualified(f" {whole['rest']}") if whole else None
        if whole is None or said is None:
            return None
        behind = said[2].strip()
        facts = _MORE.fullmatch(behind) if whole["mark"] else None
        if not (whole["mark"] or said[1]) or (behind and facts is None):
            return None
        return _Opened(whole["name"], said[0], said[1], facts["facts"] if facts else "", 1, whole["mark"] or "")
    kind = more = ""
    required = "required" if named["star"] else "optional" if named["more"] else ""
    index = at + 1
    while index < len(texts) and index - at <= _MOST_FACTS + 1:
        text = texts[index].strip("*_` ")
        if _PLACE.fullmatch(texts[index]):
            pass
        elif not kind and (found := _kind_of(text)) is not None:
            kind, required, more = found[0], required or found[1], found[2]
        elif required_of(text) in ("yes", "no", "conditional") and len(text.split()) < 3:
            required = required or text
        else:
            break
        index += 1
    return _Opened(named["name"], kind, required, more, index - at, named["mark"] or "") if kind else None


def _kind_of(text: str) -> tuple[str, str, str] | None:
    """Return the type, the word of requiredness and the limits of a line that has nothing else."""
    limits = " ".join(match[0] for match in (*_RANGE.finditer(text), *_BOUND.finditer(text)))
    bare = _FORMAT.sub("", _BOUND.sub("", _RANGE.sub("", text))).strip()
    if type_of(bare) is not None:
        return bare, "", limits
    said = qualified(f" {bare}")
    return (said[0], said[1], limits) if said is not None and not said[2].strip() else None


def _of_names(texts: Sequence[str], is_apart: Sequence[bool]) -> tuple[list[_Entry], int] | None:
    """Return the parameters of lines, and how many of the lines are of them; None where a name may be overlooked."""
    entries: list[_Entry] = []
    paragraphs: list[int] = []
    mark = ""
    at = 0
    while at < len(texts):
        opened = _opens(texts, at)
        if opened is not None and (not entries or opened.mark == mark):
            mark = opened.mark if not entries else mark
            texts_of = [opened.more] if opened.more else []
            entries.append(_Entry(at, opened.name, opened.kind, opened.required, texts_of))
            paragraphs.append(0)
            at += opened.count
            continue
        begins = is_apart[at] and at + 1 < len(texts) and not is_apart[at + 1]
        if not entries or _may_be_name(texts, at, mark, begins=begins):
            return None
        if is_apart[at] and not _is_fact(texts[at]):
            most = max(paragraphs[:-1], default=1)
            if paragraphs[-1] >= max(most, 1) and not any(_opens(texts, later) for later in range(at, len(texts))):
                # What stands behind the last parameter is of none.
                break
            paragraphs[-1] += 1
        entries[-1].texts.append(texts[at])
        at += 1
    return (entries, at) if entries and not _may_nest(entries) else None


def _may_be_name(texts: Sequence[str], at: int, mark: str, *, begins: bool) -> bool:
    """Tell whether a line can be the name of a parameter whose type is not understood.

    ``begins`` is whether it is the first of several lines of a paragraph.
    """
    named = _NAME.fullmatch(texts[at])
    if named is None:
        return False
    if mark or named["mark"]:
        return named["mark"] == mark
    is_name = begins or _PLAIN_NAME.fullmatch(texts[at]) is not None or named["star"] is not None
    return is_name and at + 1 < len(texts)


def _may_nest(entries: Sequence[_Entry]) -> bool:
    """Tell whether the fields of an object may stand among the parameters, with nothing that tells them apart."""
    return any(_CONTAINERS.search(entry.kind) and not _SCALAR_ITEMS.search(entry.kind) for entry in entries[:-1]) or (
        len(entries) < 2 and not (entries[0].required or entries[0].texts)
    )


def _is_fact(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (_ENUM, _RANGE, _BOUND, _DEFAULT, _EXAMPLE))


def _facts(texts: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a description, those that such pages put their own way in plain words."""
    for text in (text.replace("**", "") if text.startswith("**") else text for text in texts):
        if (enum := _ENUM.fullmatch(text)) and (values := _values(enum["values"])):
            yield f"One of: {', '.join(f'`{value}`' for value in values)}."
        elif default := _DEFAULT.fullmatch(text):
            yield f"Default: `{default['value'].strip(_MARKS)}`."
        elif example := _EXAMPLE.fullmatch(text):
            yield f"Example: `{example['value'].strip(_MARKS)}`."
        else:
            yield _BOUND.sub(_bound, _RANGE.sub(_range, text)) if text[:1] in "[<>" else text


def _values(text: str) -> list[str]:
    quoted = _QUOTED.findall(text)
    if quoted and not _QUOTED.sub("", text).strip(" ,|"):
        return quoted
    values = [value.strip() for value in text.split(",")]
    return values if all(re.fullmatch(r"[\w.+-]+", value) for value in values) else []


def _range(match: re.Match[str]) -> str:
    unit = _unit(match["unit"])
    return f"Minimum{unit}: {match['low']}. Maximum{unit}: {match['high']}."


def _bound(match: re.Match[str]) -> str:
    end = "Minimum" if match["sign"] == ">=" else "Maximum"
    return f"{end}{_unit(match['unit'])}: {match['figure']}."


def _unit(unit: str | None) -> str:
    return "" if not unit else " number of items" if "item" in unit else " length"


def headless(lines: NumberedLines, start: int) -> tuple[NumberedLines, int]:
    """Return rows of a table that has lost its heads, with heads; nothing where the columns cannot be told apart."""
    end = next(
        (at for at in range(start, len(lines)) if not lines[at][1].strip() or lines[at][1][:1] == "#"), len(lines)
    )
    rows: list[tuple[int, list[str]]] = []
    for number, line in lines[start:end]:
        if is_ruler(line) or line.startswith("    "):
            return [], start
        if "|" in line:
            rows.append((number, cells_of(line)))
        elif rows and rows[-1][1]:
            rows[-1][1][-1] += f"<br>{line.strip()}"
    width = max((len(cells) for _, cells in rows), default=0)
    rows = [(number, [*cells, *[""] * (width - len(cells))]) for number, cells in rows]
    if width < _FEWEST_HEADS or any(len(cells) != width for _, cells in rows):
        return [], start
    columns = list(zip(*(cells for _, cells in rows), strict=True))
    kinds = [at for at in range(1, width) if all(type_of(cell) is not None for cell in columns[at])]
    needs = [at for at in range(1, width) if all(required_of(cell) != "unknown" for cell in columns[at])]
    if not all(map(_NAME.fullmatch, columns[0])) or len(kinds) != 1 or len(needs) != 1 or kinds == needs:
        return [], start
    heads = ["Parameter", *(["Notes"] * (width - 1))]
    heads[kinds[0]], heads[needs[0]] = "Type", "Required"
    if width - 1 not in (kinds[0], needs[0]):
        heads[-1] = "Description"
    first = rows[0][0]
    table = [(first, line_of(heads)), (first, line_of("---" for _ in heads))]
    return [*table, *((number, line_of(cells)) for number, cells in rows), (rows[-1][0], "  ")], end
