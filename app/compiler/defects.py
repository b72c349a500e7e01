"""Where the compiler itself fails, the plain way answers, and the log says what happened where: never the text, which may hold anything."""

import logging
import traceback

log = logging.getLogger(__name__)


def report(what: str, failure: Exception) -> None:
    """Log a failure by its type and place."""
    log.error("%s: %s\n%s", what, type(failure).__name__, "".join(traceback.format_tb(failure.__traceback__)))
