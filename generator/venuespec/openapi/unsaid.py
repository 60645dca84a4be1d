"""Carry, under ``x-venuespec``, the facts of our own documents that OpenAPI has no word for.

With them a document is compared as the spec that it was made of. What a key of OpenAPI states is never here, so that an
edit of the document counts. Documents of other people have none of this, and neither do those of earlier versions.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from attrs import evolve
from cattrs import BaseValidationError, Converter

from ..rules.schemas import Schema
from ..runtime.json_types import is_object
from ..spec.model import EndpointSpec, Field, Required, VenueSpec, walk
from ..spec.texts import NO_TEXTS, PageTexts, text_key
from .parse import DocumentError

KEY = "x-venuespec"
OF_A_ROW: dict[str, Any] = {
    "item": Field.__annotations__["item"],
    "inferred": bool,
    "untyped": bool,
    "empty": bool,
    "signer": bool,
    "meanings": Mapping[str, str],
    "flags": tuple[str, str] | None,
    "variants": tuple[str, ...],
    "prose": str | None,
    "text_key": str,
    "unit": str | None,
    "required_when": tuple[str, ...],
    "empty_at_times": bool,
    "mentions": tuple[str, ...],
}
OF_A_PAGE: Mapping[str, Any] = {
    "section": str | None,
    "gone_since": str | None,
    "as_of": str | None,
    "access_evidence": str,
    "kept": frozenset[str],
    "mentions": tuple[str, ...],
    "prose": str | None,
    "remarks_digest": str,
    "form": bool,
    "write": bool,
}
_BESIDE: dict[str, Any] = {
    "label": str,
    "values": tuple[str, ...],
    "max_items": int,
    "kind": Literal["any", "map"],
    "closed": bool,
    "default": str,
    "required": Required,
}
"""Facts of a row that a schema states for most rows, and not for this one."""
_DEFAULTS = {
    "row": {each.name: each.default for each in Field.__attrs_attrs__},
    "page": {each.name: each.default for each in EndpointSpec.__attrs_attrs__},
}
_CONVERTER = Converter()


def stated_of_row(row: Field, *, response: bool) -> Schema:
    """Return the facts of a row for its schema, under one key; nothing for none."""
    facts = _stated(row, OF_A_ROW, "row")
    # The page's word for the type counts only beside the type that it was read as.
    facts |= {"type": f"{row.json} {row.type}"} if row.type.casefold() != row.json else {}
    if row.text_key == text_key(row.prose, row.values):
        facts.pop("text_key", None)
    if row.json == "boolean" and row.values:
        facts["values"] = list(row.values)
    if row.json != "array" and row.limits.max_items is not None:
        facts["max_items"] = row.limits.max_items
    if row.kind in ("any", "map"):
        facts["kind"] = row.kind
    facts |= {"label": row.label} if row.description else {}
    if response:
        facts |= {"closed": row.closed} if row.values else {}
        facts |= {"default": row.default} if row.default is not None else {}
        facts |= {"required": row.required} if row.required != "no" else {}
    return {KEY: facts} if facts else {}


def stated_of_page(endpoint: EndpointSpec) -> Schema:
    """Return the facts of an endpoint for its operation, under one key."""
    facts = _stated(endpoint, OF_A_PAGE, "page")
    return {KEY: facts | ({"access": endpoint.access} if endpoint.access_evidence else {})}


def _stated(thing: Any, names: Iterable[str], kind: str) -> Schema:
    values = {name: getattr(thing, name) for name in names}
    differing = {name: value for name, value in values.items() if value != _DEFAULTS[kind][name]}
    plain = {name: sorted(value) if isinstance(value, frozenset) else value for name, value in differing.items()}
    unstructured: Schema = _CONVERTER.unstructure(plain)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in unstructured.items()}


def with_facts_of_row(row: Field, schema: Schema) -> Field:
    """Return a row with the facts that its schema carries under our key. Raises ``DocumentError``."""
    held = schema.get(KEY)
    if not is_object(held):
        return row
    taken = _read(held, OF_A_ROW | _BESIDE)
    if isinstance(stated := held.get("type"), str) and stated.startswith(f"{row.json} "):
        taken["type"] = stated.partition(" ")[2]
    taken.setdefault("text_key", text_key(taken.get("prose"), taken.get("values", row.values)))
    if "max_items" in taken:
        taken["limits"] = evolve(row.limits, max_items=taken.pop("max_items"))
    return evolve(row, **taken)


def states_label(schema: Any) -> bool:
    """Tell whether a schema carries the label of its row, because its description is in other words."""
    return is_object(schema) and is_object(held := schema.get(KEY)) and "label" in held


def with_facts_of_page(endpoint: EndpointSpec, operation: Schema) -> EndpointSpec:
    """Return an endpoint with the facts that its operation carries under our key. Raises ``DocumentError``."""
    held = operation.get(KEY)
    if not is_object(held):
        return endpoint
    taken = _read(held, OF_A_PAGE)
    if held.get("access") != endpoint.access:
        # Somebody stated another access than the one that was inferred.
        taken.pop("access_evidence", None)
    return evolve(endpoint, **taken)


def _read(held: Schema, kinds: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return {name: _CONVERTER.structure(held[name], kind) for name, kind in kinds.items() if name in held}
    except (BaseValidationError, TypeError, ValueError) as error:
        raise DocumentError(f"has facts under {KEY} that cannot be read: {error}") from None


def stated_of_texts(venue: VenueSpec) -> Schema:
    """Return what the texts of a venue's endpoints state, and the digests of the texts of its error codes."""
    keys = [row.text_key for page in venue.endpoints for _, row in walk((*page.request, *page.response))]
    digests = (digest for page in venue.endpoints for digest in (page.prose, page.remarks_digest))
    keys += [text_key(digest, (), of="page") for digest in digests]
    texts = {key: list(venue.texts.texts[key]) for key in dict.fromkeys(keys) if key in venue.texts.texts}
    sentences = {each: venue.texts.sentences[each] for keys in texts.values() for each in keys}
    return {"texts": texts, "sentences": sentences, "codes": dict(venue.code_texts)}


def texts_of_document(ours: Schema) -> tuple[PageTexts, Mapping[str, str]]:
    """Return the texts and the digests of error codes of one of our documents. Raises ``DocumentError``."""
    texts, sentences, codes = (ours.get(name) for name in ("texts", "sentences", "codes"))
    kinds = {"texts": Mapping[str, tuple[str, ...]], "sentences": Mapping[str, str], "codes": Mapping[str, str]}
    if not (is_object(texts) and is_object(sentences) and is_object(codes)):
        return NO_TEXTS, {}
    read = _read({"texts": texts, "sentences": sentences, "codes": codes}, kinds)
    return PageTexts(texts=read["texts"], sentences=read["sentences"]), read["codes"]
