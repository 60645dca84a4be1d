"""Answers whose names are data, such as a coin or a symbol, and payloads that stand deeper than one key."""

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from venues import AnswerWarning, DecodeError, StubTransport, frame
from venues._runtime.envelopes import payload_of, with_payload
from venues._runtime.payloads import keyed_of, one_of
from venues._runtime.rows import Row
from venues._runtime.venue import Envelope
from venues.bybit_v5 import Client
from venues.bybit_v5.p2p.get_chat_messages import GetChatMessages
from venuespec.checks.lint import lint
from venuespec.sdk.generate import generate
from venuespec.spec.load import load_venue

AMOUNTS = "/v5/account/withdrawal"
CHAT = Envelope(code="ret_code", message="ret_msg", data="result.result", success=frozenset({"0"}))


def client(path: str, result: Any, method: str = "GET", **options: Any) -> Client:
    stub = StubTransport()
    stub.answer(method, path, result)
    return Client(api_key="k", secret_key="s", transport=stub, **options)


def amounts(held: Any, **options: Any) -> Any:
    answer = {"retCode": 0, "retMsg": "", "result": {"availableWithdrawal": "1", "availableWithdrawalMap": held}}
    with client(AMOUNTS, answer, **options) as bybit:
        return bybit.account.get_transferable_amount(coin_name="BTC,ETH")


def test_an_object_keyed_by_coin_is_a_typed_map() -> None:
    row = amounts({"BTC": "4.54549050", "ETH": "16.1", "XRP": ""})
    assert row.available_withdrawal_map == {"BTC": Decimal("4.54549050"), "ETH": Decimal("16.1")}
    assert row.to_wire()["availableWithdrawalMap"] == {"BTC": "4.54549050", "ETH": "16.1", "XRP": ""}
    assert row.to_dict(floats=True)["available_withdrawal_map"] == {"BTC": 4.5454905, "ETH": 16.1}


@pytest.mark.parametrize("nothing", [None, "", {}])
def test_a_missing_map_is_empty(nothing: Any) -> None:
    row = amounts(nothing)
    assert row.available_withdrawal_map == {}
    assert row.to_wire()["availableWithdrawalMap"] == nothing


def test_one_odd_value_of_a_map_loses_no_other() -> None:
    with pytest.warns(AnswerWarning, match=r"availableWithdrawalMap.(ETH|SOL) is None: expected a number"):
        row = amounts({"BTC": "1", "ETH": "much", "SOL": "NaN"})
    assert row.available_withdrawal_map == {"BTC": Decimal("1")}
    assert row.raw["availableWithdrawalMap"] == {"BTC": "1", "ETH": "much", "SOL": "NaN"}
    with pytest.raises(DecodeError, match=r"availableWithdrawalMap\.ETH: expected a number, got 'much'"):
        amounts({"ETH": "much"}, strict=True)


@pytest.mark.parametrize("odd", [[], "much", 7])
def test_what_is_no_object_is_no_map(odd: Any) -> None:
    with pytest.warns(AnswerWarning, match="availableWithdrawalMap is None: expected an object"):
        row = amounts(odd)
    assert row.available_withdrawal_map == {}


def test_a_changed_map_is_written_as_the_venue_does() -> None:
    row = amounts({"BTC": "1", "ETH": 2})
    row.available_withdrawal_map["BTC"] = Decimal("3.0")
    assert row.to_wire()["availableWithdrawalMap"] == {"BTC": "3.0", "ETH": 2}


def test_maps_of_rows_become_a_frame() -> None:
    pytest.importorskip("pandas")
    table = frame(amounts({"BTC": "1"}))
    assert table.to_dict("list")["available_withdrawal_map"] == [{"BTC": 1.0}]


@pytest.mark.parametrize(
    ("body", "payload"),
    [
        ({"ret_code": 0, "result": {"result": [{"id": "1"}]}}, [{"id": "1"}]),
        ({"ret_code": 0, "result": {"result": []}}, []),
        ({"ret_code": 0, "result": {}}, None),
        ({"ret_code": 0, "result": None}, None),
        ({"ret_code": 0, "result": [1]}, None),
        ([], None),
    ],
    ids=str,
)
def test_a_payload_may_stand_inside_another(body: Any, payload: Any) -> None:
    assert payload_of(CHAT, body) == payload


def test_an_answer_is_written_with_its_payload_in_its_place() -> None:
    assert with_payload(CHAT, {"ret_code": 0, "result": {"next": "2"}}, [7]) == {
        "ret_code": 0,
        "result": {"next": "2", "result": [7]},
    }
    assert with_payload(Envelope(data="data"), {}, 7) == {"data": 7}
    assert with_payload(Envelope(), {"code": 0}, 7) == 7


def test_chat_messages_come_as_rows() -> None:
    message = {"id": "3000835348", "message": "hi, test", "msgType": 1, "createDate": "1741763625000"}
    answer = {"ret_code": 0, "ret_msg": "SUCCESS", "result": {"result": [message]}, "time_now": "1741765371.7"}
    with client("/v5/p2p/order/message/listpage", answer, "POST") as bybit:
        answered = bybit.send(GetChatMessages(order_id="1", size=1))
        messages = answered.data
    assert [(each.id, each.message) for each in messages] == [("3000835348", "hi, test")]
    assert "result" not in answered.envelope


def test_a_payload_that_is_a_map_of_rows() -> None:
    assert keyed_of("data", one_of("data", Row))({"a": {"x": 1}, "b": {}}).keys() == {"a", "b"}
    with pytest.raises(ValueError, match="data: expected an object"):
        keyed_of("data", one_of("data", Row))([])


TABLE = """\
docs:
  source: https://tiny.example/docs/#fees
  title: Fees
  method: GET
  path: /v1/fees
  auth: signed
  data: object
  response:
  - {name: maker, type: String, label: Maker fee}
  - {name: by, type: Object, label: Fees, fields: [{name: taker, type: String, label: Taker fee}]}
  examples:
  - response: '{"code":"0","msg":"","data":{"A":{"BTC/USD":{"maker":"0.1","by":{"VIP 1":{"taker":"0.2"}}}}}}'

sdk:
  summary: Get the fees.
  row: Fees
  data: maps
  fields:
    response.maker: {kind: decimal}
    response.by: {kind: map}
    response.by.taker: {kind: decimal}
"""


def test_maps_of_maps_are_planned_tested_and_pass_the_lint(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    shutil.copytree(Path(__file__).parent / "hostile" / "tiny", folder)
    (folder / "trade" / "get_fees.yaml").write_text(TABLE)
    venue = load_venue(folder)
    assert not [
        each
        for each in lint(venue)
        if "get_fees" in str(each) and each.check.startswith("example-") and each.check != "example-missing"
    ]
    files = {str(path): source for path, source in generate([venue]).items()}
    module = next(source for path, source in files.items() if path.endswith("tiny/trade/get_fees.py"))
    assert "Request[dict[str, dict[str, Fees]]]" in module
    assert "by: dict[str, By]" in module
    tests = next(source for path, source in files.items() if path.endswith("test_get_fees.py"))
    assert "data['A']['BTC/USD'].maker" in tests.replace('"', "'")
    assert "data['A']['BTC/USD'].by['VIP 1'].taker" in tests.replace('"', "'")
