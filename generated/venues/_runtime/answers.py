"""Judge an answer: its envelope, the proof that a write was executed, and the error it stands for."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from .core import Core
from .endpoint import Endpoint, Proof
from .envelopes import code_of, kept, key_of, payload_of, without_code
from .errors import (
    Answer,
    APIError,
    DecodeError,
    HTTPError,
    NotSentError,
    TransportError,
    VenueError,
    api_error_class,
    readable,
    unknown_outcome,
)
from .json_types import is_array, is_object, parsed_json, parser
from .outgoing import Call
from .transport.base import Headers, HttpResponse
from .venue import Envelope, ErrorCode, Outcome

PlainSuccess = Callable[[Any, HttpResponse], dict[str, Any] | None]
_LONGEST_PAGE = 4096
_SHOWN_DEPTH = 10
_INTEGER = re.compile("-?[1-9][0-9]*")
_UNDOCUMENTED = ErrorCode(outcome="unknown")


def envelope_of(core: Core, endpoint: Endpoint) -> Envelope:
    """Return the envelope of an endpoint's answers: its own, or the venue's."""
    return endpoint.envelope or core.venue.envelope


def success_codes(envelope: Envelope) -> frozenset[str | int]:
    """Return the codes of a success, as text and as the JSON numbers that stand for them."""
    success = envelope.success
    return success | {int(code) for code in success if code == "0" or _INTEGER.fullmatch(code)}


def plain_success(envelope: Envelope, endpoint: Endpoint) -> PlainSuccess:
    """Return a function that returns the envelope of a success that leaves nothing to judge; None for any other answer.

    It takes what was sent, and the answer. ``successful_payload`` judges the others, and returns the same for this one.
    """
    parsed, exact, success = parser(), endpoint.exact, envelope.success
    judges = endpoint.write or endpoint.proof is not None
    code_key, data_key = envelope.code, envelope.data
    if endpoint.verdict is not None:
        return lambda wire, response: None
    if code_key is None or data_key is None or "." in data_key or not success.isdisjoint(("true", "false")):
        return partial(_plain_success, envelope, endpoint)
    codes = success_codes(envelope)

    item, proof = envelope.item_code, endpoint.proof
    echo, plain_proof = () if proof is None else proof.echo, proof is None or proof.items is None

    def succeeded(wire: Any, response: HttpResponse) -> dict[str, Any] | None:
        status, _, body = response
        if status != 200:
            return None
        try:
            payload: Any = parsed_json(body, exact=True) if exact else parsed(body)
        except ValueError:
            return None
        if type(payload) is not dict:
            return None
        code = payload.get(code_key)
        if (type(code) is not str and type(code) is not int) or code not in codes:
            return None
        if judges:
            data = payload.get(data_key)
            if type(data) is list and len(data) == 1 and type(row := data[0]) is dict and row and type(wire) is dict:
                code = None if item is None else row.get(item)  # as ``_is_proven`` looks at the usual case
                if (code is None or (type(code) is str and code in success)) and plain_proof:
                    for name in echo:
                        if (sent := wire.get(name)) and (came := row.get(name)) and sent != came:
                            break
                    else:
                        return payload
            if not _is_proven(envelope, endpoint, wire, data):
                return None
        return payload

    return succeeded


def _is_proven(envelope: Envelope, endpoint: Endpoint, wire: Any, data: Any) -> bool:
    """Return whether the payload of a success holds no refusal of its only item, and the proof if it needs one."""
    item, proof = envelope.item_code, endpoint.proof
    row: Any = data[0] if is_array(data) and len(data) == 1 else None
    if row and is_object(row) and is_object(wire):  # the usual case
        code = None if item is None else row.get(item)
        if (code is None or (type(code) is str and code in envelope.success)) and (
            proof is None or (proof.items is None and (not proof.echo or _echoes(proof.echo, wire, row)))
        ):
            return True
    if item is not None and _item_refusal(endpoint, envelope, wire, data):
        return False
    return proof is None or _missing_proof(proof, wire, data) is None


def _echoes(names: Sequence[str], wire: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Return whether no id in a row differs from the one that was sent."""
    for name in names:
        sent, came = wire.get(name), row.get(name)
        if sent and came and sent != came:
            return False
    return True


