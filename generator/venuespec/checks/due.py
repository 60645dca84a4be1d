"""Which rules rest on what the page no longer says, or were never held against it.

A rule is a person's reading of a page. Import rewrites what the page says; the rules that speak of a row which changed
are due until somebody confirms them, and all of an endpoint's rules are if its text outside of the tables changed.
"""

import hashlib
from collections.abc import Container

from attrs import evolve, frozen

from ..rules.queries import paths_of
from ..rules.tree import RuleTree
from ..spec.model import EndpointSpec, Reviewed, ReviewedRule, walk

# Four letters that make no word and that no YAML version takes for anything else.
_LETTERS = "bcdfghjklmnpqrst"


@frozen(kw_only=True)
class Due:
    """A rule to be confirmed: ``rows`` changed, by dotted name, ``page`` says that the text around the tables did.

    Neither, where nobody ever confirmed the endpoint's rules.
    """

    rule: RuleTree
    rows: tuple[str, ...] = ()
    page: bool = False

    def __str__(self) -> str:
        changed = ", ".join((*self.rows, *(["the text around the tables"] if self.page else [])))
        return f"{self.rule.id}: {f'changed: {changed}' if changed else 'never confirmed'}"


def due(endpoint: EndpointSpec) -> tuple[Due, ...]:
    """The rules of an endpoint that await review."""
    now = current(endpoint)
    return tuple(awaiting for rule in endpoint.rules if (awaiting := _due(rule, endpoint.reviewed, now)) is not None)


def _due(rule: RuleTree, known: Reviewed | None, now: Reviewed) -> Due | None:
    held = known.of(rule.id) if known is not None else None
    if held is None:
        return Due(rule=rule)
    rows = tuple(name for name in paths_of(rule) if held.rows.get(name) != now.rows.get(name))
    page = held.page != now.page
    return Due(rule=rule, page=page, rows=rows) if rows or page else None


def with_confirmed(endpoint: EndpointSpec, rules: Container[str]) -> Reviewed:
    """What is confirmed of an endpoint once these rules are; the others stay as they are.

    Where no rule is left to confirm, it is all that there is to confirm them against.
    """
    known, now = endpoint.reviewed or Reviewed(), current(endpoint)
    held = {rule.id: known.rules[rule.id] for rule in endpoint.rules if rule.id in known.rules}
    for rule in endpoint.rules:
        if rule.id in rules:
            rows = {name: now.rows[name] for name in paths_of(rule) if name in now.rows}
            held[rule.id] = ReviewedRule(page=now.page or "", rows=rows)
    reviewed = evolve(known, rules=held)
    return reviewed if any(_due(rule, reviewed, now) for rule in endpoint.rules) else now


def current(endpoint: EndpointSpec) -> Reviewed:
    """What there is to confirm the rules of an endpoint against."""
    facts = {path: row.facts for path, row in walk(endpoint.request)}
    spoken = {path for rule in endpoint.rules for path in paths_of(rule)}
    rows = {path: _digest(text) for path, text in facts.items() if path in spoken}
    return Reviewed(page=page_mark(endpoint.prose), rows=rows)


def page_mark(prose: str | None) -> str:
    """Return what rules are confirmed against of the digest of a page's text."""
    return _digest(prose or "")


def _digest(text: str) -> str:
    return "".join(_LETTERS[int(digit, 16)] for digit in hashlib.sha256(text.encode()).hexdigest()[:4])
