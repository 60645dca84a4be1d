"""Write the calls that the page of an endpoint shows: in Python, with asyncio, and with curl."""

import io
import json
import shlex
import tokenize
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from attrs import frozen

from ..checks.examples import can_be_sent
from ..naming import snake
from ..runtime.json_types import is_array, is_object
from ..sdk.planned import Module
from ..sdk.test_files import arguments_of
from ..spec.model import EndpointSpec, VenueSpec

_WIDTH = 76
_OPEN = "..."


@frozen(kw_only=True)
class Calls:
    """One call, written in three ways."""

    python: str
    asyncio: str
    curl: str


def client_of(venue: VenueSpec) -> str:
    """Return the variable that holds a venue's client, which is also the prefix of its environment variables."""
    return venue.name.partition("_")[0]


def calls_of(module: Module, venue: VenueSpec) -> Calls:
    """Return the first documented request as a call, or a call with the required parameters left open."""
    endpoint = module.endpoint
    wire = next((each.request for each in endpoint.examples if can_be_sent(endpoint, each.request)), None)
    if wire is not None:
        arguments = [double_quoted(str(text)) for text in arguments_of(module.request, wire, module)]
    else:
        arguments = list(_required(module))
    return Calls(
        python=_python(module, venue, arguments, is_async=False),
        asyncio=_python(module, venue, arguments, is_async=True),
        curl=_curl(endpoint, venue, _open(module) if wire is None else wire),
    )


def double_quoted(source: str) -> str:
    """Write the strings of an expression in double quotes, where that needs no escapes."""
    parts: list[str] = []
    end = (1, 0)
    lines = source.splitlines(keepends=True)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in (tokenize.NEWLINE, tokenize.NL, tokenize.ENDMARKER):
            continue
        row, column = token.start
        parts.append(lines[row - 1][end[1] if end[0] == row else 0 : column])
        text = token.string
        plain = token.type == tokenize.STRING and text[0] == "'" and not {'"', "\\"} & {*text}
        parts.append(f'"{text[1:-1]}"' if plain else text)
        end = token.end
    return "".join(parts)


def _required(module: Module) -> Iterator[str]:
    if module.endpoint.batch:
        item = module.items[-1]
        needed = ", ".join(f"{attribute.name}={_OPEN}" for attribute in item.attributes if attribute.required)
        yield f"items=[{item.name}({needed})]"
        return
    for attribute in module.request.attributes:
        if attribute.required:
            yield f"{attribute.name}={_OPEN}"


def _open(module: Module) -> Any:
    """Return a request whose required parameters are left open, in wire names."""
    cls = module.items[-1] if module.endpoint.batch else module.request
    needed = {attribute.field.name: _OPEN for attribute in cls.attributes if attribute.required}
    return [needed] if module.endpoint.batch else needed


def _python(module: Module, venue: VenueSpec, arguments: list[str], *, is_async: bool) -> str:
    endpoint, client = module.endpoint, client_of(venue)
    cls = "AsyncClient" if is_async else "Client"
    made = f"{cls}()" if endpoint.access == "public" else f"{cls}.from_env()"
    word, wait = ("async ", "await ") if is_async else ("", "")
    lines = ["import asyncio", ""] if is_async else []
    lines.append(f"from venues.{venue.name} import {cls}")
    imported = sorted({str(item.name) for item in module.items if any(f"{item.name}(" in text for text in arguments)})
    if imported:
        lines.append(f"from venues.{venue.name}.{endpoint.group}.{endpoint.name} import {', '.join(imported)}")
    call = f"{wait}{client}.{endpoint.group}.{endpoint.name}"
    target = "" if str(module.result) == "None" else f"{_result(module)} = "
    inner = [f"{word}with {made} as {client}:", *_indented(_spread(f"{target}{call}", arguments))]
    if module.iterate is not None:
        record = snake(str(module.record or "row")).rstrip("_")
        walk = _spread(f"{word}for {record} in {client}.{endpoint.group}.{module.iterate}", arguments)
        inner += _indented([*walk[:-1], f"{walk[-1]}:", f"    print({record})"])
    if is_async:
        return "\n".join(
            [*lines, "", "", "async def main() -> None:", *_indented(inner), "", "", "asyncio.run(main())"]
        )
    return "\n".join([*lines, "", *inner])


def _result(module: Module) -> str:
    return "rows" if str(module.result).startswith("list[") else "answer"


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _spread(call: str, arguments: list[str]) -> list[str]:
    line = f"{call}({', '.join(arguments)})"
    if len(line) <= _WIDTH:
        return [line]
    return [f"{call}(", *(f"    {argument}," for argument in arguments), ")"]


def _curl(endpoint: EndpointSpec, venue: VenueSpec, wire: Any) -> str:
    place = next(iter(venue.environments.values()))
    host = next(iter(place.hosts.values()))
    path = endpoint.path
    values: Mapping[str, Any] = wire if is_object(wire) else {}
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe="-_.~"))
    rest = {name: value for name, value in values.items() if f"{{{name}}}" not in endpoint.path}
    query = "&".join(f"{quote(name)}={quote(_text(value), safe='-_.~,')}" for name, value in rest.items())
    target = f"{host}{path}?{query}" if endpoint.in_query and query else f"{host}{path}"
    parts = [f"curl {shlex.quote(target)}"]
    if endpoint.method != "GET":
        parts.append(f"-X {endpoint.method}")
    if endpoint.access != "public":
        names = {header: f"{client_of(venue)}_{part}".upper() for header, part in venue.auth.headers.items()}
        parts += [f'-H "{header}: ${variable}"' for header, variable in names.items()]
    if not endpoint.in_query:
        body = json.dumps(wire if is_array(wire) else rest, ensure_ascii=False)
        parts += ["-H 'Content-Type: application/json'", f"-d {shlex.quote(body)}"]
    return " \\\n  ".join(parts)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
