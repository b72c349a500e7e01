"""The access record: one line of JSON for each operation that returned somebody's profile. No values: ids, and the names of fields."""

import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from datetime import UTC, datetime
from functools import partial
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
from app.seen import Seen
from app.settings import Settings
from app.source.protocol import EmailLookup, Lookup, PhoneLookup

PLAIN: Final = re.compile(r"(?!.*[0-9]{7})[A-Za-z_][A-Za-z0-9 ._/+-]{0,63}")
"""Names that clients give themselves and their operations; what could be a phone number or an address is none."""
OPERATIONS_KEPT: Final = 1000


class Executed(Struct, frozen=True, gc=False):
    """What was executed, and whose data came of it. The context is not kept: it holds all that was read.

    Attributes:
        text: of the document.
        document: the same, parsed.
        operation_name: which of its operations.
        parts: of the answer, as they went out; most answers are one.
        at: seconds since 1970.
    """

    text: str
    document: DocumentNode
    operation_name: str | None
    request_id: str
    principal: Principal
    client: Client
    seen: Seen
    parts: list[bytes]
    at: float


class Operation(Struct, frozen=True):
    """What is the same in every line of an operation.

    Attributes:
        name: if it is a plain one.
        document: its hash, if it may be told.
        marked: the personal fields that it selects.
    """

    name: str | None
    document: str | None
    marked: Marked


class AccessRecord:
    """Notes what was seen. Safe to share between requests."""

    def __init__(self, schema: GraphQLSchema, recorder: Recorder, fingerprints: Fingerprints | None) -> None:
        """Write with ``recorder``; phone numbers and e-mail addresses that were asked for stand there by ``fingerprints``, if any."""
        self._schema = schema
        self._recorder = recorder
        self._fingerprints = fingerprints
        self._operations: Recent[Operation] = Recent(OPERATIONS_KEPT)

    @property
    def recorder(self) -> Recorder:
        """What writes its lines."""
        return self._recorder

    async def note(self, text: str, document: DocumentNode, operation_name: str | None, context: Context, answer: Answer) -> Answer:
        """Note an answer before it goes out; one in parts when its last part has gone, or the client has.

        Raises:
            RecordUnavailable: it cannot be noted, and must be.
        """
        executed = Executed(
            text, document, operation_name, context.request_id, context.principal, context.client, context.seen, [answer.body], time()
        )
        if answer.rest is not None:
            self._recorder.check()
            parts = self._noted(answer.body, answer.rest, executed)
            return replace(answer, body=await anext(parts), rest=parts)  # it must have begun, or it would not end
        if context.seen.somebody:
            self._recorder.check()
            self._recorder.put(partial(self._line, executed), len(answer.body))
        return answer

    async def _noted(self, first: bytes, rest: AsyncIterator[bytes], executed: Executed) -> AsyncIterator[bytes]:
        async with aclosing(cast("AsyncGenerator[bytes]", rest)) as parts:
            try:
                yield first
                async for part in parts:
                    executed.parts.append(part)
                    yield part
            finally:
                if executed.seen.somebody:
                    self._recorder.put(partial(self._line, executed))

    async def close(self) -> None:
        """Write what is left."""
        await self._recorder.close()

    def _line(self, executed: Executed) -> bytes:
        operation, seen = self._of(executed), executed.seen
        line = {
            "time": datetime.fromtimestamp(executed.at, UTC),
            "requestId": executed.request_id,
            "principal": executed.principal.name,
            "client": plain(executed.client.name),
            "clientVersion": plain(executed.client.version, "v"),
            "operation": operation.name,
            "document": operation.document,
            "profiles": {account: [*map(str, sorted(ids))] for account, ids in sorted(seen.profile_ids.items())},
            "personal": sorted(operation.marked.in_answer(executed.parts)),
            "masked": not executed.principal.has(Scope.PERSONAL),
        }
        if self._fingerprints:
            line["asked"] = sorted({word for lookup in seen.lookups if (word := asked(lookup, self._fingerprints))})
        return orjson.dumps(line, option=UTC_Z)

    def _of(self, executed: Executed) -> Operation:
        key = (executed.text, executed.operation_name)
        known = self._operations.get(key)
        if known is None:
            known = Operation(
                plain(executed.operation_name),
                document_hash(executed.text, self._fingerprints),
                marked(self._schema, executed.document, executed.operation_name),
            )
            self._operations.put(key, known)
        return known


def open_record(settings: Settings, schema: GraphQLSchema) -> AccessRecord | None:
    """Open the record, which is closed with the application; None where none is wanted."""
    if settings.access_record == "off":
        return None
    recorder = Recorder(opened(settings.access_record), settings.access_record_queue, complete=settings.access_record_complete)
    return AccessRecord(schema, recorder, Fingerprints(settings.hash_key.get_secret_value()) if settings.hash_key else None)


def plain(word: str | None, before: str = "") -> str | None:
    """Keep a word that is a plain name."""
    return word if word is not None and PLAIN.fullmatch(before + word) else None


def asked(lookup: Lookup, fingerprints: Fingerprints) -> str | None:
    """Say what was asked for, so that who knows the number or the address and the key can recognise it."""
    match lookup:
        case PhoneLookup():
            return f"phone:{fingerprints.of(lookup.digits)}"
        case EmailLookup():
            return f"email:{fingerprints.of(lookup.address.casefold())}"
        case _:
            return None
