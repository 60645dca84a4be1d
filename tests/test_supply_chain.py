"""What the project depends on: bounded on both sides, without versions that are known to be vulnerable, pinned."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

# The first version with the fix of the last advisory that concerns what is used here.
FIXED = {
    "aiohttp": (3, 13, 4),  # CVE-2025-69223 to 69229, CVE-2026-22815
    "certifi": (2024, 7),  # CVE-2024-39689
    "cryptography": (44, 0, 1),  # CVE-2024-12797
    "h11": (0, 16),  # CVE-2025-43859
    "jinja2": (3, 1, 6),  # CVE-2024-56326, CVE-2025-27516
    "lxml": (6, 1),  # CVE-2026-41066
    "starlette": (0, 49, 1),  # CVE-2025-54121, CVE-2025-62727
}


def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def requirements(root: Path) -> list[str]:
    data = project(root)
    extras = data["project"]["optional-dependencies"].values()
    return [
        *data["build-system"]["requires"],
        *data["project"]["dependencies"],
        *(each for extra in extras for each in extra),
    ]


def test_every_dependency_is_bounded_above_and_below(root: Path) -> None:
    for each in requirements(root):
        if not each.startswith("venuespec["):
            assert re.search(r">=[0-9.]+,<[0-9.]+$|==[0-9.]+$", each.partition(";")[0]), each


@pytest.mark.parametrize(("name", "fixed"), FIXED.items())
def test_no_version_is_taken_that_is_known_to_be_vulnerable(root: Path, name: str, fixed: tuple[int, ...]) -> None:
    lower = [match[1] for each in requirements(root) if (match := re.match(rf"{name}>=([0-9.]+)", each))]
    assert all(tuple(map(int, each.split("."))) >= fixed for each in lower)


def test_actions_are_pinned_by_commit_with_their_version_beside_it(root: Path) -> None:
    pages = [root / "README.md", *(root / "docs").rglob("*.md"), *root.glob(".github/workflows/*.y*ml")]
    uses = [
        line.strip()
        for page in pages
        for line in page.read_text(encoding="utf-8").splitlines()
        if re.search(r"\buses: \S+/", line)
    ]
    assert len(uses) >= 3
    for each in uses:
        assert re.search(r"uses: [\w./-]+@[0-9a-f]{40} +# v[0-9]+\.[0-9]+\.[0-9]+$", each), each
