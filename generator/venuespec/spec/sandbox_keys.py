"""The keys of what a sandbox simulates: a sentence and an example of each."""

from collections.abc import Mapping

from .orders import Trading
from .simulation import Bans, Leverage, Market, Simulation
from .written import About

SANDBOX_KEYS: Mapping[type, Mapping[str, About]] = {
    Simulation: {
        "coins": About("The first price of each coin in US dollars; one of 1 never moves.", "{BTC: '60000'}"),
        "markets": About("The types of instruments.", "[{type: SPOT, id: '{base}-{quote}', quotes: [USDT]}]"),
        "balances": About("What the account has at first.", "{USDT: '100000'}"),
        "context": About("The settings of the account at first.", "{posMode: net_mode}"),
        "aliases": About("Parameters that pages no longer have, with their present names.", "{uly: instFamily}"),
        "words": About("The venue's words for values of a fact.", "{role: {maker: M, taker: T}}"),
        "columns": About(
            "The fact that each column of a table shows; = begins a text that is always the same. A column in another "
            "is outer.inner, or outer.0.inner of the first object in a list; a list of texts has commas between them.",
            "{fills: {fillPx: price, execType: role, source: '=0', fees.0.fee: fee}}",
        ),
        "undocumented": About(
            "Fields that the venue sends and no page has, as JSON, by table.", "{instruments: {kinds: '[\"LIMIT\"]'}}"
        ),
        "filters": About(
            "What a parameter selects rows by: a fact, a bound of one, or of the column that pages are counted by; "
            "count is the number of rows, bar the length of a candle.",
            "{instFamily: family, begin: time >=, after: <, limit: count, bar: bar}",
        ),
        "levels": About("The facts of a level of an order book.", "[price, size]"),
        "bars": About("The seconds of each length of a candle.", "{1m: '60', 1H: '3600'}"),
        "leverage": About("Where leverage is written.", "{table: leverage, instrument: instId, column: lever}"),
        "bans": About(
            "When an address is banned that does not wait; refusals.banned is the answer.", "{after: 5, lasts: 2m}"
        ),
        "refuses": About(
            "The codes for orders of an unknown instrument, a wrong size, lot, least size or price, without funds, or "
            "with nothing to reduce.",
            "{instrument: '51001', funds: '51008'}",
        ),
    },
    Bans: {
        "after": About("The number of calls in a row that come too early; the address is banned at the last.", "5"),
        "lasts": About("The length of the first ban; each further one is twice as long.", "2m"),
        "longest": About("The length that no ban exceeds.", "3d"),
    },
    Market: {
        "type": About("The type.", "SWAP"),
        "id": About("The form of ids, of {base}, {quote} and {expiry}.", "'{base}-{quote}-SWAP'"),
        "quotes": About("The quote currencies.", "[USDT, USDC]"),
        "family": About("The form of the name that several instruments share.", "'{base}-{quote}'"),
        "settle": About("The currency of margin, base or quote; without it the currencies are exchanged.", "quote"),
        "contract": About("The size of a contract in the other currency.", "'1'"),
        "contracts": About("The same for some coins.", "{BTC: '0.01'}"),
        "lot": About("The step of sizes.", "'0.01'"),
        "least": About("The least size.", "'0.01'"),
        "leverage": About("The highest leverage.", "'100'"),
        "maker": About("The fee of a fill that waited in the book, as a share of its value.", "'0.0002'"),
        "taker": About("The fee of any other fill.", "'0.0005'"),
        "expires": About("Whether its instruments expire; these can be traded, but are not listed.", "true"),
    },
    Leverage: {
        "table": About("The table of settings.", "leverage"),
        "instrument": About("The column of the instrument.", "instId"),
        "column": About("The column of the leverage.", "lever"),
        "margin_mode": About("The column of the margin mode.", "mgnMode"),
        "default": About("The leverage before any is set.", "'3'"),
    },
    Trading: {
        "instrument": About("The column of the instrument.", "instId"),
        "side": About("The column of the side.", "side"),
        "size": About("The column of the size.", "sz"),
        "price": About("The column of the limit.", "px"),
        "type": About("The column of the type of instrument, where the id does not tell.", "category"),
        "market": About("The values of orders without a limit.", "{ordType: [market]}"),
        "post_only": About("The values of orders that must not be filled at once.", "{ordType: [post_only]}"),
        "immediate": About("The values of orders whose rest is cancelled.", "{ordType: [ioc]}"),
        "whole": About("The values of orders that are filled whole or not at all.", "{ordType: [fok]}"),
        "in_quote": About("The values of orders whose size is an amount of the quote.", "{tgtCcy: [quote_ccy]}"),
        "held": About("The values of orders that wait for a trigger.", "{triggerPrice: ['*']}"),
        "waits": About("The state of an order that waits for a trigger.", "Untriggered"),
        "partly": About("The state of an order that is filled in part.", "partially_filled"),
        "margin_mode": About("The column of the margin mode.", "tdMode"),
        "position_side": About("The column of the side of the position.", "posSide"),
        "reduce_only": About("The column that says that a position can only become smaller.", "reduceOnly"),
        "columns": About("The fact that each column of an order shows.", "{accFillSz: filled, avgPx: average}"),
    },
}
