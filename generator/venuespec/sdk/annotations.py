"""Name the classes of a group's endpoints in its annotations, where two endpoints may share a class name.

Users see annotations, so a new endpoint must not change existing ones.
"""

from collections import Counter
from collections.abc import Mapping

from ..python_text import PyName
from .layout import origin_of
from .planned import GroupPlan, Module

AnnotationNames = Mapping[tuple[str, str], PyName]
"""The annotation name of each class, by its endpoint's id and its own name."""


def annotated(group: GroupPlan) -> AnnotationNames:
    """Return the name that a group's annotations use for each class that they mention."""
    former = [moved.module for moved in group.moved]
    modules = sorted((*group.modules, *former), key=lambda module: (module in former, not module.known.name))
    homes = {(module.endpoint.id, name): _home(module, name, group) for module in modules for name in named(module)}
    uses = Counter(name for name, _ in {(name, home) for (_, name), home in homes.items()})
    names: dict[tuple[str, str], PyName] = {}
    imported: dict[tuple[str, str], PyName] = {}
    taken: set[str] = {group.class_name, f"Async{group.class_name}"}
    for module in modules:
        for name in sorted(named(module)):
            home = homes[module.endpoint.id, name]
            called = imported.get((home, name))
            if called is None:
                called = _called(module, name, home, taken, shared=uses[name] > 1)
                imported[home, name] = called
                taken.add(called)
            names[module.endpoint.id, name] = called
    return names


def _called(module: Module, name: PyName, home: str, taken: set[str], *, shared: bool) -> PyName:
    prefixed = PyName(f"{module.request.name}{name}", home, imported=name)
    known = module.known
    if name in known.annotated:
        return PyName(known.annotated[name], home, imported=name)
    plain = name in known.taken or not shared
    return prefixed if name in taken or not plain else PyName(name, home)


def named(module: Module) -> set[PyName]:
    """Return the classes of a module that its group's methods mention."""
    needed = {attribute.items for attribute in module.request.attributes if attribute.items}
    needed |= {module.row.name} if module.row and module.row.name in module.result else set()
    needed |= {module.record} if module.record else set()
    return needed | ({module.items[-1].name} if module.endpoint.batch else set())


def _home(module: Module, name: str, group: GroupPlan) -> str:
    """Return the module that the group's module imports a class from."""
    return origin_of(module.imported.get(name, module.endpoint.id), group.name)
