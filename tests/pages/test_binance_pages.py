"""The reader of the pages of Binance's products: invented pages in each of its forms, and the real ones as a whole."""

from pathlib import Path
from typing import Any

import pytest

from venuespec.pages.draft import Draft
from venuespec.pages.formats.binance_markdown import READER
from venuespec.pages.parts.page import seen_text
from venuespec.pages.readers import Page
from venuespec.pages.snapshot import read_snapshot

FRONT = """---
exchange: binance
source_url: https://developers.binance.com/docs/derivatives/kilns/trade/rest-api/{0}
updated_at: 2026-01-15T23:46:53.236198
---

"""
HEAT = """# Heat a Kiln (TRADE)

## API Description[​](/docs/x#api-description "Direct link")

Heat a kiln.

## HTTP Request[​](/docs/x#http-request "Direct link")

POST `/kapi/v1/heat`

## Request Weight[​](/docs/x#request-weight "Direct link")

5 on 10s order rate limit(X-MBX-ORDER-COUNT-10S); 1 on 1min order rate limit(X-MBX-ORDER-COUNT-1M); 5 on IP rate limit(x-mbx-used-weight-1m);

## Request Parameters[​](/docs/x#request-parameters "Direct link")

Name| Type| Mandatory| Description
---|---|---|---
kilns| list<JSON>| YES| kiln list. Max 5 kilns
byWood| DECIMAL| EITHER|
timestamp| LONG| YES|

**Where`kilns` is the list of kilns in JSON**

Name| Type| Mandatory| Description
---|---|---|---
kiln| STRING| YES|
fuel| ENUM| NO| `WOOD`, `GAS`

## Response Example[​](/docs/x#response-example "Direct link")


    [
      {
        "kilnId": 22542179,   // id of the kiln
        "heat": "900.5",
      },
      {
        "code": -2022,
        "msg": "Too cold."
      }
    ]

---

# 加热

## HTTP请求

GET `/kapi/v1/other`
"""
LOOK = """# Look at Kilns

## HTTP Request

GET `/kapi/v1/kilns`

## Request Weight

{weight}

## Request Parameters

Name| Type| Mandatory| Description
---|---|---|---
kiln| STRING| NO|
limit| INT| NO| Default 500; max 1000.

## Response Example


    {{"kiln": "A", "open": true}}

OR

    [{{"kiln": "A", "open": true}}]
"""


def drafts(text: str, name: str = "Heat") -> list[Any]:
    return list(READER.drafts(Page(file=Path("a.md"), text=FRONT.format(name) + text)))


def test_a_page_of_a_batch_gives_its_facts_and_the_second_language_is_left_alone() -> None:
    [draft] = drafts(HEAT)
    assert (draft.key, draft.title, draft.access, draft.section) == (
        "POST /kapi/v1/heat",
        "Heat a Kiln",
        "signed",
        "trade",
    )
    assert draft.costs == {"orders_10s": 5, "orders_1m": 1, "weight": 5}
    assert [(row.name, row.type, row.required) for row in draft.request] == [
        ("kilns", "Array of objects", "yes"),
        ("byWood", "DECIMAL", "conditional"),
        ("timestamp", "LONG", "yes"),
    ]
    assert [(row.name, row.required, tuple(row.values)) for row in draft.request[0].fields] == [
        ("kiln", "yes", ()),
        ("fuel", "no", ("WOOD", "GAS")),
    ]
    assert draft.request[0].max_items == 5
    assert [row.name for row in draft.response] == ["kilnId", "heat", "code", "msg"]
    assert (draft.shape, draft.diagnostics) == ("objects", ())


@pytest.mark.parametrize(
    ("weight", "costs"),
    [
        ("**5**", {"weight": 5}),
        ("**1** for a single kiln; **40** when the kiln parameter is omitted", {"weight": ({"when": {"absent": "kiln"}, "is": 40}, {"is": 1})}),
        (
            "LIMIT| weight\n---|---\n[1,100)| 1\n[100, 500]| 2\n> 500| 10\n",
            {"weight": ({"when": {"lt": {"limit": 100}}, "is": 1}, {"when": {"lte": {"limit": 500}}, "is": 2}, {"is": 10})},
        ),
        ("Limit| Weight\n---|---\n5, 10, 20| 2\n100| 5\n", {"weight": ({"when": {"lte": {"limit": 20}}, "is": 2}, {"is": 5})}),
    ],
)  # fmt: skip
def test_a_weight_is_a_number_or_hangs_on_a_parameter(weight: str, costs: Any) -> None:
    [draft] = drafts(LOOK.format(weight=weight), "Look")
    assert (draft.costs, draft.access, draft.shape, draft.diagnostics) == (costs, "public", "one_or_objects", ())


