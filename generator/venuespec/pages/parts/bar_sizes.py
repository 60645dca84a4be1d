"""Read the sizes of bars that a text lists between slashes: '[1m/5m/1h]', 'Bar size: 1m/5m/1h'."""

import re
from collections.abc import Iterator

_IN_BRACKETS = re.compile(r"\[\s*`?/?((?:`?[0-9A-Za-z]+`?/)+`?[0-9A-Za-z]+)`?\s*(?:\.{3}|,\s*etc\.?)?\s*\]")
_ALONE = re.compile(r"^(?:[\w -]+: )?((?:[0-9]+[A-Za-z]+ ?/ ?)+[0-9]+[A-Za-z]+)\.?$")


def bar_sizes(text: str) -> Iterator[str]:
    """Yield the codes between slashes that a text has in brackets, or that are all of it."""
    if "/" not in text:
        return
    for match in (*_IN_BRACKETS.finditer(text), *_ALONE.finditer(text)):
        yield from (bar.strip("` ") for bar in match[1].split("/"))
