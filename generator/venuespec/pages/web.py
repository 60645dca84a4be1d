"""Ask web servers for pages politely: one request at a time, with pauses, within limits, and as robots.txt allows.

``urllib`` is enough for a few hundred requests one after the other, and shows each redirect before it is followed.
"""

import http.client
import re
import ssl
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import IO
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import certifi
from attrs import define, field, frozen

from .parts.page import LARGEST_PAGE

HTML = frozenset({"text/html", "application/xhtml+xml"})
TEXT = frozenset({"text/markdown", "text/x-markdown", "text/plain", "text/mdx"})
XML = frozenset({"application/xml", "text/xml"})
AGENT = "venuespec"

_ATTEMPTS = 4
_LONGEST_WAIT = 600.0
_MOST_REDIRECTS = 5
_TIMEOUT = 60.0
_LONGEST_TRANSFER = 300.0
_PIECE = 64 * 1024
_ANY_HEADER = 47  # of zlib: the format is told by the first bytes
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
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """Follow nothing: the caller looks at the address first."""


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

    def __attrs_post_init__(self) -> None:
        context = ssl.create_default_context(cafile=certifi.where())
        self._opener = urllib.request.build_opener(_NoRedirect, urllib.request.HTTPSHandler(context=context))

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
                answer = self._with_attempts(f"{origin}/robots.txt", TEXT | HTML, Validators())
                robots.parse((answer.text or "").splitlines())
            except _RefusedError as refusal:
                if refusal.status >= 500:
                    raise
                robots.parse([])  # a site without rules
            self._robots[origin] = robots
        if not self._robots[origin].can_fetch(AGENT, address):
            raise FetchError(f"{address}: robots.txt of the site does not allow it; nothing was fetched")

    def _allow_host(self, address: str) -> None:
        parts = urlsplit(address)
        loopback = _LOOPBACK.fullmatch(parts.hostname or "") is not None
        if parts.scheme != "https" and not (parts.scheme == "http" and loopback):
            raise FetchError(f"{address}: only https is fetched")
        if parts.netloc.lower().removesuffix(":443" if parts.scheme == "https" else ":80") not in self.hosts:
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
            at = urldefrag(urljoin(at, answer)).url
            self._allow_host(at)
        raise FetchError(f"{address}: more than {_MOST_REDIRECTS} redirects")

    def _ask(self, address: str, kinds: frozenset[str], known: Validators) -> WebPage | str:
        """Make one request; return the page, or the address that the server sends to."""
        if self._asked:
            self.sleep(self._pause(address))
        self._asked = True
        headers = {"User-Agent": f"{AGENT}/{self.version} (brings API documentation to its readers)"}
        headers |= {"If-None-Match": known.etag} if known.etag else {}
        headers |= {"If-Modified-Since": known.last_modified} if known.last_modified else {}
        try:
            with self._opener.open(urllib.request.Request(address, headers=headers), timeout=_TIMEOUT) as response:
                return self._read(address, response, kinds)
        except urllib.error.HTTPError as error:
            with error:
                return self._other_status(address, error, known)
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = getattr(error, "reason", None) or error
            raise _PassingError(f"the server could not be read: {reason}") from None

    def _pause(self, address: str) -> float:
        parts = urlsplit(address)
        robots = self._robots.get(f"{parts.scheme}://{parts.netloc}")
        asked_for = robots.crawl_delay(AGENT) if robots is not None else None
        return max(self.delay, min(float(asked_for or 0), _TIMEOUT))

    def _other_status(self, address: str, error: urllib.error.HTTPError, known: Validators) -> WebPage | str:
        target = error.headers.get("Location")
        if error.code in _MOVED and target:
            return target
        if error.code == 304 and known != Validators():
            return WebPage(address=address, kind="", text=None, validators=known)
        if error.code in _BUSY:
            raise _PassingError(f"the server answered {error.code}", self._asked_wait(error.headers.get("Retry-After")))
        if error.code in _PASSING:
            raise _PassingError(f"the server answered {error.code}")
        raise _RefusedError(address, error.code)

    def _asked_wait(self, text: str | None) -> float | None:
        """Return the seconds that a Retry-After header asks for, which gives seconds or a date."""
        if text is None:
            return None
        if re.fullmatch(r"[0-9]{1,9}", text.strip()):
            return float(text)
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
        return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - self.now()).total_seconds())

    def _read(self, address: str, response: http.client.HTTPResponse, kinds: frozenset[str]) -> WebPage:
        kind = response.headers.get_content_type()
        if kind not in kinds:
            raise FetchError(f"{address}: expected {' or '.join(sorted(kinds))}, got {kind}")
        body = self._body(address, response)
        charset = response.headers.get_content_charset("utf-8")
        try:
            text = body.decode(charset)
        except (LookupError, ValueError):
            raise FetchError(f"{address}: is not text in {charset}; nothing was fetched") from None
        if kind in HTML and _is_cut(text):
            raise _PassingError("the page ends before </html>")
        headers = response.headers
        validators = Validators(etag=headers.get("ETag", ""), last_modified=headers.get("Last-Modified", ""))
        return WebPage(address=address, kind=kind, text=text, validators=validators)

    def _body(self, address: str, response: http.client.HTTPResponse) -> bytes:
        stated = response.headers.get("Content-Length", "")
        if not re.fullmatch(r"[0-9]{0,15}", stated):
            raise FetchError(f"{address}: the Content-Length {stated!r} is not a number")
        pieces: list[bytes] = []
        size, start = 0, time.monotonic()
        while max(size, int(stated or 0)) <= self.largest_page and (piece := response.read1(_PIECE)):
            pieces.append(piece)
            size += len(piece)
            if time.monotonic() - start > _LONGEST_TRANSFER:
                raise _PassingError(f"the page did not come within {_LONGEST_TRANSFER:.0f} s")
        if max(size, int(stated or 0)) > self.largest_page:
            raise FetchError(f"{address}: is larger than {self.largest_page} bytes; nothing was fetched")
        body = b"".join(pieces)
        if stated and len(body) != int(stated):
            raise _PassingError(f"the page ended after {len(body)} of {stated} bytes")
        return self._unpacked(address, response.headers.get("Content-Encoding", ""), body)

    def _unpacked(self, address: str, encoding: str, body: bytes) -> bytes:
        """Unpack a body that the server has compressed, although nobody asked for that, within the size of a page."""
        match encoding.strip().lower():
            case "" | "identity":
                return body
            case "gzip" | "x-gzip" | "deflate":
                unpacking = zlib.decompressobj(_ANY_HEADER)
                try:
                    unpacked = unpacking.decompress(body, self.largest_page + 1)
                except zlib.error:
                    raise _PassingError(f"the page is not whole {encoding}") from None
                if len(unpacked) > self.largest_page:
                    raise FetchError(f"{address}: is larger than {self.largest_page} bytes; nothing was fetched")
                if not unpacking.eof:
                    raise _PassingError(f"the page is not whole {encoding}")
                return unpacked
            case _:
                raise FetchError(f"{address}: is compressed as {encoding[:40]!r}, which is not understood")


class _RefusedError(FetchError):
    """An answer that no repetition changes."""

    def __init__(self, address: str, status: int) -> None:
        super().__init__(f"{address}: the server answered {status}; check the address in venue.yaml")
        self.status = status


def _is_cut(html: str) -> bool:
    """Tell whether a document was begun and not ended."""
    start, end = html[:2000].lower(), html[-2000:].lower()
    return "<html" in start and "</html>" not in end and "</body>" not in end
