"""Define commands that compare states of a venue: two, many, or since the last release."""

import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from attrs import evolve

from ..diff.change import LEVELS, ChangeLevel
from ..diff.changelog import propose, updated
from ..diff.compare import diff as compare
from ..diff.compare import the_wrong_way_round
from ..diff.crawls import dated
from ..diff.history import history as follow
from ..diff.inputs import load_states
from ..diff.life import day_of
from ..diff.lives import followed
from ..diff.policy import Policy, judge, load_policy
from ..diff.report import FORMATS, IgnoredChange, Report, at_least, bump, located, render
from ..diff.report.json import SCHEMA
from ..diff.report.kinds import render_kinds
from ..diff.report.timeline import Timeline
from ..diff.report.timelines import TIMELINES
from ..diff.results import Results
from ..diff.revisions import InputError
from ..runtime.errors import readable
from ..spec.model import VenueSpec
from ..spec.problem import SpecError
from ..textfiles import write_atomically
from .completion import venue_names
from .inputs import HERE, Root, fail, fail_with, loaded_from
from .progress import shown_progress
from .selection import Code, Endpoints, Groups, ParamPatterns, SelectedChanges, choose, wanted, with_callers


def _print_schema(is_given: bool) -> None:
    if is_given:
        print(SCHEMA.read_text(encoding="utf-8"), end="")
        raise typer.Exit


def _print_kinds(is_given: bool) -> None:
    if is_given:
        print(render_kinds())
        raise typer.Exit


Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file, in one step.")]


def diff(
    old: Annotated[str, typer.Argument(help="The older state: a spec folder, REV:FOLDER of git, or an OpenAPI file.")],
    new: Annotated[str, typer.Argument(help="The newer state, likewise.")],
    docs: Annotated[
        str | None, typer.Option("--docs", help="OLD and NEW may be pages of this venue, one or a folder of them.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.")] = "text",
    output: Output = None,
    level: Annotated[str, typer.Option(help="Show changes from this level up: ERR, WARN, INFO or NONE.")] = "INFO",
    fail_on: Annotated[
        str | None, typer.Option(help="Exit 1 if there is a change of this level or a graver one.")
    ] = None,
    policy: Annotated[
        Path | None, typer.Option(help="YAML file with other levels, and with changes to ignore.")
    ] = None,
    endpoint: Endpoints = None,
    group: Groups = None,
    param: ParamPatterns = None,
    used_by: Code = None,
    json_schema: Annotated[
        bool, typer.Option("--json-schema", is_eager=True, callback=_print_schema, help="Print the schema of the JSON.")
    ] = False,
    kinds: Annotated[
        bool,
        typer.Option("--kinds", is_eager=True, callback=_print_kinds, help="Print all kinds of changes as a table."),
    ] = False,
    root: Root = HERE,
) -> None:
    """Report what changed between two states of a venue, and for whom it is breaking.

    Exit codes: 0 when nothing reaches --fail-on, or it is not given; 1 when something does; 2 for bad usage or input.
    """
    if form not in FORMATS:
        fail(f"--format must be one of {', '.join(FORMATS)}, got {form!r}")
    shown, failing = _level(level), _level(fail_on) if fail_on else None
    before, after = _states(old, new, root, docs)
    every = judge(compare(before, after), loaded_from(load_policy, policy) if policy else Policy(), date.today())
    chosen = choose(wanted(endpoint, group, param, used_by), before, after, every)
    judged = chosen.judged
    judged = evolve(judged, notices=(*the_wrong_way_round(before, after, new), *judged.notices))
    report = evolve(_report(before, after, evolve(chosen, judged=judged)), old=old, new=new, failing=failing or "ERR")
    for notice in judged.notices:
        print(f"warning: {readable(str(notice), 2000)}", file=sys.stderr)
    colour = output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    _print_or_write(render(report, form, level=shown, colour=colour), output)
    raise typer.Exit(1 if failing is not None and at_least(judged.changes, failing) else 0)


def _report(before: VenueSpec, after: VenueSpec, chosen: SelectedChanges) -> Report:
    """Return the report of the chosen changes between two states, which have no names yet."""
    judged = chosen.judged
    skipped = located((change for change, _ in judged.ignored), before, after, Path.cwd())
    return Report(
        old="",
        new="",
        entries=with_callers(located(judged.changes, before, after, Path.cwd()), chosen.callers),
        ignored=tuple(
            IgnoredChange(entry=entry, reason=why.reason, expires=why.expires.isoformat())
            for entry, (_, why) in zip(skipped, judged.ignored, strict=True)
        ),
        notices=judged.notices,
        bump=bump(judged.changes),
        selection=chosen.selection,
        title=after.title,
        old_day=day_of(before),
        new_day=day_of(after),
    )


