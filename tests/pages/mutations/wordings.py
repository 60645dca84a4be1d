"""Wordings of one row's facts: none of them is a wording of the venue's pages today, or the example of a vocabulary.

Each says what it must be read as, in literals. They hold for every page format: a layout puts them into its own cells.
"""

from .judge import Wording

_TYPES = {
    "string": (
        "string", "STRING", "*String*", "`string`", "**string**", "Str", "Text", "string.", "String(uuid)", "string?",
        "string | null", "Nullable string", "Numeric string", "string (enum)", "URL",
    ),
    "integer": ("INTEGER", "`int`", "Int32", "int64", "uint64", "Big integer", "**Long**", "integer (int32)", "Integer<int64>", "short"),
    "number": ("FLOAT", "Double", "**number**", "number(double)", "float64", "Real"),
    "boolean": ("BOOL", "`boolean`", "Boolean.", "true/false"),
    "object": ("OBJECT", "JSON object", "dict", "Map<String, Decimal>", "Struct"),
    "array": (
        "List<Integer>", "list of strings", "Array[string]", "integer[]", "string array", "array<object>", "[string]",
        "Array of integers", "List", "array (string)", "Array<Array<String>>", "OrderInfo[]", "List of Order",
    ),
}  # fmt: skip
_REQUIRED = {
    "yes": (
        "YES", "**yes**", "Yes*", "*Yes*", "`Yes`", "y", "Y*", "TRUE", "✔", "✓", "√", "✅", "MANDATORY", "mandatory.", "Required",
        "**Required**", "required*", "M", "必填", "必须", "Yes [1]", "Always", "Must",
    ),
    "no": (
        "NO", "_No_", "n", "False", "✗", "x", "X", "❌", "OPTIONAL", "optional", "Opt", "O", "Not required", "Not mandatory",
        "选填", "非必填", "`false`", "Non-mandatory",
    ),
    "conditional": (
        "CONDITIONAL", "Conditionally", "conditionally required", "Depends", "C", "Cond.", "Yes/No", "条件必填", "视情况",
        "Required if `x` is sent", "Required when margin", "Yes (for spot)", "No, except for options", "Depends on the mode",
        "See description", "One of the two",
    ),
}  # fmt: skip
_DEFAULTS = {
    "7": (
        "Default 7.", "default: 7", "Default = `7`.", "Defaults to 7", "Defaults to `7` when omitted.", "The default is 7.",
        "`7` by default.", "By default `7`.", "By default, 7.", "By default it is `7`", "If omitted, `7` is used.",
        "If not sent, defaults to `7`.", "`7` is used if this parameter is not provided.", "When left out, `7` will be used.",
        'Default "7".', "Default `'7'`", "Default value: `7` days back", "(default: 7)", "(default `7`)", "[default: `7`]",
        "Its default is `7`.", "Default value is `7` (seven).", "The default value will be `7`.", "默认值：`7`", "默认为 `7`。",
        "`7` is the default.", "The default setting is `7`.", "If unset, this is treated as `7`.",
        "Falls back to `7` if not given.", "Optional; default `7`",
    ),
    "false": ("Default `false`.", "Default: false", "Defaults to false.", "`false` (default)", "If not passed, `false` is assumed."),
}  # fmt: skip
_BOUNDS = (
    ("Maximum 50.", {"max": "50"}), ("Max: `50`", {"max": "50"}), ("max. 50", {"max": "50"}), ("At most 50.", {"max": "50"}),
    ("Must not exceed 50.", {"max": "50"}), ("Must be less than or equal to 50.", {"max": "50"}),
    ("Cannot be greater than `50`.", {"max": "50"}), ("Should be no more than 50.", {"max": "50"}),
    ("Up to 50.", {"max": "50"}), ("Value ≤ 50", {"max": "50"}), ("Must be <= 50.", {"max": "50"}),
    ("The upper limit is 50.", {"max": "50"}), ("Capped at `50`.", {"max": "50"}), ("The maximum value is 1,000.", {"max": "1000"}),
    ("Maximum 1 000 000 USDT.", {"max": "1000000"}), ("50 or less.", {"max": "50"}), ("The largest value, 50 at most.", {"max": "50"}),
    ("Minimum 5.", {"min": "5"}), ("Min: `5`", {"min": "5"}), ("Must be at least 5.", {"min": "5"}),
    ("Must not be less than 5.", {"min": "5"}), ("No less than `0.01`.", {"min": "0.01"}),
    ("Must be greater than or equal to 5.", {"min": "5"}), ("Value ≥ 5", {"min": "5"}), ("5 or more.", {"min": "5"}),
    ("The lower limit is -5.", {"min": "-5"}), ("最大值为 50", {"max": "50"}), ("不超过 50", {"max": "50"}),
    ("Between 5 and 50.", {"min": "5", "max": "50"}), ("Range: 5-50", {"min": "5", "max": "50"}),
    ("Range [5, 50].", {"min": "5", "max": "50"}), ("Range: `5` ~ `50`", {"min": "5", "max": "50"}),
    ("From 5 to 50.", {"min": "5", "max": "50"}), ("Must be between `5` and `50`.", {"min": "5", "max": "50"}),
    ("Valid range is 0.5 to 50.5.", {"min": "0.5", "max": "50.5"}), ("Integer from 5 to 50 inclusive.", {"min": "5", "max": "50"}),
    ("Allowed: 5 ≤ value ≤ 50", {"min": "5", "max": "50"}), ("Ranges from 5 through 50.", {"min": "5", "max": "50"}),
    ("取值范围：5-50", {"min": "5", "max": "50"}), ("Min 5, max 50.", {"min": "5", "max": "50"}),
    ("Minimum: 5. Maximum: 50.", {"min": "5", "max": "50"}), ("Must be greater than 5.", {"min": "5"}), ("(5, 50]", {"max": "50"}),
    ("Default: 7. Max: 50.", {"default": "7", "max": "50"}), ("Default 7, maximum 50", {"default": "7", "max": "50"}),
)  # fmt: skip
_LENGTHS = (
    ("Between 2 and 32 characters.", {"min_length": 2, "max_length": 32}), ("2-32 characters.", {"min_length": 2, "max_length": 32}),
    ("2 to 32 characters long.", {"min_length": 2, "max_length": 32}), ("Up to 32 characters.", {"max_length": 32}),
    ("Max 32 characters.", {"max_length": 32}), ("Maximum length is 32.", {"max_length": 32}), ("Max length: 32", {"max_length": 32}),
    ("Must not exceed 32 characters.", {"max_length": 32}), ("No longer than 32 characters.", {"max_length": 32}),
    ("The length must be between 2 and 32.", {"min_length": 2, "max_length": 32}), ("At least 2 characters.", {"min_length": 2}),
    ("At most 32 chars", {"max_length": 32}), ("32 characters at most.", {"max_length": 32}),
    ("Exactly 32 characters.", {"min_length": 32, "max_length": 32}), ("Length: 2-32", {"min_length": 2, "max_length": 32}),
)  # fmt: skip
_ITEMS = (
    ("Up to 20, separated by commas.", {"max_items": 20, "separator": ","}),
    ("Comma-separated, at most 20.", {"max_items": 20, "separator": ","}),
    ("A maximum of 20 IDs separated with a comma.", {"max_items": 20, "separator": ","}),
    ("Several can be joined by commas, max 20.", {"max_items": 20, "separator": ","}),
    ("No more than 20 (comma delimited).", {"max_items": 20, "separator": ","}),
    ("At most twenty instruments, comma separated.", {"max_items": 20, "separator": ","}),
    ("Maximum of ten, separated by commas.", {"max_items": 10, "separator": ","}),
    ("Up to twenty-five IDs, comma-separated", {"max_items": 25, "separator": ","}),
    ("One or more, up to a hundred, joined by commas.", {"max_items": 100, "separator": ","}),
    ("A maximum of fifteen can be sent, separated with commas.", {"max_items": 15, "separator": ","}),
    ("Several can be joined by commas, five at most.", {"max_items": 5, "separator": ","}),
)
# Facts that no key of the spec can hold: reported, and never read as something else.
_UNKEYED = (
    ("Must be greater than 0.", {"min": "0"}), ("Must be > 0", {"min": "0"}), ("Must be positive.", {"min": "0"}),
    ("Must be a positive integer.", {"min": "0"}), ("Must be larger than 0 and less than 1.", {"min": "0"}),
    ("(0, 1]", {"min": "0", "max": "1"}), ("[0, 1)", {"min": "0", "max": "1"}), ("Range: (0, 1]", {"min": "0", "max": "1"}),
    ("0 < x <= 1", {"min": "0"}), ("Between 0 (exclusive) and 1 (inclusive).", {"min": "0"}), ("Above 0.", {"min": "0"}),
    ("Greater than 0 and at most 100.", {"min": "0", "max": "100"}), ("Strictly less than 5", {"max": "5"}),
    ("Up to 2 decimal places.", {"min": "0"}), ("At most eight decimals.", {"min": "0"}), ("Precision of 2 decimals.", {"min": "0"}),
    ("2 decimal places.", {"min": "0"}), ("Up to 6 digits after the decimal point.", {"min": "0"}), ("No more than two decimal places", {"min": "0"}),
    ("At most 5%.", {"max": "5"}), ("Range: 1% - 100%", {"max": "100"}), ("Between 0.1% and 5%.", {"max": "5"}),
    ("No more than 100 per cent.", {"max": "100"}), ("5 to 100 (%)", {"max": "100"}), ("In percent, 1-100", {"max": "100"}),
    ("Up to five orders.", {"max_items": 5}), ("No more than five IDs.", {"max_items": 5}), ("Up to two dozen.", {"max_items": 24}),
    ("Up to 10k.", {"max": "10000"}), ("At most 5 million.", {"max": "5000000"}),
)  # fmt: skip
# Codes without marks: read, and never as all that there are where the page does not say so.
_CODES = (
    ("1 buy, 2 sell", ("1", "2")), ("0: no 1: yes", ("0", "1")), ("1-buy;2-sell", ("1", "2")), ("1 for buy, 2 for sell", ("1", "2")),
    ("1 - buy, 2 - sell", ("1", "2")), ("1=buy 2=sell", ("1", "2")), ("(1: buy, 2: sell)", ("1", "2")), ("Side (1 buy, 2 sell)", ("1", "2")),
    ("1 = buy / 2 = sell", ("1", "2")), ("0 means no, 1 means yes", ("0", "1")), ("0 (no), 1 (yes)", ("0", "1")), ("0 (no) or 1 (yes)", ("0", "1")),
    ("Possible values: 1 (buy), 2 (sell)", ("1", "2")), ("Type of order: 1 - limit; 2 - market; 3 - stop", ("1", "2", "3")), ("1) buy 2) sell", ("1", "2")),
    ("-1 - unlimited, 0 - none, 1 - limited", ("-1", "0", "1")), ("1 represents buy; 2 represents sell", ("1", "2")), ("1-买入 2-卖出", ("1", "2")),
)  # fmt: skip
_VALUES = (
    ("`aa`, `bb` or `cc`", ("aa", "bb", "cc"), False), ("One of `aa`, `bb`, `cc`.", ("aa", "bb", "cc"), False),
    ("Must be one of `aa`, `bb` or `cc`.", ("aa", "bb", "cc"), False), ("Either `aa` or `bb`.", ("aa", "bb"), False),
    ("Possible values: `aa`, `bb`.", ("aa", "bb"), False), ("Allowed values are `aa` and `bb`.", ("aa", "bb"), False),
    ("Valid options: `aa` | `bb`", ("aa", "bb"), False), ("Accepted values: aa, bb, cc", ("aa", "bb", "cc"), False),
    ("Valid values are aa or bb.", ("aa", "bb"), False), ("`aa`/`bb`/`cc`", ("aa", "bb", "cc"), False),
    ("`aa` / `bb`", ("aa", "bb"), False), ('`"aa"`: First; `"bb"`: Second', ("aa", "bb"), False),
    ("`'aa'`: First<br>`'bb'`: Second", ("aa", "bb"), False), ("`aa` - First<br>`bb` - Second", ("aa", "bb"), False),
    ("`aa` – First<br>`bb` – Second", ("aa", "bb"), False), ("`aa` = First<br>`bb` = Second", ("aa", "bb"), False),
    ("`aa`=First, `bb`=Second", ("aa", "bb"), False), ("- `aa`: First<br>- `bb`: Second", ("aa", "bb"), False),
    ("* `aa`<br>* `bb`", ("aa", "bb"), False), ("• `aa`: First<br>• `bb`: Second", ("aa", "bb"), False),
    ("1. `aa`: First<br>2. `bb`: Second", ("aa", "bb"), False), ("**aa**: First<br>**bb**: Second", ("aa", "bb"), False),
    ("0: Off, 1: On", ("0", "1"), False), ("0 = Off; 1 = On", ("0", "1"), False), ("0=Off<br>1=On<br>2=Auto", ("0", "1", "2"), False),
    ("`aa`（First）、`bb`（Second）", ("aa", "bb"), False), ("`aa`: First `bb`: Second", ("aa", "bb"), False),
    ("`aa`, the first; `bb`, the second", ("aa", "bb"), None), ("One of: `aa`, `bb`", ("aa", "bb"), False),
    ("Options are `aa`, `bb` and `cc`.", ("aa", "bb", "cc"), False), ("Can be `aa` or `bb`.", ("aa", "bb"), False),
    ('"aa": First<br>"bb": Second', ("aa", "bb"), False), ('`"aa"` or `"bb"`', ("aa", "bb"), False),
    ('`aa`: First<br>`bb`: Second<br>`""`: Neither', ("aa", "bb"), False), ("可选值：`aa`、`bb`", ("aa", "bb"), False),
)  # fmt: skip
# What states nothing of the row's own value.
_DECOYS = (
    "See `instId`.", "Same as `clOrdId` of the order.", "e.g. `aa`", "For example, `aa` or `bb`.", "Only for `SPOT` and `MARGIN`.",
    "Required with `ordId` or `clOrdId`.", "The 64 latest are kept.", "Version 5 of the interface.", "Reset at 8:00 UTC.",
    "Sent with up to 3 retries.", "Takes effect within 10 minutes.", "Default rules of the market apply.",
    "The default currency of the account.", "Whether the default is used.", "The default depends on the account.",
    "Added on 2026-01-31.", "Returned when more than 5 orders wait.", "A list like `aa`, `bb`, ...", "If it is `aa`, then nothing happens.",
    "Level 1 to 3", "The 2 sides of 1 trade", "1 day, 2 weeks", "1 hour 2 hours", "1 USDT, 2 USDC", "1 minute or 5 minutes",
    "At most one of the two.", "On page 1, line 2.", "Since version 1.2, see 3.4.", "T+1: next day, T+2: the day after.",
    "Both `ordId` and `clOrdId` can be passed.", "The limit price.", "Maximum profit in USDT.", "Cannot be used with `aa`.",
)  # fmt: skip

