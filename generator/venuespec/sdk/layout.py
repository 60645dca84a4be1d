"""Finish generated text: add imports, format it, and prove that it is Python."""

import ast
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..python_text import Import, Python

_TEMPLATE_NAMES = {
    "collections.abc": "Iterable Iterator",
    "datetime": "UTC datetime",
    "decimal": "Decimal",
    "typing": "Any ClassVar Required Self TypedDict",
    "runtime.records": "define field frozen",
    "runtime.limits.conditions": "Cost",
    "runtime.venue": "Envelope",
    "runtime.endpoint": "Ask Endpoint MadeId Paging PayloadVerdict Proof RateLimit Reconcile",
    "runtime.request": "BatchRequest Item PagedRequest Request param",
    "runtime.by_position": "RowByPosition",
    "runtime.only_row": "OnlyRow",
    "runtime.rows": "Row UNUSUAL_VALUE wire",
    "runtime.values": "listed",
}
_OTHER_NAMES = "Context ENDPOINT EPOCH INSTRUMENTS ListOf Moment Number Rule Texts Undecided Violation"


def _imports(names: Mapping[str, str]) -> frozenset[Import]:
    return frozenset((module, name) for module, listed in names.items() for name in listed.split())


TEMPLATE_IMPORTS = _imports(_TEMPLATE_NAMES)
"""The names that the templates of an endpoint's module may use; a module drops those that it does not need."""
RESERVED = frozenset(name for _, name in TEMPLATE_IMPORTS) | frozenset(_OTHER_NAMES.split())
"""Names that a class or type of a generated module must not have, because the module imports or defines them."""


class StyleError(Exception):
    """Raised when generated source cannot be formatted: mostly as it does not parse, a bug of the generator."""


def origin_of(endpoint: str, group: str) -> str:
    """Return the module from which a group's module imports the classes of an endpoint, ``group.name``."""
    home, name = endpoint.split(".")
    return f"group.{name}" if home == group else f"sdk.{home}.{name}"


def import_lines(imports: Iterable[Import], *, runtime: str, sdk: str) -> tuple[Python, ...]:
    """Render the import statements for these names.

    ``runtime`` is the dotted name of a package, ``sdk`` the dots before the name of a module.
    """
    places = {"runtime": f"{runtime}.", "sdk": sdk, "group": "."}
    needed: dict[str, set[str]] = defaultdict(set)
    for module, name in imports:
        root, _, rest = module.partition(".")
        needed[f"{places[root]}{rest}" if root in places else module].add(name)
    return tuple(Python(f"from {place} import {', '.join(sorted(names))}") for place, names in sorted(needed.items()))


def finished(files: Mapping[str, str]) -> dict[str, str]:
    """Format the files with ruff.

    Raises ``StyleError`` for a Python file that does not parse, and where the folder for temporary files is full.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        try:
            for path, text in files.items():
                target = root / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
        except OSError as error:
            message = f"{root.parent}, the folder for temporary files, cannot be written: {error.strerror}"
            raise StyleError(f"{message}; nothing was changed") from None
        try:
            _ruff("check", "--quiet", "--select", "I,F401", "--fix", root=root)
            _ruff("format", "--quiet", root=root)
        except StyleError:
            # ruff reads every file, so only after its refusal is it worth the time to find the file that is not Python.
            for path, text in files.items():
                if path.endswith(".py"):
                    _parsed(text, path)
            raise
        return {path: (root / path).read_text(encoding="utf-8") for path in files}


def _ruff(*arguments: str, root: Path) -> None:
    # A group can be called 'build', which ruff leaves out otherwise.
    options = ("line-length=120", 'target-version="py311"', "exclude=[]", 'lint.isort.known-first-party=["venues"]')
    settings = ["--isolated", "--no-cache", *(word for option in options for word in ("--config", option))]
    command = [sys.executable, "-m", "ruff", *arguments, *settings, "."]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if "No module named ruff" in done.stderr:
        raise StyleError("ruff is not installed; run: pip install 'venuespec[generator]'")
    if done.returncode != 0:
        raise StyleError(f"ruff {arguments[0]} failed on generated files: {done.stdout}{done.stderr}".strip())


def _parsed(source: str, path: str) -> ast.Module:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError) as error:
        raise StyleError(f"{path} is not Python ({error}); report this as a defect of the generator") from None
