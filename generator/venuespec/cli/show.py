"""Define the command that shows an endpoint."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..naming import snake
from ..runtime.errors import readable
from ..sdk.sentences import field_says, limits_say, rules_say
from ..spec.load import spec_folder
from ..spec.model import EndpointSpec, Field, VenueSpec
from .inputs import HERE, Root, endpoints_of, load_readable


def show(
    venue: Annotated[str, typer.Argument(help="Spec folder or venue name.")],
    endpoint: Annotated[str, typer.Argument(help="group.name, name, or path.")],
    root: Root = HERE,
) -> None:
    """Show one endpoint: parameters, rules, limits, the SDK call, the docs."""
    loaded = load_readable(spec_folder(root, venue))
    for chosen in endpoints_of(loaded, endpoint):
        _show(chosen, loaded)


def _show(endpoint: EndpointSpec, venue: VenueSpec) -> None:
    console = Console(highlight=False)
    console.print(Text(f"{endpoint.key}   {venue.title}", style="bold"))
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
            console.print(_table(title, rows))
    for title, lines in (
        ("Rules", [line.removeprefix("- ") for line in rules_say(endpoint.rules)[1:]]),
        ("Notes", [note.text for note in endpoint.notes]),
        ("Left out, because the page does not have it", [str(problem) for problem in endpoint.stale]),
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
            says = field_says(row) + (f" ({row.kind}, inferred from examples)" if row.inferred else "")
            cells = ("  " * depth + row.name, row.type, row.required, ", ".join(row.values), says)
            table.add_row(*(Text(readable(cell)) for cell in cells))
            add(row.fields, depth + 1)

    add(rows, 0)
    return table
