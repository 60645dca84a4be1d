"""Read which endpoints stand behind the methods of python-okx, pybit and ccxt, from their source, without calling one.

python tests/other_client_methods.py writes spec/VENUE/clients.yaml.
"""

import ast
import re
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ccxt_methods import UNIFIED, unified_methods

SPECS = Path(__file__).parent.parent / "spec"
_HEADING = """# yaml-language-server: $schema=../schema/clients.json
# Written by tests/other_client_methods.py from the installed packages; not for editing.
"""
_PATH = re.compile(r"/[A-Za-z0-9_\-/.]+")


def folder_of(package: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(next(iter(spec.submodule_search_locations)))


def trees(package: str) -> Iterator[ast.Module]:
    for file in sorted(folder_of(package).rglob("*.py")):
        if "websocket" not in file.as_posix():
            yield ast.parse(file.read_bytes())


def constants(package: str) -> dict[str, str]:
    """{NAME or Class.NAME: text} of every constant that is assigned a text."""
    found: dict[str, str] = {}
    for tree in trees(package):
        holders: list[tuple[str, ast.Module | ast.ClassDef]] = [("", tree)]
        holders += [(f"{each.name}.", each) for each in tree.body if isinstance(each, ast.ClassDef)]
        for prefix, holder in holders:
            for node in holder.body:
                if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                    for target in node.targets:
                        if isinstance(target, ast.Name) and isinstance(node.value.value, str):
                            found[prefix + target.id] = node.value.value
    return found


def text_of(node: ast.expr, known: dict[str, str]) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return known.get(f"{node.value.id}.{node.attr}")
    if isinstance(node, ast.JoinedStr):
        parts = [each.value for each in node.values if isinstance(each, ast.FormattedValue)]
        return next((text for each in reversed(parts) if (text := text_of(each, known))), None)
    return None


def endpoint_of(method: ast.FunctionDef, known: dict[str, str]) -> str | None:
    for call in (each for each in ast.walk(method) if isinstance(each, ast.Call)):
        texts = [text_of(each, known) for each in (*call.args, *(keyword.value for keyword in call.keywords))]
        verb = next((each for each in texts if each in ("GET", "POST", "PUT", "DELETE")), None)
        path = next((each for each in texts if each and _PATH.fullmatch(each)), None)
        if verb and path:
            return f"{verb} {path}"
    return None


def methods(package: str, owner: str | None) -> dict[str, str]:
    """{Class.method: METHOD path}; ``owner`` is the one class that programs see, where its methods are mixed in."""
    known = constants(package)
    found: dict[str, str] = {}
    for tree in trees(package):
        for cls in (each for each in tree.body if isinstance(each, ast.ClassDef)):
            for method in (each for each in cls.body if isinstance(each, ast.FunctionDef)):
                key = None if method.name.startswith("_") else endpoint_of(method, known)
                if key:
                    found[f"{owner or cls.name}.{method.name}"] = key
    return dict(sorted(found.items()))


def facts() -> dict[str, dict[str, dict[str, Any]]]:
    """{venue: {client: its entry in the venue's clients.yaml}}."""
    found: dict[str, dict[str, dict[str, Any]]] = {
        # It sends every parameter of a method, those that are not given as empty texts.
        "okx_v5": {
            "python-okx": {
                "version": version("python-okx"),
                "imports": "okx",
                "adds_parameters": True,
                "methods": methods("okx", None),
            },
        },
        "bybit_v5": {
            "pybit": {"version": version("pybit"), "imports": "pybit", "methods": methods("pybit", "HTTP")},
        },
    }
    for venue, (exchange, prefix) in UNIFIED.items():
        unified = {"version": version("ccxt"), "imports": "ccxt", "unified": unified_methods(exchange, prefix)}
        found[venue] = {"ccxt": unified, **found.get(venue, {})}
    return found


def text_of_file(clients: dict[str, dict[str, Any]]) -> str:
    lines = [_HEADING]
    for name, client in clients.items():
        lines += [f"{name}:\n", f"  version: '{client['version']}'\n", f"  imports: {client['imports']}\n"]
        lines += ["  adds_parameters: true\n"] if client.get("adds_parameters") else []
        if "methods" in client:
            lines += ["  methods:\n", *(f"    {method}: {key}\n" for method, key in client["methods"].items())]
        if "unified" in client:
            lines += [
                "  unified:\n",
                *(f"    {method}: [{', '.join(keys)}]\n" for method, keys in client["unified"].items()),
            ]
    return "".join(lines)


if __name__ == "__main__":
    for venue, clients in facts().items():
        (SPECS / venue / "clients.yaml").write_text(text_of_file(clients), encoding="utf-8")
