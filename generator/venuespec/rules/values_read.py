"""Which attributes the code of rules reads by value, and which it only asks whether they are sent.

It is read off the code that is generated, so that a client may remember a verdict: two requests that are equal in what
is read by value, and in whether the rest is sent, break the same rules. Whatever is not plainly a question of presence
counts as read by value.
"""

import ast
from collections.abc import Container, Iterator

from attrs import frozen

from .expressions import any_of

_ASKS = ("missing",)
"""Functions that only ask whether their argument is sent."""


@frozen(kw_only=True)
class ValuesRead:
    """What the body of ``broken`` reads by value of the request.

    Of the attributes in ``alone`` only ``tests`` read the value, each of them of one such attribute and nothing else;
    a test is true for a value that is sent and breaks a rule.
    """

    by_value: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()


def values_read(body: str, required: Container[str] = ()) -> ValuesRead:
    """Return what the body of ``broken`` reads by value of the request itself.

    ``required`` are the attributes that are never None.
    """
    tests: dict[str, list[str]] = {}
    shared: dict[str, None] = {}
    for statement in ast.parse(body).body:
        if isinstance(statement, ast.For):
            continue  # runs for objects inside the request only, and no verdict is remembered of one that has any
        read = dict.fromkeys(_read_by_value(statement))
        name = _only_name(statement)
        if isinstance(statement, ast.If) and name is not None:
            if read:
                tests.setdefault(name, []).append(ast.unparse(statement.test))
        else:
            shared |= read
    alone = tuple(name for name in tests if name not in shared)
    return ValuesRead(
        by_value=tuple(shared),
        alone=alone,
        tests=tuple(_breaks(name, tests[name], is_required=name in required) for name in alone),
    )


def _breaks(name: str, tests: list[str], *, is_required: bool) -> str:
    """Join the tests of an attribute; that they hold where it is not sent was seen when the verdict was made."""
    fails = any_of([f"({test})" if " or " in test or " and " in test else test for test in tests])
    return fails if is_required else f"self.{name} is not None and {fails}"


def _only_name(statement: ast.stmt) -> str | None:
    """Return the attribute of the request that a test depends on, if it depends on one and on nothing else."""
    if not isinstance(statement, ast.If):
        return None
    names = {node.attr for node in ast.walk(statement.test) if isinstance(node, ast.Attribute) and _is_own(node)}
    called = {id(node.func) for node in ast.walk(statement.test) if isinstance(node, ast.Call)}
    free = {
        node.id
        for node in ast.walk(statement.test)
        if isinstance(node, ast.Name) and id(node) not in called and node.id != "self" and not node.id.isupper()
    }
    return names.pop() if len(names) == 1 and not free else None


def _is_own(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"


def _read_by_value(statement: ast.stmt) -> Iterator[str]:
    """Yield the attributes of the request that a statement reads by value."""
    asked: set[int] = set()
    for node in ast.walk(statement):
        asked.update(map(id, _asked(node)))
    for node in ast.walk(statement):
        if isinstance(node, ast.Attribute) and _is_own(node) and id(node) not in asked:
            yield node.attr


def _asked(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions whose truth, or whether they are None, is all that a node asks."""
    match node:
        case ast.If(test=test):
            yield from _truths(test)
        case ast.Compare(left=left, ops=[ast.Is() | ast.IsNot()], comparators=[ast.Constant(value=None)]):
            yield left
        case ast.Call(func=ast.Name(id=name), args=[argument]) if name in _ASKS:
            yield argument
        case ast.Call(func=ast.Name(id="map"), args=[ast.Name(id="bool"), ast.Tuple(elts=parts)]):
            for part in parts:
                yield from _truths(part)
        case _:
            pass


def _truths(of: ast.expr) -> Iterator[ast.expr]:
    """Yield the expressions whose truth decides about that of an expression."""
    match of:
        case ast.BoolOp(values=parts):
            for part in parts:
                yield from _truths(part)
        case ast.UnaryOp(op=ast.Not(), operand=part):
            yield from _truths(part)
        case _:
            yield of
