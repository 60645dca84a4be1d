"""The MDX pages of Bybit's documentation: headings for the parts, tables in markdown or HTML, examples in tabs.

A page says of its limits only what is particular; the table of all limits is a page of its own.
"""

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from attrs import define, evolve

from ...runtime.json_types import is_array, is_object
from ..draft import Draft, DraftExample, DraftRow, DraftTable, Reading
from ..parts.examples import answers, requests
from ..parts.grid import grid
from ..parts.page import page_text
from ..parts.table import cells_of, header, rows, starts_row
from .bybit_limits import limits_of

_SITE = "https://bybit-exchange.github.io/docs/v5/"
# Of products that are no more; the site does not list these pages.
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
# What cells begin their cases with: no values of the row, unless it is the row of categories.
_CATEGORIES = frozenset({"linear", "inverse", "spot", "option"})
_ENVELOPE = frozenset({"retcode", "retmsg", "result", "retextinfo", "time"})
_HTTP_LINE = re.compile(r"(GET|POST|PUT|DELETE)\s+(\S+?)(?:\s+HTTP/[\d.]+)?\s*", re.IGNORECASE)
_HTTP_HEADER = re.compile(r"[A-Za-z][\w-]*:\s.*|[A-Za-z][\w-]*:$")
_SIGNED = re.compile(r"^X-BAPI-(?:SIGN|API-KEY)\b", re.IGNORECASE | re.MULTILINE)
# Spellings that stand for a type of the tables' own vocabulary.
_TYPES = {"arraylist": "array", "int64": "long", "datetime": "string", "null": "string", "": "string"}
_REQUIRED_CELLS = {"true": "true", "ture": "true", "false": "false", "conditional": "conditional"}


def read_page(file: Path) -> list[Draft]:
    """The endpoints that a page documents, in its order."""
    if _RETIRED in file.parts:
        return []
    name = _address(file)
    return [
        evolve(
            _completed(draft, file),
            source=f"{_SITE}{name}",
            section=name.rpartition("/")[0].replace("/", " ").replace("-", " "),
            rate_limits=limits_of(file, draft.method, draft.path),
            file=file,
            diagnostics=tuple(evolve(each, file=file) for each in draft.diagnostics),
        )
        for draft in _read(page_text(file))
    ]


def _completed(draft: Draft, file: Path) -> Draft:
    """A draft with the request table of another page, where its own page only refers to that."""
    link = None if draft.request else _ELSEWHERE.search(draft.prose)
    other = (file.parent / f"{link[1]}.mdx").resolve() if link else file
    if other == file or not other.is_file():
        return draft
    return evolve(draft, request=next((each.request for each in _read(page_text(other))), ()))


def _address(file: Path) -> str:
    """The page's address below the site's, which mirrors the folders: up to the one that holds the limits' page."""
    root = next((each for each in file.parents if (each / "rate-limit").is_dir()), file.parent.parent)
    return file.relative_to(root).with_suffix("").as_posix().replace(" ", "%20")


@lru_cache(maxsize=2048)
def _read(text: str) -> tuple[Draft, ...]:
    """What a page says, whatever file it is: two snapshots share most of theirs."""
    lines = list(_marked_down(text.splitlines()))
    title = next((match["title"] for _, line in lines[:8] if (match := _FRONT.fullmatch(line))), "")
    found = (_Block(title=title).read(each) for each in _blocks(lines))
    return tuple(draft for draft in found if draft is not None)


