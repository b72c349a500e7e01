import pytest
from msgspec import UNSET

from app.model import Address, Consent, Email, Handle, MatchType, Phone, Preference, Profile, Tag, View
from app.source.protocol import Caller, Edge, ProfileLookup
from app.source.sql import SqlSource
from tests.source.asked import Asked, Write
from tests.source.whole import read_whole

ALL, LATEST, EXPRESSED = View(), View(history=False), View(implied=False)
CALLER = Caller()


def consents(*versions: str) -> tuple[Consent, ...]:
    return tuple(Consent("Email", version, collected_at=f"2024-01-0{version}T00:00:00Z") for version in versions)


IMPLIED, SAID = Preference("implied", match_type=MatchType.IMPLIED), Preference("said", match_type=MatchType.EXPRESSED)
OWNERS = Profile(
    "acme",
    1,
    addresses=(Address("a0", consents=consents("1")), Address("a1", preferences=(SAID,))),
    emails=(Email("e0", preferences=(IMPLIED, SAID), consents=consents("2", "1")), Email("e1", consents=consents("3"))),
    phones=(Phone("p0", consents=consents("4")),),
    preferences=(Preference("own", consents=consents("5", "6")), Preference("unknown", match_type=None)),
    consents=consents("8", "7"),
)


@pytest.fixture(scope="module", autouse=True)
def _people(write: Write) -> None:
    many = [Profile("acme", number, tags=(Tag(f"t{number}"), Tag("b"), Tag("a"))) for number in range(100, 150)]
    write([OWNERS, Profile("acme", 2, tags=(), groups=None), Profile("other", 1, consents=consents("9")), *many])


async def test_each_owner_reads_its_own_and_nobody_elses(sql_source: SqlSource) -> None:
    lookup = ProfileLookup("acme", 1, ALL)
    assert await read_whole(sql_source, [lookup], CALLER) == {lookup: (OWNERS,)}


async def test_null_and_empty_are_told_apart_without_reading(sql_source: SqlSource) -> None:
    lookup = ProfileLookup("acme", 2, ALL)
    found = (await sql_source.find([lookup], CALLER))[lookup]
    assert isinstance(found, tuple)
    assert (found[0].tags, found[0].groups) == ((), None)


async def test_what_is_there_is_left_unread(sql_source: SqlSource) -> None:
    lookup = ProfileLookup("acme", 1, ALL)
    found = (await sql_source.find([lookup], CALLER))[lookup]
    assert isinstance(found, tuple)
    assert (found[0].emails, found[0].consents, found[0].tags) == (UNSET, UNSET, None)


async def test_children_carry_their_position_and_the_view_they_were_asked_with(sql_source: SqlSource) -> None:
    parent = Handle("acme", 1, -1, LATEST)
    read = (await sql_source.collections(Edge.EMAILS_BY_PROFILE, [parent], CALLER))[parent]
    assert read is not None
    assert [getattr(email, "handle", None) for email in read] == [Handle("acme", 1, 0, LATEST), Handle("acme", 1, 1, LATEST)]


async def test_values_come_in_the_order_they_were_written_in(sql_source: SqlSource) -> None:
    parent = Handle("acme", 120, -1, ALL)
    read = await sql_source.collections(Edge.TAGS_BY_PROFILE, [parent], CALLER)
    assert read[parent] == (Tag("t120"), Tag("b"), Tag("a"))


async def test_without_history_each_list_is_reduced_on_its_own(sql_source: SqlSource) -> None:
    lookup = ProfileLookup("acme", 1, LATEST)
    whole = (await read_whole(sql_source, [lookup], CALLER))[lookup]
    assert not isinstance(whole, str)
    (profile,) = whole
    assert profile.consents == consents("8")
    assert [email.consents for email in profile.emails or ()] == [consents("2"), consents("3")]
    assert [preference.consents for preference in profile.preferences or ()] == [consents("6"), None]


async def test_without_implied_preferences_unknown_ones_stay(sql_source: SqlSource) -> None:
    profile, email = Handle("acme", 1, -1, EXPRESSED), Handle("acme", 1, 0, EXPRESSED)
    own = (await sql_source.collections(Edge.PREFERENCES_BY_PROFILE, [profile], CALLER))[profile]
    of_email = (await sql_source.collections(Edge.PREFERENCES_BY_EMAIL, [email], CALLER))[email]
    assert [getattr(preference, "filter_id", None) for preference in own or ()] == ["own", "unknown"]
    assert [getattr(preference, "filter_id", None) for preference in of_email or ()] == ["said"]


async def test_views_may_differ_in_one_call(sql_source: SqlSource, asked: Asked) -> None:
    everything, latest = Handle("acme", 1, -1, ALL), Handle("acme", 1, -1, LATEST)
    read = await sql_source.collections(Edge.CONSENTS_BY_PROFILE, [everything, latest], CALLER)
    assert (read[everything], read[latest]) == (consents("8", "7"), consents("8"))
    assert len(asked.statements) == 1


async def test_accounts_may_differ_in_one_call(sql_source: SqlSource, asked: Asked) -> None:
    one, other, unknown = Handle("acme", 1, -1, ALL), Handle("other", 1, -1, ALL), Handle("nobody", 1, -1, ALL)
    read = await sql_source.collections(Edge.CONSENTS_BY_PROFILE, [one, other, unknown], CALLER)
    assert (read[one], read[other], read[unknown]) == (consents("8", "7"), consents("9"), ())
    assert len(asked.statements) == 1


@pytest.mark.parametrize("edge", Edge)
async def test_fifty_profiles_take_one_statement_for_each_edge(sql_source: SqlSource, asked: Asked, edge: Edge) -> None:
    parents = [Handle("acme", number, -1 if edge.parent == "profile" else 0, ALL) for number in range(100, 150)]
    read = await sql_source.collections(edge, parents, CALLER)
    assert len(asked.statements) == 1
    assert set(read) <= set(parents)


async def test_fifty_profiles_and_all_their_collections_take_one_statement_each(sql_source: SqlSource, asked: Asked) -> None:
    lookups = [ProfileLookup("acme", number, ALL) for number in [*range(101, 150), 1]]
    await read_whole(sql_source, lookups, CALLER)
    read = {edge for edge in Edge if edge.attribute in {"addresses", "emails", "phones", "preferences", "consents", "tags"}}
    assert len(asked.statements) <= 1 + len(read)
