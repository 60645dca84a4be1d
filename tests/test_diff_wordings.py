"""What a change of one page is called: wordings, units, figures, limits, dates, and rewordings that are none."""

import shutil
from pathlib import Path

import pytest

from venuespec.diff.compare import diff
from venuespec.diff.inputs import Reader, State, beside, load_state, reader_of

PAGE = """---
source_url: https://www.okx.com/docs-v5/en/#order-book-trading-trade-post-place-order
updated_at: 2026-08-01
---

# POST / Place order

You can place an order only if you have sufficient funds. Orders of `OPTION` are matched every 500 milliseconds. Results of the last 3 months are kept.

Sub-accounts can call this endpoint.

#### Rate Limit: 60 requests per 2 seconds

#### Rate limit rule: User ID

#### Permission: Trade

#### HTTP Request

`POST /api/v5/trade/order`

#### Request Parameters

Parameter | Type | Required | Description
---|---|---|---
instId | String | Yes | Instrument ID, e.g. `BTC-USDT`
tdMode | String | Yes | Trade mode
`cash`: spot without margin
`cross`: cross margin
`isolated`: isolated margin
ccy | String | No | Margin currency. Only applicable to `cross` orders in `Spot mode`
clOrdId | String | No | Client order ID. Up to 32 characters
side | String | Yes | Order side, `buy` or `sell`
px | String | Conditional | Order price. Only applicable to `limit` and `post_only` orders
sz | String | Yes | Quantity to buy or sell, in base currency
reduceOnly | Boolean | No | Whether orders can only reduce in position size. The default value is `false`
expTime | String | No | Request effective deadline. Unix timestamp format in milliseconds, e.g. `1597026383085`
limit | String | No | Number of results per request. The maximum is `100`; The default is `100`
banAmend | Boolean | No | Whether the size may be amended. Valid for orders of the last 7 days
stpMode | String | No | Self trade prevention mode. Default is `cancel_maker`
`cancel_maker`: the resting order is cancelled
`cancel_taker`: the new order is cancelled

#### Response Parameters

Parameter | Type | Description
---|---|---
ordId | String | Order ID
ts | String | Time of the order, Unix timestamp format in milliseconds, e.g. `1597026383085`
fee | String | Fee in quote currency. Negative number represents the user transaction fee
state | String | State
`live`: waiting
`filled`: filled
pnl | String | Profit and loss of the order
"""
CASES = [
    ('ccy | String | No', 'ccy | String | Yes', [('ERR', 'requiredness_changed', 'request.ccy.required')]),
    ('px | String | Conditional', 'px | String | Yes', [('ERR', 'requiredness_changed', 'request.px.required')]),
    ('sz | String | Yes', 'sz | String | Conditional', [('INFO', 'requiredness_changed', 'request.sz.required')]),
    ('`cash`: spot without margin', '`cash`: spot with borrowed funds', [('WARN', 'meaning_changed', 'request.tdMode.values')]),
    ('`live`: waiting', '`live`: partially executed', [('WARN', 'meaning_changed', 'response.state.values')]),
    ('Up to 32 characters', 'Up to 16 characters', [('ERR', 'constraint_tightened', 'request.clOrdId.max_length')]),
    ('Up to 32 characters', 'Up to 64 characters', [('INFO', 'constraint_loosened', 'request.clOrdId.max_length')]),
    ('Up to 32 characters', 'Between 1 and 16 characters', [('ERR', 'constraint_tightened', 'request.clOrdId.max_length'), ('WARN', 'constraint_tightened', 'request.clOrdId.min_length')]),
    ('The maximum is `100`; The default is `100`', 'The maximum is `50`; The default is `50`', [('ERR', 'default_changed', 'request.limit.default'), ('ERR', 'constraint_tightened', 'request.limit.max')]),
    ('Up to 32 characters', 'No more than 20 characters', [('ERR', 'constraint_tightened', 'request.clOrdId.max_length')]),
    ('last 7 days', 'last week', []),
    ('last 7 days', 'last 24 hours', [('WARN', 'meaning_changed', 'request.banAmend')]),
    ('Request effective deadline. Unix timestamp format in milliseconds, e.g. `1597026383085`', 'Request effective deadline. Unix timestamp format in seconds, e.g. `1597026383`', [('WARN', 'meaning_changed', 'request.expTime')]),
    ('Time of the order, Unix timestamp format in milliseconds, e.g. `1597026383085`', 'Time of the order, Unix timestamp format in seconds, e.g. `1597026383`', [('WARN', 'meaning_changed', 'response.ts')]),
    ('in base currency', 'in quote currency', [('WARN', 'meaning_changed', 'request.sz')]),
    ('Fee in quote currency', 'Fee in base currency', [('WARN', 'meaning_changed', 'response.fee')]),
    ('in base currency', 'in contracts', [('WARN', 'meaning_changed', 'request.sz')]),
    ('Default is `cancel_maker`', 'Default is `cancel_taker`', [('ERR', 'default_changed', 'request.stpMode.default')]),
    ('The default value is `false`', 'The default value is `true`', [('ERR', 'default_changed', 'request.reduceOnly.default')]),
    ('Default is `cancel_maker`', 'If omitted, `cancel_taker` is used', [('ERR', 'default_changed', 'request.stpMode.default')]),
    ('Whether the size may be amended.', 'Whether the size may be amended. Defaults to `true`.', [('INFO', 'default_changed', 'request.banAmend.default')]),
    ('Only applicable to `limit` and `post_only` orders', 'Applies only to `limit` and `post_only` orders', []),
    ('Only applicable to `limit` and `post_only` orders', 'Valid only for `limit` and `post_only` orders', []),
    ('Only applicable to `limit` and `post_only` orders', 'This parameter applies to `limit` and `post_only` orders only', []),
    ('Only applicable to `limit` and `post_only` orders', 'Only available for `limit` and `post_only` orders.', []),
    ('Only applicable to `limit` and `post_only` orders', 'Only applicable to `post_only`/`limit` orders', []),
    ('Only applicable to `limit` and `post_only` orders', 'Only applicable to `limit` orders', [('WARN', 'applicability_narrowed', 'request.px')]),
    ('Only applicable to `limit` and `post_only` orders', 'Only applicable to `limit`, `post_only` and `fok` orders', [('INFO', 'applicability_widened', 'request.px')]),
    ('Whether the size may be amended.', 'Whether the size may be amended. Not available for `OPTION`.', [('INFO', 'applicability_narrowed', 'request.banAmend')]),
    ('banAmend | Boolean | No | Whether', 'banAmend | Boolean | No | Obsolete, please use `reduceOnly` instead. Whether', [('WARN', 'deprecated', 'request.banAmend')]),
    ('pnl | String | Profit', 'pnl | String | No longer maintained. Profit', [('WARN', 'deprecated', 'response.pnl')]),
    ('pnl | String | Profit', 'pnl | String | Will no longer be returned from 1 January 2027. Profit', [('WARN', 'deprecated', 'response.pnl')]),
    ('Sub-accounts can call this endpoint.', 'Sub-accounts can call this endpoint.\n\nThis interface will be offline after 30 November 2026.', [('WARN', 'deprecated', '')]),
    ('pnl | String | Profit and loss of the order', 'pnl | String | Profit and loss of the order. `null` if the order is not filled', [('WARN', 'requiredness_changed', 'response.pnl.required'), ('INFO', 'note_changed', 'response.pnl')]),
    ('pnl | String | Profit and loss of the order', 'pnl | String | Profit and loss of the order. It is an empty string for `live` orders', [('WARN', 'requiredness_changed', 'response.pnl.required'), ('INFO', 'note_changed', 'response.pnl')]),
    ('pnl | String | Profit and loss of the order', 'pnl | String | Profit and loss of the order. May be null', [('WARN', 'requiredness_changed', 'response.pnl.required')]),
    ('matched every 500 milliseconds', 'matched every 2 seconds', [('WARN', 'meaning_changed', 'notes')]),
    ('Sub-accounts can call this endpoint.', 'Sub-accounts can call this endpoint. All pending orders of the instrument are cancelled when the order is filled.', [('WARN', 'behaviour_changed', 'notes')]),
    ('Sub-accounts can call this endpoint.', 'Sub-accounts cannot call this endpoint.', [('WARN', 'behaviour_changed', 'notes')]),
    ('Sub-accounts can call this endpoint.', 'Only VIP5 and above can call this endpoint.', [('WARN', 'applicability_narrowed', 'notes')]),
    ('#### Permission: Trade\n\n#### HTTP Request\n\n`POST /api/v5/trade/order`', '#### HTTP Request\n\n`POST /api/v5/trade/order`\n\n#### Permission: Trade', []),
    ('side | String | Yes | Order side, `buy` or `sell`\npx | String | Conditional | Order price. Only applicable to `limit` and `post_only` orders', 'px | String | Conditional | Order price. Only applicable to `limit` and `post_only` orders\nside | String | Yes | Order side, `buy` or `sell`', []),
    ('`cancel_maker`: the resting order is cancelled\n`cancel_taker`: the new order is cancelled', '`cancel_taker`: the new order is cancelled\n`cancel_maker`: the resting order is cancelled', []),
    ('banAmend | Boolean', 'amendBan | Boolean', [('ERR', 'request_param_renamed', 'request.amendBan')]),
    ('#### Permission: Trade', '#### Permission: Trade and Withdraw', [('ERR', 'permission_changed', 'permissions')]),
    ('#### Permission: Trade', '#### Permission: Read', [('INFO', 'permission_changed', 'permissions')]),
    ('#### Rate limit rule: User ID', '#### Rate limit rule: IP', [('WARN', 'rate_limit_scope_changed', 'rate_limits')]),
    ('#### Rate limit rule: User ID', '#### Rate limit rule: User ID + Instrument ID', [('INFO', 'rate_limit_scope_changed', 'rate_limits')]),
    ('60 requests per 2 seconds', '20 requests per 2 seconds', [('WARN', 'rate_limit_tightened', 'rate_limits')]),
    ('60 requests per 2 seconds', '30 requests per second', [('WARN', 'rate_limit_tightened', 'rate_limits')]),
    ('Client order ID.', 'Client order ID. Mandatory when `tdMode` is `isolated`.', [('WARN', 'requiredness_changed', 'request.clOrdId.required')]),
    ('Client order ID.', 'Client order ID. Must be provided for `post_only` orders.', [('WARN', 'requiredness_changed', 'request.clOrdId.required')]),
    ('Client order ID.', 'Client order ID. A combination of case-sensitive alphanumerics.', []),
    ('Negative number represents the user transaction fee', 'Positive number represents the user transaction fee', [('WARN', 'meaning_changed', 'response.fee')]),
    ('Profit and loss of the order', '**Profit and loss** of the order', []),
    ('Client order ID. Up to 32 characters', 'The client order ID. Up to 32 characters', []),
    ('You can place an order only if you have sufficient funds.', 'You can only place an order if you have sufficient funds.', []),
    ('`buy` or `sell`', '`buy`/`sell`', []),
    ('Whether orders can only reduce in position size', 'Whether orders can only reduce the position size', []),
    ('The maximum is `100`; The default is `100`', 'Max 100. Default 100.', []),
    ('The maximum is `100`; The default is `100`', 'The maximum is `100`; The default is `50`', [('ERR', 'default_changed', 'request.limit.default')]),
    ('The maximum is `100`; The default is `100`', 'The maximum is `500`; The default is `100`', [('INFO', 'constraint_loosened', 'request.limit.max')]),
    ('Up to 32 characters', 'Maximum 32 characters', []),
    ('limit | String', 'limit | Integer', [('ERR', 'type_changed', 'request.limit.type')]),
    ('Self trade prevention mode.', 'Self trade prevention mode. Case-insensitive.', []),
    ('`cancel_taker`: the new order is cancelled', '`cancel_taker`: the new order is cancelled\n`cancel_both`: both are cancelled', [('INFO', 'enum_added', 'request.stpMode.values')]),
    ('`isolated`: isolated margin\n', '', [('ERR', 'enum_removed', 'request.tdMode.values')]),
    ('`POST /api/v5/trade/order`', '`POST /api/v5/trade/orders`', [('ERR', 'path_changed', 'path')]),
    ("banAmend | Boolean | No | Whether the size may be amended.", "noAmend | Boolean | No | Whether the size may be amended. Formerly `banAmend`, which is still supported until 31 December 2026.", [("WARN", "request_param_renamed", "request.noAmend")]),
]  # fmt: skip


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory, frozen_root: Path) -> Reader:
    root = tmp_path_factory.mktemp("wordings")
    (root / "spec" / "okx_v5").mkdir(parents=True)
    shutil.copyfile(frozen_root / "spec" / "okx_v5" / "venue.yaml", root / "spec" / "okx_v5" / "venue.yaml")
    return reader_of(root, "okx_v5")


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory, reader: Reader) -> State:
    return state(PAGE, tmp_path_factory.mktemp("older"), reader)


def state(text: str, folder: Path, reader: Reader) -> State:
    (folder / "page.md").write_text(text)
    return load_state(str(folder / "page.md"), folder, reader)


@pytest.mark.parametrize(("was", "now", "expected"), CASES)
def test_a_change_has_its_level_and_place(
    older: State, reader: Reader, tmp_path: Path, was: str, now: str, expected: list[tuple[str, str, str]]
) -> None:
    assert PAGE.count(was) == 1
    newer = state(PAGE.replace(was, now), tmp_path, reader)
    found = diff(*beside(older, newer, reader))
    assert [(each.level, each.kind, each.pointer) for each in found if each.level != "NONE"] == expected


def test_columns_in_another_order_say_the_same(older: State, reader: Reader, tmp_path: Path) -> None:
    rows = [line.split(" | ") for line in PAGE.splitlines()]
    swapped = "\n".join(" | ".join([row[0], row[2], row[1], row[3]] if len(row) == 4 else row) for row in rows)
    assert "Parameter | Required | Type" in swapped
    assert diff(*beside(older, state(swapped, tmp_path, reader), reader)) == ()
