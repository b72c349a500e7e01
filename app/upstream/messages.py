"""Requests as bytes. What would begin another line, and so another header or request, is refused."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from msgspec import Struct

from app.upstream.exceptions import Unsendable
from app.upstream.exchange import Headers

_PORTS = {"http": 80, "https": 443}
_TARGET = re.compile(r"/[!-~]*")
_HEADER = re.compile(r"[!-9;-~]+: [\t -~]*\r\n")
_COMMON = "Accept: application/json\r\nAccept-Encoding: gzip\r\nUser-Agent: profile-gateway\r\n"


class Origin(Struct, frozen=True):
    """Where a host listens.

    Attributes:
        secure: whether it speaks TLS.
        authority: its name as it stands in the header ``Host``.
    """

    secure: bool
    host: str
    port: int
    authority: str


def parted(url: str) -> tuple[Origin, str]:
    """Return the origin, and the target as it stands in the address: nothing of it is written anew."""
    path = url.index("/", url.index("://") + len("://"))
    return _origin(url[:path]), url[path:]


@lru_cache(maxsize=16)  # the upstream's and the token endpoint's
def _origin(url: str) -> Origin:
    parts = urlsplit(url)
    assert parts.hostname is not None, "the settings were checked"
    return Origin(parts.scheme == "https", parts.hostname, parts.port or _PORTS[parts.scheme], parts.netloc.rpartition("@")[2])


def request(method: str, origin: Origin, target: str, headers: Headers, body: bytes = b"") -> bytes:
    """Write a request.

    Raises:
        Unsendable: something in it would begin another line, or is no ASCII.
    """
    lines = [f"{name}: {value}\r\n" for name, value in headers]
    if not _TARGET.fullmatch(target) or not all(map(_HEADER.fullmatch, lines)):
        raise Unsendable
    return f"{method} {target} HTTP/1.1\r\nHost: {origin.authority}\r\n{_COMMON}{''.join(lines)}\r\n".encode("ascii") + body
