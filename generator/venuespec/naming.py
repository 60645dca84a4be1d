"""Convert names from their spelling on the wire to Python's."""

import keyword
import re
from collections.abc import Collection, Mapping
from inspect import get_annotations, isfunction

from .runtime import values
from .runtime.request import BatchRequest
from .runtime.rows import Row

_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHER = re.compile(r"[^0-9A-Za-z]+")

_NOTHING: Mapping[str, str | None] = {}


def _names_of(cls: type) -> set[str]:
    """Return the names of a class's attributes and annotations, inherited ones included."""
    return set(dir(cls)).union(*(get_annotations(base) for base in cls.__mro__))


_CONVERTERS = frozenset(
    name for name, value in vars(values).items() if isfunction(value) and value.__module__ == values.__name__
)
_TAKEN = (
    # Attributes of every request and row, inherited or from the template.
    frozenset(name for base in (Row, BatchRequest) for name in _names_of(base) if not name.startswith("_"))
    | {"rules", "failed"}
    # Names that the body of a generated class reads.
    | _CONVERTERS
    | {"field", "param", "wire", "datetime", "list", "tuple", "dict", "str", "int", "bool", "classmethod"}
    # Names in the body of a method, and l, which looks like the digit 1.
    | {"self", "request", "l"}
)


def snake(wire: str) -> str:
    """Convert ``instId`` to ``inst_id``; a keyword gets a trailing underscore, a digit a leading ``n``."""
    name = _OTHER.sub("_", _BOUNDARY.sub("_", wire)).strip("_").lower() or "field"
    if name[0].isdigit():
        name = f"n{name}"
    return f"{name}_" if keyword.iskeyword(name) or name in _TAKEN else name


def snakes(
    wires: list[str], taken: Collection[str] = (), locked: Mapping[str, str | None] = _NOTHING
) -> dict[str, str]:
    """Return {wire name: Python name}; the Python names are unique and none of them is ``taken``.

    A wire name that is ``locked`` keeps its name, None standing for the one in snake case, and no other gets it.
    """
    kept = {wire: snake(wire) if name is None else name for wire, name in locked.items()}
    names = {wire: name for wire, name in kept.items() if wire in wires and name not in taken}
    used = {*kept.values(), *taken}
    for wire in wires:
        if wire not in names:
            name = snake(wire)
            while name in used:
                name = f"{name}_"
            used.add(name)
            names[wire] = name
    return {wire: names[wire] for wire in wires}


def pascal(name: str) -> str:
    """Convert ``set_leverage`` or ``attachAlgoOrds`` to a class name."""
    result = "".join(part[:1].upper() + part[1:] for part in _OTHER.sub("_", _BOUNDARY.sub("_", name)).split("_"))
    result = result or "Field"
    if keyword.iskeyword(result):  # None, True and False
        result = f"{result}Value"
    return f"N{result}" if result[0].isdigit() else result


def singular(name: str) -> str:
    """Return the class name of one item of a list: ``AttachAlgoOrd`` for ``AttachAlgoOrds``."""
    if name.endswith("ies") and len(name) > 4:
        return f"{name[:-3]}y"
    if name.endswith(("sses", "xes", "ches", "shes")):
        return name[:-2]
    return (
        name[:-1] if name.endswith("s") and not name.endswith(("ss", "us", "is", "Params")) and len(name) > 3 else name
    )


def constant(name: str) -> str:
    """Convert ``ccy_means_cross`` to ``CCY_MEANS_CROSS``."""
    return name.upper()
