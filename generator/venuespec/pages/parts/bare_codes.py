"""Lists without marks: figures with their meanings, '1 buy, 2 sell', '0: no 1: yes', and words, '[buy, sell]'.

Such a list never claims to be complete: prose that counts or names things looks much alike.
"""

import re
from functools import lru_cache

from attrs import frozen

from .sieve import Sieve
from .words import words_of

_CODE = re.compile(r"(?<![\w.+-])(-?[0-9]{1,4})(?![A-Za-z0-9_%]|\.[0-9])")
_MEANING = r"(?P<means>[^\W\d_][^\d`,;，；|/(){}\[\]（）]{0,60}?)"
_END = r"(?:\s*(?:[,，;；、|/.。)）\]]|<br\s*/?>)\s*(?:(?:and|or)\s+)?|\s+(?:and|or)\s+|\s*)"
# Words before a list that say what it is about, and not how many there are of it.
_LABEL = re.compile(r"\W*(?:[A-Za-z][\w -]{0,60}|[\u4e00-\u9fff]{1,20})?\s*(?P<mark>[:：;；,，(（\[.]?)\s*")
_COUNTS = re.compile(
    r"\b(?:max\w*|min\w*|default\w*|up to|at (?:least|most)|between|from|than|every|each|within|version|last|first|"
    r"latest|about|over|under|above|below|is|are|be|for|of|to|by|with|in|on|per|and|or)\s*$",
    re.IGNORECASE,
)
_MEASURES = re.compile(
    r"(?:ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hours?|d|days?|w|weeks?|months?|years?|times?|"
    r"[A-Z]{2,6}|decimals?|digits?|char\w*|orders?|records?|items?|pages?|requests?|(?:and|or|to|of|"
    r"in|per|is|if|when)\b.*)",
)
_REMARK_FIRST = re.compile(r"^\([A-Za-z]+\)\s*")
_BEFORE_MEANING = re.compile(r"[(（](-?[0-9]{1,4})[)）](?=\s*[A-Za-z])")
_SENDS = re.compile(r"\W*(?:use|set|send|pass|choose|enter|specify)(?: (?:it|this) to)?\s*", re.IGNORECASE)
_MOST_PLAIN_WORDS = 2


@frozen
class CodeForm:
    """A way to write a code with its meaning, with a list of two in it; ``plain`` if no sign stands between the two.

    ``told`` is one that begins with what to do, 'Set'.
    """

    pattern: re.Pattern[str]
    example: str
    plain: bool = False
    told: bool = False


def _form(between: str, example: str, behind: str = "", *, plain: bool = False, told: bool = False) -> CodeForm:
    return CodeForm(re.compile(rf"{between}{_MEANING}{behind}{_END}"), example, plain, told)


FORMS: tuple[CodeForm, ...] = (
    _form(r"\s*(?:[:：=]|=>|→)\s*", "0: no 1: yes"),
    _form(r"\s*[-–—]\s*", "1-buy;2-sell"),
    _form(r"\s*[(（]", "0 (no) or 1 (yes)", r"[)）]"),
    _form(r"\s+(?:means|is for|is|for|stands for|denotes|represents)\s+", "0 means no, 1 means yes"),
    _form(r"\s*(?:表示|代表|为|是|即)\s*", "0表示no，1表示yes"),
    _form(r"\s+to\s+", "Set 1 to buy and 2 to sell", told=True),
    _form(r"\s+", "1 buy, 2 sell", plain=True),
    _form(r"[.)）]\s*", "1) buy 2) sell", plain=True),
)


@lru_cache(maxsize=1 << 14)
def bare_codes(text: str) -> tuple[str, ...]:
    """Return the codes of a line or sentence that is such a list, a label before it apart; none of any other."""
    label, *parts = _CODE.split(_BEFORE_MEANING.sub(r"\1)", _REMARK_FIRST.sub("", text)))
    codes, meanings = parts[::2], parts[1::2]
    if len(codes) < 2 or len(set(codes)) < len(codes):
        return ()
    before = _LABEL.fullmatch(label)
    if before is None or _COUNTS.search(label.rstrip(" :：,，(（[.")):
        return ()
    for form in FORMS:
        if form.told and not _SENDS.fullmatch(label):
            continue
        matches = [form.pattern.fullmatch(meaning) for meaning in meanings]
        found = [match["means"].strip() for match in matches if match]
        if len(found) < len(codes) or len(set(found)) < len(found):
            continue
        if form.plain and before["mark"] in (";", "；"):
            continue
        if not form.plain or (_is_labelled(before) and _counts_up(codes) and all(map(_is_word, found))):
            return tuple(codes)
    return ()


