import asyncio

from hypothesis import given, settings

from app.model import Profile, View
from app.source.narrowing import narrowed
from app.source.opening import open_database
from app.source.protocol import Caller, ProfileLookup
from app.source.sql import SqlSource
from tests.source.asked import Write
from tests.source.invented import profiles, views
from tests.source.whole import read_whole


async def read(url: str, lookup: ProfileLookup) -> object:
    source = SqlSource(open_database(url))
    try:
        return (await read_whole(source, [lookup], Caller()))[lookup]
    finally:
        await source.close()


@settings(max_examples=40, deadline=None)
@given(profile=profiles, view=views)
def test_any_profile_that_is_written_reads_as_its_view_shows_it(store_url: str, write: Write, profile: Profile, view: View) -> None:
    write([profile])
    assert asyncio.run(read(store_url, ProfileLookup(profile.account_id, profile.profile_id, view))) == (narrowed(profile, view),)
