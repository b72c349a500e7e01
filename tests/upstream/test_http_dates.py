"""Retry-After and dates, whoever wrote them."""

import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis.strategies import builds, datetimes, from_regex, integers, just, sampled_from, text

from app.upstream.http_dates import LONGEST_WAIT_S, moment, seconds_to_wait

NOW = datetime(2026, 3, 29, 12, 0, 0, 250_000, UTC)
FORMS = ("%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y")
"""The three forms of RFC 9110, section 5.6.7: of today, of RFC 850, and of asctime."""


@given(integers(0, LONGEST_WAIT_S))
def test_a_number_is_so_many_seconds(seconds: int) -> None:
    assert seconds_to_wait(str(seconds), NOW) == seconds


@given(integers(min_value=LONGEST_WAIT_S))
def test_nobody_waits_longer_than_a_day(seconds: int) -> None:
    assert seconds_to_wait(str(seconds), NOW) == LONGEST_WAIT_S


@given(sampled_from(FORMS), integers(1, LONGEST_WAIT_S - 1))
def test_a_date_in_any_form_of_http_is_never_too_early(form: str, seconds: int) -> None:
    until = NOW.replace(microsecond=0) + timedelta(seconds=seconds)
    waited = seconds_to_wait(until.strftime(form), NOW)
    assert waited == math.ceil((until - NOW).total_seconds())
    assert NOW + timedelta(seconds=waited) >= until


@given(builds(datetime.strftime, datetimes(datetime(1970, 1, 1), NOW.replace(tzinfo=None)), just(FORMS[0])))  # noqa: DTZ001 - HTTP dates have no zone
def test_a_date_that_is_over_is_now(past: str) -> None:
    assert seconds_to_wait(past, NOW) == 0


ALMOST_DATES = from_regex(r"((Mon|X), ?)?\d{1,4} (Jan|Foo) \d{1,7} \d{1,3}:\d{1,3}(:\d{1,12})?( GMT| [+-]\d{1,30})?", fullmatch=True)


@given(text() | ALMOST_DATES)
def test_no_text_breaks_anything(header: str) -> None:
    waited = seconds_to_wait(header, NOW)
    assert waited is None or 0 <= waited <= LONGEST_WAIT_S


@pytest.mark.parametrize("number_too_large", ["0 Jan 0 0:0:3000000000", "Mon, 01 Jan 2024 00:00:00 +99999999999999999999"])
def test_a_date_with_a_number_that_is_too_large_is_none(number_too_large: str) -> None:
    assert moment(number_too_large) is None
