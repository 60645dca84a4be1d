"""What commands take: the root, spec folders, endpoints, JSON; what is wrong with one ends the command with 2."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer

from ..diff.inputs import spec_folder
from ..runtime.errors import readable
from ..runtime.json_types import is_object
from ..spec.load import load_settings, load_venue
from ..spec.model import EndpointSpec, VenueSpec
from ..spec.problem import Problem, SpecError

T = TypeVar("T")
Root = Annotated[Path, typer.Option("--root", help="The folder that holds spec/ and generated/.")]
HERE = Path()


def folders_of(root: Path, names: Sequence[str] | None, *, archive: bool = True) -> list[Path]:
    """Return the spec folders with these names; all below ``spec/`` without names."""
    if names:
        return [spec_folder(root, each) for each in names]
    pattern = "**/venue.yaml" if archive else "*/venue.yaml"
    found = sorted(each.parent for each in (root / "spec").glob(pattern))
    if not found:
        fail(f"there is no spec in {root / 'spec'}; run this where spec/ is, or give --root")
    return found


def load(folder: Path) -> VenueSpec:
    """Load a venue's spec with all its endpoints."""
    return loaded_from(load_venue, folder)


def settings_of(folder: Path) -> VenueSpec:
    """Load a venue's spec without its endpoints."""
    return loaded_from(load_settings, folder)


def loaded_from(load: Callable[[Path], T], path: Path) -> T:
    """Load a file or folder, or end the command with the problems of it."""
    try:
        return load(path)
    except SpecError as error:
        fail_with(error.problems)


def one_endpoint(venue: VenueSpec, text: str) -> EndpointSpec:
    """Return the only endpoint that a text means."""
    found = endpoints_of(venue, text)
    if len(found) > 1:
        fail(f"{text!r} is several endpoints: {', '.join(each.id for each in found)}; say which by group.name")
    return found[0]


def endpoints_of(venue: VenueSpec, text: str) -> list[EndpointSpec]:
    """The endpoints that a name, an id, a path or a method with its path means; one at least."""
    found = [each for each in venue.endpoints if text in (each.id, each.name, each.path, each.key)]
    if not found:
        near = sorted(each.id for each in venue.endpoints if text.lower() in each.id)[:8]
        fail(f"{venue.name} has no endpoint {text!r}{'; did you mean ' + ', '.join(near) if near else ''}")
    return found


def context_of(text: str, venue: VenueSpec) -> dict[str, str]:
    """Parse ``--context``: a JSON object of context values that the venue has."""
    given = json_object(text, "--context")
    known = {each.name for each in venue.context}
    for name in given:
        if name not in known:
            fail(f"--context: {venue.name} has no {name}; there are: {', '.join(sorted(known)) or 'none'}")
    return given


def json_of(text: str, option: str) -> Any:
    """Parse the JSON text of an option."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        fail(f"{option} is not JSON: {error}")


def json_object(text: str, option: str) -> dict[str, str]:
    """Parse the JSON object of an option; all its values become text."""
    value = json_of(text, option)
    if not is_object(value):
        fail(f"{option} is no JSON object")
    return {str(name): str(each) for name, each in value.items()}


def fail_with(problems: Sequence[Problem]) -> NoReturn:
    """Print the problems of a spec and end the command with 2."""
    for problem in problems:
        print(f"error: {readable(str(problem), 2000)}", file=sys.stderr)
    raise typer.Exit(2) from None


def fail(message: str) -> NoReturn:
    """Print what is wrong and end the command with 2."""
    print(f"error: {readable(message, 4000) if chr(10) not in message else message}", file=sys.stderr)
    raise typer.Exit(2)
