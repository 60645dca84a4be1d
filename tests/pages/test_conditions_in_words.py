"""Conditions in unusual words: short, misspelled, behind the fact, in traditional characters."""

import pytest

from venuespec.pages.draft import DraftRow
from venuespec.pages.parts.eased import eased
from venuespec.pages.parts.residue import residue
from venuespec.pages.parts.sentences import sentences_of
from venuespec.pages.parts.short_words import SHORT_WORDS, ShortWord, in_full
from venuespec.pages.parts.traditional import simplified
from venuespec.pages.parts.values import listed
from venuespec.pages.stated import row_statements


def _row(text: str) -> DraftRow:
    return DraftRow(name="px", type="String", required="no", text=text)


@pytest.mark.parametrize("word", SHORT_WORDS, ids=lambda word: word.example)
def test_short_words_are_written_in_full(word: ShortWord) -> None:
    assert word.full.strip() in in_full(word.example)
    assert word.pattern.sub("", word.other) == word.other


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Req. for `stop`. Then more", ("Req. for `stop`", "Then more")),
        ("The price, max. 5 of it", ("The price, max. 5 of it",)),
        ("Sent incl. fee. No. 5 is it", ("Sent incl. fee", "No. 5 is it")),
        ("Needed vs. optional", ("Needed vs. optional",)),
    ],
)
def test_a_short_word_ends_no_sentence(text: str, sentences: tuple[str, ...]) -> None:
    assert sentences_of(text) == sentences


@pytest.mark.parametrize(
    "text",
    [
        "Req. for `stop`",
        "Req'd for `stop`",
        "Mand. for `stop`",
        "mandotory for `stop`",
        "`stop`: mandatory",
        "Required for `stop` and only then",
        "Optional, unless `stop`",
        "Can't be omitted for `stop`",
        "Not optional for `stop`",
    ],
)
def test_what_makes_a_row_required(text: str) -> None:
    said = row_statements(_row(text), request=True)
    assert (said.required_when, said.applies_to, said.excludes) == (("stop",), (), ())


@pytest.mark.parametrize(
    "text",
    [
        "Required (`kind` = `stop`)",
        "`kind`=`stop`: required",
        "when `kind` is `stop`, must be provided",
        "if `kind` is `stop` its mandatory",
        "For `kind`=`stop` this is a required parameter",
        "It is required to pass this field when `kind` is `stop`",
        "required iff `kind` is `stop`",
        "若`kind`為`stop`則必填",
        "如果 kind 是 stop，则必须填写",
        "`kind`为`stop`时，此字段必填",
    ],
)
def test_a_case_that_makes_a_row_required(text: str) -> None:
    assert row_statements(_row(text), request=True).required_when == ("kind", "stop")


@pytest.mark.parametrize(
    "text",
    [
        "May become required for `stop` in future",
        "Recommended, and required for `stop` in most cases",
        "Was required for `stop`",
        "Not required for `stop`",
        "1: required",
        "Should be used for `stop` only",
        "Must for `stop` be greater than the price",
    ],
)
def test_what_is_not_sure_requires_nothing(text: str) -> None:
    assert row_statements(_row(text), request=True).required_when == ()


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("only `perp`", ("perp",)),
        ("`perp`-only", ("perp",)),
        ("Perp. only", ("perp",)),
        ("Applies just to `perp`", ("perp",)),
        ("Available for `perp` as well as `spot` only", ("perp", "spot")),
        ("Only if `kind` = `stop`", ("kind=stop",)),
        ("Used when `kind` is `stop`, ignored in all other cases", ("kind=stop",)),
        ("Effective when `kind` is `stop` only", ("kind=stop",)),
        ("Only taken into account if `kind` is `stop`", ("kind=stop",)),
        ("`kind`=`stop`時有效", ("kind=stop",)),
        ("僅適用於 `perp`", ("perp",)),
        # Of a place, or of an answer.
        ("Only for `perp` on testnet", ()),
        ("Returned only for `perp`", ()),
    ],
)
def test_restrictions(text: str, parties: tuple[str, ...]) -> None:
    assert row_statements(_row(text), request=True).applies_to == parties


@pytest.mark.parametrize(
    "text",
    [
        "`perp` not supported",
        "Does not support `perp`.",
        "N/A for `perp`",
        "`perp` excluded",
        "`perp` does not support this",
        "Except `perp`",
        "All but `perp`",
        "不適用於 `perp`",
        "`perp`不支持",
    ],
)
def test_exclusions(text: str) -> None:
    said = row_statements(_row(text), request=True)
    assert (said.excludes, said.applies_to, said.required_when) == (("perp",), (), ())


