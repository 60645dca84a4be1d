"""A sixth set, of what a cell says of values: two blind sets of 299 and 308 facts, one of 582, and a hunt of 863.

The first two, which held types and conditions as well, were at first read right to 73 and 72 %; 54 and 57 facts were
reported, 14 and 13 lost in silence, 14 and 16 read wrong. Of the third 89 % were right, 29 reported, 17 lost, 19 wrong:
most of them lists of values. The hunt multiplied lists with what can stand behind them: 145 of 863 were read wrong, most
of them lists that were taken as complete. Of 482 facts held back to the end, on all that a page says, 431 (89 %) were
right, 24 reported, 11 lost and 16 wrong; some of them are here and in the other two sets since then.
"""

from .judge import Wording

_DEFAULTS = (
    ("`FAST`, `SLOW`; default: `SLOW`", {"default": "SLOW", "values": ("FAST", "SLOW")}),
    ("排序方式 `asc`/`desc`，默认`desc`", {"default": "desc", "values": ("asc", "desc")}),
    ("Precision of the prices: P0, P1, P2 (default P0)", {"default": "P0", "values": ("P0", "P1", "P2")}),
    ("Include closed accounts? (default: no)", {"default": "no"}),
    ('side filter; "all" (default), "buy", "sell"', {"default": "all", "values": ("all", "buy", "sell")}),
    ("all (default) / buy / sell", {"default": "all", "values": ("all", "buy", "sell")}),
    ("Window of validity; max 60000 (default: 5000).", {"default": "5000", "max": "60000"}),
    ("Page number. Default: `10`. Min: `1`", {"default": "10", "min": "1"}),
    ("Default `A`. Other values: `B`, `C`.", {"default": "A", "values": ("A", "B", "C")}),
)
_BOUNDS = (
    ("Length of the candle in minutes, 1 to 60", {"min": "1", "max": "60"}),
    ("Seconds until the order is cancelled: 10 to 86400.", {"min": "10", "max": "86400"}),
    ("Valid input ranges from 0 to 4294967295", {"min": "0", "max": "4294967295"}),
    ("Limit of results [1..80]", {"min": "1", "max": "80"}),
    ("取值范围：[5, 120]", {"min": "5", "max": "120"}),
    ("Possible values: [1, 1000]", {"min": "1", "max": "1000"}),
)
_LENGTHS = (
    ("Remark of 1 to 24 characters", {"min_length": 1, "max_length": 24}),
    ("letters and numbers, 1-32", {"min_length": 1, "max_length": 32}),
    ("string(1-32)", {"min_length": 1, "max_length": 32}),
    ("alphanumeric, 4-16", {"min_length": 4, "max_length": 16}),
    ("Letters, digits, `-` and `_`, 4-16", {"min_length": 4, "max_length": 16}),
    ("a-z, A-Z, 0-9, 1-36", {"min_length": 1, "max_length": 36}),
    ("String, 1 to 20", {"min_length": 1, "max_length": 20}),
    ("ASCII, max 20", {"max_length": 20}),
    ("letters and numbers, up to 20", {"max_length": 20}),
)
_SEVERAL = tuple(
    (said, {"values": ("a", "b", "c"), "open": True})
    for said in (
        "At least 2 of `a`, `b`, `c`",
        "At most two of `a`, `b`, `c`",
        "One or more of `a`, `b`, `c`",
        "One or several of `a`, `b`, `c`",
        "A subset of `a`, `b`, `c`",
        "Any combination of `a`, `b`, `c`",
        "Combination of `a`, `b`, `c`",
        "Several of `a`, `b`, `c`",
        "Some of `a`, `b`, `c`",
        "Two of `a`, `b`, `c`",
        "Choose 2 of: `a`, `b`, `c`",
        "Any number of `a`, `b`, `c`",
        "Multiple values: `a`, `b`, `c`",
        "`a`, `b`, `c` (multiple choice)",
        "A list of `a`, `b`, `c`",
    )
)
_ITEMS = (
    ("A list of symbols, delimiter is `;`", {"separator": ";"}),
    ("Symbols separated by comma without spaces; 15 at most.", {"separator": ",", "max_items": 15}),
    ("Several IDs, the separator is a comma", {"separator": ","}),
    ("IDs joined with a hyphen", {"separator": "-"}),
    ("IDs, comma-sep.", {"separator": ","}),
    ("用`|`隔开", {"separator": "|"}),
    ("One id or more, seperated by commas, 14 max", {"separator": ",", "max_items": 14}),
)
_VALUES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("**Required.** One of `a`, `b`", ("a", "b")),
    ("**Required** `a`: first, `b`: second", ("a", "b")),
    ('**Note** "a", "b"', ("a", "b")),
    ("ENUM: MAKER TAKER", ("MAKER", "TAKER")),
    ("Only supports `MAKER`", ("MAKER",)),
    ("Currently only `MAKER` is supported.", ("MAKER",)),
    ("Always `spot`", ("spot",)),
    ("Must be set to `cross`", ("cross",)),
    ("Candle width: 1m, 5m, 15m, 1h", ("1m", "5m", "15m", "1h")),
    ("Candle width (1min, 5min, 1hour, 1day)", ("1min", "5min", "1hour", "1day")),
    ("Valid candle widths are 60, 300, 900", ("60", "300", "900")),
    ("Interval in seconds, one of 60, 300, 3600", ("60", "300", "3600")),
    ("Supported resolutions: 1, 5, 30, D", ("1", "5", "30", "D")),
    ("A → ascending, D → descending", ("A", "D")),
    ("* A = ascending<br>* D = descending", ("A", "D")),
    ("<ul><li>A: ascending</li><li>D: descending</li></ul>", ("A", "D")),
    ("ascending (`A`) or descending (`D`)", ("A", "D")),
    ("LIMIT (limit order) / MARKET (market order)", ("LIMIT", "MARKET")),
    ("Status filter. Available: ACTIVE, FILLED", ("ACTIVE", "FILLED")),
    ("Order type  - limit : Limit order - market : Market order", ("limit", "market")),
    ("Time in force  - gtc: till cancelled - ioc: or cancel, taker only - fok: fill or kill", ("gtc", "ioc", "fok")),
    ("Account type, spot - spot account, margin - leveraged account", ("spot", "margin")),
    ("BUY/SELL", ("BUY", "SELL")),
    ("Position side.<br>`LONG` Long position<br>`SHORT` Short position", ("LONG", "SHORT")),
    ("订单类型: limit 限价单, market 市价单", ("limit", "market")),
    ("Order type ‘limit’ and ‘market’", ("limit", "market")),
    ("self trade prevention is divided into three strategies: CN, CO, and CB", ("CN", "CO", "CB")),
    ("The following values can be used: cross, isolated", ("cross", "isolated")),
    ("Filter by type (`main` | `trade`)", ("main", "trade")),
    ("Filter by type {main, trade}", ("main", "trade")),
    ("`A`; `B`; or `C`", ("A", "B", "C")),
    ("`A`, `B`. `C` since version 2.", ("A", "B", "C")),
    ("One of `A`, `B`. In hedge mode also `C`.", ("A", "B", "C")),
    ("One of `A`, `B` (`C` for margin accounts)", ("A", "B", "C")),
    ("`A`: first. `B`: second. The value `C` is for brokers.", ("A", "B", "C")),
    ("`A`/`B`, `C` only for options", ("A", "B", "C")),
    ("`A` (first), `B` (second)", ("A", "B")),
    ("`0`: normal, `1`: borrow (`UTA` only)", ("0", "1")),
    ("Valid value can be boolean (`True`/`False`). The default is set by the venue.", ("True", "False")),
)
_DECOYS = (
    "the same as `px` by default",
    "equals `px` unless sent",
    "`size`和`funds`不能同时传",
    "`size`、`funds` 至少传一个",
    "At most one of `px`, `pxUsd`",
    "(Select one out of two: `size` or `funds`)",
    "Typical values are `A` and `B`.",
    "Either `orderId` or `clientId`.",
    "Base and quote currency joined with a dash, e.g. BTC-EUR",
    "Thousands separated by commas are not accepted.",
    "Sub order quantity to buy or sell",
    "The detailed stage of the deposit/withdrawal",
    "Linked parent order. Supported for futures and options.",
    "Interval in seconds. TWAP/POV only",
    "Rank (`0` = lowest, `13` = highest)",
)
_TURNED = (
    "Not a comma separated list.",
    "All values but `A`.",
    "Any but `a`, `b`",
    "Any, but not `a`",
    "nothing but `a`",
    "All of `a`, `b` but `c`",
    "Any value excluding `a`, `b`",
    "Tier 1: 100; tier 2: 500",
    "`price` or `amount` must be present",
    "Supply exactly one: `price`, `amount`",
    "Whatever but `a`, `b`",
    "Every value but `a` and `b`",
    "Any value apart from `a` and `b`",
    "Choose either `size` or `funds`",
    "Only one of `size`, `funds` may be sent.",
    "Exactly one of `size` and `funds`",
    "Send `size` or `funds`",
    "Pass one of `price`, `quantity`",
    "`size` or `funds`, not both",
    "Up to 3 of `a`, `b`, `c`, `d`",
    "More than 3 of `a` fail",
    "Default depends on `type`: 5 for limit, 8 for stop.",
    "Without the prefix, at most 28 characters.",
    "Max 500; 1000 for VIP users.",
    "Max 500. Brokers can use 1000.",
    "It defaults to `A`, or to `B` for sub-accounts.",
    "Default `A`. On perp `B`.",
    "default `A`; perp: `B`",
    "Default: `A`/`B`",
    "default: same as `x`",
    "defaults to `x` if sent",
    "defaults to `x` + 1",
    "by default it is hidden",
    "default 5 min",
    "max 1.000.000",
    "16 characters of it are shown",
    "must have 16, 24 or 32 characters",
)

