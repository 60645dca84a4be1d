"""The JSON of answers: data in the venue's envelope, with the code of a success or of an error."""

from collections.abc import Callable
from typing import Any

from ..runtime.envelopes import succeeds, with_payload
from ..runtime.json_types import is_object
from ..runtime.venue import Envelope
from ..spec.model import EndpointSpec, VenueSpec

AnswerPayload = Any


class Payloads:
    """Writes a venue's envelope; codes are numbers where the documented ones are."""

    def __init__(self, venue: VenueSpec, now: Callable[[], float]) -> None:
        self._venue = venue
        self._now = now
        documented = (example.response for endpoint in venue.endpoints for example in endpoint.examples)
        codes = (
            response[venue.envelope.code]
            for response in documented
            if venue.envelope.code is not None and is_object(response) and venue.envelope.code in response
        )
        self._is_number = isinstance(next(codes, ""), int)

    def success(self, endpoint: EndpointSpec, data: AnswerPayload) -> AnswerPayload:
        """Return data with the code of a success."""
        envelope = self._venue.envelope_of(endpoint)
        if envelope.data is None:
            return data
        return self.enveloped(min(envelope.success, default=""), "", data, envelope)

    def enveloped(
        self, code: str, message: str, data: AnswerPayload, envelope: Envelope | None = None
    ) -> AnswerPayload:
        """Return data in the envelope, with any code and message, and the time where the venue sends it."""
        envelope = envelope or self._venue.envelope
        payload: dict[str, Any] = {}
        if envelope.code is not None:
            payload[envelope.code] = self.code(code)
        if envelope.message is not None:
            payload[envelope.message] = message
        if envelope.data is not None and (envelope.code is not None or not code):
            payload = with_payload(envelope, payload, data)
        if envelope.time is not None:
            payload[envelope.time] = int(self._now() * 1000)
        return payload

    def refused(self, reason: str, code: str, data: AnswerPayload) -> AnswerPayload:
        """Return data with the venue's code for a reason, or with a code in its place."""
        refusal = self._venue.refusals.get(reason)
        return self.enveloped(refusal.code if refusal else code, "", data)

    def code_of(self, reason: str) -> str:
        """Return the venue's code for a reason to refuse a call."""
        refusal = self._venue.refusals.get(reason)
        return refusal.code if refusal else "1"

    def code(self, code: str) -> int | str:
        """Return a code in the type of the documented ones."""
        return int(code) if self._is_number else code

    def meaning(self, code: str) -> str:
        """Return the documented meaning of an error's code; empty for a success and for an unknown code."""
        known = self._venue.errors.get(code)
        return known.meaning if known is not None and code not in self._venue.envelope.success else ""

    def is_success(self, endpoint: EndpointSpec, response: Any) -> bool:
        """Return whether a documented answer has the code of a success."""
        return response is not None and succeeds(self._venue.envelope_of(endpoint), response)

    @property
    def envelope(self) -> Envelope:
        """Return the names in the envelope."""
        return self._venue.envelope
