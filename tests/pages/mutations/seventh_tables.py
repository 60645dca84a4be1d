"""A seventh set: tables and lists around an endpoint that are parameters, an answer, values, or neither.

Each layout states what the page says. A table that no heading, sentence or column ties to the request or to the answer
is neither; what a table says of rows must be in them, or be reported.
"""

from decimal import Decimal

from .page_frames import REQUEST, PageLayout, Rows

_TYPED = "| Parameter | Type | Description |\n|---|---|---|\n"
ONE_SIDED: Rows = {"side": ("string", "yes"), "limit": ("integer", "no")}
_SIDED = (
    "| Parameter | Type | Required | Description |\n|---|---|---|---|\n"
    "| side | string | Yes | Side of the order{} |\n| limit | integer | No | Number of rows |\n"
)
_NONE = {"values": (), "default": None, "deprecated": False}
_PLAIN_ROWS = {"symbol": _NONE, "limit": _NONE}
_BUY_SELL = {"side": {"values": ("buy", "sell")}}
_OLD = {"limit": {"deprecated": True}, "symbol": {"deprecated": False}}


def _above(name: str, table: str) -> PageLayout:
    return PageLayout(name=name, below=f"POST {{p}}\n\n{table}", facts=_PLAIN_ROWS)


def _below(name: str, text: str) -> PageLayout:
    return PageLayout(name=name, request=f"{REQUEST}\n{text}\n", facts=_PLAIN_ROWS)


NEITHER: tuple[PageLayout, ...] = (
    _above("a glossary above the request", "| Term | Meaning |\n|---|---|\n| long | bought |\n| short | sold |\n"),
    _above(
        "a glossary with a title above the request",
        "**Terms**\n\n| Term | Description |\n|---|---|\n| maker | adds |\n| taker | takes |\n",
    ),
    _above(
        "a comparison of two modes",
        "| Feature | Simple | Multi |\n|---|---|---|\n| Loans | no | yes |\n| Netting | yes | no |\n",
    ),
    _above(
        "error codes above the request",
        "| Code | Message |\n|---|---|\n| 51000 | Parameter error |\n| 51001 | None |\n",
    ),
    _above(
        "a list of endpoints",
        "| Function | Path |\n|---|---|\n| Amend | /x/amend |\n| Cancel | /x/cancel |\n",
    ),
    _above("a table of changes", "| Date | Change |\n|---|---|\n| 2026-01-02 | New field |\n| 2026-02-02 | Fix |\n"),
    _below(
        "what parameters mean by product",
        "#### Where each holds\n\n| symbol | product | limit |\n|---|---|---|\n| BTC | linear | 0, 1 |\n| ETH | inverse | 0 |\n",
    ),
    _below(
        "which parameters go together",
        "| symbol | limit |\n|---|---|\n| BTC | 5 |\n| ETH | 10 |\n",
    ),
    _below(
        "a table of examples",
        "Examples:\n\n| symbol | Result |\n|---|---|\n| BTC | one market |\n| ETH | another |\n",
    ),
    _below("a table of tiers", "| Tier | Limit |\n|---|---|\n| VIP 1 | 10 |\n| VIP 2 | 20 |\n"),
    _below("a glossary below the request", "| Term | Meaning |\n|---|---|\n| long | bought |\n| short | sold |\n"),
)
"""Tables that state no row and no value: right or reported, and never rows or values."""

VALUES: tuple[PageLayout, ...] = tuple(
    PageLayout(name=name, request=_SIDED.format(said) + f"\n{below}\n", rows=ONE_SIDED, facts=_BUY_SELL)
    for name, said, below in (
        (
            "values below a sentence that names the row",
            "",
            "Values of `side`:\n\n| Value | Meaning |\n|---|---|\n| buy | bid |\n| sell | offer |",
        ),
        (
            "possible values in a table",
            "",
            "Possible values of `side`:\n\n| Value | Description |\n|---|---|\n| `buy` | bid |\n| `sell` | offer |",
        ),
        (
            "a table headed by the row and its meaning",
            "",
            "| side | Meaning |\n|---|---|\n| buy | bid |\n| sell | offer |",
        ),
        (
            "values below a heading that the cell links to",
            ", see [Order sides](#order-sides)",
            "#### Order sides\n\n| Value | Meaning |\n|---|---|\n| buy | bid |\n| sell | offer |",
        ),
        (
            "values of several rows in one table",
            "",
            "| Parameter | Value | Meaning |\n|---|---|---|\n| side | buy | bid |\n| side | sell | offer |",
        ),
        (
            "values below a heading that is the row's name",
            "",
            "#### side values\n\n| Value | Meaning |\n|---|---|\n| buy | bid |\n| sell | offer |",
        ),
        (
            "an enum in a block of code",
            "",
            "Values of `side`:\n\n```\nbuy\nsell\n```",
        ),
        (
            "values in a list below a heading",
            "",
            "#### Enum: side\n\n- `buy`: bid\n- `sell`: offer",
        ),
    )
)
"""Values that stand in another table or list: in the row, or reported."""

