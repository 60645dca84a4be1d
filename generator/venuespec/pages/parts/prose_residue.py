"""Find the sentences of an endpoint's prose that show signs of a fact that no reader took from them.

What ``residue`` is for the cells of a table this is for the text around the tables: ends, conditions, limits,
permissions and access in words that no reader knows are told, and a person reads them.
"""

import re
from collections.abc import Collection
from decimal import Decimal
from functools import lru_cache

from attrs import frozen

from ..draft import FACT_UNREAD, Diagnostic, Draft
from ..rule_forms import FORMS
from .access import permissions_of, says_any, stated_access
from .conditions import applies_to, excludes, required_when
from .endings import ending_of
from .headings import stated_fact
from .lifecycle import alias, deprecation, unread_end
from .limits import limits, unread_limit
from .note_words import unread_notes
from .sentences import sentences_of
from .sieve import Sieve, Sieves
from .statements import at_most


@frozen
class ProseSign:
    """Words that are a sign of a fact of an endpoint, with a sentence that has it, and one that has not."""

    sort: str
    pattern: Sieve
    example: str
    other: str


def _sign(sort: str, pattern: str, example: str, other: str) -> ProseSign:
    return ProseSign(sort, Sieve(pattern), example, other)


SIGNS: tuple[ProseSign, ...] = (
    _sign(
        "end",
        r"\b(?:deprecat\w*|retir(?:ed|es|ing|ement)|obsolete|discontinu\w+|supersed\w+|sunset\w*|decommission\w*|"
        r"legacy|"
        r"no longer|any ?more|any longer|phased out|going away|shut down|end of (?:life|support)|renam\w+|formerly|"
        r"replaced by|replaces (?:the )?(?:old|former|[`\"/])|moved to [`\"/\[]|has moved|(?:old|former|previous|new) "
        r"(?:name|path|url|endpoint)|(?:will|to) be (?:removed|offline|taken|replaced|disabled|closed|stopped)|"
        r"removed on|"
        r"offline|stops? (?:working|on|being)|support ends|migrat\w+|in favou?r of|instead of this|closed for)\b|"
        r"\b20[2-9]\d[-/.]\d{1,2}[-/.]\d{1,2}\b|(?<![\w-])20[2-9]\d年|"
        r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?,? 20[2-9]\d\b|"
        r"\b\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?,? 20[2-9]\d\b|"
        r"废弃|弃用|停用|下线|废止|不再|迁移",
        "This endpoint has been discontinued",
        "Orders are removed",
    ),
    _sign(
        "limit",
        r"\b(?:rate[- ]?limit\w*|throttl\w+|quotas?|weights?|frequency|(?:requests?|calls?|queries|orders?) (?:per|"
        r"every|each|within)|(?:requests?|calls?|queries) in (?:\d|a|one)|times (?:per|a|every|"
        r"in)|"
        r"per (?:second|minute|hour|day)|(?:once|twice) (?:a|per|every|in)|points? per)\b|\bcosts? \d|\d ?/ ?(?:s|"
        r"min|sec)\b|"
        r"限速|限频|限流|频率",
        "Each call costs 5 points",
        "The limit of an account",
    ),
    _sign(
        "permission",
        r"\b(?:permissions?|scopes?|api[ -]?keys?|authenticat\w+|authoriz\w+|unauthenticated|signatures?|signed|"
        r"credentials|"
        r"(?:private|public) (?:endpoint|interface|api)|(?:trad\w+|withdraw\w*|read) (?:rights?|privileges?)|"
        r"whitelist\w*|(?:your|the|master|main|sub-?account) keys?|without (?:an? |any )?keys?)\b|"
        r"权限|签名|鉴权|认证",
        "Only keys with withdrawal rights may call it",
        "Retrieve the keys of a map",
    ),
    _sign(
        "condition",
        r"\b(?:unless|except|mutually|(?:must|should|can ?not|cannot|can't|may not|must not|need to|has to|"
        r"have to) be (?:sent|"
        r"passed|filled|provided|specified|given|set|supplied|used)|(?:is|are) (?:required|mandatory|compulsory)|"
        r"either [`\w]|"
        r"at (?:least|most) one of|(?:only|exactly) one of|one of (?:the )?[`\"\w]+ (?:and|or)|both [`\"]\w+|"
        r"not (?:supported|available|allowed|"
        r"applicable|permitted)|unavailable|unsupported|only (?:for|available|supported|applicable|valid|accessible|"
        r"open)|"
        r"(?:accounts?|users?|keys?|orders?|traders?|makers?) only|only (?:\w+ ){1,4}(?:can|may|is|are)\b|"
        r"required (?:when|if|for))\b|"
        r"仅|只[能有支]|不支持|必[须填传]",
        "Only master accounts may call this",
        "The order that is placed only",
    ),
)
"""What shows that a sentence states a fact of an endpoint."""

