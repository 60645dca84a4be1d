"""OpenAPI documents: what they say of an endpoint, and that the tools of other people can use them."""

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from typer.testing import CliRunner

from openapi_check import invalid_examples
from venuespec.cli.app import app
from venuespec.openapi.document import openapi
from venuespec.openapi.rows import RowSchemas, shown
from venuespec.openapi.text import as_text
from venuespec.spec.model import Alias, Deprecation, Field, Limits, VenueSpec

Load = Callable[[str], VenueSpec]


@pytest.fixture(scope="module")
def document(frozen: Load) -> dict[str, Any]:
    return openapi(frozen("okx_v5"))


def resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    return document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]


# --- what it says


def test_a_write_has_its_parameters_in_a_body_and_its_rows_in_the_envelope(document: dict[str, Any]) -> None:
    operation = document["paths"]["/api/v5/account/set-leverage"]["post"]
    assert operation["operationId"] == "account_set_leverage"
    assert operation["tags"] == ["account"]
    assert operation["externalDocs"] == {"url": "https://www.okx.com/docs-v5/en/#trading-account-rest-api-set-leverage"}
    assert "parameters" not in operation
    body = operation["requestBody"]
    request = resolved(document, body["content"]["application/json"]["schema"])
    assert body["required"] is True
    assert list(request["properties"]) == ["instId", "ccy", "lever", "mgnMode", "posSide"]
    assert request["required"] == ["lever", "mgnMode"]
    assert request["properties"]["mgnMode"]["enum"] == ["isolated", "cross"]
    assert {rule["$comment"] for rule in request["allOf"]} >= {"instrument_or_currency"}
    waiting = {rule["id"]: rule for rule in request["x-venuespec-rules"]}
    assert all(rule["needs"] for rule in waiting.values())
    answer = resolved(document, operation["responses"]["200"]["content"]["application/json"]["schema"])
    assert answer["required"] == ["code"]
    assert answer["properties"]["code"]["type"] == "string"
    row = resolved(document, answer["properties"]["data"]["items"])
    assert list(row["properties"]) == ["lever", "mgnMode", "instId", "posSide"]


def test_a_read_has_its_parameters_in_the_query_and_its_rules_in_words(document: dict[str, Any]) -> None:
    operation = document["paths"]["/api/v5/account/leverage-info"]["get"]
    parameters = {each["name"]: each for each in operation["parameters"]}
    assert {each["in"] for each in parameters.values()} == {"query"}
    assert parameters["mgnMode"]["required"] is True
    assert parameters["mgnMode"]["schema"]["enum"] == ["cross", "isolated"]
    assert "required" not in parameters["ccy"]
    assert parameters["instId"]["example"] == "BTC-USDT-SWAP"
    assert "requestBody" not in operation
    assert all(set(rule) == {"id", "level", "says"} for rule in operation["x-venuespec-rules"])


def test_a_list_in_a_query_is_told_as_the_venue_takes_it(venue: Load) -> None:
    futures = openapi(venue("binance_usdm"), ["trade"])["paths"]["/fapi/v1/batchOrders"]
    orders, ids = futures["post"]["parameters"][0], futures["delete"]["parameters"][1]
    assert {key: orders["schema"][key] for key in ("type", "contentMediaType")} == {
        "type": "string",
        "contentMediaType": "application/json",
    }
    assert orders["schema"]["contentSchema"]["items"]["properties"]["symbol"]["type"] == "string"
    assert json.loads(orders["example"])[0]["symbol"] == "BTCUSDT"
    assert ids["schema"]["contentSchema"]["type"] == "array"
    spot = openapi(venue("coinswitch_spot_v2"))["paths"]["/trade/api/v2/orders"]["get"]["parameters"][0]
    assert (spot["name"], spot["example"]) == ("open", True)


def test_who_may_call_it_and_how_often(document: dict[str, Any]) -> None:
    signed = document["paths"]["/api/v5/account/set-leverage"]["post"]
    assert signed["security"] == [
        {"OK-ACCESS-KEY": [], "OK-ACCESS-SIGN": [], "OK-ACCESS-TIMESTAMP": [], "OK-ACCESS-PASSPHRASE": []}
    ]
    assert document["paths"]["/api/v5/public/time"]["get"]["security"] == []
    assert document["components"]["securitySchemes"]["OK-ACCESS-KEY"] == {
        "type": "apiKey",
        "in": "header",
        "name": "OK-ACCESS-KEY",
        "description": "The api key.",
    }
    assert signed["x-rate-limits"][0]["limit"] == 20
    assert signed["x-rate-limits"][0]["window"] == 2.0
    assert signed["x-permissions"] == ["trade"]
    assert {"401", "429", "4XX", "default"} <= set(signed["responses"])
    assert "401" not in document["paths"]["/api/v5/public/time"]["get"]["responses"]
    assert "50111" in document["components"]["responses"]["Status401"]["description"]


