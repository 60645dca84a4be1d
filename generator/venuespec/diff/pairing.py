"""Match endpoints that two states have under different paths or methods."""

from collections.abc import Callable

from ..spec.model import Endpoint, Field

_LEAST_ALIKE = 4
_ALIKE = 0.6


def moved_endpoints(removed: list[Endpoint], added: list[Endpoint]) -> list[tuple[Endpoint, Endpoint]]:
    """Pair endpoints that moved to another path or method (unambiguous matches only).

    They have the same name in the SDK, title, path or last part of the path, and much the same parameters.
    """
    pairs: list[tuple[Endpoint, Endpoint]] = []
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


def _grouped(sign: Callable[[Endpoint], str], endpoints: list[Endpoint]) -> dict[str, list[Endpoint]]:
    groups: dict[str, list[Endpoint]] = {}
    for endpoint in endpoints:
        groups.setdefault(sign(endpoint), []).append(endpoint)
    return groups


def _id(endpoint: Endpoint) -> str:
    return endpoint.id


def _title(endpoint: Endpoint) -> str:
    return f"{endpoint.section}/{endpoint.title}".casefold()


def _path(endpoint: Endpoint) -> str:
    return endpoint.path


def _last_part(endpoint: Endpoint) -> str:
    return f"{endpoint.method} {endpoint.path.rpartition('/')[2]}"


def _same_tables(old: Endpoint, new: Endpoint) -> bool:
    """Tell whether both tables have the same names, and enough of them not to be so by chance."""
    names = [(_names(endpoint.request), _names(endpoint.response)) for endpoint in (old, new)]
    return names[0] == names[1] and len(names[0][0]) + len(names[0][1]) >= _LEAST_ALIKE


def _much_the_same(old: Endpoint, new: Endpoint) -> bool:
    before, after = _names(old.request), _names(new.request)
    return len(before & after) >= _ALIKE * len(before | after)


def _names(rows: tuple[Field, ...]) -> set[str]:
    return {row.name for row in rows}
