"""Define the command that calls one endpoint with the generated SDK: a quick look, without a program."""

import json
import os
import sys
import warnings
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from inspect import signature
from typing import Annotated, Any, NoReturn

import typer
from attrs import frozen

from ..rules.hints import nearest
from ..runtime.errors import readable
from ..runtime.json_types import is_array, json_text
from .answers import print_answer, wire_of
from .completion import endpoint_names, parameter_names, venue_names
from .inputs import HERE, Root, context_of, fail, load, readable_folder, settings_of, without_sdk

# What a sandbox that was given no credentials takes; as hexadecimal digits it is a key of every kind.
_NO_SECRET = "00" * 32
_UNKNOWN = 3


def call(
    venue: Annotated[
        str,
        typer.Argument(help="Venue name, as in the package venues.", autocompletion=venue_names, show_default=False),
    ],
    endpoint: Annotated[
        str, typer.Argument(help="group.name as in the SDK, METHOD PATH, or a path.", autocompletion=endpoint_names)
    ],
    values: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME=VALUE]...",
            help="Parameters, by their names in Python or on the wire; JSON for lists and objects.",
            autocompletion=parameter_names,
        ),
    ] = None,
    environment: Annotated[
        str | None, typer.Option(help="The venue's environment, such as demo; production by default.")
    ] = None,
    region: Annotated[str | None, typer.Option(help="The region of the account.")] = None,
    base_url: Annotated[
        str | None, typer.Option("--base-url", help="Another host, called with the credentials of the environment.")
    ] = None,
    sandbox: Annotated[
        str | None,
        typer.Option(metavar="URL|local", help="A running sandbox, or local for one that serves this call only."),
    ] = None,
    context: Annotated[str, typer.Option(help="JSON of what is known of the account, by the venue's names.")] = "{}",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Send a write without asking.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the payload as JSON, as the venue sent it.")] = False,
    timeout: Annotated[float, typer.Option(help="Seconds for the call with all its attempts and waits.", min=0)] = 10.0,
    root: Root = HERE,
) -> None:
    """Call one endpoint of a venue with the SDK, and print its answer.

    Credentials come from the environment, as Client.from_env() reads them. A write asks first. Exit codes: 0 answered;
    1 refused or failed; 2 bad usage; 3 a write whose outcome is unknown.
    """
    sdk = _Sdk.of(venue)
    place = sdk.place(endpoint)
    options = {"environment": environment, "region": region, "base_url": base_url}
    given = {name: value for name, value in options.items() if value is not None}
    if context != "{}":
        known = context_of(context, settings_of(readable_folder(root, venue)))
        given["context"] = sdk.module("context").Context.from_wire(known)
    if sandbox is not None and base_url is not None:
        fail("--sandbox and --base-url are two hosts; give one")
    try:
        with _warnings_in_words(), _host(sandbox, venue, root) as url:
            options = sdk.sandbox_options(url) if url else sdk.environment_options(given)
            signed = not url and (sdk.has_credentials() or place.endpoint.signed or place.endpoint.keyed)
            with (sdk.client.from_env if signed else sdk.client)(**{**options, **given}) as client:
                request = _request(client, place, values or ())
                if place.endpoint.write and not url and not yes:
                    _ask(request, client)
                answered = client.send(request, timeout=timeout)
    except sdk.error as error:
        print(f"error: {_plain(str(error))}", file=sys.stderr)
        raise typer.Exit(_UNKNOWN if error.outcome == "unknown" else 1) from None
    raise typer.Exit(_print(answered.data, as_json=as_json))


@frozen
class _Place:
    """One endpoint of an SDK: where its method is, and its request class."""

    group: str
    method: str
    request: Any

    @property
    def endpoint(self) -> Any:
        return self.request.endpoint


