"""Compile ``venues._rows`` where a C compiler is at hand; without one, rows are read by Python.

``python hatch_build.py`` compiles it for a checkout, hatchling for a wheel. ``VENUES_PURE=1`` leaves it out.
"""

import os
import platform
import shlex
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
SOURCE = ROOT / "generated" / "venues" / "_runtime" / "_rows.c"
NAME = f"_rows{sysconfig.get_config_var('EXT_SUFFIX')}"


def compiled(folder: Path) -> Path | None:
    """Compile the module into a folder; return its file, or None where that is not possible or not wanted."""
    if os.environ.get("VENUES_PURE", "0") not in ("", "0") or not _possible():
        return None
    linker = shlex.split(sysconfig.get_config_var("LDSHARED") or "cc -shared")
    if given := os.environ.get("CC"):
        linker[:1] = shlex.split(given)
    target = folder / NAME
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch) / NAME
        options = ["-O2", "-DNDEBUG", "-fwrapv", "-fPIC", "-fvisibility=hidden", f"-I{sysconfig.get_path('include')}"]
        command = [*linker, *options, str(SOURCE), "-o", str(made)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=120)
        except (OSError, subprocess.TimeoutExpired):
            return None
        if done.returncode != 0 or not made.is_file():
            return None
        target.unlink(missing_ok=True)  # a process that has the former one open keeps it
        target.write_bytes(made.read_bytes())
    return target


def _possible() -> bool:
    """Tell whether this interpreter can use the module: CPython with its lock, where the compiler is one of POSIX."""
    locked = not sysconfig.get_config_var("Py_GIL_DISABLED")
    return platform.python_implementation() == "CPython" and locked and os.name == "posix"


class CompiledRows(BuildHookInterface[Any]):
    """Adds the module to a wheel, and to the checkout of an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            compiled(ROOT / "generated" / "venues")
            return
        self._folder = tempfile.TemporaryDirectory()
        if file := compiled(Path(self._folder.name)):
            build_data["force_include"][str(file)] = f"venues/{file.name}"
            build_data["pure_python"] = False
            build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self._folder.cleanup()


if __name__ == "__main__":
    found = compiled(ROOT / "generated" / "venues")
    print(
        "venues._rows is compiled" if found else "venues._rows is not compiled: rows are read by Python",
        file=sys.stderr,
    )
