"""venuespec new endpoint: a file to be filled in, where lint says what is left."""

from pathlib import Path
from typing import Any

import pytest

from venuespec.spec.load import load_venue
from venuespec.spec.problem import SpecError
from venuespec.spec.skeleton import proposal, venue_skeleton
from venuespec.spec.yaml import read


def test_a_new_file_lints_with_nothing_but_what_is_to_be_filled_in(founding: Path, command: Any) -> None:
    done = command("new", "endpoint", str(founding), "post", "/api/v5/account/set-price-alert")
    assert done.returncode == 0, done.stderr
    file = founding / "account" / "set_price_alert.yaml"
    assert done.stdout == (
        f"written: {file}\n"
        "the method will be client.account.set_price_alert; to call it otherwise, move the file to GROUP/NAME.yaml\n"
        f"fill it in, then: venuespec lint {founding}\n"
    )
    assert file.read_text().startswith("# yaml-language-server: $schema=../../schema/endpoint.json\ndocs:\n")
    with pytest.raises(SpecError) as caught:
        load_venue(founding)
    assert {each.check for each in caught.value.problems} == {"fill-in"}
    lines = file.read_text().splitlines()
    assert all("FILL IN" in lines[each.place.line - 1] for each in caught.value.problems)
    assert [each.message for each in caught.value.problems][:2] == [
        "fill this in: the link to the page, with its anchor",
        "fill this in: the title of the page",
    ]
    assert "  # data: object                # if data is one object;" in file.read_text()
    assert "fill this in: the JSON of a whole answer, with code, msg, data" in [
        each.message for each in caught.value.problems
    ]
    assert command("new", "endpoint", str(founding), "GET", "/api/v5/account/price-alerts").returncode == 0


def test_a_file_is_never_overwritten(founding: Path, command: Any) -> None:
    before = (founding / "account" / "set_leverage.yaml").read_bytes()
    same = command("new", "endpoint", str(founding), "POST", "/api/v5/account/set-leverage")
    assert (same.returncode, "is in" in same.stderr) == (2, True)
    named = command("new", "endpoint", str(founding), "POST", "/api/v5/account/other", "--name", "set_leverage")
    assert (named.returncode, "is there already; choose another --name" in named.stderr) == (2, True)
    assert (founding / "account" / "set_leverage.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("method", "path", "place"),
    [
        ("POST", "/api/v5/trade/order-basket", "trade.order_basket"),
        ("GET", "/api/v5/account/price-alerts", "account.get_price_alerts"),
        ("DELETE", "/api/v5/account/price-alerts/{id}", "account.delete_price_alerts"),
        ("POST", "/api/v5/alert/set-price-alert", "alert.set_price_alert"),
    ],
)
def test_group_and_name_are_proposed(frozen: Any, method: str, path: str, place: str) -> None:
    proposed = proposal(frozen("okx_v5"), method, path)
    assert f"{proposed.group}.{proposed.name}" == place


@pytest.mark.parametrize(
    ("method", "path", "message"),
    [
        ("PATCH", "/api/v5/x", "the method must be GET, POST, PUT or DELETE, got PATCH"),
        ("GET", "api/v5/x", "the path must begin with /"),
    ],
)
def test_what_is_no_endpoint_is_refused(founding: Path, command: Any, method: str, path: str, message: str) -> None:
    done = command("new", "endpoint", str(founding), method, path)
    assert done.returncode == 2
    assert message in done.stderr


def test_a_new_venue_is_a_whole_spec_without_endpoints(tmp_path: Path) -> None:
    from venuespec.spec.skeleton import venue_skeleton

    folder = tmp_path / "spec" / "acme_v1"
    folder.mkdir(parents=True)
    for name, text in venue_skeleton("acme_v1", "my_package.pages:READER").items():
        (folder / name).write_text(text)
    made = load_venue(folder)
    assert (made.title, made.pages, made.endpoints) == ("Acme V1", "my_package.pages:READER", ())


def test_an_entry_below_the_sign_of_an_empty_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "fields.yaml"
    file.write_text(venue_skeleton("harbor", "flat_text")["fields.yaml"] + "bed: {kind: text, description: Bed.}\n")
    with pytest.raises(SpecError, match=r"take the line \{\} away, which stands for an empty file"):
        read(file)
