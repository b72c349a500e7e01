import asyncio
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import apsw
import asyncpg  # type: ignore[import-untyped]  # it has no types
import pytest

from app.errors import StoreUnavailable
from app.importing.importing import BATCHES_OF_A_TRANSACTION, import_file
from app.importing.lines import LINES_OF_A_BATCH, LONGEST_LINE
from app.source.address import store_address
from app.source.sql_migration import migrate
from tests.importing.imported import Watched, column, imported, tables_of, written

WHOLE: dict[str, object] = {
    "ProfileId": 1,
    "PhoneNumbers": [{"PhoneNumber": "+1 (555) 010-9999", "Consents": [{"ConsentType": "Call"}]}, {"PhoneNumber": "1", "IsActive": False}],
    "Emails": [],
    "ProfileTags": [{"Name": "a"}, {"Name": "b"}],
}


def test_what_a_profile_holds_is_stored_as_it_will_be_read(tmp_path: Path, url: str) -> None:
    summary = imported(written(tmp_path / "in.jsonl", WHOLE), url)
    assert (summary.read, summary.new, summary.replaced, summary.rejected, summary.rejects) == (1, 1, 0, 0, None)
    assert column(url, "phones.digits") == ["15550109999"]
    assert column(url, "consents.phone") == [0]
    assert column(url, "profiles.phones_count") + column(url, "profiles.emails_count") + column(url, "profiles.groups_count") == [
        1,
        0,
        None,
    ]


def test_a_profile_is_replaced_whole(tmp_path: Path, url: str) -> None:
    imported(written(tmp_path / "in.jsonl", WHOLE, {"ProfileId": 2, "ProfileTags": [{"Name": "other"}]}), url)
    summary = imported(written(tmp_path / "in.jsonl", {"ProfileId": 1, "ProfileTags": [{"Name": "c"}]}), url)
    assert (summary.new, summary.replaced) == (0, 1)
    assert column(url, "tags.name") == ["c", "other"]
    assert column(url, "phones.digits") + column(url, "consents.type") == []


def test_accounts_do_not_touch_each_other(tmp_path: Path, url: str) -> None:
    imported(written(tmp_path / "in.jsonl", WHOLE), url, "acme")
    summary = imported(written(tmp_path / "in.jsonl", {"ProfileId": 1}), url, "other")
    assert (summary.new, summary.replaced) == (1, 0)
    assert column(url, "accounts.name") == ["acme", "other"]
    assert column(url, "tags.name") == ["a", "b"]


def test_importing_again_changes_nothing(tmp_path: Path, url: str) -> None:
    file = written(tmp_path / "in.jsonl", WHOLE, *({"ProfileId": number, "ProfileTags": [{"Name": "x"}]} for number in range(2, 700)))
    imported(file, url)
    before = tables_of(url)
    summary = imported(file, url)
    assert (summary.new, summary.replaced) == (0, 699)
    assert tables_of(url) == before


@pytest.mark.parametrize("apart", [0, 1200], ids=["in one batch", "in two batches"])
def test_the_last_line_of_a_profile_wins(tmp_path: Path, url: str, apart: int) -> None:
    others: list[dict[str, object]] = [{"ProfileId": 10 + number} for number in range(apart)]
    first, last = {"ProfileId": 1, "CustomerType": "first"}, {"ProfileId": 1, "CustomerType": "last"}
    summary = imported(written(tmp_path / "in.jsonl", first, *others, last), url)
    assert (summary.read, summary.new, summary.replaced) == (apart + 2, apart + 1, 1)
    assert column(url, "profiles.customer_type")[0] == "last"


def test_a_bad_line_is_told_kept_and_stops_nothing(tmp_path: Path, url: str) -> None:
    bad = [b'{"ProfileId": "secret"}', b"not json secret", b'{"Emails": []}', b'{"ProfileId": 4, "CustomerType": "nul \\u0000"}', b"[]"]
    file = written(tmp_path / "in.jsonl", {"ProfileId": 1}, *bad, {"ProfileId": 2})
    watched = Watched()
    summary = import_file(file, "acme", url, watched)
    assert (summary.read, summary.new, summary.rejected) == (7, 2, 5)
    assert [number for number, _ in watched.told] == [2, 3, 4, 5, 6]
    assert "secret" not in str(watched.told)
    assert "U+0000" in watched.told[3][1]
    assert summary.rejects == tmp_path / "in.jsonl.rejects.jsonl"
    assert summary.rejects.read_bytes().splitlines() == bad
    assert stat.S_IMODE(summary.rejects.stat().st_mode) == 0o600
    assert column(url, "profiles.profile_id") == [1, 2]


