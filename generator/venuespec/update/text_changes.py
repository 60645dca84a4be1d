"""Compare the texts of an endpoint's page on two days, place by place and word by word."""

import re
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from ..diff.passages import Passage, compared
from ..pages.draft import Draft, DraftRow
from ..pages.page_digests import page_text
from ..pages.parts.lifecycle import alias
from ..pages.parts.sentences import sentences_of

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@frozen(kw_only=True)
class TextChange:
    """What a page says differently in one place: '' is the text around the tables, else ``request.ordType``.

    ``was`` is the place on the old page, where the row has another name now.
    """

    where: str
    passages: tuple[Passage, ...]
    was: str = ""

    @property
    def title(self) -> str:
        """Say the place for a reader."""
        return f"{self.where or 'text around the tables'}{f', which was {self.was}' if self.was else ''}"


def text_changes(old: Draft, new: Draft) -> Iterator[TextChange]:
    """Yield the places of a page whose texts differ; a row that has another name now is compared with what it was."""
    for where, before, after in (
        ("title", old.title, new.title),
        ("", f"{old.prose}\n{old.remarks}", f"{new.prose}\n{new.remarks}"),
    ):
        if passages := compared(page_text(before), page_text(after)):
            yield TextChange(where=where, passages=passages)
    for side, rows_before, rows_after in (
        ("request", request_rows(old), request_rows(new)),
        ("response", old.response, new.response),
    ):
        rows, others = dict(cells_of_rows(rows_before)), dict(cells_of_rows(rows_after))
        older = _older_names(rows, others)
        for name in {**others, **rows}:
            was = older.get(name, name)
            if name in older.values():
                continue
            passages = compared(rows.get(was, ""), others.get(name, ""))
            if passages or was != name:
                yield TextChange(where=f"{side}.{name}", passages=passages, was=f"{side}.{was}" if was != name else "")


def code_changes(old: Mapping[str, set[str]] | None, new: Mapping[str, set[str]], code: str) -> tuple[Passage, ...]:
    """Compare what the pages of two days say of an error code; ``old`` is None where those are not at hand.

    Of pages in several languages the English texts count, where there are any.
    """
    before, after = (texts.get(code, set()) if texts else set[str]() for texts in (old, new))
    english = {text for text in before | after if not _CHINESE.search(text)}
    changed = (sorted((texts - others) & (english or texts)) for texts, others in ((before, after), (after, before)))
    return compared(*map("\n".join, changed))


def request_rows(page: Draft) -> tuple[DraftRow, ...]:
    """Return the rows of all request tables of a page."""
    return (*page.request, *(row for table in page.variants for row in table.rows))


def cells_of_rows(rows: Iterable[DraftRow], parent: str = "") -> Iterator[tuple[str, str]]:
    """Yield the cells of rows as one text, by dotted name."""
    for row in rows:
        required = f", required: {row.required}" if row.required != "no" else ""
        yield f"{parent}{row.name}", f"{row.type}{required}\n{row.text}"
        yield from cells_of_rows(row.fields, f"{parent}{row.name}.")


def _older_names(rows: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    """Return the names that rows had on the old page: as the new page says, or as their equal texts show."""
    gone = {name: text for name, text in rows.items() if name not in others}
    came = {name: text for name, text in others.items() if name not in rows}
    found: dict[str, str] = {}
    for name, text in came.items():
        parent = name.rpartition(".")[0]
        stated = alias(sentences_of(text))
        was = f"{parent}.{stated.was}".removeprefix(".") if stated is not None and stated.was else ""
        same = [each for each, said in gone.items() if said == text and each.rpartition(".")[0] == parent]
        alone = len(same) == 1 and "\n" in text.strip() and list(came.values()).count(text) == 1
        if was in gone:
            found[name] = was
        elif alone:
            found[name] = same[0]
    return found
