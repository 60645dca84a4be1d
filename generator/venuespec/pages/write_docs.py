"""Write a draft as the ``docs:`` section of a spec file; the same facts always give the same bytes."""

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, cast

from ..spec.lock import EndpointLock
from ..spec.model import Deprecation, RowStatements
from ..spec.yaml import scalar
from .draft import Draft, DraftExample, DraftLimit, DraftRow
from .page_digests import page_digest, text_digest
from .stated import page_deprecation, page_statements, row_deprecation, row_statements, value_meanings

_SPANS = ((2_592_000, "month"), (86_400, "d"), (3600, "h"), (60, "m"), (1, "s"))


def docs_section(draft: Draft, access: str, evidence: str, shape: str) -> str:
    """Render the section with its key, indented, and a line break at its end."""
    lines = ["docs:", f"  source: {scalar(draft.source)}"]
    lines += [f"  title: {scalar(draft.title)}", f"  method: {draft.method}", f"  path: {draft.path}"]
    if draft.section:
        lines.append(f"  section: {scalar(draft.section)}")
    lines += [f"  auth: {access}", f"  auth_evidence: {scalar(evidence)}"]
    if draft.permissions:
        lines.append(f"  permissions: {_list(draft.permissions)}")
    if ended := page_deprecation(draft):
        lines.append(f"  deprecated: {_deprecation(ended)}")
    if draft.rate_limits:
        lines += ["  rate_limits:", *(f"  - {_limit(limit)}" for limit in draft.rate_limits)]
    if draft.costs:
        costs = (f"{scalar(budget)}: {_flow(cost)}" for budget, cost in sorted(draft.costs.items()))
        lines.append(f"  costs: {{{', '.join(costs)}}}")
    if any(isinstance(example.request, list) for example in draft.examples):
        lines.append("  body: array")
    elif any(example.in_query for example in draft.examples):
        lines.append("  body: query")
    if draft.request:
        lines += ["  request:", *_rows(draft.request, "  ", request=True)]
    if draft.variants:
        lines.append("  variants:")
        for variant in draft.variants:
            lines += [f"  - title: {scalar(variant.title)}", "    request:", *_rows(variant.rows, "    ", request=True)]
    if shape != "objects":
        lines.append(f"  data: {shape}")
    if draft.response:
        lines += ["  response:", *_rows(draft.response, "  ", request=False)]
    if draft.examples:
        lines += ["  examples:", *(line for example in draft.examples for line in _example(example))]
    if draft.error_codes:
        lines.append("  error_codes:")
        lines += [f"  - {{code: {scalar(code)}, label: {scalar(label)}}}" for code, label in draft.error_codes]
    stated = page_statements(draft)
    for name in ("applies_to", "excludes", "at_most"):
        if parties := getattr(stated, name):
            lines.append(f"  {name}: {_list(parties)}")
    if stated.mentions:
        lines += ["  mentions:", *(f"  - {scalar(mention)}" for mention in stated.mentions)]
    if unread := {diagnostic.code for diagnostic in draft.diagnostics if not diagnostic.is_note}:
        lines.append(f"  unread: {_list(sorted(unread))}")
    return "\n".join(lines) + "\n"


def _list(values: Iterable[str]) -> str:
    return f"[{', '.join(map(scalar, values))}]"


def _flow(value: Any) -> str:
    """Write plain data in one line of YAML."""
    if isinstance(value, Mapping):
        pairs = cast(Mapping[str, Any], value).items()
        return f"{{{', '.join(f'{scalar(name)}: {_flow(inner)}' for name, inner in pairs)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_flow, cast(Iterable[Any], value)))}]"
    return scalar(value) if isinstance(value, str) else str(value)


def _limit(limit: DraftLimit) -> str:
    parts = [f"limit: {limit.limit}", f"per: {_span(limit.window)}", f"counts: {limit.counts}"]
    if limit.key:
        parts.append(f"key: {_list(limit.key)}")
    if limit.scope:
        parts.append(f"scope: {scalar(limit.scope)}")
    return f"{{{', '.join(parts)}}}"


def _span(window: Decimal) -> str:
    for seconds, unit in _SPANS:
        if window >= seconds and window % seconds == 0 and (unit != "month" or window == seconds):
            count = int(window / seconds)
            return unit if unit == "month" else f"{count}{unit}"
    return f"{window.normalize():f}s"


def _rows(rows: tuple[DraftRow, ...], margin: str, *, request: bool) -> Iterator[str]:
    for row in rows:
        parts = list(_row(row, request=request))
        if not row.fields:
            yield f"{margin}- {{{', '.join(parts)}}}"
            continue
        first, *rest = parts
        yield f"{margin}- {first}"
        yield from (f"{margin}  {part}" for part in rest)
        yield f"{margin}  fields:"
        yield from _rows(row.fields, f"{margin}  ", request=request)


