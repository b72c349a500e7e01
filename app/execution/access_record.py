"""The access record: one line of JSON for each operation that returned somebody's profile. No values: ids, and the names of fields."""

import re
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from functools import lru_cache
from time import time
from typing import Final, cast

import orjson
from graphql import DocumentNode, GraphQLSchema
from msgspec import Struct
from msgspec.structs import replace

from app.auth.fingerprint import Fingerprints
from app.auth.principal import Principal, Scope
from app.compiler.recent import Recent
from app.context import Client, Context
from app.execution.document_hash import document_hash
from app.execution.marked import Marked, marked
from app.execution.request import Answer
from app.recording import UTC_Z, Recorder, opened
from app.seen import Found
from app.settings import Settings
from app.source.protocol import EmailLookup, Lookup, PhoneLookup

PLAIN: Final = re.compile(r"(?!.*[0-9]{7})[A-Za-z_][A-Za-z0-9 ._/+-]{0,63}")
"""Names that clients give themselves and their operations; what could be a phone number or an address is none."""
DIRECTIVE: Final = "@"
"""What a document with a directive has in it."""
OPERATIONS_KEPT: Final = 1000
LINES_KEPT: Final = 4000


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


class Lines(Struct, frozen=True):
    """The lines of an operation for one caller, as far as they are the same.

    Attributes:
        marked: the personal fields that it selects.
        all_marked: their names, as JSON.
        who_and_what: the members that name the caller and the operation, as JSON.
        masked: whether personal fields were masked, as JSON.
    """

    marked: Marked
    all_marked: bytes
    who_and_what: bytes
    masked: bytes

    def personal(self, parts: Sequence[bytes]) -> bytes:
        """Name the personal fields that an answer held, as JSON."""
        held = self.marked.in_answer(parts)
        return self.all_marked if held is self.marked.selected else orjson.dumps(sorted(held))


class AccessRecord:
    """Notes what was seen. Safe to share between requests."""

    def __init__(self, schema: GraphQLSchema, recorder: Recorder, fingerprints: Fingerprints | None) -> None:
        """Write with ``recorder``; phone numbers and e-mail addresses that were asked for stand there by ``fingerprints``, if any."""
        self._schema = schema
        self._recorder = recorder
        self._fingerprints = fingerprints
        self._operations: Recent[Operation] = Recent(OPERATIONS_KEPT)
        self._lines: Recent[Lines] = Recent(LINES_KEPT)

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
        """Write a line by hand: most of it is known, and encoders take twice as long for the rest."""
        lines = self._of(noted)
        return b'{"time":%b,"requestId":"%b",%b,"profiles":{%b},"personal":%b,"masked":%b%b}' % (
            orjson.dumps(datetime.fromtimestamp(noted.at, UTC), option=UTC_Z),
            noted.request_id.encode(),  # a plain word
            lines.who_and_what,
            profiles(noted.found),
            lines.personal(noted.parts),
            lines.masked,
            b',"asked":[%b]' % asked(noted.found, self._fingerprints) if self._fingerprints else b"",
        )

    def _of(self, noted: Noted) -> Lines:
        operation = self._operation(noted)
        key = (operation, noted.principal, noted.client)
        known = self._lines.get(key)
        if known is None:
            known = lines_of(*key)
            self._lines.put(key, known)
        return known

    def _operation(self, noted: Noted) -> Operation:
        text, name = key = noted.text, noted.operation_name
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


def lines_of(operation: Operation, principal: Principal, client: Client) -> Lines:
    """Write what is the same in all lines of an operation for one caller."""
    same = {
        "principal": principal.name,
        "client": plain(client.name),
        "clientVersion": plain(client.version, "v"),
        "operation": operation.name,
        "document": operation.document,
    }
    masked = not principal.has(Scope.PERSONAL)
    return Lines(operation.marked, orjson.dumps(sorted(operation.marked.selected)), orjson.dumps(same)[1:-1], orjson.dumps(masked))


def open_record(settings: Settings, schema: GraphQLSchema) -> AccessRecord | None:
    """Open the record, which is closed with the application; None where none is wanted."""
    if settings.access_record == "off":
        return None
    recorder = Recorder(opened(settings.access_record), settings.access_record_queue, complete=settings.access_record_complete)
    return AccessRecord(schema, recorder, Fingerprints(settings.hash_key.get_secret_value()) if settings.hash_key else None)


def plain(word: str | None, before: str = "") -> str | None:
    """Keep a word that is a plain name."""
    return word if word is not None and PLAIN.fullmatch(before + word) else None


def profiles(found: Sequence[Found]) -> bytes:
    """Name the profiles returned, by account, as members in JSON."""
    return member(found[0]) if len(found) == 1 else b",".join(map(member, together(found)))


def member(found: Found) -> bytes:
    """Name the profiles of one account."""
    lookup, ids = found
    return b"%b:[%b]" % (as_json(lookup.account_id), b",".join([b'"%d"' % one for one in ids]))


def together(found: Iterable[Found]) -> list[Found]:
    """Put what was found in the same account together, in order, each profile once."""
    by_account: dict[str, tuple[Lookup, set[int]]] = {}
    for lookup, ids in found:
        by_account.setdefault(lookup.account_id, (lookup, set()))[1].update(ids)
    return [(lookup, sorted(ids)) for _, (lookup, ids) in sorted(by_account.items())]


def asked(found: Sequence[Found], fingerprints: Fingerprints) -> bytes:
    """Say what was asked for, as texts in JSON, so that who knows the number or the address and the key can recognise it."""
    if len(found) == 1:
        return word_of(found[0][0], fingerprints)
    return b",".join(sorted({word_of(lookup, fingerprints) for lookup, _ in found} - {b""}))


def word_of(lookup: Lookup, fingerprints: Fingerprints) -> bytes:
    """Name a number or an address by its hash; ids need no word of their own."""
    if isinstance(lookup, PhoneLookup):
        return b'"phone:%b"' % fingerprints.of(lookup.digits).encode()
    if isinstance(lookup, EmailLookup):
        return b'"email:%b"' % fingerprints.of(lookup.address.casefold()).encode()
    return b""


@lru_cache(1000)
def as_json(account: str) -> bytes:
    """Write the name of an account."""
    return orjson.dumps(account)