def _plain_success(envelope: Envelope, endpoint: Endpoint, wire: Any, response: HttpResponse) -> dict[str, Any] | None:
    """Return the envelope of a plain success, of an envelope that is not the usual one; None for any other answer."""
    if response.status != 200:
        return None
    try:
        payload: Any = parsed_json(response.body, exact=endpoint.exact)
    except ValueError:
        return None
    code = code_of(envelope, payload)
    if (code not in envelope.success) if code is not None else not without_code(envelope, payload):
        return None
    judges = endpoint.write or endpoint.proof is not None
    if judges and not _is_proven(envelope, endpoint, wire, payload_of(envelope, payload)):
        return None
    success: dict[str, Any] = kept(envelope, payload)
    return success


def successful_payload(core: Core, call: Call, response: HttpResponse | VenueError, attempt: int) -> Any:
    """Return the envelope of a success; raise the error that any other answer stands for."""
    if isinstance(response, VenueError):
        raise _transport_error(call, response, attempt)
    envelope, endpoint = envelope_of(core, call.endpoint), call.endpoint
    payload: Any
    bare = False
    try:
        payload = parsed_json(response.body, exact=endpoint.exact)
        bare = 200 <= response.status < 300 and without_code(envelope, payload)
    except ValueError:
        payload = None
        if endpoint.binary and response.status == 200:
            return {key_of(envelope): response.body}
    code = code_of(envelope, payload)
    if core.venue.matches and response.status >= 400 and _match(core, response, code) is not None:
        raise _api_error(core, call, response, attempt)
    if (code is None and not bare) or 300 <= response.status < 400:
        # Redirects are not followed, whatever else they contain.
        if code is None and response.status in envelope.statuses:
            raise _api_error(core, call, response, attempt)
        raise _http_error(core, call, response, attempt)
    data = payload_of(envelope, payload)
    plain = code is None or code in envelope.success
    if _item_refusal(endpoint, envelope, call.wire, data) or (
        endpoint.verdict is not None and _payload_refusal(endpoint, data)
    ):
        raise _api_error(core, call, response, attempt)
    if code is None or plain or code in endpoint.success_codes or code_of_table(core, code).success:
        if not 200 <= response.status < 300:
            raise _http_error(core, call, response, attempt)
    elif code_of_table(core, code).outcome == "per_item" and response.status < 500 and _has_row_per_item(call, data):
        plain = True
    else:
        raise _api_error(core, call, response, attempt)
    # A code that reports an unchanged state comes without rows.
    missing = _missing_proof(endpoint.proof, call.wire, data) if plain and endpoint.proof is not None else None
    if missing is not None:
        raise _proof_error(core, call, response, attempt, *missing)
    return kept(envelope, payload)


def _has_row_per_item(call: Call, data: Any) -> bool:
    """Return whether a batch with failures has a row for each item that tells its outcome."""
    return is_array(data) and (len(data) > 1 or (bool(data) and is_array(call.wire)))


def _api_error(core: Core, call: Call, response: HttpResponse, attempt: int) -> VenueError:
    """Build the error for a refusal by the venue, from its table of codes."""
    envelope, endpoint = envelope_of(core, call.endpoint), call.endpoint
    clean = _without_credentials(core, response)
    body = _json_of(clean.body)
    payload: Mapping[str, Any] = body if is_object(body) else {}
    data = payload_of(envelope, body)
    refused = _item_refusal(endpoint, envelope, call.wire, data)
    given = code_of(envelope, payload)
    code, reason = given or "", _text(core, payload.get(envelope.message or ""))
    if refused:
        code, row = refused
        reason = _text(core, row.get(envelope.item_message or "")) or reason
    known = code_of_table(core, code)
    if given is None and not refused:
        unknown: Outcome = "unknown" if response.status >= 500 else "not_executed"
        kind = envelope.statuses.get(response.status, "rejected")
        code, known = str(response.status), ErrorCode(kind=kind, outcome=unknown)
    if inner := _payload_refusal(endpoint, data):
        code, told, known = inner
        reason = _text(core, told) or reason
    if core.venue.matches and not inner and (match := _match(core, clean, given)) is not None:
        known = match
    code = _text(core, code)
    outcome: Outcome = known.outcome
    if outcome == "per_item":
        # The code leaves the outcome to the items, and there are none.
        outcome = "unknown"
    shown = readable(reason) or "no reason given"
    message = f"{endpoint.name}: {core.venue.title} answers {readable(code, 40)}: {shown}"
    if known.meaning:
        message += f" ({known.meaning})"
    if outcome == "unknown" and endpoint.write:
        message += f" {unknown_outcome(endpoint, call.wire)}"
    return api_error_class(known.kind)(
        message,
        code=code,
        reason=reason,
        data=data,
        endpoint=endpoint,
        outcome=outcome if endpoint.write else "not_executed",
        attempts=attempt,
        answer=_answer(clean),
    )


