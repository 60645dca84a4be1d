"""Every case on every carrier: what a hostile network may send, and what must come of it."""

import ssl
import sys
from pathlib import Path
from typing import Any

import pytest

from conformance import (
    cases_broken,
    cases_codings,
    cases_connections,
    cases_floods,
    cases_heads,
    cases_proxies,
    cases_tls,
    cases_whole,
)
from conformance.carriers import CARRIERS, LOOPS
from conformance.case import Case, play
from conformance.certificates import contexts

MODULES = (
    cases_whole,
    cases_broken,
    cases_heads,
    cases_codings,
    cases_floods,
    cases_connections,
    cases_tls,
    cases_proxies,
)
CASES: tuple[Case, ...] = tuple(case for module in MODULES for case in module.CASES)
# uvloop does not tell who watches a socket that it was reset: such calls end with their deadline.
SOME = tuple(case for case in CASES if "reset" not in case.name)[::5]
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, ssl.SSLContext]]:
    folder = tmp_path_factory.mktemp("tls")
    return folder, contexts(folder)


@pytest.mark.parametrize("carrier", CARRIERS.values(), ids=CARRIERS)
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_script(
    case: Case, carrier: Any, tls: tuple[Path, dict[str, ssl.SSLContext]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
    if case.max_body is not None:
        for name, module in list(sys.modules.items()):
            if name.startswith("venues._runtime.transport.") and hasattr(module, "MAX_BODY"):
                monkeypatch.setattr(module, "MAX_BODY", case.max_body)
    folder, served = tls
    play(case, carrier, folder, served, monkeypatch.setenv)


@pytest.mark.parametrize("case", SOME, ids=[case.name for case in SOME])
def test_a_script_in_another_event_loop(
    case: Case, tls: tuple[Path, dict[str, ssl.SSLContext]], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("uvloop")
    test_a_script(case, LOOPS["uvloop"], tls, monkeypatch)


def test_the_cases_are_many_and_each_has_a_name_of_its_own() -> None:
    assert len(CASES) >= 220
    assert len({case.name for case in CASES}) == len(CASES)
