"""Write what a page holds as OpenAPI as the headings and tables of an endpoint.

A document in a block of code, as GitBook and Mintlify export it, and the attributes of components, as Docusaurus writes
them: '<ParamsDetails parameters={[...]}>'. What a schema leaves open, one of several bodies, is a heading without a
table, which readers report.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from attrs import define, field, frozen

from ...runtime.json_types import is_array, is_object
from .columns import NumberedLines, header
from .components import attributes_of, end_of_tag
from .listed import ListedParameter, rows_of
from .request_lines import METHODS
from .schemas import loaded, of_properties, of_schema
from .wiki_tables import MarkupBlock

_Facts = Mapping[str, Any]
_METHOD = re.compile(METHODS, re.IGNORECASE)
_TELLING = re.compile(r"\"paths\"\s*:|\s*paths:\s*$|\s*[\"']?/[\w{}/.-]+[\"']?:\s*$")
_ATTRIBUTES = re.compile(r"(?:parameters|body|requestBody|responses|method|path)=\{")
_TAG = re.compile(r"\s*<(?P<name>[A-Z]\w*)(?=[\s>]|$)")
_SENT = ("query", "body", "path", "formData")
_LARGEST, _MOST_LINES, _DEEPEST = 400_000, 400, 12
_MOST_SCHEMAS = 5_000


def may_tell(line: str) -> bool:
    """Tell whether a line in a block of code can be of a document of OpenAPI."""
    if '"paths":' in line:
        return True
    return ("paths" in line or "/" in line) and _TELLING.match(line.lstrip("{ ")) is not None


def with_operations(lines: NumberedLines, start: int, end: int) -> NumberedLines | None:
    """Return the endpoints of a document between the fences at two lines; None for another block of code.

    A page that has a table of parameters as well is read by that.
    """
    text = "\n".join(line for _, line in lines[start + 1 : end])
    document = loaded(text) if len(text) <= _LARGEST else None
    if not is_object(document):
        return None
    found = list(_operations(document))
    if not found or any("|" in line and header(line, below) for (_, line), (_, below) in pairwise(lines)):
        return None
    written: list[str] = []
    for operation in found:
        if len(found) > 1:
            written += ["", f"# {_text(operation.said, 'summary', 'operationId') or operation.path}", ""]
        written += operation.lines()
    number = lines[start][0]
    return [(number, line) for line in written]


def component(lines: NumberedLines, index: int) -> MarkupBlock | None:
    """Read a component whose attributes hold parameters, a body or answers of OpenAPI, or a method and path."""
    tag = _TAG.match(lines[index][1])
    if tag is None:
        return None
    text, last = lines[index][1], index
    end = end_of_tag(text, tag.end())
    while end < 0 and last + 1 < len(lines) and last - index < _MOST_LINES and len(text) < _LARGEST:
        last += 1
        text = f"{text}\n{lines[last][1]}"
        end = end_of_tag(text, tag.end())
    if end < 0 or not _ATTRIBUTES.search(text):
        return None
    said = attributes_of(text[tag.end() : end - 1].rstrip().removesuffix("/"))
    written = _of_attributes(said)
    if not written:
        return None
    closed = next((at for at in range(last, min(last + 3, len(lines))) if f"</{tag['name']}>" in lines[at][1]), last)
    number = lines[index][0]
    return MarkupBlock([(number, line) for line in written], closed + 1)


def _of_attributes(said: _Facts) -> list[str]:
    method, path = said.get("method"), said.get("path")
    if isinstance(method, str) and isinstance(path, str) and path[:1] == "/" and _METHOD.fullmatch(method):
        return _declared(method, path)
    parameters, body, responses = (said.get(name) for name in ("parameters", "body", "responses"))
    body = said.get("requestbody") if body is None else body
    operation = _Operation("", "", {}, {}, "")
    if is_array(parameters) and all(is_object(each) and "in" in each and "name" in each for each in parameters):
        return operation.asked(parameters, None)
    if is_object(body) and is_object(body.get("content")):
        return operation.asked([], body)
    if is_object(responses) and all(is_object(each) for each in responses.values()):
        return operation.answered(responses)
    return []


def _declared(method: str, path: str) -> list[str]:
    return ["", "#### HTTP Request", "", f"`{method.upper()} {path}`", ""]


@define
class _Budget:
    """How many schemas are still read: references can make a short document very long."""

    schemas: int = _MOST_SCHEMAS


@frozen
class _Operation:
    """An operation of a document; ``base`` is the path of the server's address."""

    method: str
    path: str
    said: _Facts
    document: _Facts
    base: str
    left: _Budget = field(factory=_Budget)

    def lines(self) -> list[str]:
        """Return the operation in markdown."""
        written = _declared(self.method, f"{self.base}{self.path}")
        written += [text for text in (_text(self.said, "description"),) if text]
        written += ["", "This endpoint is deprecated."] if self.said.get("deprecated") is True else []
        security = self.said.get("security", self.document.get("security"))
        if is_array(security):
            written += ["", f"Authentication: {'required' if any(security) else 'none'}"]
        parameters = self.said.get("parameters")
        written += self.asked(parameters if is_array(parameters) else [], self._resolved(self.said.get("requestBody")))
        responses = self.said.get("responses")
        return written + (self.answered(responses) if is_object(responses) else [])

    def asked(self, parameters: Sequence[Any], body: Any) -> list[str]:
        """Return the tables of the request's parameters."""
        items: list[ListedParameter] = []
        is_unread = False
        for each in map(self._resolved, parameters):
            if not is_object(each) or each.get("in") not in _SENT:
                continue
            schema = self._whole(each.get("schema", each))
            if each.get("in") == "body":
                items += of_properties(schema, 0, 0, of_answer=False)
                continue
            text = each.get("description", schema.get("description", ""))
            merged = {**schema, "description": text, "deprecated": each.get("deprecated", schema.get("deprecated"))}
            items += of_schema(str(each.get("name")), merged, 0, 0, is_required=each.get("required") is True)
        if is_object(body):
            whole = self._schema_of(body)
            fields = list(of_properties(whole, 0, 0, of_answer=False))
            is_unread = not fields and bool(whole)
            items += fields
        if not items:
            return ["", "#### Request Parameters", "", "The body is not an object.", ""] if is_unread else []
        return ["", "#### Request Parameters", "", *_table(items, of_answer=False)]

    def answered(self, responses: _Facts) -> list[str]:
        """Return the example and the table of the answer to a call that succeeds."""
        code = next((code for code in map(str, responses) if code[:1] == "2"), None)
        answer = self._resolved(responses.get(code)) if code else None
        if not is_object(answer):
            return []
        schema = self._schema_of(answer) if "content" in answer else self._whole(answer.get("schema"))
        written: list[str] = []
        if (shown := _example(answer, schema)) is not None:
            written += ["", "#### Response Example", "", "```json", *json.dumps(shown, indent=2).split("\n"), "```", ""]
        inner = schema.get("items")
        items = list(of_properties(inner if is_object(inner) else schema, 0, 0, of_answer=True))
        return written + (["", "#### Response Parameters", "", *_table(items, of_answer=True)] if items else [])

    def _schema_of(self, holder: _Facts) -> _Facts:
        content = holder.get("content")
        kinds = list(content.values()) if is_object(content) else []
        first = next((kind for kind in kinds if is_object(kind)), None)
        return self._whole(None if first is None else first.get("schema"))

    def _resolved(self, value: Any) -> Any:
        """Follow a reference within the document; another one has nothing behind it."""
        for _ in range(_DEEPEST):
            reference = value.get("$ref") if is_object(value) else None
            if not isinstance(reference, str):
                return value
            value = self.document if reference.startswith("#/") else {}
            for name in reference.removeprefix("#/").split("/"):
                value = value.get(name.replace("~1", "/")) if is_object(value) else None
        return None

    def _whole(self, schema: Any, depth: int = 0) -> dict[str, Any]:
        """Return a schema with what it refers to, and with all of its parts in one."""
        schema = self._resolved(schema)
        self.left.schemas -= 1
        if not is_object(schema) or depth > _DEEPEST or self.left.schemas < 0:
            return {}
        whole = dict[str, Any](schema)
        properties: dict[str, Any] = {}
        required: list[Any] = []
        parts = whole.pop("allOf", [])
        for part in parts if is_array(parts) else []:
            inner = self._whole(part, depth + 1)
            properties |= inner.get("properties", {})
            required += inner.get("required", [])
            whole = inner | whole
        own, needed = schema.get("properties"), schema.get("required")
        for name, inside in own.items() if is_object(own) else ():
            properties[str(name)] = self._whole(inside, depth + 1)
        if properties:
            whole |= {"type": "object", "properties": properties}
            whole["required"] = [*required, *(needed if is_array(needed) else [])]
        if "items" in whole:
            whole |= {"type": "array", "items": self._whole(whole["items"], depth + 1)}
        return whole


