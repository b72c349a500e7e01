from collections.abc import Callable
from typing import TypeAlias

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

Put: TypeAlias = Callable[..., None]
Found: TypeAlias = Callable[..., list[int]]
Read: TypeAlias = Callable[..., httpx.Response]

shared_server = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def phone(profile_id: int, **number: object) -> dict[str, object]:
    return {"ProfileId": profile_id, "PhoneNumbers": [number]}


def email(profile_id: int, **address: object) -> dict[str, object]:
    return {"ProfileId": profile_id, "Emails": [address]}


def alternate(profile_id: int, kind: str, value: str, **more: object) -> dict[str, object]:
    return {"ProfileId": profile_id, "AlternateIds": [{"AlternateIdType": kind, "AlternateId": value}], **more}


def test_a_number_matches_by_its_digits(put: Put, found: Found) -> None:
    put(phone(1, PhoneNumber="(555) 555-0100"), phone(2, PhoneNumber="555.555.0101"))
    assert found("Phone", phoneNumber="5555550100") == [1]


@shared_server
@given(
    groups=st.lists(st.text("0123456789", min_size=1, max_size=5), min_size=1, max_size=4),
    marks=st.text(" ()+-./\t\u00a0\u2013", max_size=3),
)
def test_a_number_matches_whatever_punctuation_is_in_the_argument(groups: list[str], marks: str, put: Put, found: Found) -> None:
    put(phone(1, PhoneNumber="-".join(groups)))
    assert found("Phone", phoneNumber=marks.join(groups)) == [1]


def test_no_country_code_is_added_or_dropped(put: Put, found: Found) -> None:
    put(phone(1, PhoneNumber="+1 555 555 0100"))
    assert found("Phone", phoneNumber="5555550100") == []
    assert found("Phone", phoneNumber="15555550100") == [1]


def test_the_digits_of_an_extension_count(put: Put, found: Found) -> None:
    put(phone(1, PhoneNumber="555-0100 ext. 12"))
    assert found("Phone", phoneNumber="555010012") == [1]
    assert found("Phone", phoneNumber="5550100") == []


def test_the_numeric_field_counts_only_where_the_number_has_no_digits(put: Put, found: Found) -> None:
    put(
        phone(1, PhoneNumberNumeric=5550100),
        phone(2, PhoneNumber=None, PhoneNumberNumeric=5550100),
        phone(3, PhoneNumber="unlisted", PhoneNumberNumeric=5550100),
        phone(4, PhoneNumber="555-0199", PhoneNumberNumeric=5550100),
    )
    assert found("Phone", phoneNumber="5550100") == [1, 2, 3]


def test_only_ascii_digits_are_digits(put: Put, found: Found) -> None:
    put(phone(1, PhoneNumber="555\u0660100"))
    assert found("Phone", phoneNumber="555100") == [1]


def test_only_active_numbers_match(put: Put, found: Found) -> None:
    put(*(phone(key, PhoneNumber="5550100", IsActive=active) for key, active in enumerate((False, True, None), start=1)))
    assert found("Phone", phoneNumber="5550100", includeInactive="true") == [2, 3]


def test_a_phone_type_narrows_to_profiles_whose_matching_number_has_it_ignoring_case(put: Put, found: Found) -> None:
    other = {"PhoneNumber": "555-0111", "PhoneType": "Work"}
    put(
        phone(1, PhoneNumber="555-0100", PhoneType="WORK"),
        {"ProfileId": 2, "PhoneNumbers": [{"PhoneNumber": "555-0100", "PhoneType": "Home"}, other]},
        phone(3, PhoneNumber="555-0100"),
    )
    assert found("Phone", phoneNumber="5550100", phoneType="work") == [1]


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_type_counts_as_not_given(blank: str, put: Put, found: Found) -> None:
    put({"ProfileId": 1, "PhoneNumbers": [{"PhoneNumber": "5550100"}], "Emails": [{"EmailAddress": "ann@example.com"}]})
    assert found("Phone", phoneNumber="5550100", phoneType=blank) == [1]
    assert found("Email", emailAddress="ann@example.com", emailType=blank) == [1]


