"""Read lists of figures that each stand behind what they mean: 'buy = 1, sell = 2', 'no (0), yes (1)'."""

import re

_LIST = re.compile(
    r"(?:[\w -]{0,40}[:.]\s*)?(?P<list>[a-z][\w ]{0,30}(?:\s*[=:：]\s*|\s*[(（])-?[0-9]{1,3}[)）]?"
    r"(?:\s*[,，;；/|]\s*(?:(?:and|or)\s+)?[a-z][\w ]{0,30}(?:\s*[=:：]\s*|\s*[(（])-?[0-9]{1,3}[)）]?)+)\.?",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"\b(?:tier|level|vip|plan|lowest|highest|smallest|largest|lower|upper|cap|min|max|default|limit|length|size|"
    r"least|most|up to|"
    r"range|per|from|page)\w*",
    re.IGNORECASE,
)
_CODE = re.compile(r"-?[0-9]+(?=[)）]?\s*(?:[,，;；/|.]|$))")


def codes_behind(sentence: str) -> list[str]:
    """Return the figures of a sentence that is such a list, and states no measures; none of any other."""
    match = _LIST.fullmatch(sentence)
    if match is None or _MEASURE.search(sentence):
        return []
    found = _CODE.findall(match["list"])
    return found if len(set(found)) == len(found) else []