def _operations(document: _Facts) -> Iterator[_Operation]:
    """Yield the operations of a document, or of the part of one that has paths alone."""
    paths = document.get("paths", document)
    servers = document.get("servers")
    first = servers[0] if is_array(servers) and servers else None
    address = first.get("url") if is_object(first) else document.get("basePath")
    base = urlsplit(address).path.rstrip("/") if isinstance(address, str) and "{" not in address else ""
    for path, methods in paths.items() if is_object(paths) else ():
        if not str(path).startswith("/") or not is_object(methods):
            continue
        shared = methods.get("parameters")
        for method, said in methods.items():
            if _METHOD.fullmatch(str(method)) and is_object(said):
                own = said.get("parameters")
                both = [*(shared if is_array(shared) else []), *(own if is_array(own) else [])]
                before = "" if str(path).startswith(f"{base}/") else base
                yield _Operation(str(method), str(path), {**said, "parameters": both}, document, before)


def _example(answer: _Facts, schema: _Facts) -> Any:
    """Return the example of an answer, where it has one."""
    content = answer.get("content")
    kinds = [kind for kind in content.values() if is_object(kind)] if is_object(content) else []
    for holder in (*kinds, answer, schema):
        if "example" in holder:
            return holder["example"]
        several = holder.get("examples")
        values = list(several.values()) if is_object(several) else several if is_array(several) else []
        for each in values[:1]:
            return each.get("value") if is_object(each) and "value" in each else each
    return None


def _table(items: Sequence[ListedParameter], *, of_answer: bool) -> list[str]:
    return [line for _, line in rows_of(items, of_answer=of_answer)] + [""]


def _text(said: _Facts, *names: str) -> str:
    text = next((value for name in names if isinstance(value := said.get(name), str) and value.strip()), "")
    return " ".join(text.split())
