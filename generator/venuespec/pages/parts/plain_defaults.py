"""Read a default in a sentence or clause whose words are all known, in any order.

The phrases of ``defaults`` look for a form in a sentence and pass over the rest of it. Here one word that is in no
table means that nothing is read.
"""

import re
from functools import lru_cache

from .chosen import PARAMETER_WORDS
from .clauses import CLAUSE_END, EXAMPLE, FILLER, MOST_TOKENS, THOUSANDS, WORDS_BESIDE_BOUNDS
from .defaults import is_default_of_another
from .words import words_of

_MARKED = re.compile(r"`[\"'“]?([^`\"'“”\s]+)[\"'”]?`|[\"“]([^\"“”`\s]+)[\"”]|'([\w.+-]+)'")
_LITERAL = re.compile(
    r"(?<![\w.-])(?:-?\d[\d,]*(?:\.\d+)?|true|false|True|False|[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)*)(?![\w%-]|\.\d)"
)
_UNSENT = words_of(
    """
    omitted omit omitting skip skipped skipping missing lacking unfilled absent unset unspecified unsent empty blank
    absence nothing none null default defaults
    defaulting defaulted implicitly implicit standard preset fallback unprovided
    """
)
_SENT = words_of(
    """
    sending passing setting giving specifying providing uses
    sent send given give passed pass provided provide set specified specify chosen choose supplied supply filled
    fill say said present included include stated state used use selected select defined define entered enter
    there change changed tell told otherwise told
    """
)
_MODAL = frozenset(
    ["may", "can", "could", "should", "must", "shall", "return", "returns", "returned", "needs", "allowed"]
)
_OF_DEFAULTS = words_of(
    """
    if when where unless then otherwise in case by taken take takes applied apply applies assumed assume assumes treated
    considered means mean same sending behaves behave though were like back falls falling left leave leaving out without
    server's pre def dflt initial initially fall falls back interpreted treated picks pick picked going goes effect what
    becomes mode type timeout sort sorting side order no size has have had number of count page figure amount setting
    fixed which is also out box ms s sec secs second seconds minute minutes minimum maximum max says otherwise told
    change
    changed differently here if then first supplied supply another something box
    off on enabled disabled enable disable treat treats whenever selection made choice choose client strategy sorted
    descending
    ascending chosen stands stays interpreted level newest oldest order
    price
    well regarded works work acts act
    value's system platform service venue will gets get you we they it chosen selected becomes become equals equal with
    meaning optional another other different equivalent standard last latest newest recent first
    """
)


