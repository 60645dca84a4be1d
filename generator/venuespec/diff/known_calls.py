"""The names by which a program can reach the endpoints of a venue: of the SDK, of other clients, and on the wire."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from ..naming import snake
from ..sdk.plan import plan
from ..sdk.surface import Member, surface
from ..spec.clients import OtherClient
from ..spec.model import EndpointSpec, VenueSpec, walk
from ..spec.packaged import packaged_folders
from ..spec.problem import SpecError
from ..spec.venue import read_clients
from .change import Change

EndpointKeys = frozenset[str]
"""Endpoints, by method and path."""

NO_KEYS: EndpointKeys = frozenset()
_TEMPLATE = re.compile(r"\{[^{}/]*\}")
_IMPLICIT = re.compile(r"(?:public|private)(get|post|put|delete|patch)(.+)")
_VERSION = re.compile(r"api|v\d+")


@frozen(kw_only=True)
class KnownCalls:
    """Every name of a venue's endpoints, in both states of a comparison.

    ``packages`` are the names of the SDK's package, ``methods`` its methods by group and name, ``classes`` its classes
    by group, method and name, of which those in ``inner`` are of objects inside a request. ``paths`` has the endpoints
    of each path, ``templates`` of those with {names} in them, ``prefix`` is how all paths begin. ``clients`` has the
    methods of other clients by the package that a program imports, the method's name and its class; those in ``adding``
    send empty parameters beside the given ones. ``implicit`` has the ends of ccxt's implicit methods. ``sends`` and
    ``reads`` have, of each endpoint, the rows of its tables by every name in Python and on the wire; ``made`` are the
    parameters that the SDK may add.
    """

    packages: frozenset[str]
    groups: frozenset[str]
    methods: Mapping[tuple[str, str], EndpointKeys]
    classes: Mapping[tuple[str, str, str], EndpointKeys]
    inner: frozenset[tuple[str, str, str]]
    paths: Mapping[str, EndpointKeys]
    templates: tuple[tuple[re.Pattern[str], EndpointKeys], ...]
    prefix: str
    clients: Mapping[str, Mapping[str, Mapping[str, EndpointKeys]]]
    adding: frozenset[str]
    implicit: Mapping[str, EndpointKeys]
    sends: Mapping[str, Mapping[str, frozenset[str]]]
    reads: Mapping[str, Mapping[str, frozenset[str]]]
    made: Mapping[str, frozenset[str]]

    def of_group(self, group: str) -> EndpointKeys:
        """Return all endpoints of a group."""
        return NO_KEYS.union(*(keys for (of, _), keys in self.methods.items() if of == group))

    def of_implicit(self, name: str) -> EndpointKeys:
        """Return the endpoints of an implicit method of ccxt, such as private_post_trade_order."""
        match = _IMPLICIT.fullmatch(name.replace("_", "").lower())
        return self.implicit.get(match[1] + match[2], NO_KEYS) if match else NO_KEYS

    def of_path(self, text: str) -> EndpointKeys:
        """Return the endpoints of a path, which may stand in an address and have a query."""
        if "/" not in text:
            return NO_KEYS
        start = text.find(self.prefix) if self.prefix != "/" else 0
        if start > 0 and not any(map(str.isspace, text[:start])):
            text = text[start:]
        path = _path(text)
        return self.paths.get(path) or self._matching(path)

    def of_path_end(self, text: str) -> EndpointKeys:
        """Return the endpoints of a path that lacks the part that all paths of the venue have in common."""
        path = _path(text).strip("/")
        return self.paths.get(f"{self.prefix}{path}", NO_KEYS) if "/" in path else NO_KEYS

    def of_parts(self, parts: Iterable[str | None]) -> EndpointKeys:
        """Return the endpoints of a path of which only some parts are written; None stands for any text."""
        texts = list(parts)
        longest = max((text for text in texts if text), key=len, default="")
        if keys := self.of_path(longest):
            return keys
        said = "".join(text or "\0" for text in texts)
        start = said.find(self.prefix)
        if start < 0 or not _has_word(said[start + len(self.prefix) :]):
            return NO_KEYS
        pattern = re.compile("[^?]*?".join(map(re.escape, said[start:].partition("?")[0].split("\0"))))
        return NO_KEYS.union(*(keys for path, keys in self.paths.items() if pattern.fullmatch(path)))

    def _matching(self, path: str) -> EndpointKeys:
        """Return the endpoints whose path has {names} that may stand for parts of this one."""
        return NO_KEYS.union(*(keys for pattern, keys in self.templates if pattern.fullmatch(path)))


def _has_word(text: str) -> bool:
    return any(part and "\0" not in part for part in text.split("?")[0].split("/"))


def _path(text: str) -> str:
    """Return the path in an address, without its query."""
    path = text.strip().partition("?")[0].partition("#")[0]
    if "://" in path:
        path = f"/{path.partition('://')[2].partition('/')[2]}"
    return path.rstrip("/") or "/"


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile("[^/]+".join(map(re.escape, _TEMPLATE.split(path))))


def known_calls(old: VenueSpec, new: VenueSpec, changes: Iterable[Change] = ()) -> KnownCalls:
    """Collect the names of both states; an endpoint that moved is meant by its older path as well."""
    moved = moved_keys(changes)
    methods: dict[tuple[str, str], EndpointKeys] = {}
    classes: dict[tuple[str, str, str], EndpointKeys] = {}
    sends: dict[str, dict[str, frozenset[str]]] = {}
    reads: dict[str, dict[str, frozenset[str]]] = {}
    paths: dict[str, EndpointKeys] = {}
    made: dict[str, frozenset[str]] = {}
    inner: set[tuple[str, str, str]] = set()
    for state in (old, new):
        for endpoint in state.endpoints:
            keys = frozenset({endpoint.key, moved.get(endpoint.key, endpoint.key)})
            _add(methods, (endpoint.group, endpoint.name), keys)
            _add(paths, endpoint.path, keys)
            for key in keys:
                _add_rows(endpoint, sends.setdefault(key, {}), reads.setdefault(key, {}))
                _add(made, key, frozenset(filter(None, [endpoint.dedup_key])))
        for name, member in _public_names(state):
            keys = frozenset({member.endpoint, moved.get(member.endpoint, member.endpoint)})
            group, *rest = name.split(".")
            if len(rest) == 1:
                _add(methods, (group, rest[0]), keys)
            elif len(rest) == 2:
                _add(classes, (group, rest[0], rest[1]), keys)
                inner |= {(group, rest[0], rest[1])} if member.says.startswith(("request.", "item.")) else set()
            side, _, path = member.row.partition(".")
            for key in keys if path else ():
                _add((reads if side == "response" else sends).setdefault(key, {}), rest[-1], frozenset({path}))
    clients = (*_installed_clients(), *old.clients.values(), *new.clients.values())
    # Whose methods are called alike at many venues is known by what its program makes, see code_names.
    others = [client for client in clients if client.methods]
    by_call = {key: moved.get(key, key) for state in (old, new) for key in (each.key for each in state.endpoints)}
    return KnownCalls(
        packages=frozenset({old.name, new.name}),
        groups=frozenset(group for group, _ in methods),
        methods=methods,
        classes=classes,
        inner=frozenset(inner),
        paths=paths,
        templates=tuple((_pattern(path), keys) for path, keys in paths.items() if "{" in path),
        prefix=_prefix(paths),
        clients=_clients(by_call, others),
        adding=frozenset(client.imports for client in others if client.adds_parameters),
        implicit=_implicit(by_call),
        sends=sends,
        reads=reads,
        made=made,
    )


def moved_keys(changes: Iterable[Change]) -> dict[str, str]:
    """Return the newer method and path of every endpoint that moved, by the older ones."""
    before: dict[str, list[str]] = {}
    for change in changes:
        if change.kind in ("path_changed", "method_changed"):
            was = before.setdefault(change.endpoint, change.endpoint.split(" ", 1))
            was[change.kind == "path_changed"] = str(change.old)
    return {" ".join(was): key for key, was in before.items()}


def _add(table: dict[Any, frozenset[str]], name: Any, values: frozenset[str]) -> None:
    table[name] = table.get(name, frozenset()) | values


def _add_rows(endpoint: EndpointSpec, sends: dict[str, frozenset[str]], reads: dict[str, frozenset[str]]) -> None:
    """Add the rows of an endpoint by their names on the wire and by these in Python's spelling."""
    for table, rows in ((sends, (*endpoint.request, *endpoint.headers)), (reads, endpoint.response)):
        for path, row in walk(rows):
            for name in {row.name, snake(row.name)}:
                _add(table, name, frozenset({path}))


