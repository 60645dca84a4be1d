"""The documented requests of one endpoint: calls of curl, and request lines with a query."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl

from attrs import evolve, field, frozen

from ...runtime.json_types import is_object
from ..draft import DraftExample, DraftRow
from ..parts.examples import as_message, requests
from ..parts.messages import called, without_headers

# 'curl -X POST https://...', '$ curl ...', 'GET /v1/depth?symbol=BTCUSDT'
_SENT = re.compile(r"\s*(?:[$>]\s*)?(?:curl\s|(?:GET|POST|PUT|DELETE)\s+(?:https?:/)?/\S+\?)")
_FORM = re.compile(r"[\w.\[\]-]+=[^&\s]*(?:&[\w.\[\]-]+=[^&\s]*)*")
_HOST = re.compile(r"(?<=\s)https?://[^/\s]+(?=/)")
# What the signature adds, whose value no caller gives.
_ADDED = "signature"


def shows_request(line: str) -> bool:
    """Tell whether a line of code begins a documented request."""
    return _SENT.match(line) is not None


@frozen
class ShownRequests:
    """The blocks of code that show requests, each with its first line."""

    blocks: list[tuple[int, str]] = field(factory=list[tuple[int, str]])

    def read(self, lines: list[tuple[int, str]], index: int) -> int:
        """Take a block of code, and return the index of the line behind it."""
        start = index
        while index < len(lines) and lines[index][1].startswith(("    ", "\t")) and lines[index][1].strip():
            index += 1
        self.blocks.append((lines[start][0], "\n".join(line.strip() for _, line in lines[start:index])))
        return index

    def examples(self, method: str, path: str, rows: Iterable[DraftRow]) -> Iterator[DraftExample | tuple[int, str]]:
        """Yield each documented request, or the line and the reason why it is none of the endpoint at this path."""
        known = {row.name for row in rows}
        for number, block in self.blocks:
            message = _HOST.sub("", as_message(block))
            if called(message) != (method, path):
                yield number, f"does not call {method} {path}"
                continue
            try:
                yield from (_bare(each, known) for each in _sent(without_headers(message), method))
            except ValueError as error:
                yield number, str(error)


def _sent(message: str, method: str) -> Iterator[DraftExample]:
    """Yield the requests of a message; raises ``ValueError`` for a body that is neither JSON nor a form."""
    line, _, body = message.partition("\n")
    if body.strip() and _FORM.fullmatch(body.strip()):
        query = parse_qsl(line.partition("?")[2], keep_blank_values=True)
        yield DraftExample(request=dict(query) | dict(parse_qsl(body.strip(), keep_blank_values=True)))
        return
    yield from requests(message, method)


def _bare(example: DraftExample, known: set[str]) -> DraftExample:
    if not is_object(example.request) or _ADDED in known:
        return example
    return evolve(example, request={name: value for name, value in example.request.items() if name != _ADDED})
