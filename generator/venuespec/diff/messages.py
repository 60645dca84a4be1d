"""Messages of changes: one template for each judgement.

``{row}`` is a parameter or field in words, ``{old}`` and ``{new}`` are the finding's own values, lists joined by
commas; ``!q`` quotes a sentence of a page. Everything else is given with the finding.
"""

from collections.abc import Mapping
from string import Formatter
from typing import Any

from ..runtime.json_types import is_array
from . import judgements as by
from .judgements import Judgement

_QUOTED = 100


def quoted(sentence: str) -> str:
    """Quote a sentence of a page for a message, cut where it is long."""
    text = sentence.strip().rstrip(".") or sentence.strip()
    return f"\u201c{text}\u201d" if len(text) <= _QUOTED else f"\u201c{text[:_QUOTED].rstrip()}...\u201d"


class _Template(Formatter):
    """Format strings with ``!q`` for quotations, and lists joined by commas."""

    def convert_field(self, value: Any, conversion: Any) -> Any:
        if conversion == "q" and value is None:
            return "nothing"
        return quoted(str(value)) if conversion == "q" else super().convert_field(value, conversion)

    def format_field(self, value: Any, format_spec: str) -> str:
        return ", ".join(map(str, value)) if is_array(value) else str(super().format_field(value, format_spec))


def message_of(judgement: Judgement, old: Any, new: Any, words: Mapping[str, Any]) -> str:
    """Render a change in one line; page texts in ``words`` are inserted, never used as templates."""
    return _TEMPLATE.vformat(MESSAGES[judgement], (), {**words, "old": old, "new": new})


_TEMPLATE = _Template()
_ON_MANY = "{attribute} no longer documented on {old} endpoints: a change of the docs, not of the venue"

