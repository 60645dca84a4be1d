"""The table of judgements: for every kind of change its level, whom it breaks and the version bump.

A comparison finds a difference and names a row of this table. Rows of one kind differ by the condition in their last
column. Wording is in ``messages``.
"""

from collections.abc import Mapping
from typing import Literal

from attrs import frozen

from .change import Bump, ChangeKind, ChangeLevel, Evidence

Broken = Literal["both", "wire", "sdk", "nobody"]
"""Whom a change breaks: clients that keep sending the same bytes (wire), code that upgrades the generated SDK (sdk)."""


@frozen(eq=False)
class Judgement:
    """One row of the table: a kind of change under one condition, which ``when`` states in a sentence."""

    kind: ChangeKind
    level: ChangeLevel
    breaks: Broken
    bump: Bump
    evidence: Evidence
    when: str

    @property
    def wire(self) -> bool:
        """Whether clients that keep sending the same bytes break."""
        return self.breaks in ("both", "wire")

    @property
    def sdk(self) -> bool:
        """Whether code that upgrades the generated SDK breaks."""
        return self.breaks in ("both", "sdk")


# Two lines a judgement, so that the rows read as a table.
# fmt: off
# --- the venue

BASE_URL_CHANGED = Judgement("base_url_changed", "ERR", "both", "major", "changed",
    "A host of the venue has another address.")
BASE_URL_ADDED = Judgement("base_url_added", "INFO", "nobody", "minor", "changed",
    "The venue has a further host.")
BASE_URL_REMOVED = Judgement("base_url_removed", "ERR", "both", "major", "changed",
    "A host of the venue is no longer listed.")
ADDRESS_CHANGED = Judgement("base_url_changed", "WARN", "nobody", "minor", "changed",
    "The pages give another host in place of one, which may answer all the same.")
ADDRESS_ADDED = Judgement("base_url_added", "INFO", "nobody", "minor", "changed",
    "The pages give a further host.")
ADDRESS_UNDOCUMENTED = Judgement("base_url_removed", "WARN", "nobody", "minor", "no_longer_documented",
    "The pages no longer give a host.")
ERROR_CODE_ADDED = Judgement("error_code_added", "INFO", "nobody", "minor", "changed",
    "The venue's list of error codes has a further code.")
ERROR_CODE_REMOVED = Judgement("error_code_removed", "WARN", "both", "minor", "changed",
    "A code left the venue's list of error codes.")
ERROR_CODE_DEPRECATED = Judgement("deprecated", "INFO", "nobody", "none", "changed",
    "The list of error codes calls a code deprecated: the venue no longer sends it.")
ERROR_TEXT_CHANGED = Judgement("note_changed", "NONE", "nobody", "none", "changed",
    "The text of an error code was reworded.")
ERROR_TEXT_LOST_PLACEHOLDER = Judgement("note_changed", "INFO", "nobody", "none", "changed",
    "The text of an error code no longer has a {placeholder}, which programs may read.")

# --- an endpoint

ENDPOINT_ADDED = Judgement("endpoint_added", "INFO", "nobody", "minor", "changed",
    "The newer state has an endpoint that the older one lacks.")
ENDPOINT_REMOVED = Judgement("endpoint_removed", "ERR", "both", "major", "changed",
    "The newer state lacks an endpoint that was not deprecated.")
ENDPOINT_REMOVED_AS_ANNOUNCED = Judgement("removed_as_announced", "WARN", "both", "major", "changed",
    "The newer state lacks an endpoint that was deprecated before.")
ENDPOINT_GONE = Judgement("endpoint_gone", "ERR", "sdk", "major", "no_longer_documented",
    "No crawled page documents the endpoint; its own pages were not crawled again. The SDK is made without it.")
ENDPOINT_BACK = Judgement("endpoint_back", "INFO", "nobody", "minor", "changed",
    "A page documents an endpoint again that was gone.")
ENDPOINT_DEPRECATED = Judgement("deprecated", "WARN", "nobody", "minor", "changed",
    "The page marks the endpoint as deprecated.")
ENDPOINT_UNDEPRECATED = Judgement("undeprecated", "INFO", "nobody", "patch", "changed",
    "The page no longer marks the endpoint as deprecated.")
PAGE_OLDER = Judgement("page_older", "INFO", "nobody", "none", "no_longer_documented",
    "The newer state has an older copy of the page, so its differences are not counted.")
