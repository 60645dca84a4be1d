"""The label of a row: the first words of its cell, a few, ending where a phrase ends.

A label is a fact's name, not the page's sentence. Where the sentence goes on, the label ends before the last word that
begins a phrase ('of the market', 'that can be', 'when the position'), so that none is cut in its middle:

    Latest USD price of the underlying index      -> Latest USD price
    The maximum order quantity of a single market order   -> The maximum order quantity
    After placing order, changed quantity of the margin   -> changed quantity of the margin
"""

import re

_END = re.compile(r"[,，.。;；:：(（`{<]|\[(?=\s*[`\"'0-9])|\s[-–—=]+(?=\s|$)|=\s*$|=(?=[`\"'])")
_REMARK = ("(", "（")
_INSIDE = (*_REMARK, "`", "[", "{", "<", "=")
_MOST = 8
# Words that announce a fact beside the label, as in 'Default `false`.'; alone they name nothing.
_ANNOUNCING = frozenset({"default", "defaults", "maximum", "max", "minimum", "min"})
# What is left of 'One of `a`, `b`' and 'Only for `a`' names nothing.
_NO_NAMES = frozenset(
    {"one", "only", "either", "any", "one of", "must", "can", "may", "see", "use", "required only", "refer", "refer to"}
)
# Words that begin a phrase; what stands before one of them is complete, what follows may not be.
_BEGINNING = (
    "of in on at to for from by with without within into onto over under above below between among through during "
    "before after since until till while as than per via against about across towards upon like due according "
    "and or nor but that which who whose whom where when whether if unless because so "
    "based using used indicating expressed denominated including excluding depending regarding"
)
_VERB_WORDS = (
    "is are was were be been being has have had can cannot could must may might shall should will would do does did"
)
# With these, the words that cannot end a label.
_WANTING = (
    "the a an this that these those its their your his her our each every any all some both either neither "
    "such other another same more less most least very also e.g i.e etc including between whose it they you we there"
)
_VERBS = frozenset(_VERB_WORDS.split())
_OPENERS = frozenset(_BEGINNING.split()) | _VERBS
_UNFINISHED = _OPENERS | frozenset(_WANTING.split())
_RELATIVE = frozenset({"that", "who", "which", "whose"})
_ARTICLES = frozenset({"the", "a", "an", "this", "each", "every", "its", "your"})
# A word of the noun that is cut off: 'within the selected', 'earlier than the requested'.
_PARTICIPLE = re.compile(r"\w+(?:ed|ing)|given|same|chosen|sent|shown|current|corresponding")
_CONDITIONS = frozenset({"if", "when", "where", "unless"})
# What holds first is not what the row is: 'After placing order, changed quantity of the margin'.
_CIRCUMSTANCE = re.compile(r"^\W*(?:after|before|once|upon|during)\b[^,，.。;；:：]*[,，]\s*(?=\w)", re.IGNORECASE)
# A sentence with 'whether' is whole only to its end, which may come later.
_MOST_OF_WHETHER = 12


# What announces values names nothing: 'Possible values', 'Enum', 'string'.
_ANNOUNCED = re.compile(
    r"(?:the )?(?:possible|allowed|valid|available|accepted|supported|permitted|enumerated|enum) (?:values|options|"
    r"choices)"
    r"(?: (?:are|include))?|enum(?:eration|erated)?s?|one(?: of)?(?: the following)?|string",
    re.IGNORECASE,
)
# What states a figure names nothing: 'Default 500', 'max. 20', 'Must be greater than 0'.
_FACT = re.compile(
    r"(?:the )?(?:default|max|maximum|min|minimum)\.?(?: (?:value|is|of|to))*\s*-?\d[\d,.]*|"
    r"\d+(?: (?:or|and|to) \d+)?|(?:the value |it )?(?:must|cannot|should|can only|may not) be \w+ than\b.*",
    re.IGNORECASE,
)
# Figures that are glued to what they mean: 'order side 1open long'.
_GLUED = re.compile(r"\s+[01][a-z]{3,}\b.*$")