BROKEN: tuple[PageLayout, ...] = tuple(
    PageLayout(
        name=name,
        request=f"| Parameter | Type | Required | Description |\n|---|---|---|---|\n{rows}",
        facts={"limit": {"default": "5", "max": Decimal(50)}} if "Default" in rows else {},
    )
    for name, rows in (
        (
            "the last cell over three lines",
            "| symbol | string | Yes | Symbol |\n| limit | integer | No | Rows.\nDefault: `5`.\nMax: `50`. |\n",
        ),
        (
            "the last cell over two lines, in the first row",
            "| symbol | string | Yes | Symbol\nof a market |\n| limit | integer | No | Rows. Default: `5`. Max: `50`. |\n",
        ),
        (
            "a cell in the middle over two lines",
            "| symbol | string | Yes | Symbol |\n| limit | integer |\nNo | Rows. Default: `5`. Max: `50`. |\n",
        ),
        (
            "an empty line in the last cell",
            "| symbol | string | Yes | Symbol\n\nof a market |\n| limit | integer | No | Rows. Default: `5`. Max: `50`. |\n",
        ),
        (
            "bullets in the last cell",
            "| symbol | string | Yes | Symbol:\n- a market\n- a pair |\n| limit | integer | No | Rows. Default: `5`. Max: `50`. |\n",
        ),
    )
)

_ORDERS = (
    "| Parameter | Type | Required | Description |\n|---|---|---|---|\n| symbol | string | Yes | Symbol |\n"
    "| limit | integer | No | Rows |\n"
)
DEEP = ("data", "data.ordId", "ts")


def _answer(name: str, text: str, fields: tuple[str, ...] = DEEP) -> PageLayout:
    return PageLayout(name=name, response=text, fields=fields, formats=("okx", "bybit", "flat"))


NESTED_ANSWERS: tuple[PageLayout, ...] = (
    _answer(
        "bullets by two blanks", "- items: list\n  - ordId: string\n- ts: string\n", ("items", "items.ordId", "ts")
    ),
    _answer(
        "bullets by four blanks",
        "- `items` (array): Rows\n    - `ordId` (string): Order\n- `ts` (string): Time\n",
        ("items", "items.ordId", "ts"),
    ),
    _answer(
        "four blanks, two levels",
        "- `items` (array): Rows\n    - `legs` (array): Legs\n        - `ordId` (string): Order\n- `ts` (string): Time\n",
        ("items", "items.legs", "items.legs.ordId", "ts"),
    ),
    *(
        _answer(
            name,
            f"{_TYPED}| items | array | Rows |\n| {inner} | string | Order |\n| ts | string | Time |\n",
            ("items", "items.ordId", "ts"),
        )
        for name, inner in (
            ("Widdershins", "» ordId"),
            ("a sign and a blank", "> ordId"),
            ("blanks of HTML", "&nbsp;&nbsp;ordId"),
            ("a path with brackets", "items[].ordId"),
            ("a path with a star", "items.*.ordId"),
            ("a path with a place", "items[0].ordId"),
            ("a path with N", "items.N.ordId"),
            ("a path", "items.ordId"),
            ("an arrow", "→ ordId"),
            ("a path with signs", "items > ordId"),
            ("wide blanks", "\u2003\u2003ordId"),
            ("an indented name in code", "&emsp;`ordId`"),
            ("a hyphen", "- ordId"),
            ("two hyphens", "-- ordId"),
            ("a dot before", ".ordId"),
            ("a branch", "└─ ordId"),
        )
    ),
    *(
        _answer(
            name,
            f"{_TYPED}| items | array | Rows |\n| {first} | array | Legs |\n| {second} | string | Order |\n| ts | string | Time |\n",
            ("items", "items.legs", "items.legs.ordId", "ts"),
        )
        for name, first, second in (
            ("Widdershins, two levels", "» legs", "»» ordId"),
            ("signs with blanks, two levels", "> legs", "> > ordId"),
            ("blanks of HTML, two levels", "&nbsp;&nbsp;legs", "&nbsp;&nbsp;&nbsp;&nbsp;ordId"),
            ("paths, two levels", "items[].legs", "items[].legs[].ordId"),
            ("paths with stars, two levels", "items.*.legs", "items.*.legs.*.ordId"),
        )
    ),
)

STATUS: tuple[PageLayout, ...] = (
    *(
        PageLayout(
            name=f"a column of the status: {head}, {word}",
            request=f"| Parameter | Type | Required | {head} | Description |\n|---|---|---|---|---|\n"
            f"| symbol | string | Yes | {other} | Symbol |\n| limit | integer | No | {word} | Number of rows |\n",
            facts=_OLD,
        )
        for head, word, other in (
            ("Status", "deprecated", "active"),
            ("Status", "Deprecated", ""),
            ("Deprecated", "Yes", "No"),
            ("Deprecated", "true", ""),
            ("状态", "已废弃", ""),
            ("Lifecycle", "deprecated", "stable"),
        )
    ),
    *(
        PageLayout(name=name, request=f"{REQUEST}\n{text}\n", facts=_OLD)
        for name, text in (
            ("a list of deprecated parameters", "Deprecated parameters:\n\n- `limit`"),
            ("deprecated parameters in a line", "Deprecated parameters: `limit`"),
            ("deprecated fields without marks", "Deprecated fields: limit."),
            ("a heading of deprecated parameters", "#### Deprecated parameters\n\n- `limit`: no longer used"),
            ("a sentence on deprecated parameters", "The following parameters are deprecated: `limit`."),
            ("a bold title", "**Deprecated**: `limit`"),
            (
                "a table of deprecated parameters",
                "Deprecated parameters:\n\n| Parameter | Since |\n|---|---|\n| limit | 2026-01-01 |",
            ),
        )
    ),
)
