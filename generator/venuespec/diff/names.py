"""The public names of two SDKs: what a program that names them loses, although the venue changed nothing."""

from collections.abc import Callable, Iterator, Mapping

from ..sdk.plan import plan
from ..sdk.surface import Member, surface
from ..spec.model import VenueSpec
from ..spec.problem import SpecError
from . import judgements
from .finding import Finding, finding


def names_changed(old: VenueSpec, new: VenueSpec) -> Iterator[Finding]:
    """Compare the names of the SDKs that two specs make, where one of them has a lock of names.

    What goes with an endpoint or a row is told there. A spec of which no SDK can be made has no names.
    """
    if not (old.names.endpoints or new.names.endpoints) or any(each.partial or each.documented for each in (old, new)):
        return
    try:
        before, after = surface(plan(old, old.names)), surface(plan(new, new.names))
    except SpecError:
        return
    lost = [name for name in before if name not in after and name.rpartition(".")[0] in {"", "types", *after}]
    told = _told(old, new, after)
    for name in lost:
        if not told(name, before[name]):
            yield finding(judgements.SDK_NAME_REMOVED, before[name].endpoint, name, name, None)
    for name, was in before.items():
        now = after.get(name, was)
        if not set(was.values) <= set(now.values):
            yield finding(judgements.SDK_TYPE_CHANGED, "*", name, _values(was), _values(now), name=name)
        elif now.older and not was.older and was.values:
            yield finding(judgements.SDK_NAME_DEPRECATED, was.endpoint, name, name, now.says)


def _told(old: VenueSpec, new: VenueSpec, after: Mapping[str, Member]) -> Callable[[str, Member], bool]:
    """Return whether another change tells that a name is lost: of its endpoint, its group's endpoints or its row."""
    kept = {each.key: each.id for each in new.endpoints if each.gone_since is None}
    rows = {(each.endpoint, each.row) for each in after.values()}
    groups = {each.group for each in old.endpoints if each.key in kept}

    def told(name: str, was: Member) -> bool:
        if was.endpoint == "*":
            return "." not in name and name not in groups
        gone = was.endpoint not in kept or (was.row != "" and (was.endpoint, was.row) not in rows)
        return gone or name in {each.id for each in old.endpoints if kept.get(each.key, each.id) != each.id}

    return told


def _values(member: Member) -> str:
    return ", ".join(member.values)
