"""Answers without an end, sent without a pause: the deadline and the memory hold all the same."""

import gzip
import zlib

from .case import NEXT, UNKNOWN, Answer, Case, get, one, post
from .cases_whole import CHUNKED, HEAD
from .server import Flood, Read

MEGABYTES = 24
"""What a head and the overhead of small pieces may take. A body may take as much as is allowed, see ``BODY``."""
BODY = 200_000


def flood(name: str, start: bytes, again: bytes, *, words: str = "", body: bool = False) -> Case:
    """Ends within the deadline: refused before, or timed out."""
    return one(
        f"flood: {name}",
        start,
        Flood(again),
        expect=UNKNOWN.saying(words),
        timeout=0.4,
        memory=MEGABYTES,
        max_body=BODY if body else None,
    )


_zip = zlib.compressobj(9, zlib.DEFLATED, 31)
ZEROS = _zip.compress(bytes(1_000_000)) + _zip.flush(zlib.Z_SYNC_FLUSH)
SECOND_MEMBER = gzip.compress(b"x" * 1_000, mtime=0)
TOO_LARGE = "larger than|too large|timed out"

CASES: tuple[Case, ...] = (
    flood("headers", HEAD, b"a: b\r\n"),
    flood("headers without a value", HEAD, b"a:\r\n"),
    flood("headers that are long", HEAD, b"a: " + b"x" * 8_000 + b"\r\n"),
    flood("one header's value", HEAD + b"a: ", b"x" * 65_536),
    flood("one header's name", HEAD, b"x" * 65_536),
    flood("a folded header", HEAD + b"a: b\r\n", b" b\r\n"),
    flood("spaces before a header's value", HEAD + b"a:", b" " * 65_536),
    flood("the reason", b"HTTP/1.1 200 ", b"OK " * 20_000),
    flood("spaces in the status line", b"HTTP/1.1 ", b" " * 65_536),
    flood("digits of the version", b"HTTP/1.", b"1" * 65_536),
    flood("digits of the status", b"HTTP/1.1 ", b"2" * 65_536),
    flood("empty lines before the answer", b"", b"\r\n"),
    flood("line feeds before the answer", b"", b"\n"),
    flood("NULs", b"", b"\0" * 65_536),
    flood("letters", b"", b"x" * 65_536),
    flood("a page", b"<html>", b"<p>moved</p>\n"),
    flood("100 Continue", b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    flood("103 with headers", b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"),
    flood("digits of a length", HEAD + b"Content-Length: ", b"0" * 65_536),
    flood("trailers", CHUNKED + b"c\r\n{\"code\":\"0\"}\r\n0\r\n", b"a: b\r\n"),
    flood("trailers without a value", CHUNKED + b"0\r\n", b"a:\r\n"),
    flood("one trailer's value", CHUNKED + b"0\r\na: ", b"x" * 65_536),
    flood("chunks of a byte", CHUNKED, b"1\r\nx\r\n"),
    flood("chunks of two bytes", CHUNKED, b"2\r\nxx\r\n"),
    flood("chunks of a byte, to the bound", CHUNKED, b"1\r\nx\r\n", body=True, words=TOO_LARGE),
    flood("large chunks", CHUNKED, b"10000\r\n" + b"x" * 65_536 + b"\r\n", body=True, words=TOO_LARGE),
    flood("a chunk without an end", CHUNKED + b"7fffffff\r\n", b"x" * 65_536, body=True, words=TOO_LARGE),
    flood("an extension of a chunk", CHUNKED + b"c;", b"x" * 65_536),
    flood("extensions of chunks", CHUNKED, b"1;" + b"x" * 1_000 + b"\r\nx\r\n"),
    flood("leading zeros of a chunk's size", CHUNKED, b"0" * 65_536),
    flood("a body longer than is allowed", HEAD + b"Content-Length: 1000000\r\n\r\n", b"x" * 65_536, body=True, words=TOO_LARGE),
    flood("a body of any length", HEAD + b"Content-Length: 9000000000000000\r\n\r\n", b"x" * 65_536, body=True, words=TOO_LARGE),
    flood("a body until the end", HEAD + b"\r\n", b"x" * 65_536, body=True, words=TOO_LARGE),
    flood("a compressed body", HEAD + b"Content-Encoding: gzip\r\n\r\n" + ZEROS[:10], ZEROS[10:], body=True),
    flood("compressed members", HEAD + b"Content-Encoding: gzip\r\n\r\n", SECOND_MEMBER, body=True),
    flood("empty compressed members", HEAD + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b""), body=True),
    flood("refusals", b"", b"HTTP/1.1 400 Bad Request\r\nContent-Length: 4294967295\r\n\r\n"),
    one("flood: 1,000 trailers", CHUNKED + b'c\r\n{"code":"0"}\r\n0\r\n' + b"a: b\r\n" * 1_000 + b"\r\n", expect=(Answer(absent=("a",)), UNKNOWN), reused=None, memory=MEGABYTES, timeout=0.5),
    one("flood: 40,000 empty members", HEAD + b"Content-Encoding: gzip\r\nContent-Length: 800000\r\n\r\n" + gzip.compress(b"", mtime=0) * 40_000, expect=(Answer(b""), UNKNOWN), reused=None, memory=MEGABYTES, timeout=0.5),
    Case(
        name="flood: after a good answer",
        scripts=((Read(), HEAD + b"Content-Length: 2\r\n\r\n{}", Read(), HEAD, Flood(b"a: b\r\n")),),
        calls=(get(Answer(b"{}")), post(UNKNOWN, timeout=0.4), post(NEXT)),
        requests=(3,),
        connections=(2,),
        memory=MEGABYTES,
    ),
)  # fmt: skip
