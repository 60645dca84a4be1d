"""Lists of figures without marks, each with its meaning: '1 buy, 2 sell', '0: no 1: yes', '1-buy;2-sell'.

Such a list never claims to be complete: prose that counts things looks much alike.
"""

import re

from attrs import frozen

_CODE = re.compile(r"(?<![\w.+-])(-?[0-9]{1,4})(?![\w%]|\.[0-9])")
_MEANING = r"(?P<means>[^\W\d_][^\d`,;，；|/(){}\[\]（）]{0,60}?)"
_END = r"(?:\s*(?:[,，;；、|/.。)）\]]|<br\s*/?>)\s*(?:(?:and|or)\s+)?|\s+(?:and|or)\s+|\s*)"
# Words before a list that say what it is about, and not how many there are of it.
_LABEL = re.compile(r"\W*(?:[A-Za-z][\w -]{0,60}|[\u4e00-\u9fff]{1,20})?\s*(?P<mark>[:：,，(（\[.]?)\s*")
_COUNTS = re.compile(
    r"\b(?:max\w*|min\w*|default\w*|up to|at (?:least|most)|between|from|than|every|each|within|version|last|first|"
    r"latest|about|over|under|above|below|is|are|be|for|of|to|by|with|in|on|per|and|or)\s*$",
    re.IGNORECASE,
)
_MEASURES = re.compile(
    r"(?:ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hours?|d|days?|w|weeks?|months?|years?|times?|"
    r"[A-Z]{2,6}|decimals?|digits?|char\w*|orders?|records?|items?|pages?|requests?|(?:and|or|to|of|in|per|is|if|when)\b.*)",
)
_MOST_PLAIN_WORDS = 2


@frozen
class CodeForm:
    """A way to write a code with its meaning, with a list of two in it; ``plain`` if no sign stands between the two."""

    pattern: re.Pattern[str]
    example: str
    plain: bool = False


def _form(between: str, example: str, behind: str = "", *, plain: bool = False) -> CodeForm:
    return CodeForm(re.compile(rf"{between}{_MEANING}{behind}{_END}"), example, plain)


FORMS: tuple[CodeForm, ...] = (
    _form(r"\s*(?:[:：=]|=>|→)\s*", "0: no 1: yes"),
    _form(r"\s*[-–—]\s*", "1-buy;2-sell"),
    _form(r"\s*[(（]", "0 (no) or 1 (yes)", r"[)）]"),
    _form(r"\s+(?:means|is for|is|for|stands for|denotes|represents)\s+", "0 means no, 1 means yes"),
    _form(r"\s+", "1 buy, 2 sell", plain=True),
    _form(r"[.)）]\s*", "1) buy 2) sell", plain=True),
)


def bare_codes(text: str) -> tuple[str, ...]:
    """Return the codes of a line or sentence that is such a list, a label before it apart; none of any other."""
    label, *parts = _CODE.split(text)
    codes, meanings = parts[::2], parts[1::2]
    if len(codes) < 2 or len(set(codes)) < len(codes):
        return ()
    before = _LABEL.fullmatch(label)
    if before is None or _COUNTS.search(label.rstrip(" :：,，(（[")):
        return ()
    for form in FORMS:
        matches = [form.pattern.fullmatch(meaning) for meaning in meanings]
        found = [match["means"].strip() for match in matches if match]
        if len(found) < len(codes) or len(set(found)) < len(found):
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
