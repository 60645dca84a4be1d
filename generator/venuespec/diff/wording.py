"""What a reworded description names that it did not name before: values, types of instruments, numbers.

Sentences are not judged here. A name that came or went says that somebody should read them.
"""

import re

from attrs import astuple

from ..spec.model import Endpoint, Field

_NAMED = re.compile(r"`([^`\s]+)`|\b([A-Z]{3,}[A-Z0-9_]*)\b|(?<![\w.`-])(\d+(?:\.\d+)?%?)(?![\w-])")
_EXAMPLE = re.compile(r"(?:e\.g\.?|for example|such as|i\.e\.)[^.;\n]*(?:\.\d[^.;\n]*)*", re.IGNORECASE)
_MOST = 6


def renamed_in(old: Field, new: Field, before: Endpoint, after: Endpoint) -> str:
    """The names that came and went, in words; empty where none did or one of the texts is not at hand.

    Examples do not count, nor what is compared on its own, nor what the page said beside the table: where a table ends
    is not always to be seen.
    """
    if not old.text or not new.text:
        return ""
    facts = _facts(old) | _facts(new)
    came = sorted(_named(new.text) - _named(f"{old.text}\n{before.text}") - facts)
    went = sorted(_named(old.text) - _named(f"{new.text}\n{after.text}") - facts)
    parts = [f"now names {', '.join(came[:_MOST])}"] if came else []
    parts += [f"no longer names {', '.join(went[:_MOST])}"] if went else []
    return " and ".join(parts)


def _facts(row: Field) -> set[str]:
    return {*row.values, *(str(each) for each in (row.default, *astuple(row.limits)) if each is not None)}


def _named(text: str) -> set[str]:
    return {name for groups in _NAMED.findall(_EXAMPLE.sub("", text)) for name in groups if name}
