"""Label the values that a cell lists: a few words of what the page says each of them means.

`post_only`: Post-only order, applicable to SPOT   -> Post-only order
`1`: enabled, but the current user may not place   -> enabled
"""

import re
from collections.abc import Mapping

from .label import label_of
from .lifecycle import is_ended
from .sentences import apart

_MARKED = re.compile(r"^[`\"'(（\[{]")
# The beginning of a sentence is not a label: 'If the order price exceeds the limit', 'DNA is not supported under'.
_SENTENCE = re.compile(
    r"^(?:if|when|you|your|it|they|we|the request)\b|\b(?:is|are|was|were|will|must|can|cannot|can't)\b", re.IGNORECASE
)
# What brackets say of an item among others: 'one of a, b (deprecated), c'.
_ENDED_ITEM = re.compile(
    r"(?<=[,，、/] |.[,，、/])[`\"']?\w+[`\"']?\s*[(（][^()（）]*[)）]|[(（][^()（）]*[)）](?=\s*[,，、/])"
)
_LEAST_SENTENCE = 4
_MOST_CHARACTERS = 60


def value_labels(text: str, values: tuple[str, ...]) -> dict[str, str]:
    """Return the labels of those values that a text explains: {value: label}."""
    return {value: label for value, words in apart(text, values)[1].items() if (label := _label(words))}


def labelled(values: tuple[str, ...], labels: Mapping[str, str]) -> dict[str, str]:
    """Return every value with its label; '' where the page gives none, or only repeats the value."""
    return {value: label if (label := labels.get(value, "")) != value else "" for value in values}


def _label(words: str) -> str:
    text = words.replace("~~", "").strip()
    label = "" if _MARKED.match(text) else label_of(text)
    fits = len(label) <= _MOST_CHARACTERS and label.isprintable()
    return label if fits and not (_SENTENCE.search(label) and len(label.split()) > _LEAST_SENTENCE) else ""


def is_row_ended(line: str, values: tuple[str, ...]) -> bool:
    """Tell whether the first line of a cell says that its row has ended, and not one of its values."""
    line = _ENDED_ITEM.sub("", line) if "(" in line or "（" in line else line
    return is_ended(line) and (line.startswith("~~") or not values or is_ended(apart(line, values)[0]))
