"""Which rules rest on what the page no longer says, or were never held against it.

A rule is a person's reading of a page. Import rewrites what the page says; the rules that speak of a row which changed
are due until somebody confirms them, and all of an endpoint's rules are if its text outside of the tables changed.
"""

import hashlib

from attrs import frozen

from ..rules.queries import paths_of
from ..rules.tree import RuleTree
from ..spec.model import EndpointSpec, Reviewed, walk

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
    known = endpoint.reviewed
    if known is None:
        return tuple(Due(rule=rule) for rule in endpoint.rules)
    now = current(endpoint)
    page = known.page != now.page
    found = (
        Due(rule=rule, page=page, rows=tuple(n for n in paths_of(rule) if known.rows.get(n) != now.rows.get(n)))
        for rule in endpoint.rules
    )
    return tuple(each for each in found if each.rows or each.page)


def current(endpoint: EndpointSpec) -> Reviewed:
    """What there is to confirm the rules of an endpoint against."""
    facts = {path: row.facts for path, row in walk(endpoint.request)}
    spoken = {path for rule in endpoint.rules for path in paths_of(rule)}
    rows = {path: _digest(text) for path, text in facts.items() if path in spoken}
    return Reviewed(page=_digest(endpoint.prose or ""), rows=rows)


def _digest(text: str) -> str:
    return "".join(_LETTERS[int(each, 16)] for each in hashlib.sha256(text.encode()).hexdigest()[:4])
