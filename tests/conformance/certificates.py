"""Certificates, good and bad, made once for all cases."""

import ssl
import warnings
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Key = ec.EllipticCurvePrivateKey
TODAY = datetime.now(UTC)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _issued(
    key: Key,
    subject: str,
    issuer: tuple[x509.Name, Key],
    names: list[x509.GeneralName],
    days: tuple[int, int],
    ca: bool,
) -> x509.Certificate:
    made = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(issuer[0])
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(TODAY + timedelta(days=days[0]))
        .not_valid_after(TODAY + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer[1].public_key()), critical=False)
    )
    if names:
        made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return made.sign(issuer[1], hashes.SHA256())


def _saved(file: Path, key: Key, certificate: x509.Certificate) -> Path:
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return file


def contexts(folder: Path) -> dict[str, ssl.SSLContext]:
    """The server's contexts by kind; the authority to trust is saved as ca.pem, another as other.pem."""
    authorities: dict[str, tuple[x509.Name, Key]] = {}
    for name in ("ca", "other"):
        key = ec.generate_private_key(ec.SECP256R1())
        authorities[name] = (_name(name), key)
        certificate = _issued(key, name, authorities[name], [], (-9, 9), True)
        (folder / f"{name}.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    right: list[x509.GeneralName] = [
        x509.IPAddress(ip_address("127.0.0.1")),
        x509.DNSName("localhost"),
        x509.DNSName("exchange.invalid"),
    ]
    wrong: list[x509.GeneralName] = [x509.DNSName("elsewhere.invalid"), x509.IPAddress(ip_address("127.0.0.2"))]
    key = ec.generate_private_key(ec.SECP256R1())
    own = (_name("127.0.0.1"), key)
    leaves = {
        "good": _issued(key, "leaf", authorities["ca"], right, (-1, 1), False),
        "expired": _issued(key, "leaf", authorities["ca"], right, (-3, -1), False),
        "not yet valid": _issued(key, "leaf", authorities["ca"], right, (1, 3), False),
        "self-signed": _issued(key, "127.0.0.1", own, right, (-1, 1), False),
        "other authority": _issued(key, "leaf", authorities["other"], right, (-1, 1), False),
        "wrong name": _issued(key, "leaf", authorities["ca"], wrong, (-1, 1), False),
        "name only in CN": _issued(key, "127.0.0.1", authorities["ca"], [], (-1, 1), False),
    }
    made: dict[str, ssl.SSLContext] = {}
    for name, certificate in leaves.items():
        made[name] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made[name].load_cert_chain(_saved(folder / f"{name}.pem".replace(" ", "_"), key, certificate))
    versions = {
        "1.3": ssl.TLSVersion.TLSv1_3,
        "1.2": ssl.TLSVersion.TLSv1_2,
        "1.1": ssl.TLSVersion.TLSv1_1,
        "1.0": ssl.TLSVersion.TLSv1,
    }
    for name, version in versions.items():
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "good.pem")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = version
        if version < ssl.TLSVersion.TLSv1_2:
            context.set_ciphers("ALL:@SECLEVEL=0")
        made[name] = context
    mutual = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    mutual.load_cert_chain(folder / "good.pem")
    mutual.load_verify_locations(folder / "ca.pem")
    mutual.verify_mode = ssl.CERT_REQUIRED
    made["asks for a certificate"] = mutual
    silent = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    silent.set_ciphers("aNULL:eNULL:@SECLEVEL=0")
    silent.maximum_version = ssl.TLSVersion.TLSv1_2
    made["no authentication"] = silent
    return made
