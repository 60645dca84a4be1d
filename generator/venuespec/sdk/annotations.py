"""The names by which a group's annotations call the classes of its endpoints, two of which may have the same name.

An annotation is a text that users see, so that a new endpoint changes none of those that there are.
"""

from collections import Counter
from collections.abc import Mapping

from ..python_text import PyName
from .layout import origin_of
from .planned import GroupPlan, Module

AnnotationNames = Mapping[tuple[str, str], PyName]
"""What each class of an endpoint is called, by the endpoint's id and the name of the class."""


def annotated(group: GroupPlan) -> AnnotationNames:
    """Return what the annotations of a group call the classes that they name."""
    former = [each.module for each in group.moved]
    modules = sorted((*group.modules, *former), key=lambda each: (each in former, not each.known.name))
    homes = {(each.endpoint.id, name): _home(each, name, group) for each in modules for name in named(each)}
    uses = Counter(name for name, _ in {(name, home) for (_, name), home in homes.items()})
    found: dict[tuple[str, str], PyName] = {}
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
            found[module.endpoint.id, name] = called
    return found


def _called(module: Module, name: PyName, home: str, taken: set[str], *, shared: bool) -> PyName:
    other = PyName(f"{module.request.name}{name}", home, imported=name)
    known = module.known
    if name in known.annotated:
        return PyName(known.annotated[name], home, imported=name)
    plain = name in known.taken or not shared
    return other if name in taken or not plain else PyName(name, home)


def named(module: Module) -> set[PyName]:
    """The classes of a module that its group's methods name."""
    needed = {each.items for each in module.request.attributes if each.items}
    needed |= {module.row.name} if module.row and module.row.name in module.result else set()
    needed |= {module.record} if module.record else set()
    return needed | ({module.items[-1].name} if module.endpoint.batch else set())


def _home(module: Module, name: str, group: GroupPlan) -> str:
    """Where the group's module imports a class from."""
    return origin_of(module.imported.get(name, module.endpoint.id), group.name)
