"""The options of a client: what they are, where they come from, and what is wrong with them."""

import os
from collections.abc import Mapping
from typing import Any, Generic, TypedDict, TypeVar, cast

from .clock import Clock
from .errors import ConfigurationError
from .limits.limiter import RateLimiter
from .observe import Hook
from .retry import Retry
from .secret import Secret
from .sign import Signer, with_window
from .transport.base import check_url
from .venue import Venue

C = TypeVar("C")
E = TypeVar("E", bound=str)
R = TypeVar("R", bound=str)
X = TypeVar("X")

_ENVIRONMENT = ("environment", "region", "base_url")


class ClientOptions(TypedDict, Generic[C, X, E, R], total=False):
    """The options of a client, as ``from_env`` takes them; ``BaseClient`` says what each is."""

    api_key: str | Secret | None
    secret_key: str | Secret | None
    passphrase: str | Secret | None
    environment: E
    region: R | None
    base_url: str | None
    context: C | None
    transport: X | None
    limiter: RateLimiter | None
    retry: Retry | None
    timeout: float
    connect_timeout: float
    proxy: str | Secret | None
    ca_file: str | os.PathLike[str] | None
    clock: Clock | None
    recv_window: int | None
    on_request: Hook | None
    on_response: Hook | None
    auto_client_id: bool
    strict: bool


def from_environment(prefix: str, credentials: tuple[str, ...], options: Mapping[str, Any]) -> dict[str, Any]:
    """Return options with credentials and places from the environment; those that are given count first.

    Raises ``ConfigurationError`` for a credential that is nowhere.
    """
    names = {name: f"{prefix}_{name.upper()}" for name in credentials}
    hidden = {*names, "proxy"}
    given = {name: Secret(value) if value and name in hidden else value for name, value in options.items()}
    missing = [variable for name, variable in names.items() if name not in given and not os.environ.get(variable)]
    if missing:
        raise ConfigurationError(f"set {', '.join(missing)} in the environment")
    given |= {name: Secret(os.environ[variable]) for name, variable in names.items() if name not in given}
    for name in _ENVIRONMENT:
        value = os.environ.get(f"{prefix}_{name.upper()}")
        if value and name not in given:
            given[name] = value
    return given


def check_types(**options: tuple[object, type]) -> None:
    """Check that each option is None or of its class. Raises ``ConfigurationError``."""
    for name, (value, kind) in options.items():
        if value is not None and not isinstance(value, kind):
            came = type(value)
            same = came.__name__ == kind.__name__
            names = [f"{cls.__module__}.{cls.__name__}" if same else cls.__name__ for cls in (kind, came)]
            raise ConfigurationError(f"{name} takes a {names[0]}, not {names[1]}")


def sealed(**credentials: str | Secret | None) -> dict[str, Secret]:
    """Return the given credentials as secrets. Raises ``ConfigurationError`` for white space around one."""
    secrets = {name: Secret(value) for name, value in credentials.items() if value}
    for name, secret in secrets.items():
        if _is_padded(secret.reveal()):
            raise ConfigurationError(f"{name} begins or ends with white space, which is no part of it: strip() it")
    return secrets


def _is_padded(credential: object) -> bool:
    # A key file in PEM ends with a line break.
    return isinstance(credential, str) and credential != credential.strip() and "-----BEGIN" not in credential


def place_of(
    venue: Venue, environment: E, region: R | None, base_url: str | None, *, allow_http: bool
) -> tuple[E, R, str, Mapping[str, str]]:
    """Return the environment and region, the URL that calls go to, and the headers that every call has there."""
    chosen = venue.environments.get(environment)
    if chosen is None:
        known = ", ".join(venue.environments)
        raise ConfigurationError(f"{venue.title} has no environment {environment!r}; there are: {known}")
    name = region or cast(R, next(iter(chosen.hosts)))
    if name not in chosen.hosts:
        known = ", ".join(chosen.hosts)
        raise ConfigurationError(f"{venue.title} has no region {name!r}; there are: {known}")
    if base_url is None:
        return environment, name, chosen.hosts[name], chosen.headers
    host = base_url.rstrip("/")
    check_url(host, allow_http=allow_http)
    if "?" in host:
        raise ConfigurationError("a base_url ends with its path; it has no query")
    return environment, name, host, chosen.headers


def check_carrier(transport: object, proxy: Secret | None, ca_file: object) -> None:
    """Refuse options of the client's own transport beside another one. Raises ``ConfigurationError``."""
    if transport is not None and (proxy is not None or ca_file is not None):
        raise ConfigurationError("proxy and ca_file are for the client's own transport: give them to yours")


def signer_of(venue: Venue, credentials: Mapping[str, Secret], recv_window: int | None) -> Signer | None:
    """Return what signs calls, None without credentials. Raises ``ConfigurationError`` for one that nobody asks for."""
    unknown = sorted(credentials.keys() - set(venue.auth.credentials))
    if unknown:
        raise ConfigurationError(f"{venue.title} knows no {', '.join(unknown)}")
    auth = with_window(venue.auth, recv_window, venue.title)
    return Signer(auth, credentials) if credentials else None
