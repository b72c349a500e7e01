"""Dates that are read many at a time are read as one at a time."""

from collections.abc import Iterable
from datetime import UTC

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.compiler.dates import Dates, UnusualDate
from app.source.dates import EASTERN, date
from tests.compiler.upstream_data import DATES, ODD_DATES

moments = st.from_regex(
    r"\A(19|20)\d\d-(0[1-9]|1[0-2])-([0-2]\d|3[01])[Tt ]([01]\d|2[0-4]):[0-6]\d(:[0-6]\d(\.\d{0,9})?)?([Zz]|[+-]\d\d:?\d\d)?\Z"
)
texts = (
    moments | st.text("0123456789-T:.Z+ ", max_size=24) | st.sampled_from([text for text in [*DATES, *ODD_DATES] if isinstance(text, str)])
)


def read(texts: Iterable[str], *, utc: bool) -> list[str | None] | None:
    """Read as generated code does; None when some date is unusual."""
    dates = Dates()
    try:
        for text in texts:
            if "Z" in text:
                dates.saw(text)
        moved = [text if "Z" in text else dates.moved_from_utc(text) if utc else dates.moved(text) for text in texts]
        dates.finish()
    except UnusualDate:
        return None
    finally:
        dates.forget()
    return moved


@given(texts, st.booleans())
@example("2024-03-10T02:30:00", False)
@example("2024-11-03T01:30:00", False)
@example("1883-11-18T12:00:00", False)
@example("2024-01-01T00:00:00+24:00", True)
def test_what_is_read_quickly_is_read_rightly(text: str, utc: bool) -> None:
    found = read([text], utc=utc)
    assert found is None or found == [date(text, UTC if utc else EASTERN)]


def test_the_usual_forms_are_read_quickly() -> None:
    usual = [str(text) for text in DATES if "+05:30" not in str(text)]
    assert read(usual, utc=False) == [date(text) for text in usual]
    assert read(usual, utc=True) == [date(text, UTC) for text in usual]


@pytest.mark.parametrize("text", ["2024-02-30T00:00:00Z", "2024-01-31 10:00:00Z", "2024-01-31T10:00Z", "ZT", "2024-01-31t10:00:00Z"])
def test_one_unusual_date_among_many_is_noticed(text: str) -> None:
    assert read(["2024-01-31T23:59:59Z", text, "2024-01-31T23:59:59"], utc=False) is None
