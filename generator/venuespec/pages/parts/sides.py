"""Tell from a short label what the table or sample below it is: a request, a response, or an example of either.

Labels have many words around the one that counts: '> Limit Order Request', '**Response format:**', '* Http Response'.
"""

import re
from functools import lru_cache
from typing import Literal

from .headings import subject_of

Announced = Literal["request", "response", "example"]
"""What stands below a label; an example can be of both."""

# The words that count, and those that a label has beside them: '200 Response', 'Code samples'.
_TABLE: tuple[tuple[Announced | None, str], ...] = (
    ("response", "response, responses, returns, return, returned, output, outputs, answer, answers, reply"),
    (
        "request",
        "request, requests, query, body, payload, params, param, parameter, parameters, argument, arguments",
    ),
    ("request", "input, inputs"),
    ("example", "example, examples, sample, samples"),
    (None, "http, https, rest, api, json, success, successful, error, ok, code, raw, full, typical, data, object"),
    (None, "format, formats, schema, field, fields, description, descriptions, details, information, info"),
    (None, "infomation, definition, structure, table, value, values, list, array, items, content, contents"),
    (None, "header, headers, path, url, optional, required, curl, shell, python, result, results"),
)
_WORDS: dict[str, Announced | None] = {word: side for side, words in _TABLE for word in words.split(", ")}
_RESULT = frozenset({"result", "results"})
# Words of sentences, which no label has: 'The response is a list'.
_OF_SENTENCES = re.compile(
    r"\b(?:a|an|the|is|are|was|be|been|being|has|have|had|will|would|can|could|may|must|should|shall|this|that|these"
    r"|those|it|you|your|we|if|when|where|which|to|per|no|not|every|each|do|does|and|or)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\s*(?P<lead>(?:(?:>|[-*+•]|#{1,6}|\d{1,2}[.)])\s*+)*+)(?P<bold>\*\*|__)?\s*"
    r"(?P<text>[^\W_][^|`<>{}=\n]{1,70}?)\s*(?P<colon>[:：]?)\s*(?:\*\*|__)?\s*(?P<after>[:：]?)\s*#*\s*"
)
_BRACKETS = re.compile(r"[(（\[].*?[)）\]]")
_WORD = re.compile(r"[A-Za-z]+|\d+|[^\W\d_]+")
_MOST_WORDS = 6
_LONGEST = 200
_MOST_OTHERS = 3


@lru_cache(maxsize=1 << 12)
def side_of(line: str, *, is_strict: bool = False) -> Announced | None:
    """Return what a line announces if it is a label; with ``is_strict`` only if all words of the label are known."""
    match = _LABEL.fullmatch(" ".join(line.split())) if len(line) <= _LONGEST else None
    if match is None:
        return None
    is_marked = "#" in match["lead"] or ">" in match["lead"] or bool(match["colon"] or match["after"] or match["bold"])
    if not is_marked and not match["lead"].strip():
        return None
    text = _BRACKETS.sub(" ", match["text"])
    words = [word.lower() for word in _WORD.findall(text)]
    others = [word for word in words if word not in _WORDS and not word.isdigit()]
    if not 0 < len(words) <= _MOST_WORDS or _OF_SENTENCES.search(text) or any(mark in text for mark in ".;!?"):
        return None
    if len(others) > (0 if is_strict or not is_marked else _MOST_OTHERS) or (others and words[-1] not in _WORDS):
        return _of_subject(text)
    return _side(set(words))


def _side(words: set[str]) -> Announced | None:
    found: set[Announced | None] = {_WORDS.get(word) for word in words}
    sides: tuple[Announced, ...] = ("response", "request", "example")
    known: list[Announced] = [side for side in sides if side in found]
    if known:
        return known[0]
    return "response" if words & _RESULT else None


def _of_subject(text: str) -> Announced | None:
    """Return the side of a label in the words of ``headings``, those of other languages among them."""
    subject = subject_of(text, slips=False)
    if subject == "example":
        return "response" if "返回" in text else "request" if "请求" in text else "example"
    return subject if subject in ("request", "response") else None
