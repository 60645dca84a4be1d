"""Text files that come from outside, read so that none of them hangs, fills the memory or is misread."""

import os
import stat
from pathlib import Path

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest file that is read; all pages of a venue in one are a tenth of that."""


class UnreadableError(Exception):
    """A file that is not read. The message says why, as what follows the file's name."""


def read_text(file: Path, within: Path | None = None) -> str:
    """The text of a regular file in UTF-8, with line ends as ``\\n``.

    Raises ``UnreadableError`` for anything else: a folder, a pipe, a device, a file larger than ``LARGEST``, bytes
    that are no UTF-8, a link to nothing, and a link out of the folder ``within``.
    """
    try:
        if within is not None and not file.resolve(strict=True).is_relative_to(within.resolve()):
            raise UnreadableError(f"is a link that leads out of {within}; put the file itself there")
        # Whoever opens a pipe waits for somebody to write into it, unless told not to.
        handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            mode = os.fstat(handle).st_mode
            if not stat.S_ISREG(mode):
                what = "a folder" if stat.S_ISDIR(mode) else "a pipe, a socket or a device"
                raise UnreadableError(f"is {what}, not a file")
            with open(handle, "rb", closefd=False) as opened:
                content = opened.read(LARGEST + 1)
        finally:
            os.close(handle)
    except (OSError, RuntimeError) as error:  # older versions of pathlib raise RuntimeError for a ring of links
        raise UnreadableError(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(content) > LARGEST:
        raise UnreadableError(f"is larger than {LARGEST // 1024 // 1024} MB")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableError(f"is not UTF-8: line {line} has the byte 0x{content[error.start]:02x}") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
