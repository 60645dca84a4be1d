"""Write the short and misspelled words of sentences on conditions and ends in full, as the forms know them.

Req. for `stop`            -> required for `stop`
N/A on options             -> not applicable on options
Depricated, use `x`        -> deprecated, use `x`
"""

import re
from functools import lru_cache

from attrs import frozen

from .sieve import Sieve

# Before a capital letter a stop ends the sentence.
_BEHIND = r"(?:\.(?= ?(?!(?-i:[A-Z]))(?:\S|$))|(?=\s(?!(?-i:[A-Z]))|[,:;)(\]]|$))"


@frozen
class ShortWord:
    """A short or misspelled word as a pattern, what it stands for, an example, and a text that has another word."""

    pattern: re.Pattern[str]
    full: str
    example: str
    other: str


def _short(pattern: str, full: str, example: str, other: str) -> ShortWord:
    return ShortWord(re.compile(pattern, re.IGNORECASE), full, example, other)


SHORT_WORDS: tuple[ShortWord, ...] = (
    _short(rf"\breq(?:'?d)?{_BEHIND}", "required", "Req. for `stop`", "Req/s"),
    _short(rf"\bmand{_BEHIND}", "mandatory", "Mand. if sent", "Mandated"),
    _short(rf"\bopt{_BEHIND}", "optional", "Opt. field", "Opted"),
    _short(rf"\b(?:mutually|mut\.) excl{_BEHIND}", "mutually exclusive", "Mutually excl. with `x`", "Excluded with"),
    _short(rf"\bappl{_BEHIND}", "applicable", "Appl. to spot only", "Applied to spot"),
    _short(r"\bn/a(?= (?:for|to|in|on|with|when|if|under)\b)", "not applicable", "N/A for options", "the word N/A"),
    _short(r"\biff\b", "if", "required iff sent", "different"),
    _short(r"\bw/(?!o\b) ?(?=[`\w]|$)", "with ", "conflicts w/ `x`", "new/old"),
    _short(r"\breq(?!uest)(?!uired\b)(?!uireds\b)[a-z]{3,6}d\b", "required", "requierd when", "requested"),
    _short(r"\brequire(?= (?:when|if|for|in|by)\b)", "required", "Require when sent", "They require it"),
    _short(r"\bmand(?!atory\b)[a-z]{2,5}ry\b", "mandatory", "mandotory if", "mandatory"),
    _short(r"\bcompuls(?!ory\b)[a-z]{1,3}y\b", "compulsory", "compulsary if", "compulsory"),
    _short(r"\bdepr(?!ecated\b)(?!ived\b)(?!essed\b)[a-z]{3,8}ed\b", "deprecated", "depricated", "deprived"),
    _short(rf"\bdepr(?:ec)?{_BEHIND}", "deprecated", "Depr., use `x`", "Depreciation"),
    _short(r"\bperps?\.(?= (?-i:[a-z]))", "perp", "Perp. only", "Perp. Then"),
    _short(r"^-only\b", " only", "`perp`-only", "post-only"),
    _short(r"\bmore then\b", "more than", "no more then 20", "more, then"),
    _short(r"\bpl[sz]\b\.?", "please", "pls use `x`", "plz2"),
)
"""Short and misspelled words, as whole words."""

_ANY = Sieve("|".join(f"(?:{word.pattern.pattern.removeprefix('^')})" for word in SHORT_WORDS))


@lru_cache(maxsize=1 << 14)
def in_full(sentence: str) -> str:
    """Return a sentence with its short and misspelled words in full; names in marks stay as they are."""
    if not _ANY.found(sentence):
        return sentence
    parts = sentence.split("`")
    for at in range(0, len(parts), 2):
        for word in SHORT_WORDS:
            parts[at] = word.pattern.sub(word.full, parts[at])
    return "`".join(parts)
