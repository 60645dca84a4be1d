"""The commands. Exit codes: 0 fine, 1 findings, 2 bad usage or input."""

import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from .diff.change import LEVELS, ChangeLevel
from .diff.changelog import propose, updated
from .diff.compare import diff as compare
from .diff.history import dated
from .diff.history import history as follow
from .diff.inputs import InputError, load_states, spec_folder
from .diff.policy import Policy, judge, load_policy
from .diff.report import FORMATS, IgnoredChange, Report, bump, located, reaches, render
from .diff.report.json import SCHEMA
from .diff.report.kinds import render_kinds
from .diff.report.timeline import TIMELINES
from .diff.results import Results
from .docs.confirm import confirm as record
from .docs.merge import import_pages
from .runtime.errors import ConfigurationError, readable
from .runtime.json_types import is_array, is_object
from .sdk.emit import EmitError, emit, is_fresh, stamp, write_atomically
from .sdk.generate import generate as make_files
from .sdk.generate import inputs, owned
from .sdk.naming import snake
from .sdk.negatives import UnbreakableError
from .sdk.render import field_says, limits_say, rules_say
from .sdk.style import StyleError
from .spec.coverage import Counts
from .spec.coverage import coverage as cover
from .spec.explain import explain, explanation_lines
from .spec.lint import lint as find_problems
from .spec.load import load_settings, load_venue
from .spec.model import Endpoint, Field, Venue
from .spec.problem import Problem, SpecError
from .spec.review import due
from .spec.schema import endpoint_schema

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)

Root = Annotated[Path, typer.Option("--root", help="The folder that holds spec/ and generated/.")]
HERE = Path()
T = TypeVar("T")


@app.command()
def lint(
    venues: Annotated[
        list[str] | None, typer.Argument(help="Spec folders or venue names; all of spec/ by default.")
    ] = None,
    root: Root = HERE,
    strict: Annotated[bool, typer.Option(help="Count warnings as findings.")] = False,
) -> None:
    """Check specs: structure, references, examples against tables and rules."""
    found = 0
    for folder in _folders(root, venues):
        try:
            problems = find_problems(load_venue(folder))
        except SpecError as error:
            problems = error.problems
        for problem in problems:
            print(f"{problem.severity}: {readable(str(problem), 2000)}")
        found += sum(strict or problem.severity == "error" for problem in problems)
    raise typer.Exit(1 if found else 0)


@app.command(name="import")
def import_(
    venue: Annotated[str, typer.Argument(help="Spec folder or venue name.")],
    pages: Annotated[Path, typer.Argument(help="Folder of documentation pages.")],
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit 1 when the spec is behind.")] = False,
    report: Annotated[bool, typer.Option("--report", help="List where the pages contradict themselves.")] = False,
    root: Root = HERE,
) -> None:
    """Bring the docs: sections of a venue's spec up to a folder of pages; sdk: sections stay as they are."""
    folder = spec_folder(root, venue)
    settings = _settings(folder)
    if not pages.exists():
        _fail(f"{pages} is neither a page nor a folder of pages")
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
            _fail_with(error.problems)
    verb = "would be " if check else ""
    for what, files in (("new", found.new), ("changed", found.changed), ("gone", found.gone)):
        for file in files:
            print(f"{verb}{what}: {file}")
    for diagnostic in found.unread:
        print(f"unread: {readable(str(diagnostic), 2000)}")
    for disagreement in found.undecided if report else ():
        print(f"undecided: {readable(str(disagreement), 2000)}")
    for file, subject in found.settled if report else ():
        print(
            f"settled: {file}: sdk.decided speaks of {readable(subject, 200)}, which the page has no trouble with now"
        )
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


