"""The story that ``make demo`` tells: the SDK against a local sandbox, then what changed between two documentation pages."""

import time
from pathlib import Path

from venues._runtime.errors import OutcomeUnknownError, RequestError
from venues.okx_v5 import Client, Context
from venuespec.diff.compare import diff
from venuespec.diff.report import at_least, render_text
from venuespec.sandbox.admission import Account
from venuespec.sandbox.faults import Fault
from venuespec.sandbox.server import RunningSandbox, make
from venuespec.spec.load import load_venue
from venuespec.spec.packaged import installed_folder

ARCHIVE = Path(__file__).parent.parent / "spec" / "archive"
KEYS = {"api_key": "demo-key", "secret_key": "demo-secret", "passphrase": "demo-passphrase"}


def title(text: str) -> None:
    print(f"\n== {text}")


def main() -> None:
    venue = load_venue(installed_folder("okx_v5"))
    title("A sandbox of OKX v5, made from the spec: it checks signatures, parameters, rules and rate limits")
    with RunningSandbox(make(venue, Account(credentials=KEYS))) as sandbox:
        print(f"listening on {sandbox.url}")
        context = Context(pos_mode="long_short_mode")
        with Client(**KEYS, base_url=sandbox.url, environment="demo", context=context) as okx:
            story(okx, sandbox)
    title("Years of evolution of one page: venuespec diff spec/archive/okx_v5_legacy spec/okx_v5")
    changes = diff(load_venue(ARCHIVE / "okx_v5_legacy"), venue)
    page = tuple(each for each in changes if each.endpoint.endswith("set-leverage"))
    print(render_text(at_least(page, "INFO")))


def story(okx: Client, sandbox: RunningSandbox) -> None:
    title("The venue's clock")
    print(f"it is {okx.learn_clock():+.1f} ms from ours")

    title("Set leverage, by scenario")
    okx.account.set_leverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="isolated", pos_side="long")
    okx.account.set_leverage(inst_id="BTC-USDT-SWAP", lever=7.5, mgn_mode="isolated", pos_side="short")
    okx.account.set_leverage(inst_id="BTC-USDT-200802", lever="10", mgn_mode="cross")
    okx.account.set_leverage(ccy="BTC", lever=3, mgn_mode="cross")
    for call in list(sandbox.calls)[-4:]:
        print(f"{call['method']} {call['target']}  {call['body']}")

    title("Read it back: typed rows, Decimals")
    for row in okx.account.get_leverage(inst_id="BTC-USDT-SWAP", mgn_mode="isolated"):
        print(f"{row.inst_id} {row.pos_side:<5} {row.lever!r}")

    title("A request that the venue would refuse is not sent, and says why")
    try:
        okx.account.set_leverage(ccy="BTC", lever=5, mgn_mode="isolated")
    except RequestError as error:
        print(error)

    title("Twenty calls in two seconds are allowed; the twenty-first waits for its turn")
    started = time.monotonic()
    for _ in range(22):
        okx.account.get_leverage(ccy="BTC", mgn_mode="cross")
    print(f"22 calls in {time.monotonic() - started:.2f} s, none refused by the venue")

    title("The network fails after the venue has executed a write: it is not repeated, and the error says what to do")
    sandbox.faults.add(Fault(kind="drop_after", path="/api/v5/account/set-leverage"))
    before = len(sandbox.calls)
    try:
        okx.account.set_leverage(inst_id="ETH-USDT-SWAP", lever=2, mgn_mode="cross")
    except OutcomeUnknownError as error:
        print(f"{type(error).__name__}, outcome {error.outcome}, sent {len(sandbox.calls) - before} time: {error}")
    [row] = okx.account.get_leverage(inst_id="ETH-USDT-SWAP", mgn_mode="cross")
    print(f"reading back finds out: the leverage of {row.inst_id} is {row.lever}")


if __name__ == "__main__":
    main()
