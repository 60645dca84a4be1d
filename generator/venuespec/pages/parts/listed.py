"""Read parameters that stand in a list: bullets, definitions, a heading for each, or a record of labelled lines.

An entry begins with a name, and has a type among the words behind it, or in the lines below it: 'Type: string'.
"""

import re
from collections.abc import Sequence

from attrs import evolve, frozen

from .columns import NumberedLines, is_ruler
from .headings import heading_of
from .type_words import type_of
from .words import column_of, required_of

_NAME = r"[A-Za-z][\w.\[\]-]*"
_ITEM = re.compile(
    rf"(?P<indent>\s*)(?P<bullet>(?:[-*•+]|\d+[.)])\s+)?(?P<mark>[*_`]{{0,3}})(?P<name>{_NAME})"
    r"(?P<more>\?)?(?P=mark)?(?:\\?\*)?(?P<optional>\?)?[*_`]{0,3}(?P<rest>(?:\s*(?:[(\[:：,·—–-]|`|\s).*)?)"
)
_HEADED = re.compile(
    rf"(?P<marks>#{{2,6}})\s*(?:`(?P<code>{_NAME})`(?P<behind>\s.*)?|[*_]{{0,3}}(?P<name>{_NAME})[*_]{{0,3}}"
    r"(?P<rest>(?:\s*[(\[:：`—–-].*)?))\s*#*"
)
_BULLETED = re.compile(r"\s*(?:[-*•+]|\d+[.)])\s")
_DEFINED = re.compile(rf"[`*]*(?P<name>{_NAME})[`*]*\s*")
_LABELLED = re.compile(
    r"\s*(?:[-*•+]\s+)?[*_]{0,3}(?P<label>[^\W\d_][^:：`*|]{0,30}?)[*_]{0,3}\s*[:：]\s*[*_]{0,3}\s*(?P<value>\S.*)"
)
_PIECE = re.compile(r"\s*(?:[,;()（），；\[\]]|(?<!\w)[—–·•|-]+\s|[:：]\s|[*`]+|\.\s)\s*")
_MARK = re.compile(r"\*{1,2}|`")
_PLACE = re.compile(
    r"(?:in |sent in )?(?:the )?(?:query|body|path|header|url|form)(?: string| param(?:eter)?)?", re.IGNORECASE
)
_NOT_IN_A_LIST = (">", "    ", "```", "~~~", "---", "<", ":::", "|", "{")
_ONE_OF = re.compile(
    r"[\s:*_(]*(?:(?P<need>required|optional)\s*)?\(one of (?P<values>[\w.+`\"'-]+(?:,\s*[\w.+`\"'-]+)*)(?=\s-\s|\))",
    re.IGNORECASE,
)
# An example before the type: ': `BTC-USDT` (string, required) - Pair'.
_SHOWN = re.compile(r"\s*[:=]\s*`(?P<value>[^`]+)`\s*(?=\()")
# What stands before a name: '• `Optional` **limit**: `string`'.
_NEED_BEFORE = re.compile(
    r"(?P<bullet>\s*(?:[-*•+]|\d+[.)])\s+)[*_`(<\[]{0,3}(?P<need>optional|required|mandatory)[*_`)>\]]{1,3}:?\s+"
    r"(?=[*_`]{1,3}[A-Za-z]|[A-Za-z]\w*\s*[:(])",
    re.IGNORECASE,
)
_INDENTED_ENTRY = re.compile(
    r" {4,}[-*+]\s+[`*]*[A-Za-z][\w.]*[`*]*\s*(?:(?::\s*`[^`]*`\s*)?\([a-z][^()]*\)|[:：]\s*[`*]*[A-Za-z])"
)
# Behind a type: '= `100`'.
_ASSIGNED = re.compile(r"=\s*`?(?P<value>[\w.+-]+)`?(?=\s|$)")
# Before values: 'One of `buy`, `sell`'; elsewhere such words say that a parameter is one of several to send.
_OPENS_A_LIST = re.compile(
    r"(?:must be |can be )?(?:one|any|either|some) of(?: the following)?(?: values)?\b", re.IGNORECASE
)
_MOST_PIECES = 5
_MOST_FACTS = 10


@frozen
class ListedParameter:
    """A parameter as an entry of a list says it: the words of its type and of its requiredness, and its description."""

    line: int
    depth: int
    name: str
    kind: str = ""
    required: str = ""
    text: str = ""

    def with_text(self, more: str) -> "ListedParameter":
        """Return the parameter with another line of its description, where the entry of a list is one of its own."""
        text = more.strip()
        is_entry = _BULLETED.match(more) is not None
        text = f"<br>-{text[1:]}" if is_entry and text[0] in "*+•" else f"<br>{text}" if is_entry else f" {text}"
        return evolve(self, text=f"{self.text}{text}".strip())