NOT_UNDERSTOOD = Judgement("not_understood", "WARN", "nobody", "none", "changed",
    "A part of the newer page is not understood, so the facts that it may still have do not count as gone.")
EARLIER_NOT_UNDERSTOOD = Judgement("not_understood", "WARN", "nobody", "none", "changed",
    "A part of the older page was not understood: what is read there now does not count as new.")
ENDPOINT_NOT_UNDERSTOOD = Judgement("not_understood", "WARN", "nobody", "none", "changed",
    "No page documents the endpoint in a form that is understood, and a page still has its path or title.")
CODES_NOT_UNDERSTOOD = Judgement("not_understood", "WARN", "nobody", "none", "changed",
    "A page that listed error codes is there, and none of them is read from it.")
LEFT_AT_ONCE = Judgement("left_at_once", "WARN", "nobody", "none", "changed",
    "A fifth or more of the endpoints, error codes or answers leave the pages at once.")
PATH_CHANGED = Judgement("path_changed", "ERR", "wire", "major", "changed",
    "The endpoint moved to another path.")
METHOD_CHANGED = Judgement("method_changed", "ERR", "wire", "major", "changed",
    "The endpoint moved to another HTTP method.")
SDK_NAME_CHANGED = Judgement("sdk_name_changed", "WARN", "sdk", "major", "changed",
    "The SDK has the endpoint under another name.")
SDK_NAME_KEPT = Judgement("sdk_name_deprecated", "INFO", "nobody", "minor", "changed",
    "The SDK calls an endpoint otherwise and keeps the older name, with a warning.")
SDK_NAME_REMOVED = Judgement("sdk_name_removed", "ERR", "sdk", "major", "changed",
    "A public name of the SDK is gone although what it stood for is still there.")
SDK_NAME_DEPRECATED = Judgement("sdk_name_deprecated", "INFO", "nobody", "minor", "changed",
    "A public name of the SDK is kept for the programs that use it.")
SDK_TYPE_CHANGED = Judgement("sdk_type_changed", "ERR", "sdk", "major", "changed",
    "A type of the SDK lacks values that it had under the same name.")
SDK_ARGUMENT_NARROWED = Judgement("sdk_type_changed", "ERR", "sdk", "major", "changed",
    "An argument of the SDK no longer takes what it took, and the venue takes the same as before.")
SDK_ATTRIBUTE_CHANGED = Judgement("sdk_type_changed", "ERR", "sdk", "major", "changed",
    "An attribute of an answer has another type in the SDK, and the venue sends the same as before.")
SDK_RESULT_CHANGED = Judgement("sdk_type_changed", "ERR", "sdk", "major", "changed",
    "A method of the SDK returns another type.")
SDK_EXCEPTION_CHANGED = Judgement("sdk_type_changed", "ERR", "sdk", "major", "changed",
    "The SDK raises an exception for a code that programs do not catch that catch the one before.")
TITLE_CHANGED = Judgement("title_changed", "NONE", "nobody", "none", "changed",
    "The page has another title.")
PAGE_REWORDED = Judgement("note_changed", "NONE", "nobody", "none", "changed",
    "The text of the page outside of its tables was reworded.")
EXAMPLES_CHANGED = Judgement("example_changed", "NONE", "nobody", "none", "changed",
    "The examples on the page are others.")
BODY_SHAPE_CHANGED = Judgement("body_shape_changed", "ERR", "both", "major", "changed",
    "The request body turned from an object to an array or back, and both pages show it.")
BODY_SHAPE_UNCERTAIN = Judgement("body_shape_changed", "WARN", "nobody", "minor", "no_longer_documented",
    "The request body seems to have another shape, but one page shows no example of it.")
RESPONSE_SHAPE_CHANGED = Judgement("response_shape_changed", "ERR", "both", "major", "changed",
    "The payload of the response has another shape, and both pages show it.")
ENVELOPE_CHANGED = Judgement("response_shape_changed", "ERR", "both", "major", "changed",
    "A key of the wrapper of all answers, such as that of the payload or the code, is another one.")
RESPONSE_SHAPE_UNCERTAIN = Judgement("response_shape_changed", "WARN", "nobody", "minor", "no_longer_documented",
    "The payload seems to have another shape, but one page shows no example of it.")
