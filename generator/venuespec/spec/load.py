"""A folder of spec files to a ``Venue``: read, check the structure, resolve.

    spec/VENUE/venue.yaml            the venue itself, or `like: FOLDER` for an older state of another folder's
    venue spec/VENUE/fields.yaml           the vocabulary, optional spec/VENUE/errors.yaml           the error
    codes, optional spec/VENUE/GROUP/NAME.yaml       one file an endpoint

Everything that is wrong anywhere is reported together.
"""

import keyword
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from os.path import normpath
from pathlib import Path
from typing import Any

import orjson
from attrs import asdict, evolve, frozen

from ..rules.parse import RulesError, parse_instruments, parse_rules
from ..rules.patterns import fault
from ..rules.tree import Instruments, JsonType, Rule
from ..runtime.json_types import is_object
from ..runtime.venue import Auth, Ban, Envelope, Environment, ErrorCode, Feedback, LimitScope
from .files import (
    EndpointFile,
    ErrorFile,
    ExampleFile,
    FeedbackFile,
    FieldFile,
    LimitsFile,
    OlderFile,
    RateLimitFile,
    RowFile,
    SdkFile,
    VariantFile,
    VenueFile,
    WordFile,
    structure,
    structure_each,
)
from .model import (
    Clock,
    ContextValue,
    Endpoint,
    Example,
    Field,
    Kind,
    Learn,
    LimitFacts,
    Limits,
    Note,
    Pages,
    Place,
    RateLimit,
    Refusal,
    Required,
    Reviewed,
    SharedLimit,
    Venue,
    Word,
    walk,
)
from .problem import Problem, SpecError
from .yaml import Document, parse, read

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SPAN = re.compile(r"([0-9]+(?:\.[0-9]+)?)?(ms|s|m|h|d|month)")
_UNITS = {
    "ms": timedelta(milliseconds=1),
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "month": timedelta(days=30),
}
# In this order for good: whoever changes it makes every rule due for review.
_FACTS = (
    *("type", "required", "label", "values", "open", "default", "min", "max", "min_length", "max_length"),
    *("max_items", "separator", "pattern", "deprecated", "text"),
)
_JSON_TYPES: dict[str, JsonType] = {
    "string": "string",
    "boolean": "boolean",
    "bool": "boolean",
    "integer": "integer",
    "int": "integer",
    "long": "integer",
    "number": "number",
    "double": "number",
    "object": "object",
    "map": "object",
    "json": "object",
    "array": "array",
}


@frozen
class Texts:
    """Spec files that are not on the disk, such as those of a git revision, by the path that problems name."""

    by_path: Mapping[Path, str]

    def has(self, file: Path) -> bool:
        return file in self.by_path

    def read(self, file: Path) -> Document:
        return parse(self.by_path[file], file)

    def endpoint_files(self, folder: Path) -> list[Path]:
        return sorted(each for each in self.by_path if each.parent.parent == folder and each.suffix == ".yaml")


class _Disk:
    """Spec files on the disk."""

    def has(self, file: Path) -> bool:
        return file.is_file()

    def read(self, file: Path) -> Document:
        return read(file)

    def endpoint_files(self, folder: Path) -> list[Path]:
        return sorted(folder.glob("*/*.yaml"))


Source = Texts | _Disk
DISK = _Disk()


def load_venue(folder: Path, source: Source = DISK, *, documented: bool = False) -> Venue:
    """The venue in a folder. Raises ``SpecError`` with every problem of every file.

    ``documented`` takes the facts as the pages state them: see ``load_endpoints``.
    """
    return load_endpoints(load_settings(folder, source), source, documented=documented)


def load_endpoints(venue: Venue, source: Source = DISK, *, documented: bool = False) -> Venue:
    """A venue's settings with the endpoints of its folder. Raises ``SpecError`` with every problem of every file.

    With ``documented`` types, requirements, values and defaults are those of the ``docs:`` sections although ``sdk:``
    overrules them, and whatever of an ``sdk:`` section speaks of something that ``docs:`` does not have is left out:
    the sections are those of another state of the pages.
    """
    endpoints: list[Endpoint] = []
    problems: list[Problem] = []
    for file in source.endpoint_files(venue.folder):
        try:
            endpoints.append(_endpoint(source.read(file), venue, documented))
        except SpecError as error:
            problems.extend(error.problems)
    problems.extend(_documented_twice(endpoints))
    if problems:
        raise SpecError(problems)
    ordered = tuple(sorted(endpoints, key=lambda each: (each.group, each.name)))
    return evolve(venue, endpoints=ordered, documented=documented)


