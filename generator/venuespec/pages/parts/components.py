"""Write parameters that are components, '<ParamField body="symbol" type="string" required>', as the entries of a list.

Components of MDX, blocks of Liquid, shortcodes of Hugo: one that has a name and a type is a parameter, those inside are
its fields. Any other one around parameters lets them through. An attribute can hold whole rows.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import define, field

from ...runtime.json_types import is_array, is_object
from .columns import NumberedLines
from .type_words import type_of

_BEGINS = re.compile(r"<(?P<end>/)?(?P<name>[A-Z][\w.]*|[a-z]+-[\w-]+)(?=[\s/>]|$)")
_SHORTCODE = re.compile(r"\{\{[<%]\s*(?P<end>/)?\s*(?P<name>[a-z][\w-]*)(?P<said>\s[^{}]*?)?\s*[>%]\}\}")
_BLOCK = re.compile(r"\{%-?\s*(?P<name>[a-z][\w-]*)\s(?P<said>[^%{}]*?)\s*-?%\}")
_BLOCK_END = re.compile(r"\{%-?\s*end(?P<name>[\w-]+)\s*-?%\}")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")
_ATTRIBUTE = re.compile(r"\s*(?P<name>[A-Za-z_:@][\w:.-]*)(?P<equals>\s*=\s*)?")
_BARE = re.compile(r"[^\s\"'>{}]+")
_KEY = re.compile(r"(?<=[{,])\s*(?P<name>[A-Za-z_]\w*)\s*:")
_NAMED_BY = ("name", "body", "query", "path", "header", "param", "field", "id", "form", "property")
_TYPED_BY = ("type", "datatype", "data-type", "schemaname", "valuetype", "fieldtype")
_TEXT_BY = ("description", "desc", "qualifiermessage", "doc", "help")
_VALUES_BY = ("enum", "values", "options", "choices", "allowedvalues", "possiblevalues")
_LOWEST, _HIGHEST = ("minimum", "min"), ("maximum", "max")
_OF_PARAMETERS = re.compile(r"param|field|prop|attr|item|schema|arg|row|column|query|body|include", re.IGNORECASE)
_SAYS_NO = frozenset({"false", "no", "0", "undefined", "null", "optional"})
_NOTHING = frozenset({"", "undefined", "null", "none"})
_CLOSING = {"{": "}", "[": "]", "(": ")"}
_MOST_LINES, _MOST_LETTERS = 200, 20_000

_Facts = Mapping[str, Any]


def with_components(lines: NumberedLines) -> NumberedLines:
    """Return lines with components that have a name and a type as entries of a list, the text inside behind them."""
    return _Walk(lines).written()


@define
class _Walk:
    """A walk over lines; ``_open`` are the names of the parameters that are not closed yet."""

    lines: NumberedLines
    _out: NumberedLines = field(factory=NumberedLines, init=False)
    _open: list[str] = field(factory=list[str], init=False)
    # The tags that are closed somewhere; others have nothing inside.
    _closed: frozenset[str] = field(factory=lambda: frozenset[str](), init=False)

    def written(self) -> NumberedLines:
        """Return the lines."""
        whole = "\n".join([line for _, line in self.lines])
        self._closed = frozenset(re.findall(r"</([A-Za-z][\w.-]*)|\{%-?\s*end([\w-]+)|\{\{[<%]\s*/\s*([\w-]+)", whole))
        self._closed = frozenset(name for names in self._closed for name in names if name)
        is_code = False
        index = 0
        while index < len(self.lines):
            number, line = self.lines[index]
            is_code ^= _FENCE.match(line) is not None
            if line[:1] == "#" and not is_code:
                self._open.clear()
            if is_code or not ("<" in line or "{" in line):
                self._keep(number, line)
                index += 1
                continue
            text = _as_tags(line)
            end = index + 1
            if (start := _BEGINS.search(text)) is not None and "|" not in text[: start.start()]:
                text, end = self._whole(text, index)
            self._read(number, text, self.lines[index:end])
            index = end
        return self._out

    def _keep(self, number: int, line: str) -> None:
        """Keep a line; one inside of a parameter has the margin of that."""
        if self._open and line.strip() and not _FENCE.match(line):
            line = f"{'  ' * len(self._open)}{line.strip()}"
        self._out.append((number, line))

    def _whole(self, text: str, index: int) -> tuple[str, int]:
        """Return a line with the rest of a tag that runs on over further lines, and the index behind these."""
        end = index + 1
        start = 0
        while (tag := _BEGINS.search(text, start)) is not None:
            at = end_of_tag(text, tag.end())
            while at < 0 and end < len(self.lines) and end - index < _MOST_LINES and len(text) < _MOST_LETTERS:
                if not self.lines[end][1].strip():
                    return text, end
                text = f"{text}\n{self.lines[end][1]}"
                end += 1
                at = end_of_tag(text, tag.end())
            if at < 0:
                return self.lines[index][1], index + 1
            start = at
        return text, end

    def _read(self, number: int, text: str, lines: NumberedLines) -> None:
        """Read a line with its tags; one that has no parameter, outside of parameters, stays as it is."""
        pieces = list(_pieces(text))
        entries = [_entries(tag) if isinstance(tag, _Tag) and not tag.is_end else list[str]() for tag in pieces]
        if not self._open and not any(entries):
            self._out += lines
            return
        is_begun = False
        for piece, found in zip(pieces, entries, strict=True):
            if isinstance(piece, str):
                is_begun = self._text(number, piece, is_begun=is_begun)
            elif found:
                depth = len(self._open)
                self._out += [(number, f"{'  ' * depth}{entry}".rstrip()) for entry in found]
                is_begun = True
                if not piece.is_alone and piece.name in self._closed and len(found) == 1:
                    self._open.append(piece.name)
            elif piece.is_end and self._open and self._open[-1] == piece.name:
                self._open.pop()
                is_begun = False
            elif not self._open:
                is_begun = self._text(number, piece.text, is_begun=False)

    def _text(self, number: int, text: str, *, is_begun: bool) -> bool:
        """Write a text between tags: behind the entry that begins on its line, or on a line of its own."""
        words = " ".join(text.split())
        if not words:
            return is_begun
        if is_begun and self._open:
            self._out[-1] = (number, f"{self._out[-1][1]} {words}")
        else:
            self._keep(number, words)
        return is_begun


@define(kw_only=True)
class _Tag:
    """A tag with its attributes."""

    name: str
    text: str
    said: str = ""
    is_end: bool = False
    is_alone: bool = False


def _as_tags(line: str) -> str:
    """Return a line with shortcodes and blocks that say a name and a type as tags, and with the ends of blocks."""
    if "{{<" in line or "{{%" in line:
        line = _SHORTCODE.sub(
            lambda match: (
                f"<{match['end'] or ''}x-{match['name']}{match['said'] or ''}>"
                if match["end"] or _is_named(match["said"] or "")
                else match[0]
            ),
            line,
        )
    if "{%" in line:
        line = _BLOCK.sub(
            lambda match: f"<x-{match['name']} {match['said']}>" if _is_named(match["said"]) else match[0], line
        )
        line = _BLOCK_END.sub(r"</x-\g<name>>", line) if _BLOCK_END.search(line) else line
    return line


def _is_named(said: str) -> bool:
    return "type=" in said and any(f"{key}=" in said for key in _NAMED_BY)


def end_of_tag(text: str, start: int) -> int:
    """Return the place behind the sign that ends a tag; -1 for a tag that goes on."""
    closing: list[str] = []
    quote = ""
    for at in range(start, min(len(text), start + _MOST_LETTERS)):
        letter = text[at]
        if quote:
            quote = "" if letter == quote and text[at - 1] != "\\" else quote
        elif letter in "\"'`":
            quote = letter
        elif letter in _CLOSING:
            closing.append(_CLOSING[letter])
        elif closing and letter == closing[-1]:
            closing.pop()
        elif letter == ">" and not closing:
            return at + 1
    return -1


def _pieces(text: str) -> Iterator["_Tag | str"]:
    """Yield the tags of components in a text, and the texts between them."""
    at = 0
    while (tag := _BEGINS.search(text, at)) is not None:
        end = end_of_tag(text, tag.end())
        if end < 0:
            break
        yield text[at : tag.start()]
        said = text[tag.end() : end - 1].rstrip()
        name = tag["name"].removeprefix("x-")
        is_alone = said.endswith("/") or tag["name"] == "x-include"
        yield _Tag(
            name=name,
            text=text[tag.start() : end],
            said=said.removesuffix("/"),
            is_end=bool(tag["end"]),
            is_alone=is_alone,
        )
        at = end
    yield text[at:]


def attributes_of(said: str) -> dict[str, Any]:
    """Return the attributes of a tag by name in small letters: texts, and what is in braces where it can be read."""
    found: dict[str, Any] = {}
    at = 0
    while (match := _ATTRIBUTE.match(said, at)) is not None:
        at = match.end()
        value: Any = True
        if match["equals"]:
            start = at
            if said[at : at + 1] in ("'", '"', "`"):
                end = said.find(said[at], at + 1)
                at = len(said) if end < 0 else end + 1
                value = said[start + 1 : at - 1]
            elif said[at : at + 1] == "{":
                at = _end_of_braces(said, at)
                value = _literal(said[start + 1 : at - 1].strip())
            elif (bare := _BARE.match(said, at)) is not None:
                at, value = bare.end(), bare[0]
        found.setdefault(match["name"].lower(), value)
    return found


def _end_of_braces(text: str, start: int) -> int:
    depth, quote = 0, ""
    for at in range(start, len(text)):
        letter = text[at]
        if quote:
            quote = "" if letter == quote and text[at - 1] != "\\" else quote
        elif letter in "\"'`":
            quote = letter
        elif letter == "{":
            depth += 1
        elif letter == "}":
            depth -= 1
            if not depth:
                return at + 1
    return len(text)


def _literal(text: str) -> Any:
    """Return a value that stands in braces: a text, an object, a list; the words themselves where it is another."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    if text[:1] in ("{", "["):
        plain = re.sub(r",(?=\s*[}\]])", "", _KEY.sub(lambda match: f'"{match["name"]}":', text))
        plain = plain if '"' in text or "'" not in text else plain.replace("'", '"')
        try:
            return json.loads(plain)
        except (ValueError, RecursionError):
            return text
    return text.strip("\"'`")


def _entries(tag: _Tag) -> list[str]:
    """Return the entries of a list that a component is."""
    values = attributes_of(tag.said)
    if "method" in values or "url" in values:
        return []
    if is_object(param := values.get("param")):
        values = {**param, **{name: value for name, value in values.items() if name not in ("param", "classname")}}
    if (entry := _entry(values, is_named=_OF_PARAMETERS.search(tag.name) is not None)) is not None:
        return [entry]
    for value in values.values():
        rows = _rows(value)
        entries = [_entry(row, is_named=True) for row in rows]
        if entries and None not in entries:
            return [entry for entry in entries if entry is not None]
    return []


def _rows(value: Any) -> Sequence[_Facts]:
    """Return the rows that an attribute holds: a list of objects with names, or objects by name."""
    if is_array(value) and all(is_object(row) for row in value):
        return [{name.lower(): said for name, said in row.items()} for row in value]
    if is_object(value) and value and all(is_object(row) and "type" in row for row in value.values()):
        return [{"name": key, **{name.lower(): said for name, said in row.items()}} for key, row in value.items()]
    return []


def _entry(values: _Facts, *, is_named: bool) -> str | None:
    """Return the entry of a list for a name, a type and what else is said; None without a name or a type."""
    name = next((said for key in _NAMED_BY if isinstance(said := values.get(key), str) and _is_name(said)), None)
    said_schema = values.get("schema")
    schema: _Facts = said_schema if is_object(said_schema) else {}
    kind = _said(values, _TYPED_BY) or _said(schema, ("type",))
    if name is None or not kind or not (is_named or type_of(kind) is not None):
        return None
    if kind.endswith("[]"):
        kind = f"array of {kind.removesuffix('[]').rstrip('s')}s"
    needed = values.get("required")
    is_optional = "optional" in values and _is_said(values["optional"])
    # A component without the attribute is one of something optional.
    need = "required" if needed is not None and _is_said(needed) and not is_optional else "optional"
    texts = [_said({**schema, **values}, (key,)) for key in _TEXT_BY]
    merged = {**{key.lower(): said for key, said in schema.items()}, **values}
    options = next((said for key in _VALUES_BY if (said := merged.get(key)) not in (None, "", [])), None)
    if options is not None:
        texts.append(_one_of(options))
    default = merged.get("default")
    if isinstance(default, str | int | float) and str(default).lower() not in _NOTHING and default is not True:
        texts.append(f"Default: `{default}`.")
    low, high = _said(merged, _LOWEST), _said(merged, _HIGHEST)
    texts += [f"Minimum: `{low}`."] if low else []
    texts += [f"Maximum: `{high}`."] if high else []
    texts += ["Deprecated."] if "deprecated" in values and _is_said(values["deprecated"]) else []
    return f"- `{name}` ({kind}, {need}): {'<br>'.join(dict.fromkeys(filter(None, texts)))}".rstrip()


def _is_name(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z_][\w.\[\]-]*", text) is not None and text != "true"


def _is_said(value: Any) -> bool:
    return str(value).lower() not in _SAYS_NO


def _said(values: _Facts, names: Iterable[str]) -> str:
    """Return the first text or number of some names."""
    for name in names:
        value = values.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).lower() not in _NOTHING:
            return " ".join(str(value).split())
    return ""


def _one_of(options: Any) -> str:
    values = options if is_array(options) else re.split(r"\s*[,|]\s*", str(options))
    words = [str(value).strip("\"'` ") for value in values]
    return f"One of: {', '.join(f'`{word}`' for word in words)}." if all(words) else f"Values: {options}"
