"""Sentences on an endpoint in words that no reader knows: each is told, and nothing is made of it."""

from pathlib import Path

import pytest

from venuespec.pages.formats import binance_markdown
from venuespec.pages.formats.okx_markdown import read_text
from venuespec.pages.parts.access import stated_access
from venuespec.pages.parts.call_outs import ends_in_title, ends_of_titles, fact_in_title
from venuespec.pages.parts.lifecycle import deprecation
from venuespec.pages.parts.prose_residue import SIGNS, EndpointStated, ProseSign, unread_prose
from venuespec.pages.parts.statements import at_most
from venuespec.pages.readers import Page, reader_of
from venuespec.pages.stated import page_deprecation

PAGE = Path(__file__).parent / "mutations" / "frozen_okx.md"
SIGNED = EndpointStated(access="signed")
TOLD = (
    "This endpoint was put out of service",
    "It will go away with v6",
    "We are about to drop it",
    "The days of this endpoint are numbered",
    "Please use [Place Order](/docs/place)",
    "[Offline]",
    "不久以后新接口将替代它",
    "Throughput is capped: 600 hits a minute",
    "Requests beyond 30 in a window of 10 seconds are answered with 429",
    "每個帳戶每2秒最多訪問10次",
    "Consumes 4 units",
    "Calling it takes a key with trading enabled",
    "You can't call this with a read-only key",
    "Access right: withdraw",
    "Requires: trade",
    "Blocked for users from region EU",
    "You must be master account",
    "Only when the account is in hedge mode the call succeeds",
    "At most 20 per request",
    "Options are left out of this endpoint",
    "If `coin` is absent, `orderId` must be sent along",
    "`coin` 和 `orderId` 至少传一个",
    "Fails with `-4046` if nothing changes",
    "retCode 110043: not modified",
    "報錯 51008 代表餘額不足",
    "`110043` leverage not modified",
)
NOT_TOLD = (
    "Returns 1000 records",
    "The funds are frozen by the order",
    "Retrieve the orders of the account",
    "The answer has the price of the order",
)


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign.example)
def test_a_sign_of_prose_is_in_its_example(sign: ProseSign) -> None:
    assert sign.pattern.found(sign.example)
    assert not sign.pattern.found(sign.other)


@pytest.mark.parametrize("sentence", TOLD)
@pytest.mark.parametrize("form", ["{}.", "Sets the mode.\n\n{}.\n", "- {}", "> {}"])
def test_a_sentence_with_signs_of_a_fact_is_told(form: str, sentence: str) -> None:
    assert unread_prose(form.format(sentence), SIGNED)


@pytest.mark.parametrize("sentence", NOT_TOLD)
def test_a_sentence_without_signs_is_not_told(sentence: str) -> None:
    assert unread_prose(sentence, SIGNED) == ()


@pytest.mark.parametrize("sentence", ["Auth: none", "No key is needed", "此介面無需簽名", "Anybody can read this"])
def test_access_that_contradicts_the_endpoints_is_told(sentence: str) -> None:
    assert unread_prose(sentence, SIGNED) == (sentence,)


def test_a_line_with_a_fact_is_told_where_the_endpoint_does_not_have_it() -> None:
    assert unread_prose("- 权限：读取", SIGNED) == ("权限：读取",)
    assert unread_prose("- 权限：读取", EndpointStated(permissions=("read",))) == ()


def test_codes_that_the_endpoint_has_are_not_told() -> None:
    sentence = "Returns error code 110043 when nothing changes"
    assert unread_prose(sentence, EndpointStated(codes=frozenset({"110043"}))) == ()


def test_a_key_without_a_signature_is_keyed_access() -> None:
    assert stated_access("It needs no signature, yet a valid API key.") == "keyed"


@pytest.mark.parametrize(
    ("sentence", "most"),
    [
        ("The period between `startTime` and `endTime` can't be longer than 30 days", ("30 days",)),
        ("The window must not be wider than 24 hours", ("24 h",)),
        ("startTime 与 endTime 的间隔不能超过 7 天", ("7 days",)),
        ("時間間隔不得大於三個月", ("3 months",)),
    ],
)
def test_the_longest_span(sentence: str, most: tuple[str, ...]) -> None:
    assert at_most((sentence,), of_row=True) == most


def test_the_span_of_the_data_of_a_page_in_chinese() -> None:
    assert at_most(("僅支持查詢最近三個月的數據",), of_row=False) == ("3 months",)


@pytest.mark.parametrize(
    ("line", "fact"),
    [
        (":::info Permission: trade", "Permission: trade"),
        (":::warning[This endpoint is deprecated]", "This endpoint is deprecated"),
        (":::note important", ""),
        (":::", ""),
        ("Permission: trade", ""),
    ],
)
def test_a_call_out_states_a_fact_in_its_title(line: str, fact: str) -> None:
    assert fact_in_title(line) == fact


