"""HTTP/1.1 without a socket: the bytes of a request, and the one answer to it.

Both transports use this reader, so that they agree on every answer. It is written by hand rather than left to a parser
with call-backs, for three reasons: a parser loses or wraps an exception that a signal handler raises inside a
call-back, the reader must tell trailers from headers, and the cost of an answer must be bounded in bytes, lines and
objects.
"""

import re
from collections.abc import Sequence
from time import monotonic
from typing import Any, NoReturn, cast

from .base import MAX_BODY, Headers, HttpResponse

MAX_HEAD = 64 * 1024
"""Bytes of status lines, headers, interim answers and trailers, together."""
MAX_LINES = 200
"""Lines of the same."""
MAX_INTERIM = 20
"""Interim answers, 1xx, to one call."""
_MAX_LINE = 8192
_MAX_MEMBERS = 100
_UNPACKED = 1024 * 1024

_HEAD = re.compile(
    rb"HTTP/1\.([0-9]) ([1-9][0-9]{2})(?: [\t -~\x80-\xff]*)?((?:\r\n[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t -~\x80-\xff]*)*)"
)
_PLAIN_HEAD = re.compile(
    rb"HTTP/1\.[1-9] ([2-9][0-9]{2})(?: [\t -~\x80-\xff]*+)?"
    rb"((?:\r\n[!#$%&'*+.^_`|~0-9A-Za-z-]++:[\t -~\x80-\xff]*+)*+)\r\n\r\n"
)
"""A final head without folded lines. It repeats possessively: what may follow a field never belongs to it."""
_TRAILER = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t -~\x80-\xff]*|[ \t]+[\t -~\x80-\xff]*")
_FOLD = re.compile(rb"\r\n[ \t]+")
_BARE = re.compile(rb"(?<!\r)\n|\r(?!\n|\Z)")
_CHUNK_LINE = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;[\t -~\x80-\xff]*)?")
_START = b"HTTP/1."
_FRAMING = re.compile(rb"\n(content-length|transfer-encoding|connection|content-encoding):([^\r]*)")
_EMPTY = (204, 304)
_NO_BODY = (b"204", b"304")
_ZIPPED = (b"gzip", b"x-gzip")
_object: Any = object.__new__
_new = cast(Any, tuple).__new__  # of a named tuple, whose own constructor takes twice as long


class BrokenError(Exception):
    """The answer did not come, or cannot be read."""


class Outgoing:
    """The bytes of a call; they hold credentials, so no view of a frame's variables shows them.

    ``data`` is assigned where the bytes are made and used where they are sent, and never held in a local variable.
    ``url`` is for messages and may lack the query; ``departed`` is set when bytes may be about to leave.
    """

    __slots__ = ("connect_timeout", "data", "deadline", "departed", "lines", "method", "sent", "url")

    data: bytes
    lines: str

    def __init__(self, method: str, url: str, deadline: float, connect_timeout: float) -> None:
        self.method = method
        self.url = url
        self.deadline = deadline
        self.connect_timeout = connect_timeout
        self.sent = 0
        self.departed = False

    def __reduce__(self) -> NoReturn:
        raise TypeError("the bytes of a call hold credentials and are not pickled")


def usual_answer(data: bytes) -> HttpResponse | None:
    """Return an answer that came whole and has nothing unusual about it; None for any other.

    ``AnswerReader`` reads those, and would read this one alike and keep its connection.
    """
    match = _PLAIN_HEAD.match(data)
    if match is None:
        return None
    status, fields = match.groups()
    length, end = None, match.end()
    for name, value in _FRAMING.findall(fields.lower()):
        if name == b"content-length" and length is None:
            length = value.strip(b" \t")
        elif name != b"connection" or value.strip(b" \t") != b"keep-alive":
            return None
    if length is None or not length.isdigit() or len(length) > 9 or int(length) != len(data) - end:
        return None
    if status in _NO_BODY or (end > MAX_LINES and (end > MAX_HEAD or fields.count(b"\n") >= MAX_LINES)):
        return None
    headers: Headers = _object(Headers)
    headers.came = fields
    answer: HttpResponse = _new(HttpResponse, (int(status), headers, data[end:]))
    return answer


