"""Define the command that serves a spec over HTTP."""

import sys
from typing import Annotated

import typer

from ..runtime.errors import ConfigurationError
from .inputs import HERE, Root, VenueName, context_of, fail, load, readable_folder


def sandbox(
    venue: VenueName,
    port: Annotated[int, typer.Option(help="Port; 0 for any.", min=0, max=65535)] = 8080,
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 in a container.")] = "127.0.0.1",
    seed: Annotated[int, typer.Option(help="Decides the path of prices and the sizes in order books.")] = 0,
    speed: Annotated[float, typer.Option(help="How much faster than the clock prices move.", min=0)] = 1.0,
    api_key: Annotated[str | None, typer.Option(help="Accept only this key; with --secret-key.")] = None,
    secret_key: Annotated[str | None, typer.Option(envvar="SANDBOX_SECRET_KEY")] = None,
    passphrase: Annotated[str | None, typer.Option(envvar="SANDBOX_PASSPHRASE")] = None,
    context: Annotated[str, typer.Option(help="JSON of the account's settings, by the venue's names.")] = "{}",
    limits: Annotated[bool, typer.Option(help="Enforce the documented rate limits.")] = True,
    root: Root = HERE,
) -> None:
    """Serve a venue's spec over HTTP, on loopback unless told otherwise: a market and an account for tests."""
    from ..checks.opened import opened
    from ..sandbox.admission import Account
    from ..sandbox.server import is_loopback, make, serve

    given = {"api_key": api_key, "secret_key": secret_key, "passphrase": passphrase}
    credentials = {name: value for name, value in given.items() if value is not None}
    loaded = opened(load(readable_folder(root, venue)))
    try:
        account = Account(credentials=credentials, context=context_of(context, loaded), limits=limits)
        box = make(loaded, account, seed=seed, speed=speed)
    except ConfigurationError as error:
        fail(str(error))
    if not is_loopback(host):
        print(
            f"warning: whoever can reach {host} can use this sandbox, and see the requests that it received; "
            "listen there in a container or a private network only",
            file=sys.stderr,
        )
    status = f"{loaded.title}, {len(loaded.endpoints)} endpoints; stop with Ctrl-C"
    try:
        serve(box, port, lambda url: print(f"{url}  {status}", flush=True), host)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        fail(f"{host}:{port} cannot be used: {reason}; take another with --port, or any with --port 0")
