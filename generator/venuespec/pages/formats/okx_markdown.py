"""Read the markdown of an OKX crawl: fact headings, quoted labels, tables without end marks.

A page holds English, then Chinese; facts come from the English half, and the Chinese half is their witness. A section
page holds the blocks of its endpoints one after the other.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from attrs import define, evolve, field

from ..draft import Draft, DraftLimit, DraftRow, DraftTable, PageReading
from ..parts.examples import answers, requests
from ..parts.limits import key, limits
from ..parts.page import page_text
from ..parts.table import ColumnHeads, header, rows, starts_row

_TITLE = re.compile(r"#{1,3} +(?P<title>.+?)\s*(?:\{#.*\})?")
_BOLD = re.compile(r"\*\*[^*|]+\*\*\s*")
_FACT = re.compile(r"#### *(?P<text>.+?)\s*")
_ENDPOINT = re.compile(r"`?(GET|POST|PUT|DELETE)\s*(/api/v5/[^\s`?]+)`?\s*")
_LABEL = re.compile(r">(?=[^|]) *(?P<text>(?:[^|\s](?:[^|]*[^|\s])?)?)\s*")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ANSWER = re.compile(r"response|return|example|返回", re.IGNORECASE)
_VERB = re.compile(r"(?:GET|POST)\s*/\s*", re.IGNORECASE)
_HTTP = re.compile(r"\**http ?(?:request|请求)\**", re.IGNORECASE)
_REQUEST_TABLE = re.compile(r"request parameters?|请求参数", re.IGNORECASE)
_NO_PROSE = re.compile(r"#|>| {4}|```|`?(?:GET|POST|PUT|DELETE) */api/")
_REQUEST_LINE = re.compile(r"\s*(?:GET|POST|PUT|DELETE) /\S+", re.IGNORECASE)
_JSON = re.compile(r"^\s*[{\[]", re.MULTILINE)
_ENVELOPED = re.compile(r'\s*\{\s*"(?:code|data|msg)"')
_TITLE_LENGTH = 60
_SPACES = re.compile(r"(?<=\S) {2,}(?=\S)")
_SECTION_END = re.compile(r"-(?:rest-api|websocket|get|post|ws)(?:-|$)")
_ENVELOPE = frozenset({"code", "msg", "data"})


def read_page(file: Path) -> list[Draft]:
    """Return the endpoints that a page documents, in its order."""
    return list(read_text(page_text(file), file))


def read_text(text: str, file: Path) -> Iterator[Draft]:
    """Yield the endpoints in the text of a page."""
    front, lines = _front_matter([_single_spaced(line) for line in text.splitlines()])
    as_of, source = front.get("updated_at", "")[:10] or None, front.get("source_url", "")
    english, chinese = _halves(lines)
    witnesses = {draft.key: draft for draft in read_lines(chinese, file)}
    for draft in read_lines(english, file):
        witness = witnesses.get(draft.key)
        yield evolve(draft, source=source, section=section_of(source), as_of=as_of, witness=witness)


def section_of(source: str) -> str:
    """Return the section in the anchor of a page's address: 'public-data' for '#public-data-rest-api'."""
    return _SECTION_END.split(source.partition("#")[2])[0]


def is_chinese(text: str) -> bool:
    """Tell whether a text has a Chinese character."""
    return _CHINESE.search(text) is not None


def _single_spaced(line: str) -> str:
    """Collapse spaces between words; code and the spaces at a line's end stay."""
    return line if line.startswith("    ") else _SPACES.sub(" ", line)


def read_lines(lines: list[tuple[int, str]], file: Path) -> Iterator[Draft]:
    """Yield the endpoints in numbered lines of one language, without facts about the whole page."""
    for draft in _drafts_of(tuple(lines)):
        diagnostics = tuple(evolve(diagnostic, file=file) for diagnostic in draft.diagnostics)
        yield evolve(draft, file=file, diagnostics=diagnostics)


@lru_cache(maxsize=2048)
def _drafts_of(lines: tuple[tuple[int, str], ...]) -> tuple[Draft, ...]:
    """Parse lines; cached, because most pages differ only in their date from one crawl to the next."""
    drafts = (_Block().read(title, block) for title, block in _blocks(list(lines)))
    return tuple(draft for draft in drafts if draft is not None)


def _front_matter(lines: list[str]) -> tuple[dict[str, str], list[tuple[int, str]]]:
    numbered = list(enumerate(lines, 1))
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


def _blocks(lines: list[tuple[int, str]]) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """Yield every heading of the first three levels with the lines below it."""
    title, block = "", list[tuple[int, str]]()
    for number, line in lines:
        match = _TITLE.fullmatch(line)
        if match and not line.startswith("####"):
            if block:
                yield title, block
            title, block = match["title"], []
        block.append((number, line))
    if block:
        yield title, block


