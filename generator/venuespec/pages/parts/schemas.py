"""Read parameters that a page shows as a schema in a block of code, instead of a table.

JSON schemas, parameters of OpenAPI, interfaces of TypeScript, messages of protobuf, structures of Go, and classes of
Python are known. A block with a line that is not understood is no schema.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from ...runtime.json_types import is_array, is_object
from .columns import NumberedLines
from .listed import ListedParameter

_LARGEST = 20_000
_DEEPEST = 12
_ALIAS = re.compile(r"(?:^|[\s:\-\[,])[&*][A-Za-z_]", re.MULTILINE)
_COMMENT = re.compile(r"(?://|#|/\*\*?)\s*(?P<text>.*?)\s*(?:\*/)?\s*$")
_ONLY_COMMENT = re.compile(r"\s*(?://|#|/?\*+/?)\s*(?P<text>.*?)\s*(?:\*/)?\s*")
# 'limit?: number; // Number of rows', 'orders: {', 'orders: Array<{'.
_TYPESCRIPT = re.compile(
    r"\s*(?:readonly\s+)?[\"']?(?P<name>[A-Za-z_$][\w$-]*)[\"']?(?P<optional>\?)?\s*:\s*(?P<kind>[^;,/{]+?|"
    r"(?:Array<)?\{)\s*[;,]?\s*"
    r"(?P<comment>(?://|/\*).*)?"
)
_INTERFACE = re.compile(r"\s*(?:export\s+)?(?:interface\s+\w+(?:\s+extends\s+\w+)?|type\s+\w+\s*=)\s*\{\s*")
_PROTOBUF = re.compile(
    r"\s*(?:(?P<rule>required|optional|"
    r"repeated)\s+)?(?P<kind>[A-Za-z][\w.]*(?:<[^<>]*>)?)\s+(?P<name>[A-Za-z_]\w*)\s*=\s*\d+\s*"
    r"(?:\[[^\[\]]*\]\s*)?;\s*(?P<comment>//.*)?"
)
_MESSAGE = re.compile(r"\s*message\s+\w+\s*\{\s*")
_GO = re.compile(
    r"\s*\w+\s+(?P<kind>[*\[\]\w.]+)\s+`[^`]*?json:\"(?P<name>[\w-]+)(?P<optional>,omitempty)?[^`]*`\s*(?P<comment>//.*)?"
)
_STRUCT = re.compile(r"\s*type\s+\w+\s+struct\s*\{\s*")
_PYTHON = re.compile(
    r"\s+(?P<name>[A-Za-z_]\w*)\s*:\s*(?P<kind>[\w\[\], .|]+?)(?:\s*=\s*(?P<value>[^#]+?))?\s*(?P<comment>#.*)?"
)
_CLASS = re.compile(r"(?:@[\w.]+(?:\(.*\))?|\s*class\s+\w+(?:\([\w., =]*\))?\s*:)\s*")
# Values one behind the other at the end of a description.
_CODES = re.compile(r"(?:`[^`\s]+`\s+)+`[^`\s]+`$")
_END = re.compile(r"\s*\}?>?(?:\[\])?\s*[;,)]?\s*")


def parameters_of_schema(block: NumberedLines, *, of_answer: bool) -> list[ListedParameter]:
    """Return the parameters of a block of code; nothing for one that is no schema."""
    text = "\n".join(line for _, line in block)
    if not block or len(text) > _LARGEST:
        return []
    first = block[0][0]
    if '"properties"' in text or "properties:" in text or "parameters:" in text or '"parameters"' in text:
        return list(_of_document(loaded(text), first, of_answer=of_answer))
    opened = next((line for _, line in block if line.strip()), "")
    if _MESSAGE.fullmatch(opened):
        return _of_lines(block, _MESSAGE, _PROTOBUF, of_answer=of_answer)
    if _STRUCT.fullmatch(opened):
        return _of_lines(block, _STRUCT, _GO, of_answer=of_answer)
    if _CLASS.fullmatch(opened):
        return _of_lines(block, _CLASS, _PYTHON, of_answer=of_answer)
    if _INTERFACE.fullmatch(opened):
        return _of_lines(block, _INTERFACE, _TYPESCRIPT, of_answer=of_answer)
    return []


def loaded(text: str) -> Any:
    """Parse JSON or YAML; None for other text, and for YAML with references."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    if _ALIAS.search(re.sub(r"\"[^\"\n]*\"|'[^'\n]*'|`[^`\n]*`", "", text)):
        return None
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None


def _of_document(document: Any, line: int, *, of_answer: bool) -> Iterator[ListedParameter]:
    if not is_object(document):
        return
    listed = document.get("parameters")
    if is_array(listed):
        if all(is_object(each) and isinstance(each.get("name"), str) for each in listed):
            for each in listed:
                schema = each.get("schema")
                kind = schema if is_object(schema) else each
                yield from of_schema(
                    each["name"], {**kind, "description": each.get("description", kind.get("description", ""))},
                    line, 0, is_required=None if of_answer else each.get("required") is True,
                )  # fmt: skip
        return
    yield from of_properties(document, line, 0, of_answer=of_answer)


