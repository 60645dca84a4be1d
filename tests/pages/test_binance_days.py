"""Two days of the pages of Binance USDS-M futures. The later day is written by hand, because only one is archived."""

import json
from pathlib import Path
from typing import Any

from command_line import venuespec

PAGE = """---
exchange: binance
source_url: https://developers.binance.com/docs/derivatives/usds-margined-futures/{section}/rest-api/{name}
---

# {name}

## API Description

{about}

## HTTP Request

{call}

## Request Weight

**{weight}**

## Request Parameters

Name| Type| Mandatory| Description
---|---|---|---
{rows}

## Response Example

    {answer}
"""
CODES = """# Error Codes

## 11xx - Request issues

### -1121 BAD_SYMBOL

  * Invalid symbol.
"""
VOLUME: dict[str, str] = {
    "section": "market-data",
    "name": "Taker-BuySell-Volume",
    "about": "Taker Buy/Sell Volume",
    "call": "GET `/futures/data/takerlongshortRatio`",
    "weight": "1",
    "rows": 'symbol| STRING| YES|\nperiod| ENUM| YES| "5m","15m"\nlimit| LONG| NO| default 30, max 500',
    "answer": '[{"buyVol":"387.3300","timestamp":"1585614900000"}]',
}
CANCEL: dict[str, str] = {
    "section": "trade",
    "name": "Auto-Cancel-All-Open-Orders",
    "about": "Cancel all open orders at the end of the countdown.",
    "call": "POST `/fapi/v1/countdownCancelAll`",
    "weight": "10",
    "rows": "symbol| STRING| YES|\ncountdownTime| LONG| YES| countdown time, 1000 for 1 second",
    "answer": '{"symbol":"BTCUSDT","countdownTime":"100000"}',
}


def write(folder: Path, pages: list[dict[str, str]], codes: str) -> Path:
    for page in pages:
        file = folder / "usds-margined-futures" / page["section"] / "rest-api" / f"{page['name']}.md"
        file.parent.mkdir(parents=True)
        file.write_text(PAGE.format(**page), encoding="utf-8")
    (folder / "usds-margined-futures" / "error-code.md").write_text(codes, encoding="utf-8")
    return folder


def compared(root: Path, old: Path, new: Path) -> list[dict[str, Any]]:
    told = venuespec("diff", "--docs", "binance_usdm", str(old), str(new), "--format", "json", cwd=root)
    assert told.returncode == 0, told.stderr
    changes: list[dict[str, Any]] = json.loads(told.stdout)["changes"]
    return changes


def test_a_later_day_tells_each_change_and_nothing_else(root: Path, tmp_path: Path) -> None:
    before = write(tmp_path / "2026-01-16", [VOLUME, CANCEL], CODES)
    later = {
        **VOLUME,
        "weight": "5",
        "rows": VOLUME["rows"].replace("limit| LONG| NO| default 30, max 500", "contract| STRING| YES|"),
    }
    ending = "\n\n**This endpoint is deprecated and will be removed on 2026-06-30.**"
    after = write(
        tmp_path / "2026-03-01",
        [later, {**CANCEL, "about": CANCEL["about"] + ending}],
        CODES + "\n### -1199 TOO_FAST\n\n  * Too fast.\n",
    )
    volume, cancel = "GET /futures/data/takerlongshortRatio", "POST /fapi/v1/countdownCancelAll"
    changes = compared(root, before, after)
    assert {(each["kind"], each["level"], each["endpoint"], each["pointer"]) for each in changes} == {
        ("request_param_added", "ERR", volume, "request.contract"),
        ("request_param_removed", "WARN", volume, "request.limit"),
        ("rate_limit_tightened", "WARN", volume, "rate_limits"),
        ("deprecated", "WARN", cancel, ""),
        ("error_code_added", "INFO", "*", "errors.-1199"),
    }
    assert [each["until"] for each in changes if each["kind"] == "deprecated"] == ["2026-06-30"]
