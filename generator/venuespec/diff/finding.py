"""A difference that a comparison found: its judgement and its place."""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from .change import Change
from .judgements import Judgement
from .messages import message_of


@frozen
class Finding:
    """A judged difference between two states.

    ``words`` completes its message; ``variants`` are the request tables that it is about, where not about all;
    ``signs`` are digests of the sentences that it is about.
    """

    judgement: Judgement
    endpoint: str
    pointer: str
    old: Any
    new: Any
    words: Mapping[str, Any]
    variants: tuple[str, ...] = ()
    signs: tuple[str, str] = ("", "")

    def change(self) -> Change:
        """Return the difference as reports show it."""
        where = f", in the table {' and '.join(self.variants)}" if self.variants else ""
        return Change(
            kind=self.judgement.kind,
            endpoint=self.endpoint,
            pointer=self.pointer,
            old=self.old,
            new=self.new,
            level=self.judgement.level,
            evidence=self.judgement.evidence,
            wire_breaking=self.judgement.wire,
            sdk_breaking=self.judgement.sdk,
            bump=self.judgement.bump,
            message=message_of(self.judgement, self.old, self.new, self.words) + where,
            variants=self.variants,
            signs=self.signs,
        )


def finding(judgement: Judgement, endpoint: str, pointer: str, old: Any, new: Any, **words: Any) -> Finding:
    """Make a finding about a place of an endpoint; ``*`` is the venue itself."""
    return Finding(judgement, endpoint, pointer, old, new, words)