@frozen
class _Opening:
    """The beginning of an entry; ``is_sure`` if only an entry of a list can begin like this."""

    line: int
    indent: int
    name: str
    rest: str
    next: int
    is_sure: bool = False
    required: str = ""


def parameters(lines: NumberedLines, start: int, level: int) -> tuple[list[ListedParameter], int]:
    """Return the parameters of a list that begins at a line, and the index behind it; none where no list begins.

    ``level`` is that of the heading above the list; a deeper heading can begin an entry.
    """
    found: list[ListedParameter] = []
    index = start
    is_bulleted = False
    # How many entries have a paragraph below them, as each one has where tools write lists of properties.
    paragraphs = 0
    while index < len(lines):
        line = lines[index][1]
        opening = _opening(lines, index, level)
        if opening is None and (_ends(lines, index) or not found):
            break
        if opening is None and is_bulleted and line[:1].strip() and not lines[index - 1][1].strip():
            if paragraphs != len(found) - 1 or not (paragraphs or _is_between(lines, index, level)):
                # A paragraph below a list.
                break
            paragraphs += 1
        is_bulleted = _BULLETED.match(line) is not None if opening else is_bulleted
        entry, end = _entry(lines, opening, level) if opening else (None, index)
        if entry is None and opening and found and opening.is_sure and opening.indent // 2 <= found[0].depth:
            # An entry like those above it, whose type is not understood.
            words = [piece for piece in _PIECE.split(opening.rest) if piece.strip()]
            entry, end = _listed(opening, words[0] if words else "", "", opening.rest), opening.next
        if entry is not None:
            found.append(entry)
            index = end
            continue
        if not found:
            return [], start
        if line.strip():
            found[-1] = found[-1].with_text(line)
        index += 1
    return found, index


def _is_between(lines: NumberedLines, index: int, level: int) -> bool:
    """Tell whether a paragraph stands between two entries of a list, and announces none."""
    end = next((at for at in range(index, len(lines)) if not lines[at][1].strip()), len(lines))
    after = next((at for at in range(end, len(lines)) if lines[at][1].strip()), len(lines))
    if after == len(lines) or lines[end - 1][1].rstrip().endswith((":", "：")):
        return False
    return _BULLETED.match(lines[after][1]) is not None and _opening(lines, after, level) is not None


def _ends(lines: NumberedLines, index: int) -> bool:
    """Tell whether a line that begins no entry ends the list."""
    line = lines[index][1]
    below = lines[index + 1][1] if index + 1 < len(lines) else ""
    above = lines[index - 1][1] if lines[index - 1][1].strip() or index < 2 else lines[index - 2][1]
    is_inside = bool(lines[index - 1][1].strip()) or (_BULLETED.match(above) is not None and _width(above) < 4)
    if line.startswith("    ") and is_inside and line.lstrip()[:1] not in '{[}]"':
        # The text of the entry above it.
        return False
    return line.startswith(_NOT_IN_A_LIST) or line[:1] == "#" or is_ruler(below) or (heading_of(line) is not None)


def _opening(lines: NumberedLines, index: int, level: int) -> _Opening | None:
    number, line = lines[index]
    if line[:1] == "#":
        headed = _HEADED.fullmatch(line)
        deeper = headed is not None and len(headed["marks"]) > level > 0
        if not headed or not deeper:
            return None
        rest = headed["behind"] or headed["rest"] or ""
        return _Opening(number, 0, headed["code"] or headed["name"], rest, index + 1)
    if not line.strip() or (line.startswith(_NOT_IN_A_LIST) and not _INDENTED_ENTRY.match(line)):
        return None
    below = lines[index + 1][1] if index + 1 < len(lines) else ""
    if below.lstrip().startswith(": "):
        text = below.lstrip()[1:]
        if named := _DEFINED.fullmatch(line):
            return _Opening(number, 0, named["name"], text, index + 2, is_sure=True)
        term = _ITEM.fullmatch(line)
        if term and (said := qualified(term["rest"])) and not said[2]:
            return _Opening(number, 0, term["name"], f"{term['rest'].rstrip()}:{text}", index + 2, is_sure=True)
    labelled = _LABELLED.fullmatch(line)
    if labelled and column_of(labelled["label"]) == "name" and (named := _DEFINED.fullmatch(labelled["value"])):
        return _Opening(number, _width(line), named["name"], "", index + 1)
    before = _NEED_BEFORE.match(line)
    item = _ITEM.fullmatch(f"{before['bullet']}{line[before.end() :]}" if before else line)
    if item is None or not (item["bullet"] or item["mark"]):
        return None
    indent = _width(item["indent"]) if item["bullet"] else 0
    is_sure = bool(item["bullet"]) and ("`" in item["mark"] or "**" in item["mark"])
    required = before["need"] if before else "optional" if item["more"] or item["optional"] else ""
    return _Opening(number, indent, item["name"], item["rest"], index + 1, is_sure=is_sure, required=required)


