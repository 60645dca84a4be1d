"""Render the names in a rule as Python: attributes, calls of the runtime, and pattern constants."""

from collections import Counter
from collections.abc import Mapping
from itertools import chain, count
from typing import Any

from attrs import field, frozen

from ..python_text import Import
from .queries import NOW, find
from .tree import Comparison, FromNow, Parameter, RuleTree, Scope, TimeUnit
from .wire import as_json, number_of

ObjectPath = tuple[str, ...]


@frozen(kw_only=True)
class Names:
    """The names that the generated code uses.

    ``attributes`` maps wire names to attribute names, for each path of an object; ``classes`` maps the path of an
    object to its class, ``context`` wire names of the context to attributes, ``constants`` rule ids to constants;
    ``required`` are the parameters whose attribute type is not Optional.
    """

    attributes: Mapping[ObjectPath, Mapping[str, str]]
    classes: Mapping[ObjectPath, str] = {}
    context: Mapping[str, str] = {}
    constants: Mapping[str, str] = {}
    required: frozenset[tuple[ObjectPath, str]] = frozenset()


@frozen
class PythonObject:
    """The object that names are read from: its variable, and its path inside the request."""

    variable: str = "self"
    path: ObjectPath = ()


@frozen
class PythonTerms:
    """Renders the parts of expressions for one request class, and records the imports that they need."""

    scope: Scope
    names: Names
    patterns: dict[str, str] = field(factory=dict[str, str])
    imports: set[Import] = field(factory=set[Import])
    _uses: Counter[str] = field(factory=Counter[str])
    """The number of uses of each list of the request in a body."""
    _shared: set[str] = field(factory=set[str])
    """The lists that it asks for more than once."""
    _rule: list[str] = field(factory=lambda: ["PATTERN"])
    """The constant of the rule that is being rendered, which its patterns are named after."""

    def restart(self) -> None:
        """Begin another body."""
        self._uses.clear()
        self.imports.clear()

    def begin(self, rule: RuleTree) -> str:
        """Begin with a rule, whose constant is returned."""
        self._rule[0] = self.names.constants[rule.id]
        return self._rule[0]

    def call(self, name: str, *arguments: str) -> str:
        """Render a call of one of the runtime's functions for rules."""
        self.imports.add(("runtime.rules", name))
        return f"{name}({', '.join(arguments)})"

    def with_now(self, attribute: str, op: Comparison, moment: FromNow, unit: TimeUnit, sure: bool) -> str:
        """Render whether a time certainly, or possibly, compares so with the present."""
        self.imports.add(("runtime.now", "compares_with_now"))
        offset = f"{moment.offset_ms:_}"
        units = "" if unit == "ms" else f", {unit!r}"
        return f"compares_with_now({attribute}, {op!r}, context.{NOW}, {offset}{units}, sure={sure})"

    def exact_now(self) -> str:
        """Render the present time, None where it is not known exactly."""
        self.imports.add(("runtime.now", "exact"))
        return f"exact(context.{NOW})"

    def context(self, name: str, at: PythonObject) -> str:
        """Render a value of the context, that of the instrument where it can differ for each."""
        keyed, attribute = self.scope.keyed.get(name), self.names.context[name]
        if keyed is None:
            return f"context.{attribute}"
        place = next((place for place in (at, PythonObject()) if find(self.parameters(place), keyed.per)), None)
        key = "None" if place is None else self.attribute(place, keyed.per)
        return f"context.value_of({attribute!r}, {key})"

    def attribute_name(self, name: str) -> str:
        """Return the attribute of a parameter of the request itself."""
        return self.names.attributes[()][name]

    def attribute(self, at: PythonObject, name: str) -> str:
        if name.startswith("$."):
            at, name = PythonObject(), name[2:]
        return f"{at.variable}.{self.names.attributes[at.path][name]}"

    def parameters(self, at: PythonObject) -> tuple[Parameter, ...]:
        fields = self.scope.parameters
        for step in at.path:
            parameter = find(fields, step)
            fields = parameter.fields if parameter else ()
        return fields

    def parameter(self, at: PythonObject, name: str) -> Parameter:
        if name.startswith("$."):
            at, name = PythonObject(), name[2:]
        return find(self.parameters(at), name) or Parameter(name=name)

    def pattern(self, pattern: str) -> str:
        known = {text: constant for constant, text in self.patterns.items()}
        constant = known.get(pattern)
        if constant is None:
            name = f"{self._rule[0]}_FORM"
            numbered = (f"{name}_{number}" for number in count(2))
            constant = next(candidate for candidate in chain([name], numbered) if candidate not in self.patterns)
            self.patterns[constant] = pattern
        return constant

    def items(self, name: str) -> str:
        """Render the objects in a list of the request; looked up once where several rules ask for them."""
        self._uses[name] += 1
        return f"placed_{self.attribute_name(name)}" if name in self._shared else self._placed(name)

    def share_lists(self) -> None:
        """From now on, look up once each list that the body used more than once."""
        self._shared.clear()
        self._shared.update(name for name, times in self._uses.items() if times > 1)

    def shared_lists(self) -> list[str]:
        """Render the statements that look these lists up."""
        shared = [name for name in self._uses if name in self._shared]
        return [f"placed_{self.attribute_name(name)} = tuple({self._placed(name)})" for name in shared]

    def _placed(self, name: str) -> str:
        return self.call("placed", repr(name), self.attribute(PythonObject(), name), self.names.classes[(name,)])


def wire_values(parameter: Parameter, values: tuple[str, ...]) -> tuple[Any, ...]:
    """Return texts as the wire values that the attribute holds."""
    if parameter.json == "number":
        numbers = (number_of(value) for value in values)
        return tuple(number for number in numbers if number is not None)
    return tuple(as_json(value, parameter.json) for value in values)
