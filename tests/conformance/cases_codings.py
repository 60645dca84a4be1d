"""Compressed answers: good, in members, cut, damaged, in layers: one coding, the one that was asked for."""

import gzip
import struct
import zlib

from .case import BODY, OK, UNKNOWN, Answer, Case, Expected, one
from .cases_whole import CHUNKED, HEAD
from .server import Close, Drip

ZIPPED = gzip.compress(BODY, mtime=0)
HALVES = gzip.compress(BODY[:5], mtime=0) + gzip.compress(BODY[5:], mtime=0)
CODED = b"Content-Encoding: gzip\r\n"
NAMED = b"\x1f\x8b\x08\x1c" + b"\0" * 6 + b"\3\0abc" + b"file.json\0" + b"a comment\0" + ZIPPED[10:]
BOMB = gzip.compress(bytes(20_000_000), mtime=0)
RANDOM = bytes(number * 7919 % 251 for number in range(60_000))


def sized(body: bytes, headers: bytes = CODED) -> bytes:
    return HEAD + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body


def coded(name: str, body: bytes, *expect: Expected, headers: bytes = CODED, reused: bool | None = None) -> Case:
    return one(f"coding: {name}", sized(body, headers), expect=expect, reused=reused, timeout=0.5)


def layers(number: int) -> bytes:
    body = b"x" * 100
    for _ in range(number):
        body = gzip.compress(body, mtime=0)
    return body


def chunks(body: bytes, size: int) -> bytes:
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


