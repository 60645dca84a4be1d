"""The phrases in which a sentence states a default, each with an example beside it.

In a phrase VALUE is the value: a text in backticks or quotes, or a bare word that can be a literal.
"""

import re
from collections.abc import Iterator

from attrs import frozen

from .chosen import PARAMETER_WORDS
from .sieve import Sieve
from .value_words import VALUE_WORDS

# A bare value begins at a word boundary: a search inside words would take quadratic time on a long word.
_BARE = r"-?(?<![A-Za-z0-9_.])[A-Za-z0-9_]+(?:\.[0-9]+)?%?"
_VALUE = rf"(?:`[\"'“]?(?P<marked>[^`\"'“”]+)[\"'”]?`|[\"“](?P<quoted>[^\"“”`]+)[\"”]|(?P<bare>{_BARE}))"
# What can follow: the sentence's end, another clause, a remark; not a condition, an alternative, or more of a phrase.
_NO_CONDITION = (
    r"(?!\s*[,(]?\s*(?:for|in|on|when|if|while|under|with|or|and `|/|where|unless|except|as well as|before|after|"
    r"to|through|是|当)\b)"
)
_ENDS = rf"(?(bare)(?=\s*(?:[.,;:)\]；。，]|$|and\b|[-–—] |\()){_NO_CONDITION}|{_NO_CONDITION})"
_IS = (
    r"(?:\s*(?:→|->|=>|is|to|are|as|will be|would be|returns to|of|both are|are both|"
    r"[:：=])\s*(?:set to |equal to )?)"
)
_NOUN = r"(?: (?:records?|results?|rows?|items?|entries))?"
_USED = (
    rf"{_NOUN} (?:is|will be|gets|are|would be) (?:used|assumed|applied|taken|chosen|sent|implied|selected|"
    rf"returned|shown|queried)"
)
_ONE = r"(?:(?:it|this|the value|the field|the parameter|that|value) )?(?:(?:is|will be|defaults to|equals) )?"


@frozen
class DefaultPhrase:
    """A way to state a default, with a sentence in it and the default that the sentence states.

    ``word`` allows a bare word that is neither a number nor among the listed values; ``unsent`` is a way that needs the
    words 'if omitted' or their like in the same sentence.
    """

    pattern: Sieve
    example: str
    states: str
    word: bool = False
    unsent: bool = False


def _phrase(pattern: str, example: str, states: str, *, word: bool = False, unsent: bool = False) -> DefaultPhrase:
    text = pattern.replace("VALUE", _VALUE).replace(" ENDS", _ENDS).replace(" IS ", _IS)
    return DefaultPhrase(Sieve(text), example, states, word, unsent)


