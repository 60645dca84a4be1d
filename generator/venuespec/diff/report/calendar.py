"""Report the deadlines of a venue as text, JSON, an Atom feed (RFC 4287) or a calendar file (RFC 5545).

Texts of the documentation are untrusted: each format gets them without control characters and escaped in its own way.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree import ElementTree

from attrs import asdict

from ...runtime.errors import readable
from ..calendar import Calendar, Deadline, DeadlinePlace

_LONGEST = 2000
_LINE = 75
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ATOM = "http://www.w3.org/2005/Atom"


# --- text


def render_text(calendar: Calendar) -> str:
    """Render the deadlines as a list with the SDK's names and the lines of code."""
    lines = [_heading(calendar)]
    for deadline in calendar.deadlines:
        lines += ["", f"{deadline.day}  {_clean(deadline.words)} ({_away(deadline, calendar)})"]
        for place in deadline.places:
            lines.append(f"    {_clean(_sdk(place))}  {_clean(place.endpoint)}")
            lines += [f"      {_clean(f'{each.file}:{each.line} {each.call}')}" for each in place.callers]
    return "\n".join(lines)


def _heading(calendar: Calendar) -> str:
    count = len(calendar.deadlines)
    past = f"; {calendar.past} before it" if calendar.past else ""
    code = f" that {', '.join(calendar.code)} can be touched by" if calendar.code else ""
    dates = f"{count} date{'s' * (count != 1)}"
    return _clean(f"{calendar.title}: {dates}{code} on {calendar.today} or later{past} (pages of {calendar.as_of})")


def _away(deadline: Deadline, calendar: Calendar) -> str:
    days = (date.fromisoformat(deadline.day) - date.fromisoformat(calendar.today)).days
    count = f"{abs(days)} day{'s' * (abs(days) != 1)}"
    return "today" if days == 0 else f"in {count}" if days > 0 else f"{count} ago"


def _sdk(place: DeadlinePlace) -> str:
    """Return the SDK's name of what ends, and of its replacement: 'trade.place_order(a) -> trade.place_order(b)'."""
    return " -> ".join([place.sdk, *([" or ".join(place.sdk_use)] if place.sdk_use else [])])


def _clean(text: str) -> str:
    return _NO_XML.sub(" ", readable(text, _LONGEST))


def _link(place: DeadlinePlace) -> str | None:
    """Return an http link that is safe in each format; None for a link of another kind."""
    if not place.docs.startswith(("https://", "http://")):
        return None
    return quote(_clean(place.docs), safe="%/:?#[]@!$&'()*+,;=~-._")


# --- JSON


def render_json(calendar: Calendar) -> str:
    """Render the deadlines with every fact of them."""
    keys = ("venue", "title", "today", "as_of", "past", "code")
    about = {key: getattr(calendar, key) for key in keys}
    deadlines = [
        {"id": _identity(calendar, each).urn, **asdict(each), "days_left": _days_left(each, calendar)}
        for each in calendar.deadlines
    ]
    return json.dumps({**about, "deadlines": deadlines}, indent=2)


def _days_left(deadline: Deadline, calendar: Calendar) -> int:
    return (date.fromisoformat(deadline.day) - date.fromisoformat(calendar.today)).days


def _identity(calendar: Calendar, deadline: Deadline) -> UUID:
    """Return what stands for a deadline on every day: its thing and first place, so that another day moves it."""
    first = deadline.places[0]
    parts = (calendar.venue, deadline.ending, deadline.thing, deadline.name, deadline.of, first.endpoint, first.pointer)
    return _uuid(*parts)


def _uuid(*parts: str) -> UUID:
    text = "\n".join(("venuespec:calendar", *parts))
    return uuid5(NAMESPACE_URL, text.encode(errors="replace").decode())


# --- iCalendar


# A calendar object without any component is not valid (RFC 5545, section 3.6), and some programs refuse to subscribe.
_NO_EVENT = (
    "BEGIN:VTIMEZONE",
    "TZID:UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
)


def render_ics(calendar: Calendar) -> str:
    """Render the deadlines as events of a whole day; every line ends with CR LF, the last one as well."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//venuespec//calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_ics_text(f'{calendar.title}: dates of the API')}",
        *(() if calendar.deadlines else _NO_EVENT),
        *(line for deadline in calendar.deadlines for line in _event(calendar, deadline)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(calendar: Calendar, deadline: Deadline) -> Iterator[str]:
    day = date.fromisoformat(deadline.day)
    yield "BEGIN:VEVENT"
    yield f"UID:{_identity(calendar, deadline)}@venuespec"
    yield f"DTSTAMP:{date.fromisoformat(calendar.as_of):%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_ics_text(f'{calendar.title}: {deadline.words}')}"
    yield f"DESCRIPTION:{_ics_text(chr(10).join(_details(deadline)), lines=True)}"
    link = _link(deadline.places[0])
    if link is not None:
        yield f"URL:{link}"
    yield f"CATEGORIES:{_ics_text(calendar.venue)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _details(deadline: Deadline) -> Iterator[str]:
    for place in deadline.places:
        yield f"{_clean(_sdk(place))} ({_clean(place.endpoint)})"
        yield from (_clean(f"{each.file}:{each.line} {each.call}") for each in place.callers)


def _ics_text(text: str, *, lines: bool = False) -> str:
    """Escape a TEXT value; with ``lines`` its line breaks stay."""
    parts = text.split("\n") if lines else [text]
    clean = [_clean(part) for part in parts]
    escaped = (re.sub(r"([\\;,])", r"\\\1", part) for part in clean)
    return "\\n".join(escaped)


def _folded(line: str) -> str:
    """Fold a line after at most 75 octets, between characters; the lines that go on begin with a space."""
    parts: list[str] = []
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LINE:
            parts.append(part)
            part, size = " ", 1
        part, size = part + letter, size + octets
    return "\r\n".join([*parts, part])


# --- Atom


def render_atom(calendar: Calendar) -> str:
    """Render the deadlines as a feed, of the day of the latest page."""
    feed = ElementTree.Element("feed", {"xmlns": _ATOM})
    _add(feed, "id", _uuid("feed", calendar.venue, *calendar.code).urn)
    _add(feed, "title", f"{calendar.title}: dates of the API")
    _add(feed, "updated", f"{calendar.as_of}T00:00:00Z")
    _add(ElementTree.SubElement(feed, "author"), "name", "venuespec")
    for deadline in calendar.deadlines:
        entry = ElementTree.SubElement(feed, "entry")
        _add(entry, "id", _identity(calendar, deadline).urn)
        _add(entry, "title", f"{deadline.day}: {deadline.words}")
        _add(entry, "updated", f"{calendar.as_of}T00:00:00Z")
        link = _link(deadline.places[0])
        if link is not None:
            ElementTree.SubElement(entry, "link", {"rel": "alternate", "href": link})
        content = ElementTree.SubElement(entry, "content", {"type": "text"})
        content.text = "\n".join(_details(deadline))
    ElementTree.indent(feed)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(feed, encoding="unicode")


def _add(parent: ElementTree.Element, tag: str, text: str) -> None:
    ElementTree.SubElement(parent, tag).text = _clean(text)


CALENDARS: Mapping[str, Callable[[Calendar], str]] = {
    "text": render_text,
    "json": render_json,
    "atom": render_atom,
    "ics": render_ics,
}
"""Every format of a calendar, by its name."""
