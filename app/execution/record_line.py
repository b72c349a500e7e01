"""One line of the access record. No values: ids, and the names of fields."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import UNSET, Struct, UnsetType
from msgspec.json import Encoder

from app.auth.fingerprint import Fingerprints
from app.seen import Found
from app.source.protocol import EmailLookup, Lookup, PhoneLookup

encode = Encoder().encode
"""Writes a line."""


class Line(Struct, frozen=True, rename="camel", gc=False):
    """What an operation returned, and to whom.

    Attributes:
        time: when, in UTC.
        request_id: as it stands in the answer and in the log.
        principal: who was calling.
        client: the program, as it calls itself; none where that is no plain name.
        client_version: as above.
        operation: its name, likewise.
        document: its hash.
        profiles: the ids of the profiles returned, by account.
        personal: the personal fields that were returned of them, such as ``Email.address``.
        masked: whether their values were masked.
        asked: the numbers and addresses that were asked for, as keyed hashes.
    """

    time: datetime
    request_id: str
    principal: str
    client: str | None
    client_version: str | None
    operation: str | None
    document: str | None
    profiles: Mapping[str, Sequence[str]]
    personal: Sequence[str]
    masked: bool
    asked: Sequence[str] | UnsetType = UNSET


def profiles(found: Sequence[Found]) -> Mapping[str, Sequence[str]]:
    """Name the profiles returned, by account."""
    if len(found) == 1:  # as usual
        [(lookup, ids)] = found
        return {lookup.account_id: [*map(str, ids)]}
    return {lookup.account_id: [*map(str, ids)] for lookup, ids in together(found)}


def together(found: Iterable[Found]) -> list[Found]:
    """Put what was found in the same account together, in order, each profile once."""
    by_account: dict[str, tuple[Lookup, set[int]]] = {}
    for lookup, ids in found:
        by_account.setdefault(lookup.account_id, (lookup, set()))[1].update(ids)
    return [(lookup, sorted(ids)) for _, (lookup, ids) in sorted(by_account.items())]


def asked(found: Sequence[Found], fingerprints: Fingerprints) -> Sequence[str]:
    """Say what was asked for, so that who knows the number or the address and the key can recognise it."""
    if len(found) == 1:
        return words_of(found[0][0], fingerprints)
    return sorted({word for lookup, _ in found for word in words_of(lookup, fingerprints)})


def words_of(lookup: Lookup, fingerprints: Fingerprints) -> Sequence[str]:
    """Name a number or an address by its hash; ids need no word of their own."""
    if isinstance(lookup, PhoneLookup):
        return (f"phone:{fingerprints.of(lookup.digits)}",)
    if isinstance(lookup, EmailLookup):
        return (f"email:{fingerprints.of(lookup.address.casefold())}",)
    return ()
