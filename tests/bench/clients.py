"""One client, many calls: prints the client's own CPU seconds a call. Run by ``run.py``, each client in a fresh process."""

import contextlib
import io
import sys
import time
import warnings
from collections.abc import Callable

WARM_UP = 50


def venues(url: str) -> Callable[[], object]:
    """Ours, with everything on: signed, validated, rate-limited, typed."""
    from venues._runtime.clock import SystemClock
    from venues.okx_v5 import Client, Context

    class Ticking(SystemClock):
        """Time on which the documented rate limit, 20 calls in 2 s, never makes a call wait."""

        moment = 0.0

        def monotonic(self) -> float:
            self.moment += 0.05
            return self.moment

    client = Client(
        api_key="k", secret_key="s", passphrase="p", base_url=url, context=Context(pos_mode="net_mode"), clock=Ticking()
    )
    return lambda: client.account.set_leverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="isolated")


def python_okx(url: str) -> Callable[[], object]:
    from okx.Account import AccountAPI

    api = AccountAPI("k", "s", "p", flag="1", domain=url)
    return lambda: api.set_leverage(instId="BTC-USDT-SWAP", lever="5", mgnMode="isolated")


def pybit(url: str) -> Callable[[], object]:
    from pybit.unified_trading import HTTP

    session = HTTP(api_key="k", api_secret="s")
    session.endpoint = url
    return lambda: session.set_leverage(category="linear", symbol="BTCUSDT", buyLeverage="5", sellLeverage="5")


def main() -> None:
    name, url, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    warnings.simplefilter("ignore")
    call = {"venues": venues, "python-okx": python_okx, "pybit": pybit}[name](url)
    with contextlib.redirect_stdout(io.StringIO()):
        for _ in range(WARM_UP):
            call()
        started = time.process_time()
        for _ in range(count):
            call()
        spent = time.process_time() - started
    print(spent / count)


if __name__ == "__main__":
    main()
