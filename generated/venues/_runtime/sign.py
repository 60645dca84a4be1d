"""Sign calls as a venue's ``Auth`` describes: over the exact bytes that are sent, once per attempt."""

import hashlib
from binascii import b2a_base64, hexlify
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any
from urllib.parse import quote, unquote_plus

from .errors import ConfigurationError
from .json_types import is_header_text
from .redaction import redacted
from .secret import Secret
from .venue import Algorithm, Auth, Encoding

Sign = Callable[[bytes], bytes]
_VARYING = ("signature", "timestamp")
_PARTS = ("timestamp", "method", "target", "target_decoded", "query", "body", "payload", "recv_window")
_MIN_REDACTED = 8
_LONGEST_WINDOW = 60_000
_OF_PEM = ("rsa_sha256", "ed25519")


class Signer:
    """Makes the headers of signed calls. Raises ``ConfigurationError`` for unusable credentials."""

    def __init__(self, auth: Auth, credentials: Mapping[str, Secret]) -> None:
        missing = [name for name in auth.credentials if name not in credentials or not credentials[name].reveal()]
        if missing:
            raise ConfigurationError(f"signed calls need the credentials {', '.join(missing)}")
        for name, secret in credentials.items():
            if not _is_text(secret.reveal()):
                raise ConfigurationError(f"the {name} must be a text that UTF-8 can encode")
            if name != "secret_key" and not is_header_text(secret.reveal()):
                raise ConfigurationError(f"the {name} must be printable ASCII, since a header carries it")
        self._auth = auth
        self._credentials = dict(credentials)
        self._same = _same_headers(auth, credentials)
        self._varying = {source: header for header, source in auth.headers.items() if source in _VARYING}
        self._iso = auth.timestamp == "iso_milliseconds"
        self._params = {source: name for name, source in auth.params.items()}
        key = next((name for name, source in auth.headers.items() if source == "api_key"), None)
        named: dict[str, str] = {} if key is None else {key: credentials["api_key"].reveal()}
        self._key: Callable[[], dict[str, str]] = named.copy
        del named
        self._recv_window = str(auth.recv_window)
        self._decodes = "target_decoded" in auth.signs
        self._text = _signed_text(auth, credentials)
        self._sign, encoding = _algorithm(auth, credentials["secret_key"])
        self._encode: Callable[[bytes], str] = bytes.hex if encoding == "hex" else _base64
        self._encoded: Callable[[bytes], bytes] = hexlify if encoding == "hex" else partial(b2a_base64, newline=False)

    @property
    def window(self) -> float | None:
        """The seconds for which the venue takes a call that is signed now, where calls carry such a window.

        A clock may be ahead of the venue's by as much as the venue allows: the window ends that much later.
        """
        if self._auth.recv_window is None:
            return None
        ahead = self._auth.tolerance if self._auth.ahead is None else self._auth.ahead
        return self._auth.recv_window / 1000 + ahead

    def key_headers(self) -> dict[str, str]:
        """Return the header with the key, for calls that carry it and no signature."""
        return self._key()

    def with_params(self, method: str, target: str, body: bytes, now: int, *, form: bool) -> tuple[str, bytes]:
        """Return the target and the body of a call with the parameters that sign it, the signature last.

        They are added to the query, or to the body of a call that travels as a ``form``.
        """
        if not self._params:
            return target, body
        timestamp = self.timestamp(now)
        values = {"timestamp": timestamp, "recv_window": str(self._auth.recv_window)}
        values |= {name: secret.reveal() for name, secret in self._credentials.items() if name in self._params}
        for source, name in self._params.items():
            if source != "signature":
                target, body = _added(target, body, name, values[source], form=form)
        if "signature" in self._params:
            signature = self.signature(method, target, body, timestamp)
            target, body = _added(target, body, self._params["signature"], signature, form=form)
        return target, body

    def headers(self, method: str, target: str, body: bytes, now: int) -> dict[str, str]:
        """Return the headers that sign a call.

        ``target`` is path and query as sent, ``now`` the venue's time in milliseconds.
        """
        timestamp = self.timestamp(now)
        varying: dict[str, str] = {}
        if "signature" in self._varying:
            varying[self._varying["signature"]] = self.signature(method, target, body, timestamp)
        if "timestamp" in self._varying:
            varying[self._varying["timestamp"]] = timestamp
        # Not a local variable: crash reporters show those.
        return self._same() | varying

    def with_marks(self, signature: str, timestamp: str) -> dict[str, str]:
        """Return the headers that sign a call, with marks in place of the signature and of the time."""
        marks = {"signature": signature, "timestamp": timestamp}
        return self._same() | {self._varying[source]: marks[source] for source in self.varying}

    @property
    def varying(self) -> tuple[str, ...]:
        """Return which headers differ from call to call, in their order: the signature, the timestamp."""
        return tuple(source for source in _VARYING if source in self._varying)

    @property
    def adds_params(self) -> bool:
        """Return whether parameters sign a call, beside headers or in place of them."""
        return bool(self._params)

    def timestamp(self, now: int) -> str:
        """Write a time in milliseconds as the venue takes it."""
        return self.stamp(now).decode()

    def stamp(self, now: int) -> bytes:
        """Write a time in milliseconds as the bytes that the venue takes."""
        if self._iso:
            return b"%b.%03dZ" % (_iso_second(now // 1000), now % 1000)
        return b"%d" % now

    def redacted(self, answer: bytes) -> bytes:
        """Remove the credentials that some venues and gateways echo, in any spelling, from an answer.

        Credentials of fewer than eight characters are left: they could be any word.
        """
        return redacted(
            answer, [secret for secret in self._credentials.values() if len(secret.reveal()) >= _MIN_REDACTED]
        )

    def signature(self, method: str, target: str, body: bytes, timestamp: str, recv_window: str | None = None) -> str:
        """Return the signature of a call with this timestamp, as its header carries it."""
        if recv_window is None:
            recv_window = self._recv_window
        query = target.partition("?")[2]
        text = body.decode("utf-8", "surrogateescape")
        decoded = unquote_plus(target) if self._decodes else ""
        parts = (timestamp, method, target, decoded, query, text, text or query, recv_window)
        # What is signed may hold the key, and is never a local variable.
        return self._encode(self._sign(self._text(*parts).encode("utf-8", "surrogateescape")))

    def signing(self, method: str) -> Callable[[bytes, bytes, bytes], bytes]:
        """Return a function that does what ``signature`` does for a method, on bytes: target, body, timestamp."""
        joined = _signed_bytes(self._auth, self._credentials, method)
        if joined is None:
            return lambda target, body, timestamp: self.signature(
                method, target.decode(), body, timestamp.decode()
            ).encode()
        sign, encoded, (join, pick, in_order) = self._sign, self._encoded, joined
        if in_order:
            return lambda target, body, timestamp: encoded(sign(join((timestamp, target, body))))
        # What is signed may hold the key, and is never a local variable.
        if {"query", "payload"}.isdisjoint(self._auth.signs):
            return lambda target, body, timestamp: encoded(sign(join(pick((timestamp, target, body)))))

        def signed(target: bytes, body: bytes, timestamp: bytes) -> bytes:
            query = target.partition(b"?")[2]
            return encoded(sign(join(pick((timestamp, target, body, query, body or query)))))

        return signed


def with_window(auth: Auth, recv_window: int | None, venue: str) -> Auth:
    """Return the signing with a window of the caller's, in milliseconds. Raises ``ConfigurationError``."""
    if recv_window is None:
        return auth
    if auth.recv_window is None:
        raise ConfigurationError(f"{venue} knows no recv_window")
    if type(recv_window) is not int or not 0 < recv_window <= _LONGEST_WINDOW:
        most = f"at most {_LONGEST_WINDOW}"
        raise ConfigurationError(f"recv_window must be a whole number of milliseconds, {most}, got {recv_window!r}")
    return auth._replace(recv_window=recv_window)


def _same_headers(auth: Auth, credentials: Mapping[str, Secret]) -> Callable[[], dict[str, str]]:
    """Return a function that makes the headers common to all calls.

    They hold secrets: a bound method of C shows them in no ``repr`` and no frame.
    """
    same = {
        header: str(auth.recv_window) if source == "recv_window" else credentials[source].reveal()
        for header, source in auth.headers.items()
        if source not in _VARYING
    }
    return same.copy


def _signed_text(auth: Auth, credentials: Mapping[str, Secret]) -> Callable[..., str]:
    """Return a function that joins the parts that are signed: a bound method of C, which shows no key."""
    places = {part: f"{{{place}}}" for place, part in enumerate(_PARTS)}
    return "".join(
        credentials["api_key"].reveal().replace("{", "{{").replace("}", "}}") if part == "api_key" else places[part]
        for part in auth.signs
    ).format


def _signed_bytes(
    auth: Auth, credentials: Mapping[str, Secret], method: str
) -> tuple[Callable[[Any], bytes], Callable[[Any], Any], bool] | None:
    """Return what joins the bytes that are signed, and what picks those that vary; None for decoded parts.

    True stands for timestamp, target and body in this order, which need no picking.

    They are bound methods of C, which show no key.
    """
    varying = ("timestamp", "target", "body", "query", "payload")
    places = [varying.index(part) for part in auth.signs if part in varying]
    if "target_decoded" in auth.signs or not places:
        return None
    fixed = {"method": method, "recv_window": str(auth.recv_window)}
    return (
        "".join(
            "%b"
            if part in varying
            else (credentials["api_key"].reveal() if part == "api_key" else fixed[part]).replace("%", "%%")
            for part in auth.signs
        )
        .encode()
        .__mod__,
        itemgetter(*places),
        places == [0, 1, 2],
    )


def _added(target: str, body: bytes, name: str, value: str, *, form: bool) -> tuple[str, bytes]:
    pair = f"{quote(name, safe='')}={quote(value, safe='')}"
    if form:
        return target, body + (b"&" if body else b"") + pair.encode()
    return f"{target}{'&' if '?' in target else '?'}{pair}", body


def _is_text(value: object) -> bool:
    # An error of the encoder would carry the whole text.
    return isinstance(value, str) and not any("\ud800" <= letter <= "\udfff" for letter in value)


def _base64(signature: bytes) -> str:
    return b2a_base64(signature, newline=False).decode()


@lru_cache(maxsize=4)
def _iso_second(seconds: int) -> bytes:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}".encode()


def _hmac_sha256(key: bytes) -> Sign:
    """Return an HMAC-SHA256 function (RFC 2104).

    Copying its two hashes takes half as long as copying an ``hmac`` object.
    """
    key = (key if len(key) <= 64 else hashlib.sha256(key).digest()).ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key))
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in key))

    def sign(message: bytes) -> bytes:
        within, around = inner.copy(), outer.copy()
        within.update(message)
        around.update(within.digest())
        return around.digest()

    return sign


