"""Page through an endpoint's records: derive the next request from the last answer."""

import time
import warnings
from collections.abc import Callable, Mapping
from typing import Any, Protocol
from urllib.parse import unquote

from .endpoint import Paging
from .errors import ConfigurationError, DecodeError, lines_up_to_caller
from .json_types import is_array, is_object
from .records import evolve, frozen
from .request import Request
from .rows import Row

_BARREN = 100
"""How many pages in a row may have no new record, where each has a cursor for the next."""


class PagesWarning(UserWarning):
    """A warning that a venue's pages cannot show all records: more of one instant than a page can hold."""


@frozen(kw_only=True, slots=False)
class Progress:
    """The state of an iteration after a page.

    ``pages`` and ``records`` are the numbers read so far. ``request`` asks for the next page, None after the last:
    ``client.iterate(progress.request)`` goes on from there, also in another process.
    """

    pages: int
    records: int
    request: Request[Any] | None

    def __init__(self, *, pages: int, records: int, request: Request[Any] | None) -> None:
        self.__dict__.update(pages=pages, records=records, request=request)


Watcher = Callable[[Progress], object]
"""A function that is called with the progress of an iteration after each page."""


class ProgressBars(Protocol):
    """The part of ``rich.progress.Progress`` that shows an iteration: a task, and how far it is."""

    def add_task(self, description: str, *, total: float | None) -> Any: ...
    def update(self, task_id: Any, *, completed: float, total: float | None) -> Any: ...


OnProgress = Watcher | ProgressBars
"""What shows the progress of an iteration."""


def watcher_of(progress: OnProgress | None, name: str) -> Watcher | None:
    """Return the function to call after each page, for a function or for the progress bars of ``rich``."""
    if progress is None or callable(progress):
        return progress
    if not hasattr(progress, "add_task"):
        message = f"progress takes a function or a rich.progress.Progress, not {type(progress).__name__}"
        raise ConfigurationError(message)
    bars, task = progress, progress.add_task(name, total=None)

    def update(state: Progress) -> None:
        bars.update(task, completed=state.records, total=state.records if state.request is None else None)

    return update