def _marked_down(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Numbered lines, with each HTML table as markdown. One without a heading continues the table above it."""
    index = 0
    while index < len(lines):
        if "<table" not in lines[index]:
            yield index + 1, lines[index]
            index += 1
            continue
        end = next((each for each in range(index, len(lines)) if "</table>" in lines[each]), len(lines) - 1)
        started = index + 1
        width = 0
        for row in grid("\n".join(lines[index : end + 1]), started):
            heading = bool(row) and row[0].heading and not width
            width = len(row) if heading else width
            # Where a row's end is missing, the next one is in it.
            step = width if width and len(row) % width == 0 else max(len(row), 1)
            for start in range(0, len(row), step):
                cells = row[start : start + step]
                texts = (each.html.replace("|", "/").replace("\n", " ") for each in cells)
                yield cells[0].line, f"| {' | '.join(texts)} |"
            if heading:
                yield row[0].line, "|---" * width + "|"
        index = end + 1


def _blocks(lines: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """The lines of each endpoint: a page that has several says the later ones' method and path under new headings."""
    starts = [index for index, (_, line) in enumerate(lines) if _COMPONENT.search(line) or _declares(lines, index)]
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(lines)
        yield lines[0 if number == 0 else start : end]


def _declares(lines: list[tuple[int, str]], index: int) -> bool:
    """Whether a line names an endpoint in the older way: below the heading 'HTTP Request'."""
    if not _WRITTEN.match(lines[index][1].strip()):
        return False
    above = (text for _, text in reversed(lines[:index]) if text.strip())
    heading = _HEADING.fullmatch(next(above, ""))
    return heading is not None and heading["text"].strip().lower() == "http request"


@define(kw_only=True)
class _Block(Reading):
    """One endpoint's lines on their way to a draft."""

    title: str
    path: str = ""
    signed: bool | None = None

    def read(self, lines: list[tuple[int, str]]) -> Draft | None:
        """The draft; None for lines that document no REST endpoint."""
        found = next(
            (match for _, line in lines if (match := _COMPONENT.search(line) or _WRITTEN.match(line.strip()))), None
        )
        if found is None or not found["path"].startswith("/"):
            return None
        method, self.path = found["method"], found["path"]
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
                end = next((each for each in rest if _FENCE_END.fullmatch(lines[each][1])), len(lines))
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
        """Every parameter table; one with a Required column is of the request. Other tables are prose."""
        cleaned = [(number, _cleaned(line)) for number, line in lines if line.strip()]
        columns = header(cleaned[0][1], cleaned[1][1]) if len(cleaned) > 1 else None
        if columns is None or not ("request" in heading or "response" in heading):
            continued = self._continued(cleaned, heading)
            if not continued:
                self.prose.extend(line for _, line in cleaned)
            return
        body = [(number, _typed(line, columns.type, columns.required)) for number, line in cleaned[2:]]
        for number, line in body:
            if not starts_row(line, columns):
                if cells_of(line)[0].strip("> ").lower() not in ("none", ""):
                    self._complain(number, "row-unread", f"this row of the table is not understood: {line[:60]}")
                continue
            if len(cells_of(line)) > columns.columns:
                self._complain(number, "row-too-long", f"this row has more cells than the table's heading: {line[:60]}")
            if columns.required is not None and cells_of(line)[columns.required] not in _REQUIRED_CELLS.values():
                self._complain(number, "required-unread", "whether the parameter is required is not understood")
        table = self._once(rows([each for each in body if starts_row(each[1], columns)], columns))
        if columns.required is not None:
            self.request.append((tab, tuple(map(_asked, table))))
        else:
            self.response = _union(self.response, tuple(map(_positional, map(_stated, table))))

    def _continued(self, lines: list[tuple[int, str]], heading: str) -> bool:
        """Take rows without a heading for more of the request's table, if that is what they are."""
        if "request param" not in heading or not self.request or not all(len(cells_of(t)) == 4 for _, t in lines):
            return False
        columns = header("|parameter|required|type|comments|", "|---|---|---|---|")
        assert columns is not None
        body = [(number, _typed(line, columns.type, columns.required)) for number, line in lines]
        title, table = self.request[-1]
        more = self._once(rows([each for each in body if starts_row(each[1], columns)], columns))
        self.request[-1] = (title, (*table, *map(_asked, more)))
        return True

    def _code(self, text: str, language: str, heading: str, method: str, number: int) -> None:
        if "response example" in heading and language in ("json", ""):
            try:
                self.examples.extend(answers(_COMMENTS.sub("", text)))
            except ValueError as error:
                self._broken(number, "answer", error)
        elif "request example" in heading and language in ("http", ""):
            signed = _SIGNED.search(text) is not None
            self.signed = signed or bool(self.signed)
            shown = _shown(text)
            if shown and shown != (method, self.path):
                self._complain(number, "example-elsewhere", f"the request example is one of {' '.join(shown)}")
                return
            try:
                self.examples.extend(requests(_without_headers(text), method))
            except ValueError as error:
                self._broken(number, "request example", error)


def _plain(text: str) -> str:
    """Text without marks of its looks: code stays in backticks, list items become lines."""
    text = _CODE.sub(r"`\1`", text)
    text = _LIST.sub("<br>", text)
    text = _STRONG.sub("", _LINK.sub(r"\1", text))
    text = _ITALIC.sub(r"\1", _TAG.sub(lambda match: match[0] if match[0] == "<br>" else "", text))
    text = re.sub(r"(?:\s*<br>\s*)+", "<br>", text)
    text = _DEFAULT_LAST.sub(r", \1 (default)", _DEFAULT.sub(r"\1 (default)", html.unescape(text)))
    return _VALID_FOR.sub("<br>", text.replace("\xa0", " "))


def _cleaned(line: str) -> str:
    """A table's line with plain cells."""
    cells = [_plain(each).strip() for each in cells_of(line)]
    name = re.sub(r"^(>*)\s*", r"\1 ", cells[0].replace("> >", ">>")).strip()
    # The first item of a list names its position in the list: 'list[0]: startTime'.
    cells[0] = re.sub(r"\]:\s*", "].", name)
    return "|" + "|".join(each.removeprefix("<br>").removesuffix("<br>") for each in cells) + "|"


def _typed(line: str, kind: int, required: int | None) -> str:
    """A row whose type and whose need are said in the words of other tables."""
    cells = cells_of(line)
    if len(cells) > kind:
        cells[kind] = _TYPES.get(cells[kind].lower(), cells[kind].replace("srings", "strings"))
        cells[kind] = re.sub(r"^array\s*[\[<](\w+)[\]>]$", r"array of \1s", cells[kind], flags=re.IGNORECASE)
    if required is not None and len(cells) > required:
        said = cells[required].strip("* ").lower()
        cells[required] = _REQUIRED_CELLS.get(said, said)
    return "|" + "|".join(cells) + "|"


def _asked(row: DraftRow) -> DraftRow:
    """A request's row; one that the table calls optional can have a description that says when it is not."""
    conditional = row.required == "no" and _REQUIRED.search(row.text) is not None
    own = evolve(_stated(row), fields=tuple(map(_asked, row.fields)))
    return evolve(own, required="conditional") if conditional else own


def _stated(row: DraftRow) -> DraftRow:
    """A row without what its description says of a case only, or shows as an example."""
    cases = frozenset[str]() if row.name == "category" else _CATEGORIES
    values = tuple(each for each in row.values if each != '""' and "," not in each and each not in cases)
    several = len(set(_RANGE.findall(row.text))) > 1
    marked = row.default is None or f"`{row.default}`" in row.text or not row.default.isalpha()
    return evolve(
        row,
        values=values,
        open=row.open or (bool(values) and any("," in each for each in row.values)),
        default=row.default if marked else None,
        min=None if several else row.min,
        max=None if several else row.max,
        label=row.label if re.search(r"\w", row.label) else "",
        fields=tuple(map(_stated, row.fields)),
    )


def _positional(row: DraftRow) -> DraftRow:
    """A list whose items are lists: their fields are told by position, and not all pages name them."""
    inside = tuple(map(_positional, row.fields))
    places = [_POSITION.fullmatch(each.name) for each in inside]
    if not inside or not all(places):
        return evolve(row, fields=inside)
    names = [match["name"] if match else None for match in places]
    named = tuple(evolve(each, name=name) for each, name in zip(inside, names, strict=True) if name)
    return evolve(row, type="array of arrays", fields=named if len(named) == len(inside) else ())


def _union(one: tuple[DraftRow, ...], other: tuple[DraftRow, ...]) -> tuple[DraftRow, ...]:
    """The rows of two tables of one answer, such as those of two categories."""
    found = {row.name: row for row in one}
    for row in other:
        known = found.get(row.name)
        found[row.name] = row if known is None else evolve(known, fields=_union(known.fields, row.fields))
    return tuple(found.values())


def _payload(response: tuple[DraftRow, ...], examples: list[DraftExample]) -> tuple[DraftRow, ...]:
    """The rows of the payload, of tables that document the envelope around it or a list of which it is; the answers
    show which.

    Where the envelope has a list of verdicts beside the payload's list, an item and its verdict are one row.
    """
    payloads = [each.response.get("result") for each in examples if is_object(each.response)]
    shown = {name for each in payloads if is_object(each) for name in each}
    top = {row.name.lower(): row for row in response}
    if "list" in top and any(map(is_array, payloads)):
        return top["list"].fields
    if not shown and "result" not in top and set(top) <= _ENVELOPE:
        return ()
    if "result" not in top or "result" in shown or not set(top) <= _ENVELOPE:
        return tuple(_lifted(response, shown))
    payload = top["result"].fields
    beside = top.get("retextinfo")
    verdicts = next((row.fields for row in beside.fields if row.name == "list"), ()) if beside else ()
    return tuple(
        evolve(row, fields=(*row.fields, *verdicts)) if row.name == "list" and verdicts else row for row in payload
    )


def _lifted(table: tuple[DraftRow, ...], shown: set[str]) -> Iterator[DraftRow]:
    """The rows, with those beside a row that a page marks as inside of it by mistake: answers show them beside it."""
    for row in table:
        if row.fields and row.type.lower() in ("string", "integer") and {each.name for each in row.fields} <= shown:
            yield evolve(row, fields=())
            yield from row.fields
        else:
            yield row


def _shown(text: str) -> tuple[str, str] | None:
    """The method and path of an HTTP message; None where it has no request line."""
    match = next((found for line in text.splitlines() if (found := _HTTP_LINE.fullmatch(line.strip()))), None)
    return (match[1].upper(), re.split(r"[?&]", f"/{match[2].lstrip('/')}")[0]) if match else None


def _without_headers(text: str) -> str:
    """An HTTP message as its request line or, where it has one, its body."""
    asked: list[str] = []
    body: list[str] = []
    for line in text.splitlines():
        match = _HTTP_LINE.fullmatch(line.strip())
        if match:
            # Some pages lack the first slash, or begin the query with an ampersand.
            target = f"/{match[2].lstrip('/')}"
            asked.append(f"{match[1].upper()} {target if '?' in target else target.replace('&', '?', 1)}")
        elif not _HTTP_HEADER.fullmatch(line.strip()):
            body.append(line)
    if any(each.lstrip()[:1] in ("{", "[") for each in body) and not "".join(asked).startswith("GET"):
        return "\n".join(body)
    return "\n".join([*asked, *body])