def load_settings(folder: Path, source: Source = DISK) -> Venue:
    """The venue in a folder without its endpoints. Raises ``SpecError``."""
    if not source.has(folder / "venue.yaml"):
        message = "is no spec folder: it has no venue.yaml"
        raise SpecError([Problem(check="spec-missing", place=Place(folder, 0), message=message)])
    document = source.read(folder / "venue.yaml")
    older = document.data.get("like") if is_object(document.data) else None
    return _like(folder, document, source) if older is not None else _venue(folder, document, source)


def endpoint_files(folder: Path) -> list[Path]:
    """The endpoint files of a spec folder, sorted."""
    return DISK.endpoint_files(folder)


def _like(folder: Path, document: Document, source: Source) -> Venue:
    """An older state of another folder's venue: all but the endpoints is taken from there."""
    mirror = structure(document, OlderFile)
    other = Path(normpath(folder / mirror.like))
    if not source.has(other / "venue.yaml"):
        place = document.place(["like"])
        raise SpecError([Problem(check="spec-missing", place=place, message=f"there is no venue in {mirror.like}")])
    return evolve(
        _venue(other, source.read(other / "venue.yaml"), source),
        name=folder.name,
        title=mirror.title,
        folder=folder,
        current=False,
        partial=mirror.partial,
    )


def _venue(folder: Path, document: Document, source: Source) -> Venue:
    mirror = structure(document, VenueFile)
    problems: list[Problem] = []
    auth, envelope, clock = mirror.auth, mirror.envelope, mirror.clock
    instruments, limits, feedback = Instruments(), LimitFacts(), None
    tolerance = 0.0
    try:
        tolerance = _span(auth.tolerance).total_seconds()
    except ValueError as error:
        problems.append(_at(document, ["auth", "tolerance"], "spec-span", str(error)))
    try:
        instruments = parse_instruments(mirror.instruments or {})
    except RulesError as error:
        problems.extend(
            _at(document, ["instruments", *each.path], "rule-syntax", each.message) for each in error.errors
        )
    try:
        limits = _limits(mirror.limits)
    except ValueError as error:
        problems.append(_at(document, ["limits"], "limits", str(error)))
    try:
        feedback = _feedback(mirror.feedback) if mirror.feedback else None
    except ValueError as error:
        problems.append(_at(document, ["feedback", "ban", "lasts"], "spec-span", str(error)))
    problems.extend(_unlearnt(document, mirror))
    if problems:
        raise SpecError(problems)
    return Venue(
        name=folder.name,
        title=mirror.title,
        docs=mirror.docs,
        pages=mirror.pages,
        groups=mirror.groups,
        sections=mirror.sections,
        environments={
            name: Environment(hosts=_plain(each.hosts), headers=_plain(each.headers))
            for name, each in mirror.environments.items()
        },
        auth=Auth(
            credentials=auth.credentials,
            algorithm=auth.algorithm,
            encoding=auth.encoding,
            signs=auth.signs,
            timestamp=auth.timestamp,
            tolerance=tolerance,
            headers=_plain(auth.headers),
            recv_window=auth.recv_window,
        ),
        envelope=Envelope(
            code=envelope.code,
            message=envelope.message,
            data=envelope.data,
            success=frozenset(envelope.success),
            time=envelope.time,
            item_code=envelope.item_code,
            item_message=envelope.item_message,
            verdicts=envelope.verdicts,
        ),
        clock=Clock(endpoint=clock.endpoint, field=clock.field, unit=clock.unit) if clock else None,
        learn=Learn(**asdict(mirror.learn)) if mirror.learn else None,
        context=tuple(
            ContextValue(name=name, values=each.values, meaning=each.meaning, place=document.place(["context", name]))
            for name, each in mirror.context.items()
        ),
        instruments=instruments,
        limits=limits,
        refusals={reason: Refusal(code=each.code, status=each.status) for reason, each in mirror.refusals.items()},
        orders=mirror.orders,
        feedback=feedback,
        words=_words(folder, source),
        errors=_errors(folder, source),
        folder=folder,
    )


