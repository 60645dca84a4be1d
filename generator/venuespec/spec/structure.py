"""Structure YAML data into the classes of the spec, strictly: unknown keys, missing keys and wrong values are errors.

The error has the line, and names the keys or words that are known.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from operator import is_
from types import GenericAlias
from typing import Any, Literal, TypeVar, cast, get_args, get_origin

import attrs
from cattrs import BaseValidationError, Converter, ForbiddenExtraKeysError, cols, transform_error
from cattrs.gen import make_dict_structure_fn, override
from cattrs.v import format_exception

from ..rules.hints import as_list, nearest
from ..runtime.errors import readable
from ..runtime.json_types import is_array, is_object
from .alphabets import ALPHABETS, Alphabet, Wire
from .keys import KEYS, UNWRITTEN, is_mapping, keys_of
from .model import Deprecation
from .problem import Problem, SpecError
from .spans import Span, span_of
from .written import Both, Caseless, Dotted, Labelled, OneOrMore
from .yaml import Document

T = TypeVar("T")
_PATH_STEP = re.compile(r"\.([^.\[\]]+)|\[(?:'([^']*)'|([0-9]+))\]")
_WORDS: dict[type, str] = {str: "text", int: "a whole number", bool: "true or false"}


def _is_list(wanted: Any) -> bool:
    return get_origin(wanted) in (tuple, frozenset)


def _is_literal(wanted: Any) -> bool:
    return get_origin(wanted) is Literal


def _exactly(value: object, wanted: Any) -> object:
    if type(value) is not wanted:
        quoted = f"; write '{str(value).lower()}'" if wanted is str and isinstance(value, int | Decimal) else ""
        truth = "; write true or false" if wanted is bool else ""
        raise TypeError(f"expected {_WORDS[wanted]}, found {value!r}{quoted}{truth}")
    return value


def _number(value: object, _: object) -> Decimal:
    if isinstance(value, Decimal) or (isinstance(value, int) and not isinstance(value, bool)):
        return Decimal(value)
    raise TypeError(f"expected a number, found {value!r}")


def _literal(value: object, wanted: Any) -> object:
    known = get_args(wanted)
    if value not in known:
        raise TypeError(f"{value!r} is none of {', '.join(map(str, known))}")
    return value


def _required(value: object, _: object) -> object:
    if isinstance(value, bool) or value in ("conditional", "unknown"):
        return value
    raise TypeError(f"expected true, false, conditional or unknown, found {value!r}; write true or false")


def _repeatable(value: object, _: object) -> object:
    if isinstance(value, bool) or value == "write":
        return value
    raise TypeError(f"expected true, false or write, found {value!r}")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected text, found {value!r}")
    return value


def _wire(value: object) -> str:
    text = _text(value)
    if fault := ALPHABETS[Wire].fault(text):
        raise TypeError(fault)
    return text


def _spelled(alphabet: Alphabet) -> Callable[[object, object], str]:
    def checked(value: object, _: object) -> str:
        text = _text(value)
        if fault := alphabet.fault(text):
            raise TypeError(fault)
        return text

    return checked


def _span(value: object, _: object) -> float:
    try:
        return span_of(_text(value)).total_seconds()
    except ValueError as error:
        raise TypeError(str(error)) from None


def _dotted(value: object, _: object) -> tuple[str, ...]:
    return tuple(_wire(value).split("."))


def _both(value: object, _: object) -> tuple[str, str]:
    return (_wire(value), _wire(value))


def _labelled(value: object, _: object) -> dict[str, str]:
    """Return values, given as a list or as a mapping to labels, as a mapping."""
    if is_object(value):
        return {_text(name): _text(label) for name, label in value.items()}
    if not is_array(value):
        raise TypeError(f"expected a list of values, or a mapping of values to labels, found {value!r}")
    return {_text(item): "" for item in value}


def _one_or_more(value: object, _: object) -> tuple[str, ...]:
    return tuple(map(_text, value)) if is_array(value) else (_text(value),)


def _caseless(value: object, _: object) -> str:
    return _text(value).lower()


_READ_AS: Mapping[Any, Callable[[object, object], object]] = {
    Span: _span,
    Dotted: _dotted,
    Both: _both,
    Caseless: _caseless,
    Labelled: _labelled,
    OneOrMore: _one_or_more,
}


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True)

    def several(wanted: Any) -> Any:
        structure_list: Any = converter.get_structure_hook(GenericAlias(list, get_args(wanted)[:1]))

        def structured(value: object, _: object) -> object:
            if not is_array(value):
                raise TypeError(f"expected a list, found {value!r}{as_list(value)}")
            return get_origin(wanted)(structure_list(value, wanted))

        return structured

    def of_kind(kind: Any) -> Callable[[Any, Any], Any]:
        hook = None

        def structured(value: Any, _: Any) -> Any:
            nonlocal hook
            hook = hook or converter.get_structure_hook(kind)
            return hook(value, kind)

        return structured

    def mapping(cls: Any) -> Any:
        about, unwritten = KEYS.get(cls, {}), UNWRITTEN.get(cls, frozenset())
        ways: dict[str, Any] = {name: override(omit=True) for name in unwritten} | {
            key.attribute: override(
                rename=key.name if key.name != key.attribute else None,
                struct_hook=of_kind(key.kind) if about[key.attribute].kind is not None else None,
            )
            for key in keys_of(cls)
            if key.attribute in about
        }
        if attrs.has(cls):
            return make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True, **ways)
        return cast(Any, cols).namedtuple_dict_structure_factory(cls, converter, True, True, **ways)

    converter.register_structure_hook_factory(is_mapping, mapping)
    for kind in _WORDS:
        converter.register_structure_hook(kind, _exactly)
    for spelling, alphabet in ALPHABETS.items():
        converter.register_structure_hook_func(partial(is_, spelling), _spelled(alphabet))
    for read, hook in _READ_AS.items():
        converter.register_structure_hook_func(partial(is_, read), hook)
    converter.register_structure_hook(Decimal, _number)
    converter.register_structure_hook_factory(_is_list, several)
    converter.register_structure_hook(bool | Literal["write"], _repeatable)
    for optional in (bool | Literal["conditional", "unknown"], bool | Literal["conditional", "unknown"] | None):
        converter.register_structure_hook(optional, _required)
    converter.register_structure_hook_func(_is_literal, _literal)

    def deprecated(value: object, _: object) -> object:
        return converter.structure(value, Deprecation) if is_object(value) else _exactly(value, bool)

    converter.register_structure_hook(bool | Deprecation, deprecated)
    return converter


_CONVERTER = _converter()


def structure(document: Document, cls: type[T]) -> T:
    """Structure a document as the class that mirrors it. Raises ``SpecError`` with every problem."""
    _check_mapping(document)
    try:
        return _CONVERTER.structure(document.data, cls)
    except BaseValidationError as error:
        messages = transform_error(error, format_exception=_words)
        raise SpecError(_problem(document, text) for text in messages) from None


def structure_each(document: Document, cls: type[T]) -> dict[str, T]:
    """Structure a mapping of names to entries, such as a vocabulary. Raises ``SpecError`` with every problem."""
    _check_mapping(document)
    try:
        return _CONVERTER.structure(document.data, dict[str, cls])  # type: ignore[valid-type]  # cls is a class
    except BaseValidationError as error:
        messages = transform_error(error, format_exception=_words)
        raise SpecError(_problem(document, text) for text in messages) from None


def _check_mapping(document: Document) -> None:
    if not is_object(document.data):
        message = f"must be a mapping of keys to values, got {readable(repr(document.data), 60)}"
        raise SpecError([Problem(check="spec-structure", place=document.place(()), message=message)])


def _words(error: BaseException, wanted: type | None) -> str:
    if isinstance(error, ForbiddenExtraKeysError):
        unknown = ", ".join(sorted(map(str, error.extra_fields)))
        known = [key.name for key in keys_of(error.cl)]
        return (
            f"unknown key {unknown}{_nested(unknown, known) or nearest(unknown, known)}; known keys: {', '.join(known)}"
        )
    if isinstance(error, KeyError):
        return f"the key {error.args[0]} is missing"
    if isinstance(error, TypeError) and "NoneType" not in str(error):
        return str(error)
    return format_exception(error, wanted)


def _nested(unknown: str, known: Sequence[str]) -> str:
    """Return the end of a message on a path where a key is expected: 'sdk.fields' is written 'sdk: {fields: ...}'."""
    outer, dot, inner = unknown.partition(".")
    return f"; write {outer}: {{{inner}: ...}}, or {inner} below {outer}:" if dot and inner and outer in known else ""


_NAMES: Mapping[str, str] = {
    attribute: about.name for table in KEYS.values() for attribute, about in table.items() if about.name
}


def _problem(document: Document, text: str) -> Problem:
    message, _, where = text.rpartition(" @ ")
    steps: list[str | int] = []
    shown = ""
    data: Any = document.data
    for name, quoted, index in _PATH_STEP.findall(where):
        step: str | int = int(index) if index else quoted or name
        if is_object(data) and step not in data and _NAMES.get(name) in data:
            step = _NAMES[name]
        data = _inside(data, step)
        steps.append(step)
        shown += f"[{step}]" if index else f"['{step}']" if quoted else f".{step}"
    if message.startswith("unknown key "):
        steps.append(re.split("[,;]", message.removeprefix("unknown key "))[0])
    return Problem(
        check="spec-structure", place=document.place(steps), message=f"{shown.removeprefix('.') or '$'}: {message}"
    )


def _inside(data: Any, step: Any) -> Any:
    """Return the value at a step; None if there is none. A key can be a number."""
    if is_object(data):
        return data.get(step)
    return data[step] if is_array(data) and isinstance(step, int) and step < len(data) else None