@pytest.mark.parametrize(
    "text",
    [
        "Compulsory for `stop`/`iceberg`",
        "`stop`, `iceberg`: required",
        "only `perp`",
        "只支持`perp`",
        "One (and only one) of `clOrdId`, `ordId`",
    ],
)
def test_the_codes_of_a_condition_are_no_list(text: str) -> None:
    assert listed([text], "ordId")[0] == ()


def test_a_list_beside_a_condition_stays() -> None:
    assert listed(["`stop`, `limit`", "Required for `stop` and `limit`"], "ordType")[0] == ("stop", "limit")


@pytest.mark.parametrize("text", ["`perp`のみ", "`perp` 미지원", "`kind`が`stop`の場合は必須"])
def test_other_languages_are_told(text: str) -> None:
    assert residue(text, "String", (), "px") == (text,)


def test_traditional_characters() -> None:
    assert simplified("當該欄位為空時，僅適用於") == "当该字段为空时，仅适用于"
    assert simplified("plain") == "plain"


@pytest.mark.parametrize(
    "text",
    [
        "Required when `kind` isn't `stop`",
        "Required when `kind` != `stop`",
        "Required when `kind` ≠ `stop`",
        "Mandatory when `kind` is anything but `stop`",
        "Required if `kind` is neither `stop` nor `trail`",
        "Required if `kind` differs from `stop`",
    ],
)
def test_a_case_that_is_turned_around_is_told(text: str) -> None:
    row = _row(text)
    said = row_statements(row, request=True)
    assert (said.required_when, said.applies_to, said.excludes) == ((), (), ())
    assert residue(text, row.type, row.values, row.name) != ()


def _eased(text: str) -> tuple[str, int]:
    told: list[str] = []
    return eased("yes", text.split("\n"), "px", lambda _, code, __: told.append(code)), len(told)


@pytest.mark.parametrize(
    "text",
    [
        "Required when `kind` is `stop`.",
        "Required for `stop`",
        "Mandatory if `kind` is not sent",
        "Price of it. Not required for `stop`",
        "Not needed for stop orders",
        "Optional if `kind` is given",
        "May be left out for `stop`",
        "Must be sent if `kind` is `stop`",
        "Either `px` or `kind` is required.",
        "`kind` 为 `stop` 时必填",
    ],
)
def test_a_column_of_yes_beside_a_condition_is_conditional(text: str) -> None:
    assert _eased(text) == ("conditional", 0)


@pytest.mark.parametrize("text", ["Optional.", "(optional) Price of it", "选填，价格"])
def test_a_column_of_yes_beside_the_opposite_is_told(text: str) -> None:
    assert _eased(text) == ("unknown", 1)


@pytest.mark.parametrize(
    "text",
    [
        "Price of it",
        "Required.",
        "Required margin of it",
        "Optional values: `stop`, `trail`",
        "可选：`stop`、`trail`",
        "The margin that is required for it",
        "Kinds of rights. One of the following must be passed",
        "Whether `kind` is required",
        "At least one item required",
    ],
)
def test_a_column_of_yes_stays(text: str) -> None:
    assert _eased(text) == ("yes", 0)


def test_a_column_of_no_stays() -> None:
    assert eased("no", ["Required for `stop`"], "px", lambda *_: None) == "no"


@pytest.mark.parametrize(
    ("text", "required", "parties", "others"),
    [
        ("Price of it, required when `kind` is `stop`", ("kind", "stop"), (), ()),
        ("Price of it (required for `stop`)", ("stop",), (), ()),
        ("Price - mandatory if `kind` is `stop`", ("kind", "stop"), (), ()),
        ("The price, only applicable to `stop`", (), ("stop",), ()),
        ("Price (only for `stop`)", (), ("stop",), ()),
        ("Price of it, not supported for `stop`", (), (), ("stop",)),
        ("委托价格，`kind` 为 `stop` 时必填", ("kind", "stop"), (), ()),
        ("价格，仅适用于 `stop`", (), ("stop",), ()),
        # No label stands before these.
        ("If it is a price, required for `stop`", (), (), ()),
        ("Price, required for `stop`, not for `trail`", (), (), ()),
        ("Price (required for `stop`), in ticks", (), (), ()),
    ],
)
def test_a_condition_behind_what_the_row_is(
    text: str, required: tuple[str, ...], parties: tuple[str, ...], others: tuple[str, ...]
) -> None:
    said = row_statements(_row(text), request=True)
    assert (said.required_when, said.applies_to, said.excludes) == (required, parties, others)
