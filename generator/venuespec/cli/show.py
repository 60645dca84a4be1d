"""Define the command that shows endpoints: one in full, or all that a text finds."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from ..naming import snake
from ..runtime.errors import readable
from ..sdk.sentences import field_says, limits_say, rules_say
from ..sdk.vendor import module_of
from ..spec.model import EndpointSpec, Field, VenueSpec
from ..spec.problem import SpecError
from .completion import endpoint_names
from .inputs import HERE, Root, VenueName, fail, load_readable, readable_folder
from .tables import print_table, terminal

# A line that goes to a file or another program is not cut.
_WIDE = 10_000


def show(
    venue: VenueName,
    endpoint: Annotated[
        str,
        typer.Argument(
            help="group.name, or a part of a name, path or title; all without.", autocompletion=endpoint_names
        ),
    ] = "",
    root: Root = HERE,
) -> None:
    """Show one endpoint: parameters, rules, limits, the SDK call, the docs; or list those that a text finds."""
    loaded = load_readable(readable_folder(root, venue))
    exact = [known for known in loaded.endpoints if endpoint in (known.id, known.name, known.path, known.key)]
    found = exact or list(_found(loaded, endpoint))
    if not found:
        fail(
            f"{loaded.name} has no endpoint with {endpoint!r} in name, path or title; list all: venuespec show {venue}"
        )
    if exact or len(found) == 1:
        for chosen in found:
            _show(chosen, loaded)
        return
    listed = [(known.id, readable(known.key), readable(known.title)) for known in found]
    if terminal() is not None:
        print_table(("name", "endpoint", "title"), listed)
        return
    for row in listed:
        print("  ".join(row))


def _found(venue: VenueSpec, text: str) -> Iterator[EndpointSpec]:
    words = text.lower().split()
    for endpoint in venue.endpoints:
        about = f"{endpoint.id} {endpoint.key} {endpoint.title} {endpoint.summary}".lower()
        if all(word in about for word in words):
            yield endpoint


def _show(endpoint: EndpointSpec, venue: VenueSpec) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_WIDE)
    console.print(Text(readable(f"{endpoint.key}   {venue.title}"), style="bold"))
    console.print(Text(readable(endpoint.summary or endpoint.title)))
    facts = [
        endpoint.access,
        *(f"permission {permission}" for permission in endpoint.permissions),
    ]
    console.print(Text("; ".join(map(readable, facts))))
    if limits := limits_say(endpoint, venue):
        console.print(Text(readable(limits, 2000)))
    for title, rows in (("Parameters", endpoint.request), ("Answer", endpoint.response)):
        if rows:
            console.print(Text(f"\n{title}", style="bold"))
            _print_rows(rows)
    for title, lines in (
        ("Rules", [line.removeprefix("- ") for line in rules_say(endpoint.rules)[1:]]),
        ("Notes", [note.text for note in endpoint.notes]),
        ("Left out, because the page does not have it", [str(problem) for problem in endpoint.stale]),
    ):
        if lines:
            console.print(Text(f"\n{title}", style="bold"))
            for line in lines:
                said = Text(f"- {readable(line, 1000)}")
                console.print(Padding(said, (0, 0, 0, 2), expand=False) if console.is_terminal else f"  {said}")
    console.print()
    for line in _call(endpoint, venue):
        console.print(Text(line), soft_wrap=True)
    console.print(Text(readable(endpoint.source, 1000)), soft_wrap=True)


def _call(endpoint: EndpointSpec, venue: VenueSpec) -> Iterator[str]:
    """Yield the call with the arguments that it needs, and the import of the class of its items."""
    try:
        module = module_of(venue, endpoint)
    except SpecError:
        arguments = ", ".join(f"{snake(row.name)}=..." for row in endpoint.request if row.required == "yes")
        yield f"client.{endpoint.id}({arguments})"
        return
    if endpoint.batch:
        item = module.items[-1]
        yield f"from venues.{venue.name}.{endpoint.id} import {item.name}"
        needs = ", ".join(f"{attribute.name}=..." for attribute in item.attributes if attribute.required)
        yield f"client.{endpoint.id}(items=[{item.name}({needs})])"
        return
    needs = ", ".join(f"{attribute.name}=..." for attribute in module.request.attributes if attribute.required)
    yield f"client.{endpoint.id}({needs})"


def _print_rows(rows: Sequence[Field]) -> None:
    cells = list(_cells(rows, 0))
    if terminal() is None:
        for row in cells:
            print("  ".join(filter(None, row)).rstrip())
        return
    print_table(("name", "type", "required", "values", "meaning"), cells, prose=True)


def _cells(rows: Sequence[Field], depth: int) -> Iterator[tuple[str, ...]]:
    for row in rows:
        says = field_says(row) + (f" ({row.kind}, inferred from examples)" if row.inferred else "")
        cells = ("  " * depth + row.name, row.type, row.required, ", ".join(row.values), says)
        yield tuple(map(readable, cells))
        yield from _cells(row.fields, depth + 1)
