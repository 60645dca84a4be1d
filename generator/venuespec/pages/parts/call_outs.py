"""Find facts in the title of an endpoint, and in those of call-outs such as ':::info Permission: trade'."""

import re

from .access import asks_for_permission, stated_access
from .conditions import applies_to, excludes
from .headings import stated_fact
from .lifecycle import deprecation
from .limits import restricts_calls
from .plain import says_deprecated
from .prose_residue import speaks_of_its_end
from .sentences import sentences_of
from .sieve import Sieve
from .statements import at_most
from .traditional import simplified

_TITLED = re.compile(r"\s*:::\w+\s*(?:\[(?P<bracket>[^\]\n]+)\]|(?P<title>\S.*))\s*")
# What stands apart in the title of an endpoint: in brackets, behind a dash or a sign.
_APART = re.compile(
    r"[(（\[【](?P<bracket>[^()（）\[\]【】]{2,80})[)）\]】]|(?:\s[–—-]+\s|"
    r"[^\w\s()（）\[\]【】`~*#,.:;/&'\"’–—-]\s*)(?P<behind>[^\W\d][^()（）\[\]【】]{2,80})$"
)
_LINK = re.compile(r"\[([^\[\]]{1,80})\]\([^()\s]*\)")
_DEPRECATED = "This endpoint is deprecated."
# Words that end an endpoint, and what they are followed by: 'superseded by Get Orders'.
_ENDED = Sieve(
    r"(?:(?:now|being|was|is|has been) )?(?:removed|retired|unsupported|discontinued|obsolete|withdrawn|"
    r"phas(?:ed|ing) out|superseded|replaced|decommissioned|no longer \w+)(?P<more>\b.*)"
)
# Words that may name the end of an endpoint, or what it is about: 'Get orders (archived)'.
_MAY_END = Sieve(
    r"(?:(?:the )?old(?: version)?|archived|closed|inactive|unavailable|disabled|suspended|paused|ended|expired|former|"
    r"not (?:maintained|available|in use|working)|unmaintained)"
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
    found: list[str] = []
    for match in _APART.finditer(_LINK.sub(r"\1", title)):
        part = simplified(match["bracket"] or match["behind"]).strip()
        if _MAY_END.fullmatch(part):
            found.append(f"The title calls this endpoint {part.lower()}, which may be its end of life")
        elif part.lower() != "deprecated" and (speaks_of_its_end(part) or _ENDED.fullmatch(part)):
            found += _in_sentences(part)
    return tuple(found)


def ends_of_titles(*titles: str) -> tuple[str, ...]:
    """Return the sentences of an endpoint that its titles give: on its end, and that it is deprecated."""
    ended = [_DEPRECATED] if any(map(says_deprecated, titles)) else []
    return tuple(dict.fromkeys((*ended, *(sentence for title in titles for sentence in ends_in_title(title)))))


def _in_sentences(part: str) -> list[str]:
    """Return what a title says of its end as a reader understands it: 'This endpoint is offline'."""
    forms = (part, f"This endpoint is {part.lower()}", f"This endpoint {part}")
    known = next((form for form in forms if deprecation((form,))), None)
    if known is not None or (ended := _ENDED.fullmatch(part)) is None:
        return [known or part]
    return [_DEPRECATED, part] if ended["more"] else [_DEPRECATED]
