"""What the names of a code base stand for, as far as its source shows: clients, groups of the SDK, classes, constants.

A name that is bound to several things stands for all of them, and one that is bound to something unknown may stand for
anything: in doubt a call counts as a call of the venue.
"""

import ast
from collections.abc import Iterator

from attrs import Factory, define, frozen

from .code_files import ParsedFile
from .known_calls import KnownCalls

CLIENT = "client"
FOREIGN = "foreign"
UNKNOWN = "unknown"
_CLIENT_CLASSES = ("Client", "AsyncClient")
_MAKERS = ("from_env",)
_LONGEST = 80

Tags = frozenset[str]
"""What a value may be: a client of the venue or of another one, ``group:trade``, ``acme:HTTP``, or unknown."""

NO_TAGS: Tags = frozenset()


@define
class FileNames:
    """The names of one file; attributes are of the whole code base, since a class and its use are often apart."""

    imports: dict[str, str] = Factory(dict[str, str])
    local: dict[str, set[str]] = Factory(dict[str, set[str]])
    literals: dict[str, list[ast.expr]] = Factory(dict[str, list[ast.expr]])


@define
class SharedNames:
    """What all files together say."""

    attributes: dict[str, set[str]] = Factory(dict[str, set[str]])
    packages: set[str] = Factory(set[str])
    identifiers: set[str] = Factory(set[str])
    loose: set[str] = Factory(set[str])
    """Groups of the SDK that are handed on, so that their methods are called on values of any name."""
    has_prefix: bool = False


@frozen
class Naming:
    """Answer what the expressions of one file stand for."""

    names: FileNames
    shared: SharedNames
    known: KnownCalls

    def dotted(self, node: ast.expr) -> str:
        """Return the full name of an imported thing, such as venues.acme_v1.Client; '' for anything else."""
        if isinstance(node, ast.Name):
            return self.names.imports.get(node.id, "")
        if isinstance(node, ast.Attribute):
            base = self.dotted(node.value)
            return f"{base}.{node.attr}" if base else ""
        return ""

    def inside(self, node: ast.expr) -> tuple[str, ...] | None:
        """Return the name of an imported thing below the venue's package; None for a thing that is not in it."""
        return below(self.dotted(node), self.known)

    def tags(self, node: ast.expr) -> Tags:
        """Return what a value may be; empty where nothing is known of it."""
        if isinstance(node, ast.Await):
            return self.tags(node.value)
        if isinstance(node, ast.NamedExpr):
            return self.tags(node.value)
        if isinstance(node, ast.IfExp):
            return self.tags(node.body) | self.tags(node.orelse)
        if isinstance(node, ast.BoolOp):
            return NO_TAGS.union(*map(self.tags, node.values))
        if isinstance(node, ast.Name):
            return frozenset(self.names.local.get(node.id, ()))
        if isinstance(node, ast.Call):
            maker = attribute(node)
            if maker is not None:
                return self._of_attribute(*maker)
            function = node.func
            if isinstance(function, ast.Attribute) and function.attr in _MAKERS:
                function = function.value
            return self._of_class(function)
        got = attribute(node)
        return self._of_attribute(*got) if got else NO_TAGS

    def annotated(self, node: ast.expr | None) -> Tags:
        """Return what a value with this annotation may be."""
        if node is None:
            return NO_TAGS
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                return self.annotated(ast.parse(node.value, mode="eval").body)
            except (SyntaxError, ValueError, RecursionError):
                return NO_TAGS
        if isinstance(node, ast.BinOp):
            return self.annotated(node.left) | self.annotated(node.right)
        if isinstance(node, ast.Subscript):
            return self.annotated(node.slice)
        return self._of_class(node)

    def _of_attribute(self, value: ast.expr, name: str) -> Tags:
        owner = self.tags(value)
        if owner == frozenset({FOREIGN}):
            return frozenset({FOREIGN})
        if name in self.known.groups and (CLIENT in owner or not owner or UNKNOWN in owner):
            return frozenset({f"group:{name}"}) | frozenset(self.shared.attributes.get(name, ()))
        return frozenset(self.shared.attributes.get(name, ()))

    def _of_class(self, node: ast.expr) -> Tags:
        """Return what an instance of a class is."""
        full = self.dotted(node)
        parts = below(full, self.known)
        last = full.rpartition(".")[2]
        if parts is not None:
            if last in _CLIENT_CLASSES:
                return frozenset({CLIENT})
            group = parts[0] if len(parts) == 2 and parts[0] in self.known.groups else None
            return frozenset({f"group:{group}"}) if group else NO_TAGS
        if last in _CLIENT_CLASSES and "venues" in full.split("."):
            return frozenset({FOREIGN})
        package = full.partition(".")[0]
        if package in self.known.clients:
            return frozenset({f"{package}:{last}"})
        return NO_TAGS


def below(full: str, known: KnownCalls) -> tuple[str, ...] | None:
    """Return the parts of a dotted name behind the venue's package."""
    parts = full.split(".")
    for index, part in enumerate(parts):
        if part in known.packages:
            return tuple(parts[index + 1 :])
    return None


def attribute(node: ast.AST) -> tuple[ast.expr, str] | None:
    """Return the object and the name of an attribute, also of ``getattr(object, "name")``."""
    if isinstance(node, ast.Attribute):
        return node.value, node.attr
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id != "getattr":
        return None
    match node.args:
        case [owner, ast.Constant(value=str(name)), *_]:
            return owner, name
        case _:
            return None


def last_name(node: ast.expr) -> str:
    """Return the name under which an object is at hand: ``trade`` of ``self.client.trade``."""
    if isinstance(node, ast.Name):
        return node.id
    got = attribute(node)
    return got[1] if got else ""


