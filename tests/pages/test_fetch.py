"""Pages from where they live: whole or not at all, politely, and never written outside of their folder."""

import gzip
import hashlib
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from loopback import Server, self_signed
from venuespec.cli.app import app
from venuespec.pages import fetch as fetching
from venuespec.pages import web
from venuespec.pages.fetch import FetchReport, fetch, file_name
from venuespec.pages.manifest import Manifest, day_of, read_manifest
from venuespec.pages.snapshot import read_snapshot
from venuespec.pages.web import FetchError, Web
from venuespec.spec.load import load_settings
from venuespec.spec.problem import SpecError
from venuespec.spec.settings import PageSource

HTML = {"Content-Type": "text/html; charset=utf-8"}
PAGE = "<!DOCTYPE html><html><body><h1 id='a'>One</h1></body></html>"
DAY = datetime(2026, 11, 29, 6, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 30, 6, 30, tzinfo=UTC)

Answer = tuple[int, dict[str, str], bytes | str]


class Site:
    """A site on loopback; ``answers`` has one for each path, or several that are given one after the other."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | list[Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                answer = site.answers.get(self.path, (404, {}, ""))
                status, headers, body = answer.pop(0) if isinstance(answer, list) else answer
                content = body.encode() if isinstance(body, str) else body
                self.send_response(status)
                for name, value in ({"Content-Length": str(len(content))} | headers).items():
                    if value:
                        self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self._server.server_port}"
        self.url = f"http://{self.host}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    running = Site()
    yield running
    running.close()


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def bring(slept: list[float], tmp_path: Path) -> Callable[..., FetchReport]:
    def run(source: PageSource, now: datetime = DAY, limit: int = 1_000_000, **options: Any) -> FetchReport:
        web = partial(Web, sleep=slept.append, now=lambda: now, largest_page=limit)
        return fetch(source, "acme", tmp_path / "pages", now=lambda: now, web=web, **options)

    return run


def manifest(report: FetchReport) -> Manifest:
    read = read_manifest(report.folder)
    assert read is not None
    return read


def left_behind(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*"))


def test_pages_come_to_a_folder_of_the_day_with_a_manifest(
    site: Site, bring: Callable[..., FetchReport], slept: list[float], tmp_path: Path
) -> None:
    modified = "Sat, 28 Nov 2026 10:00:00 GMT"
    site.answers = {
        "/docs/en/": (200, HTML | {"ETag": '"e1"', "Last-Modified": modified}, PAGE),
        "/docs/log_en/": (200, HTML, PAGE.replace("One", "Changes")),
    }
    report = bring(PageSource(pages=(f"{site.url}/docs/en/", f"{site.url}/docs/log_en/"), delay=3.0))
    assert report.folder == tmp_path / "pages" / "2026-11-29"
    assert left_behind(report.folder) == ["docs", "docs/en.html", "docs/log_en.html", "manifest.json"]
    assert (report.folder / "docs" / "en.html").read_text() == PAGE
    assert json.loads((report.folder / "manifest.json").read_text())["pages"][0] == {
        "file": "docs/en.html",
        "address": f"{site.url}/docs/en/",
        "served_from": "",
        "fetched": "2026-11-29T06:30:00+00:00",
        "bytes": 60,
        "sha256": hashlib.sha256(PAGE.encode()).hexdigest(),
        "etag": '"e1"',
        "last_modified": modified,
    }
    assert (report.pages, report.previous, report.new) == (2, None, ("docs/en.html", "docs/log_en.html"))
    assert site.asked[0][0] == "/robots.txt"
    assert site.paths() == ["/docs/en/", "/docs/log_en/"]
    assert all(headers["user-agent"].startswith("venuespec/") for _, headers in site.asked)
    assert slept == [3.0, 3.0]


def test_an_unchanged_page_is_asked_for_on_conditions_and_copied(site: Site, bring: Callable[..., FetchReport]) -> None:
    source = PageSource(pages=(f"{site.url}/a", f"{site.url}/b"))
    site.answers = {"/a": (200, HTML | {"ETag": '"1"'}, PAGE), "/b": (200, HTML | {"Last-Modified": "yesterday"}, PAGE)}
    first = bring(source)
    site.answers = {"/a": (304, {}, ""), "/b": (200, HTML, PAGE.replace("One", "Two"))}
    second = bring(source, now=LATER)
    assert site.asked[-2][1]["if-none-match"] == '"1"'
    assert site.asked[-1][1]["if-modified-since"] == "yesterday"
    assert (second.new, second.changed, second.gone, second.previous) == ((), ("b.html",), (), first.folder)
    assert (second.folder / "a.html").read_text() == PAGE
    assert [page.fetched[:10] for page in manifest(second).pages] == ["2026-11-29", "2026-11-30"]
    assert manifest(second).pages[0].etag == '"1"'


def test_a_page_that_was_edited_since_is_asked_for_again_without_conditions(
    site: Site, bring: Callable[..., FetchReport]
) -> None:
    source = PageSource(pages=(f"{site.url}/a",))
    site.answers = {"/a": (200, HTML | {"ETag": '"1"'}, PAGE)}
    (bring(source).folder / "a.html").write_text("edited")
    assert (bring(source, now=LATER).folder / "a.html").read_text() == PAGE
    assert "if-none-match" not in site.asked[-1][1]


def test_the_folder_of_the_day_is_replaced_only_if_asked(site: Site, bring: Callable[..., FetchReport]) -> None:
    source = PageSource(pages=(f"{site.url}/a",))
    site.answers = {"/a": (200, HTML, PAGE)}
    folder = bring(source).folder
    with pytest.raises(FetchError, match=r"2026-11-29 is there already; remove it, or take --replace"):
        bring(source)
    site.answers = {"/a": (200, HTML, PAGE.replace("One", "Two"))}
    assert bring(source, replace=True).changed == ("a.html",)
    assert "Two" in (folder / "a.html").read_text()
    assert [each.name for each in folder.parent.iterdir()] == ["2026-11-29"]


def test_redirects_are_followed_within_the_host_only(site: Site, bring: Callable[..., FetchReport]) -> None:
    site.answers = {"/old": (301, {"Location": "/new/#top"}, ""), "/new/": (200, HTML, PAGE)}
    [page] = manifest(bring(PageSource(pages=(f"{site.url}/old",)))).pages
    assert (page.file, page.served_from) == ("old.html", f"{site.url}/new/")


@pytest.mark.parametrize(
    ("target", "fault"),
    [
        (
            "https://evil.example/docs",
            r"https://evil\.example/docs: is not on 127\.0\.0\.1:\d+; if it is right, give it",
        ),
        ("http://127.0.0.1:1/docs", r"http://127\.0\.0\.1:1/docs: is not on 127\.0\.0\.1:\d+"),
        ("http://evil.example/docs", r"http://evil\.example/docs: only https is fetched"),
        ("file:///etc/passwd", r"file:///etc/passwd: only https is fetched"),
        ("/loop", r"/loop: more than 5 redirects"),
    ],
)
def test_a_redirect_out_of_the_host_is_an_error(
    target: str, fault: str, site: Site, bring: Callable[..., FetchReport], tmp_path: Path
) -> None:
    site.answers = {"/loop": (302, {"Location": target}, "")}
    with pytest.raises(FetchError, match=fault):
        bring(PageSource(pages=(f"{site.url}/loop",)))
    assert left_behind(tmp_path) == []


def test_a_busy_server_is_asked_again_when_it_says(
    site: Site, bring: Callable[..., FetchReport], slept: list[float]
) -> None:
    site.answers = {
        "/a": [
            (429, {"Retry-After": "7"}, ""),
            (503, {"Retry-After": "Sun, 29 Nov 2026 06:30:40 GMT"}, ""),
            (200, HTML, PAGE),
        ]
    }
    assert bring(PageSource(pages=(f"{site.url}/a",), delay=0.5)).pages == 1
    assert slept == [0.5, 7.0, 0.5, 40.0, 0.5]


@pytest.mark.parametrize(
    ("answer", "attempts", "fault"),
    [
        ((429, {"Retry-After": "1"}, ""), 4, "the server answered 429, 4 times; try again later"),
        ((503, {"Retry-After": "90000"}, ""), 1, "answered 503, and asks to wait for 90000 s; try again then"),
        ((502, {}, ""), 4, "the server answered 502, 4 times"),
        ((404, {}, ""), 1, "the server answered 404; check the address in venue.yaml"),
        ((200, HTML | {"Content-Length": "99"}, PAGE), 4, "the page ended after 60 of 99 bytes, 4 times"),
        ((200, HTML, PAGE[:50]), 4, "the page ends before </html>, 4 times"),
        ((200, HTML, PAGE + "x" * 1_000_000), 1, "is larger than 1000000 bytes; nothing was fetched"),
        ((200, HTML | {"Content-Length": ""}, PAGE + "x" * 1_000_000), 1, "is larger than 1000000 bytes"),
        ((200, {"Content-Type": "application/pdf"}, b"%PDF"), 1, "expected .*text/html.*, got application/pdf"),
        ((200, {"Content-Type": "image/png"}, b"x"), 1, "got image/png"),
        ((200, HTML, b"\xff\xfe<\x00"), 1, "is not text in utf-8; nothing was fetched"),
        ((200, {"Content-Type": "text/html; charset=rot13"}, "x"), 1, "rot13"),
        ((304, {}, ""), 1, "the server answered 304"),
    ],
)
def test_a_page_that_is_not_whole_and_sound_leaves_nothing_behind(
    answer: Answer, attempts: int, fault: str, site: Site, bring: Callable[..., FetchReport], tmp_path: Path
) -> None:
    site.answers = {"/good": (200, HTML, PAGE), "/bad": answer}
    with pytest.raises(FetchError, match=fault):
        bring(PageSource(pages=(f"{site.url}/good", f"{site.url}/bad")))
    assert site.paths() == ["/good", *["/bad"] * attempts]
    assert left_behind(tmp_path) == []


def test_a_page_in_another_encoding_is_kept_in_utf8(site: Site, bring: Callable[..., FetchReport]) -> None:
    text = PAGE.replace("One", "限速")
    site.answers = {"/a": (200, {"Content-Type": "text/html; charset=gbk"}, text.encode("gbk"))}
    assert (bring(PageSource(pages=(f"{site.url}/a",))).folder / "a.html").read_text(encoding="utf-8") == text


def test_a_page_that_comes_compressed_is_unpacked(site: Site, bring: Callable[..., FetchReport]) -> None:
    site.answers["/docs"] = (200, HTML | {"Content-Encoding": "gzip"}, gzip.compress(PAGE.encode(), mtime=0))
    report = bring(PageSource(pages=(f"{site.url}/docs",), delay=0))
    assert (report.folder / "docs.html").read_text() == PAGE


@pytest.mark.parametrize(
    ("encoding", "body", "says"),
    [
        ("gzip", gzip.compress(b"<p>" + b"a" * 5_000_000, mtime=0), "is larger than 1000000 bytes"),
        ("gzip", gzip.compress(PAGE.encode(), mtime=0)[:-9], "is not whole gzip"),
        ("gzip", b"no archive", "is not whole gzip"),
        ("br", PAGE.encode(), "is compressed as 'br', which is not understood"),
    ],
    ids=["a large page", "a cut page", "no archive", "another compression"],
)
def test_a_compressed_page_that_is_not_sound_leaves_nothing_behind(
    site: Site, bring: Callable[..., FetchReport], tmp_path: Path, encoding: str, body: bytes, says: str
) -> None:
    answer = (200, {"Content-Type": "text/html; charset=latin-1", "Content-Encoding": encoding}, body)
    site.answers["/docs"] = answer
    with pytest.raises(FetchError, match=re.escape(says)):
        bring(PageSource(pages=(f"{site.url}/docs",), delay=0))
    assert left_behind(tmp_path) == []


_RAW = zlib.compressobj(9, zlib.DEFLATED, -15)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Encoding": "deflate"}, zlib.compress(PAGE.encode())),
        ({"Content-Encoding": "deflate"}, _RAW.compress(PAGE.encode()) + _RAW.flush()),
        ({"Content-Encoding": "gzip, identity"}, gzip.compress(PAGE.encode())),
        ({"Content-Encoding": "gzip, gzip"}, gzip.compress(gzip.compress(PAGE.encode()))),
        ({"Content-Encoding": "gzip"}, gzip.compress(PAGE[:30].encode()) + gzip.compress(PAGE[30:].encode())),
        ({"Content-Type": "text/html"}, PAGE.encode("utf-16")),
        ({"Content-Type": "text/html"}, PAGE.replace("<body>", "<meta charset='utf-16le'><body>").encode("utf-16")),
        ({"Content-Type": ""}, PAGE.encode()),
    ],
    ids=["deflate", "bare deflate", "and as it is", "twice", "in parts", "a mark", "a mark and words", "no type"],
)
def test_a_page_in_another_form_is_the_same_page(
    site: Site, bring: Callable[..., FetchReport], headers: dict[str, str], body: bytes
) -> None:
    site.answers["/docs"] = (200, HTML | headers, body)
    report = bring(PageSource(pages=(f"{site.url}/docs",), delay=0))
    assert (report.folder / "docs.html").read_text().replace("<meta charset='utf-16le'>", "") == PAGE


def test_an_encoding_that_only_the_page_itself_states_is_taken(site: Site, bring: Callable[..., FetchReport]) -> None:
    text = PAGE.replace("<body>", "<head><meta charset=gbk></head><body>限速")
    site.answers["/docs"] = (200, {"Content-Type": "text/html"}, text.encode("gbk"))
    assert (bring(PageSource(pages=(f"{site.url}/docs",), delay=0)).folder / "docs.html").read_text() == text


NOTICE = "<!DOCTYPE html><html><head><title>{}</title></head><body>Please wait.</body></html>"


@pytest.mark.parametrize(
    ("path", "answer", "fault"),
    [
        ("/a", (200, HTML, ""), "the page is empty, 4 times; try again later"),
        ("/a", (204, HTML, ""), "the server answered 204, which is no whole page"),
        ("/a", (206, HTML | {"Content-Range": "bytes 0-59/100"}, PAGE), "answered 206, which is no whole page"),
        ("/a", (200, HTML, gzip.compress(PAGE.encode())), "is compressed, and the server does not say so; nothing"),
        (
            "/a",
            (200, {"Content-Type": "text/html; charset=latin-1"}, b"<p>\0</p>"),
            "is not text in (latin-1|iso8859-1)",
        ),
        (
            "/a",
            (200, HTML, NOTICE.format("Under maintenance")),
            "a notice of the server: 'Under maintenance'; nothing was",
        ),
        (
            "/a",
            (200, HTML, NOTICE.format("Just a moment...")),
            "is not a page of documentation, but a notice of the server",
        ),
        ("/a.mdx", (200, {"Content-Type": "text/plain"}, PAGE), "came as a page in HTML, in place of the text"),
        ("/a.md", (200, HTML, PAGE), "came as a page in HTML, in place of the text; nothing was fetched"),
        ("/a", (429, {"Retry-After": "9" * 30}, ""), "answered 429, and asks to wait for 1\\d+ s; try again then"),
        ("/a", (302, {"Location": "http://[::1"}, ""), r"leads to 'http://\[::1', which is no address"),
        (
            "/a",
            (302, {"Location": "/login?next=/a"}, ""),
            r"/a: leads to http://\S+/login\?next=/a, which asks for a login",
        ),
        ("/a", (302, {"Location": "/é"}, ""), "/%C3%A9: the server answered 404"),
        ("/a", (302, {"Location": "/closed/a"}, ""), "/closed/a: robots.txt of the site does not allow it"),
    ],
)
def test_what_a_server_says_in_place_of_a_page_leaves_nothing_behind(
    path: str, answer: Answer, fault: str, site: Site, bring: Callable[..., FetchReport], tmp_path: Path
) -> None:
    rules = "\ufeffUser-agent: *\nDisallow: /closed/\n"  # with a byte order mark
    site.answers = {
        "/robots.txt": (200, {"Content-Type": "application/octet-stream"}, rules),
        "/login?next=/a": (200, HTML, PAGE),
        "/closed/a": (200, HTML, PAGE),
        path: answer,
    }
    with pytest.raises(FetchError, match=fault):
        bring(PageSource(pages=(f"{site.url}{path}",), delay=0))
    assert left_behind(tmp_path) == []
    assert "/closed/a" not in site.paths()


def test_a_site_that_sends_most_addresses_to_one_page_is_refused(
    site: Site, bring: Callable[..., FetchReport], tmp_path: Path
) -> None:
    moved: dict[str, Answer] = {f"/{name}": (302, {"Location": "/"}, "") for name in "abc"}
    site.answers = {
        **moved,
        "/": (200, HTML, PAGE),
        **{f"/{name}": (200, HTML, PAGE.replace("One", name)) for name in "defg"},
    }
    with pytest.raises(FetchError, match=r"/a: leads to http://\S+/, as 3 of the 5 addresses do; nothing was fetched"):
        bring(PageSource(pages=tuple(f"{site.url}/{name}" for name in "abcde"), delay=0))
    assert left_behind(tmp_path) == []
    assert bring(PageSource(pages=tuple(f"{site.url}/{name}" for name in "abcdefg"), delay=0)).pages == 7


def test_a_pause_that_no_run_can_keep_is_an_error(site: Site, bring: Callable[..., FetchReport]) -> None:
    site.answers["/robots.txt"] = (200, {"Content-Type": "text/plain"}, "User-agent: *\nCrawl-delay: 86400\n")
    with pytest.raises(FetchError, match=r"robots\.txt asks for 86400 s between two pages; nothing was fetched"):
        bring(PageSource(pages=(f"{site.url}/a",), delay=0))


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("application/gzip", lambda text: gzip.compress(text.encode())),
        ("application/x-gzip", lambda text: gzip.compress(text.encode())),
        ("text/xml; charset=utf-16", lambda text: text.replace("UTF-8", "UTF-16").encode("utf-16")),
        ("text/plain", lambda text: "\n".join(re.findall(r"http://[^<]+", text)).encode()),
    ],
)
def test_a_sitemap_in_another_form_lists_the_same_pages(
    kind: str, form: Callable[[str], bytes], site: Site, bring: Callable[..., FetchReport]
) -> None:
    listed = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset><url><loc>{site.url}/docs</loc></url></urlset>'
    index = f"<sitemapindex><sitemap><loc>{site.url}/one.xml.gz</loc></sitemap></sitemapindex>"
    site.answers = {
        "/all.xml": (200, {"Content-Type": "application/xml"}, index),
        "/one.xml.gz": (200, {"Content-Type": kind}, form(listed)),
        "/docs": (200, HTML, PAGE),
    }
    assert bring(PageSource(sitemap=f"{site.url}/all.xml", delay=0)).pages == 1


@pytest.mark.parametrize("place", ["/docs", "", "docs/a", "http://[::1"])
def test_a_place_of_a_sitemap_that_is_no_address_is_named(
    place: str, site: Site, bring: Callable[..., FetchReport]
) -> None:
    listed = f"<urlset><url><loc>{place}</loc></url></urlset>"
    site.answers = {"/all.xml": (200, {"Content-Type": "application/xml"}, listed)}
    with pytest.raises(FetchError, match=re.escape(f"/all.xml: lists {place!r}, which is not a complete address")):
        bring(PageSource(sitemap=f"{site.url}/all.xml", delay=0))


class Wire:
    """A server of bare bytes on loopback; ``answer`` sends what comes for each page."""

    def __init__(self, answer: Callable[[socket.socket], None], host: str = "127.0.0.1") -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._server = socket.create_server((host, 0), family=family)
        port = self._server.getsockname()[1]
        self.url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        self._answer = answer
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._server.accept()
                threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            if b"/robots.txt" in connection.recv(65536):
                connection.sendall(b"HTTP/1.1 404 None\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            else:
                self._answer(connection)

    def close(self) -> None:
        self._server.close()


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Wire]]:
    monkeypatch.setenv("no_proxy", "127.0.0.1,::1")
    running: list[Wire] = []

    def start(answer: Callable[[socket.socket], None], host: str = "127.0.0.1") -> Wire:
        running.append(Wire(answer, host))
        return running[-1]

    yield start
    for each in running:
        each.close()


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
CHUNK = b"%x\r\n%s\r\n" % (len(PAGE), PAGE.encode())


@pytest.mark.parametrize(
    ("sent", "host"),
    [
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNK + b"0\r\n\r\n", "127.0.0.1"),
        (HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" + CHUNK + b"0\r\n\r\n", "127.0.0.1"),
        (HEAD + b"Content-Length: %d\r\n\r\n%s" % (len(PAGE), PAGE.encode()), "::1"),
    ],
    ids=["chunks", "chunks and a length", "IPv6"],
)
def test_a_page_comes_whole_over_the_wire(
    sent: bytes, host: str, wire: Callable[..., Wire], bring: Callable[..., FetchReport]
) -> None:
    server = wire(lambda connection: connection.sendall(sent), host)
    report = bring(PageSource(pages=(f"{server.url}/docs",), delay=0))
    assert (report.folder / "docs.html").read_text() == PAGE


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNK[:30], "the page ended too early, 4 times"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNK, "the page ended too early, 4 times"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + CHUNK, "the page ended too early, 4 times"),
        (b"<p>" + b"a" * 5000, "the server could not be read: <p>a{1,200}.{0,9}, 4 times"),
        (b"", "the server could not be read: Remote end closed connection without response, 4 times"),
    ],
    ids=["a cut chunk", "no last chunk", "no length", "no head", "nothing"],
)
def test_a_page_that_is_not_whole_on_the_wire_leaves_nothing_behind(
    sent: bytes, fault: str, wire: Callable[..., Wire], bring: Callable[..., FetchReport], tmp_path: Path
) -> None:
    server = wire(lambda connection: connection.sendall(sent))
    with pytest.raises(FetchError, match=fault):
        bring(PageSource(pages=(f"{server.url}/docs",), delay=0))
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("drop", [b"X: y\r\n", b"x"], ids=["headers", "the body"])
def test_an_answer_of_drops_ends_in_time(
    drop: bytes, wire: Callable[..., Wire], bring: Callable[..., FetchReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    done = threading.Event()

    def dribble(connection: socket.socket) -> None:
        connection.sendall(HEAD if drop.startswith(b"X") else HEAD + b"Content-Length: 90000\r\n\r\n")
        while not done.wait(0.01):
            connection.sendall(drop)

    monkeypatch.setattr(web, "_LONGEST_TRANSFER", 0.1)
    server = wire(dribble)
    with pytest.raises(FetchError, match=r"answer within 0 s, 4 times|did not come within 0 s, 4 times"):
        bring(PageSource(pages=(f"{server.url}/docs",), delay=0))
    done.set()


def test_a_server_without_encryption_is_one_clear_error(site: Site, bring: Callable[..., FetchReport]) -> None:
    with pytest.raises(FetchError, match=r"robots.txt: the server could not be read: \[SSL"):
        bring(PageSource(pages=(f"https://{site.host}/docs",), delay=0))


def test_a_sitemap_that_lists_itself_pictures_and_places_within_pages_is_read_once(
    site: Site, bring: Callable[..., FetchReport]
) -> None:
    site.answers["/all.xml"] = (
        200,
        {"Content-Type": "application/xml"},
        f"<sitemapindex><sitemap><loc>{site.url}/all.xml</loc></sitemap>"
        f"<sitemap><loc>{site.url}/one.xml</loc></sitemap></sitemapindex>",
    )
    site.answers["/one.xml"] = (
        200,
        {"Content-Type": "application/xml"},
        '<urlset xmlns:image="https://schemas.example/image">'
        f"<url><loc>{site.url}/docs#a</loc><image:image><image:loc>{site.url}/a.png</image:loc></image:image></url>"
        f"<url><loc>{site.url}/docs#b</loc></url></urlset>",
    )
    site.answers["/docs"] = (200, HTML, PAGE)
    report = bring(PageSource(sitemap=f"{site.url}/all.xml", delay=0))
    assert (report.pages, site.paths()) == (1, ["/all.xml", "/one.xml", "/docs"])


def test_robots_txt_is_obeyed(site: Site, bring: Callable[..., FetchReport], slept: list[float]) -> None:
    rules = "User-agent: *\nDisallow: /private/\nCrawl-delay: 9\n"
    site.answers = {
        "/robots.txt": (200, {"Content-Type": "text/plain"}, rules),
        "/docs": (200, HTML, PAGE),
        "/private/docs": (200, HTML, PAGE),
    }
    assert bring(PageSource(pages=(f"{site.url}/docs",), delay=1.0)).pages == 1
    assert slept == [9.0]
    with pytest.raises(FetchError, match=r"/private/docs: robots\.txt of the site does not allow it"):
        bring(PageSource(pages=(f"{site.url}/private/docs",)), now=LATER)


def test_only_https_is_fetched_outside_of_loopback(bring: Callable[..., FetchReport], tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"http://acme\.example/docs: only https is fetched"):
        bring(PageSource(pages=("http://acme.example/docs",)))
    assert left_behind(tmp_path) == []


def test_a_server_that_is_not_there_is_one_clear_error(bring: Callable[..., FetchReport]) -> None:
    with pytest.raises(FetchError, match=r"robots\.txt: the server could not be read: .*refused.*, 4 times"):
        bring(PageSource(pages=("http://127.0.0.1:9/docs",)))


SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>{0}/hft/reference/</loc></url><url><loc> {0}/hft/reference/set-leverage </loc></url>
<url><loc>{0}/hftx</loc></url><url><loc>{0}/spot/create-order</loc></url></urlset>"""


