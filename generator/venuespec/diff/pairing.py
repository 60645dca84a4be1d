"""Match endpoints that two states have under different paths or methods."""

from collections.abc import Callable

from ..spec.model import EndpointSpec, Field

_LEAST_ALIKE = 4
_ALIKE = 0.6


def moved_endpoints(removed: list[EndpointSpec], added: list[EndpointSpec]) -> list[tuple[EndpointSpec, EndpointSpec]]:
    """Pair endpoints that moved to another path or method (unambiguous matches only).

    They have the same name in the SDK, title, path or last part of the path, and much the same parameters.
    """
    pairs: list[tuple[EndpointSpec, EndpointSpec]] = []
    for sign in (_id, _title, _path, _last_part):
        before, after = _grouped(sign, removed), _grouped(sign, added)
        for key in before.keys() & after.keys():
            if len(before[key]) != 1 or len(after[key]) != 1:
                continue
            [old], [new] = before[key], after[key]
            if _same_tables(old, new) if sign is _last_part else _much_the_same(old, new):
                pairs.append((old, new))
                removed = [endpoint for endpoint in removed if endpoint is not old]
                added = [endpoint for endpoint in added if endpoint is not new]
    return sorted(pairs, key=lambda pair: pair[1].key)


def _grouped(sign: Callable[[EndpointSpec], str], endpoints: list[EndpointSpec]) -> dict[str, list[EndpointSpec]]:
    groups: dict[str, list[EndpointSpec]] = {}
    for endpoint in endpoints:
        groups.setdefault(sign(endpoint), []).append(endpoint)
    return groups


def _id(endpoint: EndpointSpec) -> str:
    return endpoint.id


def _title(endpoint: EndpointSpec) -> str:
    return f"{endpoint.section}/{endpoint.title}".casefold()


def _path(endpoint: EndpointSpec) -> str:
    return endpoint.path


def _last_part(endpoint: EndpointSpec) -> str:
    return f"{endpoint.method} {endpoint.path.rpartition('/')[2]}"


def _same_tables(old: EndpointSpec, new: EndpointSpec) -> bool:
    """Tell whether both tables have the same names, and enough of them not to be so by chance."""
    names = [(_names(endpoint.request), _names(endpoint.response)) for endpoint in (old, new)]
    return names[0] == names[1] and len(names[0][0]) + len(names[0][1]) >= _LEAST_ALIKE


def _much_the_same(old: EndpointSpec, new: EndpointSpec) -> bool:
    before, after = _names(old.request), _names(new.request)
    return len(before & after) >= _ALIKE * len(before | after)


def _names(rows: tuple[Field, ...]) -> set[str]:
    return {row.name for row in rows}
