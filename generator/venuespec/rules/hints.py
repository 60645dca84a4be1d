"""Endings of error messages that suggest what to write instead."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

_NAME = re.compile(r"[\w.$-]+")


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the end of a message that suggests similar known names: '; did you mean posSide'."""
    by_case = {word.lower(): word for word in known}
    alike = get_close_matches(name.lower(), by_case, n=3)
    return f"; did you mean {', '.join(by_case[lowered] for lowered in alike)}" if alike else ""


def as_list(value: object) -> str:
    """Return the end of a message about a single value in place of a list: '; write [px]'; empty for other text."""
    return f"; write [{value}]" if isinstance(value, str | int) and _NAME.fullmatch(str(value)) else ""


def known_names(names: Iterable[str]) -> str:
    """List the known names for a message."""
    return ", ".join(sorted(names) if isinstance(names, set) else names)
