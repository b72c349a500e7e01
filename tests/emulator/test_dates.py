from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.emulator.dates import EASTERN, moment


@given(
    st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31)),  # noqa: DTZ001 - the zone is the other argument
    st.integers(-14 * 60, 14 * 60),
    st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31)),  # noqa: DTZ001 - as above
    st.integers(-14 * 60, 14 * 60),
)
def test_moments_compare_as_the_points_in_time_that_were_written(one: datetime, offset: int, other: datetime, other_offset: int) -> None:
    first = one.replace(tzinfo=timezone(timedelta(minutes=offset)))
    second = other.replace(tzinfo=timezone(timedelta(minutes=other_offset)))
    assert (moment(first.isoformat(), UTC) < moment(second.isoformat(), UTC)) == (first < second)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2024-05-01T00:00:00.1234567Z", "2024-05-01T00:00:00.1234568Z"),
        ("2024-05-01T00:00:00.09Z", "2024-05-01T00:00:00.1Z"),
        ("2024-05-01T00:00:00Z", "2024-05-01T00:00:00.0000001Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:01+14:00"),
        ("9999-12-31T23:00:00-12:00", "9999-12-31T23:59:59.9999999Z"),
    ],
)
def test_fractions_are_compared_digit_by_digit_and_the_outermost_years_as_they_are(earlier: str, later: str) -> None:
    assert moment(earlier, UTC) < moment(later, UTC)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("2024-05-01", "2024-05-01T00:00:00Z"),
        ("2024-05-01T10:30", "2024-05-01T10:30:00Z"),
        ("2024-05-01 10:30:00", "2024-05-01T10:30:00.000Z"),
        ("2024-05-01T10:30:00+0200", "2024-05-01T08:30:00Z"),
        ("2024-05-01T10:30:00+02", "2024-05-01T08:30:00Z"),
        ("2024-05-01t10:30:00z", "2024-05-01T10:30:00Z"),
    ],
)
def test_one_moment_can_be_written_in_several_ways(written: str, same: str) -> None:
    assert moment(written, UTC) == moment(same, UTC) != ()


@pytest.mark.parametrize(
    ("eastern", "utc"),
    [
        ("2024-01-15T12:00:00", "2024-01-15T17:00:00Z"),
        ("2024-07-15T12:00:00", "2024-07-15T16:00:00Z"),
        ("2024-03-10T02:30:00", "2024-03-10T07:30:00Z"),  # the gap: half past three in summer time
        ("2024-11-03T01:30:00", "2024-11-03T05:30:00Z"),  # the hour that comes twice: the first
    ],
)
def test_a_time_without_a_zone_moves_forward_in_the_spring_gap_and_is_the_first_in_the_autumn_hour(eastern: str, utc: str) -> None:
    assert moment(eastern, EASTERN) == moment(utc, EASTERN)


@pytest.mark.parametrize(
    "nothing", [None, "", " ", 20240501, True, "yesterday", "2024-13-01", "2024-02-30", "2024-05-01T25:00", "2024-05-01T10:00+99:00"]
)
def test_what_is_no_date_ranks_below_every_date(nothing: object) -> None:
    assert moment(nothing, UTC) == () < moment("0001-01-01", UTC)
