"""Complete answers in every form and cut in every way, and what lengths and chunks may say: RFC 9112, 6 and 7."""

from itertools import pairwise

from .case import BODY, NEXT, OK, UNKNOWN, Answer, Case, get, one
from .server import Close, Drip, Pause, Read, Step

HEAD = b"HTTP/1.1 200 OK\r\n"
SIZED = HEAD + b"Content-Length: 12\r\n\r\n" + BODY
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
CHUNKS = CHUNKED + b'5\r\n{"cod\r\n7\r\ne":"0"}\r\n0\r\n\r\n'
EMPTY = Answer(b"")


def pieces(data: bytes, *cuts: int) -> tuple[Step, ...]:
    """The same bytes, in pieces that arrive one after another."""
    edges = [0, *cuts, len(data)]
    parts = [data[start:end] for start, end in pairwise(edges)]
    return tuple(step for part in parts for step in (part, Pause(0.003)))


def every_cut(name: str, data: bytes) -> Case:
    """The same answer to one call after another, cut in two at each of its bytes."""
    script = tuple(step for cut in range(1, len(data)) for step in (Read(), data[:cut], Pause(0.0015), data[cut:]))
    calls = (get(OK),) * (len(data) - 1)
    return Case(name=name, scripts=(script,), calls=calls, requests=(len(calls),), connections=(1,))


SPLITTINGS = (
    one("whole: in one piece", SIZED, expect=OK, reused=True),
    one("whole: head, then body", *pieces(SIZED, SIZED.index(BODY)), expect=OK, reused=True),
    one("whole: byte by byte", Drip(SIZED), expect=OK, reused=True),
    one("whole: in the middle of the status line", *pieces(SIZED, 10), expect=OK, reused=True),
    one("whole: between CR and LF of the status line", *pieces(SIZED, 16), expect=OK, reused=True),
    one("whole: in the middle of the empty line", *pieces(SIZED, SIZED.index(BODY) - 1), expect=OK, reused=True),
    one("whole: all but the last byte", *pieces(SIZED, len(SIZED) - 1), expect=OK, reused=True),
    one("whole: in five pieces", *pieces(SIZED, 3, 20, 40, 45), expect=OK, reused=True),
    one("whole: chunked, byte by byte", Drip(CHUNKS), expect=OK, reused=True),
    one(
        "whole: in the middle of a chunk-size line", *pieces(CHUNKS, CHUNKS.index(b"5\r\n") + 1), expect=OK, reused=True
    ),
    one("whole: in the middle of a chunk", *pieces(CHUNKS, CHUNKS.index(b"cod")), expect=OK, reused=True),
    one("whole: before the last chunk", *pieces(CHUNKS, len(CHUNKS) - 5), expect=OK, reused=True),
    one("whole: in the last empty line", *pieces(CHUNKS, len(CHUNKS) - 1), expect=OK, reused=True),
    every_cut("whole: cut in two at every byte", SIZED),
    every_cut("whole: chunked, cut in two at every byte", CHUNKS),
    one("whole: an empty body", HEAD + b"Content-Length: 0\r\n\r\n", expect=EMPTY, reused=True),
    one("whole: an empty body in chunks", CHUNKED + b"0\r\n\r\n", expect=EMPTY, reused=True),
    one("whole: until the end", HEAD + b"\r\n" + BODY, Close(), expect=OK),
    one("whole: until the end, byte by byte", HEAD + b"\r\n", Drip(BODY), Close(), expect=OK),
    one("whole: nothing until the end", HEAD + b"\r\n", Close(), expect=EMPTY),
    one(
        "whole: a megabyte",
        HEAD + b"Content-Length: 1000000\r\n\r\n" + b"x" * 1_000_000,
        expect=Answer(b"x" * 1_000_000),
        reused=True,
    ),
    one(
        "whole: a megabyte in chunks",
        CHUNKED + b"f4240\r\n" + b"x" * 1_000_000 + b"\r\n0\r\n\r\n",
        expect=Answer(b"x" * 1_000_000),
        reused=True,
    ),
    one("whole: a megabyte until the end", HEAD + b"\r\n" + b"x" * 1_000_000, Close(), expect=Answer(b"x" * 1_000_000)),
    one(
        "whole: 10,000 chunks of a byte",
        CHUNKED + b"1\r\nx\r\n" * 10_000 + b"0\r\n\r\n",
        expect=Answer(b"x" * 10_000),
        reused=True,
    ),
)


