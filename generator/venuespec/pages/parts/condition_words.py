"""The forms of sentences on where a thing can be used, where it cannot, and what makes it required.

A form is built of the words of one part of speech at a time: the subject, a word for being usable or required, and a
word for the case behind it. Each form has an example and what is read of it.
"""

import re

from .sieve import Sieve

_SUBJECT = (
    r"(?:(?:please )?note(?: that)?:? )?(?:(?:it|which|(?:this|the) (?:field|parameter|param|option|value|key|endpoint|"
    r"interface|argument|property|attribute|setting|one)|this) )?"
)
_BE = (
    rf"{_SUBJECT}(?:(?:is|are|will be|will|can be|may be|should be|must be|be|can|may|has to be|becomes?|gets|"
    rf"currently|"
    r"now|also|then) )*"
)
_ONLY = r"(?:(?:only|just|solely|exclusively|merely) )"
_SENT = r"(?:used|set|sent|given|passed|specified|provided|supplied|filled(?: in)?|included|present|accepted|placed)"
_USABLE = (
    rf"(?:valid|effective|supported|available|allowed|permitted|usable|relevant|meaningful|useful|intended|meant|"
    rf"considered|possible|honou?red|evaluated|{_SENT}|works?|returned|(?:has|have|takes?|comes? into) (?:an? |any )?"
    rf"(?:effect|meaning)|taken into (?:account|consideration)|makes? sense)"
)
_TOWARD = r"(?:for|in|to|on|with|by|under)"
_WHERE = (
    r"(?:(?:when|if|where)(?:ever)?|in (?:the )?case (?:of|that)|in case|as (?:long|soon) as|provided(?: that)?|once|"
    r"while)"
)
_PRODUCT = (
    r"(?:spot|margin|futures?|options?|swaps?|perp(?:etual)?s?|derivatives?|linear|inverse|isolated|cross(?:ed)?|hedge|"
    r"one-way|unified|classic|portfolio(?: margin)?|copy[ -]trading|demo(?: trading)?|vip|institutional|brokers?|"
    r"limit|market|stop|stop[ -](?:limit|loss|market)|take[ -]profit|trigger|conditional|iceberg|twap|oco|"
    r"trailing(?:[ -]stop)?|algo|grid|post[ -]only|maker|taker|master|main|sub(?:-?accounts?)?|retail|fiat|crypto|"
    r"coin-margined|delivery|block|spread|rfq|earn|loan|lending|期权|现货|合约|永续|杠杆|交割|期货|全仓|逐仓|"
    r"子账户|母账户|市价单|限价单)"
)
_NOUN = (
    r"(?:orders?|positions?|contracts?|instruments?|symbols?|trading pairs?|pairs?|trading|accounts?|users?|mode|modes|"
    r"markets?|trades?|products?|clients?|customers?|members?|traders?|keys?)"
)
_MARKED = r"(?:`[^`]+`|(?-i:[A-Z]{3}[A-Z0-9_]*))"
# Atomic, so that a long list that is no list of parties costs no time.
_PARTY = rf"(?>(?:the )?(?:{_MARKED}|{_PRODUCT}(?:[ -]{_PRODUCT})?)(?: {_NOUN}){{0,2}})(?![\w-])"
PLAIN_PARTIES = rf"(?:{_PARTY}(?>(?:\s*,\s*(?:and |or )?|\s*/\s*|\s+(?:and|or|&)\s+){_PARTY})*)"
"""Parties of which each is in marks, in capitals, or a word for a product: 'margin', 'spot orders', 'VIP users'."""
_ONE_PRODUCT = rf"(?>`?{_PRODUCT}(?:[ -]{_PRODUCT})?`?(?: {_NOUN})?)(?![\w-])"
_PRODUCTS = rf"(?:{_ONE_PRODUCT}(?>(?:\s*,\s*(?:and |or )?|\s*/\s*|\s+(?:and|or|&)\s+){_ONE_PRODUCT})*)"

