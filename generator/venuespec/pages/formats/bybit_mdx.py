"""Read the MDX pages of Bybit's docs: headings, tables in markdown or HTML, examples in tabs.

Rate limits and lists of values stand on other pages too; ``bybit_limits`` and ``bybit_enums`` find them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from attrs import define, evolve, field, frozen

from ...runtime.json_types import is_array, is_object
from ..draft import Diagnostic, Draft, DraftRow, DraftTable
from ..parts.access import permissions_of, says_any, signed_of, stated_access
from ..parts.call_outs import ends_of_titles, fact_in_title, states_fact
from ..parts.columns import ColumnHeads, cells_of, header, is_ruler, looks_like_parameters
from ..parts.declared import with_request_lines
from ..parts.examples import answers, as_message, requests
from ..parts.folder import PageFolder
from ..parts.headings import subject_of, title_above
from ..parts.limits import restricts_calls
from ..parts.messages import called, without_headers
from ..parts.other_tables import with_tables
from ..parts.page import page_text
from ..parts.plain import declares_deprecated
from ..parts.prose_residue import notes_on_prose
from ..parts.reading import PageReading
from ..parts.table import rows, starts_row
from ..parts.union import common_and_variants, union
from .bybit_cells import (
    cleaned,
    name_link,
    request_rows,
    with_common_terms,
    with_items,
    with_known_fields,
    with_marked_depth,
    with_name_first,
    with_positions,
    with_shared_values,
    without_cases,
    without_fields_of_scalars,
)
from .bybit_enums import shared_values
from .bybit_limits import limits_of
from .bybit_links import address, folder_of, follow, section
from .bybit_payload import payload
from .bybit_text import (
    Lines,
    PageHeading,
    declarations,
    end_of_table,
    heading,
    page_lines,
    start_of,
    undeclared,
    with_long_ruler,
)

# The folder for pages of retired products, which the site does not list.
_RETIRED = "abandon"
# Streams have requests of their own kind.
_STREAMS = ("websocket", "sbe")
_SIGNED_EXAMPLE = re.compile(r"^X-BAPI-(?:SIGN|API-KEY)\b", re.IGNORECASE | re.MULTILINE)
_FRONT = re.compile(r"title:\s*(?P<title>.+?)\s*")
_ENDED_LABEL = re.compile(
    r"(?:sidebar_label|sidebar_class_name|status|badge):.*\bdeprecated\b.*|deprecated:\s*true\s*", re.I
)
_TAB = re.compile(r"\s*<TabItem\b[^>]*\blabel=\"(?P<label>[^\"]*)\"")
_TAB_END = re.compile(r"\s*</TabItem>")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})\s*(?P<language>[\w-]*).*")
_FENCE_END = re.compile(r"\s*(?:`{3,}|~{3,})\s*")
_NOT_PROSE = re.compile(r"\s*(?:</?[A-Za-z][^>]*>\s*)*$|import\s|:::|---")
_ELSEWHERE = re.compile(r"refer to \S*\[?[^\]\n]*\]\((?P<target>[\w./-]+#request-parameters)\)", re.IGNORECASE)
# Pages that speak of all endpoints of their folder.
_GUIDE = re.compile(r"guid(?:e|es|elines?|ance)|intro(?:duction)?|overview|index|basic-workflow", re.IGNORECASE)
_NO_TEXT = re.compile(r"^\s*\|.*$|^ *(`{3,}).*?^ *\1", re.MULTILINE | re.DOTALL)
_NO_ROWS = re.compile(r"none|no (?:request |response )?param\w*|n/?a|-", re.IGNORECASE)
_COMMENTS = re.compile(r"\A(?:\s*//.*\n)+")
_EXAMPLE = re.compile(r"\b(?:examples?|samples?)\b", re.IGNORECASE)
_EXAMPLE_OF = re.compile(r"\brequests?\b|(?P<answer>\b(?:responses?|answers?|returns?|results?)\b)", re.IGNORECASE)


def read_page(file: Path, folder: PageFolder | None = None) -> list[Draft]:
    """Return the endpoints that a page documents, in its order.

    ``folder`` is the tree of pages, where links lead to; by default it is found from the page.
    """
    if _RETIRED in file.parts:
        return []
    return read_text(page_text(file), file, folder or folder_of(file))


def read_text(text: str, file: Path, folder: PageFolder) -> list[Draft]:
    """Return the endpoints in the text of a page that stands at a place in a folder.

    A draft without a path has the diagnostics of what looks like an endpoint and is not understood.
    """
    if section(file, folder).partition(" ")[0] in _STREAMS:
        return []
    return [_placed(parsed, file, folder) for parsed in _parsed(text)]


def _nameless(lines: Iterable[int], title: str) -> Draft:
    """Return a draft without a path for places that look like the method and path of an endpoint."""
    message = "this looks like the method and path of an endpoint, and is not understood"
    unread = (Diagnostic(file=Path("-"), line=line, code="endpoint-unread", message=message) for line in lines)
    return Draft(method="", path="", title=title, diagnostics=tuple(unread))


def _placed(parsed: "_Parsed", file: Path, folder: PageFolder) -> Draft:
    """Complete a draft with what stands on other pages, and with its place on the site."""
    draft = _with_linked_request(_with_shared_values(parsed, file, folder), file, folder)
    limits = limits_of(file, folder, draft.method, draft.path, draft.prose, draft.line or 1) if draft.path else None
    draft = evolve(
        draft,
        permissions=draft.permissions or (() if says_any(draft.prose) else _guided(file.parent, folder)),
        source=address(file, folder),
        section=section(file, folder),
        rate_limits=limits.limits if limits else (),
        file=file,
        diagnostics=(*(evolve(each, file=file) for each in draft.diagnostics), *(limits.diagnostics if limits else ())),
    )
    notes = notes_on_prose(draft, f"{draft.prose}\n{parsed.behind}") if draft.path else ()
    return evolve(draft, diagnostics=(*draft.diagnostics, *notes))


@lru_cache(maxsize=512)
def _guided(place: Path, folder: PageFolder) -> tuple[str, ...]:
    """Return the permissions that the guide of a folder asks for all endpoints in it."""
    named: dict[str, None] = {}
    for page in sorted(place.iterdir()):
        if page.suffix in (".mdx", ".md") and _GUIDE.fullmatch(page.stem) and folder.holds(page):
            text = page_text(page)
            if not declarations(page_lines(text))[0]:
                named.update(dict.fromkeys(permissions_of(_NO_TEXT.sub("", text))[0]))
    return tuple(named)


def _with_linked_request(draft: Draft, file: Path, folder: PageFolder) -> Draft:
    """Add the request table of another page where the draft's own page only refers to it."""
    link = None if draft.request or draft.variants else _ELSEWHERE.search(draft.prose)
    if link is None:
        return draft
    other = follow(link["target"], file, folder).page
    linked = next(iter(_parsed(page_text(other))), None) if other and other != file else None
    if other is None or linked is None:
        message = f"the table of the request is on a page that is not among these: {link['target']}"
        missing = Diagnostic(file=file, line=draft.line, code="link-unread", message=message)
        return evolve(draft, diagnostics=(*draft.diagnostics, missing))
    own = _with_shared_values(linked, other, folder)
    return evolve(draft, request=own.request, variants=own.variants)


