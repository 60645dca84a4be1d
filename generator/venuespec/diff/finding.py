"""A difference that a comparison found: its judgement and its place."""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from .change import Change
from .judgements import Judgement
from .messages import message_of


@frozen
class Finding:
    """A judged difference between two states; ``words`` completes its message."""

    judgement: Judgement
    endpoint: str
    pointer: str
    old: Any
    new: Any
    words: Mapping[str, Any]

    def change(self) -> Change:
        """Return the difference as reports show it."""
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
            message=message_of(self.judgement, self.old, self.new, self.words),
        )


def finding(judgement: Judgement, endpoint: str, pointer: str, old: Any, new: Any, **words: Any) -> Finding:
    """Make a finding about a place of an endpoint; ``*`` is the venue itself."""
    return Finding(judgement, endpoint, pointer, old, new, words)
