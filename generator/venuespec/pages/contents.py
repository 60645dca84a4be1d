"""Read the pages of folders one by one: the drafts and the error codes of each."""

import os
import re
import stat
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from attrs import evolve, frozen

from ..processes import in_processes
from ..spec.place import Place
from ..spec.problem import Problem, SpecError
from ..textfiles import digest
from .damage import mangled_page
from .draft import FACT_UNREAD, Diagnostic, Draft, DraftRow
from .ends import ends_early
from .error_codes import label_of_code
from .parts.error_pages import is_error_page
from .parts.examples import left_over
from .parts.folder import PageFolder
from .parts.page import HTML_SUFFIXES, LARGEST_PAGE, has_controls, raw_text, seen_text
from .parts.undeclared import UndeclaredEndpoint, undeclared
from .readers import Page, PageReader, reader_of

_SUFFIXES = (".md", ".mdx", ".markdown", ".txt", *HTML_SUFFIXES)
# No page of any venue comes near these; a table of another kind would take minutes to write and to load.
_MOST_ROWS = 5000
_DEEPEST = 40
_MOST_FILES = 20_000
_CONFLICT = re.compile(r"^<{7} [^\n]*$", re.MULTILINE)
# So many pages that cannot be read are named; the others, of the same kind more often than not, are counted.
_MOST_PROBLEMS = 10
# Characters: pages that are read in less time than a process needs to hand them back are read in one.
_WORTH_A_PROCESS = 100_000
# How many characters are split into lines and looked up in the time in which one is read.
_AS_QUICK = 30
# The share of the work after which most patterns of the readers are compiled.
AHEAD = 0.02


@frozen(kw_only=True)
class FolderPages:
    """The pages below a folder, or one page, with their texts; ``damaged`` is what cannot be a page.

    ``raw`` are the same texts as the files have them.
    """

    folder: Path
    files: Mapping[Path, str]
    raw: Mapping[Path, str]
    damaged: tuple[Diagnostic, ...] = ()

    def name(self, file: Path) -> str:
        """Return the name of a page within its folder."""
        return file.name if file == self.folder else file.relative_to(self.folder).as_posix()


@frozen(kw_only=True)
class PageContent:
    """What one page holds: the error codes that it lists, its drafts, or why it cannot be read.

    ``undeclared`` are the endpoints that it seems to document too, and that its reader has found nothing of.
    """

    codes: Mapping[str, tuple[str, ...]]
    drafts: Sequence[Draft] = ()
    undeclared: tuple[UndeclaredEndpoint, ...] = ()
    problems: tuple[Problem, ...] = ()


def pages_of(folder: Path) -> FolderPages:
    """Read the texts of the pages below a folder.

    Raises ``SpecError`` with all that cannot be read.
    """
    if not folder.is_dir():
        page = raw_text(folder)
        text = seen_text(page, html=folder.suffix.lower() in HTML_SUFFIXES)
        return FolderPages(folder=folder, files={folder: text}, raw={folder: page})
    raw: dict[Path, str] = {}
    damaged: list[Diagnostic] = []
    problems: list[Problem] = []
    for file in _below(folder):
        if file.is_symlink() and file.is_dir() and file.suffix not in _SUFFIXES:
            damaged.append(
                _damage(file, "page-link", "this link to a folder is not followed; put the folder itself there")
            )
        if file.suffix.lower() not in _SUFFIXES:
            continue
        try:
            raw[file] = _sound(raw_text(file, _named(file, folder)), file)
        except SpecError as error:
            problems += error.problems
    if problems:
        raise SpecError(_few(problems))
    if (mangled := mangled_page(raw)) is not None:
        message = "is UTF-8 that was read as another encoding, as most pages are; fetch them again"
        raise SpecError([Problem(check="page-unreadable", place=Place(mangled, 1), message=message)])
    seen = in_processes(_seen, list(raw.items()), list(map(len, raw.values())), least=_WORTH_A_PROCESS)
    damaged += (each for _, found in seen for each in found)
    files = {file: text for file, (text, _) in zip(raw, seen, strict=True)}
    return FolderPages(folder=folder, files=files, raw=raw, damaged=tuple(damaged))


def _seen(page: tuple[Path, str]) -> tuple[str, list[Diagnostic]]:
    """Return the text of a page as its readers see it, and what is wrong with the page."""
    file, text = page
    damaged: list[Diagnostic] = []
    if has_controls(text):
        damaged.append(_damage(file, "page-control", "this page holds control characters, which are left out"))
    html = file.suffix.lower() in HTML_SUFFIXES
    text = seen_text(text, html=html)
    if is_error_page(text, html=html):
        message = "this is not a page of documentation but an empty file or a saved error; fetch it again"
        damaged.append(_damage(file, "page-error", message))
    return text, damaged


