"""The access record: notes whose profiles an operation returned, for a line of JSON that is made and written later."""

import re
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from hashlib import sha256
from time import time
from typing import Final, cast

from graphql import DocumentNode, GraphQLSchema
from msgspec import UNSET, Struct
from msgspec.structs import replace

from app.auth.fingerprint import Fingerprints
from app.auth.principal import Principal, Scope
from app.compiler.recent import Recent
from app.context import Client, Context
from app.execution.document_hash import document_hash
from app.execution.marked import Marked, marked
from app.execution.record_line import Line, asked, encode, profiles
from app.execution.request import Answer
from app.recording import Recorder, opened
from app.seen import Found
from app.settings import Settings

PLAIN: Final = re.compile(r"(?!.*[0-9]{7})[A-Za-z_][A-Za-z0-9 ._/+-]{0,63}")
"""Names that clients give themselves and their operations; what could be a phone number or an address is none."""
DIRECTIVE: Final = "@"
"""What a document with a directive has in it."""
OPERATIONS_KEPT: Final = 1000
CALLERS_KEPT: Final = 4000
SHORT: Final = 4096
"""Characters of a document that is remembered as it is; of longer ones, a hash: thousands are remembered."""


class Noted(Struct, frozen=True, gc=False):
    """An answer, and what its line is made of. The context is not kept: it holds all that was read.

    Attributes:
        text: of the document.
        document: the same, parsed.
        operation_name: which of its operations.
        found: whose profiles came of it.
        parts: of the answer, as they went out; most answers are one.
        at: seconds since 1970.
    """

    text: str
    document: DocumentNode
    operation_name: str | None
    request_id: str
    principal: Principal
    client: Client
    found: Sequence[Found]
    parts: list[bytes]
    at: float


class Operation(Struct, frozen=True, eq=False):
    """What is the same in every line of an operation.

    Attributes:
        name: if it is a plain one.
        document: its hash, if it may be told.
        marked: the personal fields that it selects.
    """

    name: str | None
    document: str | None
    marked: Marked


class Same(Struct, frozen=True):
    """What is the same in every line of an operation for one caller; named as in ``Line``.

    Attributes:
        marked: the personal fields that it selects.
        all_marked: their names.
    """

    marked: Marked
    all_marked: Sequence[str]
    principal: str
    client: str | None
    client_version: str | None
    operation: str | None
    document: str | None
    masked: bool


class AccessRecord:
    """Notes what was seen. Safe to share between requests."""

    def __init__(self, schema: GraphQLSchema, recorder: Recorder, fingerprints: Fingerprints | None) -> None:
        """Write with ``recorder``; phone numbers and e-mail addresses that were asked for stand there by ``fingerprints``, if any."""
        self._schema = schema
        self._recorder = recorder
        self._fingerprints = fingerprints
        self._operations: Recent[Operation] = Recent(OPERATIONS_KEPT)
        self._callers: Recent[Same] = Recent(CALLERS_KEPT)

    @property
    def recorder(self) -> Recorder:
        """What writes its lines."""
        return self._recorder

    def note(self, text: str, document: DocumentNode, operation_name: str | None, context: Context, answer: Answer) -> None:
        """Note a whole answer before it goes out.

        Raises:
            RecordUnavailable: it cannot be noted, and must be.
        """
        if context.seen.found:
            self._recorder.check()
            self._recorder.put(self._line, kept(text, document, operation_name, context, answer), len(answer.body))

    async def note_parts(self, text: str, document: DocumentNode, operation_name: str | None, context: Context, answer: Answer) -> Answer:
        """Note an answer in parts when its last part has gone out, or the client has left.

        Raises:
            RecordUnavailable: it cannot be noted, and must be.
        """
        assert answer.rest is not None, "a whole answer is noted by ``note``"
        self._recorder.check()
        parts = self._passed_on(answer.rest, kept(text, document, operation_name, context, answer))
        return replace(answer, body=await anext(parts), rest=parts)  # it must have begun, or it would not end

    async def _passed_on(self, rest: AsyncIterator[bytes], noted: Noted) -> AsyncIterator[bytes]:
        async with aclosing(cast("AsyncGenerator[bytes]", rest)) as parts:
            try:
                yield noted.parts[0]
                async for part in parts:
                    noted.parts.append(part)
                    yield part
            finally:
                if noted.found:
                    self._recorder.put(self._line, noted)

    async def close(self) -> None:
        """Write what is left."""
        await self._recorder.close()

    def _line(self, noted: Noted) -> bytes:
        same, found = self._same(noted), noted.found
        held = same.marked.in_answer(noted.parts)
        line = Line(
            datetime.fromtimestamp(noted.at, UTC),
            noted.request_id,
            same.principal,
            same.client,
            same.client_version,
            same.operation,
            same.document,
            profiles(found),
            same.all_marked if held is same.marked.selected else sorted(held),
            same.masked,
            asked(found, self._fingerprints) if self._fingerprints else UNSET,
        )
        return encode(line)

    def _same(self, noted: Noted) -> Same:
        key = (remembered(noted.text), noted.operation_name, noted.principal, noted.client)
        known = self._callers.get(key)
        if known is None:
            known = same_of(self._operation(noted), noted.principal, noted.client)
            self._callers.put(key, known)
        return known

    def _operation(self, noted: Noted) -> Operation:
        text, name = noted.text, noted.operation_name
        key = (remembered(text), name)
        known = self._operations.get(key)
        if known is None:
            personal = marked(self._schema, noted.document, name, always=DIRECTIVE not in text)
            known = Operation(plain(name), document_hash(text, self._fingerprints), personal)
            self._operations.put(key, known)
        return known


def kept(text: str, document: DocumentNode, operation_name: str | None, context: Context, answer: Answer) -> Noted:
    """Keep of a request what its line is made of."""
    who, found = context.loaders.principal, context.seen.found
    return Noted(text, document, operation_name, context.request_id, who, context.client, found, [answer.body], time())


def remembered(text: str) -> str | bytes:
    """Return what stands for a document in memory."""
    return text if len(text) <= SHORT else sha256(text.encode(errors="surrogatepass")).digest()


def same_of(operation: Operation, principal: Principal, client: Client) -> Same:
    """Work out what is the same in all lines of an operation for one caller."""
    return Same(
        operation.marked,
        sorted(operation.marked.selected),
        principal.name,
        plain(client.name),
        plain(client.version, "v"),
        operation.name,
        operation.document,
        not principal.has(Scope.PERSONAL),
    )


def open_record(settings: Settings, schema: GraphQLSchema) -> AccessRecord | None:
    """Open the record, which is closed with the application; None where none is wanted."""
    if settings.access_record == "off":
        return None
    recorder = Recorder(opened(settings.access_record), settings.access_record_queue, complete=settings.access_record_complete)
    return AccessRecord(schema, recorder, Fingerprints(settings.hash_key.get_secret_value()) if settings.hash_key else None)


def plain(word: str | None, before: str = "") -> str | None:
    """Keep a word that is a plain name."""
    return word if word is not None and PLAIN.fullmatch(before + word) else None
