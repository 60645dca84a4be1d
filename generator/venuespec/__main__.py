"""``python -m venuespec``."""

from .cli import main

main()
