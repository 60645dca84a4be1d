"""Facts as the documentation of other exchanges words and lays them out; no reader was fitted to it beforehand.

Of the 301 facts 193 were read right at first, 89 reported, 15 lost in silence, and 4 read wrong.
"""

from attrs import frozen

from .judge import Wording

_TYPES = {
    "string": (
        "String(32)", "STRING(36)", "ENUM", "string <uuid>", "string or null", "String (number)", "stringified number", "<string>",
        "enum(string)", "datetime", "ISO 8601 string", "ISO8601 datetime", "int as string", "Optional[str]", "string类型", "枚举", "string (ISO 8601)",
    ),
    "integer": (
        "integer($int64)", "timestamp (ms)", "long(ms)", "LONG", "unsigned long", "number (integer)", "integer (Unix ms)", "millisecond timestamp",
        "unix timestamp", "int 32", "Integer (milliseconds)", "时间戳", "timestamp",
    ),
    "number": ("number($double)", "number(float64)", "Double(8)", "数字", "decimal number"),
    "boolean": ("boolean (true/false)", "true or false", "boolean: true, false", "Boolean(1)"),
    "object": ("object (Order)", "Order object", "map of string to string", "Map[String,String]", "Object (map)", "JSONObject"),
    "array": (
        "Array<String>", "ARRAY OF STRINGS", "array[object]", "JSON array of strings", "list of dict", "Array of Order objects", "array(string)",
        "string array[]", "JSONArray", "array of {price, size}", "Array [string]", "List<Map>",
    ),
}  # fmt: skip
_REQUIRED = {
    "yes": (
        "required (query)", "Req'd", "Mand.", "TRUE*", "必填项", "Yes¹", "required in body", "YES ", "Y (always)", "Must be present", "Always mandatory",
        "This field is required",
    ),
    "no": (
        "Optional, default: 100", "NO (default 500)", "Opt.", "not mandatory (defaults to GTC)", "否（默认100）", "Optional.", "optional (query)", "可填",
        "No, default 20", "No need to fill", "Optional; max 100", "False (optional)",
    ),
    "conditional": (
        "Required for limit orders", "Mandatory for LIMIT", "Yes, if price is set", "At least one of both", "Required when type=limit", "One Of",
        "Optional unless type is stop", "Y(limit only)", "是（限价单）", "二选一", "Conditionally Mandatory", "Required with price",
        "Mandatory if type is LIMIT", "required on stop orders",
    ),
}  # fmt: skip
_DEFAULTS = (
    ("Optional, default: 20", {"default": "20"}), ("Default 500; max 1000.", {"default": "500", "max": "1000"}),
    ("Defaults to 500; max 1000", {"default": "500", "max": "1000"}), ("(default=20)", {"default": "20"}), ("[default = 20]", {"default": "20"}),
    ("default: `100`, max: `500`", {"default": "100", "max": "500"}), ("If not supplied, defaults to GTC", {"default": "GTC"}),
    ("Default GTC", {"default": "GTC"}), ("default value is 100, max. 500", {"default": "100", "max": "500"}), ("20 records by default", {"default": "20"}),
    ("Default value 20, maximum 100", {"default": "20", "max": "100"}), ("The default value of this parameter is 20.", {"default": "20"}),
    ("This value is 20 by default", {"default": "20"}), ("Set to 20 by default", {"default": "20"}), ("The default number is 20", {"default": "20"}),
    ("Number of results, default 10", {"default": "10"}), ("Default page size is 20", {"default": "20"}), ("Returns 50 records by default", {"default": "50"}),
    ("Optional (default = false)", {"default": "false"}), ("default as 20", {"default": "20"}), ("Default:20", {"default": "20"}),
    ("Default to `GTC`", {"default": "GTC"}), ("(20 by default)", {"default": "20"}), ("If not set, default is 20", {"default": "20"}),
    ("Uses 20 if not specified.", {"default": "20"}), ("Unspecified: 20", {"default": "20"}), ("默认20，最大100", {"default": "20", "max": "100"}),
    ("默认值20", {"default": "20"}), ("不填默认20", {"default": "20"}), ("不传则默认为 20", {"default": "20"}),
    ("Default: 20, range: [1,100]", {"default": "20", "min": "1", "max": "100"}), ("default is 1 and the max is 100", {"default": "1", "max": "100"}),
    ("[1,2000] default 150", {"default": "150", "min": "1", "max": "2000"}), ("Default: 20. Max: 100. Min: 1", {"default": "20", "min": "1", "max": "100"}),
    ("20 when absent", {"default": "20"}), ("If empty, 20 will be taken as default", {"default": "20"}),
)  # fmt: skip
_BOUNDS = (
    ("[1-100]", {"min": "1", "max": "100"}), ("Range: 1 ≤ n ≤ 100", {"min": "1", "max": "100"}), ("1~100", {"min": "1", "max": "100"}),
    ("1 <= limit <= 1000", {"min": "1", "max": "1000"}), ("max 1000", {"max": "1000"}), ("Max is 1000", {"max": "1000"}), ("≥ 1", {"min": "1"}),
    (">= 1, <= 100", {"min": "1", "max": "100"}), ("value must be between 1 and 100 (inclusive)", {"min": "1", "max": "100"}),
    ("must be in [1, 100]", {"min": "1", "max": "100"}), ("in the range of 1 to 100", {"min": "1", "max": "100"}),
    ("values in range 1-100", {"min": "1", "max": "100"}), ("The maximum is 500", {"max": "500"}), ("maximum page size 100", {"max": "100"}),
    ("no more than 100 records", {"max": "100"}), ("100 max", {"max": "100"}), ("Supported range 1..100", {"min": "1", "max": "100"}),
    ("Can be set to 1 ~ 100", {"min": "1", "max": "100"}), ("(1≤limit≤500)", {"min": "1", "max": "500"}),
    ("Minimum value : 1; Maximum value : 1000", {"min": "1", "max": "1000"}), ("Max 200, Min 1", {"min": "1", "max": "200"}), ("不能超过100", {"max": "100"}),
    ("最大100", {"max": "100"}), ("最大值100", {"max": "100"}), ("范围 1-100", {"min": "1", "max": "100"}), ("取值范围[1,100]", {"min": "1", "max": "100"}),
    ("1-100之间", {"min": "1", "max": "100"}), ("Value range: [1, 100]", {"min": "1", "max": "100"}), ("should be larger than or equal to 1", {"min": "1"}),
    ("must not be more than 100", {"max": "100"}), ("accepts 1 to 100", {"min": "1", "max": "100"}), ("n ∈ [1, 100]", {"min": "1", "max": "100"}),
    ("Valid: 1-100", {"min": "1", "max": "100"}), ("up to max 100", {"max": "100"}), ("( Max: 100 )", {"max": "100"}), ("max=100", {"max": "100"}),
    ("The number of records, maximum 100", {"max": "100"}), ("The value cannot be over 100.", {"max": "100"}), ("Maximum number of records: 100", {"max": "100"}),
    ("Integer in 1-100", {"min": "1", "max": "100"}),
)  # fmt: skip
_LENGTHS = (
    ("max length 32", {"max_length": 32}), ("Length cannot exceed 36", {"max_length": 36}), ("Max 36 chars", {"max_length": 36}),
    ("within 32 characters", {"max_length": 32}), ("1-36 characters", {"min_length": 1, "max_length": 36}),
    ("Max. 32 characters in length", {"max_length": 32}), ("Length limit: 32", {"max_length": 32}), ("Character limit 32", {"max_length": 32}),
    ("maximum 32 characters (letters and digits)", {"max_length": 32}), ("长度不能超过64", {"max_length": 64}), ("最长32位", {"max_length": 32}),
    ("不超过40个字符", {"max_length": 40}), ("Supports up to 36 characters", {"max_length": 36}), ("must be 1-32 characters long", {"min_length": 1, "max_length": 32}),
)  # fmt: skip
_ITEMS = (
    ("Up to 10 symbols, comma separated", {"max_items": 10, "separator": ","}), ("comma-delimited list of up to 50 ids", {"max_items": 50, "separator": ","}),
    ("Max 20 (separated by ',')", {"max_items": 20, "separator": ","}), ("multiple ids separated by commas, max 100", {"max_items": 100, "separator": ","}),
    ("maximum 10 symbols per request; use ',' to separate", {"max_items": 10, "separator": ","}), ("多个用逗号分隔，最多10个", {"max_items": 10, "separator": ","}),
)  # fmt: skip
_SIDES = (
    "One of: buy, sell", "`buy` | `sell`", "Valid options: buy, sell", "Possible values are buy and sell", "buy or sell", '"buy" or "sell"', "buy/sell",
    "Enum: buy, sell", "[buy, sell]", "'buy' or 'sell'", "ENUM: `buy` `sell`", 'Must be "buy" or "sell"', "values: buy, sell", "Allowed: buy, sell",
    "Type of order: `buy` or `sell`", "side, buy or sell", "buy: Buy<br>sell: Sell", "- buy<br>- sell", "* `buy`: to buy<br>* `sell`: to sell",
    "buy(to buy), sell(to sell)", "`buy` (to buy)<br>`sell` (to sell)", "buy - a bid, sell - an ask", "Order side: buy/sell", "Available values : buy, sell",
    'Enum: "buy" "sell"', "Allowed values: buy sell", "Accepted values: [buy|sell]", "buy | sell", "(buy|sell)", "Can be one of buy, sell", "Supported: buy, sell",
    'Options: "buy", "sell"', "Choose from buy or sell", "买入：buy，卖出：sell", "buy:买入，sell:卖出", "可选：buy、sell", "枚举：buy, sell",
    "订单方向，buy：买，sell：卖", "Possible enum values: buy, sell", "It can be buy or sell.", "Order direction. Either buy or sell", 'Enum:"buy"┃"sell"',
    "`buy`, for a bid; `sell`, for an ask",
)  # fmt: skip
_FIGURES = (
    ("0: open 1: closed", ("0", "1")), ("1: Long; 2: Short", ("1", "2")), ("1 open long, 2 close short,3 open short,4 close long", ("1", "2", "3", "4")),
    ("orderType,1:price limited order,2:Post Only Maker,3:transact or cancel instantly", ("1", "2", "3")), ("1=buy, 2=sell", ("1", "2")),
    ("value: 1 - buy; 2 - sell", ("1", "2")), ("取值：1-买 2-卖", ("1", "2")), ("open type,1:isolated,2:cross", ("1", "2")), ("0 - disabled<br>1 - enabled", ("0", "1")),
    ("1:buy 2:sell", ("1", "2")), ("1 means buy and 2 means sell.", ("1", "2")), ("`1`-buy `2`-sell", ("1", "2")),
)  # fmt: skip

