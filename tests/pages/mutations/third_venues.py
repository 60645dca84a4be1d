"""A third set of facts as other exchanges and payment services word them, with words that turn a fact around.

Of the 476 facts 289 were read right at first, 128 reported, 42 lost in silence, and 17 read wrong.
"""

from .judge import Wording
from .other_venues import RateLimitLine, TableLayout

_TYPES = {
    "string": (
        "string <date-time>", "string [1..36]", "RFC3339 timestamp", "string (decimal)", "uint64 string", "float string", "string(int64)", "date-time",
        "string, JSON-encoded", "decimal (string)", "hex string", "str | None", "Address (hex string)", "NumberString", "DateString", "string, nullable",
        "nullable enum", "optional string", "*string", "string (≤ 64)", "int64 as string", "numeric (string)", "字符串(32)", "字符型", "String (UTC time)",
        '"Gtc" | "Ioc"', "decimal-string",
    ),
    "integer": (
        "integer or null <int32>", "integer <int64>", "integer(int64)", "integer (ms since epoch)", "milliseconds since epoch", "unsigned int32",
        "non-negative integer", "positive integer", "int (1-100)", "epoch ms", "长整型", "整型", "Int64 (mts)", "int64 (optional)", "Long (timestamp)",
    ),
    "number": ("number <double>", "双精度", "浮点型", "float (8 decimals)", "double (optional)"),
    "boolean": ("布尔型", "boolean or null", "bool (default false)", "BOOLEAN, optional"),
    "object": ("nullable object", "map[string]string", "{coin: string, px: string}", "字典", "object (free-form)", "object(map)"),
    "array": (
        "Array of strings (ids)", "Array of objects (closedorder)", "Array of arrays", "array of decimal strings", "array of strings, null",
        "array of [price, amount]", "object array", "array of ints", "number[]", "string[][]", "array of hashes", "字符串数组", "对象数组", "列表",
        r"list\<object\>", "[]string", "[]Order", "array, of strings", "repeated string", "Array of Strings (max 20)",
    ),
}  # fmt: skip
_REQUIRED = {
    "yes": (
        "Required: yes", "Yes (mandatory)", "✔️", "●", "is required", "Always required", "Compulsory", "Must be sent", "Yes, always", "Req",
        "是(必填)", "必传", "Cannot be omitted", "Not optional", "non-optional", "Mandatory field", "Y - mandatory", "yes, unique", "Must be provided",
    ),
    "no": (
        "○", "No, but recommended", "Optional (recommended)", "not needed", "Not compulsory", "May be omitted", "can be omitted", "No. Default: 10",
        "False, defaults to 1", "可不传", "不必填", "Is optional", "Never required", "not obligatory", "No longer required", "optional string",
        "No, default is `GTC`",
    ),
    "conditional": (
        "Required unless type is market", "Yes for limit orders, otherwise no", "Only if type = limit", "Sometimes", "Either or", "Yes, unless market",
        "Mandatory for stop orders only", "Required, except for market orders", "No, unless type is LIMIT", "Optional, but required for stop",
        "any one of the two", "限价单必填", "当type为limit时必填", "Y for LIMIT / N for MARKET", "Limit orders only", "Mutually exclusive with `x`",
        "Required (limit)", "Optional except for limit orders",
    ),
}  # fmt: skip
_DEFAULTS = (
    ("Number of items to fetch. If you don't pass it, you get 25.", {"default": "25"}),
    ("Results per page (25 unless given).", {"default": "25"}),
    ("Time in force; `GTC` is used when nothing is chosen.", {"default": "GTC"}),
    ("How many candles; 100 if you do not say.", {"default": "100"}),
    ("Sort direction, `desc` being the default.", {"default": "desc"}),
    ("Sort direction (`desc` is the default)", {"default": "desc"}),
    ("Depth. default → 20", {"default": "20"}),
    ("Depth. Default-value: 20", {"default": "20"}),
    ("Ratio. DEFAULT 0.5", {"default": "0.5"}),
    ("Dry run. Defaults: `false`", {"default": "false"}),
    ("Depth, 20 being default.", {"default": "20"}),
    ("If the parameter is missing, `GTC` is used.", {"default": "GTC"}),
    ("Treated as `false` when missing.", {"default": "false"}),
    ("Missing means `false`.", {"default": "false"}),
    ("When absent, `false`.", {"default": "false"}),
    ("Implicitly `GTC`.", {"default": "GTC"}),
    ("Leaving it empty is the same as sending `all`.", {"default": "all"}),
    ("Page size, 50 (default)", {"default": "50"}),
    ("Limit (default=50, max=500)", {"default": "50", "max": "500"}),
    ("Limit - default 50 - max 500", {"default": "50", "max": "500"}),
    ("Limit. Max 500 (default 50)", {"default": "50", "max": "500"}),
    ("50 by default, 500 at most", {"default": "50", "max": "500"}),
    ("Min 1, max 500, default 50", {"default": "50", "max": "500", "min": "1"}),
    ("Min: 1 Max: 500 Default: 50", {"default": "50", "max": "500", "min": "1"}),
    ("[1 .. 500] Default: 50", {"default": "50", "max": "500", "min": "1"}),
    ('Default: "GTC" Enum: "GTC" "IOC"', {"default": "GTC", "values": ("GTC", "IOC")}),
    ("Default: GTC. Possible values: GTC, IOC", {"default": "GTC", "values": ("GTC", "IOC")}),
    ("Time in force<br>`GTC` (default) or `IOC`", {"default": "GTC", "values": ("GTC", "IOC")}),
    ("Time in force<br>`GTC` (default), `IOC`, `FOK`", {"default": "GTC", "values": ("GTC", "IOC", "FOK")}),
    ("Time in force<br>GTC (default): until cancelled<br>IOC: now", {"default": "GTC", "values": ("GTC", "IOC")}),
    ("Enum: GTC, IOC; default GTC", {"default": "GTC", "values": ("GTC", "IOC")}),
    ("数量，默认: 20", {"default": "20"}),
    ("数量。默认是20", {"default": "20"}),
    ("数量，默认 20 条，最多 100 条", {"default": "20", "max": "100"}),
    ("数量。如果不填，则为20", {"default": "20"}),
    ("数量，缺省：20", {"default": "20"}),
    ("数量，为空时默认20", {"default": "20"}),
    ("默认返回 50 条", {"default": "50"}),
    ("Depth (optional, defaults to 20)", {"default": "20"}),
    ("Depth, defaulting to 20.", {"default": "20"}),
    ("Depth. Default is set to 20.", {"default": "20"}),
    ("Depth. Will default to 20 when empty.", {"default": "20"}),
)  # fmt: skip
_BOUNDS = (
    ("Number of trades, 1000 tops.", {"max": "1000"}), ("Number of trades (1–1000).", {"min": "1", "max": "1000"}), ("Count: 1…1000", {"min": "1", "max": "1000"}),
    ("Must be a number from 1 up to 1000.", {"min": "1", "max": "1000"}), ("Any integer from 1 to 1000.", {"min": "1", "max": "1000"}),
    ("Anywhere from 1 to 1000.", {"min": "1", "max": "1000"}), ("Limited to 1000.", {"max": "1000"}), ("The hard cap is 1000.", {"max": "1000"}),
    ("Cap: 1000", {"max": "1000"}), ("Do not send more than 1000.", {"max": "1000"}), ("You can't ask for more than 1000.", {"max": "1000"}),
    ("No more than one thousand.", {"max": "1000"}), ("Values above 1000 are not accepted.", {"max": "1000"}),
    ("Values beyond 1000 result in an error.", {"max": "1000"}), ("Must never go over 1000.", {"max": "1000"}), ("It may be as large as 1000.", {"max": "1000"}),
    ("It may be as low as 5.", {"min": "5"}), ("must not be lower than 5", {"min": "5"}), ("Cannot be smaller than 5.", {"min": "5"}), ("Starting from 5.", {"min": "5"}),
    ("5 and up.", {"min": "5"}), ("5 or higher", {"min": "5"}), (">=5 and <=1000", {"min": "5", "max": "1000"}), ("1000 >= limit >= 1", {"min": "1", "max": "1000"}),
    ("≤1000", {"max": "1000"}), ("≥5 且 ≤1000", {"min": "5", "max": "1000"}), ("大于等于5，小于等于1000", {"min": "5", "max": "1000"}),
    ("最小值：5，最大值：1000", {"min": "5", "max": "1000"}), ("不得大于1000", {"max": "1000"}), ("不能小于5", {"min": "5"}), ("至少为5", {"min": "5"}), ("至多1000", {"max": "1000"}),
    ("上限1000", {"max": "1000"}), ("下限为5", {"min": "5"}), ("介于5和1000之间", {"min": "5", "max": "1000"}), ("5到1000之间的整数", {"min": "5", "max": "1000"}),
    ("最多可查询1000条", {"max": "1000"}), ("单次最大返回1000", {"max": "1000"}), ("minimum: 5, maximum: 1000", {"min": "5", "max": "1000"}), ("minimum=5", {"min": "5"}),
    ("Minimum: 5<br>Maximum: 1000", {"min": "5", "max": "1000"}), ("[ 5 .. 1000 ]", {"min": "5", "max": "1000"}),
    ("Possible values: >= 5 and <= 1000", {"min": "5", "max": "1000"}), ("range 5 - 1,000", {"min": "5", "max": "1000"}),
    ("Page size. A number no bigger than 1000.", {"max": "1000"}), ("Page size. Not to exceed 1000.", {"max": "1000"}), ("Page size, not exceeding 1000.", {"max": "1000"}),
    ("Page size, 1000 being the maximum.", {"max": "1000"}), ("Page size; maximum allowed is 1000.", {"max": "1000"}), ("Page size (at most 1000 entries).", {"max": "1000"}),
    ("The highest allowed value is 1000.", {"max": "1000"}), ("The smallest accepted value is 5.", {"min": "5"}),
    ("Lower bound 5, upper bound 1000.", {"min": "5", "max": "1000"}), ("Accepted range: 5-1000", {"min": "5", "max": "1000"}), ("Between 5 & 1000", {"min": "5", "max": "1000"}),
    ("Within the range 5-1000", {"min": "5", "max": "1000"}), ("Falls between 5 and 1000", {"min": "5", "max": "1000"}),
)  # fmt: skip
_LENGTHS = (
    ("Client ID, 36 chars max.", {"max_length": 36}), ("Client ID of at most 36 characters.", {"max_length": 36}), ("Client ID, not exceeding 36 chars.", {"max_length": 36}),
    ("Client ID. length <= 36", {"max_length": 36}), ("<= 36 characters", {"max_length": 36}), ("[ 1 .. 36 ] characters", {"min_length": 1, "max_length": 36}),
    ("= 20 characters", {"min_length": 20, "max_length": 20}), ("Must be 20 characters.", {"min_length": 20, "max_length": 20}),
    ("minLength: 1, maxLength: 36", {"min_length": 1, "max_length": 36}), ("string length: 1-36", {"min_length": 1, "max_length": 36}),
    ("Cannot be longer than 36 characters", {"max_length": 36}), ("36-character limit", {"max_length": 36}), ("长度不超过36位", {"max_length": 36}),
    ("长度1-36", {"min_length": 1, "max_length": 36}), ("最大长度36", {"max_length": 36}), ("36个字符以内", {"max_length": 36}), ("1到36个字符", {"min_length": 1, "max_length": 36}),
    ("长度限制为36", {"max_length": 36}), ("Limited to 36 characters", {"max_length": 36}), ("The string may have at most 36 characters.", {"max_length": 36}),
)  # fmt: skip
_ITEMS = (
    ("Comma separated list of order ids (50 maximum)", {"max_items": 50, "separator": ","}), ("List of symbols split by commas, limit 10", {"max_items": 10, "separator": ","}),
    ("ids, comma-separated, no more than 50 at once", {"max_items": 50, "separator": ","}), ("Up to 50 ids joined with commas", {"max_items": 50, "separator": ","}),
    ("A comma delimited set of pairs (max 20)", {"max_items": 20, "separator": ","}), ("多个以英文逗号分隔，最多20个", {"max_items": 20, "separator": ","}),
    ("支持批量，用,隔开，最多20个", {"max_items": 20, "separator": ","}), ("Multiple values allowed, comma separated, up to five.", {"max_items": 5, "separator": ","}),
    ("Separate multiple ids with commas. Limit of 20 ids.", {"max_items": 20, "separator": ","}),
)  # fmt: skip
_SIDES = (
    "Direction of trade: buy, sell.", "Side (buy or sell)", "Either of `buy`, `sell`", "Allowed enum values: buy, sell", "enum: ['buy', 'sell']",
    "Must be equal to one of: buy, sell", "May be `buy` or `sell`", "Specifies `buy` or `sell`", "Available options: buy, sell", "Any of: buy, sell",
    "Any of [buy, sell]", "Values can be buy, sell", 'valid values: "buy", "sell"', "'buy'|'sell'", "buy : bid, sell : ask", "buy → bid; sell → ask",
    "buy – purchase; sell – disposal", "`buy` means a bid, `sell` an ask", "1. buy<br>2. sell", "Permitted values: buy and sell", "Use `buy` or `sell`",
    'Use "buy" for bids and "sell" for asks', "`buy` for bids, `sell` for asks", "Can take the values `buy` and `sell`.", "Takes one of two values: buy or sell",
    "Accepts: buy, sell", "Supports `buy` and `sell`", "Should be either buy or sell", "Must equal `buy` or `sell`", "Only `buy` and `sell` are allowed.",
    "Only accepts `buy` and `sell`", "取值：buy、sell", "取值为 buy 或 sell", "buy（买）, sell（卖）", "buy-买入 sell-卖出", "buy 买入, sell 卖出", "枚举值：`buy`、`sell`",
    "只能为buy或sell", "buy或sell", "Possible Values: `buy` `sell`", "<code>buy</code>, <code>sell</code>", "_buy_ or _sell_", "**buy** or **sell**",
    "String enum: buy | sell", "Allowed values are the following: `buy`, `sell`", "The following values are supported: `buy`, `sell`",
)  # fmt: skip
_FIGURES = (
    ("0: pending, 1: done, 2: failed", ("0", "1", "2")), ("0-pending 1-done 2-failed", ("0", "1", "2")), ("0 pending / 1 done", ("0", "1")), ("State; 0 = pending; 1 = done", ("0", "1")),
    ("(0) pending (1) done", ("0", "1")), ("`0`: pending `1`: done", ("0", "1")), ("0：待处理，1：完成", ("0", "1")), ("0待处理 1完成", ("0", "1")), ("Use 0 for off, 1 for on", ("0", "1")),
    ("0 => off, 1 => on", ("0", "1")), ("0(off) 1(on)", ("0", "1")), ("0 for off or 1 for on", ("0", "1")), ("0=off/1=on", ("0", "1")),
)  # fmt: skip
_CONDITIONS = (
    ("Must be supplied when `ordType` is `limit`.", {"required_when": ("ordType", "limit")}), ("Mandatory for `ordType`=`limit`.", {"required_when": ("ordType", "limit")}),
    ("Required if `ordType` equals `limit`.", {"required_when": ("ordType", "limit")}), ("If `ordType` is `limit`, this is required.", {"required_when": ("ordType", "limit")}),
    ("When `ordType` is `limit`, it is mandatory.", {"required_when": ("ordType", "limit")}), ("`ordType`=`limit` requires it.", {"required_when": ("ordType", "limit")}),
    ("Only applicable when `ordType` is `limit`.", {"applies_to": ("ordType=limit",)}), ("Valid only if `ordType` is `limit`.", {"applies_to": ("ordType=limit",)}),
    ("Used only with `ordType`=`limit`.", {"applies_to": ("ordType=limit",)}), ("Only used for `ordType` = `limit`.", {"applies_to": ("ordType=limit",)}),
    ("Not used for OPTION.", {"excludes": ("OPTION",)}), ("Does not apply to OPTION.", {"excludes": ("OPTION",)}), ("Not applicable to OPTION.", {"excludes": ("OPTION",)}),
    ("Cannot be sent together with `clOrdId`.", {"excludes": ("clOrdId",)}), ("Mutually exclusive with `clOrdId`.", {"excludes": ("clOrdId",)}),
    ("当`ordType`为`limit`时必填", {"required_when": ("ordType", "limit")}), ("仅适用于 OPTION", {"applies_to": ("OPTION",)}), ("不适用于 OPTION", {"excludes": ("OPTION",)}),
    ("For OPTION only.", {"applies_to": ("OPTION",)}),
)  # fmt: skip
_ENDS = (
    ("Deprecated since 2026-01-01; please use `other`.", ("other",)), ("DEPRECATED", ()), ("(deprecated)", ()), ("Will be sunset on 2026-12-31. Switch to `other`.", ("other",)),
    ("No longer used.", ()), ("No longer supported; send `other` instead.", ("other",)), ("This field has been replaced by `other`.", ("other",)), ("Superseded by `other`.", ("other",)),
    ("Legacy field. Use `other`.", ("other",)), ("To be removed in a future release.", ()), ("Being phased out in favor of `other`.", ("other",)), ("已弃用，请用`other`", ("other",)),
    ("该字段即将下线", ()), ("已停用，改用 `other`", ("other",)), ("⚠️ Deprecated: `other` should be used instead", ("other",)), ("Replaced with `other` as of 2026-03-01.", ("other",)),
)  # fmt: skip
# What would be read wrong without the words that turn it around: reported, or read as what is left of it.
_TURNED: tuple[tuple[str, dict[str, object]], ...] = (
    ("Kind. The default is no longer 20.", {}), ("Kind. Default was 20 until 2026-01-01.", {}), ("Kind. Defaults to the value of `instId`.", {}), ("Kind. Default is 20 except for options.", {}),
    ("Kind. By default 20 for spot, 50 for swap.", {}), ("Kind. Default depends: 20 or 50.", {}), ("Kind. Must not be between 5 and 10.", {}), ("Kind. Not limited to 1000.", {}),
    ("Kind. Max 1000 for VIP users, 500 for others.", {}), ("Kind. At most 1000 per hour.", {}), ("Kind. Max 1000 unless `type` is set.", {}),
    ("Kind. Up to 1000, except for options (500).", {}), ("Kind. Max 1000 (100 with `extended`).", {}), ("Kind. The maximum of 1000 has been lifted.", {}),
    ("Kind. Until 2026-12-31 at most 1000.", {}), ("Kind. Maximum 1000 before March, then 500.", {}), ("Kind. Min 5 for BTC.", {}), ("Kind. Was limited to 1000.", {}),
    ("Kind. At most 36 characters, or 64 for sub-accounts.", {}), ("Kind. No longer limited to 36 characters.", {}), ("Kind<br>Anything but `buy` and `sell`.", {}),
    ("Kind<br>All but `buy`, `sell`.", {}), ("Kind<br>`buy` and `sell` are no longer accepted.", {}), ("Kind<br>Formerly `buy` or `sell`.", {}), ("Kind<br>`buy`, `sell` until June.", {}),
    ("Kind<br>Types other than `buy` or `sell`.", {}), ("Kind. Required when `ordType` is not `limit`.", {}), ("Kind. Required unless `ordType` is `limit`.", {}),
    ("Kind. No longer only for OPTION.", {}), ("Kind. Not only for OPTION.", {}), ("Kind. At most 1000 if `type` is `a`.", {}), ("Kind. 不再限制为1000", {}), ("Kind. 除`buy`和`sell`外", {}),
    ("Kind. 2026年前最大1000", {}), ("Kind. Maximum 1000 open orders in total.", {}),
)  # fmt: skip
_NOT_ENDED = (
    "Kind. Not deprecated.",
    "Kind. Replaces the deprecated `other`.",
    "Kind. Use it instead of the deprecated `other`.",
)