class Pager:
    """An iteration over the pages of one request, independent of how requests are sent.

    A request that does not say how many records a page has gets the largest page that the venue documents. One that
    begins a range of time and does not end it ends at the present, so that nothing of the range is left out.
    """

    def __init__(self, request: Request[Any], paging: Paging, watcher: Watcher | None = None) -> None:
        self._paging = paging
        self._last: list[Any] = []
        self._seen: set[str] = set()
        self._shown: set[int] = set()
        self._barren = 0
        self._pages = self._records = 0
        self._watcher = watcher
        if paging.number and getattr(request, paging.number) is None:
            request = evolve(request, **{paging.number: str(paging.first)})
        if paging.size and paging.largest and getattr(request, paging.size) is None:
            request = evolve(request, **{paging.size: str(paging.largest)})
        if paging.begin and paging.cursor and getattr(request, paging.begin) is not None:
            ended = getattr(request, paging.cursor)
            request = request if ended is not None else evolve(request, **{paging.cursor: _present()})
        self._request: Request[Any] | None = request

    @property
    def request(self) -> Request[Any] | None:
        """The next request to send; None when there are no more pages."""
        return self._request

    def take(self, data: Any, envelope: Mapping[str, Any]) -> list[Any]:
        """Return the new records of the answer to ``request``, and advance ``request``.

        Raises ``DecodeError`` where the venue's pages go in circles.
        """
        request, paging = self._request, self._paging
        assert request is not None
        top: list[Any] = data if is_array(data) else [data]
        records: list[Any] = top
        if paging.rows:
            records = [record for row in top for record in getattr(row, paging.rows) or ()]
        raws = [record.raw for record in records]
        new = self._new(request, records, raws)
        self._last = raws
        if paging.token or new:
            self._request = self._next(request, top, new, len(records), envelope)
        else:
            self._request = self._skip_instant(request, records)
        self._pages, self._records = self._pages + 1, self._records + len(new)
        if self._watcher is not None:
            self._watcher(Progress(pages=self._pages, records=self._records, request=self._request))
        return new

    def _new(self, request: Request[Any], records: list[Any], raws: list[Any]) -> list[Any]:
        """Return the records of a page that the page before it did not show. Raises ``DecodeError`` for a circle."""
        paging = self._paging
        if paging.number or paging.token:
            return self._unless_shown(request, records, raws)
        if raws and raws == self._last:
            first, last = (_value_at(record, paging.field) for record in (records[0], records[-1]))
            if first != last or not (paging.repeats or paging.ties):
                self._circle(request, paging.cursor or "", "it shows the same records again")
        if paging.repeats or paging.ties:
            return [record for record in records if record.raw not in self._last]
        return records

    def _unless_shown(self, request: Request[Any], records: list[Any], raws: list[Any]) -> list[Any]:
        """Return the records of a page that has a number or a token; none if the page before it showed just these."""
        paging, page = self._paging, _fingerprint(raws)
        again, known = bool(raws) and page == _fingerprint(self._last), page in self._shown
        self._shown.add(page)
        if paging.number and raws and known:
            # A venue that shows its last page again has no more; one that shows its first page again never had others.
            if not again:
                self._circle(request, paging.number, "it shows records of an earlier page again")
            if self._pages == 1:
                self._circle(request, paging.number, "it shows the same records again")
        self._barren = self._barren + 1 if known or not raws else 0
        if self._barren > _BARREN:
            self._circle(request, paging.cursor or "", f"{_BARREN} pages in a row have no new record")
        return [] if again else records

    def _circle(self, request: Request[Any], attribute: str, what: str) -> None:
        endpoint = request.endpoint
        asked = f"{endpoint.name} was asked for {attribute}={_asked(request, attribute)!r}"
        raise DecodeError(f"{asked}: {what}; the pages go in circles", path=attribute, endpoint=endpoint)

    def _skip_instant(self, request: Request[Any], records: list[Any]) -> Request[Any] | None:
        """Move the cursor past an instant whose records fill a whole page without a new one."""
        paging = self._paging
        value = _value_at(records[-1], paging.field) if len(records) > 1 and paging.cursor else None
        if value is None or not _is_whole(value):
            return None
        asked = _asked(request, paging.cursor or "")
        if paging.ties and asked == str(int(value) + 1):
            return self._past(request, value, value, len(records))
        if paging.repeats and not paging.ties and asked == value:
            return self._past(request, value, str(int(value) - 1), len(records))
        return None

    def _past(self, request: Request[Any], instant: str, cursor: str, count: int) -> Request[Any]:
        """Move the cursor past an instant, with a warning where the page may not have held all its records."""
        paging = self._paging
        size = _integer(_asked(request, paging.size) or "") if paging.size else None
        if size is None or count >= size:
            name = request.endpoint.name
            message = f"{name}: a page holds {count} records, and there may be more at {instant}; those are not read"
            warnings.warn(message, PagesWarning, stacklevel=lines_up_to_caller())
        return _with_value(request, paging.cursor or "", cursor)

    def _next(
        self, request: Request[Any], top: list[Any], new: list[Any], count: int, envelope: Mapping[str, Any]
    ) -> Request[Any] | None:
        paging = self._paging
        if paging.keep is not None:
            attribute, source = paging.keep
            request = evolve(request, **{attribute: top[0].get(source)})
        if paging.number is not None:
            number = _integer(_asked(request, paging.number) or "")
            total = _total(paging.total, top, envelope)
            if number is None or (total is not None and number >= total) or not new:
                return None
            return _with_value(request, paging.number, str(number + 1))
        assert paging.cursor is not None
        before = _asked(request, paging.cursor)
        if paging.token is not None:
            token = unquote(_value_at(top[0], (paging.token,)) or "") if top else ""
            return self._new_cursor(request, token) if token not in ("", paging.last, before) else None
        values = [value for value in (_value_at(record, paging.field) for record in new) if value]
        if not values:
            return None
        value = values[-1]
        if paging.ties and _is_whole(value):
            if str(int(value) + 1) == before:
                return self._past(request, value, value, count)
            # What shares the instant of the page's end would be lost; it comes again and is dropped here.
            value = str(int(value) + 1)
        if value == before and paging.repeats and _is_whole(value):
            # New records, and all of the instant that was asked for: what is older comes behind it.
            return self._past(request, value, str(int(value) - 1), count)
        return None if value == before else self._new_cursor(request, value)

    def _new_cursor(self, request: Request[Any], value: str) -> Request[Any]:
        cursor = self._paging.cursor or ""
        if value in self._seen:
            self._circle(request, cursor, f"the next page is {value!r}, which was read before")
        self._seen.add(value)
        return _with_value(request, cursor, value)


def _fingerprint(raws: list[Any]) -> int:
    """Return a number that pages with the same records share, in whatever order they are."""
    return hash(tuple(sorted(map(repr, raws))))


def _present() -> str:
    """Return the present in Unix milliseconds."""
    return str(time.time_ns() // 1_000_000)


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
