"""Drafts of entries of fields.yaml, for the words that a venue's vocabulary does not have yet."""

from collections.abc import Iterator

from ..spec.model import Field, ValueKind, VenueSpec, walk
from ..spec.yaml import scalar


def proposals(venue: VenueSpec) -> tuple[str, ...]:
    """Return a line of fields.yaml for each word that is missing, with a kind and the page's own label."""
    missing: dict[str, list[Field]] = {}
    for endpoint in venue.endpoints:
        if endpoint.gone_since is None:
            for _, row in (*walk(endpoint.request), *walk(endpoint.response)):
                if row.name not in venue.words:
                    missing.setdefault(row.name, []).append(row)
    return tuple(_entry(name, rows) for name, rows in sorted(missing.items()))


def _entry(name: str, rows: list[Field]) -> str:
    label = next((row.label for row in rows if row.label), name)
    description = scalar(label.rstrip(".") + ".")
    return f"{scalar(name)}: {{kind: {_kind(name, rows)}, description: {description}}}"


def _kind(name: str, rows: list[Field]) -> ValueKind:
    kinds: list[ValueKind] = [kind for row in rows for kind in _told(row)]
    is_id = name == "id" or name.endswith(("Id", "ID", "_id"))
    if kinds and all(kind == kinds[0] for kind in kinds):
        # An id that is a JSON number has no fraction, whatever its page calls the type.
        return "integer" if is_id and kinds[0] in ("decimal", "number") else kinds[0]
    return "id" if not kinds and is_id else "text"


def _told(row: Field) -> Iterator[ValueKind]:
    """Yield the kind that a row tells; nothing for one of which only its type is known."""
    if row.inferred or row.json != "string":
        yield row.kind
    elif row.values:
        yield "enum"
