"""Alphabets of the spec's texts that become names, addresses or headers.

A key of the spec's files that has one of these types is checked when its file is read, and refused with its line.
Texts of the type ``str`` are free: they go out as literals and in docstrings only.
"""

import keyword
import re
from collections.abc import Callable, Mapping
from typing import Literal, NewType

from attrs import frozen

Credential = Literal["api_key", "secret_key", "passphrase"]
"""The names of the credentials that a client accepts."""

Name = NewType("Name", str)
"""A name of Python: of a group of endpoints."""

ClassName = NewType("ClassName", str)
"""The name of a class of rows."""

RowName = NewType("RowName", str)
"""The name of a class of rows, or of another endpoint's as ``group.Class``."""

EndpointId = NewType("EndpointId", str)
"""The place of an endpoint in the SDK, ``group.name``."""

Label = NewType("Label", str)
"""The name of an environment, a region, a table of the sandbox: what is typed in a shell."""

Wire = NewType("Wire", str)
"""A name as it travels: of a parameter, a field of an answer, a part of the context. Printable and on one line."""

Header = NewType("Header", str)
"""The name of an HTTP header."""

HeaderValue = NewType("HeaderValue", str)
"""A text that a header can carry."""

Host = NewType("Host", str)
"""The address of a venue: https, or http on loopback."""

Link = NewType("Link", str)
"""The address of a page."""


@frozen
class Alphabet:
    """A set of permitted texts, and the message about any other text."""

    fits: Callable[[str], object]
    wanted: str

    def fault(self, text: str) -> str | None:
        """Return the fault of a text; None if it has none."""
        return None if self.fits(text) else f"expected {self.wanted}, found {text[:100]!r}"


def _name(text: str) -> bool:
    return re.fullmatch("[a-z][a-z0-9_]{0,79}", text) is not None and not keyword.iskeyword(text)


def _class(text: str) -> bool:
    return re.fullmatch("[A-Z][A-Za-z0-9]{0,79}", text) is not None and not keyword.iskeyword(text)


def _row(text: str) -> bool:
    group, dot, name = text.rpartition(".")
    return _class(name) and (not dot or _name(group))


def _wire(text: str) -> bool:
    return 0 < len(text) <= 200 and text.isprintable() and text == text.strip()


def _form(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern).fullmatch


ALPHABETS: Mapping[object, Alphabet] = {
    Name: Alphabet(_name, "a name in lower case letters, digits and underscores"),
    ClassName: Alphabet(_class, "a class name such as OrderResult"),
    RowName: Alphabet(_row, "a class name such as OrderResult, or trade.OrderResult for the class of another endpoint"),
    EndpointId: Alphabet(_form("[a-z][a-z0-9_]{0,79}[.][a-z][a-z0-9_]{0,79}"), "an endpoint as group.name"),
    Label: Alphabet(_form("[A-Za-z0-9][A-Za-z0-9_-]{0,79}"), "a word of letters, digits, - and _"),
    Wire: Alphabet(_wire, "a name in printable characters on one line, 200 at most"),
    Header: Alphabet(_form("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}"), "the name of an HTTP header"),
    HeaderValue: Alphabet(_form("[!-~](?:[ -~]{0,998}[!-~])?"), "printable ASCII that a header can carry"),
    Host: Alphabet(
        _form(r"(?:https://[A-Za-z0-9.-]{1,253}|http://(?:localhost|127[.][0-9.]+))(?::[0-9]{1,5})?(?:/[\w./~-]*)?"),
        "an address such as https://api.example.com",
    ),
    Link: Alphabet(_form(r"https?://[^\s\"<>\\`{}\x00-\x20\x7f-\x9f]{1,2000}"), "a link that begins with https://"),
}