def _is_labelled(before: re.Match[str]) -> bool:
    """Tell whether nothing stands before the codes, or a label with a mark behind it."""
    return bool(before["mark"]) or not before[0].strip()


def _counts_up(codes: list[str]) -> bool:
    numbers = [int(code) for code in codes]
    return numbers[0] in (-1, 0, 1) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _is_word(meaning: str) -> bool:
    return len(meaning.split()) <= _MOST_PLAIN_WORDS and _MEASURES.fullmatch(meaning) is None


_WORD = r"[\"'“]?(?=[\w.+-]*[A-Za-z])[A-Za-z0-9][\w.+-]*[\"'”]?"
_BETWEEN = r"(?:\s*[,，、/|┃;；]\s*(?:(?:or|and)\s+)?|\s+(?:or|and)\s+)"
_COMMA = r"\s*[,，、]\s*(?:(?:or|and)\s+)?"
_QUOTED = r"[\"“][\w.+-]+[\"”]"
_SEVERAL = rf"{_WORD}(?:{_BETWEEN}{_WORD})+"
_ANNOUNCES = (
    r"(?:[\w -]{0,40}[:,.]\s*)?(?:(?:possible|valid|allowed|available|accepted|supported|permitted|optional)?\s*"
    r"(?:enum(?:eration)?(?: values?)?|values?|options?|choices)(?: (?:are|include))?|one ?of|accepts|"
    r"(?:choose|pick|select)(?: from| between| one of)?|(?:can|must|should) be(?: one of| either)?|"
    r"可选值?|枚举值?|取值)"
    r"\s*[:：]?\s*"
)
_ABOUT = r"(?:[A-Za-z]+ )?(?:side|type|direction|mode|status|state|period|interval|method|kind|role)s?\s*[:,：，]\s*"
_CAPS = r"[A-Z][A-Z0-9_]*"
_HAN = r"(?-i:[\u4e00-\u9fff][\u4e00-\u9fff\w（）()]{0,20})"


@frozen
class WordForm:
    """A way to list words, with a list of ``buy`` and ``sell`` in it; the words are the group ``list``, or ``each``."""

    pattern: Sieve
    example: str


def _word_form(pattern: str, example: str) -> WordForm:
    return WordForm(Sieve(pattern), example)