OTHER_VENUES: tuple[Wording, ...] = (
    *(Wording("type", word, {"json": json}) for json, words in _TYPES.items() for word in words),
    *(Wording("required", word, {"required": required}) for required, words in _REQUIRED.items() for word in words),
    *(Wording("default", f"Kind. {said}", expected) for said, expected in _DEFAULTS),
    *(Wording("bound", f"Kind. {said}", expected) for said, expected in _BOUNDS),
    *(Wording("length", f"Kind. {said}", expected) for said, expected in _LENGTHS),
    *(Wording("items", f"Kind. {said}", expected) for said, expected in _ITEMS),
    *(Wording("values", f"Kind<br>{said}", {"values": ("buy", "sell")}) for said in _SIDES),
    *(Wording("codes", f"Kind. {said}", {"values": values}) for said, values in _FIGURES),
)


@frozen
class RateLimitLine:
    """A line that states a rate limit, and its requests and seconds; none where it cannot be written as such."""

    said: str
    limit: int | None
    seconds: int | None = None


RATE_LIMITS: tuple[RateLimitLine, ...] = (
    RateLimitLine("Rate limit: 5 requests per 2 seconds", 5, 2),
    RateLimitLine("**Rate Limit:** 20/s per UID", 20, 1),
    RateLimitLine("Rate limit: 10 times/1s (UID)", 10, 1),
    RateLimitLine("Limit rule: 20 times/s (User ID)", 20, 1),
    RateLimitLine("Rate Limit: 20 times/2 seconds", 20, 2),
    RateLimitLine("Frequency limit: 10 times/1s (IP)", 10, 1),
    RateLimitLine("Rate limit: 15 requests/second", 15, 1),
    RateLimitLine("Rate limits: 10 req/sec", 10, 1),
    RateLimitLine("API Rate Limit: 30 times per 3 seconds", 30, 3),
    RateLimitLine("Rate Limit (UID): 20 requests per 2s", 20, 2),
    RateLimitLine("限频：10次/秒", 10, 1),
    RateLimitLine("限速规则：20次/2s", 20, 2),
    RateLimitLine("Rate limit: 100 requests per minute", 100, 60),
    RateLimitLine("Rate limit: 1200 per minute per IP", 1200, 60),
    RateLimitLine("**RateLimit**: 10/1s", 10, 1),
    RateLimitLine("Rate limit: 200 requests every 10 seconds per endpoint", 200, 10),
    RateLimitLine("Speed limit rule: 10 times per second", 10, 1),
    RateLimitLine("Rate limit: 5 per second", 5, 1),
    RateLimitLine("**Weight(IP):** 5", None),
    RateLimitLine("Rate limit: 3 requests / 1 sec", 3, 1),
)


