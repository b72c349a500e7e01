"""HTTP written by hand, for what no client library would send."""

import socket
from contextlib import closing, suppress
from urllib.parse import urlsplit

SECONDS = 10
HEAD = b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


def answered(address: str, *parts: bytes) -> bytes:
    """Send ``parts`` one after the other, say that this was all, and give everything that comes back."""
    with closing(connected(address)) as connection:
        for part in parts:
            if not sent(connection, part):
                break
        with suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
        return received(connection)


def connected(address: str) -> socket.socket:
    """Connect to the server of an address."""
    url = urlsplit(address)
    return socket.create_connection((url.hostname or "", url.port or 0), timeout=SECONDS)


def sent(connection: socket.socket, part: bytes) -> bool:
    """Send, and say whether the server still listens."""
    try:
        connection.sendall(part)
    except (ConnectionError, TimeoutError):
        return False
    return True


def received(connection: socket.socket) -> bytes:
    """Read until the server closes the connection."""
    answer = bytearray()
    with suppress(ConnectionError):
        while part := connection.recv(65_536):
            answer += part
    return bytes(answer)


def status_of(answer: bytes) -> int:
    """Read the status of an answer; 0 where the server closed without one."""
    return int(answer.split(b" ", 2)[1]) if answer else 0
