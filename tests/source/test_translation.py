import traceback
from collections.abc import Mapping
from contextlib import suppress

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import model
from app.errors import UpstreamInvalidResponse
from app.source.translation import Unreadable, profile_from_json, profiles_from_json

EDITED = {"CreatedDate": "2024-01-01T00:00:00", "CreatedBy": "a", "ModifiedDate": "2024-07-01T00:00:00.1234567Z", "ModifiedBy": 5}
CONSENT = {
    "ConsentType": "News",
    "ConsentVersion": "1.0",
    "Locale": "en_US",
    "ConsentStatus": 1,
    "ConsentDate": "2024-07-01T00:00:00",
    "ExpirationDate": "2024-07-01T00:00:00",
    "Expired": False,
    "Edited": EDITED,
}
PREFERENCE = {
    "FilterId": 17,
    "ProgramId": "program",
    "ChannelId": "Email",
    "PreferenceType": "Opt-In",
    "FrequencyId": "weekly",
    "PreferenceAttributes": [{"Key": "size", "Value": 42}],
    "CustomerDate": "2024-07-01",
    "MatchType": "Expressed",
    "PreferenceStatus": "Active",
    "ExpirationDate": "",
    "LastModifiedDate": "2024-07-01T12:00:00Z",
    "UserId": "user",
    "SourceId": "source",
    "ReasonCode": "reason",
    "Consents": [CONSENT],
}
FULL = {
    "ProfileId": 9_223_372_036_854_775_807,
    "IsActive": True,
    "Edited": EDITED,
    "RegistrationConfirmed": True,
    "CustomerType": "B2C",
    "PreserveConsents": True,
    "PreservePreferences": False,
    "CustomerName": {"Prefix": "Dr", "FirstName": "Jane", "MiddleName": "Q", "LastName": "Example", "Suffix": "Jr"},
    "DefaultLocale": "en_US",
    "Status": "Pending Update",
    "ReasonCode": "moved",
    "AlternateIds": [{"AlternateIdType": "CRM", "AlternateId": 12, "IsActive": True, "Edited": EDITED}],
    "Addresses": [
        {
            "AddressType": "Home",
            "IsDefault": True,
            "Address1": "1 Example Street",
            "Address2": "Flat 2",
            "City": "Springfield",
            "StateProvince": "NY",
            "PostalCode": "00501",
            "Country": "United States",
            "CountryCode_Numeric": 840,
            "CountryCode_Alpha2": "US",
            "CountryCode_Alpha3": "USA",
            "CassAddress1": "1 EXAMPLE ST",
            "CassAddress2": "FL 2",
            "CassCity": "SPRINGFIELD",
            "CassStateProvince": "NY.",
            "CassPostalCode": "00501-0001",
            "CassStatus": "Y",
            "IsActive": True,
            "Edited": EDITED,
            "AddressPreferences": [PREFERENCE],
            "Consents": [CONSENT],
        }
    ],
    "Emails": [
        {
            "EmailAddressType": "Home",
            "EmailAddress": "jane@example.com",
            "IsDefault": False,
            "IsActive": True,
            "Edited": EDITED,
            "EmailPreferences": [PREFERENCE],
            "Consents": [CONSENT],
        }
    ],
    "PhoneNumbers": [
        {
            "PhoneType": "Mobile",
            "PhoneNumber": "+1 (555) 010-9999",
            "PhoneNumberNumeric": 15550109999,
            "IsMobile": True,
            "IsDefault": False,
            "IsActive": True,
            "Edited": EDITED,
            "PhoneNumberPreferences": [PREFERENCE],
            "Consents": [CONSENT],
        }
    ],
    "ProfilePreferences": [PREFERENCE],
    "Consents": [CONSENT],
    "CustomFields": [{"Name": "colours", "Value": ["red", "blue"]}],
    "Groups": [{"GroupType": "Household", "GroupName": "Example", "IsPrimary": True}],
    "ProfileTags": [{"Name": "VIP"}],
}

