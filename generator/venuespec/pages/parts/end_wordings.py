"""Sentences on the life of a thing as patterns, each with an example and with a sentence that it must not match."""

from attrs import frozen

from .dates import DATE
from .end_words import NAME
from .sieve import Sieve

_NAMES = rf"(?P<use>{NAME}(?:(?:\s*,\s*|\s*/\s*|\s+and\s+|\s+or\s+){NAME})*)"
_WHAT = r"(?:module = |the |new |parameter |field |endpoint )*"
# 'Deprecated instruments are left out' ends nothing.
_THING = r"(?:field|parameter|param|flag|key|switch|alias|name|value|option|endpoint|interface|api|version)"
_GOES_ON = (
    r"(?:since|from|as (?:of|from)|after|on|at|by (?-i:[`\"/A-Z0-9]|[a-z]+[A-Z_])|until|due|starting|effective|"
    r"with effect|soon|now|already|always|"
    r"for good|because|instead|but|see|use|please|this|it|in (?:favou?r|v|a|api|version|the (?:next|near))|"
    r"and (?:will|is|was|replaced|superseded|to be|no longer|ignored|removed|retired))"
)
_BEHIND = rf"(?! for\b)(?=\W*$|\W*[,;.:：)\]–—-]|\s*[(（\"`]| (?:{_GOES_ON}|(?:the )?{_THING})\b)"
_ON = rf"(?:on|from|after|by|as of|since|effective|starting(?: on| from)?|before|at|in)\s+(?P<date>{DATE})"


@frozen
class Wording:
    """A pattern of a sentence, with an example and the name or day that it states; nothing in ``other``."""

    regex: Sieve
    example: str
    states: str
    other: str


def _wording(pattern: str, *, example: str, states: str, other: str) -> Wording:
    return Wording(Sieve(pattern), example, states, other)


REPLACEMENTS = (
    _wording(
        rf"\b(?:(?:please |you can )?use|refer to|switch to|migrate to) {_WHAT}{_NAMES}",
        example="deprecated, please use `rpi` instead",
        states="rpi",
        other="it is used by `rpi`",
    ),
    _wording(
        rf"^(?:please )?(?:see|check) {_WHAT}{_NAMES}$",
        example="see `other`",
        states="other",
        other="see `other` for the rest",
    ),
    _wording(
        rf"\b(?:send|pass|set|choose|take|try|call|provide|supply|specify) {_WHAT}{_NAMES} instead\b",
        example="No longer supported, send `other` instead",
        states="other",
        other="send `other` and the rest",
    ),
    _wording(
        rf"\b(?:check|query|see|read) {_WHAT}{_NAMES} instead\b",
        example="deprecated, no longer check `maxOrderAmt`, check `maxLimitOrderQty` instead",
        states="maxLimitOrderQty",
        other="no longer check `maxOrderAmt`",
    ),
    _wording(
        rf"\b(?:replaced|superseded|succeeded) (?:by|with) {_WHAT}{_NAMES}",
        example="Deprecated and replaced by `colRes`",
        states="colRes",
        other="replaced by a new one",
    ),
    _wording(
        rf"\bin favou?r of {_WHAT}{_NAMES}",
        example="Deprecated in favour of contTdSwTime",
        states="contTdSwTime",
        other="in favour of both",
    ),
    _wording(
        rf"\bprefer {_WHAT}{_NAMES}",
        example="Kept for compatibility, prefer `other`",
        states="other",
        other="we prefer a new one",
    ),
    _wording(
        rf"\bany ?more\b[,;]? (?:please )?see {_WHAT}{_NAMES}",
        example="Do not use any more, see `other`",
        states="other",
        other="see `other`",
    ),
    _wording(
        rf"{_NAMES} (?:took over|takes over|takes its place|has taken its place)\b",
        example="Retired, `other` took over",
        states="other",
        other="the venue took over",
    ),
    _wording(
        rf"请?(?:使用|改用|用) ?{_NAMES}",
        example="已废弃，请使用 `other`",
        states="other",
        other="请使用新的",
    ),
    _wording(
        rf"{_NAMES} (?:should|must|can|is to) be used instead\b",
        example="Deprecated: `newPx` should be used instead",
        states="newPx",
        other="another should be used instead",
    ),
)
"""What takes the place of a deprecated thing."""

