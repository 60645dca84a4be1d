"""The finishing of generated text: its imports, its layout, and the proof that it is Python."""

import ast
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Container, Mapping
from pathlib import Path

from .text import Python

_ELSEWHERE: dict[str, tuple[str, ...]] = {
    "collections.abc": ("Iterable", "Iterator", "Mapping", "Sequence"),
    "datetime": ("UTC", "datetime"),
    "decimal": ("Decimal",),
    "typing": ("Any", "ClassVar", "Self"),
    "attrs": ("define", "field", "frozen"),
}
_RUNTIME = {
    "endpoint": "Ask Endpoint Paging RateLimit Reconcile",
    "request": "BatchRequest Item PagedRequest Request param",
    "rows": (
        "MICROSECOND MILLISECOND SECOND UNUSUAL_VALUE Row boolean decimal exact_decimal integer prose row rows text "
        "text_lists values wire"
    ),
    "payloads": "bytes_of nothing one_of rows_of text_lists_of texts_of",
    "rules": (
        "Instruments Rule Undecided Violation count_listed differ further_apart gt gte longer lt lte matches "
        "missing none_of only placed shorter undecided_rule unlike violation_of without"
    ),
    "values": "EPOCH Moment Number Texts flag flag_text joined listed number unix_milliseconds unix_seconds whole",
}


class StyleError(Exception):
    """Generated text that is no Python: a defect of the generator."""


def origins(runtime: str) -> dict[str, str]:
    """Where generated code imports each name from, the runtime being at the given dotted, relative place."""
    found = {name: module for module, names in _ELSEWHERE.items() for name in names}
    return found | {name: f"{runtime}.{module}" for module, names in _RUNTIME.items() for name in names.split()}


def module_of(endpoint: str, group: str) -> str:
    """The module of an endpoint, ``group.name``, as a module of a group imports it."""
    home, name = endpoint.split(".")
    return f".{name}" if home == group else f"..{home}.{name}"


def imports(source: str, known: Mapping[str, str], offered: Container[str] = ()) -> Python:
    """The import statements that the source needs, of the names whose origin is known.

    Those that are ``offered`` can be imported from the module in turn.
    """
    needed: dict[str, set[str]] = defaultdict(set)
    for node in ast.walk(_parsed(source, "generated source")):
        if isinstance(node, ast.Name) and node.id in known:
            needed[known[node.id]].add(node.id)
    lines = (
        f"from {module} import {', '.join(f'{name} as {name}' if name in offered else name for name in sorted(names))}"
        for module, names in sorted(needed.items())
    )
    return Python("\n".join(lines))


def finished(files: Mapping[str, str]) -> dict[str, str]:
    """The files laid out by ruff. Raises ``StyleError`` for a Python file that does not compile."""
    for path, text in files.items():
        if path.endswith(".py"):
            _parsed(text, path)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, text in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        _ruff("check", "--quiet", "--select", "I,F401", "--fix", root=root)
        _ruff("format", "--quiet", root=root)
        return {path: (root / path).read_text(encoding="utf-8") for path in files}


def _ruff(*arguments: str, root: Path) -> None:
    options = ("line-length=120", 'target-version="py311"', 'lint.isort.known-first-party=["venues"]')
    settings = ["--isolated", "--no-cache", *(word for option in options for word in ("--config", option))]
    command = [sys.executable, "-m", "ruff", *arguments, *settings, "."]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise StyleError(f"ruff {arguments[0]} failed on generated files: {done.stdout}{done.stderr}".strip())


def _parsed(source: str, path: str) -> ast.Module:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError) as error:
        raise StyleError(f"{path} is not Python ({error}); report this as a defect of the generator") from None
