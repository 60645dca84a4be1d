"""``make fuzz``: atheris, guided by coverage, at each target for a share of FUZZ_SECONDS.

What crashes is kept in ``.fuzz/crashes``, the corpus in ``.fuzz/corpus``; ``run.py TARGET FILE`` runs one input again.
"""

import logging
import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent.parent.parent / ".fuzz"
NAMES = ("decoder", "envelope", "requests", "sandbox")
# The endpoints are alike, and there are hundreds: guided through what they call.
OURS = ["venues._runtime", "venuespec.sandbox", "venuespec.rules", "venuespec.runtime"]


def main() -> int:
    """Every target in a process of its own: 0 when nothing crashed, 1 when something did, 2 when atheris is missing."""
    try:
        import atheris
    except ImportError as error:
        print(
            f"make fuzz needs atheris, which cannot be imported here ({error}): pip install 'venuespec[fuzz]'. There are "
            "wheels for Linux; elsewhere it wants clang. The bounded tests need none: pytest tests/fuzz",
            file=sys.stderr,
        )
        return 2
    del atheris
    try:
        seconds = max(int(os.environ.get("FUZZ_SECONDS", "60")) // len(NAMES), 1)
    except ValueError:
        print("FUZZ_SECONDS is a whole number of seconds", file=sys.stderr)
        return 2
    (FOLDER / "crashes").mkdir(parents=True, exist_ok=True)
    failed = [name for name in NAMES if not _run(name, seconds)]
    if failed:
        print(f"fuzz: {', '.join(failed)} crashed; see {FOLDER / 'crashes'}", file=sys.stderr)
        return 1
    print(f"fuzz: nothing crashed in {seconds} s for each of {', '.join(NAMES)}")
    return 0


def _run(name: str, seconds: int) -> bool:
    corpus = FOLDER / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    options = [
        f"-max_total_time={seconds}",
        "-max_len=600",
        "-timeout=10",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
    ]
    artifacts = f"-artifact_prefix={FOLDER / 'crashes'}/{name}-"
    print(f"fuzz: {name} for {seconds} s", flush=True)
    command = [sys.executable, __file__, name, str(corpus), *options, artifacts]
    return subprocess.run(command, timeout=seconds * 3 + 120).returncode == 0


def one(name: str, arguments: list[str]) -> None:
    """Fuzz one target in this process, with libFuzzer's arguments."""
    import atheris

    with atheris.instrument_imports(include=OURS):
        import targets

        targets.prepare()
    logging.getLogger("venues").setLevel(logging.CRITICAL)
    atheris.Setup([name, *arguments], targets.TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        one(sys.argv[1], sys.argv[2:])
    sys.exit(main())