def _algorithm(auth: Auth, secret: Secret) -> tuple[Sign, Encoding]:
    """Return the function that signs with a key, and the encoding of its signatures.

    A secret in PEM form is a private key whose kind the file says; it is never the secret of an HMAC.
    """
    if "-----BEGIN" in secret.reveal():
        return _of_pem(auth, secret)
    if auth.algorithm == "hmac_sha256":
        return _hmac_sha256(secret.reveal().encode()), auth.encoding
    if auth.algorithm == "rsa_sha256":
        raise ConfigurationError("the secret_key must be a private key in PEM form")
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError:
        raise _missing_package(auth.algorithm) from None
    try:
        # Some exporters append the public key to the seed.
        key = ed25519.Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret.reveal())[:32])
    except ValueError:
        raise ConfigurationError("the secret_key must be 64 hexadecimal digits") from None
    return key.sign, auth.encoding


def _of_pem(auth: Auth, secret: Secret) -> tuple[Sign, Encoding]:
    taken: dict[Algorithm, Encoding] = {auth.algorithm: auth.encoding, **auth.also}
    if taken.keys() == {"hmac_sha256"}:
        raise ConfigurationError("the secret_key is a key in PEM form, and the venue signs with HMAC: give its secret")
    try:
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
    except ImportError:
        raise _missing_package(" or ".join(name for name in taken if name != "hmac_sha256")) from None
    try:
        # Environment variables often hold a key in one line.
        key: Any = serialization.load_pem_private_key(secret.reveal().replace("\\n", "\n").encode(), password=None)
    except (ValueError, TypeError):
        raise ConfigurationError("the secret_key must be a private key in PEM form without a password") from None
    if isinstance(key, rsa.RSAPrivateKey) and "rsa_sha256" in taken:
        return lambda message: key.sign(message, padding.PKCS1v15(), hashes.SHA256()), taken["rsa_sha256"]
    if isinstance(key, ed25519.Ed25519PrivateKey) and "ed25519" in taken:
        return key.sign, taken["ed25519"]
    kinds = " or ".join(sorted({"rsa_sha256": "RSA", "ed25519": "Ed25519"}[name] for name in taken if name in _OF_PEM))
    raise ConfigurationError(f"the secret_key must be an {kinds} key")


def _missing_package(algorithm: str) -> ConfigurationError:
    return ConfigurationError(
        f"signing with {algorithm} needs the cryptography package; run pip install 'venuespec[crypto]'"
    )
