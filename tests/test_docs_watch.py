"""The daily workflow: its permissions, and its scripts with stand-ins for venuespec and gh."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

FILES = [
    "CHANGELOG.md",
    "docs/reference/a",
    "generated/a",
    "spec/acme/lock.yaml",
    "spec/acme/trade.yaml",
    "tests/generated/a",
]
PINNED = re.compile(r"actions/[\w-]+@[0-9a-f]{40}")


@pytest.fixture(scope="module")
def workflow(root: Path) -> dict[Any, Any]:
    loaded = yaml.safe_load((root / ".github" / "workflows" / "docs-watch.yml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def script(workflow: dict[Any, Any], job: str) -> str:
    [text] = [step["run"] for step in workflow["jobs"][job]["steps"] if "set -euo" in step.get("run", "")]
    return str(text)


def test_it_runs_once_a_day_and_by_hand(workflow: dict[Any, Any]) -> None:
    triggers = workflow[True]  # what YAML makes of "on"
    assert list(triggers) == ["schedule", "workflow_dispatch"]
    [schedule] = triggers["schedule"]
    assert re.fullmatch(r"\d+ \d+ \* \* \*", schedule["cron"])


def test_each_job_has_only_the_permissions_that_it_needs(workflow: dict[Any, Any]) -> None:
    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == {
        "look": {"contents": "read"},
        "propose": {"contents": "write", "pull-requests": "write"},
    }
    assert workflow["jobs"]["propose"]["needs"] == "look"


def test_the_job_that_writes_runs_nothing_of_the_project(workflow: dict[Any, Any]) -> None:
    text = script(workflow, "propose")
    assert not re.search(r"venuespec |python|pip |make ", text)


def test_actions_are_githubs_own_and_pinned(workflow: dict[Any, Any]) -> None:
    used = [step["uses"] for job in workflow["jobs"].values() for step in job["steps"] if "uses" in step]
    assert [action.partition("@")[0] for action in used] == [
        "actions/checkout",
        "actions/setup-python",
        "actions/cache",
        "actions/upload-artifact",
        "actions/checkout",
        "actions/download-artifact",
    ]
    assert all(map(PINNED.fullmatch, used))


def test_no_script_has_an_expression_in_its_text(workflow: dict[Any, Any]) -> None:
    """An expression would be part of the program; a variable of the environment is not."""
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 60
        assert all("${{" not in step.get("run", "") for step in job["steps"])
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def test_every_venue_that_is_looked_at_says_where_its_pages_are(workflow: dict[Any, Any], root: Path) -> None:
    for venue in workflow["jobs"]["look"]["strategy"]["matrix"]["venue"]:
        settings = yaml.safe_load((root / "spec" / venue / "venue.yaml").read_text(encoding="utf-8"))
        assert settings["fetch"]


VENUESPEC = """#!/bin/sh
echo "$@" >> "$LOG"
case $1 in
fetch) mkdir -p "$3/2026-11-27" "$3/2026-11-28" "$3/2026-11-29" ;;
update) echo '2026-11-29' > spec/acme/lock.yaml; echo 'Review' > "$5/review.md"; sh -c "$UPDATE" ;;
changelog) echo '0.2.0 to 0.3.0: a parameter is gone' ;;
diff) echo '<html></html>' > "$7" ;;
esac
"""
GH = """#!/bin/sh
echo "gh $@" >> "$LOG"
case "$*" in
'pr list '*' --state open '*) echo "$OPEN" ;;
'pr list '*) echo "$KNOWN" ;;
'pr create '*) if [ -n "$DENIED" ]; then exit 1; fi ;;
esac
while [ $# -gt 0 ]; do
  case $1 in
  --body-file) cat "$2" >> "$LOG" ;;
  body=@*) cat "${1#body=@}" >> "$LOG" ;;
  esac
  shift
done
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A clone of a repository with a spec, and the stand-ins."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name, text in (("venuespec", VENUESPEC), ("gh", GH)):
        (tools / name).write_text(text)
        (tools / name).chmod(0o755)
    work = tmp_path / "work"
    for file in FILES:
        (work / file).parent.mkdir(parents=True, exist_ok=True)
        (work / file).write_text("old\n")
    run(
        tmp_path,
        work,
        "git init -q -b main && git add -A && git commit -q -m one && git clone -q --bare . ../origin.git",
    )
    run(tmp_path, work, "git remote add origin ../origin.git")
    return tmp_path


