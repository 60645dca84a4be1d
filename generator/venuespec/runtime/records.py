"""Classes of attrs that are defined in microseconds: attrs makes its part of a class when somebody first asks for it.

attrs writes and compiles the methods of each class that it decorates. For a wide row that takes milliseconds, and the
import of attrs takes as long as that of half a client, while most programs use hardly any of these methods. So
``define`` and ``frozen`` here only lay a class out, slots included, and leave a placeholder for each part that attrs
makes: ``__init__``, ``__eq__``, ``__repr__``, ``__attrs_attrs__`` and so on. The first use of a placeholder imports
attrs, which makes all of them from the same declarations. A class with an ``__init__`` of its own does not need that
to be used.

Type checkers see attrs itself. See docs/design/classes-on-demand.md.
"""

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar
from weakref import ref

REQUIRED: Any = object()
"""Stands in ``declared`` for a field without a default."""
_REPLACED = ("__dict__", "__weakref__", "__slots__", "__attrs_init_subclass__")


class Declared(dict[str, Any]):
    """The arguments of a field's declaration, as ``attrs.field`` takes them."""

    __slots__ = ()


class _Placeholder:
    """A part of a class that attrs makes on first use."""

    __slots__ = ("_definition", "_name")

    def __init__(self, definition: "_Definition", name: str) -> None:
        self._definition, self._name = definition, name

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        made = self.made()
        bind = getattr(type(made), "__get__", None)
        return made if bind is None else bind(made, instance, owner)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Stand in for the part itself, where it is taken from the class's ``__dict__``."""
        return self.made()(*arguments, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.made(), name)

    def made(self) -> Any:
        """Return the part, in whose place this was."""
        cls = self._definition.cls
        self._definition.complete()
        for base in cls.__mro__:
            part = base.__dict__.get(self._name, self)
            if part is not self:
                return part.made() if isinstance(part, _Placeholder) else part
        raise AttributeError(f"type object {cls.__name__!r} has no attribute {self._name!r}")


class _Definition:
    """What attrs needs to make its parts of a class."""

    __slots__ = ("_options", "_own", "cls")

    def __init__(self, cls: Any, own: Mapping[str, Any], options: dict[str, Any]) -> None:
        self.cls, self._own, self._options = cls, own, options

    def complete(self) -> None:
        """Put what attrs makes of the same declarations in the place of the placeholders."""
        import attrs  # here, because most programs never need it

        cls = self.cls
        parts = dict(cls.__dict__)
        placeholders = [name for name, part in parts.items() if isinstance(part, _Placeholder)]
        for name in (*placeholders, *self._own, *_REPLACED):
            parts.pop(name, None)
        parts |= {
            name: attrs.field(**declared) if isinstance(declared, Declared) else declared
            for name, declared in self._own.items()
            if declared is not REQUIRED
        }
        parts["__qualname__"] = cls.__qualname__
        parts["__attrs_init_subclass__"] = _nothing
        bare: Any = type(cls)(cls.__name__, cls.__bases__, parts)
        made = attrs.define(bare, **self._options).__dict__
        for name in placeholders:
            if name in made:
                setattr(cls, name, made[name])
            else:
                delattr(cls, name)


