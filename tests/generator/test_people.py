"""Who the invented people are, and what they share."""

import re
from collections import Counter, defaultdict

import orjson
import pytest

from app.generator.names import ASCII
from app.generator.places import WHEEL, Country
from app.generator.profiles import lines, profiles
from tests.generator.fields import Json, Nodes, walk

FICTION = re.compile(
    r"1\d{3}55501\d\d"  # North America: 555-01xx in every area code
    r"|10\d{9}|1555[01]\d{6}"  # and what cannot be dialled there: an area code or an exchange beginning with 0 or 1
    r"|442079460\d{3}|441\d\d4960\d{3}|447700900\d{3}"  # Ofcom
    r"|493023125\d{3}|496990009\d{3}|494066969\d{3}|492214710\d{3}|498999998\d{3}|4917139200\d\d|49176040690\d\d"  # Bundesnetzagentur
    r"|33(19900|26191|35301|46571|53649|63998)\d{4}"  # ARCEP
    r"|(4400|4900|3300)\d+"  # beyond those: 0 after the country code
    r"|(340|480|450|520)\d+"  # no reserved numbers: 0 after the country code
    r"|81[36]0\d{7}|81900\d{7}"  # Japan: 0 after the area code
)
_WORK_EXTENSION = 3


def numbers(profile: Json) -> list[Json]:
    return profile.get("PhoneNumbers") or []


def test_people_write_their_names_their_own_way() -> None:
    found = {str(part) for profile in profiles(3000) for _, name in walk("", profile["CustomerName"]) for part in name.values()}
    assert {"Łukasz", "Søren", "María", "太郎", "Müller", "O'Brien"} <= found


def test_people_live_in_ten_countries(nodes: Nodes) -> None:
    assert len({node["CountryCode_Alpha2"] for name, node in nodes if name == "Addresses"}) == 10


def test_a_locale_is_one_of_the_country(thousand: list[Json]) -> None:
    spoken = {(country.codes[1], locale) for country in WHEEL for locale in country.locales}
    found = {
        (address["CountryCode_Alpha2"], profile["DefaultLocale"])
        for profile in thousand
        for address in profile.get("Addresses") or ()
        if profile["DefaultLocale"]
    }
    assert found == spoken


def test_every_name_has_a_spelling_for_e_mail_addresses() -> None:
    assert ASCII["Łukasz"] == "lukasz"
    assert ASCII["Weiß"] == "weiss"
    assert ASCII["Søren"] == "soeren"
    assert ASCII["O'Brien"] == "obrien"
    assert ASCII["太郎"] == "taro"
    assert all(re.fullmatch("[a-z]+", spelling) for spelling in ASCII.values())


def test_e_mail_addresses_lead_nowhere(nodes: Nodes) -> None:
    addresses = [node["EmailAddress"] for name, node in nodes if name == "Emails"]
    assert all(re.fullmatch(r"[A-Za-z0-9.]+@example\.(com|org|net)", address) for address in addresses)
    assert {address.rpartition(".")[2] for address in addresses} == {"com", "org", "net"}


def test_phone_numbers_ring_nowhere(nodes: Nodes) -> None:
    phones = [node for name, node in nodes if name == "PhoneNumbers"]
    assert len(phones) > 1000
    for phone in phones:
        digits = str(phone["PhoneNumberNumeric"])
        assert FICTION.fullmatch(digits[:-_WORK_EXTENSION] if phone["PhoneType"] == "Work" else digits), digits


def test_the_digits_are_those_of_the_text(nodes: Nodes) -> None:
    phones = [node for name, node in nodes if name == "PhoneNumbers"]
    written = [phone for phone in phones if phone["PhoneNumber"] is not None]
    assert 0 < len(phones) - len(written) < 100
    for phone in written:
        assert "".join(filter(str.isdecimal, phone["PhoneNumber"])) == str(phone["PhoneNumberNumeric"])


def alpha2(country: Country) -> str:
    return country.codes[1]


COUNTRIES = sorted(set(WHEEL), key=alpha2)


@pytest.mark.parametrize("country", COUNTRIES, ids=alpha2)
def test_thousands_of_households_of_a_country_have_numbers_of_their_own(country: Country) -> None:
    homes = [country.homes.number(serial, slot).numeric for serial in range(10_000) for slot in range(2)]
    mobiles = [country.mobiles.number(serial, slot).numeric for serial in range(10_000) for slot in range(6)]
    assert len({*homes, *mobiles}) == len(homes) + len(mobiles)
    assert all(FICTION.fullmatch(str(number)) for number in (*homes, *mobiles))


def test_no_two_countries_share_numbers() -> None:
    owners = defaultdict(set)
    for country in set(WHEEL):
        for serial in range(0, 10_000, 7):
            owners[country.homes.number(serial, 0).numeric].add(country.name)
            owners[country.mobiles.number(serial, 0).numeric].add(country.name)
    assert {len(names) for names in owners.values()} == {1}


@pytest.mark.parametrize("start_id", [1, 9_990_000])
def test_at_most_50_share_a_number(start_id: int) -> None:
    sharing = Counter(phone["PhoneNumberNumeric"] for profile in profiles(5000, start_id=start_id) for phone in numbers(profile))
    assert 4 <= max(sharing.values()) <= 50


def households(found: list[Json]) -> dict[str, list[Json]]:
    by_name = defaultdict(list)
    for profile in found:
        for group in profile.get("Groups") or ():
            if group["GroupType"] == "Household":
                by_name[group["GroupName"]].append(profile)
    return by_name


def test_households_of_two_to_six_share_last_name_address_and_landline(thousand: list[Json]) -> None:
    found = households(thousand)
    assert {len(members) for members in found.values()} == {2, 3, 4, 5, 6}
    for members in found.values():
        landlines = {phone["PhoneNumberNumeric"] for member in members for phone in numbers(member) if phone["PhoneType"] == "Home"}
        lines1 = {address["Address1"] for member in members for address in member.get("Addresses") or ()}
        assert len({member["CustomerName"]["LastName"] for member in members}) == 1
        assert len(landlines) <= 1
        assert len(lines1) <= 1


def test_a_household_has_one_primary(thousand: list[Json]) -> None:
    for members in households(thousand).values():
        primaries = [group["IsPrimary"] for member in members for group in member["Groups"] if group["GroupType"] == "Household"]
        assert primaries.count(True) == 1


def test_mobile_phones_are_of_one_s_own(thousand: list[Json]) -> None:
    mobiles = [phone["PhoneNumberNumeric"] for profile in thousand for phone in numbers(profile) if phone["IsMobile"]]
    assert len(set(mobiles)) == len(mobiles) > 500


def test_alternate_ids_are_unique_whatever_their_case(thousand: list[Json]) -> None:
    found = [(one["AlternateIdType"], one["AlternateId"].casefold()) for profile in thousand for one in profile.get("AlternateIds") or ()]
    assert {kind for kind, _ in found} == {"Salesforce", "Marketo", "Loyalty"}
    assert len(set(found)) == len(found)


def test_families_share_an_e_mail_address_and_nobody_else_does(thousand: list[Json]) -> None:
    owners = defaultdict(set)
    for profile in thousand:
        for email in profile.get("Emails") or ():
            owners[email["EmailAddress"].casefold()].add(profile["CustomerName"]["LastName"])
    assert {len(names) for names in owners.values()} == {1}


def test_text_that_is_filled_in_is_plain_json() -> None:
    for line in lines(2000, seed=5):
        assert orjson.dumps(orjson.loads(line)) + b"\n" == line
