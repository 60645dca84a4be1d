"""Ask web servers for pages politely: one request at a time, with pauses, within limits, and as robots.txt allows.

``urllib`` is enough for a few hundred requests one after the other, and shows each redirect before it is followed.
"""

import http.client
import re
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import IO, Any, cast
from urllib.parse import quote, urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import certifi
from attrs import define, field, frozen

from ..runtime.errors import readable
from .bodies import BodyError, NotWholeError, is_cut, is_packed, leads_to, text_of, unpacked
from .parts.page import LARGEST_PAGE

HTML = frozenset({"text/html", "application/xhtml+xml"})
TEXT = frozenset({"text/markdown", "text/x-markdown", "text/plain", "text/mdx"})
XML = frozenset({"application/xml", "text/xml"})
ARCHIVE = frozenset({"application/gzip", "application/x-gzip"})
BYTES = frozenset({"application/octet-stream", "binary/octet-stream"})
"""What servers call a file whose kind they do not know."""
_ANY = frozenset[str]()
# Statuses of whole pages: others tell of none, or of a part.
_WHOLE = frozenset({200, 203})
AGENT = "venuespec"

_ATTEMPTS = 4
_LONGEST_WAIT = 600.0
_MOST_REDIRECTS = 5
_TIMEOUT = 60.0
_LONGEST_PAUSE = 60.0
_LONGEST_TRANSFER = 300.0
_PIECE = 64 * 1024
_BUSY = frozenset({429, 503})
_PASSING = frozenset({500, 502, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})
_LOOPBACK = re.compile(r"localhost|127(?:\.\d{1,3}){3}|::1")


class FetchError(Exception):
    """Raised when pages cannot be brought; the message says which and what to do."""


@frozen(kw_only=True)
class Validators:
    """What an earlier answer said of its page, for a request that asks for a changed page only."""

    etag: str = ""
    last_modified: str = ""


@frozen(kw_only=True)
class WebPage:
    """A page, or with ``text`` None the answer that it is unchanged."""

    address: str
    kind: str
    text: str | None
    validators: Validators


class _PassingError(Exception):
    """An attempt failed in a way that may pass; ``wait`` is how many seconds the server asks for, if it does."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follow nothing: the caller looks at the address first."""

    def http_error_302(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage
    ) -> None:
        """Leave the answer as it is."""

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


class _WatchedHttp(urllib.request.HTTPHandler):
    """Note the connection of each request in a list of one, so that it can be ended."""

    def __init__(self, place: list[http.client.HTTPConnection]) -> None:
        super().__init__()
        self._place = place

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        """Open a connection that is noted."""

        def noted(host: str, **options: Any) -> http.client.HTTPConnection:
            self._place[:] = [http.client.HTTPConnection(host, **options)]
            return self._place[0]

        return self.do_open(cast(Any, noted), req)


class _WatchedHttps(urllib.request.HTTPSHandler):
    """Note the connection of each request in a list of one, so that it can be ended."""

    def __init__(self, place: list[http.client.HTTPConnection], context: ssl.SSLContext) -> None:
        super().__init__(context=context)
        self._place, self._verified = place, context

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        """Open a connection that is noted."""

        def noted(host: str, **options: Any) -> http.client.HTTPConnection:
            self._place[:] = [http.client.HTTPSConnection(host, context=self._verified, **options)]
            return self._place[0]

        return self.do_open(cast(Any, noted), req)


class _Watch:
    """End a connection whose answer does not come in time, however little of it comes each second."""

    def __init__(self, place: list[http.client.HTTPConnection], seconds: float) -> None:
        place.clear()
        self.over = False
        self._place = place
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def _cut(self) -> None:
        self.over = True
        for connection in self._place:
            sock = connection.sock
            if sock is not None:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """Let the connection be."""
        self._timer.cancel()


