"""A row's label ends where a phrase ends."""

import pytest

from venuespec.pages.parts.label import label_of


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Leverage", "Leverage"),
        ("Instrument ID, e.g. `BTC-USDT`", "Instrument ID"),
        ("Currency used for margin", "Currency used for margin"),
        ("Latest USD price of the underlying index at the time", "Latest USD price of the underlying index"),
        ("The maximum order quantity of a single market order", "The maximum order quantity"),
        ("Fraction of position to be closed when the algo order is triggered", "Fraction of position to be closed"),
        (
            "Whether the sub-account has the right to transfer out",
            "Whether the sub-account has the right to transfer out",
        ),
        (
            "Whether all assets in this currency must be repaid at once",
            "Whether all assets in this currency must be repaid at once",
        ),
        ("After placing order, changed quantity of the margin", "changed quantity of the margin"),
        ("Refer to the `cursor` request parameter", ""),
        ("When volatility shocks down, the P&L of stress tests", ""),
        ("The transfer ratio for loan funds to transfer from Spot wallet", "The transfer ratio for loan funds"),
        ("Start trade ID the request to begin with", "Start trade ID the request to begin with"),
        ("Currency to convert to, e.g. `BTC`", "Currency to convert to"),
        ("Whether the order can only reduce the position size", "Whether the order can only reduce the position size"),
        ("Contract grid only (`lead`)", "Contract grid only"),
        ("Limit for `size` per page", "Limit"),
        ("The order's time in ~~force~~", "The order's time in force"),
        ("This is (deprecated)", ""),
        ("one two three four five six seven eight nine", "one two three four five six seven eight"),
        ("one two three four five six seven eight of nine", "one two three four five six seven eight"),
        ("one two three four five six seven the eight", "one two three four five six seven"),
        ("[Client order ID](https://acme.example) of the order", "[Client order ID]"),
        ("Default `false`.", ""),
        ("Maximum: 100", ""),
        ("Maximum", "Maximum"),
        ("Minimum expiration value that leads to a YES outcome of the contract", "Minimum expiration value"),
        (
            "Number of invitees who traded in this bucket within the selected window",
            "Number of invitees who traded in this bucket",
        ),
        ("Number of invitees who traded in this `category`", "Number of invitees"),
        ("Fees of invitees within the selected `periodType`", "Fees of invitees"),
        ("return records earlier than the requested `ts`", "return records earlier"),
        ("Client Algo Order ID as assigned by the client of the venue", "Client Algo Order ID"),
        ("Limit for data size per page [`1`, `1000`]", "Limit for data size per page"),
        ("Maker volume in [`startDate`, `endDate`] (USDT)", "Maker volume"),
        ("Account-level margin ratio = `adjEq` / `mmr`", "Account-level margin ratio"),
        ('Required when "mode"=`TradedVolume`', ""),
        ("Required when `kind` is not `0`.", ""),
        ("Only required if `kind` is `5`", ""),
        ("Cannot be sent with `both`=true", ""),
        ("Optional, for `kind` of `5`", ""),
        ("除非 `kind` 为 `0`，否则必填", ""),
        ("Required when kind is not 0", "Required when kind is not 0"),
        ("Required top up investment amount", "Required top up investment amount"),
        ("Optional note of the affiliate", "Optional note of the affiliate"),
        ("Is it necessary for the counterparty", "Is it necessary for the counterparty"),
        ("If acctLv is `2`, it refers to the maximum", ""),
        ("If the number of transactions exceeds the position size, it is split", ""),
        ("Whether redemption to the given `settleCcy` is available", "Whether redemption"),
        ("Amount that was transferred (in `ccy`)", "Amount that was transferred"),
        ("Coin that is lent `BTC`", "Coin that is lent"),
        (
            "Minimum hold time required before early redemption, in days",
            "Minimum hold time required before early redemption",
        ),
        (
            "Estimated time to receive funds after redemption. Unix timestamp, in ms",
            "Estimated time to receive funds after redemption",
        ),
        ("Type of <Foo>", "Type"),
        ("One of `LIMIT`, `MARKET`.", ""),
        ("Only for `LIMIT` orders.", ""),
        ("", ""),
    ],
)
def test_a_label_is_not_cut_inside_a_phrase(line: str, label: str) -> None:
    assert label_of(line) == label


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Default 500; max 1000", ""),
        ("Must be greater than 0", ""),
        ("1 or 2", ""),
        ("order side 1open long,2close short", "order side"),
        ("Max 20 orders", "Max 20 orders"),
    ],
)
def test_a_figure_alone_is_no_label(line: str, label: str) -> None:
    assert label_of(line) == label
