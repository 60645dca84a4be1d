"""Ease the requiredness that a column states where the text of its row says that it does not hold for every call.

Yes | Required when `kind` is `5`   -> conditional
Yes | Not needed for market orders  -> conditional
Yes | Optional.                     -> unknown
"""

from collections.abc import Callable, Mapping, Sequence

from ...spec.model import Required
from .conditions import required_when
from .sentences import sentences_of
from .sieve import Sieve
from .traditional import simplified

OPPOSITE: Mapping[Required, Required] = {"yes": "no", "no": "yes"}
"""What a column of what is optional says of requiredness."""

_ITSELF = r"\W*(?:(?:it|this|the (?:field|param\w*|value)|this (?:field|param\w*|value)) )?(?:(?:is|are) )?"
_NEEDED = r"(?:required|needed|mandatory|necessary|compulsory|obligatory)"
_CASE = r"(?:if|when|whenever|unless|except|where|once|in case|in the case)\b"
_NOT_ALWAYS = Sieve(
    rf"{_ITSELF}(?:not|no longer|never) (?:be )?{_NEEDED}(?: (?:for|with|in|on|by|{_CASE}).*)?"
    rf"|{_ITSELF}optional,? (?:for|with|in|on|{_CASE}).*"
    rf"|{_ITSELF}(?:only |also )?{_NEEDED},? (?:only )?{_CASE}.*"
    rf"|{_ITSELF}(?:can|may) be (?:omitted|left (?:out|empty|blank)|skipped)\b.*"
    rf"|{_ITSELF}(?:must|has to|should) (?:only )?be (?:sent|given|passed|provided|specified|set) (?:only )?{_CASE}.*"
    rf"|\W*(?:either|(?:exactly |only |at least )?one of)(?: the)? (?:this\b|[`\"']\w|[a-z]+(?-i:[A-Z])\w).*"
    rf"\b(?:{_NEEDED}|must|sent|provided|passed|given|filled)\b.*"
    r"|.*时(?:必填|必传|必须|选填|可选|可不传).*|.*(?:非必填|可不传|至少填一个|二选一).*"
)
_OPTIONAL = Sieve(
    r"\W*(?:(?:it|this|this (?:field|param\w*)) is )?(?:optional|选填|可选)(?: (?:field|param\w*))?"
    r"(?:\s*[.,;)\]）】，。；].*)?"
)
_SIGNS = Sieve(
    rf"{_NEEDED}|optional|\b(?:omitted|left|skipped)\b|\b(?:sent|given|passed|provided|specified|set)\b|"
    rf"必填|必传|选填|可选|可不传|二选一|填一个"
)


def eased(required: Required, lines: Sequence[str], name: str, report: Callable[[int, str, str], None]) -> Required:
    """Return the requiredness that a column states, unless the lines of its row speak of calls without it."""
    text = "\n".join(lines)
    if required != "yes" or not _SIGNS.found(text):
        return required
    for place, sentence in enumerate(sentences_of(text)):
        plain = simplified(sentence).replace("*", "")
        if _NOT_ALWAYS.fullmatch(plain) or (not place and required_when((sentence,))):
            return "conditional"
        if not place and _OPTIONAL.fullmatch(plain):
            report(0, "required-unread", f"whether {name} is required is not understood: yes, and {sentence[:40]}")
            return "unknown"
    return required
