"""Doubt a list that was read: names of fields, cases and examples that look like one, and words that it goes on.

The readers of lists ask what a text can be; here a list that has been read must stand up to the rest of its cell. What
does not is dropped, or left open, which refuses nothing.
"""

import re
from collections.abc import Collection, Sequence

from .chosen import NAMED_BY, PARAMETER_WORDS, PARTY
from .sieve import Sieve
from .value_words import VALUE_WORDS
from .words import words_of

# Words that say of codes that they are values, whatever they are called.
_OF_VALUES = Sieve(
    r"\b(?:values?|options?|enum\w*|one of|either|choose|choices|allowed|valid|supported|supports?|accept\w*|"
    r"permitted|possible|can be|must be|should be|may be|has to be|sort\w*|order(?:ed)? by)\b|取值|枚举|可选|只能|支持"
)
# A code with a meaning behind it: '`size`: by size', '`size` - by size', 'size = by size'.
_MEANT = re.compile(r"[\w`\"'”*]\s*(?:[:：=]|[-–—](?=\s)|→|->)\s*[^\W\d_`]|[\w`\"'”*]\s*[(（][^`()（）]+[)）]")
# The last word of a name in camel or snake case: 'id' of 'orderId'.
_LAST_WORD = re.compile(r"[A-Z][a-z]*$|_[a-z]+$")


def _are_fields(lines: Sequence[str], values: Collection[str], name: str) -> bool:
    """Tell whether what looks like values are names of fields: '`size` or `funds` of the order'.

    A word that announces values, or a meaning behind a code, says that they are values all the same.
    """
    if len(values) < 2 or not all(_is_field(value) for value in values):
        return False
    if NAMED_BY.search(name) and not all(value.isalpha() and value.islower() for value in values):
        return False
    text = "\n".join(line for line in lines if any(value in line for value in values))
    return not _OF_VALUES.found(text) and _MEANT.search(text) is None


def _is_field(value: str) -> bool:
    if value in PARAMETER_WORDS or value in _MORE_FIELDS:
        return True
    last = _LAST_WORD.search(value)
    return (
        value[:1].islower() and last is not None and last.start() > 0 and last[0].strip("_").lower() in PARAMETER_WORDS
    )


_MORE_FIELDS = frozenset({"name", "side", "type", "tag", "label", "code", "pair", "pairs", "date", "time"})
# What a list in words has beside its codes: no code itself.
_NO_CODES = frozenset({"other", "others", "otherwise", "else", "rest"})
_PARTIES = re.compile(PARTY, re.IGNORECASE)
# Behind a party stands a list or a figure that holds for it: 'spot: in/out, perp: swap', 'spot: max 20'.
_OF_PARTY = re.compile(
    rf"`?\b{PARTY}\b`?\s*[:：]\s*(?:(?:max|min|up to|at most|at least|default|from|between|\d|[<>≤≥])|"
    rf"`?[\w.+-]+`?\s*[/|])",
    re.IGNORECASE,
)


def _are_cases(lines: Sequence[str], values: Collection[str]) -> bool:
    """Tell whether the codes are products, each with a list or a figure of its own: 'spot: max 20; perp: max 100'."""
    if not values or not all(_PARTIES.fullmatch(value) for value in values):
        return False
    return any(_OF_PARTY.search(line) for line in lines)


_MEASURED = re.compile(
    r"\W*(?:max|min|maximum|minimum|up to|at (?:most|least)|limit(?:ed)?(?: to)?|no more than|"
    r"not exceed\w*)\b[^`\d]{0,20}"
    r"`?\d",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"\d\s*[(（](?:min|max)\w*[)）]", re.IGNORECASE)
