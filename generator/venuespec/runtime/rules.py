"""The types of broken and undecided rules, and the comparisons that rules use."""

from collections.abc import Iterator, Mapping
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, InvalidOperation
from functools import lru_cache
from re import Pattern
from typing import Literal, TypeVar

from .json_types import is_array, is_items
from .patterns import pattern
from .records import evolve, frozen
from .values import plain

T = TypeVar("T")
Level = Literal["error", "warn"]
_LONGEST = 10_000
_WIDE = Context(prec=100, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])


@frozen(kw_only=True, slots=False)
class Rule:
    """One condition that the venue's documentation puts on a request.

    ``says`` is the rule in English, ``because`` the reason behind it, ``params`` the wire names it speaks of.
    ``needs`` names the parts of the context that it depends on; without them it is never held against a request.
    """

    id: str
    says: str
    params: tuple[str, ...]
    because: str = ""
    level: Level = "error"
    needs: tuple[str, ...] = ()

    def __init__(
        self,
        *,
        id: str,
        says: str,
        params: tuple[str, ...],
        because: str = "",
        level: Level = "error",
        needs: tuple[str, ...] = (),
    ) -> None:
        self.__dict__.update(id=id, says=says, params=params, because=because, level=level, needs=needs)


@frozen(kw_only=True, slots=False)
class Violation:
    """One fault of a request.

    ``rule`` is the rule's id, or ``required``, ``values``, ``type`` for what the parameter table itself says.
    ``where`` is the path of the object inside the request that the rule looked at, such as ``attachAlgoOrds[1]``;
    empty for the request.
    """

    rule: str
    params: tuple[str, ...]
    message: str
    level: Level = "error"
    where: str = ""
    needs: tuple[str, ...] = ()
    """The parts of the context that a broken rule looked at."""

    def __init__(
        self,
        *,
        rule: str,
        params: tuple[str, ...],
        message: str,
        level: Level = "error",
        where: str = "",
        needs: tuple[str, ...] = (),
    ) -> None:
        self.__dict__.update(rule=rule, params=params, message=message, level=level, where=where, needs=needs)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.message} [{self.rule}]"


@frozen(kw_only=True, slots=False)
class Undecided:
    """A rule that cannot be judged yet, and the context that would decide it."""

    rule: str
    needs: tuple[str, ...]
    says: str

    def __init__(self, *, rule: str, needs: tuple[str, ...], says: str) -> None:
        self.__dict__.update(rule=rule, needs=needs, says=says)


def violation_of(rule: Rule, where: str = "") -> Violation:
    """Return the violation that reports a broken rule."""
    because = f" {rule.because}" if rule.because else ""
    return Violation(
        rule=rule.id, params=rule.params, message=rule.says + because, level=rule.level, where=where, needs=rule.needs
    )


def within(where: str, violations: Iterator[Violation]) -> Iterator[Violation]:
    """Yield the violations of an object inside the request, placed at its path."""
    for violation in violations:
        yield evolve(violation, where=f"{where}.{violation.where}" if violation.where else where)


def undecided_rule(rule: Rule, read: Mapping[str, str | frozenset[str] | None]) -> Iterator[Undecided]:
    """Yield the rule as undecided if some of the context that it read is unknown."""
    needs = tuple(name for name, value in read.items() if _unknown(value))
    if needs:
        yield Undecided(rule=rule.id, needs=needs, says=rule.says)


def _unknown(value: str | frozenset[str] | None) -> bool:
    return value is None or (isinstance(value, frozenset) and len(value) > 1)


def placed(name: str, value: object, cls: type[T]) -> Iterator[tuple[str, T]]:
    """Yield the objects of a class that a parameter holds, each with its path inside the request."""
    if isinstance(value, cls):
        yield name, value
    elif is_items(value):
        for index, item in enumerate(value):
            if isinstance(item, cls):
                yield f"{name}[{index}]", item


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and value.bit_length() > _LONGEST:
        return None  # cannot be sent, which the parameter table says
    if isinstance(value, Decimal):
        return plain(value)
    return str(value) if isinstance(value, str | int) else None