def _json_of(body: bytes) -> Any:
    """Return the JSON of an answer; an empty object for a body that is none."""
    try:
        return parsed_json(body)
    except ValueError:
        return {}


def _item_refusal(endpoint: Endpoint, envelope: Envelope, wire: Any, data: Any) -> tuple[str, Mapping[str, Any]] | None:
    """Return the code and the only row of a write's answer if that row holds a refusal.

    The envelope around it may still report success.
    """
    if not endpoint.write or envelope.item_code is None or is_array(wire) or not is_array(data) or len(data) != 1:
        return None
    row = data[0]
    code = row.get(envelope.item_code) if is_object(row) else None
    if not isinstance(code, str | int) or code == "" or str(code) in envelope.success:
        return None
    return str(code), row


def _payload_refusal(endpoint: Endpoint, data: Any) -> tuple[str, Any, ErrorCode] | None:
    """Return the code, the message and the meaning of a refusal inside a payload, where the endpoint has such codes."""
    verdict = endpoint.verdict
    if verdict is None:
        return None
    fields = data if is_object(data) else {}
    code = data if verdict.code is None else fields.get(verdict.code)
    if not isinstance(code, str | int) or code == "" or str(code) in verdict.success:
        return None
    kind = verdict.kinds.get(str(code))
    # Of a code that nobody explains it is not known that it refused the call: it may have failed on the way.
    known = ErrorCode(kind=kind or "rejected", outcome=verdict.outcome if kind is not None else "unknown")
    return str(code), fields.get(verdict.message or ""), known


def code_of_table(core: Core, code: str) -> ErrorCode:
    """Look a code up in the venue's table.

    A sub-code such as 51008_1000 that is not listed counts as its code; a code of which only sub-codes are listed
    counts as they do, where they agree. For a code in no table the outcome of a write is unknown.
    """
    errors = core.venue.errors()
    known = errors.get(code) or errors.get(code.partition("_")[0])
    if known is not None:
        return known
    parts = {entry._replace(meaning="") for name, entry in errors.items() if name.startswith(f"{code}_")}
    return parts.pop() if len(parts) == 1 else _UNDOCUMENTED


def known_code(core: Core, error: APIError) -> ErrorCode:
    """Look up the meaning of a refusal: by the venue's matches, then by its code."""
    if core.venue.matches and error.answer is not None:
        answer = error.answer
        response = HttpResponse(status=answer.status, headers=answer.headers, body=answer.body)
        if (match := _match(core, response, error.code)) is not None:
            return match
    return code_of_table(core, error.code)


def _match(core: Core, response: HttpResponse, code: str | None) -> ErrorCode | None:
    """Return the meaning of the first of the venue's matches that fits an answer."""
    text = response.body[:_LONGEST_PAGE].lower()
    for match in core.venue.matches:
        if (
            (not match.status or response.status in match.status)
            and (not match.code or (code or "") in match.code)
            and (not match.says or match.says.lower().encode() in text)
        ):
            return match.known()
    return None


def _missing_proof(proof: Proof, wire: Any, data: Any) -> tuple[str, str] | None:
    """Return where and how a write's answer lacks its proof; None if the proof is complete."""
    if proof.items is None and is_object(wire) and is_array(data) and len(data) == 1:
        row = data[0]
        if is_object(row) and row and _echoes(proof.echo, wire, row):
            return None  # the usual case
    listed = data.get(proof.listed) if proof.listed is not None and is_object(data) else data
    rows = [row for row in (listed if is_array(listed) else [listed]) if is_object(row) and row]
    where = f"data.{proof.listed}" if proof.listed else "data"
    items: Sequence[Any] = [wire]
    if is_array(wire):
        items = wire
    elif proof.items is not None and is_object(wire):
        items = wire.get(proof.items) or ()
    if not rows:
        return where, "it has none of the documented rows"
    if proof.each and len(rows) < len(items):
        return where, f"it has {len(rows)} rows for {len(items)} items"
    for index, row in enumerate(rows):
        if proof.echo and items and not any(_same_id(proof, item, row) for item in items if is_object(item)):
            return f"{where}[{index}].{proof.echo[0]}", "it has another id than was sent"
    return None