@define(kw_only=True)
class Web:
    """The servers that a venue's pages are on; ``hosts`` are the only ones that are asked, with their ports."""

    hosts: frozenset[str]
    delay: float
    version: str
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    largest_page: int = LARGEST_PAGE
    _robots: dict[str, RobotFileParser] = field(factory=dict[str, RobotFileParser], init=False)
    _asked: bool = field(default=False, init=False)
    _opener: urllib.request.OpenerDirector = field(init=False)
    _connection: list[http.client.HTTPConnection] = field(factory=list[http.client.HTTPConnection], init=False)

    def __attrs_post_init__(self) -> None:
        context = ssl.create_default_context(cafile=certifi.where())
        watched = (_WatchedHttp(self._connection), _WatchedHttps(self._connection, context))
        self._opener = urllib.request.build_opener(_NoRedirect, *watched)

    def page(self, address: str, kinds: Iterable[str], known: Validators | None = None) -> WebPage:
        """Return a page whose content type is one of ``kinds``. Raises ``FetchError``."""
        self._allow(address)
        return self._with_attempts(address, frozenset(kinds), known or Validators())

    def _allow(self, address: str) -> None:
        """Raise ``FetchError`` for an address that is not asked: another host, no https, closed by robots.txt."""
        self._allow_host(address)
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            robots = RobotFileParser()
            try:
                answer = self._with_attempts(f"{origin}/robots.txt", _ANY, Validators())
                robots.parse((answer.text or "").splitlines())
            except _RefusedError as refusal:
                if refusal.status >= 500:
                    raise
                robots.parse([])  # a site without rules
            self._robots[origin] = robots
        if not self._robots[origin].can_fetch(AGENT, address):
            raise FetchError(f"{address}: robots.txt of the site does not allow it; nothing was fetched")
        pause = self._robots[origin].crawl_delay(AGENT)
        if float(pause or 0) > _LONGEST_PAUSE:
            raise FetchError(f"{address}: robots.txt asks for {pause} s between two pages; nothing was fetched")

    def _allow_host(self, address: str) -> None:
        _check_scheme(address)
        if host_of(address) not in self.hosts:
            raise FetchError(
                f"{address}: is not on {', '.join(sorted(self.hosts))}; if it is right, give it in venue.yaml"
            )

    def _with_attempts(self, address: str, kinds: frozenset[str], known: Validators) -> WebPage:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return self._follow(address, kinds, known)
            except _PassingError as failure:
                wait = failure.wait if failure.wait is not None else 5.0 * 2**attempt
                if attempt == _ATTEMPTS:
                    raise FetchError(f"{address}: {failure}, {_ATTEMPTS} times; try again later") from None
                if wait > _LONGEST_WAIT:
                    raise FetchError(
                        f"{address}: {failure}, and asks to wait for {wait:.0f} s; try again then"
                    ) from None
                self.sleep(wait)
        raise AssertionError  # the last attempt returns or raises

    def _follow(self, address: str, kinds: frozenset[str], known: Validators) -> WebPage:
        """Ask for a page, behind its redirects within the allowed hosts."""
        at = address
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._ask(at, kinds, known)
            if isinstance(answer, WebPage):
                return answer
            at = _target(at, answer)
            if kinds is _ANY:
                _check_rules(address, at)
            else:
                self._allow(at)
        raise FetchError(f"{address}: more than {_MOST_REDIRECTS} redirects")

    def _ask(self, address: str, kinds: frozenset[str], known: Validators) -> WebPage | str:
        """Make one request; return the page, or the address that the server sends to."""
        if self._asked:
            self.sleep(self._pause(address))
        self._asked = True
        headers = {"User-Agent": f"{AGENT}/{self.version} (brings API documentation to its readers)"}
        headers |= {"If-None-Match": known.etag} if known.etag else {}
        headers |= {"If-Modified-Since": known.last_modified} if known.last_modified else {}
        watch = _Watch(self._connection, _LONGEST_TRANSFER)
        try:
            with self._opener.open(urllib.request.Request(address, headers=headers), timeout=_TIMEOUT) as response:
                return self._read(address, response, kinds)
        except urllib.error.HTTPError as error:
            with error:
                return self._other_status(address, error, known)
        except (http.client.IncompleteRead, _PassingError) as error:
            late = f"there was no answer within {_LONGEST_TRANSFER:.0f} s"
            said = str(error) if isinstance(error, _PassingError) else "the page ended too early"
            raise _PassingError(late if watch.over else said) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = getattr(error, "reason", None) or error
            if isinstance(reason, ssl.SSLCertVerificationError):
                raise FetchError(f"{address}: its certificate is not accepted: {reason.verify_message}") from None
            if watch.over:
                reason = f"there was no answer within {_LONGEST_TRANSFER:.0f} s"
            raise _PassingError(f"the server could not be read: {readable(str(reason), 200)}") from None
        finally:
            watch.end()

    def _pause(self, address: str) -> float:
        parts = urlsplit(address)
        robots = self._robots.get(f"{parts.scheme}://{parts.netloc}")
        asked_for = robots.crawl_delay(AGENT) if robots is not None else None
        return max(self.delay, float(asked_for or 0))

    def _other_status(self, address: str, error: urllib.error.HTTPError, known: Validators) -> WebPage | str:
        target = error.headers.get("Location")
        if error.code in _MOVED and target:
            return target
        if error.code == 304 and known != Validators():
            return WebPage(address=address, kind="", text=None, validators=known)
        if error.code in _BUSY:
            wait = _asked_wait(error.headers.get("Retry-After"), self.now())
            raise _PassingError(f"the server answered {error.code}", wait)
        if error.code in _PASSING:
            raise _PassingError(f"the server answered {error.code}")
        raise _RefusedError(address, error.code)

    def _read(self, address: str, response: http.client.HTTPResponse, kinds: frozenset[str]) -> WebPage | str:
        if kinds and response.status not in _WHOLE:
            raise FetchError(f"{address}: the server answered {response.status}, which is no whole page")
        kind = response.headers.get_content_type()
        if kinds and kind not in kinds:
            raise FetchError(f"{address}: expected {' or '.join(sorted(kinds))}, got {readable(kind, 80)}")
        try:
            body = unpacked(self._body(response), response.headers.get("Content-Encoding", ""), self.largest_page)
            if kind in ARCHIVE or (kind in BYTES and kinds >= ARCHIVE and is_packed(body)):
                body = unpacked(body, "gzip", self.largest_page)
            # A file of rules may be empty; a page is not.
            text = text_of(body, response.headers.get_content_charset(), html=kind in HTML) if body or kinds else ""
        except NotWholeError as error:
            raise _PassingError(str(error)) from None
        except BodyError as error:
            raise FetchError(f"{address}: {readable(str(error), 300)}; nothing was fetched") from None
        if kind in HTML and kinds and is_cut(text):
            raise _PassingError("the page ends before </html>")
        if kind in HTML and kinds and (target := leads_to(text)) is not None:
            return target
        headers = response.headers
        validators = Validators(etag=headers.get("ETag", ""), last_modified=headers.get("Last-Modified", ""))
        return WebPage(address=address, kind=kind, text=text, validators=validators)

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        """Return the bytes of an answer, whose length in chunks overrules the one it states."""
        chunked = response.headers.get("Transfer-Encoding")
        stated = "" if chunked else response.headers.get("Content-Length", "")
        if not re.fullmatch(r"[0-9]{0,15}", stated):
            raise BodyError(f"the Content-Length {stated[:40]!r} is not a number")
        pieces: list[bytes] = []
        size, start = 0, time.monotonic()
        while max(size, int(stated or 0)) <= self.largest_page and (piece := response.read1(_PIECE)):
            pieces.append(piece)
            size += len(piece)
            if time.monotonic() - start > _LONGEST_TRANSFER:
                raise _PassingError(f"the page did not come within {_LONGEST_TRANSFER:.0f} s")
        if max(size, int(stated or 0)) > self.largest_page:
            raise BodyError(f"is larger than {self.largest_page} bytes")
        body = b"".join(pieces)
        if stated and len(body) != int(stated):
            raise _PassingError(f"the page ended after {len(body)} of {stated} bytes")
        return body


