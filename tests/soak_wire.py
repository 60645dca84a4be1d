"""What lies between the soak's client and its sandbox: a wire that adds answers nobody asked for.

    python tests/soak_wire.py URL RATE SEED

Prints the port that it listens on; on a line of standard input it prints what it did, as JSON, and ends.

An answer too many comes in the packet of the answer before it, or on the idle connection a little later; a connection
ends, or is reset, while it is idle. What the client sends on a connection after such an answer is not passed on: the
client sent it before it could see the answer (``collided``, which is rare), or it takes that answer for its own.
``under way``: an answer to another order comes before the answer to an order, and the order is passed on. Any client
of HTTP/1.1 takes it for its own; that the order's id is not in it is all that gives it away.
"""

import asyncio
import contextlib
import json
import os
import socket
import struct
import sys
from collections import Counter
from random import Random
from urllib.parse import urlsplit

LATER = 0.004


def answer(status: str, payload: object) -> bytes:
    body = json.dumps(payload).encode()
    return b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
        status.encode(),
        len(body),
        body,
    )


ROW = {"ordId": "666", "clOrdId": "somebodyelses", "sCode": "0", "sMsg": "", "tag": "", "ts": "1"}
PLACED = answer("200 OK", {"code": "0", "msg": "", "data": [ROW]})
STRAYS = {
    "success": PLACED,
    "busy": answer("200 OK", {"code": "50011", "msg": "too many requests", "data": []}),
    "429": answer("429 Too Many Requests", {"code": "50011", "msg": "too many requests", "data": []}),
    "400": answer("400 Bad Request", {"code": "51000", "msg": "parameter error", "data": []}),
    "408": b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
    "garbage": b"\x00\x01garbage\r\n\r\n",
    "half": PLACED[:-7],
    "line break": b"\r\n",
}
KINDS = [
    *(f"stray {name} at once" for name in STRAYS),
    *(f"stray {name} later" for name in STRAYS),
    "doubled at once",
    "doubled later",
    "closed while idle",
    "reset while idle",
]
ORDERS = (b"POST /api/v5/trade/order ", b"POST /api/v5/trade/batch-orders ")


class Wire:
    """One wire: ``counts`` has what it did."""

    def __init__(self, url: str, rate: float, seed: int) -> None:
        self.counts: Counter[str] = Counter()
        self._host, self._port = urlsplit(url).hostname or "", urlsplit(url).port or 80
        self._rate, self._random = rate, Random(seed)
        self._tasks: set[asyncio.Task[None] | None] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream: asyncio.StreamWriter | None = None
        self._tasks.add(asyncio.current_task())  # the loop itself may forget it
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            answers, upstream = await asyncio.open_connection(self._host, self._port)
            await self._calls(reader, writer, answers, upstream)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            self._tasks.discard(asyncio.current_task())
            for each in (writer, upstream):
                if each is not None:
                    each.close()

    async def _calls(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        answers: asyncio.StreamReader,
        upstream: asyncio.StreamWriter,
    ) -> None:
        begun: bytes | None = b""
        while begun is not None:
            asked = await _message(reader, begun)
            happens = self._random.random() < self._rate
            if happens and asked.startswith(ORDERS) and self._random.random() < 0.3:
                self.counts["under way"] += 1
                writer.write(PLACED)
                upstream.write(asked)
                await _message(answers)
                return
            upstream.write(asked)
            kind = self._random.choice(KINDS) if happens else ""
            whole = await self._passed_on(answers, writer, kind)
            begun = await self._befallen(kind, whole, reader, writer) if kind else b""

    async def _passed_on(self, answers: asyncio.StreamReader, writer: asyncio.StreamWriter, kind: str) -> bytes:
        """The answer, as it comes; with what is sent in its last packet."""
        came, awaited = b"", -1
        while awaited < 0 or len(came) < awaited:
            data = await answers.read(65_536)
            if not data:
                raise OSError("the sandbox has closed")
            came += data
            if awaited < 0 and (end := came.find(b"\r\n\r\n") + 4) > 3:
                awaited = end + _length(came[:end])
            if awaited >= 0 and len(came) >= awaited and kind.endswith("at once"):
                self.counts[kind] += 1
                data += came if kind.startswith("doubled") else _stray(kind)
            writer.write(data)
        return came

    async def _befallen(
        self, kind: str, whole: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bytes | None:
        """What happens to the connection when the answer has gone out: None where that is the end of it.

        Where a request comes instead, its first byte.
        """
        if not kind.endswith("at once"):
            if (begun := await _comes(reader)) is not None:
                return begun or None
            self.counts[kind] += 1
            if kind == "closed while idle":
                return None
            if kind == "reset while idle":
                linger = struct.pack("ii", 1, 0)
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                writer.transport.abort()
                return None
            writer.write(whole if kind.startswith("doubled") else _stray(kind))
        if await reader.read(65_536):
            self.counts["reused" if kind.endswith("at once") else "collided"] += 1
        return None


async def _comes(reader: asyncio.StreamReader) -> bytes | None:
    """The first byte that comes soon, nothing where the client closes; None where all is quiet."""
    first = asyncio.ensure_future(reader.read(1))
    await asyncio.wait([first], timeout=LATER)
    first.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        return await first
    return None


def _stray(kind: str) -> bytes:
    return STRAYS[kind.removeprefix("stray ").removesuffix(" at once").removesuffix(" later")]


async def _message(reader: asyncio.StreamReader, begun: bytes = b"") -> bytes:
    head = begun + await reader.readuntil(b"\r\n\r\n")
    return head + await reader.readexactly(_length(head))


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    return 0


async def main(url: str, rate: str, seed: str) -> None:
    wire = Wire(url, float(rate), int(seed))
    server = await asyncio.start_server(wire.serve, "127.0.0.1", 0, limit=1 << 20)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    print(json.dumps(wire.counts), flush=True)
    os._exit(0)  # whatever connections there are


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
