"""Read a page whose HTML was flattened to text: a title, rows of facts, tables without a bar in front, samples.

Nothing marks where a part ends but the line that begins the next one: a heading by its words, a row of facts with a
method or path, the heads of a table. A page can document several endpoints.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from attrs import define, evolve, field

from ..draft import Diagnostic, Draft, DraftExample, DraftLimit, DraftRow
from ..parts.access import permissions_of
from ..parts.columns import NumberedLines, cells_of, header, is_ruler, line_of, looks_like_parameters
from ..parts.declared import with_request_lines
from ..parts.examples import parsed, requests
from ..parts.headings import stated_fact, subject_of, title_above
from ..parts.limits import key_behind, limits, limits_of_prose, unread_limit
from ..parts.other_tables import with_tables
from ..parts.page import page_text
from ..parts.plain import plain_lines, says_deprecated
from ..parts.prose_residue import notes_on_prose
from ..parts.reading import PageReading
from ..parts.request_lines import method_alone, path_alone, request_line
from ..parts.table import is_unread_row, rows, starts_row
from ..readers import PageReader

_FACT = re.compile(r"\|\s*(?P<name>[A-Za-z][\w /-]{1,40}?)\s*\|\s*(?P<value>[^|]*?)\s*\|?")
# Not a line of code: 'method: "POST",'.
_METHOD_FACT = re.compile(r"\s*(?:\||[-*•]\s*)?\W{0,2}(?:HTTP |Request |HTTP request )?(?:Method|Verb)\W")
_SIGNED = re.compile(r"\bauth|\bsign|\bprivate\b|\brequired\b|\byes\b", re.IGNORECASE)
_NOT_SIGNED = re.compile(r"\bpublic\b|\bnone\b|\bno\b|\bnot (?:required|needed)\b|\bunauth", re.IGNORECASE)
_ONE_VALUE = re.compile(r"([a-z][a-z0-9_]*)\.?")
_CODE = re.compile(r'retCode: (\d+) with retMsg: "([^"]+)"')
_OPENS = re.compile(r"\{|.*= ?\{|\{.*\}")
_NO_PARAMETERS = re.compile(r"^\W*none\b|\b(?:no|without|any) (?:\w+ )?(?:param\w*|body)\b", re.IGNORECASE)
_FIRST_LINES = 3
# A list mentions endpoints.
_LISTED = re.compile(r"\s*(?:[-*+•>]\s|\d+[.)]\s|    )")


def read_page(file: Path) -> list[Draft]:
    """Return the endpoints that a page documents; nothing for a page without a method and a path.

    A draft without a path has the diagnostic of an endpoint of which only one of both is understood.
    """
    return read_lines(list(enumerate(page_text(file).splitlines(), 1)), file)


def read_lines(lines: NumberedLines, file: Path) -> list[Draft]:
    """Return the endpoints that the lines of a page document."""
    lines = plain_lines(lines)
    drafts = _drafts(lines, file)
    if any(draft.path for draft in drafts) or (written := with_request_lines(lines)) == lines:
        return drafts
    again = _drafts(written, file)
    return again if any(draft.path for draft in again) else drafts


def _drafts(lines: NumberedLines, file: Path) -> list[Draft]:
    title = next((line.strip("# ") for _, line in lines if line.strip()), "")
    drafts: list[Draft] = []
    for start, end in _blocks(lines):
        block = _Block(file=file)
        block.walk(with_tables(lines[start:end], joined=True))
        name = title if start == 0 else lines[start][1].strip("# ")
        if block.method and block.path:
            drafts.append(block.draft(name, lines[start][0]))
        elif block.method or block.path or block.documents:
            what = "method" if block.method else "path" if block.path else "table of parameters"
            message = f"an endpoint has a {what} and nothing else that is understood"
            unread = Diagnostic(file=file, line=block.declared or 1, code="endpoint-unread", message=message)
            drafts.append(Draft(method="", path="", title=name, diagnostics=(unread,), file=file))
    return drafts


def _blocks(lines: NumberedLines) -> Iterator[tuple[int, int]]:
    """Yield where the part of each endpoint begins and ends; all but the first begin above their rows of facts."""
    starts = [index for index, (_, line) in enumerate(lines) if _stated_method(line)]
    begins = [max(index - 1, 0) for index in starts[1:]] if starts else list(_titles(lines))[1:]
    places = [0, *begins, len(lines)]
    yield from pairwise(places)


def _titles(lines: NumberedLines) -> Iterator[int]:
    """Yield where endpoints begin whose method and path stand on one line: at their titles, or at that line."""
    title: int | None = None
    is_fenced = False
    for index, (_, line) in enumerate(lines):
        if line.lstrip().startswith("```"):
            is_fenced = not is_fenced
        if is_fenced or _LISTED.match(line) or "|" in line:
            continue
        if "/" in line and request_line(line.lstrip("# ")) is not None:
            if title is not None or line[:1] == "#":
                yield index if title is None else title
            title = None
        elif line[:1] == "#" and subject_of(line.strip("# ")) is None:
            title = index


def _stated_method(line: str) -> str | None:
    return method_alone(line) if _METHOD_FACT.match(line) else None


@define(kw_only=True)
class _Block(PageReading):
    """The lines of one endpoint on their way to a draft."""

    method: str = ""
    path: str = ""
    declared: int = 0
    side: str = ""
    # The heading of the request's parameters, until something below it says what they are, or that there are none.
    announced: int = 0
    signed: bool | None = None
    limits: tuple[DraftLimit, ...] = ()
    permissions: tuple[str, ...] = ()
    codes: list[tuple[str, str]] = field(factory=list[tuple[str, str]])

    def walk(self, lines: NumberedLines) -> None:
        """Read all lines of the endpoint."""
        index = 0
        while index < len(lines):
            number, line = lines[index]
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
                    if line.strip() and not line.lstrip().startswith("```"):
                        self.prose.append(line.strip())
                index = end
            index += 1

    def draft(self, title: str, line: int) -> Draft:
        """Return what was read: limits and permissions in sentences where no row of facts states any."""
        prose = "\n".join(self.prose[1:] if line == 1 else self.prose)
        if self.announced and not self.request:
            self._report(self.announced, "table-unread", "there is no table of parameters below this heading")
        self._report_sentences(line)
        common, variants = self._request_tables()
        if says_deprecated(title) and "deprecated" not in prose:
            prose = f"{prose}\nThis endpoint is deprecated.".strip()
        named, unnamed = (self.permissions, ()) if self.permissions else permissions_of(prose)
        stated, unread = (self.limits, ()) if self.limits else limits_of_prose(prose)
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
            error_codes=tuple(self.codes),
            prose=prose,
            signed=self.signed,
            diagnostics=tuple(self.diagnostics),
            file=self.file,
            line=line,
        )
        return evolve(draft, diagnostics=(*draft.diagnostics, *notes_on_prose(draft, prose)))

    def _fact(self, number: int, line: str) -> bool:
        """Read a row of facts, or a line with the method and path."""
        text = line.strip()
        if method := _stated_method(text):
            self.method, self.declared = method, number
            return True
        if text.startswith("|") and (path := path_alone(text)):
            self.path, self.declared = path, self.declared or number
            return True
        stated = stated_fact(text)
        if stated is not None and stated[0] == "permission":
            self.permissions = tuple(word for word in re.split(r"[\s,/]+", stated[2]) if word)
            return True
        fact = _FACT.fullmatch(text if stated is None else f"| {stated[1]} | {stated[2]} |")
        if fact is None:
            return self._declared(number, text)
        name, value = fact["name"].lower(), fact["value"]
        if name in ("status", "state") and "deprecated" in value.lower():
            self.prose.append("This endpoint is deprecated.")
            return True
        if name.startswith(("auth", "sign")):
            self.signed = None if not value else not _NOT_SIGNED.search(value)
            if not _SIGNED.search(value) and not _NOT_SIGNED.search(value):
                self.signed = None
                self._report(number, "access-unread", f"whether calls are signed is not understood: {value[:60]}")
        elif subject_of(name) == "limit":
            found = () if unread_limit(value) else limits(value)
            self.limits = tuple(evolve(limit, key=key_behind(value) or limit.key) for limit in found)
            if not self.limits:
                self._report(number, "limit-unread", f"a rate limit is not understood: {value[:60]}")
        else:
            return False
        return True

    def _declared(self, number: int, text: str) -> bool:
        """Read a line that is a method and a path; one of another endpoint is reported."""
        whole = request_line(text.lstrip("# ")) if not self.side and "/" in text else None
        if whole is None:
            return False
        if not self.method:
            self.method, self.path, self.declared = whole.method, whole.path, number
        elif (whole.method, whole.path) != (self.method, self.path) and not _LISTED.match(text):
            message = f"{whole.method} {whole.path} is a second endpoint, which is not read"
            self._report(number, "endpoint-unread", message)
        return True

    @property
    def documents(self) -> bool:
        """Whether there is what only endpoints have: a heading of parameters to send, or a table of them."""
        return bool(self.announced or self.request)

    def _heading(self, number: int, line: str) -> bool:
        """Take a line of a few known words as the heading of what follows."""
        words = line.strip(" #:*").lower()
        if words in ("request", "response", "example"):
            self.side = "response" if words == "response" else "request"
            return True
        subject = subject_of(words) if words and len(words.split()) <= _FIRST_LINES else None
        if subject is None or "|" in line:
            return False
        if subject == "http":
            return True
        self.side = "response" if subject == "response" or words.startswith("response") else "request"
        self.announced = number if subject == "request" else self.announced
        return True

    def _table(self, lines: NumberedLines, index: int) -> int:
        """File the table that begins at a line, and return the index of the line behind it."""
        number, line = lines[index]
        columns = header(line, lines[index + 1][1])
        end = index + 2
        if columns is None:
            if looks_like_parameters(line, lines[index + 1][1]):
                self._report(number, "table-unread", f"the heads of this table are not understood: {line[:60]}")
            while end < len(lines) and "|" in lines[end][1]:
                end += 1
            return end
        self._report_heads(columns, number)
        body: NumberedLines = []
        while end < len(lines) and (starts_row(lines[end][1], columns) or is_unread_row(lines[end][1], columns)):
            row_number, text = lines[end]
            if starts_row(text, columns):
                body.append((row_number, line_of(cells_of(text))))
            else:
                self._report(row_number, "row-unread", f"this row of the table is not understood: {text[:60]}")
            end += 1
        has_required = columns.required is not None
        is_asked = self._is_of_request(self.side, has_required=has_required) and (has_required or not self.examples)
        of_request = is_asked and not has_required
        table = self._without_repetitions(_nested(rows(body, columns, self._report, of_request=of_request)))
        title = title_above(lines, index)
        self.sources.update(body)
        if self._is_inside(title, table, of_request=is_asked):
            return end
        if is_asked and (unsure := self._unsure_parent(title, table)):
            self._report(number, "table-unread", f"this table may be of the fields of {unsure}, or of the request")
        elif is_asked:
            self._add_to_request(title, tuple(map(_with_bare_value, table)))
        else:
            self.response = (
                *self.response,
                *(row for row in table if row.name not in {one.name for one in self.response}),
            )
        return end

    def _sample(self, lines: NumberedLines, index: int) -> int:
        """Read the sample that begins at a line, and return the index of its last line; the same index for none."""
        number, line = lines[index]
        if not self.side:
            return index
        whole = request_line(line.strip())
        if whole and self.side == "request":
            shown = (whole.method, whole.path) == (self.method, self.path)
            self.examples += list(requests(line.strip(), self.method)) if shown and self.method == "GET" else ()
            return index
        if not _OPENS.fullmatch(line.strip()) or ("= {" in line and any(self._has(self.side))):
            return index
        text, depth, end = "", 0, index
        for end in range(index, len(lines)):
            part = lines[end][1][line.index("{") :] if end == index else lines[end][1]
            text += part + "\n"
            depth += part.count("{") - part.count("}")
            if depth <= 0:
                break
        if depth > 0:
            self._report_example(number, self.side, ValueError("has no end"))
            return index
        try:
            data, repaired = parsed(text)
        except ValueError as error:
            self._report_example(number, self.side, error)
            return end
        of_request = self.side == "request"
        self.examples.append(
            DraftExample(request=data if of_request else None, response=None if of_request else data, repaired=repaired)
        )
        return end

    def _has(self, side: str) -> Iterator[bool]:
        return ((example.request if side == "request" else example.response) is not None for example in self.examples)


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


def _with_bare_value(row: DraftRow) -> DraftRow:
    """Take a description of one code word as the row's only value."""
    match = _ONE_VALUE.fullmatch(row.text)
    if match:
        return evolve(row, label="", values=(match[1],))
    return row


READER = PageReader(lambda page: read_page(page.file))
