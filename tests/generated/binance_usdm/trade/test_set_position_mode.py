"""POST /fapi/v1/positionSide/dual of Binance USDⓈ-M Futures.

https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Change-Position-Mode Generated
by venuespec from the spec; edit that instead.
"""

import orjson

from venues.binance_usdm.trade.set_position_mode import SetPositionMode


def test_documented_response_1() -> None:
    answer = {"code": 200, "msg": "success"}
    data = SetPositionMode.decode(orjson.loads(orjson.dumps(answer)))
    assert data.code == 200
    assert data.msg == "success"
    assert data.to_wire() == answer