def test_a_sitemap_gives_the_pages_below_a_path(site: Site, bring: Callable[..., FetchReport]) -> None:
    xml = {"Content-Type": "application/xml"}
    index = f"<sitemapindex><sitemap><loc>{site.url}/sitemap-0.xml</loc></sitemap></sitemapindex>"
    site.answers = {
        "/sitemap.xml": (200, xml, index),
        "/sitemap-0.xml": (200, xml, SITEMAP.format(site.url)),
        "/hft/reference/": (200, HTML, PAGE),
        "/hft/reference/set-leverage": (200, HTML, PAGE),
    }
    report = bring(PageSource(sitemap=f"{site.url}/sitemap.xml", under="/hft/"))
    assert report.new == ("hft/reference.html", "hft/reference/set-leverage.html")


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<urlset/>", "lists no page below /hft/; correct fetch: in venue.yaml"),
        ("<urlset><loc>", "is not a sitemap: "),
        ("<urlset><loc>https://evil.example/hft/a</loc></urlset>", "https://evil.example/hft/a: is not on"),
        ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><urlset><loc>/hft/&e;</loc></urlset>', "/hft/"),
    ],
)
def test_a_sitemap_that_cannot_be_followed_is_an_error(
    body: str, fault: str, site: Site, bring: Callable[..., FetchReport], tmp_path: Path
) -> None:
    site.answers = {"/sitemap.xml": (200, {"Content-Type": "text/xml"}, body)}
    with pytest.raises(FetchError, match=fault) as caught:
        bring(PageSource(sitemap=f"{site.url}/sitemap.xml", under="/hft/"))
    assert "root:" not in str(caught.value)
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://a.example", "index.html"),
        ("https://a.example/docs-v5/en/", "docs-v5/en.html"),
        ("https://a.example/docs/page.html?lang=en&x=/../y", "docs/page.html-lang-en-x-..-y.html"),
        ("https://a.example/../../etc/passwd", "page/page/etc/passwd.html"),
        ("https://a.example/%2e%2e/%2Fetc%2Fpasswd", "page/etc-passwd.html"),
        ("https://a.example/.git/config", "git/config.html"),
        ("https://a.example/a%00b/c%0Ad", "a-b/c-d.html"),
        ("https://a.example/" + "x" * 300, "x" * 50 + "-0d4e2ca9e9cb.html"),
        ("https://a.example/页", "page.html"),
    ],
)
def test_names_of_files_stay_inside_the_folder(address: str, name: str) -> None:
    assert file_name(address, html=True) == name


