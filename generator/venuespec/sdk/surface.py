"""The public surface of a planned SDK: every name that a program can use, with its type or signature."""

from collections.abc import Iterator

from attrs import evolve, frozen

from ..python_text import Python
from .planned import (
    Attribute,
    GroupPlan,
    Module,
    Moved,
    OlderName,
    RequestClass,
    RowClass,
    Sdk,
    Values,
    dict_of,
    objects,
)


@frozen(kw_only=True)
class Member:
    """The meaning of a public name.

    ``says`` is its signature, type or values as text. ``endpoint`` is the endpoint's method and path, or ``*`` for
    a name that belongs to no single endpoint; ``row`` is the path of the row that an attribute holds; ``older`` marks a
    former name that is kept for existing programs, ``until`` a day, and whose present name is ``now``.

    A program may pass what an attribute ``takes`` to the attribute of a request, reads what an attribute of a row
    ``gives``, and gets the ``result`` of a method, all as annotations.
    """

    says: str
    endpoint: str = "*"
    row: str = ""
    values: Values = ()
    older: bool = False
    now: str = ""
    until: str | None = None
    takes: str = ""
    gives: str = ""
    result: str = ""
    is_class: bool = False


def surface(sdk: Sdk) -> dict[str, Member]:
    """Return every public name: ``account``, ``account.get_balance.BalanceRow.adj_eq``, ``types.Side``."""
    return dict(_members(sdk))


def _members(sdk: Sdk) -> Iterator[tuple[str, Member]]:
    for enum in sdk.enums:
        yield f"types.{enum.name}", Member(says=", ".join(enum.values), values=enum.values)
    for enum in sdk.kept_types:
        yield f"types.{enum.name}", Member(says=", ".join(enum.values), values=enum.values, older=True)
    for former, now in sdk.older_types.items():
        says = f"older name of types.{now}"
        yield f"types.{former}", Member(says=says, values=_values_of(sdk, now), older=True, now=f"types.{now}")
    for attribute in sdk.context:
        yield f"Context.{attribute.name}", Member(says=f"{attribute.annotation} | None")
        if any(entry.per for entry in sdk.venue.context if entry.name == attribute.wire):
            yield f"Context.{attribute.name}_of", Member(says=f"Mapping[str, {attribute.annotation} | None]")
    if sdk.reads_now:
        yield "Context.now", Member(says="Now | None")
    for group in sdk.groups:
        yield str(group.name), Member(says=f"{group.class_name}, Async{group.class_name}")
        for module in group.modules:
            yield from _of_module(module)
        for moved in group.moved:
            yield from _of_former(moved, group)


def _values_of(sdk: Sdk, name: str) -> Values:
    return next((enum.values for enum in (*sdk.enums, *sdk.kept_types) if enum.name == name), ())


def _of_former(moved: Moved, group: GroupPlan) -> Iterator[tuple[str, Member]]:
    module, place, was = moved.module, moved.module.endpoint.id, f"{group.name}.{moved.name}"
    now = Member(says=f"older name of {place}", endpoint=module.endpoint.key, older=True, now=place)
    yield was, now
    names = {str(moved.request): str(module.request.name)}
    names |= {str(cls.name): str(cls.name) for cls in module.items}
    names |= {str(row.name): str(row.name) for row in module.rows}
    for name, present in names.items():
        yield f"{was}.{name}", evolve(now, now=f"{place}.{present}", is_class=True)
    if moved.iterate and moved.iterate not in {module.iterate for module in group.modules}:
        yield f"{group.name}.{moved.iterate}", evolve(now, now=f"{module.endpoint.group}.{module.iterate}")


def _of_module(module: Module) -> Iterator[tuple[str, Member]]:
    place, key = module.endpoint.id, module.endpoint.key
    request = module.request
    arguments = [
        _argument(attribute) for attribute in sorted(request.attributes, key=lambda attribute: not attribute.required)
    ]
    arguments += [f"{older.name}: {request.attribute(older.now).form.accepts} | None = None" for older in request.older]
    if module.endpoint.batch:
        arguments.insert(0, f"items: {objects(module.items[-1].name)}")
    signature = f"({', '.join(arguments)})"
    yield place, Member(says=f"{signature} -> {module.result}", endpoint=key, result=str(module.result))
    if module.iterate:
        walked = f"Iterator[{module.record}]"
        pages = Member(says=f"{signature} -> {walked}", endpoint=key, result=walked)
        yield f"{module.endpoint.group}.{module.iterate}", pages
    for cls in (module.request, *module.items):
        yield from _of_class(cls, place, key)
    for row in module.own_rows:
        yield from _of_row(row, place, key)
    for name in sorted(module.offered()):
        yield f"{place}.{name}", Member(says=f"of {module.imported[name]}", endpoint=key, is_class=True)
    present = {str(former): str(row) for former, row in module.older_classes().items()}
    if (alias := module.endpoint.row_alias) is not None:
        present.setdefault(alias, str(module.row.name) if module.row else "")
    for former, now in sorted(present.items()):
        says = "older name of a class of rows"
        yield f"{place}.{former}", Member(says=says, endpoint=key, older=True, now=now, is_class=True)


def _of_class(cls: RequestClass, place: str, key: str) -> Iterator[tuple[str, Member]]:
    yield f"{place}.{cls.name}", Member(says=cls.place, endpoint=key, is_class=True)
    if cls.path or cls.place == "item":
        yield f"{place}.{dict_of(cls.name)}", Member(says=f"dict for {cls.name}", endpoint=key, is_class=True)
    for attribute in cls.attributes:
        row = f"{cls.place}.{attribute.field.name}"
        yield (
            f"{place}.{cls.name}.{attribute.name}",
            Member(
                says=_typed(attribute.form.holds, attribute),
                endpoint=key,
                row=row,
                takes=_typed(attribute.form.accepts, attribute),
            ),
        )
    yield from _of_older(cls.older, f"{place}.{cls.name}", key)


def _of_row(cls: RowClass, place: str, key: str) -> Iterator[tuple[str, Member]]:
    yield f"{place}.{cls.name}", Member(says=cls.place, endpoint=key, is_class=True)
    for column in cls.columns:
        row = f"{cls.place}.{column.field.name}"
        yield (
            f"{place}.{cls.name}.{column.name}",
            Member(says=str(column.annotation), endpoint=key, row=row, gives=str(column.annotation)),
        )
    yield from _of_older(cls.older, f"{place}.{cls.name}", key)


def _of_older(names: tuple[OlderName, ...], place: str, key: str) -> Iterator[tuple[str, Member]]:
    for argument in names:
        says = f"older name of {argument.now}"
        yield (
            f"{place}.{argument.name}",
            Member(says=says, endpoint=key, older=True, now=str(argument.now), until=argument.until),
        )


def _argument(attribute: Attribute) -> str:
    default = "" if attribute.required else " = None"
    return f"{attribute.name}: {_typed(attribute.form.accepts, attribute)}{default}"


def _typed(annotation: Python, attribute: Attribute) -> str:
    return f"{annotation}{'' if attribute.required else ' | None'}"
