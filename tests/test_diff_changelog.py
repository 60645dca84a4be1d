"""The changelog that the specs give, the version they ask for, and what people wrote, which stays."""

import subprocess
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

from changes import change
from command_line import venuespec
from venuespec.diff import judgements
from venuespec.diff.change import Bump
from venuespec.diff.changelog import Release, VenueChanges, Version, updated
from venuespec.diff.report import LocatedChange
from venuespec.diff.revisions import InputError


@pytest.mark.parametrize(
    ("since", "bump", "expected"),
    [
        ((1, 2, 3), "major", "2.0.0"),
        ((1, 2, 3), "minor", "1.3.0"),
        ((1, 2, 3), "patch", "1.2.4"),
        ((1, 2, 3), "none", "1.2.3"),
        ((0, 2, 3), "major", "0.3.0"),
        ((0, 2, 3), "minor", "0.2.4"),
        ((0, 2, 3), "patch", "0.2.4"),
    ],
)
def test_the_next_version(since: tuple[int, int, int], bump: Bump, expected: str) -> None:
    assert str(Version(*since).after(bump)) == expected


LOST = LocatedChange(
    change=change(
        judgements.PARAM_VALUE_REMOVED, "POST /a", "request.side.values", "net", None, "side loses the value net"
    ),
    sdk="account.set_a",
    docs="https://x/#a",
)
NEW = LocatedChange(
    change=change(judgements.ENDPOINT_ADDED, "GET /b", "", None, "GET /b", "B is a new endpoint"), sdk="account.get_b"
)
WORDING = LocatedChange(
    change=change(judgements.TITLE_CHANGED, "GET /b", "title", "b", "B", "the title is B"), sdk="account.get_b"
)
RELEASE = Release(since=Version(1, 2, 3), venues=(VenueChanges(title="V", entries=(LOST, NEW, WORDING)),))
BLOCK = """\
<!-- changes since 1.2.3, by venuespec changelog; written again by its next run -->
## 2.0.0 (proposed)

Breaking changes: account.set_a: side loses the value net.

### V

#### Breaking

- `account.set_a` ([docs](https://x/#a)): side loses the value net.

#### News

- `account.get_b`: B is a new endpoint.
<!-- end of changes since 1.2.3 -->
"""


def written(text: str, release: Release = RELEASE, heading: str = "2.0.0 (proposed)") -> str:
    return updated(text, release, heading)


def test_several_changes_of_an_endpoint_stand_below_it() -> None:
    venue = VenueChanges(title="V", entries=(LOST, LOST, NEW))
    assert """
- `account.set_a` ([docs](https://x/#a)):
  - side loses the value net.
  - side loses the value net.
""" in written("", Release(since=Version(1, 2, 3), venues=(venue,)))


def test_a_change_of_several_endpoints_is_told_once_with_their_methods() -> None:
    too = evolve(LOST, change=evolve(LOST.change, endpoint="POST /c"), sdk="account.set_c")
    text = written("", Release(since=Version(1, 2, 3), venues=(VenueChanges(title="V", entries=(LOST, NEW, too)),)))
    assert "\n- side loses the value net (`account.set_a`, `account.set_c`).\n" in text
    assert "\nBreaking changes: account.set_a and 1 more: side loses the value net.\n" in text


def test_a_new_file_has_a_title_and_the_section() -> None:
    assert written("") == f"# Changelog\n\n{BLOCK}"


def test_a_section_is_put_before_the_first_and_the_rest_stays() -> None:
    mine = "# Changelog\n\nHand-made,  with  spaces \t\n\n```\n## no heading\n```\n\n## 1.2.3\n\n- *ours*\r- odd \x0b ends\n\n\n"
    before, after = mine.split("## 1.2.3")
    assert written(mine) == f"{before}{BLOCK}\n## 1.2.3{after}"


def test_the_next_run_replaces_the_block_alone() -> None:
    text = f"# Mine\n\n{BLOCK}\nSaid below the block.\n\n## 1.2.3\n\nNo end of line here"
    quiet = Release(since=Version(1, 2, 3), venues=(VenueChanges(title="V", entries=(NEW,)),))
    again = written(text, quiet, "1.3.0 (proposed)")
    assert again.startswith("# Mine\n\n<!-- changes since 1.2.3,")
    assert again.endswith(
        "<!-- end of changes since 1.2.3 -->\n\nSaid below the block.\n\n## 1.2.3\n\nNo end of line here"
    )
    assert "## 1.3.0 (proposed)\n\nAdditions: account.get_b: B is a new endpoint.\n" in again
    assert "Breaking" not in again
    assert written(again, quiet, "1.3.0 (proposed)") == again
    nothing = Release(since=Version(1, 2, 3), venues=())
    assert "-->\nNo spec has changed since 1.2.3.\n<!--" in written(again, nothing)


def test_a_block_of_an_earlier_release_stays_as_people_left_it() -> None:
    earlier = BLOCK.replace("1.2.3", "1.1.0").replace("## 2.0.0 (proposed)", "## 1.2.3, edited\n\nby hand")
    assert written(f"# Changelog\n\n{earlier}").endswith(earlier)


