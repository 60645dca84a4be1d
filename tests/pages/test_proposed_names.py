"""Names and groups that an import proposes for new endpoints."""

import pytest

from venuespec.pages.proposed_names import (
    distinction,
    endpoint_name,
    folders_of,
    group_names,
    group_of_path,
)


@pytest.mark.parametrize(
    ("title", "method", "group", "name"),
    [
        ("Positions", "GET", "account", "get_positions"),
        ("Get RFQs", "GET", "rfq", "get_rfqs"),
        ("Get available VASPs", "GET", "withdraw", "get_available_vasps"),
        ("Get Airdrop Daily PnL Records", "GET", "earn", "get_airdrop_daily_pnl_records"),
        ("Get SubAccount Balances", "GET", "asset", "get_sub_account_balances"),
        ("Request a Quote", "POST", "convert", "request_quote"),
        ("Query Point Records", "POST", "card_point", "get_point_records"),
        ("Obtain Max Loan Amount", "POST", "loan", "get_max_loan_amount"),
        ("Get Coin List", "GET", "convert", "get_coins"),
        ("Withdrawal Address List", "GET", "asset", "get_withdrawal_addresses"),
        ("Get Strategy List", "GET", "strategy", "get_strategies"),
        ("Get Affiliate User List", "GET", "affiliate", "get_users"),
        ("Get Pre-upgrade Order History", "GET", "pre_upgrade", "get_order_history"),
        ("Get Trade History", "GET", "spread_trade", "get_trade_history"),
        ("Get Deposit Records (on-chain)", "GET", "asset_deposit", "get_deposit_records"),
        ("Set Deposit Account", "POST", "asset_deposit", "set_deposit_account"),
        ("Query", "POST", "card", "query"),
        ("Import", "POST", "asset", "import_"),
    ],
)
def test_a_method_is_named_after_its_heading(title: str, method: str, group: str, name: str) -> None:
    assert endpoint_name(title, method, group) == name


def test_brackets_set_pages_of_one_heading_apart() -> None:
    assert distinction("Get Quotes (real-time)") == "real_time"
    assert distinction("Get Quotes") == ""


def test_a_group_is_named_after_its_folders() -> None:
    sections = [
        ("asset",),
        ("asset", "transfer"),
        ("asset", "convert-small-balance"),
        ("broker", "exchange-broker"),
        ("broker", "exchange-broker", "rate-limit"),
        ("broker", "reward"),
        ("finance", "advanced-earn"),
        ("finance", "advanced-earn", "liquidity-mining"),
        ("finance", "rwa"),
        ("rfq", "trade"),
        ("spread", "market"),
        ("spread", "trade"),
        ("rate-limit", "rules-for-pros"),
    ]
    assert dict(group_names(sections)) == {
        ("asset",): "asset",
        ("asset", "transfer"): "asset_transfer",
        ("asset", "convert-small-balance"): "asset_convert_small_balance",
        ("broker", "exchange-broker"): "exchange_broker",
        ("broker", "exchange-broker", "rate-limit"): "exchange_broker_rate_limit",
        ("broker", "reward"): "broker_reward",
        ("finance", "advanced-earn"): "advanced_earn",
        ("finance", "advanced-earn", "liquidity-mining"): "advanced_earn_liquidity_mining",
        ("finance", "rwa"): "rwa",
        ("rfq", "trade"): "rfq",
        ("spread", "market"): "spread_market",
        ("spread", "trade"): "spread_trade",
        ("rate-limit", "rules-for-pros"): "rate_limit",
    }


def test_pages_of_several_folders_belong_to_the_one_above() -> None:
    files = ["finance/advanced-earn/double-win/order.mdx", "finance/advanced-earn/dual-asset/order.mdx"]
    assert folders_of("finance advanced earn double win", files) == ("finance", "advanced-earn")
    assert folders_of("earn dual asset", ["v5/earn/dual-asset/order.mdx"]) == ("earn", "dual-asset")
    assert folders_of("asset balance", ["p2p/all.mdx", "asset/balance/all.mdx"]) == ("asset", "balance")
    assert folders_of("Order Book Trading", ["trade.md"]) == ("Order Book Trading",)


def test_folders_that_the_address_does_not_have_are_no_parts_of_a_section() -> None:
    files = ["sub/account/rest-api-get-list.md", "sub/account.md"]
    cut = folders_of("sub account", files, "https://acme.example/docs/en/#sub-account-rest-api-get-list")
    assert cut == ("sub account",)
    assert dict(group_names([cut, ("status",)]))[cut] == "sub_account"
    whole = folders_of("rfq trade", ["rfq/trade/get-list.mdx"], "https://acme.example/docs/v5/rfq/trade/get-list")
    assert whole == ("rfq", "trade")


def test_an_endpoint_without_a_section_is_grouped_by_its_path() -> None:
    assert group_of_path("/v5/system/status") == "system"
    assert group_of_path("/api/v3/time") == "time"
    assert group_of_path("/v5/") == "api"
