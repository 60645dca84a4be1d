"""Rules that an endpoint takes over: from another endpoint, or from ``rules:`` of venue.yaml.

    rules_from:
    - trade.place_order                                       every rule of that endpoint
    - {endpoint: trade.place_order, only: [px_for_limit]}     these of its rules
    - {endpoint: order.place_order, without: [a], each: request}   all but these, for each item of a list
    - {venue: [one_cursor]}                                   rules that venue.yaml states for several endpoints

A rule that is taken over is parsed against the parameters of the endpoint that takes it, as if its file stated it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from ..rules.hints import nearest
from ..runtime.json_types import is_array, is_object
from .files import EndpointFile
from .model import VenueSpec
from .problem import Problem
from .sources import DISK
from .structure import structure
from .yaml import Document, problem_at

Path = tuple[str | int, ...]
_KEYS = ("endpoint", "only", "without", "each", "venue")


@frozen
class WrittenRule:
    """A rule as data, and the place where its endpoint's file states it or takes it over."""

    data: Any
    path: Path


@frozen
class WrittenEndpoint:
    """One endpoint file with its structure checked, before it is resolved."""

    document: Document
    content: EndpointFile

    @property
    def id(self) -> str:
        """'account.set_leverage', from the file's folder and name."""
        return f"{self.document.file.parent.name}.{self.document.file.stem}"


