"""Checks of a loaded spec that no single file can make. Each has a stable id.

reference-unknown     venue.yaml names an endpoint, field or parameter that there is not
fill-in               venue.yaml still has the address of venuespec new, or a file a text that is to be replaced
source-missing        an endpoint does not say which page it is from
summary-missing       an endpoint has no summary of our own
example-param         a documented request has a parameter that the table does not have
example-required      a documented request lacks a required parameter
example-value         a documented request has a value that the table does not list
example-type          a documented request has a value of another JSON type than its table
example-rule          a documented request breaks an error-level rule, in its own context or in none
example-field         a documented response has a field that the table does not have
example-missing       an endpoint has no documented request, or no response
example-kind          a documented value is not of the kind that its row has: the SDK could not read it
example-envelope      a documented answer is not in the venue's envelope: the SDK could not read it
example-bound         a documented request does not keep a bound, a length, a number of items, a pattern of its table
example-shape         a documented answer has a list, an object or a plain value where its table has another of these
note-unknown          a note speaks of a parameter that the tables do not have
rule-stale            a rule speaks of a parameter that the table does not have
renamed-row           a rule, a note or sdk.fields calls a row by the older name that its page gives, and holds for it
rule-value            a rule speaks of a value that the table does not list
field-gone            sdk.fields speaks of a row that no table has
evidence              evidence is given for what no caller sends, or does not say who sends requests without it
context-gone          sdk.context speaks of a request example that the page does not have
rules-from            rules are taken from an endpoint, or by an id, that there is not, or that is gone
pages, reconcile ...  the section of this name speaks of a row that the tables do not have
shared-row            the endpoint whose row class this one shares is gone, or answers other fields
word-missing          a field has no entry in the vocabulary
word-unused           an entry of the vocabulary that no field uses
refusal-unknown       a refusal has a code that errors.yaml does not have
unread                import could not read a part of the page, and sdk.decided does not say why that does not matter
type-unknown          a page's word for a row's type was not understood: its examples tell it; sdk.fields can say it
required-unknown      a page's word for whether a parameter must be sent was not understood; sdk.fields can say it
scope-unknown         a rate limit holds for a part of the traffic in words that limits.scopes does not explain
rule-due              rules rest on what the page no longer says, or nobody confirmed them; see venuespec review
text-control          a text holds control characters
name-unspeakable      a name of the SDK has a mark against a clash, a number or a single letter; sdk.fields can say it

From note-unknown to shared-row it is a stale mention: the rule or section is left out, and all else goes on; generate
says so in a warning. So it does of an example that its table contradicts: the SDK does without the fact. All other
errors stop generate. What cannot be read at all has the ids of the reader: yaml-...,
spec-structure, rule-syntax, row-type and their like.
"""

import re
from collections.abc import Container, Iterable, Iterator
from functools import cache
from pathlib import Path

from ..naming import snake, speakable, unspeakable_type
from ..rules.hints import nearest
from ..spec.alphabets import ALPHABETS, Name
from ..spec.kept import read_kept
from ..spec.load import read_names
from ..spec.model import EndpointSpec, VenueSpec, walk
from ..spec.names import PublicNames
from ..spec.place import Place
from ..spec.problem import Problem, Severity, SpecError
from ..spec.row_types import TYPE_UNREAD, json_type
from ..spec.shared_rows import shared_row_problems
from ..spec.skeleton import placeholder_host
from .due import due
from .examples import example_problems

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_SOURCE = 4
"""The fewest words that name a source and what is seen there."""


def lint_folder(folder: Path) -> tuple[Problem, ...]:
    """Everything wrong or questionable in a spec folder, by file and line, as far as its files can be read."""
    venue, problems = read_kept(folder)
    found = SpecError((*problems, *(lint(venue) if venue is not None else ()))).problems
    if venue is not None and venue.current:
        try:
            found = (*found, *_names(venue, read_names(folder)))
        except SpecError as error:
            found = (*found, *error.problems)
    return tuple(dict.fromkeys(found))


