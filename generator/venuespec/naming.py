"""Names: from the wire's spelling to Python's."""

import keyword
import re

_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHER = re.compile(r"[^0-9A-Za-z]+")
# Names that every request and row has already, and names that the body of a generated class must be able to read.
_TAKEN = frozenset(
    {
        "raw",
        "extra",
        "rules",
        "endpoint",
        "violations",
        "broken",
        "undecided",
        "decode",
        "payload",
        "self",
        "to_wire",
        "from_wire",
    }
    | {"l", "field", "param", "wire", "datetime", "list", "tuple", "dict", "str", "int", "bool", "classmethod"}
    | {"request"}  # in the body of a method
    | {"number", "unix_milliseconds", "unix_seconds", "flag", "flag_text", "whole", "joined", "listed"}
)


def snake(wire: str) -> str:
    """``instId`` to ``inst_id``; Python's own words get a trailing underscore, digits a leading ``n``."""
    name = _OTHER.sub("_", _BOUNDARY.sub("_", wire)).strip("_").lower() or "field"
    if name[0].isdigit():
        name = f"n{name}"
    return f"{name}_" if keyword.iskeyword(name) or name in _TAKEN else name


def snakes(wires: list[str]) -> dict[str, str]:
    """The Python names of several wire names, no two the same."""
    names: dict[str, str] = {}
    for wire in wires:
        name = snake(wire)
        while name in names.values():
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
