"""What a release rests on: one version, its tag and changelog, the workflow's rights, links on the index."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from index_page import index_text, urls
from release_check import CheckError, addressed, clean, notes, one_version, same


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository at version 1.2.0, whose changelog speaks of it."""
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.0"\n')
    (tmp_path / "CHANGELOG.md").write_text(
        "# Changelog\n\n## [Unreleased]\n\n## 1.2.0 - 2026-12-01\n\n### Added\n- A thing.\n\n## 1.1.0 - 2026-11-01\n- Old.\n"
    )
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    commit(tmp_path)
    return tmp_path


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)


def commit(root: Path) -> None:
    git(root, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x", "--allow-empty")


def test_a_tree_with_changes_is_not_released(repository: Path) -> None:
    assert clean(repository).startswith("at ")
    (repository / "new").touch()
    with pytest.raises(CheckError, match=r"\?\? new"):
        clean(repository)


def test_the_tag_the_version_and_the_changelog_agree(repository: Path) -> None:
    assert one_version(repository, tagged=False) == "1.2.0, not tagged yet: git tag v1.2.0"
    with pytest.raises(CheckError, match=r"has no tag v1\.2\.0"):
        one_version(repository, tagged=True)
    git(repository, "tag", "v1.2.0")
    assert one_version(repository, tagged=True) == "1.2.0, tagged"
    assert notes(repository) == "### Added\n- A thing."
    commit(repository)
    with pytest.raises(CheckError, match="raise the version"):
        one_version(repository, tagged=False)
    (repository / "pyproject.toml").write_text('[project]\nversion = "1.3.0"\n')
    git(repository, "tag", "v1.4.0")
    with pytest.raises(CheckError, match=r"tagged v1\.4\.0, and its version is 1\.3\.0"):
        one_version(repository, tagged=False)
    git(repository, "tag", "v1.3.0")
    git(repository, "tag", "-d", "v1.4.0")
    with pytest.raises(CheckError, match=r"no section 1\.3\.0"):
        one_version(repository, tagged=True)


def test_builds_are_compared_bit_for_bit(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(b"a")
    other.write_bytes(b"a")
    assert "sha256 ca978112ca1bbdca" in same({"x.whl": one}, {"x.whl": other})
    other.write_bytes(b"b")
    with pytest.raises(CheckError, match=r"x\.whl is another file"):
        same({"x.whl": one}, {"x.whl": other})


def test_only_the_job_that_publishes_may_publish(root: Path) -> None:
    flow: Any = yaml.safe_load((root / ".github" / "workflows" / "release.yml").read_text())
    assert flow["permissions"] == {}
    assert {name: job["permissions"] for name, job in flow["jobs"].items()} == {
        "build": {"contents": "read"},
        "wheels": {"contents": "read"},
        "provenance": {"id-token": "write", "attestations": "write"},
        "publish": {"id-token": "write"},
        "announce": {"contents": "write"},
    }
    text = yaml.safe_dump(flow["jobs"]["publish"])
    assert "run:" not in text
    assert "password" not in text


def test_the_tests_that_run_elsewhere_exist(root: Path) -> None:
    flow: Any = yaml.safe_load((root / ".github" / "workflows" / "ci.yml").read_text())
    run = next(step["run"] for step in flow["jobs"]["elsewhere"]["steps"] if "pytest" in step.get("run", ""))
    places = [word for word in run.split() if word.startswith("tests/")]
    assert len(places) > 10
    assert [place for place in places if not (root / place).exists()] == []


def test_links_of_the_readme_lead_somewhere_on_the_index() -> None:
    assert index_text(TEXT, ADDRESS) == INDEX
    assert urls(ADDRESS)["Issues"] == "https://github.com/o/n/issues"


def test_nothing_is_linked_while_the_repository_has_no_address(root: Path) -> None:
    assert index_text(TEXT, "") == "a  [w](https://x.y/z) [here](#top) "
    assert urls("") == {}
    shown = index_text((root / "README.md").read_text(encoding="utf-8"), "")
    assert re.findall(r"\]\((?!https?:|#)[^)]*\)", shown) == []


@pytest.mark.parametrize("address", ["", "https://github.com/OWNER", "github.com/o/n"])
def test_a_package_without_an_address_is_not_released(tmp_path: Path, address: str) -> None:
    text = '[tool.hatch.metadata.hooks.custom]\nrepository = "{}"\n'
    (tmp_path / "pyproject.toml").write_text(text.format(address))
    with pytest.raises(CheckError, match="does not say where the repository is"):
        addressed(tmp_path)
    (tmp_path / "pyproject.toml").write_text(text.format(ADDRESS))
    assert addressed(tmp_path) == ADDRESS


ADDRESS = "https://github.com/o/n"
TEXT = "[a](docs/a.md#b) ![p](docs/p.png) [w](https://x.y/z) [here](#top) [![i](docs/i.png)](docs/d.md)"
INDEX = (
    "[a](https://github.com/o/n/blob/main/docs/a.md#b) "
    "![p](https://raw.githubusercontent.com/o/n/main/docs/p.png) [w](https://x.y/z) [here](#top) "
    "[![i](https://raw.githubusercontent.com/o/n/main/docs/i.png)](https://github.com/o/n/blob/main/docs/d.md)"
)