@pytest.mark.parametrize(
    "listed",
    [
        "Code | Message\n---|---\n-4046 | No change.\n-4047 | Open orders.\n",
        "| Error code | Description |\n| --- | --- |\n| `-4046` | No change. |\n| `-4047` | Open orders. |\n",
        "- `-4046`: No change.\n- `-4047`: Open orders.\n",
    ],
)
def test_codes_of_an_endpoint_below_a_heading_with_an_anchor(listed: str) -> None:
    text = f'# Change Mode (TRADE)\n\n## Error Codes[\u200b](/docs/a#codes "Direct link")\n\n{listed}'
    assert list(binance_markdown.codes(Page(file=Path("Change-Mode.md"), text=text))) == ["-4046", "-4047"]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Get fees (offline since 2026-11-11)", ("offline since 2026-11-11",)),
        ("Get fees (Sunset 2027-03-01)", ("Sunset 2027-03-01",)),
        ("[Offline] Get fees", ("This endpoint is offline",)),
        ("⚠️ Get fees (will be retired)", ("This endpoint will be retired",)),
        ("(已廢棄) Get fees", ("已废弃",)),
        ("Get fees ❌ discontinued", ("discontinued",)),
        ("Get fees (deprecated)", ()),
        ("Get fees (by currency)", ()),
        ("Get fees - all currencies", ()),
        ("Change mode (TRADE)", ()),
    ],
)
def test_what_a_title_says_of_an_end(title: str, said: tuple[str, ...]) -> None:
    assert ends_in_title(title) == said


@pytest.mark.parametrize(
    "row",
    ["| VIP 0 | 10 req/s |", "VIP 1 | 20 requests per second", "| 普通用户 | 10次/秒 |", "| Permission | Trade |"],
)
def test_a_row_with_a_limit_or_a_permission_is_told(row: str) -> None:
    assert unread_prose(f"| Tier | Value |\n|---|---|\n{row}\n", SIGNED)


def test_a_row_that_is_no_fact_is_not_told() -> None:
    assert unread_prose("| Buy | Sell |\n|---|---|\n| long | short |\n", SIGNED) == ()


@pytest.mark.parametrize(
    "listed",
    [
        "#### Error codes\n\nError code | Message\n---|---\n51000 | Parameter error\n51004 | Too much\n",
        "#### Errors\n\n| Error | Cause |\n|---|---|\n| 51000 | Parameter error |\n| 51004 | Too much |\n",
        "#### 错误码\n\n| 错误码 | 说明 |\n|---|---|\n| 51000 | Parameter error |\n| 51004 | Too much |\n",
        "#### Error codes\n\n- `51000`: Parameter error\n- `51004`: Too much\n",
    ],
)
def test_codes_behind_an_endpoint_are_its_own(listed: str) -> None:
    page = PAGE.read_text(encoding="utf-8").replace(
        "\n#### Request Parameters", f"\n{listed}\n#### Request Parameters", 1
    )
    (draft,) = read_text(page, PAGE)
    assert draft.error_codes == (("51000", "Parameter error"), ("51004", "Too much"))


def test_a_limit_in_a_quote_at_the_end_of_a_page_is_told() -> None:
    quote = "> Rate limit: 7 requests per second\n\n> Response Example"
    page = PAGE.read_text(encoding="utf-8").replace("> Response Example", quote, 1)
    told = [each.message for draft in read_text(page, PAGE) for each in draft.diagnostics]
    assert any("7 requests per second" in message for message in told)


@pytest.mark.parametrize(
    "title",
    [
        "Ring a bell (removed)",
        "Ring a bell (Phasing out)",
        "Ring a bell – unsupported",
        "Ring a bell (replaced by [Ring all](/docs/all))",
        "[Deprecated] Ring a bell",
        "⚠️ Deprecated ring a bell",
        "Deprecated Get bells",
        "Ring a bell (V2, deprecated)",
        "Ring a bell [Warning: deprecated]",
    ],
)
def test_a_title_that_ends_an_endpoint(title: str) -> None:
    assert deprecation(ends_of_titles(title)) is not None


@pytest.mark.parametrize("word", ["archived", "old", "closed", "not maintained"])
def test_a_title_that_may_end_an_endpoint_is_told(word: str) -> None:
    [said] = ends_of_titles(f"Ring a bell ({word})")
    assert deprecation((said,)) is None
    assert unread_prose(said, SIGNED) == (said,)


@pytest.mark.parametrize("title", ["Ring a bell (TRADE)", "Get deprecated bells", "Get bells (closed positions)"])
def test_a_title_that_ends_nothing(title: str) -> None:
    assert ends_of_titles(title) == ()


@pytest.mark.parametrize(
    ("front", "heading"),
    [("Ring a bell", "# Ring a bell (Deprecated)"), ("Ring a bell (Deprecated)", "# Ring"), ("~~Ring~~", "# Ring")],
)
def test_the_front_title_or_the_heading_ends_an_endpoint(tmp_path: Path, front: str, heading: str) -> None:
    line = '<APIEndpoint method="GET" url="/v5/bell" />'
    text = f"---\ntitle: {front}\n---\n\n{heading}\n\nRing it.\n\n### HTTP Request\n{line}\n"
    file = tmp_path / "bell.mdx"
    file.write_text(text, encoding="utf-8")
    [draft] = reader_of("bybit_markdown").drafts(Page(file=file, text=text))
    assert page_deprecation(draft) is not None
    assert draft.title in ("Ring a bell", "Ring a bell (Deprecated)", "Ring")
