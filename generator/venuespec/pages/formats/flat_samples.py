"""Read the samples of a flattened page, and the parameters that only samples and request lines show."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from attrs import define, evolve, field

from ...runtime.json_types import is_array, is_object
from ..draft import DraftExample, DraftRow
from ..parts.columns import NumberedLines
from ..parts.commented import without_comments
from ..parts.examples import as_message, parsed, requests
from ..parts.reading import PageReading
from ..parts.request_lines import request_line
from ..parts.sections import is_call
from ..parts.sides import Announced

_OPENS = re.compile(r"[\[{]|.*= ?\{|\{\s*\".*|\{.*\}|\[(?:\s*(?:[{\[\"]|-?\d|\]).*|\])")
_OPENING = re.compile(r"[\[{]")
_IN_QUERY = re.compile(r"(?:^|[&?{])\[?([A-Za-z_]\w*)=")
_FENCE = re.compile(r"\s*(?P<marks>```|~~~)\s*\{?\.?(?P<language>[\w#+-]*).*")
_LANGUAGES = frozenset(
    word
    for words in (
        "sh, bash, shell, console, curl, python, py, java, go, golang, php, ruby, rb, csharp, c#, cpp, rust, swift",
        "kotlin, perl, r, node, typescript, ts",
    )
    for word in words.split(", ")
)
_FORM = re.compile(r"(?:[\w.\[\]-]+=[^&\s]*&?)+")
_ASSIGNED = re.compile(r"\s*[\w.: ]+= ?[\[{]")
_CURL = re.compile(r"[ \t$>]*curl\s")
# The word for a type that a sample shows; a number can be of more kinds than its sample.
_TYPES = ((bool, "boolean"), (str, "string"), ((int, float), "number"), (dict, "object"), (list, "array"))


@define(kw_only=True)
class SampleReading(PageReading):
    """The facts of one endpoint, with the side on which its next sample or table is."""

    method: str = ""
    path: str = ""
    declared: int = 0
    side: Announced | None = None
    # Whether the heading that says the side stands above the next table, and not above a sample.
    is_announced: bool = False
    in_fence: bool = False
    # Whether no heading of the response stands between the request's and the next sample.
    is_below_request: bool = False
    # Whether a table of the request stands between the heading and the next sample.
    is_listed: bool = False
    # Whether the samples below the heading show errors, which are not answers to a call.
    of_error: bool = False
    # Samples without a heading that names their side; the flag tells whether an earlier heading names the request.
    samples: list[tuple[Any, str | None, bool]] = field(factory=list[tuple[Any, str | None, bool]])
    # What comments in the samples of responses say of their fields.
    comments: dict[str, str] = field(factory=dict[str, str])
    # The names in the query of the request line, in order.
    query: dict[str, None] = field(factory=dict[str, None])

    def _sample(self, lines: NumberedLines, index: int) -> int:
        """Read the sample that begins at a line, and return the index of its last line; the same index for none."""
        number, line = lines[index]
        above = lines[index - 1][1] if index > 0 else ""
        is_code = above.lstrip().startswith("```")
        is_code = is_code or (not above.strip() and (self.in_fence or line.startswith("    ")))
        if not self.side and not is_code:
            return index
        whole = request_line(line.strip())
        if whole and self.side in ("request", "example"):
            shown = (whole.method, whole.path) == (self.method, self.path)
            self.examples += (
                list(requests(line.strip(), self.method)) if shown and (self.method == "GET" or is_call(line)) else ()
            )
            return index
        if not _OPENS.fullmatch(line.strip()) or ("= {" in line and any(self._has(self.side or "request"))):
            return index
        self.is_announced = False
        text, depth, end = _json_from(lines, index)
        if depth > 0:
            self._report_example(number, self._sample_side, ValueError("has no end"))
            return index
        try:
            data, repaired = parsed(text)
        except ValueError as error:
            self._report_example(number, self._sample_side, error)
            return end
        # A variable of sample code is not an answer: 'headers = {"Accept": "application/json"}'.
        if self.of_error or (self.side in (None, "example") and _ASSIGNED.match(line)):
            return end
        if self.side != "request" and "//" in text:
            self.comments = without_comments(text.splitlines())[1] | self.comments
        if self.side == "response" or (self.side == "request" and not self.is_listed):
            self._add_sample(data, of_request=self.side == "request", repaired=repaired)
        else:
            self.samples.append((data, repaired, self.is_below_request))
        return end

    def _code(self, lines: NumberedLines, index: int) -> int:
        """Pass over a block of code in a programming language, and take the call of curl in it as a request.

        Return the index of the line behind it; the same index for any other line.
        """
        line = lines[index][1]
        fence = _FENCE.fullmatch(line)
        if fence is not None and fence["language"].lower() in _LANGUAGES:
            close = (at for at in range(index + 1, len(lines)) if lines[at][1].strip().startswith(fence["marks"]))
            end, self.in_fence = next(close, len(lines) - 1) + 1, False
        elif _CURL.match(line):
            end = _end_of_call(lines, index)
        else:
            return index
        message = as_message("\n".join(text for _, text in lines[index:end] if not _FENCE.fullmatch(text)))
        first, _, rest = message.partition("\n")
        if (call := request_line(first)) is None or call.method != self.method or not call.path.endswith(self.path):
            return end
        body = rest.partition("\n\n")[2].strip()
        if _FORM.fullmatch(body):
            self._add_sample(dict(parse_qsl(body)), of_request=True, repaired=None)
            return end
        body = body if body[:1] in ("{", "[") else ""  # the variable of a script, such as $BODY
        sent = list(requests(first.removesuffix(" HTTP/1.1"), self.method)) if not body else []
        self.examples += [each for each in sent if each.request]
        try:
            data, repaired = parsed(body) if body else (None, None)
        except ValueError as error:
            self._report_example(lines[index][0], "request", error)
            return end
        if body:
            self._add_sample(data, of_request=True, repaired=repaired)
        return end

    def _unwrap(self) -> None:
        """Take the fields of a row that stands for a whole body: 'body' of a request, '_None_' of a response.

        A body whose fields no table has is what its sample sends.
        """
        sent = [example.request for example in self.examples if is_object(example.request)]
        for place, (title, table) in enumerate(self.request):
            is_shown = any(sent) and not any("body" in one for one in sent)
            flat = [
                each
                for row in table
                for each in (row.fields if _is_whole(row, "body") and (row.fields or is_shown) else (row,))
            ]
            self.request[place] = (title, tuple(flat))
        self.request = [(title, table) for title, table in self.request if table]
        shown = str([example.response for example in self.examples])
        self.response = tuple(
            _without_item(each, shown)
            for row in self.response
            for each in (row.fields if _is_whole(row, "None") and row.fields else (row,))
        )

    def _add_sample(self, data: object, *, of_request: bool, repaired: str | None) -> None:
        self.examples.append(
            DraftExample(request=data if of_request else None, response=None if of_request else data, repaired=repaired)
        )

    def _has(self, side: str) -> Iterator[bool]:
        return ((example.request if side == "request" else example.response) is not None for example in self.examples)

    @property
    def _is_read(self) -> bool:
        return self.method in ("GET", "DELETE")

    @property
    def _sample_side(self) -> str:
        return "request" if self.side == "request" else "response"

    def _call(self, line: str) -> None:
        """Keep the names that the query of the request line has: 'PUT /v1/beds?bed=<bed>'."""
        if "?" in line and (whole := request_line(line)) and (whole.method, whole.path) == (self.method, self.path):
            self.query.update(dict.fromkeys(_IN_QUERY.findall(line.partition("?")[2])))

    def _add_unlisted(self) -> None:
        """Take the names of the request line's query that no table lists as parameters, and report them.

        Without any table, the names that a sample of the request sends become rows in the same way.
        """
        known = {row.name for _, table in self.request for row in table}
        lost = {name: "unknown" for name in self.query if name not in known}
        for example in self.examples if not self.request else ():
            sent = example.request
            lost |= {name: _type_of(value) for name, value in sent.items()} if is_object(sent) else {}
        if not lost:
            return
        self._report(self.declared, "table-unread", f"no table lists these parameters: {', '.join(lost)}")
        for name in (name for name, type_ in lost.items() if type_ == "unknown"):
            self._report(self.declared, "type-unread", f"the type of {name} is not understood: no word")
        extra = (
            DraftRow(name=name, type=type_, required="unknown", line=self.declared) for name, type_ in lost.items()
        )
        title, rows = self.request[0] if self.request else ("", ())
        self.request[:1] = [(title, (*rows, *extra))]

    def _place_samples(self) -> None:
        """Take a sample without a heading as sent if it has parameters of the request, else as the answer."""
        asked = {row.name for _, table in self.request for row in table}
        answered = {row.name for row in self.response}
        for data, repaired, is_below_request in self.samples:
            names = set(data[0] if is_array(data) and data and is_object(data[0]) else data if is_object(data) else ())
            if not names and any(self._has("response")):
                continue  # the value of one parameter, below its description
            more = len(names & asked) - len(names & answered)
            is_sent = more > 0 and not self._is_read
            if is_below_request:
                is_sent = names <= asked if self._is_read else more >= 0 and len(names & asked) * 2 >= len(names)
            self._add_sample(data, of_request=is_sent, repaired=repaired)
        if self.samples:
            self.examples.sort(key=lambda example: example.response is not None)


def _is_whole(row: DraftRow, name: str) -> bool:
    return row.name.strip("_*").lower() == name.lower()


def _without_item(row: DraftRow, shown: str) -> DraftRow:
    """Leave out the row that only names the items of a list, and that no sample has."""
    fields = row.fields
    is_shown = repr(row.name) in shown
    if is_shown and len(fields) == 1 and row.type.startswith("array") and fields[0].fields:
        fields = fields[0].fields if repr(fields[0].name) not in shown and "{" in shown else fields
    return evolve(row, fields=tuple(_without_item(each, shown) for each in fields)) if fields else row


def _end_of_call(lines: NumberedLines, index: int) -> int:
    """Return the index behind a call of curl: its lines end in a stroke, or are inside of quotation marks."""
    text = ""
    for at in range(index, len(lines)):
        text += lines[at][1]
        if not lines[at][1].rstrip().endswith("\\") and text.count("'") % 2 == 0:
            return at + 1
    return index + 1


def _type_of(value: object) -> str:
    return next((word for kind, word in _TYPES if isinstance(value, kind)), "unknown")


def _json_from(lines: NumberedLines, index: int) -> tuple[str, int, int]:
    """Return a sample from its first bracket, the number of brackets that stay open, and its last line's index."""
    first = _OPENING.search(lines[index][1])
    text, depth, end = "", 0, index
    for end in range(index, len(lines)):
        part = lines[end][1][first.start() if first and end == index else 0 :]
        text += part + "\n"
        depth += sum(part.count(mark) for mark in "[{") - sum(part.count(mark) for mark in "]}")
        if depth <= 0:
            break
    return text, depth, end