_TIER = (
    r"(?:free|basic|pro|premium|standard|plus|gold|silver|vips?|vip ?\d|brokers?|institution\w*|retail|(?:un)?verified|"
    r"anonymous|signed|public|private|guests?|members?|makers?|takers?)"
)
# '20 (basic) / 100 (premium)', '20 for free, 100 for pro'.
_OF_TIERS = re.compile(
    rf"\d+\s*(?:[(（:-]|for|in|on|with)\s*(?:for |in |the |a )*{_TIER}\b[^\d]*\d{{2,}}\s*(?:[(（:-]|for|in|on|with)\s*"
    rf"(?:for |in |the |a )*{_TIER}\b",
    re.IGNORECASE,
)
_LEAST_OF_TIERS = 10


def _are_figures(lines: Sequence[str], values: Collection[str]) -> bool:
    """Tell whether the codes are the ends of a range in brackets, or bounds by the plan of an account."""
    if not all(value.lstrip("-").isdigit() for value in values):
        return False
    numbers = [int(value) for value in values]
    text = "\n".join(lines)
    if _LABELLED.search(text):
        return True
    if len(numbers) == 2 and numbers[0] < numbers[1]:
        low, high = values
        if re.search(rf"[\[(（]\s*{re.escape(low)}\s*[,，;~-]\s*{re.escape(high)}\s*[\])）]", text):
            return True
    if "`" in text or max(numbers) < _LEAST_OF_TIERS:
        return False
    return any(_OF_TIERS.search(line) or _MEASURED.match(line) for line in lines)


def _without_words(lines: Sequence[str], values: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """Return values without words that stand for others and without samples of several, and whether there was one.

    As 'other: yes', and '`id1,id2`'.
    """
    kept = tuple(
        value
        for value in values
        if "," not in value and (value not in _NO_CODES or any(f"`{value}`" in line for line in lines))
    )
    return kept, len(kept) < len(values)


_UNSENT = Sieve(
    r"\bdefault|\bif (?:not|omitted|empty|missing|absent|null|none)\b|\bwhen (?:not|omitted|empty|missing)\b|默认|"
    r"不[填传]"
)


def _is_alone(text: str, value: str) -> bool:
    """Tell whether the one code of a cell is its default, or looks like an example: 'BTC-USD' alone."""
    if text.strip("`\"' .*") == value:
        return "-" in value.strip("-") or "/" in value
    return text.lstrip("`\"'*").startswith(value) and _UNSENT.found(text)


# What a text is made of, and no code: 'letters, digits, underscores'.
_CHARACTERS = words_of(
    """
    letters digits numbers numerals underscores underscore hyphens hyphen dashes dots spaces characters chars symbols
    alphanumerics alphabets lowercase uppercase words strings integers decimals pairs coins currencies assets tokens
    """
)
_OF_STYLE = re.compile(r"[A-Z][A-Z0-9_-]+|[a-z]+(?:_[a-z0-9]+)+|\d+[A-Za-z]{1,6}|\d+")


def _are_words(lines: Sequence[str], values: Collection[str]) -> bool:
    """Tell whether codes without marks are words of a sentence: 'see Order types', 'letters, digits'."""
    text = "\n".join(lines)
    if len(values) < 2 or "`" in text:
        return False
    lower = {value.lower() for value in values}
    if lower & _CHARACTERS or all(value.endswith("Enum") for value in values):
        return True
    is_joined = re.search(r"[ \t]+".join(map(re.escape, values)), text) is not None
    return is_joined and not (lower <= VALUE_WORDS or all(map(_OF_STYLE.fullmatch, values)))


def doubted(lines: Sequence[str], values: tuple[str, ...], name: str) -> tuple[tuple[str, ...], bool]:
    """Return what stays of a list that the lines of a cell hold, and whether the doubt opens it."""
    doubts = (_are_cases, _are_figures, _are_words)
    if not values or _are_fields(lines, values, name) or any(doubt(lines, values) for doubt in doubts):
        return (), False
    kept, had_words = _without_words(lines, values)
    return kept, had_words or (len(kept) == 1 and _is_alone("\n".join(lines).strip(), kept[0]))
