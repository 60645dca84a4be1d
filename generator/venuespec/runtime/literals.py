"""The ``Literal`` types of a venue, each made when it is first asked for: hundreds of them take milliseconds."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from .renamed import outdated


def made_when_asked(
    module: dict[str, Any], values: Mapping[str, tuple[str, ...]], older: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], Iterable[str]]]:
    """Return the ``__getattr__`` and ``__dir__`` of a module whose types have these values.

    A type's older name still means it, with a warning for each use.
    """

    def find(name: str) -> Any:
        if name in values:
            module[name] = Literal[values[name]]
        elif name in older:
            outdated(f"{name} is called {older[name]} now")
            return module[older[name]] if older[name] in module else find(older[name])
        else:
            raise AttributeError(f"module {module['__name__']!r} has no attribute {name!r}")
        return module[name]

    return find, lambda: [*module, *(name for name in values if name not in module)]