def _plain(texts: Mapping[Any, str]) -> Mapping[str, str]:
    """Texts that were checked, as texts: a mapping of names is none of texts to a type checker."""
    return texts


def _unlearnt(document: Document, mirror: VenueFile) -> Iterator[Problem]:
    """What ``learn`` says of a context that there is not, or that a pair of fields cannot tell."""
    learn = mirror.learn
    if learn is None:
        return
    for key, names in (("fields", learn.fields), ("same", learn.same)):
        for name in names:
            if name not in mirror.context:
                message = f"the context has no {name} that could be learnt; there are: {', '.join(mirror.context)}"
                yield _at(document, ["learn", key, name], "reference-unknown", message)
    for name, pair in learn.same.items():
        if len(pair) != 2 or (name in mirror.context and len(mirror.context[name].values) < 2):
            message = f"{name} is told by two fields, and has a value for equal ones and one for others"
            yield _at(document, ["learn", "same", name], "reference-unknown", message)


def _feedback(mirror: FeedbackFile) -> Feedback:
    known = mirror.ban
    ban = None if known is None else Ban(known.status, known.says.lower(), _span(known.lasts).total_seconds())
    return Feedback(mirror.remaining, mirror.limit, mirror.reset, ban)


def _limits(mirror: LimitsFile) -> LimitFacts:
    for name, each in mirror.derived.items():
        if wrong := fault(each.pattern):
            raise ValueError(wrong)
        if _groups(each.pattern) != 1:
            raise ValueError(f"the pattern of {name} has one group, which is the value: {each.pattern}")
    return LimitFacts(
        scopes={words: LimitScope(only=x.only, unless=x.unless, kept=x.kept) for words, x in mirror.scopes.items()},
        derived={name: (each.of, each.pattern) for name, each in mirror.derived.items()},
        shared=tuple(
            SharedLimit(limit=_rate_limit(each, of=name), endpoints=each.endpoints, code=each.code)
            for name, each in mirror.shared.items()
        ),
        singles=_plain(mirror.singles),
    )


def _groups(pattern: str) -> int:
    try:
        return re.compile(pattern).groups
    except re.error:
        return 0


def _rate_limit(limit: RateLimitFile, of: str | None = None) -> RateLimit:
    """Raises ``ValueError`` for a time span that is none."""
    window = Decimal(str(_span(limit.per).total_seconds()))
    return RateLimit(limit=limit.limit, window=window, key=limit.key, counts=limit.counts, scope=limit.scope, of=of)


def _words(folder: Path, source: Source) -> Mapping[str, Word]:
    file = folder / "fields.yaml"
    if not source.has(file):
        return {}
    document = source.read(file)
    return {
        name: Word(kind=each.kind, description=each.description, item=each.item, place=document.place([name]))
        for name, each in structure_each(document, WordFile).items()
    }


def _errors(folder: Path, source: Source) -> Mapping[str, ErrorCode]:
    file = folder / "errors.yaml"
    if not source.has(file):
        return {}
    return {
        code: ErrorCode(
            meaning=each.meaning,
            kind=each.kind,
            retry=each.retry,
            outcome=each.outcome,
            success=each.success,
            status=each.status,
        )
        for code, each in structure_each(source.read(file), ErrorFile).items()
    }


