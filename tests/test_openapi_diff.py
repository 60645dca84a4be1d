"""OpenAPI documents on either side of a diff: what they say is compared, what they do not say is unknown."""

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from venuespec.cli.app import app
from venuespec.diff.compare import diff
from venuespec.openapi import parse as parsing
from venuespec.openapi import references
from venuespec.openapi.document import openapi
from venuespec.openapi.parse import DocumentError, parse
from venuespec.openapi.read import against, both, read_openapi
from venuespec.openapi.text import as_text
from venuespec.spec.model import VenueSpec

Load = Callable[[str], VenueSpec]
Document = dict[str, Any]
PATH = "/api/v5/account/set-leverage"
GET = "/api/v5/account/leverage-info"


@pytest.fixture(scope="module")
def exported(frozen: Load) -> Document:
    return json.loads(as_text(openapi(frozen("okx_v5")), is_yaml=False))


def changes(old: VenueSpec, new: Document) -> list[tuple[str, str, str, str]]:
    state, known = against(read_openapi(json.dumps(new), "new"), old)
    return [(each.level, each.kind, each.endpoint, each.pointer) for each in diff(known, state)]


# --- there and back


@pytest.mark.parametrize("name", ["okx_v5", "ku"])
def test_our_own_document_is_the_spec_that_it_came_from(frozen: Load, name: str) -> None:
    venue = frozen(name)
    document = openapi(venue)
    assert changes(venue, document) == []
    state, known = against(read_openapi(as_text(document, is_yaml=True), "old"), venue)
    assert diff(state, known) == ()
    assert diff(*both(*(read_openapi(json.dumps(document), "x") for _ in range(2)))) == ()


def test_what_a_text_states_is_compared(exported: Document) -> None:
    old, new = copy.deepcopy(exported), copy.deepcopy(exported)
    body(old)["properties"]["lever"]["x-at-most"] = ["20 days"]
    body(new)["properties"]["lever"]["x-at-most"] = ["10 days"]
    states = both(read_openapi(json.dumps(old), "old"), read_openapi(json.dumps(new), "new"))
    [found] = diff(*states)
    assert (found.kind, found.level, found.pointer) == ("constraint_tightened", "ERR", "request.lever.at_most")


def test_a_document_without_statements_of_texts_tells_nothing_of_them(frozen: Load, exported: Document) -> None:
    document = copy.deepcopy(exported)
    del document["x-venuespec"]["statements"]
    for key in ("x-at-most", "x-applies-to", "x-excludes"):
        _without(document, key)
    assert changes(frozen("okx_v5"), document) == []


def _without(node: Any, key: str) -> None:
    if isinstance(node, dict):
        node.pop(key, None)
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _without(inner, key)


def test_many_endpoints_come_back(venue: Load) -> None:
    groups = ["order", "position", "market"]
    assert changes(venue("bybit_v5"), openapi(venue("bybit_v5"), groups)) == []


def test_a_document_of_one_group_is_compared_with_that_group(frozen: Load) -> None:
    assert changes(frozen("okx_v5"), openapi(frozen("okx_v5"), ["account"])) == []


# --- edits


def body(document: Document) -> Document:
    return document["components"]["schemas"]["AccountSetLeverageRequest"]


def record(document: Document) -> Document:
    return document["components"]["schemas"]["AccountSetLeverageRecord"]


def query(document: Document, name: str) -> Document:
    return next(each for each in document["paths"][GET]["get"]["parameters"] if each["name"] == name)


def remove_endpoint(document: Document) -> None:
    del document["paths"][PATH]


def remove_parameter(document: Document) -> None:
    del body(document)["properties"]["posSide"]


def remove_query_parameter(document: Document) -> None:
    document["paths"][GET]["get"]["parameters"].remove(query(document, "ccy"))


def require(document: Document) -> None:
    body(document)["required"].append("instId")


def require_in_the_query(document: Document) -> None:
    query(document, "ccy")["required"] = True


def release(document: Document) -> None:
    body(document)["required"].remove("lever")


def remove_value(document: Document) -> None:
    body(document)["properties"]["mgnMode"]["enum"].remove("cross")


def add_value(document: Document) -> None:
    body(document)["properties"]["mgnMode"]["enum"].append("both")


def forget_values(document: Document) -> None:
    del body(document)["properties"]["mgnMode"]["enum"]


def change_type(document: Document) -> None:
    body(document)["properties"]["lever"]["type"] = "integer"


def remove_field(document: Document) -> None:
    del record(document)["properties"]["lever"]


def add_field(document: Document) -> None:
    record(document)["properties"]["new"] = {"type": "string"}


