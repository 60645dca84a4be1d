"""Write definitions of HTML that are parameters as tables: a term is a name and its type, its description follows.

As '<dt>side (string, optional)</dt><dd>One of <code>buy</code>, <code>sell</code></dd>'. Definitions within a
description are the fields of an object, or the values of another parameter. Such a list says nothing of the endpoint.
"""

import re
from collections.abc import Iterator, Sequence

from attrs import define, evolve, field

from ...spec.row_types import json_type
from .columns import NumberedLines
from .headings import Subject, heading_of
from .listed import ListedParameter, qualified, rows_of
from .type_words import type_of
from .words import column_of, required_of

_TAG = re.compile(r"<(?P<end>/)?(?P<name>[A-Za-z][\w-]*)\b[^<>]*>")
_LIST = re.compile(r"<dl\b", re.IGNORECASE)
_TERM = re.compile(
    r"[*_`\s]*(?P<name>[A-Za-z][\w.\[\]-]*)(?P<star>\\?\*(?![*\w])|\?)?[*_`]*(?P<rest>(?:[\s(\[:：,–—-].*)?)"
)
_MARKS = re.compile(r"(?<!\w)[*_]+|[*_]+(?!\w)")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")
_LABELLED = re.compile(r"[*_\s]*(?P<label>[^\W\d_][^:：`*|<>]{0,30}?)[*_]*\s*[:：][*_]*\s*(?P<value>\S.*)")
_BREAKS = frozenset({"br", "p", "div", "li", "ul", "ol"})
_MOST_LINES = 4000
_DEEPEST = 12


@define
class _Term:
    """A term with its description; ``below`` are the definitions within it, ``rows`` the lines of tables."""

    line: int
    title: list[str] = field(factory=list[str])
    texts: list[str] = field(factory=list[str])
    below: "list[_Term]" = field(factory=lambda: list[_Term]())
    rows: NumberedLines = field(factory=NumberedLines)


def with_definitions(lines: NumberedLines) -> NumberedLines:
    """Return lines with definitions of parameters as tables; other definitions stay as they are."""
    written: NumberedLines = []
    side: Subject | None = None
    is_code = False
    index = 0
    while index < len(lines):
        number, line = lines[index]
        is_code ^= _FENCE.match(line) is not None
        if not is_code and (heading := heading_of(line)) is not None:
            side = heading.subject if heading.subject is not None or heading.level < 4 else side
        begins = _LIST.search(line) if not is_code and "<" in line and "|" not in line else None
        found = _read(lines, index, begins.start()) if begins else None
        table = _table(found[0], side) if found else []
        if begins is None or found is None or not table:
            written.append(lines[index])
            index += 1
            continue
        end, rest = found[1], found[2]
        before = _TAG.sub(" ", line[: begins.start()]).strip()
        written += [(number, before), (number, "")] if before else []
        written += table
        written += [(lines[end][0], rest)] if _TAG.sub("", rest).strip() else []
        index = end + 1
    return written


def _read(lines: NumberedLines, start: int, column: int) -> tuple[list[_Term], int, str] | None:
    """Return the terms of the definitions at a place, the index of their last line, and the text behind them."""
    stack: list[list[_Term]] = []
    texts: list[str] | None = None
    for index in range(start, min(start + _MOST_LINES, len(lines))):
        number, line = lines[index]
        if "|" in line and stack and stack[-1]:
            stack[-1][-1].rows.append((number, line))
            continue
        if line[:1] == "#" or _FENCE.match(line):
            return None
        at = column if index == start else 0
        for tag in _TAG.finditer(line, at):
            name = tag["name"].lower()
            if texts is not None:
                texts[-1] += f" {line[at : tag.start()]}"
            at = tag.end()
            if name == "dl" and not tag["end"]:
                if len(stack) > _DEEPEST:
                    return None
                terms: list[_Term] = []
                if stack and stack[-1]:
                    stack[-1][-1].below = stack[-1][-1].below or terms
                    terms = stack[-1][-1].below
                stack.append(terms)
                texts = None
            elif name == "dl":
                terms = stack.pop()
                if not stack:
                    return terms, index, line[tag.end() :]
                texts = stack[-1][-1].texts if stack[-1] else None
                if texts is not None:
                    texts.append("")
            elif name in ("dt", "dd") and stack:
                texts = _opened(stack[-1], number, name, is_end=bool(tag["end"]), before=texts)
            elif texts is not None and name in _BREAKS:
                texts.append("")
        if texts is not None:
            texts[-1] += f" {line[at:]}"
    return None


