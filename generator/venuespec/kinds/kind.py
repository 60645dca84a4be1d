"""A kind of value: the meaning of a wire name, and everything that the generator derives from it.

A new kind is one more object, in a module of its own or beside its relatives, and its name in the registry.
"""

from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

from ..python_text import PyName, Python, literal
from ..rules.tree import JsonType

STR = PyName("str")
INT = PyName("int")
BOOL = PyName("bool")
ANY_TYPE = PyName("Any", "typing")
DECIMAL_TYPE = PyName("Decimal", "decimal")
DATETIME = PyName("datetime", "datetime")


def from_values(name: str) -> PyName:
    """Name a type or converter of the runtime's ``values`` module."""
    return PyName(name, "runtime.values")


def from_rows(name: str) -> PyName:
    """Name a reader of the runtime's ``rows`` module."""
    return PyName(name, "runtime.rows")


@frozen(kw_only=True)
class WireForm:
    """The form of a parameter as one JSON type.

    ``holds`` is the type of the request's attribute, which is the wire value, ``accepts`` the type that a caller may
    pass, both without ``None``; ``converter`` converts the second to the first.
    """

    holds: Python
    accepts: Python
    converter: PyName | None = None


@frozen(kw_only=True)
class Reading:
    """The reading of a value in an answer.

    ``holds`` is the type of the row's attribute, without ``None``; ``reader`` names the runtime's checked reader and
    its inverse. ``fast`` writes an expression that reads the usual form of a value and raises for any other, which the
    checked reader then reads. ``nothing`` are the texts that stand for no value.
    """

    holds: Python
    reader: str
    fast: Callable[[Python], Python] | None = None
    nothing: tuple[str, ...] = ("",)


WIRE_TEXT = WireForm(holds=STR, accepts=STR)
WIRE_INTEGER = WireForm(holds=INT, accepts=Python.of("{} | {}", INT, STR), converter=from_values("whole"))
WIRE_NUMBER = WireForm(holds=DECIMAL_TYPE, accepts=from_values("Number"), converter=from_values("json_number"))
WIRE_BOOLEAN = WireForm(holds=BOOL, accepts=BOOL, converter=from_values("flag"))


@frozen(kw_only=True)
class Kind:
    """One kind of value, in every JSON type that it can travel in.

    ``reading`` is None for values that are passed on unchanged. ``sample`` is the wire text of a value, which serves to
    find requests that keep or break a rule. A kind is ``respelt`` if one value has several spellings, such as 2 and
    2.0, and ``enumerable`` if a list of documented values makes it a type of its own. ``expects`` writes the value that
    a generated test expects for a documented one, and ``schema`` adds to what the JSON type alone says.
    """

    name: str
    means: str
    text: WireForm = WIRE_TEXT
    integer: WireForm = WIRE_INTEGER
    number: WireForm = WIRE_NUMBER
    boolean: WireForm = WIRE_BOOLEAN
    reading: Reading | None
    sample: str = "1"
    respelt: bool = False
    enumerable: bool = False
    expects: Callable[[Any], Python] = literal
    schema: Mapping[JsonType, Mapping[str, Any]] = {}

    def wire_form(self, json: JsonType) -> WireForm:
        """Tell how a plain value of this kind travels as a JSON type."""
        forms: dict[JsonType, WireForm] = {"integer": self.integer, "number": self.number, "boolean": self.boolean}
        return forms.get(json, self.text)

    def sample_as(self, json: JsonType) -> str:
        """Give the text of a value that can travel as a JSON type."""
        return {"boolean": "true", "array": "A"}.get(json) or self.sample

    def schema_as(self, json: JsonType) -> dict[str, Any]:
        """Write the JSON Schema of a plain value in a JSON type."""
        return {"type": json, **self.schema.get(json, {})}


def expects_unless_empty(write: Callable[[Any], Python]) -> Callable[[Any], Python]:
    """Expect None for what is null or empty text, for which the venues have no other word."""

    def expects(value: Any) -> Python:
        return Python("None") if value is None or value == "" else write(value)

    return expects
