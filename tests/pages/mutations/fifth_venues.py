"""A fifth set, written after the readers had learned the fourth.

Of the 153 facts 117 were read right at first, 30 reported, 2 lost in silence, and 4 read wrong.
"""

from .judge import Wording
from .other_venues import RateLimitLine, TableLayout

_TYPES = {
    "string": ("string (max 32)", "Str, optional", "string or empty", "date (YYYY-MM-DD)", "String/enum", "string, lower case", "bigdecimal string", "text, nullable", "ENUM (string)", "64 character string"),
    "integer": ("int, optional", "INT64 (ms)", "Unix timestamp (seconds)", "number (int64)", "Integer (1 or 2)", "unsigned integer 32"),
    "number": ("Number, decimal", "float (percent)", "Double, optional"),
    "boolean": ("Bool (optional)", "true / false"),
    "object": ("Object, see below", "Dictionary (string to number)", "object<Fee>"),
    "array": ("list of order ids", "Array, strings", "array of int64", "Objects[]", "List<Object>", "array (of objects)"),
}  # fmt: skip
_REQUIRED = {
    "yes": ("Required by all", "yes (string)", "It must be sent", "Mandatory, unique", "(required)", "必填参数", "Yes, mandatory", "must not be empty"),
    "no": ("(optional)", "optional; default 10", "Not needed at all", "No, may be empty", "not necessarily", "Optional!", "选填，默认10", "is not required"),
    "conditional": ("Mandatory with `px`", "yes if limit order", "Only when hedged", "No unless stop", "for limit orders", "Depends on the type", "either this or id", "如果是限价单则必填"),
}  # fmt: skip
_DEFAULTS = (
    ("Sorting (default `asc`).", {"default": "asc"}), ("Count, default is 30 and maximum is 90", {"default": "30", "max": "90"}), ("Defaults to 30 records if unspecified.", {"default": "30"}), ("Size of a page. If missing: 30.", {"default": "30"}),
    ("A flag. False by default.", {"default": "False"}), ("Uses `GTC` as a default.", {"default": "GTC"}), ("We assume `GTC` if you send nothing.", {"default": "GTC"}), ("The default here is `GTC`.", {"default": "GTC"}), ("`GTC` is applied by default", {"default": "GTC"}),
    ("Page size. 30 if not set, 90 at most.", {"default": "30", "max": "90"}), ("默认 30，范围 1-90", {"default": "30", "min": "1", "max": "90"}), ("条数，默认值为30条", {"default": "30"}), ("Not sending it equals `0`.", {"default": "0"}), ("default: 'net'", {"default": "net"}),
)  # fmt: skip
_BOUNDS = (
    ("Needs to be at most 90.", {"max": "90"}), ("Maximum allowed: 90", {"max": "90"}), ("The number may not be greater than 90.", {"max": "90"}), ("Supports a maximum of 90", {"max": "90"}), ("You can fetch up to 90.", {"max": "90"}), ("Any integer between 3 and 90.", {"min": "3", "max": "90"}),
    ("3 or more, 90 or less", {"min": "3", "max": "90"}), ("Should not go below 3.", {"min": "3"}), ("Lowest: 3, highest: 90", {"min": "3", "max": "90"}), ("Must be no smaller than 3 and no larger than 90", {"min": "3", "max": "90"}), ("Limits: 3 - 90", {"min": "3", "max": "90"}),
    ("90 rows max", {"max": "90"}), ("We return at most 90 rows.", {"max": "90"}), ("取值 3~90", {"min": "3", "max": "90"}), ("最多支持90", {"max": "90"}), ("不低于3且不高于90", {"min": "3", "max": "90"}),
)  # fmt: skip
_LENGTHS = (
    ("No longer than 20 chars.", {"max_length": 20}), ("Length: up to 20", {"max_length": 20}), ("An ID of 20 characters or fewer", {"max_length": 20}), ("Maximum 20 characters allowed", {"max_length": 20}), ("5 - 20 letters", {"min_length": 5, "max_length": 20}), ("长度不得超过20个字符", {"max_length": 20}),
)  # fmt: skip
_SIDES = (
    "Which side. Either \"buy\" or \"sell\".", "Side of the order: `buy` / `sell`", "`buy`: buying; `sell`: selling", "Should be one of [`buy`, `sell`]", "Possible sides are `buy` and `sell`.", "Must match one of: buy, sell", "The direction, `buy` or `sell`.", "Allowable values: buy, sell",
    "Send `buy` or `sell`.", "- `buy`: buying\n- `sell`: selling", "Values: `buy` - bid, `sell` - ask", "Accepted: buy or sell", "Enum values: `buy`, `sell`", "支持 buy 和 sell", "buy：买；sell：卖", "side=buy or side=sell",
)  # fmt: skip
_CONDITIONS = (
    ("Is required when `ordType` is `limit`.", {"required_when": ("ordType", "limit")}), ("Needed when `ordType` equals `limit`.", {"required_when": ("ordType", "limit")}), ("Valid for OPTION only.", {"applies_to": ("OPTION",)}), ("Only supported for OPTION.", {"applies_to": ("OPTION",)}),
    ("Not allowed for OPTION.", {"excludes": ("OPTION",)}), ("May not be combined with `clOrdId`.", {"excludes": ("clOrdId",)}), ("Has effect only when `ordType` is `limit`.", {"applies_to": ("ordType=limit",)}),
)  # fmt: skip
_ENDS = (
    ("Deprecated in favour of `other`.", ("other",)),
    ("No longer supported.", ()),
    ("Scheduled for removal on 2026-12-31.", ()),
    ("Replaced by `other`, will be removed soon.", ("other",)),
    ("已停用", ()),
)
_TURNED = (
    "Kind. At most 90, unless approved.", "Kind. Not restricted to 90.", "Kind. Max 90 for sub-accounts.", "Kind. 90 by default before 2026-05-01.", "Kind. Formerly capped at 90.", "Kind<br>Other than `buy` or `sell`.", "Kind<br>`buy` and `sell` have been removed.", "Kind. Max 90 on weekdays.", "Kind. At most 90 a day.",
    "Kind. Required unless `ordType` equals `limit`.", "Kind. Default 30, in hedge mode 60.", "Kind. 除现货外最大90",
)  # fmt: skip

