"""Read which endpoints stand behind each unified method of ccxt, from its source, without calling one."""

import inspect
import re
from typing import Any
from urllib.parse import urlsplit

UNIFIED = {
    "okx_v5": ("okx", "/api/v5/"),
    "bybit_v5": ("bybit", "/v5/"),
    "binance_usdm": ("binanceusdm", "/fapi/"),
}
"""ccxt's exchange of each venue, and how the paths of its API begin: one exchange may have several APIs."""
_CALL = re.compile(r"\bself\.([A-Za-z0-9]+)\(")


def unified_methods(name: str, prefix: str) -> dict[str, list[str]]:
    """{unified method: endpoints}, in the order in which its source names them."""
    import ccxt

    exchange = getattr(ccxt, name)({"apiKey": "k", "secret": "s", "password": "p", "uid": "u"})
    known = entries(exchange)
    found: dict[str, list[str]] = {}
    for method, function in inspect.getmembers(type(exchange), inspect.isfunction):
        if method.startswith("_") or method != method.lower() or method in known:
            continue
        called = dict.fromkeys(each for each in _CALL.findall(inspect.getsource(function)) if each in known)
        keys = dict.fromkeys(endpoint_of(exchange, known[each]) for each in called)
        if ours := [key for key in keys if key.partition(" ")[2].startswith(prefix)]:
            found[method] = ours
    return found


def entries(exchange: Any) -> dict[str, Any]:
    """{name: Entry} of every implicit method."""
    from ccxt.base.types import Entry

    found: dict[str, Any] = {}
    for cls in type(exchange).__mro__:
        found |= {name: entry for name, entry in vars(cls).items() if isinstance(entry, Entry)}
    return found


def endpoint_of(exchange: Any, entry: Any) -> str:
    try:
        url = exchange.sign(entry.path, entry.api, entry.method, {})["url"]
    except Exception:  # a part of an exchange that this client does not sign for
        url = ""
    return f"{entry.method} {urlsplit(url).path}"
