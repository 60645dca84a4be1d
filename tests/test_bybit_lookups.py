"""What Bybit's pages say in other places than an endpoint's tables: shared values, rate limits, permissions."""

from pathlib import Path

import pytest

from bybit_page import ENUMS, PAGE, page, told
from venuespec.pages.draft import DraftRow

# --- values that stand on another page


def linked(folder: Path, target: str, cell: str = "What it is", kind: str = "string") -> tuple[DraftRow, list[str]]:
    row = f"|[it]({target}) |**true** |{kind} |{cell}|"
    draft = page(
        folder, PAGE.replace("|[category](../enum#category) |**true** |string |Product type `linear`, `spot`|", row)
    )
    return draft.request[0], told(draft)


@pytest.mark.parametrize(
    "target",
    [
        "../enum#category",
        "../enum.mdx#category",
        "/v5/enum#category",
        "/docs/v5/enum#category",
        "../v5/enum#category",
        "https://bybit-exchange.github.io/docs/v5/enum#category",
    ],
)
def test_the_values_that_a_name_links_to_are_taken_over(tmp_path: Path, target: str) -> None:
    row, codes = linked(tmp_path, target)
    assert (row.name, row.values, row.open, codes) == ("it", ("spot", "linear", "option"), False, [])


def test_a_link_in_html_is_followed(tmp_path: Path) -> None:
    text = PAGE.replace(
        "|[category](../enum#category) |**true** |string |Product type `linear`, `spot`|",
        '|<a href="../enum#category">category</a> |**true** |string |Product type|',
    )
    assert page(tmp_path, text).request[0].values == ("spot", "linear", "option")


@pytest.mark.parametrize(
    ("anchor", "values", "is_open"),
    [
        ("size-class", ("S", "M", "L", "XL", "None"), False),
        ("custom-level", ("1", "2"), False),
        ("rank", ("Rank A", "Rank B"), False),
        ("mood", ("happy",), True),
        ("periodlong", ("7", "14"), True),
        # Instruments come and go, and messages are for people.
        ("instrument", (), False),
        ("notice", (), False),
    ],
)
def test_a_shared_list_is_open_where_it_leaves_a_doubt(
    tmp_path: Path, anchor: str, values: tuple[str, ...], is_open: bool
) -> None:
    row, codes = linked(tmp_path, f"../enum#{anchor}")
    assert (row.values, row.open, codes) == (values, is_open, [])


def test_a_cell_that_names_an_example_leaves_the_shared_list_open(tmp_path: Path) -> None:
    row, _ = linked(tmp_path, "../enum#category", "Product type, e.g. `spot`")
    assert (row.values, row.open) == (("spot", "linear", "option"), True)


def test_a_shared_list_is_open_where_the_pages_own_request_sends_another_value(tmp_path: Path) -> None:
    text = PAGE.replace("string |Product type `linear`, `spot`|", "string |Product type|").replace(
        '"category": "spot"', '"category": "moon"'
    )
    row = page(tmp_path, text).request[0]
    assert (row.values, row.open) == (("spot", "linear", "option"), True)


def test_the_cells_own_list_counts_before_the_shared_one(tmp_path: Path) -> None:
    row, _ = linked(tmp_path, "../enum#category", "Size. `big`, `small`")
    assert (row.values, row.open) == (("big", "small"), False)


@pytest.mark.parametrize("target", ["../enum#colour", "../enums#category", "../../../outside#category", "/v5/nowhere"])
def test_a_link_to_values_that_are_not_among_the_pages_is_reported(tmp_path: Path, target: str) -> None:
    folder = tmp_path / "day"
    folder.mkdir()
    (tmp_path / "outside.mdx").write_text(ENUMS)
    row, codes = linked(folder, target)
    assert (row.values, codes) == ((), ["link-unread"])


def test_a_link_to_another_site_is_not_followed(tmp_path: Path) -> None:
    assert linked(tmp_path, "https://example.com/enum#category")[1] == []


# --- rate limits


def limited(folder: Path, text: str, table: str = "") -> tuple[list[tuple[int, int, tuple[str, ...]]], list[str]]:
    draft = page(
        folder, PAGE.replace("### HTTP Request", f"{text}\n\n### HTTP Request", 1), limits=f"# Rate limits\n{table}"
    )
    return [(each.limit, int(each.window), each.key) for each in draft.rate_limits], [
        each.code for each in draft.diagnostics if not each.is_note
    ]


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("> API rate limit: 10 req / sec", [(10, 1, ("user_id",))]),
        ("> API rate limit: 300 req / min", [(300, 60, ("user_id",))]),
        ("* API rate limit: `5 req /s`", [(5, 1, ("user_id",))]),
        ("API rate limit: 10 reqs / sec", [(10, 1, ("user_id",))]),
        ("> UID rate limit: 5 req / second", [(5, 1, ("user_id",))]),
        ("> IP rate limit: 5 calls / minute", [(5, 60, ("ip",))]),
        ("* **Rate Limit:** 10 req/s (UID)", [(10, 1, ("user_id",))]),
        ("* **Rate Limit:** 20 req/s (IP)", [(20, 1, ("ip",))]),
        ("- **Rate Limit:** 5 req/s (per user), 5000 req/s (global)", [(5, 1, ("user_id",)), (5000, 1, ())]),
        ("- **Rate limit:**<br/>\n3 requests per second per IP.", [(3, 1, ("ip",))]),
        ("* Needs a key. **Up to 10 requests** per second per UID. Be kind.", [(10, 1, ("user_id",))]),
        ("> API rate limit: ten calls a second", [(10, 1, ("user_id",))]),
        ("A maximum of 2 requests every 3 seconds is served.", [(2, 3, ("user_id",))]),
        ("At most 1,000 requests a minute per IP address.", [(1000, 60, ("ip",))]),
        (
            "The API rate limit is 5 req/s, and you can only call once every 10 seconds per parts/trigger combination.",
            [(5, 1, ("user_id",)), (1, 10, ("user_id", "parts", "trigger"))],
        ),
    ],
)
def test_a_limit_is_read_from_the_words_of_a_page(
    tmp_path: Path, text: str, limits: list[tuple[int, int, tuple[str, ...]]]
) -> None:
    assert limited(tmp_path, text) == (limits, [])


