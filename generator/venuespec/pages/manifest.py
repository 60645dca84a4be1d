"""Read and write the manifest of a folder of fetched pages: where each page comes from, when, and its digest."""

from pathlib import Path

NAME = "manifest.json"


def day_of(folder: Path) -> str | None:
    return None
