"""What the server answers, as bytes: the same rows in each venue's envelope, no two rows alike."""

import json
from random import Random
from typing import Any

# The 50 fields of a cross position in a perpetual, every one of them filled.
_TEXTS = {
    "instType": "SWAP",
    "mgnMode": "cross",
    "posSide": "net",
    "instId": "BTC-USDT-SWAP",
    "ccy": "USDT",
    "posCcy": "BTC",
    "liabCcy": "USDT",
    "spotInUseCcy": "BTC",
}
_NUMBERS = [
    "pos",
    "availPos",
    "avgPx",
    "nonSettleAvgPx",
    "markPx",
    "upl",
    "uplRatio",
    "uplLastPx",
    "uplRatioLastPx",
    "lever",
    "liqPx",
    "imr",
    "margin",
    "mgnRatio",
    "mmr",
    "liab",
    "interest",
    "optVal",
    "pendingCloseOrdLiabVal",
    "notionalUsd",
    "last",
    "idxPx",
    "usdPx",
    "bePx",
    "deltaBS",
    "deltaPA",
    "gammaBS",
    "gammaPA",
    "thetaBS",
    "spotInUseAmt",
    "clSpotInUseAmt",
    "maxSpotInUseAmt",
    "realizedPnl",
    "settledPnl",
    "pnl",
    "fee",
    "fundingFee",
]


def positions(count: int = 100) -> list[dict[str, str]]:
    """Positions of 50 fields: 37 quantities, 10 texts, 2 times and a whole number, all of them text as on the wire."""
    random = Random(1)
    return [
        {
            **_TEXTS,
            "posId": str(random.randrange(10**18, 10**19)),
            "tradeId": str(random.randrange(10**9)),
            "adl": str(random.randrange(1, 6)),
            "cTime": str(1_750_000_000_000 + random.randrange(10**10)),
            "uTime": str(1_760_000_000_000 + random.randrange(10**10)),
            **{name: f"{random.uniform(-9, 99_999):.{random.randrange(2, 14)}f}" for name in _NUMBERS},
        }
        for _ in range(count)
    ]


_EMPTY = {
    "nonSettleAvgPx",
    "imr",
    "optVal",
    "usdPx",
    "bePx",
    "deltaBS",
    "deltaPA",
    "gammaBS",
    "gammaPA",
    "thetaBS",
    "spotInUseAmt",
    "clSpotInUseAmt",
    "maxSpotInUseAmt",
    "realizedPnl",
    "settledPnl",
    "pnl",
    "fee",
    "fundingFee",
}


def positions_as_shown() -> list[dict[str, str]]:
    """The same, with as many quantities empty as on the venue's page: 18 of 37."""
    return [{name: "" if name in _EMPTY else value for name, value in row.items()} for row in positions()]


def candles(count: int = 300) -> list[list[str]]:
    """Candles of nine columns: a time, seven quantities and a flag, all of them text as on the wire."""
    random = Random(2)
    return [
        [
            str(1_760_000_000_000 - 60_000 * index),
            *(f"{random.uniform(60_000, 70_000):.1f}" for _ in range(4)),
            *(f"{random.uniform(1, 9_999_999):.{random.randrange(1, 9)}f}" for _ in range(3)),
            "1",
        ]
        for index in range(count)
    ]


_ROWS: dict[str, list[Any]] = {
    "set_leverage": [{"lever": "5", "mgnMode": "isolated", "instId": "BTC-USDT-SWAP", "posSide": "net"}],
    "place_order": [
        {
            "clOrdId": "",
            "ordId": "312269865356374016",
            "tag": "",
            "ts": "1695190491421",
            "sCode": "0",
            "sMsg": "",
            "subCode": "",
        }
    ],
    "positions": positions(),
    "positions_as_shown": positions_as_shown(),
    "candles": candles(),
}
CASES = tuple(_ROWS)


def okx(case: str) -> bytes:
    """The answer of OKX v5."""
    return _json({"code": "0", "msg": "", "data": _ROWS[case]})


def bybit(case: str) -> bytes:
    """The answer of Bybit v5: the same rows where it has rows."""
    rows = _ROWS[case]
    result = {"list": rows, "category": "linear"} if len(rows) > 1 else rows[0]
    return _json({"retCode": 0, "retMsg": "OK", "result": result, "retExtInfo": {}, "time": 1756460695432})


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
