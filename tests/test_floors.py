"""The tool's packages stand on floors: a module imports only packages below its own, and none imports in a circle."""

import ast
import re
from graphlib import TopologicalSorter
from importlib.util import resolve_name
from pathlib import Path

GENERATOR = Path(__file__).parent.parent / "generator"
FLOORS = (
    ("__main__",),
    ("cli",),
    ("update", "site"),
    ("diff",),
    ("pages", "sdk", "sandbox", "openapi"),
    ("checks",),
    ("spec",),
    ("kinds",),
    ("rules",),
    ("python_text", "naming", "cache"),
    ("runtime", "textfiles", "processes"),
)


def imports_by_module() -> dict[str, set[str]]:
    """Map each module of the tool to the modules of the tool that it imports, at its top or inside a function."""
    names = {file: ".".join(file.relative_to(GENERATOR).with_suffix("").parts) for file in GENERATOR.rglob("*.py")}
    files = {name.removesuffix(".__init__"): file for file, name in names.items()}
    imports: dict[str, set[str]] = {}
    for module, file in files.items():
        package = module if file.name == "__init__.py" else module.rpartition(".")[0]
        statements = [node for node in ast.walk(ast.parse(file.read_bytes())) if isinstance(node, ast.ImportFrom)]
        imported = [
            (resolve_name("." * node.level + (node.module or ""), package), alias.name)
            for node in statements
            for alias in node.names
        ]
        paths = {f"{source}.{name}" if f"{source}.{name}" in files else source for source, name in imported}
        imports[module] = {path for path in paths if path.startswith("venuespec.")}
    return imports


def test_a_package_imports_only_packages_below_it() -> None:
    floor = {package: number for number, packages in enumerate(FLOORS) for package in packages}
    imports = [(module, path) for module, paths in imports_by_module().items() for path in paths]
    packages = [(module.split(".")[1], path.split(".")[1], f"{module} imports {path}") for module, path in imports]
    assert len(packages) > 200
    assert [said for own, other, said in packages if own != other and floor[own] >= floor[other]] == []


def test_modules_do_not_import_in_a_circle() -> None:
    TopologicalSorter(imports_by_module()).prepare()  # raises CycleError, which names the circle


def public_types() -> dict[str, set[str]]:
    """Map each public name of a class or of a type to the modules that define it; a variable of types is no name."""
    places: dict[str, set[str]] = {}
    for file in GENERATOR.rglob("*.py"):
        for node in ast.parse(file.read_bytes()).body:
            names = [node.name] if isinstance(node, ast.ClassDef) else []
            if isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                names = [target.id for target in targets if isinstance(target, ast.Name)]
            for name in names:
                if name[0].isupper() and not name.isupper():
                    places.setdefault(name, set()).add(str(file.relative_to(GENERATOR)))
    return places


def test_the_tool_names_no_venue_but_in_readers_of_page_formats() -> None:
    venues = {
        folder.name.partition("_")[0]
        for folder in (GENERATOR.parent / "spec").iterdir()
        if (folder / "venue.yaml").is_file()
    }
    assert {"okx", "bybit", "binance", "coinswitch"} <= venues
    named = re.compile("|".join(map(re.escape, sorted(venues))), re.IGNORECASE)
    formats = GENERATOR / "venuespec" / "pages" / "formats"
    texts = (
        file
        for suffix in ("py", "jinja", "json", "html", "css", "js", "md", "toml", "yaml")
        for file in GENERATOR.rglob(f"*.{suffix}")
    )
    files = [file for file in texts if not file.is_relative_to(formats)]
    assert len(files) > 200
    found = [f"{file.name}: {match[0]}" for file in files if (match := named.search(file.read_text(encoding="utf-8")))]
    assert found == []


def test_a_type_name_means_one_thing_in_the_whole_project() -> None:
    places = public_types()
    assert len(places) > 200
    assert {name: sorted(files) for name, files in places.items() if len(files) > 1} == {}


def test_modules_classes_and_functions_stay_small() -> None:
    most = {ast.Module: 449, ast.ClassDef: 220, ast.FunctionDef: 60, ast.AsyncFunctionDef: 60}
    long: list[str] = []
    for file in GENERATOR.rglob("*.py"):
        tree = ast.parse(file.read_bytes())
        sizes = [(ast.Module, "the module", len(file.read_text(encoding="utf-8").splitlines()))]
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                sizes.append((type(node), node.name, (node.end_lineno or 0) - node.lineno + 1))
        long += [
            f"{file.relative_to(GENERATOR)}: {name} has {size} lines" for kind, name, size in sizes if size > most[kind]
        ]
    assert long == []
