"""Report a timeline as an Atom feed (RFC 4287): one entry for each story of a state, the newest first.

An entry keeps its identifier as long as the state and the change that tells the story are the same, so that a reader
shows it once, however often the feed is written.
"""

from datetime import UTC, datetime, timedelta
from html import escape
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree import ElementTree

from ...runtime.errors import readable
from ..history import TimelineDay
from .junit import xml_text
from .stories import Story, stories_of
from .summary import from_level
from .text import where
from .timeline import Timeline

_ATOM = "http://www.w3.org/2005/Atom"
_MOST_PASSAGES = 5


def render_atom(timeline: Timeline) -> str:
    """Render the stories from the timeline's level up as a feed."""
    venue = timeline.steps[-1].size.venue
    own = uuid5(NAMESPACE_URL, f"venuespec:{venue}:{' '.join(timeline.asked)}")
    feed = ElementTree.Element("feed", {"xmlns": _ATOM})
    _add(feed, "id", own.urn)
    asked = f", {' '.join(timeline.asked)}" if timeline.asked else ""
    _add(feed, "title", f"{venue}: changes of the documentation{asked}")
    _add(feed, "updated", _instant(timeline.steps[-1]))
    _add(ElementTree.SubElement(feed, "author"), "name", "venuespec")
    _add(feed, "generator", "venuespec")
    if timeline.address:
        ElementTree.SubElement(feed, "link", {"rel": "self", "href": xml_text(timeline.address)})
    for step in reversed(timeline.steps):
        for story in stories_of(from_level(step.entries, timeline.level)):
            feed.append(_entry(step, story, own))
    ElementTree.indent(feed)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(feed, encoding="unicode")


def _entry(step: TimelineDay, story: Story, feed: UUID) -> ElementTree.Element:
    entry = ElementTree.Element("entry")
    _add(entry, "id", uuid5(feed, f"{step.snapshot.name} {story.fingerprint}").urn)
    _add(entry, "title", f"{story.level}: {story.message}")
    _add(entry, "updated", _instant(step))
    for term in dict.fromkeys((story.level, *(part.lead.change.kind for part in story.parts))):
        ElementTree.SubElement(entry, "category", {"term": term})
    if story.lead.docs:
        ElementTree.SubElement(entry, "link", {"rel": "alternate", "href": xml_text(story.lead.docs)})
    content = ElementTree.SubElement(entry, "content", {"type": "html"})
    content.text = xml_text(_html(story))
    return entry


def _html(story: Story) -> str:
    """Return a story as HTML: whom it breaks, the sentences, and the endpoints."""
    parts = [f"<p>{_text(story.message)}</p>"]
    if story.verdict.words:
        parts.append(f"<p><strong>{_text(story.verdict.words)}</strong></p>")
    if story.until:
        use = f", use {', '.join(story.use)} instead" if story.use else ""
        end = f"{', '.join(story.ends)} works until {story.until}{use}"
        parts.append(f"<p>{_text(end)}</p>")
    for part in story.parts:
        for passage in part.lead.passages[:_MOST_PASSAGES]:
            parts += [f"<p><del>{_text(passage.old_text)}</del></p>"] if passage.old_text else []
            parts += [f"<p><ins>{_text(passage.new_text)}</ins></p>"] if passage.new_text else []
        lines = "".join(f"<li>{_text(where(each))} {each.change.fingerprint}</li>" for each in part.entries)
        parts.append(f"<p>{part.lead.change.level} {_text(part.lead.change.message)}</p><ul>{lines}</ul>")
    return "".join(parts)


def _text(text: str) -> str:
    return escape(readable(text, 4000))


def _instant(step: TimelineDay) -> str:
    """Return the instant of a state: the start of its day, and a second for each state before it on that day."""
    start = datetime.combine(step.snapshot.day, datetime.min.time(), UTC)
    return f"{start + timedelta(seconds=step.snapshot.number - 1):%Y-%m-%dT%H:%M:%SZ}"


def _add(parent: ElementTree.Element, tag: str, text: str) -> None:
    ElementTree.SubElement(parent, tag).text = xml_text(readable(text, 2000))
