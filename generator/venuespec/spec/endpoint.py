"""Resolve an endpoint's file to an ``EndpointSpec``: look up words, apply overrides, parse rules."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache, partial
from operator import attrgetter
from typing import Any, cast

import orjson
from attrs import evolve, fields

from ..rules.hints import nearest
from ..rules.parse import RulesError, parse_rules
from ..rules.patterns import fault
from ..rules.plain_data import RuleProblem
from ..rules.tree import Restrict, RuleTree
from ..runtime.endpoint import Paging
from ..runtime.json_types import is_object
from ..runtime.limits.conditions import Cost
from ..runtime.venue import TransportForm
from .costs import costs_of
from .endpoint_checks import unfit
from .example_values import ExampleValues
from .files import DocsFile, EndpointFile, ExampleFile, FieldFile, RowFile, SdkFile, VariantFile
from .lock import EndpointLock, Lock
from .model import (
    Deprecation,
    EndpointSpec,
    Example,
    Field,
    Limits,
    OwnFacts,
    PageFacts,
    Required,
    RowStatements,
    VenueSpec,
)
from .place import Place
from .problem import LEFT_OUT, Problem, SpecError
from .renamed_parts import present_name, with_present_names
from .renamed_rows import RenamedRows, renamed_message
from .row_types import JSON_TYPES, TYPE_UNREAD, guessed_kind, is_open, json_type, meaning_of
from .shared_rules import SharedRules, WrittenEndpoint, WrittenRule
from .skeleton import unfilled
from .stale import without_stale_values
from .stated import columns_of, stated_by_people
from .texts import text_key
from .yaml import Document, problem_at

# Do not reorder: another order makes every rule due for review.
_FACTS = (
    *("type", "required", "label", "values", "open", "default", "min", "max", "min_length", "max_length"),
    *("max_items", "separator", "pattern", "deprecated", "text"),
)
_facts_of = attrgetter(*_FACTS[:-1])


def endpoint_of(
    written: WrittenEndpoint, venue: VenueSpec, lock: Lock, shared: SharedRules, documented: bool
) -> tuple[EndpointSpec, tuple[Problem, ...]]:
    """Resolve an endpoint's file; return the endpoint, and the problems that concern only stale parts of it.

    Raises ``SpecError`` for a file that is not filled in.
    """
    document, file = written.document, written.document.file
    docs, sdk = written.content.docs, written.content.sdk
    locked = lock.of(f"{docs.method} {docs.path}")
    if not documented and (open_places := list(unfilled(document))):
        raise SpecError(open_places)
    resolver = _Resolver(document, venue, written.content, locked, documented=documented)
    request, response = resolver.request(docs.request, docs.variants), resolver.rows(docs.response, "response")
    endpoint = EndpointSpec(
        **_as_stated(docs, PageFacts),
        **_as_stated(sdk, OwnFacts),
        venue=venue.name,
        group=file.parent.name,
        name=file.stem,
        method=docs.method,
        as_of=locked.as_of or docs.as_of,
        access=sdk.access or docs.access,
        access_evidence=docs.auth_evidence,
        reviewed=locked.reviewed or sdk.reviewed,
        kept=frozenset(locked.kept),
        batch=docs.body == "array",
        in_query=_travels(docs, sdk, venue) == "query",
        form=_travels(docs, sdk, venue) == "form",
        headers=tuple(
            Field(name=name, type="String", json="string", kind=stated.kind, description=stated.description)
            for name, stated in sdk.headers.items()
        ),
        request=request,
        tables=resolver.tables,
        shape=sdk.data or docs.data,
        response=response,
        examples=resolver.examples(docs.examples),
        notes=resolver.renamed.notes(sdk.notes, (*request, *response)),
        write=docs.method != "GET" if sdk.write is None else sdk.write,
        error_codes=tuple(listed.code for listed in docs.error_codes),
        prose=locked.prose or docs.prose,
        remarks_digest=locked.remarks,
        place=document.place(),
    )
    taken, wrong = shared.of(written)
    rules, places = resolver.parsed_rules(endpoint, taken, partial(shared.held, written))
    resolver.check_overrides()
    endpoint = evolve(endpoint, rules=rules, rule_places=places, costs=_costs(resolver, endpoint))
    if documented:
        return evolve(endpoint, renames=tuple(resolver.renamed.problems)), ()
    endpoint = _corrected(endpoint, sdk, venue, resolver.renamed)
    unfitting = list(unfit(endpoint, venue, document))
    problems = [*resolver.problems, *wrong, *(problem for _, problem in unfitting)]
    outdated: dict[str, Any] = {
        section: {} if section == "renamed" else None for section, _ in unfitting if section is not None
    }
    endpoint = evolve(endpoint, **outdated, stale=tuple(problem for problem in problems if problem.stale))
    return without_stale_values(endpoint), tuple(problem for problem in problems if not problem.stale)


def _travels(docs: DocsFile, sdk: SdkFile, venue: VenueSpec) -> TransportForm:
    """Return how the parameters of an endpoint travel."""
    if docs.method == "GET" or docs.body == "query":
        return "query"
    return "json" if docs.body == "array" else sdk.transport or venue.transport


def _costs(resolver: "_Resolver", endpoint: EndpointSpec) -> Mapping[str, tuple[Cost, ...]]:
    """Return the costs that the page states or, over it, ``sdk:``."""
    docs, sdk = resolver.docs.costs, None if resolver.documented else resolver.sdk.costs
    costs, problems = costs_of(docs if sdk is None else sdk, endpoint, resolver.venue)
    for path, message in problems:
        resolver.complain(("docs" if sdk is None else "sdk", "costs", *path), "costs", message)
    return costs


def _corrected(endpoint: EndpointSpec, sdk: SdkFile, venue: VenueSpec, renamed: RenamedRows) -> EndpointSpec:
    """Apply the permissions and limits of ``sdk:``, where the page states them wrongly or not at all."""
    endpoint = evolve(
        endpoint,
        permissions=endpoint.permissions if sdk.permissions is None else sdk.permissions,
        rate_limits=endpoint.rate_limits if sdk.rate_limits is None else sdk.rate_limits,
    )
    endpoint = with_present_names(endpoint, renamed)
    pages = None if endpoint.pages is None else _sized(endpoint.pages, endpoint, venue.page_size)
    return evolve(endpoint, pages=pages, renames=tuple(renamed.problems))


def _sized(pages: Paging, endpoint: EndpointSpec, usual: str | None) -> Paging:
    """Add the parameter for the size of a page, and the largest size that the table and every rule allow."""
    name = pages.size or (present_name(usual, endpoint.request) if usual else None)
    row = next((row for row in endpoint.request if row.name == name), None)
    if row is None:
        return pages
    limits = [row.limits.max, *(limit.lte for limit in _restrictions(endpoint, row.name))]
    largest = min((int(limit) for limit in limits if isinstance(limit, Decimal)), default=None)
    return evolve(pages, size=row.name, largest=pages.largest or largest)


def _restrictions(endpoint: EndpointSpec, name: str) -> Iterator[Restrict]:
    for rule in endpoint.rules:
        yield from (limit for limit in rule.asserts if isinstance(limit, Restrict) and limit.name == name)


def _as_stated(section: object, facts: type) -> dict[str, Any]:
    """Return the attributes of a section that an endpoint takes over unchanged."""
    names, values_of = _attributes(facts)
    return dict(zip(names, values_of(section), strict=True))


@cache
def _attributes(facts: type) -> tuple[tuple[str, ...], Callable[[object], tuple[Any, ...]]]:
    """Return the names of the attributes of a class, which has several, and what reads them all at once."""
    attributes: Any = fields(cast(Any, facts))
    names = tuple(attribute.name for attribute in attributes)
    return names, attrgetter(*names)


class _Resolver:
    """Resolves one endpoint file to an ``EndpointSpec``, and collects its problems."""

    def __init__(
        self, document: Document, venue: VenueSpec, content: EndpointFile, locked: EndpointLock, *, documented: bool
    ) -> None:
        self.document = document
        self.venue = venue
        self.docs = content.docs
        self.sdk = content.sdk
        self.locked = locked
        self.documented = documented
        self.signer = _signer(content, venue)
        envelope = content.sdk.envelope or venue.envelope
        self.shown = ExampleValues(content.docs, envelope, content.sdk.data or content.docs.data)
        self.problems: list[Problem] = []
        self.renamed = RenamedRows(document, content.docs)
        self.tables: dict[str, tuple[Field, ...]] = {}
        self._used: set[str] = set()
        self._seen: set[str] = set()

    def request(self, common: tuple[RowFile, ...], variants: tuple[VariantFile, ...]) -> tuple[Field, ...]:
        """Merge the rows of every request table; a row that only some variants have names them.

        A row that a variant requires is required in that variant only, which a rule must state.
        """
        merged = {row.name: row for row in self.rows(common, "request")}
        for index, variant in enumerate(variants):
            table = self.rows(variant.request, "request", ("docs", "variants", index, "request"))
            self.tables[variant.title] = (*self.tables.get(variant.title, ()), *table)
            for row in table:
                known = merged.get(row.name)
                if known is None:
                    required: Required = "conditional" if row.required == "yes" else row.required
                    merged[row.name] = evolve(row, required=required, variants=(variant.title,))
                elif known.variants:
                    merged[row.name] = evolve(
                        known,
                        variants=(*known.variants, variant.title),
                        values=_union(known.values, row.values) if known.values and row.values else (),
                        fields=known.fields or row.fields,
                        label=known.label or row.label,
                        facts=known.facts + row.facts,
                    )
        return tuple(merged.values())

    def rows(
        self, rows: tuple[RowFile, ...], side: str, path: tuple[str | int, ...] | None = None, parent: str = ""
    ) -> tuple[Field, ...]:
        base = path or ("docs", side)
        names = [row.name for row in rows]
        for index, name in enumerate(names):
            if name in names[:index]:
                self.complain((*base, index), "row-twice", f"{name} has a row already")
        return tuple(
            self._row(row, side, (*base, index), parent)
            for index, row in enumerate(rows)
            if parent or (own := self._override(side, row.name, row)) is None or not own.envelope
        )

    def _row(self, row: RowFile, side: str, path: tuple[str | int, ...], parent: str) -> Field:
        dotted = f"{parent}.{row.name}" if parent else row.name
        text = self.locked.text.get(_lock_path(path, dotted), row.text)
        own = self._override(side, dotted, row)
        place = self.document.place(path)
        word = self.venue.words.get(row.name)
        label = own.type if own and own.type else row.type
        json = json_type(label, self.venue.types)
        untyped = json is None and label == row.type and TYPE_UNREAD in self.docs.unread
        if json is None and not untyped:
            known = ", ".join(JSON_TYPES)
            self.complain(path, "row-type", f"{row.name} has the unknown type label {label!r}; known labels: {known}")
        shown = self.shown.json_type(f"{side}.{dotted}") if untyped else None
        json = json or shown or "string"
        # Some pages call an object with rows of its own a string.
        json = "object" if row.fields and json not in ("array", "object") else json
        if row.pattern is not None and (wrong := fault(row.pattern)):
            self.complain(path, "pattern", wrong)
        kind, item = meaning_of(row, json, own, word)
        values = tuple(row.values) if own is None or own.values is None else own.values
        open_text = (untyped or json == "string") and is_open(row, own, word)
        guess = guessed_kind(row, self.shown.values(f"{side}.{dotted}"), shown, untyped=untyped) if open_text else None
        return Field(
            **_as_stated(row, RowStatements),
            name=row.name,
            type=row.type,
            json=json,
            kind=guess or kind,
            item=None if guess == "any" else item,
            inferred=guess is not None,
            untyped=untyped,
            required=_required(_stated_required(row, own)),
            label=row.label,
            description=(own.description if own and own.description else word.description if word else "") or "",
            values=values,
            meanings={value: label for value, label in row.values.items() if label and value in values},
            closed=not _is_open(row, own),
            default=row.default if own is None or own.default is None else own.default,
            limits=Limits(**_as_stated(row, Limits)),
            separator=(own.separator if own else None) or row.separator,
            **stated_by_people(own, word),
            signer=side == "request" and _is_signer(row.name, parent, self.docs, self.signer),
            deprecated=row.deprecated is not False,
            deprecation=row.deprecated if isinstance(row.deprecated, Deprecation) else None,
            prose=text,
            text_key=text_key(text, row.values),
            facts=_facts(row, text) if side == "request" else "",
            fields=self.rows(row.fields, side, (*path, "fields"), dotted) or columns_of(own, place),
            place=place,
        )

    def _override(self, side: str, dotted: str, row: RowFile) -> FieldFile | None:
        self._seen |= {f"{side}.{dotted}", dotted}
        older = self.renamed.former_keys(side, dotted, row)
        for key in (f"{side}.{dotted}", dotted, f"{side}.{row.name}", row.name, *older):
            if key in self.sdk.fields:
                if key in older and key not in self._used:
                    former = key.rpartition(".")[2]
                    self.renamed.report(("sdk", "fields", key), renamed_message(former, row.name))
                self._used.add(key)
                own = self.sdk.fields[key]
                if not self.documented:
                    return own
                return evolve(
                    own, type=None, required=None, evidence="", values=None, default=None, open=None, columns={}
                )
        return None

    def check_overrides(self) -> None:
        for key in self.sdk.fields:
            if key not in self._used:
                side = key.partition(".")[0]
                table = self.document.place(("docs", side if side in ("request", "response") else "request"))
                message = f"no table on the page ({table}) has a row {key}{nearest(key, self._seen)}; it is left out"
                self.complain(("sdk", "fields", key), "field-gone", message, stale=True)

    def examples(self, examples: tuple[ExampleFile, ...]) -> tuple[Example, ...]:
        resolved: list[Example] = []
        requests = 0
        for index, example in enumerate(examples):
            path = ("docs", "examples", index)
            context: Mapping[str, str] = {}
            if example.request is not None:
                requests += 1
                # Contexts are given by number, and another state of the page may have other examples.
                context = {} if self.documented else self.sdk.context.get(requests, {})
            resolved.append(
                Example(
                    title=example.title,
                    request=self._json(example.request, (*path, "request")),
                    response=self._json(example.response, (*path, "response")),
                    context=context,
                    repaired=example.repaired,
                    broken=example.broken,
                    place=self.document.place(path),
                )
            )
        known = {entry.name: entry for entry in self.venue.context}
        for number, context in self.sdk.context.items():
            if not 1 <= number <= requests:
                message = f"there is no request example {number}; the page has {requests}"
                self.complain(("sdk", "context", str(number)), "context-gone", message, stale=True)
            for name, value in context.items():
                if name not in known or value not in known[name].values:
                    message = f"the venue's context has no {name} with the value {value!r}"
                    self.complain(("sdk", "context", str(number), name), "context-unknown", message)
        return tuple(resolved)

    def _json(self, value: Any, path: tuple[str | int, ...]) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError as error:
            self.complain(path, "example-json", f"is not JSON: {error}")
            return None

    def parsed_rules(
        self, endpoint: EndpointSpec, written: tuple[WrittenRule, ...], held: Callable[[Any, str], str]
    ) -> tuple[tuple[RuleTree, ...], dict[str, Place]]:
        """Parse an endpoint's rules: those that can be read, each with its place.

        ``held`` says where else a rule holds, and must go on to hold where its parameter is gone here.
        """
        scope = endpoint.scope(self.venue)
        try:
            rules = parse_rules([rule.data for rule in written], scope, partial(self._renamed_in_rule, written))
        except RulesError as error:
            for problem in error.errors:
                index, *rest = problem.path or (0,)
                source = written[int(index)]
                own = source.path[1] == "rules"
                path = (*source.path, *rest) if own else source.path
                name = source.data.get("id") if is_object(source.data) and (problem.stale or not own) else None
                missing = problem.missing.removeprefix("$.") if own else ""
                message = f"{f'{name}: ' if name else ''}{problem.message}"
                if problem.stale:
                    table = self.document.place(("docs", "request"))
                    message += f"; the table is at {table}{held(name, missing)}{LEFT_OUT}"
                check = "rule-stale" if problem.stale else "rule-syntax"
                found = problem_at(self.document, path, check, message, stale=problem.stale)
                self.problems.append(evolve(found, missing=missing))
            wrong = {problem.path[0] for problem in error.errors if problem.path}
            written = tuple(rule for index, rule in enumerate(written) if index not in wrong)
            rules = parse_rules([rule.data for rule in written], scope)
        return rules, {rule.id: self.document.place(source.path) for rule, source in zip(rules, written, strict=True)}

    def _renamed_in_rule(self, written: tuple[WrittenRule, ...], problem: RuleProblem) -> None:
        index, *rest = problem.path
        path = written[int(index)].path
        if path[1] == "rules":  # a rule from another endpoint is reported there
            self.renamed.report((*path, *rest), problem.message)

    def complain(self, path: Iterable[str | int], check: str, message: str, *, stale: bool = False) -> None:
        self.problems.append(problem_at(self.document, path, check, message, stale=stale))


def _lock_path(path: tuple[str | int, ...], dotted: str) -> str:
    """Return the name of a row in the lock: request.instId, or variants.0.instId in a table of one variant."""
    return ".".join(["variants", str(path[2]), dotted]) if path[1] == "variants" else f"{path[1]}.{dotted}"


def _facts(row: RowFile, text: str | None) -> str:
    """Return the page's statements about a row as text, the digest of its ``text`` last, without the rows inside it."""
    stated = ((name, _as_before(name, value)) for name, value in zip(_FACTS, (*_facts_of(row), text), strict=True))
    return ";".join(f"{name}={value}" for name, value in stated if value not in (None, "", ()) and value is not False)


