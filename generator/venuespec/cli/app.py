"""The commands. Exit codes: 0 fine, 1 findings, 2 bad usage or input."""

import errno
import sys
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from textwrap import fill
from typing import Annotated, Any

import typer
from attrs import frozen
from typer.core import TyperCommand, TyperGroup

from ..processes import WorkerError
from ..spec.packaged import packaged_names


@frozen
class _Command:
    """Where a command is defined, the first sentence of its help, and the part of the list that it stands in."""

    module: str
    function: str
    summary: str
    panel: str = "Keep a spec"


_USE = "Use a venue's API"
_CHANGES = "What changed"

_FIRST = """\
venuespec {version}: REST APIs of exchanges: specs, typed SDKs, lists of changes

{venues}

Look up an endpoint: parameters, rules, limits, the call in Python
    venuespec show VENUE place_order

Ask the venue, without a program; show prints the names
    venuespec call VENUE GROUP.METHOD NAME=VALUE

Try a program without money, on this machine
    venuespec sandbox VENUE

See what changed between two states of a venue, and what of yours it breaks
    venuespec diff OLD NEW --used-by src

List the days on which something that you use ends
    venuespec calendar VENUE --used-by src

All commands: venuespec --help. One of them: venuespec diff --help.
Completion in your shell: venuespec --install-completion.
"""

# In the order of the help. A command's module is imported when the command is run: one needs what others do without.
_COMMANDS = {
    "show": _Command(
        "show",
        "show",
        "Show one endpoint: parameters, rules, limits, the SDK call, the docs; or list those that a text finds.",
        _USE,
    ),
    "call": _Command("call", "call", "Call one endpoint of a venue with the SDK, and print its answer.", _USE),
    "sandbox": _Command(
        "sandbox",
        "sandbox",
        "Serve a venue's spec over HTTP, on loopback unless told otherwise: a market and an account for tests.",
        _USE,
    ),
    "explain": _Command(
        "spec",
        "explain_",
        "Explain what the rules make of a request, and the smallest change that would satisfy them all.",
        _USE,
    ),
    "check": _Command(
        "check", "check", "Check requests, by wire names and values, with the generated SDK; nothing is sent.", _USE
    ),
    "schema": _Command(
        "spec", "schema", "Print the JSON Schema of an endpoint's request: its table and its rules, in a context.", _USE
    ),
    "openapi": _Command("openapi", "openapi", "Print a venue's endpoints as an OpenAPI 3.1 document, as JSON.", _USE),
    "vendor": _Command(
        "vendor",
        "vendor",
        "Write an SDK of a few endpoints as a package of your own, with all that their calls need.",
        _USE,
    ),
    "diff": _Command(
        "diff", "diff", "Report what changed between two states of a venue, and for whom it is breaking.", _CHANGES
    ),
    "history": _Command(
        "diff",
        "history",
        "Put many dated states of a venue on a timeline: endpoints, parameters, and what changed when.",
        _CHANGES,
    ),
    "calendar": _Command(
        "calendar",
        "calendar",
        "List the days on which endpoints, parameters, values and older names stop to work, with what to use then.",
        _CHANGES,
    ),
    "changelog": _Command(
        "diff",
        "changelog",
        "Write the specs' changes since the last release into the changelog, and propose the next version.",
        _CHANGES,
    ),
    "lint": _Command("spec", "lint", "Check specs: structure, references, examples against tables and rules."),
    "fetch": _Command("fetch", "fetch", "Bring a venue's documentation to DIR/YYYY-MM-DD, whole or not at all."),
    "import": _Command(
        "pages", "import_", "Bring the docs: sections of a venue's spec up to date with its pages; sdk: sections stay."
    ),
    "update": _Command(
        "update",
        "update",
        "Bring a venue to its new pages: import, check, generate, test, and write one page of what a person has to "
        "see.",
    ),
    "coverage": _Command(
        "spec", "coverage", "Count, by group, what the spec makes of the documentation and what is still open."
    ),
    "review": _Command(
        "review",
        "review",
        "Show the rules whose pages changed since they were confirmed, with what changed; exit 1 when there are any.",
    ),
    "propose": _Command(
        "page_words",
        "propose",
        "Print rules that the pages seem to state and the spec does not have, as YAML for sdk: rules:.",
    ),
    "generate": _Command("sdk", "generate", "Generate the SDK and its tests from the spec."),
    "names": _Command(
        "sdk", "names", "List the public names of an SDK, or give one up: it breaks the programs that use it."
    ),
    "site": _Command(
        "site",
        "site",
        "Write the source of a web site: a page for each endpoint and each row class, error codes, what ends when.",
    ),
    "reference": _Command(
        "spec",
        "reference",
        "Print the reference of the spec files and of rules, and their JSON Schemas, into docs/ and spec/schema/.",
    ),
    "new": _Command("new", "new", "Begin a new file of the spec."),
}


# Errors of writing to a full disk, or to a terminal that is gone; a closed pipe is not among them.
_FULL = frozenset({errno.ENOSPC, errno.EIO, errno.EDQUOT})


class _Commands(TyperGroup):
    """A group that knows its commands by name and summary, and imports the one that is run."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for name, command in _COMMANDS.items():
            self.add_command(TyperCommand(name, help=command.summary, rich_help_panel=command.panel))

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except WorkerError as error:
            print(f"error: {error}", file=sys.stderr)
            raise typer.Exit(2) from None
        except OSError as error:
            if error.errno not in _FULL or error.filename is not None:
                raise
            print(f"error: the output cannot be written: {error.strerror}; what was done before holds", file=sys.stderr)
            raise typer.Exit(2) from None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, command, rest = super().resolve_command(ctx, args)
        return name, command if name is None else _imported(name), rest


def _imported(name: str) -> Any:
    """Import a command: its options, its help and what it does."""
    place = _COMMANDS[name]
    defined = getattr(import_module(f".{place.module}", __package__), place.function)
    if not isinstance(defined, typer.Typer):
        function, defined = defined, typer.Typer(add_completion=False)
        defined.command(name=name)(function)
    return typer.main.get_command(defined)


app = typer.Typer(cls=_Commands, invoke_without_command=True, pretty_exceptions_enable=False, help=__doc__)


def _print_version(is_given: bool) -> None:
    if is_given:
        print(f"venuespec {_version()}")
        raise typer.Exit


def _version() -> str:
    try:
        return version("venuespec")
    except PackageNotFoundError:
        return "(not installed)"


@app.callback()
def _app(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version.")
    ] = False,
) -> None:
    """Hold the commands together; without one, show what people do first."""
    if context.invoked_subcommand is None:
        venues = fill(f"VENUE is one of {', '.join(packaged_names()) or 'none that is installed'}.", 80)
        print(_FIRST.format(version=_version(), venues=venues), end="")
