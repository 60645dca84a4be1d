"""Commands on documentation pages: take over what they say, and review the rules that rest on it."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from ..checks.confirm import confirm as record
from ..checks.coverage import coverage as cover
from ..checks.due import due
from ..diff.inputs import spec_folder
from ..pages.merge import ImportReport, import_pages
from ..runtime.errors import readable
from ..spec.load import load_venue
from ..spec.problem import Problem, SpecError
from .inputs import HERE, Root, endpoints_of, fail, fail_with, load, settings_of


def import_(
    venue: Annotated[str, typer.Argument(help="Spec folder or venue name.")],
    pages: Annotated[Path, typer.Argument(help="Folder of documentation pages.")],
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit 1 when the spec is behind.")] = False,
    report: Annotated[bool, typer.Option("--report", help="List where the pages contradict themselves.")] = False,
    root: Root = HERE,
) -> None:
    """Bring the docs: sections of a venue's spec up to a folder of pages; sdk: sections stay as they are."""
    folder = spec_folder(root, venue)
    settings = settings_of(folder)
    if not pages.exists():
        fail(f"{pages} is neither a page nor a folder of pages")
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading pages")
        try:
            found = import_pages(
                folder,
                pages,
                reader=settings.pages,
                data_key=settings.envelope.data,
                groups=settings.groups,
                sections=settings.sections,
                check=check,
                progress=lambda done, total: progress.update(task, completed=done, total=total),
            )
        except SpecError as error:
            fail_with(error.problems)
    _print_report(found, check=check, everything=report)
    counts = {
        "endpoints": found.endpoints,
        "new": len(found.new),
        "changed": len(found.changed),
        "gone": len(found.gone),
        "unread": len(found.unread),
        "undecided": len(found.undecided),
    }
    problems: tuple[Problem, ...] = ()
    try:
        covered = cover(load_venue(folder)).total
        counts |= {
            "needs a rule": covered.without_rule,
            "needs a name": covered.without_summary,
            "rules to review": covered.rules_due,
        }
    except SpecError as error:
        # The pages moved on from what somebody wrote about them: that is for a person to mend.
        problems = error.problems
    for problem in problems:
        print(f"error: {readable(str(problem), 2000)}")
    table = Table(*counts, box=None)
    table.add_row(*map(str, counts.values()))
    Console().print(table)
    raise typer.Exit(1 if problems or (check and not found.clean) else 0)


def _print_report(found: ImportReport, *, check: bool, everything: bool) -> None:
    """Print what an import changes and could not read; with ``everything`` also what the pages contradict."""
    verb = "would be " if check else ""
    for what, files in (("new", found.new), ("changed", found.changed), ("gone", found.gone)):
        for file in files:
            print(f"{verb}{what}: {file}")
    for diagnostic in found.unread:
        print(f"unread: {readable(str(diagnostic), 2000)}")
    for disagreement in found.undecided if everything else ():
        print(f"undecided: {readable(str(disagreement), 2000)}")
    for file, subject in found.settled if everything else ():
        print(
            f"settled: {file}: sdk.decided speaks of {readable(subject, 200)}, which the page has no trouble with now"
        )


def review(
    venue: Annotated[str, typer.Argument(help="Spec folder or venue name.")],
    endpoint: Annotated[str, typer.Argument(help="group.name, name, or path; all of them by default.")] = "",
    confirm: Annotated[bool, typer.Option("--confirm", help="Record that the rules are right as they are.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="With --confirm: of every endpoint.")] = False,
    root: Root = HERE,
) -> None:
    """List the rules whose pages changed since somebody confirmed them; exit 1 when there are any."""
    loaded = load(spec_folder(root, venue))
    if confirm and bool(endpoint) == everything:
        fail("--confirm takes either one endpoint, once you have read its page, or --all")
    chosen = endpoints_of(loaded, endpoint) if endpoint else [each for each in loaded.endpoints if not each.gone_since]
    waiting = [(each, found) for each in chosen if (found := due(each))]
    for each, found in waiting if not confirm else ():
        never = f" ({len(found)} rules, never confirmed)" if each.reviewed is None else ""
        print(f"{each.id}{never}: {readable(each.source, 1000)}")
        for one in found if not never else ():
            print(f"  {one}")
    if confirm and waiting:
        try:
            record(loaded, [each for each, _ in waiting])
        except SpecError as error:
            fail_with(error.problems)
    for each, _ in waiting if confirm else ():
        print(f"confirmed: {each.place.file}")
    if not confirm:
        print(f"{sum(len(found) for _, found in waiting)} rules of {len(waiting)} endpoints to review")
    raise typer.Exit(1 if waiting and not confirm else 0)
