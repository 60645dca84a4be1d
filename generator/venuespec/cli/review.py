"""Define the command that shows the rules whose pages changed, and records that a person has read them."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from ..checks.confirm import confirm as record
from ..checks.due import Due, due
from ..rules.to_english import says
from ..runtime.errors import readable
from ..spec.model import EndpointSpec, VenueSpec, walk
from ..spec.problem import SpecError
from ..spec.rule_text import rule_text
from .completion import endpoint_names
from .inputs import HERE, Root, VenueName, endpoints_of, fail, fail_with, load, one_endpoint, venue_folder

ChangedWords = Callable[[EndpointSpec, Sequence[Due]], Iterator[str]]
"""Yields the lines that show what changed below an endpoint's rules."""


def review(
    venue: VenueName,
    endpoint: Annotated[
        str, typer.Argument(help="group.name, name, or path; all of them by default.", autocompletion=endpoint_names)
    ] = "",
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
    loaded = load(venue_folder(root, venue))
    if confirm and not unseen and not (endpoint and rules):
        fail("--confirm takes an endpoint and the ids of the rules that you have read: review VENUE ENDPOINT RULE...")
    if unseen and not confirm:
        fail("--without-reading goes with --confirm")
    chosen = endpoints_of(loaded, endpoint) if endpoint else list(loaded.endpoints)
    wanted = _wanted(one_endpoint(loaded, endpoint), rules) if rules else None
    words = _words_of(loaded, pages) if pages is not None else _facts_now
    waiting = {
        known.id: [rule for rule in due(known) if wanted is None or rule.rule.id in wanted]
        for known in chosen
        if known.gone_since is None
    }
    waiting = {name: found for name, found in waiting.items() if found}
    for known in chosen:
        _show(known, waiting.get(known.id, []), words, in_full=bool(endpoint))
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


def _words_of(venue: VenueSpec, pages: tuple[Path, Path]) -> ChangedWords:
    # The readers of pages take longer to import than a review without pages takes in all.
    from .page_words import words_between

    return words_between(venue, *pages, _facts_now)


def _facts_now(endpoint: EndpointSpec, waiting: Sequence[Due]) -> Iterator[str]:
    """Yield the facts that rules rest on as they are now, where the old pages are not at hand."""
    facts = dict(walk(endpoint.request))
    for name in dict.fromkeys(name for rule in waiting for name in rule.rows):
        said = facts[name].facts if name in facts else "no such row"
        yield f"now, {name}: {readable(said, 1000)}"


def _show(endpoint: EndpointSpec, waiting: Sequence[Due], words: ChangedWords, *, in_full: bool) -> None:
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
    for line in words(endpoint, waiting) if in_full else ():
        print(f"  {line}")
