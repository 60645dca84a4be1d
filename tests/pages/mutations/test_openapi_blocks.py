"""An endpoint that a page holds as OpenAPI, in a block of code or in the attributes of components."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from venuespec.pages.draft import Draft

from .page_frames import FORMATS, PATHS, drafts, paths

FRONT = "---\nexchange: venue\nsource_url: https://docs.venue.example/docs/derivatives/a/trade/rest-api/x\n---\n\n"
SIDE = {"type": "string", "enum": ["buySide", "sellSide"], "default": "buySide", "description": "Side of the order."}
PARAMETERS: list[dict[str, Any]] = [
    {"name": "symbol", "in": "query", "required": True, "schema": {"type": "string"}, "description": "Symbol"},
    {"name": "side", "in": "query", "schema": {"$ref": "#/components/schemas/Side"}},
    {"name": "X-KEY", "in": "header", "required": True, "schema": {"type": "string"}},
]
BODY = {
    "content": {
        "application/json": {
            "schema": {
                "allOf": [
                    {"required": ["symbol"], "properties": {"symbol": {"type": "string", "description": "Symbol"}}},
                    {"type": "object", "properties": {"side": {"$ref": "#/components/schemas/Side"}}},
                ]
            }
        }
    }
}
RESPONSES = {
    "200": {
        "description": "OK",
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "ordId": {"type": "string", "description": "Order ID"},
                        "fills": {"type": "array", "items": {"properties": {"px": {"type": "string"}}}},
                    },
                },
                "example": {"ordId": "7", "fills": [{"px": "1"}]},
            }
        },
    },
    "400": {"description": "Bad request"},
}


def _document(path: str, operation: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "openapi": "3.0.3",
        "servers": [{"url": "https://api.venue.example"}],
        "paths": {path: {"post": operation}},
        "components": {"schemas": {"Side": SIDE}},
        **more,
    }


def _fenced(language: str, document: Mapping[str, Any]) -> str:
    text = yaml.safe_dump(document, sort_keys=False) if language.startswith("yaml") else json.dumps(document)
    return f"{FRONT}# Place order\n\nPlaces an order.\n\n```{language}\n{text}\n```\n"


def _is_right(draft: Draft, format_: str) -> None:
    assert draft.key == f"POST {PATHS[format_]}"
    assert dict(paths(draft.request)) == {"symbol": ("string", "yes"), "side": ("string", "no")}
    [_, side] = draft.request
    assert (side.values, side.default) == (("buySide", "sellSide"), "buySide")
    assert [name for name, _ in paths(draft.response)] == ["ordId", "fills", "fills.px"]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("asked", [{"parameters": PARAMETERS}, {"requestBody": BODY}], ids=["query", "body"])
@pytest.mark.parametrize("language", ["json", "yaml", "yaml POST /x openapi.yaml"])
def test_a_document_in_a_block_of_code(language: str, asked: Mapping[str, Any], format_: str, tmp_path: Path) -> None:
    document = _document(PATHS[format_], {"description": "Places an order.", **asked, "responses": RESPONSES})
    [draft] = drafts(format_, _fenced(language, document), tmp_path)
    _is_right(draft, format_)


@pytest.mark.parametrize("format_", ["okx", "bybit", "flat"])
def test_the_server_of_a_document_is_its_base(format_: str, tmp_path: Path) -> None:
    operation = {"parameters": PARAMETERS, "responses": RESPONSES}
    document = _document("/orders", operation, servers=[{"url": "https://api.venue.example/api/v5"}])
    [draft] = drafts(format_, _fenced("json", document), tmp_path)
    assert draft.key == "POST /api/v5/orders"


@pytest.mark.parametrize("format_", ["okx", "bybit", "flat"])
def test_the_components_of_docusaurus(format_: str, tmp_path: Path) -> None:
    parameters = [PARAMETERS[0], {**PARAMETERS[1], "schema": SIDE}]
    text = (
        f'{FRONT}# Place order\n\n<MethodEndpoint\n  method={{"post"}}\n  path={{"{PATHS[format_]}"}}\n'
        f'  context={{"endpoint"}}\n>\n  \n</MethodEndpoint>\n\nPlaces an order.\n\n<ParamsDetails\n  parameters={{'
        f"{json.dumps(parameters)}}}\n>\n  \n</ParamsDetails>\n\n<RequestSchema\n  body={{undefined}}\n>\n  \n"
        f"</RequestSchema>\n\n<StatusCodes id={{undefined}} responses={{{json.dumps(RESPONSES)}}}></StatusCodes>\n"
    )
    [draft] = drafts(format_, text, tmp_path)
    _is_right(draft, format_)


def test_each_operation_of_a_document_is_an_endpoint(tmp_path: Path) -> None:
    document = _document("/v1/orders", {"summary": "Place", "parameters": PARAMETERS, "responses": RESPONSES})
    document["paths"]["/v1/orders"]["delete"] = {"summary": "Cancel", "parameters": PARAMETERS[:1], "deprecated": True}
    first, second = drafts("flat", _fenced("json", document), tmp_path)
    assert (first.key, second.key, second.title) == ("POST /v1/orders", "DELETE /v1/orders", "Cancel")
    assert [row.name for row in second.request] == ["symbol"]
    assert "deprecated" in second.prose
    assert "deprecated" not in first.prose


@pytest.mark.parametrize(("security", "access"), [([], "public"), ([{"key": []}], "signed")])
def test_what_a_document_says_of_access(security: list[Any], access: str, tmp_path: Path) -> None:
    operation = {"parameters": PARAMETERS, "responses": RESPONSES, "security": security}
    [draft] = drafts("okx", _fenced("json", _document("/api/v5/orders", operation)), tmp_path)
    assert draft.access == access


@pytest.mark.parametrize("format_", ["okx", "bybit", "flat"])
def test_a_body_that_can_be_several_things_is_reported(format_: str, tmp_path: Path) -> None:
    body = {"content": {"application/json": {"schema": {"oneOf": [{"type": "object"}, {"type": "array"}]}}}}
    [draft] = drafts(format_, _fenced("json", _document(PATHS[format_], {"requestBody": body})), tmp_path)
    assert "table-unread" in [each.code for each in draft.diagnostics]


def test_references_that_refer_to_each_other_end(tmp_path: Path) -> None:
    laughs: dict[str, Any] = {
        f"S{at}": {"properties": {f"p{each}": {"$ref": f"#/components/schemas/S{at + 1}"} for each in range(9)}}
        for at in range(9)
    }
    laughs["Side"] = {"properties": {"again": {"$ref": "#/components/schemas/Side"}}}
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/S0"}}}}
    document = _document("/v1/orders", {"parameters": PARAMETERS, "requestBody": body}, components={"schemas": laughs})
    [draft] = drafts("flat", _fenced("json", document), tmp_path)
    assert draft.key == "POST /v1/orders"


def test_a_table_beside_a_document_is_read(tmp_path: Path) -> None:
    table = "| Parameter | Type | Required | Description |\n|---|---|---|---|\n| pair | string | Yes | Pair |\n"
    document = _document("/v1/orders", {"parameters": PARAMETERS})
    text = f"# Place order\n\n`POST /v1/orders`\n\n## Parameters\n\n{table}\n```json\n{json.dumps(document)}\n```\n"
    [draft] = drafts("flat", text, tmp_path)
    assert [row.name for row in draft.request] == ["pair"]
