"""Find signs of damage that only several pages show together: the same text everywhere, one wrong encoding, a level."""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from posixpath import commonpath, dirname

from .draft import Diagnostic
from .parts.page import body_of

# One page of a site may quote such letters, and two may be the same stub.
_SEVERAL = 3
_MOST = 0.5
# What the bytes of a UTF-8 character look like in Latin-1, or in the code page of Windows: 'é' as 'Ã©', '’' as 'â€™'.
_HIGH = (
    "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201e\u2020-\u2022"
    "\u2026\u2030\u2039\u203a\u20ac\u2122"
)
# A class of letters is first, and is quickly searched for: one, two or three follow, as the letter says.
_MANGLED = re.compile(
    f"[\u00c2-\u00f4](?:(?<=[\u00c2-\u00df])[{_HIGH}]|(?<=[\u00e0-\u00ef])[{_HIGH}]{{2}}"
    f"|(?<=[\u00f0-\u00f4])[{_HIGH}]{{3}})"
)
_FOREIGN = re.compile(r"[^\x00-\x7f]")


def repeated_pages(texts: Mapping[Path, str], telling: Collection[Path]) -> Iterator[Diagnostic]:
    """Yield pages that document nothing and say the same as several others: a login, or what stands for 'not found'.

    ``telling`` are pages that document something.
    """
    same: dict[str, list[Path]] = {}
    for file, text in texts.items():
        if file not in telling and (body := body_of(text)):
            same.setdefault(body, []).append(file)
    for files in same.values():
        if len(files) >= _SEVERAL:
            message = f"this page says the same as {len(files) - 1} others and documents nothing; fetch it again"
            yield from (Diagnostic(file=file, line=1, code="page-error", message=message) for file in files)


def mangled_page(texts: Mapping[Path, str]) -> Path | None:
    """Return the first of many pages whose UTF-8 somebody read as another encoding and saved; None for a sound site."""
    foreign = mangled = 0
    first: Path | None = None
    for file, text in texts.items():
        if text.isascii():
            continue
        foreign += 1
        letters = sum(map(len, _MANGLED.findall(text)))
        if letters and letters > len(_FOREIGN.findall(text)) * _MOST:
            mangled += 1
            first = first or file
    return first if mangled >= _SEVERAL and mangled > foreign * _MOST else None


def common_folder(names: Collection[str]) -> str:
    """Return the folder that all pages are in, relative to the folder given; '' for none."""
    return commonpath([dirname(name) for name in names]) if names else ""
