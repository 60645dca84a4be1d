"""One endpoint as other markups, site generators and careless crawls leave it: headings, tables and code of the whole page."""

from .page_frames import PageLayout, Rows

SIDES: Rows = {"symbol": ("string", "yes"), "side": ("string", "no"), "limit": ("integer", "no")}
NESTED: Rows = {
    "symbol": ("string", "yes"),
    "orders": ("array", "no"),
    "orders.px": ("string", "yes"),
    "orders.sz": ("string", "no"),
}
VALUES = {
    "symbol": {"values": (), "default": None},
    "side": {"values": ("buy", "sell")},
    "limit": {"max": 500, "default": "50"},
}
NO_LEAK = {
    "symbol": {"values": (), "default": None, "max": None},
    "side": {"values": ("buy", "sell"), "max": None},
    "limit": {"values": (), "max": 500},
}

MARKUPS: tuple[PageLayout, ...] = (
    PageLayout(name="asciidoc a cell a line", request='[cols="1,1,1,3",options="header"]\n|===\n|Parameter |Type |Required |Description\n\n|`symbol`\n|String\n|Yes\n|Symbol\n\n|`side`\n|String\n|No\n|One of `buy`, `sell`\n\n|`limit`\n|Integer\n|No\n|Rows, at most 500\n|===\n', rows=SIDES, facts=NO_LEAK),
    PageLayout(name="asciidoc a row a line", request='[%header,cols=4*]\n|===\n|Name |Type |Mandatory |Description\n|symbol |String |Yes |Symbol\n|limit |Integer |No |Rows\n|===\n'),
    PageLayout(name="asciidoc cells with a style", request='|===\n|Name |Type |Required |Description\n\nm|symbol |String |Yes a|Symbol\n\n* of the market\n\nm|limit |Integer |No a|Rows\n|===\n'),
    PageLayout(name="rst grid", request='+-----------+---------+----------+----------------+\n| Parameter | Type    | Required | Description    |\n+===========+=========+==========+================+\n| symbol    | string  | Yes      | Symbol         |\n+-----------+---------+----------+----------------+\n| side      | string  | No       | One of `buy`,  |\n|           |         |          | `sell`         |\n+-----------+---------+----------+----------------+\n| limit     | integer | No       | At most 500    |\n+-----------+---------+----------+----------------+\n', rows=SIDES, facts=NO_LEAK),
    PageLayout(name="rst simple", request='=========  =======  ========  ===============\nParameter  Type     Required  Description\n=========  =======  ========  ===============\nsymbol     string   Yes       Symbol\nlimit      integer  No        Number of rows\n=========  =======  ========  ===============\n'),
    PageLayout(name="rst list-table", request='.. list-table::\n   :header-rows: 1\n   :widths: 10 10 10 70\n\n   * - Parameter\n     - Type\n     - Required\n     - Description\n   * - symbol\n     - string\n     - Yes\n     - Symbol\n   * - ``side``\n     - string\n     - No\n     - One of ``buy``,\n       ``sell``\n   * - limit\n     - integer\n     - No\n     - At most 500\n', rows=SIDES, facts=NO_LEAK),
    PageLayout(name="rst list-table with a title, not indented", request='.. list-table:: Parameters\n   :header-rows: 1\n\n* - Parameter\n  - Type\n  - Required\n  - Description\n* - symbol\n  - string\n  - Yes\n  - Symbol\n* - limit\n  - integer\n  - No\n  -\n'),
    PageLayout(name="myst list-table", request='```{list-table}\n:header-rows: 1\n\n* - Parameter\n  - Type\n  - Required\n  - Description\n* - symbol\n  - string\n  - Yes\n  - Symbol\n* - limit\n  - integer\n  - No\n  - Rows\n```\n'),
    PageLayout(name="rst csv-table", request='.. csv-table::\n   :header: "Parameter", "Type", "Required", "Description"\n\n   symbol, string, Yes, "Symbol, in capitals"\n   limit, integer, No, Rows\n'),
    PageLayout(name="mediawiki a row a line", request='{| class="wikitable"\n! Parameter !! Type !! Required !! Description\n|-\n| symbol || string || Yes || Symbol\n|-\n| side || string || No || One of `buy`, `sell`\n|-\n| limit || integer || No || At most 500\n|}\n', rows=SIDES, facts=NO_LEAK),
    PageLayout(name="mediawiki a cell a line", request='{| class="wikitable sortable"\n|+ Parameters\n! scope="col" | Parameter\n! Type\n! Required\n! Description\n|-\n| symbol\n| string\n| Yes\n| Symbol\n|-\n| limit\n| integer\n| No\n| Rows\n|}\n'),
    PageLayout(name="jira wiki", request='||Parameter||Type||Required||Description||\n|symbol|string|Yes|Symbol|\n|limit|integer|No|Rows|\n'),
    PageLayout(name="textile", request='|_. Parameter |_. Type |_. Required |_. Description |\n| symbol | string | Yes | Symbol |\n| limit | integer | No | Rows |\n'),
    PageLayout(name="org mode", request='| Parameter | Type | Required | Description |\n|-----------+---------+----------+-------------|\n| symbol | string | Yes | Symbol |\n| limit | integer | No | Rows |\n'),
    PageLayout(name="full-width bars", request='Parameter ｜ Type ｜ Required ｜ Description\n---｜---｜---｜---\nsymbol ｜ string ｜ Yes ｜ Symbol\nlimit ｜ integer ｜ No ｜ Rows\n'),
    PageLayout(name="full-width bars, ruler of bars", request='｜ Parameter ｜ Type ｜ Required ｜ Description ｜\n|---|---|---|---|\n｜ symbol ｜ string ｜ Yes ｜ Symbol ｜\n｜ limit ｜ integer ｜ No ｜ Rows ｜\n'),
    PageLayout(name="backslashes as breaks", request='Parameter | Type | Required | Description\\\n---|---|---|---\\\nsymbol | string | Yes | Symbol\\\nlimit | integer | No | Rows\\\n\\\n'),
    PageLayout(name="full-width words", request='| Parameter | Type | Required | Description |\n|---|---|---|---|\n| symbol | string | ＹＥＳ | Symbol |\n| limit | integer | ＮＯ | Default：５０；max：５００ |\n', facts={"limit": {"default": "50", "max": 500}}),
    PageLayout(name="readme block", request='[block:parameters]\n{\n  "data": {\n    "h-0": "Parameter",\n    "h-1": "Type",\n    "h-2": "Required",\n    "h-3": "Description",\n    "0-0": "symbol",\n    "0-1": "string",\n    "0-2": "Yes",\n    "0-3": "Symbol",\n    "1-0": "limit",\n    "1-1": "integer",\n    "1-2": "No",\n    "1-3": "Rows  \\nAt most 500"\n  },\n  "cols": 4,\n  "rows": 2\n}\n[/block]\n', facts={"limit": {"max": 500}}),
)  # fmt: skip

