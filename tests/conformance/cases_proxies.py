"""Proxies: what they answer to CONNECT, what they inject, where their address comes from, and what they see."""

import base64
from typing import Any

from .case import NEXT, NOT_SENT, OK, UNKNOWN, Answer, Call, Case, Fails, get, post
from .cases_connections import EVIL
from .cases_whole import SIZED
from .server import HEALTHY, Close, Cut, Drip, Flood, Hold, Pause, Read, ReadSome, Reset, Script, StartTls, Step

TARGET = "https://exchange.invalid/api/x"
TUNNEL = b"HTTP/1.1 200 Connection established\r\n\r\n"
OPENED: Script = (Read(), TUNNEL, StartTls("good"))
TRUSTED = {"ca_file": "{folder}/ca.pem"}
OURS = {**TRUSTED, "proxy": "http://127.0.0.1:{port}"}
SOON = 0.3
NO_TUNNEL = Fails(NOT_SENT.errors, "407|403|502|302|204|503|400|proxy|connect")


def refused(name: str, *answer: Step, timeout: float = 2.0, options: dict[str, str] = OURS, **settings: object) -> Case:
    """No tunnel, no call; and the next one, through a tunnel, fares well."""
    return Case(
        name=f"proxy: {name}",
        scripts=((Read(), *answer),),
        healthy=OPENED,
        calls=(post(NOT_SENT if timeout == SOON else NO_TUNNEL, timeout=timeout), post(NEXT)),
        requests=(3,),
        connections=(2,),
        options=options,
        url=TARGET,
        **settings,  # type: ignore[arg-type]  # what a case has
    )


def tunnel(
    name: str, *script: Step, calls: tuple[Call, ...], requests: int, connections: int = 1, **settings: object
) -> Case:
    settings = {"options": OURS, "url": TARGET, **settings}
    return Case(
        name=f"proxy: {name}",
        scripts=(script,),
        healthy=OPENED,
        calls=calls,
        requests=(requests,),
        connections=(connections,),
        **settings,  # type: ignore[arg-type]  # what a case has
    )


def basic(words: bytes) -> bytes:
    return b"Proxy-Authorization: Basic " + base64.b64encode(words) + b"\r\n"


def known(name: str, proxy: str, sent: bytes, **settings: object) -> Case:
    """A proxy that is told who asks."""
    return tunnel(
        name,
        *OPENED,
        calls=(post(NEXT),),
        requests=2,
        options={**TRUSTED, "proxy": proxy},
        seen=(basic(sent),),
        **settings,
    )


def named(name: str, environment: dict[str, str], *, url: str = TARGET, **settings: object) -> Case:
    """A proxy that the environment names. ``{port}`` there is filled in by the test."""
    return tunnel(
        name, *OPENED, calls=(post(NEXT),), requests=2, options=TRUSTED, environment=environment, url=url, **settings
    )


CHALLENGE = b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=x\r\n"
HTML = b"<html>who are you?</html>"
HERE = "http://127.0.0.1:{port}"
WRONG = {**TRUSTED, "proxy": "http://user:hunter2@127.0.0.1:{port}"}

# The proxy itself speaks TLS, or SOCKS; behind it plain http is allowed here, so that the server can play both.
SECURE = {**TRUSTED, "proxy": "https://127.0.0.1:{port}", "allow_http": "yes"}
SOCKS = {**TRUSTED, "proxy": "socks5h://127.0.0.1:{port}", "allow_http": "yes"}
BEHIND = "http://exchange.invalid/api/x"
ASKED: Script = (ReadSome(3), b"\5\0", ReadSome(20))
GRANTED = b"\5\0\0\1\0\0\0\0\0\0"


def behind(name: str, *script: Step, healthy: Script, options: dict[str, str], **settings: Any) -> Case:
    return Case(name=f"proxy: {name}", scripts=(script,), healthy=healthy, options=options, url=BEHIND, **settings)