_TO = (
    # Form, example, the parties behind it.
    (rf"{_BE}{_ONLY}?applicable(?: only)? (?:to|for|in|on)", "Only applicable to `OPTION`", "`OPTION`"),
    (
        rf"{_BE}{_ONLY}?appl(?:y|ies)(?: (?:only|just|solely|exclusively))? (?:to|for)",
        "Applies only to SPOT",
        "SPOT",
    ),
    (
        rf"{_BE}{_ONLY}?(?:be )?{_USABLE}(?: only| exclusively)? {_TOWARD}(?![a-z])",
        "Valid for `linear` only",
        "`linear`",
    ),
    (rf"{_BE}(?:{_ONLY}?(?:exclusive|restricted|limited|reserved|specific|confined)|exclusively) (?:to|for)",
     "Exclusive to OPTION", "OPTION"),
    (rf"{_BE}{_ONLY}(?:for|to|in|with|on)(?![a-z])", "Only for `spot`", "`spot`"),
    (
        rf"{_BE}(?:intended |meant )?(?:for|in|with|to)(?= .* (?:only|alone|exclusively)$)",
        "for `linear` only",
        "`linear`",
    ),
    (rf"(?={PLAIN_PARTIES}[ -](?:only|alone|exclusively)$)", "`spot`, `linear` only", "`spot`, `linear`"),
    (rf"only (?={_ONE_PRODUCT}$)", "only `perp`", "`perp`"),
)  # fmt: skip
RESTRICTIONS = tuple((Sieve(form), example, part) for form, example, part in _TO)
"""How a restriction begins, an example, and the parties that it names."""
RESTRICTS = re.compile(r"applicable|appl(?:y|ies)|exclusive", re.IGNORECASE)
"""Words that restrict without 'only', whatever stands behind them."""
RESTRICTS_NAMES = re.compile(
    r"(?:restricted|limited|reserved|specific|confined) (?:to|for)|(?:valid|effective|supported|available|works?|"
    r"takes effect|"
    r"relevant) (?:for|with|on|in)",
    re.IGNORECASE,
)
"""Words that restrict without 'only' to what is plainly a party: 'valid for `perp`', and not 'valid for 7 days'."""
PLAIN = re.compile(PLAIN_PARTIES, re.IGNORECASE)
PRODUCTS_ONLY = re.compile(rf"(?:only )?{_PRODUCTS}(?: only| alone| exclusively)?", re.IGNORECASE)
"""Products alone, which are parties, where other codes are a list: '`perp` or `spot` only'."""
WHEN = Sieve(
    rf"{_BE}(?:{_ONLY}?(?:applicable|applies|valid|effective|returned|works?|used|considered|relevant|meaningful|"
    rf"supported|available|has (?:an?|any) (?:effect|meaning)|has (?:effect|meaning)|takes effect)(?: only)?|"
    rf"{_ONLY}(?:be )?{_USABLE}|{_USABLE} only|only) (?:{_WHERE}|(?P<party>with|for)) (?P<condition>.+)"
    rf"|{_BE}(?:ignored|meaningless|unused|not used|has no (?:effect|meaning)|without effect) unless (?P<unless>.+)"
)
"""A restriction to what another parameter is: 'Only valid when `ordType` is `iceberg`'."""
WHEN_ELSE = Sieve(
    rf"{_BE}{_USABLE} (?:{_WHERE}|(?P<party>with|for)) (?P<condition>.+?)(?: only|(?:[,;]| and|"
    rf" but)+ (?:it )?(?:is )?(?:ignored|not used|"
    rf"meaningless|without effect)(?: otherwise| else| in (?:all |any )?other cases?| for all others?))(?P<unless>$)"
)
"""The same with the restriction behind it: 'Used when `ordType` is `iceberg`, ignored otherwise'."""

