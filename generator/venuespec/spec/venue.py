"""Resolve a venue's own files to a ``VenueSpec`` without endpoints: settings, vocabulary, error codes."""

import re
from collections.abc import Callable, Iterator, Mapping
from os.path import normpath
from pathlib import Path
from typing import Any, TypeVar

from attrs import evolve, fields

from ..rules.hints import nearest
from ..rules.parse import RulesError, parse_instruments
from ..rules.patterns import fault
from ..rules.queries import NOW
from ..rules.tree import InstrumentFacts
from ..runtime.venue import Auth, ErrorCode
from .clients import NAME as CLIENTS
from .clients import OtherClient
from .files import OlderFile, VenueFile
from .model import VenueSpec, Word
from .problem import Problem, SpecError
from .settings import LimitFacts, PageSource, Settings
from .sources import DISK, Source
from .structure import structure, structure_each
from .yaml import Document, problem_at

T = TypeVar("T")
_LOOPBACK = re.compile(r"http://(?:localhost|127[.][0-9.]+)(?::[0-9]+)?/")


def like_of(folder: Path, document: Document, source: Source) -> VenueSpec:
    """Load an older state of another folder's venue, which provides everything but the endpoints."""
    mirror = structure(document, OlderFile)
    original = Path(normpath(folder / mirror.like))
    if not source.has(original / "venue.yaml"):
        place = document.place(["like"])
        raise SpecError([Problem(check="spec-missing", place=place, message=f"there is no venue in {mirror.like}")])
    return evolve(
        settings_of(original, source.read(original / "venue.yaml"), source),
        name=folder.name,
        title=mirror.title,
        folder=folder,
        current=False,
        partial=mirror.partial,
    )


def settings_of(folder: Path, document: Document, source: Source) -> VenueSpec:
    """Load the settings in a ``venue.yaml``. Raises ``SpecError`` with every problem."""
    problems: list[Problem] = []
    words = _collected(problems, lambda: _words(folder, source))
    errors = _collected(problems, lambda: _errors(folder, source))
    clients = _collected(problems, lambda: read_clients(folder, source))
    file = _collected(problems, lambda: structure(document, VenueFile))
    if file is None or words is None or errors is None or clients is None:
        raise SpecError(problems)
    instruments = InstrumentFacts()
    try:
        instruments = parse_instruments(file.instruments or {})
    except RulesError as error:
        problems.extend(
            problem_at(document, ["instruments", *problem.path], "rule-syntax", problem.message)
            for problem in error.errors
        )
    problems.extend(_auth_faults(document, file.auth))
    problems.extend(_learn_faults(document, file))
    problems.extend(_context_faults(document, file))
    problems.extend(_derived_faults(document, file.limits))
    problems.extend(_fetch_faults(document, file.fetch))
    if problems:
        raise SpecError(problems)
    stated: dict[str, Any] = {attribute.name: getattr(file, attribute.name) for attribute in fields(Settings)}
    shared = {name: evolve(limit, of=name) for name, limit in file.limits.shared.items()}
    stated["limits"] = evolve(file.limits, shared=shared)
    return VenueSpec(
        **stated,
        name=folder.name,
        context=tuple(
            evolve(value, name=name, place=document.place(["context", name])) for name, value in file.context.items()
        ),
        instruments=instruments,
        words=words,
        errors=errors,
        clients=clients,
        folder=folder,
    )


