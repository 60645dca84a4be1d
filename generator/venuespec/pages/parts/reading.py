"""Collect the facts of one endpoint: which of its tables are the request's, which the response's, which a row's."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import define, evolve, field

from ..draft import Diagnostic, DraftExample, DraftRow, DraftTable
from .columns import ColumnHeads, NumberedLines, is_ruler
from .left_tables import left_tables, names_and_values
from .line_signs import Answered
from .union import Rows, childless, with_inside

# Titles of tables that are parts of one request: 'Query parameters', 'Body', 'Optional parameters'.
_PART_OF_A_REQUEST = re.compile(
    r"(?:the )?(?:request )?(?:query|body|path|url|header|form|required|mandatory|optional|common|必填|可选)"
    r"(?: string)?(?: request)?(?: (?:param\w*|fields?|arguments?|参数))?",
    re.IGNORECASE,
)
# 'the optional string parameter `tag`', 'the `tag` (string) parameter may be sent'.
_DESCRIBED = re.compile(
    r"\b(?:optional|mandatory|required|additional|string|integer|number|boolean|array|object)\s(?:\w+\s){0,2}?"
    r"(?:parameter|param|field)\s`(?P<name>[A-Za-z]\w*)`",
    re.IGNORECASE,
)
_RULERS = Answered(lambda line: "--" in line and is_ruler(line))


def _names(rows: Iterable[DraftRow]) -> Iterator[str]:
    for row in rows:
        yield row.name
        yield from _names(row.fields)


@define(kw_only=True)
class PageReading:
    """The facts of one endpoint that a reader has collected so far, and its diagnostics."""

    file: Path = Path("-")
    request: list[tuple[str, Rows]] = field(factory=list[tuple[str, Rows]])
    response: Rows = ()
    examples: list[DraftExample] = field(factory=list[DraftExample])
    diagnostics: list[Diagnostic] = field(factory=list[Diagnostic])
    prose: list[str] = field(factory=list[str])
    # The lines that begin rows, by number.
    sources: dict[int, str] = field(factory=dict[int, str])

    def _take(self, table: Rows, columns: ColumnHeads, subject: str | None, title: str, number: int) -> None:
        """Take a table as the request's or the response's, or as the fields of a row that its title names."""
        of_request = self._is_of_request(subject, has_required=columns.required is not None)
        if self._is_inside(title, table, of_request=of_request):
            return
        if of_request and self._is_unsure(number, title, table):
            return
        if of_request:
            self._add_to_request(title, table)
        elif not self.response:
            self.response = table
        else:
            self._report(number, "table-unread", "this table is neither the request's nor the first of the response")

    def _add_to_request(self, title: str, table: Rows) -> None:
        """Add a table to the request: to its rows for every call, or as those of some calls only."""
        if self.request and _PART_OF_A_REQUEST.fullmatch(title):
            first, rows = self.request[0]
            self.request[0] = (first, self._without_repetitions((*rows, *table)))
        else:
            self.request.append((title, table))

    def _is_unsure(self, number: int, title: str, table: Rows) -> bool:
        """Report a further table of the request that may be of the fields of an object, without saying so."""
        if not self.request or _PART_OF_A_REQUEST.fullmatch(title):
            return False
        rows = self.request[0][1]
        if {row.name for row in rows} & {row.name for row in table}:
            return False
        names = ", ".join(childless(rows))
        if names:
            self._report(number, "table-unread", f"this table may be of the fields of {names}, or of the request")
        return bool(names)

    def _is_of_request(self, subject: str | None, *, has_required: bool) -> bool:
        """Whether a table is one of the request, by the part that it stands in and by its columns."""
        if subject == "response" and self.request:
            return False
        return has_required or (subject == "request" and not self.request)

    def _is_inside(self, title: str, table: Rows, *, of_request: bool) -> bool:
        """Take a table as the fields of the row that its title names; tell whether it names one."""
        for place, (name, rows) in enumerate(self.request if of_request else ()):
            if (filled := with_inside(rows, title, table, self.sources)) is not None:
                self.request[place] = (name, filled)
                return True
        filled = None if of_request else with_inside(self.response, title, table, self.sources)
        self.response = self.response if filled is None else filled
        return filled is not None

    def _request_tables(self) -> tuple[Rows, tuple[DraftTable, ...]]:
        """Return the request table for every call, and the tables for some calls only."""
        if not self.request:
            return (), ()
        (_, common), *others = self.request
        return common, tuple(DraftTable(title=title, rows=table) for title, table in others)

    def _without_repetitions(self, table: Rows) -> Rows:
        """Drop and report the rows of a table that repeat an earlier one."""
        seen: dict[str, DraftRow] = {}
        for row in table:
            if row.name in seen:
                self._report(row.line, "row-repeated", f"{row.name} has a row already; the first one counts")
            else:
                fields = self._without_repetitions(row.fields) if row.fields else ()
                seen[row.name] = evolve(row, fields=fields) if fields != row.fields else row
        return tuple(seen.values())

    def _report_example(self, line: int, part: str, error: ValueError) -> None:
        self._report(line, "example-unread", f"the {part} {error}")
        self.examples.append(DraftExample(broken=f"The {part} {error}."))

    def _report_sentences(self, number: int) -> None:
        """Report a parameter that a sentence describes and that no table has."""
        known = set(_names(row for _, table in self.request for row in table)) | set(_names(self.response))
        for text in self.prose:
            for match in _DESCRIBED.finditer(text) if "`" in text else ():
                if match["name"] not in known:
                    message = f"a sentence describes the parameter {match['name']}, which no table has: {text[:60]}"
                    self._report(number, "row-unread", message)

    def _report_left(self, lines: NumberedLines) -> None:
        """Report the parameters of sentences, and the tables, that no row is of."""
        self._report_sentences(lines[0][0])
        self.report_tables(lines)

    def report_tables(self, lines: NumberedLines) -> None:
        """Report a table with names or codes that no row has, where nothing is reported at its line yet."""
        if not _RULERS.places(lines):
            return
        known = {*names_and_values(row for _, table in self.request for row in table)}
        known |= {*names_and_values(self.response)}
        reported = {each.line for each in self.diagnostics}
        for number, message in left_tables(lines, known):
            if number not in reported:
                self._report(number, "table-unread", message)

    def _report_heads(self, columns: ColumnHeads, number: int) -> None:
        for word in columns.unknown:
            self._report(number, "header-unread", f"the head of this column is not understood: {word[:60]}")

    def _report(self, line: int, code: str, message: str) -> None:
        self.diagnostics.append(Diagnostic(file=self.file, line=line, code=code, message=message))
