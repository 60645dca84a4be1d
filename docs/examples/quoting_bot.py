"""A bot that quotes with a program order type, takes from it, and reads past trades."""

from venues.okx_v5 import Client

INSTRUMENT = "BTC-USDT-SWAP"


def quote(okx: Client, price: str) -> None:
    okx.trade.place_order(inst_id=INSTRUMENT, td_mode="cross", side="buy", ord_type="elp", px=price, sz="1")


def take(okx: Client) -> None:
    okx.trade.place_order(
        inst_id=INSTRUMENT, td_mode="cross", side="sell", ord_type="ioc", px="1", sz="1", is_elp_taker_access=True
    )


def past(okx: Client, begin: str, end: str) -> None:
    okx.public.get_historical_market_data(
        module="1", inst_type="SWAP", date_aggr_type="daily", begin=begin, end=end, inst_family_list="BTC-USDT"
    )