LISTS: tuple[WordForm, ...] = (
    _word_form(
        rf"(?:{_ANNOUNCES}|{_ABOUT})?[\[(（{{]\s*(?P<list>{_SEVERAL})\s*[\])）}}]", "Accepted values: [buy|sell]"
    ),
    _word_form(rf"(?:{_ANNOUNCES}|{_ABOUT})?(?P<list>{_WORD}(?:\s*[|┃]\s*{_WORD})+)", 'Enum: "buy"┃"sell"'),
    _word_form(rf"{_ANNOUNCES}(?P<list>{_SEVERAL})", "Choose from buy or sell"),
    _word_form(
        r"(?:specify|use|any|either)(?: (?:one|any))?(?: of)?(?: the following)?[\w ]{0,40}?\s*(?:[:：]|"
        r"[-–—]|\b)\s*"
        rf"(?P<list>{_QUOTED}(?:{_BETWEEN}{_QUOTED})+)",
        'Specify any of the following conditions - "buy", or "sell"',
    ),
    _word_form(rf"{_ABOUT}(?P<list>{_WORD}(?:\s*/\s*{_WORD})+|{_SEVERAL})", "Order side: buy/sell"),
    _word_form(
        rf"(?:enum(?:eration)?|(?:(?:allowed|valid|accepted|possible|supported) )?(?:values?|"
        rf"options?))\s*[:：]\s*(?P<list>{_WORD}(?:\s+{_WORD})+)",
        "Allowed values: buy sell",
    ),
)
"""Words in one list."""
# '买入 buy，卖出 sell'.
_HAN_FIRST = re.compile(rf"[\u4e00-\u9fff]+\s*(?P<each>{_WORD})")
# Letters that each have words behind them: 'B - a bid, S - an ask'.
_CAPS_MEANT = re.compile(rf"(?P<each>{_CAPS})\s*(?:[:：=]|\s[-–—]|→|->)\s*[A-Za-z][\w /'-]+")
EXPLAINED: tuple[WordForm, ...] = (
    _word_form(rf"(?P<each>{_WORD})\s*[(（][^()（）]+[)）]", "buy(to buy), sell(to sell)"),
    _word_form(rf"{_HAN}\s*[:：=]\s*(?P<each>{_WORD})", "买入：buy，卖出：sell"),
    _word_form(rf"(?P<each>{_WORD})\s*[:：= -]\s*{_HAN}", "buy:买入，sell:卖出"),
)
"""Words with their meanings beside them."""
# A line of nothing but words of one style: 'ISOLATED, CROSSED', 'Buy or Sell', 'open, done, cancelled'.
_BARS = re.compile(r"(?P<list>\d+[A-Za-z]{1,5}(?:\s*[,，、/|]\s*(?:(?:and|or)\s+)?\d+[A-Za-z]{1,5}){2,})")
_SLASHES = re.compile(rf"(?P<list>{_CAPS}(?:\s*[/|&]\s*{_CAPS}){{2,}})")
_PLAIN = re.compile(rf"(?P<list>{_WORD}(?:(?:{_COMMA}|\s+(?:or|and)\s+){_WORD})+)")
_STYLES = (
    re.compile(r"[A-Z][A-Z0-9_]+"),
    re.compile(r"[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)*"),
    re.compile(r"[a-z][a-z0-9_]*"),
)
_LEAST_IN_LOWER_CASE = 3
_LONGEST_LIST = 1500
_FIRST_SENTENCE = re.compile(r"(?<=[.。])\s+")
_BULLET = re.compile(rf"(?:[-*•·▪]|\d+[.)])\s+(?P<each>{_WORD})[,;.]?")
_BULLET_MARK = re.compile(r"^(?:[-*•·▪]|\d+[.)])\s+")
_NUMBERS = r"-?\d+(?:\.\d+)?(?:\s*[,/|、]\s*(?:and\s+|or\s+)?-?\d+(?:\.\d+)?|\s+(?:and|or)\s+\d+){2,}"
_NUMBER_LIST = re.compile(
    r"(?:(?:only|either|one of|any of|can be|must be)\s*[:：]?\s*|(?:(?:the )?(?:valid|allowed|possible|"
    r"accepted|supported|enumerated|"
    r"available|permitted|acceptable)\s+)?(?:[a-z]+s|enum)\s*(?:are|[:：])+\s*(?:one of )?)?"
    rf"[\[(（{{]?\s*(?P<list>{_NUMBERS})\s*[\])）}}]?(?: (?:is|are) (?:allowed|accepted|supported|valid|possible|"
    rf"permitted|available)| only)?",
    re.IGNORECASE,
)
_ALONE = re.compile(r"[a-z][a-z0-9_]+|[A-Z][A-Z0-9_]+")
_DEFAULT_REMARK = Sieve(
    r"\s*[(（](?:(?:the )?default(?: value)?(?:\s*(?:is|[:：=])\s*[\w.-]+)?|case-(?:in)?sensitive)[)）]"
)
_AFTER_HAN = re.compile(r"(?<=[\u4e00-\u9fff）)])\s+(?=[A-Za-z])")
_CLAUSES = re.compile(r"\.\s+(?=[A-Z][A-Z0-9_]+\s*[:：=-])|\s*[,，;；、]\s*(?![^()（）]*[)）])")
_ABOUT_FIRST = re.compile(r"^[\u4e00-\u9fff]{2,12}$|^[A-Za-z][\w ]{0,30}$")
# In brackets are the parts of an item as well, and a range; words of a sentence are no codes.
_NO_VALUES = frozenset(
    [
        "price",
        "size",
        "qty",
        "quantity",
        "amount",
        "volume",
        "timestamp",
        "time",
        "ts",
        "count",
        "id",
        "ids",
        "the",
        "more",
        "less",
        "fewer",
        "greater",
        "higher",
        "lower",
        "larger",
        "smaller",
        "a",
        "an",
        "it",
        "this",
        "be",
        "is",
        "are",
        "not",
        "all",
        "any",
        "other",
        "etc",
        "min",
        "max",
        "default",
        "true",
    ]
)
NO_CODES = words_of("ex eg ie omitted used sent given passed provided specified ignored skipped blank null empty")
"""Words on what can happen to a parameter, or before an example: without marks they are not values."""
_LONGEST = 300
# An example, or a list in JSON, which is one as often.
_EXAMPLE = re.compile(
    r"\be\.?g\b|\bex[.:]|\b(?:for example|such as|like|same as)\b|\[\s*[\"']|例如|如[:：]", re.IGNORECASE
)