def test_a_weight_in_words_that_nobody_has_seen_is_reported() -> None:
    [draft] = drafts(LOOK.format(weight="as heavy as it looks"), "Look")
    assert [each.code for each in draft.diagnostics] == ["weight-unread"]
    assert draft.costs == {}


def test_a_security_that_nobody_has_seen_is_unknown_and_reported() -> None:
    [draft] = drafts(HEAT.replace("(TRADE)", "(ROYAL)"))
    assert (draft.access, [each.code for each in draft.diagnostics]) == (None, ["access-unread"])


def test_error_codes_are_headings_with_a_sign() -> None:
    text = "# Error Codes\n\n### -1121 BAD_KILN[​](/docs/x#-1121 \"Direct link\")\n\n  * Invalid kiln.\n\n\n### -2010 COLD\n\n  * Too cold.\n\n---\n\n# 错误代码\n\n### -1121 BAD_KILN\n\n  * 无效\n"  # fmt: skip
    assert READER.codes(Page(file=Path("a.md"), text=text)) == {"-1121": ("Invalid kiln.",), "-2010": ("Too cold.",)}


def test_the_real_pages_are_read_whole(pages: Path) -> None:
    snapshot = read_snapshot(pages / "binance_usdm" / "2026-01-16", "binance_markdown", "", {}, None, (), None)
    found = [placed.draft for placed in snapshot.placed]
    assert len(found) == 95
    assert sum(len(draft.request) for draft in found) == 360
    assert sum(len(row.fields) for draft in found for row in draft.request) == 22
    assert {method: sum(draft.method == method for draft in found) for method in ("GET", "POST", "PUT", "DELETE")} == {
        "GET": 71, "POST": 15, "PUT": 3, "DELETE": 6,
    }  # fmt: skip
    # Two pages name none, and the funding rates have a limit of their own instead.
    assert sorted(draft.key for draft in found if "weight" not in draft.costs) == [
        "GET /fapi/v1/fundingRate",
        "GET /futures/data/topLongShortAccountRatio",
        "POST /fapi/v1/order/test",
    ]


def _respelled(heading: str, code: tuple[str, str] | None = None) -> str:
    """The page with its headings in another spelling, and with another frame around its answers."""
    lines, is_code = list[str](), False
    for line in HEAT.splitlines():
        line = line.replace("​](/docs/x#", "](#") if line.startswith("##") else line
        if code and line.startswith("    ") != is_code:
            lines.append(code[is_code])
            is_code = not is_code
        if line.startswith("##"):
            text = line.strip("# ").partition("[")[0]
            line = heading.format(text, "-" * len(text))
        lines.append(line.removeprefix("    ") if is_code else line)
    return FRONT.format("Heat-a-Kiln") + "\n".join([*lines, *([code[1]] if code and is_code else [])]) + "\n"


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("## {0} [#](#part)", None),
        ("## {0} {{#part}}", None),
        ('## <a id="part"></a>{0}', None),
        ("## [{0}](#part)", None),
        ("## **{0}**", None),
        ("<h2>{0}</h2>", None),
        ("{0}\n{1}", None),
        ("## {0}", ("```json", "```")),
        ("## {0}", ("~~~", "~~~")),
        ("## {0}", ("<pre>", "</pre>")),
    ],
)
def test_another_formatter_writes_the_page(heading: str, code: tuple[str, str] | None) -> None:
    [plain] = READER.drafts(Page(file=Path("p.md"), text=seen_text(_respelled("## {0}"))))
    [read] = READER.drafts(Page(file=Path("p.md"), text=seen_text(_respelled(heading, code))))
    assert (read.path, read.costs) == ("/kapi/v1/heat", {"orders_10s": 5, "orders_1m": 1, "weight": 5})
    assert [row.name for row in read.request] == [row.name for row in plain.request] != []
    assert [row.name for row in read.response] == [row.name for row in plain.response] != []
    assert [example.response for example in read.examples] == [example.response for example in plain.examples]


def test_a_weight_in_code_marks() -> None:
    text = (
        FRONT.format("x") + "# Cool a Kiln (TRADE)\n\n## HTTP Request\n\nPOST `/kapi/v1/cool`\n\n**Weight(IP):** `3`\n"
    )
    [read] = READER.drafts(Page(file=Path("p.md"), text=text))
    assert read.costs == {"weight": 3}


def test_a_page_without_a_heading_of_the_first_level() -> None:
    text = FRONT.format("x") + "## Cool a Kiln (TRADE)\n\n## HTTP Request\n\nPOST `/kapi/v1/cool`\n"
    [read] = READER.drafts(Page(file=Path("p.md"), text=text))
    assert read.key == "POST /kapi/v1/cool"


