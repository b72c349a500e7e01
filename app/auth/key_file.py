"""The file of API keys: JSON that its owner alone may read. It holds no key, only hashes, and who may read what."""

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

OTHERS = stat.S_IRWXG | stat.S_IRWXO


class KeyFileUnusable(Exception):
    """The file cannot be used; the text says why, and what to do."""


class StoredKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One key.

    Attributes:
        id: its readable part.
        name: whose it is; stands in the access record.
        hash: SHA-256 of the whole key, in hexadecimal.
        scopes: what may be read, as ``Scope`` calls it.
        accounts: the accounts that may be read; ``*`` is any.
        created: when it was made.
        expires: when it ends; None is never.
    """

    id: str
    name: str
    hash: str
    scopes: tuple[str, ...]
    accounts: tuple[str, ...]
    created: datetime
    expires: datetime | None = None

    def __repr__(self) -> str:
        """Leave the hash out."""
        return f"StoredKey({self.id}, {self.name})"

    def is_expired(self, now: float) -> bool:
        """Whether its time is over, in seconds since 1970."""
        return self.expires is not None and self.expires.timestamp() <= now


class KeyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    keys: tuple[StoredKey, ...] = ()


def read_keys(path: Path) -> Mapping[str, StoredKey]:
    """Read the keys by their ids.

    Raises:
        KeyFileUnusable: it is missing or broken, or others may read or change it.
    """
    try:
        if path.stat().st_mode & OTHERS:
            raise KeyFileUnusable("The file of API keys is open to others: chmod 600.")
        keys = msgspec.json.decode(path.read_bytes(), type=KeyFile).keys
    except OSError as error:
        raise KeyFileUnusable(f"The file of API keys cannot be read ({type(error).__name__}).") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise KeyFileUnusable("The file of API keys is none that `profile-gateway keys` wrote.") from None
    return {key.id: key for key in keys}


@contextmanager
def changing(path: Path) -> Iterator[dict[str, StoredKey]]:
    """Yield the keys to be changed, and keep them when that went well. One writer at a time, and nobody ever reads half of the file.

    Raises:
        KeyFileUnusable: somebody else is changing it, or it cannot be read or written.
    """
    new = path.with_name(f"{path.name}.new")
    descriptor = created(new)
    try:
        with os.fdopen(descriptor, "wb") as file:
            keys = dict(read_keys(path)) if path.exists() else {}
            yield keys
            file.write(msgspec.json.format(msgspec.json.encode(KeyFile(tuple(keys.values()))), indent=2) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        new.unlink()
        raise


def created(new: Path) -> int:
    """Make the file that will be the next one; it is the lock as well."""
    try:
        return os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyFileUnusable(f"Somebody else is changing the keys. If nobody is, remove {new.name} beside them.") from None
    except OSError as error:
        raise KeyFileUnusable(f"The file of API keys cannot be written ({type(error).__name__}).") from None
