"""Write the docstring of a group's method: arguments with their rules, result, errors, limits, link.

An editor shows it while a call is written, so it has room for some forty lines. Rules that do not fit are counted;
``venuespec show`` and the class of the request have all of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from ..python_text import Python
from ..rules.queries import names_in
from ..rules.to_english import says
from ..rules.tree import RuleTree
from ..spec.model import EndpointSpec, VenueSpec
from .planned import Module, options
from .sentences import as_sentence, deprecation_says, field_says, limits_say, notes_say, place_says, shortened
from .text import docstring

LINES = 40
"""The number of docstring lines that an editor shows at once."""
_INDENT = 8
_ITEMS = "items"
_WIDTH = 102  # of a description behind its argument's name
_COUNT = len(" 10 rules.")


@frozen(kw_only=True)
class _Argument:
    """One argument: its description, and the sentences of the rules that concern it."""

    name: str
    says: str
    rules: tuple[str, ...] = ()


def method_doc(module: Module, venue: VenueSpec) -> Python:
    """Describe the method that sends one request of an endpoint."""
    return _method_doc(module, venue)[0]


def is_cut(module: Module, venue: VenueSpec) -> bool:
    """Tell whether the docstring leaves out limits or notes, which the request's class then has."""
    return _method_doc(module, venue)[1]


def _method_doc(module: Module, venue: VenueSpec) -> tuple[Python, bool]:
    endpoint = module.endpoint
    arguments = _arguments(module)
    limits, place = limits_say(endpoint, venue), place_says(endpoint)
    whole = _Doc(module, venue, arguments, (limits, place, *notes_say(endpoint)))
    counted = {argument.name: len(argument.rules) for argument in arguments}
    if len(endpoint.rules) == sum(counted.values()) and _fits(text := whole.text(counted)):
        return text, False
    more = _count_says(endpoint, venue)
    full = _Doc(module, venue, arguments, (limits, place, *more, *notes_say(endpoint)))
    if full.fits({}):
        return full.text(_chosen(full)), False
    first, *further = limits.split("; ")
    counted_limits = f"{first.rstrip('.')}; {len(further)} more, see {module.request.name}." if further else limits
    cut = _Doc(
        module,
        venue,
        [_in_a_line(argument) for argument in arguments],
        (" ".join(filter(None, (*(f"{sentence}." for sentence in more), counted_limits, place))),),
    )
    return cut.text(_chosen(cut)), True


def _in_a_line(argument: _Argument) -> _Argument:
    """Shorten an argument to one line, with the first of its rules that fits."""
    room = _WIDTH - len(argument.name)
    description, rules = shortened(argument.says, room - _COUNT), list(argument.rules)
    fitting = next((rule for rule in rules if len(f"{description} {rule}") <= room - _COUNT), None)
    if fitting is not None:
        rules.remove(fitting)
    return _Argument(name=argument.name, says=f"{description} {fitting or ''}".strip(), rules=tuple(rules))


def _fits(text: str) -> bool:
    return text.count("\n") < LINES


@frozen
class _Doc:
    """A method's docstring, with a given number of rules for each argument."""

    module: Module
    venue: VenueSpec
    arguments: Iterable[_Argument]
    end: tuple[str, ...]

    def text(self, rules: Mapping[str, int]) -> Python:
        endpoint = self.module.endpoint
        lines: list[str] = []
        for argument in self.arguments:
            shown = rules.get(argument.name, 0)
            left = len(argument.rules) - shown
            counted = f" {left}{' more' if shown else ''} rule{'' if left == 1 else 's'}." if left else ""
            lines.append(f"    {argument.name}: {argument.says}{counted}")
            lines += [f"        - {sentence}" for sentence in argument.rules[:shown]]
        lines += [f"    {option.name}: {option.says}" for option in options(self.module)]
        summary = endpoint.summary or as_sentence(endpoint.title)
        parts = [summary, *deprecation_says(endpoint), "Args:", *lines]
        return docstring([*parts, *_outcome(self.module), *filter(None, self.end)], _INDENT)

    def fits(self, rules: Mapping[str, int]) -> bool:
        return _fits(self.text(rules))


def _chosen(doc: _Doc) -> dict[str, int]:
    """Choose how many rules each argument shows: the first of each, then the second, while there is room."""
    chosen: dict[str, int] = {}
    for place in range(max((len(argument.rules) for argument in doc.arguments), default=0)):
        for argument in doc.arguments:
            if place < len(argument.rules) and chosen.get(argument.name, 0) == place:
                tried = chosen | {argument.name: place + 1}
                chosen = tried if doc.fits(tried) else chosen
    return chosen


