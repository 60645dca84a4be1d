"""The words of the rule language: a sentence and an example of each, in a made-up table of parameters."""

from collections.abc import Mapping

from ..rules.tree import InstrumentFacts, Parameter, Scope
from .written import About

_ITEM = tuple(Parameter(name=name) for name in ("side", "px", "sz", "ordType", "ordId", "clOrdId"))
EXAMPLE_SCOPE = Scope(
    parameters=(
        *(Parameter(name=name) for name in ("side", "ordType", "px", "sz", "lever", "label", "begin", "end")),
        *(Parameter(name=name) for name in ("ordId", "clOrdId")),
        Parameter(name="instId", separator=","),
        Parameter(name="legs", json="array", fields=_ITEM),
        Parameter(name="entry", json="object", fields=_ITEM),
    ),
    instruments=InstrumentFacts(type_name="instType", ids=("instId",)),
    context=("acctLv",),
)
"""The parameters that the examples use."""

RULE_WORDS: Mapping[str, About] = {
    "id": About("The rule's name: lower case with underscores, unlike every other rule of the endpoint.", "id: price"),
    "when": About("The condition; without it the rule always holds.", "{when: {side: buy}, require: [px]}"),
    "each": About("A list: the rule is about each of its items.", "{each: legs, require: [px]}"),
    "in": About("An object: the rule is about its inside, if it is sent.", "{in: entry, require: [sz]}"),
    "level": About("error refuses a request, warn only warns.", "{require: [px], level: warn}"),
    "certainty": About(
        "stated by the page, implied by it, or a conflict of pages; the last two warn.",
        "{require: [px], certainty: implied}",
    ),
    "because": About("The reason, in words of ours; part of the message.", "{require: [px], because: It is limited.}"),
    "prefer": About(
        "Of a choice, what the venue uses if several are sent.", "{at_least_one: [ordId, clOrdId], prefer: ordId}"
    ),
    "require": About("All are sent.", "{require: [px, sz]}"),
    "forbid": About("None is sent.", "{forbid: [px]}"),
    "ignore": About("They have no effect; warns.", "{ignore: [px]}"),
    "all_or_none": About("All are sent, or none.", "{all_or_none: [px, sz]}"),
    "at_least_one": About("One or more is sent; a list inside counts as one.", "{at_least_one: [ordId, [px, sz]]}"),
    "exactly_one": About("One is sent and no more.", "{exactly_one: [ordId, clOrdId]}"),
    "at_most_one": About("None is sent, or one.", "{at_most_one: [px, sz]}"),
    "restrict": About("The value is within limits, if it is sent.", "{restrict: {side: {in: [buy, sell]}}}"),
    "compare": About(
        "Two numbers or times are in order, if both are sent.", "{compare: {lte: [begin, end], span_max: 90d}}"
    ),
    "refuse": About(
        "What the condition describes is refused, whatever else is sent.",
        "{when: {side: sell, present: px}, refuse: true}",
    ),
}
"""The keys of a rule."""

CONDITION_WORDS: Mapping[str, About] = {
    "NAME": About("The parameter has the value, or one of the values.", "{when: {side: [buy, sell]}, require: [px]}"),
    "is": About(
        "The same, for a parameter whose name is a word of the language.", "{when: {is: {side: buy}}, require: [px]}"
    ),
    "present": About("It is sent.", "{when: {present: sz}, require: [px]}"),
    "absent": About("It is not sent.", "{when: {absent: sz}, require: [px]}"),
    "matches": About("The whole text matches the pattern.", "{when: {matches: {instId: '.+-SWAP'}}, require: [px]}"),
    "gte": About("As a number, it is at least this.", "{when: {gte: {lever: 10}}, require: [px]}"),
    "gt": About("It is greater than this.", "{when: {gt: {lever: 10}}, require: [px]}"),
    "lte": About("It is at most this.", "{when: {lte: {lever: 10}}, require: [px]}"),
    "lt": About("It is less than this.", "{when: {lt: {lever: 10}}, require: [px]}"),
    "now": About(
        "In place of a number: the present time of the venue, with or without an offset in ms, s, m, h or d. While a "
        "client has not learnt the venue's clock, nothing is known of the comparison.",
        "{when: {gt: {end: now - 1d}}, require: [label]}",
    ),
    "count": About(
        "So many items of a list, or those that satisfy where.",
        "{when: {count: {of: legs, where: {side: buy}, gte: 2}}, forbid: [px]}",
    ),
    "instrument.type": About(
        "Every instrument of the request is of one of the types.", "{when: {instrument.type: SWAP}, require: [px]}"
    ),
    "context.NAME": About(
        "A setting of the account has one of the values.", "{when: {context.acctLv: 2}, require: [px]}"
    ),
    "not": About("The condition does not hold.", "{when: {not: {side: buy}}, require: [px]}"),
    "all": About(
        "All of them hold; so do several keys of one mapping.",
        "{when: {all: [{present: px}, {present: sz}]}, require: [side]}",
    ),
    "any": About("One of them holds.", "{when: {any: [{side: buy}, {present: sz}]}, require: [px]}"),
    "$.NAME": About(
        "Inside each or in, a parameter of the request itself.", "{each: legs, when: {$.side: buy}, require: [px]}"
    ),
}
"""The keys of a condition, and the ways to name a parameter."""

RESTRICTION_WORDS: Mapping[str, About] = {
    "in": About("The value is one of these.", "{restrict: {side: {in: [buy]}}}"),
    "not_in": About("The value is none of these.", "{restrict: {side: {not_in: [buy]}}}"),
    "gte": About("The number is at least this.", "{restrict: {lever: {gte: 1, lte: 125}}}"),
    "gt": About("The number is greater than this.", "{restrict: {px: {gt: 0}}}"),
    "lte": About("The number is at most this.", "{restrict: {lever: {lte: 125}}}"),
    "lt": About("The number is less than this.", "{restrict: {px: {lt: 1}}}"),
    "now": About(
        "The time is so far from the present of the venue; for any of the four above.",
        "{restrict: {begin: {gte: now - 30d}, end: {lte: now}}}",
    ),
    "min_length": About("The text has at least so many characters.", "{restrict: {label: {min_length: 6}}}"),
    "max_length": About("The text has at most so many characters.", "{restrict: {label: {max_length: 20}}}"),
    "min_items": About(
        "The list, or the separated text, has at least so many items.", "{restrict: {legs: {min_items: 1}}}"
    ),
    "max_items": About(
        "The list, or the separated text, has at most so many items.", "{restrict: {legs: {max_items: 20}}}"
    ),
    "pattern": About("The whole text matches the pattern.", "{restrict: {label: {pattern: '[A-Za-z0-9]{1,32}'}}}"),
    "equals": About("The value is that of another parameter.", "{restrict: {px: {equals: sz}}}"),
}
"""The keys of a restriction."""
