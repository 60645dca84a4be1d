"""The crawled pages as HTML again, of the shape that the site has: a saved page gives the facts that the crawl gives."""

import re
import time
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

import pytest
from attrs import evolve

from venuespec.pages.draft import Draft, DraftRow
from venuespec.pages.snapshot import Placed, read_snapshot

CHINESE = "\n---\n\n# "  # what the second half begins with
HEADING = re.compile(r"(#{1,6}) +(.+)")
RULER = re.compile(r"-{3}(\|-{3})+ *")
LABEL = re.compile(r"> ([^|]+)")
ROW = re.compile(r"(> ?)*\**~*[A-Za-z][\w.\-]*~*\** *\|.*")


def saved(sections: Iterable[str]) -> str:
    """A page as a browser saves it: what the site puts around its sections, on every page."""
    return (
        '<!DOCTYPE html>\n<!-- saved from url=(0035)https://www.okx.com/docs-v5/en/ -->\n<html class="js"><head>'
        '<meta charset="UTF-8"><title>OKX API guide</title><style>h3::before{content:"<h3>"}</style>'
        '<script>document.write("<h3 id=no>Not a section</h3>")</script></head>'
        '<body class="index"><div class="toc-wrapper"><ul id="toc"><li><a href="https://www.okx.com/docs-v5/en/#overview"'
        ' class="toc-h1 toc-link" data-title="Overview">Overview</a></li></ul></div><div class="page-wrapper">'
        '<div class="dark-box"></div><div class="content">\n' + "\n".join(sections) + "\n</div></div></body></html>\n"
    )


def as_html(page: str) -> str:
    """Markdown of the crawl as the HTML that it came from."""
    front, body = page.removeprefix("---\n").split("---\n", 1)
    anchor = re.search(r"anchor_id: (\S+)", front)
    assert anchor
    return "\n".join(blocks(body.splitlines(), anchor[1]))


def blocks(lines: list[str], anchor: str) -> Iterator[str]:
    index = 0
    while index < len(lines):
        line = lines[index]
        heading, label = HEADING.fullmatch(line), LABEL.fullmatch(line)
        end = index + 1
        if heading:
            level = max(3, len(heading[1]))
            ending = "" if level == 3 else "-" + re.sub(r"\W+", "-", heading[2].lower())
            yield f'<h{level} id="{anchor}{ending}">{inline(heading[2])}</h{level}>'
        elif label:
            yield f"<blockquote>\n<p>{inline(label[1])}</p>\n</blockquote>"
        elif line.startswith("    "):
            while end < len(lines) and (lines[end].startswith("    ") or not lines[end].strip(" ")):
                end += 1
            yield from map(code, re.split(r"\n(?: *\n){3,}", "\n".join(each[4:] for each in lines[index:end])))
        elif end < len(lines) and RULER.fullmatch(lines[end]):
            end = table_end(lines, end + 1)
            yield table(lines[index:end])
        elif re.match(r"  [*\d]", line):
            yield f"<ul>\n<li>{inline(line.strip(' *'))}</li>\n</ul>"
        elif line.strip():
            while end < len(lines) and lines[end - 1].endswith("  ") and not HEADING.fullmatch(lines[end]):
                end += 1
            yield f"<p>{cell(lines[index:end])}</p>"
        index = end


def table_end(lines: list[str], start: int) -> int:
    """Behind the empty line, or the line of two spaces, that follows the last row before the next heading or label."""
    rows = [start]
    for index in range(start, len(lines)):
        if HEADING.fullmatch(lines[index]) or (index + 1 < len(lines) and RULER.fullmatch(lines[index + 1])):
            break
        if LABEL.fullmatch(lines[index]) and lines[index + 1].startswith("    "):
            break
        if ROW.fullmatch(lines[index]):
            rows.append(index)
    return next((each for each in range(rows[-1], len(lines)) if not lines[each].strip(" ")), len(lines))


def table(lines: list[str]) -> str:
    columns = lines[0].count("|") + 1
    rows: list[list[str]] = []
    for line in lines[2:]:
        if line.count("|") >= columns - 2 and ROW.fullmatch(line):
            rows.append([line])
        elif rows:
            rows[-1].append(line)
    body = "\n".join(f"<tr>\n{''.join(cells(row, 'td', columns))}</tr>" for row in rows)
    head = "".join(cells(lines[:1], "th", columns))
    return f"<table><thead>\n<tr>\n{head}</tr>\n</thead><tbody>\n{body}\n</tbody></table>"


def cells(row: list[str], tag: str, columns: int) -> Iterator[str]:
    first, *more = row
    *short, last = first.split("|", columns - 1)
    for each in short:
        yield f'<{tag} style="text-align: left">{inline(each.strip())}</{tag}>\n'
    yield f'<{tag} style="text-align: left">{cell([last.lstrip(), *more])}</{tag}>\n'


def cell(lines: list[str]) -> str:
    return "<br>\n".join(inline(line.rstrip()) for line in lines).removesuffix("<br>\n")


def code(text: str) -> str:
    """A block with the colours that the site's highlighter gives to strings and words."""
    coloured = re.sub(r"&quot;[^&\n]*&quot;", r'<span class="s2">\g<0></span>', escape(text.strip("\n"), quote=True))
    coloured = re.sub(r"\b(?:true|false|import|POST|GET)\b", r'<span class="kc">\g<0></span>', coloured)
    return f'<div class="highlight"><pre class="highlight json tab-json"><code>{coloured}\n</code></pre></div>'


def inline(text: str) -> str:
    """Marks as tags; code between grave accents has none."""
    parts = re.split("`([^`]*)`", text)
    return "".join(f"<code>{escape(part)}</code>" if index % 2 else marks(part) for index, part in enumerate(parts))


