"""Limits, permissions and access in unusual words, as headings and as sentences."""

from decimal import Decimal
from pathlib import Path

import pytest

from venuespec.pages.draft import Draft
from venuespec.pages.formats.binance_weights import costs_of_words
from venuespec.pages.formats.okx_markdown import read_text
from venuespec.pages.parts.access import permissions_of, stated_access
from venuespec.pages.parts.limits import limits_of_prose

_PAGE = """### Set a lamp

Light a lamp.

{facts}

#### HTTP Request

`POST /api/v5/lamp/set`

#### Request Parameters

Parameter | Type | Required | Description
--------- | ---- | -------- | -----------
lampId | String | Yes | Lamp

#### Response Parameters

Parameter | Type | Description
--------- | ---- | -----------
lampId | String | Lamp
"""


def _read(facts: str) -> Draft:
    (draft,) = read_text(_PAGE.format(facts=facts), Path("lamp.md"))
    return draft


def _limits(draft: Draft) -> list[tuple[int, Decimal, tuple[str, ...]]]:
    return [(each.limit, each.window, each.key) for each in draft.rate_limits]


@pytest.mark.parametrize(
    "facts",
    [
        "At most 20 requests in any window of 2 seconds",
        "#### 20 requests in a window of 2 seconds",
        "#### 20 requests per 2 seconds",
        "#### Rate limit 20 reqs per 2s",
        "#### 20 requests (2 s)",
        "#### 20 rq/2s",
        "#### 20 r / 2 s",
        "Up to 20 requests are handled per 2 seconds.",
        "Do not send more than 20 requests per 2 seconds.",
        '<Callout type="info">Rate limit: 20 requests per 2 seconds</Callout>',
        "#### Rate limit: 20 operations per 2 seconds",
        "#### 每2秒20次",
        "#### 2秒20次",
        "#### 接口限频 每2秒20次",
        "#### 2秒内最多请求20次",
        "#### 限頻：每2秒20次",
        "#### Rate limit (every 2 seconds): 20",
    ],
)
def test_twenty_in_two_seconds(facts: str) -> None:
    draft = _read(facts)
    assert _limits(draft) == [(20, Decimal(2), ())]
    assert draft.diagnostics == ()


@pytest.mark.parametrize(
    ("facts", "limit"),
    [
        ("#### 45 times daily", (45, 86_400, ())),
        ("#### Limit: 45 times an hour", (45, 3600, ())),
        ("#### Rate limit: forty-five per second", (45, 1, ())),
        ("#### 一秒45次", (45, 1, ())),
        ("At most 20 requests in any window of 2 seconds are accepted per user.", (20, 2, ("user_id",))),
        ("#### 限速：每2秒20次（用户ID）", (20, 2, ("user_id",))),
        ("#### 每IP每2秒20次", (20, 2, ("ip",))),
        ("Per user, 20 requests per 2 seconds are possible", (20, 2, ("user_id",))),
    ],
)
def test_other_windows_and_keys(facts: str, limit: tuple[int, int, tuple[str, ...]]) -> None:
    assert _limits(_read(facts)) == [(limit[0], Decimal(limit[1]), limit[2])]


@pytest.mark.parametrize(
    "facts", ["#### 20 x 2s", "#### 2초당 20회", "#### 2秒あたり20回", "#### 20 per 2 seconds on Sundays"]
)
def test_a_limit_in_other_words_is_told(facts: str) -> None:
    draft = _read(facts)
    assert draft.rate_limits == ()
    assert [each.code for each in draft.diagnostics] == ["heading-unread"]


@pytest.mark.parametrize(
    ("facts", "permissions"),
    [
        ("#### Permission: `Read` (or `Trade`)", ("read", "trade")),
        ("#### Permission: any of Read, Trade", ("read", "trade")),
        ("Either the Read or the Trade permission is needed.", ("read", "trade")),
        ("The permission needed is Trade.", ("trade",)),
        ("權限：交易", ("trade",)),
        ("需要交易权限", ("trade",)),
        ("Requires either `Read` or `Trade` permission", ("read", "trade")),
        ("#### Permission - Trade", ("trade",)),
        ("#### Permission [Trade]", ("trade",)),
        ("#### Permission: Trade only", ("trade",)),
        ("#### Perm.: Trade", ("trade",)),
        ("Trading permission required.", ("trade",)),
        ("权限要求：交易", ("trade",)),
        ("Keys without `Trade` permission are refused", ("trade",)),
    ],
)
def test_permissions(facts: str, permissions: tuple[str, ...]) -> None:
    assert _read(facts).permissions == permissions


@pytest.mark.parametrize(
    "facts",
    [
        "Public (no auth)",
        "No auth",
        "#### Auth: none",
        "#### Security: NONE",
        "#### Auth required: No",
        "#### Public endpoint",
        "This endpoint needs no API key.",
        "Unauthenticated.",
        "Authorization: None",
        "無需簽名",
        "You don't need to sign this request.",
        "不需要签名",
        "不需要API key",
        "Public: no key",
    ],
)
def test_public_endpoints(facts: str) -> None:
    assert _read(facts).access == "public"


@pytest.mark.parametrize(
    "text",
    [
        "There is no authentication header",
        "No auth header means an error",
        "Not public (no auth is refused)",
        "There is no way to call it without authentication",
        "Public data, but authentication is required",
        "Public (no auth) for spot only",
        "No API key is found",
        "Cannot be called without an API key",
        "No API key is needed on testnet",
        "Without authentication requests are refused",
        "Was a public endpoint, no authentication was required",
        "No authentication is required if the account is read-only",
        "This websocket channel needs no API key",
    ],
)
def test_access_is_not_weakened_by_words_that_are_half_understood(text: str) -> None:
    assert stated_access(text) != "public"


def test_sentences_of_a_page_state_limits_and_permissions() -> None:
    prose = (
        "The rest.\nNo more than 20 requests in a 2-second window per IP.\nKeys without Trade permission are refused."
    )
    (limit,), unread = limits_of_prose(prose)
    assert (limit.limit, limit.window, limit.key, unread) == (20, Decimal(2), ("ip",), ())
    assert permissions_of(prose) == (("Trade",), ())


@pytest.mark.parametrize("text", ["30", "Weight: 30 per call", "Request weight is 30", "30 per request"])
def test_a_weight_in_words(text: str) -> None:
    complaints: list[str] = []
    assert costs_of_words(text, complaints.append, {}) == ({"weight": 30}, [])
    assert complaints == []


@pytest.mark.parametrize("text", ["Weight: 30 for VIP", "Weight: 30 per symbol", "30 or 40"])
def test_a_weight_of_some_calls_is_told(text: str) -> None:
    complaints: list[str] = []
    assert costs_of_words(text, complaints.append, {}) == ({}, [])
    assert len(complaints) == 1


def test_a_question_states_no_access_and_a_scope_is_asked_for() -> None:
    assert stated_access("No API key needed? No: signed.") is None
    assert stated_access("No API key is needed.") == "public"
    assert permissions_of("Requires the trade scope.") == ((), ("Requires the trade scope.",))


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("该接口需要签名，限频为每秒 40 次。", 40),
        ("Rate limit | 5 requests per second", 5),
        ("限频为每秒 40 次，VIP 除外", None),
    ],
)
def test_one_clause_of_a_line_states_a_limit(line: str, count: int | None) -> None:
    stated, unread = limits_of_prose(line)
    assert [limit.limit for limit in stated] == ([count] if count else [])
    assert bool(unread) is (count is None)
