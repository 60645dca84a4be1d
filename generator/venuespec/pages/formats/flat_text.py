"""Read a page whose HTML was flattened to text: a title, rows of facts, tables without a bar in front, samples.

Nothing marks where a part ends but the line that begins the next one: a heading by its words, a row of facts with a
method or path, the heads of a table. A page can document several endpoints.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import define, evolve, field

from ...runtime.json_types import is_object
from ...spec.model import Access
from ..draft import Diagnostic, Draft, DraftExample, DraftLimit, DraftRow
from ..parts.access import permissions_of, stated_access
from ..parts.bases import based
from ..parts.columns import NumberedLines, cells_of, end_of_bars, header, is_ruler, line_of, looks_like_parameters
from ..parts.declared import with_request_lines
from ..parts.headings import stated_fact, subject_of, title_above
from ..parts.limits import key_behind, limits, limits_of_prose, unread_limit
from ..parts.other_tables import with_tables
from ..parts.page import page_text
from ..parts.plain import plain_lines, says_deprecated
from ..parts.prose_residue import notes_on_prose
from ..parts.request_lines import path_alone, request_line
from ..parts.sections import Section, between, marked_heading, sections, stated_method, title_of, with_marks
from ..parts.sentences import sentences_of
from ..parts.sides import side_of
from ..parts.table import is_unread_row, rows, starts_row
from ..parts.titles import with_titles
from ..readers import PageReader
from .flat_samples import SampleReading

_FACT = re.compile(r"\|\s*(?P<name>[A-Za-z][\w /-]{1,40}?)\s*\|\s*(?P<value>[^|]*?)\s*\|?")
_SIGNED = re.compile(r"\bauth|\bsign|\bprivate\b|\brequired\b|\byes\b", re.IGNORECASE)
_NOT_SIGNED = re.compile(r"\bpublic\b|\bnone\b|\bno\b|\bnot (?:required|needed)\b|\bunauth", re.IGNORECASE)
_ONE_VALUE = re.compile(r"([a-z][a-z0-9_]*)\.?")
_CODE = re.compile(r'retCode: (\d+) with retMsg: "([^"]+)"')
_NO_PARAMETERS = re.compile(r"^\W*none\b|\b(?:no|without|any) (?:\w+ )?(?:param\w*|body)\b", re.IGNORECASE)
_FIRST_LINES = 3
_OF_A_REQUEST = re.compile(r"^(?!.*\b(?:response|return|output)).*\b(?:param\w*|arguments?|request fields?)$")
_OF_A_SAMPLE = re.compile(r"\b(?:examples?|samples?|format|body)\b")
_OF_AN_ERROR = re.compile(r"\b(?:error|errors|failed|failure|unsuccessful|[45]\d\d)\b")
_PRIVATE = re.compile(r"\b(?:private|authenticated|authentication|signed)\b", re.IGNORECASE)
_PUBLIC = re.compile(r"\b(?:public|unauthenticated|no authentication)\b", re.IGNORECASE)
_BRACKET = re.compile(r"[(\[](?P<text>[^()\[\]/]+)[)\]]\W*$")


def read_page(file: Path) -> list[Draft]:
    """Return the endpoints that a page documents; nothing for a page without a method and a path.

    A draft without a path has the diagnostic of an endpoint of which only one of both is understood.
    """
    return _read_text(page_text(file), file)


def _read_text(text: str, file: Path) -> list[Draft]:
    return read_lines(with_titles(with_marks(list(enumerate(text.splitlines(), 1)))), file)


def read_lines(lines: NumberedLines, file: Path) -> list[Draft]:
    """Return the endpoints that the lines of a page document."""
    lines, unsure = based(plain_lines(lines))
    parts = sections(lines)
    if (written := with_request_lines(lines)) != lines:
        more = sections(written)
        is_more = sum(part.declared is not None for part in more) > sum(part.declared is not None for part in parts)
        lines, parts = (written, more) if is_more else (lines, parts)
    drafts = [draft for part in parts if (draft := _read(lines, part, file)) is not None]
    if unsure and drafts:
        doubts = tuple(
            Diagnostic(file=file, line=number, code="path-unread", message=message)
            for number, message in unsure.items()
        )
        drafts[-1] = evolve(drafts[-1], diagnostics=(*drafts[-1].diagnostics, *doubts))
    lost = tuple(
        Diagnostic(file=file, line=number, code="table-unread", message=f"this table is below no endpoint: {line[:60]}")
        for number, line in between(lines, parts)
    )
    if lost and drafts:
        drafts[-1] = evolve(drafts[-1], diagnostics=(*drafts[-1].diagnostics, *lost))
    return drafts


def _read(lines: NumberedLines, part: Section, file: Path) -> Draft | None:
    """Return the endpoint that a part of a page documents; None for a part without a method and a path."""
    declared = lines[part.declared][0] if part.declared is not None else 0
    block = _Block(file=file, method=part.method, path=part.path, declared=declared, said=part.said)
    written = with_tables(lines[part.start : part.end], joined=True)
    block.walk(written)
    if block.method and block.path:
        block.report_tables(written)
        return block.draft(part.title, lines[part.start][0])
    if not (block.method or block.path or block.announced or block.request):
        return None
    what = "method" if block.method else "path" if block.path else "table of parameters"
    message = f"an endpoint has a {what} and nothing else that is understood"
    unread = Diagnostic(file=file, line=block.declared or 1, code="endpoint-unread", message=message)
    return Draft(method="", path="", title=part.title, diagnostics=(unread,), file=file)


@define(kw_only=True)
class _Block(SampleReading):
    """The lines of one endpoint on their way to a draft."""

    # What the headings above the endpoint say, the nearest first.
    said: tuple[str, ...] = ()
    # The heading of the request's parameters, until something below it says what they are, or that there are none.
    announced: int = 0
    # Whether the heading of a request's table stands above the next table: 'Limit order parameters'.
    is_asked: bool = False
    signed: bool | None = None
    limits: tuple[DraftLimit, ...] = ()
    permissions: tuple[str, ...] = ()
    codes: list[tuple[str, str]] = field(factory=list[tuple[str, str]])

    def walk(self, lines: NumberedLines) -> None:
        """Read all lines of the endpoint."""
        index = 0
        while index < len(lines):
            number, line = lines[index]
            self._call(line)
            self.in_fence ^= line.lstrip().startswith(("```", "~~~"))
            if (end := self._code(lines, index)) > index:
                index = end
                continue
            below = lines[index + 1][1] if index + 1 < len(lines) else ""
            if (is_ruler(below) or looks_like_parameters(line, below)) and "|" in line:
                index = self._table(lines, index)
                continue
            if not self._fact(number, line) and not self._heading(number, line):
                read = len(self.examples) + len(self.diagnostics)
                end = self._sample(lines, index)
                if end == index and read == len(self.examples) + len(self.diagnostics):
                    self.codes += _CODE.findall(line)
                    self.announced = 0 if _NO_PARAMETERS.search(line) else self.announced
                    if line.strip() and not line.lstrip().startswith("```") and request_line(line) is None:
                        marked = marked_heading(line)
                        self.prose.append(marked[1] if marked else line.strip())
                index = end
            index += 1

    def draft(self, title: str, line: int) -> Draft:
        """Return what was read: limits and permissions in sentences where no row of facts states any."""
        is_titled = bool(self.prose) and title_of(self.prose[0]) == title
        prose = "\n".join(self.prose[1:] if is_titled else self.prose)
        if self.announced and not self.request:
            self._report(self.announced, "table-unread", "this heading has no table of parameters below it")
        self._report_sentences(line)
        self._place_samples()
        self._unwrap()
        self._add_unlisted()
        if says_deprecated(title) and "deprecated" not in prose:
            prose = f"{prose}\nThis endpoint is deprecated.".strip()
        common, variants = self._request_tables()
        common = _with_shown_values(common, self.examples)
        variants = tuple(evolve(table, rows=_with_shown_values(table.rows, self.examples)) for table in variants)
        named, unnamed = (self.permissions, ()) if self.permissions else permissions_of(prose)
        stated, unread = (self.limits, ()) if self.limits else limits_of_prose(prose)
        for said in self.said if not (unnamed or unread) else ():
            # What a heading above says counts for all endpoints below it that say nothing themselves.
            said = "\n".join(sentences_of(said))
            (more, unnamed), (others, unread) = permissions_of(said), limits_of_prose(said)
            named, stated = named or more, stated or others
        for text in unnamed:
            self._report(line, "permission-unread", f"the permission is not understood: {text[:80]}")
        for text in unread:
            self._report(line, "limit-unread", f"the rate limit is not understood: {text[:80]}")
        draft = Draft(
            method=self.method,
            path=self.path,
            title=title.replace("~~", ""),
            request=common,
            variants=variants,
            response=self.response,
            rate_limits=stated,
            permissions=named,
            examples=tuple(self.examples),
            comments=self.comments,
            error_codes=tuple(self.codes),
            prose=prose,
            signed=self.signed,
            access=None if self.signed is not None or stated_access(prose) else self._access_above(title),
            diagnostics=tuple(self.diagnostics),
            file=self.file,
            line=line,
        )
        return evolve(draft, diagnostics=(*draft.diagnostics, *notes_on_prose(draft, prose)))

    def _fact(self, number: int, line: str) -> bool:
        """Read a row of facts, or a line with the method and path."""
        text = line.strip()
        if method := stated_method(text):
            self.method, self.declared = method, number
            return True
        if text.startswith("|") and (path := path_alone(text)):
            self.path, self.declared = path, self.declared or number
            return True
        marked = marked_heading(text)
        stated = stated_fact(marked[1] if marked else text)
        if stated is not None and stated[0] == "permission":
            names, *others = sentences_of(stated[2]) or (stated[2],)
            self.prose += others
            self.permissions = tuple(word for word in re.split(r"[\s,/]+", names.strip(" .*`_")) if word)
            return True
        fact = _FACT.fullmatch(text if stated is None else f"| {stated[1]} | {stated[2]} |")
        if fact is None:
            return self._declares(number, text)
        if fact["name"].lower() in ("status", "state") and "deprecated" in fact["value"].lower():
            self.prose.append("This endpoint is deprecated.")
        name, value = fact["name"].lower(), fact["value"]
        if name.startswith(("auth", "sign")):
            self.signed = None if not value else not _NOT_SIGNED.search(value)
            if not _SIGNED.search(value) and not _NOT_SIGNED.search(value):
                self.signed = None
                self._report(number, "access-unread", f"whether calls are signed is not understood: {value[:60]}")
        elif subject_of(name) == "limit":
            value, *others = sentences_of(value) or (value,)
            self.prose += others
            found = () if unread_limit(value) else limits(value)
            self.limits = tuple(evolve(limit, key=key_behind(value) or limit.key) for limit in found)
            if not self.limits:
                self._report(number, "limit-unread", f"a rate limit is not understood: {value[:60]}")
        else:
            return False
        return True

    def _declares(self, number: int, line: str) -> bool:
        """Read the line with the method and path; what stands in a bracket behind them is prose."""
        whole = request_line(line) if number == self.declared or not (self.method or self.side) else None
        if whole is None or (self.method and (self.method, self.path) != (whole.method, whole.path)):
            return False
        self.method, self.path, self.declared = whole.method, whole.path, number
        if behind := _BRACKET.search(line):
            self.prose.append(behind["text"])
        return True

    def _heading(self, number: int, line: str) -> bool:
        """Take a label, or a line of a few known words, as the heading of what follows."""
        words = line.strip(" #:*").lower()
        subject = subject_of(words) if words and len(words.split()) <= _FIRST_LINES and "|" not in line else None
        side = side_of(line) or (side_of(f"{words}:", is_strict=True) if subject else None)
        if side is None and marked_heading(line) is not None and _OF_A_REQUEST.search(words):
            side = "request"
        if side is None and subject is None:
            return False
        if side is None:
            return True
        self.side = side
        self.is_below_request = side == "request" or (side == "example" and self.is_below_request)
        self.of_error = side == "response" and bool(_OF_AN_ERROR.search(words))
        of_sample = side == "example" or subject == "example" or bool(_OF_A_SAMPLE.search(words))
        self.is_announced, self.is_listed = not of_sample, False
        is_part = subject == "request" or marked_heading(line) is not None
        self.announced = number if side == "request" and is_part else self.announced
        self.is_asked = side == "request" and not of_sample
        return True

    def _table(self, lines: NumberedLines, index: int) -> int:
        """File the table that begins at a line, and return the index of the line behind it."""
        number, line = lines[index]
        columns = header(line, lines[index + 1][1])
        end = index + 2
        if columns is None:
            if looks_like_parameters(line, lines[index + 1][1]):
                self._report(number, "table-unread", f"the heads of this table are not understood: {line[:60]}")
            end = end_of_bars(lines, end)
            return end
        self._report_heads(columns, number)
        body: NumberedLines = []
        while end < len(lines) and (starts_row(lines[end][1], columns) or is_unread_row(lines[end][1], columns)):
            row_number, text = lines[end]
            if starts_row(text, columns):
                cells = cells_of(text)
                # An empty last cell without a bar behind it is not lost: 'from | Number |'.
                body.append((row_number, line_of([*cells, *[""] * (len(cells_of(line)) - len(cells))])))
            else:
                self._report(row_number, "row-unread", f"this row of the table is not understood: {text[:60]}")
            end += 1
        has_required = columns.required is not None
        is_answer = self.side == "response" and self.is_announced
        is_asked = not is_answer and (
            has_required or (self.side == "request" and (self.is_asked or not (self.request or self.examples)))
        )
        self.is_asked = False
        found = rows(body, columns, self._report, of_request=is_asked and not has_required)
        table = self._without_repetitions(_nested(found))
        title = title_above(lines, index)
        self.sources.update(body)
        is_placed = any(self._is_inside(name, table, of_request=is_asked) for name in (title, *self._rows_in(title)))
        if is_placed or (is_asked and self._is_unsure(number, title, table)):
            return end
        if is_asked:
            self.is_listed = self.is_announced
            self._add_to_request(title, table)
        else:
            known = {row.name for row in self.response}
            self.response = (*self.response, *(row for row in table if row.name not in known))
        return end

    def _rows_in(self, title: str) -> Iterator[str]:
        """Yield the rows that the bracket of a title names: 'Response description (List)'."""
        bracket = _BRACKET.search(title)
        known = (row.name for table in (*(rows for _, rows in self.request), self.response) for row in table)
        yield from (f"`{name}`" for name in known if bracket and name.lower() == bracket["text"].strip(" `").lower())

    def _access_above(self, title: str) -> Access | None:
        """Return how the headings above say that calls are authorized: '# Private API', with their introductions."""
        for said in (title, *self.said):
            name, _, below = said.partition("\n")
            stated = stated_access(below) or stated_access(name)
            if stated is not None:
                return stated
            is_private, is_public = _PRIVATE.search(name), _PUBLIC.search(name)
            if bool(is_private) != bool(is_public) and said is not title:
                return "signed" if is_private else "public"
        return None


def _with_shown_values(rows: Iterable[DraftRow], examples: Sequence[DraftExample]) -> tuple[DraftRow, ...]:
    """Take a description of one code word as the row's only value where a sample of a call sends it."""

    def is_sent(name: str, value: str) -> bool:
        return any(is_object(one.request) and one.request.get(name) == value for one in examples)

    return tuple(
        evolve(row, label="", values=(match[1],))
        if (match := _ONE_VALUE.fullmatch(row.text)) and is_sent(row.name, match[1])
        else row
        for row in rows
    )


def _nested(table: Iterable[DraftRow]) -> tuple[DraftRow, ...]:
    """Put rows whose names are paths, 'coin[].equity', into the rows that their paths begin with."""
    nested: list[DraftRow] = []
    for row in table:
        above, dot, name = row.name.partition(".")
        if not dot or not name:
            nested.append(row)
            continue
        parent = above.removesuffix("[]")
        place = next((index for index, known in enumerate(nested) if known.name == parent), len(nested))
        if place == len(nested):
            nested.append(
                DraftRow(name=parent, type="array of objects" if above.endswith("[]") else "object", line=row.line)
            )
        nested[place] = evolve(nested[place], fields=(*nested[place].fields, evolve(row, name=name)))
    return tuple(evolve(row, fields=_nested(row.fields)) if row.fields else row for row in nested)


READER = PageReader(lambda page: read_page(page.file), of_text=lambda page: _read_text(page.text, page.file))
