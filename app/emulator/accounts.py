"""The profiles of each account, found by number, address or id."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from app.emulator.data import Json, profile_id, written
from app.emulator.text import digits_of, folded
from app.emulator.views import View, shown

_Sought: TypeAlias = tuple[str | None, str | None]
_Index: TypeAlias = Mapping[str, list[tuple[int, str | None]]]
_RENDERINGS_AT_MOST = 20_000


class Account:
    """The profiles of one account. They are only read: give changed ones to ``EmulatorData.put``."""

    def __init__(self, profiles: Iterable[Json]) -> None:
        """Index the profiles; of several with one id the last one counts.

        Raises:
            InvalidProfileError: when a profile has no integer id, or holds what JSON cannot carry.
        """
        known = {profile_id(profile): profile for profile in profiles}
        self._profiles = {key: known[key] for key in sorted(known)}
        self._phones = _index(self._profiles, _phones)
        self._emails = _index(self._profiles, _emails)
        self._alternate_ids = _index(self._profiles, _alternate_ids)
        self._renderings: dict[tuple[int, View], bytes] = {}
        for key in self._profiles:
            self.rendered(key, View())

    def by_phone(self, digits: str, phone_type: str | None, *, include_inactive: bool) -> list[int]:
        """Ids of the profiles with an active phone number of these digits, and of this type if one is given; ascending."""
        return self._among(_found(self._phones, digits, phone_type), include_inactive=include_inactive)

    def by_email(self, address: str, email_type: str | None, *, include_inactive: bool) -> list[int]:
        """Ids of the profiles with this active e-mail address, and of this type if one is given; ascending."""
        return self._among(_found(self._emails, address.casefold(), email_type), include_inactive=include_inactive)

    def by_alternate_id(self, alternate_id: str, alternate_id_type: str) -> int | None:
        """The smallest id of an active profile with this active id in another system."""
        found = _found(self._alternate_ids, alternate_id.casefold(), alternate_id_type)
        return next(iter(self._among(found, include_inactive=False)), None)

    def by_id(self, key: int) -> int | None:
        """The id itself, when there is such a profile, active or not."""
        return key if key in self._profiles else None

    def rendered(self, key: int, view: View) -> bytes:
        """The profile as JSON; remembered, since neither profile nor view ever changes."""
        rendering = self._renderings.get((key, view))
        if rendering is None:
            if len(self._renderings) >= _RENDERINGS_AT_MOST:
                self._renderings.clear()
            rendering = self._renderings[key, view] = written(shown(self._profiles[key], view))
        return rendering

    def _among(self, keys: Iterable[int], *, include_inactive: bool) -> list[int]:
        return [key for key in keys if include_inactive or self._profiles[key].get("IsActive") is not False]


class EmulatorData:
    """Accounts and their profiles. Whole accounts can be exchanged while the emulator runs."""

    def __init__(self, accounts: Mapping[str, Iterable[Json]]) -> None:
        """Take the profiles of each account id.

        Raises:
            InvalidProfileError: when a profile has no integer id, or holds what JSON cannot carry.
        """
        self._accounts = {account_id: Account(profiles) for account_id, profiles in accounts.items()}

    def account(self, account_id: str) -> Account | None:
        """The account of this id, if there is one."""
        return self._accounts.get(account_id)

    def put(self, account_id: str, profiles: Iterable[Json]) -> None:
        """Make these the profiles of the account, in place of any that it had.

        Raises:
            InvalidProfileError: when a profile has no integer id, or holds what JSON cannot carry.
        """
        self._accounts[account_id] = Account(profiles)

    def drop(self, account_id: str) -> None:
        """Forget the account."""
        self._accounts.pop(account_id, None)


def _index(profiles: Mapping[int, Json], sought: Callable[[Json], Iterator[_Sought]]) -> _Index:
    index: defaultdict[str, list[tuple[int, str | None]]] = defaultdict(list)
    for key, profile in profiles.items():
        for text, kind in sought(profile):
            if text is not None:
                index[text].append((key, kind))
    return dict(index)


def _found(index: _Index, text: str, kind: str | None) -> Iterable[int]:
    wanted = folded(kind)
    return dict.fromkeys(key for key, its_kind in index.get(text, ()) if wanted is None or its_kind == wanted)


def _phones(profile: Json) -> Iterator[_Sought]:
    for phone in _active(profile, "PhoneNumbers"):
        digits = digits_of(phone.get("PhoneNumber")) or digits_of(phone.get("PhoneNumberNumeric"))
        yield digits or None, folded(phone.get("PhoneType"))


def _emails(profile: Json) -> Iterator[_Sought]:
    for email in _active(profile, "Emails"):
        yield folded(email.get("EmailAddress")), folded(email.get("EmailAddressType"))


def _alternate_ids(profile: Json) -> Iterator[_Sought]:
    for alternate_id in _active(profile, "AlternateIds"):
        yield folded(alternate_id.get("AlternateId")), folded(alternate_id.get("AlternateIdType"))


def _active(profile: Json, collection: str) -> Iterator[Json]:
    items = profile.get(collection)
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict) and item.get("IsActive") is not False:
            yield item
