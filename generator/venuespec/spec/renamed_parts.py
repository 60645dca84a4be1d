"""Take what ``sdk:`` names by the older name of a row as said of the row: ids, paging, questions, limits, the sandbox.

Rules, notes and fields are in ``renamed_rows`` and ``rules``; a warning asks for the present name here as there.
"""

from collections.abc import Callable, Iterable, Mapping

from attrs import evolve

from ..runtime.endpoint import Paging, RateLimit
from .model import EndpointSpec, Field, walk
from .orders import AskSpec, ReconcileSpec, Stateful
from .problem import Problem
from .renamed_rows import RenamedRows, renamed_message

_Rename = Callable[[str], str]


def with_present_names(endpoint: EndpointSpec, renamed: RenamedRows) -> EndpointSpec:
    """Return an endpoint whose sections have the present names of its rows; ``renamed`` is told of each older one."""

    def renaming(section: str, rows: Iterable[Field], present: Callable[[str, Iterable[Field]], str]) -> _Rename:
        def rename(name: str) -> str:
            now = present(name, rows)
            if now != name:
                renamed.report(("sdk", section), renamed_message(name, now))
            return now

        return rename

    def parameter(section: str) -> _Rename:
        return renaming(section, endpoint.request, present_name)

    sandbox, verdict, pages = endpoint.sandbox, endpoint.verdict, endpoint.pages
    answered = renaming("verdict", endpoint.response, _by_path)
    return evolve(
        endpoint,
        dedup_key=_each(endpoint.dedup_key, parameter("dedup_key")),
        rate_limits=tuple(_limit(limit, parameter("rate_limits")) for limit in endpoint.rate_limits),
        pages=pages
        and _pages(
            pages,
            renaming("pages", endpoint.request, _by_path),
            renaming("pages", endpoint.response, _by_path),
        ),
        reconcile=endpoint.reconcile and _reconcile(endpoint.reconcile, parameter("reconcile")),
        verdict=verdict
        and evolve(verdict, code=_each(verdict.code, answered), message=_each(verdict.message, answered)),
        sandbox=sandbox and _sandbox(sandbox, parameter("sandbox")),
    )


def with_present_questions(endpoint: EndpointSpec, by_id: Mapping[str, EndpointSpec]) -> EndpointSpec:
    """Return an endpoint whose questions have the present names of the rows of the endpoints that they ask."""
    reconcile = endpoint.reconcile
    if reconcile is None:
        return endpoint
    told: list[Problem] = []

    def present(name: str, rows: Iterable[Field]) -> str:
        now = present_name(name, rows)
        if now != name:
            message = renamed_message(name, now)
            told.append(Problem(check="renamed-row", place=endpoint.place, message=message, severity="warning"))
        return now

    asks: list[AskSpec] = []
    common: dict[str, str] = {}
    for ask in reconcile.ask:
        asked = by_id.get(ask.endpoint)
        if asked is None:
            asks.append(ask)
            continue
        request, response = asked.request, asked.response
        created = ask.created or reconcile.created
        states = (*reconcile.refused, *reconcile.undecided)
        common |= {name: now for name in states if (now := present(name, response)) != name}
        keys = [name for name, source in ask.params.items() if source == endpoint.dedup_key]
        # A question without ``match`` finds the row by the parameters' names, which the answer's field may keep.
        match = ask.match or {name: ask.params[name] for name in keys if present(name, request) != name}
        asks.append(
            evolve(
                ask,
                params={present(name, request): source for name, source in ask.params.items()},
                given={present(name, request): value for name, value in ask.given.items()},
                match={present(name, response): source for name, source in match.items()},
                created=present(created, response) if created else None,
                rows=present(ask.rows, response) if ask.rows is not None else None,
            )
        )
    if not told:
        return endpoint
    refused = {common.get(name, name): values for name, values in reconcile.refused.items()}
    undecided = {common.get(name, name): values for name, values in reconcile.undecided.items()}
    return evolve(
        endpoint,
        reconcile=evolve(reconcile, ask=tuple(asks), refused=refused, undecided=undecided),
        renames=(*endpoint.renames, *dict.fromkeys(told)),
    )


def present_name(name: str, rows: Iterable[Field]) -> str:
    """Return the present name of a row at any depth; the name itself where a row has it, or none had."""
    found = [row for _, row in walk(tuple(rows))]
    if any(row.name == name for row in found):
        return name
    return next((row.name for row in found if row.alias is not None and row.alias.was == name), name)


def _by_path(path: str, rows: Iterable[Field]) -> str:
    """Return the present path of a row; the path itself where a part of it is not a row."""
    found: list[str] = []
    for name in path.split("."):
        level = tuple(rows)
        row = next((row for row in level if row.name == name), None) or next(
            (row for row in level if row.alias is not None and row.alias.was == name), None
        )
        if row is None:
            return path
        found.append(row.name)
        rows = row.fields
    return ".".join(found)


def _each(name: str | None, rename: _Rename) -> str | None:
    return None if name is None else rename(name)


def _limit(limit: RateLimit, rename: _Rename) -> RateLimit:
    key = tuple(map(rename, limit.key))
    return limit if key == limit.key else evolve(limit, key=key)


def _pages(pages: Paging, sent: _Rename, answered: _Rename) -> Paging:
    field = ".".join(map(str, pages.field))
    present = answered(field) if field else ""
    return evolve(
        pages,
        cursor=_each(pages.cursor, sent),
        number=_each(pages.number, sent),
        size=_each(pages.size, sent),
        begin=_each(pages.begin, sent),
        token=_each(pages.token, answered),
        rows=_each(pages.rows, answered),
        field=pages.field if present == field else tuple(present.split(".")),
        keep=None if pages.keep is None else (sent(pages.keep[0]), answered(pages.keep[1])),
    )


def _reconcile(reconcile: ReconcileSpec, rename: _Rename) -> ReconcileSpec:
    """The parameters of the write that supply those of a question."""

    def renamed(names: Mapping[str, str]) -> dict[str, str]:
        return {asked: rename(name) for asked, name in names.items()}

    return evolve(
        reconcile,
        items=_each(reconcile.items, rename),
        ask=tuple(evolve(ask, params=renamed(ask.params), match=renamed(ask.match)) for ask in reconcile.ask),
    )


def _sandbox(state: Stateful, rename: _Rename) -> Stateful:
    return evolve(
        state,
        items=_each(state.items, rename),
        changes={rename(name): column for name, column in state.changes.items()},
        key=tuple(map(rename, state.key)),
        context={variable: rename(name) for variable, name in state.context.items()},
    )
