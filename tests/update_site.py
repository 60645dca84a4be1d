"""The tiny site of two days that the tests of ``venuespec update`` run on, and the venue's spec of the first day."""

import json
from pathlib import Path

from site_of_docs import Endpoint, changed, endpoints, site

FIRST, NEXT = "2026-06-27", "2026-06-28"
PLACE = Endpoint(
    name="place",
    section="trade",
    title="Place order",
    prose="Places one order. You can place an order only if you have sufficient funds.",
    request={
        "instId": "String | Yes | Instrument ID",
        "ordType": "String | Yes | Order type <br>`limit`: Limit order <br>`market`: Market order",
        "sz": "String | Yes | Size. Must be a multiple of 5.",
        "px": "String | Conditional | Price <br>Required when `ordType` is `limit`.",
        "elp": "Boolean | No | Whether the order can access the pool. The default is `false`",
        "tag": "String | No | Order tag, at most 16 characters",
    },
    example='{"instId":"BTC-USDT","ordType":"market","sz":"1"}',
)
RULES = """\
  rules:
  - id: limit_needs_price
    when: {ordType: limit}
    require: [px]
    because: A limit order is nothing without its limit.
  - id: pool_is_for_limits
    when: {elp: 'true'}
    restrict: {ordType: {in: [limit]}}
    because: The pool takes limit orders.
  - id: tag_is_short
    restrict: {tag: {max_length: 16}}
    because: A tag has 16 characters at most.
"""
CLIENTS = """\
other:
  version: '1.0'
  imports: other
  methods:
    HTTP.amend_chase: POST /api/v5/chasing/amend-chase
"""
NEXT_PLACE = {
    # A renamed parameter with an alias, a new value, a condition in other words, a word that no page has; the tag is gone.
    "instId": "String | Yes | Instrument ID",
    "ordType": "String | Yes | Order type <br>`limit`: Limit order <br>`market`: Market order <br>`fok`: Fill or kill",
    "sz": "String | Yes | Size. Must be a multiple of 5.",
    "px": "String | Conditional | Price <br>Required when `ordType` is `limit` or `fok`.",
    "mode": "String | Perhaps | Mode of the order. Only odd numbers.",
    "rpi": "Boolean | No | Whether the order can access the pool. `elp` remains accepted as an alias until October 31, 2026.",
}
CHASE = Endpoint(
    name="amend-chase",
    section="chasing",
    title="Amend chase order",
    prose="Amends a chase order.",
    request={
        "algoId": "String | Conditional | Algo ID. Either `algoId` or `algoClOrdId` is required.",
        "algoClOrdId": "String | Conditional | Client ID",
        "chaseLimit": "String | No | Chase limit, up to 32 characters",
    },
    example='{"algoId":"1"}',
)


def first_day() -> list[Endpoint]:
    return [*endpoints(8), PLACE]


def next_day() -> list[Endpoint]:
    return [*changed(first_day(), "place", request=NEXT_PLACE), CHASE]


def make(root: Path, settings: dict[str, object]) -> Path:
    """Save both days below ``root/pages``, and the venue's settings; return the spec folder."""
    spec = root / "spec" / "okx_v5"
    spec.mkdir(parents=True)
    kept = ("title", "docs", "pages", "groups", "environments", "auth", "envelope", "context")
    (spec / "venue.yaml").write_text(json.dumps({name: settings[name] for name in kept}))
    site(root / "pages", FIRST, first_day())
    site(root / "pages", NEXT, next_day())
    return spec
