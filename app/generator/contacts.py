"""Contact elements: addresses, e-mail addresses and phone numbers, each with preferences and consents of its own."""

from app.generator.consents import ELEMENT_TYPES, consents
from app.generator.dice import Dice
from app.generator.moments import TODAY, edited
from app.generator.places import UNITED_STATES, Country
from app.generator.preferences import preferences
from app.generator.templates import Owner, bare

_MAILBOXES = {
    "Personal": "%(first_ascii)s.%(last_ascii)s.%(id)d",
    "Work": "%(initial)s%(last_ascii)s%(id)d",
    "Family": "family.%(last_ascii)s.%(household)d",
}
_DOMAINS = ("example.com", "example.org", "example.net")


def addresses(dice: Dice, owner: Owner) -> list[dict[str, object]]:
    """The household's address, and now and then it again for deliveries."""
    kinds = ("Home", "Shipping")[: dice.between(1, dice.between(1, 2))]
    return [_with_choices(dice, _address(dice, owner.country, kind), "AddressPreferences", "Mail", owner.locale) for kind in kinds]


def emails(dice: Dice, owner: Owner) -> list[dict[str, object]]:
    """Addresses of the person's own, and the one that a household shares."""
    kinds = tuple(_MAILBOXES)[: dice.between(1, dice.between(1, 3))]
    return [_with_choices(dice, _email(dice, kind), "EmailPreferences", "Email", owner.locale) for kind in kinds]


def phones(dice: Dice, owner: Owner) -> list[dict[str, object]]:
    """The household's landline, as each of those who share it typed it, a mobile phone of the person's own, and an office."""
    found = [phone("Home", "+%(home_digits)s" if dice.happens(0.2) else "%(home)s", "%(home_digits)s", is_mobile=False)]
    if dice.holds(0.85):
        found.append(phone("Mobile", dice.maybe("%(mobile)s", 0.97), "%(mobile_digits)s", is_mobile=True))
    if dice.holds(0.12):
        extension = 100 + dice.below(900)
        found.append(phone("Work", f"%(office)s x{extension}", f"%(office_digits)s{extension}", is_mobile=False))
    found[-1]["IsDefault"] = True
    return [_with_choices(dice, element, "PhoneNumberPreferences", "Phone", owner.locale) for element in found]


def phone(kind: str, number: str | None, digits: str, *, is_mobile: bool) -> dict[str, object]:
    """A phone number as a contact element, without preferences and consents."""
    return {"PhoneType": kind, "PhoneNumber": number, "PhoneNumberNumeric": bare(digits), "IsMobile": is_mobile, "IsDefault": False}


def _email(dice: Dice, kind: str) -> dict[str, object]:
    return {"EmailAddressType": kind, "EmailAddress": f"{_MAILBOXES[kind]}@{dice.pick(_DOMAINS)}", "IsDefault": kind == "Personal"}


def _address(dice: Dice, country: Country, kind: str) -> dict[str, object]:
    numeric, alpha2, alpha3 = country.codes
    address: dict[str, object] = {
        "AddressType": kind,
        "IsDefault": kind == "Home",
        "Address1": "%(line1)s",
        "Address2": dice.maybe("%(line2)s", 0.25),
        "City": "%(city)s",
        "StateProvince": "%(region)s",
        "PostalCode": "%(postal)s",
        "Country": dice.maybe(country.name, 0.9),
        "CountryCode_Numeric": int(numeric) if dice.happens(0.1) else numeric,
        "CountryCode_Alpha2": alpha2,
        "CountryCode_Alpha3": dice.maybe(alpha3, 0.8),
    }
    return address | _standardized(dice) if country is UNITED_STATES and dice.holds(0.9) else address


def _standardized(dice: Dice) -> dict[str, object]:
    """How the American postal service writes an address; where it does not know it, only that."""
    if not dice.holds(0.9):
        return {"CassAddress1": None, "CassStatus": "N"}
    return {
        "CassAddress1": "%(line1_upper)s",
        "CassAddress2": dice.maybe("%(line2_upper)s", 0.25),
        "CassCity": "%(city_upper)s",
        "CassStateProvince": "%(region)s",
        "CassPostalCode": f"%(postal)s-{dice.below(10_000):04}",
        "CassStatus": "Y",
    }


def _with_choices(dice: Dice, element: dict[str, object], attribute: str, channel: str, locale: str) -> dict[str, object]:
    """Complete an element with what all have: activity, edits, preferences and consents."""
    element["IsActive"] = dice.holds(0.94)
    if dice.holds(0.15):
        element["Edited"] = edited(dice, dice.below(TODAY))
    if dice.holds(0.6):
        element[attribute] = preferences(dice, channel, locale, dice.between(0, 1))
    if dice.holds(0.4):
        element["Consents"] = consents(dice, ELEMENT_TYPES[channel], locale, dice.between(0, 1))
    return element