edited = model.Edited(created_at="2024-01-01T05:00:00Z", created_by="a", modified_at="2024-07-01T00:00:00.1234567Z", modified_by="5")
consent = model.Consent(
    type="News",
    version="1.0",
    locale="en_US",
    status=model.ConsentStatus.GRANTED,
    collected_at="2024-07-01T00:00:00Z",
    expires_at="2024-07-01T04:00:00Z",
    is_expired=False,
    edited=edited,
)
preference = model.Preference(
    filter_id="17",
    program_id="program",
    channel_id="Email",
    type=model.PreferenceType.OPT_IN,
    status=model.PreferenceStatus.ACTIVE,
    match_type=model.MatchType.EXPRESSED,
    frequency_id="weekly",
    attributes=(model.PreferenceAttribute(key="size", value="42"),),
    collected_at="2024-07-01T04:00:00Z",
    expires_at=None,
    modified_at="2024-07-01T12:00:00Z",
    user_id="user",
    source_id="source",
    reason_code="reason",
    consents=(consent,),
)
full = model.Profile(
    account_id="acme",
    profile_id=9_223_372_036_854_775_807,
    is_active=True,
    edited=edited,
    registration_confirmed=True,
    customer_type="B2C",
    preserve_consents=True,
    preserve_preferences=False,
    name=model.Name(prefix="Dr", first="Jane", middle="Q", last="Example", suffix="Jr"),
    default_locale="en_US",
    status=model.ProcessingStatus.PENDING_UPDATE,
    deactivation_reason="moved",
    alternate_ids=(model.AlternateId(type="CRM", id="12", is_active=True, edited=edited),),
    addresses=(
        model.Address(
            type="Home",
            is_default=True,
            is_active=True,
            line1="1 Example Street",
            line2="Flat 2",
            city="Springfield",
            state_province="NY",
            postal_code="00501",
            country="United States",
            country_code_numeric="840",
            country_code_alpha2="US",
            country_code_alpha3="USA",
            standardized=model.StandardizedAddress(
                line1="1 EXAMPLE ST",
                line2="FL 2",
                city="SPRINGFIELD",
                state_province="NY.",
                postal_code="00501-0001",
                is_standardized=True,
            ),
            edited=edited,
            preferences=(preference,),
            consents=(consent,),
        ),
    ),
    emails=(
        model.Email(
            type="Home",
            address="jane@example.com",
            is_default=False,
            is_active=True,
            edited=edited,
            preferences=(preference,),
            consents=(consent,),
        ),
    ),
    phones=(
        model.Phone(
            type="Mobile",
            number="+1 (555) 010-9999",
            digits="15550109999",
            is_mobile=True,
            is_default=False,
            is_active=True,
            edited=edited,
            preferences=(preference,),
            consents=(consent,),
        ),
    ),
    preferences=(preference,),
    consents=(consent,),
    custom_fields=(model.CustomField(name="colours", value=None, values=("red", "blue")),),
    groups=(model.Group(type="Household", name="Example", is_primary=True),),
    tags=(model.Tag(name="VIP"),),
)


def read(profile: Mapping[str, object]) -> model.Profile:
    return profile_from_json(msgspec.json.encode({"ProfileId": 7, **profile}), "acme")


def test_every_attribute_of_a_profile_is_read() -> None:
    assert read(FULL) == full


def test_a_profile_of_an_id_alone_knows_nothing_else() -> None:
    assert read({}) == model.Profile("acme", 7)


@pytest.mark.parametrize("is_active", [True, None, False])
def test_an_inactive_profile_is_read_like_any_other(is_active: bool | None) -> None:
    assert read({"IsActive": is_active}).is_active is is_active


COLLECTIONS = {
    "AlternateIds": "alternate_ids",
    "Addresses": "addresses",
    "Emails": "emails",
    "PhoneNumbers": "phones",
    "ProfilePreferences": "preferences",
    "Consents": "consents",
    "CustomFields": "custom_fields",
    "Groups": "groups",
    "ProfileTags": "tags",
}


