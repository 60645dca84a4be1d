"""Parse what commands take: the root, spec folders, endpoints, JSON.

An invalid input ends the command with exit code 2.
"""

import datetime as dt
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer

from ..pages.snapshot import DAY
from ..rules.hints import nearest
from ..rules.queries import NOW
from ..runtime.errors import ConfigurationError, readable
from ..runtime.json_types import is_object
from ..runtime.now import now_of
from ..spec.kept import load_kept, read_kept
from ..spec.load import load_settings, spec_folder
from ..spec.model import EndpointSpec, VenueSpec
from ..spec.packaged import packaged_folder, packaged_names
from ..spec.problem import Problem, SpecError
from ..textfiles import recover
from .completion import venue_names

T = TypeVar("T")
Root = Annotated[Path, typer.Option("--root", help="The folder that holds spec/ and generated/.")]
VenueName = Annotated[str, typer.Argument(help="Spec folder or venue name.", autocompletion=venue_names)]
Partial = Annotated[
    bool, typer.Option("--partial", help="The pages are a part of the site: endpoints on no page stay.")
]
Older = Annotated[bool, typer.Option("--older", help="Allow pages that are older than the spec.")]
Gone = Annotated[
    int | None, typer.Option("--gone", min=0, help="Allow up to N endpoints to vanish, or to lose rows, at once.")
]
ByHand = Annotated[
    bool, typer.Option("--by-hand", help="Rewrite also the docs: of endpoints that were written by hand.")
]
DayOfPages = Annotated[
    str | None, typer.Option("--date", help="The day of the pages, where their folder is not named by it.")
]
HERE = Path()


def folders_of(root: Path, names: Sequence[str] | None, *, archive: bool = True) -> list[Path]:
    """Return the spec folders with these names, or all below ``spec/`` without names."""
    if names:
        return [venue_folder(root, name) for name in names]
    pattern = "**/venue.yaml" if archive else "*/venue.yaml"
    folders = sorted(file.parent for file in (root / "spec").glob(pattern))
    if not folders:
        fail(f"there is no spec in {root / 'spec'}; run this where spec/ is, or give --root")
    return folders


def venue_folder(root: Path, name: str) -> Path:
    """Return a venue's spec folder, by path or by name; end the command where there is none, with what there is."""
    folder = spec_folder(root, name)
    if (folder / "venue.yaml").is_file():
        return folder
    specs = root / "spec"
    known = sorted(file.parent.name for file in specs.glob("*/venue.yaml"))
    if not known:
        fail(f"there is no spec in {specs}; run this where spec/ is, or give --root")
    if Path(name).exists():
        fail(f"{name} is not a spec folder; the venue comes first, then its pages; venues: {', '.join(known)}")
    if folder.exists():
        fail(f"{folder}: is not a spec folder: venue.yaml is missing")
    fail(f"{specs} has no venue {name!r}{nearest(name, known)}; there are: {', '.join(known)}")


def readable_folder(root: Path, name: str) -> Path:
    """Return a spec folder to read: by path, by the venue's name below ``root``, or the one installed with the tool."""
    folder = spec_folder(root, name)
    if (folder / "venue.yaml").is_file():
        return folder
    installed = packaged_folder(name)
    if installed is None:
        known = packaged_names()
        message = f"neither {root / 'spec'} nor the installed package has a spec {name!r}{nearest(name, known)}"
        fail(f"{message}; known specs: {', '.join(known) or 'none'}")
    return installed


def without_sdk(venue: str) -> NoReturn:
    """End the command as a venue has no generated SDK, or is none."""
    known = venue_names("")
    if venue not in known:
        fail(f"there is no venue {venue!r}{nearest(venue, known)}; there are: {', '.join(known) or 'none'}")
    fail(f"{venue} has no generated SDK in sight; run venuespec generate {venue}, and set PYTHONPATH=generated")


def load(folder: Path) -> VenueSpec:
    """Load a venue's spec with all its endpoints."""
    return loaded_from(load_kept, folder)


