"""Page through an endpoint's records: derive the next request from the last answer."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from attrs import evolve

from .endpoint import Paging
from .json_types import is_array, is_object
from .request import Request
from .rows import Row


class Pager:
    """An iteration over the pages of one request, independent of how requests are sent."""

    def __init__(self, request: Request[Any], paging: Paging) -> None:
        self._paging = paging
        self._request: Request[Any] | None = request
        self._last: list[Any] = []
        if paging.number and getattr(request, paging.number) is None:
            self._request = evolve(request, **{paging.number: str(paging.first)})

    @property
    def request(self) -> Request[Any] | None:
        """The next request to send; None when there are no more pages."""
        return self._request

    def take(self, data: Any, envelope: Mapping[str, Any]) -> list[Any]:
        """Return the new records of the answer to ``request``, and advance ``request``."""
        request, paging = self._request, self._paging
        assert request is not None
        top: list[Any] = data if is_array(data) else [data]
        records: list[Any] = top
        if paging.rows:
            records = [record for row in top for record in getattr(row, paging.rows)]
        raws = [record.raw for record in records]
        new = [record for record in records if record.raw not in self._last]
        if not paging.repeats and not paging.ties:
            new = records
        self._last = raws
        if new or paging.token:
            self._request = self._next(request, top, new, envelope)
        else:
            self._request = self._skip_instant(request, records)
        return new

    def _skip_instant(self, request: Request[Any], records: list[Any]) -> Request[Any] | None:
        """Move the cursor past an instant whose records fill a whole page without a new one."""
        paging = self._paging
        value = _value_at(records[-1], paging.field) if len(records) > 1 and paging.cursor else None
        if value is None or not _is_whole(value):
            return None
        asked = _asked(request, paging.cursor or "")
        if paging.ties and asked == str(int(value) + 1):
            return _with_value(request, paging.cursor or "", value)
        if paging.repeats and not paging.ties and asked == value:
            return _with_value(request, paging.cursor or "", str(int(value) - 1))
        return None

    def _next(
        self, request: Request[Any], top: list[Any], new: list[Any], envelope: Mapping[str, Any]
    ) -> Request[Any] | None:
        paging = self._paging
        if paging.keep is not None:
            attribute, source = paging.keep
            request = evolve(request, **{attribute: getattr(top[0], source)})
        if paging.number is not None:
            number = _integer(_asked(request, paging.number) or "")
            total = _total(paging.total, top, envelope)
            if number is None:
                return None
            if total is not None and number >= total:
                return None
            return _with_value(request, paging.number, str(number + 1))
        assert paging.cursor is not None
        if paging.token is not None:
            token = unquote(_value_at(top[0], (paging.token,)) or "") if top else ""
            is_new = token and token != _asked(request, paging.cursor)
            return _with_value(request, paging.cursor, token) if is_new else None
        values = [value for value in (_value_at(record, paging.field) for record in new) if value]
        if not values:
            return None
        value, before = values[-1], _asked(request, paging.cursor)
        if paging.ties and _is_whole(value) and str(int(value) + 1) != before:
            # What shares the instant of the page's end would be lost; it comes again and is dropped here.
            value = str(int(value) + 1)
        return None if value == before else _with_value(request, paging.cursor, value)


def _asked(request: Request[Any], attribute: str) -> str | None:
    """Return what a request sends for an attribute as text, also where it travels as a JSON number."""
    value = getattr(request, attribute)
    return None if value is None else str(value)


def _with_value(request: Request[Any], attribute: str, value: str) -> Request[Any]:
    return evolve(request, **{attribute: value})


def _value_at(row: Row, path: tuple[str | int, ...]) -> str | None:
    value: Any = row.raw
    for step in path:
        if isinstance(step, int):
            value = value[step] if is_array(value) and step < len(value) else None
        else:
            value = value.get(step) if is_object(value) else None
    return None if value is None or value == "" else str(value)


def _total(name: str | None, top: list[Any], envelope: Mapping[str, Any]) -> int | None:
    """Return the number of pages, from the first row or from the envelope."""
    if name is None:
        return None
    text = _value_at(top[0], (name,)) if top else None
    text = text or str(envelope.get(name) or "")
    return _integer(text)


def _integer(text: str) -> int | None:
    return int(text) if _is_whole(text) else None


def _is_whole(text: str) -> bool:
    """Return whether a text is an ASCII whole number of a plausible length ('²' is a digit too)."""
    return text.isascii() and text.isdigit() and len(text) <= 40
