"""Values of a parameter below a title with its name in brackets, and in enumerations of code."""

from pathlib import Path

import pytest

from venuespec.pages.draft import DraftRow
from venuespec.pages.formats.binance_markdown import READER
from venuespec.pages.parts.page import seen_text
from venuespec.pages.readers import Page

PAGE = """# Ring a Bell (TRADE)

## HTTP Request

POST `/kapi/v1/bells`

## Request Parameters

Name| Type| Mandatory| Description
---|---|---|---
tone| ENUM| YES| Tone of it
count| INT| NO|
{end}
{below}

## Response Example

    {{}}
"""
TONES = ("LOW", "HIGH", "FLAT_LOW")


def tone(below: str) -> tuple[DraftRow, list[str]]:
    text = PAGE.format(below=below, end="  ")
    [draft] = READER.drafts(Page(file=Path("p.md"), text=seen_text(text)))
    return draft.request[0], [each.code for each in draft.diagnostics]


@pytest.mark.parametrize(
    "below",
    [
        "**Tones (bellTones, tone):**\n\n* LOW\n* HIGH\n* FLAT_LOW",
        "**Tones (tone)**\n* **LOW**\n* **HIGH**\n* **FLAT_LOW**",
        "## Tones (tone)\n\n- `LOW`: a deep one\n- `HIGH`: a high one\n- `FLAT_LOW`",
        "Tones of bells (tone):\n\n1. LOW\n2. HIGH\n3. FLAT_LOW",
        "**Tones (tone):**\n\n- LOW\n\n- HIGH\n\n- FLAT_LOW",
        "**Tones (tone):**\n\n```\nLOW\nHIGH\nFLAT_LOW\n```",
        "**Tones (tone):**\n\n    LOW\n    HIGH // a high one\n    FLAT_LOW",
        '**Tones (tone):**\n\n```json\n["LOW", "HIGH", "FLAT_LOW"]\n```',
        "**Tones (tone):**\n\nLOW, HIGH, FLAT_LOW",
        "**Tones (tone):** `LOW`, `HIGH`, `FLAT_LOW`",
        "**Tones (tone):**\n\n| Tone | Description |\n|---|---|\n| LOW | deep |\n| HIGH | high |\n| FLAT_LOW | a flat one |",
        "**音调 (tone):**\n\n* LOW\n* HIGH\n* FLAT_LOW",
        "```ts\nenum Tone {\n  Low = 'LOW',\n  High = 'HIGH', // a high one\n  FlatLow = 'FLAT_LOW',\n}\n```",
        "```ts\nexport type Tone = 'LOW' | 'HIGH' | 'FLAT_LOW';\n```",
        '```python\nclass Tone(str, Enum):\n    LOW = "LOW"\n    HIGH = "HIGH"\n    FLAT_LOW = "FLAT_LOW"\n```',
    ],
)
def test_values_below_a_title_or_in_code(below: str) -> None:
    row, codes = tone(below)
    assert (row.values, row.open, codes) == (TONES, False, [])


@pytest.mark.parametrize(
    "below",
    [
        "**Tones (tone):**\n\n- a deep tone\n- a high tone",
        "**Tones (tone):**\n\n* LOW\n* HIGH\n* ...",
        "**Tones (tone):**\n\n```\nLOW is a deep one\nHIGH\n```",
        "**tone:**\n\n* LOW\n* HIGH",
        "```\nenum Tone { LOW, HIGH }\n```",
    ],
)
def test_values_that_are_not_sure_are_told(below: str) -> None:
    row, codes = tone(below)
    assert (row.values, codes) == ((), ["fact-unread"])


@pytest.mark.parametrize(
    "below",
    [
        "**Examples (tone):**\n\n* LOW\n* HIGH",
        "**Popular (tone):**\n\n* LOW\n* HIGH",
        "**Tones (pitch):**\n\n* LOW\n* HIGH",
        '**Answer (tone):**\n\n```json\n{"tone": "LOW"}\n```',
        "**Response (tone):**\n\n* LOW\n* HIGH",
    ],
)
def test_what_a_title_does_not_call_values_is_none(below: str) -> None:
    row, _ = tone(below)
    assert row.values == ()


def test_an_enumeration_is_of_the_row_that_names_it() -> None:
    below = "```ts\nenum Tone {\n  Low = 'LOW',\n  High = 'HIGH',\n}\n```"
    text = PAGE.format(below=below, end="  ").replace("count| INT| NO|", "pitch| ENUM| NO| Of type `Tone`")
    [draft] = READER.drafts(Page(file=Path("p.md"), text=seen_text(text)))
    assert [(row.name, row.values) for row in draft.request] == [("tone", ()), ("pitch", ("LOW", "HIGH"))]
    assert draft.diagnostics == ()


def test_a_sentence_behind_a_note_speaks_of_the_same_row() -> None:
    text = PAGE.format(below="> The default of `count` is 50; its maximum is 100.", end="  ")
    [draft] = READER.drafts(Page(file=Path("p.md"), text=seen_text(text)))
    [_, count] = draft.request
    assert (count.default, count.max, draft.diagnostics) == ("50", 100, ())