FLATTENED: tuple[PageLayout, ...] = (
    PageLayout(name="swagger in paragraphs", request="**symbol** *\n\n`string`\n\n*(query)*\n\nSymbol\n\n**side**\n\n`string`\n\n*(query)*\n\nOne of `buy`, `sell`\n\n**limit**\n\n`integer`\n\n*(query)*\n\nRows, at most 500\n", rows=SIDES, facts=NO_LEAK),
    PageLayout(name="swagger with labels", request="symbol *\nstring\n(query)\n\nSymbol\n\nside\nstring\n(query)\n\nOne of `buy`, `sell`\n\nlimit\ninteger\n(query)\n\nRows, at most 500\n", rows=SIDES, facts=NO_LEAK),
    PageLayout(name="readme", request="symbol\nstring\nrequired\nSymbol\n\nside\nstring\nOne of `buy`, `sell`\n\nlimit\ninteger\nRows, at most 500\n", rows=SIDES, facts=NO_LEAK),
    PageLayout(name="redoc", request="symbol\nrequired\nstring\nSymbol\n\nside\nstring\nEnum: \"buy\" \"sell\"\n\nlimit\ninteger <int32> [ 1 .. 500 ]\nRows\n", rows=SIDES, facts=NO_LEAK),
    PageLayout(name="redoc with optional said", request="symbol\nrequired\nstring\nSymbol\n\nlimit\noptional\ninteger\nRows\n"),
    PageLayout(name="name and type on a line", request="symbol string required\nSymbol\n\nlimit integer optional\nRows\n"),
    PageLayout(name="stripe", request="**symbol** string Required\n\nSymbol\n\n**limit** integer Optional\n\nRows\n"),
    PageLayout(name="a cell a line", request="Parameter\nType\nRequired\nDescription\nsymbol\nstring\nYes\nSymbol\nside\nstring\nNo\nOne of `buy`, `sell`\nlimit\ninteger\nNo\nRows\n", rows=SIDES, facts={"symbol": {"values": ()}, "side": {"values": ("buy", "sell")}}),
    PageLayout(name="a cell a paragraph", request="Parameter\n\nType\n\nRequired\n\nDescription\n\nsymbol\n\nstring\n\nYes\n\nSymbol\n\nlimit\n\ninteger\n\nNo\n\nRows\n"),
    PageLayout(name="heads lost", request="symbol | string | YES | Symbol\nlimit | integer | NO | Rows\n"),
    PageLayout(name="heads and ruler lost, bars around", request="| symbol | string | Yes | Symbol |\n| limit | integer | No | Rows |\n"),
    PageLayout(name="bold name, type, badge", request="- **symbol** `string` **required**\n\n  Symbol\n\n- **side** `string`\n\n  One of `buy`, `sell`\n\n- **limit** `integer`\n\n  Rows, at most 500\n", rows=SIDES, facts=NO_LEAK),
    PageLayout(name="red stars", request='| Name | Type | Description |\n| --- | --- | --- |\n| symbol<mark style="color:red;">*</mark> | string | Symbol |\n| limit | integer | Rows |\n'),
    PageLayout(name="red stars with strokes", request='| Name | Type | Description |\n| --- | --- | --- |\n| symbol<mark style="color:red;">\\*</mark> | string | Symbol |\n| limit | integer | Rows |\n'),
    PageLayout(name="small optional", request="| Field | Type | Description |\n| --- | --- | --- |\n| symbol | string | Symbol |\n| limit <small>optional</small> | integer | Rows |\n"),
    PageLayout(name="small optional and required", request="| Field | Type | Description |\n| --- | --- | --- |\n| symbol <sup>required</sup> | string | Symbol |\n| limit <small>optional</small> | integer | Rows |\n"),
)  # fmt: skip

