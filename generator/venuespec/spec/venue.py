"""A venue's own files to a ``Venue`` without endpoints: settings, vocabulary, error codes."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from os.path import normpath
from pathlib import Path
from typing import Any

from attrs import asdict, evolve

from ..rules.parse import RulesError, parse_instruments
from ..rules.patterns import fault
from ..rules.tree import Instruments
from ..runtime.venue import Auth, Ban, Envelope, Environment, ErrorCode, Feedback, LimitScope
from .files import (
    ErrorFile,
    FeedbackFile,
    LimitsFile,
    OlderFile,
    RateLimitFile,
    VenueFile,
    WordFile,
    structure,
    structure_each,
)
from .model import ClockSource, ContextValue, Learn, LimitFacts, RateLimit, Refusal, SharedLimit, Venue, Word
from .problem import Problem, SpecError
from .sources import Source
from .spans import span_of
from .yaml import Document, problem_at


def like_of(folder: Path, document: Document, source: Source) -> Venue:
    """An older state of another folder's venue: all but the endpoints is taken from there."""
    mirror = structure(document, OlderFile)
    other = Path(normpath(folder / mirror.like))
    if not source.has(other / "venue.yaml"):
        place = document.place(["like"])
        raise SpecError([Problem(check="spec-missing", place=place, message=f"there is no venue in {mirror.like}")])
    return evolve(
        settings_of(other, source.read(other / "venue.yaml"), source),
        name=folder.name,
        title=mirror.title,
        folder=folder,
        current=False,
        partial=mirror.partial,
    )


def settings_of(folder: Path, document: Document, source: Source) -> Venue:
    mirror = structure(document, VenueFile)
    problems: list[Problem] = []
    auth, envelope, clock = mirror.auth, mirror.envelope, mirror.clock
    instruments, limits, feedback = Instruments(), LimitFacts(), None
    tolerance = 0.0
    try:
        tolerance = span_of(auth.tolerance).total_seconds()
    except ValueError as error:
        problems.append(problem_at(document, ["auth", "tolerance"], "spec-span", str(error)))
    try:
        instruments = parse_instruments(mirror.instruments or {})
    except RulesError as error:
        problems.extend(
            problem_at(document, ["instruments", *each.path], "rule-syntax", each.message) for each in error.errors
        )
    try:
        limits = _limits(mirror.limits)
    except ValueError as error:
        problems.append(problem_at(document, ["limits"], "limits", str(error)))
    try:
        feedback = _feedback(mirror.feedback) if mirror.feedback else None
    except ValueError as error:
        problems.append(problem_at(document, ["feedback", "ban", "lasts"], "spec-span", str(error)))
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
        clock=ClockSource(endpoint=clock.endpoint, field=clock.field, unit=clock.unit) if clock else None,
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
        rules=mirror.rules,
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
                yield problem_at(document, ["learn", key, name], "reference-unknown", message)
    for name, pair in learn.same.items():
        if len(pair) != 2 or (name in mirror.context and len(mirror.context[name].values) < 2):
            message = f"{name} is told by two fields, and has a value for equal ones and one for others"
            yield problem_at(document, ["learn", "same", name], "reference-unknown", message)


def _feedback(mirror: FeedbackFile) -> Feedback:
    known = mirror.ban
    ban = None if known is None else Ban(known.status, known.says.lower(), span_of(known.lasts).total_seconds())
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
            SharedLimit(limit=rate_limit_of(each, of=name), endpoints=each.endpoints, code=each.code)
            for name, each in mirror.shared.items()
        ),
        singles=_plain(mirror.singles),
    )


def _groups(pattern: str) -> int:
    try:
        return re.compile(pattern).groups
    except re.error:
        return 0


def rate_limit_of(limit: RateLimitFile, of: str | None = None) -> RateLimit:
    """Raises ``ValueError`` for a time span that is none."""
    window = Decimal(str(span_of(limit.per).total_seconds()))
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
