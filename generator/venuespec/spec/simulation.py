"""Facts of a venue's ``sandbox:`` section: the markets and the account that the sandbox simulates.

The simulation has facts with names of its own, such as ``price`` or ``position_side``; ``columns`` says which fact each
wire name of a table shows, ``words`` how the venue spells the values of a fact.
"""

from collections.abc import Mapping

from attrs import frozen

from .spans import Span


@frozen(kw_only=True)
class Market:
    """A type of instrument: which there are, and what an order of it means.

    ``id`` is the form of its ids, of ``{base}``, ``{quote}`` and ``{expiry}``. Those of each listed coin with each of
    ``quotes`` are listed, unless they expire; others of the form can be traded as well. ``family`` is the form of the
    name that several instruments share. A market with a currency to ``settle`` in, ``base`` or ``quote``, has
    positions: its sizes are contracts of ``contract``, or of the size in ``contracts`` for a coin, in the other
    currency of the two. Without it an order exchanges one currency for the other.
    """

    type: str
    id: str
    quotes: tuple[str, ...]
    family: str = ""
    settle: str | None = None
    contract: str = "1"
    contracts: Mapping[str, str] = {}
    lot: str = "0.00000001"
    least: str = "0.00001"
    leverage: str = ""
    maker: str = "0.0008"
    taker: str = "0.001"
    expires: bool = False


@frozen(kw_only=True)
class Leverage:
    """Where the leverage of a position is written: a table of settings, and its columns; ``default`` before that."""

    table: str
    instrument: str
    column: str
    margin_mode: str | None = None
    default: str = "10"


@frozen(kw_only=True)
class Bans:
    """When the sandbox bans an address: at the ``after``-th call in a row that comes while a limit is used up.

    The first ban lasts ``lasts`` seconds, each further one twice as long as the one before, up to ``longest``.
    """

    after: int
    lasts: Span
    longest: Span | None = None


@frozen(kw_only=True)
class Simulation:
    """What a venue's sandbox simulates: prices of coins, markets, an account.

    ``coins`` has the first price of each coin in US dollars, ``balances`` what the account has at first, ``context``
    its settings. ``aliases`` are parameters that the documentation no longer has and the venue still takes, with their
    present names. ``filters`` are parameters that select rows by a fact which is no column, by table. ``levels`` are
    the facts of a level of an order book. ``refuses`` has the code of each refusal of an order, ``bans`` says when an
    address is banned. ``undocumented`` has fields that the venue sends and no page has, as JSON, by table.
    """

    coins: Mapping[str, str] = {}
    markets: tuple[Market, ...] = ()
    balances: Mapping[str, str] = {}
    context: Mapping[str, str] = {}
    aliases: Mapping[str, str] = {}
    words: Mapping[str, Mapping[str, str]] = {}
    columns: Mapping[str, Mapping[str, str]] = {}
    filters: Mapping[str, str] = {}
    levels: tuple[str, ...] = ()
    bars: Mapping[str, str] = {}
    leverage: Leverage | None = None
    refuses: Mapping[str, str] = {}
    bans: Bans | None = None
    undocumented: Mapping[str, Mapping[str, str]] = {}


NOTHING_SIMULATED = Simulation()
"""Of a venue that says nothing about it."""
