"""TLS: what is not who it says it is gets no byte of the call, and an end without close_notify ends nothing."""

from .case import BODY, NEXT, NOT_SENT, OK, TIMED_OUT, UNKNOWN, Answer, Call, Case, Expected, get, post
from .cases_connections import EVIL
from .cases_whole import CHUNKED, CHUNKS, HEAD, SIZED
from .server import Close, Cut, Drip, Flood, Hold, Pause, Read, ReadSome, Reset, Script, StartTls, Step

TRUSTED = {"ca_file": "{folder}/ca.pem"}
URL = "https://127.0.0.1:{port}/api/x"
GOOD: Script = (StartTls("good"),)
SOON = 0.3


def refused(name: str, *script: Step, options: dict[str, str] = TRUSTED, url: str = URL, timeout: float = 2.0) -> Case:
    """No connection, no call: and the next one, to a server that is right, goes through if it is to be trusted."""
    trusted = options == TRUSTED
    calls = (post(NOT_SENT, timeout=timeout), post(NEXT) if trusted else post(NOT_SENT))
    return Case(
        name=f"TLS: {name}",
        scripts=(script,),
        healthy=GOOD,
        calls=calls,
        requests=(1,) if trusted else (0,),
        connections=(2,),
        options=options,
        url=url,
    )


def tls(name: str, *script: Step, calls: tuple[Call, ...], connections: tuple[int, ...], requests: int) -> Case:
    return Case(
        name=f"TLS: {name}",
        scripts=(script,),
        healthy=GOOD,
        calls=calls,
        requests=(requests,),
        connections=connections,
        options=TRUSTED,
        url=URL,
    )


def answered(
    name: str,
    *answer: Step,
    expect: tuple[Expected, ...],
    connections: tuple[int, ...] = (2,),
    timeout: float = 2.0,
    context: str = "good",
) -> Case:
    return tls(
        name,
        StartTls(context),
        Read(),
        *answer,
        calls=(post(*expect, timeout=timeout), post(NEXT)),
        connections=connections,
        requests=2,
    )  # fmt: skip


