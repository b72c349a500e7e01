"""One contract for every source: the same people give the same answers, whoever is asked and with whatever flags.

The in-memory fake is the yardstick: its rules are a few lines of Python. SQLite and PostgreSQL answer from an import, REST answers from
the emulator, which applies the upstream's own rules to the raw JSON.
"""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from itertools import product

import orjson
import pytest

from app.emulator.accounts import EmulatorData
from app.emulator.running import RunningEmulator, running_emulator
from app.generator.demo import demo_profiles
from app.generator.profiles import profiles as generated
from app.model import Profile, View
from app.source.opening import open_database
from app.source.protocol import AlternateIdLookup, Caller, EmailLookup, Lookup, PhoneLookup, ProfileLookup, Source
from app.source.rest import RestSource
from app.source.sql import SqlSource
from app.source.translation import profile_from_json
from app.upstream.limits import Limits
from app.upstream.opening import open_upstream
from tests.fake import FakeSource
from tests.source.stored import store
from tests.source.whole import read_whole

ACCOUNT, CALLER = "acme", Caller("Bearer anything")
FLAGS = [(View(implied=implied, history=history), inactive) for implied, history, inactive in product([False, True], repeat=3)]
ALL = View()


@pytest.fixture(scope="module")
def raw() -> list[dict[str, object]]:
    """Two thousand people, and those of the demo, who share numbers up to and beyond the limit."""
    return [*demo_profiles(), *generated(2000, start_id=1001)]


@pytest.fixture(scope="module")
def people(raw: list[dict[str, object]]) -> list[Profile]:
    return [profile_from_json(orjson.dumps(profile), ACCOUNT) for profile in raw]


@pytest.fixture(scope="module")
def fake(people: list[Profile]) -> FakeSource:
    return FakeSource({ACCOUNT: people})


@pytest.fixture(scope="module")
def emulator(raw: list[dict[str, object]]) -> Iterator[RunningEmulator]:
    with running_emulator(EmulatorData({ACCOUNT: raw})) as emulator:
        yield emulator


@pytest.fixture(scope="module")
def sqlite_url(raw: list[dict[str, object]], tmp_path_factory: pytest.TempPathFactory) -> str:
    return store(raw, ACCOUNT, f"sqlite:///{tmp_path_factory.mktemp('contract') / 'profiles.sqlite3'}")


@pytest.fixture(scope="module")
def postgresql_url(raw: list[dict[str, object]], new_postgres_database: Callable[[], str]) -> str:
    return store(raw, ACCOUNT, new_postgres_database())


@pytest.fixture(scope="module")
def rest_url(emulator: RunningEmulator) -> str:
    return emulator.base_url


@pytest.fixture(params=["sqlite_url", "postgresql_url", "rest_url"])
def url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture
async def source(url: str) -> AsyncIterator[Source]:
    source = opened(url)
    yield source
    await source.close()


def opened(url: str) -> Source:
    if url.startswith("http"):
        return RestSource(open_upstream(url, Limits(deadline=60, at_once=8)))
    return SqlSource(open_database(url))


async def assert_equal_answers(source: Source, fake: FakeSource, lookups: Sequence[Lookup]) -> None:
    answers, expected = await read_whole(source, lookups, CALLER), await read_whole(fake, lookups, CALLER)
    for lookup in lookups:
        assert answers[lookup] == expected[lookup], lookup


def numbers(people: Sequence[Profile]) -> list[str]:
    """Every phone number that somebody has, the most shared ones first."""
    shared = Counter(phone.digits for profile in people for phone in profile.phones or () if phone.digits)
    return [number for number, _ in shared.most_common()]


@pytest.mark.parametrize(("view", "inactive"), FLAGS)
async def test_by_phone_every_combination_of_the_flags_gives_equal_answers(
    source: Source, fake: FakeSource, people: list[Profile], view: View, inactive: bool
) -> None:
    shared, others = numbers(people)[:30], numbers(people)[30::40]
    await assert_equal_answers(source, fake, [PhoneLookup(ACCOUNT, number, None, inactive, view) for number in [*shared, *others, "999"]])


async def test_by_phone_everybody_is_found_alike(source: Source, fake: FakeSource, people: list[Profile]) -> None:
    await assert_equal_answers(source, fake, [PhoneLookup(ACCOUNT, number, None, True, ALL) for number in numbers(people)[::3]])


