"""Commands on specs: check them, count what is open, print and explain what an endpoint takes."""

import json
from collections import Counter
from typing import Annotated, Any

import typer

from ..checks.coverage import coverage as cover
from ..checks.explain import explain, explanation_lines
from ..checks.lint import lint_folder
from ..checks.proposals import proposals
from ..processes import in_processes
from ..runtime.errors import readable
from ..runtime.json_types import is_array, is_object
from ..spec.clients import NAME as CLIENTS
from ..spec.file_schema import file_schemas
from ..spec.json_schema import endpoint_schema
from ..spec.moving import moving_page, moving_path
from ..spec.reference import reference_files
from ..textfiles import write_atomically
from .completion import endpoint_names, venue_names
from .inputs import HERE, Root, VenueName, context_of, fail, folders_of, json_of, load, one_endpoint, readable_folder
from .progress import shown_progress
from .tables import print_counts

# A word that the vocabulary lacks is one line to write, in however many tables it stands.
_WORD = "word-missing"

# Bytes of spec files: fewer are judged in one process.
_WORTH_A_PROCESS = 600_000


def lint(
    venues: Annotated[
        list[str] | None,
        typer.Argument(help="Spec folders or venue names; all of spec/ by default.", autocompletion=venue_names),
    ] = None,
    root: Root = HERE,
    strict: Annotated[bool, typer.Option(help="Count warnings as findings.")] = False,
) -> None:
    """Check specs: structure, references, examples against tables and rules."""
    found = 0
    folders = folders_of(root, venues)
    sizes = [sum(file.stat().st_size for file in folder.glob("**/*.yaml")) for folder in folders]
    with shown_progress("reading specs") as progress:
        judged = in_processes(lint_folder, folders, sizes, least=_WORTH_A_PROCESS, progress=progress)
    for problems in judged:
        words = Counter(problem.message for problem in problems if problem.check == _WORD)
        for problem in problems:
            more = words.pop(problem.message, 0) - 1 if problem.check == _WORD else 0
            if more >= 0:
                places = f", and in {more} more {'place' if more == 1 else 'places'}" if more else ""
                print(f"{problem.severity}: {readable(str(problem), 2000)}{places}")
        found += sum(strict or problem.severity == "error" for problem in problems)
    raise typer.Exit(1 if found else 0)


def coverage(
    venue: VenueName,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    propose: Annotated[bool, typer.Option("--propose", help="Print drafts of what fields.yaml lacks.")] = False,
    root: Root = HERE,
) -> None:
    """Count, by group, what the spec makes of the documentation and what is still open."""
    loaded = load(readable_folder(root, venue))
    if propose:
        for line in proposals(loaded):
            print(readable(line, 1000))
        return
    found = cover(loaded)
    if as_json:
        groups = {name: counts.as_dict() for name, counts in found.groups.items()}
        stale = list(map(str, found.stale))
        total = found.total.as_dict()
        print(json.dumps({"groups": groups, "total": total, "open": found.open, "stale": stale}, indent=2))
        return
    print_counts(
        "group", {**{name: counts.as_dict() for name, counts in found.groups.items()}, "total": found.total.as_dict()}
    )
    for question in found.open:
        print(f"neither rule nor reason: {readable(question, 300)}")
    for problem in found.stale:
        print(f"left out: {readable(str(problem), 2000)}")


def schema(
    venue: VenueName = "",
    endpoint: Annotated[str, typer.Argument(help="METHOD PATH, or group.name.", autocompletion=endpoint_names)] = "",
    path: Annotated[str, typer.Argument(help="The path, after a method.")] = "",
    context: Annotated[str, typer.Option(help="JSON of what is known of the account, by the venue's names.")] = "{}",
    spec_files: Annotated[bool, typer.Option("--spec-files", help="Print the schemas of the spec files.")] = False,
    root: Root = HERE,
) -> None:
    """Print the JSON Schema of an endpoint's request: its table and its rules, in a context."""
    if spec_files:
        print(json.dumps(file_schemas(), indent=2))
        return
    if not venue or not endpoint:
        fail("schema takes a venue and an endpoint, or --spec-files")
    loaded = load(readable_folder(root, venue))
    found = one_endpoint(loaded, f"{endpoint.upper()} {path}" if path else endpoint)
    print(json.dumps(endpoint_schema(found, loaded, context_of(context, loaded)), indent=2))


def explain_(
    venue: VenueName,
    endpoint: Annotated[str, typer.Argument(help="group.name, name, or path.", autocompletion=endpoint_names)],
    params: Annotated[str, typer.Option(help="JSON of wire names and values; a list for a batch.")],
    context: Annotated[str, typer.Option(help="JSON of what is known of the account, by the venue's names.")] = "{}",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    root: Root = HERE,
) -> None:
    """Explain what the rules make of a request, and the smallest change that would satisfy them all."""
    loaded = load(readable_folder(root, venue))
    found = one_endpoint(loaded, endpoint)
    given = json_of(params, "--params")
    items: list[Any] = given if found.batch and is_array(given) else [given]
    if not all(is_object(element) for element in items):
        fail(f"--params must be a JSON object{' and no list of them' if found.batch else ''}")
    known = context_of(context, loaded)
    explained = [explain(found, loaded, request, known) for request in items]
    if as_json:
        each = [explanation.as_dict() for explanation in explained]
        print(json.dumps(each if found.batch and is_array(given) else each[0], indent=2))
    else:
        for index, explanation in enumerate(explained):
            place = f" item {index}" if len(explained) > 1 else ""
            print(f"{found.key}{place}: {'would be refused' if explanation.refused else 'nothing is refused'}")
            for line in explanation_lines(explanation):
                print(f"  {readable(line, 4000)}")
    raise typer.Exit(1 if any(explanation.refused or explanation.unknown for explanation in explained) else 0)


def reference(
    root: Root = HERE,
    check: Annotated[bool, typer.Option(help="Write nothing; exit with 1 if a file is not fresh.")] = False,
) -> None:
    """Print the reference of the spec files and of rules, and their JSON Schemas, into docs/ and spec/schema/.

    Beside it, for each venue with a clients.yaml, what the methods of other clients are called in the SDK.
    """
    fresh = reference_files()
    for file in sorted((root / "spec").glob(f"*/{CLIENTS}")):
        fresh[moving_path(file.parent.name)] = moving_page(load(file.parent))
    stale = [
        path
        for path, text in fresh.items()
        if not (root / path).is_file() or (root / path).read_text(encoding="utf-8") != text
    ]
    for path in stale:
        print(f"{'not fresh' if check else 'written'}: {path}")
        if not check:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            write_atomically(root / path, fresh[path])
    raise typer.Exit(1 if check and stale else 0)