_NEEDED = (
    rf"(?:(?:required|needed|necessary|mandatory|compulsory|obligatory|a must|indispensable|(?:can ?not|can't|"
    rf"may not) be (?:empty|"
    rf"omitted|left out)|not optional|yes|must be|must(?= (?:when|if)\b))(?: {_SENT})?|(?:needs? to|has to|have to|"
    rf"should|"
    rf"ought to) be {_SENT}|"
    rf"(?:must|should|shall) not be (?:empty|omitted|null|blank|missing|left out)|must (?:be {_SENT}))"
)
_YOU_SEND = (
    r"(?:(?:you |users? )?(?:must|need to|have to)|please) (?:pass|send|provide|fill in|specify|set|give|"
    r"supply) (?:it|this(?: "
    r"field| parameter)?)"
)
_SELF = r"(?:`[^`]+`|(?:this|the)(?: field| parameter| value)?|it(?:'?s)?)"
_REQUIRED = (
    (
        rf"(?:optional(?: in general| by default| otherwise)?(?:,? (?:but|and|yet)|"
        rf",) )?{_BE}{_ONLY}?{_NEEDED}(?:,? only| and only|,(?= (?:if|"
        rf"when)\b))? (?:{_WHERE}|for|by|with) (?P<of>.+)",
        "Required when `tdMode` is `cross`",
        "tdMode, cross",
    ),
    (
        rf"(?:{_WHERE}|for|with) (?P<of>.+?)(?:(?:,(?: then)?)? {_SELF}|,(?: then)?)"
        rf" (?:is |becomes |will be |are )*(?:also |always |then |an? )*{_NEEDED}(?: field| parameter| param| value|"
        rf" argument)?"
        rf"(?=$|[,;] | together\b)",
        "When `type` is `4`, this parameter is required",
        "type, 4",
    ),
    (
        rf"{_BE}{_ONLY}?{_NEEDED} (?:in|under|on) (?:the )?(?P<of>(?:`[^`]+`|{_PRODUCT}(?:[ -]{_PRODUCT})?)"
        rf"(?: (?:margin|trading|account))?(?: (?:modes?|trading|accounts?|markets?|margin)))$",
        "Required in `hedge` mode",
        "hedge",
    ),
    (
        rf"(?:it is |it's |you are )?{_NEEDED} to (?:pass|send|provide|fill in|fill|specify|set|give|supply) (?:it|"
        rf"this(?: field| parameter)?)"
        rf" (?:{_WHERE}|for) (?P<of>.+)",
        "It is required to pass this field when `tdMode` is `cross`",
        "tdMode, cross",
    ),
    (
        rf"(?:(?:it is |this is |is )?(?:optional|not (?:required|needed|mandatory)|no need to (?:send|pass|set|"
        rf"fill)(?: it| this)?)),? (?:unless|except (?:{_WHERE}|"
        rf"for)) (?P<of>.+)",
        "Optional, unless `tdMode` is `cross`",
        "tdMode, cross",
    ),
    (
        rf"(?:conditionally )?{_NEEDED}\s*[:(\[]\s*(?:only )?(?:(?:{_WHERE}|for) )?(?P<of>`?[A-Za-z]\w*`?\s*(?:=|"
        rf" is )\s*`?[\w-]+`?)\W*$",
        "Required (`tdMode` = `cross`)",
        "tdMode, cross",
    ),
    (
        rf"(?P<of>`?[A-Za-z]\w*`?\s*(?:=| is )\s*`?[\w-]+`?|(?=`?[A-Za-z]){PLAIN_PARTIES})\s*[:：]\s*(?:is |"
        rf"are )?{_NEEDED}$",
        "`tdMode` = `cross`: required",
        "tdMode, cross",
    ),
    (rf"{_YOU_SEND} (?:{_WHERE}|for) (?P<of>.+)", "You must send it if ordType is limit", "ordType, limit"),
    (
        rf"(?P<of>`?[A-Za-z]\w*`?\s*(?:=|is)\s*`?[\w-]+`?|`[^`]+`(?: {_NOUN})?) (?:requires?|needs?) (?:it|this(?: "
        rf"field| parameter)?)$",
        "`ordType`=`limit` requires it",
        "ordType, limit",
    ),
)
REQUIRED = tuple((Sieve(form), example, names) for form, example, names in _REQUIRED)
"""How a sentence says when something is required, an example, and the names that it speaks of."""