@pytest.mark.parametrize("label", ["**Weight:** 10", "**权重：** 10", "**请求权重**：10"])
def test_a_weight_behind_a_label_is_read(label: str) -> None:
    text = _respelled("## {0}").replace("5 on 10s order rate limit", label + "\n\n5 on 10s order rate limit")
    start = text.index("## Request Weight")
    text = text[:start] + label + "\n\n" + text[text.index("## Request Parameters", start) :]
    [draft] = READER.drafts(Page(file=Path("p.md"), text=seen_text(text)))
    assert draft.costs == {"weight": 10}


SENT = """# Kiln state (USER_DATA)

## HTTP Request

{0} `/kapi/v1/kiln`

## Request Parameters

Name| Type| Mandatory| Description
---|---|---|---
kiln| STRING| YES|
heat| DECIMAL| NO|
timestamp| LONG| YES|

## Request Example


{1}


## Response Example


    {{"kilnId": 1}}
"""


@pytest.mark.parametrize(
    ("method", "block", "request_", "in_query"),
    [
        (
            "GET",
            '    curl -H "X-KEY: k" "https://kapi.example/kapi/v1/kiln?kiln=A&timestamp=1&signature=ab"',
            {"kiln": "A", "timestamp": "1"},
            False,
        ),
        (
            "GET",
            "    $ curl --request GET \\\n      --url 'https://kapi.example/kapi/v1/kiln?kiln=A&heat=1.5' \\\n"
            "      --header 'X-KEY: k'",
            {"kiln": "A", "heat": "1.5"},
            False,
        ),
        (
            "POST",
            "    curl -X POST 'https://kapi.example/kapi/v1/kiln?kiln=A&timestamp=1'",
            {"kiln": "A", "timestamp": "1"},
            True,
        ),
        (
            "POST",
            "    curl -X POST 'https://kapi.example/kapi/v1/kiln' -d 'kiln=A&timestamp=1&signature=ab'",
            {"kiln": "A", "timestamp": "1"},
            False,
        ),
        (
            "POST",
            '    curl -X POST https://kapi.example/kapi/v1/kiln -d \'{"kiln": "A"}\'',
            {"kiln": "A"},
            False,
        ),
        ("GET", "    GET /kapi/v1/kiln?kiln=A", {"kiln": "A"}, False),
        ("GET", "```bash\ncurl 'https://kapi.example/kapi/v1/kiln?kiln=A'\n```", {"kiln": "A"}, False),
    ],
)
def test_a_call_of_curl_is_a_documented_request(method: str, block: str, request_: Any, in_query: bool) -> None:
    [draft] = drafts(SENT.format(method, block))
    [shown] = [each for each in draft.examples if each.request is not None]
    assert (shown.request, shown.in_query) == (request_, in_query)
    assert [each.response for each in draft.examples if each.response is not None] == [{"kilnId": 1}]
    assert not draft.diagnostics


def test_a_call_of_something_else_is_reported() -> None:
    [draft] = drafts(SENT.format("GET", "    curl 'https://kapi.example/kapi/v1/kilns?kiln=A'"))
    [told] = draft.diagnostics
    assert (told.code, "does not call GET /kapi/v1/kiln" in told.message) == ("example-unread", True)


@pytest.mark.parametrize(
    ("word", "permissions"), [("TRADE", ("trade",)), ("USER_DATA", ("user_data",)), ("USER_STREAM", ()), ("NONE", ())]
)
def test_the_security_in_a_heading_is_a_permission(word: str, permissions: tuple[str, ...]) -> None:
    [draft] = drafts(HEAT.replace("(TRADE)", f"({word})"))
    assert draft.permissions == permissions


OF_BELLS = """# Ring a Bell (TRADE)

## API Description

Ring a bell.

## HTTP Request

POST `/kapi/v1/bells`{behind}

{stated}

## Request Parameters

Name| Type| Mandatory| Description
---|---|---|---
symbol| STRING| NO|
limit| INT| NO|
"""


def of_bells(stated: str, behind: str = "") -> Draft:
    text = FRONT.format("Bells") + OF_BELLS.format(stated=stated, behind=behind)
    [draft] = READER.drafts(Page(file=Path("p.md"), text=seen_text(text)))
    return draft


BY_SYMBOL = ({"when": {"absent": "symbol"}, "is": 40}, {"is": 1})
BY_LIMIT = ({"when": {"lte": {"limit": 50}}, "is": 2}, {"when": {"lte": {"limit": 100}}, "is": 5}, {"is": 10})


