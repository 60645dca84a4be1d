"""The public surface of two SDKs: what a program loses by an upgrade, although the venue changed nothing."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from attrs import frozen

from ..processes import in_processes
from ..runtime.errors import api_error_class
from ..sdk.plan import plan
from ..sdk.surface import Member, surface
from ..spec.model import VenueSpec
from ..spec.problem import SpecError
from . import judgements
from .annotations import Surface, atoms, form, surface_of
from .finding import Finding, finding

# Endpoints: fewer are planned in one process.
_WORTH_A_PROCESS = 200
_OF_A_TYPE = frozenset(
    {
        *("type_changed", "type_label_changed", "requiredness_changed", "enum_added", "enum_removed"),
        *("enum_relocated", "request_param_removed", "request_param_added", "request_param_moved"),
        *("response_field_removed", "response_field_added", "response_field_moved"),
    }
)
"""The kinds of changes of a row that say why its type in the SDK changed."""


@frozen
class SurfacePair:
    """The public names of the SDKs that two specs make."""

    before: Surface
    after: Surface

    def now(self, name: str) -> Member | None:
        """Return what a name of the older SDK means in the newer one; an older name of a class has its attributes."""
        if (member := self.after.names.get(name)) is not None:
            return member
        outer, _, attribute = name.rpartition(".")
        holder = self.after.names.get(outer)
        if holder is None or not (holder.older and holder.is_class and holder.now):
            return None
        return self.after.names.get(f"{_present(outer.rpartition('.')[0], holder.now)}.{attribute}")


def surfaces(old: VenueSpec, new: VenueSpec) -> SurfacePair | None:
    """Return the surfaces of two SDKs; None where neither spec has a lock of names, or one makes no SDK."""
    if not (old.names.endpoints or new.names.endpoints) or any(each.partial or each.documented for each in (old, new)):
        return None
    sizes = [len(venue.endpoints) for venue in (old, new)]
    try:
        return SurfacePair(*in_processes(_surface, (old, new), sizes, least=_WORTH_A_PROCESS))
    except SpecError:
        return None


def _surface(venue: VenueSpec) -> Surface:
    return surface_of(surface(plan(venue, venue.names)))


def names_changed(old: VenueSpec, new: VenueSpec, told: Collection[Finding] = ()) -> Iterator[Finding]:
    """Compare the names of the SDKs that two specs make, their types and their exceptions.

    What goes with an endpoint or a row, or changes with it, is among the findings that are ``told`` already.
    """
    pair = surfaces(old, new)
    if pair is None:
        return
    before, after = pair.before.names, pair.after.names
    lost = [name for name in before if pair.now(name) is None and name.rpartition(".")[0] in {"", "types", *after}]
    is_told = _told(old, new, after)
    for name in lost:
        if not is_told(name, before[name]):
            yield finding(judgements.SDK_NAME_REMOVED, before[name].endpoint, name, name, None)
    for name, was in before.items():
        now = after.get(name, was)
        if not set(was.values) <= set(now.values):
            yield finding(judgements.SDK_TYPE_CHANGED, "*", name, _values(was), _values(now), name=name)
        elif now.older and not was.older and was.values:
            yield finding(judgements.SDK_NAME_DEPRECATED, was.endpoint, name, name, now.says)
    yield from _types_changed(pair, told)
    yield from _exceptions_changed(old, new)


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


# --- types


def _types_changed(pair: SurfacePair, told: Iterable[Finding]) -> Iterator[Finding]:
    """Compare the types of names that both SDKs have, unless a change of the row itself tells why they differ."""
    rows = [(each.endpoint, each.pointer) for each in told if each.judgement.kind in _OF_A_TYPE]
    shapes = {each.endpoint for each in told if each.judgement.kind == "response_shape_changed" and each.judgement.sdk}

    def explained(member: Member) -> bool:
        return any(
            endpoint == member.endpoint and (pointer == member.row or pointer.startswith(f"{member.row}."))
            for endpoint, pointer in rows
        )

    for name, was in pair.before.names.items():
        now = pair.now(name)
        if now is None or now.endpoint != was.endpoint:
            continue
        if was.result and now.result and was.endpoint not in shapes:
            if was.result != now.result and form(was.result, pair.before) != form(now.result, pair.after):
                yield _changed(judgements.SDK_RESULT_CHANGED, name, was, was.result, now.result)
        elif (judgement := _judged(was, now, pair)) is not None and not explained(was):
            yield _changed(judgement, name, was, was.takes or was.gives, now.takes or now.gives)


def _judged(was: Member, now: Member, pair: SurfacePair) -> judgements.Judgement | None:
    """Judge the type of an attribute: an argument may take more, an answer may promise more."""
    types = was.takes or was.gives, now.takes or now.gives
    if types[0] == types[1] or not all(types):
        return None  # where one of the two is not an attribute, the row of the other is told
    old, new = atoms(types[0], pair.before), atoms(types[1], pair.after)
    if was.takes and now.takes:
        return None if old <= new or ("str" in new and old - {"Literal"} <= new) else judgements.SDK_ARGUMENT_NARROWED
    if not (was.gives and now.gives):
        return None
    more = new - old - ({"Literal"} if "str" in old else set())
    return judgements.SDK_ATTRIBUTE_CHANGED if more else None


def _changed(judgement: judgements.Judgement, name: str, member: Member, old: str, new: str) -> Finding:
    return finding(judgement, member.endpoint, name, old, new, name=name)


def _exceptions_changed(old: VenueSpec, new: VenueSpec) -> Iterator[Finding]:
    """Compare the exceptions of error codes; a subclass of the former one is caught as before."""
    for code in sorted(old.errors.keys() & new.errors.keys()):
        was, now = (api_error_class(each.errors[code].kind) for each in (old, new))
        if not issubclass(now, was):
            judgement = judgements.SDK_EXCEPTION_CHANGED
            yield finding(judgement, "*", f"errors.{code}", was.__name__, now.__name__, code=code)


# --- upgrade notes


@frozen(kw_only=True)
class UpgradeNote:
    """A name that programs should change: ``name`` of a ``method`` of the SDK is ``now`` called otherwise.

    ``method`` is empty for a name that is a method itself. A name that no longer ``works`` was dropped; ``until`` is
    the last day of one that does, where the page tells it.
    """

    name: str
    now: str
    method: str = ""
    works: bool = True
    until: str | None = None


def upgrade_notes(old: VenueSpec, new: VenueSpec) -> tuple[UpgradeNote, ...]:
    """Return the names that have become older ones, and the older ones that are dropped, without duplicates."""
    pair = surfaces(old, new)
    if pair is None:
        return ()
    notes: dict[UpgradeNote, None] = {}
    for name, was in pair.before.names.items():
        now = pair.after.names.get(name)
        place, _, last = name.rpartition(".")
        method = ".".join(name.split(".")[:2]) if "." in place else ""
        if now is None and was.older and was.now and _present(place, was.now) in pair.after.names:
            notes[UpgradeNote(name=last if method else name, now=was.now, method=method, works=False)] = None
        elif now is not None and now.older and now.now and not was.older:
            notes[UpgradeNote(name=last if method else name, now=now.now, method=method, until=now.until)] = None
    return tuple(notes)


def _present(place: str, now: str) -> str:
    """Return the full present name of an older one at a place: beside it, unless it is somewhere else in the SDK."""
    return now if "." in now else f"{place}.{now}"
