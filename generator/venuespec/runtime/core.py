"""What the request loop knows of its client."""

from collections.abc import Mapping
from logging import Logger
from random import Random

from attrs import define

from .clock import Clock, ClockOffset
from .errors import ConfigurationError
from .limits.costs import CallCosts
from .limits.limiter import RateLimiter
from .observe import Watch
from .retry import Retry, RetryQuota
from .sign import Signer
from .venue import Venue


@define(kw_only=True)
class Core:
    """A client's settings and what its calls share.

    ``owed`` is an error that came when a call was already on its way, such as a Redis that refuses the credentials:
    the next call raises it before it takes anything.
    """

    venue: Venue
    base_url: str
    headers: Mapping[str, str]
    signer: Signer | None
    limiter: RateLimiter
    costs: CallCosts
    retry: Retry
    quota: RetryQuota
    clock: Clock
    offset: ClockOffset
    random: Random
    logger: Logger
    watch: Watch
    timeout: float
    connect_timeout: float
    owed: ConfigurationError | None = None
