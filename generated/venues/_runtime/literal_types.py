"""The types of documented values, made when a program asks for one: most programs use a few of hundreds."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from .renamed import outdated


def literal_types(
    module: dict[str, Any], values: Mapping[str, tuple[str, ...]], older: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the ``__getattr__`` and ``__dir__`` of a module that has a ``Literal`` for each name.

    ``older`` has the present names of types by former ones; each use of a former name is a warning.
    """

    def find(name: str) -> Any:
        if name in older:
            outdated(f"{name} is called {older[name]} now")
            name = older[name]
        if name in values:
            module[name] = Literal[values[name]]
        if name not in module:
            raise AttributeError(f"module {module['__name__']!r} has no attribute {name!r}")
        return module[name]

    return find, lambda: sorted({*module, *values})
