"""The people whom the suites ask for: 120 of them, each with something in every kind of collection."""

import orjson

from app.model import Profile
from app.source.translation import profile_from_json
from tests.fake import FakeSource

ACCOUNT = "acme"
PEOPLE = 120


def people() -> FakeSource:
    """A source with everybody in it."""
    return FakeSource({ACCOUNT: [person(number) for number in range(1, PEOPLE + 1)]})


def person(number: int) -> Profile:
    """One of them; those with the same last digit share a phone number."""
    consent = {"ConsentType": "Terms", "ConsentStatus": 1 + number % 3, "ConsentDate": "2020-01-01T00:00:00Z"}
    preference = {"FilterId": "F1", "ChannelId": "Email", "PreferenceType": 1, "MatchType": "Expressed", "Consents": [consent]}
    profile = {
        "ProfileId": number,
        "IsActive": True,
        "Status": "Complete",
        "CustomerType": "gold" if number % 2 else "blue",
        "CustomerName": {"FirstName": f"First{number}", "LastName": "Example"},
        "Edited": {"CreatedDate": "2020-01-01T00:00:00Z", "CreatedBy": "import"},
        "PhoneNumbers": [{"PhoneType": "Home", "PhoneNumber": f"+1 (555) 010-000{number % 10}", "Consents": [consent]}],
        "Emails": [{"EmailAddressType": "Work", "EmailAddress": f"p{number}@example.com", "EmailPreferences": [preference]}],
        "Addresses": [{"AddressType": "Home", "City": "Springfield", "CassStatus": "Y", "CassCity": "SPRINGFIELD"}],
        "AlternateIds": [{"AlternateIdType": "CRM", "AlternateId": f"A-{number}"}],
        "ProfilePreferences": [preference],
        "Consents": [consent, {**consent, "ConsentDate": "2019-01-01T00:00:00Z"}],
        "CustomFields": [{"Name": "colours", "Value": ["red", "green"]}],
        "Groups": [{"GroupType": "Household", "GroupName": "Example", "IsPrimary": True}],
        "ProfileTags": [{"Name": "vip"}],
    }
    return profile_from_json(orjson.dumps(profile), ACCOUNT)