def _target(address: str, location: str) -> str:
    """Return the address that a server sends to, in the letters of addresses. Raises ``FetchError``."""
    try:
        target = urldefrag(urljoin(address, location)).url
        urlsplit(target).port  # noqa: B018 - raises for a port that is none
    except ValueError:
        raise FetchError(f"{address}: leads to {location[:200]!r}, which is no address") from None
    return quoted(target)


def quoted(address: str) -> str:
    """Return an address in the letters of addresses: 'https://acme.example/%C3%A9'."""
    return quote(address, safe="%/:=&?~#+!$,;'@()*[]")


def host_of(address: str) -> str:
    """Return the host of an address with its port, unless that is the usual one."""
    parts = urlsplit(address)
    return parts.netloc.lower().removesuffix(":443" if parts.scheme == "https" else ":80")


def _check_rules(address: str, at: str) -> None:
    """Raise ``FetchError`` unless a robots.txt leads to one; it may be on another host of the site."""
    parts = urlsplit(at)
    if not (parts.path == "/robots.txt" or host_of(at) == host_of(address)):
        raise FetchError(f"{address}: leads to {at}, which is not a robots.txt; nothing was fetched")
    _check_scheme(at)


def _check_scheme(address: str) -> None:
    parts = urlsplit(address)
    loopback = _LOOPBACK.fullmatch(parts.hostname or "") is not None
    if parts.scheme != "https" and not (parts.scheme == "http" and loopback):
        raise FetchError(f"{address}: only https is fetched")


class _RefusedError(FetchError):
    """An answer that no repetition changes."""

    def __init__(self, address: str, status: int) -> None:
        super().__init__(f"{address}: the server answered {status}; check the address in venue.yaml")
        self.status = status


def _asked_wait(text: str | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for, which gives seconds or a date."""
    if text is None:
        return None
    if re.fullmatch(r"[0-9]{1,300}", text.strip()):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())
