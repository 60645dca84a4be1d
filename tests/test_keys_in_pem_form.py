"""The form of a secret says how it signs: a private key in PEM form is never the secret of an HMAC."""

import base64
from collections.abc import Mapping

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

from venues._runtime.errors import ConfigurationError
from venues._runtime.secret import Secret
from venues._runtime.sign import Signer
from venues._runtime.venue import Algorithm, Auth, Encoding

RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ED25519 = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def pem(key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def signer(secret: str, also: Mapping[Algorithm, Encoding] = {"rsa_sha256": "base64"}) -> Signer:
    auth = Auth(
        credentials=("api_key", "secret_key"),
        algorithm="hmac_sha256",
        encoding="hex",
        signs=("timestamp", "api_key", "payload"),
        timestamp="milliseconds",
        tolerance=5,
        headers={"X-KEY": "api_key", "X-SIGN": "signature", "X-TIME": "timestamp"},
        also=also,
    )
    return Signer(auth, {"api_key": Secret("k"), "secret_key": Secret(secret)})


@pytest.mark.parametrize("text", [pem(RSA), pem(RSA).replace("\n", "\\n")], ids=["lines", "one line"])
def test_an_rsa_key_signs_with_rsa(text: str) -> None:
    signature = signer(text).signature("GET", "/v5/x?a=1", b"", "1700000000000")
    # Raises for another signature.
    RSA.public_key().verify(base64.b64decode(signature), b"1700000000000ka=1", padding.PKCS1v15(), hashes.SHA256())


def test_an_ed25519_key_signs_with_ed25519_where_the_venue_takes_it() -> None:
    signature = signer(pem(ED25519), {"ed25519": "hex"}).signature("GET", "/v5/x", b"", "1")
    ED25519.public_key().verify(bytes.fromhex(signature), b"1k")


def test_a_plain_secret_signs_with_hmac() -> None:
    # printf '1k' | openssl dgst -sha256 -hmac secret
    assert signer("secret").signature("GET", "/v5/x", b"", "1") == (
        "8ca197494f336a7ee0d4558b3db550fe00a4e92a68bc539d21452582f3821ad3"
    )


@pytest.mark.parametrize(
    ("secret", "also", "message"),
    [
        (pem(RSA), {}, "the secret_key is a key in PEM form, and the venue signs with HMAC: give its secret"),
        (pem(ED25519), {"rsa_sha256": "base64"}, "the secret_key must be an RSA key"),
        (pem(RSA), {"ed25519": "hex"}, "the secret_key must be an Ed25519 key"),
        ("-----BEGIN PUBLIC KEY-----\nAAAA\n", {"rsa_sha256": "base64"}, "without a password"),
        ("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n", {"rsa_sha256": "base64"}, "must be a private key in PEM form"),
    ],
)
def test_a_key_of_another_kind_is_refused(secret: str, also: Mapping[Algorithm, Encoding], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message) as caught:
        signer(secret, also)
    assert secret not in str(caught.value)
