"""From a lookup to the address that is asked of the upstream."""

from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import quote, urlencode

from app.errors import AccountNotFound
from app.model import View
from app.source.contract import PROFILE_ID, UpstreamContract
from app.source.protocol import AlternateIdLookup, EmailLookup, Lookup, PhoneLookup, ProfileLookup

Parameters: TypeAlias = list[tuple[str, str]]

_NO_SEGMENT = ("", ".", "..")


def question(lookup: Lookup, contract: UpstreamContract) -> str:
    """Return the address of the read, relative to the upstream's base. Flags are always said, whatever the upstream's defaults.

    Raises:
        AccountNotFound: the account is no name that a path could hold, and would lead to another read.
    """
    if lookup.account_id in _NO_SEGMENT:
        raise AccountNotFound
    path, parameters = _read(lookup, contract)
    include_inactive = lookup.include_inactive if isinstance(lookup, PhoneLookup | EmailLookup) else None
    said = [f"{_quoted(name)}={_quoted(value)}" for name, value in parameters]
    return f"{_quoted(lookup.account_id)}/{path}?{'&'.join([*said, _flags(include_inactive, lookup.view, contract)])}"


def templates(contract: UpstreamContract) -> Mapping[type[Lookup], str]:
    """Return the path of each kind of lookup as it may be told to anybody: with names where values stand, and without parameters."""
    paths: dict[type[Lookup], str] = {
        PhoneLookup: contract.phone_path,
        EmailLookup: contract.email_path,
        AlternateIdLookup: contract.alternate_id_path,
        ProfileLookup: contract.profile_path,
    }
    return {kind: f"/{{accountId}}/{path}" for kind, path in paths.items()}


def _read(lookup: Lookup, contract: UpstreamContract) -> tuple[str, Parameters]:
    match lookup:
        case PhoneLookup():
            return contract.phone_path, [(contract.phone_number, lookup.digits), *_given(contract.phone_type, lookup.phone_type)]
        case EmailLookup():
            return contract.email_path, [(contract.email_address, lookup.address), *_given(contract.email_type, lookup.email_type)]
        case AlternateIdLookup():
            by_alternate_id = [(contract.alternate_id, lookup.alternate_id), (contract.alternate_id_type, lookup.alternate_id_type)]
            return contract.alternate_id_path, by_alternate_id
        case ProfileLookup():
            return contract.profile_path.replace(PROFILE_ID, str(lookup.profile_id)), []


def _quoted(text: str) -> str:
    """Percent-encode what is more than letters and digits."""
    return text if text.isascii() and text.isalnum() else quote(text, safe="")


def _given(name: str, value: str | None) -> Parameters:
    return [] if value is None else [(name, value)]


@lru_cache(maxsize=64)
def _flags(include_inactive: bool | None, view: View, contract: UpstreamContract) -> str:  # noqa: FBT001 # all of it is a key
    flags = {contract.implied: view.implied, contract.include_consent_history: view.history}
    if include_inactive is not None:
        flags = {contract.include_inactive: include_inactive} | flags
    return urlencode({name: "true" if said else "false" for name, said in flags.items()}, quote_via=quote)
