"""Parse documented requests and responses from the code blocks of a page."""

import html
import json
import re
import shlex
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import parse_qsl

from ...runtime.json_types import is_array, is_object
from ..draft import DraftExample

_REQUEST_LINE = re.compile(r"(GET|POST|PUT|DELETE)\s+(/\S+)\s*", re.IGNORECASE)
_HEADED = re.compile(r"\A.*?response body:\s*\n", re.IGNORECASE | re.DOTALL)
_COMMENTED = re.compile(r"^(?: {0,4}//.*|[A-Z`][^\"{}\[\]\n]*:)\s*\n(?=\s*[{\[])", re.MULTILINE)
_PYTHON = re.compile(r"(import|from)\s+\w")
_CURL = re.compile(r"^[ \t$>]*curl\s", re.MULTILINE)
_CURL_METHOD = frozenset({"-X", "--request"})
_CURL_HEADER = frozenset({"-H", "--header"})
_CURL_DATA = frozenset({"-d", "--data", "--data-raw", "--data-binary", "--json"})
_WORDS = 12
# Characters that are written as halves: '\\ud83d\\ude00' is a picture.
_HALVES = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")
_BARE_NAME = re.compile(r"(^\s*|[{,]\s*)([A-Za-z_]\w*)(?=\s*:\s*[\"\[{\d\-tfn])", re.MULTILINE)


_FENCED = re.compile(
    r"^[ \t]*(?P<marks>`{3,}|~{3,})[^\n`]*\n(?P<code>(?:(?![ \t]*(?P=marks))[^\n]*\n)*)[ \t]*(?P=marks)", re.MULTILINE
)
# The keys of a schema, and those of a message of a stream.
_OF_SOMETHING_ELSE = frozenset({"properties", "$schema", "openapi", "swagger", "paths", "op", "event", "channel"})


def left_over(text: str, examples: Sequence[DraftExample]) -> Iterator[tuple[int, str]]:
    """Yield the line and the beginning of each block of JSON between fences that is none of the examples."""
    shown = [each for example in examples for each in (example.request, example.response) if each is not None]
    for block in _FENCED.finditer(text) if "```" in text or "~~~" in text else ():
        code = block["code"].strip()
        if code[:1] not in ("{", "["):
            continue
        try:
            value = json.loads(code)
        except (ValueError, RecursionError):
            continue  # its reader says what is wrong with an example
        objects = [each for each in (value if is_array(value) else [value]) if is_object(each) and each]
        if objects and value not in shown and not any(_OF_SOMETHING_ELSE & each.keys() for each in objects):
            yield text.count("\n", 0, block.start()) + 1, " ".join(code.split())


def as_message(block: str) -> str:
    """Return an HTTP message for a call of curl; any other text as it is."""
    start = _CURL.search(block)
    if start is None:
        return block
    try:
        words = iter(shlex.split(block[start.end() :].replace("\\\n", " "), comments=True))
    except ValueError:
        return block
    method, target, headers, data = "", "", list[str](), list[str]()
    for word in words:
        name, _, joined = word.partition("=") if word.startswith("--") else (word, "", "")
        if name in _CURL_METHOD:
            method = joined or next(words, "")
        elif name in _CURL_HEADER:
            headers.append(joined or next(words, ""))
        elif name in _CURL_DATA:
            data.append(joined or next(words, ""))
        elif name == "--url" or "://" in word:
            target = re.sub(r"^\w+://[^/]*", "", joined or (next(words, "") if name == "--url" else word))
    if not target.startswith("/"):
        return block
    return "\n".join([f"{method or ('POST' if data else 'GET')} {target} HTTP/1.1", *headers, "", "&".join(data)])


def requests(block: str, method: str) -> Iterator[DraftExample]:
    """Yield the requests of a block, each with the title above it; sample code below them is left out.

    A block that begins with its body, or that is only a path, has no request line.
    """
    lines = [line.strip() for line in block.splitlines()]
    has_only_body = (
        method != "GET"
        and not any(map(_REQUEST_LINE.fullmatch, lines))
        and any(line[:1] in ("{", "[") for line in lines)
    )
    title, body, query, has_started = "", "", "", has_only_body
    for text in lines:
        if _PYTHON.match(text):
            break
        request_line = _REQUEST_LINE.fullmatch(text)
        is_complete = bool(text) and not request_line and _is_json(body)
        is_title = is_complete or text.startswith("#") or (text.startswith("//") and not body.strip())
        if has_started and (request_line or is_title) and (body.strip() or not has_only_body):
            yield _request(title, query, body, method)
            title, body, query, has_started = "", "", "", has_only_body
        if request_line:
            query, has_started = request_line[2].partition("?")[2], True
        elif is_title or (text and not has_started):
            title = text.lstrip("#/ ").strip()
        elif text.lower() != "body":
            body += re.sub(r"^body\s*(?=[{\[])", "", text) + "\n"
    if has_started:
        yield _request(title, query, body, method)