@pytest.mark.parametrize("phone_type", ["home", "OFFICE", "Helpdesk", "mobile", "none such"])
async def test_by_phone_the_matching_number_has_the_type_ignoring_case(
    source: Source, fake: FakeSource, people: list[Profile], phone_type: str
) -> None:
    lookups = [PhoneLookup(ACCOUNT, number, phone_type, False, ALL) for number in numbers(people)[:60]]
    await assert_equal_answers(source, fake, lookups)


@pytest.mark.parametrize(("view", "inactive"), FLAGS)
async def test_by_email_every_combination_of_the_flags_gives_equal_answers(
    source: Source, fake: FakeSource, people: list[Profile], view: View, inactive: bool
) -> None:
    addresses = [email for profile in people[::50] for email in profile.emails or () if email.address]
    kinds = [(str(email.address), email.type) for email in addresses]
    typed = [EmailLookup(ACCOUNT, address.upper(), (kind or "x").lower(), inactive, view) for address, kind in kinds]
    untyped = [EmailLookup(ACCOUNT, address.swapcase(), None, inactive, view) for address, _ in kinds]
    await assert_equal_answers(source, fake, [*typed, *untyped, EmailLookup(ACCOUNT, "nobody@example.com", None, inactive, view)])


@pytest.mark.parametrize("view", [view for view, inactive in FLAGS if inactive])
async def test_by_alternate_id_ignoring_case_in_id_and_type(source: Source, fake: FakeSource, people: list[Profile], view: View) -> None:
    others = [other for profile in people[::10] for other in profile.alternate_ids or () if other.id and other.type]
    lookups = [AlternateIdLookup(ACCOUNT, other.id.swapcase(), other.type.upper(), view) for other in others if other.id and other.type]
    await assert_equal_answers(source, fake, [*lookups, AlternateIdLookup(ACCOUNT, "none", "Salesforce", view)])


@pytest.mark.parametrize("view", [view for view, inactive in FLAGS if inactive])
async def test_by_profile_id_whether_active_or_not(source: Source, fake: FakeSource, people: list[Profile], view: View) -> None:
    lookups = [ProfileLookup(ACCOUNT, profile.profile_id, view) for profile in people[::10]]
    await assert_equal_answers(source, fake, [*lookups, ProfileLookup(ACCOUNT, 999_999_999, view), ProfileLookup(ACCOUNT, 2**63 - 1, view)])


async def test_two_views_of_one_lookup_in_one_batch_stay_apart(source: Source, fake: FakeSource, people: list[Profile]) -> None:
    await assert_equal_answers(
        source, fake, [PhoneLookup(ACCOUNT, number, None, inactive, view) for number in numbers(people)[:10] for view, inactive in FLAGS]
    )


async def test_an_unknown_account_is_an_error_for_lists_and_nothing_for_single_reads(source: Source, fake: FakeSource) -> None:
    lookups: list[Lookup] = [
        PhoneLookup("nobody", "123", None, False, ALL),
        EmailLookup("nobody", "a@example.com", None, False, ALL),
        AlternateIdLookup("nobody", "1", "CRM", ALL),
        ProfileLookup("nobody", 1, ALL),
    ]
    await assert_equal_answers(source, fake, lookups)
    answers = await read_whole(source, lookups, CALLER)
    assert list(answers.values()) == ["ACCOUNT_NOT_FOUND", "ACCOUNT_NOT_FOUND", (), ()]


@pytest.mark.parametrize(
    ("number", "phone_type", "inactive", "answer"),
    [
        ("15550100050", None, False, 50),
        ("15550100050", None, True, "TOO_MANY_PROFILES"),
        ("15550100060", None, False, "TOO_MANY_PROFILES"),
        ("15550100060", "helpdesk", False, 20),
        ("15550100000", None, False, 0),
        ("15550100000", None, True, 1),
        ("15550100005", None, False, 5),
    ],
)
async def test_up_to_50_profiles_and_inactive_ones_do_not_count(
    source: Source, number: str, phone_type: str | None, inactive: bool, answer: int | str
) -> None:
    lookup = PhoneLookup(ACCOUNT, number, phone_type, inactive, ALL)
    found = (await read_whole(source, [lookup], CALLER))[lookup]
    assert (found if isinstance(found, str) else len(found)) == answer
    assert isinstance(found, str) or [profile.profile_id for profile in found] == sorted(profile.profile_id for profile in found)