FIFTH_VENUES: tuple[Wording, ...] = (
    *(Wording("type", word, {"json": json}) for json, words in _TYPES.items() for word in words),
    *(Wording("required", word, {"required": required}) for required, words in _REQUIRED.items() for word in words),
    *(Wording("default", said, expected) for said, expected in _DEFAULTS),
    *(Wording("bound", f"Kind. {said}", expected) for said, expected in _BOUNDS),
    *(Wording("length", f"Kind. {said}", expected) for said, expected in _LENGTHS),
    *(Wording("values", f"Kind<br>{said}", {"values": ("buy", "sell")}) for said in _SIDES),
    *(Wording("condition", f"Kind. {said}", expected) for said, expected in _CONDITIONS),
    *(Wording("deprecation", f"Kind. {said}", {"use": use}) for said, use in _ENDS),
    *(Wording("turned", said) for said in _TURNED),
)  # fmt: skip
RATE_LIMITS: tuple[RateLimitLine, ...] = (
    RateLimitLine("Limit: 10 requests per second per user", 10, 1), RateLimitLine("Calls to this endpoint are limited to 30 per minute.", 30, 60), RateLimitLine("Rate limit (IP): 20 req / 2 s", 20, 2), RateLimitLine("限频: 10次/2秒", 10, 2), RateLimitLine("Request rate: 5 requests each second", 5, 1),
    RateLimitLine("Rate limit: 10/s, 5/s from 2027-01-01", None),
)  # fmt: skip
PERMISSIONS = (
    ("Permission(s): Trade", {"trade"}),
    ("Key permission required: Trade", {"trade"}),
    ("Trade permission is required.", {"trade"}),
)
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


TABLE_LAYOUTS: tuple[TableLayout, ...] = (
    _nested("two dots", "..px", "..sz"), _nested("arrow of equals", "=> px", "=> sz"), _nested("middle dots", "· px", "· sz"), _nested("paths in code", "`order.px`", "`order.sz`"), _nested("plus without blank", "+px", "+sz"), _nested("squares", "▪ px", "▪ sz"),
    _two("names last", "Type | Required | Description | Parameter", "String | Yes | Symbol | symbol", "Integer | No | Number | limit"), _two("Req/Opt", "Field | Type | Req/Opt | Description", "symbol | String | Req | Symbol", "limit | Integer | Opt | Number"),
    _two("optional with ticks", "Field | Type | Optional | Description", "symbol | String | | Symbol", "limit | Integer | ✓ | Number"), _two("quotes", "Parameter | Type | Required | Description", "\"symbol\" | String | Yes | Symbol", "\"limit\" | Integer | No | Number"),
    _two("wide words", "Parameter | Type | Required | Description", "symbol | Ｓtring | Yes | Symbol", "limit | Integer | No | Number"),
    TableLayout("bullets with code types", "- `symbol` `string` (required) Symbol\n- `limit` `integer` (optional) Number\n", _TWO), TableLayout("bullets with brackets", "- symbol [string] [required]: Symbol\n- limit [integer] [optional]: Number\n", _TWO),
    TableLayout("indented HTML", "  <table>\n  <tr><th>Name</th><th>Type</th><th>Mandatory</th><th>Notes</th></tr>\n  <tr><td>symbol</td><td>STRING</td><td>YES</td><td></td></tr>\n  <tr><td>limit</td><td>INT</td><td>NO</td><td>Number</td></tr>\n  </table>\n", _TWO),
)  # fmt: skip
