"""A sixth set, on prose: conditions, ends, limits, access, written by people who had not seen the readers.

Of the first 607 facts of cells, conditions and ends 72 % were read right at first, 111 were reported, 27 lost in
silence, and 30 read wrong; of 119 facts with the limits 53 % were right, 43 reported, 11 lost, 2 wrong. Of the next 419,
359 were right, 30 reported, 23 lost, 7 wrong.
"""

from .judge import Wording

_STOP = ("kind", "stop")
_CONDITIONS = (
    ("In case of `stop` it is obligatory", {"required_when": ("stop",)}), ("Yes if `kind` is `stop`", {"required_when": _STOP}), ("Obligatory for margin", {"required_when": ("margin",)}), ("Compulsory where `kind` is `stop`", {"required_when": _STOP}), ("If `kind` = `stop`, then it must be filled in.", {"required_when": _STOP}),
    ("For `kind`=`stop` this parameter is required", {"required_when": _STOP}), ("Optional, but required when `kind` is `stop`", {"required_when": _STOP}), ("Required by `stop` orders", {"required_when": ("stop",)}), ("Is required in the case that `kind` is `stop`", {"required_when": _STOP}), ("It is required when `kind` is one of `stop`, `trail`", {"required_when": ("kind", "stop", "trail")}),
    ("Restricted to VIP users", {"applies_to": ("VIP users",)}), ("Valid for `perp`", {"applies_to": ("perp",)}), ("Just for `perp`", {"applies_to": ("perp",)}), ("For `OPTION` alone", {"applies_to": ("OPTION",)}), ("Used only with `stop` orders", {"applies_to": ("stop",)}), ("Can only be used with `kind` `stop`", {"applies_to": ("kind=stop",)}),
    ("Only meaningful for `perp`", {"applies_to": ("perp",)}), ("Options only", {"applies_to": ("Options",)}), ("Margin trading only", {"applies_to": ("Margin trading",)}), ("This parameter is for options only.", {"applies_to": ("options",)}), ("仅 `perp` 有效", {"applies_to": ("perp",)}), ("只对 `perp` 有效", {"applies_to": ("perp",)}),
    ("Takes effect for `perp` only", {"applies_to": ("perp",)}), ("Only relevant for `perp`.", {"applies_to": ("perp",)}), ("Can be set for `perp` only.", {"applies_to": ("perp",)}), ("Will be used only if `kind` is `stop`.", {"applies_to": ("kind=stop",)}), ("Applicable for `perp`", {"applies_to": ("perp",)}),
    ("Disabled when `kind` is `stop` or `trail`", {"excludes": ("kind=stop", "kind=trail")}), ("Not valid for `kind` = `stop`", {"excludes": ("kind=stop",)}), ("Not allowed when `kind` is `stop`", {"excludes": ("kind=stop",)}), ("Must not be sent when `kind` is `stop`.", {"excludes": ("kind=stop",)}), ("不适用于期权", {"excludes": ("期权",)}),
    ("Can't be used if `kind` is `stop`.", {"excludes": ("kind=stop",)}), ("Does not work with `perp`", {"excludes": ("perp",)}), ("Unavailable for `perp`", {"excludes": ("perp",)}), ("Incompatible with `clOrdId`", {"excludes": ("clOrdId",)}), ("Leave out for market orders", {"excludes": ("market orders",)}),
)  # fmt: skip
_ENDS = (
    ("Abandoned", {"use": ()}), ("Use `other`. This field is deprecated and ignored.", {"use": ("other",)}), ("Supported until 2027-02-03.", {"until": "2027-02-03"}), ("Will not be accepted after 2027-02-03.", {"until": "2027-02-03"}), ("> This field has been deprecated since 2026-02-03.", {"since": "2026-02-03"}),
    ("Deprecated param, always empty", {"use": ()}), ("Not supported after 2027-02-03", {"until": "2027-02-03"}), ("Being phased out.", {"use": ()}),
)  # fmt: skip
_TURNED = (
    "Deprecated instruments are included.", "Deprecated fields are left out of the answer.", "Deprecated for `accountType=UNIFIED` from 9 Jan 2025", "Leg fee, deprecated for Spot leg", "Rejected with error 51000", "Valid for 7 days", "May be deprecated", "Time at which it was deprecated.", "Deprecated by mistake in v3, now back.", "Will be required when `kind` is `stop` in v6.", "Limited to 90 calls",
)  # fmt: skip
SIXTH_PROSE: tuple[Wording, ...] = (
    *(Wording("condition", f"Kind. {said}", expected) for said, expected in _CONDITIONS),
    *(Wording("deprecation", f"Kind. {said}", expected) for said, expected in _ENDS),
    *(Wording("turned", f"Kind. {said}") for said in _TURNED),
)