def _as_before(name: str, value: Any) -> Any:
    """Return a fact without the particulars that it has gained, so that those make no rule due for review."""
    if isinstance(value, Deprecation):
        return True
    if name == "type" and value.lower().startswith("decimal"):
        return "String"
    return tuple(value) if is_object(value) else value


def _stated_required(row: RowFile, own: FieldFile | None) -> bool | str:
    if own is None or (own.required is None and not own.evidence):
        return row.required
    return False if own.required is None else own.required


def _required(stated: bool | str) -> Required:
    if stated in ("conditional", "unknown"):
        return "conditional" if stated == "conditional" else "unknown"
    return "yes" if stated else "no"


def _signer(content: EndpointFile, venue: VenueSpec) -> Mapping[str, str]:
    """Return the parameters that the signature adds to calls of an endpoint."""
    return venue.auth.params if (content.sdk.access or content.docs.access) in ("signed", "optional") else {}


def _is_signer(name: str, parent: str, docs: DocsFile, signer: Mapping[str, str]) -> bool:
    """Tell whether the signature adds a parameter; a row of an item can repeat such a parameter of the whole call."""
    return name in signer and (not parent or any(row.name == name for row in docs.request))


def _is_open(row: RowFile, own: FieldFile | None) -> bool:
    """Tell whether values beside the documented ones may be sent; a list that a person states is whole unless said."""
    if own is not None and own.open is not None:
        return own.open
    return row.open and (own is None or own.values is None)


def _union(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
