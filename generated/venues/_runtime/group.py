"""Groups of endpoints: a client's methods, written once for blocking and awaited use."""

import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from functools import cached_property, wraps
from importlib import import_module
from inspect import signature
from types import FunctionType
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, overload

from .endpoint import Endpoint
from .keywords import hinting
from .paging import OnProgress
from .request import PagedRequest, Request

# Type checkers treat any variable of this name as true. Editors that only follow the code (jedi) do not, and find the
# functions below with the signatures and docstrings that they wrap.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from .async_client import AsyncioClient
    from .client import BlockingClient


class cached_group(cached_property[Any]):  # noqa: N801  # a decorator, called as that of functools
    """A group of a client, made on first use; asked of the client's class, it is the class of the group.

    So a mock with the client's specification (``create_autospec``) has the methods of groups.
    """

    def __get__(self, client: Any, owner: type[Any] | None = None) -> Any:
        if client is not None:
            return super().__get__(client, owner)
        group = import_module(f".{self.attrname}", self.func.__module__.rpartition(".")[0])
        return getattr(group, self.func.__annotations__["return"])


P = ParamSpec("P")
T = TypeVar("T")
_UNKNOWN = object()
"""Stands for the plan of a method that has been called once."""


def _plan(group: Any, key: Any, method: Any) -> Any:
    """Return the client's plan for the calls of a method; None if a call needs its request, as the first one does."""
    plans = group._plans
    try:
        plan = plans[key]
    except KeyError:
        plans[key] = _UNKNOWN
        return None
    if plan is _UNKNOWN:
        plan = plans[key] = _found_plan(group, method)
    return plan


def _found_plan(group: Any, method: Any) -> Any:
    """Return the plan for the request in the module with the method's name, which the first call has loaded."""
    from .base_client import BaseClient
    from .usual import plan_of

    module = sys.modules.get(f"{method.__module__}.{method.__name__}")
    endpoint = getattr(module, "ENDPOINT", None)
    usual = type(group)._data in (Group._data, AsyncGroup._data) and isinstance(group._client, BaseClient)
    if not isinstance(endpoint, Endpoint) or not usual:
        return None
    for each in vars(module).values():
        if isinstance(each, type) and issubclass(each, Request) and vars(each).get("endpoint") is endpoint:
            return plan_of(group._client, each)
    return None


def _straight(method: Callable[..., Any]) -> Callable[..., Any]:
    """Return a group's method; its usual calls go from the caller's values to the bytes without a request between."""

    @wraps(method)
    def call(self: Any, /, **named: Any) -> Any:
        plan = _plan(self, call, method)
        made = None if plan is None else self._client.given(plan, named)
        # In one line, after which nothing can be raised that would hide what became of a write.
        return method(self, **named) if made is None else self._client.made(made)

    return call


class Group:
    """Methods that send their requests with a blocking client."""

    __test__ = False  # pytest takes a class whose name begins with Test for tests

    def __init__(self, client: "BlockingClient[Any, Any, Any]") -> None:
        self._client = client
        self._plans: dict[Any, Any] = {}

    def __init_subclass__(cls) -> None:
        for name, method in list(vars(cls).items()):
            if isinstance(method, FunctionType):
                setattr(cls, name, _straight(hinting(method)))

    def _data(self, request: Request[T], timeout: float | None) -> T:
        return self._client.send(request, timeout=timeout).data

    def _records(
        self, request: PagedRequest[Any, T], progress: OnProgress | None, timeout: float | None
    ) -> Iterator[T]:
        return self._client.iterate(request, progress=progress, timeout=timeout)


class AsyncGroup:
    """The awaited methods of a group."""

    __test__ = False

    def __init__(self, client: "AsyncioClient[Any, Any, Any]") -> None:
        self._client = client
        self._plans: dict[Any, Any] = {}

    def __init_subclass__(cls) -> None:
        for name, method in vars(cls).items():
            if isinstance(method, FunctionType):
                method.__qualname__ = f"{cls.__qualname__}.{name}"
                method.__module__ = cls.__module__

    async def _data(self, request: Request[T], timeout: float | None) -> T:
        return (await self._client.send(request, timeout=timeout)).data

    def _records(
        self, request: PagedRequest[Any, T], progress: OnProgress | None, timeout: float | None
    ) -> AsyncIterator[T]:
        return self._client.iterate(request, progress=progress, timeout=timeout)


if TYPE_CHECKING:

    class Awaited(Generic[P, T]):
        """The type of an awaited method, for type checkers."""

        @overload
        def __get__(self, group: None, owner: type) -> Callable[Concatenate[Any, P], Coroutine[Any, Any, T]]: ...
        @overload
        def __get__(self, group: AsyncGroup, owner: type) -> Callable[P, Coroutine[Any, Any, T]]: ...
        def __get__(self, group: AsyncGroup | None, owner: type) -> Any: ...

    class Iterated(Generic[P, T]):
        """The type of a method for ``async for``, for type checkers."""

        @overload
        def __get__(self, group: None, owner: type) -> Callable[Concatenate[Any, P], AsyncIterator[T]]: ...
        @overload
        def __get__(self, group: AsyncGroup, owner: type) -> Callable[P, AsyncIterator[T]]: ...
        def __get__(self, group: AsyncGroup | None, owner: type) -> Any: ...

    def awaited(method: Callable[Concatenate[Any, P], T]) -> Awaited[P, T]: ...
    def iterated(method: Callable[Concatenate[Any, P], Iterator[T]]) -> Iterated[P, T]: ...

else:
    # Without annotations, because an editor would show them as the signature.
    def awaited(method):
        """Turn a group's method into a coroutine function: ``set_leverage = awaited(Account.set_leverage)``.

        The method builds its request and hands it to the group, and an ``AsyncGroup`` answers with a coroutine.
        """

        usual = getattr(method, "__wrapped__", method)

        @wraps(method)
        async def call(self, **arguments):
            plan = _plan(self, method, usual)
            made = None if plan is None else self._client.given(plan, arguments)
            return await (usual(self, **arguments) if made is None else self._client.made(made))

        return call

    def iterated(method):
        """Turn a group's iterating method into a method for ``async for``."""

        @wraps(method)
        def call(self, **arguments):
            return method(self, **arguments)

        blocking = signature(method)
        call.__signature__ = blocking.replace(return_annotation=f"Async{blocking.return_annotation}")
        return call