def load_readable(folder: Path) -> VenueSpec:
    """Load the endpoints of a venue that can be read, and warn of the others; end where its settings cannot be read."""
    recover(folder)
    venue, problems = read_kept(folder)
    if venue is None:
        fail_with(problems)
    for problem in problems:
        print(f"warning: {readable(str(problem), 2000)}", file=sys.stderr)
    return venue


def settings_of(folder: Path) -> VenueSpec:
    """Load a venue's spec without its endpoints."""
    return loaded_from(load_settings, folder)


def loaded_from(load: Callable[[Path], T], path: Path) -> T:
    """Load a file or folder, or end the command with its problems; what a killed run left half written is undone."""
    recover(path)
    try:
        return load(path)
    except SpecError as error:
        fail_with(error.problems)


def check_pages(pages: Path) -> None:
    """End the command unless pages are there."""
    if not pages.exists():
        fail(f"{pages} is neither a page nor a folder of pages")


def check_day(date: str | None) -> None:
    """End the command unless a day, if one is given, is written as one."""
    if date is not None and not _is_day(date):
        fail(f"--date must be a day like 2026-06-27, got {date}")


def _is_day(text: str) -> bool:
    """Tell whether a text is a day of the calendar: '2026-02-30' is none."""
    try:
        return DAY.fullmatch(text) is not None and bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


def one_endpoint(venue: VenueSpec, text: str) -> EndpointSpec:
    """Return the only endpoint that a text names."""
    endpoints = endpoints_of(venue, text)
    if len(endpoints) > 1:
        ids = ", ".join(endpoint.id for endpoint in endpoints)
        fail(f"{text!r} is the name of several endpoints: {ids}; give one of these")
    return endpoints[0]


def endpoints_of(venue: VenueSpec, text: str) -> list[EndpointSpec]:
    """Return the endpoints with a name, id, path or method and path; at least one."""
    endpoints = [known for known in venue.endpoints if text in (known.id, known.name, known.path, known.key)]
    if not endpoints:
        ids = [known.id for known in venue.endpoints]
        within = sorted(name for name in ids if text.lower() in name)[:8]
        near = f"; did you mean {', '.join(within)}" if within else nearest(text, ids)
        fail(f"{venue.name} has no endpoint {text!r}{near}; list all: venuespec show {venue.name}")
    return endpoints


def context_of(text: str, venue: VenueSpec) -> dict[str, str]:
    """Parse ``--context``: a JSON object of context values of the venue, each one of those that the venue has.

    What can differ for each instrument is given of one as ``positionMode[BTCUSDT]``; ``now`` is the present time in
    Unix milliseconds, for rules that compare a time with it.
    """
    given = json_object(text, "--context")
    known = {value.name: value.values for value in venue.context}
    keyed = {value.name for value in venue.context if value.per}
    for stated, value in given.items():
        if stated == NOW:
            _time_of(value)
            continue
        name, bracket, key = stated.partition("[")
        if name not in known or (bracket and (name not in keyed or not key.endswith("]"))):
            fail(f"--context: {venue.name} has no {stated}; there are: {', '.join(sorted(known)) or 'none'}")
        if value not in known[name]:
            fail(f"--context: {name} must be one of {', '.join(known[name])}, got {value!r}")
    return given


def _time_of(value: object) -> None:
    try:
        now_of(value)
    except ConfigurationError as error:
        fail(f"--context: {error}")


def json_of(text: str, option: str) -> Any:
    """Parse the JSON text of an option."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        fail(f"{option} is not JSON: {error}")


def json_object(text: str, option: str) -> dict[str, str]:
    """Parse the JSON object of an option, with all values as text."""
    value = json_of(text, option)
    if not is_object(value):
        fail(f"{option} must be a JSON object")
    return {str(name): str(inner) for name, inner in value.items()}


def fail_with(problems: Sequence[Problem]) -> NoReturn:
    """Print the problems of a spec and end the command with exit code 2."""
    for problem in problems:
        print(f"error: {readable(str(problem), 2000)}", file=sys.stderr)
    raise typer.Exit(2) from None


def fail(message: str) -> NoReturn:
    """Print an error message and end the command with exit code 2."""
    # Some errors list files, one a line.
    print(f"error: {chr(10).join(readable(line, 4000) for line in message.splitlines())}", file=sys.stderr)
    raise typer.Exit(2)