_ANY = Sieves(sign.pattern.source for sign in SIGNS)
_LONGEST = 160
_TOLD = 40  # characters of a sentence by which another diagnostic is known to quote it
_LEAST_WORDS = 3  # 'Rate limit:' is a label
# Rows of a table as well, which may have no bar in front: '50030 | 200 | No permission'.
_NOT_PROSE = re.compile(r"\s*(?:[|{}\[\]]|```|import |#)|[^|`]* \| [^|]* \| ")
_CHOICES = tuple(form.pattern for form in FORMS)


def notes_on_prose(draft: Draft, prose: str) -> tuple[Diagnostic, ...]:
    """Return a note for each sentence with signs of facts that are in none of the endpoint's, nor reported yet."""
    told = [each.message for each in draft.diagnostics]
    rates = {(limit.limit, limit.window) for limit in draft.rate_limits}
    return tuple(
        Diagnostic(
            file=draft.file,
            line=draft.line,
            code=FACT_UNREAD,
            message=f"no fact is read from: {sentence[:_LONGEST]}",
        )
        for sentence in dict.fromkeys(
            (*unread_prose(prose, rates, draft.permissions), *unread_notes(prose, _names(draft)))
        )
        if not any(sentence[:_TOLD] in message for message in told)
    )


def _names(draft: Draft) -> frozenset[str]:
    """Return the names of a request's rows."""
    return frozenset(row.name for table in (draft.request, *(each.rows for each in draft.variants)) for row in table)


def unread_prose(prose: str, rates: Collection[tuple[int, Decimal]], permissions: Collection[str]) -> tuple[str, ...]:
    """Return the sentences with signs of facts that no reader takes, each once.

    ``rates`` are the counts and windows of an endpoint's limits, ``permissions`` those that its page asks for.
    """
    if not _ANY.found(prose):
        return ()
    found: dict[str, None] = {}
    for line in prose.splitlines():
        if _NOT_PROSE.match(line) or not _ANY.found(line) or stated_fact(line) is not None:
            continue
        sentences = sentences_of(line)
        ended = deprecation(sentences) is not None
        for sentence in sentences:
            sorts = _sorts(sentence)
            if "limit" in sorts and _is_known_limit(sentence, rates):
                sorts -= {"limit"}
            if "permission" in sorts and permissions and permissions_of(sentence)[0]:
                sorts -= {"permission", "condition"}
            if "end" in sorts and ended and ending_of(sentence) is not None:
                sorts -= {"end"}
            if sorts:
                found[sentence] = None
    return tuple(found)


def _is_known_limit(sentence: str, rates: Collection[tuple[int, Decimal]]) -> bool:
    sentence = sentence.replace("*", "")
    stated = limits(sentence)
    return bool(stated) and not unread_limit(sentence) and all((each.limit, each.window) in rates for each in stated)


@lru_cache(maxsize=1 << 14)
def _sorts(sentence: str) -> frozenset[str]:
    """Return the sorts of facts that a sentence shows, without those that a reader takes from it."""
    if not _ANY.found(sentence):
        return frozenset()
    shown = {sign.sort for sign in SIGNS if sign.pattern.found(sentence)}
    if (deprecation((sentence,)) or alias((sentence,))) and not unread_end(sentence):
        shown -= {"end", "condition"}
    if (
        applies_to((sentence,))
        or excludes((sentence,))
        or required_when((sentence,))
        or at_most((sentence,), of_row=False)
    ):
        shown.discard("condition")
    if "condition" in shown and any(form.fullmatch(sentence) for form in _CHOICES):
        shown.discard("condition")
    if "permission" in shown and (stated_access(sentence) is not None or says_any(sentence)):
        shown -= {"permission", "condition"}
    if len(sentence.split()) < _LEAST_WORDS and not any(map(str.isdigit, sentence)):
        shown.discard("limit")
        if sentence.rstrip("*_ ").endswith((":", "：")):
            return frozenset()
    return frozenset(shown)