def _with_shared_values(parsed: "_Parsed", file: Path, folder: PageFolder) -> Draft:
    """Take over the values that the names of rows link to; a link that leads to no list of the folder is reported."""
    diagnostics: list[Diagnostic] = []

    def listed(row: DraftRow, sent: Sequence[Any] = ()) -> DraftRow:
        """Return a row with the values that it links to; ``sent`` are the objects of the examples around it."""
        shown = [value for wire in sent if is_object(wire) for value in _each(wire.get(row.name))]
        row = evolve(row, fields=tuple(listed(field, shown) for field in row.fields)) if row.fields else row
        target = parsed.links.get(row.line)
        if row.values and not row.open and any(map(_plain_text, shown)):
            row = evolve(row, open=bool({str(value) for value in shown if _plain_text(value)} - {"", *row.values}))
        if target is None:
            return row
        link = follow(target, file, folder)
        found = shared_values(link.page, link.anchor) if link.page else None
        if link.site and (link.page is None or (link.anchor and found is None)):
            message = f"{row.name} links to {target}, which is not among these pages"
            diagnostics.append(Diagnostic(file=file, line=row.line, code="link-unread", message=message))
        if found is None:
            return row
        others = {str(value) for value in shown if _plain_text(value)} - {"", *found.values}
        return with_shared_values(row, found.values, found.open or bool(others))

    draft = parsed.draft
    sent = [wire for example in draft.examples for wire in _each(example.request)]
    draft = evolve(
        draft,
        request=tuple(listed(row, sent) for row in draft.request),
        variants=tuple(evolve(table, rows=tuple(listed(row, sent) for row in table.rows)) for table in draft.variants),
        response=tuple(map(listed, draft.response)),
    )
    return evolve(draft, diagnostics=(*draft.diagnostics, *diagnostics))


