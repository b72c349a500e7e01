"""What invented profiles hold, measured on a thousand of them."""

import re
from collections import defaultdict
from statistics import median

import orjson
import pytest

from tests.generator.fields import UPSTREAM, Json, Nodes


def of(nodes: Nodes, *names: str) -> list[Json]:
    return [node for name, node in nodes if name in names]


def preferences(nodes: Nodes) -> list[Json]:
    return [node for name, node in nodes if name.endswith("Preferences")]


@pytest.mark.parametrize("name", UPSTREAM)
def test_every_field_of_the_upstream_occurs_with_a_value_and_no_other_does(nodes: Nodes, name: str) -> None:
    filled = {key for node in of(nodes, name) for key, value in node.items() if value not in (None, "", [])}
    named = {key for node in of(nodes, name) for key in node}
    assert filled == named == set(UPSTREAM[name].split())


def test_a_typical_profile_has_twenty_to_forty_objects_in_two_to_four_kilobytes(thousand: list[Json], nodes: Nodes) -> None:
    assert 20 <= len(nodes) / len(thousand) - 1 <= 40
    assert 2000 <= median(len(orjson.dumps(profile)) for profile in thousand) <= 4096


@pytest.mark.parametrize("name", ["AlternateIds", "Addresses", "Emails", "PhoneNumbers", "ProfilePreferences", "Consents", "ProfileTags"])
def test_a_collection_is_sometimes_missing_sometimes_null_and_sometimes_empty(thousand: list[Json], name: str) -> None:
    assert any(name not in profile for profile in thousand)
    assert any(profile.get(name, []) is None for profile in thousand)
    assert any(profile.get(name) == [] for profile in thousand)


@pytest.mark.parametrize("name", ["AlternateIds", "Addresses", "Emails", "PhoneNumbers"])
def test_some_elements_are_inactive(nodes: Nodes, name: str) -> None:
    inactive = [node for node in of(nodes, name) if node["IsActive"] is False]
    assert 0.02 < len(inactive) / len(of(nodes, name)) < 0.15


def test_an_inactive_profile_says_why_and_an_active_one_does_not(thousand: list[Json]) -> None:
    assert {bool(profile["ReasonCode"]) for profile in thousand if not profile["IsActive"]} == {True}
    assert {profile["ReasonCode"] for profile in thousand if profile["IsActive"]} == {None}
    assert 10 < sum(not profile["IsActive"] for profile in thousand) < 150


def test_a_few_profiles_wait_for_an_update(thousand: list[Json]) -> None:
    statuses = [profile["Status"] for profile in thousand]
    assert set(statuses) == {"Complete", "Pending Update"}
    assert statuses.count("Pending Update") < 150


def test_enumerations_come_as_integers_and_as_names(nodes: Nodes) -> None:
    assert {node["ConsentStatus"] for node in of(nodes, "Consents")} == {1, 2, 3, 4, "Granted", "Denied", "Revoked", "NotSet"}
    assert {node["PreferenceType"] for node in preferences(nodes)} == {1, 2, "Opt-In", "Opt-Out", "OptIn", "OptOut"}
    assert {node["MatchType"] for node in preferences(nodes)} == {"Expressed", "Implied"}
    assert {node["PreferenceStatus"] for node in preferences(nodes)} == {"Active", "Expired"}
    assert {node["ChannelId"] for node in preferences(nodes)} == {"Phone", "Fax", "Text", "Email", "Mail", "Solicit"}


def histories(thousand: list[Json]) -> list[list[Json]]:
    """The records of one consent type of one profile, in the order of their dates."""
    found = []
    for profile in thousand:
        by_type = defaultdict(list)
        for consent in profile.get("Consents") or ():
            by_type[consent["ConsentType"]].append(consent)
        found += [sorted(records, key=lambda record: str(record["ConsentDate"])) for records in by_type.values()]
    return found


