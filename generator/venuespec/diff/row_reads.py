"""Find in parsed Python which fields are read of the answers of a venue."""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeGuard

from attrs import frozen

from .code_files import ParsedFile
from .code_names import short_text
from .known_calls import NO_KEYS, EndpointKeys, KnownCalls

_OF_ROWS = frozenset({"list", "tuple", "sorted", "reversed", "iter", "next", "aiter", "anext", "set"})


@frozen(kw_only=True)
class RowRead:
    """A place of the code that reads a field of an endpoint's answer, by its Python name."""

    file: str
    line: int
    call: str
    endpoints: EndpointKeys
    name: str


def row_reads(file: ParsedFile, answers: Callable[[ast.Call], EndpointKeys], known: KnownCalls) -> Iterator[RowRead]:
    """Yield each field that a file reads of an object that clearly comes from an answer.

    ``answers`` returns the endpoints of which a call returns the answer.
    """
    yield from _Reader(file.name, answers, known).reads_in(file.tree, {})


@frozen
class _Reader:
    file: str
    answers: Callable[[ast.Call], EndpointKeys]
    known: KnownCalls

    def reads_in(self, scope: ast.AST, around: Mapping[str, EndpointKeys]) -> Iterator[RowRead]:
        arguments = ast.walk(scope.args) if _has_arguments(scope) else ()
        own = {node.arg for node in arguments if isinstance(node, ast.arg)}
        rows = {name: keys for name, keys in around.items() if name not in own}
        inner: list[ast.AST] = []
        nodes = list(_in_scope(scope, inner))
        for _ in range(2):
            for target, value in _assigned(nodes):
                keys = self._answered_by(value, rows)
                for name in (each.id for each in ast.walk(target) if isinstance(each, ast.Name)):
                    if keys:
                        rows[name] = rows.get(name, NO_KEYS) | keys
        for node in nodes:
            if isinstance(node, ast.Attribute) and (keys := self._answered_by(node.value, rows)):
                read = [key for key in keys if node.attr in self.known.reads.get(key, {})]
                if read:
                    yield RowRead(
                        file=self.file,
                        line=node.lineno,
                        call=short_text(node),
                        endpoints=frozenset(read),
                        name=node.attr,
                    )
        for each in inner:
            yield from self.reads_in(each, rows)

    def _answered_by(self, node: ast.AST, rows: Mapping[str, EndpointKeys]) -> EndpointKeys:
        """Return the endpoints whose answer a value is, or a part of it."""
        while isinstance(node, ast.Await | ast.Subscript | ast.Starred | ast.NamedExpr):
            node = node.value
        if isinstance(node, ast.Name):
            return rows.get(node.id, NO_KEYS)
        if isinstance(node, ast.Attribute):
            return self._answered_by(node.value, rows)
        if not isinstance(node, ast.Call):
            return NO_KEYS
        if isinstance(node.func, ast.Name) and node.func.id in _OF_ROWS and node.args:
            return self._answered_by(node.args[0], rows)
        if isinstance(node.func, ast.Name) and node.func.id == "enumerate" and node.args:
            return self._answered_by(node.args[0], rows)
        return self.answers(node)


def _has_arguments(node: ast.AST) -> TypeGuard[ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda]:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)


def _in_scope(scope: ast.AST, inner: list[ast.AST]) -> Iterator[ast.AST]:
    """Yield the nodes of a scope in order; functions inside it are collected for later."""
    for node in ast.iter_child_nodes(scope):
        if _has_arguments(node):
            inner.append(node)
        else:
            yield node
            yield from _in_scope(node, inner)


def _assigned(nodes: Iterable[ast.AST]) -> Iterator[tuple[ast.AST, ast.AST]]:
    for node in nodes:
        if isinstance(node, ast.Assign):
            yield from ((target, node.value) for target in node.targets)
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
            yield node.target, node.value
        elif isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
            yield node.target, node.iter