THIRD_VENUES: tuple[Wording, ...] = (
    *(Wording("type", word, {"json": json}) for json, words in _TYPES.items() for word in words),
    *(Wording("required", word, {"required": required}) for required, words in _REQUIRED.items() for word in words),
    *(Wording("default", said, expected) for said, expected in _DEFAULTS),
    *(Wording("bound", f"Kind. {said}", expected) for said, expected in _BOUNDS),
    *(Wording("length", f"Kind. {said}", expected) for said, expected in _LENGTHS),
    *(Wording("items", f"Kind. {said}", expected) for said, expected in _ITEMS),
    *(Wording("values", f"Kind<br>{said}", {"values": ("buy", "sell")}) for said in _SIDES),
    *(Wording("values", f"Kind<br>{said}", {"values": ("buy", "sell"), "open": True}) for said in ("`buy`, `sell` and others", "`buy`, `sell`, etc.")),
    *(Wording("codes", f"Kind. {said}", {"values": values}) for said, values in _FIGURES),
    *(Wording("condition", f"Kind. {said}", expected) for said, expected in _CONDITIONS),
    *(Wording("deprecation", f"Kind. {said}", {"use": use}) for said, use in _ENDS),
    *(Wording("turned", said, expected) for said, expected in _TURNED),
    *(Wording("turned", said, {"silent": True}) for said in _NOT_ENDED),
)  # fmt: skip
RATE_LIMITS: tuple[RateLimitLine, ...] = (
    RateLimitLine("Rate limit: 6 requests/second/user", 6, 1), RateLimitLine("Requests are limited to 30 per second.", 30, 1),
    RateLimitLine("This endpoint has a limit of 10 requests per second per IP.", 10, 1), RateLimitLine("Maximum 10 calls per second.", 10, 1), RateLimitLine("Limit: 100/10s", 100, 10),
    RateLimitLine("Throttle: 5/s", 5, 1), RateLimitLine("Rate limits: 300 requests per 5 minutes", 300, 300), RateLimitLine("Limit frequency (IP): 10/2s", 10, 2),
    RateLimitLine("限频规则：20次/秒 (UID)", 20, 1), RateLimitLine("频率限制：每秒10次", 10, 1), RateLimitLine("限速：每2秒20次", 20, 2), RateLimitLine("IP限频：100次/分钟", 100, 60),
    RateLimitLine("Rate limit: up to 20 requests per 2 seconds", 20, 2), RateLimitLine("Rate limit: max 20 reqs / 2 s", 20, 2), RateLimitLine("Rate limit: 1 request every 5 seconds", 1, 5),
    RateLimitLine("Rate limit: one request per second", 1, 1), RateLimitLine("Rate limit: 600/10min", 600, 600), RateLimitLine("Quota: 500 calls per hour", 500, 3600),
    RateLimitLine("Frequency: 10 times per second per UID", 10, 1), RateLimitLine("**API weight:** 10", None), RateLimitLine("Rate limit: 30 requests per 2 seconds for VIP 5, otherwise 10", None),
    RateLimitLine("Rate limit: 30 requests per 2 seconds until 2026-12-31", None),
)  # fmt: skip
PERMISSIONS = (
    ("**Permission required:** Trade", {"trade"}), ("API key permission: Trade", {"trade"}), ("Requires `Trade` permission.", {"trade"}), ("Permissions: Read, Trade", {"read", "trade"}),
    ("Required permission – Read", {"read"}), ("Scope: trade", {"trade"}), ("权限：交易", {"trade"}), ("Permission: Read or Trade", {"read", "trade"}),
    ("Needs the Withdraw permission", {"withdraw"}), ("API Permission: Trade", {"trade"}),
)  # fmt: skip
_TWO = (("symbol", "string", "yes"), ("limit", "integer", "no"))
_NESTED = (
    ("symbol", "string", "yes"),
    ("order", "object", "no"),
    ("order.px", "string", "yes"),
    ("order.sz", "string", "no"),
)
_LIST = (
    ("symbol", "string", "yes"),
    ("orders", "array", "no"),
    ("orders.px", "string", "yes"),
    ("orders.sz", "string", "no"),
)
_UNSAID = (("symbol", "string", "unknown"), ("limit", "integer", "unknown"))


