"""Read the crawled pages of a site in two languages: a heading for each part, request tables, answers as examples.

A page has its English part, a line ``---``, and the same in Chinese, which is left alone. The title has the security
of the calls in brackets; the weight is a number, a sentence on one parameter, a table by the value of one, or a list
of budgets with the headers that report them. There are no tables of answers.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import orjson
from attrs import define, evolve, field

from ...spec.model import Access
from ...spec.row_types import json_type
from ..draft import Diagnostic, Draft, DraftCosts, DraftExample, DraftLimit, DraftRow
from ..parts.access import permissions_of
from ..parts.call_outs import ends_in_title
from ..parts.codes import codes_of_text
from ..parts.columns import ColumnHeads, header, is_ruler, looks_like_parameters
from ..parts.commented import rows_of_examples
from ..parts.declared import with_request_lines
from ..parts.headings import Subject, subject_of, title_above
from ..parts.limits import limits_of_prose
from ..parts.list_doubts import doubted
from ..parts.other_tables import with_tables
from ..parts.plain import indented, plain_lines, says_deprecated
from ..parts.prose_residue import notes_on_prose
from ..parts.reading import PageReading
from ..parts.request_lines import method_alone, path_alone, request_line
from ..parts.table import is_unread_row, rows, starts_row
from ..readers import Page, PageReader
from .binance_answers import ShownAnswers
from .binance_blocks import blocks, end_of_english
from .binance_requests import ShownRequests, shows_request
from .binance_weights import OF_WEIGHTS, SECONDS, StatedWeights, limit

_FRONT = re.compile(r"\s*---\n(?P<facts>.*?)\n---\s*\n", re.DOTALL)
_HEADING = re.compile(r"\*\*[^*`]+\*\*\s*:?\s*|[A-Z][a-z]+:\s*")
# The label above a sample, and a heading that lost its marks: '> Response', 'Query parameters'.
_LABEL = re.compile(r">\s*[^\s>|][^|.]{0,40}|[A-Z][a-z]+(?: [a-z]+){0,2}", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_JSON = re.compile(r"(?: {4}|\t)\s*[{\[]")
_FACT = re.compile(r"^(\w+): (.*)$", re.MULTILINE)
_ANCHOR = re.compile(r"(?<!!)\[\s*​?\s*\]\([^()]*(?:\([^()]*\)[^()]*)*\)")
_NOT_REST = ("/websocket-api", "/websocket-market-streams", "-Wsp", "/user-data-streams/Event-")
_TITLE = re.compile(r"(?P<name>.*?)\s*[（(](?P<word>[A-Z][A-Z_]+)[)）]\s*")
_BADGE = re.compile(r"!\[([^\[\]]*)\]\([^()\s]*\)")
_ACCESS: Mapping[str, Access] = {
    "NONE": "public",
    "TRADE": "signed",
    "USER_DATA": "signed",
    "USER_STREAM": "keyed",
    "MARKET_DATA": "keyed",
}
# What a key must be allowed to do, where the word says more than that a call is signed.
_PERMISSIONS: Mapping[str, tuple[str, ...]] = {"TRADE": ("trade",), "USER_DATA": ("user_data",)}
_PARTS = (
    ("weight", OF_WEIGHTS),
    ("request", re.compile(r"request|(?:request )?param\w*", re.IGNORECASE)),
    ("response", re.compile(r"response\b.*|响应示例", re.IGNORECASE)),
    ("method", re.compile(r"http request", re.IGNORECASE)),
    ("prose", re.compile(r"api description|notes?|remarks?", re.IGNORECASE)),
)
# What stands below a heading in other words: 'Endpoint', 'Arguments', 'Sample response'.
_OF_SUBJECTS: Mapping[Subject | None, str] = {
    "http": "method", "request": "request", "response": "response", "limit": "weight", "example": "response",
}  # fmt: skip
_REQUEST = re.compile(r"\brequest\b", re.IGNORECASE)
_WEIGHT = re.compile(r"\b(?:weight|cost)\b", re.IGNORECASE)
_LONGEST_HEADING = 40
_INSIDE = re.compile(r"\*\*Where\s*`(?P<name>\w+)`", re.IGNORECASE)
_NO_PARAMETERS = re.compile(r"\W*none\W*", re.IGNORECASE)
_MONTHLY = re.compile(r"(\d+) times per month", re.IGNORECASE)
_BY_ADDRESS = re.compile(r"IP rate limit (\d+) requests/(\d+)min")
_EXAMPLE = re.compile(r"(?:/[\w/]+)\?(\w+)=(.*)", re.DOTALL)
_CODE = re.compile(r"###\s+(-\d{4,5})\s+(\w+)")


def read(page: Page) -> list[Draft]:
    """Return the endpoints of a page; none for a page about streams, or without a method and path."""
    front = _FRONT.match(page.text)
    facts = dict(_FACT.findall(front["facts"])) if front else {}
    source = facts.get("source_url", "")
    if any(part in source for part in _NOT_REST):
        return []
    start = front.end() if front else 0
    offset = page.text[:start].count("\n")
    lines = [(number, _ANCHOR.sub("", line)) for number, line in enumerate(page.text[start:].splitlines(), offset + 1)]
    lines = plain_lines(lines)
    end = end_of_english(lines)
    drafts: list[Draft] = []
    for block in blocks(lines[:end]):
        reading = _read_block(page.file, block)
        if reading.path:
            drafts.append(reading.draft(source))
        elif (unread := reading.unread) is not None:
            drafts.append(unread)
    return drafts


def _read_block(file: Path, block: list[tuple[int, str]]) -> "_Reading":
    """Read a block; one that declares no endpoint is read with its method and path in the usual spelling."""
    reading = _Reading(file=file)
    lines = list(indented(with_tables(block, joined=True)))
    reading.walk(lines)
    reading.report_tables(lines)
    if reading.path:
        return reading
    again = _Reading(file=file, is_respelled=True)
    lines = list(indented(with_tables(with_request_lines(block), joined=True)))
    again.walk(lines)
    again.report_tables(lines)
    return again if again.path and (reading.unread is not None or again.documents) else reading


def codes(page: Page) -> Mapping[str, tuple[str, ...]]:
    """Return the error codes of a page that has a heading for each, with its text below, and those of its tables."""
    found: dict[str, list[str]] = {}
    code = None
    lines = [_ANCHOR.sub("", line) for line in page.text.partition("\n---\n\n# 错误代码")[0].splitlines()]
    for line in lines:
        if heading := _CODE.match(line):
            code = heading[1]
            found.setdefault(code, [])
        elif line.startswith("#"):
            code = None
        elif code is not None and (words := line.strip(" *>")) and not found[code]:
            found[code].append(words)
    listed = codes_of_text("\n".join(lines), page.file)
    return listed | {code: tuple(texts) for code, texts in found.items()}


READER = PageReader(read, codes, has_one_each=True, of_text=read)


@define(kw_only=True)
class _Reading(PageReading):
    """The lines of one endpoint on their way to a draft."""

    method: str = ""
    path: str = ""
    lone_method: str = ""
    lone_path: str = ""
    is_announced: bool = False
    # Whether the method and path stand on a line of their own wherever that is.
    is_respelled: bool = False
    title: str = ""
    access: Access | None = None
    security: str = ""
    line: int = 0
    part: str = "prose"
    inside: str = ""
    costs: dict[str, DraftCosts] = field(factory=dict[str, DraftCosts])
    rate_limits: list[DraftLimit] = field(factory=list[DraftLimit])
    weights: StatedWeights = field(factory=StatedWeights)
    # The tables of what is inside of parameters, by the names of these.
    inner: dict[str, tuple[DraftRow, ...]] = field(factory=dict[str, tuple[DraftRow, ...]])
    # The first line below the heading of the request's parameters that is neither a table nor says that there are none.
    announced: int = 0
    answers: ShownAnswers = field(factory=ShownAnswers)
    sent: ShownRequests = field(factory=ShownRequests)

    def walk(self, lines: list[tuple[int, str]]) -> None:
        """Read all lines of the endpoint."""
        self.line = lines[0][0]
        self._read_title(lines[0][1].strip("# ").strip())
        index = 1
        while index < len(lines):
            number, line = lines[index]
            below = lines[index + 1][1] if index + 1 < len(lines) else ""
            words = line.replace("**", "").strip("# :：>").strip()
            if _is_heading(line) and (part := _part(words)):
                self.part, self.inside = part, ""
                self.is_announced = self.is_announced or part == "method"
            elif self._declares(number, line):
                pass
            elif inside := _INSIDE.search(line):
                self.part, self.inside = "request", inside["name"]
            elif "|" in line and is_ruler(below):
                index = self._read_table(lines, index)
                continue
            elif line.startswith("    ") and shows_request(line):
                index = self.sent.read(lines, index)
                continue
            elif line.startswith("    ") and line.strip() and self.part == "response":
                index = self.answers.read(lines, index)
                continue
            elif taken := self.weights.read_label(lines, index):
                index += taken
                continue
            elif self.part == "weight" and line.strip():
                self.weights.read_below(number, line.strip())
            elif line.strip() and self.part == "request" and _NO_PARAMETERS.fullmatch(line):
                self.announced = 0
            elif line.strip():
                self.announced = self.announced or (number if self.part == "request" else 0)
                self._read_prose(number, line, below)
            index += 1
        self._take_sample(lines)
        sent = (row for _, table in self.request for row in table)
        numbers = {row.name: json_type(row.type) in ("integer", "number") for row in sent}
        self.costs, limits = self.weights.costs(numbers, self._report_weight)
        self.rate_limits += limits

    def _take_sample(self, lines: list[tuple[int, str]]) -> None:
        """Take the only JSON of an endpoint that nothing labels as its answer, unless it can be a body to send."""
        starts = [at for at, (_, line) in enumerate(lines) if _JSON.match(line) and not _is_code(lines[at - 1][1])]
        if self.path and not self.answers.data and len(starts) == 1 and self.method in ("GET", "DELETE"):
            self.answers.read(lines, starts[0])

    def draft(self, source: str) -> Draft:
        """Return what was read."""
        answers = self.answers
        for number, error in answers.broken:
            self._report_example(number, "response", error)
        self._report_sentences(self.line)
        main, variants = self._request_tables()
        request = tuple(
            evolve(row, fields=self.inner[row.name], type="Array of objects") if row.name in self.inner else row
            for row in main
        )
        if self.announced and not self.request:
            self._report(self.announced, "table-unread", "this heading has no table of parameters below it")
        for name in sorted(self.inner.keys() - {row.name for row in main}):
            self._report(self.line, "table-unread", f"a table of what is inside of {name} belongs to no parameter")
        self.examples += self.sent.examples(self.method, self.path, request, self._report_example)
        prose = "\n".join(self.prose)
        permissions, unnamed = permissions_of(prose)
        stated, unread = ((), ()) if self.rate_limits else limits_of_prose(prose)
        for text in unnamed:
            self._report(self.line, "permission-unread", f"the permission is not understood: {text[:80]}")
        for text in unread:
            self._report(self.line, "limit-unread", f"the rate limit is not understood: {text[:80]}")
        draft = Draft(
            method=self.method,
            path=self.path,
            title=self.title,
            source=source,
            section=_section(source),
            access=self.access,
            shape=answers.shape,
            costs=self.costs,
            rate_limits=(*self.rate_limits, *stated),
            permissions=permissions or _PERMISSIONS.get(self.security, ()),
            request=request,
            variants=variants,
            response=self.response or rows_of_examples(answers.data, answers.labels, answers.columns, self.line),
            examples=(*self.examples, *answers.examples),
            prose=prose,
            diagnostics=tuple(self.diagnostics),
            file=self.file,
            line=self.line,
        )
        return evolve(draft, diagnostics=(*draft.diagnostics, *notes_on_prose(draft, prose)))

    def _read_title(self, title: str) -> None:
        title = _BADGE.sub(r"(\1)", title)
        match = _TITLE.fullmatch(title)
        self.title = match["name"] if match else title
        word = match["word"] if match else "NONE"
        self.access, self.security = _ACCESS.get(word), word
        if self.access is None:
            self._report(self.line, "access-unread", f"the security of this endpoint is not understood: {word}")
        self.title = self.title.replace("~~", "").strip()
        if "deprecated" in title.lower() or says_deprecated(title):
            self.prose.append("This endpoint is deprecated.")
        self.prose += ends_in_title(title)

    def _declares(self, number: int, line: str) -> bool:
        """Read a line where the method and path can stand; tell whether they do."""
        if self.part == "method" and line.strip():
            return self._read_method(number, line.strip())
        is_expected = self.is_respelled and not self.path and request_line(line) is not None
        return is_expected and self._read_method(number, line)

    def _read_method(self, number: int, line: str) -> bool:
        """Read the line below the heading of the request: its method and path, or one of both."""
        found = request_line(line, anywhere=not self.path)
        if self.path:
            if found is not None and (found.method, found.path) != (self.method, self.path):
                message = f"{found.method} {found.path} is a second endpoint, which is not read"
                self._report(number, "endpoint-unread", message)
            return False
        if found is not None:
            self.method, self.path = found.method, found.path
            self.weights.read_behind(number, line)
            return True
        method, path = method_alone(line), path_alone(line)
        self.lone_method, self.lone_path = method or self.lone_method, path or self.lone_path
        if self.lone_method and self.lone_path:
            self.method, self.path = self.lone_method, self.lone_path
        return bool(method or path)

    @property
    def documents(self) -> bool:
        """Whether the lines document one endpoint, and do not only name some: there is a table or an answer."""
        is_alone = not any(diagnostic.code == "endpoint-unread" for diagnostic in self.diagnostics)
        return is_alone and bool(self.request or self.response or self.answers.examples)

    @property
    def unread(self) -> Draft | None:
        """A draft that reports an endpoint without method and path; None for a page of another kind."""
        if not self.is_announced and not self.request:
            return None
        message = "the method and path of this endpoint are not understood"
        unread = Diagnostic(file=self.file, line=self.line, code="endpoint-unread", message=message)
        return Draft(method="", path="", title=self.title, diagnostics=(unread,), file=self.file, line=self.line)

    def _read_prose(self, number: int, line: str, below: str) -> None:
        text = self.weights.without(number, line.strip())
        self.prose += [prose] if (prose := text.strip("> *")) and not _TAG.fullmatch(text) else []
        if match := _BY_ADDRESS.search(text):
            self.rate_limits.append(limit(int(match[1]), int(match[2]) * 60, ("ip",)))
        if match := _MONTHLY.search(text):
            self.rate_limits.append(limit(int(match[1]), SECONDS["month"], ()))
        if "Example:" in text and (match := _EXAMPLE.search(f"{text}{below.strip()}")):
            try:
                self.examples.append(DraftExample(request={match[1]: orjson.loads(match[2])}, in_query=True))
            except orjson.JSONDecodeError:
                self._report_example(number, "request", ValueError("is not JSON"))

    def _report_weight(self, number: int, message: str) -> None:
        self._report(number, "weight-unread", message)

    def _read_table(self, lines: list[tuple[int, str]], index: int) -> int:
        """File the table that begins at a line, and return the index of the line behind it."""
        number, line = lines[index]
        end = index + 2
        if (of_weights := self.weights.read_table(lines, index, is_said=self.part == "weight")) is not None:
            return of_weights
        columns = header(line, lines[index + 1][1])
        if columns is None:
            is_due = self.part == "request" and not self.request
            if (is_due or looks_like_parameters(line, lines[index + 1][1])) and "additional" not in line.lower():
                self._report(number, "table-unread", f"the heads of this table are not understood: {line[:60]}")
            while end < len(lines) and "|" in lines[end][1]:
                self.prose.append(lines[end][1].strip())
                end += 1
            return end
        self._report_heads(columns, number)
        body: list[tuple[int, str]] = []
        while end < len(lines) and not _ends_table(lines[end][1], columns, body):
            body.append((lines[end][0], lines[end][1].rstrip()))
            end += 1
        has_required = columns.required is not None
        of_request = self._is_of_request(self.part, has_required=has_required)
        table = self._without_repetitions(rows(body, columns, self._report, of_request=of_request and not has_required))
        table = tuple(map(_with_default, map(_with_quoted_values, table)))
        self.sources.update(body)
        if self.inside:
            self.inner[self.inside] = table
        else:
            self._take(table, columns, self.part, title_above(lines, index), number)
        return end


def _is_code(line: str) -> bool:
    return line.startswith(("    ", "\t")) and bool(line.strip())


def _is_heading(line: str) -> bool:
    text = line.strip()
    if line.startswith("##") or _HEADING.fullmatch(text) is not None:
        return True
    return _LABEL.fullmatch(text) is not None and subject_of(text.strip("> :：")) in ("request", "response", "example")


def _part(words: str) -> str | None:
    found = next((part for part, pattern in _PARTS if pattern.fullmatch(words)), None)
    if found is None and len(words) < _LONGEST_HEADING:
        subject = subject_of(words, slips=False)
        is_asked = subject == "example" and _REQUEST.search(words)
        is_other = is_asked or (subject == "limit" and not _WEIGHT.search(words))
        found = None if is_other else _OF_SUBJECTS.get(subject)
    return found


def _section(source: str) -> str:
    """Return the folder of the site that a page is in, below the product's."""
    parts = source.partition("/docs/")[2].split("/")
    return parts[2] if len(parts) > 2 else parts[-1]


