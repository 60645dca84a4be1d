"""One endpoint as the text or the export of a documentation tool has it: Swagger UI, ReadMe, ReDoc, TypeDoc and others."""

from .documentation_tools import NO_LEAK, SIDES, WITH_DEFAULT
from .page_frames import PageLayout

TEXTS: tuple[PageLayout, ...] = (
    PageLayout(name="Swagger UI, a fact a line", request="symbol *\nrequired\nstring\n(query)\n\nSymbol\n\nside\nstring\n(query)\n\nSide\n\nAvailable values : buy, sell\n\nlimit\ninteger\n(query)\n\nRows, at most 500\n\nDefault value : 50\n", rows=SIDES, facts=WITH_DEFAULT),
    PageLayout(name="Swagger UI, two columns", request="| Name | Description |\n|---|---|\n| symbol * required<br>string<br>(query) | Symbol |\n| side<br>string<br>(query) | One of `buy`, `sell` |\n| limit<br>integer<br>(query) | Rows, at most 500 |\n", rows=SIDES, facts=NO_LEAK),
    PageLayout(name="Swagger UI, a star", request="| Name | Description |\n|---|---|\n| symbol *<br>string<br>(query) | Symbol |\n| limit<br>integer<br>(query) | Rows |\n"),
    PageLayout(name="ReadMe, bold names", request="**symbol** string required\n\nSymbol\n\n**side** string enum\n\nOne of `buy`, `sell`\n\n**limit** integer Defaults to 50\n\nRows, at most 500\n", rows=SIDES, facts=WITH_DEFAULT),
    PageLayout(name="ReadMe, a fact a paragraph", request="symbol\n\nstring\n\nrequired\n\nSymbol\n\nside\n\nstring\n\nenum\n\nSide\n\nAllowed:\n\nbuy\n\nsell\n\nlimit\n\ninteger\n\nDefaults to 50\n\nRows, at most 500\n", rows=SIDES, facts=WITH_DEFAULT),
    PageLayout(name="ReDoc, heads that are empty", request="|     |     |\n| --- | --- |\n| symbol<br><br>required | string<br><br>Symbol |\n| side | string<br><br>Enum: \"buy\" \"sell\"<br><br>Side |\n| limit | integer<br><br>Default: 50<br><br>Rows, at most 500 |\n", rows=SIDES, facts=WITH_DEFAULT),
    PageLayout(name="Scalar", request="- **`symbol`** (required)\n\n  `string` — Symbol\n\n- **`limit`** (optional)\n\n  `integer`, default: `50` — Rows, at most 500\n", facts={"limit": {"max": 500, "default": "50"}}),
    PageLayout(name="Swagger2Markup", request='[options="header", cols=".^2,.^3,.^9,.^4,.^2"]\n|===\n|Type|Name|Description|Schema|Default\n|**Query**|**symbol** +\n__required__|Symbol|string|\n|**Query**|**limit** +\n__optional__|Rows, at most 500|integer|`50`\n|===\n', facts={"limit": {"max": 500, "default": "50"}}),
    PageLayout(name="Swagger2Markup without defaults", request='[options="header", cols=".^2a,.^3a,.^9a,.^4a"]\n|===\n|Type|Name|Description|Schema\n|**Query**|**symbol** +\n__required__|Symbol|string\n|**Query**|**limit** +\n__optional__|Rows, at most 500|integer (int32)\n|===\n', facts={"limit": {"max": 500}}),
    PageLayout(name="OpenAPI Generator", request="| Name | Type | Description | Notes |\n|---|---|---|---|\n| **symbol** | **String** | Symbol | [required] |\n| **side** | **String** | Side | [optional] [enum: buy, sell] |\n| **limit** | **Integer** | Rows, at most 500 | [optional] [default to 50] |\n", rows=SIDES, facts=WITH_DEFAULT),
    PageLayout(name="TypeDoc, a badge before the name", request="• `Required` **symbol**: `string`\n\nSymbol\n\n• `Optional` **side**: `string`\n\nOne of `buy`, `sell`\n\n• `Optional` **limit**: `integer` = `50`\n\nRows, at most 500\n", rows=SIDES, facts=WITH_DEFAULT),
    PageLayout(name="notes beside a description", request="| Parameter | Type | Required | Description | Notes |\n|---|---|---|---|---|\n| symbol | string | Yes | Symbol | |\n| limit | integer | No | Rows | Default: 50. At most 500. |\n", facts={"limit": {"max": 500, "default": "50"}}),
)  # fmt: skip

UNSURE_TEXTS: tuple[PageLayout, ...] = (
    PageLayout(name="TypeDoc, marks of what is optional", request="| Parameter | Type | Description |\n|---|---|---|\n| `symbol` | `string` | Symbol |\n| `limit?` | `integer` | Rows |\n"),
)  # fmt: skip