VARIANT_ADDED = Judgement("variant_added", "INFO", "nobody", "minor", "changed",
    "The page has a further table of request parameters, for some calls only.")
VARIANT_REMOVED = Judgement("variant_removed", "WARN", "both", "major", "changed",
    "The page lost a table of request parameters for some calls.")
TEXT_LIMIT_TIGHTENED = Judgement("constraint_tightened", "ERR", "wire", "major", "changed",
    "A limit in words lets less through: fewer days, orders or the like.")
TEXT_LIMIT_LOOSENED = Judgement("constraint_loosened", "INFO", "nobody", "minor", "changed",
    "A limit in words lets more through: more days, orders or the like.")
PAGE_FIGURE_CHANGED = Judgement("meaning_changed", "WARN", "nobody", "minor", "changed",
    "A sentence of the page outside of its tables has another number or unit.")
PAGE_NAMES_OTHERS = Judgement("note_changed", "INFO", "nobody", "none", "changed",
    "The text of the page outside of its tables names other things than before.")
EFFECT_STATED = Judgement("behaviour_changed", "WARN", "nobody", "minor", "newly_documented",
    "A sentence says what else happens, or what cannot be done, which none said before.")
EFFECT_CHANGED = Judgement("behaviour_changed", "WARN", "nobody", "minor", "changed",
    "A sentence on what else happens, or what cannot be done, reads otherwise.")
EFFECT_UNSTATED = Judgement("behaviour_changed", "INFO", "nobody", "none", "no_longer_documented",
    "A sentence on what else happens, or what cannot be done, is gone.")
ENDPOINT_CODE_ADDED = Judgement("error_code_added", "INFO", "nobody", "minor", "changed",
    "The page of an endpoint lists a further error code.")
ENDPOINT_CODE_REMOVED = Judgement("error_code_removed", "WARN", "both", "minor", "changed",
    "The page of an endpoint no longer lists an error code.")
ENDPOINT_CODES_UNDOCUMENTED = Judgement("error_code_removed", "INFO", "nobody", "minor", "no_longer_documented",
    "The page of an endpoint had several error codes and has none now.")

# --- permissions

PERMISSION_RAISED = Judgement("permission_changed", "ERR", "both", "major", "changed",
    "A key that could call the endpoint may lack the permission now.")
PERMISSION_LOWERED = Judgement("permission_changed", "INFO", "nobody", "minor", "changed",
    "Every key that could call the endpoint still can.")
PERMISSION_DOCUMENTED = Judgement("permission_changed", "INFO", "nobody", "none", "newly_documented",
    "The page states the permission, which it did not before.")
PERMISSION_UNDOCUMENTED = Judgement("permission_changed", "NONE", "nobody", "none", "no_longer_documented",
    "The page no longer states the permission.")
ACCESS_SIGNED = Judgement("permission_changed", "ERR", "both", "major", "changed",
    "Calls must be signed now, and the pages say so.")
ACCESS_OPENED = Judgement("permission_changed", "INFO", "nobody", "minor", "changed",
    "Calls need not be signed any more, and the pages say so.")
ACCESS_INFERRED = Judgement("permission_changed", "WARN", "sdk", "minor", "changed",
    "Whether calls are signed changed, but one page does not say it outright.")

# --- rate limits

RATE_LIMIT_TIGHTENED = Judgement("rate_limit_tightened", "WARN", "nobody", "minor", "changed",
    "The limit allows fewer calls a second, or fewer at once.")
RATE_LIMIT_LOOSENED = Judgement("rate_limit_loosened", "INFO", "nobody", "patch", "changed",
    "The limit allows as many calls a second, or more.")
RATE_LIMIT_DOCUMENTED = Judgement("rate_limit_tightened", "INFO", "nobody", "minor", "newly_documented",
    "The page states a further limit.")
RATE_LIMIT_UNDOCUMENTED = Judgement("rate_limit_loosened", "INFO", "nobody", "patch", "no_longer_documented",
    "The page no longer states a limit.")
RATE_LIMIT_KEY_DOCUMENTED = Judgement("rate_limit_scope_changed", "INFO", "nobody", "minor", "newly_documented",
    "The page states what a limit is counted on, which it did not before.")
RATE_LIMIT_SPLIT = Judgement("rate_limit_scope_changed", "INFO", "nobody", "minor", "changed",
    "The limit is counted on more parts, which splits the traffic into more budgets.")
