"""A loopback server that answers every call with the same bytes, in C or else as fast as asyncio can."""

import asyncio
import multiprocessing
import shutil
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path


def head(answer: bytes) -> bytes:
    """What comes before the answer's body."""
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(answer)


class _Answering(asyncio.Protocol):
    def __init__(self, answer: bytes) -> None:
        self._answer = head(answer) + answer
        self._held = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._held += data
        while (end := self._held.find(b"\r\n\r\n")) >= 0:
            length = 0
            for line in self._held[:end].split(b"\r\n"):
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if len(self._held) < end + 4 + length:
                return
            self._held = self._held[end + 4 + length :]
            self._transport.write(self._answer)  # type: ignore[attr-defined]  # TCP transports write


def _serve(answer: bytes, told: Connection, certificate: Path | None) -> None:
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)

    async def main() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Answering(answer), "127.0.0.1", 0, ssl=context)
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


def _compiled(folder: Path) -> Path | None:
    """The server in C, where there is a compiler: it leaves the processor's caches to the client."""
    compiler = shutil.which("cc")
    program = folder / "server"
    source = Path(__file__).with_name("server.c")
    if compiler is None:
        return None
    done = subprocess.run([compiler, "-O2", "-D_GNU_SOURCE", "-o", str(program), str(source)], capture_output=True)
    return program if done.returncode == 0 else None


@contextmanager
def answering(answer: bytes, certificate: Path | None = None) -> Iterator[str]:
    """The URL of a server in a process of its own; over TLS with a certificate, whose file has its key too."""
    if certificate is not None:
        with _awaiting(answer, certificate) as url:
            yield url
        return
    with tempfile.TemporaryDirectory() as folder:
        program = _compiled(Path(folder))
        if program is None:
            with _awaiting(answer) as url:
                yield url
            return
        file = Path(folder) / "answer"
        file.write_bytes(head(answer) + answer)
        with subprocess.Popen([program, file], stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout is not None
                yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
            finally:
                process.terminate()


@contextmanager
def _awaiting(answer: bytes, certificate: Path | None = None) -> Iterator[str]:
    """The URL of the server in Python, in a process of its own."""
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(answer, theirs, certificate), daemon=True)
    process.start()
    try:
        yield f"{'http' if certificate is None else 'https'}://127.0.0.1:{mine.recv()}"
    finally:
        process.terminate()
        process.join()
