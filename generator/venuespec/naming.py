"""Names: from the wire's spelling to Python's."""

import keyword
import re
from collections.abc import Collection
from inspect import get_annotations, isfunction

from .runtime import values
from .runtime.request import BatchRequest
from .runtime.rows import Row

_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHER = re.compile(r"[^0-9A-Za-z]+")


def _names_of(cls: type) -> set[str]:
    """What a class has, or promises to have, by name."""
    return set(dir(cls)).union(*(get_annotations(each) for each in cls.__mro__))


_CONVERTERS = frozenset(
    name for name, value in vars(values).items() if isfunction(value) and value.__module__ == values.__name__
)
_TAKEN = (
    # What every request and row has already, or gets from its template.
    frozenset(name for base in (Row, BatchRequest) for name in _names_of(base) if not name.startswith("_"))
    | {"rules", "failed"}
    # What the body of a generated class must be able to read.
    | _CONVERTERS
    | {"field", "param", "wire", "datetime", "list", "tuple", "dict", "str", "int", "bool", "classmethod"}
    # What a method's body has, and what nobody can tell from a digit.
    | {"self", "request", "l"}
)


def snake(wire: str) -> str:
    """``instId`` to ``inst_id``; Python's own words get a trailing underscore, digits a leading ``n``."""
    name = _OTHER.sub("_", _BOUNDARY.sub("_", wire)).strip("_").lower() or "field"
    if name[0].isdigit():
        name = f"n{name}"
    return f"{name}_" if keyword.iskeyword(name) or name in _TAKEN else name


def snakes(wires: list[str], taken: Collection[str] = ()) -> dict[str, str]:
    """The Python names of several wire names, no two the same, and none of those that are taken."""
    names: dict[str, str] = {}
    for wire in wires:
        name = snake(wire)
        while name in names.values() or name in taken:
            name = f"{name}_"
        names[wire] = name
    return names


def pascal(name: str) -> str:
    """``set_leverage`` or ``attachAlgoOrds`` to a class name."""
    result = "".join(part[:1].upper() + part[1:] for part in _OTHER.sub("_", _BOUNDARY.sub("_", name)).split("_"))
    result = result or "Field"
    return f"N{result}" if result[0].isdigit() else result


def singular(name: str) -> str:
    """The class name of one item of a list: ``AttachAlgoOrds`` to ``AttachAlgoOrd``."""
    if name.endswith("ies") and len(name) > 4:
        return f"{name[:-3]}y"
    if name.endswith(("sses", "xes", "ches", "shes")):
        return name[:-2]
    return (
        name[:-1] if name.endswith("s") and not name.endswith(("ss", "us", "is", "Params")) and len(name) > 3 else name
    )


def constant(name: str) -> str:
    """``ccy_means_cross`` to ``CCY_MEANS_CROSS``."""
    return name.upper()
