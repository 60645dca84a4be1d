"""Read which text separates several values in one text: 'comma-separated', 'joined with `|`'."""

from attrs import frozen

from .sieve import Sieve

_SPLIT = r"(?:separat\w+|delimit\w+|split|joined|divided|concatenated)"


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
    Separator(" ", r"(?:white-?)?spaces?\b|blanks?\b", "Space-delimited"),
)
_NAMES = "|".join(f"(?P<n{index}>{each.names})" for index, each in enumerate(SEPARATORS))
_PATTERNS = tuple(
    Sieve(pattern)
    for pattern in (
        rf"\b{_SPLIT}(?: (?:them|it|the|their|each|ids|several|multiple|many|more|all|ids|values|symbols|items|"
        rf"entries|with|"
        rf"by|using|through|via|[a-z]+s))*? (?:with|by|using|through|via) (?:an? |the |in )?(?:{_NAMES})",
        rf"(?:{_NAMES})[- ](?:separated|delimited|joined)",
        rf"\b(?:use|using|with|put|insert) (?:an? |the )?(?:{_NAMES})"
        r"(?:\s+(?:to|for) (?:separat|split|join|delimit)\w*|\s+as (?:a |the )?(?:separator|delimiter)|"
        r"\s+(?:in )?between\b|\W*$)",
        r"(?P<n0>(?<!\w)csv\b|逗号(?:分隔|分割|隔开))|(?P<n1>分号(?:分隔|分割|隔开))",
    )
)
_SPEAKS = Sieve(r"separat|delimit|split|join|divided|comma|semi-?colon|csv|逗号|分号|concatenat")


def separator_of(text: str) -> str | None:
    """Return the separator that a text asks for; None where it asks for none, or for several."""
    if not _SPEAKS.found(text):
        return None
    found: set[str] = set()
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            found.update(SEPARATORS[int(name[1:])].text for name, words in match.groupdict().items() if words)
    return found.pop() if len(found) == 1 else None
