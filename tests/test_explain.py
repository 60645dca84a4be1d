"""What rules make of a request, and the smallest change that satisfies them all."""

import json
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from venuespec.checks.explain import Explanation, explain
from venuespec.spec.model import VenueSpec

Command = Callable[..., subprocess.CompletedProcess[str]]
Explained = Callable[..., Explanation]
LEVERAGE = ("explain", "okx_v5", "set_leverage")
SWAP = {"instId": "BTC-USDT-SWAP", "lever": "5", "mgnMode": "isolated"}
ORDER = {"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "sz": "2", "px": "2.15"}


@pytest.fixture
def explained(frozen: Callable[[str], VenueSpec]) -> Explained:
    def judge(path: str, params: dict[str, Any], **context: str) -> Explanation:
        okx = frozen("okx_v5")
        [endpoint] = [each for each in okx.endpoints if each.id == path]
        return explain(endpoint, okx, params, context)

    return judge


def ids(of: Explanation, state: str) -> list[str]:
    return [rule.id for rule, _ in of.of(state)]


def edits(of: Explanation) -> list[str] | None:
    return None if of.change is None else [str(each) for each in of.change]


def test_every_rule_is_broken_undecided_or_holds(explained: Explained) -> None:
    found = explained("account.set_leverage", {"ccy": "BTC", "lever": "5", "mgnMode": "isolated"})
    assert ids(found, "broken") == ["ccy_means_cross", "isolated_needs_instrument"]
    assert [(rule.id, verdict.needs) for rule, verdict in found.of("undecided")] == [
        ("side_for_long_short", ("instrument type", "posMode"))
    ]
    assert ids(found, "holds") == [
        "instrument_or_currency",
        "futures_mode_needs_instrument",
        "borrowing_needs_currency",
        "portfolio_margin_keeps_leverage",
    ]


@pytest.mark.parametrize(
    ("path", "params", "context", "change"),
    [
        ("account.set_leverage", SWAP, {}, []),
        ("account.set_leverage", SWAP, {"posMode": "long_short_mode"}, ['add posSide: "long"']),
        # One value mends two rules; dropping ccy and adding instId would be two edits.
        ("account.set_leverage", {"ccy": "BTC", "lever": "5", "mgnMode": "isolated"}, {}, ['replace mgnMode: "isolated" by "cross"']),
        ("account.set_leverage", {"ccy": "BTC", "lever": "5", "mgnMode": "cross"}, {"acctLv": "2"}, ['add instId: "BTC-USDT"']),
        ("account.set_leverage", SWAP | {"mgnMode": "crossed"}, {}, ['replace mgnMode: "crossed" by "isolated"']),
        ("account.set_leverage", {"instId": "BTC-USDT", "mgnMode": "cross"}, {}, ['add lever: "5"']),
        # What is sent in vain is better dropped than made to count.
        ("trade.place_order", ORDER | {"ordType": "market"}, {}, ["drop px"]),
        ("trade.place_order", ORDER | {"clOrdId": "a-b"}, {}, ['replace clOrdId: "a-b" by "b15"']),
        # One end is moved to the other.
        ("trading_statistics.get_top_trader_account_ratio", {"instId": "BTC-USDT-SWAP", "begin": "1700000000001", "end": "1700000000000"}, {}, ['replace begin: "1700000000001" by "1700000000000"']),
        ("account.get_positions", {"instId": ",".join("ABCDEFGHIJKL")}, {}, ['replace instId: "A,B,C,D,E,F,G,H,I,J,K,L" by "A,B,C,D,E,F,G,H,I,J"']),
    ],
)  # fmt: skip
def test_the_smallest_change(
    explained: Explained, path: str, params: Any, context: dict[str, str], change: list[str]
) -> None:
    assert edits(explained(path, params, **context)) == change


def test_an_item_is_mended_in_its_place(explained: Explained) -> None:
    items = [{"tpTriggerPx": "3", "tpOrdPx": "-1"}, {"slTriggerPx": "1"}]
    found = explained("trade.place_order", ORDER | {"attachAlgoOrds": items})
    assert [(rule.id, verdict.where) for rule, verdict in found.of("broken")] == [
        ("stop_loss_trigger_needs_price", ("attachAlgoOrds[1]",))
    ]
    [edit] = found.change or ()
    assert (edit.kind, edit.path) == ("add", "attachAlgoOrds[1].slOrdPx")
    changed = edit.apply(ORDER | {"attachAlgoOrds": items})
    assert changed["attachAlgoOrds"] == [items[0], {"slTriggerPx": "1", "slOrdPx": edit.new}]


def test_what_is_beyond_three_edits_is_said_to_be_so(explained: Explained) -> None:
    """An order without four, or three, of the parameters that every order has; px is not among them."""
    four = {"instId": "BTC-USDT"}
    assert explained("trade.place_order", four).change is None
    found = explained("trade.place_order", four | {"tdMode": "cash"}).change or ()
    assert [(edit.kind, edit.path) for edit in found] == [("add", "side"), ("add", "ordType"), ("add", "sz")]


def test_unknown_parameters_are_named_and_left_alone(explained: Explained) -> None:
    found = explained("account.set_leverage", SWAP | {"leverage": "5"})
    assert (found.unknown, found.refused, found.change) == (("leverage",), False, ())


def test_the_command_says_it_in_english(command: Command) -> None:
    done = command(*LEVERAGE, "--params", json.dumps({"ccy": "BTC", "lever": "5", "mgnMode": "isolated"}))
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "POST /api/v5/account/set-leverage: would be refused",
        "  error: When ccy is sent, mgnMode must be cross. Leverage for a whole currency exists only for cross margin. [ccy_means_cross]",
        "  error: When mgnMode is isolated, instId is required. An isolated position belongs to one instrument. [isolated_needs_instrument]",
        "  undecided: When mgnMode is isolated and the instrument type is FUTURES or SWAP and the context's posMode is long_short_mode, posSide is required and must be long or short. [side_for_long_short; needs instrument type, posMode]",
        "  holds: instrument_or_currency, futures_mode_needs_instrument, borrowing_needs_currency, portfolio_margin_keeps_leverage",
        '  change: replace mgnMode: "isolated" by "cross"',
    ]  # fmt: skip


