import calendar
import re
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.source.dates import date, instant

CANONICAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z")
fractions = st.one_of(st.just(""), st.from_regex(r"\.[0-9]{1,9}", fullmatch=True))
walls = st.datetimes(datetime(2, 1, 2), datetime(9998, 12, 30)).map(lambda wall: wall.replace(microsecond=0))  # noqa: DTZ001 # a clock on a wall


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-06T07:08:09Z", "2024-05-06T07:08:09Z"),
        ("2024-05-06T07:08:09.1234567Z", "2024-05-06T07:08:09.1234567Z"),
        ("2024-05-06T07:08:09.10Z", "2024-05-06T07:08:09.10Z"),
        ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"),
        ("2024-01-31T23:59:59Z", "2024-01-31T23:59:59Z"),
        ("2024-05-06t07:08:09z", "2024-05-06T07:08:09Z"),
        ("2024-05-06 07:08:09 Z", "2024-05-06T07:08:09Z"),
        (" 2024-05-06T07:08:09Z\n", "2024-05-06T07:08:09Z"),
        ("2024-05-06T07:08:09+02:00", "2024-05-06T05:08:09Z"),
        ("2024-05-06T07:08:09.5-0330", "2024-05-06T10:38:09.5Z"),
        ("2024-05-06T07:08:09+02", "2024-05-06T05:08:09Z"),
        ("2024-05-06T07:08:09-00:00", "2024-05-06T07:08:09Z"),
        ("2024-05-06T07:08+02:00", "2024-05-06T05:08:00Z"),
        ("2024-12-31T23:30:00-01:00", "2025-01-01T00:30:00Z"),
        ("2024-05-06T07:08:09", "2024-05-06T11:08:09Z"),
        ("2024-05-06T07:08", "2024-05-06T11:08:00Z"),
        ("2024-05-06", "2024-05-06T04:00:00Z"),
        ("2024-01-06", "2024-01-06T05:00:00Z"),
    ],
)
def test_a_date_leaves_in_utc_and_means_us_eastern_without_a_zone(text: str, expected: str) -> None:
    assert date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-06T07:08:09", "2024-05-06T07:08:09Z"),
        ("2024-05-06T07:08:09.1234567", "2024-05-06T07:08:09.1234567Z"),
        ("2024-05-06T07:08", "2024-05-06T07:08:00Z"),
        ("2024-05-06", "2024-05-06T00:00:00Z"),
        ("2024-05-06T07:08:09+02:00", "2024-05-06T05:08:09Z"),
    ],
)
def test_a_date_means_utc_where_that_is_said(text: str, expected: str) -> None:
    assert date(text, UTC) == expected


@pytest.mark.parametrize(
    ("wall", "expected"),
    [
        ("2024-03-10T01:59:59.9999999", "2024-03-10T06:59:59.9999999Z"),
        ("2024-03-10T02:00:00", "2024-03-10T07:00:00Z"),
        ("2024-03-10T02:30:00.5", "2024-03-10T07:30:00.5Z"),
        ("2024-03-10T03:00:00", "2024-03-10T07:00:00Z"),
        ("2024-11-03T00:59:59", "2024-11-03T04:59:59Z"),
        ("2024-11-03T01:30:00", "2024-11-03T05:30:00Z"),
        ("2024-11-03T02:00:00", "2024-11-03T07:00:00Z"),
    ],
)
def test_the_spring_gap_moves_forward_and_the_autumn_hour_is_the_first(wall: str, expected: str) -> None:
    assert date(wall) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0001-01-01T00:00:00", "0001-01-01T00:00:00Z"),
        ("0001-01-01", "0001-01-01T00:00:00Z"),
        ("0001-01-01T00:00:00+05:00", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.9999999", "9999-12-31T23:59:59.9999999Z"),
        ("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z"),
        ("9999-12-31T23:59:59-05:00", "9999-12-31T23:59:59Z"),
    ],
)
def test_the_first_and_the_last_year_pass_as_they_are(text: str, expected: str) -> None:
    assert date(text) == expected
    assert date(text, UTC) == expected


NO_DATES = """
    soon, 05/06/2024, 20240506, 2024-W19-1, 2024-W19-1T07:08:09Z, 2024-5-6, 24-05-06, /Date(1714979289000)/
    2024-02-30, 2024-02-30T00:00:00Z, 2024-04-31T00:00:00Z, 2023-02-29T00:00:00, 2024-13-01, 2024-00-10, 0000-01-01, 0000-01-01T00:00:00Z
    2024-05-06T24:00:00Z, 2024-05-06T07:60:00, 2024-05-06T07:08:60Z, 2024-05-06T07:08:09., 2024-05-06T07:08:09.Z
    2024-05-06T07, 2024-05-06T, 2024-05-06TZ, 2024-05-06T07:08:09+24:00, 2024-05-06T07:08:09+02:60, 2024-05-06T07:08:09 +
    2024-05-06T07:08:09ZZ, 2024-05-06T07:08:09Z2024-05-06T07:08:09Z, \u0662\u0660\u0662\u0664-05-06T07:08:09Z, 2024-05-06T07:08:09.\u0661Z
"""


