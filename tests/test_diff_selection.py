"""Which changes `venuespec diff --endpoint --group --param` keeps."""

from collections.abc import Callable
from subprocess import CompletedProcess

import pytest

from changes import change
from venuespec.diff import judgements
from venuespec.diff.change import Change
from venuespec.diff.revisions import InputError
from venuespec.diff.selection import Wanted, selector
from venuespec.spec.model import VenueSpec

Venue = Callable[[str], VenueSpec]

ORDER = "POST /api/v5/trade/order"
READ = "GET /api/v5/trade/order"
POSITIONS = "GET /api/v5/account/positions"
LEVERAGE = "POST /api/v5/account/set-leverage"


def at(name: str, endpoint: str, pointer: str, old: object = None, new: object = None) -> Change:
    return change(getattr(judgements, name), endpoint, pointer, old, new, name)


HOST = at("BASE_URL_CHANGED", "*", "environments.production.global")
CODE = at("ERROR_CODE_ADDED", "*", "errors.1")
GONE = at("ENDPOINT_REMOVED", ORDER, "", ORDER)
MODE = at("PARAM_VALUE_REMOVED", ORDER, "request.posSide.values", "net")
FIELD = at("FIELD_VALUE_ADDED", POSITIONS, "response.posSide.values", None, "x")
SIDE = at("PARAM_VALUE_REMOVED", LEVERAGE, "request.posSide.values", "net")
INNER = at("MEANING_CHANGED", ORDER, "request.attachAlgoOrds.tpOrdPx")
OUTER = at("PARAM_REMOVED", ORDER, "request.attachAlgoOrds")
RATE = (
    at("RATE_LOOSENED", ORDER, "rate_limits")
    if hasattr(judgements, "RATE_LOOSENED")
    else at("PAGE_REWORDED", ORDER, "notes")
)
MOVED = at("PATH_CHANGED", "POST /api/v6/trade/order", "path", "/api/v5/trade/order", "/api/v6/trade/order")
ALL = (HOST, CODE, GONE, MODE, FIELD, SIDE, INNER, OUTER, RATE, MOVED)


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        (Wanted(endpoints=[ORDER]), [HOST, CODE, GONE, MODE, INNER, OUTER, RATE, MOVED]),
        (Wanted(endpoints=["/api/v5/account/*"]), [HOST, CODE, FIELD, SIDE]),
        (Wanted(endpoints=["GET *"]), [HOST, CODE, FIELD]),
        (Wanted(endpoints=["account.set_*"]), [HOST, CODE, SIDE]),
        (Wanted(endpoints=["account.set_leverage", "account.get_positions"]), [HOST, CODE, FIELD, SIDE]),
        (Wanted(groups=["account"]), [HOST, CODE, FIELD, SIDE]),
        (Wanted(groups=["acc*"]), [HOST, CODE, FIELD, SIDE]),
        (Wanted(params=["posSide"]), [HOST, GONE, MODE, FIELD, SIDE, MOVED]),
        (Wanted(params=["pos_side"]), [HOST, GONE, MODE, FIELD, SIDE, MOVED]),
        (Wanted(params=["request.posSide"]), [HOST, GONE, MODE, SIDE, MOVED]),
        (Wanted(params=["attachAlgoOrds"]), [HOST, GONE, INNER, OUTER, MOVED]),
        (Wanted(params=["tp_ord_px"]), [HOST, GONE, INNER, OUTER, MOVED]),
        (Wanted(params=["attach_algo_ords.tp_ord_px"]), [HOST, GONE, INNER, OUTER, MOVED]),
        (Wanted(groups=["account"], params=["pos*"]), [HOST, FIELD, SIDE]),
    ],
    ids=lambda each: " ".join(each.asked) if isinstance(each, Wanted) else "",
)  # fmt: skip
def test_a_change_is_kept_by_what_it_is_about(wanted: Wanted, kept: list[Change], frozen: Venue) -> None:
    select = selector(wanted, frozen("okx_v5"), frozen("okx_v5"), ALL)
    assert [each for each in ALL if select.callers(each) is not None] == kept


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (Wanted(endpoints=["/api/v5/trade/ordr"]), "--endpoint /api/v5/trade/ordr matches no endpoint of any state"),
        (Wanted(groups=["trades"]), "--group trades matches no group; there are: account"),
        (Wanted(params=["possSide"]), "--param possSide matches no parameter or field"),
    ],
)
def test_a_slip_of_the_pen_is_no_green_build(wanted: Wanted, message: str, frozen: Venue) -> None:
    with pytest.raises(InputError, match=message.replace("*", ".")):
        selector(wanted, frozen("okx_v5"), frozen("okx_v5"), ())


def test_the_command_tells_what_is_wrong(command: Callable[..., CompletedProcess[str]]) -> None:
    done = command("diff", "spec/okx_v5", "spec/okx_v5", "--used-by", "nowhere")
    assert (done.returncode, done.stderr) == (2, "error: --used-by: nowhere does not exist\n")
