"""Define the command that serves a spec over HTTP."""

from typing import Annotated

import typer

from ..runtime.errors import ConfigurationError
from ..spec.load import spec_folder
from .inputs import HERE, Root, fail, json_object, load


def sandbox(
    venue: Annotated[str, typer.Argument(help="Spec folder or venue name.")],
    port: Annotated[int, typer.Option(help="Port on loopback; 0 for any.", min=0, max=65535)] = 8080,
    api_key: Annotated[str | None, typer.Option(help="Accept only this key; with --secret-key.")] = None,
    secret_key: Annotated[str | None, typer.Option(envvar="SANDBOX_SECRET_KEY")] = None,
    passphrase: Annotated[str | None, typer.Option(envvar="SANDBOX_PASSPHRASE")] = None,
    context: Annotated[str, typer.Option(help="JSON of the account's settings, by the venue's names.")] = "{}",
    limits: Annotated[bool, typer.Option(help="Enforce the documented rate limits.")] = True,
    root: Root = HERE,
) -> None:
    """Serve a venue's spec over HTTP on loopback, for tests."""
    from ..sandbox.admission import Account
    from ..sandbox.server import make, serve

    given = {"api_key": api_key, "secret_key": secret_key, "passphrase": passphrase}
    credentials = {name: value for name, value in given.items() if value is not None}
    loaded = load(spec_folder(root, venue))
    try:
        account = Account(credentials=credentials, context=json_object(context, "--context"), limits=limits)
        box = make(loaded, account)
    except ConfigurationError as error:
        fail(str(error))
    status = f"{loaded.title}, {len(loaded.endpoints)} endpoints; stop with Ctrl-C"
    try:
        serve(box, port, lambda url: print(f"{url}  {status}", flush=True))
    except OSError as error:
        fail(f"port {port} cannot be used: {error.strerror}; take another with --port, or any with --port 0")
