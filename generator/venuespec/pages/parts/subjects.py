"""Tell whether a sentence in the row of one parameter states something of another: '`px` has a maximum of 100'."""

import re
from collections.abc import Collection

_CODE = r"`(?P<code>[a-z]\w*)`"
# The subject of a sentence with a bound, or what the bound is counted on.
_SUBJECT = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\W*(?:(?:the|number|count|value|length|size|amount|max\w*|min\w*|of|if|when) )*{_CODE}(?: \w+)?\s*"
        r"(?:has|have|is|are|must|may|can|cannot|should|between|from|within|takes?|accepts?|at (?:most|least)|up to|"
        r"<|>|≤|≥|最|不|至|大于|"
        r"小于|在|的)",
        rf"\b(?:number|count|length|size|max(?:imum)?|min(?:imum)?) of (?:the )?{_CODE}",
        rf"\b(?:same|limits?|bounds?|range) (?:\w+ )?as (?:of |for )?(?:the )?{_CODE}",
    )
)
# A bound for one value, or for one product: '`spot`: max 20'.
_CASE = re.compile(rf"^\W*{_CODE}\s*[:：]", re.IGNORECASE)


def is_of_case(sentence: str, name: str) -> bool:
    """Tell whether a sentence states something for one value of another parameter, and not of the row ``name``."""
    case = _CASE.match(sentence) if name and "`" in sentence else None
    return case is not None and case["code"] != name


def of_another(sentence: str, name: str, values: Collection[str]) -> bool:
    """Tell whether the subject of a sentence is a code that is neither the row's ``name`` nor one of its values."""
    if not name or "`" not in sentence:
        return False
    if is_of_case(sentence, name):
        return True
    matches = (match for form in _SUBJECT for match in form.finditer(sentence))
    return any(match["code"] != name and match["code"] not in values for match in matches)
