"""Row classes that several modules of an SDK share: one has the class, the others import it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol, TypeVar, cast

from attrs import evolve

from ..rules.queries import reads, speaks_of
from ..rules.to_english import says
from ..spec.model import Endpoint, Venue
from ..spec.problem import SpecError
from ..spec.shared_rows import owner_of_row, shared_row_problems
from .sentences import field_says

# Fewer rules are repeated: to import another endpoint's module for them would cost more than it saves.
_MANY_RULES = 3


class Shareable(Protocol):
    """What is asked of a planned module: its endpoint, and the classes of its answer's rows."""

    @property
    def endpoint(self) -> Endpoint: ...
    @property
    def row(self) -> Any: ...
    @property
    def rows(self) -> tuple[Any, ...]: ...
    @property
    def record(self) -> str | None: ...
    @property
    def result(self) -> str: ...
    @property
    def imported(self) -> Mapping[str, str]: ...


M = TypeVar("M", bound=Shareable)


def in_order(endpoints: Iterable[Endpoint], venue: Venue) -> list[Endpoint]:
    """Endpoints whose rows others share first, so that modules import only from those before them."""
    owners = {owner.id for each in endpoints if (owner := owner_of_row(each, venue))}
    return sorted(endpoints, key=lambda each: each.id not in owners)


def share(modules: Iterable[M], venue: Venue) -> list[M]:
    """Give each shared row class to the first module that has it.

    Shared is what the spec says, and inside of rows what has the same name, group and columns. Raises ``SpecError``
    for an endpoint whose rows are not those that its spec names.
    """
    known: dict[str, M] = {}
    first: dict[tuple[Any, ...], str] = {}
    rules: dict[tuple[Any, ...], str] = {}
    for module in modules:
        endpoint = module.endpoint
        if problems := list(shared_row_problems(endpoint, venue)):
            raise SpecError(problems)
        owner = owner_of_row(endpoint, venue)
        if owner is not None:
            module = _with_row_of(module, known[owner.id])
        else:
            homes = {row.name: first.setdefault((endpoint.group, key), endpoint.id) for row, key in _keys(module)}
            module = _changed(module, imported={name: home for name, home in homes.items() if home != endpoint.id})
        known[endpoint.id] = _changed(module, imported_rules=_rules(endpoint, rules))
    return [_titled(each, [user for user in known.values() if user.row is each.row]) for each in known.values()]


def _rules(endpoint: Endpoint, first: dict[tuple[Any, ...], str]) -> dict[str, str]:
    """The rules that an earlier endpoint of the group has as well, word for word, where they are more than a few."""
    keys = {
        rule.id: (endpoint.group, rule.id, says(rule), rule.because, rule.level, speaks_of(rule), reads(rule))
        for rule in endpoint.rules
    }
    homes = {name: first.setdefault(key, endpoint.id) for name, key in keys.items()}
    counted = Counter(homes.values())
    return {name: home for name, home in homes.items() if home != endpoint.id and counted[home] >= _MANY_RULES}


def _changed(module: M, **changes: Any) -> M:
    changed: M = evolve(cast(Any, module), **changes)
    return changed


def _titled(module: M, users: list[M]) -> M:
    """A module whose rows say of which endpoints' answers they are."""
    if module.row is None or module.row.name in module.imported or len(users) == 1:
        return module
    names = sorted(each.endpoint.id for each in users)
    row = evolve(module.row, title=f"One row of the answers to {', '.join(names[:-1])} and {names[-1]}.")
    return _changed(module, row=row, rows=tuple(row if each is module.row else each for each in module.rows))


def _keys(module: Shareable) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """The classes inside of a module's rows, each with all that makes it the same as another."""
    known: dict[str, tuple[Any, ...]] = {}
    for row in module.rows:
        columns = tuple(
            (
                (each.name, each.field.name, each.annotation, each.codec, each.reader, each.position),
                known.get(each.items or "", each.items),
                field_says(each.field, answer=True),
            )
            for each in row.columns
        )
        known[row.name] = (row.name, row.title, row.positional, row.verdict, columns)
        if row is not module.row:
            yield row, known[row.name]


def _with_row_of(module: M, owner: M) -> M:
    """A module that takes another one's rows for its own."""
    old, new = module.row.name, owner.row.name
    record = module.record if module.record in (None, old) else _inside(owner, module)
    return _changed(
        module,
        row=owner.row,
        rows=owner.rows,
        imported={row.name: owner.imported.get(row.name, owner.endpoint.id) for row in owner.rows},
        result=module.result.replace(old, new),
        record=new if record == old else record,
    )


def _inside(owner: Shareable, module: Shareable) -> str | None:
    """The class of the records inside of a shared row."""
    pages = module.endpoint.pages
    return next((each.items for each in owner.row.columns if pages and each.field.name == pages.rows), None)
