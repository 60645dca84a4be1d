"""Turn the body of a web page into text: unpack what came compressed, find its encoding, tell whether it is whole."""

import codecs
import re
import zlib
from html import unescape

_ANY_HEADER = 47  # of zlib: the format is told by the first bytes
_NO_HEADER = -15
_PACKED = b"\x1f\x8b"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# An HTML page can state its encoding itself: '<meta charset=gbk>'.
_STATED = re.compile(rb"<meta\b[^>]{0,200}?\bcharset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_DOCUMENT = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_HEAD = 2000
_META = re.compile(r"<meta\b[^<>]*>", re.IGNORECASE)
_REFRESH = re.compile(r"http-equiv\s*=\s*[\"']?refresh", re.IGNORECASE)
_AT_ONCE = re.compile(r"content\s*=\s*[\"']?\s*[0-5]\s*[;,]\s*url\s*=\s*[\"']?([^\"'<>]+)", re.IGNORECASE)


class BodyError(Exception):
    """Raised for a body that no repetition makes better; the message continues a sentence after the address."""


class NotWholeError(Exception):
    """Raised for a body that is empty or not whole."""


def unpacked(body: bytes, encoding: str, largest: int) -> bytes:
    """Unpack a body that the server has compressed, although nobody asked for that, within the size of a page.

    Several compressions are listed in the order in which they were applied.
    """
    for name in reversed([each.strip().lower() for each in encoding.split(",")]):
        match name:
            case "" | "identity":
                pass
            case "gzip" | "x-gzip" | "deflate":
                body = _inflated(body, name, largest)
            case _:
                raise BodyError(f"is compressed as {name[:40]!r}, which is not understood")
    return body


def _inflated(body: bytes, name: str, largest: int) -> bytes:
    """Unpack all members of an archive; some servers send a deflated body without its header."""
    header = _ANY_HEADER
    if name == "deflate" and body[:1] and (body[0] & 0x0F != 8 or int.from_bytes(body[:2]) % 31):
        header = _NO_HEADER
    pieces: list[bytes] = []
    left = largest + 1
    while True:
        unpacking = zlib.decompressobj(header)
        try:
            pieces.append(unpacking.decompress(body, left))
        except zlib.error:
            raise NotWholeError(f"the page is not whole {name}") from None
        left -= len(pieces[-1])
        if left <= 0:
            raise BodyError(f"is larger than {largest} bytes")
        if not unpacking.eof:
            raise NotWholeError(f"the page is not whole {name}")
        body = unpacking.unused_data
        if not body.startswith(_PACKED):
            return b"".join(pieces)


def text_of(body: bytes, charset: str | None, *, html: bool) -> str:
    """Return a body as text, in the encoding of its mark, of its header or of its own head; UTF-8 otherwise."""
    if not body.strip():
        raise NotWholeError("the page is empty")
    if body.startswith(_PACKED):
        raise BodyError("is compressed, and the server does not say so")
    stated = _STATED.search(body[:_HEAD]) if html and charset is None else None
    encoding = charset or (stated[1].decode("ascii", "replace") if stated else "utf-8")
    if charset is None or body.startswith(codecs.BOM_UTF8):
        encoding = next((name for mark, name in _MARKS if body.startswith(mark)), encoding)
    try:
        text = body.decode(encoding)
    except (LookupError, ValueError):
        raise BodyError(f"is not text in {encoding}") from None
    if "\0" in text:
        raise BodyError(f"is not text in {encoding}")
    return text


def is_packed(body: bytes) -> bool:
    """Tell whether a body is an archive of gzip, whatever its server calls it."""
    return body.startswith(_PACKED)


def leads_to(html: str) -> str | None:
    """Return the address that a page of nothing else leads to: '<meta http-equiv=refresh content="0;url=b">'."""
    if len(html) > _HEAD:
        return None
    tag = next((tag[0] for tag in _META.finditer(html) if _REFRESH.search(tag[0])), "")
    found = _AT_ONCE.search(unescape(tag))
    return found[1].strip() if found else None


def is_cut(html: str) -> bool:
    """Tell whether a document was begun and not ended."""
    start, end = html[:_HEAD].lower(), html[-_HEAD:].lower()
    return "<html" in start and "</html>" not in end and "</body>" not in end


def is_document(text: str) -> bool:
    """Tell whether a text is an HTML page, whatever its server calls it."""
    return _DOCUMENT.match(text[:_HEAD]) is not None
