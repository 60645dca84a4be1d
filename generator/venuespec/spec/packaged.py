"""Find the specs that are installed with the tool, which work in any folder."""

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_PLACES = (_PACKAGE / "specs", _PACKAGE.parents[1] / "spec")
"""In a wheel; in a checkout, which is installed in place."""


def packaged_folder(name: str) -> Path | None:
    """Return the folder of an installed spec; None if there is none of this name."""
    if not name.isidentifier():
        return None
    return next((place / name for place in _PLACES if (place / name / "venue.yaml").is_file()), None)


def installed_folder(name: str) -> Path:
    """Return the folder of an installed spec. Raises ``LookupError`` with the names that there are."""
    if (folder := packaged_folder(name)) is None:
        raise LookupError(f"no spec of {name} is installed; there are {', '.join(packaged_names())}")
    return folder


def packaged_folders() -> list[Path]:
    """Return the folders of the installed specs."""
    return [file.parent for place in _PLACES for file in sorted(place.glob("*/venue.yaml"))]


def packaged_names() -> list[str]:
    """Return the names of the installed specs."""
    return sorted({folder.name for folder in packaged_folders()})