def _endpoint(document: Document, venue: Venue, documented: bool) -> Endpoint:
    mirror = structure(document, EndpointFile)
    file = document.file
    resolver = _Resolver(document, venue, mirror.sdk, documented=documented)
    docs, sdk = mirror.docs, mirror.sdk
    request = resolver.request(docs.request, docs.variants)
    endpoint = Endpoint(
        venue=venue.name,
        group=file.parent.name,
        name=file.stem,
        method=docs.method,
        path=docs.path,
        title=docs.title,
        source=docs.source,
        summary=sdk.summary,
        as_of=docs.as_of,
        section=docs.section,
        access=sdk.access or docs.access,
        access_evidence=docs.auth_evidence,
        permissions=docs.permissions,
        reviewed=Reviewed(page=sdk.reviewed.page, rows=sdk.reviewed.rows) if sdk.reviewed else None,
        rate_limits=tuple(resolver.rate_limit(each, index) for index, each in enumerate(docs.rate_limits)),
        batch=docs.body == "array",
        max_items=sdk.max_items,
        headers=tuple(
            Field(name=name, type="String", json="string", kind=each.kind, description=each.description)
            for name, each in sdk.headers.items()
        ),
        pages=Pages(**asdict(sdk.pages)) if sdk.pages else None,
        request=request,
        shape=sdk.data or docs.data,
        response=resolver.rows(docs.response, "response"),
        examples=resolver.examples(docs.examples),
        notes=tuple(
            Note(text=each.text, params=each.params, place=document.place(["sdk", "notes", index]))
            for index, each in enumerate(sdk.notes)
        ),
        row=sdk.row,
        write=docs.method != "GET" if sdk.write is None else sdk.write,
        dedup_key=sdk.dedup_key,
        success_codes=sdk.success_codes,
        error_codes=tuple(each.code for each in docs.error_codes),
        reconcile=sdk.reconcile,
        sandbox=sdk.sandbox,
        deprecated=docs.deprecated,
        unread=docs.unread,
        decided=sdk.decided,
        gone_since=docs.gone_since,
        prose=docs.prose,
        place=document.place(),
    )
    rules = resolver.parsed_rules(endpoint)
    resolver.check_names(endpoint)
    resolver.check_pages(endpoint)
    resolver.check_orders(endpoint)
    resolver.check_overrides()
    if resolver.problems and not documented:
        raise SpecError(resolver.problems)
    places = {rule.id: document.place(["sdk", "rules", index]) for index, rule in enumerate(rules)}
    return evolve(endpoint, rules=rules, rule_places=places)