def _arguments(module: Module) -> list[_Argument]:
    """Return the arguments in the order of the signature, required ones first."""
    endpoint = module.endpoint
    arguments: list[_Argument] = []
    ruled = _rules_by_parameter(module)
    if endpoint.batch:
        most = f", at most {endpoint.max_items}" if endpoint.max_items else ""
        text = f"The items{most}; the response has them in the same order."
        arguments.append(_Argument(name=_ITEMS, says=text, rules=ruled.pop(_ITEMS, ())))
    for attribute in sorted(module.request.attributes, key=lambda attribute: not attribute.required):
        header = f" Sent as the header {attribute.field.name}." if attribute.header else ""
        rules = ruled.get(attribute.field.name, ())
        arguments.append(_Argument(name=attribute.name, says=f"{field_says(attribute.field)}{header}", rules=rules))
    for older in module.request.older:
        until = f"; works until {older.until}" if older.until else ""
        arguments.append(_Argument(name=older.name, says=f"Deprecated: use {older.now}{until}."))
    return arguments


def _rules_by_parameter(module: Module) -> dict[str, tuple[str, ...]]:
    """Group the sentences of the rules by parameter, errors first; rules of a batch concern its items."""
    sentences_by_name: dict[str, list[str]] = defaultdict(list)
    known = {attribute.field.name for attribute in module.request.attributes}
    for rule in sorted(module.endpoint.rules, key=lambda rule: rule.level != "error"):
        name = _ITEMS if module.endpoint.batch else _concerns(rule)
        if name in known or name == _ITEMS:
            sentences_by_name[name].append(f"{says(rule)}{' (warns)' if rule.level == 'warn' else ''}")
    return {name: tuple(sentences) for name, sentences in sentences_by_name.items()}


def _concerns(rule: RuleTree) -> str:
    """Return the parameter to document a rule at: the first in its assertions, or the array or object around it."""
    names = names_in(rule)
    inner = rule.each or rule.inside
    if inner and not (names and names[0].startswith("$.")):
        return inner
    return names[0].removeprefix("$.") if names else ""


def _count_says(endpoint: EndpointSpec, venue: VenueSpec) -> list[str]:
    count = len(endpoint.rules)
    rules = "1 rule" if count == 1 else f"{count} rules"
    return [f"{rules} in all: venuespec show {venue.name} {endpoint.id}"] if count else []


def _outcome(module: Module) -> Iterator[str]:
    """Yield the sections on what a call returns and raises."""
    yield "Returns:"
    yield f"    {_returns(module)}"
    yield "Raises:"
    if module.request.attributes or module.endpoint.batch:
        yield "    RequestError: The request breaks a documented rule; nothing was sent."
    yield "    APIError: The venue refused the call."
    if module.endpoint.write:
        yield "    OutcomeUnknownError: No answer came; the venue may have executed the call."


def _returns(module: Module) -> str:
    shape = module.endpoint.shape
    if module.endpoint.batch and shape in ("objects", "arrays"):
        return "One row per item, in the same order."
    if module.one_row:
        return "The only row of the response."
    return {
        "objects": "All rows of the response.",
        "one_or_objects": "All rows of the response; one where the venue answers with one.",
        "arrays": "All rows of the response.",
        "map": "The rows of the response, by name.",
        "maps": "The rows of the response, by name and inner name.",
        "object": "The object in the response.",
        "array": "The row in the response.",
        "strings": "The strings in the response.",
        "string_lists": "The lists of strings in the response.",
        "none": "None.",
        "binary": "The bytes of the response.",
    }[shape]


def pages_doc(module: Module) -> Python:
    """Describe the method that walks through an endpoint's pages."""
    pages = module.endpoint.pages
    assert pages is not None
    turned = pages.cursor or pages.number or ""
    name = next(attribute.name for attribute in module.request.attributes if attribute.field.name == turned)
    told = {str(name): "Where to start."}
    if pages.size is not None and pages.largest is not None:
        size = next(attribute.name for attribute in module.request.attributes if attribute.field.name == pages.size)
        told[str(size)] = f"Number of records of a page. Default: {pages.largest}, the most that the venue allows."
    towards = "from newer to older ones" if pages.cursor else "page by page"
    described = (
        (argument.name, shortened(argument.says, _WIDTH - len(argument.name))) for argument in _arguments(module)
    )
    paragraphs = [
        f"Iterate over all records of ``{module.name}``, {towards}.",
        "Args:",
        *(f"    {argument}: {told.get(argument, text)}" for argument, text in described),
        *(f"    {option.name}: {option.says}" for option in options(module, iterates=True)),
        "Returns:",
        "    An iterator over the records; each page is one call, and counts against the rate limit.",
        "Raises:",
        f"    VenueError: The call for a page failed; see ``{module.name}``.",
    ]
    if pages.ties:
        paragraphs.append("Records of the same millisecond all appear, unless a page cannot hold all of them.")
    return docstring(paragraphs, _INDENT)