# What says whether a parameter is sent; without its condition it says something else.
_OF_SENDING = re.compile(
    r"(?:(?:this|the) (?:field|parameter|param) )?(?:it is |this is |is |only |also |not |never |then |but |"
    r"becomes? |always )*"
    r"(?:required|mandatory|compulsory|obligatory|needed|necessary|optional|ignored|"
    r"(?:must|should|need|has|have|can|cannot|may)(?: (?:not|to|only))* be (?:sent|given|passed|provided|specified|"
    r"set|filled|supplied|omitted|left|empty|used))"
    r"(?: (?:if|when|whenever|where|unless|except|for|in|at|by|with|together|once|only|depending|on|as|and|or|but|from|"
    r"under|without|otherwise)\b.*)?|[当除若如].*",
    re.IGNORECASE,
)


def label_of(line: str) -> str:
    """Return the first words of a cell's first line, up to the end of a phrase; '' where they only state a figure.

    'Required when `kind` is `5`' has no label: without its condition it says something else.
    """
    label = _GLUED.sub("", _label_of(line))
    if _OF_SENDING.fullmatch(label) and line.strip().rstrip(".。 ") != label:
        return ""
    return "" if _FACT.fullmatch(label) or _ANNOUNCED.fullmatch(label) else label


def _label_of(line: str) -> str:
    text = _CIRCUMSTANCE.sub("", line.replace("~~", "").strip(), count=1)
    head = _END.split(text, maxsplit=1)[0]
    words = head.split()
    if len(words) == 1 and _bare(words[0]) in _ANNOUNCING and text[len(head) :].strip():
        return ""
    if len(words) > _MOST and _bare(words[0]) in _CONDITIONS:
        return ""
    if len(words) > (_MOST_OF_WHETHER if _bare("".join(words[:1])) == "whether" else _MOST):
        return _whole(_phrase(words)) or _finished(words[:_MOST])
    # A name in marks or a remark in parentheses can follow in the middle of a phrase; a comma or a full stop ends it.
    behind = text[len(head) :].lstrip()[:1]
    if behind in (",", "，") and _bare("".join(words[:1])) in _CONDITIONS:
        return ""
    if behind in _REMARK:
        return _finished(words)
    if not behind or behind not in _INSIDE:
        return " ".join(words)
    whole = _whole(words)
    return "" if whole.lower() in _NO_NAMES else whole


def _whole(words: list[str]) -> str:
    """The words without a phrase at their end that wants more: 'that leads', 'within the selected', 'as assigned'.

    A condition that is cut names nothing.
    """
    kept = _finished(words).split()
    if kept and _bare(kept[0]) in _CONDITIONS:
        return ""
    while len(kept) > 1:
        bare = [_bare(word) for word in kept]
        places = range(max(1, len(kept) - 3), len(kept) - 1)
        relative = next((at for at in places if bare[at] in _RELATIVE and not {*bare[at:]} & _VERBS), None)
        if relative is not None:
            kept = kept[:relative]
        elif (_PARTICIPLE.fullmatch(bare[-1]) and bare[-2] in _ARTICLES | {"as", "than"}) or bare[-2] in _CONDITIONS:
            kept = kept[:-2]
        else:
            break
        kept = _finished(kept).split()
    return " ".join(kept)


def _phrase(words: list[str]) -> list[str]:
    """The words before the last phrase that may be cut; all of them if one begins just behind.

    What begins with 'whether' has a verb, and nothing before it or at it is a place to cut.
    """
    bare = [_bare(word) for word in words[: _MOST + 1]]
    if bare[_MOST] in _OPENERS:
        return words[: _MOST - 2] if bare[_MOST - 2] == "to" else words[:_MOST]  # 'loan funds to transfer | from'
    verb = next((index for index, word in enumerate(bare) if word in _VERBS), 0) if bare[0] == "whether" else 0
    openers = [index for index in range(verb + 1, _MOST) if bare[index] in (_OPENERS - _VERBS if verb else _OPENERS)]
    return words[: openers[-1]] if openers else words[:_MOST]


def _finished(words: list[str]) -> str:
    """The words without those at the end that want another behind them; none if only such are left."""
    kept = list(words)
    while kept and _bare(kept[-1]) in _UNFINISHED:
        kept.pop()
    return " ".join(kept)


def _bare(word: str) -> str:
    return word.strip("\"'*_!?").lower()