def add_required_parameter(document: Document) -> None:
    body(document)["properties"]["new"] = {"type": "string"}
    body(document)["required"].append("new")


def limit(document: Document) -> None:
    body(document)["properties"]["lever"]["maxLength"] = 3


def deprecate(document: Document) -> None:
    document["paths"][PATH]["post"]["deprecated"] = True


def open_to_all(document: Document) -> None:
    document["paths"][PATH]["post"]["security"] = []


def raise_permission(document: Document) -> None:
    document["paths"][PATH]["post"]["x-permissions"] = ["withdraw"]


def tighten_rate(document: Document) -> None:
    document["paths"][PATH]["post"]["x-rate-limits"][0]["limit"] = 5


def move_host(document: Document) -> None:
    document["servers"][0]["url"] = "https://other.example"


def forget_answer(document: Document) -> None:
    del document["paths"][PATH]["post"]["responses"]["200"]["content"]


def reword(document: Document) -> None:
    body(document)["properties"]["lever"]["description"] = "Other words."
    document["info"]["title"] = "Another title"


POST, READ = f"POST {PATH}", f"GET {GET}"


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (remove_endpoint, [("ERR", "endpoint_removed", POST, "")]),
        (remove_parameter, [("WARN", "request_param_removed", POST, "request.posSide")]),
        (remove_query_parameter, [("WARN", "request_param_removed", READ, "request.ccy")]),
        (require, [("ERR", "requiredness_changed", POST, "request.instId.required")]),
        (require_in_the_query, [("ERR", "requiredness_changed", READ, "request.ccy.required")]),
        (release, [("INFO", "requiredness_changed", POST, "request.lever.required")]),
        (remove_value, [("ERR", "enum_removed", POST, "request.mgnMode.values")]),
        (add_value, [("INFO", "enum_added", POST, "request.mgnMode.values")]),
        (forget_values, [("WARN", "enum_removed", POST, "request.mgnMode.values")]),
        # The examples still show a text: as with two specs, the schema may have been corrected.
        (change_type, [("WARN", "type_label_changed", POST, "request.lever.type")]),
        (remove_field, [("ERR", "response_field_removed", POST, "response.lever")]),
        (add_field, [("INFO", "response_field_added", POST, "response.new")]),
        (add_required_parameter, [("ERR", "request_param_added", POST, "request.new")]),
        (limit, [("WARN", "constraint_tightened", POST, "request.lever.max_length")]),
        (deprecate, [("WARN", "deprecated", POST, "")]),
        (raise_permission, [("ERR", "permission_changed", POST, "permissions")]),
        (tighten_rate, [("WARN", "rate_limit_tightened", POST, "rate_limits")]),
        (move_host, [("ERR", "base_url_changed", "*", "environments.production.global")]),
        (forget_answer, []),
        (reword, []),
    ],
)  # fmt: skip
def test_an_edit_is_the_change_that_it_is(
    frozen: Load, exported: Document, edit: Callable[[Document], None], expected: Any
) -> None:
    edited = copy.deepcopy(exported)
    edit(edited)
    assert changes(frozen("okx_v5"), edited) == expected
    if edit not in (forget_answer, reword):
        found = diff(*both(read_openapi(json.dumps(exported), "old"), read_openapi(json.dumps(edited), "new")))
        assert [(each.level, each.kind, each.endpoint, each.pointer) for each in found] == expected


# --- documents of others


FOREIGN = """
openapi: 3.0.3
info: {title: Somebody's idea of OKX, version: 2026-01-01}
paths:
  /api/v5/account/set-leverage:
    parameters:
    - $ref: '#/components/parameters/trace'
    post:
      requestBody:
        content:
          application/json; charset=utf-8:
            schema: {$ref: '#/components/schemas/SetLeverage'}
      responses:
        '200':
          description: It is done.
  /api/v5/account/leverage-info:
    get:
      parameters:
      - {name: mgnMode, in: query, required: true, schema: {type: string, enum: [cross, isolated]}}
      - {name: instId, in: query, schema: {type: string, nullable: true}}
      responses:
        200:
          description: The answer.
          content:
            application/json:
              schema:
                type: object
                properties:
                  code: {type: string}
                  data: {type: array, items: {$ref: '#/components/schemas/Node'}}
components:
  parameters:
    trace: {name: X-Trace, in: header, schema: {type: string}}
  schemas:
    Named:
      type: object
      required: [mgnMode]
      properties:
        instId: {type: string}
        mgnMode: {type: string, enum: [isolated, cross]}
        ccy: {}
    SetLeverage:
      allOf:
      - $ref: '#/components/schemas/Named'
      - type: object
        required: [lever]
        properties:
          lever: {type: number}
          posSide: {type: string, enum: [long, short, net]}
    Node:
      type: object
      properties:
        lever: {type: string}
        children: {type: array, items: {$ref: '#/components/schemas/Node'}}
"""


