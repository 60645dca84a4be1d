"""Sources of spec files: the disk, or texts such as those of a git revision."""

from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from .yaml import Document, parse, read


@frozen
class SpecTexts:
    """Spec files that are not on the disk, such as those of a git revision, by the path that problems name."""

    by_path: Mapping[Path, str]

    def has(self, file: Path) -> bool:
        return file in self.by_path

    def read(self, file: Path) -> Document:
        return parse(self.by_path[file], file)

    def endpoint_files(self, folder: Path) -> list[Path]:
        return sorted(path for path in self.by_path if path.parent.parent == folder and path.suffix == ".yaml")


class Disk:
    """Spec files on the disk."""

    def has(self, file: Path) -> bool:
        return file.is_file()

    def read(self, file: Path) -> Document:
        return read(file)

    def endpoint_files(self, folder: Path) -> list[Path]:
        return sorted(folder.glob("*/*.yaml"))


@frozen
class Overlay:
    """Spec files on the disk, some with a text that is not written yet; ``known`` are parsed already."""

    texts: Mapping[Path, str]
    known: Mapping[Path, Document]

    def has(self, file: Path) -> bool:
        return file in self.texts or file.is_file()

    def read(self, file: Path) -> Document:
        if file in self.texts:
            return parse(self.texts[file], file)
        return self.known[file] if file in self.known else read(file)

    def endpoint_files(self, folder: Path) -> list[Path]:
        planned = {path for path in self.texts if path.parent.parent == folder and path.suffix == ".yaml"}
        return sorted({*folder.glob("*/*.yaml"), *planned})


Source = SpecTexts | Disk | Overlay
DISK = Disk()
