"""Answers that are cut off by a close, a reset or silence, at every point."""

from collections.abc import Callable

from .case import BODY, CLOSED, NEXT, OK, RESET, TIMED_OUT, UNKNOWN, Call, Case, Expected, get, one, post
from .cases_whole import CHUNKED, CHUNKS, HEAD, SIZED
from .server import Close, Drip, HalfClose, Hold, Pause, Read, Reset, Step

POINTS: dict[str, bytes] = {
    "before anything": b"",
    "in the status line": b"HTTP/1.1 2",
    "after the status line": HEAD,
    "in a header's name": HEAD + b"Conte",
    "in a header's value": HEAD + b"Content-Length: 1",
    "before the empty line": HEAD + b"Content-Length: 12\r\n",
    "in the empty line": HEAD + b"Content-Length: 12\r\n\r",
    "after the head": HEAD + b"Content-Length: 12\r\n\r\n",
    "in the body": HEAD + b'Content-Length: 12\r\n\r\n{"code"',
    "before the last byte": SIZED[:-1],
    "before the first chunk": CHUNKED,
    "in a chunk's size": CHUNKED + b"1",
    "after a chunk's size": CHUNKED + b"c\r\n",
    "in a chunk": CHUNKED + b'c\r\n{"cod',
    "after a chunk's data": CHUNKED + b"c\r\n" + BODY,
    "before the last chunk": CHUNKED + b"c\r\n" + BODY + b"\r\n",
    "in the last chunk": CHUNKED + b"c\r\n" + BODY + b"\r\n0",
    "before the last line": CHUNKED + b"c\r\n" + BODY + b"\r\n0\r\n",
    "in the trailers": CHUNKED + b"c\r\n" + BODY + b"\r\n0\r\nX-Che",
    "after a trailer": CHUNKED + b"c\r\n" + BODY + b"\r\n0\r\nX-Check: 1\r\n",
    "in the last line break": CHUNKS[:-1],
    "after an interim answer": b"HTTP/1.1 100 Continue\r\n\r\n",
    "in an interim answer": b"HTTP/1.1 103 Early Hints\r\nLink: <",
}

ENDS: dict[str, tuple[Step, Expected]] = {
    "close": (Close(), CLOSED),
    "reset": (Reset(), RESET),
    "stall": (Hold(), TIMED_OUT),
}


def cut(end: str, where: str) -> Case:
    step, expected = ENDS[end]
    # The reset comes after the bytes were read: it would take unread ones away.
    pause = (Pause(0.005),) if end == "reset" else ()
    timeout = 0.15 if end == "stall" else 2.0
    return one(f"broken: {end} {where}", POINTS[where], *pause, step, expect=expected, timeout=timeout)


def every(name: str, data: bytes, *ends: Step) -> Case:
    """The answer is cut off after each of its bytes, on a connection each; a write is not sent again."""
    scripts = tuple((Read(), data[:size], *ends) for size in range(len(data)))
    calls = (post(RESET),) * len(data)
    return Case(
        name=name, scripts=scripts, calls=(*calls, get(NEXT)), requests=(len(data) + 1,), connections=(len(data) + 1,)
    )


def stale(name: str, *ends: Step, make: Callable[..., object] = post) -> Case:
    """A good answer, and a connection that ends while the next call is under way: not sent again by the transport."""
    return Case(
        name=name,
        scripts=((Read(), SIZED, Read(), *ends),),
        calls=(get(OK), make(UNKNOWN), make(NEXT)),  # type: ignore[arg-type]  # get or post
        requests=(3,),
        connections=(2,),
    )


