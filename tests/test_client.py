"""The client over real HTTP on loopback: faults, retries, secrets, connections."""

import logging
import pickle
import socket
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from clocks import FastClock, Stopwatch
from venues._runtime.clock import SystemClock
from venues._runtime.errors import (
    APIError,
    AuthenticationError,
    ClockError,
    ConfigurationError,
    DecodeError,
    HTTPError,
    NotSentError,
    OutcomeUnknownError,
    RateLimitedError,
    RateLimitExceeded,
    RequestError,
    RuleWarning,
)
from venues._runtime.limits.limiter import RateLimiter
from venues._runtime.retry import Retry
from venues._runtime.secret import Secret
from venues._runtime.transport.stub import StubTransport
from venues.coinswitch_hft import Client as CoinSwitch
from venues.coinswitch_hft import Context as CoinSwitchContext
from venues.okx_v5 import Client, Context
from venues.okx_v5.account.get_leverage import GetLeverage
from venues.okx_v5.account.set_leverage import SetLeverage
from venues.okx_v5.trade.cancel_orders import CancelOrdersItem
from venuespec.sandbox.admission import Account
from venuespec.sandbox.faults import Fault
from venuespec.sandbox.server import RunningSandbox, make

SECRET, PASSPHRASE = "the-secret-key-of-the-test", "the-passphrase-of-the-test"
KEYS = {"api_key": "the-key", "secret_key": SECRET, "passphrase": PASSPHRASE}
PATH = "/api/v5/account/set-leverage"
WRITE = SetLeverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="cross")


@pytest.fixture
def box(venue: Callable[[str], Any]) -> Iterator[RunningSandbox]:
    with RunningSandbox(make(venue("okx_v5"), Account(credentials=KEYS))) as running:
        yield running


@pytest.fixture
def clock() -> FastClock:
    return FastClock()


@pytest.fixture
def okx(box: RunningSandbox, clock: FastClock) -> Iterator[Client]:
    with Client(**KEYS, base_url=box.url, clock=clock) as client:
        yield client


def writes(box: RunningSandbox) -> int:
    return sum(each["target"] == PATH for each in box.calls)


def test_leverage_is_set_and_read_back(okx: Client) -> None:
    okx.account.set_leverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="isolated", pos_side="long")
    okx.account.set_leverage(inst_id="BTC-USDT-SWAP", lever=7.5, mgn_mode="isolated", pos_side="short")
    found = okx.account.get_leverage(inst_id="BTC-USDT-SWAP", mgn_mode="isolated")
    assert {(row.pos_side, row.lever) for row in found} == {("long", Decimal(5)), ("short", Decimal("7.5"))}


def test_a_response_tells_about_the_call(okx: Client) -> None:
    response = okx.send(WRITE)
    assert (response.status, response.attempts, response.waited) == (200, 1, 0.0)
    assert response.headers["Content-Type"] == "application/json"
    assert response.data[0].inst_id == "BTC-USDT-SWAP"


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("drop_before", OutcomeUnknownError),
        ("drop_after", OutcomeUnknownError),
        ("half", OutcomeUnknownError),
        ("status", HTTPError),
        ("malformed", HTTPError),
        ("gateway_page", HTTPError),
        ("wrong_envelope", HTTPError),
    ],
)
def test_a_write_of_unknown_outcome_is_sent_once_and_says_so(
    okx: Client, box: RunningSandbox, kind: Any, error: type[Exception]
) -> None:
    okx.send(WRITE)  # the connection is open: libcurl would retry on a fresh one if it were let
    box.faults.add(Fault(kind=kind, path=PATH))
    with pytest.raises(error) as caught:
        okx.send(WRITE)
    assert caught.value.outcome == "unknown"  # type: ignore[attr-defined]  # all three have it
    assert "Whether it was executed is unknown" in str(caught.value)
    assert writes(box) == 2


@pytest.mark.parametrize(
    "kind", ["drop_before", "drop_after", "half", "status", "malformed", "gateway_page", "wrong_envelope"]
)
def test_a_read_recovers(okx: Client, box: RunningSandbox, kind: Any) -> None:
    okx.send(WRITE)
    box.faults.add(Fault(kind=kind, times=2))
    [row] = okx.account.get_leverage(inst_id="BTC-USDT-SWAP", mgn_mode="cross")
    assert row.lever == 5


