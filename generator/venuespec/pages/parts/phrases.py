"""Patterns over page prose, each with an example, its matches, and a text without a match.

A test runs the examples.
"""

import re
from collections.abc import Mapping

from attrs import frozen

_INSENSITIVE = re.IGNORECASE


@frozen
class Phrase:
    """A pattern with all its matches in ``example``; it has none in ``other``.

    An ``anchored`` pattern is tried at one place of a text only, in the examples at their beginning.
    """

    regex: re.Pattern[str]
    example: str
    finds: tuple[str, ...]
    other: str
    anchored: bool = False


# --- names and words

NAME = Phrase(
    re.compile(r"`([^`\s]+)`|\b([A-Z]{3,}[A-Z0-9_]*)\b|(?<![\w.`-])(\d+(?:\.\d+)?%?)(?![\w-])"),
    example="`cross` of SPOT_X since 51000, or 0.5%",
    finds=("`cross`", "SPOT_X", "51000", "0.5%"),
    other="v5.1 and ab-12 or Usd, `two words`",
)
CODE = Phrase(
    re.compile(r"`([^`\s]+)`"),
    example="`a` and `b c`",
    finds=("`a`",),
    other="`b c`",
)
WORD = Phrase(
    re.compile(r"\d+(?:\.\d+)?%?|[\w-]+(?:'\w+)?"),
    example="Don't pay 0.5% (pre-paid)",
    finds=("Don't", "pay", "0.5%", "pre-paid"),
    other="(...)",
)
PLACEHOLDER = Phrase(
    re.compile(r"\{\w+\}"),
    example="No {ccy} in {account}.",
    finds=("{ccy}", "{account}"),
    other="No {} in { account }.",
)
# --- sentences

SENTENCE_END = Phrase(
    re.compile(
        r"(?<=[.;!?])(?<!e\.g\.)(?<!i\.e\.)(?<!etc\.)(?<!vs\.)(?<!&[gl]t;)(?<!&amp;)(?<!&nbsp;)\s+"
        r"|(?<=[；。！？])\s*|\n|<br\s*/?>"
    ),
    example="Size in coins; 0.5 or more, e.g. 1.  Or not\nat all",
    finds=(" ", "  ", "\n"),
    other="0.5 coins etc. of px &gt; 0, e.g.:",
)
FOR_EXAMPLE = Phrase(
    re.compile(r"(?:e\.g\.?|for example|such as|i\.e\.)[^.;\n]*(?:\.\d[^.;\n]*)*", _INSENSITIVE),
    example="The size, e.g. 0.01 or 12; coins such as BTC.",
    finds=("e.g. 0.01 or 12", "such as BTC"),
    other="An example of it",
)
VALUE_MEANING = Phrase(
    re.compile(r"^\s*`([^`\s]+)`\s*[:：]\s*(.+)$", re.MULTILINE),
    example="One of\n`a`: A thing\n`b`： Another",
    finds=("`a`: A thing", "`b`： Another"),
    other="see `a`: A thing",
)

# --- where something can be used

ONLY_FOR = Phrase(
    re.compile(
        r"\b(?:it is |this (?:field|parameter|endpoint) is )?(?:appl(?:y|ies) only (?:to|for)"
        r"|only appl(?:y|ies) (?:to|for)"
        r"|(?:currently )?(?:only applicable|applicable only|only available|available only"
        r"|only supported|supported only"
        r"|only valid|valid only|only effective|effective only) (?:to|for|in)|only for)\s+",
        _INSENSITIVE,
    ),
    example="Applies only to A; only applicable to B; available only for C; only for D",
    finds=("Applies only to ", "only applicable to ", "available only for ", "only for "),
    other="applies to A, available for B, for C only",
)
SPEAKS_OF_A_ROW = Phrase(
    re.compile(r"\b(?:this|the) (?:\w+ )?(?:parameter|field)\b", _INSENSITIVE),
    example="This parameter and the last field",
    finds=("This parameter", "the last field"),
    other="a parameter of this endpoint",
)
LINK = Phrase(
    re.compile(r"\[([^\]\n]+)\]\([^)\s]*\)"),
    example="see [Place order](/docs#x)",
    finds=("[Place order](/docs#x)",),
    other="an [index] (of it)",
)
EFFECT = Phrase(
    re.compile(
        r"\bautomatically\b|\bonly (?:one|a single|1|two)\b|\bno longer\b|\b(?:cannot|can ?not"
        r"|must not|may not|can't)\b"
        r"|\b(?:not|n't) (?:be )?(?:supported|allowed|applicable|permitted|available|accepted)\b"
        r"|\b(?:will|would|is|are|be|being|gets?|then) (?:also |then |first |all )?(?:cancell?ed|rejected|closed"
        r"|liquidated|deducted|charged|frozen|ignored|overwritten|overridden|replaced|terminated|redeemed|revoked"
        r"|deleted|removed|rounded|truncated"
        r"|delayed|converted|expired|blocked|suspended|disabled)\b"
        r"|\b(?:will|would) (?:also |then |first )?(?:cancel|reject|close|liquidate|deduct|charge"
        r"|freeze|ignore|overwrite"
        r"|override|replace|terminate|redeem|revoke|delete|remove|expire|fail|stop|take effect|refund)\b"
        r"|\bcancels the\b|\b(?:will be|are|is) refunded\b|\b(?:not possible|impossible) to\b"
        r"|\b(?:orders?|requests?|quotes?|calls?) [\w ]{0,20}?(?:expires?|fails?|are dropped)\b"
        r"|\bmust (?:first )?(?:enable|activate|complete|apply|sign|agree|accept|hold)\b",
        _INSENSITIVE,
    ),
    example="Only one quote: a new one will cancel it, which is rejected, automatically",
    finds=("Only one", "will cancel", "is rejected", "automatically"),
    other="Cancel an order; a rejected order; one only",
)
PARTY = Phrase(
    re.compile(r"`([^`]+)`|\b([A-Z]{3,})\b"),
    example="For `SPOT mode` or MARGIN",
    finds=("`SPOT mode`", "MARGIN"),
    other="For Spot or FX",
)
RESTRICTION = Phrase(
    re.compile(
        r"(?:^|(?<=[.;。\n]))[^.;。\n]*?"
        r"(?:\bonly (?:be )?(?:applicable|supported|available|returned|used|effective|valid|supports?"
        r"|applies|takes effect)\b"
        r"|\bonly `[^`]+`[^.;]{0,40}? (?:is|are|can be) (?:supported|allowed|accepted|available|used)\b"
        r"|\bonly [\w -]{3,40} (?:can|may|(?:is|are) (?:allowed|able) to)\b"
        r"|\b(?:exclusive(?:ly)? (?:for|to)|(?:restricted|limited) to) (?=`|[A-Z]{3,})"
        r"|\bnot (?:be )?(?:supported|allowed|applicable|permitted|apply)\b|\bnot available (?:for|to|in)\b"
        r"|\bno longer (?:supported|available)\b"
        r"|\b(?:unavailable|ignored|unsupported|disallowed) (?:for|in|on|to|when|if)\b)",
        _INSENSITIVE,
    ),
    example="Shares are not supported here",
    finds=("Shares are not supported",),
    other="Shares are supported. Not here",
    anchored=True,
)
PHRASES: Mapping[str, Phrase] = {
    name: phrase for name, phrase in tuple(globals().items()) if isinstance(phrase, Phrase)
}
"""Every phrase by its name."""
