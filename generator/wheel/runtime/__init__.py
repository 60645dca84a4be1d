"""The tool's runtime in a wheel: the files of ``venues/_runtime`` in the same wheel, which are byte for byte the same.

This file stands in the wheel at the place of ``venuespec/runtime``. It goes by its own place, not by ``import venues``:
that name may lead to an SDK of the user's own, made by another version of the tool.
"""

from pathlib import Path

__path__ = [str(Path(__file__).parents[2] / "venues" / "_runtime")]
