"""Read the markdown of an OKX crawl: fact headings, quoted labels, tables without end marks.

A page holds English, then Chinese; facts come from the English half, and the Chinese half is their witness. A section
page holds the blocks of its endpoints one after the other.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from attrs import define, evolve

from ...runtime.json_types import is_array, is_object
from ..draft import Diagnostic, Draft, DraftExample, DraftRow
from ..error_codes import codes_with_labels
from ..parts.access import stated_access
from ..parts.call_outs import ends_in_title, states_fact
from ..parts.columns import header, is_ruler, looks_like_parameters
from ..parts.declared import with_request_lines
from ..parts.examples import answers, as_message, requests
from ..parts.headings import heading_of, title_above
from ..parts.line_signs import Written
from ..parts.messages import without_headers
from ..parts.other_tables import with_tables
from ..parts.page import page_text
from ..parts.plain import declares_deprecated, indented, plain_lines, says_deprecated
from ..parts.prose_residue import notes_on_prose
from ..parts.reading import PageReading
from ..parts.table import is_cut_row, rows
from ..readers import Page, PageReader
from .okx_blocks import endpoints
from .okx_facts import EndpointFacts
from .okx_tables import BOLD, LABEL, TITLE_LENGTH, table_end

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ANSWER = re.compile(r"response|return|example|返回", re.IGNORECASE)
_VERB = re.compile(r"(?:GET|POST)\s*/\s*", re.IGNORECASE)
_NO_ROWS = re.compile(
    r"\W*(?:none|n/a|not required|null)\b|.{0,40}\b(?:no|without|not need any) (?:\w+ )?parameters?\b|\W*无",
    re.IGNORECASE,
)
# A quote that ends like a sentence is one; any other is the title of an example.
_NO_PROSE = re.compile(r"#|>(?!\s*\*{0,2}[A-Z][^|>]*\w [^|]*[.!]\**\s*$)| {4}|```|`?(?:GET|POST|PUT|DELETE) */api/")
_REQUEST_LINE = re.compile(r"\s*(?:GET|POST|PUT|DELETE) /\S+", re.IGNORECASE)
_MESSAGE = re.compile(r"^\s*(?:\$ )?curl\s|\sHTTP/[\d.]+\s*$", re.MULTILINE)
_OF_JSON = re.compile(r" {4,}[{}\[\]\"]")
_SHOWN = 4  # lines by which an example is known
_JSON = re.compile(r"^\s*[{\[]", re.MULTILINE)
_ENVELOPED = re.compile(r'\s*\{\s*"(?:code|data|msg)"')
_MARKED_TITLE = re.compile(r"#{1,3} +[^\s#]")
_BRANCH = re.compile(r"\|\s*[└├│─]")
_SPACES = re.compile(r"(?<=\S) {2,}(?=\S)")
_SECTION_END = re.compile(r"-(?:rest-api|websocket|get|post|ws)(?:-|$)")
_ENVELOPE = frozenset({"code", "msg", "data"})


def read_page(file: Path) -> list[Draft]:
    """Return the endpoints that a page documents, in its order."""
    return list(read_text(page_text(file), file))


def read_text(text: str, file: Path) -> Iterator[Draft]:
    """Yield the endpoints in the text of a page."""
    front, lines = _front_matter(text.splitlines())
    as_of, source = front.get("updated_at", "")[:10] or None, front.get("source_url", "")
    english, chinese = _halves(lines)
    witnesses = {draft.key: draft for draft in _witnesses(chinese)}
    drafts = list(read_lines(english, file))
    for number, draft in enumerate(drafts, 1):
        witness = witnesses.get(draft.key)
        draft = evolve(draft, source=source, section=section_of(source), as_of=as_of, witness=witness)
        is_cut = number == len(drafts) and bool(chinese) and _lacks_tables(draft, witness)
        yield _with_cut(draft, chinese[-1][0]) if is_cut else draft


def _lacks_tables(draft: Draft, witness: Draft | None) -> bool:
    """Tell whether the other half of a page ends before its last table, which no half does that was fetched whole."""
    if witness is None:
        return bool(draft.request or draft.response)
    return bool(draft.response) and not witness.response


def _with_cut(draft: Draft, line: int) -> Draft:
    message = f"the page ends within its other half, before the tables of {draft.key} end there"
    cut = Diagnostic(file=draft.file, line=line, code="page-cut", message=message)
    return evolve(draft, diagnostics=(*draft.diagnostics, cut))


def section_of(source: str) -> str:
    """Return the section in the anchor of a page's address: 'public-data' for '#public-data-rest-api'."""
    return _SECTION_END.split(source.partition("#")[2])[0]