@pytest.mark.parametrize(
    "text",
    [
        "* Rate limit: depends on your level",
        "The rate limit, e.g., is 7 requests per second.",
    ],
)
def test_words_about_a_limit_that_are_not_understood_are_reported(tmp_path: Path, text: str) -> None:
    assert limited(tmp_path, text) == ([], ["limit-unread"])


def test_a_reference_to_the_table_of_limits_is_none(tmp_path: Path) -> None:
    table = "|Method |Path |Limit |\n|---|---|---|\n|POST |/v5/thing/create |7 req/s |\n"
    text = "- **Rate limit:**<br/>\nPlease refer to [the table](../rate-limit#trade)."
    assert limited(tmp_path, text, table) == ([(7, 1, ("user_id",))], [])


@pytest.mark.parametrize(
    "row",
    [
        "|POST |[Place Thing](thing/create-thing) |7 req/s |N |",
        "|POST |[Place Thing](../thing/create-thing.mdx) |7 requests per second |N |",
        "|`POST` |`/v5/thing/create` |7/s |N |",
        "|GET |/v5/thing/create |7 req / sec |N |",
        "|POST |v5/thing/cancel<br/>v5/thing/create |7 times per second |N |",
    ],
)
def test_a_row_of_a_table_names_its_endpoint_by_path_or_by_link(tmp_path: Path, row: str) -> None:
    assert limited(tmp_path, "", f"|Method |Path |Limit |Upgradable|\n|---|:-:|---|---|\n{row}\n") == (
        [(7, 1, ("user_id",))],
        [],
    )


def test_a_table_of_limits_can_stand_on_any_page(tmp_path: Path) -> None:
    (tmp_path / "guide.mdx").write_text(
        "## API Rate Limit\n|Method |Path |Limit |\n|---|---|---|\n|POST |/v5/thing/create | 9 req/s|\n"
    )
    assert limited(tmp_path, "") == ([(9, 1, ("user_id",))], [])


def test_a_limit_in_a_table_that_is_not_understood_is_reported(tmp_path: Path) -> None:
    table = "|Method |Path |Limit |\n|---|---|---|\n|POST |/v5/thing/create |as agreed |\n"
    assert limited(tmp_path, "", table) == ([], ["limit-unread"])


def test_of_two_limits_the_lower_one_is_taken_and_the_difference_is_reported(tmp_path: Path) -> None:
    table = "|Method |Path |Limit |\n|---|---|---|\n|POST |/v5/thing/create |20 req/s |\n"
    assert limited(tmp_path, "> API rate limit: 10 req/s", table) == ([(10, 1, ("user_id",))], ["limits-differ"])


# --- permissions and signatures


@pytest.mark.parametrize(
    ("text", "permissions"),
    [
        ('API key needs "Earn" permission', ("Earn",)),
        ("* API key permission: `Convert`", ("Convert",)),
        ("API ker permission: `Earn`<br/>", ("Earn",)),
        ("* Requires Earn permission on the API key.", ("Earn",)),
        ('* The api key can only have "Affiliate" permission', ("Affiliate",)),
        ("* The API key must have withdrawal permissions.", ("withdrawal",)),
        (
            "> Permission: AccountTransfer, SubMemberTransfer or SubMemberTransferList",
            ("AccountTransfer", "SubMemberTransfer", "SubMemberTransferList"),
        ),
        (
            "The API key must have at least one of the following permissions to call this endpoint: Account Transfer, Subaccount Transfer, or Withdrawal.",
            ("Account Transfer", "Subaccount Transfer", "Withdrawal"),
        ),
        (
            'The API key must have one of the below permissions in order to call this endpoint..\n* sub API key: "Account Transfer"\n* master API Key: "Account Transfer", "Withdrawal"',
            ("Account Transfer", "Withdrawal"),
        ),
        ("Any permission can access this endpoint.", ()),
        ("Use a key with care.", ()),
    ],
)
def test_permissions_are_read_from_the_words_of_a_page(tmp_path: Path, text: str, permissions: tuple[str, ...]) -> None:
    assert page(tmp_path, PAGE.replace("### HTTP Request", f"{text}\n\n### HTTP Request", 1)).permissions == permissions


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("Does not need authentication.", False),
        ("No authentication required. Be quick.", False),
        ("Authentication is not required.", False),
        ("* Need authentication.", True),
    ],
)
def test_the_words_of_a_page_tell_whether_calls_are_signed(tmp_path: Path, text: str, signed: bool) -> None:
    unsigned = PAGE.replace("X-BAPI-SIGN: XXXXX\n", "") if signed else PAGE
    assert page(tmp_path, unsigned.replace("### HTTP Request", f"{text}\n\n### HTTP Request", 1)).signed is signed
