"""From a lookup to the address that is asked of the upstream."""

from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import quote, urlencode

from app.errors import AccountNotFound
from app.model import View
from app.source.contract import PROFILE_ID, UpstreamContract
from app.source.protocol import AlternateIdLookup, EmailLookup, Lookup, PhoneLookup, ProfileLookup

Parameters: TypeAlias = dict[str, str]

_NO_SEGMENT = ("", ".", "..")


def question(lookup: Lookup, contract: UpstreamContract) -> str:
    """Return the address of the read, relative to the upstream's base. Flags are always said, whatever the upstream's defaults.

    Raises:
        AccountNotFound: the account is no name that a path could hold, and would lead to another read.
    """
    if lookup.account_id in _NO_SEGMENT:
        raise AccountNotFound
    path, parameters = _read(lookup, contract)
    flags = _shown(lookup.view, contract)
    query = f"{urlencode(parameters, quote_via=quote)}&{flags}" if parameters else flags
    return f"{quote(lookup.account_id, safe='')}/{path}?{query}"


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
            by_phone = {contract.phone_number: lookup.digits} | _given(contract.phone_type, lookup.phone_type)
            return contract.phone_path, by_phone | _activity(lookup, contract)
        case EmailLookup():
            by_email = {contract.email_address: lookup.address} | _given(contract.email_type, lookup.email_type)
            return contract.email_path, by_email | _activity(lookup, contract)
        case AlternateIdLookup():
            by_alternate_id = {contract.alternate_id: lookup.alternate_id, contract.alternate_id_type: lookup.alternate_id_type}
            return contract.alternate_id_path, by_alternate_id
        case ProfileLookup():
            return contract.profile_path.replace(PROFILE_ID, str(lookup.profile_id)), {}


def _given(name: str, value: str | None) -> Parameters:
    return {} if value is None else {name: value}


def _activity(lookup: PhoneLookup | EmailLookup, contract: UpstreamContract) -> Parameters:
    return {contract.include_inactive: _flag(lookup.include_inactive)}


@lru_cache(maxsize=64)
def _shown(view: View, contract: UpstreamContract) -> str:
    flags = {contract.implied: _flag(view.implied), contract.include_consent_history: _flag(view.history)}
    return urlencode(flags, quote_via=quote)


def _flag(value: bool) -> str:  # noqa: FBT001 # the flag is what is written
    return "true" if value else "false"
