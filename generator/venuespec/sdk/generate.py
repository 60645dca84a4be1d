"""Turn specs into the files of the SDK and of its tests: plan, render, format."""

import sys
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

from ..checks.opened import opened
from ..processes import in_processes
from ..spec.file_schema import names_text
from ..spec.load import read_names
from ..spec.model import VenueSpec
from ..spec.names import FILE as NAMES
from ..textfiles import digest, digest_of_files
from .layout import finished
from .plan import plan
from .planned import GroupPlan, Module, Sdk
from .public_names import names_after
from .render import RUNTIME, render_group, render_package, runtime_files
from .test_files import render_group_tests
from .venue_modules import venue_modules

PACKAGE = "generated/venues"
_PACKAGE = Path(__file__).parent.parent
_SOURCES = (".yaml", ".py", ".jinja", ".lua")
TESTS = "tests/generated"
# Of the sizes below: fewer groups are rendered in one process.
_WORTH_A_PROCESS = 500


def owned(venues: Iterable[VenueSpec]) -> tuple[str, ...]:
    """Return the path prefixes that belong entirely to the generated output of these venues."""
    mine = [f"{PACKAGE}/__init__.py", f"{PACKAGE}/py.typed", f"{PACKAGE}/_runtime/"]
    for venue in venues:
        mine += [f"{PACKAGE}/{venue.name}/", f"{TESTS}/{venue.name}/"]
    return tuple(mine)


def inputs(folders: Iterable[Path]) -> str:
    """Return a digest of all inputs of the generated files: specs, this package, and the tools it uses."""
    sources = [f"{folder} {digest_of_files(folder, _SOURCES)}" for folder in (*folders, _PACKAGE, RUNTIME)]
    tools = [f"{name} {version(name)}" for name in ("jinja2", "attrs", "ruff")]
    return digest(text.encode() for text in (*sources, sys.version, *tools))


def planned(venues: Iterable[VenueSpec]) -> list[Sdk]:
    """Plan the SDKs of these venues, with the public names that they already have. Raises ``SpecError``.

    They do without what the examples of their pages contradict.
    """
    return [plan(opened(venue), read_names(venue.folder)) for venue in venues]


def stale_names(sdks: Iterable[Sdk]) -> dict[Path, str]:
    """Return the files of public names that these plans change, with their new texts, by path."""
    texts = {sdk.venue.folder / NAMES: names_text(sdk.venue.folder, names_after(sdk)) for sdk in sdks}
    return {file: text for file, text in texts.items() if not file.is_file() or file.read_text("utf-8") != text}


def generate(venues: Iterable[VenueSpec]) -> dict[str, str]:
    """Generate every file of the SDK and its tests for these venues: {path below the root: text}."""
    return files_of(planned(venues))


def files_of(sdks: Sequence[Sdk], progress: Callable[[int, int], None] | None = None) -> dict[str, str]:
    """Render every file of these plans: {path below the root: text}; ``progress`` is told how many groups are done."""
    parts = [(sdk, group) for sdk in sdks for group in (None, *sdk.groups)]
    sizes = [1 if group is None else sum(map(_size, group.modules)) for _, group in parts]
    rough: dict[str, str] = {f"{PACKAGE}/__init__.py": render_package()}
    for rendered in in_processes(_rendered, parts, sizes, least=_WORTH_A_PROCESS, progress=progress):
        rough |= rendered
    # ruff uses every processor itself.
    files = finished(rough)
    # The runtime is real Python and goes out as it is.
    files |= {f"{PACKAGE}/{path}": text for path, text in runtime_files().items()}
    files[f"{PACKAGE}/py.typed"] = ""
    return files


def _size(module: Module) -> int:
    """Return about how much work the files of an endpoint are: a request is searched that breaks each rule."""
    return 1 + 3 * len(module.endpoint.rules)


def _rendered(part: tuple[Sdk, GroupPlan | None]) -> dict[str, str]:
    """Render the modules and tests of a group, or the modules of a venue that belong to none."""
    sdk, group = part
    if group is None:
        return {f"{PACKAGE}/{path}": text for path, text in venue_modules(sdk).items()}
    rough: dict[str, str] = {f"{PACKAGE}/{path}": text for path, text in render_group(group, sdk).items()}
    return rough | {f"{TESTS}/{path}": text for path, text in render_group_tests(group, sdk).items()}