def test_a_read_gives_up_after_its_attempts(okx: Client, box: RunningSandbox, clock: FastClock) -> None:
    box.faults.add(Fault(kind="status", times=3))
    with pytest.raises(HTTPError) as caught:
        okx.account.get_leverage(inst_id="BTC-USDT-SWAP", mgn_mode="cross")
    assert (caught.value.status, caught.value.attempts, caught.value.outcome) == (503, 3, "not_executed")
    assert len(clock.slept) == 2


def test_a_slow_answer_to_a_write_times_out_with_unknown_outcome(okx: Client, box: RunningSandbox) -> None:
    box.faults.add(Fault(kind="slow", seconds=1.0))
    with pytest.raises(OutcomeUnknownError, match="timed out"):
        okx.send(WRITE, timeout=0.15)
    assert writes(box) == 1


@pytest.mark.parametrize("kind", ["slow", "slow_headers", "slow_body"])
def test_a_read_that_hangs_is_repeated_within_its_deadline(box: RunningSandbox, kind: Any) -> None:
    box.faults.add(Fault(kind=kind, seconds=3.0))
    with Client(**KEYS, base_url=box.url, retry=Retry(base=0.01)) as client:
        watch = Stopwatch()
        response = client.send(GetLeverage(inst_id="BTC-USDT-SWAP", mgn_mode="cross"), timeout=1.0)
        assert watch.own_seconds < 1.0
    assert response.attempts == 2


def test_learning_the_clock_does_not_outlast_the_calls_deadline(box: RunningSandbox) -> None:
    box.faults.add(Fault(kind="clock", path=PATH))
    box.faults.add(Fault(kind="slow", seconds=3.0, path="/api/v5/public/time"))
    watch = Stopwatch()
    with Client(**KEYS, base_url=box.url, timeout=5.0) as client, pytest.raises(ClockError) as caught:
        client.send(WRITE, timeout=0.3)
    assert watch.own_seconds < 1.0
    assert (caught.value.outcome, writes(box)) == ("not_executed", 1)


def test_nothing_is_sent_after_the_deadline_however_long_the_limiter_may_wait(
    box: RunningSandbox, clock: FastClock
) -> None:
    with Client(**KEYS, base_url=box.url, clock=clock, limiter=RateLimiter(max_wait=60.0)) as client:
        for _ in range(20):
            client.send(WRITE)
        with pytest.raises(RateLimitExceeded):
            client.send(WRITE, timeout=0.5)
    assert writes(box) == 20


def test_a_clock_error_is_cured_by_learning_the_clock(okx: Client, box: RunningSandbox) -> None:
    box.faults.add(Fault(kind="clock", path=PATH))
    assert okx.send(WRITE).attempts == 2
    assert [each["target"] for each in box.calls] == [PATH, "/api/v5/public/time", PATH]


def test_a_machine_whose_clock_is_an_hour_off_still_trades(box: RunningSandbox) -> None:
    class Late(FastClock):
        def now(self) -> float:
            return super().now() - 3600

    with Client(**KEYS, base_url=box.url, clock=Late()) as client:
        assert client.send(WRITE).attempts == 2
        assert client.learn_clock() == pytest.approx(3_600_000, abs=2_000)


def test_the_venues_rate_limit_closes_the_bucket_and_the_call_is_repeated(
    okx: Client, box: RunningSandbox, clock: FastClock
) -> None:
    box.faults.add(Fault(kind="rate_limited"))
    response = okx.send(WRITE)
    assert response.attempts == 2
    assert response.waited == pytest.approx(2.0, abs=0.1)


def test_the_local_limiter_waits_and_the_venue_never_refuses(
    okx: Client, box: RunningSandbox, clock: FastClock
) -> None:
    for _ in range(20):
        okx.send(WRITE)
    assert clock.slept == []
    okx.account.get_leverage(ccy="BTC", mgn_mode="cross")
    assert clock.slept == []  # another endpoint has a budget of its own
    with pytest.raises(RateLimitedError):  # the sandbox runs on real time: it still counts the first twenty
        okx.send(WRITE)
    assert sum(clock.slept) > 1.5


def test_a_limiter_that_does_not_wait_says_for_how_long(box: RunningSandbox) -> None:
    with Client(**KEYS, base_url=box.url, limiter=RateLimiter(max_wait=0)) as client:
        for _ in range(20):
            client.send(WRITE)
        with pytest.raises(RateLimitExceeded, match=r"20 in 2 s for account\.set_leverage") as caught:
            client.send(WRITE)
        assert 0 < caught.value.wait <= 2.01
        assert writes(box) == 20


