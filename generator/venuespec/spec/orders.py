"""Write outcomes and the sandbox's records of orders, in wire names."""

from collections.abc import Mapping
from typing import Literal

from attrs import frozen

Does = Literal["place", "amend", "cancel", "read"]
"""The operation of a call on the orders of a table."""


@frozen(kw_only=True)
class Stateful:
    """The sandbox's record of an endpoint's calls, as rows of ``table``.

    Settings are identified by ``key``, and a call ``writes`` or reads them; ``defaults`` fills fields that no request
    sends. Orders are what a call ``does`` something to: ``changes`` names the columns that an amendment's parameters
    change, ``open`` reads the orders that are still open, ``items`` is the parameter with the orders of a batch whose
    body is not a list, ``rows`` the list in an answer that is an object. ``duplicate`` is the code for a client id that
    an open order has, ``missing`` the one for an order that there is not, or that is done.
    """

    table: str
    key: tuple[str, ...] = ()
    writes: bool = False
    defaults: Mapping[str, str] = {}
    does: Does | None = None
    changes: Mapping[str, str] = {}
    open: bool = False
    items: str | None = None
    rows: str | None = None
    duplicate: str | None = None
    missing: str | None = None


@frozen(kw_only=True)
class OrderTable:
    """A kind of order that the sandbox keeps, in wire names.

    ``open`` are the ``state`` values of orders that can still be amended, the first that of a new one. ``created`` and
    ``updated`` name columns with the time in Unix milliseconds, ``defaults`` columns that no request sends. An order
    that has one of the values in ``fills`` is ``filled`` at once, and gets the columns of ``fill`` from those it has.
    """

    id: str
    client_id: str
    state: str
    open: tuple[str, ...]
    cancelled: str
    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    defaults: Mapping[str, str] = {}
    fills: Mapping[str, tuple[str, ...]] = {}
    filled: str = ""
    fill: Mapping[str, str] = {}


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
    ``refused`` the values in a found row that mean that the venue refused the write. ``items`` is the parameter with
    the items of a batch whose body is not a list.
    """

    ask: tuple[AskSpec, ...]
    items: str | None = None
    created: str | None = None
    expires: str | None = None
    refused: Mapping[str, tuple[str, ...]] = {}
