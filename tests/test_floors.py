"""The tool's packages stand on floors: each imports only what lies below it, and modules never import in a circle."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

TOOL = Path(__file__).parent.parent / "generator" / "venuespec"
FLOORS = (
    {"cli"},
    {"diff"},
    {"pages", "sdk", "sandbox"},
    {"checks"},
    {"spec"},
    {"rules"},
    {"runtime", "naming", "textfiles"},
)


def imports_of_modules() -> dict[tuple[str, ...], set[tuple[str, ...]]]:
    """Return the modules of the tool, by their parts, with the modules of the tool that they import anywhere."""
    paths = {file.relative_to(TOOL).with_suffix("").parts: file for file in TOOL.rglob("*.py")}
    files = {parts[:-1] if parts[-1] == "__init__" else parts: file for parts, file in paths.items()}
    found: dict[tuple[str, ...], set[tuple[str, ...]]] = {module: set() for module in files}
    for module, file in files.items():
        package = module if file.name == "__init__.py" else module[:-1]
        for node in ast.walk(ast.parse(file.read_bytes())):
            assert not (isinstance(node, ast.Import) and any(name.name.startswith("venuespec") for name in node.names))
            if isinstance(node, ast.ImportFrom) and node.level:
                source = (
                    (*package[: len(package) - node.level + 1], *(node.module or "").split("."))
                    if node.module
                    else (package[: len(package) - node.level + 1])
                )
                found[module] |= {
                    (*source, name.name) if (*source, name.name) in files else source for name in node.names
                }
    return found


def test_a_package_imports_only_packages_below_it() -> None:
    floor = {package: number for number, packages in enumerate(FLOORS) for package in packages}
    upward = [
        f"{'.'.join(module)} imports {'.'.join(imported)}"
        for module, imports in imports_of_modules().items()
        for imported in imports
        if module and module != ("__main__",) and imported[0] != module[0] and floor[imported[0]] <= floor[module[0]]
    ]
    assert upward == []


def test_modules_do_not_import_in_a_circle() -> None:
    # A package's __init__ that gathers its modules is no circle: modules import each other, not their package.
    TopologicalSorter(imports_of_modules()).prepare()  # raises CycleError with the circle