def _below(folder: Path) -> list[Path]:
    """Return all files and folders below a folder, without hidden ones, which are those of other tools.

    Raises ``SpecError`` for a folder that cannot be read, and for one with more pages than any site has.
    """
    problems: list[Problem] = []

    def unreadable(error: OSError) -> None:
        message = f"this folder cannot be read: {error.strerror or error}; no page of {folder} was taken over"
        problems.append(
            Problem(check="page-unreadable", place=Place(Path(error.filename or folder), 0), message=message)
        )

    found: list[Path] = []
    for inside, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(inside) / name for name in (*folders, *files) if not name.startswith(".")]
        if len(found) > _MOST_FILES and sum(file.suffix.lower() in _SUFFIXES for file in found) > _MOST_FILES:
            message = f"it holds more than {_MOST_FILES} pages, as no site does; give the folder of one crawl"
            problems.append(Problem(check="pages-many", place=Place(folder, 0), message=message))
            break
    if problems:
        raise SpecError(_few(problems))
    return sorted(found)


def _sound(text: str, file: Path) -> str:
    """Return the text of a page; raises ``SpecError`` for one that holds two versions of itself."""
    mark = _CONFLICT.search(text) if "\n=======\n" in text and "\n>>>>>>> " in text else None
    if mark is None:
        return text
    line = text.count("\n", 0, mark.start()) + 1
    message = "holds the marks of a merge that was not finished; resolve it; no page of this folder was taken over"
    raise SpecError([Problem(check="page-unreadable", place=Place(file, line), message=message)])


def _named(file: Path, folder: Path) -> Path:
    """Return the folder of a page; raises ``SpecError`` for a page that no report could name."""
    try:
        str(file.relative_to(folder)).encode()
    except UnicodeEncodeError:
        name = os.fsencode(file).decode("utf-8", "replace")
        message = "the name of this page is not UTF-8; rename it; no page of this folder was taken over"
        raise SpecError([Problem(check="page-unreadable", place=Place(Path(name), 1), message=message)]) from None
    return folder


def _few(problems: list[Problem]) -> list[Problem]:
    """Return the first problems of many of one kind; the last of these says how many more there are."""
    more = len(problems) - _MOST_PROBLEMS
    if more <= 0:
        return problems
    last = problems[_MOST_PROBLEMS - 1]
    return [*problems[: _MOST_PROBLEMS - 1], evolve(last, message=f"{last.message}; so are {more} more files")]


def _damage(file: Path, code: str, message: str) -> Diagnostic:
    return Diagnostic(file=file, line=1, code=code, message=message)


def digest_of_folder(folder: Path) -> str | None:
    """Return a digest of the names and bytes of all files below a folder, or of a page.

    None if the folder holds a link, a file larger than any page, or one that cannot be read.
    """
    files: list[Path] = []
    try:
        for file in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            about = file.lstat()
            if stat.S_ISREG(about.st_mode) and about.st_size <= LARGEST_PAGE:
                files.append(file)
            elif not stat.S_ISDIR(about.st_mode):
                return None
        return digest(part for file in files for part in (os.fsencode(file), file.read_bytes()))
    except OSError:
        return None


def contents_of(
    folders: Sequence[FolderPages],
    reader: str,
    sections: tuple[str, ...],
    progress: Callable[[int, int], None] | None = None,
) -> list[dict[Path, PageContent]]:
    """Read all pages of folders; raises ``SpecError`` with every page that cannot be read.

    One process reads the pages of a section, in all folders: the page of the section repeats what its other pages say,
    and a crawl most of an earlier one, and what has the same text is read once.
    """
    read = reader_of(reader)
    trees = [PageFolder(pages.folder) if pages.folder.is_dir() else None for pages in folders]
    entries: dict[str, list[tuple[int, Path]]] = {}
    for number, pages in enumerate(folders):
        for file in pages.files:
            entries.setdefault(pages.name(file), []).append((number, file))

    def contents(name: str) -> list[PageContent]:
        is_of_venue = _in_sections(name, sections)
        return [
            _content(
                read, Page(file=file, text=folders[number].files[file], folder=trees[number]), is_of_venue=is_of_venue
            )
            for number, file in entries[name]
        ]

    names = sorted(entries) if len(folders) > 1 else list(entries)
    sizes = _new_text([[folders[number].files[file] for number, file in entries[name]] for name in names])
    found: list[dict[Path, PageContent]] = [{} for _ in folders]
    kin = [name.partition("/")[0].partition(".")[0] for name in names]
    read_pages = in_processes(contents, names, sizes, least=_WORTH_A_PROCESS, kin=kin, ahead=AHEAD, progress=progress)
    for name, pages_read in zip(names, read_pages, strict=True):
        for (number, file), content in zip(entries[name], pages_read, strict=True):
            found[number][file] = content
    problems = [problem for pages in found for content in pages.values() for problem in content.problems]
    if problems:
        raise SpecError(problems)
    return [{file: found[number][file] for file in pages.files} for number, pages in enumerate(folders)]


