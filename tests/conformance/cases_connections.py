"""What comes on an idle connection, and what becomes of a request that nobody reads: RFC 9112, 9."""

from attrs import evolve

from .case import BODY, CLOSED, NEXT, NOT_SENT, OK, TIMED_OUT, UNKNOWN, Answer, Call, Case, Fails, get, one, post
from .cases_whole import CHUNKS, HEAD, SIZED
from .server import Close, HalfClose, Hold, Pause, Read, ReadSome, Reset, Script, Step

EVIL = b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"evil":"1"}'[:-1]
LARGE = b"x" * 12_000_000
"""More than the kernel takes on its own."""

STRAYS: dict[str, tuple[Step, ...]] = {
    "a success": (EVIL,),
    "the same answer again": (SIZED,),
    "the same in chunks": (CHUNKS,),
    "two answers": (EVIL, EVIL),
    "a success, byte by byte": tuple(EVIL[start : start + 1] for start in range(len(EVIL))),
    "400": (b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",),
    "408": (b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n",),
    "408 and the end": (b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", Close()),
    "429": (b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 2\r\n\r\n{}",),
    "502 in HTML": (b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 13\r\n\r\n<html></html>",),
    "an interim answer": (b"HTTP/1.1 100 Continue\r\n\r\n",),
    "an interim answer and an answer": (b"HTTP/1.1 103 Early Hints\r\n\r\n" + EVIL,),
    "garbage": (b"\x00\xffgarbage",),
    "a line break": (b"\r\n",),
    "a line feed": (b"\n",),
    "a byte": (b"H",),
    "half an answer": (EVIL[:20],),
    "a head": (b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n",),
    "the last half of an answer": (BODY[6:],),
    "a chunk": (b"c\r\n" + BODY + b"\r\n",),
    "a request": (b"GET /other HTTP/1.1\r\nHost: x\r\n\r\n",),
    "a TLS alert": (b"\x15\x03\x03\x00\x02\x01\x00",),
    "a megabyte": (HEAD + b"Content-Length: 1000000\r\n\r\n" + b"x" * 1_000_000,),
}


def stray(name: str, extra: tuple[Step, ...], *, write: bool, when: str) -> Case:
    """A good answer with more behind it: in the same packet, right after it, or when nobody waits any more.

    The next call is not answered with it, and goes out once, on another connection.
    """
    script: Script
    if when == "in the same packet" and isinstance(extra[0], bytes):
        script = (Read(), SIZED + b"".join(each for each in extra if isinstance(each, bytes)))
    else:
        script = (Read(), SIZED, *((Pause(0.02),) if "later" in when else ()), *extra)
    second = post(NEXT) if write else get(NEXT)
    return Case(
        name=f"stray: {name} {when}, then a {'write' if write else 'read'}",
        scripts=(script,),
        calls=(get(OK), evolve(second, asleep="asleep" in when), post(NEXT)),
        requests=(3,),
        connections=(2,),
    )


AWAKE, ASLEEP, PACKET, AFTER = "later", "later to a loop asleep", "in the same packet", "right after"
STRAY = (
    *(stray(name, extra, write=True, when=AWAKE) for name, extra in STRAYS.items()),
    *(stray(name, extra, write=False, when=ASLEEP) for name, extra in STRAYS.items()),
    *(stray(name, STRAYS[name], write=write, when=PACKET) for name in ("a success", "400", "garbage", "a line break", "half an answer") for write in (False, True)),
    *(stray(name, STRAYS[name], write=True, when=AFTER) for name in ("a success", "429", "garbage", "a byte", "408 and the end")),
    *(
        Case(
            name=f"stray: {name} on an idle connection to a loop asleep, then a write",
            scripts=((Read(), SIZED, *ends),),
            calls=(get(OK), Call((NEXT,), "POST", b"{}", asleep=True), post(NEXT)),
            requests=(3,),
            connections=(2,),
        )
        for name, ends in {"the end": (Close(),), "a reset": (Pause(0.005), Reset()), "half the end": (HalfClose(),)}.items()
    ),
    Case(
        name="stray: after each of three answers",
        scripts=((Read(), SIZED, EVIL),) * 3,
        calls=(get(OK), get(OK), post(OK), post(NEXT)),
        requests=(4,),
        connections=(4,),
    ),
    Case(
        name="stray: after chunks",
        scripts=((Read(), CHUNKS, Pause(0.01), EVIL),),
        calls=(get(OK), post(NEXT)),
        requests=(2,),
        connections=(2,),
    ),
    Case(
        name="stray: after a refusal",
        scripts=((Read(), b"HTTP/1.1 400 No\r\nContent-Length: 12\r\n\r\n" + BODY, Pause(0.01), EVIL),),
        calls=(post(Answer(status=400)), post(NEXT)),
        requests=(2,),
        connections=(2,),
    ),
    Case(
        name="stray: an answer before the request, on the first connection",
        # Whoever looks finds it out; whoever does not takes it, as every HTTP/1.1 client does.
        scripts=((b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", Read(), SIZED),),
        calls=(post(Answer(b"", 503), UNKNOWN, NOT_SENT), post(NEXT)),
        requests=(1, 2),
        connections=(2,),
    ),
)  # fmt: skip

LOST = Fails((*UNKNOWN.errors, *NOT_SENT.errors))
REQUESTS = (
    Case(
        name="request: closed before it is read",
        scripts=((Close(),),),
        calls=(post(LOST), post(NEXT)),
        requests=(1,),
        connections=(2,),
    ),
    Case(
        name="request: reset before it is read",
        scripts=((Reset(),),),
        calls=(post(LOST), post(NEXT)),
        requests=(1,),
        connections=(2,),
    ),
    Case(
        name="request: never read",
        scripts=((Hold(),),),
        calls=(post(TIMED_OUT, timeout=0.15), post(NEXT)),
        requests=(1,),
        connections=(2,),
    ),
    Case(
        name="request: a large one is never read",
        scripts=((Hold(),),),
        calls=(post(TIMED_OUT, timeout=0.2, body=LARGE), post(NEXT)),
        requests=(1,),
        connections=(2,),
    ),
    Case(
        name="request: a large one is read",
        scripts=((Read(), SIZED),),
        calls=(post(OK, body=LARGE), post(NEXT)),
        requests=(2,),
        connections=(1,),
    ),
    Case(
        name="request: a large one is read slowly, and in time",
        scripts=((ReadSome(100_000), Pause(0.05), Read(), SIZED),),
        calls=(post(OK, body=LARGE), post(NEXT)),
        requests=(2,),
        connections=(1,),
    ),
    Case(
        name="request: half of a large one is read, then closed",
        scripts=((ReadSome(1_000_000), Close()),),
        calls=(post(CLOSED, body=LARGE), post(NEXT)),
        requests=(1,),
        connections=(2,),
    ),
    Case(
        name="request: half of a large one is read, then reset",
        scripts=((ReadSome(1_000_000), Reset()),),
        calls=(post(CLOSED, body=LARGE), post(NEXT)),
        requests=(1,),
        connections=(2,),
    ),
    Case(
        name="request: half of a large one is read, then silence",
        scripts=((ReadSome(1_000_000), Hold()),),
        calls=(post(TIMED_OUT, timeout=0.25, body=LARGE), post(NEXT)),
        requests=(1,),
        connections=(2,),
    ),
    Case(
        name="request: an early answer, and the rest is read",
        scripts=((ReadSome(1_000_000), SIZED, Read()),),
        # It may be given at once, or when all is sent: but a connection with half a request on it is not used again.
        calls=(post(OK, body=LARGE), post(NEXT)),
        requests=(1, 2),
        connections=(1, 2),
    ),
    Case(
        name="request: an early refusal, and nothing more is read",
        scripts=((ReadSome(1_000_000), b"HTTP/1.1 413 Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", Hold()),),
        calls=(post(Answer(b"", 413), TIMED_OUT, timeout=0.25, body=LARGE), post(NEXT)),
        requests=(1,),
        connections=(2,),
    ),
    Case(
        name="request: an early refusal, and closed",
        scripts=((ReadSome(1_000_000), b"HTTP/1.1 413 Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", Close()),),
        calls=(post(Answer(b"", 413), UNKNOWN, body=LARGE), post(NEXT)),
        requests=(1,),
        connections=(2,),
    ),
    Case(
        name="request: an answer after the head, before the body is read",
        scripts=((ReadSome(1), SIZED, Read()),),
        calls=(post(OK), post(NEXT)),
        requests=(2,),
        connections=(1, 2),
    ),
    Case(
        name="request: a POST with nothing in it says so",
        scripts=((Read(), SIZED),),
        calls=(post(OK, body=b""), post(NEXT)),
        requests=(2,),
        connections=(1,),
        seen=(b"Content-Length: 0\r\n",),
        unseen=(b"chunked", b"Expect"),
    ),
    one("request: the target goes out as it was signed", SIZED, expect=OK, reused=True, url="http://127.0.0.1:{port}/a%2Fb?x=%2C%20%7E,~&y=%e4", seen=(b"GET /a%2Fb?x=%2C%20%7E,~&y=%e4 HTTP/1.1\r\n",)),
    one("request: no path", SIZED, expect=OK, reused=True, url="http://127.0.0.1:{port}", seen=(b"GET / HTTP/1.1\r\nHost: 127.0.0.1:",)),
    one("request: dots in the path stay", SIZED, expect=OK, reused=True, url="http://127.0.0.1:{port}/a/../b/./c", seen=(b"GET /a/../b/./c HTTP/1.1\r\n",)),
    one("request: localhost", SIZED, expect=OK, reused=True, url="http://localhost:{port}/x", seen=(b"Host: localhost:",)),
)  # fmt: skip

SIZES = tuple(
    one(f"request: a body of {size} bytes", SIZED, method="POST", body=b"x" * size, expect=OK, reused=True)
    for size in (1, 65_535, 65_536, 1_000_000)
)

CASES: tuple[Case, ...] = (
    *STRAY,
    *REQUESTS,
    *SIZES,
    Case(
        name="idle: many calls over one connection",
        scripts=(),
        calls=(post(NEXT), get(NEXT)) * 20,
        requests=(40,),
        connections=(1,),
    ),
    Case(
        name="idle: writes over one connection, which dies before each third",
        scripts=((Read(), SIZED, Read(), SIZED, Close()),) * 3,
        calls=(post(OK),) * 6 + (post(NEXT),),
        requests=(7,),
        connections=(4,),
    ),
)