ENDS = (
    _wording(
        rf"\b(?:accepted|supported|available|valid|works?|working|usable|kept|effective|maintained)"
        rf"(?: only)? (?:until|till|through|up to) (?P<date>{DATE})",
        example="Accepted until October 31, 2026.",
        states="2026-10-31",
        other="Accepted until it is full",
    ),
    _wording(
        r"\b(?:will be|to be|is|are|be) (?:fully |completely |officially )?"
        r"(?:removed|retired|discontinued|decommissioned|delisted|disabled|deleted|unavailable|offline|taken offline"
        rf"|brought offline|shut down|sunset|sunsetted|withdrawn|phased out|unsupported) {_ON}",
        example="will be removed by the end of April 2026",
        states="2026-04-30",
        other="will be removed in a future update",
    ),
    _wording(
        rf"\bno longer (?:be )?(?:supported|available|accepted|valid|work|returned|accurate|maintained) {_ON}",
        example="no longer supported from 2026-10-31",
        states="2026-10-31",
        other="no longer supported from the start",
    ),
    _wording(
        rf"\b(?:removal|retirement|sunset|shutdown|offline|discontinued)(?: date)?(?: is|:| on| from| after)"
        rf" (?P<date>{DATE})",
        example="Sunset date: 1 May 2027",
        states="2027-05-01",
        other="Sunset date: unknown",
    ),
)
"""When a deprecated thing stops to work."""

BEGINS = (
    _wording(
        rf"\bdeprecated (?:since|from|as of|on) (?!(?:the )?end of)(?P<date>{DATE})",
        example="Deprecated since 9 Jan, 2025",
        states="2025-01-09",
        other="Deprecated since there is no such wallet",
    ),
    _wording(
        rf"\b(?:(?:will|to) be deprecated|deprecating) {_ON}",
        example="This endpoint will be deprecated on 2026-12-31",
        states="2026-12-31",
        other="It will be deprecated soon",
    ),
)
"""When a thing becomes deprecated."""

_SELF = r"(?:this|the) (?:parameter|field|endpoint|interface|api|value|method|option|property|request)"
DEPRECATED = (
    _wording(
        rf"^(?:\W*note:?\s*)?(?:{_SELF}|it) (?:is|has been|was|will be)(?: now| already| gradually)? deprecated\b",
        example="Note: this parameter is already deprecated",
        states="deprecated",
        other="This parameter is not deprecated",
    ),
    _wording(
        rf"^\W*(?:already |now )?deprecated{_BEHIND}",
        example="(Deprecated; use `rpi`",
        states="Deprecated",
        other="Deprecated for spot",
    ),
    _wording(
        r"^[\w /()-]{3,60}, (?:now |already )?deprecated(?=$|[,;])",
        example="Maximum amount, deprecated, check `other` instead",
        states="deprecated",
        other="Fee of a leg, deprecated for spot",
    ),
    _wording(
        r"[([（]\s*(?:gradually |will gradually be |will be )?deprecated\b(?! for\b)",
        example="ELP order (deprecated, use `rpi`)",
        states="deprecated",
        other="ELP order (deprecated for spot)",
    ),
    _wording(
        rf"^(?:\W*note:?\s*)?(?:{_SELF}|it) (?:will|is going to|is to) be (?:fully |completely |officially )?"
        r"(?:removed|retired|discontinued|decommissioned|offline|taken offline|brought offline|shut down|sunset"
        r"|phased out|unsupported)\b",
        example="This endpoint will be retired on 1 May 2027",
        states="will be retired",
        other="The order will be removed",
    ),
    _wording(
        r"^(?:\W*note:?\s*)?(?:will|is going to|to) be (?:fully |completely |officially )?"
        rf"(?:removed|retired|discontinued|decommissioned|taken offline|sunset|phased out) {_ON}",
        example="Will be removed on 2026-12-31",
        states="Will be removed on",
        other="Will be removed when it is filled",
    ),
    _wording(
        rf"^\W*(?:(?:{_SELF}|it) (?:is|will be) |will be |to be )?(?:offline|discontinued|removed|retired|deprecated"
        rf"|scheduled for (?:removal|deprecation|retirement)) {_ON}",
        example="(To be removed on 2026.12.31)",
        states="To be removed on",
        other="The order is removed on 2026-12-31",
    ),
    _wording(
        rf"^\W*(?:(?:{_SELF}|it) will )?no longer be (?:returned|accepted|available|supported|maintained) {_ON}",
        example="This field will no longer be returned after 2026-12-31",
        states="no longer be returned",
        other="A cancelled order will no longer be returned",
    ),
    _wording(
        rf"^\W*(?:(?:{_SELF}|it) is )?(?:obsolete|legacy|no longer recommended|not recommended)"
        rf"(?:,|;|:|\.)? (?:please )?use {NAME}",
        example="No longer recommended, use `other` instead",
        states="No longer recommended",
        other="Not recommended for large orders",
    ),
    _wording(
        r"^\W*(?:retired|obsolete|kept (?:only )?for (?:backwards? )?compatibility)(?=$|[,;.:]| as of\b| since\b)",
        example="Retired; use another",
        states="Retired",
        other="Retired accounts",
    ),
    _wording(
        r"^\W*(?:please )?(?:do not|don't) use (?:it |this |this (?:field|parameter) )?any ?more\b",
        example="Do not use any more",
        states="Do not use any more",
        other="Do not use more than one",
    ),
    _wording(
        r"^\W*(?:it is |(?:this|the) (?:field|parameter|endpoint) is )?scheduled to (?:vanish|be (?:removed|"
        r"retired|dropped))\b",
        example="Scheduled to vanish on 2026-12-31",
        states="Scheduled to vanish",
        other="Scheduled to run",
    ),
    _wording(
        r"^\W*(?:(?:it is |(?:this|the) (?:field|parameter|endpoint) is )?(?:marked|planned|slated|due) for "
        r"(?:removal|deprecation|"
        r"retirement)|(?:该(?:字段|参数|接口))?将(?:于|在)?[\d年月日./ -]*(?:下线|废弃|停用|弃用|移除))",
        example="Marked for removal",
        states="Marked for removal",
        other="Marked for the venue",
    ),
    _wording(
        r"^\W*(?:该(?:字段|参数|接口))?(?:已|即将|将)?(?:废弃|弃用|停用|废止|下线)",
        example="已废弃，请使用 `other`",
        states="已废弃",
        other="下单",
    ),
    _wording(
        rf"^\W*deprecating {_ON}",
        example="Deprecating on Oct 31, 2026",
        states="Deprecating",
        other="Deprecating costs",
    ),
    _wording(
        rf"^\W*(?:(?:{_SELF}|it) is )?no longer (?:used|supported|available|maintained|valid|in use|working|"
        rf"recommended|"
        r"effective)\b(?=$|[,;.:—–-]| and\b)",
        example="No longer used",
        states="No longer used",
        other="No longer used for options",
    ),
    _wording(
        rf"^\W*(?:(?:{_SELF}|it) )?(?:has been |was |is (?:being )?|being |will be |to be |has |going to be )"
        rf"*(?:replaced|superseded|"
        rf"phased out|sunset|obsoleted|removed|retired|discontinued|dropped)\b (?:by {NAME}|with {NAME}|in "
        rf"favou?r of\b|"
        r"in (?:a|the) (?:future|next|coming|later|upcoming)\b|soon\b)",
        example="Superseded by `other`",
        states="Superseded by `other`",
        other="Orders replaced by `other`",
    ),
    _wording(
        r"^\W*(?:an? |this is an? )?(?:legacy|obsolete|outdated) (?:field|parameter|name|alias|option|value|"
        r"endpoint|version)\b",
        example="Legacy field",
        states="Legacy field",
        other="Legacy accounts",
    ),
    _wording(
        rf"^(?:\W*note:?\s*)?(?:{_SELF}) (?:is|are) no longer (?:supported|available|maintained)\b",
        example="This endpoint is no longer supported",
        states="no longer supported",
        other="A mode is no longer supported",
    ),
)
"""Sentences that call their own subject deprecated."""

