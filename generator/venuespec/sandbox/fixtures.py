"""A plugin of pytest: a fixture for each installed venue, such as ``acme_sandbox``, with a running sandbox.

A test has a sandbox of its own, at ``acme_sandbox.url``. ``@pytest.mark.sandbox(...)`` takes what its account is made
of, ``credentials``, ``context``, ``environment`` and ``limits``, and the ``seed`` and ``speed`` of its prices.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from ..spec.packaged import packaged_folder, packaged_names

if TYPE_CHECKING:
    from ..spec.model import VenueSpec
    from .server import RunningSandbox

_OF_ACCOUNT = ("credentials", "context", "environment", "limits")
_OF_PRICES = ("seed", "speed")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line(
        "markers", f"sandbox({', '.join((*_OF_ACCOUNT, *_OF_PRICES))}): how a venue's sandbox is made"
    )


@cache
def _loaded(venue: str) -> "VenueSpec":
    from ..spec.load import load_venue

    folder = packaged_folder(venue)
    assert folder is not None
    return load_venue(folder)


def _running(venue: str, options: dict[str, Any]) -> "Iterator[RunningSandbox]":
    try:
        from .server import RunningSandbox, make
    except ModuleNotFoundError as error:
        pytest.fail(f"{error.name} is not installed; run: pip install 'venuespec[sandbox]'")
    from .admission import Account

    unknown = sorted(options.keys() - {*_OF_ACCOUNT, *_OF_PRICES})
    if unknown:
        pytest.fail(f"the marker sandbox has no {', '.join(unknown)}; it has {', '.join((*_OF_ACCOUNT, *_OF_PRICES))}")
    account: dict[str, Any] = {name: options[name] for name in _OF_ACCOUNT if name in options}
    prices: dict[str, Any] = {name: options[name] for name in _OF_PRICES if name in options}
    with RunningSandbox(make(_loaded(venue), Account(**account), **prices)) as box:
        yield box


def _fixture(venue: str, name: str) -> Any:
    @pytest.fixture(name=name)
    def sandbox(request: pytest.FixtureRequest) -> "Iterator[RunningSandbox]":
        marker = request.node.get_closest_marker("sandbox")
        yield from _running(venue, dict(marker.kwargs) if marker is not None else {})

    sandbox.__doc__ = f"A running sandbox of {venue}, with a fresh account."
    return sandbox


def _names() -> dict[str, str]:
    """Map the name of each fixture to its venue: acme_v1_sandbox, and acme_sandbox if no other version is installed."""
    venues = packaged_names()
    versions = Counter(venue.rpartition("_")[0] for venue in venues)
    short = {f"{stem}_sandbox": venue for venue in venues if (stem := venue.rpartition("_")[0]) and versions[stem] == 1}
    return {**{f"{venue}_sandbox": venue for venue in venues}, **short}


globals().update({name: _fixture(venue, name) for name, venue in _names().items()})