@frozen
class _Sdk:
    """The generated SDK of one venue, whose runtime is another copy than the tool's own."""

    name: str
    client: Any
    error: Any

    @classmethod
    def of(cls, venue: str) -> "_Sdk":
        """Import a venue's SDK, or end the command."""
        if not venue.isidentifier():
            fail(f"{venue!r} is not a venue name")
        try:
            return cls(venue, import_module(f"venues.{venue}").Client, import_module("venues").VenueError)
        except ModuleNotFoundError:
            without_sdk(venue)

    def module(self, name: str) -> Any:
        return import_module(f"venues.{self.name}.{name}")

    def place(self, text: str) -> _Place:
        """Return the only endpoint that a text names, or end the command."""
        requests: Mapping[str, tuple[str, str, str]] = self.module("index").REQUESTS
        ids = {f"{group}.{name}": (group, name, cls) for group, name, cls in requests.values()}
        found = {
            f"{group}.{name}": (group, name, cls)
            for key, (group, name, cls) in requests.items()
            if text in (f"{group}.{name}", name, key, key.partition(" ")[2])
        }
        if len(found) > 1:
            fail(f"{text!r} is the name of several endpoints: {', '.join(found)}; give one of these")
        if not found:
            fail(f"{self.name} has no endpoint {text!r}{nearest(text, ids)}; list all: venuespec show {self.name}")
        [(group, name, cls)] = found.values()
        return _Place(group, name, getattr(self.module(f"{group}.{name}"), cls))

    def has_credentials(self) -> bool:
        names: Sequence[str] = self.client.venue.auth.credentials
        return bool(names) and all(os.environ.get(f"{self.client.env_prefix}_{name.upper()}") for name in names)

    def environment_options(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the place that the environment names, for a client without credentials reads none."""
        names = ("environment", "region", "base_url")
        found = {name: os.environ.get(f"{self.client.env_prefix}_{name.upper()}") for name in names}
        return {name: value for name, value in found.items() if value and name not in given}

    def sandbox_options(self, url: str) -> dict[str, Any]:
        """Return made-up credentials, so that those of the environment stay where they are."""
        names: Sequence[str] = self.client.venue.auth.credentials
        made = {name: _NO_SECRET if name == "secret_key" else "sandbox" for name in names}
        return {**made, "base_url": url}


class _Built(Exception):  # noqa: N818  # carries a request out of the method that made it
    def __init__(self, request: Any) -> None:
        super().__init__()
        self.request = request


class _Builder:
    """Stands where a group has its client: the group's method makes the request, and nothing is sent."""

    def send(self, request: Any, *, timeout: float | None = None) -> NoReturn:
        raise _Built(request)


def _request(client: Any, place: _Place, values: Sequence[str]) -> Any:
    """Return the request that the SDK's method makes of NAME=VALUE arguments, or end the command."""
    group = getattr(client, place.group)
    method = getattr(type(group)(_Builder()), place.method)
    parameters = {name: each for name, each in signature(method).parameters.items() if name not in ("self", "timeout")}
    python = {row.wire: attribute for attribute, row in place.request.params}
    arguments: dict[str, Any] = {name: None for name, each in parameters.items() if each.default is each.empty}
    for given in values:
        name, equals, text = given.partition("=")
        if not equals:
            fail(f"{given!r} is not NAME=VALUE; parameters: {', '.join(parameters) or 'none'}")
        known = name if name in parameters else python.get(name)
        if known not in parameters:
            near = nearest(name, {*parameters, *python})
            fail(f"{place.group}.{place.method} has no parameter {name!r}{near}; it has: {', '.join(parameters)}")
        arguments[known] = value_of(text, str(parameters[known].annotation))
    try:
        method(**arguments)
    except _Built as built:
        return built.request
    raise AssertionError(f"{place.method} sends no request")


def value_of(text: str, annotation: str) -> Any:
    """Return the value that a text stands for: the SDK takes text for all but flags, times, lists and objects."""
    if "bool" in annotation and text in ("true", "false"):
        return text == "true"
    if text[:1] in ("[", "{") and text[-1:] in ("]", "}"):
        try:
            return json.loads(text, parse_float=Decimal)
        except ValueError as error:
            fail(f"{text} is not JSON: {error}")
    if "Moment" in annotation and not text.isdecimal():
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return text  # which the SDK refuses in its own words
    return text


def _ask(request: Any, client: Any) -> None:
    """Ask whether a write that breaks no rule is to be sent; end the command without a yes."""
    plain, violations = request.judged(client.context)
    if any(violation.level == "error" for violation in violations):
        return  # it is not sent, and the SDK says why
    endpoint = request.endpoint
    body = json_text(plain.to_wire()).decode()
    print(f"{endpoint.method} {client.base_url}{endpoint.path} ({client.environment})\n{body}", file=sys.stderr)
    if not sys.stdin.isatty():
        fail(f"{endpoint.name} is a write, and nobody can be asked here; give --yes to send it")
    if not typer.confirm("Send it?", err=True):
        print("nothing was sent", file=sys.stderr)
        raise typer.Exit(1)


def _print(data: Any, *, as_json: bool) -> int:
    """Print a payload; return the exit code, which tells of items that the venue refused."""
    if as_json:
        print(json_text(wire_of(data)).decode())
    else:
        print_answer(data)
    rows: Sequence[Any] = data if is_array(data) else [data]
    return int(any(getattr(row, "failed", False) for row in rows))


@contextmanager
def _host(sandbox: str | None, venue: str, root: Any) -> Generator[str | None]:
    """Yield the address of the sandbox, one of its own for ``local``; None for the venue itself."""
    if sandbox != "local":
        yield sandbox
        return
    from ..sandbox.server import RunningSandbox, make

    with RunningSandbox(make(load(readable_folder(root, venue)))) as running:
        yield running.url


@contextmanager
def _warnings_in_words() -> Generator[None]:
    """Print warnings of the SDK without the line of code that they are about, which is the tool's."""
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = _print_warning
        yield


def _print_warning(message: Warning | str, *place: object, **rest: object) -> None:
    print(f"warning: {_plain(str(message))}", file=sys.stderr)


def _plain(text: str) -> str:
    return "\n".join(readable(line, 4000) for line in text.splitlines())
