"""A way to a server on which the end of a connection takes its time: what the server said last arrives, that it hung up does not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def forwarding_to(port: int) -> AsyncIterator[int]:
    """Forward connections to a port of this machine until each is closed by its client; give the port to connect to."""
    forwarding: set[asyncio.Task[None]] = set()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        forwarding.add(asyncio.create_task(_forward(reader, writer, port)))

    async with await asyncio.start_server(begin, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]
    await asyncio.gather(*forwarding)


async def _forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int) -> None:
    from_server, to_server = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.gather(_copy(reader, to_server), _copy(from_server, writer))
    to_server.close()
    writer.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while some := await reader.read(65_536):
        writer.write(some)