def is_chinese(text: str) -> bool:
    """Tell whether a text has a Chinese character."""
    return _CHINESE.search(text) is not None


def _single_spaced(line: str) -> str:
    """Collapse spaces between words; code and the spaces at a line's end stay."""
    # The blanks before a branch of a drawn tree say how deep it is.
    is_drawn = "|" in line and _BRANCH.search(line) is not None
    return line if is_drawn or "  " not in line.rstrip() or line.startswith("    ") else _SPACES.sub(" ", line)


_SINGLE_SPACED = Written(_single_spaced)


def read_lines(lines: list[tuple[int, str]], file: Path) -> Iterator[Draft]:
    """Yield the endpoints in numbered lines of one language, without facts about the whole page."""
    for title, block in endpoints(lines):
        draft = _read_once(title, block)
        if draft is not None:
            diagnostics = tuple(evolve(diagnostic, file=file) for diagnostic in draft.diagnostics)
            yield evolve(draft, file=file, diagnostics=diagnostics)


def _witnesses(lines: list[tuple[int, str]]) -> Iterator[Draft]:
    """Yield the endpoints in lines of the other language, with what witnesses tell: their rows' names, types, marks."""
    for title, block in endpoints(lines, joined=False):
        draft = _witness(title, _normalized(block))
        if draft is not None:
            yield draft


@lru_cache(maxsize=1 << 13)
def _witness(title: str, block: tuple[tuple[int, str], ...]) -> Draft | None:
    """Return the tables of a block; lines are those of the block, not of a page."""
    return _Block(is_witness=True).read(title, list(_without_examples(block)))


