"""Load a folder of spec files as a ``VenueSpec``: read, check the structure, resolve.

    spec/VENUE/venue.yaml            the venue itself, or `like: FOLDER` for an older state of another folder's venue
    spec/VENUE/fields.yaml           the vocabulary, optional
    spec/VENUE/errors.yaml           the error codes, optional
    spec/VENUE/clients.yaml          other clients of the venue, optional
    spec/VENUE/lock.yaml             digests and reviews, optional
    spec/VENUE/texts.yaml            what the sentences of the pages state, optional
    spec/VENUE/names.yaml            the public names of the SDK, optional
    spec/VENUE/GROUP/NAME.yaml       one file an endpoint

All problems of all files are reported together.
"""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from attrs import evolve

from ..runtime.json_types import is_object
from .endpoint import endpoint_of
from .files import EndpointFile
from .lock import NAME, Lock
from .model import EndpointSpec, VenueSpec
from .names import FILE as NAMES
from .names import PublicNames
from .place import Place
from .problem import LEFT_OUT, Problem, SpecError
from .shared_rules import SharedRules, WrittenEndpoint
from .sources import DISK, Source
from .stale import without_stale_references
from .structure import structure
from .texts import NAME as TEXTS
from .texts import NO_TEXTS, PageTexts
from .venue import like_of, settings_of


def spec_folder(root: Path, name: str) -> Path:
    """Return a spec folder, by path or by the venue's name."""
    return Path(name) if (Path(name) / "venue.yaml").is_file() else root / "spec" / name


def load_venue(folder: Path, source: Source = DISK, *, documented: bool = False) -> VenueSpec:
    """Load the venue in a folder. Raises ``SpecError`` with every problem of every file.

    ``documented`` takes the facts as the pages state them: see ``load_endpoints``.
    """
    return load_endpoints(load_settings(folder, source), source, documented=documented)


def load_endpoints(venue: VenueSpec, source: Source = DISK, *, documented: bool = False) -> VenueSpec:
    """Add the endpoints of its folder to a venue. Raises ``SpecError`` with every problem of every file.

    A stale part of an endpoint's ``sdk:`` is not such a problem: it is left out, and listed in ``stale``.

    With ``documented``, types, requirements, values and defaults come from the ``docs:`` sections even where ``sdk:``
    overrules them. Parts of an ``sdk:`` section that refer to something missing in ``docs:`` are left out: the sections
    belong to another state of the pages.
    """
    loaded, problems = read_endpoints(venue, source, documented=documented)
    if problems:
        raise SpecError(problems)
    return loaded


def read_venue(
    folder: Path, source: Source = DISK, settings: VenueSpec | None = None, *, documented: bool = False
) -> tuple[VenueSpec | None, tuple[Problem, ...]]:
    """Read a venue as far as possible, and return every problem of every file.

    ``settings`` are those of the folder, where they are loaded already. The venue is ``partial`` if an endpoint's file
    cannot be read, and None if its settings cannot.
    """
    try:
        return read_endpoints(settings or load_settings(folder, source), source, documented=documented)
    except SpecError as error:
        problems = list(error.problems)
    _, _, unread = _written(folder, source)
    return None, SpecError([*problems, *unread]).problems


def read_endpoints(
    venue: VenueSpec, source: Source = DISK, *, documented: bool = False
) -> tuple[VenueSpec, tuple[Problem, ...]]:
    """Add to a venue's settings every endpoint of its folder that can be read; return the problems beside.

    The venue is ``partial`` if some cannot be read.
    """
    endpoints: list[EndpointSpec] = []
    lock, written, problems = _written(venue.folder, source)
    unreadable = frozenset(f"{path.parent.name}.{path.stem}" for path in source.endpoint_files(venue.folder))
    shared = SharedRules(venue, written, on_disk=documented, unreadable=unreadable - written.keys())
    names = cache(lambda: _names_or_none(venue.folder, source))
    for endpoint in written.values():
        try:
            resolved, wrong = endpoint_of(endpoint, venue, lock, shared, documented)
            resolved, mistyped = _without_mistyped(resolved, names)
            endpoints.append(resolved)
            problems.extend((*wrong, *mistyped))
        except SpecError as error:
            problems.extend(error.problems)
    problems.extend(_documented_twice(endpoints))
    ordered = tuple(sorted(endpoints, key=lambda spec: (spec.group, spec.name)))
    partial = venue.partial or len(ordered) < len(source.endpoint_files(venue.folder))
    loaded = evolve(venue, endpoints=ordered, documented=documented, partial=partial, code_texts=lock.codes)
    if venue.current and not documented and not partial:
        loaded = without_stale_references(loaded)
    return loaded, SpecError(dict.fromkeys(problems)).problems


