"""The crawled pages as HTML again, of the shape that the site has: a saved page gives the facts that the crawl gives."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

import pytest
from attrs import evolve

from venuespec.pages.draft import Draft, DraftRow
from venuespec.pages.formats import okx_html, okx_markdown
from venuespec.pages.snapshot import Placed, read_snapshot

CHINESE = "\n---\n\n# "  # what the second half begins with
HEADING = re.compile(r"(#{1,6}) +(.+)")
RULER = re.compile(r"-{3}(\|-{3})+ *")
LABEL = re.compile(r"> ([^|]+)")
ROW = re.compile(r"(> ?)*\**~*[A-Za-z][\w.\-]*~*\** *\|.*")


def leaf_pages(pages: Path) -> Iterator[tuple[Path, str]]:
    """The pages of a single endpoint, each with its English half."""
    for file in sorted((pages / "okx_v5" / "2026-06-27").rglob("*.md")):
        front, body = file.read_text().removeprefix("---\n").split("\n---\n", 1)
        english = f"---\n{front}\n---\n{body.partition(CHINESE)[0]}\n"
        if len(re.findall(r"^`(?:GET|POST) */api/v5/", english, re.MULTILINE)) == 1:
            yield file, english


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


def comparable(draft: Draft) -> Draft:
    """A draft without what only one of the two forms has, and without white space that means nothing."""
    return evolve(
        draft,
        as_of=None,
        witness=None,
        prose="",  # nested lists would be spelled differently
        remarks=" ".join(draft.remarks.split()),
        request=spaced(draft.request),
        response=spaced(draft.response),
        variants=tuple(evolve(each, rows=spaced(each.rows)) for each in draft.variants),
        diagnostics=tuple(evolve(each, line=0, file=Path()) for each in draft.diagnostics),
    )


def spaced(rows: tuple[DraftRow, ...]) -> tuple[DraftRow, ...]:
    return tuple(evolve(row, text=" ".join(row.text.split()), fields=spaced(row.fields)) for row in rows)


@pytest.fixture(scope="module")
def leaves(pages: Path) -> list[tuple[Path, str, str]]:
    return [(file, text, as_html(text)) for file, text in leaf_pages(pages)]


def test_every_page_of_an_endpoint_gives_the_same_facts_from_html(leaves: list[tuple[Path, str, str]]) -> None:
    assert len(leaves) == 342
    for file, text, html in leaves:
        [expected] = okx_markdown.read_text(text, file)
        [found] = okx_html.read_text(saved([html]), file)
        assert comparable(found) == comparable(expected), file


def test_the_whole_site_in_one_file_gives_the_same_endpoints_names_and_links(
    leaves: list[tuple[Path, str, str]], tmp_path: Path
) -> None:
    crawled, browsed = tmp_path / "crawled" / "2026-06-27", tmp_path / "browsed" / "2026-06-27"
    crawled.mkdir(parents=True)
    browsed.mkdir(parents=True)
    for number, (_, text, _) in enumerate(leaves):
        (crawled / f"{number}.md").write_text(text)
    (browsed / "OKX API guide.html").write_text(saved(html for _, _, html in leaves))
    expected, found = (read_snapshot(each, "okx_markdown", "data", {}) for each in (crawled, browsed))
    assert [places(each) for each in found.placed] == [places(each) for each in expected.placed]
    assert len(found.files) == 1


def places(placed: Placed) -> tuple[str, ...]:
    draft = placed.draft
    assert draft.as_of == "2026-06-27"
    return (
        draft.key,
        placed.group,
        placed.name,
        draft.section,
        draft.source,
        placed.access,
        placed.evidence,
        placed.shape,
    )
