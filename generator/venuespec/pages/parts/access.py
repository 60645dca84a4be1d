"""Read from a page's prose who may call an endpoint: the permissions of a key, and whether calls are signed."""

import re
from collections.abc import Iterator

_MARKS = re.compile(r"[*`]|\[([^\]]*)\]\([^)]*\)|</?[A-Za-z][^<>]*>")
_NOT_SIGNED = re.compile(
    r"\b(?:does not|doesn't|do not|don't) (?:need|require) (?:any )?(?:authentication|signature|an? api key)"
    r"|\bno (?:authentication|signature|api key) (?:is )?(?:required|needed|necessary)"
    r"|\bauthentication (?:is )?not (?:required|needed|necessary)"
    r"|\bwithout authentication\b|\bpublic (?:endpoint|interface)\b",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"\b(?:needs?|requires?) (?:an )?authentication|\bauthentication (?:is )?(?:required|needed|necessary)"
    r"|\bprivate (?:endpoint|interface)\b",
    re.IGNORECASE,
)
_ANY = re.compile(r"\bany permission\b|\bno (?:special )?permissions? (?:is |are )?(?:required|needed)", re.IGNORECASE)
_NAME = r"(?:[\"'“][\w-]+(?: [\w-]+){0,3}[\"'”]|[A-Z][\w-]*(?: [A-Z][\w-]*){0,2})"
_NAMES = rf"{_NAME}(?:\s*(?:,|/|，|、|;|\bor\b|\band\b|, ?or\b)\s*{_NAME})*"
# The forms of the sentence, each with an example.
_STATED = tuple(
    re.compile(pattern)
    for pattern in (
        # API key permission: `Convert`, AccountTransfer or SubMemberTransfer
        rf"(?i:\bpermissions?\s*(?:required|needed)?\s*(?:is|are)?\s*[:：=]\s*)(?P<names>{_NAMES})",
        # ... one of the following permissions to call this endpoint: Account Transfer, Withdrawal
        rf"(?i:\bpermissions? [\w ,]{{0,80}}?[:：]\s*)(?P<names>{_NAMES})",
        # Requires Earn permission on the API key; API key needs "Earn" permission; can only have "X" permission
        rf"(?i:\b(?:needs?|requires?|must have|should have|can only have|has|have|with|only tick|tick)\s+(?:the\s+)?)"
        rf"(?P<names>{_NAMES})\s+(?i:permissions?\b)",
        # The Earn permission is required; Earn permission must be enabled
        rf"(?P<names>{_NAMES})\s+(?i:permissions?\s+(?:is|are|must be|has to be)\s+)"
        r"(?i:required|needed|enabled|granted|necessary)",
        # The API key must have withdrawal permissions
        r"(?i:\b(?:must have|needs?|requires?)\s+(?:the\s+)?)"
        r"(?P<names>(?!one|any|below|following|these|some|at|no)[a-z]+)\s+(?i:permissions?\b)",
    )
)
# A sentence that asks for a permission.
_ASKS = re.compile(
    r"\bpermissions?\b.*\b(?:required|needed|must|enabled?)\b|\b(?:requires?|needs?|must|only)\b.*\bpermissions?\b"
    r"|\bpermissions?\s*[:：]",
    re.IGNORECASE,
)
_BELOW = re.compile(r"\bone of (?:the )?(?:below|following|these) permissions?\b|\bpermissions? below\b", re.IGNORECASE)
_LISTED = re.compile(rf"(?:[\w ]{{0,40}}[:：]\s*)(?P<names>{_NAMES})")
_SPLIT = re.compile(r"\s*(?:,|/|，|、|;|\bor\b|\band\b)\s*")
_ARTICLE = re.compile(r"^(?:The|An?|This|Your)\s+")
_LISTED_LINES = 4
_LONGEST = 600


def signed_of(prose: str, shown: bool | None) -> bool | None:
    """Return whether calls are signed: as the page says, or else as its example shows."""
    text = _plain(prose)
    if _NOT_SIGNED.search(text):
        return False
    return True if _SIGNED.search(text) else shown


def asks_for_permission(line: str) -> bool:
    """Tell whether a line asks a key for a permission."""
    return "ermission" in line and _ASKS.search(_plain(line)) is not None


def permissions_of(prose: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the permissions that a page asks of a key, of which one is enough, and the lines that name none."""
    unread: list[str] = []
    # 'affiliate' and 'Affiliate' are one, in the spelling of the later place.
    named = {name.lower(): name for name in _permissions(_plain(prose), unread)}
    return tuple(named.values()), tuple(unread)


def says_any(prose: str) -> bool:
    """Tell whether a page says that every key may call its endpoint."""
    return _ANY.search(_plain(prose)) is not None


def _permissions(text: str, unread: list[str]) -> Iterator[str]:
    below = 0
    # No sentence is longer; a search in a long line of the same words takes quadratic time.
    for line in (whole[:_LONGEST] for whole in text.splitlines()):
        if below and (listed := _LISTED.fullmatch(line.strip(" -*>.;"))):
            yield from _names(listed["names"])
            below -= 1
            continue
        below = _LISTED_LINES if _BELOW.search(line) else max(below - 1, 0)
        if _ANY.search(line):
            continue
        found = next((match for pattern in _STATED if (match := pattern.search(line))), None)
        if found:
            below = 0
            yield from _names(found["names"])
        elif _ASKS.search(line) and not below:
            unread.append(line.strip())


def _names(text: str) -> Iterator[str]:
    return (name for part in _SPLIT.split(text) if (name := _ARTICLE.sub("", part.strip("\"'“” "))))


def _plain(prose: str) -> str:
    return _MARKS.sub(lambda match: match[1] or "", prose)
