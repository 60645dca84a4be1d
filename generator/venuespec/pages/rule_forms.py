"""The forms of sentences that state a rule: each beside an example, and the rule that the example gives."""

import re
from collections.abc import Callable, Sequence

from attrs import frozen

from ..spec.model import Field
from .rule_words import RuleData, RuleNames, condition_of, known_names

_THIS = r"(?:it|this (?:param(?:eter)?|field)|the param(?:eter)?|this)"
SENT = r"(?:sent|passed|provided|specified|supplied|filled(?: in)?|given|input|entered|used|set)"
_NAMES = r"(?P<names>[`\"'\w/, ]+?(?:,? (?:and|or|/) |/|, ?)[`\"'\w/, ]+?)"


@frozen
class RuleSubject:
    """The row that a sentence describes, None for the prose around the tables, with the names it can speak of."""

    row: Field | None
    names: RuleNames

    @property
    def name(self) -> str:
        return self.row.name if self.row is not None else ""


_Read = Callable[[re.Match[str], RuleSubject], "RuleData | None"]


@frozen(kw_only=True)
class RuleForm:
    """A way to state a rule in a sentence: the beginning of the drafted rule's id, and how to read it.

    ``example`` is a sentence on the row ``px`` of the endpoint of the tests, ``drafts`` the rule that it gives.
    """

    name: str
    pattern: re.Pattern[str]
    read: _Read
    example: str
    drafts: str


def _required(match: re.Match[str], of: RuleSubject) -> RuleData | None:
    """A condition makes a parameter required: the one that the sentence names, or the row's own."""
    named = match.groupdict().get("what")
    names = known_names(named, of.names) if named else [of.name] if of.row else []
    when = condition_of(match["when"], of.names, but=of.name)
    own = of.row is not None and of.row.required == "yes" and names == [of.name]
    return {"when": when, "require": names} if when and names and not own else None


def _only_when(match: re.Match[str], of: RuleSubject) -> RuleData | None:
    when = condition_of(match["when"], of.names, but=of.name) if of.row else None
    return {"when": {"not": when}, "ignore": [of.name]} if when else None


def _not_sent_unless(match: re.Match[str], of: RuleSubject) -> RuleData | None:
    when = condition_of(match["when"], of.names, but=of.name) if of.row else None
    return {"when": {"not": when}, "forbid": [of.name], "level": "warn"} if when else None


def _together(match: re.Match[str], of: RuleSubject) -> RuleData | None:
    names = known_names(match["names"], of.names)
    return {"all_or_none": names} if len(names) > 1 else None


def _sent_with(match: re.Match[str], of: RuleSubject) -> RuleData | None:
    names = known_names(match["names"], of.names)
    return {"when": {"present": of.name}, "require": names} if of.row and names and of.name not in names else None


def _choice(key: str) -> _Read:
    def read(match: re.Match[str], of: RuleSubject) -> RuleData | None:
        names = known_names(match["names"], of.names)
        when = condition_of(match["when"], of.names) if match.groupdict().get("when") else None
        if len(set(names)) < 2 or (match.groupdict().get("when") and when is None):
            return None
        return {"when": when, key: names} if when else {key: names}

    return read


def _at_most(match: re.Match[str], of: RuleSubject) -> RuleData | None:
    row = of.row
    number = int(match["number"].replace(",", ""))
    unit = (match.groupdict().get("unit") or "").lower()
    if row is None or not number:
        return None
    if unit.startswith(("char", "digit", "letter")):
        return {"restrict": {row.name: {"max_length": number}}} if row.json == "string" else None
    if row.json == "array" or row.separator:
        return {"restrict": {row.name: {"max_items": number}}}
    # More than a page of records is often answered with a page, not with a refusal.
    return {"restrict": {row.name: {"lte": number}}, "level": "warn"} if not unit else None


def _form(name: str, pattern: str, read: _Read, example: str, drafts: str) -> RuleForm:
    return RuleForm(name=name, pattern=re.compile(pattern, re.IGNORECASE), read=read, example=example, drafts=drafts)