ALIASES = (
    _wording(
        rf"^\W*(?:it is )?(?:the )?(?:same as|(?:an? |another )?(?:synonym|name) (?:of|"
        rf"for)) (?P<of>{NAME})[,;]? (?:which|that|and it)"
        r" (?:should be|is(?: to be)?) (?:preferred|used(?: instead)?)",
        example="Same as `rpiTakerAccess`, which should be preferred",
        states="rpiTakerAccess",
        other="Same as `rpiTakerAccess`",
    ),
    _wording(
        rf"^\W*(?:an? )?(?:deprecated |old |legacy )?synonym (?:of|for) (?P<of>{NAME})",
        example="Synonym of `rpiTakerAccess`",
        states="rpiTakerAccess",
        other="Contract synonym",
    ),
    _wording(
        rf"(?P<was>{NAME}) (?:remains|is|will be|stays|continues to be)(?: still)?"
        r" (?:accepted|supported|available|valid)"
        rf" as an? (?:deprecated )?alias(?: (?:for|of) (?P<of>{NAME}))?"
        rf"(?:,? (?:until|till|through|up to) (?P<date>{DATE}))?",
        example="`isElpTakerAccess` remains accepted as an alias until October 31, 2026.",
        states="isElpTakerAccess",
        other="The name remains accepted as an alias",
    ),
    _wording(
        rf"^\W*(?:an? )?(?:deprecated )?alias (?:of|for) (?P<of>{NAME})",
        example="Alias of `rpiTakerAccess`",
        states="rpiTakerAccess",
        other="Contract alias",
    ),
    _wording(
        rf"\b(?:formerly|previously)(?: known as| called| named)? (?P<was>{NAME}),?(?: and| which| that)?"
        r" (?:remains|is|will be|stays)(?: still)? (?:accepted|supported|available|valid|usable)"
        rf"(?:,? (?:until|till|through|up to) (?P<date>{DATE}))?",
        example="Formerly `isElpTakerAccess`, which is still supported until 31 October 2026.",
        states="isElpTakerAccess",
        other="Formerly `isElpTakerAccess`",
    ),
)
"""Another name that the venue takes for the same thing."""
