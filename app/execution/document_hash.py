"""How a document is named in records and traces: by a hash, as far as nobody's number can be found in it by trying."""

import hashlib
from typing import Final

from app.auth.fingerprint import Fingerprints

LITERAL: Final = '"'
"""What begins a text in a document. The ten digits of a phone number are found by hashing the same document with all of them."""


def document_hash(text: str, fingerprints: Fingerprints | None = None) -> str | None:
    """Return the hash by which trusted documents are asked for; of a document with a text in it only one with a key, if there is a key."""
    if LITERAL not in text:
        return f"sha256:{hashlib.sha256(text.encode(errors='replace')).hexdigest()}"
    return f"keyed:{fingerprints.of(text)}" if fingerprints else None
