"""A folder with a spec of the small site, and what imports of its pages do to it."""

import json
from pathlib import Path

from typer.testing import CliRunner

from site_of_docs import endpoints, site
from venuespec.cli.app import app
from venuespec.spec.load import load_venue
from venuespec.spec.model import EndpointSpec
from venuespec.spec.yaml import read

FROZEN = Path(__file__).parent / "fixtures" / "spec" / "okx_v5"
FIRST, NEXT = "2026-06-27", "2026-06-28"
KEY = "POST /api/v5/account/set-thing-1"


class Tree:
    """A folder with a spec of the small site and room for more of its crawls."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.spec = root / "spec" / "okx_v5"

    def run(self, pages: Path, *options: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(app, ["import", "okx_v5", str(pages), "--root", str(self.root), *options])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.stdout, done.stderr

    def texts(self) -> dict[str, str]:
        return {
            file.relative_to(self.spec).as_posix(): file.read_text() for file in self.spec.rglob("*") if file.is_file()
        }

    def file(self, key: str = KEY) -> Path:
        [file] = [
            each for each in self.spec.glob("*/*.yaml") if f"  path: {key.partition(' ')[2]}\n" in each.read_text()
        ]
        return file

    def endpoint(self, key: str = KEY) -> EndpointSpec:
        found = load_venue(self.spec).endpoint(*key.split(" "))
        assert found is not None
        return found

    def gone(self) -> list[str]:
        return [each.key for each in load_venue(self.spec).endpoints if each.gone_since]

    def refused(self, pages: Path, *options: str) -> str:
        """The only error of an import that exits with 2 and writes nothing."""
        before = self.texts()
        code, out, err = self.run(pages, *options)
        assert (code, out) == (2, ""), (out, err)
        assert self.texts() == before
        [line] = err.strip().splitlines()
        assert line.startswith("error: ")
        return line


def first_tree(root: Path, count: int = 12) -> Tree:
    """A root with the spec that the pages of so many endpoints give on the first day."""
    made = Tree(root)
    made.spec.mkdir(parents=True)
    settings = read(FROZEN / "venue.yaml").data
    kept = ("title", "docs", "pages", "groups", "environments", "auth", "envelope", "context")
    (made.spec / "venue.yaml").write_text(json.dumps({name: settings[name] for name in kept}))
    code, out, err = made.run(site(made.root / "pages", FIRST, endpoints(count)))
    assert code == 0, out + err
    return made
