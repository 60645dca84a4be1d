"""The spelling of a key of a spec file, where its class does not define it."""

from collections.abc import Mapping
from typing import Any, NewType

from attrs import frozen

Dotted = NewType("Dotted", str)
"""The way to a field inside others, as ``details.ordId``; read as a tuple of names."""

Both = NewType("Both", str)
"""The name of a parameter and of a field of the answer; read as a pair."""

Caseless = NewType("Caseless", str)
"""Words that are looked for whatever their case; read as lower case."""

Labelled = NewType("Labelled", Mapping[str, str])
"""Values with a label of the page each; written as a list where it gives none."""

OneOrMore = NewType("OneOrMore", tuple[str, ...])
"""Names as a list, or one name by itself."""


@frozen
class About:
    """A key beside its class: a sentence, an example in YAML, and its ``name`` and type where they differ."""

    says: str
    example: str
    name: str | None = None
    kind: Any = None
