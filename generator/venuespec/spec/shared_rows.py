"""Row classes of another endpoint's answer: ``row: trade.Order`` names the class ``Order`` of the group trade.

The class is the one that the endpoint with ``row: Order`` in that group has. Both pages must document the same
fields, or a program that reads an order from both would find in one what the other does not have.
"""

from collections.abc import Iterable, Iterator

from .model import EndpointSpec, Field, VenueSpec
from .names import NOTHING_KNOWN, PublicNames
from .problem import Problem

_CHECK = "shared-row"


def row_name(endpoint: EndpointSpec) -> str | None:
    """Return the name of an endpoint's row class, without the group that has it."""
    return None if endpoint.row is None else endpoint.row.rpartition(".")[2]


def owner_of_row(endpoint: EndpointSpec, venue: VenueSpec, known: PublicNames = NOTHING_KNOWN) -> EndpointSpec | None:
    """Return the endpoint that defines this one's row class; None if it has a class of its own.

    If several have a class of that name, the known owner counts, else one with the same fields.
    """
    group, _, name = (endpoint.row or "").rpartition(".")
    owners = [endpoint for endpoint in venue.endpoints if group and (endpoint.group, endpoint.row) == (group, name)]
    if len(owners) < 2:
        return owners[0] if owners else None

    def order(owner: EndpointSpec) -> tuple[bool, int, bool]:
        names = known.of(owner.key)
        return names.classes.get(name) != "response", names.added, any(_misfits(endpoint, owner))

    return min(owners, key=order)


def shared_row_problems(
    endpoint: EndpointSpec, venue: VenueSpec, known: PublicNames = NOTHING_KNOWN
) -> Iterator[Problem]:
    """Yield the problems that keep an endpoint from sharing the row class that its spec names."""
    if "." not in (endpoint.row or ""):
        return
    owner = owner_of_row(endpoint, venue, known)
    if owner is None or owner.gone_since is not None:
        yield _problem(endpoint, f"no endpoint has the row {endpoint.row}; write row: with a name of its own")
        return
    if _positional(owner) != _positional(endpoint):
        yield _problem(endpoint, f"{owner.id} answers {owner.shape}, this endpoint {endpoint.shape}")
        return
    if misfits := [*_misfits(endpoint, owner)]:
        yield _problem(endpoint, f"not {endpoint.row}: {'; '.join(misfits)}; write row: with a name of its own")


def _misfits(endpoint: EndpointSpec, owner: EndpointSpec) -> Iterator[str]:
    return _differences(endpoint.response, owner.response, "", owner, ordered=_positional(owner))


def _problem(endpoint: EndpointSpec, message: str) -> Problem:
    return Problem(check=_CHECK, place=endpoint.place, message=message)


def _positional(endpoint: EndpointSpec) -> bool:
    return endpoint.shape in ("arrays", "array")


def _differences(
    own: Iterable[Field], owned: Iterable[Field], where: str, owner: EndpointSpec, *, ordered: bool = False
) -> Iterator[str]:
    here, there = {row.name: row for row in own}, {row.name: row for row in owned}
    if alone := [f"{where}{name}" for name in here if name not in there]:
        yield f"{owner.id} has no {', '.join(alone)}"
    if lacking := [f"{where}{name}" for name in there if name not in here]:
        yield f"only {owner.id} has {', '.join(lacking)}"
    if ordered and list(here) != list(there):
        yield f"{owner.id} has the columns in another order"
    for name in (shared for shared in here if shared in there):
        mine, its = here[name], there[name]
        guessed = mine.inferred or its.inferred
        if (mine.json, mine.item) != (its.json, its.item) or (mine.kind != its.kind and not guessed):
            yield f"{where}{name} is {mine.kind} here and {its.kind} in {owner.id}"
        yield from _differences(mine.fields, its.fields, f"{where}{name}.", owner)
