"""A change, and the kinds of changes there are."""

import hashlib
from typing import Any, Literal

from attrs import asdict, frozen

Level = Literal["ERR", "WARN", "INFO", "NONE"]
Evidence = Literal["changed", "newly_documented", "no_longer_documented"]
Bump = Literal["major", "minor", "patch", "none"]

LEVELS: tuple[Level, ...] = ("ERR", "WARN", "INFO", "NONE")


@frozen
class Kind:
    """How a kind of change is judged where nothing says otherwise.

    ``wire``: does it break who goes on sending the same bytes; ``sdk``: who upgrades the generated SDK. ``mirror``
    is the kind of the change that undoes it; a kind that undoes itself names itself.
    """

    level: Level
    wire: bool
    sdk: bool
    bump: Bump
    mirror: str


KINDS: dict[str, Kind] = {
    "endpoint_added": Kind("INFO", False, False, "minor", "endpoint_removed"),
    "endpoint_removed": Kind("ERR", True, True, "major", "endpoint_added"),
    "endpoint_gone": Kind("WARN", False, False, "minor", "endpoint_back"),
    "endpoint_back": Kind("INFO", False, False, "minor", "endpoint_gone"),
    "page_older": Kind("INFO", False, False, "none", "page_older"),
    "endpoint_deprecated": Kind("INFO", False, False, "minor", "endpoint_undeprecated"),
    "endpoint_undeprecated": Kind("INFO", False, False, "patch", "endpoint_deprecated"),
    "path_changed": Kind("ERR", True, False, "major", "path_changed"),
    "method_changed": Kind("ERR", True, False, "major", "method_changed"),
    "sdk_name_changed": Kind("WARN", False, True, "major", "sdk_name_changed"),
    "base_url_changed": Kind("ERR", True, True, "major", "base_url_changed"),
    "base_url_added": Kind("INFO", False, False, "minor", "base_url_removed"),
    "base_url_removed": Kind("ERR", True, True, "major", "base_url_added"),
    "request_param_added": Kind("INFO", False, False, "minor", "request_param_removed"),
    "request_param_removed": Kind("WARN", False, True, "major", "request_param_added"),
    "request_param_renamed": Kind("ERR", True, True, "major", "request_param_renamed"),
    "request_param_moved": Kind("ERR", True, True, "major", "request_param_moved"),
    "response_field_added": Kind("INFO", False, False, "minor", "response_field_removed"),
    "response_field_removed": Kind("ERR", True, True, "major", "response_field_added"),
    "response_field_renamed": Kind("ERR", True, True, "major", "response_field_renamed"),
    "response_field_moved": Kind("WARN", True, True, "major", "response_field_moved"),
    "field_deprecated": Kind("INFO", False, False, "minor", "field_undeprecated"),
    "field_undeprecated": Kind("INFO", False, False, "patch", "field_deprecated"),
    "type_changed": Kind("ERR", True, True, "major", "type_changed"),
    "type_label_changed": Kind("WARN", False, False, "patch", "type_label_changed"),
    "requiredness_changed": Kind("INFO", False, False, "minor", "requiredness_changed"),
    "enum_added": Kind("INFO", False, False, "minor", "enum_removed"),
    "enum_removed": Kind("ERR", True, True, "major", "enum_added"),
    "enum_relocated": Kind("WARN", False, False, "minor", "enum_relocated"),
    "variant_added": Kind("INFO", False, False, "minor", "variant_removed"),
    "variant_removed": Kind("WARN", True, True, "major", "variant_added"),
    "variants_changed": Kind("INFO", False, False, "minor", "variants_changed"),
    "default_changed": Kind("WARN", True, True, "major", "default_changed"),
    "constraint_tightened": Kind("ERR", True, False, "major", "constraint_loosened"),
    "constraint_loosened": Kind("INFO", False, False, "minor", "constraint_tightened"),
    "applicability_narrowed": Kind("ERR", True, False, "major", "applicability_widened"),
    "applicability_widened": Kind("INFO", False, False, "minor", "applicability_narrowed"),
    "meaning_changed": Kind("WARN", True, False, "minor", "meaning_changed"),
    "value_deprecated": Kind("INFO", False, False, "minor", "value_undeprecated"),
    "value_undeprecated": Kind("INFO", False, False, "patch", "value_deprecated"),
    "conditional_rule_added": Kind("WARN", False, True, "minor", "conditional_rule_removed"),
    "conditional_rule_removed": Kind("INFO", False, False, "patch", "conditional_rule_added"),
    "conditional_rule_changed": Kind("WARN", False, True, "minor", "conditional_rule_changed"),
    "rate_limit_tightened": Kind("WARN", False, False, "minor", "rate_limit_loosened"),
    "rate_limit_loosened": Kind("INFO", False, False, "patch", "rate_limit_tightened"),
    "rate_limit_scope_changed": Kind("WARN", False, False, "minor", "rate_limit_scope_changed"),
    "permission_changed": Kind("ERR", True, True, "major", "permission_changed"),
    "body_shape_changed": Kind("ERR", True, True, "major", "body_shape_changed"),
    "response_shape_changed": Kind("ERR", True, True, "major", "response_shape_changed"),
    "error_code_added": Kind("INFO", False, False, "minor", "error_code_removed"),
    "error_code_removed": Kind("WARN", True, True, "minor", "error_code_added"),
    "example_changed": Kind("NONE", False, False, "none", "example_changed"),
    "title_changed": Kind("NONE", False, False, "none", "title_changed"),
    "note_changed": Kind("NONE", False, False, "none", "note_changed"),
}


@frozen(kw_only=True)
class Change:
    """One difference between two states of a venue.

    ``endpoint`` is method and path, ``*`` for the venue itself; ``pointer`` the place inside it, such as
    ``request.posSide.values``; ``old`` and ``new`` are JSON.
    """

    kind: str
    endpoint: str
    pointer: str
    old: Any
    new: Any
    level: Level
    evidence: Evidence
    wire_breaking: bool
    sdk_breaking: bool
    bump: Bump
    message: str

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that stay the same when only the wording of the message changes."""
        text = "\x1f".join((self.kind, self.endpoint, self.pointer, repr(self.old), repr(self.new)))
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def to_json(self) -> dict[str, Any]:
        """The change as JSON."""
        own = asdict(self)
        return {**own, "fingerprint": self.fingerprint}


def change(
    kind: str,
    endpoint: str,
    pointer: str,
    old: Any,
    new: Any,
    message: str,
    *,
    level: Level | None = None,
    evidence: Evidence = "changed",
    wire: bool | None = None,
    sdk: bool | None = None,
    bump: Bump | None = None,
) -> Change:
    """A change of a kind, judged as its kind is but for what is given."""
    judged = KINDS[kind]
    return Change(
        kind=kind,
        endpoint=endpoint,
        pointer=pointer,
        old=old,
        new=new,
        level=level or judged.level,
        evidence=evidence,
        wire_breaking=judged.wire if wire is None else wire,
        sdk_breaking=judged.sdk if sdk is None else sdk,
        bump=bump or judged.bump,
        message=message,
    )