PHRASES: tuple[DefaultPhrase, ...] = (
    _phrase(
        r"VALUE\s*[(（\[]\s*(?:(?:is |as |by )?(?:the )?default|默认)(?: value)?\s*[)）\]]",
        "Type: `1` (default), `2`",
        "1",
    ),
    _phrase(
        r"(?:^|[^\w`])(?:the |its |system )?(?:maximum and )?defaults?(?:ed)?(?: and fixed)?(?: value| setting)?"
        r"(?: of this field| for this field| of it)? IS VALUE ENDS",
        "The default is fiat.",
        "fiat",
        word=True,
    ),
    _phrase(r"(?:^|[^\w`])(?:maximum and )?defaults?(?: value)?\s+VALUE ENDS", 'Default `"30"`.', "30"),
    _phrase(
        r"(?:^|[^\w`])(?:the )?default (?:page size|page|number|limit|count|size|setting|length|level|"
        r"depth|amount|quantity|"
        rf"value of (?:this|the) (?:parameter|field|param)|number of (?:records?|results?|rows?|items?|entries))"
        rf"(?: returned)? IS VALUE{_NOUN} ENDS",
        "The default page size is 20",
        "20",
    ),
    _phrase(
        r"^\W*(?:it )?(?:uses|takes|applies|assumes|returns|sends|becomes|(?:is |will be )?set to) VALUE ENDS",
        "Uses `20` if omitted",
        "20",
        unsent=True,
    ),
    _phrase(r"defaults?(?: value)?\s*\(\s*VALUE\s*\)", "Default (`5`)", "5"),
    _phrase(rf"\bby default,?\s+{_ONE}VALUE ENDS", "By default, the value is `net`", "net", word=True),
    _phrase(
        r"(?<!and )(?<!or )(?<!=)VALUE(?: (?:is|are) used| (?:records?|results?|rows?|entries|"
        r"items?))?,? by default\b(?!,? (?:for|when|if|in)\b)",
        "`false` by default.",
        "false",
    ),
    _phrase(
        rf"^\W*(?:then |the value )?VALUE{_USED}(?: by default)?\W*$", "If omitted, `10` is used", "10", unsent=True
    ),
    _phrase(
        r"^\W*(?:then |(?:the |its )?value |it |this )*(?:is|will be|equals|means|=|:)?\s*VALUE\W*$",
        "If omitted, it is `10`",
        "10",
        unsent=True,
    ),
    _phrase(rf"(?<!and )(?<!or )VALUE{_USED} (?:by default|as (?:the )?default)", "`10` is used by default", "10"),
    _phrase(
        r"\b(?:assumed to be|falls? back to|treated as|assumes|fallback(?: is|:)) VALUE ENDS",
        "Treated as `1` if omitted",
        "1",
        unsent=True,
    ),
    _phrase(
        r"VALUE(?:\s*[:：=–-][^`]*?)?\s*[(（\[]\s*(?:(?:is |as |by )?(?:the )?default|"
        r"默认)(?: value)?(?:[,;][^()]*)?\s*[)）\]]",
        "`1`: one day (default)",
        "1",
    ),
    _phrase(
        r"VALUE(?:\s*[:：=–-][^`]*?)?(?:,\s*(?:also )?(?:the )?|\s(?:which )?(?:is |being )(?:also )?(?:the )?|"
        r"\s(?:also )?the |[:：–-]\s*the )default(?: value| one)?\s*(?:[.,;；。]|$|(?=`))",
        "`1`: one day, the default value",
        "1",
    ),
    _phrase(r"(?:默认值?|缺省值?)\s*(?:为|是|[:：])?\s*VALUE", "默认值为 `100`", "100"),
    _phrase(
        r"\b(?:out of the box|standard (?:setting|value)|initially):? (?:is |of )?VALUE ENDS",
        "Out of the box: `5`",
        "5",
    ),
    _phrase(
        r"\b(?:starts? (?:at|with|from)|we take|is taken as|取) ?VALUE ENDS",
        "If omitted, we take `5`",
        "5",
        unsent=True,
    ),
    _phrase(r"\bpreset to VALUE ENDS", "Preset to `5`.", "5"),
    _phrase(
        r"^\W*(?:then )?(?:the )?(?:venue|exchange|server|system|api|platform) (?:uses|takes|"
        r"assumes|applies) VALUE ENDS",
        "If omitted, the server uses `5`",
        "5",
        unsent=True,
    ),
    _phrase(
        r"^\W*(?:it |this )?VALUE (?:applies|is in force|counts|holds)\W*$", "If omitted, `5` applies", "5", unsent=True
    ),
    _phrase(r"^\W*means VALUE\W*$", "If omitted, means `5`", "5", unsent=True),
)
_UNSTATABLE = frozenset(
    [
        "the",
        "be",
        "it",
        "is",
        "a",
        "an",
        "value",
        "to",
        "zero",
        "latest",
        "current",
        "all",
        "month",
        "none",
        "null",
        "empty",
        "today",
        "now",
        "random",
        "generated",
        "unknown",
        "dynamic",
        "variable",
        "not",
        "no",
        "current",
        "this",
        "that",
        "and",
        "unlimited",
        "use",
        "by",
        "as",
        "in",
        "of",
        "on",
        "same",
        "set",
        "returns",
        "return",
        "sorts",
        "used",
        "applied",
        "taken",
        "chosen",
        "sent",
        "shown",
        "returned",
        "kept",
        "ignored",
    ]
)
_CODE_WORD = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*(?<=[A-Z0-9]{2})")
# Behind a colon 'no' is the value; in a sentence it denies.
_YES_OR_NO = re.compile(r"\bdefaults?(?: value)?\s*[:：=]\s*(yes|no|none)(?=\W*$|[)\].,;])", re.IGNORECASE)
# The default is another parameter's value, a sum, or one of several.
_OF_ANOTHER = re.compile(
    r"\bdefaults?\b[^`.;]*\b(?:same as|(?<!a )value of|equal to the) `[A-Za-z]|"
    r"\bsame as (?:the |that of )?`[a-z][A-Za-z_]*`[^.;]*\bdefault|^\W*equals? (?:to )?(?:the )?`[a-z][A-Za-z_]*`|"
    r"\bdefault (?:value )?(?:of|for) (?:the )?`|`\s*(?:times|plus|minus|multiplied|divided)\b|"
    r"\bdefaults?\b[\w :=]*?`?\d+`?\s*(?:\.{2,}|…|~)\s*`?\d|"
    r"\bdefault[^`.;]*`[^`]+`\s*(?:[+*/|-]\s*[\d`]|(?:if|when) (?:it is |this is )?(?:sent|given|set|passed|provided|"
    r"specified)\b)",
    re.IGNORECASE,
)
# 'By default it is hidden': a state in words.
_STATE = re.compile(r"\w+(?:ed|en|ing|able)")
_ASKS = re.compile(r"\W*whether\b", re.IGNORECASE)
_SPEAKS = Sieve(
    r"\bdefaults?\b|\bby default\b|默认|缺省|\bpreset\b|\bout of the box\b|"
    r"\bstandard (?:setting|value)\b|\binitially\b"
)
# A literal directly behind the word: a text in marks, a figure, or one word that ends the sentence.
_LITERAL = Sieve(
    r"defaults?(?: value| setting)?(?:\s*(?:is|to|are|will be|of|[:：=])\s*|\s+)(?:`[^`]*|\"[^\"]+\"|-?[0-9][\w.%]*|"
    r"\w+(?=\s*(?:[.,;]|$)))|[`\"0-9]\s*,?\s*(?:\(default|by default|(?:as|is) (?:the |a )?default)"
    r"|defaults?\b[^.`\"0-9(]{0,20}(?:`[^`]*`|[0-9][\w.]*)"
)
# A default that hangs on something is left to the rules.
_DEPENDS = re.compile(r"\b(?:for|in|when|if|on|under|while|unless|depend\w*)\b", re.IGNORECASE)


