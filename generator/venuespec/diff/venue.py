"""Compare the venue itself: hosts and error codes."""

from collections.abc import Iterator

from attrs import evolve

from ..pages.parts.phrases import PLACEHOLDER
from ..runtime.venue import ErrorCode
from ..spec.model import VenueSpec
from . import judgements
from .finding import Finding, finding
from .messages import quoted


def venue_changed(old: VenueSpec, new: VenueSpec) -> Iterator[Finding]:
    """Compare the hosts and error codes of two states."""
    yield from _hosts(old, new)
    yield from _error_codes(old, new)


def _hosts(old: VenueSpec, new: VenueSpec) -> Iterator[Finding]:
    before, after = _urls(old), _urls(new)
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        if was == now:
            continue
        judgement = judgements.BASE_URL_CHANGED
        if was is None:
            judgement = judgements.BASE_URL_ADDED
        elif now is None:
            judgement = judgements.BASE_URL_REMOVED
        yield finding(judgement, "*", f"environments.{key[0]}.{key[1]}", was, now, place=" ".join(key))


def _urls(venue: VenueSpec) -> dict[tuple[str, str], str]:
    """Return the address of every environment and region."""
    return {
        (name, region): url
        for name, environment in venue.environments.items()
        for region, url in environment.hosts.items()
    }


def _error_codes(old: VenueSpec, new: VenueSpec) -> Iterator[Finding]:
    if old.code_texts and new.code_texts:
        yield from _documented_codes(old, new)
        return
    for code in sorted(new.errors.keys() - old.errors.keys()):
        meaning = _meaning(new.errors[code])
        yield finding(judgements.ERROR_CODE_ADDED, "*", f"errors.{code}", None, code, meaning=meaning)
    for code in sorted(old.errors.keys() - new.errors.keys()):
        meaning = _meaning(old.errors[code])
        yield finding(judgements.ERROR_CODE_REMOVED, "*", f"errors.{code}", code, None, meaning=meaning)
    for code in sorted(old.errors.keys() & new.errors.keys()):
        was, now = old.errors[code].meaning, new.errors[code].meaning
        if was != now:
            lost = sorted(set(PLACEHOLDER.regex.findall(was)) - set(PLACEHOLDER.regex.findall(now)))
            judgement = judgements.ERROR_TEXT_LOST_PLACEHOLDER if lost else judgements.ERROR_TEXT_CHANGED
            yield finding(judgement, "*", f"errors.{code}", was, now, code=code, placeholders=lost)


def _documented_codes(old: VenueSpec, new: VenueSpec) -> Iterator[Finding]:
    """Compare the codes that pages list, where digests stand for their texts; a spec has codes beside them."""
    was, now = old.code_texts, new.code_texts
    for code in sorted(now.keys() - was.keys()):
        meaning = _meaning(new.errors.get(code, ErrorCode()))
        yield finding(judgements.ERROR_CODE_ADDED, "*", f"errors.{code}", None, code, meaning=meaning)
    for code in sorted(was.keys() - now.keys()):
        meaning = _meaning(old.errors.get(code, ErrorCode()))
        yield finding(judgements.ERROR_CODE_REMOVED, "*", f"errors.{code}", code, None, meaning=meaning)
    for code in sorted(was.keys() & now.keys()):
        (digest, *placeholders), (other, *left) = was[code].split(" "), now[code].split(" ")
        if digest == other:
            continue
        lost = sorted(set(placeholders) - set(left))
        judgement = judgements.ERROR_TEXT_LOST_PLACEHOLDER if lost else judgements.ERROR_TEXT_CHANGED
        texts = [state.errors.get(code, ErrorCode()).meaning for state in (old, new)]
        shown = texts if texts[0] != texts[1] else [f"text {digest}", f"text {other}"]
        found = finding(judgement, "*", f"errors.{code}", *shown, code=code, placeholders=lost)
        yield evolve(found, signs=(digest, other))


def _meaning(code: ErrorCode) -> str:
    """Return the end of a sentence that says what a code means; empty where the page does not say it."""
    return f": {quoted(code.meaning)}" if code.meaning else ""
