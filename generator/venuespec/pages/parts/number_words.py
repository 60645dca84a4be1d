"""Figures that a sentence writes as words where it states a bound: 'up to five orders', 'between two and ten'."""

import re
from decimal import Decimal
from functools import lru_cache

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {word: number for number, word in enumerate(_SMALL)} | {word: tens * 10 for tens, word in enumerate(_TENS, 2)}
_HUNDREDS = {"a": 1} | {word: number for word, number in _VALUES.items() if 0 < number < 10}
_WORD = (
    rf"(?:(?:a|{'|'.join(_SMALL[1:10])}) hundred|(?:{'|'.join(_TENS)})[- ](?:{'|'.join(_SMALL[1:10])})|"
    rf"{'|'.join(sorted((*_SMALL, *_TENS), key=len, reverse=True))})"
)
_CUE = (
    r"(?:max(?:imum)?(?: (?:is|of|number of|count of))?|up to(?: and including)?|at most|at least|"
    r"min(?:imum)?(?: (?:is|of))?|(?:more|greater|fewer|less) than|exceed(?:ing)?|limited to|capped at|exactly|"
    r"defaults?(?: value)?(?: is| to| of|:)?)"
)
# 'At most one of' speaks of a choice between parameters, not of a number.
_PLACES = (
    re.compile(
        rf"(?P<before>\b{_CUE}:? )(?P<word>(?!one\b(?! hundred)){_WORD})\b(?! (?:thousand|million)\b)", re.IGNORECASE
    ),
    re.compile(
        rf"(?P<before>\b)(?P<word>{_WORD})\b(?=[- ](?:at (?:the )?most|or (?:less|fewer|more)|by default|"
        rf"(?:alphanumeric )?"
        r"char(?:acter)?s?\b|decimal|digits? after))",
        re.IGNORECASE,
    ),
)
_RANGE = re.compile(
    rf"\b(?P<first>between|from) (?P<low>{_WORD}) (?P<second>and|to) (?P<high>{_WORD})\b", re.IGNORECASE
)
# 'Thirty (30)'.
_REPEATED = re.compile(rf"\b(?P<word>{_WORD})\s*\(\s*(?P<figure>\d+)\s*\)", re.IGNORECASE)
# '10k', 'two thousand', '10^6' and '1e-8' behind the words of a bound; '16k characters' may be 16384 of them.
_MULTIPLES = {"k": 3, "thousand": 3, "m": 6, "million": 6}
_MULTIPLE = re.compile(
    r"(?P<before>(?i:\b(?:max(?:imum)?|min(?:imum)?|up to|at most|at least|(?:more|greater|fewer|less|lower|larger|"
    r"smaller) than|"
    r"exceed(?:ing)?|limited to|capped at)(?: value| is| of)?[:：]? *)|[<>≤≥]=? *)"
    rf"(?:(?P<figure>\d{{1,6}}(?:\.\d{{1,6}})?)(?:(?P<sign>[kKM])(?!\s?(?:char|byte|letter))|\s(?P<noun>(?i:thousand|million)))|"
    rf"(?P<word>(?i:a|{_WORD}))[ -](?P<noun2>(?i:thousand|million))|"
    r"(?P<factor>\d{1,3}(?:\.\d{1,6})?)(?:e|E|\s?[x*×]\s?10\^)(?P<power>[+-]?\d{1,2})|"
    r"10\^(?P<power2>\d{1,2}))(?![\w^]|[.,]\d)"
)
_LETTERS = re.compile(r"[a-z]+")
_HINTS = frozenset({*_VALUES, "hundred"})