# A value that a sentence speaks of, and does not give: 'If `x` is not passed', 'the value of `x`'.
_SPOKEN_OF = re.compile(
    r"(?:(?<!back )(?<!goes )(?<!same )(?<!effect )(?<!treated )(?<!interpreted )(?<!taken )(?<!considered )"
    r"(?<!a value )(?<!it )(?<!this )(?<!default )(?<!set )(?<!work )(?<!works )(?<!regarded )(?<!acts )(?<!start "
    r")(?<!starts )"
    r"\b(?:if|when|unless|of|for|with|in|on|as)\s+|\bwhere )(?:the )?V\b|V (?:is|are|was|has|have) (?:not|"
    r"empty|missing|"
    r"absent|omitted|null|blank|unset|no|set|passed|sent|given|provided|specified|filled)\b",
    re.IGNORECASE,
)
# Another parameter's value: 'the same as `px` by default', 'equals `px` unless sent'.
_OF_ANOTHER = re.compile(r"\bsame (?:value )?as (?:the |that of )?V\b|^\W*equals? (?:to )?(?:the )?V\b", re.IGNORECASE)
_IS_NAME = re.compile(r"[a-z][A-Za-z_]*")
# An order is filled, a field is filled in.
_FILLED = re.compile(r"\b(?:orders?|trades?|legs?)\b.*\b(?:un)?filled\b(?! in)", re.IGNORECASE)
_DEFAULT_WORD = re.compile(
    r"\bdefault(?:s|ing|ed)?\b|\bpre-?set\b|\bdef\.|\bdflt\b|\bfalls? back\b|\binitial value\b|\bimplicitly\b|"
    r"\bpreset\b|\bfallback\b",
    re.IGNORECASE,
)
# 'The default is V', 'V (default)', 'V by default' in one clause among others.
_OWN = re.compile(
    r"\bdefault(?:s|ing|ed)?\b[\s:=→>-]*(?:(?:value|is|are|to|as|set|will|be|of|it|the)\s+)*[:=]?\s*V\s*$|"
    r"^\W*V(?: (?:is|as|being|by|the|are|used|a))*\s*\bdefault\s*$",
    re.IGNORECASE,
)
_LED_BY_CONDITION = re.compile(
    r"\W*(?:if|when|whenever|for|in case|unless|while|where|in|on|under|with)\b", re.IGNORECASE
)
_LABEL = re.compile(r"(?!\W*(?:if|when|unless)\b)[^.,:;(`\"'\d]{1,60}(?:[.,:;]|\s[-–—])\s+(?=\S)", re.IGNORECASE)
_SHORT = re.compile(r"\b(?:def|dflt)\b\.?", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*[()（）;；|]\s*")
_SHOULD = re.compile(r"^\W*should (?:it|this|the \w+|this \w+) be ", re.IGNORECASE)
_IF_UNSENT = re.compile(
    r"\b(?:if|when) (?:(?:it|this|the|is|are|not|field|parameter|param|value) )*(?:omitted|absent|missing|"
    r"empty|blank|unset|"
    r"specified|given|sent|set|passed|provided|left (?:out|blank|empty))\b",
    re.IGNORECASE,
)
_MEANINGS = re.compile(r"[^`:]{0,40}(?::\s*)?`[^`]+`\s*[:：]")


@lru_cache(maxsize=1 << 14)
def plain_default(sentence: str) -> str | None:
    """Return the default in a sentence whose words are all known, or in a clause that states it by itself."""
    if EXAMPLE.search(sentence) or is_default_of_another(sentence) or _MEANINGS.match(sentence):
        return None
    text = THOUSANDS.sub("", sentence.replace("can't", "can not").replace("n't", " not").replace("it's", "it is"))
    text = _SHOULD.sub("if it is ", _SHORT.sub("default ", text))
    whole = _default_of(text, alone=True)
    if whole is None and (label := _LABEL.match(text)) and not _DEFAULT_WORD.search(label[0]):
        whole = _default_of(text[label.end() :], alone=True)
    if whole is not None or _LED_BY_CONDITION.match(text):
        return whole
    parts = [*_BRACKETS.split(text), *CLAUSE_END.split(text)]
    found = {
        value for part in parts if (value := _default_of(part, alone=_IF_UNSENT.search(part) is not None)) is not None
    }
    return next(iter(found)) if len(found) == 1 else None


# A figure in a unit that may be another than the parameter's own, or one end of a range.
_MEASURED = re.compile(
    r"\bV`?\s*(?:s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?|months?|years?|us|ns|"
    r"microseconds?|"
    r"nanoseconds?|bps|bp|pips?|bytes?|kb|mb|usdt?|usdc|btc|eth|coins?|lots?|per ?cent|times|x)\b|V\s*(?:\.{2,}|…|~|"
    r"[-–—]\s*\d)|"
    r"\b(?:up to|at (?:most|least)|max\w*|min\w*|times|plus|minus|half|twice|(?:more|less) than)\s+V\b|"
    r"\bV\s+(?:times|plus|minus)\b",
    re.IGNORECASE,
)


def _default_of(clause: str, *, alone: bool) -> str | None:
    pairs: list[tuple[str, ...]] = _MARKED.findall(clause)
    marked = [next(filter(None, groups)) for groups in pairs]
    plainly: list[str] = _LITERAL.findall(clause)
    literals = marked or plainly
    rest = (_MARKED if marked else _LITERAL).sub(" V ", clause)
    if len(literals) != 1 or "%" in literals[0] or (marked and _LITERAL.search(rest.replace(" V ", " "))):
        return None
    plain = " ".join(rest.split())
    is_said = _DEFAULT_WORD.search(plain) is not None
    is_word = not marked and not literals[0][-1].isdigit() and literals[0] not in ("true", "false", "True", "False")
    if _MEASURED.search(plain) or _SPOKEN_OF.search(plain) or _FILLED.search(plain):
        return None
    if marked and marked[0] in PARAMETER_WORDS:
        return None
    if _OF_ANOTHER.search(plain) and _IS_NAME.fullmatch(literals[0]):
        return None
    if (is_word and not is_said) or not (alone or _OWN.search(plain)):
        return None
    words = [word.lower() for word in re.findall(r"[A-Za-z'’]+|[^\sA-Za-z'’]", plain) if word != "V"]
    words = [word for word in words if word not in ".,:;=()[]→>-"]
    if not 0 < len(words) <= MOST_TOKENS:
        return None
    for index, word in enumerate(words):
        if word in ("not", "never", "no", "unless"):
            if not any(each in _SENT or each in ("value", "input") for each in words[index + 1 : index + 4]):
                return None
            is_said = True
        elif word in _UNSENT or (word in ("leave", "left", "leaving") and {"out", "blank", "empty"} & {*words[index:]}):
            is_said = True
        elif word in _MODAL or (word not in _SENT and word not in _OF_DEFAULTS and word not in FILLER):
            return None
    return literals[0] if is_said else None


PLAIN_WORDS = frozenset({*WORDS_BESIDE_BOUNDS, *_UNSENT, *_SENT, *_MODAL, *_OF_DEFAULTS})
"""Words that a sentence can have beside a fact, which holds all the same."""
