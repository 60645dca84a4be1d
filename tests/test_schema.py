"""Requests as JSON Schema: how rules are written, and that documented requests are valid."""

import json
import subprocess
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from venuespec.rules.to_schema import rules_schema
from venuespec.rules.tree import (
    AllOf,
    Choice,
    Forbid,
    InContext,
    Is,
    Parameter,
    Present,
    Require,
    Restrict,
    RuleTree,
    Scope,
)
from venuespec.spec.json_schema import endpoint_schema
from venuespec.spec.model import VenueSpec
from venuespec.spec.strict_schema import strict

Command = Callable[..., subprocess.CompletedProcess[str]]
SCOPE = Scope(
    parameters=(
        Parameter(name="a"),
        Parameter(name="b"),
        Parameter(name="flag", json="boolean"),
        Parameter(name="other", json="boolean"),
        Parameter(name="legs", json="array", fields=(Parameter(name="px"), Parameter(name="sz"))),
    ),
    context=("mode",),
)


def rule(*asserts: Any, **how: Any) -> RuleTree:
    return RuleTree(id="r", asserts=asserts, **how)


@pytest.mark.parametrize(
    ("given", "held"),
    [
        (rule(Require(("a", "b"))), {"required": ["a", "b"]}),
        (rule(Require(("a",)), when=Present("flag")), {"dependentRequired": {"flag": ["a"]}}),
        (
            rule(Require(("b",)), when=Present("a")),
            {"if": {"required": ["a"], "properties": {"a": {"minLength": 1}}}, "then": {"required": ["b"]}},
        ),
        (
            rule(Choice((("flag",), ("other",)), 1, 1)),
            {"oneOf": [{"required": ["flag"]}, {"required": ["other"]}]},
        ),
        (
            rule(Restrict(name="a", one_of=("x", "y")), when=AllOf((Is("b", ("1",)), Is("flag", ("true",))))),
            {
                "if": {"required": ["b", "flag"], "properties": {"b": {"const": "1"}, "flag": {"const": True}}},
                "then": {"properties": {"a": {"enum": ["x", "y", ""]}}},
            },
        ),
        (
            rule(Require(("sz",)), each="legs", when=AllOf((Is("$.a", ("1",)), Present("px")))),
            {
                "if": {"required": ["a"], "properties": {"a": {"const": "1"}}},
                "then": {
                    "properties": {
                        "legs": {
                            "items": {
                                "if": {"type": "object"},
                                "then": {
                                    "if": {"required": ["px"], "properties": {"px": {"minLength": 1}}},
                                    "then": {"required": ["sz"]},
                                },
                            }
                        }
                    }
                },
            },
        ),
    ],
)  # fmt: skip
def test_a_rule_reads_like_a_schema_written_by_hand(given: RuleTree, held: dict[str, Any]) -> None:
    [schema] = rules_schema([given], SCOPE)["allOf"]
    del schema["$comment"], schema["description"]
    assert schema == held


@pytest.mark.parametrize(
    ("request_", "valid"),
    [({}, False), ({"a": "1"}, True), ({"a": "1", "b": "1"}, False), ({"a": ""}, True), ({"a": "1", "b": ""}, True)],
)
def test_one_of_two_texts_and_an_empty_one_counts_for_nothing_certain(request_: dict[str, str], valid: bool) -> None:
    schema = rules_schema([rule(Choice((("a",), ("b",)), 1, 1))], SCOPE)
    assert schema["allOf"][0].keys() == {"$comment", "description", "oneOf"}
    assert Draft202012Validator(schema).is_valid(request_) is valid


def test_a_rule_about_the_account_waits_for_its_context() -> None:
    hedged = rule(Require(("a",)), when=InContext("mode", ("hedge",)))
    waiting = {
        "x-venuespec-rules": [
            {"id": "r", "level": "error", "says": "When the context's mode is hedge, a is required.", "needs": ["mode"]}
        ]
    }
    assert rules_schema([hedged], SCOPE) == waiting
    assert rules_schema([hedged], SCOPE, {"mode": "net"}) == {}
    [said] = rules_schema([hedged], SCOPE, {"mode": "hedge"})["allOf"]
    assert said["required"] == ["a"]


def test_what_json_schema_cannot_say_and_what_only_warns_is_said_in_english() -> None:
    rules = [rule(Restrict(name="a", lte=Decimal(5))), rule(Forbid(("b",)), level="warn")]
    assert rules_schema(rules, SCOPE) == {
        "x-venuespec-rules": [
            {"id": "r", "level": "error", "says": "a must be at most 5."},
            {"id": "r", "level": "warn", "says": "b must not be sent."},
        ]
    }


@pytest.mark.parametrize("name", ["okx_v5", "coinswitch_hft"])
def test_every_schema_is_one_and_takes_the_documented_requests(venue: Callable[[str], VenueSpec], name: str) -> None:
    loaded = venue(name)
    for endpoint in loaded.endpoints:
        Draft202012Validator.check_schema(endpoint_schema(endpoint, loaded))
        for example in endpoint.examples:
            contexts = ({}, example.context) if example.context else ({},)
            for context in contexts if example.request is not None else ():
                found = Draft202012Validator(endpoint_schema(endpoint, loaded, context)).iter_errors(example.request)
                assert [f"{endpoint.key}: {each.json_path}: {each.message}" for each in found] == []