@pytest.mark.parametrize(("name", "attribute"), COLLECTIONS.items())
def test_a_collection_that_is_null_or_missing_is_none_and_an_empty_one_is_empty(name: str, attribute: str) -> None:
    assert getattr(read({name: None}), attribute) is None
    assert getattr(read({}), attribute) is None
    assert getattr(read({name: []}), attribute) == ()
    assert getattr(read({name: [None, None]}), attribute) == ()


@pytest.mark.parametrize(("name", "attribute"), COLLECTIONS.items())
def test_what_is_inactive_is_left_out_of_every_collection(name: str, attribute: str) -> None:
    left = getattr(read({name: [{"IsActive": False}, {"IsActive": True}, None, {}, {"IsActive": None}]}), attribute)
    assert [getattr(element, "is_active", None) for element in left] in ([True, None, None], [None, None, None])


@pytest.mark.parametrize(
    ("holders", "holder"), [("AddressPreferences", "Addresses"), ("EmailPreferences", "Emails"), ("PhoneNumberPreferences", "PhoneNumbers")]
)
def test_null_and_empty_differ_inside_a_contact_element(holders: str, holder: str) -> None:
    profile = read({holder: [{holders: [], "Consents": None}, {holders: None, "Consents": []}]})
    one, other = getattr(profile, COLLECTIONS[holder])
    assert (one.preferences, one.consents) == ((), None)
    assert (other.preferences, other.consents) == (None, ())


def test_null_and_empty_differ_inside_a_preference() -> None:
    inactive = {"IsActive": False}
    preferences = read({"ProfilePreferences": [{}, {"PreferenceAttributes": [None, inactive], "Consents": [None, inactive]}]}).preferences
    assert preferences == (model.Preference(), model.Preference(attributes=(), consents=()))


@pytest.mark.parametrize("empty", [None, {}, {"IsActive": True}, {"IsActive": False, "FirstName": "Jane", "CreatedBy": "a"}])
def test_an_object_without_any_attribute_is_null(empty: object) -> None:
    profile = read({"CustomerName": empty, "Edited": empty})
    assert (profile.name, profile.edited) == (None, None)


@pytest.mark.parametrize("blank", [{"CreatedDate": "", "ModifiedDate": " "}, {"CreatedDate": "soon"}, {"ModifiedBy": None}])
def test_stamps_that_say_nothing_are_null(blank: object) -> None:
    assert read({"Edited": blank}).edited is None


def test_an_address_that_was_not_standardized_has_nothing_standardized() -> None:
    given = [{}, {"CassStatus": ""}, {"CassStatus": "?"}, {"CassStatus": "N"}, {"CassCity": ""}]
    addresses = read({"Addresses": given}).addresses
    assert isinstance(addresses, tuple)
    none = model.StandardizedAddress
    assert [address.standardized for address in addresses] == [None, None, None, none(is_standardized=False), none(city="")]


def test_empty_text_stays_empty() -> None:
    profile = read({"CustomerType": "", "CustomerName": {"FirstName": ""}, "DefaultLocale": "", "Status": "", "ReasonCode": ""})
    assert (profile.customer_type, profile.name, profile.default_locale) == ("", model.Name(first=""), "")
    assert (profile.status, profile.deactivation_reason) == (None, "")


def test_an_enumeration_or_date_that_is_not_understood_does_not_cost_the_answer() -> None:
    strange = {"ConsentStatus": {"Code": 1}, "ConsentDate": 1714979289, "ExpirationDate": ["2024-05-06"], "ConsentType": "News"}
    assert read({"Consents": [strange]}).consents == (model.Consent(type="News", status=model.ConsentStatus.UNKNOWN),)


def test_attributes_that_are_not_known_are_passed_over() -> None:
    assert read({"Surprise": {"Deep": [1, {"Deeper": None}]}, "profileid": "x"}) == model.Profile("acme", 7)


