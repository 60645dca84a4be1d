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
    re.compile(r"(?<=[.;。])\s+|\n"),
    example="Size in coins; 0.5 or more.  Or not\nat all",
    finds=(" ", "  ", "\n"),
    other="0.5 coins, e.g.:",
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

SPEAKS_OF_USE = Phrase(
    re.compile(r"\b(?:applicable|applies|available|supported|effective|supports?)\b", _INSENSITIVE),
    example="Only Applicable to A, supports B",
    finds=("Applicable", "supports"),
    other="Unsupported, supporting",
)
ONLY = Phrase(
    re.compile(r"^only (?=applicable)", _INSENSITIVE),
    example="Only applicable to A",
    finds=("Only ",),
    other="If only applicable to A",
)
PARTY = Phrase(
    re.compile(r"`([^`]+)`|\b([A-Z]{3,})\b"),
    example="For `SPOT mode` or MARGIN",
    finds=("`SPOT mode`", "MARGIN"),
    other="For Spot or FX",
)
BETWEEN_PARTIES = Phrase(
    re.compile(r"[\s,/、]+|\b(?:and|or)\b"),
    example="A/B, C or",
    finds=("/", ", ", " ", "or"),
    other="android",
)
RESTRICTION = Phrase(
    re.compile(
        r"[^.;。\n]*?(?:\bonly (?:be )?(?:applicable|supported|available|supports?|applies)\b"
        r"|\bnot (?:be )?(?:supported|allowed|applicable|permitted)\b|\bno longer (?:supported|available)\b)",
        _INSENSITIVE,
    ),
    example="Shares are not supported here",
    finds=("Shares are not supported",),
    other="Shares are supported. Not here",
    anchored=True,
)
GOES_ON = Phrase(
    re.compile(r"\w|`|\s*(?:[/,、(]|and\b|or\b)"),
    example=" and `B`",
    finds=(" and",),
    other=". And `B`",
    anchored=True,
)

PHRASES: Mapping[str, Phrase] = {
    name: phrase for name, phrase in tuple(globals().items()) if isinstance(phrase, Phrase)
}
"""Every phrase by its name."""
