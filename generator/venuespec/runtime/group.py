"""Groups of endpoints: a client's methods, written once for blocking and awaited use."""

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from types import MethodType
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar, overload

from .request import Request

if TYPE_CHECKING:
    from .async_client import AsyncioClient
    from .client import BlockingClient

P = ParamSpec("P")
T = TypeVar("T")


class Group:
    """Methods that send their requests with a blocking client."""

    def __init__(self, client: "BlockingClient[Any]") -> None:
        self._client = client

    def _data(self, request: Request[T]) -> T:
        return self._client.send(request).data

    def _records(self, request: Request[Any]) -> Iterator[Any]:
        return self._client.iterate(request)


class AsyncGroup:
    """The awaited methods of a group."""

    def __init__(self, client: "AsyncioClient[Any]") -> None:
        self._client = client

    async def _data(self, request: Request[T]) -> T:
        return (await self._client.send(request)).data

    def _records(self, request: Request[Any]) -> AsyncIterator[Any]:
        return self._client.iterate(request)


class Awaited(Generic[P, T]):
    """An awaited method of a group: ``set_leverage = Awaited(Account.set_leverage)``.

    The method builds its request and hands it to the group, and an ``AsyncGroup`` answers with a coroutine.
    """

    def __init__(self, method: Callable[Concatenate[Any, P], T]) -> None:
        self._method = method
        self.__doc__ = method.__doc__
        self.__wrapped__ = method

    @overload
    def __get__(self, group: None, owner: type) -> "Awaited[P, T]": ...
    @overload
    def __get__(self, group: AsyncGroup, owner: type) -> Callable[P, Coroutine[Any, Any, T]]: ...
    def __get__(self, group: AsyncGroup | None, owner: type) -> Any:
        return self if group is None else MethodType(self._method, group)


class Iterated(Generic[P, T]):
    """An iterating method of a group, for ``async for``."""

    def __init__(self, method: Callable[Concatenate[Any, P], Iterator[T]]) -> None:
        self._method = method
        self.__doc__ = method.__doc__
        self.__wrapped__ = method

    @overload
    def __get__(self, group: None, owner: type) -> "Iterated[P, T]": ...
    @overload
    def __get__(self, group: AsyncGroup, owner: type) -> Callable[P, AsyncIterator[T]]: ...
    def __get__(self, group: AsyncGroup | None, owner: type) -> Any:
        return self if group is None else MethodType(self._method, group)
