"""Hold a documented value against the bounds, lengths, numbers of items, patterns and values that its row states.

No statement of a page refuses a request, only a rule does; but an example that does not keep one says that the reader
misunderstood the page, or that the page contradicts itself.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ..runtime.json_types import is_array
from ..spec.model import Limits

_NUMBER = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?")
_LONGEST = 40
# What stands for a value that an example does not show: '******', 'xxxxx'.
_MASK = re.compile(r"([*xX.\u2022])\1{2,}")


def beyond(
    value: Any, limits: Limits, separator: str | None, several: tuple[str, ...] = ()
) -> Iterator[tuple[str, str]]:
    """Yield each statement that a value does not keep, with what is wrong.

    ``several`` are all values that an item of a list can have, or a part of a text of several with a ``separator``.
    """
    is_list = is_array(value) or (isinstance(value, str) and separator is not None)
    items = value.split(separator) if isinstance(value, str) and separator else value if is_array(value) else [value]
    if is_list and limits.max_items is not None and len(items) > limits.max_items:
        yield "max_items", f"the table allows {limits.max_items} items, an example sends {len(items)}"
    for item in items:
        if isinstance(item, bool) or not isinstance(item, str | int | float | Decimal):
            continue
        text = str(item).strip()
        yield from _beyond_range(text, limits)
        if isinstance(item, str):
            yield from _beyond_text(text, limits, is_part=is_list and not is_array(value))
        if is_list and several and text and text not in several:
            yield "values", f"the table does not list {text[:_LONGEST]!r}, which an example sends"


def _beyond_range(text: str, limits: Limits) -> Iterator[tuple[str, str]]:
    number = Decimal(text) if _NUMBER.fullmatch(text) else None
    if number is not None and limits.max is not None and number > limits.max:
        yield "max", f"the table allows {limits.max} at most, an example sends {text[:_LONGEST]}"
    if number is not None and limits.min is not None and number < limits.min:
        yield "min", f"the table allows {limits.min} at least, an example sends {text[:_LONGEST]}"


def _beyond_text(text: str, limits: Limits, *, is_part: bool) -> Iterator[tuple[str, str]]:
    if limits.pattern is not None and text and not _MASK.fullmatch(text) and re.fullmatch(limits.pattern, text) is None:
        yield "pattern", f"the table asks for {limits.pattern}, an example sends {text[:_LONGEST]!r}"
    if is_part or _MASK.fullmatch(text):  # a page can speak of the length of the whole text
        return
    if limits.max_length is not None and len(text) > limits.max_length:
        yield "max_length", f"the table allows {limits.max_length} characters, an example sends {len(text)}"
    if limits.min_length is not None and 0 < len(text) < limits.min_length:
        yield "min_length", f"the table asks for {limits.min_length} characters, an example sends {len(text)}"
