"""Find and read the Python files of a code base. Nothing of it is executed or imported."""

import ast
import os
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from attrs import frozen

from ..spec.place import Place
from ..spec.problem import Problem

_SUFFIXES = (".py", ".pyw")
# Folders of other people's code, beside those that are hidden or hold a virtual environment.
_SKIPPED = frozenset({"node_modules", "site-packages", "__pycache__", "__pypackages__", "venv"})
_GENERATED = re.compile(rb"generated\s+by\s+venuespec", re.IGNORECASE)
_LARGEST = 8_000_000
# A file that names nothing of the venue hides no call, so only the first of them are checked for their syntax.
_PARSED_ANYWAY = 4_000_000


@frozen(kw_only=True)
class ParsedFile:
    """A parsed file, by the name under which reports show it; ``nodes`` are all of its tree."""

    name: str
    tree: ast.Module
    nodes: tuple[ast.AST, ...]


@frozen(kw_only=True)
class CodeBase:
    """The files that can call the venue; ``read`` counts all, ``notices`` says what was not read and why."""

    files: tuple[ParsedFile, ...]
    read: int
    notices: tuple[Problem, ...]


def read_code(paths: Iterable[Path], speaks_of_venue: Callable[[bytes], bool]) -> CodeBase:
    """Parse the files at the paths, files or folders, that name something of the venue.

    Raises ``FileNotFoundError`` for a path that does not exist.
    """
    files: list[ParsedFile] = []
    notices: list[Problem] = []
    read = parsed_anyway = 0
    notebooks: list[Path] = []
    for path, is_named in _python_files(paths, notebooks, notices):
        content = _content(path, notices)
        if content is None or (not is_named and _GENERATED.search(content[:1500])):
            continue
        read += 1
        if not speaks_of_venue(content):
            parsed_anyway += len(content)
            if parsed_anyway > _PARSED_ANYWAY and not is_named:
                continue
        tree = _parsed(path, content, notices)
        if tree is not None:
            files.append(ParsedFile(name=_shown(path), tree=tree, nodes=tuple(ast.walk(tree))))
    if notebooks:
        count = "1 notebook is" if len(notebooks) == 1 else f"{len(notebooks)} notebooks are"
        notices.append(_notice(notebooks[0], 0, f"{count} not read; export the code of a notebook to a .py file"))
    return CodeBase(files=tuple(files), read=read, notices=tuple(notices))


def _python_files(paths: Iterable[Path], notebooks: list[Path], notices: list[Problem]) -> Iterator[tuple[Path, bool]]:
    """Yield each file once, and whether it was named itself; links are followed, also those that lead in a circle."""
    seen: set[tuple[int, int]] = set()
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(f"{path} does not exist")
        if not path.is_dir():
            if _is_new(path, seen):
                yield path, True
            continue
        failed = _refusal(notices)
        for folder, folders, names in os.walk(path, followlinks=True, onerror=failed):
            here = Path(folder)
            if not _is_new(here, seen):
                folders.clear()
                continue
            folders[:] = sorted(name for name in folders if not _is_foreign(here / name))
            for name in sorted(names):
                file = here / name
                if name.endswith(_SUFFIXES) and _is_new(file, seen):
                    yield file, False
                elif name.endswith(".ipynb"):
                    notebooks.append(file)


def _refusal(notices: list[Problem]) -> Callable[[OSError], None]:
    def failed(error: OSError) -> None:
        notices.append(_notice(Path(error.filename or "."), 0, f"cannot be read: {error.strerror}"))

    return failed


def _is_new(path: Path, seen: set[tuple[int, int]]) -> bool:
    try:
        status = path.stat()
    except OSError:
        return True  # The reason is reported where the file is opened.
    identity = (status.st_dev, status.st_ino)
    if identity in seen:
        return False
    seen.add(identity)
    return True


def _is_foreign(folder: Path) -> bool:
    name = folder.name
    return name in _SKIPPED or name.startswith(".") or (folder / "pyvenv.cfg").is_file()


def _content(path: Path, notices: list[Problem]) -> bytes | None:
    try:
        if path.is_file() and path.stat().st_size > _LARGEST:
            notices.append(_notice(path, 0, f"is larger than {_LARGEST // 1_000_000} MB and was not read"))
            return None
        if not path.is_file():
            notices.append(_notice(path, 0, "is not a file and was not read"))
            return None
        return path.read_bytes()
    except OSError as error:
        notices.append(_notice(path, 0, f"cannot be read: {error.strerror}"))
        return None


def _parsed(path: Path, content: bytes, notices: list[Problem]) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(content)
    except SyntaxError as error:
        notices.append(_notice(path, error.lineno or 0, f"is not Python that this version reads: {error.msg}"))
    except (ValueError, RecursionError, MemoryError) as error:
        notices.append(_notice(path, 0, f"is not Python that this version reads: {error or type(error).__name__}"))
    return None


def _notice(path: Path, line: int, message: str) -> Problem:
    return Problem(
        check="used-by", place=Place(Path(_shown(path)), line), message=f"{message}; calls in it are not seen",
        severity="warning",
    )  # fmt: skip


def _shown(path: Path) -> str:
    """Return the path below the working folder, where it is below, as slashes."""
    absolute = Path(os.path.abspath(path))
    here = Path.cwd()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else path).as_posix()
