"""The settings and shared state of a client, as the request loop sees them."""

from collections.abc import Mapping
from random import Random

from .clock import Clock, ClockOffset
from .errors import ConfigurationError
from .limits.costs import CallCosts
from .limits.limiter import RateLimiter
from .observe import Watch
from .records import define
from .retry import Retry, RetryQuota
from .sign import Signer
from .venue import Venue


@define(kw_only=True)
class Core:
    """A client's settings, and the state that its calls share.

    ``strict`` makes a value that cannot be read an error of the call, where it is otherwise left out of its row.
    ``owed`` is an error that arrived after its call had left, such as a Redis that refuses the credentials: the next
    call raises it before it takes any rate-limit units.
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
    watch: Watch
    timeout: float
    connect_timeout: float
    strict: bool = False
    owed: ConfigurationError | None = None

    def __init__(
        self,
        *,
        venue: Venue,
        base_url: str,
        headers: Mapping[str, str],
        signer: Signer | None,
        limiter: RateLimiter,
        costs: CallCosts,
        retry: Retry,
        quota: RetryQuota,
        clock: Clock,
        offset: ClockOffset,
        random: Random,
        watch: Watch,
        timeout: float,
        connect_timeout: float,
        strict: bool = False,
        owed: ConfigurationError | None = None,
    ) -> None:
        self.venue = venue
        self.base_url = base_url
        self.headers = headers
        self.signer = signer
        self.limiter = limiter
        self.costs = costs
        self.retry = retry
        self.quota = quota
        self.clock = clock
        self.offset = offset
        self.random = random
        self.watch = watch
        self.timeout = timeout
        self.connect_timeout = connect_timeout
        self.strict = strict
        self.owed = owed