def chunked(name: str, body: bytes, *, expect: object = OK, reused: bool | None = True, closes: bool = False) -> Case:
    steps: tuple[Step, ...] = (CHUNKED + body, Close()) if closes else (CHUNKED + body,)
    return one(f"chunks: {name}", *steps, expect=expect, reused=reused, timeout=0.3)


LONG = b"x" * 255
CHUNK_FORMS = (
    chunked("an extension", b'c;name=value\r\n{"code":"0"}\r\n0\r\n\r\n'),
    chunked("a quoted extension", b'c;a="b c";d\r\n{"code":"0"}\r\n0;last\r\n\r\n'),
    chunked("upper case", b"FF\r\n" + LONG + b"\r\n0\r\n\r\n", expect=Answer(LONG)),
    chunked("lower case", b"ff\r\n" + LONG + b"\r\n0\r\n\r\n", expect=Answer(LONG)),
    chunked("leading zeros", b"000c\r\n" + BODY + b"\r\n0000\r\n\r\n"),
    chunked("many leading zeros", b"0" * 40 + b"c\r\n" + BODY + b"\r\n0\r\n\r\n", expect=(OK, UNKNOWN), reused=None),
    # A trailer is no header: what it says of encoding and length is not for this body.
    chunked(
        "a trailer", b"c\r\n" + BODY + b"\r\n0\r\nX-Checksum: 1\r\n\r\n", expect=Answer(BODY, absent=("x-checksum",))
    ),
    chunked("a trailer that names an encoding", b"c\r\n" + BODY + b"\r\n0\r\nContent-Encoding: gzip\r\n\r\n"),
    chunked("a trailer that names a length", b"c\r\n" + BODY + b"\r\n0\r\nContent-Length: 3\r\n\r\n"),
    chunked(
        "a trailer that says close", b"c\r\n" + BODY + b"\r\n0\r\nConnection: close\r\n\r\n", expect=OK, reused=None
    ),
    chunked("two trailers", b"c\r\n" + BODY + b"\r\n0\r\nA: 1\r\nB: 2\r\n\r\n", expect=Answer(absent=("a", "b"))),
    one(
        "chunks: a trailer does not replace a header",
        HEAD + b"Transfer-Encoding: chunked\r\nX-Limit: 7\r\n\r\nc\r\n" + BODY + b"\r\n0\r\nX-Limit: 9\r\n\r\n",
        expect=Answer(headers={"x-limit": "7"}),
        reused=True,
    ),
    one(
        "chunks: CHUNKED",
        HEAD + b"Transfer-Encoding: CHUNKED\r\n\r\nc\r\n" + BODY + b"\r\n0\r\n\r\n",
        expect=OK,
        reused=True,
    ),
    chunked("not hexadecimal", b"xyz\r\n" + BODY + b"\r\n0\r\n\r\n", expect=UNKNOWN, reused=False),
    chunked("0x before the size", b"0xc\r\n" + BODY + b"\r\n0\r\n\r\n", expect=UNKNOWN, reused=False),
    chunked("no size", b"\r\n" + BODY + b"\r\n0\r\n\r\n", expect=UNKNOWN, reused=False),
    chunked("only an extension", b";a=b\r\n" + BODY + b"\r\n0\r\n\r\n", expect=UNKNOWN, reused=False),
    chunked("negative", b"-c\r\n" + BODY + b"\r\n0\r\n\r\n", expect=UNKNOWN, reused=False),
    chunked("a plus sign", b"+c\r\n" + BODY + b"\r\n0\r\n\r\n", expect=UNKNOWN, reused=False),
    chunked("an underscore", b"0_c\r\n" + BODY + b"\r\n0\r\n\r\n", expect=UNKNOWN, reused=False),
    chunked("a space before the size", b" c\r\n" + BODY + b"\r\n0\r\n\r\n", expect=(OK, UNKNOWN), reused=None),
    chunked("a space after the size", b"c \r\n" + BODY + b"\r\n0\r\n\r\n", expect=(OK, UNKNOWN), reused=None),
    chunked("no line break after the data", b"c\r\n" + BODY + b"0\r\n\r\n", expect=UNKNOWN, reused=False),
    chunked("other bytes after the data", b"c\r\n" + BODY + b"xx0\r\n\r\n", expect=UNKNOWN, reused=False),
    chunked("data longer than the size", b"5\r\n" + BODY + b"\r\n0\r\n\r\n", expect=UNKNOWN, reused=False),
    chunked("LF alone after the size", b"c\n" + BODY + b"\r\n0\r\n\r\n", expect=(OK, UNKNOWN), reused=None),
    chunked("LF alone after the data", b"c\r\n" + BODY + b"\n0\r\n\r\n", expect=(OK, UNKNOWN), reused=None),
    chunked("CR alone after the size", b"c\r" + BODY + b"\r\n0\r\n\r\n", expect=UNKNOWN, reused=False),
    chunked("huge", b"7fffffff\r\n" + BODY, expect=UNKNOWN, reused=False, closes=True),
    chunked("2 to the 63", b"8000000000000000\r\n" + BODY, expect=UNKNOWN, reused=False, closes=True),
    chunked("2 to the 64 and 12", b"1000000000000000c\r\n" + BODY + b"\r\n0\r\n\r\n", expect=UNKNOWN, reused=False),
    chunked("32 digits", b"f" * 32 + b"\r\n" + BODY, expect=UNKNOWN, reused=False, closes=True),
    chunked("NUL in the size", b"c\0\r\n" + BODY + b"\r\n0\r\n\r\n", expect=UNKNOWN, reused=False),
    chunked("a broken trailer", b"c\r\n" + BODY + b"\r\n0\r\nno colon\r\n\r\n", expect=(OK, UNKNOWN), reused=None),
    chunked("no last chunk before the end", b"c\r\n" + BODY + b"\r\n", expect=UNKNOWN, reused=False, closes=True),
)


