"""Rules that an endpoint takes over: from another endpoint, or from ``rules:`` of venue.yaml.

    rules_from:
    - trade.place_order                                       every rule of that endpoint
    - {endpoint: trade.place_order, only: [px_for_limit]}     these of its rules
    - {endpoint: order.place_order, without: [a], each: request}   all but these, for each item of a list
    - {venue: [one_cursor]}                                   rules that venue.yaml states for several endpoints

What is taken over is read against the parameters of the endpoint that takes it, as if it stood there.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from attrs import frozen

from ..runtime.json_types import is_array, is_object
from .files import EndpointFile
from .model import VenueSpec
from .problem import Problem, SpecError
from .sources import DISK
from .structure import structure
from .yaml import Document

Path = tuple[str | int, ...]
_KEYS = ("endpoint", "only", "without", "each", "venue")


@frozen
class WrittenRule:
    """A rule as data, and where the file of its endpoint has it or takes it over."""

    data: Any
    path: Path


@frozen
class WrittenEndpoint:
    """One endpoint file, its structure checked, nothing resolved."""

    document: Document
    content: EndpointFile

    @property
    def id(self) -> str:
        """'account.set_leverage', from the file's folder and name."""
        return f"{self.document.file.parent.name}.{self.document.file.stem}"


class SharedRules:
    """The rules of each endpoint of a venue, with those that it takes over.

    An endpoint that a part of the pages does not have is looked up in the spec folder where ``on_disk``.
    """

    def __init__(self, venue: VenueSpec, endpoints: Mapping[str, WrittenEndpoint], *, on_disk: bool) -> None:
        self._venue = venue
        self._endpoints = dict(endpoints)
        self._on_disk = on_disk

    def of(self, endpoint: WrittenEndpoint) -> tuple[WrittenRule, ...]:
        """Return the rules that hold for an endpoint: first what it takes over. Raises ``SpecError``."""
        return tuple(self._of(endpoint, ()))

    def _of(self, endpoint: WrittenEndpoint, takers: tuple[str, ...]) -> Iterator[WrittenRule]:
        sdk = endpoint.content.sdk
        for index, entry in enumerate(sdk.rules_from):
            path: Path = ("sdk", "rules_from", index)
            for data in self._taken(endpoint, entry, path, takers):
                yield WrittenRule(data, path)
        for index, data in enumerate(sdk.rules):
            yield WrittenRule(data, ("sdk", "rules", index))

    def _taken(self, taker: WrittenEndpoint, entry: Any, path: Path, takers: tuple[str, ...]) -> Iterator[Any]:
        chosen: Mapping[str, Any] = {"endpoint": entry} if isinstance(entry, str) else entry
        if not is_object(chosen) or ("endpoint" in chosen) == ("venue" in chosen) or chosen.keys() - set(_KEYS):
            _refuse(
                taker,
                path,
                f"an entry is an endpoint or a mapping of {', '.join(_KEYS)}; write {{endpoint: GROUP.NAME}}",
            )
        only = _names(taker, chosen.get("venue", chosen.get("only")), path)
        without = _names(taker, chosen.get("without"), path)
        place = "venue.yaml" if "venue" in chosen else str(chosen["endpoint"])
        rules = list(self._venue.rules)
        if "endpoint" in chosen:
            source = self._source(taker, place, path, takers)
            rules = [rule.data for rule in self._of(source, (*takers, taker.id))]
        known: list[str | None] = [rule.get("id") if is_object(rule) else None for rule in rules]
        for name in (*(only or ()), *(without or ())):
            if name not in known:
                _refuse(taker, path, f"{place} has no rule {name}; it has: {', '.join(map(str, known)) or 'none'}")
        for rule_id, rule in zip(known, rules, strict=True):
            if (only is None or rule_id in only) and rule_id not in (without or ()):
                yield rule if "each" not in chosen else self._for_each(taker, rule, chosen["each"], path)

    def _source(self, taker: WrittenEndpoint, name: str, path: Path, takers: tuple[str, ...]) -> WrittenEndpoint:
        if name in (*takers, taker.id):
            _refuse(taker, path, f"{name} takes its rules from here; rules_from must not go in a circle")
        source = self._endpoints.get(name) or self._read(name)
        if source is None:
            _refuse(taker, path, f"the spec has no endpoint {name} to take rules from")
        return source

    def _read(self, name: str) -> WrittenEndpoint | None:
        group, _, stem = name.partition(".")
        file = self._venue.folder / group / f"{stem}.yaml"
        if not self._on_disk or not stem.isidentifier() or not group.isidentifier() or not DISK.has(file):
            return None
        document = DISK.read(file)
        self._endpoints[name] = WrittenEndpoint(document, structure(document, EndpointFile))
        return self._endpoints[name]

    @staticmethod
    def _for_each(taker: WrittenEndpoint, rule: Any, items: Any, path: Path) -> Any:
        if not is_object(rule) or "each" in rule or "in" in rule:
            _refuse(
                taker,
                path,
                f"the rule {rule.get('id') if is_object(rule) else rule} speaks of items itself; leave it out",
            )
        return {**rule, "each": items}


def _names(taker: WrittenEndpoint, names: Any, path: Path) -> tuple[str, ...] | None:
    if names is None:
        return None
    if not is_array(names) or not all(isinstance(name, str) for name in names):
        _refuse(taker, path, f"expected a list of rule ids, found {names!r}")
    return tuple(names)


def _refuse(taker: WrittenEndpoint, path: Path, message: str) -> NoReturn:
    raise SpecError([Problem(check="rules-from", place=taker.document.place(path), message=message)])
