"""``make audit``: pip-audit over the installed versions of what the SDK and the tool depend on.

Exit codes: 0 nothing is known, 1 something is, 2 pip-audit is missing, 3 the advisory service could not be asked.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

EXTRAS = ("", "async", "crypto", "generator", "html", "redis")


def installed(name: str, extras: Iterable[str]) -> Iterator[str]:
    """The names of everything that a distribution needs with its extras, as far as it is installed."""
    waiting, seen = [(name, tuple(extras))], set[str]()
    while waiting:
        each, wanted = waiting.pop()
        try:
            needed = metadata.requires(each) or []
        except metadata.PackageNotFoundError:
            continue
        for line in needed:
            found = Requirement(line)
            if found.marker is None or any(found.marker.evaluate({"extra": extra}) for extra in ("", *wanted)):
                key = re.sub("[-_.]+", "-", found.name).lower()
                if key not in seen:
                    seen.add(key)
                    waiting.append((found.name, tuple(found.extras)))
    yield from sorted(seen)


def pins(names: Iterable[str]) -> list[str]:
    """Requirement lines of the installed versions."""
    found: list[str] = []
    for name in names:
        try:
            found.append(f"{name}=={metadata.version(name)}")
        except metadata.PackageNotFoundError:
            print(f"audit: {name} is not installed here, and so not audited", file=sys.stderr)
    return found


def main() -> int:
    """Ask for the pins of all runtime dependencies at once."""
    try:
        import pip_audit
    except ImportError:
        print("make audit needs pip-audit: pip install 'venuespec[audit]'", file=sys.stderr)
        return 2
    del pip_audit
    lines = pins(installed("venuespec", EXTRAS))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "requirements.txt"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        options = ["--no-deps", "--disable-pip", "--progress-spinner=off", "--timeout=10", "--format=json"]
        command = [sys.executable, "-m", "pip_audit", *options, "--requirement", str(file)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        except subprocess.TimeoutExpired:
            return _unasked(lines, "no answer within 300 s")
    try:
        audited = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return _unasked(lines, done.stderr)
    skipped = [str(each["skip_reason"]) for each in audited if "skip_reason" in each]
    found = [(each, one) for each in audited for one in each.get("vulns", ())]
    for each, one in found:
        mended = ", ".join(one["fix_versions"]) or "none yet"
        print(f"{each['name']} {each['version']}: {one['id']}; mended in {mended}")
    if skipped and not found:
        return _unasked(lines, f"{len(skipped)} of them were skipped; {skipped[0]}")
    print(
        f"audit: {len(found)} known vulnerabilities in {len(audited) - len(skipped)} packages, {len(skipped)} skipped"
    )
    return 1 if found else 0


def _unasked(lines: list[str], reason: str) -> int:
    last = "".join(
        each if each.isprintable() else " " for each in (reason.strip().splitlines() or ["no reason given"])[-1]
    )
    print(
        f"audit: the advisory service could not be asked about {len(lines)} packages, so nothing is known of them: "
        f"{last[:300]}\nTry again where https://pypi.org can be reached. What would have been asked:\n  "
        + "\n  ".join(lines),
        file=sys.stderr,
    )
    return 3


if __name__ == "__main__":
    sys.exit(main())
