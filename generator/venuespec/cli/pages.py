"""Define the command that imports the facts of documentation pages."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from attrs import evolve

from ..checks.coverage import coverage as cover
from ..checks.examples import answered_by_decisions
from ..checks.lint import lint as judge
from ..pages.forms import contradictions
from ..pages.merge import ImportPlan, plan_import
from ..pages.plausible import Allowed
from ..runtime.errors import readable
from ..spec.kept import read_kept
from ..spec.load import read_venue
from ..spec.problem import Problem, SpecError
from ..textfiles import WriteError
from .forms import print_forms
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
from .progress import shown_progress
from .tables import print_counts

_SILENT = "auth_evidence: nothing said"
# Of a list of files so many are named, and the others counted.
_FIRST = 3
# More endpoints than this that keep the same fact are one line.
_MANY_LINES = 5
# Of error codes so many are named.
_MANY_CODES = 20
# Notices of how the docs are laid out, which say the same every day.
_STANDING = frozenset({"pages-merged", "upload"})


def import_(
    venue: VenueName,
    pages: Annotated[Path, typer.Argument(help="Folder of documentation pages.")],
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit 1 when the spec is behind.")] = False,
    report: Annotated[bool, typer.Option("--report", help="List where the pages contradict themselves.")] = False,
    partial: Partial = False,
    older: Older = False,
    gone: Gone = None,
    by_hand: ByHand = False,
    date: DayOfPages = None,
    root: Root = HERE,
) -> None:
    """Bring the docs: sections of a venue's spec up to date with its pages; sdk: sections stay.

    Exit codes: 0 done, or nothing to do; 1 the spec is behind (--check), or has errors after the import; 2 the pages
    are not believed or the files cannot be written, and nothing was.
    """
    folder = venue_folder(root, venue)
    settings = settings_of(folder)
    check_pages(pages)
    check_day(date)
    allowed = Allowed(partial=partial, older=older, gone=gone, by_hand=by_hand)
    with shown_progress("reading pages") as progress:
        try:
            plan = plan_import(
                settings,
                pages,
                allowed=allowed,
                date=date,
                progress=progress,
            )
            counts, problems = _state_after(plan)
            settled = _settled(plan) if report else ()
            _check_readable(plan, problems)
            if not check:
                plan.write()
        except SpecError as error:
            fail_with(error.problems)
        except WriteError as error:
            fail(str(error))
    _print_report(plan, check=check, everything=report)
    for file, subject in settled:
        print(
            f"settled: {file}: sdk.decided speaks of {readable(subject, 200)}, which the page has no trouble with now"
        )
    new = {plan.spec / name for name in plan.new}
    # What nobody has worked on yet cannot be wrong, apart from what the page's own examples say of the reading.
    errors = [problem for problem in problems if problem.place.file not in new or problem.check.startswith("example-")]
    for problem in problems:
        print(f"{'error' if problem in errors else 'to do'}: {readable(str(problem), 2000)}")
    if not (check and plan.clean and not problems and not report):
        print_counts("", {"": counts})
    raise typer.Exit(1 if errors or (check and not plan.clean) else 0)


def _state_after(plan: ImportPlan) -> tuple[dict[str, int], tuple[Problem, ...]]:
    """Count what an import changes and leaves to do; return the errors that the spec has after it."""
    counts = {
        "endpoints": plan.endpoints,
        "new": len(plan.new),
        "changed": len(plan.changed),
        "gone": len(plan.gone),
        "unread": len(plan.unread),
        "undecided": len(plan.undecided),
    }
    if plan.notes.new:
        counts["facts unread"] = len(plan.notes.new)
    if plan.texts:
        venue, problems = read_venue(plan.spec, plan.after, plan.settings_after)
    else:
        venue, problems = read_kept(plan.spec, plan.before)
    if venue is None:
        return counts, problems
    covered = cover(venue).total
    counts |= {
        "needs a rule": covered.without_rule,
        "needs a name": covered.without_summary,
        "rules to review": covered.rules_due,
    }
    touched = {plan.spec / name for name in plan.texts}
    judged = judge(venue, touched) if touched else ()
    found = (problem for problem in judged if problem.severity == "error" and problem.place.file in touched)
    return counts, SpecError(dict.fromkeys((*problems, *found))).problems


def _settled(plan: ImportPlan) -> Sequence[tuple[str, str]]:
    """Return the decisions that neither the reading of the pages nor their examples ask for."""
    venue, _ = read_venue(plan.spec, plan.after, plan.settings_after)
    asked = answered_by_decisions(venue) if venue is not None else frozenset[tuple[Path, str]]()
    return [(file, subject) for file, subject in plan.settled if (plan.spec / file, subject) not in asked]


def _check_readable(plan: ImportPlan, problems: Sequence[Problem]) -> None:
    """Raise ``SpecError`` for files of the plan that could not be read again: an import never writes such a file."""
    files = {plan.spec / name for name in plan.texts}
    broken = [each for each in problems if each.check.startswith("yaml-") and each.place.file in files]
    if broken:
        message = f"the import would write a file that {broken[0].message}; nothing was written; please report this"
        raise SpecError([evolve(broken[0], message=message)])


def _print_report(plan: ImportPlan, *, check: bool, everything: bool) -> None:
    """Print what an import changes and could not read; with ``everything`` also what the pages contradict.

    Of a day without changes only what is wrong with its pages is said.
    """
    verb = "would be " if check else ""
    for what, files in (("new", plan.new), ("changed", plan.changed), ("gone", plan.gone)):
        for file in files:
            print(f"{verb}{what}: {readable(file, 1000)}")
    assumed = [name for name in plan.new if _SILENT in plan.texts.get(name, "")]
    if assumed:
        more = f" and {len(assumed) - _FIRST} more" if len(assumed) > _FIRST else ""
        taken = "say nothing on whether a call is signed, and are taken as signed; sdk: access: public says otherwise"
        print(f"assumed: the pages of {', '.join(assumed[:_FIRST])}{more} {taken}")
    for what, codes in (("new", plan.codes.new), ("changed", plan.codes.changed), ("gone", plan.codes.gone)):
        if codes:
            more = f" and {len(codes) - _MANY_CODES} more" if len(codes) > _MANY_CODES else ""
            print(f"{verb}{what}: error codes {', '.join(codes[:_MANY_CODES])}{more}")
    for group in plan.groups:
        print(f"{verb}a new group: {group}; a shorter name for it can stand below groups: in venue.yaml")
    for line in left_alone(plan):
        print(line)
    print_forms("not taken over", plan.waiting, everything=everything, settle=False)
    notices = [each for each in plan.notices if everything or not plan.clean or each.code not in _STANDING]
    print_forms("note", notices, everything=everything, settle=False)
    for fact in _kept_lines(plan, everything=everything):
        print(f"kept: {readable(str(fact), 2000)}")
    if everything or not (check and plan.clean):
        print_forms("unread", plan.unread, everything=everything)
    print_forms(
        "fact unread", (*plan.notes.new, *plan.notes.old) if everything else plan.notes.new, everything=everything
    )
    if everything or not plan.clean:
        drafts = (placed.draft for placed in plan.snapshot.placed)
        print_forms("undecided", contradictions(plan.undecided, drafts), everything=everything)


def left_alone(plan: ImportPlan) -> Iterator[str]:
    """Yield a line on the endpoints that stay as a person wrote them."""
    if plan.by_hand:
        count = len(plan.by_hand)
        some = ", ".join(plan.by_hand[:_FIRST]) + (f" and {count - _FIRST} more" if count > _FIRST else "")
        yield f"left alone, as their docs: were written by hand: {some}; --by-hand writes them from these pages"


def _kept_lines(plan: ImportPlan, *, everything: bool) -> Iterator[str]:
    """Yield a line for each fact that leaves pages now, one for all endpoints where there are many of them."""
    facts = [fact for fact in plan.kept if fact.first or everything]
    for name in dict.fromkeys(fact.fact for fact in facts):
        same = [fact for fact in facts if fact.fact == name]
        if len(same) > _MANY_LINES and not everything:
            days = ", ".join(sorted({fact.since for fact in same}))
            yield f"{name} of {len(same)} endpoints, which their pages no longer state; last documented {days}"
        else:
            yield from map(str, same)