def bare_words(lines: list[str]) -> tuple[str, ...]:
    """Return the words that a line or several bullets list; none where nothing shows that they are values."""
    bullets = [match["each"] for line in lines if (match := _BULLET.fullmatch(line))]
    if len(bullets) > 1 and len(bullets) >= len([line for line in lines if line]) - 1:
        return _codes_in(bullets)
    alone = [line for line in lines[1:] if line]
    if len(alone) > 1 and all(_ALONE.fullmatch(line) for line in alone):
        return _codes_in(alone)
    plain = [word for line in lines for word in _plain_words(_FIRST_SENTENCE.split(line, 1)[0])]
    if plain:
        return _codes_in(list(dict.fromkeys(plain)))
    below = [_BULLET_MARK.sub("", line) for line in lines[1:] if line]
    for line in (*lines, *(["; ".join(below)] if len(below) > 1 else [])):
        if not 0 < len(line) < _LONGEST or _EXAMPLE.search(line):
            continue
        for sentence in (line, *re.split(r"(?<=[.。])\s*", line)):
            if found := _words_of(sentence.strip().rstrip(".。")):
                return found
    return ()


def _plain_words(line: str) -> list[str]:
    text = _DEFAULT_REMARK.sub("", line).rstrip(".。")
    if len(line) < _LONGEST and (other := _BARS.fullmatch(text) or _SLASHES.fullmatch(text)):
        return re.findall(r"\w+", re.sub(r"\b(?:or|and)\b", "", other["list"]))
    match = _PLAIN.fullmatch(text) if len(line) < _LONGEST_LIST else None
    if match is None or _EXAMPLE.search(line):
        return []
    words = [word for word in re.findall(_WORD, match["list"]) if word not in ("or", "and")]
    style = next((style for style in _STYLES if all(map(style.fullmatch, words))), None)
    is_prose = style is _STYLES[-1] and len(words) < _LEAST_IN_LOWER_CASE and " or " not in text
    return [] if style is None or is_prose else words


@lru_cache(maxsize=1 << 13)
def _words_of(sentence: str) -> tuple[str, ...]:
    if numbers := _NUMBER_LIST.fullmatch(sentence):
        return tuple(dict.fromkeys(re.findall(r"-?\d+(?:\.\d+)?", numbers["list"])))
    written = sentence = _DEFAULT_REMARK.sub("", sentence)
    sentence = sentence if sentence.isascii() else _AFTER_HAN.sub(", ", sentence)
    for form in LISTS:
        match = form.pattern.fullmatch(sentence)
        if match:
            return _codes_in(re.findall(_WORD, re.sub(r"\b(?:or|and)\b", ",", match["list"])))
    if not written.isascii():
        named = [_HAN_FIRST.fullmatch(clause) for clause in _CLAUSES.split(written)]
        if len(named) > 1 and all(named):
            return _codes_in([match["each"] for match in named if match])
    clauses = [clause.strip(" .") for clause in _CLAUSES.split(sentence) if clause.strip(" .")]
    meant: tuple[re.Pattern[str] | Sieve, ...] = (_CAPS_MEANT, *(form.pattern for form in EXPLAINED))
    for pattern in meant:
        for part in (clauses, clauses[1:]):
            matches = [pattern.fullmatch(clause) for clause in part]
            is_whole = part is clauses or (clauses and _ABOUT_FIRST.fullmatch(clauses[0]))
            if len(part) > 1 and all(matches) and is_whole:
                return _codes_in([match["each"] for match in matches if match])
    return ()


def _codes_in(words: list[str]) -> tuple[str, ...]:
    codes = tuple(word.strip("\"'“”") for word in words)
    is_list = len(codes) == len(set(codes)) > 1 and not _NO_VALUES & {code.lower() for code in codes}
    return codes if is_list and not all(map(_PARAMETER.fullmatch, codes)) else ()


_PARAMETER = re.compile(r"[a-z]+[A-Z]\w*")
