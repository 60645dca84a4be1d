"""Requests that ccxt's own tests record for its clients: the SDK refuses none, and leaves nothing out."""

import json
from pathlib import Path
from typing import Any

import pytest

from other_wire import Wire, read, through_the_sdk

pytestmark = pytest.mark.filterwarnings("ignore::venues._runtime.errors.RuleWarning")

HERE = Path(__file__).parent / "fixtures" / "ccxt"
VENUES: dict[str, tuple[dict[str, str], Any]] = {
    "okx_v5": (
        {"api_key": "key", "secret_key": "secret", "passphrase": "phrase"},
        {"code": "0", "msg": "", "data": []},
    ),
    "bybit_v5": ({"api_key": "key", "secret_key": "secret"}, {"retCode": 0, "retMsg": "OK", "result": {}}),
}
# What ccxt sends and the pages do not have, so that the SDK has no parameter of the name.
NOT_DOCUMENTED = {
    "/api/v5/trade/order-algo": "clOrdId",  # the id of an algo order is algoClOrdId
    "/v5/order/create-batch": "category",  # in each item; it stands beside the items
    "/v5/execution/list": "size",  # the page says limit
}


def cases() -> list[Any]:
    return [
        pytest.param(venue, *json.loads(line), id=f"{venue}-{number}")
        for venue in VENUES
        for number, line in enumerate((HERE / f"{venue}.jsonl").read_text().splitlines(), 1)
    ]


def documented(path: str, values: Any) -> Any:
    if isinstance(values, list):
        return [documented(path, each) for each in values]
    items = {"request": [documented(path, each) for each in values["request"]]} if "request" in values else {}
    beside = bool(items) and path.endswith("create-batch")
    return {name: each for name, each in values.items() if beside or name != NOT_DOCUMENTED.get(path)} | items


@pytest.mark.parametrize(("venue", "method", "path", "values"), cases())
def test_the_sdk_sends_the_recorded_request(venue: str, method: str, path: str, values: Any) -> None:
    method, target, body, headers = through_the_sdk(venue, Wire(method, path, values), *VENUES[venue])
    assert read(method, target, body, headers, "") == Wire(method, path, documented(path, values))
