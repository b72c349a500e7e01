"""What can go wrong besides where a store may be in PostgreSQL. Apart from the rest, for asyncpg takes a while to import."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg  # type: ignore[import-untyped]  # it has no types

from app.source import sql_failures
from app.source.sql_failures import StoreFailed

FAILURES: tuple[type[Exception], ...] = (*sql_failures.FAILURES, asyncpg.PostgresError, asyncpg.InterfaceError)
"""Everything a database of either kind or its driver raises."""


@contextmanager
def explaining(*more: type[Exception]) -> Iterator[None]:
    """For an operator's own work (migrations, imports): a failure, or one of ``more`` kinds, becomes ``StoreUnavailable`` with advice."""
    try:
        yield
    except (*FAILURES, *more) as error:
        raise StoreFailed(error).explained() from None