class _Resolver:
    """One endpoint file on its way to an ``Endpoint``: words looked up, overrides applied, problems collected."""

    def __init__(self, document: Document, venue: Venue, sdk: SdkFile, *, documented: bool) -> None:
        self.document = document
        self.venue = venue
        self.sdk = sdk
        self.documented = documented
        self.problems: list[Problem] = []
        self._used: set[str] = set()

    def request(self, common: tuple[RowFile, ...], variants: tuple[VariantFile, ...]) -> tuple[Field, ...]:
        """The rows of every request table as one; a row that only some variants have says which.

        What a variant requires is required only there, which is for a rule to say.
        """
        merged = {each.name: each for each in self.rows(common, "request")}
        for index, variant in enumerate(variants):
            for row in self.rows(variant.request, "request", ("docs", "variants", index, "request")):
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
        names = [each.name for each in rows]
        for index, name in enumerate(names):
            if name in names[:index]:
                self._complain((*base, index), "row-twice", f"{name} has a row already")
        return tuple(
            self._row(each, side, (*base, index), parent)
            for index, each in enumerate(rows)
            if not self._beside(each, side, parent)
        )

    def _row(self, row: RowFile, side: str, path: tuple[str | int, ...], parent: str) -> Field:
        dotted = f"{parent}.{row.name}" if parent else row.name
        own = self._override(side, dotted, row.name)
        word = self.venue.words.get(row.name)
        json = json_type(own.type if own and own.type else row.type)
        if json is None:
            self._complain(path, "row-type", f"{row.name} has the type {row.type!r}, which no JSON type is known for")
            json = "string"
        if row.fields and json not in ("array", "object"):
            # Some pages call an object with rows of its own a string.
            json = "object"
        if row.pattern is not None and (wrong := fault(row.pattern)):
            self._complain(path, "pattern", wrong)
        kind, item = _meaning(row, json, own, word)
        return Field(
            name=row.name,
            type=row.type,
            json=json,
            kind=kind,
            item=item,
            required=_required(row.required if own is None or own.required is None else own.required),
            label=row.label,
            description=(own.description if own and own.description else word.description if word else "") or "",
            values=row.values if own is None or own.values is None else own.values,
            closed=not (row.open if own is None or own.open is None else own.open),
            default=row.default if own is None or own.default is None else own.default,
            limits=Limits(
                min=row.min,
                max=row.max,
                min_length=row.min_length,
                max_length=row.max_length,
                max_items=row.max_items,
                pattern=row.pattern,
            ),
            separator=(own.separator if own else None) or row.separator,
            deprecated=row.deprecated,
            prose=row.text,
            facts=_facts(row) if side == "request" else "",
            fields=self.rows(row.fields, side, (*path, "fields"), dotted),
            place=self.document.place(path),
        )

    def _beside(self, row: RowFile, side: str, parent: str) -> bool:
        """Whether a documented field is none of the row, but of the envelope around it."""
        own = None if parent else self._override(side, row.name, row.name)
        return own is not None and own.envelope

    def _override(self, side: str, dotted: str, name: str) -> FieldFile | None:
        for key in (f"{side}.{dotted}", dotted, f"{side}.{name}", name):
            if key in self.sdk.fields:
                self._used.add(key)
                own = self.sdk.fields[key]
                if not self.documented:
                    return own
                return evolve(own, type=None, required=None, values=None, default=None, open=None)
        return None

    def check_overrides(self) -> None:
        for key in self.sdk.fields:
            if key not in self._used:
                side = key.partition(".")[0]
                table = self.document.place(("docs", side if side in ("request", "response") else "request"))
                self._complain(("sdk", "fields", key), "field-gone", f"no table on the page ({table}) has a row {key}")

    def check_pages(self, endpoint: Endpoint) -> None:
        pages = endpoint.pages
        if pages is None:
            return
        named = (pages.field is not None) + (pages.token is not None)
        if (pages.cursor is None) == (pages.number is None) or named != (pages.cursor is not None):
            message = "pages are turned by a cursor and the field or token that it names, or by a number"
            self._complain(("sdk", "pages"), "pages", message)
        parameters, answered = dict(walk(endpoint.request)), dict(walk(endpoint.response))
        for key, known, what in (
            ("cursor", parameters, "request"),
            ("number", parameters, "request"),
            ("keep", parameters, "request"),
            ("field", answered, "response"),
            ("token", answered, "response"),
            ("rows", answered, "response"),
            ("keep", answered, "response"),
        ):
            name = getattr(pages, key)
            if name is not None and name not in known:
                self._complain(("sdk", "pages", key), "pages", f"the {what} table has no {name}")

    def check_orders(self, endpoint: Endpoint) -> None:
        """Whether what finds a write out, and what the sandbox does with it, is in the tables."""
        reconcile, state = endpoint.reconcile, endpoint.sandbox
        nested = {each.items for each in (reconcile, state) if each is not None}
        inside = {row.name for each in endpoint.request if each.name in nested for row in each.fields}
        parameters = {row.name for row in endpoint.request} | inside
        if reconcile is not None:
            for index, ask in enumerate(reconcile.ask):
                path = ("sdk", "reconcile", "ask", index, "params")
                if endpoint.dedup_key is None or endpoint.dedup_key not in ask.params.values():
                    self._complain(
                        path, "reconcile", "nothing is asked by the dedup_key, which tells one write from another"
                    )
                for name in sorted(set(ask.params.values()) - parameters):
                    self._complain(path, "reconcile", f"the request table has no {name}")
            if reconcile.expires is not None and reconcile.expires not in {row.name for row in endpoint.headers}:
                self._complain(("sdk", "reconcile"), "reconcile", f"no header {reconcile.expires} is sent")
        if state is not None and state.does is not None:
            if state.table not in self.venue.orders:
                self._complain(("sdk", "sandbox"), "sandbox", f"venue.yaml has no table of orders {state.table}")
            for name in sorted({*state.changes, *filter(None, [state.items])} - parameters):
                self._complain(("sdk", "sandbox"), "sandbox", f"the request table has no {name}")

    def check_names(self, endpoint: Endpoint) -> None:
        for what, name in (("group", endpoint.group), ("endpoint", endpoint.name)):
            if not _NAME.fullmatch(name) or keyword.iskeyword(name):
                message = f"the {what} {name!r} is no Python name; use lower case letters, digits and underscores"
                self._complain((), "name", message)
        if endpoint.row is not None and not re.fullmatch(r"[A-Z][A-Za-z0-9]*", endpoint.row):
            self._complain(("sdk", "row"), "name", f"{endpoint.row!r} is no class name")
        if not re.fullmatch(r"/[A-Za-z0-9/_.{}-]*", endpoint.path):
            self._complain(("docs", "path"), "path", f"{endpoint.path!r} is no path")

    def rate_limit(self, limit: RateLimitFile, index: int) -> RateLimit:
        try:
            return _rate_limit(limit)
        except ValueError as error:
            self._complain(("docs", "rate_limits", index, "per"), "spec-span", str(error))
            return _rate_limit(evolve(limit, per="1s"))

    def examples(self, examples: tuple[ExampleFile, ...]) -> tuple[Example, ...]:
        found: list[Example] = []
        requests = 0
        for index, each in enumerate(examples):
            path = ("docs", "examples", index)
            context: Mapping[str, str] = {}
            if each.request is not None:
                requests += 1
                # Contexts are given by number, and another state of the page may have other examples.
                context = {} if self.documented else self.sdk.context.get(requests, {})
            found.append(
                Example(
                    title=each.title,
                    request=self._json(each.request, (*path, "request")),
                    response=self._json(each.response, (*path, "response")),
                    context=context,
                    repaired=each.repaired,
                    broken=each.broken,
                    place=self.document.place(path),
                )
            )
        known = {each.name: each for each in self.venue.context}
        for number, context in self.sdk.context.items():
            if not 1 <= number <= requests:
                self._complain(("sdk", "context", str(number)), "context-gone", f"there is no request example {number}")
            for name, value in context.items():
                if name not in known or value not in known[name].values:
                    message = f"the venue's context has no {name} with the value {value!r}"
                    self._complain(("sdk", "context", str(number), name), "context-unknown", message)
        return tuple(found)

    def _json(self, value: Any, path: tuple[str | int, ...]) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError as error:
            self._complain(path, "example-json", f"is not JSON: {error}")
            return None

    def parsed_rules(self, endpoint: Endpoint) -> tuple[Rule, ...]:
        scope = endpoint.scope(self.venue)
        try:
            return parse_rules(list(self.sdk.rules), scope)
        except RulesError as error:
            for each in error.errors:
                gone = each.message.startswith("there is no parameter")
                table = f"; the table is at {self.document.place(('docs', 'request'))}" if gone else ""
                self._complain(("sdk", "rules", *each.path), "rule-syntax", f"{each.message}{table}")
            wrong = {each.path[0] for each in error.errors if each.path}
            return parse_rules([each for index, each in enumerate(self.sdk.rules) if index not in wrong], scope)

    def _complain(self, path: Iterable[str | int], check: str, message: str) -> None:
        self.problems.append(_at(self.document, path, check, message))


