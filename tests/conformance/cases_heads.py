"""Status lines, header syntax, interim answers, old and new versions, redirects: RFC 9112, 2 to 5, RFC 9110, 15."""

from .case import BODY, CLOSED, NEXT, OK, UNKNOWN, Answer, Case, Expected, get, one
from .cases_whole import CHUNKED, CHUNKS, HEAD, SIZED
from .server import Close, Drip, Pause, Read, Step

EMPTY = Answer(b"")
FRAMED = b"Content-Length: 12\r\n\r\n" + BODY


def line(name: str, status_line: bytes, *expect: Expected, reused: bool | None = False) -> Case:
    return one(
        f"status line: {name}", status_line + b"\r\n" + FRAMED, Close(), expect=expect, timeout=0.3, reused=reused
    )


STATUS_LINES = (
    one("status line: an empty reason", b"HTTP/1.1 200 \r\n" + FRAMED, expect=OK, reused=True),
    one("status line: no reason and no space", b"HTTP/1.1 200\r\n" + FRAMED, expect=(OK, UNKNOWN), reused=None),
    one("status line: a long reason", b"HTTP/1.1 200 " + b"very " * 200 + b"OK\r\n" + FRAMED, expect=OK, reused=True),
    one("status line: 8-bit reason", b"HTTP/1.1 200 \xe9\xe8\r\n" + FRAMED, expect=OK, reused=True),
    line("99", b"HTTP/1.1 99 Low", UNKNOWN),
    line("000", b"HTTP/1.1 000 Zero", UNKNOWN),
    line("1000", b"HTTP/1.1 1000 High", UNKNOWN),
    line("20", b"HTTP/1.1 20 Short", UNKNOWN),
    line("letters", b"HTTP/1.1 abc OK", UNKNOWN),
    line("negative", b"HTTP/1.1 -200 OK", UNKNOWN),
    line("a sign", b"HTTP/1.1 +200 OK", UNKNOWN),
    line("letters after the digits", b"HTTP/1.1 200OK", UNKNOWN),
    line("no status", b"HTTP/1.1", UNKNOWN),
    line("only a space", b"HTTP/1.1 ", UNKNOWN),
    line("two spaces", b"HTTP/1.1  200 OK", OK, UNKNOWN),
    line("a tab", b"HTTP/1.1\t200 OK", OK, UNKNOWN),
    line("NUL in the reason", b"HTTP/1.1 200 O\0K", OK, UNKNOWN),
    line("CR in the reason", b"HTTP/1.1 200 O\rK", OK, UNKNOWN),
    line("600", b"HTTP/1.1 600 Odd", Answer(status=600), UNKNOWN),
    line("999", b"HTTP/1.1 999 Odd", Answer(status=999), UNKNOWN),
    line("lower case", b"http/1.1 200 OK", UNKNOWN),
    line("another protocol", b"SSH-2.0-OpenSSH_9.6", UNKNOWN),
    line("RTSP", b"RTSP/1.0 200 OK", UNKNOWN),
    line("ICY", b"ICY 200 OK", UNKNOWN),
    line("a request", b"GET / HTTP/1.1", UNKNOWN),
    line("no version", b"HTTP 200 OK", UNKNOWN),
    line("half a version", b"HTTP/1 200 OK", UNKNOWN),
    line("HTTP/1.2, which is to be read as 1.1", b"HTTP/1.2 200 OK", OK, UNKNOWN),
    line("HTTP/1.11", b"HTTP/1.11 200 OK", UNKNOWN),
    line("HTTP/2.0", b"HTTP/2.0 200 OK", UNKNOWN),
    line("HTTP/2", b"HTTP/2 200", UNKNOWN),
    line("HTTP/3", b"HTTP/3 200 OK", UNKNOWN),
    line("HTTP/0.9", b"HTTP/0.9 200 OK", UNKNOWN),
    one("status line: none at all, as HTTP/0.9", BODY, Close(), expect=UNKNOWN),
    one("status line: a page, as HTTP/0.9", b"<html>" + b"x" * 5_000 + b"</html>", Close(), expect=UNKNOWN),
    one("status line: frames of HTTP/2", b"\0\0\x12\4\0\0\0\0\0\0\3\0\0\0\x64", Close(), expect=UNKNOWN),
    one("status line: the preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Close(), expect=UNKNOWN),
    one("status line: a packet of HTTP/3", b"\xc3\0\0\0\1\x08" + bytes(range(200)), Close(), expect=UNKNOWN),
    one("status line: NULs", b"\0" * 5_000, Close(), expect=UNKNOWN),
    one("status line: a TLS alert", b"\x15\3\1\0\2\2\x46", Close(), expect=UNKNOWN),
    # RFC 9112, 2.2, lets servers skip an empty line; of clients it says nothing.
    one("status line: after an empty line", b"\r\n" + SIZED, expect=(OK, UNKNOWN), reused=None, timeout=0.3),
    one("status line: after a space", b" " + SIZED, Close(), expect=UNKNOWN),
)


def headed(name: str, headers: bytes, *expect: Expected, reused: bool | None = False) -> Case:
    return one(f"headers: {name}", HEAD + headers + FRAMED, expect=expect, reused=reused, timeout=0.3)


SHARED = b"A: 1\r\nB: 2\r\n"
HEADERS = (
    headed("folded", b"X-A: 1\r\n 2\r\n", Answer(headers={"x-a": "1 2"}), Answer(headers={"x-a": "12"}), UNKNOWN, reused=None),
    headed("a length folded in", b"X-A: 1\r\n Content-Length: 5\r\n", OK, UNKNOWN, reused=None),
    headed("white space before the first", b" X-A: 1\r\n", Answer(absent=("x-a",)), UNKNOWN, reused=None),
    headed("no colon", b"X-A\r\n", UNKNOWN),
    headed("a space before the colon", b"X-A : 1\r\n", OK, UNKNOWN, reused=None),
    headed("a space in the name", b"X A: 1\r\n", OK, UNKNOWN, reused=None),
    headed("an empty name", b": 1\r\n", UNKNOWN),
    headed("only a colon", b":\r\n", UNKNOWN),
    headed("NUL in the name", b"X\0A: 1\r\n", UNKNOWN),
    headed("NUL in the value", b"X-A: 1\x002\r\n", OK, UNKNOWN, reused=None),
    headed("control codes in the value", b"X-A: \x1b[31m\x07\r\n", OK, UNKNOWN, reused=None),
    headed("CR alone in the value", b"X-A: 1\r2\r\n", OK, UNKNOWN, reused=None),
    headed("CR and a length in the value", b"X-A: 1\rContent-Length: 5\r\n", OK, UNKNOWN, reused=None),
    headed("LF alone ends a line", b"X-A: 1\n", OK, UNKNOWN, reused=None),
    headed("8-bit value", b"X-A: \xe9t\xe9\r\n", OK, reused=True),
    headed("8-bit name", b"X-\xe9: 1\r\n", UNKNOWN),
    headed("UTF-8 value", "X-A: 市场\r\n".encode(), OK, reused=True),
    headed("an empty value", b"X-A:\r\n", Answer(headers={"x-a": ""}), reused=True),
    headed("spaces around the value", b"X-A: \t 1 \t \r\n", Answer(headers={"x-a": "1"}), reused=True),
    headed("colons in the value", b"X-A: a:b: c\r\n", Answer(headers={"x-a": "a:b: c"}), reused=True),
    headed("every letter that a name may have", b"!#$%&'*+-.^_`|~9aZ: 1\r\n", Answer(headers={"!#$%&'*+-.^_`|~9az": "1"}), reused=True),
    headed("another length with a space before the colon", b"Content-Length : 5\r\n", UNKNOWN),
    headed("the same name twice", b"X-A: 1\r\nX-A: 1\r\n", OK, reused=True),
    headed("100 headers", SHARED * 50, OK, reused=True),
    headed("190 lines", SHARED * 94, OK, reused=True),
    headed("260 lines", SHARED * 129, UNKNOWN),
    headed("a value of 8 KB", b"X-A: " + b"x" * 8_192 + b"\r\n", Answer(headers={"x-a": "x" * 8_192}), reused=True),
    headed("a value of 60 KB", b"X-A: " + b"x" * 60_000 + b"\r\n", OK, reused=True),
    headed("a value of 70 KB", b"X-A: " + b"x" * 70_000 + b"\r\n", UNKNOWN),
    headed("a name of 70 KB", b"x" * 70_000 + b": 1\r\n", UNKNOWN),
    headed("20 values of 4 KB", (b"X-A: " + b"x" * 4_096 + b"\r\n") * 20, UNKNOWN),
    one("headers: a reason of 70 KB", b"HTTP/1.1 200 " + b"x" * 70_000 + b"\r\n" + FRAMED, expect=UNKNOWN, timeout=0.5),
    one("headers: LF alone everywhere", SIZED.replace(b"\r\n", b"\n"), expect=(OK, UNKNOWN), reused=None, timeout=0.3),
    one("headers: CR alone everywhere", SIZED.replace(b"\r\n", b"\r"), Close(), expect=UNKNOWN),
    one("headers: none, and a body until the end", HEAD + b"\r\n" + BODY, Close(), expect=OK),
    one("headers: LF CR", HEAD + b"X-A: 1\n\r" + FRAMED, Close(), expect=(OK, UNKNOWN, EMPTY), timeout=0.3),
)  # fmt: skip

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\nX-Limit: 1\r\n\r\n"
INTERIM = (
    one("interim: 100", CONTINUE + SIZED, expect=OK, reused=True),
    one("interim: 100, and then the answer", CONTINUE, Pause(0.02), SIZED, expect=OK, reused=True),
    one("interim: 102", b"HTTP/1.1 102 Processing\r\n\r\n" + SIZED, expect=OK, reused=True),
    one("interim: 103, whose headers are not the answer's", HINTS + SIZED, expect=Answer(absent=("link", "x-limit")), reused=True),
    one("interim: 199", b"HTTP/1.1 199 Odd\r\n\r\n" + SIZED, expect=OK, reused=True),
    one("interim: several", CONTINUE + HINTS + HINTS + SIZED, expect=OK, reused=True),
    one("interim: several, byte by byte", Drip(CONTINUE + HINTS + SIZED), expect=OK, reused=True),
    one("interim: before chunks", HINTS + CHUNKS, expect=OK, reused=True),
    one("interim: before a body until the end", CONTINUE + HEAD + b"\r\n" + BODY, Close(), expect=OK),
    one("interim: says close", b"HTTP/1.1 103 Early Hints\r\nConnection: close\r\n\r\n" + SIZED, expect=(OK, UNKNOWN), reused=None),
    one("interim: with a length, which means nothing", b"HTTP/1.1 103 Early Hints\r\nContent-Length: 5\r\n\r\n" + SIZED, expect=(OK, UNKNOWN), reused=None),
    one("interim: 100 and the end", CONTINUE, Close(), expect=CLOSED),
    one("interim: 103 and the end", HINTS, Close(), expect=CLOSED),
    one("interim: 101 to a call that asked for nothing", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", expect=UNKNOWN, timeout=0.3),
    one("interim: 101, and an answer", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n" + SIZED, expect=UNKNOWN, timeout=0.3),
    one("interim: 200 that speaks of an upgrade", HEAD + b"Upgrade: h2c\r\nConnection: Upgrade\r\n" + FRAMED, expect=OK, reused=None, timeout=0.3),
    one("interim: 426", b"HTTP/1.1 426 Upgrade Required\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n" + FRAMED, expect=Answer(status=426), reused=None, timeout=0.3),
)  # fmt: skip

KEEPS = b"Connection: keep-alive\r\n"
CLOSES = b"Connection: close\r\n"
OLD = b"HTTP/1.0 200 OK\r\n"
PERSISTENCE = (
    one("connection: HTTP/1.0", OLD + FRAMED, expect=OK),
    one("connection: HTTP/1.0 that closes", OLD + FRAMED, Close(), expect=OK),
    one("connection: HTTP/1.0 with keep-alive", OLD + KEEPS + FRAMED, expect=OK, reused=None),
    one("connection: HTTP/1.0 with keep-alive and no length", OLD + KEEPS + b"\r\n" + BODY, Close(), expect=OK),
    one("connection: HTTP/1.0 until the end", OLD + b"\r\n" + BODY, Close(), expect=OK),
    one("connection: HTTP/1.0, and a reset", OLD + b"\r\n" + BODY, Pause(0.02), Close(), expect=OK),
    one("connection: says close, and stays", HEAD + CLOSES + FRAMED, expect=OK),
    one("connection: says CLOSE", HEAD + b"CONNECTION: CLOSE\r\n" + FRAMED, expect=OK),
    one("connection: says close in a list", HEAD + b"Connection: x-token, close\r\n" + FRAMED, expect=OK),
    one("connection: says close in a second header", HEAD + b"Connection: x-token\r\n" + CLOSES + FRAMED, expect=OK),
    one("connection: says close with chunks", HEAD + CLOSES + CHUNKED[len(HEAD) :] + b"c\r\n" + BODY + b"\r\n0\r\n\r\n", expect=OK),
    one("connection: says both", HEAD + b"Connection: close, keep-alive\r\n" + FRAMED, expect=OK),
    one("connection: says keep-alive", HEAD + KEEPS + FRAMED, expect=OK, reused=True),
    one("connection: keep-alive and no length", HEAD + KEEPS + b"\r\n" + BODY, Close(), expect=OK),
)  # fmt: skip


def status(code: int, rest: bytes, *expect: Expected, reused: bool | None = True, ends: tuple[Step, ...] = ()) -> Case:
    name = f"status: {code} with {rest[:40].decode('latin-1').strip() or 'nothing'}{', closed' if ends else ''}"
    name = name.replace("\r\n", ", ")
    return one(name, b"HTTP/1.1 %d X\r\n%s" % (code, rest), *ends, expect=expect, reused=reused, timeout=0.3)


MOVED = b"Location: http://127.0.0.1:1/elsewhere\r\n"
STATUSES = (
    status(204, b"\r\n", Answer(b"", 204)),
    status(204, b"Content-Length: 0\r\n\r\n", Answer(b"", 204)),
    # A 204 and a 304 end with their head: what follows is nobody's.
    status(204, b"Content-Length: 12\r\n\r\n" + BODY, Answer(b"", 204), reused=False),
    status(204, b"\r\n" + BODY, Answer(b"", 204), reused=False),
    status(204, b"Content-Encoding: gzip\r\n\r\n", Answer(b"", 204)),
    status(204, b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", Answer(b"", 204), reused=None),
    status(304, b"\r\n", Answer(b"", 304)),
    status(304, b"Content-Length: 12\r\n\r\n", Answer(b"", 304), reused=None),
    status(304, b"Content-Length: 12\r\n\r\n" + BODY, Answer(b"", 304), reused=False),
    status(304, b"Content-Encoding: gzip\r\n\r\n", Answer(b"", 304), reused=None),
    status(205, b"Content-Length: 0\r\n\r\n", Answer(b"", 205)),
    *(status(code, FRAMED, Answer(status=code)) for code in (201, 202, 206, 400, 401, 403, 404, 405, 409, 418, 429, 451, 500, 502, 503, 504, 599)),
    *(status(code, MOVED + FRAMED, Answer(status=code, headers={"location": "http://127.0.0.1:1/elsewhere"})) for code in (300, 301, 302, 303, 307, 308)),
    status(302, b"Location: //evil.invalid\r\n" + FRAMED, Answer(status=302)),
    status(401, b"WWW-Authenticate: Basic realm=x\r\n" + FRAMED, Answer(status=401)),
    status(407, b"Proxy-Authenticate: Basic realm=x\r\n" + FRAMED, Answer(status=407)),
    status(408, b"Connection: close\r\n" + FRAMED, Answer(status=408), reused=False),
    status(503, b"Retry-After: 0\r\n" + FRAMED, Answer(status=503)),
    status(429, b"\r\n" + BODY, Answer(status=429), reused=False, ends=(Close(),)),
)  # fmt: skip

CASES: tuple[Case, ...] = (
    *STATUS_LINES,
    *HEADERS,
    *INTERIM,
    *PERSISTENCE,
    *STATUSES,
    Case(
        name="status: cookies are not kept",
        scripts=((Read(), HEAD + b"Set-Cookie: a=b; Path=/\r\n" + FRAMED),),
        calls=(get(OK), get(NEXT)),
        requests=(2,),
        connections=(1,),
        unseen=(b"a=b",),
    ),
)