def _with_default(row: DraftRow) -> DraftRow:
    """Add the default to the values of a row, which may leave it out."""
    if not row.values or row.default is None or row.default in row.values:
        return row
    return evolve(row, values=(*row.values, row.default))


_QUOTED = re.compile(r"(?:[\"“`]\w+[\"”`](?:\s*[,/]\s*|\s+or\s+)?){2,}(?=\W*$|\s*default\b|\.\s)")
_VALID = re.compile(r"Valid limits:\s*\[([\d, ]+)\]")


def _with_quoted_values(row: DraftRow) -> DraftRow:
    """Take a description that begins with quoted words, or names the valid numbers, as the row's values."""
    if row.values:
        return row
    if valid := _VALID.search(row.text):
        return evolve(row, values=tuple(value.strip() for value in valid[1].split(",")))
    listed = _QUOTED.match(row.text)
    found = re.findall(r"\w+", re.sub(r"\bor\b", "", listed[0])) if listed else ()
    values, is_open = doubted([row.text], tuple(found), row.name)
    return evolve(row, values=values, open=is_open) if values else row


def _ends_table(line: str, columns: ColumnHeads, body: list[tuple[int, str]]) -> bool:
    if starts_row(line, columns) or is_unread_row(line, columns):
        return False
    # A cell runs over lines, which end at an empty one.
    return not line.strip() or not body or line.startswith(("#", ">", "**", "    "))