SECURED: Script = (StartTls("good"), Read(), TUNNEL)
OTHERS = (
    behind("over TLS", *SECURED, healthy=SECURED, options=SECURE, calls=(post(NEXT), get(NEXT)), requests=(3,), connections=(1, 2)),
    behind("over TLS, an answer too many", *SECURED, Read(), SIZED, Pause(0.02), EVIL, healthy=SECURED, options=SECURE, calls=(post(OK), post(NEXT)), requests=(4,), connections=(2,)),
    behind("over TLS, closed while idle", *SECURED, Read(), SIZED, Close(), healthy=SECURED, options=SECURE, calls=(post(OK), post(NEXT)), requests=(4,), connections=(2,)),
    behind("over TLS, silence", *SECURED, Read(), Hold(), healthy=SECURED, options=SECURE, calls=(post(UNKNOWN, timeout=SOON), post(NEXT)), requests=(4,), connections=(2,)),
    behind("over TLS, a megabyte byte for byte", *SECURED, Read(), b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + b"x" * 1_000_000, healthy=SECURED, options=SECURE, calls=(post(Answer(b"x" * 1_000_000)), post(NEXT)), requests=(3, 4), connections=(1, 2)),
    behind("over TLS that nobody vouches for", StartTls("self-signed"), healthy=SECURED, options=SECURE, calls=(post(NOT_SENT), post(NEXT)), requests=(2,), connections=(2,)),
    behind("over TLS with another name", StartTls("wrong name"), healthy=SECURED, options=SECURE, calls=(post(NOT_SENT), post(NEXT)), requests=(2,), connections=(2,)),
    behind("SOCKS", *ASKED, GRANTED, healthy=(*ASKED, GRANTED), options=SOCKS, calls=(post(NEXT), get(NEXT)), requests=(2,), connections=(1,)),
    behind("SOCKS, an answer too many", *ASKED, GRANTED, Read(), SIZED, Pause(0.02), EVIL, healthy=(*ASKED, GRANTED), options=SOCKS, calls=(post(OK), post(NEXT)), requests=(2,), connections=(2,)),
    behind("SOCKS that refuses", *ASKED, b"\5\2\0\1\0\0\0\0\0\0", Close(), healthy=(*ASKED, GRANTED), options=SOCKS, calls=(post(NOT_SENT), post(NEXT)), requests=(1,), connections=(2,)),
    behind("SOCKS that wants a password", ReadSome(3), b"\5\xff", Close(), healthy=(*ASKED, GRANTED), options=SOCKS, calls=(post(NOT_SENT), post(NEXT)), requests=(1,), connections=(2,)),
    behind("SOCKS, silence", ReadSome(3), Hold(), healthy=(*ASKED, GRANTED), options=SOCKS, calls=(post(NOT_SENT, timeout=SOON), post(NEXT)), requests=(1,), connections=(2,)),
    behind("SOCKS, half an answer", *ASKED, GRANTED[:4], Hold(), healthy=(*ASKED, GRANTED), options=SOCKS, calls=(post(NOT_SENT, timeout=SOON), post(NEXT)), requests=(1,), connections=(2,)),
    behind("SOCKS, garbage", ReadSome(3), b"HTTP/1.1 400 Bad Request\r\n\r\n", Close(), healthy=(*ASKED, GRANTED), options=SOCKS, calls=(post(NOT_SENT), post(NEXT)), requests=(1,), connections=(2,)),
)  # fmt: skip

