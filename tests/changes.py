"""Changes for the tests of reports, which care about levels and places and not about what two states say."""

from typing import Any

from venuespec.diff.change import Change
from venuespec.diff.judgements import Judgement


def change(judgement: Judgement, endpoint: str, pointer: str, old: Any, new: Any, message: str) -> Change:
    """Make a change with a message of its own."""
    return Change(
        kind=judgement.kind,
        endpoint=endpoint,
        pointer=pointer,
        old=old,
        new=new,
        level=judgement.level,
        evidence=judgement.evidence,
        wire_breaking=judgement.wire,
        sdk_breaking=judgement.sdk,
        bump=judgement.bump,
        message=message,
    )