SIXTH_CELLS: tuple[Wording, ...] = (
    *(Wording("default", said, expected) for said, expected in _DEFAULTS),
    *(Wording("bound", said, expected) for said, expected in _BOUNDS),
    *(Wording("length", said, expected) for said, expected in _LENGTHS),
    *(Wording("items", said, expected) for said, expected in _ITEMS),
    *(Wording("values", said, {"values": values}) for said, values in _VALUES),
    *(Wording("values", said, expected) for said, expected in _SEVERAL),
    *(Wording("decoy", said) for said in _DECOYS),
    Wording("condition", "`perp`/`future` only", {"applies_to": ("perp", "future")}),
    *(Wording("turned", said) for said in _TURNED),
)
LISTS = (
    "`A`, `B`", "`A` or `B`", "One of `A`, `B`", "`A`: first, `B`: second", "Valid values: A, B", "`A` (first), `B` (second)",
    "Side: `A`, `B`", "Either `A` or `B`", "Can be `A` or `B`", "`A` = first; `B` = second", "`A`/`B`", "Enum: A, B",
    "Possible values are A and B", "`A`: first<br>`B`: second", "Use `A` for first, `B` for second", "A: first<br>B: second",
)  # fmt: skip
"""Lists of the values A and B."""
GOING_ON = (
    "; `C` for brokers", ". Also `C`.", ". `C` is possible too.", " and others", ", etc.", " or a number", " or empty",
    ". More values may be added.", ". Or any custom text.", "; for perp: `C`", ". Brokers may send `C`.", " (`C` for brokers)",
    ". `C` is also accepted.", ". On spot also `C`.", "<br>`C` for brokers", "<br>Brokers: `C`", ", `C` (brokers)",
    ". The third one is `C`.", ". You may give your own text too.", "<br>anything else: third", ". Unknown ones are treated as others.",
)  # fmt: skip
"""What stands behind a list of which its codes are not all."""
NOT_GOING_ON = (
    ". E.g. `A`", " (see `kind`)", ". Used with `price`.", ". Not `C`.", ". `C` was removed.", ". `C` is not supported.",
    ". Ignored if `price` is sent.", " (case-sensitive)",
)  # fmt: skip
"""What stands behind a list and adds nothing to it."""