def _two(name: str, head: str, first: str, second: str) -> TableLayout:
    ruler = "|".join("---" for _ in head.split("|"))
    return TableLayout(name, f"{head}\n{ruler}\n{first}\n{second}\n", _TWO)


def _nested(name: str, px: str, sz: str, *, parent: str = "order | Object", listed: bool = False) -> TableLayout:
    head = "Parameter | Type | Required | Description\n---|---|---|---\n"
    rows = f"symbol | String | Yes | Symbol\n{parent} | No | Order\n{px} | String | Yes | Price\n{sz} | String | No | Size\n"
    return TableLayout(name, head + rows, _LIST if listed else _NESTED)


_HEAD = "Parameter | Type | Required | Description"
_RULER = "---|---|---|---"
TABLE_LAYOUTS: tuple[TableLayout, ...] = (
    _nested("path of a list", "orders[].px", "orders[].sz", parent="orders | Array of objects", listed=True),
    _nested("path of a first element", "orders[0].px", "orders[0].sz", parent="orders | Array of objects", listed=True),
    _nested("path of a star", "orders.*.px", "orders.*.sz", parent="orders | Array of objects", listed=True),
    _nested("a path in brackets", "order[px]", "order[sz]"), _nested("a full width arrow", "＞ px", "＞ sz"), _nested("escaped arrows", "\\> px", "\\> sz"), _nested("entities", "&gt; px", "&gt; sz"),
    _nested("code with arrows", "`> px`", "`> sz`"), _nested("a dash without space", "-px", "-sz"), _nested("full width blanks", "　px", "　sz"), _nested("bullets", "• px", "• sz"),
    _nested("branches", "├─ px", "└─ sz"), _nested("bars", "\\| px", "\\| sz"), _nested("plus signs", "+ px", "+ sz"), _nested("stars", "* px", "* sz"), _nested("bold paths", "**order.px**", "**order.sz**"),
    _nested("parents in code", "`order`.`px`", "`order`.`sz`"), _nested("colons", "order::px", "order::sz"), _nested("arrows between", "order > px", "order > sz"), _nested("hyphens", "order->px", "order->sz"),
    _two("links in names", _HEAD, "[symbol](#symbol) | [String](#types) | Yes | Symbol", "[limit](#limit) | [Integer](#types) | No | Number"),
    _two("footnotes", _HEAD, "symbol<sup>1</sup> | String | Yes | Symbol", "limit<sup>2</sup> | Integer | No | Number"),
    _two("footnotes in brackets", _HEAD, "symbol[^1] | String | Yes | Symbol", "limit[^2] | Integer | No | Number"),
    _two("hard blanks", _HEAD, "symbol\u00a0|\u00a0String\u00a0| Yes\u00a0| Symbol", "limit\u00a0|\u00a0Integer |\u00a0No | Number"),
    _two("full width bars", _HEAD, "symbol | String | Yes | Symbol｜pair", "limit | Integer | No | Number"),
    _two("escaped bars", _HEAD, "symbol | String | Yes | a \\| b", "limit | Integer | No | Number"),
    _two("bars in code", _HEAD, "symbol | String | Yes | `a|b`", "limit | Integer | No | Number"),
    _two("circles", _HEAD, "symbol | String | ● | Symbol", "limit | Integer | ○ | Number"),
    _two("ticks and nothing", _HEAD, "symbol | String | ✓ | Symbol", "limit | Integer | | Number"),
    _two("stars at the end", "Name | Type | Description", "symbol \\* | String | Symbol", "limit | Integer | (optional) Number"),
    _two("optional as a question mark", "Name | Type | Description", "symbol | String | (required) Symbol", "limit? | Integer | Number"),
    _two("optionality", "Name | Type | Optional | Description", "symbol | String | No | Symbol", "limit | Integer | Yes | Number"),
    _two("nullable beside required", "Name | Type | Required | Nullable | Description", "symbol | String | Yes | No | Symbol", "limit | Integer | No | Yes | Number"),
    _two("an example first", "Parameter | Example | Type | Required | Description", "symbol | BTC | String | Yes | Symbol", "limit | 10 | Integer | No | Number"),
    _two("M, O and C", "Parameter | Type | M/O/C | Description", "symbol | String | M | Symbol", "limit | Integer | O | Number"),
    _two("usage", "Parameter | Type | Usage | Description", "symbol | String | required | Symbol", "limit | Integer | optional | Number"),
    _two("required by star", "Parameter | Type | Required | Description", "symbol | String | * | Symbol", "limit | Integer | | Number"),
    _two("Chinese of an exchange", "参数 | 数据类型 | 是否必需 | 默认值 | 备注", "symbol | string | true | - | 币对", "limit | int | false | 10 | 数量"),
    _two("Chinese with 必选", "名称 | 类型 | 必选 | 说明", "symbol | string | 是 | 币对", "limit | int | 否 | 数量"),
    _two("mode", "Field | Mode | Type | Description", "symbol | Required | String | Symbol", "limit | Optional | Integer | Number"),
    TableLayout("bullets", "- `symbol` (string, required): Symbol\n- `limit` (integer, optional): Number\n", _TWO),
    TableLayout("bullets with dashes", "* **symbol** — string — required — Symbol\n* **limit** — integer — optional — Number\n", _TWO),
    TableLayout("definitions", "symbol\n: string, required. Symbol\n\nlimit\n: integer, optional. Number\n", _TWO),
    TableLayout("HTML", "<table><tr><th>Parameter</th><th>Type</th><th>Required</th><th>Description</th></tr><tr><td>symbol</td><td>String</td><td>Yes</td><td>Symbol</td></tr><tr><td>limit</td><td>Integer</td><td>No</td><td>Number</td></tr></table>\n", _TWO),
    TableLayout("HTML over lines", "<table>\n<thead>\n<tr>\n<th>Parameter</th>\n<th>Type</th>\n<th>Required</th>\n<th>Description</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td><code>symbol</code></td>\n<td>String</td>\n<td>Yes</td>\n<td>Symbol</td>\n</tr>\n<tr>\n<td>limit</td>\n<td>Integer</td>\n<td>No</td>\n<td>Number</td>\n</tr>\n</tbody>\n</table>\n", _TWO),
    TableLayout("in a fence", f"```\n{_HEAD}\n{_RULER}\nsymbol | String | Yes | Symbol\nlimit | Integer | No | Number\n```\n", _TWO),
    TableLayout("split by words", f"{_HEAD}\n{_RULER}\nsymbol | String | Yes | Symbol\n\nThe next ones are for pages:\n\n{_HEAD}\n{_RULER}\nlimit | Integer | No | Number\n", _TWO),
    TableLayout("split without a head", f"{_HEAD}\n{_RULER}\nsymbol | String | Yes | Symbol\n\nThe next ones are for pages:\n\nlimit | Integer | No | Number\n", _TWO),
    TableLayout("query and body", f"Query:\n\n{_HEAD}\n{_RULER}\nsymbol | String | Yes | Symbol\n\nBody:\n\n{_HEAD}\n{_RULER}\nlimit | Integer | No | Number\n", _TWO),
    TableLayout("no column of requiredness", "Parameter | Type | Description\n---|---|---\nsymbol | String | Symbol\nlimit | Integer | Number\n", _UNSAID),
    TableLayout("a list of blocks", "**symbol** `string` *required*\n\nSymbol\n\n**limit** `integer` *optional*\n\nNumber\n", _TWO),
)  # fmt: skip
