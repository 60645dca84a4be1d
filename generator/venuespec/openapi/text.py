"""Write an OpenAPI document as JSON or YAML."""

import json
import re
from typing import Any

import yaml

from ..rules.schemas import Schema

# YAML 1.1, which the writer knows, and YAML 1.2, which other tools read, disagree on which words are numbers.
_NUMBER_LIKE = re.compile(r"[-+.]?[0-9].*")
# What a terminal obeys, and what turns the direction of text: written as JSON can write it.
_UNSHOWN = re.compile(r"[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class _Writer(yaml.SafeDumper):
    """Writes a document without anchors, and with quotes around text that somebody could read as a number."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(writer: _Writer, text: str) -> yaml.ScalarNode:
    style = "'" if _NUMBER_LIKE.fullmatch(text) else None
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)  # pyright: ignore[reportUnknownMemberType]  # stubs have unknown parts


_Writer.add_representer(str, _text)


def as_text(document: Schema, *, is_yaml: bool) -> str:
    """Return the document as text that ends with a line break: JSON, or YAML for people to read."""
    if is_yaml:
        dump = yaml.dump  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # stubs have unknown parts
        return str(dump(document, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=120))
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
    return _UNSHOWN.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