def test_consents_have_histories_over_years_that_may_end_in_a_revocation(thousand: list[Json]) -> None:
    long = [records for records in histories(thousand) if len(records) > 2]
    assert any(int(records[-1]["ConsentDate"][:4]) - int(records[0]["ConsentDate"][:4]) >= 2 for records in long)
    revoked = [records for records in histories(thousand) if records[-1]["ConsentStatus"] in {3, "Revoked"}]
    assert len(revoked) > 50
    assert {records[-2]["ConsentStatus"] for records in revoked} == {1, "Granted"}


def test_no_two_records_of_a_history_have_one_date(thousand: list[Json]) -> None:
    for records in histories(thousand):
        assert len({record["ConsentDate"] for record in records}) == len(records)


def test_a_consent_is_expired_when_its_day_is_over(nodes: Nodes) -> None:
    consents = of(nodes, "Consents")
    assert {consent["Expired"] for consent in consents if consent["ExpirationDate"] is None} == {False}
    ended = {(consent["ExpirationDate"][:10] < "2026-01-01", consent["Expired"]) for consent in consents if consent["ExpirationDate"]}
    assert ended == {(True, True), (False, False)}


def test_a_preference_is_expired_when_its_day_is_over(nodes: Nodes) -> None:
    ended = {
        (node["ExpirationDate"][:10] < "2026-01-01", node["PreferenceStatus"]) for node in preferences(nodes) if node["ExpirationDate"]
    }
    assert ended == {(True, "Expired"), (False, "Active")}
    assert any(node["ExpirationDate"] == "" for node in preferences(nodes))


_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{7})?(Z|-05:00)?)?")


def test_dates_come_in_every_form_that_the_upstream_writes(nodes: Nodes) -> None:
    dates = [value for _, node in nodes for key, value in node.items() if key.endswith("Date") and value]
    forms = {tuple(bool(group) for group in match.groups()) for date in dates if (match := _MOMENT.fullmatch(date))}
    assert all(_MOMENT.fullmatch(date) for date in dates)
    assert forms == {(False, False, False), (True, False, False), (True, False, True), (True, True, True)}


def test_the_date_of_a_consent_is_in_utc(nodes: Nodes) -> None:
    dates = [consent["ConsentDate"] for consent in of(nodes, "Consents")]
    assert not any(date.endswith("-05:00") or len(date) == 10 for date in dates)
    assert any(re.search(r"\.\d{7}Z$", date) for date in dates)


def test_custom_fields_hold_text_numbers_dates_lists_and_null(nodes: Nodes) -> None:
    kinds = {type(field["Value"]) for field in of(nodes, "CustomFields")}
    assert kinds == {str, int, float, list, type(None)}
    assert any(re.fullmatch(r"\d{4}-\d\d-\d\d", str(field["Value"])) for field in of(nodes, "CustomFields"))


def test_american_addresses_alone_are_standardized(nodes: Nodes) -> None:
    addresses = of(nodes, "Addresses")
    assert {address["CountryCode_Alpha2"] for address in addresses if "CassStatus" in address} == {"US"}
    assert {address.get("CassStatus") for address in addresses if address["CountryCode_Alpha2"] == "US"} == {"Y", "N", None}


def test_text_fields_are_sometimes_written_as_numbers(nodes: Nodes) -> None:
    assert {type(node["FilterId"]) for node in preferences(nodes)} == {int, str}
    assert {type(node["CountryCode_Numeric"]) for node in of(nodes, "Addresses")} == {int, str}


def test_text_keeps_to_the_lengths_of_the_upstream(nodes: Nodes) -> None:
    longest = {"Address1": 125, "City": 50, "StateProvince": 50, "PostalCode": 15, "CountryCode_Numeric": 3, "DefaultLocale": 15}
    longest |= {"EmailAddress": 256, "FilterId": 50, "FrequencyId": 20, "ConsentType": 100, "ConsentVersion": 50, "CassPostalCode": 15}
    for _, node in nodes:
        for key, limit in longest.items():
            assert len(str(node.get(key) or "")) <= limit