def of_properties(schema: Mapping[str, Any], line: int, depth: int, *, of_answer: bool) -> Iterator[ListedParameter]:
    """Yield the properties of a schema, and those inside of them."""
    properties, required = schema.get("properties"), schema.get("required", [])
    if not is_object(properties) or not is_array(required) or depth > _DEEPEST:
        return
    for name, inner in properties.items():
        if is_object(inner):
            yield from of_schema(str(name), inner, line, depth, is_required=None if of_answer else name in required)


def of_schema(
    name: str, schema: Mapping[str, Any], line: int, depth: int, *, is_required: bool | None
) -> Iterator[ListedParameter]:
    """Yield what a schema is of, and what is inside of it; ``is_required`` is None for a field of an answer."""
    kind = schema.get("type", "")
    kinds = [each for each in kind if each != "null"] if is_array(kind) else [kind]
    word = str(kinds[0]) if len(kinds) == 1 else ""
    items = schema.get("items")
    if word == "array" and is_object(items) and isinstance(items.get("type"), str):
        word = f"array of {items['type']}s"
    said = "" if is_required is None else "Yes" if is_required else "No"
    yield ListedParameter(line, depth, name, word, said, " ".join(_facts(schema)))
    inner = items if is_object(items) else schema
    yield from of_properties(inner, line, depth + 1, of_answer=is_required is None)


def _facts(schema: Mapping[str, Any]) -> Iterator[str]:
    if description := str(schema.get("description") or "").strip():
        words = " ".join(description.split()).rstrip(".")
        run = _CODES.search(words)
        yield f"{words[: run.start()]}<br>{'<br>'.join(run[0].split())}" if run else f"{words}."
    for key, words in (
        ("default", "Default: `{}`."),
        ("minimum", "Minimum: {}."),
        ("maximum", "Maximum: {}."),
        ("minLength", "Minimum length: {}."),
        ("maxLength", "Maximum length: {}."),
        ("exclusiveMinimum", "Must be greater than {}."),
        ("exclusiveMaximum", "Must be less than {}."),
        ("minItems", "At least {} items."),
        ("maxItems", "At most {} items."),
    ):
        value = schema.get(key)
        if isinstance(value, str | int | float) and f"{value}".strip():
            yield words.format(_word(value))
    if schema.get("deprecated") is True:
        yield "Deprecated."
    values = schema.get("enum")
    if is_array(values) and all(isinstance(value, str | int) for value in values):
        # A line for each: in a sentence some codes are names of parameters.
        yield "<br>" + "<br>".join(f"`{_word(value)}`" for value in values if value != "")


def _word(value: str | float) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)


def _of_lines(
    block: NumberedLines, opening: re.Pattern[str], field: re.Pattern[str], *, of_answer: bool
) -> list[ListedParameter]:
    """Return the fields of a structure that has one on each line; nothing if a line is another thing."""
    found: list[ListedParameter] = []
    depth = -1
    comments: list[str] = []
    for number, line in block:
        match = field.fullmatch(line)
        if not line.strip():
            continue
        if opening.fullmatch(line):
            depth += 1 if depth < 0 or field is not _PYTHON else 0
        elif match is not None:
            kind, said = _kind_and_need(match, field)
            text = " ".join([*comments, *([_words(match["comment"])] if match["comment"] else [])])
            found.append(ListedParameter(number, max(depth, 0), match["name"], kind, "" if of_answer else said, text))
            depth += match["kind"].endswith("{")
            comments = []
        elif (comment := _ONLY_COMMENT.fullmatch(line)) is not None:
            comments.append(comment["text"])
        elif _END.fullmatch(line):
            depth -= 1
        else:
            return []
    return found


def _kind_and_need(match: re.Match[str], field: re.Pattern[str]) -> tuple[str, str]:
    """Return the word of a type, and whether the field must be sent."""
    kind = match["kind"].strip()
    if field is _PROTOBUF:
        is_list = match["rule"] == "repeated"
        return (f"array of {kind}" if is_list else kind), {"required": "Yes", "optional": "No"}.get(match["rule"], "")
    if field is _PYTHON:
        is_optional = match["value"] is not None or "Optional[" in kind or "None" in kind
        return kind, "No" if is_optional else "Yes"
    if kind.endswith("{"):
        kind = "array of objects" if kind.startswith("Array") else "object"
    return kind.replace(" | undefined", "").replace(" | null", ""), "No" if match["optional"] else "Yes"


def _words(comment: str) -> str:
    match = _COMMENT.match(comment.strip())
    return match["text"] if match else ""


def fenced(lines: NumberedLines, index: int) -> tuple[NumberedLines, int]:
    """Return the lines within the fences that begin at an index, and the index behind them."""
    rest: Sequence[int] = range(index + 1, len(lines))
    end = next((at for at in rest if lines[at][1].lstrip().startswith("```")), None)
    return (lines[index + 1 : end], end + 1) if end is not None else ([], index)
