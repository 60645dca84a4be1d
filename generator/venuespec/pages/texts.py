"""Import the texts of pages into ``texts.yaml``: what each sentence states, and no sentence."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from ..runtime.json_types import is_array, is_object
from ..spec.file_schema import texts_text
from ..spec.load import read_texts
from ..spec.lock import EndpointLock, Lock
from ..spec.texts import NAME, Sentence, text_key
from .draft import Draft, DraftRow
from .kept_rows import written_rows
from .known import KnownEndpoint
from .page_digests import page_digest
from .said import said_of_page, said_of_row
from .write_docs import prose_digest

StatedTexts = Mapping[str, tuple[Sentence, ...]]
"""What the texts of a page state, by their keys."""


def texts_file(
    folder: Path, stated: Mapping[str, StatedTexts], known: Mapping[str, KnownEndpoint], lock: Lock
) -> dict[Path, str]:
    """Return the file of what texts state, with its text; nothing for a text that is there already, and for no page.

    ``stated`` is what the pages read state, ``known`` are all endpoints of the spec, both by method and path: an
    endpoint that was not read again keeps what its texts state.
    """
    texts = {key: sentences for page in stated.values() for key, sentences in page.items()}
    kept = [key for name, each in known.items() if name not in stated for key in _keys(each.docs, lock.of(name))]
    file = folder / NAME
    if not stated and not file.is_file():
        return {}
    text = texts_text(folder, read_texts(folder).with_texts(texts, kept))
    return {} if file.is_file() and text == file.read_text(encoding="utf-8") else {file: text}


def stated_by(draft: Draft) -> StatedTexts:
    """Return what the texts of a page state, by their keys."""
    rows = (*draft.request, *(row for variant in draft.variants for row in variant.rows), *draft.response)
    pages = {page_digest(text): text for text in (draft.prose, draft.remarks)}
    said = {text_key(digest, (), of="page"): said_of_page(text) for digest, text in pages.items() if digest}
    return dict(_of_rows(rows)) | said


def _of_rows(rows: tuple[DraftRow, ...]) -> Iterator[tuple[str, tuple[Sentence, ...]]]:
    for row in rows:
        if digest := prose_digest(row):
            yield text_key(digest, row.values), said_of_row(row.text, row.values)
        yield from _of_rows(row.fields)


def _keys(docs: Mapping[str, object], entry: EndpointLock) -> Iterator[str]:
    """Yield the keys of all texts of an endpoint that was not read again."""
    yield from (text_key(digest, (), of="page") for digest in (entry.prose, entry.remarks) if digest)
    tables = [("request", docs.get("request")), ("response", docs.get("response"))]
    variants = docs.get("variants")
    for number, variant in enumerate(variants if is_array(variants) else ()):
        tables.append((f"variants.{number}", variant.get("request") if is_object(variant) else ()))
    for side, rows in tables:
        for path, row in written_rows(rows, side):
            values = row.get("values")
            yield text_key(entry.text.get(path), map(str, values) if is_object(values) or is_array(values) else ())
