"""Decode the payload of a successful answer: typed rows, and a record of what in them is not as documented."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from . import readers
from .answers import envelope_of, redacted_answer, redacted_value, success_codes
from .core import Core
from .envelopes import kept, key_of
from .errors import DecodeError, readable
from .json_types import is_array, is_object, parsed_json
from .outgoing import Call
from .patterns import pattern
from .payloads import RowsPayload
from .readers import READING, AnswerReading, FieldError, milliseconds
from .reporting import report_odd_values
from .request import Request
from .rows import only_finite
from .transport.base import HttpResponse
from .venue import Envelope

_BACKSLASH, _SMALL_N, _LARGE_N = b"\\nN"
_NON_FINITE = pattern(rb'"[-+]?(?:s?nan|inf)')


BytesReader = Callable[[HttpResponse], tuple[Any, dict[str, Any], Any] | None]


class Done(NamedTuple):
    """A successful answer with its timing and number of attempts."""

    response: HttpResponse
    payload: dict[str, Any]
    elapsed: float
    waited: float
    attempts: int


def decode_payload(core: Core, call: Call, request: Request[Any], done: Done) -> tuple[Any, Any]:
    """Return the payload as typed rows, and the venue's time if the envelope has it."""
    envelope = envelope_of(core, call.endpoint)
    content = content_of(envelope, done.payload)
    # Nearly every answer is as documented, and keeping a record of what is not costs as much as a small answer.
    plain = decode_plainly(envelope, request, done.payload, content, done.response.body)
    return decode_with_care(core, call, request, done, content) if plain is None else plain


def decode_plainly(
    envelope: Envelope, request: Request[Any], payload: dict[str, Any], content: Any, body: bytes
) -> tuple[Any, Any] | None:
    """Return the payload as typed rows and the venue's time, or None if anything in them is not as documented."""
    before = readers.last_float
    try:
        payload_of: Any = request.payload
        data = payload_of.compiled(content) if type(payload_of) is RowsPayload else NotImplemented
        if data is NotImplemented:
            data = _decoded(envelope, content, request, body)
        if readers.last_float is not before and not request.endpoint.exact:
            return None
        return data, milliseconds(payload.get(envelope.time), envelope.time) if envelope.time else None
    except FieldError:
        return None


def bytes_reader(envelope: Envelope, request: type[Request[Any]]) -> BytesReader | None:
    """Return a function from an answer to its rows, the envelope and the venue's time; None where Python reads them.

    The function returns None for an answer with anything that is unusual: nothing has happened then, and it is read
    from its start. Writes are read in the usual way, since their payload tells whether they were executed.
    """
    endpoint, payload, key, code_key = request.endpoint, request.payload, envelope.data, envelope.code
    judges = endpoint.write or endpoint.proof is not None or endpoint.verdict is not None
    if judges or type(payload) is not RowsPayload or "." in (key or ""):
        return None
    of_bytes: Any = payload
    take = of_bytes.of_bytes(key, exact=endpoint.exact)
    if take is None:
        return None
    codes, exact, time, verdicts = success_codes(envelope), endpoint.exact, envelope.time, envelope.verdicts
    quoted_code = None if code_key is None else b'"%b"' % code_key.encode()

    def read(response: HttpResponse) -> tuple[Any, dict[str, Any], Any] | None:
        status, _, body = response
        if status != 200:
            return None
        before = readers.last_float
        found = take(body)
        if found is NotImplemented or (readers.last_float is not before and not exact):
            return None
        data, beside = found
        if quoted_code is not None:
            if key is None:  # an object that may be an error
                if body[:1] != b"[" and quoted_code in body:
                    return None
            else:
                code = beside.get(code_key)
                if (type(code) is not str and type(code) is not int) or code not in codes:
                    return None
        if verdicts and is_array(_within(beside, verdicts)):
            return None
        try:
            return data, beside, milliseconds(beside.get(time), time) if time else None
        except FieldError:
            return None

    return read


