from decimal import Decimal

from venues.okx_v5 import AsyncClient, Client


def trade(okx: Client) -> Decimal:
    ticker = okx.market_data.get_ticker(inst_id="BTC-USDT")[0]
    candles = okx.market_data.get_candles(inst_id="BTC-USDT", bar="1H")
    traded = sum((candle.vol for candle in candles), Decimal()) / len(candles)
    cash = sum((detail.avail_bal for detail in okx.account.get_balance()[0].details if detail.ccy == "USDT"), Decimal())
    held = {position.inst_id: position.pos for position in okx.account.get_positions(inst_type="SWAP")}
    bid = min(ticker.bid_px, ticker.last)
    order = okx.trade.place_order(
        inst_id=ticker.inst_id, td_mode="cash", side="buy", ord_type="limit", px=bid, sz=min(cash / bid, traded)
    )
    for position in okx.account.get_positions(inst_type="SWAP"):
        okx.trade.close_position(inst_id=position.inst_id, mgn_mode=position.mgn_mode, pos_side=position.pos_side)
    fills = okx.trade.get_fills()
    newest = max(fill.ts for fill in fills)
    print(f"{newest:%H:%M}")
    okx.trade.cancel_order(inst_id=ticker.inst_id, ord_id=order.ord_id)
    return held.get("BTC-USDT-SWAP", Decimal())


async def trade_async(okx: AsyncClient) -> Decimal:
    ticker = (await okx.market_data.get_ticker(inst_id="BTC-USDT"))[0]
    candles = await okx.market_data.get_candles(inst_id="BTC-USDT", bar="1H")
    traded = sum((candle.vol for candle in candles), Decimal()) / len(candles)
    balance = (await okx.account.get_balance())[0]
    cash = sum((detail.avail_bal for detail in balance.details if detail.ccy == "USDT"), Decimal())
    held = {position.inst_id: position.pos for position in await okx.account.get_positions(inst_type="SWAP")}
    bid = min(ticker.bid_px, ticker.last)
    order = await okx.trade.place_order(
        inst_id=ticker.inst_id, td_mode="cash", side="buy", ord_type="limit", px=bid, sz=min(cash / bid, traded)
    )
    await okx.trade.cancel_order(inst_id=ticker.inst_id, ord_id=order.ord_id)
    return held.get("BTC-USDT-SWAP", Decimal())
