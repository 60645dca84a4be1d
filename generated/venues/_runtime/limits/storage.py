"""A Redis that keeps the limits of several processes: the windows in it, the connections to it, the upkeep of both."""

from collections.abc import Callable, Sequence

from .charges import Charge
from .commands import Asking, Commands
from .contact import Contact
from .keeper import Keeper
from .redis import Connections
from .shared import SharedWindows


class Storage:
    """A limiter's Redis: connections that open on demand, and upkeep that begins with the first take.

    Args:
        url: ``redis://``, ``rediss://`` or ``unix://``.
        namespace: The prefix of every key.
        share: Returns the part of every limit that this process has while the Redis is away.
        refuse: Whether calls fail while the Redis is away.
        slack: Seconds added to every window.
        timeout: Maximum seconds of one round trip.
    """

    def __init__(
        self, url: str, namespace: str, share: Callable[[], float], *, refuse: bool, slack: float, timeout: float
    ) -> None:
        self.connections = Connections(url)
        part = share()
        contact = Contact(self.connections.place, refuse=refuse, timeout=timeout)
        commands = Commands(namespace, self.connections.password, part, slack, timeout)
        self.windows = SharedWindows(contact, commands, share=part, refuse=refuse)
        self.keeper = Keeper(self.windows, self.connections)

    def take(self, charges: Sequence[Charge], ticket: int, longest: float, within: float) -> float:
        """Take all the charges and return 0, or return the seconds after which to ask again."""
        self.keeper.start()
        return self.connections.run(self.windows.take(charges, ticket, longest, within))

    async def take_async(self, charges: Sequence[Charge], ticket: int, longest: float, within: float) -> float:
        """Do the same as ``take``, for asyncio."""
        self.keeper.start()
        return await self.connections.run_async(self.windows.take(charges, ticket, longest, within))

    def tell(self, update: Asking[None]) -> None:
        """Make an update after a call; an error is logged and never replaces the call's result."""
        self.connections.tell(update)

    async def tell_async(self, update: Asking[None]) -> None:
        """Do the same as ``tell``, for asyncio."""
        await self.connections.tell_async(update)

    def usage(self) -> dict[tuple[str, ...], int]:
        """Return the units in use of each bucket that this process used."""
        return self.connections.run(self.windows.usage())

    async def usage_async(self) -> dict[tuple[str, ...], int]:
        """Do the same as ``usage``, for asyncio."""
        return await self.connections.run_async(self.windows.usage())

    def forked(self) -> None:
        """Begin again in a forked child, which has neither the connections nor the thread."""
        self.connections.forked()
        self.windows.forked()
        self.keeper.forked()

    def leave(self) -> None:
        """Sign off, which frees the process's share for the others, and close the connections."""
        self.keeper.stop()
        self.connections.run(self.windows.leave())
        self.connections.shut()

    async def leave_async(self) -> None:
        """Do the same as ``leave``, for asyncio."""
        self.keeper.stop(0.0)
        await self.connections.run_async(self.windows.leave())
        await self.connections.shut_async()
        self.connections.shut()
