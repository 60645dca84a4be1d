"""``python -m venuespec``, and the console script."""

import gc
import sys

# A command builds much and ends: counted in new objects, how rarely the collector looks for cycles among them.
_NEW_OBJECTS = 200_000


def main() -> None:
    """Run a command; say what to install where the tool's libraries are missing, as in an SDK-only environment."""
    gc.set_threshold(_NEW_OBJECTS, 30, 30)
    try:
        from .cli.app import app

        app()
    except ModuleNotFoundError as error:
        install = "pip install 'venuespec[generator]', or make setup in a checkout"
        print(f"error: {error.name} is not installed; run: {install}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