MESSAGES: Mapping[Judgement, str] = {
    # --- the venue
    by.BASE_URL_CHANGED: "{place} moved from {old} to {new}",
    by.BASE_URL_ADDED: "{place} is reached at {new}",
    by.BASE_URL_REMOVED: "{place} is no longer reached at {old}",
    by.ADDRESS_CHANGED: "the pages give {new} as an address, in place of {old}",
    by.ADDRESS_ADDED: "the pages give {new} as an address",
    by.ADDRESS_UNDOCUMENTED: "the pages no longer give {old} as an address",
    by.ERROR_CODE_ADDED: "error code {new} is new{meaning}",
    by.ERROR_CODE_REMOVED: "error code {old} is gone{meaning}",
    by.ERROR_CODE_DEPRECATED: "error code {code} is deprecated{meaning}",
    by.ERROR_TEXT_CHANGED: "the text of error code {code} was reworded",
    by.ERROR_TEXT_LOST_PLACEHOLDER: "the text of error code {code} was reworded: it no longer has {placeholders}",
    # --- an endpoint
    by.ENDPOINT_ADDED: "{title} is a new endpoint",
    by.ENDPOINT_REMOVED: "{title} is gone",
    by.ENDPOINT_REMOVED_AS_ANNOUNCED: "{title} is gone, as announced",
    by.ENDPOINT_GONE: "{title} is not on the pages of {new}",
    by.ENDPOINT_BACK: "{title} is on the pages again",
    by.ENDPOINT_DEPRECATED: "{title} is deprecated{end}",
    by.ENDPOINT_UNDEPRECATED: "{title} is no longer deprecated",
    by.PAGE_OLDER: "the page is of {new}, older than that of {old}: {count} differences are not counted",
    by.NOT_UNDERSTOOD: "{where}; {count} that this can explain {verb} not counted: compare the page by hand",
    by.EARLIER_NOT_UNDERSTOOD: "in the older state, {where}; {count} that this can explain {verb} not counted",
    by.ENDPOINT_NOT_UNDERSTOOD: "{title} is on the pages and not understood: {where}; see what import says of it",
    by.CODES_NOT_UNDERSTOOD: "{where}",
    by.LEFT_AT_ONCE: "{count} of {had} {things} left at once: most likely another form of the pages; {some}",
    by.PATH_CHANGED: "{title} moved from {old}",
    by.METHOD_CHANGED: "{title} is called with {new}, was {old}",
    by.SDK_NAME_CHANGED: "the SDK calls it {new}, was {old}",
    by.SDK_NAME_KEPT: "the SDK calls it {new}; {old} stays, with a warning",
    by.SDK_NAME_REMOVED: "the SDK no longer has the name {old}",
    by.SDK_NAME_DEPRECATED: "the SDK keeps the name {old} for programs that use it: {new}",
    by.SDK_TYPE_CHANGED: "the SDK's type {name} stands for {new}, was {old}",
    by.SDK_ARGUMENT_NARROWED: "the SDK's argument {name} takes {new}, was {old}",
    by.SDK_ATTRIBUTE_CHANGED: "the SDK's attribute {name} is {new}, was {old}",
    by.SDK_RESULT_CHANGED: "the SDK's {name} returns {new}, was {old}",
    by.SDK_EXCEPTION_CHANGED: "the SDK raises {new} for error code {code}, was {old}",
    by.TITLE_CHANGED: "the title is {new}",
    by.PAGE_REWORDED: "the text of the page was reworded",
    by.EXAMPLES_CHANGED: "the examples changed",
    by.BODY_SHAPE_CHANGED: "the request body is {new}, was {old}",
    by.BODY_SHAPE_UNCERTAIN: "the request body is {new}, was {old}, or one of the pages only shows no example of it",
    by.RESPONSE_SHAPE_CHANGED: "the payload of the answer is {new}, was {old}",
    by.ENVELOPE_CHANGED: "in the wrapper of every answer, {part} is {stated}, was {earlier_stated}",
    by.RESPONSE_SHAPE_UNCERTAIN: (
        "the payload of the answer is {new}, was {old}, or one of the pages only shows no example of it"
    ),
    by.VARIANT_ADDED: "there is a table of request parameters for {new}",
    by.VARIANT_REMOVED: "the table of request parameters for {old} is gone",
    by.TEXT_LIMIT_TIGHTENED: "{what} allows less: {new!q}, was {old!q}",
    by.TEXT_LIMIT_LOOSENED: "{what} allows more: {new!q}, was {old!q}",
    by.PAGE_FIGURE_CHANGED: "{what} is described otherwise: {new!q}, was {old!q}",
    by.PAGE_NAMES_OTHERS: "the text of the page was reworded: it {names}",
    by.EFFECT_STATED: "the text on {what} now says: {new!q}",
    by.EFFECT_CHANGED: "the text on {what} says: {new!q}, was {old!q}",
    by.EFFECT_UNSTATED: "the text on {what} no longer says: {old!q}",
    by.ENDPOINT_CODE_ADDED: "error code {new} is new here",
    by.ENDPOINT_CODE_REMOVED: "error code {old} is gone here",
    by.ENDPOINT_CODES_UNDOCUMENTED: "the {count} error codes are no longer documented here",
    # --- permissions
    by.PERMISSION_RAISED: "the permission is {new}, was {old}",
    by.PERMISSION_LOWERED: "the permission is {new}, was {old}",
    by.PERMISSION_DOCUMENTED: "the permission is now documented: {new}",
    by.PERMISSION_UNDOCUMENTED: "the permission is no longer documented; it was {old}",
    by.ACCESS_SIGNED: "the endpoint is {new}, was {old}",
    by.ACCESS_OPENED: "the endpoint is {new}, was {old}",
    by.ACCESS_INFERRED: "the endpoint is {new}, was {old}, going by what else the page says: {evidence}",
    # --- rate limits
    by.RATE_LIMIT_TIGHTENED: "{limit} {new}, was {old}",
    by.RATE_LIMIT_LOOSENED: "{limit} {new}, was {old}",
    by.RATE_LIMIT_DOCUMENTED: "{limit} now documented: {new}",
    by.RATE_LIMIT_UNDOCUMENTED: "{limit} no longer documented: {old}",
    by.RATE_LIMIT_KEY_DOCUMENTED: "what the rate limit is counted on is now documented: {new}",
    by.RATE_LIMIT_SPLIT: "the rate limit is counted on {new}, was {old}",
    by.RATE_LIMIT_SCOPE_CHANGED: "the rate limit is counted on {new}, was {old}",
    # --- where something can be used
    by.ENDPOINT_NARROWED: "{what} is for less: {new!q}, was {old!q}",
    by.ENDPOINT_RESTRICTION_DOCUMENTED: "{what} is now said to be restricted: {new!q}",
    by.ENDPOINT_REFUSES: "{what} is now said to refuse something: {new!q}",
    by.PARAM_NARROWED: "{what} is for less: {new!q}, was {old!q}",
    by.PARAM_RESTRICTION_DOCUMENTED: "{what} is now said to be restricted: {new!q}",
    by.FIELD_APPLICABILITY_CHANGED: "{what} is for other cases: {new!q}, was {old!q}",
    by.FIELD_RESTRICTION_DOCUMENTED: "{what} is now said to be restricted: {new!q}",
    by.APPLICABILITY_WIDENED: "{what} is for more: {new!q}",
    by.RESTRICTION_UNDOCUMENTED: "{what} is no longer said to be restricted: {old!q}",
    # --- rules
    by.RULE_ADDED: "new rule: {new}",
    by.RULE_ADDED_AGAINST_EXAMPLE: "new rule: {new}",
    by.RULE_ADDED_ON_NEW_PARAMS: "new rule: {new}",
    by.RULE_ADDED_AS_WARNING: "new rule: {new}",
    by.RULE_REMOVED: "the rule no longer holds: {old}",
    by.RULE_CHANGED: "the rule {name} changed: {new}",
    by.RULE_CHANGED_AGAINST_EXAMPLE: "the rule {name} changed: {new}",
    by.PRECEDENCE_CHANGED: "of {several} {new} counts where several are sent, it was {old}",
    by.PRECEDENCE_DOCUMENTED: "which of {several} counts where several are sent is now documented: {new}",
    by.PRECEDENCE_UNDOCUMENTED: "if several of {several} are sent, the page no longer says which counts; it was {old}",
    # --- rows of the request
    by.PARAM_ADDED: "{row} is new and optional",
    by.PARAM_ADDED_INSIDE_NEW: "{row} is new",
    by.PARAM_ADDED_UNNEEDED: "{row} is new, and no earlier call needs it",
    by.PARAM_ADDED_CONDITIONAL: "{row} is new and required in some cases",
    by.PARAM_ADDED_REQUIRED_INSIDE: "{row} is new and required inside {holder}",
    by.PARAM_ADDED_REQUIRED: "{row} is new and required",
    by.PARAM_REMOVED: "{row} is gone; the venue most likely ignores it",
    by.PARAM_REMOVED_AS_ANNOUNCED: "{row} is gone, as announced",
    by.PARAMS_UNDOCUMENTED: "the {old} request parameters are no longer documented",
    by.PARAM_RENAMED: "{row} is now called {new}",
    by.PARAM_RENAMED_AS_STATED: "{row} is now called {new}; the older name works {until}",
    by.PARAM_MOVED: "{row} stood in {holder}",
    by.PARAM_PUT_RIGHT: (
        "{row} stood in {holder}; the examples show it in one place all along, so the docs may have been corrected"
    ),
    by.REQUIRED: "{row} is {need}, was {earlier_need}",
    by.NO_LONGER_REQUIRED: "{row} is {need}, was {earlier_need}",
    by.REQUIRED_LABEL_CHANGED: "{row} is {need}, was {earlier_need}",
    by.FIELD_MAY_BE_EMPTY: "{row} need not have a value",
    by.FIELD_MAY_NOT_BE_EMPTY: "{row} is no longer said to lack a value at times",
    by.CONDITION_STATED: "{row} is now said to be required in some cases: {new!q}",
    by.CONDITION_EXPLAINED: "when {row} is required is described otherwise: {new!q}, was {old!q}",
    by.DEFAULT_CHANGED: "the default of {row} is {new}, was {old}",
    by.ORDER_DEFAULT_CHANGED: "the default of {row} is {new}, was {old}",
    by.DEFAULT_DOCUMENTED: "the default of {row} is now documented: {new}",
    by.DEFAULT_UNDOCUMENTED: "the default of {row}, {old}, is no longer documented",
    by.PARAM_IN_OTHER_VARIANTS: "{row} is in the tables {new}, was in {old}",
    by.PARAM_LEFT_VARIANT: "{row} is in the tables {new}, was in {old}",
    # --- rows of the response
    by.FIELD_ADDED: "{row} is new",
    by.FIELD_REMOVED: "{row} is gone",
    by.FIELD_REMOVED_AS_ANNOUNCED: "{row} is gone, as announced",
    by.FIELDS_UNDOCUMENTED: "the {old} response fields are no longer documented",
    by.FIELD_RENAMED: "{row} is now called {new}",
    by.FIELD_RENAMED_AS_STATED: "{row} is now called {new}; the older name is there {until}",
    by.FIELD_MOVED: "{row} stood in {holder}",
    by.FIELD_PUT_RIGHT: (
        "{row} stood in {holder}; the examples show it in one place all along, so the docs may have been corrected"
    ),
    # --- rows of both
    by.ROW_DEPRECATED: "{row} is deprecated{end}",
    by.ROW_UNDEPRECATED: "{row} is no longer deprecated",
    by.TYPE_CHANGED: "{row} is {json} in JSON, was {earlier_json}",
    by.TYPE_PUT_RIGHT: (
        "{row} is {json} in JSON, was {earlier_json}; "
        "the examples show the same JSON, so the docs may have been corrected"
    ),
    by.TYPE_WIDER_AS_TEXT: "{row} is {new}, was {old}; it travels as text, and what was sent is taken as before",
    by.TYPE_NARROWER_AS_TEXT: "{row} is {new}, was {old}; it travels as text",
    by.TYPE_WIDER_THAN_KIND: (
        "{row} is {new}, was {old}; it travels as text, and the SDK still takes whole numbers only, by its kind"
    ),
    by.TYPE_LABEL_CHANGED: "{row} is labelled {new}, was {old}; the JSON is the same",
    by.SUNSET_SET: "{thing} works until {until}, then no longer",
    by.SUNSET_CHANGED: "{thing} works until {until}, was {earlier}",
    by.REPLACEMENT_CHANGED: "{thing} is deprecated{end}",
    by.REMOVED_EARLY: "{thing} is gone, although it was to work until {until}",
    by.ALIAS_REMOVED: "{thing} is no longer said to work",
    by.ROW_REWORDED: "the text on {row} was reworded",
    by.ROW_NAMES_OTHERS: "the text on {row} was reworded: it {names}",
    by.MEANING_CHANGED: "{row} is described otherwise: {new!q}, was {old!q}",
    by.VALUE_MEANING_CHANGED: "the value {value} of {row} means something else: {new!q}, was {old!q}",
    by.PARAM_VALUE_EXPLAINED: "the text on the value {value} of {row} says something else: {new!q}, was {old!q}",
    by.PARAM_MEANING_ADDED: "a value of {row} has one more meaning: {new!q}",
    by.FIELD_MEANING_ADDED: "a value of {row} has one more meaning: {new!q}",
    # --- values of rows
    by.PARAM_VALUE_ADDED: "{row} gains the value {new}",
    by.FIELD_VALUE_ADDED: "{row} gains the value {new}",
    by.PARAM_VALUES_DOCUMENTED: "the values of {row} are now documented: {new}",
    by.FIELD_VALUES_DOCUMENTED: "the values of {row} are now documented: {new}",
    by.PARAM_VALUE_REMOVED: "{row} loses the value {old}",
    by.FIELD_VALUE_REMOVED: "{row} loses the value {old}",
    by.PARAM_VALUE_UNLISTED: "{row} loses the value {old}, of a list that was not said to be complete",
    by.FIELD_VALUE_UNLISTED: "{row} loses the value {old}, of a list that was not said to be complete",
    by.PARAM_VALUES_UNDOCUMENTED: "the values of {row} are no longer documented here",
    by.FIELD_VALUES_UNDOCUMENTED: "the values of {row} are no longer documented here",
    by.PARAM_VALUES_RELOCATED: "the values of {name} are documented elsewhere now: {place}",
    by.FIELD_VALUES_RELOCATED: "the values of {name} are documented elsewhere now: {place}",
    by.VALUE_REMOVED_AS_ANNOUNCED: "{thing} is gone, as announced",
    by.VALUE_DEPRECATED: "the value {value} of {row} is deprecated{end}",
    by.VALUE_UNDEPRECATED: "the value {value} of {row} is no longer deprecated",
    # --- limits of rows
    by.PARAM_LIMIT_TIGHTENED: "{limit} of {row} is {new}, was {old}",
    by.PARAM_LIMIT_LOOSENED: "{limit} of {row} is {new}, was {old}",
    by.PARAM_LIMIT_DOCUMENTED: "{limit} of {row} is now documented: {new}",
    by.PARAM_LIMIT_UNDOCUMENTED: "{limit} of {row}, {old}, is no longer documented",
    by.FIELD_LIMIT_TIGHTENED: "{limit} of {row} is {stated}, was {earlier_stated}",
    by.FIELD_LIMIT_LOOSENED: "{limit} of {row} is {stated}, was {earlier_stated}",
    # --- one notice for many endpoints
    **dict.fromkeys(by.ON_MANY_ENDPOINTS.values(), _ON_MANY),
    by.ON_MANY_ENDPOINTS["endpoint_gone"]: (
        "{old} endpoints are not on the pages, of which a part may not have been crawled: "
        "a change of the docs, not of the venue"
    ),
}