class SharedRules:
    """The rules of each endpoint of a venue, with those that it takes over.

    With ``on_disk``, an endpoint that is missing in a partial set of pages is looked up in the spec folder. Nothing is
    taken over from the ``unreadable`` endpoints, and nothing reported: the problems of their files are reported
    already.
    """

    def __init__(
        self,
        venue: VenueSpec,
        endpoints: Mapping[str, WrittenEndpoint],
        *,
        on_disk: bool,
        unreadable: frozenset[str] = frozenset(),
    ) -> None:
        self._venue = venue
        self._endpoints = dict(endpoints)
        self._on_disk = on_disk
        self._unreadable = unreadable

    def of(self, endpoint: WrittenEndpoint) -> tuple[tuple[WrittenRule, ...], tuple[Problem, ...]]:
        """Return the rules of an endpoint, those it takes over first, and the problems of its entries.

        Raises ``SpecError`` for a file that it has to read and that cannot be read.
        """
        taking = _Taking(endpoint)
        return tuple(self._of(endpoint, (), taking)), tuple(taking.problems)

    def held(self, endpoint: WrittenEndpoint, rule_id: str, parameter: str) -> str:
        """Say which endpoints take a rule over from this one and have the parameter that it lost; '' for none.

        They lose the rule, and nobody is told, where it is taken out here.
        """
        takers = [
            taker.id
            for taker in self._endpoints.values()
            if parameter in _parameters(taker) and self._takes(taker, endpoint.id, rule_id)
        ]
        if not takers:
            return ""
        takes, have = ("takes", "has") if len(takers) == 1 else ("take", "have")
        return f"; {' and '.join(sorted(takers))} {takes} it over and still {have} {parameter}: move it there"

    def _takes(self, taker: WrittenEndpoint, source: str, rule_id: str, seen: frozenset[str] = frozenset()) -> bool:
        """Tell whether an endpoint takes a rule over from another, or from one that does."""
        for entry in taker.content.sdk.rules_from:
            chosen = {"endpoint": entry} if isinstance(entry, str) else entry
            if not is_object(chosen) or "endpoint" not in chosen:
                continue
            only, without = chosen.get("only"), chosen.get("without")
            if (is_array(only) and rule_id not in only) or (is_array(without) and rule_id in without):
                continue
            place = str(chosen["endpoint"])
            between = self._endpoints.get(place) if place not in seen else None
            if place == source or (between and self._takes(between, source, rule_id, seen | {place})):
                return True
        return False

    def _of(self, endpoint: WrittenEndpoint, takers: tuple[str, ...], taking: "_Taking") -> Iterator[WrittenRule]:
        sdk = endpoint.content.sdk
        for index, entry in enumerate(sdk.rules_from):
            path: Path = ("sdk", "rules_from", index)
            try:
                for data in self._taken(endpoint, entry, path, takers, taking):
                    yield WrittenRule(data, path)
            except _WrongError as wrong:
                taking.complain(endpoint, path, str(wrong))
        for index, data in enumerate(sdk.rules):
            yield WrittenRule(data, ("sdk", "rules", index))

    def _taken(
        self, taker: WrittenEndpoint, entry: Any, path: Path, takers: tuple[str, ...], taking: "_Taking"
    ) -> Iterator[Any]:
        chosen: Mapping[str, Any] = {"endpoint": entry} if isinstance(entry, str) else entry
        if not is_object(chosen) or ("endpoint" in chosen) == ("venue" in chosen) or chosen.keys() - set(_KEYS):
            raise _WrongError(
                f"an entry is an endpoint or a mapping of {', '.join(_KEYS)}; write {{endpoint: GROUP.NAME}}"
            )
        only = _names(chosen.get("venue", chosen.get("only")))
        without = _names(chosen.get("without"))
        place = "venue.yaml" if "venue" in chosen else str(chosen["endpoint"])
        rules = list(self._venue.rules)
        if "endpoint" in chosen:
            source = self._source(taker, place, path, takers, taking)
            if source is None:
                return
            rules = [rule.data for rule in self._of(source, (*takers, taker.id), taking)]
        known: list[str | None] = [rule.get("id") if is_object(rule) else None for rule in rules]
        names = [name for name in known if name is not None]
        for name in (*(only or ()), *(without or ())):
            if name not in known:
                message = f"{place} has no rule {name}{nearest(name, names)}; it has: {', '.join(names) or 'none'}"
                taking.complain(taker, path, message, stale=True)
        for rule_id, rule in zip(known, rules, strict=True):
            if (only is None or rule_id in only) and rule_id not in (without or ()):
                yield rule if "each" not in chosen else self._for_each(rule, chosen["each"])

    def _source(
        self, taker: WrittenEndpoint, name: str, path: Path, takers: tuple[str, ...], taking: "_Taking"
    ) -> WrittenEndpoint | None:
        if name in (*takers, taker.id):
            raise _WrongError(f"{name} takes its rules from here; rules_from must not go in a circle")
        if name in self._unreadable:
            return None
        source = self._endpoints.get(name) or self._read(name)
        if source is None:
            message = f"the spec has no endpoint {name} to take rules from{nearest(name, self._endpoints)}"
            taking.complain(taker, path, message, stale=True)
        elif source.content.docs.gone_since is not None:
            since = source.content.docs.gone_since
            message = f"{name}, whose rules hold here too, is gone from the documentation since {since}"
            taking.complain(taker, path, f"{message}; write the rules here", stale=True)
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
    def _for_each(rule: Any, items: Any) -> Any:
        if not is_object(rule) or "each" in rule or "in" in rule:
            named = rule.get("id") if is_object(rule) else rule
            raise _WrongError(f"the rule {named} speaks of items itself; leave it out")
        return {**rule, "each": items}


class _WrongError(Exception):
    """Raised for an entry that cannot be read."""


class _Taking:
    """Collects the rules of one endpoint and the problems on the way.

    A stale entry is reported at its own place only, not again at the endpoints that take it over.
    """

    def __init__(self, endpoint: WrittenEndpoint) -> None:
        self.endpoint = endpoint
        self.problems: list[Problem] = []

    def complain(self, taker: WrittenEndpoint, path: Path, message: str, *, stale: bool = False) -> None:
        if not stale or taker is self.endpoint:
            self.problems.append(problem_at(taker.document, path, "rules-from", message, stale=stale))


def _names(names: Any) -> tuple[str, ...] | None:
    if names is None:
        return None
    if not is_array(names) or not all(isinstance(name, str) for name in names):
        raise _WrongError(f"expected a list of rule ids, found {names!r}")
    return tuple(names)


def _parameters(endpoint: WrittenEndpoint) -> set[str]:
    """Return the names of an endpoint's parameters and of the rows inside them."""
    docs = endpoint.content.docs
    rows = [*docs.request, *(row for variant in docs.variants for row in variant.request)]
    names = set[str]()
    while rows:
        row = rows.pop()
        names.add(row.name)
        rows += row.fields
    return names
