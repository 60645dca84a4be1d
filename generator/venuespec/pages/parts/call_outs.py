"""Find facts in the title of an endpoint, and in those of call-outs such as ':::info Permission: trade'."""

import re

from .access import asks_for_permission, stated_access
from .conditions import applies_to, excludes
from .headings import stated_fact
from .lifecycle import deprecation
from .limits import restricts_calls
from .prose_residue import speaks_of_its_end
from .sentences import sentences_of
from .statements import at_most
from .traditional import simplified

_TITLED = re.compile(r"\s*:::\w+\s*(?:\[(?P<bracket>[^\]\n]+)\]|(?P<title>\S.*))\s*")
# What stands apart in the title of an endpoint: in brackets, behind a dash or a sign.
_APART = re.compile(
    r"[(（\[【](?P<bracket>[^()（）\[\]【】]{2,80})[)）\]】]|(?:\s[–—-]+\s|"
    r"[^\w\s()（）\[\]【】`~*#,.:;/&'\"’–—-]\s*)(?P<behind>[^\W\d][^()（）\[\]【】]{2,80})$"
)


def states_fact(text: str) -> bool:
    """Tell whether a text states a fact of an endpoint that a reader takes."""
    sentences = sentences_of(text)
    return bool(
        stated_fact(text)
        or asks_for_permission(text)
        or stated_access(text)
        or restricts_calls(text)
        or deprecation(sentences)
        or applies_to(sentences)
        or excludes(sentences)
        or at_most(sentences, of_row=False)
    )


def fact_in_title(line: str) -> str:
    """Return the title of a call-out that begins at a line, if it states a fact of the endpoint; '' for others."""
    match = _TITLED.fullmatch(line) if ":::" in line else None
    title: str = (match["bracket"] or match["title"].rstrip()) if match else ""
    return title if title and states_fact(title) else ""


def ends_in_title(title: str) -> tuple[str, ...]:
    """Return what stands apart in the title of an endpoint, and speaks of its end: 'offline since 2026-11-11'.

    The word 'deprecated' alone says nothing that the formats do not take from a title themselves.
    """
    parts = (simplified(match["bracket"] or match["behind"]).strip() for match in _APART.finditer(title))
    return tuple(_in_a_sentence(part) for part in parts if part.lower() != "deprecated" and speaks_of_its_end(part))


def _in_a_sentence(part: str) -> str:
    """Return what a title says of its end as a reader understands it: 'This endpoint is offline'."""
    forms = (part, f"This endpoint is {part.lower()}", f"This endpoint {part}")
    return next((form for form in forms if deprecation((form,))), part)
