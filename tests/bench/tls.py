"""What a connection over TLS costs our blocking transport: printed as JSON, in seconds of CPU of this process.

tls.py FOLDER    the folder is for the certificate
"""

import json
import multiprocessing
import socket
import ssl
import sys
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from statistics import median
from typing import Any

import certifi
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from venues import CurlTransport, HttpRequest

NEW, KEPT, CALLS = 10, 10, 500
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


def certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = made.public_bytes(serialization.Encoding.PEM)
    (folder / "bundle.pem").write_bytes(Path(certifi.where()).read_bytes() + public)
    (folder / "server.pem").write_bytes(private + public)
    return folder / "server.pem"


def serve(file: Path, told: Any) -> None:
    """Answer one connection after another."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    listening = socket.create_server(("127.0.0.1", 0))
    told.send(listening.getsockname()[1])
    while True:
        peer, _ = listening.accept()
        try:
            with context.wrap_socket(peer, server_side=True) as talking:
                while talking.recv(65_536):
                    talking.sendall(ANSWER)
        except OSError:
            continue


def spent(transport: CurlTransport, request: HttpRequest) -> float:
    before = time.process_time()
    transport.send(request)
    return time.process_time() - before


def main(folder: Path) -> None:
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(certificate(folder), theirs), daemon=True)
    server.start()
    url = f"https://127.0.0.1:{ours.recv()}/x"
    request = HttpRequest(method="GET", url=url, headers={})
    first = []
    for _ in range(NEW):
        transport = CurlTransport(ca_file=folder / "bundle.pem")
        first.append(spent(transport, request))
        transport.close()
    transport = CurlTransport(ca_file=folder / "bundle.pem", idle=1)
    again = []
    for _ in range(KEPT):
        transport.send(request)
        for idle in transport._idle.values():  # as if the connection had been idle for too long
            for connection in idle:
                connection.used -= 31.0
        again.append(spent(transport, request))
    before = time.process_time()
    for _ in range(CALLS):
        transport.send(request)
    calls = (time.process_time() - before) / CALLS
    transport.close()
    server.terminate()
    names = ("the first connection of a transport", "one that follows a closed one", "a call on an open connection")
    print(json.dumps(dict(zip(names, (median(first[1:]), median(again), calls), strict=True))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
