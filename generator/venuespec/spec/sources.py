"""Where spec files are read from: the disk, or texts such as those of a git revision."""

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
        return sorted(each for each in self.by_path if each.parent.parent == folder and each.suffix == ".yaml")


class Disk:
    """Spec files on the disk."""

    def has(self, file: Path) -> bool:
        return file.is_file()

    def read(self, file: Path) -> Document:
        return read(file)

    def endpoint_files(self, folder: Path) -> list[Path]:
        return sorted(folder.glob("*/*.yaml"))


Source = SpecTexts | Disk
DISK = Disk()
