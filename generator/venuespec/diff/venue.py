"""Compare the venue itself: hosts and error codes."""

from collections import Counter
from collections.abc import Iterator

from attrs import evolve

from ..pages.error_codes import DEPRECATED
from ..pages.parts.phrases import PLACEHOLDER
from ..runtime.json_types import is_object
from ..runtime.venue import ErrorCode
from ..spec.model import VenueSpec
from . import judgements
from .finding import Finding, finding
from .messages import quoted

_KEYS = ("code", "message", "data", "item_code", "item_message")
_MOST = 0.7
_LEAST = 5


def venue_changed(old: VenueSpec, new: VenueSpec) -> Iterator[Finding]:
    """Compare the hosts, the envelope and the error codes of two states."""
    yield from _hosts(old, new)
    yield from _addresses(old, new)
    yield from _envelope(old, new)
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


def _addresses(old: VenueSpec, new: VenueSpec) -> Iterator[Finding]:
    """Compare the hosts that the pages of two states give; one that they no longer give may answer all the same."""
    came, went = sorted(new.addresses - old.addresses), sorted(old.addresses - new.addresses)
    if len(came) == len(went) == 1:
        yield finding(judgements.ADDRESS_CHANGED, "*", "addresses", went[0], came[0])
        return
    for address in came:
        yield finding(judgements.ADDRESS_ADDED, "*", "addresses", None, address)
    for address in went:
        yield finding(judgements.ADDRESS_UNDOCUMENTED, "*", "addresses", address, None)


def _envelope(old: VenueSpec, new: VenueSpec) -> Iterator[Finding]:
    """Compare the wrapper of all answers: as the specs have it, and as the examples of most pages show it."""
    keys = [part for part in _KEYS if getattr(old.envelope, part) != getattr(new.envelope, part)]
    for part in keys:
        # One that a spec did not have before was not known; the venue may have sent it all along.
        if (was := getattr(old.envelope, part)) is not None:
            yield _part_changed(part, was, getattr(new.envelope, part))
    if keys:
        return
    before, after = _shown_keys(old), _shown_keys(new)
    for part in ("code", "message", "data"):
        key = getattr(old.envelope, part)
        if key is None or before.get(key, 0) < _MOST or after.get(key, 0) > 1 - _MOST or not after:
            continue
        came = [name for name, share in after.items() if share >= _MOST and before.get(name, 0) <= 1 - _MOST]
        # Which of several new keys took its place, their order in the examples does not prove.
        yield _part_changed(part, key, came[0] if len(came) == 1 else ", ".join(came) or None)


def _part_changed(part: str, was: str, now: str | None) -> Finding:
    words = {"part": f"the key of the {part.replace('_', ' ')}", "stated": now or "not there", "earlier_stated": was}
    return finding(judgements.ENVELOPE_CHANGED, "*", f"envelope.{part}", was, now, **words)


def _shown_keys(venue: VenueSpec) -> dict[str, float]:
    """Return the part of all example responses that have a key at their top, by the key; nothing for a few examples."""
    shown = [each.response for page in venue.endpoints for each in page.examples if is_object(each.response)]
    if len(shown) < _LEAST:
        return {}
    keys = Counter(key for response in shown for key in response)
    return {key: count / len(shown) for key, count in keys.items()}


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
        lost = sorted(set(placeholders) - set(left) - {DEPRECATED})
        judgement = judgements.ERROR_TEXT_LOST_PLACEHOLDER if lost else judgements.ERROR_TEXT_CHANGED
        if DEPRECATED in left and DEPRECATED not in placeholders:
            judgement = judgements.ERROR_CODE_DEPRECATED
        texts = [state.errors.get(code, ErrorCode()).meaning for state in (old, new)]
        shown = texts if texts[0] != texts[1] else [f"text {digest}", f"text {other}"]
        words = {"code": code, "placeholders": lost, "meaning": _meaning(old.errors.get(code, ErrorCode()))}
        found = finding(judgement, "*", f"errors.{code}", *shown, **words)
        yield evolve(found, signs=(digest, other))


def _meaning(code: ErrorCode) -> str:
    """Return the end of a sentence that says what a code means; empty where the page does not say it."""
    return f": {quoted(code.meaning)}" if code.meaning else ""
