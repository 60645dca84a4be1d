"""The reader of the ferry's pages: an endpoint is a heading, a line of facts, a table, and examples."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

import orjson

from venuespec.pages.draft import Diagnostic, Draft, DraftExample, DraftLimit, DraftRow
from venuespec.pages.readers import Page, PageReader

# `POST /v2/tickets` · private · 10 per second per user
FACTS = re.compile(r"`(GET|POST) (/\S+)` · (\w+)(?: · (\d+) per second per (\w+))?")
ACCESS = {"public": "public", "private": "signed"}
LIMIT_KEYS = {"user": ("user_id",), "address": ("ip",)}
# | kind | string | yes | `single` or `return` |
ROW = re.compile(r"\| (\w+) \| (\w+) \| ([^|]+) \| ([^|]*) \|")
# Request: `{"ticket": "77"}`
EXAMPLE = re.compile(r"(Request|Answer): `(.*)`")
# | 20 | No such ticket |
CODE = re.compile(r"^\| (\d+) \| (.+) \|$", re.MULTILINE)


def read(page: Page) -> Iterator[Draft]:
    """Yield the endpoints of a page: a block below a heading that has a line of facts."""
    starts = [match.start() for match in re.finditer(r"^# ", page.text, re.MULTILINE)]
    for start, end in zip(starts, [*starts[1:], len(page.text)], strict=True):
        block = page.text[start:end]
        if facts := FACTS.search(block):
            yield read_block(page, facts, block, page.text[:start].count("\n") + 1)


def read_block(page: Page, facts: re.Match[str], block: str, first: int) -> Draft:
    """Return the facts of one block, which begins at the line ``first``; what is not understood is reported."""
    method, path, access, limit, limit_key = facts.groups()
    title, *lines = block.splitlines()
    rows: list[DraftRow] = []
    examples: list[DraftExample] = []
    prose: list[str] = []
    unread: list[Diagnostic] = []
    for number, line in enumerate(lines, first + 1):
        if (row := ROW.fullmatch(line)) and row[1] != "field":
            name, kind, must, text = row.groups()
            required = {"yes": "yes", "no": "no"}.get(must, "conditional" if must.startswith("if ") else "unknown")
            values = tuple(re.findall("`([^`]+)`", text))
            rows.append(DraftRow(name=name, type=kind, required=required, values=values, text=text, line=number))
        elif shown := EXAMPLE.fullmatch(line):
            side = "request" if shown[1] == "Request" else "response"
            examples.append(DraftExample(**{side: orjson.loads(shown[2])}))
        elif line and not line.startswith(("|", "`")):
            prose.append(line)
    if access not in ACCESS:
        unread.append(Diagnostic(file=page.file, line=first, code="access-unread", message=f"access is {access}"))
    if limit and limit_key not in LIMIT_KEYS:
        unread.append(Diagnostic(file=page.file, line=first, code="limit-unread", message=f"a limit per {limit_key}"))
    answers = [example.response["got"] for example in examples if example.response is not None]
    columns = answers[0][0] if answers and answers[0] else {}
    return Draft(
        method=method,
        path=path,
        title=title.strip("# "),
        source=f"https://ferry.example/docs/{page.file.stem}",
        section=page.file.stem,
        access=ACCESS.get(access),
        rate_limits=(DraftLimit(limit=int(limit), window=Decimal(1), key=LIMIT_KEYS.get(limit_key, ())),)
        if limit
        else (),
        request=tuple(rows),
        shape="objects",
        response=tuple(DraftRow(name=name, type="string", line=first) for name in columns),
        examples=tuple(examples),
        prose="\n".join(prose),
        diagnostics=tuple(unread),
        file=page.file,
        line=first,
    )


def read_codes(page: Page) -> Mapping[str, tuple[str, ...]]:
    """Return the error codes of a page, each with its texts."""
    return {code: (text,) for code, text in CODE.findall(page.text)}


READER = PageReader(drafts=read, codes=read_codes)
