"""Turn the descriptions of rows and the prose of an endpoint into facts that a spec file keeps."""

import re
from collections.abc import Mapping
from functools import lru_cache

from attrs import evolve

from ..spec.model import Deprecation, PageStatements, RowStatements
from .draft import Draft, DraftRow
from .parts.conditions import applies_to, empty_at_times, excludes, of_a_request, required_when
from .parts.lifecycle import alias, deprecation
from .parts.meanings import labelled, value_labels
from .parts.sentences import apart, sentences_of, struck_out
from .parts.statements import at_most, figures_of, names_of, unit_of

_NOTE = re.compile(r"\s*\d+\\?\.\s")
_ON_A_ROW = re.compile(r"\b(?:this|the) (?:\w+ )?(?:parameter|field)\b", re.IGNORECASE)


def row_statements(row: DraftRow, *, request: bool) -> RowStatements:
    """Return what a row's description states beside the facts that its table holds.

    ``mentions`` are the figures and names in it that no other fact of the row has.
    """
    others, of_values = apart(row.text, row.values)
    stated = _of_sentences(sentences_of(others), request)
    known = _known(row, stated)
    names, figures = _named(sentences_of(row.text))
    named = [*names, *(figure for figure in figures if figure.split()[0] not in known)]
    ended = _deprecated_values(row, of_values)
    mentions = tuple(name for name in named if name not in known)
    return evolve(stated, deprecated_values=ended, mentions=mentions) if ended or mentions else stated


@lru_cache(maxsize=1 << 14)
def _of_sentences(sentences: tuple[str, ...], request: bool) -> RowStatements:
    """Return what sentences state of a row, whichever it is; many endpoints describe a parameter in the same words."""
    return RowStatements(
        unit=unit_of(sentences),
        at_most=at_most(sentences, of_row=True),
        applies_to=applies_to(of_a_request(sentences) if request else sentences),
        excludes=excludes(sentences),
        required_when=required_when(sentences) if request else (),
        empty_at_times=not request and empty_at_times(sentences),
        alias=alias(sentences),
    )


@lru_cache(maxsize=1 << 14)
def _named(sentences: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names and the figures in sentences."""
    return names_of(sentences), figures_of(sentences)


def row_deprecation(row: DraftRow) -> Deprecation | None:
    """Return what a row's description says of its own end; None for a row that it does not call deprecated."""
    if row.deprecated:
        return deprecation(sentences_of(row.text), known=True)
    return deprecation(sentences_of(apart(row.text, row.values)[0]))


def value_meanings(row: DraftRow) -> dict[str, str]:
    """Return the values of a row with a label of a few words each, '' where the page explains none."""
    return labelled(row.values, value_labels(row.text, row.values))


def page_statements(draft: Draft) -> PageStatements:
    """Return what the prose of an endpoint states."""
    sentences = sentences_of(draft.prose)
    return PageStatements(
        applies_to=applies_to(_on_the_endpoint(draft.prose)),
        excludes=excludes([text for text in sentences if not _ON_A_ROW.search(text)]),
        at_most=at_most(sentences, of_row=False),
        mentions=(*names_of(sentences), *figures_of(sentences)),
    )


def page_deprecation(draft: Draft) -> Deprecation | None:
    """Return what the prose of an endpoint says of its end; None where it does not call it deprecated."""
    return deprecation(sentences_of(draft.prose))


def _on_the_endpoint(prose: str) -> tuple[str, ...]:
    """Return the sentences on the endpoint itself: none of a numbered note, and none on a parameter."""
    lines = (line for line in prose.splitlines() if not _NOTE.match(line))
    return tuple(text for line in lines for text in sentences_of(line) if not _ON_A_ROW.search(text))


def _deprecated_values(row: DraftRow, of_values: Mapping[str, str]) -> dict[str, Deprecation]:
    """Return the values that a description calls deprecated or strikes out, unless it strikes out the whole row."""
    ended: dict[str, Deprecation] = {}
    if row.deprecated:
        return ended
    struck = struck_out(row.text)
    for value in row.values:
        sentences = sentences_of(of_values.get(value, ""))
        stated = deprecation(sentences) or (Deprecation() if value in struck else None)
        if stated is not None:
            ended[value] = stated
    return ended


def _known(row: DraftRow, stated: RowStatements) -> set[str]:
    """Return the names and figures that other facts of a row have already."""
    limits = (row.default, row.min, row.max, row.min_length, row.max_length, row.max_items)
    ends = [stated.alias.was, stated.alias.of] if stated.alias else []
    conditions = [part for each in (*stated.applies_to, *stated.excludes) for part in (each, *re.split(r"[= ]", each))]
    return {
        row.name,
        *row.values,
        *(str(fact) for fact in limits if fact is not None),
        *conditions,
        *stated.required_when,
        *stated.at_most,
        *filter(None, ends),
    }