@pytest.mark.parametrize(
    ("row", "request_side", "schema"),
    [
        ({"values": ("a", "b")}, True, {"type": "string", "enum": ["a", "b"], "x-kind": "id"}),
        ({"values": ("a",), "closed": False}, True, {"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "string"}], "x-kind": "id"}),
        ({"values": ("a",)}, False, {"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "string"}], "x-kind": "id", "x-venuespec": {"closed": True}}),
        ({"values": ("a", "b"), "separator": ","}, True, {"type": "string", "x-values": ["a", "b"], "x-kind": "id", "x-separator": ","}),
        ({"json": "integer", "kind": "integer", "values": ("1", "2")}, True, {"type": "integer", "enum": [1, 2], "x-kind": "integer"}),
        ({"json": "boolean", "kind": "boolean", "values": ("true", "false"), "default": "false"}, True, {"type": "boolean", "default": False, "x-kind": "boolean", "x-venuespec": {"values": ["true", "false"]}}),
        ({"kind": "decimal", "limits": Limits(min=Decimal("0.5"))}, True, {"type": "string", "format": "decimal", "x-minimum": 0.5, "x-kind": "decimal"}),
        ({"json": "integer", "kind": "integer", "limits": Limits(min=Decimal(1), max=Decimal(100))}, True, {"type": "integer", "format": "int64", "minimum": 1, "maximum": 100, "x-kind": "integer"}),
        ({"limits": Limits(max_length=32, pattern="[a-z]*")}, True, {"type": "string", "maxLength": 32, "pattern": "^(?:[a-z]*)$", "x-kind": "id"}),
        ({"default": "b", "values": ("a",)}, True, {"type": "string", "enum": ["a"], "x-default": "b", "x-kind": "id"}),
        ({"json": "integer", "kind": "integer", "default": "all"}, True, {"type": "integer", "format": "int64", "x-default": "all", "x-kind": "integer"}),
        ({"required": "conditional", "deprecated": True, "deprecation": Deprecation(use=("b",), until="2026-10-31"), "alias": Alias(was="c")}, True, {"type": "string", "x-kind": "id", "x-required": "conditional", "x-alias": {"was": "c"}, "x-deprecation": {"use": ["b"], "until": "2026-10-31"}, "deprecated": True}),
        ({"kind": "timestamp_iso"}, False, {"type": "string", "format": "date-time", "x-kind": "timestamp_iso"}),
    ],
)  # fmt: skip
def test_a_row_reads_like_a_schema_written_by_hand(row: dict[str, Any], request_side: bool, schema: Any) -> None:
    field = Field(**{"name": "n", "type": row.get("json", "string"), "json": "string", "kind": "id", **row})
    assert RowSchemas(response=not request_side).row(field, "n") == schema


def test_where_an_example_disagrees_with_its_table_both_are_taken() -> None:
    types, lists = shown([{"a": None, "in": [{"b": 1}]}, {"a": "x,y"}])
    rows = RowSchemas(types, lists)
    a = Field(name="a", type="String", json="string", kind="id", values=("x", "y"))
    b = Field(name="b", type="String", json="string", kind="decimal")
    outer = Field(name="in", type="Array", json="array", kind="array", fields=(b,))
    schema = rows.object((a, outer))
    assert schema["properties"]["in"]["items"]["properties"]["b"]["type"] == ["string", "integer"]
    validator = Draft202012Validator(schema)
    assert [validator.is_valid({"a": value}) for value in (None, "x", "x,y", "x,z", "z")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_rows_by_position_keep_their_order() -> None:
    names = [Field(name=name, type="String", json="string", kind="decimal") for name in ("px", "sz")]
    record = RowSchemas(response=True).record(names)
    assert [item["title"] for item in record["prefixItems"]] == ["px", "sz"]


# --- the same every time, whole and valid


def test_the_document_is_the_same_in_both_forms_and_every_time(frozen: Load, document: dict[str, Any]) -> None:
    assert as_text(openapi(frozen("okx_v5")), is_yaml=False) == as_text(document, is_yaml=False)
    assert yaml.safe_load(as_text(document, is_yaml=True)) == json.loads(as_text(document, is_yaml=False))
    assert "&id" not in as_text({"a": [1], "b": [1]}, is_yaml=True)


def test_text_that_could_be_a_number_stays_text_for_every_reader_of_yaml() -> None:
    assert (
        as_text({"a": "12e4", "b": "0x1f", "c": "yes", "d": 'a"b'}, is_yaml=True)
        == "a: '12e4'\nb: '0x1f'\nc: 'yes'\nd: a\"b\n"
    )


def test_documents_are_valid(frozen: Load, document: dict[str, Any]) -> None:
    for each in (document, openapi(frozen("ku"))):
        assert [error.message for error in OpenAPIV31SpecValidator(each).iter_errors()] == []


# Each is broken on its page: an answer without envelope, a masked secret, a required parameter left out.
BROKEN = {
    "post /api/v5/account/account-level-switch-preset response1",
    "post /api/v5/account/account-level-switch-preset response2",
    "post /api/v5/account/account-level-switch-preset response3",
    "post /api/v5/account/account-level-switch-preset response4",
    "post /api/v5/users/subaccount/apikey request1",
    "post /v5/position/set-auto-add-margin request1",
}


def test_documented_examples_are_valid(venue: Load) -> None:
    count, wrong = 0, set[str]()
    for name, groups in (
        ("okx_v5", ["account", "trade", "sub_account"]),
        ("bybit_v5", ["order", "position", "market"]),
    ):
        number, invalid = invalid_examples(openapi(venue(name), groups))
        count += number
        wrong.update(invalid)
    assert count > 300
    assert len(wrong - BROKEN) <= count // 100, sorted(wrong - BROKEN)


# --- the command


def test_the_command_writes_a_group_and_refuses_an_unknown_one(frozen_root: Path, tmp_path: Path) -> None:
    file = tmp_path / "new" / "account.yaml"
    where = ["openapi", "okx_v5", "--root", str(frozen_root)]
    written = CliRunner().invoke(app, [*where, "--group", "account", "--output", str(file)])
    assert (written.exit_code, written.output) == (0, "")
    document = yaml.safe_load(file.read_text())
    assert {tag["name"] for tag in document["tags"]} == {"account"}
    assert all(path.startswith("/api/v5/account/") for path in document["paths"])
    refused = CliRunner().invoke(app, [*where, "--group", "acount"])
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "okx_v5 has no acount; there are: account, algo_trading" in refused.stderr


# --- generators of clients


@pytest.fixture(scope="module")
def file(frozen: Load, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("openapi") / "account.json"
    file.write_text(as_text(openapi(frozen("okx_v5"), ["account"]), is_yaml=False))
    return file


def tool(name: str) -> str:
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: pip install -e '.[openapi]'")
    return found


def test_openapi_python_client_makes_a_package_that_imports(file: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("post_hooks: []\n")
    made = tmp_path / "made_client"
    generated = subprocess.run(
        [tool("openapi-python-client"), "generate", "--path", file, "--output-path", made, "--meta", "none", "--config", config, "--fail-on-warning"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert generated.returncode == 0, generated.stdout + generated.stderr
    code = "from made_client.api.account import account_set_leverage as m; import made_client.models as k; print(m.sync.__name__, k.AccountSetLeverageRequest.__name__)"
    imported = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert imported.stdout == "sync AccountSetLeverageRequest\n", imported.stderr


def test_datamodel_code_generator_makes_classes(file: Path, tmp_path: Path) -> None:
    made = tmp_path / "models.py"
    generated = subprocess.run(
        [tool("datamodel-codegen"), "--input", file, "--input-file-type", "openapi", "--output", made, "--output-model-type", "pydantic_v2.BaseModel", "--formatters", "builtin"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert generated.returncode == 0, generated.stderr
    classes = {node.name for node in ast.parse(made.read_text()).body if isinstance(node, ast.ClassDef)}
    assert {"AccountSetLeverageRequest", "AccountSetLeverageRecord", "AccountSetLeverageResponse"} <= classes
    imported = subprocess.run([sys.executable, made], capture_output=True, text=True)
    assert imported.returncode == 0, imported.stderr