@app.command()
def coverage(
    venue: Annotated[str, typer.Argument(help="Spec folder or venue name.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    root: Root = HERE,
) -> None:
    """Count, by group, what the spec makes of the documentation and what is still open."""
    found = cover(_load(spec_folder(root, venue)))
    if as_json:
        groups = {name: each.as_dict() for name, each in found.groups.items()}
        print(json.dumps({"groups": groups, "total": found.total.as_dict(), "open": found.open}, indent=2))
        return
    names = list(Counts().as_dict())
    table = Table("group", *(each.replace("_", " ") for each in names), box=None)
    for name, counts in (*found.groups.items(), ("total", found.total)):
        table.add_row(name, *map(str, counts.as_dict().values()), style="bold" if name == "total" else None)
    Console(width=max(160, Console().width)).print(table)
    for each in found.open:
        print(f"neither rule nor reason: {readable(each, 300)}")


@app.command()
def review(
    venue: Annotated[str, typer.Argument(help="Spec folder or venue name.")],
    endpoint: Annotated[str, typer.Argument(help="group.name, name, or path; all of them by default.")] = "",
    confirm: Annotated[bool, typer.Option("--confirm", help="Record that the rules are right as they are.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="With --confirm: of every endpoint.")] = False,
    root: Root = HERE,
) -> None:
    """List the rules whose pages changed since somebody confirmed them; exit 1 when there are any."""
    loaded = _load(spec_folder(root, venue))
    if confirm and bool(endpoint) == everything:
        _fail("--confirm takes either one endpoint, once you have read its page, or --all")
    chosen = _endpoints(loaded, endpoint) if endpoint else [each for each in loaded.endpoints if not each.gone_since]
    waiting = [(each, found) for each in chosen if (found := due(each))]
    for each, found in waiting if not confirm else ():
        never = f" ({len(found)} rules, never confirmed)" if each.reviewed is None else ""
        print(f"{each.id}{never}: {readable(each.source, 1000)}")
        for one in found if not never else ():
            print(f"  {one}")
    for each, _ in waiting if confirm else ():
        try:
            record(each)
        except SpecError as error:
            _fail_with(error.problems)
        print(f"confirmed: {each.place.file}")
    if not confirm:
        print(f"{sum(len(found) for _, found in waiting)} rules of {len(waiting)} endpoints to review")
    raise typer.Exit(1 if waiting and not confirm else 0)


@app.command()
def generate(
    venues: Annotated[list[str] | None, typer.Argument(help="Venue names; all of spec/ by default.")] = None,
    root: Root = HERE,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit 1 when files are stale.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that were edited by hand.")] = False,
) -> None:
    """Generate the SDK and its tests from the spec."""
    folders = _folders(root, venues, archive=False)
    read = inputs(folders)
    try:
        fresh = None if venues or check or force else is_fresh(root, read)
        if fresh is not None:
            print(f"0 written, 0 deleted, {fresh} unchanged")
            return
        loaded = [_load(folder) for folder in folders]
        files = make_files(loaded)
        prefixes = owned(loaded) if venues else ("generated/venues/", "tests/generated/")
        changes = emit(root, files, prefixes, check=check, force=force)
        if not venues and not check:
            stamp(root, read)
    except (EmitError, StyleError, UnbreakableError) as error:
        _fail(str(error))
    verb = "would be " if check else ""
    for path in changes.written:
        print(f"{verb}written: {path}")
    for path in changes.deleted:
        print(f"{verb}deleted: {path}")
    print(f"{len(changes.written)} {verb}written, {len(changes.deleted)} {verb}deleted, {changes.unchanged} unchanged")
    raise typer.Exit(1 if check and not changes.none else 0)


def _print_schema(asked: bool) -> None:
    if asked:
        print(SCHEMA.read_text(encoding="utf-8"), end="")
        raise typer.Exit


def _print_kinds(asked: bool) -> None:
    if asked:
        print(render_kinds())
        raise typer.Exit


Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file, in one step.")]


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="The older state: a spec folder, or REV:FOLDER of git.")],
    new: Annotated[str, typer.Argument(help="The newer state, likewise.")],
    docs: Annotated[
        str | None, typer.Option("--docs", help="OLD and NEW may be pages of this venue, one or a folder of them.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.")] = "text",
    output: Output = None,
    level: Annotated[str, typer.Option(help="Show changes from this level up: ERR, WARN, INFO or NONE.")] = "INFO",
    fail_on: Annotated[str | None, typer.Option(help="Exit 1 if there is a change of this level or graver.")] = None,
    policy: Annotated[Path | None, typer.Option(help="YAML of other levels, and of changes that do not count.")] = None,
    json_schema: Annotated[
        bool, typer.Option("--json-schema", is_eager=True, callback=_print_schema, help="Print the schema of the JSON.")
    ] = False,
    kinds: Annotated[
        bool,
        typer.Option("--kinds", is_eager=True, callback=_print_kinds, help="Print all kinds of changes as a table."),
    ] = False,
    root: Root = HERE,
) -> None:
    """Say what changed between two states of a venue, and whom it breaks.

    Exit codes: 0 when nothing reaches --fail-on, or it is not given; 1 when something does; 2 for bad usage or input.
    """
    if form not in FORMATS:
        _fail(f"--format is one of {', '.join(FORMATS)}, not {form!r}")
    shown, failing = _level(level), _level(fail_on) if fail_on else None
    decided = _loaded(load_policy, policy) if policy else Policy()
    before, after = _states(old, new, root, docs)
    judged = judge(compare(before, after), decided, date.today())
    # Lines of a spec that was made from pages, or that lies in a revision, are lines of no file here.
    here = Path.cwd() if (spec_folder(root, new) / "venue.yaml").is_file() else None
    skipped = located((each for each, _ in judged.ignored), before, after, here)
    report = Report(
        old=old,
        new=new,
        entries=located(judged.changes, before, after, here),
        ignored=tuple(
            IgnoredChange(entry=entry, reason=why.reason, expires=why.expires.isoformat())
            for entry, (_, why) in zip(skipped, judged.ignored, strict=True)
        ),
        notices=judged.notices,
        bump=bump(judged.changes),
        failing=failing or "ERR",
    )
    for notice in judged.notices:
        print(f"warning: {readable(str(notice), 2000)}", file=sys.stderr)
    colour = output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    _put(render(report, form, level=shown, colour=colour), output)
    broken = failing is not None and any(reaches(each.level, failing) for each in judged.changes)
    raise typer.Exit(1 if broken else 0)


def _states(old: str, new: str, root: Path, docs: str | None) -> tuple[Venue, Venue]:
    try:
        return load_states(old, new, root, docs)
    except SpecError as error:
        _fail_with(error.problems)
    except InputError as error:
        _fail(str(error))


def _put(text: str, output: Path | None) -> None:
    """A command's result on the screen, or in a file that is replaced in one step."""
    if output is None:
        print(text, end="\n" if text else "")
        return
    _write(f"{text}\n" if text else "", output)


def _write(text: str, file: Path) -> None:
    try:
        write_atomically(file, text)
    except OSError as error:
        _fail(f"{file} cannot be written: {error.strerror}")


@app.command()
def history(
    folders: Annotated[list[Path], typer.Argument(help="Dated states, such as 2026-01-31: spec folders or pages.")],
    docs: Annotated[str | None, typer.Option("--docs", help="The folders are pages of this venue.")] = None,
    form: Annotated[str, typer.Option("--format", help=f"One of {', '.join(TIMELINES)}.")] = "text",
    output: Output = None,
    level: Annotated[str, typer.Option(help="List changes from this level up: ERR, WARN, INFO or NONE.")] = "INFO",
    cache: Annotated[Path | None, typer.Option(help="Keep results here: the next run computes what is new.")] = None,
    root: Root = HERE,
) -> None:
    """Put many dated states of a venue on a timeline: endpoints, parameters, and what changed when."""
    if form not in TIMELINES:
        _fail(f"--format is one of {', '.join(TIMELINES)}, not {form!r}")
    listed = _level(level)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("comparing states", total=None)
        try:
            steps = follow(
                dated(folders, root, docs),
                root,
                docs,
                Results(cache),
                lambda done, total: progress.update(task, completed=done, total=total),
            )
        except SpecError as error:
            _fail_with(error.problems)
        except InputError as error:
            _fail(str(error))
        except OSError as error:
            _fail(f"{error.filename or cache} cannot be used: {error.strerror}")
    _put(TIMELINES[form](steps, listed), output)


@app.command()
def changelog(
    venues: Annotated[list[str] | None, typer.Argument(help="Venue names; all of spec/ by default.")] = None,
    since: Annotated[
        str | None, typer.Option(help="The release before: a tag, REV, or REV:spec/VENUE; the last tag by default.")
    ] = None,
    file: Annotated[Path, typer.Option(help="The changelog to write.")] = Path("CHANGELOG.md"),
    release: Annotated[bool, typer.Option("--release", help="Date the section today instead of proposing it.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit 1 when the file is behind.")] = False,
    root: Root = HERE,
) -> None:
    """Write what the specs changed by since the last release into the SDK's changelog, and propose the next version.

    What people wrote outside of the block that this command makes stays byte for byte.
    """
    path = file if file.is_absolute() else root / file
    try:
        found = propose(root, since, venues or ())
        old = path.read_bytes().decode() if path.is_file() else ""
        heading = f"{found.version} - {date.today()}" if release else f"{found.version} (proposed)"
        new = updated(old, found, heading)
    except SpecError as error:
        _fail_with(error.problems)
    except UnicodeDecodeError:
        _fail(f"{path} is not UTF-8; nothing was written")
    except InputError as error:
        _fail(str(error))
    if not found.venues:
        print(f"no spec has changed since {found.since}: no release is due")
    else:
        print(f"{found.since} to {found.version}: {readable(found.reason, 2000)}")
    if new != old and not check:
        _write(new, path)
    raise typer.Exit(1 if check and new != old else 0)


@app.command()
def sandbox(
    venue: Annotated[str, typer.Argument(help="Spec folder or venue name.")],
    port: Annotated[int, typer.Option(help="Port on loopback; 0 for any.", min=0, max=65535)] = 8080,
    api_key: Annotated[str | None, typer.Option(help="Accept only this key; with --secret-key.")] = None,
    secret_key: Annotated[str | None, typer.Option(envvar="SANDBOX_SECRET_KEY")] = None,
    passphrase: Annotated[str | None, typer.Option(envvar="SANDBOX_PASSPHRASE")] = None,
    context: Annotated[str, typer.Option(help="JSON of what is set on the account, by the venue's names.")] = "{}",
    limits: Annotated[bool, typer.Option(help="Whether to keep the documented rate limits.")] = True,
    root: Root = HERE,
) -> None:
    """Serve a venue's spec over HTTP on loopback, for tests."""
    from .sandbox.server import make, serve
    from .sandbox.venue import Account

    given = {"api_key": api_key, "secret_key": secret_key, "passphrase": passphrase}
    credentials = {name: value for name, value in given.items() if value is not None}
    loaded = _load(spec_folder(root, venue))
    try:
        account = Account(credentials=credentials, context=_json_object(context, "--context"), limits=limits)
        box = make(loaded, account)
    except ConfigurationError as error:
        _fail(str(error))
    what = f"{loaded.title}, {len(loaded.endpoints)} endpoints; stop with Ctrl-C"
    try:
        serve(box, port, lambda url: print(f"{url}  {what}", flush=True))
    except OSError as error:
        _fail(f"port {port} cannot be used: {error.strerror}; take another with --port, or any with --port 0")


@app.command()
def check(
    venue: Annotated[str, typer.Argument(help="Venue name, as in the package venues.")],
    batch: Annotated[Path, typer.Option(help="JSON list of {id, method, path, params, context}.")],
) -> None:
    """Check requests, by wire names and values, with the generated SDK; nothing is sent."""
    try:
        requests = json.loads(batch.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        _fail(f"{batch} cannot be read as JSON: {error}")
    if not is_array(requests):
        _fail(f"{batch} holds no list of requests")
    if not venue.isidentifier():
        _fail(f"{venue!r} is no venue's name")
    try:
        index, contexts = import_module(f"venues.{venue}.endpoints"), import_module(f"venues.{venue}.context")
    except ModuleNotFoundError:
        _fail(f"there is no generated SDK for {venue}; run: venuespec generate {venue}")
    verdicts = [_checked(each, number, index, contexts) for number, each in enumerate(requests)]
    print(json.dumps(verdicts, indent=2))
    raise typer.Exit(1 if any(each["verdict"] == "reject" for each in verdicts) else 0)


def _checked(entry: Any, number: int, index: Any, contexts: Any) -> dict[str, Any]:
    """The verdict on one request."""
    if not is_object(entry) or not {"method", "path"} <= entry.keys():
        _fail(f"request {number} has no method and path")
    name = entry.get("id", number)
    try:
        cls = index.request_class(entry["method"], entry["path"])
    except KeyError as error:
        _fail(f"request {name}: the SDK has no {readable(str(error.args[0]))}")
    try:
        context = contexts.Context.from_wire(entry.get("context") or {})
    except (KeyError, AttributeError, TypeError) as error:
        _fail(f"request {name}: the context has no {error}")
    params: Any = entry.get("params") or {}
    try:
        request = cls.from_wire(params)
    except (TypeError, AttributeError, KeyError):
        _fail(f"request {name}: params is no JSON {'list' if hasattr(cls, 'item_class') else 'object'} of wire names")
    violations = list(request.violations(context))
    # A value of the wrong JSON type is for the SDK's own callers to hear of; a venue may well take it.
    refused = any(each.level == "error" and each.rule != "type" for each in violations)
    broken = {each.rule for each in violations}
    return {
        "id": name,
        "verdict": "reject" if refused else "accept",
        "undecided": [
            {"rule": each.rule, "needs": list(each.needs)}
            for each in request.undecided(context)
            if each.rule not in broken
        ],
        "violations": [
            {
                "rule": each.rule,
                "level": "warn" if each.rule == "type" else each.level,
                "params": list(each.params),
                "message": str(each.message),
            }
            for each in violations
        ],
    }


@app.command()
def show(
    venue: Annotated[str, typer.Argument(help="Spec folder or venue name.")],
    endpoint: Annotated[str, typer.Argument(help="group.name, name, or path.")],
    root: Root = HERE,
) -> None:
    """Show what one endpoint is: parameters, rules, limits, the SDK call, the docs."""
    loaded = _load(spec_folder(root, venue))
    for each in _endpoints(loaded, endpoint):
        _show(each, loaded)


@app.command()
def schema(
    venue: Annotated[str, typer.Argument(help="Spec folder or venue name.")],
    endpoint: Annotated[str, typer.Argument(help="METHOD PATH, or group.name.")],
    path: Annotated[str, typer.Argument(help="The path, after a method.")] = "",
    context: Annotated[str, typer.Option(help="JSON of what is known of the account, by the venue's names.")] = "{}",
    root: Root = HERE,
) -> None:
    """Print the JSON Schema of an endpoint's request: its table and its rules, in a context."""
    loaded = _load(spec_folder(root, venue))
    found = _one_endpoint(loaded, f"{endpoint.upper()} {path}" if path else endpoint)
    print(json.dumps(endpoint_schema(found, loaded, _context(context, loaded)), indent=2))


@app.command(name="explain")
def explain_(
    venue: Annotated[str, typer.Argument(help="Spec folder or venue name.")],
    endpoint: Annotated[str, typer.Argument(help="group.name, name, or path.")],
    params: Annotated[str, typer.Option(help="JSON of wire names and values; a list for a batch.")],
    context: Annotated[str, typer.Option(help="JSON of what is known of the account, by the venue's names.")] = "{}",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    root: Root = HERE,
) -> None:
    """Explain what the rules make of a request, and the smallest change that would satisfy them all."""
    loaded = _load(spec_folder(root, venue))
    found = _one_endpoint(loaded, endpoint)
    given = _json(params, "--params")
    items: list[Any] = given if found.batch and is_array(given) else [given]
    if not all(is_object(each) for each in items):
        _fail(f"--params is no JSON object{' and no list of them' if found.batch else ''}")
    known = _context(context, loaded)
    explained = [explain(found, loaded, each, known) for each in items]
    if as_json:
        each = [one.as_dict() for one in explained]
        print(json.dumps(each if found.batch and is_array(given) else each[0], indent=2))
    else:
        for index, one in enumerate(explained):
            place = f" item {index}" if len(explained) > 1 else ""
            print(f"{found.key}{place}: {'would be refused' if one.refused else 'nothing is refused'}")
            for line in explanation_lines(one):
                print(f"  {readable(line, 4000)}")
    raise typer.Exit(1 if any(one.refused for one in explained) else 0)


def _context(text: str, venue: Venue) -> dict[str, str]:
    given = _json_object(text, "--context")
    known = {each.name for each in venue.context}
    for name in given:
        if name not in known:
            _fail(f"--context: {venue.name} has no {name}; there are: {', '.join(sorted(known)) or 'none'}")
    return given


def _one_endpoint(venue: Venue, text: str) -> Endpoint:
    found = _endpoints(venue, text)
    if len(found) > 1:
        _fail(f"{text!r} is several endpoints: {', '.join(each.id for each in found)}; say which by group.name")
    return found[0]


def _endpoints(venue: Venue, text: str) -> list[Endpoint]:
    """The endpoints that a name, an id, a path or a method with its path means; one at least."""
    found = [each for each in venue.endpoints if text in (each.id, each.name, each.path, each.key)]
    if not found:
        near = sorted(each.id for each in venue.endpoints if text.lower() in each.id)[:8]
        _fail(f"{venue.name} has no endpoint {text!r}{'; did you mean ' + ', '.join(near) if near else ''}")
    return found


def _show(endpoint: Endpoint, venue: Venue) -> None:
    console = Console(highlight=False)
    console.print(Text(f"{endpoint.key}   {venue.title}", style="bold"))
    console.print(Text(readable(endpoint.summary or endpoint.title)))
    facts = [
        endpoint.access,
        *(f"permission {each}" for each in endpoint.permissions),
    ]
    console.print(Text("; ".join(map(readable, facts))))
    if limits := limits_say(endpoint, venue):
        console.print(Text(readable(limits, 2000)))
    for title, rows in (("Parameters", endpoint.request), ("Answer", endpoint.response)):
        if rows:
            console.print(_table(title, rows))
    for title, lines in (
        ("Rules", [each.removeprefix("- ") for each in rules_say(endpoint.rules)[1:]]),
        ("Notes", [each.text for each in endpoint.notes]),
    ):
        if lines:
            console.print(Text(f"\n{title}", style="bold"))
            for line in lines:
                console.print(Text(f"  - {readable(line, 1000)}"))
    required = [row for row in endpoint.request if row.required == "yes"]
    arguments = ", ".join(f"{snake(row.name)}=..." for row in required)
    console.print(Text(f"\nclient.{endpoint.id}({arguments})"), soft_wrap=True)
    console.print(Text(readable(endpoint.source, 1000)), soft_wrap=True)


def _table(title: str, rows: Sequence[Field]) -> Table:
    table = Table("name", "type", "required", "values", "meaning", title=title, title_justify="left", box=None)

    def add(rows: Sequence[Field], depth: int) -> None:
        for row in rows:
            cells = ("  " * depth + row.name, row.type, row.required, ", ".join(row.values), field_says(row))
            table.add_row(*(Text(readable(each)) for each in cells))
            add(row.fields, depth + 1)

    add(rows, 0)
    return table


def _folders(root: Path, names: Sequence[str] | None, *, archive: bool = True) -> list[Path]:
    if names:
        return [spec_folder(root, each) for each in names]
    pattern = "**/venue.yaml" if archive else "*/venue.yaml"
    found = sorted(each.parent for each in (root / "spec").glob(pattern))
    if not found:
        _fail(f"there is no spec in {root / 'spec'}; run this where spec/ is, or give --root")
    return found


def _load(folder: Path) -> Venue:
    return _loaded(load_venue, folder)


def _settings(folder: Path) -> Venue:
    return _loaded(load_settings, folder)


def _loaded(load: Callable[[Path], T], path: Path) -> T:
    try:
        return load(path)
    except SpecError as error:
        _fail_with(error.problems)


def _fail_with(problems: Sequence[Problem]) -> NoReturn:
    for problem in problems:
        print(f"error: {readable(str(problem), 2000)}", file=sys.stderr)
    raise typer.Exit(2) from None


def _level(text: str) -> ChangeLevel:
    for level in LEVELS:
        if text.upper() == level:
            return level
    _fail(f"{text!r} is no level; there are {', '.join(LEVELS)}")


def _json(text: str, option: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        _fail(f"{option} is not JSON: {error}")


def _json_object(text: str, option: str) -> dict[str, str]:
    value = _json(text, option)
    if not is_object(value):
        _fail(f"{option} is no JSON object")
    return {str(name): str(each) for name, each in value.items()}


def _fail(message: str) -> NoReturn:
    print(f"error: {readable(message, 4000) if chr(10) not in message else message}", file=sys.stderr)
    raise typer.Exit(2)