@define(kw_only=True)
class _Block(PageReading):
    """The lines of one endpoint, read into a draft."""

    method: str = ""
    path: str = ""
    permissions: tuple[str, ...] = ()
    limits: list[DraftLimit] = field(factory=list[DraftLimit])
    rules: list[tuple[str, tuple[str, ...]]] = field(factory=list[tuple[str, tuple[str, ...]]])

    def read(self, title: str, lines: list[tuple[int, str]]) -> Draft | None:
        """Return the draft; None for a block that does not document a REST endpoint."""
        self._facts(lines)
        if not self.path:
            return None
        self._tables(lines)
        self._code(lines)
        common, variants = self._request_tables()
        return Draft(
            method=self.method,
            path=self.path,
            title=_VERB.sub("", title),
            permissions=self.permissions,
            rate_limits=self._rate_limits(),
            request=common,
            variants=variants,
            response=_items(self.response),
            examples=tuple(self.examples),
            prose="\n".join(self.prose),
            remarks=_remarks(self.response),
            diagnostics=tuple(self.diagnostics),
            file=self.file,
            line=lines[0][0],
        )

    def _facts(self, lines: list[tuple[int, str]]) -> None:
        wants_path = False
        for number, line in lines:
            fact = _FACT.fullmatch(line)
            if fact:
                self._fact(fact["text"], number)
                wants_path = _HTTP.fullmatch(fact["text"]) is not None
            elif wants_path and not self.path:
                endpoint = _ENDPOINT.fullmatch(line.strip())
                if endpoint:
                    self.method, self.path = endpoint[1], endpoint[2]

    def _fact(self, text: str, number: int) -> None:
        name, _, value = text.replace("：", ":").partition(":")
        name = name.strip().lower()
        if name.startswith("rate limit rule"):
            self.rules.append((_scope(name.removeprefix("rate limit rule")), key(value)))
        elif name.startswith("rate limit"):
            scope = _scope(name.removeprefix("rate limit"))
            stated = limits(value)
            if not stated:
                self._report(number, "limit-unread", f"the rate limit is not understood: {value.strip()}")
            self.limits += [evolve(limit, scope=scope or limit.scope) for limit in stated]
        elif name.startswith("permission"):
            self.permissions = tuple(
                sorted({_permission(name) for name in re.split(r"[/,&]| and ", value) if name.strip()})
            )

    def _rate_limits(self) -> tuple[DraftLimit, ...]:
        """Return the limits with their keys.

        One rule is the key of all limits; as many rules as limits pair up by position; otherwise every limit has a
        variant for each rule.
        """
        if not self.rules:
            return tuple(self.limits)
        if len(self.rules) == 1:
            return tuple(evolve(limit, key=self.rules[0][1]) for limit in self.limits)
        if len(self.rules) == len([limit for limit in self.limits if limit.scope is None]) > 1:
            return tuple(evolve(limit, key=rule) for limit, (_, rule) in zip(self.limits, self.rules, strict=False))
        variants: list[DraftLimit] = []
        for limit in self.limits:
            for scope, rule in self.rules:
                scopes = "; ".join(filter(None, (limit.scope, scope)))
                variants.append(evolve(limit, key=rule, scope=scopes or None))
        return tuple(variants)

    def _tables(self, lines: list[tuple[int, str]]) -> None:
        """File every parameter table by the heading above it; one with a Required column is the request's."""
        index, heading, title, bold = 0, "", "", ""
        while index < len(lines) - 1:
            number, line = lines[index]
            fact = _FACT.fullmatch(line)
            if fact:
                heading, title, bold = fact["text"], "", ""
            columns = header(line, lines[index + 1][1])
            if columns is None:
                stripped = line.strip().strip("*")
                if _BOLD.fullmatch(line):
                    bold = stripped
                elif stripped and not fact and len(stripped) < _TITLE_LENGTH:
                    title = stripped
                if stripped and not _NO_PROSE.match(line):
                    self.prose.append(stripped)
                index += 1
                continue
            end = _table_end(lines, index + 2, columns)
            table = self._without_repetitions(rows(lines[index + 2 : end], columns))
            if columns.required is not None or (_REQUEST_TABLE.fullmatch(heading) and not self.request):
                self.request.append((bold or title, table))
            elif not self.response:
                self.response = table
            else:
                self._report(
                    number, "table-unread", "this table is neither the request's nor the first of the response"
                )
            title = bold = ""
            index = end
        if not self.request and not any(_REQUEST_TABLE.search(line) for _, line in lines) and self.method == "POST":
            self._report(lines[0][0], "no-parameters", "there is no request table")

    def _request_tables(self) -> tuple[tuple[DraftRow, ...], tuple[DraftTable, ...]]:
        """Return the request table for every call, and the tables for some calls only."""
        if not self.request:
            return (), ()
        (_, common), *others = self.request
        return common, tuple(DraftTable(title=title, rows=table) for title, table in others)

    def _code(self, lines: list[tuple[int, str]]) -> None:
        """Read the code blocks by the label above them."""
        label, block, started = "", list[str](), 0
        for number, line in [*_indented(lines), (0, "> end")]:
            match = _LABEL.fullmatch(line) or _FACT.fullmatch(line)
            if match:
                self._block(label, "\n".join(block), started)
                label, block, started = match["text"] or " ", [], number
            elif line.startswith("    ") or not line.strip():
                block.append(line)

    def _block(self, label: str, text: str, number: int) -> None:
        if not text.strip() or not label:
            return
        words = label.lower()
        table = "parameter" in words
        answered = _ENVELOPED.match(text) is not None
        if ("request" in words and not table and not answered) or _REQUEST_LINE.match(text):
            try:
                self.examples.extend(requests(text, self.method))
            except ValueError as error:
                self._report_example(number, "request example", error)
        elif ((_ANSWER.search(label) and not table) or answered) and _JSON.search(text):
            try:
                self.examples.extend(answers(text))
            except ValueError as error:
                self._report_example(number, "answer", error)


