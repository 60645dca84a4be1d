"""Row classes that several modules of an SDK share: one defines the class, the others import it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import evolve

from ..python_text import PyName
from ..rules.queries import reads, speaks_of
from ..rules.to_english import says
from ..spec.model import EndpointSpec, VenueSpec
from ..spec.names import PublicNames
from ..spec.problem import SpecError
from ..spec.shared_rows import owner_of_row, shared_row_problems
from .planned import Module, RowClass, result_form
from .sentences import field_says

# Fewer rules are repeated: to import another endpoint's module for them would cost more than it saves.
_MANY_RULES = 3


def in_order(endpoints: Iterable[EndpointSpec], venue: VenueSpec, known: PublicNames) -> list[EndpointSpec]:
    """Sort endpoints so that modules import row classes only from those before them.

    Endpoints that were added earlier come first, and keep the classes that they define.
    """
    owners = {owner.id for endpoint in endpoints if (owner := owner_of_row(endpoint, venue, known))}

    def place(endpoint: EndpointSpec) -> tuple[bool, int]:
        names = known.endpoints.get(endpoint.key)
        return endpoint.id not in owners, known.next if names is None else names.added

    return sorted(endpoints, key=place)


def share(modules: Iterable[Module], venue: VenueSpec, names: PublicNames) -> list[Module]:
    """Give each shared row class to the first module that has it.

    A class is shared if the spec says so or, for an inner class, if name, group and columns are equal; a class stays in
    the module that defined it before. Raises ``SpecError`` for an endpoint whose rows are not those that its spec
    names.
    """
    known: dict[str, Module] = {}
    first: dict[tuple[Any, ...], str] = {}
    rules: dict[tuple[Any, ...], str] = {}
    for module in modules:
        endpoint = module.endpoint
        if problems := list(shared_row_problems(endpoint, venue, names)):
            raise SpecError(problems)
        owner = owner_of_row(endpoint, venue, names)
        if owner is not None:
            module = _with_row_of(module, known[owner.id])
        else:
            homes = {row.name: first.setdefault((endpoint.group, key), endpoint.id) for row, key in _keys(module)}
            imported = {name: home for name, home in homes.items() if home != endpoint.id}
            module = evolve(
                module, imported={name: imported[name] for name in imported if name not in module.known.classes}
            )
        known[endpoint.id] = evolve(module, imported_rules=_rules(endpoint, rules))
    return [
        _titled(planned, [user for user in known.values() if user.row is planned.row]) for planned in known.values()
    ]


def _rules(endpoint: EndpointSpec, first: dict[tuple[Any, ...], str]) -> dict[str, str]:
    """Return the rules that an earlier endpoint of the group has word for word, if they are many."""
    keys = {
        rule.id: (endpoint.group, rule.id, says(rule), rule.because, rule.level, speaks_of(rule), reads(rule))
        for rule in endpoint.rules
    }
    homes = {name: first.setdefault(key, endpoint.id) for name, key in keys.items()}
    counted = Counter(homes.values())
    return {name: home for name, home in homes.items() if home != endpoint.id and counted[home] >= _MANY_RULES}


def _titled(module: Module, users: list[Module]) -> Module:
    """Return the module with a row title that names the endpoints whose answers have it."""
    if module.row is None or module.row.name in module.imported or len(users) == 1:
        return module
    names = sorted(user.endpoint.id for user in users)
    further = names[1] if len(names) == 2 else f"{len(names) - 1} further endpoints"
    row = evolve(module.row, title=f"One row of the responses to {names[0]} and {further}.")
    return evolve(module, row=row, rows=tuple(row if own is module.row else own for own in module.rows))


def _keys(module: Module) -> Iterator[tuple[RowClass, tuple[Any, ...]]]:
    """Yield the inner row classes of a module, each with everything that makes it equal to another."""
    known: dict[str, tuple[Any, ...]] = {}
    for row in module.rows:
        columns = tuple(
            (
                (column.name, column.field.name, column.annotation, column.codec, column.reader, column.position),
                known.get(column.items or "", column.items),
                field_says(column.field, answer=True),
            )
            for column in row.columns
        )
        known[row.name] = (row.name, row.title, row.positional, row.verdict, columns)
        if row is not module.row:
            yield row, known[row.name]


def _with_row_of(module: Module, owner: Module) -> Module:
    """Return the module with another one's rows in place of its own."""
    assert module.row is not None
    assert owner.row is not None
    old, new = module.row.name, owner.row.name
    record = module.record if module.record in (None, old) else _inside(owner, module)
    return evolve(
        module,
        row=owner.row,
        rows=owner.rows,
        imported={row.name: owner.imported.get(row.name, owner.endpoint.id) for row in owner.rows},
        result=result_form(module.endpoint.shape, new, one_row=module.one_row),
        record=new if record == old else record,
    )


def _inside(owner: Module, module: Module) -> PyName | None:
    """Return the class of the records inside a shared row."""
    assert owner.row is not None
    pages = module.endpoint.pages
    return next((column.items for column in owner.row.columns if pages and column.field.name == pages.rows), None)
