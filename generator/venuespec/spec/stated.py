"""Names, columns and spellings that people state for rows of a page."""

from typing import Any

from .files import FieldFile
from .model import Field, Word
from .place import Place


def columns_of(own: FieldFile | None, place: Place) -> tuple[Field, ...]:
    """Return the values that an item of a list of lists holds, where the page does not have a row for each."""
    named = own.columns.items() if own else ()
    return tuple(
        Field(name=name, type="", json="string", kind=kind, attribute=name, description=_as_words(name), place=place)
        for name, kind in named
    )


def _as_words(name: str) -> str:
    return f"{name.replace('_', ' ').capitalize()}."


def stated_by_people(own: FieldFile | None, word: Word | None) -> dict[str, Any]:
    """Return what no page states of a row: names in the SDK, evidence, spellings."""
    own = own or FieldFile()
    return {
        "evidence": own.evidence,
        "empty": own.empty,
        "flags": (own.flags[0], own.flags[1]) if len(own.flags) == 2 else None,
        "attribute": own.attribute or (word.attribute if word else None),
        "type_name": own.type_name,
        "row": own.row if own.columns else None,
    }
