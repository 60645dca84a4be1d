"""Tell what characters a text is said to have: a bound behind such words is its length."""

import re

from .sieve import Sieve

_KINDS_OF_CHARACTERS = (
    r"(?:letters?|numbers|digits|symbols|alpha-?numerics?|alphanumerical|ascii|hex(?:adecimal)?|characters|chars|latin|"
    r"english|(?:upper|lower)(?:-?case)?|case[- ](?:in)?sensitive|underscores?|hyphens?|dash(?:es)?|dots?|spaces?|"
    r"\[?(?:a-z|0-9|[_.-])++\]?|`[_.:/-]`|字母|数字|字符|英文|大小写|下划线|组合|支持|仅|只能|为|由|组成|和|与|或|及)"
)
# '...; max 20', '..., 最长20' behind what characters a text has.
_CHARACTERS_FIRST = re.compile(
    rf"(?P<what>(?:^|(?<=[\n.。]))[ \t]*(?:(?:only|just|contains|use|allowed|any|must be|can be|combination of)\s+)*"
    rf"(?=[^\n;；.。]*(?:letter|alpha|character|char|ascii|a-z|hex|字母|字符))"
    rf"(?>{_KINDS_OF_CHARACTERS}(?:[\s,，、/&+]*+(?:(?:and|or|only)\s++)?{_KINDS_OF_CHARACTERS})*+)(?: only)?)"
    r"\s*[;；.。,，]\s*"
    rf"(?=(?:max|min|up to|at most|at least|between|from|no more|not more|[<≤≥>]|\d|length|最|不超过|长度|至多))",
    re.IGNORECASE,
)


def with_lengths(text: str) -> str:
    """Return a text that says of what characters a value is, and then how many, so that these are its length.

    'Letters and digits; max 20' becomes 'length: max 20'.
    """
    if not _HAS_CHARACTERS.found(text):
        return text
    return _CHARACTERS_FIRST.sub("length: ", text)


def speaks_of_characters(text: str) -> bool:
    """Tell whether a text says of what characters a value is: a bound of a text without a unit may be its length."""
    return _HAS_CHARACTERS.found(text) and _NAMES_CHARACTERS.search(text) is not None


_NAMES_CHARACTERS = re.compile(
    r"\b(?:letters|alpha-?numerics?|alphanumerical|ascii|characters|chars|hex(?:adecimal)? string)\b|字母|字符",
    re.IGNORECASE,
)
_HAS_CHARACTERS = Sieve(r"letter|alpha|character|char|ascii|a-z|hex|字母|字符")
