"""Documented requests and answers, out of the code blocks of a page."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from ..draft import DraftExample

_REQUEST_LINE = re.compile(r"(GET|POST|PUT|DELETE)\s+(/\S+)\s*", re.IGNORECASE)
_HEADED = re.compile(r"\A.*?response body:\s*\n", re.IGNORECASE | re.DOTALL)
_COMMENTED = re.compile(r"^ {0,4}//.*\n(?=\s*[{\[])", re.MULTILINE)
_PYTHON = re.compile(r"(import|from)\s+\w")
_WORDS = 12


def requests(block: str, method: str) -> Iterator[DraftExample]:
    """The requests of a block, each with the title that stands above it; sample code below them is left out.

    A block that begins with its body, or is only a path, has no request line.
    """
    lines = [line.strip() for line in block.splitlines()]
    bare = (
        method != "GET"
        and not any(map(_REQUEST_LINE.fullmatch, lines))
        and any(each[:1] in ("{", "[") for each in lines)
    )
    title, body, query, seen = "", "", "", bare
    for text in lines:
        if _PYTHON.match(text):
            break
        asked = _REQUEST_LINE.fullmatch(text)
        done = bool(text) and not asked and _is_json(body)
        titled = done or text.startswith("#") or (text.startswith("//") and not body.strip())
        if seen and (asked or titled) and (body.strip() or not bare):
            yield _request(title, query, body, method)
            title, body, query, seen = "", "", "", bare
        if asked:
            query, seen = asked[2].partition("?")[2], True
        elif titled or (text and not seen):
            title = text.lstrip("#/ ").strip()
        elif text.lower() != "body":
            body += re.sub(r"^body\s*(?=[{\[])", "", text) + "\n"
    if seen:
        yield _request(title, query, body, method)


def _loaded(text: str) -> Any:
    """JSON. Raises ``ValueError`` for what is none, or none that anybody wrote down for people."""
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("is nested too deeply") from None


def _is_json(text: str) -> bool:
    try:
        _loaded(text)
    except ValueError:
        return False
    return True


def _request(title: str, query: str, body: str, method: str) -> DraftExample:
    words = " ".join(title.rstrip(".").replace("`", "").split()[:_WORDS])
    if method == "GET" and not body.strip():
        return DraftExample(title=words, request=dict(parse_qsl(query, keep_blank_values=True)))
    if not body.strip():
        return DraftExample(title=words, request={})
    data, repaired = parsed(body)
    return DraftExample(title=words, request=data, repaired=repaired)


def answers(block: str) -> Iterator[DraftExample]:
    """The answers of a block: one, or several with a comment above each. Raises ``ValueError``."""
    for part in _COMMENTED.split(_HEADED.sub("", block, count=1)):
        if part.strip():
            data, repaired = parsed(part)
            yield DraftExample(response=data, repaired=repaired)


def parsed(text: str) -> tuple[Any, str | None]:
    """JSON, mended where there is one way to mend it, and what was mended.

    Raises ``ValueError`` where there is none.
    """
    try:
        return _loaded(text), None
    except ValueError:
        pass
    mended = text
    done: list[str] = []
    for name, pattern, replacement in (
        ("comment", re.compile(r"(?<![:\"'])//[^\n]*"), ""),
        ("full-width comma", re.compile("，"), ","),
        ("ellipsis", re.compile(r",?\s*\.{3,}\s*(?=[\]}\n])"), ""),
        ("missing comma", re.compile(r"(?<=[\"\]}\d])(\s*\n\s*)(?=[\"{])"), r",\1"),
        ("trailing comma", re.compile(r",(\s*[\]}])"), r"\1"),
    ):
        changed = pattern.sub(replacement, mended)
        if changed != mended:
            mended = changed
            done.append(name)
            try:
                return _loaded(mended), ", ".join(done)
            except ValueError:
                continue
    raise ValueError("is not JSON and cannot be mended without guessing")
