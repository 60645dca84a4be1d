"""Write parameters in the comments of programs as the entries of a list: JSDoc, apiDoc, Sphinx, Google's docstrings."""

import re

from .columns import NumberedLines

# '@param {string} [side=buy] - The side', '@apiParam {Integer{1-500}} [limit=50] Rows'.
_TAGGED = re.compile(
    r"\s*\*?\s*@(?:param|apiParam|apiBody|apiQuery|arg|argument)\s+(?:\([^()]*\)\s*)?"
    r"\{(?P<kind>[A-Za-z][\w ]*)(?P<many>\[\])?(?:\{(?P<range>[^{}]*)\})?(?P<equals>=(?P<values>[^{}]*)|=)?\}\s+"
    r"(?P<open>\[)?(?P<name>[A-Za-z_][\w.]*)(?:=(?P<default>[^\]\s]+))?\]?\s*(?:-\s*)?(?P<text>.*)"
)
# ':query string symbol: The symbol (required)', ':<json int limit: Rows'.
_FIELD = re.compile(
    r"\s*:(?:query|queryparam|param|parameter|form|formparam|<?json|jsonparam|<jsonarr|reqjson)\s+(?P<kind>[A-Za-z]\w*)\s+"
    r"(?P<name>[A-Za-z_][\w.]*):\s*(?P<text>.*)"
)
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
    index = 0
    while index < len(lines):
        number, line = lines[index]
        if _FENCE.fullmatch(line) and (end := _commented(lines, index)) > index:
            written += [(at, entry) for at, text in lines[index + 1 : end] if (entry := _entry(text)) is not None]
            written.append((number, ""))
            index = end + 1
            continue
        if _ARGUMENTS.fullmatch(line) and (entries := _arguments(lines, index + 1)):
            written += entries[0]
            index = entries[1]
            continue
        entry = _entry(line) if line.lstrip()[:1] in ":@" else None
        written.append((number, line if entry is None else entry))
        index += 1
    return written


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
    field = _FIELD.fullmatch(line)
    if field is None:
        return None
    said = _SAID.search(field["text"])
    text = _SAID.sub("", field["text"]).strip()
    need = f", {said['word'].lower()}" if said else ""
    return f"- `{field['name']}` ({field['kind']}{need}): {text}".rstrip()


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
