"""Define the command of the day when a venue's docs changed."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..pages.merge import ImportPlan, plan_import
from ..pages.plausible import Allowed
from ..pages.snapshot import Snapshot, read_snapshot
from ..python_text import UnsafeTextError
from ..runtime.errors import readable
from ..sdk.emit import EmitError
from ..sdk.generate import PACKAGE
from ..sdk.layout import StyleError
from ..spec.load import read_lock
from ..spec.model import VenueSpec
from ..spec.problem import SpecError
from ..textfiles import WriteError, write_atomically
from ..update.carry_out import carry_out, take_up
from ..update.collect import DayInputs, day_inputs
from ..update.pages import review_html, review_markdown, sdk_says, with_sdk
from ..update.review import DayReview, SdkState
from .fetch import bring_pages
from .forms import print_form
from .inputs import (
    HERE,
    ByHand,
    DayOfPages,
    Gone,
    Older,
    Partial,
    Root,
    VenueName,
    check_day,
    check_pages,
    fail,
    fail_with,
    settings_of,
    venue_folder,
)
from .pages import left_alone
from .progress import shown_progress


def update(
    venue: VenueName,
    pages: Annotated[
        Path | None, typer.Argument(help="Folder of the new pages; they are fetched where none is given.")
    ] = None,
    before: Annotated[
        Path | None,
        typer.Option(
            "--from", help="Folder of the old pages; by default the one beside the new pages of the spec's day."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder of the review page; review/VENUE-DAY by default.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change neither the spec nor the SDK; write the review page only.")
    ] = False,
    tests: Annotated[bool, typer.Option("--tests/--no-tests", help="Run the tests of what changed.")] = True,
    partial: Partial = False,
    older: Older = False,
    gone: Gone = None,
    by_hand: ByHand = False,
    date: DayOfPages = None,
    delete: Annotated[
        int,
        typer.Option("--delete", min=0, help="Allow up to N files of the SDK to be deleted, also more than a fifth."),
    ] = 0,
    root: Root = HERE,
) -> None:
    """Bring a venue to its new pages: import, check, generate, test, and write one page of what a person has to see.

    Exit codes: 0 nothing changed; 1 something did, and the review page says what; 2 an error, and nothing was written.
    """
    settings = settings_of(venue_folder(root, venue))
    check_day(date)
    pages = pages or bring_pages(settings, None, root, replace=True).folder
    check_pages(pages)
    try:
        plan = _plan(settings, pages, Allowed(partial=partial, older=older, gone=gone, by_hand=by_hand), date)
        folder = out or root / "review" / f"{settings.name}-{_day_of(plan) or 'undated'}"
        if plan.clean and not plan.waiting:
            begun = folder.is_dir() or (root / PACKAGE / settings.name).is_dir()
            if check or not begun:
                return _quiet(plan, settings, check=check)
            return _taken_up(_day(plan, None, pages, root), settings, folder, tests=tests, delete=delete)
        day = _day(plan, _old_pages(settings, plan, pages, before), pages, root)
        folder = _made(folder)
        review = _carried_out(day, check=check, tests=tests, delete=delete)
        _write(review, folder)
    except SpecError as error:
        fail_with(error.problems)
    except (EmitError, StyleError, UnsafeTextError, WriteError) as error:
        fail(str(error))
    _print(review, folder, day)
    raise typer.Exit(1)


def _plan(settings: VenueSpec, pages: Path, allowed: Allowed, date: str | None) -> ImportPlan:
    with shown_progress("reading pages") as progress:
        return plan_import(settings, pages, allowed=allowed, date=date, progress=progress)


def _carried_out(day: DayInputs, *, check: bool, tests: bool, delete: int) -> DayReview:
    with shown_progress("comparing, writing the SDK and running its tests"):
        return carry_out(day, check=check, tests=tests, delete=delete)


def _quiet(plan: ImportPlan, settings: VenueSpec, *, check: bool) -> None:
    """Say in one line that nothing changed; the day of the pages is written all the same."""
    if not check:
        plan.write()
    print(f"{settings.name}: nothing changed")
    _print_left_alone(plan)


def _print_left_alone(plan: ImportPlan) -> None:
    for line in left_alone(plan):
        print(line)


def _day(plan: ImportPlan, old_pages: Snapshot | None, pages: Path, root: Path) -> DayInputs:
    day = day_inputs(plan, old_pages, pages, root)
    if isinstance(day, tuple):
        fail_with(day)
    return day


def _taken_up(day: DayInputs, settings: VenueSpec, folder: Path, *, tests: bool, delete: int) -> None:
    """Bring the SDK up to a spec that was corrected since its pages were imported, as after errors on that day.

    The review page in ``folder`` says so then.
    """
    sdk = take_up(day, tests=tests, delete=delete)
    if not sdk.reason:
        _say_generated(folder, sdk)
    if not (sdk.written or sdk.deleted or sdk.reason):
        return _quiet(day.plan, settings, check=False)
    print(f"{settings.name}: nothing changed on the pages; the spec was corrected")
    _print_errors(day)
    print(readable(sdk_says(sdk, check=False), 2000))
    _print_stale(day)
    raise typer.Exit(1)


def _say_generated(folder: Path, sdk: SdkState) -> None:
    """Say on the review page of a day, which was written before, that its SDK is generated by now."""
    for file, html in ((folder / "review.md", False), (folder / "review.html", True)):
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
        if (anew := with_sdk(text, sdk, html=html)) != text:
            write_atomically(file, anew)


def _print_errors(day: DayInputs) -> None:
    for problem in day.errors:
        print(f"error: {readable(str(problem), 2000)}", file=sys.stderr)


def _print_stale(day: DayInputs) -> None:
    """Name what was left out of the SDK because the pages no longer have it; lint refuses it."""
    for problem in day.found:
        if problem.stale and problem.severity == "error":
            print(f"to correct before lint passes: {readable(str(problem), 2000)}")


def _print(review: DayReview, folder: Path, day: DayInputs) -> None:
    _print_errors(day)
    print(f"{review.venue}: {review.states}; {review.asks} decisions wanted; {review.judged}")
    print(readable(sdk_says(review.sdk, check=review.check), 2000))
    _print_left_alone(day.plan)
    _print_stale(day)
    for form in review.forms:
        print_form("not understood", form, lists="the review lists them")
    print(f"review: {readable(str(folder / 'review.html'), 2000)}")


def _day_of(plan: ImportPlan) -> str | None:
    return read_lock(plan.spec, plan.after).as_of


def _old_pages(settings: VenueSpec, plan: ImportPlan, pages: Path, given: Path | None) -> Snapshot | None:
    """Read the pages that the spec was read from, whose words the new ones are compared with."""
    if given is not None and not given.is_dir():
        fail(f"{given} is not a folder of pages")
    day = read_lock(plan.spec, plan.before).as_of
    beside = pages.absolute().parent / day if day else None
    folder = given or (beside if beside and beside.is_dir() and beside != pages.absolute() else None)
    if folder is None:
        return None
    try:
        return read_snapshot(
            folder, settings.pages, settings.envelope.data or "", settings.groups, sections=settings.sections
        )
    except SpecError as error:
        if given is not None:
            raise
        print(f"warning: {folder} cannot be read: {readable(str(error), 1000)}", file=sys.stderr)
        return None


def _made(folder: Path) -> Path:
    """Make the folder of the review page before anything else is written; raises ``WriteError``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"{folder} cannot be made: {error.strerror}; nothing was written") from None
    return folder


def _write(review: DayReview, folder: Path) -> None:
    """Write the review page in both forms; raises ``WriteError``."""
    try:
        write_atomically(folder / "review.md", review_markdown(review))
        write_atomically(folder / "review.html", review_html(review))
    except OSError as error:
        raise WriteError(f"{folder} cannot be written: {error.strerror}; the spec and the SDK are written") from None
