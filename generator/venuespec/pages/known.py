"""Hold an endpoint's file as it is before an import."""

from collections.abc import Mapping
from pathlib import Path

from attrs import frozen


@frozen(kw_only=True)
class KnownEndpoint:
    """An endpoint's file as it is before an import; ``docs`` is its section of facts, ``sdk`` ours."""

    file: Path
    docs: Mapping[str, object]
    sdk: Mapping[str, object]

    @property
    def gone(self) -> bool:
        return self.docs.get("gone_since") is not None

    @property
    def section(self) -> str:
        """The section of the site that the endpoint is in, or else its group."""
        return str(self.docs.get("section") or self.file.parent.name)
