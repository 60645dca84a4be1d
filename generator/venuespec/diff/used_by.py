"""Decide which changes can touch a code base: in doubt a change does.

A call is read with its keyword arguments and literal values. Of an endpoint that the code uses, only what it
demonstrably never sends is left out: a parameter where every call names all that it sends, and a value where every
call writes out the value.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from attrs import frozen

from ..rules.queries import speaks_of
from ..runtime.json_types import is_array
from ..spec.model import EndpointSpec, VenueSpec
from ..spec.place import Place
from ..spec.problem import Problem
from .call_sites import CallSite, Sites, find_sites
from .change import Change, ChangeKind
from .code_files import read_code
from .known_calls import NO_KEYS, EndpointKeys, KnownCalls, known_calls
from .row_reads import RowRead

# Changes that concern callers who do not send the parameter.
_CONCERN_ALL: frozenset[ChangeKind] = frozenset({"requiredness_changed", "default_changed"})
_OF_VALUES: frozenset[ChangeKind] = frozenset({"enum_removed", "deprecated", "undeprecated"})
_OF_NAMES: frozenset[ChangeKind] = frozenset(
    {"sdk_name_changed", "sdk_name_deprecated", "sdk_name_removed", "sdk_type_changed"}
)
_OLD_NAMES: frozenset[ChangeKind] = frozenset({"request_param_renamed", "request_param_moved"})
_WORD = re.compile(rb"[A-Za-z_][A-Za-z0-9_]*")
_ATTRIBUTE = re.compile(rb"[.\"']([A-Za-z_][A-Za-z0-9_]*)")
_PAIR = re.compile(r"[\w-]+/[\w-]+")
_PAIR_OF_BYTES = re.compile(rb"[\w-]+/[\w-]+")
_IMPLICIT_CALL = re.compile(rb"(?:public|private)_?(?:get|post|put|delete|patch)", re.IGNORECASE)


@frozen(kw_only=True)
class Caller:
    """A line of the code that a change can touch."""

    file: str
    line: int
    call: str


@frozen(kw_only=True)
class CodeUse:
    """What a code base uses of a venue; ``read`` counts its files."""

    known: KnownCalls
    sites: Sites
    read: int
    notices: tuple[Problem, ...]
    before: VenueSpec
    after: VenueSpec

    @property
    def endpoints(self) -> EndpointKeys:
        """The endpoints that the code uses."""
        return NO_KEYS.union(*(site.endpoints for site in self.sites.calls))

    def callers(self, change: Change) -> tuple[Caller, ...] | None:
        """Return the lines that a change can touch; None where it cannot touch the code.

        A change of the venue itself touches every program and has no lines unless the code names what changed.
        """
        if change.endpoint == "*":
            return self._of_venue(change)
        sites = [site for site in self.sites.calls if change.endpoint in site.endpoints]
        if change.kind in _OF_NAMES:
            sites = [site for site in sites if site.is_sdk]
        touched = [site for site in sites if self._touches(change, site)]
        if not touched:
            return None
        return _callers(self._reads(change) or touched)

    def _of_venue(self, change: Change) -> tuple[Caller, ...] | None:
        if not self.sites.calls:
            return None
        if change.kind in _OF_NAMES and not any(site.is_sdk for site in self.sites.calls):
            return None
        name = change.pointer.rpartition(".")[2]
        texts = self.sites.names if change.kind in _OF_NAMES else self.sites.texts
        if change.pointer.startswith("errors.") or change.kind in _OF_NAMES:
            place = texts.get(name)
            return (Caller(file=place[0], line=place[1], call=name),) if place else ()
        return ()

    def _reads(self, change: Change) -> list[RowRead]:
        """Return where the code reads the row of the answer that changed."""
        if not change.pointer.startswith("response."):
            return []
        path = change.pointer.removeprefix("response.")
        known = self.known.reads.get(change.endpoint, {})
        rows = {row for rows in known.values() for row in rows}
        while path and path not in rows:
            path = path.rpartition(".")[0]
        names = {name for name, rows in known.items() if path in rows}
        return [read for read in self.sites.reads if change.endpoint in read.endpoints and read.name in names]

    # --- what a call sends

    def _touches(self, change: Change, site: CallSite) -> bool:
        side, _, rest = change.pointer.partition(".")
        if side == "rules" and change.level in ("INFO", "NONE"):
            names = self._names_in_rule(rest.removesuffix(".prefer"), change.endpoint)
            return not names or any(self._sends(site, change.endpoint, name) for name in names)
        path = self._row(change.endpoint, rest) if side == "request" else ""
        if not path or change.kind in _CONCERN_ALL:
            return True
        if change.kind == "request_param_added":
            return change.wire_breaking or change.level in ("ERR", "WARN") or self._sends(site, change.endpoint, path)
        if change.kind in _OF_VALUES and change.pointer.endswith(".values") and "." not in path:
            return self._sends_value(site, change, path)
        older = {str(change.old)} if change.kind in _OLD_NAMES else set[str]()
        return any(self._sends(site, change.endpoint, name) for name in {path, *older})

    def _row(self, key: str, rest: str) -> str:
        """Return the row that a pointer into the request names, '' for the request itself."""
        rows = {path for paths in self.known.sends.get(key, {}).values() for path in paths}
        while rest and rest not in rows:
            rest = rest.rpartition(".")[0]
        return rest

    def _sends(self, site: CallSite, key: str, path: str) -> bool:
        top = path.partition(".")[0]
        return site.sent.is_open or top in site.sent.rows or (site.is_sdk and top in self.known.made.get(key, ()))

    def _sends_value(self, site: CallSite, change: Change, path: str) -> bool:
        if not self._sends(site, change.endpoint, path):
            return False
        texts = site.sent.rows.get(path)
        values: list[Any] = change.old if is_array(change.old) else [change.old]
        return texts is None or not texts.isdisjoint(map(str, values))

    def _names_in_rule(self, rule: str, key: str) -> set[str]:
        """Return the rows of which a rule speaks in either state; none where it is not known."""
        found: set[str] = set()
        for endpoint in (_endpoint(self.before, key), _endpoint(self.after, key)):
            rules = endpoint.rules if endpoint else ()
            for each in rules:
                if each.id == rule:
                    found |= {each.inside or each.each or name for name in speaks_of(each)}
        return found


def used_by(paths: Iterable[Path], old: VenueSpec, new: VenueSpec, changes: Iterable[Change]) -> CodeUse:
    """Read a code base and find what it uses of a venue.

    Raises ``FileNotFoundError`` for a path that does not exist.
    """
    folders = tuple(paths)
    known = known_calls(old, new, changes)
    code = read_code(folders, _speaks_of(known))
    sites = find_sites(code.files, known)
    notices = [*code.notices, *sites.notices]
    if not sites.calls:
        message = f"no use of {new.title} was found here, so no change is shown; is this the right folder?"
        notices.append(Problem(check="used-by", place=Place(folders[0], 0), message=message, severity="warning"))
    return CodeUse(known=known, sites=sites, read=code.read, notices=tuple(notices), before=old, after=new)


def _speaks_of(known: KnownCalls) -> Callable[[bytes], bool]:
    """Return a quick test of a file's content: whether it has any word by which the venue can be reached."""
    methods = {name for _, name in known.methods} | {name for client in known.clients.values() for name in client}
    words = {word.encode() for word in {*known.packages, *known.clients, "ccxt"}}
    attributes = {name.encode() for name in {*methods, *known.groups}}
    ends = {pair.encode() for path in known.paths for pair in _PAIR.findall(path.removeprefix(known.prefix))}
    prefix = known.prefix.strip("/").encode()

    def speaks(content: bytes) -> bool:
        return (
            (prefix != b"" and prefix in content)
            or not words.isdisjoint(_WORD.findall(content))
            or not attributes.isdisjoint(_ATTRIBUTE.findall(content))
            or not ends.isdisjoint(_PAIR_OF_BYTES.findall(content))
            or _IMPLICIT_CALL.search(content) is not None
        )

    return speaks


def _callers(found: Iterable[CallSite | RowRead]) -> tuple[Caller, ...]:
    callers = {Caller(file=each.file, line=each.line, call=each.call) for each in found}
    return tuple(sorted(callers, key=lambda caller: (caller.file, caller.line, caller.call)))


def _endpoint(state: VenueSpec, key: str) -> EndpointSpec | None:
    return next((endpoint for endpoint in state.endpoints if endpoint.key == key), None)