def _plain_text(value: Any) -> bool:
    """Tell whether a value of an example is one that a list of values can have."""
    return isinstance(value, str | int) and not isinstance(value, bool)


def _each(value: Any) -> Sequence[Any]:
    return value if is_array(value) else () if value is None else (value,)


@frozen
class _Parsed:
    """What a page alone says of an endpoint, with the links of rows by line, and the text between examples."""

    draft: Draft
    links: Mapping[int, str]
    behind: str = ""


@lru_cache(maxsize=2048)
def _parsed(text: str) -> tuple[_Parsed, ...]:
    """Parse the text of a page; cached, because two snapshots share most of their pages."""
    lines = page_lines(text)
    title = next((match["title"].strip("\"'") for _, line in lines[:8] if (match := _FRONT.fullmatch(line))), "")
    heading = next((line for _, line in lines if line.startswith("# ")), "")
    is_ended = any(_ENDED_LABEL.fullmatch(line) for _, line in lines[:12])
    declared, unread = declarations(lines)
    if (
        not declared
        and (unread or undeclared(lines))
        and (declared := declarations(written := with_request_lines(lines))[0])
    ):
        lines, unread = written, []
    several = len(declared) > 1
    starts = [start_of(lines, declared, position) if several else (0, heading) for position in range(len(declared))]
    parsed: list[_Parsed] = []
    for position, (declaration, (start, own_title)) in enumerate(zip(declared, starts, strict=True)):
        end = starts[position + 1][0] if position + 1 < len(starts) else len(lines)
        named = ((several and own_title) or title).replace("~~", "")
        block = _Block(title=named, path=declaration.path, method=declaration.method)
        if is_ended or declares_deprecated([lines[declaration.index]], declaration.method, declaration.path):
            block.prose.append("This endpoint is deprecated.")
        block.prose += ends_of_titles(title, own_title)
        parsed.append(block.read(lines[start:end], declaration.index - start))
    if not declared and not unread:
        unread = undeclared(lines)
    if unread:
        parsed.append(_Parsed(_nameless(unread, title), {}))
    return tuple(parsed)


