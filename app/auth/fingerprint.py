"""Values that must be recognised later, and never read: a keyed hash of each.

A phone number has so few digits that a hash without a key is undone by trying them all.
"""

import os
from hashlib import blake2b


class Fingerprints:
    """Makes the same word of the same value, as long as the key stays."""

    def __init__(self, key: str | None) -> None:
        """Hash with ``key``; without one, with a random one that ends with the process."""
        word = blake2b(key.encode(), digest_size=32).digest() if key else os.urandom(32)
        self._keyed = blake2b(key=word, digest_size=16)

    def of(self, value: str) -> str:
        """Return 32 hexadecimal digits."""
        keyed = self._keyed.copy()
        keyed.update(value.encode(errors="replace"))
        return keyed.hexdigest()