WORDINGS: tuple[Wording, ...] = (
    *(Wording("type", word, {"json": json}) for json, words in _TYPES.items() for word in words),
    *(Wording("required", word, {"required": required}) for required, words in _REQUIRED.items() for word in words),
    *(
        Wording("default", f"Kind. {said}", {"default": value})
        for value, phrases in _DEFAULTS.items()
        for said in phrases
    ),
    *(Wording("bound", f"Kind. {said}", expected) for said, expected in _BOUNDS),
    *(Wording("length", f"Kind. {said}", expected) for said, expected in _LENGTHS),
    *(Wording("items", f"Kind. {said}", expected) for said, expected in _ITEMS),
    *(
        Wording("values", f"Kind<br>{said}", {"values": values} | ({} if is_open is None else {"open": is_open}))
        for said, values, is_open in _VALUES
    ),
    *(Wording("codes", f"Kind. {said}", {"values": values, "open": True}) for said, values in _CODES),
    *(Wording("unkeyed", f"Kind. {said}", expected) for said, expected in _UNKEYED),
    *(
        Wording("bound", f"Kind. {said}", {"min": "0"})
        for said in ("Must be non-negative.", "Non-negative integer", "Cannot be negative")
    ),
    *(Wording("decoy", f"Kind. {said}") for said in _DECOYS),
)
"""Unknown words are in ``UNKNOWN``: they must be reported, with the row kept."""

UNKNOWN: tuple[Wording, ...] = (
    *(Wording("type", word, {"json": None}) for word in ("Decimal", "Timestamp", "Enum", "BigDecimal", "Foo", "OrderDetail", "", "String/Integer")),
    *(Wording("required", word, {"required": "unknown"}) for word in ("Perhaps", "", "—", "2", "Soon", "Yes and no and", "tbd")),
)  # fmt: skip
