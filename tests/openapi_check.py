"""``make openapi-check``: whether other people's tools read the documents in ``dist/``.

Each document is valid for openapi-spec-validator and for Redocly's linter, and its documented examples for its schemas, but
for those that are printed. openapi-python-client and datamodel-code-generator make code of the three with most users, and
all of it imports. oasdiff, where it is on PATH, reads two of them.

Exit codes: 0 all holds, 1 something does not, 2 a tool is missing.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

ROOT = Path(__file__).parent.parent
GENERATED = ("okx_v5", "bybit_v5", "binance_usdm")
REDOCLY = "@redocly/cli@2.77.0"
# Whether a page's example has a field that its table lacks is the import's business, and rules name fields in `then` alone.
RULES = """
extends: [minimal]
rules:
  no-invalid-media-type-examples: {severity: warn, allowAdditionalProperties: true}
"""
IMPORTS = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
names = [found.name for found in pkgutil.walk_packages(package.__path__, sys.argv[1] + ".")]
for name in names: importlib.import_module(name)
print(len(names))
"""


class CheckError(Exception):
    """Raised where a tool does not take a document."""


class MissingToolError(Exception):
    """Raised where a tool is not at hand."""


def documented(document: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Yield every documented example: its place, its schema and its value."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            place = f"{method} {path}"
            for parameter in operation.get("parameters", []):
                if "example" in parameter:
                    yield f"{place} {parameter['name']}", parameter["schema"], parameter["example"]
            for part in (operation.get("requestBody", {}), operation["responses"]["200"]):
                for content in part.get("content", {}).values():
                    for name, example in content.get("examples", {}).items():
                        yield f"{place} {name}", content["schema"], example["value"]


def invalid_examples(document: Mapping[str, Any]) -> tuple[int, list[str]]:
    """Return the number of documented examples, and the places of those that their schemas do not take."""
    registry: Registry[Any] = Registry().with_resource("d:", Resource(document, DRAFT202012))
    count, wrong = 0, list[str]()
    for place, schema, value in documented(document):
        count += 1
        target = {"$ref": f"d:{schema['$ref']}"} if "$ref" in schema else schema
        if not Draft202012Validator(target, registry=registry).is_valid(value):
            wrong.append(place)
    return count, wrong


def valid(document: Mapping[str, Any]) -> str:
    if errors := [error.message for error in OpenAPIV31SpecValidator(dict(document)).iter_errors()]:
        raise CheckError(f"openapi-spec-validator: {errors[0]}, and {len(errors) - 1} more")
    count, wrong = invalid_examples(document)
    if len(wrong) > count // 50:
        raise CheckError(f"{len(wrong)} of {count} examples are not what their schemas say: {', '.join(wrong)}")
    return (
        f"valid; {count} examples, {len(wrong)} of them broken on their pages{': ' if wrong else ''}{', '.join(wrong)}"
    )


def linted(file: Path, folder: Path) -> str:
    config = folder / "redocly.yaml"
    config.write_text(RULES)
    command = ["redocly"] if shutil.which("redocly") else ["npx", "--yes", REDOCLY]
    told = ran([*command, "lint", "--config", str(config), "--format", "json", "--max-problems", "1000", str(file)])
    totals = json.loads(told[told.index("{") :])["totals"]
    return f"Redocly: {totals['errors']} errors, {totals['warnings']} warnings"


def generated(file: Path, folder: Path) -> str:
    """Make a client and classes of a document, and import all of them."""
    name = file.name.partition(".")[0]
    config = folder / "client.yaml"
    config.write_text("post_hooks: []\n")
    client = ["openapi-python-client", "generate", "--path", str(file), "--output-path", str(folder / f"{name}_client")]
    ran([*client, "--meta", "none", "--config", str(config), "--fail-on-warning"])
    modules = ran([sys.executable, "-c", IMPORTS, f"{name}_client"], cwd=folder).strip()
    models = folder / f"{name}_models.py"
    classes = ["datamodel-codegen", "--input", str(file), "--input-file-type", "openapi", "--output", str(models)]
    ran([*classes, "--output-model-type", "pydantic_v2.BaseModel", "--formatters", "builtin"])
    ran([sys.executable, str(models)])
    count = models.read_text(encoding="utf-8").count("\nclass ")
    return f"openapi-python-client makes {modules} modules, datamodel-code-generator {count} classes; all import"


def compared(files: list[Path]) -> str:
    if shutil.which("oasdiff") is None:
        return "not at hand, so not tried"
    told = ran(["oasdiff", "changelog", "--format", "json", str(files[0]), str(files[1])])
    return f"reads {files[0].name} and {files[1].name}: {len(json.loads(told or '[]'))} changes"


def ran(command: list[str], *, cwd: Path | None = None) -> str:
    beside = str(Path(sys.executable).parent)
    path = f"{beside}{os.pathsep}{os.environ.get('PATH', '')}"
    if shutil.which(command[0], path=path) is None:
        raise MissingToolError(
            f"{command[0]} is not installed; make openapi-check installs what pip can, npx comes with Node"
        )
    done = subprocess.run(command, cwd=cwd, env={**os.environ, "PATH": path}, capture_output=True, text=True)
    if done.returncode:
        raise CheckError(f"{' '.join(command)} ends with {done.returncode}:\n{(done.stdout + done.stderr)[-2000:]}")
    return done.stdout


def main() -> int:
    files = sorted((ROOT / "dist").glob("*.openapi.json"))
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in files:
            document = json.loads(file.read_bytes())
            checks = [lambda document=document: valid(document), lambda file=file: linted(file, folder)]
            if file.name.partition(".")[0] in GENERATED:
                checks.append(lambda file=file: generated(file, folder))
            for check in checks:
                try:
                    print(f"{file.name}: {check()}", flush=True)
                except MissingToolError as error:
                    print(error, file=sys.stderr)
                    return 2
                except CheckError as error:
                    print(f"{file.name}: {error}", file=sys.stderr, flush=True)
                    failed = 1
        print(f"oasdiff: {compared(files)}")
    return failed if files else 1


if __name__ == "__main__":
    sys.exit(main())