def test_addresses_that_would_share_a_file_have_one_each(site: Site, bring: Callable[..., FetchReport]) -> None:
    paths = ["/a", "/A", "/a/", "/a.html", "/a.html/b", "/%61"]
    site.answers = {path: (200, HTML, PAGE.replace("One", path)) for path in paths}
    report = bring(PageSource(pages=tuple(f"{site.url}{path}" for path in paths)))
    for path, page in zip(paths, manifest(report).pages, strict=True):
        assert f"<h1 id='a'>{path}</h1>" in (report.folder / page.file).read_text()
    assert len({page.file.lower() for page in manifest(report).pages}) == len(paths)


def test_a_full_disk_leaves_what_was_there(
    site: Site, bring: Callable[..., FetchReport], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = PageSource(pages=(f"{site.url}/a", f"{site.url}/b"))
    site.answers = {"/a": (200, HTML, PAGE), "/b": (200, HTML, PAGE)}
    bring(source)
    before = left_behind(tmp_path)
    write = Path.write_bytes

    def full(file: Path, data: bytes) -> int:
        if file.name == "b.html":
            raise OSError(28, "No space left on device")
        return write(file, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(FetchError, match="cannot be written: No space left on device; nothing was fetched"):
        bring(source, now=LATER)
    with pytest.raises(FetchError, match="No space left on device"):
        bring(source, replace=True)
    assert left_behind(tmp_path) == before


def test_an_interruption_leaves_nothing_behind(site: Site, bring: Callable[..., FetchReport], tmp_path: Path) -> None:
    site.answers = {"/a": (200, HTML, PAGE), "/b": (200, HTML, PAGE)}

    def interrupt(done: int, total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(PageSource(pages=(f"{site.url}/a", f"{site.url}/b")), progress=interrupt)
    assert left_behind(tmp_path) == []


def test_the_total_size_is_limited(
    site: Site, bring: Callable[..., FetchReport], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "_LARGEST", 100)
    site.answers = {"/a": (200, HTML, PAGE), "/b": (200, HTML, PAGE)}
    with pytest.raises(FetchError, match="larger than 0 MB together; nothing was fetched"):
        bring(PageSource(pages=(f"{site.url}/a", f"{site.url}/b")))
    assert left_behind(tmp_path) == []


ENDPOINT = """<!DOCTYPE html><html><body><h1 id="trade">Trade</h1><h2 id="trade-rest-api">REST API</h2>
<h3 id="trade-rest-api-get-cap">Get cap</h3><h4>HTTP Request</h4><p><code>GET /api/v5/trade/cap</code></p>
</body></html>"""


def test_a_fetched_folder_is_read_as_of_the_day_of_its_manifest(
    site: Site, bring: Callable[..., FetchReport], tmp_path: Path
) -> None:
    site.answers = {"/docs/en/": (200, HTML, ENDPOINT), "/docs/log_en/": (200, HTML, PAGE)}
    report = bring(PageSource(pages=(f"{site.url}/docs/en/", f"{site.url}/docs/log_en/")))
    renamed = report.folder.rename(tmp_path / "new")
    assert day_of(renamed) == "2026-11-29"
    [placed] = read_snapshot(renamed, "okx_markdown", "data", {}).placed
    assert (placed.draft.key, placed.draft.as_of) == ("GET /api/v5/trade/cap", "2026-11-29")
    (renamed / "manifest.json").write_text("[" * 100_000)
    assert day_of(renamed) is None


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The working tree of a repository."""
    work = tmp_path / "work"
    work.mkdir()
    git(work, "init", "--quiet", "--initial-branch=main")
    return work


def git(folder: Path, *arguments: str) -> str:
    identity = {
        "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@b",
        "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@b",
    }
    dates = {"GIT_AUTHOR_DATE": "2026-11-28T12:00:00+00:00", "GIT_COMMITTER_DATE": "2026-11-28T12:00:00+00:00"}
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), **identity, **dates}
    done = subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def committed(work: Path, files: dict[str, str], links: dict[str, str] | None = None) -> str:
    """Commit files, and return the address of a bare clone."""
    for name, text in files.items():
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_text(text)
    for name, target in (links or {}).items():
        (work / name).symlink_to(target)
    git(work, "add", "-A")
    git(work, "commit", "--quiet", "-m", "pages")
    bare = work.with_name("bare.git")
    git(work, "clone", "--quiet", "--bare", str(work), str(bare))
    return f"file://{bare}"


MDX = "### HTTP Request\nGET `/v5/market/time`\n"


def test_a_tree_of_pages_comes_from_a_repository(
    repository: Path, bring: Callable[..., FetchReport], tmp_path: Path
) -> None:
    files = {"docs/v5/market/time.mdx": MDX, "docs/v5/intro.md": "x", "docs/v5/logo.png": "x", "docs/v3/old.mdx": "x"}
    address = committed(repository, files)
    report = bring(PageSource(git=address, under="docs/v5"), transport="file")
    assert left_behind(report.folder) == ["intro.md", "manifest.json", "market", "market/time.mdx"]
    assert (report.folder / "market" / "time.mdx").read_text() == MDX
    read = manifest(report)
    assert read.commit == git(repository, "rev-parse", "HEAD")
    assert (read.pages[1].address, read.pages[1].last_modified) == (
        f"{address}#docs/v5/market/time.mdx",
        "2026-11-28T12:00:00+00:00",
    )
    [placed] = read_snapshot(report.folder, "bybit_markdown", "result", {}).placed
    assert placed.draft.key == "GET /v5/market/time"


def test_other_folders_of_a_repository_stand_beside_the_first(
    repository: Path, bring: Callable[..., FetchReport]
) -> None:
    files = {"docs/v5/market/time.mdx": MDX, "docs/p2p/ad/list.mdx": MDX, "docs/v3/old.mdx": "x"}
    address = committed(repository, files)
    report = bring(PageSource(git=address, under="docs/v5", also=("docs/p2p",)), transport="file")
    assert left_behind(report.folder) == [
        "manifest.json",
        "market",
        "market/time.mdx",
        "p2p",
        "p2p/ad",
        "p2p/ad/list.mdx",
    ]
    shutil.rmtree(report.folder)
    with pytest.raises(FetchError, match=r"has no pages .* below docs/gone"):
        bring(PageSource(git=address, under="docs/v5", also=("docs/gone",)), transport="file")


def test_nothing_of_a_repository_runs_and_no_link_of_it_is_followed(
    repository: Path, bring: Callable[..., FetchReport], tmp_path: Path
) -> None:
    address = committed(
        repository, {"docs/a.md": "x", ".gitattributes": "*.md filter=evil"}, {"docs/b.md": "/etc/passwd"}
    )
    hook = Path(address.removeprefix("file://")) / "hooks" / "post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    hook.chmod(0o755)
    with pytest.raises(FetchError, match=r"'docs/b\.md' is a link and not a page; nothing was fetched"):
        bring(PageSource(git=address, under="docs"), transport="file")
    assert not (tmp_path / "ran").exists()
    assert not (tmp_path / "pages").exists()


@pytest.mark.parametrize(
    ("address", "branch", "fault"),
    [
        ("ext::sh -c touch% ran", "", "must be the address of a repository that begins with https://"),
        ("--upload-pack=touch ran", "", "must be the address of a repository"),
        ("https://-oProxyCommand=x/y", "", "must be the address of a repository"),
        ("file:///etc", "", "must be the address of a repository"),
        ("https://127.0.0.1:9/docs", "--upload-pack=x", "'--upload-pack=x' is not the name of a branch"),
        ("https://127.0.0.1:9/docs", "", "git clone failed: .*"),
    ],
)
def test_an_address_is_never_an_option_or_a_command(
    address: str, branch: str, fault: str, bring: Callable[..., FetchReport], tmp_path: Path
) -> None:
    with pytest.raises(FetchError, match=fault):
        bring(PageSource(git=address, branch=branch))
    assert left_behind(tmp_path) == []


def test_a_repository_without_pages_below_the_path_is_an_error(
    repository: Path, bring: Callable[..., FetchReport]
) -> None:
    address = committed(repository, {"docs/a.md": "x"})
    with pytest.raises(FetchError, match=r"has no pages \(\.md, \.mdx, \.txt, \.html\) below docs/v5"):
        bring(PageSource(git=address, under="docs/v5"), transport="file")


VENUE = """title: Acme
docs: https://acme.example/
pages: okx_html
{fetch}
environments: {{production: {{hosts: {{global: 'https://api.acme.example'}}}}}}
auth: {{credentials: [api_key], algorithm: hmac_sha256, encoding: hex, signs: [timestamp], timestamp: milliseconds,
  tolerance: 5s, headers: {{KEY: api_key, SIGN: signature, TIME: timestamp}}}}
envelope: {{code: code, message: msg, data: data, success: ['0']}}
"""


def venue(root: Path, fetch_line: str) -> Path:
    folder = root / "spec" / "acme"
    folder.mkdir(parents=True)
    (folder / "venue.yaml").write_text(VENUE.format(fetch=fetch_line))
    return folder


def test_the_command_says_what_came(site: Site, tmp_path: Path) -> None:
    venue(tmp_path, f"fetch: {{pages: ['{site.url}/docs/en/'], delay: 1ms}}")
    site.answers = {"/docs/en/": (200, HTML, ENDPOINT)}
    today = datetime.now(UTC).date().isoformat()
    done = CliRunner().invoke(app, ["fetch", "acme", "--root", str(tmp_path)])
    folder = tmp_path / "pages" / "acme" / today
    assert (done.exit_code, done.stdout) == (0, f"fetched: {folder}, 1 pages\n")
    site.answers = {"/docs/en/": (200, HTML, ENDPOINT.replace("cap", "lid"))}
    done = CliRunner().invoke(app, ["fetch", "acme", "--replace", "--root", str(tmp_path)])
    assert done.stdout == f"changed: docs/en.html\nfetched: {folder}, 1 pages; 1 changed since {today}\n"


def test_the_command_ends_with_one_clear_error(site: Site, tmp_path: Path) -> None:
    venue(tmp_path, f"fetch: {{pages: ['{site.url}/docs/en/'], delay: 1ms}}")
    done = CliRunner().invoke(app, ["fetch", "acme", str(tmp_path / "pages"), "--root", str(tmp_path)])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"error: {site.url}/docs/en/: the server answered 404; check the address in venue.yaml\n"


def test_a_venue_without_an_address_says_what_to_do(tmp_path: Path) -> None:
    venue(tmp_path, "")
    done = CliRunner().invoke(app, ["fetch", "acme", "--root", str(tmp_path)])
    assert done.exit_code == 2
    assert "venue.yaml does not say where the pages are; give fetch: with pages, sitemap or git" in done.stderr


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("fetch: {}", r"venue\.yaml:4: .*fetch needs one of pages, sitemap and git \[fetch\]"),
        (
            "fetch: {git: 'http://acme.example/docs'}",
            r"venue\.yaml:4: .*only https is fetched, got http://acme\.example",
        ),
        ("fetch: {git: 'ext::sh'}", r"venue\.yaml:4: fetch\.git: expected a link that begins with https://"),
        ("fetch: {sites: []}", r"venue\.yaml:4: .*sites"),
    ],
)
def test_a_wrong_address_is_an_error_of_the_spec(line: str, fault: str, tmp_path: Path) -> None:
    folder = venue(tmp_path, line)
    with pytest.raises(SpecError, match=fault):
        load_settings(folder)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        (
            "okx_v5",
            [
                "https://www.okx.com/docs-v5/en/",
                "https://www.okx.com/docs-v5/zh/",
                "https://www.okx.com/docs-v5/log_en/",
            ],
        ),
        ("bybit_v5", ["https://github.com/bybit-exchange/docs", "docs/v5"]),
        ("coinswitch_hft", ["https://api-trading.coinswitch.co/sitemap.xml", "/hft/"]),
    ],
)
def test_the_venues_say_where_their_documentation_is(name: str, source: list[str], root: Path) -> None:
    stated = load_settings(root / "spec" / name).fetch
    assert stated is not None
    assert [*stated.pages, *filter(None, [stated.sitemap, stated.git, stated.under])] == source


# --- addresses and answers in further moods

MARKDOWN = {"Content-Type": "text/plain"}


def listing(site: Site, *paths: str) -> Answer:
    entries = "".join(f"<url><loc>{site.url}{path}</loc></url>" for path in paths)
    return 200, {"Content-Type": "application/xml"}, f"<urlset>{entries}</urlset>"


@pytest.mark.parametrize(
    ("listed", "asked", "name"),
    [
        ("/a b", "/a%20b", "a-b.html"),
        ("/é", "/%C3%A9", "page.html"),
        ("/a%20b", "/a%20b", "a-b.html"),
        ("/a?x=1&amp;y=é", "/a?x=1&y=%C3%A9", "a-x-1-y.html"),
    ],
)
def test_an_address_in_other_letters_is_asked_for_in_those_of_addresses(
    listed: str, asked: str, name: str, site: Site, bring: Callable[..., FetchReport]
) -> None:
    site.answers = {"/sitemap.xml": listing(site, listed), asked: (200, HTML, PAGE)}
    assert bring(PageSource(sitemap=f"{site.url}/sitemap.xml", delay=0)).new == (name,)


def test_an_address_of_the_settings_may_have_other_letters(site: Site, bring: Callable[..., FetchReport]) -> None:
    site.answers = {"/%C3%A9": (200, HTML, PAGE)}
    assert bring(PageSource(pages=(f"{site.url}/é",), delay=0)).pages == 1


def test_an_address_in_two_lines_is_none(site: Site, bring: Callable[..., FetchReport], slept: list[float]) -> None:
    site.answers = {"/sitemap.xml": listing(site, "/a\n/b")}
    with pytest.raises(FetchError, match=r"lists 'http://\S+/a\\n/b', which is not a complete address"):
        bring(PageSource(sitemap=f"{site.url}/sitemap.xml", delay=0))
    assert slept == [0]


def test_the_usual_port_may_be_named(bring: Callable[..., FetchReport]) -> None:
    with pytest.raises(FetchError, match=r"robots\.txt: the server could not be read"):
        bring(PageSource(pages=("https://127.0.0.1:443/a",), delay=0))


def test_a_path_of_too_many_folders_is_one_file(site: Site, bring: Callable[..., FetchReport]) -> None:
    path = "/" + "a/" * 1500
    site.answers = {path: (200, HTML, PAGE), f"{path}b": (200, HTML, PAGE)}
    report = bring(PageSource(pages=(f"{site.url}{path}", f"{site.url}{path}b"), delay=0))
    assert [len(name) < 200 and name.count("/") < 30 for name in report.new] == [True, True]


@pytest.mark.parametrize("robots", [(200, HTML, "<html><body>app"), (200, HTML, "<!DOCTYPE html><p>")])
def test_a_page_in_place_of_robots_txt_has_no_rules(
    robots: Answer, site: Site, bring: Callable[..., FetchReport], slept: list[float]
) -> None:
    site.answers = {"/robots.txt": robots, "/a": (200, HTML, PAGE)}
    assert (bring(PageSource(pages=(f"{site.url}/a",), delay=0)).pages, slept) == (1, [0])


def test_a_page_that_only_leads_on_is_a_redirect(site: Site, bring: Callable[..., FetchReport]) -> None:
    leads = "<!DOCTYPE html><html><head><meta http-equiv='{}' content='{}'></head><body>Moved</body></html>"
    site.answers = {
        "/a": (200, HTML, leads.format("Refresh", '0; URL="b?x=1&amp;y=2#top"')),
        "/b?x=1&y=2": (200, HTML, PAGE),
        "/c": (200, HTML, leads.format("refresh", "0;url=https://evil.example/")),
    }
    report = bring(PageSource(pages=(f"{site.url}/a",), delay=0))
    assert manifest(report).pages[0].served_from == f"{site.url}/b?x=1&y=2"
    assert (report.folder / "a.html").read_text() == PAGE
    with pytest.raises(FetchError, match=r"evil\.example/: is not on 127\.0\.0\.1"):
        bring(PageSource(pages=(f"{site.url}/c",), delay=0), now=LATER)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (
            "<!DOCTYPE html><html><head><title>Acme API</title><script src='app.js'></script></head><body><noscript>You "
            "need to enable JavaScript to run this app.</noscript><div id='root'></div></body></html>",
            "says nothing without the scripts of a browser",
        ),
        (
            "<html><head><title>Acme API</title></head><body><nav>Docs</nav><h1>404 - Page Not Found</h1>"
            "<p>Back home.</p></body></html>",
            "a notice of the server",
        ),
        (
            "<html><head><title>Acme</title></head><body><h1>Checking your browser before accessing acme.example</h1>"
            "</body></html>",
            "a notice of the server",
        ),
        (
            "<html><head><title>Sign in - Acme</title></head><body><form>Password</form></body></html>",
            "a notice of the server",
        ),
    ],
    ids=["a shell", "not found", "a check of the browser", "a login"],
)
def test_a_page_without_documentation_is_refused(
    body: str, fault: str, site: Site, bring: Callable[..., FetchReport], tmp_path: Path
) -> None:
    site.answers = {"/a": (200, HTML, body)}
    with pytest.raises(FetchError, match=fault):
        bring(PageSource(pages=(f"{site.url}/a",), delay=0))
    assert left_behind(tmp_path) == []


def test_a_site_that_says_the_same_everywhere_is_refused(site: Site, bring: Callable[..., FetchReport]) -> None:
    paths = ["/a", "/b", "/c", "/d"]
    site.answers = dict.fromkeys(paths, (200, HTML, PAGE)) | {"/d": (200, HTML, PAGE.replace("One", "Two"))}
    source = PageSource(pages=tuple(f"{site.url}{path}" for path in paths), delay=0)
    with pytest.raises(FetchError, match=r"/a: says the same as 2 others of the 4 pages; nothing was fetched"):
        bring(source)


def test_markdown_may_come_as_mere_bytes_and_other_pages_may_not(site: Site, bring: Callable[..., FetchReport]) -> None:
    site.answers = {"/a.md": (200, {"Content-Type": "application/octet-stream"}, "# One\n\nText of a page.\n")}
    assert bring(PageSource(pages=(f"{site.url}/a.md",), delay=0)).new == ("a.md",)
    site.answers = {"/a": (200, {"Content-Type": "application/octet-stream"}, "# One\n")}
    with pytest.raises(FetchError, match="got application/octet-stream"):
        bring(PageSource(pages=(f"{site.url}/a",), delay=0), now=LATER)


def test_a_packed_sitemap_may_come_as_mere_bytes(site: Site, bring: Callable[..., FetchReport]) -> None:
    packed = gzip.compress(str(listing(site, "/a")[2]).encode())
    site.answers = {
        "/sitemap.xml.gz": (200, {"Content-Type": "application/octet-stream"}, packed),
        "/a": (200, HTML, PAGE),
    }
    assert bring(PageSource(sitemap=f"{site.url}/sitemap.xml.gz", delay=0)).pages == 1


@pytest.mark.parametrize("kind", ["evil/\x1b[31mred", "evil/x\r\n \x1b[31mfolded", 'text/html; charset="\x1b[31mx"'])
def test_nothing_of_an_answer_reaches_the_terminal_as_it_is(
    kind: str, site: Site, bring: Callable[..., FetchReport]
) -> None:
    site.answers = {"/a": (200, {"Content-Type": kind}, "x")}
    with pytest.raises(FetchError) as caught:
        bring(PageSource(pages=(f"{site.url}/a",), delay=0))
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "asked", ["-5", "soon", "1.5", "Sun, 99 Nov 99999 99:30:40 GMT", "Sun, 29 Nov 2020 06:30:40 GMT"]
)
def test_a_pause_that_is_none_is_one_of_ours(
    asked: str, site: Site, bring: Callable[..., FetchReport], slept: list[float]
) -> None:
    site.answers = {"/a": [(429, {"Retry-After": asked}, ""), (200, HTML, PAGE)]}
    assert bring(PageSource(pages=(f"{site.url}/a",), delay=0)).pages == 1
    assert slept[1] == (0.0 if "2020" in asked else 10.0)


def test_a_date_far_ahead_is_a_pause_that_no_run_can_keep(site: Site, bring: Callable[..., FetchReport]) -> None:
    site.answers = {"/a": (429, {"Retry-After": "Sun, 29 Nov 2099 06:30:40 GMT"}, "")}
    with pytest.raises(FetchError, match=r"asks to wait for \d+ s; try again then"):
        bring(PageSource(pages=(f"{site.url}/a",), delay=0))


@pytest.mark.parametrize(
    "body",
    [
        "<!DOCTYPE l [<!ENTITY a 'lol'>"
        + "".join(f"<!ENTITY {chr(98 + number)} '{f'&{chr(97 + number)};' * 10}'>" for number in range(9))
        + "]><urlset><url><loc>&j;</loc></url></urlset>",
        "<urlset><url><loc>http://u:p@127.0.0.1/a</loc></url></urlset>",
        "<urlset><url><loc>http://127.0.0.1:99999999/a</loc></url></urlset>",
        "<urlset><url><loc>javascript:alert(1)</loc></url></urlset>",
        "<sitemapindex><sitemap><loc>https://evil.example/sitemap.xml</loc></sitemap></sitemapindex>",
    ],
    ids=["a bomb of entities", "a user", "a port", "a script", "another host"],
)
def test_a_sitemap_that_leads_astray_is_one_clear_error(
    body: str, site: Site, bring: Callable[..., FetchReport], tmp_path: Path
) -> None:
    site.answers = {"/sitemap.xml": (200, {"Content-Type": "text/xml"}, body)}
    with pytest.raises(FetchError, match=r"which is not a complete address|is not a sitemap|is not on"):
        bring(PageSource(sitemap=f"{site.url}/sitemap.xml", delay=0))
    assert left_behind(tmp_path) == []


def test_rules_on_another_host_of_the_site_are_obeyed(site: Site, bring: Callable[..., FetchReport]) -> None:
    other = Site()
    other.answers = {"/robots.txt": (200, {"Content-Type": "text/plain"}, "User-agent: *\nDisallow: /a\n")}
    site.answers = {"/robots.txt": (301, {"Location": f"{other.url}/robots.txt"}, ""), "/a": (200, HTML, PAGE)}
    with pytest.raises(FetchError, match=r"/a: robots\.txt of the site does not allow it"):
        bring(PageSource(pages=(f"{site.url}/a",), delay=0))
    other.close()


def test_rules_lead_to_no_other_page_of_another_host(site: Site, bring: Callable[..., FetchReport]) -> None:
    site.answers = {"/robots.txt": (301, {"Location": "https://evil.example/x"}, ""), "/a": (200, HTML, PAGE)}
    with pytest.raises(FetchError, match=r"robots\.txt: leads to https://evil\.example/x, which is not a robots\.txt"):
        bring(PageSource(pages=(f"{site.url}/a",), delay=0))


def test_a_certificate_that_nobody_vouches_for_is_one_clear_error(
    bring: Callable[..., FetchReport], tmp_path: Path, slept: list[float]
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path / "server.pem"))
    server = Server(context)
    with pytest.raises(FetchError, match=r"robots\.txt: its certificate is not accepted: self.signed certificate"):
        bring(PageSource(pages=(f"{server.url}/docs",)))
    server.close()
    assert (left_behind(tmp_path), slept) == (["server.pem"], [])