def test_profiles_come_as_an_array_or_as_one_bare_object() -> None:
    assert [profile.profile_id for profile in profiles_from_json(b'[{"ProfileId": 2}, null, {"ProfileId": -1}]', "acme")] == [-1, 2]
    assert profiles_from_json(b'{"ProfileId": 2}', "acme") == (model.Profile("acme", 2),)
    assert profiles_from_json(b" [ ] ", "acme") == ()


def test_a_byte_order_mark_is_passed_over() -> None:
    assert profile_from_json(b'\xef\xbb\xbf{"ProfileId": 2}\r\n', "acme").profile_id == 2
    assert profiles_from_json(b"\xef\xbb\xbf[]", "acme") == ()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"", "Input data was truncated"),
        (b"Jane", "JSON is malformed: invalid character (byte 0)"),
        (b'{"ProfileId": 7} {"ProfileId": 8}', "JSON is malformed: trailing characters (byte 18)"),
        (b"[]", "Expected `object`, got `array`"),
        (b"null", "Expected `object`, got `null`"),
        (b'"Jane"', "Expected `object`, got `str`"),
        (b"{}", "Object missing required field `ProfileId`"),
        (b'{"ProfileId": null}', "Expected `int`, got `null` - at `$.ProfileId`"),
        (b'{"ProfileId": "15550109999"}', "Expected `int`, got `str` - at `$.ProfileId`"),
        (b'{"ProfileId": true}', "Expected `int`, got `bool` - at `$.ProfileId`"),
        (b'{"ProfileId": 1.5}', "Expected `int`, got `float` - at `$.ProfileId`"),
        (b'{"ProfileId": 9223372036854775808}', "Expected `int` <= 9223372036854775807 - at `$.ProfileId`"),
        (b'{"ProfileId": -9223372036854775809}', "Expected `int` >= -9223372036854775808 - at `$.ProfileId`"),
        (b'{"ProfileId": ' + b"9" * 5000 + b"}", "Integer value out of range - at `$.ProfileId`"),
        (b'{"ProfileId": 7, "Emails": {}}', "Expected `array | null`, got `object` - at `$.Emails`"),
        (b'{"ProfileId": 7, "Emails": ["Jane"]}', "Expected `object | null`, got `str` - at `$.Emails[0]`"),
        (
            b'{"ProfileId": 7, "Emails": [{"EmailAddress": ["Jane"]}]}',
            "Expected `int | float | str | null`, got `array` - at `$.Emails[0].EmailAddress`",
        ),
        (b'{"ProfileId": 7, "IsActive": "Jane"}', "Expected `bool | null`, got `str` - at `$.IsActive`"),
        (b'{"ProfileId": 7, "CustomerType": "\xff"}', "not UTF-8"),
        (b'{"ProfileId": 7, "Jane": ' + b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_profile_says_why_without_a_word_of_it(line: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        profile_from_json(line, "acme")
    assert refused.value.reason == reason
    assert "Jane" not in "".join(traceback.format_exception(refused.value))
    assert "15550109999" not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize(
    "body", [b"", b"null", b"1", b'"Jane"', b"[1]", b"[{}]", b'[{"ProfileId": 7}, {"ProfileId": "8"}]', b"[[]]", b"[" * 100_000]
)
def test_an_answer_with_one_profile_that_cannot_be_read_is_not_read_at_all(body: bytes) -> None:
    with pytest.raises(UpstreamInvalidResponse):
        profiles_from_json(body, "acme")


names = st.sampled_from(sorted({*FULL, *PREFERENCE, *CONSENT, *EDITED, "Name", "Value", "PhoneNumber", "EmailAddress", "FirstName"}))
scalars = st.one_of(st.none(), st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False, allow_infinity=False), st.text())
json_values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3), max_leaves=12)


@given(st.dictionaries(names, json_values))
def test_whatever_json_there_is_it_is_read_or_refused(attributes: dict[str, object]) -> None:
    body = msgspec.json.encode([{"ProfileId": 7, **attributes}, {"ProfileId": 6}])
    with suppress(Unreadable):
        profiles = profiles_from_json(body, "acme")
        assert [profile.profile_id for profile in profiles] == sorted(profile.profile_id for profile in profiles)