def learn(files: tuple[ParsedFile, ...], known: KnownCalls) -> dict[str, Naming]:
    """Return what the names of every file stand for."""
    shared = SharedNames()
    naming = {file.name: Naming(FileNames(), shared, known) for file in files}
    for file in files:
        _imports(file, naming[file.name])
    # An alias of an alias needs a second look, and so does what is bound in another file.
    for only_known in (True, True, False):
        for file in files:
            for target, tags in _bindings(file, naming[file.name]):
                if tags or not only_known:
                    _bind(target, tags, naming[file.name])
    for file in files:
        _handed_on(file, naming[file.name])
    return naming


def _imports(file: ParsedFile, naming: Naming) -> None:
    names, shared = naming.names, naming.shared
    for node in file.nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                shared.packages.add(alias.name.partition(".")[0])
                shared.identifiers.update(alias.name.split("."))
                root = alias.name.partition(".")[0]
                names.imports[alias.asname or root] = alias.name if alias.asname else root
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            shared.identifiers.update(module.split("."))
            if not node.level:
                shared.packages.add(module.partition(".")[0])
            for alias in node.names:
                shared.identifiers.add(alias.name)
                names.imports[alias.asname or alias.name] = f"{module}.{alias.name}".lstrip(".")
        elif isinstance(node, ast.Name):
            shared.identifiers.add(node.id)
        elif isinstance(node, ast.Attribute):
            shared.identifiers.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            prefix = naming.known.prefix.rstrip("/")
            shared.has_prefix = shared.has_prefix or (prefix != "" and node.value.rstrip("/").endswith(prefix))
    for statement in file.tree.body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    names.literals.setdefault(target.id, []).append(statement.value)
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value:
            names.literals.setdefault(statement.target.id, []).append(statement.value)
    _forget_rebound(file, names)


def _forget_rebound(file: ParsedFile, names: FileNames) -> None:
    """Forget constants whose name is bound more than once, in whatever scope."""
    bound: dict[str, int] = {}
    for node in file.nodes:
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            bound[node.id] = bound.get(node.id, 0) + 1
        elif isinstance(node, ast.arg):
            bound[node.arg] = bound.get(node.arg, 0) + 1
    names.literals = {name: values for name, values in names.literals.items() if bound.get(name, 0) == 1}


def _bindings(file: ParsedFile, naming: Naming) -> Iterator[tuple[ast.expr, Tags]]:
    """Yield every target of an assignment with what is assigned to it."""
    for node in file.nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _pairs(target, node.value, naming)
        elif isinstance(node, ast.AnnAssign):
            tags = naming.annotated(node.annotation) or (naming.tags(node.value) if node.value else NO_TAGS)
            yield node.target, tags
        elif isinstance(node, ast.NamedExpr):
            yield node.target, naming.tags(node.value)
        elif isinstance(node, ast.withitem) and node.optional_vars is not None:
            yield node.optional_vars, naming.tags(node.context_expr)
        elif isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
            yield node.target, NO_TAGS
        elif isinstance(node, ast.arg):
            yield ast.Name(node.arg, ast.Store()), naming.annotated(node.annotation)


def _pairs(target: ast.expr, value: ast.expr, naming: Naming) -> Iterator[tuple[ast.expr, Tags]]:
    if isinstance(target, ast.Tuple | ast.List):
        alike = isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(target.elts)
        for index, each in enumerate(target.elts):
            if alike and isinstance(value, ast.Tuple | ast.List):
                yield from _pairs(each, value.elts[index], naming)
            else:
                yield each, NO_TAGS
    else:
        yield target, naming.tags(value)


def _bind(target: ast.expr, tags: Tags, naming: Naming) -> None:
    if isinstance(target, ast.Name):
        naming.names.local.setdefault(target.id, set()).update(tags or {UNKNOWN})
    elif isinstance(target, ast.Attribute):
        naming.shared.attributes.setdefault(target.attr, set()).update(tags or {UNKNOWN})
    elif isinstance(target, ast.Tuple | ast.List):
        for each in target.elts:
            _bind(each, NO_TAGS, naming)


def _handed_on(file: ParsedFile, naming: Naming) -> None:
    """Note the groups of the SDK that go where their name is lost: as an argument, a result, part of a container."""
    if not naming.known.packages & naming.shared.identifiers:
        return
    for node in file.nodes:
        values: list[ast.expr | None] = []
        if isinstance(node, ast.Call) and attribute(node) is None:
            values = [*node.args, *(keyword.value for keyword in node.keywords)]
        elif isinstance(node, ast.Return | ast.Yield | ast.Starred):
            values = [node.value]
        elif isinstance(node, ast.Tuple | ast.List | ast.Set):
            values = [*node.elts]
        elif isinstance(node, ast.Dict):
            values = [*node.values]
        elif isinstance(node, ast.Assign) and any(isinstance(each, ast.Subscript) for each in node.targets):
            values = [node.value]
        elif isinstance(node, ast.Lambda):
            values = [node.body]
        for value in values:
            if value is not None and not isinstance(value, ast.Call):
                groups = (tag for tag in naming.tags(value) if tag.startswith("group:"))
                naming.shared.loose.update(tag.partition(":")[2] for tag in groups)


def short_text(node: ast.AST, *, is_call: bool = False) -> str:
    """Write a piece of code in one short line."""
    try:
        text = ast.unparse(node)
    except (ValueError, RecursionError):
        text = "..."
    return one_line(f"{text}(...)" if is_call else text)


def one_line(text: str) -> str:
    """Shorten a text to one line."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 3]}..."