_NOT = r"(?:not|never)"
_CANNOT = r"(?:cannot|can ?not|can't|must not|mustn't|may not|should not|shouldn't|shall not|is not to|are not to)"
_REFUSED = (
    rf"(?:{_NOT} (?:currently |yet |be )?(?:supported|available|applicable|allowed|permitted|accepted|possible|valid|"
    rf"usable|effective|relevant|meaningful|{_SENT})|unavailable|unsupported|disabled|ignored|forbidden|prohibited|"
    rf"disallowed|invalid|ineffective|meaningless|irrelevant|inapplicable|not for use|rejected|refused)"
)
_NO_EFFECT = (
    r"(?:(?:does not|doesn't|do not|don't|won't|will not) (?:apply|work|count|take effect|have (?:an? |any )?effect)|"
    r"has no (?:effect|meaning)|have no effect|without effect|no effect)"
)
_EXCLUSIONS = (
    (
        r"(?P<what>[\w`/ -]{3,60}?)(?: \([^()]*\))? (?:is|are) (?:currently )?not supported"
        r"(?: (?:now|currently|here|yet|by this endpoint))?(?: [—–] .*)?",
        "Conditional orders are not supported",
        "Conditional orders",
    ),
    (
        rf"{_BE}(?:{_REFUSED}|{_NO_EFFECT}) (?:to|by|for|in|on|under|with|together with|along with) (?P<what>.+)",
        "This endpoint is not available for sub-accounts",
        "sub-accounts",
    ),
    (
        rf"(?P<what>(?=`?[A-Za-z]){PLAIN_PARTIES})(?: is| are|:)? (?:excluded|excepted|not (?:included|supported|"
        rf"available|applicable|allowed|"
        rf"permitted|accepted)|unsupported)(?: (?:here|now|yet))?",
        "`OPTION` excluded",
        "OPTION",
    ),
    (
        rf"(?P<what>{PLAIN_PARTIES}) (?:does not|doesn't|do not|don't|cannot) (?:support|use|accept|take|know) (?:it|"
        rf"this)(?: field| parameter)?",
        "`OPTION` does not support this",
        "OPTION",
    ),
    (
        rf"(?:(?:for |valid for |available for |applicable to |applies to )?(?:all|any|"
        rf"every\w+)(?: {_NOUN})? )?(?:except|but|excluding)"
        rf"(?: for)? (?P<what>{_PRODUCTS})",
        "All but `OPTION`",
        "OPTION",
    ),
    (rf"(?:does not|doesn't) support (?P<what>{PLAIN_PARTIES})", "Does not support `OPTION`", "OPTION"),
    (
        r"(?:this(?: field| parameter| one)?|it) and (?P<what>`[A-Za-z]\w*`) (?:are|is) (?:mutually exclusive|"
        r"exclusive|alternatives)",
        "This and `clOrdId` are mutually exclusive",
        "clOrdId",
    ),
    (rf"{_BE}not (?:to be {_SENT} )?(?:for|with|in|on) (?P<what>{PLAIN_PARTIES})", "Not for `OPTION`", "OPTION"),
    (
        rf"{_BE}(?:{_REFUSED}|{_NO_EFFECT}) (?:{_WHERE}) (?P<what>.+?)(?: \([^()]*\))?",
        "Not applicable when `type` is `chase`",
        "type=chase",
    ),
    (
        rf"{_SUBJECT}(?:{_CANNOT} be|do not|don't|never|is never|must never be) (?:{_SENT}|combined?|mixed?|send|use|"
        rf"pass|set|give|specify)(?: (?:it|this))?(?: together| along| in combination| at the same time)?"
        rf" (?:with|as|for|{_WHERE}) (?P<what>.+)",
        "Cannot be sent together with `clOrdId`",
        "clOrdId",
    ),
    (
        rf"(?:leave (?:it |this )?(?:out|empty|blank|away|unset)|omit(?: it| this)?|skip(?: it| this)?) "
        rf"(?:for|with|{_WHERE}) (?P<what>.+)",
        "Leave out for market orders",
        "market orders",
    ),
    (
        rf"{_BE}(?:mutually exclusive|incompatible|in conflict|conflicts?|clashes|not compatible) (?:with|"
        rf"to) (?P<what>.+)",
        "Mutually exclusive with `clOrdId`",
        "clOrdId",
    ),
    (
        r"(?:this endpoint|it) does not support (?P<what>.+)",
        "This endpoint does not support sub-accounts",
        "sub-accounts",
    ),
)  # fmt: skip
EXCLUSIONS = tuple((Sieve(form), example, party) for form, example, party in _EXCLUSIONS)
"""How a sentence says what is not supported, an example, and the party."""