CASES: tuple[Case, ...] = (
    *OTHERS,
    tunnel("200", *OPENED, calls=(post(NEXT), get(NEXT)), requests=3, seen=(b"CONNECT exchange.invalid:443 HTTP/1.1\r\n",)),
    tunnel("200 without a reason", Read(), b"HTTP/1.1 200\r\n\r\n", StartTls("good"), calls=(post(NEXT),), requests=2),
    tunnel("HTTP/1.0 200", Read(), b"HTTP/1.0 200 OK\r\n\r\n", StartTls("good"), calls=(post(NEXT), get(NEXT)), requests=3),
    tunnel("200 with a length, which means nothing", Read(), b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n", StartTls("good"), calls=(post(NEXT),), requests=2),
    tunnel("200 with many headers", Read(), b"HTTP/1.1 200 OK\r\n" + b"Via: x\r\n" * 50 + b"\r\n", StartTls("good"), calls=(post(NEXT),), requests=2),
    tunnel("200 in drops", Read(), Drip(TUNNEL, 0.001), StartTls("good"), calls=(post(NEXT), get(NEXT)), requests=3),
    tunnel("ten calls in one tunnel", *OPENED, calls=(post(NEXT), get(NEXT)) * 5, requests=11),
    tunnel("the tunnel closes while idle", *OPENED, Read(), SIZED, Close(), calls=(post(OK), post(NEXT)), requests=4, connections=2),
    tunnel("the tunnel closes under a write", *OPENED, Read(), Close(), calls=(post(UNKNOWN), post(NEXT)), requests=4, connections=2),
    tunnel("the tunnel is cut under a write", *OPENED, Read(), Cut(), calls=(post(UNKNOWN), post(NEXT)), requests=4, connections=2),
    tunnel("an answer too many in the tunnel", *OPENED, Read(), SIZED, Pause(0.02), EVIL, calls=(post(OK), post(NEXT)), requests=4, connections=2),
    # TLS begins with bytes that are not TLS.
    refused("an answer is injected after 200", TUNNEL + EVIL, Close()),
    refused("garbage is injected after 200", TUNNEL + b"garbage" * 50, Close()),
    refused("an answer is injected after 200, and silence", TUNNEL + EVIL, Hold(), timeout=SOON),
    tunnel("another server behind it", Read(), TUNNEL, StartTls("wrong name"), calls=(post(NOT_SENT), post(NEXT)), requests=3, connections=2),
    tunnel("a server that nobody vouches for behind it", Read(), TUNNEL, StartTls("self-signed"), calls=(post(NOT_SENT), post(NEXT)), requests=3, connections=2),
    refused("407 with a page", CHALLENGE + b"Content-Length: 25\r\n\r\n" + HTML, Close()),
    refused("407, and closed", CHALLENGE + b"Connection: close\r\n\r\n", Close()),
    refused("407 without a challenge", b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n", Close()),
    refused("407 in chunks", CHALLENGE + b"Transfer-Encoding: chunked\r\n\r\n19\r\n" + HTML + b"\r\n0\r\n\r\n", Close()),
    refused("407 with Negotiate and NTLM", b"HTTP/1.1 407 No\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n", Close()),
    refused("407 to a password", CHALLENGE + b"Content-Length: 0\r\n\r\n", Close(), options=WRONG, secrets=("hunter2", "dXNlcjpodW50ZXIy")),
    refused("a refusal that echoes the password", b"HTTP/1.1 403 user:hunter2 dXNlcjpodW50ZXIy\r\nContent-Length: 0\r\n\r\n", Close(), options=WRONG, secrets=("hunter2", "dXNlcjpodW50ZXIy")),
    refused("502", b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 25\r\n\r\n" + HTML, Close()),
    refused("503 until the end", b"HTTP/1.1 503 Busy\r\n\r\n" + HTML, Close()),
    refused("403", b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", Close()),
    refused("400", b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", Close()),
    refused("302", b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/login\r\nContent-Length: 0\r\n\r\n", Close()),
    refused("a page instead of an answer", HTML, Close(), timeout=SOON),
    refused("closed", Close(), timeout=SOON),
    refused("reset", Reset(), timeout=SOON),
    refused("half a status line, and closed", b"HTTP/1.1 2", Close(), timeout=SOON),
    refused("half a head, and closed", b"HTTP/1.1 200 OK\r\nVia", Close(), timeout=SOON),
    refused("garbage", b"\0\xff" * 50, Close(), timeout=SOON),
    refused("an escape sequence", b"HTTP/1.1 502 \x1b[31mred\x07\r\nContent-Length: 0\r\n\r\n", Close(), timeout=SOON, secrets=("\x1b", "\x07")),
    refused("silence", Hold(), timeout=SOON),
    refused("a head that drips", Drip(b"HTTP/1.1 200 OK\r\n" + b"Via: x\r\n" * 50, 0.01), timeout=SOON),
    refused("headers without an end", b"HTTP/1.1 200 OK\r\n", Flood(b"Via: x\r\n"), timeout=SOON, memory=24),
    refused("a header without an end", b"HTTP/1.1 200 OK\r\nVia: ", Flood(b"x" * 65_536), timeout=SOON, memory=24),
    refused("100 Continue without an end", Flood(b"HTTP/1.1 100 Continue\r\n\r\n"), timeout=SOON, memory=24),
    refused("a refusal's page without an end", b"HTTP/1.1 403 No\r\n\r\n", Flood(b"x" * 65_536), timeout=SOON, memory=24),
    refused("silence in the handshake behind it", TUNNEL, Hold(), timeout=SOON),
    # A tunnel is there with any 2xx: RFC 9110, 9.3.6.
    Case(
        name="proxy: 204",
        scripts=((Read(), b"HTTP/1.1 204 No Content\r\n\r\n", StartTls("good")),),
        healthy=OPENED,
        calls=(post(NEXT, NOT_SENT), post(NEXT)),
        requests=(3,),
        connections=(1, 2),
        options=OURS,
        url=TARGET,
    ),
    Case(
        name="proxy: closed before it is asked",
        scripts=((Close(),),),
        healthy=OPENED,
        calls=(post(NOT_SENT), post(NEXT)),
        requests=(2,),
        connections=(2,),
        options=OURS,
        url=TARGET,
    ),
    known("a user and a password", "http://user:pass@127.0.0.1:{port}", b"user:pass"),
    known("a password with escapes", "http://us%40er:p%3Aa%2Fs%20s@127.0.0.1:{port}", b"us@er:p:a/s s"),
    known("a password with a percent sign", "http://user:100%25@127.0.0.1:{port}", b"user:100%"),
    known("a password in UTF-8", "http://user:p%C3%A4ss@127.0.0.1:{port}", "user:päss".encode()),
    known("no password", "http://user:@127.0.0.1:{port}", b"user:"),
    named("HTTPS_PROXY", {"HTTPS_PROXY": HERE}),
    named("https_proxy", {"https_proxy": HERE}),
    named("ALL_PROXY", {"ALL_PROXY": HERE}),
    named("all_proxy", {"all_proxy": HERE}),
    named("HTTPS_PROXY with a password", {"HTTPS_PROXY": "http://user:p%40ss@127.0.0.1:{port}"}, seen=(basic(b"user:p@ss"),)),
    named("HTTPS_PROXY before ALL_PROXY", {"HTTPS_PROXY": HERE, "ALL_PROXY": "http://127.0.0.1:1"}),
    named("NO_PROXY that names others", {"HTTPS_PROXY": HERE, "NO_PROXY": "elsewhere.invalid,.exchange.example"}),
    named("HTTP_PROXY is not for https", {"HTTPS_PROXY": HERE, "http_proxy": "http://127.0.0.1:1"}),
    tunnel("an argument before HTTPS_PROXY", *OPENED, calls=(post(NEXT),), requests=2, environment={"HTTPS_PROXY": "http://127.0.0.1:1"}),
    *(
        Case(
            name=f"proxy: NO_PROXY of {hosts}",
            scripts=((StartTls("good"), Read(), SIZED),),
            calls=(post(OK),),
            requests=(1,),
            connections=(1,),
            environment={"HTTPS_PROXY": "http://127.0.0.1:1", "NO_PROXY": hosts},
            url="https://127.0.0.1:{port}/x",
            options=TRUSTED,
        )
        for hosts in ("127.0.0.1", "*", "elsewhere.invalid, 127.0.0.1")
    ),
    Case(
        name="proxy: not for plain http to loopback",
        scripts=((Read(), SIZED),),
        calls=(post(OK),),
        requests=(1,),
        connections=(1,),
        environment={"http_proxy": "http://127.0.0.1:1", "ALL_PROXY": "http://127.0.0.1:1"},
    ),
    Case(
        name="proxy: plain http goes through a tunnel, or is asked for whole",
        scripts=((Read(), TUNNEL, Read(), HEALTHY),),
        calls=(get(NEXT),),
        requests=(1, 2),
        connections=(1,),
        options={**OURS, "allow_http": "yes"},
        url="http://exchange.invalid/api/x",
        seen=(b"exchange.invalid",),
    ),
    Case(
        name="proxy: nobody listens there",
        scripts=(),
        calls=(post(NOT_SENT),),
        requests=(0,),
        connections=(0,),
        options={**TRUSTED, "proxy": "http://user:hunter2@127.0.0.1:1"},
        secrets=("hunter2",),
        url=TARGET,
    ),
)  # fmt: skip