def _public_names(state: VenueSpec) -> Iterator[tuple[str, Member]]:
    """Yield each public name of the state's SDK that is of one endpoint."""
    try:
        members = surface(plan(state, state.names))
    except SpecError:
        return
    for name, member in members.items():
        if member.endpoint != "*":
            yield name, member


def _prefix(paths: Iterable[str]) -> str:
    """Return the segments with which all paths begin: ``/api/v5/``."""
    split = [path.split("/")[:-1] for path in paths]
    common: list[str] = []
    for segments in zip(*split, strict=False):
        if len(set(segments)) > 1:
            break
        common.append(segments[0])
    return "/".join([*common, ""]) if common else "/"


# --- other clients


def _installed_clients() -> list[OtherClient]:
    return [client for folder in packaged_folders() for client in read_clients(folder).values()]


def _clients(
    by_call: Mapping[str, str], others: Iterable[OtherClient]
) -> dict[str, dict[str, dict[str, EndpointKeys]]]:
    """Return the endpoints of other clients' methods: {imported package: {method: {class: endpoints}}}.

    A client of another venue is there without methods: what it makes is not of this venue.
    """
    clients: dict[str, dict[str, dict[str, EndpointKeys]]] = {}
    for client in others:
        methods = clients.setdefault(client.imports, {})
        for name, key in client.methods.items():
            cls, _, method = name.rpartition(".")
            if key in by_call:
                methods.setdefault(method, {})[cls] = frozenset({key, by_call[key]})
    return clients


def _implicit(by_call: Mapping[str, str]) -> dict[str, EndpointKeys]:
    """Return the endpoints by the ends of ccxt's implicit methods: ``posttradeorder`` is POST /api/v5/trade/order.

    ccxt writes a path with or without the leading api and version.
    """
    implicit: dict[str, EndpointKeys] = {}
    for key, now in by_call.items():
        method, _, path = key.partition(" ")
        segments = [re.sub("[^a-z0-9]", "", part) for part in path.lower().strip("/").split("/")]
        while segments:
            _add(implicit, method.lower() + "".join(segments), frozenset({key, now}))
            if not _VERSION.fullmatch(segments[0]):
                break
            segments = segments[1:]
    return implicit