RATE_LIMIT_SCOPE_CHANGED = Judgement("rate_limit_scope_changed", "WARN", "nobody", "minor", "changed",
    "The limit is counted on something else.")

# --- where something can be used

ENDPOINT_NARROWED = Judgement("applicability_narrowed", "ERR", "wire", "major", "changed",
    "The page says that the endpoint is for less than it said before.")
ENDPOINT_RESTRICTION_DOCUMENTED = Judgement("applicability_narrowed", "WARN", "nobody", "minor", "newly_documented",
    "The page states a restriction of the endpoint, which it did not before.")
ENDPOINT_REFUSES = Judgement("applicability_narrowed", "ERR", "wire", "major", "newly_documented",
    "The page of a call that writes says that something is not supported at all, which it did not before.")
PARAM_NARROWED = Judgement("applicability_narrowed", "WARN", "wire", "major", "changed",
    "The text on a request parameter says that it is for less than it said before.")
PARAM_RESTRICTION_DOCUMENTED = Judgement("applicability_narrowed", "INFO", "nobody", "minor", "newly_documented",
    "The text on a request parameter states a restriction, which it did not before.")
FIELD_APPLICABILITY_CHANGED = Judgement("applicability_changed", "WARN", "nobody", "minor", "changed",
    "The text on a response field says that it is there in other cases than before.")
FIELD_RESTRICTION_DOCUMENTED = Judgement("applicability_narrowed", "INFO", "nobody", "patch", "newly_documented",
    "The text on a response field states a restriction, which it did not before.")
APPLICABILITY_WIDENED = Judgement("applicability_widened", "INFO", "nobody", "minor", "changed",
    "The page says that the endpoint or parameter is for more than it said before.")
RESTRICTION_UNDOCUMENTED = Judgement("applicability_widened", "INFO", "nobody", "minor", "no_longer_documented",
    "The page no longer states a restriction of the endpoint or parameter.")

# --- rules

RULE_ADDED = Judgement("conditional_rule_added", "WARN", "sdk", "minor", "changed",
    "A new rule refuses requests that were allowed, none of which the older page shows.")
RULE_ADDED_AGAINST_EXAMPLE = Judgement("conditional_rule_added", "ERR", "both", "minor", "changed",
    "A new rule refuses a request that the older page shows.")
RULE_ADDED_ON_NEW_PARAMS = Judgement("conditional_rule_added", "INFO", "nobody", "minor", "changed",
    "A new rule refuses nothing that the older state allows: it speaks of new parameters.")
RULE_ADDED_AS_WARNING = Judgement("conditional_rule_added", "INFO", "nobody", "minor", "changed",
    "A new rule only warns.")
RULE_REMOVED = Judgement("conditional_rule_removed", "INFO", "nobody", "patch", "changed",
    "A rule no longer holds, and all its parameters still exist.")
RULE_CHANGED = Judgement("conditional_rule_changed", "WARN", "sdk", "minor", "changed",
    "A rule refuses other requests than before, none of which the older page shows.")
RULE_CHANGED_AGAINST_EXAMPLE = Judgement("conditional_rule_changed", "ERR", "sdk", "minor", "changed",
    "A changed rule refuses a request that the older page shows.")
PRECEDENCE_CHANGED = Judgement("conditional_rule_changed", "WARN", "nobody", "minor", "changed",
    "Of several parameters in one request another one counts.")
PRECEDENCE_DOCUMENTED = Judgement("conditional_rule_changed", "INFO", "nobody", "minor", "newly_documented",
    "The page says which of several parameters counts, which it did not before.")
PRECEDENCE_UNDOCUMENTED = Judgement("conditional_rule_changed", "WARN", "nobody", "minor", "no_longer_documented",
    "The page no longer says which of several parameters counts.")

# --- rows of the request

PARAM_ADDED = Judgement("request_param_added", "INFO", "nobody", "minor", "changed",
    "A new request parameter is optional.")
PARAM_ADDED_INSIDE_NEW = Judgement("request_param_added", "INFO", "nobody", "minor", "changed",
    "A new request parameter is part of an object that is new itself.")
PARAM_ADDED_UNNEEDED = Judgement("request_param_added", "INFO", "nobody", "minor", "changed",
    "A new parameter is required in cases that no earlier call can be.")
PARAM_ADDED_CONDITIONAL = Judgement("request_param_added", "WARN", "wire", "minor", "changed",
    "A new parameter is required in cases that an earlier call can be.")
