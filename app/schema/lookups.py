"""From the arguments of a root field to its lookup, and to the view it needs: asked by the resolvers, and by compiled operations.

The account is tested last, but for a lookup by id.
"""

from typing import NamedTuple

from app.context import Context
from app.model import View
from app.schema.arguments import filled, given, phone_digits, profile_number
from app.source.protocol import AlternateIdLookup, EmailLookup, PhoneLookup, ProfileLookup


def view_shown(*, implied: bool, history: bool, preferences: bool, consents: bool) -> View:
    """Narrow what the arguments ask for to what the selection shows.

    Without preferences in the selection, implied ones are not needed; without consents anywhere in it, neither is their history.

    Args:
        implied: whether implied preferences are asked for.
        history: whether the history of consents is.
        preferences: whether preferences are selected anywhere, and may be seen.
        consents: whether consents are.
    """
    if not (implied or history):
        return View(implied=False, history=False)
    return View(implied and preferences, history and consents, current=preferences or consents)


class Where(NamedTuple):
    """In which account to look, and what to show of whom is found there."""

    context: Context
    account_id: str | None
    view: View

    @property
    def account(self) -> str:
        """The account; without one, BadUserInput says how to give it."""
        return self.context.account(self.account_id)


def phone_lookup(where: Where, phone_number: str, phone_type: str | None, *, include_inactive: bool) -> PhoneLookup:
    """Look up by phone number.

    Raises:
        BadUserInput: an argument is wrong.
    """
    digits = phone_digits(phone_number)
    return PhoneLookup(where.account, digits, given(phone_type), include_inactive, where.view)


def email_lookup(where: Where, email_address: str, email_type: str | None, *, include_inactive: bool) -> EmailLookup:
    """Look up by e-mail address.

    Raises:
        BadUserInput: an argument is wrong.
    """
    address = filled(email_address, "emailAddress")
    return EmailLookup(where.account, address, given(email_type), include_inactive, where.view)


def alternate_id_lookup(where: Where, alternate_id: str, alternate_id_type: str) -> AlternateIdLookup:
    """Look up by the id in another system.

    Raises:
        BadUserInput: an argument is wrong.
    """
    other_id, system = filled(alternate_id, "alternateId"), filled(alternate_id_type, "alternateIdType")
    return AlternateIdLookup(where.account, other_id, system, where.view)


def id_lookup(where: Where, profile_id: str) -> ProfileLookup:
    """Look up by the service's id.

    Raises:
        BadUserInput: an argument is wrong.
    """
    return ProfileLookup(where.account, profile_number(profile_id), where.view)
