"""Read from a call's source which parameters it sends, and which values where they are written out."""

import ast
from collections.abc import Iterable, Mapping

from attrs import Factory, evolve, frozen

from .code_names import Naming
from .known_calls import EndpointKeys

Writings = frozenset[str]

# Keywords of methods that are of the call itself, not of the request.
_OPTIONS = frozenset({"timeout"})


@frozen(kw_only=True)
class Sent:
    """The rows of the request that a call sends, by their names on the wire.

    The value of each is the set of texts that it can be, None where that is not written out. A call that ``is_open``
    may send others as well.
    """

    rows: Mapping[str, Writings | None] = Factory(dict[str, Writings | None])
    is_open: bool = True

    def opened(self) -> "Sent":
        """Return the same, with the chance that other rows are sent."""
        return evolve(self, is_open=True)

    def __hash__(self) -> int:
        return hash((frozenset(self.rows), self.is_open))


ANYTHING = Sent()


def of_keywords(
    positional: Iterable[ast.expr],
    keywords: Iterable[ast.keyword],
    keys: EndpointKeys,
    naming: Naming,
    *,
    is_inner: bool,
) -> Sent:
    """Read the keyword arguments of a method or class; a class ``is_inner`` when it is of an object in a request."""
    given: list[tuple[str, ast.expr]] = []
    is_open = bool(list(positional))
    for keyword in keywords:
        if keyword.arg is not None:
            given.append((keyword.arg, keyword.value))
        elif (pairs := _pairs(keyword.value)) is not None:
            given += pairs
        else:
            is_open = True
    return _sent(given, keys, naming, is_open=is_open, is_inner=is_inner)


def of_dict(node: ast.expr | None, keys: EndpointKeys, naming: Naming) -> Sent:
    """Read a dict of parameters; without one nothing is sent."""
    if node is None:
        return Sent(is_open=False)
    pairs = _pairs(node)
    return ANYTHING if pairs is None else _sent(pairs, keys, naming, is_open=False, sends_none=True)


def _pairs(node: ast.expr) -> list[tuple[str, ast.expr]] | None:
    """Return the items of a dict whose names are all written out."""
    if not isinstance(node, ast.Dict):
        return None
    found: list[tuple[str, ast.expr]] = []
    for name, value in zip(node.keys, node.values, strict=True):
        if not isinstance(name, ast.Constant) or not isinstance(name.value, str):
            return None
        found.append((name.value, value))
    return found


def _sent(
    given: Iterable[tuple[str, ast.expr]],
    keys: EndpointKeys,
    naming: Naming,
    *,
    is_open: bool,
    sends_none: bool = False,
    is_inner: bool = False,
) -> Sent:
    rows: dict[str, Writings | None] = {}
    for name, value in given:
        paths = frozenset[str]().union(*(naming.known.sends.get(key, {}).get(name, frozenset()) for key in keys))
        if not is_inner:
            paths = frozenset(path for path in paths if "." not in path)
        if not paths:
            is_open = is_open or name not in _OPTIONS
            continue
        texts = _literals(value, naming)
        for top in {path.partition(".")[0] for path in paths}:
            # An object counts as sent when one of its rows is; which values are in it is not followed.
            exact = texts if top in paths else None
            if exact == frozenset():
                if not sends_none:
                    continue
                exact = None
            known = rows.get(top, frozenset())
            rows[top] = None if exact is None or known is None else known | exact
    return Sent(rows=rows, is_open=is_open)


def _literals(node: ast.expr, naming: Naming) -> Writings | None:
    """Return the texts that an expression can be on the wire: none of them for None, which is not sent."""
    if isinstance(node, ast.Constant):
        if node.value is None:
            return frozenset()
        plain = isinstance(node.value, str) or type(node.value) is int
        return frozenset({str(node.value)}) if plain else None
    if isinstance(node, ast.IfExp):
        return _either(_literals(node.body, naming), _literals(node.orelse, naming))
    if isinstance(node, ast.Name):
        values = naming.names.literals.get(node.id, [])
        return _literals(values[0], naming) if len(values) == 1 and isinstance(values[0], ast.Constant) else None
    return None


def _either(one: Writings | None, other: Writings | None) -> Writings | None:
    return None if one is None or other is None else one | other
