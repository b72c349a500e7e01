from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from app.model import Address, Consent, Edited, Email, MatchType, Phone, Preference, Preferences, Profile, View
from app.source.narrowing import latest_of_each_type, narrowed

EXPRESSED = View(implied=False)
CURRENT = View(history=False)
OLD = Consent(type="News", collected_at="2020-01-01T00:00:00Z")
NEW = Consent(type="NEWS", collected_at="2021-01-01T00:00:00Z")
SAID = Preference(filter_id="said", match_type=MatchType.EXPRESSED, consents=(NEW, OLD))
FOLLOWS = Preference(filter_id="follows", match_type=MatchType.IMPLIED)


def profile(*, preferences: Preferences = (SAID, FOLLOWS), consents: tuple[Consent, ...] | None = (OLD, NEW)) -> Profile:
    return Profile(
        "acme",
        7,
        addresses=(Address(preferences=preferences, consents=consents),),
        emails=(Email(preferences=preferences, consents=consents),),
        phones=(Phone(preferences=preferences, consents=consents),),
        preferences=preferences,
        consents=consents,
    )


def test_everything_is_shown_as_it_is() -> None:
    whole = profile()
    assert narrowed(whole, View()) is whole


def test_without_implied_preferences_they_are_gone_at_every_place() -> None:
    assert narrowed(profile(), EXPRESSED) == profile(preferences=(SAID,))


def test_without_history_the_latest_consent_of_each_type_is_left_in_every_list() -> None:
    said = Preference(filter_id="said", match_type=MatchType.EXPRESSED, consents=(NEW,))
    assert narrowed(profile(), CURRENT) == profile(preferences=(said, FOLLOWS), consents=(NEW,))


def test_both_can_be_left_out_at_once() -> None:
    said = Preference(filter_id="said", match_type=MatchType.EXPRESSED, consents=(NEW,))
    assert narrowed(profile(), View(implied=False, history=False)) == profile(preferences=(said,), consents=(NEW,))


def test_a_preference_that_does_not_say_where_it_comes_from_is_no_implied_one() -> None:
    unclear = (Preference(match_type=MatchType.UNKNOWN), Preference())
    assert narrowed(profile(preferences=unclear), EXPRESSED).preferences == unclear


@pytest.mark.parametrize("view", [EXPRESSED, CURRENT, View(implied=False, history=False)])
@pytest.mark.parametrize(
    "unchanged",
    [
        profile(preferences=(), consents=()),
        profile(preferences=None, consents=None),
        profile(preferences=(Preference(match_type=MatchType.EXPRESSED, consents=(NEW,)),), consents=(OLD,)),
        Profile("acme", 7, addresses=UNSET, emails=UNSET, phones=UNSET, preferences=UNSET, consents=UNSET),
        Profile("acme", 7, emails=(Email(preferences=UNSET, consents=UNSET),)),
    ],
)
def test_a_view_that_changes_nothing_returns_the_same_profile(unchanged: Profile, view: View) -> None:
    assert narrowed(unchanged, view) is unchanged


@pytest.mark.parametrize(
    ("consents", "latest"),
    [
        ((), ()),
        ((OLD, NEW), (NEW,)),
        ((NEW, OLD), (NEW,)),
        ((Consent(type="straße"), Consent(type="STRASSE", version="2")), (Consent(type="STRASSE", version="2"),)),
        ((Consent(type="a"), Consent(type=None), Consent(type="")), (Consent(type="a"), Consent(type=None), Consent(type=""))),
        ((OLD, Consent(type="News")), (OLD,)),
    ],
)
def test_the_latest_of_a_type_stands_for_it(consents: tuple[Consent, ...], latest: tuple[Consent, ...]) -> None:
    assert latest_of_each_type(consents) == latest


def test_those_that_are_left_keep_their_order() -> None:
    consents = (Consent(type="b"), NEW, Consent(type="a"), OLD, Consent(type="c"))
    assert latest_of_each_type(consents) == (Consent(type="b"), NEW, Consent(type="a"), Consent(type="c"))


dates = st.sampled_from(
    [
        None,
        "0001-01-01T00:00:00Z",
        "2024-05-06T07:08:09Z",
        "2024-05-06T07:08:09.0Z",
        "2024-05-06T07:08:09.05Z",
        "2024-05-06T07:08:09.5Z",
        "2024-05-06T07:08:09.50Z",
        "2024-05-06T07:08:10Z",
        "9999-12-31T23:59:59.9999999Z",
    ]
)
consents = st.builds(
    Consent,
    type=st.sampled_from([None, "", "a", "A", "ß", "ss", "SS"]),
    collected_at=dates,
    edited=st.one_of(st.none(), st.builds(Edited, modified_at=dates)),
)


@given(st.lists(consents, max_size=12))
def test_the_latest_is_the_greatest_date_then_the_last_change_then_the_last_place(given_consents: Sequence[Consent]) -> None:
    groups: dict[str | None, list[tuple[Fraction, Fraction, int]]] = {}
    for place, consent in enumerate(given_consents):
        modified_at = consent.edited.modified_at if consent.edited else None
        of_type = consent.type.casefold() if consent.type is not None else None
        groups.setdefault(of_type, []).append((seconds(consent.collected_at), seconds(modified_at), place))
    places = sorted(max(group)[2] for group in groups.values())
    assert latest_of_each_type(given_consents) == tuple(given_consents[place] for place in places)


def seconds(date: str | None) -> Fraction:
    if date is None:
        return Fraction(-1)
    since = datetime.fromisoformat(date[:19]) - datetime.min  # noqa: DTZ901 # a date without a zone, like the other
    return Fraction(since.days * 86_400 + since.seconds) + Fraction(f"0{date[19:-1]}")
