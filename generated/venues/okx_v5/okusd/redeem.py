"""Redeem OKUSD for USDT, at once or within days.

POST /api/v5/finance/okusd/redeem, https://www.okx.com/docs-v5/en/#financial-product-okusd-redeem-okusd (generated
by venuespec from the spec; edit that instead)
"""

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.only_row import OnlyRow
from ..._runtime.payloads import only_row_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, MILLISECOND, UNUSUAL_VALUE, choice, exact_decimal, no_time, spelt, wire
from ..._runtime.rules import Rule, Violation, lt, unlike, violation_of
from ..._runtime.values import EPOCH, Number, number
from ..context import Context
from ..types import OkusdRedeemState, RedeemType

ENDPOINT = Endpoint(
    name="okusd.redeem",
    method="POST",
    path="/api/v5/finance/okusd/redeem",
    docs="https://www.okx.com/docs-v5/en/#financial-product-okusd-redeem-okusd",
    signed=True,
    rate_limits=(RateLimit(limit=1, window=2.0, key=("user_id",)),),
    dedup_key="clOrdId",
    proof=Proof(echo=("clOrdId",)),
)
CLIENT_ORDER_ID = Rule(
    id="client_order_id",
    says="clOrdId must be 1 to 32 letters, digits, underscores or hyphens.",
    because="A client order id has letters, digits, hyphens and underscores, 32 of them at most.",
    params=("clOrdId",),
)
AT_LEAST_ONE = Rule(
    id="at_least_one", says="amt must be at least 1.", because="Amounts below 1 are not taken.", params=("amt",)
)
AT_MOST_8_DECIMALS = Rule(
    id="at_most_8_decimals",
    says="amt must match the pattern (?![0-9]*\\.[0-9]{8}[0-9]*[1-9])[-+.0-9eE]+.",
    because="Amounts have 8 decimals at most.",
    params=("amt",),
)
CLIENT_ORDER_ID_FORM = re.compile("[A-Za-z0-9_-]{1,32}")
AT_MOST_8_DECIMALS_FORM = re.compile("(?![0-9]*\\.[0-9]{8}[0-9]*[1-9])[-+.0-9eE]+")


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Redemption(OnlyRow):
    """One row of the response to okusd.redeem."""

    ord_id: str = field(default=ABSENT, metadata=wire("ordId", "text"))
    """Order id."""
    cl_ord_id: str = field(default=ABSENT, metadata=wire("clOrdId", "text"))
    """Client id of the order."""
    ccy: str = field(default=ABSENT, metadata=wire("ccy", "text"))
    """Currency."""
    amt: Decimal = field(default=ABSENT, metadata=wire("amt", "decimal"))
    """Amount of OKUSD redeemed."""
    fee: Decimal = field(default=ABSENT, metadata=wire("fee", "decimal"))
    """Fee charged in USDT."""
    usdt_amt: Decimal = field(default=ABSENT, metadata=wire("usdtAmt", "decimal"))
    """Amount of USDT credited after the fee."""
    redeem_type: RedeemType = field(default=ABSENT, metadata=wire("redeemType", "text"))
    """Kind of redemption; 1: fast, 2: standard. Documented values: 1, 2."""
    state: OkusdRedeemState | str = field(default=ABSENT, metadata=wire("state", "text"))
    """State of the order. Documented values: processing, success, failed, cancelled."""
    est_settlement_time: datetime = field(default=ABSENT, metadata=wire("estSettlementTime", "milliseconds"))
    """When the redemption is expected to be settled."""
    ts: datetime = field(default=ABSENT, metadata=wire("ts", "milliseconds"))
    """When the order was created."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("ordId", "")) != "":
                made.ord_id = v if type(v) is str else spelt(v, "ordId")
            if (v := get("clOrdId", "")) != "":
                made.cl_ord_id = v if type(v) is str else spelt(v, "clOrdId")
            if (v := get("ccy", "")) != "":
                made.ccy = v if type(v) is str else spelt(v, "ccy")
            if (v := get("amt", "")) != "":
                made.amt = exact_decimal(v)
            if (v := get("fee", "")) != "":
                made.fee = exact_decimal(v)
            if (v := get("usdtAmt", "")) != "":
                made.usdt_amt = exact_decimal(v)
            if (v := choice(get("redeemType"), "redeemType")) is not None:
                made.redeem_type = v
            if (v := get("state", "")) != "":
                made.state = v if type(v) is str else spelt(v, "state")
            if (v := get("estSettlementTime", "")) not in ("", "0"):
                made.est_settlement_time = EPOCH + MILLISECOND * (int(v) or no_time())
            if (v := get("ts", "")) not in ("", "0"):
                made.ts = EPOCH + MILLISECOND * (int(v) or no_time())
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class Redeem(Request[Redemption]):
    """Redeem OKUSD for USDT, at once or within days."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = only_row_of("data", Redemption)
    read_by_rules: ClassVar = ()
    judged_alone: ClassVar = ("cl_ord_id", "amt")

    amt: str = field(converter=number, metadata=param("amt", required=True))
    """Amount of OKUSD to redeem. At least 1."""
    redeem_type: RedeemType = field(metadata=param("redeemType", required=True, values=("1", "2")))
    """Kind of redemption; 1: fast, 2: standard. One of 1, 2."""
    cl_ord_id: str = field(metadata=param("clOrdId", required=True))
    """Client id of the order. At most 32 characters."""

    def __init__(
        self,
        *,
        amt: Number,
        redeem_type: RedeemType,
        cl_ord_id: str,
    ) -> None:
        self.__dict__.update(
            amt=number(amt),
            redeem_type=redeem_type,
            cl_ord_id=cl_ord_id,
        )

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return not (
            (unlike(CLIENT_ORDER_ID_FORM, self.cl_ord_id))
            or (lt(self.amt, 1) or unlike(AT_MOST_8_DECIMALS_FORM, self.amt))
        )

    def broken(self, context: Context) -> Iterator[Violation]:
        if unlike(CLIENT_ORDER_ID_FORM, self.cl_ord_id):
            yield violation_of(CLIENT_ORDER_ID)
        if lt(self.amt, 1):
            yield violation_of(AT_LEAST_ONE)
        if unlike(AT_MOST_8_DECIMALS_FORM, self.amt):
            yield violation_of(AT_MOST_8_DECIMALS)
