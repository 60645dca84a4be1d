"""Write parameters in the comments of programs as the entries of a list: JSDoc, apiDoc, Sphinx, docstrings."""

import re
from collections.abc import Iterator, Sequence

from .columns import NumberedLines
from .headings import heading_of
from .type_words import type_of

# '@param {string} [side=buy] - The side', '@apiParam {Integer{1-500}} [limit=50] Rows'.
_TAGGED = re.compile(
    r"\s*\*?\s*@(?:param|apiParam|apiBody|apiQuery|arg|argument)\s+(?:\([^()]*\)\s*)?"
    r"\{(?P<kind>[A-Za-z][\w ]*)(?P<many>\[\])?(?:\{(?P<range>[^{}]*)\})?(?P<equals>=(?P<values>[^{}]*)|=)?\}\s+"
    r"(?P<open>\[)?(?P<name>[A-Za-z_][\w.]*)(?:=(?P<default>[^\]\s]+))?\]?\s*(?:-\s*)?(?P<text>.*)"
)
# ':query string symbol: The symbol (required)', ':<json int limit: Rows', ':>json string ordId: The order',
# and ':query symbol: The symbol' beside ':qtype symbol: string'.
_FIELD = re.compile(
    r"(?P<indent>\s*):(?P<role>[<>]?[a-z]+)\s+(?:(?P<kind>[A-Za-z][\w\[\]]*)\s+)?(?P<name>[A-Za-z_][\w.\[\]-]*):"
    r"(?:\s+(?P<text>.*))?"
)
_ASKED = frozenset(
    {
        "query", "queryparam", "queryparameter", "param", "parameter", "form", "formparam", "formparameter", "json",
        "<json", "<jsonarr", "jsonparam", "reqjson", "reqjsonobj", "reqjsonarr", "arg", "argument", "keyword",
    }
)  # fmt: skip
_ANSWERED = frozenset({">json", ">jsonarr", "resjson", "resjsonobj", "resjsonarr"})
_TYPES = frozenset({"qtype", "type", "ptype", "jtype", "jsontype", "formtype", "fptype"})
_HEADERS = frozenset({"reqheader", "resheader", "<header", ">header"})
_CODES = frozenset({"statuscode", "status", "code"})
# 'limit : integer, optional' above a text that is indented.
_TYPED = re.compile(r"(?P<indent> *)(?P<name>[A-Za-z_]\w*) : (?P<said>[A-Za-z][\w, ]*)")
_LITERAL = re.compile(r"``([^`]+)``")
_ARGUMENTS = re.compile(r"\s*(?:Args|Arguments|Parameters|Keyword Args)\s*:\s*")
_ARGUMENT = re.compile(r"\s+(?P<name>[A-Za-z_]\w*)\s+\((?P<said>[A-Za-z][\w, ]*)\)\s*:\s*(?P<text>.*)")
_SAID = re.compile(r"\s*\((?P<word>required|optional|mandatory)\)\s*\.?\s*$", re.IGNORECASE)
_AROUND = re.compile(r"\s*(?:/\*\*?|\*+/|\*)\s*")
_FENCE = re.compile(r"\s*(?:```|~~~)[\w-]*\s*")
_BOUNDS = re.compile(r"(?P<low>-?\d[\d.]*)\s*(?:-|\.\.)\s*(?P<high>-?\d[\d.]*)")
_QUOTED = re.compile(r"[\"']([^\"']+)[\"']")


def with_signatures(lines: NumberedLines) -> NumberedLines:
    """Return lines with such parameters as entries, '- `side` (string, optional): The side', outside of fences."""
    written: NumberedLines = []
    side: str | None = None
    index = 0
    while index < len(lines):
        number, line = lines[index]
        if line[:1] in "#*" and (heading := heading_of(line)) is not None:
            side = heading.subject if heading.subject in ("request", "response") else None
        if _FENCE.fullmatch(line):
            end = _commented(lines, index)
            if end > index:
                written += [(at, entry) for at, text in lines[index + 1 : end] if (entry := _entry(text)) is not None]
                written.append((number, ""))
            else:
                end = next(
                    (at for at in range(index + 1, len(lines)) if _FENCE.fullmatch(lines[at][1])), len(lines) - 1
                )
                written += lines[index : end + 1]
            index = end + 1
            continue
        begins = line.lstrip()[:1]
        found = _arguments(lines, index + 1) if _ARGUMENTS.fullmatch(line) else None
        found = found or (_typed(lines, index) if " : " in line else None)
        if begins == ":" and (fields := _fields(lines, index)) is not None:
            written += _of_fields(fields[0], side)
            index = fields[1]
            continue
        if found:
            written += found[0]
            index = found[1]
            continue
        entry = _entry(line) if begins == "@" else None
        written.append((number, line if entry is None else entry))
        index += 1
    return written


_Field = tuple[int, re.Match[str], str]