def defaults(sentence: str, values: frozenset[str], *, unsent: bool = False) -> Iterator[str]:
    """Yield the defaults that a sentence states for a row with the listed ``values``.

    ``unsent`` says that the sentence speaks of a call without the parameter.
    """
    if (not unsent and not _SPEAKS.found(sentence)) or _ASKS.match(sentence):
        return
    if _OF_ANOTHER.search(sentence):
        return
    if answer := _YES_OR_NO.search(sentence):
        yield answer[1]
        return
    for phrase in PHRASES:
        match = phrase.pattern.search(sentence) if unsent or not phrase.unsent else None
        if match is None:
            continue
        marked, bare = match["marked"] or match["quoted"], match["bare"]
        if marked:
            text = marked.strip()
            if text in values or not (re.search(r"[ %]", text) or text in PARAMETER_WORDS):
                yield text
                return
        elif bare and _is_literal(bare, values, word_allowed=phrase.word):
            yield bare
            return


def speaks_of_default(sentence: str) -> bool:
    """Tell whether a sentence states a literal default for every call, in whatever words."""
    match = _LITERAL.search(sentence)
    if match is None or _DEPENDS.search(sentence, match.end()):
        return False
    word = re.split(r"[\s:：=]", match[0])[-1].strip('`"').lower()
    return bool(word) and word not in _UNSTATABLE


# '`rowCount` defaults to 10', in the row of another parameter.
_FOR_ANOTHER = re.compile(
    r"`(?P<code>[a-z]\w*)`(?: (?:then|itself))? (?:defaults? to|has (?:a|the) default|(?:is|"
    r"are) (?:set to )?`?\w+`? by default)",
    re.IGNORECASE,
)


def is_default_for(sentence: str, name: str) -> bool:
    """Tell whether the default of a sentence in the row ``name`` is that row's, by the subject of the sentence."""
    match = _FOR_ANOTHER.search(sentence) if name and "`" in sentence else None
    return match is None or match["code"] == name


def is_default_of_another(sentence: str) -> bool:
    """Tell whether a sentence gives another parameter's value, a sum, or one of several as the default."""
    return _OF_ANOTHER.search(sentence) is not None


def _is_literal(word: str, values: frozenset[str], *, word_allowed: bool) -> bool:
    """Tell whether an unquoted word can be a literal: a number, a truth value, or a code word such as 1m."""
    if values:
        return word in values
    if word.lower() in _UNSTATABLE:
        return False
    return (
        word in ("true", "false")
        or (any(character.isdigit() for character in word) and not word.endswith("%"))
        or (word_allowed and word.islower() and len(word) < 8 and (word in VALUE_WORDS or not _STATE.fullmatch(word)))
        or _CODE_WORD.fullmatch(word) is not None
    )