_UNUSUAL = re.compile(r"\d，\s*\d|[‘＝⇒⇨⟶➔➜＜＞＆]|\\\||</?(?:b|strong|i|em|u|tt|kbd)>|(?<![\w`])_\w")
_MARKS = str.maketrans({"＝": "=", "⇒": "=", "⇨": "=", "⟶": "→", "➔": "→", "➜": "→", "＜": "<", "＞": ">", "＆": "&"})
_CURLY = re.compile(r"‘([^‘’\n]{1,60})’")
_TAG = re.compile(r"</?(?:b|strong|i|em|u|tt|kbd)>")
_EMPHASIS = re.compile(r"(?<![\w`.])_([A-Za-z][A-Za-z ]*\.?)_(?![\w`])")
_WIDE_COMMA = re.compile(r"(?<=\d)，\s*(?=\d)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@lru_cache(maxsize=1 << 15)
def with_usual_marks(text: str) -> str:
    """Return a text with the usual quotes, signs and bars, and without tags and underscores for emphasis."""
    if _UNUSUAL.search(text) is None:
        return text
    text = _WIDE_COMMA.sub(", ", text)
    return _EMPHASIS.sub(r"\1", _TAG.sub("", _CURLY.sub(r"'\1'", text.translate(_MARKS)).replace("\\|", "|")))


# Figures that a page writes into the words for them: '1long 2short', '1isolated,2cross'.
_GLUED = re.compile(
    r"(?<![\w.+-])(\d{1,2})(?!(?:min|mins|minutes?|hours?|hrs?|days?|weeks?|wk|months?|mon|years?|sec|secs|seconds?|"
    r"bps|usdt?|st|nd|rd|th|when|if|for|or|and)\b)([A-Za-z][a-z]{2,})(?![\w-])"
)


@lru_cache(maxsize=1 << 14)
def with_figures_apart(text: str) -> str:
    """Return a text with '1: long, 2: short' for '1long 2short', where such figures count up."""
    found = [int(match[1]) for match in _GLUED.finditer(text)]
    if len(found) < 2 or found != list(range(found[0], found[0] + len(found))) or found[0] > 1:
        return text
    return re.sub(r"[\s,，]*;;", ", ", _GLUED.sub(r";;\1: \2", text), count=0).replace(", ", " ", 1)


def without_commas(sentence: str) -> str:
    """Return a sentence with 5000 for 5,000."""
    return _THOUSANDS.sub("", sentence) if "," in sentence else sentence


def with_figures(sentence: str) -> str:
    """Return a sentence with figures for the number words that state a bound.

    'Up to twenty-five orders' is 'Up to 25 orders'.
    """
    sentence = _MULTIPLE.sub(_written_out, sentence) if _MAY_BE_MULTIPLE.search(sentence) else sentence
    if _HINTS.isdisjoint(_LETTERS.findall(sentence.lower())):
        return sentence
    sentence = _RANGE.sub(
        lambda match: f"{match['first']} {_number(match['low'])} {match['second']} {_number(match['high'])}", sentence
    )
    sentence = _REPEATED.sub(
        lambda match: match["figure"] if str(_number(match["word"])) == match["figure"] else match[0], sentence
    )
    for place in _PLACES:
        sentence = place.sub(lambda match: f"{match['before']}{_number(match['word'])}", sentence)
    return sentence


_MAY_BE_MULTIPLE = re.compile(r"\d[kKMeE^]|[*x×]\s?10|thousand|million", re.IGNORECASE)


def _written_out(match: re.Match[str]) -> str:
    """Return the words of a bound and its figure with all digits."""
    if match["power2"] or match["factor"]:
        number = Decimal(match["factor"] or 1).scaleb(int(match["power2"] or match["power"]))
    else:
        noun = (match["sign"] or match["noun"] or match["noun2"]).lower()
        word = match["word"]
        start = Decimal(match["figure"]) if match["figure"] else Decimal(1 if word == "a" else _number(word))
        number = start.scaleb(_MULTIPLES[noun])
    return f"{match['before']}{number:f}"


def _number(words: str) -> int:
    first, _, second = words.lower().replace("-", " ").partition(" ")
    if second == "hundred":
        return _HUNDREDS[first] * 100
    return _VALUES[first] + (_VALUES[second] if second else 0)
