"""Define commands on rules and the pages that they rest on: review those that are due, propose new ones."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from ..checks.confirm import confirm as record
from ..checks.due import Due, due
from ..diff.passages import Piece
from ..pages.draft import Draft
from ..pages.rule_drafts import draft_rules
from ..pages.snapshot import DAY, read_snapshot
from ..rules.to_english import says
from ..runtime.errors import readable
from ..spec.load import spec_folder
from ..spec.model import EndpointSpec, VenueSpec, walk
from ..spec.problem import SpecError
from ..spec.rule_text import rule_text
from ..update.collect import text_changes
from .inputs import HERE, Root, endpoints_of, fail, fail_with, load, one_endpoint

_Drafts = Mapping[str, Draft]


def review(
    venue: Annotated[str, typer.Argument(help="Spec folder or venue name.")],
    endpoint: Annotated[str, typer.Argument(help="group.name, name, or path; all of them by default.")] = "",
    rules: Annotated[list[str] | None, typer.Argument(help="Ids of rules of the endpoint; all by default.")] = None,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Record that these rules are right as they are; name each of them.")
    ] = False,
    unseen: Annotated[
        bool,
        typer.Option(
            "--without-reading", help="With --confirm: confirm all that are due, and say that nobody read them."
        ),
    ] = False,
    pages: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--pages", help="The folders of the old and of the new pages, to show their words."),
    ] = None,
    root: Root = HERE,
) -> None:
    """Show the rules whose pages changed since they were confirmed, with what changed; exit 1 when there are any.

    Of one endpoint each rule is shown in English and in YAML, with the words or the facts that it rests on.
    """
    loaded = load(spec_folder(root, venue))
    if confirm and not unseen and not (endpoint and rules):
        fail("--confirm takes an endpoint and the ids of the rules that you have read: review VENUE ENDPOINT RULE...")
    if unseen and not confirm:
        fail("--without-reading goes with --confirm")
    chosen = endpoints_of(loaded, endpoint) if endpoint else list(loaded.endpoints)
    wanted = _wanted(one_endpoint(loaded, endpoint), rules) if rules else None
    nothing: _Drafts = {}
    old, new = (nothing, nothing) if pages is None else (pages_of(loaded, pages[0]), pages_of(loaded, pages[1]))
    waiting = {
        known.id: [rule for rule in due(known) if wanted is None or rule.rule.id in wanted]
        for known in chosen
        if known.gone_since is None
    }
    waiting = {name: found for name, found in waiting.items() if found}
    for known in chosen:
        _show(known, waiting.get(known.id, []), old.get(known.key), new.get(known.key), in_full=bool(endpoint))
    if confirm and waiting:
        try:
            record(loaded, {name: {due_rule.rule.id for due_rule in found} for name, found in waiting.items()})
        except SpecError as error:
            fail_with(error.problems)
    for name, found in waiting.items() if confirm else ():
        for due_rule in found:
            print(f"confirmed{' without reading' if unseen else ''}: {name} {due_rule.rule.id}")
    stale = [problem for known in chosen for problem in known.stale]
    for problem in stale:
        print(f"left out: {readable(str(problem), 2000)}")
    if not confirm:
        count = sum(map(len, waiting.values()))
        rules_of, endpoints = "rule" if count == 1 else "rules", "endpoint" if len(waiting) == 1 else "endpoints"
        print(f"{count} {rules_of} of {len(waiting)} {endpoints} to review")
    raise typer.Exit(1 if (waiting or stale) and not confirm else 0)


def _wanted(endpoint: EndpointSpec, rules: Sequence[str]) -> frozenset[str]:
    known = {rule.id for rule in endpoint.rules}
    for name in rules:
        if name not in known:
            fail(f"{endpoint.id} has no rule {name!r}; it has: {', '.join(sorted(known)) or 'none'}")
    return frozenset(rules)


def _show(
    endpoint: EndpointSpec, waiting: Sequence[Due], old: Draft | None, new: Draft | None, *, in_full: bool
) -> None:
    if not waiting:
        return
    never = endpoint.reviewed is None
    print(
        f"{endpoint.id}{f' ({len(waiting)} rules, never confirmed)' if never else ''}:"
        f" {readable(endpoint.source, 1000)}"
    )
    for rule in waiting if in_full or not never else ():
        print(f"  {rule}")
        if in_full:
            print(f"    {readable(says(rule.rule), 2000)}")
            place = endpoint.rule_places.get(rule.rule.id, endpoint.place)
            for line in rule_text(place, lambda file: file.read_text(encoding="utf-8")).splitlines():
                print(f"  {readable(line, 1000)}")
    for line in _what_changed(endpoint, waiting, old, new) if in_full else ():
        print(f"  {line}")


def _what_changed(
    endpoint: EndpointSpec, waiting: Sequence[Due], old: Draft | None, new: Draft | None
) -> Iterator[str]:
    """Yield the words that changed in what the rules rest on; without the old pages the facts as they are now."""
    rows = list(dict.fromkeys(name for rule in waiting for name in rule.rows))
    if old is not None and new is not None:
        wanted = {f"request.{name}" for name in rows} | ({""} if any(rule.page for rule in waiting) else set[str]())
        for text in text_changes(old, new):
            if text.where in wanted or not any(rule.rows or rule.page for rule in waiting):
                yield f"on the page, {text.where or 'text around the tables'}:"
                for passage in text.passages:
                    yield from (f"  - {_marked(passage.old)}",) if passage.old else ()
                    yield from (f"  + {_marked(passage.new)}",) if passage.new else ()
        return
    facts = dict(walk(endpoint.request))
    for name in rows:
        said = facts[name].facts if name in facts else "no such row"
        yield f"now, {name}: {readable(said, 1000)}"


def _marked(pieces: Sequence[Piece]) -> str:
    """Mark what changed in a sentence; one that changed as a whole needs no mark."""
    whole = len(pieces) == 1
    return readable("".join(f"[{piece.text}]" if piece.changed and not whole else piece.text for piece in pieces), 4000)


def propose(
    venue: Annotated[str, typer.Argument(help="Spec folder or venue name.")],
    endpoint: Annotated[str, typer.Argument(help="group.name, name, or path; all of them by default.")] = "",
    pages: Annotated[
        Path | None, typer.Option("--pages", help="Folder of pages; the latest of pages/VENUE by default.")
    ] = None,
    root: Root = HERE,
) -> None:
    """Print rules that the pages seem to state and the spec does not have, as YAML for sdk: rules:."""
    loaded = load(spec_folder(root, venue))
    found = pages or _latest_pages(root, loaded.name)
    if found is None:
        fail(f"give the folder of the pages of {loaded.name} with --pages")
    drafts = pages_of(loaded, found)
    chosen = endpoints_of(loaded, endpoint) if endpoint else loaded.endpoints
    count = 0
    for known in chosen:
        page = drafts.get(known.key)
        proposed = draft_rules(known, loaded, page) if page is not None and known.gone_since is None else ()
        count += len(proposed)
        for rule in proposed:
            print(f"# {known.id}: {readable(rule.english, 1000)}")
            print(f"# {rule.row or 'text around the tables'}: {readable(rule.sentence, 1000)}")
            print(rule.text)
    print(f"# {count} rules for {len(chosen)} endpoints; read the page before you take one over")


def _latest_pages(root: Path, venue: str) -> Path | None:
    """Return the latest dated folder below ``pages/VENUE``, where ``venuespec fetch`` puts them."""
    dated = [folder for folder in (root / "pages" / venue).glob("*") if DAY.fullmatch(folder.name) and folder.is_dir()]
    return max(dated, default=None, key=lambda folder: folder.name)


def pages_of(venue: VenueSpec, folder: Path) -> _Drafts:
    """Read a folder of pages by method and path, or end the command."""
    if not folder.exists():
        fail(f"{folder} is neither a page nor a folder of pages")
    try:
        snapshot = read_snapshot(folder, venue.pages, venue.envelope.data or "", venue.groups, sections=venue.sections)
    except SpecError as error:
        fail_with(error.problems)
    return {placed.draft.key: placed.draft for placed in snapshot.placed}
