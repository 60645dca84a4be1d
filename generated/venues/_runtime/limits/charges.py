"""What a call takes of a rate limit."""

from attrs import frozen


@frozen
class Charge:
    """So many units of a bucket.

    ``bucket`` names it: venue, budget, which of its limits, and the values it is counted on. ``cancels`` marks the
    units of a call that takes orders back.
    """

    bucket: tuple[str, ...]
    limit: int
    window: float
    units: int = 1
    cancels: bool = False

    def __str__(self) -> str:
        """'20 in 2 s for account.set_leverage'."""
        return f"{self.limit} in {self.window:g} s for {self.bucket[1]}"