def _indented(lines: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Indent fenced code, as a crawl does."""
    fenced = False
    for number, line in lines:
        if line.startswith("```"):
            fenced = not fenced
        else:
            yield number, f"    {line}" if fenced else line


def _table_end(lines: list[tuple[int, str]], start: int, table: ColumnHeads) -> int:
    """Return where a table ends: at a line outside it, or at a line of two spaces after its last row."""
    boundary = next((index for index in range(start, len(lines)) if _is_boundary(lines, index, table)), len(lines))
    last = next((index for index in range(boundary - 1, start - 1, -1) if starts_row(lines[index][1], table)), start)
    marked = next((index for index in range(last, boundary) if lines[index][1] == "  "), None)
    return _above_title(lines, last, boundary) if marked is None else marked


def _above_title(lines: list[tuple[int, str]], last: int, boundary: int) -> int:
    """Return the boundary, or the line above it if that is the title of the table beginning there."""
    title = next((index for index in range(boundary - 1, last, -1) if lines[index][1].strip()), None)
    if title is None or boundary + 1 >= len(lines) or header(lines[boundary][1], lines[boundary + 1][1]) is None:
        return boundary
    return title if len(lines[title][1].strip()) < _TITLE_LENGTH and not lines[title - 1][1].strip() else boundary


def _is_boundary(lines: list[tuple[int, str]], index: int, table: ColumnHeads) -> bool:
    """Tell whether a line is a heading, a label of a code block, a table's title, or another table."""
    line = lines[index][1]
    if _FACT.fullmatch(line) or _TITLE.fullmatch(line):
        return True
    if _BOLD.fullmatch(line):
        return _titles_a_table(lines, index + 1, table)
    if _LABEL.fullmatch(line) and not starts_row(line, table):
        return any(text.startswith("    ") for _, text in lines[index + 1 : index + 4])
    return index + 1 < len(lines) and header(line, lines[index + 1][1]) is not None


def _titles_a_table(lines: list[tuple[int, str]], start: int, table: ColumnHeads) -> bool:
    """Tell whether a table header comes before any row; bold lines also occur inside cells."""
    for index in range(start, len(lines) - 1):
        if header(lines[index][1], lines[index + 1][1]) is not None:
            return True
        if starts_row(lines[index][1], table) or _FACT.fullmatch(lines[index][1]):
            return False
    return False


def _items(response: tuple[DraftRow, ...]) -> tuple[DraftRow, ...]:
    """Return the rows of one item of the payload; some tables also document the envelope around it."""
    names = {row.name for row in response}
    if {"code", "msg"} <= names:
        data = next((row for row in response if row.name == "data"), None)
        return data.fields if data is not None else tuple(row for row in response if row.name not in _ENVELOPE)
    return response


def _remarks(response: tuple[DraftRow, ...]) -> str:
    """Return the text of rows around the payload, in an order of its own."""
    rows = () if _items(response) is response else response
    return "\n".join(row.text for row in sorted(rows, key=lambda row: row.name))


def _scope(text: str) -> str:
    return text.strip().removeprefix("of ").strip("() ").strip()


def _permission(text: str) -> str:
    word = text.strip().lower()
    return {"trading": "trade"}.get(word, word)
