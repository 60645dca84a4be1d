"""Read a condition that a page states in words as data of the rule language, if all its names and values are known.

    `ordType` is `limit` or `market`      {ordType: [limit, market]}
    tdMode=cross and ccy is passed        {all: [{tdMode: cross}, {present: ccy}]}
    `FUTURES`/`SWAP`                      {instrument.type: [FUTURES, SWAP]}

A condition that is not understood to its end is none.
"""

import re
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ..rules.tree import InstrumentFacts
from ..spec.model import EndpointSpec, Field, VenueSpec

RuleData = Mapping[str, Any]

NAME = r"[`\"'“]?([A-Za-z]\w*)[`\"'”]?"
_MARKS = " \t`\"'“”.,;()"
_BETWEEN = re.compile(r"\s*(?:,\s*(?:and|or)\b|,|/|、|\bor\b|\band\b|&)\s*")
_NOUN = re.compile(
    r"(?<=[`\"'A-Z]) (?:orders?|positions?|contracts?|instruments?|symbols?|trading pairs?|products?|mode)$"
)
_EQUALS = re.compile(
    rf"(?:the )?(?:value of |param(?:eter)? |field )?{NAME}"
    r"\s*(?:==?|:| is set (?:to|as) | is equal to | equals(?: to)? | is one of | is any of | is either | is | in )\s*"
    r"(?P<not>not )?(?P<values>.+)"
)
_SENT_WORD = r"(?:passed|sent|provided|specified|supplied|given|filled|set|present|used|not empty)"
_SENT = re.compile(rf"(?:the )?{NAME} (?:is|are|was) (?:also )?{_SENT_WORD}(?: in)?", re.IGNORECASE)
_ABSENT = re.compile(
    rf"(?:the )?{NAME} (?:is|are|was) (?:not {_SENT_WORD}|omitted|empty|left out)(?: in)?", re.IGNORECASE
)
_NOT_PASSING = re.compile(r"(?:not passing|without(?: passing)?) (?P<names>.+)", re.IGNORECASE)
_TRUTH = ("true", "false")


@frozen
class RuleNames:
    """The names and values that a rule can speak of: the rows of one table, and what the venue knows of instruments.

    Inside a list or an object ``outer`` are the rows of the request itself.
    """

    rows: Mapping[str, Field]
    outer: Mapping[str, Field]
    instruments: InstrumentFacts

    @property
    def types(self) -> frozenset[str]:
        """The types of instruments that the endpoint's requests can be of."""
        facts, names = self.instruments, {*self.rows, *self.outer}
        if facts.type_name not in names and not names & {*facts.ids}:
            return frozenset()
        return frozenset(name for pattern in facts.patterns for name in pattern.types)

    def key(self, name: str) -> str | None:
        """Return a parameter as a rule spells it: ``$.name`` for one of the request itself, None for none."""
        if name in self.rows:
            return name
        return f"$.{name}" if name in self.outer else None

    def values(self, name: str) -> frozenset[str]:
        """Return the values that a parameter can have, as far as the page lists them."""
        row = self.rows.get(name) or self.outer.get(name)
        if row is None:
            return frozenset()
        return frozenset((*row.values, *(_TRUTH if row.json == "boolean" else ())))


def names_of(endpoint: EndpointSpec, venue: VenueSpec, inside: Field | None = None) -> RuleNames:
    """Return the names that rules of an endpoint know, in the whole request or ``inside`` one of its rows."""
    top = {row.name: row for row in endpoint.request}
    if inside is None:
        return RuleNames(top, {}, venue.instruments)
    return RuleNames({row.name: row for row in inside.fields}, top, venue.instruments)


def condition_of(text: str, names: RuleNames, *, but: str = "") -> RuleData | None:
    """Return a condition in words as data; None for one that is not understood.

    ``but`` is the row of which the text speaks: a value without a name is none of its own.
    """
    text = _NOUN.sub("", " ".join(text.split()).strip(" .,;()"))
    whole = _clause(text, names, but)
    if whole is not None:
        return whole
    for word, key in ((r"\s+(?:and|&&?)\s+|\s*&&?\s*", "all"), (r",?\s+or\s+", "any")):
        parts = re.split(word, text)
        clauses = [_clause(part, names, but) for part in parts]
        found = [clause for clause in clauses if clause is not None]
        if len(parts) > 1 and len(found) == len(parts):
            return {key: found}
    return None


def _clause(text: str, names: RuleNames, but: str) -> RuleData | None:
    for form, key in ((_SENT, "present"), (_ABSENT, "absent")):
        sent = form.fullmatch(text)
        if sent and (name := names.key(sent[1])):
            return {key: name}
    without = _NOT_PASSING.fullmatch(text)
    if without:
        listed = known_names(without["names"], names)
        return _all([{"absent": name} for name in listed]) if listed else None
    equal = _EQUALS.fullmatch(text)
    if equal:
        found = _equals(equal[1], equal["values"], names)
        return {"not": found} if found and equal["not"] else found
    return _party(text, names, but)


def _equals(name: str, text: str, names: RuleNames) -> RuleData | None:
    values = _words(text)
    key = names.key(name)
    if name == names.instruments.type_name and set(values) <= names.types:
        return {"instrument.type": values}
    if key is not None:
        return {key: _one_or(values)} if values and set(values) <= names.values(name) else None
    return None


def _party(text: str, names: RuleNames, but: str) -> RuleData | None:
    """Return the condition of values alone: types of instruments, or values that one row only has."""
    values = _words(text)
    if not values:
        return None
    if set(values) <= names.types:
        return {"instrument.type": values}
    if not all(f"`{value}`" in text or f'"{value}"' in text for value in values):
        return None
    known = [name for name in (*names.rows, *names.outer) if name != but and set(values) <= names.values(name)]
    key = names.key(known[0]) if len(known) == 1 else None
    return {key: _one_or(values)} if key is not None else None


def known_names(text: str, names: RuleNames) -> list[str]:
    """Return the parameters that a text lists, as a rule spells them; none at all where one is not known."""
    keys = [names.key(word) for word in _words(text)]
    return [key for key in keys if key is not None] if all(keys) else []


def _words(text: str) -> list[str]:
    words = [_NOUN.sub("", word).strip(_MARKS) for word in _BETWEEN.split(text.strip(_MARKS))]
    return words if all(re.fullmatch(r"[\w.-]+", word) for word in words) else []


def _one_or(values: list[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else values


def _all(conditions: list[dict[str, str]]) -> RuleData:
    return conditions[0] if len(conditions) == 1 else {"all": conditions}
