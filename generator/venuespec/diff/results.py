"""Keep results between runs, under a digest of everything that they are computed from.

A result is one file that is written atomically, so any number of runs can share a folder; a damaged file is ignored.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from ..runtime.json_types import is_object
from ..textfiles import digest, write_atomically


@frozen
class Results:
    """JSON values in a folder; without a folder nothing is kept."""

    folder: Path | None = None

    def get(self, key: str) -> Any:
        """Return the value under a key, or None."""
        if self.folder is None:
            return None
        try:
            kept = json.loads(self._file(self.folder, key).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        if not is_object(kept) or kept.get("digest") != _digest_of(key, kept.get("value")):
            return None
        return kept["value"]

    def put(self, key: str, value: Any) -> None:
        """Keep a value under a key; raises ``OSError`` where the folder cannot be written."""
        if self.folder is not None:
            write_atomically(
                self._file(self.folder, key), json.dumps({"digest": _digest_of(key, value), "value": value})
            )

    def of(self, parts: Sequence[bytes], compute: Callable[[], Any]) -> Any:
        """Return the value that is kept for these parts, or compute and keep it."""
        key = digest(parts)
        kept = self.get(key)
        if kept is None:
            kept = compute()
            self.put(key, kept)
        return kept

    @staticmethod
    def _file(folder: Path, key: str) -> Path:
        return folder / key[:2] / f"{key[2:]}.json"


def _digest_of(key: str, value: Any) -> str:
    return digest([key.encode(), json.dumps(value, sort_keys=True).encode()])