def _new_text(pages: Sequence[Sequence[str]]) -> list[int]:
    """Return how many characters of each page stand in lines that no page before has, which are most of the work."""
    seen: set[str] = set()
    sizes: list[int] = []
    for texts in pages:
        lines = {line for text in texts for line in text.splitlines()} - seen
        seen |= lines
        sizes.append(sum(map(len, lines)) + sum(map(len, texts)) // _AS_QUICK)
    return sizes


def _content(read: PageReader, page: Page, *, is_of_venue: bool) -> PageContent:
    listed: Mapping[str, tuple[str, ...]] = {}
    try:
        listed = read.codes(page) if is_of_venue else {}
        drafts = _with_end(_with_left_over(_drafts(read, page), page), page)
        nameless = any(draft.diagnostics for draft in drafts if not draft.path)
        paths = [draft.path for draft in drafts if draft.path]
        others = undeclared(page.text, paths) if is_of_venue and not nameless else ()
        drafts = _with_codes(drafts, listed) if read.has_one_each else drafts
        return PageContent(codes=listed, drafts=drafts, undeclared=tuple(others))
    except SpecError as error:
        return PageContent(codes=listed, problems=error.problems)


def _with_left_over(drafts: list[Draft], page: Page) -> list[Draft]:
    """Return the drafts of a page, with a note for each block of JSON that has become no example of any of them."""
    declared = [draft for draft in drafts if draft.path]
    if page.is_html or not declared:
        return drafts
    examples = [example for draft in drafts for example in draft.examples]
    for line, code in left_over(page.text, examples):
        near = max(
            (draft for draft in declared if draft.line <= line), key=lambda draft: draft.line, default=declared[0]
        )
        note = Diagnostic(
            file=page.file,
            line=line,
            code=FACT_UNREAD,
            message=f"this JSON is not understood as an example: {code[:60]}",
        )
        drafts = [
            evolve(draft, diagnostics=(*draft.diagnostics, note)) if draft.key == near.key else draft
            for draft in drafts
        ]
    return drafts


def _with_end(drafts: list[Draft], page: Page) -> list[Draft]:
    """Return the drafts of a page, the last one with a diagnostic where the page ends too early."""
    last = max((draft for draft in drafts if draft.path), key=lambda draft: draft.line, default=None)
    if last is None or any(each.code == "page-cut" for draft in drafts for each in draft.diagnostics):
        return drafts
    message = ends_early(page.text, html=page.is_html)
    if message is None:
        return drafts
    found = Diagnostic(file=page.file, line=page.text.count("\n") + 1, code="page-cut", message=message)
    return [evolve(draft, diagnostics=(*draft.diagnostics, found)) if draft is last else draft for draft in drafts]


def _with_codes(drafts: list[Draft], listed: Mapping[str, tuple[str, ...]]) -> list[Draft]:
    """Return the drafts of a page; the codes on the page of one endpoint are those that it answers."""
    if len(drafts) != 1 or not drafts[0].path or drafts[0].error_codes or not listed:
        return drafts
    codes = tuple((code, label_of_code(meanings)) for code, meanings in listed.items())
    return [evolve(drafts[0], error_codes=codes)]


def _drafts(reader: PageReader, page: Page) -> list[Draft]:
    """Read a page; raises ``SpecError`` for tables that no page of documentation has."""
    file = page.file
    try:
        drafts = list(reader.drafts(page))
    except RecursionError:
        message = f"its tables nest deeper than {_DEEPEST} levels; no page of this folder was taken over"
        raise SpecError([Problem(check="page-deep", place=Place(file, 1), message=message)]) from None
    problems: list[Problem] = []
    for draft in drafts:
        rows, depth = _size(draft)
        if rows > _MOST_ROWS or depth > _DEEPEST:
            size = f"{rows} rows" if rows > _MOST_ROWS else f"{depth} levels of rows"
            message = f"{draft.key} has {size}, more than any page; no page of this folder was taken over"
            problems.append(Problem(check="page-large", place=Place(file, draft.line or 1), message=message))
    if problems:
        raise SpecError(problems)
    return drafts


def _size(draft: Draft) -> tuple[int, int]:
    """Return the number of rows, and of levels, of an endpoint's tables."""
    level: list[DraftRow] = [*draft.request, *draft.response, *(row for table in draft.variants for row in table.rows)]
    rows = depth = 0
    while level:
        rows, depth = rows + len(level), depth + 1
        level = [inner for row in level for inner in row.fields]
    return rows, depth


def _in_sections(page: str, sections: tuple[str, ...]) -> bool:
    """Tell whether a page is of the venue's own sections: in one of their folders, or in none."""
    section, inside, _ = page.partition("/")
    return not sections or not inside or section in sections