def lint(venue: VenueSpec, files: Container[Path] | None = None) -> tuple[Problem, ...]:
    """Everything questionable in a venue's spec, by file and line.

    Of a ``partial`` venue only what its endpoints say of themselves; of the endpoints only those of ``files``, where
    these are given.
    """
    found = [] if venue.partial else [*_venue(venue), *_words(venue)]
    for endpoint in venue.endpoints:
        if files is None or endpoint.place.file in files:
            found += _endpoint(endpoint, venue)
    return tuple(sorted(found, key=lambda each: (str(each.place.file), each.place.line, each.check, each.message)))


def without_stale(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The errors among problems that an SDK cannot be generated with."""
    return tuple(problem for problem in problems if problem.severity == "error" and not problem.stale)


def _problem(check: str, place: Place, message: str, severity: Severity = "error", *, stale: bool = False) -> Problem:
    return Problem(check=check, place=place, message=message, severity=severity, stale=stale)


def _venue(venue: VenueSpec) -> Iterator[Problem]:
    here = Place(venue.folder / "venue.yaml", 1)
    if venue.clock is not None and venue.current:
        yield from _answers("clock", venue.clock.endpoint, [venue.clock.field], venue)
    if venue.learn is not None and venue.current:
        learn = venue.learn
        compared = (field for pair in learn.same.values() for field in pair)
        yield from _answers("learn", learn.endpoint, [*learn.fields.values(), *compared], venue)
    if venue.docs.startswith(placeholder_host(venue.name)):
        message = f"docs is still {venue.docs}, as venuespec new wrote it; correct hosts, auth and envelope, too"
        yield _problem("fill-in", here, message, "warning")
    if venue.current and (fault := ALPHABETS[Name].fault(venue.name)):
        yield _problem("name", here, f"the folder's name is that of a Python package: {fault}")
    parameters = {row.name for endpoint in venue.endpoints for _, row in walk(endpoint.request)}
    for name in (*venue.instruments.ids, venue.instruments.type_name):
        if (
            name is not None
            and venue.endpoints
            and name not in parameters | {variable.name for variable in venue.context}
        ):
            message = f"no endpoint has the parameter {name} that tells instruments"
            yield _problem("reference-unknown", here, message, stale=True)
    if venue.current:
        yield from _limits(venue, here)
    for reason, refusal in venue.refusals.items():
        if venue.errors and refusal.code not in venue.errors and refusal.code != str(refusal.status):
            yield _problem("refusal-unknown", here, f"the code {refusal.code} of {reason} is not in errors.yaml")


def _limits(venue: VenueSpec, here: Place) -> Iterator[Problem]:
    """Words of limits that mean nothing, and what ``limits`` names that there is not."""
    facts = venue.limits
    scopes = {limit.scope for endpoint in venue.endpoints for limit in venue.charged(endpoint) if limit.scope}
    for words in sorted({words for scope in scopes for words in scope.split("; ")} - facts.scopes.keys()):
        yield _problem("scope-unknown", here, f"limits.scopes does not say what is meant by a limit for {words!r}")
    named = {variable.name for variable in venue.context}
    for scope in facts.scopes.values():
        for name in (*scope.only, *scope.unless):
            if name.startswith("context.") and name.removeprefix("context.") not in named:
                yield _problem("reference-unknown", here, f"limits.scopes speaks of {name}, which the context has not")
    endpoints = {endpoint for shared in facts.shared.values() for endpoint in shared.endpoints} | {
        *facts.singles,
        *facts.singles.values(),
    }
    for endpoint in sorted(endpoints):
        yield from _answers("limits", endpoint, [], venue)
    for name, shared in facts.shared.items():
        if shared.code is not None and venue.errors and shared.code not in venue.errors:
            yield _problem("refusal-unknown", here, f"the code {shared.code} of {name} is not in errors.yaml")


def _answers(key: str, name: str, fields: Iterable[str], venue: VenueSpec) -> Iterator[Problem]:
    """Yield why an endpoint that a key of venue.yaml names is not there, or does not answer the fields."""
    here = Place(venue.folder / "venue.yaml", 1)
    ids = {endpoint.id: endpoint for endpoint in venue.endpoints}
    endpoint = ids.get(name)
    if endpoint is None:
        message = f"{key} speaks of the endpoint {name}, which is not in the spec{nearest(name, ids)}"
        yield _problem("reference-unknown", here, message, stale=True)
        return
    if endpoint.gone_since is not None:
        message = f"{key} speaks of the endpoint {name}, which is gone from the documentation"
        yield _problem("reference-unknown", here, f"{message} since {endpoint.gone_since}", stale=True)
    answered = {row.name for row in endpoint.response}
    for field in sorted(set(fields) - answered):
        message = f"{name} answers no field {field}{nearest(field, answered)}"
        yield _problem("reference-unknown", here, message, stale=True)


def _words(venue: VenueSpec) -> Iterator[Problem]:
    used = {row.name for endpoint in venue.endpoints for _, row in (*walk(endpoint.request), *walk(endpoint.response))}
    for name, word in venue.words.items():
        if name not in used and word.place.file.parent == venue.folder:
            yield _problem("word-unused", word.place, f"no endpoint has a field {name}", "warning")


def _endpoint(endpoint: EndpointSpec, venue: VenueSpec) -> Iterator[Problem]:
    if not endpoint.source.startswith("https://"):
        yield _problem("source-missing", endpoint.place, "the source must be an https link to the page")
    if not endpoint.summary:
        yield _problem(
            "summary-missing", endpoint.place, "there is no summary; write one below sdk: in your own words", "warning"
        )
    for text in _texts(endpoint):
        if _CONTROL.search(text):
            yield _problem("text-control", endpoint.place, f"a text holds control characters: {text!r}")
    yield from _untyped(endpoint)
    yield from _reused(endpoint)
    request = tuple(walk(endpoint.request))
    named = (*request, *walk(endpoint.response))
    for _, row in named:
        if row.type and row.name not in venue.words and not row.signer:  # a column that a person named has no type
            guess = f"; its examples look like {row.kind}" if row.inferred and row.kind != "any" else ""
            message = (
                f"fields.yaml does not say what {row.name} means{guess}; see venuespec coverage {venue.name} --propose"
            )
            yield _problem("word-missing", row.place, message, "warning")
    for name, row in request:
        if row.required == "unknown":
            message = f"whether {name} must be sent is not understood; say it as required under sdk.fields.{name}"
            yield _problem("required-unknown", row.place, message, "warning")
    told: set[str] = set()
    if endpoint.unread and any(json_type(row.type) is None for _, row in named):
        told = {TYPE_UNREAD}
    for code in endpoint.unread:
        if code not in {*endpoint.decided, *told}:
            shown = "venuespec import --report shows where, and what settles it from the next import on"
            message = f"import could not read a part of the page ({code}); {shown}"
            yield _problem("unread", endpoint.place, message, "warning")
    names = {name for path, row in named for name in (path, row.name)} if endpoint.notes else set[str]()
    for note in endpoint.notes:
        for name in note.params:
            if name not in names:
                message = f"the tables of {endpoint.place} have no {name}{nearest(name, names)}"
                yield _problem("note-unknown", note.place, message, stale=True)
    awaiting = due(endpoint)
    if awaiting and venue.current and endpoint.gone_since is None:
        message = f"{len(awaiting)} of {len(endpoint.rules)} rules await review; see venuespec review {venue.name}"
        place = endpoint.rule_places.get(awaiting[0].rule.id, endpoint.place)
        yield _problem("rule-due", place, f"{message} {endpoint.id}", "warning")
    yield from shared_row_problems(endpoint, venue)
    yield from _codes(endpoint, venue)
    yield from _evidence(endpoint)
    if endpoint.gone_since is None:
        yield from example_problems(endpoint, venue)
    yield from endpoint.stale
    yield from endpoint.renames


def _names(venue: VenueSpec, names: PublicNames) -> Iterator[Problem]:
    """Yield the names of the SDK that people cannot say, with the key that states a better one."""
    homes = {
        enum.home: (name, frozenset(enum.values))
        for name, enum in names.types.items()
        if unspeakable_type(name, enum.wire)
    }
    for endpoint in venue.endpoints:
        attributes_at = cache(names.of(endpoint.key).attributes_at)
        for side, rows in (("request", endpoint.request), ("response", endpoint.response)):
            for path, row in walk(rows):
                dotted = f"{side}.{path}"
                name, values = homes.get(f"{endpoint.key} {dotted}", ("", frozenset[str]()))
                if name and values == frozenset(row.values):
                    better = f"sdk.fields: {{{dotted}: {{type_name: NAME}}}}"
                    message = f"{name} is the type of {row.name}, which nobody can say; state another with {better}"
                    yield _problem("name-unspeakable", row.place, message, "warning")
                attributes = attributes_at(dotted.rpartition(".")[0])
                attribute = attributes.get(row.name) or snake(row.name)
                if row.name in attributes and not speakable(attribute, row.name):
                    better = f"sdk.fields: {{{dotted}: {{attribute: NAME}}}}"
                    message = (
                        f"{attribute} is the attribute of {path}, which nobody can say; state another with {better}"
                    )
                    yield _problem("name-unspeakable", row.place, message, "warning")


def _evidence(endpoint: EndpointSpec) -> Iterator[Problem]:
    """Yield the rows whose evidence cannot be one: of an answer, or without a source."""
    for side, rows in (("request", endpoint.request), ("response", endpoint.response)):
        for name, row in walk(rows):
            if not row.evidence:
                continue
            message = ""
            if side == "response":
                message = "only of a parameter is it evidence that requests are sent without it"
            elif len(row.evidence.split()) < _SOURCE:
                message = f"say who sends requests without it and where that is seen, got {row.evidence!r}"
            if message:
                yield _problem("evidence", row.place, f"sdk.fields.{side}.{name}.evidence: {message}")


def _untyped(endpoint: EndpointSpec) -> Iterator[Problem]:
    """Yield the rows whose type the page states in a word that is not understood, with the line that settles it."""
    for side, rows in (("request", endpoint.request), ("response", endpoint.response)):
        for name, row in walk(rows):
            if row.untyped:
                plain = row.kind not in ("object", "map", "array")
                guess = f"{row.json}, {row.kind}" if plain else row.json
                kind = f", kind: {row.kind}" if plain else ""
                line = f"sdk.fields: {{{side}.{name}: {{type: {row.json.capitalize()}{kind}}}}}"
                message = f"the type of {name} is not understood: {row.type!r}; it is taken as {guess}"
                yield _problem("type-unknown", row.place, f"{message}; settle it with {line}", "warning")


def _reused(endpoint: EndpointSpec) -> Iterator[Problem]:
    """Yield the rows that have the older name of another row, of another kind: older programs mean that other row.

    A row of the same kind is the older name itself, which is still there.
    """
    for side, rows in (("request", endpoint.request), ("response", endpoint.response)):
        names = dict(walk(rows))
        for path, row in names.items():
            parent = path.rpartition(".")[0]
            older = row.alias.was if row.alias else None
            other = names.get(f"{parent}.{older}" if parent else f"{older}")
            swapped = other is not None and other.alias is not None and other.alias.was == row.name
            if other is None or other is row or not (swapped or (row.json, row.kind) != (other.json, other.kind)):
                continue
            message = (
                f"the page says that {older} is called {row.name} now, and the {side} has another {older}: older "
                f"programs may mean {row.name} by it; see whether both are read right"
            )
            yield _problem("name-reused", other.place, message, "warning")


def _codes(endpoint: EndpointSpec, venue: VenueSpec) -> Iterator[Problem]:
    """Yield the codes in questions after an unknown outcome that errors.yaml does not have."""
    for ask in endpoint.reconcile.ask if endpoint.reconcile and venue.current else ():
        for code in ask.absent:
            if venue.errors and code not in venue.errors:
                yield _problem("reference-unknown", endpoint.place, f"errors.yaml has no code {code}")


def _texts(endpoint: EndpointSpec) -> Iterator[str]:
    yield from (endpoint.title, endpoint.summary, endpoint.source)
    for _, row in (*walk(endpoint.request), *walk(endpoint.response)):
        yield from (row.name, row.label, row.description, *row.values)
    for rule in endpoint.rules:
        yield rule.because