def lengths(name: str, headers: bytes, body: bytes = BODY, **settings: object) -> Case:
    """A head with these lengths, a body, and the end: without which a body may be waited for."""
    closes = (Close(),) if settings.pop("closes", True) else ()
    return one(f"lengths: {name}", HEAD + headers + b"\r\n" + body, *closes, timeout=0.3, **settings)


OVERFLOW = b"Content-Length: 18446744073709551628\r\n"
LENGTHS = (
    lengths("shorter than the body", b"Content-Length: 10\r\n", expect=Answer(BODY[:10]), closes=False),
    lengths("longer than the body", b"Content-Length: 13\r\n", expect=UNKNOWN),
    lengths("longer, and a connection that stays", b"Content-Length: 13\r\n", expect=UNKNOWN, closes=False),
    lengths("zero, and a body", b"Content-Length: 0\r\n", expect=EMPTY, closes=False),
    lengths("negative", b"Content-Length: -1\r\n", expect=UNKNOWN),
    lengths("a plus sign", b"Content-Length: +12\r\n", expect=UNKNOWN),
    lengths("hexadecimal", b"Content-Length: 0xc\r\n", expect=UNKNOWN),
    lengths("a word", b"Content-Length: twelve\r\n", expect=UNKNOWN),
    lengths("an exponent", b"Content-Length: 12e0\r\n", expect=UNKNOWN),
    lengths("a decimal point", b"Content-Length: 12.0\r\n", expect=UNKNOWN),
    lengths("an underscore", b"Content-Length: 1_2\r\n", expect=UNKNOWN),
    lengths("two numbers", b"Content-Length: 1 2\r\n", expect=UNKNOWN),
    lengths("nothing", b"Content-Length:\r\n", expect=UNKNOWN),
    lengths("digits that are not ASCII", "Content-Length: ¹²\r\n".encode("latin-1", "replace"), expect=UNKNOWN),
    lengths("2 to the 64 and 12", OVERFLOW, expect=UNKNOWN),
    lengths("2 to the 64 and 12, and a connection that stays", OVERFLOW, expect=UNKNOWN, closes=False),
    lengths("40 digits", b"Content-Length: " + b"9" * 40 + b"\r\n", expect=UNKNOWN),
    lengths("beyond every bound", b"Content-Length: 1000000000000\r\n", expect=UNKNOWN),
    lengths("spaces around", b"Content-Length:   12  \r\n", expect=OK, closes=False, reused=True),
    lengths("tabs around", b"Content-Length:\t12\t\r\n", expect=OK, closes=False, reused=True),
    lengths("no space", b"Content-Length:12\r\n", expect=OK, closes=False, reused=True),
    lengths("leading zeros", b"Content-Length: 00012\r\n", expect=OK, closes=False, reused=True),
    lengths("a name in capitals", b"CONTENT-LENGTH: 12\r\n", expect=OK, closes=False, reused=True),
    # RFC 9112, 6.3: refused, or taken for one.
    lengths("twice the same", b"Content-Length: 12\r\nContent-Length: 12\r\n", expect=(OK, UNKNOWN), closes=False, reused=None),
    lengths("twice the same in a list", b"Content-Length: 12, 12\r\n", expect=(OK, UNKNOWN), closes=False, reused=None),
    lengths("two different", b"Content-Length: 12\r\nContent-Length: 13\r\n", expect=UNKNOWN),
    lengths("two different, the longer first", b"Content-Length: 13\r\nContent-Length: 12\r\n", expect=UNKNOWN),
    lengths("two different in a list", b"Content-Length: 12, 13\r\n", expect=UNKNOWN),
    lengths("the second negative", b"Content-Length: 12\r\nContent-Length: -12\r\n", expect=UNKNOWN),
    # RFC 9112, 6.1: Transfer-Encoding overrides, or the answer is refused; the connection is not to be trusted.
    lengths(
        "and chunks", b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", b"c\r\n" + BODY + b"\r\n0\r\n\r\n",
        expect=(OK, UNKNOWN),
    ),
    lengths(
        "after chunks", b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", b"c\r\n" + BODY + b"\r\n0\r\n\r\n",
        expect=(OK, UNKNOWN),
    ),
    lengths("gzip, then chunks", b"Transfer-Encoding: gzip, chunked\r\n", b"c\r\n" + BODY + b"\r\n0\r\n\r\n", expect=UNKNOWN),
    lengths("chunks twice", b"Transfer-Encoding: chunked, chunked\r\n", b"c\r\n" + BODY + b"\r\n0\r\n\r\n", expect=UNKNOWN),
    lengths("chunks not last", b"Transfer-Encoding: chunked, gzip\r\n", b"c\r\n" + BODY + b"\r\n0\r\n\r\n", expect=UNKNOWN),
    lengths("a coding that nobody knows", b"Transfer-Encoding: xchunked\r\n", expect=UNKNOWN),
    lengths("the coding identity", b"Transfer-Encoding: identity\r\n", expect=(OK, UNKNOWN)),
)  # fmt: skip

CASES: tuple[Case, ...] = (
    *SPLITTINGS,
    *CHUNK_FORMS,
    *LENGTHS,
    one(
        "lengths: chunks in an answer of HTTP/1.0",
        b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nc\r\n" + BODY + b"\r\n0\r\n\r\n",
        Close(),
        expect=(OK, UNKNOWN),
    ),
    Case(
        name="whole: ten calls over one connection, each form in turn",
        scripts=((Read(), SIZED, Read(), CHUNKS) * 5,),
        calls=(get(OK),) * 10 + (get(NEXT),),
        requests=(11,),
        connections=(1,),
    ),
)