def test_an_email_address_matches_with_unicode_case_folding(put: Put, found: Found) -> None:
    put(email(1, EmailAddress="Ann@Example.COM"), email(2, EmailAddress="Stra\u00dfe@example.com"))
    assert found("Email", emailAddress="ann@example.com") == [1]
    assert found("Email", emailAddress="STRASSE@example.com") == [2]


def test_an_email_type_narrows_ignoring_case(put: Put, found: Found) -> None:
    put(email(1, EmailAddress="a@example.com", EmailAddressType="Home"), email(2, EmailAddress="a@example.com", EmailAddressType="Work"))
    assert found("Email", emailAddress="a@example.com", emailType="HOME") == [1]


def test_inactive_emails_do_not_match(put: Put, found: Found) -> None:
    put(email(1, EmailAddress="a@example.com", IsActive=False))
    assert found("Email", emailAddress="a@example.com", includeInactive="true") == []


@pytest.mark.parametrize("read_by", [("Phone", "phoneNumber", "5550100"), ("Email", "emailAddress", "a@example.com")])
def test_inactive_profiles_are_found_only_when_asked_for(read_by: tuple[str, str, str], put: Put, found: Found) -> None:
    contact = {"PhoneNumbers": [{"PhoneNumber": "5550100"}], "Emails": [{"EmailAddress": "a@example.com"}]}
    put(*({"ProfileId": key, "IsActive": active, **contact} for key, active in enumerate((False, True, None), start=1)))
    segment, name, value = read_by
    assert found(segment, **{name: value}) == [2, 3]
    assert found(segment, **{name: value, "includeInactive": "true"}) == [1, 2, 3]


def test_an_alternate_id_matches_ignoring_case_in_type_and_value(put: Put, read: Read) -> None:
    put(alternate(1, "Crm", "aB-1"), alternate(2, "Other", "ab-1"))
    assert read("AlternateId", alternateId="AB-1", alternateIdType="CRM").json()["ProfileId"] == 1


def test_an_alternate_id_finds_the_active_profile_with_the_smallest_id(put: Put, read: Read) -> None:
    put(alternate(3, "CRM", "1"), alternate(2, "CRM", "1"), alternate(1, "CRM", "1", IsActive=False))
    assert read("AlternateId", alternateId="1", alternateIdType="CRM").json()["ProfileId"] == 2


def test_inactive_alternate_ids_do_not_match(put: Put, read: Read) -> None:
    put({"ProfileId": 1, "AlternateIds": [{"AlternateIdType": "CRM", "AlternateId": "1", "IsActive": False}]})
    assert read("AlternateId", alternateId="1", alternateIdType="CRM").status_code == 404


@pytest.mark.parametrize("active", [True, False])
def test_a_profile_is_read_by_id_whether_active_or_not(active: bool, put: Put, read: Read) -> None:
    put({"ProfileId": 9_007_199_254_740_993, "IsActive": active})
    assert read("9007199254740993").json() == {"ProfileId": 9_007_199_254_740_993, "IsActive": active}


def test_profiles_are_ordered_by_id_as_numbers(put: Put, found: Found) -> None:
    put(*(phone(key, PhoneNumber="5550100") for key in (10, 9, 100, 1)))
    assert found("Phone", phoneNumber="5550100") == [1, 9, 10, 100]


def test_a_profile_that_matches_twice_is_returned_once(put: Put, found: Found) -> None:
    put({"ProfileId": 1, "PhoneNumbers": [{"PhoneNumber": "5550100"}, {"PhoneNumber": "555-0100"}]})
    assert found("Phone", phoneNumber="5550100") == [1]


def test_no_match_is_an_empty_array(read: Read) -> None:
    assert read("Phone", phoneNumber="5550100").json() == []
    assert read("Email", emailAddress="nobody@example.com").json() == []


@pytest.mark.parametrize("nothing", [None, "text", 5, {}, [None, 3, "x", []]])
def test_collections_that_hold_no_objects_match_nothing(nothing: object, put: Put, found: Found) -> None:
    put({"ProfileId": 1, "PhoneNumbers": nothing, "Emails": nothing, "AlternateIds": nothing})
    assert found("Phone", phoneNumber="5550100") == []