_WHEN = r"(?:when|if|in case(?: of)?|where)"
FORMS: Sequence[RuleForm] = (
    _form(
        "required",
        rf"(?:{_THIS} is |only )?(?:also )?(?:required|mandatory) (?:{_WHEN}|for) (?P<when>.+)",
        _required,
        "Required when `ordType` is `limit`.",
        "{when: {ordType: limit}, require: [px]}",
    ),
    _form(
        "required",
        rf"(?:{_THIS} )?must be {SENT} (?:{_WHEN}|for) (?P<when>.+)",
        _required,
        "Must be sent if ordType=limit",
        "{when: {ordType: limit}, require: [px]}",
    ),
    _form(
        "required",
        rf"{_WHEN} (?P<when>.+?), {_THIS} (?:is (?:also )?(?:required|mandatory)|must be {SENT})",
        _required,
        "If `side` is sent, this parameter is required",
        "{when: {present: side}, require: [px]}",
    ),
    _form(
        "required",
        rf"{_WHEN} (?P<when>.+?), (?:supply both |both )?(?P<what>[`\"\w]+(?:(?:, | and |/)[`\"\w]+)*)"
        rf"(?: (?:is|are) (?:also )?(?:required|mandatory)| must be {SENT}|(?<=`))",
        _required,
        "When `ordType` is `limit`, `px` and `sz` are required.",
        "{when: {ordType: limit}, require: [px, sz]}",
    ),
    _form(
        "required",
        rf"(?P<what>`\w+`|[a-z]+[A-Z]\w*) (?:is|are) (?:also )?(?:required|mandatory) {_WHEN} (?P<when>.+)",
        _required,
        "`sz` is required when `ordType` is `market`",
        "{when: {ordType: market}, require: [sz]}",
    ),
    _form(
        "only_when",
        rf"(?:{_THIS} is |takes effect )?(?:only )?(?:applicable|valid|effective|works?|supported|used)(?: only)?"
        rf" (?:{_WHEN}|for|to|on|in) (?P<when>.+?)(?: only)?",
        _only_when,
        "Only applicable when `ordType` is `limit`",
        "{when: {not: {ordType: limit}}, ignore: [px]}",
    ),
    _form(
        "only_when",
        rf"(?:{_THIS} )?(?:only applies|applies only|is only|only) (?:to|for|{_WHEN}) (?P<when>.+)",
        _only_when,
        "Only for `SPOT`/`SWAP`",
        "{when: {not: {instrument.type: [SPOT, SWAP]}}, ignore: [px]}",
    ),
    _form(
        "sent_only_when",
        rf"(?:{_THIS} )?can (?:only be {SENT}|be {SENT} only) (?:{_WHEN}|for) (?P<when>.+)",
        _not_sent_unless,
        "Can only be sent when `ordType` is `limit`",
        "{when: {not: {ordType: limit}}, forbid: [px], level: warn}",
    ),
    _form(
        "sent_with",
        rf"(?:{_THIS} )?(?:must|should|needs? to|has to|can only) be {SENT} (?:together )?with"
        r" (?P<names>[`\"'\w/, ]+)",
        _sent_with,
        "Must be sent together with `sz`",
        "{when: {present: px}, require: [sz]}",
    ),
    _form(
        "together",
        rf"(?:both )?{_NAMES} (?:must|should|need to|have to) be {SENT} (?:together|at the same time|in pairs?)"
        r"(?: or none of them| or neither)?",
        _together,
        "`begin` and `end` must be sent together.",
        "{all_or_none: [begin, end]}",
    ),
    _form(
        "exactly_one",
        rf"(?:{_WHEN} (?P<when>.+?), )?(?:exactly one|one and only one|only one and at least one) of"
        rf" (?:the following: )?{_NAMES} (?:is required|must be {SENT}|should be {SENT}|can be {SENT})",
        _choice("exactly_one"),
        "Exactly one of `px`, `sz` must be sent",
        "{exactly_one: [px, sz]}",
    ),
    _form(
        "exactly_one",
        rf"(?:required to input|please {SENT}) one and only one of {_NAMES}",
        _choice("exactly_one"),
        "Required to input one and only one of `px` and `sz`",
        "{exactly_one: [px, sz]}",
    ),
    _form(
        "exactly_one",
        rf"(?:{_WHEN} (?P<when>.+?), )?(?:either )?one of {_NAMES} must be {SENT},? and only one(?: can be {SENT})?",
        _choice("exactly_one"),
        "One of px/sz must be filled in, and only one can be filled in",
        "{exactly_one: [px, sz]}",
    ),
    _form(
        "at_least_one",
        rf"(?:{_WHEN} (?P<when>.+?), )?(?:either|at least one of|one of)? ?{_NAMES}"
        rf" (?:is required|must be {SENT}|is mandatory|should be {SENT})(?: at least)?",
        _choice("at_least_one"),
        "Either `px` or `sz` is required.",
        "{at_least_one: [px, sz]}",
    ),
    _form(
        "at_most_one",
        rf"(?:{_WHEN} (?P<when>.+?), )?(?:only one of (?:the following: )?|either ){_NAMES} can be {SENT}",
        _choice("at_most_one"),
        "Only one of `px` and `sz` can be passed",
        "{at_most_one: [px, sz]}",
    ),
    _form(
        "at_most_one",
        rf"{_NAMES} (?:cannot|can not|can't|must not) (?:both )?be {SENT}"
        r" (?:together|at the same time|simultaneously)",
        _choice("at_most_one"),
        "`px` and `sz` cannot be sent at the same time",
        "{at_most_one: [px, sz]}",
    ),
    _form(
        "at_most",
        r"(?:the )?max(?:imum)?(?: value| number| length)?(?: is|:| of)? [`\"]*(?P<number>\d[\d,]*)[`\"]*"
        r"(?: (?P<unit>characters?|digits?|letters?|items?|\w*[a-z]s))?",
        _at_most,
        "The maximum is `100`",
        "{restrict: {px: {lte: 100}}, level: warn}",
    ),
    _form(
        "at_most",
        r"(?:supports? )?(?:up to|at most|no more than|not more than|a maximum of|maximum of) (?:the )?"
        r"[`\"]*(?P<number>\d[\d,]*)[`\"]*(?: (?P<unit>characters?|digits?|letters?|[\w -]*?[a-z]s))"
        r"(?: (?:per|in (?:a|one)|for each) request)?"
        r"(?:(?:, | )(?:use comma to separate|separated (?:by|with) commas?))?",
        _at_most,
        "Up to 32 characters",
        "{restrict: {px: {max_length: 32}}}",
    ),
)
"""The forms, each with an example and what it gives; the first one that fits a sentence counts."""