def quantity(value: object) -> Decimal | None:
    """Return a wire value as a number; None if it is not one."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return None
    try:
        result = Decimal(value)
    except InvalidOperation:
        return None
    return result if result.is_finite() else None


# These functions read wire values inside rules: missing, empty or non-numeric values never violate a rule.


def missing(value: object) -> bool:
    """Tell whether a parameter that is always required was not sent."""
    return value is None


def gte(value: object, bound: object) -> bool:
    """Tell whether both are numbers and the first is at least the second."""
    left, right = quantity(value), quantity(bound)
    return left is not None and right is not None and left >= right


def gt(value: object, bound: object) -> bool:
    """Tell whether both are numbers and the first is more than the second."""
    left, right = quantity(value), quantity(bound)
    return left is not None and right is not None and left > right


def lte(value: object, bound: object) -> bool:
    """Tell whether both are numbers and the first is at most the second."""
    left, right = quantity(value), quantity(bound)
    return left is not None and right is not None and left <= right


def lt(value: object, bound: object) -> bool:
    """Tell whether both are numbers and the first is less than the second."""
    left, right = quantity(value), quantity(bound)
    return left is not None and right is not None and left < right


def further_apart(first: object, second: object, span: int) -> bool:
    """Tell whether two numbers are more than a span apart."""
    left, right = quantity(first), quantity(second)
    return left is not None and right is not None and distance(left, right) > span


def distance(left: Decimal, right: Decimal) -> Decimal:
    """Return how far two numbers are apart, whatever their size: 1e999999999 - 1 does not overflow."""
    return _WIDE.abs(_WIDE.subtract(left, right))


def differ(first: object, second: object) -> bool:
    """Tell whether two values are both sent and differ, as text and as numbers: 2 and 2.0 are the same."""
    left, right = _text(first), _text(second)
    if not left or not right or left == right:
        return False
    number = quantity(left)
    return number is None or number != quantity(right)


def shorter(value: object, length: int) -> bool:
    """Tell whether the text has fewer characters."""
    text = _text(value)
    return text is not None and 0 < len(text) < length


def longer(value: object, length: int) -> bool:
    """Tell whether the text has more characters."""
    text = _text(value)
    return text is not None and len(text) > length


def matches(pattern: Pattern[str], value: object) -> bool:
    """Tell whether the whole text matches."""
    text = _text(value)
    return text is not None and text != "" and pattern.fullmatch(text) is not None


def unlike(pattern: Pattern[str], value: object) -> bool:
    """Tell whether there is text and it does not match."""
    text = _text(value)
    return text is not None and text != "" and pattern.fullmatch(text) is None


def count_listed(value: object) -> int:
    """Count the items of a JSON array or of a comma-separated text."""
    if isinstance(value, str):
        return value.count(",") + 1 if value else 0
    return len(value) if (is_array(value) or is_items(value)) else 0 if value is None else 1


# A program has a few instruments, and asks the same of each of them in every order that it places.
@lru_cache(maxsize=4096)
def only(types: frozenset[str] | None, *wanted: str) -> bool:
    """Tell whether every instrument is certainly of one of the types."""
    return types is not None and types.issubset(wanted)


@lru_cache(maxsize=4096)
def none_of(types: frozenset[str] | None, *wanted: str) -> bool:
    """Tell whether no instrument can be of one of the types."""
    return types is not None and types.isdisjoint(wanted)


@lru_cache(maxsize=4096)
def without(types: frozenset[str] | None, *excluded: str) -> frozenset[str] | None:
    """Return the types that an ambiguous instrument can still have once these are ruled out."""
    return types if types is None else types.difference(excluded) or types


class Instruments:
    """The types of a venue's instrument ids: the first pattern that matches the whole id decides."""

    def __init__(self, *patterns: tuple[tuple[str, ...], str]) -> None:
        self._patterns = [(frozenset(types), pattern(form)) for types, form in patterns]
        self._of_id = lru_cache(maxsize=4096)(self._match)

    def types(self, *, stated: object = None, ids: object = None, known: str | None = None) -> frozenset[str] | None:
        """Return the types that a request's instruments may have.

        The request's own statement counts first, then the ids, else the context.
        """
        if stated and isinstance(stated, str):
            return frozenset((stated,))
        if ids:
            possible = self._of_id(ids) if isinstance(ids, str) and "," not in ids else self._of_ids(ids)
            if possible is not None:
                return possible
        return None if known is None else frozenset((known,))

    def _match(self, instrument_id: str) -> frozenset[str] | None:
        return next((types for types, pattern in self._patterns if pattern.fullmatch(instrument_id)), None)

    def _of_ids(self, ids: object) -> frozenset[str] | None:
        union: frozenset[str] = frozenset()
        for instrument_id in ids.split(",") if isinstance(ids, str) else ids if is_items(ids) else ():
            types = self._of_id(instrument_id) if isinstance(instrument_id, str) else None
            if types is None:
                return None
            union |= types
        return union or None
