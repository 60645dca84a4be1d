"""``make pictures``: the pictures of the README, taken with a headless Chromium."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
SIZE = "1100,620"


def take(page: Path, picture: Path, browser: str) -> None:
    with tempfile.TemporaryDirectory() as profile:
        command = [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            f"--user-data-dir={profile}",
        ]
        command += [f"--window-size={SIZE}", f"--screenshot={picture}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    print(f"written: {picture.relative_to(ROOT)}, {picture.stat().st_size / 1000:.0f} kB")


def main() -> int:
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        print("no Chromium: apt-get install chromium", file=sys.stderr)
        return 2
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "diff.html"
        states = ["spec/archive/okx_v5_legacy", "spec/okx_v5"]
        command = [sys.executable, "-m", "venuespec", "diff", *states, "--format", "html", "--output", str(page)]
        subprocess.run(command, cwd=ROOT, check=True)
        take(page, PICTURES / "diff.png", browser)
    return 0


if __name__ == "__main__":
    sys.exit(main())