UNTIL_END = HEAD + b"\r\n" + BODY
CASES: tuple[Case, ...] = (
    answered("1.3", SIZED, expect=(OK,), connections=(1,), context="1.3"),
    answered("1.2", SIZED, expect=(OK,), connections=(1,), context="1.2"),
    answered("chunks", CHUNKS, expect=(OK,), connections=(1,)),
    answered("byte by byte", Drip(SIZED), expect=(OK,), connections=(1,)),
    answered("a megabyte", HEAD + b"Content-Length: 1000000\r\n\r\n" + b"x" * 1_000_000, expect=(Answer(b"x" * 1_000_000),), connections=(1,)),
    answered("until the end, with close_notify", UNTIL_END, Close(), expect=(OK,)),
    answered("until the end, without close_notify", UNTIL_END, Pause(0.01), Cut(), expect=(UNKNOWN,)),
    answered("until the end, and reset", UNTIL_END, Pause(0.01), Reset(), expect=(UNKNOWN,)),
    answered("sized, without close_notify", SIZED, Cut(), expect=(OK,)),
    answered("chunks, without close_notify", CHUNKS, Cut(), expect=(OK,)),
    answered("sized, with close_notify", SIZED, Close(), expect=(OK,)),
    answered("cut in the body", SIZED[:-3], Cut(), expect=(UNKNOWN,)),
    answered("closed in the body", SIZED[:-3], Close(), expect=(UNKNOWN,)),
    answered("cut in chunks", CHUNKED + b"c\r\n" + BODY, Cut(), expect=(UNKNOWN,)),
    answered("closed before the answer", Close(), expect=(UNKNOWN,)),
    answered("cut before the answer", Cut(), expect=(UNKNOWN,)),
    answered("reset before the answer", Reset(), expect=(UNKNOWN,)),
    answered("silence after the request", Hold(), expect=(TIMED_OUT,), timeout=0.2),
    answered("silence in the body", SIZED[:-3], Hold(), expect=(TIMED_OUT,), timeout=0.2),
    answered("says close", HEAD + b"Connection: close\r\nContent-Length: 12\r\n\r\n" + BODY, expect=(OK,)),
    answered("a flood of headers", HEAD, Flood(b"a: b\r\n"), expect=(UNKNOWN,), timeout=0.4),
    answered("an answer too many in the same record", SIZED + EVIL, expect=(OK,)),
    answered("an answer too many, later", SIZED, Pause(0.02), EVIL, expect=(OK,)),
    answered("a byte too many, later", SIZED, Pause(0.02), b"H", expect=(OK,)),
    answered("closed while idle", SIZED, Pause(0.02), Close(), expect=(OK,)),
    answered("cut while idle", SIZED, Pause(0.02), Cut(), expect=(OK,)),
    answered("reset while idle", SIZED, Pause(0.02), Reset(), expect=(OK,)),
    tls(
        "an answer too many, to a loop asleep",
        StartTls("good"), Read(), SIZED, Pause(0.02), EVIL,
        calls=(post(OK), Call((NEXT,), "POST", b"{}", asleep=True), post(NEXT)), connections=(2,), requests=3,
    ),
    tls(
        "a request of a megabyte",
        StartTls("good"), Read(), SIZED,
        calls=(post(OK, body=b"x" * 1_000_000), post(NEXT)), connections=(1,), requests=2,
    ),
    tls(
        "a large request is never read",
        StartTls("good"), Hold(),
        calls=(post(TIMED_OUT, body=b"x" * 12_000_000, timeout=0.3), post(NEXT)), connections=(2,), requests=1,
    ),
    tls(
        "ten calls over one connection",
        StartTls("good"),
        calls=(get(NEXT), post(NEXT)) * 5, connections=(1,), requests=10,
    ),
    refused("expired", StartTls("expired")),
    refused("not yet valid", StartTls("not yet valid")),
    refused("self-signed", StartTls("self-signed")),
    refused("another authority", StartTls("other authority")),
    refused("another name", StartTls("wrong name")),
    refused("no authentication", StartTls("no authentication")),
    refused("1.1", StartTls("1.1")),
    refused("1.0", StartTls("1.0")),
    refused("a name that the certificate lacks", StartTls("wrong name"), url="https://localhost:{port}/x"),
    refused("an authority that nobody named", StartTls("good"), options={}),
    refused("an authority that is not the one named", StartTls("good"), options={"ca_file": "{folder}/other.pem"}),
    refused("silence in the handshake", Hold(), timeout=SOON),
    refused("silence after the client's hello", ReadSome(1), Hold(), timeout=SOON),
    refused("half a server's hello", ReadSome(1), b"\x16\x03\x03\x00\x7a\x02\x00\x00\x76\x03\x03", Hold(), timeout=SOON),
    refused("a hello that drips", ReadSome(1), Drip(b"\x16\x03\x03\x40\x00" + b"\0" * 300, 0.01), timeout=SOON),
    refused("garbage in the handshake", ReadSome(1), b"garbage" * 20, Close()),
    refused("an alert in the handshake", ReadSome(1), b"\x15\x03\x03\x00\x02\x02\x28", Close()),
    refused("plain HTTP on the port", ReadSome(1), SIZED, Close()),
    refused("a plain refusal on the port", ReadSome(1), b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", Hold(), timeout=SOON),
    refused("closed in the handshake", ReadSome(1), Close()),
    refused("closed before the handshake", Close()),
    refused("reset in the handshake", ReadSome(1), Reset()),
    refused("NULs without an end in the handshake", ReadSome(1), Flood(b"\0" * 65_536), timeout=SOON),
    refused("handshake records without an end", ReadSome(1), Flood(b"\x16\x03\x03\x00\x04\x0e\x00\x00\x00"), timeout=SOON),
    # RFC 9525, 2, forbids it; libcurl takes the common name where there is no other, which no public authority issues.
    Case(
        name="TLS: a name in the common name only",
        scripts=((StartTls("name only in CN"),),),
        healthy=GOOD,
        calls=(post(NOT_SENT, NEXT), post(NEXT)),
        requests=(1, 2),
        connections=(1, 2),
        options=TRUSTED,
        url=URL,
    ),
    # In TLS 1.3 the client hears of it only with the answer.
    Case(
        name="TLS: a certificate of the client is asked for",
        scripts=((StartTls("asks for a certificate"),),),
        healthy=GOOD,
        calls=(post(NOT_SENT, UNKNOWN), post(NEXT)),
        requests=(1,),
        connections=(2, 3),
        options=TRUSTED,
        url=URL,
    ),
    Case(
        name="TLS: plain http to a TLS port",
        scripts=((StartTls("good"),),),
        calls=(post(UNKNOWN), post(NEXT)),
        requests=(1,),
        connections=(2,),
    ),
    Case(
        name="TLS: a name is checked as well as an address",
        scripts=(),
        healthy=GOOD,
        calls=(post(NEXT),),
        requests=(1,),
        connections=(1,),
        options=TRUSTED,
        url="https://localhost:{port}/x",
        seen=(b"Host: localhost:",),
    ),
)  # fmt: skip