@frozen
class TableLayout:
    """A table of a request, and the rows in it: path, JSON type, requiredness."""

    name: str
    table: str
    rows: tuple[tuple[str, str, str], ...]


_TWO = (("symbol", "string", "yes"), ("limit", "integer", "no"))
_NESTED = (
    ("symbol", "string", "yes"),
    ("order", "object", "no"),
    ("order.px", "string", "yes"),
    ("order.sz", "string", "no"),
)


def _two(name: str, head: str, first: str, second: str) -> TableLayout:
    ruler = "|".join("---" for _ in head.split("|"))
    return TableLayout(name, f"{head}\n{ruler}\n{first}\n{second}\n", _TWO)


def _nested(name: str, px: str, sz: str) -> TableLayout:
    head = "Parameter | Type | Required | Description\n---|---|---|---\n"
    rows = f"symbol | String | Yes | Symbol\norder | Object | No | Order\n{px} | String | Yes | Price\n{sz} | String | No | Size\n"
    return TableLayout(name, head + rows, _NESTED)


TABLE_LAYOUTS: tuple[TableLayout, ...] = (
    _nested("arrows", "> px", "> sz"), _nested("dashes", "- px", "- sz"), _nested("double dashes", "--px", "--sz"), _nested("guillemets", "» px", "» sz"),
    _nested("dots", "order.px", "order.sz"), _nested("corners", "└ px", "└ sz"), _nested("spaces", "&nbsp;&nbsp;px", "&nbsp;&nbsp;sz"),
    _nested("angle", "∟ px", "∟ sz"), _nested("dashed arrows", "-> px", "-> sz"), _nested("wide spaces", "&emsp;px", "&emsp;sz"),
    _nested("slashes", "order/px", "order/sz"), _nested("triangle", "▸ px", "▸ sz"), _nested("arrow sign", "→ px", "→ sz"),
    _two("type first", "Type | Name | Required | Description", "String | symbol | Yes | Symbol", "Integer | limit | No | Number"),
    _two("a column of places", "Name | In | Type | Required | Description", "symbol | query | string | true | Symbol", "limit | query | integer(int32) | false | Number"),
    _two("default and range", "Parameter | Data Type | Required | Default Value | Description | Value Range", "symbol | string | true | NA | Symbol | ", "limit | integer | false | 10 | Number | [1,100]"),
    _two("necessary or not", "parameters name | necessary or not | type | description | defaults | ranges", "symbol | true | String | pair | | ", "limit | false | Integer | amount | 150 | [1,2000]"),
    _two("true or false", "parameter name | true or false | type | description | default value", "symbol | true | string | pair | ", "limit | false | int | Number | 10"),
    _two("params", "Param name | Param type | Mandatory | Desc", "symbol | string | Y | pair", "limit | int | N | Number"),
    _two("both languages", "参数名 Parameter | 类型 Type | 必填 Required | 描述 Description", "symbol | string | 是 | pair", "limit | int | 否 | Number"),
    _two("Chinese", "字段名 | 是否必须 | 类型 | 说明", "symbol | 是 | string | 币对", "limit | 否 | int | 数量"),
    _two("schema", "Name | Located in | Description | Required | Schema", "symbol | query | Symbol | Yes | string", "limit | query | Number | No | integer"),
    _two("required first", "Required | Parameter | Type | Description", "Yes | `symbol` | String | Symbol", "No | `limit` | Integer | Number"),
    _two("M or O", "Attribute | M/O | Type | Notes", "symbol | M | String | Symbol", "limit | O | Integer | Number"),
    _two("numbered", "No. | Parameter | Type | Required | Description", "1 | symbol | String | Yes | Symbol", "2 | limit | Integer | No | Number"),
    _two("stars in names", "Parameter | Type | Required | Description", "symbol* | String | Yes | Symbol", "limit | Integer | No | Number"),
    _two("required in names", "Parameter | Type | Description", "symbol (required) | String | Symbol", "limit (optional) | Integer | Number"),
    _two("required in types", "Parameter | Type | Description", "symbol | String, required | Symbol", "limit | Integer, optional | Number"),
    _two("required in words", "Parameter | Type | Description", "symbol | String | **Required.** Symbol", "limit | Integer | *Optional.* Number"),
    _two("Y/N", "Parameter | Type | Y/N | Description", "symbol | String | Y | Symbol", "limit | Integer | N | Number"),
    _two("brackets around", "Parameter | Type | Required | Description", "[symbol] | String | Yes | Symbol", "[limit] | Integer | No | Number"),
    TableLayout("two tables", "Parameter | Type | Required | Description\n---|---|---|---\nsymbol | String | Yes | Symbol\n\nParameter | Type | Required | Description\n---|---|---|---\nlimit | Integer | No | Number\n", _TWO),
    TableLayout("over two lines", "Parameter | Type | Required | Description\n---|---|---|---\nsymbol | String | Yes | Symbol\nof the market\nlimit | Integer | No | Number\nof rows\n", _TWO),
    TableLayout("a row in two", "| Parameter | Type | Required | Description |\n|---|---|---|---|\n| symbol | String | Yes | Symbol |\n| | | | of the market |\n| limit | Integer | No | Number |\n", _TWO),
    TableLayout("tabs", "Parameter | Type | Required | Description\n---|---|---|---\nsymbol\t| String\t| Yes\t| Symbol\nlimit\t| Integer\t| No\t| Number\n", _TWO),
)  # fmt: skip