CASES: tuple[Case, ...] = (
    coded("gzip", ZIPPED, OK, reused=True),
    coded("GZIP", ZIPPED, OK, headers=b"content-encoding: GZIP\r\n", reused=True),
    coded("x-gzip", ZIPPED, OK, headers=b"Content-Encoding: x-gzip\r\n", reused=True),
    coded("gzip with spaces", ZIPPED, OK, headers=b"Content-Encoding:  gzip \r\n", reused=True),
    coded("gzip with name, comment and extra field", NAMED, OK, reused=True),
    coded("gzip of nothing", gzip.compress(b""), Answer(b""), reused=True),
    coded("gzip that is stored", gzip.compress(RANDOM, 0), Answer(RANDOM), reused=True),
    coded("gzip of 60 KB", gzip.compress(RANDOM), Answer(RANDOM), reused=True),
    coded("two members", HALVES, OK, reused=True),
    coded("50 members", b"".join(gzip.compress(bytes([byte])) for byte in BODY * 4), Answer(BODY * 4), reused=True),
    coded("an empty member at the end", ZIPPED + gzip.compress(b""), OK, reused=True),
    coded("an empty member first", gzip.compress(b"") + ZIPPED, OK, reused=True),
    coded("the second member cut", HALVES[:-3], UNKNOWN),
    coded("the second member damaged", HALVES[:-10] + b"\xff" + HALVES[-9:], UNKNOWN),
    coded("zeros after the end", ZIPPED + b"\0" * 20, OK, UNKNOWN),
    coded("other bytes after the end", ZIPPED + b"and more", OK, UNKNOWN),
    coded("cut in the head", ZIPPED[:5], UNKNOWN),
    coded("cut after the head", ZIPPED[:10], UNKNOWN),
    coded("cut in the middle", ZIPPED[: len(ZIPPED) // 2], UNKNOWN),
    coded("without its trailer", ZIPPED[:-8], UNKNOWN),
    coded("cut in the check sum", ZIPPED[:-6], UNKNOWN),
    coded("cut in the length", ZIPPED[:-1], UNKNOWN),
    coded("a wrong check sum", ZIPPED[:-8] + b"\0\0\0\0" + ZIPPED[-4:], UNKNOWN),
    coded("a wrong length", ZIPPED[:-4] + struct.pack("<I", 13), UNKNOWN),
    coded("damaged", ZIPPED[:12] + b"\xff\xff" + ZIPPED[14:], UNKNOWN),
    coded("a method that nobody knows", ZIPPED[:2] + b"\x07" + ZIPPED[3:], UNKNOWN),
    coded("not gzip at all", BODY, UNKNOWN),
    coded("nothing", b"", Answer(b""), UNKNOWN),
    coded("gzip that nobody names", ZIPPED, Answer(ZIPPED), headers=b"", reused=True),
    coded("identity", BODY, OK, headers=b"Content-Encoding: identity\r\n", reused=True),
    coded("an empty name", BODY, OK, UNKNOWN, headers=b"Content-Encoding:\r\n"),
    coded("br", b"\x0b\x05\x80" + BODY + b"\x03", UNKNOWN, headers=b"Content-Encoding: br\r\n"),
    coded("deflate", zlib.compress(BODY), UNKNOWN, headers=b"Content-Encoding: deflate\r\n"),
    coded("raw deflate", zlib.compress(BODY)[2:-4], UNKNOWN, headers=b"Content-Encoding: deflate\r\n"),
    coded("zstd", b"\x28\xb5\x2f\xfd", UNKNOWN, headers=b"Content-Encoding: zstd\r\n"),
    coded("compress", b"\x1f\x9d\x90", UNKNOWN, headers=b"Content-Encoding: compress\r\n"),
    coded("a name that nobody knows", BODY, UNKNOWN, headers=b"Content-Encoding: x-secret\r\n"),
    coded("gzip, gzip", layers(2), UNKNOWN, headers=b"Content-Encoding: gzip, gzip\r\n"),
    coded("gzip in two headers", layers(2), UNKNOWN, headers=CODED * 2),
    coded("gzip in two headers, and once in truth", ZIPPED, UNKNOWN, headers=CODED * 2),
    coded("gzip and br", ZIPPED, UNKNOWN, headers=b"Content-Encoding: gzip, br\r\n"),
    coded("gzip and identity", ZIPPED, OK, UNKNOWN, headers=CODED + b"Content-Encoding: identity\r\n"),
    coded("50 layers in headers", layers(50), UNKNOWN, headers=CODED * 50),
    coded("50 layers in a list", layers(50), UNKNOWN, headers=b"Content-Encoding: " + b"gzip, " * 49 + b"gzip\r\n"),
    one("coding: gzip byte by byte", Drip(sized(ZIPPED)), expect=OK, reused=True),
    one(
        "coding: gzip in chunks",
        HEAD + CODED + CHUNKED[len(HEAD) :] + chunks(ZIPPED, 7),
        expect=OK,
        reused=True,
    ),
    one(
        "coding: gzip in chunks of a byte",
        HEAD + CODED + CHUNKED[len(HEAD) :] + chunks(ZIPPED, 1),
        expect=OK,
        reused=True,
    ),
    one("coding: gzip until the end", HEAD + CODED + b"\r\n" + ZIPPED, Close(), expect=OK),
    one("coding: gzip until an early end", HEAD + CODED + b"\r\n" + ZIPPED[:-4], Close(), expect=UNKNOWN),
    one("coding: two members until the end", HEAD + CODED + b"\r\n" + HALVES, Close(), expect=OK),
    one(
        "coding: gzip in a refusal",
        b"HTTP/1.1 400 Bad Request\r\n" + sized(ZIPPED)[len(HEAD) :],
        expect=Answer(status=400),
        reused=True,
    ),
    one(
        "coding: as Transfer-Encoding",
        HEAD + b"Transfer-Encoding: gzip\r\n\r\n" + ZIPPED,
        Close(),
        expect=(OK, UNKNOWN),
    ),
    one(
        "coding: a bomb",
        sized(gzip.compress(b"\0" * 5_000_000)),
        expect=UNKNOWN.saying("larger than"),
        reused=None,
        max_body=100_000,
        memory=24,
    ),
    one(
        "coding: a bomb in members",
        sized(gzip.compress(b"\0" * 50_000) * 100),
        expect=UNKNOWN.saying("larger than"),
        reused=None,
        max_body=100_000,
        memory=24,
    ),
    one(
        "coding: a bomb in gzip that is opened once",
        sized(gzip.compress(BOMB)),
        expect=Answer(BOMB),
        reused=True,
        memory=24,
    ),
    one(
        "coding: as large as is allowed",
        sized(gzip.compress(b"x" * 100_000)),
        expect=Answer(b"x" * 100_000),
        reused=True,
        max_body=100_000,
    ),
    one(
        "coding: a byte larger than is allowed",
        sized(gzip.compress(b"x" * 100_001)),
        expect=UNKNOWN.saying("larger than"),
        reused=None,
        max_body=100_000,
    ),
)