def metadata_of(cls: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the fields of a class that were declared with metadata."""
    for name, declared in declared_of(cls).items():
        if isinstance(declared, Declared) and declared.get("metadata"):
            yield name, declared["metadata"]


def argument(declared: Any, name: str) -> Any:
    """Return an argument of a field's declaration; None where it is a default alone, or has no such argument."""
    return declared.get(name) if isinstance(declared, Declared) else None


def _nothing() -> None:
    """Stand in for a hook that the class has had already."""


def declared_of(cls: Any) -> dict[str, Any]:
    """Return the declarations of a class's fields, inherited ones first: arguments of ``field``, or a default.

    A class that attrs itself has made has them from its attributes.
    """
    for base in cls.__mro__:
        if "_declared" in base.__dict__:
            found: dict[str, Any] = base.__dict__["_declared"]
            return found
        if "__attrs_attrs__" in base.__dict__:
            return {each.name: _declared_as(each) for each in base.__attrs_attrs__}
    return {}


def _declared_as(attribute: Any) -> Declared:
    return Declared(
        default=attribute.default,
        metadata=attribute.metadata,
        eq=attribute.eq,
        init=attribute.init,
        alias=attribute.alias,
        converter=attribute.converter,
    )


def _evolve(instance: Any, /, **changes: Any) -> Any:
    """Return a copy with changed values, as ``attrs.evolve`` does."""
    for name, declared in declared_of(type(instance)).items():
        arguments: Mapping[str, Any] = declared if isinstance(declared, Declared) else {}
        if arguments.get("init", True):
            changes.setdefault(arguments.get("alias") or name, getattr(instance, name))
    return type(instance)(**changes)


def _define(cls: Any = None, /, **options: Any) -> Any:
    if cls is None:
        return lambda decorated: _laid_out(decorated, options)
    return _laid_out(cls, options)


def _frozen(cls: Any = None, /, **options: Any) -> Any:
    return _define(cls, frozen=True, **options)


def _laid_out(cls: Any, options: dict[str, Any]) -> Any:
    """Return the class with its slots, and with placeholders for what attrs makes."""
    own = _own_fields(cls)
    inherited = declared_of(cls)
    slotted = options.get("slots", True)
    parts = dict(cls.__dict__)
    definition = _Definition(cls, own, options)
    names = _made_by_attrs(parts, options)
    made: dict[str, Any] = {name: _Placeholder(definition, name) for name in names if name not in parts}
    if options.get("eq") is not False and not options.get("frozen") and "__hash__" not in parts:
        made["__hash__"] = None
    positional = () if options.get("kw_only") else own
    made["__match_args__"] = (*getattr(cls, "__match_args__", ()), *positional)
    made["_declared"] = {name: each for name, each in inherited.items() if name not in own} | own
    if not slotted:
        for name in own:
            if name in parts:
                delattr(cls, name)
        for name, part in made.items():
            setattr(cls, name, part)
        laid_out = cls
    else:
        for name in own:
            parts.pop(name, None)
        parts.pop("__dict__", None)
        parts.pop("__weakref__", None)
        weak = () if any("__weakref__" in base.__dict__ for base in cls.__mro__[1:-1]) else ("__weakref__",)
        parts["__slots__"] = (*(name for name in own if name not in inherited), *weak)
        parts["__qualname__"] = cls.__qualname__
        laid_out = definition.cls = type(cls)(cls.__name__, cls.__bases__, parts | made)
        cls.__attrs_base_of_slotted__ = ref(laid_out)
    after = getattr(laid_out, "__attrs_init_subclass__", None)
    if after is not None and "__attrs_init_subclass__" not in laid_out.__dict__:
        after()
    return laid_out


def _own_fields(cls: Any) -> dict[str, Any]:
    """Return what a class itself declares, by name."""
    parts = cls.__dict__
    return {
        name: parts.get(name, REQUIRED)
        for name, annotation in _annotations(cls).items()
        if getattr(annotation, "__origin__", annotation) is not ClassVar
        and not (type(annotation) is str and annotation.startswith("ClassVar"))
    }


def _annotations(cls: Any) -> Mapping[str, Any]:
    if sys.version_info >= (3, 14):
        try:
            return cls.__annotations__
        except NameError:  # of what is imported for type checkers only
            from annotationlib import Format, get_annotations

            return get_annotations(cls, format=Format.FORWARDREF)
    own: Mapping[str, Any] = cls.__dict__.get("__annotations__", {})  # noqa: RUF063  # inspect takes long to import
    return own


def _made_by_attrs(parts: Mapping[str, Any], options: Mapping[str, Any]) -> list[str]:
    """Return the names that attrs gives to a class with these parts."""
    names = ["__attrs_attrs__", "__attrs_props__"]
    given = options.get("init") is not False and "__init__" not in parts
    names.append("__init__" if given else "__attrs_init__")
    if options.get("repr") is not False:
        names.append("__repr__")
    if options.get("eq") is not False and "__eq__" not in parts:
        names += ["__eq__", "__ne__"]
        if options.get("frozen"):
            names.append("__hash__")
    if options.get("frozen"):
        names += ["__setattr__", "__delattr__"]
    if options.get("slots", True) and options.get("getstate_setstate") is not False and "__getstate__" not in parts:
        names += ["__getstate__", "__setstate__"]
    if sys.version_info >= (3, 13):
        names.append("__replace__")
    return names


if TYPE_CHECKING:
    from attrs import define as define
    from attrs import evolve as evolve
    from attrs import field as field
    from attrs import frozen as frozen
else:
    define, evolve, field, frozen = _define, _evolve, Declared, _frozen
