"""Wordings that were written before any reader was fitted to them: varied English, and some Chinese.

Of the 69, at first 6 were read right, 10 reported, 53 lost in silence, and none read wrong. The readers have learned
the forms of most since, so that another reader's own wordings tell more than these.
"""

from .judge import Wording

_BOUNDS = (
    ("Anything over 50 is rejected.", {"max": "50"}), ("Values larger than 50 are refused.", {"max": "50"}),
    ("You may request 50 at a time.", {"max": "50"}), ("Must lie between 5 and 50.", {"min": "5", "max": "50"}),
    ("Not fewer than 5, not more than 50.", {"min": "5", "max": "50"}), ("5 through 50 are accepted.", {"min": "5", "max": "50"}),
    ("Restricted to the interval 5 .. 50.", {"min": "5", "max": "50"}), ("The server accepts at maximum 50.", {"max": "50"}),
)  # fmt: skip
_UNKEYED = (
    ("Has to be a multiple of 10.", {"min": "10"}), ("Must be divisible by 5.", {"min": "5"}), ("Must differ from zero.", {"min": "0"}),
    ("Zero is not allowed.", {"min": "0"}), ("Only even numbers.", {"min": "2"}), ("Steps of 0.5.", {"min": "0.5"}),
    ("Half an hour at most.", {"max": "0.5"}), ("A couple of dozen at most.", {"max": "24"}), ("Not older than 90 days.", {"max": "90"}),
    ("May span one week at the most.", {"max": "1"}), ("Truncated after 32 characters.", {"max_length": 32}),
)  # fmt: skip
_LENGTHS = (
    ("Must fit into 32 characters.", {"max_length": 32}), ("Sixteen characters in length.", {"min_length": 16, "max_length": 16}),
    ("Alphanumeric, 32 symbols or fewer.", {"max_length": 32}),
)  # fmt: skip
_ITEMS = (
    ("As many as 20, with commas in between.", {"max_items": 20, "separator": ","}),
    ("One to twenty IDs divided by commas.", {"max_items": 20, "separator": ","}),
    ("Use a comma between several IDs (20 per call).", {"max_items": 20, "separator": ","}),
)
_DEFAULTS = (
    "Assumes `7` if you leave it out.", "Out of the box: `7`.", "The standard setting is `7`.", "Nothing sent means `7`.",
    "Unless you say otherwise, `7`.", "Starts at `7` when not given.", "In case of no input, we take `7`.", "未填写时取 7",
)  # fmt: skip
_VALUES = (
    "Pick `aa` or `bb`.", "Permissible: `aa` | `bb`", "This is `aa` or else `bb`.", "`aa` -- First<br>`bb` -- Second", "(aa, bb)",
    "One of <aa, bb>.", "Two options exist: `aa` and `bb`.", "oneOf: aa, bb", "aa | bb", "Legal values `aa` `bb`",
)  # fmt: skip
_CODES = {
    ("0", "1"): ('"0" for no; "1" for yes', "0/1 = off/on"),
    ("1", "2"): ("Use 1 to buy and 2 to sell.", "[1] buy [2] sell", "buy(1), sell(2)", "buy = 1, sell = 2"),
}
_CONDITIONS = (
    ("Needed whenever `ordType` is `limit`.", {"required_when": ("ordType", "limit")}),
    ("You must pass it if `tdMode` is `cross`.", {"required_when": ("tdMode", "cross")}),
    ("Meaningless unless `ordType` is `iceberg`.", {"applies_to": ("ordType=iceberg",)}),
    ("Ignored for SPOT.", {"excludes": ("SPOT",)}),
    ("Only has an effect with `tdMode`=`cross`.", {"applies_to": ("tdMode=cross",)}),
    ("Either this or `clOrdId` has to be there.", {"required_when": ("clOrdId",)}),
    ("Do not combine with `clOrdId`.", {"excludes": ("clOrdId",)}),
    ("Exclusive to OPTION.", {"applies_to": ("OPTION",)}),
)
_DEPRECATIONS = (
    ("Retired; `other` took over.", ("other",)), ("Do not use any more, see `other`.", ("other",)), ("Obsolete as of 2026-12-31.", ()),
    ("Scheduled to vanish on 2026-12-31.", ()), ("Kept for compatibility; prefer `other`.", ("other",)), ("已废弃，请使用 `other`", ("other",)),
)  # fmt: skip
_REQUIRED = {
    "yes": ("Indispensable", "Must-have", "强制"),
    "no": ("May be left blank",),
    "conditional": ("If applicable", "As needed"),
}

_FOUND_LOST = ("Multiple of 5", "Must be nonzero", "Up to 5 hours", "Up to a dozen", "Within 50 days")

PLAIN_WORDS: tuple[Wording, ...] = (
    *(Wording("bound", f"Kind. {said}", expected) for said, expected in _BOUNDS),
    *(Wording("unkeyed", f"Kind. {said}", expected) for said, expected in _UNKEYED),
    *(Wording("length", f"Kind. {said}", expected) for said, expected in _LENGTHS),
    *(Wording("items", f"Kind. {said}", expected) for said, expected in _ITEMS),
    *(Wording("default", f"Kind. {said}", {"default": "7"}) for said in _DEFAULTS),
    *(Wording("values", f"Kind<br>{said}", {"values": ("aa", "bb")}) for said in _VALUES),
    *(Wording("codes", f"Kind. {said}", {"values": values}) for values, phrases in _CODES.items() for said in phrases),
    *(Wording("condition", f"Kind. {said}", expected) for said, expected in _CONDITIONS),
    *(Wording("deprecation", f"Kind. {said}", {"use": use}) for said, use in _DEPRECATIONS),
    *(Wording("required", word, {"required": required}) for required, words in _REQUIRED.items() for word in words),
    *(Wording("unkeyed", f"Kind. {said}", {"max": "5"}) for said in _FOUND_LOST),
    Wording("values", "Kind<br>enum(aa, bb)", {"values": ("aa", "bb")}),
    Wording("values", 'Kind<br>`["aa", "bb"]`', {"values": ("aa", "bb")}),
    Wording("codes", "Kind. '1' buy, '2' sell", {"values": ("1", "2")}),
)
"""The last eight were found lost by others."""
