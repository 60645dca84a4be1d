"""A second set of facts as other exchanges word them, written after the readers had learned the first.

Of the 113 facts 86 were read right at first, 22 reported, 4 lost in silence, and 1 read wrong.
"""

from .judge import Wording
from .other_venues import RateLimitLine, TableLayout

_TYPES = (
    ("string($uuid)", "string"), ("String, 36 chars", "string"), ("string (UUID)", "string"), ("Decimal string", "string"), ("text(255)", "string"), ("string: enum", "string"),
    ("integer(int32)", "integer"), ("Int (unix seconds)", "integer"), ("epoch milliseconds", "integer"), ("INTEGER(10)", "integer"), ("int64 timestamp", "integer"),
    ("float32", "number"), ("double(18,8)", "number"), ("real number", "number"), ("boolean flag", "boolean"), ("list[str]", "array"),
    ("object[]", "array"), ("array of Objects (see below)", "array"), ("dictionary<string, decimal>", "object"), ("nested object", "object"), ("json string", "string"),
)  # fmt: skip
_REQUIRED = (
    ("Required.", "yes"), ("Yes - required", "yes"), ("mandatory parameter", "yes"), ("1", "unknown"), ("No (optional)", "no"), ("Optional [default: GTC]", "no"),
    ("N, default 1", "no"), ("Optional - defaults to 100", "no"), ("Not Required", "no"), ("Required for type=LIMIT", "conditional"), ("Only for LIMIT orders", "conditional"),
    ("Required if orderId is absent", "conditional"), ("Either this or clientOid", "conditional"), ("Depends on type", "conditional"), ("R", "yes"), ("非必传", "no"),
)  # fmt: skip
_DEFAULTS = (
    ("Page Num (Default 1)", {"default": "1"}), ("Page size (Default 20; max 100.)", {"default": "20", "max": "100"}), ("If omitted, the value will be 43200", {"default": "43200"}),
    ('If omitted, the value defaults to "GTC".', {"default": "GTC"}), ("The default number of items returned is 20.", {"default": "20"}), ("default value is 25", {"default": "25"}),
    ("Defaults to 100 if omitted", {"default": "100"}), ("Number of results per request. Maximum 1000 (default 1000)", {"default": "1000", "max": "1000"}),
    ("Per default is 0", {"default": "0"}), ("(Optional) Default 24", {"default": "24"}), ("10 if not provided", {"default": "10"}), ("Will be set to 50 if not specified", {"default": "50"}),
    ("Defaults: 50, Max: 200", {"default": "50", "max": "200"}), ("缺省值为20", {"default": "20"}), ("default=desc", {"default": "desc"}), ("The initial value is 5", {"default": "5"}),
)  # fmt: skip
_BOUNDS = (
    ("The value cannot be greater than ```60000```", {"max": "60000"}), ("Range: 1 - 500", {"min": "1", "max": "500"}), ("valid range: [1, 300]", {"min": "1", "max": "300"}),
    ("Must be <= 1000", {"max": "1000"}), ("0 < n ≤ 50", {"max": "50"}), ("Value must lie in the interval 1-100", {"min": "1", "max": "100"}), ("1 to 125 inclusive", {"min": "1", "max": "125"}),
    ("Max value 5000", {"max": "5000"}), ("Not larger than 200", {"max": "200"}), ("limit <= 500", {"max": "500"}), ("integer [1..100]", {"min": "1", "max": "100"}),
    ("Possible values: [1, 1000]", {"min": "1", "max": "1000"}), ("Up to 1,000 per request", {"max": "1000"}), ("Minimum is 10 and maximum is 90", {"min": "10", "max": "90"}),
)  # fmt: skip
_LENGTHS = (
    ("Must be <= 36 characters", {"max_length": 36}), ("Max length of 64 characters", {"max_length": 64}), ("A string of up to 32 characters", {"max_length": 32}),
    ("non-empty and <= 128 characters", {"max_length": 128}), ("Length 1..40", {"min_length": 1, "max_length": 40}),
)  # fmt: skip
_VALUES = (
    ('Specify any of the following execution conditions - "GTC", "IOC", or "FOK".', ("GTC", "IOC", "FOK")), ("Valid values are `GTC`/`FOK`/`IOC`", ("GTC", "FOK", "IOC")),
    ("Possible values:<br>- 1 : Buy<br>- 2 : Sell", ("1", "2")), ("New, PartiallyFilled, Untriggered, Filled, Canceled", ("New", "PartiallyFilled", "Untriggered", "Filled", "Canceled")),
    ("can be one of 5, 25, 50, 100", ("5", "25", "50", "100")), ("(optional)Status: -1 Canceled, 0 Ordered, 1 Wait match, 2 Matching", ("-1", "0", "1", "2")), ("1 buy, 2 sell", ("1", "2")),
    ("1min|5min|15min|30min", ("1min", "5min", "15min", "30min")), ("“ok”, “error”", ("ok", "error")), ("Possible enum values:<br><br>- `buy`<br>- `sell`", ("buy", "sell")),
    ('Order type. One of "LIMIT", "MARKET" or "STOP_LOSS".', ("LIMIT", "MARKET", "STOP_LOSS")), ('Options are: "GTC" — Good Til Canceled; "IOC" — Immediate Or Cancel', ("GTC", "IOC")),
    ("Allowed values: `last`, `mark`, `underlying`", ("last", "mark", "underlying")), ("resolution in minutes: 1, 3, 5, 15", ("1", "3", "5", "15")), ("asc/desc", ("asc", "desc")),
    ("ASC or DESC", ("ASC", "DESC")), ("Sort by `asc` or `desc`", ("asc", "desc")), ("[BUY / SELL]", ("BUY", "SELL")), ("in, out", ("in", "out")), ("one of <open|closed>", ("open", "closed")),
    ("'GTC' - good till cancel<br>'IOC' - immediate or cancel", ("GTC", "IOC")), ("state: open, done, cancelled", ("open", "done", "cancelled")), ("0：关闭；1：开启", ("0", "1")),
    ("spot - spot account; swap - futures account", ("spot", "swap")), ("Accepts `true` or `false`", ("true", "false")),
)  # fmt: skip

