"""Read the MDX pages of Bybit's docs: headings, tables in markdown or HTML, examples in tabs.

A page states only special limits of its own; the table of all limits is a separate page.
"""

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from attrs import define, evolve

from ...runtime.json_types import is_array, is_object
from ..draft import Draft, DraftExample, DraftRow, DraftTable, PageReading
from ..parts.examples import answers, requests
from ..parts.grid import grid
from ..parts.page import page_text
from ..parts.table import cells_of, header, rows, starts_row
from .bybit_limits import limits_of

_SITE = "https://bybit-exchange.github.io/docs/v5/"
# The folder for pages of retired products, which the site does not list.
_RETIRED = "abandon"
_FRONT = re.compile(r"title:\s*(?P<title>.+?)\s*")
_HEADING = re.compile(r"(?P<marks>#{2,4}) +(?P<text>.+?)\s*")
_COMPONENT = re.compile(r"<APIEndpoint\s+method=\"(?P<method>[A-Z]+)\"\s+url=\"(?P<path>[^\"]+)\"\s*/>")
_WRITTEN = re.compile(r"`?(?P<method>GET|POST|PUT|DELETE)`?\s*`(?P<path>/v5/[^`\s]+)`")
_TAB = re.compile(r"\s*<TabItem\b[^>]*\blabel=\"(?P<label>[^\"]*)\"")
_TAB_END = re.compile(r"\s*</TabItem>")
_FENCE = re.compile(r"\s*```\s*(?P<language>[\w-]*)\s*")
_FENCE_END = re.compile(r"\s*`{3,}\s*")
_NOT_PROSE = re.compile(r"\s*(?:</?[A-Za-z][^>]*>\s*)*$|import\s|:::|---")
_ELSEWHERE = re.compile(r"refer to \S*\[?[^\]\n]*\]\(([\w./-]+)#request-parameters\)", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_CODE = re.compile(r"<code>\s*(.*?)\s*</code>", re.IGNORECASE)
_LIST = re.compile(r"</?(?:ul|ol|li|br|p)\b[^<>]*>", re.IGNORECASE)
_STRONG = re.compile(r"\*\*|</?(?:b|strong)>", re.IGNORECASE)
_ITALIC = re.compile(r"(?<![\w`])_(?=\S)([^_`|]*[^_`|\s])_(?!\w)")
_DEFAULT = re.compile(r"(`[^`]+`)\(default\)")
_POSITION = re.compile(r"(?P<list>[A-Za-z]\w*)\[\d+\](?:\.(?P<name>\w+))?")
_REQUIRED = re.compile(
    r"\b(?:is|are|be) required\b|\brequired (?:param|when|if|for)\b|\bmust be passed\b", re.IGNORECASE
)
_VALID_FOR = re.compile(r"\s*(?:<br>)?\s*(?=Valid for )")
_DEFAULT_LAST = re.compile(r"(?<=`),?\s*default:\s*(`[^`]+`)", re.IGNORECASE)
_COMMENTS = re.compile(r"\A(?:\s*//.*\n)+")
_RANGE = re.compile(r"\[`?[\d.]+`?, ?`?[\d.]+`?\]")
# Cells begin their cases with a category; it is not a value of the row, except in the row of categories.
_CATEGORIES = frozenset({"linear", "inverse", "spot", "option"})
_ENVELOPE = frozenset({"retcode", "retmsg", "result", "retextinfo", "time"})
_HTTP_LINE = re.compile(r"(GET|POST|PUT|DELETE)\s+(\S+?)(?:\s+HTTP/[\d.]+)?\s*", re.IGNORECASE)
_HTTP_HEADER = re.compile(r"[A-Za-z][\w-]*:\s.*|[A-Za-z][\w-]*:$")
_SIGNED = re.compile(r"^X-BAPI-(?:SIGN|API-KEY)\b", re.IGNORECASE | re.MULTILINE)
# Other spellings of a type.
_TYPES = {"arraylist": "array", "int64": "long", "datetime": "string", "null": "string", "": "string"}
_REQUIRED_CELLS = {"true": "true", "ture": "true", "false": "false", "conditional": "conditional"}


def read_page(file: Path) -> list[Draft]:
    """Return the endpoints that a page documents, in its order."""
    if _RETIRED in file.parts:
        return []
    name = _address(file)
    return [
        evolve(
            _with_linked_request(draft, file),
            source=f"{_SITE}{name}",
            section=name.rpartition("/")[0].replace("/", " ").replace("-", " "),
            rate_limits=limits_of(file, draft.method, draft.path),
            file=file,
            diagnostics=tuple(evolve(diagnostic, file=file) for diagnostic in draft.diagnostics),
        )
        for draft in _drafts_of(page_text(file))
    ]


def _with_linked_request(draft: Draft, file: Path) -> Draft:
    """Add the request table of another page where the draft's own page only refers to it."""
    link = None if draft.request else _ELSEWHERE.search(draft.prose)
    other = (file.parent / f"{link[1]}.mdx").resolve() if link else file
    if other == file or not other.is_file():
        return draft
    return evolve(draft, request=next((linked.request for linked in _drafts_of(page_text(other))), ()))


def _address(file: Path) -> str:
    """Return a page's address below the site's; it mirrors the folders beside the one with the limits."""
    root = next((parent for parent in file.parents if (parent / "rate-limit").is_dir()), file.parent.parent)
    return file.relative_to(root).with_suffix("").as_posix().replace(" ", "%20")


@lru_cache(maxsize=2048)
def _drafts_of(text: str) -> tuple[Draft, ...]:
    """Parse the text of a page; cached, because two snapshots share most of their pages."""
    lines = list(_with_markdown_tables(text.splitlines()))
    title = next((match["title"] for _, line in lines[:8] if (match := _FRONT.fullmatch(line))), "")
    drafts = (_Block(title=title).read(block) for block in _blocks(lines))
    return tuple(draft for draft in drafts if draft is not None)


def _with_markdown_tables(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield numbered lines with HTML tables as markdown.

    A table without a heading continues the table above it.
    """
    index = 0
    while index < len(lines):
        if "<table" not in lines[index]:
            yield index + 1, lines[index]
            index += 1
            continue
        end = next((later for later in range(index, len(lines)) if "</table>" in lines[later]), len(lines) - 1)
        started = index + 1
        width = 0
        for row in grid("\n".join(lines[index : end + 1]), started):
            heading = bool(row) and row[0].heading and not width
            width = len(row) if heading else width
            # A row without an end tag contains the next one.
            step = width if width and len(row) % width == 0 else max(len(row), 1)
            for start in range(0, len(row), step):
                cells = row[start : start + step]
                texts = (cell.html.replace("|", "/").replace("\n", " ") for cell in cells)
                yield cells[0].line, f"| {' | '.join(texts)} |"
            if heading:
                yield row[0].line, "|---" * width + "|"
        index = end + 1


def _blocks(lines: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """Yield the lines of each endpoint; all but the first begin at their method and path."""
    starts = [index for index, (_, line) in enumerate(lines) if _COMPONENT.search(line) or _declares(lines, index)]
    for position, start in enumerate(starts):
        end = starts[position + 1] if position + 1 < len(starts) else len(lines)
        yield lines[0 if position == 0 else start : end]


def _declares(lines: list[tuple[int, str]], index: int) -> bool:
    """Tell whether a line names an endpoint in the older way: below the heading 'HTTP Request'."""
    if not _WRITTEN.match(lines[index][1].strip()):
        return False
    above = (text for _, text in reversed(lines[:index]) if text.strip())
    heading = _HEADING.fullmatch(next(above, ""))
    return heading is not None and heading["text"].strip().lower() == "http request"


@define(kw_only=True)
class _Block(PageReading):
    """The lines of one endpoint, read into a draft."""

    title: str
    path: str = ""
    signed: bool | None = None

    def read(self, lines: list[tuple[int, str]]) -> Draft | None:
        """Return the draft; None for lines that do not document a REST endpoint."""
        declared = next(
            (match for _, line in lines if (match := _COMPONENT.search(line) or _WRITTEN.match(line.strip()))), None
        )
        if declared is None or not declared["path"].startswith("/"):
            return None
        method, self.path = declared["method"], declared["path"]
        self._walk(lines, method)
        (_, common), *others = self.request or [("", ())]
        return Draft(
            method=method,
            path=self.path,
            title=self.title,
            request=common,
            variants=tuple(DraftTable(title=title, rows=table) for title, table in others),
            response=_payload(self.response, self.examples),
            examples=tuple(self.examples),
            prose="\n".join(self.prose),
            signed=self.signed,
            diagnostics=tuple(self.diagnostics),
            line=lines[0][0],
        )

    def _walk(self, lines: list[tuple[int, str]], method: str) -> None:
        heading, tabs, index = "", list[str](), 0
        while index < len(lines):
            number, line = lines[index]
            fence, head = _FENCE.match(line), _HEADING.fullmatch(line)
            if fence and line.strip().startswith("```"):
                rest = range(index + 1, len(lines))
                end = next((later for later in rest if _FENCE_END.fullmatch(lines[later][1])), len(lines))
                block = "\n".join(text for _, text in lines[index + 1 : end])
                self._code(block, fence["language"].lower(), heading, method, number)
                index = end + 1
                continue
            if head:
                heading = head["text"].lower()
            elif tab := _TAB.match(line):
                tabs.append(tab["label"])
            elif _TAB_END.match(line):
                tabs[-1:] = []
            elif line.lstrip().startswith("|"):
                end = index
                while end < len(lines) and (lines[end][1].lstrip().startswith("|") or not lines[end][1].strip()):
                    end += 1
                self._table(lines[index:end], heading, tabs[-1] if tabs else "")
                index = end
                continue
            elif not _NOT_PROSE.match(line) and ("example" not in heading) and not tabs:
                self.prose.append(line.strip())
            index += 1

    def _table(self, lines: list[tuple[int, str]], heading: str, tab: str) -> None:
        """File a parameter table: with a Required column it is the request's; any other table is prose."""
        cleaned = [(number, _cleaned(line)) for number, line in lines if line.strip()]
        columns = header(cleaned[0][1], cleaned[1][1]) if len(cleaned) > 1 else None
        if columns is None or not ("request" in heading or "response" in heading):
            continued = self._extends_request(cleaned, heading)
            if not continued:
                self.prose.extend(line for _, line in cleaned)
            return
        body = [(number, _with_common_terms(line, columns.type, columns.required)) for number, line in cleaned[2:]]
        for number, line in body:
            if not starts_row(line, columns):
                if cells_of(line)[0].strip("> ").lower() not in ("none", ""):
                    self._report(number, "row-unread", f"this row of the table is not understood: {line[:60]}")
                continue
            if len(cells_of(line)) > columns.columns:
                self._report(number, "row-too-long", f"this row has more cells than the table's heading: {line[:60]}")
            if columns.required is not None and cells_of(line)[columns.required] not in _REQUIRED_CELLS.values():
                self._report(number, "required-unread", "whether the parameter is required is not understood")
        table = self._without_repetitions(rows([line for line in body if starts_row(line[1], columns)], columns))
        if columns.required is not None:
            self.request.append((tab, tuple(map(_completed_request_row, table))))
        else:
            self.response = _union(self.response, tuple(map(_with_positions, map(_without_cases, table))))

    def _extends_request(self, lines: list[tuple[int, str]], heading: str) -> bool:
        """Append rows without a heading to the request's table, if they continue it."""
        if "request param" not in heading or not self.request or not all(len(cells_of(t)) == 4 for _, t in lines):
            return False
        columns = header("|parameter|required|type|comments|", "|---|---|---|---|")
        assert columns is not None
        body = [(number, _with_common_terms(line, columns.type, columns.required)) for number, line in lines]
        title, table = self.request[-1]
        more = self._without_repetitions(rows([line for line in body if starts_row(line[1], columns)], columns))
        self.request[-1] = (title, (*table, *map(_completed_request_row, more)))
        return True

    def _code(self, text: str, language: str, heading: str, method: str, number: int) -> None:
        if "response example" in heading and language in ("json", ""):
            try:
                self.examples.extend(answers(_COMMENTS.sub("", text)))
            except ValueError as error:
                self._report_example(number, "answer", error)
        elif "request example" in heading and language in ("http", ""):
            signed = _SIGNED.search(text) is not None
            self.signed = signed or bool(self.signed)
            shown = _request_line(text)
            if shown and shown != (method, self.path):
                self._report(number, "example-elsewhere", f"the request example calls {' '.join(shown)} instead")
                return
            try:
                self.examples.extend(requests(_without_headers(text), method))
            except ValueError as error:
                self._report_example(number, "request example", error)


def _plain(text: str) -> str:
    """Strip markup from a text: code stays in backticks, list items become lines."""
    text = _CODE.sub(r"`\1`", text)
    text = _LIST.sub("<br>", text)
    text = _STRONG.sub("", _LINK.sub(r"\1", text))
    text = _ITALIC.sub(r"\1", _TAG.sub(lambda match: match[0] if match[0] == "<br>" else "", text))
    text = re.sub(r"(?:\s*<br>\s*)+", "<br>", text)
    text = _DEFAULT_LAST.sub(r", \1 (default)", _DEFAULT.sub(r"\1 (default)", html.unescape(text)))
    return _VALID_FOR.sub("<br>", text.replace("\xa0", " "))


def _cleaned(line: str) -> str:
    """Return a table's line with plain cells."""
    cells = [_plain(cell).strip() for cell in cells_of(line)]
    name = re.sub(r"^(>*)\s*", r"\1 ", cells[0].replace("> >", ">>")).strip()
    # The first item of a list names its position in the list: 'list[0]: startTime'.
    cells[0] = re.sub(r"\]:\s*", "].", name)
    return "|" + "|".join(cell.removeprefix("<br>").removesuffix("<br>") for cell in cells) + "|"


def _with_common_terms(line: str, kind: int | None, required: int | None) -> str:
    """Spell the type and the requiredness of a row as other pages do."""
    cells = cells_of(line)
    if kind is not None and len(cells) > kind:
        cells[kind] = _TYPES.get(cells[kind].lower(), cells[kind].replace("srings", "strings"))
        cells[kind] = re.sub(r"^array\s*[\[<](\w+)[\]>]$", r"array of \1s", cells[kind], flags=re.IGNORECASE)
    if required is not None and len(cells) > required:
        required_word = cells[required].strip("* ").lower()
        cells[required] = _REQUIRED_CELLS.get(required_word, required_word)
    return "|" + "|".join(cells) + "|"


def _completed_request_row(row: DraftRow) -> DraftRow:
    """Complete a request's row: the description of an optional one can say when it is required."""
    conditional = row.required == "no" and _REQUIRED.search(row.text) is not None
    own = evolve(_without_cases(row), fields=tuple(map(_completed_request_row, row.fields)))
    return evolve(own, required="conditional") if conditional else own


def _without_cases(row: DraftRow) -> DraftRow:
    """Drop values and limits that the description of a row gives for one case only, or as an example."""
    cases = frozenset[str]() if row.name == "category" else _CATEGORIES
    values = tuple(value for value in row.values if value != '""' and "," not in value and value not in cases)
    several = len(set(_RANGE.findall(row.text))) > 1
    marked = row.default is None or f"`{row.default}`" in row.text or not row.default.isalpha()
    return evolve(
        row,
        values=values,
        open=row.open or (bool(values) and any("," in value for value in row.values)),
        default=row.default if marked else None,
        min=None if several else row.min,
        max=None if several else row.max,
        label=row.label if re.search(r"\w", row.label) else "",
        fields=tuple(map(_without_cases, row.fields)),
    )


def _with_positions(row: DraftRow) -> DraftRow:
    """Turn a list of numbered items into an array of arrays, whose fields not all pages name."""
    inside = tuple(map(_with_positions, row.fields))
    places = [_POSITION.fullmatch(item.name) for item in inside]
    if not inside or not all(places):
        return evolve(row, fields=inside)
    names = [match["name"] if match else None for match in places]
    named = tuple(evolve(item, name=name) for item, name in zip(inside, names, strict=True) if name)
    return evolve(row, type="array of arrays", fields=named if len(named) == len(inside) else ())


def _union(first: tuple[DraftRow, ...], other: tuple[DraftRow, ...]) -> tuple[DraftRow, ...]:
    """Merge two tables of one response, such as those of two categories."""
    rows_by_name = {row.name: row for row in first}
    for row in other:
        known = rows_by_name.get(row.name)
        rows_by_name[row.name] = row if known is None else evolve(known, fields=_union(known.fields, row.fields))
    return tuple(rows_by_name.values())


def _payload(response: tuple[DraftRow, ...], examples: list[DraftExample]) -> tuple[DraftRow, ...]:
    """Return the rows of the payload, as the examples show it.

    A table can also document the envelope around the payload, or the list that it is an item of. Where the envelope has
    a list of verdicts beside the payload's list, an item and its verdict are one row.
    """
    payloads = [example.response.get("result") for example in examples if is_object(example.response)]
    shown = {name for payload in payloads if is_object(payload) for name in payload}
    top = {row.name.lower(): row for row in response}
    if "list" in top and any(map(is_array, payloads)):
        return top["list"].fields
    if not shown and "result" not in top and set(top) <= _ENVELOPE:
        return ()
    if "result" not in top or "result" in shown or not set(top) <= _ENVELOPE:
        return tuple(_unnested(response, shown))
    payload = top["result"].fields
    beside = top.get("retextinfo")
    verdicts = next((row.fields for row in beside.fields if row.name == "list"), ()) if beside else ()
    return tuple(
        evolve(row, fields=(*row.fields, *verdicts)) if row.name == "list" and verdicts else row for row in payload
    )


def _unnested(table: tuple[DraftRow, ...], shown: set[str]) -> Iterator[DraftRow]:
    """Move out rows that a page nests in another by mistake, if the examples show them beside it."""
    for row in table:
        if row.fields and row.type.lower() in ("string", "integer") and {inner.name for inner in row.fields} <= shown:
            yield evolve(row, fields=())
            yield from row.fields
        else:
            yield row


def _request_line(text: str) -> tuple[str, str] | None:
    """Return the method and path of an HTTP message; None where it has no request line."""
    lines = (_HTTP_LINE.fullmatch(line.strip()) for line in text.splitlines())
    match = next(filter(None, lines), None)
    return (match[1].upper(), re.split(r"[?&]", f"/{match[2].lstrip('/')}")[0]) if match else None


def _without_headers(text: str) -> str:
    """Reduce an HTTP message to its request line or, if it has one, its body."""
    request_lines: list[str] = []
    body: list[str] = []
    for line in text.splitlines():
        match = _HTTP_LINE.fullmatch(line.strip())
        if match:
            # Some pages lack the first slash, or begin the query with an ampersand.
            target = f"/{match[2].lstrip('/')}"
            request_lines.append(f"{match[1].upper()} {target if '?' in target else target.replace('&', '?', 1)}")
        elif not _HTTP_HEADER.fullmatch(line.strip()):
            body.append(line)
    if any(line.lstrip()[:1] in ("{", "[") for line in body) and not "".join(request_lines).startswith("GET"):
        return "\n".join(body)
    return "\n".join([*request_lines, *body])