def marks(text: str) -> str:
    text = escape(re.sub(r"\\([.+\-])", r"\1", text))
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^\]]*)\]\((/?[^)]*)\)", link, text)
    text = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", text)
    return re.sub(r"~~([^~]+)~~(?!~)", r"<del>\1</del>", text)


def link(match: re.Match[str]) -> str:
    """Absolute, as a browser saves it."""
    host = "https://www.okx.com" if match[2].startswith("/docs-v5/") else ""
    return f'<a href="{host}{match[2]}">{match[1]}</a>'


def site(folder: Path, half: int, gone: Iterable[str]) -> Iterator[str]:
    """The sections of the site in one language, in the order of the crawl's files.

    A page of its own is a section; what only the page of a whole section has comes behind these. A crawl keeps pages
    that are ``gone`` from the site.
    """
    later: dict[str, list[str]] = {}
    known: set[str] = set()
    for file in sorted(folder.rglob("*.md")):
        front, body = file.read_text().removeprefix("---\n").split("\n---\n", 1)
        english, _, chinese = body.partition(CHINESE)
        text = english if half == 0 else f"# {chinese}"
        paths = re.findall(r"^`(?:GET|POST) */api/v5/.*", text, re.MULTILINE)
        if any(f"{key.partition(' ')[2]}`" in text for key in gone):
            continue
        if len(paths) > 1:
            later[front] = re.split(r"(?m)^(?=#{1,3} )", text)
        else:
            known.update(paths)
            yield as_html(f"---\n{front}\n---\n{text}\n")
    for front, section in later.items():
        anchor = anchor_of(front)
        yield f'<h2 id="{anchor}">The section</h2>' if half == 0 else f'<h2 id="{anchor}">章节</h2>'
        for block in section:
            title, path = re.match("#* *(.*)", block), re.search(r"^`(?:GET|POST) */api/v5/.*", block, re.MULTILINE)
            if title and path and path[0] not in known:
                known.add(path[0])
                slug = re.sub(r"[^a-z0-9]+", "-", title[1].lower()).strip("-")
                page = as_html(f"---\n{front}\n---\n{block}\n")
                yield page.replace(f'id="{anchor}', f'id="{anchor}-{slug}')


def anchor_of(front: str) -> str:
    anchor = re.search(r"anchor_id: (\S+)", front)
    assert anchor
    return anchor[1]


def comparable(draft: Draft) -> Draft:
    """A draft without what only one of the two forms has, and without white space that means nothing.

    The site that the test makes of a crawl has no tables of error codes behind those of the endpoints.
    The link of an endpoint without a page of its own is made up from its title, without the verb.
    """
    return evolve(
        draft,
        as_of=None,
        witness=None,
        error_codes=(),
        source=without_verb(draft.source),
        prose="",  # nested lists would be spelled differently
        remarks=" ".join(draft.remarks.split()),
        request=spaced(draft.request),
        response=spaced(draft.response),
        variants=tuple(evolve(each, rows=spaced(each.rows)) for each in draft.variants),
        diagnostics=tuple(evolve(each, line=0, file=Path()) for each in draft.diagnostics),
    )


def without_verb(source: str) -> str:
    return re.sub(r"-(?:get|post)(?=-)", "", source)


def spaced(rows: tuple[DraftRow, ...]) -> tuple[DraftRow, ...]:
    return tuple(evolve(row, text=" ".join(row.text.split()), fields=spaced(row.fields)) for row in rows)


# The page has no mark for the end of its request table, and the crawl takes the sample behind it for the cell's text.
SWALLOWED = "GET /api/v5/account/interest-rate"


@pytest.mark.parametrize(("day", "endpoints"), [("2026-06-27", 379), ("2026-08-22", 391)])
def test_the_whole_site_in_one_file_a_language_gives_what_the_crawl_gives(
    day: str, endpoints: int, pages: Path, tmp_path: Path
) -> None:
    crawl, folder = pages / "okx_v5" / day, tmp_path / day
    folder.mkdir()
    expected = read_snapshot(crawl, "okx_markdown", "data", {})
    for half, language in enumerate(("en", "zh")):
        (folder / f"{language}.html").write_text(saved(site(crawl, half, expected.stale)))
    (folder / "log_en.html").write_text(saved([CHANGES]))
    assert (folder / "en.html").stat().st_size > 4_000_000
    started = time.process_time()
    found = read_snapshot(folder, "okx_markdown", "data", {})
    assert time.process_time() - started < 16  # two files of at most 8 s each
    assert len(found.placed) == endpoints
    for page, crawled in zip(found.placed, expected.placed, strict=True):
        if page.draft.key == SWALLOWED:
            assert [row.text for row in page.draft.request] == ["Currency, e.g. `BTC`"]
            continue
        assert comparable(page.draft) == comparable(crawled.draft), page.draft.key
        assert places(page) == places(crawled), page.draft.key
    assert {(question.endpoint, question.subject) for question in found.disagreements} == {
        (question.endpoint, question.subject) for question in expected.disagreements
    }


CHANGES = """<h1 id="2026-06-25">2026-06-25</h1><ul><li><p>Added an endpoint</p>
<table><thead><tr><th>Endpoint</th><th>Change</th></tr></thead><tbody><tr><td>POST /api/v5/trade/order</td>
<td>New parameter <code>speedBump</code></td></tr></tbody></table></li></ul><h3>HTTP request</h3>"""


def places(placed: Placed) -> tuple[str, ...]:
    draft = placed.draft
    return (
        draft.key,
        placed.group,
        placed.name,
        draft.section,
        without_verb(draft.source),
        placed.access,
        placed.evidence,
        placed.shape,
    )