@pytest.mark.parametrize("value", ["", "  ", *(text.strip() for line in NO_DATES.strip().splitlines() for text in line.split(","))])
def test_a_text_that_is_no_date_is_null(value: str) -> None:
    assert date(value) is None
    assert date(value, UTC) is None


@pytest.mark.parametrize("value", [0, 1714979289, 1.5, True, False, [], ["2024-05-06"], {}, {"date": "2024-05-06"}, None])
def test_what_is_no_date_is_null(value: object) -> None:
    assert date(value) is None
    assert date(value, UTC) is None


@given(st.text(alphabet="0123456789-:.TZ+ tz\u0663w", max_size=30))
def test_every_text_is_a_date_in_utc_or_null(text: str) -> None:
    written = date(text)
    assert written is None or CANONICAL.fullmatch(written)


@given(walls, fractions)
def test_a_date_in_utc_stays_as_it_is(wall: datetime, fraction: str) -> None:
    assert date(f"{wall.isoformat()}{fraction}Z") == f"{wall.isoformat()}{fraction}Z"


@given(st.integers(0, 9999), st.integers(0, 13), st.integers(0, 32), st.sampled_from(["Z", "", "+00:00"]))
def test_a_day_that_the_calendar_does_not_have_is_null(year: int, month: int, day: int, zone: str) -> None:
    text = f"{year:04}-{month:02}-{day:02}T07:08:09"
    assert (date(f"{text}{zone}", UTC) is None) != on_the_calendar(year, month, day)


def on_the_calendar(year: int, month: int, day: int) -> bool:
    if not (year >= 1 and 1 <= month <= 12):
        return False
    return 1 <= day <= calendar.monthrange(year, month)[1]


@given(walls, fractions, st.integers(-23 * 60 - 59, 23 * 60 + 59))
def test_an_offset_is_taken_off_and_every_digit_kept(wall: datetime, fraction: str, minutes: int) -> None:
    offset = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    expected = (wall - timedelta(minutes=minutes)).isoformat()
    assert date(f"{wall.isoformat()}{fraction}{offset}") == f"{expected}{fraction}Z"


def us_eastern(wall: datetime) -> timedelta:
    """The law since 2007: summer time from the second Sunday of March to the first of November, both at two o'clock."""
    spring = first_sunday(wall.year, 3) + timedelta(days=7, hours=3)
    autumn = first_sunday(wall.year, 11) + timedelta(hours=2)
    return timedelta(hours=4 if spring <= wall < autumn else 5)


def first_sunday(year: int, month: int) -> datetime:
    first = datetime(year, month, 1)  # noqa: DTZ001 # a clock on a wall
    return first + timedelta(days=6 - first.weekday())


@given(
    st.one_of(
        st.datetimes(datetime(2007, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001 # clocks on walls
        st.datetimes(datetime(2024, 3, 10), datetime(2024, 3, 11)),  # noqa: DTZ001
        st.datetimes(datetime(2024, 11, 3), datetime(2024, 11, 4)),  # noqa: DTZ001
    ).map(lambda wall: wall.replace(microsecond=0)),
    fractions,
)
def test_us_eastern_follows_the_law(wall: datetime, fraction: str) -> None:
    assert date(f"{wall.isoformat()}{fraction}") == f"{(wall + us_eastern(wall)).isoformat()}{fraction}Z"


@given(st.lists(st.tuples(walls, fractions), min_size=2, max_size=2))
def test_instants_sort_as_time_goes_by(dates: list[tuple[datetime, str]]) -> None:
    one, other = (f"{wall.isoformat()}{fraction}Z" for wall, fraction in dates)
    earlier, later = ((wall, Fraction(f"0{fraction}")) for wall, fraction in dates)
    assert (instant(one) < instant(other)) == (earlier < later)
    assert (instant(one) == instant(other)) == (earlier == later)


def test_fractions_of_different_length_compare_by_their_value() -> None:
    fractions_in_order = ["", ".05", ".4999999", ".5", ".51"]
    instants = [instant(f"2024-05-06T07:08:09{fraction}Z") for fraction in fractions_in_order]
    assert instants == sorted(set(instants))
    assert instant("2024-05-06T07:08:09.5Z") == instant("2024-05-06T07:08:09.50Z")
    assert instant("2024-05-06T07:08:09Z") == instant("2024-05-06T07:08:09.000Z")
    assert instant(None) < instant("0001-01-01T00:00:00Z")
