"""A bot that sets the leverage of its instrument and watches its positions."""

from venues.okx_v5 import Client

INSTRUMENT = "BTC-USDT-SWAP"


def prepare(okx: Client) -> None:
    okx.account.set_leverage(inst_id=INSTRUMENT, lever="3", mgn_mode="cross")


def watch(okx: Client) -> None:
    for position in okx.account.get_positions(inst_type="SWAP"):
        print(position.inst_id, position.upl)
