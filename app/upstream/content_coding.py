"""A body as its host compressed it, and as it was before."""

import zlib
from typing import Final

from app.errors import UpstreamInvalidResponse

_GZIP: Final = 16 + zlib.MAX_WBITS


def decoded(body: bytes, coding: str, limit: int) -> bytes:
    """Undo the content coding, ``gzip`` or none. No more than a byte above the limit comes out: a small body may expand a thousand times.

    Raises:
        UpstreamInvalidResponse: it is coded in another way, or wrongly.
    """
    match coding.lower():  # RFC 9110, section 8.4.1
        case "" | "identity":
            return body
        case "gzip" | "x-gzip":
            return _decompressed(body, limit + 1)
    raise UpstreamInvalidResponse


def _decompressed(body: bytes, at_most: int) -> bytes:
    decompressor = zlib.decompressobj(_GZIP)
    try:
        content = decompressor.decompress(body, at_most)
    except zlib.error:
        raise UpstreamInvalidResponse from None
    if len(content) < at_most and (not decompressor.eof or decompressor.unused_data):
        raise UpstreamInvalidResponse
    return content
