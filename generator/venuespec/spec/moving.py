"""Tables for people who move from another client: each of its methods, and the SDK's methods for it, as Markdown."""

from collections.abc import Iterator
from pathlib import Path

from .clients import OtherClient
from .model import VenueSpec

_PRINTED = "Printed by `venuespec reference` from `clients.yaml` and the spec; not for editing."


def moving_path(venue: str) -> Path:
    """Return where the tables of a venue are, below the root of the repository."""
    return Path("docs/reference") / f"moving-{venue}.md"


def moving_page(venue: VenueSpec) -> str:
    """Print what the methods of other clients of a venue are called in the SDK; nothing where none is known."""
    if not venue.clients:
        return ""
    lines = [f"# {venue.title}: methods of other clients and of the SDK", "", _PRINTED, ""]
    for name, client in sorted(venue.clients.items()):
        lines += [f"## {name}", "", *_says(name, client), "", f"| {name} | SDK | endpoint |", "|---|---|---|"]
        ids = {endpoint.key: endpoint.id for endpoint in venue.endpoints if endpoint.gone_since is None}
        for method, keys in _methods(client):
            known = [key for key in keys if key in ids]
            ours = "<br>".join(f"`{ids[key]}`" for key in known) or "none: the endpoint is not in the documentation"
            lines.append(f"| `{method}` | {ours} | {'<br>'.join(f'`{key}`' for key in known or keys)} |")
        lines.append("")
    return "\n".join(lines)


def _says(name: str, client: OtherClient) -> Iterator[str]:
    yield f"{name} {client.version}."
    if client.unified:
        yield "A method may call several endpoints, by what it is asked for; those that the SDK has are listed."


def _methods(client: OtherClient) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each method of a client with its endpoints, without the class that all methods have."""
    classes = {name.rpartition(".")[0] for name in client.methods}
    for name, key in client.methods.items():
        yield (name.rpartition(".")[2] if len(classes) == 1 else name), (key,)
    yield from client.unified.items()
