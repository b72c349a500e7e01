"""The upstream of every server: bytes made beforehand, sent by a protocol that reads no more of a request than the number in it.

``python -m bench.upstream PORT``
"""

import asyncio
import sys
from collections import defaultdict
from typing import cast

import uvloop

from bench.data import file_of_profiles, profiles

MARK = b"phoneNumber="
NONE = b"[]"


class Answers(asyncio.Protocol):
    """Answers requests for numbers on one connection; each ends with an empty line, for none has a body."""

    def __init__(self, responses: dict[bytes, bytes]) -> None:
        """Answer with these, by number."""
        self._responses = responses
        self._pending = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Answer every request that is complete."""
        *requests, self._pending = (self._pending + data).split(b"\r\n\r\n")
        for request in requests:
            self._transport.write(self._responses.get(number_in(request), self._responses[b""]))


def number_in(request: bytes) -> bytes:
    """Return the number that a request asks for, or nothing."""
    start = request.find(MARK) + len(MARK)
    return request[start : start + 20].split(b"&", 1)[0].split(b" ", 1)[0] if start >= len(MARK) else b""


def responses() -> dict[bytes, bytes]:
    """Make the response for each number; nothing is asked for where there is none."""
    found: dict[bytes, list[bytes]] = defaultdict(list)
    with file_of_profiles().open("rb") as lines:
        for line, profile in zip(lines, profiles(), strict=True):
            for number in {phone.get("PhoneNumberNumeric") or digits(phone["PhoneNumber"]) for phone in profile["PhoneNumbers"]}:
                found[str(number).encode()].append(line.rstrip())
    return {b"": response(NONE)} | {number: response(b"[%b]" % b",".join(lines)) for number, lines in found.items()}


def digits(number: str) -> str:
    """Keep the digits."""
    return "".join(filter(str.isdecimal, number))


def response(body: bytes) -> bytes:
    """Put the head before a body."""
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


async def serve(port: int) -> None:
    """Answer until ended."""
    ready = responses()
    server = await asyncio.get_running_loop().create_server(lambda: Answers(ready), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
