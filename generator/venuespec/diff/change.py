"""A change between two states of a venue, as every report shows it."""

import hashlib
from collections.abc import Mapping
from typing import Any, Literal, get_args

from attrs import asdict, frozen

ChangeLevel = Literal["ERR", "WARN", "INFO", "NONE"]
"""ERR breaks some users, WARN may break some, INFO is news, NONE is wording."""

Evidence = Literal["changed", "newly_documented", "no_longer_documented"]
"""Whether both states speak of the fact, only the newer one, or only the older one."""

Bump = Literal["major", "minor", "patch", "none"]
"""The version bump that a change asks of the generated SDK."""

LEVELS: tuple[ChangeLevel, ...] = ("ERR", "WARN", "INFO", "NONE")

ChangeKind = Literal[
    "endpoint_added",
    "endpoint_removed",
    "endpoint_gone",
    "endpoint_back",
    "page_older",
    "not_understood",
    "left_at_once",
    "path_changed",
    "method_changed",
    "sdk_name_changed",
    "sdk_name_deprecated",
    "sdk_name_removed",
    "sdk_type_changed",
    "base_url_changed",
    "base_url_added",
    "base_url_removed",
    "request_param_added",
    "request_param_removed",
    "request_param_renamed",
    "request_param_moved",
    "response_field_added",
    "response_field_removed",
    "response_field_renamed",
    "response_field_moved",
    "deprecated",
    "undeprecated",
    "sunset_set",
    "sunset_changed",
    "removed_as_announced",
    "removed_early",
    "type_changed",
    "type_label_changed",
    "requiredness_changed",
    "enum_added",
    "enum_removed",
    "enum_relocated",
    "variant_added",
    "variant_removed",
    "variants_changed",
    "default_changed",
    "constraint_tightened",
    "constraint_loosened",
    "applicability_narrowed",
    "applicability_widened",
    "applicability_changed",
    "meaning_changed",
    "behaviour_changed",
    "conditional_rule_added",
    "conditional_rule_removed",
    "conditional_rule_changed",
    "rate_limit_tightened",
    "rate_limit_loosened",
    "rate_limit_scope_changed",
    "permission_changed",
    "body_shape_changed",
    "response_shape_changed",
    "error_code_added",
    "error_code_removed",
    "example_changed",
    "title_changed",
    "note_changed",
]
"""The stable names of the kinds of changes: policies and programs match on them."""

KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
FORMER_KINDS: Mapping[str, ChangeKind] = {
    "endpoint_deprecated": "deprecated",
    "field_deprecated": "deprecated",
    "value_deprecated": "deprecated",
    "endpoint_undeprecated": "undeprecated",
    "field_undeprecated": "undeprecated",
    "value_undeprecated": "undeprecated",
}
"""Names that kinds had before, which policies may still use."""


@frozen(kw_only=True)
class Change:
    """One difference between two states of a venue.

    ``endpoint`` is method and path, ``*`` for the venue itself; ``pointer`` is the place inside the endpoint, such as
    ``request.posSide.values``; ``old`` and ``new`` are JSON. ``wire_breaking``: breaks clients that keep sending the
    same bytes; ``sdk_breaking``: breaks code that upgrades the generated SDK; ``variants`` are the titles of the
    request tables that it is about, where an endpoint has several and it is not about all of them; ``signs`` are
    digests of the sentences before and after, which are the same with the texts at hand and without them.
    """

    kind: ChangeKind
    endpoint: str
    pointer: str
    old: Any
    new: Any
    level: ChangeLevel
    evidence: Evidence
    wire_breaking: bool
    sdk_breaking: bool
    bump: Bump
    message: str
    variants: tuple[str, ...] = ()
    signs: tuple[str, str] = ("", "")

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits, the same in every format, from pages and from specs."""
        sides = self.signs if any(self.signs) else (repr(self.old), repr(self.new))
        text = "\x1f".join((self.kind, self.endpoint, self.pointer, *sides, *self.variants))
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def to_json(self) -> dict[str, Any]:
        """Return the change as JSON, with its fingerprint."""
        return {**asdict(self, filter=lambda part, _: part.name != "signs"), "fingerprint": self.fingerprint}