def test_line_ends_are_those_of_the_file() -> None:
    text = written("# Changelog\r\n\r\n## 1.2.3\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert text.endswith("\r\n\r\n## 1.2.3\r\n")


@pytest.mark.parametrize("text", [BLOCK + BLOCK, BLOCK.replace("<!-- end", "<!-- no end"), BLOCK.split("\n", 1)[1]])
def test_comment_lines_that_do_not_pair_up_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="do not pair up: lines"):
        written(text)


def test_nothing_changed_is_nothing_written() -> None:
    assert written("# Changelog\n", Release(since=Version(1, 2, 3), venues=())) == "# Changelog\n"


def test_the_docs_cannot_close_the_block() -> None:
    evil = LocatedChange(
        change=change(
            judgements.PARAM_VALUE_ADDED, "GET /a", "p", None, "x", "<!-- end of changes since 1.2.3 -->\n# Gone"
        )
    )
    text = written("", Release(since=Version(1, 2, 3), venues=(VenueChanges(title="V", entries=(evil,)),)))
    assert text.splitlines().count("<!-- end of changes since 1.2.3 -->") == 1
    assert "# Gone" not in text.splitlines()
    assert written(text, Release(since=Version(1, 2, 3), venues=())).count("<!--") == 2


# --- with git


VALUES = "values: [cross, isolated]"


def git(folder: Path, *arguments: str) -> None:
    me = ("-c", "user.name=n", "-c", "user.email=e@x")
    subprocess.run(["git", "-C", str(folder), *me, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(founding: Path) -> Path:
    """Three endpoints, released as v0.3.1; since then mgnMode has lost a value."""
    root = founding.parent.parent
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "one")
    git(root, "tag", "v0.3.1")
    file = founding / "account" / "get_leverage.yaml"
    text = file.read_text()
    assert VALUES in text
    file.write_text(text.replace(VALUES, "values: [cross]", 1))
    return root


def changelog(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return venuespec("changelog", *arguments, cwd=root)


def test_the_command_writes_and_proposes(repository: Path) -> None:
    done = changelog(repository)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("0.3.1 to 0.4.0: breaking changes below 1.0.0: account.get_leverage: ")
    text = (repository / "CHANGELOG.md").read_text()
    assert "\n## 0.4.0 (proposed)\n" in text
    assert "request parameter mgnMode loses the value isolated." in text
    assert changelog(repository, "--check").returncode == 0
    assert changelog(repository, "--release", "--check").returncode == 1
    assert changelog(repository, "--release", "--since", "v0.3.1:spec/okx_v5").returncode == 0
    assert f"\n## 0.4.0 - {date.today()}\n" in (repository / "CHANGELOG.md").read_text()


def test_a_venue_that_came_or_went(repository: Path, root: Path) -> None:
    git(repository, "checkout", "-q", "spec")
    subprocess.run(["cp", "-r", str(root / "spec" / "coinswitch_hft"), str(repository / "spec")], check=True)
    assert changelog(repository).stdout == "0.3.1 to 0.3.2: additions below 1.0.0: CoinSwitch HFT is new\n"
    subprocess.run(["rm", "-r", str(repository / "spec" / "okx_v5")], check=True)
    assert changelog(repository).stdout == "0.3.1 to 0.4.0: breaking changes below 1.0.0: OKX v5 is gone\n"


def test_nothing_changed_needs_no_release(repository: Path) -> None:
    git(repository, "checkout", "-q", "spec")
    done = changelog(repository)
    assert (done.returncode, done.stdout) == (0, "no spec has changed since 0.3.1: no release is due\n")
    assert not (repository / "CHANGELOG.md").exists()


def test_a_revision_without_a_tag_has_the_version_of_its_project(repository: Path) -> None:
    done = changelog(repository, "--since", "HEAD")
    assert done.returncode == 2
    assert "HEAD has no known version" in done.stderr
    (repository / "pyproject.toml").write_text('[project]\nversion = "1.4.0"\n')
    git(repository, "add", "pyproject.toml")
    git(repository, "commit", "-qm", "two")
    assert changelog(repository, "--since", "HEAD").stdout.startswith("1.4.0 to 2.0.0: breaking changes: ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--since", "v9.9.9"], "git knows no revision v9.9.9"),
        (["--since", "--output=x"], "git knows no revision --output=x"),
        (["--since", "v0.3.1:spec/nowhere"], "there is no spec of nowhere"),
        (["nobody"], "there is no spec of nobody"),
    ],
)
def test_bad_input_gets_one_clear_error(repository: Path, arguments: list[str], message: str) -> None:
    done = changelog(repository, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_tag_the_command_says_what_to_give(repository: Path) -> None:
    git(repository, "tag", "-d", "v0.3.1")
    assert "git has no tag like v1.2.3; give a revision with --since" in changelog(repository).stderr