PARAM_ADDED_REQUIRED_INSIDE = Judgement("request_param_added", "WARN", "wire", "major", "changed",
    "A new parameter is required in an object that not every call sends.")
PARAM_ADDED_REQUIRED = Judgement("request_param_added", "ERR", "both", "major", "changed",
    "A new parameter is required in every call.")
PARAM_REMOVED = Judgement("request_param_removed", "WARN", "sdk", "major", "changed",
    "A request parameter left its table; venues mostly ignore what they do not know.")
PARAM_REMOVED_AS_ANNOUNCED = Judgement("removed_as_announced", "WARN", "sdk", "major", "changed",
    "A request parameter that was deprecated before left its table.")
PARAMS_UNDOCUMENTED = Judgement("request_param_removed", "WARN", "sdk", "major", "no_longer_documented",
    "The whole table of request parameters is missing.")
PARAM_RENAMED = Judgement("request_param_renamed", "ERR", "both", "major", "changed",
    "A request parameter has another name and is alike in all else.")
PARAM_RENAMED_AS_STATED = Judgement("request_param_renamed", "WARN", "nobody", "minor", "changed",
    "A request parameter has another name, and its row says that the older one still works.")
PARAM_MOVED = Judgement("request_param_moved", "ERR", "both", "major", "changed",
    "A request parameter stands in another object.")
PARAM_PUT_RIGHT = Judgement("request_param_moved", "WARN", "sdk", "minor", "changed",
    "A parameter stands in another object of the table, but the examples always had it there.")
REQUIRED = Judgement("requiredness_changed", "ERR", "both", "major", "changed",
    "A request parameter became required.")
NO_LONGER_REQUIRED = Judgement("requiredness_changed", "INFO", "nobody", "minor", "changed",
    "A request parameter is required no longer, or in some cases only.")
REQUIRED_LABEL_CHANGED = Judgement("requiredness_changed", "INFO", "nobody", "patch", "changed",
    "A parameter turned from optional to conditional or back; the rules say what that means.")
FIELD_MAY_BE_EMPTY = Judgement("requiredness_changed", "WARN", "nobody", "minor", "newly_documented",
    "The text says that a response field need not have a value, which it did not before.")
FIELD_MAY_NOT_BE_EMPTY = Judgement("requiredness_changed", "NONE", "nobody", "patch", "changed",
    "The text no longer says that a response field need not have a value.")
CONDITION_STATED = Judgement("requiredness_changed", "WARN", "nobody", "minor", "newly_documented",
    "The text says in which case a parameter is required, which it did not before.")
CONDITION_EXPLAINED = Judgement("requiredness_changed", "INFO", "nobody", "patch", "changed",
    "The text on when a parameter is required is another, and no earlier call is wrong by it.")
DEFAULT_CHANGED = Judgement("default_changed", "WARN", "both", "major", "changed",
    "A request parameter has another default.")
ORDER_DEFAULT_CHANGED = Judgement("default_changed", "ERR", "both", "major", "changed",
    "A parameter of a call that writes orders has another default.")
DEFAULT_DOCUMENTED = Judgement("default_changed", "INFO", "nobody", "patch", "newly_documented",
    "The page states a default, which it did not before.")
DEFAULT_UNDOCUMENTED = Judgement("default_changed", "INFO", "nobody", "patch", "no_longer_documented",
    "The page no longer states the default.")
PARAM_IN_OTHER_VARIANTS = Judgement("variants_changed", "INFO", "nobody", "minor", "changed",
    "A parameter stands in further tables of request parameters.")
PARAM_LEFT_VARIANT = Judgement("variants_changed", "WARN", "nobody", "minor", "changed",
    "A parameter left one of several tables of request parameters.")

# --- rows of the response

FIELD_ADDED = Judgement("response_field_added", "INFO", "nobody", "minor", "changed",
    "A response has a further field.")
FIELD_REMOVED = Judgement("response_field_removed", "ERR", "both", "major", "changed",
    "A field that was not deprecated left the response.")
FIELD_REMOVED_AS_ANNOUNCED = Judgement("removed_as_announced", "WARN", "both", "major", "changed",
    "A field that was deprecated before left the response.")
FIELDS_UNDOCUMENTED = Judgement("response_field_removed", "WARN", "sdk", "major", "no_longer_documented",
    "The whole table of response fields is missing.")
