"""One endpoint whose tables are torn, nested in lists, or stand beside tables of something else."""

from .page_frames import PageLayout, Rows
from .whole_layouts import NESTED, NO_LEAK, SIDES

_HEAD = "| Parameter | Type | Required | Description |\n|---|---|---|---|\n"
_LAST = "| limit | integer | No | Rows, at most 500 |\n"
_SIDE = "| side | string | No | One of `buy`, `sell` |\n"
_SYMBOL = "| symbol | string | Yes | Symbol |\n"
_NO_SIDES: Rows = {"symbol": ("string", "yes"), "side": ("string", "no"), "limit": ("integer", "no")}
_PLAIN_SIDE = "| side | string | No | Side |\n"
_OPEN = {"symbol": {"values": ()}, "side": {"values": ()}, "limit": {"values": (), "max": 500}}

TORN: tuple[PageLayout, ...] = (
    PageLayout(name="a cell over three lines", request=f"{_HEAD}{_SYMBOL}| side | string | No | One of\n`buy`,\n`sell` |\n{_LAST}", rows=SIDES, facts=NO_LEAK),
    PageLayout(name="a cell over lines, an empty one within", request=f"{_HEAD}{_SYMBOL}| side | string | No | Side.\n\nOne of `buy`, `sell` |\n{_LAST}", rows=SIDES, facts=NO_LEAK),
    PageLayout(name="the last row goes on", request=f"{_HEAD}{_SYMBOL}{_SIDE}| limit | integer | No | Rows.\nAt most 500 |\n", rows=SIDES, facts=NO_LEAK),
    PageLayout(name="torn within the row", request=f"{_HEAD}{_SYMBOL}| side | string\n| No | One of `buy`, `sell` |\n{_LAST}", rows=SIDES, facts=NO_LEAK),
    PageLayout(name="torn behind a bar", request=f"{_HEAD}{_SYMBOL}| side | string |\nNo | One of `buy`, `sell` |\n{_LAST}", rows=SIDES, facts=NO_LEAK),
)  # fmt: skip

BESIDE: tuple[PageLayout, ...] = (
    PageLayout(name="cases by columns", request=f"{_HEAD}{_SYMBOL}{_PLAIN_SIDE}{_LAST}\n##### Where each holds\n\n| symbol | side | limit |\n|---|---|---|\n| BTC | buy | 20 |\n| ETH | sell | 30 |\n", rows=_NO_SIDES, facts=_OPEN),
    PageLayout(name="cases by one column and its meaning", request=f"{_HEAD}{_SYMBOL}{_PLAIN_SIDE}{_LAST}\n##### Examples\n\n| symbol | limit | What happens |\n|---|---|---|\n| BTC | 20 | Filled |\n| ETH | 30 | Waits |\n", rows=_NO_SIDES, facts=_OPEN),
    PageLayout(name="a glossary above the request", asked="| Term | Meaning |\n|---|---|\n| long | bought |\n| short | sold |\n\n#### Request Parameters"),
    PageLayout(name="a glossary below the response", response="| Parameter | Type | Description |\n|---|---|---|\n| ordId | string | Order ID |\n| ts | string | Time |\n\n##### Terms\n\n| Term | Meaning |\n|---|---|\n| long | bought |\n| short | sold |\n"),
    PageLayout(name="fees above the request", asked="| Level | Maker | Taker |\n|---|---|---|\n| VIP1 | 0.02 | 0.05 |\n| VIP2 | 0.01 | 0.04 |\n\n#### Request Parameters"),
    PageLayout(name="a name and its description above the request", asked="| Name | Description |\n|---|---|\n| Spot | Coins |\n| Futures | Contracts |\n\n#### Request Parameters"),
    PageLayout(name="a change log below", response="| Parameter | Type | Description |\n|---|---|---|\n| ordId | string | Order ID |\n| ts | string | Time |\n\n##### Changes\n\n| Date | Change |\n|---|---|\n| 2026-01-02 | Added limit |\n| 2026-02-03 | Added ts |\n"),
)  # fmt: skip

_TITLE = "| Parameter | Type | Description |\n|---|---|---|\n"
_TWO_ROWS = "| ordId | string | Order ID |\n| ts | string | Time |\n"
_UNDER = f"{_TITLE}{_TWO_ROWS}\n"