def _loaded(text: str) -> Any:
    """Parse JSON; raises ``ValueError`` for text that is not JSON, is nested too deeply, or that no file can hold."""
    try:
        data = json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    if _HALVES.search(text):
        # Half a character, and what no text ends with, are JSON by the letter only.
        try:
            json.dumps(data, ensure_ascii=False).encode()
        except (UnicodeEncodeError, RecursionError):
            raise ValueError("has half a character") from None
    return data


def _refuse_constant(name: str) -> Any:
    """Refuse NaN and infinities, which JSON does not have."""
    raise ValueError(f"{name} is not JSON")


def _is_json(text: str) -> bool:
    try:
        _loaded(text)
    except ValueError:
        return False
    return True


def _request(title: str, query: str, body: str, method: str) -> DraftExample:
    words = " ".join(title.rstrip(".").replace("`", "").split()[:_WORDS])
    if not body.strip():
        sent = dict(parse_qsl(query, keep_blank_values=True))
        return DraftExample(title=words, request=sent, in_query=bool(sent) and method != "GET")
    data, repaired = parsed(body)
    return DraftExample(title=words, request=data, repaired=repaired)


def answers(block: str) -> Iterator[DraftExample]:
    """Yield the responses of a block, several if a comment or a sentence stands above each; raises ``ValueError``."""
    for part in _COMMENTED.split(_HEADED.sub("", block, count=1)):
        if part.strip():
            data, repaired = parsed(part)
            yield DraftExample(response=data, repaired=repaired)


def parsed(text: str) -> tuple[Any, str | None]:
    """Parse JSON, repaired if there is an unambiguous way, and name the repairs.

    Raises ``ValueError`` where there is none.
    """
    try:
        return _loaded(text), None
    except ValueError:
        pass
    repaired = text
    repairs: list[str] = []
    if "&quot;" in text and '"' not in text:
        repaired = html.unescape(text)
        repairs.append("entities")
        try:
            return _loaded(repaired), ", ".join(repairs)
        except ValueError:
            pass
    for name, pattern, replacement in (
        ("comment", re.compile(r"(?<![:\"'])//[^\n]*"), ""),
        ("comment", re.compile(r"(?<=[\s,\[\]{}\d\"])#[^\n\"]*$|/\*[^*\"]*\*/", re.MULTILINE), ""),
        ("quotes", re.compile(r"(?<=[\s,\[{:])'([^'\"\n]*)'(?=\s*[,\]}:])"), r'"\1"'),
        (
            "names without quotes",
            re.compile(r"(^\s*|[{,]\s*)([A-Za-z_]\w*)(?=\s*:\s*[\"\[{\d\-tfn])", re.MULTILINE),
            r'\1"\2"',
        ),
        ("spaces", re.compile("[\u00a0\u2007\u202f\u3000]"), " "),
        ("quotes", re.compile(r"(?<=[\s,\[{:])[“”„]([^“”„\"\n]*)[“”](?=\s*[,\]}:])"), r'"\1"'),
        ("full-width comma", re.compile("，"), ","),
        (
            "ellipsis",
            re.compile(r"(?:,\s*|(?<![\s,])\s*)(?<![.…])(?:\.{3,}+|…++)(?:\s*(?=[\]}\n])|\s*,\s*(?=[\]}]))"),
            "",
        ),
        ("missing comma", re.compile(r"(?<=[\"\]}\d])(\s*\n\s*)(?=[\"{])"), r",\1"),
        ("trailing comma", re.compile(r",(\s*[\]}])"), r"\1"),
    ):
        changed = pattern.sub(replacement, repaired)
        if changed != repaired:
            repaired = changed
            repairs.append(name)
            try:
                return _loaded(repaired), ", ".join(repairs)
            except ValueError:
                continue
    raise ValueError("is not JSON and cannot be mended without guessing")