def test_corrected_rejects_can_be_imported(tmp_path: Path, url: str) -> None:
    rejects = imported(written(tmp_path / "in.jsonl", b'{"ProfileId": }'), url).rejects
    assert rejects is not None
    rejects.write_bytes(rejects.read_bytes().replace(b": }", b": 7}"))
    assert imported(rejects, url).new == 1


def test_an_escaped_backslash_before_u0000_is_no_nul(tmp_path: Path, url: str) -> None:
    written(tmp_path / "in.jsonl", b'{"ProfileId": 1, "CustomerType": "\\\\u0000"}')
    assert imported(tmp_path / "in.jsonl", url).new == 1
    assert column(url, "profiles.customer_type") == ["\\u0000"]


@pytest.mark.parametrize(
    "nested",
    [
        b'"CustomFields": [{"Name": "f", "Value": ["a", "\\u0000"]}]',
        b'"ProfilePreferences": [{"PreferenceAttributes": [{"Key": "\\u0000"}]}]',
    ],
)
def test_a_nul_is_refused_in_values_of_values_too(tmp_path: Path, url: str, nested: bytes) -> None:
    assert imported(written(tmp_path / "in.jsonl", b'{"ProfileId": 1, ' + nested + b"}"), url).rejected == 1


def test_a_line_that_is_too_long_is_rejected_and_the_rest_goes_on(tmp_path: Path, sqlite_url: str) -> None:
    long = b'{"ProfileId": 5, "CustomerType": "' + b"x" * LONGEST_LINE + b'"}'
    watched = Watched()
    summary = import_file(written(tmp_path / "in.jsonl", long, {"ProfileId": 2}), "acme", sqlite_url, watched)
    assert (summary.rejected, summary.new, summary.rejects) == (1, 1, None)
    assert "16 MiB" in watched.told[0][1]


def test_an_account_is_known_from_its_first_stored_profile_on(tmp_path: Path, url: str) -> None:
    imported(written(tmp_path / "in.jsonl", b"[]"), url)
    assert column(url, "accounts.name") == []
    imported(written(tmp_path / "in.jsonl", {"ProfileId": 1}), url)
    imported(written(tmp_path / "in.jsonl", {"ProfileId": 2}), url)
    assert column(url, "accounts.name") == ["acme"]


def test_it_goes_on_where_it_is_told_to(tmp_path: Path, url: str) -> None:
    file = written(tmp_path / "in.jsonl", {"ProfileId": 1}, b"bad", {"ProfileId": 3}, b"worse", {"ProfileId": 5})
    imported(file, url)
    summary = imported(file, url, skip_lines=3)
    assert (summary.read, summary.replaced, summary.rejected, summary.last_line) == (2, 1, 1, 5)
    assert (tmp_path / "in.jsonl.rejects.jsonl").read_bytes() == b"bad\nworse\nworse\n"


def test_a_store_that_fails_ends_the_import_and_keeps_what_it_has(tmp_path: Path, url: str) -> None:
    together = LINES_OF_A_BATCH * BATCHES_OF_A_TRANSACTION
    numbers = range(1, 2 * together + 1)
    file = written(tmp_path / "in.jsonl", *({"ProfileId": number, "ProfileTags": [{"Name": "t"}]} for number in numbers))
    summary = import_file(file, "acme", url, Watched(then=lambda: drop_tags(url)))
    assert isinstance(summary.stopped, StoreUnavailable)
    assert (summary.last_line, summary.new) == (together, together)
    assert column(url, "profiles.profile_id") == list(range(1, together + 1))


def drop_tags(url: str) -> None:
    if url.startswith("sqlite"):
        with closing(apsw.Connection(str(store_address(url).database))) as sqlite:
            sqlite.execute("DROP TABLE tags")
    else:
        asyncio.run(drop_postgresql_tags(url))


async def drop_postgresql_tags(url: str) -> None:
    store = await asyncpg.connect(url)
    await store.execute("DROP TABLE tags")
    await store.close()


def test_a_postgresql_store_without_tables_is_not_made_on_the_way(tmp_path: Path, new_postgres_database: Callable[[], str]) -> None:
    url = new_postgres_database()
    with pytest.raises(StoreUnavailable, match="profile-gateway migrate"):
        imported(written(tmp_path / "in.jsonl", {"ProfileId": 1}), url)
    migrate(url)
    assert imported(tmp_path / "in.jsonl", url).new == 1
