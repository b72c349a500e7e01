"""What can go wrong between us and a database, and what we say about it; PostgreSQL's own exceptions are in ``postgres_failures.py``.

A database's own words may hold values (``Key (digits)=(…)``), so only its names for a failure are shown and logged, never its text.
"""

import logging
from collections.abc import Iterator

import apsw

from app.errors import StoreUnavailable

_log = logging.getLogger(__name__)

FAILURES: tuple[type[Exception], ...] = (apsw.Error, OSError)
"""Everything SQLite raises, or a database's server that is not reached, or not in time."""

_SQLITE_NAMES = {**apsw.mapping_result_codes, **apsw.mapping_extended_result_codes}
"""By SQLite's numbers."""

_MIGRATE = "The store has no tables. Run `profile-gateway migrate`."
_OPEN = "The store cannot be opened. Check that its folder exists and that this program may write there."
_NO_SQLITE = "The store's file is no SQLite database, or is damaged. Check the store's URL."
_CREDENTIALS = "PostgreSQL refuses the user or the password of the store's URL."
_NOT_REACHED = "PostgreSQL cannot be reached. Check the host and port of the store's URL, and that the server runs."

_ADVICE = {
    "SQLITE_BUSY": "The store is locked by another program. Wait until it is done, or end it.",
    "SQLITE_READONLY": "The store is read-only. Let this program write to its file and folder.",
    "SQLITE_CANTOPEN": _OPEN,
    "SQLITE_NOTADB": _NO_SQLITE,
    "SQLITE_CORRUPT": _NO_SQLITE,
    "SQLITE_FULL": "The disk of the store is full.",
    "SQLITE_ERROR": _MIGRATE,
    "UndefinedTableError": _MIGRATE,
    "InvalidAuthorizationSpecificationError": _CREDENTIALS,
    "InvalidPasswordError": _CREDENTIALS,
    "InvalidCatalogNameError": "The database of the store's URL does not exist. Create it, or correct the URL.",
    "InsufficientPrivilegeError": "The user of the store's URL lacks a privilege there.",
    "ReadOnlySQLTransactionError": "The store is read-only. Name the primary server in the store's URL.",
    "TooManyConnectionsError": "PostgreSQL has no connection left for the store.",
    "TimeoutError": "The store did not answer in time.",
    "FileNotFoundError": _OPEN,
    "NotADirectoryError": _OPEN,
    "IsADirectoryError": _OPEN,
    "PermissionError": _OPEN,
    "OSError": _NOT_REACHED,
}


class StoreFailed(StoreUnavailable):
    """A database failed.

    Attributes:
        advice: what an operator can do about it; clients are told the same as for any store that is not available.
    """

    def __init__(self, error: Exception) -> None:
        """Keep what the failure's name tells."""
        super().__init__()
        self.advice = advice(error)

    def explained(self) -> StoreUnavailable:
        """The error for an operator: with the advice in its message."""
        return StoreUnavailable(self.advice)


def failed(error: Exception) -> StoreFailed:
    """Log a failure by its names, and say it in our words."""
    _log.warning("the store failed: %s", " < ".join(names(error)))
    return StoreFailed(error)


def names(error: BaseException) -> tuple[str, ...]:
    """Name a failure, from the particular to the general, without a word of its text."""
    return tuple(dict.fromkeys(_all_names(error)))


def advice(error: BaseException) -> str | None:
    """Say what to do about a failure, in public words; ``None`` where its name tells nothing."""
    return next((_ADVICE[name] for name in names(error) if name in _ADVICE), None)


def _all_names(error: BaseException) -> Iterator[str]:
    for cause in _causes(error):
        sqlite_name = _sqlite_name(cause)
        if sqlite_name:
            yield sqlite_name
            yield "_".join(sqlite_name.split("_")[:2])  # SQLITE_READONLY_DIRECTORY is a kind of SQLITE_READONLY
    for cause in _causes(error):
        yield from (kind.__name__ for kind in type(cause).__mro__ if issubclass(kind, Exception) and kind is not Exception)


def _sqlite_name(error: BaseException) -> str | None:
    """SQLite's own name for a failure, as apsw numbers it, or as ``sqlite3`` names it to SQLAlchemy."""
    if not isinstance(error, apsw.Error):
        return getattr(error, "sqlite_errorname", None)
    name = _SQLITE_NAMES.get(getattr(error, "extendedresult", ""))
    return str(name) if name else None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The failure, as SQLAlchemy may have wrapped it, from the driver's own exception outwards."""
    inner = getattr(error, "orig", None) or error.__cause__
    if isinstance(inner, BaseException):
        yield from _causes(inner)
    yield error
