r"""Remove credentials that an answer echoes, however it spells them.

A gateway may write a passphrase as JSON (``\"``, ``\u0070``), as HTML (``&quot;``, ``&#x70;``), as a URL (``%22``) or
in one of these spellings nested in another. The text is therefore decoded in each of these ways, repeatedly up to a
fixed depth; where a secret appears in a decoded form, its place in the original is replaced.
"""

import re
from base64 import b64encode
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from urllib.parse import unquote_plus

from .patterns import pattern
from .secret import Secret

_DEPTH = 3
_LONGEST = 1024 * 1024
"""Bytes of an answer that are looked at in every spelling; of a longer one the rest is left out of the error."""
_BLOT = "***"
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def _json_unit(match: re.Match[str]) -> str:
    text = match.group()
    if text[1] != "u":
        return _SHORT.get(text[1], text[1])
    units = bytes.fromhex(text.replace("\\u", ""))
    return units.decode("utf-16-be", "replace")


def _html_unit(text: str) -> str:
    from html import unescape  # here, because its table of entities is large and spellings of secrets are rare

    return unescape(text)


# A run of \uXXXX or %XX is one unit: its parts may be halves of a character.
_SPELLINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (pattern(r"(?:\\u[0-9A-Fa-f]{4})+|\\[^u]", re.DOTALL), _json_unit),
    (
        pattern(r"&(?:#[0-9]{1,12}|#[xX][0-9A-Fa-f]{1,12}|[A-Za-z][A-Za-z0-9]{1,31});?"),
        lambda m: _html_unit(m.group()),
    ),
    (pattern(r"(?:%[0-9A-Fa-f]{2})+|\+"), lambda m: unquote_plus(m.group())),
)

_Places = Sequence[tuple[int, int]]
"""Spans of a text, by start and end."""


def redacted(answer: bytes, secrets: Sequence[Secret]) -> bytes:
    """Replace every secret in the answer by ``***``; return the same bytes if it holds none."""
    if not secrets:
        return answer
    text = answer.decode("utf-8", "surrogateescape")
    cut = len(answer) > _LONGEST and any(sign in answer for sign in (b"\\", b"&", b"%"))
    if cut:
        text = answer[:_LONGEST].decode("utf-8", "surrogateescape")
    spans = _secret_spans(text, secrets)
    if not spans and not cut:
        return answer
    parts: list[str] = []
    end = 0
    for start, stop in sorted(spans):
        if stop <= end:
            continue
        if start >= end:
            parts += (text[end:start], _BLOT)
        end = stop
    parts.append(text[end:])
    return "".join(parts).encode("utf-8", "surrogateescape")


def _secret_spans(text: str, secrets: Sequence[Secret]) -> list[tuple[int, int]]:
    """Find the spans of secrets in a text, in any spelling."""
    spans: list[tuple[int, int]] = []
    seen = {text}
    level: list[tuple[str, Callable[[int, int], tuple[int, int]]]] = [(text, lambda start, stop: (start, stop))]
    for depth in range(_DEPTH + 1):
        next_level: list[tuple[str, Callable[[int, int], tuple[int, int]]]] = []
        for form, place in level:
            spans += [place(*span) for span in _literal_spans(form, secrets)]
            for spelling, decode in _SPELLINGS if depth < _DEPTH else ():
                decoded, origin = _decode_spelling(form, spelling, decode)
                if decoded not in seen:
                    seen.add(decoded)
                    next_level.append((decoded, _original_span(origin, place)))
        level = next_level
    return spans


def _literal_spans(text: str, secrets: Sequence[Secret]) -> list[tuple[int, int]]:
    """Find the spans of secrets written literally or in base64."""
    spans: list[tuple[int, int]] = []
    for secret in secrets:
        # The last letters of a base64 text depend on what follows.
        coded = b64encode(secret.reveal().encode("utf-8", "replace")).decode().rstrip("=")[:-1]
        for needle in (secret.reveal(), coded):
            at = text.find(needle)
            while at >= 0:
                spans.append((at, at + len(needle)))
                at = text.find(needle, at + len(needle))
    return spans


def _decode_spelling(
    text: str, pattern: re.Pattern[str], decode: Callable[[re.Match[str]], str]
) -> tuple[str, tuple[list[int], list[tuple[int, int]]]]:
    """Decode one kind of spelling; also return where each piece begins, decoded and in the original."""
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    end = 0
    for match in pattern.finditer(text):
        if match.start() > end:
            pieces.append(text[end : match.start()])
            places.append((end, match.start()))
        pieces.append(decode(match))
        places.append(match.span())
        end = match.end()
    if not pieces:
        return text, ([0], [(0, len(text))])
    pieces.append(text[end:])
    places.append((end, len(text)))
    return "".join(pieces), ([0, *accumulate(map(len, pieces))], places)


def _original_span(
    origin: tuple[list[int], list[tuple[int, int]]], place: Callable[[int, int], tuple[int, int]]
) -> Callable[[int, int], tuple[int, int]]:
    """Map a span of a decoded text to the original; a partly covered unit counts as a whole."""
    starts, places = origin

    def whole(start: int, stop: int) -> tuple[int, int]:
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, stop - 1) - 1
        return place(position(first, start, stop=False), position(last, stop, stop=True))

    def position(piece: int, at: int, *, stop: bool) -> int:
        begin, end = places[piece]
        copied = end - begin == starts[piece + 1] - starts[piece]
        if copied:
            return begin + at - starts[piece]
        return end if stop else begin

    return whole