def _width(line: str) -> int:
    text = line.expandtabs(2)
    return len(text) - len(text.lstrip())


def _entry(lines: NumberedLines, opening: _Opening, level: int) -> tuple[ListedParameter | None, int]:
    """Return the parameter that an entry describes, and the index behind the lines that say so."""
    if said := qualified(opening.rest):
        return _listed(opening, *said), opening.next
    rest = opening.rest.strip(" :：-–—()[]*_`")
    if rest and required_of(rest) in ("yes", "no") and len(rest.split()) == 1:
        # The type stands below: '- **`limit`** (optional)' above '`integer` - Number of rows'.
        return _record(lines, evolve(opening, required=rest), level)
    return (None, opening.next) if rest else _record(lines, opening, level)


def _listed(opening: _Opening, kind: str, required: str, text: str) -> ListedParameter:
    if (assigned := _ASSIGNED.match(text)) is not None:
        text = f"Default: `{assigned['value']}`. {text[assigned.end() :]}".strip()
    return ListedParameter(opening.line, opening.indent // 2, opening.name, kind, required or opening.required, text)


def _record(lines: NumberedLines, opening: _Opening, level: int) -> tuple[ListedParameter | None, int]:
    """Return the parameter whose facts stand in lines below its name: 'Type: string', or 'string, required'."""
    kind = required = ""
    texts: list[str] = []
    index = last = opening.next
    is_item = _BULLETED.match(lines[opening.next - 1][1]) is not None
    while index < len(lines) and index - opening.next < _MOST_FACTS:
        line = lines[index][1]
        if not line.strip():
            index += 1
            continue
        if is_item and _BULLETED.match(line) and _width(line) <= opening.indent:
            break
        labelled = None if "`" in line.partition(":")[0] else _LABELLED.fullmatch(line)
        role = column_of(labelled["label"]) if labelled else None
        if labelled and role == "type":
            kind = labelled["value"].strip("*_ ")
        elif labelled and role in ("required", "optional"):
            said = labelled["value"].strip("*_ ")
            required = said if role == "required" else {"yes": "no", "no": "yes"}.get(required_of(said), said)
        elif role == "name" or line[:1] == "#" or _ends(lines, index):
            break
        elif labelled and role in ("description", "notes"):
            texts.append(labelled["value"])
        elif labelled and role is not None:
            texts.append(line.strip(" -*•+"))
        elif not required and len(line.split()) == 1 and required_of(line.strip("*_`() ")) in ("yes", "no"):
            required = line.strip("*_`() ")
        elif not kind and (said := qualified(f" {line.strip(' -*•+')}")):
            kind, required, text = said
            texts.append(text)
        elif _opening(lines, index, level) is not None:
            break
        else:
            texts.append(line.strip())
        index += 1
        last = index
    if not kind:
        return None, opening.next
    return _listed(opening, kind, required, " ".join(filter(None, texts))), last


def qualified(rest: str) -> tuple[str, str, str] | None:
    """Return the words of a type and of requiredness that a text begins with, and what stands behind them."""
    if shown := _SHOWN.match(rest):
        said = qualified(rest[shown.end() :])
        return said and (said[0], said[1], f"{said[2]} Example: `{shown['value']}`.".strip())
    if one_of := _ONE_OF.match(rest):
        return _one_of(one_of, rest[one_of.end() :])
    pieces = [piece for piece in _PIECE.split(rest) if piece.strip()]
    kind = required = ""
    at = 0
    for piece in pieces[:_MOST_PIECES]:
        words = piece.strip()
        first, *others = words.split()
        if _OPENS_A_LIST.fullmatch(words):
            break  # the description
        if not kind and type_of(words) is not None:
            kind = words
        elif not kind and others and type_of(first) is not None and not required:
            # 'string required The symbol', without a sign between.
            kind = first
            is_need = required_of(others[0]) != "unknown" and not _OPENS_A_LIST.match(" ".join(others))
            required = others[0] if is_need else ""
            pieces[at : at + 1] = [first, *others]
            at += 1 + bool(required)
            break
        elif not required and required_of(words) != "unknown":
            required = words
        elif not _PLACE.fullmatch(words):
            break
        at += 1
    if not kind:
        return None
    text = rest
    for piece in pieces[:at]:
        text = text.partition(piece)[2]
    if not required and len(pieces) > at and (at_end := required_of(pieces[-1])) in ("yes", "no"):
        # Behind the description: '`limit` (integer) – Number, optional'.
        required = "required" if at_end == "yes" else "optional"
    return kind, required, _without_ends(text)


def _without_ends(text: str) -> str:
    """Return a text without the signs, and the ends of code and bold type, that it begins with."""
    while True:
        text = text.lstrip(" ,;.:：)）]（—–-")
        mark = _MARK.match(text)
        if mark is None or text.count(mark[0]) % 2 == 0:
            return text
        text = text[mark.end() :]


def _one_of(said: re.Match[str], rest: str) -> tuple[str, str, str] | None:
    """Return what stands where a type does and lists values: '*required (one of buy, sell - default: buy)*'."""
    values = [value.strip("`\"' ") for value in said["values"].split(",")]
    if all(value.lstrip("-").isdigit() for value in values):
        return None  # texts or numbers
    listed = "<br>".join(f"`{value}`" for value in values)
    return "enum", said["need"] or "", f"{rest.lstrip(' ,;-–').replace(')*', '. ', 1).strip()}<br>{listed}"


_NAMED = re.compile(
    rf"(?P<marks>[>\s└├│─↳-]*)[*_`]{{0,3}}(?P<name>{_NAME})[*_`]{{0,3}}(?P<rest>(?:\s|[(\[:：,]|"
    rf"<br).*)"
)
_LINE_BREAK = re.compile(r"\s*<br\s*/?>\s*")


def name_and_type(cell: str) -> tuple[str, str, str] | None:
    """Return the name, the type and the word of requiredness of a cell of a name that has these, and nothing else."""
    named = _NAMED.fullmatch(cell)
    if named is None:
        return None
    said = qualified(_LINE_BREAK.sub(", ", named["rest"]))
    if said is None or said[2].strip():
        return None
    required = said[1] or ("required" if named["rest"].lstrip(" \\")[:1] == "*" else "")
    return f"{named['marks']}{named['name']}", said[0], required


def as_entry(heads: Sequence[str], cells: Sequence[str]) -> str:
    """Return a row of a table within a cell as the entry of a list; without a column of names its cells as text."""
    roles = [column_of(head) for head in heads]
    if "name" not in roles or len(cells) != len(heads):
        return " ".join(" ".join(cells).split())
    said = [cell for role, cell in zip(roles, cells, strict=True) if role in ("type", "required") and cell.strip()]
    rest = [cell for role, cell in zip(roles, cells, strict=True) if role not in ("name", "type", "required")]
    return f"- `{cells[roles.index('name')].strip(' `*>')}` ({', '.join(said)}): {' '.join(' '.join(rest).split())}"


def with_optional(items: Sequence[ListedParameter]) -> list[ListedParameter]:
    """Return parameters of which some are marked as required and none as optional: the others are optional."""
    said = {required_of(item.required) for item in items if item.required}
    if said != {"yes"}:
        return list(items)
    return [item if item.required else evolve(item, required="optional") for item in items]


def _levels(depths: Sequence[int]) -> list[int]:
    """Return how many entries each one is inside of: an entry that is indented more is inside of the one above."""
    levels: list[int] = []
    around: list[int] = []
    for depth in depths:
        while around and around[-1] >= depth:
            around.pop()
        levels.append(len(around))
        around.append(depth)
    return levels


def rows_of(items: Sequence[ListedParameter], *, of_answer: bool) -> NumberedLines:
    """Return a table of parameters; it has a column of requiredness only if a parameter of a request says it."""
    items = items if of_answer else with_optional(items)
    is_said = not of_answer and any(item.required for item in items)
    first = items[0].line
    head = ("Parameter", "Type", "Required", "Description") if is_said else ("Parameter", "Type", "Description")
    lines = [(first, " | ".join(head)), (first, "|".join("---" for _ in head))]
    for item, depth in zip(items, _levels([item.depth for item in items]), strict=True):
        name = f"{'>' * depth} {item.name}".strip()
        cells = (name, item.kind, item.required, item.text) if is_said else (name, item.kind, item.text)
        lines.append((item.line, " | ".join([*(cell.replace("|", "/") for cell in cells[:-1]), cells[-1]])))
    return [*lines, (items[-1].line, "  ")]