@define(kw_only=True)
class _Block(PageReading):
    """The lines of one endpoint, read into a draft."""

    title: str
    method: str
    path: str
    shown_signed: bool | None = None
    part: str | None = None  # the side that the last heading of one speaks of
    depth: int = 0
    # The last heading of examples, which those below it are part of.
    shown: PageHeading | None = None
    columns: ColumnHeads | None = None
    links: dict[int, str] = field(factory=dict[int, str])
    # The parameter tables that the page announces by a heading, by line: whether one was found, and other text there.
    announced: dict[int, list[str]] = field(factory=dict[int, list[str]])
    behind: list[str] = field(factory=list[str])

    def read(self, lines: Lines, declared: int) -> _Parsed:
        """Return the endpoint; the line at ``declared`` has its method and path."""
        number = lines[declared][0]
        lines = with_tables(lines, joined=True)
        self._walk(lines, next(index for index, (at, _) in enumerate(lines) if at == number))
        for number, texts in self.announced.items():
            if not any(map(_NO_ROWS.fullmatch, texts)) and not _ELSEWHERE.search("\n".join(texts)):
                self._report(number, "table-unread", "no table of parameters is understood below this heading")
        self._report_left(lines)
        common, variants = self._request_tables()
        prose = "\n".join(self.prose)
        draft = Draft(
            method=self.method,
            path=self.path,
            title=self.title,
            permissions=self._permissions(prose, lines[0][0]),
            request=common,
            variants=variants,
            response=payload(self.response, self.examples),
            examples=tuple(self.examples),
            prose=prose,
            signed=signed_of(prose, self.shown_signed),
            diagnostics=tuple(self.diagnostics),
            line=lines[0][0],
        )
        return _Parsed(draft, self.links, "\n".join(filter(None, self.behind)))

    def _permissions(self, prose: str, line: int) -> tuple[str, ...]:
        named, unread = permissions_of(prose)
        for text in unread:
            message = f"the page speaks of permissions in words that are not understood: {text[:80]}"
            self._report(line, "permission-unread", message)
        return named

    def _request_tables(self) -> tuple[tuple[DraftRow, ...], tuple[DraftTable, ...]]:
        """Return the rows of every request, and tables that hold for some requests only, such as those in tabs."""
        tables = [DraftTable(title=title, rows=table) for title, table in self.request]
        if len(tables) > 1 and all(table.title for table in tables):
            return common_and_variants(tables)
        return (tables[0].rows if tables else ()), tuple(tables[1:])

    def _walk(self, lines: Lines, declared: int) -> None:
        title, tabs, index = PageHeading(0, ""), list[str](), 0
        while index < len(lines):
            number, line = lines[index]
            if _FENCE.fullmatch(line):
                index = self._fence(lines, index, title.text) + 1
                continue
            if found := heading(line):
                title = self._titled(found, number)
            elif tab := _TAB.match(line):
                tabs.append(tab["label"])
            elif _TAB_END.match(line):
                tabs[-1:] = []
            elif index != declared and (end := end_of_table(lines, index)) > index:
                above = title_above(lines, index)
                self._table(lines[index:end], tabs[-1] if tabs else "", described=index < declared, above=above)
                index = end
                continue
            elif index != declared and (tabs or _EXAMPLE.search(title.text)):
                (self.prose if states_fact(line.strip()) else self.behind).append(line.strip())
            elif titled := fact_in_title(line):
                self.prose.append(titled)
            elif index != declared and not _NOT_PROSE.match(line):
                self.prose.append(line.strip())
                for texts in list(self.announced.values())[-1:] if self.part else ():
                    texts.append(line.strip())
            index += 1

    def _titled(self, title: PageHeading, number: int) -> PageHeading:
        """Take note of a heading: of the side that it speaks of, which deeper headings below it share."""
        subject = subject_of(title.text)
        if subject_of(title.text.partition(":")[0]) == "limit":
            self.prose.append(title.text if ":" in title.text else f"{title.text}:")
        elif subject is None and (stated_access(title.text) or restricts_calls(title.text)):
            self.prose.append(title.text)
        if title.level > 1 and _EXAMPLE.search(title.text):
            self.shown = title
        elif self.shown is not None and title.level > self.shown.level:
            return PageHeading(title.level, f"{self.shown.text}: {title.text}")
        else:
            self.shown = None
        if subject in ("request", "response"):
            self.part, self.depth = subject, title.level
            if "param" in title.text.lower():
                self.announced[number] = []
        elif subject is not None or title.level <= self.depth:
            self.part = None
        return title

    def _fence(self, lines: Lines, index: int, title: str) -> int:
        """Read a block of code, and return the index of its last line."""
        number, line = lines[index]
        opened = _FENCE.fullmatch(line)
        rest = range(index + 1, len(lines))
        end = next((later for later in rest if _FENCE_END.fullmatch(lines[later][1])), len(lines))
        if end == len(lines):
            self._report(number, "page-cut", "this block of code has no end; the page may be cut off")
        block = "\n".join(text for _, text in lines[index + 1 : end])
        self._code(block, opened["language"].lower() if opened else "", title, number)
        return end

    def _table(self, lines: Lines, tab: str, *, described: bool, above: str) -> None:
        """File a parameter table: with a Required column it is the request's; any other table is prose.

        A table that is ``described`` stands above the endpoint's method and path, and explains other things.
        """
        number = lines[0][0]
        lines = with_marked_depth(with_name_first(lines))
        self.links.update((at, target) for at, line in lines if (target := name_link(line)))
        clean = [(at, cleaned(with_long_ruler(line))) for at, line in lines if line.strip()]
        columns = header(clean[0][1], clean[1][1]) if len(clean) > 1 else None
        if columns is None or (self.part is None and (columns.required is None or described)):
            if self._extends_request(clean):
                return
            alike = len(clean) > 1 and looks_like_parameters(clean[0][1], clean[1][1])
            if not described and (columns or alike or self._announces(number)):
                self._report(number, "table-unread", f"the heads of this table are not understood: {clean[0][1][:60]}")
            self.prose.extend(line for _, line in clean)
            return
        self.announced.pop(max(self.announced, default=0), None)
        self._report_heads(columns, number)
        body = clean[2:] if is_ruler(clean[1][1]) else clean[1:]
        of_request = columns.required is None and self.part == "request" and not self.request
        table = self._rows(body, columns, of_request=of_request)
        self.sources.update(lines)
        asked = self.part == "request" or self._is_of_request(self.part, has_required=columns.required is not None)
        if self._is_inside(above, request_rows(table) if asked else table, of_request=asked):
            return
        if asked and not tab and self._is_unsure(number, above, table):
            return
        if asked:
            self.columns = columns
            self._add_to_request(tab, request_rows(table))
        else:
            table = with_known_fields(tuple(map(without_cases, table)))
            self.response = union(self.response, tuple(map(with_positions, table)))

    def _rows(self, lines: Lines, columns: ColumnHeads, *, of_request: bool = False) -> tuple[DraftRow, ...]:
        body: Lines = []
        for number, line in with_items([(number, with_common_terms(line, columns)) for number, line in lines], columns):
            if starts_row(line, columns):
                body.append((number, line))
            elif not _NO_ROWS.fullmatch(cells_of(line)[0].strip("> ")) and any(cells_of(line)):
                self._report(number, "row-unread", f"this row of the table is not understood: {line[:60]}")
                continue
            count, described = len(cells_of(line)), columns.description or 0
            if count > columns.columns:
                self._report(number, "row-too-long", f"this row has more cells than the table's heading: {line[:60]}")
            elif count <= described and (columns.unknown or columns.others):
                self._report(number, "row-too-short", f"this row has no cell for its description: {line[:60]}")
        table = rows(body, columns, self._report, of_request=of_request)
        return self._without_repetitions(without_fields_of_scalars(table))

    def _announces(self, number: int) -> bool:
        """Tell whether a heading announces the table at a line."""
        return bool(self.announced) and max(self.announced) < number

    def _extends_request(self, lines: Lines) -> bool:
        """Append rows without a heading to the request's table, if they continue it."""
        columns = self.columns
        if self.part != "request" or columns is None or not all(len(cells_of(t)) == columns.columns for _, t in lines):
            return False
        title, table = self.request[-1]
        self.request[-1] = (title, (*table, *request_rows(self._rows(lines, columns))))
        return True

    def _code(self, text: str, language: str, title: str, number: int) -> None:
        # The envelope tells an answer below any title.
        if not _EXAMPLE.search(title) and '"retCode"' not in text:
            return
        side, text = _EXAMPLE_OF.search(title), as_message(text)
        # A heading that names no side, 'Code samples', stands above both.
        answer = side["answer"] is not None if side else called(text) is None
        bare = _COMMENTS.sub("", text)
        if answer and (language in ("json", "") or bare.lstrip()[:1] in ("{", "[")) and (side or '"retCode"' in text):
            try:
                self.examples.extend(answers(bare))
            except ValueError as error:
                self._report_example(number, "answer", error)
        elif not answer and (language in ("http", "") or called(text)):
            signed = _SIGNED_EXAMPLE.search(text) is not None
            self.shown_signed = signed or bool(self.shown_signed)
            shown = called(text)
            if shown and shown != (self.method, self.path):
                self._report(number, "example-elsewhere", f"the request example calls {' '.join(shown)} instead")
                return
            try:
                self.examples.extend(requests(without_headers(text), self.method))
            except ValueError as error:
                self._report_example(number, "request example", error)