@pytest.mark.parametrize(
    ("stated", "weight"),
    [
        ("Weight: 7", 7),
        ("Weight(IP): 7", 7),
        ("- **Request Weight** 7", 7),
        ("`Weight: 7`", 7),
        ("Request weight (UID) – 7", 7),
        ("请求权重：7", 7),
        ("## Weight: 7", 7),
        ("## IP Weight\n\n7", 7),
        ("## Weights\n\n7", 7),
        ("The request weight of this endpoint is 7.", 7),
        ("Rings loudly. Each call costs 7 units of weight.", 7),
        ("Weight: **1 with the symbol, 40 without**", BY_SYMBOL),
        ("Weight: 40 if the symbol is omitted, else 1", BY_SYMBOL),
        ("Weight: 1 for a single symbol;\n40 when the symbol parameter is omitted", BY_SYMBOL),
        ("Weight: symbol given: 1, symbol not given: 40", BY_SYMBOL),
        ("Weight: 1 (symbol sent); 40 for all symbols", BY_SYMBOL),
        ("The weight is 2 up to limit 50, 5 for limit 51-100, otherwise 10", None),
        ("Weight: 2 when limit <= 50, 5 when limit <= 100, 10 otherwise", BY_LIMIT),
        ("Weight: limit 1-50: 2; 51-100: 5; 101-500: 10", BY_LIMIT),
        ("| Weight (IP) | Security type |\n|---|---|\n| 7 | TRADE |", 7),
        ("| Limit | Weight |\n|---|---|\n| 5, 10, 20, 50 | 2 |\n| 100 | 5 |\n| 500 | 10 |", BY_LIMIT),
        ("| Limit | 1-50 | 51-100 | 101-500 |\n|---|---|---|---|\n| Weight | 2 | 5 | 10 |", BY_LIMIT),
        ("| Weight | limit |\n|---|---|\n| 2 | <= 50 |\n| 5 | ≤ 100 |\n| 10 | > 100 |", BY_LIMIT),
        ("| symbol | weight |\n|---|---|\n| given | 1 |\n| not given | 40 |", BY_SYMBOL),
        ("| Condition | Weight |\n|---|---|\n| with symbol | 1 |\n| symbol omitted | 40 |", BY_SYMBOL),
    ],
)
def test_a_weight_stands_anywhere_on_a_page(stated: str, weight: Any) -> None:
    draft = of_bells(stated)
    if weight is None:
        assert (draft.costs, {each.code for each in draft.diagnostics}) == ({}, {"fact-unread"})
    else:
        assert (draft.costs, draft.diagnostics) == ({"weight": weight}, ())


@pytest.mark.parametrize("behind", [" (Weight: 7)", "  Weight 7", " — weight: 7", " (HMAC SHA256) (Weight(IP): 7)"])
def test_a_weight_stands_behind_the_path(behind: str) -> None:
    assert of_bells("", behind).costs == {"weight": 7}


@pytest.mark.parametrize(
    "stated",
    [
        "Weight: 7 (9 for brokers)",
        "Weight: 7 per symbol",
        "Weight: 7 from 2026-10-01",
        "Weight: 1 with symbol; 40 without symbol; 5 for brokers",
        "Weight: 1 with bell, 40 without",
        "Order weight: 7",
        "The weight limit is 2400",
        "| limit | weight |\n|---|---|\n| 1-100 | 5 |\n| 200-500 | 10 |",
        "| symbol | weight |\n|---|---|\n| BTCUSDT | 1 |\n| other | 2 |",
        "| symbol | weight |\n|---|---|\n| 1-20 | 2 |\n| 21-100 | 40 |",
        "| IP weight | UID weight |\n|---|---|\n| 7 | 1 |",
        "Weight: 7\n\nThis endpoint has a weight of 9.",
    ],
)
def test_a_weight_of_some_calls_is_told_and_not_guessed(stated: str) -> None:
    draft = of_bells(stated)
    assert draft.costs == {}
    assert {each.code for each in draft.diagnostics} & {"weight-unread", "fact-unread"}


@pytest.mark.parametrize("label", ["", "> Response\n\n", "> 返回示例\n\n", "Response\n\n", "### Answer\n\n"])
@pytest.mark.parametrize("is_above", [True, False])
def test_the_only_sample_of_a_call_without_a_body_is_its_answer(label: str, is_above: bool, tmp_path: Path) -> None:
    sample = f'{label}```json\n[{{"kiln": "k1", "heat": 8}}]\n```\n'
    call = "`GET /kapi/v1/kilns`\n\n| Name | Type | Mandatory | Description |\n|---|---|---|---|\n| kiln | STRING | NO | |\n"
    text = "\n".join(["# Kilns\n", *([sample, call] if is_above else [call, sample])])
    [draft] = READER.drafts(Page(file=tmp_path / "kilns.md", text=text))
    assert [example.response for example in draft.examples] == [[{"kiln": "k1", "heat": 8}]]
    assert [row.name for row in draft.response] == ["kiln", "heat"]