COMPONENTS: tuple[PageLayout, ...] = (
    PageLayout(name="gitbook hint around a table", request='{% hint style="info" %}\nAll of them are sent in the body.\n{% endhint %}\n\n| Parameter | Type | Required | Description |\n|---|---|---|---|\n| symbol | string | Yes | Symbol |\n| limit | integer | No | Rows |\n'),
    PageLayout(name="gitbook tabs", request='{% tabs %}\n{% tab title="Body" %}\n| Parameter | Type | Required | Description |\n|---|---|---|---|\n| symbol | string | Yes | Symbol |\n| limit | integer | No | Rows |\n{% endtab %}\n{% endtabs %}\n'),
    PageLayout(name="mkdocs tabs", request='=== "Body"\n\n    | Parameter | Type | Required | Description |\n    |---|---|---|---|\n    | symbol | string | Yes | Symbol |\n    | limit | integer | No | Rows |\n'),
    PageLayout(name="mkdocs admonition", request='!!! note "Body"\n\n    | Parameter | Type | Required | Description |\n    |---|---|---|---|\n    | symbol | string | Yes | Symbol |\n    | limit | integer | No | Rows |\n'),
    PageLayout(name="docusaurus tabs", request='<Tabs>\n<TabItem value="body" label="Body">\n\n| Parameter | Type | Required | Description |\n|---|---|---|---|\n| symbol | string | Yes | Symbol |\n| limit | integer | No | Rows |\n\n</TabItem>\n</Tabs>\n'),
    PageLayout(name="confluence merged cells", request='<table class="confluenceTable"><tbody><tr><th class="confluenceTh">Parameter</th><th class="confluenceTh">Type</th><th class="confluenceTh">Required</th><th class="confluenceTh">Description</th></tr><tr><td>symbol</td><td rowspan="2">string</td><td>Yes</td><td>Symbol</td></tr><tr><td>side</td><td>No</td><td>Side</td></tr><tr><td>limit</td><td>integer</td><td>No</td><td>Rows</td></tr></tbody></table>\n', rows=SIDES),
    PageLayout(name="postman", request='Body\nraw (json)\n\n| Key | Value | Type | Required | Description |\n| --- | --- | --- | --- | --- |\n| symbol | BTCUSDT | string | Yes | Symbol |\n| limit | 50 | integer | No | Rows |\n'),
    PageLayout(name="stoplight", request='**symbol**\n\nstring — required\n\nSymbol\n\n**limit**\n\ninteger\n\nRows\n\n<= 500\n', facts={"limit": {"max": 500}}),
)  # fmt: skip

ENDPOINTS: tuple[PageLayout, ...] = (
    PageLayout(name="http directive", below=".. http:post:: {p}"),
    PageLayout(name="verb and resource", below="HTTP Verb: POST\nResource: {p}"),
    PageLayout(name="children of a component", below="<APIEndpoint>POST {p}</APIEndpoint>"),
    *(
        PageLayout(name=f"a path with signs within: {below}", below=below, path="/api/v5/garden/plot-b")
        for below in (
            "<p>POST&nbsp;/api/v5/<b>garden</b>/<wbr>plot-b</p>",
            "POST /api/v5/**garden**/plot-b",
            "`POST` /api/v5/`garden`/plot-b",
            "<code>POST</code> <code>/api/v5/<wbr/>garden/<wbr/>plot-b</code>",
            "<span>POST</span><span>/api/v5/garden/plot-b</span>",
            "POST /api/v5/<em>garden</em>/plot-<u>b</u>",
            "POST /api/v5/garden&#47;plot&#45;b",
            "POST /api/v5/garden/&shy;plot-b",
            "POST /api/v5/garden/plot\u2011b",
            "POST /api/v5/garden/plot\\-b",
            "POST /api/v5/garden/\nplot-b",
        )
    ),
)
UNSURE_ENDPOINTS: tuple[PageLayout, ...] = (
    PageLayout(name="a path with a blank", below="POST /api/v5/garden/ plot-b"),
    PageLayout(name="a path with a break", below="POST /api/v5/garden/<br>plot-b"),
    PageLayout(name="a path that is cut by a letter of no path", below="POST /api/v5/garden/plot\u2013b"),
)
UNSURE: tuple[PageLayout, ...] = (
    PageLayout(
        name="asciidoc with a cell less",
        request='[cols="4*"]\n|===\n|Name |Type |Required |Description\n\n|symbol\n|String\n|Yes\n|Symbol\n\n|limit\n|Integer\n|No\n|===\n',
    ),
)
