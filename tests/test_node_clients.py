"""The npm packages okx-api and bybit-api on the sandbox, and schema exports in ajv's strict mode; needs node."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from venuespec.sandbox.admission import Account
from venuespec.sandbox.server import RunningSandbox, make
from venuespec.spec.json_schema import endpoint_schema

ROOT = Path(__file__).parent.parent
HERE = ROOT / "tests" / "node"
pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not (HERE / "node_modules").is_dir(),
    reason="NOT TESTED: the npm clients and ajv; install node, then run: npm install --prefix tests/node",
)
KEYS = {"api_key": "key", "secret_key": "secret"}


def node(script: str, *arguments: str, given: str = "") -> Any:
    done = subprocess.run(["node", str(HERE / script), *arguments], input=given, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_npm_clients_trade_on_the_sandbox(venue: Callable[[str], Any]) -> None:
    okx = make(venue("okx_v5"), Account(credentials={**KEYS, "passphrase": "phrase"}, environment="demo"))
    bybit = make(venue("bybit_v5"), Account(credentials=KEYS))
    with RunningSandbox(okx) as first, RunningSandbox(bybit) as second:
        assert node("clients.cjs", first.url, second.url) == {
            "okx": {"instruments": 15, "code": "0", "position": "2", "fill": "2"},
            "bybit": {"code": 0, "position": "0.01", "coin": "USDT"},
        }


def test_the_schemas_of_every_venue_compile_in_strict_mode(venue: Callable[[str], Any]) -> None:
    venues = [venue(file.parent.name) for file in sorted(ROOT.glob("spec/*/venue.yaml"))]
    schemas = {f"{spec.name} {each.key}": endpoint_schema(each, spec) for spec in venues for each in spec.endpoints}
    assert len(venues) >= 6
    assert node("strict.cjs", given=json.dumps(schemas)) == {}


def test_the_schemas_of_spec_files_and_reports_compile_in_strict_mode() -> None:
    files = [*ROOT.glob("spec/schema/*.json"), *ROOT.glob("generator/venuespec/**/*.schema.json")]
    schemas = {file.name: json.loads(file.read_text()) for file in files}
    assert {"endpoint.json", "venue.json", "changes.schema.json"} <= schemas.keys()
    assert node("strict.cjs", given=json.dumps(schemas)) == {}