class AnswerReader:
    """Reads the answer to one call: ``feed`` it bytes until it is ``complete``, then take ``response``."""

    # Defaults of the class: an answer that comes in one piece changes few of them.
    complete = False
    head_complete = False
    reusable = False
    """Whether the connection may carry another call: nothing came that was not part of the answer."""
    _held: bytes | bytearray = b""
    _scanned = _head_bytes = _head_lines = _held_lines = _interim = 0
    _left = _status = 0
    _chunked = _until_end = _gap = _trailing = False
    _body: bytes | bytearray = b""
    _fields = b""
    _encodings: Sequence[bytes] = ()
    _whole: HttpResponse | None = None

    def feed(self, data: bytes) -> bool:
        """Take bytes and return whether the answer is complete. Raises ``BrokenError``."""
        if not self.head_complete and not self._held and not self._interim:
            self._whole = usual_answer(data)
            if self._whole is not None:
                self.reusable = self.head_complete = self.complete = True
                return True
        rest = data if self.head_complete else self._read_head(data)
        if rest is None:
            return False
        return self._read_chunks(rest) if self._chunked else self._read_plain(rest)

    def ended(self) -> None:
        """Handle the peer's close: it ends an answer without a length, and breaks any other."""
        if not self._until_end:
            awaited = "the answer ended" if self.head_complete else "an answer came"
            raise BrokenError(f"the connection was closed before {awaited}")
        self.complete = True

    def timed_out(self) -> BrokenError:
        """Return the error of a call whose time is up."""
        return BrokenError(f"timed out before {'the answer ended' if self.head_complete else 'an answer came'}")

    def response(self, deadline: float) -> HttpResponse:
        """Return the answer with its content encoding undone. Raises ``BrokenError``."""
        if self._whole is not None:
            return self._whole
        body = bytes(self._body)  # no copy, where it came in one piece
        if self._encodings:
            body = _decoded(body, self._encodings, deadline)
        return HttpResponse(self._status, Headers(self._fields), body)

    def _read_head(self, data: bytes) -> bytes | bytearray | None:
        """Read heads up to the final one; return the bytes after it, or None while it is incomplete."""
        came: bytes | bytearray = data
        if self._held:
            came = bytearray(self._held) if isinstance(self._held, bytes) else self._held
            came += data
        while (end := came.find(b"\r\n\r\n", max(self._scanned - 3, 0))) >= 0:
            head = bytes(came[:end])
            self._count(end + 4, head.count(b"\n") + 1)
            came, self._scanned, self._held_lines = came[end + 4 :], 0, 0
            if self._is_final(head):
                self._held = b""
                self.head_complete = True
                return came
        if came[:7] != _START[: len(came)]:
            raise BrokenError("what came is not an HTTP/1.1 answer")
        self._held_lines += data.count(b"\n") if self._scanned else came.count(b"\n")
        if len(came) + self._head_bytes > MAX_HEAD or self._held_lines + self._head_lines > MAX_LINES:
            self._count(len(came), self._held_lines)
        if _BARE.search(came, max(self._scanned - 1, 0)):
            raise BrokenError("the answer's head is not HTTP: a line does not end with CR and LF")
        self._held, self._scanned = came, len(came)
        return None

    def _count(self, size: int, lines: int) -> None:
        """Count bytes and lines outside of the body. Raises ``BrokenError`` above the bound."""
        self._head_bytes += size
        self._head_lines += lines
        if self._head_bytes > MAX_HEAD:
            raise BrokenError(f"the answer's head is larger than {MAX_HEAD} bytes")
        if self._head_lines > MAX_LINES:
            raise BrokenError(f"the answer's head has more than {MAX_LINES} lines")

    def _is_final(self, head: bytes) -> bool:
        """Read one head; return whether it belongs to the answer and not to an interim one."""
        if b"\r\n " in head or b"\r\n\t" in head:
            line, _, rest = head.partition(b"\r\n")
            head = line + b"\r\n" + _FOLD.sub(b" ", rest)
        match = _HEAD.fullmatch(head)
        if match is None:
            raise BrokenError("what came is not an HTTP/1.1 answer: its status line or a header is malformed")
        version, status, self._fields = match.groups()
        self._status = int(status)
        if self._status >= 200:
            self._frame(version == b"0")
            return True
        self._interim += 1
        if self._status == 101:
            raise BrokenError("the answer is HTTP 101, a change of protocol that was not asked for")
        if self._interim > MAX_INTERIM:
            raise BrokenError(f"more than {MAX_INTERIM} interim HTTP answers came")
        return False

    def _frame(self, old: bool) -> None:
        """Determine the length of the body and the fate of the connection (RFC 9112, 6.3 and 9.3)."""
        named: dict[bytes, list[bytes]] = {}
        for name, value in _FRAMING.findall(self._fields.lower()):
            named.setdefault(name, []).append(value.strip())
        options: Sequence[bytes] = ()
        if connection := named.get(b"connection"):
            options = [option.strip() for option in b",".join(connection).split(b",")]
        self.reusable = b"close" not in options and (not old or b"keep-alive" in options)
        self._encodings = named.get(b"content-encoding", ())
        lengths, codings = named.get(b"content-length"), named.get(b"transfer-encoding")
        if self._status in _EMPTY:
            return
        if codings is not None:
            if codings != [b"chunked"]:
                raise BrokenError("the answer has a Transfer-Encoding that was not asked for")
            if lengths is not None:
                raise BrokenError("the answer has both a Content-Length and a Transfer-Encoding")
            self._chunked = True
            self.reusable = self.reusable and not old
        elif lengths is not None:
            self._left = _length(b",".join(lengths))
        else:
            self._until_end = True
            self.reusable = False

    def _read_plain(self, data: bytes | bytearray) -> bool:
        """Read a body of known length, or one that ends with the connection."""
        if self._until_end:
            self._add(data)
            return False
        if len(data) > self._left:  # a second answer, or the rest of one: the connection is not reused
            self.reusable = False
            data = data[: self._left]
        self._left -= len(data)
        if self._left or self._body:
            self._add(data)
        else:
            self._body = data
        self.complete = not self._left
        return self.complete

    def _read_chunks(self, data: bytes | bytearray) -> bool:
        """Read a chunked body and its trailers, of which only the end matters."""
        if self._held:
            data, self._held = bytes(self._held) + data, b""
        at, size = 0, len(data)
        while True:
            if self._left:
                piece = data[at : at + self._left]
                self._add(piece)
                at += len(piece)
                self._left -= len(piece)
                if self._left:
                    return False
                self._gap = True
            end = data.find(b"\r\n", at)
            if end < 0:
                self._held = data[at:]
                if size - at > _MAX_LINE:
                    raise BrokenError("the answer's chunks are not HTTP: a line between them or after has no end")
                return False
            line = data[at:end]
            at = end + 2
            if self._trailing:
                if not line:
                    self.reusable = self.reusable and at == size
                    self.complete = True
                    return True
                self._count(len(line) + 2, 1)
                if _TRAILER.fullmatch(line) is None:
                    raise BrokenError("the answer's trailers are not HTTP")
            elif self._gap:
                if line:
                    raise BrokenError("the answer's chunks are not HTTP: one is longer than it says")
                self._gap = False
            else:
                self._begin_chunk(line)

    def _begin_chunk(self, line: bytes | bytearray) -> None:
        match = _CHUNK_LINE.fullmatch(line)
        if match is None:
            raise BrokenError("the answer's chunks are not HTTP: one does not begin with its size")
        self._left = int(match[1], 16)
        self._trailing = not self._left
        _check_size(len(self._body) + self._left)

    def _add(self, data: bytes | bytearray) -> None:
        """Append to the body, joined at once so that many small pieces never become many objects."""
        if not isinstance(self._body, bytearray):
            self._body = bytearray(self._body)
        self._body += data
        _check_size(len(self._body))