def decode_with_care(core: Core, call: Call, request: Request[Any], done: Done, content: Any) -> tuple[Any, Any]:
    """Return the payload as typed rows without the values that cannot be read, and the venue's time.

    Raises ``DecodeError``.
    """
    envelope = envelope_of(core, call.endpoint)
    try:
        data, payload = _read_with_care(core, call, request, done, content)
        return data, milliseconds(payload.get(envelope.time), envelope.time) if envelope.time else None
    except FieldError as error:
        # Remove our credentials before the text is cut, so that no half of one is left.
        problem = str(FieldError(error.path, error.expected, redacted_value(core, error.value)))
        raise DecodeError(
            f"{request.endpoint.name} was executed, but its answer is not what is documented: {readable(problem)}",
            path=error.path,
            endpoint=request.endpoint,
            attempts=done.attempts,
            answer=redacted_answer(core, done.response),
            request_id=call.request_id,
        ) from None


def _read_with_care(core: Core, call: Call, request: Request[Any], done: Done, content: Any) -> tuple[Any, Any]:
    """Return the payload as typed rows without the values that cannot be read, and the envelope.

    A number that came as JSON where the documentation has text is read with every digit. Raises ``FieldError``.
    """
    envelope, payload, body = envelope_of(core, call.endpoint), done.payload, done.response.body
    record = AnswerReading(core.strict)
    token = READING.set(record)
    try:
        data = _decoded(envelope, content, request, body)
        if record.inexact and not request.endpoint.exact:
            record.left_out.clear()
            exact = parsed_json(body, exact=True)
            payload = kept(envelope, exact)
            data = _decoded(envelope, content_of(envelope, payload), request, body)
    finally:
        READING.reset(token)
    if record.left_out:
        odd = list(record.left_out.values())
        shown = {
            f"{row}.{error.path}".rstrip("."): str(FieldError("", error.expected, redacted_value(core, error.value)))
            for row, error in reversed(odd)
        }
        report_odd_values(core, call, {name: readable(text.lstrip(": ")) for name, text in shown.items()}, len(odd))
    return data, payload


def _decoded(envelope: Envelope, content: Any, request: Request[Any], body: bytes) -> Any:
    """Return the payload as typed rows."""
    data = request.decode(content)
    if _may_contain_non_finite(body):
        only_finite(data, key_of(envelope))
    return data


def _may_contain_non_finite(body: bytes) -> bool:
    """Return whether an answer may hold NaN or infinity, in any spelling that ``Decimal`` accepts."""
    # Searching for single bytes is nearly free, and candles have none of these letters. For other answers the pattern
    # takes ten times as long as the searches for words, and hardly ever matches.
    if _BACKSLASH in body:
        return True  # escapes may hide the letters
    if _SMALL_N not in body and _LARGE_N not in body:
        return False
    lower = body.lower()
    return (lower.find(b"nan") >= 0 or lower.find(b"inf") >= 0) and _NON_FINITE.search(lower) is not None


def content_of(envelope: Envelope, payload: dict[str, Any]) -> Any:
    """Take the payload out of its envelope, each item of its list merged with the verdict that the envelope holds."""
    data = payload.pop(key_of(envelope), None)
    if not envelope.verdicts:
        return data
    verdicts = _within(payload, envelope.verdicts)
    items = data.get(envelope.verdicts[-1]) if is_array(verdicts) and is_object(data) else None
    if not is_array(items) or len(items) != len(verdicts):
        return data
    pairs = zip(items, verdicts, strict=True)
    judged = [{**item, **verdict} if is_object(item) and is_object(verdict) else item for item, verdict in pairs]
    return {**data, envelope.verdicts[-1]: judged}


def _within(value: Any, path: Sequence[str]) -> Any:
    for step in path:
        value = value.get(step) if is_object(value) else None
    return value
