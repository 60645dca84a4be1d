"""Build the page of the package index: the README, and links to the repository once its address is known.

The address stands in ``pyproject.toml`` alone, beside the name of this file. While it is empty nothing is promised: the
metadata has no links, and those of the README to files of the repository are plain text.
"""

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_PICTURE = re.compile(r"!\[(.*?)\]\((?!https?:)(.+?)\)")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\]\([^)]*\))*)\]\((?!https?:|#)(.+?)\)")
_HOST = "https://github.com/"


class CustomMetadataHook(MetadataHookInterface):
    """The hook that hatchling calls for ``readme`` and ``urls``."""

    def update(self, metadata: dict[str, Any]) -> None:
        address = self.config["repository"]
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": index_text(text, address)}
        metadata["urls"] = urls(address)


def urls(address: str) -> dict[str, str]:
    """Return the links of the package, none while the repository has no address."""
    if not address:
        return {}
    return {
        "Repository": address,
        "Documentation": f"{address}/tree/main/docs",
        "Changelog": f"{address}/blob/main/CHANGELOG.md",
        "Issues": f"{address}/issues",
    }


def index_text(text: str, address: str) -> str:
    """Return the README as the index shows it: links to files lead to the repository, and a picture needs its bytes."""
    if not address:
        return _LINK.sub(r"\1", _PICTURE.sub("", text))
    raw = address.replace(_HOST, "https://raw.githubusercontent.com/")
    return _LINK.sub(rf"[\1]({address}/blob/main/\2)", _PICTURE.sub(rf"![\1]({raw}/main/\2)", text))