CASES: tuple[Case, ...] = (
    *(cut(end, where) for end in ENDS for where in POINTS),
    every("broken: closed after each byte, a write each", SIZED, Close()),
    every("broken: closed after each byte of chunks, a write each", CHUNKS, Close()),
    every("broken: reset after each byte, a write each", SIZED, Reset()),
    one("broken: half closed before the answer", HalfClose(), expect=CLOSED),
    one("broken: half closed in the body", SIZED[:-2], HalfClose(), expect=CLOSED),
    one("broken: half closed after the answer", SIZED, HalfClose(), expect=OK),
    one("broken: half closed ends a body without length", HEAD + b"\r\n" + BODY, HalfClose(), expect=OK),
    one("broken: a reset ends a body without length", HEAD + b"\r\n" + BODY, Pause(0.02), Reset(), expect=UNKNOWN),
    one("broken: silence in a body without length", HEAD + b"\r\n" + BODY, Hold(), expect=TIMED_OUT, timeout=0.15),
    one("broken: drips past the deadline, head", Drip(HEAD * 20, 0.01), expect=TIMED_OUT, timeout=0.15),
    one(
        "broken: drips past the deadline, a header's value",
        Drip(HEAD + b"X: " + b"x" * 100, 0.01),
        expect=TIMED_OUT,
        timeout=0.15,
    ),
    one(
        "broken: drips past the deadline, body",
        HEAD + b"Content-Length: 100\r\n\r\n",
        Drip(b"x" * 100, 0.01),
        expect=TIMED_OUT,
        timeout=0.15,
    ),
    one(
        "broken: drips past the deadline, chunks",
        CHUNKED,
        Drip(b"1\r\nx\r\n" * 20, 0.01),
        expect=TIMED_OUT,
        timeout=0.15,
    ),
    one(
        "broken: drips past the deadline, interim answers",
        Drip(b"HTTP/1.1 100 Continue\r\n\r\n" * 20, 0.01),
        expect=TIMED_OUT,
        timeout=0.15,
    ),
    one("broken: slow, and in time", HEAD, Pause(0.1), SIZED[len(HEAD) :], expect=OK, reused=True, timeout=1.0),
    one(
        "broken: an answer after the deadline is nobody's",
        Pause(0.2),
        SIZED,
        expect=TIMED_OUT,
        timeout=0.1,
    ),
    one(
        "broken: an answer to a write after the deadline is nobody's",
        Pause(0.2),
        SIZED,
        method="POST",
        body=b"{}",
        expect=TIMED_OUT,
        timeout=0.1,
    ),
    one(
        "broken: a length that nobody sends, as to HEAD",
        HEAD + b"Content-Length: 12\r\n\r\n",
        Hold(),
        expect=TIMED_OUT,
        timeout=0.15,
    ),
    stale("stale: closed when the next write is read", Close()),
    stale("stale: reset when the next write is read", Reset()),
    stale("stale: closed in the next write's status line", b"HTTP/1.", Close()),
    stale("stale: closed in the next write's body", SIZED[:-1], Close()),
    stale("stale: closed when the next read is read", Close(), make=get),
    stale("stale: reset when the next read is read", Reset(), make=get),
    Case(
        name="stale: silence to the next write",
        scripts=((Read(), SIZED, Read(), Hold()),),
        calls=(get(OK), post(TIMED_OUT, timeout=0.15), post(NEXT)),
        requests=(3,),
        connections=(2,),
    ),
    *(
        Case(
            name=f"stale: {ending} on the idle connection, then a {'write' if write else 'read'}",
            scripts=((Read(), SIZED, *steps),),
            calls=(get(OK), post(NEXT) if write else get(NEXT)),
            requests=(2,),
            connections=(2,),
        )
        for ending, steps in {
            "close": (Close(),),
            "close after a while": (Pause(0.03), Close()),
            "reset": (Pause(0.005), Reset()),
            "half-close": (HalfClose(),),
        }.items()
        for write in (False, True)
    ),
    Case(
        name="stale: closed at once, and the next write does not wait",
        scripts=((Read(), SIZED, Close()),),
        calls=(get(OK), Call((NEXT, UNKNOWN), "POST", b"{}", at_once=True)),
        requests=(1, 2),
        connections=(1, 2),
    ),
)
