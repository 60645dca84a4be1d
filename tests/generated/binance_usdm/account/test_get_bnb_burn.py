"""GET /fapi/v1/feeBurn of Binance USDⓈ-M Futures.

https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Get-BNB-Burn-Status Generated
by venuespec from the spec; edit that instead.
"""

import orjson

from venues.binance_usdm.account.get_bnb_burn import GetBnbBurn


def test_documented_response_1() -> None:
    answer = {"feeBurn": True}
    data = GetBnbBurn.decode(orjson.loads(orjson.dumps(answer)))
    assert data.fee_burn is True
    assert data.to_wire() == answer
