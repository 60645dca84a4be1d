"""The schemas and the reference that are printed from the code: whole, fresh, and true of every spec file."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from venuespec.rules.parse import ASSERTIONS, CONDITIONS, RESTRICTIONS, RULE_KEYS
from venuespec.spec.file_schema import file_schemas
from venuespec.spec.keys import KEYS, UNWRITTEN, attributes_of, keys_of
from venuespec.spec.reference import reference_files, sentence
from venuespec.spec.rule_reference import CONDITION_WORDS, RESTRICTION_WORDS, RULE_WORDS
from venuespec.spec.structure import structure
from venuespec.spec.yaml import parse, read

ROOT = Path(__file__).parents[2]
SCHEMAS = {name: Draft202012Validator(schema) for name, schema in file_schemas().items()}
SET_LEVERAGE = ROOT / "tests" / "fixtures" / "spec" / "okx_v5" / "account" / "set_leverage.yaml"


def as_json(data: Any) -> Any:
    """YAML data as an editor sees it: every key is text."""
    if isinstance(data, dict):
        return {str(name): as_json(value) for name, value in data.items()}
    if isinstance(data, list):
        return [as_json(each) for each in data]
    return float(data) if isinstance(data, Decimal) else data


def errors_of(file: Path, text: str) -> list[str]:
    first = text.partition("\n")[0]
    name = first.rpartition("/")[2] if first.startswith("#") else "endpoint.json"
    return [each.message for each in SCHEMAS[name].iter_errors(as_json(parse(text, file).data))]


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name].schema)


def test_every_spec_file_names_its_schema_and_fits_it() -> None:
    wrong: list[str] = []
    files = sorted((ROOT / "spec").rglob("*.yaml"))
    for file in files:
        text = file.read_text()
        link = text.partition("\n")[0].removeprefix("# yaml-language-server: $schema=")
        if not (file.parent / link).resolve().is_file():
            wrong.append(f"{file}: there is no schema {link}")
            continue
        wrong += [f"{file}: {message[:200]}" for message in errors_of(file, text)]
    assert len(files) > 100
    assert wrong == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  title: Set leverage\n", "  titel: Set leverage\n", "'titel' was unexpected"),
        ("  title: Set leverage\n", "", "'title' is a required property"),
        ("method: POST", "method: PSOT", "'PSOT' is not one of ['GET', 'POST', 'PUT', 'DELETE']"),
        ("required: true", "required: 'yes'", "'yes' is not one of [True, False, 'conditional', 'unknown']"),
        ("per: 2s", "per: 2 seconds", "'2 seconds' does not match"),
        ("permissions: [trade]", "permissions: trade", "'trade' is not of type 'array'"),
        ("name: lever, type", "name: lever, default: 5, type", "5 is not of type 'string'"),
        ("    because: Leverage for a whole", "    becuase: Leverage for a whole", "'becuase' was unexpected"),
    ],
)
def test_a_slip_is_found_by_the_schema(old: str, new: str, message: str) -> None:
    text = SET_LEVERAGE.read_text()
    assert old in text
    assert any(message in each for each in errors_of(SET_LEVERAGE, text.replace(old, new, 1)))


def test_an_editor_can_complete_every_key_and_show_what_it_means() -> None:
    nameless: list[str] = []
    for name, schema in file_schemas().items():
        for definition, content in schema["$defs"].items():
            properties: Mapping[str, Any] = content["properties"]
            nameless += [f"{name} {definition}.{key}" for key, each in properties.items() if not each["description"]]
    assert nameless == []
    assert set(file_schemas()["endpoint.json"]["$defs"]["DocsFile"]["properties"]) >= {"source", "auth", "rate_limits"}


@pytest.mark.parametrize("cls", KEYS, ids=lambda cls: cls.__name__)
def test_every_key_has_a_sentence_and_an_example_that_is_taken(cls: type) -> None:
    assert set(KEYS[cls]) == set(attributes_of(cls)) - UNWRITTEN.get(cls, frozenset())
    schema: dict[str, Any] = next(
        each["$defs"][cls.__name__] | {"$defs": each["$defs"]}
        for each in file_schemas().values()
        if cls.__name__ in each["$defs"]
    )
    for key in keys_of(cls):
        assert key.about.says.endswith((".", "..."))
        example = as_json(parse(f"{key.name}: {key.about.example}", Path("example.yaml")).data)
        errors = Draft202012Validator({**schema, "required": []}).iter_errors(example)
        assert [each.message for each in errors] == [], key.name


def test_every_word_of_the_rule_language_has_an_example_that_reads() -> None:
    assert set(RULE_WORDS) == RULE_KEYS | ASSERTIONS
    assert set(CONDITION_WORDS) == CONDITIONS | {"NAME", "context.NAME", "$.NAME", "now"}
    assert set(RESTRICTION_WORDS) == RESTRICTIONS | {"now"}
    for word, about in {**CONDITION_WORDS, **RESTRICTION_WORDS, **RULE_WORDS}.items():
        assert word == "id" or sentence(about).endswith("."), word
        assert word.rpartition(".")[0] + "." in about.example or word in about.example or word == "NAME", word


def test_the_committed_reference_is_fresh() -> None:
    stale = [str(path) for path, text in reference_files().items() if (ROOT / path).read_text() != text]
    assert stale == [], "run venuespec reference"


def test_a_list_is_not_read_out_of_the_letters_of_a_text() -> None:
    from venuespec.runtime.venue import Envelope
    from venuespec.spec.problem import SpecError

    with pytest.raises(SpecError, match=r"success: expected a list, found '0'; write \[0\]|\['0'\]"):
        structure(parse("{code: c, message: m, data: d, success: '0'}", Path("venue.yaml")), Envelope)
    assert read(SET_LEVERAGE).data["docs"]["title"] == "Set leverage"