def _names_or_none(folder: Path, source: Source) -> PublicNames | None:
    try:
        return read_names(folder, source)
    except SpecError:
        return None


def _without_mistyped(
    endpoint: EndpointSpec, names_of_venue: Callable[[], PublicNames | None]
) -> tuple[EndpointSpec, list[Problem]]:
    """Return an endpoint without the stale rules whose parameter no page has ever had, and these rules as errors.

    The public names and the reviews of rules tell what its pages had; an endpoint without such names can have had any
    parameter.
    """
    if not any(problem.missing for problem in endpoint.stale):
        return endpoint, []
    known = names_of_venue()
    names = None if known is None else known.endpoints.get(endpoint.key)
    if names is None:
        return endpoint, []
    reviewed = endpoint.reviewed
    rows = () if reviewed is None else (reviewed.rows, *(review.rows for review in reviewed.rules.values()))
    stood = {row.rpartition(".")[2] for digests in rows for row in digests}
    mistyped = [
        problem
        for problem in endpoint.stale
        if problem.missing and problem.missing not in stood and not names.had(problem.missing)
    ]
    kept = tuple(problem for problem in endpoint.stale if problem not in mistyped)
    errors = (
        evolve(
            problem,
            check="rule-syntax",
            message=f"{problem.message.removesuffix(LEFT_OUT)}; no page of the endpoint has had it",
            stale=False,
        )
        for problem in mistyped
    )
    return evolve(endpoint, stale=kept), list(errors)


def _written(folder: Path, source: Source) -> tuple[Lock, dict[str, WrittenEndpoint], list[Problem]]:
    """Read the lock and every endpoint's file as far as their structure goes."""
    problems: list[Problem] = []
    lock = Lock()
    try:
        lock = read_lock(folder, source)
    except SpecError as error:
        problems.extend(error.problems)
    written: dict[str, WrittenEndpoint] = {}
    for file in source.endpoint_files(folder):
        try:
            document = source.read(file)
            endpoint = WrittenEndpoint(document, structure(document, EndpointFile))
            written[endpoint.id] = endpoint
        except SpecError as error:
            problems.extend(error.problems)
    return lock, written, problems


def load_settings(folder: Path, source: Source = DISK) -> VenueSpec:
    """Load the venue in a folder without its endpoints. Raises ``SpecError``."""
    if not source.has(folder / "venue.yaml"):
        message = "is not a spec folder: venue.yaml is missing"
        raise SpecError([Problem(check="spec-missing", place=Place(folder, 0), message=message)])
    document = source.read(folder / "venue.yaml")
    older = document.data.get("like") if is_object(document.data) else None
    return like_of(folder, document, source) if older is not None else settings_of(folder, document, source)


def read_lock(folder: Path, source: Source) -> Lock:
    """Read the lock of a spec folder; an empty one where there is none. Raises ``SpecError``."""
    file = folder / NAME
    return structure(source.read(file), Lock) if source.has(file) else Lock()


def read_names(folder: Path, source: Source = DISK) -> PublicNames:
    """Read the public names of a spec folder; none where the file is missing. Raises ``SpecError``."""
    file = folder / NAMES
    return structure(source.read(file), PublicNames) if source.has(file) else PublicNames()


def read_texts(folder: Path, source: Source = DISK) -> PageTexts:
    """Read what the texts of a spec's pages state; nothing where the file is missing. Raises ``SpecError``."""
    file = folder / TEXTS
    return structure(source.read(file), PageTexts) if source.has(file) else NO_TEXTS


def _documented_twice(endpoints: list[EndpointSpec]) -> Iterator[Problem]:
    first: dict[str, EndpointSpec] = {}
    for endpoint in endpoints:
        earlier = first.setdefault(endpoint.key, endpoint)
        if earlier is not endpoint:
            message = f"{endpoint.key} is in {earlier.place.file} already"
            yield Problem(check="endpoint-twice", place=endpoint.place, message=message)