def _facts(row: RowFile) -> str:
    """What the page says of a row, without the rows inside it."""
    said = ((name, getattr(row, name)) for name in _FACTS)
    return ";".join(f"{name}={value}" for name, value in said if value not in (None, "", ()) and value is not False)


def _meaning(row: RowFile, json: JsonType, own: FieldFile | None, word: Word | None) -> tuple[Kind, Kind | None]:
    """What a row means: as the endpoint says, else as its structure demands, else as the vocabulary says."""
    if own and own.kind:
        return own.kind, own.item
    if json == "array" and not row.fields and row.type.lower().startswith("array of array"):
        return "any", None
    if json == "array":
        item = word.item if word and word.kind == "array" else word.kind if word and word.kind != "object" else None
        return "array", None if row.fields else item or "text"
    if json == "object":
        return ("object" if row.fields else "any"), None
    if json == "boolean":
        return "boolean", None
    if word is None or word.kind in ("array", "object"):
        return ("text" if json == "string" else "integer" if json == "integer" else "decimal"), None
    return word.kind, word.item


def json_type(label: str) -> JsonType | None:
    """The JSON type that a page's type label stands for; None for a label nobody has seen."""
    words = label.strip().rstrip(".").lower().split()
    return _JSON_TYPES.get(words[0].split("<")[0]) if words else None


def _required(said: bool | str) -> Required:
    return "conditional" if said == "conditional" else "yes" if said else "no"


def _union(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _span(text: str) -> timedelta:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no time span; write it like 2s, 500ms, 12h or 30d")
    try:
        return float(match[1] or 1) * _UNITS[match[2]]
    except OverflowError:
        raise ValueError(f"{text[:40]!r} is longer than any time span that a venue means") from None


def _at(document: Document, path: Iterable[str | int], check: str, message: str) -> Problem:
    return Problem(check=check, place=document.place(tuple(path)), message=message)


def _documented_twice(endpoints: list[Endpoint]) -> Iterator[Problem]:
    first: dict[str, Endpoint] = {}
    for each in endpoints:
        other = first.setdefault(each.key, each)
        if other is not each:
            message = f"{each.key} is in {other.place.file} already"
            yield Problem(check="endpoint-twice", place=each.place, message=message)