def test_a_wrong_secret_is_the_venues_own_error(box: RunningSandbox) -> None:
    keys = {**KEYS, "secret_key": "another"}
    with Client(**keys, base_url=box.url) as client, pytest.raises(AuthenticationError) as caught:
        client.send(WRITE)
    assert (caught.value.code, caught.value.outcome, caught.value.attempts) == ("50113", "not_executed", 1)


def test_nobody_is_listening() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    reached = pytest.raises(NotSentError, match="The venue was not reached; nothing was executed")
    with Client(**KEYS, base_url=f"http://127.0.0.1:{port}", clock=FastClock()) as client, reached as caught:
        client.send(WRITE)
    assert (caught.value.outcome, caught.value.attempts) == ("not_executed", 3)


def test_a_certificate_that_is_wrong_is_not_asked_for_again() -> None:
    failed = NotSentError("the certificate has expired")
    failed.permanent = True
    stub = StubTransport()
    stub.fail("POST", PATH, failed)
    with Client(**KEYS, transport=stub, clock=FastClock()) as client, pytest.raises(NotSentError) as caught:
        client.send(WRITE)
    assert (caught.value.outcome, caught.value.attempts, len(stub.calls)) == ("not_executed", 1, 1)


def test_no_credentials_no_signed_call(box: RunningSandbox) -> None:
    with Client(base_url=box.url) as client:
        assert client.public.get_system_time()[0].ts is not None
        with pytest.raises(ConfigurationError, match="give the client api_key, secret_key, passphrase"):
            client.send(WRITE)


def test_the_escape_hatch_reaches_what_the_spec_does_not_have(okx: Client) -> None:
    response = okx.call("GET", "/api/v5/account/leverage-info", {"mgnMode": "cross", "ccy": "BTC"})
    assert response.data == []
    with pytest.raises(APIError) as caught:
        okx.call("GET", "/api/v5/no/such-thing")
    assert caught.value.code == "404"


def test_the_escape_hatch_keeps_the_rate_limits_that_are_known(okx: Client) -> None:
    okx.call("POST", PATH, {"instId": "BTC-USDT-SWAP", "lever": "5", "mgnMode": "cross"})
    okx.send(WRITE)
    assert list(okx.usage().values()) == [2]


def test_credentials_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, box: RunningSandbox) -> None:
    for name, value in {**KEYS, "base_url": box.url, "environment": "demo"}.items():
        monkeypatch.setenv(f"OKX_{name.upper()}", value)
    with Client.from_env() as client:
        client.send(WRITE)
    monkeypatch.delenv("OKX_PASSPHRASE")
    with pytest.raises(ConfigurationError, match="set OKX_PASSPHRASE in the environment"):
        Client.from_env()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"environment": "test"}, "OKX v5 has no environment 'test'; there are: production, demo"),
        ({"region": "mars"}, "OKX v5 has no region 'mars'; there are: global, eea, us"),
        ({"context": {"pos_mode": "net_mode"}}, "context takes a Context, not dict"),
        ({"limiter": 5}, "limiter takes a RateLimiter, not int"),
        ({"retry": 3}, "retry takes a Retry, not int"),
        ({"timeout": "5"}, "timeout must be a number of seconds above 0, at most 1000000, got '5'"),
        ({"connect_timeout": 0}, "connect_timeout must be a number of seconds above 0, at most 1000000, got 0"),
    ],
)
def test_a_wrong_option_says_what_there_is(options: Any, message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Client(**KEYS, **options)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ([{"inst_id": "BTC-USDT"}], "[0]: Either ordId or clOrdId is required"),
        ([5], "[0]: item 0 must be a CancelOrdersItem, got int. [type]"),
        (None, "items must be a sequence of CancelOrdersItem, got NoneType. [type]"),
        (
            CancelOrdersItem(inst_id="BTC-USDT", ord_id="1"),
            "items must be a sequence of CancelOrdersItem, got CancelOrdersItem.",
        ),
    ],
)
def test_what_is_no_batch_is_refused_in_words(okx: Client, items: Any, message: str) -> None:
    with pytest.raises(RequestError) as caught:
        okx.trade.cancel_orders(items=items)
    assert message in str(caught.value)


def test_demo_trading_carries_its_header_and_regions_their_host() -> None:
    stub = StubTransport()
    stub.answer("POST", PATH, {"code": "0", "data": [{"lever": "5"}]})
    with Client(**KEYS, environment="demo", region="eea", transport=stub) as client:
        client.send(WRITE)
    assert stub.calls[0].url == "https://eea.okx.com/api/v5/account/set-leverage"
    assert stub.calls[0].headers["x-simulated-trading"] == "1"


