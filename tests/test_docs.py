"""The guides: every snippet runs, in order, against the sandbox, and prints what the page says."""

import contextlib
import io
import logging
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from soak_limits import RedisServer, redis_server
from venues._runtime.errors import RequestError
from venuespec.sandbox.admission import Account
from venuespec.sandbox.server import RunningSandbox, make

ROOT = Path(__file__).parent.parent
KEYS = {"api_key": "the-key", "secret_key": "the-secret", "passphrase": "the-passphrase"}
_SNIPPET = re.compile(r"^```python\n(?P<code>.*?)^```\n(?:```text\n(?P<output>.*?)^```\n)?", re.M | re.S)
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


@pytest.fixture
def box(venue: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningSandbox]:
    """The sandbox, where clients made from the environment find it."""
    account = Account(credentials=KEYS, environment="demo")
    with RunningSandbox(make(venue("okx_v5"), account)) as running:
        for name, value in {**KEYS, "base_url": running.url}.items():
            monkeypatch.setenv(f"OKX_{name.upper()}", value)
        monkeypatch.chdir(ROOT)
        yield running
        logging.getLogger("venues.okx_v5").setLevel(logging.NOTSET)


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.stem)
def test_every_snippet_runs_and_prints_what_the_page_says(
    page: Path, box: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = page.read_text()
    snippets = list(_SNIPPET.finditer(text))
    assert len(snippets) == text.count("```python\n")
    names: dict[str, Any] = {"__name__": "__main__"}
    with warnings.catch_warnings(), contextlib.ExitStack() as stack:
        if "REDIS_URL" in text:
            if redis_server() is None:
                pytest.skip("no redis-server: apt-get install redis-server")
            monkeypatch.setenv("REDIS_URL", stack.enter_context(RedisServer()).url)
        for snippet in snippets:
            line = text.count("\n", 0, snippet.start()) + 1
            shown = io.StringIO()
            with contextlib.redirect_stdout(shown):
                exec(compile("\n" * line + snippet["code"], str(page), "exec"), names)
            if snippet["output"] is not None:
                assert shown.getvalue() == snippet["output"], f"{page.name}, line {line}"


def test_the_readme_ends_with_the_refusal_that_it_shows(box: RunningSandbox) -> None:
    text = (ROOT / "README.md").read_text()
    [snippet] = _SNIPPET.finditer(text)
    shown = [line.strip().removeprefix("# ") for line in snippet["code"].splitlines() if line.strip().startswith("# ")]
    with contextlib.redirect_stdout(io.StringIO()), pytest.raises(RequestError) as refused:
        exec(compile(snippet["code"], "README.md", "exec"), {})
    assert all(line.strip() in str(refused.value) for line in shown)
    assert len(text.split()) <= 700


@pytest.mark.parametrize(
    "page", [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))], ids=lambda page: page.stem
)
def test_links_lead_somewhere(page: Path) -> None:
    assert [each for each in _LINK.findall(page.read_text()) if not (page.parent / each).exists()] == []
