"""The reader of answers: what it takes for one, what it refuses, what it costs; compared with Node's parser."""

import gzip
import time
import tracemalloc
import zlib
from random import Random
from typing import Any

import pytest
from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser
from hypothesis import given, settings
from hypothesis import strategies as st

from venues._runtime.transport import http11
from venues._runtime.transport.http11 import AnswerReader, BrokenError

OK = b"HTTP/1.1 200 OK\r\n"
BODY = b'{"code":"0"}'
SIZED = OK + b"Content-Length: 12\r\n\r\n" + BODY
CHUNKED = OK + b'Transfer-Encoding: chunked\r\n\r\n5;x="y"\r\n{"cod\r\n07\r\ne":"0"}\r\n0\r\nX: 1\r\n\r\n'
NEVER = 1e12


def read(data: bytes, step: int = 1 << 30, ends: bool = False) -> AnswerReader:
    """A reader that got these bytes in pieces of so many."""
    reader = AnswerReader()
    for at in range(0, len(data), step):
        if reader.feed(data[at : at + step]) and at + step < len(data):
            reader.reusable = False  # as a carrier that closes, since something is left
            break
    if ends and not reader.complete:
        reader.ended()
    return reader


def zipped(body: bytes, *headers: bytes) -> bytes:
    lines = headers or (b"Content-Encoding: gzip",)
    return OK + b"".join(each + b"\r\n" for each in lines) + b"Content-Length: %d\r\n\r\n" % len(body) + body


@pytest.mark.parametrize(
    ("data", "reusable"),
    [
        (SIZED, True),
        (b"HTTP/1.1 200\r\nContent-Length: 12\r\n\r\n" + BODY, True),
        (OK + b"content-length:12\r\nServer:\r\n\r\n" + BODY, True),
        (OK + b"Content-Length: 12\r\nContent-Length: 12\r\n\r\n" + BODY, True),
        (OK + b"Content-Length: 12, 12\r\n\r\n" + BODY, True),
        (OK + b"Connection: Keep-Alive\r\nContent-Length: 12\r\n\r\n" + BODY, True),
        (OK + b"Connection: foo, Close\r\nContent-Length: 12\r\n\r\n" + BODY, False),
        (OK + b"Connection: Upgrade\r\nUpgrade: h2,h2c\r\nContent-Length: 12\r\n\r\n" + BODY, True),
        (OK + b"X: a\r\n\t folded\r\nContent-Length: 12\r\n\r\n" + BODY, True),
        (OK + b"X: \xe4\xff\tb\r\nContent-Length: 12\r\n\r\n" + BODY, True),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 12\r\n\r\n" + BODY, False),
        (b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 12\r\n\r\n" + BODY, True),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nContent-Length: 9\r\nLink: x\r\n\r\n" + SIZED, True),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * http11.MAX_INTERIM + SIZED, True),
        (CHUNKED, True),
        (CHUNKED.replace(b"X: 1", b"Content-Encoding: gzip\r\nContent-Length: 1"), True),
        (CHUNKED.replace(b"chunked", b"Chunked"), True),
        (OK + b"Transfer-Encoding: chunked\r\n\r\nc \r\n" + BODY + b"\r\n000\r\n\r\n", True),
        (zipped(gzip.compress(BODY, mtime=0)), True),
        (zipped(gzip.compress(BODY, mtime=0), b"content-encoding: X-GZIP"), True),
        (zipped(gzip.compress(BODY[:5], mtime=0) + gzip.compress(BODY[5:], mtime=0)), True),
        (zipped(gzip.compress(b"", mtime=0) + gzip.compress(BODY, mtime=0) + bytes(512)), True),
        (zipped(BODY, b"Content-Encoding: identity"), True),
        (zipped(BODY, b"Content-Encoding:"), True),
    ],
)  # fmt: skip
@pytest.mark.parametrize("step", [1, 2, 3, 7, 64, 1 << 30])
def test_an_answer_is_the_same_in_whatever_pieces_it_comes(data: bytes, reusable: bool, step: int) -> None:
    reader = read(data, step)
    assert (reader.complete, reader.reusable) == (True, reusable)
    answer = reader.response(NEVER)
    assert (answer.status, answer.body) == (200, BODY)
    assert "x" not in answer.headers or answer.headers["x"] in ("a folded", "\xe4\xff\tb")


@pytest.mark.parametrize(
    ("data", "body"),
    [
        (OK + b"\r\n" + BODY, BODY),
        (OK + b"\r\n", b""),
        (b"HTTP/1.0 200 OK\r\nX: 1\r\n\r\n" + BODY, BODY),
        (OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(BODY, mtime=0), BODY),
    ],
)
def test_an_answer_that_names_no_length_ends_with_the_connection(data: bytes, body: bytes) -> None:
    reader = read(data, 5)
    assert not reader.complete
    reader.ended()
    assert (reader.complete, reader.reusable, reader.response(NEVER).body) == (True, False, body)


