"""Ends of error messages: what would have been understood."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

_NAME = re.compile(r"[\w.$-]+")


def nearest(name: str, known: Iterable[str]) -> str:
    """The part of a message that says which known names are like an unknown one: '; did you mean posSide'."""
    by_case = {each.lower(): each for each in known}
    found = get_close_matches(name.lower(), by_case, n=3)
    return f"; did you mean {', '.join(by_case[each] for each in found)}" if found else ""


def as_list(value: object) -> str:
    """The end of a message about one value where a list is expected: '; write [px]'; empty for other text."""
    return f"; write [{value}]" if isinstance(value, str | int) and _NAME.fullmatch(str(value)) else ""


def known_names(names: Iterable[str]) -> str:
    """Names that would have been understood, as a message lists them."""
    return ", ".join(sorted(names) if isinstance(names, set) else names)
