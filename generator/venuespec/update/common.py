"""Find what a day changes alike on several endpoints, so that a person reads it once."""

from collections.abc import Iterable, Sequence

from attrs import frozen

from ..diff.change import LEVELS, ChangeLevel
from ..diff.passages import Passage
from ..diff.report.located import LocatedChange
from .review import EndpointReview
from .text_changes import TextChange

_SEVERAL = 3
_MOST = 30


@frozen(kw_only=True)
class CommonChange:
    """A change that several endpoints have, by their ids."""

    level: ChangeLevel
    message: str
    endpoints: tuple[str, ...]


@frozen(kw_only=True)
class CommonWords:
    """Words that changed at one place of the pages of several endpoints, by their ids."""

    title: str
    passages: tuple[Passage, ...]
    endpoints: tuple[str, ...]


@frozen(kw_only=True)
class Common:
    """What a day changes alike on several endpoints."""

    changes: tuple[CommonChange, ...] = ()
    words: tuple[CommonWords, ...] = ()

    def has(self, entry: LocatedChange) -> bool:
        """Tell whether a change of one endpoint is among those of several."""
        return any((each.level, each.message) == (entry.change.level, entry.change.message) for each in self.changes)

    def own_words(self, each: EndpointReview) -> tuple[TextChange, ...]:
        """Return the words that changed on the page of an endpoint and not alike on several."""
        known = {(words.title, words.passages) for words in self.words}
        return tuple(text for text in each.texts if _key(text) not in known)


def common_to(endpoints: Sequence[EndpointReview]) -> Common:
    """Return what several endpoints have in common."""
    return Common(changes=_changes(endpoints), words=_words(endpoints))


def _changes(endpoints: Iterable[EndpointReview]) -> tuple[CommonChange, ...]:
    """Return the changes that several endpoints have, the gravest first, and those of more endpoints before others."""
    found: dict[tuple[ChangeLevel, str], dict[str, None]] = {}
    for each in endpoints:
        for entry in each.changes:
            found.setdefault((entry.change.level, entry.change.message), {})[each.id] = None
    common = [
        CommonChange(level=level, message=message, endpoints=tuple(ids))
        for (level, message), ids in found.items()
        if len(ids) >= _SEVERAL
    ]
    return tuple(sorted(common, key=lambda each: (LEVELS.index(each.level), -len(each.endpoints)))[:_MOST])


def _words(endpoints: Iterable[EndpointReview]) -> tuple[CommonWords, ...]:
    """Return the words that changed alike on several endpoints, those of more endpoints first."""
    found: dict[tuple[str, tuple[Passage, ...]], tuple[TextChange, list[str]]] = {}
    for each in endpoints:
        for text in each.texts:
            found.setdefault(_key(text), (text, []))[1].append(each.id)
    common = [
        CommonWords(title=text.title, passages=text.passages, endpoints=tuple(ids))
        for text, ids in found.values()
        if len(ids) >= _SEVERAL
    ]
    return tuple(sorted(common, key=lambda each: -len(each.endpoints))[:_MOST])


def _key(text: TextChange) -> tuple[str, tuple[Passage, ...]]:
    return text.title, text.passages
