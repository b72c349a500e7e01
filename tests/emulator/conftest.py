"""One real emulator for all tests of this folder, given its data anew by each test."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from app.emulator.accounts import EmulatorData
from app.emulator.running import RunningEmulator, running_emulator

ACCOUNT = "1001"


@pytest.fixture(scope="session")
def _emulator() -> Iterator[RunningEmulator]:
    with running_emulator(EmulatorData({})) as running:
        yield running


@pytest.fixture
def emulator(_emulator: RunningEmulator) -> RunningEmulator:
    """A running emulator with one account, 1001, that is empty; any credential opens it."""
    _emulator.reset()
    _emulator.data.put(ACCOUNT, [])
    return _emulator


@pytest.fixture(scope="session")
def client() -> Iterator[httpx.Client]:
    """One HTTP client for all tests; it sends no credentials of its own."""
    with httpx.Client(trust_env=False) as client:
        yield client


@pytest.fixture
def read(emulator: RunningEmulator, client: httpx.Client) -> Callable[..., httpx.Response]:
    """Reads from the account: the last segment of the path, then query parameters."""

    def read(segment: str, **query: str) -> httpx.Response:
        return client.get(f"{emulator.base_url}/{ACCOUNT}/Profile/{segment}", params=query, headers={"Authorization": "Bearer any"})

    return read


@pytest.fixture
def found(read: Callable[..., httpx.Response]) -> Callable[..., list[int]]:
    """The profile ids that a list read answers with."""

    def found(segment: str, **query: str) -> list[int]:
        return [profile["ProfileId"] for profile in read(segment, **query).raise_for_status().json()]

    return found


@pytest.fixture
def put(emulator: RunningEmulator) -> Callable[..., None]:
    """Makes these the profiles of the account."""

    def put(*profiles: dict[str, object]) -> None:
        emulator.data.put(ACCOUNT, profiles)

    return put


@pytest.fixture
def complete_profile() -> dict[str, object]:
    """A profile with every attribute that the contract names, found by 555-0100, ann@example.com and CRM a-1."""
    return {
        "ProfileId": 7,
        "IsActive": True,
        "Edited": _edited(),
        "RegistrationConfirmed": True,
        "CustomerType": "Prospect",
        "PreserveConsents": True,
        "PreservePreferences": False,
        "CustomerName": {"Prefix": "Dr.", "FirstName": "Ann", "MiddleName": "B.", "LastName": "Example", "Suffix": "Jr."},
        "DefaultLocale": "en_US",
        "Status": "Complete",
        "ReasonCode": "None",
        "AlternateIds": [{"AlternateIdType": "CRM", "AlternateId": "a-1", "IsActive": True, "Edited": _edited()}],
        "Addresses": [_address()],
        "Emails": [{"EmailAddressType": "Home", "EmailAddress": "ann@example.com", **_contact(), "EmailPreferences": [_preference()]}],
        "PhoneNumbers": [_phone()],
        "ProfilePreferences": [_preference(), {**_preference(), "MatchType": "Implied"}],
        "Consents": [_consent("2024-01-01T00:00:00Z"), _consent("2025-01-01T00:00:00Z")],
        "CustomFields": [{"Name": "Size", "Value": "L"}, {"Name": "Points", "Value": 12}, {"Name": "Likes", "Value": ["a", "b"]}],
        "Groups": [{"GroupType": "Household", "GroupName": "Example", "IsPrimary": True}],
        "ProfileTags": [{"Name": "vip"}],
    }


def _edited() -> dict[str, object]:
    stamps = {"CreatedDate": "2024-01-01T00:00:00.1234567Z", "ModifiedDate": "2024-02-01T00:00:00"}
    return {**stamps, "CreatedBy": "import", "ModifiedBy": "clerk"}


def _contact() -> dict[str, object]:
    return {"IsDefault": True, "IsActive": True, "Edited": _edited(), "Consents": [_consent("2024-01-01T00:00:00Z")]}


def _phone() -> dict[str, object]:
    number = {"PhoneType": "Mobile", "PhoneNumber": "555-0100", "PhoneNumberNumeric": 5550100, "IsMobile": True}
    return {**number, **_contact(), "PhoneNumberPreferences": [_preference()]}


def _address() -> dict[str, object]:
    lines = {"Address1": "1 Main St", "Address2": "Apt 2", "City": "Springfield", "StateProvince": "IL", "PostalCode": "62701"}
    country = {"Country": "USA", "CountryCode_Numeric": 840, "CountryCode_Alpha2": "US", "CountryCode_Alpha3": "USA"}
    standard = {f"Cass{name}": value for name, value in lines.items()} | {"CassStatus": "Y"}
    return {"AddressType": "Home", **lines, **country, **standard, **_contact(), "AddressPreferences": [_preference()]}


def _preference() -> dict[str, object]:
    ids = {"FilterId": 12, "ProgramId": "News", "ChannelId": "Email", "FrequencyId": "Weekly", "UserId": "u", "SourceId": "web"}
    dates = {"CustomerDate": "2024-01-01", "ExpirationDate": "", "LastModifiedDate": "2024-01-02T10:00"}
    state = {"PreferenceType": 1, "MatchType": "Expressed", "PreferenceStatus": "Active", "ReasonCode": "asked"}
    nested = {"PreferenceAttributes": [{"Key": "topic", "Value": "sport"}], "Consents": [_consent("2024-01-01T00:00:00Z")]}
    return {**ids, **dates, **state, **nested}


def _consent(date: str) -> dict[str, object]:
    text = {"ConsentType": "Marketing", "ConsentVersion": "1.0", "Locale": "en_US"}
    return {**text, "ConsentStatus": 1, "ConsentDate": date, "ExpirationDate": None, "Expired": False, "Edited": _edited()}
