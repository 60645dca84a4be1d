"""Name the endpoints of a venue as other clients call them."""

import re
from collections.abc import Mapping

from ..spec.model import EndpointSpec, VenueSpec

_VERSION = re.compile("v[0-9]+")


def elsewhere_of(venue: VenueSpec) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return the names of a venue's endpoints in other clients: {method and path: {client: names}}.

    ccxt, whose implicit methods are called as their paths are, is named for venues that other clients are known for.
    """
    keys = {endpoint.key for endpoint in venue.endpoints}
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for client, facts in venue.clients.items():
        for name, key in facts.methods.items():
            if key in keys:
                names = found.setdefault(key, {})
                names[client] = (*names.get(client, ()), name)
    for endpoint in venue.endpoints if venue.clients else ():
        found.setdefault(endpoint.key, {})["ccxt"] = (_implicit(endpoint),)
    return found


def _implicit(endpoint: EndpointSpec) -> str:
    path = endpoint.path.strip("/").split("/")
    if path[0] == "api" and len(path) > 2 and _VERSION.fullmatch(path[1]):
        path = path[2:]
    words = [word.lower() for part in path for word in re.split("[^A-Za-z0-9]+", part) if word]
    return "_".join(["public" if endpoint.access == "public" else "private", endpoint.method.lower(), *words])
