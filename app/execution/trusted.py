"""Trusted documents: operations that are known beforehand and asked for by their id (GraphQL over HTTP, "Persisted Documents").

They stand in a folder of ``.graphql`` files, or in the manifest that ``@graphql-codegen``'s client preset writes: one JSON object of
hash → text. An id is the text's SHA-256 (``sha256:…`` or bare), or the manifest's own key.
"""

import hashlib
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path

import msgspec
from msgspec import Struct

from app.execution.refusals import DocumentRequired, DocumentUnknown, PersistedQueryNotFound, PersistedQueryNotSupported, Refused
from app.execution.request import GraphQLRequest

MANIFEST: msgspec.json.Decoder[dict[str, str]] = msgspec.json.Decoder(dict[str, str])
HASHES = {40: "sha1", 64: "sha256"}  # by the digits of the manifest's keys


class TrustMode(Enum):
    """Which documents are executed."""

    OFF = "off"
    """Those that requests bring."""
    ALLOW = "allow"
    """Those, and trusted ones by their ids."""
    ONLY = "only"
    """Trusted ones by their ids, and nothing else."""


class TrustedDocuments(Struct, frozen=True):
    """The documents that are known, by every id that stands for them."""

    mode: TrustMode = TrustMode.OFF
    by_id: Mapping[str, str] = {}

    def __repr__(self) -> str:
        """Documents may hold what people look up."""
        return f"TrustedDocuments({self.mode.value}, {len(self.by_id)} ids)"

    def text(self, request: GraphQLRequest) -> str:
        """Return the text that a request means.

        Raises:
            DocumentRequired: it brings its own where only trusted ones are executed, or none at all.
            DocumentUnknown: its id stands for nothing.
            PersistedQueryRefused: the same, for a client that asked in Apollo's way.
        """
        if request.query is not None and self.mode is not TrustMode.ONLY:
            return request.query
        if request.query is not None or request.document_id is None:
            raise DocumentRequired
        text = self.by_id.get(request.document_id)
        if text is None:
            raise self._unknown(request)
        return text

    def _unknown(self, request: GraphQLRequest) -> Refused:
        if not request.automatic:
            return DocumentUnknown()
        return PersistedQueryNotSupported() if self.mode is TrustMode.OFF else PersistedQueryNotFound()


def load_trusted(path: Path, mode: TrustMode) -> TrustedDocuments:
    """Read the documents of a folder or a manifest.

    Raises:
        ValueError: there is nothing of that kind, saying what to do.
    """
    if mode is TrustMode.OFF:
        return TrustedDocuments()
    by_id = {known: text for key, text in documents_in(path).items() for known in ids(key, text)}
    return TrustedDocuments(mode, by_id)


def documents_in(path: Path) -> dict[str, str]:
    """Read texts by their keys in the manifest, or by the names of their files.

    Raises:
        ValueError: there is nothing of that kind, saying what to do.
    """
    try:
        if path.is_dir():
            return {file.relative_to(path).as_posix(): file.read_text("utf-8") for file in sorted(path.rglob("*.graphql"))}
        return MANIFEST.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        raise ValueError(
            "PROFILES_DOCUMENTS must name a folder of .graphql files, or a manifest in JSON: one object from hash to document."
        ) from None


def ids(key: str, text: str) -> Iterator[str]:
    """Yield every id of a document. Hashes may be written with the name of their algorithm before them."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    yield from (sha256, f"sha256:{sha256}")
    if not key.endswith(".graphql"):
        yield from (key, f"{HASHES.get(len(key), 'custom')}:{key}")


def is_false(key: str, text: str) -> bool:
    """Whether a manifest's key is a hash, but not that of its text; a manifest may also have keys that are no hashes."""
    algorithm = HASHES.get(len(key))
    return bool(algorithm) and key != hashlib.new(algorithm or "", text.encode(), usedforsecurity=False).hexdigest()