def test_what_the_venue_takes_for_success_is_success() -> None:
    stub = StubTransport()
    stub.answer(
        "POST", "/v5/position/set-leverage", {"retCode": 110043, "retMsg": "leverage not modified", "result": {}}
    )
    context = CoinSwitchContext(position_mode="one_way")
    with CoinSwitch(api_key="k", secret_key="00" * 32, context=context, transport=stub) as client:
        client.position.set_leverage(category="linear", symbol="BTCUSDT", buy_leverage=2, sell_leverage="2.0")
        with pytest.raises(RequestError, match="buyLeverage must equal sellLeverage"):
            client.position.set_leverage(category="linear", symbol="BTCUSDT", buy_leverage=2, sell_leverage=3)


@pytest.mark.parametrize(
    ("answer", "error", "outcome"),
    [
        ({"code": "50004", "msg": "timeout", "data": []}, APIError, "unknown"),
        ({"code": "1", "msg": "", "data": [{"sCode": "51603", "sMsg": "gone"}]}, APIError, "not_executed"),
        ({"code": "77777", "msg": "new", "data": []}, APIError, "unknown"),
        ({"code": "2", "msg": "some items failed", "data": []}, APIError, "unknown"),
        ({"code": "1", "msg": "", "data": None}, APIError, "unknown"),
        ({"code": "0", "msg": "", "data": [{"lever": "x"}, "row"]}, DecodeError, "executed"),
    ],
)
def test_a_code_says_what_became_of_a_write(answer: Any, error: type[Any], outcome: str) -> None:
    stub = StubTransport()
    stub.answer("POST", PATH, answer)
    with Client(**KEYS, transport=stub) as client, pytest.raises(error) as caught:
        client.send(WRITE)
    assert caught.value.outcome == outcome
    assert caught.value.answer.status == 200


@pytest.mark.parametrize(
    ("status", "outcome"), [(400, "not_executed"), (408, "unknown"), (429, "not_executed"), (502, "unknown")]
)
def test_a_bare_status_says_what_became_of_a_write(status: int, outcome: str) -> None:
    stub = StubTransport()
    stub.answer("POST", PATH, b"<html>", status=status)
    with Client(**KEYS, transport=stub, clock=FastClock()) as client, pytest.raises(HTTPError) as caught:
        client.send(WRITE)
    assert caught.value.outcome == outcome
    assert len(stub.calls) == (3 if status == 429 else 1)


def test_an_advisory_rule_warns_at_the_callers_line() -> None:
    stub = StubTransport()
    stub.answer("GET", "/api/v5/account/leverage-info", {"code": "0", "data": []})
    with Client(**KEYS, transport=stub) as client, pytest.warns(RuleWarning, match="ccy has no effect") as caught:
        client.account.get_leverage(ccy="BTC", inst_id="BTC-USDT", mgn_mode="isolated")
    assert caught[0].filename == __file__


def test_an_advisory_rule_warns_once_for_each_line_that_calls() -> None:
    stub = StubTransport()
    stub.answer("GET", "/api/v5/account/leverage-info", {"code": "0", "data": []})
    with Client(**KEYS, transport=stub) as client, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        for _ in range(3):
            client.account.get_leverage(ccy="BTC", inst_id="BTC-USDT", mgn_mode="isolated")
        client.account.get_leverage(ccy="BTC", inst_id="BTC-USDT", mgn_mode="isolated")
    assert [each.category for each in caught] == [RuleWarning, RuleWarning]
    assert caught[1].lineno == caught[0].lineno + 1
    assert len(stub.calls) == 4


def test_a_module_whose_name_begins_like_ours_is_the_caller() -> None:
    stub = StubTransport()
    stub.answer("GET", "/api/v5/account/leverage-info", {"code": "0", "data": []})
    code = "client.account.get_leverage(ccy='BTC', inst_id='BTC-USDT', mgn_mode='isolated')"
    with Client(**KEYS, transport=stub) as client, pytest.warns(RuleWarning) as caught:
        exec(compile(code, "venues_bot.py", "exec"), {"__name__": "venues_bot", "client": client})
    assert caught[0].filename == "venues_bot.py"


