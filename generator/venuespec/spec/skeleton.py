"""The skeleton of a new endpoint's file: every key that it needs, with comments, at the path proposed for it."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from attrs import frozen

from ..naming import snake
from ..runtime.json_types import is_array, is_object
from ..runtime.venue import Envelope
from .file_schema import schema_line
from .model import VenueSpec
from .problem import Problem
from .yaml import Document, problem_at, scalar

_FILL_IN = "FILL IN: "
# Steps of a path that every endpoint of a venue can share, so that they say nothing of a group.
_GENERAL = re.compile(r"api|v[0-9]+")
_VERBS = {"GET": "get_", "PUT": "", "POST": "", "DELETE": "delete_"}


@frozen
class Proposal:
    """The place of a new endpoint in the SDK."""

    group: str
    name: str


def proposal(venue: VenueSpec, method: str, path: str) -> Proposal:
    """Propose a group, from the endpoints with the most similar paths, and a name from the end of the path."""
    steps = [snake(step) for step in path.split("/") if step and not step.startswith("{")]
    name = steps[-1] if steps else "endpoint"
    verb = _VERBS[method]
    shared = [(_shared_steps(endpoint.path, path), endpoint.group) for endpoint in venue.endpoints]
    most = max((count for count, _ in shared), default=0)
    near = Counter(group for count, group in shared if count == most)
    own = [step for step in steps[:-1] if not _GENERAL.fullmatch(step)]
    named = [step for step in own if step in near]
    group = named[-1] if named else near.most_common(1)[0][0] if most else own[-1] if own else "api"
    return Proposal(group, name if name.startswith(verb) else f"{verb}{name}")


def _shared_steps(left: str, right: str) -> int:
    """Count the steps that two paths share at their beginning, without the last step and without "api" and versions."""
    first, second = (
        [step for step in path.split("/")[:-1] if step and not _GENERAL.fullmatch(step)] for path in (left, right)
    )
    return sum(1 for _ in takewhile(lambda steps: steps[0] == steps[1], zip(first, second, strict=False)))


def skeleton(method: str, path: str, levels: int, envelope: Envelope) -> str:
    """Return the text of the file, ``levels`` folders below ``spec``, with placeholders to fill in."""
    wrapper = ", ".join(filter(None, (envelope.code, envelope.message, envelope.data)))
    within = envelope.data or "the answer"

    def fill(hint: str) -> str:
        return scalar(f"{_FILL_IN}{hint}")

    row = f"name: {fill('the wire name')}, type: String"
    return f"""{schema_line(levels, "endpoint.json")}docs:
  source: {fill("the link to the page, with its anchor")}
  title: {fill("the title of the page")}
  method: {method}
  path: {scalar(path)}
  auth: signed                  # signed, public, or optional (signed if there is a key)
  permissions: [{fill("the permissions that a key needs; without any delete this line")}]
  # rate_limits:                # count requests or orders; key: user_id, ip, or a parameter
  # - {{limit: 20, per: 2s, counts: request, key: [user_id]}}
  request:                      # a line for each row of the page's table; required: true, false or conditional
  - {{{row}, required: true, label: {fill("the label, a few words")}}}
  # - {{name: side, type: String, required: true, label: Direction, values: [buy, sell]}}
  # data: object                # if {within} is one object; without this line it is a list of objects
  response:                     # the rows inside {within}
  - {{{row}, label: {fill("the label, a few words")}}}
  examples:                     # the page's own, as JSON text; quote what the table calls String
  - request: {fill("the JSON of a request")}
  - response: {fill(f"the JSON of a whole answer{wrapper and f', with {wrapper}'}")}

sdk:
  summary: {fill("what a call does, one sentence in your own words")}
  # row: PriceAlert             # the class name of one row of the answer
  # rules:                      # combinations that the page says are refused; see docs/reference/rules.md
  # - id: price_for_limit
  #   when: {{ordType: limit}}
  #   require: [px]
  #   because: A limit order has a price.
"""


def unfilled(document: Document) -> Iterator[Problem]:
    """Yield the placeholders that are still to be filled in, each at its line."""
    if _FILL_IN not in str(document.data):  # as in every finished file, whose texts need no path each
        return
    for path, text in _texts(document.data, ()):
        if text.startswith(_FILL_IN):
            yield problem_at(document, path, "fill-in", f"fill this in: {text.removeprefix(_FILL_IN)}")


def _texts(data: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(data, str):
        yield path, data
    elif is_object(data):
        for name, value in data.items():
            yield from _texts(value, (*path, name))
    elif is_array(data):
        for index, value in enumerate(data):
            yield from _texts(value, (*path, index))


def is_path(text: str) -> bool:
    """Tell whether a text can be the path of an endpoint."""
    return re.fullmatch(r"/[A-Za-z0-9/_.{}-]+", text) is not None


_EMPTY = "# {} stands for an empty file: the first entry takes its place.\n{}\n"


def placeholder_host(name: str) -> str:
    """Return the address that stands for the host of a new venue, until a person replaces it."""
    return f"https://api.{name.replace('_', '-')}.example"


def venue_skeleton(name: str, pages: str) -> dict[str, str]:
    """Return the files of a new venue: settings whose comments say what to look for, and an empty vocabulary."""
    title = name.replace("_", " ").title()
    host = placeholder_host(name)
    return {
        "venue.yaml": f"""# yaml-language-server: $schema=../schema/venue.json
# Every key is explained in docs/reference/spec-files.md; what is an example here is to be replaced.
title: {title}
docs: {host}/docs/
pages: {pages}

environments:
  production:
    hosts: {{global: '{host}'}}

# json, query or form: how the parameters of a call travel that is no GET. lists: json or joined, in a query.
transport: json
lists: joined

auth:
  credentials: [api_key, secret_key]
  algorithm: hmac_sha256
  encoding: hex
  signs: [timestamp, method, target, body]
  timestamp: milliseconds
  tolerance: 5s
  headers: {{X-KEY: api_key, X-SIGN: signature, X-TIME: timestamp}}

# Without data the payload is the whole answer; without code the HTTP status tells success.
envelope: {{code: code, message: msg, data: data, success: ['0']}}
""",
        "fields.yaml": "# yaml-language-server: $schema=../schema/fields.json\n" + _EMPTY,
        "errors.yaml": "# yaml-language-server: $schema=../schema/errors.json\n" + _EMPTY,
    }
