"""Writes that are answered with exactly one row in a list: the result of such a call is the row itself."""

import re
from collections.abc import Iterable
from typing import Any

from attrs import evolve

from ..naming import singular
from ..runtime.json_types import is_array, is_object
from ..spec.model import EndpointSpec, Field, VenueSpec
from .planned import Module, RowClass
from .proof import exchanges

_MANY = re.compile(r"(?<![a-z])(?:all|batch|mass|multiple|several)(?![a-z])", re.IGNORECASE)


def has_one_row(endpoint: EndpointSpec, venue: VenueSpec) -> bool:
    """Tell whether every answer to a write has exactly one row in its list.

    All documented answers must show just one. No parameter may list things that get a row each: ``debtCcy`` of the
    request is a list, and ``debtCcy`` of a row is one of them. Nor may the call be about all that there is, with the id
    of each. The endpoint's file can overrule what the page shows.
    """
    if endpoint.shape != "objects" or endpoint.batch or not endpoint.response or endpoint.pages is not None:
        return False
    if endpoint.one_row is not None:
        return endpoint.one_row
    shown = exchanges(endpoint, venue) if endpoint.write else []
    if not shown or not all(is_array(data) and len(data) == 1 and is_object(data[0]) for _, data in shown):
        return False
    sent = {row.name for row in endpoint.request}
    if _concerns_all(endpoint) and any(row.kind == "id" and row.name not in sent for row in endpoint.response):
        return False
    lists = [row for row in endpoint.request if row.json == "array" or row.separator is not None]
    return not any(_has_row_each(row, endpoint.response) and not _taken_together(row, shown) for row in lists)


def _concerns_all(endpoint: EndpointSpec) -> bool:
    """Tell whether a call names nothing that it is about, or says that it is about many."""
    return not endpoint.request or _MANY.search(f"{endpoint.name} {endpoint.path} {endpoint.title}") is not None


def _has_row_each(parameter: Field, response: Iterable[Field]) -> bool:
    """Tell whether a row of the answer speaks of one item of a list in the request."""
    names = {parameter.name, singular(parameter.name), *(row.name for row in parameter.fields)}
    return any(row.name in names and row.json != "array" and row.separator is None for row in response)


def _taken_together(parameter: Field, shown: Iterable[tuple[Any, Any]]) -> bool:
    """Tell whether an example sends several items in a list and is answered with one row."""
    for request, _ in shown:
        sent = request.get(parameter.name) if is_object(request) else None
        if isinstance(sent, str) and parameter.separator is not None:
            sent = sent.split(parameter.separator)
        if is_array(sent) and len(sent) > 1:
            return True
    return False


def with_only_rows(modules: Iterable[Module]) -> list[Module]:
    """Return the modules; the classes whose answers have just one row are marked."""
    planned = list(modules)
    answers = [(_home(module.row, module), module.one_row) for module in planned if module.row is not None]
    only, listed = ({home for home, one_row in answers if one_row is wanted} for wanted in (True, False))

    def marked(module: Module) -> Module:
        homes = [_home(row, module) for row in module.rows]
        rows = tuple(
            evolve(row, only=True, alone=home not in listed) if home in only else row
            for row, home in zip(module.rows, homes, strict=True)
        )
        own = next((row for row in rows if module.row is not None and row.name == module.row.name), None)
        return evolve(module, rows=rows, row=own)

    return [marked(module) for module in planned]


def _home(row: RowClass, module: Module) -> tuple[str, str]:
    """Return the endpoint whose module defines a row class, and the name of the class."""
    return module.imported.get(row.name, module.endpoint.id), str(row.name)
