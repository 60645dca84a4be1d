"""List deposits from chains, those of the last 30 days if no time is given.

GET /v5/asset/deposit/query-record, https://bybit-exchange.github.io/docs/v5/asset/deposit/deposit-record (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, Paging, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import PagedRequest, param
from ..._runtime.rows import (
    ABSENT,
    MILLISECOND,
    UNUSUAL_VALUE,
    Row,
    cursor,
    exact_decimal,
    integer,
    no_number,
    no_time,
    prose,
    rows,
    spelt,
    wire,
)
from ..._runtime.rules import Rule, Violation, further_apart, gt, violation_of
from ..._runtime.values import EPOCH, Moment, whole, whole_milliseconds
from ..context import Context
from ..types import DepositType

ENDPOINT = Endpoint(
    name="asset_deposit.get_deposit_records",
    method="GET",
    path="/v5/asset/deposit/query-record",
    docs="https://bybit-exchange.github.io/docs/v5/asset/deposit/deposit-record",
    signed=True,
    rate_limits=(
        RateLimit(limit=100, window=60.0, key=("user_id",)),
        RateLimit(limit=600, window=5.0, key=("ip",), of="address"),
    ),
    paging=Paging(cursor="cursor", rows="rows", token="nextPageCursor", size="limit", largest=50),
)
WINDOW = Rule(
    id="window",
    says="When id is not sent, startTime must not be later than endTime, and they may be at most 30 days apart.",
    because="One request looks at 30 days at most.",
    params=("startTime", "endTime", "id"),
)
AN_ID_SAYS_IT_ALL = Rule(
    id="an_id_says_it_all",
    says="When id is sent, txID, coin, startTime and endTime have no effect.",
    because="The id goes before all other filters.",
    params=("txID", "coin", "startTime", "endTime", "id"),
    level="warn",
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class DepositListRow(Row):
    """One entry per record."""

    coin: str = field(default=ABSENT, metadata=wire("coin", "text"))
    """Coin."""
    chain: str = field(default=ABSENT, metadata=wire("chain", "prose"))
    """Name of the chain."""
    amount: Decimal = field(default=ABSENT, metadata=wire("amount", "decimal"))
    """Amount of the coin."""
    tx_id: str = field(default=ABSENT, metadata=wire("txID", "text"))
    """Id of the transaction on the chain."""
    status: int | None = field(default=None, metadata=wire("status", "integer"))
    """State; 1: to be confirmed, 2: in progress, 3: credited, 4: failed, 7: being rolled back, 70011: taken back,
    70012 and 70013: credited after a roll-back. Documented values: 0, 1, 2, 3, 4, 7, 70011, 70012, 70013, 10011,
    10012.
    """
    to_address: str = field(default=ABSENT, metadata=wire("toAddress", "prose"))
    """Address that received the deposit."""
    tag: str = field(default=ABSENT, metadata=wire("tag", "prose"))
    """Tag that goes with the address, where the chain has tags."""
    deposit_fee: Decimal | None = field(default=None, metadata=wire("depositFee", "decimal"))
    """Fee of the deposit."""
    success_at: datetime = field(default=ABSENT, metadata=wire("successAt", "milliseconds"))
    """When the deposit was credited."""
    confirmations: int = field(default=ABSENT, metadata=wire("confirmations", "integer"))
    """Number of blocks that confirm the deposit."""
    tx_index: str = field(default=ABSENT, metadata=wire("txIndex", "text"))
    """Number of the transaction in its block."""
    block_hash: str = field(default=ABSENT, metadata=wire("blockHash", "text"))
    """Hash of the block."""
    batch_release_limit: Decimal = field(default=ABSENT, metadata=wire("batchReleaseLimit", "decimal"))
    """Most that can be deposited of the coin on this chain; -1: no limit."""
    deposit_type: DepositType | str = field(default=ABSENT, metadata=wire("depositType", "text"))
    """Kind of deposit; 0: normal, 10: above the limit of a day, 20: abnormal. Documented values: 0, 10, 20."""
    from_address: str | None = field(default=None, metadata=wire("fromAddress", "prose"))
    """Address that sent the deposit; empty where it is not known or not the only one."""
    tax_deposit_records_id: str = field(default=ABSENT, metadata=wire("taxDepositRecordsId", "text"))
    """Id for the tax report, of users in Austria."""
    tax_status: int = field(default=ABSENT, metadata=wire("taxStatus", "integer"))
    """Whether it is reported for tax, of users in Austria; 0: no need, 1: not yet, 2: yes. Documented values: 0, 1,
    2.
    """
    id: str = field(default=ABSENT, metadata=wire("id", "text"))
    """Id of the deposit."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        (
            v_coin,
            v_chain,
            v_amount,
            v_tx_id,
            v_status,
            v_to_address,
            v_tag,
            v_deposit_fee,
            v_success_at,
            v_confirmations,
            v_tx_index,
            v_block_hash,
            v_batch_release_limit,
            v_deposit_type,
            v_from_address,
            v_tax_deposit_records_id,
            v_tax_status,
            v_id,
            *_,
        ) = (cls._nothing | raw).values()
        try:
            if v_coin != "":
                made.coin = v_coin if type(v_coin) is str else spelt(v_coin, "coin")
            if (v := prose(v_chain, "chain")) is not None:
                made.chain = v
            if v_amount != "":
                made.amount = d if (d := exact_decimal(v_amount)).is_finite() else no_number()
            if v_tx_id != "":
                made.tx_id = v_tx_id if type(v_tx_id) is str else spelt(v_tx_id, "txID")
            made.status = integer(v_status, "status")
            if (v := prose(v_to_address, "toAddress")) is not None:
                made.to_address = v
            if (v := prose(v_tag, "tag")) is not None:
                made.tag = v
            made.deposit_fee = (
                None if v_deposit_fee == "" else d if (d := exact_decimal(v_deposit_fee)).is_finite() else no_number()
            )
            if v_success_at not in ("", "0"):
                made.success_at = EPOCH + MILLISECOND * (int(v_success_at) or no_time())
            if (v := integer(v_confirmations, "confirmations")) is not None:
                made.confirmations = v
            if v_tx_index != "":
                made.tx_index = v_tx_index if type(v_tx_index) is str else spelt(v_tx_index, "txIndex")
            if v_block_hash != "":
                made.block_hash = v_block_hash if type(v_block_hash) is str else spelt(v_block_hash, "blockHash")
            if v_batch_release_limit != "":
                made.batch_release_limit = d if (d := exact_decimal(v_batch_release_limit)).is_finite() else no_number()
            if v_deposit_type != "":
                made.deposit_type = (
                    v_deposit_type if type(v_deposit_type) is str else spelt(v_deposit_type, "depositType")
                )
            made.from_address = prose(v_from_address, "fromAddress")
            if v_tax_deposit_records_id != "":
                made.tax_deposit_records_id = (
                    v_tax_deposit_records_id
                    if type(v_tax_deposit_records_id) is str
                    else spelt(v_tax_deposit_records_id, "taxDepositRecordsId")
                )
            if (v := integer(v_tax_status, "taxStatus")) is not None:
                made.tax_status = v
            if v_id != "":
                made.id = v_id if type(v_id) is str else spelt(v_id, "id")
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class DepositList(Row):
    """One row of the responses to asset_deposit.get_deposit_records and asset_deposit.get_sub_deposit_records."""

    rows: list[DepositListRow] = field(factory=list[DepositListRow], metadata=wire("rows", "rows", DepositListRow))
    """One entry per record."""
    next_page_cursor: str | None = field(default=None, metadata=wire("nextPageCursor", "cursor"))
    """Cursor of the next page; empty where there is none."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.rows = rows(get("rows"), "rows", DepositListRow.from_wire)
            made.next_page_cursor = cursor(get("nextPageCursor"), "nextPageCursor")
        except UNUSUAL_VALUE:
            made._read()
        return made

    def __iter__(self) -> Iterator[DepositListRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> DepositListRow:
        return self.rows[index]


@frozen(kw_only=True, init=False, slots=False)
class GetDepositRecords(PagedRequest[DepositList, DepositListRow]):
    """List deposits from chains, those of the last 30 days if no time is given."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", DepositList)
    read_by_rules: ClassVar = ("start_time", "end_time")

    id: str | None = field(default=None, metadata=param("id"))
    """Id of the deposit."""
    tx_id: str | None = field(default=None, metadata=param("txID"))
    """Id of the transaction on the chain."""
    coin: str | None = field(default=None, metadata=param("coin"))
    """Coin."""
    start_time: int | None = field(default=None, converter=whole_milliseconds, metadata=param("startTime", "integer"))
    """Start of the time window."""
    end_time: int | None = field(default=None, converter=whole_milliseconds, metadata=param("endTime", "integer"))
    """End of the time window."""
    limit: int | None = field(default=None, converter=whole, metadata=param("limit", "integer"))
    """Most records to return. From 1 to 50. Default: 50."""
    cursor: str | None = field(default=None, metadata=param("cursor"))
    """Cursor; asks for the page behind the one that gave it."""

    def __init__(
        self,
        *,
        id: str | None = None,
        tx_id: str | None = None,
        coin: str | None = None,
        start_time: Moment | None = None,
        end_time: Moment | None = None,
        limit: int | str | None = None,
        cursor: str | None = None,
    ) -> None:
        self.__dict__.update(
            id=id,
            tx_id=tx_id,
            coin=coin,
            start_time=None if start_time is None else whole_milliseconds(start_time),
            end_time=None if end_time is None else whole_milliseconds(end_time),
            limit=None if limit is None else whole(limit),
            cursor=cursor,
        )

    def broken(self, context: Context) -> Iterator[Violation]:
        if self.id is None and (
            gt(self.start_time, self.end_time) or further_apart(self.start_time, self.end_time, 2592000000)
        ):
            yield violation_of(WINDOW)
        if self.id and (self.tx_id or self.coin or self.start_time is not None or self.end_time is not None):
            yield violation_of(AN_ID_SAYS_IT_ALL)
