"""Load a venue's spec from the cache where its files and the tool are those of a run before.

An entry is a pickle of the loaded venue that can hold nothing but data: the classes of this package's model, decimals
and paths. Whatever else it names is refused, and the files are read.
"""

import io
import os
import pickle
from collections.abc import Iterator
from decimal import Decimal
from os.path import normpath
from pathlib import Path
from typing import Any, TypeVar

import attrs

from ..cache import digest_of_tool, has, is_on, keep, kept
from ..runtime.json_types import is_object
from ..textfiles import digest
from .load import read_venue
from .model import VenueSpec
from .problem import Problem, SpecError
from .sources import DISK, Source, SpecTexts

T = TypeVar("T")
_PACKAGE = __name__.partition(".")[0]
_FLOORS = tuple(f"{_PACKAGE}.{floor}." for floor in ("runtime", "rules", "spec", "pages", "diff"))
_PLAIN = (Decimal, type(Path()))


class _Data(pickle.Unpickler):
    """Reads a pickle of data: it finds no function, and no class that is not of a model."""

    def find_class(self, module: str, name: str, /) -> Any:
        if module.startswith(_FLOORS):
            found: Any = super().find_class(module, name)
            if _is_of_a_model(found):
                return found
        for plain in _PLAIN:
            if (module, name) == (plain.__module__, plain.__qualname__):
                return plain
        raise pickle.UnpicklingError(f"{module}.{name} is not data of a spec")


def _is_of_a_model(found: Any) -> bool:
    return isinstance(found, type) and (attrs.has(found) or issubclass(found, tuple))


def kept_data(name: str, kind: type[T]) -> T | None:
    """Return the object of this type that the cache has under a name; None for anything else."""
    entry = kept(name)
    if entry is None:
        return None
    try:
        loaded = _Data(io.BytesIO(entry)).load()
    except Exception:  # bytes that another program put there can fail in any way
        return None
    return loaded if isinstance(loaded, kind) else None


def keep_data(name: str, value: object) -> None:
    """Keep an object of the model in the cache, if it is turned on."""
    if is_on():
        keep(name, pickle.dumps(value, protocol=5))


def load_kept(folder: Path, source: Source = DISK, *, documented: bool = False) -> VenueSpec:
    """Load a venue like ``load_venue``, from the cache where that has it. Raises ``SpecError``."""
    venue, problems = read_kept(folder, source, documented=documented)
    if venue is None or problems:
        raise SpecError(problems)
    return venue


def read_kept(
    folder: Path, source: Source = DISK, *, documented: bool = False
) -> tuple[VenueSpec | None, tuple[Problem, ...]]:
    """Read a venue like ``read_venue``, from the cache where that has it."""
    name = name_of(folder, source, documented=documented)
    venue = kept_data(name, VenueSpec) if name is not None else None
    if venue is not None:
        return venue, ()
    venue, problems = read_venue(folder, source, documented=documented)
    if venue is not None and not problems and name is not None:
        keep_data(name, venue)
    return venue, problems


def is_kept(folder: Path, source: Source = DISK, *, documented: bool = False) -> bool:
    """Tell whether the cache has a venue, so that loading it is little work."""
    name = name_of(folder, source, documented=documented)
    return name is not None and has(name)


def name_of(folder: Path, source: Source = DISK, *, documented: bool = False) -> str | None:
    """Return the name of a venue's entry, which says the folder, its files and the tool; None where it has none."""
    if not is_on():
        return None
    try:
        parts = [part for file in _files(folder, source) for part in (os.fsencode(file), _bytes_of(file, source))]
    except (OSError, SpecError):
        return None
    options = f"{digest_of_tool()} {folder} {documented}"
    return f"{digest([os.fsencode(options), *parts])}.spec"


def _files(folder: Path, source: Source) -> Iterator[Path]:
    """Yield the files that a venue is loaded from: its folder's, and those of the folder that ``like:`` names."""
    yield from _files_of(folder, source)
    if source.has(folder / "venue.yaml"):
        data = source.read(folder / "venue.yaml").data
        like = data.get("like") if is_object(data) else None
        if isinstance(like, str):
            yield from _files_of(Path(normpath(folder / like)), source)


def _files_of(folder: Path, source: Source) -> Iterator[Path]:
    if isinstance(source, SpecTexts):
        yield from sorted(file for file in source.by_path if file.is_relative_to(folder))
    else:
        files = (file for depth in ("*.yaml", "*/*.yaml") for file in folder.glob(depth))
        yield from sorted(file for file in files if file.is_file())


def _bytes_of(file: Path, source: Source) -> bytes:
    return source.by_path[file].encode() if isinstance(source, SpecTexts) else file.read_bytes()