def run(place: Path, work: Path, text: str, **variables: str) -> subprocess.CompletedProcess[str]:
    identity = {f"GIT_{role}_{part}": "a@b" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    environment = {
        "PATH": f"{place / 'bin'}:{os.environ['PATH']}",
        "HOME": str(place),
        "LOG": str(place / "log"),
        "GITHUB_OUTPUT": str(place / "output"),
        "RUNNER_TEMP": str(place),
        "VENUE": "acme",
        "BASE": "main",
        "RUN": "https://github.example/run/1",
        "PROPOSALS": str(place / "proposals"),
        **identity,
        **variables,
    }
    return subprocess.run(["bash", "-c", text], cwd=work, env=environment, capture_output=True, text=True, check=False)


def log(project: Path) -> str:
    file = project / "log"
    return file.read_text() if file.exists() else ""


def test_a_day_without_changes_is_silent(workflow: dict[Any, Any], project: Path) -> None:
    done = run(project, project / "work", script(workflow, "look"), UPDATE="exit 0")
    assert (done.returncode, done.stdout) == (0, "")
    assert not (project / "output").exists()
    assert not (project / "work" / "proposal").exists()
    assert log(project).splitlines() == [
        "fetch acme pages/acme --replace",
        "update acme pages/acme/2026-11-29 --out proposal",
    ]
    assert sorted(folder.name for folder in (project / "work" / "pages" / "acme").iterdir()) == [
        "2026-11-28",
        "2026-11-29",
    ]
    assert run(project, project / "work", script(workflow, "propose")).returncode == 0
    assert "gh" not in log(project)


@pytest.mark.parametrize("status", [0, 1])
def test_a_change_is_proposed_with_its_patch_diff_and_version(
    status: int, workflow: dict[Any, Any], project: Path
) -> None:
    done = run(
        project,
        project / "work",
        script(workflow, "look"),
        UPDATE=f"echo new > spec/acme/trade.yaml; echo new > docs/reference/a; exit {status}",
    )
    assert done.returncode == 0, done.stderr
    assert (project / "output").read_text() == "changed=true\n"
    proposal = project / "work" / "proposal"
    assert sorted(file.name for file in proposal.iterdir()) == [
        "changes.patch",
        "diff.html",
        "review.md",
        "version.txt",
    ]
    patch = (proposal / "changes.patch").read_text()
    assert re.findall(r"^\+\+\+ b/(\S+)", patch, re.M) == [
        "docs/reference/a",
        "spec/acme/lock.yaml",
        "spec/acme/trade.yaml",
    ]
    assert "diff HEAD:spec/acme spec/acme --format html --output proposal/diff.html" in log(project)


def test_an_error_of_the_update_fails_the_job(workflow: dict[Any, Any], project: Path) -> None:
    assert run(project, project / "work", script(workflow, "look"), UPDATE="exit 2").returncode == 2


PATCH = """diff --git a/docs/reference/a b/docs/reference/a
--- a/docs/reference/a
+++ b/docs/reference/a
@@ -1 +1 @@
-old
+new
diff --git a/spec/acme/trade.yaml b/spec/acme/trade.yaml
--- a/spec/acme/trade.yaml
+++ b/spec/acme/trade.yaml
@@ -1 +1 @@
-old
+new
diff --git a/.github/workflows/evil.yml b/.github/workflows/evil.yml
new file mode 100644
--- /dev/null
+++ b/.github/workflows/evil.yml
@@ -0,0 +1 @@
+on: push
"""


def propose(workflow: dict[Any, Any], project: Path, review: str = "限" * 30_000, **variables: str) -> str:
    """Run the job that asks for pull requests from the branch main, and return what it asked of gh."""
    folder = project / "proposals" / "proposal-acme"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "changes.patch").write_text(PATCH)
    (folder / "review.md").write_text("# What changed\n" + review)
    (folder / "version.txt").write_text("0.2.0 to 0.3.0: a parameter is gone\n")
    (project / "log").unlink(missing_ok=True)
    run(project, project / "work", "git checkout -q main")
    known = run(project, project / "origin.git", "git rev-parse docs-watch/acme").stdout
    done = run(project, project / "work", script(workflow, "propose"), **{"OPEN": "", "KNOWN": known, **variables})
    assert done.returncode == int("DENIED" in variables), done.stderr
    return log(project)


def test_a_proposal_becomes_a_pull_request_once(workflow: dict[Any, Any], project: Path) -> None:
    first = propose(workflow, project)
    assert "gh pr create --head docs-watch/acme --base main --title The documentation of acme changed" in first
    assert "# What changed" in first
    assert "Version: 0.2.0 to 0.3.0: a parameter is gone" in first
    assert "[the run](https://github.example/run/1)" in first
    assert len(first) < 65_536
    files = run(project, project / "origin.git", "git ls-tree -r --name-only docs-watch/acme").stdout.split()
    assert files == FILES
    assert run(project, project / "origin.git", "git show docs-watch/acme:docs/reference/a").stdout == "new\n"
    assert run(project, project / "origin.git", "git show docs-watch/acme:spec/acme/trade.yaml").stdout == "new\n"
    again = propose(workflow, project, OPEN="7")
    assert [line for line in again.splitlines() if line.startswith("gh pr")] == [
        "gh pr list --head docs-watch/acme --state all --json headRefOid --jq .[].headRefOid"
    ]


@pytest.mark.parametrize("front", ["", "a", "ab"])
def test_a_long_text_is_cut_between_characters(front: str, workflow: dict[Any, Any], project: Path) -> None:
    text = propose(workflow, project, review=front + "限" * 30_000)
    assert "限\n\n---\nVersion: 0.2.0" in text
    assert 19_900 < text.count("限") <= 20_000


def test_a_pull_request_that_was_refused_is_asked_for_again(workflow: dict[Any, Any], project: Path) -> None:
    assert "gh pr create" in propose(workflow, project, DENIED="yes")
    assert "gh pr create" in propose(workflow, project, KNOWN="")
    assert "gh pr create" not in propose(workflow, project)


def test_an_open_pull_request_gets_the_new_text(workflow: dict[Any, Any], project: Path) -> None:
    propose(workflow, project)
    run(project, project / "work", "git checkout -q main && echo x > CHANGELOG.md && git commit -q -am two")
    changed = propose(workflow, project, OPEN="7")
    assert "gh api --silent --method PATCH repos/{owner}/{repo}/pulls/7 --field body=@" in changed
    assert "# What changed" in changed
    assert "gh pr create" not in changed
