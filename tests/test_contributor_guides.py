"""The guides for people who change the spec: what they show is taken by the tool, and they name every key."""

import re
from pathlib import Path

import pytest

from rules.test_to_english import rule
from venuespec.checks.lint import lint
from venuespec.rules.to_english import says
from venuespec.runtime.endpoint import RateLimit
from venuespec.runtime.venue import Auth, Envelope, ErrorCode, LimitScope
from venuespec.spec.files import DocsFile, EndpointFile, ExampleFile, FieldFile, RowFile, SdkFile, VenueFile
from venuespec.spec.keys import keys_of
from venuespec.spec.load import load_venue
from venuespec.spec.model import Word
from venuespec.spec.settings import LimitFacts, SharedLimit

ROOT = Path(__file__).parent.parent
ENDPOINT = (ROOT / "docs" / "adding-an-endpoint.md").read_text()
VENUE = (ROOT / "docs" / "adding-a-venue.md").read_text()
_YAML = re.compile(r"^```yaml\n(.*?)^```\n", re.M | re.S)
_ROW = re.compile(r"^\| `(.+)` \| (.+\.) \|$", re.M)


def test_the_endpoint_that_the_guide_shows_passes_lint(founding: Path) -> None:
    endpoint, words = _YAML.findall(ENDPOINT)
    (founding / "account" / "set_price_alert.yaml").write_text(endpoint)
    with (founding / "fields.yaml").open("a") as file:
        file.write(words)
    mine = [each for each in lint(load_venue(founding)) if each.place.file.name == "set_price_alert.yaml"]
    assert [each.check for each in mine] == ["rule-due"]


@pytest.mark.parametrize(("text", "sentence"), _ROW.findall(ENDPOINT))
def test_a_rule_reads_as_the_guide_says(text: str, sentence: str) -> None:
    assert says(rule(text)) == sentence


def test_the_venue_that_the_guide_shows_loads_with_the_endpoint_of_the_other(tmp_path: Path) -> None:
    venue, words, errors = _YAML.findall(VENUE)
    endpoint, more_words = _YAML.findall(ENDPOINT)
    files = {
        "venue.yaml": venue,
        "fields.yaml": words + "\n".join(set(more_words.splitlines()) - set(words.splitlines())),
        "errors.yaml": errors,
        "account/set_price_alert.yaml": endpoint,
    }
    for name, text in files.items():
        file = tmp_path / "acme" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    assert [each for each in lint(load_venue(tmp_path / "acme")) if each.severity == "error"] == []


@pytest.mark.parametrize(
    ("page", "classes"),
    [
        (ENDPOINT, (EndpointFile, DocsFile, RowFile, RateLimit, ExampleFile, SdkFile, FieldFile)),
        (VENUE, (VenueFile, Auth, Envelope, LimitFacts, SharedLimit, LimitScope, Word, ErrorCode)),
    ],
    ids=["adding-an-endpoint", "adding-a-venue"],
)
def test_a_guide_names_every_key(page: str, classes: tuple[type, ...]) -> None:
    keys = {key.name for cls in classes for key in keys_of(cls)}
    assert sorted(key for key in keys if not re.search(rf"\b{key}\b", page)) == []