def _fields(lines: NumberedLines, start: int) -> tuple[list[_Field], int] | None:
    """Return the fields that begin at a line, each with its text, and the index behind them."""
    found: list[_Field] = []
    index = end = start
    while index < len(lines):
        number, line = lines[index]
        match = _FIELD.fullmatch(line)
        if match is not None and match["role"] in _ASKED | _ANSWERED | _TYPES | _HEADERS | _CODES:
            found.append((number, match, (match["text"] or "").strip()))
        elif found and line.strip() and _margin(line) > len(found[-1][1]["indent"]) and line.lstrip()[:2] != "..":
            number, match, text = found[-1]
            found[-1] = (number, match, f"{text} {line.strip()}".strip())
        elif line.strip():
            break
        index += 1
        end = index if line.strip() else end
    is_any = any(match["role"] in _ASKED | _ANSWERED for _, match, _ in found)
    return (found, end) if is_any else None


def _of_fields(fields: Sequence[_Field], side: str | None) -> Iterator[tuple[int, str]]:
    """Yield the entries of fields below headings of the request and of the answer, and the codes behind them."""
    types = {match["name"]: text for _, match, text in fields if match["role"] in _TYPES}
    for subject, roles in (("request", _ASKED), ("response", _ANSWERED)):
        asked = [one for one in fields if one[1]["role"] in roles]
        if not asked:
            continue
        if side != subject:
            yield from ((asked[0][0], text) for text in ("", f"#### {subject.capitalize()} Parameters", ""))
        for number, match, text in asked:
            kind = match["kind"] or types.get(match["name"], "")
            said = _SAID.search(text)
            words = _LITERAL.sub(r"`\1`", _SAID.sub("", text).strip())
            need = said["word"].lower() if said else ""
            yield number, f"- `{match['name']}` ({', '.join(filter(None, (kind, need)))}): {words}".rstrip()
        yield asked[-1][0], ""
    for number, match, text in fields:
        if match["role"] in _CODES:
            yield number, f"{match['name']}: {text}"
            yield number, ""


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _typed(lines: NumberedLines, start: int) -> tuple[NumberedLines, int] | None:
    """Return arguments that have their types on their lines and their texts below, as entries, and the index behind."""
    found: list[tuple[int, re.Match[str], list[str]]] = []
    index = end = start
    while index < len(lines):
        number, line = lines[index]
        argument = _TYPED.fullmatch(line)
        below = lines[index + 1][1] if index + 1 < len(lines) else ""
        if argument is not None and _margin(below) > len(argument["indent"]) and _is_type(argument["said"]):
            found.append((number, argument, []))
        elif found and line.strip() and _margin(line) > len(found[-1][1]["indent"]):
            found[-1][2].append(line.strip())
        elif line.strip():
            break
        index += 1
        end = index if line.strip() else end
    if not found:
        return None
    is_said = any(re.search(r"optional|required", match["said"]) for _, match, _ in found)
    return [
        (number, f"- `{match['name']}` ({_with_need(match['said'], is_said=is_said)}): {' '.join(texts)}")
        for number, match, texts in found
    ], end


def _is_type(said: str) -> bool:
    return type_of(said.partition(",")[0].strip()) is not None


def _commented(lines: NumberedLines, index: int) -> int:
    """Return the index of the end of a block of code that has only parameters; the same index for another one."""
    end = next((at for at in range(index + 1, len(lines)) if _FENCE.fullmatch(lines[at][1])), index)
    block = [line for _, line in lines[index + 1 : end] if line.strip() and not _AROUND.fullmatch(line)]
    return end if block and all(_entry(line) is not None for line in block) else index


def _entry(line: str) -> str | None:
    if (tagged := _TAGGED.fullmatch(line)) is not None:
        kind = f"array of {tagged['kind'].strip()}s" if tagged["many"] else tagged["kind"].strip()
        need = "optional" if tagged["open"] or tagged["default"] or tagged["equals"] == "=" else "required"
        facts = [tagged["text"].strip()]
        if tagged["values"] and (values := _QUOTED.findall(tagged["values"])):
            facts.append(f"One of: {', '.join(f'`{value}`' for value in values)}.")
        if tagged["range"]:
            bounds = _BOUNDS.fullmatch(tagged["range"].strip())
            facts.append(f"Range: [{bounds['low']}, {bounds['high']}]." if bounds else f"Range: {tagged['range']}.")
        if tagged["default"]:
            facts.append(f"Default: `{tagged['default'].strip(chr(34))}`.")
        return f"- `{tagged['name']}` ({kind}, {need}): {'<br>'.join(filter(None, facts))}"
    return None


def _arguments(lines: NumberedLines, start: int) -> tuple[NumberedLines, int] | None:
    """Return the arguments of a docstring as entries, and the index behind them.

    An argument that is not said to be optional is required, if each other one that says neither is.
    """
    found: list[tuple[int, re.Match[str]]] = []
    index = end = start
    while index < len(lines):
        argument = _ARGUMENT.fullmatch(lines[index][1])
        if argument is not None:
            found.append((lines[index][0], argument))
            end = index + 1
        elif lines[index][1].strip():
            break
        index += 1
    if not found:
        return None
    is_said = any(re.search(r"optional|required", match["said"]) for _, match in found)
    entries = [
        (number, f"- `{match['name']}` ({_with_need(match['said'], is_said=is_said)}): {match['text']}".rstrip())
        for number, match in found
    ]
    return entries, end


def _with_need(said: str, *, is_said: bool) -> str:
    return said if not is_said or re.search(r"optional|required", said) else f"{said}, required"
