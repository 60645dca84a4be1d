"""Write blocks in which tools keep a whole endpoint, those of GitBook and lists of API Blueprint, as headings."""

import re
from collections.abc import Mapping

from .columns import NumberedLines
from .directives import indented_end
from .headings import subject_of
from .wiki_tables import MarkupBlock

_BLOCK = re.compile(r"\s*\{%-?\s*(?P<name>[a-z][\w-]*)(?P<said>(?:\s[^%{}]*?)?)\s*-?%\}\s*(?P<text>.*)")
_END = re.compile(r"\s*\{%-?\s*end(?P<name>[\w-]+)\s*-?%\}\s*")
_ATTRIBUTE = re.compile(r"(?P<name>[\w-]+)\s*=\s*(?P<mark>[\"'])(?P<value>[^\"']*)(?P=mark)")
_METHOD = re.compile(r"get|post|put|delete|patch", re.IGNORECASE)
_WHOLE = frozenset({"swagger", "api-method", "openapi", "openapi-operation"})
_PARAMETER = re.compile(r"(?:swagger|api-method)-parameter")
_ANSWER = re.compile(r"(?:swagger|api-method)-response(?:-example)?")
_BLUEPRINT = re.compile(r"\+\s+(?P<name>Parameters|Request|Response|Attributes)\b(?P<said>[^`:]*)", re.IGNORECASE)
_OF_BLUEPRINT: Mapping[str, str] = {"parameters": "Request Parameters", "response": "Response Example"}
# '<TabItem value="a" label="Response">', '<Tab title="Response">', '<summary>Response</summary>', ':::info Response',
# '{% tab title="Response" %}'.
_TITLED = re.compile(
    r"\s*(?:<(?:Tab|TabItem|Accordion|Expandable|Panel|CollapsibleContent|Collapse)\b[^<>]*?\s(?:label|title)="
    r"[\"'](?P<label>[^\"'<>]{3,40})[\"'][^<>]*>"
    r"|(?:<details\b[^<>]*>\s*)?<summary\b[^<>]*>\s*(?:<\w+>|\*\*)?(?P<summary>[^<>*]{3,40})(?:</\w+>|\*\*)?\s*</summary>"
    r"|\{%\s*tab\s[^%{}]*?title=\"(?P<tab>[^\"]{3,40})\"[^%{}]*%\}"
    r"|:{3,}\s?[a-z]+\s+(?P<note>[^:]{3,40}))\s*"
)
_MOST_LINES = 2000
_LONGEST = 300


def gitbook(lines: NumberedLines, index: int) -> MarkupBlock | None:
    """Read a block of GitBook that has a whole endpoint: '{% swagger method="post" path="/v1/orders" %}'."""
    begins = _BLOCK.fullmatch(lines[index][1])
    if begins is None or begins["name"] not in _WHOLE:
        return None
    said = {match["name"].lower(): match["value"].strip() for match in _ATTRIBUTE.finditer(begins["said"])}
    method, path = said.get("method", ""), said.get("path", "")
    if not _METHOD.fullmatch(method) or not path.startswith("/"):
        return None
    number = lines[index][0]
    end = _end_of(lines, index, begins["name"])
    written = [(number, text) for text in ("#### HTTP Request", "", f"`{method.upper()} {path}`", "")]
    is_asked = False
    for at, line in lines[index + 1 : end]:
        block = _BLOCK.fullmatch(line)
        if block is not None and _PARAMETER.fullmatch(block["name"]) and not is_asked:
            written += [(at, ""), (at, "#### Request Parameters"), (at, "")]
            is_asked = True
        if block is not None and _ANSWER.fullmatch(block["name"]):
            written += [(at, ""), (at, "#### Response Example"), (at, "")]
        elif (ended := _END.fullmatch(line)) is not None and not _PARAMETER.fullmatch(ended["name"]):
            written.append((at, ""))
        elif block is not None and block["name"].startswith(("swagger-", "api-method-")) and not is_parameter(block):
            written.append((at, block["text"]))
        else:
            written.append((at, line))
    return MarkupBlock(written, min(end + 1, len(lines)))


def is_parameter(block: re.Match[str]) -> bool:
    """Tell whether a block is that of a parameter."""
    return _PARAMETER.fullmatch(block["name"]) is not None


def titled(lines: NumberedLines, index: int) -> MarkupBlock | None:
    """Read the beginning of a tab or of what is folded: its title is a heading where it names a part of an endpoint."""
    number, line = lines[index]
    found = _TITLED.fullmatch(line) if len(line) <= _LONGEST else None
    title = (found["label"] or found["summary"] or found["tab"] or found["note"] or "").strip() if found else ""
    if not title or subject_of(title, slips=False) not in ("request", "response", "example"):
        return None
    return MarkupBlock([(number, line), (number, ""), (number, f"#### {title}"), (number, "")], index + 1)


def _end_of(lines: NumberedLines, index: int, name: str) -> int:
    """Return the index of the line that ends a block; that of its own line for one that has nothing inside."""
    for at in range(index + 1, min(index + _MOST_LINES, len(lines))):
        line = lines[at][1]
        if (ended := _END.fullmatch(line)) is not None and ended["name"] == name:
            return at
        if line[:1] == "#" or ((block := _BLOCK.fullmatch(line)) is not None and block["name"] == name):
            break
    return index


def blueprint(lines: NumberedLines, index: int) -> MarkupBlock | None:
    """Read a list of API Blueprint: '+ Parameters', '+ Response 200', with what is indented below."""
    found = _BLUEPRINT.fullmatch(lines[index][1].rstrip())
    if found is None:
        return None
    number, name = lines[index][0], found["name"].lower()
    end = indented_end(lines, index + 1, 4)
    inside = [(at, line[4:] if line.strip() else line) for at, line in lines[index + 1 : end]]
    is_asked = name == "request" or (name == "attributes" and _is_asked(lines, index))
    title = _OF_BLUEPRINT.get(name) or ("Request Example" if name == "request" else "Response Parameters")
    title = "Request Parameters" if name == "attributes" and is_asked else title
    written: NumberedLines = [(number, ""), (number, f"#### {title}"), (number, "")]
    for at, line in inside:
        nested = _BLUEPRINT.fullmatch(line.rstrip())
        if nested is not None and nested["name"].lower() == "attributes":
            side = "Request" if is_asked else "Response"
            written += [(at, ""), (at, f"#### {side} Parameters"), (at, "")]
        elif line.strip() not in ("+ Body", "+ Headers", "+ Schema"):
            written.append((at, line))
    return MarkupBlock([*written, (number, "")], end)


def _is_asked(lines: NumberedLines, index: int) -> bool:
    """Tell whether no answer stands above a list of attributes."""
    for _, line in reversed(lines[:index]):
        if (found := _BLUEPRINT.fullmatch(line.rstrip())) is not None:
            return found["name"].lower() != "response" and found["name"].lower() != "parameters"
        if line[:1] == "#":
            break
    return False
