"""Convert names from their spelling on the wire to Python's."""

import keyword
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from inspect import get_annotations, isfunction
from typing import Literal

from attrs import frozen

from .runtime import values
from .runtime.request import BatchRequest
from .runtime.rows import Row

_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHER = re.compile(r"[^0-9A-Za-z]+")
_ARTICLE = re.compile(r"(?i)^(?:the|an?)\s+")
# Words of a description that are a name; more are a sentence.
_MOST_WORDS, _LONGEST = 4, 40

_NOTHING: Mapping[str, str | None] = {}
ClassKind = Literal["request", "row"]


def _names_of(cls: type) -> set[str]:
    """Return the names of a class's attributes and annotations, inherited ones included."""
    return set(dir(cls)).union(*(get_annotations(base) for base in cls.__mro__))


_CONVERTERS = frozenset(
    name for name, value in vars(values).items() if isfunction(value) and value.__module__ == values.__name__
)
_IN_BODY = frozenset({"field", "datetime", "dict", "str", "int", "bool", "classmethod"})
_TAKEN: Mapping[ClassKind, frozenset[str]] = {
    # Attributes of every class of the side, inherited or from the template, and names that the class's body reads.
    "request": frozenset(name for name in _names_of(BatchRequest) if not name.startswith("_"))
    | {"rules", "param", "listed", "tuple", "self"}
    | _CONVERTERS
    | _IN_BODY,
    "row": frozenset(name for name in _names_of(Row) if not name.startswith("_"))
    | {"failed", "wire", "property"}
    | _IN_BODY,
}
# Names that ``snake`` marks, which the lock relies on: do not take out any of them.
_MARKED = frozenset[str]().union(*_TAKEN.values()) - {"property"} | {"list", "request", "l"}


def snake(wire: str) -> str:
    """Convert ``instId`` to ``inst_id``; a keyword gets a trailing underscore, a digit a leading ``n``.

    The lock of public names leaves out a name that is this one; ``attributes`` makes better names of some.
    """
    name = _snake(wire) or "field"
    return f"{name}_" if keyword.iskeyword(name) or name in _MARKED else name


def _snake(text: str) -> str:
    name = _OTHER.sub("_", _BOUNDARY.sub("_", text)).strip("_").lower()
    return f"n{name}" if name[:1].isdigit() else name


@frozen(kw_only=True)
class Wish:
    """A wire name that needs an attribute: the name that a spec file states for it, and texts that describe it."""

    wire: str
    stated: str | None = None
    texts: tuple[str, ...] = ()


def attributes(
    wishes: Sequence[Wish], side: ClassKind, taken: Collection[str] = (), locked: Mapping[str, str | None] = _NOTHING
) -> dict[str, str]:
    """Return {wire name: Python name}; the Python names are unique and none of them is ``taken``.

    A stated name goes before a ``locked`` one, for which None stands for the wire name in snake case; neither is given
    to another wire name. All others have the wire name in snake case or, where nobody could say that, the words of
    their texts. Raises ``ValueError`` for a stated name that cannot be used.
    """
    kept = {wire: snake(wire) if name is None else name for wire, name in locked.items()}
    reserved = _TAKEN[side] | frozenset(taken)
    names: dict[str, str] = {}
    for wish in wishes:
        if wish.stated is not None:
            if wish.stated in reserved or wish.stated in names.values():
                raise ValueError(f"{wish.stated} cannot be the attribute of {wish.wire}: the name is taken")
            names[wish.wire] = wish.stated
    for wire in (wish.wire for wish in wishes):
        if wire in kept and wire not in names and kept[wire] not in {*taken, *names.values()}:
            names[wire] = kept[wire]
    used = {*kept.values(), *names.values(), *reserved}
    for wish in wishes:
        if wish.wire not in names:
            names[wish.wire] = next(name for name in _candidates(wish) if name not in used)
            used.add(names[wish.wire])
    return {wish.wire: names[wish.wire] for wish in wishes}


def _candidates(wish: Wish) -> Iterator[str]:
    """Yield names for an attribute, the best one first, without an end."""
    plain = _snake(wish.wire)
    if speakable(plain, wish.wire):
        yield plain
    if keyword.iskeyword(plain):
        yield f"{plain}_"
    for text in wish.texts:
        words = _snake(_ARTICLE.sub("", text.partition(". ")[0]))
        if speakable(words) and words.count("_") < _MOST_WORDS and len(words) <= _LONGEST:
            yield words
    name = plain or "field"
    if not keyword.iskeyword(name):
        yield name
    while True:
        name = f"{name}_"
        yield name


def speakable(name: str, wire: str = "") -> bool:
    """Tell whether a person can say a name: a word without a mark against a clash, except that of a keyword.

    A digit in front is marked too; a single letter says nothing.
    """
    marked = name.endswith("_") and not keyword.iskeyword(name[:-1])
    digit = re.match("n[0-9]", name) is not None and not wire.lower().startswith("n")
    return len(name) > 1 and not marked and not digit and not keyword.iskeyword(name)


def unspeakable_type(name: str, wire: str) -> bool:
    """Tell whether the name of a type has a number that its wire name does not have, or values that are none."""
    numbered = name[-1].isdigit() and not wire[-1:].isdigit()
    return numbered or re.match("N[0-9]", name) is not None


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