def test_secrets_show_nowhere(box: RunningSandbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    shown: list[str] = []
    with Client(**{**KEYS, "secret_key": SECRET}, base_url=box.url, clock=FastClock()) as client:
        client.send(WRITE)
        box.faults.add(Fault(kind="drop_after", path=PATH))
        with pytest.raises(OutcomeUnknownError) as caught:
            client.send(WRITE)
        error = caught.value
        shown += [str(error), repr(error), repr(pickle.dumps(error))]
        shown.append("".join(traceback.TracebackException.from_exception(error, capture_locals=True).format()))
        again = pickle.loads(pickle.dumps(error))
        assert (str(again), again.outcome) == (str(error), "unknown")
        shown += [repr(client), repr(vars(client)), repr(client._core), repr(client._core.signer), repr(WRITE)]
    assert "POST /api/v5/account/set-leverage attempt=1 status=200" in caplog.text
    for text in [*shown, caplog.text, repr([vars(each) for each in caplog.records])]:
        assert SECRET not in text
        assert PASSPHRASE not in text


def test_a_secret_is_neither_shown_nor_pickled() -> None:
    secret = Secret("hush")
    assert {repr(secret), str(secret), f"{secret}", f"{secret:>20}".strip()} == {"Secret('***')"}
    assert secret == Secret("hush")
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(secret)


def test_a_closed_client_says_so(okx: Client) -> None:
    okx.close()
    with pytest.raises(ConfigurationError, match="the client is closed"):
        okx.send(WRITE)


def test_eight_threads_share_a_client(box: RunningSandbox) -> None:
    failed: list[Exception] = []
    with Client(**KEYS, base_url=box.url, retry=Retry(attempts=1)) as client:

        def work() -> None:
            try:
                client.public.get_system_time()
            except Exception as error:
                failed.append(error)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert failed == []


def test_a_stub_without_an_answer_fails_the_test() -> None:
    with (
        Client(**KEYS, transport=StubTransport()) as client,
        pytest.raises(AssertionError, match="no answer was queued"),
    ):
        client.send(WRITE)


def test_an_unknown_context_is_said_beside_what_is_wrong() -> None:
    with Client(**KEYS, context=Context(), transport=StubTransport()) as client, pytest.raises(RequestError) as caught:
        client.account.set_leverage(lever=5, mgn_mode="isolated", ccy="BTC")
    assert [each.rule for each in caught.value.violations] == ["ccy_means_cross", "isolated_needs_instrument"]
    assert [(each.rule, each.needs) for each in caught.value.undecided] == [
        ("side_for_long_short", ("instrument type", "posMode"))
    ]
    assert (
        str(caught.value).splitlines()[-1]
        == "See https://www.okx.com/docs-v5/en/#trading-account-rest-api-set-leverage"
    )


def test_a_call_that_was_not_sent_uses_no_budget() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with Client(**KEYS, base_url=f"http://127.0.0.1:{port}", retry=Retry(attempts=1)) as client:
        with pytest.raises(NotSentError):
            client.send(WRITE)
        assert client.usage() == {}


class Stopped:
    """A transport in the middle of whose calls somebody presses Ctrl-C."""

    def send(self, request: Any) -> Any:
        raise KeyboardInterrupt

    def close(self) -> None:
        pass


def test_a_closed_client_uses_no_budget(okx: Client) -> None:
    okx.close()
    with pytest.raises(ConfigurationError, match="the client is closed"):
        okx.send(WRITE)
    assert okx.usage() == {}


def test_a_write_that_somebody_stops_is_logged_as_unknown_and_stays_counted(caplog: pytest.LogCaptureFixture) -> None:
    with Client(**KEYS, transport=Stopped()) as client:
        with pytest.raises(KeyboardInterrupt):
            client.send(WRITE)
        assert sum(client.usage().values()) == 1
        assert client.stats.total.cancelled == 1
    assert [each.levelname for each in caplog.records] == ["WARNING"]


def test_a_call_that_somebody_stops_while_it_waits_for_its_turn_gives_the_turn_back() -> None:
    class Stopping(SystemClock):
        def sleep(self, seconds: float) -> None:
            raise KeyboardInterrupt

    stub = StubTransport()
    stub.answer("POST", PATH, {"code": "0", "data": [{"lever": "5"}]})
    with Client(**KEYS, transport=stub, clock=Stopping()) as client:
        for _ in range(20):
            client.send(WRITE)
        with pytest.raises(KeyboardInterrupt):
            client.send(WRITE)
        assert sum(client.usage().values()) == 20