FURTHER_VENUES: tuple[Wording, ...] = (
    *(Wording("type", word, {"json": json}) for word, json in _TYPES),
    *(Wording("required", word, {"required": required}) for word, required in _REQUIRED),
    *(Wording("default", f"Kind. {said}", expected) for said, expected in _DEFAULTS),
    *(Wording("bound", f"Kind. {said}", expected) for said, expected in _BOUNDS),
    *(Wording("length", f"Kind. {said}", expected) for said, expected in _LENGTHS),
    *(Wording("values", f"Kind<br>{said}", {"values": values}) for said, values in _VALUES),
)
RATE_LIMITS: tuple[RateLimitLine, ...] = (
    RateLimitLine("Rate limit for limit orders: 1000 requests/day", 1000, 86400), RateLimitLine("Frequency limit: 200 times in 1 minute", 200, 60),
    RateLimitLine("**Rate Limit: 10 requests per 1 second**", 10, 1), RateLimitLine("**Weight:** 1", None), RateLimitLine("Request limit: 300/min", 300, 60),
    RateLimitLine("Rate limit: 50 req per 10s per IP", 50, 10), RateLimitLine("Call frequency: 2 per second", 2, 1), RateLimitLine("Limits: 20 r/s", 20, 1),
)  # fmt: skip
_TWO = (("symbol", "string", "yes"), ("limit", "integer", "no"))


def _two(name: str, head: str, first: str, second: str) -> TableLayout:
    ruler = "|".join("---" for _ in head.split("|"))
    return TableLayout(name, f"{head}\n{ruler}\n{first}\n{second}\n", _TWO)


TABLE_LAYOUTS: tuple[TableLayout, ...] = (
    _two("possible values", "Field | Type | Required | Description | Possible values", "symbol | string | Yes | which symbol | [Trading symbols](#symbols)", "limit | integer | - No | limit of resultset | "),
    _two("optional in words", "Name | Data type | Description", "symbol | string | (required) A pair", "limit | integer | (optional)Order depth quantity"),
    _two("requirement first", "Mandatory | Name | Description | Type", "Yes | symbol | A pair | STRING", "No | limit | Number | INT"),
    _two("constraints", "Parameter | Type | Required | Constraints | Comments", "symbol | string | yes | | A pair", "limit | int | no | max 100 | Number"),
    _two("bars and spaces", "|Parameter |Type |Required |Description |", "|`symbol` |String |**Y** |A pair |", "|`limit` |Integer |**N** |Number |"),
    _two("underscores", "Param_Name | Param_Type | Is_Required | Desc", "symbol | string | true | A pair", "limit | int | false | Number"),
    _two("mandatory or optional", "Parameter | Type | Mandatory/Optional | Description", "symbol | string | Mandatory | A pair", "limit | int | Optional | Number"),
    _two("presence", "Parameter | Type | Presence | Description", "symbol | string | required | A pair", "limit | int | optional | Number"),
)  # fmt: skip
