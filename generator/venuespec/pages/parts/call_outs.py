"""Read the title of a call-out that states a fact itself: ':::info Permission: trade'."""

import re

from .access import asks_for_permission, stated_access
from .headings import stated_fact
from .lifecycle import deprecation
from .limits import restricts_calls
from .sentences import sentences_of

_TITLED = re.compile(r"\s*:::\w+\s*(?:\[(?P<bracket>[^\]\n]+)\]|(?P<title>\S.*))\s*")


def fact_in_title(line: str) -> str:
    """Return the title of a call-out that begins at a line, if it states a fact of the endpoint; '' for others."""
    match = _TITLED.fullmatch(line) if ":::" in line else None
    if match is None:
        return ""
    title: str = match["bracket"] or match["title"].rstrip()
    states = stated_fact(title) or asks_for_permission(title) or stated_access(title) or restricts_calls(title)
    return title if states or deprecation(sentences_of(title)) else ""
