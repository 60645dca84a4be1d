"""The rate-limit units that a call takes."""

from attrs import frozen


@frozen
class Charge:
    """A number of units of a bucket.

    ``bucket`` names it: venue, budget, index of the limit, and the values it is counted on. ``cancels`` marks the units
    of a call that cancels orders.
    """

    bucket: tuple[str, ...]
    limit: int
    window: float
    units: int = 1
    cancels: bool = False

    def __str__(self) -> str:
        """Describe the charge: '20 in 2 s for account.set_leverage'."""
        return f"{self.limit} in {self.window:g} s for {self.bucket[1]}"
