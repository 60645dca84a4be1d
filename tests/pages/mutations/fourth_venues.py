"""A fourth set, written after the readers had learned the third, to measure how far what they learned carries.

Of the 291 facts 215 were read right at first, 63 reported, 8 lost in silence, and 5 read wrong.
"""

from .judge import Wording
from .other_venues import RateLimitLine, TableLayout

_TYPES = {
    "string": (
        "string (base58)", "Text string", "string | undefined", "String, up to 20", "varchar(64)", "str (optional)", "char(3)", "ISO-8601 datetime string", "string literal",
        "enum<string>", "EnumString", "string (hex)", "Decimal as string", "UUIDv4", "String - numeric", "quoted decimal", "stringified integer", "string(enum)",
    ),
    "integer": (
        "integer (seconds)", "unix ms", "uint16", "64-bit integer", "Integer, >= 1", "int (unix)", "Long (ms)", "timestamp in milliseconds", "whole number", "nanosecond timestamp",
    ),
    "number": ("number/double", "floating point number", "decimal (number)", "float, optional"),
    "boolean": ("bool, optional", "True/False", "boolean flag", "Boolean (default: false)"),
    "object": ("object or null", "dict[str, str]", "JSON Object", "map<string, string>", "nested JSON object", "Map<String, List<String>>"),
    "array": ("array of numbers", "String Array", "Array<Order>", "list of lists", "Object Array", "integer array", "list[dict]", "array of Trade objects", "JSON array", "Vec<String>", "List of `Order`"),
}  # fmt: skip
_REQUIRED = {
    "yes": ("Yes (always)", "Required field", "mandatory!", "Must be filled", "Needed", "This is required", "Y, unique", "It is mandatory", "YES - cannot be empty", "一定", "必须提供"),
    "no": ("Not required (optional)", "Optional parameter", "can be left empty", "No (default: GTC)", "N/optional", "may be skipped", "not compulsory", "optional - for filtering", "可以不传", "No; ignored for market orders", "Nope"),
    "conditional": (
        "Only for stop orders", "If type is limit", "Required in hedge mode", "One of clientOid/orderId", "Yes (if no orderId)", "required for margin", "Either orderId or clientOid", "Depends on `type`",
        "When placing limit orders", "Yes except market", "合约必填", "限价时必填", "optional for spot, required for futures", "Required with stopPrice",
    ),
}  # fmt: skip
_DEFAULTS = (
    ("Set to 100 unless you provide another value.", {"default": "100"}), ("Amount of entries. Standard is 50.", {"default": "50"}), ("Whether to include fees - `false` unless specified.", {"default": "false"}),
    ("Defaults to `DESC`, newest first.", {"default": "DESC"}), ("(default 500, max 1000)", {"default": "500", "max": "1000"}), ("Number of rows (default: 500; max: 1000; min: 5)", {"default": "500", "max": "1000", "min": "5"}),
    ("Omitting this parameter is equivalent to `0`.", {"default": "0"}), ("If this is left blank the value 10 applies.", {"default": "10"}), ("It will be 10 if you leave it out.", {"default": "10"}),
    ("The API defaults to 10 when this is omitted.", {"default": "10"}), ("By default the last 10 are sent", {"default": "10"}), ("Page number, starts at 1 (default 1)", {"default": "1"}),
    ("Default = 1", {"default": "1"}), ("Optional. 5 by default.", {"default": "5"}), ("Interval, `1m` by default", {"default": "1m"}), ("*Default*: `1h`", {"default": "1h"}), ("**Default:** 0", {"default": "0"}),
    ("Default value: `\"spot\"`", {"default": "spot"}), ("default(20)", {"default": "20"}), ("Depth [default 20]", {"default": "20"}), ("sort order; newest first; default is `true`", {"default": "true"}),
    ("省略时为 20", {"default": "20"}), ("默认值：false", {"default": "false"}), ("不指定则使用默认值20", {"default": "20"}), ("默认为100，最大为500", {"default": "100", "max": "500"}), ("When this is not set we use 20.", {"default": "20"}),
    ("Absent = 20", {"default": "20"}), ("20 if none is given.", {"default": "20"}), ("If null, 20.", {"default": "20"}), ("Zero by default.", {"default": "0"}),
)  # fmt: skip
_BOUNDS = (
    ("Not above 1000.", {"max": "1000"}), ("1000 is the largest value you may send.", {"max": "1000"}), ("Requests for more than 1000 fail.", {"max": "1000"}), ("Values may range from 1 to 1000.", {"min": "1", "max": "1000"}),
    ("Must be in the interval [1, 1000].", {"min": "1", "max": "1000"}), ("1 ≤ limit ≤ 1000", {"min": "1", "max": "1000"}), ("(min 1, max 1000)", {"min": "1", "max": "1000"}), ("limit ∈ 1..1000", {"min": "1", "max": "1000"}),
    ("Minimum of 5 and maximum of 1000", {"min": "5", "max": "1000"}), ("Any value up to 1000 is fine.", {"max": "1000"}), ("The value has an upper bound of 1000.", {"max": "1000"}), ("A maximum of 1000 rows can be requested.", {"max": "1000"}),
    ("Never more than 1000.", {"max": "1000"}), ("We cap this at 1000.", {"max": "1000"}), ("Capped: 1000", {"max": "1000"}), ("Can go as high as 1000.", {"max": "1000"}), ("No fewer than 5.", {"min": "5"}), ("5 is the minimum.", {"min": "5"}),
    ("Smallest value: 5", {"min": "5"}), ("must not fall below 5", {"min": "5"}), ("Has to be 5 or greater.", {"min": "5"}), ("It has to lie between 5 and 1000.", {"min": "5", "max": "1000"}), ("1-1000 inclusive", {"min": "1", "max": "1000"}),
    ("The permitted range is 1–1000.", {"min": "1", "max": "1000"}), ("The limit for this is 1000.", {"max": "1000"}), ("At the most 1000 entries", {"max": "1000"}), ("最大不超过1000", {"max": "1000"}), ("每页最多1000条", {"max": "1000"}),
    ("数值在1到1000之间", {"min": "1", "max": "1000"}), ("有效范围：1-1000", {"min": "1", "max": "1000"}), ("最小为5", {"min": "5"}), ("1<=x<=1000", {"min": "1", "max": "1000"}), ("exclusiveMaximum: false, maximum: 1000", {"max": "1000"}),
)  # fmt: skip
_LENGTHS = (
    ("Free text of up to 64 characters.", {"max_length": 64}), ("Up to 64 letters or digits.", {"max_length": 64}), ("Must not be longer than 64 characters", {"max_length": 64}), ("String length between 1 and 64", {"min_length": 1, "max_length": 64}),
    ("64 chars or less", {"max_length": 64}), ("At least 8 and at most 64 characters", {"min_length": 8, "max_length": 64}), ("max_length=64", {"max_length": 64}), ("Maximum 64 alphanumeric characters", {"max_length": 64}), ("最多64个字符", {"max_length": 64}),
    ("字符长度1~64", {"min_length": 1, "max_length": 64}), ("The ID may contain no more than 64 characters.", {"max_length": 64}),
)  # fmt: skip
_SIDES = (
    "The side: `buy` or `sell`", "Trade side - buy | sell", "One of `buy` and `sell`", "It must be either `buy` or `sell`.", "Permitted values are `buy`, `sell`.", "Choose `buy` or `sell`", "`buy` (default), `sell`",
    "Recognised values: buy, sell", "Value is one of: 'buy', 'sell'", "buy=Buy, sell=Sell", "`buy`<br>`sell`", "buy<br>sell", "Side. `BUY` is not accepted, use `buy` or `sell`.", "[\"buy\",\"sell\"]", "{buy, sell}",
    "Filter by side. Supported values are buy and sell.", "Set this to `buy` to buy, or `sell` to sell.", "`buy` to buy<br>`sell` to sell", "Possible: `buy`, `sell`", "`buy`/`sell`: direction of the order", "Allowed: \"buy\" / \"sell\"",
    "Direction, either buy or sell", "交易方向：buy 或 sell", "buy 表示买，sell 表示卖", "方向 buy/sell", "枚举: buy / sell",
)  # fmt: skip
_FIGURES = (
    ("0 = off, 1 = on", ("0", "1")), ("0 - off; 1 - on", ("0", "1")), ("1 (buy) / 2 (sell)", ("1", "2")), ("Type: 1 market, 2 limit", ("1", "2")), ("0表示关闭，1表示开启", ("0", "1")), ("Set 0 to disable and 1 to enable.", ("0", "1")), ("1: isolated\n2: cross", ("1", "2")),
)  # fmt: skip
_CONDITIONS = (
    ("This parameter must be set when `ordType` is `limit`.", {"required_when": ("ordType", "limit")}), ("Only needed if `ordType` is `limit`.", {"required_when": ("ordType", "limit")}), ("Required for `ordType` = `limit`.", {"required_when": ("ordType", "limit")}),
    ("Applies only when `ordType` is `limit`.", {"applies_to": ("ordType=limit",)}), ("Only valid for OPTION.", {"applies_to": ("OPTION",)}), ("Available for OPTION only.", {"applies_to": ("OPTION",)}), ("Not supported for OPTION.", {"excludes": ("OPTION",)}),
    ("Not available in OPTION.", {"excludes": ("OPTION",)}), ("Must not be used together with `clOrdId`.", {"excludes": ("clOrdId",)}), ("`ordType`为`limit`时必填", {"required_when": ("ordType", "limit")}), ("只适用于OPTION", {"applies_to": ("OPTION",)}),
    ("Only has meaning if `ordType` is `limit`.", {"applies_to": ("ordType=limit",)}), ("Ignored unless `ordType` is `limit`.", {"applies_to": ("ordType=limit",)}),
)  # fmt: skip
_ENDS = (
    ("This parameter is deprecated. Use `other`.", ("other",)), ("Deprecated, replaced by `other`", ("other",)), ("Obsolete, use `other` instead.", ("other",)), ("No longer in use; see `other`.", ("other",)), ("Will be dropped in the next version.", ()), ("Discontinued as of 2026-03-01.", ()),
    ("Do not use: deprecated.", ()), ("已废弃", ()), ("将于2026-12-31下线", ()), ("Marked for removal.", ()),
)  # fmt: skip
_TURNED = (
    "Kind. Up to 1000 until the end of June.", "Kind. Max 100, or 1000 with `compact`.", "Kind. 1000 at most, but 500 for SPOT.", "Kind. Default 100 (500 for market makers).", "Kind. The default used to be 100.", "Kind. There is no limit of 1000.",
    "Kind. The limit of 1000 no longer applies.", "Kind. Except for SPOT the default is 100.", "Kind<br>Neither `buy` nor `sell`.", "Kind<br>Not `buy` or `sell`.", "Kind<br>`buy` or `sell` were accepted before 2025.", "Kind<br>Do not use `buy` or `sell` here.",
    "Kind. Required when `ordType` is anything but `limit`.", "Kind. Max 1000 per user and day.", "Kind. Maximum 1000 when `a` is set.", "Kind. 默认不是20", "Kind. 无最大1000的限制", "Kind. Defaults to 100 in hedge mode.", "Kind. If SPOT, at most 1000.", "Kind. Unlike `b`, at most 1000 here before May.",
)  # fmt: skip
_NOT_ENDED = (
    "Kind. Not yet deprecated.",
    "Kind. Successor of the deprecated `other`.",
    "Kind. The deprecated `other` is an alias of it.",
)