def test_only_filters_of_reads_take_several_values(venue: Callable[[str], VenueSpec]) -> None:
    loaded = venue("binance_usdm")
    [write] = [endpoint for endpoint in loaded.endpoints if endpoint.id == "trade.amend_order"]
    assert endpoint_schema(write, loaded)["properties"]["side"]["enum"] == ["SELL", "BUY"]
    loaded = venue("bybit_v5")
    [read] = [endpoint for endpoint in loaded.endpoints if endpoint.id == "account.get_fee_rates"]
    category = endpoint_schema(read, loaded)["properties"]["category"]
    assert valid(category, "spot,linear")
    assert not valid(category, "spot,spots")
    [read] = [endpoint for endpoint in loaded.endpoints if endpoint.id == "account.get_transactions"]
    assert endpoint_schema(read, loaded)["properties"]["accountType"]["enum"] == ["UNIFIED"]


def valid(schema: Any, request: Any) -> bool:
    return Draft202012Validator(schema).is_valid(request)


def test_the_command_prints_a_request_by_method_and_path_or_by_name(command: Command) -> None:
    done = command("schema", "okx_v5", "POST", "/api/v5/account/set-leverage")
    assert command("schema", "okx_v5", "account.set_leverage").stdout == done.stdout
    schema = json.loads(done.stdout)
    assert (done.returncode, schema["$schema"]) == (0, "https://json-schema.org/draft/2020-12/schema")
    assert valid(schema, {"instId": "BTC-USDT", "lever": "5", "mgnMode": "isolated"})
    assert not valid(schema, {"ccy": "BTC", "lever": "5", "mgnMode": "isolated"})
    assert not valid(schema, {"instId": "BTC-USDT", "lever": "5", "mgnMode": "crossed"})
    assert not valid(schema, {"instId": "BTC-USDT", "mgnMode": "cross"})


def test_a_context_makes_the_rules_of_that_account_part_of_it(command: Command) -> None:
    request = {"instId": "BTC-USDT-SWAP", "lever": "5", "mgnMode": "isolated"}
    arguments = ["schema", "okx_v5", "set_leverage", "--context"]
    hedged = json.loads(command(*arguments, '{"posMode": "long_short_mode"}').stdout)
    assert not valid(hedged, request)
    assert valid(hedged, request | {"posSide": "long"})
    assert valid(json.loads(command(*arguments, '{"posMode": "net_mode"}').stdout), request)


def test_a_batch_is_a_list_whose_items_keep_the_rules(command: Command) -> None:
    schema = json.loads(command("schema", "okx_v5", "trade.place_orders").stdout)
    order = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "sz": "2", "px": "2.15"}
    assert (schema["type"], schema["maxItems"]) == ("array", 20)
    assert valid(schema, [order, order])
    assert not valid(schema, order)
    assert not valid(schema, [order] * 21)
    del order["px"]
    assert not valid(schema, [order])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["account.set_leverages"], "okx_v5 has no endpoint 'account.set_leverages'"),
        (["PATCH", "/api/v5/account/set-leverage"], "has no endpoint 'PATCH /api/v5/account/set-leverage'"),
        (["get_bills"], "'get_bills' is the name of several endpoints: account.get_bills, funding.get_bills; give one"),
        (
            ["set_leverage", "--context", '{"mode": "1"}'],
            "okx_v5 has no mode; there are: acctLv, instType, keyType, posMode",
        ),
    ],
)
def test_what_is_not_there_is_said(command: Command, arguments: list[str], message: str) -> None:
    done = command("schema", "okx_v5", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_a_strict_validator_compiles_what_a_lenient_one_takes() -> None:
    given = {
        "type": "object",
        "properties": {
            "n": {"type": ["integer", "string"], "minimum": 1, "description": "A number."},
            "a": {"type": "string"},
        },
        "allOf": [
            {"if": {"properties": {"a": {"minLength": 1}}}, "then": {"required": ["b"]}},
            {"properties": {"a": {"enum": ["x", ""]}}},
        ],
        "x-venuespec-rules": [{"id": "r", "level": "error", "says": "a is good.", "needs": ["mode"]}],
    }
    assert strict(given) == {
        "type": "object",
        "properties": {
            "n": {"description": "A number.", "anyOf": [{"type": "integer", "minimum": 1}, {"type": "string"}]},
            "a": {"type": "string"},
        },
        "allOf": [
            {
                "if": {"properties": {"a": {"type": "string", "minLength": 1}}},
                "then": {"required": ["b"], "properties": {"b": True}},
            },
            {"properties": {"a": {"anyOf": [{"enum": ["x"]}, {"type": "string", "maxLength": 0}]}}},
        ],
        "$comment": "Not part of this schema: a is good. [r; needs mode]",
    }


def test_no_enumeration_has_an_empty_text(venue: Callable[[str], VenueSpec]) -> None:
    okx = venue("okx_v5")
    place = next(endpoint for endpoint in okx.endpoints if endpoint.id == "trade.place_order")
    schema = endpoint_schema(place, okx)
    side = schema["properties"]["side"]
    assert (side["type"], side["enum"]) == ("string", ["buy", "sell"])
    assert '""' not in json.dumps(schema)
