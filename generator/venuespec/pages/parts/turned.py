"""Words that turn a statement around, end it, or hold it off for some: 'not limited to', 'until June', 'except'.

A reader takes a fact by the words that it knows, and passes over the others; these others it must not pass over. A
sentence with one of them states no fact that holds for every call from now on: it is reported instead.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from attrs import frozen

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b"
)
_DAY = (
    rf"(?:{_MONTH}|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\b|\d{{4}}(?:[-./年]|\b)|q[1-4]\b|the end of\b|then\b|"
    rf"now\b|recently\b)"
)
_CASE = r"(?:for|with|in|if|when|on|under|where|by|as) (?!(?:total|one|each|a|an|the|default|all|both)\b)"


@frozen
class Turn:
    """Words that turn a statement around, with a sentence that has them, and one like it that has not.

    Those ``of_figures`` give another figure for some calls; in a list of values they are its next value.
    """

    pattern: re.Pattern[str]
    example: str
    other: str
    of_figures: bool = False


def _turn(pattern: str, example: str, other: str, *, of_figures: bool = False) -> Turn:
    return Turn(re.compile(pattern, re.IGNORECASE), example, other, of_figures)


TURNS: tuple[Turn, ...] = (
    _turn(
        r"\b(?:not|never|isn't|aren't|no longer|without being)\s+(?:be |been |only |yet |currently )*"
        r"(?:limited|restricted|capped|bound(?:ed)?|confined|between|within|in|inside|from|one of|either|any of)\b"
        r"(?! a\b| the account)",
        "Not limited to 1000",
        "Must not be more than 1000",
    ),
    _turn(
        r"\b(?:no|without(?: an?| any)?) (?:\w+ )?(?:limits?|max(?:imum)?|min(?:imum)?|cap|restrictions?)\b",
        "There is no limit of 1000",
        "It is no more than 1000",
    ),
    _turn(
        r"\b(?:was|were|had been|used to be|formerly|previously|earlier|originally|in the past|at first)\b",
        "Was limited to 1000",
        "It is limited to 1000",
    ),
    _turn(
        r"\b(?:no longer|any ?more|lifted|abolished|withdrawn|revoked|(?:has|have|had) been (?:removed|dropped|"
        r"replaced|disabled)|is removed|being removed|"
        r"does not hold|doesn't hold|not enforced|not apply)\b(?! than)",
        "No maximum of 1000 any more",
        "No longer than 1000",
    ),
    _turn(
        r"\b(?:except|unless|other than|unlike|apart from|aside from|with the exception|anything but|all but|"
        r"everything but|rather than|instead of|contrary to|besides|save for|bar for)\b",
        "Up to 1000, except for options",
        "Up to 1000, which is accepted",
    ),
    _turn(
        rf"\b(?:until|till|before|prior to|up to|through|from|after|starting|as of|since)\s+(?:on |in )?{_DAY}",
        "At most 1000 until June",
        "At most 1000 before the call",
    ),
    _turn(
        rf"[(（,;，；]\s*(?:or |and |but |otherwise |else )?(?:only |just |up to |at most )?[`\"]?\d[\d,.]*[`\"]?\s*"
        rf"(?:[a-z]+ ){{0,2}}{_CASE}",
        "Max 1000 (100 with `extended`)",
        "Max 1000 (100 is enough)",
        of_figures=True,
    ),
    _turn(
        r"\d\W*[,;(]\s*(?:but |and )?(?:in|on|for|under|with|when|if) (?!\d)[^,;()]*\b\d",
        "Default 30, in hedge mode 60",
        "Default 30, in hedge mode too",
        of_figures=True,
    ),
    _turn(
        r"\botherwise,?\s+[`\"]?\d|[,;]\s*(?:or )?else\b",
        "Max 1000 for some, otherwise 10",
        "Otherwise it is 10",
        of_figures=True,
    ),
    _turn(
        r"\d\s*年(?:\d+月)?(?:\d+日)?\s*(?:之?前|以前)|\d\s*月(?:\d+日)?\s*(?:之?前|以前)|不再|取消了?|除.{1,"
        r"30}?(?:外|以外)|"
        r"曾|原(?:来|先|本)|不限(?:制|于)|没有限制|并非|不是",
        "2026年前最大1000",
        "最大1000",
    ),
)
"""What turns a statement around."""


def _any(turns: Iterable[Turn]) -> re.Pattern[str]:
    return re.compile("|".join(turn.pattern.pattern for turn in turns), re.IGNORECASE)


_ANY = _any(TURNS)
_OF_A_LIST = _any(turn for turn in TURNS if not turn.of_figures)
_IN_BRACKETS = re.compile(r"\([^()]*\)|（[^（）]*）")


@lru_cache(maxsize=1 << 14)
def is_turned(sentence: str) -> bool:
    """Tell whether a sentence has words that turn what it states around, or hold it off for some calls."""
    return _ANY.search(sentence) is not None


@lru_cache(maxsize=1 << 14)
def is_list_turned(sentence: str) -> bool:
    """Tell the same of a sentence that lists values; what stands in brackets behind one speaks of that one."""
    return _OF_A_LIST.search(_IN_BRACKETS.sub("", sentence)) is not None