def _row(row: DraftRow, *, request: bool) -> Iterator[str]:
    yield f"name: {scalar(row.name)}"
    yield f"type: {scalar(row.type)}"
    if request:
        yield f"required: { ({'yes': 'true', 'no': 'false'}.get(row.required, row.required)) }"
    if row.label:
        yield f"label: {scalar(row.label)}"
    meanings = value_meanings(row)
    if any(meanings.values()):
        yield f"values: {{{', '.join(f'{scalar(value)}: {scalar(label)}' for value, label in meanings.items())}}}"
    elif meanings:
        yield f"values: {_list(meanings)}"
    if row.open and request:
        yield "open: true"
    for name in ("default", "min", "max", "min_length", "max_length", "max_items", "pattern", "separator"):
        value = getattr(row, name)
        if value is not None:
            yield f"{name}: {scalar(value) if isinstance(value, str) else value}"
    ended = row_deprecation(row)
    if ended is not None:
        yield f"deprecated: {_deprecation(ended)}"
    yield from _stated(row_statements(row, request=request))


def _stated(stated: RowStatements) -> Iterator[str]:
    if stated.unit:
        yield f"unit: {scalar(stated.unit)}"
    for name in ("at_most", "applies_to", "excludes", "required_when"):
        if words := getattr(stated, name):
            yield f"{name}: {_list(words)}"
    if stated.empty_at_times:
        yield "empty_at_times: true"
    if stated.alias:
        names = [f"{key}: {scalar(name)}" for key in ("was", "of") if (name := getattr(stated.alias, key))]
        yield f"alias: {{{', '.join([*names, *_until(stated.alias.until)])}}}"
    if stated.deprecated_values:
        ended = (f"{scalar(value)}: {_particulars(each)}" for value, each in stated.deprecated_values.items())
        yield f"deprecated_values: {{{', '.join(ended)}}}"
    if stated.mentions:
        yield f"mentions: {_list(stated.mentions)}"


def _deprecation(ended: Deprecation) -> str:
    return "true" if ended == Deprecation() else _particulars(ended)


def _particulars(ended: Deprecation) -> str:
    names = [*ended.use]
    use = [f"use: {_list(names) if len(names) > 1 else scalar(names[0])}"] if names else []
    since = [f"since: {ended.since}"] if ended.since else []
    return f"{{{', '.join([*use, *_until(ended.until), *since])}}}"


def _until(day: str | None) -> list[str]:
    return [f"until: {day}"] if day else []


def page_lock(draft: Draft) -> EndpointLock:
    """Return the lock entry of a page: its day, and digests of its text and of each row's description."""
    tables = [("request", draft.request), ("response", draft.response)]
    tables += [(f"variants.{index}", variant.rows) for index, variant in enumerate(draft.variants)]
    text = {path: digest for name, rows in tables for path, digest in _digests(rows, f"{name}.")}
    remarks = page_digest(draft.remarks)
    return EndpointLock(as_of=draft.as_of, prose=page_digest(draft.prose) or None, remarks=remarks, text=text)


def _digests(rows: tuple[DraftRow, ...], parent: str) -> Iterator[tuple[str, str]]:
    for row in rows:
        if digest := prose_digest(row):
            yield f"{parent}{row.name}", digest
        yield from _digests(row.fields, f"{parent}{row.name}.")


def prose_digest(row: DraftRow) -> str:
    """Return eight hexadecimal digits of a cell's prose; '' where it only repeats label and values."""
    text = " ".join(row.text.split())
    listed = " ".join([row.label, *(f"`{value}`" for value in row.values)]).strip()
    return "" if text.rstrip(".") in (row.label, listed) else text_digest(text)


def _example(example: DraftExample) -> Iterator[str]:
    parts: list[str] = []
    if example.title:
        parts.append(f"title: {scalar(example.title)}")
    if example.request is not None:
        compact = json.dumps(example.request, ensure_ascii=False, separators=(",", ":"))
        parts.append(f"request: {_quoted_json(compact)}")
    if example.repaired:
        parts.append(f"repaired: {scalar(example.repaired)}")
    if example.broken:
        parts.append(f"broken: {scalar(example.broken)}")
    if example.response is not None:
        pretty = json.dumps(example.response, ensure_ascii=not _printable(example.response), indent=2)
        parts.append("response: |-\n" + "\n".join(f"      {line}" for line in pretty.splitlines()))
    first, *rest = parts
    yield f"  - {first}"
    yield from (f"    {part}" for part in rest)


def _quoted_json(text: str) -> str:
    quoted = text.replace("'", "''")
    return f"'{quoted}'" if text.isprintable() else json.dumps(text)


def _printable(value: Any) -> bool:
    return json.dumps(value, ensure_ascii=False).isprintable()
