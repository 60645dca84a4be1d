"""Read which text separates several values in one text: 'comma-separated', 'joined with `|`'."""

import re

from attrs import frozen

from .sieve import Sieve

_SPLIT = r"(?:sep[ae]rat\w+|sep\b\.?|delimit\w+|split|joined|divided|concatenated)"


@frozen
class Separator:
    """A separator with its names, and a sentence that asks for it."""

    text: str
    names: str
    example: str


SEPARATORS: tuple[Separator, ...] = (
    Separator(",", r"(?:half-width |english )?commas?\b|`,`|\",\"|','|“,”|‘,’|,(?=\W*$)", "Separated with a comma"),
    Separator(";", r"semi-?colons?\b|`;`|\";\"|';'|“;”", "Semicolon-separated"),
    Separator("|", r"(?:vertical )?(?:pipes?|bars?)\b|`\s*\|\s*`|\"\s*\|\s*\"|'\s*\|\s*'|“\|”", "Separated by `|`"),
    Separator("-", r"hyphens?\b|dash(?:es)?\b|`-`|\"-\"|'-'", "Separated with a hyphen"),
    Separator("&", r"ampersands?\b|`&`|\"&\"|'&'", "Joined with `&`"),
    Separator("+", r"plus(?: signs?)?\b|`\+`|\"\+\"|'\+'", "Joined with `+`"),
    Separator(":", r"colons?\b|`:`|\":\"|':'", "Separated by a colon"),
    Separator("/", r"slash(?:es)?\b|`/`|\"/\"|'/'", "Separated by a slash"),
    Separator("_", r"underscores?\b|`_`|\"_\"|'_'", "Joined with an underscore"),
    Separator(" ", r"(?:white-?)?spaces?\b|blanks?\b", "Space-delimited"),
)
_NAMES = "|".join(f"(?P<n{index}>{each.names})" for index, each in enumerate(SEPARATORS))
_PATTERNS = tuple(
    Sieve(pattern)
    for pattern in (
        rf"\b{_SPLIT}(?: (?:them|it|the|their|each|ids|several|multiple|many|more|all|ids|values|symbols|items|"
        rf"entries|with|"
        rf"by|using|through|via|[a-z]+s))*? (?:with|by|using|through|via) (?:an? |the |in )?(?:{_NAMES})",
        rf"(?:{_NAMES})[- ](?:sep[ae]rated|sep\b\.?|delimited|joined)",
        rf"\b(?:use|using|with|put|insert) (?:an? |the )?(?:{_NAMES})"
        r"(?:\s+(?:to|for) (?:separat|split|join|delimit)\w*|\s+as (?:a |the )?(?:separator|delimiter)|"
        r"\s+(?:in )?between\b|\W*$)",
        rf"\b(?:separator|delimiter)(?: \w+)?(?: is| are| being| as|\s*[:=])? (?:an? |the )?(?:{_NAMES})",
        rf"(?:{_NAMES}) (?:is|as|being) (?:an? |the )?(?:separator|delimiter)",
        rf"(?:{_NAMES}) (?:in )?between(?=\W*$|\s*[,;.(])",
        rf"\blist (?:of \w+ )?(?:with|by|in) (?:an? |the )?(?:{_NAMES})(?=\W*$|\s*[,;.(])",
        rf"用\s*(?:{_NAMES})\s*(?:分隔|分割|隔开|分开)",
        r"(?P<n0>(?<!\w)csv(?=[ -](?:list|string|values?|of|ids|text)\b)|\b(?:as|in) (?:a |an )?csv\b|"
        r"\b(?:ids|symbols|lists?|names|values|codes|coins|pairs|items|currencies)\b[^.;]{0,20}(?<!\w)csv\b|"
        r"逗号(?:分隔|分割|隔开))|(?P<n1>分号(?:分隔|分割|隔开))",
    )
)
_SPEAKS = Sieve(
    r"sep[ae]rat|\bsep\b|delimit|split|join|divided|comma|semi-?colon|csv|逗号|分号|隔开|分隔|分割|分开|"
    r"concatenat"
)
_SENTENCE = re.compile(r"(?<=[.;；。!?])(?<!e\.g\.)(?<!i\.e\.)\s+(?=\S)|\n")
# What is no list of values: the parts of one name, the digits of a figure, an answer or file, what is not taken.
_NO_LIST = re.compile(
    r"\b(?:not|never|no longer|cannot|can't|don't|do not|without|instead of|rather than)\b|n't\b|"
    r"\b(?:thousands?|decimals?|digits?)(?: \w+)* (?:separat|delimit|group)|"
    r"\b(?:base|quote|first|year|date|day|prefix|integer|whole)\b[^.;]*\band\b[^.;]*\b(?:join|separat|divid|"
    r"concatenat)|"
    r"\b(?:csv|comma-separated) (?:file|format|report|export|download)|不[能可要用]|不支持",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(?:not|never|cannot be|no longer) (?:be )?(?:accepted|allowed|supported|valid|possible|permitted|used|"
    r"sent)\b|不支持",
    re.IGNORECASE,
)
# With these separators a name itself can be made of parts: only words for several values make a list.
_OF_NAMES = frozenset("- +:/_")
_SEVERAL = re.compile(
    r"\b(?:list|several|multiple|many|more than one|each|ids|symbols|values|items|names|codes|currencies|pairs|coins|"
    r"[a-z]+s (?:are )?(?:joined|separated|split|delimited|divided))\b|多个|列表",
    re.IGNORECASE,
)


def separator_of(text: str) -> str | None:
    """Return the separator that a text asks for; None where it asks for none, or for several."""
    if not _SPEAKS.found(text):
        return None
    found: set[str] = set()
    for sentence in _SENTENCE.split(text):
        if not _SPEAKS.found(sentence):
            continue
        for pattern in _PATTERNS:
            for match in pattern.finditer(sentence):
                if _NO_LIST.search(sentence[: match.end()]) or _REFUSED.search(sentence, match.end()):
                    continue
                found.update(SEPARATORS[int(name[1:])].text for name, words in match.groupdict().items() if words)
    if found & _OF_NAMES and not _SEVERAL.search(text):
        return None
    return found.pop() if len(found) == 1 else None