def _collected(problems: list[Problem], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except SpecError as error:
        problems.extend(error.problems)
        return None


def _auth_faults(document: Document, auth: Auth) -> Iterator[Problem]:
    """Yield the parts of a signed call that no header and no parameter carries, and words that mean no part."""
    sources = [*auth.headers.values(), *auth.params.values()]
    varying = ("signature", "timestamp", "recv_window")
    messages = [
        f"no header or parameter carries {each}; add it to auth.headers or auth.params"
        for each in dict.fromkeys((*auth.credentials, "signature", "timestamp"))
        if each not in sources and each != "secret_key"
    ]
    known = [each for each in (*auth.credentials, *varying) if each != "secret_key"]
    messages += [
        f"nothing is called {each} in a signed call{nearest(each, known)}" for each in sources if each not in known
    ]
    if "recv_window" in sources and auth.recv_window is None:
        messages.append("recv_window has no value; write auth.recv_window in milliseconds")
    for message in messages:
        yield problem_at(document, ["auth"], "auth", message)


def _learn_faults(document: Document, file: VenueFile) -> Iterator[Problem]:
    """Yield the faults of ``learn``: a context that does not exist, or that a pair of fields cannot decide."""
    learn = file.learn
    if learn is None:
        return
    for key, names in (("fields", learn.fields), ("same", learn.same), ("values", learn.values)):
        for name in names:
            if name not in file.context:
                message = f"the context has no {name} that could be learnt; there are: {', '.join(file.context)}"
                yield problem_at(document, ["learn", key, name], "reference-unknown", message)
    for writer, names in learn.set_by.items():
        for name in sorted(names.keys() - file.context.keys()):
            message = f"the context has no {name} that could be set; there are: {', '.join(file.context)}"
            yield problem_at(document, ["learn", "set_by", writer, name], "reference-unknown", message)
    for name, pair in learn.same.items():
        if len(pair) != 2 or (name in file.context and len(file.context[name].values) < 2):
            message = f"{name} is told by two fields, and has a value for equal ones and one for others"
            yield problem_at(document, ["learn", "same", name], "reference-unknown", message)


def _context_faults(document: Document, file: VenueFile) -> Iterator[Problem]:
    """Yield the faults of ``context``: instruments that only some can have a value of nothing, unreadable patterns."""
    for name, entry in file.context.items():
        if name == NOW:
            reserved = "now is the present time in rules; a value of the account has another name"
            yield problem_at(document, ["context", name], "reference-unknown", reserved)
        for value, pattern in entry.only.items():
            message = fault(pattern)
            if value not in entry.values:
                message = f"{name} has no value {value}; there are: {', '.join(entry.values)}"
            elif entry.per is None:
                message = f"{name} needs per, the parameter that the pattern is of"
            if message is not None:
                yield problem_at(document, ["context", name, "only", value], "reference-unknown", message)


def _derived_faults(document: Document, limits: LimitFacts) -> Iterator[Problem]:
    """Yield the patterns of ``limits.derived`` that find no value."""
    for name, derived in limits.derived.items():
        message = fault(derived.pattern)
        if message is None and _groups(derived.pattern) != 1:
            message = f"the pattern of {name} has one group, which is the value: {derived.pattern}"
        if message is not None:
            yield problem_at(document, ["limits", "derived", name, "pattern"], "limits", message)


def _fetch_faults(document: Document, source: PageSource | None) -> Iterator[Problem]:
    """Yield the faults of ``fetch``: nothing to fetch, an address without TLS."""
    if source is None:
        return
    addresses = [address for address in (*source.pages, source.sitemap, source.git) if address]
    if not addresses:
        yield problem_at(document, ["fetch"], "fetch", "fetch needs one of pages, sitemap and git")
    for address in addresses:
        if not address.startswith("https://") and _LOOPBACK.match(address) is None:
            yield problem_at(document, ["fetch"], "fetch", f"only https is fetched, got {address}")


def _groups(pattern: str) -> int:
    try:
        return re.compile(pattern).groups
    except re.error:
        return 0


def _words(folder: Path, source: Source) -> Mapping[str, Word]:
    file = folder / "fields.yaml"
    if not source.has(file):
        return {}
    document = source.read(file)
    words = structure_each(document, Word)
    return {name: evolve(word, place=document.place([name])) for name, word in words.items()}


def _errors(folder: Path, source: Source) -> Mapping[str, ErrorCode]:
    file = folder / "errors.yaml"
    return structure_each(source.read(file), ErrorCode) if source.has(file) else {}


def read_clients(folder: Path, source: Source = DISK) -> Mapping[str, OtherClient]:
    """Read the other clients of a venue by their names; none where the file is missing. Raises ``SpecError``."""
    file = folder / CLIENTS
    return structure_each(source.read(file), OtherClient) if source.has(file) else {}
