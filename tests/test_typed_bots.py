"""Programs of users under strict type checkers: what answers always show needs no ``assert`` and no ``or 0``.

mypy checks the bots in ``make lint``, where its cache of the SDK is warm.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RIGHT = """from venues.bybit_v5 import Client as Bybit
from venues.okx_v5 import Client
from venues.okx_v5.trade.place_orders import PlaceOrdersItemDict

okx, bybit = Client(), Bybit()
item: PlaceOrdersItemDict = {"inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit", "sz": 1}
okx.trade.place_orders(items=[item, {**item, "px": 100, "attach_algo_ords": [{"tp_ord_px": "1"}]}])
okx.trade.place_orders(items=[{"inst_id": "A", "td_mode": "cash", "side": "buy", "ord_type": "market", "sz": "1"}])
bybit.order.place_orders(category="linear", request=[{"symbol": "A", "side": "Buy", "order_type": "Market", "qty": 1}])
"""
WRONG = """from venues.okx_v5 import Client

okx = Client()
okx.trade.place_orders(items=[{"instId": "A", "td_mode": "cash", "side": "buy", "ord_type": "limit", "sz": 1}])
okx.trade.place_orders(items=[{"inst_id": "A", "td_mode": "cash", "side": "up", "ord_type": "limit", "sz": 1}])
okx.trade.place_orders(items=[{"inst_id": "A"}])
"""
BOTS = sorted((ROOT / "tests" / "typed").glob("*.py"))
_SNIPPET = re.compile(r"^```python\n(?P<code>.*?)^```\n", re.M | re.S)


def test_the_bots_are_written_as_users_write_them() -> None:
    assert [bot.stem for bot in BOTS] == ["bybit_bot", "okx_bot"]
    text = "".join(bot.read_text() for bot in BOTS)
    assert not re.search(r"\bassert\b|\bor 0\b|type: ignore|\bcast\(|is not None", text)


def test_bots_and_the_snippets_of_the_guides_pass_pyright(tmp_path: Path) -> None:
    pytest.importorskip("pyright")
    for page in sorted((ROOT / "docs").glob("*.md")):
        if snippets := [match["code"] for match in _SNIPPET.finditer(page.read_text())]:
            (tmp_path / f"{page.stem.replace('-', '_')}.py").write_text("\n".join(snippets))
    for bot in BOTS:
        (tmp_path / bot.name).write_text(bot.read_text())
    (tmp_path / "right_dicts.py").write_text(RIGHT)
    (tmp_path / "wrong_dicts.py").write_text(WRONG)
    settings = {
        "extraPaths": [str(ROOT / "generated"), str(ROOT / "generator")],
        "pythonVersion": "3.11",
        "strict": [*(bot.name for bot in BOTS), "right_dicts.py", "wrong_dicts.py"],
    }
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))
    arguments = ["-p", str(tmp_path), "--pythonpath", sys.executable, "--outputjson"]
    done = subprocess.run([sys.executable, "-m", "pyright", *arguments], capture_output=True, text=True)
    found = json.loads(done.stdout)["generalDiagnostics"]
    places = [(Path(each["file"]).name, each["range"]["start"]["line"], each["message"]) for each in found]
    assert [place for place in places if place[0] != "wrong_dicts.py"] == []
    assert {line + 1 for file, line, _ in places if file == "wrong_dicts.py"} == {4, 5, 6}
