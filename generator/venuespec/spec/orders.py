"""Write outcomes and the sandbox's records of orders, in wire names."""

from collections.abc import Mapping
from typing import Literal

from attrs import frozen

Does = Literal["place", "amend", "cancel", "cancel_all", "close", "read"]
"""The operation of a call: on the orders of a table, or to ``close`` a position; ``read`` takes any table."""


@frozen(kw_only=True)
class Stateful:
    """The sandbox's record of an endpoint's calls, as rows of ``table``.

    Settings are identified by ``key``, and a call ``writes`` or reads them; ``defaults`` fills fields that no request
    sends. Orders are what a call ``does`` something to: ``changes`` names the columns that an amendment's parameters
    change, ``open`` reads the orders that are still open, ``items`` is the parameter with the orders of a batch whose
    body is not a list, ``rows`` the list in an answer that is an object. ``duplicate`` is the code for a client id that
    an open order has, ``missing`` the one for an order that there is not, or that is done, ``unchanged`` the one for
    settings that are so already. ``done`` reads the orders that are done. ``inner`` maps columns of the only row to the
    tables whose rows they hold, such as the currencies of an account; ``arrays`` says that each row is a list. ``ids``
    maps parameters with lists of ids to those that name one order so. ``documented`` are the parts of an answer beside
    its rows that are as the page's example has them. A call changes the ``context`` of the account: a parameter gives
    each of its names, and ``means`` translates its values, as it does the state of a record in an answer.
    """

    table: str = ""
    key: tuple[str, ...] = ()
    writes: bool = False
    defaults: Mapping[str, str] = {}
    does: Does | None = None
    changes: Mapping[str, str] = {}
    open: bool = False
    done: bool = False
    items: str | None = None
    rows: str | None = None
    duplicate: str | None = None
    missing: str | None = None
    unchanged: str | None = None
    inner: Mapping[str, str] = {}
    arrays: bool = False
    ids: Mapping[str, str] = {}
    documented: tuple[str, ...] = ()
    context: Mapping[str, str] = {}
    means: Mapping[str, str] = {}


@frozen(kw_only=True)
class Trading:
    """The meaning of an order's columns, in wire names.

    Conditions map columns to the values one of which each must have; "" is a column that was not sent, "*" one that
    was. ``market`` orders have no limit, ``post_only`` ones are cancelled if they would be filled at once, of
    ``immediate`` ones the rest is cancelled, and ``whole`` ones are filled whole or not at all. The size of those
    ``in_quote`` is an amount of the quote currency. ``held`` orders wait for a trigger, in the state ``waits``, which
    the sandbox never pulls. ``partly`` is the state of an order that is filled in part. ``columns`` are the columns of
    an order that fills change, with the fact that each shows.
    """

    instrument: str
    side: str
    size: str
    price: str
    type: str | None = None
    market: Mapping[str, tuple[str, ...]] = {}
    post_only: Mapping[str, tuple[str, ...]] = {}
    immediate: Mapping[str, tuple[str, ...]] = {}
    whole: Mapping[str, tuple[str, ...]] = {}
    in_quote: Mapping[str, tuple[str, ...]] = {}
    held: Mapping[str, tuple[str, ...]] = {}
    waits: str | None = None
    partly: str
    margin_mode: str | None = None
    position_side: str | None = None
    reduce_only: str | None = None
    columns: Mapping[str, str] = {}


@frozen(kw_only=True)
class Moves:
    """What the records of a table do to the balance of the simulated account, in wire names.

    ``currency`` and ``amount`` are columns. Records that have the values of ``out`` take the amount from the account,
    those with the values of ``into`` bring it; the account on the other side is not kept. ``short`` is the code of what
    the balance does not suffice for.
    """

    currency: str
    amount: str
    out: Mapping[str, tuple[str, ...]] = {}
    into: Mapping[str, tuple[str, ...]] = {}
    short: str = ""


@frozen(kw_only=True)
class OrderTable:
    """A kind of order, or of other records with a client id, that the sandbox keeps, in wire names.

    ``open`` are the ``state`` values of orders that can still be amended, the first that of a new one. ``created`` and
    ``updated`` name columns with the time in Unix milliseconds, ``defaults`` columns that no request sends, ``sent``
    the column that a parameter of another name fills. An order that has one of the values in ``fills`` is ``filled`` at
    once, and gets the columns of ``fill`` from those it has; orders that are ``trades`` are filled by the simulated
    market instead. With ``once`` a client id is good for one record, not only while that is open; it can be the ``id``
    itself. ``shows`` has columns that show what another one has, and ``moves`` what a record does to the balance.
    """

    id: str
    client_id: str
    state: str
    open: tuple[str, ...]
    cancelled: str
    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    sent: Mapping[str, str] = {}
    defaults: Mapping[str, str] = {}
    fills: Mapping[str, tuple[str, ...]] = {}
    filled: str = ""
    fill: Mapping[str, str] = {}
    trades: Trading | None = None
    once: bool = False
    shows: Mapping[str, str] = {}
    moves: Moves | None = None


@frozen(kw_only=True)
class AskSpec:
    """A question that finds out the outcome of a write, in wire names.

    ``endpoint`` is the id of the endpoint to ask, ``params`` maps its parameters to those of the write that supply
    them, ``given`` are parameters with values of their own. ``match`` maps the fields of a found row where they have
    other names than the parameters, ``created`` is the row's time where the other questions have another. ``rows`` is
    the list in an answer that is an object. A code in ``absent`` means that the record does not exist, as does an
    answer without rows.
    """

    endpoint: str
    params: Mapping[str, str]
    given: Mapping[str, str] = {}
    match: Mapping[str, str] = {}
    created: str | None = None
    absent: tuple[str, ...] = ()
    rows: str | None = None


@frozen(kw_only=True)
class ReconcileSpec:
    """The way to find out the outcome of a write by its ``dedup_key``, in wire names.

    ``created`` is the time in a found row, ``expires`` the header after whose time the venue drops the write,
    ``refused`` the values in a found row that mean that the venue refused the write, ``undecided`` those that say
    nothing about it, such as the state of an unconfirmed quote. ``items`` is the parameter with
    the items of a batch whose body is not a list.
    """

    ask: tuple[AskSpec, ...]
    items: str | None = None
    created: str | None = None
    expires: str | None = None
    refused: Mapping[str, tuple[str, ...]] = {}
    undecided: Mapping[str, tuple[str, ...]] = {}
