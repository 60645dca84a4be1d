"""Take the pictures of docs/pictures: a page of the web site, and the report of a diff; make pictures."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from browser import browser, chromium
from command_line import venuespec

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
PAGES = {"site": "dist/site/okx_v5/trade/place_order.html", "search": "dist/site/index.html"}
DIFF = ("spec/archive/okx_v5_legacy", "spec/okx_v5", "--level", "WARN", "--format", "html")
SEARCH = "/api/v5/trade/order"


def main() -> int:
    program = chromium()
    if program is None or not (ROOT / PAGES["site"]).is_file():
        print("pictures need chromium (apt-get install chromium) and dist/site (make site)", file=sys.stderr)
        return 1
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, browser(program) as window:
        report = Path(folder) / "diff.html"
        venuespec("diff", *DIFF, "--output", str(report), cwd=ROOT)
        window.show(1000, 640)
        for name, page in {**PAGES, "diff": str(report)}.items():
            window.go((ROOT / page).as_uri())
            if name == "search":
                window.search(SEARCH)
            window.picture(PICTURES / f"{name}.webp", quality=60)
            print(f"written: docs/pictures/{name}.webp, {(PICTURES / f'{name}.webp').stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
