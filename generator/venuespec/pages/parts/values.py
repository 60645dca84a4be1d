"""Parse the values that a table cell lists for a parameter, and whether the list may be incomplete.

A list that is wrongly taken as complete refuses valid requests. So everything uncertain leaves the list open: examples,
bar sizes, struck-out values, and values in backticks that no known form of a list explains.
"""

import re
from collections.abc import Iterable, Iterator

_TOKEN = r"`([^`\s]+)`"
_SENTENCE = re.compile(r"(?<=[.。])(?<!e\.g\.)(?<!i\.e\.)(?<!etc\.)(?:\s+|(?=`))|(?<!e\.g)\.(?=The )")
_REMARK = re.compile(r"\([^()]*[:=][^()]*\)|,? (?:the )?default is(?:(?!\bavailable\b).)*$")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_PLAIN = re.compile(rf"(?:{_TOKEN}[\s,，、/.]*(?:(?:and|or)\s+)?)+")
_LABELLED = re.compile(
    r"(?:(?:[\w-]+ ){0,3}(?:mode|types?|side)|[A-Z][\w-]*(?: [\w-]+){0,3}),?:? "
    rf"(?P<list>(?:{_TOKEN}(?:[\s,，/]+|$)(?:or )?){{2,}})\.?"
)
_ONE_LABELLED = re.compile(rf"(?:[\w-]+ ){{0,2}}mode:? (?P<list>{_TOKEN})\.?")
_NO_LABEL = re.compile(
    r"applicable|required|only|except|default|same|refer|e\.g|support|per\b|\bto\b|\bif\b", re.IGNORECASE
)
_EXPLAINED = re.compile(rf"((?:{_TOKEN}\s*/\s*)*{_TOKEN})\s*[:：]")
_FIRST = re.compile(rf"((?:{_TOKEN}\s*/\s*)*{_TOKEN})\s*(?=[:：,，;；(（.。]|$)")
_SHORT_LABEL = re.compile(r"[A-Z][\w-]*(?: [\w-]+){0,2}[:,]? $")
_CASE = re.compile(rf"{_TOKEN}\s*[:：]\s*(?={_TOKEN})")
_ANNOUNCED = re.compile(
    r"\b(?:(?:valid|available|allowed|supported|accepted|fixed)\s+(?:values?|options?|enumerations?|durations?)"
    r"|its value)"
    r"(?::|(?: (?:are|is|can be|include|of))+):?\s+(?P<list>[^.;]*)",
    re.IGNORECASE,
)
_CAN_BE = re.compile(
    r"(?!.*\b(?:mode|when|if|required|passed)\b).*\bcan (?:only )?be "
    r"(?P<list>`?[A-Za-z_]+`?(?:(?:, |/| or )`?[A-Za-z_]+`?)+)\.?"
)
_WORDS = re.compile(r"[A-Za-z_]{2,}")
_BARS = re.compile(r"\[\s*`?/?((?:`?[0-9A-Za-z]+`?/)+`?[0-9A-Za-z]+)`?\s*(?:\.{3}|,\s*etc\.?)?\s*\]")
_BARE_BARS = re.compile(r"^(?:[\w -]+: )?((?:[0-9]+[A-Za-z]+ ?/ ?)+[0-9]+[A-Za-z]+)\.?$")
_NOT_A_LIST = re.compile(r"\be\.g\b|\bfor example\b|\bsuch as\b|\blike\b|\bsame as\b|\bequal to\b", re.IGNORECASE)


def listed(lines: Iterable[str]) -> tuple[tuple[str, ...], bool]:
    """Return the listed values in their order, and whether the list may be incomplete."""
    values: dict[str, None] = {}
    is_open = False
    for line in lines:
        text = line.strip()
        bars = list(_bars(text))
        if bars:
            values = dict.fromkeys((*(value for value in values if len(value) > 1), *bars))
            is_open = True
            continue
        is_open = is_open or ("~~" in text and "`" in text)
        for sentence in _SENTENCE.split(text.replace("~~", "")):
            values.update(dict.fromkeys(_of_sentence(_REMARK.sub("", sentence).strip())))
    return tuple(values), is_open and bool(values)


def _bars(text: str) -> Iterator[str]:
    for match in (*_BARS.finditer(text), *_BARE_BARS.finditer(text)):
        yield from (bar.strip("` ") for bar in match[1].split("/"))


def _of_sentence(text: str) -> Iterator[str]:
    if not text:
        return
    for shorter in (text, _BRACKETS.sub("", text)):
        labelled = _LABELLED.fullmatch(shorter)
        if labelled and _NO_LABEL.search(shorter[: labelled.start("list")]):
            labelled = None
        whole = _PLAIN.fullmatch(shorter) or _ONE_LABELLED.fullmatch(shorter) or labelled
        if whole:
            yield from re.findall(_TOKEN, whole[0])
            return
    announced = _ANNOUNCED.search(text) or _CAN_BE.fullmatch(text)
    if announced:
        if not _NOT_A_LIST.search(announced["list"]):
            tokens = re.findall(_TOKEN, announced["list"])
            words = _WORDS.findall(re.sub(r"\bor\b", "", announced["list"])) if _CAN_BE.fullmatch(text) else ()
            yield from tokens or words
        return
    yield from _explained(text)


def _explained(text: str) -> Iterator[str]:
    """Yield values that each have a meaning behind them; a label may precede the first."""
    first = _FIRST.match(text) or _EXPLAINED.search(text)
    if first is None or (first.start() > 0 and not _SHORT_LABEL.fullmatch(text[: first.start()])):
        return
    cases = {match[1] for match in _CASE.finditer(text)}
    groups = [first[1], *(match[1] for match in _EXPLAINED.finditer(text, first.end(1)))]
    yield from (value for group in groups for value in re.findall(_TOKEN, group) if value not in cases)