def _states(old: str, new: str, root: Path, docs: str | None) -> tuple[VenueSpec, VenueSpec]:
    try:
        return load_states(old, new, root, docs)
    except SpecError as error:
        fail_with(error.problems)
    except InputError as error:
        fail(str(error))


def _print_or_write(text: str, output: Path | None) -> None:
    """Print a command's result, or replace a file with it in one step."""
    if output is None:
        print(text, end="\n" if text else "")
        return
    _write(f"{text}\n" if text else "", output)


def _write(text: str, file: Path) -> None:
    try:
        write_atomically(file, text)
    except OSError as error:
        fail(f"{file} cannot be written: {error.strerror}")


def history(
    folders: Annotated[list[Path], typer.Argument(help="Dated states, such as 2026-01-31: spec folders or pages.")],
    docs: Annotated[str | None, typer.Option("--docs", help="The folders are pages of this venue.")] = None,
    form: Annotated[str, typer.Option("--format", help=f"One of {', '.join(TIMELINES)}.")] = "text",
    output: Output = None,
    level: Annotated[str, typer.Option(help="List changes from this level up: ERR, WARN, INFO or NONE.")] = "INFO",
    cache: Annotated[
        Path | None, typer.Option(help="Keep results in this folder; the next run computes only new ones.")
    ] = None,
    address: Annotated[str, typer.Option(help="The address at which an Atom feed will stand.")] = "",
    endpoint: Endpoints = None,
    group: Groups = None,
    param: ParamPatterns = None,
    root: Root = HERE,
) -> None:
    """Put many dated states of a venue on a timeline: endpoints, parameters, and what changed when.

    With --endpoint, --group or --param, the lives of what these name stand on top: since when it is there, what became
    of it. A state of older pages than the one before it is marked and skipped.
    """
    if form not in TIMELINES:
        fail(f"--format must be one of {', '.join(TIMELINES)}, got {form!r}")
    listed, asked = _level(level), wanted(endpoint, group, param, None)
    with shown_progress("comparing states") as progress:
        try:
            steps = follow(
                dated(folders, root, docs, Results(cache)),
                root,
                docs,
                Results(cache),
                progress,
                with_names=asked is not None,
            )
            chosen, lives = (steps, ()) if asked is None else followed(steps, asked)
        except SpecError as error:
            fail_with(error.problems)
        except InputError as error:
            fail(str(error))
        except OSError as error:
            fail(f"{error.filename or cache} cannot be used: {error.strerror}")
    for step in steps:
        if step.is_older:
            older = f"its pages are of {step.snapshot.usual_day}, older than those of the state before; it is skipped"
            print(f"warning: {readable(str(step.snapshot.folder))}: {older}", file=sys.stderr)
    names = asked.asked if asked else ()
    timeline = Timeline(steps=chosen, level=listed, lives=lives, asked=names, address=address)
    _print_or_write(TIMELINES[form](timeline), output)


def changelog(
    venues: Annotated[
        list[str] | None, typer.Argument(help="Venue names; all of spec/ by default.", autocompletion=venue_names)
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="The release before: a tag, REV, or REV:spec/VENUE; the last tag by default.")
    ] = None,
    file: Annotated[Path, typer.Option(help="The changelog to write.")] = Path("CHANGELOG.md"),
    release: Annotated[bool, typer.Option("--release", help="Date the section today instead of proposing it.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit 1 when the file is behind.")] = False,
    root: Root = HERE,
) -> None:
    """Write the specs' changes since the last release into the changelog, and propose the next version.

    Text outside the block that this command writes stays byte for byte.
    """
    path = file if file.is_absolute() else root / file
    try:
        proposed = propose(root, since, venues or ())
        old = path.read_bytes().decode() if path.is_file() else ""
        heading = f"{proposed.version} - {date.today()}" if release else f"{proposed.version} (proposed)"
        new = updated(old, proposed, heading)
    except SpecError as error:
        fail_with(error.problems)
    except UnicodeDecodeError:
        fail(f"{path} is not UTF-8; nothing was written")
    except InputError as error:
        fail(str(error))
    if not proposed.venues:
        print(f"no spec has changed since {proposed.since}: no release is due")
    else:
        print(f"{proposed.since} to {proposed.version}: {readable(proposed.reason, 2000)}")
    if new != old and not check:
        _write(new, path)
    raise typer.Exit(1 if check and new != old else 0)


def _level(text: str) -> ChangeLevel:
    for level in LEVELS:
        if text.upper() == level:
            return level
    fail(f"a level must be one of {', '.join(LEVELS)}, got {text!r}")