def test_a_document_of_others_is_compared_as_far_as_it_goes(frozen: Load) -> None:
    state, known = against(read_openapi(FOREIGN, "foreign"), frozen("okx_v5"))
    found = [(each.level, each.kind, each.endpoint, each.pointer) for each in diff(known, state)]
    assert [each for each in found if each[2] == POST] == [
        ("ERR", "type_changed", POST, "request.lever.type"),
        ("INFO", "enum_added", POST, "request.posSide.values"),
    ]
    read = [each for each in found if each[2] == READ]
    assert ("WARN", "request_param_removed", READ, "request.ccy") in read
    assert ("INFO", "response_field_added", READ, "response.children") in read
    assert {each[2] for each in found} == {POST, READ}


def test_what_a_document_never_states_is_unknown(frozen: Load) -> None:
    bare = {"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": {}}
    assert changes(frozen("okx_v5"), bare) == []
    parameters = [{"name": name, "in": "query"} for name in ("ccy", "instId", "mgnMode")]
    bare["paths"] = {GET: {"get": {"parameters": parameters}}}
    assert changes(frozen("okx_v5"), bare) == [("INFO", "requiredness_changed", READ, "request.mgnMode.required")]


def test_whether_calls_are_signed_is_certain_where_both_say_it(frozen: Load, exported: Document) -> None:
    opened = copy.deepcopy(exported)
    open_to_all(opened)
    assert changes(frozen("okx_v5"), opened) == [("WARN", "permission_changed", POST, "access")]
    closed = copy.deepcopy(exported)
    for document in (opened, closed):
        # Without the facts of ours, a document does not say that its access is only inferred from the page.
        _without(document["paths"], "x-venuespec")
    [change] = diff(*both(read_openapi(json.dumps(opened), "old"), read_openapi(json.dumps(closed), "new")))
    assert (change.level, change.kind, change.pointer) == ("ERR", "permission_changed", "access")


def test_of_two_documents_an_endpoint_that_one_lacks_is_gone() -> None:
    old = parse(FOREIGN)
    new = copy.deepcopy(old)
    del new["paths"][GET]
    found = diff(*both(read_openapi(json.dumps(old), "old"), read_openapi(json.dumps(new), "new")))
    assert [(each.level, each.kind, each.endpoint) for each in found] == [("ERR", "endpoint_removed", READ)]


# --- hostile documents


