"""Annotations of a generated SDK taken apart, so that two of them can be compared by what they allow."""

import ast
from collections.abc import Collection, Mapping
from typing import Any, get_args

from attrs import frozen

from ..runtime import values
from ..sdk.surface import Member

_CLASS = "row"


@frozen(eq=False)
class Surface:
    """The public names of an SDK, and the names of its classes."""

    names: Mapping[str, Member]
    classes: frozenset[str]


def surface_of(names: Mapping[str, Member]) -> Surface:
    """Return the surface that has these public names."""
    return Surface(names, frozenset(name.rpartition(".")[2] for name, member in names.items() if member.is_class))


def atoms(annotation: str, of: Surface) -> frozenset[str]:
    """Return the members of a union: ``Side | None`` is {"Literal", "None"}; the runtime's names mean their members.

    The values of a ``Literal`` are left out, because changes of values are changes of their own.
    """
    return frozenset(_atoms(ast.parse(annotation, mode="eval").body, of))


def form(annotation: str, of: Surface) -> str:
    """Return an annotation in which every class of the SDK has the same name."""
    return ast.unparse(_Unnamed(of.classes).visit(ast.parse(annotation, mode="eval")))


def _atoms(node: ast.expr, of: Surface) -> set[str]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _atoms(node.left, of) | _atoms(node.right, of)
    if isinstance(node, ast.Name):
        if f"types.{node.id}" in of.names:
            return {"Literal"}
        if members := get_args(getattr(values, node.id, None)):
            return {_named(member) for member in members}
    return {form(ast.unparse(node), of)}


def _named(member: Any) -> str:
    return member.__name__ if isinstance(member, type) else str(member)


class _Unnamed(ast.NodeTransformer):
    """Gives every class of rows one name."""

    def __init__(self, classes: Collection[str]) -> None:
        self.classes = classes

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(_CLASS, node.ctx) if node.id in self.classes else node