FOURTH_VENUES: tuple[Wording, ...] = (
    *(Wording("type", word, {"json": json}) for json, words in _TYPES.items() for word in words),
    *(Wording("required", word, {"required": required}) for required, words in _REQUIRED.items() for word in words),
    *(Wording("default", said, expected) for said, expected in _DEFAULTS),
    *(Wording("bound", f"Kind. {said}", expected) for said, expected in _BOUNDS),
    *(Wording("length", f"Kind. {said}", expected) for said, expected in _LENGTHS),
    *(Wording("values", f"Kind<br>{said}", {"values": ("buy", "sell")} | ({"default": "buy"} if "default" in said else {})) for said in _SIDES),
    *(Wording("codes", f"Kind. {said}", {"values": values}) for said, values in _FIGURES),
    *(Wording("condition", f"Kind. {said}", expected) for said, expected in _CONDITIONS),
    *(Wording("deprecation", f"Kind. {said}", {"use": use}) for said, use in _ENDS),
    *(Wording("turned", said) for said in _TURNED),
    *(Wording("turned", said, {"silent": True}) for said in _NOT_ENDED),
)  # fmt: skip
RATE_LIMITS: tuple[RateLimitLine, ...] = (
    RateLimitLine("Rate limit: 10/s", 10, 1), RateLimitLine("**Limit**: 20 requests in 2 seconds", 20, 2), RateLimitLine("You may call this endpoint 5 times per second.", 5, 1), RateLimitLine("No more than 60 requests per minute are allowed.", 60, 60),
    RateLimitLine("Rate limit tier: 10 requests per second", 10, 1), RateLimitLine("API limit: 100 calls/min", 100, 60), RateLimitLine("Limit per UID: 20 times per 2s", 20, 2), RateLimitLine("请求限频：10次/s", 10, 1), RateLimitLine("限速: 5次/秒（按UID）", 5, 1),
    RateLimitLine("Rate limit: 2 per 5 sec", 2, 5), RateLimitLine("Throttling: max. 30 requests a minute", 30, 60), RateLimitLine("Rate limit: 10 requests per second (previously 20)", None), RateLimitLine("Rate limit: twice per second", 2, 1),
)  # fmt: skip
PERMISSIONS = (
    ("Permission: `Trade`", {"trade"}), ("Required permissions: Trade, Withdraw", {"trade", "withdraw"}), ("The API key needs the Trade permission.", {"trade"}), ("Permission level: Read-only", {"read"}), ("This endpoint requires trade permissions.", {"trade"}),
    ("API key permissions required: Read", {"read"}),
)  # fmt: skip
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
    return TableLayout(
        name,
        f"{head}symbol | String | Yes | Symbol\norder | Object | No | Order\n{px} | String | Yes | Price\n{sz} | String | No | Size\n",
        _NESTED,
    )


