"""Parse the text of an OpenAPI document, which anybody may have written: JSON or YAML, and never more than fits.

YAML is built from its events, so that no nesting can use up the stack, and no alias can name something that is still
open. Plain scalars mean what they mean in JSON, which is all that OpenAPI allows: 2026-01-01 is text, and so is ``on``.
"""

import json
import re
from typing import Any

import yaml

from ..rules.schemas import Schema
from ..runtime.json_types import is_array, is_object

MOST_CHARACTERS = 40_000_000
_MOST_DEPTH = 100
_MOST_NODES = 3_000_000
_INTEGER = re.compile(r"[-+]?[0-9]+")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class DocumentError(ValueError):
    """Raised for a text that is not an OpenAPI 3 document that can be read; the message says why."""


def parse(text: str) -> Schema:
    """Return an OpenAPI 3.0 or 3.1 document. Raises ``DocumentError``."""
    if len(text) > MOST_CHARACTERS:
        raise DocumentError(f"has {len(text)} characters; at most {MOST_CHARACTERS} are read")
    data = _json(text) if text.lstrip()[:1] == "{" else _yaml(text)
    if not is_object(data):
        raise DocumentError("is not an object")
    version = data.get("openapi")
    if not isinstance(version, str) or not version.startswith(("3.0", "3.1")):
        found = f"OpenAPI {version}" if version is not None else "Swagger 2.0" if "swagger" in data else "no OpenAPI"
        raise DocumentError(f"is {found}; OpenAPI 3.0 and 3.1 are read")
    if not is_object(data.get("paths", {})):
        raise DocumentError("has no object under paths")
    return data


def _json(text: str) -> Any:
    try:
        data = json.loads(text)
    except RecursionError:
        raise DocumentError("is nested too deeply") from None
    except ValueError as error:
        return _yaml(text) if _looks_like_flow(text) else _not_json(error)
    _check_depth(data)
    return data


def _looks_like_flow(text: str) -> bool:
    """Tell whether a text that begins like JSON may be YAML: its first key has no quotes."""
    return re.match(r"\s*\{\s*[A-Za-z'#]", text) is not None


def _not_json(error: ValueError) -> Any:
    raise DocumentError(f"is not JSON: {error}") from None


def _check_depth(data: Any) -> None:
    """Refuse values that are nested deeper than a document is, level by level."""
    level = [data]
    for _ in range(_MOST_DEPTH):
        inner: list[Any] = []
        for value in level:
            if is_object(value):
                inner += value.values()
            elif is_array(value):
                inner += value
        if not inner:
            return
        level = inner
    raise DocumentError("is nested too deeply")


def _yaml(text: str) -> Any:
    try:
        return _Builder().build(text)
    except yaml.YAMLError as error:
        raise DocumentError(f"is not YAML: {' '.join(str(error).split())}") from None


class _Builder:
    """Builds the value of a YAML text from its events."""

    def __init__(self) -> None:
        self._open: list[tuple[Any, str | None]] = []
        self._keys: list[str | None] = []
        self._anchors: dict[str, Any] = {}
        self._root: Any = None
        self._count = 0

    def build(self, text: str) -> Any:
        documents = 0
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents > 1:
                raise DocumentError("has several YAML documents")
            self._take(event)
        return self._root

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            value = event.value if event.style else _scalar(event.value)
            self._add(value, event.anchor)
        elif isinstance(event, yaml.MappingStartEvent):
            self._enter({}, event.anchor)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._enter([], event.anchor)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            value, anchor = self._open.pop()
            self._keys.pop()
            if anchor is not None:
                self._anchors[anchor] = value
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise DocumentError(f"has the alias {event.anchor} for nothing before it")
            self._add(self._anchors[event.anchor], None)

    def _enter(self, value: Any, anchor: str | None) -> None:
        if len(self._open) >= _MOST_DEPTH:
            raise DocumentError("is nested too deeply")
        self._add(value, None)
        self._open.append((value, anchor))
        self._keys.append(None)

    def _add(self, value: Any, anchor: str | None) -> None:
        self._count += 1
        if self._count > _MOST_NODES:
            raise DocumentError(f"has more than {_MOST_NODES} values")
        if anchor is not None:
            self._anchors[anchor] = value
        if not self._open:
            self._root = value
            return
        outer = self._open[-1][0]
        if is_array(outer):
            outer.append(value)
        elif self._keys[-1] is None:
            if isinstance(value, dict | list):
                raise DocumentError("has a key that is not text")
            self._keys[-1] = value if isinstance(value, str) else json.dumps(value)
        else:
            outer[self._keys[-1]] = value
            self._keys[-1] = None


def _scalar(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text) and len(text) < 40:
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) else text