FIELD_RENAMED = Judgement("response_field_renamed", "ERR", "both", "major", "changed",
    "A response field has another name and is alike in all else.")
FIELD_RENAMED_AS_STATED = Judgement("response_field_renamed", "WARN", "nobody", "minor", "changed",
    "A response field has another name, and the page says that the older one is still there.")
FIELD_MOVED = Judgement("response_field_moved", "WARN", "both", "major", "changed",
    "A response field stands in another object.")
FIELD_PUT_RIGHT = Judgement("response_field_moved", "WARN", "sdk", "minor", "changed",
    "A field stands in another object of the table, but the examples always had it there.")

# --- rows of both

ROW_DEPRECATED = Judgement("deprecated", "WARN", "nobody", "minor", "changed",
    "The page marks a parameter or field as deprecated.")
SUNSET_SET = Judgement("sunset_set", "WARN", "nobody", "minor", "changed",
    "The page gives the day until which a deprecated thing works.")
SUNSET_CHANGED = Judgement("sunset_changed", "WARN", "nobody", "minor", "changed",
    "A deprecated thing works until another day than the page said before.")
REPLACEMENT_CHANGED = Judgement("deprecated", "INFO", "nobody", "none", "changed",
    "The page says something else on what to use in place of a deprecated thing.")
REMOVED_EARLY = Judgement("removed_early", "ERR", "both", "major", "changed",
    "A thing is gone before the day until which the page said that it works.")
ALIAS_REMOVED = Judgement("removed_as_announced", "WARN", "wire", "minor", "changed",
    "The page no longer says that the older name of a parameter or field works.")
ROW_UNDEPRECATED = Judgement("undeprecated", "INFO", "nobody", "patch", "changed",
    "The page no longer marks a parameter or field as deprecated.")
TYPE_CHANGED = Judgement("type_changed", "ERR", "both", "major", "changed",
    "A parameter or field has another JSON type.")
TYPE_PUT_RIGHT = Judgement("type_label_changed", "WARN", "sdk", "minor", "changed",
    "The table has another JSON type, but the examples show the same one before and after.")
TYPE_WIDER_AS_TEXT = Judgement("type_label_changed", "INFO", "nobody", "minor", "changed",
    "A parameter of a query or form, which is text on the wire, has a type that takes all that it took.")
TYPE_NARROWER_AS_TEXT = Judgement("type_changed", "WARN", "both", "minor", "changed",
    "A parameter of a query or form, which is text on the wire, has a type that need not take all that it took.")
TYPE_WIDER_THAN_KIND = Judgement("type_label_changed", "WARN", "nobody", "minor", "changed",
    "A parameter of a query or form takes more than whole numbers now, and its kind in the spec is still integer.")
TYPE_LABEL_CHANGED = Judgement("type_label_changed", "INFO", "nobody", "patch", "changed",
    "The page labels a type otherwise, and the JSON type is the same.")
ROW_REWORDED = Judgement("note_changed", "NONE", "nobody", "none", "changed",
    "The text on a parameter or field was reworded.")
ROW_NAMES_OTHERS = Judgement("note_changed", "INFO", "nobody", "none", "changed",
    "The text on a parameter or field names other things than before.")
MEANING_CHANGED = Judgement("meaning_changed", "WARN", "wire", "minor", "changed",
    "A sentence on a row has another number, unit or quantity.")
VALUE_MEANING_CHANGED = Judgement("meaning_changed", "WARN", "nobody", "minor", "changed",
    "The page says something else on what a value means.")
PARAM_VALUE_EXPLAINED = Judgement("note_changed", "INFO", "nobody", "none", "changed",
    "The page says more on what a value of a request parameter means.")
PARAM_MEANING_ADDED = Judgement("meaning_changed", "INFO", "nobody", "minor", "newly_documented",
    "A value of a request parameter has one more meaning.")
FIELD_MEANING_ADDED = Judgement("meaning_changed", "WARN", "nobody", "minor", "newly_documented",
    "A value of a response field has one more meaning.")

# --- values of rows

PARAM_VALUE_ADDED = Judgement("enum_added", "INFO", "nobody", "minor", "changed",
    "A request parameter takes a further value.")
FIELD_VALUE_ADDED = Judgement("enum_added", "WARN", "nobody", "minor", "changed",
    "A response field can have a further value, which programs may not know.")