_HEAD = "Parameter | Type | Required | Description"
TABLE_LAYOUTS: tuple[TableLayout, ...] = (
    _nested("double arrows", ">> px", ">> sz"), _nested("tildes", "~ px", "~ sz"), _nested("underscores", "__px", "__sz"), _nested("points before", ".px", ".sz"), _nested("thin arrows", "⇒ px", "⇒ sz"), _nested("small arrows", "↪ px", "↪ sz"),
    _nested("blanks in code", "`  px`", "`  sz`"), _nested("parents in bold", "**order**.px", "**order**.sz"), _nested("lines", "— px", "— sz"), _nested("o", "◦ px", "◦ sz"),
    _two("constraints and nullable", "Name | Type | Mandatory | Nullable | Constraints | Description", "symbol | string | true | false | | Symbol", "limit | integer | false | true | 1-100 | Number"),
    _two("status", "Parameter | Status | Type | Description", "symbol | required | string | Symbol", "limit | optional | integer | Number"),
    _two("required with a mark", "Parameter | Type | Required ✓ | Description", "symbol | string | ✓ | Symbol", "limit | integer | ✗ | Number"),
    _two("value type", "Argument | Value Type | Need | Notes", "symbol | string | Y | Symbol", "limit | int | N | Number"),
    _two("format", "Field | Format | Required | Description", "symbol | string | Yes | Symbol", "limit | integer | No | Number"),
    _two("bold cells", _HEAD, "**symbol** | **String** | **Yes** | **Symbol**", "**limit** | **Integer** | **No** | **Number**"),
    _two("italics", _HEAD, "_symbol_ | _String_ | _Yes_ | Symbol", "_limit_ | _Integer_ | _No_ | Number"),
    _two("html in cells", _HEAD, "<code>symbol</code> | <em>String</em> | <b>Yes</b> | Symbol", "<code>limit</code> | <em>Integer</em> | <b>No</b> | Number"),
    _two("daggers", _HEAD, "symbol† | String | Yes | Symbol", "limit | Integer | No‡ | Number"),
    _two("Chinese with brackets", "参数(Parameter) | 类型(Type) | 是否必填(Required) | 说明(Description)", "symbol | String | 是 | 币对", "limit | Integer | 否 | 数量"),
    _two("version", "Parameter | Type | Required | Since | Description", "symbol | String | Yes | v1.2 | Symbol", "limit | Integer | No | v1.3 | Number"),
    TableLayout("bullets of name and type", "- **symbol** (string) *required* – Symbol\n- **limit** (integer) – Number, optional\n", _TWO),
    TableLayout("bullets with colons", "* `symbol`: string, required - Symbol\n* `limit`: integer, optional - Number\n", _TWO),
    TableLayout("numbered", "1. `symbol` (String, mandatory): Symbol\n2. `limit` (Integer, optional): Number\n", _TWO),
    TableLayout("HTML list", "<ul>\n<li><code>symbol</code> (string, required): Symbol</li>\n<li><code>limit</code> (integer, optional): Number</li>\n</ul>\n", _TWO),
    TableLayout("HTML definitions", "<dl>\n<dt>symbol</dt><dd>string, required. Symbol</dd>\n<dt>limit</dt><dd>integer, optional. Number</dd>\n</dl>\n", _TWO),
    TableLayout("headings", "##### symbol\n\nstring, required\n\nSymbol\n\n##### limit\n\ninteger, optional\n\nNumber\n", _TWO),
    TableLayout("a caption in the table", f"{_HEAD}\n---|---|---|---\n**Query** | | | \nsymbol | String | Yes | Symbol\nlimit | Integer | No | Number\n", _TWO),
    TableLayout("an empty line between rows", f"{_HEAD}\n---|---|---|---\nsymbol | String | Yes | Symbol\n\nlimit | Integer | No | Number\n", _TWO),
    TableLayout("merged cells", "<table><tr><th>Parameter</th><th>Type</th><th>Required</th><th colspan=\"2\">Description</th></tr><tr><td>symbol</td><td>String</td><td>Yes</td><td colspan=\"2\">Symbol</td></tr><tr><td>limit</td><td>Integer</td><td>No</td><td>Number</td><td>of rows</td></tr></table>\n", _TWO),
)  # fmt: skip
