"""The commands. Exit codes: 0 fine, 1 findings, 2 bad usage or input."""

import typer

from .diff import changelog, diff, history
from .fetch import fetch
from .new import new
from .pages import import_
from .review import propose, review
from .sandbox import sandbox
from .sdk import check, generate, names
from .show import show
from .spec import coverage, explain_, lint, reference, schema
from .update import update
from .vendor import vendor

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)

# In the order of the help.
app.command()(lint)
app.command()(fetch)
app.command(name="import")(import_)
app.command()(update)
app.add_typer(new, name="new")
app.command()(coverage)
app.command()(review)
app.command()(propose)
app.command()(generate)
app.command()(names)
app.command()(vendor)
app.command()(diff)
app.command()(history)
app.command()(changelog)
app.command()(sandbox)
app.command()(check)
app.command()(show)
app.command()(schema)
app.command()(reference)
app.command(name="explain")(explain_)
