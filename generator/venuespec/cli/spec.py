"""Define commands on specs: check them, count open questions, print and explain requests."""

import json
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from ..checks.coverage import CoverageCounts
from ..checks.coverage import coverage as cover
from ..checks.explain import explain, explanation_lines
from ..checks.lint import lint as find_problems
from ..diff.inputs import spec_folder
from ..runtime.errors import readable
from ..runtime.json_types import is_array, is_object
from ..spec.json_schema import endpoint_schema
from ..spec.load import load_venue
from ..spec.problem import SpecError
from .inputs import HERE, Root, context_of, fail, folders_of, json_of, load, one_endpoint


def lint(
    venues: Annotated[
        list[str] | None, typer.Argument(help="Spec folders or venue names; all of spec/ by default.")
    ] = None,
    root: Root = HERE,
    strict: Annotated[bool, typer.Option(help="Count warnings as findings.")] = False,
) -> None:
    """Check specs: structure, references, examples against tables and rules."""
    found = 0
    for folder in folders_of(root, venues):
        try:
            problems = find_problems(load_venue(folder))
        except SpecError as error:
            problems = error.problems
        for problem in problems:
            print(f"{problem.severity}: {readable(str(problem), 2000)}")
        found += sum(strict or problem.severity == "error" for problem in problems)
    raise typer.Exit(1 if found else 0)


def coverage(
    venue: Annotated[str, typer.Argument(help="Spec folder or venue name.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    root: Root = HERE,
) -> None:
    """Count, by group, what the spec covers of the documentation and what is still open."""
    covered = cover(load(spec_folder(root, venue)))
    if as_json:
        groups = {name: counts.as_dict() for name, counts in covered.groups.items()}
        print(json.dumps({"groups": groups, "total": covered.total.as_dict(), "open": covered.open}, indent=2))
        return
    names = list(CoverageCounts().as_dict())
    table = Table("group", *(name.replace("_", " ") for name in names), box=None)
    for name, counts in (*covered.groups.items(), ("total", covered.total)):
        table.add_row(name, *map(str, counts.as_dict().values()), style="bold" if name == "total" else None)
    Console(width=max(160, Console().width)).print(table)
    for sentence in covered.open:
        print(f"neither rule nor reason: {readable(sentence, 300)}")


def schema(
    venue: Annotated[str, typer.Argument(help="Spec folder or venue name.")],
    endpoint: Annotated[str, typer.Argument(help="METHOD PATH, or group.name.")],
    path: Annotated[str, typer.Argument(help="The path, after a method.")] = "",
    context: Annotated[str, typer.Option(help="JSON of the known context values, by the venue's names.")] = "{}",
    root: Root = HERE,
) -> None:
    """Print the JSON Schema of an endpoint's request: its table and its rules, in a context."""
    loaded = load(spec_folder(root, venue))
    chosen = one_endpoint(loaded, f"{endpoint.upper()} {path}" if path else endpoint)
    print(json.dumps(endpoint_schema(chosen, loaded, context_of(context, loaded)), indent=2))


def explain_(
    venue: Annotated[str, typer.Argument(help="Spec folder or venue name.")],
    endpoint: Annotated[str, typer.Argument(help="group.name, name, or path.")],
    params: Annotated[str, typer.Option(help="JSON of wire names and values; a list for a batch.")],
    context: Annotated[str, typer.Option(help="JSON of the known context values, by the venue's names.")] = "{}",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    root: Root = HERE,
) -> None:
    """Explain the verdict of the rules on a request, and the smallest change that satisfies them all."""
    loaded = load(spec_folder(root, venue))
    chosen = one_endpoint(loaded, endpoint)
    given = json_of(params, "--params")
    items: list[Any] = given if chosen.batch and is_array(given) else [given]
    if not all(map(is_object, items)):
        fail(f"--params must be a JSON object{' or a list of them' if chosen.batch else ''}")
    known = context_of(context, loaded)
    explanations = [explain(chosen, loaded, item, known) for item in items]
    if as_json:
        printed = [explanation.as_dict() for explanation in explanations]
        print(json.dumps(printed if chosen.batch and is_array(given) else printed[0], indent=2))
    else:
        for index, explanation in enumerate(explanations):
            place = f" item {index}" if len(explanations) > 1 else ""
            print(f"{chosen.key}{place}: {'would be refused' if explanation.refused else 'nothing is refused'}")
            for line in explanation_lines(explanation):
                print(f"  {readable(line, 4000)}")
    raise typer.Exit(1 if any(explanation.refused for explanation in explanations) else 0)
