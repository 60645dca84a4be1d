"""The rate-limit units that a call takes."""

from ..records import frozen


@frozen(slots=False)
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

    def __init__(
        self, bucket: tuple[str, ...], limit: int, window: float, units: int = 1, cancels: bool = False
    ) -> None:
        self.__dict__.update(bucket=bucket, limit=limit, window=window, units=units, cancels=cancels)

    def __str__(self) -> str:
        """Describe the charge: '20 in 2 s for account.set_leverage'."""
        return f"{self.limit} in {self.window:g} s for {self.bucket[1]}"
