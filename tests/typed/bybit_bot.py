from decimal import Decimal

from venues.bybit_v5 import Client


def trade(bybit: Client) -> Decimal:
    ticker = bybit.market.get_tickers(category="linear", symbol="BTCUSDT")[0]
    candles = bybit.market.get_candles(category="linear", symbol="BTCUSDT", interval="60")
    mean = sum((candle.close_price for candle in candles), Decimal()) / len(candles)
    wallet = bybit.account.get_wallet_balance(account_type="UNIFIED")[0]
    cash = sum((coin.wallet_balance for coin in wallet.coin if coin.coin == "USDT"), Decimal())
    held = {position.symbol: position.size for position in bybit.position.get_positions(category="linear")}
    bid = min(ticker.bid1_price, mean)
    order = bybit.order.place_order(
        category="linear", symbol=ticker.symbol, side="Buy", order_type="Limit", price=bid, qty=cash / bid
    )
    bybit.order.cancel_order(category="linear", symbol=ticker.symbol, order_id=order.order_id)
    return held.get("BTCUSDT", Decimal())