HEAD = "openapi: 3.1.0\ninfo: {title: x, version: '1'}\n"
DOUBLED = {
    f"S{n}": {
        "properties": {"a": {"$ref": f"#/components/schemas/S{n + 1}"}, "b": {"$ref": f"#/components/schemas/S{n + 1}"}}
    }
    for n in range(40)
}
UNFOLDS = {
    "openapi": "3.1.0",
    "paths": {"/x": {"post": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/S0"}}}}}}},
    "components": {"schemas": {**DOUBLED, "S40": {"type": "string"}}},
}  # fmt: skip
ALIASES = (
    HEAD
    + "x-a: &a0 [1, 2]\n"
    + "".join(f"x-{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40))
    + "paths: {/x: *a39}\n"
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"openapi": "3.1.0", "paths": ' + '{"a":' * 5000 + "1" + "}" * 5001, "nested too deeply"),
        ('{"openapi": "3.1.0", "paths": ' + "[" * 200000, "nested too deeply"),
        (HEAD + "paths: " + "[" * 5000, "nest"),
        (HEAD + "paths: *nothing", "is not YAML|alias nothing for nothing before it"),
        (HEAD + "paths: &a {x: *a}", "alias a for nothing before it"),
        ("swagger: '2.0'\n", "is Swagger 2.0; OpenAPI 3.0 and 3.1 are read"),
        ("openapi: 4.0.0\n", "is OpenAPI 4.0.0"),
        ("title: x\n", "is no OpenAPI"),
        ("[]", "is not an object"),
        ("", "is not an object"),
        ("a: [", "is not YAML"),
        ('{"openapi"', "is not JSON"),
        (HEAD + "paths: [1]\n", "no object under paths"),
        (HEAD + "? [a]\n: 1\n", "a key that is not text"),
        (HEAD + "---\nb: 1\n", "several YAML documents"),
    ],
)  # fmt: skip
def test_a_hostile_text_gets_one_clear_error(text: str, message: str) -> None:
    with pytest.raises(DocumentError, match=message) as error:
        parse(text)
    assert "\n" not in str(error.value)


def test_a_reference_to_nothing_is_an_error_and_no_removed_row() -> None:
    schema = "{$ref: '#/components/schemas/Nope'}"
    answer = "{'200': {description: ok, content: {application/json: {schema: " + schema + "}}}}"
    document = read_openapi(HEAD + "paths: {/x: {get: {responses: " + answer + "}}}\n", "x")
    with pytest.raises(DocumentError, match="refers to #/components/schemas/Nope, which it does not have"):
        both(document, document)


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch, frozen: Load) -> None:
    monkeypatch.setattr(references, "MOST_MERGED", 2000)
    with pytest.raises(DocumentError, match="unfolds into too many schemas"):
        against(read_openapi(json.dumps(UNFOLDS), "x"), frozen("okx_v5"))
    monkeypatch.setattr(parsing, "MOST_CHARACTERS", 10)
    with pytest.raises(DocumentError, match="has 15 characters; at most 10 are read"):
        parse("openapi: 3.1.0\n")


def test_aliases_share_what_they_name(frozen: Load) -> None:
    state, known = against(read_openapi(ALIASES, "x"), frozen("okx_v5"))
    assert diff(known, state) == ()


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#/components/schemas/Loop"},
        {"$ref": "other.yaml#/x"},
        {"$ref": 3},
        {"allOf": [{"$ref": "#/components/schemas/Self"}]},
        {"type": ["null"], "enum": [None, {}, 1e400]},
        {"type": {"x": 1}, "required": "all", "properties": {"a": 1, "b": None}},
        {"anyOf": [{"oneOf": "x"}], "items": [1], "minimum": "low", "maxLength": True, "default": {}},
    ],
)
def test_nonsense_in_a_schema_is_unknown(frozen: Load, schema: Any) -> None:
    document = {
        "openapi": "3.0.0",
        "paths": {
            "/x": {"post": {"requestBody": {"content": {"application/json": {"schema": schema}}}, "responses": 1}},
            "/y": {"get": {"parameters": [{"name": "p", "in": "query", "schema": schema}, 1], "tags": 1}},
            "/z": 1,
        },
        "components": {
            "schemas": {
                "Loop": {"$ref": "#/components/schemas/Loop"},
                "Self": {"allOf": [{"$ref": "#/components/schemas/Self"}], "properties": {"a": {"$ref": "#/components/schemas/Self"}}},
            }
        },
        "servers": {},
        "security": "none",
    }  # fmt: skip
    text = json.dumps(document)
    state, _ = against(read_openapi(text, "x"), frozen("okx_v5"))
    assert {each.key for each in state.endpoints} == {"POST /x", "GET /y"}
    assert diff(*both(read_openapi(text, "a"), read_openapi(text, "b"))) == ()


# --- the command


def test_the_command_takes_a_document_on_either_side(frozen_root: Path, exported: Document, tmp_path: Path) -> None:
    file = tmp_path / "edited.json"
    remove_endpoint(exported := copy.deepcopy(exported))
    file.write_text(json.dumps(exported))
    root = ["--root", str(frozen_root)]
    done = CliRunner().invoke(app, ["diff", "okx_v5", str(file), *root, "--fail-on", "ERR"])
    assert done.exit_code == 1
    assert "endpoint_removed" in done.stdout
    assert "1 ERR" in done.stdout.splitlines()[-1]
    assert "endpoint_added" in CliRunner().invoke(app, ["diff", str(file), "okx_v5", *root]).stdout
    (tmp_path / "bad.yaml").write_text("swagger: '2.0'\n")
    refused = CliRunner().invoke(app, ["diff", "okx_v5", str(tmp_path / "bad.yaml"), *root])
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.endswith("bad.yaml is Swagger 2.0; OpenAPI 3.0 and 3.1 are read\n")
    missing = CliRunner().invoke(app, ["diff", "okx_v5", "nowhere.yaml", *root])
    assert (missing.exit_code, missing.stderr) == (2, "error: there is no file nowhere.yaml\n")


def test_the_commands_of_the_guide_run(
    root: Path, frozen_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = re.findall(r"^    \$ venuespec (.+)$", (root / "docs" / "openapi.md").read_text(), re.M)
    assert len(commands) == 4
    (tmp_path / "spec").symlink_to(frozen_root / "spec")
    monkeypatch.chdir(tmp_path)
    for command in commands:
        done = CliRunner().invoke(app, command.split())
        assert (done.exit_code, done.output) == (0, ""), command
    assert {file.name for file in tmp_path.iterdir()} == {"spec", "okx_v5.json", "account.yaml"}