USER, IP = ("user_id",), ("ip",)
LIMITS: dict[str, tuple[tuple[int, str, tuple[str, ...], str | None], ...]] = {
    "Rate Limit: 30 requests per second and IP address": ((30, "1", IP, None),),
    "Rate Limit: 30次/3秒（IP）": ((30, "3", IP, None),),
    "Rate Limit: 20 requests per 2s for the whole account": ((20, "2", USER, None),),
    "IP limit: 30 requests per 2 seconds": ((30, "2", IP, None),),
    "UID rate limit: 30 requests per second": ((30, "1", USER, None),),
    "Rate limit (per IP): 10 per second": ((10, "1", IP, None),),
    "Rate Limit: IP: 30/s; UID: 10/s": ((30, "1", IP, None), (10, "1", USER, None)),
    "Rate Limit: 30/1s, 600/1m": ((30, "1", (), None), (600, "60", (), None)),
    "Rate limit: 10/s, 300/min per IP": ((10, "1", IP, None), (300, "60", IP, None)),
    "You may send up to 30 requests per second to this endpoint.": ((30, "1", (), None),),
    "Rate limit: 10/s for spot and 20/s for futures": ((10, "1", (), "spot"), (20, "1", (), "futures")),
    "Rate limit: Spot: 10 req/s, Futures: 20 req/s": ((10, "1", (), "Spot"), (20, "1", (), "Futures")),
    "Rate limit: VIP0: 10/s; VIP1: 20/s": ((10, "1", (), "VIP0"), (20, "1", (), "VIP1")),
    "Rate Limit: 30/s (shared with `POST /api/v5/a/b`)": ((30, "1", (), "shared with POST /api/v5/a/b"),),
    "Rate limit: max 1 call / 500 ms": ((1, "0.5", (), None),),
    "Wait at least 200 ms between two calls.": ((1, "0.2", (), None),),
    "限频规则：每个IP每秒10次": ((10, "1", IP, None),),
    "Calls per second: 10": ((10, "1", (), None),),
    "Rate limit: 60 requests per rolling minute": ((60, "60", (), None),),
    "The endpoint accepts 20 calls per 2 seconds from one IP.": ((20, "2", IP, None),),
    "Limits - UID: 20 per 2s, IP: 100 per 2s": ((20, "2", USER, None), (100, "2", IP, None)),
    "Rate limit: 5 requests per second per UID and instrument": ((5, "1", ("user_id", "instId"), None),),
}
"""Limits with the keys and cases that their words state."""
UNREAD_LIMITS = (
    "Rate limit: 10-90 requests per second",
    "Rate limit: 10 requests per second, burst of 20",
    "Rate limit: 10 requests per second sustained, 50 requests per second burst",
    "Rate limit: half of the normal limit",
    "Rate limit: 10 requests per second (not per IP)",
    "Rate limit: 10 requests per second for VIP0, 20 for VIP1",
    "Rate limit: 20 requests per 2 seconds per IP or UID",
    "Rate limit: raised from 10/s to 20/s",
    "Rate limit: 10/s for spot",
    "Rate limit: 20/s on the demo site",
    "This endpoint shares its rate limit of 20 requests per 2 seconds with other orders.",
)
"""Limits of which a word is not understood: reported, and not read."""

ACCESS: dict[str, str | None] = {
    "Public endpoint; no API key is needed.": "public",
    "*Not require authentication.*": "public",
    "No authentication required.": "public",
    "Authentication: not required": "public",
    "This is a private endpoint, requests must be signed.": "signed",
    "Authentication: required": "signed",
    "No key needed.": "public",
    "Requires a signed request": "signed",
    "No signature is needed, but an API key is.": "keyed",
    "No API key is needed for public data, but for private data.": None,
}
DENIED_PERMISSIONS = (
    "Does not require the Trade permission.",
    "Trade permission is no longer needed.",
    "Read permission is not enough.",
)
"""Sentences that ask for no permission, or for one that they do not name: reported, and not read."""
PERMISSIONS = (("Only keys with withdrawal permission can call this.", {"withdraw"}),)