def _opened(terms: list[_Term], number: int, name: str, *, is_end: bool, before: list[str] | None) -> list[str] | None:
    """Return where the texts behind the tag of a term or of a description belong."""
    if is_end:
        return before if name == "dt" else None
    if name == "dt":
        terms.append(_Term(number))
        terms[-1].title.append("")
        return terms[-1].title
    if not terms:
        return None
    terms[-1].texts.append("")
    return terms[-1].texts


def _table(terms: Sequence[_Term], side: Subject | None) -> NumberedLines:
    """Return the table of terms that are parameters; nothing for others."""
    read = [(term, _parameter(term, 0)) for term in terms]
    items = [item for _, item in read if item is not None]
    typed = sum(bool(item.kind) for item in items)
    is_said = side in ("request", "response") and len(items) == len(terms) and typed > 0
    if not items or not (is_said or 2 * typed > len(terms)):
        return []
    known: list[ListedParameter] = []
    more: list[tuple[str, NumberedLines]] = []
    for term, item in read:
        if item is None:
            title = " ".join("".join(term.title).split())
            item = ListedParameter(term.line, 0, title, text=_text(term))
        known += [item, *_fields(term, item)]
        if term.rows:
            more.append((item.name, term.rows))
    table = rows_of(known, of_answer=side == "response")
    for name, rows in more:
        first = rows[0][0]
        table += [(first, ""), (first, f"Fields of `{name}`:"), (first, ""), *rows, (rows[-1][0], "  ")]
    return table


def _fields(term: _Term, item: ListedParameter) -> Iterator[ListedParameter]:
    """Yield the definitions within a description that are fields of the parameter, and what is inside of these."""
    if not _has_fields(term, item):
        return
    for each in term.below:
        found = _parameter(each, item.depth + 1)
        if found is None:
            found = ListedParameter(each.line, item.depth + 1, " ".join("".join(each.title).split()))
        yield found
        yield from _fields(each, found)


def _has_fields(term: _Term, item: ListedParameter) -> bool:
    """Tell whether the definitions within a description are fields, not values."""
    if json_type(type_of(item.kind) or "") in ("object", "array") or not item.kind:
        return bool(term.below)
    inner = [_parameter(each, 0) for each in term.below]
    return bool(inner) and all(each is not None and each.kind for each in inner)


def _parameter(term: _Term, depth: int) -> ListedParameter | None:
    """Return the parameter that a term and its description are of; None for a term that is not a name."""
    title = " ".join(" ".join(_TAG.sub(" ", text) for text in term.title).split())
    named = _TERM.fullmatch(title)
    if named is None:
        return None
    name = named["name"] + (named["star"] or "").replace("\\", "").replace("?", "")
    item = ListedParameter(term.line, depth, name, "", "optional" if named["star"] == "?" else "")
    rest = _MARKS.sub(" ", named["rest"]).strip(" :：–—-")
    pieces = _pieces(term)
    if rest:
        said = qualified(f" {rest}")
        if said is None:
            return None
        item = evolve(item, kind=said[0], required=said[1] or item.required)
        pieces = [said[2], *pieces] if said[2].strip() else pieces
    elif pieces and (said := qualified(f" {pieces[0]}")) is not None:
        item = evolve(item, kind=said[0], required=said[1] or item.required)
        pieces = [said[2], *pieces[1:]]
    texts: list[str] = []
    for piece in pieces:
        labelled = _LABELLED.fullmatch(piece)
        role = column_of(labelled["label"]) if labelled else None
        value = labelled["value"].strip("*_` ") if labelled else ""
        if role == "type" and not item.kind and type_of(value) is not None:
            item = evolve(item, kind=value)
        elif role == "required" and not item.required and required_of(value) != "unknown":
            item = evolve(item, required=value)
        elif not item.required and required_of(piece.strip("*_` .")) in ("yes", "no"):
            item = evolve(item, required=piece.strip("*_` ."))
        else:
            texts.append(piece)
    values = [] if _has_fields(term, item) else [_value(each) for each in term.below]
    return evolve(item, text="<br>".join([*texts, *values]))


def _pieces(term: _Term) -> list[str]:
    return [text for piece in term.texts if (text := " ".join(piece.split()))]


def _text(term: _Term) -> str:
    return "<br>".join([*_pieces(term), *(_value(each) for each in term.below)])


def _value(term: _Term) -> str:
    """Return a value with its meaning, as a line of a description has it."""
    title, text = " ".join("".join(term.title).split()), " ".join(_pieces(term))
    code = f"`{title}`" if re.fullmatch(r"[\w.+-]+", title) else title
    return f"{code}: {text}" if text else code