NESTED_LISTS: tuple[PageLayout, ...] = (
    PageLayout(name="fields in bullets, four blanks deep", request="- `symbol` (string, required): Symbol\n- `orders` (array): Orders\n    - `px` (string, required): Price\n    - `sz` (string): Size\n", rows=NESTED),
    PageLayout(name="fields in bullets, two blanks deep", request="- `symbol` (string, required): Symbol\n- `orders` (array): Orders\n  - `px` (string, required): Price\n  - `sz` (string): Size\n", rows=NESTED),
    PageLayout(name="fields in stars, a tab deep", request="* **symbol** (string, required) - Symbol\n* **orders** (array) - Orders\n\t* **px** (string, required) - Price\n\t* **sz** (string) - Size\n", rows=NESTED),
    PageLayout(name="fields in bullets, type after a colon", request="- symbol: string, required. Symbol\n- orders: array. Orders\n    - px: string, required. Price\n    - sz: string. Size\n", rows=NESTED),
    PageLayout(name="guillemets", request=f"{_HEAD}| symbol | string | true | Symbol |\n| orders | [object] | false | Orders |\n| » px | string | true | Price |\n| » sz | string | false | Size |\n", rows=NESTED),
    PageLayout(name="guillemets, body above", request="| Name | In | Type | Required | Description |\n|---|---|---|---|---|\n| body | body | object | true | none |\n| » symbol | body | string | true | Symbol |\n| » orders | body | [object] | false | Orders |\n| »» px | body | string | true | Price |\n| »» sz | body | string | false | Size |\n", rows=NESTED),
    PageLayout(name="stars in paths", request=f"{_HEAD}| symbol | string | Yes | Symbol |\n| orders | array | No | Orders |\n| orders.*.px | string | Yes | Price |\n| orders.*.sz | string | No | Size |\n", rows=NESTED),
    PageLayout(name="brackets in paths", request=f"{_HEAD}| symbol | string | Yes | Symbol |\n| orders | array | No | Orders |\n| orders[].px | string | Yes | Price |\n| orders[].sz | string | No | Size |\n", rows=NESTED),
    PageLayout(name="numbered paths", request=f"{_HEAD}| symbol | string | Yes | Symbol |\n| orders | array | No | Orders |\n| orders[0].px | string | Yes | Price |\n| orders[0].sz | string | No | Size |\n", rows=NESTED),
    PageLayout(name="blanks as entities", request=f"{_HEAD}| symbol | string | Yes | Symbol |\n| orders | array | No | Orders |\n| &nbsp;&nbsp;px | string | Yes | Price |\n| &nbsp;&nbsp;sz | string | No | Size |\n", rows=NESTED),
)  # fmt: skip

VALUES_ELSEWHERE: tuple[PageLayout, ...] = (
    PageLayout(name="values in a table below the response", request=f"{_HEAD}{_SYMBOL}| side | string | No | Side, see below |\n{_LAST}", response=f"{_UNDER}#### Sides\n\nPossible values of `side`:\n\n| Value | Meaning |\n|---|---|\n| `buy` | To buy |\n| `sell` | To sell |\n", rows=SIDES, facts=NO_LEAK, formats=("okx", "bybit", "flat")),
    PageLayout(name="values in a table titled by the row", request=f"{_HEAD}{_SYMBOL}{_PLAIN_SIDE}{_LAST}\n##### `side`\n\n| Value | Meaning |\n|---|---|\n| `buy` | To buy |\n| `sell` | To sell |\n", rows=SIDES, facts=NO_LEAK),
    PageLayout(name="values in a table titled values of the row", request=f"{_HEAD}{_SYMBOL}{_PLAIN_SIDE}{_LAST}\n##### side values\n\n| Value | Meaning |\n|---|---|\n| buy | To buy |\n| sell | To sell |\n", rows=SIDES, facts=NO_LEAK),
    PageLayout(name="values in a list titled by the row", request=f"{_HEAD}{_SYMBOL}{_PLAIN_SIDE}{_LAST}\n##### Values of `side`\n\n- `buy`: To buy\n- `sell`: To sell\n", rows=SIDES, facts=NO_LEAK),
    PageLayout(name="values in bold behind the row's name", request=f"{_HEAD}{_SYMBOL}{_PLAIN_SIDE}{_LAST}\n**side (ENUM):**\n\n- buy\n- sell\n", rows=SIDES, facts=NO_LEAK),
)  # fmt: skip
