"""Keep the changes that concern somebody: endpoints, groups and parameters by pattern, or what a code base uses.

Patterns of one option are alternatives; of several options, a change must meet each.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from attrs import frozen

from ..naming import snake
from ..rules.queries import paths_of
from ..spec.model import EndpointSpec, VenueSpec, walk
from .change import Change, ChangeKind
from .lineage import Lineage, of_changes
from .policy import glob
from .revisions import InputError
from .used_by import Caller, CodeUse, used_by

# Changes of the venue that concern every call, whatever it sends.
_OF_ALL: frozenset[ChangeKind] = frozenset({"base_url_changed", "base_url_added", "base_url_removed"})
# Places of an endpoint that concern all of its parameters.
_WHOLE = ("", "path", "method", "name", "request", "response", "request.variants", "as_of")


@frozen(kw_only=True)
class Wanted:
    """The options of a selection, as they were given."""

    endpoints: Sequence[str] = ()
    groups: Sequence[str] = ()
    params: Sequence[str] = ()
    code: Sequence[Path] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """Each option with its value: '--group trade'."""
        options = (("endpoint", self.endpoints), ("group", self.groups), ("param", self.params), ("used-by", self.code))
        return tuple(f"--{name} {value}" for name, values in options for value in values)


@frozen(kw_only=True)
class NamedEndpoint:
    """The names of an endpoint that patterns are compared with.

    ``rows`` are its parameters and fields, such as request.posSide; ``rules`` has the parameters in each of its rules.
    """

    key: str
    id: str
    group: str
    title: str
    rows: tuple[str, ...] = ()
    rules: Mapping[str, tuple[str, ...]] = {}


def named_endpoints(endpoints: Iterable[EndpointSpec]) -> tuple[NamedEndpoint, ...]:
    """Return the names of endpoints, of their rows and of their rules."""
    return tuple(
        NamedEndpoint(
            key=endpoint.key,
            id=endpoint.id,
            group=endpoint.group,
            title=endpoint.title,
            rows=tuple(
                f"{side}.{path}"
                for side, table in (("request", endpoint.request), ("response", endpoint.response))
                for path, _ in walk(table)
            ),
            rules={rule.id: tuple(f"request.{path}" for path in paths_of(rule)) for rule in endpoint.rules},
        )
        for endpoint in endpoints
    )


@frozen
class Patterns:
    """Decide by the patterns of the options whether a change is wanted."""

    wanted: Wanted
    endpoints: frozenset[str]
    groups: frozenset[str]
    rows: Mapping[str, frozenset[str]]
    rules: Mapping[tuple[str, str], frozenset[str]]

    def take(self, change: Change) -> bool:
        """Tell whether a change meets the patterns of each option."""
        if change.endpoint == "*":
            # What changes for the venue changes for each of its endpoints, and for no single parameter.
            return not self.wanted.params or change.kind in _OF_ALL or change.evidence == "no_longer_documented"
        return self.takes(change.endpoint) and (not self.wanted.params or self._of_row(change))

    def takes(self, key: str) -> bool:
        """Tell whether an endpoint is wanted, whatever its rows are."""
        return (not self.wanted.endpoints or key in self.endpoints) and (not self.wanted.groups or key in self.groups)

    def _of_row(self, change: Change) -> bool:
        rows = self.rows.get(change.endpoint, frozenset())
        if change.pointer in _WHOLE:
            return bool(rows)
        side, _, rest = change.pointer.partition(".")
        if side == "rules":
            in_rule = self.rules.get((change.endpoint, rest.removesuffix(".prefer")), frozenset())
            return not rows.isdisjoint(in_rule)
        names = {change.pointer}
        if change.kind.endswith(("_renamed", "_moved")):
            names |= {f"{side}.{value}" for value in (change.old, change.new)}
        if side not in ("request", "response"):
            last = change.pointer.rpartition(".")[2]
            return any(last in _spellings(row.rpartition(".")[2]) for row in rows)
        return any(_meet(name, row) for name in names for row in rows)


def _meet(pointer: str, row: str) -> bool:
    """Tell whether a place is a row, a part of it, a row inside it, or an object around it."""
    return f"{pointer}.".startswith(f"{row}.") or row.startswith(f"{pointer}.")


def _spellings(name: str) -> set[str]:
    return {name, snake(name)}


@frozen
class Selector:
    """Decide which changes are wanted; ``use`` is what the given code base uses, None without one."""

    asked: tuple[str, ...]
    patterns: Patterns
    use: CodeUse | None

    def callers(self, change: Change) -> tuple[Caller, ...] | None:
        """Return the lines of code that a change can touch, none without a code base; None leaves the change out."""
        if not self.patterns.take(change):
            return None
        return self.use.callers(change) if self.use else ()


def selector(wanted: Wanted, old: VenueSpec, new: VenueSpec, changes: Iterable[Change]) -> Selector:
    """Prepare a selection from all changes between two states.

    Raises ``InputError`` for a pattern that matches nothing, and for a path that does not exist.
    """
    every = tuple(changes)
    patterns = patterns_of(wanted, named_endpoints((*old.endpoints, *new.endpoints)), of_changes(every))
    try:
        use = used_by(wanted.code, old, new, every) if wanted.code else None
    except FileNotFoundError as error:
        raise InputError(f"--used-by: {error}") from None
    return Selector(wanted.asked, patterns, use)


def patterns_of(wanted: Wanted, every: Sequence[NamedEndpoint], lineage: Lineage) -> Patterns:
    """Compare the patterns of the options with all endpoints of some states, and with their other names.

    Raises ``InputError`` for a pattern that matches nothing.
    """
    matched = [_matched("--endpoint", text, every) for text in wanted.endpoints]
    groups = {endpoint.group for endpoint in every}
    of_groups: set[str] = set()
    for text in wanted.groups:
        fitting = {group for group in groups if glob(text).fullmatch(group)}
        if not fitting:
            raise InputError(f"--group {text} matches no group; there are: {', '.join(sorted(groups))}")
        of_groups |= {endpoint.key for endpoint in every if endpoint.group in fitting}
    rows: dict[str, set[str]] = {}
    for text in wanted.params:
        found = dict(_rows(text, every))
        if not any(found.values()):
            raise InputError(f"--param {text} matches no parameter or field of any state")
        for key, paths in found.items():
            for path in paths:
                for other, row in lineage.names((key, path)):
                    rows.setdefault(other, set()).add(row)
    rules: dict[tuple[str, str], frozenset[str]] = {}
    for endpoint in every:
        for rule, used in endpoint.rules.items():
            rules[endpoint.key, rule] = rules.get((endpoint.key, rule), frozenset()) | set(used)
    return Patterns(
        wanted,
        _with_other_names(frozenset[str]().union(*matched), lineage),
        _with_other_names(of_groups, lineage),
        {key: frozenset(paths) for key, paths in rows.items()},
        rules,
    )


def _with_other_names(keys: Iterable[str], lineage: Lineage) -> frozenset[str]:
    return frozenset(other for key in keys for other, _ in lineage.names((key, "")))


def _matched(option: str, text: str, endpoints: Iterable[NamedEndpoint]) -> frozenset[str]:
    """Return the endpoints whose method and path, path or name in the SDK fits a pattern."""
    pattern = glob(text)
    names = ((endpoint, (endpoint.key, endpoint.key.partition(" ")[2], endpoint.id)) for endpoint in endpoints)
    keys = frozenset(endpoint.key for endpoint, each in names if any(map(pattern.fullmatch, each)))
    if not keys:
        raise InputError(
            f"{option} {text} matches no endpoint of any state; write METHOD PATH, PATH or GROUP.METHOD, "
            "with * for any text"
        )
    return keys


def _rows(text: str, endpoints: Iterable[NamedEndpoint]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the endpoints with the rows that fit a name on the wire or in Python, alone or by their whole path."""
    pattern = glob(text)
    found: dict[str, set[str]] = {}
    for endpoint in endpoints:
        for row in endpoint.rows:
            path = row.partition(".")[2]
            python = ".".join(map(_snake, path.split(".")))
            names = (path.rpartition(".")[2], python.rpartition(".")[2], path, python, row)
            if any(map(pattern.fullmatch, names)):
                found.setdefault(endpoint.key, set()).add(row)
    yield from ((key, frozenset(paths)) for key, paths in found.items())


@cache
def _snake(name: str) -> str:
    return snake(name)
