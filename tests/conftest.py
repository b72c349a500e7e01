"""A real PostgreSQL for whoever asks: one server for each test process, one database for each call."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from tests.missing import without
from tests.postgres import NoServer, make_database, running_server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a running server, without a database."""
    try:
        with running_server() as url:
            yield url
    except NoServer as missing:
        without(str(missing))


@pytest.fixture(scope="session")
def new_postgres_database(postgres_server: str) -> Callable[[], str]:
    """Makes an empty database and tells its URL."""
    numbers = count(1)

    def make() -> str:
        name = f"test_{next(numbers)}"
        make_database(postgres_server, name)
        return f"{postgres_server}/{name}"

    return make
