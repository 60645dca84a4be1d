"""Follow the references of an OpenAPI document and merge the parts of its schemas.

References outside of the document are unknown, and so is a schema that contains itself. A reference to a part that the
document lacks is an error: its rows would be missing, and a comparison would call them removed. Every merged schema
counts, so that a small document that unfolds into a huge one is refused.
"""

from typing import Any
from urllib.parse import unquote

from ..rules.schemas import Schema
from ..runtime.errors import readable
from ..runtime.json_types import is_array, is_object
from .parse import DocumentError

MOST_MERGED = 200_000
_LONGEST_CHAIN = 30


class References:
    """The references of one document."""

    def __init__(self, document: Schema) -> None:
        self._document = document
        self._merged = 0

    def resolve(self, node: Any) -> Schema:
        """Return what a node refers to, with what stands beside the reference; {} for what is not known."""
        beside: Schema = {}
        for _ in range(_LONGEST_CHAIN):
            if not is_object(node):
                return beside
            if "$ref" not in node:
                return {**node, **beside}
            beside = {**{key: value for key, value in node.items() if key != "$ref"}, **beside}
            node = self._target(node["$ref"])
        return beside

    def name(self, node: Any) -> str | None:
        """Return the reference that a node is, by which a schema inside itself is recognised."""
        return node["$ref"] if is_object(node) and isinstance(node.get("$ref"), str) else None

    def _target(self, reference: Any) -> Any:
        if not isinstance(reference, str) or not reference.startswith("#/"):
            return {}
        node: Any = self._document
        for step in reference[2:].split("/"):
            key = unquote(step).replace("~1", "/").replace("~0", "~")
            if is_object(node) and key in node:
                node = node[key]
            elif is_array(node) and key.isdecimal() and int(key) < len(node):
                node = node[int(key)]
            else:
                raise DocumentError(f"refers to {readable(reference, 200)}, which it does not have")
        return node

    def merged(self, node: Any, inside: frozenset[str] = frozenset()) -> tuple[Schema, frozenset[str]]:
        """Return a schema with its references followed and ``allOf`` merged, and the references on the way to it.

        A schema inside itself is {}. Rules that our own documents put into ``allOf`` are left out, because they are
        not part of the table.
        """
        self._merged += 1
        if self._merged > MOST_MERGED:
            raise DocumentError("unfolds into too many schemas")
        name = self.name(node)
        if name is not None and name in inside:
            return {}, inside
        inside = inside | {name} if name is not None else inside
        schema = self.resolve(node)
        parts = schema.get("allOf")
        if not is_array(parts):
            return schema, inside
        result = {key: value for key, value in schema.items() if key != "allOf"}
        for part in parts:
            if not is_object(part) or "if" in part or "$comment" in part:
                continue
            inner, within = self.merged(part, inside)
            inside = inside | within
            result = _joined(result, inner)
        return result, inside


def _joined(schema: Schema, part: Schema) -> Schema:
    """Merge two schemas that both hold; the first one's words win."""
    joined = {**part, **schema}
    if is_object(schema.get("properties")) and is_object(part.get("properties")):
        joined["properties"] = {**part["properties"], **schema["properties"]}
    if is_array(schema.get("required")) and is_array(part.get("required")):
        joined["required"] = [*schema["required"], *part["required"]]
    if is_array(schema.get("enum")) and is_array(part.get("enum")):
        joined["enum"] = [value for value in schema["enum"] if value in part["enum"]]
    return joined
