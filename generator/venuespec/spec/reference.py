"""The reference of the spec files and of the rule language, as Markdown, printed from the code."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NewType, get_args, get_origin

import orjson

from ..rules.parse import parse_rules
from ..rules.to_english import says
from ..runtime.venue import ErrorCode
from .clients import OtherClient
from .file_schema import file_schemas
from .files import EndpointFile, OlderFile, VenueFile
from .keys import is_mapping, keys_of
from .lock import Lock
from .model import Word
from .names import PublicNames
from .rule_reference import CONDITION_WORDS, EXAMPLE_SCOPE, RESTRICTION_WORDS, RULE_WORDS
from .spans import Span
from .texts import PageTexts
from .written import About, Labelled, OneOrMore
from .yaml import parse

_PRINTED = "Printed by `venuespec reference`; not for editing."
_FILES: tuple[tuple[str, str, type], ...] = (
    ("GROUP/NAME.yaml", "An endpoint: facts of its page, and what is ours.", EndpointFile),
    ("venue.yaml", "The settings of a venue.", VenueFile),
    ("venue.yaml of an older state", "Another state of the documentation, kept to be compared.", OlderFile),
    ("fields.yaml", "The vocabulary: what a wire name means on every endpoint, by name.", Word),
    ("errors.yaml", "The error codes, by code.", ErrorCode),
    (
        "clients.yaml",
        "Other clients of the venue, by name: a comparison finds the calls of programs by it.",
        OtherClient,
    ),
    ("lock.yaml", "Digests and reviews. venuespec writes it.", Lock),
    (
        "texts.yaml",
        "What the sentences of the pages state, as digests, names and figures. venuespec import writes it.",
        PageTexts,
    ),
    ("names.yaml", "The public names of the SDK. venuespec generate writes it.", PublicNames),
)
_WORDS: Mapping[object, str] = {
    str: "text",
    bool: "true or false",
    int: "whole number",
    float: "number",
    Any: "anything",
    Span: "time span",
    Labelled: "list of text or mapping of values to text",
    OneOrMore: "text or list of text",
}


def reference_files() -> dict[Path, str]:
    """Return every file that is printed from the code: {path below the repository's root: text}."""
    schemas = {
        Path("spec/schema") / name: orjson.dumps(schema, option=orjson.OPT_INDENT_2).decode() + "\n"
        for name, schema in file_schemas().items()
    }
    pages = {"spec-files.md": spec_files_page(), "rules.md": rules_page()}
    return schemas | {Path("docs/reference") / name: text for name, text in pages.items()}


def spec_files_page() -> str:
    """Print every key of every spec file, with its type, its default and an example."""
    lines = ["# Spec files", "", _PRINTED, ""]
    lines += ["`Yes` in the column *needed* means that the file is refused without the key.", ""]
    shown: set[type] = set()
    for name, sentence, cls in _FILES:
        lines += [f"## {name}", "", sentence, ""]
        lines += _tables(cls, "", shown)
    return "\n".join(lines)


def _tables(cls: type, where: str, shown: set[type]) -> Iterator[str]:
    """Yield the table of a class, and those of inner mappings that have not been shown yet."""
    shown.add(cls)
    if where:
        yield from (f"### {where}", "")
    yield from ("| key | type | needed | default | example | |", "|---|---|---|---|---|---|")
    keys = keys_of(cls)
    for key in keys:
        needed, default = ("yes", "") if key.required else ("", _default(key.default))
        cells = (f"`{key.name}`", _word(key.kind), needed, default, f"`{key.about.example}`", key.about.says)
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
    yield ""
    for key in keys:
        for inner in _mappings(key.kind):
            if inner not in shown:
                yield from _tables(inner, f"{where}.{key.name}".removeprefix("."), shown)


def _mappings(kind: Any) -> Iterator[type]:
    if is_mapping(kind):
        yield kind
    for inner in get_args(kind):
        yield from _mappings(inner)


def _default(value: object) -> str:
    if value is None or value in ((), {}, "", frozenset()) or is_mapping(type(value)):
        return ""
    return f"`{orjson.dumps(value).decode()}`"


def _word(kind: Any) -> str:
    """Describe a type in words."""
    if kind in _WORDS:
        return _WORDS[kind]
    if is_mapping(kind):
        return "mapping"
    if isinstance(kind, NewType):
        return "text" if _word(kind.__supertype__) == "text" else _word(kind.__supertype__)
    origin, inner = get_origin(kind), [member for member in get_args(kind) if member is not type(None)]
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in inner)
    if origin in (tuple, frozenset):
        return f"list of {_word(inner[0])}"
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return f"mapping of names to {_word(inner[1])}"
    return " or ".join(map(_word, inner))


def rules_page() -> str:
    """Print every word of the rule language, with an example and the sentence it results in."""
    parameters = ", ".join(parameter.name for parameter in EXAMPLE_SCOPE.parameters)
    return "\n".join(
        [
            "# Rules",
            "",
            _PRINTED,
            "",
            "A rule refuses a request when its condition certainly holds and an assertion certainly fails; what is not",
            "known never breaks a rule. See [adding an endpoint](../adding-an-endpoint.md) for when to write one.",
            "",
            f"The examples speak of {parameters}; `legs` is a list of orders, `entry` an order.",
            "",
            *_section("Keys of a rule", RULE_WORDS),
            *_section("Conditions", CONDITION_WORDS),
            *_section("Restrictions", RESTRICTION_WORDS),
        ]
    )


def _section(title: str, words: Mapping[str, About]) -> Iterable[str]:
    yield from (f"## {title}", "", "| word | | example | reads |", "|---|---|---|---|")
    for word, about in words.items():
        cells = (f"`{word}`", about.says, f"`{about.example}`", sentence(about))
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
    yield ""


def sentence(about: About) -> str:
    """Return the sentence for an example; empty for an example that is only a part of a rule."""
    data = parse(about.example, Path("reference.yaml")).data
    if "id" in data:
        return ""
    [rule] = parse_rules([{"id": "example", **data}], EXAMPLE_SCOPE)
    return says(rule)