def test_the_command_says_it_in_json(command: Command) -> None:
    context = '{"posMode": "long_short_mode"}'
    done = command(*LEVERAGE, "--params", json.dumps(SWAP), "--context", context, "--json")
    said = json.loads(done.stdout)
    assert (done.returncode, said["refused"], said["undecided"]) == (1, True, [])
    assert [(each["rule"], each["level"]) for each in said["fired"]] == [("side_for_long_short", "error")]
    assert said["change"] == [{"edit": "add", "param": "posSide", "new": "long"}]


def test_each_item_of_a_batch_is_explained(command: Command) -> None:
    lacking = {name: value for name, value in ORDER.items() if name != "px"}
    done = command("explain", "okx_v5", "place_orders", "--params", json.dumps([ORDER, lacking]), "--json")
    assert [each["change"] for each in json.loads(done.stdout)] == [[], [{"edit": "add", "param": "px", "new": "2.15"}]]


@pytest.mark.parametrize(
    ("params", "message"),
    [("{", "--params is not JSON"), ("[]", "--params must be a JSON object"), ('"x\\u001b[31m"', "--params must be a JSON object")],
)  # fmt: skip
def test_bad_params_get_one_clear_error(command: Command, params: str, message: str) -> None:
    done = command(*LEVERAGE, "--params", params)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_control_codes_never_reach_the_terminal(command: Command) -> None:
    done = command(*LEVERAGE, "--params", json.dumps(SWAP | {"mgnMode": "\x1b[31m", "\x1b[2Jx": "1"}))
    assert done.returncode == 1
    assert "\x1b" not in done.stdout


def test_a_name_that_no_table_has_is_reported_with_the_one_that_is_like_it(command: Command) -> None:
    done = command(*LEVERAGE, "--params", json.dumps(SWAP | {"possSide": "long"}))
    assert done.returncode == 1
    assert "unknown: possSide is not a parameter; did you mean posSide" in done.stdout