PARAM_VALUES_DOCUMENTED = Judgement("enum_added", "WARN", "sdk", "minor", "newly_documented",
    "The page lists the values of a request parameter, which it did not before.")
FIELD_VALUES_DOCUMENTED = Judgement("enum_added", "INFO", "nobody", "minor", "newly_documented",
    "The page lists the values of a response field, which it did not before.")
PARAM_VALUE_REMOVED = Judgement("enum_removed", "ERR", "both", "major", "changed",
    "A value left a list of all that a request parameter takes.")
FIELD_VALUE_REMOVED = Judgement("enum_removed", "INFO", "nobody", "minor", "changed",
    "A value left a list of all that a response field can have.")
PARAM_VALUE_UNLISTED = Judgement("enum_removed", "WARN", "sdk", "minor", "no_longer_documented",
    "A value left a list of request values that was not said to be complete.")
FIELD_VALUE_UNLISTED = Judgement("enum_removed", "INFO", "nobody", "minor", "no_longer_documented",
    "A value left a list of response values that was not said to be complete.")
PARAM_VALUES_UNDOCUMENTED = Judgement("enum_removed", "WARN", "nobody", "minor", "no_longer_documented",
    "The page no longer lists the values of a request parameter.")
FIELD_VALUES_UNDOCUMENTED = Judgement("enum_removed", "INFO", "nobody", "minor", "no_longer_documented",
    "The page no longer lists the values of a response field.")
PARAM_VALUES_RELOCATED = Judgement("enum_relocated", "WARN", "nobody", "minor", "no_longer_documented",
    "The values of a request parameter are listed at another place now.")
FIELD_VALUES_RELOCATED = Judgement("enum_relocated", "INFO", "nobody", "minor", "no_longer_documented",
    "The values of a response field are listed at another place now.")
VALUE_REMOVED_AS_ANNOUNCED = Judgement("removed_as_announced", "WARN", "both", "major", "changed",
    "A value that was deprecated before left its list.")
VALUE_DEPRECATED = Judgement("deprecated", "WARN", "nobody", "minor", "changed",
    "The page calls a value deprecated that it still lists.")
VALUE_UNDEPRECATED = Judgement("undeprecated", "INFO", "nobody", "patch", "changed",
    "The page no longer calls a value deprecated.")

# --- limits of rows

PARAM_LIMIT_TIGHTENED = Judgement("constraint_tightened", "ERR", "wire", "major", "changed",
    "A limit of a request parameter lets less through, or is another pattern.")
PARAM_LIMIT_LOOSENED = Judgement("constraint_loosened", "INFO", "nobody", "minor", "changed",
    "A limit of a request parameter lets more through.")
PARAM_LIMIT_DOCUMENTED = Judgement("constraint_tightened", "WARN", "nobody", "minor", "newly_documented",
    "The page states a limit of a request parameter, which it did not before.")
PARAM_LIMIT_UNDOCUMENTED = Judgement("constraint_loosened", "INFO", "nobody", "minor", "no_longer_documented",
    "The page no longer states a limit of a request parameter.")
FIELD_LIMIT_TIGHTENED = Judgement("constraint_tightened", "INFO", "nobody", "none", "changed",
    "A limit of a response field is narrower, another pattern or newly stated.")
FIELD_LIMIT_LOOSENED = Judgement("constraint_loosened", "INFO", "nobody", "none", "changed",
    "A limit of a response field is wider or no longer stated.")

# fmt: on


# --- collections

JUDGEMENTS: Mapping[str, Judgement] = {
    name: row for name, row in tuple(globals().items()) if isinstance(row, Judgement)
}
"""Every row of the table by its name."""

_ON_MANY_BREAKS: Mapping[ChangeKind, tuple[ChangeLevel, Broken, Bump]] = {"endpoint_gone": ("WARN", "sdk", "major")}
ON_MANY_ENDPOINTS: Mapping[ChangeKind, Judgement] = {
    row.kind: Judgement(
        row.kind,
        *_ON_MANY_BREAKS.get(row.kind, ("INFO", "nobody", "none")),
        "no_longer_documented",
        "So many endpoints lose the same fact at once that the docs changed, not the venue.",
    )
    for row in JUDGEMENTS.values()
    if row.evidence == "no_longer_documented"
}
"""The judgement of one notice in place of many changes, by their kind."""