def _same_id(proof: Proof, item: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Return whether a row may belong to an item: the client id in both, if any, is the same.

    A different client id is accepted where another id matches: a venue that receives two ids uses one of them.
    """
    both = [name for name in proof.echo if item.get(name) and row.get(name)]
    if not both or any(str(item[name]) == str(row[name]) for name in both):
        return True
    return any(item.get(name) and str(item[name]) == str(row.get(name)) for name in proof.ids)


def _proof_error(core: Core, call: Call, response: HttpResponse, attempt: int, path: str, missing: str) -> DecodeError:
    endpoint = call.endpoint
    return DecodeError(
        f"{endpoint.name}: the answer does not show that this call was executed: {missing} ({path}). "
        f"{unknown_outcome(endpoint, call.wire)}",
        path=path,
        endpoint=endpoint,
        outcome="unknown",
        attempts=attempt,
        answer=redacted_answer(core, response),
    )


def _http_error(core: Core, call: Call, response: HttpResponse, attempt: int) -> HTTPError:
    endpoint, envelope = call.endpoint, envelope_of(core, call.endpoint)
    clean = _without_credentials(core, response)
    try:
        code = code_of(envelope, parsed_json(clean.body))
    except ValueError:
        code = None
    # Some gateways answer 408 after they have passed the call on. And a status of failure beside a code of success
    # proves neither.
    unknown = endpoint.write and (response.status == 408 or not 400 <= response.status < 500 or code is not None)
    shown = readable(clean.body[:200].decode("utf-8", "replace"), 120)
    if code is None:
        words = f"the answer is not the venue's {'error ' if response.status >= 400 else ''}envelope"
    else:
        words = f"the answer has the code {readable(code, 40)}, and a status that contradicts it"
    message = f"{endpoint.name}: {words} (HTTP {response.status}: {shown or 'empty'})."
    if unknown:
        message += f" {unknown_outcome(endpoint, call.wire)}"
    return HTTPError(
        message,
        status=response.status,
        endpoint=endpoint,
        outcome="unknown" if unknown else "not_executed",
        attempts=attempt,
        answer=_answer(clean),
    )


def _transport_error(call: Call, error: VenueError, attempt: int) -> VenueError:
    """Complete the transport's error with its meaning for this call."""
    if not isinstance(error, TransportError):
        return error
    message = f"{call.endpoint.name}: {error.reason}."
    if isinstance(error, NotSentError):
        message += " The venue was not reached; nothing was executed."
    elif call.endpoint.write:
        message += f" {unknown_outcome(call.endpoint, call.wire)}"
    made = type(error)(error.reason, endpoint=call.endpoint, attempts=attempt, message=message)
    made.permanent = error.permanent
    if not call.endpoint.write:
        made.outcome = "not_executed"
    return made


def redacted_answer(core: Core, response: HttpResponse) -> Answer:
    """Return the answer as an error keeps it, without our credentials."""
    return _answer(_without_credentials(core, response))


def _without_credentials(core: Core, response: HttpResponse) -> HttpResponse:
    """Return the answer without our credentials; the same object if it does not echo them."""
    signer = core.signer
    if signer is None:
        return response
    body = signer.redacted(response.body)
    headers = {name: signer.redacted(value.encode()).decode() for name, value in response.headers.items()}
    if body == response.body and headers == dict(response.headers):
        return response
    return HttpResponse(status=response.status, headers=Headers(headers), body=body)


def _text(core: Core, value: Any) -> str:
    """Return a text of the answer without our credentials, in whatever spelling."""
    if not isinstance(value, str):
        return ""
    return value if core.signer is None else core.signer.redacted(value.encode("utf-8", "replace")).decode()


def redacted_value(core: Core, value: Any, depth: int = 0) -> Any:
    """Return a JSON value of the answer without our credentials, cut off where it is deep."""
    if isinstance(value, str):
        return _text(core, value)
    if depth > _SHOWN_DEPTH and (is_object(value) or is_array(value)):
        return "..."
    if is_object(value):
        return {_text(core, name): redacted_value(core, item, depth + 1) for name, item in value.items()}
    return [redacted_value(core, item, depth + 1) for item in value] if is_array(value) else value


def _answer(response: HttpResponse) -> Answer:
    return Answer(status=response.status, headers=response.headers, body=response.body)
