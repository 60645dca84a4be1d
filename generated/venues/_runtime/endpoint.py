"""What an SDK knows of one endpoint before anything is sent to it."""

from typing import Literal

from attrs import frozen


@frozen(kw_only=True)
class RateLimit:
    """At most ``limit`` units in any ``window`` seconds, counted on ``key``.

    A key part is ``user_id``, ``ip``, ``master_user_id`` ... or the wire name of a request parameter. ``counts``
    says what a unit is: the request, or each order in it. ``scope`` names the part of the traffic that the limit
    holds for, in the page's words; ``None`` means all of it.
    """

    limit: int
    window: float
    key: tuple[str, ...]
    counts: Literal["request", "order"] = "request"
    scope: str | None = None

    def __str__(self) -> str:
        """'20 requests per 2 s, counted on user_id'."""
        unit = self.counts + ("" if self.limit == 1 else "s")
        counted = f", counted on {' + '.join(self.key)}" if self.key else ""
        return f"{self.limit} {unit} per {self.window:g} s{counted}{f' ({self.scope})' if self.scope else ''}"


@frozen(kw_only=True)
class Endpoint:
    """One method and path of a venue, with what its documentation says about calling it.

    ``write`` is true when a call may change something at the venue: such a call is sent at most once, unless
    ``dedup_key`` names the request parameter by which the venue recognises a repetition. ``budget`` names the
    bucket family that the rate limits draw on. ``query`` is true when the parameters travel in the query string.
    """

    name: str
    method: str
    path: str
    docs: str
    signed: bool
    write: bool
    query: bool
    permissions: tuple[str, ...] = ()
    rate_limits: tuple[RateLimit, ...] = ()
    dedup_key: str | None = None
    success_codes: frozenset[str] = frozenset()
