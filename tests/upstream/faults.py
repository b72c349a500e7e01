"""Everything that can go wrong on a connection, byte by byte."""

import asyncio
import gzip
import json
from http import HTTPStatus
from itertools import count

from tests.upstream.raw_upstream import NEVER, Asked, Fault, answer, answers_right, reset, right


async def reset_before_headers(_: Asked, writer: asyncio.StreamWriter) -> bool:
    reset(writer)
    return False


async def reset_after_headers(asked: Asked, writer: asyncio.StreamWriter) -> bool:
    writer.write(answer(right(asked))[:-5])
    await writer.drain()
    await asyncio.sleep(0.02)  # let it arrive
    reset(writer)
    return False


async def black_hole(asked: Asked, _: asyncio.StreamWriter) -> bool:
    await asked.rest.read()  # ends when the client loses patience
    return False


async def slow_headers(_: Asked, writer: asyncio.StreamWriter) -> bool:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(NEVER):
        writer.write(b"X-%d: x\r\n" % number)
        await writer.drain()
        await asyncio.sleep(0.02)
    return False


async def endless_headers(_: Asked, writer: asyncio.StreamWriter) -> bool:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"".join(b"X-%d: x\r\n" % number for number in range(1000)))
        await writer.drain()
        await asyncio.sleep(0)


async def one_byte_at_a_time(asked: Asked, writer: asyncio.StreamWriter) -> bool:
    writer.write(answer(b"", length=NEVER))
    for _ in range(NEVER):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)
    return asked is None


async def endless_body(_: Asked, writer: asyncio.StreamWriter) -> bool:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"2710\r\n" + b" " * 10_000 + b"\r\n")
        await writer.drain()
        await asyncio.sleep(0)


async def half_a_body(asked: Asked, writer: asyncio.StreamWriter) -> bool:
    body = right(asked)
    writer.write(answer(body[: len(body) // 2], length=len(body)))
    await writer.drain()
    return False


async def content_length_too_large(asked: Asked, writer: asyncio.StreamWriter) -> bool:
    body = right(asked)
    writer.write(answer(body, length=len(body) + 10))
    await asked.rest.read()
    return False


async def content_length_too_small(asked: Asked, writer: asyncio.StreamWriter) -> bool:
    writer.write(answer(right(asked), length=9))
    await writer.drain()
    return True


async def closed_without_a_word(_: Asked, __: asyncio.StreamWriter) -> bool:
    return False


async def endless_after_gzip(_: Asked, writer: asyncio.StreamWriter) -> bool:
    """The answer is whole, and something follows that never ends."""
    whole = gzip.compress(b"[]")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n")
    writer.write(b"%x\r\n" % len(whole) + whole + b"\r\n")
    while True:
        writer.write(b"2710\r\n" + b" " * 10_000 + b"\r\n")
        await writer.drain()
        await asyncio.sleep(0)


async def late(asked: Asked, writer: asyncio.StreamWriter) -> bool:
    await asyncio.sleep(0.5)
    return await answers_right(asked, writer)


async def answers_and_closes(asked: Asked, writer: asyncio.StreamWriter) -> bool:
    await answers_right(asked, writer)
    return False


async def answers_twice(asked: Asked, writer: asyncio.StreamWriter) -> bool:
    """The second answer is another caller's, and nobody has asked for it."""
    await answers_right(asked, writer)
    await asyncio.sleep(0.05)  # the connection waits in the pool by now
    return await answers_right(Asked(asked.segment, "bearer of another", asked.rest), writer)


class FirstTokenRefused:
    """A token endpoint, at the segment ``token``, and an upstream that refuses the first token it gave out."""

    def __init__(self) -> None:
        self.numbers = count(1)

    async def __call__(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        if asked.segment == "token":
            writer.write(answer(json.dumps({"access_token": f"t{next(self.numbers)}"}).encode()))
        elif asked.credential == "bearer t1":
            writer.write(answer(b"", HTTPStatus.UNAUTHORIZED))
        else:
            writer.write(answer(right(asked)))
        await writer.drain()
        return True


def says(body: bytes, status: int = HTTPStatus.OK, **headers: str) -> Fault:
    """An answer that is right as HTTP and wrong otherwise."""

    async def fault(_: Asked, writer: asyncio.StreamWriter) -> bool:
        writer.write(answer(body, status, None, **headers))
        await writer.drain()
        return True

    return fault


GZIP_BOMB = gzip.compress(b" " * 50_000_000)