@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_without_a_body_has_none_whatever_it_says(status: int) -> None:
    for says in (b"", b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n"):
        reader = read(b"HTTP/1.1 %d X\r\n%s\r\n" % (status, says))
        assert (reader.complete, reader.response(NEVER).body) == (True, b"")


@pytest.mark.parametrize("tail", [b"\r\n", b"x", SIZED, b"HTTP/1.1 408 Request Time-out\r\n\r\n"])
@pytest.mark.parametrize("data", [SIZED, CHUNKED, b"HTTP/1.1 204 X\r\n\r\n"])
def test_what_follows_an_answer_ends_its_connection(data: bytes, tail: bytes) -> None:
    reader = read(data + tail)
    assert (reader.complete, reader.reusable) == (True, False)
    assert reader.response(NEVER).body in (BODY, b"")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"SSH-2.0-OpenSSH_9.6\r\n", "not an HTTP/1.1 answer"),
        (b"<html>", "not an HTTP/1.1 answer"),
        (b"HTTP/2 200 OK\r\n\r\n", "not an HTTP/1.1 answer"),
        (b"HTTP/1.1 20 OK\r\n\r\n", "not an HTTP/1.1 answer"),
        (b"HTTP/1.1 2000 OK\r\n\r\n", "not an HTTP/1.1 answer"),
        (b"HTTP/1.1 200 OK\nContent-Length: 0\n\n", "CR and LF"),
        (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "101"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 21, "more than 20 interim"),
        (OK + b" X: 1\r\n\r\n", "malformed"),
        (OK + b"X : 1\r\n\r\n", "malformed"),
        (OK + b"X\r\n\r\n", "malformed"),
        (OK + b": 1\r\n\r\n", "malformed"),
        (OK + b"X: \0\r\n\r\n", "malformed"),
        (OK + b"X: a\rb\r\n\r\n", "CR and LF|malformed"),
        (OK + b"Content-Length: 12\r\nContent-Length: 13\r\n\r\n", "Content-Length"),
        (OK + b"Content-Length: 12, 13\r\n\r\n", "Content-Length"),
        (OK + b"Content-Length: -1\r\n\r\n", "Content-Length"),
        (OK + b"Content-Length: +1\r\n\r\n", "Content-Length"),
        (OK + b"Content-Length: 0x1\r\n\r\n", "Content-Length"),
        (OK + b"Content-Length: 1 2\r\n\r\n", "Content-Length"),
        (OK + b"Content-Length:\r\n\r\n", "Content-Length"),
        (OK + b"Content-Length: 67108865\r\n\r\n", "larger than"),
        (OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", "larger than"),
        (OK + b"Content-Length: 12\r\nTransfer-Encoding: chunked\r\n\r\n", "both"),
        (OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n", "Transfer-Encoding"),
        (OK + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", "Transfer-Encoding"),
        (OK + b"Transfer-Encoding: xchunked\r\n\r\n", "Transfer-Encoding"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\nx\r\n", "begin with its size"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n", "begin with its size"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n\r\n", "begin with its size"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", "larger than"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"0" * 20 + b"1\r\n", "begin with its size"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n", "longer than it says"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n2;" + b"x" * 9000, "has no end"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\nno colon\r\n", "trailers"),
        (OK + b"X: " + b"y" * 66_000, "larger than 65536"),
        (OK + b"a:\r\n" * 200 + b"\r\n", "more than 200 lines"),
        (OK + b"a:\r\n" * 300, "more than 200 lines"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n" + b"a:\r\n" * 199 + b"\r\n", "more than 200 lines"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX: " + b"y" * 66_000 + b"\r\n", "larger than 65536|no end"),
        ((b"HTTP/1.1 103 Early Hints\r\n" + b"a:\r\n" * 30 + b"\r\n") * 7, "more than 200 lines"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("step", [1, 3000, 1 << 30])
def test_what_is_no_answer_is_refused(data: bytes, message: str, step: int) -> None:
    with pytest.raises(BrokenError, match=message):
        read(data, step)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "before an answer came"),
        (SIZED[:30], "before an answer came"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", "before an answer came"),
        (SIZED[:-1], "before the answer ended"),
        (CHUNKED[:-1], "before the answer ended"),
        (CHUNKED[:-9], "before the answer ended"),
    ],
)
def test_an_end_in_the_middle_is_no_end(data: bytes, message: str) -> None:
    with pytest.raises(BrokenError, match=message):
        read(data, ends=True)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (zipped(gzip.compress(BODY, mtime=0)[:-1]), "cut off"),
        (zipped(gzip.compress(BODY, mtime=0)[:-8]), "cut off"),
        (zipped(gzip.compress(BODY, mtime=0) + gzip.compress(BODY, mtime=0)[:9]), "cut off"),
        (zipped(gzip.compress(BODY, mtime=0) + b"tail"), "damaged"),
        (zipped(gzip.compress(BODY, mtime=0)[:-8] + bytes(8)), "damaged"),
        (zipped(b"no gzip"), "damaged"),
        (zipped(zlib.compress(BODY), b"Content-Encoding: deflate"), "not asked for"),
        (
            zipped(gzip.compress(gzip.compress(BODY, mtime=0), mtime=0), b"Content-Encoding: gzip, gzip"),
            "not asked for",
        ),
        (zipped(gzip.compress(BODY, mtime=0), b"Content-Encoding: gzip", b"Content-Encoding: gzip"), "not asked for"),
        (
            zipped(gzip.compress(BODY, mtime=0), b"Content-Encoding: identity", b"Content-Encoding: gzip"),
            "not asked for",
        ),
        (zipped(gzip.compress(b"", mtime=0) * 101), "too many parts"),
    ],
)
def test_only_one_sound_content_encoding_is_undone(answer: bytes, message: str) -> None:
    with pytest.raises(BrokenError, match=message):
        read(answer).response(NEVER)


def test_unpacking_stops_at_the_deadline_and_at_the_largest_body(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = read(zipped(gzip.compress(bytes(30_000_000), mtime=0)))
    started = time.process_time()
    with pytest.raises(BrokenError, match="timed out"):
        bomb.response(time.monotonic() - 1)
    assert time.process_time() - started < 0.05
    monkeypatch.setattr(http11, "MAX_BODY", 5_000_000)
    with pytest.raises(BrokenError, match="larger than 5000000 bytes"):
        bomb.response(NEVER)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_flood_of_chunks_is_no_flood_of_objects(size: int) -> None:
    piece = b"%x\r\n%s\r\n" % (size, b"x" * size) * 4_000
    tracemalloc.start()
    reader = AnswerReader()
    reader.feed(OK + b"Transfer-Encoding: chunked\r\n\r\n")
    for _ in range(3):
        reader.feed(piece)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12_000 * size * 3 + 200_000


class Node:
    """What Node's parser makes of an answer."""

    def __init__(self, data: bytes) -> None:
        self.body, self.status, self.complete = b"", 0, False
        self._parser = HttpResponseParser(self)
        try:
            self._parser.feed_data(data)
        except (HttpParserError, HttpParserUpgrade):
            self.complete = self.complete and self.status >= 200

    def on_body(self, body: bytes) -> None:
        if not self.complete:
            self.body += body

    def on_message_complete(self) -> None:
        if not self.complete:
            self.status = self._parser.get_status_code()
            self.complete = self.status >= 200


PARTS = st.sampled_from(
    [
        OK, b"HTTP/1.0 500 X\r\n", b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 204 No\r\n", b"\r\n", b"\n", b"\r", b" ",
        b"Content-Length: 3\r\n", b"Content-Length: 12\r\n", b"Transfer-Encoding: chunked\r\n", b"Connection: close\r\n",
        b"X: y\r\n", b"X:\ty\r\n", b"abc", b"3\r\nabc\r\n", b"0\r\n", b"0\r\n\r\n", b"3;a=b\r\n", b":", b"\0", b"\xff", BODY,
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=9), st.integers(1, 9))
def test_what_is_taken_for_a_whole_answer_is_one_for_nodes_parser_too(parts: list[bytes], step: int) -> None:
    data = OK + b"".join(parts)
    found: list[Any] = []
    for size in (1 << 30, step):
        try:
            reader = read(data, size)
            found.append((reader.complete, reader.complete and reader.response(NEVER)[::2]))
        except BrokenError:
            found.append(None)
    assert found[0] == found[1] or (None in found and (True, False) not in found)
    if found[0] and found[0][0] and b"Content-Length: 3\r\nContent-Length: 3" not in data:
        node = Node(data)
        status, body = found[0][1]
        if node.complete:
            assert (node.status, node.body) == (status, body)


def test_the_short_way_reads_what_the_reader_reads_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    short = http11.usual_answer
    monkeypatch.setattr(http11, "usual_answer", lambda data: None)
    random, read_both = Random(17), 0
    lines = (
        b"Content-Length: 12",
        b"content-LENGTH:\t12 ",
        b"Content-Length: 12, 12",
        b"Content-Length: +12",
        b"Content-Length:",
        b"Content-Length: 13",
        b"Connection: Keep-Alive",
        b"Connection: close",
        b"Connection: keep-alive, close",
        b"Transfer-Encoding: chunked",
        b"Content-Encoding: gzip",
        b"Content-Encoding: identity",
        b"X-Content-Length: 3",
        b"Server: a\xe4",
        b"Date:",
        b" folded",
        b"no colon",
        b"bad name: 1",
        b"X: a\nb",
        b"X: \x00",
    )
    starts = (b"HTTP/1.1 200 OK",) * 5 + (
        b"HTTP/1.1 204 No",
        b"HTTP/1.0 200 OK",
        b"HTTP/1.1 100 C",
        b"HTTP/1.1 404",
        b"HTTP/2 200",
    )
    for _ in range(4000):
        chosen = [random.choice(lines) for _ in range(random.randrange(4))] + [lines[0]] * (random.random() < 0.8)
        random.shuffle(chosen)
        data = b"\r\n".join([random.choice(starts), *chosen, b"", BODY]) + b"x" * (random.random() < 0.1)
        found = short(data)
        if found is not None:
            reader = read(data)
            assert reader.complete, data
            assert reader.reusable, data
            answer = reader.response(NEVER)
            assert (found.status, dict(found.headers), found.body) == (answer.status, dict(answer.headers), answer.body)
            read_both += 1
    assert read_both > 400