def _check_size(size: int) -> None:
    if size > MAX_BODY:
        raise BrokenError(f"the answer is larger than {MAX_BODY} bytes")


def _length(header: bytes) -> int:
    """Return the Content-Length, which may be repeated with the same value (RFC 9110, 8.6)."""
    if not header.isdigit():
        text, *repeated = [value.strip() for value in header.split(b",")]
        if not text.isdigit() or any(repetition != text for repetition in repeated):
            raise BrokenError("the answer's Content-Length is not one number")
        header = text
    if len(header) > 18 or (length := int(header)) > MAX_BODY:
        raise BrokenError(f"the answer is larger than {MAX_BODY} bytes")
    return length


def _decoded(body: bytes, encodings: Sequence[bytes], deadline: float) -> bytes:
    """Decompress the body: one gzip encoding, of one member or several."""
    if len(encodings) > 1 or encodings[0] not in (*_ZIPPED, b"identity", b""):
        raise BrokenError("the answer has an encoding that was not asked for")
    if encodings[0] not in _ZIPPED or not body:
        return body
    import zlib

    content, rest = bytearray(), memoryview(body)
    for _ in range(_MAX_MEMBERS):
        reader = zlib.decompressobj(wbits=31)
        while not reader.eof:
            if not rest and not reader.unconsumed_tail:
                raise BrokenError("the compressed answer is cut off")
            if monotonic() > deadline:
                raise BrokenError("timed out while the answer was unpacked")
            try:
                if tail := reader.unconsumed_tail:
                    content += reader.decompress(tail, _UNPACKED)
                else:
                    piece, rest = rest[:65_536], rest[65_536:]
                    content += reader.decompress(piece, _UNPACKED)
            except zlib.error:
                raise BrokenError("the compressed answer is damaged") from None
            _check_size(len(content))
        rest = memoryview(body)[len(body) - len(rest) - len(reader.unused_data) :]
        if not bytes(rest[:512]).strip(b"\0") and not bytes(rest).strip(b"\0"):  # zeros fill up a block
            return bytes(content)
    raise BrokenError("the compressed answer has too many parts")