def _without_examples(block: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the lines of a block without what follows the first lines of each example, which says nothing of rows."""
    length = 0
    for place in block:
        length = length + 1 if _OF_JSON.match(place[1]) else 0
        if length <= _SHOWN:
            yield place


def _read_once(title: str, block: list[tuple[int, str]]) -> Draft | None:
    """Read a block; one with a text that was read before, on this page or on another, is moved to its own lines."""
    draft = _read(title, _normalized(block))
    return draft and draft.moved(block[0][0])


@lru_cache(maxsize=1 << 13)
def _read(title: str, block: tuple[tuple[int, str], ...]) -> Draft | None:
    """Read a block whose lines are counted from its first.

    The block of an endpoint stands on its own page and on the page of its section, and most blocks stay the same from
    one crawl to the next.
    """
    return _Block().read(title, list(block))


def _normalized(block: list[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    """Return a block as it reads on every page: its own and its section's differ in these.

    They differ in the level of the title, in spaces behind lines above the first table, and in empty lines at the end.
    """
    first, title = block[0]
    last = len(block)
    while last > 1 and not block[last - 1][1].strip():
        last -= 1
    above = next((index for index in range(last) if "|" in block[index][1]), last)
    lines = [(number - first, text if text[:4] == "    " else text.rstrip()) for number, text in block[:above]]
    lines += [(number - first, text) for number, text in block[above:last]]
    if _MARKED_TITLE.match(title):
        lines[0] = (0, f"# {title.lstrip('#').strip()}")
    lines[-1] = (lines[-1][0], lines[-1][1].rstrip())
    return tuple(lines)


def _front_matter(lines: list[str]) -> tuple[dict[str, str], list[tuple[int, str]]]:
    plain = plain_lines(list(enumerate(lines, 1)))
    numbered = _SINGLE_SPACED.of(plain)
    if not lines or lines[0].strip() != "---":
        return {}, numbered
    end = next((index for index, line in enumerate(lines[1:], 1) if line.strip() == "---"), 0)
    pairs = (line.partition(":") for line in lines[1:end])
    return {name.strip(): value.strip() for name, _, value in pairs}, numbered[end + 1 :]


def _halves(lines: list[tuple[int, str]]) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Return the lines before and after the rule that precedes the Chinese half."""
    for index, (_, line) in enumerate(lines):
        if line.strip() == "---":
            following = next((text for _, text in lines[index + 1 :] if text.strip()), "")
            if following.startswith("# ") and any(_CHINESE.search(text) for _, text in lines[index + 1 :]):
                return lines[:index], lines[index + 1 :]
    return lines, []


def _is_stated_in_quote(line: str) -> bool:
    """Tell whether a quoted line is a fact and not the label of an example: '> Rate limit: 5 requests per second'."""
    return line.startswith("> ") and states_fact(line.removeprefix("> ").strip())


@define(kw_only=True)
class _Block(PageReading):
    """The lines of one endpoint, read into a draft; of a witness only the tables are read, without descriptions."""

    is_witness: bool = False

    def read(self, title: str, lines: list[tuple[int, str]]) -> Draft | None:
        """Return the draft; None for a block that does not document a REST endpoint.

        A draft without a path is a block whose method and path are not understood.
        """
        lines = with_tables(lines, only_rows=self.is_witness)
        facts = EndpointFacts(report=self._report, is_witness=self.is_witness)
        facts.read(lines)
        if not facts.path and (written := with_request_lines(lines)) != lines:
            again = EndpointFacts(report=self._report)
            unread, self.diagnostics = self.diagnostics, []
            again.read(written)
            if again.path:
                facts, lines = again, written
            else:
                self.diagnostics = unread
        if facts.path:
            if _fences(lines) % 2 == 0:
                lines = list(indented(lines))
            self._tables(lines, facts.method)
            if not self.is_witness:
                self.report_tables(lines)
                self._code(lines, facts.method)
                self._check_answers(lines)
        elif not any(diagnostic.code == "path-unread" for diagnostic in self.diagnostics):
            return None
        if facts.path and (says_deprecated(title) or declares_deprecated(lines, facts.method, facts.path)):
            self.prose.append("This endpoint is deprecated.")
        self.prose += ends_in_title(title) if facts.path else ()
        common, variants = self._request_tables()
        draft = Draft(
            method=facts.method,
            path=facts.path,
            title=_VERB.sub("", title.replace("~~", "")),
            permissions=facts.permissions,
            rate_limits=facts.rate_limits,
            request=common,
            variants=variants,
            response=_items(self.response, self.examples),
            examples=tuple(self.examples),
            prose="\n".join(self.prose),
            access=stated_access("\n".join(self.prose)),
            remarks=_remarks(self.response, self.examples),
            error_codes=() if self.is_witness else codes_with_labels([line for _, line in lines]),
            diagnostics=tuple(self.diagnostics),
            file=self.file,
            line=lines[0][0],
        )
        notes = () if self.is_witness or not facts.path else notes_on_prose(draft, draft.prose)
        return evolve(draft, diagnostics=(*draft.diagnostics, *notes)) if notes else draft

    def _tables(self, lines: list[tuple[int, str]], method: str) -> None:
        """File every parameter table by the heading above it; one with a Required column is the request's."""
        index, subject, title, bold = 0, None, "", ""
        announced: dict[str, int] = {}
        is_empty = False
        while index < len(lines):
            number, line = lines[index]
            if not line or line.startswith("    "):
                index += 1
                continue
            following = lines[index + 1][1] if index + 1 < len(lines) else ""
            heading = heading_of(line)
            if heading and (heading.level > 3 or heading.subject or index):
                subject, title, bold = heading.subject, "", ""
                if subject in ("request", "response"):
                    announced[subject] = number
            columns = header(line, following)
            if columns is None:
                is_head = looks_like_parameters(line, following) or (subject in announced and is_ruler(following))
                if is_head and not line.startswith("    "):
                    self._report(
                        number, "table-unread", f"the head of this table is not understood: {line.strip()[:80]}"
                    )
                    announced.pop(subject or "", None)
                stripped = line.strip().strip("*")
                is_empty = is_empty or (subject == "request" and _NO_ROWS.match(stripped) is not None)
                if BOLD.fullmatch(line):
                    bold = stripped
                elif stripped and not heading and len(stripped) < TITLE_LENGTH:
                    title = stripped
                if stripped and not self.is_witness and (not _NO_PROSE.match(line) or _is_stated_in_quote(line)):
                    self.prose.append(stripped.removeprefix("> "))
                elif heading and heading.subject is None and heading.level > 3 and stated_access(heading.text):
                    self.prose.append(heading.text)
                index += 1
                continue
            start = index + 1 + is_ruler(following)
            end = table_end(lines, start, columns)
            self._report_heads(columns, number)
            last = next((index for index in range(len(lines) - 1, 0, -1) if lines[index][1].strip()), 0)
            if start <= last < end and is_cut_row(lines[last][1], columns):
                self._report(lines[last][0], "page-cut", f"the page ends within a row: {lines[last][1].strip()[:60]}")
            table = self._without_repetitions(
                rows(
                    lines[start:end],
                    columns,
                    self._report,
                    described=not self.is_witness,
                    of_request=columns.required is None and subject == "request" and not self.request,
                )
            )
            announced.pop(subject or "", None)
            self.sources.update(lines[start:end])
            self._take(table, columns, subject, bold or title or title_above(lines, index), number)
            title = bold = ""
            index = end
        self._check_announced(announced, is_empty=is_empty)
        self._report_sentences(lines[0][0])
        if not self.request and "request" not in announced and method == "POST" and not is_empty:
            self._report(lines[0][0], "no-parameters", "there is no request table")

    def _check_announced(self, announced: dict[str, int], *, is_empty: bool) -> None:
        """Report a heading of parameters without a table below it, unless there are none to send."""
        number = announced.get("request")
        if number is not None and not self.request and not is_empty:
            self._report(number, "table-unread", "there is no table below the heading of the request's parameters")

    def _check_answers(self, lines: list[tuple[int, str]]) -> None:
        """Report a table of the response that is missing although an example shows fields, or there is no example."""
        if self.response:
            return
        if not any(example.response is not None or example.broken for example in self.examples):
            message = "there is neither a table of the response nor an example of one; the page may be cut"
            self._report(lines[-1][0], "page-cut", message)
        for example in self.examples:
            data = example.response.get("data") if is_object(example.response) else None
            items = data if is_array(data) else [data]
            if any(is_object(item) and item for item in items):
                self._report(
                    lines[0][0], "table-unread", "the examples show fields, and no table of the response is read"
                )
                return

    def _code(self, lines: list[tuple[int, str]], method: str) -> None:
        """Read the code blocks by the label above them."""
        if _fences(lines) % 2:
            self._report(lines[-1][0], "page-cut", "a block of code is not closed")
        label, block, started = "", list[str](), 0
        for number, line in [*indented(lines), (0, "> end")]:
            if line.startswith("    "):
                block.append(line)
                continue
            match, heading = LABEL.fullmatch(line), heading_of(line)
            if match or (heading and (heading.level > 3 or heading.subject)):
                self._block(label, "\n".join(block), started, method)
                label = (match["text"] if match else heading.text if heading else "") or " "
                block, started = [], number
            elif not line.strip():
                block.append(line)

    def _block(self, label: str, text: str, number: int, method: str) -> None:
        if not text.strip() or not label:
            return
        text = without_headers(as_message(text)) if _MESSAGE.search(text) else text
        words = label.lower()
        table = "parameter" in words
        answered = _ENVELOPED.match(text) is not None
        if ("request" in words and not table and not answered) or _REQUEST_LINE.match(text):
            try:
                self.examples.extend(requests(text, method))
            except ValueError as error:
                self._report_example(number, "request example", error)
        elif ((_ANSWER.search(label) and not table) or answered) and _JSON.search(text):
            try:
                self.examples.extend(answers(text))
            except ValueError as error:
                self._report_example(number, "answer", error)


def _fences(lines: list[tuple[int, str]]) -> int:
    """Return how many lines begin or end a block of code."""
    return sum("```" in line and line.lstrip().startswith("```") for _, line in lines)


def _items(response: tuple[DraftRow, ...], examples: Sequence[DraftExample]) -> tuple[DraftRow, ...]:
    """Return the rows of one item of the payload; some tables also document the envelope around it, or its paths."""
    names = {row.name for row in response}
    data = next((row for row in response if row.name == "data"), None)
    if data is not None and data.fields and names & {"code", "msg"}:
        return data.fields
    if data is not None and data.fields and len(response) == 1:
        items = [each.response.get("data") for each in examples if is_object(each.response)]
        shown = [one for item in items for one in (item if is_array(item) else [item])]
        if shown and not any(is_object(one) and "data" in one for one in shown):
            return data.fields
    if {"code", "msg"} <= names:
        return data.fields if data is not None else tuple(row for row in response if row.name not in _ENVELOPE)
    return response


def _remarks(response: tuple[DraftRow, ...], examples: Sequence[DraftExample]) -> str:
    """Return the text of rows around the payload, in an order of its own."""
    rows = () if _items(response, examples) is response else response
    return "\n".join(row.text for row in sorted(rows, key=lambda row: row.name))


def _drafts(page: Page) -> list[Draft]:
    return list(read_text(page.text, page.file))


READER = PageReader(_drafts, of_text=_drafts)
