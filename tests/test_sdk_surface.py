"""The surface of the SDK in a diff: what a program loses by an upgrade although no row of the wire tells it."""

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from venuespec.diff.changelog import Release, VenueChanges, Version, section
from venuespec.diff.compare import diff
from venuespec.diff.names import UpgradeNote, upgrade_notes
from venuespec.runtime.venue import ErrorCode
from venuespec.sdk.plan import plan
from venuespec.sdk.public_names import names_after
from venuespec.spec.model import Alias, EndpointSpec, Field, VenueSpec
from venuespec.spec.names import PublicNames

Load = Callable[[str], VenueSpec]
LEVERAGE = "POST /api/v5/account/set-leverage"
MARGINS = Field(name="mgnMode", type="String", json="string", kind="enum", values=("isolated", "cross"), required="yes")


def endpoint(**changes: Any) -> EndpointSpec:
    row = Field(name="amt", type="String", json="string", kind="decimal")
    made = EndpointSpec(
        venue="v", group="account", name="set_leverage", method="POST", path="/api/v5/account/set-leverage",
        title="Set leverage", source="https://x.test",
        request=(MARGINS, row, evolve(row, name="ts", kind="timestamp_ms")),
        response=(row, evolve(row, name="state", kind="text")),
    )  # fmt: skip
    return evolve(made, **changes)


def rows(side: str, name: str, **changes: Any) -> dict[str, Any]:
    found = getattr(endpoint(), side)
    return {side: tuple(evolve(row, **changes) if row.name == name else row for row in found)}


@pytest.fixture
def venue(frozen: Load) -> Callable[..., VenueSpec]:
    def make(names: PublicNames | None = None, errors: Any = None, **changes: Any) -> VenueSpec:
        made = evolve(frozen("ku"), endpoints=(endpoint(**changes),), learn=None, clock=None)
        made = made if errors is None else evolve(made, errors=errors)
        return evolve(made, names=names_after(plan(made, names or PublicNames())))

    return make


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # An argument that takes less than it took.
        ({}, rows("request", "amt", kind="id"), [("sdk_type_changed", "account.set_leverage.SetLeverage.amt", "ERR", "major")]),
        (rows("request", "amt", kind="id"), {}, []),
        ({}, rows("request", "ts", kind="integer"), [("sdk_type_changed", "account.set_leverage.SetLeverage.ts", "ERR", "major")]),
        (rows("request", "mgnMode", closed=False), {}, [("sdk_type_changed", "account.set_leverage.SetLeverage.mgn_mode", "ERR", "major")]),
        ({}, rows("request", "mgnMode", closed=False), []),
        # An attribute of a row that holds something else.
        ({}, rows("response", "amt", kind="id"), [("sdk_type_changed", "account.set_leverage.SetLeverageRow.amt", "ERR", "major")]),
        ({}, rows("response", "state", kind="timestamp_ms"), [("sdk_type_changed", "account.set_leverage.SetLeverageRow.state", "ERR", "major")]),
        # What the rows of the wire tell already is told once.
        ({}, rows("request", "amt", required="yes"), [("requiredness_changed", "request.amt.required", "ERR", "major")]),
        ({}, rows("request", "amt", json="integer", kind="integer", type="Integer"), [("type_changed", "request.amt.type", "ERR", "major")]),
    ],
)  # fmt: skip
def test_a_type_that_a_program_relies_on(venue: Any, before: Any, after: Any, expected: Any) -> None:
    old = venue(**before)
    new = venue(names=old.names, **after)
    found = [(each.kind, each.pointer, each.level, each.bump) for each in diff(old, new)]
    assert found == expected


def test_the_type_of_the_result(venue: Any) -> None:
    old = venue()
    [change, *_] = diff(old, venue(names=old.names, shape="object"))
    assert (change.level, change.sdk_breaking) == ("ERR", True)


def test_a_class_that_is_called_otherwise_keeps_its_older_name_and_the_result_is_the_same(venue: Any) -> None:
    old = venue()
    assert [
        (each.kind, each.pointer, each.message)
        for each in diff(old, venue(names=old.names, row="Leverage"))
        if each.sdk_breaking
    ] == []


def test_a_method_that_is_called_otherwise_keeps_its_older_name_and_its_attributes(venue: Any) -> None:
    old = venue()
    new = venue(names=old.names, name="change_leverage")
    assert [(each.kind, each.level, each.sdk_breaking) for each in diff(old, new)] == [
        ("sdk_name_deprecated", "INFO", False)
    ]
    assert upgrade_notes(old, new)[0] == UpgradeNote(name="account.set_leverage", now="account.change_leverage")


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ("not_found", "invalid", ["NotFoundError", "InvalidRequestError"]),
        ("not_found", "rejected", ["NotFoundError", "APIError"]),
        ("rejected", "not_found", []),
    ],
)
def test_an_exception_that_a_program_catches(venue: Any, was: Any, now: Any, expected: list[str]) -> None:
    old = venue(errors={"51603": ErrorCode(meaning="No such order", kind=was)})
    new = venue(names=old.names, errors={"51603": ErrorCode(meaning="No such order", kind=now)})
    found = [(each.kind, each.pointer, each.level, [each.old, each.new]) for each in diff(old, new)]
    assert found == ([("sdk_type_changed", "errors.51603", "ERR", expected)] if expected else [])


def renamed(venue: Any) -> tuple[VenueSpec, VenueSpec]:
    old = venue()
    amount = evolve(endpoint().request[1], name="size", alias=Alias(was="amt", until="2026-10-31"))
    return old, venue(names=old.names, request=(MARGINS, amount, endpoint().request[2]))


def test_an_older_name_is_an_upgrade_note_with_its_last_day(venue: Any) -> None:
    old, new = renamed(venue)
    [note] = upgrade_notes(old, new)
    assert note == UpgradeNote(method="account.set_leverage", name="amt", now="size", until="2026-10-31")
    assert upgrade_notes(old, old) == ()


def test_a_name_that_becomes_an_older_one_has_no_type_to_compare(venue: Any) -> None:
    old, new = renamed(venue)
    assert [(each.kind, each.pointer) for each in diff(old, new) if each.sdk_breaking] == []


def test_an_older_name_that_is_dropped_is_told_with_the_name_to_use(venue: Any) -> None:
    _, new = renamed(venue)
    known = new.names.endpoints[LEVERAGE]
    renaming = next(path for path in known.renamed if path.endswith(".amt"))
    dropped = new.names.without(f"account.set_leverage.{renaming}")
    gone = evolve(
        new,
        names=dropped,
        endpoints=(
            evolve(new.endpoints[0], request=tuple(evolve(row, alias=None) for row in new.endpoints[0].request)),
        ),
    )
    assert ("sdk_name_removed", "account.set_leverage.SetLeverage.amt") in [
        (each.kind, each.pointer) for each in diff(new, gone)
    ]
    [note] = upgrade_notes(new, gone)
    assert note == UpgradeNote(method="account.set_leverage", name="amt", now="size", works=False)


def test_the_changelog_says_how_to_upgrade(venue: Any) -> None:
    old, new = renamed(venue)
    notes = (*upgrade_notes(old, new), UpgradeNote(name="trade.old", now="trade.new"))
    release = Release(since=Version(1, 2, 3), venues=(VenueChanges(title="V", notes=notes),))
    assert section(release, "1.3.0").endswith(
        """
#### Upgrading

- `account.set_leverage`: `amt` is now `size`; the old name works until 2026-10-31.
- `trade.old` is now `trade.new`; the old name works with a warning."""
    )
