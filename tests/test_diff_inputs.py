"""What `venuespec diff` takes: spec folders, git revisions, pages, and any two of them."""

import shutil
import subprocess
from pathlib import Path

import pytest

from command_line import venuespec
from venuespec.diff.compare import diff
from venuespec.diff.inputs import load_states
from venuespec.diff.revisions import InputError
from venuespec.spec.problem import SpecError

PAGE = """---
source_url: https://www.okx.com/docs-v5/en/#trading-account-rest-api-set-leverage
updated_at: 2026-08-01
---

# POST / Set leverage

#### Rate Limit: 20 requests per 2 seconds

#### Rate limit rule: User ID

#### HTTP Request

`POST /api/v5/account/set-leverage`

#### Request Parameters

Parameter | Type | Required | Description
---|---|---|---
instId | String | Conditional | Instrument ID
lever | String | Yes | Leverage
mgnMode | String | Yes | Margin mode
`isolated` `cross`

#### Response Parameters

Parameter | Type | Description
---|---|---
lever | String | Leverage
"""


def git(folder: Path, *arguments: str) -> None:
    command = ["git", "-C", str(folder), "-c", "user.name=t", "-c", "user.email=t@t", *arguments]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture
def repository(founding: Path, root: Path) -> Path:
    """A repository whose first commit has the founding spec and its archive, and whose second drops a value."""
    top = founding.parent.parent
    shutil.copytree(root / "spec" / "archive", top / "spec" / "archive", copy_function=shutil.copyfile)
    git(top, "init", "-q")
    git(top, "add", ".")
    git(top, "commit", "-qm", "first")
    file = founding / "account" / "set_leverage.yaml"
    file.write_text(file.read_text().replace("values: [long, short]", "values: [long]"))
    git(top, "commit", "-qam", "second")
    return top


def changes(old: str, new: str, root: Path, docs: str | None = None) -> list[tuple[str, str, str]]:
    return [
        (each.level, each.kind, each.pointer)
        for each in diff(*load_states(old, new, root, docs))
        if each.level != "NONE"
    ]


def test_a_revision_and_the_folder_of_today(repository: Path) -> None:
    lost = [("WARN", "enum_removed", "request.posSide.values")]  # the list is an open one
    assert changes("HEAD~1:spec/okx_v5", "HEAD:spec/okx_v5", repository)[:1] == lost
    assert changes("HEAD~1:spec/okx_v5", str(repository / "spec" / "okx_v5"), repository)[:1] == lost
    assert changes("HEAD:spec/okx_v5", "okx_v5", repository) == []
    assert changes("HEAD:spec/okx_v5/", "HEAD:./spec/okx_v5", repository) == []


def test_an_older_state_in_a_revision_finds_the_venue_that_it_is_like(repository: Path) -> None:
    archive = "spec/archive/okx_v5_legacy"
    assert changes(f"HEAD:{archive}", str(repository / archive), repository) == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere:spec/okx_v5", "git knows no revision nowhere"),
        ("HEAD:spec/nothing", "HEAD has no folder spec/nothing; give its path from the top"),
        ("--upload-pack=x:spec", "write it like HEAD~1:spec/VENUE"),
        (":spec/okx_v5", "write it like HEAD~1:spec/VENUE"),
    ],
)
def test_what_git_does_not_have(repository: Path, name: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        load_states(name, "okx_v5", repository)


def test_a_folder_of_a_revision_that_is_no_spec(repository: Path) -> None:
    with pytest.raises(SpecError, match=r"HEAD:/spec: is not a spec folder|HEAD:/spec:0: is not a spec folder"):
        load_states("HEAD:spec", "okx_v5", repository)


def test_no_repository(founding: Path) -> None:
    with pytest.raises(InputError, match="is not in a git repository"):
        load_states("HEAD:spec/okx_v5", "okx_v5", founding.parent.parent)


def test_a_problem_in_a_revision_names_the_revision_and_the_line(repository: Path) -> None:
    file = repository / "spec" / "okx_v5" / "account" / "set_leverage.yaml"
    file.write_text(file.read_text().replace("  method: POST", "  methods: POST"))
    git(repository, "commit", "-qam", "third")
    with pytest.raises(SpecError, match=r"HEAD:/spec/okx_v5/account/set_leverage\.yaml:\d+: "):
        load_states("HEAD:spec/okx_v5", "okx_v5", repository)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "old.md"
    file.write_text(PAGE)
    return file


def test_two_pages(founding: Path, page: Path) -> None:
    new = page.with_name("new.md")
    new.write_text(
        PAGE.replace("lever | String | Yes | Leverage", "lever | String | Yes | Leverage. The maximum is `100`")
        .replace("`isolated` `cross`", "`isolated`")
        .replace("20 requests", "5 requests")
    )
    root = founding.parent.parent
    assert sorted(changes(str(page), str(new), root, "okx_v5")) == [
        ("ERR", "enum_removed", "request.mgnMode.values"),
        ("WARN", "constraint_tightened", "request.lever.max"),
        ("WARN", "rate_limit_tightened", "rate_limits"),
    ]
    assert changes(str(page), str(page), root, "okx_v5") == []


def test_a_page_against_a_spec_keeps_to_what_the_page_has(founding: Path, page: Path) -> None:
    """The page lacks rows that the spec's rules speak of: the rows are news, the rules are not."""
    root = founding.parent.parent
    found = changes("okx_v5", str(page), root, "okx_v5")
    assert ("WARN", "request_param_removed", "request.ccy") in found
    assert ("WARN", "request_param_removed", "request.posSide") in found
    assert not any(pointer.startswith("rules.") for _, _, pointer in found)
    assert {endpoint.key for endpoint in load_states("okx_v5", str(page), root, "okx_v5")[1].endpoints} == {
        "POST /api/v5/account/set-leverage"
    }


def test_a_folder_of_pages_that_were_not_all_crawled(founding: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "set_leverage.md").write_text(PAGE)
    found = diff(*load_states("okx_v5", str(folder), founding.parent.parent, "okx_v5"))
    assert {(each.kind, each.level, each.evidence) for each in found if each.kind.startswith("endpoint")} == {
        ("endpoint_gone", "ERR", "no_longer_documented")
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["{pages}", "okx_v5"], "is not a spec folder; to compare pages, say whose they are with --docs VENUE"),
        (["nowhere", "okx_v5", "--docs", "okx_v5"], "nowhere is not a page, a folder of pages or a spec folder"),
        (["okx_v5", "okx_v5", "--docs", "nobody"], "is not a spec folder: venue.yaml is missing"),
        (["{empty}", "okx_v5", "--docs", "okx_v5"], "no page in"),
    ],
)
def test_bad_input_is_one_error(founding: Path, tmp_path: Path, arguments: list[str], message: str) -> None:
    for name in ("pages", "empty"):
        (tmp_path / name).mkdir()
    (tmp_path / "pages" / "a.md").write_text(PAGE)
    words = [each.format(pages=tmp_path / "pages", empty=tmp_path / "empty") for each in arguments]
    done = venuespec("diff", *words, cwd=founding.parent.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert done.stderr.count("error: ") == 1
